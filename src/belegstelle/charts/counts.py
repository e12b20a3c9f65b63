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
    ROW,
    VOICE_NAMES,
    WIDTH,
    Chart,
    bar,
    bare,
    beside,
    block_strip,
    dodge,
    key,
    leading,
    list_some,
    look,
    says,
    short,
    voices,
)
from belegstelle.coding.agreement import Codings
from belegstelle.coding.claims import tabulate
from belegstelle.coding.codebook import labels
from belegstelle.english import capital, in_digits, in_words, list_words, part_of, span_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes


MARKS = {"interviewer": "s", "editorial": "D"}

# Units of the cloud across the width, of its letters, and between its words; on a telephone,
# the smallest letters are 7 pixels high.
CLOUD, LARGEST, SMALLEST, GAP = (1000, 460), 115, 24, 16

# Terms in the cloud, of those that come at least so often, and in the bars below it.
IN_CLOUD, FEWEST, TOP = 40, 2, 10


def draw_word_shares(shares: pd.DataFrame, sure: bool = True, *, ax: Axes) -> float:
    """Draw the words of each voice as bars. shares: voice, n, share; sure: see say_word_shares."""
    for y, row in enumerate(shares.itertuples()):
        bar(ax, y, row.n, row.voice, f" ({row.share:.0%})" if sure else "")
    ax.set_yticks(range(len(shares)), shares["voice"])
    return bare(ax, len(shares), shares["n"].max() * 1.05)


def say_word_shares(shares: pd.DataFrame, sure: bool = True) -> dict[str, str]:
    """Say each voice's part of the words; if the voices are not sure, only how they were read."""
    total = int(shares["n"].sum())
    if not total:
        return says("No words to count", "")
    ranked = shares.sort_values("n", ascending=False, kind="stable")
    parts = [
        f"{row.n / total:.0%} {'are ' * (not place)}in {VOICE_NAMES.get(row.voice, row.voice)}"
        for place, row in enumerate(ranked[ranked["n"] > 0].itertuples())
    ]
    rows = [f"{row.voice} {row.n}" for row in shares.itertuples()]
    told = f"Of {total} words, {list_words(parts)}"
    title = told if sure else f"Of {total} words, not all could be given to a voice for sure"
    return says(title, f"Bars of the words by voice: {list_some(rows)}; {total} in all.")


def draw_term_bars(terms: pd.DataFrame, *, ax: Axes) -> float:
    """Draw each voice's most frequent terms, used more than once, as bars of counts.

    terms: voice, term, n, base; see terms.rate_terms.
    """
    labels: dict[int, str] = {}
    y = 0
    for voice in voices(terms["voice"], but="display"):
        own = terms[terms["voice"] == voice]
        top = own[own["n"] > 1].head(6)
        tail = "" if len(top) else ": no term comes twice"
        ax.text(0, y, f"{voice}, {own['base'].iloc[0]} tokens{tail}", weight="bold", va="center")
        for row in top.itertuples():
            y += 1
            bar(ax, y, row.n, voice)
            labels[y] = short(row.term)
        y += 1
    ax.set_yticks(list(labels), labels.values())
    return bare(ax, y, terms["n"].max())


def say_term_bars(terms: pd.DataFrame) -> dict[str, str]:
    """Say the two voices' terms that come most often."""
    spoken = terms[(terms["voice"] != "display") & (terms["n"] > 1)]
    if spoken.empty:
        return says("No voice uses a term twice", "")
    tops, rows = [], []
    for voice, own in spoken.groupby("voice", sort=False):
        most, first = own["n"].max(), leading(own, "term")
        lead = f"“{first[0]}”" if len(first) == 1 else f"{in_words(len(first), 'term')} alike"
        tops.append((most, f"{VOICE_NAMES.get(voice, voice)} {lead} ({most} times)"))
        rows.append(f"{voice}: {list_some(_counts(own.head(6)))}")
    best = [text for _, text in sorted(tops, key=lambda top: -top[0])[:2]]
    title = f"Most used: in {list_words([best[0], *(f'in {text}' for text in best[1:])])}"
    return says(title, f"Bars of the most frequent terms. {'; '.join(rows)}.")


def _counts(terms: pd.DataFrame) -> list[str]:
    return [f"“{row.term}” {row.n}" for row in terms.itertuples()]


