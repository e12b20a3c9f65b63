"""The report's folder: the notebooks' pages, and what is made from tables and findings.json.

Those are the front page, the transcript and the glossary. Set TRANSCRIPT=no to leave out the
interview's text, for publishing where only its quotation is allowed.
"""

import ctypes
import os
import shutil
import sys
from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from belegstelle.interview import Interview
from belegstelle.project import (
    ARCHIVE,
    TroubleError,
    asked_interview,
    processed_path,
    root,
    show_path,
)
from belegstelle.report import record
from belegstelle.report.links import CHARTS, TABLES, TRANSCRIPT, opened
from belegstelle.store.files import alone, write_file
from belegstelle.store.tables import read_table

# The pages of a report in order, and what they are called in its navigation.
LABELS = {
    "index": "Report",
    "01_read": "1 Read",
    "02_clean": "2 Clean",
    "03_terms": "3 Terms",
    "04_claims": "4 Claims",
    "05_trend": "5 Trend",
    "transcript": "Transcript",
    "glossary": "Glossary",
}

NOTEBOOKS = [name for name in LABELS if name not in ("index", "transcript", "glossary")]

ARCHIVE_PAGE = "06_archive"

# Tables and texts that hold the interview as a whole.
WHOLE_TEXT = frozenset(
    "blocks.csv sentences.csv tokens.csv clean.txt received.txt tables.xlsx".split()
)


def notebook_paths() -> list[Path]:
    """Return the five notebooks of an interview, in order.

    Raises TroubleError if one is not there: the report would be made of old tables.
    """
    return [notebook_path(name) for name in NOTEBOOKS]


def notebook_path(name: str) -> Path:
    """Return the place of a notebook. Raises TroubleError if it is not there."""
    if not root().is_dir():
        raise TroubleError(
            f"{root()} is no folder. Set BELEGSTELLE_ROOT to the project's folder, or unset it."
        )
    path = root() / "notebooks" / f"{name}.ipynb"
    if not path.is_file():
        raise TroubleError(
            f"{show_path(path)} is not in {root()}. Get it back (git checkout -- "
            f"{show_path(path)}), or correct BELEGSTELLE_ROOT."
        )
    return path


def report_path(interview: str = "") -> Path:
    """Return the folder of an interview's report: the one named, or the variable INTERVIEW's."""
    return root() / "reports" / (interview or asked_interview())


def with_transcript() -> bool:
    """Tell whether the report has the interview's whole text; TRANSCRIPT=no leaves it out."""
    return os.environ.get("TRANSCRIPT", "").casefold() not in ("no", "0", "false", "off")


def navigation(name: str) -> list[tuple[str, str]]:
    """Return the pages of the report that a page belongs to, by name and label; none if alone."""
    pages = [page for page in LABELS.items() if page[0] != "transcript" or with_transcript()]
    return pages if name in LABELS else []


def linked(html: str) -> str:
    """Return an output with its links to the pages beside it, which only a report has."""
    there = [TABLES, CHARTS, *[TRANSCRIPT] * with_transcript()]
    return opened(html, there).replace('href="../docs/glossary.md', 'href="glossary.html')


def text_of(name: str) -> str:
    """Return the text of a file of the pages' templates."""
    return (templates() / name).read_text(encoding="utf-8")


def digest(text: str) -> str:
    """Return the SHA-256 of a text as a page's policy has it: no other script runs there."""
    return b64encode(sha256(text.encode("utf-8")).digest()).decode("ascii")


# What templates call, in nbconvert and here.
FILTERS = {"navigation": navigation, "linked": linked, "text_of": text_of, "digest": digest}


def templates() -> Path:
    """Return the folder of the pages' templates."""
    return root() / "jupyter" / "templates" / "belegstelle"


def render(template: str, **values: object) -> str:
    """Return a template of jupyter/templates, filled in and escaped."""
    return _environment(templates()).get_template(template).render(**values)


@cache
def _environment(folder: Path):
    """Return what fills in a folder's templates: each is read once, and anew when it is another."""
    from jinja2 import Environment, FileSystemLoader

    environment = Environment(loader=FileSystemLoader(folder), autoescape=True)
    environment.filters |= FILTERS
    return environment


def front_page(opened: Interview) -> str:
    """Return index.html, made from the tables and from what the other pages tell."""
    from belegstelle.report.exports import SHEETS
    from belegstelle.report.front import tell_front

    told, written = record.findings(opened.name), processed_path(opened.name)
    files = [f"{name}.csv" for name in SHEETS if (written / f"{name}.csv").exists()]
    return render(
        "front.html.j2",
        **tell_front(opened),
        said=[(name, LABELS[name], told.get(name, [])) for name in NOTEBOOKS],
        files=[name for name in files if with_transcript() or name not in WHOLE_TEXT],
        transcript=with_transcript(),
        labels=LABELS,
        version=version("belegstelle"),
    )


def transcript_page(opened: Interview) -> str:
    """Return transcript.html: the interview as printed, its annotations in the margin."""
    from belegstelle.report.front import heading
    from belegstelle.report.transcript import annotate

    blocks, left_out = annotate(opened)
    told = {"blocks": blocks, "left_out": left_out}
    return render("transcript.html.j2", **heading(opened.name), **told)


