"""German (English beside it): words, sentences, lemmas, spelling. Text only, no pages.

In: text. Out: sentences (sentences.split_sentences), words and their terms (terms.find_terms,
lemmas.Vocabulary), whether a word is right and what was meant (spelling.Speller).
"""
