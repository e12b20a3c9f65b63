"""Exercises with a check that tells what is off; an interview's are its exercises.csv.

There stand the question, what is said to each typical answer, and as SQL on the interview's tables
what that answer is: so all follow the tables. Nothing here raises: a lesson goes on.
"""

import sqlite3
from contextlib import closing
from html import escape

import pandas as pd

from belegstelle.classroom import answers
from belegstelle.coding.claims import counted
from belegstelle.coding.trend import thesis_claims
from belegstelle.interview import Interview
from belegstelle.project import TroubleError, editorial_path
from belegstelle.report.show import note, publish
from belegstelle.store import schema
from belegstelle.store.tables import read_editorial

# How a verdict looks: its sign and what stands at its left, so that colour tells nothing alone.
LOOKS = {
    "correct": ("✓", "border-left:.4em solid #00855f"),
    "not yet": ("○", "border-left:.4em dashed #c75300"),
    "": ("…", "border-left:.4em dotted #8a8a8a"),
}
# What an answer's SQL may do: read, and call what SQLite has.
ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION}
# Steps of SQLite's machine that it may take: some seconds.
STEPS = 50_000_000
# Tables that answers may ask besides those of the interview.
MORE = {
    "page": lambda raw: pd.DataFrame({"raw": [raw]}),
    "counted": counted,
    "on_thesis": thesis_claims,
}


def read_exercises(interview: str) -> pd.DataFrame:
    """Return exercises.csv: exercise, case, sentence, answer; empty if there is none."""
    names = schema.columns("editorial/exercises")
    return read_editorial(editorial_path("exercises.csv", interview), names)


def _said(exercise: str, interview: str, *needed: str) -> pd.Series:
    """Return the sentences of an exercise by case; empty if there is no such exercise.

    Raises TroubleError if a case that is needed is not there, or one stands twice.
    """
    table = read_exercises(interview)
    own = table[table["exercise"] == exercise]
    for row in own.index[own["case"].duplicated()]:
        raise _trouble(interview, row, f"{exercise} has the case {own['case'][row]!r} twice")
    for case in needed if len(own) else ():
        if case not in set(own["case"]):
            raise _trouble(interview, own.index[0], f"{exercise} has no row with the case {case!r}")
    return own.set_index("case")["sentence"]


def question(exercise: str, interview: str) -> str:
    """Return the question of an exercise as Markdown, or that it is about another interview.

    Raises TroubleError, naming the row, if the exercise asks nothing.
    """
    if (said := _said(exercise, interview, "ask")).empty:
        return f"{exercise}: skipped, for this exercise is about another interview."
    return f"### {exercise}\n\n{said['ask']}"


def ask(exercise: str, interview: Interview) -> None:
    """Show the question of an exercise, or that it is about another interview."""
    from IPython.display import display

    asked = question(exercise, interview.name)
    display({"text/markdown": asked, "text/plain": asked}, raw=True)


def check(exercise: str, answer: object, interview: Interview) -> None:
    """Show whether an answer is right and, if not, where to look. Never raises.

    exercise: "1a"; answer: a number or a word; ... stands for no answer yet. Of an interview
    without exercises nothing is shown.
    """
    if read_exercises(interview.name).empty:
        return
    verdict, sentence = judge(exercise, answer, interview)
    sign, line = LOOKS[verdict]
    told = (
        escape(sentence).replace(verdict, f"<b>{verdict}</b>", 1) if verdict else escape(sentence)
    )
    html = f'<p class="bs-note" style="{line};padding-left:.8em">{sign} {told}</p>'
    publish(html, f"{sign} {sentence}")


def judge(exercise: str, answer: object, interview: Interview) -> tuple[str, str]:
    """Return "correct", "not yet" or, if there is nothing to judge, ""; and the sentence."""
    try:
        said = _said(exercise, interview.name, "right")
    except TroubleError as trouble:
        return "", f"{exercise}: can't be checked now. {trouble}"
    if said.empty:
        there = ", ".join(read_exercises(interview.name)["exercise"].unique())
        return "", f"There is no exercise {exercise!r}. There are {there}."
    if answer is ... or answer is None or (isinstance(answer, str) and not answer.strip()):
        return "", f"{exercise}: not answered yet."
    try:
        cases = expected(exercise, interview)
    except TroubleError as trouble:
        return "", f"{exercise}: can't be checked now. {trouble}"
    verdict, sentence = answers.judge(answer, cases, said)
    return verdict, f"{exercise}: {verdict}{'.' if verdict == 'correct' else ':'} {sentence}"


def solve(exercise: str, interview: Interview) -> None:
    """Show the solution of an exercise, folded: its code, the answer as it is now, and why.

    Without code it is the why alone; what can't be computed now is said.
    """
    try:
        if (said := _said(exercise, interview.name, "why")).empty:
            return
        cases = expected(exercise, interview)
    except TroubleError as trouble:
        note(f"{exercise}: can't be solved now. {trouble}")
        return
    code, why = said.get("code", ""), answers.fill_in(said["why"], cases)
    right = cases.get("right", [])
    answer = ", ".join(map(str, right if isinstance(right, list) else [right]))
    told = f"<pre>{escape(code)}</pre>" * bool(code)
    told += f"<p>{f'<b>{escape(answer)}</b>. ' * bool(answer)}{escape(why)}</p>"
    publish(
        f"<details><summary>Solution {escape(exercise)}</summary>{told}</details>",
        f"{code}\n{answer}. {why}" if code else why,
    )


def expected(exercise: str, interview: Interview) -> dict[str, object]:
    """Return the right answer of an exercise and those of typical mistakes, by case.

    What is given as several rows is a list. Raises TroubleError, naming the row, if SQLite refuses
    what stands in answer, or the tables have nothing that it asks for.
    """
    table = read_exercises(interview.name)
    own = table[(table["exercise"] == exercise) & (table["answer"] != "")]
    cases: dict[str, object] = {}
    with closing(sqlite3.connect(":memory:")) as base:
        for name in interview.made | MORE:
            if own["answer"].str.contains(rf"\b{name}\b").any():
                asked = interview.ask(MORE[name]) if name in MORE else getattr(interview, name)
                if isinstance(asked, pd.DataFrame):
                    asked.to_sql(name, base, index=False)
        base.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in ALLOWED else 1)
        base.set_progress_handler(lambda: 1, STEPS)
        for row, case, sql in zip(own.index, own["case"], own["answer"], strict=True):
            try:
                found = [one for (one, *_) in base.execute(sql).fetchmany(1000)]
            except sqlite3.Error as error:
                raise _trouble(interview.name, row, f"SQLite says: {error}") from error
            if not found and case == "right":
                raise _trouble(interview.name, row, "the tables have nothing that it asks for")
            cases[case] = found[0] if len(found) == 1 else found
    return cases


def _trouble(interview: str, row: int, what: str) -> TroubleError:
    return TroubleError(
        f"data/editorial/{interview}/exercises.csv, row {row}: {what}. Correct the table."
    )
