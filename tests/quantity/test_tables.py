"""A table of quantities: each column is one, with a name and a unit of its own."""

import pytest

from tests.quantity.test_quantity import budget, people, weight
from vtcost.memo import paper
from vtcost.memo.quantities import grid
from vtcost.quantity import given


def test_each_quantity_is_a_column():
    made = grid([budget, people])
    assert made.frame["Begroting"].to_list() == [300.0, 100.0, 200.0]
    assert made.names == {"Begroting": ("Begroting", "euro"), "Inwoners": ("Inwoners", "inhabitants")}


def test_a_column_may_count_cases_and_reports():
    """Both are shown as counts."""
    counts = {"x": {"a": given(1.0, "Zaken", "cases"), "b": given(2.0, "Meldingen", "reports")}}
    assert grid(counts).names == {"x": ("x", "cases")}


REFUSED = {
    "no name": (lambda: grid([budget * 2, budget]), "column '': expected each quantity of a table with a name"),
    "one name twice": (lambda: grid([budget, people, budget]), "column 'Begroting': expected each quantity of a table"),
    "euro and persons": (
        lambda: grid({"x": {"a": given(1.0, "Bedrag", "euro"), "b": given(2.0, "Mensen", "inhabitants")}}).names,
        "column 'x': euro and inhabitants, expected one unit in a column",
    ),
    "a share and a number": (
        lambda: grid({"x": {"a": weight, "b": given(2.0, "Getal", "number")}}).names,
        "column 'x': share and number, expected one unit in a column",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_table_refuses(name):
    wrong, message = REFUSED[name]
    with pytest.raises(ValueError, match=message):
        wrong()


def test_formulas_say_whose_numbers_they_show():
    """Of a single number nothing needs to be said; a row that none of them has is a slip."""
    single = (given(2.0, "Mensen", "fte") * 2).called("Dubbel", "fte")
    assert "De getallen zijn" not in str(paper.formulas(single, row="Hoorn").data)
    of_each = paper.formulas(people, row=str(people.rows[0]))
    assert f"De getallen zijn die van {people.rows[0]}." in str(of_each.data)
    with pytest.raises(ValueError, match="row 'Nergens': expected a row of one of Inwoners"):
        paper.formulas(people, row="Nergens")
