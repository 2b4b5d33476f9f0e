"""Backlog (werkvoorraad): work that waits when people fall short, and the people who clear it. No chance in it."""

from dataclasses import dataclass

import pandas as pd

MONTHS = 12


def backlog_path(start: float, arriving: float, handled: float, months: int) -> pd.Series:
    r"""Work waiting at the end of each month: :math:`B_t = \max(B_{t-1} + a - d, 0)`.

    Parameters
    ----------
    start : float
        Work waiting now, not negative. [hours or cases]
    arriving, handled : float
        Work that arrives and work that can be done, a month. [the same, per month]
    months : int
        [months]

    Returns
    -------
    Series, index month 0 to `months`
        [hours or cases]

    Raises
    ------
    ValueError
        If a number is negative.

    Examples
    --------
    ZHZ 2025: 73,33 FTE of work a year and 63,40 FTE there (zhz-2024), in FTE-months; nothing waiting at first:

    >>> backlog_path(0, 73.33, 63.40, 3).round(2).to_dict()
    {0: 0.0, 1: 9.93, 2: 19.86, 3: 29.79}
    """
    if not all(number >= 0 for number in (start, arriving, handled, months)):
        raise ValueError("start, arriving, handled, months: a number is negative, expected at least 0")
    waiting = [float(start)]
    for _ in range(months):
        waiting.append(max(waiting[-1] + arriving - handled, 0.0))
    return pd.Series(waiting, index=pd.RangeIndex(months + 1, name="month"))


def waiting_time(backlog: float, handled: float) -> float:
    r"""How long new work waits if work is done in the order of arrival: :math:`w = B / d`.

    Parameters
    ----------
    backlog : float
        [hours or cases]
    handled : float
        What is done per unit of time, above zero. [the same, per month]

    Returns
    -------
    float
        [months, if `handled` is per month]

    Raises
    ------
    ValueError
        If nothing is done.

    Examples
    --------
    ZHZ 2025 after twelve months: 119,2 FTE-months wait, 63,4 are done a month.

    >>> round(waiting_time(12 * (73.33 - 63.40), 63.40), 2)
    1.88
    """
    if not handled > 0:
        raise ValueError(f"handled: {handled}, expected a number above zero")
    return backlog / handled


@dataclass(frozen=True)
class Recovery:
    """What restores the terms: people for good, people for some months, and what both cost."""

    structural: float
    temporary: float
    cost_structural: float
    cost_temporary: float


def recovery(
    backlog: float, target: float, needed: float, available: float, months: int, hours_per_fte: float, cost: float
) -> Recovery:
    r"""People who bring the backlog to a target in n months: the shortage, and :math:`12\,(B - B^*) / (h\,n)` on top.

    The shortage must go for good, or the backlog grows again. What waits is a fixed amount of work: clearing it in
    fewer months takes more people at a time, and costs as much.

    Parameters
    ----------
    backlog, target : float
        Work waiting now, and work that may wait within the legal terms. [hours]
    needed, available : float
        People needed for what arrives, and people there. [FTE]
    months : int
        At least 1. [months]
    hours_per_fte : float
        Productive hours a year. [hours/FTE]
    cost : float
        [euro/FTE]

    Returns
    -------
    Recovery
        ``structural`` and ``temporary`` (for `months`) [FTE]; ``cost_structural`` [euro/year] and ``cost_temporary``
        (once) [euro].

    Raises
    ------
    ValueError
        If the months or the hours are not positive, or another number is negative.

    Examples
    --------
    ZHZ: 73,33 FTE needed, 63,40 decided, 104.000 euro per FTE (zhz-2024); 1.350 hours of work too many in six months
    take two people for half a year, the cost of one for a year:

    >>> found = recovery(2000, 650, 73.33, 63.40, 6, 1350, 104_000)
    >>> round(found.structural, 2), found.temporary, found.cost_temporary
    (9.93, 2.0, 104000.0)
    """
    amounts = (backlog, target, needed, available, cost)
    if not months >= 1 or not hours_per_fte > 0 or not all(number >= 0 for number in amounts):
        raise ValueError("recovery: months and hours_per_fte must be above zero, the other numbers not negative")
    structural = max(needed - available, 0.0)
    years_of_work = max(backlog - target, 0.0) / hours_per_fte
    return Recovery(structural, years_of_work * MONTHS / months, structural * cost, years_of_work * cost)
