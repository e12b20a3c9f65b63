"""From blocks to the reading text: edits, errata, quotes, suspects, sentences, tokens."""
