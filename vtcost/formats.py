"""The files of a report: the memo in every format, the workbook and a page for each municipality."""

import functools
import importlib.util
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vtcost.data import InputError, Region, region_module
from vtcost.memo import pages
from vtcost.memo.document import Document
from vtcost.memo.page import memo_page, simple_page
from vtcost.model_cells import has_model, model_of
from vtcost.workers import can_fork, side_by_side

FORMATS = ("html", "pdf", "docx", "xlsx")
# Per format its files, with the name a reader sees.
MADE = {
    "html": {"memo.html": "Memo (webpagina)"},
    "pdf": {"memo.pdf": "Advies (PDF)", "verantwoording.pdf": "Verantwoording (PDF)"},
    "docx": {"memo.docx": "Advies (Word)", "verantwoording.docx": "Verantwoording (Word)"},
    "xlsx": {"workbook.xlsx": "Werkmap met de berekening (Excel)"},
}
NEEDED = {"pdf": ("typst", "pikepdf"), "docx": ("docx",), "xlsx": ("xlsxwriter",)}
# Formats in which each municipality has a page.
PAGE_FORMATS = ("html", "pdf")
# Values of the workbook and the notebook closer than this are the same: results are kept to six decimals.
SAME = 1e-5
# Of a file for a municipality, without its ending.
LONGEST_NAME = 100


@dataclass(frozen=True)
class Drawing:
    """Pages per municipality that are being drawn: of which memo, and the files of each part when it is done."""

    title: str
    pages: list[dict]
    parts: Iterable[tuple[str, dict[str, bytes]]]


def check(formats: Sequence[str]) -> None:
    """Refuse a format that is unknown, or whose packages are not installed.

    Raises
    ------
    InputError
        Naming the format and what is missing.
    """
    for name in formats:
        if name not in FORMATS:
            raise InputError(f"--formats: {name!r}, expected {', '.join(FORMATS)}")
        for package in NEEDED.get(name, ()):
            if importlib.util.find_spec(package) is None:
                raise InputError(f"--formats {name}: the package {package} is missing, expected vtcost[formats]")


def draw(memo: Document, formats: Sequence[str], jobs: int = 1) -> Drawing:
    """Begin to draw the pages per municipality of a memo.

    Parameters
    ----------
    memo : Document
        As far as it is executed.
    formats : sequence of str
    jobs : int
        Pages made at the same time, where this process can be forked.

    Raises
    ------
    InputError
        If two municipalities would have the same file.
    """
    wanted = [name for name in PAGE_FORMATS if name in formats]
    chosen, slugs = pages.pages(memo), set()
    if not wanted:
        return Drawing(memo.title, chosen, [])
    for page in chosen:
        if not 0 < len(page["slug"]) <= LONGEST_NAME or page["slug"] in slugs:
            raise InputError(
                f"municipality {page['municipality'][:80]!r}: expected a name that makes a file of its own"
            )
        slugs.add(page["slug"])
    if not can_fork():
        return Drawing(memo.title, chosen, [("", _drawn(memo.title, chosen, wanted))])
    parts = {
        str(part): functools.partial(_drawn, memo.title, chosen[part::jobs], wanted)
        for part in range(min(jobs, len(chosen)))
    }
    return Drawing(memo.title, chosen, side_by_side(parts, jobs))


def files(
    region: Region,
    memo: Document,
    results: dict,
    formats: Sequence[str],
    jobs: int = 1,
    begun: Drawing | None = None,
) -> dict[str, bytes]:
    """All files of a report that come from the document, by name.

    Parameters
    ----------
    region : Region
    memo : Document
        From the executed notebook.
    results : dict
        The block with the results of the notebook: what the workbook must agree with.
    formats : sequence of str
    jobs : int
        Pages per municipality made at the same time, where this process can be forked.
    begun : Drawing, optional
        Of the same memo, before it was complete.
    """
    if begun is None or (begun.title, begun.pages) != (memo.title, pages.pages(memo)):
        begun = draw(memo, formats, jobs)
    links = [(label, name) for chosen in formats for name, label in MADE[chosen].items() if name != "memo.html"]
    made = {}
    if "html" in formats:
        made["memo.html"] = memo_page(memo, region.name, links).encode()
    if "pdf" in formats:
        from vtcost.memo import pdf

        made |= {"memo.pdf": pdf.memo_pdf(memo), "verantwoording.pdf": pdf.account_pdf(memo)}
    if "docx" in formats:
        from vtcost.memo import word

        made |= {"memo.docx": word.memo_docx(memo), "verantwoording.docx": word.account_docx(memo)}
    if "xlsx" in formats:
        made["workbook.xlsx"] = _workbook(region, memo, results)
    for _, part in begun.parts:
        made |= part
    return made


def _drawn(title: str, chosen: Sequence[dict], formats: Sequence[str], _forked: bool = False) -> dict[str, bytes]:
    made = {}
    for page in chosen:
        sections, path = pages.sections(page), f"{pages.FOLDER}/{page['slug']}"
        if "html" in formats:
            other = [("Deze bladzijde als PDF", f"{page['slug']}.pdf")] if "pdf" in formats else []
            made[f"{path}.html"] = simple_page(page["title"], sections, (title, "../memo.html"), other).encode()
        if "pdf" in formats:
            from vtcost.memo.pdf import pdf

            made[f"{path}.pdf"] = pdf(page["title"], sections, pages=1)
    return made


def _workbook(region: Region, memo: Document, results: dict) -> bytes:
    from vtcost.workbook import of_calculation, of_model, workbook

    if has_model(region.name):
        return workbook(of_model(model_of(region), memo.title), memo.head())
    module = region_module("calculation", region.name)
    calculation = module.calculate(region)
    # The term is that of a whole model and year, not of one municipality.
    target = functools.cache(lambda model, year: _target(region, module, model, year))
    for row in (dict(zip(results["columns"], row, strict=True)) for row in results["rows"]):
        name = target(row["model"], int(row["year"])) if row["component"] == "contribution" else None
        if name and not same(calculation.terms[name].values[row["municipality"]], row["value"]):
            raise InputError(f"{region.name}: workbook and notebook differ for {row['model']}, {row['municipality']}")
    return workbook(of_calculation(calculation), memo.head())


def _target(region: Region, module, model: str, year: int) -> str | None:
    try:
        return module.target(region, model, year, None)[0]
    except InputError:
        return None


def same(value: float, other: float) -> bool:
    """Whether a value of the notebook is that of the workbook or model.

    Examples
    --------
    >>> same(9_443_808.0, 9_443_808.000001), same(1.0, 1.1)
    (True, False)
    """
    return abs(value - other) <= SAME + 1e-14 * abs(value)
