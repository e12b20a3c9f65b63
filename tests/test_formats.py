"""What people have is received: every format gives its text, bold and headings, or one sentence."""

import json
import os
import re
import subprocess
import sys
import time
from contextlib import suppress
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pandas as pd
import pytest
from conftest import FIRST, INVENTED, ROOT, copy_project, run_report
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from belegstelle import project as paths
from belegstelle.archive import partitions
from belegstelle.coding.claims import prepare_editorial
from belegstelle.coding.lists import read_lists
from belegstelle.interview import open_interview
from belegstelle.page.blocks import describe_raw, read_blocks
from belegstelle.page.formats import detect_language, mark_bold, receive
from belegstelle.page.intake import slug, take_in
from belegstelle.page.source import find_title, read_source, tell_language
from belegstelle.project import EXTENSIONS, TroubleError
from belegstelle.report import run
from belegstelle.report.front import heading
from belegstelle.store.tables import read_table, write_tables
from belegstelle.terms.wording import unknown_forms
from belegstelle.text.errata import read_text
from belegstelle.text.tokens import read_sentences, read_tokens

TITLE = "Die Hecke bleibt"
STANDFIRST = "Seit zwanzig Jahren pflegt Jost Muster die Hecken der Stadt Füssen im Allgäu."
TURNS = [
    ("Gartenfunk: Herr Muster, warum schneiden Sie nur im Winter?", "Muster: Weil dann Ruhe ist."),
    ("Gartenfunk: Und im Sommer?", "Muster: Da gießen wir, rund 15.000 Liter am Tag."),
    ("Gartenfunk: Bleibt das so?", "Muster: Ja."),
]
# The text that a page and a Word file give; a PDF knows no heading but a bold line.
MARKDOWN = "\n\n".join(
    [f"# {TITLE}", STANDFIRST, *(part for q, a in TURNS for part in (f"**{q}**", a)), ""]
).removesuffix("\n")


def page(body, head="", lang="de"):
    return f'<!DOCTYPE html><html lang="{lang}"><head>{head}</head><body>{body}</body></html>'


ARTICLE = f"<article><h1>{TITLE}</h1><p>{STANDFIRST}</p>" + "".join(
    f"<p><strong>{q}</strong></p><p>{a}</p>" for q, a in TURNS
)
FRAME = (
    "<header><nav><ul><li><a href='/'>Start</a></li><li><a href='/g'>Garten</a></li></ul></nav>"
    "</header><div id='cookie-banner'><p>Wir verwenden Cookies.</p></div>{}</article>"
    "<div id='comments' class='comments'><h3>Kommentare</h3><p>Toll, danke für den Text!</p></div>"
    "<footer><p>Impressum</p></footer>"
)
HEAD = (
    f'<meta charset="utf-8"><title>{TITLE} | Gartenfunk</title>'
    '<meta property="og:site_name" content="Gartenfunk"><meta name="author" content="Mira Vorlage">'
    '<meta property="article:published_time" content="2024-03-01T08:00:00+01:00">'
)
HTML = page(FRAME.format(ARTICLE), HEAD)

WORD_STYLES = (
    '<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="Stark"><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:styleId="Frage"><w:basedOn w:val="Stark"/></w:style>'
)


def word_paragraph(text, style="", run=""):
    style = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{style}<w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def word(body, title=TITLE, styles=WORD_STYLES, doctype="", lists=""):
    """Return the bytes of a Word file with this body."""
    space = 'xmlns:w="urn:w" xmlns:m="urn:m"'
    core = f'<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></c>'
    parts = {
        "word/document.xml": f"{doctype}<w:document {space}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {space}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {space}>{lists}</w:numbering>",
        "docProps/core.xml": core,
    }
    data = BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return data.getvalue()


WORD = word(
    word_paragraph(TITLE, "berschrift1")
    + word_paragraph(STANDFIRST)
    + "".join(word_paragraph(q, "Frage") + word_paragraph(a) for q, a in TURNS)
)


def pdf(*pages):
    """Return the bytes of a PDF; a page is a list of lines (points from below, bold, text)."""
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
    ]
    for number, lines in enumerate(pages):
        shown = "".join(
            f"BT /F{int(bold)} 11 Tf 60 {height} Td ({text}) Tj ET\n"
            for height, bold, text in lines
        )
        objects += [
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]"
            f"/Resources<</Font<</F0 3 0 R/F1 4 0 R>>>>/Contents {6 + 2 * number} 0 R>>",
            f"<</Length {len(shown)}>>stream\n{shown}endstream",
        ]
    body = "%PDF-1.4\n"
    places = []
    for number, one in enumerate(objects, start=1):
        places.append(f"{len(body):010} 00000 n \n")
        body += f"{number} 0 obj\n{one}\nendobj\n"
    size = len(objects) + 1
    table = f"xref\n0 {size}\n0000000000 65535 f \n{''.join(places)}"
    end = f"trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF\n"
    return (body + table + end).encode("cp1252")


