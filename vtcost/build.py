"""Building reports: notebooks executed side by side, folders replaced as a whole."""

import contextlib
import csv
import hashlib
import importlib.metadata
import io
import json
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import nbformat
import pandas as pd

from vtcost import formats as kinds
from vtcost import model_cells, notebooks, replacement
from vtcost.alternatives import compare
from vtcost.data import InputError, Region, in_one_line, region_module, store
from vtcost.formats import FORMATS, MADE
from vtcost.memo import pages
from vtcost.memo.document import document
from vtcost.memo.memo import tally
from vtcost.memo.page import INDEX_TITLE, index_page
from vtcost.published.verdicts import COLUMNS as FIGURE_COLUMNS
from vtcost.results import COLUMNS as RESULT_COLUMNS
from vtcost.results import results
from vtcost.workers import side_by_side

ALWAYS = ("notebook.ipynb", "figures.csv", "results.csv", "receipt.json")
FILES = (*ALWAYS, *(name for made in MADE.values() for name in made))
LABELS = {name: label for made in MADE.values() for name, label in made.items()}
PACKAGES = ("vtcost", "pandas", "numpy", "matplotlib", "papermill", "mistune", "jinja2")
PACKAGES += ("typst", "pikepdf", "python-docx", "xlsxwriter")
RECEIPT = "receipt.json"
COUNTED = "verdicts"


def build(
    names: list[str],
    out: Path,
    given: dict,
    overlay: Path | None = None,
    jobs: int = 2,
    progress: Callable[[str, str], None] = lambda name, state: None,
    formats: Sequence[str] = FORMATS,
) -> list[str]:
    """Execute the notebooks of the regions and write `out`/NAME/ for each, and `out`/index.html.

    All parameters and tables are checked before anything runs, the models before or while the notebooks do; all reports
    are made before the first folder is written.

    Parameters
    ----------
    names : list of str
        Regions.
    out : Path
        Folder of the reports; made if it is not there.
    given : dict
        Parameters, as on the command line; every region must know each.
    overlay : Path, optional
        New figures, merged over data/.
    jobs : int
        Reports made at the same time.
    progress : callable
        Told the name and what happens with it.
    formats : sequence of str
        Of `vtcost.formats.FORMATS`.

    Returns
    -------
    list of str
        What the reader of the reports should know: checks of limits that do not hold.

    Raises
    ------
    InputError
        About the first thing that is wrong; nothing is written then.
    """
    out = out.resolve()
    kinds.check(formats)
    _check_out(out, names, overlay)
    regions = {name: Region.open(name, overlay, **given) for name in names}
    paths = {name: model_cells.find(name) for name in names}
    for name, path in paths.items():
        notebooks.check(path, regions[name].given)
    alone = threading.Lock()

    def report(name: str, forked: bool) -> dict[str, bytes]:
        begun = None

        def seen(notebook, cell) -> None:
            nonlocal begun
            with in_one_line(name):
                if any(block["kind"] == pages.KIND for block in notebooks.blocks([cell])):
                    begun = kinds.draw(document(notebook), formats, jobs)

        executed = notebooks.execute(paths[name], regions[name].given, overlay, Path(scratch) if forked else None, seen)
        # Charts are drawn with settings that all threads of a process share.
        with alone, in_one_line(name):
            return _contents(executed, regions[name], paths[name], overlay, formats, jobs, begun)

    def check() -> None:
        for name, region in regions.items():
            progress(name, "running")
            remarks.extend(_check(name, region, overlay))

    contents, remarks = {}, []
    # Here and not in the processes: those may be stopped before they can clear up.
    with tempfile.TemporaryDirectory(prefix="vtcost-") as scratch:
        for name, made in side_by_side({name: partial(report, name) for name in names}, jobs, check):
            contents[name] = made
            progress(name, "executed")
    with _writable(out):
        out.mkdir(parents=True, exist_ok=True)
        with replacement.workplace(out) as folder:
            replacement.replace(out, folder, contents, lambda name: progress(name, "written"))
            replacement.write(out / "index.html", folder, _index(out))
    return remarks


def _check(name: str, region: Region, overlay: Path | None) -> list[str]:
    """Run the model, its sheets and scenarios: what they refuse is said in one line, whatever the notebook says.

    Gives a line for each check of a limit that does not hold: the memo is made, and says the same.
    """
    remarks = []
    with in_one_line(name):
        if model_cells.has_model(name):
            made = model_cells.model_of(region)
            if faults := model_cells.faults(made):
                raise InputError(f"{name}: {faults[0]}")
            remarks = [f"{name}: {remark}" for remark in model_cells.remarks(made)]
        else:
            region_module("models", name).results(region)
            region_module("calculation", name).calculate(region).check()
        compare(region, overlay)
    return remarks


def _contents(
    notebook,
    region: Region,
    path: Path,
    overlay: Path | None,
    formats: Sequence[str],
    jobs: int,
    begun: kinds.Drawing | None,
) -> dict[str, bytes]:
    kept = {block["name"]: block for block in notebooks.blocks(notebook.cells) if block["kind"] == "data"}
    if missing := {"figures", "results"} - set(kept):
        raise InputError(f"{path.name}: no table {sorted(missing)[0]}, expected a cell that keeps it")
    for name, columns in (("figures", FIGURE_COLUMNS), ("results", RESULT_COLUMNS)):
        if kept[name]["columns"] != columns:
            raise InputError(f"{path.name}: table {name} has other columns, expected {','.join(columns)}")
    if model_cells.has_model(region.name):
        _check_same(path, kept["results"], results(model_cells.model_of(region)))
    memo = document(notebook)
    texts = {
        "notebook.ipynb": nbformat.writes(notebook) + "\n",
        "figures.csv": _csv(kept["figures"]),
        "results.csv": _csv(kept["results"], decimals=6),
    }
    made = {name: text.encode() for name, text in texts.items()}
    made |= kinds.files(region, memo, kept["results"], formats, jobs, begun)
    receipt = _receipt(region, path, overlay, kept["figures"], memo.title, [*made, RECEIPT])
    return {**made, RECEIPT: receipt.encode()}


