"""Terms: words, lemmas, counts with their base, and measures against hand-worked values."""

import numpy as np
import pandas as pd
import pytest
from conftest import FIRST, LISTS

from belegstelle.terms import counts as term_counts
from belegstelle.terms import keyness, wording


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Social-Media-Manager – gut", ["Social-Media-Manager", "gut"]),
        ("Wie geht's? Um 12,5 Prozent.", ["Wie", "geht's", "Um", "12,5", "Prozent"]),
        (
            "8.000 und 15.000-Euro-Fragen am 14.03.2014.",
            "8.000 und 15.000-Euro-Fragen am 14.03.2014".split(),
        ),
        ("Ende 2014.Dann 3.", ["Ende", "2014", "Dann", "3"]),
        ("die Social Media Akademie", ["die", "Social Media", "Akademie"]),
        ("SOCIAL\nMEDIA, social media.", ["SOCIAL\nMEDIA", "social media"]),
        ("Social, Media – Social Media-Fan", ["Social", "Media", "Social", "Media-Fan"]),
        ("Anti-Social Media Medias", ["Anti-Social", "Media", "Medias"]),
        ("", []),
    ],
)
def test_a_word_is_what_a_reader_takes_for_one(text, words):
    assert [text[s:e] for s, e in LISTS.vocabulary.find_words(text)] == words


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("Firmen", "Firma"),
        ("Firma", "Firma"),
        ("Gründe", "Grund"),
        ("Gründer", "Gründer"),
        ("Kundenbedürfnissen", "Kundenbedürfnis"),
        ("gebuchte", "buchen"),
        ("Online-Termine", "Online-Termin"),
        ("Online\u2011Termine", "Online-Termin"),
        ("Internet-Seiten", "Internetseite"),
        ("Internetseiten", "Internetseite"),
        ("Social-Media-Managern", "Social-Media-Manager"),
        ("E-Mail", "E-Mail"),
        ("Social Media", "Social Media"),
        ("Füssen", "Füssen"),
        ("acquisa", "acquisa"),
    ],
)
def test_a_lemma_is_what_a_german_reader_accepts(form, lemma):
    assert LISTS.vocabulary.lemma(form) == lemma


def test_counts_are_of_the_corrected_text(first):
    tokens = first["tokens"]
    slip = tokens[tokens["token"] == "unterscheidlich"]
    assert list(slip["term"]) == ["unterschiedlich"]
    managers = tokens[tokens["term"] == "Social-Media-Manager"]
    assert set(managers["token"]) == {"Social-Media-Manager", "Social-Media Manager"}
    assert (managers["voice"] != "display").sum() == 5


def test_every_rate_has_its_base(first):
    table = term_counts.rate_terms(first["tokens"])
    sizes = first["tokens"].groupby("voice").size()
    assert (table["base"] == table["voice"].map(sizes)).all()
    assert np.allclose(table["per_1000"], table["n"] / table["base"] * 1000, atol=0.005)
    content = first["tokens"][~first["tokens"]["is_stop"]]
    assert table["n"].sum() == len(content)


def test_totals_leave_display_text_out(first):
    totals = term_counts.total_terms(first["tokens"]).set_index("term")
    spoken = first["tokens"].query("voice != 'display'")
    assert totals.loc["Social Media", "n"] == (spoken["term"] == "Social Media").sum() == 7
    assert totals["base"].eq(len(spoken)).all()


def make_tokens(blocks):
    """Make a token table from one string of one-letter terms per block."""
    rows = [
        (FIRST, 1, number, "v", term, False)
        for number, block in enumerate(blocks, start=1)
        for term in block
    ]
    return pd.DataFrame(
        rows, columns=["interview", "sentence", "block", "voice", "term", "is_stop"]
    )


def test_dispersion_matches_a_hand_worked_case():
    """Blocks of 4, 4 and 2 words: shares .4, .4, .2; a stands 2, 1, 1 times: parts .5, .25, .25.

    DP = (|.4 − .5| + |.4 − .25| + |.2 − .25|) / 2 = .15; divided by 1 − .2 it is .1875.
    """
    table = term_counts.deviation_of_proportions(make_tokens(["aabb", "abbb", "ab"]))
    assert table.set_index("term").loc["a", "dispersion"] == 0.19


