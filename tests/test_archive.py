"""The archive: the same tables as one interview after the other, whatever happens on the way."""

import os
import subprocess
import sys
import time
import unicodedata

import invent
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from conftest import FIRST, INVENTED, LISTS, ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from belegstelle import project as project_paths
from belegstelle.archive import across, partitions
from belegstelle.charts import CHARTS
from belegstelle.charts.frame import COLOURS
from belegstelle.coding import candidates as coding_candidates
from belegstelle.german import sentences as german_sentences
from belegstelle.german import terms, words
from belegstelle.interview import Interview
from belegstelle.page import blocks as page_blocks
from belegstelle.store import files, schema, tables
from belegstelle.terms import counts as term_counts
from belegstelle.text import edits as text_edits
from belegstelle.text import errata as errata_rules
from belegstelle.text import tokens as text_tokens

TABLES = ["interviews", "received", "blocks", "sentences", "terms", "candidates", "problems"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """An invented archive of 40 interviews."""
    return invent.write_archive(tmp_path_factory.mktemp("archive"), 40)


@pytest.fixture(scope="module")
def unbroken(folder, tmp_path_factory):
    """Its tables, read in one go, in one process, five interviews to a partition."""
    target = tmp_path_factory.mktemp("unbroken")
    partitions.read_archive(folder, target=target, size=5, workers=1)
    return target


@pytest.fixture
def shown(unbroken, monkeypatch):
    """The same as the archive that across looks into."""
    monkeypatch.setattr(partitions, "ARCHIVE", str(unbroken))
    return unbroken


def whole(name, target):
    return pd.concat(
        [rows for _, rows in partitions.iterate_table(name, target)], ignore_index=True
    )


def assert_same(one, other):
    for name in TABLES:
        pd.testing.assert_frame_equal(whole(name, one), whole(name, other))


def read_alone(interview, raw):
    """Read one interview as the notebooks do."""
    clean, edits = errata_rules.clean_text(raw, errata_rules.read_errata(interview), interview)
    blocks = page_blocks.read_blocks(raw, interview, LISTS.page_words)
    found = text_tokens.read_sentences(raw, clean, edits, blocks, LISTS.abbreviations)
    rated = term_counts.rate_terms(
        text_tokens.read_tokens(raw, clean, edits, found, LISTS.vocabulary)
    )
    candidates = coding_candidates.find_candidates(found, LISTS.cues)
    return {"blocks": blocks, "sentences": found, "terms": rated, "candidates": candidates}


def documents():
    """The first interview, with all that people decided about it, and pages of nine layouts."""
    paths = [ROOT / "data" / "raw" / f"{FIRST}.txt", *INVENTED.glob("*.txt")]
    return sorted((path.stem, path) for path in paths)


def test_many_interviews_give_the_tables_of_each(folder):
    pages = documents() + partitions.list_documents(folder)[:3]
    together = partitions.read_partition(pages)
    assert together["problems"].empty
    for interview, path in pages:
        alone = read_alone(interview, files.decode(path.read_bytes(), path.name)[0])
        for name, expected in alone.items():
            rows = together[name][together[name]["interview"] == interview]
            expected = expected.astype(schema.dtypes(name))
            pd.testing.assert_frame_equal(
                rows.reset_index(drop=True), expected, check_column_type=False
            )


TALK = (
    "Blatt: Wie viele Hecken gibt es?\n\nAnna Beispiel: Rund 600 Hecken, und es werden immer mehr. "
    "Das ist gut so.\n\nBlatt: Wer schneidet sie?\n\nBeispiel: Das machen wir mit den Nachbarn.\n"
)
ENGLISH = (
    "Paper: What do the birds need?\n\nAnna Sample: They need the old hedges. The hedges are what "
    "they live in, and nobody cut them for years.\n\nPaper: And who pays for them?\n\nSample: "
    "Our town does, and it is not much. I think that we will cut fewer.\n"
)
FRENCH = (
    "Journal: Pourquoi les haies?\n\nAnne Exemple: Les oiseaux y vivent. Nous les coupons une fois "
    "par an, jamais au printemps, et les voisins nous aident depuis que la commune ne paie plus.\n"
) * 3


def test_each_text_is_read_in_its_language_as_the_notebooks_do(project):
    texts = {"a_hecke": TALK, "b_hedge": ENGLISH, "c_haie": FRENCH, "d_hecke": TALK}
    paths = [(name, project / "data" / "raw" / f"{name}.txt") for name in texts]
    for name, path in paths:
        path.write_text(texts[name], encoding="utf-8")
    together = partitions.read_partition(paths, suspects=True)
    assert together["problems"].empty
    assert list(together["interviews"]["interview"]) == list(texts)
    for name in texts:
        alone = Interview(name)
        for table in ("blocks", "sentences", "terms", "candidates", "suspects"):
            rows = together[table][together[table]["interview"] == name].reset_index(drop=True)
            expected = getattr(alone, table).astype(schema.dtypes(table))
            pd.testing.assert_frame_equal(rows, expected, check_column_type=False)
    terms = together["terms"].groupby("interview")["term"].agg(set)
    assert "hedge" in terms["b_hedge"] and "hecke" not in terms["b_hedge"]
    assert list(together["terms"]["interview"].unique()) == list(texts)


def test_suspects_are_those_of_the_notebooks(first):
    path = ROOT / "data" / "raw" / f"{FIRST}.txt"
    found = partitions.read_partition([(FIRST, path)], suspects=True)["suspects"]
    expected = first["suspects"].astype(schema.dtypes("suspects"))
    pd.testing.assert_frame_equal(found, expected, check_column_type=False)


def test_every_place_holds(folder, unbroken):
    texts = {
        interview: files.decode(path.read_bytes(), path.name)[0]
        for interview, path in partitions.list_documents(folder)
    }
    for name in ("blocks", "sentences", "candidates"):
        for interview, rows in whole(name, unbroken).groupby("interview"):
            tables.check_places(name, rows, texts[interview], "text")


def test_processes_and_partitions_change_nothing(folder, unbroken, tmp_path):
    written = partitions.read_archive(folder, target=tmp_path, size=7, workers=2)
    assert written.set_index("table").loc["interviews"].to_list() == [6, 40]
    assert_same(tmp_path, unbroken)


READ = """
import sys
from pathlib import Path
from belegstelle.archive import partitions
partitions.read_archive(
    Path(sys.argv[1]), target=Path(sys.argv[2]), size=3, workers=int(sys.argv[3])
)
"""


@pytest.mark.parametrize("workers", [1, 2])
def test_a_killed_run_resumed_gives_the_tables_of_an_unbroken_one(
    folder, unbroken, tmp_path, workers
):
    target = tmp_path / "killed"
    command = [sys.executable, "-c", READ, str(folder), str(target), str(workers)]
    run = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
    while run.poll() is None and len(list(target.glob("[0-9]*"))) < 2:
        time.sleep(0.005)
    os.killpg(run.pid, 9)
    assert run.wait() == -9
    done = {path.name: path.stat().st_mtime_ns for path in target.glob("[0-9]*")}
    assert 2 <= len(done) < 14
    (target / f".00007-{0:016}.1").mkdir()
    partitions.read_archive(folder, target=target, size=3, workers=1)
    assert {name: (target / name).stat().st_mtime_ns for name in done} == done
    assert_same(target, unbroken)
    assert [path.name for path in target.glob(".*")] == [".lock"]


def test_a_bad_file_is_one_row_and_the_rest_goes_on(folder, unbroken, tmp_path):
    bad = {"a_empty": b"", "b_picture": b"\x89PNG\x00\x01", "z_blank": b"\n \n"}
    for name, data in bad.items():
        (tmp_path / f"{name}.txt").write_bytes(data)
    for _, path in partitions.list_documents(folder)[:3]:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    partitions.read_archive(tmp_path, target=tmp_path / "out", size=2, workers=1)
    problems = pd.read_csv(tmp_path / "out" / "problems.csv")
    assert list(problems["interview"]) == sorted(bad)
    assert problems["problem"].str.contains("is empty|is a picture").all()
    read, expected = whole("terms", tmp_path / "out"), whole("terms", unbroken)
    expected = expected[expected["interview"].isin(set(read["interview"]))]
    pd.testing.assert_frame_equal(read, expected.reset_index(drop=True))
    assert read["interview"].nunique() == 3


def test_what_people_decided_wrongly_is_a_row_too(project):
    interview = "2020-01-01_beispiel"
    (project / "data" / "raw" / f"{interview}.txt").write_text("Frage: Ja?\n\nAntwort: Nein.\n")
    errata = project / "data" / "editorial" / interview / "errata.csv"
    errata.parent.mkdir()
    errata.write_text(
        "erratum,raw,corrected,occurrence,treatment,category,reason\ne1,x,y,,correct,,"
    )
    partitions.read_archive(project / "data" / "raw", workers=1)
    problems = pd.read_csv(project / "data" / "processed" / "archive" / "problems.csv")
    assert list(problems["interview"]) == [interview]
    assert "errata.csv, row 2" in problems["problem"][0]


def test_what_changed_is_read_again_and_nothing_else(folder, tmp_path):
    for _, path in partitions.list_documents(folder)[:6]:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    target = tmp_path / "out"
    partitions.read_archive(tmp_path, target=target, size=2, workers=1)
    before = {path.name for path in target.glob("[0-9]*")}
    changed = partitions.list_documents(tmp_path)[5][1]
    changed.write_bytes(changed.read_bytes() + b"\n\nEnde der Probe, ein Satz mehr.\n")
    partitions.read_archive(tmp_path, target=target, size=2, workers=1)
    after = {path.name for path in target.glob("[0-9]*")}
    assert len(after) == 3
    assert len(before & after) == 2
    changed.unlink()
    partitions.read_archive(tmp_path, target=target, size=2, workers=1)
    assert len(whole("interviews", target)) == 5


def test_a_folder_without_texts_says_so(tmp_path, monkeypatch):
    with pytest.raises(project_paths.TroubleError, match="no interview there"):
        partitions.read_archive(tmp_path)
    monkeypatch.setenv("ARCHIVE", str(tmp_path))
    with pytest.raises(project_paths.TroubleError, match="ARCHIVE"):
        partitions.choose_archive()


def test_interviews_below_the_folder_are_named_by_their_path(tmp_path):
    (tmp_path / "2013").mkdir()
    (tmp_path / "2013" / "b.txt").write_text("x")
    (tmp_path / ".hidden.txt").write_text("x")
    assert partitions.list_documents(tmp_path) == [("2013/b", tmp_path / "2013" / "b.txt")]


def test_dask_gives_the_same_tables(folder, unbroken, tmp_path):
    distributed = pytest.importorskip("distributed", reason="Dask is not installed (.[dask])")
    cluster = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, local_directory=str(tmp_path)
    )
    with cluster, distributed.Client(cluster) as client:
        partitions.read_archive(
            folder, target=tmp_path / "dask", size=5, executor=client.get_executor()
        )
        seen = client.run(lambda: "belegstelle.archive" in sys.modules)
    assert len(seen) == 2
    assert_same(tmp_path / "dask", unbroken)


