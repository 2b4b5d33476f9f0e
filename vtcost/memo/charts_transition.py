"""Chart of a transition: how far each municipality is from what it pays now, year by year."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from vtcost.memo import chart_style as look
from vtcost.memo.chart_style import INK, LESS, MORE, MUTED, canvas, house_style, tick, wrapped

# Left, bottom, width and height of what is drawn on: no text touches the edge. [part of the page]
INSIDE = (0.01, 0.01, 0.98, 0.98)
PANELS = 3
# Line, marker and colour of each path: they differ without colour too.
LINES = (
    {"linestyle": "-", "marker": "o", "color": MORE},
    {"linestyle": "--", "marker": "s", "color": LESS},
    {"linestyle": ":", "marker": "^", "color": INK},
)
END = {"color": MUTED, "linewidth": 0.8, "linestyle": (0, (6, 2))}


@house_style
def year_by_year(paths: Mapping[str, pd.DataFrame], end: pd.Series, unit: str) -> Figure:
    """A panel per municipality with a line per path, from now (zero) on, on one scale; a thin line at the new key.

    Parameters
    ----------
    paths : mapping of name to DataFrame, index municipality, columns years as shown
        Difference with what is paid now, all from the same first year; at most three. A path that is
        shorter stays at its end. [unit]
    end : Series, index municipality
        Difference once the new key counts in full; the panels come in this order. [unit]
    unit : str
        Name of the unit.
    """
    rows = -(-len(end) // PANELS)
    years = list(max(paths.values(), key=lambda path: path.shape[1]))
    figure, panels = canvas(rows * 1.35 + 0.9, rows, PANELS)
    filled = {name: path.reindex(columns=years).ffill(axis=1) for name, path in paths.items()}
    everything = pd.concat([*filled.values(), end.to_frame()], axis=1).loc[end.index]
    low, high = min(everything.min().min(), 0), max(everything.max().max(), 0)
    room = 0.08 * ((high - low) or 1)
    for place, (axes, name) in enumerate(zip(panels, end.index, strict=False)):
        axes.set_title(wrapped(str(name), 24), pad=3)
        axes.axhline(0, color=INK, linewidth=0.8)
        axes.axhline(end[name], **END)
        for style, path in zip(LINES, filled.values(), strict=False):
            axes.plot(range(len(years) + 1), [0, *path.loc[name]], linewidth=1.4, markersize=4, clip_on=False, **style)
        axes.set_ylim(low - room, high + room)
        axes.set_xlim(-0.3, len(years) + 0.3)
        # Every year a mark, as many labels as fit.
        step = -(-(len(years) + 1) // 5)
        labels = ["nu", *map(str, years)]
        axes.set_xticks(range(0, len(labels), step), labels[::step], fontsize=look.SMALL)
        axes.yaxis.set_major_locator(MaxNLocator(4))
        axes.yaxis.set_major_formatter(tick)
        axes.tick_params(labelleft=place % PANELS == 0, labelbottom=place + PANELS >= len(end))
    for axes in panels[len(end) :]:
        axes.set_visible(False)
    figure.supylabel(f"{unit} meer of minder dan nu", fontsize=look.SIZE)
    shown = [
        Line2D([], [], linewidth=1.4, markersize=4, label=str(name), **style)
        for style, name in zip(LINES, paths, strict=False)
    ]
    shown.append(Line2D([], [], label="de nieuwe sleutel", **END))
    figure.legend(handles=shown, loc="outside upper left", ncols=2, frameon=False, handlelength=3.5)
    figure.get_layout_engine().set(rect=INSIDE)
    return figure
