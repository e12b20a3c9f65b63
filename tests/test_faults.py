"""Faults that were seen, each by its kind: a right result now, or one sentence with the mend."""

import pandas as pd
import pytest

from belegstelle.project import TroubleError
from belegstelle.store import tables

HEADER = ["block", "begins", "kind"]


def read(project, text, encoding="utf-8"):
    path = project / "data" / "editorial" / "t.csv"
    path.write_bytes(text.encode(encoding))
    return tables.read_editorial(path, HEADER)


# What spreadsheets leave in a table


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("block,begins,kind,,\n16,Laut einer,note,,\n", 2),
        ("block,begins,kind, , \n16,Laut einer,note\n", 2),
        ("\nblock,begins,kind\n16,Laut einer,note\n", 3),
        (",,\nblock,begins,kind\n16,Laut einer,note\n", 3),
        ("sep=;\nblock;begins;kind\n16;Laut einer;note\n", 3),
        ("sep=,\nblock,begins,kind\n16,Laut einer,note\n", 3),
        ('"sep=;"\r\nblock;begins;kind\r\n16;Laut einer;note\r\n', 3),
        ("SEP=\t\nblock\tbegins\tkind\n16\tLaut einer\tnote\n", 3),
    ],
)
def test_what_a_spreadsheet_adds_to_a_table_is_passed_over(project, text, row):
    table = read(project, text)
    assert table.to_dict("records") == [{"block": "16", "begins": "Laut einer", "kind": "note"}]
    assert list(table.index) == [row]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "block,begins,kind,,\n16,Laut einer,note,,x\n",
            r"row 2: there are 5 cells, but 3 columns",
        ),
        ("\nblock,begins\n16,Laut\n", r"row 2: the column 'kind' is missing"),
        (",,,\n,,\n", r"row 1: the column 'block', 'begins', 'kind' is missing"),
    ],
)
def test_a_message_names_the_row_that_the_spreadsheet_shows(project, text, sentence):
    with pytest.raises(TroubleError, match=rf"data/editorial/t\.csv, {sentence}"):
        read(project, text)


def test_what_was_neutralised_can_be_copied_back(project):
    cells = ["+5 Prozent mehr Umsatz haben wir.", "'tis", "-"]
    safe = tables.to_csv(pd.DataFrame([cells], columns=HEADER)).decode()
    assert "'+5" in safe
    assert read(project, safe).to_numpy().tolist() == [cells]
