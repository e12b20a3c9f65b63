"""Tables as CSV: how those that people edit are read and checked, how computed ones are written."""

import csv
import re
from pathlib import Path

import pandas as pd

from belegstelle.project import TroubleError, processed_path, raw_path, show_path
from belegstelle.store import schema
from belegstelle.store.files import TABLE, decode, is_there, lines_of, read_bytes, write_file

FLAGS = schema.of_type("flag")

# The column that must equal raw[start:end], by table.
PLACED = {name: table.place for name, table in schema.TABLES.items() if table.place}

# A cell a spreadsheet would run, or one we neutralised: "=1+1", "'=1+1"; not "2=2" or "'tis".
FORMULA = re.compile(r"^'*[=+\-@\t\r]")

# What Excel takes as a table's first line and shows nobody: "sep=;", or its rest once split.
SEPARATOR = re.compile(r"\ufeff?\"?sep=([,;\t]?)\"?\s*$", re.IGNORECASE)


def read_editorial(path: Path, columns: list[str], *, required: bool = False) -> pd.DataFrame:
    """Read a table that people edit, as text cells; the index is the row in the file.

    Comma, semicolon or tab, with or without BOM, any newline: as a spreadsheet saves it.
    An absent file is an empty table, unless required. The index is the row that the spreadsheet
    shows; the first row with content is the header, later rows without any are dropped, and so is
    an apostrophe before what would else be a formula (see neutralise).
    Raises TroubleError if a column is missing or stands twice, a row has more cells than the
    header, or a quotation mark is not closed.
    """
    if not is_there(path) and not required:
        return pd.DataFrame(columns=columns, dtype=str)
    text, _ = decode(read_bytes(path), show_path(path), TABLE)
    rows = parse_rows(path, text)
    top = header_row(rows)
    header = [cell.strip() for cell in rows[top]]
    while header and not header[-1]:  # columns without a name, as spreadsheets leave them
        header.pop()
    _expect_columns(path, header, columns, top + 1)
    _expect_width(path, rows[top:], len(header), top + 1)
    cells = {
        number: [restore(cell.strip()) for cell in (row + [""] * len(header))[: len(header)]]
        for number, row in enumerate(rows[top + 1 :], start=top + 2)
    }
    filled = {number: row for number, row in cells.items() if any(row)}
    return pd.DataFrame(list(filled.values()), list(filled), header, dtype=str)


def header_row(rows: list[list[str]]) -> int:
    """Return the number of the first row that says something: not blank, and no "sep=;"."""
    told = (n for n, row in enumerate(rows) if any(row) and not SEPARATOR.match("".join(row)))
    return next(told, 0)


def parse_rows(path: Path, text: str) -> list[list[str]]:
    """Return the rows of a table's text as cells. Raises TroubleError if a mark is not closed."""
    reader = csv.reader(lines_of(text), delimiter=delimiter_of(text), strict=True)
    rows: list[list[str]] = []
    try:
        rows.extend(reader)
    except csv.Error as error:
        raise TroubleError(
            f"{show_path(path)}, row {len(rows) + 1}: a quotation mark is not closed, or stands "
            f"alone in a quoted cell ({error}). Write a mark inside such a cell twice."
        ) from error
    return rows


def _expect_width(path: Path, rows: list[list[str]], width: int, first: int) -> None:
    for number, row in enumerate(rows, start=first):
        if any(cell.strip() for cell in row[width:]):
            raise TroubleError(
                f"{show_path(path)}, row {number}: there are {len(row)} cells, but {width} "
                "columns. Put a cell with a comma in it into quotation marks."
            )


def delimiter_of(text: str) -> str:
    """Return what sets cells apart: what "sep=;" says, else what is most frequent in the header."""
    for line in lines_of(text):
        found = SEPARATOR.match(line)
        if found and found[1]:
            return found[1]
        if line.strip(",;\t \r\n"):
            return max(",;\t", key=line.count)
    return ","


def _expect_columns(path: Path, header: list[str], columns: list[str], row: int) -> None:
    missing = [column for column in columns if column not in header]
    if missing:
        raise TroubleError(
            f"{show_path(path)}, row {row}: the column {', '.join(map(repr, missing))} is missing; "
            f"the header has {', '.join(header)}. Add it (see data/README.md)."
        )
    for column in header:
        if column and header.count(column) > 1:
            raise TroubleError(
                f"{show_path(path)}, row {row}: the column {column!r} stands twice. Rename or "
                "delete one of the two."
            )


