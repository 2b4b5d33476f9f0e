"""Formulas drawn at random and printed evaluate to their value, whoever reads them: the printer is trusted code."""

from random import Random

import numpy as np
import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from tests.quantity.drawing import MUNICIPALITY, Drawing, behind_it
from tests.quantity.readers import Cells, by_name, calculator, javascript
from tests.workbook.office import ABSENT, PROGRAM, recalculated
from vtcost.quantity import (
    Quantity,
    equal,
    floor,
    given,
    maximum,
    minimum,
    numbers,
    place,
    rounded,
    script,
    when,
    words,
)
from vtcost.quantity.cells import FIRST_ROW, Book
from vtcost.quantity.model import Sheet
from vtcost.quantity.operations import OPERATIONS
from vtcost.quantity.words import value_in

# What has a name prints to its last digit (`drawing.prints_exactly`), so nothing is lost by filling it in. Totals that
# are not named may be off in the sixteenth digit, and an office suite keeps fifteen: times the largest number, divided
# by the smallest (`drawing.LARGEST`, `SMALLEST`), that stays below this.
NEAR = {"rtol": 1e-9, "atol": 1e-9, "equal_nan": True}
CALCULATIONS = 300
# Numbers of rows: each a workbook, with so many calculations on the same givens.
SIZES, IN_A_BOOK = (3, 4, 6), 60

# The shallower the easier to read when one is wrong.
depths, seeds = st.integers(1, 5), st.integers(0, 10**9)
often = settings(max_examples=5 * settings().max_examples)


def named(one: Quantity) -> list[Quantity]:
    return [other for other in one.behind() if other.label]


def steps(one: Quantity) -> list[tuple[Quantity, str]]:
    """Every quantity that is computed on the way, with each of its rows."""
    return [(other, row) for other in named(one) if other.args for row in ([""] if other.rows is None else other.rows)]


def book(quantities: list[Quantity]) -> Book:
    """What is given on one sheet, what is computed on another: each a page for every set of rows."""
    sheets = {"Vader's invoer": [], "Rekenblad": []}
    for one in quantities:
        sheets["Rekenblad" if one.args else "Vader's invoer"].append(one)
    return Book([Sheet(title, quantities=each) for title, each in sheets.items()])


def numeric(cells: list) -> list[float]:
    """Cells as numbers: an empty one is a missing value; an error is wrong."""
    assert all(cell == cell for cell in cells), cells
    return [float("nan") if cell in ("", None) else float(cell) for cell in cells]


x, y, z = (given(value, label, "number") for label, value in (("x", 8.0), ("y", 3.0), ("z", 2.0)))
negative = -x
BY_HAND = {
    "x − y − z": (x - y - z, 3.0),
    "x − (y − z)": (x - (y - z), 7.0),
    "x − (y + z)": (x - (y + z), 3.0),
    "x − y + z": (x - y + z, 7.0),
    "x / y × z": (x / y * z, 16 / 3),
    "x / (y × z)": (x / (y * z), 4 / 3),
    "x / (y / z)": (x / (y / z), 16 / 3),
    "x × (y / z)": (x * (y / z), 12.0),
    "(x + y) × z": ((x + y) * z, 22.0),
    "x × (y + z)": (x * (y + z), 40.0),
    "x + y × z": (x + y * z, 14.0),
    "−(x + y)": (-(x + y), -11.0),
    "−x + y": (-x + y, -5.0),
    "−(x × y)": (-(x * y), -24.0),
    "−x × y": (-x * y, -24.0),
    "x − (−y)": (x - (-y), 11.0),
    "x × (−y)": (x * -y, -24.0),
    "−(−x)": (-negative, 8.0),
    "x − (−3)": (x - -3, 11.0),
    "(−3) × x": (-3 * x, -24.0),
    "−3 + x": (-3 + x, 5.0),
    "2 − x / 0,5": (2 - x / 0.5, -14.0),
    "als(x > y; y − x; z)": (when(x > y, y - x, z), -5.0),
    "als(x + y ≤ z × 2; x; y)": (when(x + y <= z * 2, x, y), 3.0),
    "als(x ≥ 8; 1; 0)": (when(x >= 8, 1, 0), 1.0),
    "als(x > 8; 1; 0)": (when(x > 8, 1, 0), 0.0),
    "als(x ≤ 8; 1; 0)": (when(x <= 8, 1, 0), 1.0),
    "als(x < 8; 1; 0)": (when(x < 8, 1, 0), 0.0),
    "als(x = 8; 1; 0)": (when(equal(x, 8), 1, 0), 1.0),
    "hoogste van(x − y; z) × laagste van(x; −y)": (maximum(x - y, z) * minimum(x, -y), -15.0),
    "(naar beneden afgerond(x / y) − z) / z": ((floor(x / y) - z) / z, 0.0),
    "afgerond(x / y; 2)": (rounded(x / y, 2), 2.67),
}
SIGNS = {"×": "*", "−": "-", "≤": "<=", "≥": ">=", ",": ".", ";": ","}
NAMES = {"hoogste van": "MAX", "laagste van": "MIN", "naar beneden afgerond": "INT", "afgerond": "ROUND", "als": "IF"}


