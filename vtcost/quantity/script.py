"""Formulas as JavaScript: the page computes what the notebook computes, without a server."""

import json
from collections.abc import Sequence

from vtcost.quantity.quantity import Quantity
from vtcost.quantity.writing import SCRIPT, written

# What the formulas call. Columns are arrays; sums run from left to right, as everywhere.
RUNTIME = """\
const sum = x => x.reduce((a, b) => a + b, 0), known = x => x === x, when = (c, a, b) => c ? a : b;
const gaps = x => x.length - x.filter(known).length, count = x => x.filter(known).length;
const lowest = x => Math.min(...x.filter(known));
const sumif = (keys, key, x) => x.reduce((a, b, i) => keys[i] === key ? a + b : a, 0);
const row = (keys, key, x) => x[keys.indexOf(key)];
const up = x => Math.floor(x + 0.5 + Math.min(x, 1e12) * 5e-16);
const round = (x, d) => Math.sign(x) * up(Math.abs(x) * 10 ** d) / 10 ** d;
const place = (x, o, i) => 1 + x.filter((v, j) => v > x[i] || (v === x[i] && o[j] < o[i])).length;
const each = (n, f) => Array.from({length: n}, (_, i) => f(i));
"""


def script(shown: Sequence[Quantity]) -> tuple[str, list[Quantity]]:
    """The formulas of quantities and of everything with a name behind them.

    Parameters
    ----------
    shown : sequence of Quantity
        Named.

    Returns
    -------
    tuple
        The script, with `given` (a column for each quantity, null for what is computed) and `compute(v)`, which fills
        the columns of `v` that are computed from those that are given; and the quantities in the order of the columns.

    Examples
    --------
    >>> from vtcost.quantity import given
    >>> needed = given(99_000.0, "Uren", "hours") / given(1350.0, "Uren per fte", "hours_per_fte")
    >>> text, order = script([needed.called("Nodig", "fte")])
    >>> [one.label for one in order], text.splitlines()[-3]
    (['Uren', 'Uren per fte', 'Nodig'], 'v[2] = each(1, i => v[0][0] / v[1][0]); // Nodig')
    """
    every = dict.fromkeys(one for last in shown for one in last.behind())
    order = [one for one in every if one.label]
    number = {one: position for position, one in enumerate(order)}

    def column(one: Quantity) -> str:
        return f"v[{number[one]}]" if one in number else json.dumps(one.value.tolist(), ensure_ascii=False)

    def refer(one: Quantity) -> str:
        return f"{column(one)}[{0 if one.rows is None else 'i'}]"

    def look(one: Quantity, inner) -> str:
        first, *others = one.args
        if one.operation in ("sum", "gaps", "count", "lowest"):
            return f"{one.operation}({column(first)})"
        if one.operation == "place":
            return f"place({column(first)}, {column(others[0])}, i)"
        if one.operation == "within":
            return f"sumif({column(others[0])}, {inner(1)}, {column(first)})"
        name = "row" if one.operation == "row" else "sumif"
        return f"{name}({column(others[0])}, {inner(2)}, {column(first)})"

    lines = [
        f"v[{number[one]}] = each({len(one.value)}, i => {written(one, SCRIPT, refer, look)}); // {_comment(one.label)}"
        for one in order
        if one.args
    ]
    # What is missing becomes NaN, which JavaScript reads though JSON does not have it.
    data = json.dumps([None if one.args else one.value.tolist() for one in order], ensure_ascii=False)
    compute = "\n".join(["const compute = v => {", *lines, "return v;", "};", ""])
    return f"{RUNTIME}const given = {data};\n{compute}", order


def _comment(label: str) -> str:
    return "".join(sign for sign in label if sign.isprintable())
