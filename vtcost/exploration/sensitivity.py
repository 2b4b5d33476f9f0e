"""Which input the contributions of a region depend on most: tables and sentences."""

import numpy as np
import pandas as pd

from vtcost.exploration.uncertainty import generator
from vtcost.numbers import listed, number, percent
from vtcost.reform import Reform
from vtcost.sensitivity import elasticities, first_order, grouped, per_case
from vtcost.uncertainty import expected_counts

# Ranges for the sensitivity (assumed), to both sides: points of weight, parts of the amounts and of the inhabitants.
WEIGHT_RANGE, BUDGET_RANGE, GRANT_RANGE, MEASURE_RANGE = 0.05, 0.02, 0.05, 0.01
SOBOL_SIZE = 1024
# Median share from which an input is said to decide nearly everything.
NEARLY_ALL = 0.75
STEP = 0.01
LABELS = {
    "budget": ("Begroting", "text"),
    "weight": ("Gewicht", "text"),
    "grant": ("DUVO", "text"),
    "steady": ("Inwoners of jongeren", "text"),
    "own": ("Eigen telling", "text"),
    "others": ("Telling van anderen", "text"),
    "budget_step": ("Begroting 1 % hoger", "euro"),
    "grant_step": ("DUVO 1 % hoger", "euro"),
    "weight_step": ("Gewicht 1 punt hoger", "euro"),
}
COLUMN_NAMES = {name: label for name, (label, _) in LABELS.items()}


def steps(explored: Reform) -> pd.DataFrame:
    """One input at a time: one per cent of an amount, a point of weight, one case. [euro]"""
    names, one = explored.present.index, STEP * explored.contribution()

    def moved(**inputs) -> pd.Series:
        return pd.Series(explored.batch(**inputs), index=names)

    weight = min(next(iter(explored.weights.values())) + STEP, 1.0)
    table = pd.DataFrame(
        {
            "budget_step": one * elasticities(lambda factor: moved(budget=explored.budget * factor), STEP),
            "grant_step": one * elasticities(lambda factor: moved(grant=factor), STEP),
            "weight_step": explored.at(weight) - explored.at(weight - STEP),
        }
    )
    for name in explored.counted:
        # To tens of euros: what one case more costs depends a little on how many there are.
        table[f"case_step {name}"] = per_case(explored, name).round(-1)
    return table


def variance_shares(explored: Reform) -> pd.DataFrame:
    """Part of the spread of each contribution that each input explains when all move at once (Sobol, first order)."""
    names, counts = explored.present.index, expected_counts(explored)
    weight = next(iter(explored.weights.values()))
    ranges = {
        "budget": (explored.budget * (1 - BUDGET_RANGE), explored.budget * (1 + BUDGET_RANGE)),
        "weight": (max(weight - WEIGHT_RANGE, 0), min(weight + WEIGHT_RANGE, 1)),
        "grant": (1 - GRANT_RANGE, 1 + GRANT_RANGE),
    }
    for measure in explored.measures:
        half = _half_ranges(explored, measure, counts)
        ranges |= {f"{measure} {name}": (1 - half[name], 1 + half[name]) for name in names}
    place = {name: column for column, name in enumerate(ranges)}

    def paid(scenarios: np.ndarray) -> np.ndarray:
        measures = {
            measure: series.reindex(names).to_numpy() * scenarios[:, [place[f"{measure} {name}"] for name in names]]
            for measure, series in explored.measures.items()
        }
        weights = explored.turned(scenarios[:, place["weight"]])
        return explored.batch(weights, measures, scenarios[:, place["budget"]], scenarios[:, place["grant"]])

    indices = first_order(paid, ranges, SOBOL_SIZE, generator()).clip(lower=0).set_axis(names)
    own = [(name, [f"{measure} {name}" for measure in counts]) for name in names]
    counted = [f"{measure} {name}" for measure in counts for name in names]
    steady = [f"{measure} {name}" for measure in explored.measures if measure not in counts for name in names]
    table = grouped(indices, [("budget", ["budget"]), ("weight", ["weight"]), ("grant", ["grant"]), ("steady", steady)])
    of_own = grouped(indices, own)
    table["own"] = [of_own.loc[name, name] for name in names]
    table["others"] = indices[counted].sum(axis=1) - table["own"]
    return table.loc[:, (table > 0).any()]


def _half_ranges(explored: Reform, measure: str, counts: dict[str, pd.Series]) -> pd.Series:
    """Range of a measure to both sides, relative: for counts as wide as their chance."""
    if measure not in counts:
        return pd.Series(MEASURE_RANGE, index=explored.present.index)
    # A uniform range of half width h has standard deviation h / sqrt(3); that of a count is sqrt(n). Never below zero.
    cases = counts[measure]
    return np.sqrt(3 / cases.where(cases > 0)).fillna(0.0).clip(upper=1.0)


def in_whole_percents(table: pd.DataFrame) -> pd.DataFrame:
    """`variance_shares` as it is shown: a sample tells no more than whole per cents."""
    return table.map(lambda part: percent(part, 0))


def step_labels(explored: Reform) -> dict[str, tuple[str, str]]:
    """Labels of `steps`."""
    cases = {
        f"case_step {name}": (f"Eén geval meer, in tientallen ({explored.labels[name]})", "euro")
        for name in explored.counted
    }
    return {**{name: LABELS[name] for name in ("budget_step", "grant_step", "weight_step")}, **cases}


def ranges_sentence(explored: Reform) -> str:
    """How far every input moves in `variance_shares`, in words."""
    steady = listed(explored.labels[name] for name in explored.measures if name not in explored.counted)
    return (
        f"Aanname, naar beide kanten: begroting {percent(BUDGET_RANGE)}, eerste gewicht"
        f" {number(100 * WEIGHT_RANGE)} procentpunt, DUVO {percent(GRANT_RANGE)},"
        f" {steady} per gemeente {percent(MEASURE_RANGE)}."
    )


def largest_input(table: pd.DataFrame) -> str:
    """Which input explains most, for how many municipalities, in a sentence."""
    counted = table.idxmax(axis=1).value_counts()
    name, members = counted.index[0], int(counted.iloc[0])
    return (
        f"Het meest telt bij {members} van de {len(table)} gemeenten: {_in_sentence(name)}. Over alle"
        f" {len(table)} gemeenten is het middelste aandeel daarvan {percent(table[name].median(), 0)}."
    )


def chart_title(table: pd.DataFrame) -> str:
    """What the chart of the shares shows; that it rests on assumed ranges belongs to it."""
    name = table.idxmax(axis=1).value_counts().index[0]
    part = table[name].median()
    how = "bijna alle onzekerheid" if part > NEARLY_ALL else "de meeste onzekerheid"
    own = _in_sentence(name)
    return f"{own[0].upper()}{own[1:]} bepaalt {how}, als de rest beweegt zoals aangenomen"


def _in_sentence(name: str) -> str:
    return {"steady": "inwoners of jongeren", "grant": "de DUVO", "weight": "het gewicht"}.get(
        name, f"de {LABELS[name][0][0].lower()}{LABELS[name][0][1:]}"
    )
