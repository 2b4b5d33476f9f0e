"""Scenarios side by side: what each municipality pays, what changes for it, who always gains and who always loses."""

import numpy as np
import pandas as pd

from vtcost.formulas.comparison import effects

# What is said of a municipality in a scenario.
QUANTITIES = ("contribution", "euro", "fraction", "euro_per_inhabitant")
LESS, SAME, MORE = -1, 0, 1


def side_by_side(
    contributions: pd.DataFrame, present: pd.Series | pd.DataFrame, inhabitants: pd.Series
) -> pd.DataFrame:
    r"""Contribution and effect of every scenario: :math:`\Delta_{gs} = b_{gs} - o_g`.

    Parameters
    ----------
    contributions : DataFrame, index municipality, a column per scenario
        [euro]
    present : Series, or DataFrame with the same columns, index municipality
        What each pays now: once, or for each scenario on its own budget. [euro]
    inhabitants : Series, index municipality
        Above zero. [inhabitants]

    Returns
    -------
    DataFrame, index municipality, columns (scenario, quantity)
        ``contribution`` and ``euro`` [euro], ``fraction`` [-] (not a number where nothing is paid now) and
        ``euro_per_inhabitant``. The present itself has an effect of exactly zero.

    Raises
    ------
    ValueError
        If the three do not cover the same municipalities.

    Examples
    --------
    NHN, the proposal beside what is paid now (nhn-oplegger, table, columns "incl. DUVO" and "oude verdeelsleutel"):

    >>> present = pd.Series({"Alkmaar": 2_142_726, "Texel": 123_360})
    >>> paid = pd.DataFrame({"now": present, "proposal": {"Alkmaar": 2_120_008, "Texel": 119_674}})
    >>> table = side_by_side(paid, present, pd.Series({"Alkmaar": 108_558, "Texel": 13_547}))
    >>> table.xs("euro", axis=1, level="quantity").to_dict("list")
    {'now': [0, 0], 'proposal': [-22718, -3686]}
    """
    tables = {
        name: effects(paid, _of(present, name), inhabitants).assign(contribution=paid)[list(QUANTITIES)]
        for name, paid in contributions.items()
    }
    return pd.concat(tables, axis=1, names=["scenario", "quantity"])


def outcomes(contributions: pd.DataFrame, present: pd.Series | pd.DataFrame, tolerance: float) -> pd.DataFrame:
    """Whether each municipality pays less (-1), the same (0) or more (1) than now, per scenario.

    Parameters
    ----------
    contributions : DataFrame, index municipality, a column per scenario
        [euro]
    present
        As in `side_by_side`. [euro]
    tolerance : float
        Differences up to this are none. [euro]

    Examples
    --------
    A cent is no difference here, eleven cents are:

    >>> present = pd.Series({"Alkmaar": 100.0, "Texel": 50.0})
    >>> outcomes(pd.DataFrame({"one": {"Alkmaar": 100.01, "Texel": 49.89}}), present, 0.011)["one"].tolist()
    [0, -1]
    """
    effect = pd.DataFrame({name: paid - _of(present, name) for name, paid in contributions.items()})
    return np.sign(effect).where(effect.abs() > tolerance, SAME).astype(int)


def counts(found: pd.DataFrame) -> pd.DataFrame:
    """How many municipalities pay less, the same and more in each scenario.

    Parameters
    ----------
    found : DataFrame
        Of `outcomes`.

    Examples
    --------
    >>> counts(pd.DataFrame({"one": [-1, -1, 0], "two": [1, 1, 1]})).loc["one"].to_dict()
    {'less': 2, 'same': 1, 'more': 0}
    """
    return pd.DataFrame({name: (found == way).sum() for name, way in (("less", LESS), ("same", SAME), ("more", MORE))})


def always(found: pd.DataFrame, way: int) -> list[str]:
    """Municipalities with the same outcome in every scenario that changes anything at all.

    Parameters
    ----------
    found : DataFrame
        Of `outcomes`. A scenario in which nobody pays more or less does not count: it would leave nobody over.
    way : int
        `LESS` for those who always gain, `MORE` for those who always lose.

    Examples
    --------
    Texel pays less twice, Alkmaar once; the present, where nothing changes, is left out.

    >>> found = pd.DataFrame({"now": [0, 0], "one": [-1, -1], "two": [1, -1]}, index=["Alkmaar", "Texel"])
    >>> always(found, LESS), always(found, MORE)
    (['Texel'], [])
    """
    changing = found.loc[:, (found != SAME).any()]
    return list(found.index[(changing == way).all(axis=1)]) if len(changing.columns) else []


def by_group(
    contributions: pd.DataFrame, present: pd.Series | pd.DataFrame, inhabitants: pd.Series, group: pd.Series
) -> pd.DataFrame:
    """The same as `side_by_side` for groups of municipalities: their contributions and inhabitants added up.

    Parameters
    ----------
    contributions, present, inhabitants
        As in `side_by_side`.
    group : Series, index municipality
        Name of the group of each municipality.

    Examples
    --------
    >>> present = pd.Series({"Alkmaar": 60.0, "Heiloo": 20.0, "Texel": 20.0})
    >>> proposal = pd.DataFrame({"proposal": {"Alkmaar": 50.0, "Heiloo": 25.0, "Texel": 25.0}})
    >>> group = pd.Series({"Alkmaar": "centre", "Heiloo": "other", "Texel": "other"})
    >>> by_group(proposal, present, present, group)["proposal"][["euro", "fraction"]].T.to_dict("list")
    {'centre': [-10.0, -0.16666666666666666], 'other': [10.0, 0.25]}
    """
    added = [amounts.groupby(group, sort=False).sum() for amounts in (contributions, present, inhabitants)]
    return side_by_side(*added)


def _of(present: pd.Series | pd.DataFrame, name: str) -> pd.Series:
    return present[name] if isinstance(present, pd.DataFrame) else present
