"""Waiting: the simulation against closed forms, its calibration, and the backlog worked out by hand."""

import math

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t as student

from vtcost.backlog import backlog_path, recovery, waiting_time
from vtcost.data import Region
from vtcost.exploration import capacity_words as words
from vtcost.exploration import recovery as recovered
from vtcost.exploration import waiting as views
from vtcost.waiting import (
    FIRST,
    OTHER,
    START,
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

# Three servers, four fifths busy, exponential times: a queue with a closed form.
MMC = Queue(arrivals=2.4, work=1.0, servers=3, variation=1.0)
DAYS, WARM_UP, RUNS, TERM = 900.0, 100.0, 12, 3.0
# Chance that a right simulation is called wrong.
RISK = 0.001


@pytest.fixture(scope="module")
def steady() -> list[pd.DataFrame]:
    """Runs of `MMC`: cases after a warm-up, early enough before the end to tell whether they were on time."""
    made = [simulate(MMC, DAYS, seed) for seed in range(RUNS)]
    return [cases[(cases["arrived"] > WARM_UP) & (cases["arrived"] < DAYS - 50)] for cases in made]


def differs(parts: list[float], expected: float) -> bool:
    """Whether the mean of independent runs is further from a value than chance allows (Student, two-sided)."""
    error = np.std(parts, ddof=1) / math.sqrt(len(parts))
    return abs(np.mean(parts) - expected) > student.ppf(1 - RISK / 2, len(parts) - 1) * error


def test_erlang_c_by_hand():
    """Three servers, load 2,4: blocking 2,304 / (1 + 2,4 + 2,88 + 2,304) = 0,26840; waiting 3B / (3 - 2,4(1 - B))."""
    blocked = 2.304 / (1 + 2.4 + 2.88 + 2.304)
    assert erlang_c(2.4, 3) == pytest.approx(3 * blocked / (3 - 2.4 * (1 - blocked)), rel=1e-12)


def test_the_simulation_waits_as_often_as_erlang_says(steady):
    """0,647 of the cases wait; with four servers it would be 0,287, which the runs exclude."""
    parts = [float((cases["begun"] > cases["arrived"]).mean()) for cases in steady]
    assert not differs(parts, erlang_c(2.4, 3))
    assert differs(parts, erlang_c(2.4, 4))


def test_the_simulation_is_on_time_as_often_as_the_closed_form_says(steady):
    parts = [float((cases["finished"] - cases["arrived"] <= TERM).mean()) for cases in steady]
    assert not differs(parts, within(MMC, TERM))
    assert differs(parts, within(MMC, TERM + 1))


def test_the_mean_time_in_the_system_is_that_of_erlang(steady):
    """Mean wait C / (3 - 2,4) = 1,079 days, and one day of work (Erlang C, Little)."""
    parts = [float((cases["finished"] - cases["arrived"]).mean()) for cases in steady]
    assert not differs(parts, 1 + erlang_c(2.4, 3) / 0.6)


def test_the_closed_form_is_continuous_where_two_rates_meet():
    """With 3 servers and 2 arrivals a day, wait and work have the same rate: the limit, not a division by zero."""
    near = [within(Queue(arrivals, 1.0, 3, 1.0), TERM) for arrivals in (2 - 1e-6, 2.0, 2 + 1e-6)]
    assert near[1] == pytest.approx((near[0] + near[2]) / 2, abs=1e-6)


def test_one_server_is_an_exponential_time():
    """M/M/1: P(T > t) = exp(-(mu - lambda) t)."""
    assert within(Queue(0.6, 1.0, 1, 1.0), 2.0) == pytest.approx(1 - math.exp(-0.8), rel=1e-12)


def test_less_variation_waits_less():
    """Pollaczek-Khinchine, one server: the mean wait is (1 + v^2) / 2 of that with v = 1, with v = 0,5 it is 0,625."""
    parts = []
    for seed in range(RUNS):
        cases = simulate(Queue(0.7, 1.0, 1, 0.5), 2500.0, seed)
        settled = cases[(cases["arrived"] > WARM_UP) & cases["begun"].notna()]
        parts.append(float((settled["begun"] - settled["arrived"]).mean()))
    assert not differs(parts, 0.625 * 0.7 / 0.3)
    assert differs(parts, 0.7 / 0.3)


def test_the_same_seed_gives_the_same_run_and_another_seed_another():
    pd.testing.assert_frame_equal(simulate(MMC, 60.0, 1), simulate(MMC, 60.0, 1))
    assert not simulate(MMC, 60.0, 1).equals(simulate(MMC, 60.0, 2))


def test_the_same_seed_gives_the_same_cases_to_another_team():
    """So that a difference between two options is not chance: arrivals are equal, with more people nobody is later."""
    few, many = (simulate(Queue(2.4, 1.0, servers, 1.0), 60.0, 1) for servers in (2, 4))
    assert (few["arrived"] == many["arrived"]).all()
    assert (many["begun"].fillna(np.inf) <= few["begun"].fillna(np.inf)).all()


def test_what_goes_first_is_not_held_up_by_what_waits():
    """Twice as much work as can be done; a third goes first: those are begun, most of the others are not."""
    cases = simulate(Queue(4.0, 1.0, 2, 0.5, first=1 / 3), 200.0, 1)
    first, other = (cases[cases["kind"] == kind] for kind in (FIRST, OTHER))
    assert (first["begun"] - first["arrived"]).median() < 1
    assert other["begun"].isna().sum() > 0.5 * len(other)
    assert first["begun"].isna().sum() < 0.05 * len(first)


def test_the_stock_at_the_start_waits_but_does_not_count():
    """Ten cases at the start, one server, one day each: who comes next waits ten days; the ten are not in the share."""
    cases = simulate(Queue(0.05, 1.0, 1, 0.001, backlog=10), 300.0, 1)
    assert (cases["kind"] == START).sum() == 10
    assert cases.loc[cases["kind"] == START, "finished"].round(1).tolist() == list(range(1, 11))
    assert on_time(cases, 5, 300.0) == pytest.approx(
        np.mean([kind <= 5 for kind in (cases["finished"] - cases["arrived"])[cases["arrived"].between(0.001, 295)]])
    )


def test_who_has_not_finished_is_late_and_who_cannot_be_told_is_left_out():
    """A term of 5 in 20 days: on time, late, never finished (late), arrived on day 16 (left out): 1 of 3."""
    cases = pd.DataFrame(
        {
            "kind": OTHER,
            "arrived": [1.0, 2.0, 3.0, 16.0],
            "begun": [1.0, 5.0, np.nan, np.nan],
            "finished": [4.0, 9.0, np.nan, np.nan],
        }
    )
    assert on_time(cases, 5, 20) == pytest.approx(1 / 3)
    assert waiting(cases) == 2


def test_people_become_servers_without_changing_the_work():
    """41,7 FTE of 1.350 hours, 4.170 cases of 16 hours: 4.170 x 16 / (41,7 x 1.350), however many cases are in hand."""
    for in_hand in (1, 2.5, 12):
        queue = staffed(4170, 16, 41.7, 1350, 260, in_hand, variation=1.0)
        assert queue.utilisation == pytest.approx(4170 * 16 / (41.7 * 1350), rel=1e-12)


def test_the_error_is_that_of_the_runs():
    """Two runs with shares p and q: mean (p + q) / 2, standard error |p - q| / 2."""
    parts = [on_time(simulate(MMC, 60.0, seed), TERM, 60.0) for seed in (1, 2)]
    outcome = runs(MMC, TERM, 60.0, (1, 2))
    assert outcome.on_time == pytest.approx(sum(parts) / 2)
    assert outcome.error == pytest.approx(abs(parts[0] - parts[1]) / 2)


@pytest.mark.parametrize(
    "call",
    [
        lambda: Queue(0.0, 1.0, 1, 1.0),
        lambda: Queue(1.0, 1.0, 1, 1.0, first=1.1),
        lambda: Queue(1.0, 1.0, 1, 1.0, backlog=-1),
        lambda: runs(MMC, TERM, 60.0, (1,)),
        lambda: erlang_c(3.0, 3),
        lambda: within(Queue(2.4, 1.0, 3, 0.5), TERM),
        lambda: calibrate(lambda value: value, 0.0, 0.5, target=0.7, half=0.005),
        lambda: calibrate(lambda value: float(value > 0.5), 0.0, 1.0, target=0.7, half=0.005),
        lambda: backlog_path(-1, 1, 1, 1),
        lambda: waiting_time(1, 0),
        lambda: recovery(1, 0, 1, 1, 0, 1350, 1),
    ],
)
def test_bad_input_is_refused(call):
    with pytest.raises(ValueError, match=r"expected|must|only|no value|jumps"):
        call()


# The readings of Zuid-Holland Zuid


@pytest.fixture(scope="module")
def zhz() -> Region:
    return Region.open("zuid_holland_zuid")


@pytest.fixture(scope="module")
def research(zhz) -> list[views.Calibrated]:
    return views.calibrated(zhz, views.RESEARCH)


def test_every_reading_meets_the_indicator_and_has_one_free_value(zhz, research):
    """71 % is printed to a whole per cent: 70,5 to 71,5. Simulated anew, the value found gives that share again."""
    measured, days = views.work(zhz, views.MEASURED), views.term(zhz, views.RESEARCH)
    assert not views.unmet(research)
    for one in research:
        again = runs(measured.queue(one.reading, one.effort), days, views.MEASURED_DAYS, views.SEEDS[views.RESEARCH])
        assert again == one.outcome
        assert abs(again.on_time - 0.71) <= 0.005
        (asked,) = [reading for reading in views.READINGS if reading.label == one.reading.label]
        changed = [name for name in vars(asked) if getattr(asked, name) != getattr(one.reading, name)]
        assert changed == [asked.free]


def test_the_readings_disagree_about_what_is_not_printed(research):
    """One indicator does not identify a queue: work over capacity, and what waits at the end, differ widely."""
    assert max(one.outcome.waiting for one in research) > 5 * min(one.outcome.waiting for one in research)


def test_exactly_the_norm_in_order_of_arrival_cannot_give_the_print(zhz):
    """Work is 74,09 / 62,57 = 1,18 of what can be done: within weeks everybody is late, far from 72 %."""
    strict = views.strict(zhz)
    assert strict.on_time + 10 * strict.error < 0.72


def test_a_reading_that_cannot_meet_the_indicator_is_named(zhz):
    """With an indicator of 100 % no reading of research fits; the notebook says which, and does not stop."""
    measured = views.work(zhz, views.MEASURED)
    asked = next(reading for reading in views.READINGS if reading.service == views.RESEARCH)
    found = views._solve(asked, measured, days=0.01, target=0.71)
    assert found.outcome is None
    assert views.unmet([found]) == [f"Onderzoek: {asked.label}"]
    assert words.readings([found]).endswith(f"bij geen enkele waarde uit bij: Onderzoek: {asked.label}.")


# Backlog


def test_a_backlog_grows_by_what_falls_short():
    """10 arrive and 8 are done a month: 5, 7, 9, 11. With 13 done: 5, 2, 0, 0."""
    assert backlog_path(5, 10, 8, 3).tolist() == [5, 7, 9, 11]
    assert backlog_path(5, 10, 13, 3).tolist() == [5, 2, 0, 0]
    assert waiting_time(11, 8) == 1.375


@pytest.mark.parametrize("months", recovered.WITHIN)
def test_the_terms_are_back_after_n_months_and_not_before(months):
    """Replay month by month: the backlog reaches the target in the last month; then the structural people hold it."""
    found = recovery(15_000, 1_800, 73.33, 63.40, months, 1350, 104_000)
    there = 63.40 + found.structural
    path = backlog_path(15_000, 73.33 * 1350 / 12, (there + found.temporary) * 1350 / 12, months)
    assert path.iloc[-1] == pytest.approx(1_800, rel=1e-9)
    assert (path.iloc[:-1] > 1_800 + 1).all()
    held = backlog_path(path.iloc[-1], 73.33 * 1350 / 12, there * 1350 / 12, 12)
    assert held.to_numpy() == pytest.approx(1_800, rel=1e-9)


def test_faster_takes_more_people_and_as_much_money():
    """13.500 hours are ten FTE for a year: 40, 20 or 10 FTE for 3, 6, 12 months; always 1.040.000 euro."""
    found = [recovery(13_500, 0, 10, 10, months, 1350, 104_000) for months in (3, 6, 12)]
    assert [one.temporary for one in found] == [40, 20, 10]
    assert {one.cost_temporary for one in found} == {1_040_000}


def test_the_lines_of_the_chart_end_at_what_may_wait(zhz):
    stock = recovered.backlogs(zhz, []).loc[recovered.FULL]
    lines = recovered.paths(zhz, stock["hours"], stock["hours"] - stock["target"])
    week = 63.40 * 1350 * 5 / 260
    for months in recovered.WITHIN:
        line = lines[f"hersteld in {months} maanden"] * week
        assert line.loc[months:].to_numpy() == pytest.approx(stock["target"], rel=1e-9)
        assert (line.loc[: months - 1] > stock["target"] + 1).all()


def test_the_full_year_of_shortage_by_hand(zhz):
    """74,0904 needed less 62,57 there, 1.350 hours; what may wait: 3.900/260 x 2,5 x 16 + 600/260 x 25 x 22 hours."""
    stock = recovered.backlogs(zhz, []).loc[recovered.FULL]
    needed = (3674 * 2 + 4170 * 16 + 413 * 16 + 569 * 22 + 569 * 12) / 1350
    assert stock["hours"] == pytest.approx((needed - 62.57) * 1350, rel=1e-12)
    assert stock["target"] == pytest.approx(3900 / 260 * 2.5 * 16 + 600 / 260 * 25 * 22, rel=1e-12)


def test_weeks_of_work_are_those_of_the_people_of_the_decision(zhz):
    """15.552 hours less 1.869 that may wait is 13.683; 63,40 FTE do 63,40 x 1.350 x 5 / 260 = 1.646 a week: 8,3."""
    assert recovered.backlogs(zhz, []).loc[recovered.FULL, "weeks"] == "8,3"


def test_what_stops_growth_is_not_said_to_meet_the_terms(zhz):
    """The words name the work they rest on (4.600 reports; the decision counts 4.400) and do not promise the terms."""
    stock = recovered.backlogs(zhz, [])
    said = words.restoring(zhz, recovered.recoveries(zhz, stock))
    assert said.startswith("Om de stapel niet verder te laten groeien is bij de 4.600 meldingen van het voorstel")
    assert "Het besluit rekent met 4.400 meldingen: dan is het tekort 7,0 fte" in said
    assert words.chart_title(zhz).startswith("Aanname (norm klopt, een jaar achterstand, 4.600 meldingen)")
    assert "Om de termijnen te halen" not in said
