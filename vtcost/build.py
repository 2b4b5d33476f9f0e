"""Building reports: notebooks executed side by side, folders replaced as a whole."""

import contextlib
import csv
import errno
import hashlib
import importlib
import importlib.metadata
import io
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import nbformat

from vtcost import formats as kinds
from vtcost import notebooks
from vtcost.calculation import Calculation
from vtcost.data import InputError, Region, in_one_line, store
from vtcost.formats import FORMATS, MADE
from vtcost.memo.document import document
from vtcost.memo.memo import tally
from vtcost.memo.page import index_page

ALWAYS = ("notebook.ipynb", "figures.csv", "results.csv", "receipt.json")
FILES = (*ALWAYS, *(name for made in MADE.values() for name in made))
LABELS = {name: label for made in MADE.values() for name, label in made.items()}
# Folders and files that are on their way; nobody reads them.
HIDDEN = ".vtcost-"
SWAPS = 20
PACKAGES = ("vtcost", "pandas", "numpy", "matplotlib", "seaborn", "papermill", "mistune", "jinja2")
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
) -> None:
    """Execute the notebooks of the regions and write `out`/NAME/ for each, and `out`/index.html.

    All input is checked before the first kernel starts; all notebooks are executed before the first folder is written.

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
        Notebooks executed at the same time.
    progress : callable
        Told the name and what happens with it.
    formats : sequence of str
        Of `vtcost.formats.FORMATS`.

    Raises
    ------
    InputError
        About the first thing that is wrong; nothing is written then.
    """
    out = out.resolve()
    kinds.check(formats)
    _check_out(out, names)
    regions = {name: Region.open(name, overlay, **given) for name in names}
    paths = {name: notebooks.find(name) for name in names}
    calculations = {name: _try(name, region) for name, region in regions.items()}
    executed = {}
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        tasks = {pool.submit(notebooks.execute, paths[name], regions[name].given, overlay): name for name in names}
        for name in names:
            progress(name, "running")
        for task in as_completed(tasks):
            name = tasks[task]
            executed[name] = task.result()
            progress(name, "executed")
    contents = {}
    for name in names:
        with in_one_line(name):
            contents[name] = _contents(executed[name], regions[name], calculations[name], paths[name], overlay, formats)
    try:
        out.mkdir(parents=True, exist_ok=True)
        _replace_all(out, contents, progress)
        _write_index(out)
    except OSError as error:
        raise InputError(f"{out}: {error.strerror}, expected a folder that can be written") from None


def _try(name: str, region: Region) -> Calculation:
    """Run the model and its sheets once before any kernel starts: what they refuse is said in one line."""
    with in_one_line(name):
        importlib.import_module(f"vtcost.models.{name}").results(region)
        calculation = importlib.import_module(f"vtcost.calculation.{name}").calculate(region)
        calculation.check()
        return calculation


def _contents(
    notebook, region: Region, calculation: Calculation, path: Path, overlay: Path | None, formats: Sequence[str]
) -> dict[str, bytes]:
    kept = {block["name"]: block for block in notebooks.blocks(notebook) if block["kind"] == "data"}
    if missing := {"figures", "results"} - set(kept):
        raise InputError(f"{path.name}: no table {sorted(missing)[0]}, expected a cell that keeps it")
    memo = document(notebook)
    texts = {
        "notebook.ipynb": nbformat.writes(notebook) + "\n",
        "figures.csv": _csv(kept["figures"]),
        "results.csv": _csv(kept["results"], decimals=6),
    }
    made = {name: text.encode() for name, text in texts.items()} | kinds.files(
        region, memo, calculation, kept["results"], formats
    )
    receipt = _receipt(region, path, overlay, kept["figures"], memo.title, [*made, RECEIPT])
    return {**made, RECEIPT: receipt.encode()}


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


def _check_out(out: Path, names: list[str]) -> None:
    """Refuse a folder that is not for reports: replacing must never take away somebody's files."""
    own = [store.root().resolve(), notebooks.root().resolve(), Path(__file__).resolve().parent]
    if any(folder == out or folder in out.parents for folder in own):
        raise InputError(f"--out {out}: a folder of the project itself, expected a folder for reports")
    if out.exists() and not out.is_dir():
        raise InputError(f"--out {out}: expected a folder")
    for name in names:
        final = out / name
        if final.is_symlink() or (final.exists() and not final.is_dir()):
            raise InputError(f"{final}: expected a folder of an earlier report, or nothing")
        earlier, found = _named(final), [path.relative_to(final) for path in _files(final)]
        foreign = sorted(path.as_posix() for path in found if not _ours(path, earlier))
        if foreign:
            raise InputError(f"{final}: holds {foreign[0]}, expected only files of an earlier report")


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()] if folder.exists() else []


def _ours(path: Path, earlier: set[str]) -> bool:
    """Whether a file in a report's folder is one that a build writes: page files only if the report names them."""
    return path.name in FILES if path.parent == Path() else path.as_posix() in earlier


def _named(folder: Path) -> set[str]:
    """The files that the receipt of an earlier report names."""
    try:
        return set(json.loads((folder / RECEIPT).read_text(encoding="utf-8"))["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _replace_all(out: Path, contents: dict[str, dict[str, bytes]], progress: Callable[[str, str], None]) -> None:
    """Write every folder beside the old one, then put each in its place: a reader finds the old or the new, never half.

    A disk that fills up while writing leaves all old reports as they were.
    """
    made: dict[str, tuple[Path, Path]] = {}
    try:
        for name, files in contents.items():
            made[name] = _hidden(out, f"{name}-new-"), _hidden(out, f"{name}-old-")
            _write(made[name][0], files)
        for name, (new, old) in made.items():
            _swap(out / name, new, old)
            progress(name, "written")
    finally:
        for folder in (folder for pair in made.values() for folder in pair):
            shutil.rmtree(folder, ignore_errors=True)


def _hidden(out: Path, name: str) -> Path:
    return Path(tempfile.mkdtemp(prefix=HIDDEN + name, dir=out))


def _write(folder: Path, files: dict[str, bytes]) -> None:
    folder.chmod(0o755)
    for file, content in files.items():
        (folder / file).parent.mkdir(exist_ok=True)
        (folder / file).write_bytes(content)


def _swap(final: Path, new: Path, old: Path) -> None:
    """Move the old report aside and the new one in; another build may do the same at the same time."""
    for attempt in range(SWAPS):
        aside = old / str(attempt)
        with contextlib.suppress(FileNotFoundError):
            os.rename(final, aside)
        try:
            os.rename(new, final)
        except FileExistsError:
            continue
        except BaseException as error:
            if isinstance(error, OSError) and error.errno == errno.ENOTEMPTY:
                continue
            # Also when interrupted: without this neither the old nor the new report would be left.
            if aside.exists() and not final.exists():
                os.rename(aside, final)
            raise
        return
    raise InputError(f"{final}: other builds keep writing there, expected it to be free")


def _write_index(out: Path) -> None:
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
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            # Somebody else's receipt.json, or a report that another build is replacing: not an entry of ours.
            continue
    handle, new = tempfile.mkstemp(prefix=f"{HIDDEN}index-", dir=out)
    try:
        with open(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(index_page(entries))
        Path(new).chmod(0o644)
        os.replace(new, out / "index.html")
    finally:
        Path(new).unlink(missing_ok=True)
