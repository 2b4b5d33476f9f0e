"""Back-test of keys by inhabitants over the years that CBS has: tables for the notebook."""

from dataclasses import dataclass

import pandas as pd

from vtcost.backtest import keys_by_year, stability, staleness
from vtcost.data import Region
from vtcost.data.cbs import convert
from vtcost.exploration.several_counts import MEANS, MOST, coarse, countings, each_time, years_per_count
from vtcost.exploration.uncertainty import HALF_RANGE
from vtcost.numbers import listed, number, percent
from vtcost.reform import Reform
from vtcost.uncertainty import expected_counts, relative_error, yearly_change

MEASURES = {"population": "inwoners", "population_under_20": "inwoners jonger dan 20 jaar"}
ONE, TWO = "één jaar eerder", "twee jaar eerder"
LAGS = {
    ONE: (1, 1),
    TWO: (2, 1),
    "gemiddelde van één en twee jaar eerder": (1, 2),
    "gemiddelde van één tot en met drie jaar eerder": (1, 3),
}

LABELS = {
    "mean_change": ("Gemiddeld per jaar", "euro"),
    "largest": ("Grootste sprong", "euro"),
    "year": ("Bijdrage van jaar", "text"),
    "relative": ("Sprong, deel van de bijdrage", "fraction"),
    "trend": ("Eerste tot laatste jaar", "euro"),
    "mean_error": ("Gemiddeld ernaast, per gemeente", "euro"),
    "worst": ("Meest ernaast, één gemeente", "euro"),
    "who": ("Welke gemeente", "text"),
    "when": ("Jaar", "text"),
    "moved": ("Deel van de begroting op de verkeerde plek", "share"),
    "steady": ("Middelste gemeente, gemiddeld", "fraction"),
    "most": ("Onrustigste gemeente, gemiddeld", "text"),
}


@dataclass(frozen=True)
class Followed:
    """A measure of CBS over the years, in one municipal division.

    `values`: municipality by year, only what is known; `lost`: who cannot be followed because a municipality was split;
    `unknown`: years without figures.
    """

    values: pd.DataFrame
    lost: list[str]
    unknown: list[int]


def follow(table: pd.DataFrame, mergers: pd.DataFrame, members: pd.Series, measure: str) -> Followed:
    """A measure of CBS for all its years, in the division of the last one. Nothing is estimated.

    Parameters
    ----------
    table, mergers : DataFrame
        ``population`` and ``mergers`` of data/cbs.
    members : Series, index municipality
        Codes of the municipalities, in the division of the last year.
    measure : str
        Column of `table`.
    """
    years = sorted({int(date[:4]) for date in table["reference_date"]})
    found, unknown = {}, []
    for year in years:
        known = table[table["reference_date"] == f"{year}-01-01"].set_index("gm_code")[measure]
        if known.isna().all():
            unknown.append(year)
            continue
        found[year] = convert(known, mergers, year, years[-1]).reindex(members).to_numpy()
    values = pd.DataFrame(found, index=members.index)
    lost = values.isna().any(axis=1)
    return Followed(values[~lost], list(values.index[lost]), unknown)


def inhabitants(region: Region, measure: str) -> Followed:
    """Inhabitants, or those under 20, of the region's municipalities of today over all years of CBS."""
    shared = region.divisions.shared
    latest = int(shared["population"]["reference_date"].str[:4].max())
    members = region.municipalities(latest)["gm_code"]
    return follow(shared["population"], shared["mergers"], members, measure)


def by_municipality(followed: Followed, amount: float) -> pd.DataFrame:
    """How much each contribution would have moved if the whole amount went by this measure of T-1."""
    moved = stability(amount * keys_by_year(followed.values, lag=1))
    return moved.assign(year=moved["year"].astype(int).astype(str))


def lags(followed: Followed, amount: float) -> pd.DataFrame:
    """What older figures cost: distance to the key by the year itself, over the years that every choice has."""
    gaps = {name: staleness(followed.values, lag, mean_of) for name, (lag, mean_of) in LAGS.items()}
    common = sorted(set.intersection(*(set(gap.columns) for gap in gaps.values())))
    rows = {}
    for name, gap in gaps.items():
        euros = amount * gap[common]
        who, when = euros.abs().stack().idxmax()
        rows[name] = {
            "mean_error": euros.abs().to_numpy().mean(),
            "worst": euros.loc[who, when],
            "who": who,
            "when": str(when),
            "moved": gap[common].abs().sum().mean() / 2,
        }
    return pd.DataFrame(rows).T.infer_objects()


