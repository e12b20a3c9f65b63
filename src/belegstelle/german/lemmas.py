"""Word forms to terms: the lemma each counts as, and which are stop words."""

import re
from collections.abc import Mapping
from functools import cached_property, lru_cache

from belegstelle.german.words import REMEMBERED
from belegstelle.project import editorial_path
from belegstelle.store.lists import current, read_list
from belegstelle.store.tables import expect_filled, read_editorial

# What links the parts of a compound: a hyphen, an unbreakable one; not a dash.
HYPHEN = re.compile("[-‐‑]")
# Compounds of shorter parts are no spelling of the joined word: "E-Mail" is not "Email" (enamel).
SHORTEST_PART = 3
# What adjectives are inflected and compared with: "gebucht-e", "wichtig-ste"; not "gebucht".
INFLECTED = re.compile(r"(.{3,}?)(?:e?ste?)?(?:e[mnrs]?)")
# A form in -t of a verb whose prefix stays: "überlebt"; not "lebt".
PREFIXED = re.compile(r"((?:ver|be|ent|er|zer|miss|über|unter|hinter|wider)[a-zäöüß]{3,}?)e?t")
# The inflected forms that only nouns have: "Lichts", "Lichter"; not "Schöns".
NOUN_ENDINGS = ("s", "es", "er", "en", "n", "e")
# Behind a verb that opens a sentence: "Hören Sie", "Fragen wir".
SUBJECTS = frozenset(("Sie", "wir", "sie"))
# Particles that a verb's finite form leaves at the end of its clause: "rufen … an".
PARTICLES = frozenset(
    "ab an auf aus bei dar durch ein empor entgegen entlang fern fest fort frei heim her herab "
    "heran herauf heraus herbei herein herum herunter herüber hervor hin hinab hinauf hinaus "
    "hinein hinunter hinzu hinüber los mit nach nieder statt teil um vor voran voraus vorbei "
    "vorüber weg weiter wieder zu zurück zusammen überein".split()
)
# No particle makes another verb of these: "an sein" is "be on".
NO_PARTICLE = frozenset(("sein", "werden"))


