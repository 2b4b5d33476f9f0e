"""Pages to test: the memos as their notebooks keep them, with derivations of our own making, whole or shortened."""

import copy
from collections.abc import Iterable
from functools import cache

import nbformat

from tests.conftest import ROOT
from vtcost.data import region_names
from vtcost.memo.document import Document, Output, document
from vtcost.memo.page import index_page, memo_page, simple_page

NAMES = region_names()
FILES = [("Het advies als PDF", "memo.pdf"), ("Het rekenmodel in Excel", "workbook.xlsx")]
STEP = {
    "unit": "euro_cent",
    "unit_name": "euro",
    "formula": "bedrag x aandeel van de gemeente",
    "filled": "100,00 x 50 %",
    "sources": ["oplegger, tabel 2, rij Hoorn [gedrukt]", "CBS, 1 januari 2019 [openbare bron]"],
}


@cache
def memo(name: str) -> Document:
    """The memo as its notebook keeps it, and derivations of the numbers in the first table of the advice."""
    found = document(nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", 4))
    table = next(chapter for chapter in found.advice if chapter.outputs("table")).outputs("table")[0]
    found.account[0].content.append(derivations(table.data, "proef"))
    return found


def derivations(table: dict, prefix: str) -> Output:
    """A group per row and a step per number; the rows of the table get their links."""
    groups = []
    for position, row in enumerate(table["rows"]):
        group = f"{prefix}-{position}"
        row["links"] = [
            f"{group}-{i}" if isinstance(cell, int | float) else None for i, cell in enumerate(row["cells"])
        ]
        steps = [
            {**STEP, "anchor": link, "label": column["label"], "value": cell}
            for link, column, cell in zip(row["links"], table["columns"], row["cells"], strict=True)
            if link
        ]
        groups.append({"label": row["label"], "anchor": group, "steps": steps})
    title = f"Afleiding: {table['title']}"
    return Output({"kind": "derivations", "part": "verantwoording", "title": title, "groups": groups})


def short(memo: Document) -> Document:
    """The memo with only the outer rows of tables and the first steps of derivations: one template makes them all."""
    memo = copy.deepcopy(memo)
    for item in (item for chapter in memo.chapters for item in chapter.content if isinstance(item, Output)):
        for name in ("rows", "groups"):
            if name in item.data:
                item.data[name] = [*item.data[name][:1], *item.data[name][1:][-1:]]
        for group in item.data.get("groups", ()):
            group["steps"] = group["steps"][:2]
    return memo


@cache
def page(name: str, shortened: bool = False) -> str:
    """The page of a memo."""
    found = memo(name)
    return memo_page(short(found) if shortened else found, name, FILES)


def index() -> str:
    """The list of the memos."""
    entries = [
        {"name": name, "title": f"Memo {name}", "tally": "2 gedrukte cijfers: 2 gegeven.", "given": "", "files": FILES}
        for name in NAMES
    ]
    return index_page(entries)


def simple(name: str = "noord_holland_noord") -> str:
    """A page as one per municipality is made: some chapters of a memo, with a table, a chart and derivations."""
    found = short(memo(name))
    sections = [(chapter.title, chapter.content) for chapter in [*found.advice, found.account[0]]]
    return simple_page("Hoorn: wat betaalt uw gemeente?", sections, ("Terug naar de memo", "../memo.html"), FILES[:1])


def named(pages: Iterable[str] = NAMES) -> dict[str, str]:
    """All kinds of pages, shortened, by name."""
    return {**{name: page(name, shortened=True) for name in pages}, "index": index(), "simple": simple()}
