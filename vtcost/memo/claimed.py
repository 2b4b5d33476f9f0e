"""Sentences of a memo with their outcome, as a table."""

import pandas as pd

from vtcost.memo import labels
from vtcost.numbers import show

CLAIMED = {
    "place": "Plaats",
    "outcome": "Oordeel",
    "shown": "Berekend",
    "consequence": "Gevolg",
    "severity": "Zwaarte",
}


def claimed(checked: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, tuple[str, str]]]:
    """The table of `vtcost.claims.check` as a reader sees it, and its labels; findings have their consequence."""
    shown = pd.DataFrame(index=checked["sentence"])
    shown["place"] = (checked["memo"] + ", " + checked["place"]).to_numpy()
    shown["outcome"] = [labels.OUTCOMES[outcome] for outcome in checked["outcome"]]
    shown["shown"] = checked["shown"].to_numpy()
    if (checked["severity"] > 0).all():
        shown["consequence"] = [_consequence(row.consequence, row.unit) for row in checked.itertuples()]
        shown["severity"] = [labels.SEVERITIES[severity] for severity in checked["severity"]]
    known = {name: (label, "text") for name, label in CLAIMED.items()}
    return shown, known


def _consequence(value: float | None, unit: str) -> str:
    if value is None or value != value:
        return "niet te berekenen"
    name = "" if unit == "fraction" else f" {labels.UNIT_NAMES.get(unit, unit)}"
    return f"{show(float(value), unit)}{name}"