def expect_values(path: Path, table: pd.DataFrame, column: str, allowed: list[str]) -> None:
    """Raise TroubleError, naming file, row and mend, unless every cell is an allowed value."""
    wrong = table[~table[column].isin(allowed)]
    if len(wrong):
        known = ", ".join(code for code in allowed if code)
        raise TroubleError(
            f"{show_path(path)}, row {wrong.index[0]}: {column} is "
            f"{wrong[column].iloc[0]!r}, which is none of {known}"
            f"{' (or empty)' if '' in allowed else ''}. Correct the cell (see data/README.md and "
            f"data/editorial/codebook.csv).{_also(wrong.index[1:])}"
        )


def _also(rows: pd.Index) -> str:
    """Name further rows with the same fault, so that they can be mended at once."""
    named = ", ".join(map(str, rows[:20])) + (", …" if len(rows) > 20 else "")
    return f" The same in row {named}." if len(rows) else ""


def expect_filled(path: Path, table: pd.DataFrame, column: str, *, once: bool = False) -> None:
    """Raise TroubleError, naming file and row, if a cell is empty or, with once, stands twice."""
    empty = table.index[table[column] == ""]
    if len(empty):
        raise TroubleError(
            f"{show_path(path)}, row {empty[0]}: {column} is empty. Fill the cell, or delete the "
            f"row.{_also(empty[1:])}"
        )
    for row in table.index[table[column].str.casefold().duplicated()] if once else ():
        raise TroubleError(
            f"{show_path(path)}, row {row}: {column} {table.loc[row, column]!r} stands twice. "
            "Change one of the two, or delete the row."
        )


def neutralise(cell: object) -> object:
    """Put an apostrophe before text that a spreadsheet would run as a formula.

    >>> neutralise("=1+1"), neutralise("2=2"), neutralise(-3)
    ("'=1+1", '2=2', -3)
    """
    return "'" + cell if isinstance(cell, str) and FORMULA.match(cell) else cell


def restore(cell: str) -> str:
    """Take back what `neutralise` added.

    >>> restore("'=1+1"), restore("'tis")
    ('=1+1', "'tis")
    """
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


def check_places(name: str, table: pd.DataFrame, raw: str, column: str) -> pd.DataFrame:
    """Return the table if raw[start:end] equals the column in every row that has a place.

    Raises TroubleError, naming table and row, otherwise: such a table is never written.
    """
    for row, (start, end, text) in enumerate(
        zip(table["start"], table["end"], table[column], strict=True), start=2
    ):
        if raw[start:end] != text:
            raise TroubleError(
                f"{name}, row {row}: the text at {start}–{end} is not {text!r}. "
                "Delete data/processed and run the notebooks again from 01."
            )
    return table


def to_csv(table: pd.DataFrame) -> bytes:
    """Return a table as UTF-8 CSV with header, \\n, formulas neutralised, flags in lower case."""
    safe = table.map(neutralise)
    for column in FLAGS.intersection(safe.columns):
        safe[column] = safe[column].map({True: "true", False: "false"})
    return safe.to_csv(index=False, lineterminator="\n").encode("utf-8")


def received_text(interview: str) -> str:
    """Return the text that an interview's places refer to: as kept by its reader, or the file's."""
    kept = processed_path(interview, "received.txt")
    if kept.exists():
        return read_bytes(kept).decode("utf-8")
    path = raw_path(interview)
    return decode(read_bytes(path), show_path(path))[0]


def write_tables(interview: str, **tables: pd.DataFrame) -> pd.DataFrame:
    """Check the places of tables and write each to data/processed/<interview>/<name>.csv.

    tables: name → table. Returns what was written: file, rows.
    Raises TroubleError, before anything is written, if raw[start:end] is not a row's text.
    """
    raw = received_text(interview)
    for name, table in tables.items():
        if name in PLACED:
            check_places(f"{name}.csv", table, raw, PLACED[name])
    paths = [processed_path(interview, f"{name}.csv") for name in tables]
    for path, table in zip(paths, tables.values(), strict=True):
        write_file(path, to_csv(table))
    written = [show_path(path) for path in paths]
    return pd.DataFrame({"file": written, "rows": [len(table) for table in tables.values()]})


def read_table(interview: str, name: str) -> pd.DataFrame:
    """Read a table that an earlier notebook wrote.

    Raises TroubleError, naming the notebook to run first, if it is not there.
    """
    path = processed_path(interview, f"{name}.csv")
    if not path.exists():
        raise TroubleError(
            f"{show_path(path)} is not there yet. Run the notebooks in order from 01_read."
        )
    table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    kinds = {column.name: column.type for column in schema.TABLES[name].columns}
    return table.assign(**{name: _typed(table[name], kinds.get(name, "text")) for name in table})


def _typed(column: pd.Series, kind: str) -> pd.Series:
    if kind == "whole":
        numbers = pd.to_numeric(column.replace("", None))
        return numbers.astype("Int64" if numbers.isna().any() else "int64")
    if kind == "decimal":
        return pd.to_numeric(column.replace("", None)).astype("float64")
    if kind == "flag":
        return column == "true"
    return column.map(restore)