@pytest.mark.parametrize("text", BY_HAND)
def test_brackets_by_hand(text):
    """With x = 8, y = 3 and z = 2: brackets where the order asks for them, and around a sign after another."""
    one, value = BY_HAND[text]
    assert words(one) == text
    assert float(one) == value
    made = Book([Sheet("Blad", quantities=[x, y, z, one])])
    for dutch, sign in {**SIGNS, **NAMES}.items():
        text = text.replace(dutch, sign)
    assert made.formula(one) == f"={text}"


def test_every_operation_is_drawn():
    """An operation that is added is added to `Drawing` too."""
    calculations = [Drawing(Random(seed)).calculation() for seed in range(CALCULATIONS)]
    assert set(OPERATIONS) <= {one.operation for last in calculations for one in last.behind()}
    assert all(len(last.behind()) > 1 for last in calculations)


@often
@drawn(depths, seeds)
def test_a_person_with_a_calculator_gets_the_value_of_each_row(depth, seed):
    """`2 − (3 − 1)` is 0, so with 2, 3 and 1 filled in `a − (b − c)` reads 0."""
    for one, row in steps(Drawing(Random(seed)).calculation(depth)):
        filled = numbers(one, row)
        assert np.isclose(calculator(filled), value_in(one, row), **NEAR), f"{words(one)}: {filled}"


@often
@drawn(depths, seeds)
def test_the_words_lead_to_the_value_of_each_row(depth, seed):
    """With a list of what the names stand for: `a − (b − c)` of a = 2, b = 3 and c = 1 is 0."""
    drawing = Drawing(Random(seed))
    last = drawing.calculation(depth)
    for one, row in steps(last):
        found = by_name(words(one, row), row, [*named(last), drawing.order], drawing.order)
        assert np.isclose(found, value_in(one, row), **NEAR), f"{words(one, row)} in {row}"


@often
@drawn(depths, seeds)
def test_the_cells_hold_the_values(depth, seed):
    """Read by a few lines of our own, so that it is seen without an office suite too; missing is an empty cell."""
    made = book(named(Drawing(Random(seed)).calculation(depth)))
    cells = Cells(made)
    for one in cells.stands:
        if one.args:
            assert np.allclose(numeric(cells.values(one)), one.value, **NEAR), f"{words(one)}: {made.formula(one, 6)}"


@often
@drawn(depths, seeds)
def test_scenarios_together_are_each_of_them_apart(depth, seed):
    """Five scenarios in one array give what each gives by itself, and what it is with those values given."""
    drawing = Drawing(Random(seed))
    last = drawing.calculation(depth)
    others = drawing.others(last, 5)
    together = np.broadcast_to(last.evaluated(others), (5, len(last.value)))
    for number, line in enumerate(together):
        here = {one: values[number] for one, values in others.items()}
        assert np.array_equal(last.evaluated(here), line, equal_nan=True)
        plain = {one: value.item() if one.rows is None else pd.Series(value, one.rows) for one, value in here.items()}
        again = last.given(plain)
        assert np.array_equal(again.value, line, equal_nan=True)
        assert last.given(plain) is again
        assert again.rows is last.rows or again.rows.equals(last.rows)


@pytest.fixture(scope="module")
def in_javascript():
    """Calculations with the values of every quantity as JavaScript finds them: as given, and with other numbers."""
    calculations, programs = [], []
    for seed in range(CALCULATIONS):
        drawing = Drawing(Random(seed))
        last = drawing.calculation()
        text, order = script([last])
        others = {one: values[0] for one, values in drawing.others(last).items()}
        places = {one: place for place, one in enumerate(order)}
        changed = "; ".join(f"other[{places[one]}] = {values.tolist()}" for one, values in others.items())
        programs.append(
            f"{text}; const other = structuredClone(given); {changed}; return [compute(given), compute(other)]"
        )
        calculations.append((order, others))
    return [(*one, *found) for one, found in zip(calculations, javascript(programs), strict=True)]


