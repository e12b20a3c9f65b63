"""The interview in a saved web page: without menu, banner, comments, with bold and headings."""

import logging
import re
from email import message_from_bytes, policy
from typing import Any

from trafilatura import bare_extraction, load_html
from trafilatura.settings import use_config

from belegstelle.german.words import count_words
from belegstelle.project import TroubleError
from belegstelle.store.files import decode

# How many elements a page may have: an hour's talk has 2,000, and 50,000 take 10 seconds.
MOST_ELEMENTS = 50_000
# Nobody talks on a page that asks for a password in fewer words than this.
FEW_WORDS = 150
# The beginning of an element with its attributes: '<p class="x"'; not "</p>".
TAG = re.compile(r"<[A-Za-z][^<>]*")
# The encoding that a page names: '<meta charset="iso-8859-1">', 'encoding="utf-8"'.
NAMED_ENCODING = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?([\w.:-]+)")
# Where a page ends, though more may come, which would not be read: "</body>", "</html>".
ENDS = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
# A question for a password: '<input type="password">'.
PASSWORD = re.compile(r"<input[^>]*\btype\s*=\s*[\"']?password", re.IGNORECASE)
# What is asked of a page: what is said on it, with its bold and headings; no readers' comments.
AS_ASKED: dict[str, Any] = {
    "config": use_config(),
    "favor_recall": True,
    "include_comments": False,
    "include_formatting": True,
    "with_metadata": True,
    "date_extraction_params": {"extensive_search": False, "original_date": True},
}
# A style that is bold: "font-weight: 700"; and the classes that have it: ".c2{font-weight:700}".
BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
BOLD_CLASS = re.compile(r"\.([\w-]+)\s*\{[^{}]*font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
# What a page calls the part that tells: "entry-content", "story"; not "menu".
FRAME = re.compile(r"article|content|entry|main|post|story|text", re.IGNORECASE)
# What only lays a page out: tables whose cells hold paragraphs or lines, lists of terms.
LAYOUT_TABLE = "//table[.//td//p or .//td//div or .//td//br or .//td//table or .//td//h2] | //dl"
# A row of a table in Markdown: "| I: | Ja. |".
TABLE_ROW = re.compile(r"^\|(.*)\|[ \t]*\n?", re.MULTILINE)
# A sign that Markdown would take for its own where a line begins: "12\. Mai", "\> kg"; inside a
# word, where it does not: "Kund\*innen".
ESCAPED = re.compile(r"^(\d*)\\(?=(?:[.>]|#+) )|(?<=\w)\\(?=[*_]\w)", re.MULTILINE)
# A line end with the space around it, which a browser shows as one space.
LINE_END = re.compile(r"[ \t]*\n\s*")

# A short interview keeps its paragraphs too; from fewer characters it is made one line.
AS_ASKED["config"].set("DEFAULT", "MIN_EXTRACTED_SIZE", "100")
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # We say it in a sentence.


def read_message(name: str, data: bytes) -> tuple[str, dict[str, str | None]]:
    """Return text and source of the page in a web archive (.mhtml); see read_web."""
    parts = message_from_bytes(data, policy=policy.default).walk()
    page = next((part for part in parts if part.get_content_type() == "text/html"), None)
    payload = page.get_payload(decode=True) if page else None
    return read_web(name, payload if isinstance(payload, bytes) else data)


def read_web(name: str, data: bytes) -> tuple[str, dict[str, str | None]]:
    """Return what is said on a page as Markdown, and its title, outlet, author, date and address.

    Raises TroubleError, naming the file, if it shows nothing, asks for a password, or is so large
    that reading it would take minutes.
    """
    html = ENDS.sub("", _decode(name, data))
    # An element of as many attributes takes as long as a page of as many elements.
    bloated = any(tag.count("=") + tag.count(" ") > MOST_ELEMENTS for tag in TAG.findall(html))
    tree = None if bloated else load_html(html)
    if tree is None or sum(1 for _ in tree.iter()) > MOST_ELEMENTS:
        raise TroubleError(
            f"{name} holds no text that a browser would show, or has more than {MOST_ELEMENTS} "
            "elements. Copy the interview's words into a .txt file, and run again."
        )
    made: Any = bare_extraction(_framed(_as_meant(tree, html)), **AS_ASKED)
    text = ESCAPED.sub(r"\1", TABLE_ROW.sub(_row, made.text or "")) if made else ""
    if PASSWORD.search(html) and count_words(text) < FEW_WORDS:
        raise TroubleError(
            f"{name} is a page that asks for a password, without the interview. Log in, open the "
            "interview, save that page, and run again."
        )
    said = made.as_dict() if made else {}
    said |= {"outlet": said.get("sitename"), "address": said.get("url")}
    return text, said | {"language": tree.get("lang")}


def _framed(tree: Any) -> Any:
    """Return a page with an <article> around its body, if nothing on it frames what it tells.

    Without a frame only paragraphs are taken, of those that say the same only one.
    """
    body = tree if tree.find(".//body") is None else tree.find(".//body")
    frames = tree.iter("article", "main", "div", "section")
    if any(
        element.tag in ("article", "main")
        or FRAME.search(f"{element.get('id')} {element.get('class')}")
        for element in frames
    ):
        return tree
    article = body.makeelement("article")
    article.text, body.text = body.text, None
    article.extend(list(body))
    body.append(article)
    return tree


def _as_meant(tree: Any, html: str) -> Any:
    """Return a page with what is set in bold as <b>, line ends outside, tables of layout undone.

    Captions and boxes beside the talk, which would be dropped, become paragraphs, captions set off;
    a line end is a space.
    """
    for element in tree.xpath("//body//*[not(ancestor-or-self::pre)]"):
        for part in ("text", "tail"):
            if "\n" in (getattr(element, part) or ""):
                setattr(element, part, LINE_END.sub(" ", getattr(element, part)))
    bold = set(BOLD_CLASS.findall(html))
    for element in list(tree.iter("span", "font", "p", "div", "dt")):
        styled = BOLD_STYLE.search(element.get("style", "")) or bold & set(element.classes)
        if element.tag == "dt" or (styled and element.find("p") is None):
            _embolden(element)
    for last in tree.xpath("//*[self::b or self::strong or self::em]/br[last()]"):
        around = last.getparent()
        if last.getnext() is None and not (last.tail or "").strip():
            last.tail, around.tail = around.tail, None
            around.addnext(last)
    for caption in tree.iter("figcaption"):
        inner = caption.find(".//p")
        caption.getparent().tag, caption.tag = "div", "p" if inner is None else "div"
        shown = caption if inner is None else inner
        shown.text = f"> {(shown.text or '').lstrip()}"
    for box in tree.xpath("//article//aside[.//p]"):
        linked = sum(len(link.text_content()) for link in box.iter("a"))
        if 2 * linked < len(box.text_content()):
            box.tag = "div"
            box.attrib.clear()
    for table in tree.xpath(LAYOUT_TABLE):
        for element in [table, *table.iter("tbody", "tr", "td", "th", "dt", "dd")]:
            element.tag = "div"
    return tree


def _embolden(element: Any) -> None:
    """Put all that an element holds into a <b>."""
    inside = element.makeelement("b")
    inside.text, element.text = element.text, None
    inside.extend(element)
    element.append(inside)


def _row(row: re.Match) -> str:
    """Return a row of a Markdown table as its cells with a tab between."""
    cells = (cell.strip() for cell in row[1].split("|"))
    return "" if set(row[1]) <= set("|- :") else "\t".join(filter(None, cells)) + "\n"


def _decode(name: str, data: bytes) -> str:
    """Decode a page: as UTF-8 if it is that, else as it says, else as text files are."""
    named = NAMED_ENCODING.search(data[:2048])
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        if named and named[1].lower() not in (b"utf-8", b"utf8"):
            # Browsers take the one for the other, and quotation marks are only in this.
            code = named[1].lower().replace(b"iso-8859-1", b"cp1252").decode("ascii", "replace")
            try:
                return data.decode(code, errors="replace")
            except LookupError:
                pass
    return decode(data, name, "Save the page again and run again.")[0]
