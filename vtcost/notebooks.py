"""Executing a notebook with parameters by papermill, and taking everything accidental out of the result."""

import ast
import contextlib
import os
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path

import nbformat
import papermill
from nbclient.exceptions import DeadKernelError
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError
from papermill.execute import raise_for_execution_errors
from traitlets.config import Config

from vtcost.data.errors import InputError
from vtcost.data.store import OVERLAY_VARIABLE
from vtcost.memo.blocks import MIME
from vtcost.memo.document import document
from vtcost.model_cells import LARGEST_FILE, LONGEST_ERROR, TAG

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
INJECTED = "injected-parameters"
PARAMETERS = "parameters"


def check(path: Path, given: Iterable[str] = ()) -> None:
    """Refuse a notebook of which no memo can be made, before it is executed.

    Parameters
    ----------
    path : Path
    given : iterable of str
        Parameters that are given: a notebook that does not have them would pass over them in silence.

    Raises
    ------
    InputError
        If it is no notebook, is in another language than Python, lacks its cell of parameters or one of those given,
        its title, or the heading of the accountability, or a cell without the tag of the model changes what one with it
        makes.
    """
    notebook = _read(path)
    kernel, info = notebook.metadata.get("kernelspec", {}), notebook.metadata.get("language_info", {})
    for language in (kernel.get("language"), info.get("name")):
        if language is not None and str(language).lower() != KERNEL["language"]:
            raise InputError(f"{path.name}: language {language!r}, expected python")
    tagged = [
        cell for cell in notebook.cells if cell.cell_type == "code" and PARAMETERS in cell.metadata.get("tags", [])
    ]
    if len(tagged) != 1:
        raise InputError(f"{path.name}: {len(tagged)} code cells with the tag {PARAMETERS}, expected one")
    if absent := sorted(set(given) - _assigned(tagged[0].source, path)):
        raise InputError(
            f"{path.name}: no parameter {absent[0]} in its cell of parameters, expected {absent[0]} = None"
        )
    _check_model(path, [cell for cell in notebook.cells if cell.cell_type == "code"])
    for cell in notebook.cells:
        cell.setdefault("outputs", [])
    try:
        document(notebook)
    except ValueError as error:
        raise InputError(f"{path.name}: {error}") from None


def execute(
    path: Path,
    parameters: dict,
    overlay: Path | None = None,
    scratch: Path | None = None,
    seen: Callable[[nbformat.NotebookNode, nbformat.NotebookNode], None] = lambda notebook, cell: None,
) -> nbformat.NotebookNode:
    """Execute a notebook in a fresh kernel and normalise it.

    Parameters
    ----------
    path : Path
    parameters : dict
        Checked values; papermill writes them into the notebook as literals, never as code.
    overlay : Path, optional
        Data to merge over data/.
    scratch : Path, optional
        Execute it in this process instead, one that was forked for it and ends with it; a folder for its shell.
    seen : callable
        Called in that process with the notebook so far and each code cell that was executed.

    Raises
    ------
    InputError
        If a cell fails: which one, and the last line of its error.
    """
    with _overlay_in_environment(overlay):
        try:
            executed = _run(path, parameters) if scratch is None else _run_here(path, parameters, scratch, seen)
        except DeadKernelError:
            # A kernel that dies while starting is rare and not the notebook's fault: once more, then it is.
            executed = _run(path, parameters)
        except PapermillExecutionError as error:
            what = _one_line(f"{error.ename}: {error.evalue}")
            number = error.exec_count - _is_after_injected(path, parameters, error.exec_count)
            raise InputError(f"{path.name}: cell {number} failed: {what}") from None
    return normalise(executed)


def _is_after_injected(path: Path, parameters: dict, count: int) -> bool:
    """Whether the cell that papermill adds for parameters that are given was counted: a reader does not see it."""
    tags = [cell.metadata.get("tags", []) for cell in _read(path).cells if cell.cell_type == "code"]
    place = next((number for number, own in enumerate(tags, 1) if PARAMETERS in own), len(tags))
    return bool(parameters) and not any(INJECTED in own for own in tags) and count > place


