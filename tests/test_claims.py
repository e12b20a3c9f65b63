"""Claims: located, checked against the codebook, tabulated; the story and its limits."""

import numpy as np
import pandas as pd
import pytest
from conftest import FIRST, LISTS
from hypothesis import given, settings
from hypothesis import strategies as st

from belegstelle import english
from belegstelle.coding import candidates as coding_candidates
from belegstelle.coding import claims as coding_claims
from belegstelle.coding import codebook
from belegstelle.coding import trend as coding_trend
from belegstelle.coding.lists import read_lists
from belegstelle.page import blocks as page_blocks
from belegstelle.project import TroubleError
from belegstelle.report import findings
from belegstelle.text import errata as errata_rules


def read_again():
    raw, clean, edits = errata_rules.read_text(FIRST)
    return coding_claims.read_claims(
        raw, clean, edits, page_blocks.read_blocks(raw, FIRST, LISTS.page_words)
    )


def edit_claims(project, column, value, row=0):
    path = project / "data" / "editorial" / FIRST / "claims.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    table.loc[row, column] = value
    table.to_csv(path, index=False)


def test_every_claim_leads_to_its_passage(first):
    coded = first["claims"]
    assert coded["claim_id"].is_unique
    for claim in coded.itertuples():
        assert first["raw"][claim.start : claim.end] == claim.quote
        assert first["clean"][claim.clean_start : claim.clean_end] == claim.reading
        block = first["blocks"].set_index("block").loc[claim.block]
        assert block["start"] <= claim.start and claim.end <= block["end"]
        assert (block["voice"], block["speaker"]) == (claim.voice, claim.speaker)


def test_a_claim_with_a_slip_is_quoted_as_printed_and_read_as_corrected(first):
    claim = first["claims"].set_index("claim_id").loc["c36"]
    assert "hiuerzulande" in claim["quote"] and "hierzulande" in claim["reading"]


def test_a_quote_may_be_given_as_corrected(project):
    edit_claims(project, "quote", "Die Intention kann höchst unterschiedlich sein.", row=19)
    assert read_again().loc[19, "quote"] == "Die Intention kann höchst unterscheidlich sein."


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("quote", "Das hat niemand gesagt.", r"row 2: “Das hat niemand gesagt.” occurs 0 times"),
        ("certainty", "sure", r"row 2: certainty is 'sure', which is none of CT, PR, PS, UU"),
        ("claim_id", "c02", r"row 3: claim_id 'c02' is empty or stands twice"),
        ("same_as", "c99", r"row 2: same_as names 'c99', which is no claim_id"),
        ("voice", "interviewee", r"row 2: voice is 'interviewee', but the quote stands in block 2"),
        ("occurrence", "3", r"row 2: .*occurs 2 times in the text, not 3 times"),
        ("qty_min", "600,5", r"claim c01: qty_min is '600,5', which is no number"),
    ],
)
def test_a_wrong_code_stops_with_file_row_and_mend(project, column, value, message):
    edit_claims(project, column, value)
    with pytest.raises(TroubleError, match=rf"data/editorial/{FIRST}/claims\.csv, {message}"):
        read_again()


def test_every_code_in_use_is_defined(first):
    for column in codebook.CODED:
        assert set(first["claims"][column]) <= set(codebook.codes(column)), column


def test_only_what_is_asserted_counts(first):
    coded = first["claims"]
    shown = coded["unit"].isin(["presupposition", "display_repeat"])
    assert len(coding_claims.counted(coded)) == len(coded) - shown.sum() == 32
    assert coding_claims.tabulate(coded, "claim_type")["n"].sum() == 32


def test_the_study_is_the_only_named_source_and_the_only_objection(first):
    carried = coding_claims.evidence(first["claims"])
    named = carried[carried["named_source"]]
    assert list(named["source_name"]) == ["Steria Mummert Consulting"]
    assert list(named["voice"]) == ["editorial"]
    assert list(carried[carried["stance"] == "contests"]["claim_id"]) == list(named["claim_id"])


def test_the_only_headcount_is_600(first):
    counts = first["claims"][first["claims"]["claim_type"] == "fact_quantity"]
    assert list(counts["qty_min"]) == [600.0]


