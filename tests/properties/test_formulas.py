"""What must hold for any numbers: totals kept, order irrelevant, scale irrelevant, zero pays zero."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vtcost.formulas.comparison import effects
from vtcost.formulas.costs import Part, Relief, allocate, contributions, relief_columns
from vtcost.formulas.floor import with_floor
from vtcost.formulas.keys import mix, rolling_mean, shares, shares_within
from vtcost.formulas.price import cost_price
from vtcost.formulas.rounding import whole_units
from vtcost.formulas.settlement import settle, year_end
from vtcost.formulas.transition import growing, transition_keys
from vtcost.reconstruction.keys import other_key

positive = st.floats(0.01, 1e6)
amounts = st.floats(-1e8, 1e8)


@st.composite
def measures(draw, minimum=2, maximum=20, values=positive):
    size = draw(st.integers(minimum, maximum))
    return pd.Series(
        [draw(values) for _ in range(size)], index=[f"municipality {number}" for number in range(size)], dtype=float
    )


@st.composite
def pairs(draw):
    first = draw(measures())
    return first, pd.Series([draw(positive) for _ in first], index=first.index)


@given(measures(), amounts)
def test_an_allocation_keeps_the_total(measure, amount):
    """Shares sum to 1, so the parts sum to the amount, to the cent."""
    assert allocate(amount, shares(measure)).sum() == pytest.approx(amount, abs=0.005)


@given(measures(), st.floats(0.001, 1000))
def test_a_measure_scaled_by_a_constant_changes_nothing(measure, factor):
    pd.testing.assert_series_equal(shares(measure * factor), shares(measure))


@given(measures(), st.randoms(use_true_random=False))
def test_the_order_of_the_municipalities_is_irrelevant(measure, random):
    order = list(measure.index)
    random.shuffle(order)
    pd.testing.assert_series_equal(shares(measure[order])[measure.index], shares(measure))
    pd.testing.assert_series_equal(whole_units(measure[order])[measure.index], whole_units(measure))


@given(measures(minimum=3), amounts)
def test_a_merger_pays_the_sum_of_its_parts(measure, amount):
    merged = pd.concat([measure.iloc[2:], pd.Series({"merged": measure.iloc[:2].sum()})])
    apart = allocate(amount, shares(measure)).iloc[:2].sum()
    assert allocate(amount, shares(merged))["merged"] == pytest.approx(apart, rel=1e-9, abs=1e-6)


@given(measures(), st.floats(1.01, 10))
def test_more_of_ones_own_measure_is_a_larger_share(measure, factor):
    more = measure.copy()
    more.iloc[0] *= factor
    assert shares(more).iloc[0] >= shares(measure).iloc[0]


@given(pairs(), st.floats(0, 1))
def test_a_mix_lies_between_its_keys_and_zero_weight_counts_for_nothing(pair, weight):
    first, second = map(shares, pair)
    mixed = mix({"a": first, "b": second}, {"a": weight, "b": 1 - weight})
    assert (mixed >= np.minimum(first, second) - 1e-12).all()
    assert (mixed <= np.maximum(first, second) + 1e-12).all()
    pd.testing.assert_series_equal(mix({"a": first, "b": second}, {"a": 1.0, "b": 0.0}), first)


@given(measures(minimum=4))
def test_shares_within_groups_sum_to_one_per_group(measure):
    groups = pd.Series(["left", "right"] * len(measure), index=None)[: len(measure)].set_axis(measure.index)
    assert shares_within(measure, groups).groupby(groups).sum().round(9).eq(1).all()


@given(measures(minimum=3), st.floats(0, 1e7), st.floats(0, 1e6))
def test_grants_move_money_but_keep_the_total(measure, budget, grant):
    """What relieves some is paid on top by the recipient: contributions still sum to the budget."""
    some = shares(measure.iloc[:2])
    table = contributions(
        [Part("costs", budget, shares(measure))], [Relief("duvo", grant, some, recipient=measure.index[0])]
    )
    assert table["contribution"].sum() == pytest.approx(budget, abs=0.005)
    named = table.drop(columns=["before_relief", "contribution"]).sum(axis=1)
    pd.testing.assert_series_equal(named, table["contribution"], check_names=False)


@given(measures(values=amounts), st.sampled_from([1.0, 100.0, 0.01]))
def test_largest_remainder_keeps_the_total_and_moves_nobody_a_whole_unit(values, unit):
    whole = whole_units(values, unit)
    assert whole.sum() == pytest.approx(round(values.sum() / unit) * unit, rel=1e-9, abs=1e-6)
    assert (abs(whole - values) < unit + 1e-5).all()


@given(measures(values=st.integers(-1000, 1000).map(float)))
def test_whole_amounts_stay_as_they_are(values):
    pd.testing.assert_series_equal(whole_units(values), values)


@given(measures(values=st.floats(1, 1e6)), st.floats(0, 1000))
def test_a_floor_keeps_the_total_and_nobody_is_below_it(values, depth):
    values.iloc[0] = -depth
    bearer = pd.Series({values.index[1]: 1.0})
    if values.iloc[1] < depth:
        with pytest.raises(ValueError, match="falls below the floor"):
            with_floor(values, bearer)
        return
    step = with_floor(values, bearer)
    assert step["contribution"].sum() == pytest.approx(values.sum(), abs=1e-6)
    assert step["contribution"].min() >= -1e-9


@given(pairs())
def test_a_key_against_itself_has_no_effect(pair):
    contribution, inhabitants = pair
    assert effects(contribution, contribution, inhabitants)[["euro", "fraction"]].eq(0).all(axis=None)


@given(pairs(), st.floats(0, 1e7))
def test_settlements_add_up_to_what_was_not_paid(pair, actual):
    due, paid = pair
    assert settle(due, paid).sum() == pytest.approx(due.sum() - paid.sum(), abs=1e-6)
    closed = year_end(actual, shares(due), paid)
    assert (closed["advance"] + closed["settlement"]).sum() == pytest.approx(actual, abs=1e-4)


@given(pairs(), st.floats(0.05, 0.95))
def test_case_shares_give_back_the_cases_that_made_the_contributions(pair, weight):
    people, cases = pair
    mixed = mix({"p": shares(people), "c": shares(cases)}, {"p": weight, "c": 1 - weight})
    pd.testing.assert_series_equal(other_key(mixed, shares(people), weight), shares(cases), rtol=1e-6, atol=1e-9)


@given(pairs(), st.lists(st.floats(0, 1), min_size=1, max_size=4))
def test_each_year_of_a_transition_has_a_key(pair, weights):
    keys = {"a": shares(pair[0]), "b": shares(pair[1])}
    path = pd.DataFrame({"a": weights, "b": [1 - weight for weight in weights]}, index=range(2019, 2019 + len(weights)))
    assert transition_keys(keys, path).sum().round(9).eq(1).all()


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.integers(1, 10))
def test_growing_ends_at_the_new_amount(old, new, steps):
    path = growing(old, new, steps)
    assert path[-1] == pytest.approx(new, abs=1e-6)
    assert all(min(old, new) - 1e-6 <= step <= max(old, new) + 1e-6 for step in path)


@pytest.mark.parametrize("years", [[2016], [2016, 2018], [2014, 2015, 2016, 2017], [2017, 2018]])
def test_a_rolling_mean_wants_two_or_three_consecutive_known_years(years):
    with pytest.raises(ValueError, match="years"):
        rolling_mean(pd.DataFrame({2016: [1.0], 2017: [2.0]}), years)


@pytest.mark.parametrize("bad", [[-1.0, 2.0], [np.nan, 1.0], [np.inf, 1.0], [0.0, 0.0]])
def test_a_measure_that_is_no_measure_is_refused(bad):
    with pytest.raises(ValueError, match="measure"):
        shares(pd.Series(bad, index=["a", "b"]))


@given(measures(values=st.floats(1000, 9000)), st.floats(0, 0.5), st.floats(0, 0.3), st.floats(500, 2000))
def test_the_cost_price_is_proportional_to_the_salary_and_adds_up(monthly, surcharge, risk, hours):
    surcharges = pd.Series({"social": surcharge, "travel": 0.1})
    once = cost_price(monthly.sum(), 14, surcharges, risk, hours)
    twice = cost_price(2 * monthly.sum(), 14, surcharges, risk, hours)
    assert twice["price"] == pytest.approx(2 * once["price"])
    assert once[["salary", "social", "travel"]].sum() == pytest.approx(once["subtotal"])
    assert once["subtotal"] + once["risk"] == pytest.approx(once["total"])


@given(measures(minimum=3), st.floats(0, 1e6))
def test_what_a_grant_takes_off_it_brings_in(measure, grant):
    columns = relief_columns([Relief("duvo", grant, shares(measure), recipient=measure.index[-1])], measure.index)
    assert columns.sum().sum() == pytest.approx(0, abs=1e-6)
