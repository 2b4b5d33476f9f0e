"""A region of the user's own: the tables and words of its memo."""

import pandas as pd

from vtcost.data import Region
from vtcost.formulas.comparison import effects
from vtcost.formulas.rounding import whole_units
from vtcost.models.own_region import (
    INHABITANTS,
    Inputs,
    allocation,
    by_inhabitants,
    has_present,
    key,
    keys,
    present_contribution,
    read,
)
from vtcost.numbers import euro, listed, percent
from vtcost.results import components

WORDS = {
    INHABITANTS: "inwoners",
    "population_under_20": "inwoners jonger dan 20 jaar",
    "closed_cases": "afgesloten casussen",
}
EFFECT = ["euro", "fraction", "euro_per_inhabitant"]


def word(measure: str) -> str:
    """A measure as a reader names it; one of the region itself by its own name.

    Examples
    --------
    >>> word("population"), word("aantal_adviesvragen")
    ('inwoners', 'aantal adviesvragen')
    """
    return WORDS.get(measure, measure.replace("_", " "))


def labels(inputs: Inputs) -> dict[str, tuple[str, str]]:
    """Labels and units of the columns that a region has for each of its measures."""
    found = {f"measure {INHABITANTS}": ("Inwoners", "inhabitants"), "old_contribution": ("Huidige bijdrage", "euro")}
    for name in inputs.measures:
        found[f"share {name}"] = (f"Aandeel {word(name)}", "share")
        found[f"part {name}"] = (f"Deel {word(name)}", "euro")
    return found


def weighed(inputs: Inputs) -> str:
    """The measures with their weights, in words.

    Examples
    --------
    >>> people = pd.Series({"Assen": 60.0})
    >>> weights = {"population": 0.7, "closed_cases": 0.3}
    >>> weighed(Inputs(2027, 1.0, people, {}, {}, weights, people, people))
    '70\xa0% inwoners en 30\xa0% afgesloten casussen'
    """
    return listed(f"{percent(weight)} {word(name)}" for name, weight in inputs.weights.items())


def dated(inputs: Inputs) -> list[str]:
    """Each measure with the year of its figures, in words."""
    return [
        f"{word(name)} {'op 1 januari' if name.startswith(INHABITANTS) else 'over'} {year}"
        for name, year in inputs.years.items()
    ]


def billed(region: Region) -> pd.DataFrame:
    """Contributions in whole euros: ``new`` and, if the present ones are known, ``old``. [euro]"""
    found = {"new": whole_units(allocation(read(region))["contribution"])}
    if has_present(region):
        found["old"] = whole_units(present_contribution(region))
    return pd.DataFrame(found)


def overview(region: Region) -> pd.DataFrame:
    """What each municipality pays in whole euros and per inhabitant; the effect if the present is known."""
    people, whole = read(region).inhabitants, billed(region)
    paid = pd.DataFrame({"contribution": whole["new"], "per_inhabitant": whole["new"] / people})
    if "old" not in whole:
        return paid
    return paid.assign(old_contribution=whole["old"]).join(effects(whole["new"], whole["old"], people))


def effect_table(region: Region) -> pd.DataFrame:
    """The effect of the key against the present contributions; without rows if those are not known."""
    return overview(region).reindex(columns=["old_contribution", *EFFECT]).dropna(how="all")


def yardstick(region: Region) -> tuple[pd.Series, str]:
    """With what the chart compares, in whole euros, and its name: the present, or by inhabitants alone."""
    if has_present(region):
        return billed(region)["old"], "nu"
    return whole_units(by_inhabitants(read(region))), "naar inwoners alleen"


def finding(change: pd.Series, than: str) -> str:
    """How many municipalities pay more and less than what is compared with, for the title of a chart.

    Examples
    --------
    >>> finding(pd.Series({"Assen": 3.0, "Emmen": -2.0, "Coevorden": -1.0}), "nu")
    '1 gemeente betaalt meer dan nu, 2 minder'
    """
    more, less = int((change > 0).sum()), int((change < 0).sum())
    return f"{more} {'gemeente betaalt' if more == 1 else 'gemeenten betalen'} meer dan {than}, {less} minder"


def grants_note(inputs: Inputs) -> list[str]:
    """Who brings in DUVO, in Dutch; nothing if nobody does."""
    if inputs.grants.empty:
        return []
    names, total = listed(inputs.grants.index), euro(inputs.grants.sum())
    bring = "brengen samen" if len(inputs.grants) > 1 else "brengt"
    return [
        f"{names} {bring} {total} in uit de DUVO, geld van het Rijk voor vrouwenopvang.",
        "Dat verlaagt de bijdragen in hun gebied." if len(inputs.grants) > 1 else "Dat verlaagt de bijdragen daar.",
    ]


def key_table(region: Region) -> pd.DataFrame:
    """Inhabitants, the share in each measure and the key. Shares, not counts: small counts are sensitive."""
    inputs = read(region)
    shares_of = {f"share {name}": share for name, share in keys(inputs).items()}
    return pd.DataFrame({f"measure {INHABITANTS}": inputs.inhabitants, **shares_of, "key": key(inputs)})


def contribution_table(region: Region) -> pd.DataFrame:
    """Every term of the contribution: its parts, before DUVO, correction, grant, contribution."""
    table = allocation(read(region))
    return table.filter(regex="^part ").join(components(table)[["before_relief", "relief", "grant", "contribution"]])


def relief_table(region: Region) -> pd.DataFrame:
    """Centre municipality, contribution before DUVO, correction and grant per municipality."""
    inputs = read(region)
    table = components(allocation(inputs))
    return pd.DataFrame({"centre": inputs.centre}).join(table[["before_relief", "relief", "grant"]])


def reconciliation(region: Region) -> list[tuple[str, float]]:
    """The aansluiting: budget, parts, DUVO out and in, rounding, whole euros; each group closes to zero."""
    inputs = read(region)
    table = allocation(inputs)
    paid = table["contribution"]
    whole = whole_units(paid).sum()
    return [
        ("Begroting", inputs.budget),
        *((f"Deel naar {word(name)}", -table[f"part {name}"].sum()) for name in inputs.measures),
        ("Correctie DUVO op de bijdragen", table.filter(regex="^relief ").sum().sum()),
        *((f"DUVO ingebracht via {centre}", table[f"grant {centre}"].sum()) for centre in inputs.grants.index),
        ("Bijdragen, exact", paid.sum()),
        ("Afronding op hele euro's", whole - paid.sum()),
        ("Bijdragen in hele euro's", -whole),
    ]


def example_note(region: Region) -> list[str]:
    """A warning as long as figures in the data say that they are an example; nothing if none does."""
    used = [
        source for name in ("inputs", "measures") if name in region.tables for source in region.tables[name]["source"]
    ]
    if not any("voorbeeld" in source.lower() for source in used):
        return []
    return ["Let op: deze memo rekent nog met verzonnen voorbeeldcijfers. Besluit er niet over."]


def present_note(region: Region) -> str:
    """What the present contributions are, in Dutch."""
    if not has_present(region):
        return "De huidige bijdragen zijn niet opgegeven. Daarom staat hier geen effect."
    return "De huidige bijdragen zijn op dezelfde begroting gezet. Het effect komt dus alleen door de sleutel."
