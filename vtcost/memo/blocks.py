"""Blocks: one output of a notebook cell, as text, as HTML and in a structured form that every format is made from."""

import base64
import io
import math
from dataclasses import dataclass

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from vtcost.memo.render import block_html, block_text

MIME = "application/vnd.vtcost.block+json"
# Enough digits for a cent in a budget of millions; fewer than floating-point noise between machines.
DECIMALS = 6
PIXELS_PER_INCH = 144


@dataclass(frozen=True)
class Block:
    """A structured output. `data` is plain JSON with `kind` and `part`; a chart has its pixels beside it."""

    data: dict
    png: bytes | None = None

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        bundle = {"text/plain": block_text(self.data), MIME: self.data}
        if self.png is not None:
            return {**bundle, "image/png": base64.b64encode(self.png).decode()}
        return {**bundle, "text/html": block_html(self.data)}

    def __repr__(self) -> str:
        return block_text(self.data)


def plain(value: object) -> object:
    """A cell as JSON: numbers without floating-point noise, nothing for what is missing."""
    if value is None or isinstance(value, (str, bool)):
        return value
    number = float(value)
    if math.isnan(number):
        return None
    number = round(number, DECIMALS) + 0.0
    return int(number) if number == int(number) else number


def pixels(figure: Figure) -> bytes:
    """The figure as PNG, the same bytes each time."""
    buffer = io.BytesIO()
    figure.set_dpi(PIXELS_PER_INCH)
    # Not `savefig`: that draws twice.
    FigureCanvasAgg(figure).print_png(buffer, metadata={"Software": None})
    return buffer.getvalue()
