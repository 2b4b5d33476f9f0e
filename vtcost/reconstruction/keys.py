"""A key behind a mix: what the other key must have been."""

import pandas as pd

from vtcost.formulas.keys import check_key, shares


def other_key(mixed: pd.Series, known: pd.Series, weight_known: float) -> pd.Series:
    r"""The second key of a mix, from the mix and the first: :math:`(m_g - w\,k_g)/(1 - w)`, scaled to sum 1.

    The scaling takes away that printed amounts are rounded and do not add up exactly.

    Parameters
    ----------
    mixed : Series, index municipality
        The mix, as fractions of the amount divided; sums to about 1. [-]
    known : Series, index municipality
        The first key. [-]
    weight_known : float
        Its weight in the mix, at least 0 and below 1. [-]

    Returns
    -------
    Series, index municipality
        The second key, sum 1. [-]

    Raises
    ------
    ValueError
        If the weight is out of range, or a share comes out negative: another key or weight was used.

    Examples
    --------
    GM, youth budget of the Arnhem region from the objective split and DUVO (gm-2017, bijlage 1 prints 67,4 %):

    >>> objective = pd.Series({"Arnhem region": 862_805, "Ede region": 426_594}) / 1_289_399
    >>> duvo = pd.Series({"Arnhem region": 2_447_690, "Ede region": 1_261_727}) / 3_709_417
    >>> other_key(objective, duvo, 0.361).round(3).to_dict()
    {'Arnhem region': 0.674, 'Ede region': 0.326}
    """
    if not 0 <= weight_known < 1:
        raise ValueError(f"weight_known: {weight_known}, expected at least 0 and below 1")
    check_key(known, "known")
    return shares((mixed - weight_known * known.reindex(mixed.index)) / (1 - weight_known))
