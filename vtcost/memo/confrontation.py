"""A printed figure beside the computed one: the row of a confrontation."""

import math

from vtcost.memo import labels
from vtcost.memo.blocks import plain
from vtcost.memo.derivations import figure_anchor

CONFRONTED = {
    "unit": ("Eenheid", "text"),
    "published": ("Gedrukt", "number"),
    "computed": ("Berekend", "number"),
    "difference": ("Verschil", "number"),
    "verdict": ("Oordeel", "text"),
    "cause": ("Oorzaak of methode", "text"),
}


def confronted(row, named: bool, computed: str | None) -> dict:
    """A row of a confrontation as a block shows it.

    Parameters
    ----------
    row : tuple
        A row of the table of `vtcost.published.figures`, its place in that table as index.
    named : bool
        Whether the table of the memo is named too: the same row and column stand in several.
    computed : str, optional
        Address of the step that computes it, if the calculation has one.
    """
    shown = {"fraction": "fraction", "text": "text"}.get(row.unit, "number")
    difference = "points" if row.unit == "fraction" else shown
    unit = {"fraction": "%", "text": "–"}.get(row.unit) or labels.UNIT_NAMES.get(row.unit, row.unit)
    cells = [unit, *map(plain, (row.published, row.computed, row.difference)), labels.VERDICTS[row.verdict], row.cause]
    own = figure_anchor(row.Index)
    scale = 100 if row.unit == "fraction" else 1
    decimals = _decimals(row.precision * scale)
    return {
        "label": f"{row.row} – {row.column}" + (f" ({row.place})" if named else ""),
        "cells": cells,
        "units": ["text", shown, shown, difference, "text", "text"],
        "decimals": [None, decimals, decimals, decimals + 1, None, None],
        "links": [None, own, computed or own, computed or own, None, None],
        "total": False,
    }


def _decimals(precision: float) -> int:
    """Decimals of a print: those of its last meaningful digit, at most two (exact fractions have many)."""
    if precision != precision or precision <= 0:
        return 0
    return min(2, max(0, -math.floor(math.log10(precision) + 1e-9)))
