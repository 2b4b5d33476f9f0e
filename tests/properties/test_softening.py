"""Limits on the change per year, who pays for whose soft landing, the smallest transition."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vtcost.data import Region
from vtcost.exploration import transition as views
from vtcost.exploration import transition_words as words
from vtcost.exploration import transition_years as years
from vtcost.formulas.keys import shares
from vtcost.formulas.transition import phased
from vtcost.models import noord_holland_noord as nhn
from vtcost.reforms import reform
from vtcost.softening import attribution, for_whom, soft_landing, soften, softened
from vtcost.transition import fewest_years, least_moved

NAMES = ["a", "b", "c"]
REGIONS = ("gelderland_midden", "noord_holland_noord", "zuid_holland_zuid")
# Sums of floats of a few millions: far below a cent.
EXACT = 1e-6


def series(*values: float) -> pd.Series:
    return pd.Series(values, index=NAMES[: len(values)], dtype=float)


@st.composite
def cases(draw):
    """Present and new contributions with one total, bearers and inhabitants of 2 to 8 municipalities."""
    size = draw(st.integers(2, 8))
    index = [f"municipality {number}" for number in range(size)]

    def column(least, most):
        return pd.Series([draw(st.floats(least, most)) for _ in index], index=index)

    present = column(100, 1e6)
    new = shares(column(100, 1e6)) * present.sum()
    return present, new, shares(column(1, 1e5)), column(1e3, 2e5)


@pytest.fixture(scope="module")
def reforms():
    return {name: reform(Region.open(name)) for name in REGIONS}


# One year with limits


def test_the_excess_is_borne_by_the_others_and_divided_again():
    """Now 100, 100, 100; the new key asks 190, 80, 30; nobody may pay more than 20 extra.

    a stops at 120: 70 to bear by b and c, each half: b 115, c 65. Nobody is above 120: done.
    With bearers 6/7 and 1/7 b would come to 140: it stops at 120 (40 borne), c bears the other 30: 60.
    """
    now, asked = series(100, 100, 100), series(190, 80, 30)
    assert soften(asked, now, series(0, 0.5, 0.5), 20, np.inf).tolist() == pytest.approx([120, 115, 65])
    assert soften(asked, now, series(0, 6 / 7, 1 / 7), 20, np.inf).tolist() == pytest.approx([120, 120, 60])


def test_a_limit_for_one_alone():
    """As above, but only a has a limit: b and c bear 6/7 and 1/7 of the 70 without end: 80 + 60 and 30 + 10."""
    rise = series(20, np.inf, np.inf)
    found = soften(series(190, 80, 30), series(100, 100, 100), series(0, 6 / 7, 1 / 7), rise, np.inf)
    assert found.tolist() == pytest.approx([120, 140, 40])
    # And downwards: c falls by 40 at most, a and b gain its 30 by 3/4 and 1/4, without a limit of their own.
    fall = series(np.inf, np.inf, 40)
    found = soften(series(140, 130, 30), series(100, 100, 100), series(0.75, 0.25, 0), np.inf, fall, least=-np.inf)
    assert found.tolist() == pytest.approx([117.5, 122.5, 60])


def test_a_limit_on_the_fall_is_paid_back_to_the_others():
    """Now 100, 100, 100; asked 140, 130, 30; nobody gains more than 40: c pays 60, the 30 goes to a and b by halves."""
    found = soften(series(140, 130, 30), series(100, 100, 100), series(0.5, 0.5, 0), np.inf, 40)
    assert found.tolist() == pytest.approx([125, 115, 60])


@given(cases(), st.floats(0, 5e5), st.floats(0, 5e5))
def test_the_total_is_kept_and_nobody_passes_a_limit(case, rise, fall):
    present, new, bearers, _ = case
    paid = soften(new, present, bearers, rise, fall)
    assert paid.sum() == pytest.approx(new.sum(), abs=EXACT)
    assert (paid <= present + rise).all()
    assert (paid >= present - fall).all()
    assert (paid >= 0).all()


def test_the_total_is_kept_to_the_cent_each_year_in_every_region(reforms):
    for explored in reforms.values():
        for x, bearers in zip((0.05, 0.5, 1.0), views.bearing_rules(explored).values(), strict=True):
            path = views.capped(explored, x, bearers)
            assert (path.sum() - explored.present.sum()).abs().max() < EXACT


@given(cases())
def test_without_a_limit_it_is_the_plain_reform(case):
    present, new, bearers, _ = case
    pd.testing.assert_series_equal(soften(new, present, bearers, np.inf, np.inf), new, rtol=1e-12)


@given(cases())
def test_a_limit_of_zero_leaves_everything_as_it_is(case):
    """Also if only rises are limited: with the total kept, nobody can pay less."""
    present, new, bearers, _ = case
    for fall in (0.0, np.inf):
        paid = soften(new, present, bearers, 0.0, fall)
        np.testing.assert_allclose(paid, present, rtol=1e-9)
        assert (paid <= present).all()


@given(cases(), st.floats(0, 1e5), st.randoms(use_true_random=False))
def test_the_order_of_the_municipalities_is_irrelevant(case, rise, random):
    present, new, bearers, _ = case
    order = list(new.index)
    random.shuffle(order)
    other = soften(new[order], present, bearers[order[::-1]], rise, np.inf)
    np.testing.assert_allclose(other[new.index], soften(new, present, bearers, rise, np.inf), atol=EXACT)


@given(cases(), st.floats(1, 1e5))
def test_it_is_the_nearest_to_the_target_of_all_within_the_limits(case, rise):
    """Moving a euro from one who is not at its limits to another brings nobody nearer: the slopes are the same.

    For the weighted distance sum (c-d)^2/q the slope is 2 (c-d)/q: equal for all who are not at a limit, at least as
    low for those who would rise further, at least as high for those who would fall further.
    """
    present, new, bearers, _ = case
    paid = soften(new, present, bearers, rise, np.inf)
    slope, top = (paid - new) / bearers, paid >= present + rise - EXACT
    free = slope[~top & (paid > EXACT)]
    scale = 1e-6 * (1 + slope.abs().max())
    if len(free):
        assert free.max() - free.min() <= scale
        assert slope[top].max() <= free.max() + scale if top.any() else True


def test_nobody_falls_below_zero_by_it():
    """Now 100, 50, 10; asked 30, 95, 35; a falls by 20 at most and pays 80. The 50 goes back to b and c by 1/5, 4/5.

    c would come to 35 - 40 = -5: it stops at zero, b takes the rest: 95 - 15 = 80.
    """
    found = soften(series(30, 95, 35), series(100, 50, 10), series(0, 0.2, 0.8), np.inf, 20)
    assert found.tolist() == pytest.approx([80, 80, 0])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((series(60, 60), series(50, 50), series(0.5, 0.5), 5, np.inf), "together they pay 110.00 euro at most"),
        ((series(30, 30), series(50, 50), series(0.5, 0.5), 5, 10), "together they pay 80.00 euro at least"),
        # The bearer is at its limit, the other does not bear.
        ((series(150, 50), series(100, 100), series(1, 0), 20, np.inf), "together they pay 170.00 euro at most"),
        ((series(60, 40), series(50, 50), series(0.5, 0.6), 5, 5), "bearers: shares sum to 1.1"),
        ((series(60, 40), series(50, 50), series(0.5, 0.5), -1, 5), "rise: a has -1"),
        ((series(60, 40), series(50, 50), series(0.5, 0.5), 5, series(1)), "fall: b has nan"),
        ((series(60, 40), series(50, 50, 0), series(0.5, 0.5), 5, 5), "previous: its municipalities differ"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(arguments, message):
    with pytest.raises(ValueError, match=message) as refused:
        soften(*arguments)
    assert "\n" not in str(refused.value)


def test_the_year_that_cannot_be_is_named():
    targets = pd.DataFrame({2019: series(55, 45), 2020: series(70, 50)})
    with pytest.raises(ValueError, match=r"^2020: limits: together they pay 110.00 euro at most, expected 120.00$"):
        softened(targets, series(50, 50), series(0.5, 0.5), 5, np.inf)


# Who pays for whose soft landing


@given(cases(), st.floats(0, 1))
def test_rows_and_columns_of_the_matrix_add_up(case, part):
    present, new, *_ = case
    path = phased(present, new, {1: part, 2: 1.0})
    landing = soft_landing(path, pd.DataFrame({1: new, 2: new}))
    matrix = for_whom(landing)
    assert (matrix.to_numpy() >= 0).all()
    np.testing.assert_allclose(matrix.sum(axis=1), (-landing).clip(lower=0).sum(axis=1), atol=EXACT)
    np.testing.assert_allclose(matrix.sum(), landing.clip(lower=0).sum(axis=1), atol=EXACT)


def test_the_matrix_worked_out():
    """a pays 60, b pays 30, c and d receive 30 and 60 of 90: a pays 20 for c and 40 for d; b 10 and 20."""
    matrix = attribution(pd.Series({"a": -60.0, "b": -30.0, "c": 30.0, "d": 60.0}))
    assert matrix.loc["a"].tolist() == pytest.approx([0, 0, 20, 40])
    assert matrix.loc["b"].tolist() == pytest.approx([0, 0, 10, 20])
    assert matrix.loc[["c", "d"]].to_numpy().sum() == 0


def test_nothing_softened_nobody_pays():
    assert attribution(series(0, 0, 0)).to_numpy().sum() == 0


def test_other_totals_are_refused():
    plain = pd.DataFrame({1: series(60, 40)})
    with pytest.raises(ValueError, match=r"path: in 1 it sums to 10.00 euro more"):
        soft_landing(plain + 5, plain)
    with pytest.raises(ValueError, match=r"landing: sums to 5.00 euro, expected zero"):
        attribution(series(10, -5))


# Paths


@given(cases())
def test_a_path_begins_at_the_present_and_ends_at_the_new_key(case):
    present, new, *_ = case
    path = phased(present, new, {1: 0.0, 2: 0.5, 3: 1.0})
    pd.testing.assert_series_equal(path[1], present, check_names=False)
    pd.testing.assert_series_equal(path[3], new, check_names=False)
    np.testing.assert_allclose(path.sum(), present.sum(), rtol=1e-12)


@pytest.mark.parametrize("reading", nhn.READINGS)
def test_a_path_of_weights_is_the_model_of_the_memo(reading):
    """The three readings of nhn-oplegger, by the reform and by the region's model: two routes, one result."""
    region = Region.open("noord_holland_noord")
    own = dict(zip(nhn.READINGS, views.paths(region, reform(region)).values(), strict=False))
    pd.testing.assert_frame_equal(own[reading], nhn.transition(region, reading), check_names=False, rtol=1e-12)


