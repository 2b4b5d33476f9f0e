"""Settlement after the year (nacalculatie): what is due by that year's key, less what was paid."""

import pandas as pd

from vtcost.formulas.arguments import Value, ordered
from vtcost.formulas.costs import allocate


def settle(due: Value, paid: Value) -> Value:
    r"""Amount still to be paid (positive) or refunded (negative): :math:`s_g = d_g - a_g`.

    Parameters
    ----------
    due, paid : number, or Series or quantity, index municipality
        What a municipality owes over the year and what it has paid in advance. [euro]

    Returns
    -------
    number, or Series or quantity, index municipality
        Sums to total due less total paid: zero if only the key changed. [euro]

    Raises
    ------
    ValueError
        If the two do not cover the same municipalities.

    Examples
    --------
    NHN, Hoorn pays 2019 by the old key and settles in 2020 (nhn-oplegger, table, columns "incl. DUVO" and
    "oude verdeelsleutel"):

    >>> settle(pd.Series({"Hoorn": 1_155_855}), pd.Series({"Hoorn": 1_730_703})).to_dict()
    {'Hoorn': -574848}
    """
    return due - ordered(paid, due, "paid: its municipalities differ from those of the amounts due")


def year_end(actual: float, key: pd.Series, advance: pd.Series) -> pd.DataFrame:
    r"""Settle a year's result with that year's key: :math:`s_g = A\,k_g - a_g`.

    gm-2017, Voorwoord: a result to be settled after the year is divided by the key of that year.

    Parameters
    ----------
    actual : float
        Actual costs of the year. [euro]
    key : Series, index municipality
        The key of that same year. [-]
    advance : Series, index municipality
        Contributions paid in advance. [euro]

    Returns
    -------
    DataFrame, index municipality
        Columns ``advance``, ``due``, ``settlement``; the last sums to actual costs less advances. [euro]

    Raises
    ------
    ValueError
        As `settle` and `vtcost.formulas.costs.allocate`.

    Examples
    --------
    GM, a surplus of 34.300 euro on the 2018 budget of 3.934.300 by the key 2/3, 1/3 of variant A:

    >>> key = pd.Series({"Gelderland Centraal": 2 / 3, "Veluwe Vallei": 1 / 3})
    >>> year_end(3_900_000, key, allocate(3_934_300, key))["settlement"].round().to_dict()
    {'Gelderland Centraal': -22867.0, 'Veluwe Vallei': -11433.0}
    """
    due = allocate(actual, key)
    return pd.DataFrame({"advance": advance, "due": due, "settlement": settle(due, advance)}).reindex(due.index)
