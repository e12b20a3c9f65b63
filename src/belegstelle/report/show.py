"""What a notebook shows: tables with their base, findings computed from them, charts.

Every output has a plain text twin for readers without HTML, and what is told is kept as data
beside the tables; see report.record. How a table looks: see report.tables.
"""

import base64
import io
from collections.abc import Callable
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from belegstelle.charts.frame import FONTS
from belegstelle.coding.codebook import labels
from belegstelle.interview import interview_of
from belegstelle.project import processed_path, raw_path
from belegstelle.report import record
from belegstelle.report.links import TRANSCRIPT, link, opened_live
from belegstelle.report.pages import report_path
from belegstelle.report.tables import MOST_ROWS, cell_text, quoted, shown, table_html, with_sic
from belegstelle.store.files import write_file

# Columns that quote claims.
QUOTES = frozenset("quote with_quote against_quote source_quote".split())

# Pixels of a page to an inch of a chart, where there is room: its text is as large as the page's.
SHOWN_PER_INCH = 120


def publish(html: str, plain: str, *, interview: str = "", **other: str) -> None:
    """Put an output with an HTML and a plain text form on the page; other: MIME type → form.

    interview: the one to whose report the links lead.
    """
    from IPython.display import display

    html, live = _live(html, interview)
    metadata = {"text/html": live} if live else {}
    display({"text/html": html, "text/plain": plain, **other}, raw=True, metadata=metadata)


def _live(html: str, interview: str) -> tuple[str, dict[str, str]]:
    return opened_live(html, report_path(interview)) if interview else (html, {})


