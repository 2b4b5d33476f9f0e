"""Nothing is tied to the three regions: 25 made-up regions that together hold all 342 municipalities of the country."""

import ast
import csv
import fnmatch
import json
import shutil

import numpy as np
import pandas as pd
import pytest

from tests.command import run
from tests.conftest import ROOT
from vtcost import check, claims
from vtcost.data import Region, region_names
from vtcost.explain import explain
from vtcost.model_cells import model_of, results
from vtcost.new_region import new_notebook
from vtcost.published import figures
from vtcost.reforms import reform

REGIONS = 25
YEAR = 2026
TEMPLATE = ROOT / "vtcost" / "template" / "data" / "voorbeeldregio"
THREE = ("gelderland_midden", "noord_holland_noord", "zuid_holland_zuid")
PRESENT = "present_contribution"
# Half a cent: what a total of exact amounts may be off.
HALF_A_CENT = 0.005


def names() -> list[str]:
    return [f"regio_{number:02d}" for number in range(REGIONS)]


def of_country() -> pd.DataFrame:
    table = pd.read_csv(ROOT / "data" / "cbs" / "population.csv")
    return table[table["reference_date"] == "2025-01-01"].sort_values("gm_code").reset_index(drop=True)


def write(path, columns: str, rows: list[list]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns.split(","))
        writer.writerows(rows)


