"""What printed amounts reveal of small counts: the attack in tables, per rounding and per attacker."""

import numpy as np
import pandas as pd

from vtcost.exploration.small_counts import BASE, NOISE, SEED, Situation
from vtcost.numbers import euro, number, percent
from vtcost.reconstruction.attack import FURTHEST, Knowledge, MadeUp, made_up, success, values_by_region

# Units to which amounts may be printed. [euro]
UNITS = (1, 10, 100, 1_000, 1_500, 2_000, 3_000, 5_000, 10_000, 50_000)
# Made-up regions: fewer where a region is large, so that the work is bounded (totals tried x municipalities x regions).
TRIALS, FEWEST, WORK = 200, 20, 12_000_000
# What each attacker knows besides the amounts, the budget and the inhabitants that CBS publishes.
ATTACKERS = {
    "Niets": Knowledge(),
    "Het gewicht": Knowledge(weight=True),
    "Het totaal": Knowledge(total=True),
    "Gewicht en precieze inwoners": Knowledge(weight=True, inhabitants=True),
    "Alles": Knowledge(weight=True, total=True, inhabitants=True),
}
EVERYTHING, NOTHING = "Alles", "Niets"
WHO = {
    "Niets": "Wie niets weet",
    "Het gewicht": "Wie het gewicht weet",
    "Het totaal": "Wie het totaal weet",
    "Gewicht en precieze inwoners": "Wie het gewicht en de precieze inwoners weet",
    "Alles": "Wie alles weet",
}
# Steps from the weight of the proposal at which a transition prints more tables (nhn-oplegger: 30 to 70 %).
STEPS = (-0.2, -0.1, 0.0, 0.1, 0.2)
LEFT_LABELS = {
    "amounts": ("Alleen de bijdragen", "number"),
    "tables": ("Ook vier tabellen van een ingroeimodel", "number"),
    "counts": (f"Bijdragen en aantallen, afgerond op {BASE}", "number"),
    "both": ("Alles samen", "number"),
}
FEW_LABELS = {name: (label, "fraction") for name, (label, _) in LEFT_LABELS.items()}
COLUMN_LABELS = {
    "step_small": ("Stap, kleinste gemeente", "euro"),
    "values_small": ("Aantallen die dat openlaat", "number"),
    "step_large": ("Stap, grootste gemeente", "euro"),
    "values_large": ("Aantallen die dat openlaat, grootste", "number"),
}
ATTACK_LABELS = {name: (name, "fraction") for name in ATTACKERS}
ERROR_LABELS = {name: (name, "number") for name in ATTACKERS}


def regions(one: Situation) -> MadeUp:
    """Made-up regions like this one: the same budget, weight, total and inhabitants, other counts."""
    known, budget = one.known, one.reform.budget
    return made_up(known, one.total, budget, one.weight, NOISE, trials=trials(one.total, len(known)), seed=SEED)


