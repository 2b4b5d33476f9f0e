"""Redistribution effects (herverdeeleffecten): what a new key changes for each municipality."""

import pandas as pd


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
    for name, other in (("old", old), ("inhabitants", inhabitants)):
        if set(other.index) != set(new.index) or not other.index.is_unique:
            raise ValueError(f"{name}: its municipalities differ from those of the new contributions")
    people = inhabitants.reindex(new.index)
    if not (people > 0).all():
        raise ValueError(f"inhabitants: {people.index[~(people > 0)][0]} has none, expected a number above zero")
    before = old.reindex(new.index)
    euro = new - before
    return pd.DataFrame(
        {"euro": euro, "fraction": euro / before.where(before != 0), "euro_per_inhabitant": euro / people}
    )
