"""What the tests share: the first interview's tables, and a project folder of one's own."""

import atexit
import gc
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import contextmanager
from functools import cache
from itertools import chain
from pathlib import Path
from types import ModuleType

import nbformat
import pytest
from hypothesis import settings

from belegstelle.coding import claims as coding_claims
from belegstelle.coding.lists import read_lists
from belegstelle.page import blocks as page_blocks
from belegstelle.report import pages as report_pages
from belegstelle.report import run as report_run
from belegstelle.report.show import show_tables
from belegstelle.store.files import alone
from belegstelle.text import errata as errata_rules
from belegstelle.text import quotes as text_quotes
from belegstelle.text import suspects as text_suspects
from belegstelle.text import tokens as text_tokens

# What is loaded stays: nothing in it need be looked at again for what could be freed.
gc.freeze()

# What counts is the answer, not the milliseconds; and each run tries the same examples.
# `pytest --hypothesis-profile=explore` tries others.
settings.register_profile("ours", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile("ours")

ROOT = Path(__file__).resolve().parents[1]
FIRST = "2014-03-14_leonhard"
# What the project's own sample is, and its pages are made with.
OWN = ["data/raw/SOURCE.md", f"data/raw/{FIRST}.*", "data/editorial/*.*", f"data/*/{FIRST}/**/*"]
OWN += ["notebooks/0[1-6]_*.ipynb"]


def take_sample(root, folder):
    """Copy the project's own sample as git has it staged, else as it lies there; return the folder.

    So no check depends on what a user has put beside it, or changed in it to try things.
    """
    git = ["git", "-C", str(root)]
    own = [f":(glob){one}" for one in OWN]
    listed = subprocess.run([*git, "ls-files", "-z", *own], capture_output=True)
    if listed.returncode or not listed.stdout:
        for path in (path for one in OWN for path in root.glob(one) if path.is_file()):
            (folder / path.relative_to(root)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, folder / path.relative_to(root))
    else:
        checkout = [*git, "checkout-index", "-z", "--stdin", f"--prefix={folder}/"]
        subprocess.run(checkout, input=listed.stdout, check=True)
    for name in ("docs", "jupyter"):
        shutil.copytree(root / name, folder / name)
    return folder


# What is read when no check names another folder.
SAMPLE = take_sample(ROOT, Path(tempfile.mkdtemp(prefix="belegstelle-")))
atexit.register(shutil.rmtree, SAMPLE, ignore_errors=True)
os.environ["BELEGSTELLE_ROOT"] = str(SAMPLE)
os.environ.pop("INTERVIEW", None)
INVENTED = ROOT / "tests" / "invented"
LISTS = read_lists()


# Files of checks that take longest: begun first, so that no core waits for another at the end.
LONG = "setup browser report faults desk_browser lab archive classroom size desk offsets".split()


def pytest_collection_modifyitems(items):
    """Put the files that take longest first."""
    names = [f"test_{name}" for name in LONG]
    items.sort(key=lambda item: [*names, item.path.stem].index(item.path.stem))


def pytest_report_header():
    """Say what of the sample differs from what is checked."""
    changed = ["git", "-C", str(ROOT), "diff", "--name-only", "--"]
    changed += [f":(glob){one}" for one in OWN]
    names = subprocess.run(changed, capture_output=True, text=True).stdout.split()
    return f"checked as staged, not as it lies there (git add): {', '.join(names)}" * bool(names)


def pytest_terminal_summary(terminalreporter):
    """Say what was run, a row a file: checks and seconds."""
    n, seconds = Counter(), Counter()
    for report in chain.from_iterable(terminalreporter.stats.values()):
        if isinstance(report, pytest.TestReport):
            name = report.nodeid.partition("::")[0]
            n[name] += report.when == "call" or report.skipped
            seconds[name] += report.duration
    terminalreporter.section("what was run: checks, seconds")
    for name in sorted(n):
        terminalreporter.line(f"{n[name]:5} {seconds[name]:6.1f}  {name}")


@pytest.fixture(scope="session")
def first():
    """The first interview, read by the functions themselves: raw, clean, edits and tables."""
    raw, clean, edits = errata_rules.read_text(FIRST)
    blocks = page_blocks.read_blocks(raw, FIRST, LISTS.page_words)
    errata = errata_rules.read_errata(FIRST)
    corrections = errata_rules.list_corrections(raw, errata, edits, FIRST)
    sentences = text_tokens.read_sentences(raw, clean, edits, blocks, LISTS.abbreviations)
    tokens = text_tokens.read_tokens(raw, clean, edits, sentences, LISTS.vocabulary)
    return {
        "raw": raw,
        "clean": clean,
        "edits": edits,
        "blocks": blocks,
        "corrections": corrections,
        "sentences": sentences,
        "tokens": tokens,
        "suspects": text_suspects.list_suspects(raw, blocks, corrections),
        "quotes": text_quotes.compare_quotes(blocks, sentences, FIRST),
        "claims": coding_claims.read_claims(raw, clean, edits, blocks),
    }


def copy_sample(folder, root=SAMPLE):
    """Copy the project's own sample to be read: its text and what is decided of it and for all."""
    shutil.copytree(root / "data" / "raw", folder / "data" / "raw")
    shutil.copytree(root / "data" / "editorial", folder / "data" / "editorial")
    return folder


def copy_notebooks(folder, root=SAMPLE):
    """Copy the project's notebooks and their configuration."""
    shutil.copytree(root / "jupyter", folder / "jupyter")
    shutil.copytree(root / "docs", folder / "docs")
    shutil.copytree(root / "notebooks", folder / "notebooks")
    return folder


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A copy of the project's data in a folder of one's own."""
    copy_sample(tmp_path)
    monkeypatch.setenv("BELEGSTELLE_ROOT", str(tmp_path))
    return tmp_path


# What an editorial folder of the hostile interview could hold; the quotes are in the text.
HOSTILE = {
    "source.csv": "field,value\ntitle,<script>window.ran = 6</script>\noutlet,<b>Heft</b>\n",
    "errata.csv": (
        "erratum,raw,corrected,occurrence,treatment,category,reason\n"
        "e1,ist eine Zelle,<img src=x onerror='window.ran = 7'>,,correct,<i>,<script>1</script>\n"
    ),
    "claims.csv": (
        "claim_id,voice,speaker,unit,quote,occurrence,gloss_en,claim_type,topic,direction,"
        "direction_by,stance,certainty,hedge_cues,quantifier,quantity,qty_min,qty_max,qty_unit,time,source_type,"
        "source_name,interest,checkability,same_as,conflicts_with,note\n"
        "c1,interviewee,Eva Muster,assertion,immer mehr Firmen schreiben "
        "<script>window.ran = 3</script>,,=1+1 <img src=x onerror=alert(1)>,trend,</table>,up,"
        "words,affirms,CT,,,$x$,,,,{{ 7 * 7 }},own_data,</td>,yes,insider,,,<svg onload=alert(2)>\n"
    ),
}


def copy_project(folder):
    """Copy what a report is made from, and the invented interviews as further raw texts."""
    copy_notebooks(copy_sample(folder))
    for path in INVENTED.glob("*.txt"):
        shutil.copy(path, folder / "data" / "raw")
    hostile = folder / "data" / "editorial" / "hostile"
    hostile.mkdir()
    for name, text in HOSTILE.items():
        (hostile / name).write_text(text, encoding="utf-8")
    return folder


REPORT = [sys.executable, "-m", "belegstelle.report"]
# The same, but its kernels load nothing of ours before their notebook does: for short ones.
BARE = [sys.executable, "-c", "import sys; from belegstelle.report import run; "]
BARE[-1] += "run.READY = run.QUIET; sys.exit(run.main(sys.argv[1:]))"


def run_report(folder, interview, *arguments, command=REPORT, **variables):
    """Run the report command on a copy of the project, as `make report` does."""
    named = {"BELEGSTELLE_ROOT": str(folder), "INTERVIEW": interview, "FILE": ""}
    settings = os.environ | named | variables
    return subprocess.run(
        [*command, *arguments], env=settings, capture_output=True, text=True, check=False
    )


def run_cells(notebook):
    """Run a notebook's cells in this process, where no kernel has to start; return it so."""
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    if not InteractiveShell.initialized():
        # Else it is __main__; and with results kept, each reset tidies the memory for 0.2 s.
        InteractiveShell.instance(user_module=ModuleType("cells"), cache_size=0)
        show_tables()  # if helpers were imported before there was a shell
    shell = InteractiveShell.instance()
    shell.reset(new_session=False)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            with capture_output() as shown:
                done = shell.run_cell(cell.source)
            done.raise_error()
            forms = [(one.data, one.metadata or {}) for one in shown.outputs]
            if done.result is not None:
                forms.append(shell.display_formatter.format(done.result))
            cell.outputs = [
                nbformat.v4.new_output("display_data", data=data, metadata=metadata)
                for data, metadata in forms
            ]
    return notebook


def write_here(folder, interview):
    """Write a report as the report command does, but in this process.

    The first interview's is made of its notebooks and tables as git has them, without a run: that
    a run gives just these is checked in test_setup.py.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BELEGSTELLE_ROOT", str(folder))
        patch.setenv("INTERVIEW", interview)
        run = {p.stem: nbformat.read(p, 4) for p in report_pages.notebook_paths()}
        if interview == FIRST:
            shutil.copytree(SAMPLE / "data/processed" / FIRST, folder / "data/processed" / FIRST)
        else:
            run = {name: run_cells(notebook) for name, notebook in run.items()}
        pages = {name: report_run.to_page(notebook, name) for name, notebook in run.items()}
        return report_pages.write_report(interview, pages).parent


@pytest.fixture(scope="session")
def report(tmp_path_factory):
    """A function from an interview's name to the folder of its report, each made once.

    The report "archive" is that of all of them, made by the command itself; the others are made
    in this process: the same bytes in half the time.
    """
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder = shared / "project"
    with alone(shared / "project.lock", ""):
        if not folder.exists():
            copy_project(folder)

    @cache
    def make(interview):
        made = folder / "reports" / interview
        with alone(shared / f"{interview}.lock", ""):
            if not made.exists() and interview == "archive":
                done = run_report(folder, interview, "--archive")
                assert made.exists(), done.stdout + done.stderr
            elif not made.exists():
                write_here(folder, interview)
        return made

    return make


@pytest.fixture(scope="session")
def tasks():
    """The set-up script as a module."""
    spec = importlib.util.spec_from_file_location("tasks", ROOT / "tasks.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CHROMIUM = shutil.which("chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


# For checks in a real browser; where CI is set, it may not be missing.
NEEDS_BROWSER = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None and not os.environ.get("CI"),
        reason="no Chromium on this machine: install Debian's package chromium",
    ),
]


@contextmanager
def start_browser():
    """A Chromium without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()
