"""Whole data packages and notebooks of a region of one's own with one thing broken.

Each gives exit code 2 and one line that says where and what is expected; no file is written or changed.
"""

import csv
import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.command import run
from tests.interface.test_broken_data import contents
from tests.interface.test_page import faults, read
from vtcost import notebooks
from vtcost.cli import main
from vtcost.new_region import new_region

NAME = "drenthe_samen"
DATA, NOTEBOOK = f"data/{NAME}", f"notebooks/{NAME}.ipynb"
TABLES = ("inputs", "measures", "municipalities", "parameters", "published")
Break = Callable[[Path], object]


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    """A workspace with the example, as `vtcost new-region` makes it, and an earlier report."""
    workspace = tmp_path_factory.mktemp("whole")
    new_region(NAME, workspace)
    (workspace / "out" / NAME).mkdir(parents=True)
    (workspace / "out" / NAME / "memo.html").write_text("the earlier report", encoding="utf-8")
    return workspace


@pytest.fixture
def workspace(whole, tmp_path, monkeypatch) -> Path:
    """A copy of it that may be broken."""
    shutil.copytree(whole, tmp_path / "work")
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path / "work"


def in_one_line(said: str, words: list[str]) -> None:
    assert said.count("\n") == 1, said
    for word in words:
        assert word in said, said


def refused(workspace: Path, words: list[str], capsys, *more: str) -> None:
    before = contents(workspace)
    assert main(["build", NAME, "--out", "out", "--formats", "html", *more]) == 2
    in_one_line(capsys.readouterr().err, words)
    assert contents(workspace) == before


# What breaks a file


def text(name: str, old: str, new: str, times: int = 1) -> Break:
    """Other text in a table."""

    def change(workspace: Path) -> None:
        path = workspace / DATA / name
        there = path.read_text(encoding="utf-8")
        assert old in there
        path.write_text(there.replace(old, new, times), encoding="utf-8")

    return change


def row(name: str, line: str) -> Break:
    """One more row."""

    def change(workspace: Path) -> None:
        with (workspace / DATA / name).open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")

    return change


def without(name: str, start: str) -> Break:
    """Without the rows that start so."""

    def change(workspace: Path) -> None:
        path = workspace / DATA / name
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith(start)]
        assert len(kept) < len(lines)
        path.write_text("".join(kept), encoding="utf-8")

    return change


def counts(pattern: str) -> Break:
    """Another value and unit for each number of closed cases."""

    def change(workspace: Path) -> None:
        path = workspace / DATA / "measures.csv"
        there = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"(closed_cases,2024,GM\d+,[^,]*),\d+,cases", rf"\1,{pattern}", there), "utf-8")

    return change


def raw(name: str, harm: Callable[[bytes], bytes]) -> Break:
    """Other bytes."""

    def change(workspace: Path) -> None:
        path = workspace / DATA / name
        path.write_bytes(harm(path.read_bytes()))

    return change


def gone(name: str, instead: Callable[[Path], object] = lambda path: None) -> Break:
    """No such file, or something else in its place."""

    def change(workspace: Path) -> None:
        (workspace / DATA / name).unlink()
        instead(workspace / DATA / name)

    return change


def several(*breaks: Break) -> Break:
    """One after the other."""
    return lambda workspace: [change(workspace) for change in breaks]


def described(change: Callable[[dict], object]) -> Break:
    """Another description of the folder."""

    def broken(workspace: Path) -> None:
        path = workspace / DATA / "datapackage.json"
        package = json.loads(path.read_text(encoding="utf-8"))
        change({table["name"]: table for table in package["resources"]} | {"package": package})
        path.write_text(json.dumps(package), encoding="utf-8")

    return broken


def field(table: str, column: str, /, **changes: object) -> Break:
    """Another description of a column."""

    def change(tables: dict) -> None:
        (found,) = [field for field in tables[table]["schema"]["fields"] if field["name"] == column]
        found.update(changes)

    return described(change)


