"""Every formula worked out by hand, and every refusal word for word: what a changed sign, bound or name would break."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from vtcost.formulas.comparison import effects
from vtcost.formulas.costs import Part, Relief, contributions, relief_columns
from vtcost.formulas.floor import with_floor
from vtcost.formulas.keys import check_key, mix, rolling_mean, shares, shares_within
from vtcost.formulas.price import cost_price, salary_mix
from vtcost.formulas.rounding import whole_units
from vtcost.formulas.settlement import settle, year_end
from vtcost.formulas.transition import growing, transition_keys
from vtcost.reconstruction.counts import inhabitants_behind, near_integers, recovery_rate, smallest_total
from vtcost.reconstruction.keys import other_key
from vtcost.reconstruction.rounding import matching_increase, rate_bounds, simplest_fraction

HALF = pd.Series({"a": 0.5, "b": 0.5})
THREE = pd.Series({"a": 1.0, "b": 2.0, "c": 5.0})


def series(**values: float) -> pd.Series:
    return pd.Series(values, dtype=float)


def refused(call: Callable[[], object], said: str) -> None:
    """A call is refused in exactly these words."""
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared below
        call()
    assert str(caught.value) == said


def same(found: pd.DataFrame, **columns: list[float]) -> None:
    """The same columns in the same order, with the same numbers."""
    assert list(found.columns) == list(columns)
    for name, values in columns.items():
        assert found[name].tolist() == pytest.approx(values, abs=1e-12), name


REFUSED = {
    "a key that sums to more": (
        lambda: check_key(series(a=0.5, b=0.6)),
        "key: shares sum to 1.1, expected 1",
    ),
    "a key by another name": (lambda: check_key(series(a=0.5), "own"), "own: shares sum to 0.5, expected 1"),
    "a share below zero": (
        lambda: check_key(series(a=1.25, b=-0.25)),
        "key: b has -0.25, expected a finite number of at least 0",
    ),
    "no municipalities": (lambda: check_key(pd.Series(dtype=float)), "key: no municipalities"),
    "a municipality twice": (
        lambda: shares(pd.Series([1.0, 2.0, 3.0], index=["a", "b", "b"])),
        "measure: b stands twice",
    ),
    "a measure that is not finite": (
        lambda: shares(series(a=1, b=np.inf)),
        "measure: b has inf, expected a finite number of at least 0",
    ),
    "a measure of zeros": (
        lambda: shares(series(a=0, b=0)),
        "measure: all values are zero, expected at least one above zero",
    ),
    "a municipality without a group": (
        lambda: shares_within(THREE, pd.Series({"a": "x", "c": "x"})),
        "groups: b belongs to no group",
    ),
    "weights of other keys": (
        lambda: mix({"p": HALF, "c": HALF}, {"p": 0.5, "d": 0.5}),
        "weights: names ['d', 'p'] differ from the keys ['c', 'p']",
    ),
    "weights that sum to less": (
        lambda: mix({"p": HALF}, {"p": 0.5}),
        "weights: shares sum to 0.5, expected 1",
    ),
    "a mixed key that is none": (
        lambda: mix({"p": HALF, "c": HALF / 2}, {"p": 0.5, "c": 0.5}),
        "c: shares sum to 0.5, expected 1",
    ),
    "keys over other municipalities": (
        lambda: mix({"p": HALF, "c": series(a=1)}, {"p": 0.5, "c": 0.5}),
        "c: its municipalities differ from those of the first key",
    ),
    "years with a gap": (
        lambda: rolling_mean(pd.DataFrame({2016: [1.0], 2018: [1.0]}), [2018, 2016]),
        "years: [2016, 2018], expected two or three consecutive years",
    ),
    "a year without figures": (
        lambda: rolling_mean(pd.DataFrame({2016: [1.0]}), [2016, 2017]),
        "years: no figures for 2017, expected a column for each of [2016, 2017]",
    ),
    "no parts": (lambda: contributions([]), "parts: none given, expected at least one"),
    "two parts of one name": (
        lambda: contributions([Part("x", 1, HALF), Part("x", 2, HALF)]),
        "parts: the names ['x', 'x'] are not different from each other",
    ),
    "two grants of one name": (
        lambda: contributions([Part("x", 1, HALF)], [Relief("y", 1, HALF, "a"), Relief("y", 1, HALF, "b")]),
        "reliefs: the names ['y', 'y'] are not different from each other",
    ),
    "a grant for nobody": (
        lambda: relief_columns([Relief("y", 1, HALF, "c")], HALF.index),
        "relief y: recipient c is none of the municipalities",
    ),
    "bearers that are no key": (
        lambda: with_floor(series(a=1, b=-1), series(a=0.5)),
        "bearers: shares sum to 0.5, expected 1",
    ),
    "bearers from elsewhere": (
        lambda: with_floor(series(a=1, b=-1), series(c=0.5, d=0.5)),
        "bearers: c is none of the municipalities",
    ),
    "a bearer below the floor": (
        lambda: with_floor(series(a=12, b=5, c=30), series(a=1), floor=10.0),
        "bearers: a falls below the floor of 10 itself",
    ),
    "a bearer half a euro below the floor": (
        lambda: with_floor(series(a=1, b=-1.5), series(a=1)),
        "bearers: a falls below the floor of 0 itself",
    ),
    "old over other municipalities": (
        lambda: effects(HALF, series(a=1), HALF),
        "old: its municipalities differ from those of the new contributions",
    ),
    "inhabitants with one twice": (
        lambda: effects(HALF, HALF, pd.Series([1, 1, 1], index=["a", "b", "b"])),
        "inhabitants: its municipalities differ from those of the new contributions",
    ),
    "nobody lives there": (
        lambda: effects(HALF, HALF, series(a=1, b=0)),
        "inhabitants: b has none, expected a number above zero",
    ),
    "paid by others": (
        lambda: settle(HALF, series(a=1)),
        "paid: its municipalities differ from those of the amounts due",
    ),
    "due with one twice": (
        lambda: settle(pd.Series([1, 1], index=["a", "a"]), series(a=1)),
        "paid: its municipalities differ from those of the amounts due",
    ),
    "paid with one twice": (
        lambda: settle(series(a=1), pd.Series([1, 1], index=["a", "a"])),
        "paid: its municipalities differ from those of the amounts due",
    ),
    "no steps": (lambda: growing(1, 2, 0), "steps: 0, expected at least 1"),
    "a unit of nothing": (lambda: whole_units(HALF, 0), "unit: 0, expected a number above zero"),
    "an amount twice": (
        lambda: whole_units(pd.Series([1.0, 2.0], index=["a", "a"])),
        "amounts: a stands twice",
    ),
    "an amount that is not finite": (
        lambda: whole_units(series(a=1, b=np.nan)),
        "amounts: b is not a finite number",
    ),
    "staffing of other scales": (
        lambda: salary_mix(series(x=1), series(y=1)),
        "staffing: its scales differ from those of the salaries",
    ),
    "staffing that is no key": (
        lambda: salary_mix(series(x=1), series(x=0.5)),
        "staffing: shares sum to 0.5, expected 1",
    ),
    "a surcharge below zero": (
        lambda: cost_price(1, 1, series(x=-0.1), 0, 1),
        "surcharges: a fraction is negative, expected at least 0",
    ),
    "a risk below zero": (
        lambda: cost_price(1, 1, series(x=0.1), -0.1, 1),
        "surcharges: a fraction is negative, expected at least 0",
    ),
    "a price per no hours": (
        lambda: cost_price(1, 1, series(x=0.1), 0, 0),
        "hours: 0, expected a number above zero",
    ),
    "no total that fits": (
        lambda: smallest_total(near_integers(pd.Series([0.143, 0.286, 0.571]), range(2, 7)), 0.01),
        "no total from 2 to 6 gives whole numbers",
    ),
    "inhabitants without weight": (
        lambda: inhabitants_behind(HALF, 1, HALF, 0, [1]),
        "weight: 0, expected above 0 and at most 1",
    ),
    "inhabitants with too much weight": (
        lambda: inhabitants_behind(HALF, 1, HALF, 1.5, [1]),
        "weight: 1.5, expected above 0 and at most 1",
    ),
    "a known key with all the weight": (
        lambda: other_key(HALF, HALF, 1),
        "weight_known: 1, expected at least 0 and below 1",
    ),
    "a known key that is none": (
        lambda: other_key(HALF, HALF / 2, 0.5),
        "known: shares sum to 0.5, expected 1",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_is_said_word_for_word(name):
    refused(*REFUSED[name])


@pytest.mark.parametrize("off", [-2e-9, 2e-9])
def test_a_key_may_miss_one_by_a_billionth_and_no_more(off):
    check_key(series(a=0.5, b=0.5 + off / 4))
    with pytest.raises(ValueError, match="shares sum to"):
        check_key(series(a=0.5, b=0.5 + off))


def test_shares_within_a_group():
    """1 and 5 in one group: 1/6 and 5/6; 2 alone in the other: 1. The order of the measure stays."""
    found = shares_within(THREE, pd.Series({"c": "x", "b": "y", "a": "x"}))
    assert found.to_dict() == {"a": 1 / 6, "b": 1.0, "c": 5 / 6}
    assert list(found.index) == ["a", "b", "c"]


def test_a_mix_aligns_the_municipalities():
    """0,25 x (0,2; 0,8) + 0,75 x (0,6; 0,4) = (0,5; 0,5), in the order of the first key."""
    found = mix({"p": series(b=0.8, a=0.2), "c": series(a=0.6, b=0.4)}, {"c": 0.75, "p": 0.25})
    assert found.to_dict() == pytest.approx({"a": 0.5, "b": 0.5})
    assert list(found.index) == ["b", "a"]


def test_a_rolling_mean_of_two_or_three_years():
    """(1 + 4 + 7) / 3 = 4 and (4 + 7) / 2 = 5,5; a missing year makes the mean unknown."""
    counted = pd.DataFrame({2016: [1.0, np.nan], 2017: [4.0, 4.0], 2018: [7.0, 8.0]}, index=["a", "b"])
    assert rolling_mean(counted, [2018, 2016, 2017])["a"] == 4
    assert np.isnan(rolling_mean(counted, [2016, 2017, 2018])["b"])
    assert rolling_mean(counted, [2018, 2017]).to_dict() == {"a": 5.5, "b": 6.0}


def test_contributions_over_different_municipalities():
    """Part x: 10 over a and b; y: 20 to c, z: 4 to d. Grant of 6 relieves a and b by halves and comes in through b."""
    parts = [Part("x", 10, HALF), Part("y", 20, series(c=1)), Part("z", 4, series(d=1))]
    found = contributions(parts, [Relief("g", 6, HALF, "b")])
    assert list(found.index) == ["a", "b", "c", "d"]
    same(
        found,
        **{
            "part x": [5, 5, 0, 0],
            "part y": [0, 0, 20, 0],
            "part z": [0, 0, 0, 4],
            "before_relief": [5, 5, 20, 4],
            "relief g": [-3, -3, 0, 0],
            "grant g": [0, 6, 0, 0],
            "contribution": [2, 8, 20, 4],
        },
    )


def test_a_refund_by_a_share_of_nothing_is_a_plain_zero():
    """-10 x 0 is a zero with a sign, which a reader would see as -0."""
    found = contributions([Part("x", -10, series(a=1, b=0))], [Relief("g", 6, series(a=1, b=0), "a")])
    assert not np.signbit(found.loc["b", ["before_relief", "relief g", "contribution"]].astype(float)).any()


def test_the_order_of_parts_is_the_order_of_the_municipalities():
    found = contributions([Part("x", 1, series(c=1)), Part("y", 1, series(b=0.5, a=0.5))])
    assert list(found.index) == ["c", "b", "a"]


def test_relief_columns_over_all_municipalities():
    found = relief_columns([Relief("g", 6, series(b=1), "c")], pd.Index(["a", "b", "c"]))
    assert list(found.index) == ["a", "b", "c"]
    same(found, **{"relief g": [0, -6, 0], "grant g": [0, 0, 6]})
    assert not np.signbit(found["relief g"]["a"])
    assert relief_columns([], pd.Index(["a"])).shape == (1, 0)


def test_a_floor_above_zero():
    """b is lifted from 4 to 10, a from 8 to 10; c bears 3/4 of the 8 and d 1/4."""
    found = with_floor(series(a=8, b=4, c=30, d=12), series(c=0.75, d=0.25), floor=10.0)
    same(found, before_floor=[8, 4, 30, 12], lifted=[2, 6, 0, 0], borne=[0, 0, -6, -2], contribution=[10, 10, 24, 10])


def test_a_floor_of_zero_is_the_default():
    same(
        with_floor(series(a=-1, b=1), series(b=1)),
        before_floor=[-1, 1],
        lifted=[1, 0],
        borne=[0, -1],
        contribution=[0, 0],
    )


def test_effects_in_all_three_ways():
    """From 0 to 5 there is no percentage; from 8 to 6 is a quarter less; per inhabitant 5/10 and 2/4."""
    found = effects(series(b=6, a=5), series(a=0, b=8), series(a=10, b=4))
    same(found[["euro", "euro_per_inhabitant"]], euro=[-2, 5], euro_per_inhabitant=[-0.5, 0.5])
    assert list(found.index) == ["b", "a"]
    assert list(found.columns) == ["euro", "fraction", "euro_per_inhabitant"]
    assert np.isnan(found["fraction"]["a"])
    assert found["fraction"]["b"] == -0.25


def test_a_settlement_in_the_order_of_what_is_due():
    found = settle(series(b=5, a=7), series(a=3, b=4))
    assert list(found.items()) == [("b", 1.0), ("a", 4.0)]


def test_the_year_end_in_three_columns():
    same(
        year_end(12, series(a=0.25, b=0.75), series(b=10, a=1)),
        advance=[1, 10],
        due=[3, 9],
        settlement=[2, -1],
    )
    assert list(year_end(12, series(b=0.25, a=0.75), series(a=10, b=1)).index) == ["b", "a"]


def test_the_keys_of_a_transition_by_year():
    keys = {"p": series(a=1, b=0), "c": series(a=0, b=1)}
    path = pd.DataFrame({"p": [0.75, 0.5], "c": [0.25, 0.5]}, index=[2019, 2020])
    same(transition_keys(keys, path).T, a=[0.75, 0.5], b=[0.25, 0.5])


def test_growing_in_equal_steps():
    assert growing(10, 40, 3) == [20, 30, 40]
    assert growing(10, 40, 1) == [40]


@pytest.mark.parametrize(
    ("amounts", "unit", "whole"),
    [
        ({"b": 1 / 3, "a": 1 / 3, "c": 1 / 3}, 1, {"b": 0, "a": 1, "c": 0}),
        ({"a": 1.4, "b": 1.4, "c": 1.3}, 1, {"a": 2, "b": 1, "c": 1}),
        ({"a": 149, "b": 151}, 100, {"a": 100, "b": 200}),
        ({"a": 0.25, "b": 0.25}, 1, {"a": 1, "b": 0}),
        ({"a": -0.25, "b": -0.25}, 1, {"a": 0, "b": -1}),
        ({"a": 2.9999999, "b": 1.0}, 1, {"a": 3, "b": 1}),
        ({"a": 2.999998, "b": 1.000002}, 1, {"a": 3, "b": 1}),
        ({10: 0.5, 9: 0.5}, 1, {10: 1, 9: 0}),
        ({"a": 10.2, "b": 0.5, "c": 0.3}, 1, {"a": 10, "b": 1, "c": 0}),
        ({f"m{n:02}": 0.5 for n in range(40, 0, -1)}, 1, {f"m{n:02}": float(n <= 20) for n in range(40, 0, -1)}),
    ],
)
def test_whole_units_by_hand(amounts, unit, whole):
    """The largest remainder first, equal ones in the order of the alphabet, half away from zero."""
    assert whole_units(pd.Series(amounts, dtype=float), unit).to_dict() == whole


def test_the_cost_price_by_hand():
    """10 x 14 = 140; 10 % and 20 % of it 14 and 28; together 182; 5 % risk 9,10; 191,10 over 7 hours is 27,30."""
    built = cost_price(10, 14, series(social=0.1, travel=0.2), 0.05, 7)
    expected = {"salary": 140, "social": 14, "travel": 28, "subtotal": 182, "risk": 9.1, "total": 191.1, "price": 27.3}
    assert built.to_dict() == pytest.approx(expected)
    assert list(built.index) == list(expected)
    assert cost_price(10, 14, series(social=0), 0, 0.5)["price"] == 280
    mixed = salary_mix(series(y=200, x=100), series(x=0.25, y=0.75))
    assert list(mixed.items()) == [("y", 150), ("x", 25)]


def test_near_integers_by_hand():
    """Halves of 3 are 1,5 each: half a case from a whole number, and rounded to even they add up to 4."""
    found = near_integers(HALF, [2, 3])
    same(found, rms=[0, 0.5], largest=[0, 0.5], sums=[True, False])
    assert found.index.tolist() == [2, 3]
    assert found.index.name == "total"
    uneven = near_integers(pd.Series([0.1, 0.9]), [11])
    assert uneven["rms"].item() == pytest.approx(0.1)
    lopsided = near_integers(pd.Series([0.3, 0.3, 0.4]), [1])
    assert lopsided["rms"].item() == pytest.approx(np.sqrt((0.09 + 0.09 + 0.16) / 3))
    assert lopsided["largest"].item() == pytest.approx(0.4)


def test_the_smallest_total_at_the_tolerance():
    table = pd.DataFrame({"sums": [False, True, True], "largest": [0.0, 0.2, 0.1]}, index=[5, 7, 9])
    assert smallest_total(table, 0.2) == 7
    assert smallest_total(table, 0.15) == 9


def test_inhabitants_behind_by_hand():
    """Half by 400 and 603 inhabitants, half by 7 and 3 cases; all by inhabitants at weight 1."""
    paid = series(a=549_402, b=450_598)
    found = inhabitants_behind(paid, 1e6, series(a=7, b=3), 0.5, [1002, 1003, 1004])
    assert found.to_dict() == {1003: {"a": 400, "b": 603}}
    alone = inhabitants_behind(series(a=250, b=750), 1000, series(a=1, b=1), 1, [4, 8])
    assert alone.to_dict() == {4: {"a": 1, "b": 3}, 8: {"a": 2, "b": 6}}
    assert inhabitants_behind(series(a=250.6, b=749.4), 1000, series(a=1, b=1), 1, [4]).empty
    uneven = inhabitants_behind(series(a=500_000, b=500_000), 1e6, series(a=1, b=3), 0.8, [80])
    assert uneven.to_dict() == {80: {"a": 45, "b": 35}}


def test_recovery_fails_when_amounts_are_coarse_and_works_when_they_are_fine():
    """To the cent all five made-up regions give their total; to 100.000 euro of a million none does."""
    people = pd.Series({f"m{number}": 1000.0 * number for number in range(5, 20)})
    fine = recovery_rate(people, 900, 1e6, 0.01, 0.0, 5, 1)
    assert fine == {"found": 1.0, "wrong": 0.0, "none": 0.0, "known_total": 1.0}
    coarse = recovery_rate(people, 900, 1e6, 100_000, 0.0, 5, 1)
    assert coarse["found"] + coarse["wrong"] + coarse["none"] == 1
    assert coarse["known_total"] == 0
    assert coarse["found"] == 0
    assert recovery_rate(people, 900, 1e6, 100, 15.0, 5, 1) == recovery_rate(people, 900, 1e6, 100, 15.0, 5, 1)


def test_the_other_key_by_hand():
    """(0,4 - 0,25 x 0,7) / 0,75 = 0,3: the second key of a mix with a quarter of the first."""
    found = other_key(series(b=0.6, a=0.4), series(a=0.7, b=0.3), 0.25)
    assert found.to_dict() == pytest.approx({"a": 0.3, "b": 0.7})
    assert list(found.index) == ["b", "a"]
    assert other_key(HALF, series(a=0.9, b=0.1), 0).to_dict() == {"a": 0.5, "b": 0.5}


def test_rates_behind_rounded_amounts():
    """100 +- 1 over 10 hours and 205 +- 1 over 20: from 10,2 to 10,1, so no rate gives both."""
    low, high = rate_bounds(series(x=100, y=205), series(x=10, y=20), 1)
    assert (low, high) == pytest.approx((10.2, 10.1))


def test_simplest_fractions():
    assert simplest_fraction(0.3, 0.35, 10) == pytest.approx(1 / 3)
    assert simplest_fraction(0.5, 0.5, 2) == 0.5
    assert simplest_fraction(0.51, 0.52, 10) is None
    assert simplest_fraction(1.0, 1.0, 1) == 1
    assert simplest_fraction(0.42, 0.43, 7).denominator == 7
    assert simplest_fraction(0.42, 0.43, 6) is None


def test_increases_that_give_the_last_digits():
    """100 + X/2 ends in 10 for X = 20 and 220; with the second grant only the first is left."""
    assert matching_increase({"x": 100}, {"x": 0.5}, {"x": 10}, [20, 22, 220]) == [20, 220]
    assert matching_increase({"x": 100, "y": 7}, {"x": 0.5, "y": 0.5}, {"x": 10, "y": 17}, [20, 22, 120]) == [20]


def test_one_inhabitant_is_enough_and_a_unit_is_one_euro():
    assert effects(series(a=3), series(a=1), series(a=1))["euro_per_inhabitant"].tolist() == [2]
    assert whole_units(series(a=1.4, b=1.6)).to_dict() == {"a": 1, "b": 2}


def test_scenarios_each_against_a_present_of_its_own():
    """Now 6 and 4; with twice the budget the present is 12 and 8: 13 and 7 is then one more and one less."""
    from vtcost.scenarios import outcomes, side_by_side

    present = pd.DataFrame({"once": series(a=6, b=4), "twice": series(a=12, b=8)})
    paid = pd.DataFrame({"once": series(a=6, b=4), "twice": series(a=13, b=7)})
    table = side_by_side(paid, present, series(a=1, b=1))
    assert table["once", "euro"].tolist() == [0, 0]
    assert table["twice", "euro"].tolist() == [1, -1]
    assert outcomes(paid, present, 0.01)["twice"].tolist() == [1, -1]
