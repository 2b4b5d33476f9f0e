"""Noord-Holland Noord: the text of the decision on the key."""

from vtcost.calculation import Calculation
from vtcost.data import Region
from vtcost.decision.rule import TO_FILL_IN, choice, rounding, rule
from vtcost.models import noord_holland_noord as model
from vtcost.numbers import euro, listed, percent

VINTAGES = {"memo": "volgens de voorlopige cijfers waarmee de memo rekent", "final": "volgens de definitieve cijfers"}


def articles(region: Region, calculation: Calculation) -> list[str]:
    """The articles, in the order of the calculation.

    Parameters
    ----------
    region : Region
    calculation : Calculation
        Of that region; its formulas are the rules.
    """
    inputs = model.read(region)
    year, weight = region.year, inputs.weight_inhabitants
    vintage = VINTAGES[region.parameter("population_vintage")] if inputs.population_year == model.TABLE_YEAR else ""
    grants = listed(f"{centre} brengt {euro(amount)} in" for centre, amount in inputs.grants.items())
    areas = ". ".join(
        f"Gebied van {centre}: {listed(inputs.centre.index[inputs.centre == centre])}" for centre in inputs.grants.index
    )
    paths = "; ".join(
        f"{', '.join(percent(one) for one in model.transition_path(region, reading)['inhabitants'])} inwoners"
        for reading in model.READINGS
    )
    return [
        f"Kosten. De {len(inputs.inhabitants)} gemeenten verdelen in {year} samen {euro(inputs.budget)}. {areas}.",
        f"Maatstaven. Inwoners: het aantal op 1 januari {inputs.population_year} {vintage or 'van het CBS'}."
        f" Casussen: het aantal dat Veilig Thuis in {inputs.cases_year} per gemeente heeft afgesloten. De memo drukt de"
        " aantallen per gemeente niet af; de werkmap heeft ze op het blad Gemeenten, voeg ze bij het besluit.",
        f"Sleutel. Een gemeente betaalt voor {percent(weight)} naar haar aandeel in de inwoners en voor"
        f" {percent(1 - weight)} naar haar aandeel in de casussen. In formule:"
        f" {rule(calculation, 'share_inhabitants', 'share_cases', 'key')} Het gewicht van de inwoners is"
        f" {percent(weight)}, dat van de casussen {percent(1 - weight)}.",
        f"Deel in de kosten. {rule(calculation, 'part inhabitants', 'part cases', 'before_relief')}",
        f"DUVO. {grants}. Dat verlaagt de bijdragen in het gebied van die centrumgemeente, naar rato van het deel in de"
        f" kosten. {rule(calculation, 'relief')} De centrumgemeente betaalt haar DUVO bovenop haar eigen deel.",
        f"Bijdrage. {rule(calculation, 'contribution')}",
        rounding(inputs.budget),
        "Ingang. De sleutel geldt vanaf"
        f" {choice(f'1 januari {year}, het voorstel van de memo', f'1 januari {year + 1}')}."
        f" Bij ingang op 1 januari {year}: {choice('meteen betalen', f'in {year + 1} verrekenen')}. Verrekend wordt wat"
        " volgens de nieuwe sleutel is verschuldigd, min wat volgens de oude is betaald."
        f" {rule(calculation, 'settlement')} Let op: de oude sleutel rekende met een andere DUVO.",
        f"Ingroei. {choice('geen ingroeimodel', f'een ingroeimodel van drie jaar met {paths}')}.",
        "Vaststelling. De colleges en de raden stellen de sleutel vast. De maatstaven gaan elk jaar mee: inwoners op 1"
        " januari van het meest recente jaar (meestal het jaar ervoor), casussen van het meest recente jaar waarvan de"
        " cijfers er zijn (meestal twee jaar ervoor). De memo zegt niet wie ze vaststelt en voor welke datum:"
        f" {TO_FILL_IN} stelt ze vast voor {TO_FILL_IN}.",
    ]
