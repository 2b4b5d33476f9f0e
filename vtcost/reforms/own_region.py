"""A region of the user's own as a reform to explore: its mix of measures, against what holds now."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from vtcost import batch as batches
from vtcost.data import InputError, Region
from vtcost.data.divisions import CBS_MEASURES
from vtcost.models import own_region as model
from vtcost.models.own_region_views import present_note, word
from vtcost.reform import Reform, size_class

YOUTH = "population_under_20"
# Units of counts that have chance noise: few cases in a small municipality.
COUNTS = ("cases", "reports", "requests")
NO_PRESENT = (
    "De huidige bijdragen zijn niet opgegeven. Vergeleken is met een verdeling naar inwoners alleen, met dezelfde DUVO"
    " (aanname)."
)
ONE_MEASURE = "De sleutel kent alleen inwoners; inwoners jonger dan 20 jaar staan ernaast om te verkennen (aanname)."


def reform(region: Region) -> Reform:
    """The key of the region's data under its parameters; the first weight is that of the inhabitants.

    Without present contributions it is compared with a division by inhabitants alone; with a single measure, young
    people stand beside it with weight zero, so that there is something to turn. The caveat says so.
    """
    inputs = model.read(region)
    alone = len(inputs.measures) == 1
    if alone:
        inputs = _with_youth(region, inputs)
    known = model.has_present(region)

    def contribution(weights: Mapping[str, float], measures: Mapping[str, pd.Series]) -> pd.Series:
        return model.allocation(replace(inputs, weights=weights, measures=measures))["contribution"]

    def batch(
        weights: Mapping[str, np.ndarray], measures: Mapping[str, np.ndarray], budget: np.ndarray, grant: np.ndarray
    ) -> np.ndarray:
        grants = [
            batches.Grant(amount * grant, np.flatnonzero(inputs.centre == name), inputs.centre.index.get_loc(name))
            for name, amount in inputs.grants.items()
        ]
        keys = [batches.shares(measures[name]) for name in inputs.measures]
        return batches.contributions(batches.amounts_of(budget, weights, tuple(inputs.measures)), keys, grants)

    return Reform(
        year=inputs.year,
        budget=inputs.budget,
        present=model.present_contribution(region) if known else model.by_inhabitants(inputs),
        measures=inputs.measures,
        weights=inputs.weights,
        contribution_of=contribution,
        inhabitants=inputs.inhabitants,
        groups=_groups(region, inputs),
        labels={name: word(name) for name in inputs.measures},
        counted=_counted(region, inputs),
        caveat=" ".join([present_note(region) if known else NO_PRESENT, *([ONE_MEASURE] if alone else [])]),
        batch_of=batch,
    )


def _with_youth(region: Region, inputs: model.Inputs) -> model.Inputs:
    """With young people as a second measure that weighs nothing, of the last year in which CBS has them."""
    latest = inputs.years[model.INHABITANTS]
    for year in (latest, latest - 1):
        try:
            youth = region.measure(YOUTH, year, division=region.year)
        except InputError:
            continue
        measures, weights = {**inputs.measures, YOUTH: youth}, {**inputs.weights, YOUTH: 0.0}
        return replace(inputs, measures=measures, weights=weights, years={**inputs.years, YOUTH: year})
    raise InputError(f"{region.name}: no {YOUTH} of {latest} or {latest - 1}, expected a second measure to explore")


def _groups(region: Region, inputs: model.Inputs) -> dict[str, pd.Series]:
    names = inputs.centre.index
    found = {"grootte": size_class(inputs.inhabitants)}
    if (inputs.centre != model.NO_CENTRE).any():
        centres = set(inputs.centre)
        kinds = ["centrumgemeente" if name in centres else "andere gemeente" for name in names]
        found = {"soort gemeente": pd.Series(kinds, index=names), "gebied": "gebied " + inputs.centre, **found}
    subregion = region.municipalities(region.year)["subregion"]
    return {**found, "subregio": subregion} if (subregion != "").all() else found


def _counted(region: Region, inputs: model.Inputs) -> dict[str, float]:
    """Measures that count cases, with how many; shares do not tell."""
    found = {}
    for name in inputs.measures:
        if name not in CBS_MEASURES:
            rows = region.tables["measures"]
            unit = rows.loc[(rows["measure"] == name) & (rows["year"] == inputs.years[name]), "unit"].iloc[0]
            if unit in COUNTS:
                found[name] = float(inputs.measures[name].sum())
    return found
