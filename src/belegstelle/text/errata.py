"""Corrections as a layer over the text: errata, where each applies, and the text they give."""

import re

import pandas as pd

from belegstelle.german.words import words_around
from belegstelle.page.source import read_raw
from belegstelle.project import TroubleError, editorial_path, show_path
from belegstelle.store import schema
from belegstelle.store.tables import expect_filled, expect_values, read_editorial
from belegstelle.text.edits import (
    Map,
    apply_edits,
    machine_edits,
    map_one,
    map_spans,
    outside,
    trim_edits,
    unify_layout,
)

# The number of an occurrence: "1", "12"; not "0", "²" or more digits than a text has words.
OCCURRENCE = re.compile(r"0*[1-9][0-9]{0,8}", re.ASCII)


def read_errata(interview: str) -> pd.DataFrame:
    """Read the errata people logged: erratum, raw, corrected, occurrence, treatment, category,
    reason; the index is the row in the file.

    Raises TroubleError, naming file and row, for an unknown treatment, an empty raw, an erratum
    that is empty or stands twice, or a correction to nothing or to the same.
    """
    path = editorial_path("errata.csv", interview)
    errata = read_editorial(path, schema.columns("editorial/errata"))
    expect_values(path, errata, "treatment", schema.codes("corrections", "treatment"))
    expect_filled(path, errata, "erratum", once=True)
    shown = errata.assign(raw=[_unified_passage(passage).strip() for passage in errata["raw"]])
    expect_filled(path, shown, "raw")
    applied = errata[errata["treatment"] == "correct"]
    expect_filled(path, applied, "corrected")
    same = applied.index[applied["raw"] == applied["corrected"]]
    if len(same):
        raise TroubleError(
            f"{show_path(path)}, row {same[0]}: raw and corrected are the same, “"
            f"{applied.loc[same[0], 'raw']}”, so that nothing would change. Put the passage as "
            "printed into raw, or set treatment to keep."
        )
    return errata


def locate_errata(raw: str, errata: pd.DataFrame, interview: str) -> pd.DataFrame:
    """Find every place an erratum applies to.

    errata: see read_errata; occurrence is a number (1 is the first), "all", or empty for a
    passage that stands once. A passage is found however its letters, spaces and line ends are
    encoded. Returns erratum, treatment, category, start, end, raw, corrected, reason, row.
    Raises TroubleError, naming file, row and mend, if a passage is not where the row says or two
    corrections overlap.
    """
    unified, layout = unify_layout(raw)
    rows = []
    for row, erratum in errata.iterrows():
        name = f"{show_path(editorial_path('errata.csv', interview))}, row {row}"
        for start, end in locate(unified, erratum["raw"], erratum["occurrence"], name):
            rows.append((*map_one(layout, start, end, to="raw"), row))
    places = pd.DataFrame(rows, columns=["start", "end", "row"])
    found = places.merge(errata.drop(columns="raw"), left_on="row", right_index=True, how="left")
    found["raw"] = [raw[s:e] for s, e in zip(found["start"], found["end"], strict=True)]
    found = found.sort_values(["start", "end", "row"], ignore_index=True)
    _refuse_overlaps(found[found["treatment"] == "correct"], interview)
    return found


def locate(text: str, passage: str, occurrence: str, name: str) -> list[tuple[int, int]]:
    """Return where a passage stands in a text: the occurrence asked for, or all.

    occurrence: "" (it must stand once), "all", or a number from 1. name: file and row, for the
    message. Raises TroubleError if the passage does not stand where it should.
    """
    wanted = _unified_passage(passage)
    numbered = bool(OCCURRENCE.fullmatch(occurrence))
    if occurrence not in ("", "all") and not numbered:
        shown = occurrence if len(occurrence) < 20 else occurrence[:20] + "…"
        raise TroubleError(
            f"{name}: occurrence is “{shown}”. Say a number (1 is the first), or all."
        )
    places = [m.start() for m in re.finditer(re.escape(wanted), text)] if wanted else []
    if occurrence == "all" and places:
        return [(place, place + len(wanted)) for place in places]
    number = int(occurrence) if numbered else 1
    if len(places) < number:
        times = f"{len(places)} time{'s' * (len(places) != 1)}"
        raise TroubleError(
            f"{name}: “{passage}” occurs {times} in the text"
            + (f", not {number} times" if places else "")
            + ". Check the spelling against data/raw, or delete the row."
        )
    if occurrence == "" and len(places) > 1:
        raise TroubleError(
            f"{name}: “{passage}” occurs {len(places)} times in the text. "
            "Say which in the column occurrence (1 is the first), or all."
        )
    return [(places[number - 1], places[number - 1] + len(wanted))]


