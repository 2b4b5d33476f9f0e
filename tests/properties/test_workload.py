"""What the people needed depend on: shares of the work, absence, volumes under stated assumptions, and the money."""

import pandas as pd
import pytest

from vtcost.data import Region, region_names
from vtcost.exploration import capacity as views
from vtcost.model_cells import model_of
from vtcost.quantity import given as quantity
from vtcost.workload import hours_at_absence, one_at_a_time, projections


@pytest.fixture(scope="module")
def zhz() -> Region:
    return Region.open("zuid_holland_zuid")


def test_people_needed_is_the_print(zhz):
    """zhz-2024, Toelichting: 73,33 FTE, from (3.300 x 2 + 3.900 x 16 + 600 x (16 + 22 + 12)) / 1.350 hours."""
    assert round(views.needed(zhz), 2) == zhz.figure(
        "zhz-2024/toelichting/benodigde-formatie-2025-regionale-normen/fte"
    )


def test_the_services_share_all_the_work(zhz):
    assert views.work_shares(zhz).sum() == pytest.approx(1, abs=1e-12)


def test_an_elasticity_is_what_one_per_cent_does(zhz):
    """The need is linear in each norm: 1 % on the norm of triage is 0,630303 % on 73,33 FTE."""
    made, parts = model_of(zhz), views.work_shares(zhz)
    dearer = one_at_a_time(made["needed"], zhz.parameter("mix_of"), {k: [n] for k, n in made["norm"].items()}, 0.01)
    rise = dearer["higher"] / views.needed(zhz) - 1
    assert rise.to_numpy() == pytest.approx((0.01 * parts).to_numpy(), rel=1e-9)
    assert parts["Triage"] == pytest.approx(62_400 / 99_000, rel=1e-12)


def test_one_at_a_time_by_hand(zhz):
    """Research is 600 x 22 hours; 10 % is 1.320 hours, 0,978 FTE either way. Hours per FTE: 73,33 / 0,9 = 81,48."""
    table = views.sensitivity(zhz)
    needed = 99_000 / 1350
    assert table.loc["Onderzoek: uren of aantal", "higher"] == pytest.approx(needed + 1320 / 1350, rel=1e-12)
    assert table.loc["Onderzoek: uren of aantal", "lower"] == pytest.approx(needed - 1320 / 1350, rel=1e-12)
    assert table.loc["Uren per fte", "lower"] == pytest.approx(needed / 0.9, rel=1e-12)
    assert table.loc["Uren per fte", "higher"] == pytest.approx(needed / 1.1, rel=1e-12)


def test_all_reports_together_move_all_but_advice(zhz):
    """92.400 of 99.000 hours follow the reports: 10 % is 9.240 hours, 6,84 FTE."""
    row = views.sensitivity(zhz).loc["Meldingen, met alles wat meeloopt"]
    assert row["higher"] - row["lower"] == pytest.approx(2 * 9240 / 1350, rel=1e-12)
    assert row["elasticity"] == pytest.approx(92_400 / 99_000, rel=1e-12)


def test_absence_by_hand(zhz):
    """15 %: 1.350 x 0,85 / 0,945 = 1.214,29 hours, 99.000 / 1.214,29 = 81,53 FTE; at the norm nothing changes."""
    assert hours_at_absence(1350, 0.055, 0.055) == 1350
    assert hours_at_absence(1350, 0.15, 0.055) == pytest.approx(1147.5 / 0.945, rel=1e-12)
    table = views.absence(zhz)
    assert table.loc["zoals in 2022", "needed"] == pytest.approx(99_000 * 0.945 / 1147.5, rel=1e-12)
    assert table.loc["norm", "extra"] == 0
    # The other assumption: 1.350 hours before any absence, 99.000 / (1.350 x 0,85).
    assert table.loc["zoals in 2022", "not_included"] == pytest.approx(99_000 / 1147.5, rel=1e-12)
    # The difference between two absences is a ratio that does not depend on which assumption holds.
    rises = [table[name] / table.loc["norm", name] for name in ("needed", "not_included")]
    pd.testing.assert_series_equal(*rises, check_names=False, rtol=1e-12)


