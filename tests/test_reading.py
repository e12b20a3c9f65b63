"""Pages become blocks: the first interview, invented layouts, and every way bytes can come."""

import hashlib
import unicodedata

import pandas as pd
import pytest
from conftest import FIRST, INVENTED, LISTS, ROOT
from hypothesis import given
from hypothesis import strategies as st

from belegstelle.page import blocks as page_blocks
from belegstelle.project import TroubleError
from belegstelle.store.files import decode

LAYOUTS = sorted(path.stem for path in INVENTED.glob("*.csv"))


def read_invented(name):
    return (INVENTED / f"{name}.txt").read_bytes().decode("utf-8")


def test_the_raw_text_is_as_received():
    data = (ROOT / "data" / "raw" / f"{FIRST}.txt").read_bytes()
    assert hashlib.sha256(data).hexdigest() == (
        "a4f42d8cc0dec3fe9d24f36583cd31135d0bb001714d3051adafab8365ef49a6"
    )


def test_the_first_interview_has_five_questions_and_five_answers(first):
    kinds = first["blocks"]["kind"].value_counts()
    assert kinds["question"] == kinds["answer"] == 5
    assert kinds[["headline", "caption", "credit", "standfirst", "note"]].eq(1).all()


def test_one_guest_stands_under_two_labels(first):
    answers = first["blocks"].query("kind == 'answer'")
    assert set(answers["label"]) == {"Andreas Leonhard", "Leonhard"}
    assert set(answers["speaker"]) == {"Andreas Leonhard"}


def test_the_study_paragraph_is_editorial(first):
    study = first["blocks"][first["blocks"]["text"].str.startswith("Laut einer Studie")].iloc[0]
    assert (study["kind"], study["voice"], study["speaker"]) == ("note", "editorial", "")


def test_labels_and_furniture_are_in_no_count(first):
    blocks = first["blocks"]
    furniture = blocks[blocks["kind"].isin(["dateline", "credit", "keywords", "navigation"])]
    assert len(furniture) == 5
    assert furniture["n_words"].eq(0).all()
    assert not blocks["text"].str.contains(r"^(?:acquisa|Leonhard|Andreas Leonhard):").any()
    shares = page_blocks.word_shares(blocks).set_index("voice")
    assert shares["n"].to_dict() == {"interviewer": 89, "interviewee": 269, "editorial": 48}
    assert shares["share"].sum() == pytest.approx(1)


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_is_read_as_expected(name):
    blocks = page_blocks.read_blocks(read_invented(name), name, LISTS.page_words)
    expected = pd.read_csv(INVENTED / f"{name}.csv", keep_default_na=False)
    columns = ["kind", "voice", "speaker"]
    assert blocks[columns].to_numpy().tolist() == expected[columns].to_numpy().tolist()
    for text, begins in zip(blocks["text"], expected["begins"], strict=True):
        assert text.startswith(begins)
    assert blocks["rule"].ne("").all()


WAYS = {
    "UTF-8": lambda text: text.encode(),
    "UTF-8 with BOM": lambda text: text.encode("utf-8-sig"),
    "Windows-1252": lambda text: text.encode("cp1252"),
    "UTF-16": lambda text: text.encode("utf-16"),
    "CRLF": lambda text: text.replace("\n", "\r\n").encode(),
    "old Mac line ends": lambda text: text.replace("\n", "\r").encode(),
    "NFD": lambda text: unicodedata.normalize("NFD", text).encode(),
    "soft hyphens": lambda text: text.replace("ch", "c\u00adh").encode(),
    "zero-width spaces": lambda text: text.replace("\n\n", "\n\u200b\n").encode(),
    "no-break spaces": lambda text: text.replace(": ", ":\u00a0").encode(),
    "curly quotation marks": lambda text: text.replace(' "', " „").replace('"\n', "“\n").encode(),
    "guillemets": lambda text: text.replace(' "', " »").replace('"\n', "«\n").encode(),
    "emoji": lambda text: text.replace("Brot", "Brot 🥖👩‍🍳").encode(),
}


@pytest.mark.parametrize("way", WAYS)
def test_bytes_of_any_kind_read_the_same(way):
    plain = read_invented("two_names")
    raw, _ = decode(WAYS[way](plain), "two_names.txt")
    expected = page_blocks.read_blocks(plain, "two_names", LISTS.page_words)
    blocks = page_blocks.read_blocks(raw, "two_names", LISTS.page_words)
    columns = ["kind", "voice", "speaker", "label"]
    assert blocks[columns].to_numpy().tolist() == expected[columns].to_numpy().tolist()
    assert [raw[s:e] for s, e in zip(blocks["start"], blocks["end"], strict=True)] == list(
        blocks["text"]
    )
    if way != "emoji":
        assert list(blocks["n_words"]) == list(expected["n_words"])