def _check_same(path: Path, kept: dict, computed: pd.DataFrame) -> None:
    """Refuse a notebook whose results are not those of its model cells alone: other cells changed them."""
    *keys, _ = RESULT_COLUMNS
    rows, expected = kept["rows"], computed.itertuples(index=False)
    if len(rows) != len(computed):
        raise InputError(f"{path.name}: {len(rows)} results, expected the {len(computed)} of its model cells")
    for row, other in zip(rows, expected, strict=True):
        if row[:-1] != [*other[:-1]] or not kinds.same(row[-1], other[-1]):
            place = ", ".join(str(part) for part in other[: len(keys)] if part != "")
            raise InputError(f"{path.name}: result {row[-1]} of {place}, expected {other[-1]} as its model cells give")


def _csv(block: dict, decimals: int | None = None) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(block["columns"])
    for row in block["rows"]:
        writer.writerow([_cell(value, decimals if i == len(row) - 1 else None) for i, value in enumerate(row)])
    return buffer.getvalue()


def _cell(value: object, decimals: int | None) -> str:
    if value is None:
        return ""
    if isinstance(value, str) or decimals is None:
        return value if isinstance(value, str) else f"{value:.6f}".rstrip("0").rstrip(".")
    return f"{value:.{decimals}f}"


def _receipt(region: Region, path: Path, overlay: Path | None, figures: dict, title: str, made: Sequence[str]) -> str:
    files = {**store.files([region.name, store.SHARED], overlay), f"notebooks/{path.name}": path}
    verdicts = [row[figures["columns"].index("verdict")] for row in figures["rows"]]
    receipt = {
        "region": region.name,
        "title": title,
        "parameters": region.parameters(),
        "given": region.given,
        "versions": _versions(),
        "python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "sha256": {name: hashlib.sha256(file.read_bytes()).hexdigest() for name, file in sorted(files.items())},
        "files": sorted(made),
        COUNTED: {verdict: verdicts.count(verdict) for verdict in dict.fromkeys(sorted(verdicts))},
    }
    return json.dumps(receipt, indent=2, ensure_ascii=False) + "\n"


def _versions() -> dict[str, str]:
    found = {}
    for package in PACKAGES:
        # The packages of a format may be absent where it is not asked.
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            found[package] = importlib.metadata.version(package)
    return found


def _check_out(out: Path, names: list[str], overlay: Path | None) -> None:
    """Refuse a folder that is not for reports: replacing must never take away somebody's files."""
    own = [store.root().resolve(), model_cells.root().resolve(), Path(__file__).resolve().parent]
    own += [place.resolve() for name in names for place in (store.folder(name).parent, model_cells.find(name).parent)]
    if any(folder == out or folder in out.parents for folder in own):
        raise InputError(f"--out {out}: a folder of the project itself, expected a folder for reports")
    if overlay is not None and overlay.resolve() in (out, *out.parents):
        raise InputError(f"--out {out}: a folder of the new data, expected a folder for reports")
    if out.exists() and not out.is_dir():
        raise InputError(f"--out {out}: expected a folder")
    with _writable(out), tempfile.TemporaryFile(dir=next(place for place in (out, *out.parents) if place.exists())):
        # Said before the work begins, not after it.
        pass
    index = out / "index.html"
    if index.is_dir() or (index.exists() and INDEX_TITLE not in index.read_text(encoding="utf-8", errors="replace")):
        raise InputError(f"{index}: not made by an earlier build, expected a folder for reports alone")
    for name in names:
        final = out / name
        if final.is_symlink() or (final.exists() and not final.is_dir()):
            raise InputError(f"{final}: expected a folder of an earlier report, or nothing")
        earlier, found = _named(final), [path.relative_to(final) for path in _files(final)]
        foreign = sorted(path.as_posix() for path in found if not _ours(path, earlier))
        if foreign:
            raise InputError(f"{final}: holds {foreign[0]}, expected only files of an earlier report")


@contextlib.contextmanager
def _writable(out: Path) -> Iterator[None]:
    """What the file system refuses becomes one line about the folder."""
    try:
        yield
    except OSError as error:
        raise InputError(f"{out}: {error.strerror}, expected a folder that can be written") from None


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()] if folder.exists() else []


def _ours(path: Path, earlier: set[str]) -> bool:
    """Whether a file in a report's folder is one that a build writes: page files only if the report names them."""
    return path.name in FILES if path.parent == Path() else path.as_posix() in earlier


def _named(folder: Path) -> set[str]:
    """The files that the receipt of an earlier report names."""
    try:
        return set(json.loads((folder / RECEIPT).read_text(encoding="utf-8"))["files"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return set()


def _index(out: Path) -> bytes:
    entries = []
    for path in sorted(out.glob("[!.]*/receipt.json")):
        try:
            receipt = json.loads(path.read_text(encoding="utf-8"))
            given = ", ".join(f"{name} = {value}" for name, value in receipt["given"].items())
            entry = {"name": path.parent.name, "title": receipt["title"], "tally": tally(receipt[COUNTED])}
            there = [
                (label, f"{path.parent.name}/{name}") for name, label in LABELS.items() if (path.parent / name).exists()
            ]
            page = (path.parent / "memo.html").exists()
            entries.append({**entry, "given": given, "files": there, "page": page})
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            # Somebody else's receipt.json, or a report that another build is replacing: not an entry of ours.
            continue
    return index_page(entries).encode()
