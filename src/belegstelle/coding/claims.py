"""Hand-coded claims: located in the text, checked against the codebook, tabulated.

A row that counts is one main predication, with its verbatim quote. The place is computed from the
quote, never typed; the codes and their definitions are data/editorial/codebook.csv. A row that
still lacks a code is listed and left out.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from belegstelle.coding.codebook import (
    CHECKABLE,
    CODED,
    COUNTED,
    NONE_NAMED,
    codes,
    missing_codes,
)
from belegstelle.coding.thesis import read_thesis
from belegstelle.page.source import first_source
from belegstelle.project import TroubleError, editorial_path, show_path
from belegstelle.store import schema
from belegstelle.store.files import write_file
from belegstelle.store.tables import expect_filled, expect_values, read_editorial, to_csv
from belegstelle.text.edits import Map, map_one, unify_layout
from belegstelle.text.errata import locate, stands

# The columns that name other claims.
LINKS = ("same_as", "conflicts_with")

# The columns that hold words as printed: of the quote itself, or of anywhere in the text.
OF_QUOTE, OF_TEXT = ("hedge_cues", "quantifier", "quantity"), ("time", "source_name")
# What is between several of them: "eher; wohl", "nicht … mehr".
BETWEEN = re.compile(r";|…|\.\.\.")
# Thousands, which a decimal point would make a fraction: "3.200", "1.000.000"; not "3.20".
THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")

# The lines over an interview that may say with whom it is.
NAMING = ("dateline", "headline")

# A quotation mark, before the first character or as it: "Die, „Die; not Die.
QUOTED = re.compile(r'.?["“”„«»]', re.DOTALL)


def read_claims(
    raw: str, clean: str, edits: Map, blocks: pd.DataFrame, *, coder: str = ""
) -> pd.DataFrame:
    """Read the coded claims of one interview and find each quote's place.

    A quote may be given as printed or as corrected. coder: reads claims.<coder>.csv instead. Rows
    that lack a code are left out (see list_uncoded), and links to them; a gloss that is missing is
    the reading in „“.
    Returns the columns of data/README.md, claims.csv: start, end are places in raw, quote is
    raw[start:end], reading the corrected wording; in the order of the file.
    Raises TroubleError, naming file, row and mend, for an unknown code, a repeated or unknown
    claim_id, a quote that is not in the text, or a voice that is not the passage's.
    """
    interview = blocks["interview"].iloc[0]
    path, claims = _read_rows(interview, coder)
    thesis = read_thesis(interview)
    texts = [unify_layout(raw), (clean, edits)]
    rows, around = [], blocks.to_dict("records")
    for row, claim in claims.to_dict("index").items():
        name = f"{show_path(path)}, row {row}"
        start, end = find_quote(claim, texts, name)
        block = block_around(around, start, end, f"{name}: “{claim['quote'][:60]}”")
        _expect_voice(claim, block, name)
        clean_start, clean_end = map_one(edits, start, end, to="clean")
        reading = clean[clean_start:clean_end]
        place = {"interview": interview, "block": block["block"], "start": start, "end": end}
        text = {"quote": raw[start:end], "reading": reading}
        text["gloss_en"] = claim["gloss_en"] or f"„{reading}“"
        at = {"clean_start": clean_start, "clean_end": clean_end}
        rows.append({**claim, **place, **at, **text})
    _expect_apart(path, claims.index, rows)
    table = pd.DataFrame(rows, columns=schema.columns("claims"))
    table["on_thesis"] = (table["direction"] == thesis.direction).astype(bool)
    quoted = _is_quoted(table, raw, _find_naming(blocks))
    known = (table["speaker"] != "") | (table["source_type"] == "third_party_named")
    table["attributed"] = (known | quoted).astype(bool)
    return _coded(_numbers(table, path))


def claims_path(interview: str, coder: str) -> Path:
    """Return the place of a coder's claims; "" is the first."""
    return editorial_path(f"claims.{coder}.csv" if coder else "claims.csv", interview)


