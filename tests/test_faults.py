"""Faults that were seen, each by its kind: a right result now, or one sentence with the mend."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
from conftest import FIRST, ROOT, copy_notebooks, copy_sample

from belegstelle.coding import agreement, trend
from belegstelle.project import TroubleError
from belegstelle.store import files, tables
from belegstelle.terms import wording
from belegstelle.text import errata

RAW = (ROOT / "data" / "raw" / f"{FIRST}.txt").read_bytes()
HEADER = ["block", "begins", "kind"]


def read(project, text, encoding="utf-8"):
    path = project / "data" / "editorial" / "t.csv"
    path.write_bytes(text.encode(encoding))
    return tables.read_editorial(path, HEADER)


# What spreadsheets leave in a table


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("block,begins,kind,,\n16,Laut einer,note,,\n", 2),
        ("block,begins,kind, , \n16,Laut einer,note\n", 2),
        ("\nblock,begins,kind\n16,Laut einer,note\n", 3),
        (",,\nblock,begins,kind\n16,Laut einer,note\n", 3),
        ("sep=;\nblock;begins;kind\n16;Laut einer;note\n", 3),
        ("sep=,\nblock,begins,kind\n16,Laut einer,note\n", 3),
        ('"sep=;"\r\nblock;begins;kind\r\n16;Laut einer;note\r\n', 3),
        ("SEP=\t\nblock\tbegins\tkind\n16\tLaut einer\tnote\n", 3),
    ],
)
def test_what_a_spreadsheet_adds_to_a_table_is_passed_over(project, text, row):
    table = read(project, text)
    assert table.to_dict("records") == [{"block": "16", "begins": "Laut einer", "kind": "note"}]
    assert list(table.index) == [row]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "block,begins,kind,,\n16,Laut einer,note,,x\n",
            r"row 2: there are 5 cells, but 3 columns",
        ),
        ("\nblock,begins\n16,Laut\n", r"row 2: the column 'kind' is missing"),
        (",,,\n,,\n", r"row 1: the column 'block', 'begins', 'kind' is missing"),
    ],
)
def test_a_message_names_the_row_that_the_spreadsheet_shows(project, text, sentence):
    with pytest.raises(TroubleError, match=rf"data/editorial/t\.csv, {sentence}"):
        read(project, text)


def test_what_was_neutralised_can_be_copied_back(project):
    cells = ["+5 Prozent mehr Umsatz haben wir.", "'tis", "-"]
    safe = tables.to_csv(pd.DataFrame([cells], columns=HEADER)).decode()
    assert "'+5" in safe
    assert read(project, safe).to_numpy().tolist() == [cells]


def test_a_short_table_in_an_old_encoding_is_read(project):
    rows = "".join(f"{n},Füße größer,\x84Maß\x93\n" for n in range(3))
    table = read(
        project, "block,begins,kind\n" + rows.replace("\x84", "„").replace("\x93", "“"), "cp1252"
    )
    assert table["begins"].tolist() == ["Füße größer"] * 3
    assert table["kind"].tolist() == ["„Maß“"] * 3


# What is no interview


def test_one_bad_byte_is_named_with_its_place_and_turns_no_page_into_signs():
    at = RAW.index(b"gegr") + 2
    data = RAW[:at] + b"\xff" + RAW[at:]
    with pytest.raises(
        TroubleError, match=r"^x\.txt, line \d+: a character after “.*ge” is no UTF-8"
    ):
        files.decode(data, "x.txt")


@pytest.mark.parametrize("encoding", ["cp1252", "iso8859_15", "mac_roman", "cp850"])
def test_a_text_of_another_encoding_is_read_as_before(encoding):
    text = "Frage: Können Sie das erklären? Größe, Maß.\n\nAntwort: Natürlich, schön für alle.\n"
    assert files.decode(text.encode(encoding), "x.txt")[0] == text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<!DOCTYPE html><html><body><p>Frage: Ja?</p></body></html>", "a web page"),
        ("\n<html lang='de'><body>Frage: Ja?</body></html>", "a web page"),
        ('<?xml version="1.0"?><text>Frage</text>', "a web page"),
        ('{"segments": [{"speaker": "A", "text": "Ja?"}]}', "data"),
        ('[{"speaker": "A", "text": "Ja?"}]\n', "data"),
    ],
)
def test_the_source_of_a_page_and_data_are_no_interviews(text, kind):
    with pytest.raises(
        TroubleError, match=rf"^x\.txt is (the source of )?{kind} .*Save the page as"
    ):
        files.decode(text.encode(), "x.txt")


@pytest.mark.parametrize(
    "text", ["<b>Frage:</b> Wie?", "[lacht] Ja.", "{Pause} Nein.", "[SPEAKER_00]: Wie geht es?"]
)
def test_signs_at_the_start_make_no_data_of_a_text(text):
    assert files.decode(text.encode(), "x.txt")[0] == text


# What people decide


@pytest.fixture
def second(project):
    """The second coder's file of a project of one's own."""
    return project / "data" / "editorial" / FIRST / "claims.second.csv"


def test_a_coders_name_may_have_dots_and_who_coded_nothing_is_no_coder(second):
    codes = second.read_text(encoding="utf-8")
    second.with_name("claims.a.b.csv").write_text(codes, encoding="utf-8")
    second.with_name("claims.empty.csv").write_text(codes.split("\n")[0] + "\n", encoding="utf-8")
    assert agreement.list_coders(FIRST) == ["a.b", "second", "third"]


def test_a_coders_file_without_a_name_is_refused(second):
    second.rename(second.with_name("claims...csv"))
    with pytest.raises(TroubleError, match=r"claims\.\.\.csv: the name says no coder\. Rename it"):
        agreement.list_coders(FIRST)


@pytest.mark.parametrize(
    ("points", "origin"),
    [
        ({"c2": "c1"}, {"c1": "c1", "c2": "c1", "c3": "c3"}),
        ({"c1": "c2", "c2": "c1"}, {"c1": "c1", "c2": "c1", "c3": "c3"}),
        ({"c1": "c3", "c2": "c1", "c3": "c2"}, {"c1": "c1", "c2": "c1", "c3": "c1"}),
        ({"c1": "c1"}, {"c1": "c1", "c2": "c2", "c3": "c3"}),
        ({"c1": "c3", "c2": "c3", "c3": "c2"}, {"c1": "c2", "c2": "c2", "c3": "c2"}),
    ],
)
def test_claims_that_name_each_other_are_one_statement(points, origin):
    claims = pd.DataFrame({"claim_id": ["c1", "c2", "c3"], "start": [0, 10, 20]})
    claims["same_as"] = claims["claim_id"].map(points).fillna("")
    assert dict(zip(claims["claim_id"], trend._origins(claims), strict=True)) == origin


@pytest.mark.parametrize("occurrence", ["9" * 5000, "0", "²", "-1", "1.0", "1" * 10])
def test_an_occurrence_that_is_no_number_of_a_place_is_named(occurrence):
    with pytest.raises(TroubleError, match=r"^row 2: occurrence is “.{1,21}”\. Say a number"):
        errata.locate("ein Wort", "Wort", occurrence, "row 2")


def test_an_occurrence_may_have_leading_zeros():
    assert errata.locate("ein Wort, ein Wort", "Wort", "02", "row 2") == [(14, 18)]


def test_a_text_of_little_but_one_word_has_collocations_that_say_nothing():
    terms = ["wichtig", "Bildung", "Bildung", "Bildung"]
    tokens = pd.DataFrame({"term": terms, "sentence": [1, 2, 2, 2]})
    tokens = tokens.assign(voice="interviewee", is_stop=False, interview="bildung")
    found = wording.collocations(tokens)
    assert found.to_numpy().tolist() == [["Bildung", "Bildung", 3, 0.0]]


# A run that is broken off


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A copy of the project to run reports in."""
    return copy_notebooks(copy_sample(tmp_path_factory.mktemp("run")))


