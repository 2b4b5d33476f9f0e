"""One formula, three ways to write it: in words, with the numbers filled in, and as a cell of a workbook."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

TERM = re.compile(r"\{([^{}:]+)(?::(sum|count|lowest|within|mine|at|rank|row)(?: ([^{}]+))?)?\}")
SIGNS = {"*": "×", "-": "−", "==": "="}
# Names in a formula that stand for a function: (in Dutch, in a workbook).
FUNCTIONS = {
    "max": ("hoogste van", "MAX"),
    "min": ("laagste van", "MIN"),
    "when": ("als", "IF"),
    "whole": ("naar beneden afgerond", "INT"),
    "round": ("afgerond", "ROUND"),
    "absolute": ("zonder min", "ABS"),
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
        # The template is a constant of this package; only the values come from data.
        source = TERM.sub(lambda _: next(numbers), self.template)
        return eval(source, {"__builtins__": {}}, {**names, **COMPUTED})

    def _between(self, text: str, symbols: bool, workbook: bool) -> str:
        if workbook:
            text = text.replace("==", "=").replace("'", '"')
        elif symbols:
            for sign, shown in SIGNS.items():
                text = text.replace(sign, shown)
            text = text.replace(",", ";").replace(".", ",")
        if symbols or workbook:
            for name, written in FUNCTIONS.items():
                text = re.sub(rf"\b{name}\(", f"{written[workbook]}(", text)
        return text


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
    "absolute": np.abs,
}
