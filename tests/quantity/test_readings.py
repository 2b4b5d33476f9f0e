"""Readings of a quantity by hand: intervals, steps, variants, the sheets of a model and the cells of a workbook."""

from itertools import product
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from tests.quantity.test_quantity import ROWS, budget, column, people, quarters, weight
from vtcost.quantity import (
    Model,
    Variant,
    at,
    equal,
    given,
    interval,
    numbers,
    place,
    row_of,
    script,
    sentence,
    steps,
    total,
    when,
    within,
    words,
)
from vtcost.quantity.cells import Book
from vtcost.quantity.model import Sheet
from vtcost.quantity.origin import Origin

# How far a result can move


def test_an_interval_by_hand():
    """Shares of 1 and 3, both plus or minus a half.

    The first share is 1/4. With 1,5: 1,5/4,5 = 0,3333; with 0,5: 0,5/3,5 = 0,1429. With 3,5 for the other: 1/4,5 =
    0,2222; with 2,5: 1/3,5 = 0,2857. So up 0,0833 + 0,0357 = 0,1190 and down 0,1071 + 0,0278 = 0,1349; the other share
    moves as far the other way.
    """
    amounts = column(1.0, 3.0, rows=["a", "b"])
    low, high = interval(amounts / total(amounts), {amounts: np.array([0.5, 0.5])})
    np.testing.assert_allclose(low, [3 / 28 + 1 / 36, 1 / 12 + 1 / 28])
    np.testing.assert_allclose(high, [1 / 12 + 1 / 28, 3 / 28 + 1 / 36])


def test_what_is_exact_does_not_move():
    """10 euro a head, rounded to tens of cents, for 30, 10 and 20 heads: 0,05 × 30 = 1,50 up and down."""
    price = given(10.0, "Prijs", "euro_per_inhabitant")
    low, high = interval(people * price, {price: np.array([0.05]), people: np.zeros(3)})
    np.testing.assert_allclose(low, [1.5, 0.5, 1.0])
    np.testing.assert_allclose(high, low)


@drawn(st.lists(st.tuples(quarters, quarters, st.integers(0, 8).map(lambda n: n / 8)), min_size=2, max_size=4))
def test_an_interval_of_what_is_linear_reaches_the_farthest_corner(parts):
    """Σ cᵢxᵢ + Σ xᵢ lies between its values with every print half a digit down or up."""
    values, factors, halves = (np.array(each) for each in zip(*parts, strict=True))
    rows = [f"rij {number}" for number in range(len(parts))]
    x, factor = column(*values, label="x", rows=rows), column(*factors, label="Factor", rows=rows)
    product_ = (x * factor).called("Product", "number")
    low, high = interval(total(product_) + total(x), {x: halves})
    corners = [
        ((values + np.array(signs) * halves) * (factors + 1)).sum() for signs in product((-1, 1), repeat=len(parts))
    ]
    middle = (values * (factors + 1)).sum()
    np.testing.assert_allclose([low[0], high[0]], [middle - min(corners), max(corners) - middle], atol=1e-9)


# One result worked out


def staff():
    """600 cases at 22 hours, 1.350 hours per fte, 9 fte there."""
    cases = given(pd.Series({"voorstel": 600.0, "besluit": 576.0}), "Onderzoek", "cases")
    norm = given(22.0, "Norm", "hours_per_case")
    per_fte = given(1350.0, "Uren per fte", "hours_per_fte")
    there = given(9.0, "Beschikbaar", "fte")
    cases.origins = tuple(
        Origin(f"Onderzoek {year}", f"zhz-2024, bijlage 2, kolom {year}", "printed") for year in ("voorstel", "besluit")
    )
    norm.origins = (Origin("norm", "zhz-2024, bijlage 1", "derived"),)
    hours = (cases * norm).called("Uren", "hours", "hours")
    needed = (hours / per_fte).called("Nodig", "fte", "needed")
    gap = (there - needed).called("Verschil", "fte", "gap")
    return SimpleNamespace(cases=cases, norm=norm, per_fte=per_fte, there=there, hours=hours, needed=needed, gap=gap)


