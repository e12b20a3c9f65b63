"""Claims: located, checked against the codebook, tabulated; the story and its limits."""

import csv
import time

import numpy as np
import pandas as pd
import pytest
from conftest import FIRST, INVENTED, LISTS, ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from belegstelle import english
from belegstelle.coding import agreement as coding_agreement
from belegstelle.coding import asking, codebook
from belegstelle.coding import candidates as coding_candidates
from belegstelle.coding import claims as coding_claims
from belegstelle.coding import trend as coding_trend
from belegstelle.coding.lists import read_lists
from belegstelle.coding.thesis import read_thesis
from belegstelle.page import blocks as page_blocks
from belegstelle.project import TroubleError
from belegstelle.report import findings
from belegstelle.store import schema
from belegstelle.text import errata as errata_rules


def read_again():
    raw, clean, edits = errata_rules.read_text(FIRST)
    return coding_claims.read_claims(
        raw, clean, edits, page_blocks.read_blocks(raw, FIRST, LISTS.page_words)
    )


def edit_claims(project, column, value, claim="c01"):
    path = project / "data" / "editorial" / FIRST / "claims.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    table.loc[table["claim_id"] == claim, column] = value
    table.to_csv(path, index=False)


@pytest.fixture(scope="module")
def others(first):
    return coding_agreement.read_coders(
        first["raw"], first["clean"], first["edits"], first["blocks"]
    )


def test_every_claim_leads_to_its_passage(first):
    coded = first["claims"]
    assert coded["claim_id"].is_unique
    for claim in coded.itertuples():
        assert first["raw"][claim.start : claim.end] == claim.quote
        assert first["clean"][claim.clean_start : claim.clean_end] == claim.reading
        block = first["blocks"].set_index("block").loc[claim.block]
        assert block["start"] <= claim.start and claim.end <= block["end"]
        assert (block["voice"], block["speaker"]) == (claim.voice, claim.speaker)


def test_a_note_cites_claims_that_a_coding_has(first, others):
    """Notes cited u44, u19 … by numbers that no file has."""
    codings = [first["claims"], *others.values()]
    known = {claim for coding in codings for claim in coding["claim_id"]}
    cited = {i for c in codings for ids in c["note"].str.findall(r"\b[a-z]\d\d\b") for i in ids}
    assert cited and cited <= known


def test_a_claim_with_a_slip_is_quoted_as_printed_and_read_as_corrected(first):
    claim = first["claims"].set_index("claim_id").loc["c36"]
    assert "hiuerzulande" in claim["quote"] and "hierzulande" in claim["reading"]


def test_a_quote_may_be_given_as_corrected(project):
    edit_claims(project, "quote", "Die Intention kann höchst unterschiedlich sein.", "c20")
    claims = read_again().set_index("claim_id")
    assert claims.loc["c20", "quote"] == "Die Intention kann höchst unterscheidlich sein."


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


def test_the_study_is_the_only_named_source_and_no_objection(first, others):
    """It says that firms miss what customers need, and nothing of demand (issue 17, point 1)."""
    for coded in (first["claims"], *others.values()):
        carried = coding_claims.evidence(coded)
        named = carried[carried["named_source"]]
        assert list(named["source_name"]) == ["Steria Mummert Consulting"]
        assert list(named["voice"]) == ["editorial"]
        assert set(named["stance"]) == {"na"}
        assert not (coded["stance"] == "contests").any()


def test_the_only_number_of_people_is_600(first):
    counts = first["claims"][first["claims"]["claim_type"] == "fact_quantity"]
    assert list(counts["qty_min"]) == [600.0]


def test_no_claim_of_growth_carries_a_number(first, others):
    for coded in (first["claims"], *others.values()):
        told = coding_trend.thesis_claims(coded)
        assert len(told) and (told["direction"] == "up").all()
        assert not told["number"].any() and not told["named_source"].any()


def test_words_that_no_calendar_fixes_are_no_period(first):
    """Erst jetzt, vorerst, von Beginn an: the text has no date at all (point 4)."""
    assert not coding_claims.evidence(first["claims"])["period"].any()
    assert (coding_trend.evidence_ladder(first["claims"])["period"] == "").all()


