"""Sentences that stay true when the figures change."""

from collections.abc import Mapping

import pandas as pd

from vtcost.memo.memo import tally
from vtcost.numbers import euro, listed, number


def extremes(effect: pd.Series, per_inhabitant: pd.Series | None = None) -> list[str]:
    """Who pays most more and who pays most less.

    Examples
    --------
    >>> extremes(pd.Series({"Texel": -3686.0, "Hoorn": -574848.0}))
    ['Geen enkele gemeente gaat meer betalen.', 'De bijdrage van Hoorn daalt het meest: met €\\xa0574.848.']
    """
    said = []
    for name, verb, more in ((effect.idxmax(), "stijgt", "meer"), (effect.idxmin(), "daalt", "minder")):
        change = effect[name]
        if round(change) == 0 or (change > 0) != (verb == "stijgt"):
            said.append(f"Geen enkele gemeente gaat {more} betalen.")
            continue
        each = "" if per_inhabitant is None else f" ({euro(abs(per_inhabitant[name]), 2)} per inwoner)"
        said.append(f"De bijdrage van {name} {verb} het meest: met {euro(abs(change))}{each}.")
    return said


def below_zero(contribution: pd.Series) -> list[str]:
    """A warning when grants are larger than what they relieve; nothing if all is well.

    Examples
    --------
    >>> below_zero(pd.Series({"Texel": -5.0, "Hoorn": 10.0}))
    ['Let op: met deze invoer komt de bijdrage van Texel onder nul. De DUVO is daar groter dan de kosten.']
    """
    names = contribution.index[contribution.round() < 0]
    if names.empty:
        return []
    return [
        f"Let op: met deze invoer komt de bijdrage van {listed(names)} onder nul. De DUVO is daar groter dan de kosten."
    ]


def shortage(short: float) -> str:
    """A shortage or surplus in words.

    Examples
    --------
    >>> shortage(7.0), shortage(-1.69), shortage(0.001)
    ('7,00 fte te weinig', '1,69 fte over', 'precies genoeg')
    """
    if round(short, 2) == 0:
        return "precies genoeg"
    return f"{number(short, 2)} fte te weinig" if short > 0 else f"{number(-short, 2)} fte over"


def checked(numbers: Mapping[str, int]) -> list[str]:
    """How the printed figures came out, and what the less obvious verdicts among them mean.

    Examples
    --------
    >>> checked({"input": 1, "reproduced": 2, "fitted": 0})
    ['Nagerekend: 3 gedrukte cijfers: 1 gegeven, 2 gereproduceerd.']
    """
    said = [f"Nagerekend: {tally(dict(numbers))}"]
    if numbers.get("fitted"):
        said.append("Passend gemaakt: de waarde is gevonden in dit cijfer zelf, dus het bewijst niets.")
    if numbers.get("not computable"):
        said.append("Niet te berekenen: de memo laat een tabel of cijfer weg dat nodig is.")
    if numbers.get("not comparable"):
        said.append("Niet vergelijkbaar is wat met andere invoer is berekend dan de memo gebruikte.")
    return said
