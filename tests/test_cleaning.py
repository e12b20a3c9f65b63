"""Corrections are a layer: the map is true both ways, errata hold, display quotes are judged."""

import unicodedata

import pytest
from conftest import FIRST
from hypothesis import given
from hypothesis import strategies as st

from belegstelle.project import TroubleError
from belegstelle.text import edits as text_edits
from belegstelle.text import errata as errata_rules
from belegstelle.text import quotes as text_quotes

ERRATA = "erratum,raw,corrected,occurrence,treatment,category,reason\n"


@pytest.mark.parametrize(
    ("printed", "corrected"),
    [
        ("unterscheidlich", "unterschiedlich"),
        ("hiuerzulande", "hierzulande"),
        ("ihr Fazit", "Ihr Fazit"),
        ("entgegen kommt", "entgegenkommt"),
        ("Hinzukommt", "Hinzu kommt"),
        ("Social-Media Manager", "Social-Media-Manager"),
    ],
)
def test_a_slip_is_corrected_and_logged_in_both_places(first, printed, corrected):
    rows = first["corrections"].query("raw == @printed")
    assert len(rows) >= 1 and rows["treatment"].eq("correct").all()
    for row in rows.itertuples():
        assert first["raw"][row.start : row.end] == printed
        assert first["clean"][row.clean_start : row.clean_end] == corrected
    assert printed not in first["clean"]


@pytest.mark.parametrize(
    "untouched",
    ["Füssen und Flensburg", "von ihren Unternehmen", "unterschiedlichsten", "acquisa spricht"],
)
def test_what_is_right_stays(first, untouched):
    assert first["raw"].count(untouched) == first["clean"].count(untouched) > 0


def test_nothing_else_changes(first):
    changed = first["corrections"].query("treatment == 'correct'")
    text = first["clean"]
    for row in changed.iloc[::-1].itertuples():
        text = text[: row.clean_start] + row.raw + text[row.clean_end :]
    assert text == first["raw"].replace("\u00a0", " ")


def test_every_place_is_true(first):
    raw = first["raw"]
    for name, column in (
        ("corrections", "raw"),
        ("sentences", "text"),
        ("tokens", "token"),
        ("quotes", "quote"),
        ("claims", "quote"),
        ("suspects", "word"),
    ):
        table = first[name]
        assert len(table), name
        for row in table.itertuples():
            assert raw[row.start : row.end] == getattr(row, column), (name, row)


@given(st.text(max_size=80))
def test_the_reading_text_has_one_form(raw):
    clean, layer = text_edits.unify_layout(raw)
    assert not set(clean) & set("\r\u00a0\u00ad\u200b\ufeff")
    assert text_edits.unify_layout(clean)[0] == clean


def test_an_erratum_is_found_however_its_letters_are_encoded(project):
    folder = project / "data" / "editorial" / "small"
    folder.mkdir()
    (folder / "errata.csv").write_text(ERRATA + "e1,Grüsse,Grüße,,correct,spelling,§ 25\n")
    raw = unicodedata.normalize("NFD", "Schöne\u00a0Grüs\u00adse an alle.")
    clean, layer = errata_rules.clean_text(raw, errata_rules.read_errata("small"), "small")
    assert clean == "Schöne Grüße an alle."
    rows = errata_rules.list_corrections(raw, errata_rules.read_errata("small"), layer, "small")
    assert clean[rows["clean_start"][0] : rows["clean_end"][0]] == "Grüße"
    assert raw[rows["start"][0] : rows["end"][0]] == rows["raw"][0]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("e1,gibt es nicht,x,,correct,,", r"row 2: “gibt es nicht” occurs 0 times.*delete the row"),
        ("e1,Social Media,x,,correct,,", r"row 2: “Social Media” occurs \d+ times.*occurrence"),
        ("e1,Füssen,x,7,correct,,", r"row 2: “Füssen” occurs 1 time .*not 7 times"),
        ("e1,Füssen,x,first,correct,,", r"row 2: occurrence is “first”.*number .*or all"),
        ("e1,Füssen,x,,fix,,", r"row 2: treatment is 'fix'.*correct, query, keep"),
        ("e1,,x,,correct,,", r"row 2: raw is empty"),
        ("e1,Füssen,Füssen,,correct,,", r"row 2: raw and corrected are the same.*treatment"),
        (
            "e1,Füssen und,x,,correct,,\ne2,und Flensburg,y,,correct,,",
            r"row 3: “und Flensburg” overlaps the correction in row 2",
        ),
    ],
)
def test_a_wrong_erratum_stops_with_file_row_and_mend(project, row, message):
    path = project / "data" / "editorial" / FIRST / "errata.csv"
    path.write_text(ERRATA + row + "\n", encoding="utf-8")
    with pytest.raises(TroubleError, match=rf"(?s)data/editorial/{FIRST}/errata\.csv, {message}"):
        errata_rules.read_text(FIRST)


def test_the_headline_is_verbatim_and_the_caption_is_not(first):
    quotes = first["quotes"].set_index("block")
    assert quotes.loc[2, "fidelity"] == "verbatim" and quotes.loc[2, "similarity"] == 1
    assert quotes.loc[3, "fidelity"] == "reworded" and quotes.loc[3, "similarity"] < 1
    assert quotes.loc[3, "source"].startswith("Hinzukommt, dass immer mehr Unternehmen")


def test_a_quote_within_a_headline_is_what_stands_between_its_marks():
    text = "Waldumbau: „Wir pflanzen heute für das Jahr 2100“"
    assert text_quotes._inside_marks(text, 10) == (10 + 12, 10 + len(text) - 1)
    assert text_quotes._inside_marks("„Wir pflanzen.“", 0) == (1, 14)
    assert text_quotes._inside_marks("Der „Wald“ von 2100", 0) == (0, 19)


def test_a_quote_that_nobody_said_is_not_found(first):
    blocks = first["blocks"].copy()
    blocks.loc[1, "text"] = '"Kochen ist die schönste aller Künste"'
    quotes = text_quotes.compare_quotes(blocks, first["sentences"], FIRST)
    assert quotes["fidelity"].iloc[0] == "not found"
    assert quotes["source"].iloc[0] == ""


def test_both_typing_errors_are_suspected_and_settled(first):
    suspects = first["suspects"].set_index("word")
    assert suspects.loc["unterscheidlich", "suggestion"] == "unterschiedlich"
    assert suspects.loc["hiuerzulande", "suggestion"] == "hierzulande"
    assert suspects.loc[["unterscheidlich", "hiuerzulande"], "decided"].ne("").all()
