"""Transition to a new key (ingroeimodel): the same keys with weights on a path over the years."""

from collections.abc import Mapping

import pandas as pd

from vtcost.keys import mix


def transition_keys(keys: Mapping[str, pd.Series], path: pd.DataFrame) -> pd.DataFrame:
    r"""The key of each year on a path of weights: :math:`k_{g,t} = \sum_j w_{j,t}\,k_{j,g}`.

    Parameters
    ----------
    keys : mapping of name to Series, index municipality
        The keys that are mixed. [-]
    path : DataFrame, index year, columns the names of the keys
        Weights, each row sums to 1. [-]

    Returns
    -------
    DataFrame, index municipality, columns year
        A key for each year. [-]

    Raises
    ------
    ValueError
        As `vtcost.keys.mix`, for each year.

    Examples
    --------
    nhn-oplegger, last paragraph: 70/30, 60/40, 50/50 (inhabitants / cases) for a municipality with 10 % of the
    inhabitants and 16 % of the cases:

    >>> keys = {"inhabitants": pd.Series({"a": 0.10, "b": 0.90}), "cases": pd.Series({"a": 0.16, "b": 0.84})}
    >>> path = pd.DataFrame({"inhabitants": [0.7, 0.6, 0.5], "cases": [0.3, 0.4, 0.5]}, index=[2019, 2020, 2021])
    >>> transition_keys(keys, path).loc["a"].round(3).to_dict()
    {2019: 0.118, 2020: 0.124, 2021: 0.13}
    """
    return pd.DataFrame({year: mix(keys, weights.to_dict()) for year, weights in path.iterrows()})


def growing(old: float, new: float, steps: int) -> list[float]:
    r"""Amounts that grow in equal steps from old to new, the last step at new: :math:`o + (n - o)\,i / s`.

    Parameters
    ----------
    old, new : float
        Amount before the transition and at its end. [euro]
    steps : int
        Number of years, at least 1.

    Returns
    -------
    list of float
        One amount for each year of the transition. [euro]

    Raises
    ------
    ValueError
        If there is no step.

    Examples
    --------
    NHN, the DUVO of Den Helder growing to 275.000 (nhn-oplegger, table) from a made-up 125.000 in three years:

    >>> growing(125_000, 275_000, 3)
    [175000.0, 225000.0, 275000.0]
    """
    if steps < 1:
        raise ValueError(f"steps: {steps}, expected at least 1")
    return [old + (new - old) * step / steps for step in range(1, steps + 1)]
