"""Every figure in the prose follows from the tables: counted here again, in plain Python."""

import re
from collections import Counter

import pandas as pd
import pytest
from conftest import FIRST

from belegstelle import english
from belegstelle.charts import CHARTS
from belegstelle.coding import claims as coding_claims
from belegstelle.coding import trend as coding_trend
from belegstelle.coding.agreement import read_coders
from belegstelle.coding.codebook import labels
from belegstelle.coding.thesis import Thesis, read_thesis
from belegstelle.page import blocks as page_blocks
from belegstelle.report import findings, front
from belegstelle.terms import counts as term_counts

WORDS = {word: number for number, word in enumerate(english.NUMBER_WORDS)} | {"none": 0}
# A figure of running text: "13", "0.8", "66%", "seven", "none"; not the 3 in "e3".
FIGURE = re.compile(rf"\b(?:\d+(?:\.\d+)?|{'|'.join(WORDS)})\b", re.IGNORECASE)
SPOKEN = ("interviewer", "interviewee", "editorial")


def figures(*sentences):
    """Return the figures of sentences in order, as numbers."""
    found = [m[0].lower() for sentence in sentences for m in FIGURE.finditer(sentence)]
    return [WORDS[f] if f in WORDS else float(f) for f in found]


@pytest.fixture(scope="module")
def coded(first):
    """The counted claims as dicts."""
    rows = first["claims"].to_dict("records")
    return [row for row in rows if row["unit"] not in ("presupposition", "display_repeat")]


def test_the_story_in_figures(first, coded):
    told = [row for row in coded if row["direction"] == "up"]
    by = Counter(row["direction_by"] for row in told)
    guest = [row for row in told if row["voice"] == "interviewee"]
    assert all(row["interest"] == "yes" for row in guest)
    stances = Counter(row["stance"] for row in coded)
    on_evidence, on_interest, on_stance = findings.tell_story(first["claims"])
    assert figures(on_evidence) == [
        len(told),
        len(coded),
        by["words"],
        by["context"],
        sum(row["quantity"] != "" for row in told),
        sum(row["source_type"] == "third_party_named" for row in told),
    ]
    assert figures(on_interest) == [len(guest)]
    shown_only = first["claims"][~first["claims"]["unit"].isin(coding_claims.COUNTED)]
    against = int(shown_only["stance"].isin(["qualifies", "contests"]).sum())
    assert against and "taken for granted" in on_stance
    counts = [stances[s] for s in ("affirms", "qualifies", "contests")]
    assert figures(on_stance) == [*counts, against]
    some = first["claims"].assign(interest="no")
    some.loc[some["claim_id"] == "c34", "interest"] = "yes"
    assert figures(findings.tell_story(some)[1]) == [len(guest), 1]


def test_the_reading_in_figures(first):
    blocks = first["blocks"].to_dict("records")
    said = findings.tell_reading(first["blocks"], page_blocks.word_shares(first["blocks"]))
    words = Counter()
    for block in blocks:
        words[block["voice"]] += block["n_words"] * (block["voice"] in SPOKEN)
    total = sum(words.values())
    shares = [f for voice in SPOKEN for f in (round(100 * words[voice] / total), words[voice])]
    kinds = Counter(block["kind"] for block in blocks)
    assert figures(*said) == [kinds["question"], kinds["answer"], total, *shares, kinds["note"]]


def test_the_cleaning_in_figures(first):
    said = findings.tell_cleaning(first["corrections"], first["suspects"], first["quotes"])
    n = Counter(first["corrections"]["treatment"])
    undecided = sum(cell == "" for cell in first["suspects"]["decided"])
    fidelity = Counter(first["quotes"]["fidelity"])
    assert figures(said[0]) == [
        n["correct"],
        n["query"],
        n["keep"],
        len(first["suspects"]),
        undecided,
    ]
    assert sorted(figures(said[1])) == sorted(fidelity.values())
    assert all(name in said[1] for name in fidelity)


