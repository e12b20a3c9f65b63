"""The text of a PDF: lines in the file's own order, bold marked, paragraphs and pages apart."""

import ctypes
import re
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from statistics import quantiles
from typing import Any

import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument, PdfiumError

from belegstelle.page.word import mark_bold
from belegstelle.project import TroubleError

# How a font says that it is bold: "DejaVuSerif-Bold", "Frutiger-Black".
BOLD = re.compile(r"bold|black|heavy|demi|fett", re.IGNORECASE)
# How high a line stands, in points from below, and its characters, each bold or not.
Line = tuple[float, list[tuple[str, bool]]]


def read_pdf(name: str, data: bytes) -> tuple[str, dict[str, str | None]]:
    """Return the text of a PDF, a form feed before each page, and its title and author.

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
        pages = [list(_lines(page)) for page in document]
        said = {key: document.get_metadata_value(key.title()) for key in ("title", "author")}
    pitch = _line_pitch(pages)
    return mark_bold(_with_space(pages, pitch)), said


def _lines(page: Any) -> Iterator[Line]:
    """Yield the lines of a page in its own order."""
    text = page.get_textpage()
    x, y = ctypes.c_double(), ctypes.c_double()
    font, flags, bold = ctypes.create_string_buffer(200), ctypes.c_int(), False
    height = 0.0
    line: list[tuple[str, bool]] = []
    for at in range(text.count_chars()):
        sign = chr(pdfium.FPDFText_GetUnicode(text, at))
        if sign == "\n":
            yield height, line
            line = []
        elif sign != "\r":
            if not sign.isspace() and pdfium.FPDFText_GetFontInfo(text, at, font, 200, flags):
                bold = bool(BOLD.search(font.value.decode("latin-1")))
                if not line:
                    pdfium.FPDFText_GetCharOrigin(text, at, x, y)
                    height = y.value
            line.append((sign, bold))
    yield height, line


def _line_pitch(pages: list[list[Line]]) -> float:
    """Return how far lines of a paragraph mostly stand apart, in points."""
    gaps = [
        above - below
        for lines in pages
        for (above, _), (below, _) in pairwise(lines)
        if 2 < above - below < 60
    ]
    return quantiles(gaps, n=4)[0] if len(gaps) > 1 else 60


def _with_space(pages: list[list[Line]], pitch: float) -> Iterator[tuple[str, bool]]:
    """Yield the characters of all pages, with a blank line between paragraphs.

    That is where more space than a line's is left, or where a line opens a column or a page and
    is bold when the one before is not, or the other way round.
    """
    last, was_bold = 0.0, False
    for number, (height, line) in (at for page in pages for at in enumerate(page)):
        bold = bool(line) and line[0][1]
        apart = last - height > 1.3 * pitch or (height >= last and bold != was_bold)
        yield "\n\n" if apart else "\n", bold and was_bold
        if not number:
            yield "\f", bold
        yield from line
        last, was_bold = height, bold
