"""Turning points, majorities and the mildest mix: by hand where it can be, against direct evaluation everywhere."""

from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vtcost.data import Region, region_names
from vtcost.exploration import mildest_mix
from vtcost.exploration import turning_points as views
from vtcost.exploration import turning_words as words
from vtcost.least_change import least_change
from vtcost.reform import Reform
from vtcost.reforms import reform
from vtcost.turning_points import better_off, majorities, standing, turning_points

BUDGET, GRANT = 1_000_000.0, 200_000.0
CENT = 0.01
positive = st.floats(1, 1000)


def polynomial(*roots: float, size: float = 1000.0):
    """An effect on one municipality with these roots, and the opposite on another."""
    return lambda weight: pd.Series({"a": 1.0, "b": -1.0}) * size * np.prod([weight - root for root in roots])


@dataclass(frozen=True)
class MadeUp:
    """Changes of made-up municipalities by weights; a grant in proportion to the contribution bends them (DUVO)."""

    keys: np.ndarray
    present: np.ndarray
    grant: float

    @property
    def measures(self) -> list[str]:
        return [f"measure {number}" for number in range(self.keys.shape[1])]

    @property
    def municipalities(self) -> list[str]:
        return [f"municipality {number}" for number in range(len(self.keys))]

    def many(self, weights: np.ndarray) -> np.ndarray:
        """A row per row of weights. The even municipalities share the grant, the first brings it in."""
        key = weights @ self.keys.T
        even = np.arange(len(self.keys)) % 2 == 0
        relief = self.grant * key * even / (key * even).sum(axis=1, keepdims=True)
        return BUDGET * key - relief + self.grant * (np.arange(len(even)) == 0) - self.present

    def change(self, weights) -> pd.Series:
        row = np.array([[weights[name] for name in self.measures]])
        return pd.Series(self.many(row)[0], index=self.municipalities)

    def effect(self, weight: float) -> pd.Series:
        return pd.Series(self.many(np.array([[weight, 1 - weight]]))[0], index=self.municipalities)


@st.composite
def made_up(draw, measures=2, grants=(0.0, GRANT)):
    size = draw(st.integers(2, 9))
    values = [draw(st.lists(positive, min_size=size, max_size=size)) for _ in range(measures + 1)]
    shared = np.array(values).T / np.sum(values, axis=1)
    return MadeUp(shared[:, :-1], BUDGET * shared[:, -1], draw(st.sampled_from(grants)))


# Turning points


def test_two_municipalities_turn_at_a_quarter():
    """Present 50/50; measure x 80/20, y 40/60: a pays 40 + 40 w, so 50 at w = 10/40; b the rest."""
    x, y, present = (pd.Series(values, index=["a", "b"]) for values in ([80.0, 20.0], [40.0, 60.0], [50.0, 50.0]))
    table = turning_points(lambda weight: weight * x + (1 - weight) * y - present)
    assert table.to_dict("list") == {"municipality": ["a", "b"], "weight": [0.25, 0.25], "above": ["more", "less"]}


@pytest.mark.parametrize(
    ("roots", "above"),
    [((0.2, 0.6), ["less", "more"]), ((0.1, 0.5, 0.9), ["more", "less", "more"]), ((0.5,), ["more"]), ((1.5, 2), [])],
)
def test_one_municipality_may_turn_more_than_once(roots, above):
    table = turning_points(polynomial(*roots)).query("municipality == 'a'")
    np.testing.assert_allclose(table["weight"], [root for root in roots if root < 1], atol=1e-9)
    assert table["above"].tolist() == above


def test_two_turns_within_a_step_of_the_grid_are_found():
    """Between 0,503 and 0,507 the effect is at most 40 cents below zero; the grid looks at 0,50 and 0,51."""
    table = turning_points(polynomial(0.503, 0.507, size=1e5)).query("municipality == 'a'")
    np.testing.assert_allclose(table["weight"], [0.503, 0.507], atol=1e-9)


