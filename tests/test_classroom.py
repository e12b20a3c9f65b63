"""The classroom: checks help, solutions are right, minutes add up, messages are as printed."""

import ast
import os
import re
import subprocess
import sys

import nbformat
import pandas as pd
import pytest
from conftest import FIRST, LISTS, ROOT, copy_sample, run_cells
from hypothesis import given, settings
from hypothesis import strategies as st

from belegstelle import project as project_paths
from belegstelle.classroom import answers, copies, exercises, own_codes
from belegstelle.coding import agreement as coding_agreement
from belegstelle.coding.claims import list_uncoded, read_claims
from belegstelle.coding.codebook import codebook
from belegstelle.interview import Interview
from belegstelle.page.blocks import read_blocks
from belegstelle.project import TroubleError
from belegstelle.report import run as report_run
from belegstelle.report.findings import tell_claims
from belegstelle.store import tables
from belegstelle.terms import counts as term_counts
from belegstelle.text import errata as errata_rules

NOTEBOOKS = report_run.notebook_paths()
TEACHING = (ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")
LESSON = Interview(FIRST)
OTHER = "2024-05-01_beispiel"
SAID = exercises.read_exercises(FIRST)
EXERCISES = list(SAID.loc[SAID["case"] == "ask", "exercise"])


def cells(tag=""):
    """Return the cells of all notebooks that have the tag, or all."""
    every = [cell for path in NOTEBOOKS for cell in nbformat.read(path, as_version=4).cells]
    return [cell for cell in every if not tag or tag in cell.metadata.get("tags", [])]


SOLUTIONS = SAID[SAID["case"] == "code"].set_index("exercise")["sentence"].to_dict()


def told(exercise, answer, interview=LESSON):
    """Return what is said to an answer."""
    return exercises.judge(exercise, answer, interview)[1]


# Checks


def test_every_exercise_stands_in_its_notebook_with_a_solution_and_sentences():
    asked = re.findall(
        r'^h\.classroom\.ask\("(\w+)", interview\)\nanswer_\1 = \.\.\.'
        r'\nh\.check\("\1", answer_\1, interview\)$',
        "\n".join(cell.source for cell in cells("exercise")),
        re.MULTILINE,
    )
    solved = re.findall(
        r'^h\.classroom\.solve\("(\w+)", interview\)$',
        "\n".join(cell.source for cell in cells("solution")),
        re.MULTILINE,
    )
    solved.remove("ten")
    assert asked == solved == EXERCISES == list(SOLUTIONS)
    for path in NOTEBOOKS:
        number = path.name[1]
        assert 2 <= sum(one[0] == number for one in EXERCISES) <= 4


@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_check_takes_the_right_answer_and_helps_with_typical_wrong_ones(exercise):
    expected = exercises.expected(exercise, LESSON)
    own = SAID[SAID["exercise"] == exercise].set_index("case")["sentence"]
    assert own.index.is_unique and set(own.index) == {*expected, *"ask else code why".split()}
    verdicts = {}
    for case, value in expected.items():
        for answer in value if isinstance(value, list) else [value]:
            verdicts.setdefault(case, set()).add(told(exercise, answer))
    assert verdicts.pop("right") == {f"{exercise}: correct. {own['right'].format(**expected)}"}
    said = [sentence for sentences in verdicts.values() for sentence in sentences]
    assert len(set(said)) == len(verdicts) >= 3
    for sentence in [*said, told(exercise, "no such thing")]:
        assert sentence.startswith(f"{exercise}: not yet: ") and len(sentence.split()) >= 5


@pytest.mark.parametrize("exercise", EXERCISES)
@pytest.mark.parametrize("nothing", [..., None, "", "  "])
def test_an_unanswered_exercise_passes_quietly(exercise, nothing):
    assert told(exercise, nothing) == f"{exercise}: not answered yet."


def test_a_right_answer_is_right_however_it_is_typed():
    for exercise, right in {
        "1a": [5, 5.0, "5", " 5 ", [5], pd.Series([5])],
        "1c": [67.6, "67.6", "67.6 %", 67.61229],
        "2b": ["Füssen", "füssen", "„Füssen“", "'Füssen'"],
        "4a": ["c09", "C09", ["c09"]],
    }.items():
        for answer in right:
            assert told(exercise, answer).startswith(f"{exercise}: correct.")
    for exercise, answer in [("1a", 6), ("1a", True), ("1c", 67.0), ("2b", "Füßen"), ("5a", 0.1)]:
        assert told(exercise, answer).startswith(f"{exercise}: not yet: ")


def test_a_whole_table_is_no_answer(first):
    for answer in [first["blocks"], first["blocks"]["kind"], [1, 2, 3], first["blocks"].to_numpy()]:
        assert answers.TABLE in told("1a", answer)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.complex_numbers(),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
)


