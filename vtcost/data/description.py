"""The description of a data folder (datapackage.json), refused where no table could be read by it."""

import re

from vtcost.data.errors import DataError

TYPES = ("string", "number", "integer", "date")
NUMBERS = ("number", "integer")
NAME = re.compile(r"[a-z][a-z0-9_]*")
# The columns that the program reads of the tables every region has; a * is a number.
NEEDED = {
    "parameters": "parameter type unit minimum* maximum* choices default input",
    "inputs": "input year* item figure value* unit status source derived_from note",
    "municipalities": "gm_code municipality subregion centre first_year* last_year*",
    "measures": "measure year* gm_code municipality value* unit status source derived_from",
    "published": "id row column value* value_text unit printed_precision* status source note",
}


def check_description(package: object, file: str) -> dict:
    """The description with its tables by name.

    Parameters
    ----------
    package : object
        What the JSON holds.
    file : str
        How messages call it.

    Raises
    ------
    DataError
        On the first thing that is wrong: file, table, column, value, what is expected.
    """
    listed = package.get("resources") if isinstance(package, dict) else None
    if not isinstance(listed, list) or not listed:
        raise DataError(file, None, None, None, "a Frictionless description with a list of resources")
    tables: dict[str, dict] = {}
    for number, table in enumerate(listed, 1):
        name = table.get("name") if isinstance(table, dict) else None
        if not isinstance(name, str) or not NAME.fullmatch(name) or name in tables:
            raise DataError(f"{file}, resource {number}", None, "name", name, "a name in lower case, each once")
        _check_table(table, name, f"{file}, table {name}")
        tables[name] = table
    return {**package, "resources": tables}


def _check_table(table: dict, name: str, place: str) -> None:
    def wrong(key: str, value: object, expected: str) -> DataError:
        return DataError(place, None, key, value, expected)

    if table.get("path") != f"{name}.csv":
        raise wrong("path", table.get("path"), f"{name}.csv")
    schema = table.get("schema")
    fields = schema.get("fields") if isinstance(schema, dict) else None
    if not isinstance(fields, list) or not all(isinstance(field, dict) for field in fields):
        raise wrong("schema", None, "a schema with a list of fields")
    names = [field.get("name") for field in fields]
    for field, column in zip(fields, names, strict=True):
        if not isinstance(column, str) or names.count(column) > 1:
            raise wrong("name", column, "a name of its own for each field")
        if field.get("type") not in TYPES:
            raise wrong(column, field.get("type"), f"a type: {', '.join(TYPES)}")
        _check_limits(field.get("constraints", {}), column, wrong)
    key = schema.get("primaryKey", [])
    for what, columns in (("primaryKey", [key] if isinstance(key, str) else key), ("replaces", table.get("replaces"))):
        if columns is not None and not (isinstance(columns, list) and all(column in names for column in columns)):
            raise wrong(what, columns, f"columns of the table: {', '.join(names)}")
    if name in NEEDED and not key:
        raise wrong("primaryKey", None, "the columns that make a row unique")
    types = {column: field["type"] in NUMBERS for column, field in zip(names, fields, strict=True)}
    for needed in NEEDED.get(name, "").split():
        column, number = needed.rstrip("*"), needed.endswith("*")
        if types.get(column) is not number:
            raise wrong(column, None, f"a column of type {'number' if number else 'string'} with this name")


def _check_limits(limits: object, column: str, wrong) -> None:
    if not isinstance(limits, dict):
        raise wrong(column, limits, "constraints by name")
    for bound in ("minimum", "maximum"):
        if bound in limits and (isinstance(limits[bound], bool) or not isinstance(limits[bound], (int, float))):
            raise wrong(column, limits[bound], f"a number as {bound}")
    allowed = limits.get("enum", [])
    if not isinstance(allowed, list) or not all(isinstance(value, str) for value in allowed):
        raise wrong(column, allowed, "a list of texts as enum")
    try:
        re.compile(limits.get("pattern", ""))
    except (re.error, TypeError):
        raise wrong(column, limits["pattern"], "a regular expression as pattern") from None
