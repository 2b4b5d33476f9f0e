"""What must hold of contributions for any numbers: with grants and mixes, in a batch, in a ledger, on the way there."""

import re
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from vtcost import batch, numbers
from vtcost.bookings import advance, close_again, close_year, correct, settle_open
from vtcost.formulas.arguments import check_finite
from vtcost.formulas.comparison import effects
from vtcost.formulas.costs import Part, Relief, allocate, contributions
from vtcost.formulas.keys import check_key, mix, rolling_mean, shares
from vtcost.formulas.rounding import whole_units
from vtcost.ledger import Ledger, balances, chain
from vtcost.reform import SIZES, size_class
from vtcost.scenarios import LESS, MORE, SAME, always, by_group, counts, outcomes, side_by_side
from vtcost.softening import attribution, soft_landing, softened
from vtcost.transition import limits
from vtcost.turning_points import standing, turning_points

HALF_A_CENT = 0.005
# Of tests that make many tables per example: a quarter of the examples of the profile.
fewer = settings(max_examples=settings().max_examples // 4)
positive = st.floats(0.01, 1e6)
weights = st.floats(0, 1)


@st.composite
def regions(draw, size=None):
    """Two measures, a weight, a budget, two grants: the odd places relieved by one, the others by the other."""
    size = draw(st.integers(2, 10)) if size is None else size
    index = [f"municipality {number}" for number in range(size)]
    first, second = (pd.Series([draw(positive) for _ in index], index) for _ in range(2))
    return {
        "first": first,
        "second": second,
        "weight": draw(weights),
        "budget": draw(st.floats(1, 1e8)),
        "grants": (draw(st.floats(0, 1e6)), draw(st.floats(0, 1e6))),
        "centres": (index[0], index[1]),
        "area": pd.Series([number % 2 for number in range(size)], index),
    }


def paid(first, second, weight, budget, grants, centres, area) -> pd.Series:
    """The one formula with everything in it: a mix, and a grant by that mix within each of two areas."""
    keys = {"first": shares(first), "second": shares(second)}
    mixed = mix(keys, {"first": weight, "second": 1 - weight})
    reliefs = [
        Relief(f"grant {place}", grant, shares(mixed[area.reindex(mixed.index) == place]), recipient=centres[place])
        for place, grant in enumerate(grants)
    ]
    parts = [Part("first", budget * weight, keys["first"]), Part("second", budget * (1 - weight), keys["second"])]
    return contributions(parts, reliefs)["contribution"]


def near(region: dict) -> dict:
    """What sums of the amounts of a region may be off: nothing but the noise of floats."""
    return {"rel": 1e-9, "abs": 1e-9 * (region["budget"] + sum(region["grants"]))}


# The one formula


@given(regions())
def test_contributions_keep_the_total_to_the_cent(region):
    assert paid(**region).sum() == pytest.approx(region["budget"], abs=HALF_A_CENT, rel=1e-12)


@given(regions(), st.randoms())
def test_the_order_of_the_municipalities_changes_nothing(region, random):
    order = list(region["first"].index)
    random.shuffle(order)
    shuffled = {**region, "first": region["first"][order], "second": region["second"][order]}
    assert paid(**shuffled)[region["first"].index].to_numpy() == pytest.approx(
        paid(**region).to_numpy(), **near(region)
    )


@given(regions(), st.floats(0.001, 1000))
def test_twice_the_money_is_twice_the_contribution_and_the_unit_of_a_measure_is_nothing(region, factor):
    more = {
        **region,
        "first": region["first"] * factor,
        "budget": region["budget"] * factor,
        "grants": tuple(grant * factor for grant in region["grants"]),
    }
    tolerance = {"rel": 1e-9, "abs": near(region)["abs"] * factor}
    assert paid(**more).to_numpy() == pytest.approx(paid(**region).to_numpy() * factor, **tolerance)


@given(regions(), st.floats(1, 100))
def test_more_of_ones_own_measure_never_pays_less_and_the_others_never_more(region, factor):
    """Without grants: with them a neighbour in the area may be relieved of less."""
    region = {**region, "grants": (0.0, 0.0)}
    own = region["first"].index[0]
    more = {**region, "first": region["first"].where(region["first"].index != own, region["first"] * factor)}
    change = paid(**more) - paid(**region)
    noise = near(region)["abs"]
    assert change[own] >= -noise
    assert (change.drop(own) <= noise).all()


@given(regions(), st.lists(positive, min_size=10, max_size=10))
def test_a_measure_of_zero_weight_counts_for_nothing(region, other):
    region = {**region, "weight": 1.0}
    another = pd.Series(other[: len(region["first"])], region["first"].index)
    assert paid(**{**region, "second": another}).equals(paid(**region))


@given(regions())
@fewer
def test_who_has_nothing_of_any_measure_pays_nothing(region):
    own = region["first"].index[-1]
    assume(own not in region["centres"])
    nothing = {name: region[name].where(region[name].index != own, 0.0) for name in ("first", "second")}
    assume(all(series[region["area"] == place].sum() > 0 for series in nothing.values() for place in (0, 1)))
    assert paid(**{**region, **nothing})[own] == 0


@given(regions(size=6))
@fewer
def test_a_merger_pays_the_sum_of_its_parts(region):
    """Numbers 2 and 4 are of one area and no centre: together they pay what they paid apart."""
    apart = paid(**region)
    name = {"municipality 4": "municipality 2"}
    merged = {what: region[what].rename(name).groupby(level=0).sum() for what in ("first", "second")}
    together = paid(**{**region, **merged, "area": region["area"].drop("municipality 4")})
    assert together.sum() == pytest.approx(apart.sum(), **near(region))
    assert together["municipality 2"] == pytest.approx(
        apart[["municipality 2", "municipality 4"]].sum(), **near(region)
    )
    others = ["municipality 0", "municipality 1", "municipality 3", "municipality 5"]
    assert together[others].to_numpy() == pytest.approx(apart[others].to_numpy(), **near(region))


@given(regions())
def test_whole_euros_are_within_one_euro_and_add_up(region):
    exact = paid(**region)
    whole = whole_units(exact)
    assert (abs(whole - exact) < 1).all()
    assert (whole % 1 == 0).all()
    assert abs(whole.sum() - exact.sum()) <= 0.5 + near(region)["abs"]


@given(regions())
def test_a_reform_that_changes_nothing_has_no_effect(region):
    again = effects(paid(**region), paid(**region), region["first"])
    assert (again["euro"] == 0).all()
    assert (again["euro_per_inhabitant"] == 0).all()


# Keys


@given(regions(), st.floats(1e-6, 1))
def test_a_key_is_passed_on_and_what_is_none_is_refused(region, extra):
    key = shares(region["first"])
    assert check_key(key) is key
    for wrong in (key * (1 + extra), key - key.min() - extra, key.where(key < key.max()), pd.concat([key, key]) / 2):
        with pytest.raises(ValueError, match="key: "):
            check_key(wrong)


@given(regions(size=4), st.integers(2000, 2030), st.integers(2, 3), st.randoms())
def test_a_rolling_mean_lies_between_its_years_and_their_order_is_irrelevant(region, first, count, random):
    years = list(range(first, first + count))
    table = pd.DataFrame({year: region["first"] * (1 + place) for place, year in enumerate(years)})
    mean = rolling_mean(table, years)
    assert (mean >= table.min(axis=1) * (1 - 1e-12)).all()
    assert (mean <= table.max(axis=1) * (1 + 1e-12)).all()
    random.shuffle(years)
    assert rolling_mean(table, years).equals(mean)
    assert rolling_mean(table * 2, years).equals(mean * 2)


# A batch


@given(st.lists(weights, min_size=1, max_size=20), regions(size=5))
@fewer
def test_many_scenarios_at_once_are_the_same_as_each_by_itself(first, region):
    """In chunks or whole, and against the formula for one: a mix and two grants by what is paid before them."""
    chosen = np.array([[weight, 1 - weight] for weight in first])
    keys = [batch.shares(region[name].to_numpy()) for name in ("first", "second")]
    budgets = np.full(len(first), region["budget"])
    grants = [
        batch.Grant(amount, np.flatnonzero(region["area"] == place), place)
        for place, amount in enumerate(region["grants"])
    ]
    assert batch.check_weights(chosen) is chosen
    amounts = batch.amounts_of(budgets, {"first": chosen[:, 0], "second": chosen[:, 1]}, ("first", "second"))
    assert batch.side_by_side([chosen[:, 0], np.float64(1)]).shape == (len(first), 2)
    whole = batch.contributions(amounts, keys, grants)
    in_chunks = np.concatenate([part for _, part in batch.in_chunks(chosen, budgets, keys, grants)])
    assert np.array_equal(in_chunks, whole)
    assert batch.before_relief(amounts, keys).sum(axis=1) == pytest.approx(budgets)
    for weight, row in zip(first, whole, strict=True):
        assert row == pytest.approx(paid(**{**region, "weight": weight}).to_numpy(), **near(region))


@given(st.lists(weights, min_size=2, max_size=6), st.floats(1e-6, 1), st.data())
def test_weights_of_a_batch_that_are_none_are_refused(drawn, extra, data):
    chosen = np.array([[weight, 1 - weight] for weight in drawn])
    place = data.draw(st.integers(0, len(drawn) - 1))
    for column, change in ((0, extra), (1, np.nan), (0, -1 - extra)):
        wrong = chosen.copy()
        wrong[place, column] += change
        with pytest.raises(ValueError, match=f"scenario {place} "):
            batch.check_weights(wrong)


@given(st.lists(positive, min_size=1, max_size=8), st.data())
def test_a_key_of_some_is_zero_for_the_others(measures, data):
    within = batch.shares(np.array(measures))
    size = data.draw(st.integers(len(within), 20))
    members = np.array(data.draw(st.permutations(range(size))))[: len(within)]
    key = batch.over(within, members, size)
    assert key.sum() == pytest.approx(1)
    assert key[members].tolist() == within.tolist()
    assert np.count_nonzero(key) == np.count_nonzero(within)


# Scenarios


@given(regions(), st.lists(weights, min_size=1, max_size=4), st.floats(0, 1000))
@fewer
def test_scenarios_add_up_and_the_present_changes_nothing(region, others, tolerance):
    """Effects of one budget sum to zero, groups have the sum of their members, and every municipality is counted."""
    present, people = paid(**region), region["first"]
    table = pd.DataFrame({f"weight {place}": paid(**{**region, "weight": w}) for place, w in enumerate(others)})
    table["present"] = present
    found = side_by_side(table, present, people)
    assert (found["present"]["euro"] == 0).all()
    assert found.xs("euro", axis=1, level=1).sum().to_numpy() == pytest.approx(
        np.zeros(len(table.columns)), **near(region)
    )
    groups = by_group(table, present, people, region["area"])
    members = found.xs("contribution", axis=1, level=1).groupby(region["area"]).sum()
    added = groups.xs("contribution", axis=1, level=1).reindex(members.index)
    assert added.to_numpy() == pytest.approx(members.to_numpy(), **near(region))
    way = outcomes(table, present, tolerance)
    assert (counts(way).sum(axis=1) == len(present)).all()
    assert (way["present"] == SAME).all()
    less, more = set(always(way, LESS)), set(always(way, MORE))
    assert not less & more
    assert all((way.loc[name] <= 0).all() for name in less)
    assert all((way.loc[name] >= 0).all() for name in more)
    mirrored = outcomes(-table, -present, tolerance)
    assert set(always(mirrored, LESS)) == more
    assert set(always(mirrored, MORE)) == less


@given(regions(), st.randoms())
@fewer
def test_the_order_of_scenarios_and_municipalities_changes_no_outcome(region, random):
    present = paid(**region)
    table = pd.DataFrame({name: paid(**{**region, "weight": w}) for name, w in (("a", 0.0), ("b", 0.5), ("c", 1.0))})
    rows, columns = list(table.index), list(table)
    random.shuffle(rows)
    random.shuffle(columns)
    way, other = outcomes(table, present, 1.0), outcomes(table.loc[rows, columns], present, 1.0)
    assert other.loc[way.index, list(way)].equals(way)
    assert set(always(other, LESS)) == set(always(way, LESS))


@given(st.lists(st.integers(0, 1_000_000), min_size=1, max_size=20))
def test_each_municipality_is_in_the_size_class_that_holds_it(people):
    inhabitants = pd.Series(people, dtype=float)
    bounds = [0, *SIZES.values()]
    for size, name in zip(inhabitants, size_class(inhabitants), strict=True):
        place = list(SIZES).index(name)
        assert bounds[place] <= size < bounds[place + 1]


# On the way there


@given(regions(), st.floats(0, 1e5), st.floats(0, 1e5), st.integers(1, 4))
@fewer
def test_a_soft_landing_keeps_each_year_and_who_pays_for_whom_adds_up(region, rise, fall, years):
    """Every year: the total of its target, no change above a limit; what is received is paid by others."""
    present = allocate(region["budget"], shares(region["second"]))
    target = allocate(region["budget"], shares(region["first"]))
    targets = pd.DataFrame(dict.fromkeys(range(2026, 2026 + years), target))
    path = softened(targets, present, shares(region["first"]), rise, fall)
    noise = 1e-9 * region["budget"] + 1e-9
    assert path.sum().to_numpy() == pytest.approx(targets.sum().to_numpy(), rel=1e-9)
    steps = path.diff(axis=1).fillna(path.sub(present, axis=0))
    assert (steps <= rise + noise).all().all()
    assert (steps >= -fall - noise).all().all()
    landing = soft_landing(path, targets)[2026]
    matrix = attribution(landing)
    assert (matrix >= 0).all().all()
    assert matrix.sum(axis=1).to_numpy() == pytest.approx((-landing).clip(lower=0).to_numpy(), abs=HALF_A_CENT)
    assert matrix.sum().to_numpy() == pytest.approx(landing.clip(lower=0).to_numpy(), abs=HALF_A_CENT)


@given(regions(), st.floats(0, 1e6), st.randoms())
def test_one_limit_is_that_limit_for_each(region, limit, random):
    index = region["first"].index
    order = list(index)
    random.shuffle(order)
    each = limits(limit, index, "rise")
    assert each.equals(limits(pd.Series(limit, order), index, "rise"))
    assert set(each) == {limit}
    for wrong in (-1 - limit, np.nan, pd.Series(limit, order[1:])):
        with pytest.raises(ValueError, match="rise: "):
            limits(wrong, index, "rise")


@given(st.lists(st.tuples(st.integers(-1000, 1000), st.integers(-1000, 1000)), min_size=1, max_size=6))
@fewer
def test_where_a_municipality_stands_follows_from_the_ends_of_a_straight_effect(ends):
    """Straight from one whole amount to another: more, less or the same by the signs of the two."""
    low, high = (pd.Series([pair[side] for pair in ends], dtype=float) for side in (0, 1))

    def effect(weight: float) -> pd.Series:
        return low + weight * (high - low)

    found = standing(effect, turning_points(effect))
    for name, kind in found.items():
        signs = {np.sign(low[name]), np.sign(high[name])}
        expected = "turns" if signs == {-1, 1} else {1: "more", -1: "less", 0: "same"}[sum(signs - {0})]
        assert kind == expected


# The ledger


@st.composite
def ledgers(draw):
    """A year that was paid in advance and closed, and what it was closed with."""
    region = draw(regions())
    key, actual = shares(region["first"]), draw(st.integers(1, 10**9)) / 100
    before = advance(Ledger(), 2026, allocate(region["budget"], shares(region["second"])), "oud", "begroting")
    return close_year(before, 2026, actual, key, "nieuw", "jaarrekening"), key, actual


def due(ledger: Ledger) -> Decimal:
    return balances(ledger)["due"].sum()


@given(ledgers(), st.integers(-(10**9), 10**9), st.data())
@fewer
def test_a_correction_stands_nothing_is_overwritten_and_settling_closes_the_year(made, cents, data):
    """What is added comes after all that was there, with the same hashes; afterwards nobody owes anything."""
    ledger, key, _ = made
    number, amount = data.draw(st.integers(1, len(ledger.entries))), Decimal(cents) / 100
    assume(ledger.standing(ledger.corrected(number)) != amount)
    corrected = correct(ledger, number, amount, "verbeterd")
    assert corrected.standing(corrected.corrected(number)) == amount
    settled = settle_open(corrected, 2026, "nieuw", key, "verrekend")
    assert (balances(settled)["balance"] == 0).all()
    assert settle_open(settled, 2026, "nieuw", key, "nog eens") == settled
    hashes = chain(settled.entries)
    assert settled.entries[: len(ledger.entries)] == ledger.entries
    assert hashes[: len(ledger.entries)] == chain(ledger.entries)
    assert len(set(hashes)) == len(hashes)


@given(ledgers(), st.integers(1, 10**9), st.data())
@fewer
def test_closing_again_makes_the_year_as_if_it_had_been_closed_so_at_once(made, cents, data):
    ledger, key, actual = made
    other = shares(pd.Series(data.draw(st.lists(positive, min_size=len(key), max_size=len(key))), key.index))
    again = close_again(ledger, 2026, cents / 100, other, "beter", "accountant")
    table = balances(again)
    assert due(again) == Decimal(cents) / 100
    assert (table["balance"] == 0).all()
    exact = allocate(cents / 100, other)
    assert all(abs(float(table.loc[(name, 2026), "due"]) - exact[name]) < 0.01 + 1e-9 for name in exact.index)
    back = close_again(again, 2026, actual, key, "nieuw", "toch niet")
    assert balances(back)["due"].equals(balances(ledger)["due"])


@given(ledgers(), st.data())
@fewer
def test_a_changed_entry_changes_every_hash_after_it(made, data):
    entries = list(made[0].entries)
    place = data.draw(st.integers(0, len(entries) - 1))
    changed = [*entries[:place], *correct(made[0], 1, Decimal("-1.00"), "x").entries[-1:], *entries[place + 1 :]]
    before, after = chain(entries), chain(changed)
    assert before[:place] == after[:place]
    assert all(one != other for one, other in zip(before[place:], after[place:], strict=True))


# Dutch numbers


def read_back(text: str) -> float:
    """A number in Dutch notation as a number."""
    return float(re.sub(r"[^0-9,−]", "", text).replace("−", "-").replace(",", "."))


@given(st.floats(-1e12, 1e12), st.integers(0, 4))
def test_a_number_reads_back_to_its_last_decimal(value, decimals):
    """Dots between thousands, at most one comma, a sign only below zero; never a minus before zero."""
    text = numbers.number(value, decimals)
    assert re.fullmatch(r"−?\d{1,3}(\.\d{3})*(,\d+)?", text)
    assert read_back(text) == pytest.approx(value, abs=0.5 * 10**-decimals * (1 + 1e-9), rel=1e-12)
    assert not re.fullmatch(r"−[0.,]*", text)
    assert numbers.euro(value, decimals) == f"€\u00a0{text}"
    assert numbers.number(value, decimals, sign=True).lstrip("+") == text
    assert numbers.show(value, "text", decimals=decimals) == text


@given(st.floats(-1e4, 1e4), st.integers(0, 4))
def test_a_percentage_is_a_hundred_times_the_fraction(value, decimals):
    assert numbers.percent(value, decimals) == numbers.number(value * 100, decimals) + "\u00a0%"
    assert numbers.show(value, "fraction", decimals=decimals) == numbers.number(value * 100, decimals) + " %"
    assert read_back(numbers.percent(value)) == pytest.approx(value * 100, abs=0.05 + 1e-9)


@given(st.floats(-1e10, 1e10))
def test_about_is_near_and_more_or_less_is_said_of_a_whole_euro(value):
    text = numbers.about(value)
    unit = 1e6 if "miljoen" in text else 1
    near_by = 0.05 * unit if unit > 1 else 500
    assert read_back(text) * unit == pytest.approx(value, abs=near_by * (1 + 1e-9))
    assert numbers.compared(value + 1, value) == "meer"
    assert numbers.compared(value, value + 1) == "minder"
    assert numbers.compared(value, value) == "evenveel"


@given(st.lists(st.text("abc", min_size=1), max_size=6))
def test_every_word_is_in_a_list_in_its_order(words):
    text = numbers.listed(words)
    assert re.split(", | en ", text) == (words or ["geen"])
    assert text.count(" en ") == (len(words) > 1)


@given(st.lists(st.floats(), min_size=1, max_size=6))
def test_an_amount_is_refused_exactly_when_it_is_not_finite(values):
    amounts = pd.Series(values, index=[f"m{number}" for number in range(len(values))])
    wrong = [name for name, value in amounts.items() if not np.isfinite(value)]
    if wrong:
        with pytest.raises(ValueError, match=f"new: {wrong[0]} is not a finite number"):
            check_finite(amounts, "new")
    else:
        check_finite(amounts, "new")
