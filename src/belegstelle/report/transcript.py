"""The annotated transcript: the interview as printed, corrections and claims at their places."""

from html import escape

import pandas as pd

from belegstelle.page.blocks import block_at


def annotate_blocks(
    blocks: pd.DataFrame, sentences: pd.DataFrame, corrections: pd.DataFrame, claims: pd.DataFrame
) -> list[dict[str, str]]:
    """Return every block with its text as HTML, escaped, in page order.

    Each has block, kind, voice, speaker, label and html: a sentence begins at the anchor s-<n>, a
    claim is a mark (anchor claim-<id>) that ends with a link to its row in 04_claims.html, a
    correction stands behind its passage as [sic, …], a query as [query, …] (anchor
    erratum-<id>, linked to its row in 02_clean.html). What is kept has only the anchor.
    """
    corrections = corrections.assign(
        first=~corrections["erratum"].duplicated(), block=block_at(blocks, corrections["end"])
    )
    tables = [(dict(iter(t.groupby("block"))), t.head(0)) for t in (sentences, corrections, claims)]
    return [
        {
            **{name: str(getattr(block, name)) for name in ("kind", "voice", "speaker", "label")},
            "block": str(block.block),
            "html": _annotated(block, *(own.get(block.block, none) for own, none in tables)),
        }
        for block in blocks.itertuples()
    ]


def _annotated(
    block, sentences: pd.DataFrame, corrections: pd.DataFrame, claims: pd.DataFrame
) -> str:
    """Cut a block wherever something begins or ends, and dress each piece in what holds there."""
    claims = claims.sort_values(["start", "end"], ascending=[True, False])
    noted = corrections["end"].clip(block.start, block.end)
    inner = {*sentences["start"], *noted, *claims["start"], *claims["end"]}
    cuts = sorted({block.start, block.end} | inner)
    begins = dict(zip(sentences["start"], sentences["sentence"], strict=True))
    parts = [_sic(row) for row in corrections[noted == block.start].itertuples()]
    for start, end in zip(cuts, cuts[1:], strict=False):
        anchor = f'<span id="s-{begins[start]}"></span>' if start in begins else ""
        piece = escape(block.text[start - block.start : end - block.start])
        around = claims[(claims["start"] <= start) & (end <= claims["end"])]
        parts += [anchor, _marked(piece, around, start)]
        parts += [_sic(row) for row in corrections[noted == end].itertuples()]
        parts += [_reference(row) for row in claims[claims["end"] == end][::-1].itertuples()]
    return "".join(parts)


def _marked(piece: str, around: pd.DataFrame, start: int) -> str:
    """Put a piece into the marks of the claims around it, the longest outside."""
    for claim in around[::-1].itertuples():
        anchor = f' id="claim-{escape(claim.claim_id)}"' if claim.start == start else ""
        piece = f'<mark class="t-{escape(claim.claim_type)}"{anchor}>{piece}</mark>'
    return piece


def _sic(correction) -> str:
    name = escape(correction.erratum)
    anchor = f' id="erratum-{name}"' if correction.first else ""
    if correction.treatment == "keep":
        return f"<span{anchor}></span>"
    applied = correction.treatment == "correct"
    word = "sic" if applied else "query"
    correct = f', <ins lang="de">{escape(correction.corrected)}</ins>' if applied else ""
    return (
        f'<span class="sic" lang="en"{anchor}> [<a href="02_clean.html#erratum-{name}" '
        f'title="{escape(correction.reason)}">{word}</a>'
        f"{correct}]</span>"
    )


def _reference(claim) -> str:
    name = escape(claim.claim_id)
    kind = escape(claim.claim_type.replace("_", " "))
    return (
        f'<a class="ref" lang="en" href="04_claims.html#claim-{name}" '
        f'aria-label="claim {name} {kind}">{name} {kind}</a>'
    )
