"""How well the machine's suspects do, measured: slips put in, attested mistakes, right German.

The figures are of the texts and slips tried, no promise for others.
"""

import random
import re
from collections.abc import Callable, Collection
from pathlib import Path

import pandas as pd
import pyarrow as pa
from conftest import LISTS

from belegstelle.german.spelling import LETTERS, spelling_variety
from belegstelle.german.terms import PARTICLES, codes_of, find_terms
from belegstelle.german.words import WORD
from belegstelle.page.blocks import read_blocks
from belegstelle.store import schema
from belegstelle.text.suspects import find_suspects, list_suspects

CASES = Path(__file__).parent / "cases"

# A form to put a slip into: five letters or more, none a capital but the first: "Nachfrage".
ELIGIBLE = re.compile(r"[^\W\d_][^\W\d_A-ZÄÖÜ]{4,}")
EDITS = ["swapped", "missing", "doubled", "wrong", "added"]


def slip(word: str, edit: str, chance: random.Random) -> str:
    """Return a word with one slip of the pen behind its first letter.

    edit: swapped (neighbours), missing, doubled, wrong or added (letter); the result may by
    accident be a word.

    >>> slip("Nachfrage", "missing", random.Random(1))
    'Nahfrage'
    """
    at = chance.randrange(1, len(word) - 1)
    letter = chance.choice(LETTERS)
    return {
        "swapped": word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        "missing": word[:at] + word[at + 1 :],
        "doubled": word[:at] + word[at] + word[at:],
        "wrong": word[:at] + letter + word[at + 1 :],
        "added": word[:at] + letter + word[at:],
    }[edit]


def inject(
    raw: str, blocks: pd.DataFrame, n: int, chance: random.Random
) -> tuple[str, pd.DataFrame]:
    """Put n slips into words of a page's text, one a word; fewer if it has fewer words.

    Returns the text and where: start, end (in the text returned), word, slip, edit.
    """
    spoken = blocks[~blocks["voice"].isin(["boilerplate"])]
    words = [
        (block.start + m.start(), m[0])
        for block in spoken.itertuples()
        for m in WORD.finditer(block.text)
        if ELIGIBLE.fullmatch(m[0])
    ]
    chosen = sorted(chance.sample(words, min(n, len(words))))
    parts, rows, last, length = [], [], 0, 0
    for start, word in chosen:
        edit = chance.choice(EDITS)
        wrong = slip(word, edit, chance)
        while wrong == word:
            wrong = slip(word, edit := chance.choice(EDITS), chance)
        parts += [raw[last:start], wrong]
        length += start - last
        rows.append((length, length + len(wrong), word, wrong, edit))
        length += len(wrong)
        last = start + len(word)
    columns = ["start", "end", "word", "slip", "edit"]
    return "".join([*parts, raw[last:]]), pd.DataFrame(rows, columns=columns)


