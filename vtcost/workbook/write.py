"""Writing the workbook: live formulas with the library's values in them, locked but for what is given."""

import datetime
import io
import math
from collections.abc import Mapping

import pandas as pd
import xlsxwriter
from xlsxwriter.utility import quote_sheetname, xl_col_to_name

from vtcost.memo.labels import STATUSES, UNIT_NAMES
from vtcost.memo.memo import SUMMED
from vtcost.quantity.cells import FIRST_LINE, FIRST_ROW
from vtcost.quantity.model import CHECKS, CLOSING, ZERO
from vtcost.quantity.origin import together, weakest
from vtcost.workbook.layout import HEADER, KEY, LABEL, ORIGIN, RESULT, STATUS, UNIT, VALUE
from vtcost.workbook.source import GUIDE, Entry, Page, Source

# The same bytes on every day.
CREATED = datetime.datetime(2000, 1, 1)
FORMATS = {
    "euro": "#,##0.00",
    "euro_cent": "#,##0.00",
    "euro_per_inhabitant": "#,##0.00",
    "share": "0.0000%",
    "fraction": "0.00%",
    "fte": "0.00",
    "fte_exact": "0.0000",
    "number": "#,##0.000000",
}
PLAIN = "#,##0.####"
GOOD, WRONG = "goed", "fout"
CLOSES, OPEN = "sluit op nul", "sluit niet op nul"
# A text that starts like this is shown as text by every program, also after a detour through CSV.
RISKY = ("=", "+", "-", "@", "\t", "\r")
READING_GUIDE = (
    "Deze werkmap rekent: elke cel met een uitkomst is een formule, en elke formule gebruikt de cellen die u ziet.",
    "Gele cellen zijn invoer en mag u wijzigen. De andere cellen zijn beveiligd, zonder wachtwoord.",
    "In de tabellen staat onder elke kop de formule in woorden, of de herkomst van wat gegeven is.",
    "Op het blad Controles hoort elke regel nul te zijn; op het blad Aansluiting sluit het saldo op nul.",
)


def workbook(source: Source, head: Mapping[str, str]) -> bytes:
    """The workbook of a model or calculation.

    Parameters
    ----------
    source : Source
    head : mapping
        Head of the memo: Aan, Van, Datum, Onderwerp, Status.

    Returns
    -------
    bytes
        An xlsx file; the same for the same source.
    """
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    author = head.get("Van", "")
    book.set_properties({"title": source.title, "author": author, "created": CREATED, "comments": source.note})
    book.set_calc_mode("auto")
    writer = _Writer(book, source)
    writer.guide(head)
    for page in source.pages:
        writer.page(page)
    writer.name_all()
    book.close()
    return buffer.getvalue()