def draw_claim_bars(table: pd.DataFrame, column: str, others: Codings, *, ax: Axes) -> float:
    """Draw counted claims by a code, each bar made of the voices.

    table: see claims.tabulate, of the first coding, which is drawn; others: claims by coder.
    """
    left = pd.Series(0, index=table.index)
    for voice in voices(set(table.columns) - {column, "n"}):
        ax.barh(table.index, table[voice], 0.72, left, **look(voice), label=voice)
        left = left + table[voice]
    for y, n in table["n"].items():
        beside(ax, n, y, str(n))
    ax.set_yticks(table.index, _labelled(table[column], column))
    key(ax)
    return bare(ax, len(table), table["n"].max())


def say_claim_bars(table: pd.DataFrame, column: str, others: Codings) -> dict[str, str]:
    """Say the most frequent code, if it is the same by all codings, and its count by each."""
    total = int(table["n"].sum())
    if not total:
        return says("No claim is coded yet", "")
    by_voice = [voice for voice in table.columns if voice not in (column, "n")]
    rows = [
        f"{code} {row['n']} ("
        + ", ".join(f"{voice} {row[voice]}" for voice in by_voice if row[voice])
        + ")"
        for code, (_, row) in zip(_labelled(table[column], column), table.iterrows(), strict=True)
        if row["n"]
    ]
    name = column.replace("_", " ")
    codings = [table, *(tabulate(other, column) for other in others.values())]
    found = [leading(one, column) for one in codings]
    first = _labelled(
        pd.Series(list(dict.fromkeys(code for codes in found for code in codes))), column
    )
    if all(codes == found[0] for codes in found):
        most = in_digits(span_of(one["n"].max() for one in codings))
        each = " each" * (len(first) > 1)
        of = in_digits(span_of(one["n"].sum() for one in codings))
        title = f"Most frequent {name} is {list_words(first)}, {most} of {of} claims{each}"
    else:
        title = f"Most frequent {name} is {list_words(first, 'or')}: the codings differ"
    return says(title, f"Bars of claims by {name}: {list_some(rows)}.")


def _labelled(found: pd.Series, column: str) -> list[str]:
    known = labels()
    return [known.get((column, code), code) for code in found]


def draw_dispersion(
    tokens: pd.DataFrame, shown: pd.DataFrame, blocks: pd.DataFrame, *, ax: Axes
) -> float:
    """Draw every use of the shown terms as a mark at its place in the text, display left out.

    tokens: term, voice, start; shown: term, in order; blocks: voice, start, end.
    """
    rows = {term: y for y, term in enumerate(shown["term"])}
    places = tokens[tokens["term"].isin(rows) & (tokens["voice"] != "display")]
    places = places.sort_values("start", kind="stable")
    along = zip(places["term"].map(rows), places["start"], strict=True)
    places = places.assign(y=dodge(along, 0.02 * blocks["end"].max()))
    for voice in voices(places["voice"]):
        own = places[places["voice"] == voice]
        mark = {"marker": MARKS.get(voice, "o"), "color": COLOURS[voice], "mec": "white", "ms": 7}
        ax.plot(own["start"], own["y"], ls="none", label=voice, **mark)
    ax.hlines(list(rows.values()), 0, blocks["end"].max(), color=HAIRLINE, lw=0.6, zorder=0)
    block_strip(ax, blocks, len(rows))
    ax.set_yticks(list(rows.values()), [short(term) for term in rows])
    ax.set(ylim=(len(rows) + 0.5, -0.6), xlim=(0, blocks["end"].max()), xticks=[])
    ax.spines[:].set_visible(False)
    ax.set_xlabel("place in the text; bar: voice")
    key(ax)
    return ROW * (len(rows) + 1.1)


def say_dispersion(
    tokens: pd.DataFrame, shown: pd.DataFrame, blocks: pd.DataFrame
) -> dict[str, str]:
    """Say which term stands in the most blocks."""
    if shown.empty:
        return says("No terms to show", "")
    rows = [
        f"“{row.term}” {row.n} times in {in_words(row.n_blocks, 'block')}"
        for row in shown.itertuples()
    ]
    widest = shown.sort_values("n_blocks", ascending=False, kind="stable").iloc[0]
    n_blocks = tokens.loc[tokens["voice"] != "display", "block"].nunique()
    where = part_of(int(widest["n_blocks"]), n_blocks)
    title = f"“{widest['term']}” stands in {where} blocks that count"
    return says(title, f"Each use of a term as a mark along the text: {list_some(rows)}.")


