"""Chance, sensitivity, the back-test, small counts and the attack on them, by hand: refusals word for word."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from tests.properties.test_by_hand import refused, same, series
from vtcost.backtest import keys_by_year, stability, staleness, yearly_changes
from vtcost.protection import (
    BELOW,
    SHOWN,
    WITHHELD,
    Protected,
    case_value,
    possible,
    protect,
    round_step,
    rounded,
    share_decimals,
)
from vtcost.reconstruction import attack
from vtcost.reconstruction import counts as behind
from vtcost.reconstruction.attack import Knowledge, MadeUp, made_up, recovered, success, values_left
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

EVERYTHING = Knowledge(weight=True, total=True, inhabitants=True)

REFUSED = {
    "years that do not follow each other": (
        lambda: stability(pd.DataFrame({2017: [1.0], 2019: [2.0]}, index=["a"])),
        "years: [2017, 2019], expected at least two that follow each other",
    ),
    "a count twice": (
        lambda: protect(pd.Series([1, 2, 3], index=["b", "a", "a"]), 5, 5),
        "counts: a stands twice",
    ),
    "a count that is not whole": (
        lambda: protect(series(a=1, b=1.5), 5, 5),
        "counts: b has no whole number of at least 0",
    ),
    "a count below zero": (lambda: protect(series(a=-1), 5, 5), "counts: a has no whole number of at least 0"),
    "a count without end": (lambda: protect(series(a=np.inf), 5, 5), "counts: a has no whole number of at least 0"),
    "a count that is missing": (lambda: protect(series(a=np.nan), 5, 5), "counts: a has no whole number of at least 0"),
    "a threshold below zero": (
        lambda: protect(series(a=1), -1, 5),
        "threshold: -1, expected a whole number of at least 0",
    ),
    "a threshold that is not whole": (
        lambda: protect(series(a=1), 2.5, 5),
        "threshold: 2.5, expected a whole number of at least 0",
    ),
    "a base below one": (lambda: protect(series(a=1), 5, 0), "base: 0, expected a whole number of at least 1"),
    "a base that is not whole": (
        lambda: protect(series(a=1), 5, 1.5),
        "base: 1.5, expected a whole number of at least 1",
    ),
    "a case of no cases": (lambda: case_value(1, 0), "total: 0, expected above 0"),
    "a step for nothing": (lambda: round_step(0), "least: 0, expected a finite number above 0"),
    "a step for what has no end": (lambda: round_step(np.inf), "least: inf, expected a finite number above 0"),
    "a share of no cases": (lambda: share_decimals(0, 5), "total 0 and base 5: expected above 0"),
    "a share that leaves no counts": (lambda: share_decimals(10, 0), "total 10 and base 0: expected above 0"),
    "regions by inhabitants alone": (
        lambda: made_up(series(a=1), 1, 1.0, 1, 0, 1, 1),
        "weight: 1, expected at least 0 and below 1",
    ),
    "regions with a weight below zero": (
        lambda: made_up(series(a=1), 1, 1.0, -0.1, 0, 1, 1),
        "weight: -0.1, expected at least 0 and below 1",
    ),
    "regions without cases": (lambda: made_up(series(a=1), 0, 1.0, 0.5, 0, 1, 1), "total: 0, expected above 0"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_is_said_word_for_word(name):
    refused(*REFUSED[name])


# Chance


class NoChance:
    """A generator that draws exactly what is expected, and keeps what was asked of it."""

    def poisson(self, expected, size):
        assert expected.dtype == float
        self.asked = expected.tolist(), size
        return np.broadcast_to(expected, size)

    def multinomial(self, total, parts, size):
        assert parts.dtype == float
        self.asked = total, parts.tolist(), size
        return np.broadcast_to(total * parts, (size, len(parts)))


# A row of a table with words in it has numbers of any type.
EXPECTED = pd.Series({"a": 30.0, "b": 70.4}, dtype=object)


def test_three_years_are_drawn_as_one_of_three_times_the_cases():
    """30 and 70,4 a year: 90 and 211,2 in three years; drawn exactly so, the mean is 30 and 70,4 again, twice."""
    rng = NoChance()
    assert poisson_years(EXPECTED, 2, 3, rng).tolist() == [pytest.approx([30, 70.4])] * 2
    assert rng.asked == (pytest.approx([90, 211.2]), (2, 2))


def test_with_a_fixed_total_whole_cases_are_divided():
    """100,4 a year are 301,2 in three: 301 whole cases in parts of 30/100,4 and 70,4/100,4, over three years."""
    rng = NoChance()
    found = multinomial_years(EXPECTED, 2, 3, rng)
    parts = [30 / 100.4, 70.4 / 100.4]
    assert found.tolist() == [pytest.approx([301 / 3 * part for part in parts])] * 2
    assert rng.asked == (301, pytest.approx(parts), 2)


def explored(formula, counted: dict[str, float], **measures: pd.Series) -> Reform:
    """A reform of b and a, in that order, that pays by a formula of the arrays of its measures."""
    present = series(b=1, a=1)
    weights = dict.fromkeys(measures, 1.0)
    return Reform(
        2019, 0.0, present, measures, weights, None, present, {}, {}, counted,
        batch_of=lambda _weights, arrays, _budget, _grant: formula(**arrays),
    )  # fmt: skip


CASES, CALLS = series(a=30, b=10), series(a=0, b=5)


def test_expected_counts_by_hand():
    """Cases 10 and 30 of 40 that rest on 20 cases: 5 and 15; calls 5 and 0 that rest on 50: 50 and 0. Not people."""
    of = explored(None, {"calls": 50, "cases": 20}, people=CASES, cases=CASES, calls=CALLS)
    found = expected_counts(of)
    assert [(name, list(counts.items())) for name, counts in found.items()] == [
        ("calls", [("b", 50), ("a", 0)]),
        ("cases", [("b", 5), ("a", 15)]),
    ]


def test_a_bootstrap_draws_every_count_and_nothing_else():
    """Drawn counts of 5 + n and 15 + n (n the years of the mean) times 2, plus people of 10 and 30."""
    of = explored(lambda people, cases: people + 2 * cases, {"cases": 20}, people=CASES, cases=CASES)
    asked = []

    def draw(counts, draws, mean_of, rng):
        asked.append((list(counts.items()), draws, mean_of, rng))
        return np.tile(counts.to_numpy() + mean_of, (draws, 1))

    assert bootstrap(of, 3, "rng", draw, 4).tolist() == [[28, 68]] * 3
    assert bootstrap(of, 2, "rng", draw).tolist() == [[22, 62]] * 2
    assert asked == [([("b", 5), ("a", 15)], 3, 4, "rng"), ([("b", 5), ("a", 15)], 2, 1, "rng")]


def test_a_bootstrap_without_counts_is_the_proposal_every_time():
    of = explored(lambda people: people, {}, people=CASES)
    assert bootstrap(of, 2, None, None).tolist() == [[10, 30], [10, 30]]


def test_an_interval_by_hand():
    """0 to 10 and 0 to 100 in eleven draws, the middle 80 %: 1 to 9, and 10 to 90."""
    draws = np.arange(11.0)[:, np.newaxis] * [1, 10]
    found = interval(draws, pd.Index(["b", "a"]), 0.8)
    same(found, low=[1, 10], high=[9, 90])
    assert list(found.index) == ["b", "a"]


def test_a_standard_error_by_hand():
    """Expected cases 5 and 15, calls 50 and 0.

    b pays 3 per case of its own, 2 per case of a, 1 per call of its own: 9 x 5 + 4 x 15 + 1 x 50 = 155, the root of it.
    a pays 4 per case of its own and the square of b's calls over 100: 16 x 15 + (2 x 50 / 100)^2 x 50 = 290.
    """

    def paid(cases, calls):
        own, of_a = cases[..., 0], cases[..., 1]
        return np.stack([3 * own + 2 * of_a + calls[..., 0], 4 * of_a + calls[..., 0] ** 2 / 100], axis=-1)

    found = standard_error(explored(paid, {"cases": 20, "calls": 50}, cases=CASES.astype(object), calls=CALLS))
    assert list(found.index) == ["b", "a"]
    assert found.tolist() == pytest.approx([np.sqrt(155), np.sqrt(290)], rel=1e-9)


def test_a_standard_error_steps_a_thousandth_to_both_sides():
    """The cube of n by central steps of n/1.000: 3 n^2 (1 + 1e-6 / 3), so 3 n^2 + 1e-6 n^2, times the root of n."""
    found = standard_error(explored(lambda cases: cases**3, {"cases": 40}, cases=CASES))
    assert found.tolist() == pytest.approx([(3 + 1e-6) * n**2.5 for n in (10, 30)], rel=1e-10)


def test_chance_of_less_than_a_case_is_chance_too():
    """0,25 expected, at 8 a case: 8 x the root of 0,25 = 4; none expected, none."""
    found = standard_error(explored(lambda calls: 8 * calls, {"calls": 0.25}, calls=CALLS))
    assert found.tolist() == pytest.approx([4, 0], rel=1e-9)


def test_a_lag_by_hand():
    """b doubles every year: of 10 it was 5 in T-1 and 2,5 in T-2. a is level at 30. People do not drift."""
    of = explored(lambda people, cases: people + 2 * cases, {}, people=CASES, cases=CASES.astype(object))
    drift = {"cases": series(a=0, b=1)}
    assert list(drift_bias(of, drift, 1).items()) == [("b", -10), ("a", 0)]
    assert drift_bias(of, drift, 1).dtype == float
    assert drift_bias(of, drift, 2).to_dict() == {"b": 2 * (3.75 - 10), "a": 0}
    assert drift_bias(of, drift, 1, latest=2).to_dict() == {"b": 2 * (2.5 - 10), "a": 0}
    assert drift_bias(of, drift, 2, 0).to_dict() == {"b": 2 * (7.5 - 10), "a": 0}


def test_a_relative_error_by_hand():
    """1 of 4: root of 0,75 / 1; 3 of 4: root of 0,25 / 3; none: no number."""
    found = relative_error(series(b=1, a=3, c=0))
    assert found[["b", "a"]].tolist() == pytest.approx([np.sqrt(0.75), np.sqrt(0.25 / 3)])
    assert list(found.index) == ["b", "a", "c"]
    assert np.isnan(found["c"])


def test_yearly_change_and_break_even_drift_by_hand():
    """Two over the root of pi, of 30 over 3 years. Root of (1/2 - 1/5) / ((36 - 9)/4) = root of 2/45."""
    assert yearly_change(series(a=30), 3).to_dict() == pytest.approx({"a": 20 / np.sqrt(np.pi)})
    assert break_even_drift(series(a=3), 2, 5).to_dict() == pytest.approx({"a": 3 * np.sqrt(2 / 45)})


# Sensitivity


def test_an_elasticity_by_hand():
    """2 x^3 + 2 at 0,5 and 1,5: 2,25 and 8,75 around 4, so 6,5 / (2 x 0,5 x 4) = 1,625."""
    assert elasticities(lambda factor: series(a=2 * factor**3 + 2), 0.5).to_dict() == {"a": 1.625}


def test_one_more_case_by_hand():
    """Measures 10 and 30 that rest on 20 cases: a case is 2. 1.000 x (12/42 - 10/40) and 1.000 x (32/42 - 30/40)."""
    of = explored(
        lambda cases: 1000 * cases / cases.sum(axis=-1, keepdims=True), {"cases": 20}, cases=CASES.astype(object)
    )
    found = per_case(of, "cases")
    assert found.dtype == float
    assert list(found.index) == ["b", "a"]
    assert found.tolist() == pytest.approx([1000 * (12 / 42 - 0.25), 1000 * (32 / 42 - 0.75)])


RANGES = {"low": (3, 5), "fixed": (7, 7), "high": (10, 14)}


def test_variance_by_hand():
    """Low moves over 2 and high over 4: variances as 4 and 16. Of their sum 0,2 and 0,8; of low alone 1 and 0."""
    seen = []

    def function(scenarios):
        seen.append(scenarios)
        return np.stack([scenarios.sum(axis=1), scenarios[:, 0], scenarios[:, 2]], axis=1)

    found = first_order(function, RANGES, 1024, np.random.default_rng(1))
    assert list(found.columns) == ["low", "fixed", "high"]
    assert found.index.tolist() == [0, 1, 2]
    assert found.to_numpy() == pytest.approx(np.array([[0.2, 0, 0.8], [1, 0, 0], [0, 0, 1]]), abs=0.01)
    first, *others = seen
    assert first.tolist() == [[3, 7, 10]]
    drawn = np.concatenate(others)
    assert len(drawn) == 1024 * (2 + 2)
    assert drawn.min(axis=0) == pytest.approx([3, 7, 10], abs=0.01)
    assert drawn.max(axis=0) == pytest.approx([5, 7, 14], abs=0.01)
    again = first_order(function, RANGES, 1024, np.random.default_rng(1))
    pd.testing.assert_frame_equal(found, again, check_exact=True)


@pytest.mark.parametrize(("ranges", "parts"), [({"a": (0, 1)}, [1.0]), ({"b": (2, 2), "a": (0, 1)}, [0.0, 1.0])])
def test_variance_of_one_input_and_one_outcome(ranges, parts):
    found = first_order(lambda x: x.sum(axis=1, keepdims=True), ranges, 1024, np.random.default_rng(1))
    assert found.shape == (1, len(parts))
    assert found.iloc[0].tolist() == pytest.approx(parts, abs=0.01)


def test_variance_of_one_input_and_two_outcomes():
    """The second outcome does not move."""
    found = first_order(lambda x: x * [1, 0], {"a": (0, 1)}, 1024, np.random.default_rng(1))
    assert list(found.columns) == ["a"]
    assert found["a"].tolist() == pytest.approx([1, 0], abs=0.01)


def test_nothing_that_moves_explains_nothing():
    found = first_order(lambda x: np.repeat(x, 2, axis=1), {"a": (1.5, 1.5)}, 8, np.random.default_rng(1))
    same(found, a=[0, 0])
    assert found["a"].dtype == float


def test_groups_of_inputs_add_up_in_their_own_order():
    parts = pd.DataFrame({"a": [0.125, 0.5], "b": [0.25, 0.0], "c": [0.5, 0.25]}, index=["y", "x"])
    found = grouped(parts, [("last", ["c"]), ("first", ["b", "a"])])
    same(found, last=[0.5, 0.25], first=[0.375, 0.5])
    assert list(found.index) == ["y", "x"]


# Back-test

COUNTED = pd.DataFrame({2018: [8, 2], 2016: [1, 3], 2017: [3, 5], 2020: [5, 5]}, index=["b", "a"])


def by_year(found: pd.DataFrame, columns: dict[int, list[float]]) -> None:
    """These years in this order, for b and a."""
    assert list(found.index) == ["b", "a"]
    same(found.rename(columns=str), **{str(year): values for year, values in columns.items()})


def test_keys_by_year_by_hand():
    """1 of 4, 3 of 8, 8 of 10, 5 of 10, two years later. Two years: 4 of 12 and 11 of 18; three: 12 of 22."""
    by_year(keys_by_year(COUNTED, 2), {2018: [0.25, 0.75], 2019: [3 / 8, 5 / 8], 2020: [0.8, 0.2], 2022: [0.5, 0.5]})
    assert keys_by_year(COUNTED, 0).columns.tolist() == [2016, 2017, 2018, 2020]
    by_year(keys_by_year(COUNTED, 1, 2), {2018: [1 / 3, 2 / 3], 2019: [11 / 18, 7 / 18]})
    by_year(keys_by_year(COUNTED, 1, 3), {2019: [12 / 22, 10 / 22]})
    by_year(keys_by_year(COUNTED[[2016, 2017]], 1, 2), {2018: [1 / 3, 2 / 3]})
    by_year(keys_by_year(COUNTED[[2016]], 1, 2), {})


def test_yearly_changes_by_hand():
    by_year(yearly_changes(COUNTED), {2018: [5, -3], 2017: [2, 2]})
    by_year(yearly_changes(COUNTED[[2016]]), {})


def test_stability_by_hand():
    """b: 10, 4, 8: changes -6 and 4, the largest of 10. a: 4, 4, 6: 0 and 2, of 4. c: -1 and 1 alike: the first."""
    paid = pd.DataFrame({2018: [10.0, 4, 5], 2019: [4.0, 4, 4], 2020: [8.0, 6, 5]}, index=["b", "a", "c"])
    found = stability(paid)
    same(
        found,
        mean_change=[5, 1, 1],
        largest=[-6, 2, -1],
        year=[2019, 2020, 2019],
        relative=[-0.6, 0.5, -0.2],
        trend=[-2, 2, 0],
    )
    assert list(found.index) == ["b", "a", "c"]


def test_staleness_by_hand():
    """By T-1 less by T: 1/4 - 3/8 in 2017, 3/8 - 8/10 in 2018; by the mean of 2016 and 2017 for 2018: 1/3 - 8/10."""
    by_year(staleness(COUNTED, 1), {2017: [-1 / 8, 1 / 8], 2018: [3 / 8 - 0.8, 0.8 - 3 / 8]})
    by_year(staleness(COUNTED, 1, 2), {2018: [1 / 3 - 0.8, 0.8 - 1 / 3]})
    by_year(staleness(COUNTED, 0), {year: [0, 0] for year in (2016, 2017, 2018, 2020)})


# Small counts in print


@pytest.mark.parametrize(
    ("count", "base", "printed"), [(12, 5, 10), (13, 5, 15), (2, 4, 4), (1, 4, 0), (5, 4, 4), (6, 4, 8), (7, 1, 7)]
)
def test_rounded_by_hand(count, base, printed):
    assert rounded(count, base) == printed


PRINTS = {
    "nothing below the threshold": ({"b": 7, "a": 5}, 5, 1, {"b": 7, "a": 5}, 12),
    "a count on the threshold is shown": ({"a": 5}, 5, 5, {"a": 5}, 5),
    "one below takes the smallest along": ({"c": 28, "a": 3, "b": 12}, 5, 1, {"c": 28, "a": BELOW, "b": WITHHELD}, 43),
    "rounding hides it": ({"c": 28, "a": 3, "b": 12}, 5, 5, {"c": 30, "a": BELOW, "b": 10}, 45),
    "of equal ones the first by name": ({"c": 9, "b": 9, "a": 3}, 5, 1, {"c": 9, "b": WITHHELD, "a": BELOW}, 21),
    # 5 or more in b alone would leave 17 - 9 - 5 = 3 at most in a.
    "one on the threshold is not enough": (
        {"c": 9, "b": 5, "a": 3},
        5,
        1,
        {"c": WITHHELD, "b": WITHHELD, "a": BELOW},
        17,
    ),
    "one of two values is one too few": ({"c": 9, "b": 3, "a": 1}, 2, 1, {"c": 9, "b": WITHHELD, "a": BELOW}, 13),
    "numbers in the order of their digits": ({9: 9, 10: 9, 1: 3}, 5, 1, {9: 9, 10: WITHHELD, 1: BELOW}, 21),
    "none left to withhold": ({"a": 0, "b": 1}, 5, 1, {"a": BELOW, "b": BELOW}, np.nan),
    "no threshold": ({"a": 0, "b": 2}, 0, 1, {"a": 0, "b": 2}, 2),
    "a total that narrows what is shown": ({"a": 12, "b": 12}, 5, 5, {"a": 10, "b": 10}, np.nan),
}


@pytest.mark.parametrize("name", PRINTS)
def test_prints_by_hand(name):
    counts, threshold, base, expected, total = PRINTS[name]
    shown = protect(pd.Series(counts, dtype=object), threshold, base)
    states = {place: how if how in (BELOW, WITHHELD) else SHOWN for place, how in expected.items()}
    printed = [np.nan if how in (BELOW, WITHHELD) else how for how in expected.values()]
    assert list(shown.state.items()) == list(states.items())
    assert list(shown.printed.index) == list(counts)
    assert shown.printed.tolist() == pytest.approx(printed, nan_ok=True)
    assert shown.printed.dtype == float
    assert shown.total == pytest.approx(total, nan_ok=True)
    assert (shown.threshold, shown.base) == (threshold, base)


def test_the_names_of_the_states():
    assert (SHOWN, BELOW, WITHHELD) == ("shown", "below", "withheld")


def test_among_many_equal_counts_the_first_of_the_alphabet_is_withheld():
    """As many as the country has: 3 in m000, and 20, 22, 21, 20, ... from m003 on, printed back to front."""
    counts = pd.Series({f"m{number:03}": 20 + -number % 3 if number else 3 for number in range(299, -1, -1)})
    state = protect(counts, 5, 1).state
    assert state.index[state == WITHHELD].tolist() == ["m003"]


def shown(printed: dict[str, float], state: list[str], total: float, threshold: int, base: int) -> pd.DataFrame:
    numbers = pd.Series(printed, dtype=float)
    return possible(Protected(numbers, pd.Series(state, index=numbers.index), total, threshold, base))


def test_what_is_possible_by_hand():
    """Threshold 5, base 4: b printed 8 is 6 to 9, c printed 4 is 5 (2 to 5, at least 5), a below 0 to 4.

    A total printed 16 is 14 to 17: a at least 14 - 9 - 5 = 0 and at most 17 - 6 - 5 = 6; b at least 14 - 4 - 5 = 5.
    Printed 20 it is 18 to 21: a is 4, since 18 - 9 - 5 = 4, and b at least 18 - 4 - 5 = 9.
    """
    printed, state = {"b": 8, "a": np.nan, "c": 4}, [SHOWN, BELOW, SHOWN]
    found = shown(printed, state, 16, 5, 4)
    same(found, lowest=[6, 0, 5], highest=[9, 4, 5], values=[4, 5, 1])
    assert list(found.index) == ["b", "a", "c"]
    same(shown(printed, state, 20, 5, 4), lowest=[9, 4, 5], highest=[9, 4, 5], values=[1, 1, 1])
    same(shown(printed, state, 12, 5, 4), lowest=[6, 0, 5], highest=[8, 2, 5], values=[3, 3, 1])
    same(shown(printed, state, np.nan, 5, 4), lowest=[6, 0, 5], highest=[9, 4, 5], values=[4, 5, 1])


def test_what_is_withheld_is_bounded_by_the_total_alone():
    """Withheld with a threshold of 5: 5 or more. A total of 20 with 0 to 4 elsewhere: 16 to 20. Without: no end."""
    printed, state = {"a": np.nan, "b": np.nan}, [BELOW, WITHHELD]
    same(shown(printed, state, 20, 5, 1), lowest=[0, 16], highest=[4, 20], values=[5, 5])
    same(shown(printed, state, np.nan, 5, 1), lowest=[0, 5], highest=[4, np.inf], values=[5, np.inf])


def test_case_values_and_steps_by_hand():
    """8 over 0,5 cases is 16 a case. Steps: 1, 2, 5, 10; a millionth above 5 is still 5."""
    assert case_value(8, 0.5) == 16
    steps = {0.5: 0.5, 1: 1, 1.1: 2, 2: 2, 2.1: 5, 5.1: 10, 9.9: 10, 10: 10, 70: 100, 0.03: 0.05}
    steps |= {5.000004: 5, 5 / (1 - 1e-6): 5, 5.00001: 10}
    assert {least: round_step(least) for least in steps} == pytest.approx(steps)
    assert isinstance(round_step(1), float)


def test_decimals_of_a_share_by_hand():
    """Of 500 cases a whole per cent is 5; of 499 it is less, so tens of per cents; of 5.000 a tenth is 5."""
    assert [share_decimals(total, 5) for total in (500, 499, 4999, 5000, 0.5)] == [0, -1, 0, 1, -3]
    assert share_decimals(100, 0.5) == 0
    assert isinstance(share_decimals(500, 5), int)


# The attack


def test_who_knows_nothing_is_the_default():
    assert Knowledge() == Knowledge(weight=False, total=False, inhabitants=False)
    assert pytest.approx([n * 0.05 for n in range(1, 20)]) == attack.WEIGHTS


# Half by inhabitants used (240 and 160 are published) and half by 4 cases, of 800 euro: 400 euro each.
# 300 + 100 and 100 + 300; 200 + 300 and 200 + 100; 300 + 200 and 100 + 200.
REGIONS = MadeUp(
    series(b=240, a=160),
    800.0,
    0.5,
    4,
    np.array([[1, 3], [3, 1], [2, 2]]),
    np.array([[300.0, 100.0], [200.0, 200.0], [300.0, 100.0]]),
)


def test_contributions_of_made_up_regions_by_hand():
    """With a quarter by inhabitants: 150 + 600 x 1/4 = 300 and 50 + 450 = 500; 100 + 450, 100 + 150; 450, 350."""
    assert REGIONS.exact.tolist() == [[400, 400], [500, 300], [500, 300]]
    assert REGIONS.paid(0.25).tolist() == [[300, 500], [550, 250], [450, 350]]


def drawing(monkeypatch, of, counts: list, noise: list) -> list:
    """Let a module draw these counts and this noise; returns what it asks for."""
    asked = []

    class Drawn:
        def multinomial(self, total, parts, size=None):
            asked.append((total, list(parts), size))
            return np.array(counts)

        def normal(self, mean, deviation, size):
            asked.append((mean, deviation, size))
            return np.array(noise)

    chosen = SimpleNamespace(default_rng=lambda seed: asked.append(seed) or Drawn())
    monkeypatch.setattr(of, "np", SimpleNamespace(**{**vars(np), "random": chosen}))
    return asked


def test_regions_are_drawn_by_hand(monkeypatch):
    """Counts by inhabitants of 3 and 1 (parts of 0,75 and 0,25); noise of 2,4, -2,4 and 0 is 2, -2 and 0 people."""
    counts = [[6, 2], [5, 3], [8, 0]]
    asked = drawing(monkeypatch, attack, counts, [[2.4, -2.4], [0, 0], [0, 2.4]])
    people = pd.Series({"b": 300, "a": 100}, dtype=object)
    found = made_up(people, 8, 800.0, 0.0, 15.0, 3, 7)
    assert (found.known is people, found.budget, found.weight, found.total) == (True, 800.0, 0.0, 8)
    assert found.counts.tolist() == counts
    assert found.used.tolist() == [[302, 98], [300, 100], [300, 102]]
    assert found.used.dtype == float
    assert asked == [7, (8, [0.75, 0.25], 3), (0, 15.0, (3, 2))]


def test_one_case_makes_a_region_too():
    assert made_up(series(b=3, a=1), 1, 1.0, 0.5, 0, 2, 1).counts.sum(axis=1).tolist() == [1, 1]


def test_who_knows_everything_finds_the_counts():
    assert recovered(REGIONS, 1, EVERYTHING).tolist() == [[1, 3], [3, 1], [2, 2]]


def test_amounts_in_print_are_rounded():
    """To 300 euro the first prints 3/8 and 3/8 of the budget, less 3/8 and 1/8: 0 and 1/4, so no cases and all four.

    The second 6/8 and 3/8 less 2/8 and 2/8: 4/5 and 1/5, 3,2 and 0,8. The third 6/8 and 3/8 less 3/8 and 1/8: 3/5
    and 2/5, 2,4 and 1,6.
    """
    assert recovered(REGIONS, 300, EVERYTHING).tolist() == [[0, 4], [3, 1], [2, 2]]


def test_nobody_is_found_to_have_fewer_than_no_cases():
    """380 and 420 euro printed as 300 and 300: 0,375 less 0,45 and less 0,05; below zero counts as zero."""
    region = MadeUp(series(b=360, a=40), 800.0, 0.5, 20, np.array([[1, 19]]), np.array([[360.0, 40.0]]))
    assert recovered(region, 300, EVERYTHING).tolist() == [[0, 20]]


def test_who_knows_the_published_inhabitants_only_is_misled():
    """Half of 0,6 and 0,4 comes off: 0,2 and 0,3 of 0,5 are 1,6 and 2,4 cases; 0,325 and 0,175 are 2,6 and 1,4."""
    without = Knowledge(weight=True, total=True)
    regions = replace(REGIONS, known=REGIONS.known.astype(object))
    assert recovered(regions, 1, without).tolist() == [[2, 2], [3, 1], [3, 1]]


def test_who_does_not_know_the_total_takes_the_first_that_gives_whole_numbers():
    """Quarters are whole at 4 cases, halves already at 2, the first that is tried."""
    without = Knowledge(weight=True, inhabitants=True)
    assert recovered(REGIONS, 1, without).tolist() == [[1, 3], [3, 1], [1, 1]]


def test_who_does_not_know_the_weight_takes_the_first_that_gives_whole_numbers():
    """In the first region 0,5 does, and from 0,7 up as well (0 and 4 cases); a later one must be nearer."""
    without = Knowledge(total=True, inhabitants=True)
    assert recovered(REGIONS, 1, without).tolist() == [[1, 3], [3, 1], [2, 2]]


def test_a_weight_that_is_not_tried_is_not_found():
    """All by cases, 2 of 4; a weight of 0,5 gives (1/2 - 3/8) / (1/2) of them, 1, and whole numbers: it is believed."""
    region = MadeUp(series(b=300, a=100), 800.0, 0.0, 4, np.array([[2, 2]]), np.array([[300.0, 100.0]]))
    assert recovered(region, 1, EVERYTHING).tolist() == [[2, 2]]
    assert recovered(region, 1, Knowledge(total=True, inhabitants=True)).tolist() == [[1, 3]]


def test_totals_that_are_tried():
    """Half to one and a half the truth, at least one, at most 2.500 away."""
    assert [attack._around(total) for total in (4, 20, 1)] == [range(2, 7), range(10, 31), range(1, 3)]
    assert [attack._around(total) for total in (4998, 6000)] == [range(2499, 7498), range(3500, 8501)]


def test_the_nearest_total_by_hand():
    """0,25 and 0,75 are whole at 4; 0,3 and 0,7 are 0,1 off twice at 3 (0,02), 0,2 off twice at 4 (0,08)."""
    total, distance = attack._nearest_total(np.array([[0.25, 0.75], [0.3, 0.7]]), [4, 3])
    assert total.tolist() == [4, 3]
    assert distance.tolist() == pytest.approx([0, 0.02], abs=1e-6)


def test_success_by_hand(monkeypatch):
    """Of three regions two are right, of six counts four; 2 and 1 off over six is 0,5."""
    asked = []
    monkeypatch.setattr(attack, "recovered", lambda *given: asked.append(given) or np.array([[3, 4], [3, 1], [2, 2]]))
    found = success(REGIONS, 7.0, EVERYTHING)
    assert found == {"regions": 2 / 3, "counts": 4 / 6, "error": 0.5}
    assert asked == [(REGIONS, 7.0, EVERYTHING)]
    assert {type(value) for value in found.values()} == {float}


@pytest.mark.parametrize(
    ("unit", "weights", "base", "left"),
    [
        # Nothing is printed: 0 to 4 cases.
        (0, [0.5], None, [5, 5]),
        # A case is 100 euro, or 200 at weight 0: to the euro one count is left.
        (1, [0.5], None, [1, 1]),
        # To 200 euro one case more and one less, on the edge, are possible.
        (200, [0.5], None, [3, 3]),
        # To 198 euro 0,99 either way: b around 0,96, 3,94 and 2,94, a around 2,96, 1,96 and 2,96.
        (198, [0.5], None, [2, 2]),
        # To 300 euro 1,5 either way, cut off at 0 and 4: b around 0, 4 and 3, a around 2, 1 and 2.
        (300, [0.5], None, [(2 + 2 + 3) / 3, 3]),
        # At weight 0 as well: 0,75 either way, b around 1,5, 3 and 1,5, a around 3, 1,5 and 1,5.
        (300, [0.5, 0], None, [1, (1 + 2 + 2) / 3]),
        # Counts to 4: 1 is printed 0 (0 or 1 left), 2 and 3 are printed 4 (2 to 4).
        (0, [], 4, [(2 + 3 + 3) / 3, (3 + 2 + 3) / 3]),
        # Counts to 2: 1 and 2 are printed 2 (1 or 2 left), 3 is printed 4 (3 or 4).
        (0, [], 2, [2, 2]),
        # Counts to 3: 1 is printed 0 (0 or 1 left), 2 and 3 are printed 3 (2 to 4).
        (0, [], 3, [(2 + 3 + 3) / 3, (3 + 2 + 3) / 3]),
        # Both: b 1, 3 or 4, 2; a 3, 1 or 2, 1 or 2.
        (300, [0.5], 2, [(1 + 2 + 1) / 3, (1 + 2 + 2) / 3]),
    ],
)
def test_counts_that_are_left_by_hand(unit, weights, base, left):
    assert list(values_left(REGIONS, unit, weights, base).items()) == [("b", left[0]), ("a", left[1])]


def test_counts_that_are_left_in_each_region():
    """To 300 euro, as above: 0 and 1, 1 to 3; 3 and 4, 0 to 2; 2 to 4, 1 to 3."""
    assert attack.values_by_region(REGIONS, 300, [0.5]).tolist() == [[2, 3], [2, 3], [3, 3]]


def test_counts_are_not_printed_unless_told():
    assert values_left(REGIONS, 0, []).tolist() == [5, 5]


RATES = [
    # The first total that is tried, 100.
    ([25, 75], "found"),
    # Thirds of 300, whole at 102 too.
    ([100, 200], "wrong"),
    # A sixteenth of 100 to 105 is 6,25 to 6,56; of 109, below one and a half times 80, it is 6,81.
    ([5, 75], "wrong"),
    # 100/84 = 1,190 is within 0,2 of a whole number; 100/83 = 1,205 is not, and up to 123/83 = 1,48 it gets worse.
    ([1, 83], "wrong"),
    ([1, 82], "none"),
]


@pytest.mark.parametrize(("drawn", "outcome"), RATES)
def test_a_recovery_rate_by_hand(monkeypatch, drawn, outcome):
    """Half by inhabitants of 3 and 1, half by cases, of a thousand euro printed to a thousandth; 0,4 is no person."""
    asked = drawing(monkeypatch, behind, drawn, [0.4, -0.4])
    found = behind.recovery_rate(series(b=300, a=100), sum(drawn), 1000, 0.001, 15.0, 2, 7)
    assert list(found) == ["found", "wrong", "none", "known_total"]
    assert found == {"found": 0, "wrong": 0, "none": 0, "known_total": 1, outcome: 1}
    assert asked == [7] + [(sum(drawn), [0.75, 0.25], None), (0, 15.0, 2)] * 2


def test_a_recovery_rate_suffers_from_inhabitants_that_differ(monkeypatch):
    """Used were 400 and 0 inhabitants, known are 300 and 100; the cases are 24 and 76 of 100.

    b pays half of 1 and half of 0,24 (0,62), a half of 0 and half of 0,76 (0,38). Less half of 3/4 and of 1/4, doubled:
    0,49 and 0,51. So 100 is found, and it is none of the counts.
    """
    drawing(monkeypatch, behind, [24, 76], [100.4, -100.4])
    found = behind.recovery_rate(series(b=300, a=100), 100, 1000, 0.001, 15.0, 1, 7)
    assert found == {"found": 1, "wrong": 0, "none": 0, "known_total": 0}