def test_an_editor_is_sent_eleven_queries_each_a_question(first):
    queries = first["corrections"].query("treatment == 'query'").drop_duplicates("erratum")
    assert len(queries) == 11 and queries["reason"].str.contains(r"\?").all()
    asked = " ".join(queries["reason"])
    for point in ("Since when", "go together", "Which courses", "lost its label"):
        assert point in asked


def test_the_terms_in_figures(first):
    tokens = first["tokens"].to_dict("records")
    spoken = [t for t in tokens if t["voice"] != "display"]
    counts = Counter(t["term"] for t in spoken if not t["is_stop"])
    n = max(counts.values())
    most = [term for term, count in counts.items() if count == n]
    said = findings.tell_terms(first["tokens"], term_counts.total_terms(first["tokens"]))
    once = sum(count == 1 for count in counts.values())
    assert len(most) == 3 and all(f"“{term}”" in said[0] for term in most)
    assert figures(said[0])[-5:] == [n, len(spoken), 1, once, len(counts)]


def test_the_most_frequent_term_is_told_with_its_voices(first):
    tokens = first["tokens"]
    rest = tokens[~tokens["term"].isin(["Social-Media-Manager", "Unternehmen"])]
    said = findings.tell_terms(rest, term_counts.total_terms(rest))[0]
    assert said.startswith("“Social Media” is the most frequent term: 5 of ")
    assert "(editorial 1, interviewee" in said


def test_what_comes_once_is_not_the_most_frequent(first):
    few = first["tokens"].drop_duplicates("term")
    said = findings.tell_terms(few, term_counts.total_terms(few))
    assert said[0].startswith("No term comes twice; there are ")
    words = few[~few["token"].str.contains(" ")]
    assert "several words" not in findings.tell_terms(words, term_counts.total_terms(words))[0]


def test_where_nothing_is_logged_no_row_of_noughts_is_told(first):
    none = first["corrections"].head(0)
    said = findings.tell_cleaning(none, first["suspects"].head(0), first["quotes"].head(0))
    assert said == ["No erratum is logged; no suspects found by machine."]


def test_the_claims_in_figures(first, coded):
    said = findings.tell_claims(first["claims"], first["claims"].head(0))
    guest = [row for row in coded if row["voice"] == "interviewee"]
    assert figures(*said) == [
        len(coded),
        sum(row["quantity"] != "" for row in coded),
        sum(row["source_type"] == "third_party_named" for row in coded),
        len(guest),
        sum(row["interest"] == "yes" for row in guest),
    ]


def test_claims_without_evidence_are_told_in_a_sentence(first):
    bare = first["claims"].assign(quantity="", source_type="own_opinion", interest="no")
    assert findings.tell_claims(bare, bare) == [
        "Of 32 counted claims, none carries a number and none names an outside source. Of 25 of "
        "the guest’s, none would serve the guest’s own business, if believed; that is the "
        "coders’ inference."
    ]


@pytest.mark.parametrize(
    ("values", "words"),
    [((0, 0), "none"), ((7, 7), "seven"), ((6, 7), "six or seven"), ((0, 3), "up to three")],
)
def test_figures_of_several_codings_are_a_range(values, words):
    story = coding_trend.Story(Thesis(), pd.DataFrame({"n": values}), pd.DataFrame(), [], 0)
    assert findings._span(story, "n") == words


def test_who_would_be_served_is_told_for_each_coding_and_not_by_their_ranges(first):
    """Five of five by one, four of five by another, four of four by a third: not all."""
    claims = first["claims"]
    guest = claims.index[claims["on_thesis"] & claims["voice"].eq("interviewee")]
    less = claims.assign(interest=claims["interest"].where(claims.index != guest[0], "no"))
    fewer = claims.assign(on_thesis=claims["on_thesis"] & (claims.index != guest[0]))
    others = {"less": less, "fewer": fewer}
    story = coding_trend.read_story(claims, others, Thesis("Es", "it", "up"))
    assert story.span("served") == story.span("interviewee")
    assert "of them would serve" in findings._on_interest(story, "person")


