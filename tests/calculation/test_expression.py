"""Formulas hold names that may come from data; no text becomes code."""

import pandas as pd
import pytest

from vtcost.calculation.draft import Draft
from vtcost.calculation.expression import Expression
from vtcost.data import InputError, Region

CODE = "().__class__.__base__.__subclasses__()"


@pytest.mark.parametrize(
    "template",
    [
        CODE,
        f"[c for c in {CODE}]",
        "{a}.__class__",
        "__import__('os')",
        "(lambda: 1)()",
        "'a'.join(['b'])",
        "{a} if {a} else 0",
        "when.__globals__",
        "{a}[0]",
        "f'{a}'",
        "max(*{a})",
        "round({a}, ndigits=2)",
    ],
)
def test_only_what_a_formula_needs_is_computed(template):
    with pytest.raises((ValueError, SyntaxError)):
        Expression(template).evaluate(lambda reference: 1.0)


def test_what_a_formula_needs_is_computed():
    """1 + 2 x 3 - 8 / 4 = 5; the highest of that and 4 is 5."""
    formula = Expression("max(1 + {a} * 3 - 8 / 4, 4)")
    assert formula.evaluate(lambda reference: 2.0) == 5.0
    column = Expression("when(known({a}), {a}, blank())").evaluate(lambda reference: pd.Series([1.0, float("nan")]))
    assert column.isna().tolist() == [False, True]


@pytest.mark.parametrize("name", ["X} * 0 + {budget", "Kosten: auto", "a{b"])
def test_a_name_with_a_sign_of_formulas_is_refused(name):
    draft = Draft(Region.open("noord_holland_noord"), "x", "x", "x", pd.Index(["a"]))
    draft.sheet("x")
    with pytest.raises(InputError, match="expected one without"):
        draft.given(f"surcharge {name}", name, "fraction", lambda: 0.1)


def test_a_name_from_an_overlay_is_refused_in_one_line(tmp_path, capsys):
    """An item whose name would end the braces of a formula: exit 2, and nothing runs or is written."""
    from tests.conftest import ROOT
    from vtcost.cli import main

    (tmp_path / "new/gelderland_midden").mkdir(parents=True)
    header = (ROOT / "data/gelderland_midden/inputs.csv").read_text(encoding="utf-8").splitlines()[0]
    evil = "X} * 0 + 0 * [c for c in " + CODE + "][0] + 0 * {salary"
    row = f'surcharge,,"{evil}",,0.1,fraction,assumed,x,,'
    (tmp_path / "new/gelderland_midden/inputs.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    command = ["build", "gelderland_midden", "--data", str(tmp_path / "new"), "--out", str(tmp_path / "out")]
    assert main(command) == 2
    assert "expected one without" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_an_amount_of_nothing_is_known():
    """The old DUVO of Alkmaar given as zero is zero, not unknown."""
    from vtcost.calculation.noord_holland_noord import calculate

    made = calculate(Region.open("noord_holland_noord", duvo_old_alkmaar=0, duvo_old_den_helder=200_000))
    made.check()
    assert made.terms["duvo_old Alkmaar"].values == 0
    assert calculate(Region.open("noord_holland_noord")).terms["duvo_old Alkmaar"].values == 755_000
