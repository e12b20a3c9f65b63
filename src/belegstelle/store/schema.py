"""Every table, declared once: one row per what, and for each column type, meaning, German name.

tables.csv has the tables, columns.csv their columns, both in the order in which they are shown: a
new column is a line there. From here come the column lists, the types, the places that are
checked, the workbook's sheets and the tables of data/README.md. A table of people is named
"editorial/…"; the others by their file.
"""

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

# Stands for a column's codes where data/editorial/codebook.csv defines them.
CODEBOOK = ("codebook.csv",)
# What a cell says whose rest is that of another table's column: "as blocks".
AS, ALL = "as ", "*"


@dataclass(frozen=True)
class Column:
    """A column: its name, type (text, whole, decimal, flag), meaning, codes and German name."""

    name: str
    type: str
    meaning: str
    codes: tuple[str, ...] = ()
    german: str = ""
    optional: bool = False  # of a number: the cell may be empty

    @property
    def dtype(self) -> str:
        """The type of the column in a frame."""
        whole = "Int64" if self.optional else "int64"
        return {"whole": whole, "decimal": "float64", "flag": "bool", "text": "str"}[self.type]


@dataclass(frozen=True)
class Table:
    """A table: its kind, name and title, one row per what, its columns in order.

    kind: editorial, processed, findings or archive; place: the column that equals raw[start:end];
    path: where it lies, if not in <name>.csv.
    """

    kind: str
    name: str
    title: str
    row: str
    place: str
    path: str
    columns: tuple[Column, ...]

    @property
    def file(self) -> str:
        """Where the table lies, as data/README.md names it."""
        return self.path or f"{self.name}.csv"


def _rows(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _read_tables() -> dict[str, Table]:
    """Return the tables of tables.csv with the columns of columns.csv, by name."""
    found: dict[str, dict[str, Column]] = defaultdict(dict)
    for row in _rows("columns.csv"):
        found[row["table"]] |= {column.name: column for column in _columns_of(row, found)}
    return {
        row["name"]: Table(**row, columns=tuple(found[row["name"]].values()))
        for row in _rows("tables.csv")
    }


def _columns_of(row: dict[str, str], found: dict[str, dict[str, Column]]) -> list[Column]:
    """Return the column that a row declares: its own, or one, or all (*), of a table before it."""
    name, kind, codes = row["column"], row["type"], row["codes"]
    if kind.startswith(AS):
        known = found[kind.removeprefix(AS)]
        return list(known.values()) if name == ALL else [known[name]]
    if codes.startswith(AS):
        allowed = found[codes.removeprefix(AS)][name].codes
    else:
        allowed = tuple(filter(None, codes.split("; ")))
    kind, _, empty = kind.partition(" or ")
    return [Column(name, kind, row["meaning"], allowed, row["german"], bool(empty))]


TABLES = _read_tables()
EDITORIAL, PROCESSED, ARCHIVE = (
    [table for table in TABLES.values() if table.kind == kind]
    for kind in ("editorial", "processed", "archive")
)


def columns(name: str) -> list[str]:
    """Return the names of a table's columns, in order."""
    return [column.name for column in TABLES[name].columns]


def dtypes(name: str) -> dict[str, str]:
    """Return the type of each column of a table in a frame."""
    return {column.name: column.dtype for column in TABLES[name].columns}


def of_type(kind: str) -> frozenset[str]:
    """Return the names that computed columns of a type have."""
    computed = (column for table in (*PROCESSED, *ARCHIVE) for column in table.columns)
    return frozenset(column.name for column in computed if column.type == kind)


def codes(name: str, column: str) -> list[str]:
    """Return what may stand in a column, if it is declared here and not in the codebook."""
    return list(next(one.codes for one in TABLES[name].columns if one.name == column))


KINDS, VOICES = codes("blocks", "kind"), codes("blocks", "voice")


def codebook_rows() -> list[tuple[str, ...]]:
    """Return table, title, column, German name, type and meaning for the tables of an interview."""
    return [
        (table.name, table.title, column.name, column.german, column.type, _meaning(column))
        for table in PROCESSED
        for column in table.columns
    ]


def codebook_page(page: str) -> str:
    """Return data/README.md with the headings and tables declared here; its prose stays.

    A section has one table: whatever tables stand under the prose of its heading make way for it.

    Raises ValueError if it has no heading, or more than one, for a table.
    """
    seen: set[tuple[Column, ...]] = set()
    for table in TABLES.values():
        section = rf"^### {re.escape(table.file)}\b.*\n((?:(?![#|]).*\n)*)(?:\|.*\n|\n)*"
        found = list(re.finditer(section, page, re.MULTILINE))
        if len(found) != 1:
            raise ValueError(f"data/README.md has “### {table.file}” {len(found)} times, not once.")
        heading = f"### {table.file}, one row per {table.row}\n"
        prose = found[0][1].strip() and f"{found[0][1].strip()}\n\n"
        text = heading + prose + ("" if table.columns in seen else _page_table(table))
        page = f"{page[: found[0].start()]}{text.strip()}\n\n{page[found[0].end() :]}"
        seen.add(table.columns)
    return page.rstrip() + "\n"


def _page_table(table: Table) -> str:
    rows = [("column", "type", "meaning", "German name"), ("---",) * 4]
    for one in table.columns:
        kind = one.type + " or empty" * one.optional
        rows.append((one.name, kind, _meaning(one), one.german))
    return "".join(f"| {' | '.join(row)} |\n".replace("|  |", "| |") for row in rows)


def _meaning(column: Column) -> str:
    if column.codes == CODEBOOK:
        return f"{column.meaning}; codes in editorial/codebook.csv"
    return column.meaning + "; one of " * bool(column.codes) + ", ".join(column.codes)


if __name__ == "__main__":  # python -m belegstelle.store.schema writes data/README.md anew
    from belegstelle.project import root

    page = root() / "data" / "README.md"
    page.write_text(codebook_page(page.read_text("utf-8")), "utf-8", newline="\n")
