"""Tables survive spreadsheets, bad input gets one clear sentence, and nothing is half written."""

import pandas as pd
import pytest
from conftest import FIRST
from hypothesis import given
from hypothesis import strategies as st

import helpers
from belegstelle import project as project_paths
from belegstelle.project import TroubleError
from belegstelle.store import files, lists, schema, tables

HEADER = ["erratum", "raw", "corrected"]


def test_an_unknown_interview_lists_those_there_are(project, monkeypatch):
    monkeypatch.setenv("INTERVIEW", "nobody")
    with pytest.raises(TroubleError, match=rf"data/raw/nobody\.txt.*There are: {FIRST}"):
        project_paths.choose_interview()
    monkeypatch.delenv("INTERVIEW")
    assert project_paths.choose_interview() == FIRST
    with pytest.raises(TroubleError, match=r"data/raw/else\.txt: no such interview"):
        project_paths.choose_interview("else")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "x.txt is empty"),
        (b" \r\n\t\n", "x.txt is empty"),
        (b"\xef\xbb\xbf\n", "x.txt is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "x.txt is not a text file"),
        (b"PK\x03\x04\x14\x00\x06\x00", "x.txt is not a text file"),
        (b"\xff\xfea", "x.txt is not a text file"),
    ],
)
def test_what_is_no_text_is_said_to_be_none(data, message):
    with pytest.raises(TroubleError, match=message):
        files.decode(data, "x.txt")


@pytest.mark.parametrize(
    ("encoding", "newline"),
    [("utf-8", "\n"), ("utf-8-sig", "\r\n"), ("cp1252", "\r\n"), ("utf-16", "\n")],
)
@pytest.mark.parametrize("comma", [",", ";", "\t"])
def test_a_table_saved_by_a_spreadsheet_reads_the_same(project, encoding, newline, comma):
    lines = [comma.join(HEADER), comma.join(["e1", "Füße, groß", "Füsse"]), comma * 2]
    lines[1] = lines[1].replace("Füße, groß", '"Füße, groß"')
    path = project / "table.csv"
    path.write_bytes(newline.join(lines).encode(encoding))
    table = tables.read_editorial(path, HEADER)
    assert table.to_numpy().tolist() == [["e1", "Füße, groß", "Füsse"]]
    assert list(table.index) == [2]


@pytest.mark.parametrize("sign", ["\f", "\v", "\u2028", "\u2029", "\x85"])
@pytest.mark.parametrize("mark", ['"', ""], ids=["quoted", "unquoted"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_only_a_newline_ends_a_row(project, sign, mark, newline):
    path = project / "table.csv"
    rows = [",".join(HEADER), f"e1,{mark}vor{sign}nach{mark},x", "e2,y,z"]
    path.write_bytes(newline.join(rows).encode())
    table = tables.read_editorial(path, HEADER)
    assert table.to_numpy().tolist() == [["e1", f"vor{sign}nach", "x"], ["e2", "y", "z"]]
    assert list(table.index) == [2, 3]


@pytest.mark.parametrize("sign", ["\f", "\v", "\u2028", "\x85"])
def test_only_a_newline_ends_a_line_of_a_list(project, sign):
    path = project / "data" / "editorial" / "list.txt"
    path.write_bytes(f"eins\r\nzwei{sign}drei # a note{sign}goes on\rvier\n".encode())
    assert lists.read_list("list.txt") == ["eins", f"zwei{sign}drei", "vier"]


def test_a_missing_column_is_named(project):
    path = project / "data" / "editorial" / "t.csv"
    path.write_text("erratum,raw\ne1,x\n")
    with pytest.raises(TroubleError, match=r"data/editorial/t\.csv, row 1: the column 'corrected'"):
        tables.read_editorial(path, HEADER)


def test_a_table_not_yet_written_says_what_to_run(project):
    with pytest.raises(TroubleError, match="blocks.csv is not there yet. Run the notebooks"):
        tables.read_table(FIRST, "blocks")


@given(st.lists(st.text(), min_size=1))
def test_a_cell_comes_back_from_csv_as_it_was(cells):
    for cell in cells:
        assert tables.restore(tables.neutralise(cell)) == cell


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2", "'-2"),
        ("+49", "'+49"),
        ("'=1", "''=1"),
        ("a=1", "a=1"),
        ("– nein", "– nein"),
        ("'tis", "'tis"),
    ],
)
def test_a_formula_is_neutralised(cell, safe):
    assert tables.neutralise(cell) == safe
    assert tables.to_csv(pd.DataFrame({"a": [cell]})).decode() == f"a\n{safe}\n"


def test_a_table_with_a_wrong_place_is_never_written(project, first):
    wrong = first["sentences"].assign(start=first["sentences"]["start"] + 1)
    with pytest.raises(TroubleError, match=r"sentences\.csv, row 2: the text at"):
        tables.write_tables(FIRST, blocks=first["blocks"], sentences=wrong)
    assert not (project / "data" / "processed").exists()


def test_tables_come_back_as_written(project, first):
    tables.write_tables(FIRST, tokens=first["tokens"], claims=first["claims"])
    pd.testing.assert_frame_equal(
        tables.read_table(FIRST, "tokens"), first["tokens"], check_dtype=False
    )
    pd.testing.assert_frame_equal(
        tables.read_table(FIRST, "claims"), first["claims"], check_dtype=False
    )


