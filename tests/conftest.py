"""What the tests share: the first interview's tables, and a project folder of one's own."""

import os
import shutil
from pathlib import Path

import pytest

from belegstelle import claims, cleaning, reading, terms

ROOT = Path(__file__).resolve().parents[1]
FIRST = "2014-03-14_leonhard"
INVENTED = ROOT / "tests" / "invented"


@pytest.fixture(scope="session")
def first():
    """The first interview, read by the functions themselves: raw, clean, edits and tables."""
    raw, clean, edits = cleaning.read_text(FIRST)
    blocks = reading.read_blocks(raw, FIRST)
    errata = cleaning.read_errata(FIRST)
    corrections = cleaning.list_corrections(raw, errata, edits, FIRST)
    sentences = terms.read_sentences(raw, clean, edits, blocks)
    tokens = terms.read_tokens(raw, clean, edits, sentences)
    return {
        "raw": raw,
        "clean": clean,
        "edits": edits,
        "blocks": blocks,
        "corrections": corrections,
        "sentences": sentences,
        "tokens": tokens,
        "suspects": cleaning.list_suspects(raw, blocks, corrections),
        "quotes": cleaning.compare_quotes(blocks, sentences, FIRST),
        "claims": claims.read_claims(raw, clean, edits, blocks),
    }


def forget():
    """Forget the editorial lists read so far: they are read once a process."""
    for cached in (
        reading.page_words,
        terms.stop_words,
        terms.term_variants,
        terms.lemma,
        terms.is_stop,
        terms._multi_word_tokenizer,
        claims.codebook,
        claims.cues,
    ):
        cached.cache_clear()


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A copy of the project's data in a folder of one's own."""
    shutil.copytree(ROOT / "data" / "raw", tmp_path / "data" / "raw")
    shutil.copytree(ROOT / "data" / "editorial", tmp_path / "data" / "editorial")
    monkeypatch.setenv("BELEGSTELLE_ROOT", str(tmp_path))
    os.environ.pop("INTERVIEW", None)
    forget()
    yield tmp_path
    forget()
