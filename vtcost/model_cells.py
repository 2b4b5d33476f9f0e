"""The model of a region is its notebook: the cells that compute (tag `model`), run in this process without a kernel."""

import contextlib
import functools
import io
import json
import os
import sys
import warnings
import weakref
from collections.abc import Iterator
from pathlib import Path
from types import CodeType

import numpy as np
import pandas as pd

from vtcost.data import InputError, MissingInputError, Region, region_module, store
from vtcost.quantity import Model, Quantity, Variant
from vtcost.quantity.model import CHECKS, CLOSING, ZERO, Sheet, begun
from vtcost.results import results as outcomes

TAG = "model"
# Far above the largest notebook with its outputs (a few MB).
LARGEST_FILE = 64_000_000
LONGEST_ERROR = 300
# How the names of printed figures begin, and of half their last digit.
PRINTS = ("printed", "half")
# Operations of what lies beyond a limit, and of what is missing.
LIMITS = ("max", "min", "gaps")
_KNOWN: weakref.WeakKeyDictionary[Region, Model] = weakref.WeakKeyDictionary()


def root() -> Path:
    """The folder notebooks/ of the checkout, or the copy that was installed with the package."""
    package = Path(__file__).resolve().parent
    checkout = package.parent / "notebooks"
    return checkout if checkout.is_dir() else package / "_notebooks"


def find(name: str) -> Path:
    """The notebook of a region: one of the package's, else the one beside the data of a region of the user's own.

    Raises
    ------
    InputError
        If there is none.
    """
    path = root() / f"{name}.ipynb"
    if path.is_file():
        return path
    if name in store.region_names() and store.is_own(name):
        own = store.beside(name, "notebooks") / path.name
        if own.is_file():
            return own
        raise InputError(f"no notebook for {name!r}, expected {own}")
    known = ", ".join(sorted(other.stem for other in root().glob("*.ipynb")))
    raise InputError(f"no notebook for {name!r}, expected one of {known}")


def has_model(name: str) -> bool:
    """Whether the notebook of a region is to hold its calculation: always, for one of the user's own.

    Examples
    --------
    >>> has_model("zuid_holland_zuid")
    True
    """
    if name in store.region_names() and store.is_own(name):
        return True
    try:
        return bool(_cells(find(name)))
    except InputError:
        return False


def model_of(region: Region) -> Model:
    """The quantities that the model cells make of a region, by name; run once for each region object.

    What the cells read is not noted in the open readings of the region: `vtcost.data.given.note` notes what a
    quantity rests on.

    Raises
    ------
    InputError
        If a cell fails: which notebook, which cell, and the last line of its error. Also if cells that run elsewhere (a
        notebook that is open) made another model for this very region object: a memo of two models would not show it.
    MissingInputError
        If an input is known to be missing.

    Examples
    --------
    zhz-2024, bijlage 2, column "Begroting 2025 voorstel DB": 73,33 FTE needed.

    >>> made = model_of(Region.open("zuid_holland_zuid"))
    >>> round(made["needed"]["Begroting 2025 voorstel DB"], 2)
    73.33
    """
    if region not in _KNOWN:
        _KNOWN[region] = _run(find(region.name), region.shifted(region.shifts))
    if (other := begun(region)) is not None and (label := other.apart(_KNOWN[region])):
        path = find(region.name)
        raise InputError(
            f"{path.name}: {label} differs from that of its saved cells, expected the same: save and run all"
        )
    return _KNOWN[region]


def results(region: Region, name: str | None = None) -> pd.DataFrame:
    """What the models of a region come to (results.csv), by its model cells or, if it has none, its module.

    Parameters
    ----------
    region : Region
    name : str, optional
        Of the model that is asked for, where others need not be computed.
    """
    if has_model(region.name):
        return outcomes(model_of(region))
    return region_module("models", region.name).results(region, *([name] if name else []))


def faults(model: Model) -> list[str]:
    """What cannot be: a check of two ways to one amount that is not zero, an aansluiting that does not end there.

    Examples
    --------
    >>> made = model_of(Region.open("zuid_holland_zuid"))
    >>> faults(made), remarks(made)
    ([], [])
    """
    found = [_told(one) for one in _failing(model) if not _is_limit(one)]
    for sheet in model.sheets:
        if sheet.kind == CLOSING and not abs(end := sum(map(float, _numbers(sheet)))) < ZERO:
            found.append(f"the aansluiting ends at {end:g}, expected 0")
    return found


def remarks(model: Model) -> list[str]:
    """What can be and should be known: a check of a limit that does not hold, such as a contribution below zero."""
    return [_told(one) for one in _failing(model) if _is_limit(one)]


