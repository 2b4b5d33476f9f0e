"""What a sheet holds, and what it and an outcome refuse: nothing of a calculation is passed over in silence."""

from types import SimpleNamespace

import pandas as pd
import pytest

from vtcost.quantity import Model, given
from vtcost.quantity.model import begun
from vtcost.results import results

GLOSSARY = {"needed": ("Nodig", "fte"), "fte": ("Fte {}", "fte"), "off": ("Controle: {}", "number")}
GLOSSARY["per_row"] = ("Per rij", "fte")


def cells(*sources: str, rows: tuple[str, ...] = ("2023", "2024"), members: tuple[str, ...] = ()) -> Model:
    """What model cells make, run as a notebook does."""
    table = pd.DataFrame({"gm_code": "GM0001"}, index=list(members))
    tables = {"municipalities": table} if members else {}
    region = SimpleNamespace(glossary=GLOSSARY, year=2025, tables=tables, municipalities=lambda year: table)
    made = Model(region)
    leaves = {"hours": given(270.0, "Uren", "hours"), "per_fte": given(1350.0, "Uren per fte", "hours_per_fte")}
    leaves["column"] = given(pd.Series(270.0, list(rows)), "Uren per rij", "hours")
    space = {"model": made, "pd": pd, **leaves}
    for source in sources:
        exec(source, space)
    return made


