"""The headline results once more, straight from the CSV files with exact fractions and no library code."""

import csv
from fractions import Fraction

import pytest

from tests.conftest import ROOT
from vtcost.data import Region
from vtcost.model_cells import model_of
from vtcost.models import gelderland_midden as gm
from vtcost.models import noord_holland_noord as nhn


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
    needed = model_of(Region.open("zuid_holland_zuid"))["needed_by"][norms]
    place = "zhz-2024/bijlage-2-tabel-meerjarige-ontwikkeling"
    hours = {"adviezen": 2, "overdragen": 16, "overdracht-ondersteuning": 16}
    hours |= {"onderzoek": research, "monitoring": monitoring}
    columns = [key.rsplit("/", 1)[1] for key in printed if key.startswith(f"{place}/adviezen/")]
    for column, computed in zip(columns, needed.value, strict=True):
        worked = sum(Fraction(printed[f"{place}/{row}/{column}"]) * norm for row, norm in hours.items())
        assert computed == pytest.approx(float(worked / 1350), abs=1e-9)


GM = "gelderland_midden"
CENTRAAL = "Centraal Gelderland"


def rows(path: str) -> list[dict[str, str]]:
    with (ROOT / "data" / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sides(division: int) -> dict[str, str]:
    """Sub-region of the municipalities of a year."""
    alive = [row for row in rows(f"{GM}/municipalities.csv") if int(row["first_year"]) <= division]
    return {row["municipality"]: row["subregion"] for row in alive if int(row["last_year"] or 9999) >= division}


def inhabitants(column: str, year: int, division: int) -> dict[str, Fraction]:
    there = sides(division)
    found = [row for row in rows("cbs/population.csv") if row["reference_date"] == f"{year}-01-01"]
    return {row["municipality"]: Fraction(row[column]) for row in found if row["municipality"] in there}


def counted(measure: str, year: int) -> dict[str, Fraction]:
    chosen = [row for row in rows(f"{GM}/measures.csv") if (row["measure"], row["year"]) == (measure, str(year))]
    return {row["municipality"]: Fraction(row["value"]) for row in chosen}


def spread(amount, measure, members) -> dict[str, Fraction]:
    """Divide an amount over some municipalities by a measure."""
    total = sum(measure[name] for name in members)
    return {name: amount * measure[name] / total for name in members}


def added(*columns) -> dict[str, Fraction]:
    return {
        name: sum(column.get(name, 0) for column in columns) for name in dict.fromkeys(k for c in columns for k in c)
    }


def by_measure(budget, share, measure, side, grants) -> dict[str, Fraction]:
    """A, A-youth, B: the sub-region's amount less its grants by a measure; the grants on top for who receives them."""
    columns = [{"Arnhem": grants["arnhem"], "Ede": grants["ede"], "Nijkerk": grants["amersfoort"]}]
    for name, part in ((CENTRAAL, share), ("West Veluwe Vallei", 1 - share)):
        given = grants["arnhem"] if name == CENTRAAL else grants["ede"] + grants["amersfoort"]
        columns.append(spread(budget * part - given, measure, [m for m in side if side[m] == name]))
    return added(*columns)


def by_products(kind: str, side, grants, printed) -> dict[str, Fraction]:
    """C1, C2: general products by 36,1 % DUVO grant and 63,9 % youth budget, the others by production; C1 floored."""
    place = "gm-2017/bijlage-2-tabel-algemene-voorziening-smal-productie"
    totals = [row for row in rows(f"{GM}/published.csv") if row["id"].startswith(place) and row["column"] == "Totaal"]
    cost = {row["row"]: Fraction(row["value"]) for row in totals}
    duvo = {
        row["row"]: Fraction(row["value"])
        for row in rows(f"{GM}/published.csv")
        if row["id"].startswith("gm-2017/bijlage-2-tabel-procentuele-verdeling-duvo/") and row["column"] == "DUVO"
    }
    weight = Fraction(printed["gm-2017/bijlage-1/aandeel-huiselijk-geweld-in-begroting/aandeel"])
    youth = counted("youth_budget", 2017)
    key = added(spread(weight, duvo, side), spread(1 - weight, youth, side))
    amount = dict.fromkeys(("general", "reports", "interventions"), Fraction(0))
    for product in rows(f"{GM}/products.csv"):
        treated = product["group"] if product[kind] == "production" else "general"
        amount[treated] += cost[product["product"]]
    made = [
        spread(amount[g], counted(f"production_{g}", 2017), side) for g in ("reports", "interventions") if amount[g]
    ]
    general = spread(amount["general"], key, side)
    columns = [general, *made, {"Arnhem": grants["arnhem"], "Ede": grants["ede"]}]
    for centre in ("Arnhem", "Ede"):
        around = [name for name in side if side[name] == side[centre] and name != "Nijkerk"]
        columns.append(spread(-grants[centre.lower()], duvo, around))
    paid = added(*columns)
    for name in set(side.values()):
        members = [m for m in side if side[m] == name]
        short = sum(-paid[m] for m in members if paid[m] < 0)
        bearing = spread(-short, general, [m for m in members if paid[m] >= 0])
        paid.update({m: max(paid[m], 0) + bearing.get(m, 0) for m in members})
    return paid


def compromise(budget, fixed, side, youth, made, grants, share) -> dict[str, Fraction]:
    """AC2: of each sub-region's amount the variable part by production, the rest less the grants by young people."""
    variable = (1 - fixed) * budget
    columns = [{"Arnhem": grants["arnhem"], "Ede": grants["ede"], "Nijkerk": grants["amersfoort"]}]
    for name, part in ((CENTRAAL, share), ("West Veluwe Vallei", 1 - share)):
        members = [m for m in side if side[m] == name]
        moving = variable * sum(made[m] for m in members) / sum(made.values())
        given = grants["arnhem"] if name == CENTRAAL else grants["ede"] + grants["amersfoort"]
        columns += [spread(moving, made, members), spread(budget * part - moving - given, youth, members)]
    return added(*columns)


def exact_variants(year: int) -> dict[str, dict[str, Fraction]]:
    printed, ac2 = figures(GM), Fraction("0.69")
    if year == 2018:
        grants = {"arnhem": Fraction(491_000), "ede": Fraction(373_000), "amersfoort": Fraction(63_000)}
        budget, vintage, division = Fraction(3_934_300), 2016, 2017
    else:
        grants = {"arnhem": Fraction(967_604), "ede": Fraction(556_186), "amersfoort": Fraction(93_940)}
        budget, vintage, division = Fraction(4_968_930), 2018, 2018
    side = sides(division)
    people, youth = (inhabitants(name, vintage, division) for name in ("population", "population_under_20"))
    made = counted("production_interventions", division)
    found = {
        "a": by_measure(budget, Fraction(2, 3), people, side, grants),
        "a_youth": by_measure(budget, Fraction(2, 3), youth, side, grants),
        "ac2": compromise(budget, Fraction("0.797"), side, youth, made, grants, ac2),
    }
    if year == 2018:
        split = Fraction(862_805, 862_805 + 426_594)
        found["b"] = by_measure(budget, split, counted("youth_budget", 2017), side, grants)
        found |= {kind: by_products(kind, side, grants, printed) for kind in ("c1", "c2")}
    return found


@pytest.mark.parametrize("year", [2018, 2019])
def test_gm_variants_by_exact_fractions(year):
    """Every variant straight from the CSV files: the library gives the same to a millionth of a euro."""
    region = Region.open(GM, year=year)
    for name, exact in exact_variants(year).items():
        computed = gm.variant(region, name)["contribution"]
        assert set(computed.index) == set(exact)
        for municipality, amount in exact.items():
            assert computed[municipality] == pytest.approx(float(amount), abs=1e-6), (name, municipality)
