"""Formulas as cells of a workbook: on which page and in which cell each quantity stands."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from vtcost.quantity.guards import is_text
from vtcost.quantity.model import NUMBERS, Sheet
from vtcost.quantity.operations import LABELS, OPERATIONS
from vtcost.quantity.quantity import Quantity
from vtcost.quantity.writing import CELL, written

# Rows, counted from one as a reader does: the first of a table and of a list.
FIRST_ROW, FIRST_LINE = 6, 5
LONGEST_TITLE = 31
LONGEST_NAME = 200


@dataclass
class Page:
    """A page of the workbook: a table with a column for each quantity, or a list of single numbers (`rows` is None)."""

    title: str
    note: str
    kind: str
    rows: pd.Index | None
    quantities: list[Quantity] = field(default_factory=list)


class Book:
    """Pages with everything that stands on the sheets of a model.

    Parameters
    ----------
    sheets : sequence of Sheet
        A sheet becomes a page for each set of rows on it, and one for its single numbers.

    Examples
    --------
    >>> from vtcost.quantity import given
    >>> needed = given(99_000.0, "Uren", "hours") / given(1350.0, "Uren per fte", "hours_per_fte")
    >>> book = Book([Sheet("Formatie", quantities=needed.called("Nodig", "fte").behind())])
    >>> book.formula(needed)
    '=Uren / Uren_per_fte'
    """

    def __init__(self, sheets: Sequence[Sheet]):
        self.pages: list[Page] = []
        self._cell: dict[Quantity, tuple[Page, int]] = {}
        self.names: dict[Quantity, str] = {}
        for sheet in sheets:
            made: dict[tuple, Page] = {}
            for one in sheet.quantities:
                rows = None if one.rows is None else (one.rows.name, *one.rows)
                if rows not in made:
                    title = self._title(sheet.title, one.rows, bool(made))
                    made[rows] = Page(title, sheet.note, sheet.kind if one.rows is None else NUMBERS, one.rows)
                    self.pages.append(made[rows])
                self._cell[one] = made[rows], len(made[rows].quantities)
                made[rows].quantities.append(one)
        for one in self._cell:
            if one.rows is None:
                self.names[one] = self._name(one)

    def _title(self, title: str, rows: pd.Index | None, taken: bool) -> str:
        """The title of a sheet; a second page of it is told apart by its rows."""
        what = "getallen" if rows is None else str(rows.name or "rijen").lower()
        whole = re.sub(r"[\[\]:*?/\\]", " ", f"{title} ({what})" if taken else title)[:LONGEST_TITLE]
        if whole.lower() in {page.title.lower() for page in self.pages}:
            raise ValueError(f"page {whole!r}: stands twice, expected another title for one of the sheets")
        return whole

    def _name(self, one: Quantity) -> str:
        """The name of a single number in the workbook: its label without spaces and signs."""
        plain, taken = as_name(one.label), {name.lower() for name in self.names.values()}
        name, number = plain, 2
        while name.lower() in taken:
            name, number = f"{plain}_{number}", number + 1
        return name

    def place(self, one: Quantity) -> tuple[Page, int]:
        """The page of a quantity, and which of its columns or lines it is, counted from zero."""
        return self._cell[one]

    def formula(self, one: Quantity, row: int = 0) -> str:
        """The formula of a quantity as a cell of `row`, counted from one (of no use for a single number)."""
        here, _ = self._cell[one]

        def refer(other: Quantity) -> str:
            if other.operation == LABELS:
                return f"$A{row}"
            page, place = self._cell[other]
            return _filled(other, self.names.get(other) or f"{_before(page, here)}${letter(place + 1)}{row}")

        def look(other: Quantity, inner) -> str:
            first, *others = other.args
            column = self.column(first, here)
            _check_texts(others, other.operation)
            if other.operation == "gaps":
                return f"(ROWS({column})-COUNT({column}))"
            if other.operation in ("sum", "count", "lowest"):
                return f"{OPERATIONS[other.operation].cell}({column})"
            if other.operation == "place":
                own, order, mine = inner(0), self.column(others[0], here), inner(1)
                return f"(SUMPRODUCT(({column}>{own})+({column}={own})*({order}<{mine}))+1)"
            if other.operation in ("within", "by"):
                wanted = inner(1) if other.operation == "within" else f"$A{row}"
                return f"SUMIF({self.column(others[0], here)},{wanted},{column})"
            rows = self.column(first, here, first=True)
            if other.operation == "row":
                return _filled(first, f"INDEX({column},MATCH({inner(2)},{rows},0))")
            found = f"SUMIF({rows},{inner(2)},{column})"
            return f'IF(COUNTIFS({rows},{inner(2)},{column},"")>0,NA(),{found})' if _has_gaps(first) else found

        text = written(one, CELL, refer, look)
        # What is missing in an input is an empty cell, and so is what rests on it; it follows when it is filled in.
        return f'=IFERROR({text},"")' if _has_gaps(one) else f"={text}"

    def column(self, one: Quantity, here: Page, first: bool = False) -> str:
        """All rows of a column, or with `first` their labels: `'Formatie'!$B$6:$B$12`."""
        if one not in self._cell:
            raise ValueError(f"{one.label or 'a column without a name'}: stands on no page, expected a sheet for it")
        page, place = self._cell[one]
        at = "A" if first else letter(place + 1)
        return f"{_before(page, here)}${at}${FIRST_ROW}:${at}${FIRST_ROW + len(one.rows) - 1}"


def as_name(label: str) -> str:
    """A label as the name of a cell: letters, digits and underscores, never an address or true and false.

    Examples
    --------
    >>> as_name("Gewicht inwoners"), as_name("AC2"), as_name("2e jaar"), as_name("Waar")
    ('Gewicht_inwoners', '_AC2', '_2e_jaar', '_Waar')
    """
    name = re.sub(r"\W+", "_", label).strip("_")[:LONGEST_NAME]
    taken = re.fullmatch(r"(?i)[a-z]{1,3}\d+|r\d*c?\d*|c\d*|[rc]|true|false|waar|onwaar", name)
    return f"_{name}" if taken or not re.match(r"[^\W\d]", name) else name


def letter(column: int) -> str:
    """The letters of a column, counted from zero.

    Examples
    --------
    >>> letter(0), letter(27)
    ('A', 'AB')
    """
    return (letter(column // 26 - 1) if column >= 26 else "") + chr(ord("A") + column % 26)


def _before(page: Page, here: Page) -> str:
    quoted = page.title.replace("'", "''")
    return "" if page is here else f"'{quoted}'!"


def _check_texts(columns: Sequence[Quantity], operation: str) -> None:
    """Refuse texts by which a workbook would find other rows: it takes some signs for a pattern, and no capitals.

    What is looked for in one column stands in another, such as a group in the labels of the rows.
    """
    texts = list(dict.fromkeys(str(text) for one in columns if is_text(one) for text in one.value))
    name = next((one.label for one in columns if one.label), "the labels of the rows")
    if "" in texts and operation == "within":
        raise ValueError(f"{name}: an empty text is no group in a workbook, expected a name for it")
    for text in texts:
        if set("*?~") & set(text) or text.startswith(("<", ">", "=")):
            raise ValueError(f"{text!r}: a workbook would look for other texts too, expected one without * ? ~ < > =")
    if len({text.lower() for text in texts}) < len(texts):
        raise ValueError(f"{name}: texts that differ in capitals alone are one in a workbook, expected others")


def _filled(one: Quantity, cell: str) -> str:
    """A cell that may be empty, as a formula asks for it: an empty one would count as zero."""
    return f'IF({cell}="",NA(),{cell})' if _has_gaps(one) else cell


def _has_gaps(one: Quantity) -> bool:
    """Whether a value is missing in it."""
    return one.value.dtype != object and bool((one.value != one.value).any())
