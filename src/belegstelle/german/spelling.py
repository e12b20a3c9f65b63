"""Whether a word is spelled right, and what was meant: asked of the dictionary of LibreOffice.

A word goes in, an answer comes out; nothing here knows of pages. Dictionaries: igerman98 with
frami's additions (German; GPL) and SCOWL (English), as jupyterlab-spellchecker installs them;
engine: hunspell, through chunspell.
"""

import re
import tempfile
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import files
from pathlib import Path

from belegstelle.german.words import REMEMBERED

DICTIONARIES = {
    "de": "de_DE_frami",
    "de_CH": "de_CH_frami",
    "de_AT": "de_AT_frami",
    "en": "en_US",
}
LETTERS = "abcdefghijklmnopqrstuvwxyzäöüß"
# What a slip costs: the likelier, the less. A letter doubled or not, or two swapped; one that
# sounds like another; one left out; one too many; another. Two slips that sound alike cost both.
DOUBLED = 0.9
SWAPPED = ALIKE = 1.0
MISSING, ADDED, OTHER = 1.5, 2.0, 2.5
# More for a first letter, which people seldom get wrong; for a form that no list has whole; for a
# word in small letters where a noun stands. Less for a form that the text has elsewhere.
FIRST, JOINED, NO_NOUN, IN_TEXT = 1.0, 1.5, 0.45, -1.0
# No suggestion costs more.
DEAREST = 4.0
# From this length a form may be a compound, which the dictionary has only joined; up to the other
# it is mended.
LONG, LONGEST = 9, 40
# From this length the dictionary is slow; from the other, simplemma's list is free of slips.
SLOW, SURE = 8, 13
# Nor is it asked about two nouns of this many letters, linked so: "Arbeit-s-markt".
PART, LINKS = 5, ("", "s", "n", "en", "es", "er", "e")
# Where Swiss and German spelling differ: "Strasse", "Straße"; not "Gasthof".
SHARP = re.compile("ss|ß")
# Spellings of one sound, mixed up either way: "Katastrofe", "Packet", "schliesslich", "Hobbies".
PAIRS = (
    "f:ph t:th k:ck i:ie z:tz ig:ich ss:ß x:chs ys:ies k:gg t:d p:b k:g f:v v:w e:ä eu:äu ü:y i:y "
    "c:k z:s s:ß r:rh m:n zi:ti é:e t:dt ä:äh a:ah o:oh e:eh u:uh ü:üh ö:öh ai:ei ei:ie"
).split()
# First letter → what is written for what else.
SOUNDS: dict[str, list[list[str]]] = defaultdict(list)
for pair in PAIRS:
    for swap in (pair.split(":"), pair.split(":")[::-1]):
        SOUNDS[swap[0][0]].append(swap)
# First letters that sound alike: "fölig".
FIRSTS = [{"f", "v"}, {"c", "k"}, {"z", "c"}, {"p", "b"}, {"t", "d"}, {"e", "ä"}]
# One word that should be two: "garnicht", "vorallem"; not "immerhin".
TWO_WORDS = re.compile(r"(gar|vor|des|immer|so|aus|zu|nicht)([^\W\d_]{3,})", re.IGNORECASE)
SECOND = frozenset(
    "nicht nichts kein keine keinen allem wieder noch weiteren mal sehr versehen hause".split()
)
# A hyphen that a line's end left in a word: "Landes-ebene"; not "Nutzer-innen", "Check-in".
LINE_END = re.compile(r"([^\W\d_]{2,})[-‐‑]((?!innen)[a-zäöüß]{3,})")
# How small words are said: "dadrin"; not "darin".
SPOKEN = frozenset(
    "dadrin dadran dadrauf dadraus dadrüber dadrunter dadrum nich nix joa haste biste kannste "
    "willste weißte siehste kennste meinste glaubste isses sone sonen bissl grad nimmer".split()
)
# The last sign before a word that opens a sentence or a quotation.
OPENS = frozenset(".!?…:„“”\"»«‚‘'–—-*#>(\n")
# A word with ss, as Swiss German has for ß: "ausserdem"; not "Maß".
WITH_SS = re.compile(r"\b[^\W\d_]+ss[^\W\d_]*")
SWISS_QUOTES = re.compile("«[^»\n ][^»\n]*»")
# A word that only Austrian German has, in any text about daily life: "Jänner"; not "Januar".
AUSTRIAN = re.compile(
    r"\b(?:Jänner|Feber|heuer|heurig\w*|Matura|Landeshaupt\w+|[ÖS]PÖ|ÖVP|FPÖ|ORF|weiters|Trafik|"
    r"Paradeiser|Erdäpfel|Sackerl|Jause|österreichisch\w*|Österreichs?|Wiener)\b"
)


