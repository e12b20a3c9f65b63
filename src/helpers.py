"""The notebooks' one import: `import helpers as h`, then `interview = h.open()`.

Behind it are the stages, each a few functions that take the interview: h.page, h.text, h.terms,
h.coding, h.trend, h.archive; what they show: h.charts, h.findings, h.show, h.note; and for
lessons h.check and h.classroom. h.desk is where people decide. A table shows itself with its title
and its base.
"""

from collections.abc import Callable
from functools import wraps
from types import SimpleNamespace
from typing import Any

import pandas as pd

from belegstelle.archive import across, partitions
from belegstelle.charts import CHARTS
from belegstelle.classroom import answers, exercises, own_codes
from belegstelle.coding import agreement, asking, claims, codebook
from belegstelle.coding import trend as story
from belegstelle.desk.cell import desk
from belegstelle.desk.workbook import coding_sheet, read_coding_sheet
from belegstelle.english import plural
from belegstelle.interview import Interview, open_interview, titled, view
from belegstelle.page import blocks
from belegstelle.project import TroubleError, list_interviews
from belegstelle.report import findings as telling
from belegstelle.report.exports import write_exports
from belegstelle.report.show import chart, finding, note, show, show_changes, show_tables
from belegstelle.store import schema
from belegstelle.store.files import write_text
from belegstelle.store.tables import write_tables
from belegstelle.terms import keyness, wording
from belegstelle.text import errata, suspects

# A name that shadows Python's own, only here: a reader opens an interview.
open = open_interview

show_tables()
answers.quote_answers()

PROCESSED = "data/processed"


def _size(table: str, noun: str, after: str = "") -> Callable[[Interview], str]:
    """Return the base that counts the rows of a table: "17 blocks", "1 block"."""

    def counted(interview: Interview) -> str:
        n = len(getattr(interview, table))
        return f"{n} {plural(n, noun)}{after}"

    return counted


def _n_words(interview: Interview) -> int:
    return int(interview.shares["n"].sum())


def _words(interview: Interview) -> str:
    return f"{_n_words(interview)} words as printed, display left out"


def _spoken_sentences(interview: Interview) -> str:
    return f"{int((interview.sentences['voice'] != 'display').sum())} sentences, display left out"


def _tokens(interview: Interview) -> str:
    return telling.base_line(interview.tokens)


def _claims(interview: Interview) -> str:
    return telling.claim_base(interview.claims)


def _written(*tables: str, beside: Callable[[Interview], object] | None = None) -> Callable:
    """Return the function that writes these tables of an interview, and what lies beside them."""

    def write(interview: Interview) -> pd.DataFrame:
        """Write the stage's tables to data/processed; return file, rows."""
        if beside:
            beside(interview)
        made = {name: getattr(interview, name) for name in tables}
        return titled(write_tables(interview.name, **made), "Written", "data/processed")

    return write


def _draw(name: str, n: Callable[[Interview], int], noun: str, **given: object) -> Callable:
    """Return the function that shows a chart of an interview; n and noun: its source line."""

    @wraps(CHARTS[name].words)
    def draw(interview: Interview) -> None:
        made = {key: interview.ask(make) for key, make in given.items() if callable(make)}
        tables = interview.needs(CHARTS[name].words, **given | made).values()
        source = telling.source_line(interview.name, n(interview), noun)
        chart(interview.name, name, *tables, source=source)

    return draw


def _tell(name: str, tell: Callable) -> Callable[[Interview], None]:
    """Return the function that shows what tell finds, and keeps it under a name."""

    @wraps(tell)
    def told(interview: Interview) -> None:
        finding(*interview.ask(tell), interview=interview.name, name=name)

    return told


def _of_all(make: Callable, title: str, base: str = "") -> Callable[..., pd.DataFrame]:
    """Let a table of the archive say its title ({}: an argument) and its base."""

    @wraps(make)
    def of_archive(*arguments: Any, **given: Any) -> pd.DataFrame:
        table = make(*arguments, **given)
        n = len(across.read_interviews())
        told = base or f"{n} interview{'s' * (n != 1)}"
        return titled(table, title.format(*arguments), told)

    return of_archive


def _chart_of_all(name: str, table: pd.DataFrame) -> None:
    """Show a chart over all interviews: years, word_shares, term_years, cue_years, topic_years."""
    chart(partitions.ARCHIVE, name, table, source=across.archive_line())