def test_no_growth_claim_carries_a_number(first):
    growth = coding_trend.growth_claims(first["claims"])
    assert len(growth) == 7
    assert not growth["number"].any() and not growth["named_source"].any()


def test_the_story_is_told_from_the_tables(first):
    told = findings.tell_story(first["claims"])
    assert told[0] == (
        "Seven claims out of 32 say that something grows: none of the seven carries a number, "
        "and none of the seven names an outside source."
    )
    assert told[1].startswith("Five of the seven come from the person interviewed")
    assert "editorial voice, which cites Steria Mummert Consulting" in told[2]
    one = first["claims"].query("claim_id == 'c34'")
    assert findings.tell_story(one) == [
        "One claim out of 1 says that something grows: it carries no number and names no outside "
        "source.",
        "It comes from the person interviewed, and serves the speaker's own business.",
        "In the whole story, one claim affirms it and none qualifies it; nobody in the text "
        "contests it.",
    ]
    with_number = first["claims"].assign(quantity="7")
    assert "all seven carry a number" in findings.tell_story(with_number)[0]


def test_what_is_coded_is_not_proposed_again(first):
    candidates = coding_candidates.find_candidates(first["sentences"], LISTS.cues)
    proposed = coding_candidates.propose_claims(candidates, first["sentences"], first["claims"])
    assert not set(proposed["claim_id"]) & set(first["claims"]["claim_id"])
    coded = " ".join(first["claims"]["quote"])
    assert not any(quote in coded or quote[:30] in coded for quote in proposed["quote"])
    none = first["claims"].head(0)
    again = coding_candidates.propose_claims(candidates, first["sentences"], none)
    assert len(again) == len(candidates) and again["claim_id"].iloc[0] == "c01"


def test_a_claim_copied_twice_stops_the_run(first, project):
    path = project / "data" / "editorial" / FIRST / "claims.csv"
    rows = path.read_text(encoding="utf-8").splitlines()
    again = next(row for row in rows if row.startswith("c09,")).replace("c09,", "c99,", 1)
    path.write_text("\n".join([*rows, again]) + "\n", encoding="utf-8")
    with pytest.raises(TroubleError, match="c99 quotes the same words as c09"):
        coding_claims.read_claims(first["raw"], first["clean"], first["edits"], first["blocks"])


def test_nothing_coded_is_said_to_be_nothing(first):
    none = first["claims"].head(0)
    assert findings.tell_story(none) == ["No claim is coded yet, so there is no finding."]
    assert (
        "coded yet"
        in findings.tell_claims(
            none, coding_candidates.find_candidates(first["sentences"], LISTS.cues)
        )[0]
    )
    for table in (
        coding_trend.trend_steps(none, 100),
        coding_trend.evidence_ladder(none),
        coding_trend.attribution_loss(none),
        coding_trend.tensions(none),
        coding_trend.answerability(none),
        coding_claims.tabulate(none, "claim_type"),
    ):
        assert table.empty


def test_the_standfirst_lost_its_attribution(first):
    lost = coding_trend.attribution_loss(first["claims"]).set_index("voice")
    assert lost.loc["editorial", "quote"] == (
        "die Nachfrage nach entsprechenden Fortbildungen steigt"
    )
    assert lost.loc["editorial", "source_speaker"] == "Andreas Leonhard"


def test_small_firms_are_told_ahead_and_behind(first):
    pairs = coding_trend.tensions(first["claims"])
    assert any(
        "Mittelständler" in pair.quote and "erst jetzt" in pair.against_quote
        for pair in pairs.itertuples()
    )
    assert len(pairs) == len(
        {frozenset(p) for p in zip(pairs["claim_id"], pairs["against"], strict=True)}
    )


def test_steps_of_the_story_come_in_text_order(first):
    steps = coding_trend.trend_steps(first["claims"], len(first["raw"]))
    assert steps["start"].is_monotonic_increasing
    assert steps["position"].between(0, 1).all()
    assert list(steps["step"]) == list(range(1, len(steps) + 1))


