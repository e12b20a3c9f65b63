"""The pages: complete, true to the tables, linked both ways, safe whatever the interview says."""

import asyncio
import csv
import re
from collections import Counter
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from conftest import FIRST, HOSTILE, INVENTED, copy_project, run_report

from belegstelle.project import TroubleError
from belegstelle.report import run as report_run
from belegstelle.report.show import _cell_text
from belegstelle.store.tables import restore

NOTEBOOKS = "01_read 02_clean 03_terms 04_claims 05_trend".split()
PAGES = ["index", *NOTEBOOKS, "transcript"]
# Layouts that go through the whole report here; all of them are read in test_reading.py.
OTHERS = "bold_questions dashes hostile no_labels no_turns podium several_guests two_names".split()
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


def soup(folder, name):
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
        if path.suffix in (".html", ".csv", ".txt", ".jsonld"):
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
    assert not page.find_all(["script", "link", "iframe", "object", "embed"])
    for tag in page.find_all(src=True):
        assert tag["src"].startswith("data:")
    assert "default-src 'none'" in page.find("meta", attrs={"http-equiv": True})["content"]


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


def test_every_claim_is_a_mark_and_a_row_each_leading_to_the_other(report):
    folder = report(FIRST)
    transcript, table = soup(folder, "transcript"), soup(folder, "04_claims")
    claims = rows_of(folder, "claims")
    assert len(claims) > 30
    for claim in claims:
        name = claim["claim_id"]
        assert transcript.find("mark", id=f"claim-{name}")
        assert transcript.find("a", href=f"04_claims.html#claim-{name}")
        row = table.find("tr", id=f"claim-{name}")
        assert row.find("a", href=f"transcript.html#claim-{name}").string == name


def test_the_marks_of_a_claim_hold_its_words(report):
    folder = report(FIRST)
    transcript = soup(folder, "transcript")
    for sic in transcript.find_all("span", class_="sic"):
        sic.decompose()
    for claim in rows_of(folder, "claims"):
        assert transcript.find("mark", id=f"claim-{claim['claim_id']}").get_text()
        block = transcript.find("section", id=f"b-{claim['block']}").find("p", lang="de")
        text = BeautifulSoup(str(block), "html.parser")
        for link in text.find_all("a"):
            link.decompose()
        assert claim["quote"] in text.get_text()


def test_the_transcript_is_the_interview_as_printed(report):
    folder = report(FIRST)
    transcript = soup(folder, "transcript")
    for added in transcript.find_all(class_=["sic", "ref"]):
        added.decompose()
    for block in rows_of(folder, "blocks"):
        shown = transcript.find("section", id=f"b-{block['block']}").find("p", lang="de")
        assert shown.get_text() == block["text"]


def test_both_typos_are_shown_with_their_correction(report):
    shown = [s.get_text() for s in soup(report(FIRST), "transcript").find_all("span", class_="sic")]
    assert " [sic, unterschiedlich]" in shown and " [sic, hierzulande]" in shown


@pytest.mark.parametrize("interview", [FIRST, "hostile", "two_names"])
def test_a_table_on_a_page_is_its_file(report, interview):
    folder, seen = report(interview), 0
    for caption, (name, file) in WHOLE.items():
        found = soup(folder, name).find("caption", string=caption)
        rows = rows_of(folder, file)
        assert bool(found) == bool(rows), caption
        if not found:
            continue
        seen += 1
        shown = found.parent
        header = [cell.string for cell in shown.thead.find_all("th")]
        cells = [[c.get_text() for c in row.find_all(["th", "td"])] for row in shown.tbody("tr")]
        wanted = [[as_shown(row[column]) for column in header] for row in rows]
        assert [[as_shown(cell) for cell in row] for row in cells] == wanted, caption
    assert seen >= 3


def as_shown(cell):
    try:
        return _cell_text(float(cell))
    except ValueError:
        return restore(cell)


@pytest.mark.parametrize("interview", [FIRST, "no_turns", "hostile"])
def test_every_picture_says_what_it_shows(report, interview):
    for name in PAGES:
        for picture in soup(report(interview), name).find_all("img"):
            assert len(picture["alt"]) > 20
            assert "No description" not in picture["alt"]


def test_the_first_page_says_what_the_notebooks_say(report):
    folder = report(FIRST)
    index = soup(folder, "index")
    shown = index.get_text()
    for name in NOTEBOOKS:
        for sentence in soup(folder, name).find_all("p", class_="bs-finding"):
            assert sentence.get_text() in shown
    assert index.find(id="chart-strip") and index.find("a", href="tables/tables.xlsx")