def test_what_nobody_could_check_as_printed_is_not_called_checkable(first):
    ladder = coding_trend.evidence_ladder(first["claims"]).set_index("claim_id")
    assert set(ladder["checkable"]) <= {*codebook.CHECKABLE, ""}
    assert first["claims"].set_index("claim_id").loc["c16", "checkability"] == "source_needed"
    assert ladder.loc["c16", "checkable"] == "" and ladder.loc["c34", "checkable"] == "insider"


def test_an_apposition_is_no_main_predication(first, others):
    """c05, Geschäftsführer von … und Gründer …: shown, not counted (point 12)."""
    for coded in (first["claims"], *others.values()):
        assert "c05" not in set(coding_claims.counted(coded)["claim_id"])


def test_what_approximates_or_tells_a_time_weakens_nothing(first):
    coded = first["claims"].set_index("claim_id")
    assert coded.loc["c29", "certainty"] == "CT"  # eher
    assert "vorerst" not in " ".join(coded["hedge_cues"])
    assert not coded["quantifier"].str.contains("höchst|extrem|stärksten|komplett").any()


def test_no_example_of_the_codebook_is_from_this_text(first):
    """Else part of the agreement would be given away (point 13)."""
    page = " ".join(first["clean"].split())
    for example in codebook.codebook()["example"]:
        words = example.strip("„“").rstrip(".")
        assert words and words not in page


def test_every_code_has_a_label_for_readers():
    book = codebook.codebook()
    assert (book["label"] != "").all() and not book["label"].str.contains("_").any()


def test_a_decline_is_told_as_well_as_growth(project):
    """An invented interview; its thesis is that something shrinks (issue 17, first part)."""
    text = (
        "02.05.2031 | Interview mit Anna Beispiel\n\n"
        "Musterblatt: Frau Beispiel, wie läuft der Verleih?\n\n"
        "Beispiel: Die Zahl der Ausleihen sinkt seit drei Jahren. Im Mai waren es 40 Räder. "
        "Jede Woche geben Kunden ihr Abo zurück.\n"
    )
    (project / "data" / "raw" / "verleih.txt").write_text(text, encoding="utf-8")
    folder = project / "data" / "editorial" / "verleih"
    folder.mkdir()
    (folder / "source.csv").write_text(
        "field,value\nthesis,Lastenräder werden seltener geliehen\n"
        "thesis_en,cargo bikes are hired less and less\nthesis_direction,down\n",
        encoding="utf-8",
    )
    rows = [
        ("Die Zahl der Ausleihen sinkt seit drei Jahren.", "trend", "down", "affirms", ""),
        ("Im Mai waren es 40 Räder.", "fact_quantity", "na", "na", "40 Räder"),
        ("Jede Woche geben Kunden ihr Abo zurück.", "trend", "down", "affirms", ""),
    ]
    table = pd.DataFrame("", index=range(3), columns=schema.columns("editorial/claims"))
    for number, (quote, kind, direction, stance, quantity) in enumerate(rows):
        cells = {
            "claim_id": f"d{number}",
            "voice": "interviewee",
            "speaker": "Anna Beispiel",
            "unit": "assertion",
            "quote": quote,
            "claim_type": kind,
            "direction": direction,
            "direction_by": "words" if direction == "down" else "na",
            "stance": stance,
            "certainty": "CT",
            "quantity": quantity,
            "time": "seit drei Jahren" if number == 0 else "",
            "source_type": "own_data",
            "interest": "no",
            "checkability": "insider",
        }
        table.loc[number, list(cells)] = list(cells.values())
    table.to_csv(folder / "claims.csv", index=False)
    raw, clean, edits = errata_rules.read_text("verleih")
    claims = coding_claims.read_claims(
        raw, clean, edits, page_blocks.read_blocks(raw, "verleih", LISTS.page_words)
    )
    assert findings.tell_story(claims) == [
        "Two of three counted claims say that something shrinks, by their words; none carries a "
        "number, and none names an outside source.",
        "Two come from the person interviewed, whose own business none of them would serve if "
        "believed: the coders’ inference.",
        "Two counted claims support the thesis that cargo bikes are hired less and less; none "
        "limits it, and none contests it.",
    ]
    assert list(coding_trend.evidence_ladder(claims)["period"]) == ["seit drei Jahren", ""]
    assert list(claims["gloss_en"])[1] == "„Im Mai waren es 40 Räder.“"


