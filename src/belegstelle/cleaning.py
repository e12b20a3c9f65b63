"""Corrections as a layer over the text: errata, the reading text, and the map between the two.

The raw text is never edited. A table of edits (what machine and people replace) gives the reading
text, and maps any place in the one to its place in the other.
"""

import os
import re
import unicodedata
from collections import Counter, defaultdict
from difflib import SequenceMatcher

import numpy as np
import pandas as pd

from belegstelle.german.spelling import spelling_variety
from belegstelle.reading import CITED, block_at, read_raw
from belegstelle.suspects import find_suspects
from belegstelle.tables import (
    TroubleError,
    editorial_path,
    expect_filled,
    expect_values,
    read_editorial,
    show_path,
)
from belegstelle.words import INVISIBLE, SPACE, WORD, is_tidy, normalise

TREATMENTS = ["correct", "query", "keep"]
ERRATA = ["erratum", "raw", "corrected", "occurrence", "treatment", "category", "reason"]
EDITS = ["start", "end", "replacement", "clean_start", "clean_end"]
SUSPECTS = "interview word kind suggestion n block start end context certainty decided".split()
CORRECTIONS = (
    "interview erratum treatment category start end raw corrected clean_start clean_end reason"
).split()
# What the reading text unifies: "\r\n", "\u00a0", a soft hyphen, "u" + U+0308; not an emoji joiner.
LAYOUT = re.compile(rf"\r\n?|[\u2028\u2029]|{INVISIBLE.pattern}|{SPACE.pattern}")
MACHINE = re.compile(rf"{LAYOUT.pattern}|\w[\u0300-\u036f]+")
# Display quotes less alike than this to any passage are not found in the body: a wording that
# keeps two thirds of its letters in order is a reworded quote, less is another sentence.
REWORDED = 0.66
LONGEST_COMPARED = 2_000


def read_errata(interview: str) -> pd.DataFrame:
    """Read the errata people logged: erratum, raw, corrected, occurrence, treatment, category,
    reason; the index is the row in the file.

    Raises TroubleError, naming file and row, for an unknown treatment, an empty raw, an erratum
    that is empty or stands twice, or a correction to nothing or to the same.
    """
    path = editorial_path("errata.csv", interview)
    errata = read_editorial(path, ERRATA)
    expect_values(path, errata, "treatment", TREATMENTS)
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


def machine_edits(raw: str) -> pd.DataFrame:
    """Return what is replaced without asking: line ends, spaces, invisible characters, NFD.

    One row per place: start, end (code points of raw), replacement; by start.
    """
    return pd.DataFrame(_list_edits(raw), columns=["start", "end", "replacement"])


def _list_edits(raw: str) -> list[tuple[int, int, str]]:
    """Most pages are composed letters, most have nothing odd: then little is looked for."""
    if is_tidy(raw):
        return []
    pattern = LAYOUT if unicodedata.is_normalized("NFC", raw) else MACHINE
    edits = [(m.start(), m.end(), _unified(m[0])) for m in pattern.finditer(raw)]
    return [(s, e, new) for s, e, new in edits if raw[s:e] != new]


def unify_layout(raw: str) -> tuple[str, dict[str, list]]:
    """Return the reading text of a page without errata, and the map to it.

    As clean_text with no errata, but the map's columns are lists: for a folder of pages a frame a
    page would take longer than all the rest. map_spans takes either.
    """
    parts, rows, last, growth = [], [], 0, 0
    for start, end, new in _list_edits(raw):
        parts += [raw[last:start], new]
        rows.append((start, end, new, start + growth, start + growth + len(new)))
        growth += len(new) - (end - start)
        last = end
    columns = zip(*rows, strict=True) if rows else [[]] * len(EDITS)
    return "".join([*parts, raw[last:]]), dict(zip(EDITS, map(list, columns), strict=True))


def _unified(found: str) -> str:
    newline = found[0] in "\r\n\u2028\u2029"
    return "\n" if newline else normalise(unicodedata.normalize("NFC", found))


def build_map(raw: str, edits: pd.DataFrame) -> pd.DataFrame:
    """Return the edits with the place of each in the reading text: the two-way map.

    edits: start, end, replacement; may come in any order, may not overlap.
    Returns start, end, replacement, clean_start, clean_end, by start.
    Raises ValueError if two edits overlap, or one replaces nothing (it would have no place).
    """
    edits = edits.sort_values(["start", "end"], ignore_index=True)
    starts, ends = edits["start"].to_numpy(int), edits["end"].to_numpy(int)
    if (starts[1:] < ends[:-1]).any():
        raise ValueError("two edits overlap")
    if (starts == ends).any():
        raise ValueError("an edit replaces nothing")
    lengths = edits["replacement"].str.len().to_numpy(int) if len(edits) else np.zeros(0, int)
    growth = np.cumsum(lengths - (ends - starts))
    before = np.concatenate([[0], growth[:-1]]) if len(edits) else growth
    clean = starts + before
    return edits.assign(clean_start=clean, clean_end=clean + lengths)[EDITS]


