"""What a notebook shows: tables with their base, findings computed from them, charts.

Everything here escapes what it shows, in one place, so that no interview can put markup on a
page; every output has a plain text twin for readers without HTML. Links to the transcript have
their address (href) only on the report's pages, where the transcript lies beside.
"""

import base64
import io
from html import escape

import numpy as np
import pandas as pd

from belegstelle.project import processed_path
from belegstelle.store.files import write_file

# Columns that hold words of the interview, and so German.
GERMAN = frozenset(
    (
        "text reading quote raw corrected before after token term word suggestion context "
        "left keyword right source source_quote against_quote label begins one other "
        "hedge_cues quantifier quantity time example_de"
    ).split()
)


# Columns whose cells lead to their passage: column → anchor in the transcript.
ANCHORS = {
    "claim_id": "claim-{}",
    "erratum": "erratum-{}",
    "source_claim": "claim-{}",
    "against": "claim-{}",
    "sentence": "s-{}",
    "block": "b-{}",
    "source_block": "b-{}",
}


_NUMBER, _LONG = ' class="num"', ' class="long"'


# Cells longer than this make their column wide; tables of more columns print across the page.
LONG, WIDEST = 40, 8


# Pixels of a page to an inch of a chart, where there is room: its text is as large as the page's.
SHOWN_PER_INCH = 120


def publish(html: str, plain: str) -> None:
    """Put an output with an HTML and a plain text form on the page."""
    from IPython.display import display

    display({"text/html": html, "text/plain": plain}, raw=True)


def _cell_text(value: object) -> str:
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    return str(value)


def _is_number(column: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def _cell(name: str, value: object, *, number: bool, first: bool) -> str:
    text = escape(_cell_text(value))
    attributes = _NUMBER if number else _LONG * (len(text) > LONG)
    if text and name in ANCHORS:
        text = f'<a data-href="transcript.html#{ANCHORS[name].format(text)}">{text}</a>'
    attributes += ' lang="de"' if name in GERMAN and text else ""
    if first:
        return f'<th scope="row"{attributes}>{text}</th>'
    return f"<td{attributes}>{text}</td>"


def table_html(table: pd.DataFrame, caption: str, base: str, row_id: str = "") -> str:
    """Return a table as escaped HTML in a region that scrolls; see show."""
    numbers = {name: _is_number(table[name]) for name in table.columns}
    head = "".join(
        f'<th scope="col"{_NUMBER * numbers[name]}>{escape(str(name))}</th>' for name in numbers
    )
    body, addressed = [], set()
    for values in table.itertuples(index=False, name=None):
        row = dict(zip(table.columns, values, strict=True))
        cells = "".join(
            _cell(name, value, number=numbers[name], first=place == 0)
            for place, (name, value) in enumerate(row.items())
        )
        address = ANCHORS[row_id].format(row[row_id]) if row_id else ""
        anchor = f' id="{escape(address)}"' if address and address not in addressed else ""
        addressed.add(address)
        body.append(f"<tr{anchor}>{cells}</tr>")
    return (
        f'<div class="bs-table{" bs-wide" * (len(numbers) > WIDEST)}" role="region" tabindex="0" '
        f'aria-label="{escape(caption)}">'
        f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(body)}</tbody></table></div>"
        + (f'<p class="bs-base">Base: {escape(base)}.</p>' if base else "")
    )


def show(table: pd.DataFrame, caption: str, *, base: str, row_id: str = "") -> None:
    """Show a table with its caption and its base (what its counts are counts of).

    The column interview is left out; German columns are marked as German; claim, sentence and
    block numbers lead to the passage in the transcript. row_id: the column that gives its first
    row an address ("claim_id", "erratum"). An empty table is said to be empty.
    """
    publish(*_forms(table, caption, base, row_id))


