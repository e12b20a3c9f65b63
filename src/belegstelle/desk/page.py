"""The sheet of speakers and blocks: what each part of the page is, and who is heard in it."""

import pandas as pd

from belegstelle.coding.claims import block_around, claims_path
from belegstelle.desk.reading import Change, Reading, put_row, rows_of
from belegstelle.desk.rows import edit_rows
from belegstelle.german.words import normalise
from belegstelle.page.blocks import SURE_ENOUGH, VOICE_OF_KIND, propose_speakers
from belegstelle.project import TroubleError, editorial_path
from belegstelle.store import schema
from belegstelle.store.files import read_bytes, supposing

# Who is heard in turns; other kinds have no speaker.
TURNS = ("question", "answer")


def view(reading: Reading) -> dict:
    """Return what the sheet shows: blocks, speakers, and the codes to choose from."""
    blocks = reading.blocks
    unsure = set(blocks.loc[blocks["certainty"] < SURE_ENOUGH, "block"])
    named = rows_of(editorial_path("speakers.csv", reading.interview), "speakers")["label"]
    decided = rows_of(editorial_path("blocks.csv", reading.interview), "blocks")
    reasons = dict(zip(decided["block"], decided["reason"], strict=True))
    rows = [
        {
            **{name: row[name] for name in "block kind voice speaker label rule".split()},
            "unsure": row["block"] in unsure,
            "decided": str(row["block"]) in reasons,
            "reason": reasons.get(str(row["block"]), ""),
        }
        for row in blocks.drop(columns="text").to_dict("records")
    ]
    return {
        "blocks": rows,
        "speakers": [
            {**row, "decided": row["label"] in set(named)}
            for row in propose_speakers(blocks).to_dict("records")
        ],
        "kinds": [[kind, VOICE_OF_KIND[kind]] for kind in schema.KINDS],
        "voices": schema.VOICES,
        "speaking": schema.codes("editorial/speakers", "voice"),
        "open": len(unsure),
    }


def decide_block(reading: Reading, wish: dict) -> Change:
    """Say what a block is: kind, voice, speaker, reason; what is left out stays as it was read.

    The row has what differs from the rules; kind is always there, so that it also confirms.
    """
    number, block = _block(reading, wish)
    by_rule = reading.by_rule[number - 1]
    kind = wish.get("kind") or block["kind"]
    voice = wish.get("voice") or VOICE_OF_KIND.get(kind, "")
    named = block["speaker"] if kind in TURNS and block["kind"] in TURNS else ""
    speaker = str(wish.get("speaker", named)).strip() if kind in TURNS else ""
    row = {
        "block": str(number),
        "begins": " ".join(normalise(block["text"]).split()[:5]),
        "kind": kind,
        "voice": "" if voice == VOICE_OF_KIND.get(kind) else voice,
        "speaker": "" if speaker == by_rule["speaker"] else speaker or "-",
        "reason": str(wish.get("reason") or "read so by a person").strip(),
    }
    told = f"Block {number} is {kind}, voice {voice}" + f", speaker {speaker}" * bool(speaker)
    return _change(reading, "blocks", "block", str(number), row, f"{told}.")


def go_on(reading: Reading, wish: dict) -> Change:
    """Say that a block goes on with the turn before it: its kind, voice and speaker."""
    number, _ = _block(reading, wish)
    before = reading.blocks[(reading.blocks["block"] < number) & reading.blocks["kind"].isin(TURNS)]
    if before.empty:
        raise TroubleError(f"Block {number}: no turn stands before it. Say what it is by its kind.")
    same = before.iloc[-1][["kind", "voice", "speaker"]].to_dict()
    return decide_block(reading, wish | same | {"reason": wish.get("reason") or "goes on"})


def take_back_block(reading: Reading, wish: dict) -> Change:
    """Leave a block to the rules again."""
    number, _ = _block(reading, wish)
    return _change(
        reading, "blocks", "block", str(number), None, f"Block {number} is read by the rules again."
    )


def decide_speaker(reading: Reading, wish: dict) -> Change:
    """Say who stands behind a label, in all its blocks: label, name (empty: nobody), voice."""
    label, name = str(wish.get("label", "")), str(wish.get("name", "")).strip()
    if label not in {block["label"] for block in reading.by_rule} - {""}:
        raise TroubleError(f"The page has no label “{label}”. Choose one of the list.")
    row = {"label": label, "name": name or "-", "voice": str(wish.get("voice", ""))}
    told = f"“{label}” is {name or 'nobody by name'}, {row['voice'] or 'voice as read'}."
    return _change(reading, "speakers", "label", label, row, told)


def take_back_speaker(reading: Reading, wish: dict) -> Change:
    """Leave a label to the rules again."""
    label = str(wish.get("label", ""))
    return _change(reading, "speakers", "label", label, None, f"“{label}” is read by the rules.")


def _block(reading: Reading, wish: dict) -> tuple[int, pd.Series]:
    found = reading.blocks[reading.blocks["block"] == wish.get("block")]
    if found.empty:
        raise TroubleError(f"There is no block {wish.get('block')}. Choose one of the list.")
    return int(found["block"].iloc[0]), found.iloc[0]


def _change(
    reading: Reading, name: str, key: str, value: str, row: dict | None, told: str
) -> Change:
    """Put a row in the place of the one with that key, or at the end; None: take it out."""
    path = editorial_path(f"{name}.csv", reading.interview)
    files = put_row(path, name, key, value, row)
    return Change(files | _claims_follow(reading, files), told)


def _claims_follow(reading: Reading, files: dict) -> dict:
    """Return the files of claims in which voice or speaker changes with the blocks' own."""
    with supposing(files):
        after = reading.anew(files).blocks.to_dict("records")
    followed = {}
    for coder in reading.coders():
        path = claims_path(reading.interview, coder)
        rows = {}
        try:
            claims = reading.by(coder).claim_rows
        except TroubleError:  # said on its own sheet; it can't be helped from here
            continue
        for claim in claims.itertuples():
            block = block_around(after, claim.start, claim.end, claim.claim_id)
            if (claim.voice, claim.speaker) != (block["voice"], block["speaker"]):
                rows[claim.Index] = {"voice": block["voice"], "speaker": block["speaker"]}
        if rows:
            columns = schema.columns("editorial/claims")
            followed[path] = edit_rows(path, read_bytes(path), columns, rows)
    return followed