def apply_edits(raw: str, edits: pd.DataFrame) -> str:
    """Return the text with every edit applied. edits: start, end, replacement, by start."""
    parts, last = [], 0
    for start, end, new in edits[["start", "end", "replacement"]].itertuples(index=False):
        parts += [raw[last:start], new]
        last = end
    return "".join([*parts, raw[last:]])


def map_spans(
    edits: pd.DataFrame, starts: pd.Series, ends: pd.Series, *, to: str
) -> tuple[np.ndarray, np.ndarray]:
    """Map half-open spans to the other text; to: "raw" or "clean".

    edits: the map, as a frame or as its columns.
    A span that touches the inside of an edit is widened to the whole edit, so that nothing is cut
    in half: the place cited always holds the passage meant.
    """
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
    if not len(a):
        return points
    last = np.searchsorted(a, points, side="right" if snap == "start" else "left") - 1
    edit = np.maximum(last, 0)
    behind = points - b[edit] + d[edit]
    if snap == "start":
        inside = points < b[edit]
        moved = np.where(inside, c[edit], behind)
    else:
        moved = np.where(points <= b[edit], d[edit], behind)
    return np.where(last < 0, points, moved)


def locate_errata(raw: str, errata: pd.DataFrame, interview: str) -> pd.DataFrame:
    """Find every place an erratum applies to.

    errata: see read_errata; occurrence is a number (1 is the first), "all", or empty for a
    passage that stands once. A passage is found however its letters, spaces and line ends are
    encoded. Returns erratum, treatment, category, start, end, raw, corrected, reason, row.
    Raises TroubleError, naming file, row and mend, if a passage is not where the row says or two
    corrections overlap.
    """
    layout = build_map(raw, machine_edits(raw))
    unified = apply_edits(raw, layout)
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


def map_one(edits: pd.DataFrame, start: int, end: int, *, to: str) -> tuple[int, int]:
    """Map one span; see map_spans."""
    starts, ends = map_spans(edits, [start], [end], to=to)
    return int(starts[0]), int(ends[0])


