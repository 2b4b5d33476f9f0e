"""A region of the user's own: made in an empty folder, found from there, built without writing code."""

import ast
import csv
import io
import json
import os
import re

import openpyxl
import pytest
from frictionless import Package, system

from tests.command import run
from tests.conftest import ROOT
from tests.notebooks.test_notebooks import LONGEST_CELL, cells, tags
from vtcost import new_region as making
from vtcost.cli import main
from vtcost.data import InputError, Region, region_names, store
from vtcost.model_cells import model_of

NAME = "drenthe_samen"
TEMPLATE = ROOT / "vtcost" / "template"
NOTEBOOK = TEMPLATE / "notebooks" / "voorbeeldregio.ipynb"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A workspace with the example, built as web page and workbook by the command line."""
    workspace = tmp_path_factory.mktemp("workspace")
    done = run("new-region", NAME, cwd=workspace)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") == 3
    built = run("build", NAME, "--formats", "html,xlsx", cwd=workspace)
    assert built.returncode == 0, built.stderr
    return workspace


@pytest.fixture
def empty(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refused(arguments: list[str], words: list[str], capsys) -> None:
    assert main(arguments) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1, said
    for word in words:
        assert word in said, said


def test_the_example_is_built_and_its_figures_are_those_of_a_hand_calculation(made):
    """Assen: 70.392 of 368.697 inhabitants, 14.797 of 72.901 under 20, 212 of 860 cases, weights 50, 20 and 30 %.

    4.000.000 x (0,5 x 70.392/368.697 + 0,2 x 14.797/72.901 + 0,3 x 212/860) = 840.035,07 before DUVO. Its area pays
    2.122.930,89 before DUVO (Assen, Aa en Hunze, Midden-Drenthe, Noordenveld, Tynaarlo), so 210.000 of DUVO takes off
    210.000 x 840.035,07 / 2.122.930,89 = 83.096,14 and Assen pays 840.035,07 - 83.096,14 + 210.000 = 966.938,93.
    """
    people, young, cases = (70_392, 368_697), (14_797, 72_901), (212, 860)
    weighed = zip((0.5, 0.2, 0.3), (people, young, cases), strict=True)
    before = 4_000_000 * sum(weight * own / all_of for weight, (own, all_of) in weighed)
    assert before == pytest.approx(840_035.07, abs=0.005)
    by_hand = before - 210_000 * before / 2_122_930.89 + 210_000
    with (made / "reports" / NAME / "results.csv").open(encoding="utf-8") as file:
        rows = {(row["municipality"], row["component"]): float(row["value"]) for row in csv.DictReader(file)}
    assert rows["Assen", "before_relief"] == pytest.approx(before, abs=0.005)
    assert rows["Assen", "contribution"] == pytest.approx(by_hand, abs=0.005)
    assert rows["Assen", "effect"] == pytest.approx(by_hand - 898_700, abs=0.005)
    area = ("Assen", "Aa en Hunze", "Midden-Drenthe", "Noordenveld", "Tynaarlo")
    assert sum(rows[name, "before_relief"] for name in area) == pytest.approx(2_122_930.89, abs=0.005)
    assert sum(value for (_, part), value in rows.items() if part == "contribution") == pytest.approx(4e6, abs=0.005)


def test_the_memo_carries_the_name_and_warns_that_it_is_an_example(made):
    page = (made / "reports" / NAME / "memo.html").read_text(encoding="utf-8")
    assert "Verdeelsleutel Veilig Thuis Drenthe Samen" in page
    assert "voorbeeldregio" not in page.lower()
    assert "verzonnen voorbeeldcijfers" in page
    index = (made / "reports" / "index.html").read_text(encoding="utf-8")
    assert "Geen gedrukte cijfers." in index


def test_the_outputs_in_the_new_notebook_are_those_of_a_build(made):
    """The notebook is copied with its outputs, the name replaced; executing it gives the same."""
    kept, built = (
        json.loads(path.read_text(encoding="utf-8"))["cells"]
        for path in (made / "notebooks" / f"{NAME}.ipynb", made / "reports" / NAME / "notebook.ipynb")
    )
    assert [cell.get("outputs") for cell in kept] == [cell.get("outputs") for cell in built]


def test_the_receipt_names_the_own_files_as_those_of_the_package(made):
    receipt = json.loads((made / "reports" / NAME / "receipt.json").read_text(encoding="utf-8"))
    own = {path for path in receipt["sha256"] if NAME in path}
    there = {f"data/{NAME}/{path.name}" for path in (made / "data" / NAME).iterdir()}
    assert own == there | {f"notebooks/{NAME}.ipynb"}
    assert "data/cbs/population.csv" in receipt["sha256"]


def test_the_workbook_has_the_contributions_and_all_checks_are_good(made):
    book = openpyxl.load_workbook(made / "reports" / NAME / "workbook.xlsx", data_only=True)
    rows = list(book["Bijdragen"].iter_rows(values_only=True))
    header = next(row for row in rows if row[0] == "Gemeente")
    assen = next(row for row in rows if row[0] == "Assen")
    assert assen[header.index("Bijdrage (euro)")] == pytest.approx(966_938.93, abs=0.005)
    verdicts = [row[-1] for row in book["Controles"].iter_rows(min_row=5, values_only=True) if row[0]]
    assert verdicts
    assert set(verdicts) == {"goed"}


def test_a_region_is_found_from_a_folder_below(made, monkeypatch, capsys):
    below = made / "below" / "deeper"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert NAME in region_names()
    assert main(["explain", NAME, "Assen"]) == 0
    assert "966.938,93" in capsys.readouterr().out
    assert main(["check", NAME]) == 0
    assert main(["scenarios", NAME, "--csv"]) == 0


def test_a_parameter_and_an_overlay_change_an_own_region(made, monkeypatch, tmp_path):
    """Weight of the inhabitants 0,8: the others keep 2 : 3 of what is left, 0,08 and 0,12."""
    monkeypatch.chdir(made)
    weights = model_of(Region.open(NAME, weight_inhabitants=0.8))["weights"]
    assert {name: float(weight) for name, weight in weights.items()} == pytest.approx(
        {"population": 0.8, "population_under_20": 0.08, "closed_cases": 0.12}
    )
    assert Region.open(NAME, year=2027).input("budget") == 4_120_000
    folder = tmp_path / "new" / NAME
    folder.mkdir(parents=True)
    header = "input,year,item,figure,value,unit,status,source,derived_from,note\n"
    (folder / "inputs.csv").write_text(f"{header}budget,2028,,,5000000,euro,printed,begroting 2028,,\n")
    assert Region.open(NAME, tmp_path / "new", year=2028).input("budget") == 5_000_000


def test_a_limit_that_is_not_kept_is_said_and_the_memo_made(made, tmp_path):
    """Of a budget of 100.000 an area pays less than its DUVO: the memo says so, and so does the command."""
    done = run("build", NAME, "--formats", "html", "--out", tmp_path, "-p", "budget", "100000", cwd=made)
    assert done.returncode == 0
    assert done.stderr.startswith(f"vtcost: {NAME}: check 'Bijdrage: geen enkele onder nul' is -26994.6, expected 0")
    assert done.stderr.count("\n") == 1
    assert "onder nul. De DUVO is daar groter" in (tmp_path / NAME / "memo.html").read_text(encoding="utf-8")


def test_a_changed_table_is_read_again(empty):
    """A user changes figures while a notebook is open."""
    making.new_region(NAME, empty)
    assert Region.open(NAME).input("budget") == 4_000_000
    path = empty / "data" / NAME / "inputs.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("budget,2026,,,4000000", "budget,2026,,,44000000"))
    assert Region.open(NAME).input("budget") == 44_000_000


NAMES = {
    "path": ("../x", "lower case letters"),
    "absolute": ("/tmp/x", "lower case letters"),
    "empty": ("", "lower case letters"),
    "capital": ("Drenthe", "lower case letters"),
    "digit first": ("1drenthe", "lower case letters"),
    "dot": ("drenthe.x", "lower case letters"),
    "line": ("drenthe\n", "lower case letters"),
    "too long": ("d" * 42, "lower case letters"),
    "region of the package": ("noord_holland_noord", "taken"),
    "other data of the package": ("cbs", "taken"),
    "notebook of the package": ("reconstructie_noord_holland_noord", "taken"),
    "module of the package": ("models", "taken"),
    "word of Python": ("lambda", "reserved"),
    "device": ("con", "reserved"),
    "the general module": ("own_region", "reserved"),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_wrong_name_is_refused_and_nothing_is_written(name, empty, capsys):
    given, word = NAMES[name]
    refused(["new-region", given], [word], capsys)
    assert list(empty.iterdir()) == []


@pytest.mark.parametrize("there", ["data/drenthe_samen", "notebooks/drenthe_samen.ipynb", "data", "notebooks"])
def test_what_is_there_is_never_written_over(there, empty, capsys):
    path = empty / there
    path.parent.mkdir(exist_ok=True)
    path.write_text("kept")
    refused(["new-region", NAME], [there], capsys)
    assert path.read_text() == "kept"
    assert [other for other in empty.rglob("*") if other.is_file()] == [path]


def test_a_dangling_link_is_not_followed(empty, capsys):
    (empty / "data").mkdir()
    (empty / "data" / NAME).symlink_to(empty / "elsewhere")
    refused(["new-region", NAME], ["is there already"], capsys)
    assert not (empty / "elsewhere").exists()


@pytest.mark.parametrize("step", ["write", "rename"])
def test_all_or_nothing(step, empty, monkeypatch):
    """A disk that is full, at the notebook or at the last step: no folder or file is left."""

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    if step == "rename":
        monkeypatch.setattr(making.os, "rename", full)
    else:
        write = making._write
        monkeypatch.setattr(
            making, "_write", lambda path, *more: full() if path.suffix == ".ipynb" else write(path, *more)
        )
    assert main(["new-region", NAME]) == 2
    assert list(empty.iterdir()) == []


def test_a_second_region_stands_beside_the_first(empty, capsys):
    assert main(["new-region", "een"]) == 0
    assert main(["new-region", "twee"]) == 0
    assert {"een", "twee"} <= set(region_names())
    refused(["new-region", "een"], ["is there already"], capsys)


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="owners are not known here")
def test_a_folder_of_somebody_else_above_is_not_looked_at(empty, monkeypatch):
    """A region in a shared parent folder, owned by another user, comes with a notebook, and a notebook is code."""
    making.new_region(NAME, empty)
    below = empty / "below"
    below.mkdir()
    monkeypatch.chdir(below)
    assert NAME in region_names()
    stat = os.stat

    def other(path, *more, **given):
        found = stat(path, *more, **given)
        strange = str(path) == str(empty / "data")
        return os.stat_result((*found[:4], found.st_uid + 1, *found[5:])) if strange else found

    monkeypatch.setattr(os, "stat", other)
    assert NAME not in region_names()


def test_the_names_of_the_package_win(empty):
    """A folder with the name of a region of the package changes nothing."""
    making.new_region(NAME, empty)
    (empty / "data" / NAME).rename(empty / "data" / "noord_holland_noord")
    assert store.folder("noord_holland_noord") == store.root() / "noord_holland_noord"
    assert Region.open("noord_holland_noord").input("budget") == 9_443_808


WRONG = {
    "weights that add up to more": ("weight,,closed_cases,,0.3", "weight,,closed_cases,,0.4", "add up to 1.1"),
    "a grant of no centre": ("grant,,Emmen,", "grant,,Coevorden,", "expected a municipality that is a centre"),
    "a weight of something unknown": ("weight,,closed_cases,", "weight,,adviesvragen,", "adviesvragen_year"),
    "a weight of nothing": ("weight,,closed_cases,", "weight,,,", "column item"),
    "a weight of two things": ("weight,,closed_cases,", "weight,,closed_cases|x,", "column item"),
    "a negative grant": ("grant,,Emmen,,180000", "grant,,Emmen,,-180000", "at least 0"),
    "a budget of nothing": ("budget,2026,,,4000000", "budget,2026,,,0", "{NAME}"),
    "no weight left": ("weight_inhabitants,,,,0.5", "weight_inhabitants,,,,1", "add up to 1.5"),
    "Dutch notation": ("4000000", "4.000.000", "Dutch notation"),
    "no inhabitants of that year": ("population_year,,,,2025", "population_year,,,,2035", "1 January 2035"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_figures_of_an_own_region_are_said_in_one_line(name, empty, capsys):
    making.new_region(NAME, empty)
    path = empty / "data" / NAME / "inputs.csv"
    old, new, word = WRONG[name]
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    refused(["build", NAME, "--out", "out"], [word.format(NAME=NAME)], capsys)
    assert not (empty / "out").exists()


def test_a_description_without_a_table_or_a_parameter_is_said(empty, capsys):
    making.new_region(NAME, empty)
    folder = empty / "data" / NAME
    path, whole = folder / "parameters.csv", (folder / "parameters.csv").read_text(encoding="utf-8")
    path.write_text("\n".join(line for line in whole.splitlines() if not line.startswith("year,")) + "\n")
    refused(["explain", NAME, "Assen"], ["parameters.csv", "a row for year"], capsys)
    path.write_text(whole, encoding="utf-8")
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    package["resources"] = [one for one in package["resources"] if one["name"] != "published"]
    (folder / "datapackage.json").write_text(json.dumps(package))
    refused(["explain", NAME, "Assen"], ["no table published"], capsys)


def test_a_notebook_that_is_gone_is_said(empty, capsys):
    making.new_region(NAME, empty)
    (empty / "notebooks" / f"{NAME}.ipynb").unlink()
    refused(["build", NAME], [f"notebooks/{NAME}.ipynb"], capsys)


@pytest.mark.parametrize("command", [["build", NAME], ["explain", NAME, "Assen"], ["scenarios", NAME]])
def test_a_notebook_of_an_earlier_vtcost_is_renewed_without_touching_the_data(command, empty, capsys):
    """It has no model cells: refused in one line that says how; then the notebook is made anew beside the same data."""
    making.new_region(NAME, empty)
    path = empty / "notebooks" / f"{NAME}.ipynb"
    earlier = json.loads(path.read_text(encoding="utf-8"))
    for cell in earlier["cells"]:
        cell["metadata"] = {"tags": [tag for tag in tags(cell) if tag != "model"]}
    path.write_text(json.dumps(earlier), encoding="utf-8")
    refused(command, [f"{NAME}.ipynb", "no cell with the tag model", f"vtcost new-region {NAME} --notebook"], capsys)
    refused(["new-region", NAME, "--notebook"], ["is there already"], capsys)
    inputs = empty / "data" / NAME / "inputs.csv"
    inputs.write_text(inputs.read_text(encoding="utf-8").replace("4000000", "4000001"), encoding="utf-8")
    # As in the folder of an earlier vtcost.
    (empty / "data" / NAME / "glossary.csv").unlink()
    description = empty / "data" / NAME / "datapackage.json"
    package = json.loads(description.read_text(encoding="utf-8"))
    package["resources"] = [one for one in package["resources"] if one["name"] != "glossary"]
    description.write_text(json.dumps(package), encoding="utf-8")
    before = {other: other.read_bytes() for other in (empty / "data" / NAME).iterdir()}
    path.rename(empty / "notebooks" / "earlier.ipynb")
    assert main(["new-region", NAME, "--notebook"]) == 0
    assert main(command) == 0
    assert {other: other.read_bytes() for other in (empty / "data" / NAME).iterdir()} == before
    assert float(model_of(Region.open(NAME))["budget"]) == 4_000_001


@pytest.mark.parametrize("name", ["nergens", "../x"])
def test_a_notebook_without_data_is_not_made(name, empty, capsys):
    refused(["new-region", name, "--notebook"], [name], capsys)
    assert list(empty.iterdir()) == []


def test_the_workspace_is_no_place_for_reports(empty, capsys):
    making.new_region(NAME, empty)
    for folder in ("data", "notebooks", f"data/{NAME}"):
        refused(["build", NAME, "--out", folder], ["expected a folder for reports"], capsys)


def test_verdicts_of_an_own_region_are_not_recorded_in_the_package(empty, capsys):
    making.new_region(NAME, empty)
    before = (store.root() / "findings.csv").read_bytes()
    refused(["check", NAME, "--record"], ["a region of your own"], capsys)
    assert (store.root() / "findings.csv").read_bytes() == before


# The template itself


def test_the_template_is_a_valid_data_package():
    with system.use_context(trusted=True):
        report = Package(str(TEMPLATE / "data" / "voorbeeldregio" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["path", "rowNumber", "fieldName", "message"])


def test_every_figure_of_the_example_says_that_it_is_one():
    for name in ("inputs", "measures", "municipalities"):
        text = (TEMPLATE / "data" / "voorbeeldregio" / f"{name}.csv").read_text(encoding="utf-8")
        assert all("voorbeeld" in row["source"] for row in csv.DictReader(io.StringIO(text)))


def test_the_notebook_of_the_template_keeps_the_rules_of_notebooks():
    """Short cells without definitions and amounts, outputs without paths or times, a sentence before each cell."""
    before = None
    for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            source = "".join(cell["source"])
            tree = ast.parse(source)
            assert not [
                node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Lambda))
            ]
            assert cell["execution_count"] is not None
            assert all(output["output_type"] == "execute_result" for output in cell["outputs"])
            imports = all(isinstance(node, (ast.Import, ast.ImportFrom)) for node in tree.body)
            if "parameters" not in tags(cell) and not imports:
                assert len(source.splitlines()) <= LONGEST_CELL, source
                numbers = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
                assert not [value for value in numbers if isinstance(value, (int, float)) and abs(value) > 100]
            assert before == "markdown", source
        else:
            assert not re.findall(r"\b\d{1,3}(?:\.\d{3})+\b", "".join(cell["source"]))
        before = cell["cell_type"]
    assert not re.search(r"/(root|home|tmp|work|Users)/|0x[0-9a-f]{8}|\d{4}-\d\d-\d\dT\d\d:", NOTEBOOK.read_text())


def test_the_parameters_of_the_template_are_those_of_its_table(monkeypatch):
    monkeypatch.chdir(TEMPLATE)
    (cell,) = [cell for cell in cells(NOTEBOOK) if "parameters" in tags(cell)]
    lines = "".join(cell["source"]).splitlines()
    table = Region.open("voorbeeldregio").tables["parameters"]
    assert [line.split(" = ")[0] for line in lines] == table["parameter"].tolist()


def test_a_title_is_made_of_a_name():
    assert making.title("drenthe_samen") == "Drenthe Samen"
    with pytest.raises(InputError, match="reserved"):
        making.check_name("match")
