"""Would another coder agree? Krippendorff's alpha with what it needs to be read honestly."""

import numpy as np
import pandas as pd

from belegstelle.coding.claims import read_claims
from belegstelle.coding.codebook import CODED, codes
from belegstelle.project import TroubleError, editorial_path, show_path
from belegstelle.store import schema
from belegstelle.store.tables import read_editorial

CODES = [column for column in CODED if column != "voice"]


ORDINAL = frozenset(["certainty"])


PAIRS = "interview coder claim_id quote column one other".split()


FEWEST_UNITS = 5


# Krippendorff's customary bars: rely from .800, tentative conclusions from .667.
RELIABLE, TENTATIVE = 0.8, 0.667


def list_coders(interview: str) -> list[str]:
    """Return the names of the other coders: those with a file claims.<coder>.csv, sorted.

    A name may have dots: claims.a.b.csv is of "a.b". Who has coded nothing yet is no coder.
    Raises TroubleError, naming the file, if a name is nothing but dots and spaces.
    """
    coders = []
    for path in sorted(editorial_path("", interview).glob("claims.?*.csv")):
        coder = path.name.removeprefix("claims.").removesuffix(".csv")
        if not coder.strip(". "):
            raise TroubleError(
                f"{show_path(path)}: the name says no coder. Rename it to claims.NAME.csv, or "
                "delete it."
            )
        if len(read_editorial(path, schema.columns("editorial/claims"))):
            coders.append(coder)
    return coders


def read_coders(
    raw: str, clean: str, edits: pd.DataFrame, blocks: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Return the claims of every other coder by name; see claims.read_claims."""
    coders = list_coders(blocks["interview"].iloc[0])
    return {coder: read_claims(raw, clean, edits, blocks, coder=coder) for coder in coders}


def match_claims(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Pair the claims of two coders that stand at the same place.

    Two claims are the same unit if what their places share is at least half of what they cover
    together; the best pairs come first and each claim is paired once. Returns one, other (row
    labels), overlap (0 to 1), in the order of one.
    """
    pairs = [
        (_overlap(a, b), a.Index, b.Index)
        for a in one.itertuples()
        for b in other.itertuples()
        if a.start < b.end and b.start < a.end
    ]
    matched: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for overlap, a, b in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if overlap >= 0.5 and a not in matched and b not in taken:
            matched[a] = (b, round(overlap, 2))
            taken.add(b)
    rows = [(a, *matched[a]) for a in one.index if a in matched]
    return pd.DataFrame(rows, columns=["one", "other", "overlap"])


def _overlap(a, b) -> float:
    shared = min(a.end, b.end) - max(a.start, b.start)
    return shared / (max(a.end, b.end) - min(a.start, b.start))


def pair_codes(claims: pd.DataFrame, others: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Lay the codes of other coders beside ours, for the claims both have found.

    Returns interview, coder, claim_id and quote (ours), column, one (our code), other; in the
    order of coders, claims and columns.
    """
    rows = []
    for coder, other in others.items():
        for pair in match_claims(claims, other).itertuples():
            a, b = claims.loc[pair.one], other.loc[pair.other]
            known = (a["interview"], coder, a["claim_id"], a["quote"])
            rows += [(*known, column, a[column], b[column]) for column in CODES]
    return pd.DataFrame(rows, columns=PAIRS)


def measure_agreement(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return per coder and column how far the codes of the claims both have found agree.

    pairs: see pair_codes. Returns interview, coder, column, n (claims both coded), percent (0 to
    100), alpha (Krippendorff's; certainty ordinal, the rest nominal), ci_low and ci_high (95 %,
    bootstrap over claims), note. alpha is empty and the note says "not estimable" where only one
    label was used or there are fewer than 5 claims.
    """
    rows = []
    for (interview, coder, column), own in pairs.groupby(
        ["interview", "coder", "column"], sort=False
    ):
        ranks = {code: rank for rank, code in enumerate(codes(column))}
        a, b = (own[side].map(ranks).to_numpy(dtype=int) for side in ("one", "other"))
        rows.append((interview, coder, column, *_measure(a, b, ordinal=column in ORDINAL)))
    return pd.DataFrame(rows, columns=schema.columns("agreement"))


def _measure(a: np.ndarray, b: np.ndarray, *, ordinal: bool) -> tuple:
    n = len(a)
    percent = round(100 * float((a == b).mean()), 1) if n else float("nan")
    nothing = (float("nan"),) * 3
    if n < FEWEST_UNITS:
        return n, percent, *nothing, f"not estimable: fewer than {FEWEST_UNITS} units"
    value = float(alpha(a, b, ordinal=ordinal))
    if np.isnan(value):
        return n, percent, *nothing, "not estimable: one label only"
    low, high = bootstrap_alpha(a, b, ordinal=ordinal)
    return n, percent, round(value, 2), round(low, 2), round(high, 2), _verdict(value)


def _verdict(value: float) -> str:
    if value >= RELIABLE:
        return "reliable by the customary bar"
    return "tentative" if value >= TENTATIVE else "below the customary bars"


def alpha(a: np.ndarray, b: np.ndarray, *, ordinal: bool = False) -> np.ndarray:
    """Return Krippendorff's alpha of two coders who both coded every unit.

    a, b: codes as whole numbers (their rank, if ordinal), units along the last axis; of several
    samples, the alpha of each. nan where only one code is used: there is no disagreement to be
    expected then. Ordinal distances are squared: the values between two ranks, ends counted half.
    Source: K. Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011.

    >>> one, two = "aabbdcccedda", "babbbccceddd"
    >>> round(float(alpha(*(np.array([ord(c) for c in coder]) for coder in (one, two)))), 3)
    0.692
    """
    values, places = np.unique(np.stack([a, b]), return_inverse=True)
    places = places.reshape(2, *np.shape(a))
    counts = np.eye(len(values))[places].sum(axis=(0, -2))
    total = 2 * np.shape(a)[-1]
    if ordinal:
        ranks = np.cumsum(counts, axis=-1) - counts / 2
        one, two = (np.take_along_axis(ranks, place, axis=-1) for place in places)
        observed = ((one - two) ** 2).mean(axis=-1)
        spread = total * (counts * ranks**2).sum(axis=-1) - (counts * ranks).sum(axis=-1) ** 2
        expected = 2 * spread / (total * (total - 1))
    else:
        observed = (places[0] != places[1]).mean(axis=-1)
        expected = (total**2 - (counts**2).sum(axis=-1)) / (total * (total - 1))
    expected = np.where(expected > 0, expected, np.nan)
    return 1 - observed / expected


def bootstrap_alpha(
    a: np.ndarray, b: np.ndarray, *, ordinal: bool = False, draws: int = 2000, seed: int = 2014
) -> tuple[float, float]:
    """Return the 95 % percentile interval of alpha, units drawn with replacement."""
    picks = np.random.default_rng(seed).integers(0, len(a), size=(draws, len(a)))
    low, high = np.nanpercentile(alpha(a[picks], b[picks], ordinal=ordinal), [2.5, 97.5])
    return float(low), float(high)


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
