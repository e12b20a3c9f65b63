"""Spelling: what the dictionaries accept and suggest, word by word."""

import dataclasses

import pytest

from belegstelle.german.spelling import ENGLISH, Speller, spelling_variety

# Language, a form that is right in it, and one that is not.
ACCEPTED = [
    ("de", "Straße", "Strasse"),
    ("de", "Dauerbaustelle", "Dauerbausstelle"),
    ("de", "Störenfriede", "Störenfride"),
    ("de", "Über", "Übr"),
    ("de", "Verwandtschaft", "Verwandschaft"),
    ("de", "Widerstand", "Wiederstand"),
    ("de", "Nachtschwärmerinnen", "Nachtschwärmerinen"),
    ("de_CH", "Strasse", "Straße"),
    ("de_CH", "ausserdem", "außerdem"),
    ("de_AT", "Jänner", "Jenner"),
    ("en", "colleague", "collegue"),
]
# A form, and what was meant.
MEANT = [
    ("unterscheidlich", "unterschiedlich"),
    ("hiuerzulande", "hierzulande"),
    ("Packet", "Paket"),
    ("Nachfarge", "Nachfrage"),
    ("interresant", "interessant"),
    ("Katastrofe", "Katastrophe"),
    ("schliesslich", "schließlich"),
    ("vorallem", "vor allem"),
    ("Unternehmenskomunikation", "Unternehmenskommunikation"),
]
VARIETIES = [
    ("Ausserdem ist die Strasse zu.", "de_CH"),
    ("«Das heisst nichts», sagt er.", "de_CH"),
    ("Im Jänner kommt der Landeshauptmann.", "de_AT"),
    ("Ein Wiener Schnitzel, bitte.", "de"),
    ("Die Strasse ist ein Fußweg.", "de"),
    ("Das ist dass und Wasser und Messe.", "de"),
    ("", "de"),
]


@pytest.mark.parametrize(("language", "right", "wrong"), ACCEPTED)
def test_each_language_has_its_own_dictionary(language, right, wrong):
    assert Speller(language).accepts(right) and not Speller(language).accepts(wrong)


@pytest.mark.parametrize(("word", "meant"), MEANT)
def test_what_was_meant_comes_first(word, meant):
    assert Speller("de").weigh(word)[0][1] == meant


def test_a_form_of_the_text_comes_before_others():
    assert Speller("de").weigh("Katzn", ["katzen"])[0][1] == "Katzen"


@pytest.mark.parametrize("word", ["x" * 10_000, "ß", "ab", "Xqzzxy", "0"])
def test_no_word_no_suggestion_and_no_delay(word):
    assert all(Speller("de").accepts(form) for _, form in Speller("de").weigh(word))


@pytest.mark.parametrize(("text", "variety"), VARIETIES)
def test_whose_german_a_text_is_in(text, variety):
    assert spelling_variety(text) == variety


def test_a_speller_is_a_value():
    assert Speller("en") == ENGLISH
    with pytest.raises(dataclasses.FrozenInstanceError):
        ENGLISH.language = "de"
