"""Scenarios side by side: the present changes nothing, effects add up, and always means always."""

import functools
import struct

import pandas as pd
import pytest

from vtcost import scenarios
from vtcost.alternatives import Alternatives, compare
from vtcost.alternatives.outcome import chosen
from vtcost.data import InputError, Region, region_names
from vtcost.model_cells import model_of
from vtcost.models import noord_holland_noord as nhn
from vtcost.reforms import reform

PRESENT = pd.Series({"Groot": 60.0, "Midden": 30.0, "Klein": 10.0})
PEOPLE = pd.Series({"Groot": 600, "Midden": 300, "Klein": 200})
# Groot pays less twice, Klein more twice, Midden once this and once that; in "same" nobody's amount changes.
PAID = pd.DataFrame(
    {
        "same": PRESENT,
        "first": {"Groot": 50.0, "Midden": 35.0, "Klein": 15.0},
        "second": {"Groot": 59.0, "Midden": 30.0, "Klein": 11.0},
    }
)


@functools.cache
def computed(name: str) -> Alternatives:
    """The region's own scenarios with the memo's parameters."""
    return compare(Region.open(name))


def file(tmp_path, text: str):
    path = tmp_path / "scenarios.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_effects_by_hand():
    """Groot pays 50 instead of 60: -10 euro, -10/60, -10/600 per inhabitant."""
    row = scenarios.side_by_side(PAID, PRESENT, PEOPLE).loc["Groot", "first"]
    assert row.to_dict() == {
        "contribution": 50.0,
        "euro": -10.0,
        "fraction": -10 / 60,
        "euro_per_inhabitant": -10 / 600,
    }


def test_winners_and_losers_by_hand():
    """First: Groot less, Midden and Klein more. Second: Groot less, Midden the same, Klein more."""
    counted = scenarios.counts(scenarios.outcomes(PAID, PRESENT, 0.01))
    assert counted.loc["first"].tolist() == [1, 0, 2]
    assert counted.loc["second"].tolist() == [1, 1, 1]
    assert counted.loc["same"].tolist() == [0, 3, 0]


def test_always_by_hand():
    """Groot always pays less and Klein always more; Midden does not, and the present itself does not count."""
    found = scenarios.outcomes(PAID, PRESENT, 0.01)
    assert scenarios.always(found, scenarios.LESS) == ["Groot"]
    assert scenarios.always(found, scenarios.MORE) == ["Klein"]
    assert scenarios.always(found[["same"]], scenarios.LESS) == []


def test_groups_by_hand():
    """Midden and Klein together: 40 now, 50 in the first scenario: +10 euro, a quarter, 10/500 per inhabitant."""
    group = pd.Series({"Groot": "one", "Midden": "two", "Klein": "two"})
    row = scenarios.by_group(PAID, PRESENT, PEOPLE, group).loc["two", "first"]
    assert row.tolist() == [50.0, 10.0, 0.25, 10 / 500]


@pytest.mark.parametrize(("cents", "outcome"), [(1, 0), (-1, 0), (2, 1), (-2, -1)])
def test_a_cent_is_no_difference(cents, outcome):
    """A difference of a cent counts as none, two cents do count."""
    now = pd.Series({"Texel": 0.0})
    assert scenarios.outcomes(pd.DataFrame({"one": now + cents / 100}), now, 0.01).loc["Texel", "one"] == outcome


def test_the_order_of_municipalities_does_not_matter():
    turned = PRESENT.iloc[::-1]
    pd.testing.assert_frame_equal(
        scenarios.side_by_side(PAID, turned, PEOPLE), scenarios.side_by_side(PAID, PRESENT, PEOPLE)
    )


@pytest.mark.parametrize("name", region_names())
def test_the_present_has_an_effect_of_exactly_zero(name):
    """Zero to the last bit, with a plus: for `present: true`, in euro, as a fraction and per inhabitant."""
    found = computed(name)
    now = next(one.name for one in found.scenarios if one.present)
    table = found.side_by_side[now].drop(columns="contribution")
    assert {struct.pack(">d", value) for value in table.to_numpy().ravel()} == {bytes(8)}
    exact = found.contributions[now] - found.present
    assert {struct.pack(">d", value) for value in exact} == {bytes(8)}


