"""From a masked text to its lines that show something, each with place and look."""

import re
from collections import Counter

from belegstelle.german.words import is_tidy, normalise
from belegstelle.page.notation import CODE

# Something to see: "a", "…"; not " ", a lone zero-width space or a masked code.
VISIBLE = re.compile(f"[^\\s\u00ad\u200b\u2060\ufeff{CODE}*_#>]")
# An item of a list: "- die Nächte,", "2. Zeitung"; not "2014 war es" or "3. Mai".
ITEM = re.compile(r"\s*(?:[-–—•*]\s|\d{1,2}[.)]\s(?!(?:Jan|Feb|März|Apr|Mai|Jun|Jul|Aug|Sep|Okt)))")
# How a line may be set so as to stand out: "**Warum?**", "## Warum?" or "--- WARUM ---",
# "*Warum?*", "> Warum", "3. Warum?".
STYLES = {
    "bold": re.compile(r"(?:\*\*|__)[^*_].*(?:\*\*|__)$", re.DOTALL),
    "heading": re.compile(r"#{1,6}\s|([-=~*])\1\1+ ?[^\W\d_].*[^\W_] ?\1{3,}$"),
    "italic": re.compile(r"(?:\*[^*\s].*[^*]\*|_[^_\s].*[^_]_)$"),
    "block quote": re.compile(r">\s"),
    "number": re.compile(r"\d{1,2}[.)]\s"),
}
# What ends a sentence, and what may close it: ".", "?“".
END_MARKS = tuple(".!?…:;")
CLOSING = f"\"“”«»‹›'’)]*_ {CODE}"
# A line that is only drawn: "=====", "---", "* * *"; below a text it makes that a heading.
DRAWN = re.compile(r"(?:[=_*~#–—-] ?){3,}")
# A wrapped paragraph has lines of this many characters at least.
NARROW = 40


def split_lines(masked: str) -> list[dict]:
    """Return the lines that show something.

    Each has start, end, text, shown (the text normalised), paragraph (0..), style, item.
    """
    tidy = is_tidy(masked.replace(CODE, " "))
    lines: list[dict] = []
    at, paragraph, blank = 0, -1, True
    if not tidy:
        masked = masked.replace("\r\n", " \n").replace("\r", "\n")
        masked = masked.replace("\u2028", "\n").replace("\u2029", "\n")
    for part in masked.split("\n"):
        text = part.strip()
        if DRAWN.fullmatch(text):
            if not blank and text[0] in "=-":
                _head(lines)
            blank = True
        elif text and VISIBLE.search(text):
            start, paragraph, blank = at + part.index(text), paragraph + blank, False
            lines.append(_line(text, start, paragraph, tidy))
        else:
            blank = True
        at += len(part) + 1
    return lines


def _head(lines: list[dict]) -> None:
    """Set the last paragraph as a heading, for a line is drawn below it."""
    for line in lines[::-1]:
        if line["paragraph"] != lines[-1]["paragraph"]:
            break
        line["style"] = "heading"


def _line(text: str, start: int, paragraph: int, tidy: bool) -> dict:
    shown = text if tidy else normalise(text)
    style, item = "", False
    if not text[0].isalpha():
        style = next((name for name, look in STYLES.items() if look.match(text)), "")
        item = bool(ITEM.match(text))
    place = {"start": start, "end": start + len(text), "paragraph": paragraph}
    return {
        "text": text,
        "shown": shown,
        "style": style,
        "item": item,
        "inline": False,
        "round": "",
        **place,
    }


def join_wrapped(masked: str, lines: list[dict], opens: set[int], cues: bool) -> list[dict]:
    """Join lines that only wrap, those of a subtitle file (cues) up to the next label.

    A line wraps if the next word would not have fitted into its paragraph's usual length, and if
    at least half of the page's inner lines break off within a sentence. Cues without labels are
    joined up to a sentence's end, and so are paragraphs in which lines ask more than once. Lines
    of one paragraph between the marks of bold are one. opens: the lines that open with a label,
    which wrap from none.
    """
    wrapped = _inside_bold(lines, opens)
    pairs = [
        (n, n + 1)
        for n in range(len(lines) - 1)
        if n + 1 not in opens and (cues or lines[n]["paragraph"] == lines[n + 1]["paragraph"])
    ]
    if cues:
        wrapped |= {b for a, b in pairs if len(opens) > 1 or not ends_sentence(lines[a]["shown"])}
    else:
        inner = [n for n, _ in pairs if len(lines[n]["text"]) >= NARROW]
        broken = [n for n in inner if not ends_sentence(lines[n]["shown"])]
        wraps = len(inner) > 1 and 2 * len(broken) >= len(inner)
        widths = _widths(lines, inner)
        asking = Counter(line["paragraph"] for line in lines if line["text"].endswith("?"))
        wrapped |= {
            b
            for a, b in (pairs if wraps else ())
            if _wraps(lines[a], lines[b], widths)
            if asking[lines[a]["paragraph"]] < 2 or not ends_sentence(lines[a]["shown"])
        }
    joined: list[dict] = []
    for number, line in enumerate(lines):
        if number in wrapped:
            start, end = joined[-1]["start"], line["end"]
            style = joined[-1]["style"]
            joined[-1] = _line(masked[start:end], start, line["paragraph"], tidy=False)
            joined[-1]["style"] = joined[-1]["style"] or style
        else:
            joined.append(line)
    return joined


def _inside_bold(lines: list[dict], opens: set[int]) -> set[int]:
    """Return the lines that go on in bold from the one above, in the same paragraph."""
    found, inside, paragraph = set(), False, -1
    for n, line in enumerate(lines):
        if inside and line["paragraph"] == paragraph and n not in opens:
            found.add(n)
        else:
            inside = False
        inside ^= line["text"].count("**") % 2 == 1
        paragraph = line["paragraph"]
    return found


def _widths(lines: list[dict], inner: list[int]) -> dict[int, int]:
    """Return the usual length of each paragraph's inner lines: one long line changes it little."""
    lengths: dict[int, list[int]] = {}
    for n in inner:
        lengths.setdefault(lines[n]["paragraph"], []).append(len(lines[n]["text"]))
    return {number: sorted(found)[len(found) // 2] for number, found in lengths.items()}


def _wraps(line: dict, after: dict, widths: dict[int, int]) -> bool:
    """Tell whether the next line's first word would not have fitted, and that line is no longer."""
    width = widths.get(line["paragraph"], 0)
    first = len(after["text"].split()[0])
    fits = len(line["text"]) + 1 + first <= 0.85 * width
    rest = len(after["text"]) <= 2 * width
    return bool(width) and rest and not after["item"] and not after["style"] and not fits


def ends_sentence(text: str) -> bool:
    """Tell whether a text ends like a sentence; a headline breaks off."""
    return text.rstrip(CLOSING).endswith(END_MARKS)
