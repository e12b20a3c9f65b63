"""The tables for other programs: a workbook for spreadsheets, annotations for the web."""

import io
import json
import re
from datetime import datetime
from pathlib import Path

import pandas as pd

from belegstelle.project import processed_path, raw_path, show_path
from belegstelle.store import schema
from belegstelle.store.files import write_file
from belegstelle.store.tables import neutralise, read_table

SHEETS = [one.name for one in schema.PROCESSED if not one.name.endswith("_proposed")]

# Control characters a workbook cannot hold; "\t" and "\n" it can.
UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")

# Nothing is made of a text; the workbook says no time at which it was made but this one.
PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
MADE = {"created": datetime(1980, 1, 1)}

LONGEST_CELL = 32_000

# Rows of a sheet: the words of two hours' talk. It could hold more, which take minutes to write.
LONGEST_SHEET = 20_000

AROUND = 32


def write_workbook(interview: str) -> Path:
    """Write all tables of an interview to one Excel workbook, a sheet each; same bytes each time.

    The last sheet explains the columns. Formulas are neutralised as in the CSV files; a text
    longer than a cell can hold is cut, with "…" (the CSV has it whole); for a table too long for a
    sheet there is a line that says where it is. Returns the path of tables.xlsx.
    """
    there = [name for name in SHEETS if processed_path(interview, f"{name}.csv").exists()]
    sheets = {name: _sheet(name, read_table(interview, name)) for name in there}
    sheets["codebook"] = pd.DataFrame(
        schema.codebook_rows(), columns="table title column German type meaning".split()
    )
    buffer = io.BytesIO()
    with pd.ExcelWriter(buffer, engine="xlsxwriter", engine_kwargs={"options": PLAIN}) as writer:
        writer.book.set_properties(MADE)
        for name, sheet in sheets.items():
            sheet.to_excel(writer, sheet_name=name, index=False, freeze_panes=(1, 0))
    return write_file(processed_path(interview, "tables.xlsx"), buffer.getvalue())


def _sheet(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Return a table as a sheet holds it or, if it has too many rows, where it is."""
    if len(table) <= LONGEST_SHEET:
        return table.map(_fit)
    told = f"{len(table)} rows, too many for a sheet: see {name}.csv"
    return pd.DataFrame({"left out": [told]})


def _fit(cell: object) -> object:
    if not isinstance(cell, str):
        return cell
    shown = UNFIT.sub("", str(neutralise(cell)))
    return shown if len(shown) <= LONGEST_CELL else shown[: LONGEST_CELL - 1] + "…"


def annotate(claims: pd.DataFrame, raw: str, interview: str) -> dict:
    """Return the claims as W3C Web Annotations on the raw text, a JSON-LD annotation page.

    Each has a TextPositionSelector (code points of the decoded raw text) and a TextQuoteSelector
    with 32 characters before and after; its body tags the codes.
    Source: Web Annotation Data Model, W3C Recommendation, 23 February 2017.
    """
    items = [_annotation(claim, raw, interview) for claim in claims.itertuples()]
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"urn:belegstelle:{interview}:claims",
        "type": "AnnotationPage",
        "items": items,
    }


def _annotation(claim, raw: str, interview: str) -> dict:
    tags = ("unit", "claim_type", "direction", "stance", "certainty", "source_type")
    body = [{"type": "TextualBody", "purpose": "describing", "value": claim.gloss_en}]
    body += [
        {"type": "TextualBody", "purpose": "tagging", "value": f"{tag}:{getattr(claim, tag)}"}
        for tag in tags
    ]
    return {
        "id": f"urn:belegstelle:{interview}:{claim.claim_id}",
        "type": "Annotation",
        "motivation": "classifying",
        "body": body,
        "target": {
            "source": show_path(raw_path(interview)),
            "selector": [
                {
                    "type": "TextPositionSelector",
                    "start": int(claim.start),
                    "end": int(claim.end),
                },
                {
                    "type": "TextQuoteSelector",
                    "exact": claim.quote,
                    "prefix": raw[max(claim.start - AROUND, 0) : claim.start],
                    "suffix": raw[claim.end : claim.end + AROUND],
                },
            ],
        },
    }


def write_exports(interview: str, claims: pd.DataFrame, raw: str) -> pd.DataFrame:
    """Write tables.xlsx and claims.annotations.jsonld; return what is there: file, bytes."""
    text = json.dumps(annotate(claims, raw, interview), ensure_ascii=False, indent=1) + "\n"
    path = processed_path(interview, "claims.annotations.jsonld")
    paths = [write_workbook(interview), write_file(path, text.encode("utf-8"))]
    rows = [(show_path(path), path.stat().st_size) for path in paths]
    return pd.DataFrame(rows, columns=["file", "bytes"])
