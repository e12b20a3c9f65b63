"""Texts to terms: the words of many texts at once, and the term each counts as in its sentence.

No word spans white space, and most come again: texts are split there and each part that is new
is looked up, all but the looking up in Arrow. What a word's neighbours decide comes after: whether
a capital only opens a sentence, which particle belongs to which verb, which words are one term.
"""

from array import array
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from belegstelle.german.lemmas import PARTICLES, SUBJECTS, Vocabulary
from belegstelle.german.words import REMEMBERED, WORD

if TYPE_CHECKING:
    import pyarrow as pa

# What a part of a text says of its neighbours; see _mark.
CAPITAL, COLON, QUOTED, CLAUSE, PARTICLE, LINK, SUBJECT = (2**bit for bit in range(7))
# Behind the word: a mark that ends a clause: "an.", "(lacht)"; not "an".
ENDS_CLAUSE = tuple('.,;:!?…–)]“”"»«')
# What may go on behind a particle without a mark: "ruft an und fragt".
LINKS = frozenset("und oder sowie aber als wie – — -".split())
# What keeps a particle to itself: "von Anfang an", "aus Neugier heraus", "auf und ab".
HOLDS = {
    particle: frozenset(words.split())
    for particle, words in {
        "an": "von vom seit",
        "ab": "von vom auf",
        "aus": "von vom ein",
        "her": "von vom hin",
        "auf": "von",
        "vor": "nach",
        "heraus": "aus",
        "hinaus": "über darüber",
        "herum": "um",
        "hin": "auf bis",
    }.items()
}
# Marks that may stand around a word: "(an," is one word of letters.
MARKS = ".,;:!?…\"'„“”‚‘’»«›‹()[]–"
# How many words before the particle are asked whether they hold it.
NEAR = 3


class Found(NamedTuple):
    """The words of texts: number of the text, start and end in it, code of the term; n_words.

    One entry a word, in order; a term of several words is one. n_words: of every text, each word
    of such a term counted.
    """

    text: np.ndarray
    start: np.ndarray
    end: np.ndarray
    code: np.ndarray
    n_words: np.ndarray


