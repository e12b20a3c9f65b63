"""Faults that were seen, each by its kind: a right result now, or one sentence with the mend."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from conftest import BARE, FIRST, LISTS, ROOT, SAMPLE, copy_notebooks, copy_sample, run_cells

from belegstelle.archive import across, partitions
from belegstelle.coding import agreement, trend
from belegstelle.interview import Interview
from belegstelle.page.blocks import read_blocks
from belegstelle.project import TroubleError, processed_path
from belegstelle.report import exports, pages, run
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


# Labels and words with signs in them

TALK = (
    "{0}: Wie geht es dem Wald?\n\n{1}: Der Wald wächst, und die Leute kommen gern.\n\n"
    "{0}: Und was kommt dann?\n\n{1}: Mehr Wald, so sagt man hier.\n\n"
    "{0}: Wer pflegt ihn denn?\n\n{1}: Wir alle, mit Geduld und Zeit.\n"
)


@pytest.mark.parametrize(
    ("asks", "answers"),
    [
        ("Sprecher 1", "Sprecher 2"),
        ("SPEAKER_00", "SPEAKER_01"),
        ("[SPEAKER_00]", "[SPEAKER_01]"),
        ("Interviewer*in", "Befragte*r"),
        ("Interviewer:in", "Expert:in"),
        ("Redakteur/in", "Mieter_in"),
    ],
)
def test_a_label_may_hold_digits_and_signs_and_is_no_word(asks, answers):
    blocks = read_blocks(TALK.format(asks, answers), "talk", LISTS.page_words)
    assert list(blocks["label"]) == [asks.strip("[]"), answers.strip("[]")] * 3
    assert list(blocks["voice"]) == ["interviewer", "interviewee"] * 3
    assert blocks["n_words"].sum() == len(TALK.replace("{0}:", "").replace("{1}:", "").split())


@pytest.mark.parametrize("sign", [":", "*", "/", "_", "·"])
def test_a_form_for_all_genders_is_one_word_and_innen_is_no_term(project, sign):
    text = f"Frage: Wer kommt?\n\nAntwort: Kund{sign}innen und Bürger{sign}innen kommen. "
    text += f"Viele Kund{sign}innen bleiben.\n"
    (project / "data" / "raw" / "alle.txt").write_text(text, "utf-8")
    opened = Interview("alle")
    own = opened.tokens[opened.tokens["token"].str.contains("innen")]
    assert list(own["token"]) == [f"Kund{sign}innen", f"Bürger{sign}innen", f"Kund{sign}innen"]
    assert own["term"].nunique() == 2 and "innen" not in set(opened.tokens["term"].str.casefold())


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


def test_a_coder_is_not_called_as_the_coding_of_claims_csv_is(second):
    """The pages named two codings "first"."""
    second.rename(second.with_name("claims.First.csv"))
    with pytest.raises(TroubleError, match=r"claims\.First\.csv: 'First' is what the coding of"):
        agreement.list_coders(FIRST)


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


@pytest.mark.parametrize("terms", [["Bildung"] * 4, ["Bildung", "Wandel"] * 3])
def test_a_text_of_little_but_a_word_or_two_has_collocations_that_say_nothing(terms):
    tokens = pd.DataFrame({"term": terms, "sentence": 1})
    tokens = tokens.assign(voice="interviewee", is_stop=False, interview="bildung")
    found = wording.collocations(tokens)
    assert len(found) == 2 * (len({*terms}) - 1)
    assert (found["g2"].abs() < 10).all()


# An archive with odd things in it


@pytest.fixture
def archive(tmp_path, monkeypatch):
    """A function that reads a folder of one good interview and what is added to it."""
    monkeypatch.setenv("BELEGSTELLE_ROOT", str(copy_sample(tmp_path / "project")))
    folder = tmp_path / "folder"
    folder.mkdir()
    page = "Frage: Wie geht es?\n\nAntwort: Wir wachsen um 5 Prozent.\n"
    (folder / "2014_good.txt").write_text(page)

    def read(**options):
        partitions.read_archive(folder, workers=1, **options)
        interviews = across.read_interviews()["interview"].to_list()
        problems = pd.read_csv(read.target / "problems.csv", keep_default_na=False)
        return interviews, dict(zip(problems["interview"], problems["problem"], strict=True))

    read.folder, read.page, read.target = folder, page, processed_path(partitions.ARCHIVE)
    return read


def test_a_file_that_could_not_be_opened_is_read_by_the_next_run(archive, monkeypatch):
    (archive.folder / "z.txt").write_text(archive.page)
    (archive.folder / "bad.txt").write_bytes(b"\0")
    read, opened = partitions.receive, []

    def refuse(path):
        opened.append(path.stem)
        if path.stem == "z" and opened.count("z") == 1:
            raise TroubleError("z.txt can't be read: Permission denied.") from PermissionError()
        return read(path)

    monkeypatch.setattr(partitions, "receive", refuse)
    interviews, problems = archive(size=1)
    assert interviews == ["2014_good"] and list(problems) == ["bad", "z"]
    interviews, problems = archive(size=1)
    assert interviews == ["2014_good", "z"] and list(problems) == ["bad"]
    assert archive(size=1) == (interviews, problems)
    assert sorted(opened) == ["2014_good", "bad", "z", "z"]  # the rest is read once


def test_a_folder_that_cannot_be_entered_is_a_problem(archive, monkeypatch):
    (archive.folder / "shut").mkdir()
    scan = os.scandir

    def refuse(path):
        if Path(path).name == "shut":
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    interviews, problems = archive()
    assert interviews == ["2014_good"]
    assert "is a folder that can't be entered. Allow reading it" in problems["shut"]


def test_a_name_in_capitals_or_of_odd_bytes_is_a_name(archive):
    (archive.folder / "X.TXT").write_text(archive.page)
    odd = [os.fsdecode(os.fsencode(archive.folder) + b"/" + n) for n in (b"\xfc.txt", b"\xe4.txt")]
    try:
        Path(odd[0]).write_text(archive.page)
        Path(odd[1]).write_bytes(b"")
    except OSError:
        odd = []  # a system whose names are UTF-8
    interviews, problems = archive()
    assert interviews == ["2014_good", "X", *(r"\udcfc" for _ in odd[:1])]
    assert list(problems) == [r"\udce4" for _ in odd[:1]]


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
def test_links_that_lead_nowhere_are_problems(archive):
    (archive.folder / "lost.txt").symlink_to("nowhere")
    (archive.folder / "loop.txt").symlink_to("loop.txt")
    interviews, problems = archive()
    assert interviews == ["2014_good"] and list(problems) == ["loop", "lost"]
    assert all("can't be read: " in problem for problem in problems.values())


def test_what_lies_in_an_editorial_folder_beside_its_tables_is_passed_over(archive):
    own = Path(os.environ["BELEGSTELLE_ROOT"]) / "data" / "editorial" / "2014_good"
    (own / "alt.csv").mkdir(parents=True)
    (own / "~$claims.csv").write_bytes(b"\0")
    (own / ".~lock.claims.csv#").write_bytes(b"\0")
    assert archive() == (["2014_good"], {})


def test_interviews_without_a_counted_term_are_compared_with_nothing(archive):
    (archive.folder / "z.txt").write_text("Bild: Anna\n")
    assert archive() == (["2014_good", "z"], {})
    assert across.compare_with_others("z").empty
    with pytest.raises(TroubleError, match="holds no interview 'y'"):
        across.compare_with_others("y")


def test_an_archive_without_any_term_is_compared_with_nothing(archive):
    (archive.folder / "2014_good.txt").write_text("Heft: Wie?\nEva Muster: So.\n")
    (archive.folder / "z.txt").write_text("Heft: Ja?\nEva Muster: Ja.\n")
    assert archive() == (["2014_good", "z"], {})
    assert across.compare_with_others("z").empty
    assert across.share_terms().empty


def test_an_archive_of_bad_files_only_is_said_in_a_sentence(archive):
    (archive.folder / "2014_good.txt").write_bytes(b"\0")
    with pytest.raises(TroubleError, match=r"none of its texts can be read\. .*is empty"):
        archive()


def test_a_file_in_the_place_of_the_archives_folder_is_named(archive):
    archive.target.parent.mkdir(exist_ok=True)
    archive.target.write_text("x")
    with pytest.raises(TroubleError, match=r"archive/\.lock can't be written: .*run again"):
        archive()


def test_a_full_disk_is_said_and_what_is_done_is_kept(archive, monkeypatch):
    (archive.folder / "z.txt").write_text(archive.page)
    write, written = pd.DataFrame.to_parquet, []

    def fill(table, path, **options):
        if len(written) == len(partitions.TABLES):
            raise OSError(28, "No space left on device")
        written.append(path)
        write(table, path, **options)

    with monkeypatch.context() as patch:
        patch.setattr(pd.DataFrame, "to_parquet", fill)
        with pytest.raises(TroubleError, match="can't be written: No space left on device. Make"):
            archive(size=1)
    assert archive(size=1) == (["2014_good", "z"], {})


def test_a_home_that_is_nobodys_is_no_folder(project, monkeypatch):
    monkeypatch.setenv("ARCHIVE", "~nosuchuser/x")
    with pytest.raises(TroubleError, match="^~nosuchuser/x: no interview there"):
        partitions.choose_archive()


def test_a_second_run_waits_for_the_first(archive, capsys, monkeypatch):
    is_ours = files._is_ours
    soon = "PRAGMA busy_timeout = 200"  # it says so every five seconds
    monkeypatch.setattr(files, "_is_ours", lambda held: held.execute(soon) and is_ours(held))
    script = (
        "import sys; from pathlib import Path; from belegstelle.store.files import alone\n"
        "with alone(Path(sys.argv[1]), ''): print('in', flush=True); sys.stdin.readline()"
    )
    first = subprocess.Popen(
        [sys.executable, "-c", script, archive.target / ".lock"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert first.stdout.readline() == b"in\n"
    threading.Timer(1, first.communicate, [b"\n"]).start()
    assert archive() == (["2014_good"], {})
    assert "Another run reads this archive" in capsys.readouterr().out
    assert first.wait(timeout=60) == 0


# A report that takes the place of another


@pytest.fixture
def reports(tmp_path, monkeypatch):
    """A function that writes a report of one page, and the folder of all reports."""
    monkeypatch.setenv("BELEGSTELLE_ROOT", str(tmp_path))
    monkeypatch.setattr(pages, "own_pages", lambda *_: {})
    monkeypatch.setattr(pages, "copy_tables", lambda *_: None)

    def write(text):
        assert pages.write_report("x", {"index": text}).read_text() == text

    write.folder = tmp_path / "reports"
    write("old")
    return write


def hidden(folder):
    return sorted(path.name for path in folder.glob(".*"))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere folders are not swapped")
def test_a_report_is_replaced_in_one_step(reports, monkeypatch):
    monkeypatch.setattr(Path, "rename", lambda *_: pytest.fail("there is a moment without one"))
    reports("new")
    assert hidden(reports.folder) == [".lock"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, PermissionError(13, "Permission denied")])
def test_a_report_stays_if_the_next_one_cannot_take_its_place(reports, monkeypatch, error):
    rename, calls = Path.rename, []

    def fail(path, target):
        calls.append(path)
        if len(calls) == 2:
            raise error
        return rename(path, target)

    monkeypatch.setattr(pages, "_swap", lambda *_: False)
    with monkeypatch.context() as patch, pytest.raises((KeyboardInterrupt, TroubleError)):
        patch.setattr(Path, "rename", fail)
        reports("new")
    assert (reports.folder / "x" / "index.html").read_text() == "old"
    reports("newer")
    assert hidden(reports.folder) == [".lock"]


def test_what_a_killed_run_left_is_cleared_away(reports):
    for name in (".x.new", ".x.old"):
        (reports.folder / name).mkdir()
        (reports.folder / name / "index.html").write_text("half")
    reports("new")
    assert hidden(reports.folder) == [".lock"]


# An interview that is odd all the way through


ADDRESS = "beispiel.de/andreas-leonhard-ueber-social-media-weiterbildungen-und-die-nachfrage-im-m"
ODD = {
    "one word": "Frage: Was ist wichtig?\n\nAntwort: Bildung, Bildung, Bildung!\n",
    "a sign first and an address": "Frage: Wie?\n\nAntwort: +5 Prozent mehr Umsatz haben wir. Mehr "
    f"unter https://www.{ADDRESS} und https://m.{ADDRESS}\n",
}


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_interview_goes_through_every_notebook(project, monkeypatch, odd):
    (project / "data" / "raw" / f"{odd}.txt").write_text(ODD[odd], encoding="utf-8")
    monkeypatch.setenv("INTERVIEW", odd)
    for path in sorted((SAMPLE / "notebooks").glob("0[1-5]_*.ipynb")):
        run_cells(nbformat.read(path, as_version=4))


def test_a_table_that_no_sheet_holds_is_left_out_of_the_workbook_and_said(
    project, first, monkeypatch
):
    from openpyxl import load_workbook

    tables.write_tables(FIRST, tokens=first["tokens"])
    monkeypatch.setattr(exports, "LONGEST_SHEET", 2)
    book = load_workbook(exports.write_workbook(FIRST))
    assert "tokens.csv" in book["tokens"]["A2"].value and book["tokens"].max_row == 2


# A run that is broken off


def project_of(folder, cells):
    """Return a project whose notebooks have one cell each: name → cell, or of the others ""."""
    copy_notebooks(copy_sample(folder))
    for path in (folder / "notebooks").iterdir():
        cell = nbformat.v4.new_code_cell(cells.get(path.stem, cells[""]))
        nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    return folder


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A project to run reports in whose first notebook ends soon and the others do not."""
    cells = {"01_read": "1", "": "import time; time.sleep(300)"}
    return project_of(tmp_path_factory.mktemp("run"), cells)


