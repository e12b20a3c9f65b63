"""JupyterLab as `make lab` opens it: it asks nothing, shows tables as pages do, changes no file."""

import json
import os
import subprocess
import sys
import time
from urllib.request import Request, urlopen

import pytest
from conftest import FIRST, NEEDS_BROWSER, SAMPLE, copy_notebooks, copy_sample, start_browser

pytestmark = NEEDS_BROWSER

NAMES = [path.name for path in sorted((SAMPLE / "notebooks").iterdir())]
OPEN = "--no-browser --expose-app-in-browser --ServerApp.port=0".split()
TOKEN = "lab"


@pytest.fixture(scope="module")
def lab(tasks, tmp_path_factory):
    """A JupyterLab of a user who never had one, on a copy of the project: folder, address."""
    folder = tmp_path_factory.mktemp("lab")
    project = copy_notebooks(copy_sample(folder / "project"))
    runtime = folder / "runtime"
    places = {"HOME": folder, "JUPYTER_RUNTIME_DIR": runtime, "BELEGSTELLE_ROOT": project}
    with open(folder / "said", "w") as said:
        server = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "jupyter",
                "lab",
                *tasks.LAB,
                *OPEN,
                f"--IdentityProvider.token={TOKEN}",
            ],
            cwd=project,
            env=os.environ | {name: str(path) for name, path in places.items()},
            stdout=said,
            stderr=said,
        )
        try:
            yield project, _address(server, runtime)
        finally:
            server.kill()  # its kernels end by themselves
            server.wait()


def _address(server, runtime):
    while server.poll() is None:
        for path in runtime.glob("jpserver-*.json"):
            return json.loads(path.read_text())["url"]
        time.sleep(0.2)
    raise RuntimeError("JupyterLab has ended")


@pytest.fixture(scope="module")
def opened(lab):
    """Notebook 1 as JupyterLab shows it once its kernel is there."""
    with start_browser() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(f"{lab[1]}lab/tree/notebooks/{NAMES[0]}?token={TOKEN}", wait_until="load")
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=180_000)
        yield page


def committed(name):
    return (SAMPLE / "notebooks" / name).read_bytes()


def is_save(answer):
    return answer.request.method == "PUT" and "/api/contents/" in answer.url


def test_opening_and_saving_a_notebook_leaves_its_file_as_it_was(lab, opened):
    with opened.expect_response(is_save) as saved:
        opened.locator(".jp-Notebook").press("Control+s")
    assert saved.value.ok
    model = "window.jupyterapp.shell.currentWidget.context.model"
    told = opened.evaluate(f"{model}.getMetadata('language_info')")
    assert "version" in told  # so the front end sends it
    assert (lab[0] / "notebooks" / NAMES[0]).read_bytes() == committed(NAMES[0])


@pytest.mark.parametrize("name", NAMES)
def test_every_notebook_is_stored_as_it_was_whatever_python_its_kernel_has(lab, name):
    address = f"{lab[1]}api/contents/notebooks/{name}"
    content = json.load(ask(address))["content"]
    content["metadata"]["language_info"] |= {"version": "3.99", "file_extension": ".py"}
    content["metadata"]["kernelspec"]["display_name"] = "Python 3.99"
    ask(address, {"type": "notebook", "format": "json", "content": content})
    assert (lab[0] / "notebooks" / name).read_bytes() == committed(name)


def ask(address, body=None):
    """Ask JupyterLab's server for a file, or send it one as the front end does."""
    data, method = (json.dumps(body).encode(), "PUT") if body else (None, "GET")
    allowed = {"Authorization": f"token {TOKEN}"}
    return urlopen(Request(address, data, allowed, method=method))


def test_opening_asks_nothing_of_the_user_nor_of_the_network(lab, opened):
    assert opened.locator(".jp-Dialog, .Toastify__toast").count() == 0
    assert [url for url in opened.asked if not url.startswith((lab[1], "data:", "blob:"))] == []


def test_a_quote_leads_to_its_place_in_the_report(lab, opened):
    page = lab[0] / "reports" / FIRST / "transcript.html"
    page.parent.mkdir(parents=True)
    page.write_text("<p id='b-16' style='margin-top: 90rem'>Laut einer Studie</p>", "utf-8")
    opened.locator(".jp-Notebook").click(position={"x": 3, "y": 3})
    for key in ["Escape", "b", "Enter"]:
        opened.keyboard.press(key)
    opened.keyboard.type("import helpers as h\nh.page.assumptions(h.open())")
    opened.keyboard.press("Control+Enter")
    link = opened.locator(".jp-Cell.jp-mod-active a[href*='#b-16']")
    with opened.context.expect_page(timeout=60_000) as led:
        link.click()
    led.value.get_by_text("Laut einer Studie").wait_for()
    assert led.value.url.endswith(f"/reports/{FIRST}/transcript.html#b-16")
    assert led.value.evaluate("scrollY") > 0
    with opened.expect_response(is_save):
        opened.keyboard.press("Control+s")
    saved = (lab[0] / "notebooks" / NAMES[0]).read_text("utf-8")
    assert f"reports/{FIRST}" not in saved


def test_german_words_are_not_misspelt_and_prices_are_no_formula(opened):
    opened.locator(".jp-Notebook").click(position={"x": 3, "y": 3})
    for key in ["Escape", "b", "m", "Enter"]:
        opened.keyboard.press(key)
    opened.keyboard.type("Weiterbildungen kosten $5 Millionen, dann $6 Millionen.")
    cell = opened.locator(".jp-MarkdownCell.jp-mod-active")
    opened.wait_for_timeout(2000)
    assert "Weiterbildungen" in cell.locator(".cm-content").inner_text()
    assert opened.locator(".cm-lintRange-spell").count() == 0
    opened.keyboard.press("Control+Enter")
    cell.locator(".jp-RenderedMarkdown p").wait_for()
    opened.wait_for_timeout(500)
    assert "$5 Millionen, dann $6" in cell.locator(".jp-RenderedMarkdown").inner_text()