ENCODINGS = {
    "byte order mark": (lambda there: b"\xef\xbb\xbf" + there, ["row 1", "byte order mark"]),
    "UTF-16": (lambda there: there.decode().encode("utf-16"), ["UTF-8", "byte 0"]),
    "Windows letters": (lambda there: there + "één".encode("cp1252"), ["UTF-8"]),
    "semicolons": (lambda there: there.replace(b",", b";"), ["row 1", "comma", "semicolon"]),
    "nothing in it": (lambda there: b"", ["row 1", "the columns"]),
    "NUL": (lambda there: there.replace(b",", b",\0", 1), ["NUL"]),
    "a quote that stays open": (lambda there: there + b'"open\n', ["row", "well-formed CSV"]),
    "a cell of a megabyte": (lambda there: there + b"x" * 1_000_000 + b"\n", ["row", "expected"]),
}


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("name", ENCODINGS)
def test_files_in_another_form(name, table, workspace, capsys):
    harm, words = ENCODINGS[name]
    raw(f"{table}.csv", harm)(workspace)
    refused(workspace, [f"{DATA}/{table}.csv", *words], capsys)


@pytest.mark.parametrize("table", [table for table in TABLES if table != "parameters"])
def test_a_table_that_is_not_there(table, workspace, capsys):
    gone(f"{table}.csv")(workspace)
    refused(workspace, [f"{DATA}/{table}.csv", "expected this file"], capsys)


INPUT = "{},{},{},,{},{},assumed,x,,"
VALUES = {
    "not a number": (text("measures.csv", ",212,", ",NaN,"), ["measures.csv, row 2, column value", "'NaN'"]),
    "infinite": (text("measures.csv", ",212,", ",inf,"), ["measures.csv, row 2, column value", "'inf'"]),
    "overflow": (text("measures.csv", ",212,", ",1e999,"), ["measures.csv, row 2, column value", "finite"]),
    "negative count": (text("measures.csv", ",212,", ",-212,"), ["row 2, column value", "'-212'", "at least 0"]),
    "negative grant": (text("inputs.csv", ",180000,", ",-180000,"), ["row 11, column value", "at least 0"]),
    "Dutch thousands": (text("inputs.csv", "4000000", "4.000.000"), ["row 2, column value", "Dutch notation"]),
    "thousands that read as decimals": (
        text("inputs.csv", "grant,,Assen,,210000", "grant,,Assen,,210.000"),
        ["column value", "'210.000'", "210000 without a separator"],
    ),
    "Dutch decimals": (text("inputs.csv", ",0.5,", ',"0,5",'), ["inputs.csv, row 4, column value", "Dutch notation"]),
    "hexadecimal": (text("measures.csv", ",212,", ",0xD4,"), ["row 2, column value", "'0xD4'", "1234.56"]),
    "other digits": (text("measures.csv", ",212,", ",٢١٢,"), ["row 2, column value", "1234.56"]),
    "all zero": (counts("0,cases"), ["measures.csv, column value", "'0'", "closed_cases above zero"]),
    "shares that sum to more": (counts("0.2,fraction"), ["measures.csv, column value", "'1.6'", "sum to 1"]),
    "shares above 1": (counts("1.5,fraction"), ["measures.csv, column value", "'12'", "sum to 1"]),
    "weight above 1": (text("inputs.csv", ",0.5,", ",1.5,"), ["row 4, column value", "'1.5'", "from 0 to 1"]),
    "weights above 1 together": (text("inputs.csv", ",0.3,", ",0.4,"), ["add up to 1.1", "expected 1"]),
    "budget beyond all": (text("inputs.csv", ",4000000,", ",1e300,"), ["row 2, column value", "from 1 to 1e+10"]),
    "half a year": (text("inputs.csv", "year,,,,2025", "year,,,,2025.5"), ["row 7, column value", "a whole year"]),
    "a year far away": (text("inputs.csv", "year,,,,2025", "year,,,,1e300"), ["row 7", "1e+300", "to 2100"]),
    "year as text": (text("inputs.csv", "year,,,,2025", "year,,,,nu"), ["row 7, column value", "'nu'"]),
    "other unit": (text("inputs.csv", "4000000,euro", "4000000,hours"), ["row 2, column unit", "'hours'", "euro"]),
    "unit of a weight": (text("inputs.csv", "0.2,fraction", "0.2,euro"), ["row 5, column unit", "fraction"]),
    "mixed units": (text("measures.csv", "212,cases", "212,reports"), ["column unit", "one unit", "closed_cases"]),
    "item of a number": (text("inputs.csv", "budget,2026,", "budget,2026,x"), ["row 2, column item", "'x'", "nothing"]),
    "two rows for a year": (
        row("inputs.csv", INPUT.format("weight_inhabitants", 2026, "", 0.5, "fraction")),
        ["row 4, column year", "''", "another row of weight_inhabitants"],
    ),
    "input twice": (row("inputs.csv", INPUT.format("budget", 2026, "", 5, "euro")), ["row 13", "once", "row 2"]),
    "misspelt input": (
        row("inputs.csv", INPUT.format("grnat", "", "Assen", 5, "euro")),
        ["inputs.csv, row 13, column input", "'grnat'", "grant"],
    ),
    "misspelt measure": (
        text("inputs.csv", "weight,,closed_cases", "weight,,closed_case"),
        ["row 6", "closed_case_year"],
    ),
    "no year of the inhabitants": (without("inputs.csv", "population_year"), ["column input", "population_year"]),
    "no year of a measure": (without("inputs.csv", "closed_cases_year"), ["row 6, column item", "closed_cases_year"]),
    "no budget": (without("inputs.csv", "budget,"), ["parameters.csv, row 3, column input", "'budget'"]),
    "grant of no centre": (text("inputs.csv", "grant,,Emmen", "grant,,Coevorden"), ["row 11", "'Coevorden'", "centre"]),
    "figure that nothing prints": (
        text("inputs.csv", "2026,,,4000000", "2026,,a/b/c/d,"),
        ["row 2, column figure", "'a/b/c/d'", "printed figure"],
    ),
    "figure of an unknown region": (
        text("inputs.csv", "2026,,,4000000", "2026,,nergens:a/b/c/d,"),
        ["row 2, column figure", "nergens", "noord_holland_noord"],
    ),
    "derived from nothing": (
        text("inputs.csv", "assumed,voorbeeld: een keuze van de regio,", "derived,x,a/b/c/d"),
        ["row 4, column derived_from", "'a/b/c/d'"],
    ),
    "derived count from nothing": (
        row("measures.csv", "closed_cases,2025,GM0106,Assen,1,cases,derived,x,a/b/c/d,"),
        ["measures.csv, row 18, column derived_from", "'a/b/c/d'"],
    ),
    "a formula": (
        text("inputs.csv", "0.5,fraction,assumed,voorbeeld", "0.5,fraction,assumed,=1+1"),
        ["row 4", "'=1+1"],
    ),
    "a formula with a sign": (
        row("published.csv", "a/b/c/d,m,p,+cmd|' /C calc'!A0,r,5,5,euro,1,printed,x,"),
        ["published.csv, row 2, column row", "+cmd", "spreadsheet"],
    ),
    "a function with an at sign": (
        text("municipalities.csv", "Assen,West", "Assen,@SUM(A1)"),
        ["municipalities.csv, row 2, column subregion", "'@SUM(A1)'", "spreadsheet"],
    ),
    "a control character": (
        text("inputs.csv", "voorbeeld: een", "voor\x08beeld: een"),
        ["row 4, column source", "control characters"],
    ),
}


