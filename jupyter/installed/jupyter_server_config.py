"""Installed into the environment's etc/jupyter, where Jupyter looks: loads ours from the project.

nbconvert reads no configuration from the working directory, JupyterLab's own export the server's.
A notebook is saved with the desk's sentence, not with its widget.
"""

from belegstelle.project import root

load_subconfig(str(root() / "jupyter" / "nbconvert_config.py"))  # noqa: F821
c = get_config()  # noqa: F821
c.FileContentsManager.pre_save_hook = "belegstelle.desk.cell.save_sentences"
