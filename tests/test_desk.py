"""The desk without its widget: what a decision writes, what it refuses, and the way back."""

import csv
import io
import json
import re
import shutil

import openpyxl
import pytest
from conftest import FIRST, ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from belegstelle.coding.codebook import CODED, codebook
from belegstelle.desk import claims
from belegstelle.desk.cell import desk
from belegstelle.desk.reading import Reading
from belegstelle.desk.rows import edit_rows
from belegstelle.desk.session import Session
from belegstelle.desk.widget import make_report
from belegstelle.desk.workbook import coding_sheet, read_coding_sheet
from belegstelle.project import TroubleError, editorial_path
from belegstelle.report import run
from belegstelle.report.stored import WIDGET, settle_saved
from belegstelle.store.files import CONTROL, is_there, read_bytes, supposing, write_file
from belegstelle.store.tables import read_editorial
from belegstelle.text.errata import locate

PAGE = (
    "Wald im Wandel\n\n"
    "Heft: Frau Muster, wächst der Wald?\n"
    "Eva Muster: Ja, eher schon. Rund 600 Bäume stehen hier. Der Wald wächst.\n\n"
    "Der Wald wächst auch im Norden, und die die Leute gehen gern hin.\n\n"
    "Heft: Und was kommt dannn?\n"
    "Eva Muster: =Wald, „überall“. Der Wald wächst.\n"
)
NEW = "2026-01-01_wald"
FREE = codebook().query("needs == ''")
CODES = {column: book["code"].iloc[0] for column, book in FREE.groupby("column")}
CELLS = {column: CODES[column] for column in CODED if column != "voice"}


@pytest.fixture
def wald(project):
    """A new interview, of which nothing is decided."""
    (project / "data" / "raw" / f"{NEW}.txt").write_text(PAGE, "utf-8")
    return project


def place(session, words, occurrence=1):
    """Return where words stand in the text as received."""
    start = -1
    for _ in range(occurrence):
        start = session.reading.raw.index(words, start + 1)
    return {"start": start, "end": start + len(words)}


def rows(name, interview=NEW):
    path = editorial_path(f"{name}.csv", interview)
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))


def block_of(session, words):
    blocks = session.reading.blocks
    return int(blocks.loc[blocks["text"].str.contains(words, regex=False), "block"].iloc[0])


# ---- rows of a table, changed in its text -------------------------------------------------------

TABLES = [
    ("a,b\n1,x\n2,y\n", {3: {"b": "z"}}, [], "a,b\n1,x\n2,z\n"),
    ("a,b\n1,x\n2,y\n", {2: None}, [], "a,b\n2,y\n"),
    ("a,b\n1,x", {}, [{"a": "2", "b": "y"}], "a,b\n1,x\n2,y\n"),
    ('a;b\r\n1;"x"\r\n', {}, [{"a": "2;3"}], 'a;b\r\n1;"x"\r\n"2;3";\r\n'),
    ("a\tb\r1\tx\r", {2: {"b": "y"}}, [], "a\tb\r1\ty\r"),
    ('a,b\n"1\n2",x\n3,y\n', {3: {"b": "z"}}, [], 'a,b\n"1\n2",x\n3,z\n'),
    ("sep=;\na;b\n1;x\n", {3: {"b": "y"}}, [], "sep=;\na;b\n1;y\n"),
    ("a,b,,\n1,x,,\n,,,\n", {}, [{"a": "2"}], "a,b,,\n1,x,,\n2,,,\n"),
    ("\n\na,b\n1,x\n", {4: {"a": "=1"}}, [], "\n\na,b\n'=1,x\n"),
    ("b\nx\n", {}, [{"a": "1"}], "b,a\nx\n,1\n"),
    ("a,b\n1,x\n", {2: {"b": "ü"}}, [], "a,b\n1,ü\n"),
]


@pytest.mark.parametrize(("text", "changed", "added", "after"), TABLES)
def test_rows_change_and_all_others_stay_as_they_are(tmp_path, text, changed, added, after):
    made = edit_rows(tmp_path / "t.csv", text.encode(), ["a", "b"], changed, added)
    assert made.decode() == after


