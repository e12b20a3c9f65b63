"""Charts: tables in, axes out; they read no files and count nothing.

Every chart is laid out by the width of its figure, for a page or for a telephone. A colour means
one voice in all of them; hatch, mark or words say the same in grey.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from belegstelle.coding.claims import counted
from belegstelle.coding.codebook import codes

if TYPE_CHECKING:
    from matplotlib.axes import Axes


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


STANCES = {"affirms": ("-", "o"), "qualifies": ("--", "s"), "contests": (":", "D")}


CERTAINTY_FILL = {"CT": 1.0, "PR": 0.55, "PS": 0.25, "UU": 0.0}


TYPE_MARKS = {
    "fact_state": "o",
    "fact_quantity": "s",
    "trend": "^",
    "comparison": "D",
    "cause": "v",
    "forecast": ">",
    "evaluation": "p",
    "norm": "h",
}


RUNGS = ("direction", "number", "period", "named_source", "checkable")


# A figure narrower than this, in inches, is laid out for a telephone.
PAGE = 5.0


# A year with fewer interviews than this tells little: one talkative guest would move its rates.
FEW = 5


# Characters of the charts' font to an inch at 8 points, on the safe side.
PER_INCH = 15.5


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


def draw_word_shares(shares: pd.DataFrame, *, title: str, source: str, ax: Axes) -> Axes:
    """Draw the words of each voice as bars. shares: voice, n, share."""
    _bars(ax, shares["n"], shares["voice"])
    ax.set_yticks(range(len(shares)), shares["voice"])
    for y, (n, share) in enumerate(shares[["n", "share"]].itertuples(index=False)):
        ax.text(n, y, f" {n} ({share:.0%})", va="center")
    return _finish(_bare(ax, len(shares), shares["n"].max()), title, source)


def draw_term_bars(terms: pd.DataFrame, *, title: str, source: str, ax: Axes) -> Axes:
    """Draw each voice's most frequent terms, used more than once, as bars of counts.

    terms: voice, term, n, base; see terms.rate_terms.
    """
    labels: list[tuple[int, str]] = []
    y = 0
    for voice in _voices(terms["voice"], but="display"):
        own = terms[terms["voice"] == voice]
        top = own[own["n"] > 1].head(6)
        tail = "" if len(top) else ": no term comes twice"
        ax.text(0, y, f"{voice}, {own['base'].iloc[0]} tokens{tail}", weight="bold", va="center")
        rows = range(y + 1, y + 1 + len(top))
        _bars(ax, top["n"], [voice] * len(top), rows)
        for row, n in zip(rows, top["n"], strict=True):
            ax.text(n, row, f" {n}", va="center")
        labels += zip(rows, top["term"], strict=True)
        y = rows.stop
    ax.set_yticks([row for row, _ in labels], [_short(term, 24) for _, term in labels])
    return _finish(_bare(ax, y, terms["n"].max()), title, source)


def draw_claim_bars(table: pd.DataFrame, column: str, *, title: str, source: str, ax: Axes) -> Axes:
    """Draw counted claims by a code, each bar made of the voices. table: see claims.tabulate."""
    left = pd.Series(0, index=table.index)
    for voice in _voices(set(table.columns) - {column, "n"}):
        ax.barh(table.index, table[voice], 0.72, left, **_look(voice), label=voice)
        left = left + table[voice]
    for y, n in table["n"].items():
        ax.text(n, y, f" {n}", va="center")
    ax.set_yticks(table.index, table[column].str.replace("_", " "))
    _key(ax)
    return _finish(_bare(ax, len(table), table["n"].max()), title, source)


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
            _mark(voice),
            color=COLOURS[voice],
            ms=7,
            mec="white",
            label=voice,
        )
    ax.hlines(list(rows.values()), 0, blocks["end"].max(), color=HAIRLINE, lw=0.6, zorder=0)
    _block_strip(ax, blocks, len(rows))
    ax.set_yticks(list(rows.values()), [_short(term, 24) for term in rows])
    ax.set(ylim=(len(rows) + 0.5, -0.6), xlim=(0, blocks["end"].max()), xticks=[])
    ax.spines[:].set_visible(False)
    ax.set_xlabel("place in the text; bar: voice")
    _key(ax)
    return _finish(ax, title, source)


def draw_cloud_and_bars(totals: pd.DataFrame, *, title: str, source: str, ax: Axes) -> Axes:
    """Draw a word cloud from counts, and the bars of the same counts beside it.

    totals: term, n; see terms.total_terms.
    """
    ax.axis("off")
    if len(totals):
        page = _is_page(ax)
        cloud = ax.inset_axes([0, 0, 0.56, 1] if page else [0, 0.5, 1, 0.5])
        cloud.imshow(_cloud(totals, (380, 300) if page else (340, 250)), interpolation="bilinear")
        cloud.axis("off")
        bars = ax.inset_axes([0.82, 0, 0.16, 1] if page else [0.5, 0, 0.45, 0.46])
        top = totals.head(10)
        bars.barh(range(len(top)), top["n"], 0.72, color=INK)
        for y, n in enumerate(top["n"]):
            bars.text(n, y, f" {n}", va="center")
        bars.set_yticks(range(len(top)), [_short(term, 24) for term in top["term"]])
        _bare(bars, len(top), top["n"].max())
    return _finish(ax, title, source)


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


def heights_strip(blocks: pd.DataFrame, claims: pd.DataFrame) -> tuple[float, float]:
    """Return the inches draw_strip needs for its rows and quotes, wide and narrow."""
    shown = counted(claims)
    rows, quotes = shown["claim_type"].nunique() + 2.5, len(_strongest(shown))
    return round(1.2 + 0.27 * rows + 0.34 * quotes, 1), round(1.5 + 0.27 * rows + 0.52 * quotes, 1)


def draw_strip(
    blocks: pd.DataFrame, claims: pd.DataFrame, *, title: str, source: str, ax: Axes
) -> Axes:
    """Draw the interview as a strip of its blocks, and every counted claim as a mark above it.

    A row a claim type, each with its own shape; colour is the voice, fill the certainty, a ring
    the speaker's interest. Below, the strongest quotes: what contests the story, then growth put
    forward as certain; numbered where they stand.
    """
    shown = counted(claims)
    types = [code for code in codes("claim_type") if code in set(shown["claim_type"])]
    rows = {code: y for y, code in enumerate(types)}
    places = _dodge(shown, rows, apart=(0.02 if _is_page(ax) else 0.05) * blocks["end"].max())
    for claim, place in zip(shown.itertuples(), places, strict=True):
        _claim_mark(ax, claim, *place)
    ax.set_yticks(list(rows.values()), [code.replace("_", " ") for code in rows])
    _block_strip(ax, blocks, len(rows))
    bottom = _quotes_below(ax, _strongest(shown), dict(zip(shown["claim_id"], places, strict=True)))
    ax.set(xlim=(0, blocks["end"].max()), ylim=(bottom, -0.8), xticks=[])
    ax.spines[:].set_visible(False)
    _strip_key(ax, _voices(blocks["voice"]), with_marks=len(shown) > 0)
    return _finish(ax, title, source)


def _dodge(claims: pd.DataFrame, rows: dict[str, int], apart: float) -> list[tuple[float, float]]:
    """Return each claim's place, moved up and down in turn where two in a row would touch."""
    last: dict[str, tuple[float, int]] = {}
    places = []
    for claim in claims.itertuples():
        at = (claim.start + claim.end) / 2
        before, turn = last.get(claim.claim_type, (-apart, 0))
        turn = turn + 1 if at - before < apart else 0
        last[claim.claim_type] = at, turn
        places.append((at, rows[claim.claim_type] + (0, 0.3, -0.3)[turn % 3]))
    return places