def test_three_steps_by_hand():
    """600 × 22 = 13.200 hours; 13.200 / 1.350 = 9,7778 fte; 9 − 9,7778 = −0,7778 fte."""
    first, second, third = steps(staff().gap, "voorstel")
    assert (first.label, first.name, first.formula, first.filled) == ("Uren", "hours", "Onderzoek × Norm", "600 × 22")
    assert (first.value, first.unit) == (13_200.0, "hours")
    assert first.sources == [
        "Onderzoek: zhz-2024, bijlage 2, kolom voorstel [printed]",
        "Norm: zhz-2024, bijlage 1 [derived]",
    ]
    assert (second.label, second.formula, second.filled) == ("Nodig", "Uren / Uren per fte", "13.200 / 1.350")
    assert second.value == pytest.approx(9.7778, abs=5e-5)
    assert (third.formula, third.filled) == ("Beschikbaar − Nodig", "9 − 9,7778")
    assert third.value == pytest.approx(-0.7778, abs=5e-5)
    assert (second.sources, third.sources) == ([], [])


def test_what_has_no_value_for_the_row_is_no_step():
    """13.200 and 12.672 hours are 25.872: of the total one step, the column is looked at as a whole."""
    (step,) = steps(total(staff().hours).called("Alle uren", "hours"))
    assert (step.formula, step.filled, step.value) == ("totaal van Uren", "25.872", 25_872.0)


def test_a_sentence_by_hand():
    """576 × 22 = 12.672 hours, / 1.350 = 9,3867 fte, so 0,3867 fte short."""
    made = staff()
    assert sentence(made.gap, "besluit") == "Verschil = Beschikbaar − Nodig = 9 − 9,3867 = −0,3867"
    assert sentence(made.norm) == "Norm: gegeven"
    assert numbers(-made.gap, "besluit") == "−(−0,3867)"


# Other values in their place


def test_a_variant_has_names_of_its_own():
    """With 1.320 hours per fte 13.200 hours are 10 fte, one more than there is; the hours do not change."""
    made = staff()
    fewer = made.gap.given({made.per_fte: 1320.0}, ", minder uren")
    assert fewer["voorstel"] == pytest.approx(-1.0)
    assert sentence(fewer) == "Verschil, minder uren = Beschikbaar − Nodig, minder uren"
    assert (fewer.name, fewer.unit) == ("gap, minder uren", "fte")
    _, needed = fewer.args
    assert words(needed) == "Uren / Uren per fte, minder uren"
    assert needed.args[0] is made.hours
    assert made.gap.given({made.per_fte: 1320.0}, ", minder uren") is fewer
    assert made.needed.given({made.per_fte: 1320.0}, ", minder uren") is needed
    assert made.gap.given({made.per_fte: 1320.0}) is not fewer


def test_a_variant_without_a_name_can_be_looked_at():
    """It is for its value, 60 × 22 = 1.320 hours; a workbook and a page have no name for its column."""
    made = staff()
    cases = pd.Series({"voorstel": 60.0, "besluit": 57.0})
    few = made.hours.given({made.cases: cases})
    assert few["voorstel"] == 1320.0
    assert repr(few).startswith("Zonder naam = een kolom zonder naam × Norm\n")
    assert repr(made.hours.given({made.norm: 20.0})).startswith("Zonder naam = Onderzoek × 20\n")
    with pytest.raises(ValueError, match="a column without a name"):
        script([few.called("Weinig uren", "hours")])


def test_another_quantity_takes_the_place():
    """22 hours for 100 and 50 reports instead of cases: 2.200 and 1.100 hours."""
    made = staff()
    reports = given(pd.Series({"voorstel": 100.0, "besluit": 50.0}), "Meldingen", "reports")
    hours = made.hours.given({made.cases: reports}, ", per melding")
    assert hours.to_dict() == {"voorstel": 2200.0, "besluit": 1100.0}
    assert words(hours) == "Meldingen × Norm"


def test_a_text_that_is_given_again_is_read_again():
    """Groups a, b, a of 1, 2, 4 are 5, 2, 5; with a, b, b they are 1, 6, 6."""
    amounts, groups = column(1.0, 2.0, 4.0), column("a", "b", "a", label="Groep", unit="text")
    together = within(amounts, groups)
    for texts, expected in (("aba", [5.0, 2.0, 5.0]), ("abb", [1.0, 6.0, 6.0]), ("aaa", [7.0, 7.0, 7.0])):
        first, again = (pd.Series([f"groep {text}" for text in texts], ROWS) for _ in range(2))
        assert together.given({groups: first}).value.tolist() == expected
        assert together.given({groups: again}) is together.given({groups: first})


def test_a_choice_chooses_the_row():
    """The row that a reader chooses: 300 for Hoorn, 100 for Texel."""
    choice = given("Hoorn", "Gemeente", "text")
    chosen = row_of(budget, choice).called("Gekozen", "euro")
    assert (float(chosen), float(chosen.given({choice: "Texel"}))) == (300.0, 100.0)
    assert chosen.evaluated({choice: np.array(["Texel"], dtype=object)}).tolist() == [100.0]
    assert words(chosen) == "Begroting in de gemeente"
    with pytest.raises(ValueError, match="row 'Ede'"):
        chosen.given({choice: "Ede"})


