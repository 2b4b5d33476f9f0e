"""Gelderland-Midden: variants A, A-youth, B, C1, C2 and the compromise AC2, each as parts, keys and grants."""

from dataclasses import dataclass

import pandas as pd

from vtcost.data import InputError, MissingInputError, Region
from vtcost.formulas.costs import Part, Relief, contributions
from vtcost.formulas.floor import with_floor
from vtcost.formulas.keys import mix, shares, shares_within
from vtcost.formulas.price import cost_price, salary_mix
from vtcost.results import components, long_table, with_codes

CENTRAAL, VALLEI = "Centraal Gelderland", "West Veluwe Vallei"
# Amersfoort is no member: its grant comes in through Nijkerk (gm-2018, voetnoot 3).
RECIPIENTS = {"Arnhem": "Arnhem", "Ede": "Ede", "Amersfoort": "Nijkerk"}
# C1 and C2 leave Nijkerk out of the grant of Ede (gm-2017, table "Procentuele verdeling DUVO"); A does not.
OUTSIDE_GRANT = "Nijkerk"
VARIANTS = ("a", "a_youth", "b", "c1", "c2", "ac2")
# Variants in which a relief can be larger than the costs it relieves: none pays less than zero there (C1: Rozendaal).
FLOORED = ("c1", "c2")


@dataclass(frozen=True)
class Inputs:
    """What all variants share. `subregion` by municipality; `grants` in euro by the centre that gives them."""

    year: int
    budget: float
    subregion: pd.Series
    grants: pd.Series


def read(region: Region) -> Inputs:
    """The inputs that all variants share, for the region's year and parameters."""
    grants = {name: region.input(f"duvo_{name.lower()}") for name in RECIPIENTS}
    return Inputs(region.year, region.input("budget"), subregions(region), pd.Series(grants))


def division(region: Region) -> int:
    """Year of the municipal division in which the memo calculates."""
    return int(region.input("division_year"))


def subregions(region: Region) -> pd.Series:
    """Sub-region of each municipality, in the order of the memo."""
    return region.municipalities(division(region))["subregion"]


def people(region: Region, measure: str) -> pd.Series:
    """Inhabitants, or those under 20, on the reference date of the memo, in the municipal division of the memo."""
    return region.measure(measure, int(region.input("population_year")), division=division(region))


def split(region: Region, name: str) -> dict[str, float]:
    """Shares of the two sub-regions, as printed or by the parameter `share_centraal_gelderland`."""
    chosen = region.chosen("share_centraal_gelderland", name)
    return {CENTRAAL: chosen, VALLEI: 1 - chosen} if isinstance(chosen, float) else chosen.to_dict()


def objective_split(region: Region) -> dict[str, float]:
    """Shares of the sub-regions in the objective key, exact: from the general part of C1, not the printed 66,9 %."""
    return shares(region.input("general_amount")).to_dict()


def duvo_grant(region: Region) -> pd.Series:
    """DUVO grant amounts per municipality (gm-2017, bijlage 2), in the municipal division of the memo."""
    printed_in = int(region.input("production_division"))
    printed = region.input("duvo_grant").reindex(region.municipalities(printed_in).index)
    return region.divisions.convert(printed, "duvo_grant", printed_in, division(region))


def youth_budget(region: Region) -> pd.Series:
    """Youth budget per municipality, as shares (gm-2017, bijlage 1 was a picture)."""
    return region.measure("youth_budget", int(region.input("production_division")), division=division(region))


def production(region: Region, group: str) -> pd.Series:
    """Production per municipality, as shares: `reports` (both kinds of report) or `interventions` (the other four)."""
    return region.measure(f"production_{group}", int(region.input("production_year")), division=division(region))


def objective_in(region: Region, key: pd.Series) -> pd.Series:
    """The objective key of 2018 in the municipal division of another year."""
    return region.divisions.convert(key, "objective key", int(region.input("production_division")), division(region))


