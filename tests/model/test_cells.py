"""Running model cells: what goes wrong is one line, what they set is put back, what they read is noted."""

import os
import sys
from pathlib import Path

import pandas as pd
import pytest

from tests.command import run as command
from tests.model.notebook import changed, code, notebook, run, source
from vtcost import check, model_cells
from vtcost.alternatives import compare
from vtcost.build import _check
from vtcost.data import InputError, Region
from vtcost.data.given import note
from vtcost.model_cells import model_of

NAME = "zuid_holland_zuid"


def with_line(folder: Path, line: str, cell: int = 3) -> Path:
    """A copy of the notebook with a line before one of its model cells."""

    def add(cells):
        chosen = code(cells, "model")[cell]
        chosen["source"] = f"{line}\n" + "".join(chosen["source"])
        return cells

    return changed(NAME, folder, add)


RAISED = {
    "an error": ("1 / 0", "ZeroDivisionError: division by zero"),
    "the end": ("raise SystemExit(3)", "SystemExit: 3"),
    "no Python": ("needed = = 3", "SyntaxError: invalid syntax"),
    "an assertion": ("assert False, 'so it is'", "AssertionError: so it is"),
    "a name that is missing": ("x = nowhere", "NameError: name 'nowhere' is not defined"),
    "several lines": ("raise ValueError('one\\ntwo')", "ValueError: one two"),
    "units": ("x = hours_per_fte + reports", "ValueError: a + b: hour per fte and case, expected one unit"),
    "a truth value": ("x = 1 if reports > 3 else 2", "expected when(condition, yes, no)"),
    "an unknown row": ("x = row_of(counts['Overdragen'], '2031')", "row '2031': expected one of Realisatie 2021"),
}


@pytest.mark.parametrize("name", RAISED)
def test_whatever_a_cell_raises_is_one_line_with_notebook_and_cell(name, tmp_path):
    line, said = RAISED[name]
    with pytest.raises(InputError) as raised:
        run(with_line(tmp_path, line))
    assert str(raised.value).startswith(f"{NAME}.ipynb: cell ")
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


UNNAMED = {
    "a name that the glossary lacks": ("    nieuw = needed * 1", "nieuw: no row in glossary.csv"),
    "a second quantity with a label": (
        "    work = total(hours)\n    needed = total(hours) / hours_per_fte",
        "Uren samen",
    ),
}


@pytest.mark.parametrize("name", UNNAMED)
def test_a_quantity_has_one_name_from_the_glossary(name, tmp_path):
    line, said = UNNAMED[name]

    def add(cells):
        chosen = code(cells, "model")[4]
        first, *rest = "".join(chosen["source"]).splitlines()
        chosen["source"] = "\n".join([first, line, *rest])
        return cells

    with pytest.raises(InputError, match=said):
        run(changed(NAME, tmp_path, add))


def test_a_variant_that_changes_nothing_is_refused(tmp_path):
    """A misspelt change would do nothing: `structural` is behind no gap."""

    def add(cells):
        last = code(cells, "model")[-1]
        lines = ["vergeten = Variant({structural: 3.0, available: 3.0}, ', anders')", "vergeten(gap)"]
        last["source"] = "\n".join([*lines, "".join(last["source"])])
        return cells

    with pytest.raises(InputError, match="variant vergeten changes Waarvan structureel, on which nothing rests"):
        run(changed(NAME, tmp_path, add))


def test_a_notebook_without_model_cells_or_outcome_is_refused(tmp_path):
    with pytest.raises(InputError, match="no cell with the tag model"):
        run(changed(NAME, tmp_path, lambda cells: [cell for cell in cells if cell not in code(cells, "model")]))
    with pytest.raises(InputError, match="have no outcome"):
        run(changed(NAME, tmp_path, lambda cells: [cell for cell in cells if cell is not code(cells, "model")[-1]]))


def with_last(folder: Path, line: str) -> Path:
    """A copy of the notebook with a line after its last model cell."""

    def add(cells):
        last = code(cells, "model")[-1]
        last["source"] = "".join(last["source"]) + f"\n{line}"
        return cells

    return changed(NAME, folder, add)


