"""Every file people edit, spoilt in many ways: each time one clear sentence, or it just runs."""

import pytest
from conftest import FIRST

from belegstelle import project as project_paths
from belegstelle.coding import candidates as coding_candidates
from belegstelle.coding import claims as coding_claims
from belegstelle.coding.lists import read_lists
from belegstelle.page import blocks as page_blocks
from belegstelle.project import TroubleError
from belegstelle.store import schema, tables
from belegstelle.text import errata as errata_rules
from belegstelle.text import tokens as text_tokens

SHARED = "page_words.csv term_variants.csv cues.csv codebook.csv".split()
OWN = "errata.csv claims.csv blocks.csv source.csv".split()
WORD_LISTS = "stopwords.txt abbreviations.txt".split()
BLOCKS = "block,begins,kind,voice,speaker,reason\n"
ERRATA = "erratum,raw,corrected,occurrence,treatment,category,reason\n"


@pytest.fixture
def folder(project):
    """The editorial folder of a project of one's own, with an override."""
    editorial = project / "data" / "editorial"
    (editorial / FIRST / "blocks.csv").write_text(f"{BLOCKS}16,Laut einer,note,,,checked\n")
    return editorial


def read_everything(interview=FIRST):
    raw, clean, edits = errata_rules.read_text(interview)
    blocks = page_blocks.read_blocks(raw, interview, read_lists().page_words)
    found = text_tokens.read_sentences(raw, clean, edits, blocks, read_lists().abbreviations)
    text_tokens.read_tokens(raw, clean, edits, found.head(2), read_lists().vocabulary)
    coding_candidates.find_candidates(found, read_lists().cues)
    coding_claims.read_claims(raw, clean, edits, blocks)
    page_blocks.describe_raw(interview)
    return blocks


def place(folder, name):
    return folder / name if name in SHARED + WORD_LISTS else folder / FIRST / name


def as_excel_saves_it(path):
    import pandas as pd

    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    saved = table.to_csv(index=False, sep=";", lineterminator="\r\n")
    path.write_bytes(b"\xef\xbb\xbf" + saved.encode())


def rewrite(path, change):
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def make_folder(path):
    path.unlink()
    path.mkdir()


