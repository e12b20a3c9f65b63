"""The lists that people edit for all interviews: read when asked for, and again once edited."""

import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TypeVar

from belegstelle.project import editorial_path, show_path
from belegstelle.store.files import LIST, decode, lines_of, read_bytes

T = TypeVar("T")


def current(*names: str) -> Callable[[Callable[[], T]], Callable[[], T]]:
    """Let what reads files of data/editorial read again only once one of them is another.

    What it returns is handed down as a value; nobody keeps it longer than a call.
    """

    def keep(read: Callable[[], T]) -> Callable[[], T]:
        held: dict[tuple, T] = {}

        @wraps(read)
        def now() -> T:
            state = tuple(stamp(editorial_path(name)) for name in names)
            if state not in held:
                value = read()
                held.clear()
                held[state] = value
            return held[state]

        return now

    return keep


def stamp(path: Path) -> tuple:
    """Return what tells one state of a file from another: where it is, which, how long, when."""
    return (str(path), *(_state(path.stat()) if path.exists() else ()))


def stamps(folder: Path) -> tuple:
    """Return the state of each file of a folder, by name; none if there is no folder."""
    if not folder.is_dir():
        return ()
    with os.scandir(folder) as files:
        return tuple(sorted((file.path, *_state(file.stat())) for file in files if file.is_file()))


def _state(found: os.stat_result) -> tuple:
    return found.st_ino, found.st_size, found.st_mtime_ns


def read_list(name: str) -> list[str]:
    """Return the lines of a list in data/editorial, without comments (#) and empty lines."""
    path = editorial_path(name)
    text, _ = decode(read_bytes(path), show_path(path), LIST)
    lines = (line.split("#")[0].strip() for line in lines_of(text))
    return [line for line in lines if line]
