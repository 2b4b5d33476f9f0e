"""Reading a CSV table by its description in datapackage.json (Frictionless), with an error on the first wrong cell."""

import csv
import datetime
import json
import math
import re
from pathlib import Path

import pandas as pd

from vtcost.data.description import check_description
from vtcost.data.errors import DataError

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
DUTCH_NUMBER = re.compile(r"-?[0-9]{1,3}(\.[0-9]{3})*,[0-9]+|-?[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?|-?[0-9]+,[0-9]+")
# 210.000 reads as 210: whoever counts euros or cases did not mean that.
THOUSANDS, COUNTED = re.compile(r"-?[0-9]{1,3}\.[0-9]{3}"), ("euro", "cases", "reports", "requests", "inhabitants")
NOTATION = "a number with a decimal point and no thousands separator, such as 1234.56"
# Far above the largest table here (5.138 rows, 270 kB); keeps a mistaken file from filling the memory.
LARGEST_FILE, LARGEST_DESCRIPTION = 64_000_000, 1_000_000
# Control characters but for the tab and the end of a line: they have no place in XML, so in no Word or Excel.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# What a spreadsheet computes when it opens a CSV file that repeats the text, also one that splits it at semicolons.
FORMULA = re.compile(r"(^|;)\s*([=@]|[+-].*[(|!])")


def read_package(folder: Path, shown: str) -> dict:
    """The description of a data folder; `shown` is how messages call the folder."""
    path, file = folder / "datapackage.json", f"{shown}/datapackage.json"
    if not path.is_file():
        raise DataError(file, None, None, None, "a file that describes the tables of this folder")
    if path.stat().st_size > LARGEST_DESCRIPTION:
        raise DataError(file, None, None, None, f"a file of at most {LARGEST_DESCRIPTION // 1_000_000} MB")
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise DataError(file, None, None, None, f"a Frictionless description in JSON, UTF-8 ({error})") from None
    return check_description(package, file)


def read_table(path: Path, resource: dict, shown: str) -> pd.DataFrame:
    """Read and check one table.

    Parameters
    ----------
    path : Path
        CSV file: UTF-8, comma, decimal point.
    resource : dict
        Its description: `schema` with `fields` (name, type, constraints) and `primaryKey`.
    shown : str
        How messages call the file.

    Returns
    -------
    DataFrame
        One column per field; an empty number is NaN, an empty text "". The index is the row in the file.

    Raises
    ------
    DataError
        On the first wrong cell: file, row, column, value, what is expected.
    """
    fields = resource["schema"]["fields"]
    rows = _rows(path, [field["name"] for field in fields], shown)
    columns = {field["name"]: [] for field in fields}
    _refuse_thousands(rows, list(columns), shown)
    for number, cells in rows:
        for field, cell in zip(fields, cells, strict=True):
            columns[field["name"]].append(_typed(cell, field, shown, number))
    table = pd.DataFrame(columns, index=pd.Index([number for number, _ in rows], name="row"))
    for field in fields:
        if field["type"] in ("number", "integer"):
            table[field["name"]] = table[field["name"]].astype(float)
        if field.get("constraints", {}).get("unique"):
            _refuse_duplicates(table, [field["name"]], shown)
    if key := resource["schema"].get("primaryKey"):
        _refuse_duplicates(table, [key] if isinstance(key, str) else key, shown)
    return table


def _refuse_thousands(rows: list[tuple[int, list[str]]], names: list[str], shown: str) -> None:
    if not {"value", "unit"} <= set(names):
        return
    value, unit = names.index("value"), names.index("unit")
    for number, cells in rows:
        if cells[unit] in COUNTED and THOUSANDS.fullmatch(cells[value]):
            expected = (
                f"{cells[value].replace('.', '')} without a separator, or fewer decimals if a decimal point is meant"
            )
            raise DataError(shown, number, "value", cells[value], expected)


def _rows(path: Path, names: list[str], shown: str) -> list[tuple[int, list[str]]]:
    if path.stat().st_size > LARGEST_FILE:
        raise DataError(shown, None, None, None, f"a file of at most {LARGEST_FILE // 1_000_000} MB")
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataError(shown, None, None, None, f"UTF-8 text (byte {error.start} is not)") from None
    if text.startswith("\ufeff"):
        raise DataError(shown, 1, None, None, "UTF-8 without a byte order mark (save as 'CSV UTF-8' without BOM)")
    if "\0" in text:
        raise DataError(shown, None, None, None, "text without NUL characters")
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    rows = []
    try:
        header = next(reader, [])
        if header != names:
            hint = " (columns separated by a comma, not by a semicolon)" if ";" in "".join(header) else ""
            raise DataError(shown, 1, None, ",".join(header), f"the columns {','.join(names)}{hint}")
        for cells in reader:
            if not cells:
                continue
            if len(cells) != len(names):
                raise DataError(
                    shown, reader.line_num, None, ",".join(cells), f"{len(names)} cells, found {len(cells)}"
                )
            rows.append((reader.line_num, cells))
    except csv.Error as error:
        raise DataError(shown, reader.line_num, None, None, f"well-formed CSV ({error})") from None
    return rows


def _typed(cell: str, field: dict, file: str, row: int):
    def wrong(expected: str) -> DataError:
        return DataError(file, row, field["name"], cell, expected)

    limits = field.get("constraints", {})
    if cell != cell.strip():
        raise wrong("no spaces before or after")
    if CONTROL.search(cell):
        raise wrong("text without control characters")
    if cell == "":
        if limits.get("required"):
            raise wrong("a value, this cell may not be empty")
        return math.nan if field["type"] in ("number", "integer") else ""
    if field["type"] in ("number", "integer"):
        return _number(cell, field["type"], limits, wrong)
    if field["type"] == "date":
        try:
            datetime.date.fromisoformat(cell)
        except ValueError:
            raise wrong("a date such as 2019-01-01") from None
    if FORMULA.search(cell):
        raise wrong("text that a spreadsheet does not take for a formula")
    if "enum" in limits and cell not in limits["enum"]:
        raise wrong(f"one of {', '.join(limits['enum'])}")
    if "pattern" in limits and not re.fullmatch(limits["pattern"], cell):
        raise wrong(f"text of the form {limits['pattern']}")
    return cell


def _number(cell: str, kind: str, limits: dict, wrong) -> float:
    if not NUMBER.fullmatch(cell):
        raise wrong(f"{NOTATION} (this is Dutch notation)" if DUTCH_NUMBER.fullmatch(cell) else NOTATION)
    value = float(cell)
    if not math.isfinite(value):
        raise wrong("a finite number")
    if kind == "integer" and value != int(value):
        raise wrong("a whole number")
    if "minimum" in limits and value < limits["minimum"]:
        raise wrong(f"a number of at least {limits['minimum']}")
    if "maximum" in limits and value > limits["maximum"]:
        raise wrong(f"a number of at most {limits['maximum']}")
    return value


def _refuse_duplicates(table: pd.DataFrame, key: list[str], file: str) -> None:
    again = table.duplicated(key)
    if again.any():
        row = again.idxmax()
        values = table.loc[row, key]
        # What is empty in both is the same, which NaN is not.
        alike = (table[key] == values) | (table[key].isna() & values.isna())
        first = table.index[alike.all(axis=1)][0]
        raise DataError(
            file, row, key[-1], values.iloc[-1], f"each {' + '.join(key)} once (it stands in row {first} too)"
        )
