"""The desk's widget: a thin view. State goes out, decisions come in, a Session does the rest."""

import os
import subprocess
import sys
from pathlib import Path

import anywidget
import traitlets

from belegstelle.desk import claims
from belegstelle.desk.session import Session
from belegstelle.project import TroubleError, show_path

HERE = Path(__file__).parent


class DeskWidget(anywidget.AnyWidget):
    """The desk in a browser (desk.js): text, the blocks in pieces; state, what it shows; sheet."""

    _esm = (HERE / "desk.js").read_text("utf-8")
    _css = (HERE / "desk.css").read_text("utf-8")
    text = traitlets.List(traitlets.Dict()).tag(sync=True)
    state = traitlets.Dict().tag(sync=True)
    sheet = traitlets.Unicode().tag(sync=True)

    def __init__(self, session: Session, sheet: str) -> None:
        self.session, self._turn = session, 0
        super().__init__(sheet=sheet, text=session.text(), state=self._state({}))
        self.on_msg(self._answer)

    def _state(self, said: dict) -> dict:
        """Return what the view shows, with what is said; the turn makes each state another."""
        self._turn += 1
        return {**self.session.view(), **said, "turn": self._turn}

    def _answer(self, _widget: object, wish: dict, _buffers: object) -> None:
        """Do what the view asks for, and show what came of it."""
        try:
            said = self._do(wish)
        except TroubleError as trouble:
            said = {"said": str(trouble), "trouble": True}
        self.state = self._state(said)

    def _do(self, wish: dict) -> dict:
        match wish.get("do"):
            case "propose":
                return {"draft": claims.propose(self.session.reading, wish)}
            case "undo":
                return {"said": self.session.undo()}
            case "redo":
                return {"said": self.session.redo()}
            case "report":
                return {"said": make_report(self.session.interview)}
        return {"said": self.session.decide(wish)}


def make_report(interview: str) -> str:
    """Run all notebooks on an interview and write its report; return where it is, or what is off.

    Raises TroubleError with the last two lines of a run that failed: what is wrong, what it left.
    """
    settings = {name: value for name, value in os.environ.items() if name != "JPY_SESSION_NAME"}
    done = subprocess.run(
        [sys.executable, "-m", "belegstelle.report"],
        env=settings | {"INTERVIEW": interview, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise TroubleError(" ".join(done.stderr.strip().splitlines()[-2:]))
    page = show_path(Path(done.stdout.strip().rpartition("Open ")[2]))
    return f"The report is made: {page}. In this notebook, run the cells below to see the same."