def _claim_mark(ax: Axes, claim, at: float, y: float) -> None:
    colour, mark = COLOURS.get(claim.voice, INK), TYPE_MARKS.get(claim.claim_type, "o")
    fill = _blend(colour, CERTAINTY_FILL[claim.certainty])
    ax.plot(at, y, mark, ms=6, mfc=fill, mec=colour, mew=1.1)
    if claim.interest == "yes":
        ax.plot(at, y, "o", ms=11, mfc="none", mec=INK, mew=0.8)


def _strongest(claims: pd.DataFrame) -> pd.DataFrame:
    growth = (claims["direction"] == "up") & (claims["certainty"] == "CT")
    own = claims[growth & (claims["unit"] == "assertion") & (claims["interest"] == "yes")]
    contests = claims[claims["stance"] == "contests"]
    shortest = own.sort_values("quote", key=lambda quotes: quotes.str.len(), kind="stable")
    return pd.concat([contests.head(2), shortest.head(3)]).sort_values("start", ignore_index=True)


def _quotes_below(ax: Axes, quotes: pd.DataFrame, places: dict[str, tuple[float, float]]) -> float:
    """Number the quotes where they stand, and write them below the strip, from the left edge."""
    y = max((round(at) for _, at in places.values()), default=0) + 2.1
    for number, claim in enumerate(quotes.itertuples(), start=1):
        above = {"textcoords": "offset points", "fontsize": 8, "weight": "bold"}
        ax.annotate(str(number), places[claim.claim_id], (5, 5), **above)
        lines = _wrap(ax, f"{number}  „{claim.quote}“ ({claim.voice})", 0.98)
        colour = COLOURS.get(claim.voice, INK)
        text = ax.text(0, y, lines, va="top", fontsize=8, color=colour)
        _from_the_left(text)
        y += 0.25 + 0.6 * (lines.count("\n") + 1)
    return y


