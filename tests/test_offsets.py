"""Places stay true in any text and encoding: reading, correcting, the map between the two texts."""

import numpy as np
import pandas as pd
import pytest
from conftest import FIRST, LISTS
from hypothesis import example, given
from hypothesis import strategies as st
from test_reading import WAYS, read_invented

from belegstelle import project as project_paths
from belegstelle.coding.candidates import find_candidates
from belegstelle.german.words import WORD
from belegstelle.page import blocks as page_blocks
from belegstelle.page.lines import VISIBLE
from belegstelle.store import schema, tables
from belegstelle.store.files import decode
from belegstelle.text import errata as errata_rules
from belegstelle.text import quotes as text_quotes
from belegstelle.text import suspects as text_suspects
from belegstelle.text import tokens as text_tokens
from belegstelle.text.edits import apply_edits, machine_edits, map_one, map_spans, unify_layout

# Letters, and what text from the web has between and upon them.
SIGNS = ["a", "b", "Ä", "u\u0308", "e\u0301", "\u0308", "ß", "1", "-", ".", "?", ":", "„", "“", '"']
SIGNS += [" ", "\n", "\r\n", "\r", "\u00a0", "\u00ad", "\u200b", "\ufeff", "\u2028", "\t", "🥖"]
SIGNS += ["👩\u200d🍳", "Frage: ", "Anna Beispiel: ", "\n\n", "**", "- ", "=", "<b>"]
SIGNS += ["[00:01] ", "(lacht)", "<v Eva>", "1\n00:00:01.000 --> 00:00:02.000\n", "https://a.de"]
sign = st.one_of(st.sampled_from(SIGNS), st.characters(exclude_categories=["Cs"]))
texts = st.lists(sign, max_size=60).map("".join)
drawn_edits = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 8), st.text("abÄ 🥖", max_size=6)), max_size=8
)


def expect_places(raw, **tables):
    """Each table's rows have their columns, and the one with the place is raw[start:end]."""
    for name, table in tables.items():
        assert list(table.columns) == schema.columns(name)
        places = zip(table["start"], table["end"], strict=True)
        assert [raw[a:b] for a, b in places] == list(table[schema.TABLES[name].place]), name


def layer(raw, drawn):
    """Return drawn (start, length, replacement) as a map, without those that would overlap."""
    rows, last = [], 0
    for start, size, new in sorted(drawn):
        end = min(start + size, len(raw))
        if last <= start < len(raw):
            rows.append((start, end, new))
            last = end
    return apply_edits(raw, rows)


@given(texts, drawn_edits)
def test_the_clean_text_is_the_raw_text_with_each_edit_applied(raw, drawn):
    clean, edits = layer(raw, drawn)
    edits, text = pd.DataFrame(edits), raw
    for edit in edits.iloc[::-1].itertuples():
        text = text[: edit.start] + edit.replacement + text[edit.end :]
    assert clean == text
    for edit in edits.itertuples():
        assert clean[edit.clean_start : edit.clean_end] == edit.replacement


@given(texts, drawn_edits, st.sampled_from(["raw", "clean"]))
def test_the_map_is_monotone_and_stays_inside(raw, drawn, to):
    clean, edits = layer(raw, drawn)
    here, there = (clean, raw) if to == "raw" else (raw, clean)
    points = np.arange(len(here) + 1)
    starts, ends = map_spans(edits, points, points, to=to)
    for mapped in (starts, ends):
        assert (np.diff(mapped) >= 0).all()
        assert ((mapped >= 0) & (mapped <= len(there))).all()


@given(texts, drawn_edits, st.data(), st.sampled_from(["raw", "clean"]))
def test_a_span_is_widened_and_never_cut(raw, drawn, data, to):
    clean, edits = layer(raw, drawn)
    here, there = (clean, raw) if to == "raw" else (raw, clean)
    if not here:
        return
    start = data.draw(st.integers(0, len(here) - 1))
    end = data.draw(st.integers(start + 1, len(here)))
    a, b = map_one(edits, start, end, to=to)
    assert 0 <= a <= b <= len(there)
    columns = ("clean_start", "clean_end") if to == "raw" else ("start", "end")
    edits = pd.DataFrame(edits)
    touched = edits[(edits[columns[0]] < end) & (start < edits[columns[1]])]
    if touched.empty:
        assert _without(there[a:b], edits, a, b, to) == here[start:end]
    for edit in touched.itertuples():
        left, right = (edit.start, edit.end) if to == "raw" else (edit.clean_start, edit.clean_end)
        assert a <= left and right <= b
    if to == "raw":
        back = map_one(edits, a, b, to="clean")
        assert back[0] <= start and end <= back[1]


def _without(text, edits, start, end, to):
    """The text of a mapped span without what an edit put into it from nothing."""
    columns = ["start", "end"] if to == "raw" else ["clean_start", "clean_end"]
    for left, right in edits[columns].iloc[::-1].itertuples(index=False):
        if start <= left and right <= end:
            text = text[: left - start] + text[right - start :]
    return text


@given(texts)
@example("a<b>a")  # a tag between two words is a space, alone it is nothing
def test_the_layout_layer_gives_one_form_and_back(raw):
    clean, edits = unify_layout(raw)
    assert not set(clean) & set("\r\u00a0\u00ad\u200b\ufeff\u2028\t")
    assert machine_edits(clean) == []
    for at in range(len(clean)):
        a, b = map_one(edits, at, at + 1, to="raw")
        one, two = clean[at : at + 1], clean[at : at + 2]
        assert errata_rules._unified_passage(raw[a:b]) in (one, one.strip(), two)


