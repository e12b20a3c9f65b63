"""How a page is read: label forms by their own examples, the kinds of pages, notation, relays."""

import pandas as pd
import pytest
from conftest import LISTS, ROOT
from layouts import labelled_turns, relay, words_right

from belegstelle.page.blocks import read_blocks
from belegstelle.page.notation import find_notation, mask

CASES = ROOT / "tests" / "cases"
FORMS = pd.read_csv(ROOT / "data" / "editorial" / "label_forms.csv", keep_default_na=False)
KINDS_OF_CASES = [
    f"{path.parent.name}/{path.stem}"
    for folder in ("press", "transcripts")
    for path in sorted((CASES / folder).glob("*.csv"))
]


@pytest.mark.parametrize("form", list(FORMS.itertuples()), ids=FORMS["form"])
def test_a_form_finds_its_own_example(form):
    found = LISTS.page_words.forms.match(mask(form.example, find_notation(form.example)))
    assert found.lastgroup == form.form


@pytest.mark.parametrize("case", KINDS_OF_CASES)
def test_a_kind_of_page_is_read_as_expected(case):
    raw = (CASES / f"{case}.txt").read_bytes().decode()
    expected = pd.read_csv(CASES / f"{case}.csv", keep_default_na=False)
    blocks = read_blocks(raw, "any", LISTS.page_words)
    assert len(blocks) == len(expected)
    for block, row in zip(blocks.itertuples(), expected.itertuples(), strict=True):
        assert block.text.startswith(row.begins)
        assert row.voice in ("", block.voice), row.begins
        assert row.voice == "" or block.speaker == row.speaker, row.begins


# The least share of words right; what was reached in brackets, by the rules in a row before.
LAYOUTS = {
    "labelled": 0.99,
    "inline": 0.99,
    "first pair": 0.93,
    "none": 0.91,
    "answers only": 0.96,
    "code": 0.99,
    "name lines": 0.99,
    "bold questions": 0.95,
    "comments": 0.99,
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_labels_tell_is_read_in_other_layouts(layout):
    counts = [words_right(*relay(*told, layout)) for told in labelled_turns().values()]
    right, n, wrong, unsure = map(sum, zip(*counts, strict=True))
    assert right / n >= LAYOUTS[layout]
    assert wrong < 0.01 * n or unsure >= 0.6 * wrong
