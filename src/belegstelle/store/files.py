"""Bytes and texts: how a file is decoded, and how one is written whole or not at all."""

import codecs
import contextlib
import io
import json
import os
import re
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from pathlib import Path
from types import MappingProxyType

from belegstelle.german.words import is_tidy
from belegstelle.project import TroubleError, processed_path, show_path

# Control characters that no text file holds: "\x00"; not "\t", "\n", "\v", "\f", "\r".
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")

LEGACY_ENCODINGS = ["cp1252", "iso8859_15", "cp850", "mac_roman"]

# What a web page's source begins with: "<!doctype html>", "<html lang=…"; not "<b>Frage</b>".
WEB_PAGE = re.compile(r"<!doctype html|<html[\s>]|<\?xml\s")

BYTE_ORDER_MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]

PAGE = "Save the page as plain text (.txt, UTF-8) and run again."

TABLE = "Save the table as CSV (UTF-8) with its header, or delete the file."

LIST = "Save it as plain text (.txt, UTF-8) and run again."

# Files as they would be after a decision that is looked at before it is written; see supposing.
SUPPOSED: ContextVar[Mapping[Path, bytes | None]] = ContextVar(
    "SUPPOSED", default=MappingProxyType({})
)


def decode(data: bytes, name: str, mend: str = PAGE) -> tuple[str, str]:
    """Decode bytes to text and return it with the name of the encoding; mend: what to do if not.

    A byte order mark decides and is removed; else UTF-8 if it fits; else the likeliest of the
    encodings that German text was saved in before UTF-8. Newlines stay as they are.
    Raises TroubleError, naming the file, if it is empty or no text.
    """
    if not data.strip():
        raise TroubleError(f"{name} is empty. {mend}")
    text, encoding = _decode_by_mark(data, name) or _decode_by_content(data, name)
    if text is None or (not is_tidy(text) and CONTROL.search(text)):
        raise TroubleError(f"{name} is not a text file. {mend}")
    if not text.strip():
        raise TroubleError(f"{name} is empty. {mend}")
    if mend == PAGE:
        _refuse_code(text, name, mend)
    return text, encoding


def _decode_by_mark(data: bytes, name: str) -> tuple[str | None, str] | None:
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError:
                return None, encoding
    return None


def _decode_by_content(data: bytes, name: str) -> tuple[str | None, str]:
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        _refuse_odd_bytes(data, name)
        from charset_normalizer import from_bytes

        best = from_bytes(data, cp_isolation=LEGACY_ENCODINGS).best()
        if best:
            return data.decode(best.encoding), best.encoding
    for encoding in LEGACY_ENCODINGS[:2]:  # a short table may tell too little to be sure
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode(encoding), encoding
    return None, ""


def _refuse_odd_bytes(data: bytes, name: str) -> None:
    """Raise TroubleError if bytes are UTF-8 but for a few: read in another encoding, all is wrong.

    A letter beyond ASCII is at least two bytes of UTF-8, which no other text has by chance often.
    """
    text = data.decode("utf-8", errors="surrogateescape")
    odd = [at for at, sign in enumerate(text) if "\udc80" <= sign <= "\udcff"]
    letters = sum(not sign.isascii() for sign in text) - len(odd)
    if odd and letters > 3 * len(odd):
        before = text[: odd[0]]
        line, near = before.count("\n") + 1, " ".join(before[-30:].split())
        raise TroubleError(
            f"{name}, line {line}: a character after “{near}” is no UTF-8, as the rest of the file "
            f"is ({len(odd)} such in all). Write it anew in an editor, save as UTF-8, run again."
        )


def _refuse_code(text: str, name: str, mend: str) -> None:
    """Raise TroubleError if a text is a web page's source or data: its mark-up is no words."""
    start = text.lstrip()[:200].lower()
    if WEB_PAGE.match(start):
        raise TroubleError(f"{name} is the source of a web page (HTML), not its text. {mend}")
    if start[:1] in ("{", "["):
        with contextlib.suppress(ValueError, RecursionError):
            json.loads(text)
            raise TroubleError(f"{name} is data (JSON), not a text. {mend}")


def lines_of(text: str) -> io.StringIO:
    """Return the lines of a text with what ends them: \\n, \\r\\n or \\r, and nothing else.

    str.splitlines also ends a line at a form feed or U+2028, which may stand in a cell.
    """
    return io.StringIO(text, newline="")


@contextlib.contextmanager
def supposing(files: Mapping[Path, bytes | None]) -> Iterator[None]:
    """Let what is read within see files as if they were written so already; None: not there.

    So the functions that read a table also judge it before anybody else can meet it.
    """
    token = SUPPOSED.set({**SUPPOSED.get(), **files})
    try:
        yield
    finally:
        SUPPOSED.reset(token)


def is_there(path: Path) -> bool:
    """Tell whether there is a file, or whether it is supposed to be there."""
    supposed = SUPPOSED.get()
    return supposed[path] is not None if path in supposed else path.exists()


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes. Raises TroubleError, naming the file, if it can't be read."""
    supposed = SUPPOSED.get().get(path)
    if supposed is not None:
        return supposed
    try:
        return Path(path).read_bytes()
    except OSError as error:
        reason = error.strerror or error
        raise TroubleError(
            f"{show_path(path)} can't be read: {reason}. Close it in other programs and run again."
        ) from error


def write_file(path: Path, data: bytes) -> Path:
    """Write bytes beside and rename, so that nobody ever meets half a file.

    Raises TroubleError, naming the file, if the folder can't be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        os.chmod(beside, 0o644)
        os.replace(beside, path)
    except OSError as error:
        os.unlink(beside)
        raise _unwritable(path, error) from error
    return path


def _unwritable(path: Path, error: OSError) -> TroubleError:
    return TroubleError(
        f"{show_path(path)} can't be written: {error.strerror or error}. "
        "Close it in other programs, make the folder writable, and run again."
    )


@contextlib.contextmanager
def alone(lock: Path, busy: str) -> Iterator[None]:
    """Let one process at a time go on; another says that it is busy, and waits.

    lock: a file that is made and stays. The lock is SQLite's: the same on every system, and gone
    with its process. Raises TroubleError if the file can't be made.
    """
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        lock.touch()
    except OSError as error:
        raise _unwritable(lock, error) from error
    with contextlib.closing(sqlite3.connect(lock, isolation_level=None)) as held:
        while not _is_ours(held):
            print(busy, flush=True)
        yield


def _is_ours(held: sqlite3.Connection) -> bool:
    """Try for five seconds to get a lock; tell whether it was got."""
    try:
        held.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True


def write_text(text: str, interview: str, name: str) -> str:
    """Write a text to data/processed/<interview>/<name> as UTF-8 and return it."""
    write_file(processed_path(interview, name), text.encode("utf-8"))
    return text
