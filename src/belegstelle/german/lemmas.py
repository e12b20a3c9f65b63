"""Words to terms: which words a text has, the lemma each counts as, which are stop words."""

import re
from typing import TYPE_CHECKING

import numpy as np

from belegstelle.german.words import REMEMBERED, WORD
from belegstelle.project import editorial_path
from belegstelle.store.lists import current, read_list
from belegstelle.store.tables import expect_filled, read_editorial

if TYPE_CHECKING:
    import pyarrow as pa


# Marks that may stand around a word: "(gut," is one word of letters.
MARKS = ".,;:!?…\"'„“”‚‘’»«›‹()[]–"


# What links the parts of a compound: a hyphen, an unbreakable one; not a dash.
HYPHEN = re.compile("[-‐‑]")


# Compounds of shorter parts are no spelling of the joined word: "E-Mail" is not "Email" (enamel).
SHORTEST_PART = 3


class Vocabulary:
    """Which words a text has and what each counts as, by the lists people decide.

    stop_words: words in lower case; variants: variant in lower case → the term it stands for;
    language: whose dictionary ("de", "en"), or "" for none: a word then counts as itself.
    """

    def __init__(
        self, stop_words: frozenset[str], variants: dict[str, str], language: str = "de"
    ) -> None:
        self.language = language
        self.stop_words = stop_words
        self.variants = variants
        # The multi-word terms, in lower case, the longest first.
        self.phrases = sorted((v for v in variants if " " in v), key=lambda v: (-len(v), v))
        self.pattern = _word_pattern(self.phrases)
        self._lemmas: dict[str, str] = {}
        self._codes = TermCodes(self)

    def codes(self) -> "TermCodes":
        """Return the codes of the terms met so far; new ones once they are too many to keep."""
        if len(self._codes) > REMEMBERED:
            self._codes = TermCodes(self)
        return self._codes

    def find_words(self, text: str) -> list[tuple[int, int]]:
        """Return the spans of the words of a text; a multi-word term of the variants is one."""
        return [match.span() for match in self.pattern.finditer(text)]

    def terms_of(self, text: str) -> set[str]:
        """Return the terms of a text, stop words among them."""
        return {self.lemma(text[start:end]) for start, end in self.find_words(text)}

    def is_stop(self, word: str) -> bool:
        """Tell whether a word form is on the stop list, as it stands or as a lemma."""
        listed = self.stop_words
        return word.casefold() in listed or self.lemma(word).casefold() in listed

    def lemma(self, word: str) -> str:
        """Return the term a word form counts as.

        Variants people decided come first, whatever white space is between the words of one; a
        hyphen compound that the dictionary has as one word counts as that word; of any other only
        the last part is inflected; the rest is simplemma's dictionary lemma, in lower case where
        the word was.

        >>> lemma = read_vocabulary().lemma
        >>> lemma("Firmen"), lemma("Gründe"), lemma("Online-Termine"), lemma("2014")
        ('Firma', 'Grund', 'Online-Termin', '2014')
        >>> lemma("Internet-Seiten"), lemma("Internetseite")
        ('Internetseite', 'Internetseite')
        """
        if word not in self._lemmas:
            if len(self._lemmas) >= REMEMBERED:
                self._lemmas.clear()
            self._lemmas[word] = self._look_up(word)
        return self._lemmas[word]

    def _look_up(self, word: str) -> str:
        from simplemma import is_known, lemmatize

        decided = self.variants.get(" ".join(word.split()).casefold())
        if decided:
            return decided
        if not self.language:
            return word.lower()
        parts = HYPHEN.split(word)
        if len(parts) > 1:
            joined = parts[0] + "".join(parts[1:]).lower()
            if min(map(len, parts)) >= SHORTEST_PART and is_known(joined, lang=self.language):
                return self.lemma(joined)
            return "-".join([*parts[:-1], self.lemma(parts[-1]) if parts[-1] else ""])
        found = lemmatize(word, lang=self.language)
        return found if word[0].isupper() else found[0].lower() + found[1:]


@current("stopwords.txt", "term_variants.csv")
def read_vocabulary() -> Vocabulary:
    """Return the vocabulary of data/editorial/stopwords.txt and term_variants.csv."""
    return _read_vocabulary("stopwords.txt", "de")


@current("stopwords_en.txt", "term_variants.csv")
def read_english_vocabulary() -> Vocabulary:
    """Return the vocabulary of English texts: stopwords_en.txt and term_variants.csv."""
    return _read_vocabulary("stopwords_en.txt", "en")


def vocabulary_of(language: str) -> Vocabulary:
    """Return the vocabulary of a language; of another than German and English, words alone."""
    readers = {"de": read_vocabulary, "en": read_english_vocabulary}
    return readers[language]() if language in readers else Vocabulary(frozenset(), {}, "")


def _read_vocabulary(listed: str, language: str) -> Vocabulary:
    path = editorial_path("term_variants.csv")
    table = read_editorial(path, ["variant", "term"])
    expect_filled(path, table, "variant", once=True)
    expect_filled(path, table, "term")
    stop_words = frozenset(" ".join(read_list(listed)).casefold().split())
    variants = {row.variant.casefold(): row.term for row in table.itertuples()}
    return Vocabulary(stop_words, variants, language)


def _word_pattern(phrases: list[str]) -> re.Pattern:
    """Return what finds the words of a text, and as one word what people decided is one term.

    "Social Media", in any letters, over a line's end too; not "Social-Media" or "social, Media".
    """
    spaced = [r"\s+".join(map(re.escape, phrase.split())) for phrase in phrases]
    either = "|".join(spaced).replace("ss", "(?:ss|ß)") or "(?!)"
    return re.compile(rf"(?i:{either})(?![-‐‑'’]?\w)|{WORD.pattern}")


class TermCodes(dict):
    """Words → codes of their terms, found when first looked up; 0 is a stop word.

    numbers: term → code, in the order of codes. several: the codes of the words of what is no
    single word ("und/oder", "–"), which has itself a code below 0, the first of them -1. firsts:
    the words, in lower case, that a multi-word term may begin with; openers: those of the words
    looked up that do.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.numbers = {"": 0}
        self.several: list[list[int]] = []
        self.firsts = frozenset(
            w for phrase in vocabulary.phrases for w in WORD.findall(phrase)[:1]
        )
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
        term = "" if self.vocabulary.is_stop(word) else self.vocabulary.lemma(word)
        return self.numbers.setdefault(term, len(self.numbers))

    def code_words(self, text: str) -> list[int]:
        """Return the codes of the terms of a text, multi-word ones among them."""
        words = [text[start:end] for start, end in self.vocabulary.find_words(text)]
        return [self[word] if word.isalpha() else self.code(word) for word in words]


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
