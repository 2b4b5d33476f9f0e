"""A region of the user's own: a filled example of its data and its notebook, copied from the package's template."""

import contextlib
import keyword
import os
import re
import tempfile
from pathlib import Path

from vtcost import model_cells
from vtcost.data import InputError, store

# A workspace with one region that works as it stands; its name is replaced everywhere.
TEMPLATE = Path(__file__).resolve().parent / "template"
EXAMPLE = "voorbeeldregio"
HIDDEN = ".vtcost-"
# Words that are no name for a region: the general module, and file names that Windows keeps for itself.
RESERVED = {"own_region", "con", "prn", "aux", "nul", *(f"{device}{n}" for device in ("com", "lpt") for n in range(10))}


def new_region(name: str, folder: Path) -> list[Path]:
    """Write data/`name`/ and notebooks/`name`.ipynb in a folder; everything or nothing, never over what is there.

    Parameters
    ----------
    name : str
        Lower case letters, digits and underscores.
    folder : Path
        The workspace, usually the current folder.

    Returns
    -------
    list of Path
        The data folder and the notebook.

    Raises
    ------
    InputError
        If the name is not one or is taken, or there is something with that name already.
    """
    check_name(name)
    data, notebook = folder / "data" / name, folder / "notebooks" / f"{name}.ipynb"
    for path in (data, notebook):
        if os.path.lexists(path):
            raise InputError(f"{path}: is there already, expected nothing with that name")
    with contextlib.ExitStack() as undo:
        for place in (data.parent, notebook.parent):
            _folder(place, undo)
        hidden = Path(tempfile.mkdtemp(prefix=HIDDEN, dir=data.parent))
        undo.callback(_remove, hidden)
        _folder(hidden / "region", undo)
        for path in sorted((TEMPLATE / "data" / EXAMPLE).iterdir()):
            _write(hidden / "region" / path.name, _renamed(path, name), undo)
        _write(notebook, _renamed(TEMPLATE / "notebooks" / f"{EXAMPLE}.ipynb", name), undo)
        os.rename(hidden / "region", data)
        undo.pop_all()
    hidden.rmdir()
    return [data, notebook]


def new_notebook(name: str, folder: Path) -> Path:
    """Write notebooks/`name`.ipynb anew for a region that has its data already; never over what is there.

    For a notebook that is lost, or one of an earlier vtcost that does not hold the calculation.

    Parameters
    ----------
    name : str
        A region with a folder data/`name`/.
    folder : Path
        The workspace, usually the current folder.

    Raises
    ------
    InputError
        If there is no such folder, or the notebook is there already.
    """
    check_name(name)
    data, notebook = folder / "data" / name, folder / "notebooks" / f"{name}.ipynb"
    if not data.is_dir():
        raise InputError(f"{data}: expected this folder, with the data of a region")
    if os.path.lexists(notebook):
        raise InputError(f"{notebook}: is there already, expected nothing with that name; move it first")
    with contextlib.ExitStack() as undo:
        _folder(notebook.parent, undo)
        _write(notebook, _renamed(TEMPLATE / "notebooks" / f"{EXAMPLE}.ipynb", name), undo)
        undo.pop_all()
    return notebook


def check_name(name: str) -> None:
    """Refuse a name that is no name, or one that stands for something else.

    Examples
    --------
    >>> check_name("../data")
    Traceback (most recent call last):
    ...
    vtcost.data.errors.InputError: name '../data': expected 1 to 41 lower case letters, digits and underscores, \
beginning with a letter
    """
    if not store.NAME.fullmatch(name):
        expected = "1 to 41 lower case letters, digits and underscores, beginning with a letter"
        raise InputError(f"name {name[:80]!r}: expected {expected}")
    if name in RESERVED or keyword.iskeyword(name) or name in keyword.softkwlist:
        raise InputError(f"name {name!r}: a reserved word, expected the name of a region")
    package = {path.name for path in store.root().iterdir()} | {
        path.stem for path in model_cells.root().glob("*.ipynb")
    }
    if name in package or (Path(__file__).parent / name).exists():
        raise InputError(f"name {name!r}: taken by vtcost itself, expected another name")


def title(name: str) -> str:
    """A name as a reader sees it.

    Examples
    --------
    >>> title("drenthe_en_overijssel")
    'Drenthe En Overijssel'
    """
    return name.replace("_", " ").strip().title()


def _folder(path: Path, undo: contextlib.ExitStack) -> None:
    """Make a folder of the workspace if it is not there, and take it away again if the rest fails."""
    if os.path.lexists(path):
        if not path.is_dir():
            raise InputError(f"{path}: expected a folder")
        return
    path.mkdir()
    undo.callback(_remove, path)


def _renamed(path: Path, name: str) -> str:
    words = {EXAMPLE: name, EXAMPLE.capitalize(): title(name)}
    return re.sub("|".join(words), lambda found: words[found.group()], path.read_text(encoding="utf-8"))


def _write(path: Path, text: str, undo: contextlib.ExitStack) -> None:
    with path.open("x", encoding="utf-8", newline="\n") as file:
        undo.callback(path.unlink)
        file.write(text)


def _remove(folder: Path) -> None:
    # Somebody else may have put something in it meanwhile.
    with contextlib.suppress(OSError):
        folder.rmdir()
