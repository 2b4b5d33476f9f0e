"""Gelderland-Midden as a reform to explore: the compromise AC2, young people and production, against variant A."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from vtcost import batch as batches
from vtcost.data import Region
from vtcost.formulas.costs import contributions
from vtcost.models import gelderland_midden as model
from vtcost.recovered import gelderland_midden_tables as recovered
from vtcost.reform import Reform, size_class

QUARTERS = 4


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

    def batch(
        weights: Mapping[str, np.ndarray], measures: Mapping[str, np.ndarray], budget: np.ndarray, grant: np.ndarray
    ) -> np.ndarray:
        made, split = batches.shares(measures["interventions"]), model.split(region, "share_ac2")
        variable = (1 - weights["youth"]) * budget
        amounts, keys, grants = [variable], [made], []
        for name, share in split.items():
            members = np.flatnonzero(inputs.subregion == name)
            within = batches.shares(measures["youth"][..., members])
            amounts.append(budget * share - variable * made[..., members].sum(axis=-1))
            keys.append(batches.over(within, members, len(people)))
            grants += [
                batches.Grant(inputs.grants[centre] * grant, members, people.index.get_loc(recipient), within)
                for centre, recipient in model.RECIPIENTS.items()
                if inputs.subregion[recipient] == name
            ]
        return batches.contributions(batches.side_by_side(amounts), keys, grants)

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
        counted={"interventions": _counted(region)},
        caveat=(
            f"Vergeleken met variant A van {inputs.year}, de verdeling naar inwoners; de bijdragen van 2017 staan niet"
            " in de memo's. gm-2018 rekent zijn effecten wel tegen die bijdragen."
        ),
        batch_of=batch,
    )


def _counted(region: Region) -> float:
    """Interventions behind the production (assumed): their hours, by the hours per case of another region's research.

    The production of the memo is a mean of some quarters: as many cases as that lie behind the shares.
    """
    hours = recovered.hours_table(region)["round"][model.products(region, "group", "interventions")].sum()
    years = region.input("production_quarters") / QUARTERS
    return float(hours / region.input("hours_per_intervention") * years)
