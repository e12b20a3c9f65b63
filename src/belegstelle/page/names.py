"""Names on a page: what a label names, whom the page presents, addresses, or says to ask."""

import re
from collections import defaultdict
from functools import lru_cache

from belegstelle.german.words import REMEMBERED, normalise

# Words that stand before a name and name nobody: "Prof. Dr. ", "Frau "; not the end of "Eric".
TITLE = re.compile(
    r"(?:\b(?:Prof(?:essor(?:in)?)?|PROF|Dr|DR|Dipl|Ing|med|phil|jur|rer|nat|pol|h|c|Herrn?|Hr|"
    r"Frau|Fr|Mag|HERR|FRAU|PD|Priv|Doz|Univ|em|habil|Abg|(?:Vize|Alters)?[Pp]räsident(?:in)?|"
    r"(?:Bundes|Landes|Staats)?[Mm]inister(?:in)?|(?:Bundes)?[Kk]anzler(?:in)?|"
    r"(?:Ober)?[Bb]ürgermeister(?:in)?|StS|Vors|Vorsitzende[r]?|Moderator(?:in)?)\b[.-]*\s*)+"
)
# Where an affiliation starts in a label: "Anna Beispiel (SPD)", "Bo Muster, Firma"; not "u/korn".
AFFILIATION = re.compile(r"\s*(?:[(,|\[]|(?<!^u)/|\s[–-]\s).*")
# The ending for women or men behind a sign: "*in", ":in", "(in)", "*r"; not ": in".
GENDER = re.compile(r"(?<=\w)[*:_/·(]-?(?:in(?:nen)?|r)\b\)?")
# A number that orders roles: "Frage 1", "Interviewer 2", "B1"; not "Muster".
NUMBERED = re.compile(r"\s*\d{1,3}[.)]?$")
# Initials: "AB", "A.B."; not "Bo".
INITIALS = re.compile(r"(?:[A-ZÄÖÜ]\.?){2,3}")
# Lower-case words that belong to names: "Anna von der Aue"; not the verb in "Wichtig ist".
PARTICLES = frozenset("von vom van de den der zu zur und u. & di da del la le ten aus".split())
ARTICLES = frozenset(
    "Der Die Das Ein Eine Mein Meine Unser Unsere Ihr Ihre Dein Deine Zwei Drei Vier Fünf Sechs "
    "Sieben Zehn Viele Alle Im In Am Auf Bei Mit Von Zur Zum Wie Was Warum Wer".split()
)
NAME = r"(?:(?:Dr|Prof|Mag|Fr|Herrn?|Frau)\.? ){0,4}(?:[A-ZÄÖÜ][\w-]+ ){1,3}?[A-ZÄÖÜ][\w-]+"
# What stands between names: "Anna Beispiel, Bo Muster und Cora Probe".
AND = re.compile(r",? und |, ")
# The next four are patterns by the letters they open with, which a page is soon searched for.
# Who is spoken with: "Interview mit Anna Beispiel", "Fragen an Dr. Bo Muster und Cora Probe".
ASKED = rf"(?: mit)? (?P<name>{NAME})(?P<others>(?:(?:,| und|, und) {NAME})*)\b"
GUEST = {
    cue: re.compile(cue + ASKED)
    for cue in (
        *("Interview", "Gespräch", "spricht", "sprach", "Fragen an", "Folge", "Besuch bei"),
        *("haben mit", "habe mit", "hat mit", "treffen", "trafen", "zu Gast ist", "zu Gast:"),
        *("interview with", "Interview with", "talk with", "spoke with", "sat down with"),
    )
}
# Who asks: "Von Bo Muster und Cora Probe", "Interview: Bo Muster", "Es moderierte Bo Muster".
ASKS = rf"(?P<name>{NAME})(?P<others>(?:(?:,| und|, und) {NAME})*)\b"
HOST = {
    "on ": re.compile(rf"on (?<=\b[Vv]on ){ASKS}"),
    "te": re.compile(
        rf"te(?:(?<=\bführte)|(?<=\bmoderierte)|(?<=\bstellte)|(?<=\bfragte))n? {ASKS}"
    ),
    ": ": re.compile(
        r": (?:(?<=\bText: )|(?<=\bFragen: )|(?<=\bGespräch: )|(?<=\bInterview: )"
        rf"|(?<=\bRedaktion: )|(?<=\bModeration: )|(?<=\(in\): )){ASKS}"
    ),
    "heiße ": re.compile(rf"heiße {ASKS}"),
}
# Who is presented by what follows the name: "Anna Beispiel leitet", "Bo Muster (47)".
PRESENTED = re.compile(
    rf"\b(?=[A-ZÄÖÜ])(?P<name>{NAME}) "
    r"(?:leitet|führt|ist|war|arbeitet|lebt|forscht|lehrt|gründete|wird|hat|"
    r"kennt|hält|macht|betreibt|studiert|wohnt|gehört|wurde|erzählt|berichtet|erklärt|kommt|steht|spielt|schreibt|sammelt|\((?=\d\d\b|[A-ZÄÖÜ]))"
)
# Whom a turn speaks to: "Herr Dr. Muster, wann", "Guten Tag, Frau Beispiel."; not "eine Frau", nor
# "Herr Muster sagt".
ADDRESS = {
    cue: re.compile(
        rf"{cue}(?<!\w{cue}) (?:(?:Dr|Prof|Professor(?:in)?)\.? ){{0,4}}"
        r"(?P<name>(?:[A-ZÄÖÜ][\w-]+ ){0,2}?[A-ZÄÖÜ][\w-]+)(?=[,.?!:]| und (?:Frau|Herr))"
    )
    for cue in ("Frau", "Herr")
}
# A byline, the whole line: "Interview: Bo Muster", "Das Gespräch führten Anna Beispiel und Bo
# Muster."; not "Interview: Mehr Licht für den Park".
BYLINE = re.compile(
    r"(?:(?:(?:Ein |Das |Dieses )?(?:Interview|Gespräch|Fragen|Text|Mitarbeit|Protokoll|"
    r"Moderation|Redaktion|Übersetzung|Autor|Autorin):?(?: (?:führten?|stellten?|moderierten?))?"
    r"|Es moderierten?|Die Fragen stellten?|Aufgezeichnet von|Ein Beitrag von|[Vv]on) )"
    rf"(?:{NAME}|[A-ZÄÖÜ][\w-]+ [A-ZÄÖÜ])(?:(?:,| und) {NAME})*\.?|(?:Ein |Das )?Interview"
)
# A first name, at the end: "Anna"; not "Herr", "Dr", "Hallo".
FIRST_NAME = re.compile(
    r"\b(?!(?:Herrn?|Frau|Fr|Dr|Hallo|Lieber?|Danke?|Moin)\b|Prof)[A-ZÄÖÜ][a-zäöüß-]+$"
)
# Names are looked for in the first so many characters, where a page presents its people.
HEAD = 20_000