PDF = pdf(
    [
        (800, True, TITLE),
        (760, False, "Seit zwanzig Jahren pflegt Jost Muster die Hecken der"),
        (746, False, "Stadt Füssen im Allgäu."),
        (718, True, "Gartenfunk: Herr Muster, warum schneiden Sie nur im"),
        (704, True, "Winter?"),
        (676, False, "Muster: Weil dann Ruhe ist, und die Vögel brüten nicht,"),
        (662, False, "das ist wichtig."),
    ],
    [(800, True, "Gartenfunk:"), (772, False, "Muster: Ja.")],
)
VTT = (
    "WEBVTT\nLanguage: de\n\n1\n00:00:01.000 --> 00:00:04.500\n"
    "<v Mira Vorlage>Wie geht es den Hecken?\n\n2\n"
    "00:00:05.000 --> 00:00:07.000\n<v Jost Muster>Danke, sie wachsen.\n"
)
SRT = "1\r\n00:00:01,000 --> 00:00:04,500\r\nMira Vorlage: Wie geht es?\r\n"
PLAIN = f"{TITLE}\n\n{TURNS[0][0]}\n\n{TURNS[0][1]}\n"
FRONT = f'---\ntitle: "{TITLE}"\nlang: de\ntags: [garten]\n---\n\n**{TURNS[0][0]}**\n'
MHTML = (
    "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=xx\r\n\r\n--xx\r\n"
    "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    + "".join(f"={byte:02X}" for byte in HTML.encode())
    + "\r\n--xx--\r\n"
)
ABOUT = {"title": TITLE, "outlet": "Gartenfunk", "author": "Mira Vorlage", "date": "2024-03-01"}
PAGE_ABOUT = ABOUT | {"language": "de"}

# Name, content, text, reader, what the file says of itself.
RECEIVED = [
    ("a.txt", PLAIN, PLAIN, "utf-8", {}),
    ("a.TXT", PLAIN, PLAIN, "utf-8", {}),
    ("bom.txt", b"\xef\xbb\xbf" + PLAIN.encode(), PLAIN, "utf-8-sig", {}),
    ("old.txt", "Füssen: „Grüße“".encode("cp1252"), "Füssen: „Grüße“", "cp1252", {}),
    ("lines.txt", "Frage:\r\nWie?\rSo.", "Frage:\r\nWie?\rSo.", "utf-8", {}),
    ("less.txt", "<3 Hecken: a < b > c", "<3 Hecken: a < b > c", "utf-8", {}),
    ("bracket.txt", "[lacht] Ja.", "[lacht] Ja.", "utf-8", {}),
    ("a.md", FRONT, FRONT, "utf-8", {"title": TITLE, "language": "de"}),
    ("mark.md", "<p>Wie?</p>\n\n**So.**", "<p>Wie?</p>\n\n**So.**", "utf-8", {}),
    ("a.vtt", VTT, VTT, "utf-8", {"language": "de"}),
    ("a.srt", SRT, SRT, "utf-8", {}),
    ("a.html", HTML, MARKDOWN, "trafilatura", PAGE_ABOUT),
    ("a.htm", HTML, MARKDOWN, "trafilatura", PAGE_ABOUT),
    (
        "a.xhtml",
        f'<?xml version="1.0" encoding="utf-8"?>{HTML}',
        MARKDOWN,
        "trafilatura",
        PAGE_ABOUT,
    ),
    ("a.mhtml", MHTML, MARKDOWN, "trafilatura", PAGE_ABOUT),
    ("a.html.txt", HTML, MARKDOWN, "trafilatura", PAGE_ABOUT),
    (
        "old.html",
        HTML.replace("utf-8", "iso-8859-1").encode("cp1252"),
        MARKDOWN,
        "trafilatura",
        PAGE_ABOUT,
    ),
    ("plain.html", PLAIN, PLAIN, "utf-8", {}),
    ("a.docx", WORD, MARKDOWN, "lxml", {"title": TITLE}),
    ("word.txt", WORD, MARKDOWN, "lxml", {"title": TITLE}),
    ("layout.docx", word(word_paragraph("Ja."), "Layout 1"), "Ja.\n", "lxml", {}),
]


def put(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("name", "content", "text", "reader", "about"), RECEIVED, ids=[row[0] for row in RECEIVED]
)
def test_each_format_gives_its_text_and_says_how(tmp_path, name, content, text, reader, about):
    path = put(tmp_path, name, content)
    received = receive(path)
    assert received.text == text
    assert (received.reader.partition(" ")[0] or received.encoding) == reader
    assert received.meta == about
    assert receive(path) == received
    assert path.read_bytes() == (content if isinstance(content, bytes) else content.encode())


def test_a_pdf_keeps_paragraphs_bold_and_pages(tmp_path):
    received = receive(put(tmp_path, "a.pdf", PDF))
    assert received.text == (
        f"**{TITLE}**\n\nSeit zwanzig Jahren pflegt Jost Muster die Hecken der "
        "Stadt Füssen im Allgäu.\n\n**Gartenfunk: Herr Muster, warum schneiden Sie nur im "
        "Winter?**\n\nMuster: Weil dann Ruhe ist, und die Vögel brüten nicht, das ist wichtig."
        "\n\n\f**Gartenfunk:**\n\nMuster: Ja.\n"
    )
    assert received.reader.startswith("pypdfium2 5")
    assert receive(put(tmp_path, "b.txt", PDF)).text == received.text


