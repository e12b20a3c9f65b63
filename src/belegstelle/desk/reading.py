"""An interview as it reads at one moment, from which the sheets show and decide."""

import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from belegstelle.coding.agreement import list_coders
from belegstelle.coding.claims import claims_path, find_quote
from belegstelle.desk.rows import edit_rows
from belegstelle.interview import MADE, Interview
from belegstelle.page.blocks import block_at, read_speakers
from belegstelle.page.reading import list_blocks
from belegstelle.project import TroubleError, editorial_path, show_path
from belegstelle.store import schema
from belegstelle.store.files import is_there, read_bytes
from belegstelle.store.lists import stamps
from belegstelle.store.tables import read_editorial
from belegstelle.text.edits import Map, map_one, unify_layout
from belegstelle.text.suspects import decide_suspects, list_suspects

NO_ERRATA = pd.DataFrame(columns=["erratum", "start", "end"])


class Change(NamedTuple):
    """What a decision does: the files as they shall be (None: not there), told in one sentence."""

    files: dict[Path, bytes | None]
    told: str


def _own_rows(
    claims: pd.DataFrame,
    interview: str,
    coder: str,
    blocks: pd.DataFrame,
    unified: tuple[str, Map],
    cleaned: tuple[str, Map],
) -> pd.DataFrame:
    """Return a coder's rows as their cells are, half coded ones too, with their places.

    claims: as their reader gives them, so that it has said what is wrong. Columns as claims.csv,
    block, start, end; the index is the row in the file.
    """
    path = claims_path(interview, coder)
    rows = rows_of(path, "claims")
    named = [f"{show_path(path)}, {claim_id}" for claim_id in rows["claim_id"]]
    cells = zip(rows.to_dict("records"), named, strict=True)
    places = [find_quote(row, [unified, cleaned], name) for row, name in cells]
    rows["start"], rows["end"] = ([place[n] for place in places] for n in (0, 1))
    return rows.assign(block=block_at(blocks, rows["end"]))


# What the desk makes of an interview besides: unified is the text that differs from raw by layout
# alone, in which passages are found, and its map; by_rule the blocks before anybody overrules
# one of them. What is suspected does not change with errata, only what of it is decided.
OF_DESK: dict[str, Callable] = {
    "unified": unify_layout,
    "speakers": read_speakers,
    "by_rule": lambda raw, words, speakers: list_blocks(raw, words, speakers),
    "suspected": lambda raw, blocks, language: list_suspects(raw, blocks, NO_ERRATA, language),
    "suspects": lambda suspected, corrections: decide_suspects(suspected, corrections),
    "claim_rows": _own_rows,
}
# What is read from a file of an interview: first part of its name → names of the table above.
READ_FROM = {
    "errata": {"errata"},
    "blocks": {"blocks"},
    "speakers": {"speakers", "blocks"},
    "claims": {"claims", "claim_rows"},
}


class Reading(Interview):
    """An interview as its files are at one moment: what is made once is kept (see interview.MADE).

    Its claims are those of the coder who codes now.
    """

    made = MADE | OF_DESK
    _needs = {name: set(inspect.signature(make).parameters) for name, make in made.items()}

    def __init__(self, interview: str, coder: str = "", of: "Reading | None" = None) -> None:
        super().__init__(interview)
        self.coder = coder
        self._of = of  # another coder's reading, from which all but claims is taken
        self._by: dict[str, Reading] = {}
        self._lists = stamps(editorial_path(""))

    def __getattr__(self, name: str) -> Any:
        if self._of and name not in self._following(READ_FROM["claims"]):
            return getattr(self._of, name)
        return super().__getattr__(name)

    def _forget_if_edited(self) -> None:
        """Keep what was read: a decision is judged by the files that it was made on."""

    def by(self, coder: str) -> "Reading":
        """Return the interview with the claims of a coder; "" is the first."""
        if coder == self.coder:
            return self
        return self._by.setdefault(coder, Reading(self.interview, coder, self))

    def anew(self, files: Iterable[Path]) -> "Reading":
        """Return the interview as it reads now that these files of it are others.

        Kept is what does not follow from them, unless a list for all interviews was edited too.
        """
        after = Reading(self.interview, self.coder)
        if after._lists == self._lists:
            for coder in [self.coder, *self._by]:
                after.by(coder)._keep(self.by(coder)._made, files)
        return after

    def _keep(self, made: dict[str, Any], files: Iterable[Path]) -> None:
        """Keep of what was made before what does not follow from files that are others now."""
        own = claims_path(self.interview, self.coder)
        mine = [path.name.split(".")[0] for path in files if path == own or not is_claims(path)]
        stale = self._following(set().union(*map(READ_FROM.__getitem__, mine)))
        self._made = {name: value for name, value in made.items() if name not in stale}

    def _following(self, names: set[str]) -> set[str]:
        """Return these names and those of all that is made of them."""
        while more := {name for name, needs in self._needs.items() if needs & names} - names:
            names = names | more
        return names

    def coders(self) -> list[str]:
        """Return all who have coded, and the one who codes now; "" is the first."""
        return sorted({"", self.coder, *list_coders(self.interview)})

    def trouble(self) -> str:
        """Return what is wrong with what people decided, as its readers say it, or ""."""
        try:
            _ = self.corrections, [self.by(coder).claims for coder in self.coders()]
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
        unified, layout = self.unified
        begin, stop = map_one(layout, start, end, to="clean")
        passage = unified[begin:stop].strip()
        begin += len(unified[begin:stop]) - len(unified[begin:stop].lstrip())
        places = [m.start() for m in re.finditer(re.escape(passage), unified)]
        if not passage or begin not in places:
            raise TroubleError("The passage can't be told from its neighbours. Select some more.")
        return passage, "" if len(places) == 1 else str(places.index(begin) + 1)


def is_claims(path: Path) -> bool:
    """Tell whether a file holds a coder's claims."""
    return path.name.split(".")[0] == "claims"


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