@cache
def _engine(language: str, *, joins: bool = True):
    """Return hunspell with a language's dictionary; joins: whether it joins words to compounds.

    The files are UTF-8 whatever their heads say, so hunspell gets a copy whose head says so, in a
    folder of its own: a project's path may have letters that hunspell can't open.
    """
    from hunspell import Hunspell

    name = DICTIONARIES[language]
    installed = {file.name: file.locate() for file in files("jupyterlab-spellchecker")}
    with tempfile.TemporaryDirectory() as folder:
        for part in (f"{name}.aff", f"{name}.dic"):
            text = Path(installed[part]).read_text(encoding="utf-8")
            text = re.sub(r"^SET \S+", "SET UTF-8", text, count=1, flags=re.MULTILINE)
            text = text if joins else re.sub(r"^COMPOUND\w+ .*", "", text, flags=re.MULTILINE)
            Path(folder, part).write_text(text, encoding="utf-8", newline="\n")
        return Hunspell(name, hunspell_data_dir=folder, system_encoding="UTF-8")


@lru_cache(REMEMBERED)
def _accepts(language: str, word: str) -> bool:
    """Ask the dictionary; to join words takes it up to half a second, so that comes last."""
    if language == "en" or len(word) < SLOW:
        return _engine(language).spell(word)
    return (
        _engine(language, joins=False).spell(word)
        or (not SHARP.search(word) and _is_long_and_listed(word))
        or _engine(language).spell(word)
    )


def _is_long_and_listed(word: str) -> bool:
    """Tell whether a form is two nouns, or so long that simplemma's list has no slips like it."""
    small, (forms, nouns) = word.lower(), _lists()
    if len(word) >= SURE and (small in forms or small in nouns):
        return word != small or small not in nouns
    return word != small and _is_joined(small)


@cache
def _lists() -> tuple[dict[str, None], dict[str, None]]:
    """Return the German forms that simplemma lists whole, and its nouns in small letters.

    They are the keys of dictionaries, for Python's garbage collection walks a large set each time:
    0.2 s.
    """
    from simplemma.strategies.dictionaries.dictionary_factory import DEFAULT_DICTIONARY_FACTORY

    forms = list(DEFAULT_DICTIONARY_FACTORY.get_dictionary("de"))
    nouns = dict.fromkeys(form.lower() for form in forms if form[0].isupper())
    return dict.fromkeys(forms), nouns


def _listed(slips: dict[str, float]) -> dict[str, float]:
    """Return those of the forms in small letters that are listed, with their costs."""
    forms, nouns = _lists()
    there = (slips.keys() & forms.keys()) | (slips.keys() & nouns.keys())
    return {form: slips[form] for form in there}


def _parts(word: str) -> Iterator[tuple[str, str, str]]:
    """Give the ways to part a word in two, with what may link them: "Arbeit-s-markt"."""
    for cut in range(PART, len(word) - PART + 1):
        for link in LINKS:
            if word.endswith(link, 0, cut) and cut - len(link) >= PART:
                yield word[: cut - len(link)], link, word[cut:]


def _is_joined(word: str) -> bool:
    """Tell whether a form in small letters is two listed nouns: "raumzeitkrümmungen"."""
    nouns, joins = _lists()[1], _engine("de", joins=False)
    for head, _, tail in _parts(word):
        both = tail in nouns and head in nouns
        if both and joins.spell(tail.capitalize()) and joins.spell(head.capitalize()):
            return True
    return False


