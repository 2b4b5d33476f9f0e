"""Rules of the house that a script can check."""

import ast
import re
import subprocess

import pytest

from tests.conftest import ROOT

MODULES = sorted((ROOT / "vtcost").rglob("*.py"))
LONGEST_MODULE = 300
# A module may import from its own layer and from those before it.
LAYERS = [
    {"numbers"},
    {"quantity"},
    {"formulas"},
    {
        "transition",
        "softening",
        "workload",
        "backlog",
        "waiting",
        "reform",
        "batch",
        "protection",
        "turning_points",
        "least_change",
    },
    {
        "ledger",
        "bookings",
        "reconstruction",
        "scenarios",
        "uncertainty",
        "sensitivity",
        "backtest",
    },
    {"data"},
    {"results", "regions"},
    {"models"},
    {"model_cells"},
    {"calculation", "recovered"},
    {"published", "explain", "claims", "decision", "reforms"},
    {"letters", "alternatives", "exploration"},
    {"memo"},
    {"workbook"},
    {"notebooks", "in_process", "workers", "check", "formats", "new_region", "replacement"},
    {"build", "explorer"},
    {"cli"},
]


def layer(module: str) -> int:
    return next(number for number, names in enumerate(LAYERS) if module in names)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_readable_in_one_sitting(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_one_way(path):
    own = path.relative_to(ROOT / "vtcost").parts[0].removesuffix(".py")
    if own == "__init__":
        # The public door loads what it needs when it is used.
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("vtcost"):
            below = node.module.split(".")[1:2]
            names = below or [alias.name for alias in node.names if alias.name != "__version__"]
        for name in names:
            assert layer(name) <= layer(own), f"{own} imports {name}"


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return listed.stdout.split()


def test_no_file_names_an_index_or_a_machine():
    pattern = re.compile(r"--(index-url|extra-index-url|find-links|trusted-host)|/(root|home|work|opt)/[a-z]|file://")
    for name in tracked():
        path = ROOT / name
        if path.suffix in {".png", ".ico"} or not path.is_file() or name.startswith("tests/"):
            continue
        # A file of Word or Excel is no text; what can be read in it counts all the same.
        found = pattern.search(path.read_text(encoding="utf-8", errors="ignore"))
        assert not found, f"{name}: {found.group()}"
