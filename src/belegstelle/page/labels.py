"""Who speaks on a page: speaker labels among the lines, the names behind them, who asks.

A colon makes no label by itself. A label is a role word, or a name that comes again and takes
turns, or a name the page mentions elsewhere.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache

from belegstelle.german.words import REMEMBERED, normalise
from belegstelle.project import editorial_path
from belegstelle.store.lists import current
from belegstelle.store.tables import expect_filled, expect_values, read_editorial

KINDS = (
    "dateline headline caption credit standfirst question answer note keywords navigation"
).split()


VOICES = ["interviewer", "interviewee", "editorial", "display", "boilerplate"]


# What may stand before a colon at the start of a line: "**Anna Beispiel:** Ja", "[00:03] I: Ja";
# not "10:30 Uhr".
LABEL = re.compile(
    r"(?P<open>(?:[*_#>\s]|[\[(]?\d{1,2}:\d\d(?::\d\d)?[\])]?\s)*)"
    r"(?P<label>[^\W\d_][^:*_\n?!]{0,58}+)(?P<close>[*_]*)"
    r"[^\S\n]*:(?P<after>[*_]*)(?=\s|$)"
)


# A label alone on its line, without colon: "STADTBLATT"; not "Die schlafen."
ALONE = re.compile(r"(?P<open>[*_#>\s]*)(?P<label>[^\W\d_][^:*_\n.?!,;…]{0,40}?)(?P<close>[*_]*)$")


# Words that stand before a name and name nobody: "Prof. Dr. ", "Frau "; not the end of "Eric".
TITLE = re.compile(
    r"(?:\b(?:Prof(?:essor(?:in)?)?|PROF|Dr|DR|Dipl|Ing|med|phil|jur|rer|nat|pol|h|c|Herrn?|Frau|Mag|"
    r"HERR|FRAU|PD|Priv|Doz)\b[.-]*\s*)+"
)


# Where an affiliation starts in a label: "Anna Beispiel (SPD)", "Bo Muster, Firma".
AFFILIATION = re.compile(r"\s*[(,/|].*")


# A number that orders roles: "Frage 1", "Interviewer 2"; not "Muster".
NUMBERED = re.compile(r"\s*\d{1,3}[.)]?$")


# Initials: "AB", "A.B."; not "Bo".
INITIALS = re.compile(r"(?:[A-ZÄÖÜ]\.?){2,3}")


# Lower-case words that belong to names: "Anna von der Aue"; not the verb in "Wichtig ist".
PARTICLES = frozenset("von vom van de den der zu zur und u. & di da del la le ten".split())


ARTICLES = frozenset("Der Die Das Ein Eine Mein Meine Unser Unsere Ihr Ihre Dein Deine".split())


NAME = r"(?:(?:Dr|Prof)\. )*(?:[A-ZÄÖÜ][\w-]+ ){1,3}?[A-ZÄÖÜ][\w-]+"


# The next three are patterns by the letters they open with, which a page is soon searched for.
# Who is spoken with: "Interview mit Anna Beispiel", "Fragen an Dr. Bo Muster und Cora Probe".
ASKED = rf"(?: mit)? (?P<name>{NAME})(?: und (?P<other>{NAME}))?\b"


GUEST = {
    cue: re.compile(cue + ASKED)
    for cue in ("Interview", "Gespräch", "spricht", "sprach", "Fragen an")
}


# Who asks: "Von Bo Muster und Cora Probe", "Interview: Bo Muster", "Es moderierte Bo Muster".
ASKS = rf"(?P<name>{NAME})(?:(?:,| und) (?P<other>{NAME}))?\b"


HOST = {
    "on ": re.compile(rf"on (?<=\b[Vv]on ){ASKS}"),
    "te": re.compile(
        rf"te(?:(?<=\bführte)|(?<=\bmoderierte)|(?<=\bstellte)|(?<=\bfragte))n? {ASKS}"
    ),
    ": ": re.compile(
        r": (?:(?<=\bText: )|(?<=\bFragen: )|(?<=\bGespräch: )|(?<=\bInterview: )"
        rf"|(?<=\bRedaktion: )|(?<=\bModeration: )){ASKS}"
    ),
}


# Whom a turn speaks to: "Herr Dr. Muster", "Frau Beispiel"; not "eine Frau".
ADDRESS = {
    cue: re.compile(
        rf"{cue}(?<!\w{cue}) (?:(?:Dr|Prof|Professor(?:in)?)\.? )*(?P<name>[A-ZÄÖÜ][\w-]+)"
    )
    for cue in ("Frau", "Herr", "Herrn")
}


# A byline, the whole line: "Interview: Bo Muster", "Das Gespräch führten Anna Beispiel und Bo
# Muster."; not "Interview: Mehr Licht für den Park".
BYLINE = re.compile(
    r"(?:(?:(?:Ein |Das |Dieses )?(?:Interview|Gespräch|Fragen|Text|Mitarbeit|Protokoll|"
    r"Moderation|Redaktion|Übersetzung|Autor|Autorin):?(?: (?:führten?|stellten?|moderierten?))?"
    r"|Es moderierten?|Die Fragen stellten?|Aufgezeichnet von|[Vv]on) )"
    rf"(?:{NAME})(?:(?:,| und) {NAME})*\.?|(?:Ein |Das )?Interview"
)


# A line wholly in quotation marks: „So ist es.“; not: „So“ ist es.
QUOTED = re.compile(r"^[„“\"»«‚‘'›‹][^„“”\"»«]{12,}[“”\"«»‘’'‹›][.!]?$")


# A first name, at the end: "Anna"; not "Herr" or "Dr".
FIRST_NAME = re.compile(r"\b(?!Herrn?\b|Frau\b|Prof|Dr\b)[A-ZÄÖÜ][a-zäöüß-]+$")


# Names are looked for in the first so many characters, where a page presents its people.
PRESENTED = 20_000


class PageWords(dict):
    """The words that tell what a line is, in lower case → kind and voice.

    A word without a kind opens a sentence and is no label ("Wichtig: …").
    """

    def __init__(self, listed: dict[str, tuple[str, str]]) -> None:
        super().__init__(listed)
        self.longest = max(map(len, listed), default=0)

    def role_of(self, name: str) -> str:
        """Return the voice a label names by its role, or "": "Frage 2" is the interviewer's."""
        kind, voice = self.get(NUMBERED.sub("", name).casefold(), ("", ""))
        return voice if kind in ("question", "answer") else ""

    def kind_of(self, text: str) -> tuple[str, str] | None:
        """Return kind and voice if the page's own words tell what a line is, else None.

        text: the line, normalised.
        """
        if len(text) > 300 and ":" not in text[:40]:
            return None
        shown = text[:300].strip("*_#> ")
        if shown.startswith("©"):
            return "credit", "boilerplate"
        if BYLINE.fullmatch(shown):
            return "dateline", "boilerplate"
        head, colon, _ = shown.partition(":")
        head = head.strip("*_ ")
        if len(head) > self.longest:
            return None
        kind, voice = self.get(head.casefold(), ("", ""))
        if kind in ("", "question", "answer") or (len(text) > 300 and kind != "note"):
            return None
        return (kind, voice) if colon or kind in ("navigation", "note") else None


