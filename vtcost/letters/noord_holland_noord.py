"""Noord-Holland Noord: the page of each municipality."""

from dataclasses import replace

import pandas as pd

from vtcost.data import Region
from vtcost.letters.letter import Bridge, Letter, bridge, change, confirmed, differs, whole_steps, without_grant
from vtcost.models import noord_holland_noord as model
from vtcost.models import noord_holland_noord_views as views
from vtcost.numbers import euro, percent
from vtcost.results import components

OLD, NEW = "Oude bijdrage", "Nieuwe bijdrage"
EQUAL, USE, DUVO = "Gelijk bedrag per inwoner", "Gebruik", "DUVO"
OLD_GRANT = "In de oude bijdrage zat ook DUVO; hoeveel, staat niet in de memo. Zie de stappen daarom samen."
# Shares closer than this are called about equal: a difference that a reader does not see.
EQUAL_SHARES = 0.002
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
    whole, parts = views.billed(region), changes(region)
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
    mean = (inputs.budget - inputs.grants.sum()) / people.sum()
    grant = float(inputs.grants.get(name, 0.0))
    example = more_cases(inputs, name)
    return Letter(
        municipality=name,
        title=f"Wat betaalt {name} voor Veilig Thuis?",
        pays=[
            "Veilig Thuis geeft advies bij huiselijk geweld en kindermishandeling, en onderzoekt meldingen.",
            f"{name} betaalt daarvoor in {year} {euro(whole['new'])}, als de nieuwe sleutel geldt.",
            *without_grant(name, whole["new"], grant, people[name], mean),
        ],
        before="Wat u met de oude sleutel zou betalen",
        paid=[
            f"Met de oude sleutel zou {name} bij dezelfde begroting {euro(whole['old'])} betalen.",
            change(name, whole["old"], whole["new"], "met de oude sleutel"),
            "Let op: de bedragen zijn niet helemaal te vergelijken. De oude sleutel rekende met een andere DUVO.",
        ],
        why=_why(inputs, name),
        bridge=_bridge(name, whole, steps, inputs),
        sure=[
            *confirmed(figures, name),
            views.cases_note(region),
            "Het aantal casussen schommelt van jaar tot jaar. In een kleine gemeente is die schommeling groter.",
        ],
        influence=[
            f"Het aantal inwoners telt mee voor {percent(inputs.weight_inhabitants)}.",
            "Daar heeft de gemeente geen invloed op.",
            *(_use(name, example) if inputs.weight_inhabitants < 1 else []),
            "De totale kosten van Veilig Thuis veranderen niet door de sleutel.",
        ],
    )


def _use(name: str, example: float) -> list[str]:
    return [
        "De rest hangt af van het aantal casussen.",
        f"Zijn dat er een tiende meer, en elders evenveel, dan betaalt {name} {differs(example)}.",
        "Minder casussen is niet altijd goed nieuws: misschien wordt er minder gemeld.",
    ]


def _why(inputs: model.Inputs, name: str) -> list[str]:
    by, weight = {key: share[name] for key, share in model.keys(inputs).items()}, inputs.weight_inhabitants
    apart = by["cases"] - by["inhabitants"]
    size = "ongeveer even groot als" if abs(apart) < EQUAL_SHARES else "groter dan" if apart > 0 else "kleiner dan"
    return [
        "De oude sleutel rust op cijfers van rond 2014.",
        f"De nieuwe kijkt voor {percent(weight)} naar inwoners en voor {percent(1 - weight)} naar casussen.",
        "Een casus is een zaak die Veilig Thuis heeft behandeld en afgesloten.",
        f"{name} heeft {percent(by['inhabitants'], 1)} van de inwoners en {percent(by['cases'], 1)} van de casussen.",
        f"Het aandeel in de casussen is {size} het aandeel in de inwoners.",
        OLD_GRANT,
    ]


def _bridge(name: str, whole: pd.Series, steps: pd.Series, inputs: model.Inputs) -> Bridge:
    words = {
        OLD: ("volgens de oude sleutel, bij dezelfde begroting", ""),
        EQUAL: ("als elke gemeente per inwoner evenveel betaalt", "doordat de oude verdeling vervalt"),
        USE: ("wat het aantal casussen daaraan verandert", "door het aantal casussen"),
        DUVO: (_duvo_is(inputs, name), ""),
        NEW: ("volgens de nieuwe sleutel", ""),
    }
    return bridge(name, whole, steps, words)


def _duvo_is(inputs: model.Inputs, name: str) -> str:
    if name in inputs.grants:
        return "ingebracht voor het gebied, min het eigen voordeel"
    return f"het voordeel in het gebied van {inputs.centre[name]}"
