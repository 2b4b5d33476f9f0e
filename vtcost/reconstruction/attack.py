"""What printed amounts reveal of the counts behind them: the recovery as an attack, on many made-up regions at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from vtcost.formulas.keys import shares

# Weights and totals that are tried by who does not know them: multiples of 5 %, and half to one and a half the truth.
WEIGHTS = tuple(step / 20 for step in range(1, 20))
AROUND = 0.5
# At most this many cases from the truth, so that a large region takes no more time than a small one. [cases]
FURTHEST = 2_500


@dataclass(frozen=True)
class Knowledge:
    """What an attacker knows besides the printed amounts, the budget and the final inhabitants of CBS."""

    weight: bool = False
    total: bool = False
    inhabitants: bool = False


@dataclass(frozen=True)
class MadeUp:
    """Made-up regions: one row per region, one column per municipality.

    `counts` [cases], `used` inhabitants behind the contributions [inhabitants], contributions by `weight` of the
    inhabitants before grants, `exact` [euro]. `known`, index municipality, are the inhabitants that CBS publishes.
    """

    known: pd.Series
    budget: float
    weight: float
    total: int
    counts: np.ndarray
    used: np.ndarray

    @property
    def exact(self) -> np.ndarray:
        """Contributions before grants with the weight of the proposal. [euro]"""
        return self.paid(self.weight)

    def paid(self, weight: float) -> np.ndarray:
        r"""Contributions before grants, :math:`B\,(w\,p_g/P + (1-w)\,n_g/N)`. [euro]"""
        people = self.used / self.used.sum(axis=1, keepdims=True)
        return self.budget * (weight * people + (1 - weight) * self.counts / self.total)


def made_up(
    inhabitants: pd.Series, total: int, budget: float, weight: float, noise: float, trials: int, seed: int
) -> MadeUp:
    """Regions with the same inhabitants and total, and counts by chance (multinomial, by inhabitants).

    Parameters
    ----------
    inhabitants : Series, index municipality
        As CBS publishes them. [inhabitants]
    total : int
        Of all municipalities together. [cases]
    budget : float
        [euro]
    weight : float
        Of the inhabitants, at least 0 and below 1. [-]
    noise : float
        Standard deviation of the difference between inhabitants used and published. [inhabitants]
    trials, seed : int
        Number of regions and the seed of their draws.

    Raises
    ------
    ValueError
        If the weight is out of range or the total is not positive.
    """
    if not 0 <= weight < 1:
        raise ValueError(f"weight: {weight}, expected at least 0 and below 1")
    if not total > 0:
        raise ValueError(f"total: {total}, expected above 0")
    random = np.random.default_rng(seed)
    counts = random.multinomial(total, shares(inhabitants), size=trials)
    used = inhabitants.to_numpy(dtype=float) + np.round(random.normal(0, noise, counts.shape))
    return MadeUp(inhabitants, budget, weight, total, counts, used)


def recovered(regions: MadeUp, unit: float, attacker: Knowledge) -> np.ndarray:
    r"""Counts that an attacker makes of contributions printed to a unit.

    Shares follow from :math:`s_g = (b_g / B - w\,p_g / P) / (1 - w)`, scaled to sum 1. Counts are :math:`N s_g`,
    rounded. Who does not know N or w takes the pair whose counts lie nearest to whole numbers (root mean square).

    Parameters
    ----------
    regions : MadeUp
    unit : float
        To which the contributions are printed. [euro]
    attacker : Knowledge

    Returns
    -------
    array, region by municipality
        [cases]
    """
    printed = np.round(regions.exact / unit) * unit / regions.budget
    totals = [regions.total] if attacker.total else _around(regions.total)
    weights = [regions.weight] if attacker.weight else WEIGHTS
    people = regions.used if attacker.inhabitants else regions.known.to_numpy(dtype=float)[None, :]
    people = people / people.sum(axis=1, keepdims=True)
    best = np.full(len(printed), np.inf)
    found = np.zeros(printed.shape)
    for weight in weights:
        share = printed - weight * people
        # A municipality cannot have fewer than no cases: then the weight was another one.
        share = np.maximum(share, 0) / np.maximum(share, 0).sum(axis=1, keepdims=True)
        total, distance = _nearest_total(share, totals)
        nearer = distance < best
        best[nearer] = distance[nearer]
        found[nearer] = np.round(share * total[:, None])[nearer]
    return found


def success(regions: MadeUp, unit: float, attacker: Knowledge) -> dict[str, float]:
    """How well an attacker does: ``regions`` with all counts right, ``counts`` right [fractions], mean ``error``.

    Examples
    --------
    Who knows everything finds all counts behind whole euros, and none of the regions behind hundred thousands:

    >>> people = pd.Series({"a": 55_000.0, "b": 46_000.0, "c": 13_000.0, "d": 73_000.0})
    >>> regions = made_up(people, 600, 2e6, 0.5, noise=15, trials=50, seed=1)
    >>> everything = Knowledge(weight=True, total=True, inhabitants=True)
    >>> success(regions, 1, everything)
    {'regions': 1.0, 'counts': 1.0, 'error': 0.0}
    >>> success(regions, 100_000, everything)["regions"]
    0.0
    """
    apart = np.abs(recovered(regions, unit, attacker) - regions.counts)
    return {
        "regions": float((apart == 0).all(axis=1).mean()),
        "counts": float((apart == 0).mean()),
        "error": float(apart.mean()),
    }


def values_left(regions: MadeUp, unit: float, weights: Sequence[float], base: int | None = None) -> pd.Series:
    """Counts that the print allows, on average over the regions: see `values_by_region`. [counts]"""
    return pd.Series(values_by_region(regions, unit, weights, base).mean(axis=0), index=regions.known.index)


def values_by_region(regions: MadeUp, unit: float, weights: Sequence[float], base: int | None = None) -> np.ndarray:
    """Counts that the print allows for who knows all but the counts themselves.

    Parameters
    ----------
    regions : MadeUp
    unit : float
        To which contributions are printed; 0 if they are not printed. [euro]
    weights : sequence of float
        Weights of the inhabitants for which contributions are printed: a transition prints several. [-]
    base : int, optional
        Base to which the counts themselves are printed, if they are. [cases]

    Returns
    -------
    array, region by municipality
        1 if the print gives the count away. A mean hides that; protection is what the least leaves. [counts]
    """
    low, high = np.zeros(regions.counts.shape), np.full(regions.counts.shape, float(regions.total))
    people = regions.used / regions.used.sum(axis=1, keepdims=True)
    for weight in weights if unit else ():
        printed = np.round(regions.paid(weight) / unit) * unit
        per_case = regions.budget * (1 - weight) / regions.total
        middle = (printed - regions.budget * weight * people) / per_case
        low = np.maximum(low, np.ceil(middle - unit / 2 / per_case - NOISE_OF_FLOATS))
        high = np.minimum(high, np.floor(middle + unit / 2 / per_case + NOISE_OF_FLOATS))
    if base:
        printed = base * np.floor(regions.counts / base + 0.5)
        low, high = np.maximum(low, printed - base // 2), np.minimum(high, printed + (base - 1) // 2)
    return high - low + 1


# A count on the very edge of an interval counts as inside.
NOISE_OF_FLOATS = 1e-6


def _around(total: int) -> range:
    away = min(total * AROUND, FURTHEST)
    return range(max(1, round(total - away)), round(total + away) + 1)


def _nearest_total(share: np.ndarray, totals: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """Per region the total at which the counts are nearest to whole numbers, and how near (mean square)."""
    at = np.asarray(totals, dtype=np.float32)
    distance = np.zeros((len(share), len(at)), dtype=np.float32)
    for column in share.T.astype(np.float32):
        scaled = np.outer(column, at)
        scaled -= np.rint(scaled)
        distance += np.square(scaled, out=scaled)
    best = distance.argmin(axis=1)
    return np.asarray(totals)[best], distance[np.arange(len(share)), best]