@pytest.mark.parametrize("name", VALUES)
def test_values(name, workspace, capsys):
    change, words = VALUES[name]
    change(workspace)
    refused(workspace, words, capsys)


def renamed(new: str) -> Break:
    """Tynaarlo by another name in every table."""
    return several(*(text(f"{table}.csv", "Tynaarlo", new, -1) for table in ("municipalities", "measures")))


BEDUM = several(
    row("municipalities.csv", "GM0005,Bedum,West,Assen,2013,,x"),
    row("measures.csv", "closed_cases,2024,GM0005,Bedum,3,cases,assumed,x,,"),
    row("measures.csv", "present_contribution,2026,GM0005,Bedum,3,euro,assumed,x,,"),
)
ASSEN = "GM0106,Assen,West,Assen,2013,"
MUNICIPALITIES = {
    "twice": (row("municipalities.csv", f"{ASSEN},x"), ["row 10, column gm_code", "'GM0106'", "once", "row 2"]),
    "two codes": (
        row("municipalities.csv", ASSEN.replace("0106", "0193") + ",x"),
        ["row 10, column municipality", "'Assen'", "once"],
    ),
    "unknown everywhere": (
        several(*(text(f"{table}.csv", "GM0106", "GM9999", -1) for table in ("municipalities", "measures"))),
        ["municipalities.csv, row 2, column gm_code", "'GM9999'", "data/cbs/population.csv"],
    ),
    "unknown in the counts": (
        row("measures.csv", "closed_cases,2024,GM9999,Nergens,1,cases,assumed,x,,"),
        ["measures.csv, row 18, column gm_code", "'GM9999'", f"a municipality of {NAME}"],
    ),
    "the code of another": (
        several(*(text(f"{table}.csv", "GM0106", "GM0193", -1) for table in ("municipalities", "measures"))),
        ["municipalities.csv, row 2, column municipality", "'Assen'", "Zwolle"],
    ),
    "merged in 2019": (BEDUM, ["municipalities.csv, row 10, column last_year", "''", "at most 2018", "Bedum"]),
    "not there yet": (text("municipalities.csv", ASSEN, ASSEN.replace("13", "30")), ["measures.csv, row 2", "2024"]),
    "gone before it came": (text("municipalities.csv", ASSEN, f"{ASSEN}2010"), ["row 2, column last_year", "'2010'"]),
    "a centre that is not there": (
        text("municipalities.csv", "Tynaarlo,West,Assen", "Tynaarlo,West,Asen"),
        ["municipalities.csv, row 6, column centre", "'Asen'", "a municipality of the region"],
    ),
    "not counted": (without("measures.csv", "closed_cases,2024,GM0114"), ["measures.csv", "Emmen", "2024"]),
    "counted twice": (
        row("measures.csv", "closed_cases,2024,GM0106,Assen,212,cases,assumed,x,,"),
        ["measures.csv, row 18, column gm_code", "once", "row 2"],
    ),
    "name with markup": (renamed("<b onclick=x>Tynaarlo</b>"), ["column municipality", "<b onclick", "Tynaarlo, the"]),
    "name with a formula": (renamed("=HYPERLINK(1)"), ["column municipality", "=HYPERLINK", "spreadsheet"]),
    "name with a path": (renamed("../../Tynaarlo"), ["column municipality", "../../Tynaarlo", "GM1730"]),
    "name over two lines": (renamed('"Ty\nnaarlo"'), ["column municipality", r"Ty\nnaarlo"]),
    "name that colours a terminal": (renamed("\x1b[31mTynaarlo"), ["column municipality", r"\x1b", "control"]),
    "name without end": (renamed("T" * 300), ["column municipality", "TTT...", "GM1730"]),
    "no municipalities": (
        several(without("municipalities.csv", "GM"), without("inputs.csv", "grant")),
        ["measures.csv, row 2, column gm_code", "'GM0106'"],
    ),
}