@pytest.mark.parametrize(
    ("region", "text"),
    [
        ("gelderland_midden", "{name: nul, model: a}"),
        (
            "zuid_holland_zuid",
            "{name: nul, parameters: {mix_of: Begroting 2025 besluit AB, reports: 4400, advice: 3168}}",
        ),
    ],
)
def test_parameters_that_reproduce_the_present_have_no_effect(tmp_path, region, text):
    """GM: the present is variant A. ZHZ: the numbers of the last decision, 4.400 reports and 3.168 requests."""
    found = compare(Region.open(region), file=file(tmp_path, f"scenarios: [{text}]"))
    assert (found.side_by_side["nul"][["euro", "fraction", "euro_per_inhabitant"]] == 0.0).all(axis=None)
    assert found.outcomes()["nul"].eq(0).all()


@pytest.mark.parametrize("name", ["noord_holland_noord", "gelderland_midden"])
def test_a_scenario_adds_up_to_its_costs(name):
    """Contributions add up to the budget of the scenario (C1 and C2: to the printed products, 38 euro less)."""
    region, found = Region.open(name), computed(name)
    for scenario in found.scenarios:
        budget = scenario.parameters.get("budget", region.input("budget"))
        left = -38 if scenario.model in ("c1", "c2") else 0
        assert found.whole[0][scenario.name].sum() == budget + left
        assert found.whole[1][scenario.name].sum() == budget
        assert found.side_by_side[scenario.name]["euro"].sum() == left


def test_a_scenario_is_the_model_under_its_parameters():
    """70 % inhabitants is what the model gives with that weight; without parameters it is the proposal of the memo."""
    found, region = computed("noord_holland_noord"), Region.open("noord_holland_noord")
    other = Region.open("noord_holland_noord", weight_inhabitants=0.7)
    paid = nhn.allocation(nhn.read(other))["contribution"]
    assert (found.contributions["70/30"] - paid).abs().max() < 1e-5
    assert (found.contributions["Voorstel 50/50"] - reform(region).contribution()).abs().max() < 1e-5


def test_the_base_parameters_hold_where_a_scenario_sets_none():
    """The budget of the build holds for the scenario 70/30, not for the one that names its own; the present follows."""
    found = compare(Region.open("noord_holland_noord", budget=9_500_000))
    for whole in (each.sum() for each in found.whole):
        assert (whole["70/30"], whole["9 miljoen"]) == (9_500_000, 9_000_000)
    assert found.present.sum() == pytest.approx(9_500_000)


def test_the_present_has_no_effect_on_another_budget(tmp_path):
    """The old key at twice the budget: everybody pays twice as much, set against the same: zero to the last bit."""
    text = "scenarios: [{name: dubbel, present: true, parameters: {budget: 18887616}}]"
    found = compare(Region.open("noord_holland_noord"), file=file(tmp_path, text))
    assert (found.contributions["dubbel"] / found.present - 2).abs().max() < 1e-9
    values = found.side_by_side["dubbel"].drop(columns="contribution").to_numpy().ravel()
    assert {struct.pack(">d", value) for value in values} == {bytes(8)}
    assert "dubbel" not in found.changing()


def test_a_scenario_is_a_memo_rebuilt_with_its_parameters():
    """10 million: Hoorn pays 1.231.940 and by the old key 1.832.633 (1.730.704 x 10 / 9,443808): 600.693 less.

    The same as in the results of a build with that budget and in a reform under it, for every municipality.
    """
    found, rebuilt = computed("noord_holland_noord"), Region.open("noord_holland_noord", budget=10_000_000)
    effect = found.side_by_side["10 miljoen"]["euro"]
    explored = reform(rebuilt)
    assert abs(1_231_940 - 1_730_704 * 10_000_000 / 9_443_808 - effect["Hoorn"]) <= 1.5
    assert ((effect > 0).sum(), (effect < 0).sum()) == (12, 6)
    assert abs(effect["Hoorn"] + 600_693) <= 1
    assert abs(effect["Alkmaar"] + 59_063) <= 1
    assert ((explored.contribution() - explored.present) - effect).abs().max() <= 1
    rows = nhn.results(rebuilt, "key").query("component == 'effect'").set_index("municipality")["value"]
    assert (rows - effect).abs().max() <= 1
    assert (compare(rebuilt).side_by_side["Voorstel 50/50"]["euro"] == effect).all()


def test_another_budget_does_not_count_for_always():
    """At 9 million Alkmaar pays more than by the old key on 9 million; in the four with one budget always less."""
    found = computed("noord_holland_noord")
    assert found.compared() == ["Voorstel 50/50", "70/30", "30/70", "Alleen inwoners"]
    assert found.side_by_side.loc["Alkmaar", ("9 miljoen", "euro")] > 0
    assert "Alkmaar" in found.always(scenarios.LESS)
    assert len(found.always(scenarios.LESS)) + len(found.always(scenarios.MORE)) == 15


