"""What a build writes: the contracts of the files, the page an alderman opens, the same bytes each time."""

import csv
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from tests.command import run
from tests.conftest import NIGHTLY, ROOT
from vtcost import model_cells, replacement
from vtcost.cli import main
from vtcost.data import Region, region_names
from vtcost.published import figures
from vtcost.published.verdicts import COLUMNS

NAMES = region_names()
ALWAYS = {"notebook.ipynb", "figures.csv", "results.csv", "receipt.json"}
FILES = ALWAYS | {"memo.html", "memo.pdf", "verantwoording.pdf", "memo.docx", "verantwoording.docx", "workbook.xlsx"}
PAGES = {"noord_holland_noord": 18, "gelderland_midden": 16, "zuid_holland_zuid": 0}


def table(path) -> list[dict]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def digests(folder) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_report_holds_all_its_files_and_a_page_for_each_municipality(reports, name):
    folders = {"gemeenten"} if PAGES[name] else set()
    assert {path.name for path in (reports / name).iterdir()} == FILES | folders
    for kind in ("html", "pdf"):
        assert len(list((reports / name).glob(f"gemeenten/*.{kind}"))) == PAGES[name]


def test_only_the_formats_that_are_asked_are_made(tmp_path):
    assert run("build", "zuid_holland_zuid", "--out", tmp_path / "out", "--formats", "html,xlsx").returncode == 0
    made = {path.name for path in (tmp_path / "out" / "zuid_holland_zuid").iterdir()}
    assert made == ALWAYS | {"memo.html", "workbook.xlsx"}
    assert "memo.pdf" not in (tmp_path / "out" / "zuid_holland_zuid" / "memo.html").read_text(encoding="utf-8")
    assert "memo.pdf" not in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("formats", "said"), [("odt", "'odt', expected html"), ("html,", "'', expected html")])
def test_an_unknown_format_is_refused(formats, said, tmp_path, capsys):
    assert main(["build", "zuid_holland_zuid", "--out", str(tmp_path / "out"), "--formats", formats]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_format_whose_package_is_missing_is_refused_before_anything_runs(tmp_path, capsys, monkeypatch):
    import importlib.util

    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *more: None if name == "typst" else find(name, *more))
    assert main(["build", "zuid_holland_zuid", "--out", str(tmp_path / "out")]) == 2
    assert "--formats pdf: the package typst is missing, expected vtcost[formats]" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def kept(name: str) -> dict:
    """The results of a report, as its notebook kept them."""
    rows = pd.read_csv(ROOT / "reports" / name / "results.csv", keep_default_na=False)
    return {"columns": list(rows), "rows": rows.to_numpy().tolist()}


def test_workbook_and_notebook_must_agree():
    """A notebook whose results differ from the workbook by a cent gives no report."""
    from vtcost import formats

    results, region = kept("noord_holland_noord"), Region.open("noord_holland_noord")
    memo = SimpleNamespace(title="Memo", head=dict)
    assert formats._workbook(region, memo, results)
    next(row for row in results["rows"] if "contribution" in row)[-1] += 0.01
    with pytest.raises(formats.InputError, match="differ for key, Den Helder"):
        formats._workbook(region, memo, results)


def test_model_cells_and_notebook_must_agree():
    """A notebook whose results differ by a cent from those of its model cells alone gives no report, in any format."""
    from vtcost import build

    results, path = kept("zuid_holland_zuid"), Path("zuid_holland_zuid.ipynb")
    computed = model_cells.results(Region.open("zuid_holland_zuid"))
    build._check_same(path, results, computed)
    row = next(row for row in results["rows"] if "gap" in row)
    row[-1] += 0.01
    with pytest.raises(
        build.InputError, match=r"result .* of regional, 2021, Realisatie 2021.*gap.*, expected .* as its model"
    ):
        build._check_same(path, results, computed)
    row[-1] -= 0.01
    with pytest.raises(build.InputError, match="results, expected the"):
        build._check_same(path, {**results, "rows": results["rows"][1:]}, computed)


@pytest.mark.parametrize("name", NAMES)
def test_figures_are_those_of_the_library(reports, name):
    rows = table(reports / name / "figures.csv")
    computed = figures(Region.open(name))
    assert list(rows[0]) == COLUMNS
    assert [row["id"] for row in rows] == computed["id"].tolist()
    assert [row["verdict"] for row in rows] == computed["verdict"].tolist()
    for row in rows:
        if row["computed"]:
            assert float(row["difference"]) == pytest.approx(float(row["computed"]) - float(row["published"]), abs=2e-6)


