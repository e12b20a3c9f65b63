"""Who speaks on a page: labels become people, and points tell who asks and who answers."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from itertools import islice, takewhile
from math import exp
from operator import or_
from typing import NamedTuple

from belegstelle.page.labels import ALONE, QUOTED, Label, role_of
from belegstelle.page.names import (
    ARTICLES,
    BYLINE,
    HEAD,
    NAME,
    NUMBERED,
    PARTICLES,
    find_addressed,
    find_guests,
    find_hosts,
    find_presented,
    full_name,
    name_speakers,
    names_someone,
    person_keys,
    presents,
    surname,
)
from belegstelle.page.tables import PageTables, add_up


class Person(NamedTuple):
    """name: in full, or empty; role: asks or answers; certainty: 0 to 1; why: the evidence."""

    name: str
    role: str
    certainty: float
    why: str


class Turn(NamedTuple):
    """What stands under a label: said; asked: it follows a question; beside: another's label.

    open: it follows a question without a label; called: the name that the turn before ends with.
    """

    said: str
    asked: bool
    beside: bool
    open: bool
    called: str


class Talk(NamedTuple):
    """What stands under the labels, by key: turns, and how each opens (heads).

    addressed: whom the turns and the page speak to; greeted: whom the turns greet; known: who is
    addressed or presented; asks: the share of turns that ask; most: evidence → whose it is among
    several.
    """

    turns: dict[str, list[Turn]]
    heads: dict[str, str]
    addressed: set[str]
    known: set[str]
    greeted: set[str]
    asks: dict[str, float]
    most: dict[str, set[str]]


class Named(NamedTuple):
    """Whom a page names, by first names and surnames: hosts, guests, who is presented; its head.

    first_names: those of the hosts alone.
    """

    text: str
    hosts: set[str]
    first_names: set[str]
    guests: set[str]
    presented: set[str]


# In so many characters of a turn it is counted whom it speaks to, and of whom.
OPENING = 120
# A headline that names its guest is one of the first so many labels.
TOP = 3
# So many points only a word that names a role gives.
ROLE_WORD = 8
# Who says who speaks: "Ich bin Mira", "My name is Jo"; not "Ich bin müde".
OWN_NAME = re.compile(
    r"\b(?:[Ii]ch (?:bin|heiße)|[Mm]ein Name ist|I'm|I am|[Mm]y name is) (?:die |der )?[A-ZÄÖÜ]\w+"
)
# Whom a turn speaks to, in small letters: "frau muster", "also, kai", "kai, du"; each pattern
# opens with letters, which a text is soon searched for.
SPOKEN_TO = [
    re.compile(pattern)
    for pattern in (r"(?:frau|herr)(?<!\wfrau|\wherr) (\w{3,})", r", (\w{3,})", r"\n(\w{3,}),")
]
# Whom a turn greets, in small letters: "hallo mira", "lieber kai"; not "hallo, mira".
GREETED = re.compile(r"(?:hallo|liebe|lieber|willkommen) (\w{3,})")
# Who is called at a turn's end: "Guten Abend, Vera."; not "am Abend."
CALLED = re.compile(r"(?:,|Abend|Tag|Morgen|Hallo|die|den) ([A-ZÄÖÜ][a-zäöü]+)[.!]*$")
# What stands in quotation marks at the head of a text: "„Ich gehe nie allein“ Stand: Mai".
OPENING_QUOTE = re.compile(r"[„“\"»«‚'‹][^„“”\"»«]{12,}?[“”\"«»‘'›]")
# A name and no more, as a header has it: "Dr. Anna Beispiel", "Muster"; not "Anna fragt", "Ja.".
FULL_NAMES = re.compile(rf"{NAME}(?:(?:,| und) {NAME})*")
ONLY_A_NAME = re.compile(rf"{FULL_NAMES.pattern}\.?|[A-ZÄÖÜ][\w-]+")
# What is seen of a label as printed; an example of a match, a near miss.
OF_LABEL = {
    # Who opens and closes a debate: "Vizepräsidentin Cora Probe"; not "Bundespräsident".
    "presides": re.compile(r"\A(?:(?:Vize|Alters)?[Pp]räsident|Moderator|Vors\b|Vorsitz)"),
    # Whom a sentence speaks to before a colon: "Herr Muster, meine Frage lautet"; not "Frau
    # Beispiel, Leiterin".
    "addresses somebody": re.compile(
        r"\A(?:Sehr geehrte[r]? |Lieber? )?(?:Herr|Frau)\b[^,]{3,40},"
        r" (?:meine|unsere|eine|die|noch|zu[mr]?|ich|wir|wie|was|Sie|Ihre?|und|aber|nun|jetzt)\b"
    ),
    # "MUSTER"; not "Muster", "ARD".
    "in capitals": re.compile(r"\A[^a-zäöüß]{4,}\Z"),
}
# Small words that stand in sentences, and in few names.
NO_NAME = PARTICLES - {"von", "de"}
ROLE_OF_VOICE = {"interviewer": "asks", "interviewee": "answers", "editorial": "none"}


def read_people(
    lines: list[dict],
    labels: dict[int, Label],
    tables: PageTables,
    decided: Mapping[str, tuple[str, str]],
) -> dict[int, tuple[Label, Person]]:
    """Return the lines that open with a label, each with its label and who speaks.

    labels: what may be one, by line; decided: label → name, voice that people decided.
    """
    said = {n: _said(lines, n, label) for n, label in labels.items()}
    labels = _without_headlines(lines, labels, said)
    beside = (n for n, label in labels.items() if label.form not in ALONE)
    for n in list(takewhile(lambda n: _names_a_speaker(said[n], tables), beside)):
        del labels[n]  # A header names who asks and who answers.
    roles = {label.name: role_of(label.name, tables) for label in labels.values()}
    keys = person_keys(roles)
    labels = {
        n: Label(*label[:4], keys[label.name], roles[label.name]) for n, label in labels.items()
    }
    page = _who_is_named(lines, labels, tables.signs["ends in a credit"])
    kept: dict[int, Label] = {}
    while labels and len(kept) != len(labels):
        kept = labels
        seen = _see(lines, kept, said, page, tables)
        points = {key: add_up(found, tables.roles, 3) for key, found in seen.items()}
        labels = {
            n: label
            for n, label in kept.items()
            if points[label.key][2] < 0 or label.label in decided
        }
    if not labels:
        return {}
    names = {label.name: label.key for label in labels.values()}
    full = name_speakers({name: key for name, key in keys.items() if key in points}, page.text)
    full |= {names[name]: "" for name in names if roles[name]}
    asks = _who_asks(lines, labels, points)
    people = {key: _person(full[key], asks[key], points[key], seen[key], tables) for key in points}
    return {n: (label, _decided(label, people[label.key], decided)) for n, label in labels.items()}


def _names_a_speaker(said: str, tables: PageTables) -> bool:
    """Tell whether a line says who stands behind its label: "Anna Beispiel", "Interviewer"."""
    said = said.strip("[]() ")
    return bool(FULL_NAMES.fullmatch(said) or role_of(said, tables))


def _decided(label: Label, person: Person, decided: Mapping[str, tuple[str, str]]) -> Person:
    """Return who speaks as people decided, where they did."""
    if label.label not in decided:
        return person
    name, voice = decided[label.label]
    name = "" if name == "-" else name or person.name
    return Person(name, ROLE_OF_VOICE.get(voice, person.role), 1.0, "decided in speakers.csv")


def _without_headlines(
    lines: list[dict], labels: dict[int, Label], said: dict[int, str]
) -> dict[int, Label]:
    """Return labels without headlines that carry a name, bylines, headers, words of the page."""
    quoted = {n for n in labels if QUOTED.match(said[n])}
    quoted.update(n for n in islice(labels, TOP) if _repeats(said[n], lines))
    first = 2 * len(quoted) <= sum(label.form not in ALONE for label in labels.values())
    asking = Counter(label.name for n, label in labels.items() if "?" in lines[n]["text"])
    counts = Counter(label.name for label in labels.values())
    kept: dict[int, Label] = {}
    usual: set[str] = set()
    for n, label in labels.items():
        shown = lines[n]["shown"]
        page_word = lines[n]["kind"] and asking[label.name] < 2
        goes_on = shown[0].islower() and counts[label.name] == 1 and " " in label.name
        headline = first and n in quoted and not usual
        told = label.form == "bold" and presents(shown[:300].replace("*", ""))
        if not (page_word or goes_on or headline or told or BYLINE.fullmatch(shown[:300])):
            kept[n] = label
            usual |= set() if label.form in ALONE else {surname(label.name)}
    return {
        n: label
        for n, label in kept.items()
        if label.form not in ALONE or surname(label.name) not in usual
    }


def _repeats(said: str, lines: list[dict]) -> bool:
    """Tell whether what a label opens begins with a quotation that stands on the page again."""
    cited = OPENING_QUOTE.match(said)
    return bool(cited and sum(cited[0][1:-1] in line["shown"] for line in lines) > 1)


def _who_is_named(lines: list[dict], labels: dict[int, Label], credit: re.Pattern) -> Named:
    """Return whom a page names outside its labels; who is credited for a picture is left out."""
    shown = [
        line["shown"][:HEAD] if n in labels else credit.sub("", line["shown"][:HEAD])
        for n, line in enumerate(lines[:500])
    ]
    text, prose = (
        "\n".join(text for n, text in enumerate(shown) if n not in left_out)
        for left_out in ({}, labels)
    )
    hosts, guests = find_hosts(text[:HEAD]), find_guests(text[:HEAD])
    asking = _called(hosts)
    return Named(
        text=text[:HEAD],
        hosts=asking,
        first_names={name.split()[0].casefold() for name in hosts},
        guests=_called(guests) - asking,
        presented=_called(find_presented(prose[:HEAD])),
    )


def _called(names: Collection[str]) -> set[str]:
    """Return what people may be called by, in small letters: first names and surnames."""
    return {word.casefold() for name in names for word in (name.split()[0], name.split()[-1])}


def _said(lines: list[dict], n: int, label: Label) -> str:
    """Return what a label opens: the rest of its line, or the next."""
    rest = lines[n]["shown"][label.end :].strip("*_ :\t")
    alone = not rest and n + 1 < len(lines)
    return lines[n + 1]["shown"].strip("*_ :\t") if alone else rest


def _is_alone(line: dict, label: Label) -> bool:
    """Tell whether a label has its line for itself."""
    return not line["text"][label.end :].strip("*_ :\t")


def _turns(
    lines: list[dict], labels: dict[int, Label], said: dict[int, str], calling: bool
) -> dict[str, list[Turn]]:
    """Return key → turns, in order; calling: whether it is of interest who is called."""
    found = defaultdict(list)
    above, before, spoken = Label("", "", "", 0), -1, -1
    for n, label in labels.items():
        other = above.key not in ("", label.key)
        last = lines[n - 1]["shown"].rstrip('*_ "“”«»)') if n else ""
        if other and n - 1 <= spoken:
            last = said[before]
        open_ = n - 1 > spoken and last.endswith("?")
        name = CALLED.search(last[-60:]) if other and calling else None
        near = [labels[m] for m in (n - 1, n + 1, n + 2) if m in labels]
        found[label.key].append(
            Turn(
                said=said[n],
                asked=other and "?" in last[-200:] or open_,
                beside=any(one.form not in ALONE and one.key != label.key for one in near),
                open=open_,
                called=name[1].casefold() if name else "",
            )
        )
        above, before, spoken = label, n, n + _is_alone(lines[n], label)
    return found


def _see(
    lines: list[dict],
    labels: dict[int, Label],
    spoken: dict[int, str],
    page: Named,
    tables: PageTables,
) -> dict[str, list[str]]:
    """Return key → the names of what is seen of the label; spoken: line → what it opens."""
    of_key = defaultdict(list)
    for label in labels.values():
        of_key[label.key].append(label)
    talk = _hear(_turns(lines, labels, spoken, bool(page.first_names)), page, tables)
    series = {NUMBERED.sub("", key) for key, own in of_key.items() if len(own) > 1}
    full = {key for key, own in of_key.items() if any(_is_full(label.name) for label in own)}
    persons = full | (talk.known & of_key.keys())
    seen = {}
    for key, own in of_key.items():
        known = key in talk.known or key in page.hosts
        holds = _see_turns(key, talk, page) | _see_label(key, own, talk, page)
        holds["known to the page"] = known
        holds["of a series that comes again"] = (
            key[-1].isdigit() and NUMBERED.sub("", key) in series
        )
        if not own[0].role:
            holds |= _see_names(own, known, page, tables)
            holds["full name"] = key in full
            holds["a comma and no name"] = key not in persons and any("," in x.label for x in own)
            holds["outlet among persons"] = persons and key not in persons
        seen[key] = [name for name, is_so in holds.items() if is_so]
        first = [turn.said[:250] for turn in talk.turns[key][:3]]
        seen[key] += [n for n, sign in tables.role_signs.items() if any(map(sign.search, first))]
    return seen


def _hear(turns: dict[str, list[Turn]], page: Named, tables: PageTables) -> Talk:
    """Return what labels say, as rates of their turns."""
    heads = {key: "\n".join(turn.said[:250] for turn in found) for key, found in turns.items()}
    addressed = {*map(str.casefold, find_addressed("\n".join([*heads.values(), page.text])))}
    asks, length, you, me = (
        {key: sum(map(count, turns[key])) / len(turns[key]) for key in turns}
        for count in (
            lambda turn: "?" in turn.said,
            lambda turn: len(turn.said),
            lambda turn: len(tables.signs["speaks to somebody"].findall(turn.said[:OPENING])),
            lambda turn: len(tables.signs["in the first person"].findall(turn.said[:OPENING])),
        )
    )
    usual, most = sum(asks.values()) / len(asks), max(asks.values())
    longest = max(length.values())
    again = {key for key in turns if len(turns) > 1 and len(turns[key]) > 1}
    return Talk(
        turns=turns,
        heads=heads,
        addressed=addressed,
        greeted={name for said in heads.values() for name in GREETED.findall(said.casefold())},
        known=addressed | page.presented | page.guests,
        asks=asks,
        most={
            "asks most": {key for key in turns if asks[key] > max(usual + 0.05, most - 0.1)},
            "speaks to others most": again & _standing_out(you),
            "speaks of oneself most": again & _standing_out(me),
            "speaks longest": {key for key in again if length[key] == longest},
            "opens with the own name": {
                key
                for key in [*turns][: 2 * (len(turns) > 2)]
                if OWN_NAME.search(turns[key][0].said[:OPENING])
            },
        },
    )


def _see_turns(key: str, talk: Talk, page: Named) -> dict[str, object]:
    """Return what is seen of what stands under a label."""
    said, asked, beside, open_, called = zip(*talk.turns[key], strict=True)
    n, asks = len(said), talk.asks[key]
    turning = 3 * sum(map(or_, asked, ("?" in text for text in said))) >= n
    return {
        "stands once": n == 1,
        "says a name and no more": n == 1 and ONLY_A_NAME.fullmatch(said[0]),
        "comes again": n > 2,
        "takes turns": turning,
        "takes no turns": not turning,
        "among other labels": 2 * sum(beside) >= n,
        "asks in most turns": asks >= 0.5,
        "hardly asks": asks < 0.15 and n > 2,
        "speaks to others by name": _speaks_to(key, talk.heads[key], talk.turns),
        "others ask more": len(talk.turns) > 2 and key not in talk.most["asks most"],
        "called like a host": not page.first_names.isdisjoint(called),
        "follows unlabelled questions": n > 1 and 2 * sum(open_) >= n,
        "answers what is asked": 2 * sum(asked) >= n and asks < 0.5,
        **{name: key in keys for name, keys in talk.most.items()},
    }


def _see_label(key: str, own: list[Label], talk: Talk, page: Named) -> dict[str, object]:
    """Return what is seen of a label's form, and of what the page says of its person."""
    forms = {label.form for label in own}
    return {
        f"role word, {own[0].role}": own[0].role,
        "coded": forms & {"voice", "coded", "codedline", "codedbold"},
        "alone on its line": forms == {"alone"},
        "behind a dash": forms == {"dash"},
        "byline": key in page.hosts and key not in page.guests,
        "said to be asked": key in page.guests,
        "presented": key in page.presented - page.guests - page.hosts,
        "addressed": key in talk.addressed,
        "greeted": key in talk.greeted,
    }


