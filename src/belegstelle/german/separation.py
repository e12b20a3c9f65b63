"""Verbs whose particle is torn off or glued on against the rule: "entgegen kommt", "Hinzukommt".

A text goes in, places and mended forms come out.
"""

import re
from collections.abc import Iterator

from belegstelle.german.spelling import Speller, opens_sentence

# A verb form with its particle torn off, at the end of a clause: "entgegen kommt,", "statt finden
# kann."; not "entgegen dem".
PARTICLES = (
    "entgegen herunter hinunter herüber hinüber hervor heraus hinaus herein hinein zurück voraus "
    "vorbei vorüber empor herab hinab heran hinzu überein entlang statt teil dar auf aus bei ein "
    "her hin los mit vor weg an ab fort"
).split()
MODALS = (
    "kann können könnte könnten muss müssen müsste soll sollen sollte sollten will wollen wollte "
    "darf dürfen dürfte mag möchte möchten wird werden würde würden"
).split()
TORN = re.compile(
    rf"\b({'|'.join(PARTICLES)})[^\S\n]+([a-zäöüß]{{3,}})"
    rf"(?=(?:[^\S\n]+(?:{'|'.join(MODALS)}))?(?:[.,;:!?“\"»]|\s+(?:und|oder)\b))"
)
# What opens a clause whose verb stands last: "die", "dass"; without it the particle stands alone.
SUBORDINATE = re.compile(
    r"\b(?:dass|weil|wenn|als|ob|da|wie|wo|indem|obwohl|während|bevor|nachdem|sobald|solange|"
    r"damit|falls|der|die|das|dem|den|deren|dessen|was|wer)\b"
)
# Words before a particle that keep it to themselves: "von hier aus gehen", "nach wie vor gibt",
# "aus Neugier heraus kommt", "darüber hinaus gibt".
HOLDS = re.compile(r"\b(?:von|vom|wie|aus|darüber|hin|gegenüber|seit)\b")
# A particle glued to the finite verb that opens a sentence: "Hinzukommt, dass", "Hinzukommt noch";
# not "Vorbereitet wird".
GLUED = re.compile(
    rf"(?<![\w-])({'|'.join(p.capitalize() for p in PARTICLES)})([a-zäöüß]{{3,}}t)"
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
