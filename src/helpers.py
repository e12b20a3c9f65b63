"""The notebooks' one import: `import helpers as h`.

Stage by stage, each a room of `belegstelle`:
files     choose_interview, list_interviews, prepare_editorial, read_table, write_tables,
          write_text, TroubleError
01 read   read_raw, describe_raw, read_blocks, word_shares, list_speakers, list_assumptions,
          layout_noise
02 clean  read_text, read_errata, list_corrections, mark_changes, list_suspects, propose_errata,
          compare_quotes, count_treatments
03 terms  read_sentences, read_tokens, rate_terms, total_terms, unknown_forms, concordance,
          compare_voices, expect_by_chance, collocations
04 claims codebook, read_claims, counted, tabulate, evidence, find_candidates, score_candidates,
          propose_claims, attribution_loss, tensions, answerability, read_coders, pair_codes,
          measure_agreement, cross_codes, disagreements, write_exports, CODED, SHOWN
05 trend  trend_steps, growth_claims, evidence_ladder, trace_voices
class     check, coding_sheet, compare_codes
findings  tell_reading, tell_cleaning, tell_terms, tell_keyness, tell_claims, tell_story,
          source_line, base_line, claim_base
show      show, show_changes, finding, note, chart
"""

from belegstelle.agreement import (
    cross_codes,
    disagreements,
    measure_agreement,
    pair_codes,
    read_coders,
)
from belegstelle.claims import (
    CODED,
    SHOWN,
    codebook,
    counted,
    evidence,
    find_candidates,
    prepare_editorial,
    propose_claims,
    read_claims,
    score_candidates,
    tabulate,
)
from belegstelle.cleaning import (
    compare_quotes,
    list_corrections,
    list_suspects,
    mark_changes,
    propose_errata,
    read_errata,
    read_text,
)
from belegstelle.exercises import check, coding_sheet, compare_codes
from belegstelle.exports import write_exports
from belegstelle.findings import (
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
from belegstelle.reading import (
    describe_raw,
    layout_noise,
    list_assumptions,
    list_speakers,
    read_blocks,
    read_raw,
    word_shares,
)
from belegstelle.show import chart, finding, note, show, show_changes
from belegstelle.tables import (
    TroubleError,
    choose_interview,
    list_interviews,
    read_table,
    write_tables,
    write_text,
)
from belegstelle.terms import (
    collocations,
    compare_voices,
    concordance,
    expect_by_chance,
    rate_terms,
    read_sentences,
    read_tokens,
    total_terms,
    unknown_forms,
)
from belegstelle.trend import (
    answerability,
    attribution_loss,
    evidence_ladder,
    growth_claims,
    tensions,
    trace_voices,
    trend_steps,
)

__all__ = [
    "CODED",
    "SHOWN",
    "answerability",
    "attribution_loss",
    "base_line",
    "chart",
    "check",
    "choose_interview",
    "claim_base",
    "codebook",
    "coding_sheet",
    "collocations",
    "compare_codes",
    "compare_quotes",
    "compare_voices",
    "concordance",
    "count_treatments",
    "counted",
    "cross_codes",
    "describe_raw",
    "disagreements",
    "evidence",
    "evidence_ladder",
    "expect_by_chance",
    "find_candidates",
    "finding",
    "growth_claims",
    "layout_noise",
    "list_assumptions",
    "list_corrections",
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
    "rate_terms",
    "read_blocks",
    "read_claims",
    "read_coders",
    "read_errata",
    "read_raw",
    "read_sentences",
    "read_table",
    "read_text",
    "read_tokens",
    "score_candidates",
    "show",
    "show_changes",
    "source_line",
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
    "write_exports",
    "write_tables",
    "write_text",
]