def start(place, *arguments, shell="", **variables):
    """Start a report in a process group of its own."""
    settings = os.environ | {"BELEGSTELLE_ROOT": str(place), "INTERVIEW": ""} | variables
    command = [sys.executable, "-m", "belegstelle.report", *arguments]
    return subprocess.Popen(
        ["sh", "-c", f'"$@" {shell}', "sh", *command] if shell else command,
        env=settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def left_behind(place):
    """Return the processes that still run on a copy of the project; waits until they had time."""
    mine = f"BELEGSTELLE_ROOT={place}\0".encode()
    for _ in range(50):
        found = [path for path in PROCESSES.glob("[0-9]*") if mine in variables_of(path)]
        if not found:
            return []
        time.sleep(0.2)
    return found


def variables_of(process):
    try:
        return (process / "environ").read_bytes()
    except OSError:
        return b""


PROCESSES = Path("/proc")
linux = pytest.mark.skipif(not PROCESSES.is_dir(), reason="needs Linux's /proc")


@linux
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("after", ["Running", "01_read"])
def test_a_run_that_is_stopped_says_so_and_leaves_nothing_behind(place, number, after):
    process = start(place)
    for line in process.stdout:
        if after in line:
            break
    process.send_signal(number)
    _, said = process.communicate(timeout=60)
    assert said.split("\n")[-2].startswith("Stopped. No report was written;"), said
    assert "Traceback" not in said and process.returncode == 130
    assert left_behind(place) == []
    assert not (place / "reports").exists()


@linux
def test_a_run_whose_words_nobody_reads_says_so_and_leaves_nothing_behind(place):
    said, errors = start(place, shell="| head -1").communicate(timeout=120)
    assert said.startswith("Running 5 notebooks") and said.count("\n") == 1
    assert errors.startswith("Nobody reads what is said here"), errors
    assert errors.count("\n") == 1
    assert left_behind(place) == []


@linux
def test_a_kernel_that_is_killed_is_said(place):
    process = start(place)
    for line in process.stdout:
        if "01_read" in line:
            break
    for path in PROCESSES.glob("[0-9]*"):
        mine = f"BELEGSTELLE_ROOT={place}\0".encode() in variables_of(path)
        if mine and int(path.name) != process.pid:
            os.kill(int(path.name), signal.SIGKILL)
    _, said = process.communicate(timeout=120)
    assert "its kernel" in said and "Traceback" not in said, said
    assert said.endswith("No report was written; one that was there stays as it was.\n")
    assert left_behind(place) == []
