"""The printed memo: accessible, short, the same bytes each time. Each check is shown to fail on a broken copy."""

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import nbformat
import page as page_checker
import pikepdf
import pytest
from matplotlib.figure import Figure
from pikepdf import Array, Dictionary, Name

from tests.conftest import ROOT
from vtcost.memo.document import Document, Output, Prose, document
from vtcost.memo.pdf import SIZES, account_pdf, memo_pdf, pdf
from vtcost.memo.pdf_content import NOT_PRINTED, legible
from vtcost.memo.pdf_tags import elements, kids, tagged_tables

NAMES = ("gelderland_midden", "noord_holland_noord", "zuid_holland_zuid")
NASTY = r"#panic() $x$ *ster* \ @ref <b>vet</b> _lijn_ = kop `code` // weg"


def read(name: str) -> Document:
    return document(nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", 4))


class Printed:
    """A PDF as a reader gets it: the structure tree and the text of every element in it."""

    def __init__(self, made: bytes):
        self.made = made
        self.opened = pikepdf.open(io.BytesIO(made))
        self.root = self.opened.Root
        self.pages = [_texts(leaf) for leaf in self.opened.pages]
        self.numbers = {leaf.obj.objgen: number for number, leaf in enumerate(self.opened.pages)}

    def elements(self, *names: str) -> list[Dictionary]:
        """Elements with these tags, in reading order."""
        tree = self.root.get("/StructTreeRoot")
        return [one for one in elements(tree) if one.get("/S") in names] if tree is not None else []

    def text(self, element: Dictionary) -> str:
        """The words of an element and of all below it."""
        return "".join(self._pieces(element, element.get("/Pg")))

    def artifacts(self, number: int) -> str:
        """What is on a page but in no element: its foot."""
        return self.pages[number].get(None, "")

    def page(self, element: Dictionary) -> int:
        """Number of the page an element starts on, from zero."""
        return next(self.numbers[one.Pg.objgen] for one in elements(element) if "/Pg" in one)

    def _pieces(self, element, leaf) -> Iterator[str]:
        below = element.get("/K", Array())
        for kid in below if isinstance(below, Array) else [below]:
            if not isinstance(kid, Dictionary):
                yield self.pages[self.numbers[leaf.objgen]].get(int(kid), "")
            elif "/MCID" in kid:
                yield self.pages[self.numbers[kid.get("/Pg", leaf).objgen]].get(int(kid.MCID), "")
            else:
                yield from self._pieces(kid, kid.get("/Pg", leaf))


def _texts(leaf: pikepdf.Page) -> dict:
    """Text per marked content of a page; what belongs to no element is under None."""
    fonts = {name: _signs(font) for name, font in leaf.obj.Resources.get("/Font", {}).items()}
    found: dict = {}
    marks, signs = [], {}
    for operands, operator in pikepdf.parse_content_stream(leaf):
        match str(operator):
            case "BDC":
                marks.append(operands[1].get("/MCID") if isinstance(operands[1], Dictionary) else None)
            case "BMC":
                marks.append(None)
            case "EMC":
                marks.pop()
            case "Tf":
                signs = fonts[str(operands[0])]
            case "Tj" | "TJ":
                pieces = operands[0] if isinstance(operands[0], Array) else operands
                raw = b"".join(bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))
                codes = [int.from_bytes(raw[i : i + 2]) for i in range(0, len(raw), 2)]
                mark = next((int(mark) for mark in reversed(marks) if mark is not None), None)
                found[mark] = found.get(mark, "") + "".join(signs[code] for code in codes)
    return found


def _signs(font: Dictionary) -> dict[int, str]:
    """The table by which a reader turns codes into text."""
    table = font.ToUnicode.read_bytes().decode("ascii")
    return {
        int(code, 16): bytes.fromhex(text).decode("utf-16-be")
        for code, text in re.findall(r"<([0-9A-F]{4})> <([0-9A-F]+)>\n", table, re.I)
    }


@dataclass
class Expected:
    """What should stand in the PDF, from the blocks themselves."""

    title: str
    headings: list[str]
    tables: list[dict]
    alts: list[str]


def expected(title: str, chapters: list) -> Expected:
    """The first chapter stands under the title, the others under their own heading, if they have something to print."""
    shown = [
        one
        for one in chapters
        if any(isinstance(item, Prose) or item.data["kind"] not in NOT_PRINTED for item in one.content)
    ]
    tables = [output.data for one in shown for output in one.outputs("table") if output.data["rows"]]
    alts = [output.data["alt"] for one in shown for output in one.outputs("chart")]
    return Expected(title, [title, *(one.title for one in shown[1:])], tables, alts)


