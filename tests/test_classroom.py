"""The classroom: checks help, solutions are right, minutes add up, messages are as printed."""

import asyncio
import importlib.util
import os
import re
import subprocess
import sys

import nbformat
import pandas as pd
import pytest
from conftest import FIRST, LISTS, ROOT, copy_sample
from hypothesis import given, settings
from hypothesis import strategies as st

from belegstelle import project as project_paths
from belegstelle.classroom import copies, exercises
from belegstelle.coding import agreement as coding_agreement
from belegstelle.coding import trend as coding_trend
from belegstelle.coding.claims import read_claims
from belegstelle.coding.codebook import codebook
from belegstelle.page.blocks import read_blocks
from belegstelle.project import TroubleError
from belegstelle.report import run as report_run
from belegstelle.store import tables
from belegstelle.terms import counts as term_counts
from belegstelle.text import errata as errata_rules

NOTEBOOKS = report_run.notebook_paths()
TEACHING = (ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")
SAID = exercises.exercise_sentences(FIRST)
EXERCISES = list(SAID["exercise"].unique())
# A solution: <details><summary>Solution 1a</summary>, code, and the answer in bold.
SOLUTION = re.compile(
    r"<details><summary>Solution (\w+)</summary>\n\n```python\n(.+?)\n```\n\n\*\*(.+?)\*\*",
    re.DOTALL,
)


def cells(tag=""):
    """Return the cells of all notebooks that have the tag, or all."""
    every = [cell for path in NOTEBOOKS for cell in nbformat.read(path, as_version=4).cells]
    return [cell for cell in every if not tag or tag in cell.metadata.get("tags", [])]


SOLUTIONS = {
    found[1]: (found[2], found[3])
    for cell in cells("solution")
    if (found := SOLUTION.match(cell.source))
}


@pytest.fixture
def lesson(project, first):
    """A project's folder in which the five notebooks have run."""
    names = "blocks corrections suspects quotes sentences tokens claims".split()
    shown = {name: first[name] for name in names}
    steps = coding_trend.trend_steps(first["claims"], len(first["raw"]))
    tables.write_tables(FIRST, **shown, terms=term_counts.rate_terms(first["tokens"]), trend=steps)
    return project


# Checks


def test_every_exercise_stands_in_its_notebook_with_a_solution_and_sentences():
    asked = re.findall(
        r'^h\.check\("(\w+)", answer_\1, interview\)$',
        "\n".join(cell.source for cell in cells("exercise")),
        re.MULTILINE,
    )
    assert asked == EXERCISES == list(SOLUTIONS)
    for path in NOTEBOOKS:
        number = path.name[1]
        assert 2 <= sum(one[0] == number for one in EXERCISES) <= 4


@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_check_takes_the_right_answer_and_helps_with_typical_wrong_ones(lesson, exercise):
    expected = exercises.expected(exercise, FIRST)
    own = SAID[SAID["exercise"] == exercise].set_index("case")["sentence"]
    assert own.index.is_unique and set(own.index) == {*expected, "else"}
    verdicts = {}
    for case, value in expected.items():
        for answer in value if isinstance(value, list) else [value]:
            verdicts.setdefault(case, set()).add(exercises.judge(exercise, answer, FIRST))
    assert verdicts.pop("right") == {f"{exercise}: correct. {own['right'].format(**expected)}"}
    said = [sentence for sentences in verdicts.values() for sentence in sentences]
    assert len(set(said)) == len(verdicts) >= 3
    for sentence in [*said, exercises.judge(exercise, "no such thing", FIRST)]:
        assert sentence.startswith(f"{exercise}: not yet: ") and len(sentence.split()) >= 5


@pytest.mark.parametrize("exercise", EXERCISES)
@pytest.mark.parametrize("nothing", [..., None, "", "  "])
def test_an_unanswered_exercise_passes_quietly(exercise, nothing):
    assert exercises.judge(exercise, nothing, FIRST) == f"{exercise}: not answered yet."


def test_a_right_answer_is_right_however_it_is_typed(lesson):
    for exercise, answers in {
        "1a": [5, 5.0, "5", " 5 ", [5], pd.Series([5])],
        "1c": [67.6, "67.6", "67.6 %", 67.61229],
        "2b": ["Füssen", "füssen", "„Füssen“", "'Füssen'"],
        "4a": ["c09", "C09", ["c09"]],
    }.items():
        for answer in answers:
            assert exercises.judge(exercise, answer, FIRST).startswith(f"{exercise}: correct.")
    for exercise, answer in [("1a", 6), ("1a", True), ("1c", 67.0), ("2b", "Füßen"), ("5a", 0.1)]:
        assert exercises.judge(exercise, answer, FIRST).startswith(f"{exercise}: not yet: ")


def test_a_whole_table_is_no_answer(lesson, first):
    for answer in [first["blocks"], first["blocks"]["kind"], [1, 2, 3], first["blocks"].to_numpy()]:
        assert exercises.TABLE in exercises.judge("1a", answer, FIRST)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.complex_numbers(),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
)


