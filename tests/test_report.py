"""The pages: complete, true to the tables, linked both ways, safe whatever the interview says."""

import asyncio
import csv
import json
import re
from base64 import b64encode
from collections import Counter
from functools import cache
from hashlib import sha256
from urllib.parse import unquote

import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from conftest import BARE, FIRST, HOSTILE, INVENTED, ROOT, copy_project, run_report, write_here

from belegstelle.coding import asking
from belegstelle.coding.thesis import Thesis
from belegstelle.coding.trend import read_story
from belegstelle.english import capital, in_words
from belegstelle.interview import Interview
from belegstelle.page import blocks as page_blocks
from belegstelle.project import TroubleError
from belegstelle.report import front as report_front
from belegstelle.report import pages as report_pages
from belegstelle.report import run as report_run
from belegstelle.report import tables as report_tables
from belegstelle.report.record import OF_MEASURES
from belegstelle.store import schema
from belegstelle.store.tables import read_table

NOTEBOOKS = "01_read 02_clean 03_terms 04_claims 05_trend".split()
# The one script that pages of tables have.
OURS = (ROOT / "jupyter/templates/belegstelle/tables.js").read_text(encoding="utf-8")
PAGES = ["index", *NOTEBOOKS, "transcript", "glossary"]
# Layouts that go through the whole report here; all of them are read in test_reading.py.
OTHERS = "hostile no_labels no_turns several_guests two_names".split()
# Tables that a page shows whole, by caption: page and file.
WHOLE = {
    "Blocks of the page": ("01_read", "blocks"),
    "Errata by place": ("02_clean", "corrections"),
    "Suspects": ("02_clean", "suspects"),
    "Display quotes held against the body": ("02_clean", "quotes"),
    "Coded claims": ("04_claims", "claims"),
    "Sentences that look worth checking": ("04_claims", "candidates"),
    "Agreement by coded column": ("04_claims", "agreement"),
    "Steps of the story": ("05_trend", "trend"),
}


@cache
def soup(folder, name):
    """Return a page of a report, parsed once: it is looked at by many checks."""
    return BeautifulSoup((folder / f"{name}.html").read_text(encoding="utf-8"), "html.parser")


def rows_of(folder, name):
    path = folder / "tables" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("interview", [FIRST, *OTHERS])
def test_every_interview_gets_all_its_pages(report, interview):
    folder = report(interview)
    assert {path.stem for path in folder.glob("*.html")} == set(PAGES)
    for name in PAGES:
        page = (folder / f"{name}.html").read_text(encoding="utf-8")
        assert len(page) < 2_000_000 and "Traceback" not in page and "Error" not in page
    assert len((folder / "index.html").read_bytes()) < 1_000_000
    assert [path.name for path in folder.parent.glob(".*") if path.name != ".lock"] == []


@pytest.mark.parametrize("interview", OTHERS)
def test_nothing_of_the_first_interview_is_in_another(report, interview):
    own = (INVENTED / f"{interview}.txt").read_text(encoding="utf-8")
    for path in report(interview).rglob("*"):
        if path.suffix in (".html", ".csv", ".txt", ".json", ".jsonld") and path.stem != "glossary":
            text = path.read_text(encoding="utf-8")
            for word in ("leonhard", "acquisa", "webculture", "social media", "steria"):
                assert word not in text.casefold() or word in own.casefold(), (path.name, word)


