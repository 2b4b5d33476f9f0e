"""Scenarios as a user meets them: a file with a mistake, an overlay, the receipt, the command line."""

import csv
import hashlib
import io
import json
import re

import pytest

from tests.command import run
from tests.conftest import ROOT
from vtcost.alternatives import compare, findings, tables
from vtcost.cli import main
from vtcost.data import Region, region_names, scenarios
from vtcost.memo import parts
from vtcost.memo.labels import UNIT_NAMES
from vtcost.memo.render import block_html

REGION = "noord_holland_noord"
OWN = """# two of my own
scenarios:
  - name: Nu
    present: true
  - name: Zestig <b>veertig</b>
    description: mijn eigen voorstel
    parameters:
      weight_inhabitants: 0.6
"""

# What stands in the file, and what the one line must say.
BROKEN = {
    "empty": ("", ["empty", "scenarios"]),
    "only a comment": ("# niets\n", ["empty", "scenarios"]),
    "no list": ("scenarios: 5\n", ["line 1", "list of 1 to 20"]),
    "empty list": ("scenarios: []\n", ["list of 1 to 20"]),
    "other name on top": ("scenario: []\n", ["line 1", "'scenario'", "scenarios"]),
    "a text": ("hallo\n", ["line 1", "scenarios"]),
    "no name": ("scenarios:\n  - model: key\n", ["line 2", "scenario 1", "expected a name"]),
    "empty name": ("scenarios:\n  - name:\n", ["line 2", "scenario 1", "name"]),
    "long name": (f"scenarios:\n  - name: {'a' * 41}\n", ["line 2", "aaa", "at most 40"]),
    "name as a formula": ('scenarios:\n  - name: "=1+1"\n', ["'=1+1'", "starts with a letter or a digit"]),
    "name over two lines": ('scenarios:\n  - name: "a\\nb"\n', ["line 2", "one line"]),
    "name twice": ("scenarios:\n  - name: Een\n  - name: EEN\n", ["line 3", "'EEN'", "another name than 'Een'"]),
    "same address": ("scenarios:\n  - name: a+b\n  - name: a b\n", ["line 3", "another name than 'a+b'"]),
    "unknown key": ("scenarios:\n  - name: Een\n    modle: key\n", ["line 3", "scenario 1", "'modle'", "model"]),
    "unknown parameter": (
        "scenarios:\n  - name: Een\n    parameters:\n      budgt: 5\n",
        ["line 4", "scenario 'Een'", "'budgt'", "did you mean budget?"],
    ),
    "year of the build": (
        "scenarios:\n  - name: Een\n    parameters: {year: 2020}\n",
        ["line 3", "'year'", "expected one of budget"],
    ),
    "head of the memo": ("scenarios:\n  - name: Een\n    parameters: {sender: ik}\n", ["'sender'", "budget"]),
    "out of range": (
        "scenarios:\n  - name: Een\n    parameters: {weight_inhabitants: 1.5}\n",
        ["line 3", "scenario 'Een'", "weight_inhabitants", "'1.5'", "from 0 to 1"],
    ),
    "Dutch notation": (
        "scenarios:\n  - name: Een\n    parameters: {budget: 9.500.000}\n",
        ["line 3", "budget", "'9.500.000'", "Dutch notation"],
    ),
    "a word for a number": ("scenarios:\n  - name: Een\n    parameters: {budget: veel}\n", ["budget", "'veel'"]),
    "sixty minutes": ("scenarios:\n  - name: Een\n    parameters: {budget: 1:30}\n", ["budget", "'1:30'", "number"]),
    "yes for a number": ("scenarios:\n  - name: Een\n    parameters: {budget: yes}\n", ["budget", "'yes'", "number"]),
    "no value": ("scenarios:\n  - name: Een\n    parameters: {budget: }\n", ["line 3", "budget", "one number or word"]),
    "a list for a number": (
        "scenarios:\n  - name: Een\n    parameters: {budget: [1]}\n",
        ["line 3", "scenario 'Een'", "parameter budget", "one number or word"],
    ),
    "parameters as a list": ("scenarios:\n  - name: Een\n    parameters: [budget]\n", ["line 3", "parameters"]),
    "parameter twice": (
        "scenarios:\n  - name: Een\n    parameters:\n      budget: 5\n      budget: 6\n",
        ["line 5", "scenario 'Een'", "'budget' stands twice"],
    ),
    "key twice": ("scenarios:\n  - name: Een\n    name: Twee\n", ["line 3", "'name' stands twice"]),
    "unknown model": (
        "scenarios:\n  - name: Een\n    model: sleutel\n",
        ["line 2", "scenario 'Een'", "'sleutel'", "transition_rising"],
    ),
    "year that a model lacks": (
        "scenarios:\n  - name: Een\n    model: transition_rising\n    year: 2030\n",
        ["scenario 'Een'", "2030", "2019, 2020, 2021"],
    ),
    "year as a word": ("scenarios:\n  - name: Een\n    model: key\n    year: nu\n", ["line 4", "'nu'", "2020"]),
    "year without a model": ("scenarios:\n  - name: Een\n    year: 2020\n", ["line 3", "only with a model"]),
    "present and model": ("scenarios:\n  - name: Een\n    present: true\n    model: key\n", ["line 4", "not both"]),
    "present false": ("scenarios:\n  - name: Een\n    present: false\n", ["line 3", "'false'", "expected true"]),
    "tab": ("scenarios:\n\t- name: Een\n", ["line 2", "well-formed YAML"]),
    "unclosed": ("scenarios: [{name: Een\n", ["well-formed YAML"]),
    "two documents": ("scenarios: []\n---\nscenarios: []\n", ["line 2", "well-formed YAML"]),
    "alias": ("scenarios:\n  - &een {name: Een}\n  - *een\n", ["line 2", "anchor or alias"]),
    "tag": ("scenarios:\n  - name: !!python/object/apply:os.system [ls]\n", ["line 2", "no tag"]),
    "deep": ("scenarios: " + "[" * 5000 + "]" * 5000 + "\n", ["line 1", "at most 6 deep"]),
    "huge": ("#" * 64_001, ["at most 64 kB"]),
    "too many": ("scenarios:\n" + "".join(f"  - name: s{n}\n" for n in range(21)), ["list of 1 to 20"]),
    "byte order mark": ("\ufeffscenarios: []\n", ["byte order mark"]),
    "control character": ("scenarios: \x07\n", ["well-formed YAML"]),
}


