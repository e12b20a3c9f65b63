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

# Marks that running text has around words; Python knows the straight ones alone.
MARKS = "„“”‚‘’»«"

# An answer as it is typed: "answer_1b = „editorial“", "answer_1c = 66,3 %", "answer_1a =".
GIVEN = re.compile(r"(answer_\w+) *=(?!=) *(.*?) *$")
# A code between such marks: "„norm“"; not "„norm".
MARKED = re.compile(rf"[{MARKS}]([^{MARKS}\"'\n]*)[{MARKS}]")
# A claim whose code was taken out: '"c03": ,'.
NO_CODE = re.compile(r'(": *)(?=,?\s*$)')

# What a cell gives its answers to: "answer_1b", "my_codes"; not "answers".
ANSWERS = re.compile(r"answer_\w+$|my_codes$")
ANSWERED = re.compile(r"^(?:answer_\w+|my_codes) *=", re.MULTILINE)
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
        return ast.parse(_unquoted(answer.id), mode="eval").body


def _unquoted(words: str) -> str:
    """Return the Python that makes an Unquoted."""
    return f"__import__({__name__!r}, fromlist='x').Unquoted({words!r})"


def as_meant(lines: list[str]) -> list[str]:
    """Return a cell's lines, those of an answer mended if Python can't read the cell.

    An answer or code left empty is none yet; „editorial“ and 66 % are words without marks;
    codes in „marks“ stand in straight ones. A cell that can't be mended so stays as it is.
    """
    if not re.search(ANSWERED, "".join(lines)) or _reads(lines):
        return lines
    mended = []
    for line in lines:
        given = GIVEN.match(line)
        if not given:
            mended.append(NO_CODE.sub(r"\1...", MARKED.sub(r'"\1"', line)))
        elif _reads([line.lstrip()]):
            mended.append(line)
        else:
            mended.append(f"{given[1]} = {_unquoted(given[2]) if given[2] else '...'}\n")
    return mended if _reads(mended) else lines


def _reads(lines: list[str]) -> bool:
    """Tell whether Python can read a cell."""
    try:
        ast.parse("".join(lines))
    except (SyntaxError, ValueError):
        return False
    return True


def quote_answers() -> None:
    """Let words be an answer in this kernel, quotation marks or not, which `check` speaks of.

    Else Python's NameError or SyntaxError stands where the hint should.
    """
    from IPython import get_ipython

    if shell := get_ipython():
        shell.input_transformers_cleanup.append(as_meant)
        shell.ast_transformers.append(_Quote(shell.user_ns))


def judge(answer: object, cases: dict[str, object], said: pd.Series) -> tuple[str, str]:
    """Return "correct" or "not yet", and what is said to an answer.

    cases: case → its answer, or several; said: the sentence of each case, and of "else".
    """
    typed, answer = answer, _plain(answer)
    if isinstance(answer, str) and answer in (DECIMAL_COMMA, TABLE):
        return "not yet", answer
    number = isinstance(cases["right"], Real)
    if (
        isinstance(typed, Unquoted)
        and isinstance(answer, str)
        and not (answer in NUMERALS and number)
    ):
        return "not yet", UNQUOTED.format(typed.strip(MARKS))
    for case, value in cases.items():
        if case in said.index and _same(answer, value):
            return "correct" if case == "right" else "not yet", fill_in(said[case], cases)
    if answer in NUMERALS and number:
        return "not yet", DIGITS
    return "not yet", fill_in(said.get("else", "Look again."), cases)


def fill_in(sentence: str, cases: dict[str, object]) -> str:
    """Return a sentence with the answers of its cases for {case}; other braces stay."""
    return re.sub(r"\{(\w+)\}", lambda named: str(cases.get(named[1], named[0])), sentence)


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
    words = normalise(str(answer)).strip(f" '\".{MARKS}").lower()  # casefold would lose ß
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
