"""A floor (ondergrens): nobody pays less than it, and somebody bears the difference."""

import pandas as pd

from vtcost.formulas.arguments import Column, Value, named, ordered, values
from vtcost.formulas.keys import check_key
from vtcost.quantity import maximum, total

# What adding up leaves is not below the floor. [euro]
NOISE = 1e-9


def lift(contribution: Value, floor: Value) -> Value:
    r"""What a contribution lacks to a floor: :math:`\max(f - b_g, 0)`.

    Parameters
    ----------
    contribution : number, Series or quantity
        Before the floor. [euro]
    floor : number or quantity
        Lowest contribution. [euro]

    Returns
    -------
    number, Series or quantity
        Not negative. [euro]

    Examples
    --------
    GM C1, Rozendaal: 1.103 euro of costs and a relief of about 1.104 (gm-2017, table "Overzicht kosten
    regiogemeenten").

    >>> int(lift(1_103 - 1_104, 0))
    1
    """
    return maximum(floor - contribution, 0)


def gain(lifted: Column, bearers: Value) -> Value:
    r"""What the bearers pay less because others are lifted to a floor: :math:`q_g \sum_h l_h`.

    Parameters
    ----------
    lifted : Series or quantity, index municipality
        What each is lifted by (`lift`); a quantity has a name. [euro]
    bearers : number, Series or quantity
        Who gains the amount lifted, as shares, sum 1. [-]

    Returns
    -------
    number, Series or quantity
        Not negative. [euro]

    Examples
    --------
    GM C1, the euro of Rozendaal (gm-2017, table "Overzicht kosten regiogemeenten"), here to Arnhem:

    >>> float(gain(pd.Series({"Arnhem": 0, "Rozendaal": 1}), 1.0))
    1.0
    """
    return total(lifted) * bearers


def floored(contribution: Column, bearers: Column, floor: Value = 0.0) -> Column:
    r"""Contributions of at least a floor; the bearers gain the amount lifted, by their key.

    .. math:: b'_g = b_g + l_g - q_g \sum_h l_h, \qquad l_g = \max(f - b_g, 0)

    One step, not repeated: a bearer that would fall below the floor itself is an error, not a new round.

    Parameters
    ----------
    contribution : Series or quantity, index municipality
        Before the floor; a quantity has a name. [euro]
    bearers : Series or quantity, index municipality
        Who gains the amount lifted, as shares, sum 1, zero for the others. [-]
    floor : number or quantity
        Lowest contribution. [euro]

    Returns
    -------
    Series or quantity, index municipality
        Same total. [euro]

    Raises
    ------
    ValueError
        If the bearers are no key, are others than those who contribute, or fall below the floor themselves.

    Examples
    --------
    GM C1, Rozendaal (gm-2017, table "Overzicht kosten regiogemeenten") would come to -1; here Arnhem gains the euro.

    >>> paid = pd.Series({"Arnhem": 1_575_637.0, "Rozendaal": -1.0})
    >>> floored(paid, pd.Series({"Arnhem": 1.0, "Rozendaal": 0.0})).to_dict()
    {'Arnhem': 1575636.0, 'Rozendaal': 0.0}
    """
    differ = "bearers: its municipalities differ from those of the contributions"
    key = ordered(check_key(bearers, "bearers"), contribution, differ)
    lifted = named(lift(contribution, floor), contribution, "opgehoogd")
    after = contribution + lifted - gain(lifted, key)
    if (values(after) < values(floor) - NOISE).any():
        raise ValueError(f"bearers: {values(after).idxmin()} falls below the floor of {values(floor):g} itself")
    return after


def with_floor(contribution: pd.Series, bearers: pd.Series, floor: float = 0.0) -> pd.DataFrame:
    r"""Lift contributions below a floor to it, every term kept as a named column.

    .. math:: b'_g = \max(b_g, f) - q_g \sum_h \max(f - b_h, 0)

    Parameters
    ----------
    contribution : Series, index municipality
        Before the floor. [euro]
    bearers : Series, index municipality
        Who gains the amount lifted, as shares, sum 1; the others may be left out. [-]
    floor : float
        Lowest contribution. [euro]

    Returns
    -------
    DataFrame, index municipality
        Columns ``before_floor``, ``lifted``, ``borne`` (not positive), ``contribution``; same total. [euro]

    Raises
    ------
    ValueError
        As `floored`, or if the bearers are none of the municipalities.

    Examples
    --------
    GM C1, Rozendaal: 1.103 euro of costs and a relief of about 1.104 (gm-2017, table "Overzicht kosten
    regiogemeenten") would give -1; here Arnhem gains the euro.

    >>> step = with_floor(pd.Series({"Arnhem": 1_575_637.0, "Rozendaal": -1.0}), pd.Series({"Arnhem": 1.0}))
    >>> step["contribution"].to_dict()
    {'Arnhem': 1575636.0, 'Rozendaal': 0.0}
    """
    check_key(bearers, "bearers")
    unknown = bearers.index.difference(contribution.index)
    if len(unknown):
        raise ValueError(f"bearers: {unknown[0]} is none of the municipalities")
    key = bearers.reindex(contribution.index, fill_value=0.0)
    lifted = lift(contribution, floor)
    return pd.DataFrame(
        {
            "before_floor": contribution,
            "lifted": lifted,
            "borne": -gain(lifted, key),
            "contribution": floored(contribution, key, floor),
        }
    )