@pytest.mark.parametrize("interview", [FIRST, "two_names", "hostile"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_titled_described_and_takes_nothing_from_the_network(report, interview, name):
    page = soup(report(interview), name)
    assert page.html["lang"] == "en" and page.title.string.strip()
    assert page.find("meta", attrs={"name": "description"})["content"]
    assert len(page.find_all("h1")) == 1 and page.find(id="main")
    assert not page.find_all(["link", "iframe", "object", "embed"])
    for tag in page.find_all(src=True):
        assert tag["src"].startswith("data:")
    policy = page.find("meta", attrs={"http-equiv": True})["content"]
    assert "default-src 'none'" in policy
    scripts = [script.string for script in page.find_all("script")]
    hashes = [b64encode(sha256(script.encode()).digest()).decode() for script in scripts]
    assert len(scripts) == (name in NOTEBOOKS) == policy.count("script-src")
    assert all(f"script-src 'sha256-{known}';" in policy for known in hashes)
    assert all(script == OURS for script in scripts)


@pytest.mark.parametrize("interview", [FIRST, "several_guests", "no_turns", "hostile"])
def test_every_link_inside_the_report_resolves(report, interview):
    folder = report(interview)
    pages = {name: soup(folder, name) for name in PAGES}
    places = {
        name: Counter(t["id"] for t in page.find_all(id=True)) for name, page in pages.items()
    }
    for name, page in pages.items():
        assert set(places[name].values()) <= {1}, f"an id stands twice in {name}"
        for link in page.find_all("a", href=True):
            target, _, place = link["href"].partition("#")
            if re.match("https?:", target):
                continue
            assert not target or (folder / target).is_file(), link
            where = target.removesuffix(".html") or name
            assert not place or {place, unquote(place)} & set(places[where]), link


def test_every_claim_is_a_mark_and_a_card_each_leading_to_the_other(report):
    folder = report(FIRST)
    transcript, page = soup(folder, "transcript"), soup(folder, "04_claims")
    claims = rows_of(folder, "claims")
    assert len(claims) > 30
    for claim in claims:
        name = claim["claim_id"]
        assert transcript.find("mark", id=f"claim-{name}")
        note = transcript.find(id=f"note-{name}")
        assert note.find("a", href=f"#claim-{name}").string == name
        assert note.find("a", href=f"04_claims.html#claim-{name}")
        card = page.find("article", id=f"claim-{name}")
        words = card.find("a", href=f"transcript.html#claim-{name}").get_text()
        assert words.replace(" [sic]", "") == f"„{claim['quote']}“"


def words_of(transcript, block):
    return transcript.find("section", id=f"b-{block}").find("p", lang="de").get_text()


def test_the_transcript_is_the_interview_as_printed_with_nothing_between_the_words(report):
    folder = report(FIRST)
    transcript = soup(folder, "transcript")
    for block in rows_of(folder, "blocks"):
        assert words_of(transcript, block["block"]) == block["text"]


def test_the_marks_of_a_claim_hold_its_words(report):
    folder = report(FIRST)
    transcript = soup(folder, "transcript")
    ends = {mark["data-claim"] for mark in transcript.find_all("mark", attrs={"data-claim": True})}
    for claim in rows_of(folder, "claims"):
        marked = transcript.find("mark", id=f"claim-{claim['claim_id']}").get_text()
        assert claim["quote"].startswith(marked) and claim["claim_id"] in ends


def test_both_typos_are_in_the_margin_with_their_correction(report):
    notes = [n.get_text(" ", strip=True) for n in soup(report(FIRST), "transcript")(class_="note")]
    for printed, right in [("unterscheidlich", "unterschiedlich"), ("hiuerzulande", "hierzulande")]:
        assert any(note.startswith(f"sic {printed} → {right}") for note in notes)


def test_a_quote_of_corrected_words_carries_sic_wherever_it_is_shown(report):
    folder = report(FIRST)
    for name in ("index", "04_claims", "05_trend"):
        text = soup(folder, name).get_text()
        for word in ("hiuerzulande", "Social-Media Manager"):
            quotes = re.findall(rf"[^„“]*{word}(?= \[sic\]| ist eher| beginnt)(?: \[sic\])?", text)
            assert all(quote.endswith("[sic]") for quote in quotes), (name, word)
    assert "hiuerzulande [sic] beginnt" in soup(folder, "index").get_text()


def test_who_may_show_only_quotations_leaves_the_transcript_out(report, monkeypatch, tmp_path):
    from belegstelle.report import pages

    project = report(FIRST).parents[1]
    monkeypatch.setenv("BELEGSTELLE_ROOT", str(project))
    assert "transcript" in pages.own_pages(FIRST)
    monkeypatch.setenv("TRANSCRIPT", "no")
    own = pages.own_pages(FIRST)
    assert "transcript" not in own and "transcript.html" not in own["index"]
    assert "transcript.html" not in pages.linked('<a data-href="tables/claims.csv">CSV</a>')
    assert ' href="transcript' not in pages.linked('<a data-href="transcript.html#b-1">1</a>')
    pages.copy_tables(FIRST, tmp_path)
    there = {path.name for path in (tmp_path / "tables").iterdir()}
    assert "claims.csv" in there and not there & pages.WHOLE_TEXT


@pytest.mark.parametrize("interview", [FIRST, "hostile", "two_names"])
def test_a_table_on_a_page_is_its_file_in_words(report, interview, monkeypatch):
    folder, seen = report(interview), 0
    monkeypatch.setenv("BELEGSTELLE_ROOT", str(folder.parents[1]))
    for caption, (name, file) in WHOLE.items():
        place = "t-" + caption.lower().replace(" ", "-")
        found = soup(folder, name).find(id=place)
        table = read_table(interview, file)
        assert bool(found) == bool(len(table)), caption
        if not found:
            continue
        seen += 1
        cards = found.find_all("article")
        if cards:
            assert len(cards) == len(table)
            continue
        read = report_tables._as_read(report_tables.shown(table), report_tables.labels())
        wanted = read.to_numpy().tolist()
        for row, cells in zip(wanted, found.tbody.find_all("tr"), strict=True):
            texts = {
                c.get_text().removesuffix(" …").replace(" [sic]", "") for c in cells(["th", "td"])
            }
            assert all(any(cell.startswith(text) for cell in row) for text in texts), (caption, row)
    assert seen >= 3


def test_a_table_leads_to_its_own_file_and_to_no_other(report):
    """The sheet of questions led to claims.csv, which has none."""
    page = soup(report(FIRST), "04_claims")
    for place, file in [("coded-claims", "tables/claims.csv"), ("answerability-sheet", "")]:
        below = page.find(id=f"t-{place}").find_next_sibling("p")
        links = [link["href"] for link in below("a") if link["href"].startswith("tables/")]
        assert links == [file] * bool(file)


@pytest.mark.parametrize("interview", [FIRST, "no_turns", "hostile"])
def test_every_picture_says_what_it_shows_and_its_text_is_text(report, interview):
    seen = 0
    for name in PAGES:
        for picture in soup(report(interview), name).find_all("svg"):
            assert picture["role"] == "img" and len(picture["aria-label"]) > 20
            assert picture.find("text")
            seen += 1
        assert not soup(report(interview), name).find("img")
    assert seen


def test_the_first_page_says_what_the_notebooks_say(report):
    folder = report(FIRST)
    index = soup(folder, "index")
    shown = index.get_text()
    told = json.loads((folder / "tables" / "findings.json").read_text(encoding="utf-8"))
    of_measures = [text for row in told if row["name"] in OF_MEASURES for text in row["text"]]
    for name in NOTEBOOKS:
        found = {p.get_text() for p in soup(folder, name).find_all("p", class_="bs-finding")}
        assert found - {*of_measures}
        for sentence in found:
            assert (sentence in shown) == (sentence not in of_measures)
    assert index.find("a", href="tables/tables.xlsx")


def test_what_the_pages_say_is_data_beside_the_tables(report):
    folder = report(FIRST)
    rows = json.loads((folder / "tables" / "findings.json").read_text(encoding="utf-8"))
    told = {row["name"]: row for row in rows}
    assert [row["page"] for row in rows] == sorted(row["page"] for row in rows)
    for name in ("reading", "cleaning", "terms", "keyness", "claims", "story"):
        page = soup(folder, told[name]["page"]).get_text()
        assert told[name]["text"] and all(sentence in page for sentence in told[name]["text"])
    for name in ("strip", "ledger", "voice_trace", "word_shares"):
        one = told[name]
        page = soup(folder, one["page"])
        label = page.find(id=f"chart-{name}").svg["aria-label"]
        assert label == f"{one['title']}. {one['alt']}" and one["source"].startswith("Source: ")
        assert (folder / "charts" / f"{name}.png").exists()


def story_of(folder):
    claims = rows_of(folder, "claims")
    shown_only = ("presupposition", "display_repeat")
    counted = [claim for claim in claims if claim["unit"] not in shown_only]
    return counted, [claim for claim in counted if claim["direction"] == "up"]


def test_the_evidence_ladder_has_every_claim_that_carries_the_thesis(report):
    folder = report(FIRST)
    index = soup(folder, "index")
    _, carrying = story_of(folder)
    rows = index.find_all("tr", id=re.compile("^ladder-"))
    assert [row["id"] for row in rows] == [f"ladder-{c['claim_id']}" for c in carrying]
    for row, claim in zip(rows, carrying, strict=True):
        words = row.find("a", href=f"transcript.html#claim-{claim['claim_id']}").get_text()
        assert words.replace(" [sic]", "") == f"„{claim['quote']}“"
        assert claim["gloss_en"] in row.get_text()
        cells = [cell.get_text() for cell in row("td")[1:]]
        named = claim["source_type"] == "third_party_named"
        given = [claim["quantity"], claim["time"], claim["source_name"] if named else ""]
        assert cells == [one or "not given" for one in given]


def test_every_key_figure_leads_to_its_proof(report):
    folder = report(FIRST)
    index = soup(folder, "index")
    figures = {d.dt.get_text(): d.dd.a for d in index.select(".figures div")}
    assert 3 <= len(figures) <= 5
    counted, carrying = story_of(folder)
    fixed = [row for row in rows_of(folder, "corrections") if row["treatment"] == "correct"]
    named = {c["source_name"] for c in counted if c["source_type"] == "third_party_named"}
    values = {label: link.get_text() for label, link in figures.items()}
    assert values["claims that something grows or spreads"] == str(len(carrying))
    assert values["outside source named"] == str(len(named))
    assert values["places corrected"] == str(len(fixed))
    for link in figures.values():
        page, _, place = link["href"].partition("#")
        assert soup(folder, page.removesuffix(".html")).find(id=place), link


def test_whom_to_ask_is_grouped_by_person(report):
    folder = report(FIRST)
    calls = soup(folder, "index").find("section", class_="calls")
    people = [heading.get_text() for heading in calls("h3")]
    assert len(people) == len(set(people)) and "Andreas Leonhard" in people
    queries = [row for row in rows_of(folder, "corrections") if row["treatment"] == "query"]
    text = calls.get_text()
    assert queries and all(row["reason"] in text for row in queries)
    links = [a["href"] for a in calls("a")]
    assert len(links) == len(set(links))


def test_an_editor_writes_the_headline_with_computed_figures(report, monkeypatch):
    project = report(FIRST).parents[1]
    monkeypatch.setenv("BELEGSTELLE_ROOT", str(project))
    path = project / "data" / "editorial" / FIRST / "front.md"
    figures = {"told": "7", "guest": "Andreas Leonhard"}
    path.write_text("# {told} mal <b>\n\n{guest} sagt es.\n", encoding="utf-8")
    try:
        read = report_front.read_front(FIRST, figures)
        assert read == {"headline": "7 mal <b>", "standfirst": ["Andreas Leonhard sagt es."]}
        shown = BeautifulSoup(report_pages.front_page(Interview(FIRST)), "html.parser")
        assert shown.h1.get_text().endswith("mal <b>") and not shown.h1.find("b")
        path.write_text("Es sind {claimz}.\n", encoding="utf-8")
        wanted = (
            r"front\.md, line 1: {claimz} is no figure of this page\. There are: {told}, {guest}"
        )
        with pytest.raises(TroubleError, match=wanted):
            report_front.read_front(FIRST, figures)
    finally:
        path.unlink()


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (0, "None of the 32 claims coded says that it grows"),
        (1, "One claim in this interview speaks of growth. It does not give a figure."),
        (2, "Two claims in this interview speak of growth. None gives a figure."),
        (5, "Five claims in this interview speak of growth. None gives a figure."),
    ],
)
def test_the_front_page_counts_in_good_english(first, n, words):
    claims = first["claims"].copy()
    told = claims.index[claims["on_thesis"] & claims["unit"].eq("assertion")][:n]
    claims["on_thesis"] = claims.index.isin(told)
    story = read_story(claims, {}, Thesis("Es wächst", "it grows", "up"))
    said = report_front.headline(story, page_blocks.list_speakers(first["blocks"]))
    assert said["headline"] == words
    lines = " ".join(said["standfirst"])
    assert not re.search(r"\b[Oo]ne (claims|of them say )|\b(1|one) times|\bno of\b", lines)
    assert ("None of them gives" in lines) == (n > 1)
    assert ("It does not give a figure, a date or an outside source." in lines) == (n == 1)


