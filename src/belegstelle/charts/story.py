"""Charts of the story: the strip, the ledger, the voice trace. The evidence ladder is a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from belegstelle.charts.frame import (
    COLOURS,
    FAINT,
    HAIRLINE,
    LINE,
    ROW,
    WIDTH,
    Chart,
    beside,
    block_strip,
    dodge,
    key,
    list_some,
    look,
    says,
    voices,
    wrap,
)
from belegstelle.coding.agreement import Codings
from belegstelle.coding.claims import counted
from belegstelle.coding.thesis import DIRECTIONS
from belegstelle.coding.trend import sum_up_all, thesis_claims
from belegstelle.english import (
    capital,
    in_words,
    list_words,
    part_of,
    plural,
    some,
    span_in_words,
    span_of,
    verb,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes


# What a step does to the story, by stance; the rows of the ledger, from the top.
STANCES = {"affirms": "support", "qualifies": "limit", "contests": "speak against"}

WHERE = {
    "interviewee": "in answers",
    "interviewer": "in questions",
    "editorial": "in the editors’ text",
    "display": "in display text",
}


def draw_strip(blocks: pd.DataFrame, claims: pd.DataFrame, others: Codings, *, ax: Axes) -> float:
    """Draw the page as a strip of its blocks, and above it each claim that carries the story.

    A colour is a voice, and nothing else is told; drawn is the first coding.
    """
    told = thesis_claims(claims)
    middles = (told["start"] + told["end"]) / 2
    heights = dodge(((0, at) for at in middles), 0.025 * blocks["end"].max())
    for x, y, voice in zip(middles, heights, told["voice"], strict=True):
        ax.plot(x, y, "o", ms=9, mfc=COLOURS[voice], mec="white", mew=0.8)
    block_strip(ax, blocks, 1)
    ax.set(xlim=(0, blocks["end"].max()), ylim=(1.4, -0.6), xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    _voice_key(ax, voices(blocks["voice"]))
    return 0.8


def _voice_key(ax: Axes, there: list[str]) -> None:
    from matplotlib.patches import Patch

    key(ax, handles=[Patch(**look(voice), label=voice) for voice in there])


def say_strip(blocks: pd.DataFrame, claims: pd.DataFrame, others: Codings) -> dict[str, str]:
    """Say how many claims go the way of the thesis, and in whose words, by all codings."""
    page = f"The page as a strip of {in_words(len(blocks), 'block')}, coloured by voice"
    if claims.empty:
        return says("No claim is coded yet, so the strip shows whose text it is", f"{page}.")
    spans = _spans(sum_up_all(claims, others))
    if "told" not in spans:
        return says("No claim coded goes the way of the thesis", f"{page}.")
    there, most = [voice for voice in WHERE if voice in spans], spans["told"][1]
    places = [f"{span_in_words(spans[voice])} {WHERE[voice]}" for voice in there]
    if len(there) == 1:
        every = "both " if spans["told"] == (2, 2) else "all " * (most > 1)
        places = [f"{every}{WHERE[there[0]]}"]
    codings = pd.concat([thesis_claims(one) for one in (claims, *others.values())])
    goes = DIRECTIONS[codings["direction"].iloc[0]]
    told = f"{capital(span_in_words(spans['told']))} {plural(most, 'claim')} "
    told += f"{verb(most, 'say')} that something {goes}"
    middles = thesis_claims(claims)["start"]
    at = [f"{start / blocks['end'].max():.0%}" for start in middles]
    marks = f"above it {in_words(len(at), 'mark')}, at {list_some(at)} of the page"
    return says(f"{told}, {list_words(places)}", f"{page}; {marks if at else 'no mark above it'}.")


def _spans(figures: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """Return the least and the most of each figure over codings, without those always 0."""
    return {str(name): span_of(own) for name, own in figures.items() if own.any()}


def draw_ledger(trend: pd.DataFrame, claims: pd.DataFrame, others: Codings, *, ax: Axes) -> float:
    """Draw the steps of the story as marks in reading order, a row a stance, coloured by voice.

    trend: stance, unit, voice, start, of the first coding, which is drawn; a hollow mark is shown
    but does not count.
    """
    steps = trend.sort_values(["start", "end"], ignore_index=True)
    counts = set(counted(steps).index)
    there = [code for code in STANCES if code in set(steps["stance"])]
    rows = {code: y for y, code in enumerate(there)}
    for x, step in enumerate(steps.itertuples()):
        colour = COLOURS[step.voice]
        fill = colour if step.Index in counts else "white"
        ax.plot(x, rows[step.stance], "o", ms=8, mfc=fill, mec=colour, mew=1.2)
    for code, y in rows.items():
        ax.axhline(y, color=HAIRLINE, lw=0.6, zorder=0)
        n = int((counted(steps)["stance"] == code).sum())
        beside(ax, len(steps) - 0.5, y, str(n))
    ax.set_yticks(list(rows.values()), [STANCES[code] for code in rows])
    ax.set(xlim=(-0.7, len(steps)), ylim=(len(rows) - 0.4, -0.6), xticks=[])
    ax.spines[:].set_visible(False)
    ax.set_xlabel("in reading order; hollow: shown, not counted")
    _voice_key(ax, voices(steps["voice"]))
    return ROW * 1.3 * len(rows)


def say_ledger(trend: pd.DataFrame, claims: pd.DataFrame, others: Codings) -> dict[str, str]:
    """Say how many claims that count support the thesis, and what others do, by all codings."""
    spans = _spans(sum_up_all(claims, others))
    told = [_does(spans[code], STANCES[code]) for code in STANCES if code in spans]
    if not told:
        return says("No claim that counts takes part in the story", "")
    first, *rest = [f"{words} it" if place else words for place, words in enumerate(told)]
    title = f"{capital(first)} the thesis{', ' * bool(rest)}{list_words(rest)}"
    steps = trend.sort_values(["start", "end"])
    full, hollow = counted(steps), steps.drop(counted(steps).index)
    order = " ".join(full["stance"].map(STANCES))
    rows = hollow["stance"].map(STANCES).value_counts()
    places = list_words([f"{some(n)} on {stance}" for stance, n in rows.items()])
    shown = f"; {in_words(len(hollow), 'hollow mark')}, not counted: {places}" * bool(len(hollow))
    return says(title, f"{capital(in_words(len(full), 'mark'))} in reading order: {order}{shown}.")


def _does(span: tuple[int, int], what: str) -> str:
    noun = f" {plural(span[1], 'claim')}" * (what == STANCES["affirms"])
    return f"{span_in_words(span)}{noun} {verb(span[1], what)}"


def draw_voice_trace(trace: pd.DataFrame, *, ax: Axes) -> float:
    """Draw each statement that comes more than once: where, in whose words, who is named.

    trace: see trend.trace_voices. A full mark is where it is said, hollow ones repeat it.
    """
    y = 0.0
    for _, family in trace.groupby("statement"):
        first = y
        for row in family.itertuples():
            said = row.fidelity == "said"
            colour = COLOURS[row.voice]
            lines = wrap(f"„{row.quote}“", WIDTH * 0.96)
            ax.plot(0.015, y + 0.07, "o", ms=8, mfc=colour if said else "white", mec=colour)
            ax.text(0.04, y, row.place, va="top", color=colour, weight="bold")
            ax.text(0.3, y, _named(row, trace), va="top", color=FAINT)
            ax.text(0.04, y + LINE, lines, va="top")
            last = y
            y += 0.1 + LINE * (lines.count("\n") + 2)
        ax.plot([0.015] * 2, [first + 0.07, last + 0.07], color=HAIRLINE, lw=1, zorder=0)
        y += 0.1
    ax.set(xlim=(0, 1), ylim=(max(y, 0.3), -0.05))
    ax.axis("off")
    return max(y, 0.3) + 0.05


def _named(row, trace: pd.DataFrame) -> str:
    """Say in whose words a statement stands, and who is named with it."""
    said = trace[(trace["statement"] == row.statement) & (trace["fidelity"] == "said")]
    who = (row.speaker or said["speaker"].iloc[0]) if row.attributed else ""
    named = f"named: {who or 'nobody'}"
    if row.voice == "display" and row.attributed and not row.speaker:
        named = f"quoted below the name of {who}"
    if row.disputed:
        return f"the same? The codings differ. {capital(named)}"
    return named if row.fidelity == "said" else f"{row.fidelity}, {named}"


def say_voice_trace(trace: pd.DataFrame) -> dict[str, str]:
    """Say how many statements are printed again, and how often with nobody named."""
    if trace.empty:
        return says("No statement stands on the page more than once", "")
    copies = trace[(trace["fidelity"] != "said") & ~trace["disputed"]]
    unnamed, n = int((~copies["attributed"]).sum()), copies["statement"].nunique()
    if copies.empty:
        return says("The codings agree on no statement that stands on the page twice", "")
    named = (
        f"{part_of(unnamed, len(copies))} with nobody named"
        if unnamed
        else "each time quoted or with a name"
    )
    rows = [f"{row.place}: „{row.quote}“, {_named(row, trace)}" for row in trace.itertuples()]
    said = f"{capital(in_words(n, 'statement'))} {verb(n, 'stand')} on the page more than once,"
    return says(f"{said} {named}", f"{list_some(rows, '; ')}.")


CHARTS = {
    "strip": Chart(draw_strip, say_strip),
    "ledger": Chart(draw_ledger, say_ledger),
    "voice_trace": Chart(draw_voice_trace, say_voice_trace),
}
