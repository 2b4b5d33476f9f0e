"""Nothing connects, parameters never become code, and every package is pinned to its hashes."""

import ast
import json
import os
import re
import subprocess
import sys

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from papermill.parameterize import parameterize_notebook

from tests.command import run
from tests.conftest import NIGHTLY, ROOT
from vtcost.cli import main
from vtcost.data import Region
from vtcost.data.schema import FORMULA
from vtcost.notebooks import KERNEL

# Loaded by every Python that starts with it on its path, kernels too: what wants to connect or listen is written down
# and refused. Sockets of the system itself, between two processes, are not touched.
WATCHED = """
import os, socket

def refusing(name):
    done = getattr(socket.socket, name)
    def watched(self, *rest):
        if self.family in (socket.AF_INET, socket.AF_INET6):
            with open(os.environ["VTCOST_WATCH"], "a") as file:
                file.write(f"{name} {rest}\\n")
            raise OSError(101, "Network is unreachable")
        return done(self, *rest)
    setattr(socket.socket, name, watched)

def looking_up(host, *rest, **named):
    with open(os.environ["VTCOST_WATCH"], "a") as file:
        file.write(f"look up {host}\\n")
    raise socket.gaierror(-3, "no name is looked up here")

for name in ("connect", "connect_ex", "listen", "sendto"):
    refusing(name)
socket.getaddrinfo = looking_up
"""
# By night all of them.
FORMATS = "html,pdf,docx,xlsx" if NIGHTLY else "html,pdf"
COMMANDS = {
    "build": ["vtcost.cli", "build", "zuid_holland_zuid", "--formats", FORMATS, "--out", "out"],
    "check": ["vtcost.cli", "check", "zuid_holland_zuid"],
    "explain": ["vtcost.cli", "explain", "noord_holland_noord", "Texel"],
    "scenarios": ["vtcost.cli", "scenarios", "zuid_holland_zuid"],
    "new-region": ["vtcost.cli", "new-region", "mijn_regio"],
    "a kernel": ["vtcost.notebooks", "n.ipynb"],
}


def watched(folder, *arguments: str) -> tuple[subprocess.CompletedProcess, str]:
    """Run a module of Python under watch: how it ended, and what it wanted to connect to."""
    (folder / "watch").mkdir()
    (folder / "watch" / "sitecustomize.py").write_text(WATCHED)
    environment = {**os.environ, "PYTHONPATH": f"{folder / 'watch'}", "VTCOST_WATCH": str(folder / "wanted")}
    command = [sys.executable, "-m", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)
    return done, (folder / "wanted").read_text() if (folder / "wanted").exists() else ""


@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_connects_or_listens(name, tmp_path):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1", id="c1")])
    nbformat.write(notebook, tmp_path / "n.ipynb")
    done, wanted = watched(tmp_path, *COMMANDS[name])
    assert done.returncode == 0, done.stderr
    assert wanted == ""


def test_the_watch_sees_a_connection(tmp_path):
    """The check itself: asking CBS does connect, is refused, and ends in one line."""
    done, wanted = watched(tmp_path, "vtcost.cli", "fetch-cbs", "--year", "2027", "--out", "new")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert wanted != ""


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(texts, st.floats(allow_nan=False, allow_infinity=False))
def test_a_parameter_is_written_into_a_notebook_as_a_constant(text, number):
    """Whatever the text: the injected cell holds assignments of the very values, and nothing else."""
    cell = nbformat.v4.new_code_cell("subject = None\nbudget = None", metadata={"tags": ["parameters"]}, id="c1")
    notebook = nbformat.v4.new_notebook(cells=[cell], metadata={"kernelspec": KERNEL, "papermill": {}})
    made = parameterize_notebook(notebook, {"subject": text, "budget": number}, kernel_name=KERNEL["name"])
    (injected,) = [cell for cell in made.cells if "injected-parameters" in cell.metadata.get("tags", [])]
    found = {}
    for statement in ast.parse(injected.source).body:
        assert isinstance(statement, ast.Assign)
        found[statement.targets[0].id] = ast.literal_eval(statement.value)
    assert found == {"subject": text, "budget": number}


def test_control_characters_never_reach_a_notebook():
    """A text is one printable line."""
    for text in ("a\nb", "a\rb", "a\x00b", "a\u2028b", "a\x1bb"):
        with pytest.raises(ValueError, match="one line of text"):
            Region.open("noord_holland_noord", subject=text)


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements.nightly.lock"])
def test_every_package_is_pinned_to_hashes_and_no_place_is_named(lock):
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip()]
    for line in lines:
        assert re.match(r"[a-z0-9][a-z0-9._-]*==\S+( ;.*?)?( +--hash=sha256:[0-9a-f]{64})+$", line), line[:80]
    assert not re.search(r"://|--index|--find|@ ", text)


def test_receipts_name_only_pinned_versions(reports):
    """What made a report is what the lock pins."""
    pinned = set(re.findall(r"^([a-z0-9._-]+)==(\S+)", (ROOT / "requirements.lock").read_text(), re.M))
    for name in ("noord_holland_noord", "zuid_holland_zuid"):
        versions = json.loads((reports / name / "receipt.json").read_text())["versions"]
        for package, version in versions.items():
            assert package == "vtcost" or (package, version) in pinned


def test_new_data_come_from_the_command_alone(tmp_path):
    """A variable of the environment that builds use inside changes nothing from outside."""
    (tmp_path / "new").mkdir()
    environment = {**os.environ, "VTCOST_DATA": str(tmp_path / "gone")}
    command = [sys.executable, "-m", "vtcost.cli", "explain", "noord_holland_noord", "Texel"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60)
    assert done.returncode == 0, done.stderr


def test_signs_in_the_name_of_a_folder_are_signs(tmp_path):
    """papermill fills parameters into a path with braces: here it never sees one."""
    place = tmp_path / "a{b}{budget} {c'd"
    place.mkdir()
    for command in (["new-region", "mijn_regio"], ["build", "mijn_regio", "-p", "budget", "5", "--formats", "html"]):
        done = run(*command, cwd=place)
        assert done.returncode == 0, done.stderr
    assert (place / "reports" / "mijn_regio" / "memo.html").is_file()


@pytest.mark.parametrize("name", ["a\nb", "a\x1b[31mb", "a\u2028b"])
def test_a_message_is_one_printable_line(name, tmp_path, capsys):
    assert main(["build", "zuid_holland_zuid", "--data", str(tmp_path / name)]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert said.rstrip("\n").isprintable()


@pytest.mark.parametrize("arguments", [["build", "--jobs", "x"], ["nothing"], [], ["explain"]])
def test_wrong_use_is_one_line_too(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    "text", ["=1+1", "@x", " =1", "+1 +cmd|' /C calc'!A0", '-1 +HYPERLINK("x")', "x;=1+1", "x; -2+cmd|x"]
)
def test_what_a_spreadsheet_would_compute_is_refused(text):
    assert FORMULA.search(text)


@pytest.mark.parametrize("text", ["-", "-7,18", "+ 5 %", "400-500", "a; b", "- minder dan 5", "a + b (som)", "1 = 1"])
def test_what_only_looks_a_little_like_a_formula_is_text(text):
    assert not FORMULA.search(text)
