"""Write data/<region>/measures.csv again: `python -m vtcost.recovered`."""

import importlib

from vtcost.data import Region, store

REGIONS = ("noord_holland_noord", "gelderland_midden")
FIELDS = ("measure", "year", "gm_code", "municipality", "value", "unit", "status", "source", "derived_from", "note")


def write(name: str) -> None:
    """Recover the measures of a region from its printed figures and keep them."""
    rows = importlib.import_module(f"vtcost.recovered.{name}").measures(Region.open(name))
    store.write(store.root() / name / "measures.csv", FIELDS, rows)


if __name__ == "__main__":
    for region_name in REGIONS:
        write(region_name)