# The smallest transition


@given(cases(), st.floats(0.05, 2.0), st.booleans())
def test_a_year_fewer_passes_the_limit(case, x, also_falls):
    """In equal steps: the fewest years keep everyone within the limit, one year fewer does not."""
    present, new, _, people = case
    limit = x * people
    fall = limit if also_falls else np.inf
    years = fewest_years(present, new, limit, fall, most=10**9)

    def within(count: int) -> bool:
        step = (new - present) / count
        return bool((step <= limit * (1 + 1e-8)).all() and (-step <= fall * (1 + 1e-8)).all())

    assert within(years)
    assert years == 1 or not within(years - 1)


def test_the_fewest_years_by_hand():
    """a from 100 to 160 by 25 a year: 3; b from 100 to 40 by 10 a year: 6, and without that limit it does not count."""
    present, new = series(100, 100), series(160, 40)
    assert fewest_years(present, new, 25, np.inf, most=10) == 3
    assert fewest_years(present, new, 25, 10, most=10) == 6
    assert fewest_years(present, new, 25, 10, most=5) is None
    assert fewest_years(present, new, 0, np.inf, most=1000) is None
    assert fewest_years(present, present, 0, 0, most=10) == 1
    # 60 in steps of 20 is three, although floating point says 0.30000000000000004 / 0.1.
    assert fewest_years(series(0, 0.3), series(0.1 + 0.2, 0), 0.1, np.inf, most=10) == 3


