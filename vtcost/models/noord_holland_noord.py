"""Noord-Holland Noord: a key of inhabitants and closed cases over the budget, DUVO within each centre's region."""

from dataclasses import dataclass, replace

import pandas as pd

from vtcost.allocation import Part, Relief, allocate, contributions
from vtcost.comparison import effects
from vtcost.data import Region
from vtcost.keys import mix, shares
from vtcost.models.results import components, long_table, with_codes
from vtcost.reconstruction import case_shares
from vtcost.rounding import whole_units
from vtcost.settlement import settle
from vtcost.transition import growing, transition_keys

# The table of nhn-oplegger, whose column of old contributions is of this year.
TABLE = "nhn-oplegger/tabel-verdeling-2019"
TABLE_YEAR = 2019
TOTAL = "Totaal"
# Ways to read the sentence on the transition; the first is the one that does what the memo says it is for.
READINGS = ("rising", "falling", "literal")


@dataclass(frozen=True)
class Inputs:
    """What the model needs. Series by municipality; `grants` by centre municipality, in euro."""

    year: int
    budget: float
    weight_inhabitants: float
    population_year: int
    cases_year: int
    inhabitants: pd.Series
    cases: pd.Series
    centre: pd.Series
    grants: pd.Series


def read(region: Region) -> Inputs:
    """The inputs for the region's year and parameters."""
    year = region.year
    population_year, cases_year = int(region.input("population_year")), int(region.input("cases_year"))
    return Inputs(
        year=year,
        budget=region.input("budget"),
        weight_inhabitants=region.input("weight_inhabitants"),
        population_year=population_year,
        cases_year=cases_year,
        inhabitants=region.measure("population", population_year, division=year),
        cases=region.measure("closed_cases", cases_year, division=year, derive=derive_cases),
        centre=region.municipalities(year)["centre"],
        grants=pd.Series({"Den Helder": region.input("duvo_den_helder"), "Alkmaar": region.input("duvo_alkmaar")}),
    )


def derive_cases(region: Region) -> pd.Series:
    """Shares of the closed cases, solved from the printed contributions before DUVO."""
    before = region.column(f"{TABLE}/*/bijdrage-excl-duvo-2019", leave_out=(TOTAL,))
    budget = region.figure(f"{TABLE}/totaal/bijdrage-excl-duvo-2019")
    inhabitants = region.measure("population", TABLE_YEAR)
    return case_shares(before, budget, inhabitants, region.input("weight_inhabitants"))


def keys(inputs: Inputs) -> dict[str, pd.Series]:
    """The two keys: shares of the inhabitants and of the closed cases."""
    return {"inhabitants": shares(inputs.inhabitants), "cases": shares(inputs.cases)}


def key(inputs: Inputs) -> pd.Series:
    r"""The key: :math:`k_g = w\,p_g/P + (1-w)\,n_g/N` (nhn-oplegger, Voorstel 1)."""
    weight = inputs.weight_inhabitants
    return mix(keys(inputs), {"inhabitants": weight, "cases": 1 - weight})


def allocation(inputs: Inputs) -> pd.DataFrame:
    r"""Contributions, every part and grant a column: the table of nhn-oplegger.

    The budget is divided by both keys with their weights; each centre's DUVO relieves the municipalities of its region
    in proportion to their contribution, and comes in through the centre.

    Examples
    --------
    nhn-oplegger, table, row Den Helder: 964.820, -116.752, 275.000, 1.123.068.

    >>> table = allocation(read(Region.open("noord_holland_noord")))
    >>> row = table.loc["Den Helder", ["before_relief", "relief Den Helder", "grant Den Helder", "contribution"]]
    >>> row.round().tolist()
    [964820.0, -116752.0, 275000.0, 1123068.0]
    """
    by = keys(inputs)
    weights = {"inhabitants": inputs.weight_inhabitants, "cases": 1 - inputs.weight_inhabitants}
    parts = [Part(name, inputs.budget * weights[name], by[name]) for name in by]
    return contributions(parts, reliefs(inputs, inputs.grants, key(inputs)))


def reliefs(inputs: Inputs, grants: pd.Series, before: pd.Series) -> list[Relief]:
    """Each centre's grant relieves its own region in proportion to what is paid before it."""
    return [
        Relief(centre, amount, shares(before[inputs.centre == centre]), recipient=centre)
        for centre, amount in grants.items()
    ]