@pytest.mark.parametrize("word", ["fünf", "five", "Drei", "keine"])
def test_a_number_in_letters_is_asked_for_in_digits(lesson, word):
    assert exercises.judge("1a", word, FIRST) == f"1a: not yet: {exercises.DIGITS}"


@settings(max_examples=200, deadline=None)
@given(answer=ANYTHING | st.just(10**400) | st.just(object()) | st.just(len))
def test_a_check_never_raises(answer):
    cases = {"right": 5, "word": "editorial", "several": ["c01", 3.5]}
    own = pd.Series({"right": "Yes.", "word": "No.", "several": "No.", "else": "Look again."})
    verdict = exercises._verdict(exercises._plain(answer), cases, own)
    assert verdict.startswith(("correct.", "not yet: "))


def test_a_check_without_its_tables_says_what_to_run(project):
    said = exercises.judge("1a", 5, FIRST)
    assert said.startswith("1a: can't be checked now.") and "01_read" in said


def test_a_check_whose_rows_are_gone_says_so(lesson, first):
    tables.write_tables(FIRST, corrections=first["corrections"].head(0))
    assert "no longer hold" in exercises.judge("2b", "Füssen", FIRST)


def test_an_unknown_exercise_lists_those_there_are():
    assert exercises.judge("1x", 5, FIRST).startswith("There is no exercise '1x'. There are 1a, 1b")


def test_another_interview_has_no_exercises(lesson):
    for exercise, answer in [("1a", 5), ("4a", "c09"), ("2b", ...)]:
        said = exercises.judge(exercise, answer, "2024-05-01_beispiel")
        assert said == f"{exercise}: skipped, for this exercise is about the first interview."


def test_what_a_sentence_points_to_stands_in_its_notebook(first):
    for row in SAID.itertuples():
        path = next(path for path in NOTEBOOKS if path.name[1] == row.exercise[0])
        shown = path.read_text(encoding="utf-8")
        for name in re.findall("“(.+?)”", row.sentence):
            assert name in shown or name in first["raw"], name


def test_the_rates_are_as_the_exercise_says(first):
    rates = term_counts.rate_terms(first["tokens"]).query("term == 'Social Media'")
    rate = rates.set_index("voice")["per_1000"]
    assert rate["editorial"] > max(rate["interviewee"], rate["interviewer"])


# Ten claims


def test_ones_own_codes_are_compared_with_the_published_ones(first):
    claims = first["claims"]
    published = claims.set_index("claim_id")["claim_type"]
    ids = my_codes()
    pairs, said = exercises.pair_own_codes(claims, "claim_type", dict(published[ids]))
    assert said == [] and list(pairs["claim_id"]) == ids
    assert coding_agreement.measure_agreement(pairs)[
        ["n", "percent", "alpha"]
    ].to_numpy().tolist() == [[10, 100, 1]]
    mine = dict(published[ids]) | {ids[0]: "norm", ids[1]: "norm"}
    pairs, _ = exercises.pair_own_codes(claims, "claim_type", mine)
    assert coding_agreement.measure_agreement(pairs)["percent"].iloc[0] == 80
    assert set(coding_agreement.disagreements(pairs)["claim_id"]) == set(ids[:2])


def my_codes():
    """Return the claim_ids that notebook 4 asks to be coded."""
    cell = next(cell for cell in cells("exercise") if cell.source.startswith("my_codes = {"))
    return re.findall(r'^    "(c\d\d)": \.\.\.,$', cell.source, re.MULTILINE)


