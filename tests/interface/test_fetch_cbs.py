"""`vtcost fetch-cbs` against composed answers (recorded/README.md): the client itself runs, only the wire is ours."""

import ast
import csv
import json
import shutil
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from tests.conftest import ROOT
from vtcost.cli import main
from vtcost.data import Region

RECORDED = Path(__file__).parent / "recorded"
# Modules of Python and others that open connections.
CONNECTING = {"requests", "urllib", "urllib.request", "urllib3", "http", "http.client", "socket", "cbsodata", "httpx"}


@pytest.fixture
def asked(tmp_path, monkeypatch) -> list[dict]:
    """A StatLine of files in a workspace with a cache of its own; what was asked of it, with parameters."""
    log = []

    def send(_session, request, **options):
        assert options["timeout"] > 0
        parts = urlsplit(request.url)
        assert parts.netloc == "opendata.cbs.nl"
        assert parts.scheme == "https"
        table, name = parts.path.removeprefix("/ODataFeed/odata/").split("/")
        log.append({"table": table, "name": name, **parse_qs(parts.query)})
        response = requests.Response()
        path = RECORDED / table / f"{name or 'index'}.json"
        response.status_code, response.url = (200 if path.is_file() else 404), request.url
        response._content = path.read_bytes() if path.is_file() else b""
        return response

    monkeypatch.setattr(requests.Session, "send", send)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    return log


@pytest.fixture
def cut_off(monkeypatch) -> None:
    """No connection at all."""

    def send(*_, **__):
        raise requests.ConnectionError("no route")

    monkeypatch.setattr(requests.Session, "send", send)


def rows(path: Path) -> list[dict]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def published(year: str) -> list[dict]:
    found = [row for row in rows(ROOT / "data" / "cbs" / "population.csv") if row["reference_date"].startswith(year)]
    return sorted(found, key=lambda row: row["gm_code"])


def refused(arguments: list[str], words: list[str], capsys) -> None:
    assert main(arguments) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1, said
    for word in words:
        assert word in said, said


def test_every_municipality_comes_as_data_cbs_has_it(asked, tmp_path, capsys):
    """342 municipalities of 2025: inhabitants, under 20 (four columns added up), code, name, exactly as published."""
    assert main(["fetch-cbs", "--year", "2025"]) == 0
    made = rows(tmp_path / "new" / "cbs" / "population.csv")
    assert len(made) == 342
    assert made == published("2025")
    assert "342 municipalities" in capsys.readouterr().out
    (question,) = [one for one in asked if one["name"] == "TypedDataSet"]
    assert question["$filter"] == ["Perioden eq '2025JJ00' and substringof('GM',RegioS)"]
    assert question["$select"][0].split(",")[:3] == ["RegioS", "Perioden", "TotaleBevolking_1"]


def test_the_table_with_ages_adds_up_the_years_0_to_19(asked, tmp_path):
    """Assen: 70.392 inhabitants, of whom 14.797 under 20: twenty rows of one year of age added up."""
    assert main(["fetch-cbs", "--year", "2025", "--table", "03759ned", "--out", "ages"]) == 0
    made = {row["municipality"]: row for row in rows(tmp_path / "ages" / "cbs" / "population.csv")}
    assert made["Assen"] == {
        "reference_date": "2025-01-01",
        "gm_code": "GM0106",
        "municipality": "Assen",
        "population": "70392",
        "population_under_20": "14797",
        "source": "CBS 03759ned",
    }
    assert len(made) == 9
    (question,) = [one["$filter"][0] for one in asked if one["name"] == "TypedDataSet"]
    assert "Geslacht eq 'T001038'" in question
    assert question.count("Leeftijd eq") == 21


def test_a_build_uses_the_overlay(asked, tmp_path):
    main(["fetch-cbs", "--year", "2025"])
    path = tmp_path / "new" / "cbs" / "population.csv"
    before = Region.open("zuid_holland_zuid").measure("population", 2025)["Dordrecht"]
    text = path.read_text(encoding="utf-8")
    assert f"Dordrecht,{before:.0f}," in text
    path.write_text(text.replace(f"Dordrecht,{before:.0f},", "Dordrecht,1,"), encoding="utf-8")
    assert Region.open("zuid_holland_zuid", tmp_path / "new").measure("population", 2025)["Dordrecht"] == 1


def test_without_connection_and_without_a_kept_answer_nothing_is_written(asked, cut_off, tmp_path, capsys):
    refused(["fetch-cbs", "--year", "2025"], ["70072ned", "no answer", "ConnectionError"], capsys)
    assert list(tmp_path.iterdir()) == []
    refused(["fetch-cbs", "--year", "2025", "--offline"], ["no kept answer", "2025"], capsys)


