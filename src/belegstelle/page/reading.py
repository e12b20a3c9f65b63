"""From the page as it came to blocks: what each part is, whose voice it is, and on what evidence.

Notation is masked, lines become blocks, labels become people, and what has no label is decided by
evidence that adds up, for the page as a whole. Text without a speaker label is never given to the
previous speaker just because it follows; every block names the evidence that carried it.
"""

import re
from collections.abc import Mapping

import numpy as np

from belegstelle.german.words import normalise
from belegstelle.page.decoding import STATES, SURE, VOICED, decode_page
from belegstelle.page.evidence import (
    DATE,
    WITH,
    Layout,
    asks,
    find_signs,
    is_set_off,
    kind_of,
    list_styles,
    observe,
    read_layout,
    see_style,
)
from belegstelle.page.labels import (
    bare,
    find_label,
    find_labels,
    role_of,
    split_inline,
    split_questions,
    split_rounds,
    split_run_in,
)
from belegstelle.page.lines import ends_sentence, join_wrapped, split_lines
from belegstelle.page.names import find_guest, find_hosts, find_presented, names_someone
from belegstelle.page.notation import find_notation, mask
from belegstelle.page.people import read_people
from belegstelle.page.tables import PageTables, add_up
from belegstelle.store.schema import VOICES

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
VOICE_OF_STATE = dict(zip(VOICED, VOICES, strict=True))
# What a block is that opens with no label.
UNLABELLED = {"label": "", "form": "", "speaker": "", "role": "", "rule": "", "certainty": 0.0}
# Points of a labelled block: nothing outweighs them; its certainty is the label's.
OF_ROLE = {
    role: [SURE if state.split()[0] == kind else 0.0 for state in STATES]
    for role, kind in (("asks", "question"), ("answers", "answer"), ("none", "editorial"))
}
# Notation that cuts speech by time.
TIMED = {"cue timing", "bracketed time code", "time code"}
# A page of so many lines of one sentence each is cut by sentence.
MANY = 30
# Where a sentence ends and one begins.
SENTENCE_END = re.compile(r"[.!?…][“\"»)]*\s+[A-ZÄÖÜ„»]")
NOBODY: dict[str, tuple[str, str]] = {}


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
    cut = _are_cut(lines, notation)
    for line in lines:
        line |= {"kind": kind_of(line["shown"], tables), "cut": cut}
    return split_rounds(split_inline(split_run_in(lines), tables))


def _are_cut(lines: list[dict], notation: list) -> bool:
    """Tell whether lines are cut by time or by sentence, and so not by who speaks."""
    if 2 * sum(kind in TIMED for kind, _, _ in notation) > len(lines):
        return True
    return len(lines) > MANY and len(lines) < 1.25 * sum(
        not SENTENCE_END.search(line["shown"]) for line in lines
    )


def _opens(lines: list[dict], n: int, tables: PageTables) -> bool:
    """Tell whether a line may open with a label and goes on from none."""
    label = find_label(lines[n]["text"], tables)
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
                "form": label.form,
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
    for block in blocks:
        block["signs"] = [] if block["role"] else find_signs(block, tables.signs)
    layout = read_layout(blocks)
    seen = [[] if b["role"] else observe(blocks, n, layout) for n, b in enumerate(blocks)]
    readings = [(_read_as(s, blocks, seen, tables), s) for s in list_styles(blocks)]
    (found, told, _), style = max(readings, key=lambda reading: reading[0][2])
    plain = not style and not layout.roles
    turns = [n for n, (state, _) in enumerate(found) if state < 2]
    for n, (block, (state, certainty)) in enumerate(zip(blocks, found, strict=True)):
        kind = STATES[state].split()[0]
        block["voice"] = VOICES[VOICED.index(kind)]
        block["kind"] = _kind(blocks, n, kind, turns, layout)
        if not block["role"]:
            points = {w: tables.weights[w][state] for w in told[n] if w in tables.weights}
            carried = sorted((w for w in points if points[w] > 0), key=lambda w: -points[w])
            block["rule"] = ", ".join(carried[:3]) or "by what stands beside it"
            most = 1 if certainty == 1 else 0.85 if block["cut"] and plain else 0.9999
            block["certainty"] = min(round(certainty, 4), most)


