"""The pages in a real browser: nothing fetched, nothing run, nothing cut off, readable by all."""

import csv
import re

import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from conftest import FIRST, NEEDS_BROWSER, start_browser

from belegstelle.charts.frame import SIZE, WIDTH

PAGES = "index 01_read 02_clean 03_terms 04_claims 05_trend transcript glossary".split()
ALL = [*((FIRST, name) for name in PAGES), ("archive", "06_archive")]
OTHERS = [(interview, name) for interview in ("no_turns", "hostile") for name in PAGES]
WIDTHS = (1280, 360)
# All of WCAG at one width; what colours or width change is looked at in each.
WCAG = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
WIDE = {"type": "rule", "values": ["target-size", "scrollable-region-focusable"]}
# What axe asks of colours → of which elements.
COLOURS = {"color-contrast": "[data-look]", "link-in-text-block": "a[href][data-look]"}
SELECT = "rules => axe.configure({rules: rules.map(([id, selector]) => ({id, selector}))})"
# Marks one text of each look: its own and its ancestors' colours, backgrounds and letters.
LOOKS = """() => {
    const traits = ["color", "backgroundColor", "backgroundImage", "opacity", "textShadow"]
        .concat(["fontSize", "fontWeight", "textDecorationLine", "position"]);
    const look = e => e && look(e.parentElement) + traits.map(t => getComputedStyle(e)[t]) + ";";
    const says = e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    const seen = new Set();
    for (const e of [...document.body.querySelectorAll("*")].filter(says)) {
        const looks = look(e);
        e.toggleAttribute("data-look", !seen.has(looks));
        seen.add(looks);
    }
    return seen.size;
}"""

pytestmark = NEEDS_BROWSER


@pytest.fixture(scope="module")
def browser():
    with start_browser() as browser:
        yield browser


@pytest.fixture
def open_page(browser, report):
    """A function that opens a page of a report and keeps what the browser says and asks for."""
    contexts = []

    def opened(interview, name):
        # Without the page's own rules on what it may fetch, so that nothing but the page holds it.
        context = browser.new_context(
            viewport={"width": WIDTHS[0], "height": 900}, color_scheme="light", bypass_csp=True
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


@pytest.mark.parametrize(("interview", "name"), OTHERS)
def test_a_page_asks_for_nothing_runs_nothing_and_fits(open_page, interview, name):
    page = open_page(interview, name)
    expect_quiet(page)
    expect_fit(page)


@pytest.mark.parametrize(("interview", "name"), ALL)
def test_a_page_holds_in_a_browser(open_page, interview, name):
    page = open_page(interview, name)
    expect_quiet(page)
    expect_fit(page)
    expect_no_barrier(page)
    expect_print(page)


def expect_quiet(page):
    """Nothing is fetched, run or complained of."""
    page.wait_for_timeout(100)
    assert page.evaluate("window.ran === undefined")
    assert page.said == []
    assert [url for url in page.asked if not url.startswith("data:")] == [page.url]


def expect_fit(page):
    """No page is wider than its window, all unfolded; the text of every picture can be read."""
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for picture in page.locator("svg[role=img]").all():
            shown = picture.evaluate("i => i.getBoundingClientRect().width")
            assert 7 <= SIZE / 72 / WIDTH * shown <= 16


def expect_no_barrier(page):
    """What axe finds by WCAG is nothing, in light and dark, on a screen and a telephone.

    Colours are looked at once a look: all that a table repeats would take a minute.
    """
    page.evaluate(Axe().axe_script)
    page.evaluate(SELECT, [*COLOURS.items()])
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    for scheme, rules in (("light", WCAG), ("dark", {"type": "rule", "values": [*COLOURS]})):
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate(LOOKS) > 5
        expect_none(page, rules)
    page.set_viewport_size({"width": WIDTHS[1], "height": 900})
    expect_none(page, WIDE)


def expect_none(page, rules):
    """Let axe look at a page by some of its rules."""
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    found = AxeResults(page.evaluate("options => axe.run(options)", options))
    assert found.violations_count == 0, found.generate_report()


def expect_print(page):
    """It prints without navigation, and with its tables whole."""
    page.emulate_media(media="print")
    assert page.locator("header nav:visible").count() == 0
    regions = "[...document.querySelectorAll('.bs-table')]"
    assert page.evaluate(f"{regions}.every(t => t.scrollHeight <= t.clientHeight + 1)")
    assert page.pdf(format="A4").startswith(b"%PDF")


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
    page.wait_for_url("**/transcript.html#claim-*")
    page.locator("mark:target").wait_for()
    name = page.url.rpartition("#claim-")[2]
    page.locator(f"#note-{name} a", has_text="codes").click()
    page.wait_for_url(f"**/04_claims.html#claim-{name}")
    card = page.locator("article:target")
    card.wait_for()
    card.locator("a").first.click()
    page.wait_for_url(f"**/transcript.html#claim-{name}")


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


@pytest.fixture
def terms(browser, report):
    """Open the page of terms by its own rules, in a browser that runs scripts or none."""
    contexts = []

    def opened(*, scripts):
        context = browser.new_context(java_script_enabled=scripts)
        contexts.append(context)
        page = context.new_page()
        page.said = []
        page.on("console", lambda message: page.said.append(message.text))
        page.goto((report(FIRST) / "03_terms.html").as_uri(), wait_until="load")
        return page

    yield opened
    for context in contexts:
        context.close()


def test_a_table_is_sorted_by_keyboard_and_back(terms):
    page = terms(scripts=True)
    table = page.locator("#t-terms-all-voices")
    first = table.locator("tbody th").all_inner_texts()
    table.get_by_label("Sort by term").focus()
    ways = [("ascending", sorted(first, key=str.casefold)), ("descending", None), (None, first)]
    for way, order in ways:
        page.keyboard.press("Enter")
        found = table.locator("tbody th").all_inner_texts()
        assert table.locator("thead th").first.get_attribute("aria-sort") == way
        assert found == (order or sorted(first, key=str.casefold, reverse=True))
    table.get_by_label("Sort by dispersion", exact=True).click()
    cells = table.locator("tbody td:nth-child(6)").all_inner_texts()
    given = [float(cell) for cell in cells if cell]
    assert given == sorted(given) and "" not in cells[: len(given)] and "" in cells
    assert page.said == []


def test_a_table_is_filtered_and_printed_whole(terms):
    page = terms(scripts=True)
    rows = page.locator("#t-terms-all-voices tbody tr")
    n = rows.count()
    page.get_by_label("Filter Terms, all voices").fill("MANAGER")
    assert [row.is_visible() for row in rows.all()].count(True) == 1
    assert page.locator(".bs-tools [role=status]").first.inner_text().strip() == f"1 of {n}"
    page.emulate_media(media="print")
    assert all(row.is_visible() for row in rows.all())
    assert not page.locator(".bs-tools:visible, thead button:visible").count()


def test_without_scripts_a_table_stands_as_it_is(terms):
    with_scripts, without = terms(scripts=True), terms(scripts=False)
    place = "#t-terms-all-voices tbody"
    assert without.locator(place).inner_text() == with_scripts.locator(place).inner_text()
    assert without.locator(".bs-tools, thead button").count() == 0


def test_the_front_page_prints_on_two_pages(open_page):
    page = open_page(FIRST, "index")
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 2