def test_a_kept_answer_works_without_a_connection(asked, tmp_path, monkeypatch, capsys):
    """Offline the file has the same bytes as with a connection, and nothing is asked."""
    assert main(["fetch-cbs", "--year", "2025"]) == 0
    kept = tmp_path / "cache" / "vtcost" / "cbs" / "70072ned-2025.json"
    told = json.loads(kept.with_suffix(".receipt").read_text(encoding="utf-8"))
    assert len(told["sha256"]) == 64
    assert len(told["retrieved"]) == len("2027-01-31")
    assert "Perioden eq '2025JJ00'" in told["filters"]
    first = (tmp_path / "new" / "cbs" / "population.csv").read_bytes()
    number = len(asked)
    assert main(["fetch-cbs", "--year", "2025", "--offline", "--out", "again"]) == 0
    assert len(asked) == number, "a connection was opened"
    assert (tmp_path / "again" / "cbs" / "population.csv").read_bytes() == first
    assert told["retrieved"].encode() not in first, "the date lives in the cache only"
    monkeypatch.setattr(requests.Session, "send", lambda *_, **__: (_ for _ in ()).throw(requests.Timeout()))
    capsys.readouterr()
    refused(["fetch-cbs", "--year", "2025"], ["--offline", "kept"], capsys)


@pytest.mark.parametrize("harm", ["another figure", "cut off", "no receipt", "receipt of another answer"])
def test_a_damaged_answer_is_refused(harm, asked, tmp_path, capsys):
    main(["fetch-cbs", "--year", "2025"])
    shutil.rmtree(tmp_path / "new")
    kept = tmp_path / "cache" / "vtcost" / "cbs" / "70072ned-2025.json"
    receipt = kept.with_suffix(".receipt")
    if harm == "another figure":
        kept.write_text(kept.read_text(encoding="utf-8").replace("70392", "70393"), encoding="utf-8")
    elif harm == "cut off":
        kept.write_bytes(kept.read_bytes()[:1000])
    elif harm == "no receipt":
        receipt.unlink()
    else:
        receipt.write_text('{"sha256": "0"}')
    capsys.readouterr()
    refused(["fetch-cbs", "--year", "2025", "--offline"], ["70072ned-2025.json", "damaged"], capsys)
    assert not (tmp_path / "new").exists()


def test_other_years_of_the_overlay_stay(asked, tmp_path):
    folder = tmp_path / "new" / "cbs"
    folder.mkdir(parents=True)
    old = "2027-01-01,GM0106,Assen,71000,,eigen raming\n2025-01-01,GM0106,Assen,1,1,eigen raming\n"
    header = "reference_date,gm_code,municipality,population,population_under_20,source\n"
    (folder / "population.csv").write_text(header + old, encoding="utf-8")
    assert main(["fetch-cbs", "--year", "2025"]) == 0
    made = rows(folder / "population.csv")
    assert [row["population"] for row in made if row["reference_date"] == "2027-01-01"] == ["71000"]
    assert [row for row in made if row["reference_date"] == "2025-01-01"] == published("2025")


WRONG = {
    "a year without figures": (["--year", "2024"], ["no inhabitants on 1 January 2024"]),
    "another year": (["--year", "99"], ["--year", "99"]),
    "another table": (["--year", "2025", "--table", "85984NED"], ["85984NED", "70072ned"]),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_fetched_is_said_in_one_line(name, asked, tmp_path, capsys):
    arguments, words = WRONG[name]
    refused(["fetch-cbs", *arguments], words, capsys)
    assert list(tmp_path.iterdir()) == []


def test_an_answer_of_another_form_is_refused(asked, tmp_path, monkeypatch, capsys):
    import cbsodata

    row = {"RegioS": "GM0106", "Perioden": "2025JJ00"}
    answer = {"TypedDataSet": [row], "RegioS": [], "Perioden": [{"Key": "2025JJ00"}]}
    monkeypatch.setattr(cbsodata, "download_data", lambda *_, **__: answer)
    refused(["fetch-cbs", "--year", "2025"], ["another form", "TotaleBevolking_1"], capsys)
    assert list(tmp_path.iterdir()) == []


def test_a_provisional_figure_says_so(asked, tmp_path, monkeypatch):
    from vtcost.data import statline

    answer = {
        "TypedDataSet": [
            {"RegioS": "GM0106", "Perioden": "2026JJ00", "Leeftijd": "10000", "BevolkingOp1Januari_1": 71_000}
        ],
        "Leeftijd": [{"Key": f"a{age}", "Title": f"{age} jaar"} for age in range(20)],
        "RegioS": [{"Key": "GM0106", "Title": "Assen"}],
        "Perioden": [{"Key": "2026JJ00", "Status": "Voorlopig"}],
    }
    (row,) = statline.population(answer, 2026, "03759ned")
    assert (row["population_under_20"], row["source"]) == ("", "CBS 03759ned (voorlopig)")


def test_nothing_else_opens_a_connection():
    """Only vtcost/data/statline.py imports a module that can, and only inside the function that asks.

    The explorer listens on this machine itself and looks for a free port; it asks nothing of another machine.
    """
    for path in sorted((ROOT / "vtcost").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        own = path.name == "statline.py"
        for node in tree.body if own else ast.walk(tree):
            named = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            named += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            wrong = set(named) & CONNECTING
            wrong -= {"socket"} if "explorer" in path.parts else set()
            assert not wrong, f"{path.relative_to(ROOT)} imports {wrong}"
