"""One formula, three ways to write it: in words, with the numbers filled in, and as a cell of a workbook."""

import ast
import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

TERM = re.compile(r"\{([^{}:]+)(?::(sum|count|lowest|within|mine|at|rank|row)(?: ([^{}]+))?)?\}")
SIGNS = {"*": "×", "-": "−", "==": "=", "<=": "≤"}
# Names in a formula that stand for a function: (in Dutch, in a workbook).
FUNCTIONS = {
    "max": ("hoogste van", "MAX"),
    "min": ("laagste van", "MIN"),
    "when": ("als", "IF"),
    "whole": ("naar beneden afgerond", "INT"),
    "round": ("afgerond", "ROUND"),
    "known": ("bekend", "ISNUMBER"),
}


@dataclass(frozen=True)
class Reference:
    """What stands between braces: `{name}`, or `{name:sum}`, `{name:within group}`, `{name:at group}`.

    ``sum`` adds up the column, ``count`` counts its numbers, ``lowest`` is the least of them; ``within`` adds up the
    rows of the same group; ``mine`` adds up the rows of the group that the term itself belongs to; ``at`` takes the
    amount that belongs to the row's group; ``rank`` numbers the rows from the largest down (equal ones by the column
    `other`); ``row`` takes the value in the row that `other` names.
    """

    name: str
    operation: str
    other: str


@dataclass(frozen=True)
class Expression:
    """A formula over terms, written as ``{budget} * {key}``.

    Examples
    --------
    >>> formula = Expression("{budget} * {inhabitants} / {inhabitants:sum}")
    >>> [reference.operation for reference in formula.references]
    ['', '', 'sum']
    >>> formula.write(lambda reference: reference.name, symbols=True)
    'budget × inhabitants / inhabitants'
    """

    template: str

    @cached_property
    def references(self) -> list[Reference]:
        """What the formula refers to, in order."""
        return [Reference(name, operation or "", other or "") for name, operation, other in TERM.findall(self.template)]

    def write(self, shown: Callable[[Reference], str], symbols: bool = False, workbook: bool = False) -> str:
        """The formula with every reference written as `shown` says.

        Parameters
        ----------
        shown : callable
            From a reference to its text.
        symbols : bool
            Signs and functions as a reader knows them.
        workbook : bool
            Functions as a workbook knows them.
        """
        pieces, position, references = [], 0, iter(self.references)
        for match in TERM.finditer(self.template):
            pieces += [self._between(self.template[position : match.start()], symbols, workbook)]
            pieces += [shown(next(references))]
            position = match.end()
        return "".join([*pieces, self._between(self.template[position:], symbols, workbook)])

    def evaluate(self, value: Callable[[Reference], float | str | pd.Series]) -> float | pd.Series:
        """The formula computed: columns as Series, scalars as numbers.

        Parameters
        ----------
        value : callable
            From a reference to its value.
        """
        names = {f"v{number}": value(reference) for number, reference in enumerate(self.references)}
        numbers = iter(names)
        source = TERM.sub(lambda _: next(numbers), self.template)
        return _computed(ast.parse(source, mode="eval").body, names)

    def _between(self, text: str, symbols: bool, workbook: bool) -> str:
        if workbook:
            text = text.replace("==", "=").replace("'", '"')
        elif symbols:
            for sign, shown in SIGNS.items():
                text = text.replace(sign, shown)
            text = text.replace(",", ";").replace(".", ",")
        if symbols or workbook:
            text = text.replace("blank()", '""' if workbook else "leeg")
            for name, written in FUNCTIONS.items():
                text = re.sub(rf"\b{name}\(", f"{written[workbook]}(", text)
        return text


def _computed(node: ast.AST, names: dict):
    """A formula computed node by node: only what a formula needs is allowed, so that no text can become code."""
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float, str)):
        return node.value
    if isinstance(node, ast.Name) and node.id in names:
        return names[node.id]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_computed(node.operand, names)
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        return OPERATORS[type(node.op)](_computed(node.left, names), _computed(node.right, names))
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in OPERATORS:
        return OPERATORS[type(node.ops[0])](_computed(node.left, names), _computed(node.comparators[0], names))
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in COMPUTED
        and not node.keywords
    ):
        return COMPUTED[node.func.id](*(_computed(argument, names) for argument in node.args))
    raise ValueError(f"formula: {ast.unparse(node)}, expected numbers, terms, + - * / and the functions of a formula")


def _known(value):
    """Whether there is a number: an empty cell is none."""
    return value.notna() if isinstance(value, pd.Series) else value == value


def _when(condition, yes, no):
    chosen = np.where(condition, yes, no)
    if np.ndim(chosen) == 0:
        return chosen.item()
    index = next(one.index for one in (condition, yes, no) if isinstance(one, pd.Series))
    return pd.Series(chosen, index=index)


def _round(value, decimals=0):
    """Half away from zero, as a workbook rounds."""
    scaled = np.abs(value) * 10**decimals
    return np.sign(value) * np.floor(scaled + 0.5) / 10**decimals


COMPUTED = {
    "max": np.maximum,
    "min": np.minimum,
    "when": _when,
    "whole": np.floor,
    "round": _round,
    "known": _known,
    "blank": lambda: float("nan"),
}
OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: lambda one, other: np.divide(one, other),
    ast.Eq: operator.eq,
    ast.Gt: operator.gt,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
}
