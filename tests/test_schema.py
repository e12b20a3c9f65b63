"""One schema: the tables, the lists of people and the codebook page hold what it declares."""

import csv

import pandas as pd
import pytest
from conftest import FIRST, ROOT

from belegstelle.coding.codebook import codebook, codes
from belegstelle.page import blocks as page_blocks
from belegstelle.store import schema
from belegstelle.store.tables import read_table

PAGE = (ROOT / "data" / "README.md").read_text(encoding="utf-8")


def path_of(table):
    """Return where a table of the first interview, or of all, is committed."""
    place = table.file.replace("<interview>", FIRST)
    if place.startswith("editorial/"):
        return ROOT / "data" / place
    return ROOT / "data" / "processed" / FIRST / place


WRITTEN = [one for one in schema.EDITORIAL + schema.PROCESSED if path_of(one).exists()]


def test_the_codebook_page_is_as_the_schema_writes_it():
    assert schema.codebook_page(PAGE) == PAGE, "Run python -m belegstelle.store.schema."
    # Beside the tables: the two lists, which have no columns, and findings.json.
    assert PAGE.count("\n### ") == len(schema.TABLES) + 2


def test_a_table_that_stands_twice_is_written_once():
    """The columns of an older codebook had stayed under claims.csv, without a heading."""
    old = "| column | type |\n| --- | --- |\n| claim_id | text |\n\n"
    assert schema.codebook_page(PAGE.replace("### Which cells", old + "### Which cells")) == PAGE


def test_a_table_without_a_heading_is_named():
    with pytest.raises(ValueError, match="“### years.csv” 0 times"):
        schema.codebook_page(PAGE.replace("### years.csv", "### else.csv"))


def test_no_column_is_of_a_table_that_is_not_declared():
    rows = csv.DictReader((ROOT / "src/belegstelle/store/columns.csv").open(encoding="utf-8"))
    assert {row["table"] for row in rows} == schema.TABLES.keys()


def test_almost_every_table_is_committed():
    absent = {*schema.EDITORIAL, *schema.PROCESSED} - {*WRITTEN}
    assert not absent, absent


@pytest.mark.parametrize("table", WRITTEN, ids=lambda table: table.name)
def test_a_table_has_the_columns_declared_and_holds_the_codes(table):
    with path_of(table).open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        assert rows.fieldnames == schema.columns(table.name)
        cells = list(rows)
    for column in table.columns:
        known = codes(column.name) if column.codes == schema.CODEBOOK else column.codes
        if known and not table.name.endswith("_proposed"):
            assert {row[column.name] for row in cells} <= {*known, ""}, column.name


@pytest.mark.parametrize("table", schema.PROCESSED, ids=lambda table: table.name)
def test_a_table_is_read_with_the_types_declared(table):
    read = read_table(FIRST, table.name)
    whole = {name: kind for name, kind in schema.dtypes(table.name).items() if kind != "str"}
    for name, kind in whole.items():
        assert str(read[name].dtype).lower() == kind.lower(), name
    assert all(pd.api.types.is_string_dtype(read[n]) for n in {*read} - {*whole})


def test_the_page_uses_the_kinds_and_voices_declared():
    assert list(page_blocks.VOICE_OF_KIND) == list(schema.KINDS)
    assert {*page_blocks.VOICE_OF_KIND.values()} == {*schema.VOICES}
    assert list(dict.fromkeys(codebook()["column"])) == [
        column.name
        for column in schema.TABLES["editorial/claims"].columns
        if column.codes == schema.CODEBOOK
    ]
