"""What to ask about a claim, and of whom: questions that fit its type and who could check it."""

import numpy as np
import pandas as pd

from belegstelle.coding.agreement import Codings, agreed_pairs
from belegstelle.coding.claims import evidence
from belegstelle.english import capital

# What a claim leaves open, by its type: the evidence it lacks → what to ask. Of any other type it
# is the number that a quantifier stands for, unless that is all there are, or none.
OPEN = {
    "trend": {"number": "how many, then and now", "period": "since when"},
    "fact_quantity": {"period": "over which period"},
    "comparison": {"number": "by how much"},
    "forecast": {"period": "for how long, or by when"},
}
OF_ANY = {"amount": "how many of how many"}
EXACT = frozenset(
    "all alle allem allen aller alles beide beiden beider beides jede jedem jeden jeder jedes kein "
    "keine keinem keinen keiner keines niemand sämtliche sämtlichen sämtlicher".split()
)

# What could show it, by who could check it: no question for what the code has not.
PROOF = {
    "public": "where can it be looked up",
    "insider": "which records show it",
    "source_needed": "which source says so",
    "future": "what would show that it came otherwise",
}
OF_SOURCE = "is there such a finding of yours: title, date, sample"

# What a query settles by its category: who says the claim that it stands in is not asked the same.
SETTLES = {"period": "period", "attribution": "proof"}

# Who is asked about what anyone can look up, and about what no guest says.
ANYONE, EDITORS = "anyone", "the editors"

ROWS = "whom entry ask words gloss_en at".split()


def answerability(claims: pd.DataFrame, corrections: pd.DataFrame) -> pd.DataFrame:
    """Return for each claim that could be checked what its words leave open, and of whom to ask.

    corrections: what a query asks already is left out. Returns interview, claim_id, start, end,
    quote, gloss_en, checkability, ask (questions; may be empty), whom (a name; anyone), in text
    order.
    """
    shown = evidence(claims)
    shown = shown[shown["checkability"].isin(PROOF)].sort_values("start")
    exact = shown["quantifier"].str.casefold().isin({"", *EXACT})
    shown = shown.assign(amount=exact | (shown["quantity"] != ""))
    names = "interview claim_id start end quote gloss_en checkability ask whom".split()
    return shown.assign(
        ask=pd.Series([_ask(row, corrections) for row in shown.itertuples()], shown.index, "str"),
        whom=pd.Series([_whom(row) for row in shown.itertuples()], shown.index, "str"),
    )[names].reset_index(drop=True)


def _ask(claim, corrections: pd.DataFrame) -> str:
    within = corrections[(claim.start < corrections["end"]) & (corrections["start"] < claim.end)]
    queries = within.loc[within["treatment"] == "query", "category"]
    settled = set(queries.map(SETTLES))
    lacks = OPEN.get(claim.claim_type, OF_ANY).items()
    points = [ask for kind, ask in lacks if not getattr(claim, kind) and kind not in settled]
    if claim.named_source:
        points.append(OF_SOURCE)
    elif "proof" not in settled:
        points.append(PROOF[claim.checkability])
    return " ".join(f"{capital(point)}?" for point in points)


def _whom(claim) -> str:
    if claim.named_source:
        return claim.source_name
    return ANYONE if claim.checkability == "public" else _speaker(claim)


def _speaker(row) -> str:
    return (row.speaker or "the guest") if row.voice == "interviewee" else EDITORS


def call_sheet(
    claims: pd.DataFrame,
    others: Codings,
    corrections: pd.DataFrame,
    sentences: pd.DataFrame,
) -> pd.DataFrame:
    """Return whom to call and what to ask, a row a passage or query: whom, entry, ask, words,
    gloss_en, at (the anchor in the transcript).

    Of the claims (see answerability), one of several that every coding takes for the same, and no
    answer without a predicate beside what spells it out; and the queries of the errata, of who
    says the sentence they stand in (the editors, where it is in none). Rows of one entry belong
    together: claims of one block that are asked the same, and queries about such a claim or about
    one sentence, which is printed once (else words is empty). Guests come first, then sources, the
    editors last; each one's in text order.
    """
    asked = answerability(claims, corrections)
    asked = asked[asked["whom"] != ANYONE].merge(claims[["claim_id", "unit", "block"]])
    spelt_out = asked.loc[asked["unit"] != "question_resolved", "block"]
    again = (asked["unit"] == "question_resolved") & asked["block"].isin(spelt_out)
    asked = asked[~again & ~_said_before(asked["claim_id"], claims, others)]
    asked = asked.assign(words=asked["quote"], at="claim-" + asked["claim_id"])
    asked["entry"] = asked.groupby(["whom", "block", "ask"], sort=False)["start"].transform("min")
    queries = corrections[corrections["treatment"] == "query"].drop_duplicates("erratum")
    rows = [_query_row(row, asked, sentences) for row in queries.itertuples()]
    queries = pd.DataFrame(rows, columns=ROWS)
    again = queries.duplicated(["whom", "entry", "words"])
    queries["words"] = queries["words"].mask(again, "")
    sheet = pd.concat([asked[ROWS], queries]) if len(queries) else asked[ROWS]
    guests = set(claims.loc[claims["voice"] == "interviewee", "speaker"]) | {"the guest"}
    rank = (~sheet["whom"].isin(guests)).astype(int) + (sheet["whom"] == EDITORS)
    sheet = sheet.assign(rank=rank).sort_values(["rank", "entry"], kind="stable")
    return sheet[ROWS].reset_index(drop=True)


def _query_row(query, asked: pd.DataFrame, sentences: pd.DataFrame) -> tuple:
    """Return the row of a query: of the claim that it is about, if one person is asked both."""
    within = sentences[(sentences["start"] <= query.start) & (query.start < sentences["end"])]
    whom, entry, words = EDITORS, query.start, query.raw
    for sentence in within.itertuples():
        whom, entry, words = _speaker(sentence), sentence.start, sentence.text
    there = asked[(asked["start"] < query.end) & (query.start < asked["end"])]
    for claim in there[there["whom"] == whom].head(1).itertuples():
        entry, words = claim.entry, ""
    return whom, entry, query.reason, words, "", f"erratum-{query.erratum}"


def _said_before(ids: pd.Series, claims: pd.DataFrame, others: Codings) -> np.ndarray:
    """Tell of each claim whether one before it says the same, by every coding."""
    pairs = agreed_pairs(claims, others, "same_as")
    order = list(ids)
    again = [any(frozenset((one, b)) in pairs for b in order[:n]) for n, one in enumerate(order)]
    return np.array(again, dtype=bool)
