"""A coding sheet for those who stay in Excel: claims to code, with menus from the codebook.

The sheet goes out as .xlsx and comes back into the coder's CSV, which stays the truth; what comes
back is judged by the same functions as any other decision.
"""

import io
from pathlib import Path
from zipfile import BadZipFile

import pandas as pd

from belegstelle.coding.candidates import propose_claims
from belegstelle.coding.claims import block_around, claims_path, next_id
from belegstelle.coding.codebook import CODED, codebook
from belegstelle.desk.claims import COLUMNS, COMPUTED
from belegstelle.desk.reading import Change, Reading, rows_of
from belegstelle.desk.rows import edit_rows
from belegstelle.desk.session import Session
from belegstelle.project import TroubleError, show_path
from belegstelle.report.exports import MADE, PLAIN
from belegstelle.store import schema
from belegstelle.store.files import read_bytes, supposing, write_file
from belegstelle.store.tables import neutralise, restore
from belegstelle.text.edits import map_one
from belegstelle.text.errata import locate

# Menus reach this many rows beyond those that are filled.
ROOM = 200
# Columns of text are this wide, in characters.
WIDE = {"quote": 60, "gloss_en": 40, "note": 40}


def coding_sheet(interview: object, *, coder: str = "") -> str:
    """Write a coder's claims, and candidates not coded yet, to an Excel sheet; say where it is.

    Each coded column has a menu of its codes, each header its meaning; the second sheet is the
    codebook. Rows may be added: the quote, and its occurrence if it stands more than once.
    Raises TroubleError if the sheet is there already: somebody may have filled it.
    """
    reading = Reading(str(getattr(interview, "name", interview)), coder)
    path = _sheet_path(reading)
    if path.exists():
        raise TroubleError(
            f"{show_path(path)} is there already. Take it in with read_coding_sheet, or delete it."
        )
    rows = rows_of(claims_path(reading.interview, coder), "claims")
    proposed = propose_claims(reading.candidates, reading.sentences, reading.claims)
    write_file(path, _workbook(pd.concat([rows[COLUMNS], proposed], ignore_index=True)))
    return (
        f"{show_path(path)} has {len(rows)} coded and {len(proposed)} open rows. Fill it in Excel, "
        "save and close it, then run read_coding_sheet."
    )


def read_coding_sheet(interview: object, *, coder: str = "") -> str:
    """Take the coded rows of an Excel sheet into the coder's CSV; say how many, and how many wait.

    A row without any code waits and is left out. Id, voice and speaker are found for rows that
    have none. Raises TroubleError, naming the sheet and its row, as the reader of claims does; then
    nothing is written.
    """
    session = Session(str(getattr(interview, "name", interview)), coder)
    reading = session.reading
    path, sheet = claims_path(reading.interview, coder), _sheet_path(reading)
    table = _read(sheet)
    coded = (table[[column for column in CODED if column not in COMPUTED]] != "").any(axis=1)
    table[~coded] = ""
    rows = _completed(reading, table).to_dict("records")
    with supposing({path: edit_rows(path, None, COLUMNS, {}, rows)}):  # so rows are the sheet's
        trouble = Reading(reading.interview, coder).trouble()
    if trouble:
        raise TroubleError(trouble.replace(show_path(path), show_path(sheet)))
    filled = [row for row in rows if row["claim_id"]]
    session.write(Change({path: edit_rows(path, None, COLUMNS, {}, filled)}, "taken in"))
    waiting = int((~coded).sum())
    return f"{show_path(path)} has the {len(filled)} coded rows of {sheet.name}; {waiting} wait."


def _sheet_path(reading: Reading) -> Path:
    return claims_path(reading.interview, reading.coder).with_suffix(".xlsx")


def _completed(reading: Reading, table: pd.DataFrame) -> pd.DataFrame:
    """Fill in what follows from the quote where a row has it not: id, voice, speaker."""
    table, blocks = table.copy(), reading.blocks.to_dict("records")
    unified, layout = reading.unified
    for row in table.index[(table["quote"] != "") & (table["voice"] == "")]:
        quote, occurrence = table.loc[row, ["quote", "occurrence"]]
        name = f"{show_path(_sheet_path(reading))}, row {row}"
        start, end = map_one(layout, *locate(unified, quote, occurrence, name)[0], to="raw")
        block = block_around(blocks, start, end, f"{name}: “{quote[:60]}”")
        table.loc[row, ["voice", "speaker"]] = block["voice"], block["speaker"]
    for row in table.index[(table["quote"] != "") & (table["claim_id"] == "")]:
        table.loc[row, "claim_id"] = next_id(table["claim_id"], "c")
    return table


def _read(sheet: Path) -> pd.DataFrame:
    """Return the cells of a coding sheet as text; the index is the sheet's row.

    Raises TroubleError if it is no such sheet.
    """
    mend = "Write it anew with coding_sheet, or save the table as CSV."
    try:
        with io.BytesIO(read_bytes(sheet)) as file:
            table = pd.read_excel(file, dtype=str, keep_default_na=False, engine="openpyxl")
    except (ValueError, KeyError, OSError, BadZipFile) as error:
        raise TroubleError(f"{show_path(sheet)} is no Excel sheet ({error}). {mend}") from error
    missing = [column for column in COLUMNS if column not in table]
    if missing:
        raise TroubleError(f"{show_path(sheet)}: the column {missing[0]!r} is missing. {mend}")
    table = table[COLUMNS].map(lambda cell: restore(cell.strip()))
    return table.set_axis(range(2, len(table) + 2))


def _workbook(rows: pd.DataFrame) -> bytes:
    """Return the sheet's bytes, the same each time: rows, menus, and the codebook behind them."""
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    with Workbook(buffer, PLAIN) as book:
        book.set_properties(MADE)
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        head = book.add_format({"bold": True, "bottom": 1})
        sheet, behind = book.add_worksheet("claims"), book.add_worksheet("codebook")
        sheet.freeze_panes(1, 0)
        codes = codebook()
        for row, cells in enumerate([tuple(codes), *codes.itertuples(index=False, name=None)]):
            behind.write_row(row, 0, cells, text if row else head)
        behind.set_column(0, 1, 18)
        behind.set_column(2, 9, 60)
        for at, column in enumerate(schema.TABLES["editorial/claims"].columns):
            sheet.write_string(0, at, column.name, head)
            sheet.write_comment(0, at, column.meaning)
            sheet.set_column(at, at, WIDE.get(column.name, 16), text)
            sheet.write_column(1, at, rows[column.name].map(neutralise), text)
            own = codes.index[codes["column"] == column.name] - codes.index[0]
            if len(own):
                source = f"=codebook!$B${own[0] + 2}:$B${own[-1] + 2}"
                menu = {"validate": "list", "source": source}
                sheet.data_validation(1, at, len(rows) + ROOM, at, menu)
    return buffer.getvalue()