def _read_as(
    style: str, blocks: list[dict], seen: list[list[str]], tables: PageTables
) -> tuple[list[tuple[int, float]], list[list[str]], float]:
    """Read a page as if it set its questions in a style: states, what is seen, how likely."""
    told = [see_style(block, found, style) for block, found in zip(blocks, seen, strict=True)]
    points = np.array(
        [
            OF_ROLE.get(block["role"]) or add_up(evidence, tables.weights, len(STATES))
            for block, evidence in zip(blocks, told, strict=True)
        ]
    ).reshape(-1, len(STATES))
    # What is surely no turn interrupts none: what stands around is decoded as if it were not there.
    best, most = points.argmax(axis=1), points.max(axis=1)
    aside = (most >= SURE) & (best > 1)
    flow = np.flatnonzero(~aside).tolist()
    tied = {at for at, n in enumerate(flow) if at and _goes_on(blocks[n], blocks[flow[at - 1]])}
    result = [(int(state), 1.0) for state in best]
    decoded, likely = decode_page(points[flow], tables.steps, tied)
    for n, state in zip(flow, decoded, strict=True):
        result[n] = state
    return result, told, likely + float(most[aside].sum())


def _goes_on(block: dict, above: dict) -> bool:
    """Tell whether a block is an item of a list, or goes on with a sentence from above."""
    open_ = not ends_sentence(above["shown"]) or above["shown"].endswith(":")
    return not block["role"] and (
        (block["item"] and not is_set_off(block) and (above["item"] or not asks(above["shown"])))
        or (open_ and block["shown"][0].islower())
        or above["shown"].endswith((",", ":"))
    )


def _unlist(blocks: list[dict]) -> None:
    """Take it back that lines are items of lists where turns are numbered or dashed."""
    asking = [block["item"] for block in blocks if not block["role"] and asks(block["shown"])]
    if 2 * sum(block["item"] for block in blocks) > len(blocks) or (asking and all(asking)):
        for block in blocks:
            block["item"] = False


def _kind(blocks: list[dict], n: int, state: str, turns: list[int], layout: Layout) -> str:
    """Return the finer kind of a block whose state is told; turns: where questions and answers."""
    block = blocks[n]
    if state in ("question", "answer"):
        return state
    if VOICE_OF_KIND.get(block["kind"], "") == VOICE_OF_STATE[state]:
        return block["kind"]
    if state == "editorial":
        return "standfirst" if turns and n < turns[0] else "note"
    if state == "display":
        below = blocks[n + 1] if n + 1 < len(blocks) else {"kind": "", "paragraph": -1}
        near = below["kind"] == "credit" and below["paragraph"] == block["paragraph"]
        among = turns and n > turns[0] and is_set_off(block)
        return "caption" if among or near or "ends in a credit" in block["signs"] else "headline"
    dated = DATE.search(block["shown"]) or WITH.match(block["shown"])
    return "dateline" if dated and n < layout.comments else "navigation"


def _name_the_unnamed(blocks: list[dict], raw: str) -> None:
    """Give unlabelled turns their speaker: who goes on, the only one in the role, the guest."""
    turns = [block for block in blocks if block["kind"] in ("question", "answer")]
    if all(block["label"] for block in turns):
        return
    named = {
        kind: {b["speaker"] for b in turns if b["kind"] == kind} - {""}
        for kind in ("question", "answer")
    }
    if not any(block["label"] and block["kind"] == "answer" for block in turns):
        named["answer"] |= {_the_guest(turns, raw)} - {""}
    previous: dict = {"kind": ""}
    for block in turns:
        if not block["label"]:
            people = named[block["kind"]]
            only = next(iter(people)) if len(people) == 1 else ""
            block["speaker"] = previous["speaker"] if previous["kind"] == block["kind"] else only
        previous = block


def _the_guest(turns: list[dict], raw: str) -> str:
    """Return the only guest whom a page presents or addresses."""
    head = normalise(raw[: turns[0]["start"]])[-4000:]
    asked = "\n".join(block["shown"] for block in turns if block["kind"] == "question")
    presented = find_presented(head) - find_hosts(head)
    found = find_guest(normalise(raw[:4000]), asked)
    return found or (next(iter(presented)) if len(presented) == 1 else "")
