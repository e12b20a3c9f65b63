"""The text of a PDF in the file's own order: a paragraph a line, bold marked, pages apart."""

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, pairwise
from statistics import quantiles
from typing import Any

import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument, PdfiumError

from belegstelle.page.formats import mark_bold
from belegstelle.project import TroubleError

# How a font says that it is bold: "DejaVuSerif-Bold", "Frutiger-Black".
BOLD = re.compile(r"bold|black|heavy|demi|fett", re.IGNORECASE)
# How pdfium shows the hyphen at a line's end.
HYPHEN_AT_END = "\x02"
# How many lines at a page's beginning and end may be its head, foot and number.
AT_EDGE = 3
# Stands where a line goes on in the next.
SEAM = "\v"
# A word that a line's end divides: "Gärt-|ner", "E-Mail-|Adresse"; not "Haupt-| und Nebensache".
DIVIDED = re.compile(r"(?<=\w)[-‐\u00ad]\v(?=[a-zäöüß])(?!(?:und|oder|sowie|bzw)\b)")
COMPOUND = re.compile(r"(?<=\w[-‐])\v(?=[^\W_a-zäöüß])")


@dataclass(frozen=True)
class Line:
    """A line of a page: how high it stands, where it ends, how wide its first word is (points).

    signs: its characters, each bold or not.
    """

    height: float
    right: float
    opening: float
    signs: list[tuple[str, bool]]

    @property
    def look(self) -> tuple[int, str]:
        """How high it stands and what it says, whatever the number in it."""
        return round(self.height), re.sub(r"\d+", "0", "".join(sign for sign, _ in self.signs))


def read_pdf(name: str, data: bytes) -> tuple[str, dict[str, str | None]]:
    """Return the text of a PDF, and its title.

    A form feed stands where a page opens with a new paragraph; heads and numbers of pages go.
    Raises TroubleError, naming the file, if it is broken or asks for a password.
    """
    try:
        document = PdfDocument(data)
    except PdfiumError as error:
        why = "asks for a password" if "password" in str(error).lower() else "is broken"
        raise TroubleError(
            f"{name} {why}. Open it in a PDF viewer, print it into a new PDF or copy its text into "
            "a .txt file, and run again."
        ) from error
    with closing(document):
        pages = _without_heads([list(_lines(page)) for page in document])
        title = document.get_metadata_value("Title")
    text = COMPOUND.sub("", DIVIDED.sub("", mark_bold(_paragraphs(pages))))
    return text.replace(SEAM, " "), {"title": title}


def _lines(page: Any) -> Iterator[Line]:
    """Yield the lines of a page that show something, in its own order."""
    text = page.get_textpage()
    font, flags, bold = ctypes.create_string_buffer(200), ctypes.c_int(), False
    signs: list[tuple[str, bool]] = []
    n = text.count_chars()
    for at in range(n + 1):
        sign = chr(pdfium.FPDFText_GetUnicode(text, at)) if at < n else "\n"
        if sign == HYPHEN_AT_END:
            signs.append(("-", bold))
        if sign in ("\n", HYPHEN_AT_END):
            if any(not one.isspace() for one, _ in signs):
                yield _line(text, at + (sign != "\n") - len(signs), signs)
            signs = []
        else:
            if not sign.isspace() and pdfium.FPDFText_GetFontInfo(text, at, font, 200, flags):
                bold = bool(BOLD.search(font.value.decode("latin-1")))
            signs.append((sign, bold))


def _line(text: Any, at: int, signs: list[tuple[str, bool]]) -> Line:
    """Return the line of these characters, of which the page's character number at is the first."""
    shown = "".join(sign for sign, _ in signs)
    first, end = len(shown) - len(shown.lstrip()), len(shown.rstrip())
    left, below, _, _ = text.get_charbox(at + first, loose=True)
    opening = text.get_charbox(at + first + len(shown.split()[0]) - 1, loose=True)[2] - left
    right = text.get_charbox(at + end - 1, loose=True)[2]
    return Line(below, right, opening, signs[first:end])


def _without_heads(pages: list[list[Line]]) -> list[list[Line]]:
    """Return pages without the lines that most have at their edge: heads, feet, page numbers."""
    edges = [{line.look for line in page[:AT_EDGE] + page[-AT_EDGE:]} for page in pages]
    n = Counter(chain.from_iterable(edges))
    heads = {look for look in n if n[look] > max(1, len(pages) / 2)}
    return [[line for line in page if line.look not in heads] for page in pages]


def _paragraphs(pages: list[list[Line]]) -> Iterator[tuple[str, bool]]:
    """Yield the characters of all pages, what a paragraph's lines end in among them.

    A line goes on in the next if the next one's first word had no room in it. A blank line is
    where more space than a line's is left, or where a line that opens a column or a page is bold
    and the one before is not, or the other way round.
    """
    gaps = [a.height - b.height for page in pages for a, b in pairwise(page)]
    gaps = [gap for gap in gaps if 2 < gap < 60]
    pitch = quantiles(gaps, n=4)[0] if len(gaps) > 1 else 60
    last, edge = Line(0, 0, 0, [("", False)]), 0.0
    for page in pages:
        for line, edges in zip(page, _edges(page), strict=True):
            alike = last.signs[-1][1] == line.signs[0][1]
            gap = last.height - line.height
            opens = "\f" if line is page[0] else ""
            if gap > 1.3 * pitch or (gap <= 0 and not alike):
                yield f"\n\n{opens}", False
            elif alike and last.right + line.opening > edge:
                yield SEAM, line.signs[0][1]
            else:
                yield f"\n{opens}", False
            yield from line.signs
            last, edge = line, edges


def _edges(lines: list[Line]) -> list[float]:
    """Return for each line of a page how far the longest of its column goes."""
    edges: list[float] = []
    column: list[Line] = []
    for line, after in zip(lines, [*lines, None][1:], strict=True):
        column.append(line)
        if after is None or after.height > line.height:
            edges += [max(one.right for one in column)] * len(column)
            column = []
    return edges