def normalise(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Remove timings, random ids and versions, so that the same input gives the same notebook."""
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNEL, "language_info": {"name": "python"}})
    for number, cell in enumerate(notebook.cells, 1):
        tags = cell.metadata.get("tags", [])
        cell.metadata = nbformat.from_dict({"tags": tags} if tags else {})
        if INJECTED in tags:
            cell.id = INJECTED
            cell.source = cell.source.replace("# Parameters", "# Opgegeven parameters", 1)
        elif not cell.get("id"):
            cell.id = f"cell-{number}"
        for output in cell.get("outputs", []):
            if output.output_type in ("execute_result", "display_data"):
                output.metadata = {}
    return notebook


def blocks(cells: Iterable[nbformat.NotebookNode]) -> list[dict]:
    """The structured blocks among the outputs of cells, in order."""
    outputs = (output for cell in cells for output in cell.get("outputs", []))
    return [output["data"][MIME] for output in outputs if MIME in output.get("data", {})]


def store(path: Path) -> None:
    """Execute a notebook with the memo's own parameters and keep the outputs in it."""
    nbformat.write(execute(path, {}), path)


def _read(path: Path) -> nbformat.NotebookNode:
    if path.stat().st_size > LARGEST_FILE:
        raise InputError(f"{path.name}: expected a file of at most {LARGEST_FILE // 1_000_000} MB")
    try:
        notebook = nbformat.reader.reads(path.read_text(encoding="utf-8"))
        for cell in notebook.cells:
            if cell.cell_type == "code":
                # They are made anew; looking through them takes longer than the rest together.
                cell.outputs = []
        with warnings.catch_warnings():
            # Of old notebooks, about cells without an id: they get one (`normalise`).
            warnings.simplefilter("ignore")
            nbformat.validate(notebook)
    except (ValueError, AttributeError, TypeError, LookupError, RecursionError, nbformat.ValidationError) as error:
        raise InputError(f"{path.name}: expected a Jupyter notebook in JSON, UTF-8 ({_one_line(error)})") from None
    if notebook.nbformat != nbformat.current_nbformat:
        raise InputError(f"{path.name}: nbformat {notebook.nbformat}, expected {nbformat.current_nbformat}")
    return notebook


def _assigned(source: str, path: Path) -> set[str]:
    try:
        nodes = ast.walk(ast.parse(source))
    except (ValueError, SyntaxError) as error:
        raise InputError(f"{path.name}: cell of parameters: {_one_line(error)}, expected Python") from None
    return {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}


def _check_model(path: Path, cells: list[nbformat.NotebookNode]) -> None:
    """Refuse that a cell after the first of the model gives one of its names to something else, or adds to it.

    The memo would be about that, and the workbook, `explain` and the scenarios about the model.
    """
    tagged = [TAG in cell.metadata.get("tags", []) for cell in cells]
    made = set().union(*(_changed(cell.source) for cell, its in zip(cells, tagged, strict=True) if its))
    for number, cell in enumerate(cells, 1):
        if not any(tagged[:number]) or tagged[number - 1]:
            continue
        if taken := sorted(_changed(cell.source) & (made | {"region"})):
            what = f"cell {number} assigns {taken[0]}, which belongs to the cells with the tag {TAG}"
            raise InputError(f"{path.name}: {what}, expected that tag or another name")


def _changed(source: str) -> set[str]:
    """The variables that a cell assigns, adds to or deletes; those of a comprehension or function are its own."""
    # Lines that only IPython reads, such as %%time, are no Python.
    lines = [line for line in source.splitlines() if not line.lstrip().startswith(("%", "!"))]
    try:
        waiting: list[ast.AST] = [ast.parse("\n".join(lines))]
    except (ValueError, SyntaxError):
        # Running it says what is wrong.
        return set()
    found = set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
            # All but its own variables: `:=` in it is of the cell.
            walruses = [inner.target for inner in ast.walk(node) if isinstance(inner, ast.NamedExpr)]
            found |= {target.id for target in walruses}
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, ast.alias):
            found.add((node.asname or node.name).partition(".")[0])
        elif not isinstance(node, ast.Lambda):
            if isinstance(getattr(node, "ctx", None), (ast.Store, ast.Del)):
                found.add(_root(node))
            waiting += ast.iter_child_nodes(node)
    return found - {""}


def _root(node: ast.AST) -> str:
    """The variable of a target: `fit` of `fit["2025"]` and of `fit.label`."""
    while isinstance(node, (ast.Subscript, ast.Attribute, ast.Starred)):
        node = node.value
    return getattr(node, "id", "")


def _one_line(error: object) -> str:
    text = " ".join(str(error).split())
    return text if len(text) <= LONGEST_ERROR else f"{text[:LONGEST_ERROR]}..."


def _run_here(path: Path, parameters: dict, scratch: Path, seen: Callable) -> nbformat.NotebookNode:
    from vtcost.in_process import NAME

    own = {"engine_name": NAME, "kernel_name": KERNEL["name"], "progress_bar": False}
    # In papermill's own steps: as one it would write what it executed too, a tenth of a second, to nowhere.
    prepared = papermill.execute_notebook(_read(path), None, parameters=parameters, prepare_only=True, **own)
    executed = papermill_engines.execute_notebook_with_engine(nb=prepared, scratch=scratch, seen=seen, **own)
    raise_for_execution_errors(executed, None)
    return executed


def _run(path: Path, parameters: dict) -> nbformat.NotebookNode:
    with tempfile.TemporaryDirectory(prefix="vtcost-") as sockets:
        return _run_with(path, parameters, Config({"KernelManager": _transport(sockets)}))


def _transport(sockets: str) -> dict[str, str]:
    """Sockets in a folder of our own where the system has them: no port is open to other users of the machine."""
    return {"transport": "ipc", "ip": f"{sockets}/kernel"} if os.name == "posix" else {}


def _run_with(path: Path, parameters: dict, config: Config) -> nbformat.NotebookNode:
    return papermill.execute_notebook(
        # A path for papermill, which fills in parameters where a path has braces.
        str(path).replace("{", "{{").replace("}", "}}"),
        None,
        parameters=parameters,
        kernel_name=KERNEL["name"],
        progress_bar=False,
        log_output=False,
        shutdown_kernel="immediate",
        config=config,
    )


@contextlib.contextmanager
def _overlay_in_environment(overlay: Path | None):
    before = os.environ.get(OVERLAY_VARIABLE)
    if overlay is not None:
        os.environ[OVERLAY_VARIABLE] = str(overlay.resolve())
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(OVERLAY_VARIABLE, None)
        else:
            os.environ[OVERLAY_VARIABLE] = before


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        store(Path(argument))
