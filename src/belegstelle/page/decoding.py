"""One reading of a whole page: what each paragraph most likely is, and how surely.

A page is a chain of states: what stands above the talk, the talk, what stands below it. Within a
talk turns alternate, strictly or not; which of the two is not decided but weighed with the rest.
"""

from collections.abc import Collection, Mapping
from math import log
from typing import NamedTuple

import numpy as np

# What a paragraph may be, in the order of the voices.
VOICED = "question answer editorial display boilerplate".split()
# The same by place: among the turns, above them, below them.
STATES = VOICED + [f"{state} {place}" for place in ("above", "below") for state in VOICED[2:]]
# Where a state of one name stands among STATES: "editorial" in all three places.
COLUMNS = {name: [n for n, state in enumerate(STATES) if state == name] for name in STATES}
COLUMNS |= {name: [n for n, s in enumerate(STATES) if s.split()[0] == name] for name in VOICED[2:]}
COLUMNS |= {f"{name} among": [VOICED.index(name)] for name in VOICED[2:]}
# The chain: talks whose turns follow freely, talks whose turns alternate, above, below.
CHAIN = np.array([*range(5), *range(5), *range(5, 11)])
FREE, STRICT, ABOVE, BELOW = slice(0, 5), slice(5, 10), slice(10, 13), slice(13, 16)
# Which voice a state has.
TO_VOICE = np.array([[float(STATES[n].split()[0] == voice) for voice in VOICED] for n in CHAIN])
# So many points are odds of e: evidence is seldom as independent as it adds up.
TEMPERATURE = 2.5
# A paragraph with so many points is read for sure, whatever stands by it.
SURE = 12.0
# Points for being what the paragraph above is, for an item of a list; whatever that is.
TIED = 8.0


class Steps(NamedTuple):
    """The odds of a chain: step (from, to), tied (the same, for what goes on), begins, ends."""

    step: np.ndarray
    tied: np.ndarray
    begins: np.ndarray
    ends: np.ndarray


def weigh_steps(points: Mapping[str, list[float]]) -> Steps:
    """Return the odds of a page's steps.

    points: by STATES, of "after question" … (the state a step leaves), "alternating, after
    question" … (what a talk whose turns alternate adds to it), "turns alternate" (that it does),
    "the page begins", "the talk begins", "the talk ends"; what is not told has none.
    """
    none = [0.0] * len(STATES)
    after = np.array([points.get(f"after {state}", none) for state in STATES])
    strict = np.array([points.get(f"alternating, after {state}", none) for state in VOICED])
    begins, opens = (np.array(points.get(f"the {x} begins", none)) for x in ("talk", "page"))
    ends = np.array(points.get("the talk ends", none))
    step = np.full((len(CHAIN), len(CHAIN)), -np.inf)
    for part in (FREE, STRICT, ABOVE, BELOW):
        step[part, part] = after[np.ix_(CHAIN[part], CHAIN[part])]
    step[STRICT, STRICT] += strict[:, :5]
    start = np.full(len(CHAIN), -np.inf)
    alternates = points.get("turns alternate", none)[0]
    for part, extra in ((FREE, 0.0), (STRICT, alternates)):
        at = [part.start, part.start + 1]
        step[ABOVE, at] = begins[:2] + extra
        start[at] = begins[:2] + opens[:2] + extra
        step[at, BELOW] = ends[:2, None]
    start[ABOVE] = opens[CHAIN[ABOVE]]
    last = np.zeros(len(CHAIN))
    last[[*range(2, 5), *range(7, 10)]] = -np.inf
    tied = np.where(np.eye(len(CHAIN)), TIED, step)
    return Steps(*(np.exp(part / TEMPERATURE) for part in (step, tied, start, last)))


def decode_page(
    points: np.ndarray, steps: Steps, tied: Collection[int] = ()
) -> tuple[list[tuple[int, float]], float]:
    """Return for each paragraph its likeliest state and how sure its voice is (0 to 1).

    points: paragraph × STATES; steps: see weigh_steps; tied: paragraphs that are likely what the
    one above is. A paragraph with SURE points is what they say. With it goes how likely the page
    is so, in points (to hold one reading against another).

    >>> asks, answers = [9.0] + 10 * [0.0], [0.0, 9.0] + 9 * [0.0]
    >>> [state for state, _ in decode_page(np.array([asks, answers]), weigh_steps({}))[0]]
    [0, 1]
    """
    most, sure = points.max(axis=1, initial=-np.inf), points.argmax(axis=1)
    result = [(state, 1.0) for state in sure.tolist()]
    unsure = np.flatnonzero(most < SURE).tolist()
    if not unsure:
        return result, float(most.sum())
    odds = np.exp((points[:, CHAIN] - most[:, None]) / TEMPERATURE)
    ways = [steps.tied if n in tied else steps.step for n in range(len(points))]
    shares, fit = _posteriors(odds, ways, steps.begins, steps.ends)
    voices = shares @ TO_VOICE
    likeliest = voices.argmax(axis=1)
    states = CHAIN[(shares * TO_VOICE.T[likeliest]).argmax(axis=1)]
    for n in unsure:
        result[n] = int(states[n]), float(voices[n, likeliest[n]])
    return result, float(most.sum()) + fit * TEMPERATURE


def _posteriors(
    odds: np.ndarray, ways: list[np.ndarray], begins: np.ndarray, ends: np.ndarray
) -> tuple[np.ndarray, float]:
    """Return each paragraph's share of every state, and the log odds of all of them."""
    forward, fit = np.empty_like(odds), 0.0
    row = begins
    for n, odd in enumerate(odds):
        row = (row @ ways[n] if n else row) * odd
        total = float(np.add.reduce(row))
        fit += log(total)
        row /= total
        forward[n] = row
    backward = np.empty_like(odds)
    row = ends
    for n in range(len(odds) - 1, -1, -1):
        backward[n] = row
        row = ways[n] @ (odds[n] * row)
        row /= np.maximum.reduce(row)
    fit += log(float(forward[-1] @ ends))
    shares = forward * backward
    return shares / shares.sum(axis=1, keepdims=True), fit
