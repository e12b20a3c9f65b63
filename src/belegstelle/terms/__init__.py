"""From tokens to counts, wording and keyness."""
