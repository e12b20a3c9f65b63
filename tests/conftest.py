"""What the tests share: the first interview's tables, and a project folder of one's own."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing, contextmanager
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import settings

from belegstelle.coding import claims as coding_claims
from belegstelle.coding.lists import read_lists
from belegstelle.page import blocks as page_blocks
from belegstelle.text import errata as errata_rules
from belegstelle.text import quotes as text_quotes
from belegstelle.text import suspects as text_suspects
from belegstelle.text import tokens as text_tokens

# What counts is the answer, not the milliseconds; and each run tries the same examples.
# `pytest --hypothesis-profile=explore` tries others.
settings.register_profile("ours", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile("ours")

ROOT = Path(__file__).resolve().parents[1]
FIRST = "2014-03-14_leonhard"
INVENTED = ROOT / "tests" / "invented"
LISTS = read_lists()


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


def copy_sample(folder, root=ROOT):
    """Copy the project's own sample: its text, what is decided of it, the lists all share.

    What users have put beside is left out, so that it changes no result of the checks.
    """
    (folder / "data" / "raw").mkdir(parents=True)
    for name in (f"{FIRST}.txt", "SOURCE.md"):
        shutil.copy(root / "data" / "raw" / name, folder / "data" / "raw")
    shared = (root / "data" / "editorial").iterdir()
    others = [path.name for path in shared if path.is_dir() and path.name != FIRST]
    shutil.copytree(
        root / "data" / "editorial",
        folder / "data" / "editorial",
        ignore=lambda place, names: others if Path(place).name == "editorial" else [],
    )
    return folder


def copy_notebooks(folder, root=ROOT):
    """Copy the project's notebooks and their configuration, without what users have put beside."""
    shutil.copytree(root / "jupyter", folder / "jupyter")
    shutil.copytree(root / "docs", folder / "docs")
    (folder / "notebooks").mkdir()
    for path in (root / "notebooks").glob("0[1-6]_*.ipynb"):
        shutil.copy(path, folder / "notebooks")
    return folder


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A copy of the project's data in a folder of one's own."""
    copy_sample(tmp_path)
    monkeypatch.setenv("BELEGSTELLE_ROOT", str(tmp_path))
    os.environ.pop("INTERVIEW", None)
    yield tmp_path


# What an editorial folder of the hostile interview could hold; the quotes are in the text.
HOSTILE = {
    "source.csv": "field,value\ntitle,<script>window.ran = 6</script>\noutlet,<b>Heft</b>\n",
    "errata.csv": (
        "erratum,raw,corrected,occurrence,treatment,category,reason\n"
        "e1,ist eine Zelle,<img src=x onerror='window.ran = 7'>,,correct,<i>,<script>1</script>\n"
    ),
    "claims.csv": (
        "claim_id,voice,speaker,unit,quote,occurrence,gloss_en,claim_type,topic,direction,stance,"
        "certainty,hedge_cues,quantifier,quantity,qty_min,qty_max,qty_unit,time,source_type,"
        "source_name,interest,checkability,same_as,conflicts_with,note\n"
        "c1,interviewee,Eva Muster,assertion,immer mehr Firmen schreiben "
        "<script>window.ran = 3</script>,,=1+1 <img src=x onerror=alert(1)>,trend,</table>,up,"
        "affirms,CT,,,$x$,,,,{{ 7 * 7 }},own_data,</td>,yes,insider,,,<svg onload=alert(2)>\n"
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


def run_report(folder, interview, *arguments):
    """Run the report command on a copy of the project, as `make report` does."""
    settings = os.environ | {"BELEGSTELLE_ROOT": str(folder), "INTERVIEW": interview}
    command = [sys.executable, "-m", "belegstelle.report", *arguments]
    return subprocess.run(command, env=settings, capture_output=True, text=True, check=False)


@contextmanager
def alone(folder, name="project"):
    """Let one process at a time do what needs the name; the lock is SQLite's."""
    lock = sqlite3.connect(folder / f"{name}.lock", timeout=300, isolation_level=None)
    with closing(lock):
        lock.execute("BEGIN EXCLUSIVE")
        yield


@pytest.fixture(scope="session")
def report(tmp_path_factory):
    """A function from an interview's name to the folder of its report, each made once.

    The report "archive" is that of all of them.
    """
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder = shared / "project"
    with alone(shared):
        if not folder.exists():
            copy_project(folder)

    @cache
    def make(interview):
        made = folder / "reports" / interview
        with alone(shared, interview):
            options = ["--archive"] if interview == "archive" else []
            done = None if made.exists() else run_report(folder, interview, *options)
        assert made.exists(), done.stdout + done.stderr
        return made

    return make