def _printed(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose quotes carry [sic] by the errata of its interview as they are now.

    A quote without a place is one of a claim, whose place is known.
    """
    placed, others = quoted(table), {*table.columns} & QUOTES
    if not len(table) or not (placed or others) or "interview" not in table:
        return table
    if not raw_path(interview := table["interview"].iloc[0]).exists():
        return table
    corrections = interview_of(interview).corrections
    if others - {placed}:
        claims = interview_of(interview).claims
        marked = dict(zip(claims["quote"], with_sic(claims, corrections)["quote"], strict=True))
        told = {name: [marked.get(one, one) for one in table[name]] for name in others - {placed}}
        table = table.assign(**told)
    return with_sic(table, corrections)


def _html(table: pd.DataFrame) -> str:
    """Return a table that knows its title as HTML."""
    if table.empty:
        return f'<p class="bs-note">{escape(_plain(table))}</p>'
    told = {key: table.attrs.get(key, "") for key in ("title", "base", "name", "row_id")}
    return table_html(_printed(table), **told)


def _plain(table: pd.DataFrame) -> str:
    """Return a table that knows its title as plain text; without rows, as a sentence."""
    title, base = table.attrs.get("title", ""), table.attrs.get("base", "")
    base = f"Base: {base}." if base else ""
    if table.empty:
        return f"{title}: none. {base}".strip()
    known, read = labels(), shown(_printed(table).head(MOST_ROWS))
    cells = {name: [cell_text(cell, name, known) for cell in read[name]] for name in read}
    plain = pd.DataFrame(cells).to_string(index=False, max_colwidth=60)
    return f"{title}\n{plain}\n{base}".strip()


def show(table: pd.DataFrame, title: str = "", *, base: str = "", row_id: str = "") -> None:
    """Show a table with its title and its base (what its counts are counts of).

    What is not given the table's attrs say: title, base, row_id, name; see tables.table_html.
    An empty table is said to be empty.
    """
    given = {"title": title, "base": base, "row_id": row_id}
    table = table.copy()
    table.attrs |= {key: value for key, value in given.items() if value}
    publish(_html(table), _plain(table), interview=table.attrs.get("interview", ""))


def show_tables() -> None:
    """Let every table that knows its title show itself as the last line of a cell."""
    from IPython import get_ipython

    if shell := get_ipython():
        for kind, told in {"text/html": _html, "text/plain": _plain}.items():
            formatter = shell.display_formatter.formatters[kind]
            plain = formatter.for_type(pd.DataFrame)
            formatter.for_type(pd.DataFrame, _formatter(told, plain))


def _formatter(told: Callable, other: Callable | None) -> Callable:
    def form(table: pd.DataFrame, *printer: Any) -> Any:
        if "title" not in table.attrs:
            return other(table, *printer) if other else table._repr_html_()
        text = told(table)
        if printer:
            return printer[0].text(text)
        html, live = _live(text, table.attrs.get("interview", ""))
        return (html, live) if live else html

    return form


def finding(*sentences: str, interview: str = "", name: str = "") -> None:
    """Show findings: sentences with computed figures; see the tell_… functions.

    interview and name: under which they are kept for the front page; see record.TOLD.
    """
    if interview and name:
        record.keep(interview, "finding", name, text=list(sentences))
    html = "".join(f'<p class="bs-finding">{escape(sentence)}</p>' for sentence in sentences)
    publish(html, "\n".join(sentences))


def note(sentence: str) -> None:
    """Show a sentence that is no finding: a limit, an assumption, what is still to do."""
    publish(f'<p class="bs-note">{escape(sentence)}</p>', sentence)


def show_changes(changes: pd.DataFrame, interview: str) -> None:
    """Show each correction in its context, before struck out and after marked.

    changes: of the interview, see mark_changes.
    """
    if changes.empty:
        note("No correction is applied to this text.")
        return
    items, plain = [], []
    for change in changes.itertuples():
        items.append(
            f'<li><span lang="de">… {escape(change.before)}<del>{escape(change.raw)}</del> '
            f"<ins>{escape(change.corrected)}</ins>{escape(change.after)} …</span><br>"
            f"{link(f'{TRANSCRIPT}#b-{change.block}', 'in the text')}, "
            f"{escape(change.erratum)}: {escape(change.reason)}</li>"
        )
        plain.append(
            f"… {change.before}[-{change.raw}-]{{+{change.corrected}+}}{change.after} … "
            f"({change.erratum}: {change.reason})"
        )
    html = f'<ol class="bs-changes">{"".join(items)}</ol>'
    publish(html, "\n".join(plain), interview=interview)


def _png(figure) -> bytes:
    """Return a figure as PNG with a palette of 64 colours: a third of the size, the same to see."""
    from PIL import Image

    figure.canvas.draw()
    picture = Image.fromarray(np.asarray(figure.canvas.buffer_rgba())[..., :3])
    out = io.BytesIO()
    few = picture.quantize(64, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(out, format="PNG")
    return out.getvalue()


def _svg(figure) -> bytes:
    out = io.BytesIO()
    figure.set_layout_engine("none")
    figure.savefig(out, format="svg", metadata={"Date": None})
    return out.getvalue().replace(b"'DejaVu Sans'", FONTS.encode())


def chart(interview: str, name: str, *tables: pd.DataFrame | str, source: str) -> None:
    """Draw a chart, show it, and save it as SVG and PNG.

    name: a key of charts.CHARTS; tables: what its two functions take; source: the line under it.
    Title and alt text are computed from the tables and kept; see report.record. The files are
    data/processed/<interview>/charts/<name>.svg and .png. Where there is nothing to draw, a note
    says so. JupyterLab shows the PNG, the report's pages the SVG: its text can be searched.
    """
    from belegstelle.charts import CHARTS
    from belegstelle.charts.frame import style
    from belegstelle.report.embed import figure_html

    folder = processed_path(interview, "charts")
    tables = tuple(_printed(one) if isinstance(one, pd.DataFrame) else one for one in tables)
    words = CHARTS[name].words(*tables)
    record.keep(interview, "chart", name, **words, source=source)
    if not words["alt"]:
        for kind in ("png", "svg"):
            (folder / f"{name}.{kind}").unlink(missing_ok=True)
        note(f"{words['title']}.")
        return
    with style():
        figure = CHARTS[name].figure(*tables, source=source)
        png, svg = _png(figure), _svg(figure)
    write_file(folder / f"{name}.png", png)
    write_file(folder / f"{name}.svg", svg)
    width, height = (round(inches * SHOWN_PER_INCH) for inches in figure.get_size_inches())
    alt = f"{words['title']}. {words['alt']}"
    html = (
        f'<figure class="bs-figure"><img src="data:image/png;base64,'
        f'{base64.b64encode(png).decode("ascii")}" alt="{escape(alt)}" '
        f'width="{width}" height="{height}"></figure>'
    )
    plain = f"[chart] {words['title']}\n{words['alt']}\n{source}"
    publish(html, plain, **{"image/svg+xml": figure_html(svg, name, alt, width)})
