"""What a German text may have wrong, found by machine: for people to decide, never applied.

Four rules look at the words: spelling, doubled word, mixed hyphenation, separation.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache

import pandas as pd

SUSPECTS = "word kind suggestion n start end context".split()
# A form people spell: letters only, four or more: "unterscheidlich"; not "B2B" or "ist".
SPELLED = re.compile(r"[^\W\d_]{4,}")
# A word and the same again: "die die Firma"; not "die, die".
DOUBLED = re.compile(r"\b(\w+)\s+\1\b")
# Letters that link the parts of a compound: "Arbeit-s-markt", "Straße-n-bahn".
LINKS = ("", "s", "n", "en", "es", "er", "e")
PART = 4
# A verb form with its particle torn off, at the end of a clause: "entgegen kommt,"; not
# "entgegen dem".
PARTICLES = (
    "entgegen zusammen entlang herunter hinunter herüber hinüber hervor heraus hinaus herein "
    "hinein zurück weiter wieder voraus vorbei empor herab hinab heran hinzu durch nach fest "
    "fort auf aus bei ein her hin los mit vor weg an ab um zu"
).split()
TORN = re.compile(rf"\b({'|'.join(PARTICLES)})[^\S\n]+([a-zäöüß]{{3,}})(?=[.,;:!?“\"]|\s+und\b)")
# What opens a clause whose verb stands last: "die", "dass"; without it the particle stands alone.
SUBORDINATE = re.compile(
    r"\b(?:dass|weil|wenn|als|ob|da|wie|wo|indem|obwohl|während|bevor|nachdem|sobald|solange|"
    r"damit|der|die|das|dem|den|deren|dessen|was|wer)\b"
)
# A particle glued to the finite verb that opens a sentence: "Hinzukommt, dass".
GLUED = re.compile(rf"\b({'|'.join(p.capitalize() for p in PARTICLES)})([a-zäöüß]{{3,}}t), dass\b")
# A compound with a hyphen: "Online-Marketing".
HYPHENED = re.compile(r"\w+(?:-\w+)+")
AROUND = 40


@cache
def _dictionary():
    from spellchecker import SpellChecker

    return SpellChecker(language="de", distance=1)


@cache
def is_known(word: str) -> bool:
    """Tell whether a German word form is in a dictionary, or is a compound of words that are.

    Sources: the word lists of simplemma (German) and pyspellchecker (de).

    >>> is_known("Dauerbaustelle"), is_known("unterscheidlich")
    (True, False)
    """
    return _listed(word) or _is_compound(word.lower())


def _listed(word: str) -> bool:
    from simplemma import is_known as listed

    forms = {word, word.lower(), word.capitalize()}
    return any(listed(form, lang="de") for form in forms) or word.lower() in _dictionary()


def _is_compound(word: str) -> bool:
    return any(
        _listed(word[cut:]) and any(_listed(word[: cut - len(link)]) for link in _links(word, cut))
        for cut in range(PART, len(word) - PART + 1)
    )


def _links(word: str, cut: int) -> Iterator[str]:
    head = word[:cut]
    return (link for link in LINKS if head.endswith(link) and len(head) - len(link) >= PART)


def suggest(word: str) -> str:
    """Return the most frequent known word one edit away, in the word's own case, or "".

    One edit is a letter too many, missing, wrong or swapped with its neighbour.

    >>> suggest("hiuerzulande"), suggest("unterscheidlich")
    ('hierzulande', 'unterschiedlich')
    """
    listed = _dictionary()
    near = listed.known(listed.edit_distance_1(word.lower())) - {word.lower()}
    if not near:
        return ""
    best = min(near, key=lambda form: (-listed.word_frequency[form], form))
    return best.capitalize() if word[0].isupper() else best


def find_suspects(text: str, words: pd.DataFrame, names: Collection[str] = ()) -> pd.DataFrame:
    """Return the word forms of a text that may be wrong, a row a form.

    text: the reading text; words: columns start, end, token, the words to look at; names: forms
    that are names. Returns word, kind (spelling: no dictionary has it and a known word is one
    edit away; doubled word; mixed hyphenation: the text has the compound in another form too;
    separation: a verb's particle torn off or glued on against the rule), suggestion, n, start,
    end (first place), context; by start.
    """
    found = [
        *_misspelled(words, names),
        *_doubled(text),
        *_mixed(text),
        *_separated(text),
    ]
    spans = set(zip(words["start"], words["end"], strict=True))
    inside = _inside(found, spans)
    table = pd.DataFrame(inside, columns=["kind", "suggestion", "n", "start", "end"])
    table["word"] = [text[s:e] for s, e in zip(table["start"], table["end"], strict=True)]
    table["context"] = [
        " ".join(text[max(s - AROUND, 0) : e + AROUND].split())
        for s, e in zip(table["start"], table["end"], strict=True)
    ]
    return table[SUSPECTS].sort_values(["start", "end", "kind"], ignore_index=True)


def _inside(found: Iterable[tuple], spans: set[tuple[int, int]]) -> list[tuple]:
    """Keep what begins at one of the words looked at and ends with one."""
    begins, ends = {start for start, _ in spans}, {end for _, end in spans}
    return [row for row in found if row[3] in begins and row[4] in ends]


def _misspelled(words: pd.DataFrame, names: Collection[str]) -> Iterator[tuple]:
    forms = words.groupby("token", sort=False).agg(
        n=("start", "size"), start=("start", "min"), end=("end", "min")
    )
    for form, n, start, end in forms.itertuples():
        if _looks_misspelled(form, n, names):
            suggestion = suggest(form)
            if suggestion:
                yield "spelling", suggestion, n, start, end


def _looks_misspelled(form: str, n: int, names: Collection[str]) -> bool:
    """A capitalised form that comes again is a name or a term; so is a speaker's."""
    if not SPELLED.fullmatch(form) or form in names or form.isupper():
        return False
    return not (form[0].isupper() and n > 1) and not is_known(form)


def _doubled(text: str) -> Iterator[tuple]:
    return (("doubled word", m[1], 1, m.start(), m.end()) for m in DOUBLED.finditer(text))


def _mixed(text: str) -> Iterator[tuple]:
    """Find compounds the text also has apart or with fewer hyphens; the full form is suggested."""
    seen: set[tuple[int, int]] = set()
    for compound in sorted(set(HYPHENED.findall(text)), key=lambda c: (-c.count("-"), c)):
        loose = re.compile(rf"\b{compound.replace('-', '[- ]')}\b")
        places = [m for m in loose.finditer(text) if m[0] != compound and m.span() not in seen]
        seen.update(m.span() for m in places)
        for form in dict.fromkeys(m[0] for m in places if "-" in m[0]):
            own = [m for m in places if m[0] == form]
            yield "mixed hyphenation", compound, len(own), own[0].start(), own[0].end()


def _separated(text: str) -> Iterator[tuple]:
    for m in TORN.finditer(text):
        clause = re.split(r"[,.;:!?]", text[max(m.start() - 120, 0) : m.start()])[-1]
        if SUBORDINATE.search(clause) and _listed(m[1] + m[2]):
            yield "separation", m[1] + m[2], 1, m.start(), m.end()
    for m in GLUED.finditer(text):
        if _listed(m[2]):
            yield "separation", f"{m[1]} {m[2]}", 1, m.start(), m.end(2)
