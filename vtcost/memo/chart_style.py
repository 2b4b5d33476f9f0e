"""The look of every chart: one font, colours that hold in grey print and for colour-blind readers, thin gridlines.

A chart has no title: the finding is its caption. Text is `INK`, or white on `MORE`. Colour never tells anything alone:
a sign, a hatch, a side or a marker says the same.
"""

import textwrap
from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import pandas as pd
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from vtcost.numbers import number

# Each at least 3:1 on white. In grey INK, MORE and LESS are more than 40 of 255 apart; orange and blue also differ for
# readers who see no red or no green.
INK = "#222222"  # text, totals, what is available
MUTED = "#6b6b6b"  # what is compared with
MORE = "#a63603"  # more to pay, shortage
LESS = "#4a90c4"  # less to pay, surplus
# Slanted either way, so that they differ where they meet.
HATCH_MORE, HATCH_LESS = "////", "\\\\\\\\"

WIDTH = 7.2  # inches, the text width of an A4 page
SIZE, SMALL = 8.5, 7.5  # points
# The only family, so there is nothing to fall back on; matplotlib finds the copy it brings before one of the system.
FONT = "DejaVu Sans"
LOOK = {
    "font.family": FONT,
    "font.size": SIZE,
    "text.color": INK,
    # Names come from the user: a dollar sign in them is a dollar sign.
    "text.parse_math": False,
    "axes.labelcolor": INK,
    "axes.labelsize": SIZE,
    "axes.titlelocation": "left",
    "axes.titlesize": SIZE,
    "axes.titleweight": "bold",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "0.8",
    "axes.axisbelow": True,
    "axes.grid": True,
    "grid.color": "0.8",
    "xtick.bottom": False,
    "ytick.left": False,
    "lines.solid_capstyle": "round",
    "patch.edgecolor": "white",
    "patch.force_edgecolor": True,
    "hatch.linewidth": 0.9,
}
# Around a text, so that no gridline runs through it.
CLEAR = {"facecolor": "white", "edgecolor": "none", "pad": 1}
# Decorates whatever makes a chart: settings of the machine or the notebook do not reach it.
house_style = style.context(LOOK, after_reset=True)


def canvas(height: float, rows: int = 1, columns: int = 1) -> tuple[Figure, list[Axes]]:
    """A figure as wide as the page, `height` inches high, and its panels row by row."""
    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    panels = list(figure.subplots(rows, columns, squeeze=False).flat)
    for axes in panels:
        # Ticks are made when the chart is drawn, out of reach of `house_style`: told here.
        axes.tick_params(labelsize=SIZE, labelcolor=INK, length=0, pad=4)
        axes.tick_params(grid_color="0.8", grid_linewidth=0.8, grid_linestyle="-", grid_alpha=1)
    return figure, panels


def tick(value: float, _position: int | None = None) -> str:
    """A number at an axis, with the decimals it needs.

    Examples
    --------
    >>> tick(1_500_000), tick(0.25), tick(-2.0)
    ('1.500.000', '0,25', '−2')
    """
    exponent = Decimal(f"{value:.6g}").normalize().as_tuple().exponent
    return number(value, max(-exponent, 0))


def wrapped(text: str, width: int) -> str:
    """A label over as many lines as it needs at most, all about as long.

    Examples
    --------
    >>> wrapped("Naar een gelijk bedrag per inwoner", 28).splitlines()
    ['Naar een gelijk', 'bedrag per inwoner']
    """
    needed = len(textwrap.wrap(text, width))
    narrowest = next(size for size in range(1, width + 1) if len(textwrap.wrap(text, size)) <= needed)
    return textwrap.fill(text, narrowest, break_long_words=False)


def apart(places: Sequence[float], distance: float) -> list[float]:
    """Places for labels, in the same order: where they are closer than a distance, moved up and down by as much.

    Examples
    --------
    >>> apart([4, 10, 5], distance=2)
    [3.5, 10.0, 5.5]
    """
    order = np.argsort(places, kind="stable")
    steps = distance * np.arange(len(places))
    level = np.asarray(places, dtype=float)[order] - steps
    up, down = np.maximum.accumulate(level), np.minimum.accumulate(level[::-1])[::-1]
    moved = np.empty(len(places))
    moved[order] = (up + down) / 2 + steps
    return moved.tolist()


def beside(axes: Axes, x: float, y: float, text: str, points: float = 6, bold: bool = False) -> None:
    """A text some points to the right of a place, or to the left if below zero."""
    side = {"ha": "left" if points > 0 else "right", "va": "center_baseline", "weight": "bold" if bold else "normal"}
    axes.annotate(text, (x, y), xytext=(points, 0), textcoords="offset points", bbox=CLEAR, **side)


def above(axes: Axes, x: float, y: float, text: str, points: float = 4, on_dark: bool = False) -> None:
    """A text some points above a place, or under it if below zero; white on a dark shade."""
    look = {"color": "white"} if on_dark else {"bbox": CLEAR}
    side = {"ha": "center", "va": "bottom" if points > 0 else "top"}
    axes.annotate(text, (x, y), xytext=(0, points), textcoords="offset points", **side, **look)


def over_columns(axes: Axes, table: pd.DataFrame, ends: dict[str, float], right: float) -> None:
    """Names of the columns below; at `right` what ends at which height, moved apart where it would overlap."""
    axes.set_xticks(range(len(table)), [wrapped(str(label), 11) for label in table.index])
    axes.yaxis.set_major_formatter(tick)
    axes.grid(axis="x", visible=False)
    bottom, top = axes.get_ylim()
    longest = max(text.count("\n") for text in ends) + 1
    for place, text in zip(apart(list(ends.values()), 0.06 * longest * (top - bottom)), ends, strict=True):
        beside(axes, right, place, text, points=8)