@pytest.mark.parametrize(
    ("encoding", "cell", "kept"),
    [("utf-8-sig", "ö", "utf-8-sig"), ("cp1252", "ö", "cp1252"), ("cp1252", "Ω", "utf-8-sig")],
)
def test_an_encoding_stays_if_it_can_hold_the_decision(tmp_path, encoding, cell, kept):
    data = "a,b\nMärz,„x“\n".encode(encoding)
    made = edit_rows(tmp_path / "t.csv", data, ["a", "b"], {}, [{"a": cell}])
    assert made == f"a,b\nMärz,„x“\n{cell},\n".encode(kept)


CELL = st.text(st.characters(codec="utf-8"), max_size=12)


def readable(cell):
    """Return what can stand in a cell: one kind of line end, no controls, no space around."""
    return "\n".join(CONTROL.sub("", cell).splitlines()).strip()


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=5), CELL, st.data())
@settings(max_examples=60)
def test_what_is_put_into_a_row_is_read_from_it(tmp_path_factory, table, cell, data):
    path = tmp_path_factory.mktemp("t") / "t.csv"
    made = edit_rows(path, None, ["a", "b"], {}, [{"a": f"x{a}", "b": b} for a, b in table])
    number = data.draw(st.integers(2, len(table) + 1))
    path.write_bytes(edit_rows(path, made, ["a", "b"], {number: {"b": cell}}))
    read = read_editorial(path, ["a", "b"])
    expected = [readable(b) for _, b in table]
    expected[number - 2] = readable(cell)
    assert list(read["b"]) == expected
    assert list(read["a"]) == [readable(f"x{a}") for a, _ in table]