def test_javascript_computes_the_values(in_javascript):
    """To the last bit: the operations are the same, in the same order."""
    for order, _, found, _ in in_javascript:
        for one, values in zip(order, found, strict=True):
            if one.args:
                assert np.array_equal(np.array(values, dtype=float), one.value, equal_nan=True), words(one)


def test_javascript_computes_with_other_numbers_what_evaluated_does(in_javascript):
    for order, others, _, found in in_javascript:
        for one, values in zip(order, found, strict=True):
            if one.args and others:
                expected = one.evaluated(behind_it(one, others))
                assert np.array_equal(np.array(values, dtype=float), expected, equal_nan=True), words(one)


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    """Workbooks full of calculations after LibreOffice has recalculated them; what was stored in them is wrong."""
    if not PROGRAM:
        pytest.skip(ABSENT)
    folder, made = tmp_path_factory.mktemp("printer"), {}
    for size in SIZES:
        drawing = Drawing(Random(size), size)
        calculations = [drawing.calculation() for _ in range(IN_A_BOOK)]
        quantities = dict.fromkeys(one for last in calculations for one in named(last))
        quantities |= dict.fromkeys((*numbers_with_awkward_names(), *equal_places(drawing), *read_to_the_letter()))
        made[size] = book([*quantities])
        write(made[size], folder / f"{size}.xlsx")
    found = recalculated([folder / f"{size}.xlsx" for size in SIZES], folder)
    return {size: (made[size], openpyxl.load_workbook(found[f"{size}.xlsx"], data_only=True)) for size in SIZES}


def numbers_with_awkward_names() -> list[Quantity]:
    labels = ("AC2", "R", "c1", "2e jaar", "Uren (norm), per fte", "Één", "Uren norm per fte", "SOM")
    labels += ("TRUE", "Onwaar")
    leaves = [given(float(number), label, "number") for number, label in enumerate(labels, 1)]
    return [*leaves, *((one + 0.5).called(f"{one.label} en een half", "number") for one in leaves)]


def read_to_the_letter() -> list[Quantity]:
    """Capitals count; a half that no computer keeps is a half."""
    choice = given("Regionale norm", "Gekozen norm", "text")
    leaves = [
        given(value, f"Bedrag {value}", "number")
        for value in (1.005, 0.285, -1.005, 1_234_567.285, 0.284_999, 0.499_999_999_6)
    ]
    named_so = [
        when(equal(choice, text), 1, 0).called(f"Keuze {place}", "count")
        for place, text in enumerate(("regionale norm", "Regionale norm"))
    ]
    chosen = when(equal(choice, "regionale norm"), 1, when(equal(choice, "Regionale norm"), 2, 3))
    return [
        *(choice, *leaves, *named_so, chosen.called("Keuze uit drie", "count")),
        *(rounded(one, 2).called(f"{one.label}, afgerond", "number") for one in leaves),
    ]


def equal_places(drawing: Drawing) -> list[Quantity]:
    """Places of noughts and ones, many of them equal: the order decides."""
    amounts, order = drawing.given[MUNICIPALITY][2], drawing.order
    halves = rounded(amounts / 12).called("Nul of een", "count")
    return [amounts, order, halves, place(halves, order).called("Plaats", "count")]


def write(made: Book, path) -> None:
    """The cells of a book, with another value stored in every cell with a formula."""
    cells = Cells(made)
    with xlsxwriter.Workbook(path) as file:
        pages = {page.title: file.add_worksheet(page.title) for page in made.pages}
        for (title, column, row), content in cells.cells.items():
            address = f"{column}{row}"
            if isinstance(content, str) and content.startswith("="):
                pages[title].write_formula(address, content, None, 12345)
            elif content != "":
                pages[title].write(address, content)
        for name, (title, column, row) in cells.names.items():
            quoted = title.replace("'", "''")
            file.define_name(name, f"='{quoted}'!${column}${row}")


@pytest.mark.parametrize("size", SIZES)
def test_libreoffice_computes_the_values(books, size):
    made, file = books[size]
    checked = 0
    for one, cells in Cells(made).stands.items():
        if one.args:
            found = numeric([file[page][f"{column}{row}"].value for page, column, row in cells])
            assert np.allclose(found, one.value, **NEAR), f"{words(one)}: {made.formula(one, FIRST_ROW)}"
            checked += 1
    assert checked > IN_A_BOOK