def test_the_titles_of_the_trend_charts_in_figures(first, coded):
    table, places = first["claims"], ("interviewee", "interviewer", "editorial")
    told = [row for row in coded if row["direction"] == "up"]
    voices = Counter(row["voice"] for row in told)
    wanted = [len(told), *(voices[voice] for voice in places if voices[voice])]
    strip = CHARTS["strip"].words(first["blocks"], table, {})
    assert figures(strip["title"]) == wanted
    stances = Counter(row["stance"] for row in coded)
    trend = coding_trend.trend_steps(table, len(first["raw"]))
    taken = [stances[s] for s in ("affirms", "qualifies", "contests")]
    assert figures(CHARTS["ledger"].words(trend, table, {})["title"]) == [n for n in taken if n]
    trace = coding_trend.trace_voices(table, first["quotes"], first["blocks"])
    copies = trace[trace["fidelity"] != "said"]
    title = CHARTS["voice_trace"].words(trace)["title"].replace("more than once", "again")
    unnamed = int((~copies["attributed"]).sum())
    assert figures(title) == [copies["statement"].nunique()] + [unnamed] * bool(unnamed)


def test_a_title_holds_by_every_coding(first, coded):
    table = first["claims"]
    n = sum(row["direction"] == "up" for row in coded)
    fewer = table.assign(on_thesis=False)
    title = CHARTS["strip"].words(first["blocks"], table, {"other": fewer})["title"]
    assert title.startswith("Up to") and figures(title)[0] == n
    taken = sum(row["stance"] == "affirms" for row in coded)
    trend = coding_trend.trend_steps(table, len(first["raw"]))
    title = CHARTS["ledger"].words(trend, table, {"other": table.assign(stance="na")})["title"]
    assert title.startswith("Up to") and figures(title)[0] == taken


def test_the_ledger_tells_the_marks_that_count_apart(first):
    """The alt text listed presuppositions like claims (issue 17)."""
    table = first["claims"]
    trend = coding_trend.trend_steps(table, len(first["raw"]))
    alt = CHARTS["ledger"].words(trend, table, {})["alt"]
    shown = trend["unit"].isin(["presupposition", "display_repeat"])
    order = alt.partition(": ")[2].partition(";")[0].split()
    assert order == ["support"] * (~shown).sum() and shown.sum() > 3
    hollow = english.in_words(int(shown.sum()), "hollow mark")
    assert f"; {hollow}, not counted: five on support and one on limit." in alt


def test_the_title_of_the_claim_bars_in_figures(first, coded):
    bars = coding_claims.tabulate(first["claims"], "claim_type")
    most = Counter(row["claim_type"] for row in coded).most_common(1)[0]
    title = CHARTS["claim_bars"].words(bars, "claim_type", {})["title"]
    label = labels()["claim_type", most[0]]
    assert f" is {label}, " in title and figures(title) == [most[1], len(coded)]


def test_the_title_of_the_claim_bars_holds_by_every_coding(first, coded):
    """It was the first coding's alone (issue 17)."""
    claims, says = first["claims"], CHARTS["claim_bars"].words
    bars = coding_claims.tabulate(claims, "claim_type")
    alike = claims.assign(
        claim_type=claims["claim_type"].where(claims["claim_id"] != "c40", "norm")
    )
    title = says(bars, "claim_type", {"kim": alike})["title"]
    assert title == f"Most frequent claim type is state, 9–10 of {len(coded)} claims"
    other = claims.assign(claim_type="norm")
    title = says(bars, "claim_type", {"kim": alike, "lou": other})["title"]
    assert title == "Most frequent claim type is state or norm: the codings differ"


@pytest.mark.parametrize("stance", ["affirms", "contests"])
def test_the_story_follows_when_the_coding_changes(first, stance):
    changed = first["claims"].assign(stance=stance)
    n = len(coding_claims.counted(changed))
    said = findings.tell_story(changed)[-1]
    assert ("none contests it" if stance == "affirms" else f"{n} contest it") in said