def make(folder, number: int, members: pd.DataFrame, random: np.random.Generator) -> dict:
    """A region: no, one or two other measures; no, one or two centres with DUVO; with or without present amounts."""
    others = [[], ["closed_cases"], ["population_under_20", "adviesvragen"], ["closed_cases", "meldingen"]][number % 4]
    centres = list(members["municipality"])[: number % 3]
    present = number % 2 == 0
    budget = int(random.integers(10**5, 10**7))
    weights = random.dirichlet(np.ones(len(others) + 1)).round(3)
    first = round(1 - sum(weights[1:]), 3)
    given = [["budget", YEAR, "", "", budget, "euro", "assumed", "made up", "", ""]]
    given += [["weight_inhabitants", "", "", "", first, "fraction", "assumed", "made up", "", ""]]
    given += [
        ["weight", "", name, "", weight, "fraction", "assumed", "made up", "", ""]
        for name, weight in zip(others, weights[1:], strict=True)
    ]
    years = {"population": 2025, **dict.fromkeys(others, 2025), **({PRESENT: YEAR} if present else {})}
    given += [[f"{name}_year", "", "", "", year, "year", "assumed", "made up", "", ""] for name, year in years.items()]
    grants = {name: int(random.integers(1, budget // 10)) for name in centres}
    given += [["grant", "", name, "", amount, "euro", "assumed", "made up", "", ""] for name, amount in grants.items()]
    counted = [name for name in others if not name.startswith("population")] + [PRESENT] * present
    measures = [
        [name, years[name], row.gm_code, row.municipality, int(random.integers(0, 10**4)) + (place == 0), *made_up]
        for name in counted
        for made_up in [["euro" if name == PRESENT else "cases", "assumed", "made up", "", ""]]
        for place, row in enumerate(members.itertuples())
    ]
    shutil.copytree(TEMPLATE, folder, ignore=shutil.ignore_patterns("scenarios.yaml"))
    write(folder / "inputs.csv", "input,year,item,figure,value,unit,status,source,derived_from,note", given)
    columns = "measure,year,gm_code,municipality,value,unit,status,source,derived_from,note"
    write(folder / "measures.csv", columns, measures)
    rows = [
        [row.gm_code, row.municipality, "", centres[place % len(centres)] if centres else "", 2013, "", "made up"]
        for place, row in enumerate(members.itertuples())
    ]
    write(folder / "municipalities.csv", "gm_code,municipality,subregion,centre,first_year,last_year,source", rows)
    return {"budget": budget, "members": list(members["municipality"]), "grants": grants, "present": present}


@pytest.fixture(scope="module")
def country(tmp_path_factory) -> tuple:
    """A workspace with 25 regions, and what is in each."""
    workspace = tmp_path_factory.mktemp("country")
    random, made = np.random.default_rng(25), {}
    for number, name in enumerate(names()):
        members = of_country().iloc[number::REGIONS]
        made[name] = make(workspace / "data" / name, number, members, random)
        new_notebook(name, workspace)
    return workspace, made


@pytest.fixture
def workspace(country, monkeypatch):
    monkeypatch.chdir(country[0])
    return country[0]


def test_the_regions_hold_every_municipality_once(country):
    members = [name for made in country[1].values() for name in made["members"]]
    assert len(members) == len(set(members)) == 342


def test_all_regions_are_found_beside_those_of_the_package(workspace):
    assert set(names()) | set(THREE) == set(region_names())


@pytest.mark.parametrize("name", names())
def test_a_region_is_computed_to_the_cent(name, country, workspace):
    """Contributions add up to the budget, effects to zero, DUVO out is DUVO in; every check of its cells is zero.

    results.csv has one bottom line for each municipality; the rules are computed once more here, in plain pandas.
    """
    made, region = country[1][name], Region.open(name)
    model = model_of(region)
    contribution = model["contribution"].series
    assert list(contribution.index) == made["members"]
    assert contribution.sum() == pytest.approx(made["budget"], abs=HALF_A_CENT)
    before, centre = before_relief(region), region.municipalities(YEAR)["centre"]
    for where, amount in made["grants"].items():
        area = centre == where
        assert model["relief"].series[area].sum() == pytest.approx(-amount, abs=HALF_A_CENT)
        assert model["brought_in"].series[where] == amount
        paid = before - amount * before[area].reindex(before.index, fill_value=0) / before[area].sum()
        paid[where] += amount
        assert contribution[area].to_numpy() == pytest.approx(paid[area].to_numpy())
    outside = ~centre.isin(list(made["grants"]))
    assert contribution[outside].to_numpy() == pytest.approx(before[outside].to_numpy())
    assert len(model["checks"]) > 5
    assert all(abs(float(check)) < HALF_A_CENT for check in model["checks"].values())
    table = results(region)
    bottom = table[table["component"] == "contribution"].set_index("municipality")["value"]
    pd.testing.assert_series_equal(bottom, contribution, check_names=False, atol=1e-6, rtol=0)
    effect = table.loc[table["component"] == "effect", "value"]
    assert len(effect) == (len(made["members"]) if made["present"] else 0)
    assert effect.sum() == pytest.approx(0, abs=HALF_A_CENT)
    assert model["billed"].series.sum() == round(made["budget"])
    assert sum(map(float, list(model["closing"].values())[-3:])) == pytest.approx(0, abs=HALF_A_CENT)


def before_relief(region: Region) -> pd.Series:
    """What each pays before DUVO: the budget by shares in each measure, weighed as the data say."""
    weights = {"population": region.input("weight_inhabitants")}
    if (region.tables["inputs"]["input"] == "weight").any():
        weights |= dict(region.input("weight"))
    measures = {name: region.measure(name, 2025, division=YEAR) for name in weights}
    return region.input("budget") * sum(weights[name] * one / one.sum() for name, one in measures.items())


@pytest.mark.parametrize("name", names())
def test_a_region_is_a_reform_to_explore(name, country, workspace):
    """The reform gives the model's contributions, keeps the budget at any weight, and many at once give the same."""
    made, region = country[1][name], Region.open(name)
    explored = reform(region)
    pd.testing.assert_series_equal(explored.contribution(), model_of(region)["contribution"].series, check_names=False)
    assert explored.present.sum() == pytest.approx(made["budget"], abs=HALF_A_CENT)
    weights = np.array([0.0, 0.3, 1.0])
    turned = [explored.turned(weight) for weight in weights]
    many = explored.batch({key: np.array([one[key] for one in turned]) for key in turned[0]})
    for row, weight in zip(many, weights, strict=True):
        one = explored.at(weight)
        assert one.sum() == pytest.approx(made["budget"], abs=HALF_A_CENT)
        np.testing.assert_allclose(row, one.to_numpy(), atol=1e-6)
    assert all(list(group.index) == made["members"] for group in explored.groups.values())
    assert set(explored.labels) == set(explored.measures)


def test_a_region_can_be_explained_checked_and_has_no_claims(country, workspace):
    name = names()[7]
    region, member = Region.open(name), country[1][name]["members"][1]
    steps = explain(region, member)
    assert steps[-1].value == pytest.approx(model_of(region)["contribution"][member])
    tallies, worse = check.compare([name])
    assert tallies.sum().sum() == 0
    assert worse == []
    assert figures(region).empty
    assert claims.gravest(claims.check(region)) == []


def test_a_region_without_present_contributions_builds_too(country, workspace):
    """One full build, of a region with other measures, DUVO and no present contributions: no effects, no error."""
    name = next(name for name, made in country[1].items() if not made["present"] and made["grants"])
    done = run("build", name, "--formats", "html,xlsx", "--out", workspace / "out", cwd=workspace)
    assert done.returncode == 0, done.stderr
    page = (workspace / "out" / name / "memo.html").read_text(encoding="utf-8")
    assert "De huidige bijdragen zijn niet opgegeven" in page
    receipt = json.loads((workspace / "out" / name / "receipt.json").read_text(encoding="utf-8"))
    assert f"data/{name}/inputs.csv" in receipt["sha256"]
    assert f"notebooks/{name}.ipynb" in receipt["sha256"]
    assert not [path for path in receipt["sha256"] if path.startswith("/") or ".." in path]


def strings(tree: ast.AST) -> list[str]:
    """Words in code: strings that are no docstring, and names that are imported."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docs = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, documented)}
    found = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    found = [text for text in found if text not in docs]
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            found += [node.module or "", *(alias.name for alias in node.names)]
    return found


# What may name a region, and why.
MAY_NAME = {
    "cli.py": "the help of the commands",
    "recovered/__main__.py": "writes the recovered inputs of the two regions that have them",
    "alternatives/__init__.py": "which model a memo proposes, where that is not the first",
    "alternatives/tables.py": "where the present amounts of a memo are printed",
    "alternatives/staff.py": "the model about people needed, which one memo has",
    "exploration/capacity*.py": "the same",
    "exploration/waiting.py": "the same",
    "exploration/turning_words.py": "a sentence about sub-regions, which one memo has",
    "explorer/controls.py": "parameters that count in the memo only",
    "exploration/small_counts.py": "the attack that succeeded, as the yardstick for all regions",
}


def test_no_module_outside_those_of_a_region_names_one():
    """A region's name stands in its own modules only; everything else finds them by `vtcost.data.modules`."""
    wrong = []
    for path in sorted((ROOT / "vtcost").rglob("*.py")):
        place = path.relative_to(ROOT / "vtcost").as_posix()
        own = path.stem.startswith((*THREE, "gm_")) or any(fnmatch.fnmatch(place, pattern) for pattern in MAY_NAME)
        text = path.read_text(encoding="utf-8")
        named = [] if own else [word for word in strings(ast.parse(text)) if any(name in word for name in THREE)]
        wrong += [f"{path.relative_to(ROOT)}: {word}" for word in named]
    assert wrong == []