@pytest.mark.parametrize("name", NAMES)
def test_results_have_one_bottom_line_per_model_year_and_municipality(reports, name):
    rows = pd.DataFrame(table(reports / name / "results.csv"))
    assert list(rows) == ["model", "year", "column", "gm_code", "municipality", "component", "value"]
    assert rows["value"].str.fullmatch(r"-?\d+\.\d{6}").all()
    lines = rows[rows["component"].isin(["contribution", "fte_needed"])]
    assert not lines.duplicated(["model", "year", "column", "municipality"]).any()
    assert lines.groupby(["model", "year"]).size().gt(0).all()
    codebook = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    for word in {*rows["component"], *rows["model"]}:
        assert f"`{word}`" in codebook, f"{word} is not in data/README.md"


@pytest.mark.parametrize("name", NAMES)
def test_receipt_hashes_every_input_and_holds_no_time_or_path(reports, name):
    text = (reports / name / "receipt.json").read_text(encoding="utf-8")
    receipt = json.loads(text)
    assert (
        receipt["sha256"][f"data/{name}/published.csv"]
        == hashlib.sha256((ROOT / "data" / name / "published.csv").read_bytes()).hexdigest()
    )
    assert f"notebooks/{name}.ipynb" in receipt["sha256"]
    assert sum(receipt["verdicts"].values()) == len(table(reports / name / "figures.csv"))
    assert not re.search(r"\d{2}:\d{2}:\d{2}|/home|/root|/tmp|/work", text)


def test_building_again_elsewhere_gives_the_same_bytes(reports, tmp_path):
    """Every format and page, in another folder, process, time zone and order of sets, one after another.

    Of all regions in the nightly run.
    """
    names = NAMES if NIGHTLY else ["noord_holland_noord"]
    environment = {**os.environ, "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7", "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-m", "vtcost.cli", "build", *names, "--out", str(tmp_path / "again"), "--jobs", "1"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["again"]
    for name in names:
        assert digests(tmp_path / "again" / name) == digests(reports / name)


def test_the_reports_in_the_repository_are_those_of_the_data(reports):
    """Byte for byte, on another day and in another folder; with another Python only the tables are compared.

    The receipt and the notebook name the version of Python, and images may differ with it.
    """
    committed = ROOT / "reports"
    made_with = json.loads((committed / NAMES[0] / "receipt.json").read_text(encoding="utf-8"))["python"]
    same = made_with == f"{sys.version_info.major}.{sys.version_info.minor}"
    for name in NAMES:
        for file in sorted(FILES) if same else ("figures.csv", "results.csv"):
            assert (committed / name / file).read_bytes() == (reports / name / file).read_bytes(), (
                f"reports/{name}/{file} is stale: run make reports"
            )


def test_a_folder_is_replaced_as_a_whole_and_its_siblings_stay(reports, tmp_path):
    out = tmp_path / "out"
    (out / "zuid_holland_zuid").mkdir(parents=True)
    (out / "zuid_holland_zuid" / "memo.html").write_text("old")
    (out / "mine").mkdir()
    (out / "mine" / "receipt.json").write_text("{bad")
    (out / "mine" / "kept.txt").write_text("kept")
    assert run("build", "zuid_holland_zuid", "--out", out, "--formats", "html").returncode == 0
    assert {path.name for path in (out / "zuid_holland_zuid").iterdir()} == ALWAYS | {"memo.html"}
    assert (out / "mine" / "kept.txt").read_text() == "kept"
    assert {path.name for path in out.iterdir()} == {"zuid_holland_zuid", "mine", "index.html"}


def test_folders_with_other_files_are_never_replaced(tmp_path, capsys):
    out = tmp_path / "out"
    (out / "zuid_holland_zuid").mkdir(parents=True)
    for mine in ("notes.txt", "gemeenten/notes.txt", "gemeenten/raadsbesluit.pdf", "gemeenten/old/memo.html"):
        path = out / "zuid_holland_zuid" / mine
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("mine")
        assert main(["build", "zuid_holland_zuid", "--out", str(out)]) == 2
        assert mine in capsys.readouterr().err
        assert digests(out) == {f"zuid_holland_zuid/{mine}": hashlib.sha256(b"mine").hexdigest()}
        path.unlink()


@pytest.mark.parametrize("folder", ["data", "notebooks", "vtcost", "data/cbs"])
def test_the_projects_own_folders_are_no_place_for_reports(folder, capsys):
    before = digests(ROOT / folder)
    assert main(["build", "--out", str(ROOT / folder)]) == 2
    assert "expected a folder for reports" in capsys.readouterr().err
    assert digests(ROOT / folder) == before


def test_a_link_or_file_in_the_way_is_refused(tmp_path, capsys):
    out = tmp_path / "out"
    out.mkdir()
    (out / "zuid_holland_zuid").symlink_to(tmp_path)
    assert main(["build", "zuid_holland_zuid", "--out", str(out)]) == 2
    assert "expected a folder of an earlier report" in capsys.readouterr().err


def replaced(out, contents) -> None:
    """Replace folders as a build does."""
    with replacement.workplace(out) as folder:
        replacement.replace(out, folder, contents)


def test_many_builds_at_once_leave_one_whole_report(tmp_path):
    """Forty replacements from eight threads into one folder: no error, no leftovers, all files of one build."""
    from concurrent.futures import ThreadPoolExecutor

    def write(number: int) -> None:
        files = {f"{part}.txt": str(number).encode() for part in "abc"}
        replaced(tmp_path, {"report": files})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))
    assert [path.name for path in tmp_path.iterdir()] == ["report"]
    assert len({path.read_text() for path in (tmp_path / "report").iterdir()}) == 1


