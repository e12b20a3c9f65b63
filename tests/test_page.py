"""How a page is read: label forms by their own examples, the kinds of pages, notation, relays."""

import re

import pandas as pd
import pytest
from conftest import LISTS, ROOT
from layouts import labelled_turns, read_marked, relay, words_right

from belegstelle.page import decoding
from belegstelle.page.blocks import propose_speakers, read_blocks, shares_are_sure, word_shares
from belegstelle.page.names import find_presented
from belegstelle.page.notation import find_notation, list_notation, mask
from belegstelle.page.reading import list_blocks
from belegstelle.page.tables import read_page_tables
from belegstelle.project import TroubleError
from belegstelle.report.findings import tell_reading
from belegstelle.text.edits import unify_layout

# What is on a page and said by nobody: whether of the site or set off, no count knows.
FURNITURE = {"display": "", "boilerplate": ""}
CASES = ROOT / "tests" / "cases"
FORMS = pd.read_csv(ROOT / "data" / "editorial" / "label_forms.csv", keep_default_na=False)
KINDS_OF_CASES = [
    f"{path.parent.name}/{path.stem}"
    for folder in ("press", "transcripts")
    for path in sorted((CASES / folder).glob("*.csv"))
]


@pytest.mark.parametrize("form", list(FORMS.itertuples()), ids=FORMS["form"])
def test_a_form_finds_its_own_example(form):
    found = LISTS.page_words.forms.match(mask(form.example, find_notation(form.example)))
    assert found.lastgroup == form.form


FIRST_NAMES = ["Enno", "Frieda", "Gero", "Hanne", "Ilka", "Jasper"]
SURNAMES = ["Marquart", "Delius", "Ohlsen", "Brackmann", "Tiedjen", "Wobbe"]
# Labels that are no names: left as they are.
NO_NAME = re.compile(r"Track \d|u/\w+")


def renamed(speakers):
    """Return a function that gives the people of a page other names, in all their forms."""
    names = [name for name in dict.fromkeys(speakers) if name and not NO_NAME.match(name)]
    others = {}
    for number, name in enumerate(names):
        *first, last = name.split()
        others[last] = SURNAMES[number % 6] + (f"-{SURNAMES[number // 6]}" if number > 5 else "")
        if first:
            others[first[-1]] = FIRST_NAMES[number % 6]
    words = {form(old): form(new) for old, new in others.items() for form in (str, str.upper)}
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b")
    return lambda text: pattern.sub(lambda found: words[found[0]], text) if words else text


def in_a_site(raw, expected):
    """Return a page with a site's parts around, and what is expected of it."""
    around = {"kind": "navigation", "voice": "boilerplate", "speaker": ""}
    parts = ["Startseite", "Impressum", "Datenschutz"]
    rows = pd.DataFrame([around | {"begins": part} for part in parts])
    page = f"{parts[0]}\n\n{raw.strip()}\n\n{parts[1]}\n\n{parts[2]}\n"
    return page, pd.concat([rows[:1], expected, rows[1:]], ignore_index=True)


VARIANTS = {
    "as it is": lambda raw, expected: (raw, expected),
    "other names": lambda raw, expected: (
        renamed(expected["speaker"])(raw),
        expected.map(renamed(expected["speaker"])),
    ),
    "Windows line ends": lambda raw, expected: (raw.replace("\n", "\r\n"), expected),
    "in a site": in_a_site,
}
# What has its place at the very top of a file, or is one paragraph, stands in no site.
NO_SITE = ("transcripts/webvtt", "transcripts/colon-in-wrapped-line")


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("case", KINDS_OF_CASES)
def test_a_kind_of_page_is_read_as_expected(case, variant):
    if variant == "in a site" and case in NO_SITE:
        return
    raw = (CASES / f"{case}.txt").read_bytes().decode()
    expected = pd.read_csv(CASES / f"{case}.csv", keep_default_na=False)
    raw, expected = VARIANTS[variant](raw, expected)
    blocks = read_blocks(raw, "any", LISTS.page_words)
    assert list(blocks["voice"]) == list(
        expected["voice"].where(expected["voice"] != "", blocks["voice"])
    )
    told = expected["voice"] != ""
    assert list(blocks["speaker"][told]) == list(expected["speaker"][told])
    for text, begins in zip(blocks["text"], expected["begins"], strict=True):
        assert " ".join(text.split()).startswith(begins)


MARKED = [
    part.partition("\n")
    for part in re.split(r"^=== ", (CASES / "variants.txt").read_text("utf-8"), flags=re.MULTILINE)
][1:]


