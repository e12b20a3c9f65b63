"""Which terms does one voice use more than another, and more than chance?"""

import numpy as np
import pandas as pd

# G² above this would be called significant at 5% for one term looked at alone (chi², 1 df).
NOTABLE = 3.84


def compare_voices(terms: pd.DataFrame, one: str, other: str) -> pd.DataFrame:
    """Compare the terms of two voices: which does one use more than the other (keyness)?

    terms: see rate_terms, of one interview. Returns term, n_one, n_other, per_1000_one,
    per_1000_other, log_ratio (base 2, 0.5 added to each count; positive: more in one),
    g2 (log-likelihood, no correction); sorted by g2 falling, term.
    Source: A. Hardie, Log Ratio, 2014; T. Dunning, Computational Linguistics 19(1), 1993, 61–74;
    P. Rayson and R. Garside, Comparing Corpora using Frequency Profiling, 2000.
    """
    wide = terms.pivot_table(index="term", columns="voice", values="n", aggfunc="sum", fill_value=0)
    wide = wide.reindex(columns=[one, other], fill_value=0)
    wide = wide[wide.sum(axis=1) > 0]
    a, b = wide[one].to_numpy(float), wide[other].to_numpy(float)
    size_a, size_b = _bases(terms, one, other)
    table = pd.DataFrame({"term": wide.index, "n_one": a.astype(int), "n_other": b.astype(int)})
    if not size_a or not size_b:
        return table.head(0).assign(per_1000_one=0.0, per_1000_other=0.0, log_ratio=0.0, g2=0.0)
    table["per_1000_one"] = (a / size_a * 1000).round(2)
    table["per_1000_other"] = (b / size_b * 1000).round(2)
    table["log_ratio"] = np.log2((a + 0.5) / size_a / ((b + 0.5) / size_b)).round(2)
    table["g2"] = log_likelihood(a, b, size_a, size_b).round(2)
    return table.sort_values(["g2", "term"], ascending=[False, True], ignore_index=True)


def log_likelihood(a: np.ndarray, b: np.ndarray, size_a: float, size_b: float) -> np.ndarray:
    """Return G² = 2 Σ observed · ln(observed / expected) over the two counts of each term.

    a, b: counts in two texts of size_a and size_b tokens. Source: Rayson and Garside, 2000.

    >>> float(log_likelihood(np.array([20.0]), np.array([5.0]), 1000, 1000).round(2)[0])
    9.64
    """
    share = size_a / (size_a + size_b)
    total = a + b
    return 2 * (_x_log(a, total * share) + _x_log(b, total * (1 - share)))


def _x_log(observed: np.ndarray, expected: np.ndarray) -> np.ndarray:
    ratio = np.divide(observed, expected, out=np.ones_like(expected), where=observed > 0)
    return observed * np.log(ratio)


def _bases(terms: pd.DataFrame, one: str, other: str) -> list[float]:
    """Return the bases of two voices; 0 of a voice without a term, also if there is no term."""
    bases = terms.astype({"base": "float64"}).groupby("voice")["base"].first()
    return bases.reindex([one, other], fill_value=0.0).tolist()


def expect_by_chance(
    terms: pd.DataFrame, one: str, other: str, *, draws: int = 1000, seed: int = 2014
) -> dict[str, float]:
    """Return how many terms pass G² 3.84 as they are, and when the same words are dealt at random.

    The terms of both voices are dealt to two piles of the same sizes, draws times.
    Returns n (terms over the mark), n_terms (those that could pass: frequent enough to, if all
    their places were in one voice), chance (mean n over the draws), usual (the n that 95 of 100
    draws do not exceed), draws, mark.
    """
    compared = compare_voices(terms, one, other)
    totals = (compared["n_one"] + compared["n_other"]).to_numpy(int)
    sizes = tuple(map(int, _bases(terms, one, other)))

    def passes(n_one: np.ndarray) -> np.ndarray:
        return log_likelihood(n_one, totals - n_one, *sizes) >= NOTABLE

    result = {"n": int((compared["g2"] >= NOTABLE).sum()), "draws": draws, "mark": NOTABLE}
    if not len(compared):
        return result | {"n_terms": 0, "chance": 0.0, "usual": 0.0}
    deal, words = np.random.default_rng(seed), [*totals, sum(sizes) - totals.sum()]
    counts = np.array(
        [
            passes(deal.multivariate_hypergeometric(words, sizes[0], method="marginals")[:-1]).sum()
            for _ in range(draws)
        ]
    )
    return result | {
        "n_terms": int((passes(totals) | passes(0 * totals)).sum()),
        "chance": float(counts.mean()),
        "usual": float(np.quantile(counts, 0.95, method="higher")),
    }
