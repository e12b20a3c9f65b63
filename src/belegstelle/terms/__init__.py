"""How often and how things are worded.

In: tokens. Out: terms by voice (counts.rate_terms), what one voice uses more than another
(keyness.compare_voices), contexts, forms and pairs of terms (wording).
"""
