"""The sheet of claims: candidates, passages taken, and their codes as the codebook has them now."""

import re
from collections import Counter

import pandas as pd

from belegstelle.coding.claims import block_around, claims_path, next_id
from belegstelle.coding.codebook import CODED, codebook, missing_codes
from belegstelle.desk.reading import Change, Reading, put_row, rows_of
from belegstelle.german.words import WORD
from belegstelle.project import TroubleError, editorial_path
from belegstelle.store import schema

COLUMNS = schema.columns("editorial/claims")
# What the desk computes from the passage; all other columns are asked for.
COMPUTED = ("claim_id", "voice", "speaker", "quote", "occurrence")
# Columns of words that coders name: proposed where they stand again.
NAMED = ("hedge_cues", "quantifier")
# What may be used again from row to row.
REPEATED = ("topic", "qty_unit", "time", "source_name")
# Numbers in words.
IN_WORDS = "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf".split()
# A number in digits: "600", "240.000", "12,5"; not the "h" of "600h".
DIGITS = re.compile(r"\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?")


def view(reading: Reading) -> dict:
    """Return what the sheet shows: candidates, this coder's claims, and the columns to fill."""
    cells = reading.claim_rows
    cells["missing"] = missing_codes(cells)
    places = list(zip(cells["start"], cells["end"], strict=True))
    found = reading.candidates.sort_values("start")
    candidates = [
        {**row, "coded": any(start < row["end"] and row["start"] < end for start, end in places)}
        for row in found[["start", "end", "cues", "score"]].to_dict("records")
    ]
    return {
        "claims": cells.to_dict("records"),
        "candidates": candidates,
        "fields": _fields(cells),
        "open": sum(not one["coded"] for one in candidates) + int((cells["missing"] != "").sum()),
    }


def _asked() -> list[schema.Column]:
    columns = schema.TABLES["editorial/claims"].columns
    return [column for column in columns if column.name not in COMPUTED]


def _fields(cells: pd.DataFrame) -> list[dict]:
    """Return how each column is asked for: by codes, or by words with those used before."""
    codes: dict[str, list[dict]] = {name: [] for name in CODED}
    for code in codebook().to_dict("records"):
        codes[code.pop("column")].append(code)
    return [
        {
            "name": column.name,
            "meaning": column.meaning,
            "used": sorted({*cells[column.name]} - {""}) if column.name in REPEATED else [],
            **({"codes": codes[column.name]} if column.name in CODED else {}),
        }
        for column in _asked()
    ]


def propose(reading: Reading, wish: dict) -> dict:
    """Return what is known of a passage before it is coded: its place, and cells by the cue rules.

    hedge_cues and quantifier: words that coders named before, of this file and of other
    interviews, with the certainty they mostly had; quantity with its numbers and unit: the cues of
    class quantity.
    """
    start, end = wish.get("start", -1), wish.get("end", -1)
    quote, _ = reading.cite(start, end)
    quantity = _quantity(reading, quote)
    told = quote.replace(quantity.get("quantity") or "\0", "")  # a number's words are no others
    return {"start": start, "end": end, "cells": _named_before(reading, told) | quantity}


def _named_before(reading: Reading, quote: str) -> dict[str, str]:
    rows = _rows_before(reading)
    found, surely = {}, Counter[str]()
    for column in NAMED:
        hits = {}
        for words, certainty in zip(rows[column], rows["certainty"], strict=True):
            for word in filter(None, map(str.strip, words.split(";"))):
                place = re.search(rf"\b{re.escape(word)}\b", quote, re.IGNORECASE)
                if place:
                    hits[place.start()] = place[0]
                    surely[certainty] += column == "hedge_cues"
        if hits:
            found[column] = "; ".join(hits[at] for at in sorted(hits))
    if "hedge_cues" in found:
        found["certainty"] = surely.most_common(1)[0][0]
    return found


