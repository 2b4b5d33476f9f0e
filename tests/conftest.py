import fcntl
import os
from pathlib import Path

import pytest
from hypothesis import settings

from tests.command import ROOT, run

# Programs that some tests need. Continuous integration installs them and sets the variable: there, no such test may be
# skipped.
PROGRAMS = ("chromium", "libreoffice")
ALL_PROGRAMS = "VTCOST_ALL_PROGRAMS"
# Fixtures that start those programs: the browser, the explorer in it, the workbooks in the office suite.
LOOKING = {"browser", "server", "books"}

LONGEST = ("test_command_line", "test_browser", "test_explorer", "test_workbook", "test_reports", "test_pdf")

settings.register_profile("default", max_examples=30, deadline=None)
settings.register_profile("nightly", max_examples=5000, deadline=None)
NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(scope="session")
def reports(tmp_path_factory, worker_id) -> Path:
    """All reports, built once by the command line with the memos' own parameters, for all processes of the run."""
    shared = tmp_path_factory.getbasetemp()
    out = (shared if worker_id == "master" else shared.parent) / "reports"
    with open(f"{out}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not out.exists():
            done = run("build", "--out", out)
            assert done.returncode == 0, done.stderr
    return out


# Before tests are chosen by mark.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs other programs; files that take longest go first, so that all processes end at about one time."""
    for item in items:
        if LOOKING & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.programs)
    items.sort(key=lambda item: item.path.stem not in LONGEST)


@pytest.fixture
def root() -> Path:
    return ROOT


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    reason = str(report.longrepr).lower()
    if report.skipped and os.environ.get(ALL_PROGRAMS) and any(program in reason for program in PROGRAMS):
        report.outcome = "failed"
    return report