@current("page_words.csv")
def read_page_words() -> PageWords:
    """Return the words of data/editorial/page_words.csv (words separated by |, kind, voice)."""
    path = editorial_path("page_words.csv")
    table = read_editorial(path, ["words", "kind", "voice"], required=True)
    expect_filled(path, table, "words")
    expect_values(path, table, "kind", [*KINDS, ""])
    expect_values(path, table, "voice", [*VOICES, ""])
    return PageWords(
        {
            word.strip().casefold(): (row.kind, row.voice)
            for row in table.itertuples()
            for word in row.words.split("|")
        }
    )


@lru_cache(REMEMBERED)
def canonical_label(label: str) -> str:
    """Return the name in a label, without title, affiliation and mark-up.

    >>> canonical_label("Prof. Dr. Anna Beispiel (Musterhaus)"), canonical_label("Eric")
    ('Anna Beispiel', 'Eric')
    """
    shown = AFFILIATION.sub("", normalise(label)).strip("*_ ")
    return TITLE.sub("", shown).strip() or shown


def _names_someone(name: str) -> bool:
    """Tell whether a label could be a name: "Anna von Aue", "blatt online"; not "Wichtig ist"."""
    words = name.split()
    if not 1 <= len(words) <= 5:
        return False
    capitals = [w[0].isupper() or w in PARTICLES for w in words]
    return len(words) == 1 or all(capitals) or name == name.lower()


