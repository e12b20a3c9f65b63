"""Is a German word form spelt right, and which was meant? Word lists and compound arithmetic."""

from collections.abc import Collection, Iterator
from functools import cache

LETTERS = "abcdefghijklmnopqrstuvwxyzäöüß"


# Letters that link the parts of a compound: "Arbeit-s-markt", "Straße-n-bahn".
LINKS = ("", "s", "n", "en", "es", "er", "e")


PART = 4


# From this length a form may be a compound with a slip in one part.
LONG = 10


@cache
def _frequencies() -> dict[str, int]:
    """Return the German word forms, in lower case, with how common they are.

    Source: the word list of pyspellchecker (de).
    """
    from spellchecker import SpellChecker

    return SpellChecker(language="de", distance=1).word_frequency.dictionary


@cache
def is_known(word: str) -> bool:
    """Tell whether a German word form is in a dictionary, or is a compound of words that are.

    Sources: the word lists of simplemma (German) and pyspellchecker (de).

    >>> is_known("Dauerbaustelle"), is_known("unterscheidlich")
    (True, False)
    """
    return _listed(word) or _is_compound(word.lower())


@cache
def _listed(word: str) -> bool:
    from simplemma import is_known as listed

    forms = {word, word.lower(), word.capitalize()}
    return word.lower() in _frequencies() or any(listed(form, lang="de") for form in forms)


@cache
def _is_noun(word: str) -> bool:
    """Tell whether a form with a capital can be a noun's: "Nachfrage"; not "Steril"."""
    from simplemma import is_known as listed
    from simplemma import lemmatize

    noun = listed(word, lang="de") and lemmatize(word, lang="de")[0].isupper()
    return noun or (not _listed(word) and _is_compound(word.lower()))


@cache
def _is_compound(word: str) -> bool:
    """Tell whether a form is made of listed words, two or more: "kommunikationsvermögen"."""
    return any(
        _is_part(word[cut:]) and any(_listed(word[: cut - len(link)]) for link in _links(word, cut))
        for cut in range(PART, len(word) - PART + 1)
    )


def _is_part(tail: str) -> bool:
    return _listed(tail) or (len(tail) >= LONG and _is_compound(tail))


def _links(word: str, cut: int) -> Iterator[str]:
    head = word[:cut]
    return (link for link in LINKS if head.endswith(link) and len(head) - len(link) >= PART)


def _one_edit_away(word: str) -> set[str]:
    """Return the strings one edit away: a letter too many, missing, wrong or swapped.

    Source: P. Norvig, How to Write a Spelling Corrector, 2007.
    """
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    fewer = {a + b[1:] for a, b in cuts if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    other = {a + letter + b[1:] for a, b in cuts if b for letter in LETTERS}
    more = {a + letter + b for a, b in cuts for letter in LETTERS}
    return (fewer | swapped | other | more) - {word}


def suggest(word: str, common: Collection[str] = (), *, noun: bool = False) -> str:
    """Return the likeliest known word one edit away, in the word's own case, or "".

    One edit is a letter too many, missing, wrong or swapped with its neighbour. common: forms in
    lower case that the text has elsewhere, which come first; then the more frequent, a swap of
    letters before other edits. noun: only nouns will do. In a long form without such a neighbour
    one part of the compound may be mended.

    >>> suggest("hiuerzulande"), suggest("unterscheidlich"), suggest("Unternehmenskomunikation")
    ('hierzulande', 'unterschiedlich', 'Unternehmenskommunikation')
    """
    small = word.lower()
    frequency = _frequencies()
    near = [form for form in _one_edit_away(small) if form in frequency]
    near = [form for form in near if not noun or _is_noun(form.capitalize())]
    if not near and word == small:
        near = [form for form in _one_edit_away(small) if _listed(form)]
    if near:
        best = min(near, key=lambda form: (form not in common, -_rank(small, form), form))
    else:
        best = _mend_part(small) if len(small) >= LONG else ""
    return best.capitalize() if word[0].isupper() else best


def _rank(word: str, form: str) -> float:
    """Return how likely a form was meant: how common, a hundred times so for swapped letters."""
    return _frequencies().get(form, 1) * (100 if sorted(word) == sorted(form) else 1)


def _mend_part(word: str) -> str:
    """Return a compound with one part mended, or "": the longest part that is right stays."""
    for right in range(len(word) - PART, PART + 1, -1):
        for head, tail in ((word[:right], word[right:]), (word[:-right], word[-right:])):
            mended = _mend_tail(head, tail) if len(head) == right else _mend_head(head, tail)
            if mended:
                return mended
    return ""


def _mend_tail(head: str, tail: str) -> str:
    if not any(_listed(head[: len(head) - len(link)]) for link in _links(head, len(head))):
        return ""
    return head + _best_part(tail) if _best_part(tail) else ""


def _mend_head(head: str, tail: str) -> str:
    if not _listed(tail):
        return ""
    for link in _links(head, len(head)):
        best = _best_part(head[: len(head) - len(link)])
        if best:
            return best + link + tail
    return ""


def _best_part(part: str) -> str:
    if len(part) <= PART:
        return ""
    frequency = _frequencies()
    near = [form for form in _one_edit_away(part) if form in frequency and len(form) > PART]
    return min(near, key=lambda form: (-_rank(part, form), form), default="")


def _is_verb(form: str) -> bool:
    """Tell whether a form is a verb's, and not its infinitive: "entgegenkommt"; not "Vorsicht"."""
    from simplemma import lemmatize

    lemma = lemmatize(form, lang="de")
    return lemma.endswith("n") and lemma[0].islower() and _listed(form)
