"""What must hold of chance, sensitivity, the back-test and the recovery of counts for any numbers."""

from fractions import Fraction
from math import ceil, floor

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vtcost import batch
from vtcost.backtest import keys_by_year, stability, staleness, yearly_changes
from vtcost.formulas.keys import mix, shares
from vtcost.protection import case_value
from vtcost.reconstruction.attack import Knowledge, made_up, recovered, success, values_by_region, values_left
from vtcost.reconstruction.counts import inhabitants_behind, near_integers, recovery_rate, smallest_total
from vtcost.reconstruction.rounding import matching_increase, rate_bounds, simplest_fraction
from vtcost.reform import Reform
from vtcost.sensitivity import elasticities, first_order, grouped, per_case
from vtcost.uncertainty import (
    bootstrap,
    break_even_drift,
    drift_bias,
    expected_counts,
    interval,
    multinomial_years,
    poisson_years,
    relative_error,
    standard_error,
    yearly_change,
)

# Of tests that draw many years or regions per example.
few = settings(max_examples=settings().max_examples // 4)
positive = st.floats(0.01, 1e5)
seeds = st.integers(0, 2**32 - 1)
EVERYTHING = Knowledge(weight=True, total=True, inhabitants=True)


@st.composite
def columns(draw, values=positive, least=2):
    drawn = draw(st.lists(values, min_size=least, max_size=8))
    return pd.Series(drawn, [f"municipality {number}" for number in range(len(drawn))], dtype=float)


@st.composite
def reforms(draw):
    """A region by people and cases, without grants."""
    cases = draw(columns(st.integers(1, 500)))
    people = pd.Series([draw(positive) for _ in cases], cases.index)
    weight, budget = draw(st.floats(0, 1)), draw(st.floats(1, 1e8))
    names = ("people", "cases")

    def many(weights, measures, budget, _grant):
        keys = [batch.shares(measures[name]) for name in names]
        return batch.contributions(batch.amounts_of(budget, weights, names), keys)

    def one(weights, measures):
        return budget * mix({name: shares(measures[name]) for name in names}, weights)

    return Reform(
        year=2026,
        budget=budget,
        present=budget * shares(people),
        measures={"people": people, "cases": cases},
        weights={"people": weight, "cases": 1 - weight},
        contribution_of=one,
        inhabitants=people,
        groups={},
        labels={"people": "inwoners", "cases": "casussen"},
        counted={"cases": float(cases.sum())},
        batch_of=many,
    )


def doubled(reform: Reform, **changes) -> Reform:
    return Reform(**{**{name: getattr(reform, name) for name in Reform.__dataclass_fields__}, **changes})


# Chance


@given(columns(st.integers(0, 1000)), st.integers(1, 20), st.integers(1, 3), seeds)
def test_drawn_years_are_counts_and_a_fixed_total_stays(cases, draws, mean_of, seed):
    """Not negative, whole after the mean is undone; who expects none has none; the same seed, the same years."""
    cases.iloc[0] += 1
    for draw in (poisson_years, multinomial_years):
        years = draw(cases, draws, mean_of, np.random.default_rng(seed))
        assert years.shape == (draws, len(cases))
        assert (years >= 0).all()
        assert np.round(years * mean_of) == pytest.approx(years * mean_of)
        assert not years[:, (cases == 0).to_numpy()].any()
        assert np.array_equal(years, draw(cases, draws, mean_of, np.random.default_rng(seed)))
    fixed = multinomial_years(cases, draws, mean_of, np.random.default_rng(seed))
    assert fixed.sum(axis=1) == pytest.approx(np.full(draws, cases.sum()))


@given(reforms(), st.integers(2, 20), st.integers(1, 3), seeds, st.floats(0, 1))
@few
def test_every_drawn_year_has_the_same_total_and_lies_in_the_whole_interval(reform, draws, mean_of, seed, coverage):
    found = expected_counts(reform)["cases"]
    assert found.sum() == pytest.approx(reform.counted["cases"])
    assert found.to_numpy() == pytest.approx(reform.measures["cases"].to_numpy())
    # A fixed total: a Poisson year of a tiny region may have no cases at all, which no key can divide.
    paid = bootstrap(reform, draws, np.random.default_rng(seed), multinomial_years, mean_of)
    assert paid.sum(axis=1) == pytest.approx(np.full(draws, reform.budget))
    whole, part = (interval(paid, reform.present.index, share) for share in (1.0, coverage))
    assert (paid >= whole["low"].to_numpy() - 1e-6).all()
    assert (paid <= whole["high"].to_numpy() + 1e-6).all()
    noise = 1e-9 * reform.budget
    assert (part["low"] >= whole["low"] - noise).all()
    assert (part["low"] <= part["high"] + noise).all()
    certain = bootstrap(doubled(reform, counted={}), draws, np.random.default_rng(seed), multinomial_years)
    assert np.ptp(certain, axis=0) == pytest.approx(0, abs=noise)


@given(reforms(), st.floats(0.1, 100))
@few
def test_chance_is_in_proportion_to_the_money_and_falls_with_the_root_of_the_cases(reform, factor):
    error = standard_error(reform)
    noise = 1e-7 * reform.budget
    richer = standard_error(doubled(reform, budget=reform.budget * factor))
    assert richer.to_numpy() == pytest.approx(error.to_numpy() * factor, abs=noise * factor)
    four = standard_error(doubled(reform, counted={"cases": 4 * reform.counted["cases"]}))
    assert four.to_numpy() * 2 == pytest.approx(error.to_numpy(), abs=noise)
    exact = reform.budget * reform.weights["cases"] * shares(reform.measures["cases"])
    by_hand = exact * relative_error(reform.measures["cases"])
    assert error.to_numpy() == pytest.approx(by_hand.to_numpy(), rel=1e-4, abs=noise)
    none = standard_error(doubled(reform, weights={"people": 1.0, "cases": 0.0}))
    assert none.to_numpy() == pytest.approx(0, abs=noise)


@given(columns(st.integers(1, 1000)), st.integers(2, 100))
def test_the_error_of_a_share_falls_with_the_root_of_the_cases(cases, factor):
    error = relative_error(cases)
    assert ((error >= 0) & (error < 1)).all()
    assert relative_error(cases * factor).to_numpy() * np.sqrt(factor) == pytest.approx(error.to_numpy())
    assert relative_error(pd.Series({**cases, "none": 0.0}))[cases.index].equals(error)


@given(reforms(), st.floats(-0.2, 0.2), st.integers(1, 3), st.integers(0, 3))
@few
def test_growth_that_all_have_alike_costs_nothing_and_a_bias_sums_to_zero(reform, growth, mean_of, latest):
    index, noise = reform.present.index, 1e-9 * reform.budget
    same = drift_bias(reform, {"cases": pd.Series(growth, index)}, mean_of, latest)
    assert same.to_numpy() == pytest.approx(0, abs=noise)
    apart = pd.Series([growth if place % 2 else 0.0 for place in range(len(index))], index)
    bias = drift_bias(reform, {"cases": apart}, mean_of, latest)
    assert bias.sum() == pytest.approx(0, abs=noise * len(index))
    assert drift_bias(reform, {"cases": apart}, 1, 0).to_numpy() == pytest.approx(0, abs=noise)


@given(columns(), st.integers(1, 3), st.integers(1, 3), st.floats(0.1, 10))
def test_a_longer_mean_moves_less_and_breaks_even_where_both_miss_as_far(error, short, more, factor):
    long = short + more
    change, longer = yearly_change(error, short), yearly_change(error, long)
    assert (longer * long / short).to_numpy() == pytest.approx(change.to_numpy())
    assert yearly_change(error * factor, short).to_numpy() == pytest.approx(change.to_numpy() * factor)
    drift = break_even_drift(error, short, long)
    squared = [error**2 / years + (drift * (years + 1) / 2) ** 2 for years in (short, long)]
    assert squared[0].to_numpy() == pytest.approx(squared[1].to_numpy())


# Sensitivity


@given(columns(st.floats(1, 1e6)), st.floats(-3, 3), st.floats(1e-4, 0.05))
def test_an_elasticity_is_the_power_and_of_what_is_fixed_zero(amounts, power, step):
    """Exact for 0, 1 and 2; of another power it is off by less than the square of the step allows."""
    found = elasticities(lambda factor: amounts * factor**power, step)
    assert found.to_numpy() == pytest.approx(power, abs=1e-6 + 20 * step**2)
    assert elasticities(lambda factor: amounts, step).to_numpy() == pytest.approx(0, abs=1e-9)
    assert elasticities(lambda factor: amounts * factor, step).to_numpy() == pytest.approx(1)


@given(reforms())
@few
def test_one_more_case_costs_what_the_formula_says_and_nothing_where_cases_do_not_count(reform):
    cases, total = reform.measures["cases"], reform.counted["cases"]
    by_hand = reform.budget * reform.weights["cases"] * ((cases + 1) / (total + 1) - cases / total)
    assert per_case(reform, "cases").to_numpy() == pytest.approx(by_hand.to_numpy(), rel=1e-6, abs=1e-9 * reform.budget)
    assert (by_hand <= case_value(reform.budget * reform.weights["cases"], total) * (1 + 1e-9)).all()
    nothing = doubled(reform, weights={"people": 1.0, "cases": 0.0})
    assert per_case(nothing, "cases").to_numpy() == pytest.approx(0, abs=1e-9 * reform.budget)


@given(st.floats(0, 1e9), st.floats(0.1, 1e6), st.floats(0.1, 100))
def test_the_value_of_a_case_times_the_cases_is_the_amount(amount, total, factor):
    assert case_value(amount, total) * total == pytest.approx(amount)
    assert case_value(amount * factor, total * factor) == pytest.approx(case_value(amount, total))
    with pytest.raises(ValueError, match="above 0"):
        case_value(amount, -total)


@given(st.lists(st.integers(-9, 9), min_size=2, max_size=4), seeds)
@few
def test_an_input_that_does_not_move_explains_nothing_and_groups_add_up(slopes, seed):
    """y = sum of a_i x_i: the part of each is a_i^2 over all; a fixed input and a flat outcome have zeros."""
    ranges = {f"x{place}": (0.0, 1.0) for place in range(len(slopes))} | {"fixed": (1.0, 1.0)}
    slope = np.array([[*map(float, slopes), 5.0]]).T
    found = first_order(lambda sample: sample @ slope, ranges, 256, np.random.default_rng(seed)).iloc[0]
    assert found["fixed"] == 0
    variance = sum(value**2 for value in slopes)
    if variance:
        exact = [value**2 / variance for value in slopes]
        assert found[:-1].to_numpy() == pytest.approx(exact, abs=0.15)
    else:
        assert not found.any()
    indices = found.to_frame().T
    parts = grouped(indices, [("first", ["x0"]), ("others", list(ranges)[1:])])
    assert parts.sum(axis=1).to_numpy() == pytest.approx(indices.sum(axis=1).to_numpy())


# Back-test


@st.composite
def histories(draw):
    """A measure of some municipalities over consecutive years."""
    size, years = draw(st.integers(2, 6)), draw(st.integers(2, 6))
    rows = [[draw(positive) for _ in range(years)] for _ in range(size)]
    return pd.DataFrame(rows, [f"municipality {n}" for n in range(size)], range(2013, 2013 + years))


@given(histories(), st.integers(0, 3), st.integers(1, 3), st.floats(0.01, 100))
def test_a_key_of_the_past_is_a_key_and_what_stays_the_same_is_never_stale(measures, lag, mean_of, factor):
    keys = keys_by_year(measures, lag, mean_of)
    assert keys.sum().to_numpy() == pytest.approx(np.ones(len(keys.columns)))
    assert list(keys) == [year + lag for year in measures if year - mean_of + 1 >= 2013]
    assert keys_by_year(measures * factor, lag, mean_of).to_numpy() == pytest.approx(keys.to_numpy())
    behind = staleness(measures, lag, mean_of)
    assert behind.sum().to_numpy() == pytest.approx(np.zeros(len(behind.columns)), abs=1e-9)
    assert staleness(measures, 0).to_numpy() == pytest.approx(0, abs=1e-12)
    still = pd.DataFrame(dict.fromkeys(measures, measures[2013]))
    assert staleness(still, lag, mean_of).to_numpy() == pytest.approx(0, abs=1e-12)


@given(histories(), st.floats(0.01, 100), st.randoms())
def test_changes_add_up_to_the_trend_and_the_largest_is_one_of_them(paid, factor, random):
    changes, found = yearly_changes(paid), stability(paid)
    assert changes.sum(axis=1).to_numpy() == pytest.approx(found["trend"].to_numpy(), abs=1e-6)
    assert (found["mean_change"] <= found["largest"].abs() * (1 + 1e-9) + 1e-9).all()
    for name, row in found.iterrows():
        assert changes.loc[name, row["year"]] == row["largest"]
        assert paid.loc[name, row["year"]] == pytest.approx(paid.loc[name, row["year"] - 1] * (1 + row["relative"]))
    scaled = stability(paid * factor)
    assert scaled["mean_change"].to_numpy() == pytest.approx(found["mean_change"].to_numpy() * factor)
    order = list(paid.index)
    random.shuffle(order)
    assert stability(paid.loc[order]).loc[found.index].equals(found)


# Recovery of what was left out


@given(st.lists(st.integers(1, 60), min_size=2, max_size=8), st.integers(1, 3))
def test_shares_of_counts_are_whole_at_their_total_and_its_multiples(counts, factor):
    """The smallest total found divides the true one: the counts have no smaller whole form."""
    total = sum(counts)
    share = pd.Series(counts, dtype=float) / total
    table = near_integers(share, range(1, factor * total + 1))
    at = table.loc[factor * total]
    assert at["largest"] == pytest.approx(0, abs=1e-6)
    assert at["sums"]
    assert (table["rms"] <= table["largest"] + 1e-12).all()
    found = smallest_total(table, 1e-6)
    assert found == total // np.gcd.reduce(counts)
    with pytest.raises(ValueError, match="no total"):
        smallest_total(table, -1.0)


@given(
    st.lists(st.integers(5, 400), min_size=2, max_size=5),
    st.lists(st.integers(1, 50), min_size=5, max_size=5),
    st.data(),
)
def test_whole_inhabitants_come_back_from_the_contributions_they_made(people, cases, data):
    """A budget so large that a whole euro hides nothing."""
    weight, budget, total = data.draw(st.floats(0.2, 1)), 1e9, sum(people)
    counts, inhabitants = pd.Series(cases[: len(people)], dtype=float), pd.Series(people, dtype=float)
    exact = budget * (weight * shares(inhabitants) + (1 - weight) * shares(counts))
    found = inhabitants_behind(exact.round(), budget, counts, weight, range(max(total - 3, 1), total + 4))
    assert found[total].tolist() == people


@given(
    st.lists(st.integers(1, 10_000), min_size=1, max_size=6), st.floats(1, 200), st.floats(0.01, 10), st.floats(1, 10)
)
def test_the_true_rate_is_between_its_bounds_and_a_finer_print_brings_them_together(hours, rate, half, factor):
    hours = pd.Series(hours, dtype=float)
    exact = hours * rate
    printed = (exact / (2 * half)).round() * 2 * half
    low, high = rate_bounds(printed, hours, half)
    assert low <= rate * (1 + 1e-9)
    assert rate <= high * (1 + 1e-9)
    wider = rate_bounds(printed, hours, half * factor)
    assert wider[0] <= low
    assert wider[1] >= high


@given(st.integers(1, 40), st.data())
def test_the_simplest_fraction_lies_between_its_bounds_and_no_simpler_one_does(below, data):
    above = data.draw(st.integers(0, below))
    true, width = Fraction(above, below), data.draw(st.floats(1e-6, 0.2))
    low, high = float(true) - width, float(true) + width
    found = simplest_fraction(low, high, below)
    assert low <= found <= high
    assert found.denominator <= true.denominator
    assert not [n for n in range(1, found.denominator) if ceil(low * n) <= floor(high * n)]
    assert simplest_fraction(0.501, 0.502, below) is None


@given(st.integers(0, 10_000), st.lists(positive, min_size=1, max_size=4), st.integers(0, 50))
def test_the_true_increase_is_always_among_those_that_match(increase, drawn, around):
    parts = shares(pd.Series(drawn)).to_dict()
    base = {name: 1000.0 * (name + 1) for name in parts}
    endings = {name: round(base[name] + parts[name] * increase) % 100 for name in base}
    candidates = range(max(increase - around, 0), increase + around + 1)
    found = matching_increase(base, parts, endings, candidates)
    assert increase in found
    assert set(found) <= set(candidates)
    assert matching_increase(base, parts, endings, found) == found


@given(columns(st.integers(1000, 100_000)), st.integers(50, 400), st.floats(0, 0.9), st.floats(0, 30), seeds)
@few
def test_who_knows_everything_finds_every_count_and_a_coarser_print_leaves_more(people, total, weight, noise, seed):
    regions = made_up(people, total, 1e7, weight, noise, trials=3, seed=seed)
    assert (regions.counts.sum(axis=1) == total).all()
    assert regions.exact.sum(axis=1) == pytest.approx(np.full(3, 1e7))
    assert np.array_equal(regions.counts, made_up(people, total, 1e7, weight, noise, trials=3, seed=seed).counts)
    assert np.array_equal(recovered(regions, 1, EVERYTHING), regions.counts)
    assert success(regions, 1, EVERYTHING) == {"regions": 1.0, "counts": 1.0, "error": 0.0}
    coarse = success(regions, 1e6, EVERYTHING)
    assert 0 <= coarse["regions"] <= coarse["counts"] <= 1
    left = [values_left(regions, unit, [weight]) for unit in (1, 1e5, 0)]
    assert (left[0] == 1).all()
    assert (left[1] >= 1).all()
    assert (left[2] == total + 1).all()
    assert (values_left(regions, 1e5, [weight, 0.0]) <= left[1]).all()
    assert values_left(regions, 0, [], base=5).between(1, 5).all()
    each = values_by_region(regions, 1e5, [weight])
    assert ((each >= 1) & (each <= total + 1) & (each % 1 == 0)).all()
    assert each.mean(axis=0) == pytest.approx(left[1].to_numpy())


@given(columns(st.integers(5000, 50_000), least=6), st.integers(120, 300), seeds)
@settings(max_examples=max(settings().max_examples // 20, 5))
def test_every_trial_ends_in_one_of_three_ways(people, cases, seed):
    """Printed exactly, whoever knows the total has all counts; the same seed gives the same."""
    found = recovery_rate(people, cases, 1e7, 0.01, 0.0, 3, seed)
    assert found["found"] + found["wrong"] + found["none"] == pytest.approx(1)
    assert found["known_total"] == 1
    assert found == recovery_rate(people, cases, 1e7, 0.01, 0.0, 3, seed)