def test_without_a_thesis_no_story_is_told(project):
    (project / "data" / "editorial" / FIRST / "source.csv").write_text(
        "field,value\ntitle,x\n", encoding="utf-8"
    )
    told = findings.tell_story(read_again())
    assert told == [
        "No thesis is given, so no story is told: fill thesis, thesis_en and thesis_direction in "
        f"data/editorial/{FIRST}/source.csv."
    ]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("thesis,x\n", "thesis_en is empty"),
        ("thesis,x\nthesis_en,y\nthesis_direction,sideways\n", "thesis_direction is 'sideways'"),
    ],
)
def test_half_a_thesis_stops_with_file_and_mend(project, rows, message):
    path = project / "data" / "editorial" / FIRST / "source.csv"
    path.write_text("field,value\n" + rows, encoding="utf-8")
    with pytest.raises(TroubleError, match=rf"{FIRST}/source\.csv: {message}"):
        read_thesis(FIRST)


def test_the_story_is_told_from_the_tables(first):
    told = findings.tell_story(first["claims"])
    assert told[0] == (
        "Seven of 32 counted claims say that something grows or spreads, five by their words and "
        "two by context; none carries a number, and none names an outside source."
    )
    assert told[1] == (
        "Five come from the person interviewed, whose own business they would serve if believed: "
        "the coders’ inference."
    )
    one = first["claims"].query("claim_id == 'c34'")
    assert findings.tell_story(one) == [
        "One of one counted claim says that something grows or spreads, by their words; none "
        "carries a number, and none names an outside source.",
        "One comes from the person interviewed, whose own business it would serve if believed: "
        "the coders’ inference.",
        "One counted claim supports the thesis that demand for social-media training is growing; "
        "none limits it, and none contests it.",
    ]
    with_number = first["claims"].assign(quantity="7")
    assert "seven carry a number" in findings.tell_story(with_number)[0]


def test_what_codings_differ_in_is_a_range(first):
    ours = first["claims"]
    theirs = ours.assign(
        direction=ours["direction"].where(ours["claim_id"] != "c17", "na"),
        on_thesis=ours["on_thesis"] & (ours["claim_id"] != "c17"),
    )
    told = findings.tell_story(ours, {"kim": theirs})
    assert told[0].startswith(
        "Six or seven of 32 counted claims say that something grows or spreads, five by their "
        "words and one or two by context; none carries"
    )
    assert told[-1].endswith("Where a range stands, the two codings differ.")
    assert findings.tell_story(ours, {"kim": ours})[-1].endswith("Both codings say so.")
    contested = ours.assign(stance="contests")
    assert "up to 32 contest it" in findings.tell_story(ours, {"kim": contested})[-1]


def test_a_row_that_lacks_a_code_is_listed_and_left_out(project):
    """One run names every missing code, and the rest is told (issue 20)."""
    edit_claims(project, "certainty", "", "c04")
    edit_claims(project, "stance", "", "c04")
    edit_claims(project, "interest", "", "c16")
    claims, uncoded = read_again(), coding_claims.list_uncoded(FIRST)
    assert uncoded[["claim_id", "missing"]].to_numpy().tolist() == [
        ["c04", "stance certainty"],
        ["c16", "interest"],
    ]
    assert not {"c04", "c16"} & set(claims["claim_id"])
    assert claims.set_index("claim_id").loc["c02", "same_as"] == ""  # it named c16
    told = findings.tell_claims(claims, claims.head(0), {}, uncoded)
    assert told[-1] == (
        "40 of 42 claims are coded; left out, for what they lack: c04 stance and certainty; "
        "c16 interest."
    )


def test_a_number_that_is_coded_and_not_given_makes_no_finding(project):
    """A blank quantity let the page say that no claim carries a number (issue 20)."""
    edit_claims(project, "quantity", "", "c09")
    assert "c09" not in set(read_again()["claim_id"])
    uncoded = coding_claims.list_uncoded(FIRST)
    assert uncoded[["claim_id", "missing"]].to_numpy().tolist() == [["c09", "quantity"]]


@pytest.mark.parametrize(
    ("column", "code", "needed"),
    [
        ("claim_type", "fact_quantity", "quantity"),
        ("claim_type", "forecast", "time"),
        ("source_type", "third_party_named", "source_name"),
        ("unit", "reported", "source_name"),
        ("certainty", "PR", "hedge_cues"),
    ],
)
def test_a_code_that_needs_a_partner_asks_for_it(project, column, code, needed):
    edit_claims(project, column, code, "c28")
    assert needed in coding_claims.list_uncoded(FIRST)["missing"].iloc[0].split()
    edit_claims(project, needed, "none named", "c28")
    assert coding_claims.list_uncoded(FIRST).empty
    assert read_again().set_index("claim_id").loc["c28", needed] == ""