@pytest.mark.parametrize("word", ["fünf", "five", "Drei", "keine"])
def test_a_number_in_letters_is_asked_for_in_digits(word):
    assert told("1a", word) == f"1a: not yet: {answers.DIGITS}"


@settings(max_examples=100)
@given(answer=ANYTHING | st.just(10**400) | st.just(object()) | st.just(len))
def test_a_check_never_raises(answer):
    cases = {"right": 5, "word": "editorial", "several": ["c01", 3.5]}
    own = pd.Series({"right": "Yes.", "word": "No.", "several": "No.", "else": "Look again."})
    verdict, sentence = answers.judge(answer, cases, own)
    assert verdict in ("correct", "not yet") and sentence


@pytest.mark.parametrize(
    ("cell", "word"),
    [
        ("answer_1b = editorial", "editorial"),
        ("answer_2b = Füssen", "Füssen"),
        ("answer_1b = blocks", None),
        ("answer_1a = len", None),
        ("n = 5\nanswer_1a = n", None),
        ("answer_1a = sum(x for x in [2, 3])", None),
        ("other = editorial", NameError),
        ("answer_1a = editorial.n", NameError),
    ],
)
def test_a_word_without_quotation_marks_gets_the_hint(cell, word):
    names = {"blocks": pd.DataFrame()}
    code = compile(answers._Quote(names).visit(ast.parse(cell)), "cell", "exec")
    if word is NameError:
        with pytest.raises(NameError):
            exec(code, names)
        return
    exec(code, names)
    answer = next(value for name, value in names.items() if name.startswith("answer"))
    assert isinstance(answer, answers.Unquoted) == bool(word)
    hint = answers.UNQUOTED.format(word)
    assert (told("1b", answer) == f"1b: not yet: {hint}") == bool(word)


def test_a_code_without_quotation_marks_gets_the_hint(first):
    mine = {"c03": answers.Unquoted("norm")}
    said = own_codes.pair_own_codes(first["claims"], "claim_type", mine)[1]
    assert said == ['c03: Words stand in quotation marks: "norm".']


def test_right_and_wrong_look_different_in_more_than_colour():
    shown = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exercises, "publish", lambda *forms: shown.append(forms))
        for answer in (5, 6, ...):
            exercises.check("1a", answer, LESSON)
    assert [plain[0] for _, plain in shown] == ["✓", "○", "…"]
    assert len({re.search("solid|dashed|dotted", html)[0] for html, _ in shown}) == 3


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (
            "SELECT raw FROM corrections WHERE erratum = 'e99'",
            "the tables have nothing that it asks for",
        ),
        ("SELECT colour FROM blocks", "SQLite says: no such column: colour"),
        ("DELETE FROM blocks", "SQLite says: not authorized"),
        ("ATTACH 'x' AS x", "SQLite says: not authorized"),
        ("PRAGMA writable_schema = 1", "SQLite says: not authorized"),
        ("SELECT writefile('x', 'y')", "SQLite says: no such function: writefile"),
        ("WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i FROM n) SELECT i FROM n", "SQLite"),
    ],
)
def test_an_answer_that_cannot_be_looked_up_is_said_with_its_row(project, answer, message):
    path = project / "data" / "editorial" / FIRST / "exercises.csv"
    path.write_text(f'exercise,case,sentence,answer\n1a,ask,?,\n1a,right,Yes.,"{answer}"\n')
    said = told("1a", 5, Interview(FIRST))
    assert (
        said.startswith("1a: can't be checked now.") and f"exercises.csv, row 3: {message}" in said
    )
    assert not (project / "x").exists()


def test_an_unknown_exercise_lists_those_there_are():
    assert told("1x", 5).startswith("There is no exercise '1x'. There are 1a, 1b")