def _see_names(own: list[Label], known: bool, page: Named, tables: PageTables) -> dict[str, object]:
    """Return what is seen of the words of a label that names no role; known: to the page."""
    names, printed = {label.name for label in own}, {label.label for label in own}
    return {
        "opens sentences": not known
        and not tables.words.keys().isdisjoint(map(str.casefold, names)),
        "phrase": not all(map(names_someone, names)),
        "named on the page": not known and any(_stands_in(name, page.text) for name in names),
        **{name: any(map(sign.search, printed)) for name, sign in OF_LABEL.items()},
    }


def _standing_out(rates: Mapping[str, float]) -> set[str]:
    """Return whose rate is the highest, or nearly, and clearly above the mean."""
    mean, most = sum(rates.values()) / len(rates), max(rates.values())
    return {key for key, rate in rates.items() if rate > 1.25 * mean and rate > 0.8 * most}


def _is_full(name: str) -> bool:
    """Tell whether a name has a first name and a surname; "Folge 12", "Die Redaktion" have none."""
    first, *others = name.split()
    small = name == name.lower() or not NO_NAME.isdisjoint(others)
    named = names_someone(name) and first not in ARTICLES and name[-1].isalpha()
    return bool(others) and named and not small


def _stands_in(name: str, text: str) -> bool:
    """Tell whether a page has a name elsewhere; of a surname, whether with a first name."""
    return text.count(name) > 1 if " " in name else " " in full_name(name, text)


