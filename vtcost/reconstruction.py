"""Recovering what a memo left out from what it prints."""

import pandas as pd

from vtcost.keys import shares


def case_shares(contribution: pd.Series, budget: float, inhabitants: pd.Series, weight_inhabitants: float) -> pd.Series:
    r"""Shares of the cases behind contributions by a key of inhabitants and cases.

    .. math:: s_g = \frac{b_g / B - w\,p_g / P}{1 - w}, \qquad k_g = s_g / \sum_h s_h

    The last step takes away that rounded contributions do not add up to the budget.

    Parameters
    ----------
    contribution : Series, index municipality
        Contributions before grants, as printed. [euro]
    budget : float
        The amount divided. [euro]
    inhabitants : Series, index municipality
        [inhabitants]
    weight_inhabitants : float
        Weight of the inhabitants in the key, below 1. [-]

    Returns
    -------
    Series, index municipality
        Shares of the cases, sum 1. [-]

    Raises
    ------
    ValueError
        If the weight is not below 1 (then nothing depends on cases), or a share comes out negative: other inhabitants
        or another weight were used.

    Examples
    --------
    Contributions of 100 euro by 50 % inhabitants (40, 60) and 50 % cases (70, 30), recovered:

    >>> found = case_shares(pd.Series({"a": 55.0, "b": 45.0}), 100, pd.Series({"a": 40, "b": 60}), 0.5)
    >>> found.round(3).to_dict()
    {'a': 0.7, 'b': 0.3}
    """
    if not 0 <= weight_inhabitants < 1:
        raise ValueError(f"weight_inhabitants: {weight_inhabitants}, expected at least 0 and below 1")
    by_inhabitants = weight_inhabitants * shares(inhabitants).reindex(contribution.index)
    return shares((contribution / budget - by_inhabitants) / (1 - weight_inhabitants))