def test_ten_claims_are_coded_whose_codes_are_given_away_nowhere_above(first):
    ids = my_codes()
    sheet = exercises.coding_sheet(first["claims"], dict.fromkeys(ids))
    assert len(ids) == len(sheet) == 10
    assert not {"claim_type", "note"} & set(sheet.columns)
    own = first["claims"].set_index("claim_id").loc[ids]
    assert own["claim_type"].nunique() >= 5
    book = codebook()
    for example in book.loc[book["column"] == "claim_type", "example"]:
        passage = example.rstrip("… ")
        assert not own["quote"].map(lambda q, p=passage: p in q or q in p).any(), example


@pytest.mark.parametrize(
    ("column", "mine", "message"),
    [
        ("claim_type", {"c03": "opinion"}, "c03: 'opinion' is no code of claim_type. Use fact"),
        ("claim_type", {"c03": 5}, "c03: 5 is no code of claim_type"),
        ("claim_type", {"x1": "trend"}, "'x1' is no claim_id. Copy it"),
        ("claim_tpye", {"c03": "trend"}, "'claim_tpye' is no coded column. Choose one of unit"),
        ("claim_type", {"c03": ..., "c04": ...}, "No claim is coded yet."),
    ],
)
def test_a_code_that_is_off_is_said_and_left_out(first, column, mine, message):
    pairs, said = exercises.pair_own_codes(first["claims"], column, mine)
    assert pairs.empty and len(said) == 1 and said[0].startswith(message)


def test_the_claims_of_another_interview_are_not_coded(first, capsys):
    other = first["claims"].assign(interview="2024-05-01_beispiel")
    assert exercises.coding_sheet(other, {"c03": ...}).empty
    for claims in (other, other.head(0)):
        exercises.compare_codes(claims, "claim_type", {"c03": "trend"})
        assert "Skipped" in capsys.readouterr().out


# Copies


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """The classroom, freshly written."""
    folder = tmp_path_factory.mktemp("classroom")
    assert copies.write_classroom(folder) == []
    return folder


