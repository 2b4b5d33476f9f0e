"""Gelderland-Midden: variants A, A-youth, B, C1, C2 and the compromise AC2."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from vtcost.allocation import Part, Relief, contributions, relief_columns, with_floor
from vtcost.costprice import cost_price, salary_mix
from vtcost.data import Region
from vtcost.keys import mix, shares, shares_within
from vtcost.models.results import components, long_table, with_codes
from vtcost.rounding import whole_units
from vtcost.settlement import year_end

CENTRAAL, VALLEI = "Centraal Gelderland", "West Veluwe Vallei"
# Amersfoort is no member: its grant comes in through Nijkerk (gm-2018, voetnoot 3).
RECIPIENTS = {"Arnhem": "Arnhem", "Ede": "Ede", "Amersfoort": "Nijkerk"}
# C1 and C2 leave Nijkerk out of the grant of Ede (gm-2017, table "Procentuele verdeling DUVO"); A does not.
OUTSIDE_GRANT = "Nijkerk"


@dataclass(frozen=True)
class Inputs:
    """What all variants share. `subregion` by municipality; `grants` in euro by the centre that gives them."""

    year: int
    budget: float
    subregion: pd.Series
    grants: pd.Series


def read(region: Region) -> Inputs:
    """The inputs that all variants share, for the region's year and parameters."""
    members = region.municipalities(int(region.input("division_year")))
    grants = {name: region.input(f"duvo_{name.lower()}") for name in RECIPIENTS}
    return Inputs(region.year, region.input("budget"), members["subregion"], pd.Series(grants))


def people(region: Region, measure: str) -> pd.Series:
    """Inhabitants, or those under 20, on the reference date of the memo, in the municipal division of the memo."""
    return region.measure(measure, int(region.input("population_year")), division=int(region.input("division_year")))


def split(region: Region, name: str) -> dict[str, float]:
    """Shares of the two sub-regions, as printed or by the parameter `share_centraal_gelderland`."""
    chosen = region.chosen("share_centraal_gelderland", name)
    return {CENTRAAL: chosen, VALLEI: 1 - chosen} if isinstance(chosen, float) else chosen.to_dict()


def objective_split(region: Region) -> dict[str, float]:
    """Shares of the sub-regions in the objective key, exact: from the general part of C1, not the printed 66,9 %."""
    return shares(region.input("general_amount")).to_dict()


def by_subregion(inputs: Inputs, split_of: dict[str, float], measure: pd.Series) -> pd.DataFrame:
    """Variants A, A-youth and B: the sub-region's amount, less its grants, by one measure within the sub-region.

    The three steps of gm-2017: share of the sub-region; the grants come off; the rest by the measure. Grants relieve
    the whole sub-region by that same key, and their recipient pays them on top.
    """
    within = shares_within(measure, inputs.subregion)
    keys = {name: within[inputs.subregion == name] for name in split_of}
    parts = [Part(name, inputs.budget * share, keys[name]) for name, share in split_of.items()]
    return contributions(parts, _reliefs(inputs, keys))


def _reliefs(inputs: Inputs, keys: dict[str, pd.Series]) -> list[Relief]:
    reliefs = []
    for centre, recipient in RECIPIENTS.items():
        subregion = inputs.subregion[recipient]
        reliefs.append(Relief(centre, inputs.grants[centre], keys[subregion], recipient))
    return reliefs


def variant_a(region: Region, measure: str = "population") -> pd.DataFrame:
    """Variant A (inhabitants) or, with `population_under_20`, A-youth.

    Examples
    --------
    gm-2018, table for 2018, model A: Ede 756.800, Nijkerk 203.600 (printed to 100 euro).

    >>> table = variant_a(Region.open("gelderland_midden"))
    >>> table.loc[["Ede", "Nijkerk"], "contribution"].round(-2).tolist()
    [756800.0, 203600.0]
    """
    return by_subregion(read(region), split(region, "share_a"), people(region, measure))


def variant_b(region: Region) -> pd.DataFrame:
    """Variant B: the objective split, then the youth budget. Its table was a picture: the youth budget is missing."""
    return by_subregion(read(region), objective_split(region), region.measure("youth_budget", region.year))


def objective_key(duvo: pd.Series, youth: pd.Series, weight_duvo: float) -> pd.Series:
    """The objective key (gm-2017, bijlage 1): shares of the DUVO grant and of the youth budget, weighted."""
    return mix({"duvo": shares(duvo), "youth": shares(youth)}, {"duvo": weight_duvo, "youth": 1 - weight_duvo})


def variant_c(region: Region, name: str) -> pd.DataFrame:
    """Variants C1 and C2: each product by the objective key over all sixteen, or by its own production.

    Raises
    ------
    MissingInputError
        As long as production per municipality and the youth budget are not known (both were pictures).
    """
    inputs, products = read(region), region.tables["products"].set_index("product")
    production = region.measure("production", region.year)
    grant = duvo_grant(region)
    general = objective_key(grant, region.measure("youth_budget", region.year), region.input("weight_duvo"))
    amounts = region.input("product_amount").reindex(products.index)
    keys = {
        product: general if kind == "general" else shares(production[product])
        for product, kind in products[name].items()
    }
    parts = [Part(product, amounts[product], key) for product, key in keys.items()]
    return contributions(parts, grant_reliefs(inputs, grant))


