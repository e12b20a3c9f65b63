"""What a German text may have wrong, found by machine: for people to decide, never applied.

The rules: spelling (the dictionary is german/spelling.py) with hyphens left over from line ends,
doubled words, mixed hyphenation, separation.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator

import numpy as np
import pandas as pd

from belegstelle.german.separation import find_separated
from belegstelle.german.spelling import (
    ALIKE,
    DEAREST,
    ENGLISH,
    MISSING,
    Speller,
    one_slip,
    opens_sentence,
    spelling_variety,
)
from belegstelle.german.words import WORD, words_around
from belegstelle.page.blocks import block_at
from belegstelle.store import schema
from belegstelle.text.edits import map_spans, unify_layout

COLUMNS = "word kind suggestion n start end context certainty".split()
# How sure, surest first. sure: one form near, or a rule says so; likely: near forms that are as
# good, or one further off; unsure: perhaps a name, a foreign word, or how it was said.
CERTAINTY = ["sure", "likely", "unsure"]
# A form people spell: letters only, four to sixty: "unterscheidlich"; not "B2B" or "ist".
SPELLED = re.compile(r"[^\W\d_]{4,60}")
# Capitals inside a word, as names have them: "GmbH", "YouTube"; not "Haus".
CAPITAL_INSIDE = re.compile(r"[^\W\d_]+[A-ZÄÖÜ]")
# No prose: front matter, addresses, handles: "www.muster.de/x", "a@b.de", "@nutzer"; not "Ende.Da".
NO_PROSE = re.compile(
    r"\A\s*---\n.{0,2000}?\n---\n|https?://\S+|www\.\S+|(?<![\w.+-])[\w.+-]*+@[\w.-]+|(?<!\w)#\w+"
    r"|(?<![\w-])[\w-]++\.(?:de|at|ch|com|org|net|eu|info|io)\b(?:/\S*)?",
    re.DOTALL,
)
# A word and the same again: "die die Firma"; not "die, die" or a heading said again below.
DOUBLED = re.compile(r"\b([^\W\d_]+)(?=\s)[^\S\n]{0,4}(?:\n(?!\s))?[^\S\n]{0,4}\1\b")
# Words that may rightly stand twice: "sehr sehr gut", "Ja ja", "weil sie sie kennt".
TWICE = frozenset("sehr ja nein ganz so viel na ha hm nun tja sie das uns euch bla".split())
# And behind a comma, relative and article: "Dinge, die die Leute brauchen", "Wer, mit dem dem …".
RELATIVE = re.compile(r",\s+(?:\w{2,6} )?(?:die|der|dem|den|das|da)$", re.IGNORECASE)
# A compound with a hyphen: "Online-Marketing"; not the first part of "Social-Media Manager".
HYPHENED = re.compile(r"\b[^\W\d_]+(?:-[^\W\d_]+){1,8}\b(?![^\S\n][A-ZÄÖÜ]|-)")
# Two words or parts side by side: "Social Media", "Social-Media"; the second may begin a pair.
JOINT = re.compile(r"[^\W\d_]+")
AROUND = 40
# A capitalised word or title just before, also with "von der" between: "Henrik "; not "die ".
BEFORE = re.compile(r"(?:^|[\s(„])([A-ZÄÖÜ][\w-]*\.?)(?: (?:v[oa]n|de|da|zu)(?: de[rn])?)? $")
# Before a noun, and seldom before a name: "der ", "neuen "; not "bin ", "mit ".
DETERMINED = re.compile(
    r"\b(?:[a-zäöüß]*(?:e|en|er|es|em|as)|ein|kein|[ms]ein|i[mn]s?|[az]u?[mr]|vom) $",
    re.IGNORECASE,
)
AFTER = re.compile(r" ([A-ZÄÖÜ][\w-]+)")
# The ending for women behind a sign: ":innen" in "Gäst:innen"; not ": innen".
GENDER = re.compile(r"[:*_/·]-?in(?:nen)?\b")
# What a name may end in beside: "Leonhards", "Talboten", "Bremerinnen".
ENDINGS = ("", "s", "n", "en", "es", "er", "innen")
TITLES = ("Herr", "Frau", "Dr.", "Prof.")


def find_suspects(
    text: str, words: pd.DataFrame, names: Collection[str] = (), *, language: str = "de"
) -> pd.DataFrame:
    """Return what may be wrong in a text: spelling a row a form, the others a row a place.

    text: the reading text; words: columns start, end, token, the words to look at; names: forms
    that are names; language: whose dictionary (de, de_CH, de_AT). Returns word, kind (spelling:
    the dictionary has it not, but one near, and it is no spoken form; doubled word; mixed
    hyphenation: the text has the compound in another form too; separation: a verb's particle torn
    off or glued on against the rule), suggestion, n, start, end (first place), context, certainty
    (see CERTAINTY); by start.
    """
    begins, ends = np.array([(0, 0), *(m.span() for m in NO_PROSE.finditer(text))]).T
    last = begins.searchsorted(words["start"], side="right") - 1
    words = words[words["start"] >= ends[last]]
    speller = Speller(language)
    places = [*_doubled(text), *_mixed(text, speller), *find_separated(text, speller)]
    found = [*_misspelled(text, words, names, speller), *_inside(places, words)]
    table = pd.DataFrame(found, columns=["kind", "suggestion", "n", "start", "end", "certainty"])
    spans = list(zip(table["start"], table["end"], strict=True))
    table["word"] = [text[s:e] for s, e in spans]
    around = [words_around(text, s, e, AROUND) for s, e in spans]
    passages = zip(around, table["word"], strict=True)
    table["context"] = [" ".join(word.join(sides).split()) for sides, word in passages]
    return table[COLUMNS].sort_values(["start", "end", "kind"], ignore_index=True)


def rank_suspects(suspects: pd.DataFrame) -> pd.DataFrame:
    """Return suspects as an editor should meet them: the surest first."""
    rank = suspects["certainty"].map(CERTAINTY.index)
    return suspects.loc[rank.sort_values(kind="stable").index].reset_index(drop=True)


def _inside(found: Iterable[tuple], words: pd.DataFrame) -> list[tuple]:
    """Keep what begins at one of the words looked at and ends with one."""
    begins, ends = set(words["start"]), set(words["end"])
    return [(*row, "sure") for row in found if row[3] in begins and row[4] in ends]


def _misspelled(
    text: str, words: pd.DataFrame, names: Collection[str], speller: Speller
) -> Iterator[tuple]:
    forms = _spelled_forms(text, words, speller)
    counts = {form.lower(): row[0] for form, row in forms.items()}
    named = {name.lower() for name in names} | {
        form.lower() for form, row in forms.items() if row[0] > 1 and form[0].isupper()
    }
    for form, (n, start, end) in forms.items():
        if "-" in form:
            yield "spelling", form.replace("-", ""), n, start, end, "sure"
        elif not SPELLED.fullmatch(form) or CAPITAL_INSIDE.match(form) or speller.is_spoken(form):
            continue
        elif not speller.is_right(form, text[end : end + 1]):
            meant = _meant(text, form, (start, end), counts, named, speller)
            yield from ((kind, to, n, start, end, sure) for kind, to, sure in meant)


def _spelled_forms(text: str, words: pd.DataFrame, speller: Speller) -> dict[str, list[int]]:
    """Return the forms to spell → n, first start, end; the parts of hyphen compounds apart."""
    tokens = words.groupby("token", sort=False).agg(n=("start", "size"), start=("start", "min"))
    forms: dict[str, list[int]] = {}
    for token, n, at in tokens.itertuples():
        whole = speller.is_line_end(token)
        for part in [token] if whole else re.split("[-‐‑]", token):
            row = forms.setdefault(part, [0, at, at + len(part)])
            row[0] += n
            at += len(part) + 1
    return forms


def _meant(
    text: str,
    form: str,
    place: tuple[int, int],
    counts: dict[str, int],
    named: Collection[str],
    speller: Speller,
) -> list[tuple[str, str, str]]:
    """Return kind, suggestion and certainty of a form no dictionary has, or nothing for a name."""
    small, capital = form.lower(), form[0].isupper()
    if any(small.removesuffix(end) in named for end in ENDINGS) or (
        capital and f"{small}s" in counts
    ):
        return []
    again = {near for near in one_slip(small) if near in named} if capital else ()
    if len(again) == 1 and small not in (name := min(again)) and name not in small:
        return [("spelling", name.capitalize(), "sure")]
    if capital and _beside_a_name(text, *place, speller):
        return []
    if _beside_english(text, *place, speller) and ENGLISH.accepts(form):
        return []
    if GENDER.match(text, place[1]):
        return []
    near = speller.weigh(form, counts)
    near = near if near and near[0][0] <= _dearest(text, form, place[0], speller) else []
    if not near:
        return []
    clear = near[0][0] <= MISSING and (len(near) == 1 or near[1][0] - near[0][0] >= 0.5)
    doubtful = ENGLISH.accepts(form) or (capital and near[0][0] > MISSING)
    return [("spelling", near[0][1], CERTAINTY[2 if doubtful else 1 - clear])]


def _dearest(text: str, form: str, start: int, speller: Speller) -> float:
    """Return what a suggestion may cost: little where the form could well be right, or a name."""
    if ENGLISH.accepts(form):
        return 0 if form[0].isupper() and opens_sentence(text, start) else ALIKE
    if form.islower():
        return DEAREST
    noun = DETERMINED.search(text[max(start - 20, 0) : start])
    return DEAREST if noun and not speller.is_compound(form) else MISSING


def _beside_a_name(text: str, start: int, end: int, speller: Speller) -> bool:
    """Tell whether a capitalised form is a name by what stands beside it.

    That is a title ("Herr"), a form no dictionary has ("Steria Mummert"), or before it another
    noun ("Henrik Ahlers"): German nouns seldom stand side by side, first and last names do.
    """
    before = BEFORE.search(text[max(start - 40, 0) : start])
    after = AFTER.match(text[end : end + 40])
    if before and (before[1].startswith(TITLES) or before[1][1:] in ("", ".")):
        return True
    if before and speller.is_noun(before[1]):
        return True
    return any(near and not speller.accepts(near[1].rstrip(".")) for near in (before, after))


def _beside_english(text: str, start: int, end: int, speller: Speller) -> bool:
    """Tell whether a word beside this one is English and not German."""
    beside = JOINT.findall(text[max(start - 20, 0) : start])[-1:]
    beside += JOINT.findall(text[end : end + 20])[:1]
    return any(ENGLISH.accepts(word) and not speller.accepts(word) for word in beside)


def _doubled(text: str) -> Iterator[tuple]:
    for m in DOUBLED.finditer(text):
        relative = RELATIVE.search(text[max(m.start() - 20, 0) : m.end(1)])
        if m[1].lower() not in TWICE and not relative:
            yield "doubled word", m[1], 1, m.start(), m.end()


def _mixed(text: str, speller: Speller) -> Iterator[tuple]:
    """Find compounds the text also has apart, with fewer hyphens, or as one word.

    The form with all hyphens is suggested; against one word, the form that is more frequent.
    """
    whole = Counter(c for c in HYPHENED.findall(text) if not speller.is_line_end(c))
    by_first = defaultdict(list)
    for compound in sorted(whole, key=lambda c: (-c.count("-"), c)):
        by_first[compound.split("-")[0]].append(compound)
    joined = {compound.replace("-", "").lower(): compound for compound in sorted(whole)}
    looked_at = {w for w in set(JOINT.findall(text)) if w in by_first or w.lower() in joined}
    places = defaultdict(list)
    for m in JOINT.finditer(text) if looked_at else ():
        if m[0] not in looked_at:
            continue
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


def list_suspects(
    raw: str, blocks: pd.DataFrame, corrections: pd.DataFrame, language: str = "de"
) -> pd.DataFrame:
    """Return what the text may have wrong, found by machine, and what people decided.

    Looks at the text as printed, boilerplate and spoken forms left out. Returns interview, word,
    kind, suggestion, n, block, start, end (first place in raw; word = raw[start:end]), context,
    certainty, decided (the erratum that settles it, or empty); see find_suspects. language: of
    the text; none is looked for but in German.
    """
    if language != "de":
        return pd.DataFrame(columns=schema.columns("suspects")).astype(schema.dtypes("suspects"))
    unified, layout = unify_layout(raw)
    shown = blocks[blocks["voice"] != "boilerplate"]
    begins, ends = map_spans(layout, shown["start"], shown["end"], to="clean")
    words = [
        (match.start(), match.end(), match[0])
        for begin, end in zip(begins, ends, strict=True)
        for match in WORD.finditer(unified, begin, end)
    ]
    names = {part for label in [*blocks["speaker"], *blocks["label"]] for part in label.split()}
    looked_at = pd.DataFrame(words, columns=["start", "end", "token"])
    found = find_suspects(unified, looked_at, names, language=spelling_variety(unified))
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
