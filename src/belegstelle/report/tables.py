"""A table as people read it, on pages and in JupyterLab: words for codes, names for columns.

Everything is escaped here, in one place, so that no interview can put markup on a page. Links to
other pages have their address as data-href: the report's pages turn it into href, for there the
pages lie beside.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from html import escape
from itertools import takewhile

import pandas as pd

from belegstelle.coding.codebook import labels
from belegstelle.store import schema

# Columns that hold words of the interview, and so German.
GERMAN = frozenset(
    (
        "text reading quote raw corrected before after token term word suggestion context "
        "left keyword right source source_quote against_quote label begins one_quote other_quote "
        "hedge_cues quantifier quantity time example_de source_name"
    ).split()
)


# Columns that machines need and people do not: in every CSV, on no page.
HIDDEN = frozenset(
    (
        "interview start end clean_start clean_end source_start source_end occurrence position "
        "step evidence qty_min qty_max reading"
    ).split()
)


# Columns whose cells lead to their passage: column → anchor in the transcript. Numbers that a
# machine gave are shown only where they open the row.
ANCHORS = {
    "claim_id": "claim-{}",
    "erratum": "erratum-{}",
    "source_claim": "claim-{}",
    "against": "claim-{}",
    "sentence": "s-{}",
    "block": "b-{}",
    "source_block": "b-{}",
}


# Columns whose codes are those of another.
CODED_AS = {"checkable": "checkability", "against_voice": "voice"}


# What an empty cell says, in the columns where it says something.
EMPTY = dict.fromkeys(["number", "period", "named_source"], "not given") | {"checkable": "nobody"}


NUMBERED = ("sentence", "block", "source_block")


# A text in quotation marks, which a page sets itself: "So ist es."; not: "Ja", sagt sie.
QUOTED = re.compile(r'["„“”»«]([^"„“”»«]*)["„“”»«]')


# A row of its own for each, as a card: the column that gives the address → the words it opens with.
CARDS = {"claim_id": "quote", "erratum": "raw"}


# What a column is called on a page; else its own name with spaces.
NAMES = {
    "n": "count",
    "n_words": "words",
    "n_sentences": "sentences",
    "n_blocks": "paragraphs",
    "n_interviews": "interviews",
    "n_one": "count, one",
    "n_other": "count, other",
    "per_1000": "per 1,000 tokens",
    "per_1000_one": "per 1,000, one",
    "per_1000_other": "per 1,000, other",
    "per_100": "per 100 sentences",
    "per_100_one": "per 100, one",
    "per_100_other": "per 100, other",
    "base": "out of",
    "base_one": "out of, one",
    "base_other": "out of, other",
    "g2": "log-likelihood",
    "dispersion_min": "least possible",
    "ttr": "types per token",
    "mattr": "types per token, even lengths",
    "claim_id": "claim",
    "against": "other claim",
    "against_quote": "its words",
    "against_voice": "its voice",
    "source_claim": "said in",
    "source_speaker": "said by",
    "source_quote": "as said",
    "gloss_en": "in English",
    "claim_type": "kind of claim",
    "source_type": "who says so",
    "source_name": "source named",
    "named_source": "source named",
    "checkable": "who could check it",
    "direction_by": "by what",
    "hedge_cues": "words that weaken",
    "qty_unit": "unit",
    "ci_low": "from",
    "ci_high": "to",
    "precision_low": "precision from",
    "precision_high": "precision to",
    "recall_low": "recall from",
    "recall_high": "recall to",
    "coder": "coding",
    "truth": "worth checking",
    "percent": "agree",
    "raw": "as printed",
    "word": "as printed",
    "begins": "begins with",
    "rule": "why",
    "is_stop": "stop word",
}


# Columns that are a code in one table and a measure in another: what they are called there.
MEASURED = {"certainty": "how sure"}


# Where docs/glossary.md explains a column: column → heading.
GLOSSARY = {
    "voice": "voice",
    "base": "base",
    "per_1000": "rate",
    "dispersion": "dispersion",
    "g2": "keyness",
    "log_ratio": "log-ratio",
    "cues": "cue",
    "alpha": "alpha",
    "percent": "agreement",
    "certainty": "certainty",
    "checkability": "checkability",
    "interest": "interest",
    "stance": "stance",
    "direction": "direction",
    "fidelity": "fidelity",
    "quantifier": "quantifier",
    "term": "term",
    "erratum": "erratum",
    "claim_id": "claim",
    "label": "speaker-label",
}


# Measures that are held against bars of three decimals.
FINE = frozenset("alpha ci_low ci_high".split())
# Shares of one, and of a hundred: both are told in per cent.
SHARES, PERCENT = frozenset("share similarity precision recall".split()), frozenset(["percent"])


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


def number(value: float) -> str:
    """Return a number with two significant decimals, whole from 100 on.

    >>> number(0.2192), number(14.0845), number(0.5), number(600.0), number(0.0)
    ('0.22', '14', '0.5', '600', '0')
    """
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
    if column in FINE and isinstance(value, float):
        return f"{value:.3f}"
    if column in SHARES | PERCENT and isinstance(value, float):
        percent = 100 * value if column in SHARES else value
        return f"{percent:.{int(99 < percent < 100)}f}%"
    if isinstance(value, float):
        return number(value)
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
    return f'<a data-href="transcript.html#{anchor}">{text}</a>' if anchor else text


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
    words = f'<a data-href="transcript.html#{address}">„{escape(unmarked(told[lead]))}“</a>'
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
    told += [f'<a data-href="tables/{name}.csv">CSV</a>'] * (name in written)
    told += [f'<a href="#{escape(place)}" aria-label="link to {escape(title)}">#</a>']
    kind = f"bs-table{_width(table, cards)}"
    return (
        f'<div class="{kind}" id="{escape(place)}" role="region" tabindex="0" '
        f'aria-label="{escape(title)}"{REGION}>{inner}</div>'
        f'<p class="bs-base">{" ".join(told)}</p>'
    )
