"""Claims: from what people coded, to evidence, agreement and the story.

In: claims.csv, by the codes of codebook.csv (claims.read_claims, codebook). Out: where each stands
and what it carries (claims.evidence), what may be worth checking (candidates), how far coders
agree (agreement.measure_coders), the story (trend.read_story), whom to ask what (asking).
"""
