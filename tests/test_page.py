"""How a page is read: label forms by their own examples, the kinds of pages, notation, relays."""

import re

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


FIRST_NAMES = ["Enno", "Frieda", "Gero", "Hanne", "Ilka", "Jasper"]
SURNAMES = ["Marquart", "Delius", "Ohlsen", "Brackmann", "Tiedjen", "Wobbe"]
# Labels that are no names: left as they are.
NO_NAME = re.compile(r"Track \d|u/\w+")


def renamed(speakers):
    """Return a function that gives the people of a page other names, in all their forms."""
    names = [name for name in dict.fromkeys(speakers) if name and not NO_NAME.match(name)]
    others = {}
    for number, name in enumerate(names):
        *first, last = name.split()
        others[last] = SURNAMES[number % 6] + (f"-{SURNAMES[number // 6]}" if number > 5 else "")
        if first:
            others[first[-1]] = FIRST_NAMES[number % 6]
    words = {form(old): form(new) for old, new in others.items() for form in (str, str.upper)}
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b")
    return lambda text: pattern.sub(lambda found: words[found[0]], text) if words else text


def in_a_site(raw, expected):
    """Return a page with a site's parts around, and what is expected of it."""
    around = {"kind": "navigation", "voice": "boilerplate", "speaker": ""}
    parts = ["Startseite", "Impressum", "Datenschutz"]
    rows = pd.DataFrame([around | {"begins": part} for part in parts])
    page = f"{parts[0]}\n\n{raw.strip()}\n\n{parts[1]}\n\n{parts[2]}\n"
    return page, pd.concat([rows[:1], expected, rows[1:]], ignore_index=True)


VARIANTS = {
    "as it is": lambda raw, expected: (raw, expected),
    "other names": lambda raw, expected: (
        renamed(expected["speaker"])(raw),
        expected.map(renamed(expected["speaker"])),
    ),
    "Windows line ends": lambda raw, expected: (raw.replace("\n", "\r\n"), expected),
    "in a site": in_a_site,
}
# What has its place at the very top of a file, or is one paragraph, stands in no site.
NO_SITE = ("transcripts/webvtt", "transcripts/colon-in-wrapped-line")


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("case", KINDS_OF_CASES)
def test_a_kind_of_page_is_read_as_expected(case, variant):
    if variant == "in a site" and case in NO_SITE:
        return
    raw = (CASES / f"{case}.txt").read_bytes().decode()
    expected = pd.read_csv(CASES / f"{case}.csv", keep_default_na=False)
    raw, expected = VARIANTS[variant](raw, expected)
    blocks = read_blocks(raw, "any", LISTS.page_words)
    assert list(blocks["voice"]) == list(
        expected["voice"].where(expected["voice"] != "", blocks["voice"])
    )
    told = expected["voice"] != ""
    assert list(blocks["speaker"][told]) == list(expected["speaker"][told])
    for text, begins in zip(blocks["text"], expected["begins"], strict=True):
        assert " ".join(text.split()).startswith(begins)


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
