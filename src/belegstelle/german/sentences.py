"""German text to sentences: where a full stop ends one, and where it only shortens or orders.

One pattern finds the places where a sentence could end; a few checks on the word before and the
word after decide each. The abbreviations are data/editorial/abbreviations.txt.
"""

import re
from functools import lru_cache

from belegstelle.german.words import REMEMBERED
from belegstelle.store.lists import current, read_list

# What may end a sentence, with the marks and emoji closing it: ".", "?!", ".“", ". . .", "!) 😀",
# ".[3]", or a blank line; not the full stop in "1.250" or the mark in "Los!, rief er".
BREAK = re.compile(
    r"[.!?…\n](?:(?<=\n)[^\S\n]*\n"
    r"|(?<!\n)(?:(?:[^\S\n]\.){2,3}+)?[.!?…\"“”«»‹›'‘’)\]]{0,40}+(?:\[\d+\])*+(?=\s)"
    r"(?:\s*[\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F\u200D]++(?=\s))?)"
)
# A capital, but in a label: "Haus"; not "B: ja". A page without is in small letters throughout.
CAPITAL = re.compile(r"[A-ZÄÖÜ](?![\w ]{0,30}:)")
# What may stand before the next sentence's first letter: "„", "– (", "["; not "a".
OPENING = re.compile(r"[\s\"„“”«»‹›'‚‘’([*_#>–—•-]*")

# A word, or a number: "Danach", "15"; not "–".
FIRST_WORD = re.compile(r"\w+")

# A number that may order: "3", "14", "3.–5", "14.3", "XIV"; not "2014", "1.250" or "3:2".
ORDINAL = re.compile(r"(?:\d{1,2}\.[–/-]?)*\d{1,2}|\d{3}|[IVXL]+")

# Letters or a street cut short: "J", "z.B", "i.d.R", "Goethestr"; not "Ja".
CUT_SHORT = re.compile(r"(?:[^\W\d_]\.-?)*[^\W\d_]|[\w-]+str")

# What links the parts of a compound cut short: "Dipl.-Ing"; not the space in "z. B".
LINKED = re.compile(r"[./-]+")

# No abbreviation on the list is longer; what is longer is looked up by its last part only.
LONGEST = 12

# Marks around a word: "(vgl", "„Ja“"; not the hyphen in "Co-Autor".
AROUND = "\"„“”«»‹›'‚‘’()[]*_"

# Nouns that a plain number follows: "Platz 3", "Seite 12"; so its full stop ends the sentence.
NUMBERED = frozenset(
    "Absatz Artikel Band Block Etage Folge Gleis Halle Haus Kapitel Klasse Liga Linie Nummer "
    "Nr. Paragraf Paragraph Phase Platz Position Punkt Raum Rang Saal Satz Seite Stufe Teil "
    "Version Zeile Zimmer".split()
)