def start(place, *, shell="", **variables):
    """Start a report in a process group of its own."""
    settings = os.environ | {"BELEGSTELLE_ROOT": str(place), "INTERVIEW": ""} | variables
    return subprocess.Popen(
        ["sh", "-c", f'"$@" {shell}', "sh", *BARE] if shell else BARE,
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
@pytest.mark.parametrize(
    ("number", "after"), [(signal.SIGINT, "01_read"), (signal.SIGTERM, "Running")]
)
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


def test_a_long_cell_is_told_of_while_it_runs(tmp_path, monkeypatch, capsys):
    cell = nbformat.v4.new_code_cell("import time; time.sleep(1)")
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "slow.ipynb")
    monkeypatch.setattr(run, "EVERY", 0.2)
    asyncio.run(run.run_notebooks([tmp_path / "slow.ipynb"], lambda *_: ""))
    assert "  slow: cell 1 of 1, 0 s so far\n" in capsys.readouterr().out


@linux
def test_a_run_to_the_end_says_where_its_report_is_and_leaves_nothing_behind(tmp_path):
    folder = project_of(tmp_path, {"01_read": "'Zelle' + ' eins'", "": "1"})
    shutil.copytree(SAMPLE / "data/processed" / FIRST, folder / "data/processed" / FIRST)
    said, errors = start(folder).communicate(timeout=120)
    report = folder / "reports" / FIRST
    assert said.startswith(f"Running 5 notebooks on {FIRST} …\n  01_read: 1 cells, "), errors
    assert said.endswith(f" s. Open {report / 'index.html'}\n") and errors == ""
    assert {path.stem for path in report.glob("*.html")} == {*pages.LABELS}
    assert "Zelle eins" in (report / "01_read.html").read_text(encoding="utf-8")
    assert left_behind(folder) == []


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
