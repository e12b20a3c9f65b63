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
from belegstelle.coding.claims import counted
from belegstelle.coding.trend import growth_claims
from belegstelle.english import capital, in_words, list_words, part_of, verb

if TYPE_CHECKING:
    from matplotlib.axes import Axes


# What a step does to the story, by stance; the rows of the ledger, from the top.
STANCES = {"affirms": "support", "qualifies": "limit", "contests": "speak against"}

WHERE = {
    "interviewee": "in the answers",
    "interviewer": "in the questions",
    "editorial": "in the editors’ text",
}


def draw_strip(blocks: pd.DataFrame, claims: pd.DataFrame, *, ax: Axes) -> float:
    """Draw the page as a strip of its blocks, and above it each claim that carries the story.

    A colour is a voice, and nothing else is told.
    """
    told = growth_claims(claims)
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


def say_strip(blocks: pd.DataFrame, claims: pd.DataFrame) -> dict[str, str]:
    """Say how often the story is told, and whose words tell it most often."""
    page = f"The page as a strip of {in_words(len(blocks), 'block')}, coloured by voice"
    told = growth_claims(claims)
    if claims.empty:
        return says("No claim is coded yet, so the strip shows whose text it is", f"{page}.")
    if told.empty:
        return says("No claim on the page carries the story", f"{page}.")
    n = told["voice"].value_counts()
    places = [f"{in_words(n[voice])} {WHERE[voice]}" for voice in WHERE if voice in n]
    claims_told = f"{capital(in_words(len(told), 'claim'))} {verb(len(told), 'carry')} the story"
    at = [f"{start / blocks['end'].max():.0%}" for start in told["start"]]
    return says(
        f"{claims_told}, {list_words(places)}",
        f"{page}; above it {in_words(len(told), 'mark')}, at {list_some(at)} of the page.",
    )


def draw_ledger(trend: pd.DataFrame, *, ax: Axes) -> float:
    """Draw the steps of the story as marks in reading order, a row a stance, coloured by voice.

    trend: stance, unit, voice, start; a hollow mark is shown but does not count.
    """
    steps = trend.sort_values(["start", "end"], ignore_index=True)
    counts = set(counted(steps).index)
    rows = {code: y for y, code in enumerate(_stances(steps))}
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


def _stances(steps: pd.DataFrame) -> list[str]:
    return [code for code in STANCES if code in set(steps["stance"])]


def say_ledger(trend: pd.DataFrame) -> dict[str, str]:
    """Say how many of the steps that count support the story, and what the others do."""
    steps = counted(trend)
    if steps.empty:
        return says("No claim that counts takes part in the story", "")
    n = steps["stance"].value_counts()
    told = [
        f"{in_words(n[code])} {verb(n[code], STANCES[code].split()[0])}"
        f"{STANCES[code].removeprefix(STANCES[code].split()[0])}"
        for code in _stances(steps)
    ]
    order = " ".join(steps.sort_values("start")["stance"].map(STANCES))
    title = f"Of {in_words(len(steps), 'claim')} that {verb(len(steps), 'take')} part in the story"
    return says(f"{title}, {list_words(told)} it", f"Marks in reading order: {order}.")


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
            ax.text(0.3, y, _named(row), va="top", color=FAINT)
            ax.text(0.04, y + LINE, lines, va="top")
            last = y
            y += 0.1 + LINE * (lines.count("\n") + 2)
        ax.plot([0.015] * 2, [first + 0.07, last + 0.07], color=HAIRLINE, lw=1, zorder=0)
        y += 0.1
    ax.set(xlim=(0, 1), ylim=(max(y, 0.3), -0.05))
    ax.axis("off")
    return max(y, 0.3) + 0.05


def _named(row) -> str:
    """Say in whose words a statement stands, and who is named with it."""
    who = row.speaker if row.attributed and row.speaker else "a source" * row.attributed
    named = f"named: {who or 'nobody'}"
    return named if row.fidelity == "said" else f"{row.fidelity}, {named}"


def say_voice_trace(trace: pd.DataFrame) -> dict[str, str]:
    """Say how many statements are printed again, and how often with nobody named."""
    if trace.empty:
        return says("No statement stands on the page more than once", "")
    copies = trace[trace["fidelity"] != "said"]
    unnamed, n = int((~copies["attributed"].astype(bool)).sum()), trace["statement"].nunique()
    named = f"{part_of(unnamed, len(copies))} with nobody named" if unnamed else "always by name"
    rows = [f"{row.place}: „{row.quote}“, {_named(row)}" for row in trace.itertuples()]
    said = f"{capital(in_words(n, 'statement'))} {verb(n, 'come')} back"
    again = f"{in_words(len(copies), 'time')}, {named}"
    return says(f"{said} {again}", f"{list_some(rows, '; ')}.")


CHARTS = {
    "strip": Chart(draw_strip, say_strip),
    "ledger": Chart(draw_ledger, say_ledger),
    "voice_trace": Chart(draw_voice_trace, say_voice_trace),
}
