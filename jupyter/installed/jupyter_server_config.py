"""Installed into the environment's etc/jupyter, where Jupyter looks: loads ours from the project.

nbconvert reads no configuration from the working directory, JupyterLab's own export the server's.
A notebook that JupyterLab saves is stored as `make notebooks` stores it, without the desk's widget.
"""

from belegstelle.project import root
from belegstelle.report.stored import settle_saved

load_subconfig(str(root() / "jupyter" / "nbconvert_config.py"))  # noqa: F821
c.FileContentsManager.pre_save_hook = settle_saved  # noqa: F821
c.ServerApp.allow_root = True  # noqa: F821, as in a container
