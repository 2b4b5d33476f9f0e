"""The memo and its accountability as Word documents: styles, tables, pictures, language, the same bytes each time."""

import hashlib
import io
import re
import shutil
import subprocess
import zipfile

import docx
import nbformat
import pikepdf
import pytest
from docx.oxml.ns import qn
from matplotlib.figure import Figure

from tests.conftest import ROOT
from vtcost.data import region_names
from vtcost.memo.blocks import pixels
from vtcost.memo.document import Chapter, Document, Output, Prose, document
from vtcost.memo.word import account_docx, memo_docx
from vtcost.memo.word_table import Line, widths
from vtcost.numbers import show

NAMES = region_names()
PARTS = ("memo", "verantwoording")
EACH = [(name, part) for name in NAMES for part in PARTS]
MOST_PAGES = 3


def stored(name: str) -> Document:
    return document(nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", 4))


@pytest.fixture(scope="module")
def memos() -> dict[str, Document]:
    return {name: stored(name) for name in NAMES}


@pytest.fixture(scope="module")
def files(memos) -> dict[tuple[str, str], bytes]:
    """Both documents of every region, from the outputs that stand in the notebooks."""
    made = {(name, "memo"): memo_docx(memo) for name, memo in memos.items()}
    return made | {(name, "verantwoording"): account_docx(memo) for name, memo in memos.items()}


def opened(file: bytes):
    return docx.Document(io.BytesIO(file))


def texts(file: bytes) -> dict[str, str]:
    """The parts of a document that are XML."""
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        return {name: parts.read(name).decode() for name in parts.namelist() if not name.endswith(".png")}


def chapters(memo: Document, part: str) -> list[Chapter]:
    """What the document must hold; a chapter with nothing but files of their own falls away."""
    chosen = [memo.opening, *memo.advice] if part == "memo" else [memo.intro, *memo.account]
    return [c for c in chosen if any(isinstance(item, Prose) or item.data["kind"] != "data" for item in c.content)]


def outputs(memo: Document, part: str, kind: str) -> list[Output]:
    return [output for chapter in chapters(memo, part) for output in chapter.outputs(kind)]


def value(element, path: str, attribute: str = "w:val") -> str | None:
    found = element.find(path, element.nsmap)
    return None if found is None else found.get(qn(attribute))


def style(paragraph) -> str | None:
    return value(paragraph, "w:pPr/w:pStyle")


def text(element) -> str:
    return "".join(part.text or "" for part in element.iter(qn("w:t")))


# The checks: each takes a document as it was written and the memo that it should show.


def check_headings(file: bytes, memo: Document, part: str) -> None:
    title = memo.title if part == "memo" else f"{memo.title} – verantwoording"
    shown = [(p.style.name, p.text) for p in opened(file).paragraphs if p.style.name.startswith(("Title", "Heading"))]
    assert shown == [("Title", title), *(("Heading 1", chapter.title) for chapter in chapters(memo, part)[1:])]


def check_tables(file: bytes, memo: Document, part: str) -> None:
    blocks = [output.data for output in outputs(memo, part, "table")]
    tables = opened(file).element.body.findall(qn("w:tbl"))
    assert len(tables) == len(blocks)
    for table, data in zip(tables, blocks, strict=True):
        check_table(table, data)


def check_table(table, data: dict) -> None:
    caption = table.getprevious()
    assert (style(caption), text(caption)) == ("Caption", data["title"])
    assert value(table, "w:tblPr/w:tblCaption") == data["title"]
    assert value(table, "w:tblPr/w:tblDescription")
    assert value(table, "w:tblPr/w:tblStyle") == "MemoTable"
    for flag in ("w:firstRow", "w:firstColumn"):
        assert value(table, "w:tblPr/w:tblLook", flag) == "1"
    rows = table.findall(qn("w:tr"))
    assert [row.find("w:trPr/w:tblHeader", row.nsmap) is not None for row in rows] == [True] + [False] * len(
        data["rows"]
    )
    assert all(row.find("w:trPr/w:cantSplit", row.nsmap) is not None for row in rows)
    units = [column["unit"] for column in data["columns"]]
    for element, row in zip(rows[1:], data["rows"], strict=True):
        cells = element.findall(qn("w:tc"))
        kinds = row.get("units") or units
        decimals = row.get("decimals") or [None] * len(units)
        signs = [column["sign"] for column in data["columns"]]
        wanted = [show(*cell) for cell in zip(row["cells"], kinds, signs, decimals, strict=True)]
        assert [text(cell).replace("\u00a0", " ") for cell in cells] == [
            cell.replace("\u00a0", " ") for cell in (row["label"], *wanted)
        ]
        right = [style(cell.find(qn("w:p"))) == "TableNumber" for cell in cells]
        assert right == [False, *(unit != "text" for unit in units)]
        bold = [value(cell, "w:p/w:r/w:rPr/w:rStyle") == "Strong" for cell in cells]
        rule = [value(cell, "w:tcPr/w:tcBorders/w:top") == "single" for cell in cells]
        assert set(bold) == set(rule) == {row["total"]}


def check_pictures(file: bytes, memo: Document, part: str) -> None:
    made = opened(file)
    charts = outputs(memo, part, "chart")
    assert len(made.inline_shapes) == len(charts)
    for picture, chart in zip(made.inline_shapes, charts, strict=True):
        properties = picture._inline.docPr
        assert properties.get("descr") == chart.data["alt"]
        assert properties.get("title") == chart.data["title"]
        embedded = picture._inline.graphic.graphicData.pic.blipFill.blip.embed
        assert made.part.related_parts[embedded].blob == chart.png
        caption = picture._inline.getparent().getparent().getparent().getprevious()
        assert (style(caption), text(caption)) == ("Caption", chart.data["title"])


def check_language(file: bytes, memo: Document, part: str) -> None:
    parts = texts(file)
    styles = opened(file).styles.element
    assert value(styles, "w:docDefaults/w:rPrDefault/w:rPr/w:lang") == "nl-NL"
    assert value(opened(file).styles["Normal"].element, "w:rPr/w:lang") == "nl-NL"
    everywhere = "".join(xml for name, xml in parts.items() if name.startswith("word/"))
    assert set(re.findall(r'<w:(?:lang|themeFontLang)[^>]* w:val="([^"]*)"', everywhere)) == {"nl-NL"}
    assert "<w:noProof" not in parts["word/document.xml"]
    assert opened(file).core_properties.language == "nl-NL"


def check_fonts(file: bytes, memo: Document, part: str) -> None:
    """A font by name that users of Word have; none from the theme, which would come before it."""
    styles = texts(file)["word/styles.xml"]
    assert value(opened(file).styles.element, "w:docDefaults/w:rPrDefault/w:rPr/w:rFonts", "w:ascii") == "Calibri"
    assert not re.search(r"(?:ascii|hAnsi|cs|eastAsia)Theme=", styles + texts(file)["word/document.xml"])


def check_page(file: bytes, memo: Document, part: str) -> None:
    section = opened(file).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    footer = texts(file)["word/footer1.xml"]
    said = re.sub(r"<w:instrText[^>]*> (\w+) </w:instrText>", r"<w:t>{\1}</w:t>", footer)
    assert "Pagina {PAGE}1 van {NUMPAGES}1" in "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", said))


