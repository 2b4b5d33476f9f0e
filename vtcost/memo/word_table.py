"""A table in a Word document: caption above, header row that repeats, numbers to the right, notes below."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Twips
from docx.table import Table

from vtcost.memo.render import header
from vtcost.memo.word_parts import clean, write
from vtcost.numbers import show

TEXT = "text"
# In twips (a twentieth of a point), for the size of the style Tabeltekst: letters as in Calibri, digits as in the
# wider DejaVu Sans, so that numbers stay whole where Calibri is missing (a bold total in a full table may not).
LETTER, DIGIT, NARROW, PADDING = 88, 114, 57, 190
BOLD = 1.1
NARROW_SIGNS = ".,:;'()\u00a0"
# In characters: longer words may be broken; longer texts get no more room.
LONGEST_WORD, LONGEST_TEXT = 18, 120
# A table that leaves room on the page takes this much more than its words and numbers need.
ROOMY = 1.2
# A table of so many lines of text stays on one page.
KEPT_TOGETHER = 26
RULE = {"w:val": "single", "w:sz": "12", "w:space": "0", "w:color": "767676"}


@dataclass(frozen=True)
class Line:
    """A row as text."""

    texts: Sequence[str]
    total: bool = False


def add_table(made: WordDocument, data: dict) -> None:
    """Add the table of a block, with its caption and notes."""
    write(made.add_paragraph(style="Caption"), data["title"])
    lines = _lines(data)
    table = made.add_table(len(lines), len(lines[0].texts), "Memotabel")
    chosen = widths(lines, made._block_width.twips)
    _set_widths(table, chosen)
    right = [False, *(column["unit"] != TEXT for column in data["columns"])]
    _fill(table, lines, right, bool(data["notes"]), height(lines, chosen) <= KEPT_TOGETHER)
    _describe(table, data["title"], f"Per {data['index_label'].lower()}: {', '.join(lines[0].texts[1:])}.")
    notes = [write(made.add_paragraph(style="Toelichting"), note) for note in data["notes"]]
    for paragraph in notes[:-1]:
        paragraph.paragraph_format.keep_with_next = True


def widths(lines: Sequence[Line], available: int) -> list[int]:
    """Widths of the columns: what words and numbers need, and what is left for those with long texts.

    Parameters
    ----------
    lines : sequence of Line
        The first is the header.
    available : int
        Width of the page between its margins. [twips]

    Examples
    --------
    >>> widths([Line(["Gemeente", "Effect (euro)"]), Line(["Texel", "-3.686"])], 9978)
    [1156, 1142]
    """
    least, wished = [], []
    for position, name in enumerate(lines[0].texts):
        body = [line.texts[position] for line in lines[1:]]
        words = [_room(word) for text in body for word in text.split(" ")]
        words += [int(_room(word) * BOLD) for word in name.split(" ")]
        # A header may take two lines; words seldom fill them.
        whole = [len(name) * LETTER * 2 // 3, *(min(len(text), LONGEST_TEXT) * LETTER for text in body)]
        least.append(max(words) + PADDING)
        wished.append(max(words + whole) + PADDING)
    if sum(least) >= available:
        return [width * available // sum(least) for width in least]
    if sum(wished) <= available:
        return [int(width * min(ROOMY, available / sum(wished))) for width in wished]
    share = (available - sum(least)) / (sum(wished) - sum(least))
    return [int(low + share * (high - low)) for low, high in zip(least, wished, strict=True)]


def height(lines: Sequence[Line], chosen: Sequence[int]) -> int:
    """How many lines of text the table takes, about, with columns of these widths."""
    rooms = [max(1, width - PADDING) for width in chosen]
    return sum(
        max(math.ceil(len(text) * LETTER / room) for text, room in zip(line.texts, rooms, strict=True))
        for line in lines
    )


def _room(word: str) -> int:
    return sum(LETTER if sign.isalpha() else NARROW if sign in NARROW_SIGNS else DIGIT for sign in word[:LONGEST_WORD])


def _lines(data: dict) -> list[Line]:
    columns = data["columns"]
    units = [column["unit"] for column in columns]
    lines = [Line([data["index_label"], *map(header, columns)])]
    for row in data["rows"]:
        kinds, decimals = row.get("units") or units, row.get("decimals") or [None] * len(columns)
        parts = zip(row["cells"], kinds, columns, decimals, strict=True)
        texts = [show(value, unit, column["sign"], digits) for value, unit, column, digits in parts]
        texts = [text.replace(" %", "\u00a0%") for text in texts]
        lines.append(Line([row["label"], *texts], row["total"]))
    return lines


def _fill(table: Table, lines: Sequence[Line], right: Sequence[bool], noted: bool, together: bool) -> None:
    last = len(lines) - 1
    for position, (row, line) in enumerate(zip(table.rows, lines, strict=True)):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if position == 0:
            properties.append(OxmlElement("w:tblHeader"))
        # With the row below; the last row with its notes.
        kept = noted if position == last else together or position in (0, last - 1)
        for cell, text, number in zip(row.cells, line.texts, right, strict=True):
            paragraph = cell.paragraphs[0]
            # By id: looking a style up by name for every cell takes half of the time.
            paragraph._p.style = "TableNumber" if number else "TableText"
            if kept:
                paragraph.paragraph_format.keep_with_next = True
            write(paragraph, text, "Strong" if line.total else None)
            if line.total:
                borders = OxmlElement("w:tcBorders")
                borders.append(_element("w:top", RULE))
                cell._tc.get_or_add_tcPr().append(borders)


def _set_widths(table: Table, chosen: Sequence[int]) -> None:
    table.autofit = False
    whole = table._tbl.tblPr.find(qn("w:tblW"))
    whole.set(qn("w:type"), "dxa")
    whole.set(qn("w:w"), str(sum(chosen)))
    for column, width in zip(table.columns, chosen, strict=True):
        column.width = Twips(width)
    for row in table.rows:
        for cell, width in zip(row.cells, chosen, strict=True):
            cell.width = Twips(width)


def _describe(table: Table, title: str, description: str) -> None:
    """What a screen reader says about the table."""
    for tag, text in (("w:tblCaption", title), ("w:tblDescription", description)):
        table._tbl.tblPr.append(_element(tag, {"w:val": clean(text)}))


def _element(tag: str, attributes: dict[str, str]):
    return OxmlElement(tag, {qn(name): value for name, value in attributes.items()})
