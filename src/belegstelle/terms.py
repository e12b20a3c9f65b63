"""From the reading text to terms: sentences, tokens, lemmas, counts with their base.

A token is a running word as printed (a hyphen compound is one, a multi-word term is one); its
term is the lemma a German reader accepts, with the variants of data/editorial unified.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from belegstelle.cleaning import map_spans
from belegstelle.sentences import split_sentences
from belegstelle.tables import editorial_path, expect_filled, read_editorial, read_list
from belegstelle.words import REMEMBERED, WORD, normalise

if TYPE_CHECKING:
    import pyarrow as pa

SENTENCES = (
    "interview sentence block voice speaker start end clean_start clean_end text reading"
).split()
TOKENS = "interview sentence block voice speaker start end token term is_stop".split()
TERMS = ["interview", "term", "voice", "n", "per_1000", "base", "n_blocks", "dispersion"]
# Marks that may stand around a word: "(gut," is one word of letters.
MARKS = ".,;:!?…\"'„“”‚‘’»«›‹()[]–"
# What links the parts of a compound: a hyphen, an unbreakable one; not a dash.
HYPHEN = re.compile("[-‐‑]")
# Compounds of shorter parts are no spelling of the joined word: "E-Mail" is not "Email" (enamel).
SHORTEST_PART = 3
# Tokens in a window of the moving average of type-token ratios.
WINDOW = 50
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


@lru_cache(REMEMBERED)
def lemma(word: str) -> str:
    """Return the term a word form counts as.

    Variants people decided come first, whatever white space is between the words of one; a hyphen
    compound that the dictionary has as one word counts as that word; of any other only the last
    part is inflected; the rest is simplemma's dictionary lemma, in lower case where the word was.

    >>> lemma("Firmen"), lemma("Gründe"), lemma("Online-Termine"), lemma("2014")
    ('Firma', 'Grund', 'Online-Termin', '2014')
    >>> lemma("Internet-Seiten"), lemma("Internetseite")
    ('Internetseite', 'Internetseite')
    """
    decided = term_variants().get(" ".join(word.split()).casefold())
    if decided:
        return decided
    from simplemma import is_known, lemmatize

    parts = HYPHEN.split(word)
    if len(parts) > 1:
        joined = parts[0] + "".join(parts[1:]).lower()
        if min(map(len, parts)) >= SHORTEST_PART and is_known(joined, lang="de"):
            return lemma(joined)
        return "-".join([*parts[:-1], lemma(parts[-1]) if parts[-1] else ""])
    found = lemmatize(word, lang="de")
    return found if word[0].isupper() else found[0].lower() + found[1:]


@lru_cache(REMEMBERED)
def is_stop(word: str) -> bool:
    """Tell whether a word form is on the stop list, as it stands or as a lemma."""
    return word.casefold() in stop_words() or lemma(word).casefold() in stop_words()


def _phrases() -> list[str]:
    """Return the multi-word terms people decided, in lower case, the longest first."""
    phrases = (variant for variant in term_variants() if " " in variant)
    return sorted(phrases, key=lambda phrase: (-len(phrase), phrase))


@cache
def _word_pattern() -> re.Pattern:
    """Return what finds the words of a text, and as one word what people decided is one term.

    "Social Media", in any letters, over a line's end too; not "Social-Media" or "social, Media".
    """
    phrases = [r"\s+".join(map(re.escape, phrase.split())) for phrase in _phrases()]
    either = "|".join(phrases).replace("ss", "(?:ss|ß)") or "(?!)"
    return re.compile(rf"(?i:{either})(?![-‐‑'’]?\w)|{WORD.pattern}")


def find_words(text: str) -> list[tuple[int, int]]:
    """Return the spans of the words of a text; a multi-word term of the variants is one."""
    return [match.span() for match in _word_pattern().finditer(text)]


def terms_of(text: str) -> set[str]:
    """Return the terms of a text, stop words among them.

    >>> sorted(terms_of("Die Firmen und Social Media"))
    ['Firma', 'Social Media', 'der', 'und']
    """
    return {lemma(text[start:end]) for start, end in find_words(text)}


class TermCodes(dict):
    """Words → codes of their terms, found when first looked up; 0 is a stop word.

    numbers: term → code, in the order of codes. several: the codes of the words of what is no
    single word ("und/oder", "–"), which has itself a code below 0, the first of them -1. firsts:
    the words, in lower case, that a multi-word term may begin with; openers: those of the words
    looked up that do.
    """

    def __init__(self) -> None:
        self.numbers = {"": 0}
        self.several: list[list[int]] = []
        self.firsts = frozenset(w for phrase in _phrases() for w in WORD.findall(phrase)[:1])
        self.openers: list[str] = []

    def __missing__(self, part: str) -> int:
        words = [part] if part.isalpha() else WORD.findall(part)
        if len(words) == 1:
            code = self.code(words[0])
        else:
            self.several.append([self.code(word) for word in words])
            code = -len(self.several)
        if self.firsts and not self.firsts.isdisjoint(map(str.casefold, words)):
            self.openers.append(part)
        self[part] = code
        return code

    def code(self, word: str) -> int:
        """Return the code of a word's term, 0 for a stop word."""
        term = "" if is_stop(word) else lemma(word)
        return self.numbers.setdefault(term, len(self.numbers))

    def code_words(self, text: str) -> list[int]:
        """Return the codes of the terms of a text, multi-word ones among them."""
        words = [text[start:end] for start, end in find_words(text)]
        return [self[word] if word.isalpha() else self.code(word) for word in words]


