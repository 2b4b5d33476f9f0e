"""The workbook as a controller uses it: recalculated by LibreOffice, with the memo's inputs and with other ones."""

import csv
import importlib
import re
import zipfile

import openpyxl
import pytest

from tests.conftest import ROOT
from tests.workbook.office import ABSENT, PROGRAM, recalculated
from vtcost.data import Region, region_names
from vtcost.model_cells import has_model, model_of
from vtcost.workbook import of_calculation, of_model, workbook
from vtcost.workbook.source import Source

NAMES = region_names()
HEAD = {"Aan": "raad", "Onderwerp": "=HYPERLINK(1)", "Van": "@controller"}
# Cells that are changed by hand (sheet, label in the first column, new value), and the same as parameters.
CHANGES = {
    "noord_holland_noord": (
        [
            ("Invoer", "Begroting", 9_876_543.5),
            ("Invoer", "Gewicht inwoners", 0.7),
            ("Invoer", "DUVO Alkmaar", 650_000),
        ],
        {"budget": 9_876_543.5, "weight_inhabitants": 0.7, "duvo_alkmaar": 650_000},
    ),
    "gelderland_midden": (
        [
            ("Invoer", "Begroting", 4_000_001.5),
            ("Invoer", "DUVO Ede", 400_000),
            ("Invoer", "AC2: vast deel van de begroting", 0.75),
            ("Invoer", "A en A-jeugd: aandeel Centraal Gelderland", 0.7),
            ("Invoer", "AC2: aandeel Centraal Gelderland", 0.7),
        ],
        {"budget": 4_000_001.5, "duvo_ede": 400_000, "fixed_share": 0.75, "share_centraal_gelderland": 0.7},
    ),
    "zuid_holland_zuid": (
        [
            ("Invoer", "Uren per fte", 1400),
            ("Invoer", "Normenset", "Landelijke norm"),
            ("Invoer", "Meldingen in de doorrekening", 5000),
            ("Invoer", "Kolom met de verhouding tussen de diensten", "Realisatie 2022"),
        ],
        {"hours_per_fte": 1400, "norms": "national", "reports": 5000, "mix_of": "Realisatie 2022"},
    ),
}


def source(name: str, overlay=None, **given) -> Source:
    region = Region.open(name, overlay, **{key: str(value) for key, value in given.items()})
    return of_model(model_of(region), name) if has_model(name) else of_calculation(calculation(region))


def calculation(region: Region):
    return importlib.import_module(f"vtcost.calculation.{region.name}").calculate(region)


def numbers(path) -> dict[tuple[str, str], float | str]:
    """Values of all cells with a formula, or a number, by sheet and address."""
    values, formulas = openpyxl.load_workbook(path, data_only=True), openpyxl.load_workbook(path)
    return {
        (sheet.title, cell.coordinate): values[sheet.title][cell.coordinate].value
        for sheet in formulas
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type in ("f", "n") and cell.value is not None
    }


def differences(found: dict, expected: dict) -> dict:
    """Cells that differ by more than a thousandth of a cent (1e-8 where numbers are small) or in words."""
    apart = {}
    for cell, value in expected.items():
        other = found.get(cell)
        same = (
            value == other
            if isinstance(value, str) or isinstance(other, (str, type(None)))
            else abs(value - other) <= (1e-5 if abs(value) > 1 else 1e-8)
        )
        if not same:
            apart[cell] = (value, other)
    return apart


