"""Noord-Holland Noord: closed cases of 2018 and the inhabitants that the memo used."""

from functools import lru_cache

import pandas as pd

from vtcost.data import Region
from vtcost.formulas.keys import shares
from vtcost.models import noord_holland_noord as model
from vtcost.reconstruction.counts import TOLERANCE, inhabitants_behind, near_integers, smallest_total
from vtcost.reconstruction.keys import other_key

# Totals of cases and of inhabitants that are tried; the latter around the final figure of CBS.
CASES = range(100, 20_001)
AROUND = 10_000
RECOVERED = "teruggerekend uit nhn-oplegger, tabel Verdeling 2019, Bijdrage excl. DUVO"


def printed(region: Region) -> tuple[pd.Series, float, float]:
    """Contributions before DUVO and budget as printed, and the weight of the inhabitants."""
    before = region.column(f"{model.TABLE}/*/bijdrage-excl-duvo-2019", leave_out=(model.TOTAL,))
    budget = region.figure(f"{model.TABLE}/totaal/bijdrage-excl-duvo-2019")
    return before, budget, region.as_printed(model.TABLE_YEAR).input("weight_inhabitants")


def case_shares(region: Region) -> pd.Series:
    """Shares of the cases by the final inhabitants of CBS: off by what these differ from those of the memo."""
    before, budget, weight = printed(region)
    return other_key(before / budget, shares(region.measure("population", model.TABLE_YEAR)), weight)


def residuals(region: Region) -> pd.DataFrame:
    """How near to whole numbers the cases are, for each total tried."""
    return near_integers(case_shares(region), CASES)


def cases(region: Region) -> pd.Series:
    """Closed cases of 2018: whole numbers at the smallest total that makes all eighteen near-whole.

    Computed when asked for, never kept: counts of a small municipality are sensitive (data/README.md).
    """
    known = case_shares(region)
    return (known * _total(tuple(known))).round()


@lru_cache(maxsize=10)
def _total(known: tuple[float, ...]) -> int:
    """Twenty thousand totals are tried, for the same shares each time that something else is moved."""
    return smallest_total(near_integers(pd.Series(known), CASES), TOLERANCE)


def inhabitants(region: Region) -> pd.DataFrame:
    """Inhabitants that give every printed amount within half a euro: one column per total that can."""
    before, budget, weight = printed(region)
    final = int(region.measure("population", model.TABLE_YEAR).sum())
    return inhabitants_behind(before, budget, cases(region), weight, range(final - AROUND, final + AROUND))


def measures(region: Region) -> list[dict]:
    """The rows of measures.csv."""
    counted, found = cases(region), inhabitants(region)
    if found.shape[1] != 1:
        raise ValueError(f"{found.shape[1]} totals of inhabitants give the printed amounts, expected one")
    people = found.iloc[:, 0]
    codes = region.municipalities(model.TABLE_YEAR)["gm_code"]
    pattern = f"{model.TABLE}/*/bijdrage-excl-duvo-2019"
    common = {"status": "derived", "derived_from": pattern}
    case_note = "whole numbers at the smallest total that makes all eighteen near-whole; counts are computed, not kept"
    people_note = (
        f"whole numbers near the final ones of CBS that give all printed amounts within half a euro; "
        f"total {people.sum()}, the only one within {AROUND} of the final total"
    )
    rows = []
    for name, share in shares(counted).items():
        row = {"measure": "closed_cases", "year": 2018, "gm_code": codes[name], "municipality": name}
        source = f"{RECOVERED}, en inwoners van het CBS"
        rows.append(
            {**row, "value": f"{share:.10f}", "unit": "fraction", "source": source, "note": case_note, **common}
        )
    for name, number in people.items():
        row = {"measure": "population_memo", "year": 2019, "gm_code": codes[name], "municipality": name}
        source = f"{RECOVERED} (voorlopige cijfers van het CBS)"
        rows.append(
            {**row, "value": str(number), "unit": "inhabitants", "source": source, "note": people_note, **common}
        )
    return rows
