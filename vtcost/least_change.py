"""The mix of measures whose largest change is smallest: an optimisation, not a search over a grid."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

# Step over which slopes are taken: wide enough for the digits of amounts, its bend taken out (second order). [-]
STEP = 1e-5
# Less than this part of the largest change there is, is rounding of the solver.
ROUNDING = 1e-7

Change = Callable[[Mapping[str, float]], pd.Series]


@dataclass(frozen=True)
class LeastChange:
    """A mix and its largest change, in the unit of the changes.

    `municipalities` are those with the largest change. `gain` proves the mix: what the best other mix could take off
    `largest` if every change followed its slope at this mix; zero but for rounding where there is nothing better.
    """

    weights: dict[str, float]
    largest: float
    municipalities: list[str]
    gain: float


def least_change(change: Change, measures: Sequence[str], drops: bool) -> LeastChange:
    r"""The weights for which the largest change of a municipality is smallest.

    .. math:: \min_{w,\,t} \; t \quad\text{with}\quad -t \le \Delta_g(w) \le t, \quad \sum_j w_j = 1, \quad w_j \ge 0

    Changes that are linear in the weights make this a linear programme, solved exactly (HiGHS). Others (a relief in
    proportion to the contribution bends them a little) go on by sequential quadratic programming (SLSQP) from its
    solution, from each measure alone and from their middle; the best is kept. Linear programmes along the slopes then
    give the last digits, as long as they gain something; the last of them gives `LeastChange.gain`. Where changes bend
    strongly, the solution may still be the best of its surroundings only.

    Parameters
    ----------
    change : callable
        From weights to the change per municipality: in euro, in euro per inhabitant, or as a fraction. [any unit]
    measures : sequence of str
        Names of the weights, two or more.
    drops : bool
        Whether a drop counts as a change; if not, the largest rise is made smallest (without the limit of -t).

    Returns
    -------
    LeastChange

    Raises
    ------
    ValueError
        If there are fewer than two measures, or a change is not a finite number.

    Examples
    --------
    Changes of a from -10 to 30 euro and of b from 20 to -30: at weight 1/3 both are 10/3 (-10 + 40/3 = 20 - 50/3).

    >>> first, second = pd.Series({"a": 30.0, "b": -30.0}), pd.Series({"a": -10.0, "b": 20.0})
    >>> best = least_change(lambda weights: weights["x"] * first + weights["y"] * second, ["x", "y"], drops=True)
    >>> round(best.weights["x"], 6), round(best.largest, 6), best.municipalities
    (0.333333, 3.333333, ['a', 'b'])
    """
    if len(measures) < 2:
        raise ValueError(f"measures: {list(measures)}, expected at least two")

    def counted(weights: np.ndarray) -> np.ndarray:
        found = change(_named(weights, measures)).to_numpy(dtype=float)
        return np.concatenate([found, -found]) if drops else found

    municipalities = change(_named(np.ones(len(measures)), measures)).index
    corners = np.eye(len(measures))
    at_corners = np.array([counted(corner) for corner in corners]).T
    if not np.isfinite(at_corners).all():
        row = np.argwhere(~np.isfinite(at_corners))[0, 0]
        raise ValueError(f"change: that of {municipalities[row]} is not a finite number")
    scale = np.abs(at_corners).max() or 1.0
    best, _ = _linear_programme(at_corners / scale)
    middle = np.full(len(measures), 1 / len(measures))
    if np.abs(counted(middle) - at_corners @ middle).max() > ROUNDING * scale:
        starts = [best, middle, *corners]
        best = min(
            (_refined(lambda weights: counted(weights) / scale, start) for start in starts),
            key=lambda weights: counted(weights).max(),
        )
    along, reachable = _linear_programme(_tangent(counted, best) / scale)
    while counted(along).max() < counted(best).max():
        best = along
        along, reachable = _linear_programme(_tangent(counted, best) / scale)
    final = counted(best)
    largest = final > final.max() - 10 * ROUNDING * scale
    return LeastChange(
        weights=_named(best, measures),
        largest=float(final.max()) + 0.0,
        municipalities=sorted({municipalities[row % len(municipalities)] for row in np.flatnonzero(largest)}),
        gain=float(final.max() - reachable * scale),
    )


def _named(weights: np.ndarray, measures: Sequence[str]) -> dict[str, float]:
    """Solvers leave weights of -1e-17 and sums of 1 + 1e-16: made into weights again."""
    positive = np.clip(weights, 0, None)
    return dict(zip(measures, (positive / positive.sum()).tolist(), strict=True))


def _linear_programme(corners: np.ndarray) -> tuple[np.ndarray, float]:
    """Weights with the smallest maximum, and that maximum, for what is linear between the corners (a column each)."""
    from scipy.optimize import linprog

    rows, columns = corners.shape
    solved = linprog(
        c=np.append(np.zeros(columns), 1.0),
        A_ub=np.hstack([corners, -np.ones((rows, 1))]),
        b_ub=np.zeros(rows),
        A_eq=np.append(np.ones(columns), 0.0)[None, :],
        b_eq=[1.0],
        bounds=[(0, None)] * columns + [(None, None)],
        method="highs",
    )
    return solved.x[:-1], float(solved.x[-1])


def _tangent(counted: Callable[[np.ndarray], np.ndarray], weights: np.ndarray) -> np.ndarray:
    """What the corners would have if everything followed its slope at these weights (a column each)."""
    here = counted(weights)
    columns = []
    for corner in np.eye(len(weights)):
        whole, half = (counted(weights + step * (corner - weights)) - here for step in (STEP, STEP / 2))
        columns.append(here + (4 * half - whole) / STEP)
    return np.array(columns).T


def _refined(counted: Callable[[np.ndarray], np.ndarray], start: np.ndarray) -> np.ndarray:
    """Weights with the smallest maximum, from a good start, for what bends between the corners."""
    from scipy.optimize import minimize

    gradient = np.append(np.zeros(len(start)), 1.0)
    solved = minimize(
        lambda point: point[-1],
        np.append(start, counted(start).max()),
        jac=lambda point: gradient,
        bounds=[(0, 1)] * len(start) + [(None, None)],
        constraints=[
            {"type": "ineq", "fun": lambda point: point[-1] - counted(point[:-1])},
            {"type": "eq", "fun": lambda point: point[:-1].sum() - 1},
        ],
        method="SLSQP",
        options={"ftol": 1e-12},
    )
    return solved.x[:-1]