SHOWN_BLOCKS = "block kind voice speaker n_words certainty text rule".split()
NOTATION = "kind start end text".split()
BOILERPLATE = "block kind rule text".split()
STEPS = "interview claim_id start voice quote gloss_en stance direction unit".split()
NO_CLEAN_PLACE = [c for c in schema.columns("corrections") if not c.startswith("clean_")]

page = SimpleNamespace(
    describe=view(blocks.describe_raw, "The text as received", "the file in data/raw"),
    blocks=view(
        "blocks", "Blocks of the page", _size("blocks", "block", ", in page order"), SHOWN_BLOCKS
    ),
    boilerplate=view(blocks.boilerplate, "Boilerplate", "blocks of the page", BOILERPLATE),
    speakers=view(blocks.list_speakers, "Speakers", "labelled turns and what goes on from them"),
    labels=view(blocks.propose_speakers, "Labels, as read", _size("blocks", "block")),
    notation=view("notation", "Notation", _size("raw", "character", " as received"), NOTATION),
    word_shares=view("shares", "Words by voice", _words),
    assumptions=view(blocks.list_assumptions, "Blocks no label settles", _size("blocks", "block")),
    layout_noise=view(
        blocks.layout_noise, "Layout noise", _size("raw", "character", " as received")
    ),
    write=_written("blocks", "notation"),
)

text = SimpleNamespace(
    changes=lambda interview: show_changes(interview.ask(errata.mark_changes), interview.name),
    corrections=view(
        "corrections",
        "Errata by place",
        lambda interview: f"{len(interview.corrections)} places, a row a place",
        NO_CLEAN_PLACE,
        "erratum",
    ),
    treatments=view(
        telling.count_treatments, "Errata by treatment and category", _size("corrections", "place")
    ),
    suspects=view(
        suspects.rank_suspects, "Suspects", "word forms as printed, boilerplate left out"
    ),
    quotes=view("quotes", "Display quotes held against the body", _size("quotes", "display quote")),
    write=_written(
        *"corrections suspects quotes sentences errata_proposed".split(),
        beside=lambda interview: write_text(interview.clean, interview.name, "clean.txt"),
    ),
)

terms = SimpleNamespace(
    totals=view("totals", "Terms, all voices", _tokens),
    rate=view("terms", "Terms by voice", _tokens),
    forms=view(wording.list_forms, "Forms that count as one term", _tokens),
    wording=view(
        wording.describe_wording,
        "Wording by voice",
        lambda interview: f"{_tokens(interview)}; forms as printed",
    ),
    compare=view(keyness.compare_voices, "{} (one) against {} (other)", _tokens),
    concordance=view(wording.concordance, "“{}” in context", "all its places"),
    collocations=view(
        wording.collocations,
        "Pairs of terms, at most one content word between",
        "pairs seen at least twice; spoken and editorial text",
    ),
    unknown=view(wording.unknown_forms, "Forms that stand as their own lemma", "content words"),
    write=_written("tokens", "terms"),
)

OF_TWO = "claims that both codings of a pair have; unit: and what one alone has"
CODERS = "claims that the first coder (one) and another (other) have; unit: and what one alone has"

coding = SimpleNamespace(
    uncoded=view("uncoded", "Claims still to code", "rows of claims.csv left out of every count"),
    codebook=view(codebook.codebook, "Codebook", "data/editorial/codebook.csv", row_id=""),
    claims=view("claims", "Coded claims", _claims, row_id="claim_id"),
    counted=view(claims.counted, "Claims that count", _claims),
    counts=view(telling.count_codes, "Claims by code and voice", _claims),
    tabulate=view(claims.tabulate, "Claims by {} and {}", _claims),
    with_evidence=view(claims.with_evidence, "Claims with a number or a named source", _claims),
    attribution_loss=view(story.attribution_loss, "Attribution lost", _claims),
    tensions=view(story.tensions, "Tensions", "pairs of the first coding"),
    answerability=view(asking.answerability, "Answerability sheet", "claims that could be checked"),
    candidates=view("candidates", "Sentences that look worth checking", _spoken_sentences),
    score=view(
        "scores",
        "Candidates against the hand codes",
        "sentences of the body; intervals: Wilson, 95%",
    ),
    trial=view(
        "trial",
        "Cues on texts they were not taken from",
        "declarative sentences of six interviews invented for tests; intervals: Wilson, 95%",
    ),
    agreement=view("agreement", "Agreement by coded column", OF_TWO),
    links=view(agreement.pair_links, "Claims that a coder takes for the same", CODERS),
    cross_codes=view(
        agreement.cross_codes, "Codes against codes", "columns in which coders differ"
    ),
    disagreements=view(agreement.disagreements, "Where coders differ", CODERS),
    write=_written("claims", "candidates", "agreement", "claims_proposed"),
)

