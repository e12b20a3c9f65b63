"""The two-way map between the text as received and the reading text.

The raw text is never edited. A table of edits (what machine and people replace) gives the reading
text, and maps any place in the one to its place in the other.
"""

import os
import re
import unicodedata
from bisect import bisect_right

import numpy as np
import pandas as pd

from belegstelle.german.words import INVISIBLE, SPACE, is_tidy, normalise
from belegstelle.page.notation import find_notation, leave_out

# An edit: start and end in raw, what stands there in the reading text; the map: a list a column.
EDITS = ["start", "end", "replacement", "clean_start", "clean_end"]
Edit = tuple[int, int, str]
Map = dict[str, list]

# What the reading text unifies: "\r\n", "\u00a0", a soft hyphen, "u" + U+0308; not an emoji joiner.
LAYOUT = re.compile(rf"\r\n?|[\u2028\u2029]|{INVISIBLE.pattern}|{SPACE.pattern}")

MACHINE = re.compile(rf"{LAYOUT.pattern}|\w[\u0300-\u036f]+")


def machine_edits(raw: str) -> list[Edit]:
    """Return what goes or is replaced without asking: start, end (code points of raw), new text.

    Notation (time codes, "(lacht)"), line ends, spaces, invisible characters, NFD. Most pages are
    composed letters, most have nothing odd: then little is looked for.
    """
    unsaid = leave_out(raw, find_notation(raw))
    if is_tidy(raw):
        return unsaid
    pattern = LAYOUT if unicodedata.is_normalized("NFC", raw) else MACHINE
    edits = [(m.start(), m.end(), _unified(m[0])) for m in pattern.finditer(raw)]
    edits = [(s, e, new) for s, e, new in edits if raw[s:e] != new]
    return sorted([*outside(edits, unsaid), *unsaid]) if unsaid else edits


def outside(edits: list[Edit], others: list[Edit]) -> list[Edit]:
    """Return the edits that begin inside none of others, which stand in order."""
    begins, ends = [one[0] for one in others], [-1, *(one[1] for one in others)]
    return [edit for edit in edits if edit[0] >= ends[bisect_right(begins, edit[0])]]


def _unified(found: str) -> str:
    newline = found[0] in "\r\n\u2028\u2029"
    return "\n" if newline else normalise(unicodedata.normalize("NFC", found))


def unify_layout(raw: str) -> tuple[str, Map]:
    """Return the reading text of a page without errata, and the map to it; see apply_edits."""
    return apply_edits(raw, machine_edits(raw))


def apply_edits(raw: str, edits: list[Edit]) -> tuple[str, Map]:
    """Return the text with every edit applied, and the two-way map to it.

    edits: in any order. The map has a list a column: start, end, replacement, clean_start,
    clean_end (the place of the replacement in the text returned), by start.
    Raises ValueError if two edits overlap, or one replaces nothing (it would have no place).
    """
    parts, rows, last, growth = [], [], 0, 0
    for start, end, new in sorted(edits):
        if start < last:
            raise ValueError("two edits overlap")
        if start == end:
            raise ValueError("an edit replaces nothing")
        parts += [raw[last:start], new]
        rows.append((start, end, new, start + growth, start + growth + len(new)))
        growth += len(new) - (end - start)
        last = end
    columns = zip(*rows, strict=True) if rows else [[]] * len(EDITS)
    return "".join([*parts, raw[last:]]), dict(zip(EDITS, map(list, columns), strict=True))


def map_spans(
    edits: Map, starts: pd.Series, ends: pd.Series, *, to: str
) -> tuple[np.ndarray, np.ndarray]:
    """Map half-open spans to the other text; to: "raw" or "clean". edits: the map.

    A span that touches the inside of an edit is widened to the whole edit, so that nothing is cut
    in half: the place cited always holds the passage meant.
    """
    if not len(edits["start"]):
        return np.asarray(starts, int), np.asarray(ends, int)
    pairs = [("start", "end"), ("clean_start", "clean_end")]
    here, there = pairs[::-1] if to == "raw" else pairs
    a, b = (np.asarray(edits[column], int) for column in here)
    c, d = (np.asarray(edits[column], int) for column in there)
    return (
        _map_points(np.asarray(starts, int), a, b, c, d, snap="start"),
        _map_points(np.asarray(ends, int), a, b, c, d, snap="end"),
    )


def _map_points(
    points: np.ndarray, a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray, *, snap: str
) -> np.ndarray:
    """Map points over edits [a, b) → [c, d); a start takes what it stands on, an end what it ends.

    The last edit that begins before the point (for a start: at or before) decides: inside it the
    point snaps outward, behind it the point moves by what the edits so far have added.
    """
    last = np.searchsorted(a, points, side="right" if snap == "start" else "left") - 1
    edit = np.maximum(last, 0)
    behind = points - b[edit] + d[edit]
    if snap == "start":
        inside = points < b[edit]
        moved = np.where(inside, c[edit], behind)
    else:
        moved = np.where(points <= b[edit], d[edit], behind)
    return np.where(last < 0, points, moved)


def map_one(edits: Map, start: int, end: int, *, to: str) -> tuple[int, int]:
    """Map one span; see map_spans."""
    starts, ends = map_spans(edits, [start], [end], to=to)
    return int(starts[0]), int(ends[0])


def trim_edits(raw: str, edits: list[Edit]) -> list[Edit]:
    """Return the edits cut down to the letters that change, so that words around keep their place.

    "ihr Fazit" → "Ihr Fazit" becomes "i" → "I". An edit never replaces nothing: "Haus" → "Hauses"
    becomes "s" → "ses", "garnicht" → "gar nicht" becomes "r" → "r ", and where whole words are put
    in the passage stays whole, so that they too have a place in the raw text.
    """
    trimmed = []
    for start, end, text in edits:
        old, new = raw[start:end], unify_layout(text)[0]
        left = len(os.path.commonprefix([old, new]))
        right = len(os.path.commonprefix([old[left:][::-1], new[left:][::-1]]))
        if left + right == len(old):
            left, right = _beside_an_insertion(old, new, left, right)
        trimmed.append((start + left, end - right, new[left : len(new) - right]))
    return trimmed


def _beside_an_insertion(old: str, new: str, left: int, right: int) -> tuple[int, int]:
    """Return how much of a passage stays, left and right, so that a letter beside is replaced."""
    put_in = new[left : len(new) - right]
    if new == old or (re.search(r"\s", put_in) and not put_in.isspace()):
        return 0, 0
    if left and old[left - 1].isalnum():
        return left - 1, right
    if right and old[left].isalnum():
        return left, right - 1
    return 0, 0
