"""Every public function of the formula modules is exercised by a property test: found in the code, not declared."""

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.test_house import LAYERS

PROPERTIES = Path(__file__).parent
# Quantities have their own tests in tests/quantity.
FORMULA_LAYERS = [names for names in LAYERS[:5] if "quantity" not in names]


def modules() -> list[str]:
    """The modules that know nothing of files, plots or regions, as they are imported."""
    found = []
    for name in sorted(set().union(*FORMULA_LAYERS)):
        place = ROOT / "vtcost" / name
        inside = [f"{name}.{path.stem}" for path in sorted(place.glob("[!_]*.py"))] if place.is_dir() else [name]
        found += [f"vtcost.{module}" for module in inside]
    return found


def public() -> list[tuple[str, str]]:
    """Module and name of every public function in them."""
    found = []
    for module in modules():
        tree = ast.parse((ROOT / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8"))
        names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
        found += [(module, name) for name in names if not name.startswith("_")]
    return found


def marked(function: ast.FunctionDef, mark: str) -> bool:
    """Whether a function has a decorator of that name."""
    decorators = [node.func if isinstance(node, ast.Call) else node for node in function.decorator_list]
    return any(getattr(node, "id", getattr(node, "attr", "")) == mark for node in decorators)


def imported(tree: ast.Module) -> dict[str, str]:
    """What each name of a file stands for: a module, or a function of one, in full."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return found


def reached(function: ast.FunctionDef, local: dict[str, ast.FunctionDef], known: dict[str, str]) -> set[str]:
    """What a test uses, also by the helpers of its file; what only draws its examples does not count."""
    found, seen, waiting = set(), {function.name}, [function]
    while waiting:
        for statement in waiting.pop().body:
            for node in ast.walk(statement):
                if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                    found.add(f"{known.get(node.value.id, node.value.id)}.{node.attr}")
                elif isinstance(node, ast.Name):
                    found.add(known.get(node.id, node.id))
                    helper = local.get(node.id)
                    if helper and node.id not in seen and not marked(helper, "composite"):
                        seen.add(node.id)
                        waiting.append(helper)
    return found


@cache
def table() -> dict[tuple[str, str], tuple[str, ...]]:
    """Per public function the property tests that exercise it."""
    uses = {}
    for path in sorted(PROPERTIES.glob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        local, known = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}, imported(tree)
        for name, function in local.items():
            if marked(function, "given"):
                uses[f"{path.name}::{name}"] = reached(function, local, known)
    return {
        (module, name): tuple(test for test, used in uses.items() if f"{module}.{name}" in used)
        for module, name in public()
    }


@pytest.mark.parametrize(("module", "name"), public(), ids=lambda part: part.removeprefix("vtcost."))
def test_a_public_function_has_a_property_test(module, name):
    assert table()[module, name], f"no test with @given in tests/properties exercises {module}.{name}"


def test_the_table_tells_apart_what_has_the_same_name():
    """`batch.shares` is exercised as such; the tests of `keys.shares` do not count for it."""
    keys, batch = table()["vtcost.formulas.keys", "shares"], table()["vtcost.batch", "shares"]
    assert "test_formulas.py::test_a_measure_scaled_by_a_constant_changes_nothing" in keys
    assert "test_formulas.py::test_a_measure_scaled_by_a_constant_changes_nothing" not in batch


def test_only_tests_with_examples_count():
    """Numbers worked out by hand are no invariants, and a function that only draws examples is not exercised."""
    source = """
from hypothesis import given, strategies as st
from vtcost.formulas.keys import mix, shares, shares_within
@st.composite
def drawn(draw):
    return shares(draw)
def helper(x):
    return shares_within(x)
def test_by_hand():
    mix(1)
@given(drawn())
def test_property(x):
    helper(x)
"""
    tree = ast.parse(source)
    local = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    assert [name for name, function in local.items() if marked(function, "given")] == ["test_property"]
    used = reached(local["test_property"], local, imported(tree))
    assert {name for name in used if name.startswith("vtcost")} == {"vtcost.formulas.keys.shares_within"}
