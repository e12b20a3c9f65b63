"""An interview as it reads at one moment, from which the sheets show and decide."""

import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from belegstelle.coding.agreement import list_coders
from belegstelle.coding.claims import find_quote, read_claims
from belegstelle.desk.rows import edit_rows
from belegstelle.interview import MADE, Interview
from belegstelle.page.blocks import list_blocks, read_speakers
from belegstelle.project import TroubleError, editorial_path, show_path
from belegstelle.store import schema
from belegstelle.store.files import is_there, read_bytes
from belegstelle.store.tables import read_editorial
from belegstelle.text.edits import apply_edits, build_map, machine_edits, map_one


class Change(NamedTuple):
    """What a decision does: the files as they shall be (None: not there), told in one sentence."""

    files: dict[Path, bytes | None]
    told: str


class Reading(Interview):
    """An interview as its files are at one moment: what is made once is kept (see interview.MADE).

    Its claims are those of the coder who codes now.
    """

    def __init__(self, interview: str, coder: str = "") -> None:
        super().__init__(interview)
        self.coder = coder
        self._claims: dict[str, pd.DataFrame] = {}  # of other coders

    def _forget_if_edited(self) -> None:
        """Keep what was read: a decision is judged by the files that it was made on."""

    @cached_property
    def suspects(self) -> pd.DataFrame:
        """What the text may have wrong; a session hands on those of the reading before."""
        return self.ask(MADE["suspects"])

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
        return self.ask(list_blocks, tables=self.words, decided=read_speakers(self.interview))

    def claims_of(self, coder: str) -> pd.DataFrame:
        """Return the claims of a coder; "" is the first."""
        if coder == self.coder:
            return self.claims
        if coder not in self._claims:
            self._claims[coder] = self.ask(read_claims, coder=coder)
        return self._claims[coder]

    def claim_rows(self) -> pd.DataFrame:
        """Return this coder's rows as their cells are, half coded ones too, with their places.

        Columns as claims.csv, block, start, end; the index is the row in the file.
        """
        _ = self.claims  # whose reader says what is wrong
        path = claims_path(self.interview, self.coder)
        rows = rows_of(path, "claims")
        texts = [(self.unified, self.layout), self.cleaned]
        named = [f"{show_path(path)}, {claim_id}" for claim_id in rows["claim_id"]]
        cells = zip(rows.to_dict("records"), named, strict=True)
        places = [find_quote(row, texts, name) for row, name in cells]
        rows["start"], rows["end"] = ([place[n] for place in places] for n in (0, 1))
        return rows.assign(block=[self.block_around(*place)["block"] for place in places])

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


def put_row(
    path: Path, table: str, key: str, value: str, row: Mapping[str, str] | None
) -> dict[Path, bytes | None]:
    """Return a table's file with a row in the place of the one whose key has that value.

    If there is none, the row comes at the end; row None takes out the one there is.
    """
    cells = rows_of(path, table)
    there = cells.index[cells[key] == value]
    added = [row] if row and there.empty else []
    data = read_bytes(path) if is_there(path) else None
    columns = schema.columns(f"editorial/{table}")
    return {path: edit_rows(path, data, columns, dict.fromkeys(there, row), added)}


def next_id(ids: list[str], letter: str) -> str:
    """Return an id that goes on from the highest of its kind.

    >>> next_id(["c01", "c09", "z77"], "c")
    'c10'
    """
    numbers = [int(one[1:]) for one in ids if re.fullmatch(rf"{letter}[0-9]{{1,6}}", one)]
    return f"{letter}{max(numbers, default=0) + 1:02d}"
