"""The reading text as sentences and tokens, each cited by its place in the raw text."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from belegstelle.german.lemmas import Vocabulary
from belegstelle.german.sentences import Abbreviations, split_sentences
from belegstelle.german.terms import codes_of, find_terms
from belegstelle.store import schema
from belegstelle.text.edits import Map, map_spans


def cut_sentences(
    raw: str,
    clean: str,
    edits: Map,
    blocks: Mapping[str, Sequence],
    abbreviations: Abbreviations,
) -> tuple[dict[str, list], list[int]]:
    """Split blocks into sentences, boilerplate left out, each with its place in both texts.

    edits: the map from raw to clean; blocks: columns voice, start, end, of one interview.
    Returns sentence (1..), start, end (raw), clean_start, clean_end, text (= raw[start:end]) and
    reading (the corrected text) as columns; and how many sentences each block has.
    """
    begins, ends = map_spans(edits, blocks["start"], blocks["end"], to="clean")
    counts, starts, stops = [], [], []
    for voice, begin, end in zip(blocks["voice"], begins.tolist(), ends.tolist(), strict=True):
        counted = voice != "boilerplate"
        spans = split_sentences(clean[begin:end], abbreviations) if counted else []
        starts += [begin + start for start, _ in spans]
        stops += [begin + stop for _, stop in spans]
        counts.append(len(spans))
    first, last = map_spans(edits, starts, stops, to="raw")
    columns = {"sentence": [*range(1, len(starts) + 1)], "start": first.tolist()}
    columns |= {"end": last.tolist(), "clean_start": starts, "clean_end": stops}
    columns["text"] = _slices(raw, columns["start"], columns["end"])
    return columns | {"reading": _slices(clean, starts, stops)}, counts


def read_sentences(
    raw: str,
    clean: str,
    edits: Map,
    blocks: pd.DataFrame,
    abbreviations: Abbreviations,
) -> pd.DataFrame:
    """Split every block but boilerplate into sentences; see cut_sentences.

    Returns interview, sentence, block, voice, speaker, start, end, clean_start, clean_end, text,
    reading.
    """
    columns, counts = cut_sentences(raw, clean, edits, blocks, abbreviations)
    of_block = blocks[["interview", "block", "voice", "speaker"]]
    table = of_block.loc[of_block.index.repeat(counts)].reset_index(drop=True)
    return table.assign(**columns)[schema.columns("sentences")].astype(
        {"text": "str", "reading": "str"}
    )


def _slices(text: str, starts: Iterable[int], ends: Iterable[int]) -> list[str]:
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]


def read_tokens(
    raw: str,
    clean: str,
    edits: Map,
    sentences: pd.DataFrame,
    vocabulary: Vocabulary,
) -> pd.DataFrame:
    """Split sentences into tokens, each cited by its place in the raw text.

    Returns interview, sentence, block, voice, speaker, start, end, token (= raw[start:end], as
    printed), term (lemma of the corrected form), is_stop (bool).
    """
    import pyarrow as pa

    codes = codes_of(vocabulary)
    found = find_terms(pa.array(sentences["reading"], pa.string()), codes)
    terms, stops = codes.named()
    table = sentences[schema.columns("tokens")[:5]].iloc[found.text].reset_index(drop=True)
    begin = sentences["clean_start"].to_numpy(int)[found.text]
    table["start"], table["end"] = map_spans(
        edits, begin + found.start, begin + found.end, to="raw"
    )
    table["token"] = _slices(raw, table["start"], table["end"])
    table["term"] = np.array(terms, object)[found.code]
    table["is_stop"] = stops[found.code]
    return table[schema.columns("tokens")].astype({"token": "str", "term": "str"})
