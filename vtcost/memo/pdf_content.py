"""Prose and blocks as plain data for the template of the PDF: every text is a string, never markup."""

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import matplotlib
import mistune
from matplotlib.ft2font import FT2Font

from vtcost.memo.document import Output, Prose
from vtcost.numbers import show

FACES = ["DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique", "DejaVuSans-BoldOblique", "DejaVuSansMono"]
REPLACEMENT = "\ufffd"
ELSEWHERE = "Hoe elk cijfer is berekend, staat in de webversie en in de werkmap."
# Files of their own.
NOT_PRINTED = {"data", "pages"}
INLINE = {"strong": "strong", "emphasis": "emphasis", "codespan": "code"}

Section = tuple[str | None, Sequence[Prose | Output]]


def font_folder() -> Path:
    """The fonts that come with matplotlib: the same on every machine."""
    return Path(matplotlib.get_data_path()) / "fonts" / "ttf"


def legible(text: str) -> str:
    r"""Text on one line, in signs that the fonts can draw; any other becomes a replacement sign or, unseen, nothing.

    Examples
    --------
    >>> legible("begroting\n  2026"), legible("be\u00adgroting"), ascii(legible("a\x00b"))
    ('begroting 2026', 'begroting', "'a\\ufffdb'")
    """
    line = re.sub("[ \t\r\n\f\v\u2028\u2029]+", " ", text)
    return "".join(_sign(sign) for sign in line)


def printed(title: str, sections: Sequence[Section], contents: bool = False) -> tuple[list[dict], dict[str, bytes]]:
    """What the template prints, in order, and the images by file name.

    Parameters
    ----------
    title : str
        The first heading.
    sections : sequence of (heading or None, content)
        A section without anything to print is left out.
    contents : bool
        A list of the headings stands before the first of them.
    """
    shown = [_heading(1, title)]
    images: dict[str, bytes] = {}
    for heading, content in sections:
        below = 2 if heading is None else 3
        if _only_derivations(content):
            made = [_paragraph(ELSEWHERE)]
        else:
            made = [block for item in content for block in _blocks(item, images, below)]
        if made and heading is not None:
            if contents:
                shown.append({"kind": "contents"})
                contents = False
            shown.append(_heading(2, heading))
        shown.extend(made)
    return shown, images


def _only_derivations(content: Sequence[Prose | Output]) -> bool:
    """Whether a section is there for its derivations: its prose then says how to use them on a screen."""
    kinds = {item.data["kind"] for item in content if isinstance(item, Output)}
    return kinds - NOT_PRINTED == {"derivations"}


@cache
def _sign(sign: str) -> str:
    category = unicodedata.category(sign)
    if category == "Cf":
        return ""
    # Control signs, private ones and half pairs are forbidden in an archive, even where a font has them.
    return sign if ord(sign) in _drawn() and category not in ("Cc", "Cn", "Co", "Cs") else REPLACEMENT


@cache
def _drawn() -> frozenset[int]:
    faces = [FT2Font(font_folder() / f"{face}.ttf").get_charmap() for face in FACES]
    return frozenset(faces[0]).intersection(*faces)


def _heading(level: int, text: str) -> dict:
    return {"kind": "heading", "level": level, "text": legible(text)}


def _blocks(item: Prose | Output, images: dict[str, bytes], level: int) -> Iterator[dict]:
    if isinstance(item, Prose):
        yield from _prose(mistune.create_markdown(renderer=None)(item.markdown), level)
        return
    data = item.data
    kind = data["kind"]
    if kind == "sentences":
        yield _paragraph(" ".join(data["sentences"]))
    elif kind == "points":
        yield {"kind": "list", "ordered": False, "start": 1, "items": [[_paragraph(text)] for text in data["items"]]}
    elif kind == "decisions":
        yield {"kind": kind, "items": [legible(text) for text in data["items"]]}
    elif kind == "head":
        yield {"kind": kind, "lines": [[legible(label), legible(text)] for label, text in data["lines"]]}
    elif kind == "table":
        yield _table(data)
    elif kind == "chart":
        name = f"{len(images) + 1}.png"
        images[name] = item.png
        yield {"kind": kind, "title": legible(data["title"]), "alt": legible(data["alt"]), "image": name}
    elif kind == "derivations":
        yield _paragraph(ELSEWHERE)
    elif kind not in NOT_PRINTED:
        raise ValueError(f"block of kind {kind}, expected one that can be printed")


def _paragraph(text: str) -> dict:
    return {"kind": "paragraph", "runs": [_run(text)]}


def _run(text: str, style: Sequence[str] = ()) -> dict:
    return {"text": legible(text), "style": list(style)}


def _table(data: dict) -> dict:
    """A table in texts; columns of numbers stand to the right, also where a cell says something in words."""
    columns = [{"label": legible(data["index_label"]), "unit": "", "number": False}]
    for column in data["columns"]:
        unit = f"({column['unit_name']})" if column["unit_name"] else ""
        columns.append({"label": legible(column["label"]), "unit": legible(unit), "number": column["unit"] != "text"})
    rows = [{"cells": _cells(row, data["columns"]), "total": row["total"]} for row in data["rows"]]
    notes = [legible(note) for note in data["notes"]]
    return {"kind": "table", "title": legible(data["title"]), "columns": columns, "rows": rows, "notes": notes}


def _cells(row: dict, columns: list[dict]) -> list[str]:
    units = row.get("units") or [column["unit"] for column in columns]
    decimals = row.get("decimals") or [None] * len(columns)
    shown = [row["label"]]
    for value, column, unit, places in zip(row["cells"], columns, units, decimals, strict=True):
        shown.append(show(value, unit, column["sign"], places).replace(" %", "\u00a0%"))
    return [legible(text) for text in shown]


def _prose(tokens: Sequence[dict], level: int) -> Iterator[dict]:
    """Blocks of Markdown, its headings all on one level; HTML in it is shown as it was typed."""
    for token in tokens:
        kind = token["type"]
        if kind == "heading":
            yield _heading(level, "".join(run["text"] for run in _runs(token["children"])))
        elif kind in ("paragraph", "block_text"):
            runs = list(_runs(token["children"]))
            if len(runs) == 1 and runs[0]["style"] == ["code"]:
                yield {"kind": "formula", "text": runs[0]["text"]}
            elif runs:
                yield {"kind": "paragraph", "runs": runs}
        elif kind == "list":
            items = [list(_prose(item["children"], level)) for item in token["children"]]
            start = token["attrs"].get("start", 1)
            yield {"kind": "list", "ordered": token["attrs"]["ordered"], "start": start, "items": items}
        elif kind in ("block_code", "block_html"):
            for line in token["raw"].splitlines():
                yield {"kind": "formula", "text": legible(line)}
        else:
            yield from _prose(token.get("children", []), level)


def _runs(tokens: Sequence[dict], style: tuple[str, ...] = ()) -> Iterator[dict]:
    for token in tokens:
        kind = token["type"]
        within = (*style, INLINE[kind]) if kind in INLINE else style
        if kind == "linebreak":
            yield _run("", ["break"])
        elif kind == "softbreak":
            yield _run(" ", style)
        elif "children" in token:
            yield from _runs(token["children"], within)
        else:
            raw = token.get("raw", "")
            yield _run(raw if kind in ("codespan", "inline_html") else html.unescape(raw), within)
