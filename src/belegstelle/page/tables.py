"""The tables a page is read by: words, label forms, points. One value, read when asked for."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from operator import add
from pathlib import Path

import pandas as pd

from belegstelle.page.decoding import COLUMNS, Steps, weigh_steps
from belegstelle.project import TroubleError, editorial_path, show_path
from belegstelle.store.lists import current
from belegstelle.store.schema import KINDS, VOICES
from belegstelle.store.tables import expect_filled, expect_values, read_editorial

# What a label's speaker may be.
ROLES = {"asks": [0], "answers": [1], "none": [2]}
# Evidence that speaks of a page's steps from paragraph to paragraph, by how it opens.
OF_STEPS = ("after ", "alternating, ", "the talk ", "the page ", "turns alternate")

# What stands nowhere: a sign that somebody has deleted.
NEVER = re.compile(r"(?!)")

Points = dict[str, list[float]]


@dataclass(frozen=True, eq=False)
class PageTables:
    """What data/editorial tells of pages in general.

    words: word in lower case → (kind, voice); signs: evidence → its pattern, for
    paragraphs; role_signs: for speakers; forms: one pattern
    of all label forms, the group that matched tells which; weights: evidence → points by STATES;
    steps: odds from state to state; roles: evidence → points by ROLES.
    """

    words: dict[str, tuple[str, str]]
    signs: dict[str, re.Pattern]
    role_signs: dict[str, re.Pattern]
    forms: re.Pattern
    weights: Points
    steps: Steps
    roles: Points


@current(
    "page_words.csv", "page_signs.csv", "label_forms.csv", "page_weights.csv", "role_points.csv"
)
def read_page_tables() -> PageTables:
    """Read the five tables. Raises TroubleError if a cell is none of what it may be."""
    weights = _read_points("page_weights.csv", COLUMNS)
    roles = _read_points("role_points.csv", ROLES)
    signs = _read_signs()
    steps = [name for name in weights if name.startswith(OF_STEPS)]
    weighed = weigh_steps({name: weights.pop(name) for name in steps})
    return PageTables(
        _read_words(),
        signs,
        {name: signs.pop(name) for name in list(signs) if name in roles},
        _read_forms(),
        weights,
        weighed,
        roles,
    )


def add_up(seen: list[str], points: Points, width: int) -> list[float]:
    """Add up the points of what is seen."""
    total = [0.0] * width
    for name in seen:
        if name in points:
            total = [*map(add, total, points[name])]
    return total


def _read_words() -> dict[str, tuple[str, str]]:
    """Return word → kind, voice; a word without a kind opens a sentence and is no label."""
    path = editorial_path("page_words.csv")
    table = read_editorial(path, ["words", "kind", "voice"], required=True)
    expect_filled(path, table, "words")
    expect_values(path, table, "kind", [*KINDS, ""])
    expect_values(path, table, "voice", [*VOICES, ""])
    return {
        word.strip().casefold(): (row.kind, row.voice)
        for row in table.itertuples()
        for word in row.words.split("|")
    }


def _read_signs() -> dict[str, re.Pattern]:
    path = editorial_path("page_signs.csv")
    table = read_editorial(path, ["evidence", "pattern", "example", "near_miss"], required=True)
    expect_filled(path, table, "evidence", once=True)
    signs: dict[str, re.Pattern] = defaultdict(lambda: NEVER)
    for row, sign in table.iterrows():
        signs[sign["evidence"]] = pattern = _compiled(path, row, sign["pattern"])
        if not pattern.search(sign["example"]) or pattern.search(sign["near_miss"]):
            raise TroubleError(
                f"{show_path(path)}, row {row}: the pattern must find “{sign['example']}” and not "
                f"“{sign['near_miss']}”. Correct one of the three."
            )
    return signs


def _compiled(path: Path, row: object, pattern: str) -> re.Pattern:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise TroubleError(
            f"{show_path(path)}, row {row}: {pattern!r} is no regular expression ({error}). "
            "Correct the cell, or delete the row."
        ) from error


def _read_forms() -> re.Pattern:
    path = editorial_path("label_forms.csv")
    table = read_editorial(path, ["form", "pattern", "example"], required=True)
    expect_filled(path, table, "form", once=True)
    forms = []
    for row, form in table.iterrows():
        named = form["pattern"].replace("(?P<label>", f"(?P<{form['form']}>")
        forms.append(_compiled(path, row, named).pattern)
    return re.compile("|".join(forms))


def _read_points(name: str, columns: Mapping[str, list[int]]) -> Points:
    path = editorial_path(name)
    table = read_editorial(path, ["evidence", "for", "points", "reason"], required=True)
    expect_values(path, table, "for", [*columns])
    wrong = table[pd.to_numeric(table["points"], errors="coerce").isna()]
    if len(wrong):
        raise TroubleError(
            f"{show_path(path)}, row {wrong.index[0]}: points is {wrong['points'].iloc[0]!r}, "
            "which is no number. Correct the cell (a decimal point, as in 2.5)."
        )
    points: Points = {}
    width = max(map(max, columns.values())) + 1
    for evidence, towards, value in table[["evidence", "for", "points"]].itertuples(index=False):
        row = points.setdefault(evidence, [0.0] * width)
        for column in columns[towards]:
            row[column] += float(value)
    return points