trend = SimpleNamespace(
    steps=view("trend", "Steps of the story", _claims, STEPS),
    ladder=view("ladder", "Evidence ladder", _claims),
    on_thesis=view(story.thesis_claims, "Claims that go the way of the thesis", _claims),
    trace=view("trace", "Statements the page has more than once", _claims),
    write=_written("trend"),
    export=view(write_exports, "For other programs", PROCESSED),
)

archive = SimpleNamespace(
    choose=partitions.choose_archive,
    read=_of_all(partitions.read_archive, "Tables read", "rows over all partitions, as Parquet"),
    interviews=_of_all(across.read_interviews, "Interviews"),
    years=_of_all(across.count_years, "Interviews by year"),
    voices=_of_all(across.sum_voices, "Words by voice"),
    shared=_of_all(across.share_terms, "Terms by the number of interviews that have them"),
    follow=_of_all(across.follow_terms, "Terms by year"),
    compare=_of_all(across.compare_with_others, "Terms of {} (one) against all others (other)"),
    cues=_of_all(across.count_cues, "Cues by year"),
    topics=_of_all(across.count_topics, "Topics of sentences with a cue, by year"),
    told=_of_all(across.compare_cues, "Sentences with a cue in {} (one) and in all others (other)"),
    write=_of_all(across.write_across, "Written", "data/processed/archive"),
    chart=_chart_of_all,
)


# What n counts under a chart of claims; where other coders differ, notebook 04 says.
FIRST_CODING = "claims by the first coding"


def _by_type(table: pd.DataFrame) -> pd.DataFrame:
    return claims.tabulate(table, "claim_type")


def _n_spoken(interview: Interview) -> int:
    return int((interview.tokens["voice"] != "display").sum())


def _n_claims(interview: Interview) -> int:
    return len(claims.counted(interview.claims))


charts = SimpleNamespace(
    word_shares=_draw("word_shares", _n_words, "words", sure=blocks.shares_are_sure),
    term_bars=_draw("term_bars", _n_spoken, "tokens, display left out"),
    dispersion=_draw(
        "dispersion",
        _n_spoken,
        "tokens, display left out",
        shown=lambda totals: totals.head(8),
    ),
    cloud_and_bars=_draw("cloud_and_bars", _n_spoken, "tokens, display left out"),
    claim_bars=_draw(
        "claim_bars",
        _n_claims,
        FIRST_CODING,
        table=lambda claims: _by_type(claims),
        column="claim_type",
    ),
    **{name: _draw(name, _n_claims, FIRST_CODING) for name in ("strip", "ledger")},
    voice_trace=_draw(
        "voice_trace",
        lambda interview: len(interview.claims),
        "claims by the first coding, those shown only among them",
    ),
)


def _by_chance(terms: pd.DataFrame) -> dict[str, float]:
    return keyness.expect_by_chance(terms, "interviewee", "interviewer")


findings = SimpleNamespace(
    reading=_tell("reading", telling.tell_reading),
    cleaning=_tell("cleaning", telling.tell_cleaning),
    terms=_tell("terms", telling.tell_terms),
    keyness=_tell("keyness", lambda terms: [telling.tell_keyness(_by_chance(terms))]),
    claims=_tell("claims", telling.tell_claims),
    candidates=_tell("candidates", telling.tell_candidates),
    trial=_tell(
        "trial", lambda trial: telling.tell_candidates(trial, "In six interviews invented for it")
    ),
    agreement=_tell("agreement", telling.tell_agreement),
    story=_tell("story", telling.tell_story),
)


def check(exercise: str, answer: object, interview: Interview) -> None:
    """Show whether an answer is right and, if not, where to look; see classroom.exercises."""
    exercises.check(exercise, answer, interview)


classroom = SimpleNamespace(
    sheet=view(own_codes.coding_sheet, "Ten claims to code", "claims of this interview"),
    ask=exercises.ask,
    solve=exercises.solve,
    compare=lambda interview, column, mine: own_codes.compare_codes(interview.claims, column, mine),
)

__all__ = [
    "TroubleError",
    "archive",
    "charts",
    "check",
    "classroom",
    "coding",
    "coding_sheet",
    "desk",
    "findings",
    "list_interviews",
    "note",
    "open",
    "page",
    "read_coding_sheet",
    "show",
    "terms",
    "text",
    "trend",
]
