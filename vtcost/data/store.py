"""Where the data folders are, and merging an overlay (`--data DIR`) over them."""

import csv
import functools
import io
import os
import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from vtcost.data.errors import DataError, InputError
from vtcost.data.schema import read_package, read_table

OVERLAY_VARIABLE = "VTCOST_DATA"
# Tables that new figures may change. Prints do not change, and the shape of a model is not data.
OVERLAID = ("inputs", "measures", "population")
SHARED = "cbs"


def root() -> Path:
    """The folder data/ of the checkout, or the copy that was installed with the package."""
    package = Path(__file__).resolve().parents[1]
    checkout = package.parent / "data"
    return checkout if checkout.is_dir() else package / "_data"


def region_names() -> list[str]:
    """Names of the regions that have a data folder with a table of parameters, in alphabetical order."""
    return sorted(path.parent.name for path in root().glob("*/parameters.csv"))


def load(name: str, overlay: Path | None) -> dict[str, pd.DataFrame]:
    """All tables of a folder of data/, with the overlay's rows merged over them and marked in column `overlaid`.

    Raises
    ------
    InputError
        If there is no such folder, or the overlay has a folder or file that data/ does not have.
    DataError
        On the first wrong cell.
    """
    folder = root() / name
    if not re.fullmatch(r"[a-z0-9_]+", name) or not (folder / "datapackage.json").is_file():
        raise InputError(f"no data for {name!r}, expected one of {', '.join(region_names())}")
    tables = dict(base(name))
    if overlay is not None and (overlay / name).is_dir():
        resources = read_package(folder, f"data/{name}")["resources"]
        for path in sorted((overlay / name).iterdir()):
            if path.stem not in resources or path.suffix != ".csv" or path.stem not in OVERLAID or not path.is_file():
                allowed = ", ".join(f"{key}.csv" for key in resources if key in OVERLAID)
                raise DataError(str(path), None, None, None, f"one of the files {allowed}")
            resource = resources[path.stem]
            new = read_table(path, resource, str(path)).assign(overlaid=True, file=str(path))
            tables[path.stem] = _merge(tables[path.stem], new, resource)
    return tables


def check_overlay(overlay: Path) -> None:
    """Refuse an overlay that is no folder or has folders that data/ does not know: a misspelt name would do nothing."""
    if not overlay.is_dir():
        raise InputError(f"{overlay}: expected a folder with the data to merge over data/")
    known = {path.parent.name for path in root().glob("*/datapackage.json")}
    for path in sorted(overlay.iterdir()):
        if path.name not in known:
            raise InputError(f"{path}: expected folders named {', '.join(sorted(known))}")


def current_overlay() -> Path | None:
    """The overlay that `vtcost build --data DIR` hands to the notebooks it executes."""
    value = os.environ.get(OVERLAY_VARIABLE)
    return Path(value) if value else None


def files(names: list[str], overlay: Path | None) -> dict[str, Path]:
    """Every data file that belongs to the folders, by the name under which a receipt lists it."""
    found = {}
    for name in names:
        for path in sorted((root() / name).iterdir()):
            found[f"data/{name}/{path.name}"] = path
        if overlay is not None and (overlay / name).is_dir():
            for path in sorted((overlay / name).iterdir()):
                found[f"overlay/{name}/{path.name}"] = path
    return found


def write(path: Path, columns: Sequence[str], rows: list[dict]) -> None:
    """Write a table of data/: an interrupted run leaves the old file whole."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    new = path.with_suffix(".new")
    new.write_text(buffer.getvalue(), encoding="utf-8", newline="\n")
    os.replace(new, path)


@functools.cache
def base(name: str) -> dict[str, pd.DataFrame]:
    """The tables of a folder without any overlay."""
    folder, shown = root() / name, f"data/{name}"
    resources = read_package(folder, shown)["resources"]
    tables = {}
    for key, resource in resources.items():
        path = folder / f"{key}.csv"
        if not path.is_file():
            raise DataError(f"{shown}/{key}.csv", None, None, None, "this file, datapackage.json describes it")
        tables[key] = read_table(path, resource, f"{shown}/{key}.csv").assign(overlaid=False, file=f"{shown}/{key}.csv")
    return tables


def _merge(base: pd.DataFrame, new: pd.DataFrame, resource: dict) -> pd.DataFrame:
    """Rows of the overlay replace base rows with the same key; with `replaces`, the whole group they belong to."""
    key = resource.get("replaces") or resource["schema"]["primaryKey"]
    taken = pd.MultiIndex.from_frame(new[key])
    kept = base[~pd.MultiIndex.from_frame(base[key]).isin(taken)]
    return pd.concat([kept, new])
