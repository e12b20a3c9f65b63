"""Exercises on the first interview: a check that tells what is off, and ten claims to code.

Right answers, and the numbers behind typical wrong ones, are computed from the interview's tables;
what is said to each is data/editorial/<interview>/exercises.csv. An interview without that file
has no exercises. Nothing here raises: a lesson goes on.
"""

import ast
import builtins
import math
import re
from collections.abc import Callable
from html import escape
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

from belegstelle.coding.agreement import CODES as PAIRABLE
from belegstelle.coding.agreement import PAIRS, disagreements, measure_agreement
from belegstelle.coding.claims import counted
from belegstelle.coding.codebook import codes
from belegstelle.coding.trend import thesis_claims
from belegstelle.german.words import normalise
from belegstelle.page.source import read_raw
from belegstelle.project import TroubleError, editorial_path
from belegstelle.report.show import note, publish, show
from belegstelle.store import schema
from belegstelle.store.tables import read_editorial, read_table

# Answers this near (share of the number) are the same: 67.58 and 67.6, not 66.3.
NEAR = 9e-4


DECIMAL_COMMA = "Python writes decimals with a point: 12.5, not 12,5."


DIGITS = "Write the number in digits; none is 0."


UNQUOTED = 'Words stand in quotation marks: "{}".'


# What a cell gives its answers to: "answer_1b", "my_codes"; not "answers".
ANSWERS = re.compile(r"answer_\w+$|my_codes$")


NUMERALS = frozenset(
    "null keine kein eins ein eine zwei drei vier fünf sechs sieben acht neun zehn elf zwölf "
    "zero none no one two three four five six seven eight nine ten eleven twelve".split()
)


TABLE = "That is a whole table or list; give one value of it, or count its rows with len(…)."


# How a verdict looks: its sign and what stands at its left, so that colour tells nothing alone.
LOOKS = {
    "correct": ("✓", "border-left:.4em solid #00855f"),
    "not yet": ("○", "border-left:.4em dashed #c75300"),
    "": ("…", "border-left:.4em dotted #8a8a8a"),
}


class Unquoted(str):
    """An answer that is a name of nothing: a word that lacks its quotation marks."""


def check(exercise: str, answer: object, interview: str) -> None:
    """Show whether an answer is right and, if not, where to look. Never raises.

    exercise: "1a"; answer: a number or a word; ... stands for no answer yet.
    """
    verdict, sentence = _judge(exercise, answer, interview)
    sign, line = LOOKS[verdict]
    told = (
        escape(sentence).replace(verdict, f"<b>{verdict}</b>", 1) if verdict else escape(sentence)
    )
    html = f'<p class="bs-note" style="{line};padding-left:.8em">{sign} {told}</p>'
    publish(html, f"{sign} {sentence}")


def judge(exercise: str, answer: object, interview: str) -> str:
    """Return the sentence that `check` shows."""
    return _judge(exercise, answer, interview)[1]


def _judge(exercise: str, answer: object, interview: str) -> tuple[str, str]:
    """Return "correct", "not yet" or, if there is nothing to judge, ""; and the sentence."""
    said = exercise_sentences(interview)
    if said.empty:
        return "", f"{exercise}: skipped, for this exercise is about the first interview."
    own = said[said["exercise"] == exercise].set_index("case")["sentence"]
    if own.empty:
        there = ", ".join(said["exercise"].unique())
        return "", f"There is no exercise {exercise!r}. There are {there}."
    if answer is ... or answer is None or (isinstance(answer, str) and not answer.strip()):
        return "", f"{exercise}: not answered yet."
    if isinstance(answer, Unquoted):
        return "not yet", f"{exercise}: not yet: {UNQUOTED.format(answer)}"
    try:
        cases = expected(exercise, interview)
    except TroubleError as error:
        return "", f"{exercise}: can't be checked now. {error}"
    except (LookupError, ValueError):
        return "", (
            f"{exercise}: can't be checked, for the tables no longer hold what it asks for."
        )
    verdict, sentence = _verdict(_plain(answer), cases, own)
    return verdict, f"{exercise}: {verdict}{'.' if verdict == 'correct' else ':'} {sentence}"


