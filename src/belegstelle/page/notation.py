"""What stands in a text and was never said: time codes, annotations, line numbers, footnotes.

Each has its place; masked at equal length, the text around keeps its offsets.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

import pandas as pd

from belegstelle.store.schema import columns

# What a masked character becomes: a time code leaves a trace a label may end at, the rest a space.
CODE, BLANK = "\ue000", " "
# How Markdown marks what is set so by tags: "<b>Warum?</b>" as "**Warum?**".
MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"} | {f"h{n}": "## " for n in range(1, 7)}
# What is noted in brackets, in small letters or as a noun: "lacht", "unv.", "Pause"; not "Grüne".
NOTED = (
    r"(?:(?:beide |alle )?lach|nachdenk|schmunzel|seufz|räusper|hust|nick|atme|flüster|zöger|"
    r"überleg|unverst|unv\b|unv\.|"
    r"akust|beifall|applaus|heiterkeit|gelächter|lachen|pause|musik|stille|kurze|lange|längere|"
    r"schweig|leise|laut|gleichzeitig|telefon|handy)"
)
# Kinds of notation, each with the signs without which it stands nowhere, and its pattern (an
# example of a match; a near miss).
NOTATION = {
    # "---\ntitle: x\n---\n", or between "+++" or braces, at the very start; long if it has nothing
    # but keys and lists; not a rule below.
    "front matter": (
        ("---", "+++", "{\n"),
        r"\A(?P<fence>---|\+\+\+) ?\n"
        r"(?:(?:[^\n]*\n){1,40}?|(?:(?:(?:[\w-]+:|[ \t#-])[^\n]*)?\n){41,400}?)"
        r"(?P=fence)(?= ?\n|\Z)|\A\{\n(?:[^\n]*\n){1,40}?\}(?= ?\n)",
    ),
    # "WEBVTT - Folge 3", "NOTE von Hand"; not "WEBVTT ist ein Format".
    "file header": (
        ("WEBVTT", "NOTE", "Kind: ", "Language: "),
        r"^WEBVTT(?: - [^\n]*)?[ ]*$|^NOTE(?: [^\n]*)?$|^(?:Kind|Language): \S+[ ]*$",
    ),
    # "12\n00:00:01,000 --> 00:00:04,500 align:start"; not "1 --> 2".
    "cue timing": (
        (" --> ",),
        r"^(?:\w{1,8} ?\n)?(?:\d{1,3}:)?\d\d:\d\d[.,]\d{3} --> [^\n]*$",
    ),
    # "[00:01:02]", "(01:22)", "\[08:24\]", "[0:21 - 0:26]"; not "[3]".
    "bracketed time code": (
        ("[", "("),
        r"[\[(]\d{1,2}:\d\d(?::\d\d)?(?:[.,-]\d{1,3})?(?: ?[-–] ?[\d:.,]{4,12})?\\?[\])]",
    ),
    # "#00:01:02-3#", a bare "00:01:02", "1:22" alone on a line, "0:01:02 - 0:01:30:" at a line's
    # head; not "um 10:30 Uhr".
    "time code": (
        tuple(f":{n}" for n in "012345"),
        r"#\d\d:\d\d:\d\d(?:-\d)?#|\b\d\d:\d\d:\d\d(?:[.,]\d{1,3})?(?![\d:])"
        r"|^\d{1,2}:\d\d(?=\t|[ ]*$)"
        r"|^\d{1,2}:\d\d:\d\d ?[-–] ?\d{1,2}:\d\d:\d\d:?(?=\s)",
    ),
    # "0:03" in "Anna Beispiel   0:03", a line of its own; not in "Wir gehen um 0:03".
    "label's time code": (
        tuple(f":{n}" for n in "012345"),
        r"(?<=[^\W\d_])[*_]*[ \t]+\d{1,2}:\d\d(?::\d\d)?[*_]*(?=[ \t]*\n[^\n]*[a-zäöüß])",
    ),
    # "![Bild](https://…)", "[![Bild](klein.jpg)](gross.jpg)"; not "[Bild](https://…)".
    "image": (
        ("![",),
        r"\[!\[[^\]\n]{0,500}\]\([^)\n]{0,900}\)\]\([^)\n]{0,900}\)"
        r"|!\[[^\]\n]{0,500}\]\([^)\n]{0,900}\)",
    ),
    # "(lacht)", "[unv.]", "(...)", "(3s)", "[Heitere Musik]", "{lacht}"; not "(Grüne)", "[klick](https://…)".
    "annotation": (
        ("[", "(", "{"),
        rf"\[(?:[a-zäöü][^\]\n]{{0,60}}|(?i:{NOTED})[^\]\n]{{0,40}}|\.{{2,3}}|…)\\?\](?!\()"
        r"|\[[^\]\n:]{0,40}\b(?:Musik|Applaus|Lachen|Gelächter|Beifall)\]|\{[^{}\n]{1,80}\}"
        rf"|\((?:(?i:{NOTED})[^)\n]{{0,40}}|\.{{1,3}}|…|\?|\d{{1,3}} ?(?:s|Sek\.?)?)\)",
    ),
    # "<p class="box">", "<br/>", "</em>", "<!-- mehr -->", "{% include box.html %}"; not
    # "<v Mira>", "<script>", "a <b und".
    "tag": (
        ("<", "{%", "{{"),
        r"</?(?:p|div|span|br|hr|img|a|b|i|u|em|strong|small|cite|center|font|figure|figcaption|"
        r"blockquote|h[1-6]|ul|ol|li|table|thead|tbody|tr|td|th|iframe|video|"
        r"audio|source|section|aside|sup|sub)(?:\s[^<>\n]{0,4000})?/?>"
        r"|<!--[^<>]{0,4000}-->|\{%[^{}]{0,4000}%\}|\{\{[^{}]{0,4000}\}\}",
    ),
    # "ja // genau"; not "https://".
    "overlap": ((" //",), r"(?<= )//(?=\s|$)"),
    # "^[eine Kleinstadt]", "[^3]", "gesagt.[12]"; not "[3] Beispiele".
    "footnote": (("[",), r"\^\[[^\]\n]{0,900}\]|\[\^\w+\]:?|(?<=[\w.])\[\d{1,3}\]"),
    # "- 12 -", "Seite 3 von 9", "Ref: X5 © Archiv   Page 3 of 49"; not "Ich las Seite 3 von 9".
    "page number": (
        ("\n- ", "\n– ", "Seite ", "Page "),
        r"^[^\S\n]*(?:[-–—] ?\d{1,4} ?[-–—]|(?:Seite|Page) \d{1,4}"
        r"|(?:[^\n]{0,120}(?:[^\S\n]{2}|\| ))?(?:Seite|Page) \d{1,4} (?:von|of) \d{1,4})[^\S\n]*$",
    ),
    # "https://example.org/a", "/a" in "[Bild](/a)", "[1]: /a" on its line, "[1]" in "[Bild][1]";
    # not "example.org".
    "address": (
        ("://", "](", "]: ", "]["),
        r"https?://[^\s)>\]]+|(?<=\]\()[^)\n]{1,900}(?=\))"
        r"|^[ \t]{0,3}\[[^\]\n]{1,200}\]:[ \t]+(?:mailto:|\S*[./])\S+(?:[ \t]+\"[^\"\n]*\")?[ \t]*$"
        r"|(?<=[^\s\]]\])\[[\w -]{0,30}\](?!\()",
    ),
    # The stroke in "10\. Mai"; not in "a\b".
    "escape": (("\\",), r"\\(?=[.\[\]()*_#>+-])"),
}
FINDERS = [(k, signs, re.compile(p, re.MULTILINE)) for k, (signs, p) in NOTATION.items()]
# A name or two at a line's start: "Anna Beispiel", "**Speaker 1"; not "Wir gehen um".
NAMED = re.compile(r"[*_]*[A-ZÄÖÜ][\w.-]*(?: (?:[A-ZÄÖÜ][\w.-]*|\d+|von|de)){0,3}$")
# Whose voice a cue is, at its head: "<v Mira Vorlage>", "SPEAKER_01: "; not "Ich sage: ".
VOICE = re.compile(
    r"(?<=\n)(?:<v[^>\n]{0,80}>|[*_]*(?:[A-ZÄÖÜ][\w.-]*\s?){1,3}(?: \d+)?:[*_]*(?=\s))(?<!\n)"
)
# What ends a page of a text that was printed: a form feed, or a page number.
TURNED = re.compile(r"\f|" + NOTATION["page number"][1], re.MULTILINE)
# A line that shows something.
SHOWN = re.compile(r"^[^\S\n]*(\S[^\n]*)$", re.MULTILINE)
# A line that Markdown's marks of emphasis set so as a whole; words set so inside a line:
# "Das war **alles**."; not "**Frage?**", "Kund*innen", "2 * 3 * 4".
WHOLE = re.compile(r"\s*[*_].*[*_]\s*")
EMPHASIS = re.compile(
    r"(?<=[ („\"»])(?P<opens>\*\*?|__?)(?=\S)[^*_\n]{1,200}(?<=\S)(?P<closes>(?P=opens))(?![\w*_])"
)
# The same at a line's head, a sentence or part of one: "**Ganz klar:** Akkus."; not "**Anna** Ja.".
AT_HEAD = re.compile(
    r"^[^\S\n]*(?P<opens>\*\*)(?=\S)(?![^*\n]{0,99}\d:\d)[^*\n]{0,199}[.:,;!?][^*\n]{0,99}"
    r"(?P<closes>\*\*)(?=[^\S\n]+\S)",
    re.MULTILINE,
)
# Question and answer in a line, the question set apart: "**Und dann?** Nichts.", "*Und dann?* Er";
# not "**Wald:** Er".
RUN_IN = re.compile(
    r"\s*(?P<asks>(?P<mark>\*\*?)(?=[^\s*])[^*]{8,}?[?.!…][“\"»]?(?P=mark))\s+(?P<answers>[^\s*].*)",
    re.DOTALL,
)
# A line's number in the margin: "12  Und dann"; not "12 Leute".
BEHIND_A_FIGURE = re.compile(r"\d(?:[^\S\n]{2}|\t)")
MARGIN = re.compile(r"^[^\S\n]{0,8}(\d{1,4})(?=[^\S\n]{2,}\S|\t\S)", re.MULTILINE)


@lru_cache(4)
def find_notation(text: str) -> list[tuple[str, int, int]]:
    """Return the notation of a text in order: kind, start, end."""
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    found: list[tuple[str, int, int]] = []
    for kind, signs, finder in FINDERS:
        if any(sign in text for sign in signs):
            found += ((kind, *m.span()) for m in finder.finditer(text))
    named = [one for one in found if one[0] == "label's time code" and _ends_label(text, one[1])]
    found = [one for one in found if one[0] != "label's time code"]
    heads = (
        _heads(text) if any(sign in text for sign in ("\f", *NOTATION["page number"][0])) else []
    )
    cues = _repeated(text) if " --> " in text else []
    named = named if len(named) > 1 else []
    return _apart([*found, *named, *_margin(text), *heads, *cues, *_emphasis(text)])


def _ends_label(text: str, place: int) -> bool:
    """Tell whether a line's start, up to a place, could be a name."""
    return bool(NAMED.match(text[text.rfind("\n", 0, place) + 1 : place]))


