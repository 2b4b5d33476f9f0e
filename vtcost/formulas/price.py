"""Integral cost price (kostprijs) of an hour: salary mix, surcharges and risk over the chargeable hours."""

import pandas as pd

from vtcost.formulas.keys import check_key


def salary_mix(monthly: pd.Series, staffing: pd.Series) -> pd.Series:
    r"""Share of each scale in the mean monthly salary: :math:`s_i\,a_i`.

    Parameters
    ----------
    monthly : Series, index scale
        Gross monthly salary. [euro/month]
    staffing : Series, index scale
        Share of the staff, sum 1. [-]

    Returns
    -------
    Series, index scale
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
    if set(monthly.index) != set(staffing.index):
        raise ValueError("staffing: its scales differ from those of the salaries")
    return monthly * check_key(staffing, "staffing").reindex(monthly.index)


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
    if (surcharges < 0).any() or risk < 0:
        raise ValueError("surcharges: a fraction is negative, expected at least 0")
    if not hours > 0:
        raise ValueError(f"hours: {hours}, expected a number above zero")
    salary = monthly * months
    lines = {"salary": salary, **(surcharges * salary).to_dict()}
    subtotal = sum(lines.values())
    total = subtotal * (1 + risk)
    return pd.Series({**lines, "subtotal": subtotal, "risk": subtotal * risk, "total": total, "price": total / hours})
