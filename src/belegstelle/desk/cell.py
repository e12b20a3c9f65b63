"""The desk in a notebook's cell: its widget where JupyterLab can show it, else one sentence.

A run without a front end opens no channel to one, so no notebook or page ever holds a widget's
state: what is saved is the sentence.
"""

import os
from html import escape

from IPython.display import display

from belegstelle.desk.session import SHEETS, Session
from belegstelle.project import TroubleError
from belegstelle.report.stored import WIDGET

# What JupyterLab's server tells the kernels it starts, and nobody else does: their notebook.
LIVE = "JPY_SESSION_NAME"


def desk(interview: object, sheet: str = "page", *, coder: str = "") -> None:
    """Show the desk, in which people decide what the machine proposes; each decision is written.

    interview: its name, or what has it as name; sheet: the one that opens: page (speakers and
    blocks), corrections, or claims; coder: a second coder's name, whose claims go to
    claims.<coder>.csv. Where no JupyterLab shows the output it is one sentence. What was decided
    takes effect in the next cell that reads the interview.
    Raises TroubleError if there is no such sheet, or the name is none that a file can have.
    """
    if sheet not in SHEETS:
        raise TroubleError(f"The desk has no sheet {sheet!r}. Choose one of {', '.join(SHEETS)}.")
    if coder and not coder.replace("_", "a").replace("-", "a").isalnum():
        raise TroubleError(
            f"The coder's name {coder!r} is to be part of a file's name. Use letters, digits, - "
            "and _."
        )
    name = str(getattr(interview, "name", interview))
    sentence = (
        "Run this cell in JupyterLab (make lab): the desk opens here, at which people decide; it "
        f"writes the tables of data/editorial/{name}."
    )
    outputs: dict[str, object] = {
        "text/html": f'<p class="bs-note">{escape(sentence)}</p>',
        "text/plain": sentence,
    }
    if os.environ.get(LIVE):
        from belegstelle.desk.widget import DeskWidget

        model = DeskWidget(Session(name, coder), sheet).model_id
        outputs[WIDGET] = {"version_major": 2, "version_minor": 0, "model_id": model}
    display(outputs, raw=True)
