"""Noord-Holland Noord: a key of inhabitants and closed cases over the budget, DUVO within each centre's region."""

from dataclasses import dataclass, replace
from functools import partial

import pandas as pd

from vtcost.data import InputError, Region
from vtcost.formulas.costs import Part, Relief, allocate, contributions
from vtcost.formulas.keys import mix, shares
from vtcost.formulas.settlement import settle
from vtcost.formulas.transition import growing, transition_keys
from vtcost.reconstruction.keys import other_key
from vtcost.results import components, long_table, with_codes

# The table of nhn-oplegger, whose column of old contributions is of this year.
TABLE = "nhn-oplegger/tabel-verdeling-2019"
TABLE_YEAR = 2019
TOTAL = "Totaal"
# Ways to read the sentence on the transition; the first is the one that does what the memo says it is for.
READINGS = ("rising", "falling", "literal")
# Ways to start, of `start_options`.
OPTIONS = ("start_now", "start_settled", "start_later")


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
        inhabitants=people(region, population_year),
        cases=cases(region, cases_year),
        centre=region.municipalities(year)["centre"],
        grants=pd.Series({"Den Helder": region.input("duvo_den_helder"), "Alkmaar": region.input("duvo_alkmaar")}),
    )


def people(region: Region, year: int) -> pd.Series:
    """Inhabitants on 1 January: those the memo used (recovered, provisional) or the final ones of CBS.

    The memo's own are known for its own reference date only; for another year both are the figures of CBS.
    """
    if region.parameter("population_vintage") == "memo" and year == TABLE_YEAR:
        return region.measure("population_memo", year, division=region.year)
    return region.measure("population", year, division=region.year)


def cases(region: Region, year: int) -> pd.Series:
    """Closed cases of a year, or their shares: the memo does not print the counts."""
    return region.measure("closed_cases", year, division=region.year, derive=derive_cases)


def derive_cases(region: Region) -> pd.Series:
    """Shares of the closed cases, solved from the printed contributions before DUVO."""
    before = region.column(f"{TABLE}/*/bijdrage-excl-duvo-2019", leave_out=(TOTAL,))
    budget = region.figure(f"{TABLE}/totaal/bijdrage-excl-duvo-2019")
    inhabitants = region.measure("population_memo", TABLE_YEAR)
    return other_key(before / budget, shares(inhabitants), region.as_printed(TABLE_YEAR).input("weight_inhabitants"))


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
    """What each municipality pays by the old key: its printed share (nhn-oplegger, table, last column) of the budget.

    The printed amounts add up to three euros less than the budget; taking shares closes that, and gives the old key
    for another budget. The DUVO inside the old key moves along with the budget.
    """
    printed = region.input("old_contribution").drop(TOTAL)
    old = region.divisions.convert(printed, "old_contribution", TABLE_YEAR, region.year)
    return allocate(region.input("budget"), shares(old))


def incidental(region: Region) -> float:
    """The amount that is paid in one year only (nhn-advies: 1,2 million in 2019); zero in a year without one."""
    known = region.tables["inputs"]
    years = known.loc[known["input"] == "incidental", "year"]
    return region.input("incidental") if region.year in set(years) else 0.0


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


def grants_of_step(region: Region, new: pd.Series, step: int, steps: int) -> pd.Series:
    """DUVO in a year of the transition: growing from the old amounts if those are given, else the new ones."""
    old = old_grants(region)
    if old is None:
        return new
    return pd.Series({centre: growing(old[centre], new[centre], steps)[step] for centre in new.index})


def old_grants(region: Region) -> dict[str, float] | None:
    """DUVO under the old key by centre municipality, None if not given (the memo does not print it).

    Raises
    ------
    InputError
        If only one of the two is given, or one is above the new amount (the memo says the old one was lower).
    """
    names = {"Den Helder": "duvo_old_den_helder", "Alkmaar": "duvo_old_alkmaar"}
    old = {centre: region.parameter(name) for centre, name in names.items()}
    absent = [names[centre] for centre, amount in old.items() if amount is None]
    if len(absent) == len(old):
        return None
    if absent:
        raise InputError(f"parameter {absent[0]}: not given, expected both old amounts or neither")
    for centre, amount in old.items():
        new = region.input(names[centre].replace("_old", ""))
        if amount > new:
            raise InputError(f"parameter {names[centre]}: {amount:g}, expected at most the new amount of {new:g}")
    return old


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
        Columns (option, year): ``start_now`` new key in both years; ``start_settled`` first year by the old key,
        settled in the second; ``start_later`` first year by the old key, not settled. DUVO is the same in both years;
        the DUVO inside the old key moves along with the budget. [euro]
    """
    inputs, once = read(region), incidental(region)
    budgets = [inputs.budget, inputs.budget - once] if incidental_inside else [inputs.budget + once, inputs.budget]
    new = [allocation(replace(inputs, budget=budget))["contribution"] for budget in budgets]
    old = allocate(budgets[0], shares(old_contribution(region)))
    cash = {
        "start_now": new,
        "start_settled": [old, new[1] + settle(new[0], old)],
        "start_later": [old, new[1]],
    }
    years = (inputs.year, inputs.year + 1)
    return pd.DataFrame(
        {(option, year): paid for option, two in cash.items() for year, paid in zip(years, two, strict=True)}
    )


def results(region: Region, only: str | None = None) -> pd.DataFrame:
    """Every model of the region, or one, in a long table (results.csv): model, year, municipality, component, value."""
    makers = {"key": lambda: {region.year: _key_components(region)}}
    makers |= {f"transition_{reading}": partial(_yearly, region, reading) for reading in READINGS}
    makers |= {
        f"{option}_{reading}": partial(_started, region, option, inside)
        for reading, inside in (("inside", True), ("on_top", False))
        for option in OPTIONS
    }
    if only not in (None, *makers):
        raise InputError(f"model {only!r}: expected one of {', '.join(makers)}")
    tables = [
        long_table(name, year, table)
        for name, make in makers.items()
        if only in (None, name)
        for year, table in make().items()
    ]
    return with_codes(pd.concat(tables, ignore_index=True), region.municipalities(region.year)["gm_code"])


def _key_components(region: Region) -> pd.DataFrame:
    main = components(allocation(read(region)))
    main["old_contribution"] = old_contribution(region)
    main["effect"] = main["contribution"] - main["old_contribution"]
    return main


def _yearly(region: Region, reading: str) -> dict[int, pd.DataFrame]:
    return {year: paid.to_frame("contribution") for year, paid in transition(region, reading).items()}


def _started(region: Region, option: str, inside: bool) -> dict[int, pd.DataFrame]:
    return {year: paid.to_frame("contribution") for year, paid in start_options(region, inside)[option].items()}
