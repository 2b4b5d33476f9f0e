"""The mix of measures that changes least, for any reform: tables, and a third measure to mix with."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from vtcost.data import Region
from vtcost.keys import mix, shares
from vtcost.least_change import LeastChange, least_change
from vtcost.numbers import listed, percent, show
from vtcost.reform import Reform
from vtcost.turning_points import HALF_A_CENT

# Ways to measure a change, and the unit of each.
WAYS = {"euro": "In euro", "euro_per_inhabitant": "Per inwoner", "fraction": "In procenten van nu"}
LARGEST_LABELS = {way: (label, way) for way, label in WAYS.items()}
# Names of more municipalities than this are a number.
NAMED = 4
WHO = ("Grootste verandering bij", "text")


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


def weight_labels(reform: Reform) -> dict[str, tuple[str, str]]:
    """Labels of `weights`."""
    return {**{name: (label.capitalize(), "fraction") for name, label in reform.labels.items()}, "who": WHO}


def _who(one: LeastChange) -> str:
    if round(one.largest, 4) == 0:
        return "niemand"
    return listed(one.municipalities) if len(one.municipalities) <= NAMED else f"{len(one.municipalities)} gemeenten"


def largest(reform: Reform, best: Mapping[str, LeastChange], drops: bool) -> pd.DataFrame:
    """The largest change (or rise) of a municipality: that of the mix chosen, and of the mildest mix."""
    return pd.DataFrame(
        {
            way: {"Gekozen mix": _largest(in_way(reform, reform.weights, way), drops), "Mildste mix": one.largest}
            for way, one in best.items()
        }
    )


def _largest(change: pd.Series, drops: bool) -> float:
    return float((change.abs() if drops else change).max())


def compared(frame: pd.DataFrame) -> str:
    """How much milder the mildest mix is, in a sentence; `frame` is that of `largest`."""
    said = [
        f"{WAYS[way].lower()} van {_shown(frame.loc['Gekozen mix', way], way)}"
        f" naar {_shown(frame.loc['Mildste mix', way], way)}"
        for way in frame
    ]
    return f"Van de gekozen naar de mildste mix: {listed(said)}."


def _shown(value: float, way: str) -> str:
    return percent(value, 1) if way == "fraction" else f"€\u00a0{show(value, way)}"


def third(region: Region, reform: Reform, best: Mapping[str, LeastChange]) -> list[str]:
    """Whether a third measure makes the largest change smaller than the mildest mix of two, in sentences."""
    wider = with_third(region, reform)
    if wider is None:
        return ["Inwoners en inwoners jonger dan 20 jaar doen al mee: er is geen derde maatstaf om toe te voegen."]
    added = next(name for name in wider.measures if name not in reform.measures)
    said = []
    for way, one in mildest(wider, drops=True).items():
        before, after = _shown(best[way].largest, way), _shown(one.largest, way)
        mixed = listed(
            f"{percent(weight, 1)} {wider.labels[name]}" for name, weight in one.weights.items() if round(weight, 3) > 0
        )
        helps = f"van {before} naar {after}, met {mixed}" if before != after else f"dat helpt niet, het blijft {before}"
        said.append(f"{WAYS[way]}, met {wider.labels[added]} erbij: {helps}.")
    return said


def with_third(region: Region, reform: Reform) -> Reform | None:
    """The reform with a third measure at weight zero: inhabitants, else those under 20; nothing if it has both."""
    if "inhabitants" not in reform.measures:
        return with_measure(reform, "inhabitants", reform.inhabitants, "inwoners")
    if "youth" not in reform.measures:
        youth = region.measure("population_under_20", region.year, division=region.year)
        return with_measure(reform, "youth", youth.reindex(reform.present.index), "inwoners jonger dan 20 jaar")
    return None


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