WIDE = "In dieser Zeile ist kein Platz mehr, auch nicht für ein Wort"
# Lines of pages (no more space between than lines have), and the text.
PDF_CASES = [
    ([["I: Wer?", "B: Ich.", WIDE]], f"I: Wer?\nB: Ich.\n{WIDE}\n"),
    ([[WIDE, "geht es weiter.", "B: Ja."]], f"{WIDE} geht es weiter.\nB: Ja.\n"),
    ([[f"{WIDE} der Gärt-", "nerinnen."]], f"{WIDE} der Gärtnerinnen.\n"),
    ([[f"{WIDE} im Online-", "Marketing."]], f"{WIDE} im Online-Marketing.\n"),
    ([[f"{WIDE} der Haupt-", "und Nebenwege."]], f"{WIDE} der Haupt- und Nebenwege.\n"),
    (
        [["Gartenfunk 7/2024", f"{WIDE} und", "3"], ["Gartenfunk 7/2024", "Wort mehr.", "4"]],
        f"{WIDE} und Wort mehr.\n",
    ),
]


@pytest.mark.parametrize(("pages", "text"), PDF_CASES)
def test_lines_of_a_pdf_that_only_wrap_are_one(tmp_path, pages, text):
    made = pdf(*([(800 - 14 * n, False, t) for n, t in enumerate(page)] for page in pages))
    assert receive(put(tmp_path, "a.pdf", made)).text == text


@pytest.mark.parametrize("name", ["a.html", "a.docx", "a.pdf"])
def test_a_made_text_is_the_same_when_it_was_saved(tmp_path, name):
    text = receive(put(tmp_path, name, {"a.html": HTML, "a.docx": WORD, "a.pdf": PDF}[name])).text
    saved = put(tmp_path, "received.txt", text)
    assert saved.read_bytes().decode("utf-8") == receive(saved).text == text
    for word_at in re.finditer(r"\w+", text):
        assert text[word_at.start() : word_at.end()] == word_at[0]


QA = "<p><b>Frage {0}: Und das Jahr {0} der Hecken?</b></p><p>Antwort {0}, ganz kurz und gut.</p>"

# What stands on a page, and a line that must come out of it (bold, heading, cells kept).
PAGES = [
    ("<p><strong>Warum?</strong><br>Weil ich es will.</p>", "**Warum?**\n\nWeil ich es will."),
    ("<h3>Warum denn?</h3><p>Weil ich es will.</p>", "### Warum denn?\n\nWeil ich es will."),
    ("<p><span style='font-weight: 700'>Warum?</span></p><p>So.</p>", "**Warum?**\n\nSo."),
    ("<style>.c2{color:red;font-weight:bold}</style><p><span class=c2>Oh?</span></p>", "**Oh?**"),
    ("<p><strong>Warum?<br></strong>Weil ich es will.</p>", "**Warum?**\n\nWeil ich es will."),
    ("<p style='font-weight:bold'>Warum?</p><p>So.</p>", "**Warum?**\n\nSo."),
    ("<style>.q,.a b{font-weight:700}</style><p class=q>Na?</p><p>So.</p>", "Na?\n\nSo."),
    ("<style>.x,.q{font-weight:700}</style><p class=q>Na?</p><p>So.</p>", "**Na?**\n\nSo."),
    ("<p><strong>Warum?&nbsp;</strong></p><p>So.</p>", "**Warum?**\n\nSo."),
    ("<p><b>Muster:</b> Nein.</p>", "**Muster:** Nein."),
    ("<table><tr><td>I:</td><td>Ja bitte?</td></tr></table>", "I:\tJa bitte?"),
    ("<table><tr><td><p><b>Ach?</b></p><p>Doch.</p></td></tr></table>", "**Ach?**\n\nDoch."),
    ("<dl><dt>Funk: Wer?</dt><dd>Muster: Ich.</dd></dl>", "**Funk: Wer?**\n\nMuster: Ich."),
    ("<p>Kund&shy;innen &amp; F&uuml;ssen</p>", "Kundinnen & Füssen"),
    ("<p>12. Mai 2025</p>", "\n12. Mai 2025\n"),
    ("<p>Kund*innen, Besucher_innen.</p>", "\nKund*innen, Besucher_innen.\n"),
    (
        "<aside class=box><h3>Zur Person</h3><p>Jule Tamm zählt Schafe.</p></aside>",
        "### Zur Person\n\nJule Tamm zählt Schafe.",
    ),
    (
        "<p><b><span>Wie</span><span>\n lang?</span></b> <span>Ein</span><span>\n Jahr.</span></p>",
        "**Wie lang?** Ein Jahr.",
    ),
]


@pytest.mark.parametrize(("shown", "line"), PAGES)
def test_what_a_page_shows_comes_out(tmp_path, shown, line):
    body = "<article>" + QA.format(1) + shown + QA.format(2) + "</article>"
    text = receive(put(tmp_path, "a.html", page(body))).text
    assert line in text
    assert "**Frage 1: Und das Jahr 1 der Hecken?**\n\nAntwort 1, ganz kurz und gut." in text


def test_a_box_of_links_is_no_part_of_the_talk(tmp_path):
    box = "<aside><p>Neu: <a href='/1'>Brand am Hafen, vier Boote sind verloren</a></p></aside>"
    text = receive(put(tmp_path, "a.html", page(FRAME.format(ARTICLE + box)))).text
    assert "Brand" not in text


def test_a_caption_is_set_off(tmp_path):
    figure = "<figure><figcaption><b>Jost Muster</b> an der Hecke.</figcaption></figure>"
    article = ARTICLE.replace("<p><strong>", f"{figure}<p><strong>", 1)
    text = receive(put(tmp_path, "a.html", page(FRAME.format(article)))).text
    assert "\n\n> **Jost Muster** an der Hecke.\n\n" in text
    blocks = read_blocks(text, "any", read_lists().page_words).set_index("text")
    assert blocks.loc["Jost Muster** an der Hecke.", "voice"] == "display"


