"""Suspects: German slips that are found, and right German near them that stays quiet."""

import random

import pytest
import trials
from conftest import FIRST, INVENTED, LISTS, ROOT

from belegstelle.page import blocks as page_blocks
from belegstelle.text import errata as errata_rules
from belegstelle.text.suspects import rank_suspects


def suspect(text, names=()):
    found = trials.find_in(text, names, language="de")
    return [(row.kind, row.word, row.suggestion) for row in found.itertuples()]


FOUND = [
    ("Das ist höchst unterscheidlich.", "spelling", "unterscheidlich", "unterschiedlich"),
    ("Firmen hiuerzulande warten.", "spelling", "hiuerzulande", "hierzulande"),
    ("Die Nachfarge steigt.", "spelling", "Nachfarge", "Nachfrage"),
    (
        "Teil der Unternehmenskomunikation.",
        "spelling",
        "Unternehmenskomunikation",
        "Unternehmenskommunikation",
    ),
    ("Unsere Online-Termnie sind voll.", "spelling", "Termnie", "Termine"),
    ("Webculture und Webculture, also Webcultrue.", "spelling", "Webcultrue", "Webculture"),
    ("Uns fehlen tiefere Erkenntnise.", "spelling", "Erkenntnise", "Erkenntnisse"),
    ("Tiefere Erkenntnise fehlen auch.", "spelling", "Erkenntnise", "Erkenntnisse"),
    ("Das habe ich garnicht gewusst.", "spelling", "garnicht", "gar nicht"),
    ("Auf der Landes-ebene tagt der Rat.", "spelling", "Landes-ebene", "Landesebene"),
    ("Alle waren enga-giert.", "spelling", "enga-giert", "engagiert"),
    ("Das Packet kam an.", "spelling", "Packet", "Paket"),
    ("Das ist ist gut.", "doubled word", "ist ist", "ist"),
    ("Das sagte die die Firma.", "doubled word", "die die", "die"),
    (
        "Social-Media-Manager sind gefragt. Ein Social-Media Manager auch.",
        "mixed hyphenation",
        "Social-Media Manager",
        "Social-Media-Manager",
    ),
    (
        "Ein Social-Media-Manager und ein Social Media Manager.",
        "mixed hyphenation",
        "Social Media Manager",
        "Social-Media-Manager",
    ),
    (
        "Online-Marketing hilft, Online-Marketing bleibt, sagt das Onlinemarketing.",
        "mixed hyphenation",
        "Onlinemarketing",
        "Online-Marketing",
    ),
    (
        "Onlinemarketing ist Onlinemarketing, nicht Online-Marketing.",
        "mixed hyphenation",
        "Online-Marketing",
        "Onlinemarketing",
    ),
    ("Kurse, was Menschen entgegen kommt.", "separation", "entgegen kommt", "entgegenkommt"),
    ("Man weiß, dass es heute statt findet.", "separation", "statt findet", "stattfindet"),
    ("Er sagt, dass sie nicht teil nehmen kann.", "separation", "teil nehmen", "teilnehmen"),
    ("Wenn der Chef zurück kommt und fragt.", "separation", "zurück kommt", "zurückkommt"),
    ("Alle hoffen, dass der Bau voran kommt.", "separation", "voran kommt", "vorankommt"),
    ("Hinzukommt, dass es regnet.", "separation", "Hinzukommt", "Hinzu kommt"),
    ("Es ist kalt. Hinzukommt noch der Wind.", "separation", "Hinzukommt", "Hinzu kommt"),
]


@pytest.mark.parametrize(("text", "kind", "word", "suggestion"), FOUND)
def test_a_slip_is_found(text, kind, word, suggestion):
    assert (kind, word, suggestion) in suspect(text)
    assert len(suspect(text)) == 1


