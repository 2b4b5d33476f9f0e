"""Running model cells: what goes wrong is one line, what they set is put back, what they read is noted."""

import os
import sys
from pathlib import Path

import pandas as pd
import pytest

from tests.command import run as command
from tests.model.notebook import changed, code, run
from vtcost import model_cells
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
