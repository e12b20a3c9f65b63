"""The reading text as sentences and tokens, each cited by its place in the raw text."""

from collections.abc import Iterable

import pandas as pd

from belegstelle.german.lemmas import find_words, is_stop, lemma
from belegstelle.german.sentences import split_sentences
from belegstelle.store import schema
from belegstelle.text.edits import map_spans


def read_sentences(raw: str, clean: str, edits: pd.DataFrame, blocks: pd.DataFrame) -> pd.DataFrame:
    """Split every block that counts into sentences, cited by their places in both texts.

    edits: the map from raw to clean. Returns interview, sentence (1..), block, voice, speaker,
    start, end (raw), clean_start, clean_end, text (= raw[start:end]), reading (the corrected
    text); boilerplate is left out.
    """
    counted = blocks[blocks["voice"] != "boilerplate"]
    begins, ends = map_spans(edits, counted["start"], counted["end"], to="clean")
    rows = [
        (block.interview, block.block, block.voice, block.speaker, begin + start, begin + end)
        for block, begin, stop in zip(counted.itertuples(), begins, ends, strict=True)
        for start, end in split_sentences(clean[begin:stop])
    ]
    names = ["interview", "block", "voice", "speaker", "clean_start", "clean_end"]
    table = pd.DataFrame(rows, columns=names)
    table["start"], table["end"] = map_spans(
        edits, table["clean_start"], table["clean_end"], to="raw"
    )
    table["sentence"] = range(1, len(table) + 1)
    table["text"] = _slices(raw, table["start"], table["end"])
    table["reading"] = _slices(clean, table["clean_start"], table["clean_end"])
    return table[schema.columns("sentences")].astype({"text": "str", "reading": "str"})


def _slices(text: str, starts: Iterable[int], ends: Iterable[int]) -> list[str]:
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]


def read_tokens(raw: str, clean: str, edits: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Split sentences into tokens, each cited by its place in the raw text.

    Returns interview, sentence, block, voice, speaker, start, end, token (= raw[start:end], as
    printed), term (lemma of the corrected form), is_stop (bool).
    """
    rows = [
        (row.interview, row.sentence, row.block, row.voice, row.speaker, begin, end)
        for row in sentences.itertuples()
        for begin, end in _words_between(row.reading, row.clean_start)
    ]
    table = pd.DataFrame(rows, columns=[*schema.columns("tokens")[:5], "clean_start", "clean_end"])
    words = _slices(clean, table["clean_start"], table["clean_end"])
    table["start"], table["end"] = map_spans(
        edits, table["clean_start"], table["clean_end"], to="raw"
    )
    table["token"] = _slices(raw, table["start"], table["end"])
    table["term"] = [lemma(word) for word in words]
    table["is_stop"] = pd.Series([is_stop(word) for word in words], dtype=bool)
    return table[schema.columns("tokens")].astype({"token": "str", "term": "str"})


def _words_between(reading: str, offset: int) -> list[tuple[int, int]]:
    return [(offset + start, offset + end) for start, end in find_words(reading)]
