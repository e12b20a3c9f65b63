"""Who speaks on a page: labels become people, and points tell who asks and who answers."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from math import exp
from typing import NamedTuple

from belegstelle.page.labels import ALONE, QUOTED, Label, role_of
from belegstelle.page.names import (
    ARTICLES,
    BYLINE,
    HEAD,
    PARTICLES,
    PRESIDES,
    SPEAKS_TO,
    TITLE,
    find_addressed,
    find_guests,
    find_hosts,
    find_presented,
    name_speakers,
    names_someone,
    person_keys,
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


# So many points only a word that names a role gives.
ROLE_WORD = 8
# Whom a turn speaks to, in small letters: "frau muster", "also, kai", "kai, du".
SPOKEN_TO = re.compile(r"(?:\b(?:frau|herr)|,) (\w{3,})|^(\w{3,}),", re.MULTILINE)
# Who is called at a turn's end: "Guten Abend, Vera."; not "am Abend."
CALLED = re.compile(r"(?:,|Abend|Tag|Morgen|Hallo|die|den) ([A-ZÄÖÜ][a-zäöü]+)[.!]*$")
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
    text = "\n".join(line["shown"][:HEAD] for line in lines[:500])[:HEAD]
    labels = _without_headlines(lines, labels, tables)
    usual = {
        label.name.split()[-1].casefold() for label in labels.values() if label.form not in ALONE
    }
    labels = {
        n: label
        for n, label in labels.items()
        if label.form not in ALONE or label.name.split()[-1].casefold() not in usual
    }
    names = list(dict.fromkeys(label.name for label in labels.values()))
    roles = {name: role_of(name, tables) for name in names}
    keys = person_keys(names, roles)
    page = _Page(lines, labels, text, tables, roles, keys)
    before: dict[int, Label] = {}
    kept = labels
    while kept and len(kept) != len(before):
        seen = page.evidence(kept, _turns(lines, kept, keys))
        points = {key: add_up(found, tables.roles, 3) for key, found in seen.items()}
        before, kept = (
            kept,
            {
                n: label
                for n, label in kept.items()
                if points[keys[label.name]][2] < 0 or label.label in decided
            },
        )
    if not kept:
        return {}
    found = {keys[label.name] for label in kept.values()}
    asks = _who_asks(lines, kept, {key: points[key] for key in found}, keys)
    full = name_speakers({name: key for name, key in keys.items() if key in found}, text)
    people = {
        key: _person(key, full[key], asks[key], points[key], seen[key], page) for key in found
    }
    return {
        n: (label, _decided(label, people[keys[label.name]], decided)) for n, label in kept.items()
    }


def _decided(label: Label, person: Person, decided: Mapping[str, tuple[str, str]]) -> Person:
    """Return who speaks as people decided, where they did."""
    if label.label not in decided:
        return person
    name, voice = decided[label.label]
    name = "" if name == "-" else name or person.name
    return Person(name, ROLE_OF_VOICE.get(voice, person.role), 1.0, "decided in speakers.csv")


def _without_headlines(
    lines: list[dict], labels: dict[int, Label], tables: PageTables
) -> dict[int, Label]:
    """Return labels without headlines that carry a name, bylines, headers, words of the page."""
    quoted = {n for n, label in labels.items() if QUOTED.match(_said(lines, n, label))}
    first = 2 * len(quoted) < sum(label.form not in ALONE for label in labels.values())
    asking = Counter(label.name for n, label in labels.items() if "?" in lines[n]["text"])
    counts = Counter(label.name for label in labels.values())
    kept: dict[int, Label] = {}
    for n, label in labels.items():
        shown = lines[n]["shown"]
        page_word = lines[n]["kind"] and asking[label.name] < 2
        goes_on = shown[0].islower() and counts[label.name] == 1 and " " in label.name
        headline = first and n in quoted and all(k.form in ALONE for k in kept.values())
        if not (page_word or goes_on or headline or BYLINE.fullmatch(shown[:300])):
            kept[n] = label
    return kept


def _said(lines: list[dict], n: int, label: Label) -> str:
    """Return what a label opens: the rest of its line, or the next."""
    rest = lines[n]["shown"][label.end :].strip("*_ :\t")
    alone = not rest and n + 1 < len(lines)
    return lines[n + 1]["shown"].strip("*_ :\t") if alone else rest


def _turns(lines: list[dict], labels: dict[int, Label], keys: dict[str, str]) -> dict[str, list]:
    """Return key → turns, in order."""
    found = defaultdict(list)
    order = list(labels)
    for place, n in enumerate(order):
        key = keys[labels[n].name]
        before = order[place - 1] if place else -1
        other = before >= 0 and keys[labels[before].name] != key
        last = lines[n - 1]["shown"].rstrip('*_ "“”«»)') if n else ""
        if other and n - before <= 1:
            last = _said(lines, before, labels[before])
        open_ = n - 1 not in labels and last.endswith("?")
        asked = other and "?" in last[-200:] or open_
        name = CALLED.search(last) if other else None
        near = [m for m in (n - 1, n + 1, n + 2) if m in labels and labels[m].form not in ALONE]
        beside = any(keys[labels[m].name] != key for m in near)
        called = name[1].casefold() if name else ""
        found[key].append(Turn(_said(lines, n, labels[n]), asked, beside, open_, called))
    return found


class _Page:
    """What a page tells of its people, looked up once for all labels."""

    def __init__(
        self,
        lines: list[dict],
        labels: dict[int, Label],
        text: str,
        tables: PageTables,
        roles: dict[str, str],
        keys: dict[str, str],
    ) -> None:
        self.tables, self.roles, self.keys, self.text = tables, roles, keys, text
        self.lines = lines
        self.role_keys = {key for name, key in keys.items() if roles[name]}
        self.hosts = {name.split()[-1].casefold() for name in find_hosts(text)}
        self.first_names = {name.split()[0].casefold() for name in find_hosts(text)}
        self.guests = {name.split()[-1].casefold() for name in find_guests(text)} - self.hosts
        prose = "\n".join(line["shown"] for n, line in enumerate(lines[:500]) if n not in labels)
        self.presented = {name.split()[-1].casefold() for name in find_presented(prose[:HEAD])}

    def evidence(self, labels: dict[int, Label], turns: dict[str, list[Turn]]) -> dict:
        """Return key → the names of what is seen of the label."""
        of_key = defaultdict(list)
        for n, label in labels.items():
            of_key[self.keys[label.name]].append((n, label))
        said = "\n".join(turn.said[:300] for found in turns.values() for turn in found)
        addressed = {
            name.casefold() for name in (*find_addressed(said), *find_addressed(self.text))
        }

        def alone(n: int, label: Label) -> bool:
            return not self.lines[n]["text"][label.end :].strip("*_ ")

        shares = {k: sum("?" in t.said for t in found) / len(found) for k, found in turns.items()}
        persons = {k for k, found in of_key.items() if self._is_person(k, found, addressed)}
        speaks_to = {k: self._speaks_to(k, found, of_key) for k, found in turns.items()}
        order = list(turns)
        most = sorted(shares.values())[-2:]
        lengths = {k: sum(len(t.said) for t in found) / len(found) for k, found in turns.items()}
        longest = max(lengths.values(), default=0)
        seen = {}
        for key, found in of_key.items():
            names = {label.name for _, label in found}
            forms = {label.form for _, label in found}
            n, asks = len(found), shares[key]
            role = next((self.roles[name] for name in names if self.roles[name]), "")
            page_words = [
                self.tables.words[w] for x in names if (w := x.casefold()) in self.tables.words
            ]
            full = any(" " in name and name.split()[0] not in ARTICLES for name in names)
            known = key in self.guests | self.presented | addressed | self.hosts
            answered = sum(turn.asked for turn in turns[key]) / n
            turning = 3 * sum(t.asked or "?" in t.said for t in turns[key]) >= n
            seen[key] = [
                name
                for name, holds in {
                    f"role word, {role}": role,
                    "one letter, once": role and len(key) == 1 and n == 1,
                    "opens sentences": page_words and not role and not known,
                    "phrase": not role and not all(map(names_someone, names)),
                    "verb in it": not role and self._has_verb(key, names),
                    "stands once": n == 1,
                    "stands twice": n == 2,
                    "comes again": n > 2,
                    "full name": full and not role,
                    "named on the page": full
                    and not known
                    and any(self.text.count(x) > 1 for x in names),
                    "known to the page": known,
                    "affiliation": any("(" in label.label for _, label in found) and not role,
                    "coded": forms & {"voice", "coded", "codedline", "bracketed"},
                    "numbered": not role and any(c.isdigit() or c in "_@" for c in key),
                    "alone on its line": "alone" in forms and len(forms) == 1,
                    "behind a dash": "dash" in forms and len(forms) == 1,
                    "a comma and no name": key not in persons
                    and any("," in x.label for _, x in found),
                    "several names": any(" und " in name for name in names),
                    "takes turns": turning,
                    "takes no turns": not turning and not role,
                    "among other labels": 2 * sum(turn.beside for turn in turns[key]) >= n,
                    "in capitals": not role and len(key) > 3 and all(map(str.isupper, names)),
                    **{
                        name: any(sign.search(turn.said) for turn in turns[key])
                        for name, sign in self.tables.role_signs.items()
                    },
                    "only label": len(of_key) == 1,
                    "one of several": len(of_key) > 2,
                    "alone with a colon": any(x.form == "colon" and alone(n, x) for n, x in found),
                    "addresses somebody": any(SPEAKS_TO.match(x.label) for _, x in found),
                    "presides": any(PRESIDES.match(x.label) for _, x in found),
                    "title": any(TITLE.match(label.label) for _, label in found),
                    "byline": key in self.hosts and key not in self.guests,
                    "presented": key in self.guests
                    or (key in self.presented and key not in self.hosts),
                    "addressed": key in addressed,
                    "outlet among persons": persons
                    and key not in persons
                    and not role
                    and len(of_key) > 1,
                    "asks most": len(most) > 1 and asks == most[1] and most[1] > most[0] + 0.1,
                    "asks in most turns": asks >= 0.5,
                    "hardly asks": asks < 0.15 and n > 2,
                    "opens": key == order[0] and len(order) > 1,
                    "speaks to others by name": speaks_to[key],
                    "called like a host": any(t.called in self.first_names for t in turns[key]),
                    "follows unlabelled questions": 2 * sum(t.open for t in turns[key]) >= n,
                    "answers what is asked": answered >= 0.5 and asks < 0.5,
                    "speaks longest": len(lengths) > 1 and lengths[key] == longest and n > 1,
                }.items()
                if holds
            ]
        return seen

    def _is_person(self, key: str, found: list, addressed: set[str]) -> bool:
        if key in addressed or key in self.presented or key in self.guests:
            return True
        names = {label.name for _, label in found}
        return any(
            " " in name
            and not name.isupper()
            and name != name.lower()
            and name.split()[0] not in ARTICLES
            and not any(w in PARTICLES - {"von", "de"} for w in name.split())
            for name in names
        )

    def _speaks_to(self, key: str, turns: list[Turn], others: Mapping) -> bool:
        heads = "\n".join(turn.said[:200] for turn in turns).casefold()
        named = {word for found in SPOKEN_TO.finditer(heads) for word in found.groups()}
        return any(name in others and name != key for name in named - {None})

    def _has_verb(self, key: str, names: set[str]) -> bool:
        words = [w for name in names for w in name.split()[1:] if name != name.lower()]
        return any(w[0].islower() and w not in PARTICLES for w in words)


def _who_asks(
    lines: list[dict],
    labels: dict[int, Label],
    points: dict[str, list[float]],
    keys: dict[str, str],
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
    key: str, name: str, margin: float, points: list[float], seen: list[str], page: _Page
) -> Person:
    role = "asks" if margin > 0 else "answers"
    certainty = _odds(abs(margin)) * _odds(-points[2])
    named = "" if key in page.role_keys else name
    column = 0 if role == "asks" else 1
    why = sorted(
        (w for w in seen if page.tables.roles.get(w, [0, 0, 0])[column] > 0),
        key=lambda w: (-page.tables.roles[w][column], w),
    )
    return Person(named, role, round(certainty, 4), ", ".join(why[:3]))


def _odds(points: float) -> float:
    return 1 / (1 + exp(-points))
