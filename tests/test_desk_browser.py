"""The desk in a real JupyterLab: by keyboard alone, what it writes, shows, leaves behind."""

import csv
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import copy_notebooks, copy_sample
from playwright.sync_api import TimeoutError, sync_playwright

CHROMIUM = shutil.which("chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None and not os.environ.get("CI"),
        reason="no Chromium on this machine: install Debian's package chromium",
    ),
]

WALD = "2026-01-01_wald"
PAGE = """Neues aus dem Wald

Heft: Frau Muster, wächst der Wald?
Eva Muster: Ja, eher schon. Rund 600 Bäume stehen hier. Immer mehr Leute kommen.

Auch im Norden wächst der Wald <img src=x onerror="window.ran = 1">.

Heft: Und was kommt dannn?
Eva Muster: Vielleicht wird der Wald nechstes Jahr grösser.
"""
# As much as no desk shows at once; what is to be decided is its last sentence.
LONG = "2026-02-02_lang"
TURNS = "Heft: Frau Muster, und dann?\nEva Muster: Ja, so war das eben.\n\n" * 30
CELL = "from belegstelle.desk.cell import desk\ndesk({!r}, {!r}, coder={!r})\n"


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A JupyterLab on a project of one's own with an interview of which nothing is decided."""
    folder = copy_notebooks(copy_sample(tmp_path_factory.mktemp("desk")))
    (folder / "data" / "raw" / f"{WALD}.txt").write_text(PAGE, "utf-8")
    long = f"{TURNS}Heft: Und heute?\nEva Muster: Rund 600 Bäume stehen hier.\n"
    (folder / "data" / "raw" / f"{LONG}.txt").write_text(long, "utf-8")
    places = {
        f"JUPYTER{name}": str(folder / "jupyter_own" / name.lower())
        for name in ("_CONFIG_DIR", "_DATA_DIR", "_RUNTIME_DIR", "LAB_SETTINGS_DIR")
    }
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = [sys.executable, "-m", "jupyter", "lab", "--no-browser"]
    command += [f"--port={port}", "--IdentityProvider.token=", f"--notebook-dir={folder}"]
    settings = os.environ | places | {"BELEGSTELLE_ROOT": str(folder)}
    with open(folder / "lab.log", "w") as log:
        server = subprocess.Popen(command, env=settings, cwd=folder, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{address}/api/status", timeout=5)
                break
            except OSError:
                assert server.poll() is None, (folder / "lab.log").read_text()
                time.sleep(0.1)
        yield folder, address
    finally:
        server.kill()  # its kernels end by themselves
        server.wait(30)


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


class Hand:
    """A person at the keyboard: presses keys, and waits for what the desk says."""

    def __init__(self, page):
        self.page, self.pressed = page, 0

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def type(self, text):
        self.page.keyboard.type(text)
        self.pressed += len(text)

    def hears(self, said):
        desk = self.page.locator(".bs-desk .said")
        try:
            desk.filter(has_text=said).wait_for(timeout=20_000)
        except TimeoutError:
            raise AssertionError(f"not {said!r}, but {desk.inner_text()!r}") from None

    def focus(self):
        return self.page.evaluate("document.activeElement.dataset.key")

    def to(self, key):
        """Tab until a part of the desk has the focus."""
        for _ in range(60):
            if self.focus() == key:
                return
            self.press("Tab")
        raise AssertionError(f"Tab does not reach {key}")


@pytest.fixture
def open_desk(lab, browser):
    """A function that writes a notebook of one cell, runs it in JupyterLab, and gives the desk."""
    folder, address = lab
    contexts = []

    def opened(sheet, coder="", name="desk", interview=WALD, **looks):
        cell = {"cell_type": "code", "id": "a", "metadata": {}, "outputs": []}
        cell |= {"execution_count": None, "source": CELL.format(interview, sheet, coder)}
        kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
        notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}}
        path = folder / "notebooks" / f"{name}.ipynb"
        path.write_text(json.dumps(notebook | {"cells": [cell]}), "utf-8")
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 1000}, **looks))
        page = contexts[-1].new_page()
        page.said, page.asked = [], []
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(f"{address}/lab/tree/notebooks/{name}.ipynb?reset")
        page.locator("text=Python 3 (ipykernel) | Idle").wait_for(timeout=60_000)
        page.locator(".jp-Notebook .jp-CodeCell .cm-content").first.click()
        page.keyboard.press("Control+Enter")
        page.locator(".bs-desk").wait_for(timeout=60_000)
        return Hand(page)

    yield opened
    for context in contexts:
        context.close()


