"""Workload, backlog and waiting, by hand: refusals word for word, the queue with arrivals and work that are given."""

import math
from types import SimpleNamespace

import ciw
import numpy as np
import pandas as pd
import pytest

from tests.properties.test_by_hand import refused, same, series
from vtcost import waiting as module
from vtcost.backlog import MONTHS, backlog_path, recovery, waiting_time
from vtcost.quantity import given as quantity
from vtcost.waiting import (
    FIRST,
    OTHER,
    START,
    Outcome,
    Queue,
    calibrate,
    erlang_c,
    on_time,
    runs,
    simulate,
    staffed,
    waiting,
    within,
)
from vtcost.workload import hours_at_absence, one_at_a_time, projections

ONE = series(a=1)
OUT_OF_QUEUE = "queue: arrivals, work, servers and variation must be above zero"
OUT_OF_RANGE = "queue: first must be from 0 to 1, backlog not negative"
OUT_OF_RECOVERY = "recovery: months and hours_per_fte must be above zero, the other numbers not negative"
OUT_OF_PATH = "start, arriving, handled, months: a number is negative, expected at least 0"
OUT_OF_PROJECTION = "realised, base, years: a number is missing or negative, expected at least 0"
OUT_OF_FORM = "within: only for exponential times, first come first served"

