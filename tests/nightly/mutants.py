"""Mutation testing of the formula modules: `python tests/nightly/mutants.py docs/mutants.md`.

mutmut changes one thing at a time in a copy of the project and runs the tests of the formulas; a mutant that no test
notices survives. Survivors with a known reason stand in survivors.csv; the table counts both.
"""

import csv
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REASONS = Path(__file__).with_name("survivors.csv")
ASKED = 0.95
MODULES = (
    *("formulas/*", "transition", "softening", "workload", "backlog", "batch", "protection", "turning_points"),
    *("least_change", "reform", "ledger", "bookings", "scenarios", "uncertainty", "sensitivity", "backtest"),
    "reconstruction/*",
)
CONFIGURATION = """
[tool.mutmut]
source_paths = ["vtcost/"]
only_mutate = [{modules}]
pytest_add_cli_args_test_selection = [{tests}]
also_copy = ["data", "notebooks", "README.md", "LICENSE"]
"""
HEAD = """# Mutants

`make mutants` changes the formula modules in every small way mutmut knows, runs their tests on each mutant, and writes
this table. Asked: at least {asked:.0%} killed. A survivor is a change that no test noticed.

| module | mutants | killed | |
|---|---|---|---|
"""
SURVIVED = """
## Survivors

| function | change | why no test can notice |
|---|---|---|
"""


def copied(folder: Path) -> Path:
    """A copy of the files of the project, with the configuration of mutmut."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in listed.stdout.splitlines():
        if not name.startswith("reports/") and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    found = [path.name for path in (ROOT / "tests/properties").glob("test_by_hand*.py")]
    tests = sorted(f"tests/properties/{name}" for name in [*found, "test_formulas_alike.py"])
    # A folder on the path of Python must be there when Python starts.
    (folder / "mutants").mkdir()
    quoted = [", ".join(f'"{name}"' for name in names) for names in ([f"vtcost/{m}.py" for m in MODULES], tests)]
    with (folder / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write(CONFIGURATION.format(modules=quoted[0], tests=quoted[1]))
    return folder


def mutmut(folder: Path, *arguments: str) -> str:
    """What mutmut says."""
    environment = {**os.environ, "PYTHONPATH": str(folder / "mutants"), "HYPOTHESIS_PROFILE": "default"}
    command = Path(sys.executable).with_name("mutmut")
    return subprocess.run([command, *arguments], cwd=folder, capture_output=True, text=True, env=environment).stdout


def change(folder: Path, name: str) -> str:
    """The line that a mutant has instead."""
    shown = [line[1:].strip() for line in mutmut(folder, "show", name).splitlines() if re.match(r"\+[^+]", line)]
    return " ".join(shown).replace("|", "\\|")


def main(out: str) -> int:
    """Run mutmut, write the table; 1 if fewer mutants were killed than asked."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = copied(Path(temporary))
        mutmut(folder, "run")
        results = re.findall(r"^\s*(\S+): (.+)$", mutmut(folder, "results", "--all", "true"), re.M)
        survived = {name: change(folder, name) for name, status in results if status == "survived"}
    everything = Counter(name.partition(".x_")[0].partition(".xǁ")[0] for name, _ in results)
    alive = Counter(name.partition(".x_")[0].partition(".xǁ")[0] for name in survived)
    with REASONS.open(encoding="utf-8", newline="") as file:
        reasons = {(row["function"], row["change"]): row["reason"] for row in csv.DictReader(file)}
    lines = [
        f"| `{module}` | {total} | {total - alive[module]} | {1 - alive[module] / total:.1%} |"
        for module, total in sorted(everything.items())
    ]
    total, left = sum(everything.values()), sum(alive.values())
    if any(status == "not checked" for _, status in results):
        print("mutmut did not run to the end", file=sys.stderr)
        return 1
    killed = 1 - left / total
    lines.append(f"| together | {total} | {total - left} | {killed:.1%} |")
    rows = []
    for name, line in survived.items():
        function = re.sub(r"__mutmut_\d+$", "", name).replace(".x_", ".")
        rows.append(f"| `{function}` | `{line}` | {reasons.get((function, line), 'not explained yet')} |")
    Path(out).write_text(HEAD.format(asked=ASKED) + "\n".join(lines) + "\n" + SURVIVED + "\n".join(rows) + "\n")
    print(f"{killed:.1%} of {total} mutants killed, {left} survivors")
    return int(killed < ASKED)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
