"""From the page as it came to blocks: what each part is, whose voice it is, and by which rule.

A page is read in three steps: lines become blocks, some blocks turn out to be turns, and the rest
is sorted by where it stands. Text without a speaker label is never given to the previous speaker
just because it follows; every block names the rule that decided, and
data/editorial/<interview>/blocks.csv overrules any of them.
"""

import hashlib
import re
from collections import Counter

import pandas as pd

from belegstelle.german.words import INVISIBLE, SPACE, count_words, is_tidy, normalise
from belegstelle.page.labels import (
    ADDRESS,
    BYLINE,
    KINDS,
    LABEL,
    QUOTED,
    VOICES,
    PageWords,
    assign_roles,
    canonical_label,
    find_addressed,
    find_guest,
    find_labels,
    name_speakers,
    present,
    read_page_words,
)
from belegstelle.project import TroubleError, editorial_path, raw_path, show_path
from belegstelle.store.files import decode, read_bytes
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


SOURCE = "title outlet publisher date address rights".split()


OVERRULED = "block begins kind voice speaker reason".split()


COLUMNS = "interview block kind voice speaker label start end n_words rule text".split()


# Something to see: "a", "…"; not " " or a lone zero-width space.
VISIBLE = re.compile("[^\\s\u00ad\u200b\u2060\ufeff]")


# A date at a dateline: "14.03.2014", "14. März 2014", "2014-03-14"; not "ein bis zwei Jahre".
DATE = re.compile(
    r"\b(?:\d{1,2}\.\s?(?:\d{1,2}\.|Jan\w*|Feb\w*|März|Apr\w*|Mai|Juni?|Juli?|Aug\w*|Sep\w*|"
    r"Okt\w*|Nov\w*|Dez\w*)\s?\d{4}|\d{4}-\d{2}-\d{2})\b"
)


# Who is spoken with, at the head of a page: "Ein Interview mit", "Im Gespräch mit".
WITH = re.compile("(?:Ein |Das )?Interview mit|(?:Im |Ein )?Gespräch mit")


# Spaces and mark-up that may open a block and are no part of it: "** ", "# "; not "#Thema".
AROUND = re.compile("(?:[*_\\s\u00ad\u200b\ufeff]|#{1,6}\\s|>\\s|[-–—•]\\s)*")


# What sets the names of a site's parts apart: "Politik | Sport", "Start › Wald"; not "1/2".
SITE_MARK = re.compile(r"[|›>»•·/](?<=\s.)\s")


# What ends a sentence, and what may close it: ".", "?“".
END_MARKS = tuple(".!?…:;")


CLOSING = "\"“”«»‹›'’)]*_"


# An item of a list: "- die Nächte,", "2. Zeitung"; not "2014 war es" or "3. Mai".
ITEM = re.compile(r"\s*(?:[-–—•*]\s|\d{1,2}[.)]\s(?!(?:Jan|Feb|März|Apr|Mai|Jun|Jul|Aug|Sep|Okt)))")


# The speaker of a sentence in the first person, in small letters: "ich", "meinem"; not "wir".
FIRST_PERSON = re.compile(r"(?:i(?<!\w.)ch|m(?<!\w.)(?:ich|ir|eine?[mnrs]?))\b")


# What stands in quotation marks: „Ich gehe“.
CITED = re.compile(r"[„“\"»«][^„“”\"»«]*[“”\"«»]")


# A time code after what is said: "#00:00:27-3#", "[00:27]"; not "um 10:30".
TIME_AFTER = re.compile(r"\s*(?:#\d\d:\d\d:\d\d(?:-\d)?#|\[\d{1,2}:\d\d(?::\d\d)?\])\s*$")


# What each of them opens with.
STYLED = "*_#>"


# How most lines are set.
PLAIN = {"style": "", "item": False}


# What a block is that opens with no label.
UNLABELLED = {"label": "", "speaker": "", "role": "", "rule": "", "kind": ""}


