"""Limits on the change per year, soft landings and transitions worked out by hand; every refusal word for word."""

import numpy as np
import pandas as pd
import pytest
import scipy.optimize

from tests.properties.test_by_hand import refused, same, series
from vtcost.formulas.transition import phased
from vtcost.softening import attribution, for_whom, soft_landing, soften, softened
from vtcost.transition import fewest_years, least_moved, limits

HALVES, NOW = series(a=0.5, b=0.5), series(a=50, b=50)
TWICE = pd.Series([1.0, 1.0, 1.0], index=["a", "b", "b"])
FREE = np.inf

OTHERS = {
    name: f"{name}: its municipalities differ from those of the {what}"
    for name, what in (("previous", "target"), ("bearers", "target"), ("present", "new contributions"))
}
REFUSED = {
    "previous of others": (lambda: soften(HALVES, series(a=1), HALVES, 1, 1), OTHERS["previous"]),
    "previous twice": (lambda: soften(HALVES, TWICE, HALVES, 1, 1), OTHERS["previous"]),
    "a target twice": (lambda: soften(TWICE, NOW, HALVES, 1, 1), OTHERS["previous"]),
    "bearers of others": (lambda: soften(HALVES, NOW, series(a=0.5, c=0.5), 1, 1), OTHERS["bearers"]),
    "bearers twice": (lambda: soften(HALVES, NOW, TWICE / 3, 1, 1), OTHERS["bearers"]),
    "bearers that are no key": (
        lambda: soften(HALVES, NOW, series(a=0.5, b=0.25), 1, 1),
        "bearers: shares sum to 0.75, expected 1",
    ),
    "a rise below zero": (
        lambda: soften(HALVES, NOW, HALVES, series(a=1, b=-2.5), 1),
        "rise: b has -2.5, expected a number of at least 0",
    ),
    "a fall that is missing": (
        lambda: soften(HALVES, NOW, HALVES, 1, series(b=1)),
        "fall: a has nan, expected a number of at least 0",
    ),
    "more than the rises allow": (
        lambda: soften(series(a=60, b=60), NOW, HALVES, 5, FREE),
        "limits: together they pay 110.00 euro at most, expected 120.00",
    ),
    "less than the falls allow": (
        lambda: soften(series(a=30, b=30.5), NOW, HALVES, FREE, 10),
        "limits: together they pay 80.00 euro at least, expected 60.50",
    ),
    "nobody left to bear it": (
        lambda: soften(series(a=150, b=50), series(a=100, b=100), series(a=1, b=0), 20, FREE),
        "limits: together they pay 170.00 euro at most, expected 200.00",
    ),
    "a year that cannot be": (
        lambda: softened(
            pd.DataFrame({2019: series(a=55, b=45), 2020: series(a=70, b=50)}), NOW, HALVES, 5, FREE, least=1
        ),
        "2020: limits: together they pay 110.00 euro at most, expected 120.00",
    ),
    "a path of others": (
        lambda: soft_landing(pd.DataFrame({1: series(a=1)}), pd.DataFrame({1: NOW})),
        "path: its municipalities or years differ from those of the new key",
    ),
    "a path of other years": (
        lambda: soft_landing(pd.DataFrame({1: NOW, 2: NOW}), pd.DataFrame({2: NOW, 1: NOW})),
        "path: its municipalities or years differ from those of the new key",
    ),
    "a path of more": (
        lambda: soft_landing(pd.DataFrame({1: NOW, 2: NOW + 1.25}), pd.DataFrame({1: NOW, 2: NOW})),
        "path: in 2 it sums to 2.50 euro more than the new key, expected the same",
    ),
    "a path of less": (
        lambda: soft_landing(pd.DataFrame({1: NOW - 1}), pd.DataFrame({1: NOW})),
        "path: in 1 it sums to -2.00 euro more than the new key, expected the same",
    ),
    "a landing of more": (
        lambda: attribution(series(a=1.5, b=-1)),
        "landing: sums to 0.50 euro, expected zero",
    ),
    "a landing of less": (
        lambda: for_whom(pd.DataFrame({1: series(a=1, b=-1), 2: series(a=1, b=-1.5)})),
        "landing: sums to -0.50 euro, expected zero",
    ),
    "a phase of others": (lambda: phased(series(a=1), HALVES, {2019: 1}), OTHERS["present"]),
    "a phase from twice": (lambda: phased(TWICE, HALVES, {2019: 1}), OTHERS["present"]),
    "a phase to twice": (lambda: phased(HALVES, TWICE, {2019: 1}), OTHERS["present"]),
    "a part above one": (
        lambda: phased(NOW, NOW, {2019: 0.5, 2020: 1.25}),
        "part: 1.25 in 2020, expected a number between 0 and 1",
    ),
    "a part below zero": (
        lambda: phased(NOW, NOW, {2019: -0.25}),
        "part: -0.25 in 2019, expected a number between 0 and 1",
    ),
    "years of others": (lambda: fewest_years(series(a=1), HALVES, 1, 1, 1), OTHERS["present"]),
    "years with a rise below zero": (
        lambda: fewest_years(HALVES, NOW, -1, 1, 1),
        "rise: a has -1, expected a number of at least 0",
    ),
    "years with a fall below zero": (
        lambda: fewest_years(HALVES, NOW, 1, -1, 1),
        "fall: a has -1, expected a number of at least 0",
    ),
    "least moved of others": (lambda: least_moved(series(a=1), HALVES, 1, 1, 1), OTHERS["present"]),
    "another total": (
        lambda: least_moved(series(a=50, b=50.006), NOW, 1, 1, 1),
        "present: sums to 100.01, expected 100.00 as by the new key",
    ),
    "no years": (lambda: least_moved(NOW, NOW, 1, 1, 0), "years: 0, expected at least 1"),
    "least moved with a rise below zero": (
        lambda: least_moved(NOW, NOW, -1, 1, 1),
        "rise: a has -1, expected a number of at least 0",
    ),
    "least moved with a fall below zero": (
        lambda: least_moved(NOW, NOW, 1, -1, 1),
        "fall: a has -1, expected a number of at least 0",
    ),
    "a limit by another name": (
        lambda: limits(series(a=0, b=0.5), pd.Index(["a", "b", "c"]), "own"),
        "own: c has nan, expected a number of at least 0",
    ),
}


