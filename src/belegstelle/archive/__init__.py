"""A folder of interviews: from files to tables of all of them, and what they show together.

In: a folder (partitions.read_archive). Out: Parquet tables, a partition at a time; from these the
years, terms and cues over all interviews (across.count_years, share_terms, count_cues …).
"""