def draw_cloud_and_bars(totals: pd.DataFrame, *, ax: Axes) -> float:
    """Draw a word cloud from counts, and the bars of the same counts below it.

    totals: term, n; see terms.total_terms.
    """
    top = totals.head(TOP)
    high, low = WIDTH * CLOUD[1] / CLOUD[0], ROW * (len(top) + 0.2)
    share = low / (high + low + ROW)
    cloud, bars = (
        ax.inset_axes([0, 1 - high / low * share, 1, high / low * share]),
        ax.inset_axes([0.34, 0, 0.56, share]),
    )
    cloud.set(xlim=(0, CLOUD[0]), ylim=(CLOUD[1], 0))
    for term, size, x, y in place_terms(totals):
        cloud.text(x, y, term, size=size * WIDTH * 70 / CLOUD[0], in_layout=False)
    bars.barh(range(len(top)), top["n"], 0.72, color=INK)
    for y, n in enumerate(top["n"]):
        beside(bars, n, y, str(n))
    bars.set_yticks(range(len(top)), [short(term) for term in top["term"]])
    bare(bars, len(top), top["n"].max())
    for axes in (ax, cloud):
        axes.axis("off")
    return high + low + ROW


def place_terms(totals: pd.DataFrame) -> list[tuple[str, int, int, int]]:
    """Return where the cloud has its terms: term, size, left end and height of its line.

    Terms of one count have one size; the largest is as large as lets all have room.
    """
    terms = totals.loc[totals["n"] >= FEWEST, ["term", "n"]].head(IN_CLOUD)
    shares = (terms["n"] / totals["n"].max()) ** 0.5
    placed: list[tuple[str, int, int, int]] = []
    for largest in range(LARGEST, SMALLEST - 1, -3):
        sizes = (shares * largest).astype(int).clip(lower=SMALLEST)
        placed = _place(list(zip(terms["term"], sizes, strict=True)))
        if len(placed) == len(terms):
            break
    return placed


def _place(terms: list[tuple[str, int]]) -> list[tuple[str, int, int, int]]:
    """Place terms of given sizes in their order, none over another, until one finds no room.

    WordCloud spaces letters otherwise where the machine has FriBiDi, so it only finds the room;
    Pillow's basic layout, the same everywhere, says how much a term needs.
    """
    from random import Random

    from matplotlib import get_data_path
    from PIL import Image, ImageDraw, ImageFont
    from wordcloud.wordcloud import IntegralOccupancyMap

    path = f"{get_data_path()}/fonts/ttf/DejaVuSans.ttf"
    picture = Image.new("L", CLOUD)
    pen, chance = ImageDraw.Draw(picture), Random(1)
    room = IntegralOccupancyMap(CLOUD[1], CLOUD[0], None)
    placed: list[tuple[str, int, int, int]] = []
    for term, size in terms:
        font = ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
        left, top, right, bottom = font.getbbox(term, anchor="ls")
        spot = room.sample_position(bottom - top + GAP, right - left + GAP, chance)
        if spot is None:
            break
        y, x = spot
        box = (x + GAP // 2, y + GAP // 2, x + GAP // 2 + right - left, y + GAP // 2 + bottom - top)
        pen.rectangle(box, fill="white")
        room.update(np.asarray(picture), y, x)
        placed.append((term, size, box[0] - left, box[1] - top))
    return placed


def say_cloud_and_bars(totals: pd.DataFrame) -> dict[str, str]:
    """Say which terms lead."""
    if totals.empty:
        return says("No terms to show", "")
    base, most = totals["base"].iloc[0], totals["n"].max()
    first = [f"“{term}”" for term in leading(totals, "term")]
    lead = list_words(first) if len(first) < 4 else in_words(len(first), "term")
    verb, each = ("leads", "") if len(first) == 1 else ("lead", " each")
    return says(
        capital(f"{lead} {verb} with {most} of {base} tokens{each}"),
        f"A cloud of the terms that come twice or more, and bars of counts in {base} tokens: "
        f"{list_some(_counts(totals.head(LISTED)))}.",
    )


CHARTS = {
    "word_shares": Chart(draw_word_shares, say_word_shares),
    "term_bars": Chart(draw_term_bars, say_term_bars),
    "claim_bars": Chart(draw_claim_bars, say_claim_bars),
    "dispersion": Chart(draw_dispersion, say_dispersion),
    "cloud_and_bars": Chart(draw_cloud_and_bars, say_cloud_and_bars),
}
