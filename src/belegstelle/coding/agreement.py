"""Would another coder agree? Krippendorff's alpha with what it needs to be read honestly."""

from collections import Counter
from itertools import combinations

import numpy as np
import pandas as pd

from belegstelle.coding.claims import LINKS, read_claims
from belegstelle.coding.codebook import CODED, codes
from belegstelle.project import TroubleError, editorial_path, show_path
from belegstelle.store import schema
from belegstelle.store.tables import read_editorial
from belegstelle.text.edits import Map

# The claims of other coders, by name.
Codings = dict[str, pd.DataFrame]

CODES = [column for column in CODED if column != "voice"]

# The code of a unit that a coder does not have.
NO_UNIT = "none"

ORDINAL = frozenset(["certainty"])

PAIRS = "interview coder claim_id quote column one other".split()

FEWEST_UNITS = 5

# Of the normal distribution, 95% lies within.
Z = 1.959964

# Krippendorff's customary bars: rely from .800, tentative conclusions from .667.
RELIABLE, TENTATIVE = 0.8, 0.667

# What the coding of claims.csv is called among the others.
FIRST = "first"


def list_coders(interview: str) -> list[str]:
    """Return the names of the other coders: those with a file claims.<coder>.csv, sorted.

    A name may have dots: claims.a.b.csv is of "a.b". Who has coded nothing yet is no coder.
    Raises TroubleError, naming the file, if a name is nothing but dots and spaces, or "first",
    which is what claims.csv is called.
    """
    coders = []
    for path in sorted(editorial_path("", interview).glob("claims.?*.csv")):
        coder = path.name.removeprefix("claims.").removesuffix(".csv")
        if not coder.strip(". "):
            raise TroubleError(
                f"{show_path(path)}: the name says no coder. Rename it to claims.NAME.csv, or "
                "delete it."
            )
        if coder.casefold() == FIRST:
            raise TroubleError(
                f"{show_path(path)}: {coder!r} is what the coding of claims.csv is called. Rename "
                "it to claims.NAME.csv."
            )
        if len(read_editorial(path, schema.columns("editorial/claims"))):
            coders.append(coder)
    return coders


def read_coders(raw: str, clean: str, edits: Map, blocks: pd.DataFrame) -> Codings:
    """Return the claims of every other coder by name; see claims.read_claims."""
    coders = list_coders(blocks["interview"].iloc[0])
    return {coder: read_claims(raw, clean, edits, blocks, coder=coder) for coder in coders}


