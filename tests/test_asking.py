"""What to ask, and of whom: each question fits the claim, and is asked once."""

import pandas as pd
import pytest

from belegstelle.coding import agreement, asking, codebook
from belegstelle.coding.claims import counted


@pytest.fixture(scope="module")
def others(first):
    return agreement.read_coders(first["raw"], first["clean"], first["edits"], first["blocks"])


@pytest.fixture(scope="module")
def sheet(first, others):
    return asking.call_sheet(first["claims"], others, first["corrections"], first["sentences"])


def ask_of(first, **cells):
    """Return what is asked of a claim of the first interview, other cells changed; no query."""
    blank = {"quantity": "", "quantifier": "", "time": "", "source_type": "own_data"}
    claim = first["claims"].query("claim_id == 'c34'").assign(**(blank | cells))
    asked = asking.answerability(claim, first["corrections"].head(0))
    return asked["ask"].iloc[0], asked["whom"].iloc[0]


@pytest.mark.parametrize(
    ("kind", "checkability", "given", "wanted"),
    [
        ("trend", "insider", {}, "How many, then and now? Since when? Which records show it?"),
        ("trend", "source_needed", {"time": "seit 2030"}, "How many, then and now? Which source"),
        ("fact_quantity", "insider", {"quantity": "600"}, "Over which period? Which records"),
        ("comparison", "insider", {}, "By how much? Which records show it?"),
        ("comparison", "source_needed", {"quantity": "zwei Jahre"}, "Which source says so?"),
        ("forecast", "future", {}, "For how long, or by when? What would show"),
        ("fact_state", "insider", {}, "Which records show it?"),
        ("fact_state", "insider", {"quantifier": "Manche"}, "How many of how many? Which records"),
        ("fact_state", "insider", {"quantifier": "Allen"}, "Which records show it?"),
        ("fact_state", "insider", {"quantifier": "fast alle"}, "How many of how many? Which"),
        ("fact_state", "public", {}, "Where can it be looked up?"),
    ],
)
def test_a_question_fits_the_type_and_who_could_check(first, kind, checkability, given, wanted):
    """A forecast was asked who counted, a state what could show it (issue 17)."""
    asked, _ = ask_of(first, claim_type=kind, checkability=checkability, **given)
    assert asked.startswith(wanted)


def test_every_code_that_could_be_checked_has_its_question():
    assert set(asking.PROOF) == {*codebook.WORTHY, "future"}
    assert set(asking.OPEN) <= set(codebook.codes("claim_type"))


def test_who_is_asked_is_a_source_a_guest_the_editors_or_nobody(first):
    named = {"source_type": "third_party_named", "source_name": "Musteramt"}
    assert ask_of(first, checkability="public", **named)[1] == "Musteramt"
    assert ask_of(first, checkability="public")[1] == asking.ANYONE
    assert ask_of(first)[1] == "Andreas Leonhard"
    assert ask_of(first, voice="interviewer", speaker="acquisa")[1] == asking.EDITORS


def test_what_anyone_can_look_up_is_no_call(sheet):
    """c40, that the magazine talks with its guest, was a question to anyone."""
    assert asking.ANYONE not in set(sheet["whom"])
    assert not {"claim-c40", "claim-c07", "claim-c13", "claim-c15"} & set(sheet["at"])


def test_an_answer_is_not_asked_beside_what_spells_it_out(sheet, first):
    """„Sowohl als auch.“ is spelt out by the two sentences that follow."""
    assert "claim-c19" not in set(sheet["at"])
    assert {"claim-c21", "claim-c22"} <= set(sheet["at"])
    answers = asking.answerability(first["claims"], first["corrections"])
    assert "c19" in set(answers["claim_id"])


def test_what_a_query_asks_is_not_asked_again(sheet):
    """Since when 600, and which study, stood twice: as queries and as questions (issue 17)."""
    asked = sheet.set_index("at")
    assert asked.loc["erratum-e42", "whom"] == "Andreas Leonhard"
    assert asked.loc["claim-c09", "ask"] == "Which records show it?"
    assert asked.loc["claim-c04", "ask"] == "How many, then and now? Since when?"


