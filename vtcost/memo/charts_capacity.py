"""Charts of capacity: what the people needed depend on most, and how work that waits grows or shrinks."""

import pandas as pd
from matplotlib.figure import Figure

from vtcost.memo import chart_style as look
from vtcost.memo.chart_style import INK, LESS, MORE, MUTED, apart, beside, canvas, house_style, tick, wrapped
from vtcost.numbers import number

BAR = 0.6
# Lines in order; each differs from the next without colour too.
LINES = (
    {"color": MORE, "linewidth": 2.6},
    {"color": MUTED, "linewidth": 1.4, "linestyle": "--"},
    {"color": LESS, "linewidth": 2.0},
    {"color": LESS, "linewidth": 2.0, "linestyle": (0, (4, 1.5))},
    {"color": LESS, "linewidth": 2.0, "linestyle": (0, (1, 1.2))},
)


@house_style
def tornado(table: pd.DataFrame, centre: float, unit: str, words: tuple[str, str], decimals: int = 1) -> Figure:
    """What moves an outcome most: a bar each way per input, the widest on top.

    Parameters
    ----------
    table : DataFrame, index label
        Columns ``lower`` and ``higher``: the outcome with that input lower and higher. [unit]
    centre : float
        The outcome itself. [unit]
    unit : str
        Name of the unit.
    words : tuple of str
        What the full and the hatched bars are: "10 % meer", "10 % minder".
    decimals : int
        Decimals of the numbers shown.
    """
    figure, (axes,) = canvas(0.36 * len(table) + 0.75)
    ends = table[["lower", "higher"]]
    for row, (low, high) in enumerate(ends.itertuples(index=False)):
        axes.barh(row, high - centre, left=centre, height=BAR, color=MORE if high > centre else LESS, linewidth=0)
        axes.barh(
            row,
            low - centre,
            left=centre,
            height=BAR,
            color="white",
            edgecolor=MORE if low > centre else LESS,
            hatch=look.HATCH_MORE if low > centre else look.HATCH_LESS,
            linewidth=0.8,
        )
        for value in (low, high):
            beside(axes, value, row, number(value, decimals), points=6 if value > centre else -6)
    axes.axvline(centre, color=INK, linewidth=1)
    axes.set_yticks(range(len(table)), [wrapped(str(name), 30) for name in table.index])
    axes.set_ylim(len(table) - 0.5, -0.5)
    span = ends.to_numpy().max() - ends.to_numpy().min()
    axes.set_xlim(ends.to_numpy().min() - 0.12 * span, ends.to_numpy().max() + 0.12 * span)
    axes.xaxis.set_major_formatter(tick)
    axes.set_xlabel(f"{unit} (streep: {number(centre, decimals)}; dicht: {words[0]}; gearceerd: {words[1]})")
    axes.grid(axis="y", visible=False)
    return figure


@house_style
def paths(table: pd.DataFrame, unit: str, period: str) -> Figure:
    """What waits, month by month: a line per choice, with its name at the end; lines that end together share a label.

    Parameters
    ----------
    table : DataFrame, index month
        A column per choice, at most five. [unit]
    unit, period : str
        Names of the unit and of the period.
    """
    figure, (axes,) = canvas(3.4)
    for name, line in zip(table, LINES, strict=False):
        axes.plot(table.index, table[name], label=name, **line)
    axes.set_ylim(0, 1.08 * table.to_numpy().max())
    axes.set_xlim(table.index[0], table.index[-1] + 0.42 * len(table))
    axes.set_xticks(table.index)
    axes.yaxis.set_major_formatter(tick)
    axes.set_xlabel(period)
    axes.set_ylabel(unit)
    last = table.iloc[-1]
    shown = last.map(lambda end: number(end, 1))
    ends = {text: list(last.index[shown == text]) for text in shown}
    labels = ["\n".join(names) + f": {text}" for text, names in ends.items()]
    places = apart([last[names[0]] for names in ends.values()], 0.08 * axes.get_ylim()[1])
    for place, label in zip(places, labels, strict=True):
        beside(axes, table.index[-1], place, label, points=8)
    axes.grid(axis="x", visible=False)
    return figure
