"""The lists that people decide for all interviews, as one value to hand down."""

import re
from typing import NamedTuple

from belegstelle.coding.candidates import read_cues
from belegstelle.german.lemmas import Vocabulary, read_vocabulary
from belegstelle.german.sentences import Abbreviations, read_abbreviations
from belegstelle.page.tables import PageTables, read_page_tables


class Lists(NamedTuple):
    """What data/editorial holds for all interviews at one moment."""

    page_words: PageTables
    abbreviations: Abbreviations
    vocabulary: Vocabulary
    cues: list[tuple[re.Pattern, str]]


def read_lists() -> Lists:
    """Return the lists as they are now; one whose file is as before is not read again."""
    return Lists(read_page_tables(), read_abbreviations(), read_vocabulary(), read_cues())
