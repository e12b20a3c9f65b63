"""What a notebook shows: words for codes, nothing cut off, quotes marked, findings kept as data."""

import json
import os
import re

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from conftest import FIRST, ROOT

from belegstelle.coding.codebook import labels
from belegstelle.project import TroubleError, processed_path
from belegstelle.report import record, tables
from belegstelle.report.embed import embed
from belegstelle.report.links import opened_live
from belegstelle.report.pages import linked, report_path
from belegstelle.report.stored import settle_saved


def shown(table, title="Claims", **given):
    return BeautifulSoup(tables.table_html(table, title, "32 claims", **given), "html.parser")


@pytest.mark.parametrize(
    ("value", "column", "text"),
    [
        (0.2192, "share", "22%"),
        (66.7, "percent", "67%"),
        (0.6626, "alpha", "0.663"),
        (99.9, "percent", "99.9%"),
        (0.6626, "score", "0.66"),
        (14.0845, "per_1000", "14"),
        (0.0341, "p", "0.034"),
        (357.4, "g2", "357"),
        (0.0, "g2", "0"),
        (float("nan"), "alpha", ""),
        (pd.NA, "n", ""),
        (True, "is_stop", "yes"),
        ("", "number", "not given"),
        ("Rund 600", "number", "Rund 600"),
        ("own_data", "else", "own_data"),
    ],
)
def test_a_cell_is_told_as_people_read_it(value, column, text):
    assert tables.cell_text(value, column, labels()) == text


def test_codes_are_shown_by_their_labels_and_columns_by_their_names():
    known = labels()
    page = shown(pd.DataFrame({"voice": ["editorial"], "claim_type": ["fact_state"], "n": [3]}))
    cells = [cell.get_text() for cell in page.tbody(["th", "td"])]
    assert cells == [known["voice", "editorial"], known["claim_type", "fact_state"], "3"]
    assert [cell.get_text() for cell in page.thead("th")] == ["voice", "kind of claim", "count"]


def test_offsets_are_left_out_and_numbers_of_a_machine_unless_they_open_the_row():
    row = {"interview": ["i"], "sentence": [4], "block": [2], "start": [9], "end": [12]}
    page = shown(pd.DataFrame(row | {"text": ["Ja."]}), "Sentences", name="sentences")
    assert [cell.get_text() for cell in page.thead("th")] == ["sentence", "text"]
    assert page.find("a", attrs={"data-href": "transcript.html#s-4"}).string == "4"
    assert page.find("a", attrs={"data-href": "tables/sentences.csv"})


def test_a_claim_is_a_card_with_its_address_once(first):
    claims = first["claims"]
    twice = pd.concat([claims.head(2), claims.head(1)])
    page = shown(twice, row_id="claim_id")
    assert len(page.find_all("article")) == 3
    assert [card.get("id") for card in page.find_all("article")] == ["claim-c01", "claim-c02", None]
    words = page.article.find("a", attrs={"data-href": "transcript.html#claim-c01"}).string
    assert claims["quote"].iloc[0] in words and claims["gloss_en"].iloc[0] in page.get_text()


def test_a_table_has_names_for_a_telephone_and_room_on_a_wide_screen():
    few, many = (pd.DataFrame([range(n)], columns=[f"c{i}" for i in range(n)]) for n in (3, 9))
    assert shown(few).div["class"] == ["bs-table"]
    assert shown(many).div["class"] == ["bs-table", "bs-many", "bs-wide"]
    assert [cell["data-name"] for cell in shown(many).tbody(["th", "td"])] == list(many.columns)


def test_what_a_heading_leads_to_is_in_the_glossary():
    page = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    headings = {line[4:].strip().replace(" ", "-") for line in re.findall(r"^### .*$", page, re.M)}
    assert set(tables.GLOSSARY.values()) <= headings


WRONG = pd.DataFrame(
    [("correct", 4, 8), ("query", 12, 15), ("correct", 20, 24)],
    columns=["treatment", "start", "end"],
)


@pytest.mark.parametrize(
    ("text", "start", "marked"),
    [
        ("ein feler ist", 0, "ein fele [sic]r ist"),
        ("fele", 4, "fele [sic]"),
        ("fel", 4, "fel"),  # half of the word
        ("abc def", 10, "abc def"),  # only asked about
        ("0123456789", 16, "01234567 [sic]89"),
    ],
)
def test_a_corrected_word_in_a_quote_is_marked(text, start, marked):
    quotes = pd.DataFrame({"quote": [text], "start": [start]})
    assert tables.with_sic(quotes, WRONG)["quote"].tolist() == [marked]


