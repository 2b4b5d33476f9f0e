"""Where each term stands in the workbook, and formulas written as cells."""

import re
from functools import cached_property

from xlsxwriter.utility import xl_col_to_name

from vtcost.calculation import Calculation, Sheet, Term
from vtcost.calculation.expression import Expression, Reference
from vtcost.quantity.cells import as_name

# Rows, counted from one as a reader does.
HEADER = 4
FIRST_LINE = 5
FIRST_ROW = 6
# Columns of a list of single numbers.
LABEL, VALUE, UNIT, KEY, ORIGIN, STATUS, RESULT = range(7)
LONGEST_TITLE = 31
# Operations on a whole column, as a workbook calls them.
WHOLE_COLUMN = {"sum": "SUM", "count": "COUNT", "lowest": "MIN"}


class Layout:
    """Addresses of all terms of a calculation.

    A table has its rows from `FIRST_ROW`, labels in the first column and a term in each next one; a list has a term on
    each line from `FIRST_LINE`. All tables have the same rows, so a formula refers to its own row everywhere.
    """

    def __init__(self, calculation: Calculation):
        self.calculation = calculation
        self._cell: dict[str, tuple[Sheet, int]] = {}
        for sheet in calculation.sheets:
            for place, term in enumerate(sheet.terms):
                self._cell[term.name] = sheet, place

    @property
    def last_row(self) -> int:
        """The last row of every table, counted from one."""
        return FIRST_ROW + len(self.calculation.rows) - 1

    @cached_property
    def names(self) -> dict[str, str]:
        """The name of each single number in the workbook, by term: its label without spaces and signs."""
        made: dict[str, str] = {}
        for term in self.calculation.terms.values():
            if term.is_column:
                continue
            name = as_name(term.label)
            if name.lower() in {other.lower() for other in made.values()}:
                name = as_name(f"{self._cell[term.name][0].title} {term.label}")
            number, plain = 2, name
            while name.lower() in {other.lower() for other in made.values()}:
                name, number = f"{plain}_{number}", number + 1
            made[term.name] = name
        return made

    def place(self, name: str) -> tuple[Sheet, int]:
        """The sheet of a term, and which of its columns or lines it is."""
        return self._cell[name]

    def line(self, name: str) -> int:
        """The line of a single number, counted from one."""
        return FIRST_LINE + self._cell[name][1]

    def formula(self, term: Term, row: int = 0) -> str:
        """The formula of a term as a cell of `row` (counted from one; of no use for a single number)."""

        def shown(reference: Reference) -> str:
            return self._written(term, reference, row)

        return "=" + Expression(term.formula).write(shown, workbook=True)

    def column(self, name: str, sheet: Sheet | None = None) -> str:
        """All rows of a column: `'Sleutel'!$B$6:$B$23`, without its sheet when seen from there."""
        own, place = self._cell[name]
        letter = xl_col_to_name(place + 1)
        return f"{_before(own, sheet)}${letter}${FIRST_ROW}:${letter}${self.last_row}"

    def _written(self, term: Term, reference: Reference, row: int) -> str:
        here = self._cell[term.name][0]
        if reference.operation == "at":
            group = self.calculation.group(reference.name)
            there, lines = self._cell[group[0].name][0], [self.line(one.name) for one in group]
            keys, values = (
                f"{_before(there, here)}${xl_col_to_name(column)}${min(lines)}:${xl_col_to_name(column)}${max(lines)}"
                for column in (KEY, VALUE)
            )
            return f"SUMIF({keys},{self._one(reference.other, here, row)},{values})"
        if not reference.operation:
            return self._one(reference.name, here, row)
        column = self.column(reference.name, here)
        if reference.operation in WHOLE_COLUMN:
            return f"{WHOLE_COLUMN[reference.operation]}({column})"
        if reference.operation == "within":
            return f"SUMIF({self.column(reference.other, here)},{self._one(reference.other, here, row)},{column})"
        if reference.operation == "mine":
            return f"SUMIF({self.column(reference.other, here)},{xl_col_to_name(KEY)}{self.line(term.name)},{column})"
        if reference.operation == "row":
            labels = f"{_before(self._cell[reference.name][0], here)}$A${FIRST_ROW}:$A${self.last_row}"
            return f"INDEX({column},MATCH({self._one(reference.other, here, row)},{labels},0))"
        own, order = self._one(reference.name, here, row), self.column(reference.other, here)
        mine = self._one(reference.other, here, row)
        return f"(SUMPRODUCT(({column}>{own})+({column}={own})*({order}<{mine}))+1)"

    def _one(self, name: str, here: Sheet, row: int) -> str:
        if not self.calculation.terms[name].is_column:
            return self.names[name]
        own, place = self._cell[name]
        return f"{_before(own, here)}${xl_col_to_name(place + 1)}{row}"


def title(sheet: Sheet) -> str:
    """The title of a sheet as a workbook allows it."""
    return re.sub(r"[\[\]:*?/\\]", " ", sheet.title).strip("'")[:LONGEST_TITLE]


def _before(own: Sheet, here: Sheet | None) -> str:
    quoted = title(own).replace("'", "''")
    return "" if own is here else f"'{quoted}'!"