@pytest.fixture(autouse=True)
def strict_numbers():
    """No division by zero, and nothing computed that is no number."""
    with np.errstate(divide="raise", invalid="raise"):
        yield


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_is_said_word_for_word(name):
    refused(*REFUSED[name])


# Limits


def test_limits_for_all_or_for_each():
    names = pd.Index(["b", "a"])
    assert list(limits(0, names, "rise").items()) == [("b", 0.0), ("a", 0.0)]
    assert list(limits(series(a=0.5, b=FREE, c=-1), names, "rise").items()) == [("b", FREE), ("a", 0.5)]
    assert limits(3, names, "rise").dtype == float


@pytest.mark.parametrize(
    ("target", "previous", "bearers", "rise", "fall", "paid"),
    [
        # a asks 190 and may pay 100 + 20: the 70 above the limit by halves to b and c.
        ((190, 80, 30), (100, 100, 100), (0, 0.5, 0.5), 20, FREE, (120, 115, 65)),
        # By 6/7 and 1/7 b would come to 140; it stops at 120 and c bears the other 30.
        ((190, 80, 30), (100, 100, 100), (0, 6 / 7, 1 / 7), 20, FREE, (120, 120, 60)),
        # Only a has a limit: b and c bear without end.
        ((190, 80, 30), (100, 100, 100), (0, 6 / 7, 1 / 7), (20, FREE, FREE), FREE, (120, 140, 40)),
        # a is at its limit and bears nothing; b and c have a quarter each of the key, so they bear 35 each.
        ((190, 80, 30), (100, 100, 100), (0.5, 0.25, 0.25), (20, FREE, FREE), FREE, (120, 115, 65)),
        # And downwards: the 40 that a does not fall is 20 less for each.
        ((40, 150, 110), (100, 100, 100), (0.5, 0.25, 0.25), FREE, (20, FREE, FREE), (80, 130, 90)),
        # c falls by 40 at most, its 30 goes to a and b: 3/4 and 1/4.
        ((140, 130, 30), (100, 100, 100), (0.75, 0.25, 0), FREE, (FREE, FREE, 40), (117.5, 122.5, 60)),
        # The 50 that a does not fall goes to b and c by 1/5 and 4/5; c would come to -5, stops at zero, b has the rest.
        ((30, 95, 35), (100, 50, 10), (0, 0.2, 0.8), FREE, 20, (80, 80, 0)),
        # Just what the limits leave at most, and at least.
        ((60, 40, 20), (30, 30, 30), (1 / 3, 1 / 3, 1 / 3), 10, FREE, (40, 40, 40)),
        ((60, 40, 20), (50, 50, 50), (1 / 3, 1 / 3, 1 / 3), FREE, 10, (40, 40, 40)),
        ((45, 35, 40), (40, 40, 40), (1, 0, 0), 0, 0, (40, 40, 40)),
        # Without a limit it is the target, whoever bears.
        ((190.1, 80.2, 29.7), (100, 100, 100), (0, 1 / 3, 2 / 3), FREE, FREE, (190.1, 80.2, 29.7)),
        # An eighth too much for c, borne by a alone, who may rise without end.
        ((0.25, 0.25, 0.5), (0.25, 0.25, 0.25), (1, 0, 0), (FREE, FREE, 0.125), FREE, (0.375, 0.25, 0.375)),
    ],
)
def test_a_year_within_limits(target, previous, bearers, rise, fall, paid):
    """Worked out at each case; the order of the other columns does not matter."""
    target, previous, bearers, rise, fall = (
        pd.Series(column, list("abc"), dtype=float) for column in (target, previous, bearers, rise, fall)
    )
    found = soften(target[list("cab")], previous, bearers[::-1], rise, fall[::-1])
    assert found.index.tolist() == ["c", "a", "b"]
    assert found[list("abc")].tolist() == pytest.approx(list(paid), abs=1e-12)