@given(st.text(min_size=1).filter(str.strip))
def test_any_text_is_read_and_its_places_are_true(raw):
    try:
        blocks = page_blocks.read_blocks(raw, "any", LISTS.page_words)
    except TroubleError as trouble:
        assert "any.txt shows no text" in str(trouble)
        assert not any(sign.isalnum() for sign in raw)
        return
    assert list(blocks["text"]) == [
        raw[s:e] for s, e in zip(blocks["start"], blocks["end"], strict=True)
    ]
    assert (blocks["start"].to_numpy()[1:] >= blocks["end"].to_numpy()[:-1]).all()


@pytest.mark.parametrize(
    ("line", "is_label"),
    [
        ("Wichtig ist: Der Teig darf nicht warten.", False),
        ("10:30 Uhr war es.", False),
        ("Fazit: Es lohnt sich.", False),
        ("Und: Man muss riechen.", False),
        ("https://example.org ist die Adresse.", False),
        ("Anna Beispiel: Ja.", True),
        ("**Anna Beispiel:** Ja.", True),
        ("Dr. Anna Beispiel (Stadtwerke): Ja.", True),
    ],
)
def test_a_colon_makes_no_label_by_itself(line, is_label):
    page = f"Blatt: Stimmt das?\n\n{line}\n\nBlatt: Wirklich?\n\n{line}\n"
    blocks = page_blocks.read_blocks(page, "any", LISTS.page_words)
    assert (blocks["speaker"] == "Anna Beispiel").any() == is_label


def test_names_of_a_sites_parts_are_navigation():
    raw = "Start | Politik | Sport\n\nWald › Holz › Kiel\n\nFrage: Wie?\n\nAntwort: So 1/2 | so.\n"
    assert list(page_blocks.read_blocks(raw, "x", LISTS.page_words)["kind"]) == [
        "navigation",
        "navigation",
        "question",
        "answer",
    ]


def test_a_block_is_overruled_whatever_spaces_it_has_and_without_the_columns_left_out(project):
    folder = project / "data" / "editorial" / "small"
    folder.mkdir()
    (folder / "blocks.csv").write_text("block,begins,kind\n1,Anmelden Abo,navigation\n")
    blocks = page_blocks.read_blocks(
        "Anmelden   Abo testen\n\nFrage: Wie?\n\nAntwort: So.\n", "small", LISTS.page_words
    )
    assert list(blocks["kind"]) == ["navigation", "question", "answer"]


def test_a_block_can_be_overruled(project):
    folder = project / "data" / "editorial" / FIRST
    header = "block,begins,kind,voice,speaker,reason\n"
    (folder / "blocks.csv").write_text(
        header + "16,Laut einer,answer,interviewee,Andreas Leonhard,the recording has it\n"
    )
    raw, _ = page_blocks.read_raw(FIRST)
    block = page_blocks.read_blocks(raw, FIRST, LISTS.page_words).iloc[15]
    assert (block["kind"], block["voice"], block["speaker"]) == (
        "answer",
        "interviewee",
        "Andreas Leonhard",
    )
    assert block["rule"] == "decided: the recording has it"
    (folder / "blocks.csv").write_text(header + "16,Nach einer,note,,,\n")
    with pytest.raises(TroubleError, match=r"blocks\.csv, row 2.*“Nach einer”.*delete the row"):
        page_blocks.read_blocks(raw, FIRST, LISTS.page_words)


@pytest.mark.parametrize(
    ("cell", "speaker"), [("Hans-Peter", "Hans-Peter"), ("-", ""), ("", "Andreas Leonhard")]
)
def test_a_speaker_decided_is_taken_as_written_and_a_dash_is_none(project, cell, speaker):
    folder = project / "data" / "editorial" / FIRST
    raw, _ = page_blocks.read_raw(FIRST)
    (folder / "blocks.csv").unlink(missing_ok=True)
    blocks = page_blocks.read_blocks(raw, FIRST, LISTS.page_words)
    said = blocks[blocks["speaker"] == "Andreas Leonhard"].iloc[0]
    (folder / "blocks.csv").write_text(
        f"block,begins,speaker\n{said['block']},{said['text'].split()[0]},{cell}\n"
    )
    assert (
        page_blocks.read_blocks(raw, FIRST, LISTS.page_words).loc[said.name, "speaker"] == speaker
    )