@pytest.mark.parametrize("name", MUNICIPALITIES)
def test_municipalities(name, workspace, capsys):
    change, words = MUNICIPALITIES[name]
    change(workspace)
    refused(workspace, words, capsys)


YEAR = "year,integer,year,2013,2100,,2026"
PARAMETERS = {
    "no year": (without("parameters.csv", "year,"), ["column parameter", "a row for year"]),
    "year without a default": (text("parameters.csv", YEAR, YEAR[:-4]), ["row 2, column default", "''", "the year"]),
    "year as text": (text("parameters.csv", YEAR, YEAR[:-4] + "nu"), ["row 2, column default", "'nu'", "1234.56"]),
    "half a year": (text("parameters.csv", YEAR, YEAR + ".5"), ["row 2, column default", "'2026.5'", "whole number"]),
    "year without a budget": (text("parameters.csv", YEAR, YEAR[:-4] + "2031"), ["row 2", "'2031'", "2026, 2027"]),
    "year of another type": (text("parameters.csv", "year,integer", "year,text"), ["row 2, column type", "integer"]),
    "year without end": (text("parameters.csv", "2013,2100", "2013,"), ["row 2, column maximum", "''"]),
    "unknown type": (text("parameters.csv", "budget,number", "budget,float"), ["row 3, column type", "'float'"]),
    "input as text": (
        text("parameters.csv", "budget,number", "budget,text"),
        ["row 3, column type", "number or integer"],
    ),
    "range upside down": (
        text("parameters.csv", "euro,1,10000000000", "euro,10,1"),
        ["row 3, column maximum", "'1'", "10"],
    ),
    "unknown input": (
        text("parameters.csv", ",budget,begr", ",begroting,begr"),
        ["row 3, column input", "'begroting'"],
    ),
    "twice": (row("parameters.csv", "sender,text,,,,,x,,y"), ["row 10, column parameter", "'sender'", "row 6"]),
    "default over two lines": (text("parameters.csv", "nog in te vullen", '"a\nb"'), ["column default", "one line"]),
    "default without end": (text("parameters.csv", "nog in te vullen", "x" * 999), ["row 6, column default", "200"]),
}


@pytest.mark.parametrize("name", PARAMETERS)
def test_tables_of_parameters(name, workspace, capsys):
    change, words = PARAMETERS[name]
    change(workspace)
    refused(workspace, [f"{DATA}/parameters.csv", *words], capsys)