def rows(lab, name):
    path = lab[0] / "data" / "editorial" / WALD / f"{name}.csv"
    return list(csv.DictReader(path.read_text("utf-8").splitlines())) if path.exists() else []


def barriers(hand):
    """Return what axe finds wrong with the desk."""
    options = {"runOnly": {"type": "tag", "values": WCAG}}
    found = Axe().run(hand.page, context=".bs-desk", options=options)
    return found.generate_report() if found.violations_count else ""


def code(hand, columns, gloss=""):
    """Code the passage that is chosen: a number a column, then the gloss, then Enter."""
    hand.press("Enter")
    hand.page.locator(".bs-desk fieldset").wait_for()
    for _ in range(columns):  # the first code of each, but for the one that needs a name
        asked = hand.page.locator(".bs-desk fieldset legend").inner_text()
        hand.press("2" if asked.startswith("source type") else "1")
    assert hand.focus() == "gloss_en"
    hand.type(gloss)
    hand.press("Enter")


def test_an_interview_is_decided_by_keyboard_alone(lab, open_desk):
    hand = open_desk("page")
    assert hand.page.evaluate("window.ran") is None
    assert "<img src=x onerror=" in hand.page.locator(".bs-desk .text").inner_text()
    hand.to("text")

    hand.press("h")  # nothing is unsure: the first block is chosen
    hand.hears("Block 1 is headline")
    hand.press("ArrowDown", "ArrowDown", "ArrowDown", "e")
    hand.hears("Block 4 is note, voice editorial.")
    hand.press("Control+z")
    hand.hears("Taken back: Block 4")
    assert [row["block"] for row in rows(lab, "blocks")] == ["1"]
    hand.press("Control+y")
    hand.hears("Done again: Block 4")
    assert [(row["block"], row["kind"]) for row in rows(lab, "blocks")] == [
        ("1", "headline"),
        ("4", "note"),
    ]
    assert barriers(hand) == ""

    hand.press("Enter")
    assert hand.focus() == "kind"
    hand.press("c", "ArrowDown", "Enter")  # caption, and what comes after it: no cell is copied
    hand.hears("Block 4 is credit")
    hand.to("name-Heft")
    hand.press("Control+a")
    hand.type("Heft f")
    hand.page.evaluate("document.querySelector('.bs-desk button[data-key=undo]').click()")
    hand.hears("Taken back: Block 4")  # an answer that comes between two letters
    hand.type("ür Wald")
    hand.press("Enter")
    hand.hears("“Heft” is Heft für Wald, interviewer.")
    hand.to("text")
    hand.page.wait_for_timeout(500)
    hand.hears("“Heft” is Heft für Wald, interviewer.")
    assert rows(lab, "speakers")[0]["name"] == "Heft für Wald"
    hand.press("Control+z")
    hand.hears("Taken back: “Heft”")
    assert rows(lab, "speakers") == []  # half a name was written as well
    hand.press("Control+y")
    hand.hears("Done again: “Heft”")

    hand.press("2", "c")
    hand.hears("“dannn” is corrected to “dann” (e01).")
    hand.press("c")
    hand.hears("“nechstes” is corrected to “nächstes” (e02).")
    hand.press("Enter")
    hand.to("do-Keep")
    hand.press("Enter")
    hand.hears("“grösser” is kept as printed (e03).")
    assert "e03" in hand.page.locator(".bs-desk .side").inner_text()  # what was decided last
    errata = [(row["raw"], row["corrected"], row["treatment"]) for row in rows(lab, "errata")]
    assert errata == [
        ("dannn", "dann", "correct"),
        ("nechstes", "nächstes", "correct"),
        ("grösser", "", "keep"),
    ]
    assert barriers(hand) == ""

    hand.press("3", "Enter")
    columns = 1 + hand.page.locator(".bs-desk form > .line").count()
    assert barriers(hand) == ""
    hand.press("Escape")
    before = hand.pressed
    code(hand, columns, "About 600 trees stand here.")
    hand.hears("c01 is written.")
    assert hand.pressed - before == len("About 600 trees stand here.") + columns + 2
    code(hand, columns)
    hand.hears("c02 is written.")
    hand.press("ArrowUp", "ArrowUp", "ArrowUp", "ArrowUp", "Shift+ArrowLeft")
    code(hand, columns)
    hand.hears("c03 is written.")
    coded = [(row["quote"], row["quantity"], row["voice"]) for row in rows(lab, "claims")]
    assert coded == [
        ("Rund 600 Bäume stehen hier.", "Rund 600", "interviewee"),
        ("Immer mehr Leute kommen.", "", "interviewee"),
        ("Frau Muster, wächst der Wald", "", "interviewer"),
    ]
    assert hand.page.evaluate("window.ran") is None and hand.page.said == []
    local = (lab[1], "data:", "blob:", "ws:")
    assert [url for url in hand.page.asked if not url.startswith(local)] == []

    hand.press("Control+s")
    saved = lab[0] / "notebooks" / "desk.ipynb"
    for _ in range(100):
        if "at which people decide" in saved.read_text("utf-8"):
            break
        hand.page.wait_for_timeout(100)
    assert "at which people decide" in saved.read_text("utf-8")
    assert "widget" not in saved.read_text("utf-8")


