"""Notebooks in forked processes: the same bytes as a kernel gives, apart from each other, and faults in one line."""

import os
import subprocess
import sys
import textwrap

import nbformat
import pytest
from nbformat import v4

from tests.conftest import ROOT
from vtcost import notebooks, workers
from vtcost.data import InputError

linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
NOTEBOOK = ROOT / "notebooks" / "reconstructie_noord_holland_noord.ipynb"


def alone(code: str) -> subprocess.CompletedProcess:
    """Run code in a process of its own with one thread, as the command line does."""
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-c", textwrap.dedent(code)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment, cwd=ROOT)


def written(path, *cells: str) -> str:
    notebook = v4.new_notebook(cells=[v4.new_code_cell(cell, id=f"c{i}") for i, cell in enumerate(cells)])
    nbformat.write(notebook, path)
    return str(path)


EXECUTED = """
import tempfile
from pathlib import Path
import nbformat
from vtcost import notebooks
with tempfile.TemporaryDirectory() as folder:
    print(nbformat.writes(notebooks.execute(Path({path!r}), {{}}, scratch=Path(folder))))
"""


def test_a_process_gives_the_same_bytes_as_a_kernel():
    """The stored notebook was executed by a kernel."""
    done = alone(EXECUTED.format(path=str(NOTEBOOK)))
    assert done.stdout == NOTEBOOK.read_text(encoding="utf-8"), done.stderr


CELLS = [
    *("1 + 1", "print('said')\n'shown'", "_ + '!'", "None", "x = 2;", "x;"),
    *("import sys\nprint('told', file=sys.stderr)", "from IPython.display import display\ndisplay('a')\n'b'"),
    "class A: pass\nimport pickle\npickle.loads(pickle.dumps(A())).__class__.__name__",
]


def test_outputs_of_all_kinds_are_those_of_a_kernel(tmp_path):
    path = written(tmp_path / "n.ipynb", *CELLS)
    by_kernel = notebooks.execute(tmp_path / "n.ipynb", {})
    by_process = nbformat.reads(alone(EXECUTED.format(path=path)).stdout, as_version=4)
    assert [cell.get("outputs") for cell in by_process.cells] == [cell.get("outputs") for cell in by_kernel.cells]
    assert [cell.execution_count for cell in by_process.cells] == [cell.execution_count for cell in by_kernel.cells]


def test_a_failing_cell_is_said_as_by_a_kernel(tmp_path):
    path = written(tmp_path / "n.ipynb", "1", "1 / 0", "2")
    with pytest.raises(InputError) as by_kernel:
        notebooks.execute(tmp_path / "n.ipynb", {})
    done = alone(EXECUTED.format(path=path))
    assert done.stderr.strip().splitlines()[-1].endswith(str(by_kernel.value))
    assert str(by_kernel.value) == "n.ipynb: cell 2 failed: ZeroDivisionError: division by zero"


TASKS = """
import os
from vtcost.data import InputError
from vtcost.workers import can_fork, side_by_side
shared = []

def task(name):
    def run(forked):
        shared.append(name)
        if name == "bad":
            raise InputError("bad: said in one line")
        if name == "dead":
            os._exit(3)
        return name, forked, os.getpid() != parent, list(shared)
    return run

parent = os.getpid()
def run(*names, jobs=2):
    return dict(side_by_side({{name: task(name) for name in names}}, jobs))
assert can_fork()
{}
"""


@linux
def test_each_task_has_a_process_of_its_own():
    """What one leaves in memory another does not find; the first process keeps its own."""
    done = alone(TASKS.format("print(run('a', 'b', 'c', jobs=2)); print(shared)"))
    found, kept = done.stdout.splitlines()
    assert eval(found) == {name: (name, True, True, [name]) for name in "abc"}
    assert kept == "[]"


@linux
def test_the_fault_of_a_task_is_that_of_the_whole():
    done = alone(TASKS.format("run('a', 'bad', 'b')"))
    assert done.stderr.strip().endswith("InputError: bad: said in one line")


