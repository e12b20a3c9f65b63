"""A page's blocks as a table, what people overrule in it, and what it tells of voices and people.

How a page is read: page.reading.
"""

import hashlib
import re

import pandas as pd

from belegstelle.german.words import INVISIBLE, SPACE, count_words, normalise
from belegstelle.page.lines import split_lines
from belegstelle.page.notation import find_notation, leave_out, without
from belegstelle.page.reading import VOICE_OF_KIND, list_blocks
from belegstelle.page.source import read_raw, read_source, tell_language
from belegstelle.page.tables import PageTables
from belegstelle.project import TroubleError, editorial_path, raw_path, show_path
from belegstelle.store.files import read_bytes
from belegstelle.store.schema import KINDS, VOICES, columns
from belegstelle.store.tables import expect_filled, expect_values, read_editorial

SPOKEN = ("interviewer", "interviewee", "editorial")
# A block is unsure whose certainty is less.
SURE_ENOUGH = 0.9
OVERRULED = "block begins kind voice speaker reason".split()


def read_blocks(raw: str, interview: str, words: PageTables) -> pd.DataFrame:
    """Read a page into its blocks, in order.

    raw: the decoded text; words: the tables that tell of pages. Returns one row per block:
    interview, block (1..), kind, voice, speaker (full name, or empty), label (as printed, without
    colon), start, end (code points of raw, label and mark-up left out), n_words (as printed,
    notation left out; 0 for boilerplate), rule (the evidence that carried kind and voice),
    certainty (0 to 1), text (= raw[start:end]).
    data/editorial/<interview>/speakers.csv overrules who stands behind a label, blocks.csv kind,
    voice and speaker of a block. Raises TroubleError if an override names no such block or label,
    or if the page shows no text at all.
    """
    decided = read_speakers(interview)
    blocks = list_blocks(raw, words, decided)
    if not blocks:
        raise TroubleError(
            f"{show_path(raw_path(interview))} shows no text. Save the page into it and run again."
        )
    table = pd.DataFrame(blocks)
    unknown = [label for label in decided if label not in set(table["label"])]
    if unknown:
        raise TroubleError(
            f"{show_path(editorial_path('speakers.csv', interview))}: no turn opens with the label "
            f"“{unknown[0]}”. Copy it from notebook 01 as it is printed, or delete the row."
        )
    table.insert(0, "interview", interview)
    table.insert(1, "block", range(1, len(table) + 1))
    table = override_blocks(table, interview)
    edits = leave_out(raw, find_notation(raw))
    places = zip(table["start"], table["end"], strict=True)
    counts = pd.Series([count_words(without(raw, start, end, edits)) for start, end in places])
    table["n_words"] = counts.where(table["voice"] != "boilerplate", 0)
    return table[columns("blocks")]


def read_speakers(interview: str) -> dict[str, tuple[str, str]]:
    """Return who people decided stands behind a label: label → name ("-" is none), voice."""
    path = editorial_path("speakers.csv", interview)
    table = read_editorial(path, ["label", "name", "voice"])
    expect_filled(path, table, "label", once=True)
    expect_values(path, table, "voice", [*VOICES[:3], ""])
    return {row.label: (row.name, row.voice) for row in table.itertuples(index=False, name="Row")}


def block_at(blocks: pd.DataFrame, ends: pd.Series) -> list[int]:
    """Return for each place the block it ends in; a place in a label belongs to what follows."""
    at = blocks["end"].searchsorted(ends).clip(max=len(blocks) - 1)
    return list(blocks["block"].iloc[at])


def override_blocks(blocks: pd.DataFrame, interview: str) -> pd.DataFrame:
    """Return the blocks with kind, voice and speaker as data/editorial/…/blocks.csv decides.

    Its columns: block, begins (the block's first words, as a check), kind, voice, speaker,
    reason; an empty cell leaves what the rules found, a speaker of "-" is none.
    """
    path = editorial_path("blocks.csv", interview)
    decided = read_editorial(path, ["block", "begins"])
    decided = decided.reindex(columns=OVERRULED, fill_value="")
    expect_values(path, decided, "kind", [*KINDS, ""])
    expect_values(path, decided, "voice", [*VOICES, ""])
    expect_filled(path, decided, "block", once=True)
    expect_filled(path, decided, "begins")
    blocks = blocks.copy()
    for row, decision in decided.iterrows():
        at = blocks.index[blocks["block"].astype(str) == decision["block"]]
        begins = " ".join(normalise(decision["begins"]).split())
        text = " ".join(normalise(blocks.loc[at[0], "text"]).split()) if len(at) else ""
        if not text.startswith(begins) or not text:
            raise TroubleError(
                f"{show_path(path)}, row {row}: there is no block {decision['block']!r} that "
                f"begins “{decision['begins']}”. Copy both from "
                "notebook 01 or its page, or delete the row."
            )
        kind = decision["kind"] or blocks.loc[at[0], "kind"]
        voice = decision["voice"] or (decision["kind"] and VOICE_OF_KIND[kind])
        blocks.loc[at[0], "kind"] = kind
        blocks.loc[at[0], "voice"] = voice or blocks.loc[at[0], "voice"]
        if decision["speaker"]:
            blocks.loc[at[0], "speaker"] = decision["speaker"] if decision["speaker"] != "-" else ""
        blocks.loc[at[0], "rule"] = f"decided: {decision['reason'] or 'blocks.csv'}"
        blocks.loc[at[0], "certainty"] = 1.0
    return blocks