def glossary_page() -> str:
    """Return glossary.html: docs/glossary.md as a page."""
    from markupsafe import Markup
    from nbconvert.filters import markdown2html

    text = (root() / "docs" / "glossary.md").read_text(encoding="utf-8")
    return render("glossary.html.j2", text=Markup(markdown2html(text)))


def own_pages(interview: str) -> dict[str, str]:
    """Return the pages that no notebook makes: name → HTML."""
    opened = Interview(interview)
    pages = {"index": front_page(opened), "glossary": glossary_page()}
    return pages | ({"transcript": transcript_page(opened)} if with_transcript() else {})


def write_report(interview: str, pages: dict[str, str]) -> Path:
    """Write all pages and tables of a report beside, and put it in the place of the old one.

    pages: name → HTML of the five notebook pages. Returns the path of index.html.
    Raises TroubleError if the folder can't be written.
    """
    folder = report_path(interview)
    beside = folder.with_name(f".{folder.name}.new")
    with alone(folder.with_name(".lock"), "Another report is being written: waiting …"):
        shutil.rmtree(beside, ignore_errors=True)  # what a run left that was killed
        try:
            _fill(beside, interview, pages)
            _replace(folder, beside)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    return folder / "index.html"


def _fill(folder: Path, interview: str, pages: dict[str, str]) -> None:
    """Write pages into a folder, those that no notebook makes, and what lies beside them."""
    for name, page in (pages | own_pages(interview)).items():
        write_file(folder / f"{name}.html", page.encode("utf-8"))
    copy_tables(interview, folder)


def _replace(folder: Path, beside: Path) -> None:
    """Put a folder in the place of another.

    On Linux the two are swapped, so that one is there at any moment; elsewhere the old one is
    moved away first, and put back if the new one can't take its place.
    """
    old = folder.with_name(f".{folder.name}.old")
    if not (folder.exists() and _swap(folder, beside)):
        _move(folder, beside, old)
    shutil.rmtree(old, ignore_errors=True)


def _move(folder: Path, beside: Path, old: Path) -> None:
    try:
        if folder.exists():
            shutil.rmtree(old, ignore_errors=True)
            folder.rename(old)
        beside.rename(folder)
    except OSError as error:
        raise TroubleError(
            f"{show_path(folder)} can't be replaced: {error.strerror or error}. Close its files "
            "in other programs and run again."
        ) from error
    finally:
        if old.exists() and not folder.exists():
            old.rename(folder)


def _swap(one: Path, other: Path) -> bool:
    """Exchange two folders in one step, if this system can; tell whether it did."""
    exchange = getattr(ctypes.CDLL(None), "renameat2", None) if os.name == "posix" else None
    names = (os.fsencode(path.resolve()) for path in (one, other))
    return bool(exchange) and exchange(-1, next(names), -1, next(names), 2) == 0


def copy_tables(interview: str, folder: Path) -> None:
    """Copy the tables, the reading text and the exports of an interview to <folder>/tables/.

    The charts for slides go to <folder>/charts/.
    """
    for path in sorted(processed_path(interview, "charts").glob("[!.]*")):
        write_file(folder / "charts" / path.name, path.read_bytes())
    for path in sorted(processed_path(interview).iterdir()):
        whole = path.name in WHOLE_TEXT and not with_transcript()
        if path.is_file() and not path.name.startswith(".") and not whole:
            write_file(folder / "tables" / path.name, path.read_bytes())


def complete_report(page: Path) -> None:
    """Add what nbconvert does not know of to its pages, after the last of five.

    The page of the archive is moved to the archive's folder.
    """
    if page.stem == ARCHIVE_PAGE:
        write_archive_page(page.read_text(encoding="utf-8"))
        page.unlink()
    there = all(page.with_name(f"{name}.html").exists() for name in NOTEBOOKS)
    if page.stem != NOTEBOOKS[-1] or not there:
        return
    try:
        _fill(page.parent, report_path().name, {})
    except TroubleError as error:
        sys.exit(str(error))


def write_archive_page(page: str) -> Path:
    """Write the page of the archive and its tables to reports/archive; return the page's path.

    Below what the notebook says stand the tables, the reports there are, and the files that could
    not be read.
    """
    folder = report_path(ARCHIVE)
    copy_tables(ARCHIVE, folder)
    write_file(folder / "glossary.html", glossary_page().encode("utf-8"))
    more = render(
        "archive.html.j2",
        files=sorted(path.name for path in (folder / "tables").iterdir()),
        reports=[path.parent.name for path in sorted(root().glob("reports/*/index.html"))],
        problems=unreadable(),
    )
    page = page.replace("</main>", f"{more}</main>", 1)
    return write_file(folder / f"{ARCHIVE_PAGE}.html", page.encode("utf-8"))


def unreadable() -> list[tuple[str, str]]:
    """Return the files of the archive that could not be read: file, problem."""
    if not processed_path(ARCHIVE, "problems.csv").exists():
        return []
    problems = read_table(ARCHIVE, "problems")
    return list(problems[["file", "problem"]].itertuples(index=False, name=None))