def _rows_before(reading: Reading) -> pd.DataFrame:
    """Return claims a coder may learn words from: not another coder's of the same interview."""
    own = claims_path(reading.interview, reading.coder)
    others = editorial_path("").glob("*/claims*.csv")
    paths = [own, *sorted(p for p in others if p.parent.name != reading.interview)]
    return pd.concat([rows_of(path, "claims") for path in paths], ignore_index=True)


def _quantity(reading: Reading, quote: str) -> dict[str, str]:
    """Return the first quantity the cues find: as printed, lower and upper bound, unit."""
    cues = [pattern for pattern, cue in reading.lists.cues if cue == "quantity"]
    spans = sorted(match.span() for pattern in cues for match in pattern.finditer(quote))
    if not spans:
        return {}
    start, end = spans[0]
    for further, stop in spans:  # patterns find "rund 600" and "600 Menschen"
        end = max(end, stop) if further <= end else end
    words = list(WORD.finditer(quote, start, end))
    unit = words.pop()[0] if len(words) > 1 and _number(words[-1][0]) is None else ""
    numbers = [n for n in (_number(word[0]) for word in words) if n is not None]
    found = {"quantity": quote[words[0].start() : words[-1].end()], "qty_unit": unit}
    if numbers:
        found |= {"qty_min": f"{min(numbers):g}", "qty_max": f"{max(numbers):g}"}
    return found


def _number(word: str) -> float | None:
    if DIGITS.fullmatch(word):
        return float(word.replace(".", "").replace(",", "."))
    return float(IN_WORDS.index(word.lower())) if word.lower() in IN_WORDS else None


def decide_claim(reading: Reading, wish: dict) -> Change:
    """Write a claim: start, end (places of raw), cells by column; claim_id: the row to change.

    Quote, occurrence, voice and speaker follow from the place. Raises TroubleError if no code is
    chosen yet, or the passage is no place of a block.
    """
    path = claims_path(reading.interview, reading.coder)
    table = rows_of(path, "claims")
    given = wish.get("cells", {})
    cells = {column.name: str(given.get(column.name, "")).strip() for column in _asked()}
    if not any(cells[name] for name in CODED if name in cells):
        raise TroubleError("Choose a code; then the claim is written.")
    claim_id = str(wish.get("claim_id") or "") or next_id(table["claim_id"], "c")
    row = _place(reading, wish, claim_id) | cells
    missing = missing_codes(pd.DataFrame([row])).iloc[0]
    told = f"{claim_id} is {'changed' if claim_id in set(table['claim_id']) else 'written'}"
    told += f"; it does not count before it has {missing.replace(' ', ', ')}" * bool(missing)
    return Change(put_row(path, "claims", "claim_id", claim_id, row), f"{told}.")


def _place(reading: Reading, wish: dict, claim_id: str) -> dict[str, str]:
    """Return the cells that follow from the place; a quote that stays is written as it was."""
    start, end = wish.get("start", -1), wish.get("end", -1)
    block = block_around(reading.blocks.to_dict("records"), start, end, "The passage")
    who = {"claim_id": claim_id, "voice": block["voice"], "speaker": block["speaker"]}
    rows = reading.claim_rows
    at = rows[rows["claim_id"] == claim_id]
    if len(at) and (at["start"].iloc[0], at["end"].iloc[0]) == (start, end):
        return who
    quote, occurrence = reading.cite(start, end)
    return who | {"quote": quote, "occurrence": occurrence}


def take_back_claim(reading: Reading, wish: dict) -> Change:
    """Take a claim out."""
    path, claim_id = claims_path(reading.interview, reading.coder), wish.get("claim_id")
    if claim_id not in set(rows_of(path, "claims")["claim_id"]):
        raise TroubleError(f"There is no claim {claim_id!r}. Choose one of the list.")
    return Change(put_row(path, "claims", "claim_id", claim_id, None), f"{claim_id} is taken out.")
