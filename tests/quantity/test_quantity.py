"""A quantity: what it refuses and in which words, where it is a Series, and its readings worked out by hand."""

import copy

import numpy as np
import pandas as pd
import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from vtcost.quantity import (
    at,
    by,
    count,
    equal,
    floor,
    gaps,
    given,
    interval,
    known,
    lowest,
    maximum,
    minimum,
    place,
    rounded,
    row_of,
    total,
    when,
    within,
    words,
)
from vtcost.quantity.units import NAMES, agreed, powers
from vtcost.quantity.units import product as times

ROWS = ["Hoorn", "Texel", "Alkmaar"]


def column(*values, label="Bedrag", unit="number", rows=ROWS):
    return given(pd.Series(list(values), rows), label, unit)


budget = column(300.0, 100.0, 200.0, label="Begroting", unit="euro")
people = column(30.0, 10.0, 20.0, label="Inwoners", unit="inhabitants")
group = column("west", "oost", "west", label="Regio", unit="text")
gappy = column(1.0, np.nan, 3.0, label="Oud")
elsewhere = column(1.0, 2.0, label="Elders", rows=["Ede", "Duiven"])
names = given("ja", "Keuze", "text")
weight, other = given(0.5, "Gewicht", "share"), given(0.25, "Ander gewicht", "share")
plain = pd.Series([1.0, 2.0, 3.0], ROWS)


def late():
    """A name after a variant was made."""
    one = weight * 2
    one.given({weight: 0.4})
    return one.called("Dubbel", "share")


def other_rows_the_second_time():
    one = column(1.0, 2.0, 3.0)
    twice = one * 2
    twice.given({one: pd.Series([7.0, 8.0, 9.0], ROWS)})
    return twice.given({one: pd.Series([7.0, 8.0, 9.0], ["Ede", "Duiven", "Arnhem"])})