# How a line may be set so as to stand out: "**Warum?**", "## Warum?", "*Warum?*", "> Warum".
STYLES = {
    "bold": re.compile(r"(?:\*\*|__)[^*_].*(?:\*\*|__)$"),
    "heading": re.compile(r"#{1,6}\s"),
    "italic": re.compile(r"(?:\*[^*\s].*[^*]\*|_[^_\s].*[^_]_)$"),
    "block quote": re.compile(r">\s"),
}


def read_raw(interview: str) -> tuple[str, str]:
    """Return an interview as received, decoded, and the name of its encoding."""
    path = raw_path(interview)
    return decode(read_bytes(path), show_path(path))


def split_lines(raw: str, words: PageWords) -> list[dict]:
    """Return the page's lines that show something.

    Each has start, end, text, shown (the text normalised), paragraph (0..), style, item and
    page_kind. A line that only wraps (no blank line between, all lines short) is joined to the
    one before.
    """
    tidy = is_tidy(raw)
    lines: list[dict] = []
    at, paragraph, blank = 0, -1, True
    for part in _with_one_line_end(raw).split("\n"):
        text = part.strip()
        if text and VISIBLE.search(text):
            start, paragraph, blank = at + part.index(text), paragraph + blank, False
            shown = text if tidy else normalise(text)
            place = {"start": start, "end": start + len(text), "paragraph": paragraph}
            lines.append({"text": text, "shown": shown, **place, **_look(text)})
        else:
            blank = True
        at += len(part) + 1
    lines = _unwrapped(raw, lines, words)
    for line in lines:
        line["page_kind"] = words.kind_of(line["shown"])
    return lines


def _with_one_line_end(raw: str) -> str:
    """Return raw with "\\n" for every line end; no place in it moves."""
    text = raw.replace("\r\n", " \n").replace("\r", "\n")
    return text.replace("\u2028", "\n").replace("\u2029", "\n")


