"""Killed, interrupted, full, read-only, two at once: the previous report stays whole and a rerun repairs."""

import errno
import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pytest

from tests.command import run
from vtcost.cli import main
from vtcost.replacement import clear_up, replace, workplace

REGION = "zuid_holland_zuid"
WITH_PAGES = "noord_holland_noord"
FILES = ("a.txt", "b.txt", "pages/c.txt")
posix = pytest.mark.skipif(os.name != "posix", reason="signals and locks of POSIX")

# For each n a process that replaces two folders and kills itself, as `kill -9` would, right before its n-th operation
# on the file system; prints how each ended.
KILLED = """
import os, signal, sys
from pathlib import Path
from vtcost.replacement import replace, workplace

def replacing(out, left):
    def counted(operation):
        def perhaps(*arguments, **options):
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return operation(*arguments, **options)
        return perhaps

    os.rename, os.unlink = counted(os.rename), counted(os.unlink)
    Path.mkdir, Path.write_bytes = counted(Path.mkdir), counted(Path.write_bytes)
    files = {name: b"new" for name in ("a.txt", "b.txt", "pages/c.txt")}
    with workplace(out) as folder:
        replace(out, folder, {"one": files, "two": files})
    os._exit(0)

for number, out in enumerate(sys.argv[1:], 1):
    if (child := os.fork()) == 0:
        replacing(Path(out), number)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
OPERATIONS = 45


def version(folder: Path) -> str:
    """The one version that all files of a folder are of; "" if it is not there."""
    if not folder.exists():
        return ""
    found = {(folder / name).read_text() for name in FILES}
    assert len(found) == 1
    return found.pop()


def old(out: Path) -> None:
    for name in ("one", "two"):
        (out / name / "pages").mkdir(parents=True)
        for file in FILES:
            (out / name / file).write_text("old")


def names(out: Path) -> list[str]:
    return sorted(path.name for path in out.iterdir())


def digests(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@posix
def test_killed_before_any_operation_a_rerun_finds_whole_reports_and_repairs(tmp_path):
    """Killed before the n-th operation, for every n: each report is old or new as a whole, after clearing up always
    there, and a rerun leaves the new ones and nothing else."""
    outs = [tmp_path / str(number) for number in range(1, OPERATIONS + 1)]
    for out in outs:
        old(out)
    done = subprocess.run([sys.executable, "-c", KILLED, *outs], capture_output=True, text=True, timeout=60)
    endings = [int(line) for line in done.stdout.split()]
    assert len(endings) == OPERATIONS, done.stderr
    stages = set()
    for out, ending in zip(outs, endings, strict=True):
        stages.add((ending, *(version(out / name) for name in ("one", "two"))))
        clear_up(out)
        assert names(out) == ["one", "two"]
        assert {version(out / name) for name in ("one", "two")} <= {"old", "new"}
        with workplace(out) as folder:
            replace(out, folder, {name: dict.fromkeys(FILES, b"again") for name in ("one", "two")})
        assert [version(out / name) for name in ("one", "two")] == ["again", "again"]
        assert names(out) == ["one", "two"]
    # Nothing done, one folder moved aside, one in its place, the other moved aside, both in place, and to the end.
    killed = [(-9, "old", "old"), (-9, "", "old"), (-9, "new", "old"), (-9, "new", ""), (-9, "new", "new")]
    assert stages == {*killed, (0, "new", "new")}


@posix
def test_what_a_running_build_has_on_its_way_is_left_alone(tmp_path):
    with workplace(tmp_path) as folder:
        (folder / "mine").write_text("kept")
        clear_up(tmp_path)
        assert (folder / "mine").read_text() == "kept"
    assert names(tmp_path) == []


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("built")
    assert run("build", REGION, "--formats", "html", "--out", out).returncode == 0
    return out


@posix
@pytest.mark.parametrize(
    ("region", "generations", "stop"),
    [
        (REGION, 1, signal.SIGINT),
        (REGION, 1, signal.SIGTERM),
        (REGION, 1, signal.SIGKILL),
        # Its processes have processes of their own by then, which draw pages.
        (WITH_PAGES, 2, signal.SIGTERM),
        (WITH_PAGES, 2, signal.SIGKILL),
    ],
)
def test_a_build_that_is_stopped_leaves_the_reports_as_they_were(region, generations, stop, built):
    """Stopped while its notebooks run: the same bytes, nothing half-written; Ctrl-C and TERM end with 130."""
    before = digests(built)
    # Whoever started these tests may have told them to ignore Ctrl-C.
    code = "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler)"
    code += "; from vtcost.cli import main; sys.exit(main())"
    command = [
        sys.executable,
        "-c",
        code,
        "build",
        region,
        "--formats",
        "html",
        "--out",
        str(built),
        "-p",
        "subject",
        "Proef",
    ]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    first = psutil.Process(process.pid)
    end = time.monotonic() + 60
    while len(begun := first.children(recursive=True)) < generations and time.monotonic() < end:
        time.sleep(0.01)
    assert process.poll() is None
    process.send_signal(stop)
    said = process.communicate(timeout=60)[1]
    assert process.returncode == (-signal.SIGKILL if stop is signal.SIGKILL else 130)
    assert psutil.wait_procs(begun, timeout=10)[1] == []
    assert digests(built) == before
    assert stop is signal.SIGKILL or said == "vtcost: interrupted, nothing more is written\n"


@posix
def test_a_full_disk_leaves_all_reports_and_nothing_half_written(tmp_path):
    """A real limit on the size of files, 1.000 bytes, while 2.000 are written."""
    old(tmp_path)
    limited = (
        "import resource, sys; from pathlib import Path; from vtcost.replacement import replace, workplace\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)); out = Path(sys.argv[1])\n"
        "with workplace(out) as folder:\n"
        "    replace(out, folder, {'one': {'a.txt': b'new'}, 'two': {'a.txt': b'n' * 2000}})\n"
    )
    done = subprocess.run([sys.executable, "-c", limited, str(tmp_path)], capture_output=True, text=True, timeout=60)
    assert "File too large" in done.stderr
    assert [version(tmp_path / name) for name in ("one", "two")] == ["old", "old"]
    assert names(tmp_path) == ["one", "two"]


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.ENOSPC])
def test_a_folder_that_cannot_be_written_is_one_clear_line(number, tmp_path, monkeypatch, capsys):
    (tmp_path / "kept").write_text("kept")

    def refused(**_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(tempfile, "TemporaryFile", refused)
    assert main(["build", REGION, "--formats", "html", "--out", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert said == f"vtcost: {tmp_path}: {os.strerror(number)}, expected a folder that can be written\n"
    assert names(tmp_path) == ["kept"]


@posix
@pytest.mark.parametrize("place", ["/proc/reports", "/dev/null/reports"])
def test_a_place_that_is_no_place_for_files(place, capsys):
    assert main(["build", REGION, "--formats", "html", "--out", place]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_two_builds_at_once_into_one_folder(tmp_path):
    """Both end well; what is left is one whole report of one of the two, with its own receipt, and an index."""
    out = tmp_path / "out"
    command = [sys.executable, "-m", "vtcost.cli", "build", REGION, "--formats", "html", "--out", str(out), "-p"]
    both = [subprocess.Popen([*command, "hours_per_fte", hours]) for hours in ("1300", "1400")]
    assert [process.wait(timeout=120) for process in both] == [0, 0]
    assert names(out) == ["index.html", REGION]
    receipt, results = ((out / REGION / name).read_text() for name in ("receipt.json", "results.csv"))
    hours = 1300 if '"hours_per_fte": 1300.0' in receipt else 1400
    assert f"regional,2025,Begroting 2025 voorstel DB,,,fte_needed,{99_000 / hours:.6f}" in results


@posix
def test_nothing_is_followed_that_leads_elsewhere(tmp_path):
    """Somebody lays links where a killed build would leave folders: his own files stay where they are."""
    home, out = tmp_path / "home", tmp_path / "out"
    (home / "docs").mkdir(parents=True)
    (home / "docs" / "thesis.txt").write_text("mine")
    for number, link in enumerate(("", "old", "old/pub", "old/pub/0")):
        hidden = out / f".vtcost-build-abcdefg{number}"
        (hidden / link).parent.mkdir(parents=True, exist_ok=True)
        (hidden / link).symlink_to(home)
        (out / f"{hidden.name}.lock").touch()
    (out / ".vtcost-build-abcdefg8.lock").symlink_to(home / "docs" / "thesis.txt")
    os.mkfifo(out / ".vtcost-build-abcdefg9.lock")
    clear_up(out)
    assert (home / "docs" / "thesis.txt").read_text() == "mine"
    assert not (out / "pub").exists()
    assert not (out / "docs").exists()


def test_hidden_folders_of_another_name_are_somebody_elses(tmp_path):
    for name in (".vtcost-backup", ".vtcost-build-my-own-one"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "kept").write_text("kept")
        (tmp_path / f"{name}.lock").touch()
    clear_up(tmp_path)
    assert names(tmp_path) == [
        *(".vtcost-backup", ".vtcost-backup.lock"),
        *(".vtcost-build-my-own-one", ".vtcost-build-my-own-one.lock"),
    ]


@posix
def test_a_lock_that_is_taken_away_before_it_is_held_is_made_again(tmp_path, monkeypatch):
    """Another build clears up between making the lock and holding it: the folder in use always has its lock."""
    from vtcost import replacement

    lock, taken = replacement.fcntl.flock, []

    def flock(handle, how):
        if not taken:
            taken.append(True)
            next(tmp_path.glob("*.lock")).unlink()
        return lock(handle, how)

    monkeypatch.setattr(replacement.fcntl, "flock", flock)
    with workplace(tmp_path) as folder:
        assert names(tmp_path) == [folder.name, f"{folder.name}.lock"]


def test_an_index_of_somebody_else_is_not_replaced(tmp_path, capsys):
    (tmp_path / "index.html").write_text("<title>Mine</title>")
    assert main(["build", REGION, "--formats", "html", "--out", str(tmp_path)]) == 2
    assert "index.html: not made by an earlier build" in capsys.readouterr().err
    assert (tmp_path / "index.html").read_text() == "<title>Mine</title>"
    assert names(tmp_path) == ["index.html"]


def test_new_data_are_no_place_for_reports(tmp_path, capsys):
    (tmp_path / "new").mkdir()
    for out in (tmp_path / "new", tmp_path / "new" / "reports"):
        assert main(["build", REGION, "--data", str(tmp_path / "new"), "--out", str(out)]) == 2
        assert "a folder of the new data" in capsys.readouterr().err
    assert list((tmp_path / "new").iterdir()) == []


@posix
def test_what_a_killed_build_was_executing_ends_with_it(tmp_path):
    """A notebook that never ends, and `kill -9`: no process is left."""
    code = (
        "import os, sys, time; from vtcost.workers import side_by_side\n"
        "def forever(forked):\n"
        "    print(os.getpid(), flush=True); time.sleep(600)\n"
        "dict(side_by_side({'a': forever}, 1))\n"
    )
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    if sys.platform != "linux":
        pytest.skip("processes are forked on Linux only")
    first = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=environment)
    child = int(first.stdout.readline())
    first.kill()
    first.wait(timeout=10)
    for _ in range(100):
        if not Path(f"/proc/{child}").exists() or "Z" in Path(f"/proc/{child}/stat").read_text().split()[2]:
            break
        time.sleep(0.05)
    else:
        os.kill(child, signal.SIGKILL)
        pytest.fail("the process was left")