def test_where_a_gloss_is_missing_the_quote_stands(project):
    edit_claims(project, "gloss_en", "", "c36")
    gloss = read_again().set_index("claim_id").loc["c36", "gloss_en"]
    assert gloss.startswith("„Im deutschen Mittelstand") and "hierzulande" in gloss


def test_a_proposed_claim_has_the_number_its_cue_found():
    table = sentences_of(["Wir hatten rund 240.000 Besucher.", "Immer mehr kommen."])
    found = coding_candidates.find_candidates(table, LISTS.cues)
    none = pd.DataFrame(columns=["start", "end", "claim_id"]).astype({"claim_id": "str"})
    proposed = coding_candidates.propose_claims(found, table, none)
    assert list(proposed["quantity"]) == ["rund 240.000", ""]


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
        asking.answerability(none, first["corrections"]),
        coding_claims.tabulate(none, "claim_type"),
    ):
        assert table.empty


def test_a_statement_that_lost_its_name_is_found(first):
    """The editors say what an interested guest says; only where every coder takes it for the same.

    The first interview has none: the standfirst speaks of the market, the guest of his own house.
    """
    assert coding_trend.attribution_loss(first["claims"]).empty
    coded = first["claims"].copy()
    coded.loc[coded["claim_id"] == "c04", "same_as"] = "c34"
    lost = coding_trend.attribution_loss(coded).set_index("voice")
    assert list(lost["claim_id"]) == ["c04"]
    assert lost.loc["editorial", "source_speaker"] == "Andreas Leonhard"
    assert coding_trend.attribution_loss(coded, {"kim": first["claims"]}).empty
    # It is one of the seven: no claim is told twice.
    assert coding_trend.read_story(coded, {}, read_thesis(FIRST)).lost == 0


def test_a_quoted_headline_under_the_guests_name_is_attributed(first):
    coded = first["claims"].set_index("claim_id")["attributed"]
    assert coded["c01"] and coded["c02"] and not coded["c04"]


def test_a_link_that_one_coder_denies_is_disputed(first, others):
    ours = first["claims"].copy()
    ours.loc[ours["claim_id"] == "c04", "same_as"] = "c34"
    trace = coding_trend.trace_voices(
        ours, first["quotes"], first["blocks"], {"kim": first["claims"]}
    ).set_index("claim_id")
    assert list(trace.index[trace["disputed"]]) == ["c04"]
    agreed = coding_agreement.agreed_links(ours, {"kim": first["claims"]})
    assert agreed.set_index("claim_id")["same_as"].loc[["c02", "c04"]].tolist() == ["c16", ""]


def test_claims_that_pull_against_each_other_are_paired_once(first):
    pairs = coding_trend.tensions(first["claims"])
    assert len(pairs) and not pairs["disputed"].any()
    denied = {"kim": first["claims"].assign(conflicts_with="")}
    assert coding_trend.tensions(first["claims"], denied)["disputed"].all()
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
        ("Die erste Frage stellt das Publikum.", ""),
        ("Am ersten Tag kamen wir an.", ""),
        ("Man ist höflich gegenüber Gästen.", ""),
        ("Wir hatten Lust, damit zu beginnen.", ""),
        ("Gegenüber dem Vorjahr ist das wenig.", "comparison"),
    ],
)
def test_a_cue_shows_what_looks_worth_checking(sentence, cue):
    found = coding_candidates.find_candidates(sentences_of([sentence]), LISTS.cues)
    assert (cue in found["cues"].iloc[0]) if cue else found.empty


def test_a_number_with_its_words_is_one_quantity():
    sentences = ["Das sind rund 1 Milliarde Euro.", "Es kamen über 1,5 Millionen Menschen."]
    found = coding_candidates.find_candidates(sentences_of(sentences), LISTS.cues)
    assert list(found["cues"]) == [
        "quantity: rund 1 Milliarde Euro",
        "quantity: über 1,5 Millionen Menschen",
    ]


