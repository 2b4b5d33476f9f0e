"""Broken overlays: each gives exit code 2, one line that names file, row, column, value, expectation, and no output."""

import csv
import hashlib
from pathlib import Path

import pytest

from tests.conftest import ROOT
from vtcost.cli import main

REGION = "noord_holland_noord"
LINES = (ROOT / "data" / REGION / "measures.csv").read_text(encoding="utf-8").splitlines()
MEASURES = [LINES[0], *(line for line in LINES[1:] if line.startswith("closed_cases,"))]


def counts(change=None) -> list[list[str]]:
    """New counts of closed cases for the eighteen municipalities, with one change."""
    rows = list(csv.reader(MEASURES))
    for number, row in enumerate(rows[1:], 1):
        row[4:7] = [str(10 * number), "cases", "external"]
        row[8] = ""
    if change:
        change(rows)
    return rows


def cell(row: int, column: int, value: str):
    def change(rows):
        rows[row][column] = value

    return change


def drop(row: int):
    def change(rows):
        del rows[row]

    return change


def double(row: int):
    def change(rows):
        rows.append(list(rows[row]))

    return change


def as_shares(rows):
    for row in rows[1:]:
        row[4:6] = ["0.05", "fraction"]


def all_zero(rows):
    for row in rows[1:]:
        row[4] = "0"


def mixed_units(rows):
    rows[3][5] = "reports"


BROKEN = {
    "missing municipality": (drop(5), ["measures.csv", "municipality", "Hoorn"]),
    "duplicate municipality": (double(3), ["row 20", "gm_code", "GM0441", "once", "row 4"]),
    "negative": (cell(2, 4, "-3"), ["row 3", "column value", "'-3'", "at least 0"]),
    "not a number": (cell(2, 4, "NaN"), ["row 3", "column value", "'NaN'", "1234.56"]),
    "infinite": (cell(2, 4, "inf"), ["row 3", "column value", "'inf'", "1234.56"]),
    "overflow": (cell(2, 4, "1e999"), ["row 3", "column value", "'1e999'", "finite"]),
    "text": (cell(2, 4, "veel"), ["row 3", "column value", "'veel'", "1234.56"]),
    "Dutch decimals": (cell(2, 4, "1.234,56"), ["row 3", "column value", "'1.234,56'", "Dutch notation"]),
    "Dutch comma": (cell(2, 4, "12,5"), ["row 3", "column value", "'12,5'", "Dutch notation"]),
    "empty number": (cell(2, 4, ""), ["row 3", "column value", "may not be empty"]),
    "unknown unit": (cell(2, 5, "zaken"), ["row 3", "column unit", "'zaken'", "cases"]),
    "unknown status": (cell(2, 6, "guessed"), ["row 3", "column status", "'guessed'", "derived"]),
    "empty source": (cell(2, 7, ""), ["row 3", "column source", "may not be empty"]),
    "unknown municipality": (cell(2, 2, "GM9999"), ["row 3", "column gm_code", "GM9999", REGION]),
    "malformed code": (cell(2, 2, "411"), ["row 3", "column gm_code", "'411'"]),
    "wrong name for a code": (cell(2, 3, "Schagen"), ["row 3", "column municipality", "Hollands Kroon"]),
    "shares that do not sum to 1": (as_shares, ["measures.csv", "column value", "0.9", "sum to 1"]),
    "all zero": (all_zero, ["measures.csv", "column value", "above zero"]),
    "mixed units": (mixed_units, ["measures.csv", "column unit", "one unit"]),
    "spaces around": (cell(2, 4, " 12"), ["row 3", "column value", "' 12'", "no spaces"]),
    "too few cells": (lambda rows: rows[2].pop(), ["row 3", "10 cells", "found 9"]),
    "wrong header": (cell(0, 4, "aantal"), ["row 1", "aantal", "the columns measure,year"]),
    "year with decimals": (cell(2, 1, "2018.5"), ["row 3", "column year", "whole number"]),
    "year that nothing asks for": (
        lambda rows: [row.__setitem__(1, "2017") for row in rows[1:]],
        ["row 2", "column year", "'2017'", "2018"],
    ),
    "unknown measure": (
        lambda rows: [row.__setitem__(0, "closed_case") for row in rows[1:]],
        ["row 2", "column measure", "'closed_case'", "closed_cases"],
    ),
    "year far away": (cell(2, 1, "1850"), ["row 3", "column year", "at least 2013"]),
}


