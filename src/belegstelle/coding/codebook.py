"""The codes of claims: which columns are coded, and what each code means."""

import pandas as pd

from belegstelle.project import TroubleError, editorial_path, show_path
from belegstelle.store import schema
from belegstelle.store.lists import current
from belegstelle.store.tables import read_editorial

CODED = [column.name for column in schema.CLAIM if column.codes == schema.CODEBOOK]


COUNTED = ("assertion", "reported", "question_resolved")


CHECKABLE = ("public", "insider", "source_needed")


def codebook() -> pd.DataFrame:
    """Return the codebook: column, code, definition, example, in the order of the file."""
    return _read_codebook().copy()


@current("codebook.csv")
def _read_codebook() -> pd.DataFrame:
    names = schema.columns("editorial/codebook")
    return read_editorial(editorial_path("codebook.csv"), names, required=True)


def codes(column: str) -> list[str]:
    """Return the codes of a coded column, in the codebook's order."""
    book = codebook()
    found = list(book.loc[book["column"] == column, "code"])
    if not found:
        raise TroubleError(
            f"{show_path(editorial_path('codebook.csv'))} has no code for {column}. Add a row."
        )
    return found


def labels() -> dict[tuple[str, str], str]:
    """Return (column, code) → the code's label in the codebook, or the code with spaces."""
    book = codebook()
    told = book["label"] if "label" in book else book["code"].where(book["code"] != "na", "–")
    names = told.where(told != "", book["code"]).str.replace("_", " ")
    return dict(zip(zip(book["column"], book["code"], strict=True), names, strict=True))
