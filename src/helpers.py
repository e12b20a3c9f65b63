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