def test_an_earlier_report_with_its_pages_is_replaced(reports, tmp_path):
    """The receipt names the pages of the earlier report, so they are known as ours; a page of another hand is not."""
    shutil.copytree(reports / "noord_holland_noord", tmp_path / "out" / "noord_holland_noord")
    assert run("build", "noord_holland_noord", "--out", tmp_path / "out", "--formats", "html").returncode == 0
    assert len(list((tmp_path / "out" / "noord_holland_noord" / "gemeenten").iterdir())) == 18


@pytest.mark.parametrize("stop", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_a_build_stopped_between_two_moves_leaves_the_old_report(stop, tmp_path, monkeypatch):
    """The old report is moved aside, then everything stops: it is put back, and nothing else is left."""
    import os

    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "a.txt").write_text("old")
    rename = os.rename

    def stopped(source, target):
        if "/new/" in source.as_posix():
            raise stop
        rename(source, target)

    monkeypatch.setattr(os, "rename", stopped)
    with pytest.raises((KeyboardInterrupt, OSError)):
        replaced(tmp_path, {"report": {"a.txt": b"new"}})
    assert digests(tmp_path) == {"report/a.txt": hashlib.sha256(b"old").hexdigest()}
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_a_disk_that_fills_up_leaves_all_old_reports(tmp_path, monkeypatch):
    """The second report does not fit: the first is not replaced either."""
    from pathlib import Path

    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text("old")
    write = Path.write_bytes

    def full(path, content):
        if content == b"two":
            raise OSError(28, "No space left on device")
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        replaced(tmp_path, {"one": {"a.txt": b"one"}, "two": {"a.txt": b"two"}})
    old = hashlib.sha256(b"old").hexdigest()
    assert digests(tmp_path) == {"one/a.txt": old, "two/a.txt": old}
    assert {path.name for path in tmp_path.iterdir()} == {"one", "two"}


def test_a_failing_notebook_leaves_the_old_report(tmp_path, monkeypatch):
    from vtcost import build, notebooks
    from vtcost.data import InputError

    out = tmp_path / "out"
    (out / "zuid_holland_zuid").mkdir(parents=True)
    (out / "zuid_holland_zuid" / "memo.html").write_text("old")

    def fail(*_, **__):
        raise InputError("cell 3 failed")

    monkeypatch.setattr(notebooks, "execute", fail)
    with pytest.raises(InputError):
        build.build(["zuid_holland_zuid"], out, {})
    assert digests(out) == {"zuid_holland_zuid/memo.html": hashlib.sha256(b"old").hexdigest()}


class Page(HTMLParser):
    def __init__(self, text: str):
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.mark.parametrize("name", NAMES)
def test_the_memo_is_one_accessible_dutch_page(reports, name):
    text = (reports / name / "memo.html").read_text(encoding="utf-8")
    page = Page(text)
    assert page.all("html")[0]["lang"] == "nl"
    assert len(page.all("main")) == 1
    assert all(image.get("alt") for image in page.all("img"))
    assert all(image["src"].startswith("data:image/png;base64,") for image in page.all("img"))
    assert len(page.all("caption")) == len(page.all("table")) > 10
    assert all(header.get("scope") in ("col", "row") for header in page.all("th"))
    identifiers = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(identifiers) == len(set(identifiers))
    assert not re.search(r"""(src|href)=["'](https?:)?//""", text)
    assert not page.all("link")


@pytest.mark.parametrize("name", NAMES)
def test_the_advice_stands_before_the_accountability(reports, name):
    text = (reports / name / "memo.html").read_text(encoding="utf-8")
    order = [text.index(f">{heading}</h") for heading in ("Kern", "Beslispunten", "Kanttekeningen", "Verantwoording")]
    assert order == sorted(order)
    assert text.index("Sluit op nul.") > order[-1]


def test_texts_from_parameters_are_shown_as_text(tmp_path):
    evil = "<script>alert(1)</script> {{ 7 * 7 }}'\"); import os"
    command = ["build", "zuid_holland_zuid", "-p", "subject", evil]
    assert run(*command, "--out", tmp_path / "out", "--formats", "html").returncode == 0
    text = (tmp_path / "out" / "zuid_holland_zuid" / "memo.html").read_text(encoding="utf-8")
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7 * 7 }}" in text