def check_properties(file: bytes, memo: Document, part: str) -> None:
    """Title, author and subject are those of the memo; nothing is left of who made a template, when, and with what."""
    known = opened(file).core_properties
    title = memo.title if part == "memo" else f"{memo.title} – verantwoording"
    assert (known.title, known.subject, known.author) == (title, memo.head()["Onderwerp"], memo.head()["Van"])
    assert (known.last_modified_by, known.revision) == (memo.head()["Van"], 1)
    assert {known.created.isoformat()[:10], known.modified.isoformat()[:10]} == {"2000-01-01"}
    assert (known.comments, known.keywords, known.category) == ("", "", "")
    assert set(texts(file)) == {
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/fontTable.xml",
        "word/footer1.xml",
        "word/numbering.xml",
        "word/settings.xml",
        "word/styles.xml",
        "word/theme/theme1.xml",
    }
    assert not re.search(
        r"python|Macintosh|Normal\.dotm|attachedTemplate|w:rsid|/tmp|/home", "".join(texts(file).values())
    )


def check_lists(file: bytes, memo: Document, part: str) -> None:
    """Every list of decisions is a list of its own that starts at 1."""
    made = opened(file)
    numbered = [
        (p.text, value(p._p, "w:pPr/w:numPr/w:numId")) for p in made.paragraphs if p.style.name == "List Number"
    ]
    lists = {}
    for item, number in numbered:
        lists.setdefault(number, []).append(item)
    wanted = [output.data["items"] for output in outputs(memo, part, "decisions")]
    assert [items for items in lists.values() if items in wanted] == wanted
    definitions = made.part.numbering_part.element
    for number in lists:
        assert value(definitions.num_having_numId(int(number)), "w:lvlOverride/w:startOverride") == "1"


