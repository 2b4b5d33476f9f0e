"""The notebooks as a reviewer reads them: short cells, no definitions, no amounts, outputs stored."""

import ast
import json
import re

import pytest

from tests.conftest import ROOT
from vtcost.data import Region, region_names

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LONGEST_CELL = 8


def cells(path, kind="code"):
    return [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == kind]


def tags(cell) -> list[str]:
    return cell["metadata"].get("tags", [])


def test_every_region_has_its_notebook():
    assert set(region_names()) <= {path.stem for path in NOTEBOOKS}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_code_cells_are_short_and_define_nothing(path):
    for cell in cells(path):
        source = "".join(cell["source"])
        tree = ast.parse(source)
        defined = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Lambda))]
        assert not defined, source
        imports = all(isinstance(node, (ast.Import, ast.ImportFrom)) for node in tree.body)
        if "parameters" not in tags(cell) and not imports:
            assert len(source.strip().splitlines()) <= LONGEST_CELL, source
            amounts = [
                node.value
                for node in ast.walk(tree)
                if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and abs(node.value) > 100
            ]
            assert not amounts, source


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_amount_is_typed_in_prose(path):
    for cell in cells(path, "markdown"):
        assert not re.findall(r"\b\d{1,3}(?:\.\d{3})+\b", "".join(cell["source"]))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_outputs_are_stored_and_hold_nothing_accidental(path):
    text = path.read_text(encoding="utf-8")
    for cell in cells(path):
        assert cell["execution_count"] is not None
        assert all(output["output_type"] == "execute_result" for output in cell["outputs"])
    assert not re.search(r"/(root|home|tmp|work|Users)/|0x[0-9a-f]{8}|\d{4}-\d\d-\d\dT\d\d:", text)
    assert "papermill" not in text


@pytest.mark.parametrize("name", region_names())
def test_the_parameters_cell_is_the_table_of_parameters(name):
    (cell,) = [cell for cell in cells(ROOT / "notebooks" / f"{name}.ipynb") if "parameters" in tags(cell)]
    lines = "".join(cell["source"]).splitlines()
    assert [line.split(" = ")[0] for line in lines] == Region.open(name).tables["parameters"]["parameter"].tolist()
    assert all(" # " in line for line in lines)
