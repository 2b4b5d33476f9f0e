"""Noord-Holland Noord as a reform to explore: inhabitants and closed cases, against the old key."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from vtcost.batch import Grant, amounts_of, contributions, shares
from vtcost.data import Region
from vtcost.models import noord_holland_noord as model
from vtcost.models.noord_holland_noord_views import comparison_note
from vtcost.recovered import noord_holland_noord as recovered
from vtcost.reform import Reform, size_class


def reform(region: Region) -> Reform:
    """The proposal of nhn-oplegger under the region's parameters.

    Examples
    --------
    nhn-oplegger, table, column "incl. DUVO": Alkmaar 2.120.008.

    >>> explored = reform(Region.open("noord_holland_noord"))
    >>> round(explored.contribution()["Alkmaar"])
    2120008
    """
    inputs = model.read(region)

    def contribution(weights: Mapping[str, float], measures: Mapping[str, pd.Series]) -> pd.Series:
        chosen = replace(
            inputs,
            weight_inhabitants=weights["inhabitants"],
            inhabitants=measures["inhabitants"],
            cases=measures["cases"],
        )
        return model.allocation(chosen)["contribution"]

    def batch(
        weights: Mapping[str, np.ndarray], measures: Mapping[str, np.ndarray], budget: np.ndarray, grant: np.ndarray
    ) -> np.ndarray:
        # Each centre's grant relieves its own region in proportion to what is paid before it, as in the model.
        centre = inputs.centre
        grants = [
            Grant(amount * grant, np.flatnonzero(centre == name), centre.index.get_loc(name))
            for name, amount in inputs.grants.items()
        ]
        keys = [shares(measures[name]) for name in ("inhabitants", "cases")]
        return contributions(amounts_of(budget, weights, ("inhabitants", "cases")), keys, grants)

    return Reform(
        year=inputs.year,
        budget=inputs.budget,
        present=model.old_contribution(region),
        measures={"inhabitants": inputs.inhabitants, "cases": inputs.cases},
        weights={"inhabitants": inputs.weight_inhabitants, "cases": 1 - inputs.weight_inhabitants},
        contribution_of=contribution,
        inhabitants=inputs.inhabitants,
        groups={
            "soort gemeente": pd.Series(inputs.centre.index == inputs.centre, index=inputs.centre.index).map(
                {True: "centrumgemeente", False: "andere gemeente"}
            ),
            "gebied": "gebied " + inputs.centre,
            "grootte": size_class(inputs.inhabitants),
        },
        labels={"inhabitants": "inwoners", "cases": "afgesloten casussen"},
        counted={"cases": _counted(region, inputs.cases)},
        caveat=comparison_note(region),
        batch_of=batch,
    )


def _counted(region: Region, cases: pd.Series) -> float:
    """Cases behind the measure: their sum if counts were given, else the total that the prints allow (recovered)."""
    if cases.sum() > 1 + 1e-6:
        return float(cases.sum())
    return float(recovered.cases(region.as_printed(model.TABLE_YEAR)).sum())
