"""The floor: the code cells of notebooks as plain scripts in one process, imports included.

`python tests/benchmarks/plain.py noord_holland_noord [weight_inhabitants=0.7] ...`
"""

import json
import sys
from pathlib import Path

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"


def run(name: str, given: dict[str, float]) -> None:
    """Execute the code cells of a notebook in a namespace of their own, with parameters."""
    namespace: dict = {"__name__": "__main__"}
    for cell in json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), name, "exec"), namespace)
            if "parameters" in cell["metadata"].get("tags", []):
                namespace.update(given)


if __name__ == "__main__":
    parameters = {name: float(value) for name, _, value in (item.partition("=") for item in sys.argv[1:]) if value}
    for region in sys.argv[1:]:
        if "=" not in region:
            run(region, parameters)