@lru_cache(REMEMBERED)
def canonical_label(label: str) -> str:
    """Return the name in a label, without title, affiliation and mark-up.

    >>> canonical_label("Prof. Dr. Anna Beispiel (Musterhaus)"), canonical_label("Eric")
    ('Anna Beispiel', 'Eric')
    """
    shown = AFFILIATION.sub("", GENDER.sub("", normalise(label).strip("*_[] "))).strip("*_[] ")
    return TITLE.sub("", shown).strip() or shown


def _find(patterns: dict[str, re.Pattern], text: str) -> list[re.Match]:
    """Return what patterns find, each looked for only if the letters it opens with are there."""
    return [m for cue, pattern in patterns.items() if cue in text for m in pattern.finditer(text)]


def _people(patterns: dict[str, re.Pattern], text: str) -> frozenset[str]:
    found = (found["name"] + found["others"] for found in _find(patterns, text))
    names = (name for row in found for name in AND.split(row))
    return frozenset(canonical_label(name) for name in names if name)


@lru_cache(8)
def find_guests(text: str) -> frozenset[str]:
    """Return whom a text says to be spoken with."""
    return _people(GUEST, text)


@lru_cache(8)
def find_hosts(text: str) -> frozenset[str]:
    """Return who, as a text says, asks or writes."""
    return _people(HOST, text)


def find_presented(text: str) -> set[str]:
    """Return the full names a text presents: "Anna Beispiel leitet die Mühle"."""
    names = (canonical_label(found["name"]) for found in PRESENTED.finditer(text))
    return {
        name
        for name in names
        if name.split()[0] not in ARTICLES and " " in name and not name.isupper()
    }


