"""German (English beside it): words, sentences, lemmas, spelling."""
