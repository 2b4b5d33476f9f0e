"""What a formula can do besides + - * /: the same for plain numbers and Series as for quantities.

`at`, `within`, `by` and `row_of` are functions and no methods: `Series.at` means something else.
"""

from collections.abc import Mapping
from functools import reduce
from operator import add

import numpy as np
import pandas as pd

from vtcost.quantity.operations import half_away
from vtcost.quantity.quantity import Quantity, labels

Column = pd.Series | Quantity
Value = float | pd.Series | Quantity


def _any(*values: object) -> bool:
    return any(isinstance(value, Quantity) for value in values)


def total(amounts: Column | Mapping[str, Value]) -> Value:
    r"""All rows of a column added up, or all columns of a table: :math:`\sum_g x_g`.

    Raises
    ------
    ValueError
        If a value of the column is missing: what then, is for the formula to say.

    Examples
    --------
    zhz-2024, bijlage 2, column "Begroting 2025 voorstel DB", hours by service:

    >>> total({"Advies": 6_600, "Triage": 62_400, "Ondersteuning": 9_600, "Onderzoek": 13_200, "Monitoring": 7_200})
    99000
    """
    if isinstance(amounts, Mapping):
        return reduce(add, amounts.values())
    if not _any(amounts):
        return amounts.sum()
    return Quantity.made("sum", amounts)


def gaps(values: Column) -> Value:
    """How many rows have no number.

    Examples
    --------
    >>> gaps(pd.Series([1.0, np.nan, 3.0]))
    1.0
    """
    return Quantity.made("gaps", values) if _any(values) else float(values.isna().sum())


def count(values: Column) -> Value:
    """How many rows have a number.

    Examples
    --------
    >>> count(pd.Series([1.0, np.nan, 3.0]))
    2.0
    """
    return Quantity.made("count", values) if _any(values) else float(values.notna().sum())


def lowest(values: Column) -> Value:
    """The least of a column.

    Examples
    --------
    >>> float(lowest(pd.Series([4.0, 3.0])))
    3.0
    """
    return Quantity.made("lowest", values) if _any(values) else values.min()


def within(amounts: Column, group: Column) -> Column:
    r"""The total of all rows with the same group: :math:`\sum_{h \in G(g)} x_h`.

    Examples
    --------
    >>> within(pd.Series([1.0, 2.0, 4.0]), pd.Series(["west", "oost", "west"])).tolist()
    [5.0, 2.0, 5.0]
    """
    if _any(amounts, group):
        return Quantity.made("within", amounts, group)
    # As `total` adds up; pandas itself would compensate for rounding, which changes the last bit.
    return amounts.groupby(group).transform(lambda part: part.sum())


def at(amounts: Column, group: Column) -> Column:
    r"""What belongs to the group of each row, zero where there is nothing: :math:`x_{G(g)}`.

    Examples
    --------
    >>> at(pd.Series({"Alkmaar": 755_000.0}), pd.Series({"Bergen": "Alkmaar", "Texel": "Den Helder"})).to_dict()
    {'Bergen': 755000.0, 'Texel': 0.0}
    """
    if _any(amounts, group):
        return Quantity.made("at", amounts, labels(amounts), group)
    return group.map(amounts).where(group.isin(amounts.index), 0.0)


def by(amounts: Column, group: Column, over: Column) -> Column:
    r"""Totals per group, with the rows of `over`: :math:`y_j = \sum_{G(g) = j} x_g`.

    Raises
    ------
    ValueError
        If an amount that is not zero belongs to a group that `over` does not have: it would be lost.

    Examples
    --------
    >>> by(pd.Series([1.0, 2.0, 4.0]), pd.Series(["west", "oost", "west"]), pd.Series(0, ["oost", "west"])).to_dict()
    {'oost': 2.0, 'west': 5.0}
    """
    if _any(amounts, group, over):
        return Quantity.made("by", amounts, group, labels(over))
    lost = group[~group.isin(over.index) & (amounts != 0)]
    if len(lost):
        raise ValueError(f"by: an amount of group {lost.iloc[0]!r}, expected one of {', '.join(map(str, over.index))}")
    return amounts.groupby(group).sum().reindex(over.index, fill_value=0.0)


