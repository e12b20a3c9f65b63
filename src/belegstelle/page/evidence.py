"""What speaks for a paragraph's being a question, an answer, a note: evidence seen, by name."""

import re
from bisect import bisect_left
from collections import Counter
from typing import NamedTuple

from belegstelle.page.labels import QUOTED
from belegstelle.page.lines import ends_sentence
from belegstelle.page.names import BYLINE, PRESENTED
from belegstelle.page.tables import PageTables

# A date: "14.03.2014", "14. März 2014", "2014-03-14"; not "ein bis zwei Jahre".
DATE = re.compile(
    r"\b(?:\d{1,2}\.\s?(?:\d{1,2}\.|Jan\w*|Feb\w*|März|Apr\w*|Mai|Juni?|Juli?|Aug\w*|Sep\w*|"
    r"Okt\w*|Nov\w*|Dez\w*)\s?\d{4}|\d{4}-\d{2}-\d{2})\b"
)
# Who is spoken with, at the head of a page: "Ein Interview mit"; not "Interview: Mehr Licht".
WITH = re.compile(r"(?:(?:Ein |Das )?Interview|(?:Im |Ein )?Gespräch) mit\b")
# What stands in quotation marks: „Ich gehe“.
CITED = re.compile(r"[„“\"»«][^„“”\"»«]*[“”\"«»]")
# What sets the names of a site's parts apart: "Politik | Sport", "Start › Wald"; not "1/2".
SITE_MARK = re.compile(r"[|›>»•·/](?<=\s.)\s")
# A number before a text: "1. Wer"; not "3 Leute".
NUMBER = re.compile(r"^\d{1,2}[.)] ")
SHORT, LONG = 90, 300
# The signs of what asks without a question mark, and of what speaks to a guest.
ASKING = {"addresses by name", "asks to tell"}
SPEAKING = {"addresses by name", "speaks to somebody"}


class Layout(NamedTuple):
    """How a page sets its turns apart.

    first, last: the paragraphs between which it talks; style: of its questions; roles: those whose
    turns have labels; dense: most paragraphs have; slots: paragraph → whose turn it would be, where
    questions and answers alternate; end: where comments begin; boxed: paragraphs in a box; talks:
    whether there are turns at all; page: its text; quotes: what is said stands in quotation
    marks; flow: the paragraphs that may be turns; around: the roles of the labels above and below
    each paragraph; site: where the site goes on.
    """

    first: int
    last: int
    style: str
    roles: set[str]
    dense: bool
    slots: dict[int, str]
    end: int
    boxed: set[int]
    talks: bool
    page: str
    quotes: bool
    flow: list[int]
    around: list[tuple[str, str]]
    site: int


def kind_of(text: str, tables: PageTables) -> str:
    """Return the kind the page's own words give a line ("Foto: Archiv"), or "".

    text: the line, normalised.
    """
    if len(text) > LONG and ":" not in text[:40]:
        return ""
    shown = text[:LONG].strip("*_#> ")
    if shown.startswith("©"):
        return "credit"
    if BYLINE.fullmatch(shown):
        return "dateline"
    head, colon, _ = shown.partition(":")
    head = head.strip("*_ ").casefold()
    kind, _ = tables.words.get(head, ("", ""))
    if not kind and colon and tables.words.get(head.partition(" ")[0], ("",))[0] == "note":
        kind = "note"
    if kind in ("", "question", "answer") or (
        len(text) > LONG and kind not in ("note", "keywords")
    ):
        few = len(text) < SHORT * 2 and len(SITE_MARK.findall(shown)) > 1
        return "navigation" if few and not kind else ""
    return kind if colon or kind in ("navigation", "note", "credit") else ""


def asks(text: str) -> bool:
    """Tell whether a text ends by asking."""
    return text.rstrip('*_ "“”«»)').endswith("?")


def find_signs(block: dict, signs: dict[str, re.Pattern]) -> list[str]:
    """Return the signs that an unlabelled paragraph has, outside of what it cites."""
    text = block["shown"]
    if not is_set_off(block) and any(mark in text for mark in '"„»'):
        text = CITED.sub("", text)
    return [name for name, sign in signs.items() if sign.search(text)]


def is_set_off(block: dict) -> bool:
    """Tell whether a block is wholly in quotation marks, or set as a quotation."""
    return block["style"] == "block quote" or bool(QUOTED.match(NUMBER.sub("", block["shown"])))


def _may_ask(block: dict) -> bool:
    """Tell whether a paragraph may be a question, with or without its mark."""
    return asks(block["shown"]) or not ASKING.isdisjoint(block["signs"])