def stands(text: str, passage: str) -> bool:
    """Tell whether a passage stands anywhere in a text whose layout is unified."""
    return _unified_passage(passage) in text


def _unified_passage(passage: str) -> str:
    return unify_layout(passage)[0]


def _refuse_overlaps(places: pd.DataFrame, interview: str) -> None:
    for one, two in zip(places.itertuples(), places.iloc[1:].itertuples(), strict=False):
        if two.start < one.end:
            path = show_path(editorial_path("errata.csv", interview))
            raise TroubleError(
                f"{path}, row {two.row}: “{two.raw}” overlaps the correction in row {one.row} "
                f"(“{one.raw}”). Join the two rows into one."
            )


def clean_text(raw: str, errata: pd.DataFrame, interview: str) -> tuple[str, Map]:
    """Return the reading text and the map to it: layout unified, errata to correct applied.

    errata: see read_errata; the map: see edits.apply_edits.
    """
    found = locate_errata(raw, errata, interview)
    corrected = found.loc[found["treatment"] == "correct", ["start", "end", "corrected"]]
    human = list(corrected.itertuples(index=False, name=None))
    return apply_edits(raw, outside(machine_edits(raw), human) + trim_edits(raw, human))


def read_text(interview: str) -> tuple[str, str, Map]:
    """Return an interview's raw text, its reading text and the map between them."""
    raw, _ = read_raw(interview)
    return raw, *clean_text(raw, read_errata(interview), interview)


def list_corrections(raw: str, errata: pd.DataFrame, edits: Map, interview: str) -> pd.DataFrame:
    """Return every place an erratum applies to, with its place in both texts.

    Columns: interview, erratum, treatment, category, start, end, raw (= raw[start:end]),
    corrected (what stands there after a correction, is proposed by a query, or is kept),
    clean_start, clean_end (its place in the reading text), reason; by start.
    """
    found = locate_errata(raw, errata, interview)
    clean_start, clean_end = map_spans(edits, found["start"], found["end"], to="clean")
    found = found.assign(interview=interview, clean_start=clean_start, clean_end=clean_end)
    return found[schema.columns("corrections")]


def propose_errata(suspects: pd.DataFrame) -> pd.DataFrame:
    """Return the undecided suspects as rows ready to be copied into errata.csv.

    treatment is query: a person has to decide. Columns as errata.csv.
    """
    open_ones = suspects[suspects["decided"] == ""].reset_index(drop=True)
    return pd.DataFrame(
        {
            "erratum": [f"s{number:02d}" for number in range(1, len(open_ones) + 1)],
            "raw": open_ones["word"],
            "corrected": open_ones["suggestion"],
            "occurrence": "all",
            "treatment": "query",
            "category": open_ones["kind"],
            "reason": "suspected by machine",
        },
        columns=schema.columns("errata_proposed"),
    )


def mark_changes(corrections: pd.DataFrame, blocks: pd.DataFrame) -> pd.DataFrame:
    """Return each changed passage before and after, with some words around it.

    One row per correction applied: erratum, block, before, raw, corrected, after, reason.
    """
    applied = corrections[corrections["treatment"] == "correct"]
    rows = []
    for place in applied.itertuples():
        inside = blocks[(blocks["start"] <= place.start) & (place.end <= blocks["end"])]
        if inside.empty:
            continue
        block = inside.iloc[0]
        text, at = block["text"], place.start - block["start"]
        sides = words_around(text, at, at + len(place.raw), 30)
        before, after = (side.replace("\n", " ") for side in sides)
        row = (place.erratum, block["block"], before, place.raw, place.corrected, after)
        rows.append((*row, place.reason))
    names = ["erratum", "block", "before", "raw", "corrected", "after", "reason"]
    return pd.DataFrame(rows, columns=names)