def _unwrapped(raw: str, lines: list[dict], words: PageWords) -> list[dict]:
    if max((len(line["text"]) for line in lines), default=0) > 100:
        return lines
    inner = [
        len(line["text"])
        for line, after in zip(lines, lines[1:], strict=False)
        if line["paragraph"] == after["paragraph"]
    ]
    if len(inner) < 3 or sorted(inner)[len(inner) // 2] < 45:
        return lines
    joined: list[dict] = []
    for line in lines:
        if joined and joined[-1]["paragraph"] == line["paragraph"] and _may_wrap(line, words):
            joined[-1]["end"] = line["end"]
        else:
            joined.append(line)
    for line in joined:
        line["text"] = raw[line["start"] : line["end"]]
        line |= {"shown": normalise(line["text"]), **_look(line["text"])}
    return joined


def _may_wrap(line: dict, words: PageWords) -> bool:
    text = line["text"]
    return not (LABEL.match(text[:90]) or words.kind_of(line["shown"]) or ITEM.match(text))


def read_blocks(raw: str, interview: str, words: PageWords) -> pd.DataFrame:
    """Read a page into its blocks, in order.

    raw: the decoded text. Returns one row per block: interview, block (1..), kind, voice,
    speaker (full name, or empty), label (as printed, without colon), start, end (code points of
    raw, label and mark-up left out), n_words (as printed; 0 for boilerplate), rule (why kind and
    voice are what they are), text (= raw[start:end]). data/editorial/<interview>/blocks.csv
    overrules kind, voice and speaker. Raises TroubleError if an override names no such block, or
    if the page shows no text at all.
    """
    blocks = list_blocks(raw, words)
    if not blocks:
        raise TroubleError(
            f"{show_path(raw_path(interview))} shows no text. Save the page into it and run again."
        )
    table = pd.DataFrame(blocks)
    table.insert(0, "interview", interview)
    table.insert(1, "block", range(1, len(table) + 1))
    table = override_blocks(table, interview)
    counts = table["voice"] != "boilerplate"
    table["n_words"] = table["text"].map(count_words).where(counts, 0)
    return table[COLUMNS]


def list_blocks(raw: str, words: PageWords) -> list[dict]:
    """Return a page's blocks in order, as read_blocks before anybody overrules it.

    Each has kind, voice, speaker, label, start, end, rule, text; none if the page shows no text.
    """
    return _sorted_by_place(_find_turns(split_lines(raw, words), words), raw[:4000])


def _find_turns(lines: list[dict], words: PageWords) -> list[dict]:
    """Return lines as blocks; labelled ones know label, name, role; a lone label takes the next."""
    text = present(lines)
    labels = find_labels(lines, text, words)
    names = {n: canonical_label(m["label"]) for n, m in labels.items()}
    speakers = name_speakers(list(names.values()), text, words)
    said = [(speakers[names[n]], _said(lines, n, labels)) for n in names]
    roles = assign_roles(said, text, words)
    counted = _count_turns(said, words)
    turns = {}
    for number, name in names.items():
        label, speaker = labels[number]["label"], speakers[name]
        if label not in turns:
            named = "" if words.role_of(speaker) else speaker
            turns[label] = _labelled(label.strip(), named, roles[speaker], counted[speaker])
    blocks, pending = [], UNLABELLED
    for number, line in enumerate(lines):
        opening = 0
        if number in labels:
            pending, opening = turns[labels[number]["label"]], labels[number].end()
        bare = _bare(line, opening)
        if bare["shown"] != line["shown"]:
            bare["page_kind"] = words.kind_of(bare["shown"])
        if bare["text"]:
            blocks.append({**line, **bare, **pending})
            pending = UNLABELLED
    return blocks


def _look(text: str) -> dict:
    """Return how a line is set: style (bold, heading, italic, block quote, or ""), item."""
    if text[0].isalpha():
        return PLAIN
    styles = STYLES if text[0] in STYLED else ()
    style = next((name for name in styles if STYLES[name].match(text)), "")
    return {"style": style, "item": bool(ITEM.match(text))}


def _labelled(label: str, speaker: str, role: str, counted: str) -> dict:
    return {
        "label": label,
        "speaker": speaker,
        "role": role,
        "kind": "question" if role == "interviewer" else "answer",
        "rule": f"label “{label}”{counted}",
    }


def _count_turns(said: list[tuple[str, str]], words: PageWords) -> dict[str, str]:
    """Return for each speaker in how many labelled turns there is a question, in words."""
    turns = Counter(speaker for speaker, _ in said)
    asking = Counter(speaker for speaker, words in said if "?" in words)
    return {
        speaker: ""
        if words.role_of(speaker)
        else f", with a question in {asking[speaker]} of {n} turns"
        for speaker, n in turns.items()
    }


def _said(lines: list[dict], number: int, labels: dict[int, re.Match]) -> str:
    rest = lines[number]["text"][labels[number].end() :]
    alone = not rest.strip("*_ ") and number + 1 < len(lines)
    return lines[number + 1]["text"] if alone else rest


def _bare(line: dict, opening: int) -> dict:
    """Return start, end, text and shown of a line without its opening and the mark-up around."""
    text = line["text"][opening:].lstrip()
    if not text[:1].isalpha():
        text = text[AROUND.match(text).end() :]
    start = line["end"] - len(text)
    if text[-1:] in ("#", "]"):
        tail = TIME_AFTER.search(text, max(0, len(text) - 30))
        text = text[: tail.start()] if tail else text
    text = text.rstrip("*_ \t\r\n\u00a0\u00ad\u200b\ufeff")
    shown = text if line["shown"] == line["text"] else normalise(text)
    return {"start": start, "end": start + len(text), "text": text, "shown": shown}


def _sorted_by_place(blocks: list[dict], page: str) -> list[dict]:
    """Decide kind, voice, speaker and rule of every block by its words and its place.

    page: the text that may present the guest of a page without labels.
    """
    labelled = {block["role"] for block in blocks} - {""}
    style = _question_style(blocks)
    if style:
        _mark_styled_questions(blocks, style)
    elif not labelled:
        _mark_asking_blocks(blocks)
    if labelled == {"interviewee"}:
        _mark_unlabelled_questions(blocks)
    if not labelled:
        _mark_following_answers(blocks)
    turns = [n for n, block in enumerate(blocks) if block["rule"]]
    first, last = (turns[0], turns[-1]) if turns else (len(blocks), -1)
    coming = _coming_turns(blocks)
    previous: dict = {}
    boxed = False
    for number, block in enumerate(blocks):
        if block["rule"]:
            boxed = False
        else:
            kind, rule = _by_words(blocks, number) or _by_place(
                blocks, number, first, last, previous, coming[number], boxed
            )
            boxed = boxed or (kind == "note" and _opens_box(block))
            if block["item"] and number and blocks[number - 1]["kind"] == "navigation":
                kind, rule = "navigation", "item of a list under navigation"
            block |= {"kind": kind, "rule": rule}
        if block["kind"] in ("question", "answer"):
            block["speaker"] = block["speaker"] or _speaker(block, previous)
            previous = block
        block["voice"] = VOICE_OF_KIND[block["kind"]]
    _name_the_unnamed(blocks, page)
    return blocks


def _speaker(block: dict, previous: dict) -> str:
    """Return the previous turn's speaker for a paragraph that goes on with it."""
    return previous["speaker"] if block["rule"].startswith("goes on") else ""


def _coming_turns(blocks: list[dict]) -> list[dict]:
    """Return for every block the next turn after it, or {}."""
    coming: list[dict] = []
    turn: dict = {}
    for block in reversed(blocks):
        coming.append(turn)
        turn = block if block["rule"] else turn
    return coming[::-1]


def _name_the_unnamed(blocks: list[dict], page: str) -> None:
    """Give unlabelled questions and answers their speaker where the page has only one."""
    turns = [block for block in blocks if block["kind"] in ("question", "answer")]
    unnamed = [block for block in turns if not block["speaker"] and not block["label"]]
    if not unnamed:
        return
    named: dict[str, set[str]] = {"question": set(), "answer": set()}
    for block in turns:
        named[block["kind"]] |= {block["speaker"]} - {""}
    has_role_words = any(block["label"] and not block["speaker"] for block in blocks)
    if not named["answer"] and not has_role_words:
        named["answer"] = {find_guest(normalise(page))}
    for block in unnamed:
        people = named[block["kind"]]
        if len(people) == 1:
            block["speaker"] = next(iter(people))


def _asks(block: dict) -> bool:
    return block["shown"].rstrip('*_ "“”«»)').endswith("?")


def _ends_sentence(text: str) -> bool:
    """Tell whether a text ends like a sentence; a headline breaks off."""
    return text.rstrip(CLOSING).endswith(END_MARKS)


def _is_short(block: dict, words: int) -> bool:
    return len(block["text"]) < 40 * words and count_words(block["text"]) <= words


def _stands_apart(blocks: list[dict], number: int) -> bool:
    """Tell whether a block is no speech by its look: crosshead, pull quote, list, furniture."""
    block = blocks[number]
    return bool(
        block["item"] or _is_quotation(block) or _is_crosshead(block) or _by_words(blocks, number)
    )


def _is_quotation(block: dict) -> bool:
    set_off = block["style"] == "block quote" or QUOTED.match(block["shown"][:400])
    return bool(set_off) and _is_short(block, 40)


def _is_crosshead(block: dict) -> bool:
    return not _ends_sentence(block["shown"]) and _is_short(block, 10)


def _mark_styled_questions(blocks: list[dict], style: str) -> None:
    """Mark as questions what is set like the questions of the page."""
    for number in _set_as_question(blocks, style):
        rule = f"set as {style}, as the questions of this page are"
        blocks[number] |= {"kind": "question", "rule": rule}


def _mark_asking_blocks(blocks: list[dict]) -> None:
    """Mark the questions of a page without labels, if two blocks ask at least."""
    asking = _asking_alone(blocks)
    if len(asking) < 2:
        return
    if all(blocks[number]["item"] for number in asking):
        for block in blocks:
            block["item"] = False
    for number in asking:
        rule = "ends in a question mark, no labels on page"
        blocks[number] |= {"kind": "question", "rule": rule}


def _mark_following_answers(blocks: list[dict]) -> None:
    """Mark the block after each question of a page without labels as its answer."""
    waits = False
    for number, block in enumerate(blocks):
        if block["kind"] == "question":
            waits = True
        elif waits and not _stands_apart(blocks, number):
            rule = "follows a question on a page without labels"
            block |= {"kind": "answer", "rule": rule}
            waits = False


def _question_style(blocks: list[dict]) -> str:
    """Return the style in which at least two questions are set and no answer is, or ""."""
    asking = [block["style"] for block in blocks if not block["label"] and _asks(block)]
    counts = {style: asking.count(style) for style in ("bold", "heading", "italic")}
    best = max(counts, key=counts.get)
    return best if counts[best] > 1 else ""


def _set_as_question(blocks: list[dict], style: str) -> list[int]:
    found = [
        n
        for n, block in enumerate(blocks)
        if block["style"] == style and not block["label"]
        if _asks(block) or not _stands_apart(blocks, n)
    ]
    first = next(place for place, n in enumerate(found) if _asks(blocks[n]))
    return [n for n in found[first:] if n + 1 < len(blocks)]


def _asking_alone(blocks: list[dict]) -> list[int]:
    asking = [
        n
        for n, block in enumerate(blocks)
        if _is_short(block, 80) and _asks(block) and not QUOTED.match(block["text"])
    ]
    asks = set(asking)
    asking = [n for n in asking if n + 1 < len(blocks) and n + 1 not in asks]
    if asking and asking[0] == 0 and not _alternates(blocks, asking):
        asking = asking[1:]
    return asking


def _alternates(blocks: list[dict], asking: list[int]) -> bool:
    """Tell whether a page opens with a question: every second block asks, none by name later."""
    later = blocks[2]["shown"] if len(blocks) > 2 else ""
    by_name = any(pattern.match(later) for pattern in ADDRESS.values())
    return asking == list(range(0, len(blocks) - 1, 2)) and not by_name


def _mark_unlabelled_questions(blocks: list[dict]) -> None:
    """Mark the questions on a page that labels answers only."""
    answers = [n for n, block in enumerate(blocks) if block["role"]]
    for before, number in zip([-1, *answers], answers, strict=False):
        block = blocks[number - 1]
        if block["rule"] or _by_words(blocks, number - 1):
            continue
        if _asks(block) and not _is_quotation(block):
            rule = "ends in a question mark before a labelled answer"
        elif _stands_apart(blocks, number - 1):
            continue
        elif before < 0:
            rule = "speaks to the guest before the first answer"
            if not find_addressed(block["shown"][:300]):
                continue
        elif blocks[before]["speaker"] == blocks[number]["speaker"]:
            rule = "stands between two labels of one speaker: somebody else's words"
        else:
            continue
        block |= {"kind": "question", "rule": rule}
    for number in range(answers[0] + 1, answers[-1]):
        block = blocks[number]
        if not block["rule"] and _asks(block) and not re.search(r"[.!?:]\s", block["text"]):
            rule = "a single question, on a page that labels answers only"
            block |= {"kind": "question", "rule": rule}


def _opens_box(block: dict) -> bool:
    """Tell whether a line is a heading of a box: "Zur Person"; not "Zur Person: Anna ist …"."""
    return _is_short(block, 5) and not _ends_sentence(block["shown"].rstrip(":"))


def _by_words(blocks: list[dict], number: int) -> tuple[str, str] | None:
    """Return kind and rule if the block's own words or its neighbour's tell what it is."""
    block = blocks[number]
    found = block["page_kind"]
    if found:
        byline = BYLINE.fullmatch(block["shown"][:300])
        return found[0], "byline" if byline else f"opens like {found[0]}"
    if not block["role"] and len(SITE_MARK.findall(block["shown"])) > 1 and _is_short(block, 30):
        return "navigation", "names set apart by marks"
    after = blocks[number + 1] if number + 1 < len(blocks) else None
    if after and not after["role"] and (after["page_kind"] or ("", ""))[0] == "credit":
        near = after["paragraph"] == block["paragraph"] or QUOTED.match(block["text"])
        if near and _is_short(block, 40):
            return "caption", "stands over a credit"
    return None


def _by_place(
    blocks: list[dict],
    number: int,
    first: int,
    last: int,
    previous: dict,
    coming: dict,
    boxed: bool,
) -> tuple[str, str]:
    """Return kind and rule of a block by where it stands among the turns."""
    if boxed:
        return "note", "stands in a box, up to the next turn"
    if last < 0:
        return _outside_turns(blocks, number)
    if number < first:
        return _before_turns(blocks, number)
    if number < last:
        return _between_turns(blocks[number], previous, coming)
    return _after_turns(blocks[number], previous)


def _before_turns(blocks: list[dict], number: int) -> tuple[str, str]:
    block = blocks[number]
    text = block["shown"]
    if not _ends_sentence(text) and _is_short(block, 16) and DATE.search(text):
        return "dateline", "short line with a date before the first turn"
    if WITH.match(text) and _is_short(block, 8):
        return "dateline", "byline before the first turn"
    if (QUOTED.match(text) or not _ends_sentence(text)) and _is_short(block, 25):
        return "headline", "short line before the first turn, quoted or without full stop"
    if number <= 1 and not re.search(r"[.!?]\s|[.:]$", text) and _is_short(block, 14):
        return "headline", "short line at the top of the page"
    return "standfirst", "prose before the first turn"


def _between_turns(block: dict, previous: dict, coming: dict) -> tuple[str, str]:
    if block["item"] and previous:
        return previous["kind"], "goes on: item of a list"
    if _asks(block) and coming["role"] == "interviewee" and not _is_quotation(block):
        return "question", "ends in a question mark before a labelled answer"
    if _is_quotation(block):
        return "caption", "pull quote: a short quotation set off between turns"
    if _is_crosshead(block):
        return "headline", "crosshead: short line without full stop between turns"
    if previous["kind"] == "question":
        if coming["kind"] == "question":
            return "answer", "unlabelled between two questions"
        return "note", "unlabelled between a question and its answer"
    unsure = LABEL.match(block["text"][:90])
    if unsure and len(canonical_label(unsure["label"]).split()) > 1:
        return (
            "answer",
            f"goes on: “{unsure['label'].strip()}:” stands nowhere else, so no label: check",
        )
    return "answer", "goes on: unlabelled between an answer and a later turn"


def _after_turns(block: dict, previous: dict) -> tuple[str, str]:
    text = block["shown"]
    if block["item"] and previous:
        return previous["kind"], "goes on: item of a list"
    if _is_short(block, 10) and DATE.search(text) and not _ends_sentence(text):
        return "dateline", "short line with a date after the last turn"
    if _is_short(block, 6) and not _ends_sentence(text):
        return "navigation", "short line without full stop after the last turn"
    if _is_quotation(block):
        return "caption", "pull quote: a short quotation set off after the last turn"
    if previous["kind"] == "question":
        return "answer", "unlabelled after the last question"
    if FIRST_PERSON.search(CITED.sub("", text).lower()):
        return "answer", "goes on: in the first person after the last answer"
    return "note", "no label after the last turn: editorial, not the last speaker's"


def _outside_turns(blocks: list[dict], number: int) -> tuple[str, str]:
    if number <= 2:
        kind, rule = _before_turns(blocks, number)
        if kind != "standfirst":
            return kind, rule.replace(" before the first turn", " at the top of the page")
    return "note", "no turns found on the page"


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
    """Return the blocks that no label settles: block, kind, voice, rule, begins (first words).

    Each can be overruled in data/editorial/<interview>/blocks.csv, by block and begins.
    """
    guessed = blocks[~blocks["rule"].str.startswith(("label", "decided"))]
    begins = guessed["text"].map(lambda text: " ".join(normalise(text).split()[:5]))
    return guessed.assign(begins=begins)[["block", "kind", "voice", "rule", "begins"]]


def read_source(interview: str) -> pd.DataFrame:
    """Return what is known of the source: field, value; see SOURCE for the fields."""
    path = editorial_path("source.csv", interview)
    source = read_editorial(path, ["field", "value"])
    expect_filled(path, source, "field", once=True)
    return source[source["value"] != ""]


def describe_raw(interview: str) -> pd.DataFrame:
    """Return the text as received in figures, and its source: field, value."""
    data = read_bytes(raw_path(interview))
    raw, encoding = read_raw(interview)
    facts = {
        "file": show_path(raw_path(interview)),
        "SHA-256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
        "encoding": encoding,
        "characters": len(raw),
        "lines with text": len(split_lines(raw, read_page_words())),
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