def test_a_limit_that_does_not_bite_changes_no_digit():
    target = series(a=190.1, b=80.2, c=29.7)
    for limit in (FREE, 1000.0):
        assert soften(target, target, series(a=0.2, b=0.3, c=0.5), limit, limit).tolist() == target.tolist()


def test_nobody_comes_below_the_least_by_it():
    """As above, with 7 in place of zero: c stops at 7, b has the rest: 73."""
    now, target, bearers = series(a=100, b=50, c=10), series(a=30, b=95, c=35), series(a=0, b=0.2, c=0.8)
    assert soften(target, now, bearers, FREE, 20, 7.0).tolist() == pytest.approx([80, 73, 7])
    # c is refunded 20 by the target itself: it bears nothing of the 50 that a keeps, b bears all of it.
    target = series(a=30, b=150, c=-20)
    fall = series(a=20, b=FREE, c=FREE)
    assert soften(target, now, bearers, FREE, fall).tolist() == pytest.approx([80, 100, -20])
    # With a limit on its fall as well, c is refunded 10, and b bears that too.
    assert soften(target, now, bearers, FREE, 20).tolist() == pytest.approx([80, 90, -10])
    # Zero is the least, but c may not rise from -15: a has the rest.
    owed = series(a=100, b=0, c=-15)
    assert soften(series(a=85, b=0, c=0), owed, series(a=1, b=0, c=0), FREE, FREE).tolist() == [85, 0, 0]
    rise = series(a=FREE, b=FREE, c=0)
    assert soften(series(a=85, b=0, c=0), owed, series(a=1, b=0, c=0), rise, FREE).tolist() == [100, 0, -15]