@cache
def term_codes() -> TermCodes:
    """Return the codes given so far in this process."""
    return TermCodes()


def code_texts(texts: "pa.Array", codes: TermCodes) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Find the terms of many texts, an Arrow array, at once.

    Returns for every token, in no order, the number of its text and the code of its term; and for
    every text its number of words, of which a multi-word term has several.
    No word spans white space, and most come again: the texts are split there and each word that
    is new looked up, all but the looking up in Arrow.
    """
    import pyarrow as pa
    from pyarrow import compute

    text, word, words = _split_at_space(texts)
    code = np.fromiter(map(codes.__getitem__, words.to_pylist()), np.int32, len(words))[word]
    opens = compute.is_in(words, pa.array(codes.openers, words.type)).to_numpy(False)
    opened = np.unique(text[opens[word]])
    single = code >= 0
    several = pa.array(codes.several, pa.list_(pa.int32())).take(pa.array(-1 - code[~single]))
    rest = np.repeat(text[~single], compute.list_value_length(several))
    text = np.concatenate([text[single], rest])
    code = np.concatenate([code[single], compute.list_flatten(several)])
    n_words = np.bincount(text, minlength=len(texts))
    if not len(opened):
        return text, code, n_words
    phrased = [codes.code_words(found) for found in texts.take(opened).to_pylist()]
    plain = ~np.isin(np.arange(len(texts)), opened)[text]
    text = np.concatenate([text[plain], np.repeat(opened, list(map(len, phrased)))])
    return text, np.concatenate([code[plain], *phrased]).astype(np.int32), n_words


def _split_at_space(texts: "pa.Array") -> tuple[np.ndarray, np.ndarray, "pa.Array"]:
    """Return for every part of texts the number of its text and of its word; and the words."""
    from pyarrow import compute

    parts = compute.ascii_split_whitespace(texts)
    text = np.repeat(np.arange(len(texts), dtype=np.int32), compute.list_value_length(parts))
    parts = compute.list_flatten(parts).dictionary_encode()
    words = compute.utf8_trim(parts.dictionary, MARKS).dictionary_encode()
    return text, words.indices.to_numpy()[parts.indices.to_numpy()], words.dictionary


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
    table["term"] = [lemma(word) for word in words]
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
    table = _measure_tokens(tokens)
    return table.assign(dispersion=table["dispersion"].where(table["n"] > 1))[TERMS]


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
    own = forms["token"].map(normalise).str.casefold() == forms["term"].str.casefold()
    forms = forms[~np.array(known, dtype=bool) & ~decided.to_numpy() & own.to_numpy()]
    return forms.sort_values(["n", "token"], ascending=[False, True], ignore_index=True)


def describe_wording(tokens: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Return each voice's wording in figures.

    Returns interview, voice, n_sentences, n (tokens), types (different word forms, upper and lower
    case alike), hapaxes (types that stand once), ttr (types / tokens; falls with length, so no
    measure to compare voices by), mattr (mean type-token ratio of all windows of 50 tokens; empty
    for a shorter voice), per_sentence (tokens / sentences); display text left out.
    Source of mattr: M. A. Covington and J. D. McFall, Journal of Quantitative Linguistics 17(2),
    2010, 94–100.
    """
    rows = []
    spoken = tokens[tokens["voice"] != "display"]
    for (interview, voice), own in spoken.groupby(["interview", "voice"]):
        forms = own["token"].map(normalise).str.casefold()
        counts = forms.value_counts()
        n_sentences = own["sentence"].nunique()
        figures = (len(counts), int((counts == 1).sum()), round(len(counts) / len(own), 2))
        per_sentence = round(len(own) / n_sentences, 1)
        rows.append(
            (interview, voice, n_sentences, len(own), *figures, moving_ttr(forms), per_sentence)
        )
    names = "interview voice n_sentences n types hapaxes ttr mattr per_sentence".split()
    return pd.DataFrame(rows, columns=names)


def moving_ttr(forms: Sequence[str], window: int = WINDOW) -> float:
    """Return the mean type-token ratio over all windows of so many tokens; nan if there is none.

    >>> moving_ttr(["a", "b", "a", "a"], window=2)
    0.83
    """
    forms = list(forms)
    starts = range(len(forms) - window + 1)
    ratios = [len(set(forms[start : start + window])) / window for start in starts]
    return round(float(np.mean(ratios)), 2) if ratios else float("nan")


def list_forms(tokens: pd.DataFrame) -> pd.DataFrame:
    """Return the terms that unite several word forms: term, forms (most frequent first), n.

    Stop words and display text are left out; n falling, then term.
    """
    content = tokens[~tokens["is_stop"] & (tokens["voice"] != "display")]
    forms = content.assign(token=content["token"].map(normalise))
    forms = forms.groupby(["term", "token"]).size().rename("n").reset_index()
    forms = forms.sort_values(["n", "token"], ascending=[False, True])
    table = forms.groupby("term").agg(
        forms=("token", ", ".join), k=("token", "size"), n=("n", "sum")
    )
    table = table[table["k"] > 1].drop(columns="k").reset_index()
    return table.sort_values(["n", "term"], ascending=[False, True], ignore_index=True)


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