def row_of(values: Column, label: str | Quantity) -> Value:
    """The value of one row; which one may be a quantity too, so that a reader can choose another.

    Raises
    ------
    ValueError
        If there is no such row, or its label is not a single text.

    Examples
    --------
    >>> int(row_of(pd.Series({"voorstel": 4600, "besluit": 4416}), "besluit"))
    4416
    """
    return Quantity.made("row", values, labels(values), label) if _any(values, label) else values[label]


def when(condition: Value, yes: Value, no: Value) -> Value:
    """One value where a condition holds, another where it does not.

    Examples
    --------
    >>> when(pd.Series([3.0, -1.0]) > 0, 1.0, 0.0).tolist(), when(2 > 1, "ja", "nee")
    ([1.0, 0.0], 'ja')
    """
    if _any(condition, yes, no):
        return Quantity.made("when", condition, yes, no)
    rows = [one.index for one in (condition, yes, no) if isinstance(one, pd.Series)]
    chosen = np.where(condition, yes, no)
    return pd.Series(chosen, index=rows[0]) if rows else chosen.item()


def equal(one: Value | str, other: Value | str) -> Value:
    """Whether two values are the same; `==` asks whether two quantities are one.

    Examples
    --------
    >>> equal("landelijk", "regionaal")
    False
    """
    return Quantity.made("=", one, other) if _any(one, other) else one == other


def known(value: Value) -> Value:
    """Whether there is a number: an empty cell is none.

    Examples
    --------
    >>> known(pd.Series([1.0, np.nan])).tolist()
    [True, False]
    """
    return Quantity.made("known", value) if _any(value) else ~np.isnan(value)


def maximum(one: Value, other: Value) -> Value:
    """The higher of two values.

    Examples
    --------
    >>> float(maximum(-7.18, 0))
    0.0
    """
    return Quantity.made("max", one, other) if _any(one, other) else np.maximum(one, other)


def minimum(one: Value, other: Value) -> Value:
    """The lower of two values.

    Examples
    --------
    >>> float(minimum(-7.18, 0))
    -7.18
    """
    return Quantity.made("min", one, other) if _any(one, other) else np.minimum(one, other)


def floor(value: Value) -> Value:
    """Down to a whole number.

    Examples
    --------
    >>> float(floor(-1.5))
    -2.0
    """
    return Quantity.made("floor", value) if _any(value) else np.floor(value)


def rounded(value: Value, decimals: int = 0) -> Value:
    """Rounded, half away from zero, as a workbook does.

    Examples
    --------
    >>> float(rounded(2.5)), float(rounded(-0.125, 2))
    (3.0, -0.13)
    >>> float(rounded(1.005, 2))
    1.01
    """
    if _any(value):
        return Quantity.made("round", value, decimals)
    return half_away(value, decimals)


def same(value: Value) -> Value:
    """The same value under a name of its own, such as a line of an aansluiting.

    Examples
    --------
    >>> same(9_443_808)
    9443808
    """
    return Quantity.made("is", value) if _any(value) else value


def place(values: Column, order: Column) -> Column:
    """Places from the largest down, 1 for the largest; equal ones by `order`.

    Examples
    --------
    >>> place(pd.Series([0.2, 0.7, 0.2]), pd.Series([2.0, 1.0, 3.0])).tolist()
    [2.0, 1.0, 3.0]
    """
    if _any(values, order):
        return Quantity.made("place", values, order)
    ranked = np.lexsort((order.to_numpy(), -values.to_numpy()))
    return pd.Series(np.argsort(ranked) + 1.0, index=values.index)
