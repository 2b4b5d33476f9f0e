"""Zuid-Holland Zuid: the text of the decision on the rule by which the number of people is computed."""

from vtcost.calculation import Calculation
from vtcost.data import Region
from vtcost.decision.rule import TO_FILL_IN, choice, rule
from vtcost.models import zuid_holland_zuid as model
from vtcost.models import zuid_holland_zuid_views as views
from vtcost.numbers import listed, number


def articles(region: Region, calculation: Calculation) -> list[str]:
    """The articles, in the order of the calculation.

    Parameters
    ----------
    region : Region
    calculation : Calculation
        Of that region; its formulas are the rules.
    """
    inputs, norms = model.read(region), region.parameter("norms")
    column = views.columns_of(region)[-1]
    row = model.capacity(inputs).loc[column]
    hours = listed(f"{service} {number(value)} uur" for service, value in inputs.norms[norms].items())
    counts = listed(f"{service} {number(value)}" for service, value in inputs.volumes[column].items())
    names = [f"hours {norms} {service}" for service in inputs.norms.index]
    return [
        f"Normen. Per geval geldt de {views.NORM_NAMES[norms]}: {hours}. De triagenorm hoort"
        f" {choice('bij overdragen, zoals de memo rekent', 'bij elke melding, zoals de tekst van de memo zegt')}.",
        f"Aantallen. Voor {views.in_sentence(column)}: {counts}.",
        f"Uren. {rule(calculation, *names)}",
        f"Formatie. {rule(calculation, f'fte_needed_{norms}')}"
        f" Een fte werkt {number(inputs.hours_per_fte)} uur per jaar; dat staat niet in de memo.",
        f"Uitkomst. Nodig is {number(row[f'fte_needed_{norms}'], 2)} fte,"
        f" beschikbaar {number(row['fte_available'], 2)} fte."
        f" {rule(calculation, f'gap_{norms}')} Dat is {number(row[f'gap_{norms}'], 2)} fte.",
        "Afronding. Formatie wordt op honderdsten van een fte afgerond, pas na het optellen.",
        "Vaststelling. Het algemeen bestuur stelt de normen en de formatie vast. De memo zegt niet wie de aantallen"
        f" aanlevert en voor welke datum: {TO_FILL_IN}, voor {TO_FILL_IN}.",
    ]
