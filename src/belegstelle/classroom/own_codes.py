"""Claims coded in class, laid beside the published codes."""

import pandas as pd

from belegstelle.classroom.answers import UNQUOTED, Unquoted
from belegstelle.classroom.exercises import read_exercises
from belegstelle.coding.agreement import CODES as PAIRABLE
from belegstelle.coding.agreement import PAIRS, disagreements, measure_agreement
from belegstelle.coding.codebook import codes
from belegstelle.report.show import note, show

# What is said where the cell with the codes was changed into something else.
NO_CODES = (
    'my_codes is to have a line for each claim, in braces: {"c03": "norm", …}. Copy the cell from '
    "a fresh copy of the notebook."
)


def coding_sheet(claims: pd.DataFrame, ids: dict[str, object]) -> pd.DataFrame:
    """Return the named claims without their codes: interview, claim_id, voice, quote, gloss_en."""
    columns = ["interview", "claim_id", "voice", "quote", "gloss_en"]
    there = _of_exercises(claims)
    named = ids if isinstance(ids, dict) else {}
    return there.loc[there["claim_id"].isin(list(named)), columns].reset_index(drop=True)


def _of_exercises(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the claims of interviews that have exercises."""
    with_some = [one for one in claims["interview"].unique() if not read_exercises(one).empty]
    return claims[claims["interview"].isin(with_some)]


def compare_codes(claims: pd.DataFrame, column: str, mine: dict[str, object]) -> None:
    """Show how far one's own codes agree with the published ones, and where they differ.

    column: a coded column; mine: claim_id → code, ... for no code yet. Never raises: a code or
    an id that is not known is said and left out.
    """
    if _of_exercises(claims).empty:
        return
    pairs, sentences = pair_own_codes(claims, column, mine)
    for sentence in sentences:
        note(sentence)
    if len(pairs):
        base = f"{len(pairs)} of {len(mine)} claims coded; one: published, other: yours"
        show(measure_agreement(pairs), "Your codes and the published ones", base=base)
        show(disagreements(pairs), "Where you differ", base=base)


def pair_own_codes(
    claims: pd.DataFrame, column: str, mine: dict[str, object]
) -> tuple[pd.DataFrame, list[str]]:
    """Lay one's own codes beside the published ones; return the pairs, and what is off.

    Pairs are as in agreement.pair_codes, with the coder "you".
    """
    if not isinstance(mine, dict):
        return pd.DataFrame(columns=PAIRS), [NO_CODES]
    book = codes(column) if column in PAIRABLE else []
    if not book:
        return pd.DataFrame(columns=PAIRS), [
            f"{column!r} is no coded column. Choose one of {', '.join(PAIRABLE)}."
        ]
    spelled = {code.casefold(): code for code in book}
    published = claims.set_index("claim_id")
    rows, sentences = [], []
    for claim, code in mine.items():
        if claim not in published.index:
            sentences.append(f"{claim!r} is no claim_id. Copy it from the table of ten claims.")
        elif isinstance(code, Unquoted):
            sentences.append(f"{claim}: {UNQUOTED.format(code)}")
        elif isinstance(code, str) and code.strip().casefold() in spelled:
            row = published.loc[claim]
            known = (row["interview"], "you", claim, row["quote"], column)
            rows.append((*known, row[column], spelled[code.strip().casefold()]))
        elif code is not ...:
            sentences.append(f"{claim}: {code!r} is no code of {column}. Use {', '.join(book)}.")
    if not rows and not sentences:
        sentences = ["No claim is coded yet. Put a code in quotation marks in place of each `...`."]
    return pd.DataFrame(rows, columns=PAIRS), sentences
