"""Sentences that stay true when the figures change."""

from collections.abc import Mapping

import pandas as pd

from vtcost.numbers import euro, listed, number
from vtcost.published.verdicts import CONFIRMED


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


def extremes_each(per_inhabitant: pd.Series) -> str:
    """Who pays most more per inhabitant.

    Examples
    --------
    >>> extremes_each(pd.Series({"Texel": -0.27, "Drechterland": 4.94}))
    'Per inwoner stijgt de bijdrage van Drechterland het meest: €\xa04,94.'
    """
    name = per_inhabitant.idxmax()
    if round(per_inhabitant[name], 2) <= 0:
        return "Per inwoner stijgt geen enkele bijdrage."
    return f"Per inwoner stijgt de bijdrage van {name} het meest: {euro(per_inhabitant[name], 2)}."


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
    """How the printed figures came out, in plain words; the words of the verdicts stand in the accountability.

    Examples
    --------
    >>> for sentence in checked({"input": 3, "reproduced": 5, "rounding": 1, "fitted": 2, "unexplained": 1}):
    ...     print(sentence)
    Hoe zeker? Van de 12 gedrukte cijfers zijn er 3 overgenomen.
    Van de andere 9 kloppen er 6, waarvan 1 na afronding.
    2 konden niet los worden nagerekend: ze waren zelf nodig voor de berekening.
    1 klopt niet en blijft onverklaard.
    """
    total, given = sum(numbers.values()), numbers.get("input", 0)
    good = sum(numbers.get(verdict, 0) for verdict in CONFIRMED)
    said = [f"Hoe zeker? Van de {number(total)} gedrukte cijfers zijn er {number(given)} overgenomen."]
    extra = [
        f"{number(count)} {words}"
        for verdict, words in (("rounding", "na afronding"), ("explained", "met een bewezen oorzaak"))
        if (count := numbers.get(verdict, 0))
    ]
    among = f", waarvan {listed(extra)}" if extra else ""
    said.append(f"Van de andere {number(total - given)} {_agree(good)} er {number(good)}{among}.")
    for verdict, one, more in REST:
        if count := numbers.get(verdict, 0):
            said.append(f"{number(count)} {one if count == 1 else more}.")
    return said


def _agree(count: int) -> str:
    return "klopt" if count == 1 else "kloppen"


# What is said of the other verdicts, for one figure and for more.
REST = (
    (
        "fitted",
        "kon niet los worden nagerekend: het was zelf nodig voor de berekening",
        "konden niet los worden nagerekend: ze waren zelf nodig voor de berekening",
    ),
    ("not computable", "is niet te berekenen: de memo laat iets weg", "zijn niet te berekenen: de memo laat iets weg"),
    ("unexplained", "klopt niet en blijft onverklaard", "kloppen niet en blijven onverklaard"),
    (
        "not comparable",
        "is niet vergelijkbaar: hier is met andere invoer gerekend",
        "zijn niet vergelijkbaar: hier is met andere invoer gerekend",
    ),
)
