"""The interview as one value: opened once, handed down, and what follows from it made when asked.

Every function of the stages names what it needs by its arguments: blocks, sentences, claims. An
interview knows how each is made, and makes it again once a file that people edit is another.
"""

import inspect
import os
from collections.abc import Callable
from functools import cache, wraps
from typing import Any

import pandas as pd

from belegstelle.coding import agreement, candidates, claims, trend
from belegstelle.coding.lists import read_lists
from belegstelle.page import blocks, notation, source
from belegstelle.project import TroubleError, choose_interview, editorial_path, raw_path
from belegstelle.store import schema
from belegstelle.store.lists import stamp, stamps
from belegstelle.terms.counts import rate_terms, total_terms
from belegstelle.text import errata, quotes, suspects, tokens

# What follows from an interview, and from what: the names of the arguments are names of this table.
MADE: dict[str, Callable] = {
    "language": source.find_language,
    "lists": read_lists,
    "words": lambda lists: lists.page_words,
    "abbreviations": lambda lists: lists.abbreviations,
    "vocabulary": lambda lists: lists.vocabulary,
    "cues": lambda lists: lists.cues,
    "received": source.read_raw,
    "raw": lambda received: received[0],
    "n_characters": lambda raw: len(raw),
    "blocks": blocks.read_blocks,
    "notation": notation.list_notation,
    "shares": blocks.word_shares,
    "errata": errata.read_errata,
    "cleaned": errata.clean_text,
    "clean": lambda cleaned: cleaned[0],
    "edits": lambda cleaned: cleaned[1],
    "corrections": errata.list_corrections,
    "suspects": suspects.list_suspects,
    "errata_proposed": errata.propose_errata,
    "sentences": tokens.read_sentences,
    "quotes": quotes.compare_quotes,
    "tokens": tokens.read_tokens,
    "terms": rate_terms,
    "totals": total_terms,
    "claims": claims.read_claims,
    "candidates": candidates.find_candidates,
    "claims_proposed": candidates.propose_claims,
    "uncoded": claims.list_uncoded,
    "scores": candidates.score_candidates,
    "trial": candidates.try_cues,
    "others": agreement.read_coders,
    "pairs": agreement.pair_codes,
    "agreement": agreement.measure_coders,
    "trend": trend.trend_steps,
    "ladder": trend.evidence_ladder,
    "trace": trend.trace_voices,
}


class Interview:
    """An interview of data/raw: its name, and as attributes all that is made of it (see MADE)."""

    made = MADE

    def __init__(self, name: str) -> None:
        self.name = self.interview = name
        self._made: dict[str, Any] = {}
        self._stamp: tuple = ()

    def __getattr__(self, name: str) -> Any:
        if name not in self.made:
            raise AttributeError(f"An interview has no {name!r}; it has {', '.join(self.made)}.")
        self._forget_if_edited()
        if name not in self._made:
            value = self.ask(self.made[name])
            self._made[name] = _named(value, name) if isinstance(value, pd.DataFrame) else value
        value = self._made[name]
        return value.copy() if isinstance(value, pd.DataFrame) else value

    def __dir__(self) -> list[str]:
        return ["name", "ask", *self.made]

    def __repr__(self) -> str:
        return f"Interview({self.name!r})"

    def ask(self, function: Callable, *arguments: object, **given: object) -> Any:
        """Call a function with what its arguments name; the others come in order, or by name.

        Raises what the function raises.
        """
        return function(**self.needs(function, *arguments, **given))

    def needs(self, function: Callable, *arguments: object, **given: object) -> dict[str, Any]:
        """Return what a function is called with: given, else of this interview, else in order."""
        wanted = list(inspect.signature(function).parameters)
        free = [name for name in wanted if name not in given]
        own = [name for name in free if name in self.made or name in vars(self)]
        further = [name for name in free if name not in own]
        found = {name: getattr(self, name) for name in own}
        found |= dict(zip(further, arguments, strict=False)) | given
        return {name: found[name] for name in wanted if name in found}

    def _forget_if_edited(self) -> None:
        """Forget what was made if the text or a file of data/editorial is another than then."""
        own = (stamp(raw_path(self.name)), *stamps(editorial_path("", self.name)))
        now = (*own, *stamps(editorial_path("")))
        if now != self._stamp:
            self._made.clear()
            self._stamp = now


# One for each name, so that nothing is made twice; it makes anew what follows from an edited file.
interview_of = cache(Interview)


def _named(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return a table that knows its name and, if the schema has it, its title."""
    table.attrs |= {"name": name}
    if name in schema.TABLES:
        table.attrs |= {"title": schema.TABLES[name].title}
    return table


def open_interview(name: str = "") -> Interview:
    """Open the interview named, else that of the variable INTERVIEW, else the project's first.

    What its folder of data/editorial lacks is made. Raises TroubleError if data/raw has no such
    text, or if the notebook names another than the report is of.
    """
    of_report = os.environ.get("BELEGSTELLE_REPORT", "")
    if name and of_report and name != of_report:
        raise TroubleError(
            f"The notebook opens {name}, but the report is of {of_report}. Leave the brackets of "
            f"h.open() empty in every notebook, or run make report INTERVIEW={name}."
        )
    interview = interview_of(choose_interview(name))
    claims.prepare_editorial(interview.name)
    return interview


def view(
    make: Callable | str,
    title: str,
    base: str | Callable[[Interview], str],
    columns: list[str] | None = None,
    row_id: str = "",
) -> Callable[..., pd.DataFrame]:
    """Let a function that takes tables take an interview, and its table say its title and base.

    make: the function, or the name of a table in MADE. title: {} stands for a further argument.
    columns: those to show, or all. row_id: the column whose values are addresses on a page.
    """
    function = MADE[make] if isinstance(make, str) else make

    @wraps(function)
    def of_interview(interview: Interview, *arguments: object, **given: object) -> pd.DataFrame:
        if isinstance(make, str):
            table = getattr(interview, make)
        else:
            table = interview.ask(make, *arguments, **given)
            table.attrs |= {"name": ""}  # not the table that it was made from
        table = table[columns] if columns else table
        told = base if isinstance(base, str) else base(interview)
        table = titled(table, title.format(*arguments), told, row_id)
        table.attrs["interview"] = interview.name
        return table

    return of_interview


def titled(table: pd.DataFrame, title: str, base: str, row_id: str = "") -> pd.DataFrame:
    """Return a copy of a table that knows its title, its base and its column of addresses."""
    copy = table.copy()
    copy.attrs |= {"title": title, "base": base, "row_id": row_id}
    return copy
