"""Transition to a new key (ingroeimodel): weights, grants and contributions on their way from old to new."""

from collections.abc import Mapping

import pandas as pd

from vtcost.formulas.arguments import Value, check_finite, ordered, values
from vtcost.formulas.keys import mix


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
        As `vtcost.formulas.keys.mix`, for each year.

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


def at_step(old: Value, new: Value, step: int, steps: int) -> Value:
    r"""An amount on its way from old to new in equal steps: :math:`o + (n - o)\,i / s`.

    Parameters
    ----------
    old, new : number, Series or quantity
        Amount before the transition and at its end. [euro]
    step, steps : int
        How many steps are done, and how many there are, at least 1. [-]

    Returns
    -------
    number, Series or quantity
        [euro]

    Raises
    ------
    ValueError
        If there is no step.

    Examples
    --------
    NHN, the DUVO of Den Helder (nhn-oplegger, table) from a made-up 125.000 to 275.000: after two years of three

    >>> at_step(125_000, 275_000, 2, 3)
    225000.0
    """
    _check_steps(steps)
    return old + (new - old) * step / steps


def growing(old: Value, new: Value, steps: int) -> list[Value]:
    r"""Amounts that grow in equal steps from old to new, the last step at new: :math:`o + (n - o)\,i / s`.

    Parameters
    ----------
    old, new : number, Series or quantity
        Amount before the transition and at its end. [euro]
    steps : int
        Number of years, at least 1. [-]

    Returns
    -------
    list
        One amount for each year of the transition (`at_step`). [euro]

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
    _check_steps(steps)
    return [at_step(old, new, step, steps) for step in range(1, steps + 1)]


def phase(present: Value, new: Value, part: Value) -> Value:
    r"""A contribution on its way from the present to the new one: :math:`c_g = (1 - \lambda)\,o_g + \lambda\,n_g`.

    Parameters
    ----------
    present, new : number, or Series or quantity, index municipality
        Contribution now and by the new key. [euro]
    part : number or quantity
        How much of the new key counts, 0 to 1. [-]

    Returns
    -------
    number, or Series or quantity, index municipality
        Sums to the same mix of both totals. [euro]

    Raises
    ------
    ValueError
        If the two do not cover the same municipalities, an amount is not finite, or the part is not between 0 and 1.

    Examples
    --------
    NHN, Hoorn half-way from the old to the new key (nhn-oplegger, table, last column and "incl. DUVO"):

    >>> phase(1_730_703, 1_155_855, 0.5)
    1443279.0
    """
    before = comparable(present, new, "present")
    _check_part(part)
    return (1 - part) * before + part * new


def phased(present: pd.Series, new: pd.Series, part: Mapping[int, float]) -> pd.DataFrame:
    r"""From the present to the new contribution, a part of the difference in each year.

    .. math:: c_{g,t} = o_g + \lambda_t\,(n_g - o_g)

    Parameters
    ----------
    present, new : Series, index municipality
        Contribution now and by the new key. [euro]
    part : mapping of year to float
        How much of the new key counts in that year, 0 to 1; any path. [-]

    Returns
    -------
    DataFrame, index municipality, columns year
        Each year sums to the same mix of both totals (`phase`). [euro]

    Raises
    ------
    ValueError
        If the two do not cover the same municipalities, or a part is not between 0 and 1.

    Examples
    --------
    NHN, Hoorn from the old to the new key (nhn-oplegger, table, last column and "incl. DUVO") in two equal steps:

    >>> present, new = pd.Series({"Hoorn": 1_730_703.0}), pd.Series({"Hoorn": 1_155_855.0})
    >>> phased(present, new, {2019: 0.5, 2020: 1.0}).loc["Hoorn"].to_dict()
    {2019: 1443279.0, 2020: 1155855.0}
    """
    comparable(present, new, "present")
    for year, share in part.items():
        _check_part(share, f" in {year}")
    return pd.DataFrame({year: phase(present, new, share) for year, share in part.items()}, index=new.index)


def comparable(other: Value, new: Value, name: str) -> Value:
    """Contributions in the order of the new ones, all of them finite.

    Raises
    ------
    ValueError
        If the municipalities differ, or an amount is missing or endless.

    Examples
    --------
    >>> comparable(pd.Series({"a": 3.0, "b": 4.0}), pd.Series({"b": 5.0, "a": 7.0}), "present").to_dict()
    {'b': 4.0, 'a': 3.0}
    """
    found = ordered(other, new, f"{name}: its municipalities differ from those of the new contributions")
    check_finite(other, name)
    check_finite(new, "new")
    return found


def _check_part(part: Value, when: str = "") -> None:
    if not 0 <= values(part) <= 1:
        raise ValueError(f"part: {values(part):g}{when}, expected a number between 0 and 1")


def _check_steps(steps: int) -> None:
    if steps < 1:
        raise ValueError(f"steps: {steps}, expected at least 1")
