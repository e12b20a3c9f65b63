"""Charts of the story: the strip, the ledger, the evidence ladder, the voice trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from belegstelle.charts.frame import (
    COLOURS,
    FAINT,
    HAIRLINE,
    INK,
    Chart,
    blend,
    block_strip,
    dot,
    finish,
    from_the_left,
    is_page,
    key,
    list_some,
    look,
    nothing,
    says,
    voices,
    wrap,
)
from belegstelle.coding.claims import counted
from belegstelle.coding.codebook import codes
from belegstelle.english import capital, in_words, list_words, part_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes


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


STANCE_VERBS = {
    "affirms": ("affirms", "affirm"),
    "qualifies": ("qualifies", "qualify"),
    "contests": ("contests", "contest"),
}


RUNGS = ("direction", "number", "period", "named_source", "checkable")


RUNG_NAMES = {
    "number": "a number",
    "period": "a period",
    "named_source": "a named source",
    "checkable": "someone who could check it",
}


def heights_strip(blocks: pd.DataFrame, claims: pd.DataFrame) -> tuple[float, float]:
    """Return the inches draw_strip needs for its rows and quotes, wide and narrow."""
    shown = counted(claims)
    rows, quotes = shown["claim_type"].nunique() + 2.5, len(_strongest(shown))
    return round(1.2 + 0.27 * rows + 0.34 * quotes, 1), round(1.5 + 0.27 * rows + 0.52 * quotes, 1)


def words_strip(blocks: pd.DataFrame, claims: pd.DataFrame) -> dict[str, str]:
    """Return title and alt text of the strip; see charts.draw_strip."""
    shown = counted(claims)
    if shown.empty:
        title = "No claim is coded yet: the strip shows whose text it is"
        return says(title, f"The page as a strip of {in_words(len(blocks), 'block')}.")
    served, n = int((shown["interest"] == "yes").sum()), len(shown)
    verb = "serves" if served == 1 else "serve"
    title = f"{capital(part_of(served, n))} claims {verb} the business of whoever makes them"
    rows = [
        f"{code.replace('_', ' ')} {count}"
        for code, count in shown["claim_type"].value_counts().items()
    ]
    alt = (
        f"The page as a strip of {in_words(len(blocks), 'block')}, each at its width, and {n} "
        f"claims above it at their places, by type: {list_some(rows)}."
    )
    return says(title, alt)


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
    places = _dodge(shown, rows, apart=(0.02 if is_page(ax) else 0.05) * blocks["end"].max())
    for claim, place in zip(shown.itertuples(), places, strict=True):
        _claim_mark(ax, claim, *place)
    ax.set_yticks(list(rows.values()), [code.replace("_", " ") for code in rows])
    block_strip(ax, blocks, len(rows))
    bottom = _quotes_below(ax, _strongest(shown), dict(zip(shown["claim_id"], places, strict=True)))
    ax.set(xlim=(0, blocks["end"].max()), ylim=(bottom, -0.8), xticks=[])
    ax.spines[:].set_visible(False)
    _strip_key(ax, voices(blocks["voice"]), with_marks=len(shown) > 0)
    return finish(ax, title, source)


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
    fill = blend(colour, CERTAINTY_FILL[claim.certainty])
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
        lines = wrap(ax, f"{number}  „{claim.quote}“ ({claim.voice})", 0.98)
        colour = COLOURS.get(claim.voice, INK)
        text = ax.text(0, y, lines, va="top", fontsize=8, color=colour)
        from_the_left(text)
        y += 0.25 + 0.6 * (lines.count("\n") + 1)
    return y


def _strip_key(ax: Axes, voices: list[str], *, with_marks: bool) -> None:
    from matplotlib.patches import Patch

    marks: list = [Patch(**look(voice), label=voice) for voice in voices]
    if with_marks:
        words = {"CT": "certain", "PR": "probable", "PS": "possible"}
        marks += [dot(INK, word, fill=CERTAINTY_FILL[code]) for code, word in words.items()]
        marks.append(dot(INK, "ring: interest", fill=0.0, size=11))
    key(ax, handles=marks)


def words_ledger(trend: pd.DataFrame) -> dict[str, str]:
    """Return title and alt text of the narrative ledger; see charts.draw_ledger."""
    steps = counted(trend).sort_values("start")
    if steps.empty:
        return nothing("No counted claim takes a stance on the story")
    counts = {stance: int((steps["stance"] == stance).sum()) for stance in STANCE_VERBS}
    told: list[str] = []
    for stance, n in counts.items():
        if n:
            number = in_words(n) if told else in_words(n, "claim")
            told.append(f"{number} {STANCE_VERBS[stance][n != 1]}")
    title = capital(f"{list_words(told)} the story")
    if not counts["contests"]:
        title += "; nobody contests it"
    elif counts["contests"] == 1 and steps["stance"].iloc[-1] == "contests" and len(steps) > 1:
        title += ", the objection last of all"
    rows = [
        f"{stance}: "
        + (
            ", ".join(f"{at:.0%}" for at in steps.loc[steps["stance"] == stance, "position"])
            or "never"
        )
        for stance in counts
    ]
    return says(title, f"Running counts in steps, by place in the text. {'; '.join(rows)}.")


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
    return finish(ax, title, source)


def heights_ladder(ladder: pd.DataFrame) -> tuple[float, float]:
    """Return the inches draw_ladder needs for these rows, wide and narrow."""
    lines = ladder["gloss_en"].str.len()
    wide = (0.34 + 0.13 * (lines // 34)).sum()
    narrow = (0.62 + 0.14 * (lines // 46)).sum()
    return round(1.3 + wide, 1), round(1.5 + narrow, 1)


def words_ladder(ladder: pd.DataFrame) -> dict[str, str]:
    """Return title and alt text of the evidence ladder; see charts.draw_ladder."""
    n = len(ladder)
    if not n:
        return nothing("No counted claim says that anything grows")
    backed = int(((ladder["number"] != "") | (ladder["named_source"] != "")).sum())
    claims = f"{capital(part_of(backed, n))} growth claim{'s' * (n != 1)}"
    title = f"{claims} {'carries' if backed < 2 else 'carry'} a number or an outside source"
    filled = [f"{name} {int((ladder[rung] != '').sum())}" for rung, name in RUNG_NAMES.items()]
    rows = [row.gloss_en for row in ladder.itertuples()]
    alt = f"Table of {in_words(n, 'growth claim')}; how many have {list_some(filled)}."
    return says(title, f"{alt} {list_some(rows, '; ')}.")


def draw_ladder(ladder: pd.DataFrame, *, title: str, source: str, ax: Axes) -> Axes:
    """Draw growth claims against the rungs of evidence; an empty box is evidence not given.

    ladder: see trend.evidence_ladder.
    """
    page = is_page(ax)
    left = 0.4 if page else 0.0
    step = (1 - left) / len(RUNGS)
    y = 0.0
    for number, rung in enumerate(RUNGS):
        words = rung.replace("_", "\n" if not page else " ")
        ax.text(left + step * (number + 0.5), y - 0.1, words, ha="center", va="bottom", fontsize=8)
    for row in ladder.itertuples():
        gloss = wrap(ax, f"{row.gloss_en} ({row.voice})", left - 0.01 if page else 1.0)
        height = 0.165 * (gloss.count("\n") + 1)
        ax.text(0, y + 0.04, gloss, va="top", fontsize=8, color=COLOURS.get(row.voice, INK))
        top = y if page else y + height + 0.03
        depth = max(height + 0.06, 0.24) if page else 0.24
        for number, rung in enumerate(RUNGS):
            _rung(ax, left + step * number, top, step, depth, str(getattr(row, rung)))
        y = top + depth + 0.09
    ax.set(xlim=(0, 1), ylim=(y, -0.35))
    ax.axis("off")
    return finish(ax, title, source)


def _rung(ax: Axes, x: float, y: float, width: float, height: float, text: str) -> None:
    from matplotlib.patches import Rectangle

    look = {"fc": "#d6e7f3", "ec": FAINT} if text else {"fc": "white", "ec": HAIRLINE, "ls": ":"}
    ax.add_patch(Rectangle((x + 0.004, y), width - 0.008, height, lw=0.8, clip_on=False, **look))
    words = wrap(ax, text.replace("_", " "), width * (0.95 if is_page(ax) else 1.1))
    size = 7.5 if is_page(ax) else 6.5
    ax.text(x + width / 2, y + height / 2, words, ha="center", va="center", fontsize=size)


def heights_trace(trace: pd.DataFrame) -> tuple[float, float]:
    """Return the inches draw_voice_trace needs for these rows, wide and narrow."""
    lines = trace["quote"].str.len()
    gaps = 0.12 * trace["statement"].nunique()
    wide = (0.26 + 0.14 * (lines // 62)).sum()
    narrow = (0.46 + 0.15 * (lines // 46)).sum()
    return round(1.0 + gaps + wide, 1), round(1.3 + gaps + narrow, 1)


def words_voice_trace(trace: pd.DataFrame) -> dict[str, str]:
    """Return title and alt text of the voice trace; see charts.draw_voice_trace."""
    if trace.empty:
        return nothing("No statement is coded as the same as another")
    copies = trace[trace["fidelity"] != "said"]
    unnamed = int((~copies["attributed"].astype(bool)).sum())
    n_statements = trace["statement"].nunique()
    title = (
        f"{capital(in_words(n_statements, 'statement'))} said once, printed again "
        f"{in_words(len(copies), 'time')}: {_by_fidelity(copies)}, {_unnamed(unnamed, len(copies))}"
    )
    rows = [
        f"{row.place}: „{row.quote}“, {row.fidelity}{'' if row.attributed else ', nobody named'}"
        for row in trace.itertuples()
    ]
    return says(title, list_some(rows, "; ") + ".")


def draw_voice_trace(trace: pd.DataFrame, *, title: str, source: str, ax: Axes) -> Axes:
    """Draw each statement that comes more than once: where, in whose words, with whose name.

    trace: see trend.trace_voices. A full mark is where it is said, hollow ones repeat it.
    """
    page = is_page(ax)
    y = 0.0
    for _, family in trace.groupby("statement"):
        first = y
        for row in family.itertuples():
            said = row.fidelity == "said"
            colour = COLOURS.get(row.voice, INK)
            words = row.speaker if said else row.fidelity
            words += "" if row.attributed else ", nobody named"
            lines = wrap(ax, f"„{row.quote}“", 0.62 if page else 0.94)
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
    return finish(ax, title, source)


def _by_fidelity(copies: pd.DataFrame) -> str:
    return list_words(
        [f"{in_words(n)} {code}" for code, n in copies["fidelity"].value_counts().items()]
    )


def _unnamed(n: int, whole: int) -> str:
    return "each with a name" if not n else f"{part_of(n, whole)} with nobody named"


CHARTS = {
    "strip": Chart(draw_strip, words_strip, heights_strip),
    "ledger": Chart(draw_ledger, words_ledger, (3.4, 3.8)),
    "ladder": Chart(draw_ladder, words_ladder, heights_ladder),
    "voice_trace": Chart(draw_voice_trace, words_voice_trace, heights_trace),
}