class _Writer:
    """Writes sheet after sheet with one set of cell formats."""

    def __init__(self, book: xlsxwriter.Workbook, source: Source):
        self.book, self.source = book, source
        self._formats: dict[tuple, object] = {}

    def guide(self, head: Mapping[str, str]) -> None:
        """The first sheet: what this is, how to read it, whether all checks are good, what stands where."""
        page = self.book.add_worksheet(GUIDE)
        page.set_column(0, 0, 26)
        page.set_column(1, 1, 90)
        self._text(page, 0, 0, self.source.title, bold=True, font_size=16)
        line = 2
        for label, text in head.items():
            self._text(page, line, 0, label, bold=True)
            self._text(page, line, 1, text, text_wrap=True)
            line += 1
        for text in (*READING_GUIDE, self.source.note):
            line += 1
            self._text(page, line, 1, text, text_wrap=True)
        line += 2
        self._text(page, line, 0, "Uitslag controles", bold=True)
        page.write_formula(line, 1, *self._checked())
        line += 1
        self._text(page, line, 0, "Uitslag aansluiting", bold=True)
        page.write_formula(line, 1, *self._closed())
        line += 2
        self._text(page, line, 0, "Blad", bold=True, bottom=1)
        self._text(page, line, 1, "Wat er staat", bold=True, bottom=1)
        for other in self.source.pages:
            line += 1
            self._text(page, line, 0, other.short, valign="top")
            self._text(page, line, 1, other.note, text_wrap=True)
        self._finish(page, line, 1)

    def _checked(self) -> tuple[str, object, str]:
        """Whether all checks are good: a formula, its format and its value."""
        pages = self._lists(CHECKS)
        # Counting what is good: an error in a cell is neither good nor wrong.
        good = "".join(f'-COUNTIF({_lines(page, RESULT)},"{GOOD}")' for page in pages)
        wrong = f"({sum(len(page.entries) for page in pages)}{good})"
        bad = sum(_verdict(entry.values) != GOOD for page in pages for entry in page.entries)
        formula = f'=IF({wrong}=0,"alle {GOOD}",{wrong}&" niet {GOOD}")'
        return formula, self._format(bold=True), f"{bad} niet {GOOD}" if bad else f"alle {GOOD}"

    def _closed(self) -> tuple[str, object, str]:
        """Whether every aansluiting closes at zero: a formula, its format and its value."""
        pages = self._lists(CLOSING)
        zero = ",".join(f"ABS(SUM({_lines(page, VALUE)}))<{ZERO}" for page in pages)
        closed = all(_balance(page) == GOOD for page in pages)
        # An error in a cell does not close.
        formula = f'=IFERROR(IF(AND({zero}),"{CLOSES}","{OPEN}"),"{OPEN}")'
        return formula, self._format(bold=True), CLOSES if closed else OPEN

    def _lists(self, kind: str) -> list[Page]:
        return [page for page in self.source.pages if page.kind == kind]

    def page(self, page: Page) -> None:
        """One page, a table or a list."""
        sheet = self.book.add_worksheet(page.short)
        self._text(sheet, 0, 0, page.title, bold=True, font_size=14)
        self._text(sheet, 1, 0, page.note, italic=True)
        if page.rows is not None:
            self._table(sheet, page)
            self._finish(sheet, page.last_row, len(page.entries))
        else:
            self._list(sheet, page)
            self._finish(sheet, FIRST_LINE + len(page.entries), RESULT)

    def name_all(self) -> None:
        """Names for the single numbers."""
        for name, (short, line) in self.source.names.items():
            quoted = short.replace("'", "''")
            self.book.define_name(name, f"='{quoted}'!${xl_col_to_name(VALUE)}${FIRST_LINE + line}")

    def _table(self, sheet, page: Page) -> None:
        sheet.freeze_panes(FIRST_ROW - 1, 1)
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, len(page.entries), 17)
        sheet.set_row(HEADER - 1, 45)
        sheet.set_row(HEADER, 75)
        self._text(sheet, HEADER - 1, 0, page.row_label, bold=True, bottom=1, text_wrap=True)
        self._text(sheet, HEADER, 0, "Formule of herkomst", italic=True, font_size=8, text_wrap=True, valign="top")
        for row, label in enumerate(page.rows):
            self._text(sheet, FIRST_ROW - 1 + row, 0, str(label))
        summed = [entry for entry in page.entries if page.totals and entry.unit in SUMMED]
        if summed:
            self._text(sheet, page.last_row, 0, "Totaal", bold=True, top=1)
        for column, entry in enumerate(page.entries, 1):
            unit = UNIT_NAMES.get(entry.unit, "")
            header = f"{entry.label} ({unit})" if unit else entry.label
            self._text(sheet, HEADER - 1, column, header, bold=True, bottom=1, text_wrap=True, align=_side(entry))
            origin = {"italic": True, "font_size": 8, "text_wrap": True, "valign": "top"}
            self._text(sheet, HEADER, column, _origin(entry), **origin)
            for place, value in enumerate(entry.values):
                self._cell(sheet, FIRST_ROW - 1 + place, column, entry, value, FIRST_ROW + place)
            if entry in summed:
                letter = xl_col_to_name(column)
                formula = f"=SUM({letter}{FIRST_ROW}:{letter}{page.last_row})"
                style = self._format(num_format=FORMATS.get(entry.unit, PLAIN), bold=True, top=1)
                sheet.write_formula(page.last_row, column, formula, style, float(entry.values.sum()))
            self._validate(sheet, entry, FIRST_ROW - 1, column, FIRST_ROW - 2 + len(page.rows))

    def _list(self, sheet, page: Page) -> None:
        sheet.freeze_panes(FIRST_LINE - 1, 1)
        widths = {LABEL: 52, VALUE: 20, UNIT: 14, KEY: 22, ORIGIN: 80, STATUS: 14, RESULT: 14}
        for column, width in widths.items():
            sheet.set_column(column, column, width)
        last = {CLOSING: "Saldo", CHECKS: "Oordeel"}.get(page.kind, "")
        headers = ("Omschrijving", "Waarde", "Eenheid", "Hoort bij", "Formule of herkomst", "Status", last)
        for column, header in enumerate(headers):
            right = {"align": "right"} if column in (VALUE, RESULT) else {}
            self._text(sheet, HEADER - 1, column, header, bold=True, bottom=1, **right)
        balance = 0.0
        for place, entry in enumerate(page.entries):
            line = FIRST_LINE - 1 + place
            self._text(sheet, line, LABEL, entry.label)
            self._cell(sheet, line, VALUE, entry, entry.values, line + 1)
            self._text(sheet, line, UNIT, UNIT_NAMES.get(entry.unit, ""))
            self._text(sheet, line, KEY, entry.key)
            self._text(sheet, line, ORIGIN, _origin(entry))
            self._text(sheet, line, STATUS, STATUSES[weakest(entry.origins)] if entry.origins else "")
            self._validate(sheet, entry, line, VALUE, line)
            if page.kind == CLOSING and not isinstance(entry.values, str):
                balance += float(entry.values)
                formula = f"=SUM(${xl_col_to_name(VALUE)}${FIRST_LINE}:{xl_col_to_name(VALUE)}{line + 1})"
                style = self._format(num_format=FORMATS.get(entry.unit, PLAIN))
                sheet.write_formula(line, RESULT, formula, style, balance)
            if page.kind == CHECKS:
                cell = f"{xl_col_to_name(VALUE)}{line + 1}"
                formula = f'=IF(ISNUMBER({cell}),IF(ABS({cell})<{ZERO},"{GOOD}","{WRONG}"),"{WRONG}")'
                sheet.write_formula(line, RESULT, formula, self._format(align="right"), _verdict(entry.values))

    def _cell(self, sheet, line: int, column: int, entry: Entry, value: float | str, row: int) -> None:
        """One value: a formula with its value in it, or what is given, open to change."""
        style = {"num_format": FORMATS.get(entry.unit, PLAIN)} if entry.unit != "text" else {}
        if entry.formula:
            formula, stored = entry.formula(row), value if isinstance(value, str) else float(value) + 0.0
            if stored != stored:
                # What is left open: an empty cell, not an error.
                formula, stored = f'=IFERROR({formula[1:]},"")', ""
            sheet.write_formula(line, column, formula, self._format(**style), stored)
            return
        if not entry.locked:
            style |= {"locked": False, "bg_color": "#FFF6CC"}
        if isinstance(value, str):
            self._text(sheet, line, column, value, **style)
        elif math.isnan(value):
            sheet.write_blank(line, column, None, self._format(**style))
        else:
            sheet.write_number(line, column, float(value), self._format(**style))

    def _validate(self, sheet, entry: Entry, first: int, column: int, last: int) -> None:
        """What may be typed in an open cell; anything else is refused with a sentence."""
        if entry.formula or entry.locked:
            return
        if entry.choices:
            # A long list does not fit in the rule itself; that of rows stands on their table.
            tables = [page for page in self.source.pages if page.rows is not None]
            table = next((page for page in tables if tuple(map(str, page.rows)) == entry.choices), None)
            there = f"='{table.short}'!$A${FIRST_ROW}:$A${table.last_row}" if table else list(entry.choices)
            rule = {"validate": "list", "source": there}
        elif isinstance(entry.values, pd.Series) and entry.unit == "share":
            message = "Vul een aandeel of een aantal in, ten minste nul; alleen de verhouding telt."
            rule = {"validate": "decimal", "criteria": ">=", "value": 0, "error_message": message}
        elif entry.unit in ("share", "fraction"):
            message = "Vul een deel in van 0 % tot en met 100 %."
            rule = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1, "error_message": message}
        else:
            message = "Vul een getal in van ten minste nul."
            rule = {"validate": "decimal", "criteria": ">=", "value": 0, "error_message": message}
        sheet.data_validation(first, column, last, column, rule)

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


def _origin(entry: Entry) -> str:
    if entry.formula:
        return entry.words
    status = f" ({STATUSES[weakest(entry.origins)]})" if isinstance(entry.values, pd.Series) and entry.origins else ""
    return together(entry.origins) + status


def _side(entry: Entry) -> str:
    return "left" if entry.unit == "text" else "right"


def _verdict(value: float | str) -> str:
    """What the check says of a value, as its formula will."""
    return GOOD if not isinstance(value, str) and abs(value) < ZERO else WRONG


def _balance(page: Page) -> str:
    """What an aansluiting comes to, as its formula will say."""
    return _verdict(sum(entry.values for entry in page.entries if not isinstance(entry.values, str)))


def _lines(page: Page, column: int) -> str:
    """All lines of a list in a column, for a formula on another page."""
    letter = xl_col_to_name(column)
    return f"{quote_sheetname(page.short)}!${letter}${FIRST_LINE}:${letter}${FIRST_LINE + len(page.entries) - 1}"
