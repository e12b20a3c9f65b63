"""How a voice words things: forms, richness, contexts, what stands together."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd

from belegstelle.german.lemmas import Vocabulary
from belegstelle.german.words import normalise

# Tokens in a window of the moving average of type-token ratios.
WINDOW = 50


def unknown_forms(tokens: pd.DataFrame, vocabulary: Vocabulary) -> pd.DataFrame:
    """List the word forms the dictionary does not know, which stand as their own lemma.

    Returns token, term, n; names and compounds are mostly right as they are; a form that should
    be unified goes into data/editorial/term_variants.csv.
    """
    from simplemma import is_known

    content = tokens[~tokens["is_stop"] & ~tokens["token"].str.contains(r"[\d -]", regex=True)]
    forms = content.groupby(["token", "term"]).size().rename("n").reset_index()
    language = vocabulary.language or "de"
    known = [is_known(normalise(token), lang=language) for token in forms["token"]]
    decided = forms["token"].str.casefold().isin(vocabulary.variants)
    own = forms["token"].map(normalise).str.casefold() == forms["term"].str.casefold()
    forms = forms[~np.array(known, dtype=bool) & ~decided.to_numpy() & own.to_numpy()]
    return forms.sort_values(["n", "token"], ascending=[False, True], ignore_index=True)


def describe_wording(tokens: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Return each voice's wording in figures.

    Returns interview, voice, n_sentences, n (tokens), types (different word forms, upper and lower
    case alike), hapaxes (types that stand once), ttr (types / tokens; falls with length, so no
    measure to compare voices by), mattr (mean type-token ratio of all windows of 50 tokens; empty
    for a shorter voice), per_sentence (tokens / sentences); display text left out.
    Source of mattr: M. A. Covington and J. D. McFall, Journal of Quantitative Linguistics 17(2),
    2010, 94–100.
    """
    rows = []
    spoken = tokens[tokens["voice"] != "display"]
    for (interview, voice), own in spoken.groupby(["interview", "voice"]):
        forms = own["token"].map(normalise).str.casefold()
        counts = forms.value_counts()
        n_sentences = own["sentence"].nunique()
        figures = (len(counts), int((counts == 1).sum()), round(len(counts) / len(own), 2))
        per_sentence = round(len(own) / n_sentences, 1)
        rows.append(
            (interview, voice, n_sentences, len(own), *figures, moving_ttr(forms), per_sentence)
        )
    names = "interview voice n_sentences n types hapaxes ttr mattr per_sentence".split()
    return pd.DataFrame(rows, columns=names)


def moving_ttr(forms: Sequence[str], window: int = WINDOW) -> float:
    """Return the mean type-token ratio over all windows of so many tokens; nan if there is none.

    >>> moving_ttr(["a", "b", "a", "a"], window=2)
    0.83
    """
    forms = list(forms)
    starts = range(len(forms) - window + 1)
    ratios = [len(set(forms[start : start + window])) / window for start in starts]
    return round(float(np.mean(ratios)), 2) if ratios else float("nan")


def list_forms(tokens: pd.DataFrame) -> pd.DataFrame:
    """Return the terms that unite several word forms: term, forms (most frequent first), n.

    Stop words and display text are left out; n falling, then term.
    """
    content = tokens[~tokens["is_stop"] & (tokens["voice"] != "display")]
    forms = content.assign(token=content["token"].map(normalise))
    forms = forms.groupby(["term", "token"]).size().rename("n").reset_index()
    forms = forms.sort_values(["n", "token"], ascending=[False, True])
    table = forms.groupby("term").agg(
        forms=("token", ", ".join), k=("token", "size"), n=("n", "sum")
    )
    table = table[table["k"] > 1].drop(columns="k").reset_index()
    return table.sort_values(["n", "term"], ascending=[False, True], ignore_index=True)


def concordance(
    tokens: pd.DataFrame, sentences: pd.DataFrame, term: str, *, width: int = 40
) -> pd.DataFrame:
    """Show a term in its contexts (keyword in context, KWIC).

    width: characters on either side. Returns interview, sentence, voice, left, keyword, right,
    start, end (the keyword's place in the raw text); in text order.
    """
    found = tokens[tokens["term"].str.casefold() == term.casefold()]
    columns = sentences[["interview", "sentence", "start", "text"]].itertuples(index=False)
    texts = {(row.interview, row.sentence): row for row in columns}
    reach = 10 * width  # a sentence without a full stop may be a whole book
    rows = []
    for hit in found.itertuples():
        of = texts[hit.interview, hit.sentence]
        begin, end = hit.start - of.start, hit.end - of.start
        left = " ".join(of.text[max(begin - reach, 0) : begin].split())
        right = " ".join(of.text[end : end + reach].split())
        left = left if len(left) <= width else "…" + left[-width:]
        right = right if len(right) <= width else right[:width] + "…"
        rows.append(
            (hit.interview, hit.sentence, hit.voice, left, hit.token, right, hit.start, hit.end)
        )
    names = ["interview", "sentence", "voice", "left", "keyword", "right", "start", "end"]
    return pd.DataFrame(rows, columns=names)


def collocations(tokens: pd.DataFrame, *, window: int = 3, floor: int = 2) -> pd.DataFrame:
    """Return pairs of terms that stand together more often than their counts would let expect.

    A pair is two different content terms of one sentence, in their order, with at most window − 2
    content terms between; floor: pairs seen less often are left out. Returns one, other, n (pairs
    of these two), n_one (pairs that one opens), n_other (pairs that other closes), g2
    (log-likelihood of that table of all pairs, nltk's likelihood_ratio), base (all pairs); sorted
    by g2 falling.
    Source: S. Evert, Corpora and collocations, in A. Lüdeling and M. Kytö (eds.), Corpus
    Linguistics, 2008, 1212–1248; T. Dunning, Computational Linguistics 19(1), 1993, 61–74.
    """
    from nltk.collocations import BigramAssocMeasures
    from nltk.util import skipgrams

    spoken = tokens[(tokens["voice"] != "display") & ~tokens["is_stop"]]
    sentences = (group for _, group in spoken.groupby(["interview", "sentence"])["term"])
    seen = [pair for terms in sentences for pair in skipgrams(list(terms), 2, window - 2)]
    pairs = Counter((one, other) for one, other in seen if one != other)
    opened, closed = Counter[str](), Counter[str]()
    for (one, other), n in pairs.items():
        opened[one] += n
        closed[other] += n
    base, g2 = pairs.total(), BigramAssocMeasures.likelihood_ratio
    rows = [
        (a, b, n, opened[a], closed[b], round(g2(n, (opened[a], closed[b]), base), 2), base)
        for (a, b), n in pairs.items()
        if n >= floor
    ]
    table = pd.DataFrame(rows, columns=["one", "other", "n", "n_one", "n_other", "g2", "base"])
    order = ["g2", "one", "other"]
    return table.sort_values(order, ascending=[False, True, True], ignore_index=True)