GIVEN = {
    "code": ("budget", "__import__('os').system('true')", ["budget", "1234.56"]),
    "code in a text": ("sender", "x\n1/0", ["sender", "one line"]),
    "a list": ("budget", "[1, 2]", ["budget", "1234.56"]),
    "nothing": ("budget", "", ["budget", "''", "1234.56"]),
    "not a number": ("weight_inhabitants", "nan", ["weight_inhabitants", "'nan'"]),
    "all and more": ("weight_inhabitants", "1.0000001", ["weight_inhabitants", "from 0 to 1"]),
    "the name of a class": ("__class__", "x", ["unknown parameter '__class__'", "budget"]),
    "a year without a budget": ("year", "2028", ["year", "2028", "2026, 2027"]),
    "a text without end": ("subject", "x" * 201, ["subject", "200"]),
}


@pytest.mark.parametrize("name", GIVEN)
def test_parameters(name, workspace, capsys):
    parameter, value, words = GIVEN[name]
    refused(workspace, words, capsys, "-p", parameter, value)


def resource(table: str, /, **changes: object) -> Break:
    return described(lambda tables: tables[table].update(changes))


DESCRIPTIONS = {
    "no JSON": (raw("datapackage.json", lambda there: there[:-9]), ["in JSON"]),
    "nothing in it": (raw("datapackage.json", lambda there: b""), ["in JSON"]),
    "byte order mark": (raw("datapackage.json", lambda there: b"\xef\xbb\xbf" + there), ["in JSON", "BOM"]),
    "UTF-16": (raw("datapackage.json", lambda there: there.decode().encode("utf-16")), ["UTF-8"]),
    "nested without end": (raw("datapackage.json", lambda there: b"[" * 100_000), ["in JSON"]),
    "a list": (raw("datapackage.json", lambda there: b"[]"), ["list of resources"]),
    "null": (raw("datapackage.json", lambda there: b"null"), ["list of resources"]),
    "huge": (lambda workspace: os.truncate(workspace / DATA / "datapackage.json", 2_000_000), ["at most 1 MB"]),
    "no resources": (described(lambda tables: tables["package"].pop("resources")), ["list of resources"]),
    "resources as text": (described(lambda tables: tables["package"].update(resources="x")), ["list of resources"]),
    "a resource as text": (described(lambda tables: tables["package"].update(resources=["x"])), ["resource 1", "name"]),
    "table twice": (
        described(lambda tables: tables["package"]["resources"].append(tables["inputs"])),
        ["resource 7, column name", "'inputs'", "each once"],
    ),
    "name that is a list": (resource("inputs", name=["a"]), ["resource 2, column name", "in lower case"]),
    "name that leaves the folder": (resource("inputs", name="../../x"), ["resource 2", "'../../x'", "lower case"]),
    "path that leaves the folder": (
        resource("inputs", path="../../etc/x"),
        ["table inputs, column path", "inputs.csv"],
    ),
    "no schema": (described(lambda tables: tables["inputs"].pop("schema")), ["table inputs, column schema"]),
    "schema null": (resource("inputs", schema=None), ["table inputs, column schema", "a list of fields"]),
    "fields as text": (resource("inputs", schema={"fields": "x"}), ["table inputs, column schema", "a list of fields"]),
    "field without name": (field("inputs", "item", name=None), ["table inputs, column name", "each field"]),
    "field twice": (field("inputs", "item", name="year"), ["table inputs, column name", "'year'", "each field"]),
    "field of an unknown type": (
        field("inputs", "value", type="decimal"),
        ["inputs, column value", "'decimal'", "number"],
    ),
    "numbers as text": (field("measures", "value", type="string"), ["measures, column value", "type number"]),
    "column by another name": (
        several(field("inputs", "value", name="waarde"), text("inputs.csv", "value", "waarde")),
        ["table inputs, column value", "with this name"],
    ),
    "no key": (described(lambda tables: tables["inputs"]["schema"].pop("primaryKey")), ["column primaryKey", "unique"]),
    "key that is no column": (
        described(lambda tables: tables["inputs"]["schema"].update(primaryKey=["x"])),
        ["table inputs, column primaryKey", "'x'", "input, year"],
    ),
    "key that is a number": (
        described(lambda tables: tables["inputs"]["schema"].update(primaryKey=5)),
        ["table inputs, column primaryKey", "'5'"],
    ),
    "group that is no column": (resource("measures", replaces=["x"]), ["table measures, column replaces", "'x'"]),
    "minimum as text": (field("inputs", "value", constraints={"minimum": "0"}), ["column value", "number as minimum"]),
    "choices as a number": (field("inputs", "unit", constraints={"enum": 5}), ["column unit", "'5'", "enum"]),
    "pattern that is none": (
        field("inputs", "input", constraints={"pattern": "("}),
        ["column input", "'('", "pattern"],
    ),
    "limits as a list": (field("inputs", "unit", constraints=[]), ["column unit", "'[]'", "constraints"]),
    "table without a file": (
        described(
            lambda tables: tables["package"]["resources"].append({**tables["inputs"], "name": "x", "path": "x.csv"})
        ),
        ["table x"],
    ),
}


