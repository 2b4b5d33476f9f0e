"""Back-test of a key: what it would have done over past years, by the measure of some years before."""

import pandas as pd


def keys_by_year(measures: pd.DataFrame, lag: int, mean_of: int = 1) -> pd.DataFrame:
    r"""The key of each year T by the measure of T - lag, or by the mean of that year and those before it.

    Parameters
    ----------
    measures : DataFrame, index municipality, columns year
        Only years that are known; the same municipalities in all. [any unit]
    lag : int
        0 is the year itself, 1 is T-1. [years]
    mean_of : int
        Years in the mean.

    Returns
    -------
    DataFrame, index municipality, columns year
        Shares, sum 1 per column; only years of which every measure is known. [-]

    Examples
    --------
    >>> people = pd.DataFrame({2017: [60, 40], 2018: [70, 30]}, index=["Alkmaar", "Texel"])
    >>> keys_by_year(people, lag=1)
           2018  2019
    Alkmaar  0.6   0.7
    Texel    0.4   0.3
    """
    behind = {year: [year - lag - back for back in range(mean_of)] for year in _asked(measures, lag, mean_of)}
    means = {year: measures[years].mean(axis=1) for year, years in behind.items()}
    return pd.DataFrame({year: mean / mean.sum() for year, mean in means.items()}, index=measures.index)


def _asked(measures: pd.DataFrame, lag: int, mean_of: int) -> list[int]:
    known = set(measures.columns)
    return sorted(year + lag for year in known if {year - back for back in range(mean_of)} <= known)


def yearly_changes(paid: pd.DataFrame) -> pd.DataFrame:
    """Change of each year against the year before; years without a year before are left out. [unit of `paid`]

    Examples
    --------
    >>> yearly_changes(pd.DataFrame({2018: [60.0], 2019: [70.0], 2021: [75.0]}, index=["Alkmaar"])).to_dict()
    {2019: {'Alkmaar': 10.0}}
    """
    return pd.DataFrame(
        {year: paid[year] - paid[year - 1] for year in paid if year - 1 in paid.columns}, index=paid.index
    )


def stability(paid: pd.DataFrame) -> pd.DataFrame:
    """How much each contribution moves from year to year.

    Parameters
    ----------
    paid : DataFrame, index municipality, columns year
        At the same total every year, so that only the key moves. [euro]

    Returns
    -------
    DataFrame, index municipality
        ``mean_change``: mean yearly change, sign dropped [euro]; ``largest``: the largest yearly change, with its sign
        [euro]; ``year``: when; ``relative``: the largest as a part of the contribution of the year before [-];
        ``trend``: last year less first [euro].

    Raises
    ------
    ValueError
        If no two years follow each other.

    Examples
    --------
    >>> paid = pd.DataFrame({2018: [60.0, 40.0], 2019: [70.0, 30.0], 2020: [68.0, 32.0]}, index=["Alkmaar", "Texel"])
    >>> stability(paid).round(3).loc["Texel"].to_dict()
    {'mean_change': 6.0, 'largest': -10.0, 'year': 2019.0, 'relative': -0.25, 'trend': -8.0}
    """
    changes = yearly_changes(paid)
    if changes.empty:
        raise ValueError(f"years: {list(paid.columns)}, expected at least two that follow each other")
    year = changes.abs().idxmax(axis=1)
    largest = pd.Series([changes.loc[name, year[name]] for name in paid.index], index=paid.index)
    before = pd.Series([paid.loc[name, year[name] - 1] for name in paid.index], index=paid.index)
    return pd.DataFrame(
        {
            "mean_change": changes.abs().mean(axis=1),
            "largest": largest,
            "year": year,
            "relative": largest / before,
            "trend": paid.iloc[:, -1] - paid.iloc[:, 0],
        }
    )


def staleness(measures: pd.DataFrame, lag: int, mean_of: int = 1) -> pd.DataFrame:
    """Key of each year by past measures, less the key by the measure of the year itself.

    Parameters
    ----------
    measures, lag, mean_of
        See `keys_by_year`.

    Returns
    -------
    DataFrame, index municipality, columns year
        Positive: pays more than by the year itself; sums to zero per year. [-]

    Examples
    --------
    >>> people = pd.DataFrame({2017: [60, 40], 2018: [70, 30]}, index=["Alkmaar", "Texel"])
    >>> staleness(people, lag=1).round(6).to_dict()
    {2018: {'Alkmaar': -0.1, 'Texel': 0.1}}
    """
    own, past = keys_by_year(measures, lag=0), keys_by_year(measures, lag, mean_of)
    years = [year for year in past if year in own.columns]
    return past[years] - own[years]
