"""The page package: its tables, its label forms by their own examples, places that are true."""

import pandas as pd
import pytest
from conftest import INVENTED, ROOT
from hypothesis import given
from test_offsets import texts

from belegstelle.page import count_spoken_words, read_page, read_page_tables
from belegstelle.page.notation import find_notation, mask

EDITORIAL = ROOT / "data" / "editorial"
TABLES = read_page_tables(EDITORIAL)
FORMS = pd.read_csv(EDITORIAL / "label_forms.csv", keep_default_na=False)


@pytest.mark.parametrize("form", FORMS.itertuples(), ids=FORMS["form"])
def test_a_form_finds_its_own_example(form):
    found = TABLES.forms.match(mask(form.example, find_notation(form.example)))
    assert found.lastgroup == form.form


@given(texts)
def test_blocks_are_in_order_and_apart_and_their_places_true(raw):
    page = read_page(raw, TABLES)
    assert [raw[b["start"] : b["end"]] for b in page.blocks] == [b["text"] for b in page.blocks]
    ends = [0, *(b["end"] for b in page.blocks)]
    assert all(b["start"] >= end for b, end in zip(page.blocks, ends, strict=False))
    assert all(0 <= b["certainty"] <= 1 for b in page.blocks)


def test_notation_counts_no_word():
    raw = "B: [00:00:04] Zwei Tage. [00:00:09] Manchmal drei. (lacht)"
    assert count_spoken_words(raw, 3, len(raw), find_notation(raw)) == 4


# Layouts whose voices are not yet read as expected.
OPEN = (
    "bold_questions dropped_labels half_labelled no_turns podium quoted_headline reportage"
).split()


@pytest.mark.parametrize("name", sorted(path.stem for path in INVENTED.glob("*.csv")))
def test_voices_of_a_layout(name, request):
    if name in OPEN:
        request.applymarker(pytest.mark.xfail(strict=True))
    raw = (INVENTED / f"{name}.txt").read_bytes().decode()
    expected = pd.read_csv(INVENTED / f"{name}.csv", keep_default_na=False)
    assert [b["voice"] for b in read_page(raw, TABLES).blocks] == list(expected["voice"])
