"""What every piece of a Word document is made of: the empty document, text, list items, and the file itself."""

import io
import re
import zipfile
from importlib import resources

import docx
from docx.document import Document as WordDocument
from docx.text.paragraph import Paragraph

# The list definitions of the template (numbering.xml), by style.
LISTS = {"List Bullet": 1, "List Number": 2}
DEEPEST = 2
# Entries of a zip carry a date; this is the first one that a zip can hold.
NO_DATE = (1980, 1, 1, 0, 0, 0)
FROM_UNIX = 3
BLANK = re.compile("[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
# What XML 1.0 has no place for: control characters, halves of surrogate pairs.
NO_XML = re.compile("[^\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def empty() -> WordDocument:
    """A document with the styles, the page and the footer of a memo, made from the files in templates/word."""
    folder = resources.files("vtcost.memo") / "templates" / "word"
    return docx.Document(io.BytesIO(_zipped({name: (folder / name).read_bytes() for name in _names(folder)})))


def packed(made: WordDocument) -> bytes:
    """The document as a file, the same bytes each time."""
    buffer = io.BytesIO()
    made.save(buffer)
    with zipfile.ZipFile(buffer) as file:
        return _zipped({name: file.read(name) for name in file.namelist()})


def clean(text: str) -> str:
    """Text as XML can hold it: a line break or tab becomes a space, a control character a replacement mark.

    Examples
    --------
    >>> clean("Texel\\n<w:p>"), clean("a\\x00b")
    ('Texel <w:p>', 'a\ufffdb')
    """
    return NO_XML.sub("\ufffd", BLANK.sub(" ", text))


def write(paragraph: Paragraph, text: str, style: str | None = None) -> Paragraph:
    """Add text to a paragraph, in a character style or plain."""
    paragraph.add_run(clean(text), style)
    return paragraph


def new_list(made: WordDocument, style: str, start: int = 1, depth: int = 0) -> int:
    """A list of its own, so that its numbers begin at `start`; returns its id."""
    numbering = made.part.numbering_part.element
    number = numbering.add_num(LISTS[style])
    number.add_lvlOverride(min(depth, DEEPEST)).add_startOverride(start)
    return number.numId


def list_item(made: WordDocument, style: str, number: int, depth: int = 0) -> Paragraph:
    """An empty paragraph that is an item of the list with this id."""
    paragraph = made.add_paragraph(style=style)
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = min(depth, DEEPEST)
    properties.get_or_add_numId().val = number
    return paragraph


def _names(folder, before: str = "") -> list[str]:
    names = []
    for entry in folder.iterdir():
        name = before + entry.name
        names.extend(_names(entry, f"{name}/") if entry.is_dir() else [name])
    return names


def _zipped(files: dict[str, bytes]) -> bytes:
    """A zip in a fixed order without dates; the list of content types sorts first, as readers expect.

    Nothing is compressed: zlib and its successors give other bytes, and which of them Python has differs per machine.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, NO_DATE)
            entry.create_system = FROM_UNIX
            file.writestr(entry, files[name])
    return buffer.getvalue()
