"""Notebooks of tests: a region's own with one thing changed, and its cells run as they stand."""

import contextlib
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.conftest import ROOT
from vtcost import model_cells
from vtcost.data import Region
from vtcost.quantity import Model

TEMPLATE = ROOT / "vtcost" / "template"


def where(name: str) -> Path:
    """The notebook of a region of the package, or that of the example; its data are found from the folder above it."""
    path = ROOT / "notebooks" / f"{name}.ipynb"
    return path if path.is_file() else TEMPLATE / "notebooks" / path.name


def notebook(name: str) -> dict:
    return json.loads(where(name).read_text(encoding="utf-8"))


def code(cells: list[dict], tag: str = "") -> list[dict]:
    """Code cells, or only those with a tag."""
    return [
        cell for cell in cells if cell["cell_type"] == "code" and (not tag or tag in cell["metadata"].get("tags", ()))
    ]


def source(cell: dict) -> str:
    return "".join(cell["source"])


def changed(name: str, folder: Path, change: Callable[[list[dict]], list[dict]]) -> Path:
    """A copy of a notebook with other cells."""
    book = notebook(name)
    book["cells"] = change(book["cells"])
    path = folder / f"{name}.ipynb"
    path.write_text(json.dumps(book), encoding="utf-8")
    return path


def run(path: Path, **given) -> Model:
    """The model cells of a notebook anywhere, for the region of that name."""
    region = Region.open(path.stem, **given)
    return model_cells._run(path, region)


@contextlib.contextmanager
def silent() -> Iterator[None]:
    with contextlib.redirect_stdout(io.StringIO()):
        yield


def run_whole(path: Path) -> dict:
    """Every code cell of a notebook, one after another, as a kernel would; gives its variables."""
    space: dict = {"__name__": "__main__"}
    with silent():
        for cell in code(json.loads(path.read_text(encoding="utf-8"))["cells"]):
            exec(source(cell), space)
    return space
