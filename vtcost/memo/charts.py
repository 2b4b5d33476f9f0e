"""Charts: what a reader would rather see than read. Direct labels; the finding is the caption, not in the picture."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from vtcost.formulas.rounding import whole_units
from vtcost.memo import chart_style as look
from vtcost.memo.chart_style import INK, LESS, MORE, above, beside, canvas, house_style, over_columns, tick, wrapped
from vtcost.numbers import number

HALF_A_CENT = 0.005
# Steps that together are less than this part of the largest total would be slivers on an axis from zero.
VISIBLE = 0.15
BAR = 0.62
PANELS = 4
# Room that a number needs: inches per character of SMALL.
CHARACTER = 0.07


@house_style
def dumbbell(old: pd.Series, new: pd.Series, labels: tuple[str, str], unit: str, decimals: int = 0) -> Figure:
    """Old and new amount per row as two dots with a line between, sorted by the difference."""
    difference = (new - old).sort_values()
    figure, (axes,) = canvas(0.185 * len(difference) + 0.75)
    for position, name in enumerate(difference.index):
        colour = MORE if difference[name] > 0 else LESS
        axes.plot([old[name], new[name]], [position, position], color=colour, linewidth=2, zorder=2)
        # The ring is the larger, so that it stays in sight around the dot where little changes.
        axes.plot(old[name], position, "o", color="white", markeredgecolor=INK, markersize=8, zorder=3, clip_on=False)
        axes.plot(new[name], position, "o", color=colour, markersize=5, zorder=4, clip_on=False)
        beside(axes, max(old[name], new[name]), position, number(difference[name], decimals, sign=True), points=9)
    axes.set_yticks(range(len(difference)), difference.index)
    axes.set_xlabel(f"{unit} (open rondje: {labels[0]}; dicht rondje: {labels[1]}; getal: verschil)")
    axes.xaxis.set_major_formatter(tick)
    axes.margins(x=0.1)
    if min(old.min(), new.min()) >= 0:
        axes.set_xlim(left=0)
    axes.grid(axis="y", visible=False)
    return figure


@house_style
def spikes(values: pd.Series, marked: int) -> Figure:
    """A long series as a line, its index on the axis, one value marked and named."""
    figure, (axes,) = canvas(2.8)
    axes.plot(values.index, values.to_numpy(), color=look.MUTED, linewidth=0.5)
    axes.plot(marked, values[marked], "o", color=MORE, markersize=6)
    text = f"{number(marked)}: {number(values[marked], 2)}"
    beside(axes, marked, values[marked], text)
    axes.set_xlabel("totaal aantal casussen")
    axes.set_ylabel("afstand tot hele getallen")
    axes.xaxis.set_major_formatter(tick)
    axes.yaxis.set_major_formatter(lambda value, _: number(value, 2))
    axes.set_ylim(bottom=0)
    return figure


@house_style
def bridge(steps: pd.Series, first: str, last: str, unit: str, decimals: int = 0) -> Figure:
    """A bridge from one amount to another: signed steps that add up exactly, also in the numbers shown.

    Totals are bars from zero. Where the steps would be slivers beside them, totals are markers and the axis says where
    it begins: a bar that does not begin at zero misleads, a position does not.

    Parameters
    ----------
    steps : Series, index label
        The first total, the steps with their sign, the last total. [unit]
    first, last : str
        Labels of the two totals, as in the index.
    unit : str
        Name of the unit, at the axis: "euro" or "euro per inwoner".
    decimals : int
        Decimals of the numbers shown.

    Raises
    ------
    ValueError
        If the totals are not the first and last row, an amount is missing, or the steps miss the last total by more
        than half a cent.
    """
    _check_bridge(steps, first, last)
    amounts, shown = steps.to_numpy(dtype=float), _add_up(steps, decimals)
    ends = [*np.cumsum(amounts[:-1]), amounts[-1]]
    low, high, final = min(ends), max(ends), len(ends) - 1
    from_zero = low <= 0 or high - low >= VISIBLE * high or low == high
    names = [wrapped(str(label), 30) for label in steps.index]
    figure, (axes,) = canvas(0.62 + sum(0.22 + 0.13 * name.count("\n") for name in names) + 0.1 * len(names))
    for position, end in enumerate(ends):
        total = position in (0, final)
        start = ends[position - 1] if not total else 0.0 if from_zero else end
        if not total:
            way = {"color": MORE} if end > start else {"color": LESS, "hatch": look.HATCH_LESS}
            axes.barh(position, end - start, left=start, height=BAR, edgecolor="white", linewidth=0, **way)
        elif from_zero:
            axes.barh(position, end, height=BAR, color=INK, linewidth=0)
        else:
            axes.plot(end, position, "D", color=INK, markersize=8)
        if position < final:
            # Along the edges of both bars, so that a step too small to see is still a place on the line.
            axes.plot([end, end], [position - BAR / 2, position + 1 + BAR / 2], color=INK, linewidth=0.8)
        text = number(shown[position], decimals, sign=not total)
        beside(axes, max(start, end), position, text, points=6 if from_zero or not total else 9, bold=total)
    axes.set_yticks(range(len(names)), names)
    for label in (axes.get_yticklabels()[0], axes.get_yticklabels()[final]):
        label.set_fontweight("bold")
    axes.set_ylim(final + 0.5, -0.5)
    _bridge_scale(axes, low, high, from_zero, unit)
    return figure


def _check_bridge(steps: pd.Series, first: str, last: str) -> None:
    if len(steps) < 3 or (steps.index[0], steps.index[-1]) != (first, last):
        raise ValueError(f"steps: {list(steps.index)}, expected {first!r}, one or more steps, {last!r}")
    if not np.isfinite(steps.to_numpy(dtype=float)).all():
        raise ValueError(f"steps: {steps.index[~np.isfinite(steps.to_numpy(dtype=float))][0]} is not a finite number")
    reached = steps.iloc[:-1].sum()
    if abs(reached - steps.iloc[-1]) > HALF_A_CENT:
        raise ValueError(f"steps: they lead to {reached:.2f}, expected {last!r}, {steps.iloc[-1]:.2f}")


def _add_up(steps: pd.Series, decimals: int) -> list[float]:
    """The numbers shown: both totals rounded, the steps so that they add up; the largest takes what totals round."""
    unit = 10.0**-decimals
    amounts = steps.reset_index(drop=True)
    first, last = (whole_units(amounts.iloc[[place]], unit).item() for place in (0, -1))
    between = amounts.iloc[1:-1]
    between[between.abs().idxmax()] += last - first - between.sum()
    return [first, *whole_units(between, unit), last]


def _bridge_scale(axes: Axes, low: float, high: float, from_zero: bool, unit: str) -> None:
    axes.set_xlabel(unit)
    left, high = (min(1.03 * low, 0), max(high, 0)) if from_zero else (low - 0.1 * (high - low), high)
    right = high + 0.2 * ((high - left) or 1)
    ticks = MaxNLocator(6).tick_values(left, right)
    if not from_zero:
        left = ticks[0]
        axes.set_xlabel(f"{unit}; as begint bij €\u00a0{tick(left)}, niet bij nul")
        axes.spines["left"].set_linestyle((0, (2, 3)))
    if left < 0:
        axes.axvline(0, color=INK, linewidth=0.8)
    axes.set_xticks(ticks)
    axes.set_xlim(left, right)
    axes.xaxis.set_major_formatter(tick)
    axes.grid(axis="y", visible=False)


@house_style
def multiples(
    table: pd.DataFrame, labels: dict[str, str], unit: str, highlighted: str | None = None, decimals: int = 2
) -> Figure:
    """A panel per municipality with each variant against the first, on one scale; where it matters most comes first.

    Parameters
    ----------
    table : DataFrame, index municipality
        A column per variant; per inhabitant if panels are to be compared. Missing values are named as such. [unit]
    labels : dict
        Variants to show, with their names; the first is what the others are compared with.
    unit : str
        Name of the unit.
    highlighted : str, optional
        A municipality, whose panel is framed, or a variant, which is bold.
    decimals : int
        Decimals of the numbers shown.
    """
    reference, *others = labels
    against = table[others].sub(table[reference], axis=0)
    low, high = against.min(axis=1).clip(upper=0), against.max(axis=1).clip(lower=0)
    order = (high - low).sort_values(ascending=False, kind="stable").index
    texts = against.map(lambda value: "onbekend" if np.isnan(value) else number(value, decimals, sign=True))
    rows = -(-len(order) // PANELS)
    figure, panels = canvas(rows * (0.4 + 0.13 * len(others)) + 0.3, rows, PANELS)
    left, right = low.min(), high.max()
    room = CHARACTER * texts.map(len).max().max() / 1.5
    for place, (axes, name) in enumerate(zip(panels, order, strict=False)):
        axes.set_title(wrapped(str(name), 17), pad=3)
        for position, variant in enumerate(others):
            value = against.loc[name, variant]
            axes.barh(position, value, height=0.7, color=MORE if value > 0 else LESS, linewidth=0)
            weight = "bold" if variant == highlighted else "normal"
            at = {"transform": axes.get_yaxis_transform(), "ha": "right", "va": "center_baseline"}
            axes.text(0.98, position, texts.loc[name, variant], fontsize=look.SMALL, weight=weight, **at)
        axes.axvline(0, color=INK, linewidth=0.8)
        axes.set_xlim(left, left + ((right - left) or 1) / (1 - room))
        axes.set_ylim(len(others) - 0.5, -0.5)
        axes.set_xticks([])
        axes.set_yticks(range(len(others)), [labels[variant] for variant in others], fontsize=look.SMALL)
        for variant, label in zip(others, axes.get_yticklabels(), strict=True):
            label.set_fontweight("bold" if variant == highlighted else "normal")
        axes.tick_params(labelleft=place % PANELS == 0)
        axes.grid(visible=False)
        axes.spines[:].set(visible=name == highlighted, color=INK)
    for axes in panels[len(order) :]:
        axes.set_visible(False)
    figure.get_layout_engine().set(wspace=0.06)
    words = f"{unit} meer (rechts) of minder (links) dan bij {labels[reference]}; grootste verschil eerst"
    figure.supxlabel(words, fontsize=look.SIZE)
    return figure


@house_style
def gap(
    table: pd.DataFrame, needed: dict[str, str], available: tuple[str, str], unit: str, decimals: int = 1
) -> Figure:
    """What two norms ask and what is available, per column; the difference shaded, with its size.

    Steps, not slopes: a column is a calculation of its own, between two columns there is nothing. Shortage and surplus
    are solid where both norms say so, hatched where one does.

    Parameters
    ----------
    table : DataFrame, index year or budget column
        [unit]
    needed : dict
        The two columns of what is needed, with their names.
    available : tuple of str
        The column of what is available, with its name.
    unit : str
        Name of the unit.
    decimals : int
        Decimals of the numbers shown.
    """
    figure, (axes,) = canvas(3.7)
    there = table[available[0]]
    needs = table[list(needed)]
    lower, upper = needs.min(axis=1), needs.max(axis=1)
    bottom, top = min(lower.min(), there.min()), max(upper.max(), there.max())
    span = (top - bottom) or 1.0
    bottom, top = max(np.floor(bottom - 0.12 * span), 0), top + 0.1 * span
    _shade(axes, there, lower, upper)
    edges = np.arange(len(table) + 1) - 0.5
    for name, line in zip(needed, ("-", "--"), strict=True):
        axes.stairs(table[name], edges, baseline=None, color=INK, linestyle=line, linewidth=1.4, zorder=3)
    axes.stairs(there, edges, baseline=None, color=INK, linewidth=3.2, zorder=4)
    for position in range(len(table)):
        have, low, high = there.iloc[position], lower.iloc[position], upper.iloc[position]
        above(axes, position, max(high, have), number(have - high, decimals, sign=True))
        inside = low - have > 0.07 * span
        text = number(have - low, decimals, sign=True)
        above(axes, position, low if inside else min(low, have), text, points=-4, on_dark=inside)
    starts = f"\nas begint bij {tick(bottom)}, niet bij nul" if bottom else ""
    axes.set_ylabel(f"{unit} (min: tekort, plus: over){starts}")
    axes.set_xlim(-0.5, len(table) + 0.85)
    axes.set_ylim(bottom, top)
    last = table.iloc[-1]
    ends = {f"{available[1]}: {number(last[available[0]], decimals)}": last[available[0]]}
    for name, label in needed.items():
        short = number(last[available[0]] - last[name], decimals, sign=True)
        ends[wrapped(f"{label}: {number(last[name], decimals)} ({short})", 18)] = last[name]
    over_columns(axes, table, ends, len(table) - 0.5)
    return figure


def _shade(axes: Axes, there: pd.Series, lower: pd.Series, upper: pd.Series) -> None:
    zones = [
        (there, lower, {"color": MORE}),
        (lower.clip(lower=there), upper, {"color": "white", "edgecolor": MORE, "hatch": look.HATCH_MORE}),
        (upper, there, {"color": LESS}),
        (lower, upper.clip(upper=there), {"color": "white", "edgecolor": LESS, "hatch": look.HATCH_LESS}),
    ]
    for start, end, shade in zones:
        axes.bar(range(len(there)), (end - start).clip(lower=0), bottom=start, width=1, linewidth=0, **shade)