def _repeated(text: str) -> list[tuple[str, int, int]]:
    """Return the labels of cues that go on with the voice of the cue before."""
    found = list(VOICE.finditer(text))
    pairs = zip(found, found[1:], strict=False)
    return [("repeated label", *b.span()) for a, b in pairs if a[0].strip() == b[0].strip()]


def _heads(text: str) -> list[tuple[str, int, int]]:
    """Return the heads and feet of pages: what stands first or last on three, and on half."""
    turns = [(0, 0), *(m.span() for m in TURNED.finditer(text)), (len(text), len(text))]
    edges: list[re.Match] = []
    for (_, start), (end, _) in zip(turns, turns[1:], strict=False) if len(turns) > 3 else ():
        lines = list(SHOWN.finditer(text, start, end))
        edges += dict.fromkeys([*lines[:1], *lines[-1:]])
    keys = [re.sub(r"\d+", "", line[1]) for line in edges]
    counts = Counter(keys)
    heads = [
        line
        for key, line in zip(keys, edges, strict=True)
        if counts[key] > max(2, len(turns) // 2 - 1)
    ]
    return [("running head", *line.span(1)) for line in heads]


def _emphasis(text: str) -> list[tuple[str, int, int]]:
    """Return Markdown's marks around words that a line stresses."""
    found: list[re.Match] = []
    at = 0
    for line in text.split("\n") if "*" in text or "_" in text else ():
        if ("*" in line or "_" in line) and not WHOLE.fullmatch(line):
            found += EMPHASIS.finditer(text, at, at + len(line))
        at += len(line) + 1
    if "**" in text and not runs_in(map(RUN_IN.match, text.split("\n"))):
        found += AT_HEAD.finditer(text)
    return [("emphasis", *m.span(group)) for m in found for group in ("opens", "closes")]


def runs_in(found: Iterable[re.Match | None]) -> bool:
    """Tell whether questions are set apart at the head of their answers' lines (see RUN_IN).

    found: the matches of a page's lines. Two lines at least are set so; a third of them asks.
    """
    heads = [m["asks"] for m in found if m]
    return len(heads) > 1 and 3 * sum("?" in head[-4:] for head in heads) >= len(heads)


def _margin(text: str) -> list[tuple[str, int, int]]:
    """Return line numbers: figures at the head of lines that rise."""
    found = list(MARGIN.finditer(text)) if BEHIND_A_FIGURE.search(text) else []
    numbers = [int(m[1]) for m in found]
    rising = sum(a < b for a, b in zip(numbers, numbers[1:], strict=False))
    rows = len(found) >= 4 and rising >= 0.8 * (len(found) - 1)
    return [("line number", *m.span(1)) for m in found] if rows else []


def _apart(found: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Return notation in order; of what overlaps, the first and longest."""
    kept: list[tuple[str, int, int]] = []
    for one in sorted(found, key=lambda place: (place[1], -place[2])):
        if not kept or one[1] >= kept[-1][2]:
            kept.append(one)
    return kept


def mask(text: str, notation: list[tuple[str, int, int]]) -> str:
    """Return a text of the same length with its notation blank.

    >>> mask("Ja (lacht) gut", [("annotation", 3, 10)])
    'Ja         gut'
    """
    parts, at = [], 0
    for kind, start, end in notation:
        parts += [text[at:start], _hidden(kind, text[start:end])]
        at = end
    return "".join([*parts, text[at:]])


def _hidden(kind: str, text: str) -> str:
    """Return what stands for notation: blanks, the trace of a time code, a tag's Markdown marks."""
    mark = MARKS.get(text.strip("</>").partition(" ")[0].lower(), "") if kind == "tag" else ""
    if mark:
        closes = text[1] == "/"
        return mark.strip("# ").ljust(len(text)) if closes else mark.rjust(len(text))
    sign = CODE if kind.endswith("time code") else BLANK
    return "".join("\n" if c == "\n" else sign for c in text)


def leave_out(text: str, notation: list[tuple[str, int, int]]) -> list[tuple[int, int, str]]:
    """Return notation as edits (start, end, what stands instead): it goes, with a space before it.

    What it stands between stays apart.
    """
    edits = []
    for _, start, end in notation:
        before, after = text[start - 1 : start], text[end : end + 1]
        spaced = before == " " and (after in (" ", "\n", "") or after in ".,;:?!")
        between = before.isalnum() and after.isalnum()
        edits.append((start - spaced, end, " " if between else ""))
    return edits


def without(text: str, start: int, end: int, edits: list[tuple[int, int, str]]) -> str:
    """Return a part of a text without its notation; edits: see leave_out.

    >>> without("Ja (lacht), gut", 0, 15, leave_out("Ja (lacht), gut", [("annotation", 3, 10)]))
    'Ja, gut'
    """
    parts, at = [], start
    for first, last, instead in edits[bisect_left(edits, (start,)) : bisect_left(edits, (end,))]:
        parts += [text[at:first], instead]
        at = last
    return "".join([*parts, text[at:end]])


def list_notation(raw: str, interview: str) -> pd.DataFrame:
    """Return what stands in a text and was never said: interview, kind, start, end, text."""
    rows = [
        (interview, kind, start, end, raw[start:end]) for kind, start, end in find_notation(raw)
    ]
    return pd.DataFrame(rows, columns=columns("notation"))
