"""The text of a Word file: paragraphs with their bold and headings, as it stands after all changes.

Read from its XML, for what makes a question bold is mostly a paragraph's style, and what a guest
put in under "track changes" is part of the interview: no library that we tried keeps both.
"""

import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from lxml import etree

from belegstelle.page.formats import mark_bold
from belegstelle.project import TroubleError

# What a part of the file has at most when unpacked, in bytes.
LARGEST_PART = 64 * 2**20
# The parts that are read: the text, whatever its number, styles, lists, what the file says of it.
PARTS = re.compile(r"word/(?:document\d*|styles|numbering)\.xml|docProps/core\.xml")
# What is not in the text as it stands: struck out, moved away, a text box said again.
GONE = ("{*}del", "{*}moveFrom", "{*}Fallback")
# A heading's style, in any language of Word the same: "heading 2", "Title"; not "headings".
HEADING = re.compile(r"(?:heading (\d)|title)$", re.IGNORECASE)
SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}


def read_word(name: str, data: bytes) -> tuple[str, dict[str, str | None]]:
    """Return the text of a Word file as Markdown, and its title.

    Raises TroubleError, naming the file, if it is cut off, encrypted or none of Word's.
    """
    try:
        with ZipFile(BytesIO(data)) as package:
            parts = {part.filename: part for part in package.infolist()}
            for part in parts.values():
                if part.flag_bits & 1 or part.file_size > LARGEST_PART:
                    raise TroubleError(
                        f"{name}: {part.filename} is encrypted or unpacks to more than "
                        f"{LARGEST_PART >> 20} MB. Save the text alone as .docx or .txt, and run "
                        "again."
                    )
            read = {part: _parse(package.read(part)) for part in parts if PARTS.fullmatch(part)}
    except BadZipFile as error:
        raise TroubleError(
            f"{name} is only part of a Word file: its end is missing. Copy or download it again."
        ) from error
    main = next((part for part in read if part.startswith("word/document")), None)
    if main is None:
        raise TroubleError(
            f"{name} is a packed file, but none of Word's. Open it in the program it was made "
            "with, save it as .docx or .txt, and run again."
        )
    styles = {_value(s, "styleId"): s for root in read.values() for s in root.iter("{*}style")}
    title = read.get("docProps/core.xml", read[main]).findtext("{*}title")
    lists = _lists(read.get("word/numbering.xml", read[main]))
    return "\n\n".join(_blocks(read[main], styles, lists)), {"title": title}


def _parse(data: bytes) -> Any:
    """Return the root of a part, with no entity expanded and no other file opened."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def _value(element: Any, name: str = "val") -> str:
    """Return an attribute whatever its namespace, or ""."""
    return next((v for key, v in element.items() if key.rpartition("}")[2] == name), "")


def _lists(numbering: Any) -> dict[tuple[str, str], str]:
    """Return how each level of each list counts: number, level → "bullet", "decimal" …"""
    levels = {
        _value(one, "abstractNumId"): {
            _value(level, "ilvl"): _value(level.find("{*}numFmt"))
            for level in one.iter("{*}lvl")
            if level.find("{*}numFmt") is not None
        }
        for one in numbering.iter("{*}abstractNum")
    }
    return {
        (_value(number, "numId"), level): counts
        for number in numbering.iter("{*}num")
        if number.find("{*}abstractNumId") is not None
        for level, counts in levels.get(_value(number.find("{*}abstractNumId")), {}).items()
    }


def _blocks(
    document: Any, styles: dict[str, Any], lists: dict[tuple[str, str], str]
) -> Iterator[str]:
    """Yield paragraphs, and rows of tables with a tab between their cells, as Markdown.

    An item of a list has its mark, as Word shows it: "- ", "1. ".
    """
    count: Counter[tuple[str, str]] = Counter()
    for block in document.iter("{*}p", "{*}tr"):
        if next(block.iterancestors("{*}tr", *GONE), None) is None:
            row = block.tag.endswith("}tr")
            cells = (
                [cell.iter("{*}p") for cell in block.iterchildren("{*}tc")] if row else [[block]]
            )
            inside = ([_paragraph(p, styles) for p in cell] for cell in cells)
            text = "\t".join("\n".join(filter(str.strip, cell)) for cell in inside)
            if text.strip() and not row and not text.startswith("#"):
                text = _mark(block, styles, lists, count) + text
            if text.strip():
                yield text


def _mark(paragraph: Any, styles: dict, lists: dict, count: Counter) -> str:
    """Return the mark of a list's item, else "", and count it."""
    looks = (paragraph, *_looks(paragraph, "{*}pPr/{*}pStyle", styles))
    item = next((found for look in looks for found in look.iterfind("{*}pPr/{*}numPr")), ())
    named = {part.tag.rpartition("}")[2]: _value(part) for part in item}
    place = named.get("numId", ""), named.get("ilvl", "0")
    count[place] += 1
    return {"bullet": "- ", "none": "", "": ""}.get(lists.get(place, ""), f"{count[place]}. ")


def _paragraph(paragraph: Any, styles: dict[str, Any]) -> str:
    look = list(_looks(paragraph, "{*}pPr/{*}pStyle", styles))
    runs = [
        (_run(run), _is_bold(run, look, styles))
        for run in paragraph.iter("{*}r")
        if next(run.iterancestors("{*}p", *GONE), None) is paragraph
    ]
    names = (_value(name) for style in look for name in style.iterchildren("{*}name"))
    heading = next(filter(None, map(HEADING.match, names)), None)
    if not heading:
        return mark_bold(runs)
    text = " ".join("".join(text for text, _ in runs).split())
    return f"{'#' * int(heading[1] or 1)} {text}" if text else ""


def _run(run: Any) -> str:
    parts = ((part.tag.rpartition("}")[2], part.text) for part in run.iterchildren("{*}*"))
    return "".join(SIGNS.get(tag, text or "" if tag == "t" else "") for tag, text in parts)


def _looks(element: Any, path: str, styles: dict[str, Any]) -> Iterator[Any]:
    """Yield the style that an element names, the one that is based on, and so on."""
    named, seen = element.find(path), set()
    while named is not None and (name := _value(named)) in styles and name not in seen:
        seen.add(name)
        yield styles[name]
        named = styles[name].find("{*}basedOn")


def _is_bold(run: Any, look: list[Any], styles: dict[str, Any]) -> bool:
    """Tell whether a run is bold: it says so itself, or the nearest of its styles does."""
    for place in (run, *_looks(run, "{*}rPr/{*}rStyle", styles), *look):
        bold = place.find("{*}rPr/{*}b")
        if bold is not None:
            return _value(bold) not in ("0", "false", "off")
    return False
