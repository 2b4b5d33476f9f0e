"""Whole units that still add up (restzetelmethode): the largest remainders get the units left over."""

import math

import numpy as np
import pandas as pd

from vtcost.formulas.arguments import Column, as_number, check_finite, named, told
from vtcost.quantity import floor, maximum, place, rounded, total, when

# What floating-point noise may be off: a remainder of less is none, and the place of a remainder is by its decimals.
NOISE, DECIMALS = 1e-6, 6
LARGEST_REMAINDERS = (
    "naar beneden op hele euro's; de euro's die dan aan het afgeronde totaal ontbreken, gaan naar de grootste resten"
)


def whole_units(amounts: pd.Series, unit: float = 1.0) -> pd.Series:
    r"""Round amounts to whole units by largest remainder, so that they add up to their rounded total.

    Each amount is rounded down; the units then missing from the rounded total go one by one to the largest remainders.
    Equal remainders (to a millionth of a unit) go to the label that comes first in the alphabet, so the order of the
    rows does not matter.

    Parameters
    ----------
    amounts : Series, index municipality
        May be negative. [euro]
    unit : float
        Size of a unit: 1 for whole euros. [euro]

    Returns
    -------
    Series, index municipality
        Whole multiples of `unit`; sums to the total rounded to `unit`, each less than one unit from its amount. [euro]

    Raises
    ------
    ValueError
        If an amount is not finite, a municipality stands twice, or the unit is not positive.

    Examples
    --------
    NHN, contributions before DUVO (nhn-oplegger, table, first four rows, scaled to a total of 2.272.557): three equal
    thirds of 100 euro show the rule.

    >>> whole_units(pd.Series({"Schagen": 100 / 3, "Texel": 100 / 3, "Den Helder": 100 / 3})).to_dict()
    {'Schagen': 33.0, 'Texel': 33.0, 'Den Helder': 34.0}
    """
    if not unit > 0:
        raise ValueError(f"unit: {unit}, expected a number above zero")
    if not amounts.index.is_unique:
        raise ValueError(f"amounts: {amounts.index[amounts.index.duplicated()][0]} stands twice")
    scaled = amounts.to_numpy(dtype=float) / unit
    if not np.isfinite(scaled).all():
        raise ValueError(f"amounts: {amounts.index[~np.isfinite(scaled)][0]} is not a finite number")
    # 1e-6 unit absorbs floating-point noise: 32.9999999999 is 33 with remainder 0, not 32 with remainder 1.
    down = np.floor(scaled + 1e-6)
    remainder = pd.Series(np.maximum(scaled - down, 0).round(6), index=amounts.index)
    left = int(_rounded(scaled.sum()) - down.sum())
    ranked = remainder.sort_index(key=lambda labels: labels.astype(str)).sort_values(ascending=False, kind="stable")
    whole = pd.Series(down, index=amounts.index)
    whole[ranked.index[:left]] += 1
    return whole * unit


def whole(amounts: Column, order: Column) -> Column:
    r"""Whole euros by largest remainder, in steps that a cell of a workbook can do: :math:`d_g + [p_g \le m]`.

    Down to whole euros (:math:`d_g`); the :math:`m` euros that are then missing from the rounded total go to the first
    :math:`m` places :math:`p_g` by remainder.

    Parameters
    ----------
    amounts : Series or quantity, index municipality
        May be negative; a quantity has a name. [euro]
    order : Series or quantity, index municipality
        Who comes first of equal remainders (to a millionth of a euro): 1, 2, ... [-]

    Returns
    -------
    Series or quantity, index municipality
        Sums to the rounded total, each less than one euro from its amount. [euro]

    Raises
    ------
    ValueError
        If an amount is not finite.

    Examples
    --------
    Three equal thirds of 100 euro; of equal remainders Den Helder comes first:

    >>> thirds = pd.Series({"Schagen": 100 / 3, "Texel": 100 / 3, "Den Helder": 100 / 3})
    >>> whole(thirds, pd.Series([2.0, 3.0, 1.0], thirds.index)).to_dict()
    {'Schagen': 33.0, 'Texel': 33.0, 'Den Helder': 34.0}
    """
    check_finite(amounts, "amounts")
    down = named(floor(amounts + NOISE), amounts, "naar beneden")
    rest = named(rounded(maximum(amounts - down, 0), DECIMALS), amounts, "rest")
    missing = rounded(rounded(total(amounts), DECIMALS)) - total(down)
    left = named(as_number(missing), amounts, "over", "number")
    return told(down + when(place(rest, order) <= left, 1, 0), LARGEST_REMAINDERS)


def _rounded(total: float) -> float:
    """Half away from zero, as in the workbook; Python itself rounds half to even. The millionth absorbs noise."""
    return math.copysign(math.floor(round(abs(total), 6) + 0.5), total)
