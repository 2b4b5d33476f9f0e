"""A region of the user's own: the budget by a mix of any measures, DUVO within each centre's region, all as data."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from vtcost.data import DataError, InputError, Region
from vtcost.formulas.costs import Part, Relief, allocate, contributions
from vtcost.formulas.keys import mix, shares
from vtcost.results import components, long_table, with_codes

INHABITANTS = "population"
PRESENT = "present_contribution"
# Of a municipality that belongs to the region of no centre.
NO_CENTRE = "geen"
SUM_TOLERANCE = 1e-6


@dataclass(frozen=True)
class Inputs:
    """What the model needs. Series by municipality; `grants` by centre municipality, in euro.

    `measures` are those that are weighed, in the order of inputs.csv after the inhabitants; `years` their reference
    years; `weights` theirs, sum 1.
    """

    year: int
    budget: float
    inhabitants: pd.Series
    measures: Mapping[str, pd.Series]
    years: Mapping[str, int]
    weights: Mapping[str, float]
    centre: pd.Series
    grants: pd.Series

    @property
    def weight_inhabitants(self) -> float:
        """Weight of the inhabitants. [-]"""
        return self.weights[INHABITANTS]


def read(region: Region) -> Inputs:
    """The inputs for the region's year and parameters.

    Raises
    ------
    InputError
        If the weights do not add up to 1, or a grant comes in through no centre municipality.
    """
    weights = weights_of(region)
    years = {name: int(region.input(f"{name}_year")) for name in weights}
    measures = {name: region.measure(name, year, division=region.year) for name, year in years.items()}
    municipalities = region.municipalities(region.year)
    centre = municipalities["centre"].replace("", NO_CENTRE)
    return Inputs(
        year=region.year,
        budget=region.input("budget"),
        inhabitants=measures[INHABITANTS],
        measures=measures,
        years=years,
        weights=weights,
        centre=centre,
        grants=grants_of(region, centre),
    )


def weights_of(region: Region) -> dict[str, float]:
    """The weight of each measure, that of the inhabitants first; with another weight for those, the rest follows.

    The other measures keep their proportions.
    """
    printed = region.as_printed(region.year)
    others = {str(name): float(weight) for name, weight in by_item(printed, "weight").items()}
    if INHABITANTS in others:
        raise InputError(f"{region.name}: weight of {INHABITANTS}, expected it as the input weight_inhabitants")
    whole = printed.input("weight_inhabitants") + sum(others.values())
    if abs(whole - 1) > SUM_TOLERANCE:
        raise InputError(f"{region.name}: the weights add up to {whole:g}, expected 1 (weight_inhabitants and weight)")
    first, rest = region.input("weight_inhabitants"), sum(others.values())
    if not rest and (others or first != 1):
        raise InputError(f"{region.name}: the weights of the other measures add up to 0, expected above 0 (or no rows)")
    return {INHABITANTS: first, **{name: (1 - first) * weight / rest for name, weight in others.items()}}


def grants_of(region: Region, centre: pd.Series) -> pd.Series:
    """DUVO by centre municipality; empty if the region has none. [euro]"""
    grants = by_item(region, "grant")
    for name in grants.index:
        if name not in centre.index or name not in set(centre):
            raise InputError(f"{region.name}: grant of {name}, expected a municipality that is a centre")
    return grants


def by_item(region: Region, name: str) -> pd.Series:
    """An input with one number for each item; empty if the region does not have it for the year.

    Raises
    ------
    DataError
        If a row has no item, or more than one.
    """
    inputs = region.tables["inputs"]
    for number, row in inputs[inputs["input"] == name].iterrows():
        if not row["item"] or "|" in row["item"]:
            raise DataError(row["file"], number, "item", row["item"], "the name of one measure or municipality")
    found = optional(region, name)
    return pd.Series(dtype=float) if found is None else found


def optional(region: Region, name: str) -> float | pd.Series | None:
    """An input that need not be there: None if the region does not have it for the year."""
    rows = region.tables["inputs"]
    years = rows.loc[rows["input"] == name, "year"]
    return region.input(name) if (years.isna() | (years == region.year)).any() else None


def keys(inputs: Inputs) -> dict[str, pd.Series]:
    """The key of each measure: its shares."""
    return {name: shares(measure) for name, measure in inputs.measures.items()}


def key(inputs: Inputs) -> pd.Series:
    r"""The key: :math:`k_g = \sum_j w_j\,m_{j,g} / \sum_h m_{j,h}` over the measures :math:`j`."""
    return mix(keys(inputs), inputs.weights)


def allocation(inputs: Inputs) -> pd.DataFrame:
    r"""Contributions, every part and grant a column.

    .. math:: b_g = B \sum_j w_j\,k_{j,g} - \sum_c D_c\,q_c(g) + \sum_c D_c\,[g = c]

    Each centre's DUVO :math:`D_c` relieves the municipalities of its region in proportion to what they pay before it,
    and comes in through the centre (as in Noord-Holland Noord).

    Raises
    ------
    ValueError
        If a measure is zero everywhere, or a municipality has a negative value.

    Examples
    --------
    Made up: 100 euro, half by inhabitants (60 and 40) and half by cases (20 and 80); 10 euro of DUVO for both.

    >>> measures = {"population": pd.Series({"Assen": 60, "Tynaarlo": 40}), "closed_cases": pd.Series({"Assen": 20,
    ...     "Tynaarlo": 80})}
    >>> weights, centre = {"population": 0.5, "closed_cases": 0.5}, pd.Series("Assen", ["Assen", "Tynaarlo"])
    >>> inputs = Inputs(2027, 100, measures["population"], measures, {}, weights, centre, pd.Series({"Assen": 10}))
    >>> allocation(inputs)["contribution"].round(6).to_dict()
    {'Assen': 46.0, 'Tynaarlo': 54.0}
    """
    by = keys(inputs)
    parts = [Part(name, inputs.budget * inputs.weights[name], by[name]) for name in by]
    before = key(inputs)
    reliefs = [
        Relief(centre, amount, shares(before[inputs.centre == centre]), recipient=centre)
        for centre, amount in inputs.grants.items()
    ]
    return contributions(parts, reliefs)


def has_present(region: Region) -> bool:
    """Whether it is known what each municipality pays now, so that effects can be shown."""
    return optional(region, f"{PRESENT}_year") is not None


def present_contribution(region: Region) -> pd.Series:
    """What each municipality pays now, in the proportions of measures.csv, at the budget in force. [euro]

    On the same budget the effects show what the key does, and add up to zero.

    Raises
    ------
    InputError
        If the region does not have present contributions.
    """
    year = int(region.input(f"{PRESENT}_year"))
    return allocate(region.input("budget"), shares(region.measure(PRESENT, year, division=region.year)))


def by_inhabitants(inputs: Inputs) -> pd.Series:
    """What each would pay by inhabitants alone, with the same DUVO: a yardstick where the present is unknown. [euro]"""
    alone = {name: float(name == INHABITANTS) for name in inputs.weights}
    return allocation(replace(inputs, weights=alone))["contribution"]


def results(region: Region, only: str | None = None) -> pd.DataFrame:
    """The model, the only one, in one long table (results.csv): model, year, municipality, component, value."""
    table = components(allocation(read(region)))
    if has_present(region):
        table["old_contribution"] = present_contribution(region)
        table["effect"] = table["contribution"] - table["old_contribution"]
    return with_codes(long_table("key", region.year, table), region.municipalities(region.year)["gm_code"])
