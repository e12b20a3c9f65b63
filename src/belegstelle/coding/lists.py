"""The lists that people decide for all interviews, as one value to hand down."""

from typing import NamedTuple

import regex

from belegstelle.coding.candidates import read_cues
from belegstelle.german.lemmas import Vocabulary, vocabulary_of
from belegstelle.german.sentences import Abbreviations, read_abbreviations
from belegstelle.page.tables import PageTables, read_page_tables


class Lists(NamedTuple):
    """What data/editorial holds for all interviews at one moment."""

    page_words: PageTables
    abbreviations: Abbreviations
    vocabulary: Vocabulary
    cues: list[tuple[regex.Pattern, str]]


def read_lists(language: str = "de") -> Lists:
    """Return the lists as they are now; one whose file is as before is not read again.

    language: of the text (see page.source.find_language); cues are known in German only.
    """
    cues = read_cues() if language == "de" else []
    return Lists(read_page_tables(), read_abbreviations(), vocabulary_of(language), cues)
