"""The chart of turning points: for every weight who pays more, who pays less, and where a majority pays less."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from vtcost.memo.chart_style import INK, LESS, MORE, above, beside, canvas, house_style
from vtcost.numbers import listed, percent

# Left, bottom, width and height of what is drawn on: no text touches the edge. [part of the page]
INSIDE = (0.01, 0.01, 0.98, 0.98)
SIGNS = {"more": "meer", "less": "minder", "same": "evenveel"}
# More is thick and whole, less is thin and dashed: they differ without colour too.
LOOKS = {
    "more": {"color": MORE, "linewidth": 4, "solid_capstyle": "butt"},
    "less": {"color": LESS, "linewidth": 2.5, "linestyle": (0, (3, 1.2)), "dash_capstyle": "butt"},
    "same": {"color": INK, "linewidth": 0.8},
}
DOT = {"marker": "o", "color": "white", "markeredgecolor": INK, "markersize": 6}
OTHER = {"more": "less", "less": "more"}


@house_style
def turning(
    points: pd.DataFrame, standing: pd.Series, weight: float, label: str, majorities: Mapping[str, pd.DataFrame]
) -> Figure:
    """A line per municipality over all weights, in two looks, with a dot where it turns; majorities under it.

    Parameters
    ----------
    points : DataFrame
        Turning points: `vtcost.turning_points.turning_points`.
    standing : Series, index municipality
        `vtcost.turning_points.standing`.
    weight : float
        Weight of the mix chosen, a line from top to bottom. [-]
    label : str
        Dutch name of the measure whose weight stands at the axis.
    majorities : mapping of name to DataFrame
        A row of its own under the municipalities: `vtcost.turning_points.majorities`.
    """
    lines = {name: _pieces(points[points["municipality"] == name], standing[name]) for name in standing.index}
    less = {name: sum(high - low for low, high, kind in line if kind == "less") for name, line in lines.items()}
    order = sorted(lines, key=lambda name: (less[name], name))
    figure, (axes,) = canvas(0.2 * (len(order) + len(majorities)) + 1.4)
    bottom = -len(majorities) - 0.5
    axes.plot([weight, weight], [bottom, len(order) - 0.4], color=INK, linewidth=1, zorder=2)
    above(axes, weight, len(order) - 0.4, f"gekozen mix: {percent(weight)}")
    for row, name in enumerate(order):
        _line(axes, row, lines[name])
    for row, (_name, found) in enumerate(majorities.items(), 1):
        for low, high in zip(found["low"], found["high"], strict=True):
            axes.plot([low, high], [-row - 0.3] * 2, color=INK, linewidth=5, solid_capstyle="butt", zorder=3)
        if found.empty:
            beside(axes, 1, -row - 0.3, "nergens", points=8)
    axes.axhline(-0.65, color=INK, linewidth=0.6)
    rows = [*range(len(order)), *(-row - 0.3 for row in range(1, len(majorities) + 1))]
    axes.set_yticks(rows, [*order, *majorities])
    axes.xaxis.set_major_formatter(lambda value, _position: percent(value))
    axes.set_xlabel(f"gewicht van {label}")
    axes.set_xlim(0, 1)
    axes.set_ylim(bottom - 0.3, len(order) - 0.4)
    axes.grid(axis="y", visible=False)
    shown = [Line2D([], [], label=f"betaalt {SIGNS[kind]}", **LOOKS[kind]) for kind in _kinds(lines)]
    if len(points):
        shown.append(Line2D([], [], linestyle="none", label="omslagpunt", **DOT))
    figure.legend(handles=shown, loc="outside upper left", ncols=len(shown), frameon=False, handlelength=3.5)
    figure.get_layout_engine().set(rect=INSIDE)
    return figure


def _kinds(lines: Mapping[str, list[tuple[float, float, str]]]) -> list[str]:
    """What is drawn somewhere, in the order of `LOOKS`."""
    drawn = {kind for line in lines.values() for _, _, kind in line}
    return [kind for kind in LOOKS if kind in drawn]


def _pieces(points: pd.DataFrame, standing: str) -> list[tuple[float, float, str]]:
    """From which weight to which a municipality pays what."""
    if points.empty:
        return [(0.0, 1.0, standing)]
    kinds = [OTHER[points["above"].iloc[0]], *points["above"]]
    return list(zip([0.0, *points["weight"]], [*points["weight"], 1.0], kinds, strict=True))


def _line(axes: Axes, row: int, pieces: list[tuple[float, float, str]]) -> None:
    for low, high, kind in pieces:
        axes.plot([low, high], [row, row], zorder=3, **LOOKS[kind])
    turned = [high for _, high, _ in pieces[:-1]]
    for weight in turned:
        axes.plot(weight, row, zorder=4, clip_on=False, **DOT)
    said = listed(percent(weight, 1) for weight in turned) if turned else f"altijd {SIGNS[pieces[0][2]]}"
    beside(axes, 1, row, said, points=8)