class Vocabulary:
    """What each word form counts as, by the dictionary and the lists people decide.

    stop_words: words in lower case; variants: variant, as written and in lower case → the term it
    stands for; language: whose dictionary ("de", "en"), or "" for none: a word then counts as
    itself.
    """

    def __init__(
        self, stop_words: frozenset[str], variants: dict[str, str], language: str = "de"
    ) -> None:
        self.language = language
        self.stop_words = stop_words
        self.variants = variants
        # The multi-word terms, in lower case, the longest first.
        phrases = {variant.casefold() for variant in variants if " " in variant}
        self.phrases = sorted(phrases, key=lambda v: (-len(v), v))
        # A word form's lemma, and whether either is on the stop list.
        self.term = lru_cache(REMEMBERED)(self._term)

    @cached_property
    def forms(self) -> Mapping[str, str]:
        """Simplemma's dictionary of the language: form → lemma."""
        from simplemma.strategies.dictionaries.dictionary_factory import DEFAULT_DICTIONARY_FACTORY

        return DEFAULT_DICTIONARY_FACTORY.get_dictionary(self.language)

    def lemma(self, word: str) -> str:
        """Return the term a word form counts as, whatever stands around it.

        Variants people decided come first, whatever white space is between the words of one (but
        "stand, stehen" says nothing of the noun "Stand"); a hyphen compound that the dictionary
        has as one word counts as that word; of any other only the last part is inflected. The
        rest is simplemma's dictionary lemma, in small letters where the word was; a participle
        counts as its verb.

        >>> lemma = read_vocabulary().lemma
        >>> lemma("Firmen"), lemma("Gründe"), lemma("Online-Termine"), lemma("2014")
        ('Firma', 'Grund', 'Online-Termin', '2014')
        >>> lemma("Internet-Seiten"), lemma("gebuchte"), lemma("steigenden"), lemma("überlebt")
        ('Internetseite', 'buchen', 'steigen', 'überleben')
        """
        return self.term(word)[0]

    def _term(self, word: str) -> tuple[str, bool]:
        lemma, listed = self._look_up(word), self.stop_words
        return lemma, word.casefold() in listed or lemma.casefold() in listed

    def opener(self, word: str, *, marked: bool = False, asked: bool = False) -> str:
        """Return the form meant by a word that opens a sentence: its capital may be no noun's.

        marked: a mark follows; asked: "Sie" or "wir" follows.

        >>> opener = read_vocabulary().opener
        >>> opener("Guten"), opener("Laut"), opener("Lampen"), opener("Gut", marked=True)
        ('guten', 'laut', 'Lampen', 'gut')
        >>> opener("Hören", asked=True), opener("Hören")
        ('hören', 'Hören')
        """
        small = word[0].lower() + word[1:]
        if not word[0].isupper() or (len(word) > 1 and word.isupper()):
            return word
        if small.casefold() in self.stop_words:
            return small
        if self.language != "de":
            return small if self.language and self.forms.get(small) else word
        listed = self.forms.get(small)
        if listed is None:
            return word
        noun, other = self.lemma(word), self.lemma(small)
        if listed[0].isupper() and other == listed.lower():
            return word
        if noun[0].islower():
            return small
        if other.endswith("n"):
            return small if asked or (marked and other == small) else word
        if noun.lower().startswith(other) and len(noun) - len(other) in (1, 2):
            return small
        is_noun = any(self.forms.get(noun + ending) == noun for ending in NOUN_ENDINGS)
        return word if is_noun and not marked else small

    def joined(self, form: str, particle: str) -> str:
        """Return the verb that a form and a particle apart make, or nothing.

        >>> read_vocabulary().joined("kommen", "zusammen"), read_vocabulary().joined("ist", "auf")
        ('zusammenkommen', '')
        """
        if self.language != "de":
            return ""
        verb = self.lemma(form)
        whole = particle + verb
        if verb[0].isupper() or not verb.endswith("n") or verb in NO_PARTICLE:
            return ""
        return whole if self.forms.get(whole) == whole else ""

    def _look_up(self, word: str) -> str:
        if word in self.variants:
            return self.variants[word]
        decided = self.variants.get(" ".join(word.split()).casefold())
        if decided and (word[0].islower() or not decided[0].islower()):
            return decided
        if not self.language:
            return word.lower()
        parts = [word] if word.isalpha() else HYPHEN.split(word)
        if len(parts) > 1:
            joined = parts[0] + "".join(parts[1:]).lower()
            if min(map(len, parts)) >= SHORTEST_PART and self._is_known(joined):
                return self.lemma(joined)
            return "-".join([*parts[:-1], self.lemma(parts[-1]) if parts[-1] else ""])
        return self._of_one(word)

    def _is_known(self, word: str) -> bool:
        from simplemma import is_known

        return is_known(word, lang=self.language)

    def _listed(self, word: str) -> str:
        """Return simplemma's lemma of a form: as its dictionary has it, else by its rules."""
        if found := self.forms.get(word):
            return found
        from simplemma import lemmatize

        return lemmatize(word, lang=self.language)

    def _of_one(self, word: str) -> str:
        found = self._listed(word)
        if word[0].isupper():
            return found
        if self.language != "de":
            return found[0].lower() + found[1:]
        bare = INFLECTED.fullmatch(word) if found[0].isupper() else None
        if bare and bare[1] in self.forms:
            found = self.forms[bare[1]]
        found = found[0].lower() + found[1:]
        if found in self.variants:
            return self.variants[found]
        prefixed = PREFIXED.fullmatch(found)
        if prefixed:
            verbs = (f"{prefixed[1]}en", f"{prefixed[1]}n")
            verb = next((verb for verb in verbs if verb in self.forms), found)
            return verb if self.forms.get(verb) == verb else found
        again = found if found.endswith("n") else self._listed(found)
        return again if again[0].islower() else found


@current("stopwords.txt", "term_variants.csv")
def read_vocabulary() -> Vocabulary:
    """Return the vocabulary of data/editorial/stopwords.txt and term_variants.csv."""
    return _read_vocabulary("stopwords.txt", "de")


@current("stopwords_en.txt", "term_variants.csv")
def read_english_vocabulary() -> Vocabulary:
    """Return the vocabulary of English texts: stopwords_en.txt and term_variants.csv."""
    return _read_vocabulary("stopwords_en.txt", "en")


def vocabulary_of(language: str) -> Vocabulary:
    """Return the vocabulary of a language; of another than German and English, words alone."""
    readers = {"de": read_vocabulary, "en": read_english_vocabulary}
    return readers[language]() if language in readers else Vocabulary(frozenset(), {}, "")


def _read_vocabulary(listed: str, language: str) -> Vocabulary:
    path = editorial_path("term_variants.csv")
    table = read_editorial(path, ["variant", "term"])
    expect_filled(path, table, "variant", once=True)
    expect_filled(path, table, "term")
    stop_words = frozenset(" ".join(read_list(listed)).casefold().split())
    as_written = dict(zip(table["variant"], table["term"], strict=True))
    small = {variant.casefold(): term for variant, term in as_written.items()}
    return Vocabulary(stop_words, small | as_written, language)
