"""Integral cost price (kostprijs) of an hour: salary mix, surcharges and risk over the chargeable hours."""

from collections.abc import Mapping

import pandas as pd

from vtcost.formulas.arguments import Column, Value, ordered, values
from vtcost.formulas.keys import check_key
from vtcost.quantity import total


def salary_mix(monthly: Column, staffing: Column) -> Column:
    r"""Share of each scale in the mean monthly salary: :math:`s_i\,a_i`.

    Parameters
    ----------
    monthly : Series or quantity, index scale
        Gross monthly salary. [euro/month]
    staffing : Series or quantity, index scale
        Share of the staff, sum 1. [-]

    Returns
    -------
    Series or quantity, index scale
        Sums to the mean monthly salary. [euro/month]

    Raises
    ------
    ValueError
        If the scales differ or the shares do not sum to 1.

    Examples
    --------
    gm-2017, bijlage 5 prints 187,29 for scale 6/7: more than 5,35 % of 3.500, because the share itself is rounded.

    >>> monthly = pd.Series({"6/7": 3500, "10": 4200, "11": 4860, "12": 5585})
    >>> staffing = pd.Series({"6/7": 0.0535, "10": 0.8258, "11": 0.0827, "12": 0.0380})
    >>> salary_mix(monthly, staffing).round(2)["6/7"].item()
    187.25
    """
    share = ordered(staffing, monthly, "staffing: its scales differ from those of the salaries")
    return monthly * check_key(share, "staffing")


def price_lines(
    monthly: Value, months: Value, surcharges: Mapping[str, Value], risk: Value, hours: Value
) -> dict[str, Value]:
    r"""Build-up of the price of an hour, a line at a time.

    .. math:: p = \frac{S\,(1 + \sum_j o_j)\,(1 + r)}{h}, \qquad S = m\,n

    Parameters
    ----------
    monthly : number or quantity
        Mean monthly salary :math:`m`. [euro/month]
    months : number or quantity
        Monthly salaries per year :math:`n`, holiday allowance and thirteenth month included. [-]
    surcharges : mapping of name to number or quantity
        Fractions of the salary :math:`o_j`. [-]
    risk : number or quantity
        Fraction of the subtotal :math:`r`. [-]
    hours : number or quantity
        Chargeable hours per FTE and year :math:`h`. [hours/FTE]

    Returns
    -------
    dict of name to number or quantity
        ``salary``, each surcharge, ``subtotal``, ``risk``, ``total`` [euro/FTE], ``price`` [euro/hour]; each is made of
        those before it.

    Raises
    ------
    ValueError
        If a surcharge or the risk is negative, or the hours are not positive.

    Examples
    --------
    gm-2017, bijlage 5, table "Kostprijsonderbouwing": 59.777 and 81,83.

    >>> surcharges = {"social": 0.26, "travel": 0.10, "direct": 0.20, "central": 0.20}
    >>> lines = price_lines(4269.79, 14, surcharges, 0.05, 1350)
    >>> round(lines["salary"]), round(lines["price"], 2)
    (59777, 81.83)
    """
    if any(values(share) < 0 for share in surcharges.values()) or values(risk) < 0:
        raise ValueError("surcharges: a fraction is negative, expected at least 0")
    if not values(hours) > 0:
        raise ValueError(f"hours: {values(hours)}, expected a number above zero")
    salary = monthly * months
    lines = {"salary": salary, **{name: share * salary for name, share in surcharges.items()}}
    subtotal = total(lines)
    price = subtotal * (1 + risk)
    return {**lines, "subtotal": subtotal, "risk": subtotal * risk, "total": price, "price": price / hours}


def cost_price(monthly: float, months: float, surcharges: pd.Series, risk: float, hours: float) -> pd.Series:
    r"""Build-up of the price of an hour.

    .. math:: p = \frac{S\,(1 + \sum_j o_j)\,(1 + r)}{h}, \qquad S = m\,n

    Parameters
    ----------
    monthly : float
        Mean monthly salary :math:`m`. [euro/month]
    months : float
        Monthly salaries per year :math:`n`, holiday allowance and thirteenth month included. [-]
    surcharges : Series, index surcharge
        Fractions of the salary :math:`o_j`. [-]
    risk : float
        Fraction of the subtotal :math:`r`. [-]
    hours : float
        Chargeable hours per FTE and year :math:`h`. [hours/FTE]

    Returns
    -------
    Series
        ``salary``, each surcharge, ``subtotal``, ``risk``, ``total`` [euro/FTE], ``price`` [euro/hour].

    Raises
    ------
    ValueError
        If a surcharge or the risk is negative, or the hours are not positive.

    Examples
    --------
    gm-2017, bijlage 5, table "Kostprijsonderbouwing": 59.777, 110.468 and 81,83.

    >>> surcharges = pd.Series({"social": 0.26, "travel": 0.10, "direct": 0.20, "central": 0.20})
    >>> built = cost_price(4269.79, 14, surcharges, 0.05, 1350)
    >>> built.round(2)[["salary", "total", "price"]].tolist()
    [59777.06, 110468.01, 81.83]
    """
    return pd.Series(price_lines(monthly, months, surcharges.to_dict(), risk, hours))
