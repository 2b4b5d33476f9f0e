"""The mean of several counts of a region: how much chance it takes away, and what it costs in lag."""

import numpy as np
import pandas as pd

from vtcost.data import Region
from vtcost.exploration.uncertainty import DRAWS, HALF_RANGE, generator
from vtcost.numbers import NOTHING, number, percent
from vtcost.reform import Reform
from vtcost.uncertainty import (
    bootstrap,
    break_even_drift,
    drift_bias,
    expected_counts,
    poisson_years,
    relative_error,
    standard_error,
)

QUARTERS = 4
MEANS = (1, 2, 3)
DRIFTS = (0.0, 0.02, 0.05, 0.10)
# Chance in a count is shown in steps of a twentieth, and below COMMON in whole per cents: finer would tell the count.
STEP, MOST, COMMON = 0.05, 0.40, 0.15
LABELS = {
    "simulated": ("Plus of min, gemiddeld", "euro"),
    "ratio": ("Deel van één telling, geloot", "fraction"),
    "root": ("Deel volgens de wortel", "fraction"),
    "one_two": ("Groei waarbij 2 tellingen niet meer helpen", "text"),
    "one_three": ("Groei waarbij 3 tellingen niet meer helpen", "text"),
    "chance": ("Plus of min in de eigen telling", "text"),
}


def years_per_count(region: Region) -> float:
    """How many years one count spans: one, or what the memo prints in quarters. [years]"""
    named = set(region.tables["inputs"]["input"])
    return region.input("production_quarters") / QUARTERS if "production_quarters" in named else 1.0


def countings(span: float) -> dict[int, str]:
    """Names of a count and of the means of two and three, with the years these span.

    Examples
    --------
    >>> countings(1.5)[3]
    'gemiddelde van 3 tellingen (4,5 jaar)'
    """
    return {
        years: "één telling" if years == 1 else f"gemiddelde van {years} tellingen ({_years(years * span)})"
        for years in MEANS
    }


def count_labels(span: float) -> dict[int, tuple[str, str]]:
    """Labels of `drifting`."""
    return {years: (label, "euro") for years, label in countings(span).items()}


def each_time(span: float) -> str:
    """From one count to the next, in words: a count of a year is a year."""
    return "per jaar" if span == 1 else f"van telling op telling ({_years(span)})"


def _years(years: float) -> str:
    return f"{number(years, 0 if years == int(years) else 1)} jaar"


def spans(span: float) -> str:
    """What one count spans, and what that means for who counts every year anew."""
    if span == 1:
        return "Een telling is een jaar."
    shared = max(span - 1, 0) * QUARTERS
    return (
        f"Een telling beslaat {number(span * QUARTERS)} kwartalen ({_years(span)}). Het toeval hier is dat tussen"
        f" tellingen die geen kwartaal delen. Wie elk jaar opnieuw {number(span * QUARTERS)} kwartalen telt, deelt er"
        f" {number(shared)} met het jaar ervoor: van jaar op jaar schuift het dan minder."
    )


def means(explored: Reform, span: float) -> pd.DataFrame:
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
    ).rename(index=countings(span))


def coarse(error: pd.Series) -> pd.Series:
    """Half the width of the interval of a count, in steps coarse enough to leave at least five counts possible.

    From a standard deviation; at most `MOST`, which stands for that and more. Not a number where nothing was counted.

    Examples
    --------
    28 of 3.233 cases: 1,6449 times 18,8 %, or 30,9 %; so do 26 to 34 cases.

    >>> cases = pd.Series({"Texel": 28.0, "others": 3205.0})
    >>> float(coarse(relative_error(cases))["Texel"].round(2))
    0.3
    """
    half = HALF_RANGE * error
    return (STEP * (half / STEP).round()).clip(STEP, MOST).mask(half < COMMON, half.round(2))


def break_even(explored: Reform) -> pd.DataFrame:
    """Growth of its own count, per count, at which a longer mean lags behind as much as it gains in chance.

    Computed from the coarse chance, so that the growth tells no more of the count than that.
    """
    tables = []
    for cases in expected_counts(explored).values():
        chance = coarse(relative_error(cases))
        spread = chance / HALF_RANGE
        columns = {
            "chance": chance,
            "one_two": break_even_drift(spread, 1, 2),
            "one_three": break_even_drift(spread, 1, 3),
        }
        tables.append(pd.DataFrame(columns))
    return pd.concat(tables) if tables else pd.DataFrame(columns=["chance", "one_two", "one_three"])


def break_even_shown(turning: pd.DataFrame) -> pd.DataFrame:
    """As `break_even`, in words: about, or that much and more."""
    most = turning["chance"] >= MOST - STEP / 2
    chance = (
        turning["chance"].map(lambda part: f"ongeveer {percent(part, 0)}").mask(most, f"{percent(MOST, 0)} of meer")
    )
    table = turning.map(lambda part: NOTHING if np.isnan(part) else percent(part, 0))
    return table.assign(chance=chance.mask(turning["chance"].isna(), NOTHING))


def drifting(explored: Reform) -> pd.DataFrame:
    """Chance and lag together if the own count grows every time: the mean over municipalities. [euro]

    The root mean square, times what makes a standard deviation half the width of the interval, so that the row without
    growth is that of `means`.
    """
    error, names = standard_error(explored), explored.present.index
    none = pd.Series(0.0, index=names)
    table = {}
    for drift in DRIFTS if explored.counted else ():
        row = {}
        for years in MEANS:
            bias = {name: _own_bias(explored, none.mask(names == name, drift), years)[name] for name in names}
            row[years] = HALF_RANGE * np.sqrt(error**2 / years + pd.Series(bias) ** 2).mean()
        table[percent(drift)] = row
    return pd.DataFrame(table, index=list(MEANS)).T


def _own_bias(explored: Reform, grows: pd.Series, years: int) -> pd.Series:
    return drift_bias(explored, dict.fromkeys(explored.counted, grows), years)


def mean_sentences(turning: pd.DataFrame) -> list[str]:
    """From which growth a mean of three counts no longer helps, for the least and the most certain municipality."""
    growth = turning["one_three"].dropna()
    said = [
        f"{name}: een gemiddelde van drie tellingen is beter dan één telling, zolang de eigen telling minder dan"
        f" ongeveer {percent(growth[name], 0)} per keer groeit of krimpt."
        for name in (growth.idxmax(), growth.idxmin())
    ]
    return [*said, "Een gemiddelde past dus bij kleine gemeenten; bij de grootste is één telling al vrij zeker."]