def test_places_with_another_order_in_each_scenario():
    """2, 2 and 1: the first two are equal and go by the order, which a scenario turns."""
    amounts, order = column(2.0, 2.0, 1.0), column(1.0, 2.0, 3.0, label="Volgorde")
    found = place(amounts, order).evaluated({order: np.array([[1.0, 2.0, 3.0], [2.0, 1.0, 3.0]])})
    assert found.tolist() == [[1.0, 2.0, 3.0], [2.0, 1.0, 3.0]]


def test_variants_follow_each_other():
    """At 20 hours a case 600 cases take 12.000 hours; with 1.250 hours per fte that is 9,6 fte."""
    made = staff()
    shorter, fewer = Variant({made.norm: 20.0}, ", korter"), Variant({made.per_fte: 1250.0}, ", minder uren")
    both = shorter.then(fewer)
    assert both(made.needed)["voorstel"] == pytest.approx(9.6)
    assert both(made.needed).label == "Nodig, korter, minder uren"
    assert shorter(made.hours) is shorter(made.hours)
    assert shorter(made.hours)["voorstel"] == 12_000.0
    with pytest.raises(ValueError, match="Beschikbaar: rests on nothing that changes"):
        shorter(made.there)


def test_what_the_first_replaced_the_second_replaces_again():
    """At 1.250 hours per fte there is 13.200 / 1.250 = 10,56 needed; instead of that 12 makes the gap 9 − 12 = −3."""
    made = staff()
    fewer, more = Variant({made.per_fte: 1250.0}, ", minder uren"), Variant({made.needed: 12.0}, ", meer")
    both = fewer.then(more)
    assert float(both(made.gap)) == -3.0
    assert words(both(made.gap)) == "Beschikbaar − Nodig, minder uren, meer"
    assert (fewer.unused, more.unused, both.unused) == ([], [], [])
    again = Variant({made.norm: 20.0}, ", a").then(Variant({made.norm: 10.0}, ", b")).then(fewer)
    assert again(made.needed)["voorstel"] == pytest.approx(600 * 10 / 1250)


# A model


def model_of(cell: str, **glossary) -> Model:
    """What a model cell makes, run as a notebook does."""
    made = Model(SimpleNamespace(glossary={"needed": ("Nodig", "fte"), "fte": ("Fte {}", "fte"), **glossary}))
    leaves = {"hours": given(270.0, "Uren", "hours"), "per_fte": given(1350.0, "Uren per fte", "hours_per_fte")}
    exec(cell, {"model": made, "given": given, **leaves})
    return made


def test_a_sheet_names_what_is_assigned_and_holds_what_it_rests_on():
    """In the order of the calculation: hours and hours per fte before what is needed; once each."""
    made = model_of(
        "with model.sheet('Formatie', 'Wat er nodig is'):\n"
        "    _aside = hours * 2\n"
        "    needed = hours / per_fte\n"
        "    number = 3\n"
        "with model.sheet('Per dienst'):\n"
        "    fte = {'Advies': needed * 0.4, 'Triage': needed * 0.6}\n"
        "model.result('regional', column='Doorrekening', fte_needed=needed)\n",
        **{"fte Triage": ("Triage in fte", "fte")},
    )
    first, second = made.sheets
    assert [one.label for one in first.quantities] == ["Uren", "Uren per fte", "Nodig"]
    assert [one.label for one in second.quantities] == ["Fte Advies", "Triage in fte"]
    assert (first.title, first.note, first.kind) == ("Formatie", "Wat er nodig is", "numbers")
    assert list(made) == ["needed", "fte"]
    assert float(made["fte"]["Triage"]) == pytest.approx(0.12)
    assert made["fte"]["Triage"].name == "fte Triage"
    assert [one.label for one in made.named][-1] == "Triage in fte"
    (outcome,) = made.outcomes
    assert (outcome.model, outcome.year, outcome.column) == ("regional", None, "Doorrekening")
    assert outcome.components == {"fte_needed": made["needed"]}
    with pytest.raises(KeyError, match="hours: expected one of needed, fte"):
        made["hours"]