class TermCodes(dict):
    """Parts of texts → the row of their words; looked up when first met.

    A part is what stands between white space; one that opens a sentence is the key (part, True if
    "Sie" or "wir" follows). numbers: term and whether it is a stop word → code, 0 for none.
    first, marks: of every row, where in words its own begin, and what _mark says. words, starts,
    lengths: the codes of the words, and where in the part each stands.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.numbers: dict[tuple[str, bool], int] = {("", True): 0}
        self.first, self.marks = array("i", [0]), array("i")
        self.starts, self.lengths, self.words = array("i"), array("i"), array("i")
        self.joins = {particle: Joins(self, particle) for particle in PARTICLES}
        # The multi-word terms, in lower case, with their words and code; what they begin with,
        # and where in words that stands.
        self.phrases = [
            (phrase, len(phrase.split()), self.code(phrase)) for phrase in vocabulary.phrases
        ]
        self.firsts = frozenset(phrase.split()[0] for phrase in vocabulary.phrases)
        self.openers = array("i")

    def __missing__(self, key: str | tuple[str, bool]) -> int:
        self[key] = row = self._add(key) if isinstance(key, str) else self._open(*key)
        return row

    def _add(self, part: str, first: str = "") -> int:
        """Look up the words of a part, with another form of the first if given; return the row."""
        bare = part.strip(MARKS)
        if bare.isalpha():  # as most are, and one word then
            found = [(part.find(bare), bare)]
        else:
            found = [(match.start(), match[0]) for match in WORD.finditer(part)]
        self.marks.append(self._mark(part, bare, found[0][1] if found else ""))
        for start, word in found:
            self.starts.append(start)
            self.lengths.append(len(word))
            if word.casefold() in self.firsts:
                self.openers.append(len(self.words))
            self.words.append(self.code(first or word))
            first = ""
        self.first.append(len(self.words))
        return len(self.marks) - 1

    def _open(self, part: str, asked: bool) -> int:
        """Return the row of a part that opens a sentence; asked: "Sie" or "wir" follows."""
        row = self[part]
        start = self.starts[self.first[row]]
        end = start + self.lengths[self.first[row]]
        marked = part[end : end + 1] in tuple(",.!?")
        word = self.vocabulary.opener(part[start:end], marked=marked, asked=asked)
        return row if word == part[start:end] else self._add(part, word)

    def _mark(self, part: str, bare: str, word: str) -> int:
        """Return what a part says of its neighbours, as a sum of CAPITAL and its kin.

        bare: without MARKS around it; word: its first, or nothing.
        """
        mark = (
            CAPITAL * word[:1].isupper()
            + PARTICLE * (bare in PARTICLES)
            + LINK * (part in LINKS)
            + SUBJECT * (word in SUBJECTS)
        )
        if part == word:
            return mark
        return (
            mark
            + COLON * part.endswith((":", "–", "„", "»"))
            + QUOTED * (part[:1] in '„“»«›‹"(–' and bool(word))
            + CLAUSE * (bool(word) and part.endswith(ENDS_CLAUSE))
        )

    def code(self, word: str) -> int:
        """Return the code of the term that a word counts as."""
        return self.number(*self.vocabulary.term(word))

    def number(self, term: str, is_stop: bool) -> int:
        """Return the code of a term."""
        return self.numbers.setdefault((term, is_stop), len(self.numbers))

    def named(self) -> tuple[list[str], np.ndarray]:
        """Return term and whether it is a stop word, of every code."""
        return [term for term, _ in self.numbers], np.array([stop for _, stop in self.numbers])


class Joins(dict):
    """Verb forms → the code of the verb they make with a particle apart, 0 if none."""

    def __init__(self, codes: TermCodes, particle: str) -> None:
        self.codes, self.particle = codes, particle

    def __missing__(self, form: str) -> int:
        verb = ""
        if form.isalpha() and form.islower():
            verb = self.codes.vocabulary.joined(form, self.particle)
        self[form] = code = self.codes.number(verb, False) if verb else 0
        return code


# The codes of the vocabularies in use: another one, once its lists are edited, begins anew.
_codes = lru_cache(4)(TermCodes)


def codes_of(vocabulary: Vocabulary) -> TermCodes:
    """Return the codes of the terms met so far; new ones once they are too many to keep."""
    if len(_codes(vocabulary)) > REMEMBERED:
        _codes.cache_clear()
    return _codes(vocabulary)


def find_terms(texts: "pa.Array", codes: TermCodes) -> Found:
    """Find the terms of many sentences, an Arrow array, at once."""
    from pyarrow import compute

    split = compute.ascii_split_whitespace(texts)
    counts = compute.list_value_length(split).to_numpy(False)
    text = np.repeat(np.arange(len(texts), dtype=np.int32), counts)
    flat = compute.list_flatten(split).dictionary_encode()
    part, parts = flat.indices.to_numpy(), flat.dictionary
    place = _places(texts, parts, text, part, counts)
    words = parts.to_pylist()
    row = np.fromiter(map(codes.__getitem__, words), np.int32, len(words))[part]
    mark = np.array(codes.marks)[row]
    row = _opened(row, mark, text, part, words, codes)

    first = np.array(codes.first)
    n = np.diff(first)[row]
    begin = np.cumsum(n, dtype=np.int32) - n
    of_part = np.repeat(np.arange(len(row), dtype=np.int32), n)
    at = np.repeat(first[row], n)
    for further in range(1, n.max(initial=0)):  # most parts are one word, few have three
        at[begin[n > further] + further] += further
    start = place[of_part] + np.array(codes.starts)[at]
    found = Found(
        text[of_part],
        start,
        start + np.array(codes.lengths)[at],
        np.array(codes.words)[at],
        np.bincount(text, n, len(texts)).astype(int),
    )
    _separate(found.code, begin, mark, text, part, words, codes)
    phrased = np.flatnonzero(np.isin(at, codes.openers))
    return _one_term(found, texts, phrased, codes) if len(phrased) else found


def _places(
    texts: "pa.Array", parts: "pa.Array", text: np.ndarray, part: np.ndarray, counts: np.ndarray
) -> np.ndarray:
    """Return where in its text each part begins: one space apart, or it is looked for."""
    from pyarrow import compute

    length = compute.utf8_length(parts).to_numpy(False).astype(np.int32)[part]
    place = np.cumsum(length + 1, dtype=np.int32) - length - 1
    first = np.cumsum(counts) - counts
    place -= np.repeat(place[np.minimum(first, len(place) - 1)], counts)
    sums = np.bincount(text, length, len(texts)) + counts - 1
    odd = np.flatnonzero(sums != compute.utf8_length(texts).to_numpy(False))
    for number, found in zip(odd.tolist(), texts.take(odd).to_pylist(), strict=True):
        at = 0
        for k in range(first[number], first[number] + counts[number]):
            at = found.index(parts[part[k]].as_py(), at)
            place[k] = at
            at += int(length[k])
    return place


def _opened(
    row: np.ndarray,
    mark: np.ndarray,
    text: np.ndarray,
    part: np.ndarray,
    words: list[str],
    codes: TermCodes,
) -> np.ndarray:
    """Return the rows, of parts that open a sentence or a quotation the row of an opener."""
    first = np.append(True, text[1:] != text[:-1])[: len(text)]
    behind = np.append(0, mark[:-1])[: len(text)] & COLON
    opens = np.flatnonzero((first | (behind > 0) | (mark & QUOTED > 0)) & (mark & CAPITAL > 0))
    asked = (np.append(mark[1:], 0)[: len(text)] & SUBJECT > 0) & ~np.append(first[1:], True)
    keys, at = np.unique(part[opens] * 2 + asked[opens], return_inverse=True)
    opened = [codes[words[key // 2], bool(key % 2)] for key in keys.tolist()]
    row[opens] = np.array(opened, row.dtype)[at]
    return row


def _separate(
    code: np.ndarray,
    first: np.ndarray,
    mark: np.ndarray,
    text: np.ndarray,
    part: np.ndarray,
    words: list[str],
    codes: TermCodes,
) -> None:
    """Give verbs whose particle stands at the end of the clause their whole lemma, in place.

    first: of every part, its first word's place in code. The particle counts as a stop word.
    """
    if not len(text):
        return
    ends = (mark & CLAUSE > 0) | np.append(text[1:] != text[:-1], True)
    linked = np.append(mark[1:] & LINK > 0, False)
    paired = np.append(mark[2:] & PARTICLE > 0, [False, False])[: len(text)]
    hits = np.flatnonzero((mark & PARTICLE > 0) & (ends | (linked & ~paired)))
    last = np.flatnonzero(ends)
    begins = np.append(-1, last)[np.searchsorted(last, hits)] + 1
    for begin, hit in zip(begins.tolist(), hits.tolist(), strict=True):
        clause = [words[k] for k in part[begin:hit].tolist()]
        particle = words[part[hit]].strip(MARKS)
        held = HOLDS.get(particle)
        if held and not held.isdisjoint(map(str.lower, clause[-NEAR:])):
            continue
        joins = codes.joins[particle]
        for number, form in enumerate(clause):
            if verb := joins[form if number else form.lower()]:
                code[first[begin + number]] = verb
                code[first[hit]] = codes.number(particle, True)
                break


def _one_term(found: Found, texts: "pa.Array", phrased: np.ndarray, codes: TermCodes) -> Found:
    """Make one of the words that people decided are one term: "Social Media".

    phrased: the places of the words that such a term may begin with.
    """
    end, code, kept = found.end.copy(), found.code.copy(), np.ones(len(found.code), bool)
    asked, of = np.unique(found.text[phrased], return_inverse=True)
    passages = texts.take(asked).to_pylist()
    behind = np.searchsorted(found.text, asked, side="right").tolist()
    free = 0
    for at, number in zip(phrased.tolist(), of.tolist(), strict=True):
        for phrase, length, term in codes.phrases if at >= free else ():
            to = at + length
            if to <= behind[number]:
                passage = passages[number][found.start[at] : found.end[to - 1]]
                if " ".join(passage.split()).casefold() == phrase:
                    end[at], code[at], kept[at + 1 : to] = found.end[to - 1], term, False
                    free = to
                    break
    return found._replace(
        text=found.text[kept], start=found.start[kept], end=end[kept], code=code[kept]
    )


def terms_of(texts: Iterable[str], vocabulary: Vocabulary) -> list[set[str]]:
    """Return the terms of each text, stop words among them."""
    import pyarrow as pa

    sentences = pa.array(list(texts), pa.string())
    codes = codes_of(vocabulary)
    found = find_terms(sentences, codes)
    terms = np.array(codes.named()[0], object)[found.code]
    cuts = np.searchsorted(found.text, np.arange(1, len(sentences)))
    return [set(own) for own in np.split(terms, cuts)] if len(sentences) else []