def side_by_side(region: Region, explored: Reform) -> pd.DataFrame:
    """Mean change of a share, as a part of it, if each measure were the whole key: measured or by chance.

    Measured from year to year; by chance from one count to the next. The largest of the counts is computed from its
    coarse chance, so that it tells no more than that.
    """
    rows, span = {}, years_per_count(region)
    for measure, label in MEASURES.items():
        keys = keys_by_year(inhabitants(region, measure).values, lag=1)
        moved = stability(keys)["mean_change"] / keys.mean(axis=1)
        rows[measured_label(label)] = {"steady": moved.median(), "most": percent(moved.max(), 1)}
    for measure, cases in expected_counts(explored).items():
        error = relative_error(cases)
        for years in MEANS:
            rows[by_chance_label(explored, measure, years, span)] = {
                "steady": yearly_change(error, years).median(),
                "most": _most(coarse(error), years),
            }
    return pd.DataFrame(rows).T.infer_objects()


def _most(chance: pd.Series, years: int) -> str:
    largest = chance.max()
    least = "ten minste " if largest >= MOST else ""
    return f"{least}{percent(yearly_change(pd.Series([largest / HALF_RANGE]), years)[0], 0)}"


def measured_label(label: str) -> str:
    """The row of a measure of CBS in `side_by_side`."""
    return f"{label}, gemeten, per jaar"


def by_chance_label(explored: Reform, measure: str, years: int, span: float) -> str:
    """The row of a small count in `side_by_side`."""
    return f"{explored.labels[measure]}, toeval, {countings(span)[years]}, {each_time(span)}"


def headline(region: Region, explored: Reform) -> str:
    """How far a contribution moves by chance, against how far by the inhabitants, in a sentence."""
    table, span = side_by_side(region, explored)["steady"], years_per_count(region)
    people = percent(table[measured_label(MEASURES["population"])], 1)
    if not explored.counted:
        return f"Gaat alles naar inwoners, dan schuift de bijdrage van een middelste gemeente {people} per jaar."
    name = next(iter(explored.counted))
    chance = percent(table[by_chance_label(explored, name, 1, span)], 1)
    return (
        f"Gaat alles naar {explored.labels[name]}, dan schuift de bijdrage van een middelste gemeente door toeval"
        f" {chance} {each_time(span)}; gaat alles naar inwoners, {people} per jaar."
    )


def gaps(region: Region) -> str:
    """Which years and municipalities of CBS are missing, in a sentence: nothing is estimated."""
    said = []
    for measure, label in MEASURES.items():
        followed = inhabitants(region, measure)
        if followed.unknown:
            said.append(f"Het aantal {label} is er niet voor 1 januari {listed(map(str, followed.unknown))}.")
        if followed.lost:
            said.append(f"Niet te volgen, want een gemeente is gesplitst ({label}): {listed(followed.lost)}.")
    return " ".join(said) or "Alle gemeenten zijn in alle jaren te volgen."


def wishes(region: Region, explored: Reform) -> list[str]:
    """What it means for the wish of a key that is simple, stable and lasting; every sentence has its figure."""
    table, followed = side_by_side(region, explored)["steady"], inhabitants(region, "population")
    span = years_per_count(region)
    cost = lags(followed, explored.budget)["moved"]
    people, youth = (table[measured_label(label)] for label in MEASURES.values())
    said = [
        "Stabiel: als alles naar inwoners gaat, verschuift de bijdrage van de middelste gemeente elk jaar"
        f" {percent(people, 1)}; naar inwoners jonger dan 20 jaar {percent(youth, 1)} (gemeten).",
    ]
    for measure in explored.counted:
        once, thrice = (table[by_chance_label(explored, measure, years, span)] for years in (1, 3))
        said.append(
            f"Naar {explored.labels[measure]} is dat door toeval alleen al {percent(once, 1)} {each_time(span)},"
            f" {number(once / people)} keer zoveel als bij inwoners; met een {countings(span)[3]}"
            f" {percent(thrice, 1)}."
        )
    said.append(
        f"Toekomstbestendig: met inwoners van {ONE} staat gemiddeld {percent(cost[ONE], 2)} van de begroting bij"
        f" een andere gemeente dan met die van het jaar zelf; met die van {TWO} {percent(cost[TWO], 2)}."
    )
    return said
