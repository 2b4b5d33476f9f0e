"""Turning points and majorities of any reform: tables; the sentences are in `turning_words`."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from vtcost.exploration.naming import title
from vtcost.numbers import listed, number, percent
from vtcost.reform import Reform
from vtcost.turning_points import better_off, majorities, standing, turning_points

WORDS = {"more": "meer", "less": "minder", "same": "evenveel"}
OTHER = {"more": "less", "less": "more"}
MAJORITY = 1 / 2
COURSE_LABELS = {
    "course": ("Betaalt bij oplopend gewicht", "text"),
    "now": ("Effect van de gekozen mix", "euro"),
    "per_point": ("Effect van 1 procentpunt meer", "euro"),
}
MAJORITY_LABELS = {
    "ranges": ("Meerderheid minder bij gewicht", "text"),
    "proposal": ("Minder bij de gekozen mix", "fraction"),
    "most": ("Minder, hoogste aandeel", "fraction"),
    "where": ("Hoogste aandeel bij gewicht", "text"),
}
REGION_LABELS = {
    "weight": ("Gewicht van", "text"),
    "proposal": ("Gekozen mix", "fraction"),
    "turns": ("Slaat om", "municipalities"),
    "more": ("Altijd meer", "municipalities"),
    "less": ("Altijd minder", "municipalities"),
    "municipalities": ("Meerderheid van de gemeenten minder bij", "text"),
    "inhabitants": ("Meerderheid van de inwoners minder bij", "text"),
}


@dataclass(frozen=True)
class Turns:
    """What the weight of the first measure does: turning points, who always pays more or less, and who gains when."""

    reform: Reform
    points: pd.DataFrame
    standing: pd.Series
    municipalities: pd.DataFrame
    inhabitants: pd.DataFrame

    @property
    def weight(self) -> float:
        """Weight of the first measure in the proposal. [-]"""
        return self.reform.weights[next(iter(self.reform.measures))]

    @property
    def label(self) -> str:
        """Dutch name of the first measure."""
        return self.reform.labels[next(iter(self.reform.measures))]

    def count(self, kind: str) -> int:
        """Number of municipalities of a standing."""
        return int((self.standing == kind).sum())


def turns(reform: Reform) -> Turns:
    """Everything about the weight of the first measure.

    Examples
    --------
    nhn-oplegger: Enkhuizen pays 9.080 less at 50 % inhabitants; below about 39,8 % it would pay more.

    >>> from vtcost.data import Region
    >>> from vtcost.reforms import reform
    >>> found = turns(reform(Region.open("noord_holland_noord")))
    >>> found.points.set_index("municipality").loc["Enkhuizen", "weight"].round(3)
    np.float64(0.398)
    """

    def effect(weight: float) -> pd.Series:
        return reform.at(weight) - reform.present

    points = turning_points(effect)
    each = pd.Series(1.0, index=reform.present.index)
    return Turns(
        reform=reform,
        points=points,
        standing=standing(effect, points),
        municipalities=better_off(effect, points, each),
        inhabitants=better_off(effect, points, reform.inhabitants),
    )


def course(found: Turns) -> pd.DataFrame:
    """Per municipality where it turns, what the proposal does and what a percentage point more does."""
    reform = found.reform
    said = {name: _course(found, name) for name in found.standing.index}
    gained = (reform.at(1.0) - reform.at(0.0)) / 100
    return pd.DataFrame(
        {"course": pd.Series(said), "now": reform.contribution() - reform.present, "per_point": gained}
    ).reindex(found.standing.index)


def _course(found: Turns, name: str) -> str:
    points = found.points[found.points["municipality"] == name]
    if points.empty:
        return f"altijd {WORDS[found.standing[name]]}"
    below = [OTHER[points["above"].iloc[0]], *points["above"].iloc[:-1]]
    parts = [f"{WORDS[kind]} tot {percent(weight, 1)}" for kind, weight in zip(below, points["weight"], strict=True)]
    return f"{', '.join(parts)}, daarna {WORDS[points['above'].iloc[-1]]}"


def ranges(table: pd.DataFrame, needed: float = MAJORITY, decimals: int = 1) -> str:
    """The weights at which more than a part of the votes is better off, in words.

    An interruption that is smaller than the last decimal shown is left out; a range that is, is named by its weight.

    Examples
    --------
    >>> ranges(pd.DataFrame({"low": [0.0, 0.0, 0.25], "high": [0.0, 0.25, 1.0], "share": [0.6, 0.6, 0.4]}))
    '0,0 tot 25,0\xa0%'
    """
    unit, joined = 10.0 ** -(decimals + 2), []
    for row in majorities(table, needed).itertuples():
        low, with_low, whole = row.low, row.with_low, True
        if joined and row.low - joined[-1][1] < unit:
            low, _, with_low, *_ = joined.pop()
            whole = False
        joined.append((low, row.high, with_low, row.with_high, whole))
    return listed(dict.fromkeys(_range(*piece, decimals) for piece in joined)) if joined else "geen enkel gewicht"


def _range(low: float, high: float, with_low: bool, with_high: bool, whole: bool, decimals: int) -> str:
    if (low, high) == (0, 1):
        bounds = [*([] if with_low else [f"boven {percent(0)}"]), *([] if with_high else [f"onder {percent(1)}"])]
        return f"{'' if whole else 'bijna '}elk gewicht {' en '.join(bounds)}".rstrip()
    first, last = number(100 * low, decimals), number(100 * high, decimals)
    if first == last:
        return f"{'precies' if low == high else 'rond'} {last}\u00a0%"
    return f"{first} tot {'en met ' if with_high else ''}{last}\u00a0%"


def share_at(table: pd.DataFrame, weight: float) -> float:
    """The part of the votes that is better off at a weight. [-]"""
    inside = (table["low"] < weight) & (weight < table["high"])
    exactly = (table["low"] == weight) & (table["high"] == weight)
    return float(table.loc[inside | exactly, "share"].iloc[0])


def majority(found: Turns) -> pd.DataFrame:
    """Majorities of municipalities and of inhabitants: at which weights, at the proposal, and at best."""
    rows = {}
    for name, table in (("Gemeenten", found.municipalities), ("Inwoners", found.inhabitants)):
        most = table["share"].max()
        rows[name] = {
            "ranges": ranges(table),
            "proposal": share_at(table, found.weight),
            "most": most,
            "where": ranges(table, most - 1e-9),
        }
    return pd.DataFrame(rows).T


def regions(found: Mapping[str, Turns]) -> pd.DataFrame:
    """One row per region."""
    rows = {
        title(name): {
            "weight": one.label,
            "proposal": one.weight,
            **{kind: one.count(kind) for kind in ("turns", "more", "less")},
            "municipalities": ranges(one.municipalities),
            "inhabitants": ranges(one.inhabitants),
        }
        for name, one in found.items()
    }
    return pd.DataFrame(rows).T
