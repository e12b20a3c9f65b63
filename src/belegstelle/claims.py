"""Hand-coded claims: located in the text, checked against the codebook, tabulated.

A row is one main predication with its verbatim quote. The place is computed from the quote,
never typed; the codes and their definitions are data/editorial/codebook.csv.
"""

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from belegstelle.cleaning import ERRATA, apply_edits, build_map, locate, machine_edits, map_one
from belegstelle.reading import OVERRULED, SOURCE
from belegstelle.tables import (
    TroubleError,
    editorial_path,
    expect_filled,
    expect_values,
    read_editorial,
    show_path,
    to_csv,
    write_file,
)

if TYPE_CHECKING:
    import pyarrow as pa

CODED = (
    "voice unit claim_type direction stance certainty source_type interest checkability"
).split()
EDITORIAL = (
    "claim_id voice speaker unit quote occurrence gloss_en claim_type topic direction stance "
    "certainty hedge_cues quantifier quantity qty_min qty_max qty_unit time source_type "
    "source_name interest checkability same_as conflicts_with note"
).split()
COLUMNS = (
    "interview claim_id block start end clean_start clean_end voice speaker unit quote "
    "reading gloss_en claim_type topic direction stance certainty hedge_cues quantifier "
    "quantity qty_min qty_max qty_unit time source_type source_name interest checkability "
    "same_as conflicts_with note"
).split()
SHOWN = (
    "claim_id voice unit quote gloss_en claim_type direction stance certainty source_type "
    "interest checkability note"
).split()
BEHIND = (
    "claim_id quote topic hedge_cues quantifier quantity qty_min qty_max qty_unit time source_name "
    "same_as conflicts_with"
).split()
COUNTED = ("assertion", "reported", "question_resolved")
CHECKABLE = ("public", "insider", "source_needed")
CANDIDATES = ["interview", "sentence", "start", "end", "text", "cues", "score"]
# What Arrow's patterns take for ASCII only, and what finds as much there; a backslash stays one.
ROUGHLY = {
    r"\b": "",
    r"\B": "",
    r"\w": r"[\pL\pN_]",
    r"\d": r"\p{Nd}",
    r"\s": r"[\s\x1c-\x1f\x{85}\pZ]",
    r"\\": r"\\",
}
ROUGH = re.compile(r"\\[bBwds\\]")
# Any of them within a class: "[\w-]", "[^\s]".
IN_CLASS = re.compile(r"\[[^\]]*\\[bBwWsS]")


@cache
def codebook() -> pd.DataFrame:
    """Return the codebook: column, code, definition, example, in the order of the file."""
    columns = ["column", "code", "definition", "example"]
    return read_editorial(editorial_path("codebook.csv"), columns, required=True)


def codes(column: str) -> list[str]:
    """Return the codes of a coded column, in the codebook's order."""
    book = codebook()
    found = list(book.loc[book["column"] == column, "code"])
    if not found:
        raise TroubleError(
            f"{show_path(editorial_path('codebook.csv'))} has no code for {column}. Add a row."
        )
    return found


def read_claims(
    raw: str, clean: str, edits: pd.DataFrame, blocks: pd.DataFrame, *, coder: str = ""
) -> pd.DataFrame:
    """Read the coded claims of one interview and find each quote's place.

    A quote may be given as printed or as corrected. coder: reads claims.<coder>.csv instead.
    Returns the columns of data/README.md, claims.csv: start, end are places in raw, quote is
    raw[start:end], reading the corrected wording; in the order of the file.
    Raises TroubleError, naming file, row and mend, for an unknown code, a repeated or unknown
    claim_id, a quote that is not in the text, or a voice that is not the passage's.
    """
    interview = blocks["interview"].iloc[0]
    path = editorial_path(f"claims.{coder}.csv" if coder else "claims.csv", interview)
    claims = read_editorial(path, EDITORIAL)
    for column in CODED:
        expect_values(path, claims, column, codes(column))
    _check_ids(path, claims)
    expect_filled(path, claims, "quote")
    layout = build_map(raw, machine_edits(raw))
    texts = [(apply_edits(raw, layout), layout), (clean, edits)]
    rows = []
    for row, claim in claims.iterrows():
        name = f"{show_path(path)}, row {row}"
        start, end = _find_quote(claim, texts, name)
        block = _block_around(blocks, start, end, claim, name)
        clean_start, clean_end = map_one(edits, start, end, to="clean")
        place = {"interview": interview, "block": block, "start": start, "end": end}
        text = {"quote": raw[start:end], "reading": clean[clean_start:clean_end]}
        at = {"clean_start": clean_start, "clean_end": clean_end}
        rows.append({**claim, **place, **at, **text})
    _expect_apart(path, claims.index, rows)
    return _numbers(pd.DataFrame(rows, columns=COLUMNS), path)