def poisoned(path, copy) -> None:
    """The same workbook with another value stored in every cell with a formula."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(copy, "w") as target:
        for item in source.infolist():
            content = source.read(item)
            if item.filename.startswith("xl/worksheets/"):
                content = re.sub(rb"</f><v>-?[\d.eE+-]+</v>", b"</f><v>12345</v>", content)
            target.writestr(item, content)


def changed(path, copy, cells) -> None:
    """The same workbook with other inputs typed in."""
    book = openpyxl.load_workbook(path)
    for sheet, label, value in cells:
        cell = line_cell(book[sheet], label)
        assert not cell.protection.locked, f"{label} cannot be changed"
        cell.value = value
    book.save(copy)


# Cells that are emptied or get what does not belong there: (sheet, header or label, row or "", value).
BROKEN = {
    "noord_holland_noord-empty-budget": ("Invoer", "Begroting", "", None),
    "noord_holland_noord-empty-inhabitants": ("Gemeenten", "Inwoners", "Schagen", None),
    "noord_holland_noord-word": ("Gemeenten", "Casussen", "Hoorn", "veel"),
    "noord_holland_noord-negative": ("Gemeenten", "Inwoners", "Hoorn", -5),
    "noord_holland_noord-large-grant": ("Invoer", "DUVO Alkmaar", "", 99_000_000),
    "gelderland_midden-empty-use": ("Gemeenten", "Overige productie", "Duiven", None),
    "gelderland_midden-staff": ("Kostprijs", "schaal 10 cao Jeugdzorg (maatschappelijk werkende): inzet", "", 0.5),
    "zuid_holland_zuid-no-hours": ("Invoer", "Uren per fte", "", None),
    "zuid_holland_zuid-empty-volume": ("Aantallen", "Overdragen", "Realisatie 2022", None),
    "zuid_holland_zuid-structural": ("Aantallen", "Waarvan structureel", "Realisatie 2022", 90),
}


def broken(path, copy, sheet: str, name: str, row: str, value) -> None:
    """The same workbook with one cell that is not as it should be."""
    book = openpyxl.load_workbook(path)
    changed_cell = column_cell(book[sheet], name, row) if row else line_cell(book[sheet], name)
    changed_cell.value = value
    book.save(copy)


def fewer_inhabitants(folder) -> None:
    """An overlay in which Texel has 1.000 inhabitants fewer."""
    with (ROOT / "data/noord_holland_noord/measures.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["measure"] == "population_memo"]
    for row in rows:
        row["value"] = str(float(row["value"]) - (1000 if row["municipality"] == "Texel" else 0))
        row |= {"status": "assumed", "derived_from": ""}
    (folder / "noord_holland_noord").mkdir(parents=True)
    with (folder / "noord_holland_noord/measures.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    """All workbooks, and what LibreOffice makes of them in one run."""
    folder = tmp_path_factory.mktemp("books")
    for name in NAMES:
        (folder / f"{name}.xlsx").write_bytes(workbook(source(name), HEAD))
        cells, given = CHANGES[name]
        changed(folder / f"{name}.xlsx", folder / f"{name}-changed.xlsx", cells)
        (folder / f"{name}-expected.xlsx").write_bytes(workbook(source(name, **given), HEAD))
        poisoned(folder / f"{name}.xlsx", folder / f"{name}-poisoned.xlsx")
    for name, where in BROKEN.items():
        broken(folder / f"{name.split('-')[0]}.xlsx", folder / f"{name}.xlsx", *where)
    fewer_inhabitants(folder / "overlay")
    texel = "noord_holland_noord-texel"
    book = openpyxl.load_workbook(folder / "noord_holland_noord.xlsx")
    cell = column_cell(book["Gemeenten"], "Inwoners", "Texel")
    cell.value -= 1000
    book.save(folder / f"{texel}.xlsx")
    other = source("noord_holland_noord", folder / "overlay")
    (folder / f"{texel}-expected.xlsx").write_bytes(workbook(other, HEAD))
    if PROGRAM:
        wanted = [path for path in sorted(folder.glob("*.xlsx")) if "expected" not in path.stem]
        return folder, {path.stem: path for path in recalculated(wanted, folder).values()}
    return folder, {}


def line_cell(sheet, label: str):
    (cell,) = [row[1] for row in sheet.iter_rows() if row[0].value == label]
    return cell


def column_cell(sheet, header: str, row: str):
    (column,) = [cell.column for cell in sheet[4] if str(cell.value or "").startswith(header)]
    (line,) = [cells[0].row for cells in sheet.iter_rows() if cells[0].value == row]
    return sheet.cell(line, column)


needs_office = pytest.mark.skipif(not PROGRAM, reason=ABSENT)


@needs_office
@pytest.mark.parametrize("name", NAMES)
def test_libreoffice_computes_what_the_library_stored(books, name):
    folder, office = books
    stored = numbers(folder / f"{name}.xlsx")
    assert len(stored) > 250
    assert not differences(numbers(office[name]), stored)


@needs_office
@pytest.mark.parametrize("name", NAMES)
def test_the_check_sees_a_wrong_stored_value(books, name):
    """Every stored value is 12345: the file differs everywhere, LibreOffice puts it right."""
    folder, office = books
    stored = numbers(folder / f"{name}.xlsx")
    wrong = differences(numbers(folder / f"{name}-poisoned.xlsx"), stored)
    assert len(wrong) > 150
    assert not differences(numbers(office[f"{name}-poisoned"]), stored)


@needs_office
@pytest.mark.parametrize("name", NAMES)
def test_other_inputs_give_what_the_library_computes_with_them(books, name):
    folder, office = books
    expected = numbers(folder / f"{name}-expected.xlsx")
    assert differences(numbers(folder / f"{name}.xlsx"), expected), "the inputs change nothing"
    assert not differences(numbers(office[f"{name}-changed"]), expected)


@needs_office
def test_other_inhabitants_give_what_the_library_computes_with_them(books):
    folder, office = books
    expected = numbers(folder / "noord_holland_noord-texel-expected.xlsx")
    assert not differences(numbers(office["noord_holland_noord-texel"]), expected)


@needs_office
@pytest.mark.parametrize("name", NAMES)
def test_the_reconciliation_closes_and_all_checks_are_good(books, name):
    _, office = books
    for which in (name, f"{name}-changed"):
        book = openpyxl.load_workbook(office[which], data_only=True)
        lines = [row for row in book["Aansluiting"].iter_rows(min_row=5, values_only=True) if row[0]]
        assert abs(lines[-1][6]) < 0.005
        checks = [row[6] for row in book["Controles"].iter_rows(min_row=5, values_only=True) if row[0]]
        assert checks
        assert set(checks) == {"goed"}


@needs_office
@pytest.mark.parametrize("name", BROKEN)
def test_an_empty_or_odd_cell_does_not_pass_unseen(books, name):
    """The first sheet counts the checks that are good: an error in a cell is neither good nor wrong."""
    _, office = books
    whole = openpyxl.load_workbook(office[name.split("-")[0]], data_only=True)
    assert line_cell(whole["Leeswijzer"], "Uitslag controles").value == "alle goed"
    said = line_cell(openpyxl.load_workbook(office[name], data_only=True)["Leeswijzer"], "Uitslag controles").value
    assert re.fullmatch(r"\d+ niet goed", said), said


def test_a_check_that_is_not_zero_is_called_wrong(tmp_path):
    """The word is a formula: it is not typed."""
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook(source("noord_holland_noord"), {}))
    words = [
        row[6] for row in openpyxl.load_workbook(path)["Controles"].iter_rows(min_row=5, values_only=True) if row[0]
    ]
    formula = r'=IF\(ISNUMBER\((B\d+)\),IF\(ABS\(\1\)<0\.005,"goed","fout"\),"fout"\)'
    assert all(re.fullmatch(formula, word) for word in words)


@pytest.mark.parametrize("name", NAMES)
def test_formulas_are_locked_and_given_cells_open(books, name):
    folder, _ = books
    book = openpyxl.load_workbook(folder / f"{name}.xlsx")
    open_cells = 0
    for sheet in book:
        assert sheet.protection.sheet, f"{sheet.title} is not protected"
        for row in sheet.iter_rows():
            for cell in row:
                open_cells += not cell.protection.locked
                assert cell.protection.locked or cell.data_type != "f", f"{sheet.title} {cell.coordinate}"
    assert open_cells > 20


@pytest.mark.parametrize("name", NAMES)
def test_every_number_in_a_formula_is_a_name_or_a_cell(books, name):
    """No amount is typed into a formula: what it uses can be seen and changed."""
    folder, _ = books
    for sheet in openpyxl.load_workbook(folder / f"{name}.xlsx"):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    bare = re.sub(r"'[^']+(?:''[^']*)*'!|\"[^\"]*\"|\$?[A-Z]{1,2}\$?\d+|[^\W\d]\w*", "", cell.value)
                    counted = sheet.title == "Leeswijzer"
                    assert counted or not [n for n in re.findall(r"\d+(?:\.\d+)?", bare) if float(n) > 10], cell.value


def test_a_check_that_fails_is_stored_as_wrong():
    """DUVO of 3 million over costs of 2,27 million: contributions below zero, in the values stored too."""
    import io

    made = workbook(source("noord_holland_noord", duvo_den_helder=3_000_000), {})
    book = openpyxl.load_workbook(io.BytesIO(made), data_only=True)
    assert line_cell(book["Leeswijzer"], "Uitslag controles").value == "1 niet goed"


def test_what_is_unknown_is_an_empty_cell():
    """A budget of one euro leaves some with an old contribution of nothing: no fraction, and no broken file."""
    import io

    made = workbook(source("noord_holland_noord", budget=1), {})
    book = openpyxl.load_workbook(io.BytesIO(made), data_only=True)
    assert column_cell(book["Effect"], "Effect in procenten", "Texel").value in (None, "")


def test_texts_of_users_are_never_formulas(books):
    folder, _ = books
    book = openpyxl.load_workbook(folder / "noord_holland_noord.xlsx")
    cells = {cell.value: cell for row in book["Leeswijzer"].iter_rows() for cell in row if cell.value}
    for text in ("=HYPERLINK(1)", "@controller"):
        assert cells[text].data_type == "s"
        assert cells[text].quotePrefix


@pytest.mark.parametrize("name", NAMES)
def test_single_numbers_have_names(books, name):
    folder, _ = books
    book = openpyxl.load_workbook(folder / f"{name}.xlsx")
    listed = sum(1 for cell in book["Invoer"]["B"][4:] if cell.value is not None)
    assert len(book.defined_names) >= listed


def test_the_same_calculation_gives_the_same_bytes():
    made = [workbook(source("zuid_holland_zuid"), HEAD) for _ in range(2)]
    assert made[0] == made[1]


@pytest.mark.parametrize("name", [name for name in NAMES if not has_model(name)])
def test_the_formulas_are_checked_against_the_library(name):
    """A formula that is off by a hundredth is refused before anything is written."""
    from dataclasses import replace

    made = calculation(Region.open(name))
    sheet = next(sheet for sheet in made.sheets if sheet.is_table and sheet.terms[-1].formula)
    sheet.terms[-1] = replace(sheet.terms[-1], formula=sheet.terms[-1].formula + " + 0.01")
    with pytest.raises(ValueError, match="away from the library"):
        of_calculation(made)