def test_who_always_pays_the_same_or_only_reaches_zero_does_not_turn():
    """a: always the same; b: 30 euro more, down to zero at weight 1; c: zero at 1/2, less beside it; d turns at 1/4."""

    def effect(weight):
        return pd.Series(
            {"a": 1e-9 * weight, "b": 30 * (1 - weight), "c": -100 * (weight - 0.5) ** 2, "d": 40 * weight - 10}
        )

    points = turning_points(effect)
    assert points.to_numpy().tolist() == [["d", 0.25, "more"]]
    assert standing(effect, points).to_dict() == {"a": "same", "b": "more", "c": "less", "d": "turns"}


@settings(max_examples=25, deadline=None)
@given(made_up())
def test_at_a_turning_point_the_effect_is_zero_and_changes_sign(region):
    """Within a cent there; a thousandth of the way to its points on either side, less or more."""
    effect = region.effect
    points = turning_points(effect)
    for name, own in points.groupby("municipality"):
        edges = [0.0, *own["weight"], 1.0]
        for before, here, after, above in zip(edges, edges[1:], edges[2:], own["above"], strict=False):
            assert abs(effect(here)[name]) < CENT
            up, down = (effect(here + (to - here) / 1000)[name] for to in (after, before))
            assert (up < 0 < down) if above == "less" else (down < 0 < up)


@settings(max_examples=25, deadline=None)
@given(made_up(grants=[0.0]))
def test_straight_effects_turn_where_the_line_does(region):
    """A line from s at weight 0 to e at weight 1 is zero at s / (s - e), if s and e differ in sign."""
    effect = region.effect
    start, end = effect(0.0), effect(1.0)
    crossing = (start * end < 0) & (start.abs() > CENT) & (end.abs() > CENT)
    wanted = (start / (start - end))[crossing]
    found = turning_points(effect).set_index("municipality")["weight"]
    pd.testing.assert_series_equal(
        found.reindex(wanted.index), wanted, check_names=False, check_index_type=False, rtol=0, atol=1e-8
    )
    # What else is found starts or ends within a cent of zero.
    assert (np.minimum(start.abs(), end.abs())[found.index.difference(wanted.index)] <= CENT).all()


# Majorities


def test_majorities_leave_out_the_weight_at_which_somebody_pays_the_same():
    """a less below 1/4, b less above 1/2, c always less: two of three below 1/4 and above 1/2, one between."""

    def effect(weight):
        return pd.Series({"a": 40 * weight - 10, "b": 20 - 40 * weight, "c": -10.0})

    table = better_off(effect, turning_points(effect), pd.Series({"a": 1, "b": 1, "c": 1}))
    found = majorities(table, needed=1 / 2)
    assert found[["low", "high", "with_low", "with_high"]].to_numpy().tolist() == [
        [0.0, 0.25, True, False],
        [0.5, 1.0, False, True],
    ]
    assert majorities(table, needed=2 / 3).empty
    heavy = better_off(effect, turning_points(effect), pd.Series({"a": 1, "b": 1, "c": 3}))
    assert majorities(heavy, needed=1 / 2)[["low", "high"]].to_numpy().tolist() == [[0.0, 1.0]]


@settings(max_examples=25, deadline=None)
@given(made_up(), st.lists(st.floats(0, 1), min_size=5, max_size=15), st.data())
def test_majorities_agree_with_direct_evaluation(region, weights, data):
    effect = region.effect
    names = effect(0.0).index
    votes = pd.Series([data.draw(st.integers(1, 50)) for _ in names], index=names)
    points = turning_points(effect)
    found = majorities(better_off(effect, points, votes), needed=1 / 2)
    for weight in [0.0, 1.0, *weights]:
        paid = effect(weight)
        if (paid.abs() < CENT).any():
            continue
        inside = ((found["low"] <= weight) & (weight <= found["high"])).any()
        assert inside == (votes[paid < 0].sum() > votes.sum() / 2)


# The mildest mix


def corners(**columns) -> tuple:
    frame = pd.DataFrame(columns, index=["a", "b", "c"], dtype=float)
    return lambda weights: frame @ pd.Series(weights), list(columns)


