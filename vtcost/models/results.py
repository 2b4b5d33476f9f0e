"""Results of all models in one long table, with a closed list of components."""

import pandas as pd

COLUMNS = ["model", "year", "column", "gm_code", "municipality", "component", "value"]
DECIMALS = 6


def components(allocation: pd.DataFrame) -> pd.DataFrame:
    """Columns of `vtcost.allocation.contributions` under their component names; reliefs and grants added up."""
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
