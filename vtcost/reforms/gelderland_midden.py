"""Gelderland-Midden as a reform to explore: the compromise AC2, young people and production, against variant A."""

from collections.abc import Mapping

import pandas as pd

from vtcost.allocation import contributions
from vtcost.data import Region
from vtcost.models import gelderland_midden as model
from vtcost.reform import Reform, size_class


def reform(region: Region) -> Reform:
    """What gm-2018 advises, AC2, under the region's parameters; the first weight is the fixed share of the budget.

    Examples
    --------
    gm-2018, table for 2018, column AC2, Nijkerk 194.500 (a fitted fixed share: within 100 euro of the print).

    >>> explored = reform(Region.open("gelderland_midden"))
    >>> bool(abs(explored.contribution()["Nijkerk"] - 194_500) < 100)
    True
    """
    inputs, people = model.read(region), model.people(region, "population")
    fixed = region.input("fixed_share")

    def contribution(weights: Mapping[str, float], measures: Mapping[str, pd.Series]) -> pd.Series:
        terms = model.compromise(region, inputs, measures["interventions"], measures["youth"], weights["youth"])
        return contributions(*terms)["contribution"]

    return Reform(
        year=inputs.year,
        budget=inputs.budget,
        present=model.variant(region, "a")["contribution"],
        measures={
            "youth": model.people(region, "population_under_20"),
            "interventions": model.production(region, "interventions"),
        },
        weights={"youth": fixed, "interventions": 1 - fixed},
        contribution_of=contribution,
        inhabitants=people,
        groups={
            "soort gemeente": pd.Series(
                ["ontvangt DUVO" if name in model.RECIPIENTS.values() else "andere gemeente" for name in people.index],
                index=people.index,
            ),
            "subregio": inputs.subregion,
            "grootte": size_class(people),
        },
        labels={"youth": "inwoners jonger dan 20 jaar", "interventions": "productie"},
        caveat="Vergeleken met variant A, de verdeling naar inwoners die nu geldt.",
    )
