"""Turning points and majorities of any reform: tables and sentences."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from vtcost.exploration.naming import title
from vtcost.numbers import listed, number, percent
from vtcost.reform import Reform
from vtcost.turning_points import HALF_A_CENT, better_off, majorities, standing, turning_points

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


def ranges(table: pd.DataFrame, needed: float = MAJORITY) -> str:
    """The weights at which more than a part of the votes is better off, in words.

    Examples
    --------
    >>> ranges(pd.DataFrame({"low": [0.0, 0.0, 0.25], "high": [0.0, 0.25, 1.0], "share": [0.6, 0.6, 0.4]}))
    '0,0 tot 25,0\xa0%'
    """
    found = majorities(table, needed)
    return listed(map(_range, found.itertuples())) if len(found) else "geen enkel gewicht"


def _range(row) -> str:
    if (row.low, row.high) == (0, 1) and row.with_low and row.with_high:
        return "elk gewicht"
    return f"{number(100 * row.low, 1)} tot {'en met ' if row.with_high else ''}{percent(row.high, 1)}"


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


def headline(found: Turns) -> str:
    """How many municipalities turn, as a title."""
    count = found.count("turns")
    return f"{count or 'geen'} van de {len(found.standing)} gemeenten {'slaat' if count < 2 else 'slaan'} om"


def finding(name: str, found: Turns) -> str:
    """What the turning points of a region come down to, for who votes."""
    size = len(found.standing)
    better, people = (share_at(table, found.weight) for table in (found.municipalities, found.inhabitants))
    return " ".join(
        [
            f"{title(name)}: {headline(found)};",
            f"{found.count('more') or 'geen'} betalen altijd meer, {found.count('less') or 'geen'} altijd minder.",
            f"Bij de gekozen mix ({percent(found.weight)} {found.label}) betalen {round(better * size) or 'geen'}",
            f"van de {size} gemeenten minder, met {percent(people, 1)} van de inwoners.",
            f"Een meerderheid van de gemeenten betaalt minder bij {_weights(found.municipalities)},",
            f"een meerderheid van de inwoners bij {_weights(found.inhabitants)}.",
        ]
    )


def _weights(table: pd.DataFrame) -> str:
    where = ranges(table)
    if len(majorities(table, MAJORITY)) == 0:
        return f"{where} (hoogste aandeel {percent(table['share'].max(), 1)})"
    return where if where == "elk gewicht" else f"een gewicht van {where}"


def direction(found: Turns) -> str:
    """Who gains when the weight goes up, and who when it goes down."""
    rise = found.reform.at(1.0) - found.reform.at(0.0)
    people = found.reform.inhabitants.reindex(rise.index)
    gains, loses = rise < -HALF_A_CENT, rise > HALF_A_CENT
    return (
        f"Telt {found.label} zwaarder, dan betalen {gains.sum() or 'geen'} gemeenten minder"
        f" ({percent(people[gains].sum() / people.sum(), 1)} van de inwoners)"
        f" en {loses.sum() or 'geen'} meer ({percent(people[loses].sum() / people.sum(), 1)})."
    )


def voters(found: Turns) -> list[str]:
    """Which weights near the chosen mix change a vote: the nearest turning points below and above it."""
    points, near = found.points, []
    for side, rows in (
        ("daaronder", points[points["weight"] < found.weight].tail(1)),
        ("daarboven", points[points["weight"] > found.weight].head(1)),
    ):
        for row in rows.itertuples():
            kind = row.above if side == "daarboven" else OTHER[row.above]
            near.append(f"{row.municipality} bij {percent(row.weight, 1)} ({side} betaalt zij {WORDS[kind]})")
    fixed = found.count("more") + found.count("less") + found.count("same")
    said = [
        f"Voor {fixed} van de {len(found.standing)} gemeenten maakt het gewicht niet uit of zij meer of minder betalen."
    ]
    if near:
        said.append(f"Het dichtst bij de gekozen mix ({percent(found.weight)}) slaat om: {listed(near)}.")
    return said


def below_zero(reform: Reform) -> list[str]:
    """Weights at which a municipality would get money, its grants being larger than its costs; nothing if none."""
    found = turning_points(reform.at)
    said = [
        f"{'Onder' if row.above == 'more' else 'Boven'} een gewicht van {percent(row.weight, 1)} komt de bijdrage van"
        f" {row.municipality} onder nul: de DUVO is daar groter dan de kosten."
        for row in found.itertuples()
    ]
    return [*said, "Zulke gewichten zijn zonder ondergrens niet uit te voeren."] if said else []
