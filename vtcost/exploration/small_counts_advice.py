"""What would hide the counts in a key, and what it costs: amounts rounded, counts in fives, the mean of years."""

import pandas as pd

from vtcost.exploration.small_counts import BASE, Situation, hiding_step
from vtcost.numbers import euro, percent
from vtcost.protection import rounded

ROLLING = 3
LABELS = {
    "value": ("Eén casus is dan waard", "euro"),
    "step": (f"Afronding die {BASE} aantallen openlaat", "euro"),
    "largest": ("Grootste verandering van een bijdrage", "euro"),
    "part": ("Grootste deel van een bijdrage", "fraction"),
}


def remedies(one: Situation) -> pd.DataFrame:
    """Three ways to hide the counts, and what each changes at most.

    Rounded amounts change what is printed, rounded counts what is paid: whatever follows from those can be printed to
    the euro. A mean of years changes what is paid too, by how much depends on the other years.
    """
    paid, step = one.contribution(one.counts), hiding_step(one)
    changed = (one.contribution(rounded(one.counts, BASE)) - paid).abs()
    nothing = float("nan")
    rows = {
        f"Bedragen afronden op {euro(step)}": [one.value, step, step / 2, step / 2 / paid.abs().min()],
        f"Sleutel uit aantallen, afgerond op {BASE}": [nothing, 1.0, changed.max(), (changed / paid.abs()).max()],
        f"Gemiddelde van {ROLLING} jaar": [one.value / ROLLING, hiding_step(one, ROLLING), nothing, nothing],
    }
    return pd.DataFrame(rows, index=list(LABELS)).T


def recommendations(table: pd.DataFrame) -> list[str]:
    """What to publish, in sentences; `table` is that of `remedies`."""
    amounts, fives, mean = (table.loc[row] for row in table.index)
    return [
        f"Reken de sleutel uit aantallen die op {BASE} zijn afgerond. Dan verandert geen bijdrage meer dan"
        f" {euro(fives['largest'])} of {percent(fives['part'])}, en elk bedrag mag in hele euro's worden gedrukt.",
        f"Of rond in de memo elke kolom af op {euro(amounts['step'])} per gemeente, ook per inwoner en in procenten."
        f" Bij de kleinste betaler scheelt dat tot {percent(amounts['part'])} van de bijdrage."
        " De rekening zelf blijft exact, en verraadt dan nog steeds het aantal.",
        f"Met een gemiddelde van {ROLLING} jaar is een casus {euro(mean['value'])} waard. Afronden op"
        f" {euro(mean['step'])} is dan genoeg. Uit opeenvolgende gemiddelden volgt wel het verschil tussen jaren.",
        "Reken er niet op dat afgeronde aantallen naast exacte bijdragen iets beschermen.",
    ]