def test_a_page_without_a_frame_keeps_its_headings_and_its_last_word(tmp_path):
    figure = "<figure><figcaption><p>Film: Rike Born.</p></figcaption></figure>"
    asked = "".join(
        f"<h{2 + n % 2} class='q'>\n  Was geschah im Jahr {n}?\n</h{2 + n % 2}>"
        f"<div class='a'><p>Im Jahr {n} geschah wenig, und das war gut so für uns.</p></div>"
        for n in range(6)
    )
    last = "<p>Wirklich?</p><p>Nein.</p></body></html><h3>Noch etwas?</h3><div><p>Nein.</p></div>"
    body = f"<p>Rike Born kennt den Kanal.</p>{figure}{asked}{last}"
    text = receive(put(tmp_path, "a.html", page(body))).text
    for n in range(6):
        assert f"\n\n{'#' * (2 + n % 2)} Was geschah im Jahr {n}?\n\nIm Jahr {n}" in text
    assert "\n\n> Film: Rike Born.\n\n" in text
    assert text.endswith("Wirklich?\n\nNein.\n\n### Noch etwas?\n\nNein.\n")


LISTS_OF_WORD = (
    '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl>'
    '</w:abstractNum><w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0">'
    '<w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
)


def test_items_of_words_lists_keep_their_marks(tmp_path):
    def item(text, number):
        paragraph = word_paragraph(text)
        mark = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
        return paragraph.replace("<w:p>", f"<w:p><w:pPr>{mark}</w:pPr>")

    body = item("Wer?", 1) + word_paragraph("Ich.") + item("Wann?", 1) + item("heute,", 2)
    text = receive(put(tmp_path, "a.docx", word(body, lists=LISTS_OF_WORD))).text
    assert text == "1. Wer?\n\nIch.\n\n2. Wann?\n\n- heute,\n"
    assert receive(put(tmp_path, "b.docx", word(body))).text == "Wer?\n\nIch.\n\nWann?\n\nheute,\n"


def test_a_short_page_keeps_its_paragraphs(tmp_path):
    body = "".join(f"<p><b>{q}</b></p><p>{a}</p>" for q, a in TURNS[1:])
    text = receive(put(tmp_path, "a.html", page(f"<article>{body}</article>"))).text
    assert text == "\n\n".join(part for q, a in TURNS[1:] for part in (f"**{q}**", a)) + "\n"


R = "<w:r><w:rPr>{}</w:rPr><w:t>{}</w:t></w:r>"

# What stands in a Word file, and its text.
WORD_CASES = [
    (word_paragraph("Wer?", run="<w:b/>") + word_paragraph("Ich."), "**Wer?**\n\nIch.\n"),
    (word_paragraph("Wer?", "Frage", '<w:b w:val="0"/>'), "Wer?\n"),
    (word_paragraph("Wer?", run='<w:rStyle w:val="Frage"/>'), "**Wer?**\n"),
    (f"<w:p>{R.format('<w:b/>', 'Funk: ')}{R.format('', 'Ja?')}</w:p>", "**Funk:** Ja?\n"),
    ("<w:p><w:r><w:t>A</w:t><w:br/><w:t>B</w:t><w:tab/><w:t>C</w:t></w:r></w:p>", "A\nB\tC\n"),
    # An interview that its guest has authorised: what he struck out is gone, what he wrote is in.
    (
        f"<w:p><w:del><w:r><w:delText>Nein</w:delText></w:r></w:del><w:ins>{R.format('', 'Ja')}"
        f"</w:ins><w:moveFrom>{R.format('', 'weg')}</w:moveFrom></w:p>",
        "Ja\n",
    ),
    (
        f"<w:tbl><w:tr><w:tc>{word_paragraph('I:')}</w:tc><w:tc>{word_paragraph('Wie?')}</w:tc>"
        "</w:tr></w:tbl>",
        "I:\tWie?\n",
    ),
    (
        f"<w:p><w:r><m:Choice><w:txbxContent>{word_paragraph('Kasten')}</w:txbxContent></m:Choice>"
        f"<m:Fallback>{word_paragraph('Kasten')}</m:Fallback></w:r></w:p>",
        "Kasten\n",
    ),
]


@pytest.mark.parametrize(("body", "text"), WORD_CASES)
def test_a_word_file_reads_as_it_stands_after_all_changes(tmp_path, body, text):
    assert receive(put(tmp_path, "a.docx", word(body))).text == text


@limits(max_examples=30)
@given(st.lists(st.lists(st.tuples(st.text("aäß*# \t", max_size=5), st.booleans()), max_size=3)))
def test_a_word_file_gives_all_its_letters_in_order(tmp_path_factory, paragraphs):
    runs = [[R.format("<w:b/>" * bold, text) for text, bold in runs] for runs in paragraphs]
    body = "".join(f"<w:p>{''.join(runs)}</w:p>" for runs in runs) + word_paragraph("Ende")
    path = put(tmp_path_factory.getbasetemp(), "letters.docx", word(body))
    letters = "".join(text for runs in paragraphs for text, _ in runs) + "Ende"
    assert re.sub(r"[\s*]", "", receive(path).text) == re.sub(r"[\s*]", "", letters)


