"""An interview as it reads at one moment, from which the sheets show and decide."""

import re
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from belegstelle.coding.agreement import list_coders
from belegstelle.coding.candidates import find_candidates
from belegstelle.coding.claims import read_claims
from belegstelle.coding.lists import Lists, read_lists
from belegstelle.page.blocks import list_blocks, read_blocks, read_speakers
from belegstelle.page.source import find_language, read_raw
from belegstelle.project import TroubleError, editorial_path, show_path
from belegstelle.store import schema
from belegstelle.store.tables import read_editorial
from belegstelle.text.edits import apply_edits, build_map, machine_edits, map_one
from belegstelle.text.errata import clean_text, list_corrections, locate, read_errata
from belegstelle.text.suspects import list_suspects
from belegstelle.text.tokens import read_sentences


class Change(NamedTuple):
    """What a decision does: the files as they shall be (None: not there), told in one sentence."""

    files: dict[Path, bytes | None]
    told: str


class Reading:
    """An interview as its files are now; each part is read when it is asked for, and kept."""

    def __init__(self, interview: str, coder: str = "") -> None:
        self.interview, self.coder = interview, coder
        self._claims: dict[str, pd.DataFrame] = {}

    @cached_property
    def language(self) -> str:
        """The language of the text."""
        return find_language(self.interview, self.raw)

    @cached_property
    def lists(self) -> Lists:
        """What data/editorial holds for all interviews."""
        return read_lists(self.language)

    @cached_property
    def raw(self) -> str:
        """The text as received."""
        return read_raw(self.interview)[0]

    @cached_property
    def layout(self) -> pd.DataFrame:
        """The map from raw to the text that differs from it by layout alone."""
        return build_map(self.raw, machine_edits(self.raw))

    @cached_property
    def unified(self) -> str:
        """The text that differs from raw by layout alone: passages are found in it."""
        return apply_edits(self.raw, self.layout)

    @cached_property
    def by_rule(self) -> list[dict]:
        """The blocks before anybody overrules one of them."""
        decided = read_speakers(self.interview)
        return list_blocks(self.raw, self.lists.page_words, decided)

    @cached_property
    def blocks(self) -> pd.DataFrame:
        """The blocks as decided."""
        return read_blocks(self.raw, self.interview, self.lists.page_words)

    @cached_property
    def errata(self) -> pd.DataFrame:
        """The errata, by row in the file."""
        return read_errata(self.interview)

    @cached_property
    def cleaned(self) -> tuple[str, pd.DataFrame]:
        """The reading text and the map to it."""
        return clean_text(self.raw, self.errata, self.interview)

    @cached_property
    def corrections(self) -> pd.DataFrame:
        """Every place an erratum applies to."""
        return list_corrections(self.raw, self.errata, self.cleaned[1], self.interview)

    @cached_property
    def suspects(self) -> pd.DataFrame:
        """What the text may have wrong."""
        return list_suspects(self.raw, self.blocks, self.corrections, self.language)

    @cached_property
    def sentences(self) -> pd.DataFrame:
        """The sentences of the blocks that count."""
        abbreviations = self.lists.abbreviations
        return read_sentences(self.raw, *self.cleaned, self.blocks, abbreviations)

    @cached_property
    def candidates(self) -> pd.DataFrame:
        """The sentences that look worth checking."""
        return find_candidates(self.sentences, self.lists.cues)

    @cached_property
    def claims(self) -> pd.DataFrame:
        """The claims of this coder."""
        return self.claims_of(self.coder)

    def claims_of(self, coder: str) -> pd.DataFrame:
        """Return the claims of a coder; "" is the first."""
        if coder not in self._claims:
            claims = read_claims(self.raw, *self.cleaned, self.blocks, coder=coder)
            self._claims[coder] = claims
        return self._claims[coder]

    def claim_rows(self) -> pd.DataFrame:
        """Return this coder's rows as their cells are, half coded ones too, with their places.

        Columns as claims.csv, block, start, end; the index is the row in the file.
        """
        _ = self.claims  # whose reader says what is wrong
        path = claims_path(self.interview, self.coder)
        rows = rows_of(path, "claims")
        texts = [(self.unified, self.layout), self.cleaned]
        places = [self._find(row, texts) for row in rows.to_dict("records")]
        rows["start"], rows["end"] = ([place[n] for place in places] for n in (0, 1))
        return rows.assign(block=[self.block_around(*place)["block"] for place in places])

    def _find(self, row: dict, texts: list[tuple[str, pd.DataFrame]]) -> tuple[int, int]:
        """Return where a row's quote stands in raw: as printed, else as corrected."""
        for text, edits in texts:
            with suppress(TroubleError):
                place = locate(text, row["quote"], row["occurrence"], row["claim_id"])[0]
                return map_one(edits, *place, to="raw")
        raise TroubleError(
            f"{show_path(claims_path(self.interview, self.coder))}: {row['claim_id']}'s quote is "
            "not in the text. Correct it in the file, or delete the row."
        )

    def coders(self) -> list[str]:
        """Return all who have coded, and the one who codes now; "" is the first."""
        return sorted({"", self.coder, *list_coders(self.interview)})

    def trouble(self) -> str:
        """Return what is wrong with what people decided, as its readers say it, or ""."""
        try:
            _ = self.corrections, [self.claims_of(coder) for coder in self.coders()]
        except TroubleError as trouble:
            return str(trouble)
        return ""

    def cite(self, start: int, end: int) -> tuple[str, str]:
        """Return the passage and the occurrence by which errata and claims name a place of raw.

        The inverse of errata.locate: occurrence is empty if the passage stands once. Spaces around
        are left out. Raises TroubleError if there is no word, or the passage overlaps itself.
        """
        if not 0 <= start < end <= len(self.raw):
            raise TroubleError("There is no such place in the text. Select the passage again.")
        begin, stop = map_one(self.layout, start, end, to="clean")
        passage = self.unified[begin:stop].strip()
        begin += len(self.unified[begin:stop]) - len(self.unified[begin:stop].lstrip())
        places = [m.start() for m in re.finditer(re.escape(passage), self.unified)]
        if not passage or begin not in places:
            raise TroubleError("The passage can't be told from its neighbours. Select some more.")
        return passage, "" if len(places) == 1 else str(places.index(begin) + 1)

    def block_around(self, start: int, end: int) -> pd.Series:
        """Return the block a place lies in. Raises TroubleError if it runs over an edge."""
        found = self.blocks[(self.blocks["start"] <= start) & (end <= self.blocks["end"])]
        if found.empty:
            raise TroubleError(
                "The passage runs over the edge of a block. Select one that lies within a block."
            )
        return found.iloc[0]


def claims_path(interview: str, coder: str) -> Path:
    """Return the place of a coder's claims; "" is the first."""
    return editorial_path(f"claims.{coder}.csv" if coder else "claims.csv", interview)


def rows_of(path: Path, table: str) -> pd.DataFrame:
    """Return a table that people edit as its cells are; the index is the row in the file."""
    return read_editorial(path, schema.columns(f"editorial/{table}"))


def next_id(ids: list[str], letter: str) -> str:
    """Return an id that goes on from the highest of its kind.

    >>> next_id(["c01", "c09", "z77"], "c")
    'c10'
    """
    numbers = [int(one[1:]) for one in ids if re.fullmatch(rf"{letter}[0-9]{{1,6}}", one)]
    return f"{letter}{max(numbers, default=0) + 1:02d}"
