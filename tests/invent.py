"""Write an invented archive: interviews that nobody gave, in words drawn at random.

The words are simplemma's, behind the stop words, each as frequent as its rank lets expect (Zipf),
the little words that German is known by first; names, outlets and dates are made up. The same seed
and number give the same text, whatever the size of the archive.
"""

import random
from functools import cache
from itertools import accumulate
from pathlib import Path

GUESTS = ["Anna Beispiel", "Bo Muster", "Cem Vorlage", "Dora Probe", "Emil Entwurf", "Fee Ersatz"]
OUTLETS = ["Musterblatt", "Beispielpost", "Probezeitung"]
VOCABULARY = 30_000
# The most frequent words but for stop words.
COMMON = (
    "machen sagen geben kommen gehen Jahr Zeit Arbeit Menschen Stadt Leute Geld gut neu".split()
)
# What draws the eye of a fact checker, and what makes sentences hard to split.
PASSAGES = [
    "immer mehr Unternehmen",
    "rund 600 Menschen",
    "12,5 Prozent",
    "laut einer Studie",
    "z. B. am 3. Mai",
    "die Nachfrage steigt",
    "in Nr. 14.3 des Berichts",
    "Social Media",
    "Social-Media-Manager",
    "1.250 Euro",
]


@cache
def vocabulary() -> tuple[list[str], list[float]]:
    """Return words and their running totals of frequency, the most frequent first."""
    from simplemma.strategies.dictionaries.dictionary_factory import DEFAULT_DICTIONARY_FACTORY

    from belegstelle.german.lemmas import read_vocabulary
    from belegstelle.page.formats import LITTLE_WORDS

    stop_words, little = read_vocabulary().stop_words, LITTLE_WORDS["de"].split()
    listed = [word for word in DEFAULT_DICTIONARY_FACTORY.get_dictionary("de") if word.isalpha()]
    drawn = random.Random(VOCABULARY).sample(sorted(listed), VOCABULARY)
    words = [*little, *sorted(stop_words - {*little}), *COMMON, *drawn][:VOCABULARY]
    return words, [*accumulate(1 / rank for rank in range(1, len(words) + 1))]


def sentence(draw: random.Random, mark: str = ".") -> str:
    """Return an invented sentence of 5 to 19 words, a passage and a comma in some."""
    words, totals = vocabulary()
    found = draw.choices(words, cum_weights=totals, k=draw.randint(5, 19))
    if draw.random() < 0.2:
        found.insert(draw.randrange(1, len(found)), draw.choice(PASSAGES))
    if len(found) > 9:
        found[4] += ","
    text = " ".join(found) + mark
    return text[0].upper() + text[1:]


def prose(draw: random.Random, least: int, most: int) -> str:
    """Return least to most invented sentences."""
    return " ".join(sentence(draw) for _ in range(draw.randint(least, most)))


def interview(number: int, seed: int = 2014) -> tuple[str, str]:
    """Return name and text of an invented interview, about four kilobytes long."""
    draw = random.Random(f"{seed} {number}")
    guest, outlet = draw.choice(GUESTS), draw.choice(OUTLETS)
    year, month, day = 2005 + number % 20, draw.randint(1, 12), draw.randint(1, 28)
    asks, answers = draw.choice(
        [(outlet, guest), (outlet, guest), (f"**{outlet}", f"**{guest}"), ("Frage", "Antwort")]
    )
    end = ":**" if asks.startswith("*") else ":"
    said = prose(draw, 1, 1)
    blocks = [
        f"{day:02}.{month:02}.{year} | Interview mit {guest}",
        f'"{said}"',
        f"{prose(draw, 2, 3)} {outlet} spricht mit {guest}.",
    ]
    for turn in range(draw.randint(6, 10)):
        blocks.append(f"{asks}{end} {prose(draw, 0, 1)} {sentence(draw, '?')}".replace("  ", " "))
        blocks.append(f"{answers}{end} {said if turn == 0 else ''} {prose(draw, 3, 6)}")
        if draw.random() < 0.2:
            blocks.append(prose(draw, 2, 4))
    text = "\n\n".join([*blocks, prose(draw, 1, 2), "Zurück zur Übersicht"]) + "\n"
    text = text.replace("\n", "\r\n") if draw.random() < 0.1 else text
    return f"{year}-{month:02}-{day:02}_{guest.split()[-1].lower()}_{number:06}", text


def write_archive(folder: Path, n: int, seed: int = 2014) -> Path:
    """Write n invented interviews into a folder and return it; what is there stays."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(n):
        name, text = interview(number, seed)
        path = folder / f"{name}.txt"
        if not path.exists():
            path.write_bytes(text.encode("utf-8"))
    return folder
