"""Counts, parts, lists and verbs in English, as running text has them."""

from collections import Counter
from collections.abc import Callable, Iterable

NUMBER_WORDS = "no one two three four five six seven eight nine ten eleven twelve".split()


def in_words(n: int, noun: str = "") -> str:
    """Return a count as running text has it: in words up to twelve, the noun in its number.

    >>> in_words(7, "claim"), in_words(1, "claim"), in_words(0, "claim"), in_words(31)
    ('seven claims', 'one claim', 'no claims', '31')
    """
    word = NUMBER_WORDS[n] if n < len(NUMBER_WORDS) else str(n)
    return f"{word} {noun}{'s' * (n != 1)}".strip() if noun else word


def times(n: int) -> str:
    """Return how often, as running text has it.

    >>> times(0), times(1), times(2), times(7)
    ('never', 'once', 'twice', 'seven times')
    """
    return ("never", "once", "twice")[n] if n < 3 else f"{in_words(n)} times"


def span_in_words(span: tuple[int, int], say: Callable[..., str] = in_words) -> str:
    """Return a count, or the least and the most that several codings have.

    >>> span_in_words((7, 7)), span_in_words((6, 7)), span_in_words((0, 0), times)
    ('seven', 'six or seven', 'never')
    >>> span_in_words((0, 2), times)
    'up to twice'
    """
    low, high = span
    if low == high:
        return say(low)
    if not low:
        return f"up to {say(high)}"
    return f"{in_words(low)} {'or' if high == low + 1 else 'to'} {say(high)}"


def span_of(counts: Iterable[int]) -> tuple[int, int]:
    """Return the least and the most of the counts that several codings have."""
    found = [int(n) for n in counts]
    return min(found), max(found)


def in_digits(span: tuple[int, int]) -> str:
    """Return a count in digits, or the least and the most that several codings have.

    >>> in_digits((7, 7)), in_digits((9, 12))
    ('7', '9–12')
    """
    return "–".join(dict.fromkeys(map(str, span)))


def plural(n: int, noun: str) -> str:
    """Return a noun in the number of its count: "claim", "claims"."""
    return noun if n == 1 else f"{noun}s"


def part_of(n: int, whole: int) -> str:
    """Return a part of a whole in words.

    >>> part_of(5, 7), part_of(7, 7), part_of(0, 7), part_of(1, 1)
    ('five of the seven', 'all seven', 'none of the seven', 'the one')
    """
    if whole == 1:
        return "the one" if n else "no"
    if n == 0:
        return f"none of the {in_words(whole)}"
    if n == whole:
        return "both" if whole == 2 else f"all {in_words(whole)}"
    return f"{in_words(n)} of the {in_words(whole)}"


def capital(sentence: str) -> str:
    """Return a sentence with a capital, the rest as it is.

    >>> capital("all of Köln")
    'All of Köln'
    """
    return sentence[:1].upper() + sentence[1:]


def list_words(parts: list[str], joint: str = "and") -> str:
    """Return a list as running text has it.

    >>> list_words(["one"]), list_words(["one", "two", "three"]), list_words(["one", "two"], "or")
    ('one', 'one, two and three', 'one or two')
    """
    return f" {joint} ".join([", ".join(parts[:-1]), parts[-1]] if parts[1:] else parts)


def list_counts(values: Iterable[str]) -> str:
    """Return how often each value comes, as running text has it.

    >>> list_counts(["verbatim", "reworded", "verbatim"])
    'two verbatim and one reworded'
    """
    return list_words([f"{in_words(n)} {value}" for value, n in Counter(values).most_common()])


def some(n: int) -> str:
    """Return a count that stands without its noun: "none", "seven", "31"."""
    return in_words(n) if n else "none"


# Verbs that add more than an s.
IRREGULAR = {"are": "is", "have": "has", "do": "does"}


def verb(n: int, plural: str) -> str:
    """Return a verb, and what follows it, in the number of its subject.

    >>> verb(1, "carry"), verb(1, "say"), verb(1, "pass"), verb(2, "name"), verb(1, "speak of it")
    ('carries', 'says', 'passes', 'name', 'speaks of it')
    >>> verb(1, "are"), verb(2, "are")
    ('is', 'are')
    """
    if n != 1 or plural in IRREGULAR:
        return plural if n != 1 else IRREGULAR[plural]
    does, *rest = plural.split(" ", 1)
    if does.endswith("y") and does[-2] not in "aeou":
        does = does[:-1] + "ie"
    return " ".join([does + ("es" if does.endswith("s") else "s"), *rest])
