"""Checks of a region of the user's own: what its README asks, said of the first row that is otherwise."""

import pandas as pd

from vtcost.data.errors import DataError, InputError
from vtcost.data.store import common_glossary

# Per input its unit, and what its item names.
INPUTS = {
    "budget": ("euro", None),
    "weight_inhabitants": ("fraction", None),
    "weight": ("fraction", "measure"),
    "grant": ("euro", "municipality"),
}
NEEDED = ("budget", "weight_inhabitants", "population_year")
YEAR = "_year"
INHABITANTS = "population"
SUM_TOLERANCE = 1e-6


def check_own(region) -> None:
    """Refuse inputs that no model reads, and municipalities that CBS does not know.

    Raises
    ------
    DataError
        On the first row that is wrong, or about the first that is not there.
    """
    inputs, municipalities = region.tables["inputs"], region.tables["municipalities"]
    for number, row in municipalities.iterrows():
        _check_municipality(number, row, set(municipalities["municipality"]), region.shared["population"])
    file = f"data/{region.name}/inputs.csv"
    for name in NEEDED:
        if name not in set(inputs["input"]):
            raise DataError(file, None, "input", None, f"a row for {name}")
    for number, row in inputs.iterrows():
        _check_input(number, row, region, set(municipalities["centre"]))


def check_weights(region) -> None:
    """Refuse weights that do not add up to one; with another weight of the inhabitants the others share the rest.

    Raises
    ------
    InputError
        With what they add up to.
    """
    printed = region.as_printed(region.year)
    table = region.tables["inputs"]
    rest = float(printed.input("weight").sum()) if (table["input"] == "weight").any() else 0.0
    if INHABITANTS in set(table.loc[table["input"] == "weight", "item"]):
        raise InputError(f"{region.name}: weight of {INHABITANTS}, expected it as the input weight_inhabitants")
    whole = printed.input("weight_inhabitants") + rest
    if abs(whole - 1) > SUM_TOLERANCE:
        raise InputError(f"{region.name}: the weights add up to {whole:g}, expected 1 (weight_inhabitants and weight)")
    if not rest and ((table["input"] == "weight").any() or region.input("weight_inhabitants") != 1):
        raise InputError(f"{region.name}: the weights of the other measures add up to 0, expected above 0 (or no rows)")


def _check_municipality(number: int, row: pd.Series, names: set[str], population: pd.DataFrame) -> None:
    known = population[population["gm_code"] == row["gm_code"]]
    if known.empty:
        raise DataError(row["file"], number, "gm_code", row["gm_code"], "a municipality of data/cbs/population.csv")
    if row["municipality"] not in set(known["municipality"]):
        expected = f"{known['municipality'].iloc[-1]}, the name that goes with {row['gm_code']}"
        raise DataError(row["file"], number, "municipality", row["municipality"], expected)
    if row["centre"] and row["centre"] not in names:
        raise DataError(row["file"], number, "centre", row["centre"], "a municipality of the region, or nothing")
    last = known["reference_date"].max()
    if last < population["reference_date"].max() and not row["last_year"] <= int(last[:4]):
        value = "" if pd.isna(row["last_year"]) else f"{row['last_year']:g}"
        expected = f"at most {last[:4]}, the last year in which there was a {row['municipality']}"
        raise DataError(row["file"], number, "last_year", value, expected)
    if row["last_year"] < row["first_year"]:
        raise DataError(row["file"], number, "last_year", f"{row['last_year']:g}", "the first year or a later one")


def _check_input(number: int, row: pd.Series, region, centres: set[str]) -> None:
    def wrong(column: str, expected: str) -> DataError:
        return DataError(row["file"], number, column, row[column], expected)

    name = row["input"]
    inputs, (unit, item) = region.tables["inputs"], _known(region, name)
    if not unit:
        known = f"one of {', '.join(INPUTS)}, the name of a measure with {YEAR}, or a name in glossary.csv"
        raise wrong("input", known)
    if row["unit"] != unit:
        raise wrong("unit", f"{unit}, the unit of {name}")
    if item is None and row["item"]:
        raise wrong("item", f"nothing, {name} is one number")
    if item and (not row["item"] or "|" in row["item"]):
        raise wrong("item", f"the name of one {item}")
    if name == "grant" and row["item"] not in centres:
        raise wrong("item", "a municipality that is a centre")
    if name == "weight" and row["item"] + YEAR not in set(inputs["input"]):
        raise wrong("item", f"a measure with a row {row['item']}{YEAR}, the year of its figures")
    same = inputs[(inputs["input"] == name) & (inputs["item"] == row["item"])]
    if pd.isna(row["year"]) and same["year"].notna().any():
        raise DataError(row["file"], number, "year", "", f"a year, as another row of {name} has")


def _known(region, name: str) -> tuple[str, str | None]:
    """The unit of an input and what its item names: of the model of the example, or what its own cells read."""
    if name in INPUTS:
        return INPUTS[name]
    if name in region.glossary and name not in common_glossary():
        _, unit, rows = region.glossary[name]
        return unit, rows.lower() or None
    return ("year", None) if name.endswith(YEAR) else ("", None)
