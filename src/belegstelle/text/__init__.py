"""The reading text, and where each place of it stands in the text as received.

In: blocks and errata. Out: the text corrected and the map to it (errata.clean_text), sentences and
tokens (tokens), suspects, display quotes held against the body (quotes.compare_quotes).
"""
