"""Redistribution effects (herverdeeleffecten): what a new key changes for each municipality."""

import pandas as pd

from vtcost.formulas.arguments import Value, ordered, refuse


def effect(new: Value, old: Value) -> Value:
    r"""What a new key changes: :math:`\Delta_g = n_g - o_g`.

    Parameters
    ----------
    new, old : number, or Series or quantity, index municipality
        Contributions. [euro]

    Returns
    -------
    number, or Series or quantity, index municipality
        Positive for who pays more. [euro]

    Raises
    ------
    ValueError
        If the two do not cover the same municipalities.

    Examples
    --------
    NHN, Alkmaar (nhn-oplegger, table, columns "incl. DUVO" and "oude verdeelsleutel"):

    >>> effect(2_120_008, 2_142_726)
    -22718
    """
    return new - ordered(old, new, "old: its municipalities differ from those of the new contributions")


def fraction(effect: Value, old: Value) -> Value:
    r"""An effect as a fraction of what was paid: :math:`\Delta_g / o_g`.

    Parameters
    ----------
    effect : number, or Series or quantity, index municipality
        [euro]
    old : number, or Series or quantity, index municipality
        Not zero; where it is missing, so is the fraction. [euro]

    Returns
    -------
    number, or Series or quantity, index municipality
        [-]

    Raises
    ------
    ValueError
        If an old contribution is zero.

    Examples
    --------
    NHN, Alkmaar (nhn-oplegger, table): 22.718 euro less than 2.142.726.

    >>> round(fraction(-22_718, 2_142_726), 4)
    -0.0106
    """
    refuse(old, "old", lambda plain: plain == 0, "is zero, expected another amount or a missing one")
    return effect / old


def per_inhabitant(amount: Value, inhabitants: Value) -> Value:
    r"""An amount per inhabitant: :math:`b_g / p_g`.

    Parameters
    ----------
    amount : number, or Series or quantity, index municipality
        [euro]
    inhabitants : number, or Series or quantity, index municipality
        Above zero. [inhabitants]

    Returns
    -------
    number, or Series or quantity, index municipality
        [euro/inhabitant]

    Raises
    ------
    ValueError
        If the two do not cover the same municipalities, or a municipality has no inhabitants.

    Examples
    --------
    NHN, the effect of Alkmaar (nhn-oplegger, table) for 108.558 inhabitants:

    >>> round(per_inhabitant(-22_718, 108_558), 2)
    -0.21
    """
    people = ordered(inhabitants, amount, "inhabitants: its municipalities differ from those of the new contributions")
    refuse(people, "inhabitants", lambda plain: ~(plain > 0), "has none, expected a number above zero")
    return amount / people


def effects(new: pd.Series, old: pd.Series, inhabitants: pd.Series) -> pd.DataFrame:
    r"""Difference between new and old contribution: in euro, as a fraction and per inhabitant.

    .. math:: \Delta_g = n_g - o_g, \qquad \Delta_g / o_g, \qquad \Delta_g / p_g

    Parameters
    ----------
    new, old : Series, index municipality
        Contributions. [euro]
    inhabitants : Series, index municipality
        Above zero. [inhabitants]

    Returns
    -------
    DataFrame, index municipality
        ``euro`` [euro], ``fraction`` [-] (not a number where the old contribution is zero), ``euro_per_inhabitant``.

    Raises
    ------
    ValueError
        If the three do not cover the same municipalities, or a municipality has no inhabitants.

    Examples
    --------
    NHN, Alkmaar and Texel (nhn-oplegger, table, columns "incl. DUVO" and "oude verdeelsleutel"):

    >>> new = pd.Series({"Alkmaar": 2_120_008, "Texel": 119_674})
    >>> old = pd.Series({"Alkmaar": 2_142_726, "Texel": 123_360})
    >>> table = effects(new, old, pd.Series({"Alkmaar": 108_558, "Texel": 13_547}))
    >>> table["euro"].to_dict()
    {'Alkmaar': -22718, 'Texel': -3686}
    >>> table["euro_per_inhabitant"].round(2).to_dict()
    {'Alkmaar': -0.21, 'Texel': -0.27}
    """
    euro, before = effect(new, old), old.reindex(new.index)
    return pd.DataFrame(
        {
            "euro": euro,
            "fraction": fraction(euro, before.where(before != 0)),
            "euro_per_inhabitant": per_inhabitant(euro, inhabitants),
        }
    )