@pytest.fixture(scope="module", params=[f"{name} {part}" for name in NAMES for part in ("memo", "account")])
def made(request) -> tuple[Printed, Expected]:
    name, part = request.param.split()
    memo = read(name)
    if part == "memo":
        return Printed(memo_pdf(memo)), expected(memo.title, [memo.opening, *memo.advice])
    title = f"{memo.title} – verantwoording"
    return Printed(account_pdf(memo)), expected(title, [memo.intro, *memo.account])


def picture() -> bytes:
    """An empty chart of the usual width."""
    figure, made = Figure(figsize=(7.2, 4)), io.BytesIO()
    figure.subplots()
    figure.savefig(made, dpi=50)
    return made.getvalue()


def packed(text: str) -> str:
    """Without spaces: at the end of a line none is drawn."""
    return re.sub(r"\s", "", text)


def conforms(printed: Printed, _: Expected) -> None:
    """The independent checker finds no fault against PDF/UA-1 and PDF/A-2a."""
    for profile in ("ua1", "2a"):
        report = page_checker.validate_pdf_bytes(printed.made, profile=profile)
        assert not report.failures, [f"{fault.rule_id} {fault.message}" for fault in report.failures]


def has_title_and_language(printed: Printed, wanted: Expected) -> None:
    """A viewer shows the title, not the name of the file, and reads aloud in Dutch; no part is in another language."""
    with printed.opened.open_metadata() as metadata:
        assert metadata.get("dc:title") == wanted.title
        assert metadata.get("pdfuaid:part") == "1"
    assert str(printed.root.ViewerPreferences.DisplayDocTitle) == "True"
    assert str(printed.root.get("/Lang")) == "nl"
    assert not [one for one in printed.elements(*TAGS) if "/Lang" in one]


TAGS = ("/P", "/Span", "/H1", "/H2", "/H3", "/TD", "/TH", "/LBody", "/Code")


def has_headings(printed: Printed, wanted: Expected) -> None:
    """One H1, then an H2 per chapter, in order."""
    found = printed.elements("/H1", "/H2", "/H3", "/H4")
    assert [str(one.S) for one in found] == ["/H1"] + ["/H2"] * (len(wanted.headings) - 1)
    assert [packed(printed.text(one)) for one in found] == [packed(text) for text in wanted.headings]


def has_bookmarks(printed: Printed, wanted: Expected) -> None:
    """The bookmarks are the headings, the chapters under the title."""
    with printed.opened.open_outline() as outline:
        titles = [(entry.title, [below.title for below in entry.children]) for entry in outline.root]
    assert titles == [(wanted.headings[0], wanted.headings[1:])]


def has_tables(printed: Printed, wanted: Expected) -> None:
    """One table per block however many pages it takes, with its title; every header says what it is the header of."""
    tables = printed.elements("/Table")
    assert len(tables) == len(wanted.tables)
    for table, data in zip(tables, wanted.tables, strict=True):
        below = list(elements(table))
        captions = [packed(printed.text(one)) for one in below if Name.Caption == one.S]
        assert captions == [packed(data["title"])]
        head, *rows = [kids(one) for one in below if one.S == Name.TR]
        assert [_header(cell) for cell in head] == ["/Column"] * (len(data["columns"]) + 1)
        assert len(rows) == len(data["rows"])
        for cells, row in zip(rows, data["rows"], strict=True):
            assert [_header(cell) for cell in cells] == ["/Row"] + [None] * len(data["columns"])
            assert packed(printed.text(cells[0])) == packed(legible(row["label"]))
        # On the next pages the header is repeated for the eye, not for the ear.
        for number in sorted({printed.page(cells[0]) for cells in [head, *rows]})[1:]:
            assert packed("".join(map(printed.text, head))) in packed(printed.artifacts(number))


def _header(cell: Dictionary) -> str | None:
    """What a cell is the header of; nothing for other cells."""
    if cell.S == Name.TD:
        return None
    assert cell.S == Name.TH
    return next((str(owned.Scope) for owned in cell.get("/A", []) if "/Scope" in owned), "no scope")


def has_figures(printed: Printed, wanted: Expected) -> None:
    """Every chart says in words what there is to see."""
    assert [str(one.get("/Alt", "")) for one in printed.elements("/Figure")] == wanted.alts


