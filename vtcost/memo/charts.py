"""Charts: the finding as title, direct labels, colours that hold in grey print and for colour-blind readers."""

import textwrap

import matplotlib as mpl
import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure

from vtcost.numbers import number

# From seaborn's "dark" palette: each at least 3:1 on white.
OLD, NEW, BAD, INK = "#5b5b5b", "#001c7f", "#8c0800", "#222222"
WIDTH = 7.2
STYLE = {
    "font.family": "DejaVu Sans",
    "font.size": 8.5,
    "axes.labelsize": 8.5,
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def _axes(height: float):
    sns.set_theme(style="whitegrid", rc=STYLE)
    with mpl.rc_context({"figure.max_open_warning": 0}):
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
    return figure, figure.subplots()


def dumbbell(old: pd.Series, new: pd.Series, labels: tuple[str, str], unit: str) -> Figure:
    """Old and new amount per row as two dots with a line between, sorted by the difference."""
    difference = (new - old).sort_values()
    figure, axes = _axes(0.185 * len(difference) + 0.75)
    for position, name in enumerate(difference.index):
        colour = BAD if difference[name] > 0 else NEW
        axes.plot([old[name], new[name]], [position, position], color=colour, linewidth=2, zorder=2)
        axes.plot(old[name], position, "o", color="white", markeredgecolor=OLD, markersize=6, zorder=3)
        axes.plot(new[name], position, "o", color=colour, markersize=6, zorder=4)
        right = max(old[name], new[name])
        text = number(difference[name], sign=True)
        axes.annotate(text, (right, position), xytext=(8, 0), textcoords="offset points", va="center", color=INK)
    axes.set_yticks(range(len(difference)), difference.index)
    axes.set_xlabel(f"{unit} (open rondje: {labels[0]}; dicht rondje: {labels[1]}; getal: verschil)")
    axes.xaxis.set_major_formatter(lambda value, _: number(value))
    axes.margins(x=0.1)
    if min(old.min(), new.min()) >= 0:
        axes.set_xlim(left=0)
    axes.grid(axis="y", visible=False)
    return figure


def lines(table: pd.DataFrame, labels: dict[str, str], unit: str, decimals: int = 1) -> Figure:
    """One line per column over the rows in order, labelled at its right end; markers differ too."""
    figure, axes = _axes(3.1)
    styles = [(INK, "o", "-"), (NEW, "s", "-"), (BAD, "^", "--"), (OLD, "D", ":")]
    for (name, label), (colour, marker, style) in zip(labels.items(), styles, strict=False):
        values = table[name].to_numpy()
        axes.plot(range(len(values)), values, color=colour, marker=marker, linestyle=style, linewidth=1.8)
        text = f"{label} {number(values[-1], decimals)}"
        at = (len(values) - 1, values[-1])
        axes.annotate(text, at, xytext=(8, 0), textcoords="offset points", va="center", color=colour)
    axes.set_xticks(range(len(table)), [textwrap.fill(str(label), 11) for label in table.index], fontsize=8)
    axes.set_ylabel(unit)
    axes.yaxis.set_major_formatter(lambda value, _: number(value))
    axes.set_xlim(-0.3, len(table) - 1 + 0.45 * len(table) / 2)
    axes.grid(axis="x", visible=False)
    return figure


def bars(values: pd.Series, unit: str, decimals: int = 0, marked: str | None = None) -> Figure:
    """Horizontal bars with the number at the end; negative ones and a marked one stand out."""
    figure, axes = _axes(0.3 * len(values) + 0.9)
    ordered = values[::-1]
    colours = [BAD if value < 0 or name == marked else NEW for name, value in ordered.items()]
    axes.barh(range(len(ordered)), ordered.to_numpy(), color=colours, height=0.65)
    for position, value in enumerate(ordered):
        offset, side = (6, "left") if value >= 0 else (-6, "right")
        text = number(value, decimals)
        axes.annotate(
            text, (value, position), xytext=(offset, 0), textcoords="offset points", va="center", ha=side, color=INK
        )
    axes.set_yticks(range(len(ordered)), ordered.index)
    axes.set_xlabel(unit)
    axes.xaxis.set_major_formatter(lambda value, _: number(value))
    axes.margins(x=0.14)
    axes.grid(axis="y", visible=False)
    return figure


def spikes(values: pd.Series, marked: int) -> Figure:
    """A long series as a line, its index on the axis, one value marked and named."""
    figure, axes = _axes(2.8)
    axes.plot(values.index, values.to_numpy(), color=OLD, linewidth=0.5)
    axes.plot(marked, values[marked], "o", color=BAD, markersize=6)
    text = f"{number(marked)}: {number(values[marked], 2)}"
    axes.annotate(text, (marked, values[marked]), xytext=(8, -3), textcoords="offset points", color=BAD)
    axes.set_xlabel("totaal aantal casussen")
    axes.set_ylabel("afstand tot hele getallen")
    axes.xaxis.set_major_formatter(lambda value, _: number(value))
    axes.yaxis.set_major_formatter(lambda value, _: number(value, 2))
    axes.set_ylim(bottom=0)
    return figure
