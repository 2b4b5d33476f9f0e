"""Charts about chance: an effect with the range in which it may lie, and where that range comes from."""

import pandas as pd
from matplotlib.figure import Figure

from vtcost.memo import chart_style as look
from vtcost.memo.chart_style import INK, LESS, MORE, beside, canvas, house_style, tick, wrapped
from vtcost.numbers import number


@house_style
def with_chance(table: pd.DataFrame, unit: str, decimals: int = 2) -> Figure:
    """An effect per row as a dot on the bar of its interval, sorted; open and grey where the bar covers zero.

    Parameters
    ----------
    table : DataFrame, index label
        Columns ``effect``, ``low``, ``high``. [unit]
    unit : str
        Name of the unit at the axis.
    decimals : int
        Decimals of the numbers shown.
    """
    rows = table.sort_values("effect")
    figure, (axes,) = canvas(0.2 * len(rows) + 0.75)
    axes.axvline(0, color=INK, linewidth=1, zorder=1)
    for position, row in enumerate(rows.itertuples()):
        unclear = row.low <= 0 <= row.high
        colour = look.MUTED if unclear else MORE if row.effect > 0 else LESS
        axes.plot([row.low, row.high], [position, position], "|-", color=colour, linewidth=2, markersize=7, zorder=2)
        inside = {"color": "white", "markeredgecolor": INK} if unclear else {"color": colour}
        axes.plot(row.effect, position, "o", markersize=6, zorder=3, clip_on=False, **inside)
        beside(axes, max(row.high, row.effect), position, number(row.effect, decimals, sign=True), points=7)
    axes.set_yticks(range(len(rows)), rows.index)
    axes.set_xlabel(f"{unit} (streep: toeval; open rondje: nul ligt binnen het toeval; getal: verschil met nu)")
    axes.xaxis.set_major_formatter(tick)
    axes.margins(x=0.11)
    axes.grid(axis="y", visible=False)
    return figure


@house_style
def shares_of_spread(table: pd.DataFrame) -> Figure:
    """Where the spread of each row comes from: a cell per input, darker for a larger share, with the share in it.

    Parameters
    ----------
    table : DataFrame, index label, a column per input
        Shares of the variance, between 0 and 1. [-]
    """
    # Loads all of scipy.stats: only for who draws this.
    import seaborn as sns

    figure, (axes,) = canvas(0.24 * len(table) + 0.9)
    shades = sns.light_palette(LESS, as_cmap=True)
    words = {"annot": table.map(lambda share: number(100 * share)), "fmt": "", "annot_kws": {"color": INK}}
    sns.heatmap(table, ax=axes, vmin=0, vmax=1, cmap=shades, cbar=False, linewidths=1, **words)
    axes.set_xticks(axes.get_xticks(), [wrapped(str(name), 14) for name in table], rotation=0)
    axes.set_yticks(axes.get_yticks(), table.index, rotation=0)
    axes.set(xlabel="deel van de spreiding, in procenten", ylabel="")
    return figure
