"""What must hold of people and time for any numbers: hours, cost price, backlog, waiting."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vtcost.backlog import backlog_path, recovery, waiting_time
from vtcost.formulas.keys import shares
from vtcost.formulas.price import cost_price, salary_mix
from vtcost.quantity import given as quantity
from vtcost.waiting import START, Queue, calibrate, erlang_c, on_time, runs, simulate, staffed, waiting, within
from vtcost.workload import hours_at_absence, one_at_a_time, projections

# A simulated run takes more time than a formula.
few = settings(max_examples=settings().max_examples // 20)
positive = st.floats(0.01, 1e5)
hours_per_fte = st.floats(100, 2500)
NEAR = 1e-9


@st.composite
def services(draw):
    """Volumes and norms of some services, in different orders."""
    names = [f"service {number}" for number in range(draw(st.integers(1, 6)))]
    volumes = pd.Series([draw(positive) for _ in names], names)
    return volumes, pd.Series({name: draw(positive) for name in reversed(names)})


# Capacity and workload


@given(services(), hours_per_fte, st.floats(0.01, 0.99))
def test_moving_one_service_moves_the_need_by_its_share_of_the_hours(work, hours, change):
    """A per cent more of a service is its share of the hours more people; less is as far to the other side."""
    volumes, norms = work
    each = {name: quantity(norms[name], f"Norm {name}", "hours_per_case") for name in volumes.index}
    cases = {name: quantity(pd.Series({"x": volumes[name]}), f"Aantal {name}", "cases") for name in volumes.index}
    per_fte = quantity(hours, "Uren per fte", "hours_per_fte")
    needed = sum(cases[name] * each[name] for name in volumes.index) / per_fte
    parts = shares(volumes * norms)
    moved = one_at_a_time(needed, "x", {name: [one] for name, one in each.items()} | {"hours": [per_fte]}, change)
    for side, way in (("higher", change), ("lower", -change)):
        assert moved.loc[parts.index, side].to_numpy() == pytest.approx((needed["x"] * (1 + way * parts)).to_numpy())
        assert moved.loc["hours", side] == pytest.approx(needed["x"] / (1 + way))


@given(hours_per_fte, st.floats(0, 0.9), st.floats(0, 0.9))
def test_hours_at_another_absence_go_back_to_what_they_were(hours, absence, included):
    other = hours_at_absence(hours, absence, included)
    assert hours_at_absence(other, included, absence) == pytest.approx(hours)
    assert hours_at_absence(hours, included, included) == pytest.approx(hours)
    assert other <= hours * (1 + NEAR) or absence < included


@given(st.lists(st.floats(0, 1e5), min_size=2, max_size=6), st.floats(0, 1e5), st.integers(0, 10))
def test_a_projection_starts_at_the_base_and_grows_as_the_years_did(realised, base, years):
    series = pd.Series(realised, range(2020, 2020 + len(realised)))
    found = projections(series, base, years)
    assert (projections(series, base, 0) == base).all()
    assert found["level"] == base
    assert (found >= 0).all()
    mean = (realised[-1] - realised[0]) / (len(realised) - 1)
    assert found["mean_growth"] == pytest.approx(max(base + years * mean, 0), rel=NEAR, abs=1e-6)
    if len(realised) == 2:
        assert found["mean_growth"] == pytest.approx(found["last_growth"])
    assert (projections(pd.Series(base, series.index), base, years) == base).all()


# Cost price


@given(st.lists(st.tuples(positive, positive), min_size=1, max_size=6), st.randoms())
def test_a_mean_salary_lies_between_the_salaries_and_an_unused_scale_costs_nothing(drawn, random):
    names = [f"scale {number}" for number in range(len(drawn))]
    monthly, staffing = (pd.Series([pair[side] for pair in drawn], names) for side in (0, 1))
    parts = salary_mix(monthly, shares(staffing))
    assert monthly.min() * (1 - NEAR) <= parts.sum() <= monthly.max() * (1 + NEAR)
    order = [*names, "unused"]
    random.shuffle(order)
    more, used = pd.Series({**monthly, "unused": 1e6}), pd.Series({**shares(staffing), "unused": 0.0})
    again = salary_mix(more, used[order])
    assert again["unused"] == 0
    assert again[names].to_numpy() == pytest.approx(parts.to_numpy())


@given(positive, st.floats(0, 1), st.floats(0, 1), hours_per_fte, st.floats(0.1, 10))
def test_a_price_is_in_proportion_to_the_salary_and_falls_with_the_hours(monthly, surcharge, risk, hours, factor):
    surcharges = pd.Series({"social": surcharge})
    price = cost_price(monthly, 14, surcharges, risk, hours)["price"]
    assert cost_price(monthly * factor, 14, surcharges, risk, hours)["price"] == pytest.approx(price * factor)
    assert cost_price(monthly, 14, surcharges, risk, hours * factor)["price"] == pytest.approx(price / factor)
    assert price * hours >= monthly * 14 * (1 - NEAR)


# Backlog


@given(st.floats(0, 1e5), st.floats(0, 1e4), st.floats(0, 1e4), st.integers(0, 36), st.floats(0, 1e3))
def test_a_backlog_is_never_below_zero_and_more_work_never_makes_it_smaller(start, arriving, handled, months, more):
    path = backlog_path(start, arriving, handled, months)
    assert (path >= 0).all()
    assert path[0] == start
    assert len(path) == months + 1
    assert (backlog_path(start + more, arriving, handled, months) >= path - 1e-6).all()
    assert (backlog_path(start, arriving + more, handled, months) >= path - 1e-6).all()
    assert backlog_path(start, arriving, arriving, months).to_numpy() == pytest.approx(start, abs=1e-6)
    halfway = months // 2
    rest = backlog_path(path[halfway], arriving, handled, months - halfway)
    assert rest.to_numpy() == pytest.approx(path[halfway:].to_numpy(), abs=1e-6)


@given(st.floats(0, 1e6), positive, st.floats(0.1, 10))
def test_waiting_time_is_how_long_it_takes_to_handle_the_backlog(backlog, handled, factor):
    assert waiting_time(backlog, handled) * handled == pytest.approx(backlog)
    assert waiting_time(backlog * factor, handled * factor) == pytest.approx(waiting_time(backlog, handled))


@given(st.floats(0, 1e5), st.floats(0, 1e5), positive, positive, st.integers(1, 60), hours_per_fte, st.floats(0, 2e5))
def test_who_clears_a_backlog_has_done_so_in_time(backlog, target, needed, available, months, hours, cost):
    """The temporary people work exactly the hours above the target; with both the backlog ends where it should."""
    found = recovery(backlog, target, needed, available, months, hours, cost)
    extra = max(backlog - target, 0)
    assert found.temporary * hours / 12 * months == pytest.approx(extra)
    assert found.cost_temporary == pytest.approx(extra / hours * cost)
    assert found.cost_structural == pytest.approx(max(needed - available, 0) * cost)
    assert recovery(target, target, available, available, months, hours, cost).cost_temporary == 0
    people = max(needed, available) + found.temporary
    path = backlog_path(backlog, max(needed, available) * hours / 12, people * hours / 12, months)
    assert path.iloc[-1] == pytest.approx(min(backlog, target), abs=1e-6 * (1 + backlog))


# Waiting


@st.composite
def queues(draw, **fixed):
    """Small queues, also with more work than can be done."""
    servers = draw(st.integers(1, 5))
    work, load = draw(st.floats(0.1, 3)), draw(st.floats(0.2, 1.3))
    shape = {"variation": draw(st.floats(0.3, 2)), "first": draw(st.floats(0, 1)), "backlog": draw(st.integers(0, 5))}
    return Queue(load * servers / work, work, servers, **{**shape, **fixed})


@given(positive, st.floats(1, 100), st.floats(0.5, 100), hours_per_fte, st.floats(1, 20))
def test_the_queue_of_people_is_as_busy_as_they_are_whatever_they_have_in_hand(cases, hours, fte, per_fte, in_hand):
    queue = staffed(cases, hours, fte, per_fte, 260, in_hand, variation=1)
    assert queue.utilisation == pytest.approx(cases * hours / (fte * per_fte))
    assert queue.arrivals * 260 == pytest.approx(cases)
    assert queue.servers >= 1


@given(queues(), st.integers(0, 1000), st.floats(0, 5))
@few
def test_a_simulated_case_arrives_before_it_begins_before_it_ends(queue, seed, term):
    """All of the first stock is there; at no time are there more in hand than servers; the same seed, the same run."""
    days = 20.0
    cases = simulate(queue, days, seed)
    assert cases.equals(simulate(queue, days, seed))
    assert (cases["kind"] == START).sum() == queue.backlog
    assert (cases["arrived"] <= days).all()
    assert (cases["begun"].dropna() >= cases["arrived"][cases["begun"].notna()] - NEAR).all()
    assert (cases["finished"].dropna() >= cases["begun"][cases["finished"].notna()]).all()
    moments = cases["begun"].dropna()
    ends = cases["finished"].fillna(np.inf)
    for moment in moments:
        assert ((cases["begun"] <= moment) & (ends > moment)).sum() <= queue.servers
    assert 0 <= waiting(cases) <= len(cases)
    told = on_time(cases, term, days)
    assert np.isnan(told) or 0 <= told <= 1
    assert np.isnan(told) or on_time(cases, 0, days) <= told + NEAR or term > 0


@given(queues(first=0.0), st.lists(st.integers(0, 1000), min_size=2, max_size=3, unique=True))
@few
def test_several_runs_are_the_mean_of_each_and_their_order_is_irrelevant(queue, seeds):
    term, days = 2.0, 40.0
    each = [simulate(queue, days, seed) for seed in seeds]
    found = runs(queue, term, days, seeds)
    assert found.waiting == pytest.approx(np.mean([waiting(cases) for cases in each]))
    assert found.on_time == pytest.approx(np.mean([on_time(cases, term, days) for cases in each]), nan_ok=True)
    again = runs(queue, term, days, seeds[::-1])
    assert again.on_time == pytest.approx(found.on_time, nan_ok=True)
    assert again.error == pytest.approx(found.error, nan_ok=True)
    with pytest.raises(ValueError, match="expected two or more"):
        runs(queue, term, days, seeds[:1])


@given(st.floats(0.01, 0.99), st.floats(1, 3), st.booleans())
def test_a_calibrated_value_gives_the_share_that_was_asked_for(target, power, falls):
    """Also of a share that falls as the value rises; a target that nothing reaches is refused.

    Looked for to a thousandth of the value: a share that rises faster than five times the value would be jumped over.
    """

    def share(value: float) -> float:
        return 1 - value**power if falls else value**power

    found = calibrate(share, 0, 1, target, 0.005)
    assert abs(share(found) - target) <= 0.005
    with pytest.raises(ValueError, match="no value from 0 to 1"):
        calibrate(share, 0, 1, 1 + target, 0.001)


@given(st.integers(1, 30), st.floats(0.01, 0.99), st.floats(1e-6, 0.5))
def test_the_chance_to_wait_grows_with_the_load_and_falls_with_the_servers(servers, load, more):
    """With one server it is the load itself; never outside 0 to 1."""
    chance = erlang_c(load * servers, servers)
    assert 0 <= chance <= 1
    assert chance <= erlang_c(min(load + more, 0.999) * servers, servers) + NEAR
    assert erlang_c(load * servers, servers + 1) <= chance + NEAR
    assert erlang_c(load, 1) == pytest.approx(load)
    with pytest.raises(ValueError, match="below the number of servers"):
        erlang_c((1 + more) * servers, servers)


@given(
    st.integers(1, 10), st.floats(0.05, 0.95), st.floats(0.1, 5), st.floats(0, 20), st.floats(0, 5), st.floats(0.1, 10)
)
def test_the_chance_to_be_in_time_grows_with_the_term_and_knows_no_unit_of_time(servers, load, work, term, more, unit):
    queue = Queue(load * servers / work, work, servers, 1.0)
    chance = within(queue, term)
    assert -NEAR <= chance <= 1 + NEAR
    assert within(queue, 0) == pytest.approx(0, abs=1e-6)
    assert within(queue, term + more) >= chance - 1e-6
    other = Queue(queue.arrivals / unit, work * unit, servers, 1.0)
    assert within(other, term * unit) == pytest.approx(chance, abs=1e-6)
    faster = Queue(queue.arrivals, work, servers + 1, 1.0)
    assert within(faster, term) >= chance - 1e-6
