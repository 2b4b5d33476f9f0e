"""Noord-Holland Noord: the text of the decision on the key."""

from vtcost.calculation import Calculation
from vtcost.data import Region
from vtcost.decision.rule import TO_FILL_IN, rounding, rule
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
    return [
        f"Kosten. De {len(inputs.inhabitants)} gemeenten verdelen in {year} samen {euro(inputs.budget)}.",
        f"Maatstaven. Inwoners: het aantal op 1 januari {inputs.population_year} {vintage or 'van het CBS'}."
        f" Casussen: het aantal dat Veilig Thuis in {inputs.cases_year} per gemeente heeft afgesloten.",
        f"Sleutel. {rule(calculation, 'share_inhabitants', 'share_cases', 'key')}"
        f" Het gewicht van de inwoners is {percent(weight)}, dat van de casussen {percent(1 - weight)}.",
        f"Deel in de kosten. {rule(calculation, 'part inhabitants', 'part cases', 'before_relief')}",
        f"DUVO. {grants}. {rule(calculation, 'relief')} De centrumgemeente betaalt haar DUVO bovenop haar eigen deel.",
        f"Bijdrage. {rule(calculation, 'contribution')}",
        rounding(inputs.budget),
        f"Ingang. De sleutel geldt vanaf 1 januari {year}. Wie over {year} volgens de oude sleutel heeft betaald,"
        f" verrekent in {year + 1} het verschil. {rule(calculation, 'settlement')}",
        "Vaststelling. De colleges stellen de sleutel vast. De maatstaven gaan elk jaar mee: inwoners van het meest"
        " recente jaar, casussen van het meest recente jaar waarvan de cijfers er zijn. De memo zegt niet wie ze"
        f" vaststelt en voor welke datum: {TO_FILL_IN} stelt ze vast voor {TO_FILL_IN}.",
    ]
