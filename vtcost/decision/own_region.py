"""A region of the user's own: the text of the decision on the key."""

from vtcost.data import Region
from vtcost.decision.rule import TO_FILL_IN, choice, rounding, rules
from vtcost.numbers import euro, listed
from vtcost.quantity import Model
from vtcost.regions import general as words


def articles(region: Region, model: Model) -> list[str]:
    """The articles, in the order of the calculation.

    Parameters
    ----------
    region : Region
    model : Model
        Of that region; its formulas are the rules.
    """
    year, contribution = region.year, model["contribution"]
    weights = words.weights_of(region, model["weights"])
    return [
        *words.example_note(region),
        f"Kosten. De {len(contribution)} gemeenten verdelen in {year} samen {euro(model['budget'])}.",
        f"Maatstaven. Dat zijn {listed(words.dated(region, model['measure']))}.",
        f"Sleutel. {rules(model['share'], model['weighed'], model['key'])} De gewichten zijn: {weights}.",
        f"Deel in de kosten. {rules(model['part'], model['before_relief'])}",
        *_duvo(model),
        f"Bijdrage. {rules(contribution)}",
        rounding(float(model["budget"]), "voorstel"),
        f"Ingang. De sleutel geldt vanaf {choice(f'1 januari {year}', f'1 januari {year + 1}')}.",
        f"Vaststelling. De maatstaven gaan elk jaar mee. {TO_FILL_IN} stelt ze vast voor {TO_FILL_IN}.",
    ]


def _duvo(model: Model) -> list[str]:
    if "duvo" not in model:
        return []
    duvo, centre = model["duvo"].series, model["centre"].series
    grants = listed(f"{name} brengt {euro(amount)} in" for name, amount in duvo.items())
    areas = ". ".join(f"Gebied van {name}: {listed(centre.index[centre == name])}" for name in duvo.index)
    return [
        f"DUVO. {grants}. Dat verlaagt de bijdragen in het gebied van die centrumgemeente, naar rato van het deel in de"
        f" kosten. {areas}. {rules(model['relief'])} De centrumgemeente betaalt haar DUVO bovenop haar eigen deel."
    ]
