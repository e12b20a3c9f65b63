"""From the page as it came to blocks: what each part is, whose voice it is, and on what evidence.

Notation is masked, lines become blocks, labels become people, and what has no label is decided by
evidence that adds up, for the page as a whole. Text without a speaker label is never given to the
previous speaker just because it follows; every block names the evidence that carried it, and
data/editorial/<interview>/blocks.csv overrules any of them.
"""

import hashlib
import re
from collections.abc import Mapping

import pandas as pd

from belegstelle.german.words import INVISIBLE, SPACE, count_words, normalise
from belegstelle.page.decoding import SURE, decode_page
from belegstelle.page.evidence import (
    DATE,
    NUMBER,
    WITH,
    Layout,
    asks,
    kind_of,
    observe,
    read_layout,
)
from belegstelle.page.labels import (
    QUOTED,
    bare,
    find_label,
    find_labels,
    role_of,
    split_inline,
    split_questions,
)
from belegstelle.page.lines import ends_sentence, join_wrapped, split_lines
from belegstelle.page.names import find_guest, find_hosts, find_presented, names_someone
from belegstelle.page.notation import find_notation, mask
from belegstelle.page.people import read_people
from belegstelle.page.source import read_raw, read_source, tell_language
from belegstelle.page.tables import STATES, PageTables, add_up
from belegstelle.project import TroubleError, editorial_path, raw_path, show_path
from belegstelle.store.files import read_bytes
from belegstelle.store.schema import KINDS, VOICES, columns
from belegstelle.store.tables import expect_filled, expect_values, read_editorial

VOICE_OF_KIND = {
    "dateline": "boilerplate",
    "headline": "display",
    "caption": "display",
    "credit": "boilerplate",
    "standfirst": "editorial",
    "question": "interviewer",
    "answer": "interviewee",
    "note": "editorial",
    "keywords": "boilerplate",
    "navigation": "boilerplate",
}


SPOKEN = ("interviewer", "interviewee", "editorial")


# A block is unsure whose certainty is less.
SURE_ENOUGH = 0.9


OVERRULED = "block begins kind voice speaker reason".split()


# What a block is that opens with no label.
UNLABELLED = {"label": "", "speaker": "", "role": "", "rule": "", "certainty": 0.0}


NO_POINTS = [0.0] * len(STATES)


# Points of a labelled block: nothing outweighs them; its certainty is the label's.
OF_ROLE = {
    "asks": [SURE, 0.0, 0.0, 0.0, 0.0],
    "answers": [0.0, SURE, 0.0, 0.0, 0.0],
    "none": [0.0, 0.0, SURE, 0.0, 0.0],
}


VOICE_OF_STATE = dict(zip(STATES, VOICES, strict=True))


NOBODY: dict[str, tuple[str, str]] = {}


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
    masked = mask(raw, find_notation(raw))
    places = zip(table["start"], table["end"], strict=True)
    counts = pd.Series([count_words(masked[start:end]) for start, end in places])
    table["n_words"] = counts.where(table["voice"] != "boilerplate", 0)
    return table[columns("blocks")]


def read_speakers(interview: str) -> dict[str, tuple[str, str]]:
    """Return who people decided stands behind a label: label → name ("-" is none), voice."""
    path = editorial_path("speakers.csv", interview)
    table = read_editorial(path, ["label", "name", "voice"])
    expect_filled(path, table, "label", once=True)
    expect_values(path, table, "voice", [*VOICES[:3], ""])
    return {row.label: (row.name, row.voice) for row in table.itertuples(index=False, name="Row")}


def list_blocks(
    raw: str, tables: PageTables, decided: Mapping[str, tuple[str, str]] = NOBODY
) -> list[dict]:
    """Return a page's blocks in order, as read_blocks before blocks.csv overrules it.

    decided: label → name, voice. Each block has kind, voice, speaker, label, start, end, rule,
    certainty, text; none if the page shows no text.
    """
    notation = find_notation(raw)
    masked = mask(raw, notation)
    blocks = _find_turns(_find_lines(masked, notation, tables), tables, decided)
    _decide(blocks, tables)
    _name_the_unnamed(blocks, raw)
    for block in blocks:
        block["text"] = raw[block["start"] : block["end"]]
    return blocks


def _find_lines(masked: str, notation: list, tables: PageTables) -> list[dict]:
    lines = split_lines(masked)
    cues = any(kind == "cue timing" for kind, _, _ in notation)
    if lines and (cues or len(lines) > 1 + lines[-1]["paragraph"]):
        opens = {n for n, line in enumerate(lines) if _opens(lines, n, tables)}
        lines = join_wrapped(masked, lines, opens, cues)
    for line in lines:
        line["kind"] = kind_of(line["shown"], tables)
    return split_inline(lines, tables)


def _opens(lines: list[dict], n: int, tables: PageTables) -> bool:
    """Tell whether a line may open with a label and goes on from none."""
    label = find_label(lines[n], tables)
    named = label and (names_someone(label.name) or role_of(label.name, tables))
    goes_on = n and lines[n]["shown"][0].islower() and not ends_sentence(lines[n - 1]["shown"])
    return bool(named and label.form not in ("alone", "dash") and not goes_on)


