"""Inhabitants of Statistics Netherlands (CBS), also in the municipal division of another year."""

import pandas as pd

from vtcost.data.errors import InputError

# mergers.csv gives shares of area: from 0,98 the municipality went over whole, the rest is noise of the borders.
WHOLE = 0.98


def convert(measure: pd.Series, mergers: pd.DataFrame, from_year: int, to_year: int) -> pd.Series:
    r"""A measure of one year in the municipal division of a later year: merged municipalities are added up.

    Parameters
    ----------
    measure : Series, index gm_code
        Of all municipalities on 1 January of `from_year`; something that can be added up. [inhabitants]
    mergers : DataFrame
        Columns ``date``, ``old_gm_code``, ``old_municipality``, ``new_gm_code``, ``share_of_old_area``.
    from_year, to_year : int
        Division of the measure and division asked for; `to_year` not before `from_year`.

    Returns
    -------
    Series, index gm_code
        Not a number for a municipality that received part of one that was split: it cannot be converted.

    Raises
    ------
    InputError
        If `to_year` is before `from_year`: a merged municipality cannot be taken apart.

    Examples
    --------
    Zevenaar on 1 January 2017 with Rijnwaarden, merged on 1 January 2018 (CBS 70072ned):

    >>> mergers = pd.DataFrame([["2018-01-01", "GM0196", "Rijnwaarden", "GM0299", 0.997]],
    ...     columns=["date", "old_gm_code", "old_municipality", "new_gm_code", "share_of_old_area"])
    >>> convert(pd.Series({"GM0196": 10_852.0, "GM0299": 32_379.0}), mergers, 2017, 2018).to_dict()
    {'GM0299': 43231.0}
    """
    if to_year < from_year:
        raise InputError(
            f"division of {to_year}: expected {from_year} or later, a merged municipality cannot be taken apart again"
        )
    years = mergers["date"].str[:4].astype(int)
    for _, step in mergers[(years > from_year) & (years <= to_year)].sort_values("date").groupby("date"):
        # Most regions have no merger on most dates.
        if measure.index.isin(step["old_gm_code"]).any() or measure.index.isin(step["new_gm_code"]).any():
            measure = _one_date(measure, step)
    return measure


def _one_date(measure: pd.Series, step: pd.DataFrame) -> pd.Series:
    whole = step[step["share_of_old_area"] >= WHOLE].set_index("old_gm_code")["new_gm_code"]
    split = step[step["share_of_old_area"] < WHOLE]
    target = measure.index.to_series().replace(whole.to_dict())
    merged = measure[~measure.index.isin(split["old_gm_code"])].groupby(target).sum(min_count=1)
    # A missing part makes the sum unknown, not smaller.
    unknown = measure.isna().groupby(target).any()
    merged = merged.mask(unknown.reindex(merged.index, fill_value=False))
    return merged.mask(merged.index.isin(split["new_gm_code"]))
