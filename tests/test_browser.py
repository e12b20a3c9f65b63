"""The pages in a real browser: nothing fetched, nothing run, nothing cut off, readable by all."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import FIRST, NEEDS_BROWSER, start_browser

from belegstelle.charts.frame import SIZE, WIDTH

PAGES = "index 01_read 02_clean 03_terms 04_claims 05_trend transcript".split()
ALL = [*((FIRST, name) for name in PAGES), ("archive", "06_archive")]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

pytestmark = NEEDS_BROWSER


@pytest.fixture(scope="module")
def browser():
    with start_browser() as browser:
        yield browser


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
        pictures = open_page(FIRST, name, width=width).locator("img").all()
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
    assert re.match(r"0[24]_\w+\.html#", reached)


def test_a_claims_link_leads_to_its_row_and_back(open_page):
    page = open_page(FIRST, "transcript")
    page.locator("a.ref", has_text="c09").click()
    assert page.url.endswith("04_claims.html#claim-c09")
    row = page.locator("tr:target")
    assert "around 600 people" in row.inner_text()
    row.locator("a", has_text="c09").click()
    assert page.locator("mark:target").inner_text().startswith("Rund 600 Menschen")


def test_the_code_is_folded_and_can_be_unfolded(open_page):
    page = open_page(FIRST, "01_read")
    code = page.locator("details.source pre").first
    assert not code.is_visible()
    page.locator("details.source summary").first.click()
    assert code.is_visible() and "import helpers as h" in code.inner_text()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_prints_without_navigation_and_with_its_tables_whole(open_page, name):
    page = open_page(FIRST, name)
    page.emulate_media(media="print")
    assert not page.locator("header nav").is_visible()
    regions = "[...document.querySelectorAll('.bs-table')]"
    assert page.evaluate(f"{regions}.every(t => t.scrollHeight <= t.clientHeight + 1)")
    assert page.pdf(format="A4").startswith(b"%PDF")
