"""A table as people read it, on pages and in JupyterLab: words for codes, names for columns.

Everything is escaped here, in one place, so that no interview can put markup on a page. Links to
other pages: see report.links.
"""

import csv
import re
from bisect import bisect_left
from collections.abc import Iterator
from html import escape
from itertools import takewhile
from pathlib import Path

import pandas as pd

from belegstelle.coding.codebook import labels
from belegstelle.report.links import TABLES, TRANSCRIPT, link
from belegstelle.store import schema


def _of_columns(field: str) -> dict[str, str]:
    """Return column → what columns.csv has of it in a field, without those that have nothing."""
    with (Path(__file__).parent / "columns.csv").open(encoding="utf-8", newline="") as file:
        return {row["column"]: row[field] for row in csv.DictReader(file) if row[field]}


# How columns are shown: what they are called, if not by their own name with spaces; the heading of
# docs/glossary.md that explains them; the anchor in the transcript that their cells lead to;
# whether numbers are shares (of one), per cent, or held against bars of three decimals (fine).
NAMES, GLOSSARY, ANCHORS, FORMATS = map(_of_columns, ["called", "glossary", "anchor", "as"])
# Columns with words of the interview; and those that machines need and people do not: in every
# CSV, on no page.
GERMAN, HIDDEN = map(_of_columns, ["language", "hidden"])

# Columns whose codes are those of another.
CODED_AS = {"checkable": "checkability", "against_voice": "voice"}

# What an empty cell says, in the columns where it says something.
EMPTY = dict.fromkeys(["number", "period", "named_source"], "not given") | {"checkable": "nobody"}

# Numbers that a machine gave are shown only where they open the row.
NUMBERED = ("sentence", "block", "source_block")

# A text in quotation marks, which a page sets itself: "So ist es."; not: "Ja", sagt sie.
QUOTED = re.compile(r'["„“”»«]([^"„“”»«]*)["„“”»«]')

# A row of its own for each, as a card: the column that gives the address → the words it opens with.
CARDS = {"claim_id": "quote", "erratum": "raw"}

# Columns that are a code in one table and a measure in another: what they are called there.
MEASURED = {"certainty": "how sure"}

# Characters that a table shows of a cell where a row is a block: the transcript has it whole.
MOST = {"block": 90}

# Rows that a page shows of a table: the CSV has them all.
MOST_ROWS = 1000
# A telephone stacks the cells of a row of more columns; a wide screen gives more room from WIDE on.
MANY, WIDE = 3, 7

# Cells longer than this make their column wide.
LONG = 40

NUMBER, GERMAN_WORDS = ' class="num"', ' lang="de"'

# JupyterLab sets cells right and shows no style of ours: what a table needs to be read there.
LEFT = ' style="text-align:left"'
REGION = ' style="max-width:60em;max-height:34em;overflow:auto"'
CARD = ' style="border-left:4px solid #8a8a8a;padding:.1em .8em;margin:.7em 0;max-width:48em"'


def number(value: float, kind: str = "") -> str:
    """Return a number with two significant decimals, whole from 100 on; kind: see columns.csv.

    >>> number(0.2192), number(14.0845), number(0.5), number(600.0), number(0.0)
    ('0.22', '14', '0.5', '600', '0')
    >>> number(0.2192, "share"), number(99.6, "percent"), number(0.2192, "fine")
    ('22%', '99.6%', '0.219')
    """
    if kind == "fine":
        return f"{value:.3f}"
    if kind:
        percent = 100 * value if kind == "share" else value
        return f"{percent:.{int(99 < percent < 100)}f}%"
    if value == int(value) or abs(value) >= 100:
        return f"{value:.0f}"
    return f"{value:.2g}"


def cell_text(value: object, column: str = "", known: dict | None = None) -> str:
    """Return a cell as people read it; known: see labels.

    >>> cell_text(0.6626, "share"), cell_text(None), cell_text(True), cell_text("own_data")
    ('66%', '', 'yes', 'own_data')
    """
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return number(value, FORMATS.get(column, ""))
    text = (known or {}).get((CODED_AS.get(column, column), value), str(value))
    return text or EMPTY.get(column, "")


