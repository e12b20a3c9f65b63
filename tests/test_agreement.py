"""Agreement: published values, degenerate tables, and pairs found by place."""

import numpy as np
import pytest
from conftest import LISTS

from belegstelle.coding import agreement as coding_agreement


def ranks(codes):
    return np.array([ord(code) for code in codes])


@pytest.mark.parametrize(
    ("one", "two", "published"),
    [
        ("0100000010", "1110010000", 0.095),
        ("aabbdcccedda", "babbbccceddd", 0.692),
    ],
)
def test_alpha_is_the_published_one(one, two, published):
    """Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011, sections A and B."""
    assert coding_agreement.alpha(ranks(one), ranks(two)) == pytest.approx(published, abs=0.0005)


def test_alpha_agrees_with_nltk():
    from nltk.metrics.agreement import AnnotationTask

    random = np.random.default_rng(1)
    a = random.integers(0, 4, 40)
    b = np.where(random.random(40) < 0.7, a, random.integers(0, 4, 40))
    task = AnnotationTask(
        [("a", i, x) for i, x in enumerate(a)] + [("b", i, x) for i, x in enumerate(b)]
    )
    assert coding_agreement.alpha(a, b) == pytest.approx(task.alpha())


def test_ordinal_alpha_forgives_neighbours():
    one = np.array([0, 0, 1, 1, 2, 2, 3, 3])
    near = np.array([0, 1, 1, 2, 2, 3, 3, 3])
    far = np.array([0, 3, 1, 3, 2, 0, 3, 3])
    assert coding_agreement.alpha(one, near, ordinal=True) > coding_agreement.alpha(one, near)
    assert coding_agreement.alpha(one, far, ordinal=True) < coding_agreement.alpha(
        one, near, ordinal=True
    )


def test_ordinal_alpha_matches_a_hand_worked_case():
    """Ranks 0 0 1 2 against 0 1 1 2: counts 3, 3, 2; cumulated to the middle 1.5, 4.5, 7.

    Observed: one pair 3 apart, 9 / 4 = 2.25. Expected: 2 (9 · 9 + 6 · 30.25 + 6 · 6.25) / 56
    = 10.714; alpha = .79.
    """
    value = coding_agreement.alpha(np.array([0, 0, 1, 2]), np.array([0, 1, 1, 2]), ordinal=True)
    assert value == pytest.approx(1 - 2.25 / (2 * (81 + 181.5 + 37.5) / 56))


def test_one_label_only_is_not_estimable(first):
    ours = first["claims"].assign(interest="no")
    table = coding_agreement.measure_agreement(coding_agreement.pair_codes(ours, {"other": ours}))
    table = table.set_index("column")
    assert np.isnan(table.loc["interest", "alpha"])
    assert table.loc["interest", "note"] == "not estimable: one label only"
    assert table.loc["interest", "percent"] == 100
    assert table.loc["direction", "alpha"] == 1


def test_too_few_units_are_not_estimable(first):
    few = first["claims"].head(4)
    table = coding_agreement.measure_agreement(coding_agreement.pair_codes(few, {"other": few}))
    assert table["alpha"].isna().all() and table["note"].str.contains("fewer than 5").all()
    apart = coding_agreement.pair_codes(few, {"other": first["claims"].tail(3)})
    assert set(apart["column"]) == {"unit"} and len(apart) == 7


def test_skewed_labels_do_not_pass_for_agreement():
    """38 of 40 equal, all on one label: 95 percent, and an alpha below zero."""
    a, b = np.zeros(40, dtype=int), np.zeros(40, dtype=int)
    a[0], b[1] = 1, 1
    assert (a == b).mean() == 0.95
    assert coding_agreement.alpha(a, b) < 0


def test_claims_are_paired_by_place(first):
    claims = first["claims"]
    other = claims.drop(index=[3, 7]).assign(start=lambda t: t["start"] + 1)
    pairs = coding_agreement.match_claims(claims, other)
    assert list(pairs["one"]) == list(pairs["other"]) == list(other.index)


def test_disagreements_are_listed_with_their_quotes(first):
    claims = first["claims"]
    other = claims.copy()
    other.loc[claims["claim_id"] == "c04", "direction"] = "steady"
    pairs = coding_agreement.pair_codes(claims, {"kim": other})
    listed = coding_agreement.disagreements(pairs)
    assert listed[["coder", "claim_id", "column", "one", "other"]].to_numpy().tolist() == [
        ["kim", "c04", "direction", "up", "steady"]
    ]
    crossed = coding_agreement.cross_codes(pairs).set_index(["column", "one", "other"])["n"]
    assert crossed["direction", "up", "steady"] == 1
    assert set(crossed.index.get_level_values("column")) == {"direction"}
    assert crossed.sum() == len(claims)


def test_no_other_coder_means_empty_tables(first):
    pairs = coding_agreement.pair_codes(first["claims"], {})
    for table in (coding_agreement.measure_agreement(pairs), coding_agreement.cross_codes(pairs)):
        assert table.empty and "coder" in table.columns


def test_a_second_coders_file_is_found_and_read(project):
    from belegstelle.page.blocks import read_blocks
    from belegstelle.text.errata import read_text

    interview = "2014-03-14_leonhard"
    folder = project / "data" / "editorial" / interview
    text = (folder / "claims.csv").read_text(encoding="utf-8")
    (folder / "claims.kim.csv").write_text(text, encoding="utf-8")
    raw, clean, edits = read_text(interview)
    others = coding_agreement.read_coders(
        raw, clean, edits, read_blocks(raw, interview, LISTS.page_words)
    )
    assert list(others) == ["kim", "second"] and len(others["kim"]) > 30
