"""How many words of a text get the right voice; and labelled interviews relayed into layouts.

What is known of an interview with labels must be read without them too: its turns are set again
as pages and transcripts are set, and each word's voice is held against the labels'.
"""

import csv
import re
from pathlib import Path

from conftest import LISTS

from belegstelle.german.words import WORD
from belegstelle.page.reading import list_blocks
from belegstelle.store import schema

HERE = Path(__file__).parent
OUTLET = "Stadtbote"
COMMENTS = (
    "2 Kommentare\n\nKorn33\n3. Mai 2031\n\nIch glaube ihm kein Wort. Meine Kinder sehen das "
    "anders.\n\nAntworten\n\nMühle7\n4. Mai 2031\n\nWarum fragt ihn das niemand?\n"
)
# A line that says whose words it is: "a Jost Muster|⟦Muster:⟧ Ja."; not "⟦WEBVTT⟧".
MARKED = re.compile(r"\+?([qaedb]) ?(?P<who>[^|⟦]*)\|(?P<shown>.*)")
VOICES = dict(zip("qaedb", schema.VOICES, strict=True))
Turns = list[tuple[str, list[str]]]


def words_right(raw: str, spans: list[tuple[int, int, str]]) -> tuple[int, int, int, int]:
    """Count words: right, all, wrong, wrong in blocks that are unsure.

    spans: start, end, voice. Words that stand in no block count as wrong.
    """
    places: dict[int, tuple[str, float]] = {}
    for block in list_blocks(raw, LISTS.page_words):
        told = (block["voice"], block["certainty"])
        places |= dict.fromkeys(range(block["start"], block["end"]), told)
    found = [
        (*places.get(word.start(), ("", 1.0)), voice)
        for start, end, voice in spans
        for word in WORD.finditer(raw, start, end)
    ]
    wrong = [certainty for got, certainty, voice in found if got != voice]
    return len(found) - len(wrong), len(found), len(wrong), sum(c < 0.9 for c in wrong)


def read_marked(text: str) -> tuple[str, list[tuple[int, int, str, str]]]:
    """Return a page from lines that say whose words they are, and where who speaks.

    See the head of cases/variants.txt. Returns raw and start, end, voice, speaker ("" is not told).
    """
    raw, spans = "", []
    for line in text.strip("\n").split("\n"):
        told = MARKED.match(line)
        raw += " " if line.startswith("+") else "\n" if raw else ""
        for number, part in enumerate(re.split("[⟦⟧]", told["shown"] if told else line)):
            if told and part.strip() and not number % 2:
                spans.append((len(raw), len(raw) + len(part), VOICES[told[1]], told["who"]))
            raw += part
    return raw + "\n", spans


def labelled_turns() -> dict[str, tuple[str, Turns]]:
    """Return the invented interviews of one guest: name → guest, turns (voice, paragraphs)."""
    found = {}
    for path in sorted([*HERE.glob("invented/*.csv"), *HERE.glob("cases/press/*.csv")]):
        raw = path.with_suffix(".txt").read_bytes().decode()
        with path.open(encoding="utf-8") as file:
            rows = [row for row in csv.DictReader(file) if row["kind"] in ("question", "answer")]
        people = {row["speaker"] for row in rows if row["kind"] == "answer"}
        turns: Turns = []
        at = 0
        for row in rows:
            at = raw.index(row["begins"], at)
            text = raw[at:].partition("\n")[0].strip("*_ ")
            if turns and turns[-1][0] == row["voice"]:
                turns[-1][1].append(text)
            else:
                turns.append((row["voice"], [text]))
        one = len(people) == 1 and path.stem != "run_on_labels" and len(turns) > 5
        if one and turns[0][0] == "interviewer":
            guest = people.pop() or "Anna Beispiel"
            found[path.stem] = (guest if " " in guest else f"Cora {guest}", turns)
    return found


def relay(guest: str, turns: Turns, layout: str) -> tuple[str, list[tuple[int, int, str]]]:
    """Return a page that sets the turns as a layout does, and what voice speaks where."""
    surname = guest.split()[-1]
    raw, spans = "", []

    def add(before: str, text: str = "", voice: str = "", after: str = "") -> None:
        nonlocal raw
        raw += before
        if text:
            spans.append((len(raw), len(raw) + len(text), voice))
        raw += text + after

    add("", f"Der {OUTLET} spricht mit {guest} über die Arbeit.", "editorial", "\n\n")
    for number, (voice, paragraphs) in enumerate(turns):
        asks = voice == "interviewer"
        name = OUTLET if asks else guest if number < 2 else surname
        label = {
            "labelled": f"{name}: ",
            "inline": f"{name}: ",
            "comments": f"{name}: ",
            "first pair": f"{name}: " if number < 2 else "",
            "answers only": "" if asks else f"{name}: ",
            "code": f"**{'I' if asks else 'B'} [00:{number:02}:04]** ",
            "name lines": f"{(OUTLET if asks else surname).upper()}\n",
        }.get(layout, "")
        around = "**" if layout == "bold questions" and asks else ""
        if layout == "inline":
            add(label, " ".join(paragraphs), voice, " ")
            continue
        for place, paragraph in enumerate(paragraphs):
            add("" if place else label, "", "", around)
            add("", paragraph, voice, f"{around}\n\n")
    if layout == "comments":
        add("", COMMENTS, "boilerplate")
    return raw, spans
