"""Checks of a region's tables together: what no single cell can show."""

import fnmatch

import pandas as pd

from vtcost.data.errors import DataError, InputError

SHARE_TOLERANCE = 1e-6


def check_region(region) -> None:
    """Refuse a year without data, an input that points nowhere, and a measure that does not cover the region.

    Raises
    ------
    InputError, DataError
        About the first thing that is wrong.
    """
    if "year" in region.given and region.given["year"] not in region.years:
        known = ", ".join(str(year) for year in region.years)
        raise InputError(f"parameter year: {region.given['year']}, expected one of {known}")
    _check_inputs(region)
    if "measures" in region.tables:
        for (name, year), rows in region.tables["measures"].groupby(["measure", "year"], sort=False):
            _check_measure(region, name, int(year), rows)


def _check_inputs(region) -> None:
    for number, row in region.tables["inputs"].iterrows():
        if row["figure"]:
            for term in row["figure"].split(" + "):
                owner, pattern = region.owner(term)
                if not fnmatch.filter(owner.published.index, pattern):
                    raise DataError(row["file"], number, "figure", pattern, "a printed figure in published.csv")
        elif pd.isna(row["value"]) != (row["status"] == "missing"):
            expected = "a value or a figure, or status missing and no value"
            raise DataError(row["file"], number, "value", "", expected)
        elif not row["status"]:
            raise DataError(row["file"], number, "status", "", "a status, since no printed figure gives one")


def _check_measure(region, name: str, year: int, rows: pd.DataFrame) -> None:
    names = region.tables["municipalities"].set_index("gm_code")["municipality"]
    for number, row in rows.iterrows():
        if row["gm_code"] not in names.index:
            raise DataError(row["file"], number, "gm_code", row["gm_code"], f"a municipality of {region.name}")
        if names[row["gm_code"]] != row["municipality"]:
            expected = f"{names[row['gm_code']]}, the name that goes with {row['gm_code']}"
            raise DataError(row["file"], number, "municipality", row["municipality"], expected)
    present = region.municipalities(year).index
    extra = rows[~rows["municipality"].isin(present)]
    if len(extra):
        who = extra["municipality"].iloc[0]
        raise DataError(rows["file"].iloc[0], extra.index[0], "municipality", who, f"a municipality of {year}")
    absent = present.difference(rows["municipality"])
    file = rows["file"].iloc[0]
    if len(absent):
        raise DataError(file, None, "municipality", None, f"a row for {absent[0]} ({name}, {year})")
    if rows["unit"].nunique() > 1:
        raise DataError(file, rows.index[0], "unit", None, f"one unit for all rows of {name}, {year}")
    if rows["unit"].iloc[0] == "fraction" and abs(rows["value"].sum() - 1) > SHARE_TOLERANCE:
        raise DataError(file, None, "value", f"{rows['value'].sum():.7g}", f"shares of {name} that sum to 1")
    if not rows["value"].sum() > 0:
        raise DataError(file, None, "value", "0", f"at least one {name} above zero")