WRONG_SHEETS = {
    "no row": (
        "with model.sheet('Formatie'):\n    short = hours / per_fte",
        "short: no row in glossary.csv, expected its label and unit",
    ),
    "no room for what it is of": (
        "with model.sheet('Formatie'):\n    needed = {'Advies': hours / per_fte}",
        r"needed: no row in glossary.csv, expected a label with \{\} for what it is of",
    ),
    "a name twice": (
        "with model.sheet('Een'):\n    needed = hours / per_fte\n"
        "with model.sheet('Twee'):\n    needed = hours / per_fte",
        "Nodig: two quantities have this name, expected each one of its own",
    ),
    "a title twice": (
        "with model.sheet('Een'):\n    pass\nwith model.sheet('Een'):\n    pass",
        "sheet 'Een': expected another title",
    ),
    "a long title": ("with model.sheet('x' * 19):\n    pass", "expected another title, of at most 18 characters"),
    "no title": ("with model.sheet(''):\n    pass", "sheet '': expected another title"),
    "another unit": ("with model.sheet('Formatie'):\n    needed = hours * per_fte", "Nodig: fte and hour"),
}


@pytest.mark.parametrize("name", WRONG_SHEETS)
def test_a_sheet_refuses(name):
    cell, message = WRONG_SHEETS[name]
    with pytest.raises(ValueError, match=message):
        model_of(cell)


# A workbook


def amounts_and(texts, label="Groep") -> Book:
    amounts, groups = column(1.0, 2.0, 4.0), column(*texts, label=label, unit="text")
    together = within(amounts, groups).called("Samen", "number")
    return Book([Sheet("Blad", quantities=[amounts, groups, together])]), together


WRONG_BOOKS = {
    "a pattern": (["a*", "b", "ab"], r"'a\*': a workbook would look for other texts too"),
    "a comparison": (["<20", "b", "ab"], "'<20': a workbook would look for other texts too"),
    "capitals": (["West", "west", "b"], "Groep: texts that differ in capitals alone are one in a workbook"),
    "nothing": (["a", "", ""], "Groep: an empty text is no group in a workbook"),
}


@pytest.mark.parametrize("name", WRONG_BOOKS)
def test_groups_that_a_workbook_would_read_otherwise_are_refused(name):
    texts, message = WRONG_BOOKS[name]
    book, together = amounts_and(texts)
    with pytest.raises(ValueError, match=message):
        book.formula(together, 6)


def test_a_group_that_a_workbook_would_take_for_another_row_is_refused():
    """In Python nothing belongs to "west": the row is called "West"."""
    groups = column("west", "oost", "oost", label="Groep", unit="text")
    grants = column(1.0, 2.0, label="DUVO", rows=["West", "oost"])
    there = at(grants, groups).called("Inbreng", "number")
    assert there.to_list() == [0.0, 2.0, 2.0]
    book = Book([Sheet("Blad", quantities=[groups, there]), Sheet("Elders", quantities=[grants])])
    with pytest.raises(ValueError, match="Groep: texts that differ in capitals alone are one in a workbook"):
        book.formula(there, 6)


def test_a_column_that_stands_nowhere_is_refused():
    book = Book([Sheet("Blad", quantities=[total(budget).called("Totaal", "euro")])])
    with pytest.raises(ValueError, match="Begroting: stands on no page, expected a sheet for it"):
        book.formula(book.pages[0].quantities[0])


def test_two_pages_with_one_title_are_refused():
    with pytest.raises(ValueError, match="page 'Blad': stands twice"):
        Book([Sheet("Blad", quantities=[budget]), Sheet("Blad", quantities=[weight])])


def test_cells_by_hand():
    """Rows from six on, labels in A; single numbers by name, on a page of their own; another page by its title."""
    share = (budget / total(budget)).called("Deel", "share")
    mixed = (weight * share).called("Gemengd", "share")
    book = Book([Sheet("Invoer", quantities=[budget, weight]), Sheet("Deel [1]", quantities=[share, mixed])])
    assert [page.title for page in book.pages] == ["Invoer", "Invoer (getallen)", "Deel  1 "]
    assert book.formula(share, 7) == "='Invoer'!$B7 / SUM('Invoer'!$B$6:$B$8)"
    assert book.formula(mixed, 8) == "=Gewicht * $B8"
    assert book.place(mixed) == (book.pages[2], 1)


def test_a_text_is_compared_to_the_letter():
    """A workbook's own = would find "ja" equal to "Ja"."""
    choice = given("Ja", "Keuze", "text")
    chosen = when(equal(choice, "ja"), weight * 2, weight).called("Gekozen", "share")
    book = Book([Sheet("Blad", quantities=[choice, weight, chosen])])
    assert book.formula(chosen) == '=IF(EXACT(Keuze, "ja"), Gewicht * 2, Gewicht)'
    assert float(chosen) == 0.5