def old_contribution(region: Region) -> pd.Series:
    """What each municipality paid by the old key (nhn-oplegger, table, last column)."""
    old = region.input("old_contribution").drop(TOTAL)
    return region.divisions.convert(old, "old_contribution", TABLE_YEAR, region.year)


def redistribution(region: Region) -> pd.DataFrame:
    """Effects of the new key against the old one. The memo warns: the old key counted on a lower DUVO."""
    inputs = read(region)
    return effects(allocation(inputs)["contribution"], old_contribution(region), inputs.inhabitants)


def overview(region: Region) -> pd.DataFrame:
    """What each municipality pays, per inhabitant, and the effect against the old key: the table of the advice."""
    inputs = read(region)
    paid = allocation(inputs)["contribution"].to_frame()
    paid["per_inhabitant"] = paid["contribution"] / inputs.inhabitants
    paid["old_contribution"] = old_contribution(region)
    return paid.join(effects(paid["contribution"], paid["old_contribution"], inputs.inhabitants))


def key_table(region: Region) -> pd.DataFrame:
    """Inhabitants, the two shares and the key per municipality."""
    inputs = read(region)
    by = keys(inputs)
    shares_of = {f"share_{name}": share for name, share in by.items()}
    return pd.DataFrame({"inhabitants": inputs.inhabitants, **shares_of, "key": key(inputs)})


def relief_table(region: Region) -> pd.DataFrame:
    """Centre municipality, contribution before DUVO, correction and grant per municipality."""
    inputs = read(region)
    table = components(allocation(inputs))
    return pd.DataFrame({"centre": inputs.centre}).join(table[["before_relief", "relief", "grant"]])


def contribution_table(region: Region) -> pd.DataFrame:
    """Every term of the contribution: both parts, before DUVO, correction, grant, contribution."""
    inputs = read(region)
    table = allocation(inputs)
    parts = table[["part inhabitants", "part cases"]]
    return parts.join(components(table)[["before_relief", "relief", "grant", "contribution"]])


def first_year(region: Region) -> pd.DataFrame:
    """Starting in retrospect: due by the new key, paid by the old one, settled a year later."""
    due, paid = allocation(read(region))["contribution"], old_contribution(region)
    return pd.DataFrame({"contribution": due, "old_contribution": paid, "settlement": settle(due, paid)})


def reconciliation(region: Region) -> list[tuple[str, float]]:
    """The aansluiting: budget, parts, DUVO out and in, rounding, whole euros; each group closes to zero."""
    inputs = read(region)
    table = allocation(inputs)
    paid = table["contribution"]
    whole = whole_units(paid).sum()
    return [
        ("Begroting", inputs.budget),
        ("Deel naar inwoners", -table["part inhabitants"].sum()),
        ("Deel naar casussen", -table["part cases"].sum()),
        ("Correctie DUVO op de bijdragen", table.filter(regex="^relief ").sum().sum()),
        *((f"DUVO ingebracht via {centre}", table[f"grant {centre}"].sum()) for centre in inputs.grants.index),
        ("Bijdragen, exact", paid.sum()),
        ("Afronding op hele euro's", whole - paid.sum()),
        ("Bijdragen in hele euro's", -whole),
    ]


def transition_path(region: Region, reading: str = READINGS[0]) -> pd.DataFrame:
    """Weights per year of the transition, by the way its sentence is read.

    nhn-oplegger says "eerst 30 procent inwoners en dan 70 procent inwoners", then 60/40 and 50/50, and that this would
    soften the effect. ``rising``: 30, 40, 50 % inhabitants; ``falling``: 70, 60, 50 %; ``literal``: 30, 60, 50 %.
    """
    inhabitants = region.input("transition_inhabitants").loc[reading].to_numpy()
    years = pd.RangeIndex(region.year, region.year + len(inhabitants), name="year")
    return pd.DataFrame({"inhabitants": inhabitants, "cases": 1 - inhabitants}, index=years)


