"""The memo as PDF: tagged (PDF/UA-1), for the archive (PDF/A-2a), and the same bytes each time."""

import functools
import io
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import typst

from vtcost.memo.document import Chapter, Document
from vtcost.memo.pdf_content import Section, font_folder, legible, printed
from vtcost.memo.pdf_tags import tagged_tables

TEMPLATE = Path(__file__).parent / "templates" / "page.typ"
STANDARDS = ["a-2a", "ua-1"]
# Text and tables in points, charts as a part of the width: from roomy to as tight as is still easy to read.
SIZES = [(10.0, 9.0, 1.0), (9.5, 8.5, 1.0), (9.5, 8.5, 0.85), (9.5, 8.5, 0.7)]
MEMO_PAGES = 2


def pdf(
    title: str, sections: Sequence[Section], pages: int | None = None, landscape: bool = False, contents: bool = False
) -> bytes:
    """A document on A4: a title, sections with a heading, text, charts and tables.

    Parameters
    ----------
    title : str
        Heading of the document and its name in a viewer.
    sections : sequence of (heading or None, content)
        Content is prose in Markdown and blocks. A section without anything to print is left out.
    pages : int, optional
        What it should fit on; text gets smaller, down to what is easy to read, and charts narrower. It never fails:
        what does not fit takes another page.
    landscape : bool
        Pages on their side.
    contents : bool
        A list of the headings, with pages, before the first of them.

    Returns
    -------
    bytes
        A PDF file.
    """
    items, images = printed(title, sections, contents)
    data = {"title": legible(title), "landscape": landscape, "blocks": items}
    with tempfile.TemporaryDirectory() as folder:
        for name, png in images.items():
            (Path(folder) / name).write_bytes(png)
        if pages is None:
            made = _compiled(folder, {**data, "sizes": SIZES[1]})
        else:
            for sizes in SIZES:
                made = _compiled(folder, {**data, "sizes": sizes})
                if _pages(made) <= pages:
                    break
    return tagged_tables(made)


def memo_pdf(memo: Document) -> bytes:
    """The advice of a memo alone, on two pages if it can be."""
    return pdf(memo.title, _sections(memo.opening, memo.advice), pages=MEMO_PAGES)


def account_pdf(memo: Document) -> bytes:
    """The accountability of a memo alone, with a list of its chapters; on its side, for tables with texts in them."""
    return pdf(f"{memo.title} – verantwoording", _sections(memo.intro, memo.account), landscape=True, contents=True)


def _sections(first: Chapter, others: Sequence[Chapter]) -> list[Section]:
    return [(None, first.content), *((chapter.title, chapter.content) for chapter in others)]


def _compiled(folder: str, data: dict) -> bytes:
    (Path(folder) / "data.json").write_text(json.dumps(data), encoding="utf-8")
    return typst.compile(TEMPLATE.read_bytes(), root=folder, font_paths=_fonts(), format="pdf", pdf_standards=STANDARDS)


@functools.cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[font_folder()])


def _pages(made: bytes) -> int:
    with pikepdf.open(io.BytesIO(made)) as opened:
        return len(opened.pages)
