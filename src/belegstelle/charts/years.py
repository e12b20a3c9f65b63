"""Charts of an archive's years: interviews, terms, cues and topics."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from belegstelle.charts.frame import COLOURS, FAINT, HAIRLINE, Chart, list_some, says, short
from belegstelle.english import capital, in_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes


# A year with fewer interviews than this tells little: one talkative guest would move its rates.
FEW = 5

# Years that have room under a chart, and digits above its bars; else only the highest is told.
TICKS, DIGITS = 7, 66


def draw_years(years: pd.DataFrame, *, ax: Axes) -> float:
    """Draw the interviews of each year as bars. years: year, n_interviews; see count_years."""
    known = years.dropna(subset="year")
    most = max(known["n_interviews"].max(), 1) if len(known) else 1
    ax.bar(known["year"].astype(int), known["n_interviews"], 0.72, color=FAINT)
    crowded = len(known) and np.ptp(known["year"]) * (len(str(most)) + 0.5) > DIGITS
    told = known[known["n_interviews"] == most].head(1) if crowded else known
    for year, n in told[["year", "n_interviews"]].itertuples(index=False):
        ax.text(year, n, f"{n}", ha="center", va="bottom")
    ax.set(yticks=[], ylim=(0, most * 1.15))
    ax.spines["left"].set_visible(False)
    _year_axis(ax, known["year"])
    return 1.4


def say_years(years: pd.DataFrame) -> dict[str, str]:
    """Say how many interviews there are, of which years, and the year that has the most."""
    known = years.dropna(subset="year")
    if known.empty:
        return says("No interview tells its year", "")
    total = capital(in_words(int(known["n_interviews"].sum()), "interview"))
    first, last = int(known["year"].min()), int(known["year"].max())
    rows = [f"{row.year}: {row.n_interviews}" for row in known.itertuples()]
    alt = f"Bars of the interviews of each year. {list_some(rows, '; ')}."
    if first == last:
        return says(f"{total}, all of {first}", alt)
    title = f"{total} of {first} to {last}"
    most = known["n_interviews"].max()
    leading = known.loc[known["n_interviews"] == most, "year"]
    if len(leading) > 1:
        return says(f"{title}, {in_words(int(most))} a year at most", alt)
    return says(f"{title}, most of {leading.iloc[0]} ({most})", alt)


def draw_rates(table: pd.DataFrame, row: str, rate: str, unit: str, *, ax: Axes) -> float:
    """Draw a row of bars for each of a table's rows, its highest rate written at the bar.

    All to one scale. A year without interviews has no line under it; one with fewer than FEW has
    hollow bars.
    """
    table = _with_any(table, row, rate)
    names = list(dict.fromkeys(table[row]))
    most = max(table[rate].max(), 1e-9) if len(table) else 1
    for y, name in enumerate(names):
        own = table[table[row] == name]
        ax.hlines([y] * len(own), own["year"] - 0.5, own["year"] + 0.5, color=HAIRLINE, lw=0.6)
        fill = np.where(own["n_interviews"] < FEW, "white", COLOURS["interviewee"])
        edge = {"edgecolor": COLOURS["interviewee"], "linewidth": 0.8}
        ax.bar(own["year"], -own[rate] / most * 0.6, 0.72, y, color=fill, **edge)
        top = own.loc[own[rate].idxmax()]
        _at_bar(ax, table["year"], top["year"], y - top[rate] / most * 0.6, f"{top[rate]:g} {unit}")
    ax.set_yticks(range(len(names)), [short(name) for name in names])
    ax.set_ylim(max(len(names), 1) - 0.6, -1.0)
    ax.spines[["left", "bottom"]].set_visible(False)
    if (table["n_interviews"] < FEW).any():
        ax.set_title(f"hollow: a year with fewer than {FEW} interviews")
    _year_axis(ax, table["year"])
    return 0.5 * (max(len(names), 1) + 0.4)


def _with_any(table: pd.DataFrame, row: str, rate: str) -> pd.DataFrame:
    """Return the table without the rows that are zero in every year."""
    return table[table.groupby(row)[rate].transform("max") > 0]


def _at_bar(ax: Axes, years: pd.Series, year: int, y: float, text: str) -> None:
    """Write over the bar of a year, inwards if it is one of the first or the last."""
    place = (year - years.min() + 0.5) / (years.max() - years.min() + 1)
    ha, x = ("left", -0.36) if place < 0.25 else ("right", 0.36) if place > 0.75 else ("center", 0)
    ax.text(year + x, y, text, ha=ha, va="bottom")


def _year_axis(ax: Axes, years: pd.Series) -> None:
    """Put whole years under the axes, as many as have room."""
    first, last = (int(years.min()), int(years.max())) if len(years) else (0, 0)
    ticks = range(first, last + 1, 1 + (last - first) // TICKS)
    ax.set(xlim=(first - 0.8, last + 0.8), xticks=ticks)


def say_rates(table: pd.DataFrame, row: str, rate: str, unit: str, why: str) -> dict[str, str]:
    """Say the row whose rate differs most between the first and the last year that can tell.

    That is a year with FEW interviews or more. why: there is nothing to draw.
    """
    table = _with_any(table, row, rate)
    if table.empty:
        return says(why, "")
    telling = table.loc[table["n_interviews"] >= FEW, "year"]
    many = bool(telling.min() < telling.max())
    years = telling if many else table["year"]
    first, last = int(years.min()), int(years.max())
    wide = table.pivot_table(index=row, columns="year", values=rate, sort=False)
    if first == last:
        rows = [f"{name}: {wide.loc[name, first]:g}" for name in wide.index]
        alt = f"One bar each of the rates of {first} ({unit}). {list_some(rows, '; ')}."
        return says(f"Only {first}: one year shows no change", alt)
    rows = [f"{name}: {wide.loc[name, first]:g} to {wide.loc[name, last]:g}" for name in wide.index]
    alt = f"Bars of rates ({unit}) by year, {first} to {last}. {list_some(rows, '; ')}."
    if not many:
        return says(f"No two years have {in_words(FEW)} interviews: no change is told", alt)
    moved = (wide[last] - wide[first]).abs().idxmax()
    title = f"{first} to {last}, “{moved}” moves most: {wide.loc[moved, first]:g} to "
    return says(f"{title}{wide.loc[moved, last]:g} {unit}", alt)


def _rates(row: str, rate: str, unit: str, base: str, why: str) -> Chart:
    """Return the chart of a table's rates. unit: as a bar has it; base: what follows in prose."""
    draw = partial(draw_rates, row=row, rate=rate, unit=unit)
    return Chart(draw, partial(say_rates, row=row, rate=rate, unit=f"{unit} {base}", why=why))


# What they draw: see across.count_years, follow_terms, count_cues and count_topics.
CHARTS = {
    "years": Chart(draw_years, say_years),
    "term_years": _rates("term", "per_1000", "per 1,000", "tokens", "No term to follow"),
    "cue_years": _rates("cue_class", "per_100", "of 100", "sentences", "No cue was found"),
    "topic_years": _rates("topic", "per_100", "of 100", "sentences", "No topic to follow"),
}
