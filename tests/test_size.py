"""Large and hostile texts end soon: four times the text takes no more than about four times."""

import gc
import random
import shutil
import time
import tracemalloc

import pandas as pd
import pytest
from conftest import FIRST, LISTS, ROOT

from belegstelle.charts.frame import MOST_BARS, block_strip
from belegstelle.coding import candidates as coding_candidates
from belegstelle.interview import Interview
from belegstelle.page import blocks as page_blocks
from belegstelle.report import front, pages, transcript
from belegstelle.report.tables import MOST_ROWS, table_html, with_sic
from belegstelle.report.transcript import annotate_blocks
from belegstelle.store.tables import write_tables
from belegstelle.terms import counts as term_counts
from belegstelle.terms import keyness, wording
from belegstelle.text import edits as text_edits
from belegstelle.text import errata as errata_rules
from belegstelle.text import quotes as text_quotes
from belegstelle.text import suspects as text_suspects
from belegstelle.text import tokens as text_tokens

# Counting the lines that run would take as long again as running them.
pytestmark = pytest.mark.no_cover

RAW = (ROOT / "data" / "raw" / f"{FIRST}.txt").read_text(encoding="utf-8")
TURNS = [p for p in RAW.split("\n\n") if p.startswith(("acquisa:", "Leonhard:", "Andreas"))]
WORDS = sorted({word for turn in TURNS for word in turn.split() if word.isalpha()})


def varied_turns(size):
    """The first interview's turns, again and again, each with other words in it."""
    chance, turns, length = random.Random(2014), [], 0
    while length < size:
        words = chance.choice(TURNS).split()
        for _ in range(3):
            words[chance.randrange(2, len(words))] = chance.choice(WORDS)
        words.insert(3, "".join(chance.choices("abcdefghiklmnorstu", k=9)))
        turns.append(" ".join(words))
        length += len(turns[-1])
    return turns


