"""Round numbers behind printed amounts: hours, simple fractions, grants known by their last digits."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, floor

import pandas as pd


def rate_bounds(amounts: pd.Series, hours: pd.Series, half: float) -> tuple[float, float]:
    r"""Rates that give all printed amounts: :math:`\max_i (A_i - h)/u_i` to :math:`\min_i (A_i + h)/u_i`.

    Parameters
    ----------
    amounts : Series, index product
        Printed amounts. [euro]
    hours : Series, index product
        Hours supposed behind them. [hours]
    half : float
        Half the unit of the print. [euro]

    Returns
    -------
    float, float
        Lowest and highest rate; the first above the second if no rate gives all amounts. [euro/hour]

    Examples
    --------
    GM, two products of C1 (gm-2017, bijlage 2): 508.220 for 6.000 and 609.864 for 7.200 hours.

    >>> low, high = rate_bounds(pd.Series([508_220, 609_864]), pd.Series([6000, 7200]), 0.5)
    >>> round(low, 5), round(high, 5)
    (84.70326, 84.7034)
    """
    return float(((amounts - half) / hours).max()), float(((amounts + half) / hours).min())


def simplest_fraction(low: float, high: float, largest: int) -> Fraction | None:
    """The fraction with the smallest denominator between two bounds, None if none up to the largest will do.

    Examples
    --------
    GM, the share of Centraal Gelderland in research: 430.492 of 609.864 (gm-2017, bijlage 2).

    >>> simplest_fraction(430_491.5 / 609_864, 430_492.5 / 609_864, 100)
    Fraction(12, 17)
    """
    for below in range(1, largest + 1):
        above = ceil(low * below)
        if above <= floor(high * below):
            return Fraction(above, below)
    return None


def matching_increase(
    base: Mapping[str, float], split: Mapping[str, float], endings: Mapping[str, int], candidates: Sequence[int]
) -> list[int]:
    r"""Increases that, split over grants, give the last two digits of each: :math:`(D_r + f_r X) \bmod 100 = e_r`.

    Parameters
    ----------
    base : mapping of grant to float
        Amounts before the increase. [euro]
    split : mapping of grant to float
        Fractions of the increase, sum 1. [-]
    endings : mapping of grant to int
        Last two digits of the whole amounts after it.
    candidates : sequence of int
        Increases to try. [euro]

    Returns
    -------
    list of int
        Those that give all endings. [euro]

    Examples
    --------
    GM 2019: the DUVO of 2018 plus an increase split 69/31 and then 373/63, with the endings of the printed amounts.

    >>> base = {"Arnhem": 491_000, "Ede": 373_000, "Amersfoort": 63_000}
    >>> split = {"Arnhem": 0.69, "Ede": 0.31 * 373 / 436, "Amersfoort": 0.31 * 63 / 436}
    >>> matching_increase(base, split, {"Arnhem": 4, "Ede": 86, "Amersfoort": 40}, range(680_000, 700_000))
    [690730, 690731]
    """
    return [
        total
        for total in candidates
        if all(round(base[name] + split[name] * total) % 100 == endings[name] for name in endings)
    ]
