"""The same figures on every Python: `python tests/nightly/pythons.py python3.11 python3.12 python3.13`.

Each interpreter gets an environment of its own from requirements.lock and builds all reports; the tables with figures
and results must be those in reports/, byte for byte. An interpreter that is not there is named and skipped.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TABLES = ("figures.csv", "results.csv")


def differing(python: str, folder: Path) -> list[str]:
    """Tables that come out otherwise on an interpreter."""
    subprocess.run([python, "-m", "venv", folder / "env"], check=True)
    run = [folder / "env" / "bin" / "python", "-m"]
    install = [*run, "pip", "install", "--quiet"]
    subprocess.run([*install, "--require-hashes", "-r", ROOT / "requirements.lock"], check=True)
    subprocess.run([*install, "--no-deps", "--no-build-isolation", "-e", ROOT], check=True)
    subprocess.run([*run, "vtcost.cli", "build", "--formats", "html", "--out", folder / "out"], check=True)
    kept = sorted(path for name in TABLES for path in (ROOT / "reports").glob(f"*/{name}"))
    names = [path.relative_to(ROOT / "reports") for path in kept]
    return [
        str(name) for name in names if (folder / "out" / name).read_bytes() != (ROOT / "reports" / name).read_bytes()
    ]


def main(pythons: list[str]) -> int:
    """Compare all interpreters; 1 if one gives other figures."""
    wrong = False
    for python in pythons:
        found = shutil.which(python)
        if found is None or subprocess.run([found, "--version"], capture_output=True).returncode:
            print(f"{python}: not installed, skipped")
            continue
        with tempfile.TemporaryDirectory() as folder:
            other = differing(found, Path(folder))
        print(f"{python}: {'differs in ' + ', '.join(other) if other else 'the same figures and results'}", flush=True)
        wrong = wrong or bool(other)
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
