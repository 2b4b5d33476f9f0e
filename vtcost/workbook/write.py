"""Writing the workbook: live formulas with the library's values in them, locked but for what is given."""

import datetime
import io
import math
from collections.abc import Mapping

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from vtcost.calculation import Calculation, Sheet, Term
from vtcost.calculation.derive import words
from vtcost.calculation.expression import Expression
from vtcost.quantity.origin import together, weakest
from vtcost.calculation.sheets import CHECKS, CLOSING
from vtcost.memo.labels import STATUSES, UNIT_NAMES
from vtcost.memo.memo import SUMMED
from vtcost.workbook.layout import (
    FIRST_LINE,
    FIRST_ROW,
    HEADER,
    KEY,
    LABEL,
    ORIGIN,
    RESULT,
    STATUS,
    UNIT,
    VALUE,
    Layout,
    title,
)

# The same bytes on every day.
CREATED = datetime.datetime(2000, 1, 1)
FORMATS = {
    "euro": "#,##0.00",
    "euro_cent": "#,##0.00",
    "euro_per_inhabitant": "#,##0.00",
    "share": "0.0000%",
    "fraction": "0.00%",
    "fte": "0.00",
    "number": "#,##0.000000",
}
PLAIN = "#,##0.####"
GOOD, WRONG = "goed", "fout"
# A text that starts like this is shown as text by every program, also after a detour through CSV.
RISKY = ("=", "+", "-", "@", "\t", "\r")
READING_GUIDE = (
    "Deze werkmap rekent: elke cel met een uitkomst is een formule, en elke formule gebruikt de cellen die u ziet.",
    "Gele cellen zijn invoer en mag u wijzigen. De andere cellen zijn beveiligd, zonder wachtwoord.",
    "In de tabellen staat onder elke kop de formule in woorden, of de herkomst van wat gegeven is.",
    "Op het blad Controles hoort elke regel nul te zijn; op het blad Aansluiting sluit het saldo op nul.",
)


def workbook(calculation: Calculation, head: Mapping[str, str]) -> bytes:
    """The workbook of a calculation.

    Parameters
    ----------
    calculation : Calculation
    head : mapping
        Head of the memo: Aan, Van, Datum, Onderwerp, Status.

    Returns
    -------
    bytes
        An xlsx file; the same for the same calculation.

    Raises
    ------
    ValueError
        If a formula does not give what the library computes.
    """
    calculation.check()
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    author = head.get("Van", "")
    book.set_properties(
        {"title": calculation.title, "author": author, "created": CREATED, "comments": calculation.note}
    )
    book.set_calc_mode("auto")
    writer = _Writer(book, calculation)
    writer.guide(head)
    for sheet in calculation.sheets:
        writer.sheet(sheet)
    writer.name_all()
    book.close()
    return buffer.getvalue()


