"""Sentences that look worth checking, found by visible cues, and how well cues do."""

import re
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import regex

from belegstelle.coding.agreement import Z
from belegstelle.coding.claims import counted, next_id
from belegstelle.coding.codebook import WORTHY
from belegstelle.project import TroubleError, editorial_path, show_path
from belegstelle.store import schema
from belegstelle.store.lists import current
from belegstelle.store.tables import expect_filled, expect_values, read_editorial

if TYPE_CHECKING:
    import pyarrow as pa


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

# Seconds that a cue may take for one sentence; those we have take less than a thousandth.
PATIENCE = 1.0

# Any of them within a class: "[\w-]", "[^\s]".
IN_CLASS = re.compile(r"\[[^\]]*\\[bBwWsS]")


@current("cues.csv")
def read_cues() -> list[tuple[regex.Pattern, str]]:
    """Return the cue patterns of data/editorial/cues.csv, compiled, with their classes.

    Raises TroubleError, naming the row, if a pattern is no regular expression, takes too long for
    its own example, or misses it.
    """
    path = editorial_path("cues.csv")
    found = []
    table = read_editorial(path, schema.columns("editorial/cues"), required=True)
    for column in schema.columns("editorial/cues"):
        expect_filled(path, table, column)
    for row, cue in table.iterrows():
        try:
            pattern = regex.compile(cue["pattern"], regex.IGNORECASE)
            hits = _find(pattern, cue["example"])
        except (regex.error, OverflowError, RecursionError, MemoryError) as error:
            raise TroubleError(
                f"{show_path(path)}, row {row}: {cue['pattern']!r} is no regular expression "
                f"({error}). Correct the cell, or delete the row."
            ) from error
        if not hits:
            raise TroubleError(
                f"{show_path(path)}, row {row}: the pattern does not find its own example "
                f"“{cue['example']}”. Correct one of the two."
            )
        found.append((pattern, cue["cue_class"]))
    return found


def _find(pattern: regex.Pattern, text: str) -> list[str]:
    """Return what a cue finds in a sentence.

    Raises TroubleError, naming the row, if it takes longer than PATIENCE: patterns such as
    (\\w+\\s?)+! try every way to cut the words before they give up.
    """
    try:
        found = pattern.finditer(text, timeout=PATIENCE)
        return [match[0] for match in found if match[0]]
    except TimeoutError as error:
        path = editorial_path("cues.csv")
        table = read_editorial(path, schema.columns("editorial/cues"))
        row = table.index[table["pattern"] == pattern.pattern][0]
        raise TroubleError(
            f"{show_path(path)}, row {row}: {pattern.pattern!r} takes longer than "
            f"{PATIENCE:.0f} second for “{text[:40]}…”. Write it without a repeat inside a "
            "repeat, or delete the row."
        ) from error


def _rough(pattern: str) -> str:
    """Return a pattern for Arrow that finds all that a cue's finds, and more; "" for all there is.

    Arrow's own patterns are many times as fast, but know no letters beyond ASCII in \\b and \\w:
    word boundaries are left out, letters and digits spelt out. Source: RE2's wiki, Syntax.
    """
    return "" if IN_CLASS.search(pattern) else ROUGH.sub(lambda found: ROUGHLY[found[0]], pattern)


def _may_have(texts: "pa.Array", pattern: regex.Pattern) -> np.ndarray:
    """Return the numbers of the texts in which a cue is worth looking for: it may stand in few."""
    import pyarrow as pa
    from pyarrow import compute

    try:
        found = compute.match_substring_regex(texts, _rough(pattern.pattern), ignore_case=True)
    except pa.ArrowInvalid:  # what Python's patterns know and Arrow's don't, such as (?=…)
        return np.arange(len(texts))
    return np.flatnonzero(found)


def find_candidates(sentences: pd.DataFrame, cues: list[tuple[regex.Pattern, str]]) -> pd.DataFrame:
    """Return the sentences that look worth checking, by visible cues.

    cues: see read_cues. Questions and display text are left out.
    Returns interview, sentence, start, end, text
    (= raw[start:end]), cues (class: words, joined by "; "), score (number of cue classes);
    by interview, score falling, then in text order.
    """
    import pyarrow as pa

    told = sentences[~_is_asked(sentences) & (sentences["voice"] != "display")]
    texts = pa.array(told["reading"])
    hits: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for pattern, cue in cues:
        rows = _may_have(texts, pattern)
        for row, reading in zip(rows.tolist(), texts.take(rows).to_pylist(), strict=True):
            hits[row] += [(cue, words) for words in _find(pattern, reading)]
    found = {row: own for row, own in sorted(hits.items()) if own}
    words = [dict.fromkeys(f"{cue}: {word}" for cue, word in own) for own in found.values()]
    table = told.iloc[list(found)].assign(
        cues=pd.array(list(map("; ".join, words)), dtype="str"),
        score=np.array([len({cue for cue, _ in own}) for own in found.values()], dtype=int),
    )[schema.columns("candidates")]
    order = ["interview", "score", "start"]
    return table.sort_values(order, ascending=[True, False, True], ignore_index=True)