REFUSED = {
    "if": (lambda: bool(weight), TypeError, "Gewicht: a formula is neither true nor false, expected when"),
    "and": (lambda: weight > 0 and weight < 1, TypeError, r"a quantity without a name \(>\): a formula is neither"),
    "==": (lambda: weight == other, TypeError, r"Gewicht: expected equal\(a, b\) in a formula"),
    "!=": (lambda: weight != 1, TypeError, r"expected equal\(a, b\)"),
    "in a list": (lambda: weight in [other], TypeError, r"expected equal\(a, b\)"),
    "in a column": (lambda: "Hoorn" in budget, TypeError, "Begroting: expected .rows or .series to look in"),
    "sorted": (lambda: sorted([weight, other]), TypeError, "neither true nor false"),
    "max": (lambda: max(weight, other), TypeError, "neither true nor false"),
    "for": (lambda: list(budget), TypeError, "Begroting: a formula is not walked through, expected .series"),
    "sum": (lambda: sum(budget), TypeError, "not walked through"),
    "round": (lambda: round(weight, 2), TypeError, r"Gewicht: expected rounded\(x, decimals\)"),
    "float of a column": (lambda: float(budget), TypeError, "Begroting: no single number, expected one row of it"),
    "float of a text": (lambda: float(given("ja", "Keuze", "text")), TypeError, "Keuze: no single number"),
    "row of a number": (lambda: weight["Hoorn"], TypeError, "a single number has no rows, expected float"),
    "a row that is not there": (lambda: budget["Ede"], KeyError, "Ede"),
    "np.sqrt": (lambda: np.sqrt(budget), TypeError, "does not support ufuncs"),
    "np.maximum": (lambda: np.maximum(budget, 0), TypeError, "does not support ufuncs"),
    "np.sum": (lambda: np.sum(budget), TypeError, "does not support ufuncs"),
    "np.asarray": (lambda: np.asarray(budget), TypeError, "expected operators and the functions of vtcost.quantity"),
    "array * quantity": (lambda: np.ones(3) * budget, TypeError, "a ndarray in a formula: expected a quantity"),
    "quantity * array": (lambda: budget * np.ones(3), TypeError, "a ndarray in a formula"),
    "Series + quantity": (lambda: plain + budget, TypeError, "a Series in a formula: expected a quantity, given"),
    "quantity - Series": (lambda: budget - plain, TypeError, "a Series in a formula"),
    "Series > quantity": (lambda: plain > budget, TypeError, "a Series in a formula"),
    "Series == quantity": (lambda: plain == budget, TypeError, r"expected equal\(a, b\)"),
    "DataFrame / quantity": (lambda: plain.to_frame() / budget, TypeError, "a DataFrame in a formula"),
    "at of a Series": (lambda: at(plain, group), TypeError, "a Series in a formula"),
    "maximum with a Series": (lambda: maximum(plain, budget), TypeError, "a Series in a formula"),
    "True": (lambda: weight + True, TypeError, "a bool in a formula"),
    "None": (lambda: weight * None, TypeError, "a NoneType in a formula"),
    "not a number": (lambda: weight + float("nan"), ValueError, "nan in a formula: expected a finite number"),
    "euro + person": (lambda: budget + people, ValueError, r"a \+ b: euro and person, expected one unit"),
    "euro > person": (lambda: budget > people, ValueError, "a > b: euro and person"),
    "highest of two units": (lambda: maximum(budget, people), ValueError, "a max b: euro and person"),
    "one unit or another": (lambda: when(weight > 0, budget, people), ValueError, "a when b: euro and person"),
    "equal in two units": (lambda: equal(budget, people), ValueError, "a = b: euro and person"),
    "unit": (lambda: given(1.0, "Prijs", "dollar"), ValueError, "unit 'dollar': expected one of euro, euro_cent"),
    "named in another unit": (lambda: (budget / people).called("x", "euro"), ValueError, "x: euro and euro per person"),
    "two names": (lambda: budget.called("Bedrag", "euro"), ValueError, "Bedrag: is called Begroting already"),
    "name after a variant": (late, ValueError, "Dubbel: variants were made of it before it had a name"),
    "variant without a name": (
        lambda: (weight * 2).given({weight: 1.0}, ", heel"),
        ValueError,
        "has no name, expected",
    ),
    "column without a name": (
        lambda: total(budget * 2).called("Totaal", "euro"),
        ValueError,
        "Totaal: looks at a whole column without a name, expected that column named before",
    ),
    "column without a name, deep inside": (
        lambda: (budget / (1 + within(budget / budget, group))).called("Deel", "euro"),
        ValueError,
        "Deel: looks at a whole column without a name",
    ),
    "total with a gap": (lambda: total(gappy), ValueError, r"sum of Oud: Texel is missing, expected when\(known"),
    "within with a gap": (lambda: within(gappy, group), ValueError, "within of Oud: Texel is missing"),
    "by with a gap": (lambda: by(gappy, group, elsewhere), ValueError, "by of Oud: Texel is missing"),
    "place with a gap": (lambda: place(gappy, weight * budget), ValueError, "place of Oud: Texel is missing"),
    "a gap in a variant": (
        lambda: total(budget).given({budget: pd.Series([1.0, np.nan, 2.0], ROWS)}),
        ValueError,
        r"sum of a quantity without a name \(fixed\): Texel is missing",
    ),
    "other rows": (lambda: gappy + elsewhere, ValueError, r"\+: Elders has other rows than Oud, expected the same"),
    "another order": (
        lambda: gappy + column(1.0, 2.0, 3.0, label="Anders", rows=ROWS[::-1]),
        ValueError,
        "Anders has other rows than Oud",
    ),
    "groups of other rows": (
        lambda: within(budget, column("a", "b", label="Kant", unit="text", rows=["Ede", "Duiven"])),
        ValueError,
        "within: Kant has other rows than Begroting",
    ),
    "order of other rows": (lambda: place(budget, elsewhere), ValueError, "place: Elders has other rows"),
    "groups by other rows": (lambda: by(elsewhere, group, budget), ValueError, "by: Regio has other rows than Elders"),
    "total of a number": (lambda: total(weight), ValueError, "sum of Gewicht: a single number, expected a column"),
    "within one group": (lambda: within(budget, "west"), ValueError, "within of .*: a single number, expected"),
    "at for one group": (lambda: at(budget, "Hoorn"), ValueError, "at of .*: a single number, expected a column"),
    "at of a number": (lambda: at(weight, group), ValueError, "at of Gewicht: a single number, expected a column"),
    "by over a number": (lambda: by(budget, group, weight), ValueError, "by of .*: a single number, expected a column"),
    "row of": (lambda: row_of(budget, "Ede"), ValueError, "row 'Ede': expected one of Hoorn, Texel, Alkmaar"),
    "given": (
        lambda: (budget * 2).given({people: plain}),
        ValueError,
        "does not rest on Inwoners, expected a quantity",
    ),
    "evaluated": (lambda: (budget * 2).evaluated({people: plain}), ValueError, "does not rest on Inwoners"),
    "interval": (lambda: interval(budget * 2, {people: np.ones(3)}), ValueError, "does not rest on Inwoners"),
    "evaluated with scenarios on the last axis": (
        lambda: (budget * weight).evaluated({weight: np.linspace(0, 1, 3)}),
        ValueError,
        "Gewicht: 3 values on the last axis, expected 1",
    ),
    "evaluated with too many rows": (
        lambda: (budget * 2).evaluated({budget: np.ones((2, 4))}),
        ValueError,
        "Begroting: 4 values on the last axis, expected 3",
    ),
    "evaluated with a Series in another order": (
        lambda: (budget * 2).evaluated({budget: budget.series[::-1]}),
        ValueError,
        "Begroting: a Series with other rows in its place, expected the same rows",
    ),
    "evaluated with texts in two scenarios": (
        lambda: within(budget, group).evaluated({group: np.array([["a", "b", "a"], ["a", "a", "a"]])}),
        ValueError,
        "Regio: texts on 2 axes, expected one scenario of them",
    ),
    "evaluated with texts for numbers": (
        lambda: (budget * 2).evaluated({budget: np.array(["a", "b", "c"])}),
        ValueError,
        "Begroting: str.* in its place, expected numbers",
    ),
    "interval in another order": (
        lambda: interval(budget * 2, {budget: budget.series[::-1]}),
        ValueError,
        "Begroting: a Series with other rows in its place",
    ),
    "interval with a gap": (
        lambda: interval(budget * 2, {budget: np.array([1, np.nan, 1])}),
        ValueError,
        "Begroting: half a digit of other rows or missing, expected a finite number for each",
    ),
    "interval of scenarios": (
        lambda: interval(budget * 2, {budget: np.ones((2, 3))}),
        ValueError,
        "Begroting: half a digit of other rows or missing, expected a finite number for each",
    ),
    "a value changed from outside": (lambda: given(1.0, "Prijs", "euro").value.fill(50.0), ValueError, "read-only"),
    "an outcome changed from outside": (lambda: (budget * 2).value.fill(50.0), ValueError, "read-only"),
    "a text below another": (lambda: group < "B", ValueError, "< of Regio: a text, expected a number"),
    "a text and a number": (
        lambda: equal(group, 1),
        ValueError,
        "= of Regio and a .*: a text and a number, expected two of one kind",
    ),
    "a text or a number": (lambda: when(weight > 0, "ja", 1), ValueError, "when of .*: a text and a number"),
    "texts added up": (lambda: names + "nee", ValueError, r"\+ of Keuze: a text, expected a number"),
    "a text rounded": (lambda: rounded(names), ValueError, "round of Keuze: a text"),
    "whether a text is known": (lambda: known(names), ValueError, "known of Keuze: a text"),
    "a text as the other argument": (lambda: maximum(weight, "nee"), ValueError, "max of .*: a text"),
    "texts as an order": (lambda: place(budget, group), ValueError, "place of Regio: a text, expected a number"),
    "a number as a condition": (lambda: when(weight, 1, 0), ValueError, "when of Gewicht: no condition, expected"),
    "a gap that is compared": (
        lambda: when(gappy > 0, 1, 2).called("Trap", "number"),
        ValueError,
        r"Trap: compares Oud, which is missing, expected when\(known\(x\), ..., ...\)",
    ),
    "a gap that is compared where nothing guards it": (
        lambda: when(known(gappy), 1, when(gappy > 0, 1, 2)).called("Trap", "number"),
        ValueError,
        "Trap: compares Oud, which is missing",
    ),
    "a row by number": (lambda: row_of(budget, 2022), ValueError, "row of Begroting: .* as its label, expected a sing"),
    "a row by a column": (lambda: row_of(budget, group), ValueError, "row of Begroting: Regio as its label"),
    "an amount that is lost": (
        lambda: by(budget, group, column(1.0, rows=["west"])),
        ValueError,
        "by: an amount of group 'oost', expected one of west",
    ),
    "an amount that is lost in a Series": (
        lambda: by(budget.series, group.series, pd.Series(0, ["west"])),
        ValueError,
        "by: an amount of group 'oost', expected one of west",
    ),
    "rows that are numbers": (
        lambda: column(1.0, 2.0, rows=[2021, 2022]),
        ValueError,
        "Bedrag: row 2021, expected a text as the label of a row",
    ),
    "a row without a label": (lambda: column(1.0, 2.0, rows=["a", ""]), ValueError, "Bedrag: row '', expected a text"),
    "no label": (lambda: given(1.0, "", "number"), ValueError, "label '': expected a text"),
    "None as a label": (lambda: given(1.0, None, "number"), ValueError, "label None: expected a text"),
    "None given": (lambda: given(None, "Prijs", "euro"), ValueError, "Prijs: None, expected a finite number"),
    "True given": (lambda: given(True, "Prijs", "euro"), ValueError, "Prijs: True, expected a finite number"),
    "infinity given": (lambda: column(1.0, np.inf, 2.0), ValueError, "Bedrag: inf, expected a finite number"),
    "a text for a number": (lambda: given("a", "Prijs", "euro"), ValueError, "Prijs: 'a', expected a finite number"),
    "a number for a text": (lambda: given(1.0, "Keuze", "text"), ValueError, "Keuze: 1.0, expected a text"),
    "None in its place": (lambda: (weight * 2).given({weight: None}), ValueError, "Gewicht: None, expected a finite"),
    "True in its place": (lambda: (weight * 2).given({weight: True}), ValueError, "Gewicht: True, expected a finite"),
    "infinity in its place": (
        lambda: (budget * 2).given({budget: pd.Series([1.0, np.inf, 2.0], ROWS)}),
        ValueError,
        "Begroting: inf, expected a finite number",
    ),
    "a number in the place of a text": (
        lambda: when(equal(names, "ja"), 1, 0).given({names: 1.0}),
        ValueError,
        "Keuze: 1.0, expected a text",
    ),
    "given in another unit": (
        lambda: (budget * 2).given({budget: people}),
        ValueError,
        "Inwoners for Begroting: euro and person, expected one unit",
    ),
    "given other rows": (other_rows_the_second_time, ValueError, "Bedrag: a Series with other rows in its place"),
    "a column for a number": (
        lambda: (weight * 2).given({weight: plain}),
        ValueError,
        "Gewicht: a Series with other rows",
    ),
    "a number over zero": (
        lambda: (weight / (other - other)).called("Deel", "share"),
        ValueError,
        "Deel: no finite number, expected no division by zero",
    ),
    "a row that is infinite": (
        lambda: (1 / (gappy - 3)).called("Deel", "number"),
        ValueError,
        "Deel: no finite number in Alkmaar, expected no division by zero",
    ),
    "conditions added up": (
        lambda: (weight > 0) + (weight > 1),
        ValueError,
        r"\+ of a quantity without a name \(>\): true or false, expected when\(condition, 1, 0\)",
    ),
    "a condition times": (lambda: budget * (budget > 1), ValueError, r"\* of .*: true or false"),
    "how many conditions": (
        lambda: total((budget > 200).called("Groot", "count")),
        ValueError,
        "sum of Groot: true or false",
    ),
    "row twice": (lambda: column(1.0, 2.0, rows=["Ede", "Ede"]), ValueError, "Bedrag: row Ede stands twice"),
    ".sum": (lambda: budget.sum(), AttributeError, r"a quantity has no sum, expected total\(x\)"),
    ".clip": (lambda: budget.clip(0), AttributeError, r"expected maximum\(x, low\) or minimum\(x, high\)"),
    ".map": (lambda: group.map({}), AttributeError, r"expected at\(amounts, group\)"),
    ".std": (lambda: budget.std(), AttributeError, r"a quantity has no std, expected .series.std"),
    ".head of a number": (lambda: weight.head(), AttributeError, "a quantity has no head"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_answer_wrongly_is_refused(name):
    """Never silently: the message names the quantity and says what to write instead."""
    wrong, error, message = REFUSED[name]
    with pytest.raises(error, match=message):
        wrong()


def test_a_refused_name_leaves_no_name():
    """What is named too early can be named once its column has a name."""
    doubled = budget * 2
    amount = total(doubled)
    with pytest.raises(ValueError, match="without a name"):
        amount.called("Totaal", "euro")
    doubled.called("Dubbel", "euro")
    assert words(amount.called("Totaal", "euro")) == "totaal van Dubbel"


def test_it_is_looked_at_as_a_series():
    """Everything that only looks: 300, 100 and 200 euro for Hoorn, Texel and Alkmaar."""
    assert budget["Texel"] == 100.0
    assert budget.loc["Texel"] == budget.iloc[1] == 100.0
    assert budget.head(2).to_dict() == {"Hoorn": 300.0, "Texel": 100.0}
    assert budget.tail(1).index.tolist() == ["Alkmaar"]
    assert budget.describe()["mean"] == 200.0
    assert budget.sort_values().index.tolist() == ["Texel", "Alkmaar", "Hoorn"]
    assert budget.to_frame().columns.tolist() == ["Begroting"]
    assert (budget.idxmax(), budget.idxmin(), len(budget)) == ("Hoorn", "Texel", 3)
    assert budget.nlargest(1).to_dict() == {"Hoorn": 300.0}
    assert dict(budget.items()) == budget.to_dict() == budget.series.to_dict()
    assert callable(budget.plot.bar)
    assert float(weight) == weight.series == 0.5
    assert f"{weight:.2f}" == "0.50"
    assert group["Hoorn"] == "west"
    assert repr(weight * 2) == "Zonder naam = Gewicht × 2\n1.0"
    assert "<p>Begroting: gegeven</p>" in budget._repr_html_()
    assert "&lt;b&gt;" in given(1.0, "<b>", "number")._repr_html_()


def test_what_was_given_is_its_own():
    """A Series that changes afterwards changes nothing."""
    amounts = pd.Series([1.0, 2.0, 4.0], ROWS)
    one = given(amounts, "Bedrag", "number")
    amounts.iloc[0] = 50.0
    assert one.value.tolist() == [1.0, 2.0, 4.0]


def test_a_copy_is_the_same_one():
    """What rests on it rests on its copy."""
    for copied in (copy.copy(weight), copy.deepcopy({"a": [weight]})["a"][0]):
        assert copied is weight
        assert (weight * 2).evaluated({copied: np.array([2.0])}).tolist() == [4.0]


def test_one_value_may_stand_for_all_rows():
    """300, 100 and 200 replaced by 1 each add up to 3, in each of four scenarios."""
    assert total(budget).evaluated({budget: np.ones((4, 1))}).tolist() == [[3.0]] * 4
    assert total(budget).evaluated({budget: 2}).tolist() == [6.0]


def test_what_is_guarded_may_be_compared():
    """Only in the rows that have a number; 1, nothing and 3 are above 2 once."""
    above = when(known(gappy), when(gappy > 2, 1, 0), 0).called("Boven twee", "count")
    assert above.to_list() == [0.0, 0.0, 1.0]


def test_what_falls_outside_the_groups_may_be_zero():
    assert by(column(3.0, 0.0, 2.0), group, column(1.0, label="Zijde", rows=["west"])).to_dict() == {"west": 5.0}


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        *((1.005, 2, 1.01), (0.285, 2, 0.29), (-1.005, 2, -1.01), (1_234_567.285, 2, 1_234_567.29)),
        *((0.499_999_999_6, 0, 0.0), (99_999_999.499_999_9, 0, 99_999_999.0), (123_456.785, 2, 123_456.79)),
        *((0.499_999, 0, 0.0), (0.284_999, 2, 0.28), (1e12 + 0.5, 0, 1e12 + 1), (1e15 + 1, 0, 1e15 + 1)),
    ],
)
def test_a_half_is_rounded_as_it_is_written(value, decimals, expected):
    """1,005 is kept as 1,00499999999999989: a workbook makes 1,01 of it, and so does a reader."""
    assert float(rounded(value, decimals)) == expected
    assert float(rounded(given(value, "Bedrag", "number"), decimals)) == expected


