"""What a workbook is made of: pages of entries, from the quantities of a model or from a calculation."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from vtcost.calculation import Calculation, Sheet, Term
from vtcost.calculation.derive import words as words_of_term
from vtcost.calculation.expression import Expression
from vtcost.quantity import Model, Quantity, words
from vtcost.quantity.cells import FIRST_ROW, Book
from vtcost.quantity.model import CHECKS, CLOSING, NUMBERS
from vtcost.quantity.operations import GIVEN
from vtcost.quantity.origin import Origin
from vtcost.workbook.layout import Layout
from vtcost.workbook.layout import title as short

# The first page, which says what the others are.
GUIDE = "Leeswijzer"


@dataclass(frozen=True, eq=False)
class Entry:
    """A column of a page or a line of a list; `formula` writes the cell of a row, None for what is no formula."""

    label: str
    unit: str
    values: float | str | pd.Series
    words: str
    formula: Callable[[int], str] | None = None
    origins: tuple[Origin, ...] = ()
    key: str = ""
    choices: tuple[str, ...] = ()
    locked: bool = False
    name: str = ""


@dataclass(frozen=True)
class Page:
    """A page: a table over `rows`, or a list of single numbers; `short` is its title as a workbook allows it."""

    title: str
    short: str
    note: str
    kind: str
    entries: Sequence[Entry]
    rows: pd.Index | None = None
    row_label: str = ""
    totals: bool = False

    @property
    def last_row(self) -> int:
        """The last row of the table, counted from one."""
        return FIRST_ROW + len(self.rows) - 1


@dataclass(frozen=True)
class Source:
    """A whole workbook."""

    title: str
    pages: Sequence[Page]
    note: str = ""
    names: Mapping[str, tuple[str, int]] = field(default_factory=dict)


def of_model(model: Model, title: str) -> Source:
    """The workbook of a model: a page for each of its sheets, a name for each single number.

    Raises
    ------
    ValueError
        If there is no sheet with an aansluiting, or none with checks, or a title is none in a workbook.
    """
    for kind in (CLOSING, CHECKS):
        if kind not in {sheet.kind for sheet in model.sheets}:
            raise ValueError(f"the model has no sheet of kind {kind}, expected one")
    book = Book(model.sheets)
    members = set(model.region.tables["municipalities"]["municipality"])
    pages = []
    for page in book.pages:
        if page.title.lower() == GUIDE.lower() or page.title.startswith("'") or page.title.endswith("'"):
            raise ValueError(f"page {page.title!r}: expected another title than {GUIDE}, without ' around it")
        entries = [_of_quantity(book, one, page.kind) for one in page.quantities]
        totals = page.rows is not None and set(page.rows) <= members
        label = "" if page.rows is None else str(page.rows.name or "")
        pages.append(Page(page.title, page.title, page.note, page.kind, entries, page.rows, label, totals))
    places = {name: book.place(one) for one, name in book.names.items()}
    return Source(title, pages, names={name: (page.title, line) for name, (page, line) in places.items()})


def _of_quantity(book: Book, one: Quantity, kind: str) -> Entry:
    # On a page of its own kind the label needs no "Aansluiting: " before it.
    label = one.label if kind == NUMBERS else one.label.partition(": ")[2] or one.label
    return Entry(
        label,
        one.unit,
        one.series,
        words(one) if one.args else "",
        (lambda row: book.formula(one, row)) if one.args else None,
        one.origins,
        choices=one.choices,
        locked=one.operation != GIVEN,
        name=book.names.get(one, ""),
    )


def of_calculation(calculation: Calculation) -> Source:
    """The workbook of a calculation, which must give what the library computes."""
    calculation.check()
    layout = Layout(calculation)
    pages = [_page_of(calculation, layout, sheet) for sheet in calculation.sheets]
    names = {}
    for name, shown in layout.names.items():
        sheet, place = layout.place(name)
        names[shown] = short(sheet), place
    return Source(calculation.title, pages, calculation.note, names)


def _page_of(calculation: Calculation, layout: Layout, sheet: Sheet) -> Page:
    entries = [_of_term(calculation, layout, term) for term in sheet.terms]
    rows = calculation.rows if sheet.is_table else None
    shape = {"rows": rows, "row_label": calculation.row_label, "totals": calculation.totals}
    return Page(sheet.title, short(sheet), sheet.note, sheet.kind, entries, **shape)


def _of_term(calculation: Calculation, layout: Layout, term: Term) -> Entry:
    formula = Expression(term.formula)
    return Entry(
        term.label,
        term.unit,
        term.values,
        formula.write(lambda reference: words_of_term(calculation, reference), symbols=True) if term.formula else "",
        (lambda row: layout.formula(term, row)) if term.formula else None,
        term.origins,
        term.key,
        term.choices,
        term.locked,
        layout.names.get(term.name, ""),
    )