@pytest.mark.parametrize("text", [text for _, _, text in MARKED], ids=[kind for kind, *_ in MARKED])
def test_a_variant_written_by_hand_is_read_as_it_says(text):
    raw, spans = read_marked(text)
    shown = mask(raw, find_notation(raw))
    places = {
        place: (FURNITURE.get(block.voice, block.voice), block.speaker)
        for block in read_blocks(raw, "any", LISTS.page_words).itertuples()
        for place in range(block.start, block.end)
        if shown[place].isalnum()
    }
    for start, end, voice, speaker in spans:
        found = {places.get(place) for place in range(start, end) if shown[place].isalnum()}
        told = {(v, name if speaker else "") for v, name in found}
        assert told <= {(FURNITURE.get(voice, voice), speaker)}, raw[start:end]
    said = {place for start, end, *_ in spans for place in range(start, end)}
    assert places.keys() <= said


# The least share of words right; what was reached in brackets, by the rules in a row before.
LAYOUTS = {
    "labelled": 0.99,
    "inline": 0.99,
    "first pair": 0.93,
    "none": 0.91,
    "answers only": 0.96,
    "code": 0.99,
    "name lines": 0.99,
    "bold questions": 0.95,
    "comments": 0.99,
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_labels_tell_is_read_in_other_layouts(layout):
    counts = [words_right(*relay(*told, layout)) for told in labelled_turns().values()]
    right, n, wrong, unsure = map(sum, zip(*counts, strict=True))
    assert right / n >= LAYOUTS[layout]
    assert wrong < 0.01 * n or unsure >= 0.6 * wrong


TALK = "Mira: Wie war die Ernte?\n\nJost: Mager.\n\nMira: Woran lag es?\n\nJost: Am Frost.\n"


def test_one_row_of_speakers_mends_all_turns_of_a_label(project):
    folder = project / "data" / "editorial" / "small"
    folder.mkdir()
    (folder / "speakers.csv").write_text(
        "label,name,voice\nJost,Jost Muster,interviewer\nMira,-,\n"
    )
    blocks = read_blocks(TALK, "small", LISTS.page_words)
    assert list(blocks["speaker"]) == ["", "Jost Muster", "", "Jost Muster"]
    assert set(blocks["voice"]) == {"interviewer"}
    assert (blocks["certainty"] == 1).all()
    proposed = propose_speakers(blocks)
    assert proposed[["label", "name", "n_blocks", "n"]].to_numpy().tolist() == [
        ["Mira", "", 2, 7],
        ["Jost", "Jost Muster", 2, 3],
    ]
    (folder / "speakers.csv").write_text("label,name,voice\nJochen,,\n")
    with pytest.raises(TroubleError, match=r"speakers\.csv: no turn opens.*“Jochen”.*delete"):
        read_blocks(TALK, "small", LISTS.page_words)


def test_notation_has_its_places_and_is_in_no_count():
    raw = "I: [00:00:01] Wie?\n\nB: Zwei Tage. [00:00:09] Manchmal drei. (lacht)\n"
    notation = list_notation(raw, "any")
    assert [raw[s:e] for s, e in zip(notation["start"], notation["end"], strict=True)] == list(
        notation["text"]
    )
    assert list(notation["text"]) == ["[00:00:01]", "[00:00:09]", "(lacht)"]
    assert list(read_blocks(raw, "any", LISTS.page_words)["n_words"]) == [1, 4]
    assert unify_layout(raw)[0] == ("I: Wie?\n\nB: Zwei Tage. Manchmal drei.\n")


def test_marks_of_emphasis_are_no_text_but_a_question_all_in_bold_keeps_its_style():
    raw = "**Wie _war_ es?**\n\nDas war **alles**, sagt „*er*“. Kund*innen, 2 * 3 * 4, ein_x_y.\n"
    told = list_notation(raw, "any")
    assert list(told["text"]) == ["**", "**", "*", "*"]
    assert unify_layout(raw)[0].endswith(
        "Das war alles, sagt „er“. Kund*innen, 2 * 3 * 4, ein_x_y.\n"
    )


def test_a_question_in_bold_goes_over_a_line_end():
    raw = (
        "**Der alte Vergleich mit dem Turm muss sein, denn manche sagen, er sei davon nur\n"
        "„eine Kopie“. Stört das?**\n\nEr wird uns anhaften.\n\n**Wie hoch soll er werden?**\n\n"
        "Dreißig Meter.\n"
    )
    blocks = list_blocks(raw, LISTS.page_words)
    assert [block["voice"] for block in blocks] == ["interviewer", "interviewee"] * 2


WRONG_TABLES = [
    ("page_signs.csv", "evidence,pattern,example,near_miss\nx,(((,a,b\n", "no regular expression"),
    ("page_signs.csv", "evidence,pattern,example,near_miss\nx,a,b,c\n", "must find “b”"),
    ("page_signs.csv", "evidence,pattern,example,near_miss\nx,a,a,a\n", "and not “a”"),
    ("label_forms.csv", "form,pattern,example\nx,(((,a\n", "no regular expression"),
    ("page_weights.csv", "evidence,for,points,reason\nx,question,much,\n", "points is 'much'"),
    ("role_points.csv", "evidence,for,points,reason\nx,question,1,\n", "for is 'question'"),
]


@pytest.mark.parametrize(("name", "text", "message"), WRONG_TABLES)
def test_a_table_that_is_wrong_is_named_with_row_and_mend(project, name, text, message):
    (project / "data" / "editorial" / name).write_text(text)
    with pytest.raises(TroubleError, match=rf"{name}, row 2: .*{message}"):
        read_page_tables()


def test_a_tenth_of_the_words_unsure_and_no_share_is_a_fact():
    raw = "Kam er?\n\nEr kam.\n\nWarum?\n\nDas weiß man.\n\nDie Stadt schweigt dazu seit Jahren.\n"
    blocks = read_blocks(raw, "any", LISTS.page_words)
    assert not shares_are_sure(blocks)
    told = tell_reading(blocks, word_shares(blocks))[0]
    assert re.match(r"About \d+% of the words \(\d+ of 14, .* could not be given .* for sure", told)
    assert shares_are_sure(read_blocks(TALK, "any", LISTS.page_words))
    cut = read_blocks(
        "\n".join(f"[00:01:{n}] {SAID[n % 4]}" for n in range(10, 50)), "any", LISTS.page_words
    )
    assert tell_reading(cut, word_shares(cut)) == [
        "None of the 150 words could be given to a voice for sure."
    ]


SAID = ["Im Winter machen wir zu.", "Warum macht ihr zu?", "Ich heize mit Holz, ja.", "Gut."]


@pytest.mark.parametrize("line", ["[00:01:{:02}] {}", "{1}"], ids=["by time", "by sentence"])
def test_who_speaks_is_never_sure_where_speech_is_cut_and_nobody_is_named(line):
    said = [line.format(n, SAID[n % 4]) for n in range(40)]
    blocks = list_blocks("\n".join(["Das Café", *said]), LISTS.page_words)
    assert len(blocks) == 41
    assert all(block["certainty"] < 0.9 for block in blocks)


def test_long_front_matter_has_only_keys_and_lists():
    keys = "---\ntitle: Kai\n" + "chapters:\n  - start: 1\n" * 40 + "---\n"
    talk = "---\n" + "Wann kommt das Eis?\n\nIm Mai, ich warte.\n\n" * 20 + "---\n"
    assert [kind for kind, *_ in find_notation(keys + "Wann?\n\nIm Mai.\n")] == ["front matter"]
    assert not find_notation(talk + "Ende.\n")


def test_lines_that_wrap_are_not_cut_by_sentence():
    said = (
        "Ich zähle die Schafe am Deich, und wenn ich dabei\n"
        "einschlafe, fange ich am nächsten Morgen noch einmal\nvon vorn an."
    )
    asked = "Frau Tamm, was machen Sie mit den Schafen, wenn es\nam Deich den ganzen Tag regnet?"
    blocks = list_blocks("\n\n".join([asked, said] * 10), LISTS.page_words)
    assert len(blocks) == 20
    assert all(block["certainty"] > 0.9 for block in blocks)


def test_who_speaks_is_sure_where_speech_is_cut_by_time_and_labelled():
    said = [f"[00:01:{n:02}] {'AB'[n % 2]}: {SAID[n % 4]}" for n in range(40)]
    assert all(b["certainty"] > 0.9 for b in list_blocks("\n".join(said), LISTS.page_words))


def test_who_stands_before_a_bracket_is_presented_by_age_or_house_only():
    said = "Heute: Bo Muster (47), Anna Beispiel (Stadtwerke). Getippt mit Schreib Fix (mittel)."
    assert find_presented(said) == {"Bo Muster", "Anna Beispiel"}


def test_a_page_goes_from_above_the_talk_through_it_to_below():
    step, _, begins, ends = LISTS.page_words.steps
    for left, entered in ((decoding.BELOW, decoding.ABOVE), (decoding.BELOW, decoding.FREE)):
        assert not step[left, entered].any()
    assert not step[decoding.FREE, decoding.ABOVE].any()
    assert not step[decoding.ABOVE, decoding.BELOW].any()
    assert not step[decoding.FREE, decoding.STRICT].any()
    assert not begins[decoding.BELOW].any()
    assert not ends[[2, 3, 4]].any()


def test_what_is_seen_of_no_style_is_read_as_if_no_style_asked():
    """A heading that asks nothing sets no questions apart; a third must ask."""
    page = "## Der Hafen\n\nEr ist leer.\n\n## Der Deich\n\nEr hält.\n\n## Die Mole\n\nSie fehlt.\n"
    assert {block["voice"] for block in list_blocks(page, LISTS.page_words)} == {
        "display",
        "editorial",
    }