def test_a_sum_of_quantities_begins_with_the_first():
    """The plain zero of `sum` is no part of the formula."""
    assert words(sum([weight, other])) == "Gewicht + Ander gewicht"
    assert words(total({"a": weight, "b": other})) == "Gewicht + Ander gewicht"


# The functions, on numbers, Series and quantities

BY_ROW = {
    "maximum": lambda x, y: maximum(x, y),
    "minimum": lambda x, y: minimum(x, y),
    "floor": lambda x, y: floor(x),
    "rounded": lambda x, y: rounded(x, 1),
    "known": lambda x, y: when(known(x), 1.0, 0.0),
    "equal": lambda x, y: when(equal(x, y), 1.0, 0.0),
    "when": lambda x, y: when(x >= y, x - y, 3.0),
}
WHOLE = {
    "total": lambda x, full, group, order: total(full),
    "count": lambda x, full, group, order: count(x),
    "gaps": lambda x, full, group, order: gaps(x),
    "lowest": lambda x, full, group, order: lowest(x),
    "row_of": lambda x, full, group, order: row_of(x, "b"),
    "within": lambda x, full, group, order: within(full, group),
    "at": lambda x, full, group, order: at(x, group),
    "by": lambda x, full, group, order: by(when(equal(group, "elders"), 0.0, full), group, x),
    "place": lambda x, full, group, order: place(full, order),
}
quarters = st.integers(-40, 40).map(lambda number: number / 4)


