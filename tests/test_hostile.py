"""Hostile text is shown as text: in every table on a page, every CSV file and the workbook."""

import csv
import io
import json
import re
from html.parser import HTMLParser

import openpyxl
import pandas as pd
import pytest
from conftest import INVENTED, LISTS

from belegstelle import project as project_paths
from belegstelle.coding import candidates as coding_candidates
from belegstelle.coding import claims as coding_claims
from belegstelle.page import blocks as page_blocks
from belegstelle.report import exports, show
from belegstelle.report import tables as report_tables
from belegstelle.store import schema, tables
from belegstelle.store.tables import FORMULA, to_csv, write_tables
from belegstelle.terms import counts as term_counts
from belegstelle.text import errata as errata_rules
from belegstelle.text import quotes as text_quotes
from belegstelle.text import suspects as text_suspects
from belegstelle.text import tokens as text_tokens

HOSTILE = [
    "<script>window.ran = 1</script>",
    "<img src=x onerror='window.ran = 2'>",
    '"><svg onload="window.ran = 3">',
    "</table></td></div>",
    "$x$ \\(y\\) \\frac{1}{2}",
    "{{ 7 * 7 }} {% raw %} ${7*7} %s {0}",
    "[klick](javascript:window.ran=4) ``` `code`",
    '=CMD("calc")',
    "@SUM(A1)",
    "+49 621",
    "-2+3",
    "\t=1+1",
    "&amp; &lt;b&gt;",
    "]]> --> <!--",
]
# What our own tables are made of; anything else on the page came from the text.
OURS = frozenset("div table caption thead tbody tr th td a p ol li span del ins br".split())


@pytest.fixture
def hostile(project):
    """The hostile page through every stage, written as tables."""
    name = "hostile"
    page = (INVENTED / "hostile.txt").read_text(encoding="utf-8")
    page += "\n\nHeft & Code: Und?\n\nMuster: " + " ".join(HOSTILE) + "\n"
    (project / "data" / "raw" / f"{name}.txt").write_text(page, encoding="utf-8")
    folder = project / "data" / "editorial" / name
    folder.mkdir()
    header = ",".join(schema.columns("editorial/errata"))
    (folder / "errata.csv").write_text(
        f'{header}\n=e1,ist kein Bild,=1+1,all,correct,<b>,"<script>window.ran = 9</script>"\n'
    )
    raw, clean, edits = errata_rules.read_text(name)
    blocks = page_blocks.read_blocks(raw, name, LISTS.page_words)
    corrections = errata_rules.list_corrections(raw, errata_rules.read_errata(name), edits, name)
    sentences = text_tokens.read_sentences(raw, clean, edits, blocks, LISTS.abbreviations)
    tokens = text_tokens.read_tokens(raw, clean, edits, sentences, LISTS.vocabulary)
    candidates = coding_candidates.find_candidates(sentences, LISTS.cues)
    suspects = text_suspects.list_suspects(raw, blocks, corrections)
    made = {
        "blocks": blocks,
        "corrections": corrections,
        "suspects": suspects,
        "quotes": text_quotes.compare_quotes(blocks, sentences, name),
        "sentences": sentences,
        "tokens": tokens,
        "terms": term_counts.rate_terms(tokens),
        "candidates": candidates,
        "claims": (coded := coding_claims.read_claims(raw, clean, edits, blocks)),
        "errata_proposed": errata_rules.propose_errata(suspects),
        "claims_proposed": coding_candidates.propose_claims(candidates, sentences, coded),
    }
    write_tables(name, **made)
    return made | {
        "raw": raw,
        "project": project,
        "changes": errata_rules.mark_changes(corrections, blocks),
    }


class Tags(HTMLParser):
    """Collect tags and attributes of a page, and its text."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.text = set(), set(), []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.text.append(data)


def parse(html):
    page = Tags()
    page.feed(html)
    page.close()
    return page


@pytest.mark.parametrize("text", HOSTILE)
def test_a_cell_a_header_and_a_caption_are_shown_as_text(text):
    table = pd.DataFrame({"text": [text], text: [1], "claim_id": [text], "block": [text]})
    page = parse(show.table_html(table, text, text, row_id="claim_id"))
    assert page.tags <= OURS
    assert not any(name.startswith("on") for name in page.attributes)
    assert "".join(page.text).count(text) >= 5


def test_every_table_of_a_hostile_page_is_shown_as_text(hostile):
    for name, table in hostile.items():
        if name in ("raw", "project"):
            continue
        page = parse(report_tables.table_html(table, name, "all of it"))
        assert page.tags <= OURS, name
        assert not any(attribute.startswith("on") for attribute in page.attributes), name
        text = "".join(page.text)
        shown = report_tables.shown(table)
        most = report_tables.MOST.get(shown.columns[0])
        for column in shown.select_dtypes(exclude="number").columns:
            cells = map(report_tables.cell_text, table[column])
            assert all(cell[:most] in text for cell in cells), (name, column)


def test_findings_notes_and_changes_are_shown_as_text(hostile, monkeypatch):
    pages = []
    monkeypatch.setattr(show, "publish", lambda html, plain, **_: pages.append(html))
    show.finding(*HOSTILE)
    for text in HOSTILE:
        show.note(text)
    show.show_changes(hostile["changes"], "hostile")
    for html in pages:
        page = parse(html)
        assert page.tags <= OURS
        assert not any(name.startswith("on") for name in page.attributes)
    assert all(text in "".join(parse(pages[0]).text) for text in HOSTILE)
    assert len(hostile["changes"]) and "<script>window.ran = 9" not in pages[-1]


def test_no_csv_cell_opens_a_formula_and_every_cell_comes_back(hostile):
    for name, table in hostile.items():
        if name in ("raw", "project", "changes"):
            continue
        path = project_paths.processed_path("hostile", f"{name}.csv")
        for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8"))):
            assert not any(re.match(r"[=+@\t\r]|-\D", cell) for cell in row), (name, row)
        back = tables.read_table("hostile", name)
        for column in table.select_dtypes(include=["str", "object"]).columns:
            if column not in schema.of_type("decimal"):
                assert list(back[column]) == list(table[column]), (name, column)


def test_no_workbook_cell_is_a_formula(hostile):
    path = exports.write_workbook("hostile")
    book = openpyxl.load_workbook(path)
    assert {"blocks", "tokens", "candidates"} <= set(book.sheetnames)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)
    words = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert not any(FORMULA.match(word) and not word.startswith("'") for word in words)
    assert any("<script>window.ran = 3</script>" in word for word in words)


def test_annotations_hold_the_text_as_it_is(hostile):
    row = {name: "x" for name in schema.columns("claims")} | {
        "gloss_en": HOSTILE[0],
        "claim_id": "c1",
    }
    at = hostile["raw"].index("<script>window.ran = 3")
    place = {"start": at, "end": at + 8, "quote": hostile["raw"][at : at + 8], "unit": "assertion"}
    table = pd.DataFrame([row | place])
    page = json.loads(json.dumps(exports.annotate(table, hostile["raw"], "hostile")))
    selectors = page["items"][0]["target"]["selector"]
    assert selectors[1]["exact"] == "<script>"
    start, end = selectors[0]["start"], selectors[0]["end"]
    assert hostile["raw"][start:end] == "<script>"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_csv_cell_survives_the_round_trip(text):
    rows = list(csv.reader(io.StringIO(to_csv(pd.DataFrame({"a": [text]})).decode())))
    assert tables.restore(rows[1][0]) == text
    assert not rows[1][0].startswith(("=", "@", "+", "-", "\t", "\r"))
