"""Markdown in a Word document: paragraphs, lists and headings in the styles of the template."""

import html
from functools import cache

import mistune
from docx.document import Document as WordDocument
from docx.text.paragraph import Paragraph

from vtcost.memo.word_parts import list_item, new_list, write

LOWEST_HEADING = 3
STYLES = {"strong": "Strong", "emphasis": "Emphasis"}


def add_prose(made: WordDocument, markdown: str) -> None:
    """Add Markdown to the document. Markup of another kind (HTML) is shown as text."""
    for token in _parser()(markdown):
        _block(made, token)


@cache
def _parser() -> mistune.Markdown:
    return mistune.create_markdown(renderer=None)


def _block(made: WordDocument, token: dict) -> None:
    kind = token["type"]
    if kind == "list":
        _list(made, token)
    elif kind == "heading":
        # The memo's own title and chapters are levels 1 and 2 of the notebook: one level less here.
        level = min(max(token["attrs"]["level"] - 1, 1), LOWEST_HEADING)
        _inline(made.add_heading(level=level), token["children"])
    elif kind == "block_code":
        for line in token["raw"].splitlines():
            write(made.add_paragraph(style="Formule"), line)
    elif kind == "block_quote":
        for child in token["children"]:
            _block(made, child)
    elif kind == "paragraph" and [child["type"] for child in token["children"]] == ["codespan"]:
        write(made.add_paragraph(style="Formule"), token["children"][0]["raw"])
    elif "children" in token:
        _inline(made.add_paragraph(), token["children"])
    elif token.get("raw", "").strip():
        write(made.add_paragraph(), token["raw"].strip())


def _list(made: WordDocument, token: dict) -> None:
    attributes = token["attrs"]
    style = "List Number" if attributes["ordered"] else "List Bullet"
    depth = attributes["depth"]
    number = new_list(made, style, attributes.get("start", 1), depth)
    for item in token["children"]:
        for position, child in enumerate(item["children"]):
            if child["type"] not in ("paragraph", "block_text"):
                _block(made, child)
            elif position == 0:
                _inline(list_item(made, style, number, depth), child["children"])
            else:
                _inline(made.add_paragraph(style="List Continue"), child["children"])


def _inline(paragraph: Paragraph, tokens: list[dict], style: str | None = None) -> None:
    for token in tokens:
        kind = token["type"]
        if kind == "softbreak":
            write(paragraph, " ", style)
        elif kind == "linebreak":
            paragraph.add_run().add_break()
        elif kind == "codespan":
            write(paragraph, token["raw"], "Code")
        elif "children" in token:
            _inline(paragraph, token["children"], STYLES.get(kind, style))
            if kind == "link":
                # On paper a link must be legible.
                write(paragraph, f" ({token['attrs']['url']})", style)
        elif token["raw"]:
            write(paragraph, html.unescape(token["raw"]) if kind == "text" else token["raw"], style)
