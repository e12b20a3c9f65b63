"""Speaker labels: which lines may open with one, by one table of forms.

A form makes no label by itself: page.people weighs who comes again, takes turns, is known.
"""

import re
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from belegstelle.page.lines import ends_sentence
from belegstelle.page.names import NUMBERED, canonical_label, names_someone
from belegstelle.page.notation import CODE, RUN_IN, runs_in
from belegstelle.page.tables import PageTables

# A label inside a paragraph, behind a sentence's end: "… Bienen? Brandis: Zwölf."; not ", also: ".
INLINE = re.compile(
    r"(?<=[.!?…\"“”»)*_]) +[*_]*(?P<label>[A-ZÄÖÜ][\w.’'*/-]*"
    r"(?: (?:[A-ZÄÖÜ][\w.-]*|von|der|de|zu)){0,3}(?: \([^)\n]{1,30}\))?):(?=[*_]* )"
)
# Where a sentence ends inside a label, which then is none: "stimmt. Ich"; not "Dr. Anna", "Parl. ".
BREAKS = re.compile(
    r"[a-zäöüß]{3}(?<!\b(?:Parl|Prof|Dipl|Univ|Vors|phil))(?<!\b(?:med|jur|rer|nat))[.;…] "
)
# A text wholly in quotation marks: „So ist es.“; not: „So“ ist es.
QUOTED = re.compile(r"^[^\w(]*[„“\"»«‚‘'›‹][^„“”\"»«]{12,}[“”\"«»‘’'‹›][.!]?(?:\]\(\s*\))?$")
# Marks that may open a block and are no part of it: "** ", "# ", ":\t"; not "#Thema".
AROUND = re.compile(f"(?:[*_\\s\u00ad\u200b\ufeff{CODE}]|#{{1,6}}\\s|[>:]\\s|[-–—•]\\s)*")
TRAILING = f"*_ \t\r\n\u00a0\u00ad\u200b\ufeff{CODE}"
# A sentence that asks, inside a paragraph: "Und dann?"; not "Z. B."
QUESTION = re.compile(
    r"(?:(?<=[.!?…“”\"»)]\s)|(?<=[.!?…“”\"»)]\s\s)|^)[A-ZÄÖÜ„«»\"][^.!?…]*\?(?=\s|$)"
)
# Question and answer in a line: "Kaffee oder Tee? – Tee."; not "Was? Wer? Wo?".
ROUND = re.compile(r"(?P<asks>[^.?!:]{3,80}\? ?[–—-]?)\s*(?P<answers>[^\s?][^?]{0,160})")
# A title at the end, behind which no sentence ends: "Dr.", "Univ.Prof.".
TITLE_AT_END = re.compile(
    r"(?:\b(?:Abg|Parl|Vors|Dr|DR|Prof|PROF|Fr|Hr|Mag|Ing|Dipl|St|Univ|med|[A-ZÄÖÜ])\.)$"
)
# How far into a line a label may end.
REACH = 130
# What a label may end with, on a line that is no label alone.
SIGNS = (":", "\t", CODE, " – ", " - ")
# Forms of a label alone on its line, which take what stands below.
ALONE = ("alone", "codedline")


class Label(NamedTuple):
    """What may be a label: label as printed, name in it, form, end (of the opening).

    key: what it shares with the same person's other labels; role: that its words name, or "".
    """

    label: str
    name: str
    form: str
    end: int
    key: str = ""
    role: str = ""


@lru_cache(1024)  # A line is asked for more than once while its page is read.
def find_label(text: str, tables: PageTables) -> Label | None:
    """Return what a line's text may open with as a label, whatever its form, else None."""
    head = text[:REACH]
    if len(text) > 60 and head[0] not in "*<_" and not any(sign in head for sign in SIGNS):
        return None
    found = tables.forms.match(head)
    if not found or not found.lastgroup:
        return None
    label = found[found.lastgroup].strip(f"*_ {CODE}")
    name = canonical_label(label)
    if not name or BREAKS.search(label):
        return None
    return Label(label, name, found.lastgroup, found.end())


def role_of(name: str, tables: PageTables) -> str:
    """Return the role a label names, or "": "Frage 2" asks, "B1" answers."""
    kind, _ = tables.words.get(NUMBERED.sub("", name).casefold(), ("", ""))
    return {"question": "asks", "answer": "answers"}.get(kind, "")


def split_inline(lines: list[dict], tables: PageTables) -> list[dict]:
    """Return lines cut where a label stands inside them, behind a sentence's end.

    Cut is only where two names at least come again so, or open other lines.
    """
    places = {
        n: found
        for n, line in enumerate(lines)
        if line["text"].find(":", 20) > 0 and (found := list(INLINE.finditer(line["text"])))
    }
    if not places:
        return lines
    names = [canonical_label(m["label"]) for found in places.values() for m in found]
    names += [
        label.name
        for line in lines
        if (label := find_label(line["text"], tables)) and label.form == "colon"
    ]
    counts = Counter(name.split()[-1] for name in names)
    full = {name.split()[-1] for name in names if " " in name}
    again = {
        name
        for name in names
        if counts[name.split()[-1]] > 1 and (names_someone(name) or role_of(name, tables))
        if name.split()[-1] in full or role_of(name, tables) or name.casefold() not in tables.words
    }
    if len({name.split()[-1] for name in again}) < 2:
        return lines
    cut: list[dict] = []
    for n, line in enumerate(lines):
        marks = [
            m.start() + 1
            for m in places.get(n, ())
            if canonical_label(m["label"]) in again
            and not TITLE_AT_END.search(line["text"], max(m.start() - 8, 0), m.start())
        ]
        for a, b in zip([0, *marks], [*marks, len(line["text"])], strict=True):
            cut.append(_piece(line, a, b) | {"inline": a > 0} if marks else line)
    return cut