def test_what_is_chosen_is_seen_and_said(open_desk):
    """Also where it stands far down, and under the passage that stays above a form."""
    hand = open_desk("claims", name="long", interview=LONG)
    chosen = hand.page.locator(".bs-desk .selected").last
    pane = hand.page.locator(".bs-desk .text").bounding_box()
    box = chosen.bounding_box()
    assert pane["y"] < box["y"] < pane["y"] + pane["height"] - box["height"]
    hand.page.get_by_role("tab", name="Claims 1 open", exact=True).wait_for()
    hand.to("text")
    hand.press("1", "ArrowDown")
    said = hand.page.locator(".bs-desk [aria-live=polite]")
    assert said.inner_text() == "block 2, answer, Eva Muster: Ja, so war das eben."
    hand.press("3", "Enter")
    quote = hand.page.locator(".bs-desk form > blockquote").bounding_box()
    legend = hand.page.locator(".bs-desk legend").bounding_box()
    assert quote["y"] + quote["height"] <= legend["y"]


def test_opened_again_all_is_there_and_a_second_coder_has_a_file_of_their_own(lab, open_desk):
    themes = lab[0] / "jupyter_own" / "lab_settings_dir" / "@jupyterlab" / "apputils-extension"
    themes.mkdir(parents=True)
    dark = {"theme": "JupyterLab Dark"}
    (themes / "themes.jupyterlab-settings").write_text(json.dumps(dark), "utf-8")
    before = rows(lab, "claims")
    hand = open_desk("page", coder="zwei", name="again")
    hand.page.locator("body[data-jp-theme-light=false]").wait_for(state="attached")
    shown = hand.page.locator(".bs-desk .block").nth(3).inner_text()
    assert "note" in shown and "decided" in shown
    hand.to("text")
    assert barriers(hand) == ""
    hand.press("2")
    assert hand.page.locator(".bs-desk .erratum").count() >= 3
    assert barriers(hand) == ""
    hand.press("3")
    assert hand.page.locator(".bs-desk .claim").count() == 0
    hand.press("Enter")
    columns = 1 + hand.page.locator(".bs-desk form > .line").count()
    assert barriers(hand) == ""
    hand.press("Escape")
    code(hand, columns)
    hand.hears("c01 is written.")
    assert rows(lab, "claims") == before
    assert [row["quote"] for row in rows(lab, "claims.zwei")] == ["Rund 600 Bäume stehen hier."]
    assert hand.page.said == []