@dataclass(frozen=True)
class Speller:
    """What the dictionary of a language says: "de", "de_CH", "de_AT" or "en".

    >>> Speller("de").accepts("Dauerbaustelle"), Speller("de").accepts("unterscheidlich")
    (True, False)
    >>> [form for cost, form in Speller("de").weigh("hiuerzulande")]
    ['hierzulande']
    """

    language: str = "de"

    def accepts(self, word: str) -> bool:
        """Tell whether a form is spelled right: compounds too, and a capital that opens."""
        return _accepts(self.language, word)

    def is_noun(self, word: str) -> bool:
        """Tell whether a form is right with a capital only, as nouns and names are."""
        return self.accepts(word.capitalize()) and not self.accepts(word.lower())

    def is_right(self, form: str, after: str = "") -> bool:
        """Tell whether a form is right as it stands: "gibts"; "Prüfungs" before a hyphen."""
        small, base = form.lower(), form[:-1].lower()
        if self.accepts(form) or (form in _lists()[1] and self.accepts(form.capitalize())):
            return True
        if after == "-":
            noun = form.removesuffix("s").capitalize()
            heads = (f"{form}-", f"{form.capitalize()}-", form.capitalize(), noun)
            return any(map(self.accepts, heads))
        if not small.endswith("s") or self.is_noun(base):
            return False
        return self.accepts(base) or self.is_verb(f"{base}e")

    def is_spoken(self, form: str) -> bool:
        """Tell whether a form is written as it is said: "dadrin", "würd"; not "darin", "Bund"."""
        if form.lower() in SPOKEN:
            return True
        return form.islower() and not self.accepts(form) and self.is_verb(f"{form}e")

    def is_verb(self, form: str) -> bool:
        """Tell whether a form is a verb's: "entgegenkommt"; not "Vorsicht"."""
        from simplemma import lemmatize

        lemma = lemmatize(form, lang="de")
        return lemma.endswith("n") and lemma[0].islower() and self.accepts(form)

    def is_line_end(self, token: str) -> bool:
        """Tell whether a hyphen is left over: what it parts is a word, or the parts are none."""
        parts = LINE_END.fullmatch(token)
        if not parts or not self.accepts("".join(parts.groups())):
            return False
        head, tail = parts.groups()
        if head[0].isupper():
            return not (ENGLISH.accepts(head.lower()) and ENGLISH.accepts(tail))
        return not (self.is_right(head, "-") and self.accepts(tail))

    def is_compound(self, word: str) -> bool:
        """Tell whether a noun could be one of two, which the dictionary doesn't join itself."""
        for head, tail in ((word[:cut], word[cut:]) for cut in range(4, len(word) - 3)):
            begins = (head, head.removesuffix("s"), f"{head}en")  # "Aushandlung(s)", "Anstell(en)"
            if self.is_noun(tail) and (any(map(self.accepts, begins)) or self.is_compound(head)):
                return True
        return False

    def weigh(self, word: str, common: Collection[str] = ()) -> list[tuple[float, str]]:
        """Return what may have been meant, with the word's own capital, and what each costs.

        The likeliest comes first: it costs least (see DOUBLED and the others). common: forms in
        lower case that the text has elsewhere, which are the likelier.
        """
        if len(word) > LONGEST:
            return []
        found = [
            (cost + (IN_TEXT if form.lower() in common else 0), form)
            for form, cost in _meant(self, word)
        ]
        return sorted((cost, form) for cost, form in found if cost <= DEAREST)


ENGLISH = Speller("en")


@lru_cache(REMEMBERED)
def _meant(speller: Speller, word: str) -> tuple[tuple[str, float], ...]:
    """Return right forms near a word, with their costs; two words for one if there is no other."""
    found = _right(speller, word, _listed(one_slip(word.lower())))
    if not found or min(found.values()) > MISSING:
        found = _right(speller, word, _listed(two_slips(word.lower()))) | found
    if len(word) >= LONG and not found:
        found = _right(speller, word, slips_in_a_part(word.lower()))
    if not found and (two := TWO_WORDS.fullmatch(word)) and two[2].lower() in SECOND:
        found = {f"{two[1]} {_second(two[2])}": DOUBLED}
    return tuple(found.items())


