"""What is given, as quantities: an input or parameter of a region under the name and unit of its glossary."""

import functools
from collections.abc import Iterable

import numpy as np
import pandas as pd

from vtcost.data.divisions import CBS_MEASURES
from vtcost.data.errors import InputError
from vtcost.data.reading import Reading
from vtcost.quantity.model import word
from vtcost.quantity.operations import FIXED
from vtcost.quantity.origin import Origin
from vtcost.quantity.quantity import Quantity
from vtcost.quantity.quantity import given as quantity

# Columns of municipalities.csv, and what follows from its rows.
PLACES = ("centre", "subregion", "municipality", "order")
# Of a municipality that belongs to no centre.
NOWHERE = "geen"
ABSENT = "expected a row with its label, unit and, for a column, what its rows are"


def given(region, name: str) -> Quantity | dict[str, Quantity]:
    """An input, a parameter or inhabitants: a number or text, a column, or for a table a column for each of its rows.

    Parameters
    ----------
    region : Region
    name : str
        Of an input (inputs.csv) or a parameter (parameters.csv), with a row in glossary.csv; a table may have a row for
        each of its rows, `name row`.

    Raises
    ------
    InputError
        If there is no such input or parameter, the glossary does not have it, or a cell of a table is missing.
    MissingInputError
        If it is known to be missing, with what would settle it.

    Examples
    --------
    >>> from vtcost.data import Region
    >>> region = Region.open("zuid_holland_zuid")
    >>> region["hours_per_fte"], region["volume"]["Onderzoek"]["Begroting 2025 voorstel DB"]
    (Uren per fte: gegeven
    1350.0, 600.0)
    """
    if name in PLACES:
        return _place(region, name)
    with region.reading() as log:
        value = _value(region, name)
    return _leaves(region, name, value, log)


def has(region, name: str) -> bool:
    """Whether a region has an input for its year.

    Examples
    --------
    >>> from vtcost.data import Region
    >>> region = Region.open("zuid_holland_zuid")
    >>> has(region, "advice"), has(region, "grant")
    (True, False)
    """
    rows = region.tables["inputs"]
    years = rows.loc[rows["input"] == name, "year"]
    return bool((years.isna() | (years == region.year)).any())


def in_words(region, name: str) -> str:
    """What a measure or another item is called inside a sentence.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> in_words(SimpleNamespace(glossary={}), "aantal_adviesvragen")
    'aantal adviesvragen'
    """
    return word(region.glossary, name)


def _place(region, name: str) -> Quantity:
    """Where a municipality belongs: part of the shape of the calculation, not for a reader to change."""
    table = region.municipalities(region.year)
    if name == "order":
        alphabet = pd.Series(range(1, len(table) + 1), index=sorted(table.index), dtype=float)
        column = alphabet.reindex(table.index)
    else:
        own = pd.Series(table.index, table.index) if name == "municipality" else table[name]
        column = own.replace("", NOWHERE)
    label, unit, rows = _entry(region, name, "")
    return quantity(column.rename_axis(rows), label, unit, name, FIXED)


def _leaves(region, name: str, value, log: Reading) -> Quantity | dict[str, Quantity]:
    if isinstance(value, pd.DataFrame):
        if value.isna().to_numpy().any():
            row, column = value.stack(future_stack=True).pipe(lambda cells: cells.index[cells.isna()][0])
            raise InputError(f"{region.name}: {name} {row}, {column} is missing, expected a number")
        rows = _rows(region, name, str(value.index[0]), value.columns)
        _refuse_more(region, name, value.columns, rows)
        return {item: _leaf(region, name, str(item), value.loc[item].reindex(rows), log) for item in value.index}
    if isinstance(value, pd.Series) and not _entry(region, name, "")[2]:
        return {item: _leaf(region, name, str(item), float(number), log) for item, number in value.items()}
    if isinstance(value, pd.Series):
        rows = _rows(region, name, "", value.index)
        _refuse_more(region, name, value.index, rows)
        value = value.reindex(rows)
    return _leaf(region, name, "", value, log)


def _value(region, name: str) -> float | str | pd.Series | pd.DataFrame:
    rule = region.rules.get(name)
    if _is_measure(region, name):
        year = int(region.input(f"{name}_year"))
        counted = region.measure(name, year, division=max(year, region.year))
        # Shares, not counts: see "Small counts" in data/README.md.
        return counted / counted.sum() if _entry(region, name, "")[1] == "share" else counted
    if rule is None or rule["input"]:
        return region.input(rule["input"] if rule else name)
    value = region.parameter(name)
    if value is None:
        raise InputError(f"{region.name}: parameter {name} has no value, expected one")
    # A choice is shown by its Dutch name.
    return region.glossary[value][0] if isinstance(value, str) and value in region.glossary else value


def _is_measure(region, name: str) -> bool:
    return name in CBS_MEASURES or ("measures" in region.tables and name in set(region.tables["measures"]["measure"]))


