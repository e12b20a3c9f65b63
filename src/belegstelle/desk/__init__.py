"""The desk: a notebook's widget in which people decide. In: an interview; out: data/editorial."""