def test_two_codings_that_differ_are_told_as_a_range(first):
    claims = first["claims"]
    up = claims.index[claims["on_thesis"] & claims["unit"].eq("assertion")]
    other = claims.copy()
    other.loc[up[:2], "direction"] = "na"
    other["on_thesis"] = other["direction"] == "up"
    story = read_story(claims, {"kim": other}, Thesis("Es wächst", "it grows", "up"))
    n = story.span("told")
    assert n[1] - n[0] == 2 and len(story.agreed) == n[0]
    said = report_front.headline(story, page_blocks.list_speakers(first["blocks"]))["headline"]
    assert said.startswith(f"{capital(in_words(n[0]))} to {in_words(n[1])} claims in this")
    assert f"have {in_words(n[0])} in common" in report_front.tell_codings(story)


def test_the_front_page_of_an_uncoded_interview_serves_already(report):
    folder = report("two_names")
    index = soup(folder, "index")
    shown = index.find("main").get_text()
    for words in ("Anna Beispiel, interviewee: 76 words", "Sie ist um 12,5 Prozent gestiegen."):
        assert words in shown
    headings = [heading.get_text() for heading in index("h2")]
    for heading in ("Who speaks", "The sentences most worth checking", "Numbers named in the text"):
        assert heading in headings
    assert not index.find("table") and "None of 0" not in shown
    assert re.search(r"um 12,5 Prozent gestiegen\.\s+Anna Beispiel", shown)
    nexts = [link["href"] for link in index.find(id="next").parent("a")]
    assert nexts == ["01_read.html", "04_claims.html"]
    for candidate in rows_of(folder, "candidates")[:10]:
        assert index.find("a", href=f"transcript.html#s-{candidate['sentence']}")


