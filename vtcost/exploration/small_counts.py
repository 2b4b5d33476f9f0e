"""Small counts in a key: what one is worth in euro, how they may be printed, and what would hide them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from vtcost.data import Region
from vtcost.exploration.naming import title
from vtcost.formulas.keys import mix, shares
from vtcost.models import noord_holland_noord as nhn
from vtcost.models import noord_holland_noord_views as nhn_views
from vtcost.numbers import euro, number, percent
from vtcost.protection import (
    BELOW,
    SHOWN,
    Protected,
    case_value,
    possible,
    protect,
    round_step,
    share_decimals,
)
from vtcost.reconstruction.attack import made_up
from vtcost.reconstruction.counts import near_integers
from vtcost.recovered import noord_holland_noord as recovered
from vtcost.reform import Reform
from vtcost.reforms import reform

# As CBS prints counts of people: below 5 not, the others to multiples of 5.
THRESHOLD = BASE = 5
# A region whose key holds no counts, as if a part went by cases (assumed); its cases per inhabitant are those of NHN.
ASSUMED_WEIGHT, ASSUMED_LABEL = 0.5, "casussen (aanname)"
# Standard deviation between inhabitants used and published, as in NHN; seed of what is made up.
NOISE, SEED = 15.0, 1
# Totals tried on the shares, and made-up shares to compare with.
TOTALS, CHANCES = range(100, 20_001), 20
GIVEN, SOLVED, ASSUMED = "opgegeven", "teruggerekend", "aanname"
PRINT_LABELS = {
    "cases": ("Aantal, beschermd", "cases"),
    "values": ("Aantallen die dat openlaat", "count"),
    "share": ("Aandeel, uit de beschermde aantallen", "cases_share"),
    "contribution": ("Bijdrage, exact berekend", "euro"),
}
REGION_LABELS = {
    "measure": ("Gebruik in de sleutel", "text"),
    "total": ("Aantal in de regio", "cases"),
    "source": ("Herkomst van dat aantal", "text"),
    "value": ("Eén casus is waard", "euro"),
    "step": (f"Afronding die {BASE} aantallen openlaat", "euro"),
}
KEY_LABELS = {"cases": PRINT_LABELS["cases"], "share": PRINT_LABELS["share"]}


@dataclass(frozen=True)
class Situation:
    """The counts in the key of a region, and all that is known besides.

    `weight` is that of `known`, the other measures together; `counts` are made up where `source` says assumed. `holds`
    says whether the proposal counts cases at all.
    """

    title: str
    reform: Reform
    measure: str
    label: str
    known: pd.Series
    weight: float
    counts: pd.Series
    source: str
    holds: bool

    @property
    def total(self) -> int:
        """Cases of the region. [cases]"""
        return int(self.counts.sum())

    @property
    def amount(self) -> float:
        """What is divided by cases. [euro]"""
        return self.reform.budget * (1 - self.weight)

    @property
    def value(self) -> float:
        """What one case adds to a contribution before grants. [euro/case]"""
        return case_value(self.amount, self.total)

    def contribution(self, counts: pd.Series) -> pd.Series:
        """Contributions with these counts: by the reform, or for an assumed part by cases before grants. [euro]"""
        if self.holds:
            return self.reform.contribution(measures={self.measure: counts})
        keys = {"known": shares(self.known), "cases": shares(counts)}
        return self.reform.budget * mix(keys, {"known": self.weight, "cases": 1 - self.weight})


def situation(region: Region) -> Situation:
    """The counts behind the key of a region: given by it, recovered from its memo, or made up (assumed).

    Examples
    --------
    nhn-oplegger: half of 9.443.808 euro goes by closed cases; one is worth about 1.460 euro.

    >>> round(situation(Region.open("noord_holland_noord")).value, -1)
    1460.0
    """
    explored = reform(region)
    name = next(iter(explored.counted), "")
    others = {key: measure for key, measure in explored.measures.items() if key != name}
    weight = 1 - explored.weights[name] if name else ASSUMED_WEIGHT
    known = _together(others, explored)
    total = round(explored.counted[name] if name else explored.inhabitants.sum() * _cases_per_inhabitant())
    counts, source = _counts(region, explored.measures.get(name), name)
    if counts is None:
        drawn = made_up(known, total, explored.budget, weight, NOISE, trials=1, seed=SEED).counts[0]
        counts = pd.Series(drawn, index=known.index, dtype=float)
    return Situation(
        title=title(region.name),
        reform=explored,
        measure=name,
        label=explored.labels[name] if name else ASSUMED_LABEL,
        known=known,
        weight=weight,
        counts=counts,
        source=source,
        holds=bool(name),
    )


def overview(regions: dict[str, Situation]) -> pd.DataFrame:
    """Per region: what is counted, how many, and what one is worth."""
    rows = {
        one.title: {
            "measure": one.label,
            "total": one.total,
            "source": one.source,
            "value": one.value,
            "step": hiding_step(one),
        }
        for one in regions.values()
    }
    return pd.DataFrame(rows).T


def hiding_step(one: Situation, parts: int = 1) -> float:
    """The round amount to which contributions must be printed to leave `BASE` counts possible. [euro]

    Parameters
    ----------
    one : Situation
    parts : int
        Years of which a count is the mean.
    """
    return round_step(BASE * one.value / parts)


def findings(regions: dict[str, Situation]) -> list[str]:
    """A sentence or two per region: can the counts be found from what its memo prints?"""
    return [" ".join([f"{one.title}:", *_finding(Region.open(name), one)]) for name, one in regions.items()]


def nearest(share: pd.Series) -> tuple[float, float]:
    """How near to whole numbers shares come at the best total, and how near made-up shares come at most. [cases]

    The made-up ones are these shares, each changed by chance by at most half: they come from no counts.
    """
    random = np.random.default_rng(SEED)
    found = near_integers(share, TOTALS)["rms"].min()
    others = [shares(share * random.uniform(0.5, 1.5, len(share))) for _ in range(CHANCES)]
    return float(found), float(min(near_integers(other, TOTALS)["rms"].min() for other in others))


def protected(one: Situation) -> Protected:
    """The counts as they may be printed."""
    return protect(one.counts, THRESHOLD, BASE)


def protected_print(one: Situation) -> pd.DataFrame:
    """What may be printed beside the contributions, which are computed from the exact counts.

    Shares are those of the printed counts, so they tell no more than these.
    """
    shown = protected(one)
    return pd.DataFrame(
        {
            "cases": printed(shown),
            "values": possible(shown)["values"],
            "share": printed_shares(shown),
            "contribution": one.contribution(one.counts),
        }
    )


def printed(shown: Protected) -> pd.Series:
    """Counts as a reader sees them, in Dutch.

    Examples
    --------
    >>> printed(protect(pd.Series({"a": 3, "b": 12, "c": 1128}), threshold=5, base=5)).to_dict()
    {'a': 'minder dan 5', 'b': '10', 'c': '1.130'}
    """
    words = {BELOW: f"minder dan {shown.threshold}"}
    texts = [
        number(count) if state == SHOWN else words.get(state, "niet getoond")
        for count, state in zip(shown.printed, shown.state, strict=True)
    ]
    return pd.Series(texts, index=shown.printed.index)


def printed_shares(shown: Protected) -> pd.Series:
    """Shares of the printed counts in the printed total, in Dutch; nothing where the count or the total is hidden."""
    part = shown.printed / shown.total
    return part.map(lambda share: "niet getoond" if np.isnan(share) else percent(share, 1))


def key_table(region: Region, protect_counts: bool) -> pd.DataFrame:
    """Noord-Holland Noord, chapter 1 of the memo: the key as it is, or without what gives the counts away.

    Protected: inhabitants, their share, and the counts rounded with the shares that follow from those. The key itself
    is left out: with the inhabitants it gives the exact shares of the cases.
    """
    table = nhn_views.key_table(region)
    if not protect_counts:
        return table
    one = situation(region)
    return table[["inhabitants", "share_inhabitants"]].join(protected_print(one)[["cases", "share"]])


def key_note(protect_counts: bool) -> str:
    """The remark under `key_table`, in Dutch."""
    if not protect_counts:
        return "Aandelen in procenten van de regio."
    return (
        f"Aantallen onder {THRESHOLD} staan er niet, de andere zijn afgerond op {BASE}; de aandelen komen daaruit."
        " De bijdragen zijn exact: wie rekent, vindt daaruit de aantallen."
    )


def coarse_share(one: Situation) -> str:
    """To what an exact share may be rounded where it stands alone, in Dutch."""
    decimals = share_decimals(one.total, BASE)
    if decimals > 0:
        return f"{decimals} {'decimaal' if decimals == 1 else 'decimalen'} van een procent"
    return f"{'hele procenten' if decimals == 0 else f'{10**-decimals} procentpunten'}"


def _finding(region: Region, one: Situation) -> list[str]:
    if not one.holds:
        return [
            "de memo noemt geen aantallen per gemeente, en de sleutel telt ze niet mee; er valt niets terug te rekenen."
        ]
    if one.source == GIVEN:
        return [
            "de aantallen zijn opgegeven.",
            f"Eén casus is {euro(one.value)} waard; uit bedragen in hele euro's volgt elk aantal.",
        ]
    solved = one.source == SOLVED
    found, chance = nearest(recovered.case_shares(region) if solved else shares(one.reform.measures[one.measure]))
    if found < chance:
        return [
            "de aantallen zijn terug te rekenen.",
            "Bij één totaal komen bijna overal hele aantallen uit. Bij verzonnen cijfers lukt dat niet.",
            "Een veelvoud van dat totaal past even goed: dat het kleinste totaal het ware is, is een aanname.",
        ]
    return [
        "uit de memo volgen kosten, geen aantallen.",
        "Bij geen enkel totaal komen er overal hele aantallen uit, niet beter dan bij verzonnen cijfers.",
    ]


def _counts(region: Region, measure: pd.Series | None, name: str) -> tuple[pd.Series | None, str]:
    """Exact counts, and where they come from; none if the memo does not give them away."""
    if measure is not None and measure.sum() > 1 + 1e-6:
        return measure.round(), GIVEN
    if region.name == "noord_holland_noord" and name:
        solved = recovered.cases(region.as_printed(nhn.TABLE_YEAR)).reindex(measure.index)
        # Other shares, of an overlay, are not those of the memo.
        if np.allclose(shares(solved), measure, atol=1e-6):
            return solved, SOLVED
    return None, ASSUMED


def _together(measures: dict[str, pd.Series], explored: Reform) -> pd.Series:
    """The measures that everybody knows, as one, in the unit of the first."""
    if len(measures) == 1 or not explored.counted:
        return next(iter(measures.values()))
    weights = {name: explored.weights[name] for name in measures}
    together = {name: weight / sum(weights.values()) for name, weight in weights.items()}
    first = next(iter(measures.values()))
    return mix({name: shares(measure) for name, measure in measures.items()}, together) * first.sum()


def _cases_per_inhabitant() -> float:
    known = Region.open("noord_holland_noord")
    return float(recovered.cases(known).sum() / known.measure("population", nhn.TABLE_YEAR).sum())
