"""Rows of a table that people edit, changed in its text: what is not decided stays byte for byte.

So a version's difference shows the decision and nothing else, whatever program saved the file.
"""

import csv
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from belegstelle.project import show_path
from belegstelle.store.files import CONTROL, TABLE, decode, lines_of
from belegstelle.store.tables import delimiter_of, header_row, neutralise, parse_rows


def edit_rows(
    path: Path,
    data: bytes | None,
    columns: list[str],
    changed: Mapping[int, Mapping[str, str] | None],
    added: Sequence[Mapping[str, str]] = (),
) -> bytes:
    """Return a table's bytes with some rows changed, deleted or added.

    data: the file as it is, None if it is not there; columns: its header then, and where cells of
    columns go that it lacks. changed: row as the spreadsheet counts (see read_editorial) → its new
    cells by column, the others stay; None deletes the row. added: rows for the end.
    Encoding, delimiter, line ends and further columns stay. Raises TroubleError as read_editorial.
    """
    if not (data and data.strip()):
        data = _line(columns, ",", "\n").encode()
    text, encoding = decode(data, show_path(path), TABLE)
    cells, delimiter = parse_rows(path, text), delimiter_of(text)
    records = _records(text, delimiter)
    top = header_row(cells)
    header = [cell.strip() for cell in cells[top]]
    end = records[top][len(records[top].rstrip("\r\n")) :] or "\n"
    needed = {name for row in [*changed.values(), *added] for name, cell in (row or {}).items()}
    lacking = [name for name in columns if name in needed - set(header)]
    if lacking:
        header += lacking
        records[top] = _line([*cells[top], *lacking], delimiter, end)
    for number, new in changed.items():
        row = _filled(cells[number - 1], header, new or {})
        records[number - 1] = "" if new is None else _line(row, delimiter, end)
    while records and not records[-1].strip(f"{delimiter}\r\n"):
        records.pop()
    body = "".join(records)
    body += end * (not body.endswith(("\r", "\n")))
    return _encode(
        body + "".join(_line(_filled([], header, row), delimiter, end) for row in added), encoding
    )


def _records(text: str, delimiter: str) -> list[str]:
    """Return the text of each row; a cell may hold line ends."""
    lines = list(lines_of(text))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    ends = [0, *(reader.line_num for _ in reader)]
    return ["".join(lines[start:end]) for start, end in pairwise(ends)]


def _filled(row: list[str], header: list[str], new: Mapping[str, str]) -> list[str]:
    """Return a row's cells with the new ones in their columns, made safe to open and to read."""
    cells = [*row, *[""] * (len(header) - len(row))]
    for name, cell in new.items():
        plain = "\n".join(CONTROL.sub("", cell).splitlines()).strip()
        cells[header.index(name)] = str(neutralise(plain))
    return cells


def _line(cells: Sequence[str], delimiter: str, end: str) -> str:
    """Return a row's text; the csv module's writer leaves some line ends unquoted."""
    odd = f'{delimiter}"\r\n'
    quoted = [
        f'"{cell.replace(chr(34), chr(34) * 2)}"' if any(sign in cell for sign in odd) else cell
        for cell in cells
    ]
    return delimiter.join(quoted) + end


def _encode(text: str, encoding: str) -> bytes:
    """Return a text in the encoding it came in, or in UTF-8 with a mark if that lacks a sign."""
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return text.encode("utf-8-sig")
