"""Scenarios of a region, computed: each with its own model, set against the present on the same budget."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from vtcost import scenarios as formulas
from vtcost.alternatives import staff
from vtcost.alternatives.outcome import chosen
from vtcost.data import InputError, MissingInputError, Region, scenarios, store
from vtcost.data.reading import Reading
from vtcost.data.scenarios import Scenario
from vtcost.formulas.rounding import whole_units
from vtcost.reform import SIZES
from vtcost.reforms import reform
from vtcost.results import DECIMALS

# What a contribution in results.csv is the sum of.
PARTS = ("before_relief", "relief", "grant", "floor")
# The model that a memo proposes, where that is not the first in results.csv.
PROPOSED = {"gelderland_midden": "ac2", "noord_holland_noord": "key"}
PRESENT = Scenario("nu", present=True)
OWN, TOLD = "Deze memo", "wat de memo voorstelt, met de parameters waarmee hij is gemaakt"
# Inputs that only say how many cases lie behind a measure, for chance: no contribution rests on them.
ONLY_FOR_CHANCE = ("hours_per_intervention",)
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
        Those that could be computed; with `OWN` before them if none of them is what the memo itself gives.
    left_out : dict of name to str
        Those for which an input is missing, with what would settle it, in Dutch.
    present : Series, index municipality
        What is paid now, on the budget of the memo. [euro]
    presents : DataFrame, index municipality, a column per scenario
        The same under the parameters of each scenario: the present on its budget. [euro]
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
    presents: pd.DataFrame
    contributions: pd.DataFrame
    parts: dict[str, pd.DataFrame]
    inhabitants: pd.Series
    groups: dict[str, pd.Series]
    caveat: str
    basis: Reading
    staff: pd.DataFrame | None = None

    @cached_property
    def whole(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Contributions and their presents in whole euros, as they are billed; effects are taken from those."""
        return self.contributions.apply(whole_units), self.presents.apply(whole_units)

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
        return [one.name for one in self.scenarios if not one.present]

    def compared(self) -> list[str]:
        """Of these, those with the present of the memo: another budget mostly repeats the effect of a key.

        All of them where none is left, and where the present is about people.
        """
        changing = self.changing()
        if self.staff is not None:
            return changing
        return [name for name in changing if not self.other_present(name)] or changing

    def other_present(self, name: str) -> bool:
        """Whether a scenario is set against another present than that of the memo: one on another budget."""
        return bool((self.presents[name] - self.present).abs().max() > CENT)

    def outcomes(self) -> pd.DataFrame:
        """Of `vtcost.scenarios.outcomes`: who pays less or more than now by over a cent."""
        return formulas.outcomes(*self.whole, CENT)

    def always(self, way: int) -> list[str]:
        """Of `vtcost.scenarios.always`, over the scenarios that are `compared`."""
        return formulas.always(self.outcomes()[self.compared()], way)


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
    with_staff = staff.is_about_people(region)
    paid, presents, left_out = {}, {}, {}
    with region.reading() as basis:
        present = _paid(region, PRESENT, with_staff).table["contribution"]
        for scenario in [_own(asked), *asked]:
            under = _under(region, scenario)
            try:
                paid[scenario.name] = _paid(under, scenario, with_staff)
                presents[scenario.name] = _paid(under, PRESENT, with_staff).table["contribution"]
            except MissingInputError as error:
                left_out[scenario.name] = error.settles
                paid.pop(scenario.name, None)
            except ValueError as error:
                raise InputError(f"{scenario.place}: {error}") from None
    basis.statuses.update(_assumed(region, asked))
    for name in [name for name in basis.statuses if name.partition(" ")[0] in ONLY_FOR_CHANCE]:
        del basis.statuses[name]
    shown = [scenario for scenario in _with_own(asked, paid) if scenario.name in paid]
    left_out = {name: why for name, why in left_out.items() if name in {one.name for one in asked}}
    if not shown:
        raise InputError(f"{place[1]}: {next(iter(left_out.values()))}, expected a scenario that can be computed")
    names = [scenario.name for scenario in shown]
    return Alternatives(
        region=region.name,
        shown=place[1],
        scenarios=shown,
        left_out=left_out,
        present=present,
        presents=pd.DataFrame({name: presents[name] for name in names}),
        contributions=pd.DataFrame({name: paid[name].table["contribution"] for name in names}),
        parts={name: paid[name].table.drop(columns="contribution") for name in names},
        inhabitants=explored.inhabitants,
        groups=dict(explored.groups),
        caveat=staff.CAVEAT if with_staff else explored.caveat,
        basis=basis,
        staff=pd.DataFrame({name: paid[name].staff for name in names}).T if with_staff else None,
    )


def _own(asked: list[Scenario]) -> Scenario:
    """What the memo itself gives, under a name that no scenario of the file has."""
    taken = {scenario.name.lower() for scenario in asked}
    return Scenario(f"{OWN} zelf" if OWN.lower() in taken else OWN, TOLD, place=OWN)


def _with_own(asked: list[Scenario], paid: dict[str, "_Paid"]) -> list[Scenario]:
    """The scenarios, with the memo's own outcome after the present at their head, if none of them gives it."""
    own = _own(asked)
    others = [paid[one.name].table["contribution"] for one in asked if one.name in paid and not one.present]
    if own.name not in paid or any(
        (paid[own.name].table["contribution"] - other).abs().max() <= CENT for other in others
    ):
        return asked
    head = next((number for number, one in enumerate(asked) if not one.present), len(asked))
    return [*asked[:head], own, *asked[head:]]


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