@st.composite
def columns(draw):
    """A column with gaps, one without, groups among the rows and elsewhere, and an order."""
    rows = list("abcdef"[: draw(st.integers(2, 6))])
    each = st.one_of(quarters, st.just(float("nan")))
    gaps = [draw(quarters), *(draw(each) for _ in rows[1:])]
    full = [draw(st.integers(-3, 3)) / 2 for _ in rows]
    group = [draw(st.sampled_from([*rows, "elders"])) for _ in rows]
    order = draw(st.permutations(range(len(rows))))
    return [pd.Series(values, rows) for values in (gaps, full, group, [float(number) for number in order])]


def quantities(*series):
    """The same as quantities."""
    return [
        given(one, f"Naam{number}", "text" if one.dtype.kind not in "if" else "number")
        for number, one in enumerate(series)
    ]


@pytest.mark.parametrize("name", BY_ROW)
@drawn(columns())
def test_a_function_of_a_row_is_the_same_for_numbers_series_and_quantities(name, drawn_columns):
    gaps, full, *_ = drawn_columns
    function = BY_ROW[name]
    series, quantity = function(gaps, full), function(*quantities(gaps, full))
    np.testing.assert_array_equal(quantity.series, series)
    np.testing.assert_array_equal([function(x, y) for x, y in zip(gaps, full, strict=True)], series)