def test_a_chart_states_no_shares_that_are_not_sure():
    shares = pd.DataFrame({"voice": ["interviewer", "interviewee"], "n": [30, 70]})
    shares = shares.assign(share=shares["n"] / 100)
    words = CHARTS["word_shares"].words
    assert words(shares, True)["title"].startswith("Of 100 words, 70% are in the answers")
    assert "%" not in words(shares, False)["title"] and "for sure" in words(shares, False)["title"]


def told_by(first, claims, others):
    """All that is told from codings: sentences, titles, key figures, as the pages have them."""
    story = coding_trend.read_story(claims, others, read_thesis(FIRST))
    trend = coding_trend.trend_steps(claims, len(first["raw"]))
    trace = coding_trend.trace_voices(claims, first["quotes"], first["blocks"], others)
    bars = coding_claims.tabulate(claims, "claim_type")
    tables = {name: first[name] for name in ("blocks", "corrections")} | {"claims": claims}
    said = front.headline(story, page_blocks.list_speakers(first["blocks"]))
    return {
        "headline": said["headline"],
        "standfirst": said["standfirst"],
        "codings": front.tell_codings(story),
        "sources": [(one["id"], one["aside"]) for one in front.named_sources(claims, others)],
        "figures": [figure[:2] for figure in front.key_figures(story, tables)],
        "placeholders": front.figures_of(story),
        "story": findings.tell_story(claims, others),
        "claims": findings.tell_claims(claims, claims.head(0), others),
        "strip": CHARTS["strip"].words(first["blocks"], claims, others)["title"],
        "ledger": CHARTS["ledger"].words(trend, claims, others)["title"],
        "voice_trace": CHARTS["voice_trace"].words(trace)["title"],
        "claim_bars": CHARTS["claim_bars"].words(bars, "claim_type", others)["title"],
    }


def test_what_is_told_does_not_hang_on_which_coding_is_the_first(first):
    """A sentence that holds by all codings is the same whichever of them is called the first."""
    others = read_coders(first["raw"], first["clean"], first["edits"], first["blocks"])
    codings = {"first": first["claims"], **others}
    assert len(codings) > 2
    told = {
        name: told_by(first, own, {one: it for one, it in codings.items() if one != name})
        for name, own in codings.items()
    }
    for name, one in told.items():
        for what, words in one.items():
            assert words == told["first"][what], (name, what)


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ([], "Nobody is named as asked"),
        ([""], "Nobody is named as asked"),
        (["Eva"], "Eva gives one answer"),
        (["Eva", "Jost"], "Eva and Jost give two answers"),
        (["Eva", "", "Jost", "Ida"], "Eva, Jost and Ida give four answers"),
    ],
)
def test_one_guest_gives_and_two_give(names, told):
    blocks = pd.DataFrame(
        {"kind": "answer", "voice": "interviewee", "text": "Ja.", "n_words": 1, "certainty": 1.0},
        index=range(max(len(names), 1)),
    )
    people = pd.DataFrame({"speaker": names, "voice": "interviewee"})
    assert front.uncoded(blocks, people)["standfirst"][0].startswith(f"{told}; ")
    unsure = front.uncoded(blocks.assign(certainty=0.5), people)
    assert unsure["standfirst"] == ["No claim is coded yet."]


@pytest.mark.parametrize(
    ("treatments", "told"),
    [
        ([], "No erratum is logged"),
        (["correct"], "One place corrected"),
        (["query", "keep"], "One place for an editor to ask about, one kept as right though it"),
        (["keep"] * 2, "Two places kept as right though they look wrong"),
    ],
)
def test_of_errata_only_what_there_is_is_told(first, treatments, told):
    errata = pd.DataFrame({"treatment": treatments})
    said = findings.tell_cleaning(errata, first["suspects"].head(0), first["quotes"].head(0))
    assert said[0].startswith(told) and "none" not in said[0]


