"""Results of all models in one long table, with a closed list of components."""

import re
from collections.abc import Iterable, Sequence

import pandas as pd

from vtcost.quantity import Model, Quantity
from vtcost.quantity.model import Outcome

COLUMNS = ["model", "year", "column", "gm_code", "municipality", "component", "value"]
DECIMALS = 6
# A year in the label of a row, not four digits of a longer number.
YEAR = re.compile(r"\b(\d{4})\b")


def components(allocation: pd.DataFrame) -> pd.DataFrame:
    """Columns of `vtcost.formulas.costs.contributions` under their component names; reliefs and grants added up."""
    parts = {column: column.lower().replace(" ", "_") for column in allocation if column.startswith("part ")}
    table = allocation[list(parts)].rename(columns=parts)
    table["before_relief"] = allocation["before_relief"]
    for component in ("relief", "grant"):
        table[component] = allocation.filter(regex=f"^{component} ").sum(axis=1)
    table["contribution"] = allocation["contribution"]
    return table


def long_table(model: str, year: int, table: pd.DataFrame) -> pd.DataFrame:
    """One row per municipality and component, in the order of the table."""
    stacked = table.rename_axis(index="municipality", columns="component").stack().rename("value").reset_index()
    return stacked.assign(model=model, year=year, column="")


def with_codes(table: pd.DataFrame, codes: pd.Series) -> pd.DataFrame:
    """The long table with municipality codes, its columns in order and its values to six decimals."""
    table = table.assign(gm_code=[codes.get(name, "") for name in table["municipality"]])
    # Adding zero turns -0.0 into 0.0.
    return table.assign(value=table["value"].round(DECIMALS) + 0.0)[COLUMNS]


def results(model: Model) -> pd.DataFrame:
    """What a model of quantities comes to, as results.csv: a row for each outcome, row and component.

    A column over the municipalities of the region fills ``municipality``, any other column fills ``column``; the year
    is that of the outcome, else the one in the label of the row, else that of the region.

    Raises
    ------
    ValueError
        If a value is missing, the rows of an outcome are not of one kind, or a row of the table would stand twice.
    """
    region, tables = model.region, []
    codes = region.municipalities(region.year)["gm_code"] if "municipalities" in region.tables else pd.Series()
    for outcome in model.outcomes:
        columns = {name: _over_rows(one, outcome.column) for name, one in outcome.components.items()}
        # Components may have other rows than each other.
        part = long_table(outcome.model, outcome.year or region.year, pd.DataFrame(columns)).dropna(subset="value")
        if not _are_members(outcome, codes.index):
            part["column"], part["municipality"] = part["municipality"], ""
            part["year"] = [year_of(region, outcome, row) for row in part["column"]]
        tables.append(part)
    table = with_codes(_in_order(tables), codes)
    if (twice := table.duplicated(COLUMNS[:-1])).any():
        row = table[twice].iloc[0]
        place = f"{row['component']} {row['municipality'] or row['column']} {row['year']}"
        raise ValueError(f"result {row['model']!r}: {place} stands twice, expected it once")
    return table


def year_of(region, outcome: Outcome, row: str) -> int:
    """The year of one row of an outcome: its own, else the one in the label of the row, else that of the region."""
    said = YEAR.search(row)
    return outcome.year or (int(said.group()) if said else region.year)


def _are_members(outcome: Outcome, members: Iterable[str]) -> bool:
    """Whether the rows of an outcome are municipalities; all are, or none is, and each has a value."""
    rows = {}
    for name, one in outcome.components.items():
        own = pd.Index([outcome.column]) if one.rows is None else one.rows
        rows |= dict.fromkeys(own)
        if one.unit == "text":
            raise ValueError(f"result {outcome.model!r}: {name} is text, expected numbers")
        if (absent := pd.isna(one.value)).any():
            raise ValueError(f"result {outcome.model!r}: {name} {own[absent][0]} is missing, expected a number")
    if other := [row for row in rows if row not in members]:
        if len(other) < len(rows):
            raise ValueError(f"result {outcome.model!r}: row {other[0]!r} beside municipalities, expected one kind")
        return False
    return True


def _over_rows(one: Quantity, column: str) -> pd.Series:
    return one.series if one.rows is not None else pd.Series({column: one.series})


def _in_order(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The outcomes of one model together, in the order in which the models begin."""
    together = pd.concat(tables, ignore_index=True)
    order = {name: place for place, name in enumerate(together["model"].unique())}
    return together.sort_values("model", key=lambda names: names.map(order), kind="stable", ignore_index=True)
