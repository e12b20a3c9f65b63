"""The notebooks' one import: `import helpers as h`.

Stage by stage, each a room of `belegstelle`:
files     choose_interview, list_interviews, prepare_editorial, read_table, write_tables,
          write_text, TroubleError
01 read   read_raw, describe_raw, read_blocks, word_shares, list_speakers, list_assumptions,
          layout_noise
02 clean  read_text, read_errata, list_corrections, mark_changes, list_suspects, rank_suspects,
          propose_errata, compare_quotes, count_treatments
03 terms  read_sentences, read_tokens, rate_terms, total_terms, list_forms, unknown_forms,
          describe_wording, concordance, compare_voices, expect_by_chance, collocations
04 claims codebook, read_claims, counted, tabulate, evidence, find_candidates, score_candidates,
          propose_claims, attribution_loss, tensions, answerability, read_coders, pair_codes,
          measure_agreement, cross_codes, disagreements, write_exports, CODED, SHOWN,
          BEHIND
05 trend  trend_steps, growth_claims, evidence_ladder, trace_voices
06 all    choose_archive, read_archive, read_interviews, count_years, sum_voices, share_terms,
          follow_terms, compare_with_others, count_cues, count_topics,
          compare_cues, archive_line, write_across
class     check, coding_sheet, compare_codes
findings  tell_reading, tell_cleaning, tell_terms, tell_keyness, tell_claims, tell_story,
          source_line, base_line, claim_base
show      show, show_changes, finding, note, chart
"""

from belegstelle.archive.across import (
    archive_line,
    compare_cues,
    compare_with_others,
    count_cues,
    count_topics,
    count_years,
    follow_terms,
    read_interviews,
    share_terms,
    sum_voices,
    write_across,
)
from belegstelle.archive.partitions import choose_archive, read_archive
from belegstelle.classroom.exercises import check, coding_sheet, compare_codes
from belegstelle.coding import candidates
from belegstelle.coding.agreement import (
    cross_codes,
    disagreements,
    measure_agreement,
    pair_codes,
    read_coders,
)
from belegstelle.coding.candidates import propose_claims, score_candidates
from belegstelle.coding.claims import (
    BEHIND,
    SHOWN,
    counted,
    evidence,
    prepare_editorial,
    read_claims,
    tabulate,
)
from belegstelle.coding.codebook import CODED, codebook
from belegstelle.coding.lists import read_lists
from belegstelle.coding.trend import (
    answerability,
    attribution_loss,
    evidence_ladder,
    growth_claims,
    tensions,
    trace_voices,
    trend_steps,
)
from belegstelle.page import blocks
from belegstelle.page.blocks import (
    describe_raw,
    layout_noise,
    list_assumptions,
    list_speakers,
    read_raw,
    word_shares,
)
from belegstelle.project import TroubleError, choose_interview, list_interviews
from belegstelle.report.exports import write_exports
from belegstelle.report.findings import (
    base_line,
    claim_base,
    count_treatments,
    source_line,
    tell_claims,
    tell_cleaning,
    tell_keyness,
    tell_reading,
    tell_story,
    tell_terms,
)
from belegstelle.report.show import chart, finding, note, show, show_changes
from belegstelle.store.files import write_text
from belegstelle.store.tables import read_table, write_tables
from belegstelle.terms import wording
from belegstelle.terms.counts import rate_terms, total_terms
from belegstelle.terms.keyness import compare_voices, expect_by_chance
from belegstelle.terms.wording import (
    collocations,
    concordance,
    describe_wording,
    list_forms,
)
from belegstelle.text import tokens
from belegstelle.text.errata import (
    list_corrections,
    mark_changes,
    propose_errata,
    read_errata,
    read_text,
)
from belegstelle.text.quotes import compare_quotes
from belegstelle.text.suspects import list_suspects, rank_suspects


def read_blocks(raw, interview):
    """Read a page into its blocks, by the page words as they are now; see page.blocks."""
    return blocks.read_blocks(raw, interview, read_lists().page_words)


def read_sentences(raw, clean, edits, page):
    """Split blocks into sentences, by the abbreviations as they are now; see text.tokens."""
    return tokens.read_sentences(raw, clean, edits, page, read_lists().abbreviations)


def read_tokens(raw, clean, edits, sentences):
    """Split sentences into tokens, by stop words and variants as they are now; see text.tokens."""
    return tokens.read_tokens(raw, clean, edits, sentences, read_lists().vocabulary)


def unknown_forms(words):
    """List the forms the dictionary does not know; see terms.wording."""
    return wording.unknown_forms(words, read_lists().vocabulary)


def find_candidates(sentences):
    """Return the sentences that look worth checking, by the cues as they are now; see coding."""
    return candidates.find_candidates(sentences, read_lists().cues)


__all__ = [
    "BEHIND",
    "CODED",
    "SHOWN",
    "answerability",
    "archive_line",
    "attribution_loss",
    "base_line",
    "chart",
    "choose_archive",
    "check",
    "choose_interview",
    "claim_base",
    "codebook",
    "coding_sheet",
    "collocations",
    "compare_codes",
    "compare_quotes",
    "compare_voices",
    "compare_with_others",
    "concordance",
    "compare_cues",
    "count_cues",
    "count_topics",
    "count_treatments",
    "count_years",
    "counted",
    "cross_codes",
    "describe_raw",
    "describe_wording",
    "disagreements",
    "evidence",
    "evidence_ladder",
    "expect_by_chance",
    "find_candidates",
    "finding",
    "follow_terms",
    "growth_claims",
    "layout_noise",
    "list_assumptions",
    "list_corrections",
    "list_forms",
    "list_interviews",
    "list_speakers",
    "list_suspects",
    "mark_changes",
    "measure_agreement",
    "note",
    "pair_codes",
    "prepare_editorial",
    "propose_claims",
    "propose_errata",
    "rank_suspects",
    "rate_terms",
    "read_archive",
    "read_blocks",
    "read_claims",
    "read_coders",
    "read_errata",
    "read_interviews",
    "read_raw",
    "read_sentences",
    "read_table",
    "read_text",
    "read_tokens",
    "score_candidates",
    "share_terms",
    "show",
    "show_changes",
    "source_line",
    "sum_voices",
    "tabulate",
    "tell_claims",
    "tell_cleaning",
    "tell_keyness",
    "tell_reading",
    "tell_story",
    "tell_terms",
    "tensions",
    "total_terms",
    "trace_voices",
    "trend_steps",
    "TroubleError",
    "unknown_forms",
    "word_shares",
    "write_across",
    "write_exports",
    "write_tables",
    "write_text",
]
