"""Every figure in the prose follows from the tables: counted here again, in plain Python."""

import re
from collections import Counter

import pytest

from belegstelle import english
from belegstelle.charts import CHARTS
from belegstelle.coding import claims as coding_claims
from belegstelle.coding import trend as coding_trend
from belegstelle.page import blocks as page_blocks
from belegstelle.report import findings
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
    growth = [row for row in coded if row["direction"] == "up"]
    n = len(growth)
    every = {row["claim_id"]: row for row in first["claims"].to_dict("records")}
    lost = [
        row
        for row in every.values()
        if row["voice"] in ("editorial", "display")
        and row["source_type"] == "unattributed"
        and any(
            every[said]["voice"] == "interviewee" and every[said]["interest"] == "yes"
            for said in row["same_as"].split()
        )
    ]
    contests = [row for row in coded if row["stance"] == "contests"]
    stances = Counter(row["stance"] for row in coded)
    on_evidence, on_interest, on_objection = findings.tell_story(first["claims"])
    assert figures(on_evidence) == [
        n,
        len(coded),
        sum(row["quantity"] != "" for row in growth),
        n,
        sum(row["source_type"] == "third_party_named" for row in growth),
        n,
    ]
    assert figures(on_interest) == [
        sum(row["voice"] == "interviewee" for row in growth),
        n,
        sum(row["interest"] == "yes" for row in growth),
        n,
        len(lost),
    ]
    assert figures(on_objection) == [stances[s] for s in ("affirms", "qualifies", "contests")]
    assert contests[0]["source_name"] in on_objection and "editorial" in on_objection


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


def test_the_terms_in_figures(first):
    tokens = first["tokens"].to_dict("records")
    spoken = [t for t in tokens if t["voice"] != "display"]
    counts = Counter(t["term"] for t in spoken if not t["is_stop"])
    most, n = min(counts.items(), key=lambda item: (-item[1], item[0]))
    voices = Counter(t["voice"] for t in spoken if t["term"] == most)
    said = findings.tell_terms(first["tokens"], term_counts.total_terms(first["tokens"]))
    once = sum(count == 1 for count in counts.values())
    assert f"“{most}”" in said[0]
    shares = [voices[voice] for voice in sorted(voices)]
    assert figures(said[0])[-2 - len(shares) - 2 :] == [n, len(spoken), *shares, once, len(counts)]


def test_the_claims_in_figures(first, coded):
    said = findings.tell_claims(first["claims"], first["claims"].head(0))
    assert figures(*said) == [
        len(coded),
        sum(row["quantity"] != "" for row in coded),
        sum(row["source_type"] == "third_party_named" for row in coded),
        sum(row["interest"] == "yes" for row in coded),
    ]


def test_claims_without_evidence_are_told_in_a_sentence(first):
    bare = first["claims"].assign(quantity="", source_type="own_opinion", interest="no")
    assert findings.tell_claims(bare, bare) == [
        "Of 32 counted claims, none carries a number, none names an outside source, and none "
        "serves the speaker's own business."
    ]


def test_the_titles_of_the_trend_charts_in_figures(first, coded):
    table = first["claims"]
    served = sum(row["interest"] == "yes" for row in coded)
    assert figures(CHARTS["strip"].words(first["blocks"], table)["title"]) == [served, len(coded)]
    stances = Counter(row["stance"] for row in coded)
    ledger = CHARTS["ledger"].words(coding_trend.trend_steps(table, len(first["raw"])))
    assert figures(ledger["title"]) == [stances[s] for s in ("affirms", "qualifies", "contests")]
    growth = [row for row in coded if row["direction"] == "up"]
    backed = sum(bool(row["quantity"] or row["source_name"]) for row in growth)
    ladder = CHARTS["ladder"].words(coding_trend.evidence_ladder(table))
    assert figures(ladder["title"]) == [backed, len(growth)]
    trace = coding_trend.trace_voices(table, first["quotes"], first["blocks"])
    copies = trace[trace["fidelity"] != "said"]
    title = CHARTS["voice_trace"].words(trace)["title"]
    fidelity = copies["fidelity"].value_counts().tolist()
    unnamed = int((~copies["attributed"]).sum())
    wanted = [trace["statement"].nunique(), len(copies), *fidelity, unnamed, len(copies)]
    assert figures(title) == wanted


def test_the_title_of_the_claim_bars_in_figures(first, coded):
    bars = coding_claims.tabulate(first["claims"], "claim_type")
    most = Counter(row["claim_type"] for row in coded).most_common(1)[0]
    title = CHARTS["claim_bars"].words(bars, "claim_type")["title"]
    assert most[0].replace("_", " ") in title and figures(title) == [most[1], len(coded)]


@pytest.mark.parametrize("stance", ["affirms", "contests"])
def test_the_story_follows_when_the_coding_changes(first, stance):
    changed = first["claims"].assign(stance=stance)
    n = len(coding_claims.counted(changed))
    said = findings.tell_story(changed)[2]
    wanted = "nobody in the text contests it." if stance == "affirms" else f"{n} contest it"
    assert wanted in said
