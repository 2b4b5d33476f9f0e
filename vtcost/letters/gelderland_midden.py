"""Gelderland-Midden: the page of each municipality, from variant A (now) to the compromise AC2 (the advice)."""

import pandas as pd

from vtcost.data import Region
from vtcost.formulas.costs import contributions
from vtcost.formulas.keys import shares_within
from vtcost.letters.letter import Bridge, Letter, bridge, change, confirmed, differs, whole_steps, without_grant
from vtcost.models import gelderland_midden as model
from vtcost.models import gelderland_midden_advice as advised
from vtcost.numbers import euro, percent

OLD, NEW = "Variant A, nu", "Compromis AC2"
SPLIT, YOUTH, USE, DUVO = "Andere verdeling over de regio's", "Naar aantal jongeren", "Gebruik", "DUVO"
MORE = 0.10


def letters(region: Region, figures: pd.DataFrame) -> list[Letter]:
    """A page for each municipality, in the order of the memo.

    Parameters
    ----------
    region : Region
    figures : DataFrame
        The table of `vtcost.published.figures`.
    """
    whole, parts, more = advised.billed(region), changes(region), more_use(region)
    # The advice is about the next year: what it would be then, with the memo's own figures.
    later = advised.billed(region.for_year(advised.DECIDED_YEAR)) if region.year < advised.DECIDED_YEAR else None
    own = pd.DataFrame(
        {
            "people": model.people(region, "population"),
            "grant": model.variant(region, "ac2").filter(regex="^grant ").sum(axis=1),
            "more": more,
        }
    )
    own["mean"] = (region.input("budget") - own["grant"].sum()) / own["people"].sum()
    return [_letter(region, name, whole, parts.loc[name], own.loc[name], later, figures) for name in whole.index]


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
    brought = inputs.grants.rename(model.RECIPIENTS)
    duvo = side.map(brought.groupby(side[brought.index]).sum())
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


def _letter(
    region: Region,
    name: str,
    all_whole: pd.DataFrame,
    parts: pd.Series,
    own: pd.Series,
    later: pd.DataFrame | None,
    figures: pd.DataFrame,
) -> Letter:
    whole, fixed = all_whole.loc[name], region.input("fixed_share")
    steps = whole_steps(parts, whole["old"], whole["new"])
    return Letter(
        municipality=name,
        title=f"Wat betaalt {name} voor Veilig Thuis?",
        pays=[
            "Veilig Thuis geeft advies bij huiselijk geweld en kindermishandeling, en onderzoekt meldingen.",
            f"Volgens het advies (AC2) zou {name} daarvoor in {region.year} {euro(whole['new'])} betalen.",
            *without_grant(name, whole["new"], own["grant"], own["people"], own["mean"]),
        ],
        before="Wat u nu betaalt",
        paid=[
            f"Nu geldt variant A. Daarin betaalt {name} {euro(whole['old'])}.",
            change(name, whole["old"], whole["new"], "in variant A"),
            *_later(name, later),
        ],
        why=[
            "In variant A telt elke inwoner even zwaar.",
            "In AC2 tellen voor het grootste deel alleen inwoners jonger dan 20 jaar.",
            "Het andere deel van de kosten volgt wat Veilig Thuis voor de gemeente doet.",
            f"Ook de verdeling tussen {model.CENTRAAL} en {model.VALLEI} is anders.",
        ],
        bridge=_bridge(name, whole, steps),
        sure=[
            *confirmed(figures, name),
            "De memo's noemen niet wat Veilig Thuis per gemeente deed. Wij hebben dat teruggerekend uit de bedragen.",
            "De afspraak over de verdeling tussen de twee regio's geldt alleen voor 2019.",
        ],
        influence=[
            f"Van de kosten wordt {percent(fixed, 1)} verdeeld naar het aantal jongeren, na aftrek van de DUVO.",
            "Daar heeft de gemeente geen invloed op.",
            "De rest hangt af van wat Veilig Thuis voor de gemeente doet.",
            f"Is dat een tiende meer, en elders evenveel, dan betaalt {name} {differs(own['more'])}."
            if round(own["more"])
            else f"Dat was volgens de teruggerekende cijfers voor {name} bijna niets.",
            "Er telt een gemiddelde van twee of drie jaar.",
            "Daardoor merkt u een verandering elk jaar maar voor een deel.",
            "Minder hulp is niet het doel.",
        ],
    )


def _later(name: str, later: pd.DataFrame | None) -> list[str]:
    """What the advice means in the year it is about."""
    if later is None:
        return []
    if name not in later.index:
        return [f"Het advies gaat over {advised.DECIDED_YEAR}. Dan is {name} deel van een andere gemeente."]
    old, new = later.loc[name, "old"], later.loc[name, "new"]
    return [
        f"Het advies gaat over {advised.DECIDED_YEAR}. Dan stijgen de kosten, en is het {euro(new)} volgens AC2.",
        change(name, old, new, "in variant A van dat jaar"),
    ]


def _bridge(name: str, whole: pd.Series, steps: pd.Series) -> Bridge:
    words = {
        OLD: ("naar inwoners binnen de subregio", ""),
        SPLIT: (f"een ander deel voor {model.CENTRAAL} en {model.VALLEI}", "door de verdeling over de regio's"),
        YOUTH: ("het vaste deel naar inwoners jonger dan 20 jaar", "door het aantal jongeren"),
        USE: ("naar wat Veilig Thuis voor de gemeente doet", "door het gebruik van Veilig Thuis"),
        DUVO: ("ook het voordeel van de DUVO naar het aantal jongeren", "door de DUVO"),
        NEW: ("volgens het advies van de werkgroep", ""),
    }
    return bridge(name, whole, steps, words)