def find_labels(lines: list[dict], page: str, words: PageWords) -> dict[int, re.Match]:
    """Return the lines (by number) that open with a speaker label, with the match.

    lines: start, text, shown, page_kind; page: the part that presents its people (see present).
    A label is a role word ("Frage"), a name of two words that comes again, a word that comes again
    and takes turns at asking and answering or is a surname of the page, a full name that the page
    mentions elsewhere too; on a page where no name comes again, a pair of which the first asks the
    second. Where no line has such a label, a short line that comes again and stands over what is
    said is one.
    """
    found = _candidates(lines, page, words)
    names = {n: canonical_label(m["label"]) for n, m in found.items()}
    keys = person_keys(list(dict.fromkeys(names.values())), words)
    spoken = {n: keys[name] for n, name in names.items()}
    counts = Counter(spoken.values())
    turning = _who_takes_turns(lines, spoken)
    known = _surnames(keys, page)
    anyone_again = any(counts[key] > 1 and key in turning for key in counts)

    def accepted(number: int) -> bool:
        name, key = names[number], spoken[number]
        if words.role_of(name):
            return len(name) > 1 or counts[key] > 1
        full = len(name.split()) > 1 and name.split()[0] not in ARTICLES
        if key in known and (counts[key] > 1 or (full and key in turning)):
            return True
        if counts[key] > 1:
            return full or key in turning
        if full and page.count(name) > (lines[number]["start"] < PRESENTED):
            return True
        return not anyone_again and key in turning and _paired(lines, spoken, number)

    return {n: match for n, match in found.items() if accepted(n)} or _labels_alone(lines)


def _candidates(lines: list[dict], page: str, words: PageWords) -> dict[int, re.Match]:
    starts = {n: line["text"][:90] for n, line in enumerate(lines) if ":" in line["text"]}
    matches = {n: match for n, start in starts.items() if (match := LABEL.match(start))}
    names = {n: canonical_label(match["label"]) for n, match in matches.items()}
    asking = Counter(names[n] for n in names if "?" in lines[n]["text"])
    distinct = set(names.values())
    surnames = _surnames(distinct, page)
    may = {name: _may_label(name, surnames, words) for name in distinct}
    found: dict[int, re.Match] = {}
    for number, name in names.items():
        said = lines[number]["text"][matches[number].end() :]
        if not found and QUOTED.match(normalise(said).strip("*_ ")):
            continue
        kind = lines[number]["page_kind"]
        labels = may[name] if kind is None else asking[name] > 1
        if labels:
            found[number] = matches[number]
    return found


def present(lines: list[dict]) -> str:
    """Return the part of a page that presents its people, normalised."""
    return "\n".join(line["shown"][:PRESENTED] for line in lines[:500])[:PRESENTED]


def _surnames(names: Iterable[str], page: str) -> set[str]:
    """Return the surnames that full labels have, or that the page addresses or presents."""
    full = [name for name in names if len(name.split()) > 1]
    people = [*full, *find_addressed(page), *_guests(page), *_hosts(page)]
    return {name.split()[-1].casefold() for name in people}


