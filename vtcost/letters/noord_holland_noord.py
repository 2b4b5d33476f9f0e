"""Noord-Holland Noord: the page of each municipality."""

from dataclasses import replace

import pandas as pd

from vtcost.data import Region
from vtcost.letters.letter import Bridge, Letter, bridge, change, confirmed, whole_steps
from vtcost.models import noord_holland_noord as model
from vtcost.models import noord_holland_noord_views as views
from vtcost.models.results import components
from vtcost.numbers import compared, euro, percent
from vtcost.rounding import whole_units

OLD, NEW = "Oude bijdrage", "Nieuwe bijdrage"
EQUAL, USE, DUVO = "Gelijk bedrag per inwoner", "Gebruik", "DUVO"
OWN_GRANT = (
    "{} brengt dat geld in. Ook in de oude bijdrage zat DUVO; hoeveel, staat niet in de memo."
    " Bekijk de stap DUVO daarom samen met de eerste stap."
)
# How many more cases the example has.
MORE = 0.10


def letters(region: Region, figures: pd.DataFrame) -> list[Letter]:
    """A page for each municipality, in the order of the memo.

    Parameters
    ----------
    region : Region
    figures : DataFrame
        The table of `vtcost.published.figures`.
    """
    inputs = model.read(region)
    whole = pd.DataFrame(
        {
            "new": whole_units(model.allocation(inputs)["contribution"]),
            "old": whole_units(model.old_contribution(region)),
        }
    )
    parts = changes(region)
    return [_letter(region, inputs, name, whole.loc[name], parts.loc[name], figures) for name in whole.index]


def changes(region: Region) -> pd.DataFrame:
    r"""Why the contribution changes: three steps from the old to the new one that add up exactly.

    .. math:: b - o = (B s - o) + (B k - B s) + d

    with budget :math:`B`, share of the inhabitants :math:`s`, key :math:`k`, old contribution :math:`o` and DUVO
    :math:`d` (correction and grant together).
    """
    inputs = model.read(region)
    table, old = components(model.allocation(inputs)), model.old_contribution(region)
    equal = inputs.budget * model.keys(inputs)["inhabitants"]
    return pd.DataFrame(
        {EQUAL: equal - old, USE: table["before_relief"] - equal, DUVO: table["relief"] + table["grant"]}
    )


def more_cases(inputs: model.Inputs, name: str) -> float:
    """What the contribution rises if a municipality has a tenth more cases and the others as many. [euro]"""
    cases = inputs.cases.copy()
    cases[name] *= 1 + MORE
    other = model.allocation(replace(inputs, cases=cases))["contribution"][name]
    return other - model.allocation(inputs)["contribution"][name]


def _letter(region, inputs: model.Inputs, name: str, whole: pd.Series, parts: pd.Series, figures) -> Letter:
    year, people = region.year, inputs.inhabitants
    steps = whole_steps(parts, whole["old"], whole["new"])
    each, mean = whole["new"] / people[name], inputs.budget / people.sum()
    grant = inputs.grants.get(name)
    pays = [
        f"{name} betaalt in {year} {euro(whole['new'])} aan Veilig Thuis, als de nieuwe sleutel geldt.",
        f"Dat is {euro(each, 2)} per inwoner. Gemiddeld is het in de regio {euro(mean, 2)}.",
    ]
    if grant:
        pays.append(f"Van dit bedrag komt {euro(grant)} uit de DUVO: geld dat {name} van het Rijk krijgt.")
    paid = [
        f"Met de oude sleutel zou {name} bij dezelfde begroting {euro(whole['old'])} betalen.",
        change(name, whole["old"], whole["new"], "met de oude sleutel"),
        "Let op: de bedragen zijn niet helemaal te vergelijken. De oude sleutel rekende met minder DUVO.",
    ]
    example = abs(more_cases(inputs, name))
    return Letter(
        municipality=name,
        title=f"Wat betaalt {name} voor Veilig Thuis?",
        pays=pays,
        paid=paid,
        why=_why(inputs, name),
        bridge=_bridge(name, whole, steps, inputs),
        sure=[
            *confirmed(figures, name),
            views.cases_note(region),
            "Het aantal casussen schommelt van jaar tot jaar. In een kleine gemeente doet dat meer.",
        ],
        influence=[
            f"Het inwonertal bepaalt {percent(inputs.weight_inhabitants)} van de sleutel.",
            "Daar heeft de gemeente geen invloed op. De rest hangt af van het aantal casussen.",
            f"Zijn dat er een tiende meer, dan betaalt {name} {euro(example)} meer.",
            "Minder casussen is niet altijd goed nieuws: misschien wordt er minder gemeld.",
            "De totale kosten van Veilig Thuis veranderen niet door de sleutel.",
        ],
    )


def _why(inputs: model.Inputs, name: str) -> list[str]:
    by = {key: share[name] for key, share in model.keys(inputs).items()}
    word = {"meer": "groter dan", "minder": "kleiner dan", "evenveel": "even groot als"}
    size = word[compared(round(by["cases"] * 1e6), round(by["inhabitants"] * 1e6))]
    return [
        f"{name} heeft {percent(by['inhabitants'], 1)} van de inwoners en {percent(by['cases'], 1)} van de casussen.",
        f"Het deel in de casussen is {size} het deel in de inwoners.",
        f"De DUVO verlaagt de bijdragen in het gebied van {inputs.centre[name]}.",
        *([OWN_GRANT.format(name)] if name in inputs.grants else []),
    ]


def _bridge(name: str, whole: pd.Series, steps: pd.Series, inputs: model.Inputs) -> Bridge:
    words = {
        OLD: ("volgens de oude sleutel, bij dezelfde begroting", ""),
        EQUAL: ("als elke gemeente per inwoner evenveel betaalt", "doordat elke inwoner even zwaar telt"),
        USE: ("wat het aantal casussen daaraan verandert", "door het aantal casussen"),
        DUVO: (
            "ingebracht voor het gebied, min het eigen voordeel"
            if name in inputs.grants
            else f"geld van het Rijk in het gebied van {inputs.centre[name]}",
            "door de DUVO",
        ),
        NEW: ("volgens de nieuwe sleutel", ""),
    }
    return bridge(name, whole, steps, words)
