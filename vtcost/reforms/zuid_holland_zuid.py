"""Zuid-Holland Zuid as a reform to explore: closing the gap paid by inhabitants, or by inhabitants under 20."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from vtcost import batch as batches
from vtcost.data import Region
from vtcost.data.given import note
from vtcost.formulas.costs import allocate
from vtcost.formulas.keys import mix, shares
from vtcost.model_cells import model_of
from vtcost.reform import Reform, size_class


def reform(region: Region) -> Reform:
    """Who pays for closing the gap of the budget proposal: by inhabitants (now), or also by inhabitants under 20.

    The memo does not divide its costs; it says that ten municipalities pay per inhabitant (zhz-2024,
    Winstwaarschuwing 1). The amount is the gap of the chosen norm set at the memo's cost per FTE.

    Examples
    --------
    zhz-2024: a gap of 7,18 FTE at 104.000 euro is about 747.000 euro, divided over ten municipalities.

    >>> explored = reform(Region.open("zuid_holland_zuid"))
    >>> len(explored.present), float(round(explored.present.sum(), -3))
    (10, 747000.0)
    """
    year = int(region.input("population_year"))
    people = region.measure("population", year)
    youth = region.measure("population_under_20", int(region.input("under_20_year")), division=year)
    cost = model_of(region)["cost"]
    note(region, cost)
    amount = cost[region.parameter("mix_of")]

    def contribution(weights: Mapping[str, float], measures: Mapping[str, pd.Series]) -> pd.Series:
        return allocate(amount, mix({name: shares(measure) for name, measure in measures.items()}, weights))

    def batch(
        weights: Mapping[str, np.ndarray], measures: Mapping[str, np.ndarray], budget: np.ndarray, _grant: np.ndarray
    ) -> np.ndarray:
        keys = [batches.shares(measure) for measure in measures.values()]
        return batches.contributions(batches.amounts_of(budget, weights, measures), keys)

    return Reform(
        year=region.year,
        budget=amount,
        present=allocate(amount, shares(people)),
        measures={"inhabitants": people, "youth": youth},
        weights={"inhabitants": 0.5, "youth": 0.5},
        contribution_of=contribution,
        inhabitants=people,
        groups={"grootte": size_class(people)},
        labels={"inhabitants": "inwoners", "youth": "inwoners jonger dan 20 jaar"},
        caveat=(
            "De memo verdeelt geen kosten en stelt geen andere sleutel voor."
            " De helft naar inwoners jonger dan 20 jaar is een aanname, om te tonen wat een andere sleutel zou doen."
        ),
        batch_of=batch,
    )