odd = st.text(st.sampled_from("aeu\u0308\r\n\t \u00a0\u00ad\u200b\u2028ß.é"), max_size=30)


@given(odd)
@settings(deadline=None)
def test_unified_layout_leaves_nothing_odd(raw):
    unified, columns = text_edits.unify_layout(raw)
    assert not words.ODD.search(unified)
    assert "\r" not in unified
    edits = zip(columns["start"], columns["end"], columns["replacement"], strict=True)
    assert text_edits.apply_edits(raw, list(edits)) == (unified, columns)


@given(odd)
@settings(deadline=None)
def test_a_tidy_page_needs_nothing(raw):
    if words.is_tidy(raw):
        assert words.normalise(raw) == raw
        assert text_edits.LAYOUT.search(raw) is None
        assert text_edits.MACHINE.search(raw) is None


def test_every_tidy_character_is_printed_and_composed():
    every = [chr(code) for code in range(0x30000) if words.is_tidy(chr(code))]
    assert {"a", "ß", "„", "–", "\n"} < set(every)
    assert all(character == "\n" or character.isprintable() for character in every)
    assert unicodedata.is_normalized("NFC", "".join(every))
    assert not words.ODD.search("".join(every))
    assert not files.CONTROL.search("".join(every))


@given(odd)
@settings(deadline=None)
def test_words_are_counted_part_by_part(text):
    assert words.count_words(text) == len(words.WORD.findall(words.normalise(text)))