def test_what_the_outcomes_make_impossible_is_said_of_the_notebook(tmp_path):
    with pytest.raises(InputError, match=f"{NAME}.ipynb: model 'nonsense': expected one of regional, national"):
        run(with_last(tmp_path, "model.proposed = 'nonsense'"))
    line = "model.result('regional', year=2025, column='Doorrekening', fte_needed=needed_by['regional'])"
    with pytest.raises(InputError, match=f"{NAME}.ipynb: result 'regional': fte_needed .* stands twice"):
        run(with_last(tmp_path, f"{line}\n{line.replace('2025', '2025 + 0').replace('Doorrekening', 'x')}"))


def with_in(folder: Path, sheet: str, line: str) -> Path:
    """A copy of the notebook with a line at the end of a sheet."""

    def add(cells):
        cell = next(cell for cell in code(cells, "model") if f'sheet("{sheet}"' in source(cell))
        cell["source"] = f"{source(cell)}\n    {line}"
        return cells

    return changed(NAME, folder, add)


@pytest.mark.parametrize(
    ("sheet", "line", "said"),
    [
        (
            "Controles",
            "checks['Telt op'] = total(forecast_fte) - forecast_needed + 1",
            "check 'Telt op' is 1, expected 0",
        ),
        ("Aansluiting", "closing['Nog iets'] = row_of(available, last)", "the aansluiting ends at 63.4, expected 0"),
    ],
)
def test_a_check_that_fails_is_named_by_check_and_stops_a_build(sheet, line, said, tmp_path, monkeypatch):
    run_copy(with_in(tmp_path, sheet, line), monkeypatch)
    with pytest.raises(InputError, match=f"{NAME}: {said}"):
        _check(NAME, Region.open(NAME), None)
    assert check.compare([NAME])[1] == [f"{NAME}: {said}"]


def run_copy(path: Path, monkeypatch) -> None:
    """That copy is the notebook of the region."""
    monkeypatch.setattr(model_cells, "find", lambda name: path)


COLUMN = "Begroting 2026"


def overlay(folder: Path, structural: float, *rows: str) -> Path:
    """Figures of one more column, without a print of what is needed."""
    items = ("Meldingen", "Overdragen", "Overdracht ondersteuning", "Onderzoek", "Adviezen", "Monitoring")
    lines = [f"volume,,{item}|{COLUMN},,4000,cases,assumed,made up,," for item in items]
    lines += [f"available,,{COLUMN},,70,fte,assumed,made up,,"]
    lines += [f"available_structural,,{COLUMN},,{structural},fte,assumed,made up,,", *rows]
    new = folder / "new" / NAME
    new.mkdir(parents=True)
    header = "input,year,item,figure,value,unit,status,source,derived_from,note"
    (new / "inputs.csv").write_text("\n".join([header, *lines, ""]), encoding="utf-8")
    return folder / "new"


def test_new_columns_have_no_prints_and_pass_their_checks(tmp_path):
    region = Region.open(NAME, overlay(tmp_path, 60))
    assert COLUMN in model_of(region)["gap"].rows
    assert _check(NAME, region, tmp_path / "new") == []


def test_a_limit_that_figures_do_not_keep_is_named_and_stops_nothing(tmp_path):
    """80 structural of 70 available: 10 more than there is."""
    new = overlay(tmp_path, 80)
    said = [f"{NAME}: check 'Structureel is nergens meer dan beschikbaar' is 10, expected 0"]
    assert _check(NAME, Region.open(NAME, new), new) == said
    assert check.compare([NAME], new)[1][-1:] == said


def test_a_row_that_other_columns_lack_is_refused(tmp_path):
    """It would be dropped, and its figure with it."""
    new = overlay(tmp_path, 60, "available,,Begroting 2027,,70,fte,assumed,made up,,")
    with pytest.raises(InputError, match="available has Begroting 2027, which other columns lack, expected Realisatie"):
        model_of(Region.open(NAME, new))