class _Quote:
    """Makes, in the cell that is to be run, an Unquoted word of an answer that names nothing."""

    def __init__(self, names: dict[str, object]) -> None:
        self.names = names

    def visit(self, cell: ast.Module) -> ast.Module:
        """Return the cell, its answers quoted; IPython calls this."""
        made = (node for node in ast.walk(cell) if isinstance(node, ast.Name))
        given = {node.id for node in made if isinstance(node.ctx, ast.Store)}
        for line in cell.body:
            if isinstance(line, ast.Assign) and ANSWERS.match(ast.unparse(line.targets[0])):
                if isinstance(line.value, ast.Dict):
                    line.value.values = [self._quote(one, given) for one in line.value.values]  # noqa: PD011
                else:
                    line.value = self._quote(line.value, given)
        return ast.fix_missing_locations(cell)

    def _quote(self, answer: ast.expr, given: set[str]) -> ast.expr:
        known = {*given, *self.names, *vars(builtins)}
        if not isinstance(answer, ast.Name) or answer.id in known:
            return answer
        word = f"__import__({__name__!r}, fromlist='x').Unquoted({answer.id!r})"
        return ast.parse(word, mode="eval").body


def quote_answers() -> None:
    """Let a word without quotation marks be an answer in this kernel, which `check` speaks of.

    Else Python's NameError stands where the hint should.
    """
    from IPython import get_ipython

    if shell := get_ipython():
        shell.ast_transformers.append(_Quote(shell.user_ns))


def solve(exercise: str, interview: str) -> None:
    """Show the solution of an exercise, folded: its code, the answer as it is now, and why.

    An interview without exercises has none; what can't be computed now is said.
    """
    said = exercise_sentences(interview)
    own = said[said["exercise"] == exercise].set_index("case")["sentence"]
    if own.empty:
        note(f"{exercise}: skipped, for this exercise is about the first interview.")
        return
    try:
        cases = expected(exercise, interview)
    except (TroubleError, LookupError, ValueError) as error:
        note(f"{exercise}: can't be solved now. {error}")
        return
    right = cases["right"] if isinstance(cases["right"], list) else [cases["right"]]
    answer, why = ", ".join(map(str, right)), own["why"].format(**cases)
    publish(
        f"<details><summary>Solution {escape(exercise)}</summary><pre>{escape(own['code'])}</pre>"
        f"<p><b>{escape(answer)}</b>. {escape(why)}</p></details>",
        f"{own['code']}\n{answer}. {why}",
    )


def exercise_sentences(interview: str) -> pd.DataFrame:
    """Return what is said to answers: exercise, case, sentence; empty if there are no exercises."""
    names = schema.columns("editorial/exercises")
    return read_editorial(editorial_path("exercises.csv", interview), names)


def _verdict(answer: object, cases: dict[str, object], own: pd.Series) -> tuple[str, str]:
    if isinstance(answer, str) and answer in (DECIMAL_COMMA, TABLE):
        return "not yet", answer
    for case, value in cases.items():
        if case in own.index and _same(answer, value):
            return "correct" if case == "right" else "not yet", own[case].format(**cases)
    if answer in NUMERALS and isinstance(cases["right"], Real):
        return "not yet", DIGITS
    return "not yet", own["else"].format(**cases)


