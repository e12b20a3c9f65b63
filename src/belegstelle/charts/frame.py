"""What every chart shares: its form as a value, style, colours, title, source, wrapping, key.

A colour means one voice in all charts; hatch, mark or words say the same in grey.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from belegstelle.coding.codebook import codes

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True)
class Chart:
    """One chart: tables in, axes out; it reads no files and counts nothing.

    draw, words: functions of the tables, draw also of title, source and ax; words returns title
    and alt text, no alt text where there is nothing to draw. heights: inches, wide and narrow, or
    a function of the tables.
    """

    draw: Callable[..., Axes]
    words: Callable[..., dict[str, str]]
    heights: tuple[float, float] | Callable[..., tuple[float, float]]


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


HATCHES = {"interviewer": "////", "editorial": "..", "display": "xxxx"}


VOICE_NAMES = {
    "interviewer": "the questions",
    "interviewee": "the answers",
    "editorial": "the editors’ text",
    "display": "the display text",
}


# A figure narrower than this, in inches, is laid out for a telephone.
PAGE = 5.0


# Characters of the charts' font to an inch at 8 points, on the safe side.
PER_INCH = 15.5


LISTED = 8


def chart_style() -> dict[str, object]:
    """Return the rcParams of every chart, for matplotlib.rc_context.

    One font, which comes with matplotlib; nothing read as mathematics; nothing random in an SVG.
    """
    return {
        "font.family": "DejaVu Sans",
        "font.size": 8.5,
        "text.parse_math": False,
        "text.color": INK,
        "axes.edgecolor": FAINT,
        "axes.labelcolor": FAINT,
        "axes.linewidth": 0.6,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "xtick.color": FAINT,
        "ytick.left": False,
        "hatch.linewidth": 0.6,
        "legend.frameon": False,
        "legend.borderaxespad": 0,
        "legend.handletextpad": 0.4,
        "legend.columnspacing": 1.2,
        "svg.hashsalt": "belegstelle",
        "figure.constrained_layout.h_pad": 0.06,
    }


def says(title: str, alt: str) -> dict[str, str]:
    return {"title": title, "alt": alt}


def nothing(sentence: str) -> dict[str, str]:
    """Say why there is nothing to draw: no alt text, no chart."""
    return says(sentence, "")


def list_some(parts: list[str], joint: str = ", ") -> str:
    left_out = len(parts) - LISTED
    return joint.join(parts[:LISTED]) + (f"{joint}and {left_out} more" if left_out > 0 else "")


def is_page(ax: Axes) -> bool:
    return ax.figure.get_figwidth() >= PAGE


def wrap(ax: Axes, text: str, share: float) -> str:
    """Break text into lines that fit a share of the figure's width, at 8 points."""
    room = max(int(ax.figure.get_figwidth() * share * PER_INCH), 6)
    return textwrap.fill(one_line(text), room)


def one_line(text: str) -> str:
    return " ".join(text.replace("\u00ad", "").replace("\u200b", "").split())


def short(text: str, most: int) -> str:
    text = one_line(text)
    return text if len(text) <= most else text[: most - 1] + "…"


def voices(there, but: str = "") -> list[str]:
    return [voice for voice in codes("voice") if voice in set(there) and voice != but]


def look(voice: str) -> dict[str, object]:
    return {"facecolor": COLOURS[voice], "hatch": HATCHES.get(voice), "edgecolor": "white", "lw": 0}


def mark(voice: str) -> str:
    return {"interviewer": "s", "editorial": "D", "display": "^"}.get(voice, "o")


def bars(ax: Axes, lengths: pd.Series, voices, rows=None) -> None:
    for y, n, voice in zip(rows or range(len(lengths)), lengths, voices, strict=True):
        ax.barh(y, n, 0.72, **look(voice))


def bare(ax: Axes, n_rows: int, longest: float) -> Axes:
    """Leave bars alone: no frame, no number axis (each bar has its number), room for the last."""
    ax.set(ylim=(max(n_rows, 1) - 0.4, -0.6), xlim=(0, max(longest, 1) * 1.18), xticks=[])
    ax.spines[:].set_visible(False)
    return ax


def block_strip(ax: Axes, blocks: pd.DataFrame, y: float) -> None:
    for block in blocks.itertuples():
        faint = {"alpha": 0.35} if block.voice == "boilerplate" else {}
        ax.barh(y, block.end - block.start, 0.5, block.start, **look(block.voice) | faint)


def blend(colour: str, share: float) -> tuple[float, ...]:
    from matplotlib.colors import to_rgb

    return tuple(1 - share * (1 - part) for part in to_rgb(colour))


def dot(colour: str, label: str, fill: float = 1.0, size: float = 7):
    from matplotlib.lines import Line2D

    look = {"marker": "o", "ms": size, "mfc": blend(colour, fill), "mec": colour}
    return Line2D([], [], ls="none", label=label, **look)


def from_the_left(artist) -> None:
    """Let an artist begin at the figure's left edge, at its height in the axes."""
    from matplotlib.transforms import blended_transform_factory

    ax = artist.axes
    artist.set(transform=blended_transform_factory(ax.figure.transFigure, ax.transData), x=0.012)
    artist.set_in_layout(False)


def key(ax: Axes, **look) -> None:
    """Put the key above the axes, from the figure's left edge."""
    from matplotlib.transforms import blended_transform_factory

    if look or ax.get_legend_handles_labels()[0]:
        edge = blended_transform_factory(ax.figure.transFigure, ax.transAxes)
        columns = 4 if is_page(ax) else 3
        ax.legend(
            loc="lower left",
            bbox_to_anchor=(0.01, 1.0),
            bbox_transform=edge,
            ncols=columns,
            fontsize=8,
            **look,
        )


def finish(ax: Axes, title: str, source: str) -> Axes:
    """Put the title above and the source below, from the left edge."""
    width = ax.figure.get_figwidth()
    title = textwrap.fill(one_line(title), int(width * 10))
    ax.figure.suptitle(title, x=0.01, ha="left", fontsize=11, weight="bold")
    source = textwrap.fill(one_line(source), int(width * PER_INCH))
    ax.figure.supxlabel(source, x=0.01, ha="left", fontsize=8, color=FAINT)
    return ax
