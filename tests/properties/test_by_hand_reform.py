"""Scenarios, turning points, the mildest mix and a reform worked out by hand; every refusal word for word."""

import numpy as np
import pandas as pd
import pytest

from tests.properties.test_by_hand import refused, same, series
from vtcost.least_change import _linear_programme, _named, _refined, _tangent, least_change
from vtcost.reform import Reform, size_class
from vtcost.scenarios import LESS, MORE, SAME, always, by_group, counts, outcomes, side_by_side
from vtcost.turning_points import HALF_A_CENT, better_off, majorities, standing, turning_points

PAID = pd.DataFrame({"now": series(b=8, a=0), "new": series(b=6, a=5)})
NOBODY = pd.DataFrame({"municipality": [], "weight": [], "above": []})
ONE_POINT = pd.DataFrame({"municipality": ["a"], "weight": [0.25], "above": ["more"]})
VOTES = series(b=1, a=3)


def crossing(weight: float) -> pd.Series:
    """a pays 10 less at weight 0 and 30 more at weight 1: nothing at a quarter; b the opposite."""
    return series(a=40 * weight - 10, b=10 - 40 * weight)


def made_up(**changed) -> Reform:
    """Everything is divided by the measures x and y, mixed by hand."""
    measures = {"x": series(b=10, a=30), "y": series(a=20, b=20)}

    def contribution(weights, measures):
        return sum(weights[name] * measures[name] for name in sorted(measures))

    given = {
        "year": 2019,
        "budget": 40.0,
        "present": series(b=20, a=20),
        "measures": measures,
        "weights": {"x": 0.25, "y": 0.75},
        "contribution_of": contribution,
        "inhabitants": series(b=1, a=1),
        "groups": {},
        "labels": {"x": "iks", "y": "ij"},
    }
    return Reform(**given | changed)


