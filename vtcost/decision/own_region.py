"""A region of the user's own: the text of the decision on the key."""

from vtcost.calculation import Calculation
from vtcost.data import Region
from vtcost.decision.rule import TO_FILL_IN, choice, rounding, rule
from vtcost.models import own_region as model
from vtcost.models import own_region_views as views
from vtcost.numbers import euro, listed, percent


def articles(region: Region, calculation: Calculation) -> list[str]:
    """The articles, in the order of the calculation.

    Parameters
    ----------
    region : Region
    calculation : Calculation
        Of that region; its formulas are the rules.
    """
    inputs = model.read(region)
    year, names = region.year, list(inputs.measures)
    weights = listed(f"{views.word(name)} {percent(weight)}" for name, weight in inputs.weights.items())
    return [
        *views.example_note(region),
        f"Kosten. De {len(inputs.inhabitants)} gemeenten verdelen in {year} samen {euro(inputs.budget)}.",
        f"Maatstaven. Dat zijn {listed(views.dated(inputs))}.",
        f"Sleutel. {rule(calculation, *(f'share {name}' for name in names), 'key')} De gewichten zijn: {weights}.",
        f"Deel in de kosten. {rule(calculation, *(f'part {name}' for name in names), 'before_relief')}",
        *_duvo(inputs, calculation),
        f"Bijdrage. {rule(calculation, 'contribution')}",
        rounding(inputs.budget, "voorstel"),
        f"Ingang. De sleutel geldt vanaf {choice(f'1 januari {year}', f'1 januari {year + 1}')}.",
        f"Vaststelling. De maatstaven gaan elk jaar mee. {TO_FILL_IN} stelt ze vast voor {TO_FILL_IN}.",
    ]


def _duvo(inputs: model.Inputs, calculation: Calculation) -> list[str]:
    if inputs.grants.empty:
        return []
    grants = listed(f"{centre} brengt {euro(amount)} in" for centre, amount in inputs.grants.items())
    areas = ". ".join(
        f"Gebied van {centre}: {listed(inputs.centre.index[inputs.centre == centre])}" for centre in inputs.grants.index
    )
    return [
        f"DUVO. {grants}. Dat verlaagt de bijdragen in het gebied van die centrumgemeente, naar rato van het deel in de"
        f" kosten. {areas}. {rule(calculation, 'relief')} De centrumgemeente betaalt haar DUVO bovenop haar eigen deel."
    ]
