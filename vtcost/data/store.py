"""Where the data folders are - the package's and the user's own - and merging an overlay (`--data DIR`) over them."""

import csv
import functools
import io
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from vtcost.data.errors import DataError, InputError
from vtcost.data.schema import read_package, read_table

OVERLAY_VARIABLE = "VTCOST_DATA"
# Tables that new figures may change. Prints do not change, and the shape of a model is not data.
OVERLAID = ("inputs", "measures", "population")
SHARED = "cbs"
# Named scenarios of a region; that of an overlay stands in its place (`vtcost.data.scenarios`).
SCENARIOS = "scenarios.yaml"
# A region: a folder with a description and a table of parameters.
DESCRIPTION, PARAMETERS = "datapackage.json", "parameters.csv"
NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")


def root() -> Path:
    """The folder data/ of the checkout, or the copy that was installed with the package."""
    package = Path(__file__).resolve().parents[1]
    checkout = package.parent / "data"
    return checkout if checkout.is_dir() else package / "_data"


def region_names() -> list[str]:
    """Names of the regions, those of the package and those of the user's own workspace, in alphabetical order."""
    return sorted(path.parent.name for path in _every(PARAMETERS))


def folder(name: str) -> Path:
    """The data folder of that name: the package's own, else `data/NAME` of the current folder or nearest parent.

    Raises
    ------
    InputError
        If there is none.
    """
    found = [path.parent for path in _every(DESCRIPTION) if path.parent.name == name]
    if not found:
        raise InputError(f"no data for {name!r}, expected one of {', '.join(region_names())}")
    return found[0]


@functools.cache
def common_glossary() -> dict[str, tuple[str, str, str]]:
    """Names that every region of the user's own has: those of the example that a new one is made from."""
    path = Path(__file__).resolve().parents[1] / "template" / "data" / "voorbeeldregio" / "glossary.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["name"]: (row["label"], row["unit"], row["rows"]) for row in csv.DictReader(file)}


def is_own(name: str) -> bool:
    """Whether a region is the user's own, in a workspace, and not one of the package."""
    return folder(name).parent != root()


def workspaces() -> Iterator[Path]:
    """Folders `data` of the current folder and its parents, the nearest first, that can hold regions of one's own.

    Only those of the owner of the current folder: what somebody else puts in a shared parent, such as a folder for
    temporary files, is not to be picked up (a region comes with a notebook, and a notebook is code).
    """
    here = Path.cwd()
    for place in (here, *here.parents):
        data = place / "data"
        if os.path.isdir(data) and data.resolve() != root() and data.stat().st_uid == here.stat().st_uid:
            yield data


def beside(name: str, kind: str) -> Path:
    """The folder of another kind, such as `notebooks`, that goes with the data folder of a region of one's own."""
    return folder(name).parents[1] / kind


def _every(file: str) -> list[Path]:
    """The file with this name in each folder of data/: the package's names win, then the nearest."""
    found = {path.parent.name: path for path in root().glob(f"*/{file}")}
    for data in workspaces():
        for path in data.glob(f"*/{file}"):
            if NAME.fullmatch(path.parent.name):
                found.setdefault(path.parent.name, path)
    return list(found.values())


def load(name: str, overlay: Path | None) -> dict[str, pd.DataFrame]:
    """All tables of a folder of data/, with the overlay's rows merged over them and marked in column `overlaid`.

    Raises
    ------
    InputError
        If there is no such folder, or the overlay has a folder or file that data/ does not have.
    DataError
        On the first wrong cell.
    """
    tables = dict(base(name))
    if overlay is not None and (overlay / name).is_dir():
        resources = read_package(folder(name), f"data/{name}")["resources"]
        for path in sorted((overlay / name).iterdir()):
            if path.name == SCENARIOS and path.is_file() and name != SHARED:
                continue
            if path.stem not in resources or path.suffix != ".csv" or path.stem not in OVERLAID or not path.is_file():
                allowed = ", ".join([*(f"{key}.csv" for key in resources if key in OVERLAID), SCENARIOS])
                raise DataError(str(path), None, None, None, f"one of the files {allowed}")
            resource = resources[path.stem]
            new = read_table(path, resource, str(path)).assign(overlaid=True, file=str(path))
            tables[path.stem] = _merge(tables[path.stem], new, resource)
    return tables


def check_overlay(overlay: Path) -> None:
    """Refuse an overlay that is no folder or has folders that data/ does not know: a misspelt name would do nothing."""
    if not overlay.is_dir():
        raise InputError(f"{overlay}: expected a folder with the data to merge over data/")
    known = {path.parent.name for path in _every(DESCRIPTION)}
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
        for path in sorted(folder(name).iterdir()):
            # What an editor or a notebook server leaves behind is no data.
            if path.is_file() and not path.name.startswith("."):
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


def rows_of(table: pd.DataFrame) -> Iterator:
    """The rows of a table as named tuples, ten times as fast as pandas gives those of columns with text."""
    return table.astype(object).itertuples()


def rows_by(table: pd.DataFrame, column: str) -> dict[str, list]:
    """The rows of a table by what stands in a column, in the order of the table."""
    found: dict[str, list] = {}
    for row in rows_of(table):
        found.setdefault(getattr(row, column), []).append(row)
    return found


def base(name: str) -> dict[str, pd.DataFrame]:
    """The tables of a folder without any overlay."""
    place = folder(name)
    # A user changes the tables of an own region while a notebook is open.
    there = (path for path in sorted(place.iterdir()) if path.is_file())
    stamps = tuple((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in there)
    return _tables(place, stamps)


@functools.lru_cache(maxsize=100)
def _tables(place: Path, stamps: tuple) -> dict[str, pd.DataFrame]:
    shown = f"data/{place.name}"
    resources = read_package(place, shown)["resources"]
    tables = {}
    for key, resource in resources.items():
        path = place / f"{key}.csv"
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