@pytest.mark.parametrize(("scale", "allowed"), [(1.0, 1e-9), (0.25, 1e-9), (4.0, 4e-9)])
@pytest.mark.parametrize("way", [1, -1])
def test_a_billionth_of_the_total_is_no_shortage(scale, allowed, way):
    """Nobody may pay another amount; the target misses the total by a little."""
    now = series(a=0.5, b=0.5) * scale
    soften(now + way * 0.9 * allowed / 2, now, HALVES, 0, 0)
    with pytest.raises(ValueError, match="limits: together they pay"):
        soften(now + way * 1.2 * allowed / 2, now, HALVES, 0, 0)
    assert soften(series(a=way * 1e-9, b=0), series(a=0, b=0), HALVES, 0, 0, -1.0).tolist() == [0, 0]


def test_years_within_limits():
    """a 100, asked 190, at most 40 more each year: 140, 180, 190; b has the rest of 200, then of 210: 60, 30, 20."""
    targets = pd.DataFrame(
        {2019: series(a=190, b=10), 2020: series(a=190, b=20), 2021: series(a=190, b=20)}, index=["b", "a"]
    )
    paid = softened(targets, series(a=100, b=100), HALVES, 40, FREE)
    assert paid.columns.tolist() == [2019, 2020, 2021]
    assert paid.index.tolist() == ["b", "a"]
    assert paid.loc["a"].tolist() == pytest.approx([140, 180, 190])
    assert paid.loc["b"].tolist() == pytest.approx([60, 30, 20])
    # b may fall 30 a year.
    assert softened(targets, series(a=100, b=100), HALVES, FREE, 30).loc["b"].tolist() == pytest.approx([70, 40, 20])
    # As in one year: c stops at the least, zero where nothing is said.
    now, targets = series(a=100, b=50, c=10), pd.DataFrame({2019: series(a=30, b=95, c=35)})
    bearers = series(a=0, b=0.2, c=0.8)
    assert softened(targets, now, bearers, FREE, 20)[2019].tolist() == pytest.approx([80, 80, 0])
    assert softened(targets, now, bearers, FREE, 20, 7.0)[2019].tolist() == pytest.approx([80, 73, 7])
    assert softened(targets[[]], now, bearers, FREE, 20).index.tolist() == ["a", "b", "c"]


# Soft landings


def test_what_is_left_of_the_new_key():
    """New 40 and 60; first 55 and 45, then 40 and 60; up to half a cent may be lost."""
    plain = pd.DataFrame({1: series(b=60, a=40), 2: series(b=60, a=40)})
    path = pd.DataFrame({1: series(a=55, b=45), 2: series(a=40, b=60)})
    found = soft_landing(path, plain)
    assert found.to_dict("list") == {1: [15, -15], 2: [0, 0]}
    assert found.index.tolist() == ["b", "a"]
    for cents in (0.005, -0.005):
        zero = pd.DataFrame({1: series(a=0, b=0)})
        assert soft_landing(pd.DataFrame({1: series(a=cents, b=0)}), zero)[1].tolist() == [-cents, 0]
        with pytest.raises(ValueError, match=r"path: in 1 it sums to -?0\.01 euro more"):
            soft_landing(pd.DataFrame({1: series(a=cents * 1.02, b=0)}), zero)


def test_who_pays_for_whom():
    """a pays 0,6 and b 0,3; c gets a third and d two thirds: 0,2 and 0,4 of a, 0,1 and 0,2 of b."""
    found = attribution(series(a=-0.6, c=0.3, b=-0.3, d=0.6))
    assert found.index.tolist() == found.columns.tolist() == ["a", "c", "b", "d"]
    same(found.T, a=[0, 0.2, 0, 0.4], c=[0, 0, 0, 0], b=[0, 0.1, 0, 0.2], d=[0, 0, 0, 0])


def test_nothing_to_pay_for():
    assert attribution(series(a=0, b=0)).to_numpy().tolist() == [[0, 0], [0, 0]]
    # Half a cent that nobody gets is paid for nobody.
    assert attribution(series(a=-0.005, b=0)).to_numpy().tolist() == [[0, 0], [0, 0]]
    assert attribution(series(a=0.005, b=0)).to_numpy().tolist() == [[0, 0], [0, 0]]


