"""Checks of a region's tables together: what no single cell can show."""

import pandas as pd

from vtcost.data import parameters, store
from vtcost.data.errors import DataError, InputError
from vtcost.data.modules import is_packaged
from vtcost.data.own_region import check_own, check_weights
from vtcost.data.store import rows_by, rows_of

SHARE_TOLERANCE = 1e-6
YEARS = (1900, 2100)


def check_region(region) -> None:
    """Refuse a year without data, an input that points nowhere, and a measure that does not cover the region.

    Raises
    ------
    InputError, DataError
        About the first thing that is wrong.
    """
    if "year" not in set(region.tables["parameters"]["parameter"]):
        raise DataError(f"data/{region.name}/parameters.csv", None, "parameter", None, "a row for year")
    parameters.check_table(region.tables["parameters"], set(region.tables["inputs"]["input"]), lambda: region.years)
    if "year" in region.given and region.given["year"] not in region.years:
        known = ", ".join(str(year) for year in region.years)
        raise InputError(f"parameter year: {region.given['year']}, expected one of {known}")
    if not is_packaged(region.name):
        check_own(region)
    _check_inputs(region)
    _check_ranges(region)
    _check_new_inputs(region)
    if not is_packaged(region.name):
        check_weights(region)
    if "measures" in region.tables:
        for (name, year), rows in region.tables["measures"].groupby(["measure", "year"], sort=False):
            _check_measure(region, name, int(year), rows)


def _check_inputs(region) -> None:
    for row in rows_of(region.tables["inputs"]):
        if row.figure:
            for term in row.figure.split(" + "):
                try:
                    owner, pattern = region.owner(term)
                except DataError:
                    raise
                except InputError as error:
                    raise DataError(row.file, row.Index, "figure", term, f"a printed figure ({error})") from None
                _check_printed(owner, pattern, row, "figure")
        elif pd.isna(row.value) != (row.status == "missing"):
            expected = "a value or a figure, or status missing and no value"
            raise DataError(row.file, row.Index, "value", "", expected)
        elif not row.status:
            raise DataError(row.file, row.Index, "status", "", "a status, since no printed figure gives one")

    for table in ("inputs", "measures"):
        rows = region.tables.get(table)
        for row in () if rows is None else rows_of(rows[rows["derived_from"] != ""]):
            for pattern in row.derived_from.split(" + "):
                _check_printed(region, pattern, row, "derived_from")


def _check_printed(region, pattern: str, row, column: str) -> None:
    try:
        region.match(pattern)
    except InputError:
        raise DataError(row.file, row.Index, column, pattern, "a printed figure in published.csv") from None


def _check_used(region, name: str, year: int, rows: pd.DataFrame) -> None:
    """A measure that no model reads would do nothing."""
    known = store.base(region.name)["measures"]["measure"].unique()
    if name not in known:
        raise DataError(rows["file"].iloc[0], rows.index[0], "measure", name, f"one of {', '.join(known)}")
    inputs = region.tables["inputs"]
    years = inputs.loc[inputs["input"].str.endswith("_year"), "value"].dropna().astype(int)
    if year not in set(years):
        expected = f"a year that inputs.csv asks for: {', '.join(map(str, sorted(set(years))))}"
        raise DataError(rows["file"].iloc[0], rows.index[0], "year", year, expected)


def _check_new_inputs(region) -> None:
    """Rows of an overlay: a known input, the unit and shape it has, a year if it has one, a value in range."""
    inputs = region.tables["inputs"]
    known = store.base(region.name)["inputs"]
    for number, row in inputs[inputs["overlaid"]].iterrows():
        same = known[known["input"] == row["input"]]
        if same.empty:
            raise DataError(row["file"], number, "input", row["input"], f"one of {', '.join(known['input'].unique())}")
        if row["unit"] not in set(same["unit"]):
            raise DataError(
                row["file"], number, "unit", row["unit"], f"{same['unit'].iloc[0]}, the unit of {row['input']}"
            )
        if same["year"].notna().all() and pd.isna(row["year"]):
            raise DataError(row["file"], number, "year", "", f"a year, as the other rows of {row['input']} have")
        parts = {_cells(item, figure) for item, figure in zip(same["item"], same["figure"], strict=True)}
        if _cells(row["item"], row["figure"]) not in parts:
            raise DataError(row["file"], number, "item", row["item"], f"{_shape_in_words(parts)} for {row['input']}")
        if row["value"] < 0:
            raise DataError(row["file"], number, "value", f"{row['value']:g}", "a number of at least 0")


def _cells(item: str, figure: str) -> int:
    """How many labels a cell of the input has: those in its item, or the stars of its figure."""
    return item.count("|") + 1 if item else sum("*" in part for part in figure.split("/")[-2:])


def _shape_in_words(parts: set[int]) -> str:
    words = {0: "nothing", 1: "an item", 2: "item|column"}
    return " or ".join(words[part] for part in sorted(parts))


def _check_ranges(region) -> None:
    """A year is a year, and an input that a parameter can replace has the unit and the range of that parameter."""
    inputs, rules = region.tables["inputs"], region.tables["parameters"]
    years = inputs[(inputs["unit"] == "year") & inputs["value"].notna()]
    for row in years[(years["value"] % 1 != 0) | ~years["value"].between(*YEARS)].itertuples():
        raise DataError(row.file, row.Index, "value", f"{row.value:g}", f"a whole year from {YEARS[0]} to {YEARS[1]}")
    given = rows_by(inputs, "input")
    for rule in rows_of(rules[rules["input"] != ""]):
        for row in given.get(rule.input, []):
            if row.unit != rule.unit:
                raise DataError(row.file, row.Index, "unit", row.unit, f"{rule.unit}, the unit of {row.input}")
            if row.value < rule.minimum or row.value > rule.maximum:
                expected = f"a number from {rule.minimum:g} to {rule.maximum:g}"
                raise DataError(row.file, row.Index, "value", f"{row.value:g}", expected)


def _check_measure(region, name: str, year: int, rows: pd.DataFrame) -> None:
    _check_used(region, name, year, rows)
    towns = region.tables["municipalities"]
    names = dict(zip(towns["gm_code"], towns["municipality"], strict=True))
    for row in rows_of(rows):
        if row.gm_code not in names:
            raise DataError(row.file, row.Index, "gm_code", row.gm_code, f"a municipality of {region.name}")
        if names[row.gm_code] != row.municipality:
            expected = f"{names[row.gm_code]}, the name that goes with {row.gm_code}"
            raise DataError(row.file, row.Index, "municipality", row.municipality, expected)
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
