"""Scenarios of a region, computed: each with the region's own model, set against what is paid now."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from vtcost import scenarios as formulas
from vtcost.alternatives import staff
from vtcost.alternatives.outcome import chosen
from vtcost.data import InputError, MissingInputError, Region, region_module, scenarios, store
from vtcost.data.reading import Reading
from vtcost.data.scenarios import Scenario
from vtcost.models.results import DECIMALS
from vtcost.reform import SIZES
from vtcost.reforms import reform
from vtcost.rounding import whole_units

# What a contribution in results.csv is the sum of.
PARTS = ("before_relief", "relief", "grant", "floor")
# The model that a memo proposes, where that is not the first in results.csv.
PROPOSED = {"gelderland_midden": "ac2", "noord_holland_noord": "key"}
PRESENT = Scenario("nu", present=True)
# Differences up to a cent are none. [euro]
CENT = 0.01


@dataclass(frozen=True)
class Alternatives:
    """Scenarios of a region, computed, in the order of their file.

    Attributes
    ----------
    region, shown : str
        Name of the region, and how messages call the file.
    scenarios : list of Scenario
        Those that could be computed.
    left_out : dict of name to str
        Those for which an input is missing, with what would settle it, in Dutch.
    present : Series, index municipality
        What is paid now. [euro]
    contributions : DataFrame, index municipality, a column per scenario
        [euro]
    parts : dict of name to DataFrame
        The columns that a contribution is the sum of; none for a model that only gives its bottom line. [euro]
    inhabitants, groups, caveat
        As in `vtcost.reform.Reform`.
    basis : Reading
        What was read; parameters that a scenario sets to something else than the region has are `assumed`.
    staff : DataFrame, index scenario, optional
        For a region whose model is about people: what `vtcost.alternatives.staff.needed` gives.
    """

    region: str
    shown: str
    scenarios: list[Scenario]
    left_out: dict[str, str]
    present: pd.Series
    contributions: pd.DataFrame
    parts: dict[str, pd.DataFrame]
    inhabitants: pd.Series
    groups: dict[str, pd.Series]
    caveat: str
    basis: Reading
    staff: pd.DataFrame | None = None

    @cached_property
    def whole(self) -> tuple[pd.DataFrame, pd.Series]:
        """Contributions and the present in whole euros, as they are billed; effects are taken from those."""
        return self.contributions.apply(whole_units), whole_units(self.present)

    @cached_property
    def side_by_side(self) -> pd.DataFrame:
        """Of `vtcost.scenarios.side_by_side`, in whole euros."""
        return formulas.side_by_side(*self.whole, self.inhabitants)

    @cached_property
    def by_group(self) -> dict[str, pd.DataFrame]:
        """Of `vtcost.scenarios.by_group`, in whole euros, per kind of group; size classes from small to large."""
        found = {}
        for kind, group in self.groups.items():
            table = formulas.by_group(*self.whole, self.inhabitants, group)
            by_size = [name for name in SIZES if name in table.index]
            found[kind] = table.reindex(by_size) if len(by_size) == len(table) else table
        return found

    def changing(self) -> list[str]:
        """Names of the scenarios that are more than the present itself."""
        return [one.name for one in self.scenarios if not one.present or one.parameters]

    def outcomes(self) -> pd.DataFrame:
        """Of `vtcost.scenarios.outcomes`: who pays less or more than now by over a cent."""
        return formulas.outcomes(*self.whole, CENT)


def compare(region: Region, overlay: Path | None = None, file: Path | None = None) -> Alternatives | None:
    """The scenarios of a file, computed under the region's parameters.

    Parameters
    ----------
    region : Region
        Its parameters hold for every scenario that does not set them itself.
    overlay : Path, optional
        Its file replaces the region's own; default the one of `vtcost build --data`.
    file : Path, optional
        Another file of scenarios.

    Returns
    -------
    Alternatives or None
        None if the region has no file of scenarios.

    Raises
    ------
    InputError
        About the first thing that is wrong in the file, or a scenario that cannot be computed.

    Examples
    --------
    nhn-oplegger, table, columns "incl. DUVO" and "oude verdeelsleutel": Hoorn pays 574.848 euro less.

    >>> found = compare(Region.open("noord_holland_noord"))
    >>> table = found.side_by_side
    >>> [float(table.loc["Hoorn", (name, "euro")]) for name in list(found.contributions)[:2]]
    [0.0, -574849.0]
    """
    overlay = store.current_overlay() if overlay is None else overlay
    place = (file, str(file)) if file else scenarios.find(region.name, overlay)
    if place is None:
        return None
    asked, explored = scenarios.read(*place, region.name, region.tables["parameters"]), reform(region)
    with_staff = "contribution" not in set(region_module("models", region.name).results(region)["component"])
    paid, left_out = {}, {}
    with region.reading() as basis:
        present = _paid(region, PRESENT, with_staff).table["contribution"]
        for scenario in asked:
            try:
                paid[scenario.name] = _paid(_under(region, scenario), scenario, with_staff)
            except MissingInputError as error:
                left_out[scenario.name] = error.settles
            except ValueError as error:
                raise InputError(f"{scenario.place}: {error}") from None
    basis.statuses.update(_assumed(region, asked))
    if not paid:
        raise InputError(f"{place[1]}: {next(iter(left_out.values()))}, expected a scenario that can be computed")
    return Alternatives(
        region=region.name,
        shown=place[1],
        scenarios=[scenario for scenario in asked if scenario.name in paid],
        left_out=left_out,
        present=present,
        contributions=pd.DataFrame({name: each.table["contribution"] for name, each in paid.items()}),
        parts={name: each.table.drop(columns="contribution") for name, each in paid.items()},
        inhabitants=explored.inhabitants,
        groups=dict(explored.groups),
        caveat=explored.caveat,
        basis=basis,
        staff=pd.DataFrame({name: each.staff for name, each in paid.items()}).T if with_staff else None,
    )


@dataclass(frozen=True)
class _Paid:
    """One scenario computed: `table` has a column `contribution`, and those it is the sum of."""

    table: pd.DataFrame
    staff: pd.Series | None = None


def _paid(under: Region, scenario: Scenario, with_staff: bool) -> _Paid:
    if with_staff:
        row = staff.needed(under, scenario)
        return _Paid(staff.divided(float(row["cost"]), staff.inhabitants(under)), row)
    if scenario.present:
        return _Paid(reform(under).present.round(DECIMALS).to_frame("contribution"))
    rows = chosen(under, scenario.model or PROPOSED.get(under.name), scenario.year)
    table = rows.pivot(index="municipality", columns="component", values="value").reindex(rows["municipality"].unique())
    return _Paid(table[[part for part in (*PARTS, "contribution") if part in table]])


def _under(region: Region, scenario: Scenario) -> Region:
    """The region with the scenario's parameters over those it was opened with."""
    given = {**region.given, **scenario.parameters}
    given.pop("year", None)
    return region.as_printed(region.year, **given)


def _assumed(region: Region, asked: list[Scenario]) -> dict[str, str]:
    pairs = [pair for scenario in asked for pair in scenario.parameters.items()]
    return {name: "assumed" for name, value in pairs if value != region.parameter(name)}
