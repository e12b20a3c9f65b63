"""Installed into the environment's etc/jupyter, where Jupyter looks: loads ours from the project.

nbconvert reads no configuration from the working directory, JupyterLab's own export the server's.
A notebook that JupyterLab saves is stored as `make notebooks` stores it, with the desk's sentence
and without its widget.
"""

from belegstelle.desk.cell import save_sentences
from belegstelle.project import root
from belegstelle.report.stored import settle_saved

load_subconfig(str(root() / "jupyter" / "nbconvert_config.py"))  # noqa: F821


def before_saving(model, **given):
    """Leave out what only a running kernel draws, then settle what versions of Python differ in."""
    save_sentences(model, **given)
    settle_saved(model, **given)


c = get_config()  # noqa: F821
c.FileContentsManager.pre_save_hook = before_saving
