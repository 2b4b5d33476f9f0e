"""How sure the contributions of a region are: tables for the notebook."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from vtcost.data import Region
from vtcost.data.reading import Reading
from vtcost.exploration.naming import title
from vtcost.numbers import euro, listed, number, percent
from vtcost.reform import Reform
from vtcost.reforms import reform
from vtcost.sensitivity import per_case
from vtcost.uncertainty import (
    bootstrap,
    break_even_drift,
    drift_bias,
    expected_counts,
    interval,
    multinomial_years,
    poisson_years,
    relative_error,
    standard_error,
)

SEED = 20_190_101
DRAWS = 10_000
COVERAGE = 0.9
# Half the range of a normal distribution that holds that part, in standard deviations.
HALF_RANGE = 1.6449
MEANS = (1, 2, 3)
# No case seen: with 95 % certainty at most this many were to be expected, since exp(-3) is 5 %.
UNSEEN = 3
DRIFTS = (0.0, 0.02, 0.05, 0.10)
FACTORS = (0.5, 1.0, 2.0)
COUNTINGS = {1: "één telling", 2: "gemiddelde van 2 tellingen", 3: "gemiddelde van 3 tellingen"}

LABELS = {
    "contribution": ("Bijdrage", "euro"),
    "low": ("Ondergrens", "euro"),
    "high": ("Bovengrens", "euro"),
    "relative": ("Toeval, deel van de bijdrage", "fraction"),
    "effect": ("Verschil met nu", "euro"),
    "verdict": ("Groter dan toeval?", "text"),
    "cases": ("Gevallen achter de telling", "count"),
    "members": ("Gemeenten", "count"),
    "unclear": ("Waarvan verschil kleiner dan toeval", "count"),
    "median": ("Toeval, middelste gemeente", "fraction"),
    "largest": ("Toeval, grootste", "fraction"),
    "who": ("Welke gemeente", "text"),
    "simulated": ("Toeval, plus of min, gemiddeld", "euro"),
    "ratio": ("Deel van één telling, geloot", "fraction"),
    "root": ("Deel volgens de wortel", "fraction"),
    "one_two": ("Groei waarbij 2 tellingen niet meer helpen", "fraction"),
    "one_three": ("Groei waarbij 3 tellingen niet meer helpen", "fraction"),
    "chance": ("Toeval in de eigen telling (standaardafwijking)", "fraction"),
}
CHECK_LABELS = {
    "half": ("Totaal beweegt mee", "euro"),
    "fixed": ("Totaal ligt vast", "euro"),
    "analytic": ("Formule", "euro"),
}
COUNT_LABELS = {years: (label, "euro") for years, label in COUNTINGS.items()}
FACTOR_LABELS = {0.5: ("Half zoveel gevallen", "euro"), 1.0: ("Zoals nu", "euro"), 2.0: ("Twee keer zoveel", "euro")}


def read(region: Region) -> tuple[Reform, Reading]:
    """The reform of a region, and what it rests on."""
    with region.reading() as log:
        return reform(region), log


def generator() -> np.random.Generator:
    """Random numbers that are the same every time."""
    return np.random.default_rng(SEED)


def noise(explored: Reform) -> pd.DataFrame:
    """Interval of each contribution by chance, next to the effect of the reform."""
    names = explored.present.index
    table = interval(bootstrap(explored, DRAWS, generator(), poisson_years), names, COVERAGE)
    fixed = interval(bootstrap(explored, DRAWS, generator(), multinomial_years), names, COVERAGE)
    paid = explored.contribution()
    half = (table["high"] - table["low"]) / 2
    return pd.DataFrame(
        {
            "contribution": paid,
            "low": table["low"],
            "high": table["high"],
            "half": half,
            "relative": half / paid,
            "analytic": HALF_RANGE * standard_error(explored),
            "fixed": (fixed["high"] - fixed["low"]) / 2,
            "present": explored.present,
            "effect": paid - explored.present,
        }
    )


def unclear(table: pd.DataFrame) -> pd.Index:
    """Municipalities whose present contribution lies in the interval: the effect is smaller than chance."""
    return table.index[(table["low"] <= table["present"]) & (table["present"] <= table["high"])]


def shown(table: pd.DataFrame) -> pd.DataFrame:
    """The interval and the effect, with the verdict in words."""
    verdict = pd.Series("ja", index=table.index).mask(table.index.isin(unclear(table)), "nee")
    return table[["contribution", "low", "high", "relative", "effect"]].round(6).assign(verdict=verdict)


def checks(table: pd.DataFrame) -> pd.DataFrame:
    """Half the width of the interval in three ways: drawn with a total that moves, with a fixed one, by formula."""
    return table[["half", "fixed", "analytic"]]


def overview(regions: Mapping[str, Reform]) -> pd.DataFrame:
    """One row per region: how many cases, how much chance, for how many municipalities the effect is smaller."""
    rows = {}
    for name, explored in regions.items():
        if not explored.counted:
            rows[title(name)] = {"cases": np.nan, "members": len(explored.present)}
            continue
        table = noise(explored)
        rows[title(name)] = {
            "cases": sum(explored.counted.values()),
            "members": len(table),
            "median": table["relative"].median(),
            "largest": table["relative"].max(),
            "who": table["relative"].idxmax(),
            "unclear": len(unclear(table)),
        }
    columns = ["cases", "members", "median", "largest", "who", "unclear"]
    return pd.DataFrame(rows).T.reindex(columns=columns).fillna({"who": "–"}).infer_objects()


def finding(name: str, explored: Reform) -> str:
    """For which municipalities the effect is smaller than chance, in a sentence."""
    if not explored.counted:
        return f"{title(name)}: de sleutel telt geen gevallen. Er is geen toeval door kleine aantallen."
    table = noise(explored)
    names = unclear(table)
    whose = f"{title(name)}: bij {len(names)} van de {len(table)} gemeenten is het verschil met nu kleiner dan"
    return f"{whose} het toeval in de telling{': ' + listed(names) if len(names) else ''}."


def other_counts(explored: Reform) -> pd.DataFrame:
    """Half the width of the interval if the number of cases were half or twice as large. [euro]"""
    halves = {}
    for factor in FACTORS:
        counted = {name: cases * factor for name, cases in explored.counted.items()}
        halves[factor] = HALF_RANGE * standard_error(replace(explored, counted=counted))
    return pd.DataFrame(halves)


def unclear_at(explored: Reform) -> dict[float, int]:
    """For how many municipalities the effect is smaller than chance at other numbers of cases."""
    effect = (explored.contribution() - explored.present).abs()
    return {factor: int((effect <= half).sum()) for factor, half in other_counts(explored).items()}


def per_inhabitant(table: pd.DataFrame, explored: Reform) -> pd.DataFrame:
    """Effect and interval of the effect per inhabitant. [euro per inhabitant]"""
    effect = table[["low", "high"]].sub(table["present"], axis=0).assign(effect=table["effect"])
    return effect.div(explored.inhabitants.reindex(table.index), axis=0)


def means(explored: Reform) -> pd.DataFrame:
    """How chance shrinks with the mean of more years: drawn, and by the square root."""
    if not explored.counted:
        return pd.DataFrame(columns=["simulated", "ratio", "root"])
    drawn = {
        years: bootstrap(explored, DRAWS, generator(), poisson_years, mean_of=years).std(axis=0) for years in MEANS
    }
    moving = drawn[1] > 0
    return pd.DataFrame(
        {
            "simulated": {years: HALF_RANGE * error.mean() for years, error in drawn.items()},
            "ratio": {years: (error[moving] / drawn[1][moving]).mean() for years, error in drawn.items()},
            "root": {years: 1 / np.sqrt(years) for years in MEANS},
        }
    ).rename(index=COUNTINGS)


def break_even(explored: Reform) -> pd.DataFrame:
    """Growth of its own count, per count, at which a longer mean lags behind as much as it gains in chance."""
    tables = [
        pd.DataFrame(
            {"chance": error, "one_two": break_even_drift(error, 1, 2), "one_three": break_even_drift(error, 1, 3)}
        )
        for error in map(relative_error, expected_counts(explored).values())
    ]
    return pd.concat(tables) if tables else pd.DataFrame(columns=["chance", "one_two", "one_three"])


def drifting(explored: Reform) -> pd.DataFrame:
    """Chance and lag together if the own count grows every year: root mean square, mean over municipalities. [euro]"""
    error, names = standard_error(explored), explored.present.index
    none = pd.Series(0.0, index=names)
    table = {}
    for drift in DRIFTS if explored.counted else ():
        row = {}
        for years in MEANS:
            bias = {name: _own_bias(explored, none.mask(names == name, drift), years)[name] for name in names}
            row[years] = np.sqrt(error**2 / years + pd.Series(bias) ** 2).mean()
        table[percent(drift)] = row
    return pd.DataFrame(table, index=list(MEANS)).T


def _own_bias(explored: Reform, grows: pd.Series, years: int) -> pd.Series:
    return drift_bias(explored, dict.fromkeys(explored.counted, grows), years)


def chart_title(explored: Reform, table: pd.DataFrame) -> str:
    """What the chart of the intervals shows."""
    if not explored.counted:
        return "Zonder tellingen is er geen toeval: alleen het verschil met nu"
    return f"Bij {len(unclear(table))} van de {len(table)} gemeenten is het verschil met nu kleiner dan het toeval"


def factor_sentences(explored: Reform) -> list[str]:
    """What half or twice as many cases would change, and what a count of zero may hide."""
    if not explored.counted:
        return ["De sleutel telt geen gevallen: er is niets te halveren."]
    half, now, twice = unclear_at(explored).values()
    said = [
        f"Bij half zoveel gevallen is het verschil met nu voor {half} gemeenten kleiner dan het toeval, nu voor {now}"
        f" en bij twee keer zoveel voor {twice}. Vier keer zoveel gevallen halveert het toeval."
    ]
    for name, cases in expected_counts(explored).items():
        for place in cases.index[cases == 0]:
            said.append(
                f"{place} heeft in de telling geen gevallen. Tot {number(UNSEEN)} gevallen waren niet uit te sluiten"
                f" (95 procent): dat zou {euro(UNSEEN * per_case(explored, name)[place])} schelen."
            )
    return said


def mean_sentences(turning: pd.DataFrame) -> list[str]:
    """From which growth a mean of three counts no longer helps, for the least and the most certain municipality."""
    if turning.empty:
        return ["De sleutel telt geen gevallen: een gemiddelde over tellingen is niet nodig."]
    growth = turning["one_three"].dropna()
    said = [
        f"{name}: een gemiddelde van drie tellingen is beter dan één telling, zolang de eigen telling minder dan"
        f" {percent(growth[name], 1)} per keer groeit of krimpt."
        for name in (growth.idxmax(), growth.idxmin())
    ]
    return [*said, "Een gemiddelde past dus bij kleine gemeenten; bij de grootste is één telling al vrij zeker."]