def _numbers(claims: pd.DataFrame, path) -> pd.DataFrame:
    for column in ("qty_min", "qty_max"):
        given = claims[column].replace("", None)
        numbers = pd.to_numeric(given, errors="coerce")
        wrong = given.notna() & ~numbers.astype("float64").abs().lt(float("inf"))
        if wrong.any():
            claim = claims[wrong].iloc[0]
            raise TroubleError(
                f"{show_path(path)}, claim {claim['claim_id']}: {column} is {claim[column]!r}, "
                "which is no number. Write digits with a decimal point, or leave it empty."
            )
        claims[column] = numbers.astype("float64")
    whole = ["block", "start", "end", "clean_start", "clean_end"]
    return claims.astype(dict.fromkeys(whole, "int64"))


def _expect_apart(path, lines: pd.Index, rows: list[dict]) -> None:
    """Raise TroubleError if two claims that count, and name no other, quote the same passage."""
    there: dict[tuple, str] = {}
    for line, row in zip(lines, rows, strict=True):
        if row["unit"] in COUNTED and not row["same_as"]:
            place = (row["start"], row["end"], row["claim_type"])
            if place in there:
                raise TroubleError(
                    f"{show_path(path)}, row {line}: {row['claim_id']} quotes the same words as "
                    f"{there[place]}, with the same claim_type. Delete one of the two, or quote "
                    "the part that it is about."
                )
            there[place] = row["claim_id"]


def _check_ids(path, claims: pd.DataFrame) -> None:
    again = claims.index[claims["claim_id"].duplicated() | (claims["claim_id"] == "")]
    for row in again:
        raise TroubleError(
            f"{show_path(path)}, row {row}: claim_id {claims.loc[row, 'claim_id']!r} is empty or "
            "stands twice. Give every row an id of its own (c01, c02, …)."
        )
    known = set(claims["claim_id"])
    for column in ("same_as", "conflicts_with"):
        for row, cell in claims[column].items():
            for unknown in set(cell.split()) - known:
                raise TroubleError(
                    f"{show_path(path)}, row {row}: {column} names {unknown!r}, which is no "
                    "claim_id of this file. Correct the id, or empty the cell."
                )


def _find_quote(claim: pd.Series, texts: list, name: str) -> tuple[int, int]:
    """Return the quote's place in raw: found as printed, else as corrected."""
    for number, (text, edits) in enumerate(texts):
        try:
            places = locate(text, claim["quote"], claim["occurrence"], name)
            return map_one(edits, *places[0], to="raw")
        except TroubleError:
            if number == len(texts) - 1 or "0 times" not in _trouble(text, claim, name):
                raise
    raise AssertionError("there is always a text")


def _trouble(text: str, claim: pd.Series, name: str) -> str:
    try:
        locate(text, claim["quote"], claim["occurrence"], name)
    except TroubleError as error:
        return str(error)
    return ""


def _block_around(blocks: pd.DataFrame, start: int, end: int, claim: pd.Series, name: str) -> int:
    """Return the block a quote stands in; its voice and speaker must be the coded ones."""
    around = blocks[(blocks["start"] <= start) & (end <= blocks["end"])]
    if around.empty:
        raise TroubleError(
            f"{name}: “{claim['quote'][:60]}” runs over the edge of a block. "
            "Quote a passage that lies within one block."
        )
    block = around.iloc[0]
    for column in ("voice", "speaker"):
        if claim[column] != block[column]:
            raise TroubleError(
                f"{name}: {column} is {claim[column]!r}, but the quote stands in block "
                f"{block['block']}, whose {column} is {block[column]!r}. Correct the cell, or "
                "overrule the block in blocks.csv."
            )
    return block["block"]


