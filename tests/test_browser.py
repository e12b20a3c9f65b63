"""The pages in a real browser: nothing fetched, nothing run, nothing cut off, readable by all."""

import csv
import os
import re
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import FIRST
from playwright.sync_api import sync_playwright

from belegstelle.charts.frame import SIZE, WIDTH

CHROMIUM = shutil.which("chromium")
PAGES = "index 01_read 02_clean 03_terms 04_claims 05_trend transcript glossary".split()
ALL = [*((FIRST, name) for name in PAGES), ("archive", "06_archive")]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None and not os.environ.get("CI"),
        reason="no Chromium on this machine: install Debian's package chromium",
    ),
]


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser, report):
    """A function that opens a page of a report and keeps what the browser says and asks for."""
    contexts = []

    def opened(interview, name, *, width=1280, scheme="light", watched=True):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=not watched
        )
        contexts.append(context)
        page = context.new_page()
        page.said, page.asked = [], []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("dialog", lambda dialog: page.said.append("dialog") or dialog.dismiss())
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto((report(interview) / f"{name}.html").as_uri(), wait_until="load")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("interview", "name"), ALL)
def test_a_page_asks_for_nothing_and_complains_of_nothing(open_page, interview, name):
    page = open_page(interview, name)
    assert page.said == []
    assert [url for url in page.asked if not url.startswith("data:")] == [page.url]


@pytest.mark.parametrize("name", PAGES)
def test_hostile_text_runs_nothing(open_page, name):
    page = open_page("hostile", name)
    page.wait_for_timeout(100)
    assert page.evaluate("window.ran === undefined")
    assert page.said == []
    assert [url for url in page.asked if not url.startswith("data:")] == [page.url]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (360, "light")])
@pytest.mark.parametrize(("interview", "name"), ALL)
def test_no_barrier_by_wcag(open_page, interview, name, width, scheme):
    page = open_page(interview, name, width=width, scheme=scheme, watched=False)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}})
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("interview", [FIRST, "no_turns", "hostile", "archive"])
@pytest.mark.parametrize("width", [1280, 360])
def test_no_page_is_wider_than_its_window(open_page, interview, width):
    for name in PAGES if interview != "archive" else ["06_archive"]:
        page = open_page(interview, name, width=width)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


@pytest.mark.parametrize("width", [1280, 360])
def test_the_text_of_every_picture_can_be_read(open_page, width):
    for name in PAGES:
        pictures = open_page(FIRST, name, width=width).locator("svg[role=img]").all()
        for picture in pictures:
            shown = picture.evaluate("i => i.getBoundingClientRect().width")
            assert 7 <= SIZE / 72 / WIDTH * shown <= 16


def test_a_keyboard_reaches_the_content_first_and_every_claim(open_page):
    page = open_page(FIRST, "transcript")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    reached = page.evaluate("document.activeElement.getAttribute('href')")
    assert re.match(r"(0[24]_\w+\.html)?#", reached)


def test_from_the_figure_to_its_proof_and_from_the_claim_to_its_codes_are_a_click_each(open_page):
    page = open_page(FIRST, "index")
    page.locator(".ladder a").first.click()
    claim = page.locator("mark:target")
    assert "transcript.html#claim-" in page.url and claim.is_visible()
    name = page.url.rpartition("#claim-")[2]
    page.locator(f"#note-{name} a", has_text="codes").click()
    card = page.locator("article:target")
    assert page.url.endswith(f"04_claims.html#claim-{name}") and card.is_visible()
    card.locator("a").first.click()
    assert page.url.endswith(f"transcript.html#claim-{name}")


def test_a_browser_finds_every_sentence_of_the_interview(open_page, report):
    page = open_page(FIRST, "transcript")
    with (report(FIRST) / "tables" / "sentences.csv").open(encoding="utf-8", newline="") as file:
        sentences = [row["text"] for row in csv.DictReader(file)]
    assert len(sentences) > 30
    find = "text => { getSelection().removeAllRanges(); return window.find(text) }"
    assert [text for text in sentences if not page.evaluate(find, text)] == []


def test_the_row_that_a_link_leads_to_is_not_under_the_header(open_page):
    page = open_page(FIRST, "index")
    place = page.locator(".figures a").nth(1).get_attribute("href")
    page.goto(page.url.replace("index.html", place), wait_until="load")
    top = page.locator("tr:target").bounding_box()["y"]
    assert 0 <= top < 900


def test_the_code_is_folded_and_one_click_unfolds_all(open_page):
    page = open_page(FIRST, "01_read")
    codes = page.locator(".source").all()
    assert len(codes) > 5 and not any(code.is_visible() for code in codes)
    page.get_by_label("Show all code").check()
    assert all(code.is_visible() for code in codes)
    assert "import helpers as h" in codes[0].inner_text()


def test_the_front_page_prints_on_two_pages(open_page):
    page = open_page(FIRST, "index")
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 2


@pytest.mark.parametrize("name", PAGES)
def test_a_page_prints_without_navigation_and_with_its_tables_whole(open_page, name):
    page = open_page(FIRST, name)
    page.emulate_media(media="print")
    assert not page.locator("header nav").is_visible()
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    regions = "[...document.querySelectorAll('.bs-table')]"
    assert page.evaluate(f"{regions}.every(t => t.scrollHeight <= t.clientHeight + 1)")
    assert page.pdf(format="A4").startswith(b"%PDF")
