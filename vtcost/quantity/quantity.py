"""A quantity: a number, a text or a column of them that knows its value, its name and unit, and how it was made."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import numpy as np
import pandas as pd

from vtcost.quantity.expression import Expression
from vtcost.quantity.guards import check_labels, plain_values
from vtcost.quantity.operations import CONSTANT, FIXED, GIVEN, LABELS

# What a Series can be asked without leaving the formula: everything here only looks.
LOOKING = {
    *("describe", "head", "hist", "idxmax", "idxmin", "iloc", "index", "items", "keys", "loc", "nlargest"),
    *("nsmallest", "plot", "sort_index", "sort_values", "tail", "to_dict", "to_frame", "to_list", "to_string"),
}
# What a Series computes and a formula writes another way.
INSTEAD = {
    **{"sum": "total(x)", "clip": "maximum(x, low) or minimum(x, high)", "where": "when(condition, x, other)"},
    **{"round": "rounded(x, decimals)", "isna": "known(x)", "notna": "known(x)", "map": "at(amounts, group)"},
    **{"max": ".series.max()", "min": ".series.min()", "mean": ".series.mean()", "groupby": "within(x, group)"},
}


class Quantity(Expression):
    """A value with its formula; operators and the functions of `vtcost.quantity` make new ones.

    It can be looked at as a Series, and never answers wrongly in silence: what would leave the formula is refused.

    Examples
    --------
    zhz-2024, bijlage 1 and 2, column "Begroting 2025 voorstel DB": 600 cases of research at 22 hours each.

    >>> from vtcost.quantity import given, words
    >>> cases = given(pd.Series({"voorstel": 600.0, "besluit": 576.0}), "Onderzoek", "cases")
    >>> hours = cases * given(22.0, "Norm Onderzoek", "hours_per_case")
    >>> hours.called("Uren Onderzoek", "hours")["voorstel"], words(hours)
    (13200.0, 'Onderzoek × Norm Onderzoek')
    >>> hours + cases
    Traceback (most recent call last):
    ...
    ValueError: a + b: hour and case, expected one unit
    """

    # NumPy and pandas leave the arithmetic to this class.
    __array_ufunc__ = None
    __array_priority__ = 1000
    __pandas_priority__ = 5000

    # Values

    @property
    def series(self) -> pd.Series | float | str:
        """The values as a Series over the rows; of a single number the number."""
        if self.rows is None:
            return self.value[0] if isinstance(self.value[0], str) else self.value[0].item()
        return pd.Series(self.value, index=self.rows, name=self.label or None)

    def __getitem__(self, row):
        """The value of one row."""
        if self.rows is None:
            raise TypeError(f"{self.shown}: a single number has no rows, expected float(...) for its value")
        value = self.value[self.rows.get_loc(row)]
        return value if isinstance(value, str) else value.item()

    def __len__(self) -> int:
        return len(self.value)

    def __iter__(self):
        raise TypeError(f"{self.shown}: a formula is not walked through, expected .series for its values")

    def __contains__(self, _row):
        raise TypeError(f"{self.shown}: expected .rows or .series to look in")

    def __float__(self) -> float:
        if self.rows is not None or isinstance(self.value[0], str):
            raise TypeError(f"{self.shown}: no single number, expected one row of it")
        return float(self.value[0])

    def __format__(self, spec: str) -> str:
        return format(self.series if self.rows is None else str(self), spec)

    def __getattr__(self, name: str):
        if name in LOOKING and "rows" in self.__dict__ and self.rows is not None:
            return getattr(self.series, name)
        hint = INSTEAD.get(name, f".series.{name}")
        raise AttributeError(f"a quantity has no {name}, expected {hint}", name=name, obj=self)

    # What would answer wrongly in silence

    def __bool__(self) -> bool:
        raise TypeError(f"{self.shown}: a formula is neither true nor false, expected when(condition, yes, no)")

    def __eq__(self, other):
        raise TypeError(f"{self.shown}: expected equal(a, b) in a formula, `is` for the same one, .series for values")

    __hash__ = object.__hash__

    def __array__(self, *_args, **_kwargs):
        raise TypeError(f"{self.shown}: expected operators and the functions of vtcost.quantity, or .series")

    def __round__(self, _decimals=None):
        raise TypeError(f"{self.shown}: expected rounded(x, decimals)")

    # Operators

    def __neg__(self):
        return self.made("neg", self)

    def __pos__(self):
        return self

    def __abs__(self):
        return self.made("max", self, -self)

    def __repr__(self) -> str:
        from vtcost.quantity.words import sentence

        told, values = sentence(self), self.series
        return f"{told}\n{values.to_string() if self.rows is not None else values}"

    def _repr_html_(self) -> str:
        from vtcost.quantity.words import sentence

        table = self.rows is not None
        values = (
            self.series.to_frame(self.label or "waarde").to_html() if table else f"<p>{escape(str(self.series))}</p>"
        )
        return f"<p>{escape(sentence(self))}</p>{values}"


def given(value: float | str | pd.Series, label: str, unit: str, name: str = "", operation: str = GIVEN) -> Quantity:
    """A quantity that is given: a number, a text, or a Series over the rows.

    Raises
    ------
    ValueError
        If a row stands twice or is called by no text, a value is no number (or text), or there is no such unit.

    Examples
    --------
    >>> given(104_000.0, "Kosten per fte", "euro_per_fte")
    Kosten per fte: gegeven
    104000.0
    """
    if isinstance(value, pd.Series):
        check_labels(label, value.index)
    rows = value.index if isinstance(value, pd.Series) else None
    one = Quantity(plain_values(label, [value] if rows is None else value.to_list(), unit == "text"), rows, operation)
    return one.called(label, unit, name)


def fixed(value: str | float | pd.Series, label: str = "", unit: str = "text") -> Quantity:
    """What belongs to the shape of a calculation and is not for a reader to change, such as the name of a column.

    Examples
    --------
    >>> fixed("Begroting 2025 besluit AB").series
    'Begroting 2025 besluit AB'
    """
    if label:
        return given(value, label, unit, operation=FIXED)
    one = Quantity.of(value)
    one.operation = FIXED
    return one


# What a formula has where nothing is known.
missing = Quantity(np.array([np.nan]), operation=CONSTANT)


def labels(of: Quantity) -> Quantity:
    """The labels of the rows, as a text column."""
    rows = Quantity.of(of).rows
    return Quantity(np.array([] if rows is None else rows, dtype=object), rows, LABELS)


def _operator(name: str) -> tuple[Callable, Callable]:
    def plain(one: Quantity, other: object):
        return Quantity.made(name, one, other)

    def reflected(one: Quantity, other: object):
        # `sum` begins with a plain zero, which no reader should see.
        return one if name == "+" and isinstance(other, int) and other == 0 else Quantity.made(name, other, one)

    return plain, reflected


for _sign, _method in {"+": "add", "-": "sub", "*": "mul", "/": "truediv"}.items():
    _plain, _reflected = _operator(_sign)
    setattr(Quantity, f"__{_method}__", _plain)
    setattr(Quantity, f"__r{_method}__", _reflected)
for _sign, _method in {"<": "lt", "<=": "le", ">": "gt", ">=": "ge"}.items():
    setattr(Quantity, f"__{_method}__", _operator(_sign)[0])
