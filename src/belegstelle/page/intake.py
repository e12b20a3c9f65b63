"""From a file anywhere to an interview in data/raw, byte for byte, under a name safe everywhere."""

import re
import unicodedata
from pathlib import Path

from belegstelle.page.formats import receive
from belegstelle.project import EXTENSIONS, TroubleError, raw_folder, raw_path, show_path
from belegstelle.store.files import read_bytes, write_file

# How letters are spelled in the name of an interview.
SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe"})
# What a name is made of; all else becomes one hyphen: "Müller & Co (2)" → "mueller-co-2".
UNSAFE = re.compile(r"[^a-z0-9_.]+|\.(?=\.)")
# Names that Windows keeps for itself, and ours: no interview can have them.
TAKEN = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d|archive)(?:\.|$)")
# No name is longer, so that every file below it can be written on every system.
LONGEST = 80
# A date in full, and a name that has one: "2024-03-01", "20240301_hecke", "2024_hecke".
DATE = re.compile(r"\d{4}-\d\d-\d\d$")
DATED = re.compile(r"(?:19|20)\d\d(?:\D|\d{4}\D|$)")


def slug(name: str) -> str:
    """Return a file's name without extension as an interview's: safe on every system.

    >>> slug("Gespräch mit Frau Groß (Teil 2)"), slug("2014-03-14_leonhard")
    ('gespraech-mit-frau-gross-teil-2', '2014-03-14_leonhard')
    """
    spelled = unicodedata.normalize("NFC", name).lower().translate(SPELLED)
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    safe = UNSAFE.sub("-", plain)[:LONGEST].strip("-._") or "interview"
    return f"interview-{safe}" if TAKEN.match(safe) else safe


def take_in(path: Path, name: str = "") -> str:
    """Copy a file byte for byte to data/raw/<interview>.<ext>; return the interview's name.

    name: what to call it; else the date that the file gives and its own name. One that is there
    already stays. Raises TroubleError, and copies nothing, if the file's name ends in none of
    EXTENSIONS, if it can't be read as an interview, or if another interview has the name.
    """
    extension = path.suffix.lower()
    if path.is_file() and extension not in EXTENSIONS:
        raise TroubleError(
            f"{show_path(path)}: files that end in {extension or 'nothing'} are not read; "
            f"{', '.join(EXTENSIONS)} are. Save it as one of these."
        )
    if not path.is_file():
        raise TroubleError(
            f"{show_path(path)} is no file. Give the path of one, FILE=path; a page is saved from "
            "the browser first, for nothing is fetched."
        )
    if path.resolve().parent == raw_folder().resolve():
        return path.stem
    date = receive(path).meta.get("date", "")
    interview, data = slug(name or path.stem), read_bytes(path)
    if DATE.match(date) and not (name or DATED.match(interview)):
        interview = slug(f"{date}_{interview}")
    there = raw_path(interview)
    if not there.exists():
        write_file(there.with_name(f"{interview}{extension}"), data)
    elif there.suffix != extension or read_bytes(there) != data:
        raise TroubleError(
            f"{show_path(there)} is another interview of that name than {show_path(path)}. Rename "
            "one of the two, or name this one: FILE=path INTERVIEW=name."
        )
    return interview