def _may_label(name: str, surnames: set[str], words: PageWords) -> bool:
    """Tell whether a name may be a label; a word that opens sentences only as a known surname."""
    if words.role_of(name):
        return True
    if name.casefold() in words:
        return name.casefold() in surnames
    return _names_someone(name)


def person_keys(names: list[str], words: PageWords) -> dict[str, str]:
    """Return for each label name what it shares with the same person's other labels.

    That is the surname in lower case; initials stand for the one full name they fit; a role word
    and a name in lower case ("blatt online") stand for themselves.
    """
    full = {name for name in names if len(name.split()) > 1}
    fits = defaultdict(set)
    for name in full:
        fits["".join(word[0] for word in name.split() if word[0].isupper())].add(name)
    keys = {}
    for name in names:
        short = name.replace(".", "")
        one = fits[short] if INITIALS.fullmatch(name) and len(fits.get(short, ())) == 1 else {name}
        keys[name] = next(iter(one)).casefold().split()[-1]
        if words.role_of(name) or name == name.lower():
            keys[name] = name.casefold()
    return keys


def _who_takes_turns(lines: list[dict], spoken: dict[int, str]) -> set[str]:
    """Return the keys that ask, or answer a question just before, in a third of their lines."""
    turns = defaultdict(list)
    for number, key in spoken.items():
        asked = number > 0 and "?" in lines[number - 1]["text"] and spoken.get(number - 1) != key
        turns[key].append(asked or "?" in lines[number]["text"] or _next_asks(lines, number))
    return {key for key, taken in turns.items() if 3 * sum(taken) >= len(taken)}


def _next_asks(lines: list[dict], number: int) -> bool:
    """Tell whether a label stands alone over a question."""
    alone = lines[number]["text"].rstrip("*_ ").endswith(":")
    return alone and number + 1 < len(lines) and "?" in lines[number + 1]["text"]


def _paired(lines: list[dict], spoken: dict[int, str], number: int) -> bool:
    return any(
        spoken.get(one) and spoken.get(two) and spoken[one] != spoken[two]
        for one, two in ((number - 1, number), (number, number + 1))
        if one >= 0 and "?" in lines[one]["text"]
    )


def _labels_alone(lines: list[dict]) -> dict[int, re.Match]:
    """Return short lines that come again and stand over what is said; two of them at least."""
    short = {n: ALONE.match(line["text"]) for n, line in enumerate(lines[:-1])}
    short = {
        n: match
        for n, match in short.items()
        if match and len(match["label"].split()) <= 4 and not lines[n]["page_kind"]
    }
    over = {n: m for n, m in short.items() if n + 1 not in short}
    counts = Counter(match["label"] for match in over.values())
    asking = {m["label"] for n, m in over.items() if "?" in lines[n + 1]["text"]}
    again = {label for label, count in counts.items() if count > 1}
    if len(again) < 2 or not asking & again:
        return {}
    return {n: match for n, match in over.items() if match["label"] in again}


def name_speakers(names: list[str], text: str, words: PageWords) -> dict[str, str]:
    """Return for each label name the speaker's full name, as another label or the page gives it.

    names: the labels' names in order of appearance; text: the page, normalised.
    """
    order = {name: place for place, name in enumerate(dict.fromkeys(names))}
    keys = person_keys(list(order), words)
    same = defaultdict(list)
    for name in order:
        same[keys[name]].append(name)
    longest = {
        key: max(group, key=lambda n: (len(n.split()), n == n.lower(), -order[n]))
        for key, group in same.items()
    }
    full = {
        key: _in_small(name, text) if len(name.split()) > 1 else full_name(name, text)
        for key, name in longest.items()
    }
    return {name: full[keys[name]] for name in order}


def _in_small(name: str, text: str) -> str:
    """Return a name in capitals as the page writes it elsewhere: "BO MUSTER", "Bo Muster"."""
    return name.title() if name.isupper() and name.title() in text else name