def split_rounds(lines: list[dict]) -> list[dict]:
    """Return the lines of a quick round cut behind its questions: three such lines at least."""
    found = [ROUND.fullmatch(line["text"]) for line in lines]
    rounds = {n + k for n in range(len(lines) - 2) if all(found[n : n + 3]) for k in range(3)}
    return _cut(lines, found, rounds, [{"round": "question"}, {"round": "answer"}])


def split_run_in(lines: list[dict]) -> list[dict]:
    """Return lines cut behind the questions that are set in bold at their head."""
    found = [RUN_IN.fullmatch(line["text"]) for line in lines]
    headed = {n for n, parts in enumerate(found) if parts} if runs_in(found) else set()
    return _cut(lines, found, headed, [{"style": "bold"}, {"style": ""}])


def _cut(
    lines: list[dict], found: list[re.Match | None], numbers: set[int], told: list[dict]
) -> list[dict]:
    """Return lines, some (numbers) cut before the answer found in them; told: of both parts."""
    cut: list[dict] = []
    for n, (line, parts) in enumerate(zip(lines, found, strict=True)):
        if parts and n in numbers:
            ends = 0, parts.start("answers"), len(line["text"])
            pieces = zip(ends, ends[1:], told, strict=False)
            cut += [_piece(line, start, end) | more for start, end, more in pieces]
        else:
            cut.append(line)
    return cut


def split_questions(lines: list[dict], speaks: re.Pattern) -> list[dict]:
    """Return the lines of a page without labels, most of it one paragraph, cut at its questions.

    speaks: what speaks to somebody. Only where three sentences ask at least, and a third of them
    speaks to the guest, is it taken for a talk and not for an essay that asks itself.
    """
    long = [n for n, line in enumerate(lines) if line["text"].count("? ") > 2]
    if 2 * sum(len(lines[n]["text"]) for n in long) < sum(len(line["text"]) for line in lines):
        return lines
    cut: list[dict] = []
    for n, line in enumerate(lines):
        asked = list(QUESTION.finditer(line["text"])) if n in long else []
        if 3 * sum(bool(speaks.search(m[0])) for m in asked) < max(len(asked), 1):
            cut.append(line)
            continue
        marks = sorted({0, len(line["text"]), *(place for m in asked for place in m.span())})
        cut += [_piece(line, a, b) | {"cut": True} for a, b in zip(marks, marks[1:], strict=False)]
    return cut


def _piece(line: dict, a: int, b: int) -> dict:
    """Return the part of a line from a to b, without the space around."""
    part = line["text"][a:b]
    text = part.strip()
    start = line["start"] + a + len(part) - len(part.lstrip())
    return {**line, "start": start, "end": start + len(text), "text": text, "shown": text}


def find_labels(lines: list[dict], tables: PageTables) -> dict[int, Label]:
    """Return the lines that may open with a label; those of a header become datelines."""
    found = {
        n: label for n, line in enumerate(lines) if (label := find_label(line["text"], tables))
    }
    counts = Counter(label.name for label in found.values())
    alone = {n for n, label in found.items() if label.form == "alone"}
    again = {n for n in alone if counts[found[n].name] > 1}
    alone -= {n + 1 for n in again} - again  # What a name that comes again stands over is said.
    found = {n: label for n, label in found.items() if label.form != "alone" or n in alone}
    for n in alone:
        after = lines[n + 1]["text"] if n + 1 < len(lines) else ""
        if after[:1] == ":":
            found[n] = found[n]._replace(form="coded")
        elif not after or n + 1 in alone:
            del found[n]
    for n in _header(lines, found):
        lines[n]["kind"] = "dateline"
        del found[n]
    return found


def _header(lines: list[dict], labels: dict[int, Label]) -> list[int]:
    """Return the lines of a header: three or more at the top, "Datum: …", none comes again."""
    counts = Counter(label.name for label in labels.values())
    rows: list[int] = []
    for n, line in enumerate(lines[:12]):
        label = labels.get(n)
        once = label and label.form == "colon" and counts[label.name] == 1
        if once and len(line["text"]) < 90 and not ends_sentence(line["text"]):
            rows.append(n)
        elif len(rows) > 2:
            break
        else:
            rows = []
    return rows if len(rows) > 2 else []


def bare(line: dict, opening: int) -> dict:
    """Return start, end and text of a line without its opening and the marks around."""
    text = line["text"]
    at = AROUND.match(text, opening).end()
    text = text[at:].rstrip(TRAILING)
    start = line["start"] + at
    return {"start": start, "end": start + len(text), "text": text}
