"""Turning points (omslagpunten): the weights at which a municipality changes from paying more to paying less."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pandas as pd

# A smaller change is no change. [euro]
HALF_A_CENT = 0.005
# Weights closer together than this are one weight: turning points are found up to rounding. [decimals]
WEIGHT_DECIMALS = 10

Effect = Callable[[float], pd.Series]


def turning_points(effect: Effect, steps: int = 100) -> pd.DataFrame:
    r"""Every weight in [0, 1] at which the effect on a municipality changes sign: :math:`\Delta_g(w) = 0`.

    A grid brackets the changes of sign, Brent's method finds each to the last digits. Where the effect comes close to
    zero between inner points of the grid, its extreme is looked up, so that two turning points within a step are found.

    Parameters
    ----------
    effect : callable
        From a weight [-] to the change per municipality, new less present, always in one order. [euro]
    steps : int
        Steps of the grid; more only for effects that bend within a step.

    Returns
    -------
    DataFrame
        A row per turning point, by weight and then name: ``municipality``, ``weight`` [-], and ``above``, what it pays
        just above that weight: ``more`` or ``less``. Reaching zero without crossing it is no turning point.

    Raises
    ------
    ValueError
        If there is no step.

    Examples
    --------
    Two made-up municipalities: a pays 10 euro less at weight 0 and 30 more at weight 1, so nothing changes at 10/40.

    >>> table = turning_points(lambda weight: pd.Series({"a": 40 * weight - 10, "b": 10 - 40 * weight}))
    >>> table.round(6).to_numpy().tolist()
    [['a', 0.25, 'more'], ['b', 0.25, 'less']]
    """
    from scipy.optimize import brentq

    if steps < 1:
        raise ValueError(f"steps: {steps}, expected at least 1")
    grid = np.linspace(0, 1, steps + 1)
    values = pd.DataFrame(
        np.array([effect(weight).to_numpy() for weight in grid]), index=grid, columns=effect(0.0).index
    )
    found = []
    for name in values:

        def of_one(weight: float, name: str = name) -> float:
            return effect(weight)[name]

        for low, high in _brackets(values[name], of_one):
            above = "less" if of_one(high) < 0 else "more"
            found.append((name, brentq(of_one, low, high), above))
    table = pd.DataFrame(found, columns=["municipality", "weight", "above"]).astype({"weight": float})
    return table.round({"weight": WEIGHT_DECIMALS}).sort_values(["weight", "municipality"], ignore_index=True)


def _brackets(values: pd.Series, at: Callable[[float], float]) -> list[tuple[float, float]]:
    """Pairs of weights between which the effect changes sign; values within half a cent of zero have no sign."""
    from scipy.optimize import minimize_scalar

    known = dict(values.items())
    for low, middle, high in zip(values.index, values.index[1:], values.index[2:], strict=False):
        sign = np.sign(values[middle])
        before, here, after = sign * values[low], sign * values[middle], sign * values[high]
        # A dip below zero between the points takes a drop of about what the effect rises beside them.
        if 0 < here <= min(before, after) and 2 * here < max(before, after):
            dip = minimize_scalar(lambda weight, sign=sign: sign * at(weight), bounds=(low, high), method="bounded")
            known[dip.x] = at(dip.x)
    signed = sorted((weight, value) for weight, value in known.items() if abs(value) > HALF_A_CENT)
    return [(low, high) for (low, before), (high, after) in pairwise(signed) if before * after < 0]


def standing(effect: Effect, points: pd.DataFrame) -> pd.Series:
    """What each municipality pays over all weights: always more, always less, always the same, or it turns.

    Parameters
    ----------
    effect : callable
        As for `turning_points`. [euro]
    points : DataFrame
        The turning points of that effect.

    Returns
    -------
    Series, index municipality
        ``turns``, ``more``, ``less`` or ``same``. Who pays more at every weight but one, and there the same, has
        ``more``: reaching zero is no turn.

    Examples
    --------
    >>> pays = lambda weight: pd.Series({"a": 40 * weight - 10, "b": 30.0 * weight, "c": 10 - 70 * weight, "d": 0.0})
    >>> standing(pays, turning_points(pays)).to_dict()
    {'a': 'turns', 'b': 'more', 'c': 'turns', 'd': 'same'}
    """
    ends = pd.DataFrame({weight: effect(weight) for weight in (0.0, 0.5, 1.0)})
    furthest = ends.max(axis=1).where(ends.max(axis=1) >= -ends.min(axis=1), ends.min(axis=1))
    kind = pd.Series("same", index=ends.index, name="standing")
    kind[furthest > HALF_A_CENT] = "more"
    kind[furthest < -HALF_A_CENT] = "less"
    kind[kind.index.isin(points["municipality"])] = "turns"
    return kind


def better_off(effect: Effect, points: pd.DataFrame, votes: pd.Series) -> pd.DataFrame:
    r"""Which part of the votes belongs to municipalities that pay less, at every weight.

    .. math:: s(w) = \sum_g v_g\,[\Delta_g(w) < 0] \Big/ \sum_g v_g

    It only changes at turning points, so it is given for each of these and for the open range between two of them.

    Parameters
    ----------
    effect : callable
        As for `turning_points`. [euro]
    points : DataFrame
        The turning points of that effect.
    votes : Series, index municipality
        1 for each, or its inhabitants; not negative. [any unit]

    Returns
    -------
    DataFrame
        ``low``, ``high`` [-]: from 0 to 1, a weight itself (equal) and an open range in turn; ``share`` of the votes,
        [-]. Paying the same is not paying less.

    Raises
    ------
    ValueError
        If the votes do not cover the same municipalities, or add up to nothing.

    Examples
    --------
    >>> pays = lambda weight: pd.Series({"a": 40 * weight - 10, "b": 10 - 40 * weight})
    >>> better_off(pays, turning_points(pays), pd.Series({"a": 60, "b": 40})).to_numpy().tolist()
    [[0.0, 0.0, 0.6], [0.0, 0.25, 0.6], [0.25, 0.25, 0.0], [0.25, 1.0, 0.4], [1.0, 1.0, 0.4]]
    """
    weights = np.unique([0.0, 1.0, *points["weight"]])
    ranges = sorted([(weight, weight) for weight in weights] + list(pairwise(weights)))
    municipalities = effect(0.0).index
    if set(votes.index) != set(municipalities) or not votes.index.is_unique:
        raise ValueError("votes: their municipalities differ from those of the effect")
    if not (votes.sum() > 0 and (votes >= 0).all()):
        raise ValueError(f"votes: they add up to {votes.sum():g}, expected numbers of at least 0, one above it")
    less = np.array([(effect((low + high) / 2) < -HALF_A_CENT).to_numpy() for low, high in ranges])
    share = less @ votes.reindex(municipalities).to_numpy() / votes.sum()
    return pd.DataFrame(ranges, columns=["low", "high"]).assign(share=share)


def majorities(table: pd.DataFrame, needed: float) -> pd.DataFrame:
    """The ranges of weights in which more than the part needed of the votes is better off.

    Parameters
    ----------
    table : DataFrame
        Of `better_off`.
    needed : float
        More than this: 1/2 for a majority, 2/3 for a qualified one. [-]

    Returns
    -------
    DataFrame
        A row per range: ``low``, ``high`` [-]; ``with_low``, ``with_high``, whether these bounds belong to it (not
        where somebody turns and pays the same); ``least``, ``most``, the smallest and largest share of the votes. [-]

    Examples
    --------
    >>> pays = lambda weight: pd.Series({"a": 40 * weight - 10, "b": 10 - 40 * weight})
    >>> people = pd.Series({"a": 60, "b": 40})
    >>> majorities(better_off(pays, turning_points(pays), people), needed=1 / 2).to_numpy().tolist()
    [[0.0, 0.25, True, False, 0.6, 0.6]]
    """
    enough = table["share"] > needed
    known = table.assign(point=table["low"] == table["high"])[enough]
    return (
        known.groupby((~enough).cumsum()[enough])
        .agg(
            low=("low", "min"),
            high=("high", "max"),
            with_low=("point", "first"),
            with_high=("point", "last"),
            least=("share", "min"),
            most=("share", "max"),
        )
        .reset_index(drop=True)
    )