marks = st.text(st.sampled_from("aBcstr.?! …)“\n3Ü"), max_size=40)


@given(marks)
@settings(max_examples=200)
def test_a_plain_end_is_an_end(text):
    quick = german_sentences.split_sentences(text, LISTS.abbreviations)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(german_sentences, "_plainly_ends", lambda *_: False)
        assert german_sentences.split_sentences(text, LISTS.abbreviations) == quick


worded = st.lists(
    st.lists(
        st.sampled_from(
            ["Social", "social", "Media", "media.", "Social-Media", "–", "und/oder", "12,5", "\n"]
            + ["(Firmen)", "die", "z.B.", "Straße", "\u00a0", "„Social", "Media“", "a\u2028b"]
        ),
        max_size=8,
    ).map(" ".join),
    max_size=12,
)


@given(worded)
@settings(deadline=None)
def test_terms_of_many_texts_are_those_of_each(texts):
    """Whatever Arrow takes for white space, and whatever is a multi-word term."""
    codes = terms.TermCodes(LISTS.vocabulary)
    together = terms.find_terms(pa.array(texts, pa.string()), codes)
    for number, own in enumerate(texts):
        alone = terms.find_terms(pa.array([own], pa.string()), codes)
        here = together.text == number
        assert together.start[here].tolist() == alone.start.tolist()
        assert together.end[here].tolist() == alone.end.tolist()
        assert together.code[here].tolist() == alone.code.tolist()
        assert together.n_words[number] == len(words.WORD.findall(own))
        forms = [own[s:e] for s, e in zip(alone.start, alone.end, strict=True)]
        assert words.WORD.findall(" ".join(forms)) == words.WORD.findall(own)


