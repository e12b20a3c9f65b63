"""Agreement: published values, degenerate tables, and pairs found by place."""

import numpy as np
import pytest
from conftest import FIRST, LISTS

from belegstelle.coding import agreement as coding_agreement
from belegstelle.report import findings


def alpha(a, b, *, ordinal=False):
    """Krippendorff's alpha of two coders' codes as whole numbers, one a unit."""
    values, places = np.unique(np.stack([a, b]), return_inverse=True)
    table = np.zeros((len(values), len(values)), dtype=int)
    np.add.at(table, tuple(places.reshape(2, -1)), 1)
    return float(coding_agreement.alpha_of(table, ordinal=ordinal))


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
    assert alpha(ranks(one), ranks(two)) == pytest.approx(published, abs=0.0005)


def test_alpha_agrees_with_nltk():
    from nltk.metrics.agreement import AnnotationTask

    random = np.random.default_rng(1)
    a = random.integers(0, 4, 40)
    b = np.where(random.random(40) < 0.7, a, random.integers(0, 4, 40))
    task = AnnotationTask(
        [("a", i, x) for i, x in enumerate(a)] + [("b", i, x) for i, x in enumerate(b)]
    )
    assert alpha(a, b) == pytest.approx(task.alpha())


def test_ordinal_alpha_forgives_neighbours():
    one = np.array([0, 0, 1, 1, 2, 2, 3, 3])
    near = np.array([0, 1, 1, 2, 2, 3, 3, 3])
    far = np.array([0, 3, 1, 3, 2, 0, 3, 3])
    assert alpha(one, near, ordinal=True) > alpha(one, near)
    assert alpha(one, far, ordinal=True) < alpha(one, near, ordinal=True)


def test_ordinal_alpha_matches_a_hand_worked_case():
    """Ranks 0 0 1 2 against 0 1 1 2: counts 3, 3, 2; cumulated to the middle 1.5, 4.5, 7.

    Observed: one pair 3 apart, 9 / 4 = 2.25. Expected: 2 (9 · 9 + 6 · 30.25 + 6 · 6.25) / 56
    = 10.714; alpha = .79.
    """
    value = alpha(np.array([0, 0, 1, 2]), np.array([0, 1, 1, 2]), ordinal=True)
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
    assert alpha(a, b) < 0


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


def test_a_unit_that_one_coder_lacks_counts_as_a_disagreement(first):
    """Two coders whose common units agree in all, and who each have two of their own."""
    claims = first["claims"]
    ours, theirs = claims.iloc[2:], claims.iloc[:-2]
    pairs = coding_agreement.pair_codes(ours, {"kim": theirs})
    table = coding_agreement.measure_agreement(pairs).set_index("column")
    n = len(claims)
    assert table.loc["unit", "n"] == n and table.loc["stance", "n"] == n - 4
    assert table.loc["unit", "percent"] == round(100 * (n - 4) / n, 1)
    assert table.loc["unit", "alpha"] < 1 == table.loc["stance", "alpha"]
    alone = coding_agreement.disagreements(pairs)
    assert (alone["column"] == "unit").all()
    assert list(alone["other"]).count("none") == list(alone["one"]).count("none") == 2
    assert list(alone["claim_id"].tail(2)) == ["kim c01", "kim c02"]


def test_reliable_needs_the_lower_end_of_the_interval():
    """35 of 40 alike on three codes: alpha .8 and more, its interval from below .8."""
    table = np.diag([12, 12, 11]) + np.array([[0, 1, 1], [1, 0, 1], [1, 0, 0]])
    _, _, value, low, _, note = coding_agreement._measure(table)
    assert value >= coding_agreement.RELIABLE > low and note != "reliable"
    assert coding_agreement._measure(np.diag([100, 100, 100]))[-1] == "reliable"


def test_agreement_in_all_units_is_not_certain():
    """The bootstrap of 40 of 40 is 1 to 1; of a code used twice no more is known than of chance."""
    assert coding_agreement._measure(np.diag([38, 2]))[3:] == (
        0.089,
        1.0,
        "open: the interval falls short",
    )
    assert coding_agreement.bootstrap_alpha(np.diag([38, 2])) == (1.0, 1.0)


def test_the_links_of_claims_are_measured_as_pairs(first):
    ours = first["claims"]
    theirs = ours.copy()
    theirs.loc[theirs["claim_id"] == "c02", "same_as"] = ""
    theirs.loc[theirs["claim_id"] == "c04", "same_as"] = "c34"
    table = coding_agreement.measure_coders(ours, {"kim": theirs}).set_index("column")
    n = len(ours) * (len(ours) - 1) // 2
    assert table.loc["same_as", "n"] == n
    assert table.loc["same_as", "note"].endswith(
        "links: 1 of both, 1 of the first alone, 1 of the second alone"
    )
    one, other = np.zeros(n, dtype=int), np.zeros(n, dtype=int)
    one[[0, 1]] = other[[0, 2]] = 1
    assert table.loc["same_as", "alpha"] == round(alpha(one, other), 3)
    assert table.loc["conflicts_with", "percent"] == 100


def test_what_is_the_same_as_the_same_is_the_same(first):
    claims = first["claims"].head(4).assign(same_as=["c02", "c03", "", ""])
    linked = coding_agreement.links(claims, "same_as")
    assert {tuple(sorted(pair)) for pair in linked} == {
        ("c01", "c02"),
        ("c01", "c03"),
        ("c02", "c03"),
    }


def test_who_coded_is_said_and_nobody_is_invented(first):
    table = coding_agreement.measure_coders(first["claims"], {"kim": first["claims"]})
    told = findings.tell_agreement(table, FIRST, first["claims"])
    assert told[0].startswith("Three codings made independently by the project's makers")
    assert "blind" not in told[0].lower()
    none = table.head(0)
    assert findings.tell_agreement(none, FIRST, first["claims"])[0].startswith("One coding")
    assert findings.tell_agreement(none, FIRST, first["claims"].head(0))[0].startswith("No claim")


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
    assert list(others) == ["kim", "second", "third"] and len(others["kim"]) > 30


def test_every_two_codings_are_measured(first):
    """Each was held against the first alone (issue 17)."""
    ours = first["claims"]
    others = {"kim": ours.assign(stance="na"), "lou": ours.assign(stance="contests")}
    table = coding_agreement.measure_coders(ours, others)
    assert list(table["coder"].unique()) == ["first, kim", "first, lou", "kim, lou"]
    alike = table[table["column"] == "stance"].set_index("coder")["percent"]
    assert alike["kim, lou"] == 0 and alike["first, kim"] == round(
        100 * float((ours["stance"] == "na").mean()), 1
    )
    told = findings.tell_agreement(table, FIRST, ours)[0]
    assert "two codings whose interval of alpha reaches lowest" in told and "kind of claim" in told
