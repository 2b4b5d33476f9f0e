"""A region of the user's own: words around its figures."""

from collections.abc import Mapping

import pandas as pd

from vtcost.data import Region, in_words
from vtcost.numbers import euro, listed, percent
from vtcost.quantity import Quantity

INHABITANTS = "population"


def weighed(region: Region, weights: Mapping[str, Quantity]) -> str:
    """The measures with their weights.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from vtcost.quantity import given
    >>> region = SimpleNamespace(glossary={"word population": ("inwoners",)})
    >>> weighed(region, {"population": given(0.7, "Gewicht", "fraction"), "adviesvragen": given(0.3, "x", "fraction")})
    '70\xa0% inwoners en 30\xa0% adviesvragen'
    """
    return listed(f"{percent(float(weight))} {in_words(region, name)}" for name, weight in weights.items())


def weights_of(region: Region, weights: Mapping[str, Quantity]) -> str:
    """Each measure with its weight."""
    return listed(f"{in_words(region, name)} {percent(float(weight))}" for name, weight in weights.items())


def dated(region: Region, measures: Mapping[str, Quantity]) -> list[str]:
    """Each measure with the year of its figures."""
    return [
        f"{in_words(region, name)} {'op 1 januari' if name.startswith(INHABITANTS) else 'over'}"
        f" {int(region.input(f'{name}_year'))}"
        for name in measures
    ]


def grants_note(grants: Quantity | None) -> list[str]:
    """Who brings in DUVO; nothing if nobody does."""
    if grants is None:
        return []
    names, total = listed(grants.rows), euro(grants.series.sum())
    bring = "brengen samen" if len(grants) > 1 else "brengt"
    return [
        f"{names} {bring} {total} in uit de DUVO, geld van het Rijk voor vrouwenopvang.",
        "Dat verlaagt de bijdragen in hun gebied." if len(grants) > 1 else "Dat verlaagt de bijdragen daar.",
    ]


def finding(change: pd.Series, than: str) -> str:
    """How many municipalities pay more and less than what is compared with, for the title of a chart.

    Examples
    --------
    >>> finding(pd.Series({"Assen": 3.0, "Emmen": -2.0, "Coevorden": -1.0}), "nu")
    '1 gemeente betaalt meer dan nu, 2 minder'
    """
    more, less = int((change > 0).sum()), int((change < 0).sum())
    return f"{more} {'gemeente betaalt' if more == 1 else 'gemeenten betalen'} meer dan {than}, {less} minder"


def example_note(region: Region) -> list[str]:
    """A warning as long as figures in the data say that they are an example; nothing if none does."""
    used = [
        source for name in ("inputs", "measures") if name in region.tables for source in region.tables[name]["source"]
    ]
    if not any("voorbeeld" in source.lower() for source in used):
        return []
    return ["Let op: deze memo rekent nog met verzonnen voorbeeldcijfers. Besluit er niet over."]


def present_note(known: bool) -> str:
    """What the present contributions are."""
    if not known:
        return "De huidige bijdragen zijn niet opgegeven. Daarom staat hier geen effect."
    return "De huidige bijdragen zijn op dezelfde begroting gezet. Het effect komt dus alleen door de sleutel."