def test_another_interview_has_one_sentence_for_each_exercise(project, capsys):
    (project / "data" / "raw" / f"{OTHER}.txt").write_text("Heft: Und?\nEva Muster: Ja.")
    other, shown = Interview(OTHER), []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("IPython.display.display", lambda data, raw: shown.append(data))
        patch.setattr(exercises, "publish", lambda *forms: shown.append(forms))
        for exercise in EXERCISES:
            exercises.ask(exercise, other)
            exercises.check(exercise, ..., other)
            exercises.solve(exercise, other)
    told = [f"{one}: skipped, for this exercise is about another interview." for one in EXERCISES]
    assert shown == [{"text/markdown": one, "text/plain": one} for one in told]


def test_no_notebook_tells_another_interviews_reader_of_the_first(first):
    names = {word for word in first["raw"].split() if word[0].isupper() and len(word) > 5}
    for cell in cells("exercise") + cells("solution"):
        assert not names & set(re.findall(r"\w+", cell.source)), cell.source


def test_what_a_sentence_points_to_stands_in_its_notebook(first):
    for row in SAID[~SAID["case"].isin(["code", "why", "ask"])].itertuples():
        named = re.search(r"of notebook (\d)", row.sentence)  # else its own
        number = named[1] if named else row.exercise[0]
        path = next(path for path in NOTEBOOKS if path.name[1] == number)
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
    pairs, said = own_codes.pair_own_codes(claims, "claim_type", dict(published[ids]))
    assert said == [] and list(pairs["claim_id"]) == ids
    assert coding_agreement.measure_agreement(pairs)[
        ["n", "percent", "alpha"]
    ].to_numpy().tolist() == [[10, 100, 1]]
    mine = dict(published[ids]) | {ids[0]: "norm", ids[1]: "norm"}
    pairs, _ = own_codes.pair_own_codes(claims, "claim_type", mine)
    assert coding_agreement.measure_agreement(pairs)["percent"].iloc[0] == 80
    assert set(coding_agreement.disagreements(pairs)["claim_id"]) == set(ids[:2])


def my_codes():
    """Return the claim_ids that notebook 4 asks to be coded."""
    cell = next(cell for cell in cells("exercise") if cell.source.startswith("my_codes = {"))
    return re.findall(r'^    "(c\d\d)": \.\.\.,$', cell.source, re.MULTILINE)


def test_ten_claims_are_coded_whose_codes_are_given_away_nowhere_above(first):
    ids = my_codes()
    sheet = own_codes.coding_sheet(first["claims"], dict.fromkeys(ids))
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
        ("claim_type", {"c03": "opinion"}, "c03: 'opinion' is no code of claim_type. Use norm"),
        ("claim_type", {"c03": 5}, "c03: 5 is no code of claim_type"),
        ("claim_type", {"x1": "trend"}, "'x1' is no claim_id. Copy it"),
        ("claim_tpye", {"c03": "trend"}, "'claim_tpye' is no coded column. Choose one of unit"),
        ("claim_type", {"c03": ..., "c04": ...}, "No claim is coded yet."),
    ],
)
def test_a_code_that_is_off_is_said_and_left_out(first, column, mine, message):
    pairs, said = own_codes.pair_own_codes(first["claims"], column, mine)
    assert pairs.empty and len(said) == 1 and said[0].startswith(message)