def test_who_pays_for_whom_over_the_years():
    """a pays b 3 and 2, b pays a 1: not set off. Without years nobody pays."""
    landings = pd.DataFrame({1: series(a=-3, b=3), 2: series(a=1, b=-1), 3: series(a=-2, b=2)})
    found = for_whom(landings)
    assert found.index.tolist() == ["a", "b"]
    same(found, a=[0, 1], b=[5, 0])
    same(for_whom(landings[[]]), a=[0, 0], b=[0, 0])


# Transitions


def test_a_part_of_the_new_key_in_each_year():
    """From 10 to 30 and from 40 to 20: nothing, a quarter, all of it; in the order of the new contributions."""
    found = phased(series(a=10, b=40), series(b=20, a=30), {2019: 0.0, 2021: 0.25, 2020: 1.0})
    assert found.columns.tolist() == [2019, 2021, 2020]
    assert found.index.tolist() == ["b", "a"]
    assert found.loc["a"].tolist() == [10, 15, 30]
    assert found.loc["b"].tolist() == [40, 35, 20]
    assert phased(series(a=1), series(a=2), {}).shape == (1, 0)


@pytest.mark.parametrize(
    ("present", "new", "rise", "fall", "years"),
    [
        # 60 by 25: 3; 60 down by 10: 6; by an own limit for each.
        ((100, 100), (160, 40), 25, FREE, 3),
        ((100, 100), (160, 40), 25, 10, 6),
        ((100, 100), (160, 40), FREE, 20, 3),
        ((100, 100), (160, 40), (15, 0), (0, 60), 4),
        # Just a whole number, and a billionth over it.
        ((100, 100), (160, 40), 20, 30, 3),
        ((0, 0.3), (0.1 + 0.2, 0), 0.1, FREE, 3),
        ((0, 3 + 2e-9), (3 + 2e-9, 0), 1, FREE, 4),
        ((0, 3 + 5e-10), (3 + 5e-10, 0), 1, FREE, 3),
        # Steps of a half to one euro and to less.
        ((0, 1), (1, 0), 0.5, 0.25, 4),
        ((0, 1), (1, 0), 0.5, FREE, 2),
        ((0.5, 0), (0, 0.5), 0.25, 0.0625, 8),
        # Who does not change needs no year, however little it may.
        ((100, 100, 7), (160, 40, 7), (25, 25, 0), (25, 25, 0), 3),
        ((100, 100), (100, 100), 0, 0, 1),
        ((100, 100), (160, 40), FREE, FREE, 1),
        ((100, 100), (160, 40), 0, FREE, None),
        ((100, 100), (160, 40), 70, 0, None),
    ],
)
def test_the_fewest_years(present, new, rise, fall, years):
    """Worked out at each case; one acceptable year fewer and it cannot be done."""
    names = list("abc"[: len(new)])
    present, new = pd.Series(present, names, dtype=float), pd.Series(new, names, dtype=float)
    rise, fall = (pd.Series(limit, names, dtype=float)[::-1] for limit in (rise, fall))
    found = fewest_years(present[::-1], new, rise, fall, most=years or 10**9)
    assert found == years
    if years:
        assert isinstance(found, int)
        assert fewest_years(present, new, rise, fall, most=years - 1) is None


def path(present, new, rise, fall, years, part: float = 1.0) -> pd.DataFrame | None:
    present, new, rise, fall = (
        pd.Series(column, list("cab"), dtype=float) * part for column in (present, new, rise, fall)
    )
    found = least_moved(present[::-1], new, rise[::-1], fall[::-1], years)
    return found if found is None else found / part