# Words of the closed classes: with a capital they open a sentence, for only nouns and names
# have one elsewhere ("Danach", "Der"); nouns ("Menschen") are not among them.
STARTERS = frozenset(
    "Aber Alle Allein Allerdings Alles Als Also Am An Andere Anders Auch Auf Aus Außerdem Bei "
    "Beide Beim Bereits Besonders Bis Bisher Bislang Da Dabei Dadurch Dafür Dagegen Daher "
    "Dahinter Damals Damit Danach Daneben Dann Daran Darauf Daraus Darin Darum Darunter Darüber "
    "Das Dass Davon Davor Dazu Dem Den Denen Denn Dennoch Der Deren Derzeit Des Deshalb Dessen "
    "Deswegen Die Dies Diese Diesem Diesen Dieser Dieses Doch Dort Du Durch Ebenfalls Ebenso "
    "Ein Eine Einem Einen Einer Eines Einige Er Erst Es Etwa Euer Für Ganz Gegen Genau Gerade "
    "Gibt Gleichzeitig Hat Hatte Heute Hier Hinter Hinzu Ich Ihm Ihn Ihnen Ihr Ihre Ihrem Ihren "
    "Ihrer Im Immer In Indem Insgesamt Inzwischen Ist Ja Jede Jeder Jedes Jedoch Jene Jetzt "
    "Kann Kein Keine Kurz Können Letztlich Man Manche Manchmal Mein Meine Meist Meistens Mit "
    "Mittlerweile Muss Nach Nachdem Natürlich Neben Nein Nicht Nichts Niemand Noch Nun Nur Ob "
    "Obwohl Oder Oft Ohne Schließlich Schon Sehr Sein Seine Seinem Seinen Seiner Seit Seitdem "
    "Selbst Sie Sind So Sobald Sogar Solange Sondern Sonst Sowohl Später Statt Trotz Trotzdem "
    "Um Und Uns Unser Unsere Unserem Unseren Unserer Unter Viele Vielleicht Vielmehr Vom Von "
    "Vor War Waren Warum Was Wegen Weil Weiter Welche Welcher Wem Wen Wenn Wer Werden Weshalb "
    "Wie Wieder Wieso Wir Wird Wo Wobei Woher Wohin Womit Worauf Wozu Wurde Wurden Während Zu "
    "Zudem Zuerst Zuletzt Zum Zunächst Zur Zurzeit Zusammen Zwar Zwischen Über".split()
)

MONTHS = frozenset(
    "Januar Jänner Februar März April Mai Juni Juli August September Oktober November "
    "Dezember".split()
)


class Abbreviations:
    """What ends no sentence, and what that makes of the words before a full stop.

    listed: abbreviation, without spaces and last stop → its mark: "" (no sentence ends there), "+"
    (one may), "0" (only before a number).
    """

    def __init__(self, listed: dict[str, str]) -> None:
        self.listed = listed
        # Everything an abbreviation may end in, in lower case.
        self.tails = frozenset(key[cut:].casefold() for key in listed for cut in range(len(key)))
        # Whether a word is one of small letters but for the first, and nothing cut short.
        self.is_plain = lru_cache(REMEMBERED)(self._is_plain)

    def _is_plain(self, word: str) -> bool:
        small = word[1:].islower() and word.isalpha()
        return small and word.casefold() not in self.tails and not word.endswith("str")

    def mark_of(self, before: list[str]) -> str | None:
        """Return the mark of the abbreviation that these words end in, or None if in none.

        The first word of a sentence has a capital for a small letter: "Vgl." is "vgl.".
        """
        last = before[-1].lstrip(AROUND)
        if len(last) > LONGEST:
            return self.listed.get(LINKED.split(last)[-1])
        for length in range(1, 1 + min(3, len(before))):
            key = "".join(before[-length:]).lstrip(AROUND)
            small = key[:1].lower() + key[1:] if length == len(before) else key
            found = self.listed.get(key, self.listed.get(small))
            if found is not None:
                return found
        return self.listed.get(LINKED.split(last)[-1])


@current("abbreviations.txt")
def read_abbreviations() -> Abbreviations:
    """Return the abbreviations of data/editorial/abbreviations.txt."""
    listed = (re.match(r"(.+?)\.?(?:\s+([+0]))?$", line) for line in read_list("abbreviations.txt"))
    return Abbreviations({"".join(entry[1].split()): entry[2] or "" for entry in listed})


def split_sentences(text: str, abbreviations: Abbreviations) -> list[tuple[int, int]]:
    """Return the spans of the sentences of a German text, half-open, without white space around.

    Every character that is no white space lies in one span. A colon or semicolon ends no
    sentence; a blank line always does; direct speech of several sentences is several.

    >>> text = "Am 3. Mai kam z. B. Eva. Er auch."
    >>> [text[start:end] for start, end in split_sentences(text, read_abbreviations())]
    ['Am 3. Mai kam z. B. Eva.', 'Er auch.']
    """
    spans, start, small = [], _skip_space(text, 0), not CAPITAL.search(text)
    for place in BREAK.finditer(text):
        stop, end = place.span()
        if _plainly_ends(text, start, stop, end, abbreviations):
            spans.append((start, end))
            start = end + 1
        elif _ends(text, start, place, small, abbreviations):
            spans.append((start, start + len(text[start:end].rstrip())))
            start = _skip_space(text, end)
    spans.append((start, len(text.rstrip())))
    return [span for span in spans if span[0] < span[1]]