def read_layout(blocks: list[dict]) -> Layout:
    """Return how a page sets its turns apart; its blocks know their signs."""
    numbered = list(enumerate(blocks))
    labelled = [n for n, block in numbered if block["role"]]
    free = [n for n, block in numbered if not block["role"] and not block["kind"]]
    plain = [blocks[n] for n in free if not asks(blocks[n]["shown"])]
    quotes = not labelled and 3 * sum(map(is_set_off, plain)) > len(plain) > 2
    style = "" if 2 * len(labelled) > len(blocks) else _question_style(blocks)
    asking = [
        n
        for n in free
        if (not style or blocks[n]["style"] == style) and _may_ask(blocks[n])
        if len(blocks[n]["shown"]) < 600 and not is_set_off(blocks[n])
        if "opens like a headline" not in blocks[n]["signs"]
    ]
    flow = [n for n, b in numbered if not b["kind"] and "in brackets" not in b["signs"]]
    named = any("addresses by name" in blocks[n]["signs"] for n in asking)
    talks = bool(labelled) or len(asking) > 1 or bool(asking and (style or named))
    first, last = _span(blocks, labelled, asking, style) if talks else (-1, len(blocks))
    inside = [n for n, block in numbered if first <= n <= last and not block["kind"]]
    dense = bool(labelled) and 2 * len(labelled) >= len(inside)
    slots = {} if dense or style or not talks else _slots(blocks, asking, inside)
    if not slots and not labelled and not style and len(asking) > 3 and asking[1] == asking[0] + 1:
        # What asks first, right above a question, may be the standfirst: the rest alternates.
        slots = _slots(blocks, asking[1:], [n for n in inside if n >= asking[1]])
        first = asking[1] if slots else first
    if slots and len([n for n in flow if n > last]) == 2:
        last = flow[-1]
    over = labelled[-1] if labelled else sorted([*asking, 0, 0])[1] if talks else last
    ends = [n for n, b in numbered if n > over and "readers' comments" in b["signs"]]
    ends += [
        n
        for n, b in numbered
        if n > max(labelled[-1:], default=1) and "teasers" in b["signs"] and _ends(asking, n)
    ]
    count = Counter(blocks[n]["role"] for n in labelled if blocks[n]["role"] != "none")
    above = _above(blocks)
    below = _above(blocks[::-1])[::-1]
    return Layout(
        first=first,
        last=last,
        style=style,
        roles={role for role in count if 3 * count[role] > max(count.values())},
        dense=dense,
        slots=slots,
        end=min(ends, default=len(blocks)),
        boxed=_boxed(blocks, style),
        talks=talks,
        page="\n".join(block["shown"] for block in blocks),
        quotes=quotes,
        flow=flow,
        around=list(zip(above, below, strict=True)),
        site=next((n for n, b in numbered if n > last and b["kind"] == "navigation"), len(blocks)),
    )