@linux
def test_tasks_begin_before_anybody_waits_for_them():
    code = """
    import tempfile, time
    from pathlib import Path
    made = Path(tempfile.mkdtemp()) / "made"
    running = side_by_side({"a": lambda forked: made.write_text("here")}, 1)
    end = time.monotonic() + 30
    while not made.exists() and time.monotonic() < end:
        time.sleep(0.01)
    print(made.exists(), dict(running))
    """
    assert alone(TASKS.format(textwrap.dedent(code))).stdout == "True {'a': 4}\n"


@linux
def test_a_process_that_is_stopped_at_once_says_nothing():
    """It still has the handlers of the first process, for as long as it has not set its own."""
    code = """
    import signal, time
    def interrupt(*_):
        raise KeyboardInterrupt
    signal.signal(signal.SIGTERM, interrupt)
    for _ in range(100):
        side_by_side({"a": lambda forked: time.sleep(60)}, 1).close()
    """
    done = alone(TASKS.format(textwrap.dedent(code)))
    assert (done.returncode, done.stderr) == (0, "")


@linux
@pytest.mark.parametrize(
    ("failing", "said"), [("InputError('one line')", "one line"), ("KeyError('x')", "a: its process ended before")]
)
def test_a_task_that_fails_leaves_no_process_of_its_own(failing, said):
    """Those that draw its pages have more to say than a pipe holds, and nobody listens any more."""
    code = f"""
    import sys, time
    def draws(forked):
        kept.append(side_by_side({{str(i): lambda forked: bytes(10**6) for i in range(2)}}, 2))
        time.sleep(0.2)
        raise {failing}
    kept = []
    dict(side_by_side({{"a": draws}}, 2))
    """
    done = alone(TASKS.format(textwrap.dedent(code)))
    assert said in done.stderr.strip().splitlines()[-1]


@linux
def test_what_a_build_loads_starts_no_thread():
    """With a second thread every user would get the slower road, unseen."""
    done = alone("import vtcost.cli, vtcost.build, vtcost.workers; print(vtcost.workers.can_fork())")
    assert done.stdout == "True\n"


@linux
def test_a_process_that_dies_is_named():
    done = alone(TASKS.format("run('dead')"))
    assert done.stderr.strip().endswith("InputError: dead: its process ended before it was done")


@linux
def test_with_more_threads_nothing_is_forked():
    """A fork has the locks of other threads and not the threads: it would hang."""
    code = """
    import threading
    from vtcost.workers import can_fork, side_by_side
    assert can_fork()
    stop = threading.Event()
    threading.Thread(target=stop.wait).start()
    print(can_fork(), dict(side_by_side({"a": lambda forked: forked}, 2)))
    stop.set()
    """
    assert alone(code).stdout == "False {'a': False}\n"


@pytest.fixture
def threads(monkeypatch):
    monkeypatch.setattr(workers, "can_fork", lambda: False)


def test_threads_do_the_same_where_nothing_can_be_forked(threads):
    tasks = {name: lambda forked, name=name: (name, forked) for name in "abc"}
    done = []
    assert dict(workers.side_by_side(tasks, 2, lambda: done.append("meanwhile"))) == {
        name: (name, False) for name in "abc"
    }
    assert done == ["meanwhile"]


def failing(*_) -> None:
    raise InputError("bad: said by the check")


@linux
def test_what_the_first_process_finds_goes_before_what_a_task_finds():
    code = """
    def failing():
        raise InputError("said by the check")
    dict(side_by_side({"bad": task("bad")}, 2, failing))
    """
    done = alone(TASKS.format(textwrap.dedent(code)))
    assert done.stderr.strip().endswith("InputError: said by the check")


def test_no_thread_begins_when_the_first_process_finds_something(threads):
    began = []
    with pytest.raises(InputError, match="said by the check"):
        list(workers.side_by_side({"a": began.append}, 1, failing))
    assert began == []