def test_queries_of_an_uncoded_interview_are_no_coding(report, monkeypatch):
    project = report("two_names").parents[1]
    monkeypatch.setenv("BELEGSTELLE_ROOT", str(project))
    query = ("the editors", 1, "Who?", "Brot", "", "erratum-e1")
    sheet = pd.DataFrame([query], columns=asking.ROWS)
    monkeypatch.setattr(report_front, "call_sheet", lambda *tables: sheet)
    shown = BeautifulSoup(report_pages.front_page(Interview("two_names")), "html.parser")
    told = shown.find("section", class_="calls").get_text()
    assert "Who?" in told and "no claim is coded yet" in told and "coding" not in told


# An interview of ours whose thesis is that something shrinks.
DECLINE = "Musterblatt: Wie läuft es?\n\nMuster: {}\n\nMusterblatt: Warum?\n\nMuster: {} {}\n"
SAID = (
    "Jedes Jahr kommen weniger Leute.",
    "Die Auflage ist von 900 auf 700 gesunken.",
    "Das Kino hat zu.",
)


@pytest.fixture(scope="module")
def decline(tmp_path_factory):
    """The report of an interview with a thesis of decline, coded by us."""
    folder = copy_project(tmp_path_factory.mktemp("decline"))
    (folder / "data/raw/decline.txt").write_text(DECLINE.format(*SAID), encoding="utf-8")
    own = folder / "data" / "editorial" / "decline"
    own.mkdir()
    fields = "thesis,Das Publikum schwindet\nthesis_en,the audience is shrinking\n"
    source = f"field,value\n{fields}thesis_direction,down\n"
    (own / "source.csv").write_text(source, encoding="utf-8")
    shared = {"voice": "interviewee", "speaker": "Muster", "unit": "assertion"} | {
        "certainty": "CT",
        "source_type": "own_data",
        "interest": "no",
        "checkability": "insider",
    }
    falls = shared | {"claim_type": "trend", "direction": "down", "direction_by": "words"}
    rows = [
        falls | {"stance": "affirms", "gloss_en": "fewer people come each year"},
        falls | {"stance": "affirms", "gloss_en": "sales fell", "quantity": "von 900 auf 700"},
        shared
        | {"claim_type": "fact_state", "direction": "na", "direction_by": "na"}
        | {"stance": "na", "gloss_en": "the cinema is closed"},
    ]
    with (own / "claims.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, schema.columns("editorial/claims"), restval="")
        table.writeheader()
        for number, (quote, row) in enumerate(zip(SAID, rows, strict=True), start=1):
            table.writerow(row | {"claim_id": f"c{number}", "quote": quote})
    return write_here(folder, "decline")


def test_a_story_of_decline_is_told_as_one(decline):
    index = soup(decline, "index")
    wanted = "Two claims in this interview speak of decline. One gives a figure."
    assert index.h1.get_text() == wanted
    rows = index.select(".ladder tbody tr")
    assert [row["id"] for row in rows] == ["ladder-c1", "ladder-c2"]
    assert rows[1].find_all("td")[1].get_text() == "von 900 auf 700"
    everything = " ".join(soup(decline, name).get_text() for name in PAGES if name != "glossary")
    assert "support the thesis that the audience is shrinking; none limits it" in everything
    assert "shrinks" in soup(decline, "05_trend").get_text()
    told = json.loads((decline / "tables" / "findings.json").read_text(encoding="utf-8"))
    assert "grows" not in json.dumps(told) and "growth" not in index.get_text()


def test_an_uncoded_interview_is_told_what_waits(report):
    folder = report("two_names")
    proposed = rows_of(folder, "claims_proposed")
    assert proposed and not rows_of(folder, "claims")
    said = soup(folder, "04_claims").find("p", class_="bs-finding").get_text()
    assert said.startswith("No claim of this interview is coded yet")
    assert "wait in claims_proposed.csv" in said
    assert "No claim is coded yet" in soup(folder, "05_trend").get_text()


def test_a_front_page_leads_with_what_is_not_sure_and_states_no_turns_then(report):
    unsure, sure = (
        soup(report(name), "index").find("div", class_="standfirst").get_text()
        for name in ("two_names", "online_page")
    )
    assert re.match(
        r"\s*About \d+% of the words \(.* could not be given to a voice for sure\.", unsure
    )
    assert not re.search(r"\bgives?\b", unsure)
    assert "for sure" not in sure and re.search(r"gives \w+ answers?; \d+ words in all\.", sure)


def test_a_first_contact_makes_the_editorial_folder_and_changes_no_raw_text(report):
    project = report("two_names").parents[1]
    folder = project / "data" / "editorial" / "two_names"
    assert sorted(path.name for path in folder.iterdir()) == [
        "blocks.csv",
        "claims.csv",
        "errata.csv",
        "source.csv",
    ]
    index = soup(report("two_names"), "index")
    steps = index.find("h2", id="next").parent.get_text()
    assert "data/editorial/two_names/claims.csv" in steps
    assert not soup(report(FIRST), "index").find("h2", id="next")
    raw = (project / "data" / "raw" / "two_names.txt").read_bytes()
    assert raw == (INVENTED / "two_names.txt").read_bytes()


def test_hostile_text_is_shown_as_text(report):
    folder = report("hostile")
    for name in PAGES:
        page = soup(folder, name)
        assert all(script.string == OURS for script in page.find_all("script"))
        assert not page.find_all(onerror=True)
        assert all(picture.find_parent("figure") for picture in page.find_all("svg"))
        assert not page.find_all(onload=True) and not page.find_all("i")
        assert not page.find_all("a", href=re.compile("^javascript:"))
    shown = soup(folder, "transcript").get_text()
    for words in (
        "<script>window.ran = 3</script>",
        "$x$",
        "{{ 7 * 7 }}",
        "</table>",
        '=CMD("calc")',
    ):
        assert words in shown
    assert "<script>window.ran = 6</script>" in soup(folder, "index").find(class_="by").get_text()


def test_hostile_cells_start_no_formula(report):
    folder = report("hostile") / "tables"
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                assert not [cell for cell in row if cell[:1] in "=+@" and cell], path.name
    from openpyxl import load_workbook

    book = load_workbook(folder / "tables.xlsx")
    assert "claims" in book.sheetnames
    for sheet in book:
        assert all(c.data_type != "f" for row in sheet.iter_rows() for c in row), sheet.title


def test_a_wrong_entry_stops_the_run_with_its_place_and_leaves_the_report_that_was_there(tmp_path):
    folder = copy_project(tmp_path)
    empty = nbformat.writes(nbformat.v4.new_notebook())
    for path in (folder / "notebooks").iterdir():  # the others go through, elsewhere
        path.stem == "04_claims" or path.write_text(empty)
    stale = folder / "reports" / FIRST
    stale.mkdir(parents=True)
    (stale / "index.html").write_text("as it was")
    path = folder / "data" / "editorial" / FIRST / "claims.csv"
    text = path.read_text(encoding="utf-8")
    assert "c09,interviewee" in text
    path.write_text(text.replace("c09,interviewee", "c09,guest", 1), encoding="utf-8")
    done = run_report(folder, FIRST, command=BARE)
    assert done.returncode == 1
    assert [path.name for path in stale.iterdir()] == ["index.html"]
    assert (stale / "index.html").read_text() == "as it was"
    assert re.search(r"^04_claims, code cell \d+: data/editorial/", done.stderr)
    assert re.search(r"claims\.csv, row 12: voice is", done.stderr)
    assert "Traceback" not in done.stdout + done.stderr
    assert "No report was written; one that was there stays as it was." in done.stderr


@pytest.mark.parametrize("deaths", [1, 9])
def test_a_kernel_that_dies_at_its_start_is_started_again_or_said(tmp_path, monkeypatch, deaths):
    start, died = report_run._start_kernel, []

    async def may_die(path):
        if len(died) < deaths:
            died.append(path)
            raise RuntimeError("Kernel died before replying to kernel_info")
        return await start(path)

    monkeypatch.setattr(report_run, "_start_kernel", may_die)
    monkeypatch.setattr(report_run, "READY", report_run.QUIET)
    path = tmp_path / "short.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("6 * 7")]), path)
    run = report_run.run_notebooks([path], lambda notebook, name: notebook.cells[0].outputs)
    if deaths == 1:
        assert asyncio.run(run)["short"][0]["data"] == {"text/plain": "42"}
    else:
        with pytest.raises(TroubleError, match=r"short: its kernel does not start .*\.venv"):
            asyncio.run(run)


def test_an_unknown_interview_is_said_to_be_none(tmp_path):
    done = run_report(copy_project(tmp_path), "nobody")
    assert done.returncode == 1
    assert "data/raw/nobody.txt: no such interview. There are:" in done.stderr
    assert "Traceback" not in done.stderr


def test_hostile_fixture_is_in_the_text():
    text = (INVENTED / "hostile.txt").read_text(encoding="utf-8")
    assert "immer mehr Firmen schreiben <script>window.ran = 3</script>" in text
    assert set(HOSTILE) == {"source.csv", "errata.csv", "claims.csv"}


@pytest.mark.parametrize(
    ("gloss", "told"),
    [
        ("It fell.", "It fell. That"),
        ("„Es sank.“", "„Es sank.“ That"),
        ("it fell", "it fell. That"),
    ],
)
def test_a_named_source_is_told_with_one_full_stop(report, monkeypatch, gloss, told):
    project = report(FIRST).parents[1]
    monkeypatch.setenv("BELEGSTELLE_ROOT", str(project))
    named = report_front.named_sources
    changed = lambda *tables: [one | {"gloss": gloss} for one in named(*tables)]  # noqa: E731
    monkeypatch.setattr(report_front, "named_sources", changed)
    shown = BeautifulSoup(report_pages.front_page(Interview(FIRST)), "html.parser")
    assert told in shown.find(class_="standfirst").get_text()
