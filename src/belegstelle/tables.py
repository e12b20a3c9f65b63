"""Where things are, and how a table is read, checked and written: the room left of all others."""

import codecs
import csv
import os
import re
import tempfile
from pathlib import Path

import pandas as pd

from belegstelle.words import is_tidy

WHOLE_NUMBERS = frozenset(
    (
        "block source_block sentence start end clean_start clean_end source_start source_end "
        "n n_words n_blocks base step score"
    ).split()
)
DECIMALS = frozenset(
    (
        "share per_1000 dispersion similarity position qty_min qty_max percent alpha ci_low ci_high"
    ).split()
)
FLAGS = frozenset(["is_stop"])
# A cell a spreadsheet would run, or one we neutralised: "=1+1", "'=1+1"; not "2=2" or "'tis".
FORMULA = re.compile(r"^'*[=+\-@\t\r]")
# Control characters that no text file holds: "\x00"; not "\t", "\n", "\r", "\f".
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
# The folder of the project whose code this is.
HERE = Path(__file__).resolve().parents[2]
# Where the tables and the page of all interviews lie, beside those of each.
ARCHIVE = "archive"
FIRST_INTERVIEW = "2014-03-14_leonhard"
LEGACY_ENCODINGS = ["cp1252", "iso8859_15", "cp850", "mac_roman"]
BYTE_ORDER_MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]


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


def choose_interview(name: str = "") -> str:
    """Return the interview to work on: the variable INTERVIEW if set, else the one named, else the
    one this project began with. Names are without .txt.

    Raises TroubleError, naming those there are, if data/raw holds no such text, or if its tables
    would lie where those of the archive do.
    """
    interview = os.environ.get("INTERVIEW") or name or FIRST_INTERVIEW
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


PAGE = "Save the page as plain text (.txt, UTF-8) and run again."
TABLE = "Save the table as CSV (UTF-8) with its header, or delete the file."
LIST = "Save it as plain text (.txt, UTF-8) and run again."


def decode(data: bytes, name: str, mend: str = PAGE) -> tuple[str, str]:
    """Decode bytes to text and return it with the name of the encoding; mend: what to do if not.

    A byte order mark decides and is removed; else UTF-8 if it fits; else the likeliest of the
    encodings that German text was saved in before UTF-8. Newlines stay as they are.
    Raises TroubleError, naming the file, if it is empty or no text.
    """
    if not data.strip():
        raise TroubleError(f"{name} is empty. {mend}")
    text, encoding = _decode_by_mark(data, name) or _decode_by_content(data)
    if text is None or (not is_tidy(text) and CONTROL.search(text)):
        raise TroubleError(f"{name} is not a text file. {mend}")
    if not text.strip():
        raise TroubleError(f"{name} is empty. {mend}")
    return text, encoding


def _decode_by_mark(data: bytes, name: str) -> tuple[str | None, str] | None:
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError:
                return None, encoding
    return None


def _decode_by_content(data: bytes) -> tuple[str | None, str]:
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(data, cp_isolation=LEGACY_ENCODINGS).best()
        return (None, "") if best is None else (data.decode(best.encoding), best.encoding)


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes. Raises TroubleError, naming the file, if it can't be read."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        reason = error.strerror or error
        raise TroubleError(
            f"{show_path(path)} can't be read: {reason}. Close it in other programs and run again."
        ) from error


def read_editorial(path: Path, columns: list[str], *, required: bool = False) -> pd.DataFrame:
    """Read a table that people edit, as text cells; the index is the row in the file.

    Comma, semicolon or tab, with or without BOM, any newline: as a spreadsheet saves it.
    An absent file is an empty table, unless required. Row 1 is the header, so that a message
    names the row that the spreadsheet shows; rows without any content are dropped.
    Raises TroubleError if a column is missing or stands twice, a row has more cells than the
    header, or a quotation mark is not closed.
    """
    if not path.exists() and not required:
        return pd.DataFrame(columns=columns, dtype=str)
    text, _ = decode(read_bytes(path), show_path(path), TABLE)
    rows = _parse(path, text)
    header = [cell.strip() for cell in rows[0]]
    _expect_columns(path, header, columns)
    _expect_width(path, rows)
    cells = [(row + [""] * len(header))[: len(header)] for row in rows[1:]]
    table = pd.DataFrame(cells, columns=header, index=range(2, len(rows) + 1), dtype=str)
    table = table.apply(lambda column: column.str.strip())
    return table[(table != "").any(axis=1)]