def test_dispersion_is_one_where_all_stands_in_the_shortest_block():
    table = term_counts.deviation_of_proportions(make_tokens(["bbbb", "bbbb", "aa"]))
    assert table.set_index("term").loc["a", "dispersion"] == 1


def test_log_likelihood_matches_a_hand_worked_case():
    """12 in 1,000 against 3 in 1,000: 2 (12 ln(12 / 7.5) + 3 ln(3 / 7.5)) = 5.78."""
    g2 = keyness.log_likelihood(np.array([12.0]), np.array([3.0]), 1000, 1000)
    assert g2.round(2).tolist() == [5.78]


def test_equal_use_has_no_keyness():
    g2 = keyness.log_likelihood(np.array([5.0, 0.0]), np.array([10.0, 0.0]), 500, 1000)
    assert np.allclose(g2, 0)


def test_keyness_is_held_against_chance(first):
    table = term_counts.rate_terms(first["tokens"])
    figures = keyness.expect_by_chance(table, "interviewee", "interviewer")
    again = keyness.expect_by_chance(table, "interviewee", "interviewer")
    assert figures == again
    compared = keyness.compare_voices(table, "interviewee", "interviewer")
    assert figures["n"] == (compared["g2"] >= 3.84).sum()
    assert figures["chance"] > 0


def test_a_concordance_cites_its_places(first):
    lines = wording.concordance(first["tokens"], first["sentences"], "Nachfrage")
    assert len(lines) == 2
    for line in lines.itertuples():
        assert first["raw"][line.start : line.end] == line.keyword == "Nachfrage"
    assert lines["right"].iloc[1].startswith("in diesem Bereich")


def test_collocations_have_a_floor(first):
    seen = wording.collocations(first["tokens"], floor=1)
    pairs = wording.collocations(first["tokens"])
    assert pairs["n"].min() == 2 and len(pairs) == (seen["n"] >= 2).sum() < len(seen)
    assert wording.collocations(first["tokens"].head(0)).empty


def test_the_measure_of_collocations_matches_a_hand_worked_case():
    """Four sentences "a b", "a c", "d b", "a b", in windows of two words: 8 words.

    a and b stand 3 times each, twice together: of 8 places observed 2, 1, 1, 4 where 9/8, 15/8,
    15/8, 25/8 are to be expected. 2 (2 ln(16/9) + 2 ln(8/15) + 4 ln(32/25)) = 1.76 = G².
    """
    table = pd.DataFrame(
        [
            (FIRST, number, number, "v", term, False)
            for number, sentence in enumerate(["ab", "ac", "db", "ab"], start=1)
            for term in sentence
        ],
        columns=["interview", "sentence", "block", "voice", "term", "is_stop"],
    )
    pairs = wording.collocations(table, window=2)
    assert pairs.to_numpy().tolist() == [["a", "b", 2, 1.76]]


def test_the_wording_of_a_voice_in_figures(first):
    table = wording.describe_wording(first["tokens"], first["sentences"]).set_index("voice")
    own = first["tokens"].query("voice == 'interviewee'")
    forms = own["token"].str.casefold()
    row = table.loc["interviewee"]
    assert row["n"] == len(own) and row["types"] == forms.nunique()
    assert row["hapaxes"] == (~forms.duplicated(keep=False)).sum()
    assert row["ttr"] == round(forms.nunique() / len(own), 2)
    assert row["per_sentence"] == round(len(own) / own["sentence"].nunique(), 1)
    assert np.isnan(table.loc["editorial", "mattr"]) and 0 < row["mattr"] < 1


def test_a_moving_ratio_matches_a_hand_worked_case():
    """Windows of three over a b a c: a b a has 2 types, b a c has 3: (2/3 + 3/3) / 2 = .83."""
    assert wording.moving_ttr(list("abac"), window=3) == 0.83
    assert np.isnan(wording.moving_ttr(list("ab"), window=3))


def test_forms_of_one_term_are_listed(first):
    table = wording.list_forms(first["tokens"]).set_index("term")
    assert table.loc["Firma", "forms"].split(", ") == ["Firmen", "Firma"]
    assert (table["forms"].str.count(", ") >= 1).all()