@settings(max_examples=25)
@given(cases(), st.integers(1, 5), st.booleans())
def test_the_least_money_moved(case, years, also_falls):
    r"""The linear programme against a bound worked out apart, which it must reach.

    In year t whoever rises is short of the new key by at least (change - t limit)^+, and whoever falls is above it by
    at least (fall - t limit)^+; what is received is paid, so at least the larger of both sums changes hands.
    """
    present, new, _, people = case
    change = new - present
    # A limit that needs about `years` years, so that it bites.
    limit = people * (change / people).max() / years
    fall = limit if also_falls else np.inf
    fewest = fewest_years(present, new, limit, fall, most=10**9)
    if fewest > 12:
        return
    path = least_moved(present, new, limit, fall, fewest)
    steps = pd.concat([present, path], axis=1).T.diff().iloc[1:]
    assert (steps <= limit + 1e-3).to_numpy().all()
    assert (steps >= -fall - 1e-3).to_numpy().all()
    assert path.ge(np.minimum(present, new) - 1e-3, axis=0).to_numpy().all()
    np.testing.assert_allclose(path.sum(), new.sum(), atol=0.005)
    np.testing.assert_allclose(path[fewest], new, atol=EXACT)
    bound = 0.0
    for year in range(1, fewest + 1):
        short = (change - year * limit).clip(lower=0).sum()
        bound += max(short, (-change - year * fall).clip(lower=0).sum()) if also_falls else short
    assert path.rsub(new, axis=0).clip(lower=0).to_numpy().sum() == pytest.approx(bound, rel=1e-6, abs=0.05)
    if fewest > 1:
        assert least_moved(present, new, limit, fall, fewest - 1) is None