def overlay(tmp_path, text: str, name: str = REGION):
    folder = tmp_path / "new" / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "scenarios.yaml").write_text(text, encoding="utf-8")
    return tmp_path / "new"


def said(capsys) -> str:
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert captured.err.startswith("vtcost: ")
    return captured.err


@pytest.mark.parametrize("case", BROKEN, ids=BROKEN.keys())
def test_a_mistake_is_named_in_one_line(case, tmp_path, capsys):
    """Exit code 2 and one line with the file, the line, the scenario, what stands there and what is expected."""
    text, words = BROKEN[case]
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    assert main(["scenarios", REGION, str(path)]) == 2
    line = said(capsys)
    assert str(path) in line
    assert not [word for word in words if word not in line], line


def test_bytes_that_are_no_text_are_refused(tmp_path, capsys):
    path = tmp_path / "mine.yaml"
    path.write_bytes(b"scenarios:\n  - name: caf\xe9\n")
    assert main(["scenarios", REGION, str(path)]) == 2
    assert "UTF-8" in said(capsys)


def test_a_folder_or_nothing_is_no_file(tmp_path, capsys):
    for path in (tmp_path, tmp_path / "absent.yaml"):
        assert main(["scenarios", REGION, str(path)]) == 2
        assert str(path) in said(capsys)


def test_norms_and_a_model_contradict_each_other(tmp_path, capsys):
    path = tmp_path / "mine.yaml"
    path.write_text(
        "scenarios:\n  - name: Een\n    model: regional_literal\n    parameters: {norms: national}\n", encoding="utf-8"
    )
    assert main(["scenarios", "zuid_holland_zuid", str(path)]) == 2
    assert "not both" in said(capsys)