def opens_sentence(text: str, start: int) -> bool:
    """Tell whether the word at a place opens a sentence, a line or a quotation."""
    before = text[max(start - 12, 0) : start].rstrip(" ")
    return not before or before[-1] in OPENS


def _second(word: str) -> str:
    return word.capitalize() if word in ("weiteren", "versehen", "hause") else word


def _right(speller: Speller, word: str, slips: dict[str, float]) -> dict[str, float]:
    """Return the slips that are right, as the word is written, with what each costs."""
    found, capital = {}, word[0].isupper()
    for form, cost in slips.items():
        shown = form.capitalize() if capital else form
        if len(form) > 1 and speller.accepts(shown):
            first = form[0] != word[0].lower() and {form[0], word[0].lower()} not in FIRSTS
            verb = capital and speller.accepts(form)
            found[shown] = cost + FIRST * first + NO_NOUN * verb
    return found


def one_slip(word: str) -> dict[str, float]:
    """Return the strings that one slip of the pen turns into a word, with what the slip costs.

    Source of the first four kinds: P. Norvig, How to Write a Spelling Corrector, 2007.

    >>> one_slip("ab")["ba"], one_slip("ab")["abb"]
    (1.0, 0.9)
    """
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    costs = dict.fromkeys([a + letter + b[1:] for a, b in cuts for letter in LETTERS], OTHER)
    costs |= dict.fromkeys([a + b[1:] for a, b in cuts], ADDED)
    costs |= dict.fromkeys([a + letter + b for a, b in cuts for letter in LETTERS], MISSING)
    costs |= _likely_slips(word)
    costs.pop(word, None)
    return costs


def _likely_slips(word: str) -> dict[str, float]:
    """Return the strings that a slip of sound or of haste turns into a word, with its cost."""
    costs = {}
    for at, letter in enumerate(word):
        head, tail = word[:at], word[at:]
        for one, other in SOUNDS.get(letter, ()):
            if tail.startswith(one):
                costs[head + other + tail[len(one) :]] = ALIKE
        if at:
            costs[head[:-1] + letter + head[-1] + tail[1:]] = SWAPPED
    return costs | dict.fromkeys(_doublings(word), DOUBLED)


def slips_in_a_part(word: str) -> dict[str, float]:
    """Return the compounds with one part as it is in the word and a slip in the other."""
    nouns, found = _lists()[1], {}
    for head, link, tail in _parts(word):
        slips = one_slip(head) if tail in nouns else {}
        for near in slips.keys() & nouns.keys():
            found[near + link + tail] = slips[near] + JOINED
        slips = one_slip(tail) if head in nouns else {}
        for near in slips.keys() & nouns.keys():
            found[head + link + near] = slips[near] + JOINED
    return found


def two_slips(word: str) -> dict[str, float]:
    """Return the strings that two likely slips turn into a word, one a doubling: "interresant"."""
    found: dict[str, float] = {}
    for near, cost in _likely_slips(word).items():
        found |= dict.fromkeys(_doublings(near), cost + DOUBLED)
    return found


def _doublings(word: str) -> list[str]:
    """Return a word with each of its letters doubled, or one of two alike left out."""
    return [
        word[:at] + letter + word[at:] if letter != word[at - 1] else word[:at] + word[at + 1 :]
        for at, letter in enumerate(word)
        if at
    ]


def spelling_variety(text: str) -> str:
    """Return whose German a text is written in: de_CH, de_AT or de.

    Swiss: no ß, and words with ss where only Swiss German has it, two or one among « ».
    Austrian: two words that only Austrian German has.

    >>> spelling_variety("Ausserdem ist die Strasse zu."), spelling_variety("Der Fußweg ist zu.")
    ('de_CH', 'de')
    """
    if "ß" not in text:
        swiss = sum(map(_is_swiss, set(WITH_SS.findall(text))))
        if swiss + bool(swiss and SWISS_QUOTES.search(text)) > 1:
            return "de_CH"
    return "de_AT" if len(set(AUSTRIAN.findall(text))) > 1 else "de"


def _is_swiss(word: str) -> bool:
    return not _accepts("de", word) and _accepts("de_CH", word)
