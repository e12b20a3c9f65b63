"""What the desk does, without its widget: a decision becomes rows, is judged, written, taken back.

A decision is a dictionary that says what to do, as the widget sends it. Its sheet turns it into a
Change of files; the functions that read those files judge it before it is written. The files stay
the truth: a session keeps of their content only what it takes to go back.
"""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from belegstelle.desk import claims, corrections, page
from belegstelle.desk.reading import Change, Reading
from belegstelle.project import TroubleError, editorial_path, raw_path, show_path
from belegstelle.report.links import address
from belegstelle.report.pages import report_path
from belegstelle.store.files import read_bytes, supposing, write_file

# A word, a mark, or what is between: "Ja", ",", " ".
PIECE = re.compile(r"\w+|\s+|[^\w\s]")
SHEETS = {"page": page.view, "corrections": corrections.view, "claims": claims.view}
DECISIONS: dict[str, Callable[[Reading, dict], Change]] = {
    "block": page.decide_block,
    "goes on": page.go_on,
    "block back": page.take_back_block,
    "speaker": page.decide_speaker,
    "speaker back": page.take_back_speaker,
    "erratum": corrections.decide_erratum,
    "erratum back": corrections.take_back_erratum,
    "claim": claims.decide_claim,
    "claim back": claims.take_back_claim,
}


class Step(NamedTuple):
    """A decision that was written: in one sentence, and its files before and after."""

    told: str
    before: dict[Path, bytes | None]
    after: dict[Path, bytes | None]


class Session:
    """A person's work at the desk on one interview: decide, undo, redo; each gives a sentence.

    coder: whose claims these are; "" is the first coder, others have claims.<coder>.csv.
    Each raises TroubleError, and then nothing is written: when a decision would make a table that
    its reader refuses, and when a file was changed outside since it was last looked at.
    """

    def __init__(self, interview: str, coder: str = "") -> None:
        self.interview, self.coder = interview, coder
        self.done: list[Step] = []
        self.undone: list[Step] = []
        self.look()

    def look(self, reading: Reading | None = None) -> None:
        """Show the interview as it was just read, else read all of it anew."""
        self._seen = _files(self.interview)
        self.reading = reading or Reading(self.interview, self.coder)

    def text(self) -> list[dict]:
        """Return the blocks in pieces, words and what is between: block, start, label, pieces."""
        return [
            {
                "block": number,
                "start": block["start"],
                "label": block["label"],
                "pieces": PIECE.findall(block["text"]),
            }
            for number, block in enumerate(self.reading.by_rule, start=1)
        ]

    def view(self) -> dict:
        """Return what the desk shows: each sheet, or the trouble its files make; undo and redo.

        made: the address of the report's first page, "" if it is not made.
        """
        sheets, sentences = {}, pd.DataFrame(columns=["start", "end"])
        for name, show in SHEETS.items():
            try:
                sheets[name] = show(self.reading)
            except TroubleError as trouble:
                sheets[name] = {"trouble": str(trouble), "open": 0}
        with suppress(TroubleError):
            sentences = self.reading.sentences
        return {
            "interview": self.interview,
            "coder": self.coder,
            "made": address(report_path(self.interview) / "index.html"),
            "undo": self.done[-1].told if self.done else "",
            "redo": self.undone[-1].told if self.undone else "",
            "sentences": sentences[["start", "end"]].to_numpy().tolist(),
            **sheets,
        }

    def decide(self, wish: dict) -> str:
        """Do what a decision says and write it; return what was done. See DECISIONS."""
        if wish.get("do") not in DECISIONS:
            raise TroubleError(
                f"The desk knows no decision {wish.get('do')!r}. Run its cell again."
            )
        self._expect_unchanged()
        return self.write(DECISIONS[wish["do"]](self.reading, wish))

    def write(self, change: Change) -> str:
        """Judge a change by the readers of its tables and write it; return what was done."""
        before = {path: _bytes(path) for path in change.files}
        if before == change.files:
            return "Nothing changes: it is decided so already."
        with supposing(change.files):
            after = self._judged(change)
        _write(change.files, before)
        self.done.append(Step(change.told, before, change.files))
        self.undone.clear()
        self.look(after)
        return change.told

    def _judged(self, change: Change) -> Reading:
        """Return the interview as it reads with a change.

        Raises the trouble that the readers of its tables have, unless they had it before.
        """
        after = self.reading.anew(change.files)
        trouble = after.trouble()
        if trouble and trouble != self.reading.trouble():
            raise TroubleError(trouble)
        return after

    def undo(self) -> str:
        """Take the last decision back: its files are as before, byte for byte."""
        return self._go(self.done, self.undone, "undo", "Taken back")

    def redo(self) -> str:
        """Decide again what was last taken back."""
        return self._go(self.undone, self.done, "redo", "Done again")

    def _go(self, steps: list[Step], other: list[Step], way: str, told: str) -> str:
        if not steps:
            raise TroubleError(f"There is nothing to {way}.")
        self._expect_unchanged()
        step = steps[-1]
        here, there = (step.after, step.before) if way == "undo" else (step.before, step.after)
        if {path: _bytes(path) for path in here} != here:
            steps.clear()
            raise TroubleError(
                f"{_names(here)} was changed outside the desk after that decision, so the desk "
                f"can't {way} it. Nothing is lost: change it here, or in the file."
            )
        _write(there, here)
        other.append(steps.pop())
        self.look(self.reading.anew(there))
        return f"{told}: {step.told}"

    def _expect_unchanged(self) -> None:
        """Raise TroubleError, and read again, if a file is not as it was when last looked at."""
        now = _files(self.interview)
        if now != self._seen:
            others = [path for path in now | self._seen if now.get(path) != self._seen.get(path)]
            self.look()
            raise TroubleError(
                f"{_names(others)} was changed outside the desk. It has been read again and "
                "nothing is lost: look, and decide once more."
            )


def _files(interview: str) -> dict[Path, bytes | None]:
    """Return the text and all tables that people decide of an interview, as they are."""
    folder = editorial_path("", interview)
    tables = sorted(folder.glob("*.csv")) if folder.is_dir() else []
    return {path: _bytes(path) for path in [raw_path(interview), *tables]}


def _bytes(path: Path) -> bytes | None:
    return read_bytes(path) if path.exists() else None


def _names(paths: Iterable[Path]) -> str:
    return ", ".join(sorted(show_path(path) for path in paths))


def _write(files: dict[Path, bytes | None], before: dict[Path, bytes | None]) -> None:
    """Write files, each whole or not at all; if one can't be written, put the others back."""
    written = []
    try:
        for path, data in files.items():
            _put(path, data)
            written.append(path)
    except TroubleError:
        for path in written:
            _put(path, before[path])
        raise


def _put(path: Path, data: bytes | None) -> None:
    if data is None:
        path.unlink(missing_ok=True)
    else:
        write_file(path, data)
