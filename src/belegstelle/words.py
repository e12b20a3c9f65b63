"""What a character, a space and a word of a text are."""

import re
import unicodedata

# A word, compounds whole: "Social-Media-Manager", "geht's"; not the dash in "gut – und".
WORD = re.compile(r"\w+(?:[-‐‑'’]\w+)*")
# Characters that print nothing: a soft hyphen, a zero-width space; not the joiner inside an emoji.
INVISIBLE = re.compile("[\u00ad\u200b\u200c\u2060\ufeff]")
# Spaces of other widths and kinds: a no-break space, a thin space; not a newline.
SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t\x0b\x0c]")


def normalise(text: str) -> str:
    """Return text with its letters composed (NFC), one kind of space and nothing invisible.

    >>> normalise("Fu\u0308s\u00adsen\u00a0ist")
    'Füssen ist'
    """
    return SPACE.sub(" ", INVISIBLE.sub("", unicodedata.normalize("NFC", text)))


def count_words(text: str) -> int:
    """Count the running words (tokens) of a text; a hyphen compound is one.

    >>> count_words("Rund 600 Social-Media-Manager – mehr nicht.")
    5
    """
    return len(WORD.findall(normalise(text)))