def _ends(asking: list[int], n: int) -> bool:
    """Tell whether the talk is over at a paragraph: most asking is done, one question may come."""
    return len(asking) - bisect_left(asking, n) <= min(1, len(asking) // 3)


def _question_style(blocks: list[dict]) -> str:
    """Return the style in which at least two unlabelled questions are set, or ""."""
    asking = [b["style"] for b in blocks if not b["role"] and b["style"] and asks(b["shown"])]
    best = max(("bold", "heading", "italic"), key=asking.count)
    styled = sum(b["style"] == best for b in blocks)
    return best if asking.count(best) > 1 or (asking.count(best) and styled > 3) else ""


def _span(
    blocks: list[dict], labelled: list[int], asking: list[int], style: str
) -> tuple[int, int]:
    """Return the first and last paragraph that is surely in the talk."""
    styled = [n for n, b in enumerate(blocks) if style and b["style"] == style and not b["kind"]]
    if not labelled:
        spoken = not style and not SPEAKING.isdisjoint(blocks[0]["signs"])
        titled = asking[0] == 0 and not style and not spoken and asking[1] > 2
        opens = spoken and len(blocks[0]["shown"]) < SHORT
        return 0 if opens else asking[int(titled)], max([asking[-1], *styled]) + 1
    first, last = labelled[0], labelled[-1]
    if blocks[first]["role"] == "answers" and first and _may_ask(blocks[first - 1]):
        first -= 1
    if style:
        return min([first, *asking]), max(last, styled[-1] + 1)
    few = len(labelled) < 3
    later = [n for n in asking if n > last]
    earlier = [n for n in asking if n < first]
    return (
        earlier[0] if few and len(earlier) > 1 else first,
        later[-1] + 1 if len(later) > 1 or (few and later) else last,
    )


def _slots(blocks: list[dict], asking: list[int], inside: list[int]) -> dict[int, str]:
    """Return whose turn each paragraph is on a page that alternates strictly, else nothing."""
    asks_there = set(asking)
    known = {n for n in inside if n in asks_there or blocks[n]["role"] == "asks"}
    answers = {n for n in inside if blocks[n]["role"] == "answers"}
    place = {n: at for at, n in enumerate(inside)}
    if len(known) < 2:
        return {}
    odd = [place[n] % 2 for n in sorted(known)] + [1 - place[n] % 2 for n in sorted(answers)]
    mostly = int(2 * sum(odd) > len(odd))
    agree = odd.count(mostly) / len(odd)
    slots = [n for n in inside if place[n] % 2 == mostly]
    filled = sum(n in known for n in slots) / max(len(slots), 1)
    if agree < 0.85 or filled < 0.5:
        return {}
    stream = [*inside, *range(inside[-1] + 1, min(inside[-1] + 3, len(blocks)))]
    return {n: "question" if at % 2 == mostly else "answer" for at, n in enumerate(stream)}


def _above(blocks: list[dict]) -> list[str]:
    """Return for each paragraph the role of the label above it."""
    last, found = "", []
    for block in blocks:
        found.append(last)
        last = block["role"] or last
    return found


def _boxed(blocks: list[dict], style: str) -> set[int]:
    """Return the paragraphs below a box's heading ("Zur Person"), up to the next turn."""
    found, open_ = set(), False
    for n, block in enumerate(blocks):
        shown = block["shown"].rstrip(":")
        if block["role"] or (style and block["style"] == style) or asks(shown):
            open_ = False
        elif open_ and not block["kind"]:
            found.add(n)
        elif block["kind"] == "note":
            open_ = len(shown) < SHORT and not ends_sentence(shown)
    return found


def observe(blocks: list[dict], n: int, layout: Layout) -> list[str]:
    """Return the names of what is seen of a paragraph without a label."""
    block = blocks[n]
    text, size, kind = block["shown"], len(block["shown"]), block["kind"]
    inside, early = layout.first <= n <= layout.last, n < layout.first
    whole, asking = ends_sentence(text), asks(text)
    quoted = not layout.quotes and is_set_off(block)
    below = blocks[n + 1] if n + 1 < len(blocks) else {"kind": "", "paragraph": -1}
    holds = {
        "asks": asking,
        "presents somebody": not inside and not asking and PRESENTED.match(text),
        "a quotation set off": quoted and size < 320,
        "quoted throughout": quoted and size >= 200,
        "a whole sentence": whole and not quoted,
        "a short line without full stop": not (whole or block["item"] or text[-1] == ",")
        and size < SHORT,
        "prose": whole and size > SHORT,
        "long": size > LONG,
        f"the page's word for {kind}": kind,
        "a short line with a date": not inside
        and not whole
        and size < 2 * SHORT
        and (DATE.search(text) or (WITH.match(text) and size < 60)),
        "stands over a credit": below["kind"] == "credit"
        and size < LONG
        and (below["paragraph"] == block["paragraph"] or quoted),
        "repeats what is said": 25 < size < LONG
        and not asking
        and layout.page.count(text.strip("„“\"»«‚‘'›‹.*_ ")) > 1,
        "below a box's heading": n in layout.boxed,
        "below readers' comments": n >= layout.end,
        "no turn on the page": not layout.talks,
        "a sentence before the first turn": early and whole and not asking and not quoted,
        "a short question before the first turn": early and asking and size < SHORT,
    }
    if layout.talks:
        holds |= _observe_place(blocks, n, layout, inside)
    return [name for name, is_so in holds.items() if is_so] + block["signs"]


def _observe_place(blocks: list[dict], n: int, layout: Layout, inside: bool) -> dict[str, object]:
    """Return what is seen of a paragraph's place among the turns."""
    at = bisect_left(layout.flow, n)
    before = blocks[layout.flow[at - 1]] if at else {"role": ""}
    after = next((blocks[m] for m in layout.flow[at : at + 2] if m > n), {"role": ""})
    styled = bool(layout.style) and blocks[n]["style"] == layout.style
    above, coming = layout.around[n]
    both = {"asks", "answers"} <= layout.roles
    return {
        "set like the page's questions": styled,
        "not set like the page's questions": layout.style and not styled,
        "before the first turn": n < layout.first,
        "among the turns": inside,
        "after the last label": n > layout.last and (layout.roles or layout.style),
        "after the last question": n > layout.last and not layout.roles and not layout.style,
        "questions have labels": "asks" in layout.roles and layout.dense,
        "before a labelled answer": after["role"] == "answers"
        and not (both and layout.dense)
        and inside,
        "between two labels of one": before["role"]
        and after["role"] == "answers"
        and before["speaker"] == after["speaker"]
        and "asks" not in layout.roles,
        "below a labelled question": above == "asks" and coming != "answers",
        "below a labelled answer": above == "answers" and coming == "asks",
        "between question and answer": above == "asks" and coming == "answers",
        "the interviewer's turn": layout.slots.get(n) == "question",
        "the guest's turn": layout.slots.get(n) == "answer",
        "below furniture": n > layout.site,
    }