def _entry(region, name: str, item: str) -> tuple[str, str, str]:
    entry = region.glossary.get(f"{name} {item}") or region.glossary.get(name)
    if entry is None and _is_measure(region, name):
        called = in_words(region, name)
        return f"{called[:1].upper()}{called[1:]} (aandeel)", "share", "Gemeente"
    if entry is None:
        raise InputError(f"data/{region.name}/glossary.csv: no row for {name}, {ABSENT}")
    return entry


def _leaf(region, name: str, item: str, value: float | str | pd.Series, log: Reading) -> Quantity:
    label, unit, rows = _entry(region, name, item)
    if isinstance(value, pd.Series):
        value = value.rename_axis(rows)
        if not (value.dropna() >= 0).all():
            row = value.index[value < 0][0]
            raise InputError(f"{region.name}: {label}, {row}: {value[row]:g}, expected a number of at least 0")
    one = quantity(value, label.replace("{}", in_words(region, item)), unit, f"{name} {item}".strip())
    one.reading = _about(log, name, item)
    # Of a measure: where the figures are from, not who chose their year.
    one.origins = tuple(
        Origin(part, source, log.statuses[part])
        for part, source in one.reading.sources.items()
        if part != f"{name}_year" or len(one.reading.sources) == 1
    )
    rule = region.rules.get(name)
    if rule and rule["choices"]:
        one.choices = tuple(region.glossary.get(choice, (choice,))[0] for choice in rule["choices"].split("|"))
    return one


def _rows(region, name: str, item: str, own: pd.Index) -> pd.Index:
    """The rows of a column: those of the first input in the glossary that has rows of that kind."""
    rows = _entry(region, name, item)[2]
    if not rows:
        raise InputError(f"data/{region.name}/glossary.csv: {name} has no rows, {ABSENT}")
    first = next(other for other, entry in region.glossary.items() if entry[2] == rows).split(" ")[0]
    if first == name or _is_measure(region, name):
        return own
    if first in PLACES or _is_measure(region, first):
        return region.municipalities(region.year).index
    other = region.input(first)
    return other.columns if isinstance(other, pd.DataFrame) else other.index


def _refuse_more(region, name: str, own: pd.Index, rows: pd.Index) -> None:
    if len(more := own.difference(rows, sort=False)):
        raise InputError(f"{region.name}: {name} has {more[0]}, which other columns lack, expected {', '.join(rows)}")


def _about(log: Reading, name: str, item: str) -> Reading:
    """Of what was read for a table, what one of its rows was read from."""
    if not item:
        return log
    own = {part for part in log.sources if part.startswith(f"{name} {item} ")} or set(log.sources)
    figures = {figure for figure in log.figures if figure.split("/")[-2:-1] == [_slug(item)]} or log.figures
    return Reading(
        figures=figures,
        fixed=log.fixed & figures,
        statuses={part: status for part, status in log.statuses.items() if part in own},
        sources={part: source for part, source in log.sources.items() if part in own},
        changed=log.changed,
    )


@functools.cache
def _slug(text: str) -> str:
    """A row of a table as it stands in the id of a figure."""
    return "-".join("".join(sign if sign.isalnum() else " " for sign in text.lower()).split())


def half_digits(region, name: str) -> Quantity | dict[str, Quantity]:
    """Half the last printed digit of an input, under the glossary's name `half` (of a table `half row`)."""
    read = given(region, name)
    tables = read if isinstance(read, dict) else {"": read}
    found = halves(region, tables.values())
    made = {}
    for item, one in tables.items():
        label, unit, _ = region.glossary[f"half {item}".strip()]
        half = found[one].item() if one.rows is None else pd.Series(found[one], one.rows)
        made[item] = quantity(half, label, unit, f"half {item}".strip())
        made[item].reading, made[item].origins = one.reading, one.origins
    return made if isinstance(read, dict) else made[""]


def halves(region, quantities: Iterable[Quantity]) -> dict[Quantity, np.ndarray]:
    """Half the last printed digit of every value that the quantities were read from: zero for what is no print."""
    moved = region.shifted((region.published["printed_precision"].fillna(0.0) / 2).to_dict())
    read, found = {}, {}
    for one in _read_behind(quantities):
        name, _, item = one.name.partition(" ")
        if one.value.dtype == object:
            continue
        if name not in read:
            read[name] = given(moved, name)
        half = (read[name][item] if item else read[name]).value - one.value
        if half.any():
            found[one] = half
    return found


def note(region, *quantities: Quantity) -> None:
    """Note in the open readings of a region everything that the quantities rest on."""
    for one in _read_behind(quantities):
        region.logbook.add(one.reading)


def _read_behind(quantities: Iterable[Quantity]) -> list[Quantity]:
    """What was read from the data, each once, in the order of the calculation."""
    return list({leaf: None for last in quantities for leaf in last.behind() if leaf.reading is not None})
