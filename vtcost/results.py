"""Results of all models in one long table, with a closed list of components."""

from collections.abc import Sequence

import pandas as pd

from vtcost.quantity import Model, Quantity

COLUMNS = ["model", "year", "column", "gm_code", "municipality", "component", "value"]
DECIMALS = 6


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
    """
    region, tables = model.region, []
    members = region.municipalities(region.year)["gm_code"] if "municipalities" in region.tables else pd.Series()
    for outcome in model.outcomes:
        columns = {name: _over_rows(one, outcome.column) for name, one in outcome.components.items()}
        part = long_table(outcome.model, outcome.year or region.year, pd.DataFrame(columns)).dropna(subset="value")
        if not set(part["municipality"]) <= set(members.index):
            part["column"], part["municipality"] = part["municipality"], ""
            if outcome.year is None:
                said = part["column"].str.extract(r"(\d{4})", expand=False).astype(float)
                part["year"] = said.fillna(region.year).astype(int)
        tables.append(part)
    return with_codes(_in_order(tables), members)


def _over_rows(one: Quantity, column: str) -> pd.Series:
    return one.series if one.rows is not None else pd.Series({column: one.series})


def _in_order(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The outcomes of one model together, in the order in which the models begin."""
    together = pd.concat(tables, ignore_index=True)
    order = {name: place for place, name in enumerate(together["model"].unique())}
    return together.sort_values("model", key=lambda names: names.map(order), kind="stable", ignore_index=True)