class _Writer:
    """Writes sheet after sheet with one set of cell formats."""

    def __init__(self, book: xlsxwriter.Workbook, calculation: Calculation):
        self.book, self.calculation, self.layout = book, calculation, Layout(calculation)
        self._formats: dict[tuple, object] = {}

    def guide(self, head: Mapping[str, str]) -> None:
        """The first sheet: what this is, how to read it, whether all checks are good, what stands where."""
        page = self.book.add_worksheet("Leeswijzer")
        page.set_column(0, 0, 26)
        page.set_column(1, 1, 90)
        self._text(page, 0, 0, self.calculation.title, bold=True, font_size=16)
        line = 2
        for label, text in head.items():
            self._text(page, line, 0, label, bold=True)
            self._text(page, line, 1, text, text_wrap=True)
            line += 1
        for text in (*READING_GUIDE, self.calculation.note):
            line += 1
            self._text(page, line, 1, text, text_wrap=True)
        line += 2
        self._text(page, line, 0, "Uitslag controles", bold=True)
        # Counting what is good: an error in a cell is neither good nor wrong.
        checks = next(sheet for sheet in self.calculation.sheets if sheet.kind == CHECKS)
        column, count = xl_col_to_name(RESULT), len(checks.terms)
        place = f"{title(checks)}!${column}${FIRST_LINE}:${column}${FIRST_LINE + count - 1}"
        wrong = f'({count}-COUNTIF({place},"{GOOD}"))'
        formula = f'=IF({wrong}=0,"alle {GOOD}",{wrong}&" niet {GOOD}")'
        bad = sum(_verdict(term.values) != GOOD for term in checks.terms)
        page.write_formula(line, 1, formula, self._format(bold=True), f"{bad} niet {GOOD}" if bad else f"alle {GOOD}")
        line += 2
        self._text(page, line, 0, "Blad", bold=True, bottom=1)
        self._text(page, line, 1, "Wat er staat", bold=True, bottom=1)
        for sheet in self.calculation.sheets:
            line += 1
            self._text(page, line, 0, title(sheet), valign="top")
            self._text(page, line, 1, sheet.note, text_wrap=True)
        self._finish(page, line, 1)

    def sheet(self, sheet: Sheet) -> None:
        """One sheet, a table or a list."""
        page = self.book.add_worksheet(title(sheet))
        self._text(page, 0, 0, sheet.title, bold=True, font_size=14)
        self._text(page, 1, 0, sheet.note, italic=True)
        if sheet.is_table:
            self._table(page, sheet)
            self._finish(page, self.layout.last_row, len(sheet.terms))
        else:
            self._list(page, sheet)
            self._finish(page, FIRST_LINE + len(sheet.terms), RESULT)

    def name_all(self) -> None:
        """Names for the single numbers, and for the columns with contributions and FTE."""
        for name, shown in self.layout.names.items():
            sheet, _ = self.layout.place(name)
            quoted = title(sheet).replace("'", "''")
            self.book.define_name(shown, f"='{quoted}'!${xl_col_to_name(VALUE)}${self.layout.line(name)}")

    def _table(self, page, sheet: Sheet) -> None:
        page.freeze_panes(FIRST_ROW - 1, 1)
        page.set_column(0, 0, 28)
        page.set_column(1, len(sheet.terms), 17)
        page.set_row(HEADER - 1, 45)
        page.set_row(HEADER, 75)
        self._text(page, HEADER - 1, 0, self.calculation.row_label, bold=True, bottom=1, text_wrap=True)
        self._text(page, HEADER, 0, "Formule of herkomst", italic=True, font_size=8, text_wrap=True, valign="top")
        for row, label in enumerate(self.calculation.rows):
            self._text(page, FIRST_ROW - 1 + row, 0, str(label))
        summed = [term for term in sheet.terms if self.calculation.totals and term.unit in SUMMED]
        if summed:
            self._text(page, self.layout.last_row, 0, "Totaal", bold=True, top=1)
        for column, term in enumerate(sheet.terms, 1):
            unit = UNIT_NAMES.get(term.unit, "")
            header = f"{term.label} ({unit})" if unit else term.label
            self._text(page, HEADER - 1, column, header, bold=True, bottom=1, text_wrap=True, align=_side(term))
            origin = {"italic": True, "font_size": 8, "text_wrap": True, "valign": "top"}
            self._text(page, HEADER, column, self._origin(term), **origin)
            for place, value in enumerate(term.values):
                self._cell(page, FIRST_ROW - 1 + place, column, term, value, FIRST_ROW + place)
            if term in summed:
                letter = xl_col_to_name(column)
                formula = f"=SUM({letter}{FIRST_ROW}:{letter}{self.layout.last_row})"
                style = self._format(num_format=FORMATS.get(term.unit, PLAIN), bold=True, top=1)
                page.write_formula(self.layout.last_row, column, formula, style, float(term.values.sum()))
            self._validate(page, term, FIRST_ROW - 1, column, FIRST_ROW - 2 + len(self.calculation.rows))

    def _list(self, page, sheet: Sheet) -> None:
        page.freeze_panes(FIRST_LINE - 1, 1)
        widths = {LABEL: 52, VALUE: 20, UNIT: 14, KEY: 22, ORIGIN: 80, STATUS: 14, RESULT: 14}
        for column, width in widths.items():
            page.set_column(column, column, width)
        last = {CLOSING: "Saldo", CHECKS: "Oordeel"}.get(sheet.kind, "")
        headers = ("Omschrijving", "Waarde", "Eenheid", "Hoort bij", "Formule of herkomst", "Status", last)
        for column, header in enumerate(headers):
            right = {"align": "right"} if column in (VALUE, RESULT) else {}
            self._text(page, HEADER - 1, column, header, bold=True, bottom=1, **right)
        balance = 0.0
        for place, term in enumerate(sheet.terms):
            line = FIRST_LINE - 1 + place
            self._text(page, line, LABEL, term.label)
            self._cell(page, line, VALUE, term, term.values, line + 1)
            self._text(page, line, UNIT, UNIT_NAMES.get(term.unit, ""))
            self._text(page, line, KEY, term.key)
            self._text(page, line, ORIGIN, self._origin(term))
            self._text(page, line, STATUS, STATUSES[weakest(term.origins)] if term.origins else "")
            self._validate(page, term, line, VALUE, line)
            if sheet.kind == CLOSING and not isinstance(term.values, str):
                balance += float(term.values)
                formula = f"=SUM(${xl_col_to_name(VALUE)}${FIRST_LINE}:{xl_col_to_name(VALUE)}{line + 1})"
                style = self._format(num_format=FORMATS.get(term.unit, PLAIN))
                page.write_formula(line, RESULT, formula, style, balance)
            if sheet.kind == CHECKS:
                cell = f"{xl_col_to_name(VALUE)}{line + 1}"
                formula = f'=IF(ISNUMBER({cell}),IF(ABS({cell})<0.005,"{GOOD}","{WRONG}"),"{WRONG}")'
                page.write_formula(line, RESULT, formula, self._format(align="right"), _verdict(term.values))

    def _cell(self, page, line: int, column: int, term: Term, value: float | str, row: int) -> None:
        """One value: a formula with its value in it, or what is given, open to change."""
        style = {"num_format": FORMATS.get(term.unit, PLAIN)} if term.unit != "text" else {}
        if term.formula:
            formula, stored = self.layout.formula(term, row), float(value) + 0.0
            if math.isnan(stored):
                # What the library leaves open: an empty cell, not an error.
                formula, stored = f'=IFERROR({formula[1:]},"")', ""
            page.write_formula(line, column, formula, self._format(**style), stored)
            return
        if not term.locked:
            style |= {"locked": False, "bg_color": "#FFF6CC"}
        if isinstance(value, str):
            self._text(page, line, column, value, **style)
        elif math.isnan(value):
            page.write_blank(line, column, None, self._format(**style))
        else:
            page.write_number(line, column, float(value), self._format(**style))

    def _validate(self, page, term: Term, first: int, column: int, last: int) -> None:
        """What may be typed in an open cell; anything else is refused with a sentence."""
        if term.formula or term.locked:
            return
        if term.choices:
            rows = [str(label) for label in self.calculation.rows]
            # A long list does not fit in the rule itself; that of the rows stands on every table.
            table = next(sheet for sheet in self.calculation.sheets if sheet.is_table)
            there = f"='{title(table)}'!$A${FIRST_ROW}:$A${self.layout.last_row}"
            rule = {"validate": "list", "source": there if list(term.choices) == rows else list(term.choices)}
        elif term.is_column and term.unit == "share":
            message = "Vul een aandeel of een aantal in, ten minste nul; alleen de verhouding telt."
            rule = {"validate": "decimal", "criteria": ">=", "value": 0, "error_message": message}
        elif term.unit in ("share", "fraction"):
            message = "Vul een deel in van 0 % tot en met 100 %."
            rule = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1, "error_message": message}
        else:
            message = "Vul een getal in van ten minste nul."
            rule = {"validate": "decimal", "criteria": ">=", "value": 0, "error_message": message}
        page.data_validation(first, column, last, column, rule)

    def _origin(self, term: Term) -> str:
        if not term.formula:
            status = f" ({STATUSES[weakest(term.origins)]})" if term.is_column and term.origins else ""
            return together(term.origins) + status
        return Expression(term.formula).write(lambda reference: words(self.calculation, reference), symbols=True)

    def _text(self, page, line: int, column: int, text: str, **style) -> None:
        if text:
            risky = {"quote_prefix": True} if text.startswith(RISKY) else {}
            page.write_string(line, column, text, self._format(**style, **risky))

    def _format(self, **style):
        key = tuple(sorted(style.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(style)
        return self._formats[key]

    def _finish(self, page, last_line: int, last_column: int) -> None:
        page.print_area(0, 0, last_line, last_column)
        page.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(HEADER - 1)
        page.set_footer("&L&A&RPagina &P van &N")


def _side(term: Term) -> str:
    return "left" if term.unit == "text" else "right"


def _verdict(value: float) -> str:
    """What the check says of a value, as its formula will."""
    return GOOD if abs(value) < 0.005 else WRONG
