"""The rows of results.csv that a scenario asks for."""

import pandas as pd

from vtcost.data import InputError, Region
from vtcost.model_cells import results


def chosen(region: Region, model: str | None, year: int | None = None) -> pd.DataFrame:
    """The results of one model in one year.

    Parameters
    ----------
    region : Region
    model : str, optional
        As in results.csv; default its first.
    year : int, optional
        Year of a model over several years; default the region's.

    Raises
    ------
    InputError
        If there is no such model, or it has no such year.
    MissingInputError
        If an input of the model is missing.

    Examples
    --------
    >>> rows = chosen(Region.open("noord_holland_noord"), "transition_rising")
    >>> rows["year"].unique().tolist()
    [2019]
    """
    rows = results(region, model)
    name = rows["model"].iloc[0] if model is None else model
    rows = rows[rows["model"] == name]
    if rows.empty:
        raise InputError(f"model {name!r}: this region has none of that name")
    years = sorted(rows["year"].unique())
    if year not in (None, *years):
        raise InputError(f"year {year}: expected one of {', '.join(map(str, years))}")
    return rows[rows["year"] == (region.year if year is None else year)]
