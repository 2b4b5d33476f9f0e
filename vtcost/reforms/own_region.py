"""A region of the user's own as a reform to explore: its mix of measures, against what holds now."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from vtcost.data import InputError, Region, in_words
from vtcost.data.divisions import CBS_MEASURES
from vtcost.data.given import NOWHERE, note
from vtcost.formulas.keys import shares
from vtcost.model_cells import model_of
from vtcost.quantity import Model, Quantity, given
from vtcost.reform import Reform, size_class
from vtcost.regions.general import INHABITANTS, present_note

YOUTH = "population_under_20"
# Units of counts that have chance noise: few cases in a small municipality.
COUNTS = ("cases", "reports", "requests")
NO_PRESENT = (
    "De huidige bijdragen zijn niet opgegeven. Vergeleken is met een verdeling naar inwoners alleen, met dezelfde DUVO"
    " (aanname)."
)
ONE_MEASURE = "De sleutel kent alleen inwoners; inwoners jonger dan 20 jaar staan ernaast om te verkennen (aanname)."


def reform(region: Region) -> Reform:
    """The key of the region's notebook under its parameters; the first weight is that of the inhabitants.

    Without present contributions it is compared with a division by inhabitants alone; with a single measure, young
    people stand beside it with weight zero, so that there is something to turn. The caveat says so.
    """
    model = model_of(region)
    known = "old_contribution" in model
    present = model["old_contribution" if known else "by_inhabitants"]
    measures, weights, paid = dict(model["measure"]), dict(model["weights"]), model["contribution"]
    note(region, paid, present)
    alone = len(measures) == 1
    if alone:
        paid, measures, weights = _with_youth(region, model)
    rows = paid.rows

    def contribution(chosen: Mapping[str, float], counted: Mapping[str, pd.Series]) -> pd.Series:
        values = {weights[name]: np.array([float(weight)]) for name, weight in chosen.items()}
        values |= {measures[name]: series.reindex(rows).to_numpy(dtype=float) for name, series in counted.items()}
        return pd.Series(paid.evaluated(values), rows)

    def batch(
        chosen: Mapping[str, np.ndarray], counted: Mapping[str, np.ndarray], budget: np.ndarray, grant: np.ndarray
    ) -> np.ndarray:
        values = {weights[name]: np.asarray(weight)[..., None] for name, weight in chosen.items()}
        values |= {measures[name]: values_of for name, values_of in counted.items()}
        values[model["budget"]] = np.asarray(budget)[..., None]
        if "duvo" in model:
            values[model["duvo"]] = np.asarray(grant)[..., None] * model["duvo"].value
        return paid.evaluated(values)

    return Reform(
        year=region.year,
        budget=float(model["budget"]),
        present=present.series,
        measures={name: _counted_or_shares(region, name, one) for name, one in measures.items()},
        weights={name: float(weight) for name, weight in weights.items()},
        contribution_of=contribution,
        inhabitants=model["measure"][INHABITANTS].series,
        groups=_groups(region, model),
        labels={name: in_words(region, name) for name in measures},
        counted=_counted(region, measures),
        caveat=" ".join([present_note(known) if known else NO_PRESENT, *([ONE_MEASURE] if alone else [])]),
        batch_of=batch,
    )


def _with_youth(region: Region, model: Model) -> tuple[Quantity, dict[str, Quantity], dict[str, Quantity]]:
    """With young people as a second measure that weighs nothing, of the last year in which CBS has them.

    What is divided by inhabitants alone is divided by the mix instead: the formula itself stays.
    """
    latest = int(region.input(f"{INHABITANTS}_year"))
    for year in (latest, latest - 1):
        try:
            counted = region.measure(YOUTH, year, division=region.year)
        except InputError:
            continue
        people, alone = model["measure"][INHABITANTS], model["share"][INHABITANTS]
        youth = given(counted.reindex(people.rows), "Jongeren", "inhabitants")
        weights = {name: given(value, name, "fraction") for name, value in ((INHABITANTS, 1.0), (YOUTH, 0.0))}
        mixed = weights[INHABITANTS] * shares(people) + weights[YOUTH] * shares(youth)
        return model["contribution"].given({alone: mixed}), {INHABITANTS: people, YOUTH: youth}, weights
    raise InputError(f"{region.name}: no {YOUTH} of {latest} or {latest - 1}, expected a second measure to explore")


def _counted_or_shares(region: Region, name: str, one: Quantity) -> pd.Series:
    """The measure as it was counted: chance is in counts, not in shares."""
    if name in CBS_MEASURES:
        return one.series
    return region.measure(name, int(region.input(f"{name}_year")), division=region.year)


def _groups(region: Region, model: Model) -> dict[str, pd.Series]:
    centre = model["centre"].series
    found = {"grootte": size_class(model["measure"][INHABITANTS].series)}
    if (centre != NOWHERE).any():
        centres = set(centre)
        kinds = ["centrumgemeente" if name in centres else "andere gemeente" for name in centre.index]
        found = {"soort gemeente": pd.Series(kinds, index=centre.index), "gebied": "gebied " + centre, **found}
    subregion = region.municipalities(region.year)["subregion"]
    return {**found, "subregio": subregion} if (subregion != "").all() else found


def _counted(region: Region, measures: Mapping[str, Quantity]) -> dict[str, float]:
    """Measures that count cases, with how many; shares do not tell."""
    found = {}
    for name in measures:
        if name not in CBS_MEASURES:
            year, rows = int(region.input(f"{name}_year")), region.tables["measures"]
            own = rows[(rows["measure"] == name) & (rows["year"] == year)]
            if own["unit"].iloc[0] in COUNTS:
                found[name] = float(region.measure(name, year, division=region.year).sum())
    return found
