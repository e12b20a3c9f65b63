"""From a file as people have it to the text that all places refer to, and how it was made.

Text files are decoded and otherwise left alone. Of web pages, Word files and PDFs the text is made
by a reader that is named with its version; bold and headings come out as Markdown (`**…**`,
`## …`), for that is how pages set their questions. What a file is, its first bytes say; its
extension only tells text from Markdown. Nothing is fetched, and no file can name another.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from stat import S_ISREG

from belegstelle.german.words import WORD
from belegstelle.project import TroubleError, show_path
from belegstelle.store.files import decode, read_bytes

# What is read at most, in bytes.
LARGEST = 64 * 2**20
# The beginning of a page saved from the web: "<!DOCTYPE html>", "<p>"; not "<3 Gärten".
PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|main|article|section|div|p|h[1-6])\b[^>]*>",
    re.IGNORECASE | re.DOTALL,
)
# Any element at all: "<p>", "</b>"; not "a < b".
ELEMENT = re.compile(rb"</?[A-Za-z][^<>]*>")
# The beginning of a web archive: "MIME-Version: 1.0".
MESSAGE = re.compile(rb"(?:From|MIME-Version|Snapshot-Content-\w+): ")
# What the head of Markdown or of captions is: "---\n…\n---", "WEBVTT\nKind: …\n\n".
HEAD = re.compile(r"(?:---\s*\n(.*?)\n---|WEBVTT[^\n]*\n(.*?)(?:\n\n|$))", re.DOTALL)
# A line of it: "title: Die Hecke"; not "- Hecke".
PAIR = re.compile(r"^([A-Za-z]+)[ \t]*:[ \t]*[\"']?(.*?)[\"']?[ \t]*$", re.MULTILINE)
# How names of source.csv are spelled there.
FIELDS = {"lang": "language", "publication": "outlet", "site": "outlet", "url": "address"}
# What no text holds: control characters, half characters; not "\n", "\f", "\t".
UNPRINTED = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufeff\ufffe\uffff]")
# White space at a line's end, and more blank lines than one: what no reader needs.
TRAILING = re.compile("[ \t\u00a0]+$|(?<=\n)\n(?=\n)", re.MULTILINE)

# Files that are something else, by their first bytes: what it is and the mend.
FOREIGN = {
    (b"{\\rtf",): "a Rich Text file. Open it in Word or LibreOffice and save it as .docx",
    (b"\xd0\xcf\x11\xe0",): "an old or encrypted Word file (or another of Office's). Open it in "
    "Word or LibreOffice and save it as .docx without a password",
    (b"\x89PNG", b"\xff\xd8\xff", b"GIF8"): "a picture. Put its words into a text file (.txt)",
    (b"ID3", b"OggS", b"RIFF"): "a recording. Put its transcript there",
    (b"\x1f\x8b", b"7z\xbc\xaf"): "a packed file. Unpack it first",
    (b"bplist00",): "a web archive of Safari. Save the page as .html",
}

# The little words that German and English are full of, and few other languages have.
LITTLE_WORDS = {
    "de": "der die das und ist nicht ich wir sie es ein eine zu den mit auf für dass auch von wie",
    "en": "the of and to it that you for with have they this are not be what there were from your",
}
# How many characters of a text say its language, how many words at least, how many that it is
# another one; what share of them little words have.
SAMPLE, FEWEST_WORDS, ENOUGH_WORDS = 4000, 8, 60
LITTLE_SHARE = 0.12


@dataclass(frozen=True)
class Received:
    """A file as received: its text, how the text was made, and what the file says of itself.

    text: what all places refer to. reader: "trafilatura 2.3.1", or "" if text is the file itself;
    encoding: of such a file, else "". meta: fields of source.csv (title, outlet, author, date,
    language, address), those that the file gives.
    """

    text: str
    reader: str = ""
    encoding: str = ""
    meta: dict[str, str] = field(default_factory=dict)


def receive(path: Path) -> Received:
    """Return a file's text and how it was made; the same file always gives the same.

    path: a file with one of project.EXTENSIONS; if its content is of another of these kinds, that
    counts. Raises TroubleError, one sentence with the file, what is wrong and the mend, if the
    file can't be read, is too large, broken, encrypted, of another kind, or has no text in it.
    """
    name, data = show_path(path), _read(path)
    for marks, what in FOREIGN.items():
        if data.startswith(marks):
            raise TroubleError(f"{name} is {what}, and run again.")
    kind = _kind(data, path.suffix.lower())
    try:
        received = _read_text(name, data) if kind == "text" else _make(kind, name, data)
    except TroubleError:
        raise
    except Exception as error:  # Whatever a reader makes of a broken file, it is one sentence.
        raise TroubleError(
            f"{name} is broken ({type(error).__name__}). Open it in the program it was made with, "
            "save it anew or copy its text into a .txt file, and run again."
        ) from error
    if not re.search(r"\w", received.text):
        raise TroubleError(
            f"{name} holds no text that can be read: pictures of pages, or nothing but a frame. "
            "Recognise its text (OCR), or copy the words into a .txt file, and run again."
        )
    return received


def detect_language(text: str) -> str:
    """Return "de" or "en" by how many of a text's words are LITTLE_WORDS.

    Returns "" if it has too few words to say, "und" (undetermined) if it is another language.

    >>> detect_language("Weil dann die Vögel nicht brüten. Das ist gesetzlich so geregelt.")
    'de'
    """
    words = [word for word in WORD.findall(text[:SAMPLE].lower()) if not word[0].isdigit()]
    n = {
        code: sum(map(frozenset(little.split()).__contains__, words))
        for code, little in LITTLE_WORDS.items()
    }
    first = max(n, key=n.__getitem__)
    if len(words) >= FEWEST_WORDS and n[first] >= LITTLE_SHARE * len(words):
        return first
    return "und" if len(words) >= ENOUGH_WORDS else ""


def mark_bold(runs: Iterable[tuple[str, bool]]) -> str:
    """Return runs of text as one, with ** around what is bold; no mark spans a blank line.

    >>> mark_bold([("Frage:", True), (" Wie ", True), ("gehts?", False)])
    '**Frage: Wie** gehts?'
    """
    text = []
    for bold, group in groupby(runs, key=lambda run: run[1]):
        whole = "".join(part for part, _ in group)
        for part in re.split(r"(\n\s*\n)", whole):
            inner = part.strip()
            text.append(part.replace(inner, f"**{inner}**", 1) if bold and inner else part)
    return "".join(text)


def _read(path: Path) -> bytes:
    with suppress(OSError):  # What can't be asked can't be read: see read_bytes.
        found = path.stat()
        if not S_ISREG(found.st_mode):  # A pipe would be waited for.
            raise TroubleError(f"{show_path(path)} is no file. Put the interview's own file there.")
        if found.st_size > LARGEST:
            raise TroubleError(
                f"{show_path(path)} has {found.st_size / 2**20:,.0f} MB; at most {LARGEST >> 20} "
                "are read. Save its text alone, or divide it."
            )
    data = read_bytes(path)
    if not data.strip(b"\0 \t\r\n"):
        raise TroubleError(
            f"{show_path(path)} is empty. Save the interview again and put it there."
        )
    return data


def _kind(data: bytes, suffix: str) -> str:
    """Return what a file is, by its first bytes: the name of a reader of READERS, or "text"."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "docx"
    if suffix in (".pdf", ".docx"):
        return "none"
    if suffix == ".mhtml" or MESSAGE.match(data):
        return "mhtml"
    marked = ELEMENT.search(data) if suffix in (".html", ".htm", ".xhtml") else PAGE.match(data)
    return "html" if marked and (suffix != ".md" or b"</html" in data.lower()) else "text"