def _from_the_left(artist) -> None:
    """Let an artist begin at the figure's left edge, at its height in the axes."""
    from matplotlib.transforms import blended_transform_factory

    ax = artist.axes
    artist.set(transform=blended_transform_factory(ax.figure.transFigure, ax.transData), x=0.012)
    artist.set_in_layout(False)


def _strip_key(ax: Axes, voices: list[str], *, with_marks: bool) -> None:
    from matplotlib.patches import Patch

    marks: list = [Patch(**_look(voice), label=voice) for voice in voices]
    if with_marks:
        words = {"CT": "certain", "PR": "probable", "PS": "possible"}
        marks += [_dot(INK, word, fill=CERTAINTY_FILL[code]) for code, word in words.items()]
        marks.append(_dot(INK, "ring: interest", fill=0.0, size=11))
    _key(ax, handles=marks)


def draw_ledger(trend: pd.DataFrame, *, title: str, source: str, ax: Axes) -> Axes:
    """Draw the running count of claims that affirm, qualify and contest the story, in steps.

    trend: stance, unit, position (0 to 1); presuppositions and display repeats are hollow marks
    that do not count.
    """
    rows = counted(trend)
    ends: dict[int, list[str]] = {}
    most = 1
    for stance, (line, mark) in STANCES.items():
        own = rows.loc[rows["stance"] == stance, "position"].sort_values()
        levels = list(range(1, len(own) + 1))
        ax.step([0, *own, 1], [0, *levels, len(own)], line, where="post", color=INK, lw=1.4)
        ax.plot(own, levels, mark, color=INK, ms=5)
        ends.setdefault(len(own), []).append(stance)
        aside = trend[(trend["stance"] == stance) & ~trend.index.isin(rows.index)]
        heights = [(own <= place).sum() for place in aside["position"]]
        ax.plot(aside["position"], heights, mark, mfc="white", mec=FAINT, ms=5)
        most = max(most, len(own))
    for level, stances in ends.items():
        ax.text(1.015, level, "\n".join(f"{stance} {level}" for stance in stances), va="center")
    ax.set(xlim=(0, 1), ylim=(-0.4, most + 0.8))
    ax.set_xticks([0, 0.5, 1], ["start", "place in the text", "end"])
    ax.set_yticks(sorted({0, most // 2, most}))
    ax.grid(axis="y", color=HAIRLINE, lw=0.5)
    ax.spines["left"].set_visible(False)
    ax.set_title("claims so far; hollow: shown, not counted", loc="left", fontsize=8, color=FAINT)
    return _finish(ax, title, source)


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
    return _finish(_year_axis(ax, known["year"]), title, source)


def draw_term_years(uses: pd.DataFrame, *, title: str, source: str, ax: Axes) -> Axes:
    """Draw the rate of terms over the years, a row a term, all to one scale.

    uses: term, year, per_1000, n_interviews; see follow_terms.
    """
    return _finish(_year_rows(ax, uses, "term", "per_1000", "per 1,000"), title, source)


def draw_cue_years(cues: pd.DataFrame, *, title: str, source: str, ax: Axes) -> Axes:
    """Draw how many of 100 sentences have a cue over the years, a row a class, to one scale.

    cues: cue_class, year, per_100, n_interviews; see count_cues.
    """
    return _finish(_year_rows(ax, cues, "cue_class", "per_100", "of 100"), title, source)


def draw_topic_years(topics: pd.DataFrame, *, title: str, source: str, ax: Axes) -> Axes:
    """Draw how many of 100 sentences have a cue and a topic over the years, to one scale.

    topics: topic, year, per_100, n_interviews; see count_topics.
    """
    return _finish(_year_rows(ax, topics, "topic", "per_100", "of 100"), title, source)


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
    ax.set_yticks(range(len(names)), [_short(name, 24) for name in names])
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
    step = 1 + (last - first) // (12 if _is_page(ax) else 5)
    ax.set(xlim=(first - 0.8, last + 0.8), xticks=range(first, last + 1, step))
    return ax


def heights_ladder(ladder: pd.DataFrame) -> tuple[float, float]:
    """Return the inches draw_ladder needs for these rows, wide and narrow."""
    lines = ladder["gloss_en"].str.len()
    wide = (0.34 + 0.13 * (lines // 34)).sum()
    narrow = (0.62 + 0.14 * (lines // 46)).sum()
    return round(1.3 + wide, 1), round(1.5 + narrow, 1)


def draw_ladder(ladder: pd.DataFrame, *, title: str, source: str, ax: Axes) -> Axes:
    """Draw growth claims against the rungs of evidence; an empty box is evidence not given.

    ladder: see trend.evidence_ladder.
    """
    page = _is_page(ax)
    left = 0.4 if page else 0.0
    step = (1 - left) / len(RUNGS)
    y = 0.0
    for number, rung in enumerate(RUNGS):
        words = rung.replace("_", "\n" if not page else " ")
        ax.text(left + step * (number + 0.5), y - 0.1, words, ha="center", va="bottom", fontsize=8)
    for row in ladder.itertuples():
        gloss = _wrap(ax, f"{row.gloss_en} ({row.voice})", left - 0.01 if page else 1.0)
        height = 0.165 * (gloss.count("\n") + 1)
        ax.text(0, y + 0.04, gloss, va="top", fontsize=8, color=COLOURS.get(row.voice, INK))
        top = y if page else y + height + 0.03
        depth = max(height + 0.06, 0.24) if page else 0.24
        for number, rung in enumerate(RUNGS):
            _rung(ax, left + step * number, top, step, depth, str(getattr(row, rung)))
        y = top + depth + 0.09
    ax.set(xlim=(0, 1), ylim=(y, -0.35))
    ax.axis("off")
    return _finish(ax, title, source)


def _rung(ax: Axes, x: float, y: float, width: float, height: float, text: str) -> None:
    from matplotlib.patches import Rectangle

    look = {"fc": "#d6e7f3", "ec": FAINT} if text else {"fc": "white", "ec": HAIRLINE, "ls": ":"}
    ax.add_patch(Rectangle((x + 0.004, y), width - 0.008, height, lw=0.8, clip_on=False, **look))
    words = _wrap(ax, text.replace("_", " "), width * (0.95 if _is_page(ax) else 1.1))
    size = 7.5 if _is_page(ax) else 6.5
    ax.text(x + width / 2, y + height / 2, words, ha="center", va="center", fontsize=size)


def heights_trace(trace: pd.DataFrame) -> tuple[float, float]:
    """Return the inches draw_voice_trace needs for these rows, wide and narrow."""
    lines = trace["quote"].str.len()
    gaps = 0.12 * trace["statement"].nunique()
    wide = (0.26 + 0.14 * (lines // 62)).sum()
    narrow = (0.46 + 0.15 * (lines // 46)).sum()
    return round(1.0 + gaps + wide, 1), round(1.3 + gaps + narrow, 1)


def draw_voice_trace(trace: pd.DataFrame, *, title: str, source: str, ax: Axes) -> Axes:
    """Draw each statement that comes more than once: where, in whose words, with whose name.

    trace: see trend.trace_voices. A full mark is where it is said, hollow ones repeat it.
    """
    page = _is_page(ax)
    y = 0.0
    for _, family in trace.groupby("statement"):
        first = y
        for row in family.itertuples():
            said = row.fidelity == "said"
            colour = COLOURS.get(row.voice, INK)
            words = row.speaker if said else row.fidelity
            words += "" if row.attributed else ", nobody named"
            lines = _wrap(ax, f"„{row.quote}“", 0.62 if page else 0.94)
            ax.plot(0.015, y + 0.07, "o", ms=7, mfc=colour if said else "white", mec=colour)
            ax.text(0.04, y, row.place, va="top", fontsize=8, color=colour, weight="bold")
            ax.text(0.15 if page else 0.04, y + (0 if page else 0.17), lines, va="top", fontsize=8)
            ax.text(0.8 if page else 0.3, y, words, va="top", fontsize=8, color=FAINT)
            last = y
            y += 0.1 + 0.16 * (lines.count("\n") + 1 + (not page))
        ax.plot([0.015] * 2, [first + 0.07, last + 0.07], color=HAIRLINE, lw=1, zorder=0)
        y += 0.12
    ax.set(xlim=(0, 1), ylim=(max(y - 0.12, 0.3), -0.05))
    ax.axis("off")
    return _finish(ax, title, source)


def _is_page(ax: Axes) -> bool:
    return ax.figure.get_figwidth() >= PAGE


def _wrap(ax: Axes, text: str, share: float) -> str:
    """Break text into lines that fit a share of the figure's width, at 8 points."""
    room = max(int(ax.figure.get_figwidth() * share * PER_INCH), 6)
    return textwrap.fill(_one_line(text), room)


def _one_line(text: str) -> str:
    return " ".join(text.replace("\u00ad", "").replace("\u200b", "").split())


def _short(text: str, most: int) -> str:
    text = _one_line(text)
    return text if len(text) <= most else text[: most - 1] + "…"


def _voices(there, but: str = "") -> list[str]:
    return [voice for voice in codes("voice") if voice in set(there) and voice != but]


def _look(voice: str) -> dict[str, object]:
    return {"facecolor": COLOURS[voice], "hatch": HATCHES.get(voice), "edgecolor": "white", "lw": 0}


def _mark(voice: str) -> str:
    return {"interviewer": "s", "editorial": "D", "display": "^"}.get(voice, "o")


def _bars(ax: Axes, lengths: pd.Series, voices, rows=None) -> None:
    for y, n, voice in zip(rows or range(len(lengths)), lengths, voices, strict=True):
        ax.barh(y, n, 0.72, **_look(voice))


def _bare(ax: Axes, n_rows: int, longest: float) -> Axes:
    """Leave bars alone: no frame, no number axis (each bar has its number), room for the last."""
    ax.set(ylim=(max(n_rows, 1) - 0.4, -0.6), xlim=(0, max(longest, 1) * 1.18), xticks=[])
    ax.spines[:].set_visible(False)
    return ax


def _block_strip(ax: Axes, blocks: pd.DataFrame, y: float) -> None:
    for block in blocks.itertuples():
        look = {"alpha": 0.35} if block.voice == "boilerplate" else {}
        ax.barh(y, block.end - block.start, 0.5, block.start, **_look(block.voice) | look)


def _blend(colour: str, share: float) -> tuple[float, ...]:
    from matplotlib.colors import to_rgb

    return tuple(1 - share * (1 - part) for part in to_rgb(colour))


def _dot(colour: str, label: str, fill: float = 1.0, size: float = 7):
    from matplotlib.lines import Line2D

    look = {"marker": "o", "ms": size, "mfc": _blend(colour, fill), "mec": colour}
    return Line2D([], [], ls="none", label=label, **look)


def _key(ax: Axes, **look) -> None:
    """Put the key above the axes, from the figure's left edge."""
    from matplotlib.transforms import blended_transform_factory

    if look or ax.get_legend_handles_labels()[0]:
        edge = blended_transform_factory(ax.figure.transFigure, ax.transAxes)
        columns = 4 if _is_page(ax) else 3
        ax.legend(
            loc="lower left",
            bbox_to_anchor=(0.01, 1.0),
            bbox_transform=edge,
            ncols=columns,
            fontsize=8,
            **look,
        )


def _finish(ax: Axes, title: str, source: str) -> Axes:
    """Put the title above and the source below, from the left edge."""
    width = ax.figure.get_figwidth()
    title = textwrap.fill(_one_line(title), int(width * 10))
    ax.figure.suptitle(title, x=0.01, ha="left", fontsize=11, weight="bold")
    source = textwrap.fill(_one_line(source), int(width * PER_INCH))
    ax.figure.supxlabel(source, x=0.01, ha="left", fontsize=8, color=FAINT)
    return ax


# Every chart by name, and the inches it needs, wide and narrow, or what computes them.
CHARTS: dict[str, Any] = {
    "word_shares": (2.0, 2.4),
    "term_bars": (3.6, 4.2),
    "claim_bars": (3.2, 3.6),
    "dispersion": (3.4, 3.8),
    "cloud_and_bars": (3.4, 5.6),
    "strip": heights_strip,
    "ledger": (3.4, 3.8),
    "ladder": heights_ladder,
    "voice_trace": heights_trace,
    "years": (2.4, 2.6),
    "term_years": (4.2, 4.6),
    "cue_years": (3.8, 4.2),
    "topic_years": (4.2, 4.6),
}