def _parse(path: Path, text: str) -> list[list[str]]:
    reader = csv.reader(text.splitlines(keepends=True), delimiter=_delimiter(text), strict=True)
    rows: list[list[str]] = []
    try:
        rows.extend(reader)
    except csv.Error as error:
        raise TroubleError(
            f"{show_path(path)}, row {len(rows) + 1}: a quotation mark is not closed, or stands "
            f"alone in a quoted cell ({error}). Write a mark inside such a cell twice."
        ) from error
    return rows


def _expect_width(path: Path, rows: list[list[str]]) -> None:
    width = len(rows[0])
    for number, row in enumerate(rows, start=1):
        if any(cell.strip() for cell in row[width:]):
            raise TroubleError(
                f"{show_path(path)}, row {number}: there are {len(row)} cells, but {width} "
                "columns. Put a cell with a comma in it into quotation marks."
            )


def _delimiter(text: str) -> str:
    header = text.splitlines()[0]
    return max(",;\t", key=header.count)


def _expect_columns(path: Path, header: list[str], columns: list[str]) -> None:
    missing = [column for column in columns if column not in header]
    if missing:
        raise TroubleError(
            f"{show_path(path)}, row 1: the column {', '.join(map(repr, missing))} is missing; "
            f"the header has {', '.join(header)}. Add it (see data/README.md)."
        )
    for column in header:
        if column and header.count(column) > 1:
            raise TroubleError(
                f"{show_path(path)}, row 1: the column {column!r} stands twice. Rename or delete "
                "one of the two."
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


def read_list(name: str) -> list[str]:
    """Return the lines of a list in data/editorial, without comments (#) and empty lines."""
    path = editorial_path(name)
    text, _ = decode(read_bytes(path), show_path(path), LIST)
    lines = (line.split("#")[0].strip() for line in text.splitlines())
    return [line for line in lines if line]


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


def to_csv(table: pd.DataFrame) -> bytes:
    """Return a table as UTF-8 CSV with header, \\n, formulas neutralised, flags in lower case."""
    safe = table.map(neutralise)
    for column in FLAGS.intersection(safe.columns):
        safe[column] = safe[column].map({True: "true", False: "false"})
    return safe.to_csv(index=False, lineterminator="\n").encode("utf-8")


def write_text(text: str, interview: str, name: str) -> str:
    """Write a text to data/processed/<interview>/<name> as UTF-8 and return it."""
    write_file(processed_path(interview, name), text.encode("utf-8"))
    return text


# The column that must equal raw[start:end], by table.
PLACED = {
    "blocks": "text",
    "corrections": "raw",
    "suspects": "word",
    "quotes": "quote",
    "sentences": "text",
    "tokens": "token",
    "claims": "quote",
    "candidates": "text",
    "trend": "quote",
}


def write_tables(interview: str, **tables: pd.DataFrame) -> pd.DataFrame:
    """Check the places of tables and write each to data/processed/<interview>/<name>.csv.

    tables: name → table. Returns what was written: file, rows.
    Raises TroubleError, before anything is written, if raw[start:end] is not a row's text.
    """
    raw, _ = decode(read_bytes(raw_path(interview)), show_path(raw_path(interview)))
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
    return table.assign(**{name: _typed(table[name]) for name in table})


def _typed(column: pd.Series) -> pd.Series:
    if column.name in WHOLE_NUMBERS:
        numbers = pd.to_numeric(column.replace("", None))
        return numbers.astype("Int64" if numbers.isna().any() else "int64")
    if column.name in DECIMALS:
        return pd.to_numeric(column.replace("", None)).astype("float64")
    if column.name in FLAGS:
        return column == "true"
    return column.map(restore)
