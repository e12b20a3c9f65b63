"""The annotated transcript: the interview as printed, and notes on it in the margin.

Nothing is put between the words, so that a browser's search finds every sentence.
"""

from collections import defaultdict
from html import escape

import pandas as pd

from belegstelle.coding.agreement import disagreements
from belegstelle.coding.asking import answerability
from belegstelle.coding.claims import counted
from belegstelle.coding.codebook import labels
from belegstelle.english import list_words
from belegstelle.interview import Interview
from belegstelle.page.blocks import block_at
from belegstelle.report.tables import column_name
from belegstelle.store.tables import read_table

TABLES = "blocks sentences corrections claims".split()


# Blocks and characters that a page shows of a text: no browser likes more.
MOST_BLOCKS, MOST_CHARACTERS = 5_000, 2_000_000


def annotate(opened: Interview) -> tuple[list[dict[str, object]], int]:
    """Return the blocks of an interview, see annotate_blocks, and how many have no room.

    Where codings differ is read from the codings in data/editorial.
    """
    tables = {name: read_table(opened.name, name) for name in TABLES}
    blocks = tables["blocks"]
    fits = blocks["text"].str.len().cumsum() <= MOST_CHARACTERS
    tables["blocks"] = blocks[fits].head(MOST_BLOCKS)
    shown = annotate_blocks(**tables, differ=disagreements(opened.pairs))
    return shown, len(blocks) - len(shown)


def annotate_blocks(
    blocks: pd.DataFrame,
    sentences: pd.DataFrame,
    corrections: pd.DataFrame,
    claims: pd.DataFrame,
    differ: pd.DataFrame,
) -> list[dict[str, object]]:
    """Return every block with its text as HTML, escaped, and its notes, in page order.

    differ: see agreement.disagreements. Each block has block, kind, voice, speaker, label, html
    and notes. In html a sentence begins at the anchor s-<n>, a claim is a mark (anchor
    claim-<id>), a correction an underlined passage (anchor erratum-<id>); what is kept has only
    its anchor. A note has id, of (claim, correct, query) and what it says.
    """
    corrections = corrections.assign(
        first=~corrections["erratum"].duplicated(), block=block_at(blocks, corrections["end"])
    )
    claims = claims.sort_values(["start", "end"], ascending=[True, False])
    tables = [_by_block(table) for table in (sentences, corrections, claims)]
    told = {**_claim_notes(claims, differ, corrections), **_correction_notes(corrections)}
    shown: list[dict[str, object]] = []
    for block in blocks.itertuples():
        own = [rows[block.block] for rows in tables]
        notes = sorted([*own[1], *own[2]], key=lambda row: (row.start, row.end))
        ids = dict.fromkeys(
            row.erratum if hasattr(row, "erratum") else row.claim_id for row in notes
        )
        shown.append(
            {name: str(getattr(block, name)) for name in ("kind", "voice", "speaker", "label")}
            | {"block": str(block.block), "html": _annotated(block, *own)}
            | {"notes": [told[one] for one in ids if one in told]}
        )
    return shown


def _by_block(table: pd.DataFrame) -> dict[int, list]:
    """Return the rows of a table by their block, in order."""
    rows = defaultdict(list)
    for row in table.itertuples():
        rows[row.block].append(row)
    return rows


def _claim_notes(
    claims: pd.DataFrame, differ: pd.DataFrame, corrections: pd.DataFrame
) -> dict[str, dict]:
    known, counts = labels(), set(counted(claims)["claim_id"])
    asks = answerability(claims, corrections).set_index("claim_id")["ask"]
    notes = {}
    for row in claims.itertuples():
        own = differ[differ["claim_id"] == row.claim_id]
        notes[row.claim_id] = {
            "id": row.claim_id,
            "of": "claim",
            "gloss": row.gloss_en,
            "kind": known.get(("claim_type", row.claim_type), row.claim_type),
            "source": row.source_name or known.get(("source_type", row.source_type), ""),
            "ask": asks.get(row.claim_id, ""),
            "counts": row.claim_id in counts,
            "differ": _differing(own, known),
        }
    return notes


def _differing(own: pd.DataFrame, known: dict) -> list[str]:
    """Return in what the codings of a claim differ: "direction (no change told or lasts)"."""
    told = []
    for column, rows in own.groupby("column", sort=False):
        codes = dict.fromkeys([*rows["one"], *rows["other"]])
        name = column_name(column)
        told.append(f"{name} ({list_words([known.get((column, c), c) for c in codes], 'or')})")
    return told


def _correction_notes(corrections: pd.DataFrame) -> dict[str, dict]:
    asked = corrections[corrections["treatment"].isin(["correct", "query"])]
    return {
        row.erratum: {
            "id": row.erratum,
            "of": row.treatment,
            "raw": row.raw,
            "corrected": row.corrected,
            "reason": row.reason,
        }
        for row in asked.itertuples()
    }


def _annotated(block, sentences: list, corrections: list, claims: list) -> str:
    """Cut a block wherever something begins or ends, and dress each piece in what holds there."""
    begins = {row.start: row.sentence for row in sentences}
    inner = {place for row in [*corrections, *claims] for place in (row.start, row.end)} | {*begins}
    cuts = sorted(
        {block.start, block.end} | {cut for cut in inner if block.start < cut < block.end}
    )
    before = [row for row in corrections if row.end <= block.start and row.first]
    parts = [_anchor(f"erratum-{row.erratum}") for row in before]
    for start, end in zip(cuts, cuts[1:], strict=False):
        parts.append(_anchor(f"s-{begins[start]}") if start in begins else "")
        piece = escape(block.text[start - block.start : end - block.start])
        for row in corrections:
            if row.start <= start and end <= row.end:
                piece = _dressed(row, piece, opens=max(row.start, block.start) == start)
        around = [claim for claim in claims if claim.start <= start and end <= claim.end]
        parts.append(_marked(piece, around, start, end))
    return "".join(parts)


def _anchor(name: str) -> str:
    return f'<span id="{escape(name)}"></span>'


def _dressed(correction, piece: str, *, opens: bool) -> str:
    """Underline a passage that is corrected or asked about; what is kept only gets its anchor."""
    anchor = f' id="erratum-{escape(correction.erratum)}"' if opens and correction.first else ""
    kind = "" if correction.treatment == "keep" else f' class="{correction.treatment}"'
    return f"<span{anchor}{kind}>{piece}</span>" if anchor or kind else piece


def _marked(piece: str, around: list, start: int, end: int) -> str:
    """Put a piece into the marks of the claims around it, the longest outside."""
    for claim in around[::-1]:
        name = escape(claim.claim_id)
        anchor = f' id="claim-{name}"' if claim.start == start else ""
        number = f' data-claim="{name}"' if claim.end == end else ""
        piece = f"<mark{anchor}{number}>{piece}</mark>"
    return piece
