"""A formula in Dutch words, and the same with the numbers of one row filled in."""

import math

from vtcost.numbers import number, percent
from vtcost.quantity.operations import LABELS, OPERATIONS
from vtcost.quantity.quantity import Quantity
from vtcost.quantity.writing import WORDS, written

# How a number stands in a formula: enough digits to redo the step by hand.
SHARE_DECIMALS = 6
UNKNOWN, AS_GIVEN = "onbekend", "gegeven"


def words(one: Quantity, row: str = "") -> str:
    """The formula in words, for all rows or for one.

    Parameters
    ----------
    one : Quantity
    row : str, optional
        What belongs to the group of a row is named for that row.

    Examples
    --------
    >>> from vtcost.quantity import given, maximum
    >>> gap = given(-7.18, "Verschil", "fte")
    >>> words(maximum(-gap, 0) * given(104_000.0, "Kosten per fte", "euro_per_fte"))
    'hoogste van(−Verschil; 0) × Kosten per fte'
    """
    if one.told or not one.args:
        return one.told or AS_GIVEN

    def look(other: Quantity, inner) -> str:
        if other.operation == "at" and row:
            group = value_in(other.args[2], row)
            return f"{other.args[0].label} {group if group in list(other.args[0].rows) else '(geen)'}"
        if other.operation == "row" and row and other.args[2].label:
            return f"{inner(0)} in de {other.args[2].label.lower()} ({value_in(other.args[2], row)})"
        if other.operation == "row" and not other.args[2].label:
            return f"{inner(0)} van {other.args[2].value[0]}"
        names = [(arg.label or str(arg.value[0])).lower() if number else "" for number, arg in enumerate(other.args)]
        return OPERATIONS[other.operation].words.format(inner(0), *names[1:])

    return written(one, WORDS, lambda other: "de rij zelf" if other.operation == LABELS else other.label, look)


def numbers(one: Quantity, row: str = "") -> str:
    """The formula with the numbers of a row filled in; empty for what is given.

    Examples
    --------
    >>> from vtcost.quantity import given
    >>> needed = given(99_000.0, "Uren", "hours") / given(1350.0, "Uren per fte", "hours_per_fte")
    >>> numbers(needed)
    '99.000 / 1.350'
    """
    if not one.args:
        return ""

    def refer(other: Quantity, _inner=None) -> str:
        unit = "count" if other.operation in ("place", "count", "gaps") else other.unit or other.args[0].unit
        return shown(value_in(other, row), unit)

    return written(one, WORDS, refer, refer).replace("+ (−0)", "+ 0")


def sentence(one: Quantity, row: str = "") -> str:
    """The name with the formula, and for a row the numbers and the outcome.

    Examples
    --------
    >>> from vtcost.quantity import given
    >>> needed = given(99_000.0, "Uren", "hours") / given(1350.0, "Uren per fte", "hours_per_fte")
    >>> sentence(needed.called("Nodig", "fte"))
    'Nodig = Uren / Uren per fte'
    """
    name = one.label or "Zonder naam"
    if not one.args:
        return f"{name}: {words(one)}" + (f", {outcome(one, row)}" if row else "")
    filled = dict.fromkeys([numbers(one, row), outcome(one, row)]) if row else ()
    return " = ".join([name, words(one, row), *filled])


def outcome(one: Quantity, row: str = "") -> str:
    """The value of a row as it stands in a formula."""
    return shown(value_in(one, row), one.unit or "number").strip("()")


def value_in(one: Quantity, row: str) -> float | str:
    """The value of one row; of a single number that number.

    Raises
    ------
    KeyError
        If there is no such row.
    """
    value = one.value[0 if one.rows is None else one.rows.get_loc(row)]
    return value if isinstance(value, str) else float(value) + 0.0


def shown(value: float | str, unit: str) -> str:
    """A number as it stands in a formula that is filled in; a negative one between brackets.

    Examples
    --------
    >>> shown(-116752.4444, "euro"), shown(0.5, "fraction"), shown(0.1021641, "share"), shown(4600.0, "reports")
    ('(−116.752,44)', '50\\xa0%', '10,216410\\xa0%', '4.600')
    """
    if isinstance(value, str):
        return f"'{value}'"
    if math.isnan(value):
        return UNKNOWN
    if unit in ("share", "fraction"):
        decimals = next((d for d in (0, 1, 2) if round(value, d + 2) == round(value, 9)), SHARE_DECIMALS)
        text = percent(value, decimals)
    else:
        whole = abs(value - round(value)) < 0.5e-6
        text = number(value, 0 if whole else 2 if unit.startswith("euro") else 4)
    return f"({text})" if text.startswith("−") else text
