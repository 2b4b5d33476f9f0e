"""Capacity (formatie): people needed for a number of cases, and the number of cases that people can handle."""

import pandas as pd


def hours_needed(volumes: pd.DataFrame, norms: pd.Series) -> pd.DataFrame:
    r"""Hours per service: :math:`u_{s,c} = v_{s,c}\,n_s`.

    Parameters
    ----------
    volumes : DataFrame, index service, columns budget or report column
        Cases or requests; not negative. [cases]
    norms : Series, index service
        Hours per case. [hours/case]

    Returns
    -------
    DataFrame, as `volumes`
        [hours]

    Raises
    ------
    ValueError
        If the services differ, or a volume or norm is missing or negative.

    Examples
    --------
    ZHZ, research in the 2025 budget: 600 cases of 22 hours (zhz-2024, bijlage 1 and 2):

    >>> hours_needed(pd.DataFrame({"2025": [600]}, index=["Onderzoek"]), pd.Series({"Onderzoek": 22}))["2025"].to_dict()
    {'Onderzoek': 13200}
    """
    if set(volumes.index) != set(norms.index):
        raise ValueError(f"norms: the services {list(norms.index)} differ from those of the volumes")
    for name, values in (("volumes", volumes), ("norms", norms)):
        if not (values.to_numpy(dtype=float) >= 0).all():
            raise ValueError(f"{name}: a value is missing or negative, expected a number of at least 0")
    return volumes.mul(norms.reindex(volumes.index), axis=0)


def fte_needed(volumes: pd.DataFrame, norms: pd.Series, hours_per_fte: float) -> pd.Series:
    r"""People needed: :math:`F_c = \sum_s v_{s,c}\,n_s / h`.

    Parameters
    ----------
    volumes : DataFrame, index service, columns budget or report column
        [cases]
    norms : Series, index service
        [hours/case]
    hours_per_fte : float
        Productive hours per full-time equivalent and year. [hours/FTE]

    Returns
    -------
    Series, index the columns of `volumes`
        [FTE]

    Raises
    ------
    ValueError
        As `hours_needed`, or if the hours per FTE are not positive.

    Examples
    --------
    ZHZ, budget 2025 as proposed (zhz-2024, bijlage 2, row "Benodigd obv rekentool ZHZ": 73,33); the triage norm is
    applied to *Overdragen*, and 1.350 hours per FTE come from gm-2017, bijlage 5:

    >>> volumes = pd.DataFrame({"2025": [3300, 3900, 600, 600, 600]},
    ...     index=["advice", "triage", "support", "research", "monitoring"])
    >>> regional = pd.Series({"advice": 2, "triage": 16, "support": 16, "research": 22, "monitoring": 12})
    >>> fte_needed(volumes, regional, 1350).round(2).to_dict()
    {'2025': 73.33}
    """
    if not hours_per_fte > 0:
        raise ValueError(f"hours_per_fte: {hours_per_fte}, expected a number above zero")
    return hours_needed(volumes, norms).sum() / hours_per_fte


def gap(available: pd.Series, needed: pd.Series) -> pd.Series:
    r"""People available less people needed: :math:`F^a_c - F_c`; negative is a shortage.

    Parameters
    ----------
    available, needed : Series, index budget or report column
        [FTE]

    Returns
    -------
    Series, index as `needed`
        [FTE]

    Raises
    ------
    ValueError
        If the columns differ.

    Examples
    --------
    ZHZ, budget 2025 as proposed (zhz-2024, bijlage 2, row "Gap Fte": -7,18):

    >>> gap(pd.Series({"2025": 66.15}), pd.Series({"2025": 99_000 / 1350})).round(2).to_dict()
    {'2025': -7.18}
    """
    if set(available.index) != set(needed.index):
        raise ValueError("available: its columns differ from those of the FTE needed")
    return available.reindex(needed.index) - needed


def cost_of_gap(fte_gap: pd.Series, cost_per_fte: float) -> pd.Series:
    r"""Yearly cost of filling a shortage: :math:`\max(-g_c, 0)\,p`.

    Parameters
    ----------
    fte_gap : Series, index budget or report column
        Negative is a shortage. [FTE]
    cost_per_fte : float
        [euro/FTE]

    Returns
    -------
    Series, as `fte_gap`
        Zero where there is no shortage. [euro]

    Raises
    ------
    ValueError
        If the cost per FTE is negative.

    Examples
    --------
    ZHZ, the printed gap of 7,18 FTE at 104.000 euro (zhz-2024, "Terugtrekking deelname aan programma's"):

    >>> cost_of_gap(pd.Series({"2025": -7.18}), 104_000).round().to_dict()
    {'2025': 746720.0}
    """
    if not cost_per_fte >= 0:
        raise ValueError(f"cost_per_fte: {cost_per_fte}, expected a number of at least 0")
    return (-fte_gap).clip(lower=0) * cost_per_fte


def scale_volumes(volumes: pd.Series, reports: float, new_reports: float) -> pd.Series:
    r"""Volumes of the services at another number of reports and the same mix: :math:`v_s\,m' / m`.

    Parameters
    ----------
    volumes : Series, index service
        Volumes that go with `reports`. [cases]
    reports, new_reports : float
        Reports (meldingen) of the mix, above zero, and those asked for. [reports]

    Returns
    -------
    Series, as `volumes`
        [cases]

    Raises
    ------
    ValueError
        If the mix has no reports or the new number is negative.

    Examples
    --------
    ZHZ, 5.220 reports with the mix of the 2025 budget: 3.900 transfers with 4.600 reports become

    >>> scale_volumes(pd.Series({"Overdragen": 3900}), 4600, 5220).round(1).to_dict()
    {'Overdragen': 4425.7}
    """
    if not reports > 0:
        raise ValueError(f"reports: {reports}, expected a number above zero")
    if not new_reports >= 0:
        raise ValueError(f"new_reports: {new_reports}, expected a number of at least 0")
    return volumes * (new_reports / reports)


def reports_that_fit(fte: float, hours_per_fte: float, hours_per_report: float, fixed_hours: float = 0.0) -> float:
    r"""Inverse of `fte_needed`: reports that a number of people can handle, :math:`(F h - u_0) / u`.

    Parameters
    ----------
    fte : float
        People available. [FTE]
    hours_per_fte : float
        Productive hours. [hours/FTE]
    hours_per_report : float
        Hours of all services that move with the reports, per report, above zero. [hours/report]
    fixed_hours : float
        Hours of work that does not move with the reports, for instance advice. [hours]

    Returns
    -------
    float
        Not below zero. [reports]

    Raises
    ------
    ValueError
        If the hours per report are not positive.

    Examples
    --------
    ZHZ, 63,40 FTE at the mix of the 2025 budget (99.000 hours for 4.600 reports, advice included):

    >>> round(reports_that_fit(63.40, 1350, 99_000 / 4600))
    3977
    """
    if not hours_per_report > 0:
        raise ValueError(f"hours_per_report: {hours_per_report}, expected a number above zero")
    return max((fte * hours_per_fte - fixed_hours) / hours_per_report, 0.0)
