"""What every chart shares: its form as a value, style and colours, title, source and key.

One drawing serves a page and a telephone: it is narrow, and no text in it is smaller than SIZE.
A colour means one voice in all charts; hatch, mark or words say the same in grey.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from belegstelle.coding.codebook import codes

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


# Inches, and points of the text: on a telephone, 328 of its 360 pixels wide, 9 points are 7 pixels.
WIDTH, SIZE = 5.6, 9

# Characters of the charts' font to an inch at SIZE, on the safe side; the title's are larger.
PER_INCH, PER_INCH_OF_TITLE = 13.7, 10

# Inches of a line of text, and of a row of bars or marks.
LINE, ROW = 0.155, 0.26

# What an SVG's text is set in where there is no DejaVu Sans: fonts as wide, or narrower.
FONTS = "'DejaVu Sans', Verdana, 'Segoe UI', sans-serif"

INK, FAINT, HAIRLINE = "#1a1a1a", "#5f5f5f", "#c9c9c9"

# Blue, green and vermilion that colour-blind eyes tell apart, and a purple; 3:1 on white.
# Source: M. Okabe, K. Ito, Color Universal Design, 2008.
COLOURS = {
    "interviewee": "#0072b2",
    "interviewer": "#00855f",
    "editorial": "#c75300",
    "display": "#7b3f99",
    "boilerplate": "#9a9a9a",
}

HATCHES = {"interviewer": "///", "editorial": "\\\\\\", "display": "xxx"}

VOICE_NAMES = {
    "interviewer": "the questions",
    "interviewee": "the answers",
    "editorial": "the editors’ text",
    "display": "the display text",
}

# Items an alt text lists.
LISTED = 8

# One font, which comes with matplotlib; nothing read as mathematics; nothing random in an SVG.
STYLE = {
    "font.family": "DejaVu Sans",
    "font.size": SIZE,
    "text.parse_math": False,
    "text.color": INK,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": FAINT,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlecolor": FAINT,
    "axes.titlelocation": "left",
    "axes.titlesize": SIZE,
    "xtick.color": FAINT,
    "ytick.color": INK,
    "ytick.left": False,
    "hatch.linewidth": 0.6,
    "legend.frameon": False,
    "legend.borderaxespad": 0,
    "legend.handletextpad": 0.4,
    "legend.columnspacing": 1.0,
    "svg.fonttype": "none",
    "svg.hashsalt": "belegstelle",
    "figure.labelsize": SIZE,
    "figure.titlesize": 11,
    "figure.titleweight": "bold",
    "figure.constrained_layout.h_pad": 0.06,
}


@dataclass(frozen=True)
class Chart:
    """One chart; it reads no files and counts nothing.

    draw: draws tables on ax and returns the inches of height the axes need; words: of the same
    tables, title and alt text. Without an alt text there is nothing to draw, and the title says so.
    """

    draw: Callable[..., float]
    words: Callable[..., dict[str, str]]

    def figure(self, *tables: pd.DataFrame | str, source: str) -> Figure:
        """Return the chart drawn: title above, source below, as high as its axes need."""
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        figure = Figure(figsize=(WIDTH, WIDTH), dpi=200, layout="constrained")
        FigureCanvasAgg(figure)
        ax = figure.subplots()
        inches = self.draw(*tables, ax=ax)
        title = textwrap.fill(
            one_line(self.words(*tables)["title"]), int(WIDTH * PER_INCH_OF_TITLE)
        )
        figure.suptitle(title, x=0.01, ha="left")
        figure.supxlabel(wrap(source, WIDTH), x=0.01, ha="left", color=FAINT)
        figure.get_layout_engine().execute(figure)
        figure.set_figheight(WIDTH + inches - ax.get_position().height * WIDTH)
        return figure


@contextmanager
def style() -> Iterator[None]:
    """Draw in the charts' style, whatever the reader's own matplotlibrc sets."""
    from matplotlib import rc_context, rcdefaults, rcParams

    with rc_context():
        rcdefaults()
        rcParams.update(STYLE)
        yield


def says(title: str, alt: str) -> dict[str, str]:
    """Return a chart's words; an empty alt where there is nothing to draw."""
    return {"title": title, "alt": alt}