@pytest.mark.parametrize(
    ("sentence", "cue"),
    [
        ("Rund 600 Menschen kamen.", "quantity"),
        ("Es waren 12,5 Prozent.", "quantity"),
        ("Das kostet 1.250 Euro.", "quantity"),
        ("Sie sind ein bis zwei Jahre voraus.", "quantity"),
        ("Jeder dritte Betrieb macht mit.", "quantity"),
        ("14 von 16 Ländern stimmten zu.", "quantity"),
        ("Immer mehr Firmen machen mit.", "trend"),
        ("Die Nachfrage steigt.", "trend"),
        ("Laut einer Studie ist es so.", "source"),
        ("Steigt die Nachfrage?", ""),
        ("Das Wetter war schön.", ""),
    ],
)
def test_a_cue_shows_what_looks_worth_checking(sentence, cue):
    table = pd.DataFrame(
        [("x", 1, "interviewee", 0, len(sentence), sentence, sentence)],
        columns=["interview", "sentence", "voice", "start", "end", "text", "reading"],
    )
    found = coding_candidates.find_candidates(table, LISTS.cues)
    assert (cue in found["cues"].iloc[0]) if cue else found.empty


def find_among(texts):
    rows = [("x", n, "interviewee", 0, len(t), t, t) for n, t in enumerate(texts, start=1)]
    names = ["interview", "sentence", "voice", "start", "end", "text", "reading"]
    return coding_candidates.find_candidates(
        pd.DataFrame(rows, columns=names).astype({"reading": "str"}), read_lists().cues
    )


def find_among_all(texts):
    """The same without a first look at which sentences may have a cue."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(coding_candidates, "_may_have", lambda found, _: np.arange(len(found)))
        return find_among(texts)


PIECES = (
    "über 12 % ÜBER 12,5 Millionen ٣ Menschen immer mehr steigt Anstieg\u00a0am am höchsten ten "
    "ſteigt jede zweite laut Studie studien voraus Straße – („ “) ca. 3\u2009Euro verdoppelt inmmer"
).split(" ")


@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=6), max_size=6), st.sampled_from(" -."))
@settings(deadline=None)
def test_a_first_look_loses_no_cue(sentences, joint):
    texts = [joint.join(pieces) for pieces in sentences]
    pd.testing.assert_frame_equal(find_among(texts), find_among_all(texts))


@pytest.mark.parametrize(
    ("pattern", "example"),
    [
        (r"\bmehr(?= Geld)", "mehr Geld"),
        (r"[\w-]+quote", "Nöß-quote"),
        (r"\bÜber\w+\b", "Überraschung"),
        (r"(ein) \1", "ein ein"),
        (r"\\bunt", r"\bunt"),
    ],
)
def test_a_cue_of_any_pattern_is_found(project, pattern, example):
    path = project / "data" / "editorial" / "cues.csv"
    table = pd.DataFrame([(pattern, "own", example)], columns=["pattern", "cue_class", "example"])
    table.to_csv(path, index=False)
    found = find_among(["Nichts ist hier.", f"Das ist {example} hier."])
    assert list(found["sentence"]) == [2]
    assert found["cues"][0].startswith("own: ")


def test_candidates_are_scored_beside_the_trivial_rule(first):
    candidates = coding_candidates.find_candidates(first["sentences"], LISTS.cues)
    scores = coding_candidates.score_candidates(first["claims"], first["sentences"], candidates)
    scores = scores.set_index("rule")
    truth = coding_candidates.check_worthy(first["claims"], first["sentences"])
    body = first["sentences"]["voice"] != "display"
    assert scores["truth"].eq((truth & body).sum()).all()
    assert scores.loc["every declarative sentence", "recall"] == 1
    assert (scores["precision_low"] <= scores["precision"]).all()


def test_the_wilson_interval_is_the_published_one():
    """Newcombe, Statistics in Medicine 17, 1998, table I: 81 of 263 gives .2553 to .3662."""
    assert coding_candidates.wilson_interval(81, 263) == (0.26, 0.37)


@pytest.mark.parametrize(
    ("n", "whole", "words"),
    [(0, 7, "none of the seven"), (1, 7, "one of the seven"), (7, 7, "all seven"), (2, 2, "both")],
)
def test_parts_are_told_in_words(n, whole, words):
    assert english.part_of(n, whole) == words
