"""Workload (werkvoorraad en werklast): volumes under stated assumptions, and what the people needed depend on."""

import pandas as pd

from vtcost.capacity import fte_needed, hours_needed


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


def elasticities(volumes: pd.Series, norms: pd.Series) -> pd.Series:
    r"""By how many per cent the people needed rise if a service takes 1 % more: :math:`e_s = v_s n_s / \sum_t v_t n_t`.

    The same number holds for the norm and for the volume of a service. For the hours per FTE it is -1.

    Parameters
    ----------
    volumes : Series, index service
        [cases]
    norms : Series, index service
        [hours/case]

    Returns
    -------
    Series, index service
        Sum 1. [-]

    Raises
    ------
    ValueError
        As `vtcost.capacity.hours_needed`, or if no service takes any hours.

    Examples
    --------
    ZHZ, budget 2025 as proposed (zhz-2024, bijlage 1 and 2): triage is 3.900 x 16 of 99.000 hours.

    >>> volumes = pd.Series([3300, 3900, 600, 600, 600], ["advice", "triage", "support", "research", "monitoring"])
    >>> regional = pd.Series({"advice": 2, "triage": 16, "support": 16, "research": 22, "monitoring": 12})
    >>> elasticities(volumes, regional).round(3).to_dict()
    {'advice': 0.067, 'triage': 0.63, 'support': 0.097, 'research': 0.133, 'monitoring': 0.073}
    """
    hours = hours_needed(volumes.to_frame("hours"), norms)["hours"]
    if not hours.sum() > 0:
        raise ValueError("volumes: no service takes any hours")
    return hours / hours.sum()


def one_at_a_time(volumes: pd.Series, norms: pd.Series, hours_per_fte: float, change: float) -> pd.DataFrame:
    r"""People needed if one service, or the hours per FTE, is a fraction lower or higher and the rest stays.

    :math:`F(1 - \epsilon)` and :math:`F(1 + \epsilon)` for each in turn. A norm and a volume have the same effect,
    since only their product counts: one row holds for both.

    Parameters
    ----------
    volumes : Series, index service
        [cases]
    norms : Series, index service
        [hours/case]
    hours_per_fte : float
        [hours/FTE]
    change : float
        Above 0, below 1. [-]

    Returns
    -------
    DataFrame, index service and ``hours_per_fte``
        Columns ``lower``, ``higher``: people needed. [FTE]

    Raises
    ------
    ValueError
        As `vtcost.capacity.fte_needed`, or if the change is not between 0 and 1.

    Examples
    --------
    ZHZ, budget 2025 as proposed (73,33 FTE), triage 10 % lower or higher: 6.240 hours, 4,62 FTE.

    >>> volumes = pd.Series([3300, 3900, 600, 600, 600], ["advice", "triage", "support", "research", "monitoring"])
    >>> regional = pd.Series({"advice": 2, "triage": 16, "support": 16, "research": 22, "monitoring": 12})
    >>> one_at_a_time(volumes, regional, 1350, 0.1).round(2).loc["triage"].to_dict()
    {'lower': 68.71, 'higher': 77.96}
    """
    if not 0 < change < 1:
        raise ValueError(f"change: {change}, expected above 0 and below 1")
    sides = {"lower": 1 - change, "higher": 1 + change}
    table = pd.DataFrame(index=[*volumes.index, "hours_per_fte"], columns=list(sides), dtype=float)
    for side, factor in sides.items():
        for service in volumes.index:
            moved = norms.mask(norms.index == service, norms * factor)
            table.loc[service, side] = fte_needed(volumes.to_frame("fte"), moved, hours_per_fte)["fte"]
        table.loc["hours_per_fte", side] = fte_needed(volumes.to_frame("fte"), norms, hours_per_fte * factor)["fte"]
    return table


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
