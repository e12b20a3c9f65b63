"""The story: who says that it goes the thesis's way, how surely, and on what evidence."""

from dataclasses import dataclass

import pandas as pd

from belegstelle.coding.agreement import Codings, agreed_links, agreed_pairs, match_claims
from belegstelle.coding.claims import COUNTED, evidence
from belegstelle.coding.codebook import codes
from belegstelle.coding.thesis import Thesis
from belegstelle.english import span_of
from belegstelle.german.words import WORD
from belegstelle.store import schema

TRACE = (
    "interview statement claim_id place voice speaker start end quote fidelity attributed disputed"
).split()


def trend_steps(claims: pd.DataFrame, n_characters: int) -> pd.DataFrame:
    """Return the steps of the story in text order: every claim that takes a stance on it.

    n_characters: length of the raw text, the base of position (0 to 1, four decimals).
    Returns interview, step (1..), claim_id, position, start, end, voice, unit, stance, direction,
    direction_by, certainty, evidence (what it carries), quote (= raw[start:end]), gloss_en.
    Presuppositions and display repeats are steps too; unit tells them apart.
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


def thesis_claims(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the counted claims that say that something goes the thesis's way, with their evidence.

    Of a thesis of growth: that something grows. Columns as claims, and number, period,
    named_source, checkable (bool).
    """
    shown = evidence(claims)
    return shown[shown["on_thesis"]].sort_values("start", ignore_index=True)


