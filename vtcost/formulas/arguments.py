"""What a formula asks of its arguments, whatever their kind: their values, sound amounts, one order of rows, a name."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from vtcost.quantity import Quantity

Column = pd.Series | Quantity
Value = float | Column


def values(argument: Value) -> float | pd.Series:
    """What a guard looks at: the values of a quantity; a number or a Series as it is.

    Examples
    --------
    >>> from vtcost.quantity import given
    >>> values(given(275_000.0, "DUVO Den Helder", "euro")), values(275_000.0)
    (275000.0, 275000.0)
    """
    return argument.series if isinstance(argument, Quantity) else argument


def rows(argument: Value) -> pd.Index | None:
    """The labels of a column; None for a single number.

    Examples
    --------
    >>> list(rows(pd.Series({"Hoorn": 1_155_855.0}))), rows(1_155_855.0)
    (['Hoorn'], None)
    """
    return getattr(values(argument), "index", None)


def ordered(other: Value, first: Value, refusal: str = "") -> Value:
    """A column in the order of the rows of another, so that a formula may put the two beside each other.

    Parameters
    ----------
    other, first : number, Series or quantity
        A single number has no order, and a quantity is left as it is: its operators refuse another order themselves.
    refusal : str
        What is said if the two do not have the same rows, each once; without it `other` may have more or fewer.

    Returns
    -------
    number, Series or quantity
        `other`, a Series reordered.

    Raises
    ------
    ValueError
        With `refusal` as its message.

    Examples
    --------
    >>> ordered(pd.Series({"a": 3.0, "b": 4.0}), pd.Series({"b": 5.0, "a": 7.0})).to_dict()
    {'b': 4.0, 'a': 3.0}
    """
    own, wanted = rows(other), rows(first)
    if own is None or wanted is None:
        return other
    if refusal and (set(own) != set(wanted) or not (own.is_unique and wanted.is_unique)):
        raise ValueError(refusal)
    return other.reindex(wanted) if isinstance(other, pd.Series) else other


def refuse(argument: Value, name: str, wrong: Callable[[np.ndarray], np.ndarray], why: str) -> None:
    """Refuse an argument of which a value is wrong.

    Parameters
    ----------
    argument : number, Series or quantity
    name : str
        Its name in the message.
    wrong : callable
        From the values to whether each is wrong.
    why : str
        What is said of the first that is.

    Raises
    ------
    ValueError
        Names that row; of a single number the argument.

    Examples
    --------
    >>> refuse(pd.Series({"Hoorn": 72_806, "Texel": 0}), "inhabitants", lambda plain: plain == 0, "has none")
    Traceback (most recent call last):
    ...
    ValueError: inhabitants: Texel has none
    """
    found = wrong(np.atleast_1d(np.asarray(values(argument), dtype=float)))
    if found.any():
        labels = rows(argument)
        raise ValueError(f"{name} {why}" if labels is None else f"{name}: {labels[found.argmax()]} {why}")


def check_amounts(amounts: Column, name: str) -> None:
    """Refuse amounts of which one is negative or not finite, or a municipality that stands twice.

    Raises
    ------
    ValueError
        Names the first municipality that is wrong.

    Examples
    --------
    >>> check_amounts(pd.Series({"Hoorn": 72_806.0, "Texel": -1.0}), "measure")
    Traceback (most recent call last):
    ...
    ValueError: measure: Texel has -1, expected a finite number of at least 0
    """
    series = values(amounts)
    if not series.index.is_unique:
        raise ValueError(f"{name}: {series.index[series.index.duplicated()][0]} stands twice")
    if series.empty:
        raise ValueError(f"{name}: no municipalities")
    numbers = series.to_numpy(dtype=float)
    wrong = ~np.isfinite(numbers) | (numbers < 0)
    if wrong.any():
        row = wrong.argmax()
        raise ValueError(f"{name}: {series.index[row]} has {numbers[row]:g}, expected a finite number of at least 0")


def check_finite(amounts: Value, name: str) -> None:
    """Refuse an amount that is missing or endless: it would spread to all.

    Raises
    ------
    ValueError
        Names the first municipality that has one.

    Examples
    --------
    >>> check_finite(pd.Series({"Hoorn": 1_155_855.0, "Texel": np.nan}), "new")
    Traceback (most recent call last):
    ...
    ValueError: new: Texel is not a finite number
    """
    refuse(amounts, name, lambda plain: ~np.isfinite(plain), "is not a finite number")


def named(value: Value, of: Value, what: str, unit: str = "") -> Value:
    """A step within a formula, called after what it is a step of: a column that is looked at as a whole has a name.

    Parameters
    ----------
    value : number, Series or quantity
        A number or a Series needs no name.
    of : number, Series or quantity
        With a label and unit of its own.
    what : str
        Which step it is, in Dutch.
    unit : str
        Its unit if that is another.

    Examples
    --------
    >>> from vtcost.quantity import floor, given, sentence
    >>> paid = given(pd.Series({"Hoorn": 1_155_854.6}), "Bijdrage", "euro")
    >>> sentence(named(floor(paid), paid, "naar beneden"))
    'Bijdrage, naar beneden = naar beneden afgerond(Bijdrage)'
    """
    if not isinstance(value, Quantity):
        return value
    if not of.label:
        raise ValueError(f"{what}: of a quantity without a name, expected it named on a sheet before")
    return value.called(f"{of.label}, {what}", unit or of.unit)


def as_number(amount: Value) -> Value:
    """How many units an amount is, such as 3 for 3 euro: to be compared with a place or a count.

    Examples
    --------
    >>> from vtcost.quantity import given, words
    >>> float(as_number(given(3.0, "Over", "euro"))), as_number(3.0)
    (3.0, 3.0)
    """
    return Quantity.made("number", amount) if isinstance(amount, Quantity) else amount


def told(value: Value, sentence: str) -> Value:
    """A quantity that a reader is told in a sentence, because its formula says less; a number or a Series as it is.

    Examples
    --------
    >>> from vtcost.quantity import floor, given, words
    >>> paid = given(1_155_854.6, "Bijdrage", "euro")
    >>> words(told(floor(paid), "zonder de centen"))
    'zonder de centen'
    """
    if isinstance(value, Quantity):
        value.told = sentence
    return value
