"""Charts of counts: words by voice, terms, claims, places of terms, the cloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from belegstelle.charts.frame import (
    COLOURS,
    HAIRLINE,
    INK,
    LISTED,
    VOICE_NAMES,
    Chart,
    bare,
    bars,
    block_strip,
    finish,
    is_page,
    key,
    list_some,
    look,
    mark,
    nothing,
    says,
    short,
    voices,
)
from belegstelle.english import capital, in_words, list_words, part_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def words_word_shares(shares: pd.DataFrame) -> dict[str, str]:
    """Return title and alt text of the words by voice; see charts.draw_word_shares."""
    total = int(shares["n"].sum())
    if not total:
        return nothing("No words to count")
    ranked = shares.sort_values("n", ascending=False, kind="stable")
    parts = [
        f"{row.n / total:.0%} {'are ' * (not place)}in {VOICE_NAMES.get(row.voice, row.voice)}"
        for place, row in enumerate(ranked[ranked["n"] > 0].itertuples())
    ]
    rows = [f"{row.voice} {row.n}" for row in shares.itertuples()]
    title = f"Of {total} words, {list_words(parts)}"
    return says(title, f"Bars of the words by voice: {list_some(rows)}; {total} in all.")


def draw_word_shares(shares: pd.DataFrame, *, title: str, source: str, ax: Axes) -> Axes:
    """Draw the words of each voice as bars. shares: voice, n, share."""
    bars(ax, shares["n"], shares["voice"])
    ax.set_yticks(range(len(shares)), shares["voice"])
    for y, (n, share) in enumerate(shares[["n", "share"]].itertuples(index=False)):
        ax.text(n, y, f" {n} ({share:.0%})", va="center")
    return finish(bare(ax, len(shares), shares["n"].max()), title, source)


def words_term_bars(terms: pd.DataFrame) -> dict[str, str]:
    """Return title and alt text of the terms by voice; see charts.draw_term_bars."""
    spoken = terms[(terms["voice"] != "display") & (terms["n"] > 1)]
    if spoken.empty:
        return nothing("No voice uses a term twice")
    tops, rows = [], []
    for voice, own in spoken.groupby("voice", sort=False):
        most = own["n"].max()
        leading = [f"“{term}”" for term in own.loc[own["n"] == most, "term"]]
        lead = leading[0] if len(leading) == 1 else f"{in_words(len(leading), 'term')} alike"
        tops.append((most, f"{VOICE_NAMES.get(voice, voice)} {lead} ({most} times)"))
        named = [f"“{row.term}” {row.n}" for row in own.head(6).itertuples()]
        rows.append(f"{voice}: {list_some(named)}")
    best = [text for _, text in sorted(tops, key=lambda top: -top[0])[:2]]
    title = f"Most used: in {list_words([best[0], *(f'in {text}' for text in best[1:])])}"
    return says(title, f"Bars of the most frequent terms. {'; '.join(rows)}.")


def draw_term_bars(terms: pd.DataFrame, *, title: str, source: str, ax: Axes) -> Axes:
    """Draw each voice's most frequent terms, used more than once, as bars of counts.

    terms: voice, term, n, base; see terms.rate_terms.
    """
    labels: list[tuple[int, str]] = []
    y = 0
    for voice in voices(terms["voice"], but="display"):
        own = terms[terms["voice"] == voice]
        top = own[own["n"] > 1].head(6)
        tail = "" if len(top) else ": no term comes twice"
        ax.text(0, y, f"{voice}, {own['base'].iloc[0]} tokens{tail}", weight="bold", va="center")
        rows = range(y + 1, y + 1 + len(top))
        bars(ax, top["n"], [voice] * len(top), rows)
        for row, n in zip(rows, top["n"], strict=True):
            ax.text(n, row, f" {n}", va="center")
        labels += zip(rows, top["term"], strict=True)
        y = rows.stop
    ax.set_yticks([row for row, _ in labels], [short(term, 24) for _, term in labels])
    return finish(bare(ax, y, terms["n"].max()), title, source)


def words_claim_bars(table: pd.DataFrame, column: str) -> dict[str, str]:
    """Return title and alt text of claims by a code and voice; see charts.draw_claim_bars."""
    total = int(table["n"].sum())
    if not total:
        return nothing("No claim is coded yet")
    voices = [voice for voice in table.columns if voice not in (column, "n")]
    most = table["n"].max()
    leading = [code.replace("_", " ") for code in table.loc[table["n"] == most, column]]
    rows = [
        f"{row[column].replace('_', ' ')} {row['n']} ("
        + ", ".join(f"{voice} {row[voice]}" for voice in voices if row[voice])
        + ")"
        for _, row in table.iterrows()
        if row["n"]
    ]
    name = column.replace("_", " ")
    most_of = f"{most} of {total} claims{' each' * (len(leading) > 1)}"
    title = f"Most frequent {name}: {list_words(leading)}, {most_of}"
    return says(title, f"Bars of claims by {name}: {list_some(rows)}.")


def draw_claim_bars(table: pd.DataFrame, column: str, *, title: str, source: str, ax: Axes) -> Axes:
    """Draw counted claims by a code, each bar made of the voices. table: see claims.tabulate."""
    left = pd.Series(0, index=table.index)
    for voice in voices(set(table.columns) - {column, "n"}):
        ax.barh(table.index, table[voice], 0.72, left, **look(voice), label=voice)
        left = left + table[voice]
    for y, n in table["n"].items():
        ax.text(n, y, f" {n}", va="center")
    ax.set_yticks(table.index, table[column].str.replace("_", " "))
    key(ax)
    return finish(bare(ax, len(table), table["n"].max()), title, source)


def words_dispersion(
    tokens: pd.DataFrame, shown: pd.DataFrame, blocks: pd.DataFrame
) -> dict[str, str]:
    """Return title and alt text of the dispersion dots; see charts.draw_dispersion."""
    if shown.empty:
        return nothing("No terms to show")
    rows = [
        f"“{row.term}” {row.n} times in {in_words(row.n_blocks, 'block')}"
        for row in shown.itertuples()
    ]
    widest = shown.sort_values("n_blocks", ascending=False, kind="stable").iloc[0]
    n_blocks = tokens.loc[tokens["voice"] != "display", "block"].nunique()
    where = part_of(int(widest["n_blocks"]), n_blocks)
    title = f"“{widest['term']}” stands in {where} blocks that count"
    return says(title, f"Each use of a term as a mark along the text: {list_some(rows)}.")


def draw_dispersion(
    tokens: pd.DataFrame,
    shown: pd.DataFrame,
    blocks: pd.DataFrame,
    *,
    title: str,
    source: str,
    ax: Axes,
) -> Axes:
    """Draw every use of the shown terms as a dot at its place in the text.

    tokens: term, voice, start; shown: term, in order; blocks: voice, start, end.
    """
    rows = {term: y for y, term in enumerate(shown["term"])}
    places = tokens[tokens["term"].isin(rows)]
    for voice, own in places.groupby("voice"):
        ax.plot(
            own["start"],
            own["term"].map(rows),
            mark(voice),
            color=COLOURS[voice],
            ms=7,
            mec="white",
            label=voice,
        )
    ax.hlines(list(rows.values()), 0, blocks["end"].max(), color=HAIRLINE, lw=0.6, zorder=0)
    block_strip(ax, blocks, len(rows))
    ax.set_yticks(list(rows.values()), [short(term, 24) for term in rows])
    ax.set(ylim=(len(rows) + 0.5, -0.6), xlim=(0, blocks["end"].max()), xticks=[])
    ax.spines[:].set_visible(False)
    ax.set_xlabel("place in the text; bar: voice")
    key(ax)
    return finish(ax, title, source)


def words_cloud_and_bars(totals: pd.DataFrame) -> dict[str, str]:
    """Return title and alt text of the cloud and its bars; see charts.draw_cloud_and_bars."""
    if totals.empty:
        return nothing("No terms to show")
    base, most = totals["base"].iloc[0], totals["n"].max()
    leading = [f"“{term}”" for term in totals.loc[totals["n"] == most, "term"]]
    lead = list_words(leading) if len(leading) < 4 else in_words(len(leading), "term")
    verb = "leads" if len(leading) == 1 else "lead"
    rows = [f"“{row.term}” {row.n}" for row in totals.head(LISTED).itertuples()]
    return says(
        capital(f"{lead} {verb}: {most} of {base} tokens{'' if len(leading) == 1 else ' each'}"),
        f"A word cloud, and bars of the same counts in {base} tokens: {list_some(rows)}.",
    )


def draw_cloud_and_bars(totals: pd.DataFrame, *, title: str, source: str, ax: Axes) -> Axes:
    """Draw a word cloud from counts, and the bars of the same counts beside it.

    totals: term, n; see terms.total_terms.
    """
    ax.axis("off")
    if len(totals):
        page = is_page(ax)
        cloud = ax.inset_axes([0, 0, 0.56, 1] if page else [0, 0.5, 1, 0.5])
        cloud.imshow(_cloud(totals, (380, 300) if page else (340, 250)), interpolation="bilinear")
        cloud.axis("off")
        bars = ax.inset_axes([0.82, 0, 0.16, 1] if page else [0.5, 0, 0.45, 0.46])
        top = totals.head(10)
        bars.barh(range(len(top)), top["n"], 0.72, color=INK)
        for y, n in enumerate(top["n"]):
            bars.text(n, y, f" {n}", va="center")
        bars.set_yticks(range(len(top)), [short(term, 24) for term in top["term"]])
        bare(bars, len(top), top["n"].max())
    return finish(ax, title, source)


def _cloud(totals: pd.DataFrame, size: tuple[int, int]) -> np.ndarray:
    from unittest.mock import patch

    from matplotlib import get_data_path
    from PIL import ImageFont
    from wordcloud import WordCloud

    cloud = WordCloud(
        font_path=f"{get_data_path()}/fonts/ttf/DejaVuSans.ttf",
        width=size[0],
        height=size[1],
        scale=2,
        max_words=40,
        min_font_size=9,
        prefer_horizontal=1,
        background_color="white",
        color_func=lambda *_, **__: INK,
        random_state=1,
    )
    # Pillow kerns where the machine has FriBiDi; without, words are as wide everywhere.
    with patch.object(ImageFont.core, "HAVE_RAQM", False):
        cloud.generate_from_frequencies(dict(zip(totals["term"], totals["n"], strict=True)))
        return cloud.to_array()


CHARTS = {
    "word_shares": Chart(draw_word_shares, words_word_shares, (2.0, 2.4)),
    "term_bars": Chart(draw_term_bars, words_term_bars, (3.6, 4.2)),
    "claim_bars": Chart(draw_claim_bars, words_claim_bars, (3.2, 3.6)),
    "dispersion": Chart(draw_dispersion, words_dispersion, (3.4, 3.8)),
    "cloud_and_bars": Chart(draw_cloud_and_bars, words_cloud_and_bars, (3.4, 5.6)),
}