@pytest.mark.parametrize("name", DESCRIPTIONS)
def test_descriptions(name, workspace, capsys):
    change, words = DESCRIPTIONS[name]
    change(workspace)
    if name == "table without a file":
        words = [f"{DATA}/x.csv", "expected this file"]
    else:
        words = [f"{DATA}/datapackage.json", *words]
    refused(workspace, words, capsys)


STRANGE = {
    "a folder": gone("inputs.csv", Path.mkdir),
    "a link to nothing": gone("inputs.csv", lambda path: path.symlink_to("nowhere")),
    "a pipe": gone("inputs.csv", os.mkfifo),
}


@pytest.mark.skipif(os.name != "posix", reason="links and pipes of POSIX")
@pytest.mark.parametrize("name", STRANGE)
def test_what_is_no_file(name, workspace, capsys):
    STRANGE[name](workspace)
    refused(workspace, [f"{DATA}/inputs.csv", "expected this file"], capsys)


def test_a_huge_table_is_not_read(workspace, capsys):
    """A file of 65 MB of which nothing is on the disk."""
    os.truncate(workspace / DATA / "inputs.csv", 65_000_000)
    refused(workspace, [f"{DATA}/inputs.csv", "at most 64 MB"], capsys)


PLACES = ["data", "notebooks", DATA, f"{DATA}/out", "out/../data", f"out/{NAME}/../../notebooks"]


@pytest.mark.parametrize("place", PLACES)
def test_a_folder_that_is_not_for_reports(place, workspace, capsys):
    refused(workspace, ["--out", "expected a folder for reports"], capsys, "--out", place)


@pytest.mark.parametrize(
    "name", ["../drenthe_samen", "/etc", "drenthe_samen/../drenthe_samen", ".", "", "drenthe_samen\0"]
)
def test_a_name_that_is_a_path(name, workspace, capsys):
    before = contents(workspace)
    assert main(["build", name, "--out", "out"]) == 2
    in_one_line(capsys.readouterr().err, [repr(name), f"expected one of {NAME}"])
    assert contents(workspace) == before


def test_somebody_elses_file_in_the_folder_of_a_report_stays(workspace, capsys):
    (workspace / "out" / NAME / "notes.txt").write_text("mine", encoding="utf-8")
    refused(workspace, ["holds notes.txt", "expected only files of an earlier report"], capsys)


# Notebooks


def cells(change: Callable[[dict], object]) -> Break:
    """Another notebook."""

    def broken(workspace: Path) -> None:
        path = workspace / NOTEBOOK
        notebook = json.loads(path.read_text(encoding="utf-8"))
        change(notebook)
        path.write_text(json.dumps(notebook), encoding="utf-8")

    return broken


def with_(notebook: dict, words: str) -> dict:
    return next(cell for cell in notebook["cells"] if words in "".join(cell["source"]))


def bytes_(there: bytes) -> Break:
    return lambda workspace: (workspace / NOTEBOOK).write_bytes(there)


