"""Faults that were seen, each by its kind: a right result now, or one sentence with the mend."""

import pandas as pd
import pytest
from conftest import FIRST, ROOT

from belegstelle.coding import agreement, trend
from belegstelle.project import TroubleError
from belegstelle.store import files, tables
from belegstelle.terms import wording
from belegstelle.text import errata

RAW = (ROOT / "data" / "raw" / f"{FIRST}.txt").read_bytes()
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


def test_a_short_table_in_an_old_encoding_is_read(project):
    rows = "".join(f"{n},Füße größer,\x84Maß\x93\n" for n in range(3))
    table = read(
        project, "block,begins,kind\n" + rows.replace("\x84", "„").replace("\x93", "“"), "cp1252"
    )
    assert table["begins"].tolist() == ["Füße größer"] * 3
    assert table["kind"].tolist() == ["„Maß“"] * 3


# What is no interview


def test_one_bad_byte_is_named_with_its_place_and_turns_no_page_into_signs():
    at = RAW.index(b"gegr") + 2
    data = RAW[:at] + b"\xff" + RAW[at:]
    with pytest.raises(
        TroubleError, match=r"^x\.txt, line \d+: a character after “.*ge” is no UTF-8"
    ):
        files.decode(data, "x.txt")


@pytest.mark.parametrize("encoding", ["cp1252", "iso8859_15", "mac_roman", "cp850"])
def test_a_text_of_another_encoding_is_read_as_before(encoding):
    text = "Frage: Können Sie das erklären? Größe, Maß.\n\nAntwort: Natürlich, schön für alle.\n"
    assert files.decode(text.encode(encoding), "x.txt")[0] == text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<!DOCTYPE html><html><body><p>Frage: Ja?</p></body></html>", "a web page"),
        ("\n<html lang='de'><body>Frage: Ja?</body></html>", "a web page"),
        ('<?xml version="1.0"?><text>Frage</text>', "a web page"),
        ('{"segments": [{"speaker": "A", "text": "Ja?"}]}', "data"),
        ('[{"speaker": "A", "text": "Ja?"}]\n', "data"),
    ],
)
def test_the_source_of_a_page_and_data_are_no_interviews(text, kind):
    with pytest.raises(
        TroubleError, match=rf"^x\.txt is (the source of )?{kind} .*Save the page as"
    ):
        files.decode(text.encode(), "x.txt")


@pytest.mark.parametrize(
    "text", ["<b>Frage:</b> Wie?", "[lacht] Ja.", "{Pause} Nein.", "[SPEAKER_00]: Wie geht es?"]
)
def test_signs_at_the_start_make_no_data_of_a_text(text):
    assert files.decode(text.encode(), "x.txt")[0] == text


# What people decide


@pytest.fixture
def second(project):
    """The second coder's file of a project of one's own."""
    return project / "data" / "editorial" / FIRST / "claims.second.csv"


def test_a_coders_name_may_have_dots_and_who_coded_nothing_is_no_coder(second):
    codes = second.read_text(encoding="utf-8")
    second.with_name("claims.a.b.csv").write_text(codes, encoding="utf-8")
    second.with_name("claims.empty.csv").write_text(codes.split("\n")[0] + "\n", encoding="utf-8")
    assert agreement.list_coders(FIRST) == ["a.b", "second"]


def test_a_coders_file_without_a_name_is_refused(second):
    second.rename(second.with_name("claims...csv"))
    with pytest.raises(TroubleError, match=r"claims\.\.\.csv: the name says no coder\. Rename it"):
        agreement.list_coders(FIRST)


@pytest.mark.parametrize(
    ("points", "origin"),
    [
        ({"c2": "c1"}, {"c1": "c1", "c2": "c1", "c3": "c3"}),
        ({"c1": "c2", "c2": "c1"}, {"c1": "c1", "c2": "c1", "c3": "c3"}),
        ({"c1": "c3", "c2": "c1", "c3": "c2"}, {"c1": "c1", "c2": "c1", "c3": "c1"}),
        ({"c1": "c1"}, {"c1": "c1", "c2": "c2", "c3": "c3"}),
        ({"c1": "c3", "c2": "c3", "c3": "c2"}, {"c1": "c2", "c2": "c2", "c3": "c2"}),
    ],
)
def test_claims_that_name_each_other_are_one_statement(points, origin):
    claims = pd.DataFrame({"claim_id": ["c1", "c2", "c3"], "start": [0, 10, 20]})
    claims["same_as"] = claims["claim_id"].map(points).fillna("")
    assert dict(zip(claims["claim_id"], trend._origins(claims), strict=True)) == origin


@pytest.mark.parametrize("occurrence", ["9" * 5000, "0", "²", "-1", "1.0", "1" * 10])
def test_an_occurrence_that_is_no_number_of_a_place_is_named(occurrence):
    with pytest.raises(TroubleError, match=r"^row 2: occurrence is “.{1,21}”\. Say a number"):
        errata.locate("ein Wort", "Wort", occurrence, "row 2")


def test_an_occurrence_may_have_leading_zeros():
    assert errata.locate("ein Wort, ein Wort", "Wort", "02", "row 2") == [(14, 18)]


def test_a_text_of_little_but_one_word_has_collocations_that_say_nothing():
    terms = ["wichtig", "Bildung", "Bildung", "Bildung"]
    tokens = pd.DataFrame({"term": terms, "sentence": [1, 2, 2, 2]})
    tokens = tokens.assign(voice="interviewee", is_stop=False, interview="bildung")
    found = wording.collocations(tokens)
    assert found.to_numpy().tolist() == [["Bildung", "Bildung", 3, 0.0]]