def test_projections_by_hand():
    """3.894, 4.171, 4.599: the mean growth is (4.599 - 3.894) / 2 = 352,5, the last 428; two years on from 4.998."""
    found = projections(pd.Series({2021: 3894, 2022: 4171, 2023: 4599}), base=4998, years=2)
    assert found.to_dict() == {"level": 4998, "mean_growth": 4998 + 705, "last_growth": 4998 + 856}


def test_a_falling_series_stops_at_zero():
    assert projections(pd.Series({2021: 30, 2022: 10}), base=5, years=1)["last_growth"] == 0


def test_projections_promise_no_precision(zhz):
    table = views.projection_table(zhz, 2026)
    assert (table["reports"] % views.TO == 0).all()
    assert (table[["low", "high"]] % 1 == 0).all(axis=None)
    assert (table["low"] <= table["high"]).all()


@pytest.mark.parametrize(
    "call",
    [
        lambda: projections(pd.Series({2021: 1.0}), 1, 1),
        lambda: projections(pd.Series({2021: 1.0, 2023: 1.0}), 1, 1),
        lambda: projections(pd.Series({2021: 1.0, 2022: -1.0}), 1, 1),
        lambda: one_at_a_time(quantity(pd.Series({"a": 1.0}), "een", "number"), "a", {}, 1.0),
        lambda: hours_at_absence(1350, 1.0, 0.055),
        lambda: hours_at_absence(0, 0.1, 0.055),
    ],
)
def test_bad_input_is_refused(call):
    with pytest.raises(ValueError, match="expected"):
        call()


@pytest.mark.parametrize("name", region_names())
def test_one_fte_more_costs_its_price_and_nobody_gains(name):
    table = views.one_fte(Region.open(name), 104_000)
    assert table["extra"].sum() == pytest.approx(104_000, abs=0.005)
    assert (table["extra"] > 0).all()


def test_one_fte_more_is_the_model_at_a_higher_budget():
    """The second route: open Noord-Holland Noord with a budget of one FTE more, and subtract."""
    less = model_contribution(Region.open("noord_holland_noord"))
    budget = Region.open("noord_holland_noord").input("budget")
    more = model_contribution(Region.open("noord_holland_noord", budget=budget + 104_000))
    found = views.one_fte(Region.open("noord_holland_noord"), 104_000)["extra"]
    pd.testing.assert_series_equal(found, more - less, check_names=False, rtol=1e-9)


def model_contribution(region: Region) -> pd.Series:
    from vtcost.reforms import reform

    return reform(region).contribution()


def test_the_decision_has_two_shortages(zhz):
    """Printed, with its own volumes: 63,40 less 70,40 is -7,00. With those of the proposal, less 73,33: -9,93."""
    gaps = views.gaps(zhz).round(2)
    assert gaps["printed"] == -7.00
    assert round(views.needed_by_decision(zhz), 2) == 70.40
    assert gaps["decision"] == -9.93
    note = views.gap_notes(zhz)
    assert "7,00, zoals de memo drukt" in note
    assert "werk van het voorstel en mensen van het besluit 9,93" in note


def test_no_table_has_two_columns_with_one_name():
    """Labels with their units, as they stand in the headers; the name of the rows is none of them."""
    for labels in (views.VOLUME_LABELS, views.ABSENCE_LABELS, views.REGION_LABELS, views.COST_LABELS):
        assert len(set(labels.values())) == len(labels)


def test_closing_the_gap_is_divided_by_inhabitants(zhz):
    """7,18333 FTE at 104.000 euro is 747.067 euro; everybody pays the same per inhabitant."""
    table, people = views.cost_per_municipality(zhz), zhz.measure("population", 2024)
    assert table["proposal"].sum() == pytest.approx((99_000 / 1350 - 66.15) * 104_000, rel=1e-12)
    assert (table["proposal"] / people).to_numpy() == pytest.approx(table["proposal"].sum() / people.sum())