def test_the_claims_of_another_interview_are_not_coded(first, capsys):
    other = first["claims"].assign(interview=OTHER)
    assert own_codes.coding_sheet(other, {"c03": ...}).empty
    for claims in (other, other.head(0)):
        own_codes.compare_codes(claims, "claim_type", {"c03": "trend"})
    assert capsys.readouterr().out == ""


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
    data = copy_sample(tmp_path_factory.mktemp("project"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BELEGSTELLE_ROOT", str(data))
        ran = {}
        for path in sorted((folder / "student").glob("*.ipynb")):
            notebook = nbformat.read(path, as_version=4)
            notebook.cells = [one for cell in notebook.cells for one in (cell, *solved(cell))]
            ran |= {cell["id"]: cell for cell in run_cells(notebook).cells}
    return ran


def solved(cell):
    """Return the cell that solves the exercise of a cell, if it is one."""
    for exercise, code in SOLUTIONS.items():
        if cell["id"].endswith(f"-{exercise}-answer"):
            source = cell.source.replace(f"answer_{exercise} = ...", code)
            yield nbformat.v4.new_code_cell(source, id=f"{exercise}-solved")


def plain(cell):
    return "\n".join(o["data"]["text/plain"] for o in cell.outputs if "data" in o)


def test_the_student_copy_has_exercises_and_neither_outputs_nor_solutions(folder):
    for path in NOTEBOOKS:
        copy = nbformat.read(folder / "student" / path.name, as_version=4)
        text = nbformat.writes(copy)
        assert "classroom.solve" not in text and "answer_" in text
        own = [one for one in EXERCISES if one[0] == path.name[1]]
        assert [c.source[4:6] for c in copy.cells if c.source.startswith("### ")] == own
        assert not any(c.outputs or c.execution_count for c in copy.cells if "outputs" in c)
        teacher = nbformat.read(folder / "teacher" / path.name, as_version=4)
        assert "classroom.solve" in nbformat.writes(teacher)
        assert any(c.outputs for c in teacher.cells if "outputs" in c)
        assert len(teacher.cells) == len(nbformat.read(path, as_version=4).cells)


def test_the_student_copy_runs_top_to_bottom_with_every_exercise_open(ran):
    for exercise in EXERCISES:
        cell = ran[f"0{exercise[0]}-{exercise}-answer"]
        assert plain(cell) == f"… {exercise}: not answered yet."
    assert "No claim is coded yet" in plain(ran["04-coding-compare"])


@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_published_solution_is_right_when_run(ran, exercise):
    cell = ran[f"{exercise}-solved"]
    assert plain(cell).startswith(f"✓ {exercise}: correct."), cell.source


def test_a_solution_is_computed_so_that_it_follows_what_is_decided(project, monkeypatch):
    shown, interview = [], Interview(FIRST)
    monkeypatch.setattr(exercises, "publish", lambda *forms: shown.append(forms[0]))
    exercises.solve("1a", interview)
    assert "<summary>Solution 1a</summary>" in shown[0] and "<b>5</b>. Answers are" in shown[0]
    answer = interview.blocks.query("kind == 'answer'").iloc[0]
    decided = project / "data" / "editorial" / FIRST / "blocks.csv"
    begins = " ".join(answer["text"].split()[:3])
    decided.write_text(f'block,begins,kind\n{answer["block"]},"{begins}",note\n')
    exercises.solve("1a", interview)
    assert "<b>4</b>. Answers are" in shown[1]


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
        for word in ("Your turn", "answer_", "solve(", "not answered", "my_codes"):
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
    assert not claims.loc["c04", "attributed"] and claims.loc["c16", "time"] == ""
    assert claims.loc["c22", "quote"].startswith("Andere")
    assert (claims.loc["c39", "topic"], claims.loc["c39", "stance"]) == ("customer_fit", "na")
    assert "c35" in claims.loc["c17", "conflicts_with"].split()


def test_every_glossary_link_leads_to_a_term_with_its_german_word():
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    terms_there = re.findall(r"^### (.+)\n\*.+\.\*", glossary, re.MULTILINE)
    assert len(terms_there) == glossary.count("### ")
    assert terms_there == sorted(terms_there, key=str.casefold)
    linked = set()
    for cell in cells("goals"):
        for term, anchor in re.findall(r"\[(.+?)\]\(\.\./docs/glossary\.md#(.+?)\)", cell.source):
            assert term in terms_there and anchor == term.replace(" ", "-")
            linked.add(term)
    assert len(cells("goals")) == 5 and len(linked) > 25


def test_lab_opens_the_whole_project_so_that_data_and_glossary_are_in_reach(tasks):
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


def code_left_out(project, monkeypatch):
    edit(project, "claims.csv", 2, certainty="")
    claims = claims_now()
    raise RuntimeError(tell_claims(claims, claims, {}, list_uncoded(FIRST))[-1])


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


def judged(exercise, answer):
    return told(exercise, answer)


PROVOKE = {
    "Jupyter was started outside the project": start_outside,
    "A text was saved in the wrong folder": wrong_folder,
    "Cells out of order": in_python("blocks"),
    "A word without quotation marks, or in „German“ ones": said_to(
        lambda: judged("1b", answers.Unquoted("editorial"))
    ),
    "The first cell was not run, or the kernel is new": in_python("h"),
    "The cell with the codes has such a mistake": in_python("my_codes"),
    "A mistyped column": in_python('blocks["vioce"]'),
    "Decimal comma in an answer": said_to(lambda: judged("1c", eval("67,6"))),
    "Decimal comma in a table": in_claims(12, qty_min="600,5"),
    "A file is open in Excel": open_in_excel,
    "A text was not saved": not_saved,
    "A claim_id that is none": in_claims(3, same_as="c99"),
    "A quote in other words": in_claims(12, quote="Über 600 Menschen haben wir ausgebildet."),
    "An empty cell where a code belongs": code_left_out,
    "A code that is not in the codebook": said_to(
        lambda: own_codes.pair_own_codes(claims_now(), "claim_type", {"c03": "opinion"})[1][0]
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


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("answer_1a =\n", "1a: not answered yet."),
        ("answer_1a =   \nh = 1\n", "1a: not answered yet."),
        ("answer_1b = „editorial“\n", '1b: not yet: Words stand in quotation marks: "editorial".'),
        ("answer_1b = the editors\n", '1b: not yet: Words stand in quotation marks: "the editors"'),
        ("answer_1c = 67.6 %\n", "1c: correct."),
        ("answer_1c = 67,6 %\n", f"1c: not yet: {answers.DECIMAL_COMMA}"),
        ("answer_1a = fünf\n", f"1a: not yet: {answers.DIGITS}"),
    ],
)
def test_an_answer_that_python_cannot_read_gets_the_hint(cell, said):
    code = ast.parse("".join(answers.as_meant(cell.splitlines(keepends=True))))
    names = {}
    exec(compile(answers._Quote(names).visit(code), "cell", "exec"), names)
    exercise = re.match(r"answer_(\w+)", cell)[1]
    assert told(exercise, names[f"answer_{exercise}"]).startswith(said)


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ('my_codes = {\n    "c03": „norm“,\n}\n', 'my_codes = {\n    "c03": "norm",\n}\n'),
        ('my_codes = {\n    "c03": ,\n}\n', 'my_codes = {\n    "c03": ...,\n}\n'),
        ('my_codes = {\n    "c03" "norm",\n}}\n', None),
        ("answer_1a = 5\nif x\n", None),
        ('answer_1b = "„x“"\n', None),
        ("n = „x“\n", None),
    ],
)
def test_a_cell_stays_as_it_is_but_for_marks_of_running_text(cell, meant):
    assert "".join(answers.as_meant(cell.splitlines(keepends=True))) == (meant or cell)