REFUSED = {
    "volumes of one year": (
        lambda: projections(pd.Series({2021: 1.0}), 1, 1),
        "realised: years [2021], expected two or more consecutive years",
    ),
    "volumes with a gap": (
        lambda: projections(pd.Series({2021: 1.0, 2023: 1.0}), 1, 1),
        "realised: years [2021, 2023], expected two or more consecutive years",
    ),
    "volumes with a gap after others": (
        lambda: projections(pd.Series({2021: 1.0, 2022: 1.0, 2024: 1.0}), 1, 1),
        "realised: years [2021, 2022, 2024], expected two or more consecutive years",
    ),
    "a volume below zero": (lambda: projections(pd.Series({2021: 1.0, 2022: -1.0}), 1, 1), OUT_OF_PROJECTION),
    "a volume that is missing": (lambda: projections(pd.Series({2021: 1.0, 2022: np.nan}), 1, 1), OUT_OF_PROJECTION),
    "a base below zero": (lambda: projections(pd.Series({2021: 1.0, 2022: 1.0}), -0.5, 1), OUT_OF_PROJECTION),
    "a base that is missing": (lambda: projections(pd.Series({2021: 1.0, 2022: 1.0}), np.nan, 1), OUT_OF_PROJECTION),
    "years back": (lambda: projections(pd.Series({2021: 1.0, 2022: 1.0}), 1, -1), OUT_OF_PROJECTION),
    "no change": (
        lambda: one_at_a_time(quantity(ONE, "een", "number"), "a", {}, 0),
        "change: 0, expected above 0 and below 1",
    ),
    "a change of everything": (
        lambda: one_at_a_time(quantity(ONE, "een", "number"), "a", {}, 1),
        "change: 1, expected above 0 and below 1",
    ),
    "no hours in a person": (lambda: hours_at_absence(0, 0, 0), "hours_per_fte: 0, expected a number above zero"),
    "always absent": (lambda: hours_at_absence(1, 1, 0), "absence: 1, expected from 0 to below 1"),
    "absent less than never": (lambda: hours_at_absence(1, -0.1, 0), "absence: -0.1, expected from 0 to below 1"),
    "always absent already": (lambda: hours_at_absence(1, 0, 1), "included: 1, expected from 0 to below 1"),
    "absent less than never already": (
        lambda: hours_at_absence(1, 0, -0.1),
        "included: -0.1, expected from 0 to below 1",
    ),
    "a start below zero": (lambda: backlog_path(-1, 1, 1, 1), OUT_OF_PATH),
    "arrivals below zero": (lambda: backlog_path(1, -1, 1, 1), OUT_OF_PATH),
    "work done below zero": (lambda: backlog_path(1, 1, -1, 1), OUT_OF_PATH),
    "months below zero": (lambda: backlog_path(1, 1, 1, -1), OUT_OF_PATH),
    "nothing done": (lambda: waiting_time(1, 0), "handled: 0, expected a number above zero"),
    "recovered in no months": (lambda: recovery(1, 1, 1, 1, 0, 1, 1), OUT_OF_RECOVERY),
    "recovered without hours": (lambda: recovery(1, 1, 1, 1, 1, 0, 1), OUT_OF_RECOVERY),
    "a backlog below zero": (lambda: recovery(-1, 1, 1, 1, 1, 1, 1), OUT_OF_RECOVERY),
    "a target below zero": (lambda: recovery(1, -1, 1, 1, 1, 1, 1), OUT_OF_RECOVERY),
    "people needed below zero": (lambda: recovery(1, 1, -1, 1, 1, 1, 1), OUT_OF_RECOVERY),
    "people there below zero": (lambda: recovery(1, 1, 1, -1, 1, 1, 1), OUT_OF_RECOVERY),
    "a cost below zero": (lambda: recovery(1, 1, 1, 1, 1, 1, -1), OUT_OF_RECOVERY),
    "no arrivals": (lambda: Queue(0, 1, 1, 1), OUT_OF_QUEUE),
    "no work": (lambda: Queue(1, 0, 1, 1), OUT_OF_QUEUE),
    "no servers": (lambda: Queue(1, 1, 0, 1), OUT_OF_QUEUE),
    "no variation": (lambda: Queue(1, 1, 1, 0), OUT_OF_QUEUE),
    "less than none first": (lambda: Queue(1, 1, 1, 1, first=-0.1), OUT_OF_RANGE),
    "more than all first": (lambda: Queue(1, 1, 1, 1, first=1.1), OUT_OF_RANGE),
    "less than none waiting": (lambda: Queue(1, 1, 1, 1, backlog=-1), OUT_OF_RANGE),
    "one run": (lambda: runs(Queue(1, 1, 1, 1), 1, 1, (7,)), "seeds: 1, expected two or more"),
    "a share out of reach": (
        lambda: calibrate(lambda value: value / 8, 0, 4, target=0.75, half=0.005),
        "no value from 0 to 4 gives 0.75: -0.750 and -0.250",
    ),
    "a share below reach": (
        lambda: calibrate(lambda value: value / 8, 7, 8, target=0.75, half=0.005),
        "no value from 7 to 8 gives 0.75: +0.125 and +0.250",
    ),
    "no load": (lambda: erlang_c(0, 2), "load: 0, expected above 0 and below the number of servers, 2"),
    "a load of all servers": (
        lambda: erlang_c(2, 2),
        "load: 2, expected above 0 and below the number of servers, 2",
    ),
    "times that vary otherwise": (lambda: within(Queue(1, 0.5, 1, 0.5), 1), OUT_OF_FORM),
    "some that go first": (lambda: within(Queue(1, 0.5, 1, 1, first=0.5), 1), OUT_OF_FORM),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_is_said_word_for_word(name):
    refused(*REFUSED[name])


# Workload


def test_projections_by_hand():
    """10, 12, 20: mean growth 5, last 8. Two years on from 0,5: 0,5, 10,5 and 16,5. Falling: 20, 12, 10, none."""
    found = projections(pd.Series({2021: 10, 2022: 12, 2023: 20}), 0.5, 2)
    assert list(found.items()) == [("level", 0.5), ("mean_growth", 10.5), ("last_growth", 16.5)]
    assert projections(pd.Series({2021: 20, 2022: 12, 2023: 10}), 0.5, 0).tolist() == [0.5, 0.5, 0.5]
    assert projections(pd.Series({2021: 20, 2022: 12, 2023: 10}), 0.5, 1).tolist() == [0.5, 0, 0]
    assert projections(pd.Series({2021: 1, 2022: 0}), 0, 1).tolist() == [0, 0, 0]


def test_one_at_a_time_by_hand():
    """30 and 10 hours, 4 an FTE: 10 FTE. A quarter of b is 7,5 hours, of a 2,5; hours of 3 and 5: 40/3 and 8 FTE."""
    norms = {"b": quantity(10, "Norm b", "hours_per_case"), "a": quantity(2, "Norm a", "hours_per_case")}
    cases, per_fte = {"b": series(x=3), "a": series(x=5)}, quantity(4, "Uren per fte", "hours_per_fte")
    needed = sum(quantity(cases[name], f"Aantal {name}", "cases") * norm for name, norm in norms.items()) / per_fte
    found = one_at_a_time(needed, "x", {name: [norm] for name, norm in norms.items()} | {"hours": [per_fte]}, 0.25)
    same(found, lower=[8.125, 9.375, 40 / 3], higher=[11.875, 10.625, 8])
    assert list(found.index) == ["b", "a", "hours"]
    assert found.dtypes.tolist() == [float, float]


def test_absence_by_hand():
    """100 hours at an absence of a fifth are 125 without; at half of it absent 62,5. Half an hour is hours."""
    assert hours_at_absence(100, 0.5, 0.2) == 62.5
    assert hours_at_absence(0.5, 0.0, 0.0) == 0.5


# Backlog


def test_a_path_by_hand():
    """2 more than can be done each month; then 3 fewer, and never below none."""
    path = backlog_path(1, 5, 3, 2)
    assert list(path.items()) == [(0, 1), (1, 3), (2, 5)]
    assert path.index.name == "month"
    assert path.dtype == float
    assert backlog_path(4, 0, 3, 3).tolist() == [4, 1, 0, 0]
    assert backlog_path(2, 1, 0, 0).to_dict() == {0: 2}
    assert backlog_path(0, 1, 0, 1).tolist() == [0, 1]


def test_waiting_time_by_hand():
    assert waiting_time(3, 0.5) == 6


def test_a_recovery_by_hand():
    """5 of 8 there: 3 short. 70 - 10 = 60 hours of 15 are 4 years of work: in 6 months 8 people. At 100 each."""
    found = recovery(70, 10, 8, 5, 6, 15, 100)
    assert vars(found) == {"structural": 3, "temporary": 8, "cost_structural": 300, "cost_temporary": 400}
    assert vars(recovery(10, 70, 5, 8, 1, 0.5, 100)) == dict.fromkeys(vars(found), 0)
    assert recovery(1, 0, 0, 0, 1, 0.5, 0).temporary == 24
    assert MONTHS == 12


# Waiting


def test_a_queue_by_hand():
    """3 arrivals of half a day over 2 servers: three quarters busy. None goes first and none waits, unless told."""
    queue = Queue(3, 0.5, 2, 1)
    assert queue.utilisation == 0.75
    assert (queue.first, queue.backlog) == (0, 0)
    assert Queue(0.5, 0.5, 1, 0.5, first=1, backlog=1).first == 1


def test_people_as_servers_by_hand():
    """500 cases in 250 days: 2 a day. 4,4 people with 2,5 in hand: 11 servers of the 4,4 people.

    20 hours at 1.000/250 = 4 a day is 5 days for one person: 5 x 11 / 4,4 = 12,5 days for a server.
    """
    queue = staffed(500, 20, 4.4, 1000, 250, 2.5, variation=0.5, first=0.25, backlog=7)
    assert vars(queue) == pytest.approx(
        {"arrivals": 2, "work": 12.5, "servers": 11, "variation": 0.5, "first": 0.25, "backlog": 7}
    )
    assert isinstance(queue.servers, int)
    assert staffed(500, 20, 4.4, 1000, 250, 0.5, variation=1).servers == 2
    few = staffed(500, 20, 0.25, 1000, 250, 1, variation=1)
    assert (few.servers, few.work) == (1, 20)


class NoChance:
    """A generator that draws the mean every time; which case goes first is given in `firsts`. Keeps what was asked."""

    def __init__(self, seed, firsts, asked):
        self.firsts, self.asked = firsts, asked
        asked.append(("seed", seed))

    def exponential(self, mean, size):
        self.asked.append(("exponential", mean, size))
        return np.full(size, mean)

    def random(self, size):
        self.asked.append(("random", size))
        return np.resize(self.firsts, size)

    def gamma(self, shape, scale, size):
        self.asked.append(("gamma", shape, scale, size))
        return np.full(size, shape * scale)


@pytest.fixture
def without_chance(monkeypatch):
    """Simulations without chance: what was asked of the generators, and the cases."""

    def made(queue: Queue, days: float, firsts: list[float], seed: int = 3) -> SimpleNamespace:
        asked = []
        with monkeypatch.context() as patch:
            chosen = SimpleNamespace(default_rng=lambda given: NoChance(given, firsts, asked))
            patch.setattr(module, "np", SimpleNamespace(**{**vars(np), "random": chosen}))
            patch.setattr(ciw, "seed", lambda given: asked.append(("ties", given)))
            return SimpleNamespace(cases=simulate(queue, days, seed), asked=asked)

    return made


def rows(cases: pd.DataFrame) -> list[tuple]:
    """Cases as rows; None where not yet."""
    return [tuple(None if value != value else value for value in row) for row in cases.itertuples(index=False)]


def test_a_run_by_hand(without_chance):
    """Every 2 days a case of 3 days, one server, 9 days: begun on 2, 5 and 8; the one of day 8 waits.

    Gamma with variation 0,5: shape 4, scale 3/4. Drawn: mean 4,5 and eight times its root, 16,97, and 8: 30.
    """
    found = without_chance(Queue(0.5, 3.0, 1, 0.5), 9.0, [0.0])
    assert list(found.cases.columns) == ["kind", "arrived", "begun", "finished"]
    assert rows(found.cases) == [
        (OTHER, 2, 2, 5),
        (OTHER, 4, 5, 8),
        (OTHER, 6, 8, None),
        (OTHER, 8, None, None),
    ]
    assert found.cases.dtypes.tolist()[1:] == [float] * 3
    assert found.cases.index.tolist() == [0, 1, 2, 3]
    assert found.asked == [
        ("seed", 3),
        ("exponential", 2, 30),
        ("random", 30),
        ("gamma", 4, 0.75, 30),
        ("seed", [3, 1]),
        ("gamma", 4, 0.75, 1),
        ("ties", 3),
    ]


def test_what_goes_first_by_hand(without_chance):
    """A case a day that takes 2,25 days; each third goes first (0,2 is below 0,25; 0,25 is not).

    The case of day 3 goes before that of day 2, the one of day 6 before those of days 4 and 5, but no case in hand is
    put aside for it.
    """
    found = without_chance(Queue(1.0, 2.25, 1, 1.0, first=0.25), 8.5, [0.25, 0.9, 0.2])
    assert rows(found.cases) == [
        (OTHER, 1, 1, 3.25),
        (OTHER, 2, 5.5, 7.75),
        (FIRST, 3, 3.25, 5.5),
        (OTHER, 4, None, None),
        (OTHER, 5, None, None),
        (FIRST, 6, 7.75, None),
        (OTHER, 7, None, None),
        (OTHER, 8, None, None),
    ]


def test_a_stock_at_the_start_by_hand(without_chance):
    """Three wait at the start, two servers, 4 days each: 0, 0 and 4; the case of day 5 finds the other server free."""
    found = without_chance(Queue(0.2, 4.0, 2, 1.0, backlog=3), 10.5, [0.5])
    assert rows(found.cases) == [
        (START, 0, 0, 4),
        (START, 0, 0, 4),
        (START, 0, 4, 8),
        (OTHER, 5, 5, 9),
        (OTHER, 10, 10, None),
    ]
    assert found.asked[-2] == ("gamma", 1, 4, 3)


def test_a_stock_of_one_by_hand(without_chance):
    """One waits at the start: the case of day 5 finds the server free again."""
    found = without_chance(Queue(0.2, 4.0, 1, 1.0, backlog=1), 9.5, [0.5])
    assert rows(found.cases) == [(START, 0, 0, 4), (OTHER, 5, 5, 9)]
    assert found.cases.index.tolist() == [0, 1]


def test_a_stock_does_not_go_before_or_behind_the_others(without_chance):
    """Two of 4,5 days at the start, one server: the case of day 2 goes first, so is begun on 4,5, before the stock.

    The others come on days 4, 6, 8, ...: the stock, which was there before them, is begun on 9 and they on 13,5.
    """
    found = without_chance(Queue(0.5, 4.5, 1, 1.0, first=0.5, backlog=2), 15.0, [0.1] + [0.9] * 99)
    begun = [row for row in rows(found.cases) if row[2] is not None]
    assert sorted(begun, key=lambda row: row[2]) == [
        (START, 0, 0, 4.5),
        (FIRST, 2, 4.5, 9),
        (START, 0, 9, 13.5),
        (OTHER, 4, 13.5, None),
    ]


def cases(*made: tuple) -> pd.DataFrame:
    return pd.DataFrame(made, columns=["kind", "arrived", "begun", "finished"])


FOUR = cases(
    (START, 0.0, 0.0, 1.0),
    (OTHER, 1.0, 1.0, 4.0),
    (FIRST, 2.0, 2.0, 5.5),
    (OTHER, 3.0, np.nan, np.nan),
    (OTHER, 5.0, 5.0, 8.0),
    (OTHER, 5.5, 5.5, 6.0),
)


def test_on_time_by_hand():
    """Within 3 of 8 days: of days 1, 2, 3 and 5 the first and the last, just. The start and day 5,5 do not count."""
    assert on_time(FOUR, 3, 8) == 0.5
    assert isinstance(on_time(FOUR, 3, 8), float)
    assert waiting(FOUR) == 1
    assert isinstance(waiting(FOUR), int)


def test_runs_by_hand(monkeypatch):
    """Parts of 1/2, 1 and 0: mean 1/2, deviation 1/2, over the root of 3. Waiting 1, 0 and 2: 1 on average."""
    made = {
        5: FOUR,
        6: cases((OTHER, 1.0, 1.0, 2.0)),
        7: cases((OTHER, 1.0, 1.0, 9.0), (OTHER, 2.0, np.nan, np.nan), (OTHER, 7.0, np.nan, np.nan)),
    }
    asked = []
    monkeypatch.setattr(module, "simulate", lambda queue, days, seed: asked.append((queue, days)) or made[seed])
    queue = Queue(1, 1, 1, 1)
    found = runs(queue, 3, 8, (5, 6, 7))
    assert found == Outcome(0.5, pytest.approx(0.5 / math.sqrt(3)), 1.0)
    assert {type(value) for value in vars(found).values()} == {float}
    assert asked == [(queue, 8)] * 3
    assert runs(queue, 3, 8, (5, 5)) == Outcome(0.5, 0.0, 1.0)


def test_a_calibration_by_hand():
    """A share of value/8 is 0,75 at 6, within half of 0,01; no value is asked for twice."""
    asked = []

    def share(value: float) -> float:
        asked.append(value)
        return value / 8

    found = calibrate(share, 0, 8, target=0.75, half=0.005)
    assert abs(found / 8 - 0.75) <= 0.005
    assert isinstance(found, float)
    assert len(asked) == len(set(asked))


@pytest.mark.parametrize(("share", "found"), [(lambda value: value, 0), (lambda value: 1 - value, 1)])
def test_a_calibration_that_starts_at_the_target(share, found):
    """A share that misses by exactly half of the last digit meets it; so does an end of where to look."""
    assert calibrate(share, 0, 1, target=-0.125, half=0.125) == found


def test_a_share_that_is_jumped_over_is_said_to_the_thousandth():
    """From 0 to 1 at 0,5, which is approached to 0,001."""
    with pytest.raises(ValueError, match=r"^the share jumps over 0\.75 near 0\.(499|500)\d+$"):
        calibrate(lambda value: float(value > 0.5), 0, 1, target=0.75, half=0.005)


def test_a_calibration_in_steps_ends_on_the_right_one():
    """A share in steps of 0,25: three quarters from 6 up to 8."""
    assert 6 <= calibrate(lambda value: value // 2 / 4, 0, 10, target=0.75, half=0.005) < 8


def test_erlang_by_hand():
    """Load 1,5, 2 servers: 1,5 / 2,5 = 0,6; 0,9 / 2,9 = 9/29; 2 x 9/29 / (2 - 1,5 x 20/29) = 18/28."""
    assert erlang_c(1.5, 2) == pytest.approx(18 / 28)
    assert erlang_c(0.75, 1) == pytest.approx(0.75)


def test_within_by_hand():
    """3,5 a day of half a day, 2 servers: each does 2 a day, left over is 4 - 3,5 = 0,5 a day.

    Load 1,75: 7/11, then 49/137 lost, C = 98/137 / (2 - 1,75 x 88/137) = 49/60.
    P(T > t) = exp(-2t) + C x 2 (exp(-2t) - exp(-t/2)) / (1/2 - 2). With 2 a day: C = 1/3, left over 2, the same rate:
    P(T > t) = exp(-2t)(1 + 2t/3).
    """
    late = math.exp(-0.6) + 49 / 60 * 2 * (math.exp(-0.6) - math.exp(-0.15)) / -1.5
    assert within(Queue(3.5, 0.5, 2, 1), 0.3) == pytest.approx(1 - late, rel=1e-12)
    assert within(Queue(2, 0.5, 2, 1), 0.3) == pytest.approx(1 - math.exp(-0.6) * (1 + 0.2), rel=1e-12)


@pytest.mark.parametrize("place", range(4))
def test_what_is_no_number_is_refused_in_a_queue(place):
    numbers = [1.0, 1.0, 1, 1.0]
    numbers[place] = float("nan")
    with pytest.raises(ValueError, match="must be above zero"):
        Queue(*numbers)


def test_what_is_no_number_is_refused_in_a_backlog():
    nan = float("nan")
    with pytest.raises(ValueError, match="expected at least 0"):
        backlog_path(0, nan, 1, 2)
    with pytest.raises(ValueError, match="the other numbers not negative"):
        recovery(1, 0, nan, 1, 1, 1, 1)
