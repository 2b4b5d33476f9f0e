"""A transition (overgang): paths from the present to the new key, their limits, and who pays for whose soft landing."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from vtcost.data import Region
from vtcost.formulas.keys import shares
from vtcost.formulas.transition import phased
from vtcost.numbers import euro, listed, number, percent
from vtcost.reform import Reform
from vtcost.softening import for_whom, soft_landing, softened
from vtcost.transition import fewest_years, least_moved

# Years of a transition in equal steps (assumed: as many as nhn-oplegger takes); years that are still acceptable.
STEPS, MOST = 3, 10
# Limits on the change in a year that are shown: euro per inhabitant, and part of what is paid now.
PER_INHABITANT = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0)
PART_OF_PRESENT = (0.05, 0.1, 0.25, 0.5)
# The memo's own weights of the first measure in the years of its transition.
WEIGHTS = "transition_inhabitants"
EQUAL, AT_ONCE = "gelijke stappen", "ineens"
OTHERS = "andere gemeenten"
NOT = f"niet binnen {MOST} jaar"
CENT = 0.01

CHANGE_LABELS = {
    "present": ("Nu", "euro"),
    "new": ("Nieuwe sleutel", "euro"),
    "change": ("Verschil", "euro"),
    "per_inhabitant": ("Verschil per inwoner", "euro_per_inhabitant"),
    "part": ("Verschil in procenten", "fraction"),
}
OVERVIEW_LABELS = {
    "moved": ("Verschuift per jaar tussen gemeenten", "euro"),
    "rise": ("Grootste stijging per inwoner", "euro_per_inhabitant"),
    "rises": ("van", "text"),
    "fall": ("Grootste daling per inwoner", "euro_per_inhabitant"),
    "falls": ("van", "text"),
    "years_rise": ("Jaren bij € 1 erbij", "text"),
    "years_both": ("Jaren bij € 1 erbij of eraf", "text"),
    "years_part": ("Jaren bij 10 % erbij", "text"),
}
PATH_LABELS = {
    "first": ("Verschuift in het eerste jaar", "euro"),
    "last": ("Verschuift in het laatste jaar", "euro"),
    "rise": ("Grootste stijging in een jaar, per inwoner", "euro_per_inhabitant"),
    "rises": ("van", "text"),
    "landing": ("Zachte landing, alle jaren samen", "euro"),
}
LANDING_LABELS = {"received": ("Ontvangt", "euro"), "paid": ("Betaalt", "euro"), "net": ("Per saldo", "euro")}
CAP_LABELS = {
    "years": ("Jaren tot de nieuwe sleutel", "text"),
    "capped": ("Afgetopt in het eerste jaar", "count"),
    "landing": ("Zachte landing, alle jaren samen", "euro"),
    "bears": ("Wie het meest draagt", "text"),
    "borne": ("Draagt", "euro"),
    "borne_per_inhabitant": ("Draagt per inwoner", "euro_per_inhabitant"),
}
SMALLEST_LABELS = {
    "years_rise": ("Jaren, grens op stijging", "text"),
    "least_rise": ("Minste geld, grens op stijging", "euro"),
    "years_both": ("Jaren, grens op beide", "text"),
    "least_both": ("Minste geld, grens op beide", "euro"),
    "equal_both": ("In gelijke stappen, grens op beide", "euro"),
}


def changes(reform: Reform) -> pd.DataFrame:
    """What changes for each municipality by the new key; the largest rise per inhabitant first."""
    new = reform.contribution()
    change = new - reform.present
    frame = pd.DataFrame({"present": reform.present, "new": new, "change": change})
    frame["per_inhabitant"] = change / reform.inhabitants
    frame["part"] = change / reform.present.where(reform.present != 0)
    return frame.sort_values("per_inhabitant", ascending=False, kind="stable")


def by_weights(reform: Reform, weights: Sequence[float]) -> pd.DataFrame:
    """Contributions per year on a path of weights for the first measure. [euro]"""
    return pd.DataFrame({reform.year + step: reform.at(float(weight)) for step, weight in enumerate(weights)})


def in_steps(reform: Reform, years: int) -> pd.DataFrame:
    """Contributions per year in equal steps from the present to the new key. [euro]"""
    part = {reform.year + step: (step + 1) / years for step in range(years)}
    return phased(reform.present, reform.contribution(), part)


def paths(region: Region, reform: Reform) -> dict[str, pd.DataFrame]:
    """The transitions of the memo, if it has any, in equal steps, and none: contributions per year. [euro]

    The first is the region's own. Years and amounts stay those of the reform: only the key moves.
    """
    found = {}
    if WEIGHTS in set(region.tables["inputs"]["input"]):
        label = reform.labels[next(iter(reform.measures))]
        for _, weights in region.input(WEIGHTS).iterrows():
            found[f"{listed(number(100 * weight) for weight in weights)} % {label}"] = by_weights(reform, weights)
    years = next((path.shape[1] for path in found.values()), STEPS)
    found[f"{years} {EQUAL}"] = in_steps(reform, years)
    found[AT_ONCE] = plain(reform, years)
    return found


def plain(reform: Reform, years: int) -> pd.DataFrame:
    """The new key in full in each year. [euro]"""
    return pd.DataFrame(dict.fromkeys(range(reform.year, reform.year + years), reform.contribution()))


def compared_paths(reform: Reform, known: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """How much each path softens: what changes hands against the present, the largest rise, the soft landing."""
    rows = {}
    for name, path in known.items():
        moved = path.sub(reform.present, axis=0).clip(lower=0).sum()
        rises = yearly(path, reform.present).div(reform.inhabitants, axis=0).max(axis=1)
        landing = soft_landing(path, plain(reform, path.shape[1]))
        rows[name] = {
            "first": moved.iloc[0],
            "last": moved.iloc[-1],
            "rise": rises.max(),
            "rises": rises.idxmax(),
            "landing": moved_by(landing),
        }
    return pd.DataFrame(rows.values(), index=list(rows))


def yearly(path: pd.DataFrame, present: pd.Series) -> pd.DataFrame:
    """Change from each year to the next, the first against the present. [euro]"""
    return path.diff(axis=1).fillna({path.columns[0]: path.iloc[:, 0] - present})


def moved_by(landing: pd.DataFrame) -> float:
    """Money that changes hands for the soft landing, all years together. [euro]"""
    return float(landing.clip(lower=0).to_numpy().sum())


def landings(path: pd.DataFrame, reform: Reform) -> pd.DataFrame:
    """What each municipality receives and pays for the soft landing over all years; what it receives most, first."""
    landing = soft_landing(path, plain(reform, path.shape[1]))
    frame = pd.DataFrame({"received": landing.clip(lower=0).sum(axis=1), "paid": (-landing).clip(lower=0).sum(axis=1)})
    frame["net"] = frame["received"] - frame["paid"]
    return frame.sort_values("net", ascending=False, kind="stable")


def payers(path: pd.DataFrame, reform: Reform, shown: int) -> tuple[pd.DataFrame, dict[str, tuple[str, str]]]:
    """Who pays for whom over all years: a row per receiver, a column per payer, the largest first; with its labels."""
    matrix = for_whom(soft_landing(path, plain(reform, path.shape[1]))).T
    matrix = matrix.loc[matrix.sum(axis=1) >= CENT, matrix.sum() >= CENT]
    order = matrix.sum().sort_values(ascending=False, kind="stable").index
    rows = matrix.sum(axis=1).sort_values(ascending=False, kind="stable").index
    frame = matrix.loc[rows, order[:shown]]
    if len(order) > shown:
        frame = frame.assign(**{OTHERS: matrix.loc[rows, order[shown:]].sum(axis=1)})
    frame["total"] = matrix.loc[rows].sum(axis=1)
    return frame, {name: (str(name), "euro") for name in frame.columns[:-1]} | {"total": ("Ontvangt samen", "euro")}


def caps(reform: Reform, bearers: pd.Series) -> pd.DataFrame:
    """The new key with limits on what anyone pays more than in the year before; the others bear the excess."""
    rows = {}
    for name, rise in cap_list(reform).items():
        years = fewest_years(reform.present, reform.contribution(), rise, np.inf, MOST)
        path = softened(plain(reform, years or MOST), reform.present, bearers, rise, np.inf)
        landing = soft_landing(path, plain(reform, path.shape[1]))
        first, borne = landing.iloc[:, 0], (-landing).clip(lower=0).sum(axis=1)
        most = borne.idxmax()
        nobody = borne[most] < CENT
        rows[name] = {
            "years": shown_years(years),
            "capped": int((first >= CENT).sum()),
            "landing": moved_by(landing),
            "bears": "niemand" if nobody else most,
            "borne": 0.0 if nobody else borne[most],
            "borne_per_inhabitant": 0.0 if nobody else borne[most] / reform.inhabitants[most],
        }
    return pd.DataFrame(rows.values(), index=list(rows))


def cap_list(reform: Reform) -> dict[str, pd.Series]:
    """The limits that are shown, with their names. [euro per year]"""
    people = {f"{euro(x, 2)} per inwoner": x * reform.inhabitants for x in PER_INHABITANT}
    return people | {f"{percent(x)} van de bijdrage nu": x * reform.present for x in PART_OF_PRESENT}


def capped(reform: Reform, per_inhabitant: float, bearers: pd.Series) -> pd.DataFrame:
    """The new key with one limit on what anyone pays more than the year before, until it is reached. [euro]

    At most `MOST` years are computed.
    """
    rise = per_inhabitant * reform.inhabitants
    years = fewest_years(reform.present, reform.contribution(), rise, np.inf, MOST) or MOST
    return softened(plain(reform, years), reform.present, bearers, rise, np.inf)


def bearing_rules(reform: Reform) -> dict[str, pd.Series]:
    """Who can bear what is above a limit: all who are not at it, by a key, or those who gain, by what they gain. [-]"""
    new = reform.contribution()
    rules = {"naar de nieuwe sleutel": shares(new.clip(lower=0)), "naar inwoners": shares(reform.inhabitants)}
    gain = (reform.present - new).clip(lower=0)
    return rules | ({"naar het voordeel": shares(gain)} if gain.sum() > CENT else {})


def limit_name(per_inhabitant: float) -> str:
    """A limit on the rise in words."""
    return f"ten hoogste {euro(per_inhabitant, 2)} per inwoner per jaar erbij"


def chosen_limit(reform: Reform) -> float:
    """The strictest limit that is shown with which the new key is reached in `STEPS` years. [euro per inhabitant]"""
    for x in PER_INHABITANT:
        if fewest_years(reform.present, reform.contribution(), x * reform.inhabitants, np.inf, STEPS):
            return x
    return PER_INHABITANT[-1]


def above_present(path: pd.DataFrame, reform: Reform) -> pd.Series:
    """Who pays less by the new key, and on the way there more than now: the most in a year. [euro]"""
    more = path.sub(reform.present, axis=0).max(axis=1)[reform.contribution() < reform.present]
    return more[more >= CENT].sort_values(ascending=False, kind="stable")


def borne_by_rule(reform: Reform, per_inhabitant: float) -> pd.DataFrame:
    """What each municipality bears over all years, by each rule; who bears most by the first, first. [euro]"""
    found = {
        name: landings(capped(reform, per_inhabitant, key), reform)["paid"]
        for name, key in bearing_rules(reform).items()
    }
    frame = pd.DataFrame(found)
    frame = frame[(frame >= CENT).any(axis=1)]
    return frame.sort_values(next(iter(found)), ascending=False, kind="stable")


def smallest(reform: Reform) -> pd.DataFrame:
    """Per limit in euro per inhabitant the fewest years, and the least money moved in those years.

    ``rise``: nobody pays more than the limit extra per year; ``both``: nobody pays less than that either.
    """
    present, new = reform.present, reform.contribution()
    rows = {}
    for x in PER_INHABITANT:
        limit, row = x * reform.inhabitants, {}
        for name, fall in (("rise", np.inf), ("both", limit)):
            years = fewest_years(present, new, limit, fall, MOST)
            row[f"years_{name}"] = shown_years(years)
            row[f"least_{name}"] = np.nan
            if years:
                path = least_moved(present, new, limit, fall, years)
                row[f"least_{name}"] = moved_by(path.rsub(new, axis=0))
        steps = fewest_years(present, new, limit, limit, MOST)
        row["equal_both"] = moved_by(in_steps(reform, steps).rsub(new, axis=0)) if steps else np.nan
        rows[f"{euro(x, 2)} per inwoner"] = row
    return pd.DataFrame(rows.values(), index=list(rows)).round({"least_rise": 0, "least_both": 0, "equal_both": 0})


def shown_years(years: int | None) -> str:
    """A number of years for a table.

    Examples
    --------
    >>> shown_years(5), shown_years(None)
    ('5', 'niet binnen 10 jaar')
    """
    return NOT if years is None else number(years)


def overview(reforms: dict[str, Reform]) -> pd.DataFrame:
    """Per region what changes hands, the largest changes, and how many years some limits take."""
    rows = {}
    for name, reform in reforms.items():
        frame, new = changes(reform), reform.contribution()
        limit, tenth = reform.inhabitants * 1.0, reform.present * 0.1
        found = {
            "years_rise": fewest_years(reform.present, new, limit, np.inf, MOST),
            "years_both": fewest_years(reform.present, new, limit, limit, MOST),
            "years_part": fewest_years(reform.present, new, tenth, np.inf, MOST),
        }
        rows[name] = {
            "moved": frame["change"].clip(lower=0).sum(),
            "rise": frame["per_inhabitant"].iloc[0],
            "rises": frame.index[0],
            "fall": frame["per_inhabitant"].iloc[-1],
            "falls": frame.index[-1],
        } | {limited: shown_years(years) for limited, years in found.items()}
    return pd.DataFrame(rows.values(), index=list(rows))
