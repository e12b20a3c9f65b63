"""From the reading text to terms: sentences, tokens, lemmas, counts with their base.

A token is a running word as printed (a hyphen compound is one, a multi-word term is one); its
term is the lemma a German reader accepts, with the variants of data/editorial unified.
"""

from collections.abc import Iterable
from functools import cache

import numpy as np
import pandas as pd

from belegstelle.cleaning import map_spans
from belegstelle.sentences import split_sentences
from belegstelle.tables import editorial_path, expect_filled, read_editorial, read_list
from belegstelle.words import WORD, normalise

SENTENCES = (
    "interview sentence block voice speaker start end clean_start clean_end text reading"
).split()
TOKENS = "interview sentence block voice speaker start end token term is_stop".split()
TERMS = ["interview", "term", "voice", "n", "per_1000", "base", "n_blocks", "dispersion"]
# G² above this would be called significant at 5 % for one term looked at alone (chi², 1 df).
NOTABLE = 3.84


def read_sentences(raw: str, clean: str, edits: pd.DataFrame, blocks: pd.DataFrame) -> pd.DataFrame:
    """Split every block that counts into sentences, cited by their places in both texts.

    edits: the map from raw to clean. Returns interview, sentence (1..), block, voice, speaker,
    start, end (raw), clean_start, clean_end, text (= raw[start:end]), reading (the corrected
    text); boilerplate is left out.
    """
    counted = blocks[blocks["voice"] != "boilerplate"]
    begins, ends = map_spans(edits, counted["start"], counted["end"], to="clean")
    rows = [
        (block.interview, block.block, block.voice, block.speaker, begin + start, begin + end)
        for block, begin, stop in zip(counted.itertuples(), begins, ends, strict=True)
        for start, end in split_sentences(clean[begin:stop])
    ]
    names = ["interview", "block", "voice", "speaker", "clean_start", "clean_end"]
    table = pd.DataFrame(rows, columns=names)
    table["start"], table["end"] = map_spans(
        edits, table["clean_start"], table["clean_end"], to="raw"
    )
    table["sentence"] = range(1, len(table) + 1)
    table["text"] = _slices(raw, table["start"], table["end"])
    table["reading"] = _slices(clean, table["clean_start"], table["clean_end"])
    return table[SENTENCES].astype({"text": "str", "reading": "str"})


def _slices(text: str, starts: Iterable[int], ends: Iterable[int]) -> list[str]:
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]


@cache
def stop_words() -> frozenset[str]:
    """Return the words of data/editorial/stopwords.txt, in lower case."""
    return frozenset(" ".join(read_list("stopwords.txt")).casefold().split())


@cache
def term_variants() -> dict[str, str]:
    """Return the variants people unify, in lower case, and the term each stands for."""
    path = editorial_path("term_variants.csv")
    table = read_editorial(path, ["variant", "term"])
    expect_filled(path, table, "variant", once=True)
    expect_filled(path, table, "term")
    return {row.variant.casefold(): row.term for row in table.itertuples()}


@cache
def lemma(word: str) -> str:
    """Return the term a word form counts as.

    Variants people decided come first; of a hyphen compound the last part is inflected; the rest
    is simplemma's dictionary lemma, in lower case where the word was.

    >>> lemma("Firmen"), lemma("Gründe"), lemma("Online-Termine"), lemma("2014")
    ('Firma', 'Grund', 'Online-Termin', '2014')
    """
    decided = term_variants().get(word.casefold())
    if decided:
        return decided
    head, hyphen, last = word.rpartition("-")
    if hyphen:
        return head + hyphen + (lemma(last) if last else "")
    from simplemma import lemmatize

    found = lemmatize(word, lang="de")
    return found if word[0].isupper() else found[0].lower() + found[1:]


@cache
def is_stop(word: str) -> bool:
    """Tell whether a word form is on the stop list, as it stands or as a lemma."""
    return word.casefold() in stop_words() or lemma(word).casefold() in stop_words()


@cache
def _multi_word_tokenizer():
    from nltk.tokenize import MWETokenizer

    phrases = [tuple(v.split()) for v in term_variants() if " " in v]
    return MWETokenizer(phrases, separator=" ")


def find_words(text: str) -> list[tuple[int, int]]:
    """Return the spans of the words of a text; a multi-word term of the variants is one."""
    words = [(m.start(), m.end()) for m in WORD.finditer(text)]
    merged = _multi_word_tokenizer().tokenize([text[s:e].casefold() for s, e in words])
    spans, at = [], 0
    for unit in merged:
        last = at + unit.count(" ")
        spans.append((words[at][0], words[last][1]))
        at = last + 1
    return spans


