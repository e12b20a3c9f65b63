"""What a character, a space and a word of a text are."""

import re
import unicodedata
from functools import lru_cache

# An ending for all genders behind its sign: ":innen" in "Kund:innen", "*r" in "Befragte*r"; not
# "/s" in "m/s".
ENDING = r"(?:[:*·/]-?in(?:nen)?|[:*·][rnms])\b"
# A word, compounds and numbers whole: "Social-Media-Manager", "geht's", "15.000", "2,5",
# "Kund:innen"; not the dash in "gut – und".
WORD = re.compile(rf"(?:\d+(?:[.,]\d+)+|\w+)(?:[-‐‑'’]\w+|(?<=[a-zäöüß]){ENDING})*")

# Characters that print nothing: a soft hyphen, a zero-width space; not the joiner inside an emoji.
INVISIBLE = re.compile("[\u00ad\u200b\u200c\u2060\ufeff]")

# Spaces of other widths and kinds: a no-break space, a thin space; not a newline.
SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t\x0b\x0c]")

# Text of nothing but printed ASCII, composed Latin letters, quotation marks and dashes.
TIDY = re.compile("[\n -~\u00a1-\u00ac\u00ae-\u024f–—‘-‟…‹›€]*")

# Either of them: text without any is mostly as it should be already.
ODD = re.compile(f"{INVISIBLE.pattern[:-1]}{SPACE.pattern[1:]}")

# Word forms, labels and the like are looked up again and again: how many are remembered.
REMEMBERED = 2**17


@lru_cache(4)
def is_tidy(text: str) -> bool:
    """Tell whether a page is all letters of Latin script, usual marks, plain spaces and newlines.

    Most pages are: then there is nothing to normalise.
    """
    return bool(TIDY.fullmatch(text))


def normalise(text: str) -> str:
    """Return text with its letters composed (NFC), one kind of space and nothing invisible.

    >>> normalise("Fu\u0308s\u00adsen\u00a0ist")
    'Füssen ist'
    """
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    if text.replace("\n", "").isprintable() or not ODD.search(text):
        return text
    return SPACE.sub(" ", INVISIBLE.sub("", text))


def count_words(text: str) -> int:
    """Count the running words (tokens) of a text; a hyphen compound is one.

    >>> count_words("Rund 600 Social-Media-Manager – mehr nicht.")
    5
    """
    return sum(map(_words_in, text.split()))


@lru_cache(REMEMBERED)
def _words_in(part: str) -> int:
    """Count the words of a part of text without white space, which no word spans."""
    return len(WORD.findall(normalise(part)))


def words_around(text: str, start: int, end: int, most: int) -> tuple[str, str]:
    """Return what stands before and after a passage: whole words of at most so many characters.

    >>> words_around("Die Nachfrage steigt immer weiter an.", 14, 20, 10)
    ('Nachfrage ', ' immer')
    """
    before, after = text[max(start - most - 1, 0) : start], text[end : end + most + 1]
    before = before if start <= most else re.sub(r"^\S*\s", "", before)
    return before, after if len(text) <= end + most else re.sub(r"\s\S*$", "", after)
