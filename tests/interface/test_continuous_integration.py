"""Continuous integration may not pass by skipping: a test that lacks its program fails there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ALL_PROGRAMS, ROOT

OFFICE = "tests/interface/test_word.py::test_libreoffice_opens_them_and_a_memo_takes_three_pages_at_most"


@pytest.mark.parametrize(("required", "code", "word"), [("", 0, "1 skipped"), ("1", 1, "1 error")])
def test_without_its_program_a_test_is_skipped_but_not_in_ci(required, code, word):
    environment = {**os.environ, "PATH": str(Path(sys.executable).parent), ALL_PROGRAMS: required}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", OFFICE]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, word in done.stdout) == (code, True), done.stdout


def test_ci_requires_the_programs_and_installs_them():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert f"export {ALL_PROGRAMS}=1" in script
    assert [line for line in script.splitlines() if line.startswith("make ")] == ["make test", "make test-programs"]
    for package in ("chromium", "libreoffice-calc", "libreoffice-writer"):
        assert package in script
