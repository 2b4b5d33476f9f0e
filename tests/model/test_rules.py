"""An analyst changes a rule in a cell of a region of one's own, and gets everything that belongs to it."""

import csv
import html
import json
import re
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from tests.command import run
from vtcost.data import InputError, Region
from vtcost.model_cells import model_of
from vtcost.new_region import new_region

NAME = "drenthe_samen"
FORMATS = "html,pdf,docx,xlsx"
# What a total of exact amounts may be off.
HALF_A_CENT = 0.005


class Analyst:
    """Somebody with the example as `vtcost new-region` makes it, who changes its files and cells."""

    def __init__(self, workspace: Path):
        new_region(NAME, workspace)
        self.workspace, self.notebook = workspace, workspace / "notebooks" / f"{NAME}.ipynb"

    def change(self, old: str, new: str) -> None:
        """Other text in a model cell."""
        notebook = json.loads(self.notebook.read_text(encoding="utf-8"))
        (cell,) = [
            cell
            for cell in notebook["cells"]
            if "model" in cell["metadata"].get("tags", ()) and old in "".join(cell["source"])
        ]
        cell["source"] = "".join(cell["source"]).replace(old, new)
        self.notebook.write_text(json.dumps(notebook), encoding="utf-8")

    def row(self, table: str, line: str) -> None:
        with (self.workspace / "data" / NAME / f"{table}.csv").open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")

    def text(self, table: str, old: str, new: str) -> None:
        path = self.workspace / "data" / NAME / f"{table}.csv"
        there = path.read_text(encoding="utf-8")
        assert old in there
        path.write_text(there.replace(old, new), encoding="utf-8")

    def build(self) -> None:
        done = run("build", NAME, "--formats", FORMATS, "--out", "out", cwd=self.workspace)
        assert done.returncode == 0, done.stderr

    def results(self, component: str) -> dict[str, float]:
        with (self.workspace / "out" / NAME / "results.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        return {row["municipality"]: float(row["value"]) for row in rows if row["component"] == component}


@pytest.fixture
def analyst(tmp_path, monkeypatch) -> Analyst:
    monkeypatch.chdir(tmp_path)
    return Analyst(tmp_path)


def cells_of(analyst: Analyst, label: str) -> dict[str, str]:
    """What stands under a heading of the workbook, by municipality."""
    book = openpyxl.load_workbook(analyst.workspace / "out" / NAME / "workbook.xlsx")
    heading = next(
        cell
        for sheet in book
        for line in sheet.iter_rows()
        for cell in line
        if isinstance(cell.value, str) and cell.value in (label, f"{label} (euro)")
    )
    sheet = heading.parent
    return {str(line[0].value): str(line[heading.column - 1].value) for line in sheet.iter_rows(heading.row + 1)}


def whole_report(analyst: Analyst, label: str, formula: str, also: str) -> None:
    """The new quantity is in the memo in words with its step, which tables link to; in the workbook."""
    folder = analyst.workspace / "out" / NAME
    page = html.unescape((folder / "memo.html").read_text(encoding="utf-8"))
    step = re.search(rf'<div id="(stap-assen-[a-z0-9-]+)"><dt>{re.escape(label)}</dt>.*?</div>', page, re.DOTALL)
    assert f"Formule: {formula}" in step[0]
    assert f'href="#{step[1]}"' in page
    assert cells_of(analyst, label)["Assen"].startswith("=")
    assert also in re.sub(r"<[^>]+>", "", page)
    assert (folder / "memo.pdf").stat().st_size > 10_000
    assert (folder / "verantwoording.docx").stat().st_size > 10_000
    model = model_of(Region.open(NAME))
    assert max(abs(float(check)) for check in model["checks"].values()) < HALF_A_CENT
    assert sum(map(float, list(model["closing"].values())[-3:])) == pytest.approx(0, abs=HALF_A_CENT)
    assert sum(analyst.results("contribution").values()) == pytest.approx(4_000_000, abs=HALF_A_CENT)
    explained = run("explain", NAME, "Assen", cwd=analyst.workspace)
    assert label in explained.stdout
    scenarios = run("scenarios", NAME, "--csv", cwd=analyst.workspace)
    assert scenarios.returncode == 0, scenarios.stderr


def test_a_third_measure_beside_the_inhabitants(analyst):
    """Questions weigh 10 % and cases 20 %. Assen asks 300 of 1.410: 4.000.000 x 0,1 x 300 / 1.410 = 85.106,38."""
    analyst.text("inputs", "weight,,closed_cases,,0.3", "weight,,closed_cases,,0.2")
    analyst.row("inputs", "weight,,adviesvragen,,0.1,fraction,assumed,made up,,")
    analyst.row("inputs", "adviesvragen_year,,,,2025,year,assumed,made up,,")
    members = pd.read_csv(analyst.workspace / "data" / NAME / "municipalities.csv")
    members = members[members["last_year"].isna()]
    for code, name in zip(members["gm_code"], members["municipality"], strict=True):
        count = 300 if name == "Assen" else 1_110 / (len(members) - 1)
        analyst.row("measures", f"adviesvragen,2025,{code},{name},{count:.10g},cases,assumed,made up,,")
    analyst.build()
    assert analyst.results("part_adviesvragen")["Assen"] == pytest.approx(85_106.38, abs=HALF_A_CENT)
    formula = "Begroting × Gewogen adviesvragen"
    whole_report(analyst, "Deel adviesvragen", formula, "20\xa0% afgesloten casussen en 10\xa0% adviesvragen")


def test_a_fixed_amount_for_each_municipality(analyst):
    """10.000 euro each, the rest by the key. Assen before DUVO: (4.000.000 - 8 x 10.000) x 0,21000877 + 10.000."""
    analyst.row("inputs", "fixed_amount,,,,10000,euro,assumed,made up,,")
    analyst.row("glossary", "fixed_amount,Vast bedrag,euro,")
    analyst.row("glossary", "fixed_together,Vast bedrag samen,euro,")
    analyst.change(
        '    duvo = region["grant"]',
        '    fixed_amount = region["fixed_amount"]\n    duvo = region["grant"]',
    )
    analyst.change(
        "    part = {name: budget * one",
        "    fixed_together = fixed_amount * len(key)\n    part = {name: (budget - fixed_together) * one",
    )
    analyst.change("before_relief = total(part)", "before_relief = total(part) + fixed_amount")
    analyst.change(
        '    closing["Correctie DUVO op de bijdragen"]',
        '    closing["Vast bedrag voor elk"] = -fixed_together\n    closing["Correctie DUVO op de bijdragen"]',
    )
    key = float(model_of(Region.open(NAME))["key"]["Assen"])
    analyst.build()
    rest = 4_000_000 - 10_000 * len(analyst.results("contribution"))
    assert analyst.results("before_relief")["Assen"] == pytest.approx(rest * key + 10_000, abs=HALF_A_CENT)
    formula = "Deel inwoners + Deel inwoners jonger dan 20 jaar + Deel afgesloten casussen + Vast bedrag"
    whole_report(analyst, "Vóór DUVO", formula, "Vast bedrag voor elk")


def test_a_floor_that_the_others_bear(analyst):
    """Nobody pays less than 240.000 euro; who pays more shares what is lifted, in proportion to what is paid."""
    before = model_of(Region.open(NAME))["contribution"].series
    analyst.row("inputs", "lowest_contribution,,,,240000,euro,assumed,made up,,")
    analyst.row("glossary", "lowest_contribution,Ondergrens,euro,")
    analyst.row("glossary", "before_floor,Vóór ondergrens,euro,")
    analyst.row("glossary", "paying,Boven de ondergrens,euro,")
    analyst.change("from vtcost.formulas.keys", "from vtcost.formulas.floor import floored\nfrom vtcost.formulas.keys")
    analyst.change(
        '    duvo = region["grant"]',
        '    floor = region["lowest_contribution"]\n    duvo = region["grant"]',
    )
    analyst.change(
        "    contribution = before_relief + relief + brought_in",
        "    before_floor = before_relief + relief + brought_in\n"
        "    paying = when(before_floor < floor, 0, before_floor)\n"
        'with model.sheet("Ondergrens", "Niemand betaalt minder; wie meer betaalt, betaalt wat er bij komt."):\n'
        "    contribution = floored(before_floor, shares(paying), floor)",
    )
    analyst.build()
    low = before < 240_000
    assert 0 < low.sum() < len(low)
    short, bearing = (240_000 - before[low]).sum(), before.where(~low, 0.0)
    expected = before.where(~low, 240_000) - short * bearing / bearing.sum()
    assert analyst.results("contribution") == pytest.approx(expected.to_dict(), abs=HALF_A_CENT)
    formula = "Vóór ondergrens + Vóór ondergrens, opgehoogd − totaal van Vóór ondergrens, opgehoogd × "
    whole_report(analyst, "Bijdrage", formula, "Boven de ondergrens")


def test_a_misspelt_input_in_a_cell_is_named_with_those_there_are(analyst):
    analyst.change('region["grant"] if has', 'region["grand"] if has')
    with pytest.raises(
        InputError, match=r"no input grand for 2026, expected one of budget, weight_inhabitants, .*grant"
    ):
        model_of(Region.open(NAME))
