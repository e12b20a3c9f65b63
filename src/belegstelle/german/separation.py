"""Verbs whose particle is torn off or glued on against the rule: "entgegen kommt", "Hinzukommt".

A text goes in, places and mended forms come out.
"""

import re
from collections.abc import Iterator

from belegstelle.german.lemmas import PARTICLES
from belegstelle.german.spelling import Speller, opens_sentence

# What stands before a verb as a word of its own, too: "zu gehen", "wieder kommt", "fest steht".
APART = frozenset("durch fern fest frei nach um weiter wieder zu zusammen".split())
# The rest, the longest first, so that "heraus" is not "her".
JOINED = sorted(PARTICLES - APART, key=lambda particle: (-len(particle), particle))
MODALS = (
    "kann können könnte könnten muss müssen müsste soll sollen sollte sollten will wollen wollte "
    "darf dürfen dürfte mag möchte möchten wird werden würde würden"
).split()
# A verb form with its particle torn off, at the end of a clause: "entgegen kommt,", "statt finden
# kann."; not "entgegen dem".
TORN = re.compile(
    rf"\b({'|'.join(JOINED)})[^\S\n]+([a-zäöüß]{{3,}})"
    rf"(?=(?:[^\S\n]+(?:{'|'.join(MODALS)}))?(?:[.,;:!?“\"»]|\s+(?:und|oder)\b))"
)
# What opens a clause whose verb stands last: "die", "dass"; without it the particle stands alone.
SUBORDINATE = re.compile(
    r"\b(?:dass|weil|wenn|als|ob|da|wie|wo|indem|obwohl|während|bevor|nachdem|sobald|solange|"
    r"damit|falls|der|die|das|dem|den|deren|dessen|was|wer)\b"
)
# Words before a particle that keep it to themselves: "von hier aus gehen", "nach wie vor gibt",
# "aus Neugier heraus kommt", "um ihn herum steht", "darüber hinaus gibt".
HOLDS = re.compile(r"\b(?:von|vom|wie|aus|um|darüber|hin|gegenüber|seit)\b")
# A particle glued to the finite verb that opens a sentence: "Hinzukommt, dass", "Hinzukommt noch";
# not "Vorbereitet wird".
GLUED = re.compile(
    rf"(?<![\w-])({'|'.join(p.capitalize() for p in JOINED)})([a-zäöüß]{{3,}}t)"
    r"(?=,\s(?:dass|ob|wie|wer|was|warum)\b"
    r"|\s(?:noch|auch|außerdem|zudem|dann|die|der|das|ein|eine)\b)"
)


def find_separated(text: str, speller: Speller) -> Iterator[tuple]:
    """Give kind, what should stand there, how often, start and end of each such verb."""
    for m in TORN.finditer(text):
        clause = re.split(r"[,.;:!?]", text[max(m.start() - 120, 0) : m.start()])[-1]
        if not SUBORDINATE.search(clause) or HOLDS.search(" ".join(clause.split()[-4:])):
            continue
        if speller.is_verb(m[1] + m[2]) and speller.is_verb(m[2]):
            yield "separation", m[1] + m[2], 1, m.start(), m.end()
    for m in GLUED.finditer(text):
        verb = speller.is_verb(m[0].lower()) and speller.is_verb(m[2])
        if verb and opens_sentence(text, m.start()) and not m[2].startswith("ge"):
            yield "separation", f"{m[1]} {m[2]}", 1, m.start(), m.end(2)