def read_tokens(raw: str, clean: str, edits: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Split sentences into tokens, each cited by its place in the raw text.

    Returns interview, sentence, block, voice, speaker, start, end, token (= raw[start:end], as
    printed), term (lemma of the corrected form), is_stop (bool).
    """
    rows = [
        (row.interview, row.sentence, row.block, row.voice, row.speaker, begin, end)
        for row in sentences.itertuples()
        for begin, end in _words_between(row.reading, row.clean_start)
    ]
    table = pd.DataFrame(rows, columns=[*TOKENS[:5], "clean_start", "clean_end"])
    words = _slices(clean, table["clean_start"], table["clean_end"])
    table["start"], table["end"] = map_spans(
        edits, table["clean_start"], table["clean_end"], to="raw"
    )
    table["token"] = _slices(raw, table["start"], table["end"])
    table["term"] = [lemma(" ".join(word.split())) for word in words]
    table["is_stop"] = pd.Series([is_stop(word) for word in words], dtype=bool)
    return table[TOKENS].astype({"token": "str", "term": "str"})


def _words_between(reading: str, offset: int) -> list[tuple[int, int]]:
    return [(offset + start, offset + end) for start, end in find_words(reading)]


def rate_terms(tokens: pd.DataFrame) -> pd.DataFrame:
    """Count each voice's terms and rate them per 1,000 tokens it has.

    tokens: one row per word; see read_tokens. Returns interview, term, voice, n, per_1000
    (n / base * 1000), base (all tokens of that voice, stop words included), n_blocks (blocks of
    that voice with the term), dispersion (see deviation_of_proportions; empty for a term that
    stands once); stop words are not listed; sorted by interview, voice, n falling, term.
    """
    keys = ["interview", "voice"]
    content = tokens[~tokens["is_stop"]]
    counts = content.groupby([*keys, "term"]).agg(n=("term", "size"), n_blocks=("block", "nunique"))
    table = counts.reset_index().merge(tokens.groupby(keys).size().rename("base").reset_index())
    table["per_1000"] = (table["n"] / table["base"] * 1000).round(2)
    table = table.merge(deviation_of_proportions(tokens), on=[*keys, "term"], how="left")
    table["dispersion"] = table["dispersion"].where(table["n"] > 1)
    order = ["interview", "voice", "n", "term"]
    return table.sort_values(order, ascending=[True, True, False, True], ignore_index=True)[TERMS]


def deviation_of_proportions(tokens: pd.DataFrame) -> pd.DataFrame:
    """Return how unevenly each term is spread over its voice's blocks.

    DP is half the sum, over the blocks, of |share of the voice's words in the block − share of the
    term's occurrences in it|, divided by 1 − the smallest block's share, so that 0 is as even as
    the blocks are long and 1 all in the shortest one. Empty for a voice with one block.
    Returns interview, voice, term, dispersion (two decimals).
    Source: S. Th. Gries, International Journal of Corpus Linguistics 13(4), 2008, 403–437;
    the divisor from J. Lijffijt and S. Th. Gries, same journal 17(1), 2012, 147–149.
    """
    keys = ["interview", "voice"]
    content = tokens[~tokens["is_stop"]]
    size = tokens.groupby([*keys, "block"]).size()
    share = (size / size.groupby(level=keys).transform("sum")).rename("share")
    found = content.groupby([*keys, "term", "block"]).size().rename("n").reset_index()
    found["part"] = found["n"] / found.groupby([*keys, "term"])["n"].transform("sum")
    found = found.merge(share.reset_index(), on=[*keys, "block"])
    found["excess"] = (found["part"] - found["share"]).clip(lower=0)
    excess = found.groupby([*keys, "term"])["excess"].sum().reset_index()
    least = share.groupby(level=keys).min().rename("least").reset_index()
    excess = excess.merge(least, on=keys)
    spread = excess["excess"] / (1 - excess["least"]).where(excess["least"] < 1)
    return excess.assign(dispersion=spread.round(2))[[*keys, "term", "dispersion"]]


def total_terms(tokens: pd.DataFrame) -> pd.DataFrame:
    """Count terms over all voices that speak (display text repeats them and is left out).

    Returns interview, term, n, per_1000, base, n_blocks, dispersion; n falling, then term.
    """
    spoken = tokens[tokens["voice"] != "display"].assign(voice="all")
    return rate_terms(spoken).drop(columns="voice")


def unknown_forms(tokens: pd.DataFrame) -> pd.DataFrame:
    """List the word forms the dictionary does not know, which stand as their own lemma.

    Returns token, term, n; names and compounds are mostly right as they are; a form that should
    be unified goes into data/editorial/term_variants.csv.
    """
    from simplemma import is_known

    content = tokens[~tokens["is_stop"] & ~tokens["token"].str.contains(r"[\d -]", regex=True)]
    forms = content.groupby(["token", "term"]).size().rename("n").reset_index()
    known = [is_known(normalise(token), lang="de") for token in forms["token"]]
    decided = forms["token"].str.casefold().isin(term_variants())
    forms = forms[~np.array(known, dtype=bool) & ~decided.to_numpy()]
    return forms.sort_values(["n", "token"], ascending=[False, True], ignore_index=True)


def concordance(
    tokens: pd.DataFrame, sentences: pd.DataFrame, term: str, *, width: int = 40
) -> pd.DataFrame:
    """Show a term in its contexts (keyword in context, KWIC).

    width: characters on either side. Returns interview, sentence, voice, left, keyword, right,
    start, end (the keyword's place in the raw text); in text order.
    """
    found = tokens[tokens["term"].str.casefold() == term.casefold()]
    found = found.merge(
        sentences[["interview", "sentence", "start", "text"]],
        on=["interview", "sentence"],
        suffixes=("", "_sentence"),
    )
    rows = []
    for hit in found.itertuples():
        at = hit.start - hit.start_sentence
        left, right = hit.text[:at], hit.text[at + len(hit.token) :]
        left, right = " ".join(left.split()), " ".join(right.split())
        left = left if len(left) <= width else "…" + left[-width:]
        right = right if len(right) <= width else right[:width] + "…"
        rows.append(
            (hit.interview, hit.sentence, hit.voice, left, hit.token, right, hit.start, hit.end)
        )
    names = ["interview", "sentence", "voice", "left", "keyword", "right", "start", "end"]
    return pd.DataFrame(rows, columns=names)


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
    bases = terms.groupby("voice")["base"].first().reindex([one, other], fill_value=0)
    a, b = wide[one].to_numpy(float), wide[other].to_numpy(float)
    size_a, size_b = float(bases[one]), float(bases[other])
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


def expect_by_chance(
    terms: pd.DataFrame, one: str, other: str, *, draws: int = 1000, seed: int = 2014
) -> dict[str, float]:
    """Return how many terms pass G² 3.84 as they are, and when the same words are dealt at random.

    The terms of both voices are dealt to two piles of the same sizes, draws times.
    Returns n (terms over the mark), chance (mean over the draws), as_many (share of the draws
    with n or more), draws, n_terms, mark.
    """
    compared = compare_voices(terms, one, other)
    totals = (compared["n_one"] + compared["n_other"]).to_numpy(int)
    bases = terms.groupby("voice")["base"].first().reindex([one, other], fill_value=0)
    size_a, size_b = int(bases[one]), int(bases[other])
    result = {"n": int((compared["g2"] >= NOTABLE).sum()), "n_terms": len(compared)}
    if not len(compared):
        return result | {"chance": 0.0, "as_many": 1.0, "draws": draws, "mark": NOTABLE}
    stop = size_a + size_b - totals.sum()
    dealt = np.random.default_rng(seed).multivariate_hypergeometric(
        [*totals, stop], size_a, size=draws, method="marginals"
    )[:, :-1]
    over = [
        (log_likelihood(a.astype(float), (totals - a).astype(float), size_a, size_b) >= NOTABLE)
        for a in dealt
    ]
    counts = np.array([marks.sum() for marks in over])
    return result | {
        "chance": float(counts.mean()),
        "as_many": float((counts >= result["n"]).mean()),
        "draws": draws,
        "mark": NOTABLE,
    }


def collocations(tokens: pd.DataFrame, *, window: int = 3, floor: int = 2) -> pd.DataFrame:
    """Return pairs of terms that stand together more often than their counts would let expect.

    Pairs are of content terms up to window words apart within one sentence; floor: pairs seen
    less often are left out. Returns one, other, n, g2 (log-likelihood, nltk's likelihood_ratio);
    sorted by g2 falling.
    """
    from nltk.collocations import BigramAssocMeasures, BigramCollocationFinder

    spoken = tokens[(tokens["voice"] != "display") & ~tokens["is_stop"]]
    sentences = [list(group) for _, group in spoken.groupby(["interview", "sentence"])["term"]]
    padded = [term for words in sentences for term in [*words, *[None] * (window - 1)]]
    finder = BigramCollocationFinder.from_words(padded, window_size=window)
    finder.apply_word_filter(lambda term: term is None)
    finder.apply_freq_filter(floor)
    scored = finder.score_ngrams(BigramAssocMeasures.likelihood_ratio)
    rows = [(a, b, finder.ngram_fd[(a, b)], round(g2, 2)) for (a, b), g2 in scored]
    table = pd.DataFrame(rows, columns=["one", "other", "n", "g2"])
    order = ["g2", "one", "other"]
    return table.sort_values(order, ascending=[False, True, True], ignore_index=True)
