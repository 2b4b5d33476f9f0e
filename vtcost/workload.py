"""Workload (werkvoorraad en werklast): volumes under stated assumptions, and what the people needed depend on."""

from collections.abc import Mapping, Sequence

import pandas as pd

from vtcost.quantity import Quantity


def projections(realised: pd.Series, base: float, years: int) -> pd.Series:
    r"""Volumes some years on, under three assumptions: level :math:`b`, :math:`b + k\,\bar g`, :math:`b + k\,g_n`.

    Growth is counted in cases a year, not in per cents: three points do not tell one from the other. There is no
    regression: its error could not be estimated from them either.

    Parameters
    ----------
    realised : Series, index year
        Realised volumes of consecutive years, at least two. [cases]
    base : float
        The volume that the assumptions start from. [cases]
    years : int
        Years from the base to the year asked for, not negative. [years]

    Returns
    -------
    Series, index ``level``, ``mean_growth``, ``last_growth``
        Not below zero. [cases]

    Raises
    ------
    ValueError
        If there are fewer than two years, they are not consecutive, or a number is negative.

    Examples
    --------
    zhz-2024, bijlage 2, row "Meldingen": 3.894, 4.171 and 4.599 in 2021-2023; from 4.998 (2e burap 2024) to 2025:

    >>> reports = pd.Series({2021: 3894, 2022: 4171, 2023: 4599})
    >>> projections(reports, base=4998, years=1).to_dict()
    {'level': 4998.0, 'mean_growth': 5350.5, 'last_growth': 5426.0}
    """
    if len(realised) < 2 or set(realised.index.to_series().diff().dropna()) != {1}:
        raise ValueError(f"realised: years {list(realised.index)}, expected two or more consecutive years")
    if not (realised >= 0).all() or not base >= 0 or years < 0:
        raise ValueError("realised, base, years: a number is missing or negative, expected at least 0")
    growth = realised.diff().dropna()
    yearly = pd.Series({"level": 0.0, "mean_growth": growth.mean(), "last_growth": growth.iloc[-1]})
    return (base + years * yearly).clip(lower=0)


def one_at_a_time(one: Quantity, row: str, changes: Mapping[str, Sequence[Quantity]], change: float) -> pd.DataFrame:
    r"""A quantity if something behind it is a fraction lower or higher and the rest stays.

    :math:`F(1 - \epsilon)` and :math:`F(1 + \epsilon)` for each in turn.

    Parameters
    ----------
    one : Quantity
        Over the rows.
    row : str
        The row that is looked at.
    changes : mapping of label to sequence of Quantity
        What moves together under each label.
    change : float
        Above 0, below 1. [-]

    Returns
    -------
    DataFrame, index the labels
        Columns ``lower``, ``higher``. [unit of `one`]

    Raises
    ------
    ValueError
        If the change is not between 0 and 1, or `one` does not rest on what moves.

    Examples
    --------
    ZHZ, budget 2025 as proposed (73,33 FTE), the norm of triage 10 % lower or higher: 6.240 hours, 4,62 FTE.

    >>> from vtcost.quantity import given
    >>> cases, other = (given(pd.Series({"2025": n}), label, unit) for n, label, unit in
    ...     ((3900.0, "Overdragen", "cases"), (36_600.0, "Ander werk", "hours")))
    >>> norm = given(16.0, "Norm Triage", "hours_per_case")
    >>> needed = (cases * norm + other) / given(1350.0, "Uren per fte", "hours_per_fte")
    >>> one_at_a_time(needed, "2025", {"triage": [norm]}, 0.1).round(2).loc["triage"].to_dict()
    {'lower': 68.71, 'higher': 77.96}
    """
    if not 0 < change < 1:
        raise ValueError(f"change: {change}, expected above 0 and below 1")
    sides = {"lower": 1 - change, "higher": 1 + change}
    rows = {
        label: {
            side: one.evaluated({moved: moved.value * factor for moved in together})[one.rows.get_loc(row)]
            for side, factor in sides.items()
        }
        for label, together in changes.items()
    }
    return pd.DataFrame(rows, index=list(sides)).T


def hours_at_absence(hours_per_fte: float, absence: float, included: float) -> float:
    r"""Productive hours per FTE at another absence: :math:`h\,(1 - a) / (1 - a_0)`.

    Parameters
    ----------
    hours_per_fte : float
        Productive hours at the absence that they contain. [hours/FTE]
    absence : float
        Absence, from 0 to below 1. [-]
    included : float
        Absence that `hours_per_fte` already contains: an assumption; 0 if they contain none. [-]

    Returns
    -------
    float
        [hours/FTE]

    Raises
    ------
    ValueError
        If the hours are not positive or an absence is outside 0 to 1.

    Examples
    --------
    ZHZ: 1.350 hours, assumed to contain the norm absence of 5,5 %, at the 15 % of 2022 (zhz-2024):

    >>> round(hours_at_absence(1350, 0.15, 0.055), 1)
    1214.3
    """
    if not hours_per_fte > 0:
        raise ValueError(f"hours_per_fte: {hours_per_fte}, expected a number above zero")
    for name, value in (("absence", absence), ("included", included)):
        if not 0 <= value < 1:
            raise ValueError(f"{name}: {value}, expected from 0 to below 1")
    return hours_per_fte * (1 - absence) / (1 - included)