@pytest.mark.parametrize(
    ("present", "new", "rise", "fall", "paid"),
    [
        # c may rise 20 a year: 120, 140, 150; how a and b share the rest, 80 and 60, is open.
        ((100, 60, 40), (150, 30, 20), 20, FREE, None),
        # a may not rise, so it keeps what it has: c rises by what b falls, 10 a year.
        ((100, 60, 40), (130, 60, 10), (10, 0, FREE), FREE, [[110, 60, 30], [120, 60, 20], [130, 60, 10]]),
        ((100, 60, 40), (130, 60, 10), FREE, 10, [[110, 60, 30], [120, 60, 20], [130, 60, 10]]),
        ((100, 60, 40), (130, 60, 10), (15, 0, 0), (0, 0, FREE), [[115, 60, 25], [130, 60, 10]]),
        ((100, 60, 40), (70, 60, 70), (0, 0, FREE), (15, 0, 0), [[85, 60, 55], [70, 60, 70]]),
        # No limit that bites: at once, and nothing moved afterwards.
        ((100, 60, 40), (130, 60, 10), FREE, FREE, [[130, 60, 10], [130, 60, 10]]),
        ((100, 60, 40), (130, 60, 10), 30, 30, [[130, 60, 10]]),
    ],
)
def test_the_path_that_moves_least(present, new, rise, fall, paid):
    """Worked out at each case, for c, a and b in that order; where a year fewer cannot be done, there is no path."""
    if paid is None:
        found = path(present, new, rise, fall, 3)
        assert found.loc["c"].tolist() == pytest.approx([120, 140, 150])
        assert found.loc[["a", "b"]].sum().tolist() == pytest.approx([80, 60, 50])
        assert (found.loc["a"] >= 30 - 1e-9).all()
        assert (found.loc["b"] >= 20 - 1e-9).all()
        assert path(present, new, rise, fall, 2) is None
        return
    # In parts of a euro as in euros.
    for part in (1.0, 1 / 256):
        found = path(present, new, rise, fall, len(paid), part)
        assert found.columns.tolist() == list(range(1, len(paid) + 1))
        assert found.index.tolist() == ["c", "a", "b"]
        np.testing.assert_allclose(found.T, paid, atol=1e-7)
    if len(paid) > 1 and paid[-1] != paid[-2]:
        assert path(present, new, rise, fall, len(paid) - 1) is None


def test_nobody_pays_less_than_both_now_and_later():
    """c rises 10 a year: 20 and 10 are to be borne. Who of a and b pays for it is open, not what each pays at least."""
    found = path((0, 30, 70), (30, 30, 40), 10, FREE, 3)
    assert found.loc["c"].tolist() == pytest.approx([10, 20, 30])
    assert (found.loc["a"] >= 30 - 1e-9).all()
    assert (found.loc["b"] >= 40 - 1e-9).all()


def test_half_a_cent_is_no_other_total():
    assert least_moved(series(a=0.0, b=0.005), series(a=0, b=0), FREE, FREE, 1)[1].tolist() == [0, 0]


def test_a_programme_without_an_answer_is_said(monkeypatch):
    """Neither solved nor impossible: what the solver says."""
    broken = type("Broken", (), {"status": 4, "message": "numbers too large"})()
    monkeypatch.setattr(scipy.optimize, "linprog", lambda **_: broken)
    with pytest.raises(RuntimeError, match=r"^least_moved: numbers too large$"):
        least_moved(NOW, NOW, 1, 1, 1)


@pytest.mark.parametrize("name", ["target", "previous"])
def test_an_amount_that_is_no_number_is_refused_where_money_is_softened(name):
    amounts = {"target": series(a=1, b=1), "previous": series(a=1, b=1)}
    amounts[name]["b"] = np.nan
    with pytest.raises(ValueError, match=f"{name}: b is not a finite number"):
        soften(amounts["target"], amounts["previous"], series(a=0.5, b=0.5), 1.0, 1.0)


@pytest.mark.parametrize("name", ["present", "new"])
def test_an_amount_that_is_no_number_is_refused_in_a_path(name):
    amounts = {"present": series(a=1, b=1), "new": series(a=1, b=1)}
    amounts[name]["a"] = np.inf
    with pytest.raises(ValueError, match=f"{name}: a is not a finite number"):
        fewest_years(amounts["present"], amounts["new"], 1.0, 1.0, 5)