def write(folder: Path, rows: list[list[str]], name: str = "measures.csv") -> None:
    (folder / REGION).mkdir(parents=True)
    with (folder / REGION / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def contents(folder: Path) -> dict[str, str]:
    """Every path below a folder, with the hash of what is in the file."""

    def kind(path: Path) -> str:
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder or no file"

    return {path.relative_to(folder).as_posix(): kind(path) for path in sorted(folder.rglob("*"))}


def refused(capsys, tmp_path: Path, words: list[str]) -> None:
    out, before = tmp_path / "out", contents(tmp_path)
    assert main(["build", REGION, "--data", str(tmp_path / "new"), "--out", str(out)]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1, said
    for word in words:
        assert word in said, said
    assert contents(tmp_path) == before


@pytest.mark.parametrize("name", BROKEN)
def test_broken_counts(name, tmp_path, capsys):
    change, words = BROKEN[name]
    write(tmp_path / "new", counts(change))
    refused(capsys, tmp_path, words)


RAW = {
    "semicolons": (b"measure;year;gm_code\nclosed_cases;2018;GM0400\n", ["row 1", "comma", "semicolon"]),
    "byte order mark": ("\ufeffmeasure,year\n".encode(), ["row 1", "byte order mark"]),
    "latin-1": ("measure,Fryslân\n".encode("latin-1"), ["UTF-8"]),
    "NUL": (b"measure,\0year\n", ["NUL"]),
    "empty file": (b"", ["row 1", "the columns measure"]),
}


@pytest.mark.parametrize("name", RAW)
def test_broken_files(name, tmp_path, capsys):
    raw, words = RAW[name]
    folder = tmp_path / "new" / REGION
    folder.mkdir(parents=True)
    (folder / "measures.csv").write_bytes(raw)
    refused(capsys, tmp_path, ["measures.csv", *words])


INPUTS = {
    "misspelt input": ("budgt,2019,,,5,euro,assumed,test,,", ["row 2", "column input", "'budgt'", "budget"]),
    "negative budget": ("budget,2019,,,-5,euro,assumed,test,,", ["row 2", "column value", "'-5'", "from 1 to"]),
    "weight above 1": (
        "weight_inhabitants,,,,3,fraction,assumed,test,,",
        ["row 2", "column value", "'3'", "from 0 to 1"],
    ),
    "other unit": ("budget,2019,,,5,hours,assumed,test,,", ["row 2", "column unit", "'hours'", "euro"]),
    "no year": ("budget,,,,5,euro,assumed,test,,", ["row 2", "column year", "a year"]),
    "half a year": ("population_year,2019,,,2019.5,year,assumed,test,,", ["row 2", "column value", "whole year"]),
    "too many labels": ("budget,2019,extra,,5,euro,assumed,test,,", ["row 2", "column item", "'extra'", "nothing"]),
    "no status": ("budget,2019,,,5,euro,,test,,", ["row 2", "column status", "a status"]),
    "no value": ("budget,2019,,,,euro,assumed,test,,", ["row 2", "column value", "a value"]),
    "unknown figure": ("budget,2019,,nhn-advies/x/y/z,,euro,,test,,", ["row 2", "column figure", "a printed figure"]),
    "twice": (
        "budget,2019,,,5,euro,assumed,test,,\nbudget,2019,,,6,euro,assumed,test,,",
        ["row 3", "input + year + item once", "row 2 too"],
    ),
    "twice, for no year": (
        "population_year,,,,2019,year,assumed,test,,\npopulation_year,,,,2018,year,assumed,test,,",
        ["row 3", "once", "row 2 too"],
    ),
    "region without figures": ("budget,2019,,cbs:a/b/c/d,,euro,,test,,", ["cbs", "no printed figures"]),
}


@pytest.mark.parametrize("name", INPUTS)
def test_broken_inputs(name, tmp_path, capsys):
    row, words = INPUTS[name]
    header = (ROOT / "data" / REGION / "inputs.csv").read_text(encoding="utf-8").splitlines()[0]
    write(tmp_path / "new", list(csv.reader([header, *row.splitlines()])), "inputs.csv")
    refused(capsys, tmp_path, words)


@pytest.mark.parametrize("name", ["municipalities", "parameters", "services", "published"])
def test_tables_that_are_no_new_figures_cannot_be_overlaid(name, tmp_path, capsys):
    write(tmp_path / "new", [["id"]], f"{name}.csv")
    refused(capsys, tmp_path, [f"{name}.csv", "inputs.csv, measures.csv"])


def test_a_folder_where_a_file_should_be(tmp_path, capsys):
    (tmp_path / "new" / REGION / "measures.csv").mkdir(parents=True)
    refused(capsys, tmp_path, ["measures.csv"])


def test_a_misspelt_file_would_do_nothing_and_is_refused(tmp_path, capsys):
    write(tmp_path / "new", counts(), "mesures.csv")
    refused(capsys, tmp_path, ["mesures.csv", "inputs.csv, measures.csv"])


def test_a_misspelt_region_is_refused(tmp_path, capsys):
    (tmp_path / "new" / "noord_holland").mkdir(parents=True)
    refused(capsys, tmp_path, ["noord_holland", REGION])


def test_an_overlay_that_is_not_there_is_refused(tmp_path, capsys):
    refused(capsys, tmp_path, ["new", "expected a folder"])