def test_the_cues_are_tried_on_texts_they_were_not_taken_from():
    """Counted again in plain Python, from the sentences of six invented interviews."""
    with (ROOT / "data" / "editorial" / "cues_trial.csv").open(encoding="utf-8") as file:
        trial = list(csv.DictReader(file))
    assert len({row["text"] for row in trial}) == 6
    for row in trial:
        page = (INVENTED / f"{row['text']}.txt").read_text(encoding="utf-8")
        assert " ".join(row["sentence"].split()) in " ".join(page.split())
    scores = coding_candidates.try_cues(LISTS.cues).set_index("rule")
    worthy = [row for row in trial if row["check_worthy"] == "yes"]
    with_cue = [r for r in trial if any(p.search(r["sentence"]) for p, _ in LISTS.cues)]
    hits = [row for row in with_cue if row in worthy]
    cues, trivial = scores.loc["visible cues"], scores.loc["every declarative sentence"]
    assert (cues["n"], cues["hits"], cues["truth"]) == (len(with_cue), len(hits), len(worthy))
    assert (trivial["n"], trivial["hits"]) == (len(trial), len(worthy))
    assert cues["precision"] == round(len(hits) / len(with_cue), 2)
    told = findings.tell_candidates(scores.reset_index())
    assert "the trivial rule, every declarative sentence, does better by F1" in told[0]


def test_recall_that_claims_copied_from_candidates_make_is_said_to_be_so(first):
    sentences = first["sentences"]
    candidates = coding_candidates.find_candidates(sentences, LISTS.cues)
    coded = first["claims"]
    places = list(candidates[["start", "end"]].itertuples(index=False))
    inside = [any(s <= c.start and c.end <= e for s, e in places) for c in coded.itertuples()]
    scores = coding_candidates.score_candidates(coded[inside], sentences, candidates)
    assert "so by construction" in findings.tell_candidates(scores)[1]
    honest = coding_candidates.score_candidates(coded, sentences, candidates)
    assert len(findings.tell_candidates(honest)) == 1


LONG = "Halt! Ein langer Satz ohne Ende ohne Zeichen und mit vielen Wörtern darin 1?."


def write_cue(project, pattern, example):
    path = project / "data" / "editorial" / "cues.csv"
    rows = [("abc", "own", "abc"), (pattern, "own", example)]
    pd.DataFrame(rows, columns=["pattern", "cue_class", "example"]).to_csv(path, index=False)


@pytest.mark.parametrize("pattern", [r"([A-Za-zäöüß]+\s*)*$", r"(?=\w)(\w+\s?)+!"])
def test_a_repeat_in_a_repeat_takes_no_minutes(project, pattern):
    """Both ran for minutes, every way to cut the sentence being tried."""
    write_cue(project, pattern, "ein Wort!" if "!" in pattern else "ein Wort")
    start = time.perf_counter()
    find_among([LONG] * 3)
    assert time.perf_counter() - start < 5


def test_a_cue_that_would_never_end_is_refused_with_its_row(project):
    write_cue(project, r"(?:\w|\w\w|\w\w\w|\s)*[!%]", "ein Wort!")
    with pytest.raises(TroubleError, match=r"cues\.csv, row 3: .* takes longer than 1 second"):
        find_among([LONG] * 3)


@pytest.mark.parametrize("pattern", ["a{99999999999}", "(" * 5000 + "a" + ")" * 5000])
def test_a_cue_too_large_to_compile_is_refused_with_its_row(project, pattern):
    path = project / "data" / "editorial" / "cues.csv"
    table = pd.DataFrame([(pattern, "own", "a")], columns=["pattern", "cue_class", "example"])
    table.to_csv(path, index=False)
    with pytest.raises(TroubleError, match=r"cues\.csv, row 2: "):
        coding_candidates.read_cues()


def sentences_of(texts):
    """A table of sentences, one after the other, all of one speaker."""
    rows = []
    for n, text in enumerate(texts, start=1):
        start = rows[-1][5] + 1 if rows else 0
        rows.append(("x", n, "interviewee", "Beispiel", start, start + len(text), text, text))
    names = ["interview", "sentence", "voice", "speaker", "start", "end", "text", "reading"]
    return pd.DataFrame(rows, columns=names).astype({"reading": "str"})


def find_among(texts):
    return coding_candidates.find_candidates(sentences_of(texts), read_lists().cues)


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