def evidence_ladder(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the claims of the thesis against the rungs of evidence, in text order.

    Columns: interview, claim_id, voice, gloss_en, direction, direction_by, number, period,
    named_source, checkable; a cell is empty where nothing of the kind is given.
    """
    told = thesis_claims(claims)
    return pd.DataFrame(
        {
            "interview": told["interview"],
            "claim_id": told["claim_id"],
            "voice": told["voice"],
            "gloss_en": told["gloss_en"],
            "direction": told["direction"],
            "direction_by": told["direction_by"],
            "number": told["quantity"],
            "period": told["time"],
            "named_source": told["source_name"],
            "checkable": told["checkability"].where(told["checkable"], ""),
        }
    )


def attribution_loss(claims: pd.DataFrame, others: Codings | None = None) -> pd.DataFrame:
    """Return editorial or display statements whose only source in the text is an interested guest.

    That is: not attributed, in the editors' voice or set as display, and the same as a claim
    (same_as, by all coders: see agreement.agreed_links) of an interviewee whose business it would
    serve. others: see agreement.read_coders. Returns interview, claim_id, voice, quote, gloss_en,
    source_claim, source_speaker, source_quote.
    """
    own = agreed_links(claims, others or {})
    own = own[own["voice"].isin(["editorial", "display"]) & ~own["attributed"]]
    own = own[own["same_as"] != ""]
    own = own.assign(source_claim=own["same_as"].str.split()).explode("source_claim")
    said = claims[(claims["voice"] == "interviewee") & (claims["interest"] == "yes")]
    said = said.rename(
        columns={"claim_id": "source_claim", "speaker": "source_speaker", "quote": "source_quote"}
    )[["interview", "source_claim", "source_speaker", "source_quote"]]
    names = "interview claim_id voice quote gloss_en source_claim source_speaker source_quote"
    return own.merge(said, on=["interview", "source_claim"])[names.split()]


def trace_voices(
    claims: pd.DataFrame,
    quotes: pd.DataFrame,
    blocks: pd.DataFrame,
    others: Codings | None = None,
) -> pd.DataFrame:
    """Follow every statement that the page has more than once, as same_as declares.

    quotes: see compare_quotes; its fidelity holds for display text. blocks: names the places.
    others: see agreement.read_coders.
    Returns interview, statement (1.., the one in most places first), claim_id, place (kind of
    block), voice, speaker, start, end, quote (= raw[start:end]), fidelity (said: the claim the
    others point to; then verbatim or reworded against that one), attributed (bool: it is told from
    whom it comes), disputed (bool: not every coder takes it for the same as what is said); a
    statement's places in text order.
    """
    origin = _origins(claims)
    families = claims.assign(origin=origin, n=origin.map(origin.value_counts()))
    families = families[families["n"] > 1].sort_values(
        ["n", "origin", "start"], ascending=[False, True, True], ignore_index=True
    )
    said = claims.set_index("claim_id")["reading"]
    agreed = set(zip(claims["claim_id"], _origins(agreed_links(claims, others or {})), strict=True))
    pairs = zip(families["claim_id"], families["origin"], strict=True)
    return families.assign(
        statement=families["origin"].map(
            {first: number for number, first in enumerate(families["origin"].unique(), start=1)}
        ),
        place=families["block"].map(blocks.set_index("block")["kind"]),
        fidelity=[_fidelity(row, said[row.origin], quotes) for row in families.itertuples()],
        disputed=[one != said_by and (one, said_by) not in agreed for one, said_by in pairs],
    )[TRACE].astype({"attributed": bool, "disputed": bool})


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


def tensions(claims: pd.DataFrame, others: Codings | None = None) -> pd.DataFrame:
    """Return the pairs of claims that pull against each other, as conflicts_with declares.

    others: see agreement.read_coders. Returns interview, claim_id, quote, voice, against,
    against_quote, against_voice, disputed (bool: not every coder pairs them); each pair once, in
    text order.
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
    agreed = agreed_pairs(claims, others or {}, "conflicts_with")
    pairs["disputed"] = [frozenset(pair) not in agreed for pair in pairs["pair"]]
    names = "interview claim_id quote voice against against_quote against_voice disputed".split()
    return pairs.merge(other, on=["interview", "against"])[names].astype({"disputed": bool})


@dataclass(frozen=True)
class Story:
    """What an interview says of its thesis, by each coding.

    figures: see sum_up, a row a coding, the first one's first; told: of the first, the claims that
    go the way of the thesis; agreed: the ids of those that every coding has. lost: statements that
    lost a guest's name (see attribution_loss) and are not among those told.
    """

    thesis: Thesis
    figures: pd.DataFrame
    told: pd.DataFrame
    agreed: list[str]
    lost: int

    def span(self, name: str) -> tuple[int, int]:
        """Return the least and the most that the codings have of a figure."""
        return span_of(self.figures[name])


def read_story(claims: pd.DataFrame, others: Codings, thesis: Thesis) -> Story:
    """Return the story that claims tell, coded once or more often. others: see read_coders."""
    told = thesis_claims(claims)
    agreed = set(told["claim_id"])
    for other in others.values():
        agreed &= set(told.loc[match_claims(told, thesis_claims(other))["one"], "claim_id"])
    lost = set(attribution_loss(claims, others)["claim_id"]) - set(told["claim_id"])
    return Story(
        thesis,
        sum_up_all(claims, others),
        told,
        [one for one in told["claim_id"] if one in agreed],
        len(lost),
    )


def sum_up_all(claims: pd.DataFrame, others: Codings) -> pd.DataFrame:
    """Return the figures of every coding, a row each, the first one's first; see sum_up."""
    return pd.DataFrame([sum_up(one) for one in (claims, *others.values())])


def sum_up(claims: pd.DataFrame) -> dict[str, int]:
    """Count what the story is told from, by one coding, of the claims that count.

    Of all: n, numbers, sources (claims that name one), names (different ones), guests (said by an
    interviewee), serving (would serve that one), affirms, qualifies, contests. Of those told, that
    go the way of the thesis: told, words and context (by what), each voice, served (as serving),
    number, period, source. Of what does not count: uncounted (limits or contests the thesis).
    """
    shown = evidence(claims)
    told, guest = shown["on_thesis"], shown["voice"] == "interviewee"
    serves = guest & (shown["interest"] == "yes")
    named = shown["named_source"]
    of_all = {"numbers": shown["number"], "sources": named, "guests": guest, "serving": serves}
    of_all |= {code: shown["stance"] == code for code in ("affirms", "qualifies", "contests")}
    of_told = {"told": told, "served": serves, "number": shown["number"], "source": named}
    of_told |= {"period": shown["period"]}
    of_told |= {by: shown["direction_by"] == by for by in ("words", "context")}
    of_told |= {voice: shown["voice"] == voice for voice in codes("voice")}
    counts = of_all | {name: kind & told for name, kind in of_told.items()}
    names = shown.loc[named, "source_name"].nunique()
    against = claims["stance"].isin(["qualifies", "contests"])
    counts["uncounted"] = against & ~claims["unit"].isin(COUNTED)
    return {"n": len(shown), "names": names} | {name: int(c.sum()) for name, c in counts.items()}