def test_a_build_with_wrong_scenarios_writes_nothing(tmp_path, capsys, monkeypatch):
    """Refused before a notebook is executed."""
    monkeypatch.setattr("vtcost.notebooks.execute", lambda *_: pytest.fail("a notebook was started"))
    new = overlay(tmp_path, "scenarios:\n  - name: Een\n    model: sleutel\n")
    assert main(["build", REGION, "--data", str(new), "--out", str(tmp_path / "out")]) == 2
    assert "line 2, scenario 'Een'" in said(capsys)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["scenario.yaml", "scenarios.yml"])
def test_a_file_with_almost_the_name_is_refused(name, tmp_path, capsys):
    folder = overlay(tmp_path, OWN)
    (folder / REGION / "scenarios.yaml").rename(folder / REGION / name)
    assert main(["scenarios", REGION, "--data", str(folder)]) == 2
    assert "scenarios.yaml" in said(capsys)


def test_an_overlay_replaces_the_scenarios(tmp_path):
    found = compare(Region.open(REGION), overlay(tmp_path, OWN))
    assert list(found.contributions) == ["Nu", "Deze memo", "Zestig <b>veertig</b>"]
    assert found.contributions["Nu"].equals(found.present)


def test_texts_of_a_user_stay_texts(tmp_path):
    """A name with markup is shown as it is typed, in tables and in their steps."""
    found = compare(Region.open(REGION), overlay(tmp_path, OWN))
    _, account = parts()
    table = account.table(**tables.contributions(found))
    html = "".join(block_html(block.data) for block in (table, account.points(*findings.described(found))))
    assert "Zestig &lt;b&gt;veertig&lt;/b&gt;" in html
    assert "<b>" not in html


def test_a_build_with_own_scenarios_shows_and_hashes_them(tmp_path):
    """The chapter has the scenarios of the overlay alone; the receipt has the hash of its file."""
    name, out = "zuid_holland_zuid", tmp_path / "out"
    more = "  - name: Veel <b>uren</b>\n    parameters: {hours_per_fte: 1500}\n"
    text = f"scenarios:\n  - name: Nu\n    present: true\n{more}"
    new = overlay(tmp_path, text, name)
    done = run("build", name, "--data", new, "--out", out, "--formats", "html")
    assert done.returncode == 0, done.stderr
    page = (out / name / "memo.html").read_text(encoding="utf-8")
    assert "Veel &lt;b&gt;uren&lt;/b&gt;" in page
    assert "<b>uren" not in page
    assert "Aantallen 2023" not in page
    hashes = json.loads((out / name / "receipt.json").read_text(encoding="utf-8"))["sha256"]
    assert hashes[f"overlay/{name}/scenarios.yaml"] == hashlib.sha256(text.encode()).hexdigest()
    assert f"data/{name}/scenarios.yaml" in hashes


@pytest.mark.parametrize("name", region_names())
def test_the_text_shows_every_scenario(name, capsys):
    assert main(["scenarios", name]) == 0
    printed = capsys.readouterr().out
    for scenario in scenarios.read(*scenarios.find(name, None), name, Region.open(name).tables["parameters"]):
        assert scenario.name in printed
    for heading in ("contribution [euro]", "effect [euro]", "always less:", "always more:"):
        assert heading in printed
    assert ("people" in printed) == (name == "zuid_holland_zuid")


def test_the_command_as_a_user_types_it():
    """nhn-oplegger, table: Alkmaar pays 2.120.008 by the proposal, 2.142.726 (a euro more of its share) now."""
    done = run("scenarios", REGION, "--csv")
    assert done.returncode == 0, done.stderr
    rows = {tuple(row[:3]): float(row[3]) for row in list(csv.reader(io.StringIO(done.stdout)))[1:]}
    assert rows["Voorstel 50/50", "Alkmaar", "contribution"] == 2_120_008
    assert rows["Voorstel 50/50", "Alkmaar", "effect"] == 2_120_008 - 2_142_727
    assert rows["Oude sleutel", "Alkmaar", "effect_fraction"] == 0