def test_three_measures_that_cancel_leave_no_change():
    """At a third each: (30 + 0 - 30) / 3 = 0 for all three."""
    best = least_change(*corners(x=[30, -30, 0], y=[0, 30, -30], z=[-30, 0, 30]), drops=True)
    np.testing.assert_allclose(list(best.weights.values()), 1 / 3, atol=1e-9)
    assert best.largest == pytest.approx(0, abs=1e-9)


def test_a_measure_that_does_not_help_weighs_nothing():
    """x and y alone: a = 40 w - 10, b = 20 - 50 w, equal at w = 1/3: 10/3. z would only add to a."""
    best = least_change(*corners(x=[30, -30, 0], y=[-10, 20, -10], z=[90, -60, -30]), drops=True)
    assert best.weights["z"] == pytest.approx(0, abs=1e-9)
    # c = -10 (1 - w) too: with a = 40 w - 10 it meets at 40 w - 10 = 10 - 10 w, w = 2/5, where all are 6 or -6 or 0.
    assert (best.weights["x"], best.largest) == pytest.approx((2 / 5, 6.0), abs=1e-9)
    assert best.municipalities == ["a", "c"]


def test_without_drops_the_largest_rise_counts_even_if_everybody_pays_less():
    """c always pays 100 less: with drops 100 whatever the mix; a rises from -10 (y) to 30 (x): at best -10."""
    change, measures = corners(x=[30, -20, -100], y=[-10, -20, -100])
    assert least_change(change, measures, drops=True).largest == pytest.approx(100)
    best = least_change(change, measures, drops=False)
    assert (best.weights["x"], best.largest, best.municipalities) == (0.0, pytest.approx(-10), ["a"])
    assert best.gain == pytest.approx(0, abs=1e-6)


@settings(max_examples=25, deadline=None)
@given(made_up(grants=[0.0]))
def test_two_measures_agree_with_a_search_along_all_crossings(region):
    """Second route: the highest of straight lines is lowest at an end or where two of them cross; try all of those."""
    effect = region.effect
    start, end = (pd.concat([change, -change]).to_numpy() for change in (effect(0.0), effect(1.0)))
    tried = [0.0, 1.0]
    for one, other in product(range(len(start)), repeat=2):
        slope = (end[one] - start[one]) - (end[other] - start[other])
        if abs(slope) > 1e-9:
            tried.append((start[other] - start[one]) / slope)
    inside = np.array([weight for weight in tried if 0 <= weight <= 1])[:, None]
    lowest = (start + inside * (end - start)).max(axis=1).min()
    best = least_change(region.change, region.measures, drops=True)
    assert best.largest == pytest.approx(lowest, abs=1e-6)
    assert abs(best.gain) < CENT


# Where changes bend, the best of all is not guaranteed: the same examples each time.
@settings(max_examples=20, deadline=None, derandomize=True)
@given(made_up(grants=[GRANT]), st.booleans())
def test_bent_changes_are_not_beaten_on_a_fine_grid_with_its_bound(region, drops):
    """Between neighbours of 20.001 weights it falls by less than anybody's largest difference between neighbours."""
    first = np.linspace(0, 1, 20_001)
    paid = region.many(np.column_stack([first, 1 - first]))
    highest = (np.abs(paid) if drops else paid).max(axis=1)
    bound = highest.min() - np.abs(np.diff(paid, axis=0)).max()
    best = least_change(region.change, region.measures, drops=drops)
    assert bound <= best.largest <= highest.min() + CENT
    # At a rounded bottom the slope is zero only to the digits of the weights: a millionth of the budget.
    assert abs(best.gain) < BUDGET / 1e6


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.integers(2, 4).flatmap(made_up), st.integers(0, 1000))
def test_no_random_mix_beats_the_mildest(region, seed):
    best = least_change(region.change, region.measures, drops=True)
    others = np.random.default_rng(seed).dirichlet(np.ones(len(region.measures)), size=200)
    assert np.abs(region.many(others)).max(axis=1).min() >= best.largest - CENT
    assert region.change(best.weights).abs().max() == pytest.approx(best.largest, abs=1e-6)
    assert sum(best.weights.values()) == pytest.approx(1, abs=1e-12)


