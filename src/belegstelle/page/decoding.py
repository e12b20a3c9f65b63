"""One reading of a whole page: what each paragraph most likely is, and how surely."""

from collections.abc import Collection, Iterator
from math import exp
from operator import mul

# Points are halved before they become odds: evidence is seldom as independent as it adds up.
TEMPERATURE = 2.0
# A paragraph with so many points is read for sure, whatever stands by it.
SURE = 12.0
# Points for being what the paragraph above is, for an item of a list.
TIED = 5.0


# The odds of each step: by the state it leaves, and the same by the state it comes to.
Step = tuple[list[list[float]], list[tuple[float, ...]]]
Steps = tuple[Step, Step]


def weigh_steps(points: list[list[float]]) -> Steps:
    """Return the odds of each step from state to state, and those where a paragraph is tied."""
    step = [[exp(p / TEMPERATURE) for p in row] for row in points]
    bound = exp(TIED / TEMPERATURE)
    same = [[p * (bound if a == b else 1) for b, p in enumerate(row)] for a, row in enumerate(step)]
    return (step, [*zip(*step, strict=True)]), (same, [*zip(*same, strict=True)])


def decode_page(
    points: list[list[float]], steps: Steps, tied: Collection[int] = ()
) -> list[tuple[int, float]]:
    """Return for each paragraph its likeliest state and how sure that is (0 to 1).

    points: paragraph × state; steps: see weigh_steps; tied: paragraphs that are likely what the
    one above is. Only what stands between sure paragraphs is decoded.

    >>> decode_page([[9, 0], [0, 1]], weigh_steps([[0, 4], [0, 0]]))[1][0]
    1
    """
    result = [(row.index(max(row)), 1.0) for row in points]
    step, same = steps
    for start, end in _runs(points):
        odds = [[exp((p - max(row)) / TEMPERATURE) for p in row] for row in points[start:end]]
        ways = [same if n in tied else step for n in range(start, end)]
        for number, masses in enumerate(_posteriors(odds, ways), start):
            if max(points[number]) < SURE:
                best = max(masses)
                result[number] = (masses.index(best), best)
    return result


def _runs(points: list[list[float]]) -> Iterator[tuple[int, int]]:
    """Yield the runs that are not sure, each with the sure paragraphs beside it."""
    sure = [n for n, row in enumerate(points) if max(row) >= SURE]
    for before, after in zip([-1, *sure], [*sure, len(points)], strict=True):
        if after - before > 1:
            yield max(before, 0), min(after + 1, len(points))


def _posteriors(odds: list[list[float]], ways: list[Step]) -> list[list[float]]:
    """Return each paragraph's share of every state, by sums forward and backward."""
    forward = [odds[0]]
    for row, (_, to) in zip(odds[1:], ways[1:], strict=True):
        last = forward[-1]
        forward.append(
            _shares([odd * sum(map(mul, last, ends)) for odd, ends in zip(row, to, strict=True)])
        )
    back = [1.0] * len(odds[0])
    result = []
    for masses, row, (leaves, _) in zip(forward[::-1], odds[::-1], ways[::-1], strict=True):
        result.append(_shares([*map(mul, masses, back)]))
        after = [*map(mul, row, back)]
        back = _shares([sum(map(mul, step, after)) for step in leaves])
    return result[::-1]


def _shares(row: list[float]) -> list[float]:
    total = sum(row) or 1.0
    return [value / total for value in row]