def full_name(surname: str, text: str) -> str:
    """Return the first and last name that a text has for a surname, or the surname."""
    surname = _in_small(surname, text) if len(surname) > 3 else surname
    for place in re.finditer(rf" {re.escape(surname)}\b", text):
        first = FIRST_NAME.search(text, max(0, place.start() - 40), place.start())
        if first:
            opens_sentence = text[: first.start()].rstrip().endswith((".", ":", "?"))
            return surname if opens_sentence else first[0] + place[0]
    return surname


def _find(patterns: dict[str, re.Pattern], text: str) -> list[re.Match]:
    """Return what patterns find, each looked for only if the letters it opens with are there."""
    return [m for cue, pattern in patterns.items() if cue in text for m in pattern.finditer(text)]


def _people(patterns: dict[str, re.Pattern], text: str) -> frozenset[str]:
    names = (name for found in _find(patterns, text) for name in found.group("name", "other"))
    return frozenset(canonical_label(name) for name in names if name)


@lru_cache(8)
def _guests(text: str) -> frozenset[str]:
    return _people(GUEST, text)


@lru_cache(8)
def _hosts(text: str) -> frozenset[str]:
    return _people(HOST, text)


@lru_cache(8)
def find_addressed(text: str) -> list[str]:
    """Return the surnames of those a text addresses: "Herr Muster"."""
    return [found["name"] for found in _find(ADDRESS, text)]


def find_guest(text: str) -> str:
    """Return the one guest a page without labels presents or addresses, or "".

    text: the page, normalised.
    """
    presented = _guests(text) - _hosts(text)
    addressed = {full_name(name, text) for name in find_addressed(text)}
    for people in (presented, addressed):
        if len(people) == 1:
            return next(iter(people))
    return ""


def assign_roles(turns: list[tuple[str, str]], text: str, words: PageWords) -> dict[str, str]:
    """Return each speaker's role, interviewer or interviewee, from what the page shows.

    turns: (speaker, what is said) of every labelled turn; text: the page, normalised.
    A role word decides. Else points are given for the share of turns that ask, for the first
    turn, for a byline, for a label that is an outlet's and no person's; and taken for being
    addressed ("Herr Muster, …") or presented as the guest. Who has more than half a point asks.
    """
    roles = {speaker: words.role_of(speaker) for speaker, _ in turns}
    points = _asking_points(turns, text)
    open_ones = [speaker for speaker, role in roles.items() if not role]
    asking = [s for s in open_ones if points[s] > 0.5]
    if len(roles) == 1 or "interviewer" in roles.values():
        asking = [s for s in asking if points[s] >= 0.8]
    elif not asking and open_ones:
        asking = [max(open_ones, key=lambda speaker: points[speaker])]
    if len(asking) == len(roles) > 1:
        asking.remove(min(asking, key=lambda speaker: points[speaker]))
    roles |= dict.fromkeys(asking, "interviewer")
    return {speaker: role or "interviewee" for speaker, role in roles.items()}


def _asking_points(turns: list[tuple[str, str]], text: str) -> dict[str, float]:
    asked = defaultdict(list)
    for speaker, said in turns:
        asked[speaker].append("?" in said)
    spoken_to = find_addressed("\n".join(said[:300] for _, said in turns))
    addressed = {*find_addressed(text), *spoken_to}
    hosts, guests = _hosts(text), _guests(text)
    persons = {s for s in asked if " " in s and not s.isupper()} | {
        s for s in asked if s.split()[-1].title() in addressed or s.split()[-1] in addressed
    }
    persons = {s for s in persons if s.split()[0] not in ARTICLES}
    return {
        speaker: sum(answers) / (len(answers) + 1)
        + 0.5 * (speaker == turns[0][0])
        + 0.5 * (bool(persons) and speaker not in persons)
        - 0.5 * (speaker.split()[-1].title() in addressed or speaker.split()[-1] in addressed)
        + (speaker in hosts - guests)
        - (speaker in guests)
        for speaker, answers in asked.items()
    }
