"""The formula for many scenarios at once gives what the formula for one gives."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vtcost import batch
from vtcost.data import Region, region_names
from vtcost.formulas.costs import Part, Relief, contributions
from vtcost.formulas.keys import mix, shares
from vtcost.reforms import reform

NAMES = [f"municipality {number}" for number in range(6)]
positive = st.floats(1, 1e6)


@st.composite
def scenarios(draw):
    """Some scenarios of two measures over six municipalities in two groups, weights, budgets and two grants."""
    count = draw(st.integers(1, 4))
    measures = np.array(draw(st.lists(positive, min_size=12 * count, max_size=12 * count))).reshape(2, count, 6)
    weights = np.array(draw(st.lists(st.floats(0, 1), min_size=count, max_size=count)))
    budgets = np.array(draw(st.lists(positive, min_size=count, max_size=count)))
    return measures, weights, budgets, draw(positive), draw(positive)


@given(scenarios())
@settings(max_examples=40)
def test_a_batch_equals_the_scalar_formula(drawn):
    """Both measures mixed, one grant by what is paid, one by a fixed key: every scenario as computed one by one."""
    measures, weights, budgets, first, second = drawn
    fixed = np.array([0.5, 0.3, 0.2])
    grants = [batch.Grant(first, np.array([0, 2, 4]), 2), batch.Grant(second, np.array([1, 3, 5]), 0, fixed)]
    amounts = batch.amounts_of(budgets, {"a": weights, "b": 1 - weights}, ["a", "b"])
    paid = batch.contributions(amounts, [batch.shares(measure) for measure in measures], grants)
    for row, (weight, budget) in enumerate(zip(weights, budgets, strict=True)):
        keys = {name: shares(pd.Series(measures[place, row], NAMES)) for place, name in enumerate("ab")}
        key = mix(keys, {"a": weight, "b": 1 - weight})
        by_paid = shares(key.iloc[[0, 2, 4]])
        reliefs = [
            Relief("by paid", first, by_paid, NAMES[2]),
            Relief("fixed", second, pd.Series(fixed, [NAMES[1], NAMES[3], NAMES[5]]), NAMES[0]),
        ]
        one = contributions([Part("costs", budget, key)], reliefs)["contribution"]
        assert paid[row] == pytest.approx(one[NAMES].to_numpy(), rel=1e-9, abs=1e-9 * max(first, second, budget))
        assert paid[row].sum() == pytest.approx(budget, rel=1e-9, abs=1e-9 * (first + second))


@pytest.mark.parametrize("name", region_names())
def test_a_region_in_a_batch_equals_the_region(name):
    """Weights and measures drawn at random: the batch of a reform gives its contribution, to a millionth of a cent."""
    explored, rng = reform(Region.open(name)), np.random.default_rng(6)
    weights = rng.random(5)
    chosen = explored.turned(weights)
    measures = {measure: rng.uniform(1, 1000, (5, len(explored.present))) for measure in explored.measures}
    paid = explored.batch(chosen, measures)
    for row in range(5):
        series = {measure: pd.Series(values[row], explored.present.index) for measure, values in measures.items()}
        one = explored.contribution({measure: float(weight[row]) for measure, weight in chosen.items()}, series)
        assert paid[row] == pytest.approx(one.to_numpy(), rel=1e-9, abs=1e-8)
    assert explored.batch() == pytest.approx(explored.contribution().to_numpy(), rel=1e-12)


@pytest.mark.parametrize("name", region_names())
def test_budget_and_grants_of_a_batch(name):
    """Other budgets are divided in full, and grants only move money."""
    explored = reform(Region.open(name))
    paid = explored.batch(budget=np.array([1e6, 2e6]), grant=np.array([0.5, 1.5]))
    assert paid.sum(axis=1) == pytest.approx([1e6, 2e6])


def test_chunks_are_the_whole():
    """More rows than fit in a chunk: put together they are the product of amounts and keys."""
    rng = np.random.default_rng(6)
    keys = [batch.shares(rng.random(400)) for _ in range(3)]
    weights = rng.dirichlet([1, 1, 1], 1000)
    budgets = rng.uniform(1e6, 1e7, 1000)
    pieces = list(batch.in_chunks(weights, budgets, keys))
    assert len(pieces) > 1
    assert max(paid.size for _, paid in pieces) <= batch.CHUNK
    whole = np.concatenate([paid for _, paid in pieces])
    np.testing.assert_allclose(whole, (weights * budgets[:, np.newaxis]) @ np.stack(keys), rtol=1e-12)
    assert np.concatenate([np.arange(1000)[rows] for rows, _ in pieces]).tolist() == list(range(1000))


def test_what_is_no_scenario_is_refused():
    keys = [np.array([0.5, 0.5])] * 2
    with pytest.raises(ValueError, match="scenario 1"):
        list(batch.in_chunks(np.array([[0.5, 0.5], [0.5, 0.6]]), np.ones(2), keys))
    with pytest.raises(ValueError, match="scenario 0"):
        list(batch.in_chunks(np.array([[np.nan, 0.5]]), np.ones(1), keys))
    with pytest.raises(ValueError, match="at least 0"):
        batch.shares(np.array([[1.0, -1.0]]))
    with pytest.raises(ValueError, match="have zero"):
        batch.shares(np.array([[0.0, 0.0]]))
