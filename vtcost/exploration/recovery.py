"""Zuid-Holland Zuid: the people and the money that bring the legal terms back, for a range of backlogs.

What waits is not printed: the backlogs are those of the readings in `vtcost.exploration.waiting`, and a full year of
the printed shortage. Everything here has the status `assumed`.
"""

from collections.abc import Callable

import pandas as pd

from vtcost.backlog import MONTHS, Recovery, backlog_path, recovery
from vtcost.data import Region
from vtcost.exploration.waiting import (
    DECISION,
    MEASURED,
    RESEARCH,
    TRIAGE,
    WEEK,
    WORKING_DAYS,
    Calibrated,
    Work,
    term,
    work,
)
from vtcost.numbers import number

SERVICES = (TRIAGE, RESEARCH)
WITHIN = (3, 6, 12)
# Part of the legal term that a case may wait before someone begins with it; the rest is for the work itself.
MAY_WAIT = 0.5
LOW, HIGH, FULL = "kleinste voorraad", "grootste voorraad", "een jaar tekort van 2024, alle diensten"
BACKLOG_LABELS = {
    "hours": ("Wacht", "hours"),
    "target": ("Mag wachten", "hours"),
    "weeks": ("Te veel: weken werk van iedereen in het besluit", "text"),
    "needed": ("Nodig voor wat binnenkomt", "fte"),
}
RECOVERY_LABELS = {
    "structural": ("Blijvend erbij (fte)", "text"),
    "temporary": ("Tijdelijk erbij (fte)", "text"),
    "cost_structural": ("Blijvend, per jaar", "euro"),
    "cost_temporary": ("Tijdelijk, eenmalig", "euro"),
}


def target(region: Region, service: str) -> float:
    """Work of a service that may wait without breaking the term: arrivals in half of the term. [hours]"""
    planned = work(region, region.parameter("mix_of"))
    waiting = planned.cases[service] / WORKING_DAYS * term(region, service) * MAY_WAIT
    return float(waiting * planned.norms[service])


def backlogs(region: Region, found: list[Calibrated]) -> pd.DataFrame:
    """Work waiting in the smallest and the largest reading of triage and research, and a full year of shortage.

    Returns
    -------
    DataFrame, index backlog
        ``hours`` waiting and ``target`` that may wait [hours]; ``weeks`` of work of all of the decision, as text;
        ``needed`` for what arrives, with the hours per case of those readings [FTE].
    """
    measured, planned = work(region, MEASURED), work(region, region.parameter("mix_of"))
    allowed = {service: target(region, service) for service in SERVICES}
    rows = {}
    for label, pick in ((LOW, min), (HIGH, max)):
        readings = [_picked(found, measured, service, pick) for service in SERVICES]
        if None in readings:
            continue
        # A service with less than may wait does not make up for the other.
        over = [max(hours - allowed[service] * effort, 0.0) for service, hours, effort in readings]
        effort = pd.Series({service: effort for service, _, effort in readings}).reindex(planned.needed.index)
        rows[label] = {
            "hours": sum(hours for _, hours, _ in readings),
            "over": sum(over),
            "needed": (planned.needed * effort.fillna(1.0)).sum(),
        }
    short = max(float(measured.needed.sum()) - measured.available, 0.0) * measured.hours_per_fte
    rows[FULL] = {"hours": short, "over": max(short - sum(allowed.values()), 0.0), "needed": planned.needed.sum()}
    table = pd.DataFrame(rows).T
    table["target"] = table["hours"] - table["over"]
    week = week_of_everyone(region)
    table["weeks"] = [number(over / week, 1) for over in table["over"]]
    return table[list(BACKLOG_LABELS)]


def week_of_everyone(region: Region) -> float:
    """What the people of the decision do in a week. [hours]"""
    return float(region.input("available")[DECISION]) * region.input("hours_per_fte") * WEEK / WORKING_DAYS


def _picked(found: list[Calibrated], measured: Work, service: str, pick: Callable) -> tuple[str, float, float] | None:
    """Hours waiting and the part of the norm a case takes, in the reading with the least or the most work waiting."""
    norm = measured.norms[service]
    met = [one for one in found if one.outcome is not None and one.reading.service == service]
    return pick(
        ((service, one.outcome.waiting * norm * one.effort, one.effort) for one in met),
        key=lambda row: row[1],
        default=None,
    )


def recoveries(region: Region, stock: pd.DataFrame) -> dict[tuple[str, int], Recovery]:
    """What restores the terms, per backlog and number of months, from the people of the decision on."""
    cost, year = region.input("cost_per_fte"), region.input("hours_per_fte")
    there = float(region.input("available")[DECISION])
    return {
        (label, months): recovery(row["hours"], row["target"], row["needed"], there, months, year, cost)
        for label, row in stock.iterrows()
        for months in WITHIN
    }


def recovery_table(found: dict[tuple[str, int], Recovery]) -> pd.DataFrame:
    """The recoveries, people to a tenth of an FTE, money to thousands."""
    rows = {
        f"{label}, in {months} maanden": {
            "structural": number(one.structural, 1),
            "temporary": number(one.temporary, 1),
            "cost_structural": round(one.cost_structural, -3),
            "cost_temporary": round(one.cost_temporary, -3),
        }
        for (label, months), one in found.items()
    }
    return pd.DataFrame(rows, index=list(RECOVERY_LABELS)).T


def paths(region: Region, hours: float, over: float) -> pd.DataFrame:
    """Work waiting month by month for a year: nothing changed, the shortage filled, and restored in 3, 6, 12 months.

    Parameters
    ----------
    region : Region
    hours : float
        Work waiting at the start. [hours]
    over : float
        The part of it that may not wait. [hours]

    Returns
    -------
    DataFrame, index month
        A column per choice. [weeks of work of all people of the decision]
    """
    planned = work(region, region.parameter("mix_of"))
    there, needed, year = float(region.input("available")[DECISION]), planned.needed.sum(), planned.hours_per_fte
    monthly, week = needed * year / MONTHS, week_of_everyone(region)
    lines = {
        f"{number(there, 2)} fte (besluit)": backlog_path(hours, monthly, there * year / MONTHS, MONTHS),
        f"{number(needed, 2)} fte (nodig voor het voorstel)": backlog_path(
            hours, monthly, max(needed, there) * year / MONTHS, MONTHS
        ),
    }
    for months in WITHIN:
        one = recovery(hours, hours - over, needed, there, months, year, 0.0)
        handled = (there + one.structural + one.temporary) * year / MONTHS
        during = backlog_path(hours, monthly, handled, months)
        after = backlog_path(during.iloc[-1], monthly, (there + one.structural) * year / MONTHS, MONTHS - months)
        lines[f"hersteld in {months} maanden"] = pd.Series([*during, *after.iloc[1:]], index=range(MONTHS + 1))
    return pd.DataFrame(lines) / week
