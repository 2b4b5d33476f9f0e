"""Every figure of a memo can be redone by hand from the step it links to."""

import math
import re

import nbformat
import pytest

from tests.conftest import ROOT
from vtcost.data import region_names
from vtcost.memo.document import document

NAMES = region_names()
FUNCTIONS = {
    "max": max,
    "min": min,
    "when": lambda condition, yes, no: yes if condition else no,
    "floor": math.floor,
    "round": round,
    "abs": abs,
    "known": lambda number: number is not None,
}
WORDS = {
    "onbekend": "None",
    "bekend(": "known(",
    "leeg": "None",
    "hoogste van(": "max(",
    "laagste van(": "min(",
    "als(": "when(",
    "naar beneden afgerond(": "floor(",
    "zonder min(": "abs(",
    "afgerond(": "round(",
}


def redo(filled: str) -> float:
    """The outcome of a formula with its numbers filled in, read as a person with a calculator would."""
    text = re.sub(r"\d{1,3}(?:\.\d{3})+(?!\d)", lambda found: found[0].replace(".", ""), filled)
    text = re.sub(r"(\d),(\d)", r"\1.\2", text).replace(";", ",")
    text = re.sub(r"(\d+(?:\.\d+)?)[\s\u00a0]%", r"(\1/100)", text)
    for sign, other in {"×": "*", "−": "-", " = ": " == ", "≤": "<=", **WORDS}.items():
        text = text.replace(sign, other)
    return float(eval(text, {"__builtins__": {}}, FUNCTIONS))


def memo(name: str):
    return document(nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", 4))


def steps(name: str) -> list[dict]:
    blocks = [output.data for chapter in memo(name).chapters for output in chapter.outputs("derivations")]
    return [step for block in blocks for group in block["groups"] for step in group["steps"]]


def wrong(step: dict) -> bool:
    if step["filled"].startswith("berekend "):
        computed, printed, difference = re.findall(r"(?:berekend|gedrukt|=) (−?[\d.,]+)", step["filled"])
        return abs(redo(computed) - redo(printed) - redo(difference)) > 0.011
    return abs(redo(step["filled"]) - step["value"]) > max(2e-5 * abs(step["value"]), 0.011)


def test_a_wrong_step_is_seen():
    """50 % of 1.000,50 is 500,25; 500,35 is not."""
    assert redo("1.000,50 × 50 %") == pytest.approx(500.25)
    assert not wrong({"filled": "1.000,50 × 50 %", "value": 500.25})
    assert wrong({"filled": "1.000,50 × 50 %", "value": 500.35})
    assert redo("hoogste van(0 − (−73,42); 0)") == pytest.approx(73.42)


@pytest.mark.parametrize("name", NAMES)
def test_every_step_can_be_redone_with_a_calculator(name):
    filled = [step for step in steps(name) if step["filled"]]
    assert len(filled) > 100
    assert not [(step["label"], step["filled"], step["value"]) for step in filled if wrong(step)]


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_of_every_table_links_to_a_step_on_the_page(name):
    addresses = {step["anchor"] for step in steps(name)}
    assert len(addresses) == len(steps(name))
    for chapter in memo(name).chapters:
        for table in chapter.outputs("table"):
            for row in table.data["rows"]:
                for cell, link in zip(row["cells"], row["links"], strict=True):
                    if isinstance(cell, (int, float)):
                        assert link in addresses, f"{table.data['title']}, {row['label']}: {cell}"


@pytest.mark.parametrize("name", NAMES)
def test_every_step_says_where_its_numbers_come_from(name):
    """A step has a formula with numbers, or a source; what is given names memo and place."""
    for step in steps(name):
        assert step["formula"], step
        told = re.search(r"gm-201|nhn-|zhz-|tabel", step["formula"])
        assert step["filled"] or step["sources"] or told or step["anchor"].startswith("afleiding-"), step
        if step["formula"] == "gegeven":
            assert step["sources"], step


@pytest.mark.parametrize("name", NAMES)
def test_a_linked_step_gives_the_figure_of_its_cell(name):
    """The step behind a cell gives what the cell shows: to euros where columns are rounded so that they add up."""
    values = {step["anchor"]: step for step in steps(name)}
    checked = 0
    for chapter in memo(name).chapters:
        for table in chapter.outputs("table"):
            for row in table.data["rows"]:
                for position, (cell, link) in enumerate(zip(row["cells"], row["links"], strict=True)):
                    step = values.get(link)
                    own = link and not link.startswith(("afleiding-", "cijfer-"))
                    if (
                        own
                        and isinstance(cell, (int, float))
                        and table.data["columns"][position]["name"] != "difference"
                    ):
                        unit = table.data["columns"][position]["unit"]
                        # Two columns that are rounded apart may each be a euro off.
                        apart = 2.0 if unit in ("euro", "hours", "inhabitants") else 0.011
                        assert abs(step["value"] - cell) <= apart, (table.data["title"], row["label"], cell, step)
                        checked += 1
    assert checked > 100
