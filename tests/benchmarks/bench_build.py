"""How long builds and imports take: `make bench`. Ratios against a reference in the same run."""

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
REGIONS = ["gelderland_midden", "noord_holland_noord", "zuid_holland_zuid"]
ONE = "noord_holland_noord"
PYTHON = [sys.executable]
VTCOST = [sys.executable, "-m", "vtcost.cli"]


def chain(out: Path) -> list[list]:
    """The plain chain: papermill's command for one notebook after another, then nbconvert's."""
    commands = []
    for name in REGIONS:
        source, executed = ROOT / "notebooks" / f"{name}.ipynb", out / f"{name}.ipynb"
        commands.append([*PYTHON, "-m", "papermill", source, executed, "--no-progress-bar", "-k", "python3"])
        commands.append([*PYTHON, "-m", "nbconvert", "--to", "html", executed])
    return commands


def run(commands: list[list]) -> None:
    for command in commands:
        subprocess.run([str(part) for part in command], check=True, capture_output=True, cwd=ROOT)


def measured(benchmark, group: str, name: str, commands: list[list], rounds: int = 3) -> None:
    benchmark.group, benchmark.name = group, name
    benchmark.pedantic(run, args=(commands,), rounds=rounds, warmup_rounds=1)


@pytest.mark.parametrize("name", ["reference", "floor", "vtcost"])
def test_three_memos(benchmark, tmp_path, name):
    commands = {
        "reference": chain(tmp_path),
        "floor": [[*PYTHON, HERE / "plain.py", *REGIONS]],
        "vtcost": [[*VTCOST, "build", "--formats", "html", "--out", tmp_path / "out"]],
    }
    measured(benchmark, "three memos, HTML", name, commands[name], rounds=1 if name == "reference" else 3)


@pytest.mark.parametrize("name", ["floor", "vtcost"])
def test_one_parameter_changed(benchmark, tmp_path, name):
    build = [*VTCOST, "build", ONE, "-p", "weight_inhabitants", "0.7", "--formats", "html", "--out", tmp_path / "out"]
    commands = {"floor": [[*PYTHON, HERE / "plain.py", ONE, "weight_inhabitants=0.7"]], "vtcost": [build]}
    measured(benchmark, "one parameter changed, one memo", name, commands[name])


@pytest.mark.parametrize("name", ["reference", "vtcost"])
def test_import(benchmark, name):
    module = {"reference": "pandas", "vtcost": "vtcost"}[name]
    measured(benchmark, "import", name, [[*PYTHON, "-c", f"import {module}"]], rounds=5)


@pytest.mark.parametrize("name", ["reference", "--help", "check"])
def test_commands(benchmark, name):
    commands = {
        "reference": [*PYTHON, "-c", "import pandas"],
        "--help": [*VTCOST, "--help"],
        "check": [*VTCOST, "check"],
    }
    measured(benchmark, "commands", name, [commands[name]])


def test_make_test(benchmark):
    """In this environment, which is ready."""
    benchmark.group, benchmark.name = "make test", "vtcost"
    command = ["make", "-o", sys.executable, f"VENV={sys.prefix}", f"READY={sys.executable}", "test"]
    benchmark.pedantic(run, args=([command],), rounds=1)


def test_all_formats(benchmark, tmp_path):
    measured(benchmark, "all formats, all pages", "vtcost", [[*VTCOST, "build", "--out", tmp_path / "out"]], rounds=1)
