"""The operations of a formula: how each is computed, and how a reader, a workbook and a web page name it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from vtcost.quantity.units import Powers, agreed, product

# How tightly a function binds: its arguments need no brackets.
FUNCTION = 9


@dataclass(frozen=True)
class Operation:
    """One operation.

    Attributes
    ----------
    compute : callable
        From arrays to an array. The last axis is that of the rows (of length one for a single number); axes before it
        are scenarios, so that one formula holds for a thousand of them at once.
    words, cell, script : str
        Its sign or name for a reader (Dutch), in a workbook and in JavaScript.
    unit : callable
        From the name and the units of the arguments to the unit of the outcome.
    rank : int
        How tightly a sign binds; `FUNCTION` for what is written as a function.
    rows : int, optional
        For an operation that looks at a whole column: which argument has the rows of the outcome; -1: a single number.
    full : bool
        Whether the column that is looked at may have no gaps: what those count for is for the formula to say.
    """

    compute: Callable[..., np.ndarray]
    words: str
    cell: str
    script: str
    unit: Callable[[str, Sequence[Powers]], Powers]
    rank: int = FUNCTION
    rows: int | None = None
    full: bool = False


def _same(name: str, units: Sequence[Powers]) -> Powers:
    return agreed(f"a {name} b", units)


def _compared(name: str, units: Sequence[Powers]) -> Powers:
    agreed(f"a {name} b", units)
    return {}


def _first(_name: str, units: Sequence[Powers]) -> Powers:
    return units[0]


def _plain(_name: str, _units: Sequence[Powers]) -> Powers:
    return {}


def _summed(x: np.ndarray) -> np.ndarray:
    """From left to right, as every other reading does: the same last bit on every machine."""
    return np.add.accumulate(x, axis=-1)[..., -1:]


def _lowest(x: np.ndarray) -> np.ndarray:
    """Of what there is; what is missing counts for nothing."""
    return np.fmin.reduce(x, axis=-1, keepdims=True)


def _by(x: np.ndarray, group: np.ndarray, keys: np.ndarray) -> np.ndarray:
    """Per key the rows of that group added up, from left to right; an amount of another group would be lost."""
    made = np.zeros((*x.shape[:-1], len(keys)))
    place = {key: number for number, key in enumerate(keys)}
    for column, key in enumerate(group):
        if key in place:
            made[..., place[key]] += x[..., column]
        elif x[..., column].any():
            raise ValueError(f"by: an amount of group {key!r}, expected one of {', '.join(map(str, keys))}")
    return made


def _within(x: np.ndarray, group: np.ndarray) -> np.ndarray:
    keys = np.array(list(dict.fromkeys(group)), dtype=object)
    place = {key: number for number, key in enumerate(keys)}
    return _by(x, group, keys)[..., [place[key] for key in group]]


def _at(x: np.ndarray, keys: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    place = {key: number for number, key in enumerate(keys)}
    chosen = np.array([place.get(key, -1) for key in wanted], dtype=int)
    return np.where(chosen >= 0, x[..., chosen], 0.0)


def _row(x: np.ndarray, keys: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    found = np.flatnonzero(keys == wanted[0])
    if not len(found):
        raise ValueError(f"row {wanted[0]!r}: expected one of {', '.join(map(str, keys))}")
    return x[..., found[:1]]


def _placed(x: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Places from the largest down, equal ones by `order`."""
    return np.argsort(np.lexsort(np.broadcast_arrays(order, -x), axis=-1), axis=-1) + 1.0


def half_away(x: np.ndarray, decimals: np.ndarray) -> np.ndarray:
    """Half away from zero, as a workbook rounds: what is a half but for the fifteenth digit (1.005) is one."""
    scaled = np.abs(x) * 10.0**decimals
    return np.sign(x) * np.floor(scaled + 0.5 + np.minimum(scaled, 1e12) * 5e-16) / 10.0**decimals


OPERATIONS = {
    "+": Operation(np.add, "+", "+", "+", _same, rank=1),
    "-": Operation(np.subtract, "−", "-", "-", _same, rank=1),
    "*": Operation(np.multiply, "×", "*", "*", lambda _, units: product(units), rank=2),
    "/": Operation(np.divide, "/", "/", "/", lambda _, units: product(units, -1), rank=2),
    "neg": Operation(np.negative, "−", "-", "-", _first, rank=3),
    "=": Operation(np.equal, "=", "=", "===", _compared, rank=0),
    "<": Operation(np.less, "<", "<", "<", _compared, rank=0),
    "<=": Operation(np.less_equal, "≤", "<=", "<=", _compared, rank=0),
    ">": Operation(np.greater, ">", ">", ">", _compared, rank=0),
    ">=": Operation(np.greater_equal, "≥", ">=", ">=", _compared, rank=0),
    "is": Operation(lambda x: x, "", "", "", _first),
    "number": Operation(lambda x: x, "", "", "", _plain),
    "floor": Operation(np.floor, "naar beneden afgerond", "INT", "Math.floor", _first),
    "round": Operation(half_away, "afgerond", "ROUND", "round", _first),
    "max": Operation(np.maximum, "hoogste van", "MAX", "Math.max", _same),
    "min": Operation(np.minimum, "laagste van", "MIN", "Math.min", _same),
    "when": Operation(np.where, "als", "IF", "when", lambda name, units: _same(name, units[1:])),
    "known": Operation(lambda x: ~np.isnan(x), "bekend", "ISNUMBER", "known", _plain),
    "sum": Operation(_summed, "totaal van {0}", "SUM", "sum", _first, rows=-1, full=True),
    "gaps": Operation(
        lambda x: np.isnan(x).sum(-1, keepdims=True) + 0.0,
        "aantal lege cellen in {0}",
        "ROWS",
        "gaps",
        _plain,
        rows=-1,
    ),
    "count": Operation(
        lambda x: (~np.isnan(x)).sum(-1, keepdims=True) + 0.0,
        "aantal getallen in {0}",
        "COUNT",
        "count",
        _plain,
        rows=-1,
    ),
    "lowest": Operation(_lowest, "laagste van {0}", "MIN", "lowest", _first, rows=-1),
    "within": Operation(_within, "totaal van {0} met dezelfde {1}", "SUMIF", "sumif", _first, rows=0, full=True),
    "at": Operation(_at, "{0}", "SUMIF", "sumif", _first, rows=2),
    "by": Operation(_by, "totaal van {0} per {1}", "SUMIF", "sumif", _first, rows=2, full=True),
    "row": Operation(_row, "{0} in de {2}", "INDEX", "row", _first, rows=-1),
    "place": Operation(_placed, "plaats van {0}, van hoog naar laag", "SUMPRODUCT", "place", _plain, rows=0, full=True),
}
# What is there from the start: given with a source, fixed by the shape of the calculation, a number in a formula, and
# the labels of the rows.
GIVEN, FIXED, CONSTANT, LABELS = "given", "fixed", "constant", "labels"