SPOILT = {
    "missing column": (
        lambda path: rewrite(path, lambda text: text.replace(",", "x,", 1)),
        r"row 1: the column '\w+' is missing",
    ),
    "doubled header": (
        lambda path: rewrite(
            path, lambda text: text.replace("\n", "," + text.split(",")[0] + "\n", 1)
        ),
        r"row 1: the column '\w+' stands twice",
    ),
    "open quotation mark": (
        lambda path: rewrite(path, lambda text: text + 'x,"never closed,\n'),
        r"row \d+: a quotation mark is not closed",
    ),
    "unquoted comma": (
        lambda path: rewrite(path, lambda text: text.rstrip("\n") + ",more" * 30 + "\n"),
        r"row \d+: there are \d+ cells, but \d+ columns",
    ),
    "empty": (lambda path: path.write_bytes(b""), "is empty"),
    "not text": (lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n\x00"), "is not a text file"),
    "Word document": (lambda path: path.write_bytes(b"PK\x03\x04\x14\x00"), "is not a text file"),
    "folder": (make_folder, "can't be read: "),
}


@pytest.mark.parametrize("how", SPOILT)
@pytest.mark.parametrize("name", SHARED + OWN)
def test_a_spoilt_table_is_named_with_row_and_mend(folder, name, how):
    spoil, message = SPOILT[how]
    spoil(place(folder, name))
    with pytest.raises(TroubleError, match=rf"(?s)^data/editorial/.*{name}.*{message}") as trouble:
        read_everything()
    assert str(trouble.value).endswith((".", "Is a directory."))


@pytest.mark.parametrize("name", SHARED + OWN)
def test_a_table_as_excel_saves_it_is_read(folder, name):
    as_excel_saves_it(place(folder, name))
    read_everything()


@pytest.mark.parametrize("name", [*OWN, "term_variants.csv"])
def test_what_is_optional_may_be_absent_or_hold_its_header_only(folder, name):
    rewrite(place(folder, name), lambda text: text.split("\n")[0] + "\n")
    read_everything()
    place(folder, name).unlink()
    read_everything()


@pytest.mark.parametrize("name", ["page_words.csv", "cues.csv", "codebook.csv", *WORD_LISTS])
def test_what_is_needed_is_missed(folder, name):
    place(folder, name).unlink()
    with pytest.raises(TroubleError, match=rf"data/editorial/{name} can't be read"):
        read_everything()


@pytest.mark.parametrize("how", ["empty", "not text", "folder"])
@pytest.mark.parametrize("name", WORD_LISTS)
def test_a_spoilt_list_is_named(folder, name, how):
    spoil, message = SPOILT[how]
    spoil(place(folder, name))
    with pytest.raises(TroubleError, match=rf"^data/editorial/{name}.*{message}"):
        read_everything()


def test_a_file_that_may_not_be_read_is_named(folder, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(tables.Path, "read_bytes", refuse)
    with pytest.raises(TroubleError, match=r"errata\.csv can't be read: Permission denied"):
        errata_rules.read_errata(FIRST)


WRONG_ROWS = [
    ("errata.csv", ERRATA + "e1,Fussen,x,,query,,", r"row 2: “Fussen” occurs 0 times"),
    ("errata.csv", ERRATA + "e1,Füssen,x,0,correct,,", r"row 2: occurrence is “0”"),
    ("errata.csv", ERRATA + "e1,Füssen,x,-1,correct,,", r"row 2: occurrence is “-1”"),
    ("errata.csv", ERRATA + "e1,Füssen,x,²,correct,,", r"row 2: occurrence is “²”"),
    ("errata.csv", ERRATA + "e1,Füssen,,,correct,,", r"row 2: corrected is empty"),
    ("errata.csv", ERRATA + ",Füssen,x,,correct,,", r"row 2: erratum is empty"),
    ("errata.csv", ERRATA + "e1,\u00ad,x,,correct,,", r"row 2: raw is empty"),
    (
        "errata.csv",
        ERRATA + "e1,Füssen,x,,query,,\ne1,Flensburg,x,,query,,",
        r"row 3: erratum 'e1' stands twice",
    ),
    ("source.csv", "field,value\ntitel,x", r"row 2: field is 'titel', which is none of title"),
    ("blocks.csv", BLOCKS + "99,x,note,,,", r"row 2: there is no block '99'"),
    ("blocks.csv", BLOCKS + "x,Laut,note,,,", r"row 2: there is no block 'x'"),
    ("blocks.csv", BLOCKS + "16,Laut einer,sermon,,,", r"row 2: kind is 'sermon'"),
    ("blocks.csv", BLOCKS + "16,Laut einer,,priest,,", r"row 2: voice is 'priest'"),
    ("blocks.csv", BLOCKS + "16,,note,,,", r"row 2: begins is empty"),
    (
        "blocks.csv",
        BLOCKS + "16,Laut einer,note,,,\n16,Laut einer,answer,,,",
        r"row 3: block '16' stands twice",
    ),
    ("term_variants.csv", "variant,term,reason\nfoo,,x", r"row 2: term is empty"),
    ("term_variants.csv", "variant,term,reason\na,b,\nA,c,", r"row 3: variant 'A' stands twice"),
    ("cues.csv", "pattern,cue_class,example\n(((,x,y", r"row 2: '\(\(\(' is no regular"),
    ("cues.csv", "pattern,cue_class,example\nabc,x,y", r"row 2: the pattern does not find"),
    ("cues.csv", "pattern,cue_class,example\n,x,y", r"row 2: pattern is empty"),
    ("page_words.csv", "words,kind,voice,example\nA,sermon,,", r"row 2: kind is 'sermon'"),
    ("page_words.csv", "words,kind,voice,example\nA,note,priest,", r"row 2: voice is 'priest'"),
    (
        "codebook.csv",
        "column,code,label,definition,needs,example\nvoice,x,y,z,,w",
        r"voice is|has no code",
    ),
    (
        "codebook.csv",
        "column,code,label,definition,needs,example\nvoice,x,y,z,number,w",
        r"row 2: needs names 'number'",
    ),
]


@pytest.mark.parametrize(("name", "text", "message"), WRONG_ROWS)
def test_a_wrong_row_is_named_with_its_mend(folder, name, text, message):
    place(folder, name).write_text(text + "\n", encoding="utf-8")
    with pytest.raises(TroubleError, match=rf"^data/editorial/.*{message}"):
        read_everything()


WRONG_CLAIMS = [
    ({"quote": ""}, r"row 2: quote is empty"),
    ({"quote": "gibt es nicht"}, r"row 2: “gibt es nicht” occurs 0 times"),
    ({"quote": "ausgebildet.\n\nacquisa"}, r"row 2: .*runs over the edge of a block"),
    ({"occurrence": "0"}, r"row 2: occurrence is “0”"),
    ({"occurrence": "x"}, r"row 2: occurrence is “x”"),
    ({"voice": "interviewer"}, r"row 2: voice is 'interviewer', but the quote stands in"),
    ({"certainty": "sure"}, r"row 2: certainty is 'sure'"),
    ({"qty_min": "viele"}, r"claim c01: qty_min is 'viele'"),
    ({"qty_min": "inf"}, r"claim c01: qty_min is 'inf'"),
    ({"claim_id": ""}, r"row 2: claim_id '' is empty"),
    ({"same_as": "c99"}, r"row 2: same_as names 'c99', which is no claim_id"),
    ({"conflicts_with": "c01"}, r"row 2: conflicts_with names 'c01', which is no other claim_id"),
    ({"qty_min": "3.200"}, r"claim c01: qty_min is '3.200'"),
    ({"qty_min": "3", "qty_max": "2"}, r"claim c01: qty_min is 3, more than qty_max, 2"),
]


@pytest.mark.parametrize(("cells", "message"), WRONG_CLAIMS)
def test_a_wrong_claim_is_named_with_its_mend(folder, cells, message):
    path = place(folder, "claims.csv")
    table = tables.read_editorial(path, schema.columns("editorial/claims")).head(1)
    table = table.assign(**({"same_as": "", "conflicts_with": ""} | cells))
    table.to_csv(path, index=False)
    with pytest.raises(TroubleError, match=rf"(?s)^data/editorial/{FIRST}/claims\.csv, {message}"):
        read_everything()


@pytest.mark.parametrize("name", ["Größe & Maß (2)", "it's “so”", "a#b", "mit leerzeichen.v2"])
def test_a_raw_file_may_have_any_name(project, name):
    raw = (project / "data" / "raw" / f"{FIRST}.txt").read_bytes()
    (project / "data" / "raw" / f"{name}.txt").write_bytes(raw)
    assert set(read_everything(name)["interview"]) == {name}
    assert name in project_paths.list_interviews()
