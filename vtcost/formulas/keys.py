"""Distribution keys (verdeelsleutels): shares per municipality, not negative, sum 1."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from vtcost.formulas.arguments import Column, Value, check_amounts, ordered, values
from vtcost.quantity import total, within

# A sum of a few hundred double-precision shares is exact to about 1e-14; printed percentages are not.
SUM_TOLERANCE = 1e-9


def check_key(key: Column, name: str = "key") -> Column:
    """Return the key unchanged if it is one: finite, not negative, sum 1, each municipality once.

    Raises
    ------
    ValueError
        Names the first municipality, or the sum, that is wrong.

    Examples
    --------
    >>> check_key(pd.Series({"Gelderland Centraal": 0.667, "Veluwe Vallei": 0.332}))
    Traceback (most recent call last):
    ...
    ValueError: key: shares sum to 0.999, expected 1
    """
    check_amounts(key, name)
    if abs(values(key).sum() - 1) > SUM_TOLERANCE:
        raise ValueError(f"{name}: shares sum to {values(key).sum():.9g}, expected 1")
    return key


def shares(measure: Column) -> Column:
    r"""Turn a measure (maatstaf) into a key: :math:`k_g = m_g / \sum_h m_h`.

    Parameters
    ----------
    measure : Series or quantity, index municipality
        Inhabitants, cases, a grant, ...; not negative. [any unit]

    Returns
    -------
    Series or quantity, index municipality
        Shares, sum 1. [-]

    Raises
    ------
    ValueError
        If a value is negative or not finite, a municipality stands twice, or all values are zero.

    Examples
    --------
    DUVO grant within the Ede region (gm-2017, bijlage 2, table "Procentuele verdeling DUVO", column "DUVO"):

    >>> duvo = pd.Series({"Barneveld": 234_785, "Ede": 612_573, "Scherpenzeel": 34_071, "Wageningen": 209_248})
    >>> shares(duvo).mul(100).round(1).to_dict()
    {'Barneveld': 21.5, 'Ede': 56.2, 'Scherpenzeel': 3.1, 'Wageningen': 19.2}
    """
    check_amounts(measure, "measure")
    whole = total(measure)
    _check_above_zero(whole)
    return measure / whole


def shares_within(measure: Column, groups: Column) -> Column:
    r"""Share of each municipality in its own group: :math:`m_g / \sum_{h \in G(g)} m_h`.

    Parameters
    ----------
    measure : Series or quantity, index municipality
        Not negative. [any unit]
    groups : Series or quantity, index municipality
        The sub-region (for instance the centre municipality) each belongs to. [text]

    Returns
    -------
    Series or quantity, index municipality
        Shares, sum 1 within each group. [-]

    Raises
    ------
    ValueError
        As `shares`, for each group; or if a municipality has no group.

    Examples
    --------
    NHN, contribution before DUVO within the Den Helder region (nhn-oplegger, table, first four rows): the shares
    behind the correction of -116.752 for Den Helder.

    >>> before = pd.Series({"Den Helder": 964_820, "Hollands Kroon": 629_583, "Schagen": 542_005, "Texel": 136_149})
    >>> centre = pd.Series("Den Helder", index=before.index)
    >>> round(275_000 * shares_within(before, centre)["Den Helder"])
    116752
    """
    group = ordered(groups, measure)
    without = values(group).isna()
    if without.any():
        raise ValueError(f"groups: {without.idxmax()} belongs to no group")
    check_amounts(measure, "measure")
    whole = within(measure, group)
    _check_above_zero(whole)
    return measure / whole


def mix(keys: Mapping[str, Column], weights: Mapping[str, Value]) -> Column:
    r"""Weighted mix of keys: :math:`k_g = \sum_j w_j\,k_{j,g}`.

    Parameters
    ----------
    keys : mapping of name to Series or quantity, index municipality
        Keys over the same municipalities. [-]
    weights : mapping of the same names to number or quantity
        Weights, not negative, sum 1. [-]

    Returns
    -------
    Series or quantity, index municipality
        Shares, sum 1. [-]

    Raises
    ------
    ValueError
        If names or municipalities differ, a key is not a key, or the weights are negative or do not sum to 1.

    Examples
    --------
    GM, share of the Arnhem region in the objective key: 36,1 % DUVO and 63,9 % youth budget (gm-2017, bijlage 1).

    >>> duvo = pd.Series({"Gelderland Centraal": 0.660, "Veluwe Vallei": 0.340})
    >>> youth = pd.Series({"Gelderland Centraal": 0.674, "Veluwe Vallei": 0.326})
    >>> key = mix({"duvo": duvo, "youth": youth}, {"duvo": 0.361, "youth": 0.639})
    >>> key.round(3).to_dict()
    {'Gelderland Centraal': 0.669, 'Veluwe Vallei': 0.331}
    """
    if set(keys) != set(weights):
        raise ValueError(f"weights: names {sorted(weights)} differ from the keys {sorted(keys)}")
    check_key(pd.Series({name: values(weight) for name, weight in weights.items()}, dtype=float), "weights")
    first = next(iter(keys.values()))
    parts = {}
    for name, key in keys.items():
        differ = f"{name}: its municipalities differ from those of the first key"
        parts[name] = weights[name] * ordered(check_key(key, name), first, differ)
    return total(parts)


def rolling_mean(measures: Mapping[int, Column] | pd.DataFrame, years: Sequence[int]) -> Column:
    r"""Mean of a measure over consecutive years: :math:`\bar m_g = \frac1n \sum_{t} m_{g,t}`.

    gm-2018, bijlage 1, step 1 asks for a rolling mean of three years, two for the first year (2016 and 2017 for 2019).

    Parameters
    ----------
    measures : mapping of year to Series or quantity, or DataFrame; index municipality
        Production or another measure per year. [any unit]
    years : sequence of int
        Two or three consecutive years that are columns of `measures`.

    Returns
    -------
    Series or quantity, index municipality
        Mean per year. [unit of the measure]

    Raises
    ------
    ValueError
        If there are not two or three years, they are not consecutive, or one has no column.

    Examples
    --------
    Reports in two regions over two years, made-up counts:

    >>> reports = pd.DataFrame({2016: [120, 80], 2017: [100, 90]}, index=["Arnhem", "Ede"])
    >>> rolling_mean(reports, [2016, 2017]).to_dict()
    {'Arnhem': 110.0, 'Ede': 85.0}
    """
    years = sorted(years)
    if len(years) not in (2, 3) or years != list(range(years[0], years[0] + len(years))):
        raise ValueError(f"years: {years}, expected two or three consecutive years")
    absent = [year for year in years if year not in measures]
    if absent:
        raise ValueError(f"years: no figures for {absent[0]}, expected a column for each of {years}")
    return total({year: measures[year] for year in years}) / len(years)


def _check_above_zero(whole: Value) -> None:
    if not np.all(values(whole) > 0):
        raise ValueError("measure: all values are zero, expected at least one above zero")