def counted(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the claims that count: presuppositions and display repeats are shown only."""
    return claims[claims["unit"].isin(COUNTED)]


def tabulate(claims: pd.DataFrame, column: str, by: str = "voice") -> pd.DataFrame:
    """Count the counted claims by a coded column and a second one.

    Returns one row per code in use, in the codebook's order: the column, a count for each value
    of by, and n.
    """
    table = pd.crosstab(counted(claims)[column], counted(claims)[by])
    order = [code for code in codes(column) or sorted(table.index) if code in table.index]
    across = [code for code in codes(by) or sorted(table.columns) if code in table.columns]
    table = table.reindex(index=order, columns=across)
    table = table.assign(n=table.sum(axis=1).astype("int64"))
    return table.rename_axis(index=column, columns=None).reset_index()


def evidence(claims: pd.DataFrame) -> pd.DataFrame:
    """Tell for every counted claim which kinds of evidence it carries.

    Returns the claims with number, period, named_source, checkable (all bool): a quantity, a time
    that is named, a named third party, and whether anyone but the future or nobody could check it.
    """
    claims = counted(claims)
    return claims.assign(
        number=claims["quantity"] != "",
        period=claims["time"] != "",
        named_source=claims["source_type"] == "third_party_named",
        checkable=claims["checkability"].isin(CHECKABLE),
    )


@cache
def cues() -> list[tuple[re.Pattern, str]]:
    """Return the cue patterns of data/editorial/cues.csv, compiled, with their classes.

    Raises TroubleError, naming the row, if a pattern is no regular expression or misses its own
    example.
    """
    path = editorial_path("cues.csv")
    found = []
    table = read_editorial(path, ["pattern", "cue_class", "example"], required=True)
    for column in ("pattern", "cue_class", "example"):
        expect_filled(path, table, column)
    for row, cue in table.iterrows():
        try:
            pattern = re.compile(cue["pattern"], re.IGNORECASE)
        except re.error as error:
            raise TroubleError(
                f"{show_path(path)}, row {row}: {cue['pattern']!r} is no regular expression "
                f"({error}). Correct the cell, or delete the row."
            ) from error
        if not pattern.search(cue["example"]):
            raise TroubleError(
                f"{show_path(path)}, row {row}: the pattern does not find its own example "
                f"“{cue['example']}”. Correct one of the two."
            )
        found.append((pattern, cue["cue_class"]))
    return found


def _rough(pattern: str) -> str:
    """Return a pattern for Arrow that finds all that a cue's finds, and more; "" for all there is.

    Arrow's own patterns are many times as fast, but know no letters beyond ASCII in \\b and \\w:
    word boundaries are left out, letters and digits spelt out. Source: RE2's wiki, Syntax.
    """
    return "" if IN_CLASS.search(pattern) else ROUGH.sub(lambda found: ROUGHLY[found[0]], pattern)


def _may_have(texts: "pa.Array", pattern: re.Pattern) -> np.ndarray:
    """Return the numbers of the texts in which a cue is worth looking for: it may stand in few."""
    import pyarrow as pa
    from pyarrow import compute

    try:
        found = compute.match_substring_regex(texts, _rough(pattern.pattern), ignore_case=True)
    except pa.ArrowInvalid:  # what Python's patterns know and Arrow's don't, such as (?=…)
        return np.arange(len(texts))
    return np.flatnonzero(found)


def find_candidates(sentences: pd.DataFrame) -> pd.DataFrame:
    """Return the sentences that look worth checking, by visible cues.

    Questions and display text are left out. Returns interview, sentence, start, end, text
    (= raw[start:end]), cues (class: words, joined by "; "), score (number of cue classes);
    by interview, score falling, then in text order.
    """
    import pyarrow as pa

    asked = sentences["reading"].str.rstrip('"“”«»)').str.endswith("?")
    told = sentences[~asked & (sentences["voice"] != "display")]
    texts = pa.array(told["reading"])
    hits: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for pattern, cue in cues():
        rows = _may_have(texts, pattern)
        for row, reading in zip(rows.tolist(), texts.take(rows).to_pylist(), strict=True):
            hits[row] += [(cue, match[0]) for match in pattern.finditer(reading)]
    found = {row: own for row, own in sorted(hits.items()) if own}
    words = [dict.fromkeys(f"{cue}: {word}" for cue, word in own) for own in found.values()]
    table = told.iloc[list(found)].assign(
        cues=pd.array(list(map("; ".join, words)), dtype="str"),
        score=np.array([len({cue for cue, _ in own}) for own in found.values()], dtype=int),
    )[CANDIDATES]
    order = ["interview", "score", "start"]
    return table.sort_values(order, ascending=[True, False, True], ignore_index=True)


def propose_claims(
    candidates: pd.DataFrame, sentences: pd.DataFrame, claims: pd.DataFrame
) -> pd.DataFrame:
    """Return the candidates without a claim as rows ready to be copied into claims.csv and coded.

    Voice, speaker and quote are filled in; every code is left to the coder; ids go on from the
    highest there is. Columns as claims.csv.
    """
    found = sentences[sentences["sentence"].isin(candidates["sentence"])]
    places = list(claims[["start", "end"]].itertuples(index=False, name=None))
    coded = [any(s < row.end and row.start < e for s, e in places) for row in found.itertuples()]
    found = found[~np.array(coded, dtype=bool)].reset_index(drop=True)
    rows = pd.DataFrame("", index=range(len(found)), columns=EDITORIAL)
    last = claims["claim_id"].str.extract(r"^c(\d+)$")[0].dropna().astype(int).max()
    first = 1 if pd.isna(last) else int(last) + 1
    rows["claim_id"] = [f"c{number:02d}" for number in range(first, first + len(found))]
    rows[["voice", "speaker", "quote"]] = found[["voice", "speaker", "text"]]
    return rows


def prepare_editorial(interview: str) -> list[str]:
    """Give an interview its editorial folder: the tables people fill in, with their headers.

    What is there stays untouched. Returns the files made, as the reader knows them.
    """
    made = []
    empty = {"errata.csv": ERRATA, "claims.csv": EDITORIAL, "blocks.csv": OVERRULED}
    tables = {name: pd.DataFrame(columns=columns) for name, columns in empty.items()}
    tables["source.csv"] = pd.DataFrame({"field": SOURCE, "value": ""})
    for name, table in tables.items():
        path = editorial_path(name, interview)
        if not path.exists():
            write_file(path, to_csv(table))
            made.append(show_path(path))
    return made


def check_worthy(claims: pd.DataFrame, sentences: pd.DataFrame) -> pd.Series:
    """Tell for every sentence whether it holds a counted claim that could be checked.

    That is: checkability public, insider or source_needed. Returns bool, in the order given.
    """
    worth = evidence(claims)
    worth = worth[worth["checkable"]]
    return pd.Series(
        [
            ((worth["start"] < row.end) & (row.start < worth["end"])).any()
            for row in sentences.itertuples()
        ],
        index=sentences.index,
        dtype=bool,
    )


def score_candidates(
    claims: pd.DataFrame, sentences: pd.DataFrame, candidates: pd.DataFrame
) -> pd.DataFrame:
    """Hold the candidates, and every declarative sentence, against the hand codes.

    Truth: check_worthy. Display text is left out. Returns rule, n (sentences picked), hits,
    truth (check-worthy sentences), precision and recall with 95 % Wilson intervals
    (precision_low, …), f1; no row if nothing check-worthy is coded.
    Source of the interval: E. B. Wilson, JASA 22, 1927, 209–212.
    """
    body = sentences[sentences["voice"] != "display"]
    truth = check_worthy(claims, body)
    names = (
        "rule n hits truth precision precision_low precision_high recall recall_low recall_high f1"
    )
    if not truth.any():
        return pd.DataFrame(columns=names.split())
    declarative = ~body["reading"].str.rstrip('"“”«»)').str.endswith("?")
    picks = {
        "visible cues": body["sentence"].isin(candidates["sentence"]),
        "two cue classes or more": body["sentence"].isin(
            candidates.loc[candidates["score"] > 1, "sentence"]
        ),
        "every declarative sentence": declarative,
    }
    rows = []
    for rule, picked in picks.items():
        hits = int((picked & truth).sum())
        precision = (hits, int(picked.sum()))
        recall = (hits, int(truth.sum()))
        f1 = 2 * hits / max(precision[1] + recall[1], 1)
        rows.append(
            (
                rule,
                precision[1],
                hits,
                recall[1],
                *_with_interval(*precision),
                *_with_interval(*recall),
                round(f1, 2),
            )
        )
    return pd.DataFrame(rows, columns=names.split())


def _with_interval(hits: int, n: int) -> tuple[float, float, float]:
    return round(hits / n, 2) if n else float("nan"), *wilson_interval(hits, n)


def wilson_interval(hits: int, n: int) -> tuple[float, float]:
    """Return the 95 % Wilson score interval of a share.

    >>> wilson_interval(8, 10)
    (0.49, 0.94)
    """
    if not n:
        return float("nan"), float("nan")
    z = 1.959964
    middle = (hits + z * z / 2) / (n + z * z)
    half = z / (n + z * z) * (hits * (n - hits) / n + z * z / 4) ** 0.5
    return round(max(middle - half, 0.0), 2), round(min(middle + half, 1.0), 2)
