"""The cells are the calculation: whoever changes an operator in one changes everything, or is refused."""

import ast
import contextlib
import re
import shutil
from pathlib import Path

import pytest

from tests.model.notebook import TEMPLATE, changed, code, notebook, run, run_whole, source, where
from vtcost.data import InputError
from vtcost.quantity import Quantity, numbers, script, steps, words
from vtcost.quantity.cells import Book
from vtcost.results import results
from vtcost.workbook import of_model

NAMES = ("zuid_holland_zuid", "voorbeeldregio")
OTHER = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}


def operators(name: str) -> list[tuple[int, int, str]]:
    """Every arithmetic operator of the model cells: cell, which of them in the cell, and what stands there."""
    found = []
    for number, cell in enumerate(code(notebook(name)["cells"], "model")):
        for place, node in enumerate(_arithmetic(ast.parse(source(cell)))):
            found.append((number, place, ast.unparse(node)))
    return found


def _arithmetic(tree: ast.AST) -> list[ast.AST]:
    return [
        node
        for node in ast.walk(tree)
        if (isinstance(node, ast.BinOp) and type(node.op) in OTHER)
        or (
            isinstance(node, ast.UnaryOp)
            and isinstance(node.op, ast.USub)
            and not isinstance(node.operand, ast.Constant)
        )
    ]


def _turned(text: str, place: int) -> str:
    """The same cell with one operator turned: plus for minus, times for divided by, no minus for a minus."""
    tree = ast.parse(text)
    node = _arithmetic(tree)[place]
    if isinstance(node, ast.BinOp):
        node.op = OTHER[type(node.op)]()
    else:
        node.op = ast.UAdd()
    return ast.unparse(tree)


def read(model) -> dict[str, object]:
    """Every reading of a model: values and words by label, cells, script, results and what explain shows."""
    book, named = Book(model.sheets), model.named
    return {
        "values": {one.label: one.value.tolist() for one in named},
        "words": {one.label: words(one) for one in named},
        "cells": {one.label: book.formula(one, 6) for one in named if one.args},
        "script": {label: text for text, label in re.findall(r"^v\[\d+\] = (.*); // (.*)$", script(named)[0], re.M)},
        "results": results(model)["value"].tolist(),
        "explain": {
            label: [(step.filled, step.value) for step in steps(one, row)] for label, one, row in _bottom_lines(model)
        },
    }


def _bottom_lines(model) -> list[tuple[str, Quantity, str]]:
    found = []
    for outcome in model.outcomes:
        one = outcome.bottom_line
        rows = [outcome.column] if one.rows is None else list(one.rows)
        found += [(f"{outcome.model} {row}", one, row) for row in rows]
    return found


@pytest.fixture(scope="module", autouse=True)
def homes(tmp_path_factory) -> dict[str, list[Path]]:
    """Where the data of each notebook are: of the example also without DUVO and present contributions."""
    bare = tmp_path_factory.mktemp("bare")
    shutil.copytree(TEMPLATE / "data", bare / "data")
    for table, rows in (("inputs", "grant,|present_contribution"), ("measures", "present_contribution")):
        path = bare / "data" / "voorbeeldregio" / f"{table}.csv"
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if not re.match(rows, line)), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(TEMPLATE)
        yield {"zuid_holland_zuid": [TEMPLATE], "voorbeeldregio": [TEMPLATE, bare]}


@pytest.fixture(scope="module", params=NAMES)
def original(request, homes):
    name, before = request.param, {}
    for home in homes[name]:
        with contextlib.chdir(home):
            before[home] = read(run(where(name)))
    return name, before


def test_there_are_operators_to_turn():
    assert all(len(operators(name)) > 20 for name in NAMES)


def test_every_operator_of_a_model_cell_counts(original, tmp_path):
    """Each in turn: refused since units no longer agree, or value, words, cell, script, results and explain follow.

    Where there is no DUVO and nothing is paid now, other operators are in force than where there are.
    """
    name, before = original
    followed = 0
    for cell, place, text in operators(name):

        def turn(cells, cell=cell, place=place):
            model = code(cells, "model")[cell]
            model["source"] = _turned(source(model), place)
            return cells

        path, found = changed(name, tmp_path, turn), []
        for home, there in before.items():
            with contextlib.chdir(home):
                found.append(_outcome(path, there, text))
        assert set(found) != {"nothing changes"}, text
        followed += "followed" in found
    assert followed > 5


def _outcome(path: Path, before: dict, text: str) -> str:
    """What comes of a cell that was changed."""
    try:
        model = run(path)
    except InputError as error:
        if f"{path.name}: cell" not in str(error):
            raise
        return "refused"
    after = read(model)
    other = {label for label, value in after["values"].items() if value != before["values"].get(label)}
    if not other:
        assert after["results"] == before["results"], text
        return "nothing changes"
    # What is written otherwise is written otherwise everywhere.
    rewritten = {label for label in other if after["words"][label] != before["words"].get(label)}
    assert rewritten, f"{text}: no words change"
    for label in rewritten:
        assert after["cells"][label] != before["cells"][label], (text, label)
        assert after["script"][label] != before["script"][label], (text, label)
    bottom = {one.label for _, one, _ in _bottom_lines(model)}
    kept = {one.label for outcome in model.outcomes for one in outcome.components.values()}
    assert (after["results"] != before["results"]) == bool(kept & other), text
    assert (after["explain"] != before["explain"]) == bool(bottom & other), text
    return "followed"


@pytest.mark.parametrize("name", NAMES)
def test_without_one_of_its_model_cells_a_notebook_makes_no_report(name, tmp_path):
    """The model, the rest of the notebook or the workbook misses it."""
    for number, cell in enumerate(code(notebook(name)["cells"], "model")):
        path = changed(name, tmp_path, lambda cells, cell=cell: [other for other in cells if other["id"] != cell["id"]])
        with pytest.raises((InputError, NameError, KeyError, ValueError, IndexError)):  # noqa: PT012
            of_model(run(path), name)
            run_whole(path)
            raise AssertionError(f"model cell {number} is missed by nobody")


@pytest.mark.parametrize("name", NAMES)
def test_the_model_cells_alone_give_what_the_whole_notebook_gives(name):
    path = where(name)
    alone, whole = run(path), run_whole(path)["model"]
    assert read(alone) == read(whole)
    assert [numbers(one, str(one.rows[0])) for one in alone.named if one.rows is not None] == [
        numbers(one, str(one.rows[0])) for one in whole.named if one.rows is not None
    ]
