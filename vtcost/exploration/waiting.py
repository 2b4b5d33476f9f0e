"""Zuid-Holland Zuid: what the shortage does to waiting, in several readings that all meet the printed indicators.

One indicator cannot identify a queue, so nothing here is a forecast: everything has the status `assumed`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from vtcost.backlog import waiting_time
from vtcost.data import Region
from vtcost.model_cells import model_of
from vtcost.numbers import number, percent
from vtcost.quantity import Quantity
from vtcost.waiting import Outcome, Queue, calibrate, runs, staffed

# Assumptions. The indicators are of the second report of 2024; the part of the year it covers is not printed.
MEASURED, WORKING_DAYS, MEASURED_DAYS = "2e burap 2024", 260, 173
WEEK = 5
TRIAGE, RESEARCH = "Triage", "Onderzoek"
TERMS = {
    TRIAGE: ("zhz-2024/oplopende-wachttijden/melding-beoordelen-trieren/termijn", 1),
    RESEARCH: ("zhz-2024/oplopende-wachttijden/onderzoek-afronden/termijn", WEEK),
}
# Half of a printed whole per cent. Runs: triage has many cases a run, research few. The chance is the same every time.
HALF = 0.005
SEEDS = {TRIAGE: (1, 2, 3), RESEARCH: tuple(range(1, 9))}
# Runs for the year after: less is asked then, it is shown to 5 per cent.
AHEAD = {TRIAGE: (1, 2), RESEARCH: (1, 2, 3, 4)}
DECISION = "Begroting 2025 besluit AB"
READING_LABELS = {
    "hours": ("Uren per zaak", "text"),
    "utilisation": ("Werk gedeeld door capaciteit", "number"),
    "variation": ("Spreiding van de duur", "number"),
    "first": ("Deel dat voorgaat", "text"),
    "in_hand": ("Zaken tegelijk per fte", "count"),
    "at_start": ("Wacht aan het begin", "cases"),
    "on_time": ("Op tijd", "text"),
    "waiting": ("Wacht aan het eind", "cases"),
}
OUTLOOK_LABELS = {
    "on_time": ("Op tijd", "text"),
    "waiting": ("Wacht na een jaar (zaken)", "text"),
    "weeks": ("Zoveel weken werk", "text"),
}


@dataclass(frozen=True)
class Reading:
    """A way in which the indicator of a service can have come about: all set but one, `free`, which is solved."""

    label: str
    service: str
    free: str
    low: float
    high: float
    variation: float
    # None: what the norms of the memo give.
    utilisation: float | None = None
    first: float = 0.0
    in_hand: float = 1.0
    backlog: int = 0


READINGS = (
    Reading("op volgorde; zaken lijken op elkaar", TRIAGE, "utilisation", 0.965, 0.995, variation=0.5),
    Reading("op volgorde; zaken verschillen sterk", TRIAGE, "utilisation", 0.97, 1.0, variation=1.0),
    Reading("voorrang; sneller dan de norm", TRIAGE, "first", 0.65, 0.78, variation=0.25, utilisation=1.09),
    Reading("voorrang; precies de norm; zaken vrijwel gelijk", TRIAGE, "first", 0.65, 0.74, variation=0.1),
    Reading("één zaak tegelijk; grote oude voorraad", RESEARCH, "utilisation", 1.15, 1.3, variation=0.5, backlog=60),
    Reading("veel zaken tegelijk; sneller dan de norm", RESEARCH, "in_hand", 9, 15, variation=0.5, utilisation=0.95),
    Reading("acht zaken tegelijk; oude voorraad", RESEARCH, "backlog", 0, 100, variation=0.5, in_hand=8),
    Reading("vier tegelijk; helft met voorrang", RESEARCH, "backlog", 25, 45, variation=0.5, first=0.5, in_hand=4),
)


@dataclass(frozen=True)
class Work:
    """What a column asks of the services and who is there: cases, norm and FTE needed by service, FTE available."""

    cases: pd.Series
    norms: pd.Series
    needed: pd.Series
    hours_per_fte: float
    available: float

    @property
    def pressure(self) -> float:
        """Needed over available: the utilisation of every service if people are divided by need. [-]"""
        return float(self.needed.sum() / self.available)

    def queue(self, reading: Reading, effort: float) -> Queue:
        """The queue of a service, with a part `effort` of the norm hours per case."""
        service = reading.service
        return staffed(
            self.cases[service],
            self.norms[service] * effort,
            self.needed[service] / self.pressure,
            self.hours_per_fte,
            WORKING_DAYS,
            reading.in_hand,
            variation=reading.variation,
            first=reading.first,
            backlog=round(reading.backlog),
        )


@dataclass(frozen=True)
class Calibrated:
    """A reading with its free value solved; `outcome` is None if no value meets the indicator."""

    reading: Reading
    effort: float
    outcome: Outcome | None


def work(region: Region, column: str) -> Work:
    """Work and people of a column of the multi-year table."""
    made = model_of(region)
    cases, needed = (pd.Series({name: one[column] for name, one in made[table].items()}) for table in ("volume", "fte"))
    return Work(cases, _numbers(made["norm"]), needed, float(made["hours_per_fte"]), made["available"][column])


def _numbers(table: Mapping[str, Quantity]) -> pd.Series:
    return pd.Series({name: float(one) for name, one in table.items()})


def term(region: Region, service: str) -> float:
    """Legal term of a service. [working days]"""
    figure, days = TERMS[service]
    return region.figure(figure) * days


def calibrated(region: Region, service: str) -> list[Calibrated]:
    """The readings of a service, each set so that the simulated share on time is the printed one."""
    measured, days, met = work(region, MEASURED), term(region, service), region.input("term_met")[service]
    return [_solve(reading, measured, days, met) for reading in READINGS if reading.service == service]


def _solve(reading: Reading, measured: Work, days: float, target: float) -> Calibrated:
    seen = {}

    def at(value: float) -> Calibrated:
        chosen = replace(reading, **{reading.free: value})
        effort = (chosen.utilisation or measured.pressure) / measured.pressure
        outcome = runs(measured.queue(chosen, effort), days, MEASURED_DAYS, SEEDS[reading.service])
        seen[value] = Calibrated(chosen, effort, outcome)
        return seen[value]

    try:
        found = calibrate(lambda value: at(value).outcome.on_time, reading.low, reading.high, target, HALF)
    except ValueError:
        return Calibrated(reading, float("nan"), None)
    return seen[found]


def strict(region: Region) -> Outcome:
    """Triage exactly by the norm, in the order of arrival, nothing waiting at the start: what would be on time."""
    measured, reading = work(region, MEASURED), READINGS[0]
    return runs(measured.queue(reading, 1.0), term(region, TRIAGE), MEASURED_DAYS, SEEDS[TRIAGE])


def readings_table(region: Region, found: list[Calibrated]) -> pd.DataFrame:
    """The readings that meet the indicator, with what they assume and what was solved."""
    measured, rows = work(region, MEASURED), {}
    for one in found:
        if one.outcome is None:
            continue
        reading = one.reading
        rows[f"{reading.service}: {reading.label}"] = {
            "hours": number(measured.norms[reading.service] * one.effort, 1),
            "utilisation": one.effort * measured.pressure,
            "variation": reading.variation,
            "first": percent(reading.first, 0),
            "in_hand": round(reading.in_hand),
            "at_start": round(reading.backlog),
            "on_time": percent(one.outcome.on_time, 0),
            "waiting": round(one.outcome.waiting, -1),
        }
    return pd.DataFrame(rows, index=list(READING_LABELS)).T


def unmet(found: list[Calibrated]) -> list[str]:
    """Readings that no value makes meet the indicator."""
    return [f"{one.reading.service}: {one.reading.label}" for one in found if one.outcome is None]


def options(region: Region) -> dict[str, Work]:
    """What is simulated from there on: the budget's volumes with several numbers of people, and the forecast's."""
    budget = work(region, region.parameter("mix_of"))
    decided, structural = (float(region.input(name)[DECISION]) for name in ("available", "available_structural"))
    made = model_of(region)
    forecast = {"cases": _numbers(made["forecast_volume"]), "needed": _numbers(made["forecast_fte"])}
    planned = number(made["counts"]["Meldingen"][region.parameter("mix_of")])
    needed = float(budget.needed.sum())
    return {
        f"{planned} meldingen, {number(structural, 2)} fte (structureel)": replace(budget, available=structural),
        f"{planned} meldingen, {number(decided, 2)} fte (besluit)": replace(budget, available=decided),
        f"{number(made['reports'])} meldingen, {number(decided, 2)} fte (besluit)": replace(
            budget, **forecast, available=decided
        ),
        f"{planned} meldingen, {number(needed, 2)} fte (nodig voor het voorstel)": replace(budget, available=needed),
    }


@dataclass(frozen=True)
class Outlook:
    """A year on, in one reading: part on time [-], cases waiting at the end, and the same in weeks of work."""

    on_time: float
    waiting: float
    weeks: float


def outlook(region: Region, found: list[Calibrated], service: str) -> dict[str, list[Outlook]]:
    """A year from the calibrated state on: per option what each reading of the service gives."""
    days = term(region, service)
    chosen = [one for one in found if one.outcome is not None and one.reading.service == service]
    return {label: [_year_on(option, one, days) for one in chosen] for label, option in options(region).items()}


def _year_on(option: Work, one: Calibrated, days: float) -> Outlook:
    queue = option.queue(replace(one.reading, backlog=one.outcome.waiting), one.effort)
    outcome = runs(queue, days, WORKING_DAYS, AHEAD[one.reading.service])
    handled = queue.arrivals / max(queue.utilisation, 1) * WEEK
    return Outlook(outcome.on_time, outcome.waiting, waiting_time(outcome.waiting, handled))


def outlook_table(outlooks: dict[str, list[Outlook]]) -> pd.DataFrame:
    """The lowest and the highest of the readings per option: to 5 per cent, 10 cases and whole weeks."""
    rows = {}
    for label, ends in outlooks.items():
        if not ends:
            continue
        rows[label] = {
            "on_time": between([percent(0.05 * round(end.on_time * 20), 0) for end in _sorted(ends, "on_time")]),
            "waiting": between([number(round(end.waiting, -1)) for end in _sorted(ends, "waiting")]),
            "weeks": between([number(round(end.weeks)) for end in _sorted(ends, "weeks")]),
        }
    return pd.DataFrame(rows, index=list(OUTLOOK_LABELS)).T


def _sorted(ends: list[Outlook], name: str) -> list[Outlook]:
    return sorted(ends, key=lambda end: getattr(end, name))


def between(texts: list[str]) -> str:
    """The first and the last of sorted numbers, as a range.

    Examples
    --------
    >>> between(["10", "20", "70"]), between(["0", "0"])
    ('10 tot 70', '0')
    """
    return texts[0] if texts[0] == texts[-1] else f"{texts[0]} tot {texts[-1]}"