def _skip_space(text: str, at: int) -> int:
    return len(text) - len(text[at:].lstrip())


def _plainly_ends(text: str, start: int, stop: int, end: int, abbreviations: Abbreviations) -> bool:
    """Tell whether a lone mark stands between a word in small letters and a capital.

    That is most of the ends there are, and no more need be looked at: _ends says so too.
    """
    if end - stop > 1 or text[end] != " " or not text[end + 1 : end + 2].isupper():
        return False
    word = text[text.rfind(" ", start, stop) + 1 or start : stop]
    return text[stop] in ".!?" and abbreviations.is_plain(word)


def _ends(
    text: str, start: int, place: re.Match, small: bool, abbreviations: Abbreviations
) -> bool:
    """Tell whether the sentence that began at start ends at a place where it could.

    small: the page is in small letters throughout, so that a small letter says nothing.
    """
    marks = place[0].rstrip()
    if not marks:
        return True
    opening = OPENING.match(text, place.end())
    found = FIRST_WORD.match(text, opening.end())
    after = (found[0].capitalize() if small else found[0]) if found else ""
    before = text[max(start, place.start() - 40) : place.start()].split()
    cut_short = abbreviations.mark_of(before) if before else None
    if after[:1].islower():
        return cut_short is None and _ends_before_small(marks, before, after, opening[0])
    if "…" in marks or ".." in marks or ". ." in marks:
        return _ends_at_ellipsis(marks, before, after, opening[0])
    if not before or (marks[-1] == ")" and _bracketed(text, start, place.start())):
        return after in STARTERS
    return marks[0] != "." or _ends_at_stop(before, after, cut_short)


def _ends_before_small(marks: str, before: list[str], after: str, opening: str) -> bool:
    """Before a small letter only an aside ("(lacht)") or a brand ("iPhones") opens a sentence."""
    if marks != "." or not before:
        return False
    word = before[-1].strip(AROUND)
    if "(" in opening:
        return len(word) > 1
    return len(word) > 3 and word.isalpha() and after.capitalize() not in STARTERS


def _ends_at_ellipsis(marks: str, before: list[str], after: str, opening: str) -> bool:
    """After "…" a noun may go on; a closed-class word or a quotation opens a sentence.

    After "[…]" the sentence goes on, unless a full stop or a closing quotation mark follows.
    """
    _, bracket, behind = marks.rpartition("]")
    if bracket and (not behind or re.search("[.!?]", behind)):
        return bool(behind)
    return bool(before) and (after in STARTERS or opening[-1:] in ("„", "«", "»") or not after)


def _bracketed(text: str, start: int, stop: int) -> bool:
    """Tell whether a bracket opens within the sentence: "Das ist (leider!"; not "(Leider!"."""
    return text[max(start, stop - 400) : stop].lstrip().rfind("(") > 0


def _ends_at_stop(before: list[str], after: str, kind: str | None) -> bool:
    """Tell whether a full stop between these words ends the sentence; kind: see mark_of."""
    word = before[-1].lstrip(AROUND)
    if kind == "0":
        return not after[:1].isdigit()
    if kind is not None:
        return kind == "+" and (after in STARTERS or not after)
    if ORDINAL.fullmatch(word):
        return _ends_at_number(before, after)
    return not CUT_SHORT.fullmatch(word) or after in STARTERS or not after


def _ends_at_number(before: list[str], after: str) -> bool:
    """Tell whether a number's full stop ends the sentence: "Platz 3. Trainer"; not "3. Platz"."""
    if len(before) == 1 or after in MONTHS:
        return False
    return after in STARTERS or not after or before[-2].lstrip(AROUND) in NUMBERED