def zipped(*parts):
    data = BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as package:
        for name, content in parts:
            package.writestr(name, content)
    return data.getvalue()


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
LOGIN = page("<form><p>Anmelden</p><input type='password' name=p></form><p>Bitte anmelden.</p>")
FRAMES = "<html><frameset><frame src='a.html'></frameset></html>"
BOMB = zipped(("word/document.xml", b"<w>" + b" " * (65 * 2**20) + b"</w>"))

# What is wrong, and what the sentence says of it.
BAD = [
    ("a.txt", b"", "is empty"),
    ("a.docx", b"\0\0\0", "is empty"),
    ("a.txt", b"\xff\x00\x01\x02\x03\xfe" * 50, "is not a text file"),
    ("a.txt", r"{\rtf1\ansi Frage: Wie?}", "Rich Text.* save it as .docx"),
    ("a.doc.txt", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old or encrypted Word file"),
    ("a.txt", b"\x89PNG\r\n\x1a\n" + b"\0" * 60, "is a picture"),
    ("a.txt", json.dumps({"segments": [{"text": "Frage"}]}), r"data \(JSON\)"),
    ("a.txt", json.dumps([{"text": "Frage"}]), r"data \(JSON\)"),
    ("a.txt", "[" * 100_000, "holds no text"),
    ("a.docx", zipped(("content.xml", "<a/>")), "none of Word's"),
    ("a.docx", WORD[:-40], "its end is missing"),
    ("a.docx", PLAIN, "is no Word file"),
    ("a.docx", zipped(("word/document.xml", "<w:document>")), "is broken"),
    ("a.docx", word(""), "holds no text"),
    ("a.docx", BOMB, "unpacks to more than 64 MB"),
    ("a.docx", word(word_paragraph("&i;"), doctype=ENTITIES + "]>"), "holds no text|is broken"),
    (
        "a.docx",
        word(word_paragraph("&x;"), doctype='<!DOCTYPE x [<!ENTITY x SYSTEM "/etc/hostname">]>'),
        "holds no text|is broken",
    ),
    ("a.pdf", PLAIN, "is no PDF"),
    ("a.pdf", "%PDF-1.7\nnichts", "is broken"),
    ("a.pdf", pdf([]), r"holds no text .*\(OCR\)"),
    ("a.html", "", "is empty"),
    ("a.html", page(""), "holds no text"),
    ("a.html", LOGIN, "asks for a password"),
    ("a.html", FRAMES, "holds no text"),
    ("a.html", "<b>" * 200_000, "holds no text"),
    ("a.html", page("<p>Ja.</p>" * 60_000), "more than 50000 elements"),
    (
        "a.html",
        "<p " + " ".join(f"a{n}=1" for n in range(200_000)) + ">Ja",
        "more than 50000 elements",
    ),
    ("a.html", page("<script>let a = 'Frage'</script>"), "holds no text"),
]


@pytest.mark.parametrize(("name", "content", "message"), BAD)
def test_what_is_no_interview_gets_one_sentence(tmp_path, name, content, message):
    path, begun = put(tmp_path, name, content), time.monotonic()
    with pytest.raises(TroubleError, match=message) as trouble:
        receive(path)
    assert str(path) in str(trouble.value) and "\n" not in str(trouble.value)
    assert time.monotonic() - begun < 10


def test_a_page_cannot_expand_entities_or_fetch(tmp_path, monkeypatch):
    def refuse(*arguments, **options):
        raise AssertionError("the network was asked")

    monkeypatch.setattr("socket.socket.connect", refuse)
    head = '<link rel="stylesheet" href="http://a.example/x.css"><base href="http://a.example/">'
    body = page(QA.format(1) + QA.format(2) + "<p>Und &i; so &x; weiter.</p>", head)
    assert "Antwort 2" in receive(put(tmp_path, "a.html", body)).text
    with pytest.raises(TroubleError, match="holds no text"):
        receive(put(tmp_path, "a.html", f"{ENTITIES}]>{body}"))
    assert list(tmp_path.iterdir()) == [tmp_path / "a.html"]


def test_a_file_too_large_is_not_read(tmp_path):
    path = tmp_path / "a.html"
    with path.open("wb") as file:
        file.truncate(100 * 2**20)
    with pytest.raises(TroubleError, match="has 100 MB; at most 64"):
        receive(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has none")
def test_what_is_no_file_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.txt")
    for path in (tmp_path, tmp_path / "a.txt"):
        with pytest.raises(TroubleError, match="is no file"):
            receive(path)
    with pytest.raises(TroubleError, match="can't be read"):
        receive(tmp_path / "weg.txt")


@pytest.mark.parametrize("content", ["", "%PDF-1.4\n", "PK\x03\x04", "<html><p>", "{\\rtf"])
@pytest.mark.parametrize("extension", EXTENSIONS)
@limits(max_examples=8)
@given(noise=st.binary(max_size=300))
def test_whatever_the_bytes_it_is_a_text_or_one_sentence(
    tmp_path_factory, extension, content, noise
):
    path = put(tmp_path_factory.getbasetemp(), f"noise{extension}", content.encode() + noise)
    try:
        assert re.search(r"\w", receive(path).text)
    except TroubleError as trouble:
        assert str(path) in str(trouble)


@limits(max_examples=60)
@given(st.sampled_from(["a.docx", "a.pdf", "a.html"]), st.data())
def test_a_damaged_file_is_a_text_or_one_sentence(tmp_path_factory, name, data):
    whole = {"a.docx": WORD, "a.pdf": PDF, "a.html": HTML.encode()}[name]
    at = data.draw(st.integers(0, len(whole) - 1))
    spoilt = (
        whole[:at] + data.draw(st.binary(max_size=20)) + whole[at + data.draw(st.integers(0, 9)) :]
    )
    with suppress(TroubleError):
        receive(put(tmp_path_factory.getbasetemp(), name, spoilt)).text.encode("utf-8")


@given(st.lists(st.tuples(st.text("aä *\n"), st.booleans())))
def test_marks_of_bold_add_nothing_but_stars(runs):
    plain = "".join(text for text, _ in runs)
    assert mark_bold(runs).replace("*", "") == plain.replace("*", "")


LANGUAGES = [
    ("Weil dann die Vögel nicht brüten, und das ist auch gut so für uns.", "de"),
    ("Das Meeting war super, und der Sales Lead ist mit dem Output auch happy.", "de"),
    ("Because the birds do not nest in winter, and that is what we have to live with.", "en"),
    ("Parce que les oiseaux ne nichent pas en hiver, et que nous le savons tous. " * 5, "und"),
    ("Omdat de vogels dan niet broeden, en dat is ook goed voor ons, zeggen we. " * 5, "und"),
    ("Fordi fuglene ikke ruger om vinteren, og det er også godt for os, det er det. " * 5, "und"),
    ("Perché gli uccelli non nidificano in inverno, e questo è un bene per tutti noi. " * 5, "und"),
    ("Птицы не гнездятся зимой, и соседи ничего об этом не говорят. " * 9, "und"),
    ("00:00:01.000 --> 00:00:04.500\n" * 9 + "Ja.", ""),
    ("Ja, nein.", ""),
    ("", ""),
]


@pytest.mark.parametrize(("text", "code"), LANGUAGES)
def test_the_language_is_told_or_left_open(text, code):
    assert detect_language(text) == code


NAMES = [
    ("Gespräch mit Frau Groß (Teil 2)", "gespraech-mit-frau-gross-teil-2"),
    ("2014-03-14_leonhard", "2014-03-14_leonhard"),
    ("Fu\u0308ssen", "fuessen"),
    ("../../etc/passwd", "etc-passwd"),
    ("--rm -rf", "rm-rf"),
    ("CON", "interview-con"),
    ("archive", "interview-archive"),
    ("Москва", "interview"),
    ("", "interview"),
    ("a" * 300, "a" * 80),
]


@pytest.mark.parametrize(("name", "safe"), NAMES)
def test_an_interview_gets_a_name_that_is_safe_everywhere(name, safe):
    assert slug(name) == safe == slug(safe)


def test_a_file_is_taken_in_byte_for_byte_and_only_once(project, tmp_path):
    path = put(tmp_path, "Grüße aus Füssen.TXT", "Frage:\r\nWie?".encode("cp1252"))
    assert take_in(path) == take_in(path) == "gruesse-aus-fuessen"
    there = paths.raw_path("gruesse-aus-fuessen")
    assert there.name == "gruesse-aus-fuessen.txt" and there.read_bytes() == path.read_bytes()
    assert take_in(there) == "gruesse-aus-fuessen"


@pytest.mark.parametrize(
    ("file", "name", "interview"),
    [
        ("Die Hecke bleibt.html", "", "2024-03-01_die-hecke-bleibt"),
        ("2023_hecke.html", "", "2023_hecke"),
        ("20240229_hecke.html", "", "20240229_hecke"),
        ("2024 Hecken.html", "", "2024-hecken"),
        ("hecke.html", "Hecken in Füssen", "hecken-in-fuessen"),
        ("hecke.pdf", "", "hecke"),
    ],
)
def test_an_interview_is_named_by_its_date_and_its_file(project, tmp_path, file, name, interview):
    path = put(tmp_path, file, HTML if file.endswith("html") else PDF)
    assert take_in(path, name) == interview
    assert paths.raw_path(interview).exists() and interview in paths.list_interviews()


def test_another_interview_of_that_name_is_not_overwritten(project, tmp_path):
    take_in(put(tmp_path, "a.txt", "Frage: Wie?"))
    for name, content in (("a.txt", "Frage: Wer?"), ("a.md", "Frage: Wie?")):
        with pytest.raises(TroubleError, match=r"raw/a\.txt is another interview of that name"):
            take_in(put(tmp_path, name, content))
    assert paths.raw_path("a").read_text() == "Frage: Wie?"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("a.odt", "end in .odt are not read"),
        ("a", "end in nothing"),
        ("weg.txt", "is no file"),
        ("leer.txt", "is empty"),
        ("scan.pdf", "holds no text"),
    ],
)
def test_what_cannot_be_taken_in_is_said(project, tmp_path, name, message):
    before = paths.list_interviews()
    put(tmp_path, "a.odt", PLAIN), put(tmp_path, "a", PLAIN)
    put(tmp_path, "leer.txt", ""), put(tmp_path, "scan.pdf", pdf([]))
    with pytest.raises(TroubleError, match=message):
        take_in(tmp_path / name)
    assert paths.list_interviews() == before


