"""The memo as a document: chapters of prose and blocks from the executed notebook. Every format is made of it."""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from vtcost.memo.blocks import MIME

ACCOUNT_HEADING = "Verantwoording"
# Text for who works in the notebook (how to set parameters), not for who reads the memo.
NOTEBOOK_ONLY = "alleen-notebook"


@dataclass(frozen=True)
class Prose:
    """Text in Markdown, as it stands in the notebook."""

    markdown: str


@dataclass(frozen=True)
class Output:
    """A block: `data` as `vtcost.memo.blocks` makes it, with the pixels of a chart."""

    data: dict
    png: bytes | None = None


@dataclass
class Chapter:
    """A heading with what stands under it; `code` is the source of its cells, in order."""

    title: str
    level: int
    anchor: str
    account: bool
    content: list[Prose | Output] = field(default_factory=list)
    code: list[str] = field(default_factory=list)

    def outputs(self, *kinds: str) -> list[Output]:
        """The blocks of the chapter of these kinds."""
        return [item for item in self.content if isinstance(item, Output) and item.data["kind"] in kinds]


@dataclass(frozen=True)
class Document:
    """A memo: `opening` has the title and the head, `advice` its chapters, `intro` and `account` the accountability."""

    opening: Chapter
    advice: Sequence[Chapter]
    intro: Chapter
    account: Sequence[Chapter]

    @property
    def title(self) -> str:
        """The heading the notebook starts with."""
        return self.opening.title

    @property
    def chapters(self) -> list[Chapter]:
        """All chapters in order."""
        return [self.opening, *self.advice, self.intro, *self.account]

    def head(self) -> dict[str, str]:
        """The lines of the head: Aan, Van, Datum, Onderwerp, Status."""
        return {label: text for output in self.opening.outputs("head") for label, text in output.data["lines"]}


def document(notebook) -> Document:
    """Chapters of an executed notebook: what stands before the heading "Verantwoording" is the advice.

    Parameters
    ----------
    notebook : NotebookNode
        Executed; its Markdown cells and blocks become the memo.

    Raises
    ------
    ValueError
        If it does not start with a heading, or has no accountability.
    """
    chapters: list[Chapter] = []
    account = False
    for cell in notebook.cells:
        if NOTEBOOK_ONLY in cell.metadata.get("tags", []):
            continue
        if cell.cell_type == "markdown":
            for level, title, body in _sections(cell.source):
                if title:
                    account = account or (level == 1 and title == ACCOUNT_HEADING)
                    chapters.append(Chapter(title, level, anchor(title), account))
                if body.strip():
                    _last(chapters).content.append(Prose(body.strip()))
        else:
            _last(chapters).code.append(cell.source)
            _last(chapters).content.extend(_outputs(cell))
    told = [chapter for chapter in chapters[1:] if chapter.account]
    if not told:
        raise ValueError(f"no heading {ACCOUNT_HEADING}, expected one before the accountability")
    advice = [chapter for chapter in chapters[1:] if not chapter.account]
    return Document(chapters[0], advice, told[0], told[1:])


def anchor(title: str) -> str:
    """A title as an identifier inside a page.

    Examples
    --------
    >>> anchor("2. Wat doet de DUVO?"), anchor("Bergen (NH.)")
    ('2-wat-doet-de-duvo', 'bergen-nh')
    """
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def _last(chapters: list[Chapter]) -> Chapter:
    if not chapters:
        raise ValueError("text or code before the first heading, expected a title first")
    return chapters[-1]


def _sections(source: str) -> list[tuple[int, str, str]]:
    """Split Markdown at headings of level 1 and 2: (level, title, text under it)."""
    pieces = re.split(r"^(#{1,2}) (.+)$", source, flags=re.M)
    found = [(0, "", pieces[0])]
    for mark, title, body in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        found.append((len(mark), title.strip(), body))
    return found


def _outputs(cell) -> list[Output]:
    shown = []
    for output in cell.outputs:
        data = output.get("data", {})
        if MIME in data:
            image = data.get("image/png", "").strip()
            shown.append(Output(data[MIME], base64.b64decode(image) if image else None))
    return shown