def grant_reliefs(inputs: Inputs, grant: pd.Series) -> list[Relief]:
    """C1 and C2: the grants of Arnhem and Ede relieve by DUVO grant within the sub-region, Nijkerk left out."""
    taking = grant.drop(OUTSIDE_GRANT)
    within = shares_within(taking, inputs.subregion)
    return [
        Relief(
            centre, inputs.grants[centre], within[inputs.subregion[within.index] == inputs.subregion[centre]], centre
        )
        for centre in ("Arnhem", "Ede")
    ]


def products_split(region: Region, name: str) -> pd.Series:
    """Sub-region totals of C1 or C2: general products by the objective split, the others by their printed production.

    Examples
    --------
    gm-2017, table "Verdeling hoofdvarianten", C2: 2.671.600 and 1.262.700 (printed to 100 euro).

    >>> products_split(Region.open("gelderland_midden"), "c2").round(-2).to_dict()
    {'Centraal Gelderland': 2671600.0, 'West Veluwe Vallei': 1262700.0}
    """
    products = region.tables["products"].set_index("product")[name]
    amounts, produced = region.input("product_amount"), region.input("production_centraal")
    objective = objective_split(region)[CENTRAAL]
    general = amounts[products.index[products == "general"]].sum() * objective
    centraal = general + produced[products.index[products == "production"]].sum()
    return pd.Series({CENTRAAL: centraal, VALLEI: amounts[products.index].sum() - centraal})


def duvo_grant(region: Region) -> pd.Series:
    """DUVO grant amounts per municipality (gm-2017, bijlage 2)."""
    printed = region.input("duvo_grant")
    return printed.reindex(region.municipalities(int(region.input("division_year"))).index)


def c1_from_print(region: Region) -> pd.DataFrame:
    """C1 from its printed general part and production: only the DUVO step is computed, with the floor at zero.

    The floor is a step of its own: Arnhem, centre of the sub-region, bears what is lifted (some cents for Rozendaal).
    """
    inputs, grant = read(region), duvo_grant(region)
    general, production = (region.input(f"{name}_printed").reindex(grant.index) for name in ("general", "production"))
    table = pd.DataFrame(
        {"part general": general, "part production": production, "before_relief": general + production}
    )
    table = table.join(relief_columns(grant_reliefs(inputs, grant), table.index))
    table["contribution"] = table.drop(columns=["part general", "part production"]).sum(axis=1)
    floor = with_floor(table["contribution"], pd.Series({"Arnhem": 1.0}))
    return table.assign(floor=floor["lifted"] + floor["borne"], contribution=floor["contribution"])


def printed_variant(region: Region, name: str) -> pd.Series:
    """Contributions of C2 or AC2 as printed in gm-2018."""
    printed = region.input(f"printed_{name}")
    return printed.reindex(region.municipalities(int(region.input("division_year"))).index)


def side_by_side(region: Region) -> pd.DataFrame:
    """All variants per municipality: A and A-youth computed, C1 (2018) with computed DUVO, C2 and AC2 as printed."""
    table = pd.DataFrame({"a": variant_a(region)["contribution"]})
    table["a_youth"] = variant_a(region, "population_under_20")["contribution"]
    if region.year == 2018:
        table["c1"] = c1_from_print(region)["contribution"]
    table["c2"], table["ac2"] = printed_variant(region, "c2"), printed_variant(region, "ac2")
    return table


def spread(table: pd.DataFrame, present: str = "a") -> pd.DataFrame:
    """Lowest and highest variant per municipality, their distance, and both against the present key."""
    low, high, now = table.min(axis=1), table.max(axis=1), table[present]
    frame = {"low": low, "high": high, "distance": high - low, "distance_fraction": (high - low) / high.where(high > 0)}
    return pd.DataFrame({**frame, "low_fraction": low / now - 1, "high_fraction": high / now - 1})


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


def settlement(region: Region, fraction: float) -> pd.DataFrame:
    """Settling a result of a fraction of the budget by variant A's key of that year (gm-2017, Voorwoord)."""
    inputs, advance = read(region), variant_a(region)["before_relief"]
    return year_end(inputs.budget * (1 + fraction), shares(advance), advance)


def reconciliation(region: Region) -> list[tuple[str, float]]:
    """The aansluiting of variant A: budget, sub-regions, grants out and in, whole euros; each group closes to zero."""
    inputs, table = read(region), variant_a(region)
    paid = table["contribution"]
    whole = whole_units(paid).sum()
    return [
        ("Begroting", inputs.budget),
        *((f"Deel {name}", -table[f"part {name}"].sum()) for name in (CENTRAAL, VALLEI)),
        ("DUVO in mindering op de bijdragen", table.filter(regex="^relief ").sum().sum()),
        *(
            (f"DUVO van {name}, ingebracht door {who}", table[f"grant {name}"].sum())
            for name, who in RECIPIENTS.items()
        ),
        ("Bijdragen, exact", paid.sum()),
        ("Afronding op hele euro's", whole - paid.sum()),
        ("Bijdragen in hele euro's", -whole),
    ]


COMPUTABLE: dict[str, Callable[[Region], pd.DataFrame]] = {
    "a": variant_a,
    "a_youth": lambda region: variant_a(region, "population_under_20"),
}


def results(region: Region) -> pd.DataFrame:
    """Every variant that can be computed in one long table (results.csv)."""
    tables = [long_table(name, region.year, components(compute(region))) for name, compute in COMPUTABLE.items()]
    if region.year == 2018:
        c1 = c1_from_print(region)
        tables.append(long_table("c1", region.year, components(c1).assign(floor=c1["floor"])))
    codes = region.municipalities(int(region.input("division_year")))["gm_code"]
    return with_codes(pd.concat(tables, ignore_index=True), codes)
