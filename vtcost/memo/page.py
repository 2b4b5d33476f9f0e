"""The memo as one HTML page, made from the document; the index and simple pages in the same style."""

import base64
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import count
from urllib.parse import quote

import mistune
from markupsafe import Markup

from vtcost.memo.document import Document, Output, Prose
from vtcost.memo.render import environment

Content = Sequence[Prose | Output]
# Headings in prose stand below that of their chapter.
HIGHEST_HEADING, DEEPEST_HEADING = 3, 6
# With an underscore, which the anchor of a title never has.
ROW = "rij_{}"
# Where a reader goes who skips a table with links.
AFTER = "na_tabel_{}"
# By this an earlier index is known as ours.
INDEX_TITLE = "Memo's Veilig Thuis"


def memo_page(memo: Document, name: str, files: Sequence[tuple[str, str]] = ()) -> str:
    """The page: advice open, accountability folded per chapter, code and derivations one click further.

    Parameters
    ----------
    memo : Document
    name : str
        Name of the region: its place in the index.
    files : sequence of (label, href)
        The other formats of this memo.
    """
    return _page("memo.html", memo=_linked_memo(memo), name=name, files=files)


def index_page(entries: Sequence[dict]) -> str:
    """The page that lists the memos.

    Parameters
    ----------
    entries : sequence of dict
        Per memo `name`, `title`, `tally` (verdict counts), `given` (parameters that differ from the memo) and, where
        there are more formats than the page, `files`: pairs of label and href.
    """
    return _page("index.html", entries=entries, title=Markup(INDEX_TITLE))


def simple_page(
    title: str,
    sections: Sequence[tuple[str, Content]],
    back: tuple[str, str],
    files: Sequence[tuple[str, str]] = (),
) -> str:
    """A page without accountability: a title and a few sections.

    Parameters
    ----------
    title : str
    sections : sequence of (heading, content)
    back : (label, href)
        Where the page belongs to, for example its memo.
    files : sequence of (label, href)
        The other formats of this page.
    """
    linked = _linked([content for _, content in sections])
    headed = [(heading, content) for (heading, _), content in zip(sections, linked, strict=True)]
    return _page("page.html", title=title, sections=headed, back=back, files=files)


def _page(template: str, **values) -> str:
    return environment().get_template(template).render(content=_content, **values)


def _linked_memo(memo: Document) -> Document:
    linked = _linked([chapter.content for chapter in memo.chapters])
    chapters = [replace(chapter, content=content) for chapter, content in zip(memo.chapters, linked, strict=True)]
    intro = 1 + len(memo.advice)
    return Document(chapters[0], chapters[1:intro], chapters[intro], chapters[intro + 1 :])


def _linked(contents: Sequence[Content]) -> list[Content]:
    """The contents, in which figures know the address of their derivation and derivations that of their row.

    A group of derivations goes back to the first row that links to it. A link to what is not on this page is dropped:
    the figure stays a plain number.
    """
    shown = [item.data for content in contents for item in content if isinstance(item, Output)]
    groups = {}
    for group in (group for data in shown if data["kind"] == "derivations" for group in data["groups"]):
        groups.update(dict.fromkeys([group["anchor"], *(step["anchor"] for step in group["steps"])], group["anchor"]))
    back: dict[str, str] = {}
    numbers = count(1)
    tables = [[_linked_rows(item, groups, back, numbers) for item in content] for content in contents]
    return [[_linked_groups(item, back) for item in content] for content in tables]


def _linked_rows(
    item: Prose | Output, groups: dict[str, str], back: dict[str, str], numbers: Iterator[int]
) -> Prose | Output:
    """A table whose rows have `hrefs`; what the groups that are met first here go back to is added to `back`."""
    if isinstance(item, Prose) or item.data["kind"] != "table":
        return item
    rows = []
    for row in item.data["rows"]:
        links = [link if link in groups else None for link in row.get("links") or ()]
        linked = {**row, "hrefs": [link and _address(link) for link in links]}
        if new := {groups[link] for link in links if link} - back.keys():
            linked["anchor"] = ROW.format(len(back) + 1)
            back.update(dict.fromkeys(new, linked["anchor"]))
        rows.append(linked)
    linked = any(link for row in rows for link in row["hrefs"])
    after = {"after": AFTER.format(next(numbers))} if linked else {}
    return replace(item, data={**item.data, "rows": rows, **after})


def _linked_groups(item: Prose | Output, back: dict[str, str]) -> Prose | Output:
    if isinstance(item, Prose) or item.data["kind"] != "derivations":
        return item
    groups = [
        {**group, "back": _address(back[group["anchor"]])} if group["anchor"] in back else group
        for group in item.data["groups"]
    ]
    return replace(item, data={**item.data, "groups": groups})


def _address(anchor: str) -> str:
    return "#" + quote(anchor)


def _content(content: Content, deeper: int = 0) -> Markup:
    """The HTML of prose and blocks; headings in the prose stand `deeper` levels lower than in the notebook."""
    block = environment().get_template("blocks.html").module.block
    pieces = []
    for item in content:
        if isinstance(item, Prose):
            pieces.append(_markdown(deeper)(item.markdown))
        else:
            pieces.append(str(block(item.data, base64.b64encode(item.png).decode() if item.png else None)))
    return Markup("".join(pieces))


class _Renderer(mistune.HTMLRenderer):
    """Markdown without HTML of its own: what looks like a tag is shown as text."""

    def __init__(self, deeper: int):
        super().__init__(escape=True)
        self.deeper = deeper

    def heading(self, text: str, level: int, **attributes) -> str:
        return super().heading(text, min(max(level, HIGHEST_HEADING) + self.deeper, DEEPEST_HEADING), **attributes)

    def paragraph(self, text: str) -> str:
        if re.fullmatch(r"<code>[^<]*</code>", text):
            return f'<p class="formula">{text}</p>\n'
        return super().paragraph(text)

    def image(self, text: str, url: str, title: str | None = None) -> str:
        # The page is one file that asks nothing of others: of an image elsewhere it has the words.
        return text


@cache
def _markdown(deeper: int) -> mistune.Markdown:
    return mistune.create_markdown(renderer=_Renderer(deeper))
