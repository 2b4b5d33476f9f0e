"""The verdicts of all printed figures against those recorded in data/findings.csv."""

import csv
from pathlib import Path

import pandas as pd

from vtcost.data import InputError, Region, in_one_line, store
from vtcost.data.schema import read_package, read_table
from vtcost.model_cells import faults, has_model, model_of, remarks
from vtcost.published import figures
from vtcost.published.verdicts import ORDER, VERDICTS

FILE = "findings.csv"
FIELDS = ("region", "id", "verdict", "cause")


def recorded() -> dict[str, str]:
    """The verdict on record for each figure id."""
    resource = read_package(store.root(), "data")["resources"]["findings"]
    table = read_table(store.root() / FILE, resource, f"data/{FILE}")
    return dict(zip(table["id"], table["verdict"], strict=True))


def compare(names: list[str], overlay: Path | None = None) -> tuple[pd.DataFrame, list[str]]:
    """Verdict counts per region, and a line for each figure that is worse than on record and each check that fails.

    Parameters
    ----------
    names : list of str
        Regions.
    overlay : Path, optional
        New figures, merged over data/.

    Returns
    -------
    DataFrame, list of str
        Counts (index region, columns verdicts) and the lines, empty if all is well.
    """
    known = recorded()
    tallies, worse = {}, []
    for name in names:
        region = Region.open(name, overlay)
        table = figures(region)
        if has_model(name):
            with in_one_line(name):
                made = model_of(region)
                worse += [f"{name}: {line}" for line in (*faults(made), *remarks(made))]
        tallies[name] = table["verdict"].value_counts()
        for row in table.itertuples():
            if row.verdict not in ORDER:
                continue
            if row.id not in known:
                if store.is_own(name):
                    # Nothing is on record of a region of the user's own; what it prints can only be a given.
                    continue
                worse.append(f"{row.id}: {row.verdict}, not on record in data/{FILE}")
            elif ORDER[row.verdict] > ORDER[known[row.id]]:
                worse.append(f"{row.id}: {row.verdict}, on record as {known[row.id]} ({row.cause})")
    return pd.DataFrame(tallies).T.reindex(columns=VERDICTS).fillna(0).astype(int), worse


def record(names: list[str]) -> int:
    """Write the present verdicts of the regions to data/findings.csv; those of other regions stay.

    Raises
    ------
    InputError
        If a figure would be recorded as not comparable, or a region is the user's own.
    """
    if own := [name for name in names if store.is_own(name)]:
        raise InputError(f"{own[0]}: a region of your own, verdicts are recorded for those of the package only")
    tables = {name: figures(Region.open(name)) for name in names}
    path = store.root() / FILE
    kept = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines())) if path.is_file() else []
    rows = [row for row in kept if row["region"] not in tables]
    for name, table in tables.items():
        if (table["verdict"] == "not comparable").any():
            raise InputError(f"{name}: verdicts are recorded for the memo's own parameters and data only")
        rows += [
            {"region": name, "id": row.id, "verdict": row.verdict, "cause": row.cause if row.verdict != "input" else ""}
            for row in table.itertuples()
        ]
    store.write(path, FIELDS, sorted(rows, key=lambda row: row["region"]))
    return len(rows)
