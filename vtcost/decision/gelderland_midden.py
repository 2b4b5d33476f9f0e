"""Gelderland-Midden: the text of the decision on the compromise AC2, which the memo advises."""

from vtcost.calculation import Calculation
from vtcost.data import Region
from vtcost.decision.rule import TO_FILL_IN, choice, rounding, rule
from vtcost.models import gelderland_midden as model
from vtcost.models import gelderland_midden_advice as advised
from vtcost.models.gelderland_midden import CENTRAAL, VALLEI
from vtcost.numbers import euro, listed, percent


def articles(region: Region, calculation: Calculation) -> list[str]:
    """The articles, in the order of the calculation.

    Parameters
    ----------
    region : Region
    calculation : Calculation
        Of that region; its formulas are the rules.
    """
    inputs, split = model.read(region), model.split(region, "share_ac2")
    year, fixed = region.year, region.input("fixed_share")
    grants = listed(
        f"{recipient} brengt {euro(inputs.grants[centre])} in" for centre, recipient in model.RECIPIENTS.items()
    )
    members = ". ".join(f"{side}: {listed(inputs.subregion.index[inputs.subregion == side])}" for side in split)
    products = listed(model.products(region, "group", "interventions"))
    people, decided = int(region.input("population_year")), advised.DECIDED_YEAR
    about = "" if year == decided else f" Let op: dit zijn de cijfers van {year}; het advies is voor {decided}."
    return [
        f"Kosten. De {len(inputs.subregion)} gemeenten verdelen in {year} samen {euro(inputs.budget)}. {members}."
        + about,
        f"Subregio's. {CENTRAAL} betaalt {percent(split[CENTRAAL])}, {VALLEI} {percent(split[VALLEI])}."
        " Dat is afgesproken voor 2019; voor latere jaren volgt overleg.",
        f"Maatstaven. Jeugd: inwoners jonger dan 20 jaar op 1 januari {people}, volgens het CBS."
        f" Productie: de kosten van {products}, per gemeente. Er telt een voortschrijdend gemiddelde van drie jaar;"
        " voor 2019 de jaren 2016 en 2017.",
        f"Vast en variabel. Van de hele begroting ligt {percent(fixed, 1)} vast (het advies zegt 80 procent:"
        f" {choice(percent(fixed, 1), '80 %')}). Het vaste deel gaat naar jeugd, het variabele deel naar productie."
        f" {rule(calculation, 'ac2 key', 'ac2 variable', 'ac2 fixed')}",
        f"DUVO. {grants} (de DUVO van Amersfoort komt via Nijkerk). Dat verlaagt het vaste deel van de subregio."
        f" {rule(calculation, 'ac2 relief')} Wie de DUVO inbrengt, betaalt die bovenop het eigen deel.",
        f"Bijdrage. {rule(calculation, 'ac2 before', 'ac2 contribution')}",
        rounding(inputs.budget),
        "Nacalculatie. Een resultaat na afloop van het jaar wordt verdeeld met de sleutel van dat jaar,"
        f" {choice('naar de bijdrage vóór DUVO', 'naar de bijdrage na DUVO')}.",
        "Vaststelling. De gemeenten stellen elk jaar samen het budget en de sleutel vast. De memo zegt niet wie de"
        f" maatstaven aanlevert en voor welke datum: {TO_FILL_IN}, voor {TO_FILL_IN}.",
    ]
