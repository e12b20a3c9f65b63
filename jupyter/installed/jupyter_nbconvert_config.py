"""Installed into the environment's etc/jupyter, where Jupyter looks: loads ours from the project.

nbconvert reads no configuration from the working directory, JupyterLab's own export the server's.
"""

from belegstelle.project import root

load_subconfig(str(root() / "jupyter" / "nbconvert_config.py"))  # noqa: F821