@pytest.mark.parametrize(
    ("n", "told"),
    [
        (0, "and by its cues no sentence of it looks worth checking."),
        (1, "one sentence that looks worth checking waits in claims_proposed.csv as a row to"),
        (2, "two sentences that look worth checking wait in claims_proposed.csv as rows to"),
    ],
)
def test_what_waits_is_told_in_its_number(first, n, told):
    said = findings.tell_claims(first["claims"].head(0), first["claims"].head(n))
    assert told in said[0]


@pytest.mark.parametrize(
    ("coded", "lack", "told"),
    [
        (0, 1, "The one claim is not coded; left out, for what it lacks: c1 certainty and time."),
        (1, 1, "One of two claims is coded; left out, for what it lacks: c1 certainty and time."),
        (2, 2, "Two of four claims are coded; left out, for what they lack: c1 certainty and"),
        (0, 2, "None of two claims is coded; left out, for what they lack: c1 certainty and"),
    ],
)
def test_what_lacks_a_code_is_told_in_its_number(first, coded, lack, told):
    uncoded = pd.DataFrame({"claim_id": ["c1", "c2"], "missing": "certainty time"}).head(lack)
    said = findings.tell_claims(first["claims"].head(coded), first["claims"].head(0), {}, uncoded)
    assert said[-1].startswith(told)


def test_next_names_what_is_left_after_the_first_claim_too(first, project):
    """With one claim of nineteen coded nothing seemed to be left."""
    (project / "data" / "editorial" / FIRST / "source.csv").unlink()
    doubt = first["blocks"].assign(certainty=0.5)
    tables = {"blocks": doubt, "suspects": first["suspects"]}
    tables |= {"claims": first["claims"].head(1), "claims_proposed": first["claims"].head(2)}
    steps = dict(findings.tell_next(FIRST, tables, pd.DataFrame()))
    assert "blocks could be read otherwise" in steps["01_read"]
    assert steps["04_claims"].startswith("Two sentences to code")
    assert steps["05_trend"].startswith("What is it read for?")


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"quantity": "4.000"}, ["c01 quantity “4.000”"]),
        (
            {"hedge_cues": "gestiegen; wohl"},
            ["c01 hedge_cues “gestiegen”", "c01 hedge_cues “wohl”"],
        ),
        ({"time": "2021", "source_name": "Steria Mummert Consulting"}, ["c01 time “2021”"]),
        ({}, []),
    ],
)
def test_a_number_that_the_quote_does_not_have_is_told(first, cells, told):
    claims = first["claims"].head(1).assign(**cells)
    assert coding_claims.list_unprinted(claims, first["blocks"]) == told


@pytest.mark.parametrize(
    ("n", "shown", "told"),
    [
        (1, 0, "1 counted claim of the first coding"),
        (
            2,
            1,
            "2 counted claims of the first coding; 1 presupposition or display repeat not counted",
        ),
        (0, 2, "0 counted claims of the first coding; 2 presuppositions and display repeats not"),
    ],
)
def test_the_base_of_claims_is_told_in_its_number(n, shown, told):
    units = ["assertion"] * n + ["presupposition"] * shown
    assert findings.claim_base(pd.DataFrame({"unit": units})).startswith(told)


@pytest.mark.parametrize(
    ("n", "told"),
    [
        (0, "No claim coded goes the way of the thesis"),
        (1, "One claim says that something grows or spreads, in answers"),
        (2, "Two claims say that something grows or spreads, both in answers"),
        (3, "Three claims say that something grows or spreads, all in answers"),
    ],
)
def test_the_strip_is_told_in_its_number(first, n, told):
    claims = first["claims"].query("voice == 'interviewee' and unit == 'assertion'").head(4).copy()
    claims["direction"], claims["on_thesis"] = "up", [place < n for place in range(4)]
    assert CHARTS["strip"].words(first["blocks"], claims, {})["title"] == told
