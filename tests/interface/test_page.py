"""The page as it is written, without a browser: structure, texts, links. Each check first finds a fault made for it."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from tests.interface import pages
from vtcost.memo.document import Chapter, Document, Output, Prose
from vtcost.memo.page import index_page, memo_page, simple_page
from vtcost.memo.render import block_html

VOID = {"meta", "img", "br", "hr", "link", "input"}
SHORTEST_ALTERNATIVE = 40


@dataclass
class Element:
    tag: str
    attributes: dict = field(default_factory=dict)
    parent: "Element | None" = None
    children: list = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def all(self, *tags: str) -> list["Element"]:
        """Elements of these kinds inside this one, in order; all of them without a kind."""
        found = []
        for child in self.children:
            if isinstance(child, Element):
                found += [child] * (not tags or child.tag in tags) + child.all(*tags)
        return found

    def inside(self, *tags: str) -> bool:
        return self.parent is not None and (self.parent.tag in tags or self.parent.inside(*tags))


class Tree(HTMLParser):
    def __init__(self, html: str):
        super().__init__()
        self.root = self.at = Element("page")
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        element = Element(tag, dict(attributes), self.at)
        self.at.children.append(element)
        if tag not in VOID:
            self.at = element

    def handle_endtag(self, tag):
        assert self.at.tag == tag, f"</{tag}> closes <{self.at.tag}>"
        self.at = self.at.parent

    def handle_data(self, data):
        self.at.children.append(data)


def read(html: str) -> Element:
    tree = Tree(html)
    assert tree.at is tree.root, f"<{tree.at.tag}> is not closed"
    return tree.root


def faults(html: str) -> list[str]:
    """What is wrong with a page."""
    page = read(html)
    return [*_frame(page), *_headings(page), *_images(page), *_tables(page), *_links(page, html)]


def _frame(page: Element):
    if [element.attributes.get("lang") for element in page.all("html")] != ["nl"]:
        yield "language is not Dutch"
    if not "".join(title.text for title in page.all("title")).strip():
        yield "no title"
    for landmark in ("header", "main", "footer"):
        if len(page.all(landmark)) != 1:
            yield f"not one {landmark}"
    if not all(nav.attributes.get("aria-label") for nav in page.all("nav")):
        yield "nav without a name"
    first = page.all("a", "button", "summary")[0].attributes
    if first.get("class") != "skip" or first["href"] not in [f"#{main.attributes['id']}" for main in page.all("main")]:
        yield "first link does not skip to the main part"
    for details in page.all("details"):
        children = [child for child in details.children if isinstance(child, Element)]
        if children[0].tag != "summary" or not children[0].text.strip():
            yield "fold without a label"
    if len(page.all("script")) != 1:
        yield "not one script"


def _headings(page: Element):
    headings = page.all("h1", "h2", "h3", "h4", "h5", "h6")
    levels = [int(heading.tag[1]) for heading in headings]
    if levels.count(1) != 1 or levels[0] != 1:
        yield "not one heading of level 1, first"
    if any(level > before + 1 for before, level in pairwise(levels)):
        yield "a heading level is skipped"
    if not all(heading.text.strip() for heading in headings):
        yield "empty heading"


def _images(page: Element):
    for image in page.all("img"):
        words = image.attributes.get("alt") or ""
        if len(words) < SHORTEST_ALTERNATIVE or words in image.parent.parent.text:
            yield "image without alternative text of its own"
        if image.parent.attributes.get("tabindex") != "0" or not image.parent.attributes.get("aria-label"):
            yield "image that cannot be scrolled with the keyboard"
        if not image.attributes["src"].startswith("data:image/png;base64,iVBOR"):
            yield "image from elsewhere"


def _tables(page: Element):
    for table in page.all("table"):
        inner = [child for child in table.children if isinstance(child, Element)]
        if inner[0].tag != "caption" or not inner[0].text.strip():
            yield "table without a caption"
        if not all(header.attributes.get("scope") in ("col", "row") for header in table.all("th")):
            yield "header without scope"
        if not all(header.text.strip() for header in table.all("th")):
            yield "empty header"
        columns = [cell.attributes.get("scope") for cell in table.all("thead")[0].all("td", "th")]
        if set(columns) != {"col"}:
            yield "column without a header"
        for row in table.all("tbody")[0].all("tr"):
            cells = row.all("td", "th")
            if cells[0].attributes.get("scope") != "row":
                yield "row without a header"
            if len(cells) != len(columns):
                yield "row of another length"
        if table.parent.attributes.get("tabindex") != "0" or not table.parent.attributes.get("aria-label"):
            yield "table that cannot be scrolled with the keyboard"


def _links(page: Element, html: str):
    identifiers = [element.attributes["id"] for element in page.all() if "id" in element.attributes]
    if len(identifiers) != len(set(identifiers)) or not all(identifiers):
        yield "identifier used twice or empty"
    for link in page.all("a"):
        address = link.attributes.get("href", "")
        if not address or (address.startswith("#") and address[1:] not in identifiers):
            yield f"link to nothing: {address}"
        if not link.text.strip():
            yield "link without words"
    if page.all("link", "iframe", "object") or re.search(r"""(src|href)=["']?(https?:)?//|@import|url\(""", html):
        yield "not self-contained"


