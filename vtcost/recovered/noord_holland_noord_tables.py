"""Noord-Holland Noord: the tables of the reconstruction notebook."""

import pandas as pd

from vtcost.data import Region
from vtcost.models import noord_holland_noord as model
from vtcost.numbers import number
from vtcost.reconstruction.counts import recovery_rate

RESIDUAL_LABELS = {"rms": ("Gemiddelde afstand", "number"), "largest": ("Grootste afstand", "number")}
VINTAGE_LABELS = {
    "memo": ("Memo (voorlopig)", "inhabitants"),
    "final": ("CBS (definitief)", "inhabitants"),
    "difference": ("Verschil", "inhabitants"),
    "paid_memo": ("Met de cijfers van de memo", "euro"),
    "paid_final": ("Met de definitieve cijfers", "euro"),
    "effect": ("Verschil", "euro"),
}
# Units to which amounts could be printed. [euro]
UNITS = (1, 10, 100, 250, 500, 1000)
# Standard deviation between inhabitants used and known, as in the memo; number of made-up regions; their seed.
NOISE, TRIALS, SEED = 15.0, 100, 1
RATE_LABELS = {
    "found": ("Teruggevonden", "fraction"),
    "wrong": ("Een verkeerd totaal", "fraction"),
    "none": ("Geen totaal", "fraction"),
    "known_total": ("Alle aantallen goed als het totaal bekend is", "fraction"),
}


def vintages(region: Region) -> pd.DataFrame:
    """Inhabitants of 1 January 2019: those the memo used and the final ones of CBS."""
    memo, final = (region.measure(name, model.TABLE_YEAR) for name in ("population_memo", "population"))
    return pd.DataFrame({"memo": memo, "final": final, "difference": memo - final})


def vintage_effect(region: Region) -> pd.DataFrame:
    """Contributions with both: what the final figures would have changed."""
    paid = {}
    for vintage in ("memo", "final"):
        at = region.as_printed(model.TABLE_YEAR, population_vintage=vintage)
        paid[f"paid_{vintage}"] = model.allocation(model.read(at))["contribution"]
    frame = pd.DataFrame(paid)
    return frame.assign(effect=frame["paid_final"] - frame["paid_memo"])


def rates(inhabitants: pd.Series, cases: int, budget: float) -> pd.DataFrame:
    """How often counts are recovered from amounts printed to each unit, on a hundred made-up regions each."""
    trial = {"noise": NOISE, "trials": TRIALS, "seed": SEED}
    found = {f"{number(unit)} euro": recovery_rate(inhabitants, cases, budget, unit, **trial) for unit in UNITS}
    return pd.DataFrame(found).T