def list_some(parts: list[str], joint: str = ", ") -> str:
    """Return the first parts of a list, and how many more there are."""
    left_out = len(parts) - LISTED
    return joint.join(parts[:LISTED]) + (f"{joint}and {left_out} more" if left_out > 0 else "")


def leading(table: pd.DataFrame, name: str) -> list[str]:
    """Return the names in the rows whose n is the highest."""
    return table.loc[table["n"] == table["n"].max(), name].tolist()


def wrap(text: str, inches: float) -> str:
    """Break text into lines that fit so many inches."""
    return textwrap.fill(one_line(text), int(inches * PER_INCH))


def one_line(text: str) -> str:
    """Return text with single spaces, without what breaks words unseen."""
    return " ".join(text.replace("\u00ad", "").replace("\u200b", "").split())


def short(text: str, most: int = 24) -> str:
    """Return text cut to fit beside a row."""
    text = one_line(text)
    return text if len(text) <= most else text[: most - 1] + "…"


def voices(there: Iterable[str], but: str = "") -> list[str]:
    """Return the voices that are there, in the codebook's order."""
    found = set(there) - {but}
    return [voice for voice in codes("voice") if voice in found]


def look(voice: str) -> dict[str, object]:
    """Return how a voice's bars look."""
    return {"facecolor": COLOURS[voice], "hatch": HATCHES.get(voice), "edgecolor": "white", "lw": 0}


def bar(ax: Axes, y: int, n: int, voice: str, after: str = "") -> None:
    """Draw a row's bar, with its number at its end."""
    ax.barh(y, n, 0.72, **look(voice))
    beside(ax, n, y, f"{n}{after}")


def beside(ax: Axes, x: float, y: float, text: str) -> None:
    """Write at the end of a bar or row."""
    ax.annotate(text, (x, y), (3, 0), textcoords="offset points", va="center")


def bare(ax: Axes, n_rows: int, longest: float) -> float:
    """Leave bars alone: no frame, no number axis (each bar has its number), room for the last."""
    rows = max(n_rows, 1)
    ax.set(ylim=(rows - 0.4, -0.6), xlim=(0, max(longest, 1) * 1.18), xticks=[])
    ax.spines[:].set_visible(False)
    return ROW * (rows + 0.2)


def dodge(places: Iterable[tuple[int, float]], apart: float) -> list[float]:
    """Return the height of each mark, given its row and where it is, from left to right.

    A mark that would touch the one before in its row goes below the row, the next above it.
    """
    last: dict[int, tuple[float, int]] = {}
    heights = []
    for row, at in places:
        before, turn = last.get(row, (-apart, 0))
        turn = turn + 1 if at - before < apart else 0
        last[row] = at, turn
        heights.append(row + (0, 0.36, -0.36)[turn % 3])
    return heights


# Bars of a strip that could still be told apart.
MOST_BARS = 400


def block_strip(ax: Axes, blocks: pd.DataFrame, y: float) -> None:
    """Draw the page as a strip, from left to right: a bar for each run of blocks of one voice.

    Of more than MOST_BARS, those at as many places stand for all: nobody could tell them apart.
    """
    run = blocks["voice"].ne(blocks["voice"].shift()).cumsum()
    runs = blocks.groupby(run).agg({"voice": "first", "start": "min", "end": "max"})
    if len(runs) > MOST_BARS:
        edges = np.linspace(0, runs["end"].max(), MOST_BARS + 1)
        here = runs["end"].searchsorted((edges[:-1] + edges[1:]) / 2)
        runs = runs.iloc[here].assign(start=edges[:-1], end=edges[1:])
    for voice, start, end in runs.itertuples(index=False):
        faint = {"alpha": 0.35} if voice == "boilerplate" else {}
        ax.barh(y, end - start, 0.5, start, **look(voice), **faint)


def key(ax: Axes, **given) -> None:
    """Put the key above the axes, from the figure's left edge."""
    if given or ax.get_legend_handles_labels()[0]:
        from matplotlib.transforms import blended_transform_factory

        edge = blended_transform_factory(ax.figure.transFigure, ax.transAxes)
        place = {"loc": "lower left", "bbox_to_anchor": (0.01, 1.0), "bbox_transform": edge}
        ax.legend(**place, ncols=4, **given)
