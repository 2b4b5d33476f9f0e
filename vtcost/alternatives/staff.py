"""Scenarios of a region whose model is about people: FTE needed, the gap, what it costs and who would pay that."""

import numpy as np
import pandas as pd

from vtcost.data import InputError, Region
from vtcost.data.scenarios import Scenario
from vtcost.formulas.costs import allocate
from vtcost.formulas.keys import shares
from vtcost.model_cells import model_of

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
    made, name = model_of(region), _model(region, scenario)
    last = made["available"].rows[-1]
    hours, people = (
        (made["work_by"][name][last], made["needed_by"][name][last])
        if scenario.present
        else (float(made["forecast_work_by"][name]), float(made["forecast_by"][name]))
    )
    gap, cost = (
        float(pd.Series(one.evaluated({made["needed"]: np.array([people])}), one.rows)[last])
        for one in (made["gap"], made["cost"])
    )
    return pd.Series(
        {
            "hours": hours,
            "hours_per_fte": float(made["hours_per_fte"]),
            "fte_needed": people,
            "fte_available": made["available"][last],
            "gap": gap,
            "cost_per_fte": float(made["cost_per_fte"]),
            "cost": cost,
        }
    )


def _model(region: Region, scenario: Scenario) -> str:
    if scenario.model is None:
        return region.parameter("norms")
    if "norms" in scenario.parameters:
        raise InputError(f"model {scenario.model}: expected this or the parameter norms, not both")
    if scenario.year:
        raise InputError(f"year {scenario.year}: expected none, the forecast is for {region.year}")
    try:
        return model_of(region).outcomes_of(scenario.model)[0].model
    except ValueError as error:
        raise InputError(str(error)) from None


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