@settings(max_examples=15, deadline=None)
@given(made_up(measures=2), st.randoms())
def test_the_order_of_municipalities_and_measures_is_irrelevant(region, random):
    order = random.sample(range(len(region.keys)), len(region.keys))
    names = [region.municipalities[place] for place in order]
    first = turning_points(region.effect)
    second = turning_points(lambda weight: region.effect(weight).reindex(names))
    pd.testing.assert_frame_equal(first, second)
    best = least_change(region.change, region.measures, drops=True)
    other = least_change(lambda weights: region.change(weights).reindex(names), region.measures[::-1], drops=True)
    assert best.largest == pytest.approx(other.largest, abs=CENT)


# Wrong use


def test_wrong_use_is_refused_in_one_line():
    effect, change = polynomial(0.5), corners(x=[1, 2, 3], y=[3, 2, np.nan])
    points = turning_points(effect)
    with pytest.raises(ValueError, match="steps: 0, expected at least 1"):
        turning_points(effect, steps=0)
    with pytest.raises(ValueError, match="votes: their municipalities differ"):
        better_off(effect, points, pd.Series({"a": 1}))
    with pytest.raises(ValueError, match="votes: they add up to 0"):
        better_off(effect, points, pd.Series({"a": 0, "b": 0}))
    with pytest.raises(ValueError, match="expected at least two"):
        least_change(change[0], ["x"], drops=True)
    with pytest.raises(ValueError, match="change: that of c is not a finite number"):
        least_change(*change, drops=True)


# The regions


@pytest.fixture(scope="module")
def found():
    return {name: views.turns(reform(Region.open(name))) for name in region_names()}


def test_every_region_turns_where_its_contributions_say(found):
    """At each turning point the municipality pays what it pays now, within a cent; a hundredth further it does not."""
    for turns in found.values():
        for row in turns.points.itertuples():
            effect = turns.reform.at(row.weight) - turns.reform.present
            assert abs(effect[row.municipality]) < CENT
            above = (turns.reform.at(min(row.weight + 0.01, 1)) - turns.reform.present)[row.municipality]
            assert (above < 0) == (row.above == "less")


def test_the_share_better_off_at_the_mix_chosen_is_that_of_the_contributions(found):
    for turns in found.values():
        effect = turns.reform.contribution() - turns.reform.present
        people = turns.reform.inhabitants
        assert views.share_at(turns.municipalities, turns.weight) == pytest.approx((effect < -0.005).mean())
        assert views.share_at(turns.inhabitants, turns.weight) == pytest.approx(
            people[effect < -0.005].sum() / people.sum()
        )


def test_nobody_turns_where_the_present_key_is_one_of_the_measures(found):
    """Zuid-Holland Zuid: at 100 % inhabitants everybody pays what it pays now, and the mildest mix is that one."""
    turns = found["zuid_holland_zuid"]
    assert turns.points.empty
    assert views.ranges(turns.inhabitants) == "elk gewicht onder 100\u00a0%"
    best = mildest_mix.mildest(turns.reform, drops=True)
    assert all(one.weights["inhabitants"] == pytest.approx(1) for one in best.values())
    assert "aanname" in turns.reform.caveat
    assert mildest_mix.third(Region.open("zuid_holland_zuid"), turns.reform, best)[0].endswith("toe te voegen.")


def test_no_weight_of_noord_holland_noord_is_milder(found):
    """DUVO in proportion bends the contributions; 50 weights and the proposal are no better, in any of three ways."""
    turns = found["noord_holland_noord"]
    for way, best in mildest_mix.mildest(turns.reform, drops=True).items():
        for weight in [turns.weight, *np.linspace(0, 1, 50)]:
            change = mildest_mix.in_way(turns.reform, turns.reform.turned(weight), way)
            assert change.abs().max() >= best.largest * (1 - 1e-9)
        assert abs(best.gain) < 1e-4 * best.largest


