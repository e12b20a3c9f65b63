"""Where things are, which interview is meant, and the one error a reader may meet."""

import os
from pathlib import Path

# The folder of the project whose code this is.
HERE = Path(__file__).resolve().parents[2]

# Where the tables and the page of all interviews lie, beside those of each.
ARCHIVE = "archive"

FIRST_INTERVIEW = "2014-03-14_leonhard"

# How the files end that interviews come in; cameras of old and Windows write capitals.
EXTENSIONS = tuple(".txt .md .html .htm .xhtml .mhtml .docx .pdf .vtt .srt".split())
ENDINGS = (*EXTENSIONS, *map(str.upper, EXTENSIONS))

# Files beside interviews that speak of the folder: "SOURCE.md"; and in capitals only.
ABOUT = {"README.md", "SOURCE.md", "LICENSE.md"}


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


def is_interview(path: Path) -> bool:
    """Tell by its name whether a file is an interview as received."""
    hidden = path.name.startswith((".", "~$"))  # "~$a.docx" is there while Word has a.docx open
    return path.suffix in ENDINGS and path.name not in ABOUT and not hidden


def raw_folder() -> Path:
    """Return the folder of the interviews as received."""
    return root() / "data" / "raw"


def raw_path(interview: str) -> Path:
    """Return the place of an interview as received; that of a text file if there is none.

    Raises TroubleError if two files have the interview's name.
    """
    named = str(raw_folder() / interview)
    found = [Path(named + ending) for ending in ENDINGS if os.path.isfile(named + ending)]
    # By number, for where capitals make no difference one file has two names.
    if len({path.stat().st_ino for path in found}) > 1:
        raise TroubleError(
            f"data/raw: {' and '.join(path.name for path in found)} would be one interview, "
            f"{interview!r}. Rename or delete all but one."
        )
    return found[0] if found else Path(f"{named}.txt")


def editorial_path(name: str, interview: str = "") -> Path:
    """Return the place of a table that people decide, shared or of one interview."""
    return root().joinpath("data", "editorial", interview, name)


def processed_path(interview: str, name: str = "") -> Path:
    """Return the place of what the notebooks compute for an interview."""
    return root() / "data" / "processed" / interview / name


def list_interviews() -> list[str]:
    """Return the names of the interviews in data/raw, sorted."""
    return sorted({path.stem for path in raw_folder().glob("*") if is_interview(path)})


def asked_interview() -> str:
    """Return the name in the variable INTERVIEW, else the interview this project began with."""
    return os.environ.get("INTERVIEW") or FIRST_INTERVIEW


def choose_interview(name: str = "") -> str:
    """Return the interview to work on: the one named, else that of the variable INTERVIEW, else the
    one this project began with. Names are without what the file's name ends in.

    Raises TroubleError, naming those there are, if data/raw holds no such interview, or if its
    tables would lie where those of the archive do.
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
        + (f"There are: {', '.join(there)}." if there else "data/raw holds no interview yet.")
        + " Name one of them without .txt or the like, or put the file there."
    )