def test_files_are_supposed_only_within(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(b"old")
    with supposing({path: b"new"}):
        assert read_bytes(path) == b"new"
        with supposing({path: None}):
            assert not is_there(path)
    assert read_bytes(path) == b"old" and is_there(path)


# ---- passages ------------------------------------------------------------------------------------


@given(st.data())
@settings(max_examples=60)
def test_a_place_is_cited_so_that_it_is_found_again(data):
    reading = Reading(FIRST)
    reading.__dict__["raw"] = "ab ab\u00a0abab, u\u0308ber\r\n\u00adab ab"
    start = data.draw(st.integers(0, len(reading.raw) - 1))
    end = data.draw(st.integers(start + 1, len(reading.raw)))
    try:
        passage, occurrence = reading.cite(start, end)
    except TroubleError:
        return
    (found,) = locate(reading.unified[0], passage, occurrence, "")
    assert reading.unified[0][slice(*found)] == passage
    assert passage == passage.strip() != ""
    assert occurrence == "" or len(locate(reading.unified[0], passage, "all", "")) > 1


# ---- blocks --------------------------------------------------------------------------------------


def test_a_block_is_overruled_as_a_person_would_type_it(wald):
    session = Session(NEW)
    block = block_of(session, "im Norden")
    told = session.decide({"do": "goes on", "block": block})
    assert told == f"Block {block} is answer, voice interviewee, speaker Eva Muster."
    (row,) = rows("blocks")
    assert (row["block"], row["begins"]) == (str(block), "Der Wald wächst auch im")
    assert (row["kind"], row["voice"]) == ("answer", "")
    after = session.reading.blocks.set_index("block").loc[block]
    assert tuple(after[["kind", "voice", "speaker"]]) == ("answer", "interviewee", "Eva Muster")
    session.decide({"do": "block", "block": block, "kind": "note", "reason": "Heft"})
    (row,) = rows("blocks")
    assert (row["kind"], row["reason"]) == ("note", "Heft")
    after = session.reading.blocks.set_index("block").loc[block]
    assert tuple(after[["kind", "voice", "speaker"]]) == ("note", "editorial", "")
    session.decide({"do": "block back", "block": block})
    assert rows("blocks") == []


def test_a_decision_settles_an_unsure_block(wald):
    page = PAGE + "\n\nLaut einer Zählung wächst er.\n"  # nobody's: whether hers stays open
    (wald / "data" / "raw" / f"{NEW}.txt").write_text(page, "utf-8")
    session = Session(NEW)
    first = next(block for block in session.view()["page"]["blocks"] if block["unsure"])
    session.decide({"do": "block", "block": first["block"]})
    after = session.view()["page"]["blocks"][first["block"] - 1]
    assert not after["unsure"] and after["decided"] and after["kind"] == first["kind"]


def test_claims_follow_their_block(wald):
    session = Session(NEW)
    session.decide({"do": "claim", **place(session, "Rund 600 Bäume stehen hier."), "cells": CELLS})
    second = Session(NEW, "zwei")
    second.decide({"do": "claim", **place(session, "Rund 600 Bäume"), "cells": CELLS})
    session.look()
    block = block_of(session, "Rund 600")
    session.decide({"do": "block", "block": block, "kind": "note"})
    for name in ("claims", "claims.zwei"):
        assert [(row["voice"], row["speaker"]) for row in rows(name)] == [("editorial", "")]
    session.undo()
    assert rows("claims")[0]["speaker"] == "Eva Muster"


def test_a_label_is_somebody_else_in_all_its_blocks(wald):
    session = Session(NEW)
    session.decide({"do": "claim", **place(session, "Rund 600 Bäume"), "cells": CELLS})
    wish = {"do": "speaker", "label": "Eva Muster", "name": "Eva von Muster"}
    told = session.decide(wish | {"voice": "editorial"})
    assert told == "“Eva Muster” is Eva von Muster, editorial."
    assert [list(row.values()) for row in rows("speakers")] == [
        ["Eva Muster", "Eva von Muster", "editorial"]
    ]
    labelled = session.reading.blocks.query("label == 'Eva Muster'")
    assert set(labelled["voice"]) == {"editorial"} and len(labelled) == 2
    assert rows("claims")[0]["voice"] == "editorial"
    session.decide({"do": "speaker back", "label": "Eva Muster"})
    assert rows("speakers") == [] and rows("claims")[0]["speaker"] == "Eva Muster"


# ---- errata --------------------------------------------------------------------------------------


def test_suspects_are_corrected_queried_kept(wald):
    session = Session(NEW)
    found = {row["word"]: row for row in session.view()["corrections"]["suspects"]}
    assert found["dannn"]["suggestion"] == "dann"
    typo = found["dannn"]
    told = session.decide(
        {"do": "erratum", "treatment": "correct", "corrected": "dann", "reason": "Tippfehler"}
        | {name: typo[name] for name in ("start", "end")}
    )
    assert told == "“dannn” is corrected to “dann” (e01)."
    assert "was kommt dann?" in session.reading.cleaned[0]
    session.decide({"do": "erratum", "treatment": "keep", **place(session, "Norden")})
    (first, second) = rows("errata")
    assert (first["raw"], first["corrected"], first["occurrence"]) == ("dannn", "dann", "")
    assert (second["erratum"], second["treatment"]) == ("e02", "keep")
    assert "dannn" not in {row["word"] for row in session.view()["corrections"]["suspects"]}
    session.decide({"do": "erratum back", "erratum": "e01"})
    assert "was kommt dannn?" in session.reading.cleaned[0]


def test_one_place_or_all(wald):
    session = Session(NEW)
    wish = {"do": "erratum", "treatment": "query", **place(session, "Der Wald wächst", 3)}
    session.decide(wish)
    session.decide(wish | {"erratum": "e01", "everywhere": True})
    assert [row["occurrence"] for row in rows("errata")] == ["all"]
    session.undo()
    assert [row["occurrence"] for row in rows("errata")] == ["3"]


# ---- claims --------------------------------------------------------------------------------------


def test_a_claim_is_written_with_what_follows_from_its_place(wald):
    session = Session(NEW)
    told = session.decide(
        {"do": "claim", **place(session, "Der Wald wächst.", 2), "cells": CELLS | {"topic": "=x"}}
    )
    (row,) = rows("claims")
    assert told == "c01 is written."
    assert (row["claim_id"], row["voice"], row["speaker"]) == ("c01", "interviewee", "Eva Muster")
    assert (row["quote"], row["occurrence"], row["topic"]) == ("Der Wald wächst.", "2", "'=x")
    (claim,) = session.view()["claims"]["claims"]
    assert {name: claim[name] for name in ("start", "end")} == place(session, "Der Wald wächst.", 2)
    session.decide({"do": "claim", "claim_id": "c01", "cells": CELLS, **place(session, "=Wald")})
    assert [row["quote"] for row in rows("claims")] == ["'=Wald"]
    session.decide({"do": "claim back", "claim_id": "c01"})
    assert rows("claims") == []


def test_a_claim_that_lacks_a_code_is_written_and_said_to_lack_it(wald):
    session = Session(NEW)
    cells = {"claim_type": CODES["claim_type"]}
    told = session.decide({"do": "claim", **place(session, "Rund 600 Bäume"), "cells": cells})
    assert told.startswith("c01 is written; it does not count before it has unit, ")
    (claim,) = session.view()["claims"]["claims"]
    assert "stance" in claim["missing"] and session.view()["claims"]["open"] >= 1
    wish = {"do": "claim", "claim_id": "c01", **place(session, "Rund 600 Bäume"), "cells": CELLS}
    assert session.decide(wish) == "c01 is changed."
    assert session.view()["claims"]["claims"][0]["missing"] == ""


def test_cues_propose_hedges_and_numbers(wald):
    session = Session(NEW)
    draft = claims.propose(session.reading, place(session, "Rund 600 Bäume stehen hier."))
    cells = {"quantity": "Rund 600", "qty_unit": "", "qty_min": "600", "qty_max": "600"}
    assert draft["cells"] == cells
    cells = CELLS | {"hedge_cues": "schon; eher", "certainty": "PS"}
    session.decide({"do": "claim", **place(session, "Ja, eher schon"), "cells": cells})
    draft = claims.propose(session.reading, place(session, "Ja, eher schon."))
    assert draft["cells"] == {"hedge_cues": "eher; schon", "certainty": "PS"}


def test_a_second_coder_neither_sees_nor_changes_the_first(wald):
    session, second = Session(NEW), Session(NEW, "zwei")
    session.decide({"do": "claim", **place(session, "Rund 600 Bäume"), "cells": CELLS})
    second.look()
    assert second.view()["claims"]["claims"] == []
    second.decide({"do": "claim", **place(second, "600 Bäume"), "cells": CELLS})
    assert [row["quote"] for row in rows("claims")] == ["Rund 600 Bäume"]
    assert [row["quote"] for row in rows("claims.zwei")] == ["600 Bäume"]


def test_a_page_without_a_headline_has_claims_too(wald):
    session = Session(NEW)
    session.decide({"do": "block", "block": 1, "kind": "note"})
    assert session.decide({"do": "claim", **place(session, "Rund 600"), "cells": CELLS})


def test_the_form_asks_for_what_the_codebook_has_now(wald):
    path = editorial_path("codebook.csv")
    path.write_text(
        path.read_text("utf-8") + "claim_type,riddle,Riddle,Nobody knows.,,Wer weiß?\n", "utf-8"
    )
    session = Session(NEW)
    fields = {one["name"]: one for one in session.view()["claims"]["fields"]}
    assert fields["claim_type"]["codes"][-1]["definition"] == "Nobody knows."
    cells = CELLS | {"claim_type": "riddle"}
    session.decide({"do": "claim", **place(session, "Rund 600 Bäume"), "cells": cells})
    assert rows("claims")[0]["claim_type"] == "riddle"


# ---- refused: one sentence, nothing written ------------------------------------------------------

REFUSED = [
    ({"do": "block", "block": 99}, "no block 99"),
    ({"do": "block", "block": "1"}, "no block 1"),
    ({"do": "block", "block": 2, "kind": "poem"}, "none of"),
    ({"do": "block", "block": 2, "voice": "choir"}, "none of"),
    ({"do": "goes on", "block": 1}, "no turn stands before"),
    ({"do": "erratum", "start": 0, "end": 4, "treatment": "correct"}, "what should stand there"),
    ({"do": "erratum", "start": 0, "end": 4, "treatment": "correct", "corrected": "Wald"}, "same"),
    ({"do": "erratum", "start": 0, "end": 4, "treatment": "mend"}, "none of"),
    ({"do": "erratum", "start": 4, "end": 4, "treatment": "keep"}, "no such place"),
    ({"do": "erratum", "start": 0, "end": 10**9, "treatment": "keep"}, "no such place"),
    ({"do": "erratum", "treatment": "keep"}, "no such place"),
    ({"do": "erratum back", "erratum": "e77"}, "no erratum"),
    ({"do": "claim", "start": 0, "end": 4}, "Choose a code"),
    ({"do": "claim", "start": 0, "end": 40, "cells": CELLS}, "edge of a block"),
    ({"do": "claim", "start": 0, "end": 4, "cells": CELLS | {"stance": "odd"}}, "none of"),
    ({"do": "claim", "start": 0, "end": 4, "cells": CELLS | {"same_as": "c9"}}, "no claim_id"),
    ({"do": "claim", "start": 0, "end": 4, "cells": CELLS | {"qty_min": "viel"}}, "no number"),
    ({"do": "claim back", "claim_id": "c77"}, "no claim"),
    ({"do": "speaker", "label": "Wer"}, "no label"),
    ({"do": "speaker", "label": "Heft", "voice": "choir"}, "none of"),
    ({"do": "sing"}, "no decision"),
    ({}, "no decision"),
]


@pytest.mark.parametrize(("wish", "why"), REFUSED)
def test_a_decision_that_cannot_be_is_one_sentence(wald, wish, why):
    session = Session(NEW)
    with pytest.raises(TroubleError, match=why):
        session.decide(wish)
    assert not editorial_path("", NEW).exists() and session.done == []


def test_a_decision_that_breaks_another_is_refused(wald):
    session = Session(NEW)
    wish = {"do": "erratum", "treatment": "correct", "corrected": "dann"}
    session.decide(wish | place(session, "dannn"))
    path = editorial_path("claims.csv", NEW)
    session.decide({"do": "claim", **place(session, "Und was kommt dannn?"), "cells": CELLS})
    text = path.read_text("utf-8").replace("dannn", "dann")  # quoted as corrected
    path.write_text(text, "utf-8")
    session.look()
    with pytest.raises(TroubleError, match="occurs 0 times"):
        session.decide({"do": "erratum back", "erratum": "e01"})
    assert len(rows("errata")) == 1 and path.read_text("utf-8") == text


def test_trouble_that_was_there_does_not_hinder_other_decisions(wald):
    folder = editorial_path("", NEW)
    folder.mkdir()
    (folder / "claims.csv").write_text("claim_id\nc1\n", "utf-8")
    session = Session(NEW)
    view = session.view()
    assert "claims.csv, row 1" in view["claims"]["trouble"] and view["page"]["blocks"]
    session.decide({"do": "block", "block": 1, "kind": "headline"})
    assert len(rows("blocks")) == 1


# ---- back and forth ------------------------------------------------------------------------------


def snapshot():
    folder = editorial_path("", NEW)
    return {path.name: path.read_bytes() for path in folder.glob("*")} if folder.exists() else {}


def test_undo_and_redo_are_exact(wald):
    session = Session(NEW)
    wishes = [
        {"do": "block", "block": 4, "kind": "note"},
        {"do": "erratum", "treatment": "keep", **place(session, "Norden")},
        {"do": "claim", **place(session, "Rund 600 Bäume"), "cells": CELLS},
        {"do": "claim back", "claim_id": "c01"},
    ]
    states = [snapshot()]
    for wish in wishes:
        session.decide(wish)
        states.append(snapshot())
    for state in states[-2::-1]:
        assert session.undo().startswith("Taken back: ")
        assert snapshot() == state
    for state in states[1:]:
        assert session.redo().startswith("Done again: ")
        assert snapshot() == state
    with pytest.raises(TroubleError, match="nothing to redo"):
        session.redo()


def shown(session):
    """Return what the sheets show."""
    return {name: value for name, value in session.view().items() if name not in ("undo", "redo")}


WISHES = st.sampled_from(
    ["undo", "redo"]
    + [{"do": "block", "block": b, "kind": k} for b in (1, 4) for k in ("note", "answer")]
    + [{"do": "block back", "block": 4}, {"do": "erratum back", "erratum": "e01"}]
    + [{"do": "erratum", "start": s, "end": s + 4, "treatment": "query"} for s in (0, 8)]
    + [{"do": "claim", "start": s, "end": s + 4, "cells": CELLS} for s in (0, 8)]
    + [{"do": "claim back", "claim_id": "c01"}, {"do": "claim", "start": 0, "end": 4}]
)


@given(st.lists(WISHES, max_size=7))
@settings(max_examples=8)
def test_all_undone_gives_the_files_of_before(tmp_path_factory, wishes):
    with pytest.MonkeyPatch.context() as patch:
        root = tmp_path_factory.mktemp("any")
        (root / "data" / "raw").mkdir(parents=True)
        (root / "data" / "raw" / f"{NEW}.txt").write_text(PAGE, "utf-8")
        shutil.copytree(ROOT / "data" / "editorial", root / "data" / "editorial")
        patch.setenv("BELEGSTELLE_ROOT", str(root))
        session = Session(NEW)
        before = snapshot()
        for wish in wishes:
            try:
                session.decide(wish) if isinstance(wish, dict) else getattr(session, wish)()
            except TroubleError:
                continue
        assert Session(NEW).reading.trouble() == ""
        assert shown(session) == shown(Session(NEW))
        done = len(session.done)
        after = snapshot()
        for _ in range(done):
            session.undo()
        assert snapshot() == before
        for _ in range(done):
            session.redo()
        assert snapshot() == after


def test_a_decision_makes_anew_what_follows_from_it_and_nothing_else(wald, monkeypatch):
    wish = {"do": "claim", "cells": CELLS}
    Session(NEW, "zwei").decide(wish | place(Session(NEW), "600 Bäume"))
    session, ask, made = Session(NEW), Reading.ask, []
    session.decide({"do": "erratum", "treatment": "keep", **place(session, "Norden")})
    session.view()

    def noted(self, function, *given):
        made.append(
            (self.coder, next(name for name, make in self.made.items() if make == function))
        )
        return ask(self, function, *given)

    monkeypatch.setattr(Reading, "ask", noted)
    session.decide(wish | place(session, "Rund 600 Bäume"))
    session.view()
    assert sorted(made) == [("", "claim_rows"), ("", "claims")]
    made.clear()
    session.undo()
    session.view()
    assert sorted(made) == [("", "claim_rows"), ("", "claims")]
    made.clear()
    session.decide({"do": "erratum", "treatment": "query", **place(session, "Leute")})
    session.view()
    assert {name for coder, name in made if coder} == {"claims"}
    assert not {"raw", "blocks", "suspected"} & {name for _, name in made}


def test_a_list_for_all_interviews_that_was_edited_counts_at_the_next_decision(wald):
    session = Session(NEW)
    assert "gehen gern" not in str(session.view()["claims"]["candidates"])
    path = editorial_path("cues.csv")
    path.write_text(path.read_text("utf-8") + "gehen gern,trend,Sie gehen gern hin.\n", "utf-8")
    session.decide({"do": "erratum", "treatment": "keep", **place(session, "Norden")})
    assert "gehen gern" in str(session.view()["claims"]["candidates"])


# ---- changed outside -----------------------------------------------------------------------------


def test_a_file_changed_outside_is_read_again_and_nothing_is_lost(wald):
    session = Session(NEW)
    session.decide({"do": "block", "block": 4, "kind": "note"})
    path = editorial_path("blocks.csv", NEW)
    path.write_text(path.read_text("utf-8").replace("note", "answer"), "utf-8")
    with pytest.raises(TroubleError, match=r"blocks.csv was changed outside the desk.*decide once"):
        session.decide({"do": "erratum", "treatment": "keep", **place(session, "Norden")})
    assert rows("blocks")[0]["kind"] == "answer"
    session.decide({"do": "erratum", "treatment": "keep", **place(session, "Norden")})
    session.undo()
    with pytest.raises(TroubleError, match="can't undo"):
        session.undo()
    assert rows("blocks")[0]["kind"] == "answer"
    assert not editorial_path("errata.csv", NEW).exists()


def test_a_file_that_cannot_be_written_leaves_all_as_it_was(wald, monkeypatch):
    session = Session(NEW)
    session.decide({"do": "claim", **place(session, "Rund 600 Bäume"), "cells": CELLS})
    before = snapshot()

    def refuse(path, data):
        if path.name == "claims.csv":
            raise TroubleError("claims.csv can't be written: full.")
        return write_file(path, data)

    monkeypatch.setattr("belegstelle.desk.session.write_file", refuse)
    with pytest.raises(TroubleError, match="full"):
        session.decide({"do": "block", "block": block_of(session, "Rund 600"), "kind": "note"})
    assert snapshot() == before and len(session.done) == 1


# ---- Excel ---------------------------------------------------------------------------------------


def fill(path, change):
    """Change a sheet as a person does: change(sheet, column → number)."""
    book = openpyxl.load_workbook(path)
    sheet = book["claims"]
    change(sheet, {cell.value: cell.column for cell in sheet[1]})
    book.save(path)


def test_a_coding_sheet_goes_out_with_menus_and_comes_back(wald):
    session = Session(NEW, "anna")
    session.decide({"do": "claim", **place(session, "Rund 600 Bäume"), "cells": CELLS})
    told = coding_sheet(NEW, coder="anna")
    (waiting,) = map(int, re.findall(r"has 1 coded and (\d+) open rows", told))
    path = editorial_path("claims.anna.xlsx", NEW)
    menus = openpyxl.load_workbook(path)["claims"].data_validations.dataValidation
    assert len(menus) == len(CODED) and menus[0].type == "list"

    def change(sheet, columns):
        for name, code in CELLS.items():
            sheet.cell(waiting + 3, columns[name], code)
        sheet.cell(waiting + 3, columns["quote"], "Und was kommt dannn?")
        sheet.cell(waiting + 3, columns["qty_min"], 3)

    fill(path, change)
    assert read_coding_sheet(NEW, coder="anna").endswith(
        "2 coded rows of claims.anna.xlsx; 4 wait."
    )
    found = [(row["claim_id"], row["voice"], row["quote"]) for row in rows("claims.anna")]
    assert found == [
        ("c01", "interviewee", "Rund 600 Bäume"),
        ("c02", "interviewer", "Und was kommt dannn?"),
    ]
    with pytest.raises(TroubleError, match="there already"):
        coding_sheet(NEW, coder="anna")


def test_a_sheet_is_the_same_bytes_each_time(wald):
    path = editorial_path("claims.xlsx", NEW)
    coding_sheet(NEW)
    first = path.read_bytes()
    path.unlink()
    coding_sheet(NEW)
    assert path.read_bytes() == first


def test_a_faulty_sheet_is_one_sentence_that_names_its_row(wald):
    coding_sheet(NEW)
    path = editorial_path("claims.xlsx", NEW)
    fill(path, lambda sheet, columns: sheet.cell(3, columns["stance"], "odd"))
    fill(path, lambda sheet, columns: sheet.cell(3, columns["quote"], "Der Wald wächst auch"))
    with pytest.raises(TroubleError, match=r"claims.xlsx, row 3: stance is 'odd'"):
        read_coding_sheet(NEW)
    assert not editorial_path("claims.csv", NEW).exists()
    path.write_bytes(b"PK no sheet")
    with pytest.raises(TroubleError, match="no Excel sheet"):
        read_coding_sheet(NEW)


# ---- the cell ------------------------------------------------------------------------------------


def test_without_a_front_end_the_cell_is_one_sentence(wald, monkeypatch):
    shown = []
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    monkeypatch.setattr("belegstelle.desk.cell.display", lambda data, raw: shown.append(data))
    desk(NEW, "claims")
    (data,) = shown
    assert set(data) == {"text/html", "text/plain"} and ". " not in data["text/plain"]
    assert data["text/plain"].startswith("Run this cell in JupyterLab")


def test_a_run_from_a_cell_of_jupyterlab_has_no_widget_either(monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", "notebooks/01_read.ipynb")
    assert "JPY_SESSION_NAME" not in run._kernel_variables()


def test_a_report_that_cannot_be_made_is_said(wald):
    with pytest.raises(TroubleError, match=r"01_read.ipynb is not in .*No report was written"):
        make_report(NEW)


def test_jupyterlab_saves_the_sentence_alone():
    shown = {"output_type": "display_data", "data": {WIDGET: {}, "text/html": "x"}}
    stream = {"output_type": "stream", "name": "stdout", "text": "x"}
    cells = [{"cell_type": "code", "outputs": [shown, stream]}, {"cell_type": "markdown"}]
    content = {"metadata": {"widgets": {}}, "cells": cells}
    settle_saved({"type": "notebook", "content": content}, path="x", contents_manager=None)
    assert shown["data"] == {"text/html": "x"} and "widgets" not in content["metadata"]


@pytest.mark.parametrize("coder", ["../x", "a b", ".", "a/b"])
def test_a_coder_is_named_by_letters(wald, coder):
    with pytest.raises(TroubleError, match="coder's name"):
        desk(NEW, coder=coder)


def test_the_view_is_plain_data(wald):
    session = Session(FIRST)
    assert json.loads(json.dumps(session.view()))["page"]["blocks"]
    for block in session.text():
        assert "".join(block["pieces"]) in session.reading.raw