QUIET = """
Füssen und Flensburg liegen weit auseinander.
Die unterschiedlichsten Abteilungen von ihren Unternehmen.
Eine Dauerbaustelle braucht Kommunikationsvermögen und Fingerspitzengefühl.
Laut einer Studie von Steria Mummert Consulting stimmt das.
Henrik Ahlers, Chef der Firma, und Peter Greisser sagen das.
Herr Leonhard spricht mit Frau Wrzesniewski und Dr. Hrdlicka.
Die GmbH & Co. KG nutzt YouTube, LinkedIn und WhatsApp.
Webculture wächst, Webcultures Chef auch, und Webculture bleibt in Mannheim.
Die, die das wissen, sagen das, das weiß man.
Ja ja, das ist sehr sehr gut, weil sie sie kennt.
Der Social-Media-Manager arbeitet mit Social Media.
Online-Kurse und Online-Termine in der Social Media Akademie.
Von hier aus gehen wir los, weil das von hier aus geht.
Man muss etwas dazu sagen, ohne das zu sagen.
Er fragt, ob es das nach wie vor gibt.
Das kommt mir sehr entgegen.
Dass er weiter geht als andere, ist klar.
Die Kunst, die es wieder gibt, ist alt.
Vorbereitet wird das im Mai.
Vorsicht, dass nichts fällt!
Aufsicht die ganze Nacht.
Ausgezeichnet, dass das klappt.
Hinzu kommt, dass es regnet.
Weil der Kunde uns entgegenkommt, sparen wir.
Nach Mitternacht arbeiten Nachtschwärmerinnen in Krankenhausküchen.
Dinge, die die Leute brauchen, und Wege, mit denen das klappt, da da noch keiner war.
Gibts noch Brot? Da gehts um Teig, ich fänds gut, wenns reicht.
Antwort der Stadt auf meine Frage: keine.
Eine Interaktions-Übung mit Anforderungs-Karten, also fakultäts-übergreifend.
Die Prüfungs- und Beratungsstelle, der Polit-Betrieb, ein Start-up und viele Nutzer-innen.
Viele russischsprachige Leute. Odessas Hafen ist groß.
Darius Rochemont bleibt. Ursula von der Leyten kommt auch.
Unser Head of Product sagt: Talk to people before you write code.
Mehr unter www.bespiel-seite.de/tehma, @nutzrin und #tehma.
Der Wohnungsbaugenossenschaft fehlt ein Genossenschaftsvorstand.
""".strip().split("\n")


@pytest.mark.parametrize("text", QUIET)
def test_right_german_stays_quiet(text):
    assert suspect(text) == []


def test_the_speakers_names_are_no_slips():
    assert suspect("Mit Hubermeier sprach Hubermeiers Nachbar.", names=["Hubermeier"]) == []


@pytest.mark.parametrize("word", ["würd", "dadrin", "nich"])
def test_spoken_forms_are_no_slips(word):
    assert suspect(f"Das {word} ich sagen.") == []


def test_the_surest_come_first():
    found = trials.find_in("Im Jänner war es höchst unterscheidlich.", language="de")
    assert list(rank_suspects(found)["word"]) == ["unterscheidlich", "Jänner"]


def test_attested_mistakes_are_found_with_the_right_word_first():
    found = trials.find_misspellings()
    assert len(found) >= 150
    assert found["flagged"].mean() >= 0.95 and found["first"].mean() >= 0.85


def test_right_german_of_six_kinds_is_left_alone():
    alarms = trials.alarms_in_clean_texts()
    assert 1000 * alarms["false"].sum() / alarms["n_words"].sum() <= 3
    assert dict(zip(alarms["text"], alarms["language"], strict=True)) == {
        "austrian": "de_AT",
        "mixed_english": "de",
        "podcast": "de",
        "press": "de",
        "research": "de",
        "swiss": "de_CH",
    }


@pytest.fixture(scope="module")
def pages():
    invented = {path.stem: path.read_text(encoding="utf-8") for path in INVENTED.glob("*.txt")}
    first = (ROOT / "data" / "raw" / f"{FIRST}.txt").read_text(encoding="utf-8")
    del invented["hostile"]
    return {FIRST: first}, dict(sorted(invented.items()))


def test_most_slips_put_in_are_found_and_few_right_words_suspected(pages):
    first, invented = pages
    for page in pages:
        rates = trials.rate_suspects(trials.find_slips(page, n=100)).set_index("edit").loc["all"]
        assert rates["n"] > 90
        assert rates["recall"] >= 0.8 and rates["right_first"] >= 0.7
    errata = errata_rules.read_errata(FIRST)
    known = {FIRST: set(errata.loc[errata["treatment"] == "correct", "raw"])}
    assert trials.false_alarms(first, known)["false"].sum() == 0
    assert trials.false_alarms(invented)["false"].sum() <= 4


def test_slips_are_put_where_they_are_said_to_be(pages):
    raw = pages[0][FIRST]
    wrong, slips = trials.inject(
        raw, page_blocks.read_blocks(raw, FIRST, LISTS.page_words), 20, random.Random(1)
    )
    back = wrong
    for row in slips.iloc[::-1].itertuples():
        assert wrong[row.start : row.end] == row.slip != row.word
        back = back[: row.start] + row.word + back[row.end :]
    assert back == raw
    assert set(slips["edit"]) <= set(trials.EDITS)
