"""The model of Zuid-Holland Zuid, by hand and for any numbers: its cells are the only place where its rules stand."""

import contextlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import vtcost
from tests.model.notebook import changed, code, notebook, run, source
from vtcost.data import InputError, Region, half_digits
from vtcost.data.given import halves
from vtcost.decision import zuid_holland_zuid as decision
from vtcost.model_cells import model_of
from vtcost.quantity import Quantity, interval, numbers, words

NAME, PROPOSAL, DECISION = "zuid_holland_zuid", "Begroting 2025 voorstel DB", "Begroting 2025 besluit AB"
amounts = st.floats(0, 1e5)


@pytest.fixture(scope="module")
def model():
    return vtcost.model(NAME)


def test_people_needed_by_hand(model):
    """(3.300 x 2 + 3.900 x 16 + 600 x 16 + 600 x 22 + 600 x 12) / 1.350 = 99.000 / 1.350 = 73,33."""
    assert [one[PROPOSAL] for one in model["hours"].values()] == [6600, 62_400, 9600, 13_200, 7200]
    assert model["work"][PROPOSAL] == 99_000
    assert model["needed"][PROPOSAL] == 99_000 / 1350
    assert (words(model["needed"]), numbers(model["needed"], PROPOSAL)) == (
        "Uren samen / Uren per fte",
        "99.000 / 1.350",
    )


def test_gap_and_cost_by_hand(model):
    """66,15 - 73,33 = -7,18; at 104.000 euro 747.067; over 471.346 inhabitants 1,58. 2021 has enough: no cost."""
    assert round(model["gap"][PROPOSAL], 2) == -7.18
    assert round(model["cost"][PROPOSAL]) == 747_067
    assert model["cost"]["Realisatie 2021"] == 0
    assert round(model["cost_per_inhabitant"][PROPOSAL], 2) == 1.58


def test_the_readings_by_hand(model):
    """National: 600 x (35 - 22) + 600 x (15 - 12) = 9.600 hours more. Literal: 4.600 - 3.900 reports of 16 hours."""
    needed = model["needed_by"]
    assert needed["national"][PROPOSAL] == pytest.approx(108_600 / 1350, rel=1e-12)
    assert needed["regional_literal"][PROPOSAL] == pytest.approx((99_000 + 700 * 16) / 1350, rel=1e-12)
    assert needed["national_literal"][PROPOSAL] == pytest.approx((108_600 + 700 * 16) / 1350, rel=1e-12)


def test_the_forecast_by_hand(model):
    """3.900 x 2 + 92.400 x 5.220 / 4.600 = 112.653,9 hours; literally 5.220 x 16 for triage."""
    by_reports = 92_400 * 5220 / 4600
    assert float(model["forecast_needed"]) == pytest.approx((7800 + by_reports) / 1350, rel=1e-12)
    literal = 7800 + by_reports - 62_400 * 5220 / 4600 + 5220 * 16
    assert float(model["forecast_by"]["regional_literal"]) == pytest.approx(literal / 1350, rel=1e-12)


def test_what_fits_by_hand(model):
    """(63,40 x 1.350 - 3.168 x 2 - 576 x 12) / (81.792 / 4.400) = 3.892 reports; 4.400 need 70,40, 7,00 too many."""
    assert round(model["fit"]["2025"]) == 3892
    assert round(model["fit_literal"]["2025"]) == 3449
    assert model["claim_needs"]["2025"] == pytest.approx(70.40, abs=1e-9)
    assert model["claim_short"]["2025"] == pytest.approx(7.00, abs=1e-9)


@given(st.lists(amounts, min_size=5, max_size=5), st.lists(st.floats(0.5, 50), min_size=5, max_size=5))
def test_needs_are_in_proportion_and_every_hour_belongs_to_a_service(counts, norms):
    """For any counts and norms: the sum of their products over the hours per FTE; twice the counts, twice the need."""
    model = model_of(region())
    cases = {one: np.full(7, count) for one, count in zip(model["volume"].values(), counts, strict=True)}
    each = {one: np.array([norm]) for one, norm in zip(model["norm"].values(), norms, strict=True)}
    needed = model["needed"].evaluated({**cases, **each})
    assert needed == pytest.approx(np.dot(counts, norms) / 1350, rel=1e-9, abs=1e-9)
    twice = model["needed"].evaluated({one: 2 * count for one, count in cases.items()} | each)
    assert twice == pytest.approx(2 * needed, rel=1e-9)
    half = model["needed"].evaluated({**cases, **each, model["hours_per_fte"]: np.array([675.0])})
    assert half == pytest.approx(2 * needed, rel=1e-9)
    parts = [
        one.evaluated({model["volume"][name]: np.full(7, count), model["norm"][name]: np.array([norm])})
        for (name, one), count, norm in zip(model["fte"].items(), counts, norms, strict=True)
    ]
    assert sum(parts) == pytest.approx(needed, rel=1e-9, abs=1e-9)


