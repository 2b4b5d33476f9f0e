"""Gelderland-Midden: what gm-2018 advises, AC2, against what holds now, A; in whole euros, for both years."""

import pandas as pd

from vtcost.data import Region
from vtcost.formulas.rounding import whole_units
from vtcost.models import gelderland_midden as model
from vtcost.models import gelderland_midden_views as views

# The year gm-2018 advises AC2 for.
DECIDED_YEAR = 2019


def billed(region: Region) -> pd.DataFrame:
    """Contributions in whole euros: ``old`` by variant A, ``new`` by the compromise AC2. [euro]"""
    paid = {name: model.variant(region, key)["contribution"] for name, key in (("old", "a"), ("new", "ac2"))}
    return pd.DataFrame({name: whole_units(contribution) for name, contribution in paid.items()})


def advice_table(region: Region) -> pd.DataFrame:
    """A and AC2 in whole euros, how much of it is DUVO brought in, the rest per inhabitant, and the change."""
    whole, people = billed(region), model.people(region, "population")
    grant = model.variant(region, "a").filter(regex="^grant ").sum(axis=1)
    change = whole["new"] - whole["old"]
    return pd.DataFrame(
        {
            "a": whole["old"],
            "ac2": whole["new"],
            "grant": grant,
            "net_each": (whole["new"] - grant) / people,
            "change": change,
            "euro_per_inhabitant": change / people,
        }
    )


def other_year(region: Region) -> Region:
    """The region in the year the tables are not about: the advice is for 2019, all variants are known for 2018."""
    return region.for_year(views.FIRST_YEAR if region.year == DECIDED_YEAR else DECIDED_YEAR)


def both_years(table: pd.DataFrame, other: pd.DataFrame, year: int) -> pd.DataFrame:
    """The table of the advice with A, AC2 and the change of another year beside it."""
    named = {name: f"{name} {year}" for name in ("a", "ac2", "change")}
    return table.drop(columns="grant").join(other[list(named)].rename(columns=named))


def year_labels(year: int, other: int) -> dict[str, tuple[str, str]]:
    """Labels of `both_years`: each amount with its year."""
    words = {"a": "A", "ac2": "AC2", "change": "Verschil"}
    shown = {name: (f"{word} {year}", "euro") for name, word in words.items()}
    return views.LABELS | shown | {f"{name} {other}": (f"{word} {other}", "euro") for name, word in words.items()}