NOTEBOOKS = {
    "no JSON": (bytes_(b"{"), ["in JSON"]),
    "nothing in it": (bytes_(b""), ["in JSON"]),
    "a list": (bytes_(b"[]"), ["in JSON"]),
    "null": (bytes_(b"null"), ["in JSON"]),
    "latin-1": (bytes_(b'{"a": "\xe9"}'), ["UTF-8"]),
    "nested without end": (bytes_(b"[" * 100_000), ["in JSON"]),
    "huge": (lambda workspace: os.truncate(workspace / NOTEBOOK, 65_000_000), ["at most 64 MB"]),
    "an old form": (cells(lambda notebook: notebook.update(nbformat=3)), ["Jupyter notebook"]),
    "an unknown form": (cells(lambda notebook: notebook.update(nbformat="x")), ["Jupyter notebook", "x"]),
    "no cells": (cells(lambda notebook: notebook.pop("cells")), ["Jupyter notebook", "cells"]),
    "no cell at all": (cells(lambda notebook: notebook.update(cells=[])), ["0 code cells", "parameters", "one"]),
    "a cell without text": (cells(lambda notebook: notebook["cells"][0].pop("source")), ["'source' is a required"]),
    "tags that are no list": (
        cells(lambda notebook: notebook["cells"][0].update(metadata={"tags": 5})),
        ["5 is not of type 'array'"],
    ),
    "no parameters": (
        cells(lambda notebook: with_(notebook, "year = None").update(metadata={})),
        ["0 code cells with the tag parameters", "expected one"],
    ),
    "parameters twice": (
        cells(lambda notebook: with_(notebook, "region = Region").update(metadata={"tags": ["parameters"]})),
        ["2 code cells with the tag parameters", "expected one"],
    ),
    "parameters that are no Python": (
        cells(lambda notebook: with_(notebook, "year = None").update(source="year <- NULL)")),
        ["cell of parameters", "expected Python"],
    ),
    "another language": (
        cells(lambda notebook: notebook["metadata"].update(language_info={"name": "R"})),
        ["language 'R'", "expected python"],
    ),
    "another kernel": (
        cells(lambda notebook: notebook["metadata"]["kernelspec"].update(language="julia")),
        ["language 'julia'", "expected python"],
    ),
    "no title": (cells(lambda notebook: notebook["cells"].pop(0)), ["before the first heading", "a title first"]),
    "no accountability": (
        cells(lambda notebook: with_(notebook, "# Verantwoording").update(source="Tekst.")),
        ["no heading Verantwoording"],
    ),
}


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_notebooks(name, workspace, capsys, monkeypatch):
    """Refused before a cell is executed."""
    monkeypatch.setattr("vtcost.notebooks.execute", lambda *_, **__: pytest.fail("a notebook was started"))
    change, words = NOTEBOOKS[name]
    change(workspace)
    refused(workspace, [f"{NAME}.ipynb", *words], capsys)


def after(source: str) -> Break:
    """One more cell without a tag, before the memo begins."""

    def change(notebook: dict) -> None:
        place = notebook["cells"].index(with_(notebook, "head(region)"))
        notebook["cells"].insert(place, code(source))

    return cells(change)