@given(st.floats(0, 500), st.floats(0, 500), st.floats(0, 1e6))
def test_only_a_shortage_costs(there, needed, price):
    model = model_of(region())
    asked = {model["available"]: np.full(7, there), model["needed"]: np.full(7, needed)}
    assert model["gap"].evaluated(asked) == pytest.approx(there - needed)
    cost = model["cost"].evaluated({**asked, model["cost_per_fte"]: np.array([price])})
    assert cost == pytest.approx(max(needed - there, 0) * price)


@given(st.floats(0, 500))
def test_what_fits_is_the_inverse_of_what_is_needed(people):
    """The reports that fit need just those people, if the work that does not move leaves any hours."""
    model = model_of(region())
    claimed = {model["claimed"]["fte"]: np.full(2, people)}
    fit = model["fit"].evaluated(claimed)
    needs = model["claim_needs"].evaluated({model["claimed"]["reports"]: fit})
    assert (fit >= 0).all()
    assert needs[fit > 0] == pytest.approx(people, rel=1e-9)


@given(st.floats(0.1, 10))
def test_growing_with_the_reports_leaves_advice_alone(factor):
    """4.600 reports times a factor: the other hours times that factor, the advice as asked."""
    model = model_of(region())
    hours = model["forecast_needed"].evaluated({model["reports"]: np.array([4600 * factor])})[0] * 1350
    assert hours == pytest.approx(7800 + 92_400 * factor, rel=1e-9)


@pytest.fixture(scope="module", autouse=True)
def one_region():
    region.known = Region.open(NAME)


def region() -> Region:
    return region.known


def test_parameters_are_those_of_the_command_line():
    assert vtcost.model(NAME, hours_per_fte="1400")["needed"][PROPOSAL] == 99_000 / 1400
    national = vtcost.model(NAME, norms="national")
    assert national["needed"][PROPOSAL] == national["needed_by"]["national"][PROPOSAL]
    with pytest.raises(InputError, match="unknown parameter 'hour_per_fte'"):
        vtcost.model(NAME, hour_per_fte=1400)


def test_a_print_hides_half_its_last_digit(model):
    """Beschikbaar 62,57 and 66,15 are known to 0,005, 63,4 of the decision to 0,05; so is structural 58,9.

    Norms are whole: half an hour on the 22 of research, 600 times, is 300 hours or 0,22 FTE.
    """
    hidden = halves(model.region, [model["gap"]])
    there = {model["available"]: hidden[model["available"]]}
    low, high = interval(model["gap"], there)
    assert low == pytest.approx([0.005] * 6 + [0.05])
    assert high == pytest.approx(low)
    research = model["norm_table"]["Onderzoek"]
    assert interval(model["needed"], {research: hidden[research]})[1][5] == pytest.approx(300 / 1350)


def test_cells_run_unchanged_on_plain_numbers_and_series(model):
    """Cells without variants give with plain Series what they give with quantities: only operators and functions."""
    space = {"region": PlainRegion(model.region), "Model": PlainModel, "fixed": str, "half_digits": plain_half}
    for cell in code(notebook(NAME)["cells"], "model"):
        if any(word in source(cell) for word in ("Variant(", "literal(", "given_checks(", "model.result")):
            continue
        try:
            # Sheets and what is fixed are no part of the arithmetic.
            exec(source(cell).replace("import Model, Variant, fixed, ", "import ").replace(HALF, ""), space)
        except NameError:
            # It uses what a variant made.
            continue
    compared = [name for name, one in model.quantities.items() if isinstance(one, Quantity) and name in space]
    for name in compared:
        assert np.array_equal(model[name].series, space[name]) or np.asarray(space[name]) == pytest.approx(
            model[name].value
        ), name
    assert len(compared) > 20


class PlainRegion:
    """A region that gives Series and numbers instead of quantities."""

    def __init__(self, region: Region):
        self.region, self.tables, self.year = region, region.tables, region.year

    def __getitem__(self, name: str):
        return bare(self.region[name])


HALF = "from vtcost.data import half_digits\n"


def plain_half(plain: PlainRegion, name: str):
    return bare(half_digits(plain.region, name))


class PlainModel:
    """Sheets that name nothing."""

    def __init__(self, _region):
        self.sheet = lambda *_args, **_kind: contextlib.nullcontext()


def bare(one):
    return {item: bare(part) for item, part in one.items()} if isinstance(one, dict) else one.series


def test_another_formula_gives_another_decision(tmp_path):
    """The rules are not typed: with needed twice as high, its article and that of the outcome change, no other."""

    def twice(cells):
        for cell in code(cells, "model"):
            cell["source"] = source(cell).replace("needed = work / hours_per_fte", "needed = 2 * work / hours_per_fte")
        return cells

    before = decision.articles(region(), model_of(region()))
    after = decision.articles(region(), run(changed(NAME, tmp_path, twice)))
    assert [old[:9] for old, new in zip(before, after, strict=True) if old != new] == ["Formatie.", "Uitkomst."]
