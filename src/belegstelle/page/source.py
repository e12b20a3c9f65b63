"""What is known of an interview's source: its file, its text as received, title and language.

Where a person has filled in source.csv, that counts; else what the file says of itself.
"""

import re

import pandas as pd

from belegstelle.page.formats import detect_language, receive
from belegstelle.project import editorial_path, processed_path, raw_path
from belegstelle.store import schema
from belegstelle.store.files import write_text
from belegstelle.store.tables import expect_filled, expect_values, read_editorial

# The languages that the project has lists for, and what is said of a text in one, or in another.
LANGUAGES = {
    "de": "German",
    "en": "English: suspects and sentences worth checking are looked for in German texts only",
}
OTHER_LANGUAGE = "neither German nor English: voices and words are counted, nothing else is known"
# What a title is not: "-- Anzeige --", "Wir verwenden Cookies", "Zum Inhalt springen".
NO_TITLE = re.compile(
    r"cookie|javascript|datenschutz|anzeige\b|werbung|newsletter|zum (?:haupt)?inhalt|startseite",
    re.IGNORECASE,
)
# Mark-up around a headline: "# ", "**".
MARKUP = re.compile(r"^[#>*_\s–—-]+|[*_\s–—-]+$")


def read_raw(interview: str) -> tuple[str, str]:
    """Return an interview's text and how it was made: its encoding, or the reader's name.

    Places are places in this text. One that a reader made is kept as received.txt, so that it can
    be looked into; a text file is that itself.
    """
    received = receive(raw_path(interview))
    kept = processed_path(interview, "received.txt")
    if not received.reader:
        kept.unlink(missing_ok=True)
    elif not kept.exists() or kept.read_bytes() != received.text.encode("utf-8"):
        write_text(received.text, interview, kept.name)
    return received.text, received.reader or received.encoding


def read_source(interview: str) -> pd.DataFrame:
    """Return what is known of the source: field, value; the fields are the schema's."""
    path = editorial_path("source.csv", interview)
    source = read_editorial(path, ["field", "value"])
    expect_filled(path, source, "field", once=True)
    expect_values(path, source, "field", schema.codes("editorial/source", "field"))
    return source[source["value"] != ""]


def known_source(interview: str) -> dict[str, str]:
    """Return what is known of the source, field → value; see read_source."""
    return dict(read_source(interview).itertuples(index=False, name=None))


def first_source(interview: str) -> pd.DataFrame:
    """Return source.csv as a person finds it: what the file says of itself, the rest empty.

    The language is what the text is in; pages often name another.
    """
    received = receive(raw_path(interview))
    said = received.meta
    if detect_language(received.text) in LANGUAGES:
        said = said | {"language": ""}
    fields = schema.codes("editorial/source", "field")
    return pd.DataFrame({"field": fields, "value": [said.get(field, "") for field in fields]})


def find_language(interview: str, raw: str) -> str:
    """Return a text's language, "de", "en" or another's code: as source.csv says, else detected."""
    decided = editorial_path("source.csv", interview).exists()
    named = known_source(interview).get("language", "").strip().lower() if decided else ""
    codes = {"german": "de", "deutsch": "de", "english": "en", "englisch": "en"}
    return codes.get(named, named[:2]) or detect_language(raw) or "de"


def tell_language(interview: str, raw: str) -> str:
    """Return in words what language a text is read in."""
    return LANGUAGES.get(find_language(interview, raw), OTHER_LANGUAGE)


def find_title(interview: str, blocks: pd.DataFrame) -> str:
    """Return an interview's title: as source.csv has it, else a headline before the first turn.

    If there is neither, its name.
    """
    source = known_source(interview)
    turns = blocks["kind"].isin(["question", "answer"]).cumsum() > 0
    above = blocks.loc[(blocks["kind"] == "headline") & ~turns, "text"]
    lines = [MARKUP.sub("", line) for line in above if not NO_TITLE.search(line)]
    # A kicker, "Interview", stands over many a headline and is shorter than any.
    long_enough = [line for line in lines if len(line.split()) > 2]
    return source.get("title") or next(iter([*long_enough, *lines]), interview)