@pytest.mark.parametrize("mine", [["norm"], ..., "norm", None])
def test_codes_that_are_no_list_of_claims_are_said(first, mine):
    pairs, said = own_codes.pair_own_codes(first["claims"], "claim_type", mine)
    assert pairs.empty and said == [own_codes.NO_CODES]
    assert own_codes.coding_sheet(first["claims"], mine).empty


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("9a,else,Nein.,", "9a has no row with the case 'right'"),
        ("9a,right,Ja.,SELECT 5\n9a,else,x,\n9a,else,y,", "9a has the case 'else' twice"),
    ],
)
def test_an_exercise_of_ones_own_that_lacks_a_row_is_said(project, rows, said):
    path = project / "data" / "editorial" / FIRST / "exercises.csv"
    path.write_text(f"exercise,case,sentence,answer\n{rows}\n", "utf-8")
    assert f"can't be checked now. data/editorial/{FIRST}/exercises.csv, row " in told("9a", 5)
    assert said in told("9a", 5)


def test_braces_of_a_sentence_that_name_no_case_stay(project):
    path = project / "data" / "editorial" / FIRST / "exercises.csv"
    rows = '9a,right,"{right}, {x} {",SELECT 5\n9a,else,{},\n'
    path.write_text(f"exercise,case,sentence,answer\n{rows}", "utf-8")
    assert told("9a", 5) == "9a: correct. 5, {x} {" and told("9a", 6) == "9a: not yet: {}"


@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_count_is_told_as_a_whole_number(exercise):
    cases = exercises.expected(exercise, LESSON)
    said = SAID.query("exercise == @exercise and case != 'code'")["sentence"]
    assert not any(re.search(r"\b\d+\.0\b", answers.fill_in(one, cases)) for one in said)
