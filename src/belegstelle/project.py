"""Where things are, which interview is meant, and the one error a reader may meet."""

import os
from pathlib import Path

# The folder of the project whose code this is.
HERE = Path(__file__).resolve().parents[2]


# Where the tables and the page of all interviews lie, beside those of each.
ARCHIVE = "archive"


FIRST_INTERVIEW = "2014-03-14_leonhard"


class TroubleError(Exception):
    """One sentence for the reader: which file, which row, what was expected, how to mend it."""

    def _render_traceback_(self) -> list[str]:
        """Let Jupyter show the sentence instead of a traceback."""
        return [str(self)]


def root() -> Path:
    """Return the project's folder: BELEGSTELLE_ROOT if set, else where this code lies."""
    chosen = os.environ.get("BELEGSTELLE_ROOT")
    return Path(chosen) if chosen else HERE


def show_path(path: Path) -> str:
    """Return a path as a reader of the project knows it: relative to the root, with slashes."""
    path = Path(path)
    return path.relative_to(root()).as_posix() if path.is_relative_to(root()) else str(path)


def raw_path(interview: str) -> Path:
    """Return the place of an interview as received."""
    return root() / "data" / "raw" / f"{interview}.txt"


def editorial_path(name: str, interview: str = "") -> Path:
    """Return the place of a table that people decide, shared or of one interview."""
    return root().joinpath("data", "editorial", interview, name)


def processed_path(interview: str, name: str = "") -> Path:
    """Return the place of what the notebooks compute for an interview."""
    return root() / "data" / "processed" / interview / name


def list_interviews() -> list[str]:
    """Return the names of the interviews in data/raw, sorted."""
    return sorted(path.stem for path in (root() / "data" / "raw").glob("*.txt"))


def asked_interview() -> str:
    """Return the name in the variable INTERVIEW, else the interview this project began with."""
    return os.environ.get("INTERVIEW") or FIRST_INTERVIEW


def choose_interview(name: str = "") -> str:
    """Return the interview to work on: the one named, else that of the variable INTERVIEW, else the
    one this project began with. Names are without .txt.

    Raises TroubleError, naming those there are, if data/raw holds no such text, or if its tables
    would lie where those of the archive do.
    """
    interview = name or asked_interview()
    there = list_interviews()
    if interview.casefold() == ARCHIVE:
        raise TroubleError(
            f"data/raw/{interview}.txt: the name {ARCHIVE!r} is taken by the tables of all "
            "interviews. Give the file another name."
        )
    if interview in there:
        return interview
    raise TroubleError(
        f"data/raw/{interview}.txt: no such interview. "
        + (f"There are: {', '.join(there)}." if there else "data/raw holds no .txt file yet.")
        + " Name one of them without .txt, or put the text there."
    )
