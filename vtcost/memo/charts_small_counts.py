"""Chart of what a print leaves open: how many counts remain possible, per rounding."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter

from vtcost.memo.chart_style import INK, LESS, MORE, MUTED, apart, beside, canvas, house_style, tick, wrapped

LOOKS = ((MORE, "-", "o"), (LESS, "--", "s"), (INK, ":", "^"), (MUTED, "-.", "D"))
TICKS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


@house_style
def remaining(table: pd.DataFrame, labels: dict[str, str], wanted: float, index_label: str) -> Figure:
    """Lines of the counts that remain possible; the logarithmic axis begins at one: the count is given away.

    Parameters
    ----------
    table : DataFrame, index rounding
        A column per print. [counts]
    labels : dict
        Columns to show, at most four, with their names.
    wanted : float
        How many should remain: a line across. [counts]
    index_label : str
        Name of the axis of the roundings.
    """
    if not 0 < len(labels) <= len(LOOKS):
        raise ValueError(f"labels: {len(labels)} columns, expected 1 to {len(LOOKS)}")
    figure, (axes,) = canvas(3.6)
    axes.axhline(wanted, color=INK, linewidth=0.8)
    axes.annotate(f"{tick(wanted)} mogelijk", (-0.2, wanted), xytext=(0, 3), textcoords="offset points")
    for name, (colour, line, marker) in zip(labels, LOOKS, strict=False):
        axes.plot(range(len(table)), table[name], color=colour, linestyle=line, marker=marker, markersize=5)
    axes.set_yscale("log")
    top = max(table[list(labels)].to_numpy().max(), wanted)
    axes.set_ylim(0.9, 1.3 * top)
    axes.set_yticks([value for value in TICKS if value <= 1.3 * top])
    axes.yaxis.set_major_formatter(tick)
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.minorticks_off()
    axes.set_xticks(range(len(table)), [wrapped(str(label), 7) for label in table.index])
    axes.set_xlim(-0.25, len(table) + 1.15)
    axes.set_xlabel(index_label)
    axes.set_ylabel("mogelijke aantallen per gemeente\n(as met gelijke verhoudingen)")
    axes.grid(axis="x", visible=False)
    places = apart(np.log10(table[list(labels)].iloc[-1].to_numpy()).tolist(), 0.14)
    for place, label in zip(places, labels.values(), strict=True):
        beside(axes, len(table) - 1, 10**place, wrapped(label, 24), points=8)
    return figure
