"""How often each voice uses a term, per 1,000 words, and how evenly."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from belegstelle.store import schema

# A term that stands less often has no dispersion: two places are always far apart, or one.
FEWEST = 3


def rate_terms(tokens: pd.DataFrame) -> pd.DataFrame:
    """Count each voice's terms and rate them per 1,000 tokens it has.

    tokens: one row per word; see read_tokens. Returns interview, term, voice, n, per_1000
    (n / base * 1000), base (all tokens of that voice, stop words included), n_blocks (blocks of
    that voice with the term), dispersion, dispersion_min (see measure_terms); stop words are not
    listed; sorted by interview, voice, n falling, term.
    """
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
    Returns the columns of rate_terms, in its order.

    dispersion is DPnorm, the normalised deviation of proportions over the voice's blocks: half
    the sum of |share of the voice's words in the block − share of the term's places in it|,
    divided by 1 − the smallest block's share. 1 is all places in the smallest block, which must
    have room for them; all in a longer one is less. 0 would be as even as the blocks are long, but
    few places cannot be: dispersion_min is the least that n places can reach. Both are empty for a
    voice with one block and where n is under 3.
    Source: S. Th. Gries, International Journal of Corpus Linguistics 13(4), 2008, 403–437; the
    divisor from J. Lijffijt and S. Th. Gries, same journal 17(1), 2012, 147–149; the least value
    after S. Th. Gries, Journal of Second Language Studies 5(2), 2022, 171–205.
    """
    row, code, width = np.asarray(rows), np.asarray(codes), len(terms)
    grouped = blocks.groupby(["interview", "voice"])
    owner, voices = grouped.ngroup().to_numpy(int), grouped.size().index.to_frame(index=False)
    size = np.bincount(row, minlength=len(blocks))
    base = np.bincount(owner, weights=size, minlength=len(voices)).astype(int)
    share, least = size / np.maximum(base, 1)[owner], np.ones(len(voices))
    np.minimum.at(least, owner[size > 0], share[size > 0])

    block, code, n_place = count_codes(row, code, width)
    found, at = np.unique(owner[block] * width + code, return_inverse=True)
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
    table["dispersion"], table["dispersion_min"] = excess, _least_excess(voice, n, share, owner)
    apart = (least[voice] < 1) & (n >= FEWEST)
    divisor = np.where(apart, 1 - least[voice], np.nan)
    spread = ["dispersion", "dispersion_min"]
    table[spread] = table[spread].div(divisor, axis=0).round(2)
    return table[schema.columns("terms")]


def _least_excess(
    voice: np.ndarray, n: np.ndarray, share: np.ndarray, owner: np.ndarray
) -> np.ndarray:
    """Return the least deviation of proportions that n places in a voice's blocks can have.

    voice, n: of every term; share, owner (its voice): of every block. The least is reached by the
    largest remainders: each block gets the whole places of its share, and those with the largest
    fractions one more. 0 where n is under 3.
    """
    least = np.zeros(len(n))
    asked = np.flatnonzero(n >= FEWEST)
    pairs, at = np.unique(np.stack([voice[asked], n[asked]]), axis=1, return_inverse=True)
    order = np.argsort(owner, kind="stable")
    counts = np.bincount(owner, minlength=int(voice.max(initial=-1)) + 1)
    length = counts[pairs[0]]
    first = (np.cumsum(counts) - counts)[pairs[0]]
    pair = np.repeat(np.arange(len(length)), length)
    place = np.arange(len(pair)) - np.repeat(np.cumsum(length) - length, length)
    fraction = share[order[first[pair] + place]] * pairs[1][pair] % 1
    rest = np.bincount(pair, weights=fraction, minlength=len(length)).round()
    ranked = np.lexsort([-fraction, pair])
    over = np.where(place < rest[pair], 1 - fraction[ranked], 0)
    least[asked] = (np.bincount(pair, weights=over, minlength=len(length)) / pairs[1])[at.ravel()]
    return least


def total_terms(tokens: pd.DataFrame) -> pd.DataFrame:
    """Count terms over all voices that speak (display text repeats them and is left out).

    Returns interview, term, n, per_1000, base, n_blocks, dispersion, dispersion_min; n falling,
    then term.
    """
    spoken = tokens[tokens["voice"] != "display"].assign(voice="all")
    return rate_terms(spoken).drop(columns="voice")
