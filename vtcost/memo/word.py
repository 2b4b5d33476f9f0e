"""The memo as two Word documents, the advice and the accountability, that a policy officer can edit."""

import io
from collections.abc import Sequence

from docx.document import Document as WordDocument
from docx.shared import Length

from vtcost.memo.document import Chapter, Document, Output, Prose
from vtcost.memo.word_parts import clean, empty, list_item, new_list, packed, write
from vtcost.memo.word_prose import add_prose
from vtcost.memo.word_table import add_table

# The most that the properties of a document can hold.
LONGEST_PROPERTY = 255
DERIVATIONS = "Hoe elk cijfer is berekend, staat in de webversie en in de werkmap."
LISTS = {"decisions": "List Number", "points": "List Bullet"}
NOT_PRINTED = ("data", "pages")
PROSE = "prose"


def memo_docx(memo: Document) -> bytes:
    """The advice as a Word document: title, head, chapters.

    Parameters
    ----------
    memo : Document

    Returns
    -------
    bytes
        The same for the same memo.
    """
    return _file(memo, memo.title, memo.opening, memo.advice)


def account_docx(memo: Document) -> bytes:
    """The accountability as a Word document, without code and without the tables that are files of their own.

    Parameters
    ----------
    memo : Document

    Returns
    -------
    bytes
        The same for the same memo.
    """
    return _file(memo, f"{memo.title} – verantwoording", memo.intro, memo.account)


def _file(memo: Document, title: str, opening: Chapter, chapters: Sequence[Chapter]) -> bytes:
    made = empty()
    _set_properties(made, title, memo.head())
    write(made.add_paragraph(style="Title"), title)
    _add_content(made, _printed(opening))
    for chapter in chapters:
        if content := _printed(chapter):
            # The title is level 1 in the notebook and has a style of its own here.
            write(made.add_heading(level=max(1, chapter.level - 1)), chapter.title)
            _add_content(made, content)
    return packed(made)


def _set_properties(made: WordDocument, title: str, head: dict[str, str]) -> None:
    known = made.core_properties
    known.title = clean(title)[:LONGEST_PROPERTY]
    known.subject = clean(head.get("Onderwerp", ""))[:LONGEST_PROPERTY]
    known.author = known.last_modified_by = clean(head.get("Van", ""))[:LONGEST_PROPERTY]
    made.sections[0].footer.paragraphs[0].runs[0].text = clean(title)


def _printed(chapter: Chapter) -> list[Prose | Output]:
    """What stands on paper: no tables that are files of their own; where derivations are found is said once.

    The prose of a chapter that is there for its derivations says how to use them on a screen: it is left out.
    """
    kinds = {item.data["kind"] for item in chapter.content if isinstance(item, Output)} - set(NOT_PRINTED)
    printed, told = [], False
    for item in chapter.content:
        kind = PROSE if isinstance(item, Prose) else item.data["kind"]
        left_out = (
            kind in NOT_PRINTED or (told and kind == "derivations") or (kind == PROSE and kinds == {"derivations"})
        )
        if not left_out:
            printed.append(item)
        told = told or kind == "derivations"
    return printed


def _add_content(made: WordDocument, content: Sequence[Prose | Output]) -> None:
    for item in content:
        if isinstance(item, Prose):
            add_prose(made, item.markdown)
        else:
            _add_block(made, item)


def _add_block(made: WordDocument, output: Output) -> None:
    data = output.data
    kind = data["kind"]
    if kind == "sentences":
        write(made.add_paragraph(), " ".join(data["sentences"]))
    elif kind in LISTS:
        number = new_list(made, LISTS[kind])
        for text in data["items"]:
            write(list_item(made, LISTS[kind], number), text)
    elif kind == "head":
        for label, text in data["lines"]:
            line = write(made.add_paragraph(style="Memokop"), label, "Strong")
            line.add_run().add_tab()
            write(line, text)
    elif kind == "table":
        add_table(made, data)
    elif kind == "chart":
        _add_chart(made, data, output.png)
    elif kind == "derivations":
        write(made.add_paragraph(style="Toelichting"), DERIVATIONS)
    else:
        raise ValueError(f"block of kind {kind!r}, expected one that Word documents can show")


def _add_chart(made: WordDocument, data: dict, png: bytes) -> None:
    write(made.add_paragraph(style="Caption"), data["title"])
    picture = made.add_picture(io.BytesIO(png))
    if picture.width > made._block_width:
        picture.height = Length(picture.height * made._block_width // picture.width)
        picture.width = made._block_width
    for side in ("distT", "distB", "distL", "distR"):
        # Left out, LibreOffice takes an eighth of an inch.
        picture._inline.set(side, "0")
    properties = picture._inline.docPr
    properties.set("name", f"Figuur {properties.id}")
    properties.set("title", clean(data["title"]))
    properties.set("descr", clean(data["alt"]))