@pytest.mark.parametrize("name", WHOLE)
@drawn(columns())
def test_a_function_of_a_column_is_the_same_for_series_and_quantities(name, drawn_columns):
    series, quantity = WHOLE[name](*drawn_columns), WHOLE[name](*quantities(*drawn_columns))
    np.testing.assert_array_equal(quantity.series, series)
    if isinstance(series, pd.Series):
        assert quantity.index.equals(series.index)


# Units

UNITS = {
    "cases × hours per case": (("cases", "hours_per_case"), 1, "hours"),
    "hours / hours per fte": (("hours", "hours_per_fte"), -1, "fte"),
    "euro / inhabitants": (("euro", "inhabitants"), -1, "euro_per_inhabitant"),
    "euro per hour × hours": (("euro_per_hour", "hours"), 1, "euro"),
    "euro / euro": (("euro", "euro_cent"), -1, "share"),
    "share × euro": (("share", "euro"), 1, "euro"),
    "fte × euro per fte": (("fte", "euro_per_fte"), 1, "euro"),
}


@pytest.mark.parametrize("name", UNITS)
def test_units_multiply_and_divide(name):
    (one, two), sign, expected = UNITS[name]
    assert times([powers(one), powers(two)], sign) == powers(expected)


@drawn(st.sampled_from(list(NAMES)), st.sampled_from(list(NAMES)))
def test_dividing_undoes_multiplying(one, two):
    """u × v / v is u; u / u is a plain number, and so is u less itself in powers."""
    first, second = given(2.0, "Een", one), given(4.0, "Twee", two)
    assert (first * second / second).powers == first.powers == powers(one)
    assert (first / first).powers == {}
    assert (first / second * second).powers == first.powers
    for kept in (first + 1, 1 - first, -first, abs(first), floor(first), rounded(first), maximum(first, 0)):
        assert kept.powers == first.powers
    assert (first > 1).powers == {}


@drawn(st.sampled_from(list(NAMES)), st.sampled_from(list(NAMES)))
def test_only_one_unit_is_added_up(one, two):
    if powers(one) == powers(two):
        assert agreed("a", [powers(one), None, powers(two)]) == powers(one)
    else:
        with pytest.raises(ValueError, match="expected one unit"):
            given(1.0, "Een", one) - given(1.0, "Twee", two)