def _failing(model: Model) -> list[Quantity]:
    checks = [one for sheet in model.sheets if sheet.kind == CHECKS for one in _numbers(sheet)]
    return [one for one in checks if not (abs(float(one)) < ZERO or _of_print(one))]


def _numbers(sheet: Sheet) -> list[Quantity]:
    return [one for one in sheet.quantities if one.rows is None and one.unit != "text"]


def _told(check: Quantity) -> str:
    return f"check {check.label.partition(': ')[2]!r} is {float(check):g}, expected 0"


def _is_limit(check: Quantity) -> bool:
    """Whether a check is what lies beyond a limit, or how much does: figures decide that, not formulas."""
    while check.operation == "sum" and len(check.args) == 1:
        check = check.args[0]
    return check.operation in LIMITS


def _of_print(check: Quantity) -> bool:
    """Whether a check is about printed figures alone: a new column has none."""
    names = [one.name for one in check.behind() if one.name and not one.args and one is not check]
    return bool(names) and all(name.startswith(PRINTS) for name in names)


def _run(path: Path, region: Region) -> Model:
    cells, space = _cells(path), {"__name__": "__main__", "region": region}
    if not cells:
        anew = f"; move it and run vtcost new-region {region.name} --notebook for one that has them"
        expected = f"those that compute{anew if store.is_own(region.name) else ''}"
        raise InputError(f"{path.name}: no cell with the tag {TAG}, expected {expected}")
    with _undisturbed():
        for number, source in cells:
            try:
                exec(_compiled(source, f"{path.name}, cell {number}"), space)
            except (InputError, MissingInputError):
                raise
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt):
                    raise
                what = " ".join(f"{type(error).__name__}: {error}".split())[:LONGEST_ERROR]
                raise InputError(f"{path.name}: cell {number} failed: {what}") from None
    for name, value in space.items():
        if isinstance(value, Variant) and value.unused:
            raise InputError(f"{path.name}: variant {name} changes {value.unused[0].label}, on which nothing rests")
    found = [value for value in space.values() if isinstance(value, Model)]
    if len(found) != 1:
        raise InputError(f"{path.name}: {len(found)} models in its model cells, expected one: model = Model(region)")
    if not found[0].outcomes:
        raise InputError(f"{path.name}: its model cells have no outcome, expected model.result(...)")
    try:
        outcomes(found[0])
        found[0].outcomes_of()
    except ValueError as error:
        raise InputError(f"{path.name}: {error}") from None
    return found[0]


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Whatever cells set or print: folder, options of pandas and settings of charts stay as they were."""
    folder, options = Path.cwd(), _options(pd.options)
    charts = sys.modules.get("matplotlib")
    settings = dict(charts.rcParams) if charts else {}
    with np.errstate(), warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        try:
            yield
        finally:
            os.chdir(folder)
            for name, value in _options(pd.options).items():
                if value is not options[name]:
                    pd.set_option(name, options[name])
            if charts:
                charts.rcParams.update(settings)


def _options(group, before: str = "") -> dict[str, object]:
    """All options of pandas by their full name."""
    found = {}
    for name in dir(group):
        with warnings.catch_warnings():
            # Some are on their way out; they are only looked at.
            warnings.simplefilter("ignore")
            value = getattr(group, name)
        found |= _options(value, f"{before}{name}.") if isinstance(value, type(pd.options)) else {before + name: value}
    return found


@functools.lru_cache(maxsize=500)
def _compiled(source: str, place: str) -> CodeType:
    return compile(source, place, "exec")


def _cells(path: Path) -> list[tuple[int, str]]:
    """The model cells of a notebook: the number that a reader counts to (from one, code cells only), and the source."""
    stamp = path.stat()
    return list(_read(path, stamp.st_mtime_ns, stamp.st_size))


@functools.lru_cache(maxsize=50)
def _read(path: Path, _time: int, size: int) -> tuple[tuple[int, str], ...]:
    if size > LARGEST_FILE:
        raise InputError(f"{path.name}: expected a file of at most {LARGEST_FILE // 1_000_000} MB")
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        code = [cell for cell in cells if cell["cell_type"] == "code"]
        return tuple(
            (number, "".join(cell["source"]))
            for number, cell in enumerate(code, 1)
            if TAG in cell["metadata"].get("tags", ())
        )
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        what = " ".join(str(error).split())[:LONGEST_ERROR]
        raise InputError(f"{path.name}: expected a Jupyter notebook in JSON, UTF-8 ({what})") from None