def test_findings_are_kept_in_the_order_of_the_pages(project):
    record.keep(FIRST, "finding", "story", text=["C."])
    record.keep(FIRST, "chart", "mine", title="T", alt="A", source="S")
    record.keep(FIRST, "finding", "reading", text=["A."])
    record.keep(FIRST, "finding", "reading", text=["B."])
    names = [(row["page"], row["name"]) for row in record.read(FIRST)]
    assert names == [("01_read", "reading"), ("05_trend", "story"), ("", "mine")]
    assert record.findings(FIRST) == {"01_read": ["B."], "05_trend": ["C."]}


@pytest.mark.parametrize("text", ["", "{", "[1]", '[{"page": "x"}]', '{"a": 1}'])
def test_a_broken_record_is_said_and_how_to_mend_it(project, text):
    path = processed_path(FIRST, record.FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    with pytest.raises(TroubleError, match=r"findings\.json is not as .* Delete it and run"):
        record.read(FIRST)


LINKS = '<a data-href="transcript.html#claim-c04">c04</a> <a data-href="tables/claims.csv">CSV</a>'


@pytest.fixture
def served(project, monkeypatch):
    """A project in a folder of which a Jupyter server shows the files, and started this kernel."""
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(project / "runtime"))
    monkeypatch.setenv("JPY_PARENT_PID", str(os.getpid()))
    told = {"base_url": "/user/eva/", "root_dir": str(project.parent)}
    (project / "runtime").mkdir()
    (project / "runtime" / f"jpserver-{os.getpid()}.json").write_text(json.dumps(told))
    return project


def test_links_lead_to_the_pages_there_are_and_are_saved_without(served):
    pages = report_path(FIRST)
    assert opened_live(LINKS, pages) == (LINKS, {})
    pages.mkdir(parents=True)
    (pages / "transcript.html").touch()
    shown, told = opened_live(LINKS, pages)
    address = f"/user/eva/files/{served.name}/reports/{FIRST}/transcript.html#claim-c04"
    assert shown == LINKS.replace('data-href="transcript.html#claim-c04', f'href="{address}')
    output = {"data": {"text/html": shown}, "metadata": {"text/html": told}}
    cells = [{"cell_type": "code", "outputs": [output]}]
    settle_saved({"type": "notebook", "content": {"metadata": {}, "cells": cells}})
    assert output == {"data": {"text/html": LINKS}, "metadata": {}}
    assert linked(LINKS).count('<a href="') == 2


@pytest.mark.parametrize("elsewhere", ["", "/nowhere"])
def test_links_lead_nowhere_where_no_server_shows_the_pages(served, monkeypatch, elsewhere):
    report_path(FIRST).mkdir(parents=True)
    (report_path(FIRST) / "transcript.html").touch()
    if elsewhere:
        told = {"base_url": "/", "root_dir": elsewhere}
        (served / "runtime" / f"jpserver-{os.getpid()}.json").write_text(json.dumps(told))
    else:
        monkeypatch.setenv("JPY_PARENT_PID", "1")
    assert opened_live(LINKS, report_path(FIRST)) == (LINKS, {})


def test_a_chart_in_a_page_has_ids_and_colours_of_the_page():
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'width="9pt" viewBox="0 0 9 9"><metadata/><defs><style>*{}</style><path id="m"/></defs>'
        '<use xlink:href="#m" style="fill: #0072b2; stroke: #ffffff"/>'
        '<g clip-path="url(#m)"><text style="fill: #1a1a1a">&lt;b&gt; Wörter</text></g></svg>'
    )
    page = BeautifulSoup(embed(svg.encode(), "strip", 'Say "so"', 500), "html.parser").svg
    assert page["aria-label"] == 'Say "so"' and page["width"] == "500" and page["role"] == "img"
    assert page.find("path")["id"] == "strip-m" and page.find("use")["xlink:href"] == "#strip-m"
    assert page.find("g")["clip-path"] == "url(#strip-m)"
    assert page.find("use")["style"] == "fill: var(--interviewee); stroke: var(--paper)"
    assert page.find("text").string == "<b> Wörter" and not page.find(["style", "metadata", "b"])
