"""A formula as text: one printer, for readers (Dutch), for a workbook and for a web page."""

import json
from collections.abc import Callable

import numpy as np

from vtcost.quantity.guards import is_text
from vtcost.quantity.operations import FUNCTION, LABELS, OPERATIONS
from vtcost.quantity.quantity import Quantity

WORDS, CELL, SCRIPT = "words", "cell", "script"
UNNAMED = "een kolom zonder naam"
# How tightly a sign before a number binds.
SIGNED = OPERATIONS["neg"].rank


def written(one: Quantity, kind: str, refer: Callable[[Quantity], str], look: Callable[..., str]) -> str:
    """The formula of a quantity.

    Parameters
    ----------
    one : Quantity
    kind : str
        WORDS, CELL or SCRIPT.
    refer : callable
        Writes a quantity that has a name (or is a column of labels).
    look : callable
        Writes an operation that looks at a whole column; gets the quantity, and a function that writes an argument.
    """

    def write(other: Quantity, outer: int, top: bool = False) -> str:
        if not top and (other.label or other.operation == LABELS):
            return refer(other)
        if not other.args:
            text = constant(other, kind)
            return f"({text})" if text[0] in "-−" and outer > 1 else text
        how = OPERATIONS[other.operation]
        sign = getattr(how, kind)
        if kind == CELL and other.operation == "=" and is_text(other.args[0]):
            # A workbook's own = takes no notice of capitals.
            return f"EXACT({write(other.args[0], 0)}, {write(other.args[1], 0)})"
        if how.rows is not None:
            return look(other, lambda number: write(other.args[number], 0))
        if how.rank == FUNCTION:
            if not sign:
                return write(other.args[0], outer)
            between = "; " if kind == WORDS else ", "
            return f"{sign}({between.join(write(arg, 0) for arg in other.args)})"
        if other.operation == "neg":
            text = f"{sign}{write(other.args[0], SIGNED + 1)}"
        else:
            left, right = other.args
            negative = right.operation == "neg" and not right.label
            after = write(right, SIGNED + 1 if negative else how.rank + 1)
            text = f"{write(left, max(how.rank, 1))} {sign} {after}"
        return text if how.rank >= outer else f"({text})"

    return write(one, 0, top=True)


def constant(one: Quantity, kind: str) -> str:
    """A number or text that stands in a formula.

    Raises
    ------
    ValueError
        If it is a column, which only a name can stand for; a reader is told that it has none.

    Examples
    --------
    >>> constant(Quantity.of(0.5), WORDS), constant(Quantity.of("ja"), CELL), constant(Quantity.of(1e-6), SCRIPT)
    ('0,5', '"ja"', '0.000001')
    """
    if one.rows is not None and kind == WORDS:
        return UNNAMED
    if one.rows is not None:
        raise ValueError(f"a column without a name ({one.operation}), expected one that is called something")
    value = one.value[0]
    if isinstance(value, str):
        if kind == SCRIPT:
            return json.dumps(value, ensure_ascii=False)
        text = value.replace('"', '""') if kind == CELL else value
        return f'"{text}"'
    if value != value:
        return {WORDS: "onbekend", CELL: "NA()", SCRIPT: "NaN"}[kind]
    text = np.format_float_positional(value, trim="-")
    return text.replace(".", ",").replace("-", "−") if kind == WORDS else text
