"""Zuid-Holland Zuid: the text of the decision on the rule by which the number of people is computed."""

from vtcost.data import Region
from vtcost.decision.rule import TO_FILL_IN, choice, rules
from vtcost.numbers import listed, number
from vtcost.quantity import Model
from vtcost.regions.zuid_holland_zuid.wording import in_sentence


def articles(region: Region, model: Model) -> list[str]:
    """The articles, in the order of the calculation.

    Parameters
    ----------
    region : Region
    model : Model
        Of that region; its formulas are the rules.
    """
    column = model["last"].series
    hours = listed(f"{service} {number(norm)} uur" for service, norm in model["norm"].items())
    counts = listed(f"{service} {number(count[column])}" for service, count in model["volume"].items())
    needed, there, gap = model["needed"], model["available"], model["gap"]
    return [
        f"Normen. Per geval geldt de {model['norm_set'].series.lower()}: {hours}. De triagenorm hoort"
        f" {choice('bij overdragen, zoals de memo rekent', 'bij elke melding, zoals de tekst van de memo zegt')}.",
        f"Aantallen. Voor {in_sentence(column)}: {counts}.",
        f"Uren. {rules(model['hours'], model['work'])}",
        f"Formatie. {rules(needed)} Een fte werkt {number(model['hours_per_fte'])} uur per jaar; dat staat niet in de"
        " memo.",
        f"Uitkomst. Nodig is {number(needed[column], 2)} fte, beschikbaar {number(there[column], 2)} fte."
        f" {rules(gap)} Dat is {number(gap[column], 2)} fte.",
        "Afronding. Formatie wordt op honderdsten van een fte afgerond, pas na het optellen.",
        "Vaststelling. Het algemeen bestuur stelt de normen en de formatie vast. De memo zegt niet wie de aantallen"
        f" aanlevert en voor welke datum: {TO_FILL_IN}, voor {TO_FILL_IN}.",
    ]