token = st.tuples(*map(st.sampled_from, ("ab", "vw", (1, 2, 3), "xyzü", (True, False))))


@given(st.lists(token, min_size=1, max_size=40))
@settings(deadline=None)
def test_terms_are_measured_as_defined(rows):
    """n, base and n_blocks counted by hand, dispersion by its definition."""
    frame = pd.DataFrame(rows, columns=["interview", "voice", "block", "term", "is_stop"])
    for row in term_counts.rate_terms(frame).itertuples():
        own = frame[(frame["interview"] == row.interview) & (frame["voice"] == row.voice)]
        uses = own[(own["term"] == row.term) & ~own["is_stop"]]
        assert (row.n, row.base, row.n_blocks) == (len(uses), len(own), uses["block"].nunique())
        share = own["block"].value_counts(normalize=True)
        part = uses["block"].value_counts(normalize=True).reindex(share.index, fill_value=0)
        if row.n >= term_counts.FEWEST and len(share) > 1:
            expected = (share - part).abs().sum() / 2 / (1 - share.min())
            assert row.dispersion == pytest.approx(expected, abs=0.0051)
        else:
            assert np.isnan(row.dispersion)


@pytest.mark.parametrize(
    ("interview", "dateline", "year"),
    [
        ("2014-03-14_leonhard", "", 2014),
        ("zeitung/1999_a", "14.03.2014", 1999),
        ("20140_a", "14. März 2014 | Interview", 2014),
        ("a", "Musterstadt, 2013-01-02", 2013),
        ("a", "Rund 2014 Menschen", None),
    ],
)
def test_the_year_is_the_names_or_the_datelines(interview, dateline, year):
    assert partitions.find_year(interview, dateline) == year


def test_years_voices_and_terms_add_up(shown):
    interviews, rated = whole("interviews", shown), whole("terms", shown)
    assert across.count_years()["n_interviews"].sum() == 40
    assert across.sum_voices()["n"].sum() == interviews["n_words"].sum()
    spoken = rated[rated["voice"] != "display"]
    shared = across.share_terms().set_index("term")
    by_term = spoken.groupby("term")
    assert (shared["n"] == by_term["n"].sum().reindex(shared.index)).all()
    assert (shared["n_interviews"] == by_term["interview"].nunique().reindex(shared.index)).all()
    followed = across.follow_terms(["Social Media", "machen", "gibtesnicht"])
    uses = followed.groupby("term")["n"].sum()
    assert uses["machen"] == shared.loc["machen", "n"]
    assert uses["gibtesnicht"] == 0
    assert len(followed) == 3 * 20


def test_cues_count_sentences_of_their_year(shown):
    cues, found = across.count_cues(), whole("candidates", shown)
    quantity = found[found["cues"].str.contains("quantity: ")]
    assert cues.loc[cues["cue_class"] == "quantity", "n"].sum() == len(quantity)
    assert (cues["base"] > 0).all()


def test_topics_count_sentences_worth_checking_with_the_term(shown):
    topics = across.count_topics(["Social Media", "gibtesnicht"])
    n = topics.groupby("topic")["n"].sum()
    texts = whole("candidates", shown)["text"]
    assert (
        n["Social Media"]
        == sum("Social Media" in own for own in terms.terms_of(texts, LISTS.vocabulary))
        > 0
    )
    assert n["gibtesnicht"] == 0
    bases = across.count_years().set_index("year")["n_sentences"]
    assert (topics["base"] == topics["year"].map(bases)).all()


