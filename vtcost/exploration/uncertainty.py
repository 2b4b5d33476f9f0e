"""How sure the contributions of a region are: tables for the notebook."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from vtcost.data import Region
from vtcost.data.reading import Reading
from vtcost.exploration.naming import title
from vtcost.formulas.rounding import whole_units
from vtcost.numbers import euro, listed, number, percent
from vtcost.reform import Reform
from vtcost.reforms import reform
from vtcost.sensitivity import per_case
from vtcost.uncertainty import (
    bootstrap,
    expected_counts,
    interval,
    multinomial_years,
    poisson_years,
    standard_error,
)

SEED = 20_190_101
DRAWS = 10_000
COVERAGE = 0.9
# Half the range of a normal distribution that holds that part, in standard deviations.
HALF_RANGE = 1.6449
# No case seen: with 95 % certainty at most this many were to be expected, since exp(-3) is 5 %.
UNSEEN = 3
FACTORS = (0.5, 1.0, 2.0)
# Bounds are shown to thousands of euros: a width that is finer would tell the count.
EUROS = 1_000
NO_CHANCE = "De sleutel telt geen gevallen: er is geen toeval door kleine aantallen. De tabellen daarover vervallen."

LABELS = {
    "contribution": ("Bijdrage", "euro"),
    "low": ("Ondergrens, hele duizenden", "euro"),
    "high": ("Bovengrens, hele duizenden", "euro"),
    "relative": ("Plus of min, deel van de bijdrage", "text"),
    "effect": ("Verschil met nu", "euro"),
    "verdict": ("Groter dan toeval?", "text"),
    "cases": ("Gevallen achter de telling", "count"),
    "members": ("Gemeenten", "count"),
    "unclear": ("Waarvan verschil kleiner dan toeval", "count"),
    "median": ("Plus of min, middelste gemeente", "text"),
    "largest": ("Plus of min, grootste", "text"),
    "who": ("Welke gemeente", "text"),
}
CHECK_LABELS = {
    "half": ("Totaal beweegt mee", "euro"),
    "fixed": ("Totaal ligt vast", "euro"),
    "analytic": ("Formule", "euro"),
}
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
    """The interval, outwards to thousands, and the effect in the whole euros of the memo, with the verdict in words."""
    paid = whole_units(table["contribution"])
    return pd.DataFrame(
        {
            "contribution": paid,
            "low": EUROS * np.floor(table["low"] / EUROS),
            "high": EUROS * np.ceil(table["high"] / EUROS),
            "relative": [percent(part, 0) for part in table["relative"]],
            "effect": paid - whole_units(table["present"]),
            "verdict": pd.Series("ja", index=table.index).mask(table.index.isin(unclear(table)), "nee"),
        }
    )


def shown_without_chance(table: pd.DataFrame) -> pd.DataFrame:
    """Contribution and effect where nothing is counted: there is no interval to stand beside."""
    return shown(table)[["contribution", "effect"]]


def checks(table: pd.DataFrame) -> pd.DataFrame:
    """Half the width of the interval in three ways: drawn with a total that moves, with a fixed one, by formula."""
    return table[["half", "fixed", "analytic"]].round(-3)


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
            "median": percent(table["relative"].median(), 0),
            "largest": percent(table["relative"].max(), 0),
            "who": table["relative"].idxmax(),
            "unclear": len(unclear(table)),
        }
    columns = ["cases", "members", "median", "largest", "who", "unclear"]
    return (
        pd.DataFrame(rows)
        .T.reindex(columns=columns)
        .fillna(dict.fromkeys(("median", "largest", "who"), "–"))
        .infer_objects()
    )


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


def other_counts_shown(explored: Reform) -> pd.DataFrame:
    """As `other_counts`, to thousands. [euro]"""
    return other_counts(explored).round(-3)


def unclear_at(explored: Reform) -> dict[float, int]:
    """For how many municipalities the effect is smaller than chance at other numbers of cases."""
    effect = (explored.contribution() - explored.present).abs()
    return {factor: int((effect <= half).sum()) for factor, half in other_counts(explored).items()}


def per_inhabitant(table: pd.DataFrame, explored: Reform) -> pd.DataFrame:
    """Effect and interval of the effect per inhabitant. [euro per inhabitant]"""
    effect = table[["low", "high"]].sub(table["present"], axis=0).assign(effect=table["effect"])
    return effect.div(explored.inhabitants.reindex(table.index), axis=0)


def chart_title(explored: Reform, table: pd.DataFrame) -> str:
    """What the chart of the intervals shows."""
    if not explored.counted:
        return "Zonder tellingen is er geen toeval: alleen het verschil met nu"
    return f"Bij {len(unclear(table))} van de {len(table)} gemeenten is het verschil met nu kleiner dan het toeval"


def factor_sentences(explored: Reform) -> list[str]:
    """What half or twice as many cases would change, and what a count of zero may hide."""
    if not explored.counted:
        return [NO_CHANCE]
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
