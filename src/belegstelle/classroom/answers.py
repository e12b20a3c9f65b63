"""What a student has typed as an answer: read as it was meant, or told in what it is off."""

import ast
import builtins
import math
import re
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

from belegstelle.german.words import normalise

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


class Unquoted(str):
    """An answer that is a name of nothing: a word that lacks its quotation marks."""


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


def judge(answer: object, cases: dict[str, object], said: pd.Series) -> tuple[str, str]:
    """Return "correct" or "not yet", and what is said to an answer.

    cases: case → its answer, or several; said: the sentence of each case, and of "else".
    """
    if isinstance(answer, Unquoted):
        return "not yet", UNQUOTED.format(answer)
    answer = _plain(answer)
    if isinstance(answer, str) and answer in (DECIMAL_COMMA, TABLE):
        return "not yet", answer
    for case, value in cases.items():
        if case in said.index and _same(answer, value):
            return "correct" if case == "right" else "not yet", said[case].format(**cases)
    if answer in NUMERALS and isinstance(cases["right"], Real):
        return "not yet", DIGITS
    return "not yet", said["else"].format(**cases)


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
