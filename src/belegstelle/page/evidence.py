"""What speaks for a paragraph's being a question, an answer, a note: evidence seen, by name."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from typing import NamedTuple

from belegstelle.page.labels import ALONE, QUOTED
from belegstelle.page.lines import CLOSING, ends_sentence
from belegstelle.page.names import BYLINE, HEAD, find_addressed, find_guests, presents
from belegstelle.page.tables import NEVER, PageTables

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
# So many paragraphs seldom stand above a talk.
FAR = 12
SET_OFF = {"a quotation set off", "quoted throughout", "a heading"}
# The signs of what asks without a question mark.
ASKING = {"addresses by name", "asks to tell"}


class Layout(NamedTuple):
    """What a page's paragraphs are seen against.

    first, last: the paragraphs between which it talks, by its labels; roles: those whose turns
    have labels; dense: most paragraphs between the labels have; around: the roles of the labels
    above and below each paragraph; named: whether the one above has a line of its own; comments:
    where readers' comments or teasers begin; thanked: where a guest is thanked last of all; boxed:
    paragraphs in a box; page: its text; guests: what finds their surnames; quoted: what is said
    stands in quotation marks; flow: the paragraphs that may be turns.
    """

    first: int
    last: int
    roles: set[str]
    dense: bool
    around: list[tuple[str, str]]
    named: list[bool]
    comments: int
    thanked: int
    boxed: set[int]
    page: str
    guests: re.Pattern
    quoted: bool
    flow: list[int]


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
    head = head.strip("*_ ").rstrip(" 0123456789.)").casefold()
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


def trails(text: str) -> bool:
    """Tell whether a text is a prompt, which somebody else is to finish: "Morgens gehe ich …"."""
    return len(text) < SHORT and text.rstrip(CLOSING).endswith(("…", "..."))


def find_signs(block: dict, signs: dict[str, re.Pattern]) -> list[str]:
    """Return the signs that an unlabelled paragraph has, outside of what it cites."""
    text = NUMBER.sub("", block["shown"]) if block["shown"][0].isdigit() else block["shown"]
    if not is_set_off(block) and any(mark in text for mark in '"„»'):
        text = CITED.sub("", text)
    return [name for name, sign in signs.items() if sign.search(text)]


def is_set_off(block: dict) -> bool:
    """Tell whether a block is wholly in quotation marks, or set as a quotation."""
    return block["style"] == "block quote" or bool(QUOTED.match(NUMBER.sub("", block["shown"])))


def may_ask(block: dict) -> bool:
    """Tell whether a paragraph may be a question, with or without its mark."""
    return asks(block["shown"]) or not ASKING.isdisjoint(block["signs"])


def read_layout(blocks: list[dict]) -> Layout:
    """Return what a page's paragraphs are seen against; its blocks know their signs."""
    numbered = list(enumerate(blocks))
    labelled = [n for n, block in numbered if block["role"]]
    free = [n for n, block in numbered if not block["role"] and not block["kind"]]
    plain = [blocks[n] for n in free if not asks(blocks[n]["shown"])]
    asking = [n for n in free if may_ask(blocks[n])]
    inside = labelled and [
        n for n, b in numbered if labelled[0] <= n <= labelled[-1] and not b["kind"]
    ]
    over = labelled[-1] if labelled else [*asking[:2], 0][-1]
    ends = [n for n, b in numbered if n > over and "readers' comments" in b["signs"]]
    ends += [
        n
        for n, b in numbered
        if n > max(labelled[-1:], default=1) and "teasers" in b["signs"]
        # The talk is over where most asking is done; one question may come.
        if _left(asking, n) <= min(1, len(asking) // 3)
    ]
    first, last = _span(labelled, asking) if labelled else (-1, -1)
    count = Counter(blocks[n]["role"] for n in labelled if blocks[n]["role"] != "none")
    above = _above(blocks, "role")
    below = _above(blocks[::-1], "role")[::-1]
    page = "\n".join(block["shown"] for block in blocks)
    return Layout(
        first=first,
        last=last,
        roles={role for role in count if 3 * count[role] > max(count.values())},
        dense=bool(labelled) and 2 * len(labelled) >= len(inside),
        around=list(zip(above, below, strict=True)),
        named=[form in ALONE for form in _above(blocks, "form")],
        comments=min(ends, default=len(blocks)),
        thanked=max(
            (
                n
                for n, b in numbered
                if "thanks for the talk" in b["signs"] and 4 * _left(asking, n + 1) <= len(asking)
            ),
            default=len(blocks),
        ),
        boxed=_boxed(blocks),
        page=page,
        guests=_guests(blocks, page[:HEAD]),
        quoted=not labelled and 3 * sum(map(is_set_off, plain)) > len(plain) > 2,
        flow=[n for n, b in numbered if not b["kind"] and "in brackets" not in b["signs"]],
    )


def _guests(blocks: list[dict], head: str) -> re.Pattern:
    """Return what finds the surnames of who answers: by labels, else addressed or said to."""
    full = {block["speaker"] for block in blocks if block["role"] == "answers"} - {""}
    full = full or {*find_guests(head), *find_addressed(head)}
    names = sorted({re.escape(name.split()[-1]) for name in full})
    return re.compile(rf"\b(?:{'|'.join(names)})s?\b") if names else NEVER


def _span(labelled: list[int], asking: list[int]) -> tuple[int, int]:
    """Return between which paragraphs a page talks: labels, and questions that have lost theirs."""
    few = len(labelled) < 3
    earlier = [n for n in asking if n < labelled[0]]
    later = [n for n in asking if n > labelled[-1]]
    lost = len(later) > 1 or (few and later)
    return (
        earlier[0] if few and len(earlier) > 1 else labelled[0],
        later[-1] + 1 if lost else labelled[-1],
    )


def _left(asking: list[int], n: int) -> int:
    """Return how many of the paragraphs that ask are not above a paragraph."""
    return len(asking) - bisect_left(asking, n)


def list_styles(blocks: list[dict]) -> list[str]:
    """Return the styles in which a page may set its questions; "" if it sets none apart.

    A third of what is so set has a sign of asking.
    """
    if 2 * sum(bool(block["role"]) for block in blocks) > len(blocks):
        return [""]
    asking = defaultdict(list)
    for block in blocks:
        if not block["role"] and not block["kind"] and block["style"]:
            signs = ASKING.union({"speaks to somebody"}).intersection(block["signs"])
            asking[block["style"]].append(asks(block["shown"]) or trails(block["shown"]) or signs)
    return ["", *(s for s, seen in asking.items() if 3 * sum(map(bool, seen)) >= len(seen) > 1)]


def see_style(block: dict, found: list[str], style: str) -> list[str]:
    """Return what is seen of a paragraph if a page sets its questions in a style.

    found: what is seen of it else; what the style tells is no quotation and no heading. An item
    of a list is set as lists are.
    """
    if not style or block["role"] or (block["item"] and block["style"] != style):
        return found
    if block["style"] != style:
        return [*found, "not set like the questions"]
    return [*(name for name in found if name not in SET_OFF), "set like the questions"]


def _above(blocks: list[dict], told: str) -> list[str]:
    """Return for each paragraph what is told ("role", "form") of the label above it."""
    last, found = "", []
    for block in blocks:
        found.append(last)
        last = block[told] or last
    return found


def _boxed(blocks: list[dict]) -> set[int]:
    """Return the paragraphs below a box's heading ("Zur Person"), up to the next turn."""
    found, open_ = set(), False
    for n, block in enumerate(blocks):
        shown = block["shown"].rstrip(":")
        if block["role"] or asks(shown):
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
    whole, asking = ends_sentence(text), asks(text)
    quoted = not layout.quoted and is_set_off(block)
    below = blocks[n + 1] if n + 1 < len(blocks) else {"kind": "", "paragraph": -1}
    holds = {
        "a paragraph": True,
        "asks": asking,
        "asks within": not asking and "? " in text,
        "does not ask": not asking,
        "a short question": asking and not quoted and size < SHORT,
        "trails off": trails(text),
        "opens in small letters": text[0].islower(),
        "the first line": n == 0,
        "far down": n >= FAR,
        "a heading": block["style"] == "heading",
        "names the guest": not asking and layout.guests.search(text),
        "presents somebody": not asking and presents(text),
        "a quotation set off": quoted and size < 320,
        "quoted throughout": quoted and size >= 200,
        "a whole sentence": whole and not quoted,
        "a short line without full stop": not (whole or block["item"] or text[-1] == ",")
        and size < SHORT,
        "prose": whole and size > SHORT,
        "long": size > LONG,
        f"the page's word for {kind}": kind,
        f"{block['round']} of a quick round": block["round"],
        "a short line with a date": not whole
        and size < 2 * SHORT
        and (DATE.search(text) or (WITH.match(text) and size < 60)),
        "stands over a credit": below["kind"] == "credit"
        and size < LONG
        and (below["paragraph"] == block["paragraph"] or quoted),
        "repeats what is said": 25 < size < LONG
        and not asking
        and layout.page.count(text.strip("„“\"»«‚‘'›‹.*_ ")) > 1,
        "below a box's heading": n in layout.boxed,
        "below readers' comments": n >= layout.comments,
        "below the last thanks": n > layout.thanked,
    }
    if layout.roles:
        holds |= _observe_labels(blocks, n, layout)
    return [name for name, is_so in holds.items() if is_so] + block["signs"]


def _observe_labels(blocks: list[dict], n: int, layout: Layout) -> dict[str, object]:
    """Return what is seen of a paragraph's place among labelled turns."""
    at = bisect_left(layout.flow, n)
    after = next((blocks[m] for m in layout.flow[at : at + 2] if m > n), {"role": ""})
    above, coming = layout.around[n]
    both = {"asks", "answers"} <= layout.roles
    return {
        "below a name that asks": layout.named[n] and above == "asks",
        "below a name that answers": layout.named[n] and above == "answers",
        "above the first label": n < layout.first,
        "below the last label": n > layout.last,
        "questions have labels": "asks" in layout.roles and layout.dense,
        "before a labelled answer": after["role"] == "answers"
        and not (both and layout.dense)
        and layout.first <= n <= layout.last,
        "below a labelled question": above == "asks" and coming != "answers" and not both,
        "below a labelled answer": above == "answers" and coming == "asks",
        "between question and answer": above == "asks" and coming == "answers",
    }
