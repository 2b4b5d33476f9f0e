"""Small counts in print: nothing below the threshold, a total that gives nothing away, rounding that keeps its base."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vtcost.protection import (
    BELOW,
    SHOWN,
    WITHHELD,
    case_value,
    possible,
    protect,
    round_step,
    rounded,
    share_decimals,
)

counted = st.lists(st.integers(0, 60), min_size=1, max_size=8).map(
    lambda counts: pd.Series(counts, index=[f"g{number}" for number in range(len(counts))])
)
thresholds, bases = st.integers(0, 12), st.integers(1, 12)


@given(counted, thresholds, bases)
def test_nothing_below_the_threshold_is_printed(counts, threshold, base):
    shown = protect(counts, threshold, base)
    assert shown.printed[counts < threshold].isna().all()
    assert (shown.state[counts < threshold] == BELOW).all()
    assert (counts[shown.state == SHOWN] >= threshold).all()


@given(counted, thresholds, bases)
def test_what_is_printed_is_the_nearest_multiple_of_the_base(counts, threshold, base):
    shown = protect(counts, threshold, base)
    there = shown.printed.dropna()
    assert (there % base == 0).all()
    assert ((there - counts[there.index]).abs() <= base / 2).all()
    assert np.isnan(shown.total) or (shown.total % base == 0 and abs(shown.total - counts.sum()) <= base / 2)


@given(counted, thresholds, bases)
def test_the_truth_is_always_among_what_the_print_allows(counts, threshold, base):
    found = possible(protect(counts, threshold, base))
    assert (found["lowest"] <= counts).all()
    assert (counts <= found["highest"]).all()


@given(counted, st.integers(1, 12), bases)
def test_the_total_tells_nothing_of_what_is_below_the_threshold(counts, threshold, base):
    """Below a threshold of 5, all of 0 to 4 stay possible."""
    shown = protect(counts, threshold, base)
    found = possible(shown)[shown.state == BELOW]
    assert (found["lowest"] == 0).all()
    assert (found["highest"] == threshold - 1).all()


@given(counted, thresholds, bases)
def test_the_total_tells_nothing_more_of_what_is_printed(counts, threshold, base):
    """A rounded count hides `base` counts, fewer only where the threshold cuts some off; the total takes none away."""
    shown = protect(counts, threshold, base)
    there = shown.printed[shown.state == SHOWN]
    alone = there + (base - 1) // 2 - np.maximum(there - base // 2, threshold) + 1
    assert possible(shown)["values"][there.index].tolist() == alone.tolist()


def every(shown, top: int) -> list[set[int]]:
    """All counts up to `top` that give this print, found by trying every combination: the slow way."""
    hidden = {BELOW: range(shown.threshold), WITHHELD: range(shown.threshold, top + 1)}
    grids = [
        hidden.get(state, [n for n in hidden[WITHHELD] if rounded(n, shown.base) == printed])
        for printed, state in zip(shown.printed, shown.state, strict=True)
    ]
    tried = np.array(np.meshgrid(*grids)).reshape(len(grids), -1)
    if not np.isnan(shown.total):
        tried = tried[:, rounded(tried.sum(axis=0), shown.base) == shown.total]
    return [set(row.tolist()) for row in tried]


@given(st.lists(st.integers(0, 12), min_size=3, max_size=3), st.integers(1, 6), st.integers(1, 5))
def test_what_is_possible_is_what_trying_every_combination_finds(counts, threshold, base):
    shown = protect(pd.Series(counts, index=list("abc"), dtype=float), threshold, base)
    found = possible(shown)
    for place, values in enumerate(every(shown, top=45)):
        assert found["lowest"].iloc[place] == min(values)
        if np.isfinite(found["highest"].iloc[place]):
            assert found["values"].iloc[place] == len(values)


def test_a_single_hidden_count_takes_the_smallest_other_one_along():
    """43 - 12 - 28 = 3 would reveal it; without 12 the total leaves 0 to 4."""
    shown = protect(pd.Series({"a": 28, "b": 3, "c": 12}), threshold=5, base=1)
    assert shown.state.to_dict() == {"a": SHOWN, "b": BELOW, "c": WITHHELD}
    assert shown.total == 43


def test_two_hidden_counts_that_the_total_gives_away_take_one_along():
    """48 - 40 = 8 is only 4 + 4: two hidden counts are not enough."""
    shown = protect(pd.Series({"a": 4, "b": 4, "c": 40, "d": 50}), threshold=5, base=1)
    assert shown.state.to_dict() == {"a": BELOW, "b": BELOW, "c": WITHHELD, "d": SHOWN}


def test_without_anything_to_withhold_the_total_is_left_out():
    """0 + 1 = 1 would leave 0 and 1 of 0 to 4."""
    assert np.isnan(protect(pd.Series({"a": 0, "b": 1}), threshold=5, base=1).total)


def test_a_total_that_is_rounded_by_itself_and_would_narrow_is_left_out():
    """12 + 12 = 24 is printed as 25, so at least 23; twice 8 to 12 is at most 24: only 11 and 12 would be left."""
    shown = protect(pd.Series({"a": 12, "b": 12}), threshold=5, base=5)
    assert shown.printed.tolist() == [10, 10]
    assert np.isnan(shown.total)


@given(counted, st.randoms(use_true_random=False))
def test_the_order_of_the_municipalities_is_irrelevant(counts, random):
    order = list(counts.index)
    random.shuffle(order)
    one, other = protect(counts, 5, 1), protect(counts[order], 5, 1)
    assert one.state.to_dict() == other.state.to_dict()


@given(counted, thresholds, bases)
def test_the_counts_themselves_are_not_touched(counts, threshold, base):
    before = counts.copy(deep=True)
    protect(counts, threshold, base)
    pd.testing.assert_series_equal(counts, before)


@given(st.floats(1e-6, 1e9))
def test_a_round_step_is_one_two_or_five_and_at_most_two_and_a_half_times_too_large(least):
    step = round_step(least)
    assert least * (1 - 1e-5) <= step <= 2.5 * least
    assert round(step / 10 ** np.floor(np.log10(step) + 1e-9)) in (1, 2, 5)


@given(st.integers(1, 10**6), st.integers(1, 100))
def test_the_decimals_of_a_share_leave_as_many_counts_as_asked_and_one_more_does_not(total, base):
    decimals = share_decimals(total, base)
    assert total * 10.0 ** (-decimals - 2) >= base * (1 - 1e-9)
    assert total * 10.0 ** (-decimals - 3) < base


@pytest.mark.parametrize(
    ("counts", "threshold", "base", "message"),
    [
        ({"a": 1.5}, 5, 5, "counts: a has no whole number"),
        ({"a": -1}, 5, 5, "counts: a"),
        ({"a": float("nan")}, 5, 5, "counts: a"),
        ({"a": 1}, -1, 5, "threshold: -1"),
        ({"a": 1}, 2.5, 5, "threshold: 2.5"),
        ({"a": 1}, 5, 0, "base: 0"),
    ],
)
def test_bad_input_is_refused(counts, threshold, base, message):
    with pytest.raises(ValueError, match=message):
        protect(pd.Series(counts), threshold, base)


def test_a_municipality_that_stands_twice_is_refused():
    with pytest.raises(ValueError, match="a stands twice"):
        protect(pd.Series([1, 2], index=["a", "a"]), 5, 5)


@pytest.mark.parametrize("least", [0, -1, float("inf"), float("nan")])
def test_a_step_for_nothing_is_refused(least):
    with pytest.raises(ValueError, match="least"):
        round_step(least)


@pytest.mark.parametrize("total", [0, -1])
def test_without_cases_a_case_is_worth_nothing_that_can_be_said(total):
    with pytest.raises(ValueError, match="total"):
        case_value(1000, total)
    with pytest.raises(ValueError, match="total"):
        share_decimals(total, 5)