@given(texts, st.data())
def test_errata_are_applied_where_they_stand_and_nowhere_else(raw, data):
    unified, _ = unify_layout(raw)
    if not unified.strip():
        return
    start = data.draw(st.integers(0, len(unified) - 1))
    wrong = unified[start : data.draw(st.integers(start + 1, len(unified)))]
    right = data.draw(st.text("abÄ🥖", min_size=1, max_size=4))
    row = ("e1", wrong, right, "all", "correct", "", "")
    errata = pd.DataFrame([row], columns=schema.columns("editorial/errata"), index=[2])
    if errata_rules._unified_passage(wrong) != wrong:
        return
    clean, layers = errata_rules.clean_text(raw, errata, "any")
    assert clean == unified.replace(wrong, right)
    for place in errata_rules.list_corrections(raw, errata, layers, "any").itertuples():
        assert raw[place.start : place.end] == place.raw
        assert right in clean[place.clean_start : place.clean_end]


@given(texts)
def test_every_place_of_any_page_is_true(raw):
    if not any(map(str.strip, raw.split("\u200b"))) or not VISIBLE.search(raw):
        return
    try:
        blocks = page_blocks.read_blocks(raw, "any", LISTS.page_words)
    except project_paths.TroubleError:
        return
    errata = pd.DataFrame(columns=schema.columns("editorial/errata"))
    clean, edits = errata_rules.clean_text(raw, errata, "any")
    sentences = text_tokens.read_sentences(raw, clean, edits, blocks, LISTS.abbreviations)
    tokens = text_tokens.read_tokens(raw, clean, edits, sentences, LISTS.vocabulary)
    suspects = text_suspects.list_suspects(
        raw, blocks, errata_rules.list_corrections(raw, errata, edits, "any")
    )
    quotes = text_quotes.compare_quotes(blocks, sentences, "any")
    candidates = find_candidates(sentences, LISTS.cues)
    expect_places(
        raw,
        blocks=blocks,
        sentences=sentences,
        tokens=tokens,
        suspects=suspects,
        quotes=quotes,
        candidates=candidates,
    )
    assert tokens["token"].ne("").all()
    counted = blocks[blocks["voice"] != "boilerplate"]
    assert len(tokens) == counted["n_words"].sum()


@pytest.mark.parametrize(
    ("printed", "right", "tokens"),
    [
        ("nterschiedlich", "unterschiedlich", ["nterschiedlich"]),
        ("Haus", "Hauses", ["Haus"]),
        ("hiuerzulande", "hierzulande", ["hiuerzulande"]),
        ("ist gut", "ist sehr gut", ["ist gut", "ist gut", "ist gut"]),
        ("sehr sehr gut", "sehr gut", ["sehr", "gut"]),
        ("entgegen kommt", "entgegenkommt", ["entgegen kommt"]),
        ("(sic", "(sic)", ["sic"]),
    ],
)
def test_a_correction_has_its_whole_place_in_both_texts(printed, right, tokens):
    raw = f"Ja: {printed}, nein."
    errata = pd.DataFrame(
        [("e1", printed, right, "", "correct", "", "")], columns=schema.columns("editorial/errata")
    )
    clean, edits = errata_rules.clean_text(raw, errata, "any")
    assert clean == f"Ja: {right}, nein."
    place = errata_rules.list_corrections(raw, errata, edits, "any").iloc[0]
    assert raw[place["start"] : place["end"]] == printed
    assert clean[place["clean_start"] : place["clean_end"]] == right
    spans = [m.span() for m in WORD.finditer(clean)][1:-1]
    starts, ends = map_spans(edits, [s for s, _ in spans], [e for _, e in spans], to="raw")
    assert [raw[s:e] for s, e in zip(starts, ends, strict=True)] == tokens


def test_edits_without_a_place_are_refused():
    for rows in ([(0, 2, "x"), (1, 3, "y")], [(1, 1, "x")]):
        with pytest.raises(ValueError, match="overlap|replaces nothing"):
            apply_edits("abc", rows)


ERRATUM = ("e1", "Öffnungszeiten", "Öffnungszeit", "", "correct", "", "")


@pytest.mark.parametrize("way", WAYS)
def test_corrections_and_tokens_are_the_same_in_bytes_of_any_kind(way):
    plain = read_invented("two_names")
    raw, _ = decode(WAYS[way](plain), "two_names.txt")
    errata = pd.DataFrame([ERRATUM], columns=schema.columns("editorial/errata"), index=[2])
    results = []
    for text in (plain, raw):
        clean, edits = errata_rules.clean_text(text, errata, "two_names")
        blocks = page_blocks.read_blocks(text, "two_names", LISTS.page_words)
        corrections = errata_rules.list_corrections(text, errata, edits, "two_names")
        sentences = text_tokens.read_sentences(text, clean, edits, blocks, LISTS.abbreviations)
        tokens = text_tokens.read_tokens(text, clean, edits, sentences, LISTS.vocabulary)
        expect_places(text, corrections=corrections, sentences=sentences, tokens=tokens)
        place = corrections.iloc[0]
        assert clean[place["clean_start"] : place["clean_end"]] == "Öffnungszeit"
        results.append((clean, list(tokens["term"]), list(sentences["block"])))
    if way in ("curly quotation marks", "guillemets"):
        assert results[0][1:] == results[1][1:]
    elif way == "emoji":
        assert [term for term in results[1][1] if term in results[0][1]] == results[0][1]
    else:
        assert results[0] == results[1]


def test_every_written_table_that_has_a_place_is_checked():
    placed = {
        one.name for one in schema.PROCESSED if {"start", "end"} <= {*schema.columns(one.name)}
    }
    assert placed == set(tables.PLACED)


def test_every_place_of_the_committed_tables_is_true():
    raw, _ = page_blocks.read_raw(FIRST)
    expect_places(raw, **{name: tables.read_table(FIRST, name) for name in tables.PLACED})
