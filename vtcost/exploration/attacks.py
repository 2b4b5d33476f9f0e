"""What printed amounts reveal of small counts: the attack in tables, per rounding and per attacker."""

import pandas as pd

from vtcost.exploration.small_counts import BASE, NOISE, SEED, Situation
from vtcost.numbers import euro, number, percent
from vtcost.reconstruction.attack import Knowledge, MadeUp, made_up, success, values_left

# Units to which amounts may be printed. [euro]
UNITS = (1, 10, 100, 1_000, 5_000, 10_000, 50_000)
TRIALS = 200
# What each attacker knows besides the amounts, the budget and the inhabitants that CBS publishes.
ATTACKERS = {
    "Niets": Knowledge(),
    "Het gewicht": Knowledge(weight=True),
    "Het totaal": Knowledge(total=True),
    "Gewicht en precieze inwoners": Knowledge(weight=True, inhabitants=True),
    "Alles": Knowledge(weight=True, total=True, inhabitants=True),
}
EVERYTHING, NOTHING = "Alles", "Niets"
# Steps from the weight of the proposal at which a transition prints more tables (nhn-oplegger: 30 to 70 %).
STEPS = (-0.2, -0.1, 0.0, 0.1, 0.2)
LEFT_LABELS = {
    "amounts": ("Alleen de bijdragen", "number"),
    "tables": ("Ook vier tabellen van een ingroeimodel", "number"),
    "counts": (f"Bijdragen en aantallen, afgerond op {BASE}", "number"),
    "both": ("Alles samen", "number"),
}
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
    return made_up(known, one.total, budget, one.weight, NOISE, trials=TRIALS, seed=SEED)


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


def left(drawn: MadeUp) -> pd.DataFrame:
    """Counts that remain possible for who knows all but the counts, per rounding and per what is printed."""
    tables = [drawn.weight + step for step in STEPS if 0 <= drawn.weight + step < 1]
    prints = {
        "amounts": ([drawn.weight], None),
        "tables": (tables, None),
        "counts": ([drawn.weight], BASE),
        "both": (tables, BASE),
    }
    return pd.DataFrame(
        {
            name: {label(unit): values_left(drawn, unit, weights, base).mean() for unit in UNITS}
            for name, (weights, base) in prints.items()
        }
    )


def hides_at(remaining: pd.DataFrame) -> pd.Series:
    """Per print the smallest rounding that leaves `BASE` counts or more; not a number if none does. [euro]"""
    return remaining.apply(lambda values: _first_from(values.to_numpy() >= BASE))


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


def conclusion(one: Situation, found: pd.DataFrame, remaining: pd.DataFrame) -> list[str]:
    """What the tables say, in sentences."""
    fails, hides = fails_at(found), hides_at(remaining)
    finest, coarsest = label(UNITS[0]), label(UNITS[-1])
    tried, remain = found["regions"].loc[finest], remaining["counts"]
    return [
        f"{one.title}: één casus is {euro(one.value)} waard.",
        f"Staan de bijdragen er in hele euro's, dan vindt wie alles weet in {percent(tried[EVERYTHING], 0)} van de"
        f" verzonnen regio's alle aantallen, en wie niets weet in {percent(tried[NOTHING], 0)}.",
        f"Bij afronding op {rounding(fails.max(skipna=False))} vindt niemand nog alle aantallen van een regio.",
        f"Pas bij {rounding(hides['amounts'])} blijven per gemeente ten minste {BASE} aantallen mogelijk;"
        f" met de tabellen van een ingroeimodel erbij pas bij {rounding(hides['tables'])}.",
        f"Staan ook de op {BASE} afgeronde aantallen er, dan blijven er bij hele euro's"
        f" {number(remain[finest])} over en bij {coarsest} {number(remain[coarsest], 1)}.",
    ]


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
