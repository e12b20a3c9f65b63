"""What a German text may have wrong, found by machine: for people to decide, never applied.

Four rules look at the words: spelling, doubled word, mixed hyphenation, separation.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator

import pandas as pd

from belegstelle.german.spelling import (
    _is_noun,
    _is_verb,
    _listed,
    _one_edit_away,
    is_known,
    suggest,
)
from belegstelle.german.words import WORD
from belegstelle.page.blocks import block_at
from belegstelle.store import schema
from belegstelle.text.edits import apply_edits, build_map, machine_edits, map_spans

COLUMNS = "word kind suggestion n start end context".split()


# A form people spell: letters only, four to sixty: "unterscheidlich"; not "B2B" or "ist".
SPELLED = re.compile(r"[^\W\d_]{4,60}")


# Capitals inside a word, as names have them: "GmbH", "YouTube"; not "Haus".
CAPITAL_INSIDE = re.compile(r"[^\W\d_]+[A-ZÄÖÜ]")


# A word and the same again: "die die Firma"; not "die, die" or a heading said again below.
DOUBLED = re.compile(r"\b([^\W\d_]+)(?=\s)[^\S\n]{0,4}(?:\n(?!\s))?[^\S\n]{0,4}\1\b")


# Words that may rightly stand twice: "sehr sehr gut", "Ja ja", "weil sie sie kennt".
TWICE = frozenset("sehr ja nein ganz so viel na ha hm nun tja sie das uns euch bla".split())


# A verb form with its particle torn off, at the end of a clause: "entgegen kommt,", "statt finden
# kann."; not "entgegen dem".
PARTICLES = (
    "entgegen herunter hinunter herüber hinüber hervor heraus hinaus herein hinein zurück voraus "
    "vorbei vorüber empor herab hinab heran hinzu überein entlang statt teil dar auf aus bei ein "
    "her hin los mit vor weg an ab fort"
).split()


MODALS = (
    "kann können könnte könnten muss müssen müsste soll sollen sollte sollten will wollen wollte "
    "darf dürfen dürfte mag möchte möchten wird werden würde würden"
).split()


TORN = re.compile(
    rf"\b({'|'.join(PARTICLES)})[^\S\n]+([a-zäöüß]{{3,}})"
    rf"(?=(?:[^\S\n]+(?:{'|'.join(MODALS)}))?(?:[.,;:!?“\"»]|\s+(?:und|oder)\b))"
)


# What opens a clause whose verb stands last: "die", "dass"; without it the particle stands alone.
SUBORDINATE = re.compile(
    r"\b(?:dass|weil|wenn|als|ob|da|wie|wo|indem|obwohl|während|bevor|nachdem|sobald|solange|"
    r"damit|falls|der|die|das|dem|den|deren|dessen|was|wer)\b"
)


# Words before a particle that keep it to themselves: "von hier aus gehen", "nach wie vor gibt",
# "aus Neugier heraus kommt", "darüber hinaus gibt".
HOLDS = re.compile(r"\b(?:von|vom|wie|aus|darüber|hin|gegenüber|seit)\b")


# A particle glued to the finite verb that opens a sentence: "Hinzukommt, dass", "Hinzukommt noch";
# not "Vorbereitet wird".
GLUED = re.compile(
    rf"(?<![\w-])({'|'.join(p.capitalize() for p in PARTICLES)})([a-zäöüß]{{3,}}t)"
    r"(?=,\s(?:dass|ob|wie|wer|was|warum)\b"
    r"|\s(?:noch|auch|außerdem|zudem|dann|die|der|das|ein|eine)\b)"
)


# A compound with a hyphen: "Online-Marketing"; not the first part of "Social-Media Manager".
HYPHENED = re.compile(r"\b[^\W\d_]+(?:-[^\W\d_]+){1,8}\b(?![^\S\n][A-ZÄÖÜ]|-)")


# Two words or parts side by side: "Social Media", "Social-Media"; the second may begin a pair.
JOINT = re.compile(r"[^\W\d_]+")


AROUND = 40


# A capitalised word or title just before: "Henrik ", "Dr. "; not "die ".
BEFORE = re.compile(r"(?:^|[\s(„])([A-ZÄÖÜ][\w-]+\.?) $")


TITLES = ("Herr", "Frau", "Dr.", "Prof.")


# The last sign before a word that opens a sentence or a quotation.
OPENS = frozenset(".!?…:„“”\"»«‚‘'–—-*#>(\n")


def find_suspects(text: str, words: pd.DataFrame, names: Collection[str] = ()) -> pd.DataFrame:
    """Return what may be wrong in a text: spelling a row a form, the others a row a place.

    text: the reading text; words: columns start, end, token, the words to look at; names: forms
    that are names. Returns word, kind (spelling: no dictionary has it and a known word is one
    edit away; doubled word; mixed hyphenation: the text has the compound in another form too;
    separation: a verb's particle torn off or glued on against the rule), suggestion, n, start,
    end (first place), context; by start.
    """
    found = [
        *_misspelled(text, words, names),
        *_inside([*_doubled(text), *_mixed(text), *_separated(text)], words),
    ]
    table = pd.DataFrame(found, columns=["kind", "suggestion", "n", "start", "end"])
    table["word"] = [text[s:e] for s, e in zip(table["start"], table["end"], strict=True)]
    table["context"] = [
        " ".join(text[max(s - AROUND, 0) : e + AROUND].split())
        for s, e in zip(table["start"], table["end"], strict=True)
    ]
    return table[COLUMNS].sort_values(["start", "end", "kind"], ignore_index=True)


def _inside(found: Iterable[tuple], words: pd.DataFrame) -> list[tuple]:
    """Keep what begins at one of the words looked at and ends with one."""
    begins, ends = set(words["start"]), set(words["end"])
    return [row for row in found if row[3] in begins and row[4] in ends]


def _misspelled(text: str, words: pd.DataFrame, names: Collection[str]) -> Iterator[tuple]:
    forms = _spelled_forms(words)
    common = {form.lower() for form in forms.index}
    named = {name.lower() for name in names}
    again = {form for form in forms.index[forms["n"] > 1] if SPELLED.fullmatch(form)}
    for form, n, start, end in forms.itertuples():
        if not _looks_misspelled(form, n, named, common):
            continue
        meant = _meant_here(form, again) if n == 1 and form[0].isupper() else ""
        if meant:
            yield "spelling", meant, n, start, end
            continue
        noun = form[0].isupper() and not _opens(text, start)
        if noun and _beside_a_name(text, start, end):
            continue
        suggestion = suggest(form, common, noun=noun)
        if suggestion:
            yield "spelling", suggestion, n, start, end


def _meant_here(form: str, again: set[str]) -> str:
    """Return the capitalised form that a text has twice and this one is a slip of, or "".

    "Leohard" in a text of "Leonhard"; not "Webcultures", which is its genitive.
    """
    near = {edit.capitalize() for edit in _one_edit_away(form.lower())} & again
    near = {other for other in near if not (form.startswith(other) or other.startswith(form))}
    return min(near) if len(near) == 1 else ""


def _spelled_forms(words: pd.DataFrame) -> pd.DataFrame:
    """Return the forms to spell, the parts of hyphen compounds apart: n, first start and end."""
    tokens = words.groupby("token", sort=False).agg(n=("start", "size"), start=("start", "min"))
    rows = []
    for token, n, at in tokens.itertuples():
        for part in re.split("[-‐‑]", token):
            rows.append((part, n, at, at + len(part)))
            at += len(part) + 1
    parts = pd.DataFrame(rows, columns=["form", "n", "start", "end"])
    return parts.groupby("form", sort=False).agg(
        n=("n", "sum"), start=("start", "min"), end=("end", "min")
    )


def _looks_misspelled(form: str, n: int, names: set[str], common: set[str]) -> bool:
    """Tell a slip from a name: a capitalised form that comes again is a name or a term."""
    if not SPELLED.fullmatch(form) or CAPITAL_INSIDE.match(form):
        return False
    small = form.lower()
    if small in names or (small.endswith("s") and small[:-1] in names):
        return False
    if form[0].isupper() and (n > 1 or f"{small}s" in common):
        return False
    return not is_known(form)


def _opens(text: str, start: int) -> bool:
    """Tell whether the word at a place opens a sentence, a line or a quotation."""
    before = text[max(start - 12, 0) : start].rstrip(" ")
    return not before or before[-1] in OPENS


def _beside_a_name(text: str, start: int, end: int) -> bool:
    """Tell whether a capitalised form is a name by what stands beside it.

    That is a title ("Herr"), a form no dictionary has ("Steria Mummert"), or before it another
    noun ("Henrik Ahlers"): German nouns seldom stand side by side, first and last names do.
    """
    before = BEFORE.search(text[max(start - 40, 0) : start])
    after = re.match(r" ([A-ZÄÖÜ][\w-]+)", text[end : end + 40])
    if before and (before[1].startswith(TITLES) or _is_noun(before[1])):
        return True
    return any(near and not _listed(near[1]) for near in (before, after))


def _doubled(text: str) -> Iterator[tuple]:
    for m in DOUBLED.finditer(text):
        if m[1].lower() not in TWICE:
            yield "doubled word", m[1], 1, m.start(), m.end()


def _mixed(text: str) -> Iterator[tuple]:
    """Find compounds the text also has apart, with fewer hyphens, or as one word.

    The form with all hyphens is suggested; against one word, the form that is more frequent.
    """
    whole = Counter(HYPHENED.findall(text))
    by_first = defaultdict(list)
    for compound in sorted(whole, key=lambda c: (-c.count("-"), c)):
        by_first[compound.split("-")[0]].append(compound)
    joined = {compound.replace("-", "").lower(): compound for compound in sorted(whole)}
    places = defaultdict(list)
    for m in JOINT.finditer(text):
        for compound in by_first.get(m[0], ()):
            end = m.start() + len(compound)
            form = text[m.start() : end]
            if form != compound and _same_apart(form, compound, text[end : end + 1]):
                places[form, compound].append((m.start(), end))
                break
        one = joined.get(m[0].lower()) if "-" not in text[m.end() : m.end() + 1] else None
        if one and m[0] != one and text[m.start() - 1 : m.start()] != "-":
            places[m[0], one].append(m.span())
    for (form, compound), spans in places.items():
        one_word = not re.search("[- ]", form)
        right = form if one_word and len(spans) > whole[compound] else compound
        if right == form:
            spans = [m.span() for m in re.finditer(rf"\b{re.escape(compound)}\b", text)]
        yield "mixed hyphenation", compound if right != form else form, len(spans), *spans[0]


def _same_apart(form: str, compound: str, after: str) -> bool:
    """Tell whether a passage is the compound with spaces for some hyphens, all parts in capitals.

    A compound of two nouns apart ("Online Marketing") counts; "auf-ab" and "auf ab" do not.
    """
    if form.replace(" ", "-") != compound or after.isalnum() or after == "-":
        return False
    return "-" in form or all(part[0].isupper() for part in compound.split("-"))


def _separated(text: str) -> Iterator[tuple]:
    for m in TORN.finditer(text):
        clause = re.split(r"[,.;:!?]", text[max(m.start() - 120, 0) : m.start()])[-1]
        if not SUBORDINATE.search(clause) or HOLDS.search(" ".join(clause.split()[-4:])):
            continue
        if _is_verb(m[1] + m[2]) and _is_verb(m[2]):
            yield "separation", m[1] + m[2], 1, m.start(), m.end()
    for m in GLUED.finditer(text):
        if _opens(text, m.start()) and not m[2].startswith("ge") and _is_verb(m[0].lower()):
            yield "separation", f"{m[1]} {m[2]}", 1, m.start(), m.end(2)


def list_suspects(raw: str, blocks: pd.DataFrame, corrections: pd.DataFrame) -> pd.DataFrame:
    """Return what the text may have wrong, found by machine, and what people decided.

    Looks at the text as printed, boilerplate left out. Returns interview, word, kind, suggestion,
    n, block, start, end (first place in raw; word = raw[start:end]), context, decided (the erratum
    that settles it, or empty); see suspects.find_suspects for the kinds.
    """
    layout = build_map(raw, machine_edits(raw))
    unified = apply_edits(raw, layout)
    shown = blocks[blocks["voice"] != "boilerplate"]
    begins, ends = map_spans(layout, shown["start"], shown["end"], to="clean")
    words = [
        (match.start(), match.end(), match[0])
        for begin, end in zip(begins, ends, strict=True)
        for match in WORD.finditer(unified, begin, end)
    ]
    names = {part for label in [*blocks["speaker"], *blocks["label"]] for part in label.split()}
    found = find_suspects(
        unified, pd.DataFrame(words, columns=["start", "end", "token"]), names=names
    )
    found["start"], found["end"] = map_spans(layout, found["start"], found["end"], to="raw")
    found["word"] = [raw[s:e] for s, e in zip(found["start"], found["end"], strict=True)]
    found = found.assign(
        interview=blocks["interview"].iloc[0], block=block_at(blocks, found["end"])
    )
    return decide_suspects(found, corrections)[schema.columns("suspects")]


def decide_suspects(suspects: pd.DataFrame, corrections: pd.DataFrame) -> pd.DataFrame:
    """Return the suspects with the errata row that settles each (decided), or empty.

    An erratum settles a suspect if its passage holds the suspect's first place.
    """
    suspects = suspects.assign(decided="")
    for erratum, start, end in corrections[["erratum", "start", "end"]].itertuples(index=False):
        inside = (start <= suspects["start"]) & (suspects["end"] <= end)
        joined = suspects.loc[inside, "decided"] + f" {erratum}"
        suspects.loc[inside, "decided"] = joined.str.strip()
    return suspects