def figure(index, label):
    return index.find("a", string=label).find_parent("div").dd.get_text()


def test_every_figure_of_the_first_page_follows_from_the_tables(report):
    folder = report(FIRST)
    index = soup(folder, "index")
    blocks, claims = rows_of(folder, "blocks"), rows_of(folder, "claims")
    treatments = Counter(row["treatment"] for row in rows_of(folder, "corrections"))
    shown_only = ("presupposition", "display_repeat")
    counted = [claim for claim in claims if claim["unit"] not in shown_only]
    growth = [claim for claim in counted if claim["direction"] == "up"]
    spoken = ("interviewer", "interviewee", "editorial")
    n_words = sum(int(block["n_words"]) for block in blocks if block["voice"] in spoken)
    assert figure(index, "words") == str(n_words)
    assert figure(index, "questions, answers") == "5, 5"
    assert figure(index, "places corrected") == str(treatments["correct"])
    assert figure(index, "places to ask about") == str(treatments["query"])
    assert figure(index, "claims counted") == str(len(counted))
    assert figure(index, "claims that something grows") == str(len(growth))
    numbers = sum(claim["quantity"] != "" for claim in growth)
    assert figure(index, "of these with a number") == f"{numbers} of {len(growth)}"
    sources = sum(claim["source_type"] == "third_party_named" for claim in growth)
    assert figure(index, "of these with an outside source") == f"{sources} of {len(growth)}"
    contests = sum(claim["stance"] == "contests" for claim in counted)
    assert figure(index, "claims that contest the story") == str(contests)


def test_an_uncoded_interview_is_told_what_waits(report):
    folder = report("two_names")
    proposed = rows_of(folder, "claims_proposed")
    assert proposed and not rows_of(folder, "claims")
    said = soup(folder, "04_claims").find("p", class_="bs-finding").get_text()
    assert said.startswith("No claim of this interview is coded yet")
    assert "wait in claims_proposed.csv" in said
    assert "No claim is coded yet" in soup(folder, "05_trend").get_text()


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
        assert not page.find_all(["svg", "b", "script"]) and not page.find_all(onerror=True)
        assert not page.find_all("a", href=re.compile("^javascript:"))
        for picture in page.find_all("img"):
            assert picture["src"].startswith("data:")
    shown = soup(folder, "transcript").get_text()
    for words in (
        "<script>window.ran = 3</script>",
        "$x$",
        "{{ 7 * 7 }}",
        "</table>",
        '=CMD("calc")',
    ):
        assert words in shown
    assert "<script>window.ran = 6</script>" in soup(folder, "index").h1.get_text()


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
    stale = folder / "reports" / FIRST
    stale.mkdir(parents=True)
    (stale / "index.html").write_text("as it was")
    path = folder / "data" / "editorial" / FIRST / "claims.csv"
    text = path.read_text(encoding="utf-8")
    assert "c09,interviewee" in text
    path.write_text(text.replace("c09,interviewee", "c09,guest", 1), encoding="utf-8")
    done = run_report(folder, FIRST)
    assert done.returncode == 1
    assert [path.name for path in stale.iterdir()] == ["index.html"]
    assert (stale / "index.html").read_text() == "as it was"
    assert re.search(r"^0\d_\w+, code cell \d+: data/editorial/", done.stderr)
    assert re.search(r"claims\.csv, row 10: voice is", done.stderr)
    assert "Traceback" not in done.stdout + done.stderr
    assert "No report was written; one that was there stays as it was." in done.stderr


@pytest.mark.parametrize("deaths", [1, 9])
def test_a_kernel_that_dies_at_its_start_is_started_again_or_said(monkeypatch, deaths):
    start, died = report_run._start_kernel, []

    async def may_die(path):
        if len(died) < deaths:
            died.append(path)
            raise RuntimeError("Kernel died before replying to kernel_info")
        return await start(path)

    monkeypatch.setattr(report_run, "_start_kernel", may_die)
    paths = report_run.notebook_paths()[:1]
    run = report_run.run_notebooks(paths, lambda notebook, name: len(notebook.cells))
    if deaths == 1:
        assert asyncio.run(run)["01_read"] > 20
    else:
        with pytest.raises(TroubleError, match=r"01_read: its kernel does not start .*\.venv"):
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