def presents(text: str) -> bool:
    """Tell whether a text opens by presenting somebody: "Anna Beispiel leitet", not "Es war"."""
    found = PRESENTED.match(text)
    return bool(found) and found["name"].split()[0] not in ARTICLES


@lru_cache(8)
def find_addressed(text: str) -> list[str]:
    """Return the surnames of those a text addresses: "Herr Muster"."""
    return [found["name"].split()[-1] for found in _find(ADDRESS, text)]


def names_someone(name: str) -> bool:
    """Tell whether a label could be a name: "Anna von Aue", "blatt online"; not "Wichtig ist"."""
    words = name.split()
    if not 1 <= len(words) <= 6:
        return False
    if len(words) == 1 or name == name.lower():
        return True
    return all(w[0].isupper() or w[0].isdigit() or w in PARTICLES for w in words)


def surname(name: str) -> str:
    """Return the last word of a name, in lower case."""
    return name.split()[-1].casefold()


def person_keys(roles: dict[str, str]) -> dict[str, str]:
    """Return for each label name what it shares with the same person's other labels.

    That is the surname in lower case, or all of the name where two first names share it; initials
    and a first name stand for the one full name they fit; what names no single person stands for
    itself. roles: name → role of a role word, or "".
    """
    full = [name for name in roles if len(name.split()) > 1 and names_someone(name)]
    fits = defaultdict(set)
    for name in full:
        fits["".join(word[0] for word in name.split() if word[0].isupper())].add(name)
        fits[name.split()[0].casefold()].add(name)
    surnames = {name.split()[-1].casefold() for name in full}
    first = defaultdict(set)
    for name in (name for name in full if " und " not in name):
        first[name.split()[-1].casefold()].add(name.split()[0])
    keys = {}
    for name in roles:
        small, words = name.casefold(), name.split()
        short = name.replace(".", "") if INITIALS.fullmatch(name) else small
        one = fits.get(short, set()) if small not in surnames else set()
        whole = roles.get(name) or name == small or len(words) > 6 or not words[-1].isalpha()
        shared = len(words) > 1 and len(first[words[-1].casefold()]) > 1
        if whole or shared or "und" in words or words[0] in ARTICLES:
            keys[name] = NUMBERED.sub("", small) if roles.get(name) else small
        else:
            keys[name] = (next(iter(one)) if len(one) == 1 else name).casefold().split()[-1]
    return keys


def name_speakers(keys: dict[str, str], text: str) -> dict[str, str]:
    """Return for each key the speaker's full name, as a label or the page gives it.

    keys: label name → key, names in order of appearance; text: the page, normalised.
    """
    same = defaultdict(list)
    for name, key in keys.items():
        same[key].append(name)
    found = {}
    for key, group in same.items():
        best = max(group, key=lambda n: (len(n.split()), n == n.lower(), -group.index(n)))
        found[key] = _in_small(best, text) if len(best.split()) > 1 else full_name(best, text)
    return found


def _in_small(name: str, text: str) -> str:
    """Return a name in capitals as it is written elsewhere: "BO MUSTER", "Bo MUSTER"."""
    mixed = not name.isupper() and any(w.isupper() and len(w) > 2 for w in name.split()[1:])
    return name.title() if mixed or (name.isupper() and name.title() in text) else name


def full_name(surname: str, text: str) -> str:
    """Return the first and last name that a text has for a surname, or the surname."""
    surname = _in_small(surname, text) if len(surname) > 3 else surname
    if f" {surname}" not in text:
        return surname
    for place in re.finditer(rf" {re.escape(surname)}\b", text):
        first = FIRST_NAME.search(text, max(0, place.start() - 40), place.start())
        if first and first[0] not in ARTICLES:
            before = text[: first.start()].rstrip()
            opens = before.endswith((".", "?")) and not before.endswith(("Dr.", "Prof.", "Fr."))
            if not opens and not before[-1:].isdigit():
                return first[0] + place[0]
    return surname


def find_guest(text: str, asked: str) -> str:
    """Return the one guest a page without labels presents or addresses, or "".

    text: the head of the page; asked: its questions; both normalised.
    """
    addressed = {full_name(name, text) for name in find_addressed(asked)}
    for people in (find_guests(text) - find_hosts(text), addressed):
        if len(people) == 1:
            return next(iter(people))
    return ""