def word_shares(blocks: pd.DataFrame) -> pd.DataFrame:
    """Return the words of each voice that speaks: voice, n_blocks, n (words), share (0 to 1).

    Labels, datelines, credits, keywords and navigation are in no count, nor is display text,
    which repeats what others say.
    """
    spoken = blocks[blocks["voice"].isin(SPOKEN)]
    shares = spoken.groupby("voice")["n_words"].agg(n_blocks="size", n="sum").reindex(SPOKEN)
    shares = shares.fillna(0).astype("int64").reset_index()
    return shares.assign(share=shares["n"] / max(shares["n"].sum(), 1))


def find_unsure(blocks: pd.DataFrame) -> pd.DataFrame:
    """Return the blocks that speak and could as well be read otherwise (certainty below 0.9)."""
    return blocks[blocks["voice"].isin(SPOKEN) & (blocks["certainty"] < SURE_ENOUGH)]


def shares_are_sure(blocks: pd.DataFrame) -> bool:
    """Tell whether shares may be stated as facts: nine words of ten stand in sure blocks."""
    spoken = blocks.loc[blocks["voice"].isin(SPOKEN), "n_words"].sum()
    return bool(find_unsure(blocks)["n_words"].sum() < 0.1 * max(spoken, 1))


def list_speakers(blocks: pd.DataFrame) -> pd.DataFrame:
    """Return who speaks: speaker, voice, labels (as printed), n_blocks, n (words); n falling."""
    turns = blocks[blocks["kind"].isin(["question", "answer"])]
    table = turns.groupby(["speaker", "voice"], as_index=False).agg(
        labels=("label", lambda labels: ", ".join(dict.fromkeys(x for x in labels if x))),
        n_blocks=("block", "size"),
        n=("n_words", "sum"),
    )
    return table.sort_values(["n", "speaker"], ascending=[False, True], ignore_index=True)


def boilerplate(blocks: pd.DataFrame) -> pd.DataFrame:
    """Return the blocks that belong to the site, not to the interview; see read_blocks."""
    return blocks[blocks["voice"] == "boilerplate"]


def list_assumptions(blocks: pd.DataFrame) -> pd.DataFrame:
    """Return the blocks that neither people, label nor the page's own words settle.

    Columns block, kind, voice, certainty, rule, begins (first words). A label that is unsure
    itself settles nothing. Each can be overruled in data/editorial/<interview>/blocks.csv, by
    block and begins.
    """
    open_ones = (blocks["label"] == "") | (blocks["certainty"] < SURE_ENOUGH)
    guessed = blocks[open_ones & (blocks["certainty"] < 1)]
    begins = guessed["text"].map(lambda text: " ".join(normalise(text).split()[:5]))
    return guessed.assign(begins=begins)["block kind voice certainty rule begins".split()]


def propose_speakers(blocks: pd.DataFrame) -> pd.DataFrame:
    """Return who stands behind each label, ready to be copied into speakers.csv.

    Columns label, name, voice, certainty (the least of its turns), n_blocks, n (words); in order
    of appearance.
    """
    labelled = blocks[blocks["label"] != ""]
    return (
        labelled.groupby(["label", "speaker", "voice"], as_index=False, sort=False)
        .agg(certainty=("certainty", "min"), n_blocks=("block", "size"), n=("n_words", "sum"))
        .rename(columns={"speaker": "name"})
    )


def describe_raw(interview: str) -> pd.DataFrame:
    """Return the text as received in figures, and its source: field, value."""
    data = read_bytes(raw_path(interview))
    raw, made = read_raw(interview)
    facts = {
        "file": show_path(raw_path(interview)),
        "SHA-256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
        "read as": made,
        "language": tell_language(interview, raw),
        "characters": len(raw),
        "lines with text": len(split_lines(raw)),
    }
    table = pd.DataFrame({"field": list(facts), "value": [str(v) for v in facts.values()]})
    return pd.concat([table, read_source(interview)], ignore_index=True)


def layout_noise(raw: str) -> pd.DataFrame:
    """Count what the reading text leaves out or unifies: noise, n, first (code point), example."""
    kinds = {
        "no-break and other spaces": SPACE,
        "soft hyphens and zero-width characters": INVISIBLE,
        "Windows or old Mac line ends": re.compile("\r\n?"),
        "letters with a separate accent (NFD)": re.compile("\\w[\u0300-\u036f]"),
    }
    rows = []
    for noise, pattern in kinds.items():
        found = list(pattern.finditer(raw))
        if found:
            at = found[0].start()
            around = normalise(raw[max(at - 20, 0) : at + 20])
            rows.append((noise, len(found), at, " ".join(around.split())))
    return pd.DataFrame(rows, columns=["noise", "n", "first", "example"])