def test_json_holds_everything(capsys):
    assert main(["scenarios", "gelderland_midden", "--json", "-p", "year", "2019"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert list(made["left_out"]) == ["C1"]
    assert made["always"] == {"less": ["Renkum", "Zevenaar", "Wageningen"], "more": []}
    assert made["scenarios"][0]["municipalities"]["Ede"]["effect"] == 0
    assert "bijdragen van 2017 staan niet in de memo's" in made["caveat"]
    assert made["always_in"] == [one["name"] for one in made["scenarios"] if not one["present"]]
    for groups in made["groups"].values():
        assert sum(group["municipalities"] for group in groups.values()) == 15


def test_the_text_ends_with_groups_and_what_to_know(capsys):
    """NHN: 2 centres and 16 others; the caveat of the memo; on which budget a scenario is compared."""
    assert main(["scenarios", REGION]) == 0
    printed = capsys.readouterr().out
    assert "effect [euro] per gebied" in printed
    rows = [line.split() for line in printed.splitlines()]
    assert [row[1] for row in rows if row[:1] == ["centrumgemeente"]] == ["2"]
    assert "note: Let op: oud en nieuw zijn niet één op één te vergelijken." in printed
    assert "Bij 9 miljoen en 10 miljoen is vergeleken met „Oude sleutel” op de begroting van dat scenario." in printed


def test_tables_say_what_a_reader_must_know():
    """GM: C1 and C2 add up to 38 euro less, Rozendaal pays nothing in C1, and the contributions of 2017 are absent."""
    found = compare(Region.open("gelderland_midden"))
    for made in (tables.summary(found), tables.effects(found, "euro"), tables.effects(found, "fraction")):
        assert "In C1 en C2 is het totaal € 3.934.262, € 38 minder dan in variant A" in made["note"].replace(
            "\u00a0", " "
        )
        assert "Rozendaal betaalt niets in C1" in made["note"]
        assert "de bijdragen van 2017 staan niet in de memo's" in made["note"]
    assert tables.groups(found, "subregio", "euro")["frame"]["members"].tolist() == [11, 5]


@pytest.mark.parametrize("name", region_names())
def test_no_label_repeats_its_unit(name):
    """A header such as "Uren (uren)" says nothing."""
    found = compare(Region.open(name))
    made = [tables.summary(found), tables.contributions(found), tables.effects(found, "euro")]
    made += [tables.people(found)] if found.staff is not None else []
    labelled = [pair for one in made for pair in one["names"].values() if UNIT_NAMES[pair[1]]]
    assert not [pair for pair in labelled if UNIT_NAMES[pair[1]] in pair[0].lower().removesuffix("gemeente").split()]


def test_sentences_count_one_as_one(tmp_path):
    """One scenario, and one in which nobody's outcome depends on the choice."""
    path = tmp_path / "one.yaml"
    path.write_text("scenarios:\n  - name: Een\n    parameters: {weight_inhabitants: 0.5}\n", encoding="utf-8")
    said = " ".join(findings.who(compare(Region.open(REGION), file=path)))
    assert "in het enige scenario" in said
    assert not re.search(r"\b1 (scenario's|gemeenten|betalen)", said)
    assert "hangt het" not in said


def test_who_turns_on_another_budget_is_told():
    """NHN at 9 million: only Alkmaar leaves the list of those who always pay less."""
    said = findings.who(compare(Region.open(REGION)))[-1]
    assert said.startswith("9 miljoen en 10 miljoen tellen hiervoor niet mee")
    assert said.endswith("Alleen voor Alkmaar pakt het daar anders uit.")


def test_the_largest_rise_is_told():
    """GM: Arnhem pays more in six of seven scenarios and 10.390 less in A-jeugd."""
    said = " ".join(findings.who(compare(Region.open("gelderland_midden"))))
    assert "Arnhem stijgt het meest" in said
    assert "in 6 van de 7 scenario's meer, en minder in A-jeugd" in said


def test_the_readme_shows_the_form_of_the_file(tmp_path, capsys):
    """The example of the README is a file that works."""
    text = (ROOT / "README.md").read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    path = tmp_path / "example.yaml"
    path.write_text(text, encoding="utf-8")
    assert main(["scenarios", REGION, str(path)]) == 0
    assert "Oude sleutel, 10 miljoen" in capsys.readouterr().out