def test_two_files_of_one_name_are_one_too_many(project):
    raw = project / "data" / "raw"
    put(raw, "a.PDF", PDF), put(raw, "a.b.txt", PLAIN), put(raw, "~$a.docx", WORD)
    assert paths.raw_path("a") == raw / "a.PDF" and paths.raw_path("a.b") == raw / "a.b.txt"
    assert paths.raw_path("b") == raw / "b.txt"
    assert paths.list_interviews() == [FIRST, "a", "a.b"]
    put(raw, "a.html", HTML)
    with pytest.raises(TroubleError, match=r"a\.html and a\.PDF would be one interview, 'a'"):
        paths.raw_path("a")


def test_what_a_file_says_of_its_source_fills_it_in_once(project):
    put(project / "data" / "raw", "hecke.html", HTML)
    prepare_editorial("hecke")
    assert dict(read_source("hecke").itertuples(index=False)) == ABOUT
    path = paths.editorial_path("source.csv", "hecke")
    path.write_text("field,value\ntitle,Hecken\n", encoding="utf-8")
    prepare_editorial("hecke")
    assert path.read_text(encoding="utf-8") == "field,value\ntitle,Hecken\n"


FILES = {
    "txt": PLAIN,
    "md": FRONT + f"\n{TURNS[0][1]}\n",
    "html": HTML,
    "mhtml": MHTML,
    "docx": WORD,
    "pdf": PDF,
    "vtt": VTT,
    "srt": SRT,
}


