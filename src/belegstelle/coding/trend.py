"""The trend narrative: who says that it grows, how surely, on what evidence, and who objects."""

import pandas as pd

from belegstelle.coding.claims import evidence
from belegstelle.german.words import WORD
from belegstelle.store import schema

TRACE = (
    "interview statement claim_id place voice speaker start end quote fidelity attributed"
).split()


# What to ask for where a claim lacks it, and of whom, by checkability.
ASK = {
    "public": "anyone: look it up",
    "insider": "the speaker: ask to see the records",
    "source_needed": "the speaker: ask for the source, then check that",
    "future": "nobody yet: note the date and come back",
}


def trend_steps(claims: pd.DataFrame, n_characters: int) -> pd.DataFrame:
    """Return the steps of the story in text order: every claim that takes a stance on it.

    n_characters: length of the raw text, the base of position (0 to 1, four decimals).
    Returns interview, step (1..), claim_id, position, start, end, voice, unit, stance, direction,
    certainty, evidence (what it carries), quote (= raw[start:end]), gloss_en. Presuppositions and
    display repeats are steps too; unit tells them apart.
    """
    steps = claims[claims["stance"] != "na"].sort_values(["start", "end"], ignore_index=True)
    return steps.assign(
        step=range(1, len(steps) + 1),
        position=(steps["start"] / max(n_characters, 1)).round(4),
        evidence=[_evidence(row) for row in steps.itertuples()],
    )[schema.columns("trend")]


def _evidence(claim) -> str:
    parts = [claim.source_type]
    parts += [f"number: {claim.quantity}"] * bool(claim.quantity)
    parts += [f"period: {claim.time}"] * bool(claim.time)
    parts += [f"source: {claim.source_name}"] * bool(claim.source_name)
    return "; ".join(parts)