@pytest.fixture(scope="module")
def whole() -> dict[str, str]:
    """The pages with every row."""
    return {name: pages.page(name) for name in pages.NAMES}


@pytest.mark.parametrize("name", pages.NAMES)
def test_the_memo_has_no_faults(whole, name):
    assert faults(whole[name]) == []


def test_the_other_pages_have_no_faults():
    assert faults(pages.index()) == []
    assert faults(index_page([])) == []
    assert faults(pages.simple()) == []


BROKEN = {
    "language is not Dutch": ('<html lang="nl">', '<html lang="en">'),
    "no title": ("<title>[^<]*</title>", "<title></title>"),
    "not one main": ("<(/?)main", r"<\1div"),
    "not one footer": ("<(/?)footer", r"<\1div"),
    "nav without a name": (' aria-label="Inhoud"', ""),
    "first link does not skip to the main part": ('href="#naar_inhoud"', 'href="#kern"'),
    "fold without a label": ("<summary><h3>.*?</summary>", ""),
    "not one script": ("<h2", "<script>alert(1)</script><h2"),
    "not one heading of level 1, first": ("<h2 (.*?)</h2>", r"<h1 \1</h1>"),
    "a heading level is skipped": ("<h3>(.*?)</h3>", r"<h4>\1</h4>"),
    "empty heading": ("<h3>.*?</h3>", "<h3> </h3>"),
    "image without alternative text of its own": ('alt="[^"]*"', 'alt=""'),
    "image from elsewhere": ('src="data:', 'src="chart.png?'),
    "table without a caption": ("<caption>.*?</caption>", ""),
    "header without scope": ('<th scope="row">', "<th>"),
    "empty header": ('<th scope="row">[^<]+', '<th scope="row">'),
    "column without a header": ('<th scope="col">(.*?)</th>', r"<td>\1</td>"),
    "row without a header": ('<th scope="row">(.*?)</th>', r"<td>\1</td>"),
    "row of another length": ('<td class="number">.*?</td>', ""),
    "table that cannot be scrolled with the keyboard": ('class="table" role="group" tabindex="0"', 'class="table"'),
    "image that cannot be scrolled with the keyboard": ('class="picture" role="group" tabindex="0"', 'class="picture"'),
    "identifier used twice or empty": ('<div id="proef-0-1">', '<div id="proef-0-0">'),
    "link to nothing: #proef-0-0": ('<div id="proef-0-0">', "<div>"),
    "link without words": (">Alle memo's<", "> <"),
    "not self-contained": ("</style>", "@import 'fonts.css';</style>"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_each_fault_is_found(fault):
    """The page is broken in one place; the fault made is among those found."""
    good = pages.page("zuid_holland_zuid", shortened=True)
    broken = re.sub(*BROKEN[fault], good, count=0 if "div" in BROKEN[fault][1] else 1, flags=re.S)
    assert broken != good
    assert fault in faults(broken)


def test_an_alternative_text_that_repeats_the_title_is_found():
    """axe takes any words; the chart of this memo has its title once more for an alternative text."""
    good = pages.page("zuid_holland_zuid", shortened=True)
    title = read(good).all("figcaption")[0].text
    assert faults(re.sub('alt="[^"]*"', f'alt="{title}"', good)) == ["image without alternative text of its own"]


@pytest.mark.parametrize("name", pages.NAMES)
def test_contents_name_every_chapter_in_order(whole, name):
    memo = pages.memo(name)
    links = [(link.attributes["href"], link.text) for link in read(whole[name]).all("nav")[0].all("a")]
    assert links == [(f"#{chapter.anchor}", chapter.title) for chapter in memo.chapters[1:]]


@pytest.mark.parametrize("name", pages.NAMES)
def test_accountability_is_folded_per_chapter_one_level_below_its_heading(whole, name):
    memo, page = pages.memo(name), read(whole[name])
    folds = [fold for fold in page.all("details") if fold.attributes.get("class") == "chapter"]
    assert [fold.all("h3")[0].text for fold in folds] == [chapter.title for chapter in memo.account]
    assert not any("open" in fold.attributes for fold in folds)
    assert [heading.text for heading in page.all("main")[0].all("h2")] == [
        chapter.title for chapter in [*memo.advice, memo.intro]
    ]
    assert not any(heading.inside("details") for heading in page.all("h2"))


@pytest.mark.parametrize("name", pages.NAMES)
def test_every_figure_with_a_derivation_links_to_it_and_back(whole, name):
    """Each number leads to its step; the group of that step leads back to the first row that led to it."""
    page, memo = read(whole[name]), pages.memo(name)
    at = {element.attributes["id"]: element for element in page.all() if "id" in element.attributes}
    rows = [row for chapter in memo.chapters for table in chapter.outputs("table") for row in table.data["rows"]]
    expected = [f"#{link}" for row in rows for link in row.get("links") or () if link]
    assert [link.attributes["href"] for link in page.all("a") if link.inside("td")] == expected != []
    blocks = [block.data for chapter in memo.chapters for block in chapter.outputs("derivations")]
    for group in (group for block in blocks for group in block["groups"]):
        steps = {f"#{step['anchor']}" for step in group["steps"]}
        if steps.isdisjoint(expected):
            continue
        back = next(link for link in at[group["anchor"]].all("a") if link.parent.attributes["class"] == "back")
        row = at[back.attributes["href"][1:]]
        assert row.tag == "tr"
        assert not steps.isdisjoint(link.attributes["href"] for link in row.all("a"))


def test_a_step_shows_value_unit_formula_numbers_and_sources():
    table = {"kind": "table", "title": "T", "index_label": "Gemeente", "notes": [], "columns": [], "rows": []}
    table["columns"] = [{"name": "a", "label": "Bijdrage", "unit": "euro", "unit_name": "euro", "sign": False}]
    table["rows"] = [{"label": "Hoorn", "cells": [1234.5], "total": False}]
    steps = pages.derivations(table, "x")
    page = read(simple_page("Hoorn", [("Bijdrage", [Output(table), steps])], ("Terug", "memo.html")))
    inside = next(element for element in page.all() if element.attributes.get("id") == "x-0-0")
    assert [child.text for child in inside.all("dt", "dd")] == [
        "Bijdrage",
        "1.234,50 euro",
        "Formule: bedrag x aandeel van de gemeente",
        "Ingevuld: 100,00 x 50 %",
        "Bron: oplegger, tabel 2, rij Hoorn [gedrukt]",
        "Bron: CBS, 1 januari 2019 [openbare bron]",
    ]


def test_a_step_is_lean():
    """The markup of 1500 steps is at most 250 kB."""
    step = {**pages.STEP, "anchor": "x-1", "label": "Bijdrage", "value": 1.0}
    groups = [{"label": "Hoorn", "anchor": "x", "steps": [step] * 100}]
    html = block_html({"kind": "derivations", "title": "Afleiding", "groups": groups})
    texts = sum(map(len, [*step["sources"], step["formula"], step["filled"], step["label"], step["anchor"], "1,00"]))
    assert len(html) / 100 - texts < 250_000 / 1500


def test_figures_without_a_derivation_on_the_page_stay_plain():
    """A municipality page shows a table of the memo; the derivations stand in the memo."""
    table = pages.memo("noord_holland_noord").advice[2].outputs("table")[0]
    assert table.data["rows"][0]["links"]
    html = simple_page("Hoorn", [("Bijdrage", [table])], ("Terug", "memo.html"))
    assert faults(html) == []
    assert not [link for link in read(html).all("a") if link.inside("td")]


def test_the_other_formats_are_listed_where_there_are_any():
    with_files, without = pages.page("zuid_holland_zuid"), memo_page(pages.memo("zuid_holland_zuid"), "x")
    links = [(link.text, link.attributes["href"]) for link in read(with_files).all("footer")[0].all("a")]
    assert links[: len(pages.FILES)] == pages.FILES
    assert "in een andere vorm" not in without
    assert all(f'href="{href}"' in pages.index() for _, href in pages.FILES)


def test_an_empty_table_says_so_without_an_empty_grid():
    table = {"kind": "table", "title": "Open bevindingen", "index_label": "Cijfer", "columns": [], "rows": []}
    html = block_html({**table, "notes": ["Geen."]})
    assert "<table" not in html
    assert [paragraph.text for paragraph in read(html).all("p")] == ["Open bevindingen", "Geen."]


EVIL = "<script>alert(1)</script> {{ 7 * 7 }} \"' onload=x javascript:y"


def test_every_text_is_shown_as_text():
    """Titles, names, derivations, labels and prose with markup in them leave the page without faults."""
    table = {"kind": "table", "title": EVIL, "index_label": EVIL, "notes": [EVIL]}
    table["columns"] = [{"name": EVIL, "label": EVIL, "unit": "euro", "unit_name": EVIL, "sign": False}] * 2
    table["rows"] = [{"label": EVIL, "cells": [1, EVIL], "total": False}]
    steps = pages.derivations(table, "x")
    for step in steps.data["groups"][0]["steps"]:
        step.update(label=EVIL, formula=EVIL, filled=EVIL, sources=[EVIL])
    chart = Output({"kind": "chart", "title": "Grafiek", "alt": EVIL}, b"\x89PNG\r\n")
    content = [Prose(f"{EVIL}\n\n<img src=x onerror=alert(1)>"), Output(table), steps, chart]
    content += [Output({"kind": kind, "items": [EVIL], "sentences": [EVIL]}) for kind in ("points", "sentences")]
    chapters = [Chapter(EVIL, level, f"c-{level}", level > 2, content if level == 4 else []) for level in (1, 2, 3, 4)]
    chapters[3].code.append(EVIL)
    memo = Document(chapters[0], chapters[1:2], chapters[2], chapters[3:])
    entry = {"name": "x", "title": EVIL, "tally": EVIL, "given": EVIL, "files": [(EVIL, "memo.pdf")]}
    written = [memo_page(memo, "x", [(EVIL, "memo.pdf")]), index_page([entry])]
    written.append(simple_page(EVIL, [(EVIL, content)], (EVIL, "memo.html"), [(EVIL, "memo.pdf")]))
    for html in written:
        assert faults(html) == []
        assert "{{ 7 * 7 }}" in html
        assert not any(key.startswith("on") for element in read(html).all() for key in element.attributes)


def test_headings_in_prose_follow_that_of_their_chapter():
    """Level 3 in the notebook is level 3 in the advice and 4 in the accountability; never 1, never an image."""
    prose = Prose("### Derde\n\nEerste\n======\n\n![plaatje](https://example.org/x.png)\n\n`a = b`\n\nen `c`")
    opening, advice, intro, account = (Chapter(title, 2, title, title in "vh", [prose]) for title in "mavh")
    page = read(memo_page(Document(opening, [advice], intro, [account]), "x"))
    levels = [heading.tag for heading in page.all("h3", "h4") if heading.text in ("Derde", "Eerste")]
    assert levels == ["h3", "h3", "h3", "h3", "h3", "h3", "h4", "h4"]
    assert "plaatje" in page.text
    assert not page.all("img")
    assert [p.text for p in page.all("p") if p.attributes.get("class") == "formula"] == ["a = b"] * 4