CHECKS = [
    check_headings,
    check_tables,
    check_pictures,
    check_language,
    check_fonts,
    check_page,
    check_properties,
    check_lists,
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize(("name", "part"), EACH, ids=lambda value: value)
def test_documents_of_the_regions(check, name, part, memos, files):
    check(files[name, part], memos[name], part)


def changed(file: bytes, name: str, old: str, new: str) -> bytes:
    """The document with one thing replaced in one of its parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as before, zipfile.ZipFile(buffer, "w") as after:
        for entry in before.namelist():
            content = before.read(entry)
            if entry == name:
                xml = content.decode()
                content = re.sub(old, new, xml, count=1).encode()
                assert content.decode() != xml, f"nothing to break: {old}"
            after.writestr(entry, content)
    return buffer.getvalue()


DOCUMENT, STYLES, CORE = "word/document.xml", "word/styles.xml", "docProps/core.xml"
BROKEN = {
    "heading as paragraph": (check_headings, DOCUMENT, '<w:pStyle w:val="Heading1"/>', ""),
    "headings in another order": (check_headings, DOCUMENT, ">Kern<", ">Slot<"),
    "no title": (check_headings, DOCUMENT, '<w:pStyle w:val="Title"/>', ""),
    "header row that does not repeat": (check_tables, DOCUMENT, "<w:tblHeader/>", ""),
    "row that splits": (check_tables, DOCUMENT, "<w:cantSplit/>", ""),
    "no caption": (check_tables, DOCUMENT, "Bijdrage 2019 en effect", "x"),
    "number left": (check_tables, DOCUMENT, '(<w:t>Texel</w:t>.*?)"TableNumber"', r'\1"TableText"'),
    "another number": (
        check_tables,
        DOCUMENT,
        r"9\.443\.808</w:t></w:r></w:p></w:tc>",
        "9.443.809</w:t></w:r></w:p></w:tc>",
    ),
    "English number": (check_tables, DOCUMENT, r"1\.123\.068", "1,123,068"),
    "total not bold": (check_tables, DOCUMENT, '<w:rStyle w:val="Strong"/></w:rPr><w:t>Totaal', "</w:rPr><w:t>Totaal"),
    "total without rule": (check_tables, DOCUMENT, "<w:tcBorders>.*?</w:tcBorders>", ""),
    "no first column": (check_tables, DOCUMENT, 'w:firstColumn="1"', 'w:firstColumn="0"'),
    "no description of the table": (check_tables, DOCUMENT, "<w:tblDescription [^>]*>", ""),
    "no alternative text": (check_pictures, DOCUMENT, ' descr="[^"]*"', ""),
    "alternative text of another chart": (check_pictures, DOCUMENT, ' descr="[^"]*"', ' descr="figuur"'),
    "no finding above the picture": (check_pictures, DOCUMENT, "12 gemeenten betalen meer, 6 minder</w:t>", "</w:t>"),
    "another language": (check_language, STYLES, "nl-NL", "en-US"),
    "another language in a style": (check_language, STYLES, "(<w:rPr>)(<w:b/>)", r'\1\2<w:lang w:val="en-US"/>'),
    "another language of the file": (check_language, CORE, "nl-NL", "en-US"),
    "unchecked text": (check_language, DOCUMENT, "<w:r>", "<w:r><w:rPr><w:noProof/></w:rPr>"),
    "font of the theme": (check_fonts, STYLES, "<w:rFonts ", '<w:rFonts w:asciiTheme="minorHAnsi" '),
    "Letter": (check_page, DOCUMENT, 'w:w="11906" w:h="16838"', 'w:w="12240" w:h="15840"'),
    "no page number": (check_page, "word/footer1.xml", " PAGE ", " DATE "),
    "another author": (check_properties, CORE, "<dc:creator>[^<]*", "<dc:creator>python-docx"),
    "a date": (check_properties, CORE, "2000-01-01", "2026-01-02"),
    "a template": (check_properties, "word/settings.xml", "<w:zoom", "<w:attachedTemplate/><w:zoom"),
    "numbers that go on": (check_lists, "word/numbering.xml", "<w:lvlOverride.*?</w:lvlOverride>", ""),
    "list as paragraphs": (check_lists, DOCUMENT, '"ListNumber"', '"Normal"'),
}


@pytest.mark.parametrize("name", BROKEN)
def test_every_check_can_fail(name, memos, files):
    check, part, old, new = BROKEN[name]
    broken = changed(files["noord_holland_noord", "memo"], part, old, new)
    with pytest.raises(AssertionError):
        check(broken, memos["noord_holland_noord"], "memo")


def made_up(content: list, title: str = "Memo", head: str = "werkgroep") -> Document:
    """A memo with one chapter, which is its accountability too."""
    lines = [["Aan", head], ["Van", head], ["Onderwerp", title]]
    opening = Chapter(title, 1, "memo", False, [Output({"kind": "head", "lines": lines})])
    told = Chapter("Verantwoording", 1, "verantwoording", True, [])
    return Document(opening, [Chapter(title, 2, "a", False, content)], told, [Chapter(title, 2, "b", True, content)])


def table(columns: list[tuple], rows: list[tuple], **more) -> Output:
    names = ("label", "unit", "unit_name", "sign")
    shape = [dict(zip(names, column, strict=True), name=column[0]) for column in columns]
    lines = [{"label": label, "cells": list(cells), "total": False, **more} for label, *cells in rows]
    return Output(
        {"kind": "table", "title": "T", "index_label": "Gemeente", "columns": shape, "rows": lines, "notes": []}
    )


def test_numbers_are_dutch():
    """1234567,891 euro is shown as 1.234.568; a third as +33,3 %; what is missing as a dash."""
    columns = [("Bedrag", "euro", "euro", False), ("Effect", "fraction", "", True), ("Oordeel", "text", "", False)]
    shown = opened(
        memo_docx(made_up([table(columns, [("Texel", 1234567.891, 1 / 3, "klopt"), ("Ede", None, -1e-9, "")])]))
    )
    cells = [[cell.text for cell in row.cells] for row in shown.tables[0].rows]
    assert cells[0] == ["Gemeente", "Bedrag (euro)", "Effect", "Oordeel"]
    assert cells[1] == ["Texel", "1.234.568", "+33,3\u00a0%", "klopt"]
    assert cells[2] == ["Ede", "–", "0,0\u00a0%", ""]


def test_units_and_decimals_of_a_row_come_before_those_of_its_column():
    row = table([("Gedrukt", "number", "", False)], [("aandeel", 0.123456)], units=["fraction"], decimals=[3])
    assert opened(memo_docx(made_up([row]))).tables[0].cell(1, 1).text == "12,346\u00a0%"


def test_each_list_starts_at_one():
    """Two lists of decisions and two in Markdown: 1, 2, 1, 1, 2 and, as written there, 3, 4."""
    first, second = (Output({"kind": "decisions", "items": items}) for items in (["a", "b"], ["c"]))
    memo = made_up([first, second, Prose("1. d\n2. e\n\ntekst\n\n3. f\n4. g")])
    file = memo_docx(memo)
    check = opened(file)
    numbers = [value(p._p, "w:pPr/w:numPr/w:numId") for p in check.paragraphs if p.style.name == "List Number"]
    assert [numbers.index(number) for number in numbers] == [0, 0, 2, 3, 3, 5, 5]
    definitions = check.part.numbering_part.element
    starts = [value(definitions.num_having_numId(int(n)), "w:lvlOverride/w:startOverride") for n in numbers]
    assert starts == ["1", "1", "1", "1", "1", "3", "3"]


def test_markdown_becomes_styles():
    prose = "De **sleutel** is *nieuw*, zie `a < b` & [bron](https://x.nl/?a=1&b=2).\n\n"
    prose += "`a = b × c`\n\n- een\n  1. twee\n\n### Kop"
    shown = opened(memo_docx(made_up([Prose(prose)]))).paragraphs[5:]
    assert [(p.style.name, p.text) for p in shown] == [
        ("Normal", "De sleutel is nieuw, zie a < b & bron (https://x.nl/?a=1&b=2)."),
        ("Formule", "a = b × c"),
        ("List Bullet", "een"),
        ("List Number", "twee"),
        ("Heading 2", "Kop"),
    ]
    assert {run.text: run.style.name for run in shown[0].runs if run.style.name != "Default Paragraph Font"} == {
        "sleutel": "Strong",
        "nieuw": "Emphasis",
        "a < b": "Code",
    }


def test_derivations_are_one_line_and_data_none():
    steps = Output({"kind": "derivations", "title": "T", "groups": [{"label": "geheim", "anchor": "a", "steps": []}]})
    kept = Output({"kind": "data", "name": "figures", "columns": ["geheim"], "rows": []})
    said = [p.text for p in opened(account_docx(made_up([steps, steps, kept]))).paragraphs]
    assert said == ["Memo – verantwoording", "Memo", said[2]]
    assert "webversie" in said[2]
    assert "werkmap" in said[2]


ODD = {
    "markup": "<w:p><w:r/></w:p>",
    "entity": "&amp; & &#x0; ]]>",
    "control characters": "a\x00b\x07c\x1b[31m\ud800d\uffff",
    "breaks": "a\r\nb\tc\x0bd\u2028e",
    "very long word": "Nieuw" * 200,
    "other scripts": "Ålesund 東京 שלום 🙂 e\u0301",
    "field": "{ INCLUDETEXT c:\\x } =1+1",
}
SHOWN = {
    "control characters": "a\ufffdb\ufffdc\ufffd[31m\ufffdd\ufffd",
    "breaks": "a b c d e",
}


def odd_memo(words: str) -> Document:
    one = table([(words, "euro", words, False), (words, "text", "", False)], [(words, 1, words)])
    one.data.update(title=words, index_label=words, notes=[words])
    chart = Output({"kind": "chart", "title": words, "alt": words}, pixels(Figure(figsize=(1, 1))))
    lists = [Output({"kind": kind, "items": [words]}) for kind in ("points", "decisions")]
    return made_up(
        [Output({"kind": "sentences", "sentences": [words]}), *lists, one, chart, Prose(f"x `{words}`")], words, words
    )


@pytest.mark.parametrize("name", ODD)
def test_any_text_is_shown_as_text(name):
    """Title twice (as title and as heading), three lines of the head, one of each block, six in the table."""
    file = memo_docx(odd_memo(ODD[name]))
    made = opened(file)
    wanted = SHOWN.get(name, ODD[name])
    lines = [p.text for p in made.paragraphs]
    cells = [cell.text for row in made.tables[0].rows for cell in row.cells]
    assert [line.replace("\t", " ") for line in lines[:4]] == [
        wanted,
        f"Aan {wanted}",
        f"Van {wanted}",
        f"Onderwerp {wanted}",
    ]
    assert lines[4:] == [wanted] * 6 + [wanted, "", lines[-1]]
    assert cells == [wanted, f"{wanted} ({wanted})", wanted, wanted, "1", wanted]
    picture = made.inline_shapes[0]._inline.docPr
    assert (picture.get("descr"), picture.get("title")) == (wanted, wanted)
    assert made.core_properties.title == wanted[:255]
    plain = memo_docx(odd_memo("gewoon"))
    for part in ("word/document.xml", "word/footer1.xml"):
        assert texts(file)[part].count("<w:") == texts(plain)[part].count("<w:")


def test_numbers_fit_their_column():
    """Seven columns of millions in 9 points (a digit takes at most 5,7 points) share the page."""
    header = Line(["Gemeente", *["Bijdrage na verrekening (euro)"] * 6])
    chosen = widths([header, Line(["Hollands Kroon", *["-19.443.808"] * 6])], 9978)
    assert sum(chosen) <= 9978
    assert min(chosen[1:]) >= 8 * 114 + 3 * 57 + 2 * 85


def test_many_columns_stay_on_the_page():
    wide = Line(["x" * 50] * 80)
    assert sum(widths([wide, wide], 9978)) <= 9978


def digest(file: bytes) -> str:
    return hashlib.sha256(file).hexdigest()


def test_no_entry_of_the_file_has_a_date(files):
    for file in files.values():
        with zipfile.ZipFile(io.BytesIO(file)) as parts:
            assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert parts.namelist() == sorted(parts.namelist())


@pytest.mark.programs
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_opens_them_and_a_memo_takes_three_pages_at_most(files, tmp_path):
    """About two pages with Calibri; three where a wider font takes its place. The accountability takes more."""
    chosen = {name: files[name, "memo"] for name in NAMES}
    chosen["account"] = files["zuid_holland_zuid", "verantwoording"]
    chosen["odd"] = memo_docx(odd_memo("".join(ODD.values())))
    chosen["broken"] = changed(files["zuid_holland_zuid", "memo"], DOCUMENT, "</w:body>", "")
    for name, file in chosen.items():
        (tmp_path / f"{name}.docx").write_bytes(file)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    sources = sorted(map(str, tmp_path.glob("*.docx")))
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *sources]
    subprocess.run(command, capture_output=True, timeout=120, check=False)
    pages = {}
    for path in tmp_path.glob("*.pdf"):
        with pikepdf.open(path) as pdf:
            pages[path.stem] = len(pdf.pages)
    assert set(pages) == set(chosen) - {"broken"}
    assert all(pages[name] <= MOST_PAGES for name in NAMES), pages
    assert pages["account"] > MOST_PAGES