SHEET, GAP = "with model.sheet('Een'):\n    needed = hours / per_fte\n", "hours / per_fte"
REFUSED = {
    "keys that are no text": (
        f"    fte = {{2025: {GAP}}}",
        "fte: a dict, expected a quantity or a table of them by text",
    ),
    "a list": (f"    fte = [{GAP} * 3]", "fte: a list, expected a quantity"),
    "a tuple within a list": (f"    fte = [(1, {GAP} * 3)]", "fte: a list, expected a quantity"),
    "a number among them": (f"    fte = {{'a': {GAP}, 'b': 3.0}}", "fte: a dict, expected a quantity"),
    "a plain Series": ("    fte = pd.Series({'a': 3.0})", "fte: a Series, expected a quantity"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_sheet_cannot_hold_is_refused(name):
    line, said = REFUSED[name]
    with pytest.raises(ValueError, match=said):
        cells(f"with model.sheet('Twee'):\n{line}")


def test_a_list_of_what_has_a_name_is_no_loss():
    made = cells(f"with model.sheet('Een'):\n    both = [{{'a': {GAP}}}, {GAP}]\n    fte, needed = both")
    assert [one.label for one in made.sheets[0].quantities] == ["Uren", "Uren per fte", "Fte a", "Nodig"]


@pytest.mark.parametrize("line", ["fte['b'] = hours * 2 / per_fte", "fte |= {'b': hours * 2 / per_fte}"])
def test_a_table_of_an_earlier_sheet_that_grows_is_named_where_it_grows(line):
    made = cells(f"with model.sheet('Een'):\n    fte = {{'a': {GAP}}}\nwith model.sheet('Twee'):\n    {line}")
    assert [one.label for one in made.sheets[1].quantities] == ["Fte b"]
    assert list(made["fte"]) == ["a", "b"]


def test_a_sheet_stands_in_a_cell_itself():
    inside = f"    with model.sheet('Een'):\n        needed = {GAP}\n"
    with pytest.raises(ValueError, match="sheet 'Een': used in a function, expected in a cell itself"):
        cells(f"def make():\n{inside}    return needed\nmake()")


TITLES = (
    "Leeswijzer",
    "leeswijzer",
    "History",
    "'Een",
    "Een'",
    "Een/Twee",
    "Een?",
    "[Een]",
    "Een:",
    "a*b",
    "a\\b",
    "een",
)


@pytest.mark.parametrize("title", TITLES)
def test_a_title_is_one_that_a_workbook_can_have(title):
    with pytest.raises(ValueError, match="expected another title"):
        cells(SHEET, f"with model.sheet({title!r}):\n    pass")


def test_a_kind_is_known_and_an_aansluiting_or_checks_stand_once():
    with pytest.raises(ValueError, match="kind 'check', expected one of numbers, closing, checks"):
        cells("with model.sheet('Een', kind='check'):\n    pass")
    for kind in ("closing", "checks"):
        with pytest.raises(ValueError, match=f"kind {kind}, expected one sheet of this kind, 'Een'"):
            cells(*(f"with model.sheet({title!r}, kind={kind!r}):\n    pass" for title in ("Een", "Twee")))
        with pytest.raises(ValueError, match="Per rij: a column, expected a number on a sheet of kind"):
            cells(f"with model.sheet('Een', kind={kind!r}):\n    per_row = column / per_fte")


def test_a_cell_with_a_mistake_can_be_run_again_once_it_is_right():
    broken = "    with model.sheet('Een'):\n        needed, wrong = hours / per_fte, hours * 2"
    made = cells(f"try:\n{broken}\nexcept ValueError:\n    pass")
    assert not made.sheets
    assert not made.named
    exec(SHEET, {"model": made, "hours": given(1.0, "Uren", "hours"), "per_fte": given(2.0, "U", "hours_per_fte")})
    assert [sheet.title for sheet in made.sheets] == ["Een"]


def test_a_cell_that_is_run_twice_says_where_to_begin():
    with pytest.raises(ValueError, match=r"'Een': .* is there already, .* begin with the one with Model\(region\)"):
        cells(SHEET, SHEET)
    with pytest.raises(ValueError, match=r"fte_needed is there already, .* begin with the one with Model\(region\)"):
        cells(SHEET, *["model.result('key', fte_needed=needed)"] * 2)


RESULTS = {
    "no component": ("model.result('key')", "no component, expected at least one"),
    "a plain number": ("model.result('key', gap=3.0)", "gap has no name, expected a quantity of a sheet"),
    "no name": ("model.result('key', gap=needed * 2)", "gap has no name, expected a quantity of a sheet"),
}


@pytest.mark.parametrize("name", RESULTS)
def test_an_outcome_is_made_of_named_quantities(name):
    line, said = RESULTS[name]
    with pytest.raises(ValueError, match=said):
        cells(SHEET, line)
    with pytest.raises(ValueError, match="no sheet yet, expected one before it"):
        cells("model.result('key', gap=hours)")


COLUMN = "with model.sheet('Een'):\n    per_row = column / per_fte\n"


def test_a_year_in_a_label_is_a_word_of_four_digits():
    made = cells(COLUMN, "model.result('key', gap=per_row)", rows=("locatie 12345", "2e burap 2024", "Begroting"))
    assert results(made)["year"].tolist() == [2025, 2024, 2025]


def test_rows_of_two_kinds_and_rows_that_miss_a_value_are_refused():
    outcome = "model.result('key', gap=per_row)"
    mixed = cells(COLUMN, outcome, rows=("Schagen", "Regio"), members=("Schagen",))
    with pytest.raises(ValueError, match="row 'Regio' beside municipalities, expected one kind"):
        results(mixed)
    gap = "column = given(pd.Series({'a': 1.0, 'b': None}), 'Met gat', 'hours')"
    open_one = cells("from vtcost.quantity import given", gap, COLUMN, outcome)
    with pytest.raises(ValueError, match="gap b is missing, expected a number"):
        results(open_one)


def test_a_row_of_the_results_stands_once():
    """The year of the region said, or left to the region, is the same year."""
    made = cells(COLUMN, *(f"model.result('key', year={year}, gap=per_row)" for year in (None, 2025)), rows=("a",))
    with pytest.raises(ValueError, match="gap a 2025 stands twice, expected it once"):
        results(made)


def test_the_model_of_a_region_object_is_known_as_long_as_it_is_there():
    made = cells(SHEET)
    region = made.region
    assert begun(region) is made
    assert begun(SimpleNamespace()) is None
    del made
    assert begun(region) is None
