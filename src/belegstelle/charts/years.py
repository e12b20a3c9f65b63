"""Charts of an archive's years: interviews, terms, cues and topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from belegstelle.charts.frame import (
    COLOURS,
    FAINT,
    HAIRLINE,
    Chart,
    finish,
    is_page,
    list_some,
    nothing,
    says,
    short,
)
from belegstelle.english import capital, in_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes


# A year with fewer interviews than this tells little: one talkative guest would move its rates.
FEW = 5


def words_years(years: pd.DataFrame) -> dict[str, str]:
    """Return title and alt text of the interviews per year; see charts.draw_years."""
    known = years.dropna(subset="year")
    if known.empty:
        return nothing("No interview tells its year")
    total = int(known["n_interviews"].sum())
    first, last = int(known["year"].min()), int(known["year"].max())
    rows = [f"{row.year}: {row.n_interviews}" for row in known.itertuples()]
    alt = f"Bars of the interviews of each year. {list_some(rows, '; ')}."
    if first == last:
        return says(f"{capital(in_words(total, 'interview'))}, all of {first}", alt)
    title = f"{capital(in_words(total, 'interview'))} of {first} to {last}"
    most, least = known["n_interviews"].max(), known["n_interviews"].min()
    leading = known.loc[known["n_interviews"] == most, "year"]
    if most == least or len(leading) > 1:
        return says(f"{title}, {in_words(int(most))} a year at most", alt)
    return says(f"{title}, most of {leading.iloc[0]} ({most})", alt)


def draw_years(years: pd.DataFrame, *, title: str, source: str, ax: Axes) -> Axes:
    """Draw the interviews of each year as bars. years: year, n_interviews; see count_years."""
    known = years.dropna(subset="year")
    ax.bar(known["year"].astype(int), known["n_interviews"], 0.72, color=FAINT)
    for year, n in known[["year", "n_interviews"]].itertuples(index=False):
        ax.text(year, n, f"{n}", ha="center", va="bottom", fontsize=8)
    ax.set(
        yticks=[], ylim=(0, max(known["n_interviews"].max(), 1) * 1.15) if len(known) else (0, 1)
    )
    ax.spines["left"].set_visible(False)
    return finish(_year_axis(ax, known["year"]), title, source)


def words_term_years(uses: pd.DataFrame) -> dict[str, str]:
    """Return title and alt text of terms over the years; see charts.draw_term_years."""
    return _rates_over_years(uses, "term", "per_1000", "per 1,000 tokens", "No term to follow")


def draw_term_years(uses: pd.DataFrame, *, title: str, source: str, ax: Axes) -> Axes:
    """Draw the rate of terms over the years, a row a term, all to one scale.

    uses: term, year, per_1000, n_interviews; see follow_terms.
    """
    return finish(_year_rows(ax, uses, "term", "per_1000", "per 1,000"), title, source)


def words_cue_years(cues: pd.DataFrame) -> dict[str, str]:
    """Return title and alt text of cues over the years; see charts.draw_cue_years."""
    return _rates_over_years(cues, "cue_class", "per_100", "of 100 sentences", "No cue was found")


def draw_cue_years(cues: pd.DataFrame, *, title: str, source: str, ax: Axes) -> Axes:
    """Draw how many of 100 sentences have a cue over the years, a row a class, to one scale.

    cues: cue_class, year, per_100, n_interviews; see count_cues.
    """
    return finish(_year_rows(ax, cues, "cue_class", "per_100", "of 100"), title, source)


def words_topic_years(topics: pd.DataFrame) -> dict[str, str]:
    """Return title and alt text of topics over the years; see charts.draw_topic_years."""
    return _rates_over_years(topics, "topic", "per_100", "of 100 sentences", "No topic to follow")


def draw_topic_years(topics: pd.DataFrame, *, title: str, source: str, ax: Axes) -> Axes:
    """Draw how many of 100 sentences have a cue and a topic over the years, to one scale.

    topics: topic, year, per_100, n_interviews; see count_topics.
    """
    return finish(_year_rows(ax, topics, "topic", "per_100", "of 100"), title, source)


def _rates_over_years(
    table: pd.DataFrame, row: str, rate: str, unit: str, why: str
) -> dict[str, str]:
    """Tell the row whose rate differs most between the first and the last year that can tell.

    That is a year with FEW interviews or more.
    """
    if table.empty:
        return nothing(why)
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


def _year_rows(ax: Axes, table: pd.DataFrame, row: str, rate: str, unit: str) -> Axes:
    """Draw a row of bars for each of a table's rows, its highest rate written at the bar.

    A year without interviews has no line under it; one with fewer than FEW has hollow bars.
    """
    names = list(dict.fromkeys(table[row]))
    most = max(table[rate].max(), 1e-9) if len(table) else 1
    for y, name in enumerate(names):
        own = table[table[row] == name]
        ax.hlines([y] * len(own), own["year"] - 0.5, own["year"] + 0.5, color=HAIRLINE, lw=0.6)
        fill = np.where(own["n_interviews"] < FEW, "white", COLOURS["interviewee"])
        look = {"color": fill, "edgecolor": COLOURS["interviewee"], "linewidth": 0.8}
        ax.bar(own["year"], -own[rate] / most * 0.7, 0.72, y, **look)
        top = own.loc[own[rate].idxmax()]
        _at_bar(ax, table["year"], top["year"], y - top[rate] / most * 0.7, f"{top[rate]:g} {unit}")
    ax.set_yticks(range(len(names)), [short(name, 24) for name in names])
    ax.set_ylim(len(names) - 0.6, -1.0)
    ax.spines[["left", "bottom"]].set_visible(False)
    if (table["n_interviews"] < FEW).any():
        ax.set_title(
            f"hollow: a year with fewer than {FEW} interviews", loc="left", fontsize=8, color=FAINT
        )
    return _year_axis(ax, table["year"])


def _at_bar(ax: Axes, years: pd.Series, year: int, y: float, text: str) -> None:
    """Write over the bar of a year, inwards if it is one of the first or the last."""
    place = (year - years.min() + 0.5) / (years.max() - years.min() + 1)
    ha, x = ("left", -0.36) if place < 0.25 else ("right", 0.36) if place > 0.75 else ("center", 0)
    ax.text(year + x, y, text, ha=ha, va="bottom", fontsize=8)


def _year_axis(ax: Axes, years: pd.Series) -> Axes:
    """Put whole years under the axes, as many as have room."""
    first, last = (int(years.min()), int(years.max())) if len(years) else (0, 0)
    step = 1 + (last - first) // (12 if is_page(ax) else 5)
    ax.set(xlim=(first - 0.8, last + 0.8), xticks=range(first, last + 1, step))
    return ax


CHARTS = {
    "years": Chart(draw_years, words_years, (2.4, 2.6)),
    "term_years": Chart(draw_term_years, words_term_years, (4.2, 4.6)),
    "cue_years": Chart(draw_cue_years, words_cue_years, (3.8, 4.2)),
    "topic_years": Chart(draw_topic_years, words_topic_years, (4.2, 4.6)),
}