def test_limits_on_the_rise_alone_cost_the_least_that_is_possible(reforms):
    """The rule with bearers moves exactly what the linear programme finds, whoever bears: it cannot be done cheaper."""
    for explored in reforms.values():
        x, new = views.chosen_limit(explored), explored.contribution()
        limit = x * explored.inhabitants
        years = fewest_years(explored.present, new, limit, np.inf, views.MOST)
        least = views.moved_by(least_moved(explored.present, new, limit, np.inf, years).rsub(new, axis=0))
        assert years > 1
        for bearers in views.bearing_rules(explored).values():
            path = views.capped(explored, x, bearers)
            assert views.moved_by(path.rsub(new, axis=0)) == pytest.approx(least, abs=0.01)
            np.testing.assert_allclose(path.iloc[:, -1], new, atol=EXACT)


def test_who_gains_and_bears_by_that_gain_never_pays_more_than_now(reforms):
    for explored in reforms.values():
        bearers = views.bearing_rules(explored)["naar het voordeel"]
        path = views.capped(explored, views.chosen_limit(explored), bearers)
        assert views.above_present(path, explored).empty


def test_other_totals_and_no_years_are_refused():
    with pytest.raises(ValueError, match=r"present: sums to 100.00, expected 110.00"):
        least_moved(series(50, 50), series(60, 50), 5, 5, 3)
    with pytest.raises(ValueError, match="years: 0, expected at least 1"):
        least_moved(series(50, 50), series(60, 40), 5, 5, 0)
    with pytest.raises(ValueError, match=r"part: 1.2 in 2019"):
        phased(series(50, 50), series(60, 40), {2019: 1.2})


# The findings