def transition(region: Region, reading: str = READINGS[0]) -> pd.DataFrame:
    """Contributions after DUVO per year of the transition, at the same budget and counts.

    The memo lets the DUVO grow too. With both old DUVO amounts given it grows in equal steps; without them (they are
    not printed) the new DUVO counts in full from the first year.
    """
    inputs, path = read(region), transition_path(region, reading)
    paid = {}
    for step, (year, key_of_year) in enumerate(transition_keys(keys(inputs), path).items()):
        grants = grants_of_step(region, inputs.grants, step, len(path))
        costs = Part("costs", inputs.budget, key_of_year)
        paid[year] = contributions([costs], reliefs(inputs, grants, key_of_year))["contribution"]
    return pd.DataFrame(paid)


def transition_moved(region: Region) -> pd.DataFrame:
    """Euros that change hands against the old key, per reading and year: half the sum of the absolute effects.

    A transition softens if less moves in its first year than in its last.
    """
    old = old_contribution(region)
    moved = {reading: transition(region, reading).sub(old, axis=0).abs().sum() / 2 for reading in READINGS}
    return pd.DataFrame(moved).T


def worded(by_reading: pd.DataFrame) -> pd.DataFrame:
    """A table by reading of the transition, with the readings in Dutch."""
    words = {"rising": "oplopend", "falling": "aflopend", "literal": "letterlijk"}
    return by_reading.rename(index=words)


def grants_of_step(region: Region, new: pd.Series, step: int, steps: int) -> pd.Series:
    """DUVO in a year of the transition: growing from the old amounts if those are given, else the new ones."""
    old = {"Den Helder": region.parameter("duvo_old_den_helder"), "Alkmaar": region.parameter("duvo_old_alkmaar")}
    if None in old.values():
        return new
    return pd.Series({centre: growing(old[centre], new[centre], steps)[step] for centre in new.index})


def growth_note(region: Region) -> str:
    """Whether the DUVO grows along in `transition`, in Dutch, for the note under its table."""
    if region.parameter("duvo_old_alkmaar") is None or region.parameter("duvo_old_den_helder") is None:
        return "De oude DUVO ontbreekt in de memo; de tabel rekent vanaf het eerste jaar met de nieuwe DUVO."
    return "De DUVO groeit in gelijke stappen van het opgegeven oude naar het nieuwe bedrag."


def start_options(region: Region, incidental_inside: bool) -> pd.DataFrame:
    """What each municipality pays in the first and second year, for each start date of nhn-advies.

    Parameters
    ----------
    region : Region
    incidental_inside : bool
        Whether the incidental amount of the first year is part of the budget or comes on top of it; it is gone in the
        second year. The memo does not say which.

    Returns
    -------
    DataFrame, index municipality
        Columns (option, year): ``start_2019`` new key in both years; ``start_2019_settled`` first year by the old key,
        settled in the second; ``start_2020`` first year by the old key, not settled. [euro]
    """
    inputs, incidental = read(region), region.input("incidental")
    budgets = [inputs.budget, inputs.budget - incidental]
    if not incidental_inside:
        budgets = [inputs.budget + incidental, inputs.budget]
    new = [allocation(replace(inputs, budget=budget))["contribution"] for budget in budgets]
    old = allocate(budgets[0], shares(old_contribution(region)))
    cash = {
        "start_2019": new,
        "start_2019_settled": [old, new[1] + settle(new[0], old)],
        "start_2020": [old, new[1]],
    }
    years = (inputs.year, inputs.year + 1)
    return pd.DataFrame(
        {(option, year): paid for option, two in cash.items() for year, paid in zip(years, two, strict=True)}
    )


def results(region: Region) -> pd.DataFrame:
    """Every model of the region in one long table (results.csv): model, year, municipality, component, value."""
    main = components(allocation(read(region)))
    main["old_contribution"] = old_contribution(region)
    main["effect"] = main["contribution"] - main["old_contribution"]
    tables = [long_table("key", region.year, main)]
    for reading in READINGS:
        for year, paid in transition(region, reading).items():
            tables.append(long_table(f"transition_{reading}", year, paid.to_frame("contribution")))
    for reading, inside in (("inside", True), ("on_top", False)):
        for (option, year), paid in start_options(region, inside).items():
            tables.append(long_table(f"{option}_{reading}", year, paid.to_frame("contribution")))
    return with_codes(pd.concat(tables, ignore_index=True), region.municipalities(region.year)["gm_code"])
