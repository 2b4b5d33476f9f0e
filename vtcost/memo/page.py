"""The memo as one HTML page, made from the document."""

import base64

import mistune
from markupsafe import Markup

from vtcost.memo.document import Chapter, Document, Prose
from vtcost.memo.render import environment


def memo_page(memo: Document, name: str) -> str:
    """The page: advice open, accountability folded per chapter, code one click further.

    Parameters
    ----------
    memo : Document
    name : str
        Name of the region, for links.
    """
    template = environment().get_template("memo.html")
    return template.render(name=name, memo=memo, content=_content)


def index_page(entries: list[dict]) -> str:
    """The page that lists the memos: title, link, parameters that differ from the memo, verdict counts."""
    return environment().get_template("index.html").render(entries=entries)


def _content(chapter: Chapter) -> Markup:
    block = environment().get_template("blocks.html").module.block
    pieces = []
    for item in chapter.content:
        if isinstance(item, Prose):
            pieces.append(mistune.html(item.markdown))
        else:
            pieces.append(str(block(item.data, base64.b64encode(item.png).decode() if item.png else None)))
    return Markup("".join(pieces))