def next_id(ids: Iterable[str], letter: str) -> str:
    """Return an id that goes on from the highest of its kind.

    >>> next_id(["c01", "c09", "z77"], "c")
    'c10'
    """
    numbers = [int(one[1:]) for one in ids if re.fullmatch(rf"{letter}[0-9]{{1,9}}", one)]
    return f"{letter}{max(numbers, default=0) + 1:02d}"


def list_uncoded(interview: str, coder: str = "") -> pd.DataFrame:
    """Return the rows of claims.csv that lack a code, or what one of its codes needs.

    coder: of claims.<coder>.csv instead. Returns interview, claim_id, row (in the file), missing
    (columns, separated by spaces), quote.
    """
    claims = _read_rows(interview, coder)[1]
    claims = claims.assign(missing=missing_codes(claims), row=claims.index, interview=interview)
    names = ["interview", "claim_id", "row", "missing", "quote"]
    return claims.loc[claims["missing"] != "", names].reset_index(drop=True)


def _read_rows(interview: str, coder: str) -> tuple[Path, pd.DataFrame]:
    """Return where the claims of a coder are, and its rows, their codes, ids and quotes checked."""
    path = claims_path(interview, coder)
    claims = read_editorial(path, schema.columns("editorial/claims"))
    for column in CODED:
        expect_values(path, claims, column, [*codes(column), ""])
    _check_ids(path, claims)
    expect_filled(path, claims, "quote")
    return path, claims