OTHERS = {
    "another value": ("contribution = contribution * 0.5", "contribution"),
    "added to": ("contribution *= 0.5", "contribution"),
    "said of what kind": ("billed: object = 3", "billed"),
    "a loop": ("for key in range(3):\n    pass", "key"),
    "a file": ("with open('x') as key:\n    pass", "key"),
    "in an expression": ("print(key := 3)", "key"),
    "in a list": ("print([key := 3 for _ in 'a'])", "key"),
    "an import": ("import math as key", "key"),
    "taken away": ("del key", "key"),
    "one of several": ("first, (key, *rest) = 1, (2, 3)", "key"),
    "a row of a table": ("closing['x'] = 3", "closing"),
    "something of the model": ("model.proposed = 'x'", "model"),
    "a function": ("def key():\n    pass", "key"),
    "timed": ("%%time\nkey = key * 2", "key"),
    "the region": ("region = region.for_year(2027)", "region"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_cell_that_is_not_of_the_model_leaves_its_names_alone(name, workspace, capsys, monkeypatch):
    """The memo would be about something else than the workbook and explain."""
    monkeypatch.setattr("vtcost.notebooks.execute", lambda *_, **__: pytest.fail("a notebook was started"))
    source, variable = OTHERS[name]
    after(source)(workspace)
    words = [f"{NAME}.ipynb: cell 20 assigns {variable}, which belongs to the cells with the tag model"]
    refused(workspace, words, capsys)


def test_cells_have_names_of_their_own(workspace):
    """Also in a comprehension or a function that uses a name of the model for its own variable."""
    source = "mine = [key for key in 'ab']\nyours = lambda key: key\nmine[0], this = 3, key"
    after(source)(workspace)
    notebooks.check(workspace / NOTEBOOK)


def test_a_notebook_without_a_parameter_that_is_given(workspace, capsys):
    """It would be passed over in silence: the memo would not have it, and the receipt would say that it had."""
    source = "year = None\nweight_inhabitants = None"
    cells(lambda notebook: with_(notebook, "year = None").update(source=source))(workspace)
    refused(workspace, [f"{NAME}.ipynb", "no parameter budget", "budget = None"], capsys, "-p", "budget", "5000000")


def code(source: str) -> dict:
    return {"cell_type": "code", "metadata": {}, "id": "x", "outputs": [], "execution_count": None, "source": source}


def short(*sources: str) -> Break:
    """A notebook with title, parameters, model cells and accountability, and these cells."""

    def change(notebook: dict) -> None:
        model = [cell for cell in notebook["cells"] if "model" in cell["metadata"].get("tags", ())]
        opened = [with_(notebook, "import Region"), with_(notebook, "region = Region")]
        frame = [notebook["cells"][0], with_(notebook, "year = None"), *opened, *model]
        frame += [with_(notebook, "# Verantwoording")]
        notebook["cells"] = [*frame, *({**code(source), "id": f"x{n}"} for n, source in enumerate(sources))]

    return cells(change)


TABLE = "import pandas as pd\nfrom vtcost.memo import keep\nkeep('{}', pd.DataFrame({{'a': [1]}}))"
FIGURES = "from vtcost.memo import keep\nfrom vtcost.published import figures\nkeep('figures', figures(region))"
EXECUTED = {
    "a cell that fails": (
        short("raise ValueError('one\\ntwo\\n' + 'x' * 999)"),
        ["cell 17 failed", "one two xxx", "x..."],
    ),
    "no results": (short("1"), ["no table figures", "expected a cell that keeps it"]),
    "results of another form": (short(TABLE.format("figures"), TABLE.format("results")), ["columns", "id,memo,place"]),
    "results that are not of the model": (
        short(FIGURES, "from vtcost.results import results\nkeep('results', results(model).assign(value=1.0))"),
        ["result 1 of key, 2026, GM", "expected ", "as its model cells give"],
    ),
    "results that lack one of the model": (
        short(FIGURES, "from vtcost.results import results\nkeep('results', results(model)[1:])"),
        ["71 results, expected the 72 of its model cells"],
    ),
    "a process that ends": (short("import os\nos._exit(3)"), [NAME, "ended before it was done"]),
}


@pytest.mark.parametrize("name", EXECUTED)
def test_notebooks_that_are_executed(name, workspace):
    refused_when_executed(name, workspace)


def test_the_number_of_a_cell_is_that_of_the_notebook_whatever_is_given(workspace):
    """The cell with what is given is one that a reader does not see."""
    refused_when_executed("a cell that fails", workspace, "-p", "budget", "5000000")


def refused_when_executed(name: str, workspace: Path, *more: str) -> None:
    change, words = EXECUTED[name]
    change(workspace)
    before = contents(workspace)
    done = run("build", NAME, "--out", "out", "--formats", "html", *more, cwd=workspace)
    assert done.returncode == 2, done.stdout
    in_one_line(done.stderr, words)
    assert contents(workspace) == before


# What is allowed comes out harmless

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def test_markup_and_signs_in_texts_come_out_as_texts(workspace):
    """Texts of tables and parameters: no markup on the page, no formula in the workbook or in the CSV files."""
    several(
        text("inputs.csv", "voorbeeld: een keuze van de regio", MARKUP, -1),
        text("municipalities.csv", ",West,", f",{MARKUP},", -1),
        text("parameters.csv", "nog in te vullen", MARKUP),
        row("published.csv", f"a/b/c/d,m,p,{MARKUP},- zie noot 5,5,-5,euro,1,printed,{MARKUP},"),
    )(workspace)
    evil = '=HYPERLINK("x")'
    done = run("build", NAME, "--out", "new", "--formats", "html,xlsx", "-p", "subject", evil, cwd=workspace)
    assert done.returncode == 0, done.stderr
    folder = workspace / "new" / NAME
    html = (folder / "memo.html").read_text(encoding="utf-8")
    assert faults(html) == []
    assert not [element for element in read(html).all("script") if "alert" in element.text]
    assert not [element for element in read(html).all() if "onerror" in element.attributes]
    assert "&lt;script&gt;alert(1)" in html
    book = openpyxl.load_workbook(folder / "workbook.xlsx")
    written = [cell for page in book for line in page.iter_rows() for cell in line if cell.value is not None]
    told = [cell for cell in written if evil in str(cell.value) or "<script>" in str(cell.value)]
    assert {evil, MARKUP} <= {str(cell.value) for cell in told}
    assert {cell.data_type for cell in told} == {"s"}
    for name in ("figures.csv", "results.csv"):
        with (folder / name).open(encoding="utf-8") as file:
            values = [value for line in csv.reader(file) for value in line]
        assert not [value for value in values if re.match(r"[=@]|[+-]\S*[(|!]", value)]