def objective_key(region: Region) -> pd.Series:
    """The objective key (gm-2017, bijlage 1): shares of the DUVO grant and of the youth budget, weighted."""
    weight = region.input("weight_duvo")
    keys = {"duvo": shares(duvo_grant(region)), "youth": shares(youth_budget(region))}
    return mix(keys, {"duvo": weight, "youth": 1 - weight})


def terms(region: Region, name: str) -> tuple[list[Part], list[Relief]]:
    """Parts and reliefs of a variant: everything `vtcost.formulas.costs.contributions` needs.

    Raises
    ------
    InputError
        If there is no such variant.
    MissingInputError
        If an input of it is missing.
    """
    inputs = read(region)
    if name == "a":
        return by_measure(inputs, split(region, "share_a"), people(region, "population"))
    if name == "a_youth":
        return by_measure(inputs, split(region, "share_a"), people(region, "population_under_20"))
    if name == "b":
        return by_measure(inputs, objective_split(region), youth_budget(region))
    if name in ("c1", "c2"):
        return product_parts(region, name), grant_reliefs(inputs, duvo_grant(region))
    if name == "ac2":
        return compromise(region, inputs, production(region, "interventions"), people(region, "population_under_20"))
    raise InputError(f"model {name!r}: expected one of {', '.join(VARIANTS)}")


def by_measure(inputs: Inputs, split_of: dict[str, float], measure: pd.Series) -> tuple[list[Part], list[Relief]]:
    """A, A-youth and B: the sub-region's amount, less its grants, by one measure within the sub-region."""
    keys = _within(inputs, measure)
    parts = [Part(name, inputs.budget * share, keys[name]) for name, share in split_of.items()]
    return parts, _subregion_reliefs(inputs, keys)


def _within(inputs: Inputs, measure: pd.Series) -> dict[str, pd.Series]:
    within = shares_within(measure, inputs.subregion)
    return {name: within[inputs.subregion == name] for name in (CENTRAAL, VALLEI)}


def _subregion_reliefs(inputs: Inputs, keys: dict[str, pd.Series]) -> list[Relief]:
    """Grants that relieve their whole sub-region by its key."""
    return [
        Relief(centre, inputs.grants[centre], keys[inputs.subregion[recipient]], recipient)
        for centre, recipient in RECIPIENTS.items()
    ]


def products(region: Region, column: str, kind: str) -> pd.Index:
    """Products of one kind: ``general`` or ``production`` in column ``c1`` or ``c2``, or of one ``group``."""
    kinds = region.tables["products"].set_index("product")[column]
    return kinds.index[kinds == kind]


def product_parts(region: Region, name: str) -> list[Part]:
    """C1 and C2: each product by the objective key over all sixteen, or by production.

    The printed product amounts belong to the budget of 2018; for another budget they move along with it.
    """
    table, general = region.tables["products"].set_index("product"), objective_key(region)
    amounts = region.input("product_amount").reindex(table.index)
    if region.input("budget") != region.as_printed(2018).input("budget"):
        amounts = amounts * (region.input("budget") / amounts.sum())
    treated = table["group"].where(table[name] == "production", "general")
    keys = {group: general if group == "general" else shares(production(region, group)) for group in treated.unique()}
    return [Part(group, amounts[treated == group].sum(), key) for group, key in keys.items()]


def grant_reliefs(inputs: Inputs, grant: pd.Series) -> list[Relief]:
    """C1 and C2: the grants of Arnhem and Ede relieve by DUVO grant within the sub-region, Nijkerk left out."""
    within = shares_within(grant.drop(OUTSIDE_GRANT), inputs.subregion)
    of = inputs.subregion[within.index]
    return [
        Relief(centre, inputs.grants[centre], within[of == inputs.subregion[centre]], centre)
        for centre in ("Arnhem", "Ede")
    ]