def test_the_transition_of_the_memo_makes_the_largest_rise_larger(reforms):
    """nhn-oplegger, read as 30, 40, 50 % inhabitants: Drechterland rises more in a year than without a transition.

    Its present contribution is 162.320 (print) and by the new key 259.198 (print); on the path it first pays 264.287.
    """
    explored, region = reforms["noord_holland_noord"], Region.open("noord_holland_noord")
    table = views.compared_paths(explored, views.paths(region, explored))
    assert table["rises"].iloc[0] == table.loc["ineens", "rises"] == "Drechterland"
    assert table["rise"].iloc[0] > table.loc["ineens", "rise"]
    assert table.loc["3 gelijke stappen", "rise"] == pytest.approx(table.loc["ineens", "rise"] / 3)


def test_the_conclusion_says_whether_the_path_of_the_memo_softens(reforms):
    """Drechterland: (264.287 - 162.320) / 19.604 inhabitants is 5,20 in year 1; at once (259.198 - 162.320) is 4,94."""
    said = words.conclusion("noord_holland_noord", Region.open("noord_holland_noord"), reforms["noord_holland_noord"])
    assert "verzacht nauwelijks: Drechterland betaalt in jaar 1 al €\u00a05,20 per inwoner meer" in said
    assert "ineens is dat €\u00a04,94" in said


def test_a_path_that_is_the_new_key_at_once_softens_nothing(reforms):
    """A memo's path that pays the new key from the first year on is no lower and no higher than no transition."""
    explored = reforms["noord_holland_noord"]
    once = views.plain(explored, 3)
    known = {"meteen": once, "3 gelijke stappen": views.in_steps(explored, 3), views.AT_ONCE: once}
    said = words.own_path_in_short(explored, known)
    assert "(meteen) verzacht niet" in said
    assert said.count("€\u00a04,94") == 2
    assert words.own_path(explored, known)[0].startswith(
        "meteen: in het eerste jaar verschuift evenveel geld als ineens"
    )


def test_only_the_side_that_is_there_is_named(reforms):
    """One path takes the gains alone of Alkmaar and gives them to Texel, who gains too: nobody who rises pays."""
    explored = reforms["noord_holland_noord"]
    path = views.plain(explored, 1)
    path.loc["Alkmaar"] += 100
    path.loc["Texel"] -= 100
    assert words.wrong_way(explored, path) == ["Minder gaan betalen en toch ontvangen: Texel."]


def test_the_sentence_about_the_landing_is_the_table(reforms):
    """Zuid-Holland Zuid, equal steps: Dordrecht 7.378,47 becomes 7.379 in whole euros that add up to nothing."""
    explored = reforms["zuid_holland_zuid"]
    (said,) = words.landing(explored, views.in_steps(explored, 3))
    assert "Dordrecht het meest (€\u00a07.379)" in said


def test_years_are_calendar_years_only_where_the_memo_names_a_transition(reforms):
    """And in Gelderland-Midden the reader is told of the figures of 2019 and of Rijnwaarden."""
    for name, shown in (("gelderland_midden", "jaar 2"), ("noord_holland_noord", "2020")):
        region, explored = Region.open(name), reforms[name]
        assert years.year_names(region, explored)[explored.year + 1] == shown
        paths, _ = years.charted(region, explored, shown=3)
        assert all(path.columns[1] == shown for path in paths.values())
    said = " ".join(words.figures_used(Region.open("gelderland_midden"), reforms["gelderland_midden"]))
    assert "Cijfers van 2019 zijn er wel" in said
    assert "Sinds 1 januari 2018 hoort Rijnwaarden bij Zevenaar" in said
    assert years.merged(Region.open("noord_holland_noord"), reforms["noord_holland_noord"]) == {}


def test_the_table_under_the_chart_is_what_is_drawn(reforms):
    """A row per municipality and path; a path that is shorter stays at its end."""
    drawn = {
        "lang": pd.DataFrame([[1.0, 2.0]], index=["a"], columns=["jaar 1", "jaar 2"]),
        "kort": pd.DataFrame([[3.0]], index=["a"], columns=["jaar 1"]),
    }
    table = years.drawn_table(drawn, pd.Series({"a": 2.0}))
    assert table.to_numpy().tolist() == [["lang", 1.0, 2.0], ["kort", 3.0, 3.0]]
    assert table.index.tolist() == ["a", "a"]