REFUSED = {
    "present of others": (
        lambda: side_by_side(PAID, series(a=1), series(a=1, b=1)),
        "old: its municipalities differ from those of the new contributions",
    ),
    "inhabitants of others": (
        lambda: side_by_side(PAID, series(a=1, b=1), series(a=1)),
        "inhabitants: its municipalities differ from those of the new contributions",
    ),
    "no step": (lambda: turning_points(crossing, steps=0), "steps: 0, expected at least 1"),
    "votes of others": (
        lambda: better_off(crossing, ONE_POINT, series(a=1)),
        "votes: their municipalities differ from those of the effect",
    ),
    "votes twice": (
        lambda: better_off(crossing, ONE_POINT, pd.Series([1, 1, 1], index=["a", "b", "b"])),
        "votes: their municipalities differ from those of the effect",
    ),
    "no votes at all": (
        lambda: better_off(crossing, ONE_POINT, series(a=0, b=0)),
        "votes: they add up to 0, expected numbers of at least 0, one above it",
    ),
    "votes below zero": (
        lambda: better_off(crossing, ONE_POINT, series(a=3, b=-0.5)),
        "votes: they add up to 2.5, expected numbers of at least 0, one above it",
    ),
    "one measure": (
        lambda: least_change(lambda weights: series(a=1), ("x",), drops=True),
        "measures: ['x'], expected at least two",
    ),
    "changes that are no numbers": (
        lambda: least_change(lambda weights: series(a=1, b=np.nan, c=np.inf), ["x", "y"], drops=True),
        "change: that of b is not a finite number",
    ),
    "a change that is endless for one measure": (
        lambda: least_change(lambda w: series(a=1, b=1, c=np.inf if w["y"] == 1 else 0), ["x", "y"], drops=False),
        "change: that of c is not a finite number",
    ),
    "weights of other measures": (
        lambda: made_up().contribution({"z": 0.5, "x": 0.5}),
        "weights: ['x', 'z'], expected a weight for each of ['x', 'y']",
    ),
    "weights that are none": (
        lambda: made_up().contribution({"x": 0.5, "y": 0.25}),
        "weights: shares sum to 0.75, expected 1",
    ),
    "no contributions for many": (
        lambda: made_up().batch(),
        "batch_of: this reform has none, expected its contributions for many scenarios at once",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_is_said_word_for_word(name):
    refused(*REFUSED[name])


# Scenarios


def test_scenarios_side_by_side():
    """b from 8 to 6: -2, a quarter less, per inhabitant -2/4; a from 0 to 5: no percentage, 5/10 per inhabitant."""
    table = side_by_side(PAID, series(a=0, b=8), series(a=10, b=4))
    quantities = ["contribution", "euro", "fraction", "euro_per_inhabitant"]
    assert table.columns.tolist() == [(scenario, name) for scenario in ("now", "new") for name in quantities]
    assert table.columns.names == ["scenario", "quantity"]
    assert table["new"].loc["b"].tolist() == [6, -2, -0.25, -0.5]
    assert table["new"].loc["a"].drop("fraction").tolist() == [5, 5, 0.5]
    assert np.isnan(table["new"].loc["a", "fraction"])
    assert table["now"].loc["b"].tolist() == [8, 0, 0, 0]
    assert table.index.tolist() == ["b", "a"]


def test_outcomes_at_the_tolerance():
    """Up to a quarter more or less is the same: b -0,25 and -0,5; a +0,25 and +0,375."""
    paid = pd.DataFrame({"one": series(b=7.75, a=5.25), "two": series(b=7.5, a=5.375)})
    found = outcomes(paid, series(a=5, b=8), 0.25)
    assert found.loc["b"].tolist() == [SAME, LESS]
    assert found.loc["a"].tolist() == [SAME, MORE]
    assert (LESS, SAME, MORE) == (-1, 0, 1)
    assert [kind.kind for kind in found.dtypes] == ["i", "i"]


def test_outcomes_counted():
    found = counts(pd.DataFrame({"one": [-1, -1, 0, 0, 0, 1], "two": [1] * 6}))
    same(found, less=[2, 0], same=[3, 0], more=[1, 6])
    assert found.index.tolist() == ["one", "two"]


def test_always_more_and_always_less():
    """b always less, c always more, a once the same; the present does not count, and alone it leaves nobody."""
    found = pd.DataFrame({"now": [0, 0, 0], "one": [0, -1, 1], "two": [-1, -1, 1]}, index=["a", "b", "c"])
    assert always(found, LESS) == ["b"]
    assert always(found, MORE) == ["c"]
    assert always(found[["two"]], LESS) == ["a", "b"]
    assert always(found[["now"]], SAME) == []
    assert always(found[[]], LESS) == []


def test_groups_in_the_order_of_their_first_municipality():
    """z is a and c: from 10 + 30 to 20 + 40, half more, 20/8 per inhabitant; b alone is y."""
    paid = pd.DataFrame({"new": series(a=20, b=5, c=40)})
    table = by_group(paid, series(c=30, b=10, a=10), series(a=3, b=2, c=5), pd.Series({"b": "y", "c": "z", "a": "z"}))
    assert table.index.tolist() == ["z", "y"]
    assert table["new"].loc["z"].tolist() == [60, 20, 0.5, 2.5]
    assert table["new"].loc["y"].tolist() == [5, -5, -0.5, -2.5]


# Turning points


def test_turning_points_by_weight_and_then_name():
    """b and a at 1/4, c at 1/8 up and 5/8 down: 512 (1/8 - w)(w - 5/8) is 0 there and 32 between."""

    def effect(weight):
        return series(b=10 - 40 * weight, c=512 * (1 / 8 - weight) * (weight - 5 / 8), a=40 * weight - 10)

    expected = [["c", 0.125, "more"], ["a", 0.25, "more"], ["b", 0.25, "less"], ["c", 0.625, "less"]]
    for steps in (100, 2, 7):
        table = turning_points(effect, steps)
        assert list(table.columns) == ["municipality", "weight", "above"]
        assert table.to_numpy().tolist() == expected
        assert table.index.tolist() == [0, 1, 2, 3]


def test_turning_points_are_rounded_to_ten_decimals():
    """1 - 3 w is zero at a third: ten threes."""
    assert turning_points(lambda weight: series(a=1 - 3 * weight), steps=1)["weight"].tolist() == [0.3333333333]


def test_nobody_turns():
    table = turning_points(lambda weight: series(a=0.5, b=-0.5))
    assert list(table.columns) == ["municipality", "weight", "above"]
    assert table.empty
    assert table["weight"].dtype == float


def test_the_grid_has_a_hundred_steps():
    asked = []

    def effect(weight):
        asked.append(weight)
        return series(a=1.0)

    turning_points(effect)
    assert sorted(set(asked)) == pytest.approx([step / 100 for step in range(101)])


@pytest.mark.parametrize(
    ("start", "found"), [(HALF_A_CENT, []), (0.0050000001, [0.0125]), (-HALF_A_CENT, []), (-0.0050000001, [0.0125])]
)
def test_half_a_cent_has_no_sign(start, found):
    """In one step from half a cent to 0,395 the other way: zero at 1/80, unless half a cent is nothing."""
    table = turning_points(lambda weight: series(a=start - np.sign(start) * 0.4 * weight), steps=1)
    assert table["weight"].tolist() == pytest.approx(found, abs=1e-6)


def test_what_is_paid_just_above_a_turning_point():
    """At most 25 or 50 cents, never a euro: zero at a half, more above or less above."""
    table = turning_points(lambda weight: series(a=weight - 0.5, b=(0.5 - weight) / 2), steps=1)
    assert table.to_numpy().tolist() == [["a", 0.5, "more"], ["b", 0.5, "less"]]


@pytest.mark.parametrize(
    ("values", "looked_up"),
    [
        ((9, 1, 1), True),
        ((1, 1, 9), True),
        ((2.5, 1, 1), True),
        ((1, 1, 2.5), True),
        ((2.5, 1, 2), True),
        ((0.6, 0.25, 0.25), True),
        # The effect on either side is at most twice that of the point: it cannot come down to zero in a step.
        ((2, 1, 2), False),
        ((1, 1, 1), False),
        # Not the lowest of the three.
        ((0.9, 1, 9), False),
        ((9, 1, 0.9), False),
        ((0, 0, 9), False),
    ],
)
@pytest.mark.parametrize("sign", [1, -1])
def test_a_dip_within_a_step_is_looked_up(values, looked_up, sign):
    """The extreme is only looked up at a point closest to zero that lies less than halfway its neighbours."""
    asked = set()

    def effect(weight):
        asked.add(float(weight))
        return series(a=sign * np.interp(weight, [0, 0.5, 1], values))

    assert turning_points(effect, steps=2).empty
    assert bool(asked - {0.0, 0.5, 1.0}) == looked_up


@pytest.mark.parametrize("sign", [1, -1])
def test_two_turning_points_within_a_step(sign):
    """16 (w - 3/4)^2 - 1/4 is zero at 5/8 and 7/8, and 3/4 at the grid points 1/2 and 1; mirrored 1/8 and 3/8."""
    for centre, roots in ((0.75, [0.625, 0.875]), (0.25, [0.125, 0.375])):
        table = turning_points(lambda weight, centre=centre: series(a=sign * (16 * (weight - centre) ** 2 - 0.25)), 2)
        assert table["weight"].tolist() == pytest.approx(roots, abs=1e-9)
        assert table["above"].tolist() == (["less", "more"] if sign == 1 else ["more", "less"])


def test_who_pays_more_or_less_at_some_weights_only():
    """Looked at are the weights 0, 1/2 and 1; more at one of these alone is more, half a cent is the same."""

    def effect(weight):
        rise = weight * (weight - 0.5) * (1.5 - weight)
        return series(
            start=max(0.0, 0.25 - weight),
            middle=weight * (1 - weight),
            end=rise,
            down=-rise,
            half=HALF_A_CENT,
            minus=-HALF_A_CENT,
            little=0.0051,
            saved=-0.0051,
            turned=weight,
        )

    found = standing(effect, pd.DataFrame({"municipality": ["turned"]}))
    assert found.to_dict() == {
        "start": "more",
        "middle": "more",
        "end": "more",
        "down": "less",
        "half": "same",
        "minus": "same",
        "little": "more",
        "saved": "less",
        "turned": "turns",
    }
    assert found.name == "standing"


def test_who_does_not_turn_stands_where_it_is_furthest():
    """Without turning points: 20 more against 10 less is more, 10 against 20 less is less, as much is more."""

    def effect(weight):
        return series(a=20 - 30 * weight, b=10 - 30 * weight, c=10 - 20 * weight)

    assert standing(effect, NOBODY).tolist() == ["more", "less", "more"]


def test_the_share_of_the_votes_that_is_better_off():
    """a (3 of 4 votes) pays less below 1/4, b (1 of 4) above it, at 1/4 itself nobody."""
    table = better_off(crossing, turning_points(crossing), VOTES)
    same(table, low=[0, 0, 0.25, 0.25, 1], high=[0, 0.25, 0.25, 1, 1], share=[0.75, 0.75, 0, 0.25, 0.25])
    few = better_off(crossing, ONE_POINT, series(a=0.25, b=0))
    assert few["share"].tolist() == [1, 1, 0, 0, 0]


def test_half_a_cent_less_is_not_better_off():
    def effect(weight):
        return series(a=-HALF_A_CENT, b=-0.0051)

    assert better_off(effect, NOBODY, VOTES)["share"].tolist() == [0.25, 0.25, 0.25]


def test_majorities_are_ranges_above_what_is_needed():
    """0,5 is not more than a half; from 0 to 1/4 with 0 and without 1/4, from 1/2 to 1 with 1/2, without 1."""
    table = pd.DataFrame(
        {
            "low": [0.0, 0.0, 0.25, 0.25, 0.5, 0.5, 1.0],
            "high": [0.0, 0.25, 0.25, 0.5, 0.5, 1.0, 1.0],
            "share": [0.6, 0.8, 0.5, 0.4, 0.9, 0.7, 0.5],
        }
    )
    found = majorities(table, needed=0.5)
    assert list(found.columns) == ["low", "high", "with_low", "with_high", "least", "most"]
    assert found.to_numpy().tolist() == [[0.0, 0.25, True, False, 0.6, 0.8], [0.5, 1.0, True, False, 0.7, 0.9]]
    assert found.index.tolist() == [0, 1]
    assert majorities(table, needed=0.9).empty


# The mildest mix


def straight(**columns):
    """Changes of a, b and so on that are straight between the measures, and all the weights that are asked for."""
    names = list("abcdef"[: len(next(iter(columns.values())))])
    frame, asked = pd.DataFrame(columns, index=names, dtype=float), []

    def change(weights):
        asked.append(dict(weights))
        return sum(weights[name] * frame[name] for name in columns)

    return change, list(columns), asked


def test_the_mildest_of_two_measures():
    """a = 40 w - 10 and b = 20 - 50 w, w of x: both 10/3 at w = 1/3. Only rises: a = b at w = 1/3 too."""
    for drops in (True, False):
        change, measures, _ = straight(x=[30, -30], y=[-10, 20])
        best = least_change(change, measures, drops=drops)
        assert best.weights == pytest.approx({"x": 1 / 3, "y": 2 / 3}, abs=1e-12)
        assert list(best.weights) == ["x", "y"]
        assert best.largest == pytest.approx(10 / 3, abs=1e-9)
        assert best.municipalities == ["a", "b"]
        assert best.gain == pytest.approx(0, abs=1e-9)
        assert isinstance(best.largest, float)
        assert isinstance(best.gain, float)


def test_drops_count_only_where_they_are_asked_for():
    """b always pays 100 less. With drops that is 100 for any mix, at the least a changes by 10: with y alone.

    Without, the largest rise is that of a, at best -10, with y alone.
    """
    change, measures, _ = straight(x=[30, -100], y=[-10, -100])
    best = least_change(change, measures, drops=True)
    assert (best.largest, best.municipalities) == (pytest.approx(100), ["b"])
    best = least_change(change, measures, drops=False)
    assert (best.weights, best.largest, best.municipalities) == ({"x": 0.0, "y": 1.0}, pytest.approx(-10), ["a"])


@pytest.mark.parametrize("size", [2.0**-20, 1.0, 2.0**20])
def test_straight_changes_are_solved_at_once(size):
    """Asked are the municipalities, the corners, the middle, slopes (here and two steps to each corner), the solution.

    In millionths of a euro as in millions: a third, as above, without anything to gain along the slopes.
    """
    change, measures, asked = straight(x=[30 * size, -30 * size], y=[-10 * size, 20 * size])
    best = least_change(change, measures, drops=True)
    assert best.weights["x"] == pytest.approx(1 / 3, abs=1e-12)
    assert asked[0] == {"x": 0.5, "y": 0.5}
    assert asked[1:3] == [{"x": 1.0, "y": 0.0}, {"x": 0.0, "y": 1.0}]
    assert asked[3] == {"x": 0.5, "y": 0.5}
    assert len(asked) == 1 + 2 + 1 + 5 + 3


def test_noise_is_no_bend():
    """Changes of millions in contributions of billions have digits to a ten-millionth of a euro: that is no bend."""
    change, measures, asked = straight(x=[3e6, -3e6, 1e6], y=[-1e6, 2e6, 3e6], z=[1e6, -1e6, -2e6])
    large = series(a=7e9 / 3, b=1e10 / 3, c=2e10 / 3)
    least_change(lambda weights: (change(weights) / 3 + large) * 3 - large * 3, measures, drops=True)
    assert len(asked) < 60


def test_who_is_within_a_millionth_of_the_largest_has_it_too():
    """Of a million: 95 cents less is as much, 1,05 euro less is not; whoever drops as much is among them."""
    change, measures, _ = straight(x=[1e6 - 0.95, 1e6 - 1.05, -1e6, 1e6], y=[1e6 - 0.95, 1e6 - 1.05, -1e6, 1e6])
    assert least_change(change, measures, drops=True).municipalities == ["a", "c", "d"]
    assert least_change(change, measures, drops=False).municipalities == ["a", "d"]


def test_nothing_changes_whatever_the_mix():
    """Zero for all, without a sign."""
    change, measures, _ = straight(x=[-0.0, -0.0], y=[-0.0, -0.0])
    for drops in (True, False):
        best = least_change(change, measures, drops=drops)
        assert (best.largest, best.municipalities, best.gain) == (0.0, ["a", "b"], 0.0)
        assert not np.signbit(best.largest)


def test_bent_changes_that_cross():
    """8 w^2 and 2 (1 - w)^2 are equal at 2 w = 1 - w: at a third, 8/9. Straight lines would cross at a fifth."""
    best = least_change(lambda w: series(a=8 * w["x"] ** 2, b=2 * w["y"] ** 2), ["x", "y"], drops=True)
    assert best.weights == pytest.approx({"x": 1 / 3, "y": 2 / 3}, abs=1e-9)
    assert best.largest == pytest.approx(8 / 9, abs=1e-9)
    assert best.municipalities == ["a", "b"]
    assert best.gain == pytest.approx(0, abs=1e-8)


@pytest.mark.parametrize("size", [0.001, 1.0, 1e6])
@pytest.mark.parametrize("drops", [True, False])
def test_bent_changes_with_a_rounded_bottom(size, drops):
    """100 (w - 0,3)^2 + 5 against 1: lowest at 0,3, where it is 5; no straight line ends there."""
    best = least_change(lambda w: series(a=size * (100 * (w["x"] - 0.3) ** 2 + 5), b=size), ["x", "y"], drops=drops)
    assert best.weights["x"] == pytest.approx(0.3, abs=1e-6)
    assert best.largest == pytest.approx(5 * size, rel=1e-9)
    assert best.municipalities == ["a"]
    assert best.gain == pytest.approx(0, abs=1e-5 * size)


def test_slopes_give_the_last_digits_where_the_middle_shows_no_bend():
    """u = w - 1/2: 40 u^3 and 3,125 - 10 u are equal at u = 1/4: 0,625. In the middle 40 u^3 is as if it were 10 u."""

    def change(weights):
        u = weights["x"] - 0.5
        return series(a=40 * u**3, b=3.125 - 10 * u)

    best = least_change(change, ["x", "y"], drops=False)
    assert best.weights["x"] == pytest.approx(0.75, abs=1e-9)
    assert best.largest == pytest.approx(0.625, abs=1e-8)
    assert best.municipalities == ["a", "b"]
    assert best.gain == pytest.approx(0, abs=1e-6)


# What the mildest mix is found with: each step by itself, since a later one makes up for an earlier one


def test_weights_are_named_and_made_into_weights():
    """A solver leaves a little below zero; 1 and 3 are a quarter and three quarters."""
    assert _named(np.array([-1e-17, 1 + 1e-15]), ["x", "y"]) == {"x": 0.0, "y": 1.0}
    assert _named(np.array([1.0, 3.0]), ["y", "x"]) == {"y": 0.25, "x": 0.75}


def test_the_linear_programme():
    """-1 or -3: the second. 40 w - 10 and 20 - 50 w are equal at w = 1/3: 10/3."""
    weights, highest = _linear_programme(np.array([[-1.0, -3.0]]))
    assert (weights.tolist(), highest) == ([0, 1], -3)
    weights, highest = _linear_programme(np.array([[30.0, -10.0], [-30.0, 20.0]]))
    assert (weights.tolist(), highest) == (pytest.approx([1 / 3, 2 / 3]), pytest.approx(10 / 3))
    assert isinstance(highest, float)


def test_slopes_of_what_bends():
    """x^2 + 3 y at (1/4, 3/4): slopes 1/2 and 3. To (1, 0): 37/16 + 3/8 - 9/4 = 7/16; to (0, 1): 37/16 - 1/8 + 3/4."""
    found = _tangent(lambda w: np.array([w[0] ** 2 + 3 * w[1], w[0]]), np.array([0.25, 0.75]))
    np.testing.assert_allclose(found, [[7 / 16, 47 / 16], [1, 0]], atol=1e-9)


@pytest.mark.parametrize("start", [(0.2, 0.8), (0.5, 0.5), (1.0, 0.0), (0.0, 1.0)])
def test_a_search_from_a_good_start(start):
    """Bent lines cross at a third; (w - 0,3)^4 is flat around 0,3; lowest at -1 without bounds is lowest at 0 here."""
    start = np.array(start)
    found = _refined(lambda w: np.array([8 * w[0] ** 2, 2 * w[1] ** 2]), start)
    assert found.tolist() == pytest.approx([1 / 3, 2 / 3], abs=1e-7)
    found = _refined(lambda w: np.array([100 * (w[0] - 0.3) ** 4 + 5, -1.0]), start)
    assert found.tolist() == pytest.approx([0.3, 0.7], abs=4e-3)
    found = _refined(lambda w: np.array([(w[0] + 1) ** 2]), start)
    assert found.tolist() == pytest.approx([0, 1], abs=1e-9)


# A reform


def test_contributions_of_a_reform():
    """A quarter x and three quarters y: a 30/4 + 15 = 22,5, b 17,5; with x alone 30 and 10; in the order of now."""
    reform = made_up()
    assert list(reform.contribution().items()) == [("b", 17.5), ("a", 22.5)]
    assert reform.contribution({"y": 0.0, "x": 1.0}).to_dict() == {"a": 30, "b": 10}
    assert reform.contribution(measures={"y": series(a=40, b=0)}).to_dict() == {"a": 37.5, "b": 2.5}
    assert reform.contribution({"x": 0.0, "y": 1.0}, {"x": series(a=9, b=9)}).to_dict() == {"a": 20, "b": 20}


def test_what_a_reform_may_leave_out():
    reform = made_up()
    assert (reform.counted, reform.caveat, reform.batch_of) == ({}, "", None)


def test_weights_that_are_turned():
    """The first gets the weight; the others share the rest as they did: 0,3 and 0,1 become 0,75 and 0,25 of 0,6."""
    three = made_up(measures=dict.fromkeys("xyz", series(a=1, b=1)), weights={"x": 0.6, "y": 0.3, "z": 0.1})
    assert three.turned(0.4) == pytest.approx({"x": 0.4, "y": 0.45, "z": 0.15})
    assert list(three.turned(0.4)) == ["x", "y", "z"]
    alone = made_up(measures=three.measures, weights={"x": 1.0, "y": 0.0, "z": 0.0})
    assert alone.turned(0.5) == {"x": 0.5, "y": 0.25, "z": 0.25}
    assert made_up().turned(0.75) == {"x": 0.75, "y": 0.25}
    assert made_up().at(0.5).to_dict() == {"a": 25, "b": 15}


def test_a_batch_gets_arrays_in_the_order_of_now():
    """What is left out is as in the proposal: its weights, measures and budget, and the grants as they are."""
    given = []
    reform = made_up(batch_of=lambda *arguments: given.append(arguments) or "paid")
    assert reform.batch() == "paid"
    weights, measures, budget, grant = given.pop()
    assert {name: (weight.dtype, weight.tolist()) for name, weight in weights.items()} == {
        "x": (float, 0.25),
        "y": (float, 0.75),
    }
    assert {name: values.tolist() for name, values in measures.items()} == {"x": [10, 30], "y": [20, 20]}
    assert (budget.dtype, budget.tolist(), grant.dtype, grant.tolist()) == (float, 40.0, float, 1.0)
    other = np.array([[1.0, 2.0]])
    reform.batch({"x": [0, 1], "y": [1, 0]}, {"y": other}, [5, 6], [0, 2])
    weights, measures, budget, grant = given.pop()
    assert {name: (weight.dtype, weight.tolist()) for name, weight in weights.items()} == {
        "x": (float, [0, 1]),
        "y": (float, [1, 0]),
    }
    assert measures["x"].tolist() == [10, 30]
    assert measures["y"] is other
    assert (budget.dtype, budget.tolist(), grant.dtype, grant.tolist()) == (float, [5, 6], float, [0, 2])


def test_a_batch_reads_measures_in_whole_numbers():
    reform = made_up(measures={"x": pd.Series({"a": 3, "b": 1})}, weights={"x": 1.0}, batch_of=lambda *given: given[1])
    assert (reform.batch()["x"].dtype, reform.batch()["x"].tolist()) == (float, [1, 3])


def test_size_classes_at_their_bounds():
    found = size_class(series(d=60_000, a=0, b=29_999, c=30_000, e=59_999))
    assert found.to_dict() == {
        "d": "60.000 inwoners of meer",
        "a": "minder dan 30.000 inwoners",
        "b": "minder dan 30.000 inwoners",
        "c": "30.000 tot 60.000 inwoners",
        "e": "30.000 tot 60.000 inwoners",
    }