def _is_asked(sentences: pd.DataFrame) -> pd.Series:
    return sentences["reading"].str.rstrip('"“”«»)').str.endswith("?")


def propose_claims(
    candidates: pd.DataFrame, sentences: pd.DataFrame, claims: pd.DataFrame
) -> pd.DataFrame:
    """Return the candidates without a claim as rows ready to be copied into claims.csv and coded.

    Voice, speaker and quote are filled in, and quantity, where a cue shows one; every code is left
    to the coder; ids go on from the highest there is. Columns as claims.csv.
    """
    found = sentences.merge(candidates[["sentence", "cues"]], on="sentence")
    places = list(claims[["start", "end"]].itertuples(index=False, name=None))
    coded = [any(s < row.end and row.start < e for s, e in places) for row in found.itertuples()]
    found = found[~np.array(coded, dtype=bool)].reset_index(drop=True)
    rows = pd.DataFrame("", index=range(len(found)), columns=schema.columns("claims_proposed"))
    first = int(next_id(claims["claim_id"], "c")[1:])
    rows["claim_id"] = [f"c{number:02d}" for number in range(first, first + len(found))]
    rows[["voice", "speaker", "quote"]] = found[["voice", "speaker", "text"]]
    shown = found["cues"].str.findall(r"(?:^|; )quantity: (.*?)(?=; |$)").map("; ".join)
    rows["quantity"] = shown.astype("str")
    return rows


def check_worthy(claims: pd.DataFrame, sentences: pd.DataFrame) -> pd.Series:
    """Tell for every sentence whether it holds a counted claim that is worth checking.

    That is: checkability public, insider or source_needed. Returns bool, in the order given.
    """
    worth = counted(claims)
    worth = worth[worth["checkability"].isin(WORTHY)]
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

    Truth: check_worthy. Display text is left out. Returns as score_rules.
    """
    body = sentences[sentences["voice"] != "display"]
    return score_rules(body, check_worthy(claims, body), candidates)


def try_cues(cues: list[tuple[regex.Pattern, str]]) -> pd.DataFrame:
    """Score cues on texts they were not taken from: the sentences of cues_trial.csv.

    cues: see read_cues. Returns as score_rules.
    """
    path = editorial_path("cues_trial.csv")
    trial = read_editorial(path, schema.columns("editorial/cues_trial"), required=True)
    worthy = schema.codes("editorial/cues_trial", "check_worthy")
    expect_values(path, trial, "check_worthy", worthy)
    sentences = trial.assign(
        interview=trial["text"],
        sentence=range(1, len(trial) + 1),
        voice="interviewee",
        start=0,
        end=trial["sentence"].str.len(),
        text=trial["sentence"],
        reading=trial["sentence"],
    )
    truth = sentences["check_worthy"] == worthy[0]
    return score_rules(sentences, truth, find_candidates(sentences, cues))


def score_rules(
    sentences: pd.DataFrame, worthy: pd.Series, candidates: pd.DataFrame
) -> pd.DataFrame:
    """Hold the candidates, and every declarative sentence, against the sentences worth checking.

    worthy: bool, one a sentence. Returns rule, n (sentences picked), hits, truth (check-worthy
    sentences), precision and recall with 95% Wilson intervals (precision_low, …), f1; no row if
    nothing is worth checking.
    Source of the interval: E. B. Wilson, JASA 22, 1927, 209–212.
    """
    names = (
        "rule n hits truth precision precision_low precision_high recall recall_low recall_high f1"
    )
    if not worthy.any():
        return pd.DataFrame(columns=names.split())
    picks = {
        "visible cues": sentences["sentence"].isin(candidates["sentence"]),
        "two cue classes or more": sentences["sentence"].isin(
            candidates.loc[candidates["score"] > 1, "sentence"]
        ),
        "every declarative sentence": ~_is_asked(sentences),
    }
    rows = []
    for rule, picked in picks.items():
        hits, n, truth = (int(x.sum()) for x in (picked & worthy, picked, worthy))
        shares = (*_with_interval(hits, n), *_with_interval(hits, truth))
        rows.append((rule, n, hits, truth, *shares, round(2 * hits / (n + truth), 2)))
    return pd.DataFrame(rows, columns=names.split())


def _with_interval(hits: int, n: int) -> tuple[float, float, float]:
    return round(hits / n, 2) if n else float("nan"), *wilson_interval(hits, n)


def wilson_interval(hits: int, n: int) -> tuple[float, float]:
    """Return the 95% Wilson score interval of a share.

    >>> wilson_interval(8, 10)
    (0.49, 0.94)
    """
    if not n:
        return float("nan"), float("nan")
    middle = (hits + Z * Z / 2) / (n + Z * Z)
    half = Z / (n + Z * Z) * (hits * (n - hits) / n + Z * Z / 4) ** 0.5
    return round(max(middle - half, 0.0), 2), round(min(middle + half, 1.0), 2)
