"""The mix of measures that changes least, for any reform: tables, and a third measure to mix with."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from vtcost.data import Region
from vtcost.formulas.keys import mix, shares
from vtcost.formulas.rounding import whole_units
from vtcost.least_change import LeastChange, least_change
from vtcost.numbers import listed, percent, show
from vtcost.reform import Reform
from vtcost.turning_points import HALF_A_CENT

# Ways to measure a change, and the unit of each.
WAYS = {"euro": "In euro", "euro_per_inhabitant": "Per inwoner", "fraction": "In procenten van nu"}
LARGEST_LABELS = {way: (label, way) for way, label in WAYS.items()}
# Names of more municipalities than this are a number.
NAMED = 4
WHO = {True: ("Grootste verandering bij", "text"), False: ("Grootste stijging bij", "text")}
# Dutch names of the measures that may be added.
PEOPLE, YOUNG = "inwoners", "inwoners jonger dan 20 jaar"
NUMBERS = {2: "twee", 3: "drie", 4: "vier"}
# Less than this part of the largest change is rounding: no other mix is milder. [-]
PROVEN = 1e-6
# From this weight on a mix is as good as one measure alone. [-]
NEARLY_ALL = 0.95


def in_way(reform: Reform, weights: Mapping[str, float], way: str) -> pd.Series:
    """The change per municipality in one of `WAYS`; who pays nothing now has no percentage and is left out."""
    euro = reform.contribution(weights) - reform.present
    if way == "euro":
        return euro
    if way == "euro_per_inhabitant":
        return euro / reform.inhabitants.reindex(euro.index)
    return euro[reform.present > HALF_A_CENT] / reform.present


def mildest(reform: Reform, drops: bool) -> dict[str, LeastChange]:
    """The mix with the smallest largest change (a drop counts too) or largest rise, in each of `WAYS`.

    Examples
    --------
    nhn-oplegger: at 50/50 Drechterland or Heiloo rises by 95 % at most; 28/72 keeps every change below 64 %.

    >>> from vtcost.reforms import reform
    >>> best = mildest(reform(Region.open("noord_holland_noord")), drops=True)["fraction"]
    >>> round(best.weights["inhabitants"], 2), round(best.largest, 2)
    (0.28, 0.63)
    """
    return {
        way: least_change(lambda weights, way=way: in_way(reform, weights, way), list(reform.measures), drops)
        for way in WAYS
    }


def weights(best: Mapping[str, LeastChange]) -> pd.DataFrame:
    """The weights of each of these mixes, and who has the largest change in it."""
    rows = {WAYS[way]: {**pd.Series(one.weights).round(4), "who": _who(one)} for way, one in best.items()}
    return pd.DataFrame(rows).T


def weight_labels(reform: Reform, drops: bool) -> dict[str, tuple[str, str]]:
    """Labels of `weights`."""
    return {**{name: (label.capitalize(), "fraction") for name, label in reform.labels.items()}, "who": WHO[drops]}


def _who(one: LeastChange) -> str:
    if round(one.largest, 4) == 0:
        return "niemand"
    return listed(one.municipalities) if len(one.municipalities) <= NAMED else f"{len(one.municipalities)} gemeenten"


def largest(reform: Reform, best: Mapping[str, LeastChange], drops: bool) -> pd.DataFrame:
    """The largest change (or rise) of a municipality: that of the mix chosen, and of the mildest mix."""
    chosen = {way: in_way(reform, reform.weights, way) for way in best}
    # As the table of effects shows them: whole euros that add up.
    chosen["euro"] = whole_units(chosen["euro"], 1.0)
    return pd.DataFrame(
        {way: {"Gekozen mix": _largest(chosen[way], drops), "Mildste mix": one.largest} for way, one in best.items()}
    )


def _largest(change: pd.Series, drops: bool) -> float:
    return float((change.abs() if drops else change).max())


def compared(frame: pd.DataFrame) -> str:
    """How much milder the mildest mix is, in a sentence; `frame` is that of `largest`."""
    said = []
    for way in frame:
        before, after = _pair(frame.loc["Gekozen mix", way], frame.loc["Mildste mix", way], way)
        said.append(
            f"{WAYS[way].lower()} {f'van {before} naar {after}' if before != after else f'blijft het {before}'}"
        )
    return f"Van de gekozen naar de mildste mix: {listed(said)}."


def _pair(before: float, after: float, way: str) -> tuple[str, str]:
    """Two changes as text; whole percents, or with one decimal where these are the same."""
    if way != "fraction":
        return tuple(f"€\u00a0{show(value, way)}" for value in (before, after))
    whole, finer = (tuple(percent(value, decimals) for value in (before, after)) for decimals in (0, 1))
    return whole if whole[0] != whole[1] or finer[0] == finer[1] else finer


def proven(reform: Reform, best: Mapping[str, LeastChange]) -> str:
    """That no other mix of these measures is milder; if that is not certain, how much it could be."""
    count = len(reform.measures)
    these = f"Met alleen deze {NUMBERS.get(count, count)} maatstaven"
    left = max(abs(one.gain) / (abs(one.largest) or 1) for one in best.values())
    if left <= PROVEN:
        return f"{these} is er geen mix waarbij de grootste verandering kleiner is."
    return f"{these} kan een andere mix de grootste verandering ten hoogste {percent(left, 2)} kleiner maken."


def third(region: Region, reform: Reform, best: Mapping[str, LeastChange]) -> list[str]:
    """Whether a third measure makes the largest change smaller than the mildest mix of two, in sentences."""
    wider = with_third(region, reform)
    if wider is None:
        return ["Inwoners en inwoners jonger dan 20 jaar doen al mee: er is geen derde maatstaf om toe te voegen."]
    added = next(name for name in wider.measures if name not in reform.measures)
    said, nearly = [], False
    for way, one in mildest(wider, drops=True).items():
        before, after = _pair(best[way].largest, one.largest, way)
        parts = {name: weight for name, weight in one.weights.items() if round(weight, 2) > 0}
        mixed = listed(f"{percent(weight, 0)} {wider.labels[name]}" for name, weight in parts.items())
        helps = f"van {before} naar {after}, met {mixed}" if before != after else f"dat helpt niet, het blijft {before}"
        said.append(f"{WAYS[way]}, met {wider.labels[added]} erbij: {helps}.")
        nearly |= before != after and one.weights[added] >= NEARLY_ALL
    if nearly and wider.labels[added] == PEOPLE:
        said.append(
            f"Zo'n mix bestaat bijna helemaal uit {PEOPLE}. Is dat ook de sleutel van nu, dan is weinig veranderen geen"
            " vondst: het betekent dat bijna alles blijft zoals het is."
        )
    return said


def with_third(region: Region, reform: Reform) -> Reform | None:
    """The reform with a third measure at weight zero: inhabitants, else those under 20; nothing if it has both.

    Regions name the same measure differently: it is known by its label or its values.
    """
    if not _has(reform, reform.inhabitants, PEOPLE):
        return with_measure(reform, "inhabitants", reform.inhabitants, PEOPLE)
    if YOUNG in reform.labels.values():
        return None
    youth = region.measure("population_under_20", region.year, division=region.year).reindex(reform.present.index)
    return None if _has(reform, youth, YOUNG) else with_measure(reform, "youth", youth, YOUNG)


def _has(reform: Reform, measure: pd.Series, label: str) -> bool:
    """Whether a measure is already in the mix: by its label, or by dividing in the same way."""
    key = shares(measure)
    same = (np.allclose(shares(other).reindex(key.index), key, atol=0) for other in reform.measures.values())
    return label in reform.labels.values() or any(same)


def with_measure(reform: Reform, name: str, measure: pd.Series, label: str) -> Reform:
    """The reform with one measure more, that shares the place of the first: they are mixed by their weights.

    Examples
    --------
    >>> from vtcost.reforms import reform
    >>> proposal = reform(Region.open("noord_holland_noord"))
    >>> wider = with_measure(proposal, "again", proposal.inhabitants, "nog eens inwoners")
    >>> same = wider.contribution({"inhabitants": 0.2, "cases": 0.5, "again": 0.3}) - proposal.contribution()
    >>> bool(same.abs().max() < 0.005)
    True
    """
    first, *_ = reform.measures

    def contribution(weights: Mapping[str, float], measures: Mapping[str, pd.Series]) -> pd.Series:
        together = weights[first] + weights[name]
        part = weights[name] / together if together else 0.0
        keys = {first: shares(measures[first]), name: shares(measures[name])}
        rest = {other: weights[other] for other in reform.measures if other != first}
        others = {other: measures[other] for other in rest}
        shared = mix(keys, {first: 1 - part, name: part})
        return reform.contribution_of({first: together, **rest}, {first: shared, **others})

    return replace(
        reform,
        measures={**reform.measures, name: measure},
        weights={**reform.weights, name: 0.0},
        contribution_of=contribution,
        labels={**reform.labels, name: label},
        batch_of=None,
    )