def test_cells_that_are_not_those_of_the_file_make_no_memo(tmp_path, monkeypatch):
    """An edit that is not saved, or a copy elsewhere: scenarios would be those of the file."""
    edited = notebook(NAME)["cells"]
    space: dict = {"region": Region.open(NAME)}
    for cell in code(edited, "model"):
        exec(source(cell), space)
    assert model_of(space["region"])["gap"] is not space["gap"]
    space = {"region": Region.open(NAME)}
    for cell in code(edited, "model"):
        exec(source(cell).replace("gap = available - needed", "gap = available - needed - needed"), space)
    with pytest.raises(InputError, match=f"{NAME}.ipynb: Verschil differs from that of its saved cells.*save and run"):
        compare(space["region"])


def test_the_region_is_not_opened_with_what_cells_made():
    """Its cell run again after those of the model, which use the names of parameters."""
    hours = Region.open(NAME)["hours_per_fte"]
    with pytest.raises(InputError) as raised:
        Region.open(NAME, hours_per_fte=hours)
    assert str(raised.value).endswith("run the cell of parameters first")
    assert "\n" not in str(raised.value)


def test_folder_options_and_charts_are_as_they_were(tmp_path):
    import matplotlib

    before = Path.cwd(), pd.get_option("display.max_rows"), matplotlib.rcParams["font.size"]
    lines = ["import os, pandas, matplotlib, warnings", f"os.chdir({str(tmp_path)!r})"]
    lines += ["pandas.set_option('display.max_rows', 3)", "matplotlib.rcParams['font.size'] = 99"]
    lines += ["warnings.simplefilter('ignore')", "print('printed')"]
    run(with_line(tmp_path, "\n".join(lines)))
    assert before == (Path.cwd(), pd.get_option("display.max_rows"), matplotlib.rcParams["font.size"])


def test_what_a_cell_prints_does_not_mix_with_what_a_command_says(tmp_path, capsys):
    run(with_line(tmp_path, "print('printed')"))
    assert capsys.readouterr().out == ""


def test_a_region_is_run_once_and_another_anew():
    region = Region.open(NAME)
    assert model_of(region) is model_of(region)
    assert model_of(Region.open(NAME)) is not model_of(region)


def test_what_is_read_is_what_a_quantity_rests_on():
    """The model reads everything; the gap rests on counts, norms, hours and people, not on the forecast."""
    region = Region.open(NAME, reports=5000)
    with region.reading() as log:
        model = model_of(region)
    assert not log.sources
    with region.reading() as log:
        note(region, model["gap"])
    assert "reports" not in log.changed
    assert {"hours_per_fte Declarabele uren uren", "available Beschikbaar incl. incidenteel Realisatie 2021"} <= set(
        log.sources
    )
    with region.reading() as log:
        note(region, model["forecast_needed"])
    assert log.changed == {"reports"}


def test_no_kernel_is_started(tmp_path):
    """`explain` runs the cells in the process: nothing of Jupyter is loaded."""
    program = (
        "import sys; from vtcost.cli import main; main(['explain', 'zuid_holland_zuid', 'Realisatie 2023']);"
        "sys.exit(any(name in sys.modules for name in ('nbclient', 'papermill', 'jupyter_client', 'matplotlib')))"
    )
    import subprocess

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr[-500:]
    assert "Verschil, regionaal" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["explain", NAME, "2031"], "row '2031': expected one of Realisatie 2021"),
        (["explain", NAME, "Realisatie 2023", "--model", "local"], "model 'local': expected one of regional, national"),
    ],
)
def test_what_is_asked_wrongly_is_one_line(arguments, said):
    done = command(*arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_negative_or_missing_count_is_refused(tmp_path):
    folder = tmp_path / "new" / NAME
    folder.mkdir(parents=True)
    header = "input,year,item,figure,value,unit,status,source,derived_from,note"
    row = "volume,,Overdragen|Begroting 2026,,4000,cases,assumed,made up,,"
    (folder / "inputs.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    with pytest.raises(InputError, match="Begroting 2026 is missing, expected a number"):
        model_of(Region.open(NAME, tmp_path / "new"))
    assert os.path.isdir(folder)
    assert model_cells.has_model(NAME)