def write_all(interview):
    """Read an interview and write the tables that have places, as the notebooks do."""
    prepare_editorial(interview)
    lists = read_lists()
    raw, clean, edits = read_text(interview)
    blocks = read_blocks(raw, interview, lists.page_words)
    sentences = read_sentences(raw, clean, edits, blocks, lists.abbreviations)
    tokens = read_tokens(raw, clean, edits, sentences, lists.vocabulary)
    write_tables(interview, blocks=blocks, sentences=sentences, tokens=tokens)
    return raw


@pytest.mark.parametrize("extension", FILES)
def test_in_every_format_each_place_leads_back_to_its_words(project, extension):
    put(project / "data" / "raw", f"hecke.{extension}", FILES[extension])
    raw = write_all("hecke")
    kept = paths.processed_path("hecke", "received.txt")
    assert kept.exists() == (extension in ("html", "mhtml", "docx", "pdf"))
    text = kept.read_bytes().decode("utf-8") if kept.exists() else raw
    for name, column in (("blocks", "text"), ("sentences", "text"), ("tokens", "token")):
        table = read_table("hecke", name)
        assert len(table)
        for start, end, words in table[["start", "end", column]].itertuples(index=False):
            assert text[start:end] == raw[start:end] == words
    facts = dict(describe_raw("hecke").itertuples(index=False))
    assert facts["file"] == f"data/raw/hecke.{extension}"
    assert facts["language"] == "German"


@pytest.mark.parametrize("extension", ["md", "html", "docx"])
def test_questions_set_in_bold_are_heard_as_the_interviewers(project, extension):
    put(project / "data" / "raw", f"hecke.{extension}", FILES[extension])
    write_all("hecke")
    blocks = read_table("hecke", "blocks")
    asked = blocks.loc[blocks["voice"] == "interviewer", "text"]
    assert [text.count("?") for text in asked] == [1] * (1 if extension == "md" else 3)
    assert "Weil dann Ruhe ist." in " ".join(blocks.loc[blocks["voice"] == "interviewee", "text"])


def test_a_text_that_replaces_a_page_leaves_no_old_places(project):
    raw = project / "data" / "raw"
    write_all_of = put(raw, "hecke.html", HTML)
    write_all("hecke")
    write_all_of.unlink()
    put(raw, "hecke.txt", PLAIN)
    assert write_all("hecke") == PLAIN
    assert not paths.processed_path("hecke", "received.txt").exists()


ENGLISH = "Reporter: What do you do with the hedges?\n\nGuest: We cut them, and the birds stay.\n"
ITALIAN = "Domanda: E le siepi?\n\nRisposta: Le tagliamo in inverno, gli uccelli restano qui.\n" * 8
READ_IN = [
    (ENGLISH, "en", "English: suspects", {"hedge", "cut", "bird", "stay"}),
    (ITALIAN, "und", "neither German nor English", {"siepi", "uccelli", "restano", "tagliamo"}),
]


@pytest.mark.parametrize(("text", "language", "said", "terms"), READ_IN)
def test_what_is_not_german_is_read_as_far_as_there_are_lists(project, text, language, said, terms):
    put(project / "data" / "raw", "hecke.txt", text)
    interview = open_interview("hecke")
    assert interview.language == language
    assert dict(describe_raw("hecke").itertuples(index=False))["language"].startswith(said)
    listed = interview.tokens[~interview.tokens["is_stop"]]
    assert terms <= set(listed["term"]) and set(interview.blocks["voice"]) >= {"interviewer"}
    assert interview.suspects.empty and interview.candidates.empty
    assert interview.shares["n"].sum() == len(interview.tokens)
    unknown = set(unknown_forms(interview.tokens, interview.vocabulary)["token"])
    assert unknown.isdisjoint({"stay", "cut"})


LANGUAGE_OF = [("", "German"), ("de-CH", "German"), ("English", "English"), ("fr", "neither")]


