"""Charts of the story: the strip, the ledger, the evidence ladder, the voice trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from belegstelle.charts.frame import (
    COLOURS,
    FAINT,
    HAIRLINE,
    INK,
    LINE,
    WIDTH,
    Chart,
    blend,
    block_strip,
    dodge,
    from_the_left,
    key,
    list_some,
    look,
    says,
    voices,
    wrap,
)
from belegstelle.coding.claims import counted
from belegstelle.coding.codebook import codes
from belegstelle.english import capital, in_words, list_counts, list_words, part_of, verb

if TYPE_CHECKING:
    from matplotlib.axes import Axes


# The verb of each stance, its line and its mark.
STANCES = {
    "affirms": ("affirm", "-", "o"),
    "qualifies": ("qualify", "--", "s"),
    "contests": ("contest", ":", "D"),
}

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

# Inches of a row of the strip: room for marks above and below it.
STRIP_ROW = 0.34

RUNGS = ("direction", "number", "period", "named_source", "checkable")

RUNG_NAMES = {
    "number": "a number",
    "period": "a period",
    "named_source": "a named source",
    "checkable": "someone who could check it",
}


def draw_strip(blocks: pd.DataFrame, claims: pd.DataFrame, *, ax: Axes) -> float:
    """Draw the interview as a strip of its blocks, and every counted claim as a mark above it.

    A row a claim type, each with its own shape; colour is the voice, fill the certainty, a ring
    the speaker's interest. Below, the strongest quotes: what contests the story, then growth put
    forward as certain; numbered where they stand.
    """
    shown = counted(claims)
    types = [code for code in codes("claim_type") if code in set(shown["claim_type"])]
    rows = {code: y for y, code in enumerate(types)}
    middles = (shown["start"] + shown["end"]) / 2
    along = list(zip(shown["claim_type"].map(rows), middles, strict=True))
    heights = dodge(along, 0.04 * blocks["end"].max())
    places = list(zip(middles, heights, strict=True))
    for claim, place in zip(shown.itertuples(), places, strict=True):
        colour, mark = COLOURS.get(claim.voice, INK), TYPE_MARKS.get(claim.claim_type, "o")
        fill = blend(colour, CERTAINTY_FILL[claim.certainty])
        ax.plot(*place, mark, ms=6, mfc=fill, mec=colour, mew=1.1)
        if claim.interest == "yes":
            ax.plot(*place, "o", ms=10, mfc="none", mec=INK, mew=0.8)
    ax.set_yticks(list(rows.values()), [code.replace("_", " ") for code in rows])
    block_strip(ax, blocks, len(rows))
    places_by_id = dict(zip(shown["claim_id"], places, strict=True))
    bottom = _quotes_below(ax, _strongest(shown), places_by_id, len(rows) + 0.8)
    ax.set(xlim=(0, blocks["end"].max()), ylim=(bottom, -0.8), xticks=[])
    ax.spines[:].set_visible(False)
    _strip_key(ax, voices(blocks["voice"]), with_marks=len(shown) > 0)
    return STRIP_ROW * (bottom + 0.8)


def _strongest(claims: pd.DataFrame) -> pd.DataFrame:
    growth = (claims["direction"] == "up") & (claims["certainty"] == "CT")
    own = claims[growth & (claims["unit"] == "assertion") & (claims["interest"] == "yes")]
    contests = claims[claims["stance"] == "contests"]
    shortest = own.sort_values("quote", key=lambda quotes: quotes.str.len(), kind="stable")
    return pd.concat([contests.head(2), shortest.head(3)]).sort_values("start", ignore_index=True)


def _quotes_below(
    ax: Axes, quotes: pd.DataFrame, places: dict[str, tuple[float, float]], y: float
) -> float:
    """Number the quotes where they stand, and write them from y down; return where they end."""
    for number, claim in enumerate(quotes.itertuples(), start=1):
        x, height = places[claim.claim_id]
        beside, va = ((5, -4), "top") if height > round(height) else ((5, 4), "bottom")
        lettering = {"textcoords": "offset points", "weight": "bold", "va": va}
        ax.annotate(str(number), (x, height), beside, **lettering)
        lines = wrap(f"{number}  „{claim.quote}“ ({claim.voice})", WIDTH)
        place = {"va": "top", "transform": from_the_left(ax, ax.transData), "in_layout": False}
        ax.text(0.012, y, lines, color=COLOURS.get(claim.voice, INK), **place)
        y += 0.2 + LINE / STRIP_ROW * (lines.count("\n") + 1)
    return y


def _strip_key(ax: Axes, there: list[str], *, with_marks: bool) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    def dot(label: str, fill: float, size: float = 7) -> Line2D:
        shown = {"marker": "o", "ms": size, "mfc": blend(INK, fill), "mec": INK}
        return Line2D([], [], ls="none", label=label, **shown)

    marks: list = [Patch(**look(voice), label=voice) for voice in there]
    if with_marks:
        words = {"CT": "certain", "PR": "probable", "PS": "possible"}
        marks += [dot(word, CERTAINTY_FILL[code]) for code, word in words.items()]
        marks.append(dot("ring: interest", 0.0, size=10))
    key(ax, handles=marks)


def say_strip(blocks: pd.DataFrame, claims: pd.DataFrame) -> dict[str, str]:
    """Say how many claims serve whoever makes them."""
    shown = counted(claims)
    page = f"The page as a strip of {in_words(len(blocks), 'block')}"
    if shown.empty:
        return says("No claim is coded yet: the strip shows whose text it is", f"{page}.")
    served, n = int((shown["interest"] == "yes").sum()), len(shown)
    rows = [
        f"{code.replace('_', ' ')} {count}"
        for code, count in shown["claim_type"].value_counts().items()
    ]
    return says(
        f"{capital(part_of(served, n))} claims {verb(served, 'serve')} the business of whoever "
        "makes them",
        f"{page}, each at its width, and {n} claims above it at their places, by type: "
        f"{list_some(rows)}.",
    )


def draw_ledger(trend: pd.DataFrame, *, ax: Axes) -> float:
    """Draw the running count of claims that affirm, qualify and contest the story, in steps.

    trend: stance, unit, position (0 to 1); presuppositions and display repeats are hollow marks
    that do not count.
    """
    rows = counted(trend)
    ends: dict[int, list[str]] = {}
    most = 1
    for stance, (_, line, mark) in STANCES.items():
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
    ax.set_title("claims so far; hollow: shown, not counted")
    return 2.4


def say_ledger(trend: pd.DataFrame) -> dict[str, str]:
    """Say how many claims take each stance, and that the objection comes last if it does."""
    steps = counted(trend).sort_values("start")
    if steps.empty:
        return says("No counted claim takes a stance on the story", "")
    places = {stance: steps.loc[steps["stance"] == stance, "position"] for stance in STANCES}
    told: list[str] = []
    for stance, own in places.items():
        if n := len(own):
            number = in_words(n) if told else in_words(n, "claim")
            told.append(f"{number} {verb(n, STANCES[stance][0])}")
    title = capital(f"{list_words(told)} the story")
    against = len(places["contests"])
    if not against:
        title += "; nobody contests it"
    elif against == 1 and steps["stance"].iloc[-1] == "contests" and len(steps) > 1:
        title += ", the objection last of all"
    rows = [
        f"{stance}: {', '.join(f'{at:.0%}' for at in own) or 'never'}"
        for stance, own in places.items()
    ]
    return says(title, f"Running counts in steps, by place in the text. {'; '.join(rows)}.")


def draw_ladder(ladder: pd.DataFrame, *, ax: Axes) -> float:
    """Draw growth claims against the rungs of evidence; an empty box is evidence not given.

    ladder: see trend.evidence_ladder.
    """
    from matplotlib.patches import Rectangle

    step, y = 1 / len(RUNGS), 0.0
    for number, rung in enumerate(RUNGS):
        words = {"ha": "center", "va": "bottom", "color": FAINT}
        ax.text(step * (number + 0.5), -0.04, rung.replace("_", " "), **words)
    for row in ladder.itertuples(index=False):
        gloss = wrap(f"{row.gloss_en} ({row.voice})", WIDTH)
        ax.text(0, y + 0.05, gloss, va="top", color=COLOURS.get(row.voice, INK))
        y += 0.09 + LINE * (gloss.count("\n") + 1)
        given = dict(zip(ladder.columns, row, strict=True))
        cells = [wrap(str(given[rung]).replace("_", " "), WIDTH * step) for rung in RUNGS]
        depth = 0.07 + LINE * max(cell.count("\n") + 1 for cell in cells)
        for number, cell in enumerate(cells):
            box = (
                {"fc": "#d6e7f3", "ec": FAINT}
                if cell
                else {"fc": "white", "ec": HAIRLINE, "ls": ":"}
            )
            place = (step * number + 0.004, y), step - 0.008, depth
            ax.add_patch(Rectangle(*place, lw=0.8, clip_on=False, **box))
            ax.text(step * (number + 0.5), y + depth / 2, cell, ha="center", va="center")
        y += depth + 0.08
    ax.set(xlim=(0, 1), ylim=(y, -0.04 - LINE))
    ax.axis("off")
    return y + 0.04 + LINE


def say_ladder(ladder: pd.DataFrame) -> dict[str, str]:
    """Say how many growth claims carry a number or an outside source."""
    n = len(ladder)
    if not n:
        return says("No counted claim says that anything grows", "")
    backed = int(((ladder["number"] != "") | (ladder["named_source"] != "")).sum())
    claims = f"{capital(part_of(backed, n))} growth claim{'s' * (n != 1)}"
    filled = [f"{name} {int((ladder[rung] != '').sum())}" for rung, name in RUNG_NAMES.items()]
    return says(
        f"{claims} {verb(backed or 1, 'carry')} a number or an outside source",
        f"Table of {in_words(n, 'growth claim')}; how many have {list_some(filled)}. "
        f"{list_some(ladder['gloss_en'].tolist(), '; ')}.",
    )


def draw_voice_trace(trace: pd.DataFrame, *, ax: Axes) -> float:
    """Draw each statement that comes more than once: where, in whose words, with whose name.

    trace: see trend.trace_voices. A full mark is where it is said, hollow ones repeat it.
    """
    y = 0.0
    for _, family in trace.groupby("statement"):
        first = y
        for row in family.itertuples():
            said = row.fidelity == "said"
            colour = COLOURS.get(row.voice, INK)
            words = row.speaker if said else row.fidelity
            words += "" if row.attributed else ", nobody named"
            lines = wrap(f"„{row.quote}“", WIDTH * 0.96)
            ax.plot(0.015, y + 0.07, "o", ms=7, mfc=colour if said else "white", mec=colour)
            ax.text(0.04, y, row.place, va="top", color=colour, weight="bold")
            ax.text(0.3, y, words, va="top", color=FAINT)
            ax.text(0.04, y + LINE, lines, va="top")
            last = y
            y += 0.1 + LINE * (lines.count("\n") + 2)
        ax.plot([0.015] * 2, [first + 0.07, last + 0.07], color=HAIRLINE, lw=1, zorder=0)
        y += 0.1
    ax.set(xlim=(0, 1), ylim=(max(y, 0.3), -0.05))
    ax.axis("off")
    return max(y, 0.3) + 0.05


def say_voice_trace(trace: pd.DataFrame) -> dict[str, str]:
    """Say how many statements are printed again, how truly, and with whose name."""
    if trace.empty:
        return says("No statement is coded as the same as another", "")
    copies = trace[trace["fidelity"] != "said"]
    unnamed, n = int((~copies["attributed"].astype(bool)).sum()), trace["statement"].nunique()
    named = f"{part_of(unnamed, len(copies))} with nobody named" if unnamed else "each with a name"
    rows = [
        f"{row.place}: „{row.quote}“, {row.fidelity}{'' if row.attributed else ', nobody named'}"
        for row in trace.itertuples()
    ]
    return says(
        f"{capital(in_words(n, 'statement'))} said once, printed again "
        f"{in_words(len(copies), 'time')}: {list_counts(copies['fidelity'])}, {named}",
        f"{list_some(rows, '; ')}.",
    )


CHARTS = {
    "strip": Chart(draw_strip, say_strip),
    "ledger": Chart(draw_ledger, say_ledger),
    "ladder": Chart(draw_ladder, say_ladder),
    "voice_trace": Chart(draw_voice_trace, say_voice_trace),
}
