"""What the pages say, as data beside the tables: data/processed/<interview>/findings.json.

Notebooks write it when they tell a finding or show a chart; the front page is made from it.
"""

import json

from belegstelle.project import ARCHIVE, TroubleError, processed_path, show_path
from belegstelle.store.files import read_bytes, write_file

FILE = "findings.json"

# What each page tells and shows, by name, in the order of the pages.
TOLD = {
    "01_read": "reading word_shares",
    "02_clean": "cleaning",
    "03_terms": "terms term_bars keyness dispersion cloud_and_bars",
    "04_claims": "claims claim_bars candidates trial agreement",
    "05_trend": "story strip ledger voice_trace",
    "06_archive": "years term_years cue_years topic_years",
}

# What a page tells of its measures: it is read there, beside what it measures.
OF_MEASURES = frozenset("keyness candidates trial agreement".split())


def keep(interview: str, kind: str, name: str, **said: object) -> None:
    """Write what a page tells, in the place of what it told under that name before.

    kind: finding (with text, a list of sentences) or chart (with title, alt, source; a chart
    that was not drawn has no alt). A name that TOLD has not comes last, on no page.
    """
    pages = {one: page for page, names in TOLD.items() for one in names.split()}
    page = "06_archive" if interview == ARCHIVE else pages.get(name, "")
    told = {one["name"]: one for one in read(interview)}
    told[name] = {"page": page, "kind": kind, "name": name, **said}
    order = [*pages, *sorted(told.keys() - pages)]
    rows = sorted(told.values(), key=lambda one: order.index(one["name"]))
    text = json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
    write_file(processed_path(interview, FILE), text.encode("utf-8"))


def read(interview: str) -> list[dict]:
    """Return what the pages of an interview tell: page, kind, name, and what is said; [] if none.

    Raises TroubleError if the file is not as a notebook writes it.
    """
    path = processed_path(interview, FILE)
    if not path.exists():
        return []
    try:
        rows = json.loads(read_bytes(path))
        return [row for row in rows if row["name"] and isinstance(row["page"], str)]
    except (ValueError, TypeError, KeyError) as error:
        raise TroubleError(
            f"{show_path(path)} is not as the notebooks write it. Delete it and run them again."
        ) from error


def findings(interview: str) -> dict[str, list[str]]:
    """Return page → the sentences it tells, of measures none, in the order of the pages."""
    told: dict[str, list[str]] = {}
    for row in read(interview):
        if row["kind"] == "finding" and row["page"] and row["name"] not in OF_MEASURES:
            told.setdefault(row["page"], []).extend(row["text"])
    return told
