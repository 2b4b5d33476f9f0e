"""Parameters of a region: what may be set, in which range, and what was set."""

import difflib
import math
from collections.abc import Callable
from functools import partial

import pandas as pd

from vtcost.data.errors import DataError, InputError
from vtcost.data.schema import DUTCH_NUMBER, NUMBER
from vtcost.quantity.quantity import Quantity

LONGEST_TEXT = 200
YEARS = (1900, 2200)


def check(region: str, table: pd.DataFrame, given: dict) -> dict:
    """The parameters given, with their types; those that are None (take the memo's value) are left out.

    Parameters
    ----------
    region : str
        For the message.
    table : DataFrame
        Columns ``parameter``, ``type``, ``minimum``, ``maximum``, ``choices``.
    given : dict
        Values, as Python values or as text from the command line.

    Raises
    ------
    InputError
        Names the parameter, the value and what is expected.
    """
    known = table.set_index("parameter")
    checked = {}
    for name, value in given.items():
        if name not in known.index:
            near = difflib.get_close_matches(name, known.index, 1)
            hint = f" (did you mean {near[0]}?)" if near else ""
            raise InputError(f"unknown parameter {name!r} for {region}{hint}, expected one of {', '.join(known.index)}")
        if isinstance(value, Quantity):
            raise InputError(
                f"parameter {name}: what a model cell made, expected a value: run the cell of parameters first"
            )
        if value is not None:
            checked[name] = _value(value, known.loc[name], partial(_not_given, name, value))
    return checked


def check_table(table: pd.DataFrame, inputs: set[str], years: Callable[[], list[int]]) -> None:
    """Refuse a table of parameters that contradicts itself: a range that is empty, a default outside it.

    Parameters
    ----------
    table : DataFrame
        parameters.csv, with the name of its file in column ``file``.
    inputs : set of str
        Names of the inputs of the region.
    years : callable
        The years of the region, asked for when the row for year is right.

    Raises
    ------
    DataError
        On the first wrong cell.
    """
    for number, rule in table.iterrows():
        wrong = partial(DataError, rule["file"], number)
        if rule["minimum"] > rule["maximum"]:
            expected = f"a number of at least {rule['minimum']:g}, the minimum"
            raise wrong("maximum", f"{rule['maximum']:g}", expected)
        if rule["input"] and rule["input"] not in inputs:
            raise wrong("input", rule["input"], f"one of {', '.join(sorted(inputs))}")
        if rule["input"] and rule["type"] == "text":
            raise wrong("type", rule["type"], "number or integer, since an input gives its value")
        if rule["default"]:
            _value(rule["default"], rule, partial(wrong, "default", rule["default"]))
        if rule["parameter"] == "year":
            _check_year(rule, wrong, years)


def years(inputs: pd.DataFrame, rule: dict) -> list[int]:
    """Years for which there is a budget; without budgets, the range of the parameter `year`.

    Raises
    ------
    InputError
        If that range is none of years.
    """
    found = inputs.loc[(inputs["input"] == "budget") & inputs["year"].notna(), "year"]
    if len(found):
        return sorted(found.astype(int).unique().tolist())
    first, last = int(rule["minimum"]), int(rule["maximum"])
    if not YEARS[0] <= first <= last <= YEARS[1]:
        raise InputError(f"parameter year: from {first:g} to {last:g}, expected years in {YEARS[0]}-{YEARS[1]}")
    return list(range(first, last + 1))


def _check_year(rule: pd.Series, wrong, years: Callable[[], list[int]]) -> None:
    if rule["type"] != "integer":
        raise wrong("type", rule["type"], "integer for year")
    for column in ("minimum", "maximum"):
        if math.isnan(rule[column]):
            raise wrong(column, "", f"the {column} of year")
    if not rule["default"]:
        raise wrong("default", "", "the year that holds where none is given")
    if int(float(rule["default"])) not in years():
        raise wrong("default", rule["default"], f"one of the years {', '.join(map(str, years()))}")


def _not_given(name: str, value: object, expected: str) -> InputError:
    return InputError(f"parameter {name}: {value!r}, expected {expected}")


def _value(value: object, rule: pd.Series, wrong: Callable[[str], InputError]) -> float | int | str:
    if rule["type"] == "text":
        if not isinstance(value, str) or len(value) > LONGEST_TEXT or not value.isprintable():
            raise wrong(f"one line of text of at most {LONGEST_TEXT} characters")
        choices = rule["choices"].split("|") if rule["choices"] else []
        if choices and value not in choices:
            raise wrong(f"one of {', '.join(choices)}")
        return value
    number = _number(value, wrong)
    if rule["type"] == "integer":
        if number != int(number):
            raise wrong("a whole number")
        number = int(number)
    low, high = rule["minimum"], rule["maximum"]
    if (not math.isnan(low) and number < low) or (not math.isnan(high) and number > high):
        span = f"from {low:g} to {high:g}" if not math.isnan(high) else f"of at least {low:g}"
        raise wrong(f"a number {span}")
    return number


def _number(value: object, wrong) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise wrong("a number")
    if isinstance(value, str):
        if not NUMBER.fullmatch(value):
            dutch = " (this is Dutch notation)" if DUTCH_NUMBER.fullmatch(value) else ""
            raise wrong(f"a number with a decimal point and no thousands separator, such as 1234.56{dutch}")
        value = float(value)
    if not math.isfinite(value):
        raise wrong("a finite number")
    return float(value)
