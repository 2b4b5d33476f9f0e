"""Chance, sensitivity and the back-test, against calculations by hand on made-up regions."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from vtcost import batch
from vtcost.backtest import keys_by_year, stability, staleness
from vtcost.data import Region
from vtcost.exploration import backtest as views
from vtcost.exploration import sensitivity as inputs
from vtcost.exploration import several_counts as several
from vtcost.exploration import uncertainty as sure
from vtcost.reform import Reform
from vtcost.reforms import reform
from vtcost.sensitivity import elasticities, first_order, per_case
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

BUDGET, TOTAL = 100_000.0, 200


def made_up(weight_people: float, cases: tuple[float, ...] = (40, 160), total: float = TOTAL) -> Reform:
    """A region by people and cases, without grants; the cases rest on `total`."""
    names = pd.Index([f"municipality {number}" for number in range(len(cases))])
    people, counted = pd.Series(range(1, len(cases) + 1), names, dtype=float), pd.Series(cases, names, dtype=float)

    def paid(weights, measures, budget, _grant):
        keys = [batch.shares(measures[name]) for name in ("people", "cases")]
        return batch.contributions(batch.amounts_of(budget, weights, ("people", "cases")), keys)

    def one(weights, measures):
        arrays = {name: series.to_numpy() for name, series in measures.items()}
        return pd.Series(paid(weights, arrays, np.float64(BUDGET), 1.0), names)

    measures, weights = {"people": people, "cases": counted}, {"people": weight_people, "cases": 1 - weight_people}
    labels = {"people": "inwoners", "cases": "casussen"}
    return Reform(
        2019, BUDGET, people * 1000, measures, weights, one, people, {}, labels, {"cases": total}, batch_of=paid
    )


def test_an_interval_with_a_fixed_total_is_the_binomial_one():
    """All by cases, 72 of 200: the contribution is 100.000 / 200 per case, and the cases are Binomial(200, 0,36).

    5 and 95 % of that are 61 and 83 cases: 30.500 and 41.500 euro.
    """
    explored, rng = made_up(0.0, cases=(72, 128)), np.random.default_rng(1)
    found = interval(bootstrap(explored, 40_000, rng, multinomial_years), explored.present.index, 0.9).iloc[0]
    exact = stats.binom.ppf([0.05, 0.95], TOTAL, 0.36) * BUDGET / TOTAL
    assert exact.tolist() == [30_500, 41_500]
    assert found.tolist() == pytest.approx(exact)


def test_an_interval_with_a_moving_total_is_the_poisson_one():
    """Two municipalities with Poisson(40) and Poisson(160) cases: the distribution of the share added up exactly."""
    explored, rng = made_up(0.0), np.random.default_rng(1)
    paid = bootstrap(explored, 100_000, rng, poisson_years)[:, 0]
    own, other = np.arange(0, 120)[:, np.newaxis], np.arange(60, 280)[np.newaxis, :]
    chance = stats.poisson.pmf(own, 40) * stats.poisson.pmf(other, 160)
    for euros in (14_000, 15_500, 20_000, 24_500, 26_000):
        exact = chance[own / (own + other) <= euros / BUDGET].sum()
        # Four standard deviations of a drawn part of 100.000.
        assert (paid <= euros).mean() == pytest.approx(exact, abs=4 * np.sqrt(exact * (1 - exact) / 100_000))


def test_the_formula_gives_the_standard_deviation_by_hand():
    """Half by cases: 0,5 x 100.000 x square root of (0,2 x 0,8 / 200) = 1.414 euro, for both."""
    assert standard_error(made_up(0.5)).tolist() == pytest.approx([np.sqrt(2) * 1000] * 2, rel=1e-5)


@pytest.mark.parametrize("name", ["noord_holland_noord", "gelderland_midden"])
def test_the_formula_agrees_with_what_is_drawn(name):
    """A drawn standard deviation of 20.000 years is off by 0,5 %; four times that, and 1 % that the curve bends."""
    explored = reform(Region.open(name))
    for draw in (poisson_years, multinomial_years):
        drawn = bootstrap(explored, 20_000, np.random.default_rng(1), draw).std(axis=0)
        assert drawn == pytest.approx(standard_error(explored).to_numpy(), rel=0.03)


def test_every_draw_divides_the_whole_budget():
    explored = reform(Region.open("noord_holland_noord"))
    paid = bootstrap(explored, 500, np.random.default_rng(1), poisson_years)
    assert paid.sum(axis=1) == pytest.approx(explored.budget)


def test_the_same_seed_gives_the_same_numbers():
    explored = made_up(0.5)
    first, again, other = (bootstrap(explored, 50, np.random.default_rng(seed), poisson_years) for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_no_weight_on_the_counts_no_chance():
    """Everything by people: each draw is the proposal, and the interval has no width."""
    explored = made_up(1.0)
    paid = bootstrap(explored, 200, np.random.default_rng(1), poisson_years)
    found = interval(paid, explored.present.index, 0.9)
    assert (found["high"] - found["low"]).abs().max() < 1e-9
    assert standard_error(explored).max() < 1e-6


def test_without_counts_every_draw_is_the_proposal():
    explored = reform(Region.open("zuid_holland_zuid"))
    paid = bootstrap(explored, 3, np.random.default_rng(1), poisson_years)
    assert paid.shape == (3, 10)
    assert paid[2] == pytest.approx(explored.contribution().to_numpy())


@pytest.mark.parametrize("years", [2, 3])
def test_chance_shrinks_with_the_square_root_of_the_years(years):
    """A drawn standard deviation of 100.000 years is off by 0,22 %: the ratio of two by 0,32 %, four times 1,3 %."""
    explored = made_up(0.0)
    one, more = (
        bootstrap(explored, 100_000, np.random.default_rng(n), poisson_years, n)[:, 0].std() for n in (1, years)
    )
    assert more / one == pytest.approx(1 / np.sqrt(years), rel=0.013)


def test_a_rolling_mean_moves_less_from_year_to_year():
    """Successive means of three drawn years differ by a third of what single years do: 2 / root pi times s / 3."""
    years = np.random.default_rng(1).normal(0, 1, (200_000, 4))
    change = np.abs(years[:, 1:].mean(axis=1) - years[:, :3].mean(axis=1)).mean()
    assert change == pytest.approx(yearly_change(pd.Series([1.0]), 3)[0], rel=0.01)


def test_a_drifting_count_lags_behind():
    """40 of 200 cases, growing 10 % a year, mean of T-1 and T-2: 40 x (1/1,1 + 1/1,21)/2 = 34,71 of 194,71 cases.

    Pays 17.827 euro instead of 20.000.
    """
    explored = made_up(0.0)
    drift = pd.Series([0.1, 0.0], explored.present.index)
    past = 40 * (1 / 1.1 + 1 / 1.21) / 2
    bias = drift_bias(explored, {"cases": drift}, mean_of=2)
    assert bias.iloc[0] == pytest.approx(BUDGET * (past / (past + 160) - 0.2))
    assert bias.sum() == pytest.approx(0, abs=1e-6)


def test_at_the_break_even_drift_both_means_are_as_far_off():
    """A small share and a small drift (0,2 %), for which the formula holds: one and three counts are as far off.

    What it leaves out is of the order of the drift.
    """
    explored = made_up(0.0, cases=(40_000, 9_960_000), total=10_000_000)
    drift = break_even_drift(relative_error(expected_counts(explored)["cases"]), 1, 3).iloc[0]
    error, own = standard_error(explored).iloc[0], pd.Series([drift, 0.0], explored.present.index)
    one, three = (np.hypot(error / np.sqrt(n), drift_bias(explored, {"cases": own}, n).iloc[0]) for n in (1, 3))
    assert one == pytest.approx(three, rel=0.005)


def test_one_more_case():
    """41 of 201 cases instead of 40 of 200, all by cases: 398,01 euro."""
    assert per_case(made_up(0.0), "cases").iloc[0] == pytest.approx(BUDGET * (41 / 201 - 40 / 200))


def test_elasticity_of_a_power():
    """y = x cubed moves three per cent per per cent."""
    assert elasticities(lambda factor: pd.Series([factor**3]), 1e-4)[0] == pytest.approx(3, rel=1e-6)


def test_sobol_against_the_ishigami_function():
    """sin a + 7 sin² b + 0,1 c⁴ sin a on -pi..pi: 0,3139, 0,4424 and 0 by integration (Ishigami and Homma, 1990)."""

    def ishigami(x):
        return np.sin(x[:, [0]]) + 7 * np.sin(x[:, [1]]) ** 2 + 0.1 * x[:, [2]] ** 4 * np.sin(x[:, [0]])

    ranges = dict.fromkeys("abc", (-np.pi, np.pi))
    found = first_order(ishigami, ranges, 4096, np.random.default_rng(1)).iloc[0]
    assert found.tolist() == pytest.approx([0.3139, 0.4424, 0.0], abs=0.01)


def test_an_input_that_does_not_move_explains_nothing():
    found = first_order(
        lambda x: x.sum(axis=1, keepdims=True), {"a": (0, 1), "b": (3, 3)}, 1024, np.random.default_rng(1)
    )
    assert found.iloc[0].round(2).to_dict() == {"a": 1.0, "b": 0.0}


def test_which_input_counts_most_adds_up():
    """The contributions are nearly a sum of what each input does: the parts add up to one, sample error 0,1."""
    table = inputs.variance_shares(reform(Region.open("noord_holland_noord")))
    assert table.sum(axis=1).to_numpy() == pytest.approx(1, abs=0.1)


def test_a_back_test_by_hand():
    """Of 100 euro: 60, 70, 65 by T-1. Mean change (10 + 5) / 2, largest 10 in the second year, 10 / 60 of before."""
    people = pd.DataFrame({2017: [60, 40], 2018: [70, 30], 2019: [65, 35]}, index=["Alkmaar", "Texel"])
    found = stability(100 * keys_by_year(people, lag=1)).loc["Alkmaar"]
    assert found.to_dict() == pytest.approx(
        {"mean_change": 7.5, "largest": 10, "year": 2019, "relative": 1 / 6, "trend": 5}
    )
    # T-2 in 2019 is 60 instead of 65; the mean of 2018 and 2017 is 65: none too few.
    assert staleness(people, lag=2).loc["Alkmaar"].to_dict() == pytest.approx({2019: -0.05})
    assert staleness(people, lag=1, mean_of=2).loc["Alkmaar"].to_dict() == pytest.approx({2019: 0.0})


def test_a_year_that_is_missing_is_jumped_over():
    """Without 2018 there is no change into 2019 and none out of it by T-1."""
    people = pd.DataFrame({2016: [1.0, 1], 2017: [2.0, 1], 2019: [3.0, 1]}, index=["Alkmaar", "Texel"])
    assert keys_by_year(people, lag=1, mean_of=2).columns.tolist() == [2018]
    assert stability(keys_by_year(people, lag=0))["year"].tolist() == [2017, 2017]
    with pytest.raises(ValueError, match="follow each other"):
        stability(people[[2017, 2019]])


def test_who_cannot_be_followed_is_named_and_nothing_is_estimated():
    """A merges into B; C is split over B and D in the same year: neither B nor D can be followed. E can."""
    dates = {"2018-01-01": "ABCDE", "2019-01-01": "BDE"}
    table = pd.DataFrame(
        [
            {"reference_date": date, "gm_code": code, "population": 10.0, "population_under_20": np.nan}
            for date, codes in dates.items()
            for code in codes
        ]
    )
    mergers = pd.DataFrame(
        [("2019-01-01", "A", "A", "B", 1.0), ("2019-01-01", "C", "C", "B", 0.6), ("2019-01-01", "C", "C", "D", 0.4)],
        columns=["date", "old_gm_code", "old_municipality", "new_gm_code", "share_of_old_area"],
    )
    members = pd.Series({"Bergen": "B", "Duiven": "D", "Ede": "E"})
    found = views.follow(table, mergers, members, "population")
    assert found.lost == ["Bergen", "Duiven"]
    assert found.values.index.tolist() == ["Ede"]
    assert found.unknown == []
    assert views.follow(table, mergers, members, "population_under_20").unknown == [2018, 2019]


def test_under_twenty_is_said_to_be_missing_in_two_years():
    region = Region.open("noord_holland_noord")
    assert views.inhabitants(region, "population_under_20").unknown == [2024, 2026]
    assert "1 januari 2024 en 2026" in views.gaps(region)
    people = views.inhabitants(region, "population")
    assert people.values.shape == (17, 14)
    assert people.lost == []
    # Langedijk and Heerhugowaard together, CBS 1 January 2021 in the division of 2022.
    cbs = region.shared["population"]
    old = cbs[(cbs["reference_date"] == "2021-01-01") & cbs["municipality"].isin(["Heerhugowaard", "Langedijk"])]
    assert people.values.loc["Dijk en Waard", 2021] == old["population"].sum()


def test_the_finding_names_those_below_chance():
    """Present contribution inside the interval, by hand: Opmeer pays 13.787 less and chance is plus or minus 14.900."""
    explored = reform(Region.open("noord_holland_noord"))
    table = sure.noise(explored)
    below = table.index[(table["effect"].abs() < table["analytic"])]
    assert "Opmeer" in below
    assert set(below) == set(sure.unclear(table))
    assert all(name in sure.finding("noord_holland_noord", explored) for name in below)


def test_assumed_interventions_of_gelderland_midden():
    """7.200 + 3.600 + 1.400 + 3.200 hours a year / 22 hours per research = 700 a year; six quarters: 1.050."""
    region = Region.open("gelderland_midden")
    explored, basis = sure.read(region)
    assert explored.counted == {"interventions": pytest.approx(1050)}
    assert "assumed" in {status for name, status in basis.statuses.items() if name.startswith("hours_per_intervention")}
    halves = sure.other_counts(explored)
    assert (halves[0.5] / halves[1.0]).dropna().to_numpy() == pytest.approx(np.sqrt(2), rel=1e-6)


@pytest.mark.parametrize("total", [500, 1050, 3233])
def test_what_is_said_of_chance_in_a_count_leaves_five_counts(total):
    """Each row of the table about several counts is the same for at least five counts below 100, whichever is true."""
    counts = pd.Series(range(1, 131), dtype=float)
    error = np.sqrt((1 - counts / total) / counts)
    classes = several.coarse(error).round(6)
    for chance in classes[counts < 100].unique():
        assert (classes == chance).sum() >= 5


def test_the_table_about_several_counts_follows_from_the_coarse_chance():
    """40 of 200 cases: 1,6449 x square root of (0,8 / 40) is 23,3 %, shown as 25 %; the growth is that of 25 %."""
    table = several.break_even(made_up(0.0))
    assert table["chance"].iloc[0] == pytest.approx(0.25)
    assert table["one_three"].iloc[0] == pytest.approx(0.25 / 1.6449 * np.sqrt((2 / 3) / 3))
    shown = several.break_even_shown(table).iloc[0]
    assert shown.to_dict() == {"chance": "ongeveer 25\xa0%", "one_two": "10\xa0%", "one_three": "7\xa0%"}


def test_chance_and_lag_are_measured_as_chance_alone():
    """Without growth the row is that of one, two and three counts: 1,6449 standard deviations, on average."""
    explored = made_up(0.5)
    assert several.drifting(explored).loc["0\xa0%"].tolist() == pytest.approx(
        [1.6449 * np.sqrt(2) * 1000 / np.sqrt(n) for n in (1, 2, 3)], rel=1e-4
    )


def test_a_count_of_six_quarters_is_no_year():
    region = Region.open("gelderland_midden")
    assert several.years_per_count(region) == 1.5
    assert several.years_per_count(Region.open("noord_holland_noord")) == 1
    assert several.countings(1.5)[3] == "gemiddelde van 3 tellingen (4,5 jaar)"
    assert "deelt er 2 met het jaar ervoor" in several.spans(1.5)
    assert "van telling op telling (1,5 jaar)" in views.headline(region, reform(region))


def test_whole_euros_are_those_of_the_memo_and_bounds_are_coarse():
    """Rows add up to the budget; effect is the difference of whole euros; the interval holds the exact one."""
    explored = reform(Region.open("noord_holland_noord"))
    table = sure.noise(explored)
    shown = sure.shown(table)
    assert shown["contribution"].sum() == round(explored.budget)
    assert (shown["effect"] % 1 == 0).all()
    assert shown["effect"].sum() == shown["contribution"].sum() - round(explored.present.sum())
    assert (shown[["low", "high"]] % 1000 == 0).all(axis=None)
    assert ((shown["low"] <= table["low"]) & (table["high"] <= shown["high"])).all()


def test_without_counts_nothing_is_said_about_chance():
    explored = reform(Region.open("zuid_holland_zuid"))
    assert list(sure.shown_without_chance(sure.noise(explored))) == ["contribution", "effect"]
    assert sure.factor_sentences(explored) == [sure.NO_CHANCE]


def test_the_ranges_name_every_measure_that_moves():
    """In Gelderland-Midden the measure besides the counts is young people, not all inhabitants."""
    said = inputs.ranges_sentence(reform(Region.open("gelderland_midden")))
    assert "inwoners jonger dan 20 jaar per gemeente 1\xa0%" in said
