"""The rows of published.csv: complete, typed once, and equal to the texts of the memos where those are at hand."""

import collections
import csv
import re

import pytest

from tests.conftest import ROOT
from vtcost.data import store

FOLDERS = sorted(path.parent.name for path in (ROOT / "data").glob("*/published.csv"))
MEMOS = ROOT.parent / "shared" / "memos"
FILES = {
    "nhn-advies": "000_e05db84b5961639e.txt",
    "gm-2017": "001_ec8f405f0dd55175.txt",
    "nhn-oplegger": "002_e3e81c6763ebce09.txt",
    "gm-2018": "003_79c496e1756ebf37.txt",
    "zhz-2024": "004_9552a4eb2fa0fd01.txt",
}
TOKEN = re.compile(r"[0-9][0-9.,]*[0-9]|[0-9]")
WORDS = {"één": 1, "twee": 2, "tweetal": 2, "drie": 3, "driejaarlijks": 3, "vier": 4, "zes": 6, "helft": 0.5}


def read(name: str, table: str) -> list[dict]:
    with (ROOT / "data" / name / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", FOLDERS)
def test_unit_source_and_place_are_never_empty(name):
    for row in read(name, "published"):
        assert "" not in (row["unit"], row["source"], row["place"], row["status"]), row["id"]
        assert row["value"] == "" or row["printed_precision"] != "", row["id"]


@pytest.mark.parametrize("name", FOLDERS)
def test_the_tables_follow_their_description(name):
    tables = store.load(name, None)
    assert not tables["published"]["id"].duplicated().any()


@pytest.mark.parametrize("name", FOLDERS)
def test_value_is_what_the_print_says(name):
    """1.234,56 -> 1234.56; 6,1 % -> 0.061; 1,2 miljoen -> 1200000; twee -> 2; a repaired print may differ."""
    for row in read(name, "published"):
        if row["value"] == "" or row["status"] == "repaired":
            continue
        text = row["value_text"].lower()
        if text in WORDS:
            expected = WORDS[text]
        elif "/" in text:
            above, below = text.split("/")
            expected = int(above) / int(below)
        else:
            expected = number_in(text, row)
        value = float(row["value"])
        percentage = row["unit"] == "fraction" and not ("/" in text or text in WORDS)
        assert value == pytest.approx(expected / 100 if percentage else expected, abs=1e-9), row["id"]


def number_in(text: str, row: dict) -> float:
    digits = re.search(r"-?[0-9][0-9.,]*", text.replace("+", "")).group().rstrip(".,")
    if "," in digits:
        digits = digits.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{3})+", digits):
        digits = digits.replace(".", "")
    number = float(digits)
    if text.startswith(("t-1", "t-2")):
        number = -float(text[-1])
    return number * 1e6 if "miljoen" in text else number


@pytest.mark.parametrize("memo", sorted(FILES))
def test_every_number_in_the_text_is_a_figure_or_said_to_be_none(memo):
    """A multiset per memo: numbers of the text = numbers in value_text + numbers in not_figures.csv."""
    if not MEMOS.is_dir():
        pytest.skip("the texts of the memos are not at hand")
    text = (MEMOS / FILES[memo]).read_text(encoding="utf-8")
    printed = collections.Counter(TOKEN.findall(text))
    kept = collections.Counter()
    for name in FOLDERS:
        for row in read(name, "published"):
            # Paraphrased cells (annex 7) hold no print of their own.
            if row["memo"] == memo:
                kept.update(TOKEN.findall(row["value_text"]))
        for row in read(name, "not_figures"):
            if row["memo"] == memo:
                kept.update(TOKEN.findall(row["token"]))
    assert printed - kept == collections.Counter()
    assert kept - printed == collections.Counter()
