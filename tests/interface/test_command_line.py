"""The commands as a user types them."""

import csv
import json
import subprocess
import sys

import nbformat
import pytest

from tests.command import run
from tests.conftest import NIGHTLY, ROOT
from tests.interface.test_broken_data import counts, write
from vtcost.cli import main
from vtcost.data import Region
from vtcost.memo.document import document
from vtcost.memo.page import memo_page
from vtcost.models.noord_holland_noord import results
from vtcost.published import figures

REGION = "noord_holland_noord"

WRONG = {
    "misspelt parameter": (["build", REGION, "-p", "budgt", "1"], ["budgt", "did you mean budget"]),
    "Dutch notation": (["build", REGION, "-p", "budget", "9.443.808,00"], ["budget", "Dutch notation"]),
    "text for a number": (["build", REGION, "-p", "budget", "veel"], ["budget", "veel", "a number"]),
    "weight above 1": (["build", REGION, "-p", "weight_inhabitants", "1.5"], ["weight_inhabitants", "from 0 to 1"]),
    "negative budget": (["build", REGION, "-p", "budget", "-1"], ["budget", "from 1 to"]),
    "infinite": (["build", REGION, "-p", "budget", "1e999"], ["budget", "finite"]),
    "unknown year": (["build", REGION, "-p", "year", "2031"], ["year", "2031", "2019"]),
    "half a year": (["build", REGION, "-p", "year", "2019.5"], ["year", "whole number"]),
    "unknown choice": (["build", "zuid_holland_zuid", "-p", "norms", "own"], ["norms", "regional, national"]),
    "control characters": (["build", REGION, "-p", "subject", "a\nb"], ["subject", "one line"]),
    "parameter of one region only": (["build", "-p", "weight_inhabitants", "0.7"], ["weight_inhabitants", "unknown"]),
    "parameter given twice": (["build", REGION, "-p", "budget", "1", "-p", "budget", "2"], ["budget", "twice"]),
    "unknown region": (["build", "noordholland"], ["noordholland", REGION]),
    "path as region": (["build", "../data"], ["../data", REGION]),
    "unknown format": (["build", REGION, "--formats", "odt"], ["odt", "html"]),
    "one old grant": (["build", REGION, "-p", "duvo_old_alkmaar", "1"], ["duvo_old_den_helder", "both old amounts"]),
    "old grant above the new": (
        ["build", REGION, "-p", "duvo_old_alkmaar", "800000", "-p", "duvo_old_den_helder", "1"],
        ["duvo_old_alkmaar", "at most the new amount"],
    ),
    "no budget at all": (["build", REGION, "-p", "budget", "1e308"], ["budget", "from 1 to"]),
    "figures of another script": (["build", REGION, "-p", "budget", "٠.٥"], ["budget", "1234.56"]),
    "explain of a folder without a model": (["explain", "cbs", "x"], ["'cbs'", REGION]),
    "no jobs": (["build", REGION, "--jobs", "0"], ["--jobs", "at least 1"]),
    "unknown row": (["explain", REGION, "Alkmar"], ["Alkmar", "Alkmaar"]),
    "unknown model": (["explain", REGION, "Texel", "--model", "x"], ["model 'x'", "transition_rising"]),
    "unknown year of a model": (
        ["explain", REGION, "Texel", "--model", "transition_rising", "--year", "2031"],
        ["2031", "2021"],
    ),
    "unknown year of a model in cells": (
        ["explain", "zuid_holland_zuid", "Realisatie 2023", "--year", "1900"],
        ["year 1900", "expected one of 2021, 2022, 2023, 2024, 2025"],
    ),
    "another year than that of the row": (
        ["explain", "zuid_holland_zuid", "Realisatie 2023", "--year", "2022"],
        ["row 'Realisatie 2023'", "expected one of Realisatie 2022"],
    ),
    "unknown column": (["explain", "zuid_holland_zuid", "2031"], ["2031", "Realisatie 2021"]),
    "check of an unknown region": (["check", "x"], ["'x'", REGION]),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_use_is_one_clear_line_and_exit_code_2(name, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    arguments, words = WRONG[name]
    assert main(arguments) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1, said
    for word in words:
        assert word in said, said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [["build"], ["check"], ["explain", REGION, "Texel"], ["scenarios", REGION]])
def test_new_data_are_given_once(command):
    """The first folder would be passed over in silence."""
    done = run(*command, "--data", "a", "--data", "b")
    assert done.returncode == 2
    assert "--data: given twice, expected once" in done.stderr
    assert done.stderr.count("\n") == 1


def test_out_that_is_a_file_is_refused(capsys, tmp_path):
    (tmp_path / "taken").write_text("kept")
    assert main(["build", REGION, "--out", str(tmp_path / "taken")]) == 2
    assert "expected a folder" in capsys.readouterr().err
    assert (tmp_path / "taken").read_text() == "kept"


def test_check_prints_the_verdicts_and_ends_with_0():
    done = run("check", *([] if NIGHTLY else ["zuid_holland_zuid"]))
    assert done.returncode == 0, done.stderr
    assert "reproduced" in done.stdout
    assert "zuid_holland_zuid" in done.stdout


def test_check_ends_with_1_when_a_verdict_is_worse_than_on_record(monkeypatch, capsys):
    from vtcost import check

    record = check.recorded()
    worse = next(name for name, verdict in record.items() if verdict == "rounding" and name.startswith("nhn"))
    monkeypatch.setattr(check, "recorded", lambda: {**record, worse: "reproduced"})
    assert main(["check", REGION]) == 1
    assert f"worse: {worse}: rounding, on record as reproduced" in capsys.readouterr().err


def test_explain_ends_at_the_contribution_and_names_its_sources():
    """Alkmaar: 9.443.808 x (0,5 x 108.578 / 671.744 + 0,5 x 16,1460 %) - 160.620,37 + 755.000 = 2.120.007,57."""
    done = run("explain", REGION, "Alkmaar")
    assert done.returncode == 0, done.stderr
    assert "Bijdrage: 2.120.007,57\n   Vóór DUVO + Correctie DUVO + Uit DUVO\n" in done.stdout
    assert "source: Inwoners: teruggerekend uit nhn-oplegger" in done.stdout


def test_explain_as_json_agrees_with_the_results(reports):
    with (reports / REGION / "results.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["component"] == "contribution"]
    wanted = {(row["model"], row["year"], row["municipality"]): float(row["value"]) for row in rows}
    for model, year in (("key", "2019"), ("transition_rising", "2020"), ("transition_falling", "2021")):
        for name in ("Den Helder", "Bergen (NH.)"):
            done = run("explain", REGION, name, "--model", model, "--year", year, "--json")
            steps = json.loads(done.stdout)
            assert steps[-1]["value"] == pytest.approx(wanted[model, year, name], abs=1e-5)


@pytest.mark.parametrize("model", ["a", "a_youth", "b", "c1", "c2", "ac2"])
def test_explain_of_every_variant_ends_at_its_result_and_adds_up(model, reports, capsys):
    with (reports / "gelderland_midden" / "results.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if (row["model"], row["component"]) == (model, "contribution")]
    wanted = {row["municipality"]: float(row["value"]) for row in rows}
    for name in ("Arnhem", "Rozendaal", "Nijkerk"):
        assert main(["explain", "gelderland_midden", name, "--model", model, "--json"]) == 0
        steps = json.loads(capsys.readouterr().out)
        assert steps[-1]["value"] == pytest.approx(wanted[name], abs=1e-5)
        values = {step["name"]: step["value"] for step in steps}
        terms = ["unfloored", "floor"] if model in ("c1", "c2") else ["before", "relief", "grant"]
        assert sum(values[f"{model} {term}"] for term in terms) == pytest.approx(wanted[name], abs=1e-5)


@pytest.mark.parametrize(
    "arguments", [["explain", REGION, "Texel"], ["build", "zuid_holland_zuid", "-p", "norms", "x"]]
)
def test_a_process_started_from_nothing_says_the_same(arguments):
    """The other tests of commands run in copies of a process that has everything loaded."""
    command = [sys.executable, "-m", "vtcost.cli", *arguments]
    done, copied = subprocess.run(command, capture_output=True, text=True, timeout=120), run(*arguments)
    assert done.stdout + done.stderr
    assert (done.returncode, done.stdout, done.stderr) == (copied.returncode, copied.stdout, copied.stderr)


def test_a_process_started_from_nothing_writes_the_same(tmp_path):
    words = ["build", "zuid_holland_zuid", "-p", "hours_per_fte", "1400", "--formats", "html,xlsx", "--out"]
    subprocess.run([sys.executable, "-m", "vtcost.cli", *words, "nothing"], cwd=tmp_path, check=True, timeout=120)
    assert run(*words, "copied", cwd=tmp_path).returncode == 0
    found = [{path.name: path.read_bytes() for path in tmp_path.glob(f"{name}/*/*")} for name in ("nothing", "copied")]
    assert len(found[0]) == 6
    assert found[0] == found[1]


def test_explain_zhz_shows_the_volumes_of_the_column_only():
    done = run("explain", "zuid_holland_zuid", "Begroting 2025 voorstel DB")
    assert "12. Nodig, regionaal: 73,33" in done.stdout
    assert "Realisatie 2021" not in done.stdout


def build(tmp_path, *arguments, formats="xlsx"):
    done = run("build", *arguments, "--out", tmp_path / "somewhere", "--formats", formats)
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "somewhere" / arguments[0]
    tables = {}
    for name in ("figures", "results"):
        with (folder / f"{name}.csv").open(encoding="utf-8") as file:
            tables[name] = list(csv.DictReader(file))
    return folder, tables


def paid(rows: list[dict]) -> dict[str, float]:
    return {
        row["municipality"]: float(row["value"])
        for row in rows
        if (row["model"], row["component"]) == ("key", "contribution")
    }


def test_another_weight_gives_other_contributions_with_the_same_total(tmp_path, reports):
    folder, tables = build(tmp_path, REGION, "-p", "weight_inhabitants", "0.7")
    with (reports / REGION / "results.csv").open(encoding="utf-8") as file:
        before = paid(list(csv.DictReader(file)))
    after = paid(tables["results"])
    assert sum(after.values()) == pytest.approx(9443808, abs=0.01)
    assert all(abs(after[name] - before[name]) > 1 for name in before)
    verdicts = {row["id"]: row["verdict"] for row in tables["figures"]}
    assert verdicts["nhn-oplegger/tabel-verdeling-2019/texel/bijdrage-incl-duvo-2019"] == "not comparable"
    assert json.loads((folder / "receipt.json").read_text())["given"] == {"weight_inhabitants": 0.7}


def test_new_counts_as_overlay(tmp_path):
    """Counts 10, 20, ... 180: Den Helder has 10 of 1.710 cases."""
    write(tmp_path / "new", counts())
    folder, tables = build(tmp_path, REGION, "--data", tmp_path / "new")
    parts = {row["municipality"]: float(row["value"]) for row in tables["results"] if row["component"] == "part_cases"}
    assert parts["Den Helder"] == pytest.approx(9443808 / 2 * 10 / 1710, abs=0.01)
    assert sum(paid(tables["results"]).values()) == pytest.approx(9443808, abs=0.01)
    verdicts = {row["id"]: row["verdict"] for row in tables["figures"]}
    assert verdicts["nhn-oplegger/tabel-verdeling-2019/texel/bijdrage-excl-duvo-2019"] == "not comparable"
    receipt = json.loads((folder / "receipt.json").read_text())
    assert "overlay/noord_holland_noord/measures.csv" in receipt["sha256"]
    assert str(tmp_path) not in (folder / "notebook.ipynb").read_text()


def test_a_new_year_as_overlay(tmp_path):
    """Budget, DUVO and counts of 2020 make 2020 an allowed year."""
    with (ROOT / "data" / REGION / "inputs.csv").open(encoding="utf-8") as file:
        header = next(csv.reader(file))
    values = {"budget": ("8243808", "euro"), "duvo_alkmaar": ("800000", "euro"), "duvo_den_helder": ("300000", "euro")}
    values |= {"population_year": ("2020", "year"), "cases_year": ("2019", "year")}
    rows = [[name, "2020", "", "", value, unit, "assumed", "test", "", ""] for name, (value, unit) in values.items()]
    write(tmp_path / "new", [header, *rows], "inputs.csv")
    later = counts(lambda table: [row.__setitem__(1, "2019") for row in table[1:]])
    with (tmp_path / "new" / REGION / "measures.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(later)
    folder, tables = build(tmp_path, REGION, "--data", tmp_path / "new", "-p", "year", "2020", formats="html")
    assert sum(paid(tables["results"]).values()) == pytest.approx(8243808, abs=0.01)
    assert {row["year"] for row in tables["results"] if row["model"] == "key"} == {"2020"}
    old = [float(row["value"]) for row in tables["results"] if row["component"] == "old_contribution"]
    assert sum(old) == pytest.approx(8243808, abs=0.01)
    assert "geen eenmalig bedrag bekend" in (folder / "memo.html").read_text(encoding="utf-8")
    verdicts = {row["id"]: row["verdict"] for row in tables["figures"]}
    assert verdicts["nhn-oplegger/tabel-verdeling-2019/texel/correctie-duvo-2019"] == "reproduced"


def test_final_inhabitants_change_contributions_by_some_euros(reports):
    """With the final figures of CBS Hoorn pays 172 euro less; the total stays."""
    region = Region.open(REGION, population_vintage="final")
    with (reports / REGION / "results.csv").open(encoding="utf-8") as file:
        before = paid(list(csv.DictReader(file)))
    after = paid(results(region).to_dict("records"))
    assert round(after["Hoorn"] - before["Hoorn"]) == -172
    assert sum(after.values()) == pytest.approx(sum(before.values()), abs=0.01)
    verdicts = figures(region).set_index("id")["verdict"]
    assert verdicts["nhn-oplegger/tabel-verdeling-2019/hoorn/bijdrage-incl-duvo-2019"] == "not comparable"


SENSIBLE = [
    (REGION, ["-p", "budget", "5000000"], ["stijgt het meest: met €\xa0"], ["€\xa0-"]),
    (
        REGION,
        ["-p", "duvo_alkmaar", "20000000", "-p", "weight_inhabitants", "0.675"],
        ["onder nul. De DUVO is daar groter dan de kosten", "67,5\xa0%", "32,5\xa0%"],
        ["68\xa0%"],
    ),
    (
        "zuid_holland_zuid",
        ["-p", "hours_per_fte", "2000"],
        ["fte over", "als parameter opgegeven"],
        ["fte te weinig.</p>"],
    ),
    ("zuid_holland_zuid", ["-p", "reports", "0", "-p", "advice", "0"], ["63,40 fte over"], []),
]
if NIGHTLY:
    SENSIBLE.append(
        ("gelderland_midden", ["-p", "year", "2019"], ["betalen in 2019 samen €\xa04.968.930"], []),
    )


@pytest.mark.parametrize(("name", "arguments", "said", "not_said"), SENSIBLE)
def test_sentences_stay_true_under_other_parameters(tmp_path, name, arguments, said, not_said):
    folder, _ = build(tmp_path, name, *arguments, formats="xlsx")
    # The page as a build makes it, without those per municipality.
    page = memo_page(document(nbformat.read(folder / "notebook.ipynb", 4)), name)
    advice = page.split('class="account"')[0]
    for words in said:
        assert words in advice
    for words in not_said:
        assert words not in advice


def test_zhz_with_other_hours_per_fte(tmp_path):
    """99.000 hours / 1.400 = 70,71 FTE."""
    _, tables = build(tmp_path, "zuid_holland_zuid", "-p", "hours_per_fte", "1400")
    needed = {
        row["column"]: float(row["value"])
        for row in tables["results"]
        if (row["model"], row["component"]) == ("regional", "fte_needed")
    }
    assert needed["Begroting 2025 voorstel DB"] == pytest.approx(99_000 / 1400, abs=1e-6)
    verdicts = {row["verdict"] for row in tables["figures"] if "/benodigd-" in row["id"]}
    assert verdicts == {"not comparable"}


@pytest.mark.parametrize("arguments", [["--help"], ["check", "zuid_holland_zuid"], ["explain", REGION, "Texel"]])
def test_commands_without_a_chart_load_nothing_to_draw_with(arguments):
    """Neither the charts nor the notebooks: these commands answer at once."""
    heavy = ["matplotlib", "seaborn", "scipy", "papermill", "nbformat", "typst", "docx", "xlsxwriter"]
    code = f"""
import sys
from vtcost.cli import main
try:
    main({arguments!r})
except SystemExit:
    pass
print([name for name in {heavy!r} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "[]", done.stderr