def compromise(
    region: Region, inputs: Inputs, made: pd.Series, youth: pd.Series, fixed_share: float | None = None
) -> tuple[list[Part], list[Relief]]:
    """AC2 (gm-2018, bijlage 1): of each sub-region's amount a variable part by production, the rest by youth.

    The variable part of the budget (default: what the region's `fixed_share` leaves) is divided over the sub-regions by
    their production; the grants come off the fixed part, by its key.
    """
    fixed = _within(inputs, youth)
    produced = shares(made)
    variable = (1 - (region.input("fixed_share") if fixed_share is None else fixed_share)) * inputs.budget
    parts = []
    for name, share in split(region, "share_ac2").items():
        members = produced[inputs.subregion == name]
        part = variable * members.sum()
        parts.append(Part(f"fixed {name}", inputs.budget * share - part, fixed[name]))
        parts.append(Part(f"variable {name}", part, shares(members)))
    return parts, _subregion_reliefs(inputs, fixed)


def variant(region: Region, name: str) -> pd.DataFrame:
    """A variant: every part, relief and grant a column, the floor a step of its own, `contribution` the bottom line.

    Examples
    --------
    gm-2018, table for 2018, model A: Ede 756.800, Nijkerk 203.600 (printed to 100 euro).

    >>> table = variant(Region.open("gelderland_midden"), "a")
    >>> table.loc[["Ede", "Nijkerk"], "contribution"].round(-2).tolist()
    [756800.0, 203600.0]
    """
    parts, reliefs = terms(region, name)
    table = contributions(parts, reliefs)
    if name not in FLOORED:
        return table
    side = subregions(region)
    steps = [_floor(table[side == name]) for name in (CENTRAAL, VALLEI)]
    floor = pd.concat(steps).reindex(table.index)
    return table.assign(floor=floor["lifted"] + floor["borne"], contribution=floor["contribution"])


def _floor(members: pd.DataFrame) -> pd.DataFrame:
    """The floor within one sub-region: the others gain what is lifted, by their general part (assumed, not printed)."""
    paid = members["contribution"]
    return with_floor(paid, shares(members["part general"][paid >= 0]))


def products_split(region: Region, name: str) -> pd.Series:
    """Sub-region totals of C1 or C2: general products by the objective split, the others by their printed production.

    Examples
    --------
    gm-2017, table "Verdeling hoofdvarianten", C2: 2.671.600 and 1.262.700 (printed to 100 euro).

    >>> products_split(Region.open("gelderland_midden"), "c2").round(-2).to_dict()
    {'Centraal Gelderland': 2671600.0, 'West Veluwe Vallei': 1262700.0}
    """
    amounts, produced = region.input("product_amount"), region.input("production_centraal")
    general = amounts[products(region, name, "general")].sum() * objective_split(region)[CENTRAAL]
    centraal = general + produced[products(region, name, "production")].sum()
    return pd.Series({CENTRAAL: centraal, VALLEI: amounts[region.tables["products"]["product"]].sum() - centraal})


def hourly(region: Region) -> pd.Series:
    """Build-up of the integral cost price (gm-2017, bijlage 5), from salaries and staffing as printed.

    Examples
    --------
    >>> float(round(hourly(Region.open("gelderland_midden"))["price"], 2))
    81.83
    """
    monthly = salary_mix(region.input("salary_month"), region.input("salary_share")).sum()
    surcharges = region.input("surcharge")
    return cost_price(monthly, region.input("months"), surcharges, region.input("risk"), region.input("hours_per_fte"))


def results(region: Region, only: str | None = None) -> pd.DataFrame:
    """Every variant that can be computed, or one, in a long table (results.csv)."""
    tables = []
    for name in VARIANTS if only is None else [only]:
        try:
            table = variant(region, name)
        except MissingInputError:
            if only is not None:
                raise
            continue
        extra = table[["floor"]] if "floor" in table else table[[]]
        tables.append(long_table(name, region.year, components(table).join(extra)))
    codes = region.municipalities(division(region))["gm_code"]
    return with_codes(pd.concat(tables, ignore_index=True), codes)
