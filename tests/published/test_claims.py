"""Claims in the prose: each has one check, and the outcomes a reviewer worked out by hand."""

from functools import cache

import pandas as pd
import pytest

from vtcost.claims import OUTCOMES, check, findings, gravest
from vtcost.data import Region, region_names

# Worked out by hand from the memos; the sum stands behind each.
BY_HAND = [
    ("noord_holland_noord", "agreeing", "holds", "18 min 4 is 14"),
    ("noord_holland_noord", "softening", "open", "182.403"),
    # (16 x 4600 - 16 x 3900) / 1350 = 8,30 FTE more
    ("zuid_holland_zuid", "triage", "fails", "81,63"),
    # (2 x 3168 + 16 x 3744 + 16 x 576 + 22 x 576 + 12 x 576) / 1350 = 70,40
    ("zuid_holland_zuid", "fit-2025", "fails", "70,40"),
    # 24 / 3502 = 0,7 %
    ("zuid_holland_zuid", "closed-of-police", "fails", "0,7"),
    # 24 / 4599 = 0,52 %
    ("zuid_holland_zuid", "closed-of-all", "holds", "0,52"),
    # 238.475 / 0,088 and 165.832 / 0,061 overlap within the rounding of the percentages
    ("zuid_holland_zuid", "indexation", "rounding", "2.696.455"),
    ("zuid_holland_zuid", "local-team", "open", "niet in de memo"),
    # (624.687 + 715.744) / 3.934.262 = 34,1 %
    ("gelderland_midden", "third-of-production", "holds", "34,1"),
    # 69 % less (69,59 % + 67,91 %) / 2, of 3.934.300
    ("gelderland_midden", "mean-of-both", "rounding", "68,75"),
    # the same of the budget of 2019
    ("gelderland_midden", "three-names", "fails", "12.6"),
    # Doesburg, Overbetuwe, Ede, Nijkerk and Wageningen lie outside A and C2 in 2019
    ("gelderland_midden", "damped-nearly-all", "fails", "10 van de 15"),
    ("gelderland_midden", "damped-most", "holds", "9 van de 16"),
    ("gelderland_midden", "against-present", "open", "2017 ontbreken"),
]


@cache
def checked(name: str) -> pd.DataFrame:
    return check(Region.open(name))


@pytest.mark.parametrize(("name", "claim", "outcome", "shown"), BY_HAND)
def test_outcomes_worked_out_by_hand(name, claim, outcome, shown):
    row = checked(name).loc[claim]
    assert row["outcome"] == outcome
    assert shown in row["shown"]


@pytest.mark.parametrize("name", region_names())
def test_every_claim_has_an_outcome_and_says_what_was_computed(name):
    table = checked(name)
    assert set(table["outcome"]) <= set(OUTCOMES)
    assert table["shown"].str.len().gt(10).all()
    assert (table["severity"] > 0).equals(table["outcome"].isin(["fails", "open"]))


@pytest.mark.parametrize("name", region_names())
def test_findings_come_gravest_first_and_three_go_into_the_advice(name):
    assert findings(checked(name))["severity"].is_monotonic_decreasing
    assert len(gravest(checked(name))) == 3


def test_parameters_do_not_change_what_the_memo_says():
    other = check(Region.open("gelderland_midden", budget=5_000_000, share_centraal_gelderland=0.6, duvo_ede=0))
    assert other["shown"].equals(checked("gelderland_midden")["shown"])