def locate(text: str, passage: str, occurrence: str, name: str) -> list[tuple[int, int]]:
    """Return where a passage stands in a text: the occurrence asked for, or all.

    occurrence: "" (it must stand once), "all", or a number from 1. name: file and row, for the
    message. Raises TroubleError if the passage does not stand where it should.
    """
    wanted = _unified_passage(passage)
    numbered = occurrence.isascii() and occurrence.isdecimal() and int(occurrence) > 0
    if occurrence not in ("", "all") and not numbered:
        raise TroubleError(
            f"{name}: occurrence is “{occurrence}”. Say a number (1 is the first), or all."
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


def _unified_passage(passage: str) -> str:
    return apply_edits(passage, machine_edits(passage))


def _refuse_overlaps(places: pd.DataFrame, interview: str) -> None:
    for one, two in zip(places.itertuples(), places.iloc[1:].itertuples(), strict=False):
        if two.start < one.end:
            path = show_path(editorial_path("errata.csv", interview))
            raise TroubleError(
                f"{path}, row {two.row}: “{two.raw}” overlaps the correction in row {one.row} "
                f"(“{one.raw}”). Join the two rows into one."
            )


def clean_text(raw: str, errata: pd.DataFrame, interview: str) -> tuple[str, pd.DataFrame]:
    """Return the reading text and the map to it: layout unified, errata to correct applied.

    errata: see read_errata. The map has start, end, replacement, clean_start, clean_end.
    """
    found = locate_errata(raw, errata, interview)
    human = found.loc[found["treatment"] == "correct", ["start", "end", "corrected"]]
    human = human.rename(columns={"corrected": "replacement"})
    machine = machine_edits(raw)
    if len(human):
        after = np.searchsorted(human["start"], machine["start"], side="right") - 1
        covered = (after >= 0) & (machine["start"] < human["end"].to_numpy()[after])
        machine = machine[~covered]
        machine = pd.concat([machine, trim_edits(raw, human)])
    edits = build_map(raw, machine)
    return apply_edits(raw, edits), edits


def trim_edits(raw: str, edits: pd.DataFrame) -> pd.DataFrame:
    """Return the edits cut down to the letters that change, so that words around keep their place.

    edits: start, end, replacement. "ihr Fazit" → "Ihr Fazit" becomes "i" → "I". An edit never
    replaces nothing: "Haus" → "Hauses" becomes "s" → "ses", and where whole words are put in the
    passage stays whole, so that they too have a place in the raw text.
    """
    rows = []
    for start, end, text in edits[["start", "end", "replacement"]].itertuples(index=False):
        old, new = raw[start:end], apply_edits(text, machine_edits(text))
        left = len(os.path.commonprefix([old, new]))
        right = len(os.path.commonprefix([old[left:][::-1], new[left:][::-1]]))
        if left + right == len(old):
            left, right = _beside_an_insertion(old, new, left, right)
        rows.append((start + left, end - right, new[left : len(new) - right]))
    return pd.DataFrame(rows, columns=["start", "end", "replacement"])


def _beside_an_insertion(old: str, new: str, left: int, right: int) -> tuple[int, int]:
    """Return how much of a passage stays, left and right, so that a letter beside is replaced."""
    put_in = new[left : len(new) - right]
    if new == old or re.search(r"\s", put_in):
        return 0, 0
    if left and old[left - 1].isalnum():
        return left - 1, right
    if right and old[left].isalnum():
        return left, right - 1
    return 0, 0


def read_text(interview: str) -> tuple[str, str, pd.DataFrame]:
    """Return an interview's raw text, its reading text and the map between them."""
    raw, _ = read_raw(interview)
    return raw, *clean_text(raw, read_errata(interview), interview)


def list_corrections(
    raw: str, errata: pd.DataFrame, edits: pd.DataFrame, interview: str
) -> pd.DataFrame:
    """Return every place an erratum applies to, with its place in both texts.

    Columns: interview, erratum, treatment, category, start, end, raw (= raw[start:end]),
    corrected (what stands there after a correction, is proposed by a query, or is kept),
    clean_start, clean_end (its place in the reading text), reason; by start.
    """
    found = locate_errata(raw, errata, interview)
    clean_start, clean_end = map_spans(edits, found["start"], found["end"], to="clean")
    found = found.assign(interview=interview, clean_start=clean_start, clean_end=clean_end)
    return found[CORRECTIONS]


def list_suspects(raw: str, blocks: pd.DataFrame, corrections: pd.DataFrame) -> pd.DataFrame:
    """Return what the text may have wrong, found by machine, and what people decided.

    Looks at the text as printed, boilerplate and spoken forms left out. Returns interview, word,
    kind, suggestion, n, block, start, end (first place in raw; word = raw[start:end]), context,
    certainty, decided (the erratum that settles it, or empty); see suspects.find_suspects.
    """
    layout = build_map(raw, machine_edits(raw))
    unified = apply_edits(raw, layout)
    shown = blocks[blocks["voice"] != "boilerplate"]
    begins, ends = map_spans(layout, shown["start"], shown["end"], to="clean")
    words = [
        (match.start(), match.end(), match[0])
        for begin, end in zip(begins, ends, strict=True)
        for match in WORD.finditer(unified, begin, end)
    ]
    names = {part for label in [*blocks["speaker"], *blocks["label"]] for part in label.split()}
    looked_at = pd.DataFrame(words, columns=["start", "end", "token"])
    found = find_suspects(unified, looked_at, names, language=spelling_variety(unified))
    found = found[found["kind"] != "spoken form"].reset_index(drop=True)
    found["start"], found["end"] = map_spans(layout, found["start"], found["end"], to="raw")
    found["word"] = [raw[s:e] for s, e in zip(found["start"], found["end"], strict=True)]
    found = found.assign(
        interview=blocks["interview"].iloc[0], block=block_at(blocks, found["end"])
    )
    return decide_suspects(found, corrections)[SUSPECTS]


def decide_suspects(suspects: pd.DataFrame, corrections: pd.DataFrame) -> pd.DataFrame:
    """Return the suspects with the errata row that settles each (decided), or empty.

    An erratum settles a suspect if its passage holds the suspect's first place.
    """
    suspects = suspects.assign(decided="")
    for erratum, start, end in corrections[["erratum", "start", "end"]].itertuples(index=False):
        inside = (start <= suspects["start"]) & (suspects["end"] <= end)
        joined = suspects.loc[inside, "decided"] + f" {erratum}"
        suspects.loc[inside, "decided"] = joined.str.strip()
    return suspects


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
        columns=ERRATA,
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
        before = text[max(at - 30, 0) : at].replace("\n", " ")
        after = text[at + len(place.raw) :][:30].replace("\n", " ")
        row = (place.erratum, block["block"], before, place.raw, place.corrected, after)
        rows.append((*row, place.reason))
    names = ["erratum", "block", "before", "raw", "corrected", "after", "reason"]
    return pd.DataFrame(rows, columns=names)


def compare_quotes(blocks: pd.DataFrame, sentences: pd.DataFrame, interview: str) -> pd.DataFrame:
    """Hold every display quote (headline, caption, pull quote) against the sentences of the body.

    A quote is display text in quotation marks, or any headline or caption of three words or more
    that reads like a sentence of the body. sentences: block, start, end, text (raw), voice.
    Returns interview, block, start, end, quote (= raw[start:end]), source_block, source_start,
    source_end, source, fidelity (verbatim, reworded, not found), similarity (0 to 1: the share of
    the quote's letters that the passage has in the same order, in runs of three or more).
    Quotes and sentences of more than 2,000 letters are only compared word for word.
    Source of the matching: J. W. Ratcliff and D. E. Metzener, Dr. Dobb's Journal 13(7), 1988.
    """
    body = sentences[~sentences["voice"].isin(["display", "boilerplate"])]
    passages = [_letters(text) for text in body["text"]]
    index = _index_words(passages)
    rows = []
    for block in blocks[blocks["voice"] == "display"].itertuples():
        start, end = _inside_marks(block.text, block.start)
        quote = block.text[start - block.start : end - block.start]
        marked = (end - start) < len(block.text)
        if not marked and len(_letters(quote).split()) < 3:
            continue
        best = _most_alike(quote, body, passages, index)
        if marked or best["fidelity"] != "not found":
            rows.append({"block": block.block, "start": start, "end": end, "quote": quote, **best})
    columns = (
        "interview block start end quote source_block source_start source_end source fidelity "
        "similarity"
    ).split()
    quotes = pd.DataFrame(rows, columns=columns).assign(interview=interview)
    whole = ["block", "start", "end", "source_block", "source_start", "source_end"]
    return quotes.astype(dict.fromkeys(whole, "Int64"))


def _inside_marks(text: str, start: int) -> tuple[int, int]:
    """Return the place of what stands in quotation marks: the longest part of three words or more,
    else the text without marks at its ends.
    """
    cited = [found.span() for found in CITED.finditer(text) if found[0].count(" ") > 1]
    if cited:
        first, last = max(cited, key=lambda span: span[1] - span[0])
        return start + first + 1, start + last - 1
    shown = text.strip('„“”"»«‚‘’›‹')
    left = text.index(shown) if shown else 0
    return start + left, start + left + len(shown)


def _letters(text: str) -> str:
    return " ".join(re.findall(r"\w+", normalise(text).casefold()))


def _index_words(passages: list[str]) -> dict[str, list[int]]:
    """Return for each word the numbers of the passages that have it."""
    index = defaultdict(list)
    for number, passage in enumerate(passages):
        for word in set(passage.split()):
            index[word].append(number)
    return index


def _sharing_half(quote: str, index: dict[str, list[int]]) -> list[int]:
    """Return the passages that share half of a quote's words; the most like it, at most fifty.

    Such a passage has one of the rarer half of the words, so that only theirs are looked at.
    """
    words = sorted(set(quote.split()), key=lambda word: (len(index.get(word, ())), word))
    need = (len(words) + 1) // 2
    near = {number for word in words[: len(words) - need + 1] for number in index.get(word, ())}
    shared: Counter[int] = Counter()
    for word in words:
        postings = index.get(word, ())
        found = near.intersection(postings) if len(near) < 4 * len(postings) else postings
        shared.update(number for number in found if number in near)
    best = sorted((-n, number) for number, n in shared.items() if n >= need)[:50]
    return sorted(number for _, number in best)


def _most_alike(
    quote: str, body: pd.DataFrame, passages: list[str], index: dict[str, list[int]]
) -> dict:
    wanted = _letters(quote)
    none = dict(source_block=pd.NA, source_start=pd.NA, source_end=pd.NA, source="")
    best, similarity = None, 0.0
    for number in _sharing_half(wanted, index):
        alike = _likeness(wanted, passages[number])
        if alike > similarity:
            best, similarity = number, alike
    similarity = round(similarity, 2)
    if best is None or similarity < REWORDED:
        return {**none, "fidelity": "not found", "similarity": similarity}
    sentence = body.iloc[best]
    return {
        "source_block": sentence["block"],
        "source_start": sentence["start"],
        "source_end": sentence["end"],
        "source": sentence["text"],
        "fidelity": "verbatim" if similarity == 1 else "reworded",
        "similarity": similarity,
    }


def _likeness(quote: str, sentence: str) -> float:
    """Return the share of a quote's letters that the sentence has in the same order (runs > 2)."""
    if f" {quote} " in f" {sentence} ":
        return 1.0
    if max(len(quote), len(sentence)) > LONGEST_COMPARED:
        return 0.0
    matcher = SequenceMatcher(None, quote, sentence, autojunk=False)
    kept = sum(run.size for run in matcher.get_matching_blocks() if run.size > 2)
    return min(kept / max(len(quote), 1), 0.99)