def test_a_third_measure_at_weight_zero_changes_nothing(found):
    """And one that is the first measure again may take over its weight."""
    for name, turns in found.items():
        first = next(iter(turns.reform.measures))
        wider = mildest_mix.with_measure(turns.reform, "again", turns.reform.measures[first], "nog eens")
        moved = {**turns.reform.weights, first: 0.0, "again": turns.weight}
        for weights in (wider.weights, moved):
            difference = wider.contribution(weights) - turns.reform.contribution()
            assert difference.abs().max() < 1e-6, name


# The sentences


def series_of(**values):
    return pd.Series(values, dtype=float)


def shares_better_off(*pieces):
    """Weights and open ranges in turn, with the share that is better off in each."""
    return pd.DataFrame(pieces, columns=["low", "high", "share"])


@pytest.mark.parametrize(
    ("pieces", "said"),
    [
        # Better off up to 0,9994 and again from 0,9996 on: the gap of 0,02 % is left out.
        (
            [
                (0, 0, 0.6),
                (0, 0.9994, 0.6),
                (0.9994, 0.9994, 0.6),
                (0.9994, 0.9996, 0.4),
                (0.9996, 1, 0.6),
                (1, 1, 0.6),
            ],
            "bijna elk gewicht",
        ),
        # At 90 % itself somebody pays the same: left out too.
        (
            [(0, 0, 0.6), (0, 0.9, 0.6), (0.9, 0.9, 0.4), (0.9, 0.95, 0.6), (0.95, 1, 0.4)],
            "0,0 tot 95,0\u00a0%",
        ),
        # Only just beside 99,8 %: both bounds read the same.
        ([(0, 0.998, 0.4), (0.998, 0.998, 0.4), (0.998, 0.9982, 0.6), (0.9982, 1, 0.4)], "rond 99,8\u00a0%"),
        # At 100 % itself and nowhere else.
        ([(0, 1, 0.4), (1, 1, 0.6)], "precies 100,0\u00a0%"),
        ([(0, 0, 0.6), (0, 1, 0.6), (1, 1, 0.6)], "elk gewicht"),
        ([(0, 0, 0.4), (0, 1, 0.6), (1, 1, 0.4)], "elk gewicht boven 0\u00a0% en onder 100\u00a0%"),
        ([(0, 1, 0.4)], "geen enkel gewicht"),
    ],
)
def test_ranges_that_are_hardly_there_read_sensibly(pieces, said):
    """`0,0 tot 99,9 % en 100,0 tot en met 100,0 %` and `99,8 tot 99,8 %` say nothing: merged, or one weight."""
    assert views.ranges(shares_better_off(*pieces)) == said


def made_up(contribution, present, measures=None, **more):
    """A reform of two measures, x and y, with `contribution` of the weight of x."""
    index = present.index
    measures = measures or {"x": pd.Series(range(1, len(index) + 1), index=index, dtype=float)}
    measures = {**measures, "y": pd.Series(range(len(index), 0, -1), index=index, dtype=float)}
    first = next(iter(measures))
    return Reform(
        **{
            "year": 2025,
            "budget": float(present.sum()),
            "present": present,
            "measures": measures,
            "weights": dict.fromkeys(measures, 1 / len(measures)),
            "contribution_of": lambda weights, _measures: contribution(weights[first]),
            "inhabitants": pd.Series(range(10, 10 * len(index) + 10, 10), index=index, dtype=float),
            "groups": {},
            "labels": {name: f"maatstaf {name}" for name in measures},
        }
        | more
    )


def test_all_who_turn_at_the_nearest_weight_are_named():
    """a and b both cross at 0,25, below the mix of 0,5; c crosses at 0,5 itself."""
    present = series_of(a=100, b=100, c=100)

    def pays(weight):
        return present + series_of(a=40 * weight - 10, b=10 - 40 * weight, c=20 * weight - 10)

    said = words.voters(views.turns(made_up(pays, present)))
    assert said == [
        "Voor geen van de 3 gemeenten maakt het gewicht niet uit of zij meer of minder betalen.",
        "Precies bij de gekozen mix (50\u00a0%) slaat om: c (daarboven betaalt zij meer).",
        "Het dichtst bij de gekozen mix (50\u00a0%) slaat om: bij 25\u00a0% a (daaronder betaalt zij minder) en b"
        " (daaronder betaalt zij meer).",
    ]