def test_a_folder_that_cannot_be_written_is_named(project, monkeypatch):
    def refuse(**_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files.tempfile, "mkstemp", refuse)
    with pytest.raises(
        TroubleError, match=r"clean\.txt can't be written: Permission denied.*again"
    ):
        files.write_text("x", FIRST, "clean.txt")


def test_a_file_in_the_way_is_named_and_nothing_is_left(project):
    (project / "data" / "processed").write_text("in the way")
    with pytest.raises(TroubleError, match=r"clean\.txt can't be written"):
        files.write_text("x", FIRST, "clean.txt")
    (project / "data" / "processed").unlink()
    project_paths.processed_path(FIRST, "clean.txt").mkdir(parents=True)
    with pytest.raises(TroubleError, match=r"clean\.txt can't be written"):
        files.write_text("x", FIRST, "clean.txt")
    assert [path.name for path in project_paths.processed_path(FIRST).iterdir()] == ["clean.txt"]


def test_an_empty_table_keeps_its_types(project):
    columns = schema.dtypes("blocks")
    empty = pd.DataFrame({name: pd.array([], dtype=kind) for name, kind in columns.items()})
    tables.write_tables(FIRST, blocks=empty)
    read = tables.read_table(FIRST, "blocks")
    assert {name: str(kind) for name, kind in read.dtypes.items()} == columns


def test_an_edit_takes_effect_in_the_next_cell(project):
    editorial = project / "data" / "editorial"
    interview, n = helpers.open(), {}

    def look():
        return {
            "stop words": interview.tokens["is_stop"].sum(),
            "variants": (interview.tokens["term"] == "Bedarf").sum(),
            "sentences": len(interview.sentences),
            "candidates": len(interview.candidates),
            "codes": len(helpers.coding.codebook(interview)),
            "notes": (interview.blocks["kind"] == "note").sum(),
            "errata": len(interview.corrections),
        }

    n["before"] = look()
    with (editorial / "stopwords.txt").open("a") as words:
        words.write("\nMedia Nachfrage\n")
    with (editorial / "term_variants.csv").open("a") as variants:
        variants.write("Mittelstand,Bedarf,\n")
    with (editorial / "abbreviations.txt").open("a") as short:
        short.write("\nzusammen\nsteigt\nvoraus\n")
    cues = (editorial / "cues.csv").read_text(encoding="utf-8").splitlines()
    (editorial / "cues.csv").write_text("\n".join(cues[:2]) + "\n", encoding="utf-8")
    book = (editorial / "codebook.csv").read_text(encoding="utf-8")
    (editorial / "codebook.csv").write_text(book + "topic,other,,\n", encoding="utf-8")
    with (editorial / "page_words.csv").open("a") as words:
        words.write("Aktuell,note,editorial,\n")
    with (editorial / FIRST / "errata.csv").open("a") as errata:
        errata.write("e99,ausgebildet,,,keep,,it is right\n")
    n["after"] = look()
    alike = [name for name, count in n["before"].items() if count == n["after"][name]]
    assert alike == [], n


def test_what_a_reader_does_to_a_table_is_theirs(project):
    interview = helpers.open()
    for hand_out in (helpers.coding.codebook, helpers.coding.claims, helpers.page.blocks):
        mine = hand_out(interview)
        mine[mine.columns[0]] = "mine"
        assert "mine" not in set(hand_out(interview)[mine.columns[0]])
    blocks = interview.blocks
    blocks["voice"] = "mine"
    assert "mine" not in set(interview.blocks["voice"])


def test_a_table_knows_its_title_and_its_base(project):
    interview = helpers.open()
    shares = helpers.page.word_shares(interview)
    assert shares.attrs["title"] == "Words by voice"
    assert shares.attrs["base"] == "406 words as printed, display left out"
    assert shares.head(1).attrs == shares.attrs
    terms = helpers.terms.compare(interview, "interviewee", "editorial")
    assert terms.attrs["title"] == "interviewee (one) against editorial (other)"


def test_every_stage_shows_tables_that_say_what_they_are(project):
    interview = helpers.open()
    arguments = {"compare": ("interviewee", "editorial"), "concordance": ("Wissen",)}
    arguments |= {"tabulate": ("stance", "voice")}
    stages = helpers.page, helpers.text, helpers.terms, helpers.coding, helpers.trend
    for stage in stages:
        for name, function in vars(stage).items():
            if callable(function) and name != "changes":
                table = function(interview, *arguments.get(name, ()))
                assert table.attrs["title"], name
                assert table.attrs["base"], name


def test_the_name_in_the_notebook_beats_the_variable(project, monkeypatch):
    (project / "data" / "raw" / "other.txt").write_text("Ein Text.", encoding="utf-8")
    monkeypatch.setenv("INTERVIEW", "other")
    assert helpers.open().name == "other"
    assert helpers.open(FIRST).name == FIRST
    monkeypatch.setenv("BELEGSTELLE_REPORT", "other")
    with pytest.raises(TroubleError, match=f"opens {FIRST}, but the report is of other"):
        helpers.open(FIRST)


def test_an_interview_says_what_it_has(project):
    interview = helpers.open()
    with pytest.raises(AttributeError, match="An interview has no 'toknes'; it has .*tokens"):
        interview.toknes  # noqa: B018
    assert {"blocks", "claims", "ask"} <= set(dir(interview))
