"""The headline results once more, straight from the CSV files with exact fractions and no library code."""

import csv
from fractions import Fraction

import pytest

from tests.conftest import ROOT
from vtcost.data import Region
from vtcost.models import noord_holland_noord as nhn
from vtcost.models import zuid_holland_zuid as zhz


def figures(name: str) -> dict[str, str]:
    with (ROOT / "data" / name / "published.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["value"] for row in csv.DictReader(file)}


def test_nhn_contributions_by_exact_fractions():
    """budget x (w people/all + (1 - w) cases/all) - DUVO x share of the centre's region + DUVO for the centre."""
    region = Region.open("noord_holland_noord")
    inputs = nhn.read(region)
    people = {name: Fraction(value) for name, value in inputs.inhabitants.items()}
    cases = {name: Fraction(repr(value)) for name, value in inputs.cases.items()}
    budget, half = Fraction(9443808), Fraction(1, 2)
    grants = {"Den Helder": Fraction(275000), "Alkmaar": Fraction(755000)}
    before = {
        name: budget * (half * people[name] / sum(people.values()) + half * cases[name] / sum(cases.values()))
        for name in people
    }
    computed = nhn.allocation(inputs)["contribution"]
    for name in people:
        centre = inputs.centre[name]
        around = sum(before[other] for other in people if inputs.centre[other] == centre)
        exact = before[name] - grants[centre] * before[name] / around + (grants[centre] if name == centre else 0)
        assert computed[name] == pytest.approx(float(exact), abs=1e-6)


@pytest.mark.parametrize(("norms", "research", "monitoring"), [("regional", 22, 12), ("national", 35, 15)])
def test_zhz_needs_by_exact_fractions(norms, research, monitoring):
    """(2 advice + 16 transfers + 16 support + research + monitoring) / 1350, for each of the seven columns."""
    printed = figures("zuid_holland_zuid")
    table = zhz.capacity(zhz.read(Region.open("zuid_holland_zuid")))
    place = "zhz-2024/bijlage-2-tabel-meerjarige-ontwikkeling"
    hours = {"adviezen": 2, "overdragen": 16, "overdracht-ondersteuning": 16}
    hours |= {"onderzoek": research, "monitoring": monitoring}
    columns = [key.rsplit("/", 1)[1] for key in printed if key.startswith(f"{place}/adviezen/")]
    for column, computed in zip(columns, table[f"fte_needed_{norms}"], strict=True):
        worked = sum(Fraction(printed[f"{place}/{row}/{column}"]) * norm for row, norm in hours.items())
        assert computed == pytest.approx(float(worked / 1350), abs=1e-9)
