"""How often each voice uses a term, per 1,000 words, and how evenly."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from belegstelle.store import schema


def rate_terms(tokens: pd.DataFrame) -> pd.DataFrame:
    """Count each voice's terms and rate them per 1,000 tokens it has.

    tokens: one row per word; see read_tokens. Returns interview, term, voice, n, per_1000
    (n / base * 1000), base (all tokens of that voice, stop words included), n_blocks (blocks of
    that voice with the term), dispersion (see deviation_of_proportions; empty for a term that
    stands once); stop words are not listed; sorted by interview, voice, n falling, term.
    """
    table = _measure_tokens(tokens)
    table["dispersion"] = table["dispersion"].where(table["n"] > 1)
    return table[schema.columns("terms")]


def deviation_of_proportions(tokens: pd.DataFrame) -> pd.DataFrame:
    """Return how unevenly each term is spread over its voice's blocks.

    DP is half the sum, over the blocks, of |share of the voice's words in the block − share of the
    term's occurrences in it|, divided by 1 − the smallest block's share, so that 0 is as even as
    the blocks are long and 1 all in the shortest one. Empty for a voice with one block.
    Returns interview, voice, term, dispersion (two decimals).
    Source: S. Th. Gries, International Journal of Corpus Linguistics 13(4), 2008, 403–437;
    the divisor from J. Lijffijt and S. Th. Gries, same journal 17(1), 2012, 147–149.
    """
    return _measure_tokens(tokens)[["interview", "voice", "term", "dispersion"]]


def _measure_tokens(tokens: pd.DataFrame) -> pd.DataFrame:
    blocks = tokens.groupby(["interview", "voice", "block"])
    words = tokens["term"].where(~tokens["is_stop"], "").to_numpy(object)
    codes, terms = pd.factorize(np.append("", words))
    return measure_terms(blocks.size().reset_index(), blocks.ngroup(), codes[1:], terms)


def count_codes(
    rows: np.ndarray, codes: np.ndarray, width: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Count how often each code stands in each row; 0 is left out.

    rows, codes: of every token; width: more than any code. Returns row, code, n; by row and code.
    """
    most = (int(rows.max(initial=0)) + 1) * width
    kind = np.int32 if most < 2**31 else np.int64  # numbers half as long are sooner sorted
    places, n = np.unique(rows.astype(kind) * width + codes.astype(kind), return_counts=True)
    row, code = np.divmod(places, width)
    counted = code > 0
    return row[counted], code[counted], n[counted]


def measure_terms(
    blocks: pd.DataFrame, rows: ArrayLike, codes: ArrayLike, terms: Sequence[str]
) -> pd.DataFrame:
    """Count and measure the terms of many interviews at once; see rate_terms for the columns.

    blocks: interview, voice, one row a block; rows, codes: for every token the row of its block
    and the code of its term, 0 for a stop word; terms: the term of every code.
    Returns the columns of rate_terms, in its order; dispersion also for a term that stands once.
    """
    row, code, width = np.asarray(rows), np.asarray(codes), len(terms)
    grouped = blocks.groupby(["interview", "voice"])
    voice, voices = grouped.ngroup().to_numpy(int), grouped.size().index.to_frame(index=False)
    size = np.bincount(row, minlength=len(blocks))
    base = np.bincount(voice, weights=size, minlength=len(voices)).astype(int)
    share, least = size / np.maximum(base, 1)[voice], np.ones(len(voices))
    np.minimum.at(least, voice[size > 0], share[size > 0])

    block, code, n_place = count_codes(row, code, width)
    found, at = np.unique(voice[block] * width + code, return_inverse=True)
    n = np.bincount(at, weights=n_place, minlength=len(found)).astype(int)
    excess = np.maximum(n_place / n[at] - share[block], 0)
    excess = np.bincount(at, weights=excess, minlength=len(found))
    n_blocks = np.bincount(at, minlength=len(found))

    voice, code = np.divmod(found, width)
    used, at = np.unique(code, return_inverse=True)
    names = pd.array(np.array(terms, dtype=object)[used], dtype="str")
    places = names.argsort().argsort()[at]
    order = np.argsort((voice * (n.max(initial=0) + 1) - n) * len(used) + places)
    voice, n, n_blocks, excess = voice[order], n[order], n_blocks[order], excess[order]
    table = voices.iloc[voice].reset_index(drop=True)
    table["term"] = names.take(at[order])
    table["n"], table["base"], table["n_blocks"] = n, base[voice], n_blocks
    table["per_1000"] = (n / base[voice] * 1000).round(2)
    apart = least[voice] < 1
    spread = excess / np.where(apart, 1 - least[voice], 1)
    return table.assign(dispersion=np.where(apart, spread, np.nan).round(2))


def total_terms(tokens: pd.DataFrame) -> pd.DataFrame:
    """Count terms over all voices that speak (display text repeats them and is left out).

    Returns interview, term, n, per_1000, base, n_blocks, dispersion; n falling, then term.
    """
    spoken = tokens[tokens["voice"] != "display"].assign(voice="all")
    return rate_terms(spoken).drop(columns="voice")
