"""A block as text and as HTML. The memo page, the notebook and later formats read the same structured form."""

from functools import cache

import jinja2
from markupsafe import escape

from vtcost.numbers import show

MAXIMUM_TEXT_WIDTH = 60


@cache
def environment() -> jinja2.Environment:
    """Templates of the memo; everything is escaped."""
    loader = jinja2.PackageLoader("vtcost.memo", "templates")
    made = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    made.filters["show"] = show
    return made


def block_html(data: dict) -> str:
    """The HTML of one block inside the notebook; long lists stand only in the memo."""
    if data["kind"] in ("derivations", "pages"):
        return f"<p>{escape(block_text(data))}</p>"
    return str(environment().get_template("blocks.html").module.block(data))


def block_text(data: dict) -> str:
    """The block as plain text: what a terminal, a test and a screen reader in the notebook get."""
    if data["kind"] == "table":
        return _table_text(data)
    if data["kind"] == "chart":
        return f"{data['title']}\n{data['alt']}"
    if data["kind"] == "sentences":
        return "\n".join(data["sentences"])
    if data["kind"] == "decisions":
        return "\n".join(f"{number}. {text}" for number, text in enumerate(data["items"], 1))
    if data["kind"] == "points":
        return "\n".join(f"- {text}" for text in data["items"])
    if data["kind"] == "head":
        return "\n".join(f"{label}: {text}" for label, text in data["lines"])
    if data["kind"] == "pages":
        return f"Bladzijden per gemeente: {', '.join(page['municipality'] for page in data['pages'])}"
    if data["kind"] == "derivations":
        return f"{data['title']}: {sum(len(group['steps']) for group in data['groups'])} stappen"
    return f"{data['name']}: {len(data['rows'])} regels"


def header(column: dict) -> str:
    """Label of a column with its unit."""
    return f"{column['label']} ({column['unit_name']})" if column["unit_name"] else column["label"]


def _table_text(data: dict) -> str:
    columns = data["columns"]
    lines = [[data["index_label"], *map(header, columns)]]
    for row in data["rows"]:
        cells = []
        for i, (value, column) in enumerate(zip(row["cells"], columns, strict=True)):
            cells.append(show(value, _unit(row, i, column), column["sign"], _decimals(row, i)))
        lines.append([row["label"], *cells])
    widths = [min(max(len(line[i]) for line in lines), MAXIMUM_TEXT_WIDTH) for i in range(len(lines[0]))]
    text = [data["title"]]
    for line in lines:
        first = line[0].ljust(widths[0])
        text.append("  ".join([first, *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True))]))
    return "\n".join(part.rstrip() for part in [*text, *filter(None, data["notes"])])


def _unit(row: dict, position: int, column: dict) -> str:
    return row["units"][position] if row.get("units") else column["unit"]


def _decimals(row: dict, position: int) -> int | None:
    return row["decimals"][position] if row.get("decimals") else None
