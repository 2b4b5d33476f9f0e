"""Which input a contribution depends on most: one at a time, and all at once (Sobol)."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from vtcost.reform import Reform

Ranges = Mapping[str, tuple[float, float]]


def elasticities(paid_of: Callable[[float], pd.Series], step: float) -> pd.Series:
    r"""Per cent that a contribution moves when an input grows by one per cent: :math:`(\Delta b_g/b_g)/(\Delta x/x)`.

    Parameters
    ----------
    paid_of : callable
        From a factor on the input (1 is as it is) to the contribution per municipality. [euro]
    step : float
        Relative size of the step to both sides. [-]

    Returns
    -------
    Series, index municipality
        [-]

    Examples
    --------
    A contribution that is all budget moves along; half of this one is a fixed amount.

    >>> elasticities(lambda factor: pd.Series({"Texel": 50 * factor + 50.0}), 0.01).round(6).to_dict()
    {'Texel': 0.5}
    """
    return (paid_of(1 + step) - paid_of(1 - step)) / (2 * step * paid_of(1.0))


def per_case(reform: Reform, measure: str) -> pd.Series:
    """What one more case of its own costs each municipality.

    Parameters
    ----------
    reform : Reform
    measure : str
        A measure of `Reform.counted`.

    Returns
    -------
    Series, index municipality
        [euro per case]
    """
    own = reform.measures[measure].reindex(reform.present.index).to_numpy(dtype=float)
    one = own.sum() / reform.counted[measure]
    paid = reform.batch(measures={measure: own + one * np.eye(len(own))})
    return pd.Series(np.diagonal(paid) - reform.batch(), index=reform.present.index)


def first_order(
    function: Callable[[np.ndarray], np.ndarray], ranges: Ranges, size: int, rng: np.random.Generator
) -> pd.DataFrame:
    r"""Part of the variance of each outcome that each input explains by itself: :math:`V(E[y \mid x_i])/V(y)`.

    First-order Sobol indices by SciPy (Saltelli 2010), every input uniform and independent within its range.

    Parameters
    ----------
    function : callable
        From an array (scenario by input) to an array (scenario by outcome).
    ranges : mapping of input to pair
        Lowest and highest value of each input. [any unit]
    size : int
        Size of the sample, a power of two; there are ``size * (inputs + 2)`` scenarios.
    rng : Generator

    Returns
    -------
    DataFrame, index outcome number, column per input
        About 1 in total at most; what is left is what inputs do together, and the error of the sample. An outcome that
        does not move has zeros. [-]

    Examples
    --------
    y = 2a + b: a explains four fifths of the variance.

    >>> rng = np.random.default_rng(1)
    >>> found = first_order(lambda x: x @ np.array([[2.0], [1.0]]), {"a": (0, 1), "b": (0, 1)}, 1024, rng)
    >>> found.round(2).iloc[0].to_dict()
    {'a': 0.8, 'b': 0.2}
    """
    from scipy.stats import sobol_indices, uniform

    moving = {name: (low, high) for name, (low, high) in ranges.items() if high > low}
    names = list(moving)
    fixed = np.array([[low for low, _ in ranges.values()]], dtype=float)
    places = [list(ranges).index(name) for name in names]
    outcomes = function(fixed).shape[-1]
    found = pd.DataFrame(0.0, index=range(outcomes), columns=list(ranges))
    if not names:
        return found

    def whole(sample: np.ndarray) -> np.ndarray:
        scenarios = np.repeat(fixed, sample.shape[1], axis=0)
        scenarios[:, places] = sample.T
        # SciPy fails on one outcome of one input: there are always two, the first again if need be.
        return np.resize(function(scenarios).T, (max(outcomes, 2), len(scenarios)))

    dists = [uniform(low, high - low) for low, high in moving.values()]
    indices = sobol_indices(func=whole, n=size, dists=dists, rng=rng).first_order
    found[names] = np.reshape(indices, (-1, len(names)))[:outcomes]
    return found


def grouped(indices: pd.DataFrame, groups: Sequence[tuple[str, Sequence[str]]]) -> pd.DataFrame:
    """Parts of the variance of inputs that belong together, added up.

    Examples
    --------
    >>> indices = pd.DataFrame({"cases Texel": [0.5], "cases Hoorn": [0.1], "budget": [0.4]})
    >>> grouped(indices, [("cases", ["cases Texel", "cases Hoorn"]), ("budget", ["budget"])]).iloc[0].to_dict()
    {'cases': 0.6, 'budget': 0.4}
    """
    return pd.DataFrame({name: indices[list(members)].sum(axis=1) for name, members in groups})
