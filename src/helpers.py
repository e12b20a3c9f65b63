"""The notebooks' one import: `import helpers as h`.

Stage by stage (each a room of `belegstelle`):
files     choose_interview, prepare_editorial, read_table, write_table, write_text, check_places
01 read   read_raw, describe_raw, read_blocks, word_shares, list_speakers, list_assumptions,
          layout_noise
02 clean  read_text, read_errata, list_corrections, mark_changes, find_suspects, decide_suspects,
          propose_errata, compare_quotes
03 terms  read_sentences, read_tokens, rate_terms, total_terms, unknown_forms, concordance,
          compare_voices, expect_by_chance, collocations
04 claims codebook, read_claims, counted, tabulate, evidence, find_candidates, score_candidates,
          propose_claims, attribution_loss, tensions, answerability
05 trend  trend_steps, evidence_ladder, growth_claims, trace_voices, sum_up, tell_story
show      show, show_changes, finding, note, chart, and draw_…, words_…, heights_… of the charts
"""

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
    trend_steps,
)
