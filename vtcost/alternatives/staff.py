"""Scenarios of a region whose model is about people: FTE needed, the gap, what it costs and who would pay that."""

import pandas as pd

from vtcost.allocation import allocate
from vtcost.capacity import cost_of_gap, hours_needed
from vtcost.data import InputError, Region, region_module
from vtcost.data.scenarios import Scenario
from vtcost.keys import shares
from vtcost.models import zuid_holland_zuid as model

LITERAL = "_literal"
CAVEAT = (
    "De memo verdeelt geen kosten. Hier is verdeeld naar inwoners, zoals elke gemeente nu betaalt (zhz-2024,"
    " Winstwaarschuwing 1)."
)


def is_about_people(region: Region) -> bool:
    """Whether the model of a region is about the people its services need, and not about who pays."""
    return "services" in region.tables


def needed(region: Region, scenario: Scenario) -> pd.Series:
    """FTE needed, available and gap, and the yearly cost of the gap.

    Available is what the last decision of the memo grants, in every scenario. The present is what that decision itself
    needs; another scenario is the memo's forecast (doorrekening) under the scenario's parameters.

    Parameters
    ----------
    region : Region
        Under the parameters of the scenario.
    scenario : Scenario

    Returns
    -------
    Series
        ``hours`` [hours], ``hours_per_fte``, ``fte_needed``, ``fte_available`` and ``gap`` [FTE], ``cost_per_fte`` and
        ``cost`` [euro].

    Raises
    ------
    InputError
        If the model is unknown or contradicts the parameter `norms`, or a year is asked.

    Examples
    --------
    zhz-2024, bijlage 2, column "Begroting 2025 besluit AB": 70,40 needed, 63,40 available, gap -7,00.

    >>> row = needed(Region.open("zuid_holland_zuid"), Scenario("now", present=True))
    >>> row[["fte_needed", "fte_available", "gap", "cost"]].round(2).tolist()
    [70.4, 63.4, -7.0, 728000.0]
    """
    name = _model(region, scenario)
    inputs = model.read(region, literal=name.endswith(LITERAL))
    asked = (region.parameter("mix_of"), region.input("reports"), region.input("advice"))
    volumes = inputs.volumes.iloc[:, [-1]] if scenario.present else model.scenario(inputs, *asked)
    hours = float(hours_needed(volumes, inputs.norms[name.removesuffix(LITERAL)]).iloc[:, 0].sum())
    people, available = hours / inputs.hours_per_fte, float(inputs.available[inputs.volumes.columns[-1]])
    cost_per_fte = region.input("cost_per_fte")
    return pd.Series(
        {
            "hours": hours,
            "hours_per_fte": inputs.hours_per_fte,
            "fte_needed": people,
            "fte_available": available,
            "gap": available - people,
            "cost_per_fte": cost_per_fte,
            "cost": float(cost_of_gap(pd.Series({"gap": available - people}), cost_per_fte)["gap"]),
        }
    )


def _model(region: Region, scenario: Scenario) -> str:
    if scenario.model is None:
        return region.parameter("norms")
    if "norms" in scenario.parameters:
        raise InputError(f"model {scenario.model}: expected this or the parameter norms, not both")
    if scenario.year:
        raise InputError(f"year {scenario.year}: expected none, the forecast is for {region.year}")
    region_module("calculation", region.name).target(region, scenario.model, None, "")
    return scenario.model


def inhabitants(region: Region) -> pd.Series:
    """Inhabitants of each municipality, by which the cost is divided."""
    return region.measure("population", int(region.input("population_year")))


def divided(cost: float, people: pd.Series) -> pd.DataFrame:
    """The cost of the gap divided by inhabitants: the memo says that each municipality pays per inhabitant. [euro]

    Examples
    --------
    >>> divided(100.0, pd.Series({"Dordrecht": 3, "Sliedrecht": 1}))["contribution"].to_dict()
    {'Dordrecht': 75.0, 'Sliedrecht': 25.0}
    """
    table = {"cost": cost, "inhabitants": people, "everyone": float(people.sum())}
    return pd.DataFrame({**table, "contribution": allocate(cost, shares(people))})