@pytest.fixture(scope="session")
def ran(folder, tmp_path_factory):
    """The student copy as it has run in a project of its own, each solution after its exercise.

    Returns the code cells by id; a solution's is 1a-solved.
    """
    place, data = tmp_path_factory.mktemp("lesson"), tmp_path_factory.mktemp("project")
    copy_sample(data)
    for path in (folder / "student").glob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        notebook.cells = [one for cell in notebook.cells for one in (cell, *solved(cell))]
        nbformat.write(notebook, place / path.name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BELEGSTELLE_ROOT", str(data))
        patch.delenv("INTERVIEW", raising=False)
        paths = sorted(place.glob("*.ipynb"))
        done = asyncio.run(report_run.run_notebooks(paths, lambda notebook, _: notebook))
    return {cell["id"]: cell for notebook in done.values() for cell in notebook.cells}


def solved(cell):
    """Return the cell that solves the exercise of a cell, if it is one."""
    for exercise, (code, _) in SOLUTIONS.items():
        if cell["id"].endswith(f"-{exercise}-answer"):
            source = cell.source.replace(f"answer_{exercise} = ...", code)
            yield nbformat.v4.new_code_cell(source, id=f"{exercise}-solved")


def plain(cell):
    return "\n".join(o["data"]["text/plain"] for o in cell.outputs if "data" in o)


def test_the_student_copy_has_exercises_and_neither_outputs_nor_solutions(folder):
    for path in NOTEBOOKS:
        copy = nbformat.read(folder / "student" / path.name, as_version=4)
        text = nbformat.writes(copy)
        assert "Solution" not in text and "answer_" in text
        assert not any(c.outputs or c.execution_count for c in copy.cells if "outputs" in c)
        teacher = nbformat.read(folder / "teacher" / path.name, as_version=4)
        assert "Solution" in nbformat.writes(teacher)
        assert any(c.outputs for c in teacher.cells if "outputs" in c)
        assert len(teacher.cells) == len(nbformat.read(path, as_version=4).cells)


def test_the_student_copy_runs_top_to_bottom_with_every_exercise_open(ran):
    for exercise in EXERCISES:
        cell = ran[f"0{exercise[0]}-{exercise}-answer"]
        assert plain(cell) == f"{exercise}: not answered yet."
    assert "No claim is coded yet" in plain(ran["04-coding-compare"])


@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_published_solution_is_right_when_run(ran, lesson, exercise):
    cell = ran[f"{exercise}-solved"]
    assert plain(cell).startswith(f"{exercise}: correct."), cell.source
    answer = SOLUTIONS[exercise][1]
    assert exercises.judge(exercise, answer, FIRST).startswith(f"{exercise}: correct.")


def test_a_students_answers_are_not_written_over(folder, tmp_path, capsys):
    assert copies.main([str(tmp_path)]) == 0
    worked_on = tmp_path / "student" / "01_read.ipynb"
    worked_on.write_text("answers")
    assert copies.main([str(tmp_path)]) == 0
    assert worked_on.read_text() == "answers"
    assert "01_read.ipynb was worked on and is kept" in capsys.readouterr().out


def test_pages_are_for_editors_and_have_no_exercises():
    for path in NOTEBOOKS:
        page = report_run.to_page(nbformat.read(path, as_version=4), path.stem)
        for word in ("Your turn", "answer_", "Solution", "not answered", "my_codes"):
            assert word not in page


# Plan, glossary, door


def plans():
    """Return the tables of minutes by heading: (minutes, what) rows."""
    found = {}
    for part in re.split(r"^##+ ", TEACHING, flags=re.MULTILINE)[1:]:
        rows = re.findall(r"^\| (\d+) \| (.+?) \|", part, re.MULTILINE)
        if rows:
            found[part.splitlines()[0]] = [(int(minutes), what) for minutes, what in rows]
    return found


def test_the_minutes_of_the_plans_add_up():
    sums = {heading: sum(minutes for minutes, _ in rows) for heading, rows in plans().items()}
    assert list(sums.values()) == [90, 45, 45, 45]


def test_each_notebook_says_the_minutes_of_the_plan():
    planned = {
        what[0]: minutes for minutes, what in plans()["Ninety minutes"] if what[0].isdecimal()
    }
    for path in NOTEBOOKS:
        first_cell = nbformat.read(path, as_version=4).cells[0].source
        assert f"About {planned[path.name[1]]} minutes." in first_cell


def test_the_plan_names_exercises_that_there_are():
    named = re.findall(
        r"\b(\d[a-z])\b", "".join(re.findall(r"^\| \d+ .+$", TEACHING, re.MULTILINE))
    )
    assert named and set(named) <= set(EXERCISES)


def test_the_claims_the_plan_names_say_what_it_says(first):
    claims = first["claims"].set_index("claim_id")
    assert set(re.findall(r"\bc\d\d\b", TEACHING)) - {"c03", "c09", "c99"} <= set(claims.index)
    assert (claims.loc["c34", "voice"], claims.loc["c04", "voice"]) == ("interviewee", "editorial")
    assert claims.loc["c04", "same_as"] == "c34" and claims.loc["c16", "time"] == ""
    assert claims.loc["c22", "quote"].startswith("Andere")
    assert claims.loc["c39", "topic"] == "customer_fit"
    assert claims.loc["c17", "conflicts_with"] == "c35 c36"


def test_every_glossary_link_leads_to_a_term_with_its_german_word():
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    terms_there = re.findall(r"^### (.+)\n\*.+\.\*", glossary, re.MULTILINE)
    assert len(terms_there) == glossary.count("### ")
    assert terms_there == sorted(terms_there)
    linked = set()
    for cell in cells("goals"):
        for term, anchor in re.findall(r"\[(.+?)\]\(\.\./docs/glossary\.md#(.+?)\)", cell.source):
            assert term in terms_there and anchor == term.replace(" ", "-")
            linked.add(term)
    assert len(cells("goals")) == 5 and len(linked) > 25


def test_lab_opens_the_whole_project_so_that_data_and_glossary_are_in_reach():
    spec = importlib.util.spec_from_file_location("tasks", ROOT / "tasks.py")
    tasks = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tasks)
    assert "--notebook-dir=." in tasks.LAB and all(part.startswith("--") for part in tasks.LAB)


def test_binder_finds_a_python_and_the_project_in_the_environment_file():
    """repo2docker reads the version from one "=", and installs the project only by pip."""
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    version = re.search(r"^  - python =(3\.\d+)$", text, re.MULTILINE)[1]
    assert 11 <= int(version.split(".")[1]) < 15
    assert re.search(r"\n  - pip:\n(?:      - [\w-]+ .*\n)*      - -e \.\n\Z", text)
    for hidden in (".binder", "binder", "Dockerfile"):
        assert not (ROOT / hidden).exists()


