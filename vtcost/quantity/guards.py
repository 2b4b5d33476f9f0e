"""What an operation and a replacement ask of their values: rows that go together, numbers with numbers, no gaps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from vtcost.quantity.operations import OPERATIONS

if TYPE_CHECKING:
    from vtcost.quantity.expression import Expression

COMPARED = ("=", "<", "<=", ">", ">=")
# Which arguments may be texts; those of "=" and "when" only together.
TEXTS = {"=": (0, 1), "when": (1, 2), "is": (0,), "within": (1,), "at": (1, 2), "by": (1, 2), "row": (0, 1, 2)}


def common_rows(operation: str, args: Sequence[Expression]) -> pd.Index | None:
    """The rows of the outcome, if those of the arguments go together."""
    how = OPERATIONS[operation]
    # A column that is looked at goes row by row with what stands beside it: amounts with groups, values with labels.
    same = [one for one in args if one.rows is not None] if how.rows is None else list(args[:2])
    outcome = same[:1] if how.rows is None else [args[how.rows]] if how.rows >= 0 else []
    for one in same + outcome:
        if one.rows is None:
            raise ValueError(f"{operation} of {one.shown}: a single number, expected a column")
    for one in same:
        if not one.rows.equals(same[0].rows):
            raise ValueError(f"{operation}: {one.shown} has other rows than {same[0].shown}, expected the same")
    return outcome[0].rows if outcome else None


def check_kinds(operation: str, args: Sequence[Expression]) -> None:
    """Refuse a condition or a text where a number is asked for, and a gap in what is added up."""
    allowed = TEXTS.get(operation, ())
    for place, one in enumerate(args):
        if one.value.dtype == bool and operation != "when":
            raise ValueError(f"{operation} of {one.shown}: true or false, expected when(condition, 1, 0)")
        if is_text(one) and place not in allowed:
            raise ValueError(f"{operation} of {one.shown}: a text, expected a number")
    if operation in ("=", "when") and len({is_text(args[place]) for place in allowed}) > 1:
        first, second = (args[place].shown for place in allowed)
        raise ValueError(f"{operation} of {first} and {second}: a text and a number, expected two of one kind")
    if operation == "when" and args[0].value.dtype != bool:
        raise ValueError(f"when of {args[0].shown}: no condition, expected a comparison such as x > 0")
    if operation == "row" and (not is_text(args[2]) or args[2].rows is not None):
        raise ValueError(f"row of {args[0].shown}: {args[2].shown} as its label, expected a single text")
    first = args[0]
    if OPERATIONS[operation].full and first.rows is not None and np.isnan(first.value).any():
        row = first.rows[np.isnan(first.value).argmax()]
        raise ValueError(f"{operation} of {first.shown}: {row} is missing, expected when(known(x), x, 0) or a number")


def is_text(one: Expression) -> bool:
    """Whether it is a text or a column of texts."""
    return one.value.dtype == object


def check_compared(label: str, one: Expression) -> None:
    """Refuse a formula that compares what is missing: no is no answer to that, and a workbook gives an error.

    What the formula does not come to in a row is left alone, as in `when(known(x), when(x > 1, ...), ...)`.
    """

    def look(node: Expression, reached: np.ndarray) -> None:
        if node.label or not node.args or OPERATIONS[node.operation].rows is not None:
            return
        reaching = [reached] * len(node.args)
        if node.operation == "when":
            look(node.args[0], reached)
            condition = node.args[0].value
            reaching = [np.zeros(1, bool), reached & condition, reached & ~condition]
        for arg, there in zip(node.args, reaching, strict=True):
            if node.operation in COMPARED and not is_text(arg) and (there & np.isnan(arg.value)).any():
                raise ValueError(f"{label}: compares {arg.shown}, which is missing, expected when(known(x), ..., ...)")
            if there.any():
                look(arg, there)

    look(one, np.ones(one.value.shape, bool))


def check_labels(label: str, rows: pd.Index) -> None:
    """Refuse rows that stand twice or are called by no text: a workbook would find another row, or none."""
    if not rows.is_unique:
        raise ValueError(f"{label}: row {rows[rows.duplicated()][0]} stands twice, expected each row once")
    for row in rows:
        if not isinstance(row, str) or not row.strip():
            raise ValueError(f"{label}: row {row!r}, expected a text as the label of a row")


def plain_values(what: str, values: Sequence, text: bool) -> np.ndarray:
    """Plain numbers or texts as values; one may be missing (NaN), none is endless.

    Raises
    ------
    ValueError
        If one is of another kind.
    """
    for value in values:
        number = isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool)
        # What is missing, a formula refuses in its own words.
        gap = number and value != value
        if not gap and not (isinstance(value, str) if text else number and np.isfinite(value)):
            raise ValueError(f"{what}: {value!r}, expected {'a text' if text else 'a finite number'}")
    return np.array(values, dtype=object if text else float)


def scenario_values(one: Expression, value: object) -> np.ndarray:
    """Other values for a quantity, with a scenario on each line: a value for each row, or one for all of them.

    Raises
    ------
    ValueError
        If there are other rows, or texts in more than one scenario.
    """
    if isinstance(value, pd.Series) and not (one.rows is not None and value.index.equals(one.rows)):
        raise ValueError(f"{one.shown}: a Series with other rows in its place, expected the same rows")
    array = np.asarray(value, dtype=object if is_text(one) else None)
    if not is_text(one) and array.dtype.kind not in "iufb":
        raise ValueError(f"{one.shown}: {array.dtype.name} in its place, expected numbers")
    if is_text(one) and array.ndim > 1:
        raise ValueError(f"{one.shown}: texts on {array.ndim} axes, expected one scenario of them")
    length = len(one.value)
    if array.shape[-1:] not in ((), (1,), (length,)):
        raise ValueError(f"{one.shown}: {array.shape[-1]} values on the last axis, expected {length}")
    return np.broadcast_to(array, (*array.shape[:-1], length))
