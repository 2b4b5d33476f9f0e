"""What would hide the counts in a key, and what it costs: amounts rounded, counts in fives, the mean of years."""

import numpy as np
import pandas as pd

from vtcost.exploration.small_counts import ASSUMED, BASE, GIVEN, SOLVED, Situation, hiding_step, protected
from vtcost.numbers import euro, number, percent
from vtcost.protection import round_step, rounded

ROLLING = 3
LABELS = {
    "value": ("Eén casus is dan waard", "euro"),
    "step": (f"Afronding die {BASE} aantallen openlaat", "euro"),
    "largest": ("Grootste verandering van een bijdrage", "euro"),
    "part": ("Grootste deel van een bijdrage", "fraction"),
}


def remedies(one: Situation, enough: float) -> pd.DataFrame:
    """Three ways to hide the counts, and what each changes at most.

    Rounded amounts change what is printed, rounded counts what is paid: whatever follows from those can be printed to
    the euro. A mean of years changes what is paid too, by how much depends on the other years.

    Parameters
    ----------
    one : Situation
    enough : float
        Rounding tried at which every municipality keeps `BASE` counts; not a number if none does. [euro]
    """
    # Near zero counts are bounded from below as well, so that more rounding is needed than the value of a case says.
    step = float(np.fmax(hiding_step(one), enough))
    paid = one.contribution(one.counts)
    changed = (one.contribution(rounded(one.counts, BASE)) - paid).abs()
    nothing = float("nan")
    rows = {
        f"Bedragen afronden op {euro(step)}": [one.value, step, step / 2, step / 2 / paid.abs().min()],
        f"Sleutel uit aantallen, afgerond op {BASE}": [nothing, 1.0, changed.max(), (changed / paid.abs()).max()],
        f"Gemiddelde van {ROLLING} jaar": [one.value / ROLLING, round_step(step / ROLLING), nothing, nothing],
    }
    return pd.DataFrame(rows, index=list(LABELS)).T


def print_note(one: Situation) -> str:
    """Why rounded counts may stand beside exact contributions here, or may not, by where the counts come from."""
    reasons = {
        SOLVED: (
            "De aantallen zijn teruggerekend uit bijdragen die al gedrukt zijn. Deze tabel verraadt dus niets nieuws."
        ),
        GIVEN: "De aantallen zijn opgegeven. Deel deze tabel niet: de exacte bijdragen verraden ze.",
        ASSUMED: "De aantallen zijn verzonnen. Deze tabel verraadt dus niets.",
    }
    return f"{reasons[one.source]} Totaal, los afgerond: {number(protected(one).total)}."


def headline(one: Situation, table: pd.DataFrame, found: pd.DataFrame) -> list[str]:
    """The finding and the advice in two sentences; `found` is that of `vtcost.exploration.attacks.outcomes`."""
    fives, rates = table.iloc[1], found["regions"].iloc[0]
    if rates.min() == 1:
        said = "Elk bedrag in hele euro's verraadt het aantal casussen."
    elif rates.max() == 1:
        said = "Elk bedrag in hele euro's verraadt het aantal casussen aan wie de rest van de sleutel kent."
    else:
        said = "Bedragen in hele euro's verraden hier niet alle aantallen."
    if one.source == ASSUMED:
        said = f"Aanname: de sleutel telt aantallen zoals hier verzonnen. Dan geldt: {said[0].lower()}{said[1:]}"
    return [
        said,
        f"Reken met aantallen afgerond op {BASE}: dat kost hooguit {percent(fives['part'])}, en er is dan niets meer"
        " te verraden.",
    ]


def recommendations(table: pd.DataFrame, hides: pd.Series) -> list[str]:
    """What to publish, in sentences; `table` is that of `remedies`, `hides` that of `vtcost.exploration.attacks`."""
    amounts, fives, mean = (table.loc[row] for row in table.index)
    if hides["tables"] != hides["tables"]:
        tables = " Drukt de memo ook de tabellen van een ingroeimodel, dan is dat niet genoeg, en grover ook niet."
    else:
        tables = (
            f" Drukt de memo ook de tabellen van een ingroeimodel, rond dan af op"
            f" {euro(max(hides['tables'], amounts['step']))}."
        )
    return [
        f"Reken de sleutel uit aantallen die op {BASE} zijn afgerond. Dan verandert geen bijdrage meer dan"
        f" {euro(fives['largest'])} of {percent(fives['part'])}, en elk bedrag mag in hele euro's worden gedrukt.",
        f"Of rond in de memo elke kolom af op {euro(amounts['step'])} per gemeente, ook per inwoner en in procenten."
        f" Bij de kleinste betaler scheelt dat tot {percent(amounts['part'])} van de bijdrage."
        f" De rekening zelf blijft exact, en verraadt dan nog steeds het aantal.{tables}",
        f"Met een gemiddelde van {ROLLING} jaar is een casus {euro(mean['value'])} waard. Afronden op"
        f" {euro(mean['step'])} is dan genoeg. Uit opeenvolgende gemiddelden volgt wel het verschil tussen jaren.",
        "Reken er niet op dat afgeronde aantallen naast exacte bijdragen iets beschermen.",
    ]