def _make(kind: str, name: str, data: bytes) -> Received:
    """Return what the reader of a kind of file makes of it."""
    if kind == "pdf":
        from belegstelle.page.pdf import read_pdf as read

        library = "pypdfium2"
    elif kind == "docx":
        from belegstelle.page.word import read_word as read

        library = "lxml"
    elif kind in ("html", "mhtml"):
        from belegstelle.page import web

        library, read = "trafilatura", web.read_web if kind == "html" else web.read_message
    else:
        raise TroubleError(
            f"{name} is no {'PDF' if name.lower().endswith('pdf') else 'Word file'}, or the "
            "beginning of it is lost. Save it anew, or rename it if it is plain text (.txt), and "
            "run again."
        )
    text, said = read(name, data)
    if kind in ("pdf", "docx") and _plain(said.get("title")) not in _plain(text):
        said = said | {"title": ""}  # "Layout 1", "Microsoft Word - a.doc", or the last article's
    return Received(_tidy(text), f"{library} {version(library)}", meta=_kept(said))


def _read_text(name: str, data: bytes) -> Received:
    text, encoding = decode(data, name)
    head = HEAD.match(text.replace("\r\n", "\n"))
    pairs = PAIR.findall((head[1] or head[2] or "") if head else "")
    said = {FIELDS.get(key.lower(), key.lower()): value for key, value in pairs}
    return Received(text, encoding=encoding, meta=_kept(said))


def _kept(said: dict[str, str | None]) -> dict[str, str]:
    """Return the fields of source.csv that have a value, each on one line."""
    known = "title outlet author date language address".split()
    values = {key: " ".join(UNPRINTED.sub("", said.get(key) or "").split()) for key in known}
    return {key: value for key, value in values.items() if value}


def _plain(text: str | None) -> str:
    return "".join(re.findall(r"\w", (text or "").casefold()))


def _tidy(text: str) -> str:
    """Return a made text without what can't be printed or would not outlive being saved."""
    text = UNPRINTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return TRAILING.sub("", text).strip() + "\n"
