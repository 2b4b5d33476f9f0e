"""The command line as a user types it, in a process of its own that has everything loaded.

A second of loading per command is most of what a hundred short commands take. So one process loads, and each command is
a copy of it; `tests.interface.test_command_line` sees that a process started from nothing says and writes the same.
"""

import contextlib
import multiprocessing
import os
import subprocess
import sys
import tempfile
from multiprocessing import forkserver
from pathlib import Path

LOADED = ["tests.fast_import", "vtcost.cli", "vtcost.build", "vtcost.in_process", "vtcost.memo.pdf", "vtcost.memo.word"]
LOADED += ["vtcost.workbook", "vtcost.new_region", "tests.command"]
PATIENCE = 300  # seconds

ROOT = Path(__file__).resolve().parents[1]
copies = multiprocessing.get_context("forkserver")
copies.set_forkserver_preload(LOADED)


def run(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess:
    """Run `vtcost` with arguments, in a folder."""
    words, cwd = list(map(str, arguments)), cwd or Path.cwd()
    with contextlib.chdir(ROOT):
        # Elsewhere it would find another package of the name `tests`.
        forkserver.ensure_running()
    with tempfile.TemporaryDirectory() as folder:
        said = [Path(folder) / name for name in ("stdout", "stderr")]
        process = copies.Process(target=_command, args=(words, cwd, said, dict(os.environ)))
        process.start()
        process.join(PATIENCE)
        if process.exitcode is None:
            process.kill()
            raise subprocess.TimeoutExpired(words, PATIENCE)
        texts = [path.read_text(encoding="utf-8") for path in said]
    return subprocess.CompletedProcess(words, process.exitcode, *texts)


def _command(words: list[str], cwd: Path, said: list[Path], environment: dict[str, str]) -> None:
    from vtcost.cli import main

    os.chdir(cwd)
    os.environ.update(environment)
    for number, path in enumerate(said, 1):
        # The streams of the system, not those of Python: processes that a command starts write there too.
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), number)
    sys.exit(main(words))