def sic(text: str, start: int, wrong: list[tuple[int, int]]) -> str:
    """Return a passage that begins at start, with [sic] after each place in it that is wrong.

    wrong: start and end of places in the text that start counts in, sorted.

    >>> sic("schlect", 10, [(10, 17), (30, 35)])
    'schlect [sic]'
    """
    end = start + len(text)
    here = takewhile(lambda place: place[0] < end, wrong[bisect_left(wrong, (start,)) :])
    for at in sorted({stop - start for _, stop in here if stop <= end}, reverse=True):
        text = f"{text[:at]} [sic]{text[at:]}"
    return text


def unmarked(text: str) -> str:
    """Return a text without the quotation marks around it.

    >>> unmarked('"So ist es."'), unmarked('"Ja", sagt sie')
    ('So ist es.', '"Ja", sagt sie')
    """
    found = QUOTED.fullmatch(text)
    return found[1] if found else text


def quoted(table: pd.DataFrame) -> str:
    """Return the column that quotes the text at start, "" if a table has none."""
    there = [name for name in ("quote", "text") if {name, "start"} <= {*table.columns}]
    return there[0] if there else ""


def with_sic(table: pd.DataFrame, corrections: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose quotes carry [sic]; as it is if it has no quotes with their places.

    corrections: of the same interview; columns treatment, start, end (places in raw).
    """
    name = quoted(table)
    if not name:
        return table
    corrected = corrections[corrections["treatment"] == "correct"]
    wrong = sorted(zip(corrected["start"], corrected["end"], strict=True))
    places = zip(table[name], table["start"], strict=True)
    return table.assign(**{name: [sic(quote, start, wrong) for quote, start in places]})


def shown(table: pd.DataFrame) -> pd.DataFrame:
    """Return the columns of a table that people read."""
    keep = [name for name in table.columns if name not in HIDDEN]
    return table[[name for name in keep if name not in NUMBERED or name == keep[0]]]


def column_name(name: str) -> str:
    """Return what a column is called where people read it: see NAMES."""
    return NAMES.get(name, name.replace("_", " "))


def _name(name: str, known: dict, number: bool) -> str:
    """Return what a column is called; a number is no code."""
    codes = {code: label for (_, code), label in known.items()}
    if number and name in MEASURED:
        return MEASURED[name]
    return codes[name] if name in codes and name not in NAMES else column_name(str(name))


def _explained(name: str, told: str, number: bool) -> str:
    """Return a heading that leads to the glossary if that explains the column."""
    if name not in GLOSSARY or (number and name in MEASURED):
        return told
    return f'<a href="../docs/glossary.md#{GLOSSARY[name]}">{told}</a>'


def _is_number(column: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def linked(name: str, value: object, text: str) -> str:
    """Return escaped text as a link to the passage that a cell names; see ANCHORS.

    A claim that another coding alone has ("second c44") is nowhere in the transcript.
    """
    known = name in ANCHORS and text and " " not in text
    anchor = escape(ANCHORS[name].format(value)) if known else ""
    return link(f"{TRANSCRIPT}#{anchor}", text) if anchor else text


def _cell(name: str, value: object, text: str, head: str, *, right: bool) -> str:
    kind = f' data-name="{head}"' * bool(text)
    kind += NUMBER if right else ' class="long"' * (len(text) > LONG) + LEFT
    kind += GERMAN_WORDS * (name in GERMAN)
    return f"<td{kind}>{linked(name, value, escape(text))}</td>"


def _tuples(table: pd.DataFrame) -> Iterator[tuple]:
    return table.itertuples(index=False, name=None)


def _as_read(table: pd.DataFrame, known: dict) -> pd.DataFrame:
    """Return the cells as people read them; codes of a column that the row names, too."""
    cells = {name: [cell_text(cell, name, known) for cell in table[name]] for name in table}
    if "column" in table:
        for name in {"code", "one", "other"} & {*table.columns}:
            pairs = zip(table["column"], table[name], strict=True)
            cells[name] = [known.get(pair, pair[1]) for pair in pairs]
        cells["column"] = [column_name(name) for name in table["column"]]
    return pd.DataFrame(cells, index=table.index, dtype=object)


def _rows(table: pd.DataFrame, known: dict, title: str) -> str:
    right = {name: _is_number(table[name]) for name in table.columns}
    names = {name: escape(_name(name, known, right[name])) for name in table.columns}
    head = ""
    for name, told in names.items():
        kind = NUMBER if right[name] else LEFT
        head += f'<th scope="col"{kind}>{_explained(name, told, right[name])}</th>'
    most = MOST.get(table.columns[0], 10_000)
    rows = ""
    for values, texts in zip(_tuples(table), _tuples(_as_read(table, known)), strict=True):
        cells = [
            _cell(
                name, value, text[:most] + " …" * (len(text) > most), names[name], right=right[name]
            )
            for name, value, text in zip(table.columns, values, texts, strict=True)
        ]
        first = cells[0].replace("<td", '<th scope="row"', 1).removesuffix("</td>") + "</th>"
        rows += f"<tr>{first}{''.join(cells[1:])}</tr>"
    return (
        f"<table><caption{LEFT}>{escape(title)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


def _card(row: dict, row_id: str, known: dict, *, addressed: bool) -> str:
    """Return a row as a card: its words first, then what they mean, then its codes in words."""
    lead = CARDS[row_id]
    told = {name: cell_text(value, name, known) for name, value in row.items()}
    address = escape(ANCHORS[row_id].format(row[row_id]))
    words = link(f"{TRANSCRIPT}#{address}", f"„{escape(unmarked(told[lead]))}“")
    anchor = f' id="{address}"' * addressed
    if told.get("corrected", told[lead]) not in ("", told[lead]):
        words += f" → <ins>{escape(told['corrected'])}</ins>"
    gloss = f"<p>{escape(told['gloss_en'])}</p>" if told.get("gloss_en") else ""
    rest = [
        f"<small>{escape(column_name(name))}:</small> "
        f"<span{GERMAN_WORDS * (name in GERMAN)}>{escape(text)}</span>"
        for name, text in told.items()
        if text not in ("", "–", "yes", "no") and name not in (lead, "corrected", "gloss_en")
    ]
    voice = f" v-{escape(str(row['voice']))}" if "voice" in row else ""
    return (
        f'<article class="bs-card{voice}"{anchor}{CARD}><p class="bs-quote" lang="de">{words}</p>'
        f'{gloss}<p class="bs-codes">{" · ".join(rest)}</p></article>'
    )


def _cards(table: pd.DataFrame, row_id: str, known: dict, title: str) -> str:
    first = ~table[row_id].duplicated()
    rows = (dict(zip(table.columns, row, strict=True)) for row in table.itertuples(index=False))
    cards = [_card(row, row_id, known, addressed=new) for row, new in zip(rows, first, strict=True)]
    return f'<p class="bs-title">{escape(title)}</p>{"".join(cards)}'


def _width(table: pd.DataFrame, cards: bool) -> str:
    """Return the class of a table with many columns: wide where there is room, else stacked."""
    n = 0 if cards else len(table.columns)
    return " bs-many" * (n > MANY) + " bs-wide" * (n > WIDE)


def table_html(
    table: pd.DataFrame, title: str, base: str = "", *, name: str = "", row_id: str = ""
) -> str:
    """Return a table as escaped HTML in a region that scrolls, with its base and its CSV below.

    Offsets are left out, and rows after MOST_ROWS, which is said; codes are shown by their labels,
    columns by their readers' names. name:
    of the table in the schema, if it is one that is written. row_id: claim_id or erratum makes a
    card of each row, which that column gives an address.
    """
    known, n_rows = labels(), len(table)
    table = shown(table.head(MOST_ROWS))
    cards = row_id in CARDS and {row_id, CARDS[row_id]} <= {*table.columns}
    inner = _cards(table, row_id, known, title) if cards else _rows(table, known, title)
    place = "t-" + "-".join("".join(c if c.isalnum() else " " for c in title).lower().split())
    written = {one.name for one in schema.PROCESSED}
    told = [f"Base: {escape(base)}."] * bool(base)
    told += [f"The first {MOST_ROWS} of {n_rows} rows."] * (n_rows > MOST_ROWS)
    told += [link(f"{TABLES}/{name}.csv", "CSV")] * (name in written)
    told += [f'<a href="#{escape(place)}" aria-label="link to {escape(title)}">#</a>']
    kind = f"bs-table{_width(table, cards)}"
    return (
        f'<div class="{kind}" id="{escape(place)}" role="region" tabindex="0" '
        f'aria-label="{escape(title)}"{REGION}>{inner}</div>'
        f'<p class="bs-base">{" ".join(told)}</p>'
    )
