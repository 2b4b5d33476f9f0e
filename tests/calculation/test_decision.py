"""The text of the decision is enough to redo the computation, and follows it when it changes."""

import importlib
import re
from dataclasses import replace

import pandas as pd
import pytest

from vtcost.calculation import Calculation
from vtcost.data import Region
from vtcost.formulas.costs import contributions
from vtcost.model_cells import has_model, model_of
from vtcost.models import gelderland_midden as gm
from vtcost.models import noord_holland_noord as nhn
from vtcost.quantity import Model

NUMBER = r"(\d[\d.]*(?:,\d+)?)"


def articles(region: Region, calculation: Calculation | Model | None = None) -> list[str]:
    if calculation is None and has_model(region.name):
        calculation = model_of(region)
    made = calculation or importlib.import_module(f"vtcost.calculation.{region.name}").calculate(region)
    return importlib.import_module(f"vtcost.decision.{region.name}").articles(region, made)


def value(text: str) -> float:
    return float(text.replace(".", "").replace(",", "."))


def amount(text: str, before: str) -> float:
    """The number after some words, in euros or not."""
    found = re.search(re.escape(before) + r"\s?(?:€\u00a0)?" + NUMBER, text)
    assert found, f"{before} is not in the text"
    return value(found[1])


@pytest.mark.parametrize("given", [{}, {"budget": "9876543", "weight_inhabitants": "0.7", "duvo_alkmaar": "650000"}])
def test_the_text_of_noord_holland_noord_gives_the_contributions(given):
    """Budget, weights and DUVO are read from the text; with the counts that gives every contribution."""
    region = Region.open("noord_holland_noord", **given)
    text, expected = "\n".join(articles(region)), nhn.allocation(nhn.read(region))["contribution"]
    grants = {centre: amount(text, f"{centre} brengt") for centre in ("Den Helder", "Alkmaar")}
    weight = amount(text, "Het gewicht van de inwoners is") / 100
    inputs = replace(
        nhn.read(Region.open("noord_holland_noord")),
        budget=amount(text, "verdelen in 2019 samen"),
        weight_inhabitants=weight,
        grants=pd.Series(grants),
    )
    assert (nhn.allocation(inputs)["contribution"] - expected).abs().max() < 1e-6
    assert amount(text, "dat van de casussen") / 100 == pytest.approx(1 - weight)
    assert amount(text, "Inwoners: het aantal op 1 januari") == inputs.population_year
    assert amount(text, "Casussen: het aantal dat Veilig Thuis in") == inputs.cases_year


@pytest.mark.parametrize(
    "given", [{}, {"year": "2019"}, {"budget": "4000000", "fixed_share": "0.75", "duvo_ede": "400000"}]
)
def test_the_text_of_gelderland_midden_gives_the_contributions(given):
    """Budget, shares of the sub-regions, fixed share and DUVO are read from the text."""
    region = Region.open("gelderland_midden", **given)
    text, expected = "\n".join(articles(region)), gm.variant(region, "ac2")["contribution"]
    read = {
        "budget": amount(text, f"verdelen in {region.year} samen"),
        "share_centraal_gelderland": amount(text, "Centraal Gelderland betaalt") / 100,
        "fixed_share": amount(text, "Van de hele begroting ligt") / 100,
        **{f"duvo_{centre.lower()}": amount(text, f"{name} brengt") for centre, name in gm.RECIPIENTS.items()},
    }
    other = Region.open("gelderland_midden", year=str(region.year), **{name: str(one) for name, one in read.items()})
    assert (contributions(*gm.terms(other, "ac2"))["contribution"] - expected).abs().max() < 1e-6


@pytest.mark.parametrize("given", [{}, {"norms": "national", "hours_per_fte": "1400"}])
def test_the_text_of_zuid_holland_zuid_gives_the_people_needed(given):
    """Hours per case, numbers of cases and hours per FTE are read from the text."""
    region = Region.open("zuid_holland_zuid", **given)
    text = articles(region)
    services = region.tables["services"]["service"]
    hours = sum(amount(text[0], service) * amount(text[1], service) for service in services)
    assert amount(text[4], "Nodig is") == pytest.approx(hours / amount(text[3], "Een fte werkt"), abs=0.005)


@pytest.mark.parametrize(
    ("name", "term"),
    [("noord_holland_noord", "key"), ("gelderland_midden", "ac2 fixed")],
)
def test_another_formula_gives_another_text(name, term):
    """The rules are not typed: a calculation with another formula has another decision."""
    region = Region.open(name)
    made = importlib.import_module(f"vtcost.calculation.{name}").calculate(region)
    before = articles(region, made)
    sheet = made.sheet_of(term)
    place = [one.name for one in sheet.terms].index(term)
    sheet.terms[place] = replace(sheet.terms[place], formula=sheet.terms[place].formula + " * 2")
    changed = replace(made)
    after = articles(region, changed)
    assert [old == new for old, new in zip(before, after, strict=True)].count(False) == 1