def one_word_lines(size):
    chance = random.Random(2014)
    return "\n".join(chance.choice(WORDS) + chance.choice(["", ".", "?"]) for _ in range(size // 9))


def no_marks(size):
    chance = random.Random(2014)
    return " ".join(chance.choice(WORDS) for _ in range(size // 8))


PAGES = {
    "turns": lambda size: "\n\n".join(varied_turns(size)),
    "no turns": lambda size: "\n\n".join(t.split(": ")[1] for t in varied_turns(size)),
    "one line": lambda size: " ".join(varied_turns(size)),
    "one word a line": one_word_lines,
    "no punctuation": no_marks,
    "every line a label": lambda size: "\n".join(f"Name A{n}: Ja?" for n in range(size // 14)),
    "every turn opens with a quotation": lambda size: "\n\n".join(
        f"{'AB'[n % 2]}: „Ich gehe nie allein an Tor {n}“, sagte er." for n in range(size // 50)
    ),
    "compounds": lambda size: " ".join(f"Wort-W{n:x}g Wort W{n:x}g." for n in range(size // 16)),
}


def seconds(page):
    """The processor time of each step from reading to candidates."""
    took, last = {}, time.process_time()

    def step(name, value):
        nonlocal last
        took[name], last = time.process_time() - last, time.process_time()
        return value

    clean, edits = step("unify_layout", text_edits.unify_layout(page))
    blocks = step("read_blocks", page_blocks.read_blocks(page, "large", LISTS.page_words))
    none = errata_rules.list_corrections(page, errata_rules.read_errata("large"), edits, "large")
    step("list_suspects", text_suspects.list_suspects(page, blocks, none))
    sentences = step(
        "read_sentences",
        text_tokens.read_sentences(page, clean, edits, blocks, LISTS.abbreviations),
    )
    tokens = step(
        "read_tokens", text_tokens.read_tokens(page, clean, edits, sentences, LISTS.vocabulary)
    )
    counts = step("rate_terms", term_counts.rate_terms(tokens))
    step("compare_voices", keyness.compare_voices(counts, "interviewee", "interviewer"))
    step("compare_quotes", text_quotes.compare_quotes(blocks, sentences, "large"))
    step("find_candidates", coding_candidates.find_candidates(sentences, LISTS.cues))
    step("concordance", wording.concordance(tokens, sentences, "Unternehmen"))
    step("collocations", wording.collocations(tokens))
    return took


@pytest.fixture
def unswept():
    """No garbage is collected meanwhile: what other checks left would be timed, too."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("unswept")
@pytest.mark.parametrize("kind", PAGES)
def test_time_grows_with_the_text_and_no_faster(kind):
    seconds(PAGES[kind](2_000))
    small, large = seconds(PAGES[kind](40_000)), seconds(PAGES[kind](160_000))
    slow = {name: (small[name], large[name]) for name in small}
    assert all(long < 9 * short + 0.3 for short, long in slow.values()), slow


@pytest.mark.parametrize(
    "page",
    [
        " " * 100_000 + "a",
        "a" + " " * 100_000 + "b",
        "*" * 100_000 + "a",
        "a-" * 50_000 + " B",
        "„" * 100_000,
        "x" * 100_000,
        "A: ? " * 20_000,
        "\n".join("A:?" for _ in range(20_000)),
        "\u200b\n" * 50_000 + "a",
    ],
    ids=lambda page: repr(page[:6]),
)
def test_hostile_runs_end_soon(page):
    assert sum(seconds(page).values()) < 8


def test_quotes_are_marked_by_what_is_corrected_in_them_whatever_else_is():
    n = 20_000
    table = pd.DataFrame({"start": [60 * row for row in range(n)], "quote": "falsch " * 8})
    wrong = pd.DataFrame({"start": table["start"], "end": table["start"] + 6})
    began = time.process_time()
    marked = with_sic(table, wrong.assign(treatment="correct"))["quote"]
    assert time.process_time() - began < 2
    assert set(marked) == {"falsch [sic] " + "falsch " * 7}


def test_a_term_in_its_contexts_costs_the_same_in_a_sentence_without_end():
    text = "Wald und Wiese " * 60_000
    starts = range(0, len(text), 15 * 60)
    places = {"interview": "i", "sentence": 1, "voice": "interviewee"}
    tokens = pd.DataFrame({"start": starts, "token": "Wald", "term": "Wald", **places})
    tokens["end"] = tokens["start"] + 4
    sentences = pd.DataFrame([{**places, "start": 0, "text": text}])
    began = time.process_time()
    lines = wording.concordance(tokens, sentences, "Wald")
    assert time.process_time() - began < 2
    assert len(lines) == 1000 and lines["right"].str.len().eq(41).all()
    assert list(lines["left"].str.len().unique()) == [0, 41]


def test_a_transcript_costs_by_its_blocks(first):
    n = 2_000
    blocks = pd.DataFrame({"block": range(1, n + 1), "text": "Der Wald wächst."})
    blocks = blocks.assign(start=blocks["block"] * 18, kind="answer", voice="interviewee")
    blocks = blocks.assign(end=blocks["start"] + 16, speaker="Eva Muster", label="Muster")
    sentences = blocks[["block", "start", "end"]].assign(sentence=blocks["block"])
    none = [first[name].head(0) for name in ("corrections", "claims")]
    differ = pd.DataFrame(columns=["claim_id", "column", "one", "other"])
    began = time.process_time()
    shown = annotate_blocks(blocks, sentences, *none, differ)
    assert time.process_time() - began < 2
    assert shown[-1]["html"] == f'<span id="s-{n}"></span>Der Wald wächst.'


def test_a_strip_of_very_many_blocks_is_drawn_soon():
    """Each block was a bar of its own: a text of 100,000 lines had no chart after minutes."""
    from matplotlib.figure import Figure

    n = 20_000
    blocks = pd.DataFrame({"voice": "editorial", "start": range(n), "end": range(1, n + 1)})
    blocks.loc[n // 2 :, "voice"] = ["interviewee", "interviewer"] * (n // 4)
    ax, began = Figure().subplots(), time.process_time()
    block_strip(ax, blocks, 1)
    assert len(ax.patches) == MOST_BARS and time.process_time() - began < 2
    assert [round(ax.patches[bar].get_x()) for bar in (0, 200, -1)] == [0, n // 2, n - n // 400]
    colours = [bar.get_facecolor() for bar in ax.patches]
    assert len({*colours[:200]}) == 1 and colours[0] not in colours[200:]


def test_what_chance_lets_pass_takes_no_room_for_all_draws_at_once():
    """It took 0.9 GB for a text of 1 MB: a row a draw, a column a term."""
    n = 20_000
    terms = pd.DataFrame({"term": [f"t{k}" for k in range(n)] * 2, "n": 3, "base": 3 * n})
    terms["voice"] = ["interviewee"] * n + ["interviewer"] * n
    tracemalloc.start()
    found = keyness.expect_by_chance(terms, "interviewee", "interviewer", draws=50)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found["n"] == 0 and found["chance"] > 0 and most < 15e6


def test_a_page_shows_the_first_rows_of_a_long_table_and_says_so():
    table = pd.DataFrame({"word": [f"w{row}" for row in range(3 * MOST_ROWS)]})
    html = table_html(table, "Words")
    assert html.count("<tr>") == MOST_ROWS + 1
    assert f"The first {MOST_ROWS} of {3 * MOST_ROWS} rows." in html
    assert "rows." not in table_html(table.head(MOST_ROWS), "Words")


def test_pages_of_a_text_too_long_for_a_page_show_its_beginning_and_say_so(project, monkeypatch):
    talk = "\n\n".join(
        f"Blatt: Und {n}?\n\nEva Muster: Ja, {n} Euro, laut Muster." for n in range(9)
    )
    shutil.copytree(ROOT / "jupyter", project / "jupyter")
    (project / "data" / "raw" / "talk.txt").write_text(f"{talk}\n\nOhne Namen.", "utf-8")
    opened = Interview("talk")
    tables = "blocks sentences corrections claims candidates suspects quotes claims_proposed"
    write_tables("talk", **{name: getattr(opened, name) for name in tables.split()})
    monkeypatch.setattr(transcript, "MOST_BLOCKS", 4)
    page = pages.transcript_page(opened)
    assert page.count("<section id=") == 4 and "its last 15 blocks are not shown here" in page
    monkeypatch.setattr(front, "LISTED", 2)
    page = pages.front_page(opened)
    assert f'{len(opened.candidates) - 2} more: <a href="04_claims.html#t-' in page
