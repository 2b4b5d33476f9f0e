"""How long formulas at scale take, against bare NumPy in the same run: `make bench`."""

import numpy as np
import pytest

from vtcost import batch
from vtcost.data import Region
from vtcost.formulas.keys import shares
from vtcost.reforms import reform

SCENARIOS, MUNICIPALITIES, YEARS = 10_000, 342, 10_000


@pytest.mark.parametrize("name", ["reference", "vtcost"])
def test_scenarios_at_scale(benchmark, name):
    """342 municipalities, 10.000 weights and budgets; the reference is the bare product."""
    rng = np.random.default_rng(6)
    keys = batch.shares(rng.random((2, MUNICIPALITIES)))
    weights, budgets = rng.dirichlet([1, 1], SCENARIOS), rng.uniform(1e6, 1e7, SCENARIOS)

    def bare():
        return (weights * budgets[:, np.newaxis]) @ keys

    def ours():
        return sum(len(paid) for _, paid in batch.in_chunks(weights, budgets, list(keys)))

    benchmark.group, benchmark.name = "342 municipalities x 10.000 scenarios", name
    benchmark({"reference": bare, "vtcost": ours}[name])


@pytest.mark.parametrize("name", ["reference", "vtcost"])
def test_bootstrap(benchmark, name):
    """10.000 years of Noord-Holland Noord, DUVO included; the reference is the multinomial draw alone."""
    explored = reform(Region.open("noord_holland_noord"))
    key, rng = shares(explored.measures["cases"]).to_numpy(), np.random.default_rng(6)

    def drawn():
        return rng.multinomial(int(explored.counted["cases"]), key, size=YEARS)

    def ours():
        return explored.batch(measures={"cases": drawn()})

    benchmark.group, benchmark.name = "bootstrap of 10.000 years, 18 municipalities", name
    benchmark({"reference": drawn, "vtcost": ours}[name])
