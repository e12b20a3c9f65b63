"""Do headlines, captions and pull quotes say what was said?"""

import re
from collections import Counter, defaultdict
from difflib import SequenceMatcher

import pandas as pd

from belegstelle.german.words import normalise
from belegstelle.page.evidence import CITED
from belegstelle.store import schema

# Display quotes less alike than this to any passage are not found in the body: a wording that
# keeps two thirds of its letters in order is a reworded quote, less is another sentence.
REWORDED = 0.66

LONGEST_COMPARED = 2_000


def compare_quotes(blocks: pd.DataFrame, sentences: pd.DataFrame, interview: str) -> pd.DataFrame:
    """Hold every display quote (headline, caption, pull quote) against the sentences of the body.

    A quote is display text in quotation marks, or any headline or caption of three words or more
    that reads like a sentence of the body. sentences: block, start, end, text (raw), voice.
    Returns interview, block, start, end, quote (= raw[start:end]), source_block, source_start,
    source_end, source, fidelity (verbatim, reworded, not found), similarity (0 to 1: the share of
    the quote's letters that the passage has in the same order, in runs of three or more).
    Quotes and sentences of more than 2,000 letters are only compared word for word.
    Source of the matching: J. W. Ratcliff and D. E. Metzener, Dr. Dobb's Journal 13(7), 1988.
    """
    body = sentences[~sentences["voice"].isin(["display", "boilerplate"])]
    passages = [_letters(text) for text in body["text"]]
    index = _index_words(passages)
    rows = []
    for block in blocks[blocks["voice"] == "display"].itertuples():
        start, end = _inside_marks(block.text, block.start)
        quote = block.text[start - block.start : end - block.start]
        marked = (end - start) < len(block.text)
        if not marked and len(_letters(quote).split()) < 3:
            continue
        best = _most_alike(quote, body, passages, index)
        if marked or best["fidelity"] != "not found":
            rows.append({"block": block.block, "start": start, "end": end, "quote": quote, **best})
    quotes = pd.DataFrame(rows, columns=schema.columns("quotes")).assign(interview=interview)
    whole = ["block", "start", "end", "source_block", "source_start", "source_end"]
    return quotes.astype(dict.fromkeys(whole, "Int64"))


def _inside_marks(text: str, start: int) -> tuple[int, int]:
    """Return the place of what stands in quotation marks: the longest part of three words or more,
    else the text without marks at its ends.
    """
    cited = [found.span() for found in CITED.finditer(text) if found[0].count(" ") > 1]
    if cited:
        first, last = max(cited, key=lambda span: span[1] - span[0])
        return start + first + 1, start + last - 1
    shown = text.strip('„“”"»«‚‘’›‹')
    left = text.index(shown) if shown else 0
    return start + left, start + left + len(shown)


def _letters(text: str) -> str:
    return " ".join(re.findall(r"\w+", normalise(text).casefold()))


def _index_words(passages: list[str]) -> dict[str, list[int]]:
    """Return for each word the numbers of the passages that have it."""
    index = defaultdict(list)
    for number, passage in enumerate(passages):
        for word in set(passage.split()):
            index[word].append(number)
    return index


def _sharing_half(quote: str, index: dict[str, list[int]]) -> list[int]:
    """Return the passages that share half of a quote's words; the most like it, at most fifty.

    Such a passage has one of the rarer half of the words, so that only theirs are looked at.
    """
    words = sorted(set(quote.split()), key=lambda word: (len(index.get(word, ())), word))
    need = (len(words) + 1) // 2
    near = {number for word in words[: len(words) - need + 1] for number in index.get(word, ())}
    shared: Counter[int] = Counter()
    for word in words:
        postings = index.get(word, ())
        found = near.intersection(postings) if len(near) < 4 * len(postings) else postings
        shared.update(number for number in found if number in near)
    best = sorted((-n, number) for number, n in shared.items() if n >= need)[:50]
    return sorted(number for _, number in best)


def _most_alike(
    quote: str, body: pd.DataFrame, passages: list[str], index: dict[str, list[int]]
) -> dict:
    wanted = _letters(quote)
    none = dict(source_block=pd.NA, source_start=pd.NA, source_end=pd.NA, source="")
    best, similarity = None, 0.0
    for number in _sharing_half(wanted, index):
        alike = _likeness(wanted, passages[number])
        if alike > similarity:
            best, similarity = number, alike
    similarity = round(similarity, 2)
    if best is None or similarity < REWORDED:
        return {**none, "fidelity": "not found", "similarity": similarity}
    sentence = body.iloc[best]
    return {
        "source_block": sentence["block"],
        "source_start": sentence["start"],
        "source_end": sentence["end"],
        "source": sentence["text"],
        "fidelity": "verbatim" if similarity == 1 else "reworded",
        "similarity": similarity,
    }


def _likeness(quote: str, sentence: str) -> float:
    """Return the share of a quote's letters that the sentence has in the same order (runs > 2)."""
    if f" {quote} " in f" {sentence} ":
        return 1.0
    if max(len(quote), len(sentence)) > LONGEST_COMPARED:
        return 0.0
    matcher = SequenceMatcher(None, quote, sentence, autojunk=False)
    kept = sum(run.size for run in matcher.get_matching_blocks() if run.size > 2)
    return min(kept / max(len(quote), 1), 0.99)
