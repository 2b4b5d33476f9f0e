"""The memo as one HTML page, made from the executed notebook."""

import re
from dataclasses import dataclass, field

import mistune

from vtcost.memo.blocks import MIME
from vtcost.memo.render import environment

ACCOUNT_HEADING = "Verantwoording"
# Text for who works in the notebook (how to set parameters), not for who reads the memo.
NOTEBOOK_ONLY = "alleen-notebook"


@dataclass
class Chapter:
    """A heading with what stands under it; `code` is the source of its cells, in order."""

    title: str
    level: int
    anchor: str
    account: bool
    content: list[str] = field(default_factory=list)
    code: list[str] = field(default_factory=list)


def memo_page(notebook, name: str) -> str:
    """The page: advice open, accountability folded per chapter, code one click further.

    Parameters
    ----------
    notebook : NotebookNode
        Executed; markdown cells and blocks become the page.
    name : str
        Name of the region, for links.
    """
    chapters = _chapters(notebook)
    title = chapters[0]
    advice = [chapter for chapter in chapters[1:] if not chapter.account]
    account = [chapter for chapter in chapters[1:] if chapter.account]
    template = environment().get_template("memo.html")
    return template.render(name=name, title=title, advice=advice, intro=account[0], account=account[1:])


def index_page(entries: list[dict]) -> str:
    """The page that lists the memos: title, link, parameters that differ from the memo, verdict counts."""
    return environment().get_template("index.html").render(entries=entries)


def title_of(notebook) -> str:
    """The heading the notebook starts with."""
    return _chapters(notebook)[0].title


def _chapters(notebook) -> list[Chapter]:
    chapters: list[Chapter] = []
    account = False
    for cell in notebook.cells:
        if NOTEBOOK_ONLY in cell.metadata.get("tags", []):
            continue
        if cell.cell_type == "markdown":
            for level, title, body in _sections(cell.source):
                if title:
                    account = account or (level == 1 and title == ACCOUNT_HEADING)
                    chapters.append(Chapter(title, level, _anchor(title), account))
                if body.strip():
                    chapters[-1].content.append(mistune.html(body))
        else:
            chapters[-1].code.append(cell.source)
            chapters[-1].content.extend(_outputs(cell))
    return chapters


def _sections(source: str) -> list[tuple[int, str, str]]:
    """Split markdown at headings of level 1 and 2: (level, title, text under it)."""
    pieces = re.split(r"^(#{1,2}) (.+)$", source, flags=re.M)
    found = [(0, "", pieces[0])]
    for mark, title, body in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        found.append((len(mark), title.strip(), body))
    return found


def _outputs(cell) -> list[str]:
    block = environment().get_template("blocks.html").module.block
    shown = []
    for output in cell.outputs:
        data = output.get("data", {})
        if MIME in data:
            shown.append(str(block(data[MIME], data.get("image/png", "").strip())))
    return shown


def _anchor(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