def _coded(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that lack no code; what is known to be not in the text is an empty cell."""
    coded = claims[missing_codes(claims) == ""].replace(NONE_NAMED, "").reset_index(drop=True)
    for column in LINKS:
        known = [set(cell.split()) & set(coded["claim_id"]) for cell in coded[column]]
        links = [
            " ".join(one for one in cell.split() if one in ids)
            for cell, ids in zip(coded[column], known, strict=True)
        ]
        coded[column] = pd.Series(links, coded.index, dtype="str")
    return coded


def _is_quoted(claims: pd.DataFrame, raw: str, named: float) -> pd.Series:
    """Tell of each claim whether it is display text in quotation marks after the place named."""
    marked = [QUOTED.match(raw, max(start - 1, 0)) is not None for start in claims["start"]]
    display = claims["voice"].eq("display") & claims["start"].gt(named)
    return display & pd.Series(marked, claims.index, dtype=bool)


def _find_naming(blocks: pd.DataFrame) -> float:
    """Return where the first line over the interview that names a guest begins, nan if none."""
    guests = set(blocks.loc[blocks["voice"] == "interviewee", "speaker"]) - {""}
    lines = blocks[blocks["kind"].isin(NAMING)]
    naming = [any(guest in text for guest in guests) for text in lines["text"]]
    return lines.loc[naming, "start"].min()


def _numbers(claims: pd.DataFrame, path) -> pd.DataFrame:
    for column in ("qty_min", "qty_max"):
        given = claims[column].replace("", None)
        numbers = pd.to_numeric(given, errors="coerce")
        wrong = given.notna() & ~numbers.astype("float64").abs().lt(float("inf"))
        wrong |= claims[column].str.fullmatch(THOUSANDS)
        if wrong.any():
            claim = claims[wrong].iloc[0]
            raise TroubleError(
                f"{show_path(path)}, claim {claim['claim_id']}: {column} is {claim[column]!r}, "
                "which is no number. Write digits with a decimal point and nothing between "
                "thousands, or leave it empty."
            )
        claims[column] = numbers.astype("float64")
    for claim in claims[claims["qty_min"] > claims["qty_max"]].itertuples():
        raise TroubleError(
            f"{show_path(path)}, claim {claim.claim_id}: qty_min is {claim.qty_min:g}, more than "
            f"qty_max, {claim.qty_max:g}. Correct one of the two."
        )
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
    for column in LINKS:
        for row, cell in claims[column].items():
            other = known - {claims.loc[row, "claim_id"]}
            for unknown in set(cell.split()) - other:
                raise TroubleError(
                    f"{show_path(path)}, row {row}: {column} names {unknown!r}, which is no "
                    f"{'other ' * (unknown in known)}claim_id of this file. Correct the id, or "
                    "empty the cell."
                )


def find_quote(claim: Mapping[str, str], texts: list, name: str) -> tuple[int, int]:
    """Return a quote's place in raw: found as printed, else as corrected.

    claim: its cells quote and occurrence; texts: text and its map to raw; name: see errata.locate.
    """
    there = (one for one in texts if stands(one[0], claim["quote"]))
    text, edits = next(there, texts[-1])
    return map_one(edits, *locate(text, claim["quote"], claim["occurrence"], name)[0], to="raw")


def block_around(blocks: list[dict], start: int, end: int, passage: str) -> dict:
    """Return the block that a place of raw lies in.

    Raises TroubleError, with the passage as it is named to the reader, if it runs over an edge.
    """
    for block in blocks:
        if block["start"] <= start and end <= block["end"]:
            return block
    raise TroubleError(
        f"{passage} runs over the edge of a block. Take a passage that lies within one block."
    )


def _expect_voice(claim: dict, block: dict, name: str) -> None:
    """Raise TroubleError if a claim's voice or speaker is not that of the block it stands in."""
    for column in ("voice", "speaker"):
        if claim[column] != block[column]:
            raise TroubleError(
                f"{name}: {column} is {claim[column]!r}, but the quote stands in block "
                f"{block['block']}, whose {column} is {block[column]!r}. Correct the cell, or "
                "overrule the block in blocks.csv."
            )


def list_unprinted(claims: pd.DataFrame, blocks: pd.DataFrame) -> list[str]:
    """Return the cells with words that are to be as printed and are not: "c01 quantity “4.000”".

    hedge_cues, quantifier and quantity are words of the quote; time and source_name may stand
    anywhere in the text.
    """
    text, _ = unify_layout("\n".join([*blocks["text"], *claims["reading"]]))
    return [
        f"{row['claim_id']} {column} “{words}”"
        for row in claims.to_dict("records")
        for column in (*OF_QUOTE, *OF_TEXT)
        for words in map(str.strip, BETWEEN.split(row[column]))
        if not stands(
            text if column in OF_TEXT else f"{unify_layout(row['quote'])[0]}\n{row['reading']}",
            words,
        )
    ]


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
    that is named, a named third party, and whether anyone, or its house, could check it as printed.
    """
    claims = counted(claims)
    return claims.assign(
        number=claims["quantity"] != "",
        period=claims["time"] != "",
        named_source=claims["source_type"] == "third_party_named",
        checkable=claims["checkability"].isin(CHECKABLE),
    )


def with_evidence(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the counted claims that carry a number or name a third party, with what they carry.

    Columns: interview, claim_id, voice, gloss_en, quantity, time, source_name.
    """
    shown = evidence(claims)
    carried = shown["number"] | shown["named_source"]
    return shown.loc[carried, "interview claim_id voice gloss_en quantity time source_name".split()]


def prepare_editorial(interview: str) -> list[str]:
    """Give an interview its editorial folder: the tables people fill in, with their headers.

    What is there stays untouched; source.csv begins with what the file says of itself. Returns
    the files made, as the reader knows them.
    """
    made = []
    empty = {name: schema.columns(f"editorial/{name}") for name in ("errata", "claims", "blocks")}
    tables = {name: pd.DataFrame(columns=names) for name, names in empty.items()}
    if not editorial_path("source.csv", interview).exists():
        tables["source"] = first_source(interview)
    for name, table in tables.items():
        path = editorial_path(f"{name}.csv", interview)
        if not path.exists():
            write_file(path, to_csv(table))
            made.append(show_path(path))
    return made
