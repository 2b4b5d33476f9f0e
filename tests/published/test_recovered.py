"""Recovered inputs: what data/ keeps is what the methods give, on the print and on made-up regions."""

import csv
import importlib

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ROOT
from vtcost.data import Region
from vtcost.formulas.keys import mix, shares
from vtcost.reconstruction.counts import inhabitants_behind, near_integers, recovery_rate, smallest_total
from vtcost.reconstruction.keys import other_key
from vtcost.reconstruction.rounding import simplest_fraction
from vtcost.recovered import gelderland_midden as gm
from vtcost.recovered import noord_holland_noord as nhn
from vtcost.recovered.__main__ import REGIONS


@pytest.mark.parametrize("name", REGIONS)
def test_the_measures_in_data_are_those_that_the_methods_give(name):
    rows = importlib.import_module(f"vtcost.recovered.{name}").measures(Region.open(name))
    with (ROOT / "data" / name / "measures.csv").open(encoding="utf-8", newline="") as file:
        kept = list(csv.DictReader(file))
    assert [(row["measure"], row["municipality"]) for row in kept] == [(r["measure"], r["municipality"]) for r in rows]
    for old, new in zip(kept, rows, strict=True):
        assert float(old["value"]) == pytest.approx(float(new["value"]), abs=2e-10)


def test_nhn_the_smallest_total_stands_out():
    """Its residual is a fifth of what chance gives (0,289); its double gives the same shares."""
    table = nhn.residuals(Region.open("noord_holland_noord"))
    total = smallest_total(table, 0.2)
    chance = table["rms"].drop([total - 1, total, total + 1]).median()
    assert table.loc[total, "rms"] < 0.06 < chance / 4
    assert table.loc[2 * total, "sums"]


def test_nhn_one_total_of_inhabitants_gives_all_eighteen_amounts_within_half_a_euro():
    region = Region.open("noord_holland_noord")
    found = nhn.inhabitants(region)
    assert found.shape[1] == 1
    before, budget, weight = nhn.printed(region)
    keys = {"p": shares(found.iloc[:, 0].astype(float)), "c": shares(nhn.cases(region))}
    made = budget * mix(keys, {"p": weight, "c": 1 - weight})
    assert (abs(made - before) <= 0.5).all()
    assert (abs(found.iloc[:, 0] - region.measure("population", 2019)) <= 33).all()


def test_no_count_of_cases_is_kept_in_data():
    with (ROOT / "data" / "noord_holland_noord" / "measures.csv").open(encoding="utf-8", newline="") as file:
        assert all(row["unit"] == "fraction" for row in csv.DictReader(file) if row["measure"] == "closed_cases")


def test_recovery_works_at_ten_euro_and_fails_at_a_thousand():
    """Made-up regions with the same inhabitants: never a wrong total, none at all when amounts are coarse."""
    people = Region.open("noord_holland_noord").measure("population", 2019)
    fine = recovery_rate(people, 3233, 9_443_808, 10, noise=15, trials=20, seed=7)
    coarse = recovery_rate(people, 3233, 9_443_808, 1000, noise=15, trials=20, seed=7)
    assert fine["found"] > 0.7
    assert fine["wrong"] == 0
    assert coarse["found"] == 0


def test_gm_one_increase_gives_the_last_digits_of_three_grants():
    assert gm.increase(Region.open("gelderland_midden")) == [690_730, 690_731]


def test_gm_fixed_share_in_data_is_the_one_that_fits_best():
    region = Region.open("gelderland_midden")
    assert gm.fixed_share(region) == pytest.approx(region.input("fixed_share"), abs=1e-9)


def test_gm_recovered_youth_budget_gives_the_printed_share_of_the_arnhem_region():
    region = Region.open("gelderland_midden")
    members = gm.model.subregions(region)
    assert round(gm.youth(region)[members == gm.CENTRAAL].sum(), 3) == 0.674


@given(st.lists(st.integers(1, 500), min_size=5, max_size=15), st.integers(0, 10_000))
def test_counts_come_back_from_exact_shares(counts, seed):
    share = shares(pd.Series(counts, dtype=float))
    total = smallest_total(near_integers(share, range(1, sum(counts) + 1)), 1e-6)
    assert sum(counts) % total == 0


@given(
    st.lists(st.integers(500, 100_000), min_size=6, max_size=18),
    st.lists(st.integers(1, 400), min_size=18, max_size=18),
    st.floats(0.2, 0.8),
)
def test_inhabitants_come_back_from_printed_amounts(people, counts, weight):
    names = [f"g{number}" for number in range(len(people))]
    inhabitants = pd.Series(people, index=names, dtype=float)
    cases = pd.Series(counts[: len(people)], index=names, dtype=float)
    budget = 1e9
    keys = {"p": shares(inhabitants), "c": shares(cases)}
    paid = (budget * mix(keys, {"p": weight, "c": 1 - weight})).round()
    total = sum(people)
    found = inhabitants_behind(paid, budget, cases, weight, range(total - 5, total + 6))
    assert found[total].tolist() == people


@given(st.integers(1, 60), st.integers(1, 60))
def test_the_simplest_fraction_is_found(above, below):
    value = above / below
    found = simplest_fraction(value - 1e-9, value + 1e-9, 100)
    assert float(found) == pytest.approx(value)
    assert found.denominator <= below


@pytest.mark.parametrize("weight", [-0.1, 1.0])
def test_a_weight_that_leaves_nothing_is_refused(weight):
    with pytest.raises(ValueError, match="weight_known"):
        other_key(pd.Series({"a": 0.5, "b": 0.5}), pd.Series({"a": 0.5, "b": 0.5}), weight)