def _plain(answer: Any) -> object:
    """Return an answer as it is compared: a float, or words in lower case without quotation marks.

    For what is neither, the sentence that says so.
    """
    if isinstance(answer, (list, tuple, set, pd.Series, pd.Index)):
        parts = list(answer)
        if len(parts) == 1:
            return _plain(parts[0])
        comma = isinstance(answer, tuple) and all(isinstance(part, int) for part in parts)
        return DECIMAL_COMMA if comma and len(parts) == 2 else TABLE
    if np.ndim(answer):
        return TABLE
    if isinstance(answer, Real) and not isinstance(answer, bool):
        return _float(answer)
    words = normalise(str(answer)).strip(" '\"„“”‚‘’»«.").lower()  # casefold would lose ß
    if words.replace(",", "", 1).rstrip(" %").isdecimal() and "," in words:
        return DECIMAL_COMMA
    return _float(words.rstrip(" %"), words)


def _float(value: Any, otherwise: object = math.nan) -> object:
    try:
        return float(value)
    except (ValueError, OverflowError):
        return otherwise


def _same(answer: object, value: object) -> bool:
    if isinstance(value, list):
        return any(_same(answer, one) for one in value)
    value = _plain(value)
    if isinstance(answer, float) and isinstance(value, float):
        return math.isclose(answer, value, rel_tol=NEAR)
    return answer == value


def expected(exercise: str, interview: str) -> dict[str, object]:
    """Return the right answer of an exercise and those of typical mistakes, by case.

    Raises TroubleError if the table it needs is not there yet, LookupError or ValueError if the
    table lacks the row it is about.
    """
    return OF_NOTEBOOK[exercise[0]](interview)[exercise]


def _of_reading(interview: str) -> dict[str, dict[str, object]]:
    blocks, raw = read_table(interview, "blocks"), read_raw(interview)[0]
    n = blocks.groupby("kind").size()
    words = blocks.groupby("voice")["n_words"].sum()
    guest, shown, base = words["interviewee"], words["display"], words.sum() - words["display"]
    study = blocks[blocks["text"].str.startswith("Laut einer Studie")].iloc[0]
    space = raw.index("\N{NO-BREAK SPACE}")
    around = blocks[(blocks["start"] <= space) & (space < blocks["end"])].iloc[0]
    percent = 100 * (guest + shown) / (base + shown)
    return {
        "1a": {
            "right": n["answer"],
            "turns": n["answer"] + n["question"],
            "with_note": n["answer"] + n["note"],
            "blocks": len(blocks),
        },
        "1b": {
            "right": study["voice"],
            "guest": ["interviewee", "guest", "Leonhard", "Andreas Leonhard"],
            "source": ["Steria Mummert Consulting", "Steria", "study", "Studie"],
            "kind": study["kind"],
            "label": ["interviewer", "acquisa"],
            "block": study["block"],
        },
        "1c": {
            "right": round(percent, 1),
            "unchanged": round(100 * guest / base, 1),
            "old_base": round(100 * (guest + shown) / base, 1),
            "fraction": percent / 100,
        },
        "1d": {
            "right": raw[:space].count("\n") + 1,
            "from_zero": raw[:space].count("\n"),
            "block": around["block"],
            "place": space,
        },
    }


def _of_cleaning(interview: str) -> dict[str, dict[str, object]]:
    corrections, quotes = read_table(interview, "corrections"), read_table(interview, "quotes")
    suspects, blocks = read_table(interview, "suspects"), read_table(interview, "blocks")
    n = corrections.groupby("treatment").size()
    correct = corrections[corrections["treatment"] == "correct"]
    suspected = correct["erratum"].isin(" ".join(suspects["decided"]).split())
    missed = correct[~suspected]
    kept = corrections[corrections["treatment"] == "keep"]
    town = kept.loc[kept["reason"].str.contains("is a town"), "raw"].iloc[0].split()
    caption = quotes[quotes["block"].isin(blocks.loc[blocks["kind"] == "caption", "block"])].iloc[0]
    return {
        "2a": {
            "right": n["correct"],
            "errata": correct["erratum"].nunique(),
            "rows": len(corrections),
            "queries": n["query"],
        },
        "2b": {
            "right": town[0],
            "respelt": town[0].replace("ss", "ß"),
            "other_town": town[-1],
            "company": ["Steria", "Mummert", "Steria Mummert Consulting"],
        },
        "2c": {
            "right": caption["fidelity"],
            "verbatim": "verbatim",
            "not_found": "not found",
            "similarity": caption["similarity"],
        },
        "2d": {
            "right": list(missed["erratum"]),
            "words": list(missed["raw"]) + list(missed["corrected"]),
            "suspected": list(correct.loc[suspected, "erratum"]),
            "not_corrected": list(corrections.query("treatment != 'correct'")["erratum"]),
        },
    }


