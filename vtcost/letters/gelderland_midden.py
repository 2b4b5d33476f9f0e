"""Gelderland-Midden: the page of each municipality, from variant A (now) to the compromise AC2 (the advice)."""

import pandas as pd

from vtcost.allocation import contributions
from vtcost.data import Region
from vtcost.keys import shares_within
from vtcost.letters.letter import Bridge, Letter, bridge, change, confirmed, whole_steps
from vtcost.models import gelderland_midden as model
from vtcost.numbers import euro, percent
from vtcost.rounding import whole_units

OLD, NEW = "Variant A, nu", "Compromis AC2"
SPLIT, YOUTH, USE, DUVO = "Verdeling over de subregio's", "Jongeren tellen, niet inwoners", "Gebruik", "DUVO"
MORE = 0.10


def letters(region: Region, figures: pd.DataFrame) -> list[Letter]:
    """A page for each municipality, in the order of the memo.

    Parameters
    ----------
    region : Region
    figures : DataFrame
        The table of `vtcost.published.figures`.
    """
    variants = {"old": model.variant(region, "a"), "new": model.variant(region, "ac2")}
    whole = pd.DataFrame({name: whole_units(table["contribution"]) for name, table in variants.items()})
    grants = variants["new"].filter(regex="^grant ").sum(axis=1)
    parts, more = changes(region), more_use(region)
    people = model.people(region, "population")
    return [
        _letter(region, name, whole.loc[name], parts.loc[name], (people, grants[name], more[name]), figures)
        for name in whole.index
    ]


def changes(region: Region) -> pd.DataFrame:
    r"""Why the contribution changes from A to AC2: four steps that add up exactly.

    .. math:: (C - A)\,p + C\,(y - p) + (v - V y) - D\,(y - p)

    with the sub-region's amount in A and AC2 (:math:`A`, :math:`C`), shares of inhabitants and of those under 20
    (:math:`p`, :math:`y`), own and sub-region's variable part (:math:`v`, :math:`V`) and the DUVO :math:`D`.
    """
    inputs = model.read(region)
    side = inputs.subregion
    people = shares_within(model.people(region, "population"), side)
    youth = shares_within(model.people(region, "population_under_20"), side)
    before, after = (side.map(model.split(region, name)) * inputs.budget for name in ("share_a", "share_ac2"))
    variable = model.variant(region, "ac2").filter(regex="^part variable ").sum(axis=1)
    duvo = side.map({side[recipient]: 0.0 for recipient in model.RECIPIENTS.values()}).astype(float)
    for centre, recipient in model.RECIPIENTS.items():
        duvo = duvo + (side == side[recipient]) * inputs.grants[centre]
    together = variable.groupby(side).transform("sum")
    return pd.DataFrame(
        {
            SPLIT: (after - before) * people,
            YOUTH: after * (youth - people),
            USE: variable - together * youth,
            DUVO: -duvo * (youth - people),
        }
    ).reindex(side.index)


def more_use(region: Region) -> pd.Series:
    """What the contribution in AC2 rises if a municipality uses a tenth more and the others as much. [euro]"""
    inputs, made = model.read(region), model.production(region, "interventions")
    youth, now = model.people(region, "population_under_20"), model.variant(region, "ac2")["contribution"]
    rises = {}
    for name in now.index:
        other = made.copy()
        other[name] *= 1 + MORE
        rises[name] = contributions(*model.compromise(region, inputs, other, youth))["contribution"][name] - now[name]
    return pd.Series(rises)


def _letter(region: Region, name: str, whole: pd.Series, parts: pd.Series, own: tuple, figures: pd.DataFrame) -> Letter:
    people, grant, example = own
    steps = whole_steps(parts, whole["old"], whole["new"])
    pays = [
        f"Met het compromis AC2 zou {name} in {region.year} {euro(whole['new'])} betalen aan Veilig Thuis.",
        f"Dat is {euro(whole['new'] / people[name], 2)} per inwoner.",
        f"Gemiddeld is het in de regio {euro(region.input('budget') / people.sum(), 2)}.",
    ]
    if grant:
        pays.append(f"Van dit bedrag komt {euro(grant)} uit de DUVO: geld van het Rijk dat {name} inbrengt.")
    fixed = region.input("fixed_share")
    return Letter(
        municipality=name,
        title=f"Wat betaalt {name} voor Veilig Thuis?",
        pays=pays,
        paid=[
            f"Nu geldt variant A. Daarin betaalt {name} {euro(whole['old'])}.",
            change(name, whole["old"], whole["new"], "in variant A"),
        ],
        why=[
            "In variant A telt elke inwoner even zwaar.",
            "In AC2 tellen voor het vaste deel alleen inwoners jonger dan 20 jaar.",
            "Het andere deel van de kosten volgt wat Veilig Thuis voor de gemeente doet.",
            "Ook de verdeling tussen Centraal Gelderland en West Veluwe Vallei is anders.",
        ],
        bridge=_bridge(name, whole, steps),
        sure=[
            *confirmed(figures, name),
            "De memo's noemen de productie per gemeente niet. Die is teruggerekend uit de gedrukte bedragen.",
            "De afspraak over de verdeling tussen de subregio's geldt alleen voor 2019.",
        ],
        influence=[
            f"Van de hele begroting ligt {percent(fixed, 1)} vast.",
            "Op het aantal jongeren heeft de gemeente geen invloed.",
            "De rest hangt af van wat Veilig Thuis voor de gemeente doet.",
            f"Is dat een tiende meer, dan betaalt {name} {euro(abs(example))} meer."
            if round(example)
            else f"Dat was volgens de teruggerekende cijfers voor {name} bijna niets.",
            "Er telt een gemiddelde van twee of drie jaar. Zo weegt een uitschieter minder zwaar.",
            "Minder hulp is niet het doel.",
        ],
    )


def _bridge(name: str, whole: pd.Series, steps: pd.Series) -> Bridge:
    words = {
        OLD: ("naar inwoners binnen de subregio", ""),
        SPLIT: ("een ander deel voor elke subregio", "door de verdeling over de subregio's"),
        YOUTH: ("het vaste deel naar inwoners jonger dan 20 jaar", "door het aantal jongeren"),
        USE: ("het variabele deel naar wat Veilig Thuis voor de gemeente doet", "door wat Veilig Thuis er doet"),
        DUVO: ("ook de DUVO gaat naar jongeren, niet naar inwoners", "door de DUVO"),
        NEW: ("volgens het advies van de werkgroep", ""),
    }
    return bridge(name, whole, steps, words)