def growth_claims(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the counted claims whose words say that something grows, with their evidence.

    Columns as claims, and number, period, named_source, checkable (bool).
    """
    shown = evidence(claims)
    return shown[shown["direction"] == "up"].sort_values("start", ignore_index=True)


def evidence_ladder(claims: pd.DataFrame) -> pd.DataFrame:
    """Return growth claims against the rungs of evidence, one row a claim, in text order.

    Columns: interview, claim_id, voice, gloss_en, direction, number, period, named_source,
    checkable; a cell is empty where the claim carries nothing of the kind.
    """
    growth = growth_claims(claims)
    return pd.DataFrame(
        {
            "interview": growth["interview"],
            "claim_id": growth["claim_id"],
            "voice": growth["voice"],
            "gloss_en": growth["gloss_en"],
            "direction": growth["direction"],
            "number": growth["quantity"],
            "period": growth["time"],
            "named_source": growth["source_name"],
            "checkable": growth["checkability"].where(growth["checkable"], ""),
        }
    )


def attribution_loss(claims: pd.DataFrame) -> pd.DataFrame:
    """Return editorial or display statements whose only source in the text is an interested guest.

    That is: unattributed, in the editors' voice or set as display, and the same as a claim
    (same_as) of an interviewee whom it serves. Returns interview, claim_id, voice, quote,
    gloss_en, source_claim, source_speaker, source_quote.
    """
    own = claims[claims["voice"].isin(["editorial", "display"])]
    own = own[(own["source_type"] == "unattributed") & (own["same_as"] != "")]
    own = own.assign(source_claim=own["same_as"].str.split()).explode("source_claim")
    said = claims[(claims["voice"] == "interviewee") & (claims["interest"] == "yes")]
    said = said.rename(
        columns={"claim_id": "source_claim", "speaker": "source_speaker", "quote": "source_quote"}
    )[["interview", "source_claim", "source_speaker", "source_quote"]]
    names = "interview claim_id voice quote gloss_en source_claim source_speaker source_quote"
    return own.merge(said, on=["interview", "source_claim"])[names.split()]


def trace_voices(claims: pd.DataFrame, quotes: pd.DataFrame, blocks: pd.DataFrame) -> pd.DataFrame:
    """Follow every statement that the page has more than once, as same_as declares.

    quotes: see compare_quotes; its fidelity holds for display text. blocks: names the places.
    Returns interview, statement (1.., the one in most places first), claim_id, place (kind of
    block), voice, speaker, start, end, quote (= raw[start:end]), fidelity (said: the claim the
    others point to; then verbatim or reworded against that one), attributed (bool: a speaker's
    label or a source stands with it); a statement's places in text order.
    """
    origin = _origins(claims)
    families = claims.assign(origin=origin, n=origin.map(origin.value_counts()))
    families = families[families["n"] > 1].sort_values(
        ["n", "origin", "start"], ascending=[False, True, True], ignore_index=True
    )
    said = claims.set_index("claim_id")["reading"]
    return families.assign(
        statement=families["origin"].map(
            {first: number for number, first in enumerate(families["origin"].unique(), start=1)}
        ),
        place=families["block"].map(blocks.set_index("block")["kind"]),
        fidelity=[_fidelity(row, said[row.origin], quotes) for row in families.itertuples()],
        attributed=(families["speaker"] != "") | (families["source_type"] != "unattributed"),
    )[TRACE]


def _origins(claims: pd.DataFrame) -> pd.Series:
    """Return for every claim the one that same_as leads to in the end, itself if nowhere.

    Of claims that name each other in a circle it is the first in the text.
    """
    points = {row.claim_id: row.same_as.split()[0] for row in claims.itertuples() if row.same_as}
    starts = dict(zip(claims["claim_id"], claims["start"], strict=True))

    def follow(claim: str) -> str:
        seen = [claim]
        while points.get(seen[-1]) and points[seen[-1]] not in seen:
            seen.append(points[seen[-1]])
        again = points.get(seen[-1])
        circle = seen[seen.index(again) :] if again else seen[-1:]
        return min(circle, key=lambda one: (starts[one], one))

    return claims["claim_id"].map(follow)


def _fidelity(claim, said: str, quotes: pd.DataFrame) -> str:
    if claim.claim_id == claim.origin:
        return "said"
    held = quotes[(quotes["start"] < claim.end) & (claim.start < quotes["end"])]
    if len(held):
        return held["fidelity"].iloc[0]
    return "verbatim" if f" {_words(claim.reading)} " in f" {_words(said)} " else "reworded"


def _words(text: str) -> str:
    return " ".join(WORD.findall(text)).casefold()


def tensions(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs of claims that pull against each other, as conflicts_with declares.

    Returns interview, claim_id, quote, voice, against, against_quote, against_voice; each pair
    once, in text order.
    """
    pairs = claims[claims["conflicts_with"] != ""]
    pairs = pairs.assign(against=pairs["conflicts_with"].str.split()).explode("against")
    pairs["pair"] = [
        tuple(sorted(pair)) for pair in zip(pairs["claim_id"], pairs["against"], strict=True)
    ]
    pairs = pairs.drop_duplicates(["interview", "pair"])
    other = claims[["interview", "claim_id", "quote", "voice"]].rename(
        columns={"claim_id": "against", "quote": "against_quote", "voice": "against_voice"}
    )
    names = ["interview", "claim_id", "quote", "voice", "against", "against_quote", "against_voice"]
    return pairs.merge(other, on=["interview", "against"])[names]


def answerability(claims: pd.DataFrame) -> pd.DataFrame:
    """Return for each claim that can be checked what to ask, and of whom.

    Returns interview, claim_id, gloss_en, checkability, ask (what the words leave open: number,
    period, source), whom; in text order.
    """
    shown = evidence(claims)
    shown = shown[shown["checkability"].isin(ASK)].sort_values("start")
    asks = [_open_points(row) for row in shown.itertuples()]
    whom = shown["checkability"].map(ASK)
    names = ["interview", "claim_id", "gloss_en", "checkability", "ask", "whom"]
    return shown.assign(ask=asks, whom=whom)[names].reset_index(drop=True)


def _open_points(claim) -> str:
    quantified = claim.claim_type in ("trend", "fact_quantity", "comparison", "forecast")
    points = ["how many, or how much?"] * (quantified and not claim.number)
    points += ["since when, until when?"] * (quantified and not claim.period)
    points += ["who counted, and how?"] * (quantified and not claim.named_source)
    points += ["title, year and sample of the study?"] * bool(claim.named_source)
    return " ".join(points) or "is it so?"


def sum_up(claims: pd.DataFrame) -> dict[str, int]:
    """Return the figures the findings are written from, all counts of counted claims.

    n, growth (direction up), growth_interest (of these, serving their speaker), growth_number,
    growth_source (named third party), growth_guest (said by an interviewee), affirms, qualifies,
    contests, contests_guest.
    """
    shown, growth = evidence(claims), growth_claims(claims)
    contests = shown[shown["stance"] == "contests"]
    return {
        "n": len(shown),
        "growth": len(growth),
        "growth_interest": int((growth["interest"] == "yes").sum()),
        "growth_number": int(growth["number"].sum()),
        "growth_source": int(growth["named_source"].sum()),
        "growth_guest": int((growth["voice"] == "interviewee").sum()),
        "affirms": int((shown["stance"] == "affirms").sum()),
        "qualifies": int((shown["stance"] == "qualifies").sum()),
        "contests": len(contests),
        "contests_guest": int((contests["voice"] == "interviewee").sum()),
    }