def _speaks_to(key: str, heads: str, others: Mapping) -> bool:
    """Tell whether turns call somebody else by name.

    >>> said = "Also, Kai.", "Und nun, Herr Kai.", "Kai"
    >>> [_speaks_to("vera", one, {"kai": []}) for one in said]
    [True, True, False]
    """
    text = f"\n{heads.casefold()}"
    named = {word for pattern in SPOKEN_TO for word in pattern.findall(text)} - {key}
    return any(name in others for name in named)


def _who_asks(
    lines: list[dict], labels: dict[int, Label], points: dict[str, list[float]]
) -> dict[str, float]:
    """Return for each key the points for asking over answering; who answers has less than none.

    Never does everyone ask. Where nobody labelled would, the likeliest does, unless unlabelled
    questions stand before a quarter of the labels.
    """
    margin = {key: row[0] - row[1] for key, row in points.items()}
    order = sorted(margin, key=lambda key: (margin[key], key))
    open_ones = [n for n in labels if n and n - 1 not in labels]
    asked = sum(lines[n - 1]["shown"].rstrip('*_ "“”«»)').endswith("?") for n in open_ones)
    if len(margin) > 1:
        if 0 < margin[order[0]] < ROLE_WORD:
            margin[order[0]] = -0.5
        elif margin[order[-1]] <= 0 and 4 * asked < len(labels):
            margin[order[-1]] = 0.5
        if len(margin) == 2 and margin[order[-1]] > 0:
            low, high = (margin[key] for key in order)
            margin = {order[0]: low - high, order[-1]: high - low}
    return margin


def _person(
    name: str, margin: float, points: list[float], seen: list[str], tables: PageTables
) -> Person:
    column = int(margin <= 0)
    told = {word: tables.roles.get(word, [0, 0, 0])[column] for word in seen}
    why = sorted((word for word in told if told[word] > 0), key=lambda word: (-told[word], word))
    certainty = _odds(abs(margin)) * _odds(-points[2])
    return Person(name, ["asks", "answers"][column], round(certainty, 4), ", ".join(why[:3]))


def _odds(points: float) -> float:
    return 1 / (1 + exp(-points))