def test_one_is_not_several():
    """a always pays more, b always less: each `betaalt`, and the share of b among the inhabitants is 20 of 30."""
    present = series_of(a=100, b=100)
    found = views.turns(made_up(lambda weight: present + series_of(a=10 + weight, b=-10 - weight), present))
    said = words.finding("noord_holland_noord", found)
    assert "voor alle 2 gemeenten" in said
    assert "(1 betaalt altijd meer en 1 betaalt altijd minder)" in said
    assert "betaalt 1 van de 2 gemeenten minder, met 67\u00a0% van de inwoners" in said


def test_who_is_below_zero_at_every_weight_is_named():
    """a pays -5 at every weight; b passes zero at 0,5, from below."""
    present = series_of(a=10, b=10)
    said = words.below_zero(made_up(lambda weight: series_of(a=-5.0, b=20 * weight - 10), present))
    assert said[0].startswith("Onder een gewicht van 50,0\u00a0% komt de bijdrage van b onder nul")
    assert said[1].startswith("Bij elk gewicht onder nul: a.")
    assert words.below_zero(made_up(lambda weight: present, present)) == []


def test_a_measure_under_another_name_is_no_third_measure():
    """A region of one's own calls inhabitants `population`: it is known by its label or its values."""
    present = series_of(a=10, b=20)
    people = pd.Series({"a": 10.0, "b": 20.0})
    region = Region.open("zuid_holland_zuid")
    both = made_up(
        lambda weight: present,
        present,
        {"population": people, "population_under_20": pd.Series({"a": 2.0, "b": 5.0})},
        labels={"population": "inwoners", "population_under_20": "inwoners jonger dan 20 jaar", "y": "y"},
    )
    assert mildest_mix.with_third(region, both) is None
    unlike = replace(both, labels={**both.labels, "population": "bevolking"})
    assert mildest_mix.with_third(region, unlike) is None
    neither = replace(both, inhabitants=pd.Series({"a": 10.0, "b": 50.0}), labels={**both.labels, "population": "x"})
    assert mildest_mix.with_third(region, neither).labels["inhabitants"] == "inwoners"


def test_changing_least_is_no_finding_where_almost_all_is_the_present_key(found):
    """Gelderland-Midden: with inhabitants added 41.939 becomes 40.113 euro, and the mix is 98 % inhabitants."""
    explored = found["gelderland_midden"].reform
    mix = mildest_mix.mildest(explored, drops=True)
    said = mildest_mix.third(Region.open("gelderland_midden"), explored, mix)
    assert "van €\u00a041.939 naar €\u00a040.113" in said[0]
    assert "geen vondst" in said[-1]
    assert "alleen deze twee maatstaven" in mildest_mix.proven(explored, mix)


def test_always_more_in_arnhem_is_within_ac2_only(found):
    """AC2 divides 69/31 over the sub-regions, A-jeugd 2/3 against 1/3: there Arnhem pays 10.390 less than in A."""
    said = words.beyond_the_mix(Region.open("gelderland_midden"), found["gelderland_midden"])
    assert "69\u00a0% tegen 31\u00a0%" in said[0]
    assert any("Arnhem" in line and "10.390 minder" in line for line in said)
    assert words.beyond_the_mix(Region.open("noord_holland_noord"), found["noord_holland_noord"]) == []


def test_the_largest_change_of_the_mix_chosen_is_that_of_the_table_of_effects(found):
    """Dordrecht: -7.379 in whole euros that add up, -7.378 if rounded alone."""
    explored = found["zuid_holland_zuid"].reform
    shown = mildest_mix.largest(explored, mildest_mix.mildest(explored, drops=True), drops=True)
    assert shown.loc["Gekozen mix", "euro"] == 7_379