def _of_terms(interview: str) -> dict[str, dict[str, object]]:
    tokens, terms = read_table(interview, "tokens"), read_table(interview, "terms")
    raw, words = read_raw(interview)[0], tokens["token"].str.casefold()
    media = terms[terms["term"] == "Social Media"].set_index("voice")
    managers = terms[terms["term"] == "Social-Media-Manager"].set_index("voice")
    spoken = media.drop("display", errors="ignore")["n"].sum()
    guest, editors = media.loc["interviewee"], media.loc["editorial"]
    return {
        "3a": {
            "right": guest["n"],
            "all": spoken,
            "page": raw.count("Social Media"),
            "managers": managers.loc["interviewee", "n"],
        },
        "3b": {
            "right": words.str.startswith("steig").sum(),
            "substring": words.str.contains("steig").sum(),
            "one_form": (words == "steigt").sum(),
            "infinitive": (words == "steigen").sum(),
        },
        "3c": {
            "right": editors["n"],
            "rate": [editors["per_1000"], round(editors["per_1000"])],
            "base": editors["base"],
            "all": spoken,
        },
    }


def _of_claims(interview: str) -> dict[str, dict[str, object]]:
    claims = read_table(interview, "claims")
    unit = claims.set_index("qty_unit")
    said = claims.set_index("claim_id")["quantifier"].str.casefold()
    rank = (claims["claim_type"] == "comparison") & (claims["quantity"] == "")
    guest = claims[claims["voice"] == "interviewee"]
    serving = guest[guest["interest"] == "yes"]
    return {
        "4a": {
            "right": unit.loc["Menschen", "claim_id"],
            "years": unit.loc["Jahre", "claim_id"],
            "quantifier": list(said.index[said == "immer mehr"]),
            "rank": list(claims.loc[rank, "claim_id"]),
            "number": unit.loc["Menschen", "qty_min"],
        },
        "4b": {
            "right": len(counted(serving)),
            "with_presupposed": len(serving),
            "guest": len(counted(guest)),
            "all": len(counted(claims)),
        },
        "4c": {
            "right": unit.loc["Jahre", "source_type"],
            "own_data": "own_data",
            "own_opinion": ["own_opinion", "own_expectation"],
            "third_party": "third_party_named",
            "checkability": unit.loc["Jahre", "checkability"],
        },
    }


def _of_trend(interview: str) -> dict[str, dict[str, object]]:
    claims, blocks = read_table(interview, "claims"), read_table(interview, "blocks")
    raw, shown, growth = read_raw(interview)[0], counted(claims), thesis_claims(claims)
    answers = " ".join(blocks.loc[blocks["voice"] == "interviewee", "text"]).casefold()
    guest = (growth["voice"] == "interviewee").sum()
    return {
        "5a": {
            "right": growth["number"].sum(),
            "total": (shown["claim_type"] == "fact_quantity").sum(),
            "any_number": (shown["quantity"] != "").sum(),
            "growth": len(growth),
        },
        "5b": {
            "right": len(growth) - guest,
            "guest": guest,
            "growth": len(growth),
            "editors": (growth["voice"] == "editorial").sum(),
        },
        "5c": {
            "right": raw.casefold().count("immer mehr"),
            "small_letters": raw.count("immer mehr"),
            "answers": answers.count("immer mehr"),
            "words": raw.casefold().count("mehr") + raw.casefold().count("immer"),
        },
        "5d": {
            "right": list(shown.loc[shown["source_type"] == "third_party_named", "claim_id"]),
            "own_data": list(shown.loc[shown["source_type"] == "own_data", "claim_id"]),
            "unattributed": list(shown.loc[shown["source_type"] == "unattributed", "claim_id"]),
            "presupposed": list(claims.loc[claims["unit"] == "presupposition", "claim_id"]),
            "voice": ["editorial", "editors", "Redaktion"],
            "source": ["Steria", "Steria Mummert Consulting", "study", "Studie"],
        },
    }


