"""The codes of claims: which columns are coded, what each code means, and what it needs."""

import pandas as pd

from belegstelle.project import TroubleError, editorial_path, show_path
from belegstelle.store import schema
from belegstelle.store.lists import current
from belegstelle.store.tables import read_editorial

CLAIM = schema.TABLES["editorial/claims"].columns
CODED = [column.name for column in CLAIM if column.codes == schema.CODEBOOK]

COUNTED = ("assertion", "reported", "question_resolved")

# Who could check a claim as it is printed; and which are worth checking though nobody could.
CHECKABLE = ("public", "insider")
WORTHY = (*CHECKABLE, "source_needed")

# In a cell that a code needs: looked for, and not in the text.
NONE_NAMED = "none named"


def codebook() -> pd.DataFrame:
    """Return the codebook: column, code, label, definition, needs, example, as in the file."""
    return _read_codebook().copy()


@current("codebook.csv")
def _read_codebook() -> pd.DataFrame:
    path = editorial_path("codebook.csv")
    book = read_editorial(path, schema.columns("editorial/codebook"), required=True)
    known = {column.name for column in CLAIM}
    for row, needs in book["needs"].items():
        for unknown in set(needs.split()) - known:
            raise TroubleError(
                f"{show_path(path)}, row {row}: needs names {unknown!r}, which is no column of "
                "claims.csv. Correct the cell, or empty it."
            )
    return book


def codes(column: str) -> list[str]:
    """Return the codes of a coded column, in the codebook's order."""
    found = [code for of, code in labels() if of == column]
    if not found:
        raise TroubleError(
            f"{show_path(editorial_path('codebook.csv'))} has no code for {column}. Add a row."
        )
    return found


@current("codebook.csv")
def labels() -> dict[tuple[str, str], str]:
    """Return (column, code) → the code's label in the codebook, else the code with spaces."""
    book = _read_codebook()
    names = book["label"].where(book["label"] != "", book["code"].str.replace("_", " "))
    return dict(zip(zip(book["column"], book["code"], strict=True), names, strict=True))


def missing_codes(claims: pd.DataFrame) -> pd.Series:
    """Return for every row of a claims table the columns still to be filled in, with spaces.

    That is: coded columns that are empty, and empty columns that one of its codes needs.
    """
    needs = codebook().set_index(["column", "code"])["needs"]
    needs = needs[needs != ""].items()
    lacks = {column: claims[column] == "" for column in CODED}
    for (column, code), named in needs:
        for needed in named.split():
            without = (claims[column] == code) & (claims[needed] == "")
            lacks[needed] = lacks.get(needed, False) | without
    table = pd.DataFrame(lacks, index=claims.index, dtype=bool)
    return pd.Series(
        [" ".join(table.columns[row]) for row in table.to_numpy()], claims.index, dtype="str"
    )