def _forms(table: pd.DataFrame, caption: str, base: str, row_id: str) -> tuple[str, str]:
    """Return a table as HTML and as plain text; see show."""
    shown = table.drop(columns="interview", errors="ignore")
    if shown.empty:
        return _note_forms(f"{caption}: none. Base: {base}.")
    plain = shown.map(_cell_text).to_string(index=False, max_colwidth=60)
    return table_html(shown, caption, base, row_id), f"{caption}\n{plain}\nBase: {base}."


def show_tables() -> None:
    """Let Jupyter show every table that knows its title as `show` does, others as ever.

    A table knows title, base and row_id by its attrs; see interview.titled.
    """
    from IPython import get_ipython

    shell = get_ipython()
    if shell is None:
        return

    def as_html(table: pd.DataFrame) -> str | None:
        return _forms(*_known(table))[0] if "title" in table.attrs else table._repr_html_()

    def as_plain(table: pd.DataFrame, printer, _cycle) -> None:
        printer.text(_forms(*_known(table))[1] if "title" in table.attrs else repr(table))

    formatters = shell.display_formatter.formatters
    formatters["text/html"].for_type(pd.DataFrame, as_html)
    formatters["text/plain"].for_type(pd.DataFrame, as_plain)


def _known(table: pd.DataFrame) -> tuple[pd.DataFrame, str, str, str]:
    """Return a table and what it knows of itself: title, base and column of addresses."""
    known = table.attrs
    return table, known["title"], known.get("base", ""), known.get("row_id", "")


def finding(*sentences: str) -> None:
    """Show findings: sentences with computed figures; see the tell_… functions."""
    html = "".join(f'<p class="bs-finding">{escape(sentence)}</p>' for sentence in sentences)
    publish(html, "\n".join(sentences))


def note(sentence: str) -> None:
    """Show a sentence that is no finding: a limit, an assumption, what is still to do."""
    publish(*_note_forms(sentence))


def _note_forms(sentence: str) -> tuple[str, str]:
    return f'<p class="bs-note">{escape(sentence)}</p>', sentence


def show_changes(changes: pd.DataFrame) -> None:
    """Show each correction in its context, before struck out and after marked.

    changes: see mark_changes.
    """
    if changes.empty:
        note("No correction is applied to this text.")
        return
    items, plain = [], []
    for change in changes.itertuples():
        items.append(
            f'<li><span lang="de">… {escape(change.before)}<del>{escape(change.raw)}</del> '
            f"<ins>{escape(change.corrected)}</ins>{escape(change.after)} …</span><br>"
            f'<a data-href="transcript.html#b-{change.block}">block {change.block}</a>, '
            f"{escape(change.erratum)}: {escape(change.reason)}</li>"
        )
        plain.append(
            f"… {change.before}[-{change.raw}-]{{+{change.corrected}+}}{change.after} … "
            f"({change.erratum}: {change.reason})"
        )
    publish(f'<ol class="bs-changes">{"".join(items)}</ol>', "\n".join(plain))


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
    return out.getvalue()


def chart(interview: str, name: str, *tables: pd.DataFrame | str, source: str) -> None:
    """Draw a chart, show it, and save it as SVG and PNG.

    name: a key of charts.CHARTS; tables: what its two functions take; source: the line under it.
    Title and alt text are computed from the tables. The files are
    data/processed/<interview>/charts/<name>.svg and .png. Where there is nothing to draw, a note
    says so.
    """
    from belegstelle.charts import CHARTS
    from belegstelle.charts.frame import style

    folder = processed_path(interview, "charts")
    words = CHARTS[name].words(*tables)
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
    html = (
        f'<figure class="bs-figure" id="chart-{escape(name)}">'
        f'<img src="data:image/png;base64,{base64.b64encode(png).decode("ascii")}" '
        f'alt="{escape(words["title"])}. {escape(words["alt"])}" '
        f'width="{width}" height="{height}"></figure>'
    )
    publish(html, f"[chart] {words['title']}\n{words['alt']}\n{source}")