OF_NOTEBOOK: dict[str, Callable[[str], dict[str, dict[str, object]]]] = {
    "1": _of_reading,
    "2": _of_cleaning,
    "3": _of_terms,
    "4": _of_claims,
    "5": _of_trend,
}


def coding_sheet(claims: pd.DataFrame, ids: dict[str, object]) -> pd.DataFrame:
    """Return the named claims without their codes: interview, claim_id, voice, quote, gloss_en."""
    columns = ["interview", "claim_id", "voice", "quote", "gloss_en"]
    mine = has_exercises(claims) & claims["claim_id"].isin(list(ids))
    return claims.loc[mine, columns].reset_index(drop=True)


def has_exercises(claims: pd.DataFrame) -> bool:
    """Tell whether claims are those of the interview the exercises are about."""
    return not any(exercise_sentences(name).empty for name in claims["interview"].unique())


def compare_codes(claims: pd.DataFrame, column: str, mine: dict[str, object]) -> None:
    """Show how far one's own codes agree with the published ones, and where they differ.

    column: a coded column; mine: claim_id → code, ... for no code yet. Never raises: a code or
    an id that is not known is said and left out.
    """
    if not has_exercises(claims) or claims.empty:
        note("Skipped, for this exercise is about the first interview.")
        return
    pairs, sentences = pair_own_codes(claims, column, mine)
    for sentence in sentences:
        note(sentence)
    if len(pairs):
        base = f"{len(pairs)} of {len(mine)} claims coded; one: published, other: yours"
        show(measure_agreement(pairs), "Your codes and the published ones", base=base)
        show(disagreements(pairs), "Where you differ", base=base)


def pair_own_codes(
    claims: pd.DataFrame, column: str, mine: dict[str, object]
) -> tuple[pd.DataFrame, list[str]]:
    """Lay one's own codes beside the published ones; return the pairs, and what is off.

    Pairs are as in agreement.pair_codes, with the coder "you".
    """
    book = codes(column) if column in PAIRABLE else []
    if not book:
        return pd.DataFrame(columns=PAIRS), [
            f"{column!r} is no coded column. Choose one of {', '.join(PAIRABLE)}."
        ]
    spelled = {code.casefold(): code for code in book}
    published = claims.set_index("claim_id")
    rows, sentences = [], []
    for claim, code in mine.items():
        if claim not in published.index:
            sentences.append(f"{claim!r} is no claim_id. Copy it from the table of ten claims.")
        elif isinstance(code, Unquoted):
            sentences.append(f"{claim}: {UNQUOTED.format(code)}")
        elif isinstance(code, str) and code.strip().casefold() in spelled:
            row = published.loc[claim]
            known = (row["interview"], "you", claim, row["quote"], column)
            rows.append((*known, row[column], spelled[code.strip().casefold()]))
        elif code is not ...:
            sentences.append(f"{claim}: {code!r} is no code of {column}. Use {', '.join(book)}.")
    if not rows and not sentences:
        sentences = ["No claim is coded yet. Put a code in quotation marks in place of each `...`."]
    return pd.DataFrame(rows, columns=PAIRS), sentences