@pytest.mark.parametrize(("decided", "said"), LANGUAGE_OF)
def test_the_language_that_a_person_names_overrules(project, decided, said):
    put(project / "data" / "raw", "hecke.txt", PLAIN)
    source = paths.editorial_path("source.csv", "hecke")
    source.parent.mkdir()
    source.write_text(f"field,value\nlanguage,{decided}\n", encoding="utf-8")
    assert tell_language("hecke", PLAIN).startswith(said)


TITLES = [
    (["-- Anzeige --", "Interview", "# „Die Hecke bleibt stehen“"], "„Die Hecke bleibt stehen“"),
    (["Wir verwenden Cookies auf dieser Seite", "**Hecke**"], "Hecke"),
    (["Zum Inhalt springen"], "hecke"),
    ([], "hecke"),
]


@pytest.mark.parametrize(("above", "title"), TITLES)
def test_the_title_is_a_headline_before_the_first_turn(project, above, title):
    kinds = ["headline"] * len(above) + ["question", "answer", "headline"]
    blocks = pd.DataFrame({"kind": kinds, "text": [*above, "Wie?", "So.", "Im Winter ist Ruhe"]})
    assert find_title("hecke", blocks) == title


@pytest.mark.parametrize(
    ("layout", "title"),
    [
        ("online_page", '"Vier Tage sind genug"'),
        ("quoted_headline", "Anna Beispiel: „Wir haben die Zeit gegen uns“"),
        ("bold_labels", "Ein Garten für alle"),
        ("two_names", '"Brot braucht vor allem Zeit"'),
        ("role_labels", "role_labels"),
    ],
)
def test_a_page_of_menus_is_called_by_its_headline(project, layout, title):
    raw = (INVENTED / f"{layout}.txt").read_text(encoding="utf-8")
    assert find_title(layout, read_blocks(raw, layout, read_lists().page_words)) == title


def test_a_folder_may_mix_formats_and_names_what_cannot_be_read(tmp_path):
    folder, target = tmp_path / "alle", tmp_path / "ziel"
    (folder / "2024" / "c_files").mkdir(parents=True)
    for extension, content in FILES.items():
        put(folder, f"2024/{extension}.{extension}", content)
    put(folder, "2024/c_files/rahmen.html", HTML), put(folder, "README.md", PLAIN)
    put(folder, "html.txt", PLAIN), put(folder, "html.pdf", PDF), put(folder, "rot.docx", WORD[:90])
    partitions.read_archive(folder, target=target, workers=1)
    tables = {
        name: pd.concat(rows for _, rows in partitions.iterate_table(name, target))
        for name in ("interviews", "received", "sentences", "problems")
    }
    read = sorted([*(f"2024/{extension}" for extension in FILES), "html"])
    assert sorted(tables["interviews"]["interview"]) == read
    assert set(tables["interviews"]["year"].dropna()) == {2024}
    made = dict(tables["received"][["interview", "text"]].itertuples(index=False))
    assert sorted(made) == ["2024/docx", "2024/html", "2024/mhtml", "2024/pdf", "html"]
    for row in tables["sentences"].itertuples():
        raw = made.get(row.interview) or FILES[row.interview.rpartition("/")[2]]
        assert raw[row.start : row.end] == row.text
    problems = dict(tables["problems"][["interview", "problem"]].itertuples(index=False))
    assert "has the name of another file" in problems["html.txt"]
    assert "its end is missing" in problems["rot"] and len(problems) == 2


def test_a_report_is_made_of_a_file_anywhere(project, tmp_path, monkeypatch, capsys):
    made = []

    async def run_notebooks(paths, finish, begun):
        return {}

    for variable in ("INTERVIEW", "BELEGSTELLE_REPORT"):
        monkeypatch.setenv(variable, "")
    monkeypatch.setenv("FILE", str(put(tmp_path, "Die Hecke.html", HTML)))
    monkeypatch.setattr(run, "notebook_paths", list)
    monkeypatch.setattr(run, "run_notebooks", run_notebooks)
    monkeypatch.setattr(run, "write_report", lambda interview, pages: made.append(interview))
    run.make_report()
    assert made == ["2024-03-01_die-hecke"]
    assert "Die Hecke.html is data/raw/2024-03-01_die-hecke.html now" in capsys.readouterr().out
    assert paths.raw_path(made[0]).read_text(encoding="utf-8") == HTML
    assert write_all(made[0]) == MARKDOWN
    told = heading(made[0])
    assert (told["title"], told["byline"]) == (TITLE, "Gartenfunk, 2024-03-01")


def test_a_report_of_no_file_is_one_sentence_and_takes_nothing_in(tmp_path):
    folder = copy_project(tmp_path / "project")
    done = run_report(folder, "", FILE=str(tmp_path / "weg.pdf"))
    assert done.returncode == 1 and "weg.pdf is no file" in done.stderr
    assert "Traceback" not in done.stderr


def test_pip_before_24_can_read_the_lock():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "\nlxml==" in lock and "\nlxml-html-clean==" in lock


def test_the_readers_are_loaded_only_when_needed(tmp_path):
    path = put(tmp_path, "a.txt", PLAIN)
    code = (
        "import sys; from pathlib import Path; from belegstelle.page.formats import receive;"
        f"receive(Path({str(path)!r}));"
        "print({'trafilatura', 'lxml', 'pypdfium2', 'simplemma'} & set(sys.modules))"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "set()"