def test_scenarios_with_only_other_budgets_are_still_counted(tmp_path):
    text = (
        "scenarios: [{name: Memo, parameters: {weight_inhabitants: 0.5}}, {name: tien, parameters: {budget: 10000000}}]"
    )
    found = compare(Region.open("noord_holland_noord", budget=10_000_000), file=file(tmp_path, text))
    assert found.compared() == ["Memo", "tien"]
    only = compare(
        Region.open("noord_holland_noord"), file=file(tmp_path, text.replace("0.5}", "0.5, budget: 9000000}"))
    )
    assert only.compared() == ["Deze memo"]


def test_the_choice_of_a_rebuilt_memo_stands_among_the_scenarios():
    """With 60 % inhabitants the memo is none of those listed: it comes after the present. Else all is listed."""
    region = Region.open("noord_holland_noord", weight_inhabitants=0.6)
    found, listed = compare(region), list(computed("noord_holland_noord").contributions)
    assert list(found.contributions) == [listed[0], "Deze memo", *listed[1:]]
    assert (found.contributions["Deze memo"] - reform(region).contribution()).abs().max() < 1e-5
    for name in region_names():
        assert "Deze memo" not in computed(name).contributions


def test_the_name_of_the_memo_may_be_taken(tmp_path):
    text = "scenarios: [{name: deze memo, parameters: {weight_inhabitants: 0.7}}]"
    found = compare(Region.open("noord_holland_noord"), file=file(tmp_path, text))
    assert list(found.contributions) == ["Deze memo zelf", "deze memo"]


def test_an_input_for_chance_is_no_basis_of_a_contribution():
    """Hours per intervention only tell how many cases there are; the shares of the production do count."""
    statuses = computed("gelderland_midden").basis.statuses
    assert not [name for name in statuses if name.startswith("hours_per_intervention")]
    assert any(name.startswith("production_interventions") for name in statuses)


def test_people_by_hand():
    """70,40 needed and 63,40 available: 7,00 FTE at 104.000 is 728.000; 2023 as printed: 71,07. The cost adds up."""
    found = computed("zuid_holland_zuid")
    assert found.staff.loc["Nu (besluit AB)", ["fte_needed", "gap", "cost"]].round(2).tolist() == [70.4, -7.0, 728_000]
    assert round(found.staff.loc["Aantallen 2023", "fte_needed"], 2) == 71.07
    assert (found.whole[0].sum() - found.staff["cost"]).abs().max() <= 0.5


def test_people_are_those_of_the_model():
    """The staff of each scenario is what the model of the region gives under the same parameters."""
    region = Region.open("zuid_holland_zuid")
    found, forecast = computed(region.name), model_of(region)["forecast_by"]
    needed = found.staff["fte_needed"]
    assert needed["Prognose"] == pytest.approx(float(forecast["regional"]), abs=1e-9)
    assert needed["Landelijke norm"] == pytest.approx(float(forecast["national"]), abs=1e-9)
    assert needed["Triage bij elke melding"] == pytest.approx(float(forecast["regional_literal"]), abs=1e-9)
    assert needed["1.300 uren per fte"] == pytest.approx(float(forecast["regional"]) * 1350 / 1300, abs=1e-9)


def test_a_variant_that_lacks_an_input_is_left_out_and_said():
    """C1 of 2019 needs the reports per municipality: not computable; the others remain."""
    found = compare(Region.open("gelderland_midden", year=2019))
    assert list(found.left_out) == ["C1"]
    assert "meldingen per gemeente" in found.left_out["C1"]
    assert "C1" not in found.contributions


def test_a_model_over_years_gives_the_year_asked():
    """The rising transition starts with 30 % inhabitants and ends with the 50 % of the proposal."""
    region = Region.open("noord_holland_noord")
    rows = {year: chosen(region, "transition_rising", year) for year in (None, 2021)}
    assert rows[None]["year"].unique().tolist() == [2019]
    last = rows[2021].set_index("municipality")["value"]
    assert (last - reform(region).contribution()).abs().max() < 1e-5
    with pytest.raises(InputError, match="year 2025: expected one of 2019, 2020, 2021"):
        chosen(region, "transition_rising", 2025)