def trials(total: int, municipalities: int) -> int:
    """How many regions are made up: fewer where each takes more work.

    Examples
    --------
    >>> trials(3_233, 18), trials(30_000, 30)
    (200, 80)
    """
    tried = min(total, 2 * FURTHEST)
    return int(np.clip(WORK // (tried * municipalities), FEWEST, TRIALS))


def outcomes(drawn: MadeUp) -> pd.DataFrame:
    """Per rounding (row) what each attacker finds: columns ``regions``, ``counts``, ``error`` by attacker."""
    found = {
        (field, name): {label(unit): value for unit, value in by_unit.items()}
        for name, attacker in ATTACKERS.items()
        for field, by_unit in pd.DataFrame({unit: success(drawn, unit, attacker) for unit in UNITS}).T.items()
    }
    return pd.DataFrame(found)


def fails_at(found: pd.DataFrame) -> pd.Series:
    """Per attacker the smallest rounding from which no region is found completely; not a number if none is. [euro]"""
    return found["regions"].apply(lambda rates: _first_from(rates.to_numpy() == 0))


def left(drawn: MadeUp) -> tuple[pd.DataFrame, pd.DataFrame]:
    """For who knows all but the counts, per rounding and per what is printed.

    Returns
    -------
    mean : DataFrame
        Counts that remain possible, on average. [counts]
    few : DataFrame
        Part of the municipalities that keep fewer than `BASE`: a mean says nothing of who is found. [-]
    """
    tables = [drawn.weight + step for step in STEPS if 0 <= drawn.weight + step < 1]
    prints = {
        "amounts": ([drawn.weight], None),
        "tables": (tables, None),
        "counts": ([drawn.weight], BASE),
        "both": (tables, BASE),
    }
    mean, few = {}, {}
    for name, (weights, base) in prints.items():
        values = {label(unit): values_by_region(drawn, unit, weights, base) for unit in UNITS}
        mean[name] = {row: found.mean() for row, found in values.items()}
        few[name] = {row: (found < BASE).mean() for row, found in values.items()}
    return pd.DataFrame(mean), pd.DataFrame(few)


def hides_at(few: pd.DataFrame) -> pd.Series:
    """Per print the smallest rounding that leaves every municipality `BASE` counts or more; not a number if none."""
    return few.apply(lambda parts: _first_from(parts.to_numpy() == 0))


def hides_nothing_to(mean: pd.DataFrame) -> float:
    """The largest rounding at which the contributions alone leave every municipality one count; 0 if there is none."""
    given_away = [unit for unit in UNITS if mean.loc[label(unit), "amounts"] == 1]
    return max(given_away, default=0)


def chart_title(mean: pd.DataFrame) -> str:
    """What the chart of the counts that remain shows."""
    unit = hides_nothing_to(mean)
    return f"Tot {euro(unit)} afronden verbergt niets" if unit else "Ook bij hele euro's blijven er meer aantallen over"


def columns(one: Situation) -> pd.DataFrame:
    """How fine other columns of a memo are: the step of each as euros before grants, and the counts that it leaves.

    A step of less than the value of a case leaves one count: the column gives it away.
    """
    small, large = one.reform.inhabitants.idxmin(), one.reform.inhabitants.idxmax()
    people, present = one.reform.inhabitants, one.reform.present
    steps = {
        "Bijdrage in hele euro's": {small: 1.0, large: 1.0},
        "Bijdrage per inwoner in centen": {name: people[name] / 100 for name in (small, large)},
        "Effect in tienden van procenten": {name: abs(present[name]) / 1000 for name in (small, large)},
        "Aandeel in de aantallen, vier decimalen": dict.fromkeys((small, large), one.amount * 1e-6),
        "Aandeel in de aantallen, één decimaal": dict.fromkeys((small, large), one.amount * 1e-3),
    }
    rows = {
        column: {
            "step_small": step[small],
            "values_small": max(1.0, step[small] / one.value),
            "step_large": step[large],
            "values_large": max(1.0, step[large] / one.value),
        }
        for column, step in steps.items()
    }
    return pd.DataFrame(rows).T


def failures(found: pd.DataFrame) -> list[str]:
    """Per attacker a sentence: where it fails among the roundings that were tried."""
    return [_failure(who, unit, found["regions"][who]) for who, unit in fails_at(found).items()]


def _failure(who: str, unit: float, rates: pd.Series) -> str:
    if unit != unit:
        return f"{WHO[who]}, vindt bij elke geprobeerde afronding nog regio's helemaal."
    if unit == UNITS[0]:
        return f"{WHO[who]}, vindt de aantallen ook bij hele euro's niet."
    before = UNITS[UNITS.index(unit) - 1]
    return (
        f"{WHO[who]}, vindt bij {euro(unit)} geen enkele regio meer helemaal; bij {euro(before)}, de stap ervoor, nog"
        f" {percent(rates[label(before)])}."
    )


def conclusion(one: Situation, found: pd.DataFrame, few: pd.DataFrame, mean: pd.DataFrame) -> list[str]:
    """What the tables say, in sentences."""
    fails, hides = fails_at(found), hides_at(few)
    finest, coarsest = label(UNITS[0]), label(UNITS[-1])
    tried, remain = found["regions"].loc[finest], mean["counts"]
    return [
        f"{one.title}: één casus is {euro(one.value)} waard.",
        f"Staan de bijdragen er in hele euro's, dan vindt wie alles weet in {percent(tried[EVERYTHING], 0)} van de"
        f" verzonnen regio's alle aantallen, en wie niets weet in {percent(tried[NOTHING], 0)}.",
        f"Bij afronding op {rounding(fails.max(skipna=False))} of grover vindt niemand nog alle aantallen van een"
        f" regio. Losse aantallen vindt wie alles weet dan nog wel:"
        f" {percent(found['counts'].loc[_row(fails.max(skipna=False)), EVERYTHING], 0)}.",
        _hidden(hides, few),
        f"Staan ook de op {BASE} afgeronde aantallen er: bij hele euro's {_fitting(remain[finest])}, bij {coarsest}"
        f" {_fitting(remain[coarsest])}.",
    ]


def _hidden(hides: pd.Series, few: pd.DataFrame) -> str:
    """From which rounding every municipality keeps enough counts, with and without the tables of a transition."""
    amounts, tables = hides["amounts"], hides["tables"]
    said = f"Bij {rounding(amounts)} houdt elke gemeente ten minste {BASE} mogelijke aantallen"
    if tables == amounts or (tables != tables and amounts != amounts):
        return f"{said}, ook als de tabellen van een ingroeimodel erbij staan."
    if tables == tables:
        return f"{said}; met de tabellen van een ingroeimodel erbij pas bij {euro(tables)}."
    last = few["tables"].iloc[-1]
    return (
        f"{said}. Staan de tabellen van een ingroeimodel erbij, dan is geen enkele geprobeerde afronding genoeg: bij"
        f" {euro(UNITS[-1])} houdt {percent(last, 0)} van de gemeenten er minder dan {BASE}."
    )


def _fitting(values: float) -> str:
    return "past nog maar één aantal" if round(values, 2) == 1 else f"passen er gemiddeld {number(values, 1)}"


def _row(unit: float) -> str:
    return label(UNITS[-1] if unit != unit else unit)


def label(unit: float) -> str:
    """A rounding as a row of a table.

    Examples
    --------
    >>> label(10_000)
    '10.000 euro'
    """
    return f"{number(unit)} euro"


def rounding(unit: float) -> str:
    """A rounding in a sentence; not a number: none that was tried."""
    return "geen enkele geprobeerde afronding" if unit != unit else euro(unit)


def _first_from(good) -> float:
    """The first unit from which all are good."""
    from_here = good[::-1].cumprod()[::-1].astype(bool)
    return float(UNITS[from_here.argmax()]) if from_here.any() else float("nan")