def _find_turns(
    lines: list[dict], tables: PageTables, decided: Mapping[str, tuple[str, str]]
) -> list[dict]:
    """Return lines as blocks; labelled ones know label, speaker and role.

    A lone label takes the next line.
    """
    turns = read_people(lines, find_labels(lines, tables), tables, decided)
    if not turns:
        lines = split_questions(lines, tables.signs["speaks to somebody"])
    blocks: list[dict] = []
    pending: dict = UNLABELLED
    for n, line in enumerate(lines):
        opening = 0
        if n in turns:
            label, person = turns[n]
            opening = label.end
            pending = {
                "label": label.label,
                "speaker": person.name,
                "role": person.role,
                "rule": f"label “{label.label}”" + (f": {person.why}" if person.why else ""),
                "certainty": person.certainty,
            }
        elif line["inline"] and blocks and not pending["role"]:
            blocks[-1]["end"] = line["end"]
            blocks[-1]["shown"] += f" {line['shown']}"
            continue
        found = bare(line, opening)
        if found["text"]:
            shown = found["text"] if line["shown"] == line["text"] else normalise(found["text"])
            blocks.append({**line, **found, "shown": shown, **pending})
            pending = UNLABELLED
    return blocks


def _decide(blocks: list[dict], tables: PageTables) -> None:
    """Give every block kind, voice, rule and certainty: labels first, the rest by evidence."""
    _unlist(blocks)
    layout = read_layout(blocks, tables.signs)
    points, reasons = [], []
    for n, block in enumerate(blocks):
        seen = [] if block["role"] else observe(blocks, n, layout, tables.signs)
        points.append(
            OF_ROLE[block["role"]] if block["role"] else add_up(seen, tables.weights, len(STATES))
        )
        reasons.append(seen)
    # What is surely no turn interrupts none: what stands around is decoded as if it were not there.
    flow = [n for n, row in enumerate(points) if max(row) < SURE or row.index(max(row)) < 2]
    tied = {at for at, n in enumerate(flow) if at and _goes_on(blocks[n], blocks[flow[at - 1]])}
    found = dict(zip(flow, decode_page([points[n] for n in flow], tables.steps, tied), strict=True))
    for n, block in enumerate(blocks):
        state, certainty = found.get(n) or (points[n].index(max(points[n])), 1.0)
        block["voice"] = VOICES[state]
        block["kind"] = _kind(blocks, n, STATES[state], layout, tables)
        if not block["role"]:
            carried = [w for w in reasons[n] if tables.weights.get(w, NO_POINTS)[state] > 0]
            carried.sort(key=lambda w: -tables.weights[w][state])
            block["rule"] = ", ".join(carried[:3]) or "by what stands beside it"
            most = 1 if max(points[n]) >= SURE else 0.85 if block["cut"] else 0.9999
            block["certainty"] = min(round(certainty, 4), most)


def _goes_on(block: dict, above: dict) -> bool:
    """Tell whether a block is an item of a list, or goes on with a sentence from above."""
    if block["role"]:
        return False
    item = block["item"] and not QUOTED.match(NUMBER.sub("", block["shown"]))
    open_ = not ends_sentence(above["shown"]) or above["shown"].endswith(":")
    return item or (open_ and block["shown"][0].islower()) or above["shown"].endswith((",", ":"))


def _unlist(blocks: list[dict]) -> None:
    """Take it back that lines are items of lists where turns are numbered or dashed."""
    asking = [block for block in blocks if not block["role"] and asks(block["shown"])]
    items = sum(block["item"] for block in blocks)
    if 2 * items > len(blocks) or (asking and all(block["item"] for block in asking)):
        for block in blocks:
            block["item"] = False


def _kind(blocks: list[dict], n: int, state: str, layout: Layout, tables: PageTables) -> str:
    """Return the finer kind of a block whose state is told."""
    block = blocks[n]
    if state in ("question", "answer"):
        return state
    if VOICE_OF_KIND.get(block["kind"], "") == VOICE_OF_STATE[state]:
        return block["kind"]
    if state == "editorial":
        return "standfirst" if layout.talks and n < layout.first else "note"
    if state == "display":
        over = n + 1 < len(blocks) and blocks[n + 1]["kind"] == "credit"
        among = (
            layout.talks
            and n > layout.first
            and (QUOTED.match(block["shown"][:400]) or block["style"] == "block quote")
        )
        near = over and blocks[n + 1]["paragraph"] == block["paragraph"]
        credit = tables.signs["ends in a credit"].search(block["shown"][-90:])
        return "caption" if among or near or credit else "headline"
    dated = DATE.search(block["shown"]) or WITH.match(block["shown"])
    return "dateline" if dated and n < layout.end else "navigation"


def _name_the_unnamed(blocks: list[dict], raw: str) -> None:
    """Give unlabelled turns their speaker: who goes on, the only one in the role, the guest."""
    turns = [block for block in blocks if block["kind"] in ("question", "answer")]
    unnamed = [block for block in turns if not block["label"]]
    if not unnamed:
        return
    named: dict[str, set[str]] = {"question": set(), "answer": set()}
    for block in turns:
        named[block["kind"]] |= {block["speaker"]} - {""}
    if not any(block["label"] and block["kind"] == "answer" for block in turns):
        named["answer"] |= {_the_guest(blocks, raw)} - {""}
    previous: dict = {}
    for block in turns:
        if not block["label"]:
            people = named[block["kind"]]
            goes_on = previous and previous["kind"] == block["kind"]
            only = next(iter(people)) if len(people) == 1 else ""
            block["speaker"] = previous["speaker"] if goes_on else only
        previous = block


def _the_guest(blocks: list[dict], raw: str) -> str:
    """Return the only guest whom a page presents or addresses."""
    turns = [n for n, block in enumerate(blocks) if block["kind"] in ("question", "answer")]
    head = normalise(raw[: blocks[turns[0]]["start"]])[-4000:]
    asked = "\n".join(b["shown"] for b in blocks if b["kind"] == "question")
    presented = find_presented(head) - find_hosts(head)
    found = find_guest(normalise(raw[:4000]), asked)
    return found or (next(iter(presented)) if len(presented) == 1 else "")


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