def find_slips(
    pages: dict[str, str], *, n: int = 100, batch: int = 10, seed: int = 2014
) -> pd.DataFrame:
    """Put n slips into pages, a batch at a time, and see which are suspected.

    pages: interview → raw text, taken in turn. Returns one row per slip: interview, word, slip,
    edit, flagged (bool), first (bool: the word meant is the suggestion), suggestion.
    """
    chance = random.Random(seed)
    rows: list[tuple] = []
    clean = {name: read_blocks(raw, name, LISTS.page_words) for name, raw in pages.items()}
    names = list(pages)
    for turn in range(-(-n // batch)):
        name = names[turn % len(names)]
        size = min(batch, n - len(rows))
        wrong, slips = inject(pages[name], clean[name], size, chance)
        found = suspects_of(wrong, name)
        spelling = found[found["kind"] == "spelling"]
        for row in slips.itertuples():
            hit = spelling[(spelling["word"] == row.slip)]
            suggestion = hit["suggestion"].iloc[0] if len(hit) else ""
            rows.append((name, row.word, row.slip, row.edit, len(hit) > 0, suggestion))
    columns = ["interview", "word", "slip", "edit", "flagged", "suggestion"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(first=table["suggestion"].str.casefold() == table["word"].str.casefold())


def suspects_of(raw: str, interview: str) -> pd.DataFrame:
    """Return the suspects of a page as received, none decided; see cleaning.list_suspects."""
    none = pd.DataFrame(columns=schema.columns("corrections"))
    return list_suspects(raw, read_blocks(raw, interview, LISTS.page_words), none)


def rate_suspects(slips: pd.DataFrame) -> pd.DataFrame:
    """Count what became of the slips: edit (or all), n, flagged, first, recall, right_first.

    recall is flagged / n, right_first is first / n.
    """
    whole = pd.concat([slips, slips.assign(edit="all")])
    table = whole.groupby("edit", as_index=False).agg(
        n=("slip", "size"), flagged=("flagged", "sum"), first=("first", "sum")
    )
    return table.assign(
        recall=(table["flagged"] / table["n"]).round(2),
        right_first=(table["first"] / table["n"]).round(2),
    )


def false_alarms(pages: dict[str, str], slips: dict[str, set[str]] | None = None) -> pd.DataFrame:
    """Count what is suspected in pages as they are, beside the defects that are known.

    slips: interview → passages that are wrong indeed. Returns kind, n_words (looked at), n
    (suspects), right (known defects among them), false, words (the false ones).
    """
    rows, n_words = [], 0
    for name, raw in pages.items():
        blocks = read_blocks(raw, name, LISTS.page_words)
        n_words += int(blocks["n_words"].sum())
        known = (slips or {}).get(name, set())
        for row in suspects_of(raw, name).itertuples():
            right = any(row.word in passage for passage in known)
            rows.append((row.kind, right, "" if right else row.word))
    table = pd.DataFrame(rows, columns=["kind", "right", "word"])
    counts = table.groupby("kind", as_index=False).agg(
        n=("kind", "size"), right=("right", "sum"), words=("word", lambda w: " ".join(w).split())
    )
    counts["words"] = [", ".join(words) for words in counts["words"]]
    counts.insert(1, "n_words", n_words)
    return counts.assign(false=counts["n"] - counts["right"])


def find_in(text: str, names: Collection[str] = (), *, language: str = "") -> pd.DataFrame:
    """Return the suspects of a bare text; language: whose German, the text's own if not told."""
    words = [(m.start(), m.end(), m[0]) for m in WORD.finditer(text)]
    table = pd.DataFrame(words, columns=["start", "end", "token"])
    return find_suspects(text, table, names, language=language or spelling_variety(text))


def find_misspellings() -> pd.DataFrame:
    """Return the attested mistakes with what became of each: flagged, first (bool), suggestion."""
    mistakes = pd.read_csv(CASES / "misspellings.csv", dtype=str)
    rows = []
    for wrong, right, sentence in mistakes.itertuples(index=False):
        found = find_in(sentence, language="de").set_index("word")["suggestion"]
        suggestion = found.get(wrong, "")
        rows.append((wrong, right, wrong in found, suggestion == right, suggestion))
    return pd.DataFrame(rows, columns=["wrong", "right", "flagged", "first", "suggestion"])


def alarms_in_clean_texts() -> pd.DataFrame:
    """Return for each text of right German: text, language, n_words, false, per_1000, words."""
    rows = []
    for path in sorted((CASES / "clean").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        false, n = find_in(text), len(WORD.findall(text))
        rows.append((path.stem, spelling_variety(text), n, len(false), ", ".join(false["word"])))
    table = pd.DataFrame(rows, columns=["text", "language", "n_words", "false", "words"])
    table.insert(4, "per_1000", (1000 * table["false"] / table["n_words"]).round(1))
    return table


def our_lemmas(sentences: list[str]) -> list[list[str]]:
    """Return the term of each word of sentences; "" for a particle that is its verb's."""
    codes = codes_of(LISTS.vocabulary)
    found = find_terms(pa.array(sentences), codes)
    named, stops = codes.named()
    lemmas: list[list[str]] = [[] for _ in sentences]
    for text, code in zip(found.text, found.code, strict=True):
        apart = stops[code] and named[code] in PARTICLES
        lemmas[text].append("" if apart else named[code])
    return lemmas


def rate_lemmas(ways: dict[str, Callable[[list[str]], list[list[str]]]]) -> pd.DataFrame:
    """Hold lemmas against those set by hand for sentences of the invented interviews.

    cases/lemmas.csv: a noun's nominative, a verb's infinitive, whole if its particle stands apart
    (the particle's lemma is empty then), an adjective's bare form, a participle's verb. Set before
    any program's answer was looked at, and by those who wrote ours.
    ways: name → from sentences to the lemmas of each one's words. Returns part (tune: what rules
    were made after, held: what none was), way, n (content words: not on the stop list, no
    numbers), wrong, share (wrong / n).
    """
    cases = pd.read_csv(CASES / "lemmas.csv", dtype=str, keep_default_na=False)
    is_content = [
        token[0].isalpha() and not LISTS.vocabulary.term(token)[1] for token in cases["token"]
    ]
    sentences = list(dict.fromkeys(cases["sentence"]))
    rows = []
    for way, lemmatise in ways.items():
        found = [lemma for lemmas in lemmatise(sentences) for lemma in lemmas]
        checked = cases.assign(wrong=cases["lemma"] != found)[is_content]
        for part, own in checked.groupby("part"):
            wrong = int(own["wrong"].sum())
            rows.append((part, way, len(own), wrong, round(wrong / len(own), 3)))
    return pd.DataFrame(rows, columns=["part", "way", "n", "wrong", "share"])