def test_a_query_is_no_question_to_the_source(sheet):
    """Steria was asked for the title of what the magazine printed; now it is asked for its own."""
    asked = sheet.set_index("at")
    assert asked.loc["erratum-e28", "whom"] == asking.EDITORS
    source = asked.loc["claim-c39"]
    assert source["whom"] == "Steria Mummert Consulting"
    assert source["ask"].startswith("How many of how many? Is there such a finding of yours:")


def test_a_query_is_read_with_its_sentence(sheet, first):
    """„Zum einen“, „allerdings“ and the like were all that the call sheet quoted."""
    asked = sheet.set_index("at")["words"]
    for query, begins in [("e09", "Zum einen"), ("e22", "Das Interesse"), ("e43", "Vor allem")]:
        words = asked[f"erratum-{query}"]
        assert words.startswith(begins) and words in set(first["sentences"]["text"])
    assert sorted([asked["erratum-e28"] == "", asked["erratum-e40"] == ""]) == [False, True]


def test_a_query_about_no_sentence_is_the_editors(first):
    query = first["corrections"].query("erratum == 'e03'")
    dateline = query.assign(start=0, end=10, raw="14.03.2014")
    told = asking.call_sheet(first["claims"].head(0), {}, dateline, first["sentences"])
    assert list(told[["whom", "words"]].iloc[0]) == [asking.EDITORS, "14.03.2014"]


def test_a_query_about_a_claim_stands_with_its_questions(sheet):
    asked = sheet.set_index("at")
    for query, claim in [("e42", "c09"), ("e25", "c34"), ("e39", "c35"), ("e41", "c04")]:
        both = asked.loc[[f"erratum-{query}", f"claim-{claim}"]]
        assert both["entry"].nunique() == both["whom"].nunique() == 1
        assert list(both["words"] == "") == [True, False]


def test_what_one_answer_says_is_asked_once(sheet):
    """c21, c22: one question about two sentences; of c23's „Allen“ no number is open."""
    asked = sheet.set_index("at").loc[["claim-c21", "claim-c22", "claim-c23"]]
    assert list(asked["entry"].duplicated()) == [False, True, False]
    assert asked.loc["claim-c23", "ask"] == "Which records show it?"


def test_a_query_goes_to_who_speaks_there(sheet):
    asked = sheet.set_index("at")["whom"]
    assert asked["erratum-e43"] == "Andreas Leonhard"
    assert asked["erratum-e03"] == asked["erratum-e40"] == asking.EDITORS


def test_of_claims_that_say_the_same_one_is_asked_if_every_coding_links_them(first, others):
    claims = first["claims"].copy()
    claims.loc[claims["claim_id"] == "c36", "same_as"] = "c16"
    call = [claims, others, first["corrections"], first["sentences"]]
    assert "claim-c36" in set(asking.call_sheet(*call)["at"])
    alike = asking.call_sheet(claims, {"kim": claims}, *call[2:])
    assert "claim-c36" not in set(alike["at"]) and "claim-c16" in set(alike["at"])


def test_every_query_is_on_the_sheet_and_nothing_twice(sheet, first):
    queries = first["corrections"].query("treatment == 'query'")
    assert set("erratum-" + queries["erratum"]) <= set(sheet["at"]) and sheet["at"].is_unique
    last = list(sheet["whom"].drop_duplicates())
    assert last[0] == "Andreas Leonhard" and last[-1] == asking.EDITORS
    kinds = counted(first["claims"]).set_index("claim_id")["claim_type"]
    assert kinds["c37"] == "forecast"
    assert "counted" not in sheet.set_index("at").loc["claim-c37", "ask"]


def test_nothing_coded_leaves_the_queries(first):
    none = first["claims"].head(0)
    sheet = asking.call_sheet(none, {}, first["corrections"], first["sentences"])
    assert set(sheet["at"].str.split("-").str[0]) == {"erratum"}
    nothing = asking.call_sheet(none, {}, first["corrections"].head(0), first["sentences"])
    assert isinstance(nothing, pd.DataFrame) and nothing.empty