def has_page_numbers(printed: Printed, wanted: Expected) -> None:
    """The foot of each page has the title and the number; a screen reader skips it."""
    count = len(printed.pages)
    for number in range(count):
        foot = packed(f"{wanted.title}Pagina {number + 1} van {count}")
        assert packed(printed.artifacts(number)).endswith(foot)


CHECKS = [
    conforms,
    has_title_and_language,
    has_headings,
    has_bookmarks,
    has_tables,
    has_figures,
    has_page_numbers,
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_pdf_is_accessible(made, check):
    check(*made)


def without_alternative_text(opened: pikepdf.Pdf) -> None:
    for one in elements(opened.Root.StructTreeRoot):
        if one.get("/S") == Name.Figure:
            del one.Alt


def with_another_alternative_text(opened: pikepdf.Pdf) -> None:
    for one in elements(opened.Root.StructTreeRoot):
        if one.get("/S") == Name.Figure:
            one.Alt = "een grafiek"


def without_language(opened: pikepdf.Pdf) -> None:
    del opened.Root.Lang


def with_english_paragraphs(opened: pikepdf.Pdf) -> None:
    for one in elements(opened.Root.StructTreeRoot):
        if one.get("/S") == Name.P:
            one.Lang = "en"


def without_title(opened: pikepdf.Pdf) -> None:
    with opened.open_metadata() as metadata:
        del metadata["dc:title"]


def without_tags(opened: pikepdf.Pdf) -> None:
    del opened.Root.StructTreeRoot


def renamed(old: str, new: str):
    def change(opened: pikepdf.Pdf) -> None:
        for one in elements(opened.Root.StructTreeRoot):
            if one.get("/S") == old:
                one.S = Name(new)

    change.__name__ = f"{old[1:]}_into_{new[1:]}"
    return change


def without_row_headers(opened: pikepdf.Pdf) -> None:
    for one in elements(opened.Root.StructTreeRoot):
        if one.get("/S") == Name.TH and any(owned.get("/Scope") == Name.Row for owned in one.A):
            one.S = Name.TD


def without_scope(opened: pikepdf.Pdf) -> None:
    for one in elements(opened.Root.StructTreeRoot):
        if one.get("/S") == Name.TH:
            del one.A


def without_a_row(opened: pikepdf.Pdf) -> None:
    body = next(one for one in elements(opened.Root.StructTreeRoot) if one.get("/S") == Name.TBody)
    body.K = Array(list(body.K)[:-1])


def with_headings_swapped(opened: pikepdf.Pdf) -> None:
    whole = next(one for one in elements(opened.Root.StructTreeRoot) if one.get("/S") == Name.Document)
    order = list(whole.K)
    first, second = [place for place, one in enumerate(order) if one.S == Name.H2][:2]
    order[first], order[second] = order[second], order[first]
    whole.K = Array(order)


def without_bookmarks(opened: pikepdf.Pdf) -> None:
    del opened.Root.Outlines


def without_the_foot_of_a_page(opened: pikepdf.Pdf) -> None:
    without_artifacts(opened, opened.pages[-1])


def without_artifacts(opened: pikepdf.Pdf, leaf: pikepdf.Page) -> None:
    kept, inside = [], 0
    for operands, operator in pikepdf.parse_content_stream(leaf):
        inside += str(operator) in ("BDC", "BMC") and (inside > 0 or operands[0] == Name.Artifact)
        if not inside:
            kept.append((operands, operator))
        inside -= inside > 0 and str(operator) == "EMC"
    leaf.Contents = opened.make_stream(pikepdf.unparse_content_stream(kept))


BREAKS = [
    (without_alternative_text, [conforms, has_figures]),
    (with_another_alternative_text, [has_figures]),
    (without_language, [conforms, has_title_and_language]),
    (with_english_paragraphs, [has_title_and_language]),
    (without_title, [conforms, has_title_and_language]),
    (without_tags, [conforms, has_headings, has_tables, has_figures]),
    (renamed("/TH", "/TD"), [has_tables]),
    (without_row_headers, [has_tables]),
    (without_scope, [conforms, has_tables]),
    (without_a_row, [has_tables]),
    (renamed("/Caption", "/P"), [conforms, has_tables]),
    (renamed("/H2", "/P"), [has_headings]),
    (renamed("/H2", "/H3"), [conforms, has_headings]),
    (with_headings_swapped, [has_headings]),
    (without_bookmarks, [has_bookmarks]),
    (without_the_foot_of_a_page, [has_page_numbers]),
]


@pytest.mark.parametrize(("broken", "checks"), BREAKS, ids=lambda value: getattr(value, "__name__", ""))
def test_each_check_fails_on_a_broken_copy(broken, checks):
    """Exactly the checks named beside it: the checker does not see cells and headings that lost their tags."""
    memo = read("noord_holland_noord")
    copied = pikepdf.open(io.BytesIO(memo_pdf(memo)))
    broken(copied)
    saved = io.BytesIO()
    copied.save(saved, compress_streams=False)
    printed, wanted = Printed(saved.getvalue()), expected(memo.title, [memo.opening, *memo.advice])
    failed = []
    for check in CHECKS:
        try:
            check(printed, wanted)
        except AssertionError:
            failed.append(check)
    assert failed == checks


def test_data_that_end_in_a_carriage_return_are_stored_so_that_a_checker_counts_them_all():
    """One in 256 compressed streams does; the checker then takes the last byte for the end of a line."""
    copied = pikepdf.open(io.BytesIO(pdf("Titel", [])))
    tight = next(found for found in (zlib.compress(str(number).encode()) for number in range(99999)) if found[-1] == 13)
    copied.Root.Extra = copied.make_stream(b"")
    copied.Root.Extra.write(tight, filter=Name.FlateDecode)
    saved = io.BytesIO()
    copied.save(saved, compress_streams=False)
    with pytest.raises(AssertionError, match="STREAM-LENGTH"):
        conforms(Printed(saved.getvalue()), None)
    conforms(Printed(tagged_tables(saved.getvalue())), None)


def test_a_header_that_is_not_repeated_is_seen():
    """The same check on the accountability, whose tables take several pages, without anything outside the tags."""
    memo = read("noord_holland_noord")
    copied = pikepdf.open(io.BytesIO(account_pdf(memo)))
    for leaf in copied.pages:
        without_artifacts(copied, leaf)
    saved = io.BytesIO()
    copied.save(saved)
    wanted = expected(f"{memo.title} – verantwoording", [memo.intro, *memo.account])
    with pytest.raises(AssertionError, match="CijferEenheid"):
        has_tables(Printed(saved.getvalue()), wanted)


@pytest.mark.parametrize("name", NAMES)
def test_the_advice_takes_two_pages_in_letters_that_are_easy_to_read(name):
    """Two pages of A4 upright; text of 9,5 points or more, tables of 8,5 or more."""
    opened = pikepdf.open(io.BytesIO(memo_pdf(read(name))))
    assert len(opened.pages) <= 2
    for leaf in opened.pages:
        assert [round(float(side)) for side in leaf.mediabox] == [0, 0, 595, 842]
        sizes = {float(found[1]) for found, operator in pikepdf.parse_content_stream(leaf) if str(operator) == "Tf"}
        # The foot is smaller.
        assert min(sizes - {8.0}) >= 8.5
    assert min(body for body, _, _ in SIZES) >= 9.5
    assert min(small for _, small, _ in SIZES) >= 8.5


def test_text_gets_smaller_and_charts_narrower_until_it_fits():
    """A chart and text that take more than a page at first are fitted; what is too long takes another page."""
    chart = Output({"kind": "chart", "title": "Grafiek", "alt": "Niets te zien."}, picture())
    sentence = "Deze zin staat er vaak, zodat de bladzijde vol raakt. "

    def pages(times: int, wanted: int | None) -> int:
        made = pdf("Brief", [("Kern", [Prose(sentence * times), chart])], pages=wanted)
        return len(pikepdf.open(io.BytesIO(made)).pages)

    assert (pages(64, None), pages(64, 1), pages(100, 1)) == (2, 1, 2)


def test_what_users_type_is_shown_as_they_typed_it():
    """Markup of the typesetter, HTML and Markdown in any text of a block is text."""
    table = {
        "kind": "table", "title": NASTY, "index_label": NASTY, "notes": [NASTY],
        "columns": [{"name": "x", "label": NASTY, "unit": "text", "unit_name": NASTY, "sign": False}],
        "rows": [{"label": NASTY, "cells": [NASTY], "total": total} for total in (False, True)],
    }  # fmt: skip
    blocks = [
        {"kind": "head", "lines": [[NASTY, NASTY]]},
        {"kind": "sentences", "sentences": [NASTY, NASTY]},
        {"kind": "points", "items": [NASTY]},
        {"kind": "decisions", "items": [NASTY]},
        table,
    ]
    chart = {"kind": "chart", "title": NASTY, "alt": NASTY}
    printed = Printed(pdf(NASTY, [(NASTY, [*map(Output, blocks), Output(chart, picture())])]))
    conforms(printed, None)
    times = {"/H1": 1, "/H2": 1, "/L": 4, "/P": 3, "/Table": 8, "/Caption": 2}
    for tag, wanted in times.items():
        texts = [packed(printed.text(one)) for one in printed.elements(tag)]
        assert sum(text.count(packed(NASTY)) for text in texts) == wanted, tag
    assert [str(one.Alt) for one in printed.elements("/Figure")] == [NASTY]
    with printed.opened.open_metadata() as metadata:
        assert metadata["dc:title"] == NASTY


def test_signs_that_cannot_be_drawn_do_not_stop_a_build():
    """Control signs, half pairs, private signs and other scripts become a replacement sign, invisible ones nothing."""
    printed = Printed(pdf("a\x00b\ud800c\ue000d中e\u202ef\u200bg\nh", []))
    conforms(printed, None)
    assert [printed.text(one) for one in printed.elements("/H1")] == ["a�b�c�d�efg h"]


def test_markdown_becomes_paragraphs_lists_and_stress():
    """HTML in prose is shown as it was typed; headings in it stand one level below that of the section."""
    prose = Prose(
        "Een **vet** en *schuin* woord, `code` en <i>html</i>.\n\n- een\n- twee\n\n3. drie\n\n### Tussenkop\n\n`a = b`"
    )
    printed = Printed(pdf("Titel", [(None, [prose]), ("Kop", [prose])]))
    conforms(printed, None)
    assert [str(one.S) for one in printed.elements("/H1", "/H2", "/H3")] == ["/H1", "/H2", "/H2", "/H3"]
    assert {printed.text(one) for one in printed.elements("/Strong")} == {"vet"}
    assert {printed.text(one) for one in printed.elements("/Em")} == {"schuin"}
    assert [packed(printed.text(one)) for one in printed.elements("/LI")] == ["•een", "•twee", "3.drie"] * 2
    assert "Een vet en schuin woord, code en <i>html</i>." in [printed.text(one) for one in printed.elements("/P")]


def test_what_is_not_for_paper_is_left_out_and_an_unknown_block_is_not():
    """Data travel as a file; derivations stand in the web version and the workbook; a new kind must be given a form."""
    derivations = Output({"kind": "derivations", "title": "Bijdragen", "groups": []})
    data = Output({"kind": "data", "name": "figures", "columns": ["x"], "rows": [[1]]})
    prose = Prose("Klik op een cijfer.")
    printed = Printed(pdf("Titel", [("Afleiding", [prose, derivations, derivations, data]), ("Gegevens", [data])]))
    assert [printed.text(one) for one in printed.elements("/H2")] == ["Afleiding"]
    shown = "Hoe elk cijfer is berekend, staat in de webversie en in de werkmap."
    assert [printed.text(one) for one in printed.elements("/P")] == [shown]
    with pytest.raises(ValueError, match="block of kind nieuw"):
        pdf("Titel", [("Kop", [Output({"kind": "nieuw"})])])


def test_a_letter_for_one_municipality_fits_on_a_page():
    """A title, a few headings, sentences, a chart and a table."""
    chart = Output({"kind": "chart", "title": "Van oud naar nieuw", "alt": "Een brug in vier stappen."}, picture())
    columns = [{"name": "x", "label": "Bijdrage", "unit": "euro", "unit_name": "euro", "sign": False}] * 3
    rows = [{"label": f"Stap {number}", "cells": [1e6] * 3, "total": number == 6} for number in range(7)]
    table = Output(
        {"kind": "table", "title": "Stappen", "index_label": "Stap", "columns": columns, "rows": rows, "notes": []}
    )
    sentences = Output({"kind": "sentences", "sentences": ["Hoorn betaalt in 2019 minder dan in 2018."] * 3})
    sections = [(None, [sentences]), ("Waarom?", [chart, table]), ("Hoe zeker?", [sentences]), ("Verder", [sentences])]
    printed = Printed(pdf("Wat betaalt Hoorn?", sections, pages=1))
    assert len(printed.pages) == 1
    conforms(printed, None)