# Messages


def edit(project, name, row, **cells_of_row):
    path = project / "data" / "editorial" / FIRST / name
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    for column, value in cells_of_row.items():
        table.loc[row - 2, column] = value
    table.to_csv(path, index=False)


def claims_now():
    raw, clean, edits = errata_rules.read_text(FIRST)
    return read_claims(raw, clean, edits, read_blocks(raw, FIRST, LISTS.page_words))


def start_outside(project, monkeypatch):
    outside = [sys.executable, "-I", "-S", "-c", "import helpers"]
    lines = subprocess.run(outside, capture_output=True, text=True, check=False).stderr
    raise RuntimeError(lines.splitlines()[-1])


def wrong_folder(project, monkeypatch):
    (project / "data" / "2024-05-01_beispiel.txt").write_text("acquisa: Und?")
    project_paths.choose_interview("2024-05-01_beispiel")


def open_in_excel(project, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    tables.write_tables(
        FIRST, blocks=read_blocks(errata_rules.read_text(FIRST)[0], FIRST, LISTS.page_words)
    )


def not_saved(project, monkeypatch):
    (project / "data" / "raw" / f"{FIRST}.txt").write_bytes(b"")
    errata_rules.read_text(FIRST)


def raw_edited(project, monkeypatch):
    path = project / "data" / "raw" / f"{FIRST}.txt"
    path.write_bytes(path.read_bytes().replace(b"hiuerzulande", b"hierzulande"))
    errata_rules.read_text(FIRST)


def in_claims(row, **cells_of_row):
    def provoke(project, monkeypatch):
        edit(project, "claims.csv", row, **cells_of_row)
        claims_now()

    return provoke


def said_to(sentence):
    def provoke(project, monkeypatch):
        raise RuntimeError(sentence())

    return provoke


def in_python(code):
    def provoke(project, monkeypatch):
        try:
            exec(code, {"blocks": pd.DataFrame({"voice": []})} if "[" in code else {})
        except (NameError, KeyError) as error:
            raise RuntimeError(f"{type(error).__name__}: {error}") from error

    return provoke


def comma_in_an_answer():
    raw = errata_rules.read_text(FIRST)[0]
    tables.write_tables(FIRST, blocks=read_blocks(raw, FIRST, LISTS.page_words))
    return exercises.judge("1c", eval("67,6"), FIRST)


PROVOKE = {
    "Jupyter was started outside the project": start_outside,
    "A text was saved in the wrong folder": wrong_folder,
    "Notebooks out of order, in a project without tables": lambda *_: tables.read_table(
        FIRST, "blocks"
    ),
    "Cells out of order": in_python("blocks"),
    "A word without quotation marks": in_python("answer_1b = editorial"),
    "The first cell was not run, or the kernel is new": in_python("h"),
    "The cell with the codes has such a mistake": in_python("my_codes"),
    "A mistyped column": in_python('blocks["vioce"]'),
    "Decimal comma in an answer": said_to(comma_in_an_answer),
    "Decimal comma in a table": in_claims(10, qty_min="600,5"),
    "A file is open in Excel": open_in_excel,
    "A text was not saved": not_saved,
    "A claim_id that is none": in_claims(3, same_as="c99"),
    "A quote in other words": in_claims(10, quote="Über 600 Menschen haben wir ausgebildet."),
    "An empty cell where a code belongs": in_claims(2, certainty=""),
    "A code that is not in the codebook": said_to(
        lambda: exercises.pair_own_codes(claims_now(), "claim_type", {"c03": "opinion"})[1][0]
    ),
    "A slip mended in data/raw": raw_edited,
}
MISTAKES = re.findall(r"^\| (.+?) \| `(.+?)` \| (.+) \|$", TEACHING, re.MULTILINE)


def test_every_mistake_of_the_page_is_provoked():
    assert [mistake for mistake, _, _ in MISTAKES] == list(PROVOKE)
    assert len(MISTAKES) >= 10


@pytest.mark.parametrize(("mistake", "message", "mend"), MISTAKES)
def test_the_message_on_the_page_is_the_one_that_appears(
    project, monkeypatch, mistake, message, mend
):
    with pytest.raises((TroubleError, RuntimeError)) as caught:
        PROVOKE[mistake](project, monkeypatch)
    assert str(caught.value) == message
    assert len(mend.split()) >= 3