def test_cues_of_one_text_and_of_the_others_are_all_there_are(shown):
    one = whole("interviews", shown)["interview"][3]
    told = across.compare_cues(one).set_index("cue_class")
    by_year = across.count_cues().groupby("cue_class")["n"].sum()
    assert (told["n_one"] + told["n_other"]).to_dict() == by_year.to_dict()
    own = whole("sentences", shown)["interview"].eq(one).sum()
    assert set(told["base_one"]) == {own} and (told["per_100_one"] <= 100).all()


def test_one_text_is_set_against_the_others(shown):
    one = whole("interviews", shown)["interview"][3]
    compared = across.compare_with_others(one)
    rated = whole("terms", shown)
    own = rated[(rated["interview"] == one) & (rated["voice"] != "display")]
    assert compared["n_one"].sum() == own["n"].sum()
    with pytest.raises(project_paths.TroubleError, match="holds no interview"):
        across.compare_with_others("nobody")


def test_an_archive_of_one_is_honest(project):
    partitions.read_archive(project / "data" / "raw", workers=1)
    assert across.compare_with_others(FIRST).empty
    assert across.compare_cues(FIRST).empty
    uses = across.follow_terms(["Social Media"])
    assert "one year shows no change" in CHARTS["term_years"].words(uses)["title"]
    assert across.archive_line() == "Source: archive, 2014; n = 1 interview"
    told = CHARTS["years"].words(across.count_years())
    assert told["title"] == "One interview, all of 2014"


def test_a_year_of_few_interviews_tells_of_no_change():
    rows = [("ab", 2004, 9.0, 4), ("ab", 2005, 2.0, 5), ("ab", 2009, 3.0, 8), ("ab", 2010, 0.0, 1)]
    uses = pd.DataFrame(rows, columns=["term", "year", "per_1000", "n_interviews"])
    told = CHARTS["term_years"].words(uses)
    assert told["title"] == "2005 to 2009, “ab” moves most: 2 to 3 per 1,000 tokens"
    told = CHARTS["term_years"].words(uses.assign(n_interviews=[4, 5, 1, 1]))
    assert told["title"] == "No two years have five interviews: no change is told"


def test_a_year_of_few_interviews_is_hollow_and_one_without_is_a_gap():
    from matplotlib.colors import to_hex

    rows = [("ab", 2004, 9.0, 4), ("ab", 2005, 2.0, 5), ("ab", 2008, 3.0, 8)]
    uses = pd.DataFrame(rows, columns=["term", "year", "per_1000", "n_interviews"])
    ax = CHARTS["term_years"].figure(uses, source="Source").axes[0]
    fills = [to_hex(bar.get_facecolor()) for bar in ax.patches]
    assert fills == ["#ffffff", *[COLOURS["interviewee"]] * 2]
    lines = [tuple(line[:, 0]) for line in ax.collections[0].get_segments()]
    assert lines == [(2003.5, 2004.5), (2004.5, 2005.5), (2007.5, 2008.5)]


def test_an_archive_without_years_is_honest(project):
    folder = project / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text("Frage: Steigt sie?\n\nAntwort: Sie steigt um 3 Prozent.\n")
    partitions.read_archive(folder, workers=1)
    counted, uses = across.count_years(), across.follow_terms(["steigen"])
    cues, topics = across.count_cues(), across.count_topics(["steigen"])
    assert uses.empty and cues.empty and topics.empty
    drawn = {"years": counted, "term_years": uses, "cue_years": cues, "topic_years": topics}
    for name, table in drawn.items():
        assert not CHARTS[name].words(table)["alt"]
        assert CHARTS[name].figure(table, source="")


def test_the_tables_of_the_archive_have_the_columns_declared(shown):
    one = whole("interviews", shown)["interview"][0]
    found = {name: whole(name, shown) for name in TABLES} | {
        "years": across.count_years(),
        "voices": across.sum_voices(),
        "shared": across.share_terms(),
        "uses": across.follow_terms(["machen"]),
        "apart": across.compare_with_others(one),
        "cues": across.count_cues(),
        "topics": across.count_topics(["machen"]),
        "told": across.compare_cues(one),
    }
    assert {one.name for one in schema.ARCHIVE} <= {*found}
    for name, table in found.items():
        assert list(table.columns) == schema.columns(name), name
