"""The tables for other programs: a workbook for spreadsheets, annotations for the web."""

import io
import json
import re
import zipfile
from pathlib import Path

import pandas as pd

from belegstelle.coding.claims import counted
from belegstelle.page.blocks import read_source
from belegstelle.project import processed_path, raw_path, show_path
from belegstelle.store.files import write_file
from belegstelle.store.tables import neutralise, read_table

SHEETS = (
    "blocks corrections suspects quotes sentences tokens terms claims candidates trend agreement"
).split()


# Control characters a workbook cannot hold; "\t" and "\n" it can.
UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


# When a workbook says it was saved, which would differ with every run.
SAVED_AT = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")


LONGEST_CELL = 32_000


AROUND = 32


def write_workbook(interview: str) -> Path:
    """Write all tables of an interview to one Excel workbook, a sheet each; same bytes each time.

    Formulas are neutralised as in the CSV files; a text longer than a cell can hold is cut, with
    "…" (the CSV has it whole). Returns the path of tables.xlsx.
    """
    buffer = io.BytesIO()
    there = [name for name in SHEETS if processed_path(interview, f"{name}.csv").exists()]
    with pd.ExcelWriter(buffer, engine="openpyxl") as writer:
        for name in there:
            table = read_table(interview, name).map(_fit)
            table.to_excel(writer, sheet_name=name, index=False, freeze_panes=(1, 0))
    path = processed_path(interview, "tables.xlsx")
    return write_file(path, _without_times(buffer.getvalue()))


def _fit(cell: object) -> object:
    if not isinstance(cell, str):
        return cell
    shown = UNFIT.sub("", str(neutralise(cell)))
    return shown if len(shown) <= LONGEST_CELL else shown[: LONGEST_CELL - 1] + "…"


def _without_times(workbook: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, SAVED_AT.sub(b"", source.read(name)))
    return out.getvalue()


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


def describe_claims(claims: pd.DataFrame, interview: str) -> dict:
    """Return the counted claims as schema.org Claims, JSON-LD.

    Source: schema.org/Claim (appearance: where it stands, author: who says it).
    """
    fields = dict(read_source(interview).itertuples(index=False, name=None))
    work = {"@type": "Article", "inLanguage": "de"}
    known = {"name": "title", "datePublished": "date", "url": "address"}
    work |= {key: fields[field] for key, field in known.items() if fields.get(field)}
    graph = []
    for claim in counted(claims).itertuples():
        item = {
            "@type": "Claim",
            "@id": f"urn:belegstelle:{interview}:{claim.claim_id}",
            "text": claim.reading,
            "appearance": work,
        }
        if claim.speaker and claim.voice == "interviewee":
            item["author"] = {"@type": "Person", "name": claim.speaker}
        graph.append(item)
    return {"@context": "https://schema.org", "@graph": graph}


def write_exports(interview: str, claims: pd.DataFrame, raw: str) -> pd.DataFrame:
    """Write tables.xlsx, claims.annotations.jsonld and claims.schema.jsonld; return what is there.

    Returns file, bytes.
    """
    paths = [write_workbook(interview)]
    for name, content in (
        ("claims.annotations.jsonld", annotate(claims, raw, interview)),
        ("claims.schema.jsonld", describe_claims(claims, interview)),
    ):
        text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
        paths.append(write_file(processed_path(interview, name), text.encode("utf-8")))
    rows = [(show_path(path), path.stat().st_size) for path in paths]
    return pd.DataFrame(rows, columns=["file", "bytes"])
