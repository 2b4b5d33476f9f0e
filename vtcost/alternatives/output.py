"""Scenarios side by side as text, as one long table (CSV) and as JSON."""

import json

import pandas as pd

from vtcost import scenarios as formulas
from vtcost.alternatives import Alternatives, tables
from vtcost.numbers import show
from vtcost.results import DECIMALS

# Quantity -> (component in the long table, unit).
COMPONENTS = {
    "contribution": ("contribution", "euro"),
    "euro": ("effect", "euro"),
    "fraction": ("effect_fraction", "fraction"),
    "euro_per_inhabitant": ("effect_per_inhabitant", "euro_per_inhabitant"),
}
STAFF = {"hours": "hours", "fte_needed": "fte", "fte_available": "fte", "gap": "fte", "cost": "euro"}
UNITS = {"fraction": "%", "euro_per_inhabitant": "euro per inhabitant"}


def text(found: Alternatives) -> str:
    """A table per quantity and one per kind of group, who pays less and more, what to know and what was left out."""
    pieces, table = [], found.side_by_side
    if found.staff is not None:
        shown = found.staff[list(STAFF)].apply(lambda column: column.map(lambda value: show(value, STAFF[column.name])))
        pieces.append(f"people\n{shown.to_string()}")
    for quantity, (component, unit) in COMPONENTS.items():
        values = table.xs(quantity, axis=1, level="quantity")
        if quantity != "contribution":
            values = values[found.changing()]
        if len(values.columns):
            shown = values.map(lambda value, unit=unit, sign=quantity != "contribution": show(value, unit, sign))
            pieces.append(f"{component} [{UNITS.get(unit, unit)}]\n{_written(shown)}")
    pieces += [
        f"effect [euro] per {kind}\n{_written(_group(found, kind))}" for kind in found.groups if found.changing()
    ]
    pieces.append(f"municipalities that pay less, the same, more\n{_written(formulas.counts(found.outcomes()))}")
    pieces += [f"always {word}: {', '.join(names) or 'none'}" for word, names in _always(found).items()]
    pieces.append(f"always: in {'; '.join(found.compared()) or 'none'}")
    pieces += [f"note: {remark}" for remark in tables.remarks(found)]
    pieces += [f"left out: {name}: {reason}" for name, reason in found.left_out.items()]
    return "\n\n".join(pieces)


def long_table(found: Alternatives) -> pd.DataFrame:
    """One row per scenario, municipality and component; what is about the region has no municipality.

    Examples
    --------
    >>> from vtcost.alternatives import compare
    >>> from vtcost.data import Region
    >>> rows = long_table(compare(Region.open("zuid_holland_zuid")))
    >>> rows[rows["component"] == "fte_needed"].set_index("scenario")["value"].round(2).to_dict()["Nu (besluit AB)"]
    70.4
    """
    table, rows = found.side_by_side, []
    for name in found.contributions:
        if found.staff is not None:
            rows += [(name, "", component, found.staff.loc[name, component]) for component in STAFF]
        for quantity, (component, _) in COMPONENTS.items():
            rows += [(name, who, component, value) for who, value in table[name, quantity].items()]
    made = pd.DataFrame(rows, columns=["scenario", "municipality", "component", "value"])
    return made.assign(value=made["value"].astype(float).round(DECIMALS) + 0.0)


def as_json(found: Alternatives) -> str:
    """Everything, with what each scenario is and who always pays less or more."""
    table = long_table(found)
    scenarios = []
    for scenario in found.scenarios:
        rows = table[table["scenario"] == scenario.name]
        regional = rows[rows["municipality"] == ""]
        each = rows[rows["municipality"] != ""].groupby("municipality", sort=False)
        scenarios.append(
            {
                "name": scenario.name,
                "description": scenario.description,
                "present": scenario.present,
                "model": scenario.model,
                "year": scenario.year,
                "parameters": scenario.parameters,
                "region": _values(regional),
                "municipalities": {name: _values(one) for name, one in each},
            }
        )
    made = {
        "region": found.region,
        "file": found.shown,
        "caveat": found.caveat,
        "notes": [remark for remark in tables.remarks(found) if remark != found.caveat],
        "scenarios": scenarios,
        "groups": {kind: _groups(found, kind) for kind in found.groups},
        "always": _always(found),
        "always_in": found.compared(),
        "left_out": found.left_out,
    }
    return json.dumps(made, indent=2, ensure_ascii=False)


def _groups(found: Alternatives, kind: str) -> dict[str, dict]:
    """Per group of a kind: how many municipalities, and the effect of each scenario in euro."""
    effect, many = found.by_group[kind].xs("euro", axis=1, level="quantity"), tables.members(found, kind)
    return {
        group: {"municipalities": int(many[group]), "effect": {name: float(row[name]) for name in effect}}
        for group, row in effect.iterrows()
    }


def _group(found: Alternatives, kind: str) -> pd.DataFrame:
    effect = found.by_group[kind].xs("euro", axis=1, level="quantity")[found.changing()]
    shown = effect.map(lambda value: show(value, "euro", sign=True))
    shown.insert(0, "municipalities", tables.members(found, kind))
    return shown


def _values(rows: pd.DataFrame) -> dict[str, float | None]:
    pairs = zip(rows["component"], rows["value"], strict=True)
    return {component: None if value != value else value for component, value in pairs}


def _always(found: Alternatives) -> dict[str, list[str]]:
    return {"less": found.always(formulas.LESS), "more": found.always(formulas.MORE)}


def _written(table: pd.DataFrame) -> str:
    return table.rename_axis(index=None, columns=None).to_string()