def match_claims(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Pair the claims of two coders that stand at the same place.

    Two claims are the same unit if what their places share is at least half of what they cover
    together; the best pairs come first and each claim is paired once. Returns one, other (row
    labels), overlap (0 to 1), in the order of one.
    """
    places = (table[["start", "end"]].to_numpy(int).T for table in (one, other))
    (starts, ends), (others, other_ends) = places
    shared = np.minimum.outer(ends, other_ends) - np.maximum.outer(starts, others)
    overlap = shared / (np.maximum.outer(ends, other_ends) - np.minimum.outer(starts, others))
    pairs = zip(*np.nonzero(overlap >= 0.5), strict=True)
    matched: dict[int, int] = {}
    for a, b in sorted(pairs, key=lambda pair: (-overlap[pair], pair)):
        if a not in matched and b not in matched.values():
            matched[a] = b
    rows = [(one.index[a], other.index[b], round(overlap[a, b], 2)) for a, b in matched.items()]
    table = pd.DataFrame(rows, columns=["one", "other", "overlap"])
    return table.sort_values("one", ignore_index=True)


def pair_codes(claims: pd.DataFrame, others: Codings) -> pd.DataFrame:
    """Lay the codes of other coders beside ours, for the claims both have found.

    A claim that one alone has stands with its unit, and "none" for the other's.
    Returns interview, coder, claim_id and quote (ours; of a claim that only the other has, the
    other's), column, one (our code), other; in the order of coders, claims and columns, what only
    the other has last.
    """
    rows = []
    for coder, other in others.items():
        match = dict(match_claims(claims, other)[["one", "other"]].itertuples(index=False))
        theirs = other.to_dict("index")
        for label, ours in claims.to_dict("index").items():
            rows += _pairs_of(coder, ours, theirs.get(match.get(label)))
        for claim in other.loc[~other.index.isin(match.values())].itertuples():
            known = (claim.interview, coder, f"{coder} {claim.claim_id}", claim.quote)
            rows.append((*known, "unit", NO_UNIT, claim.unit))
    return pd.DataFrame(rows, columns=PAIRS)


def _pairs_of(coder: str, one: dict, other: dict | None) -> list[tuple]:
    known = (one["interview"], coder, one["claim_id"], one["quote"])
    if other is None:
        return [(*known, "unit", one["unit"], NO_UNIT)]
    return [(*known, column, one[column], other[column]) for column in CODES]


def measure_agreement(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return per coder and column how far the codes agree.

    pairs: see pair_codes. Returns interview, coder, column, n (claims both coded; of unit, those
    that one alone has too), percent (0 to 100), alpha (Krippendorff's; certainty ordinal, the rest
    nominal), ci_low and ci_high (95%, bootstrap over claims; where none differs see lowest_alpha),
    note. alpha is empty and the note says "not estimable" where only one label was used or there
    are fewer than 5 claims.
    """
    rows = []
    for (interview, coder, column), own in pairs.groupby(
        ["interview", "coder", "column"], sort=False
    ):
        known = [*codes(column), NO_UNIT]
        ranks = {code: rank for rank, code in enumerate(known)}
        table = np.zeros((len(known), len(known)), dtype=int)
        np.add.at(table, (own["one"].map(ranks), own["other"].map(ranks)), 1)
        rows.append((interview, coder, column, *_measure(table, ordinal=column in ORDINAL)))
    return pd.DataFrame(rows, columns=schema.columns("agreement"))


def measure_coders(claims: pd.DataFrame, others: Codings) -> pd.DataFrame:
    """Return how far every two codings agree: every coded column, then the links of claims.

    Columns as measure_agreement; coder names the two, ours is "first": "first, kim". Of same_as
    and conflicts_with a unit is a pair of claims that both have, linked or not; nearly all are not,
    so that percent says nothing there: read alpha, and the links counted in the note.
    """
    pairs = combinations([(FIRST, claims), *others.items()], 2)
    tables = [_measure_two(one, other, f"{a}, {b}") for (a, one), (b, other) in pairs]
    return (
        pd.concat(tables, ignore_index=True)
        if tables
        else measure_agreement(pair_codes(claims, {}))
    )


def _measure_two(one: pd.DataFrame, other: pd.DataFrame, names: str) -> pd.DataFrame:
    n, rows = len(match_claims(one, other)), []
    for column in LINKS if n else ():
        held = pair_links(one, {names: other}, column)
        both, ours = int((held["one"] & held["other"]).sum()), int(held["one"].sum())
        theirs = int(held["other"].sum())
        neither = n * (n - 1) // 2 - len(held)
        *figures, note = _measure(np.array([[neither, theirs - both], [ours - both, both]]))
        note = f"{note}; links: {both} of both, {ours - both} of the first alone, "
        note += f"{theirs - both} of the second alone"
        rows.append((one["interview"].iloc[0], names, column, *figures, note))
    table = measure_agreement(pair_codes(one, {names: other}))
    return pd.concat([table, pd.DataFrame(rows, columns=table.columns)]) if rows else table


def pair_links(claims: pd.DataFrame, others: Codings, column: str = "same_as") -> pd.DataFrame:
    """Return the pairs of claims that a coder links, of those that both have.

    column: same_as (then claims that say the same as one are the same, too) or conflicts_with.
    Returns interview, coder, claim_id, quote, with_id, with_quote (ours, in text order), one (bool:
    we link them), other (bool: the other coder does).
    """
    names = "interview coder claim_id quote with_id with_quote one other".split()
    order = {claim: n for n, claim in enumerate(claims.sort_values("start")["claim_id"])}
    quotes = claims.set_index("claim_id")["quote"]
    rows = []
    for coder, other in others.items():
        match = match_claims(claims, other)
        ours = claims.loc[match["one"], "claim_id"]
        known = dict(zip(other.loc[match["other"], "claim_id"], ours, strict=True))
        mine = {pair for pair in links(claims, column) if pair <= set(ours)}
        theirs = {frozenset(map(known.get, pair)) for pair in links(other, column)}
        theirs = {pair for pair in theirs if None not in pair}
        for pair in sorted(mine | theirs, key=lambda pair: sorted(map(order.get, pair))):
            a, b = sorted(pair, key=order.get)
            told = (claims["interview"].iloc[0], coder, a, quotes[a], b, quotes[b])
            rows.append((*told, pair in mine, pair in theirs))
    return pd.DataFrame(rows, columns=names).astype({"one": bool, "other": bool})


def links(claims: pd.DataFrame, column: str) -> set[frozenset[str]]:
    """Return the pairs of claim_ids that a column links; of same_as, with all that follow."""
    cells = zip(claims["claim_id"], claims[column], strict=True)
    pairs = {frozenset((one, to)) for one, cell in cells for to in cell.split() if to != one}
    if column != "same_as":
        return pairs
    families: list[set[str]] = []
    for pair in pairs:
        joined = [family for family in families if family & pair]
        families = [family for family in families if not family & pair]
        families.append(set(pair).union(*joined))
    return {frozenset(two) for family in families for two in combinations(family, 2)}


def agreed_pairs(claims: pd.DataFrame, others: Codings, column: str) -> set[frozenset[str]]:
    """Return the pairs of claim_ids that every coder links; see links."""
    held = pair_links(claims, others, column)
    held = held[held["one"] & held["other"]]
    counts = Counter(map(frozenset, zip(held["claim_id"], held["with_id"], strict=True)))
    return {pair for pair in links(claims, column) if counts[pair] == len(others)}


def agreed_links(claims: pd.DataFrame, others: Codings) -> pd.DataFrame:
    """Return the claims, their same_as without the links that not every coder has."""
    pairs = agreed_pairs(claims, others, "same_as")
    agreed = [
        " ".join(to for to in cell.split() if frozenset((one, to)) in pairs)
        for one, cell in zip(claims["claim_id"], claims["same_as"], strict=True)
    ]
    return claims.assign(same_as=pd.Series(agreed, claims.index, dtype="str"))


def _measure(table: np.ndarray, *, ordinal: bool = False) -> tuple:
    n = int(table.sum())
    percent = round(100 * float(np.trace(table)) / n, 1) if n else float("nan")
    nothing = (float("nan"),) * 3
    if n < FEWEST_UNITS:
        return n, percent, *nothing, f"not estimable: fewer than {FEWEST_UNITS} units"
    value = float(alpha_of(table, ordinal=ordinal))
    if np.isnan(value):
        return n, percent, *nothing, "not estimable: one label only"
    low, high = bootstrap_alpha(table, ordinal=ordinal)
    if percent == 100:
        low = lowest_alpha(table)
    return n, percent, round(value, 3), round(low, 3), round(high, 3), _verdict(value, low)


def _verdict(value: float, low: float) -> str:
    """Hold alpha against the customary bars, by the lower end of its interval."""
    if low >= RELIABLE:
        return "reliable"
    if low >= TENTATIVE:
        return "tentative"
    return "open: the interval falls short" if value >= TENTATIVE else "below the customary bars"


def alpha_of(table: np.ndarray, *, ordinal: bool = False) -> np.ndarray:
    """Return Krippendorff's alpha of how often each code (row) meets each code of the other.

    table: whole numbers, square in the last two axes, codes in their order; of several tables, the
    alpha of each. nan where only one code is used: there is no disagreement to be expected then.
    Ordinal distances are squared: the values between two ranks, ends counted half.
    Source: K. Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011.
    """
    counts = (table.sum(axis=-1) + table.sum(axis=-2)).astype(float)
    total = counts.sum(axis=-1)
    ranks = np.cumsum(counts, axis=-1) - counts / 2
    squared = (ranks[..., :, None] - ranks[..., None, :]) ** 2
    apart = squared if ordinal else 1 - np.eye(table.shape[-1])
    observed = (table * apart).sum(axis=(-1, -2)) / (total / 2)
    met = counts[..., :, None] * counts[..., None, :]
    expected = (met * apart).sum(axis=(-1, -2)) / (total * (total - 1))
    return 1 - observed / np.where(expected > 0, expected, np.nan)


def bootstrap_alpha(
    table: np.ndarray, *, ordinal: bool = False, draws: int = 2000, seed: int = 2014
) -> tuple[float, float]:
    """Return the 95% percentile interval of alpha_of a table, units drawn with replacement."""
    n = table.sum()
    drawn = np.random.default_rng(seed).multinomial(n, table.ravel() / n, size=draws)
    used = np.flatnonzero(table.sum(axis=0) + table.sum(axis=1))
    drawn = drawn.reshape(draws, *table.shape)[:, used[:, None], used]
    values = alpha_of(drawn, ordinal=ordinal)
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return float(low), float(high)


def lowest_alpha(table: np.ndarray) -> float:
    """Return the lower end of alpha's 95% interval where the coders differ in no unit.

    There the bootstrap knows no disagreement to draw, and would say 1. Taken instead is the
    largest share of units in which they may differ after n without one, Wilson's z² / (n + z²),
    over the share that chance gives; so a rare code bears little (38 of 40 units one code: .09).
    Source: E. B. Wilson, JASA 22, 1927, 209–212.
    """
    n, counts = int(table.sum()), table.sum(axis=0) + table.sum(axis=1)
    by_chance = 1 - (counts * (counts - 1)).sum() / (2 * n * (2 * n - 1))
    return 1 - Z**2 / (n + Z**2) / by_chance


def cross_codes(pairs: pd.DataFrame) -> pd.DataFrame:
    """Count which code of ours meets which of theirs, where they differ anywhere in the column.

    Returns interview, coder, column, one, other, n: the confusion table in long form.
    """
    keys = ["interview", "coder", "column"]
    differs = (pairs["one"] != pairs["other"]).groupby([pairs[key] for key in keys])
    shown = pairs[differs.transform("any")] if len(pairs) else pairs
    return shown.groupby([*keys, "one", "other"]).size().reset_index(name="n")


def disagreements(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs of codes that differ: what coders talk about. Columns as pair_codes."""
    return pairs[pairs["one"] != pairs["other"]].reset_index(drop=True)
