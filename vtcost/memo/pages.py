"""Pages per municipality: the letters as blocks in the notebook, and as pages of their own."""

from collections.abc import Sequence

import pandas as pd

from vtcost.letters.letter import Bridge, Letter
from vtcost.memo import charts
from vtcost.memo.blocks import pixels, plain
from vtcost.memo.document import Document, Output, anchor
from vtcost.memo.labels import UNIT_NAMES
from vtcost.numbers import euro, listed

FOLDER = "gemeenten"
KIND = "pages"
UNIT = "euro"


def page_data(letter: Letter) -> dict:
    """A letter as JSON: sections with a heading and blocks."""
    bridge = letter.bridge
    steps = [[str(label), plain(amount)] for label, amount in bridge.steps.items()]
    chart = {"kind": "bridge", "title": bridge.title, "alt": alternative(bridge), "steps": steps}
    sections = (
        ("Wat u betaalt", [_say(letter.pays)]),
        (letter.before, [_say(letter.paid)]),
        ("Waarom het verandert", [_say(letter.why), chart, _table(bridge)]),
        ("Hoe zeker is dit?", [_say(letter.sure)]),
        ("Wat u kunt beïnvloeden", [_say(letter.influence)]),
    )
    return {
        "municipality": letter.municipality,
        "slug": anchor(letter.municipality),
        "title": letter.title,
        "sections": [{"heading": heading, "blocks": blocks} for heading, blocks in sections],
    }


def pages(memo: Document) -> list[dict]:
    """The pages of the municipalities that a memo has, as `page_data` made them."""
    found = (output.data for chapter in memo.chapters for output in chapter.outputs(KIND))
    return [page for data in found for page in data["pages"]]


def sections(page: dict) -> list[tuple[str, list[Output]]]:
    """The sections of a page with its chart drawn, for a renderer."""
    return [(section["heading"], [_output(data) for data in section["blocks"]]) for section in page["sections"]]


def alternative(bridge: Bridge) -> str:
    """The chart in words: from where to where, by which steps."""
    changes = bridge.steps.iloc[1:-1]
    told = listed(f"{label} {'plus' if amount > 0 else 'min'} {euro(abs(amount))}" for label, amount in changes.items())
    return (
        f"{bridge.title}. Van {euro(bridge.steps.iloc[0])} ({bridge.first}) naar {euro(bridge.steps.iloc[-1])}"
        f" ({bridge.last}): {told}."
    )


def _say(sentences: Sequence[str]) -> dict:
    return {"kind": "sentences", "sentences": list(sentences)}


def _table(bridge: Bridge) -> dict:
    columns = [
        {"name": "meaning", "label": "Wat het is", "unit": "text", "unit_name": "", "sign": False},
        {"name": "amount", "label": "Bedrag", "unit": UNIT, "unit_name": UNIT_NAMES[UNIT], "sign": False},
    ]
    last = len(bridge.steps) - 1
    rows = [
        {"label": str(label), "cells": [bridge.meaning[label], plain(amount)], "total": place == last}
        for place, (label, amount) in enumerate(bridge.steps.items())
    ]
    title = "Van oud naar nieuw, in hele euro's"
    return {"kind": "table", "title": title, "columns": columns, "rows": rows, "index_label": "Stap", "notes": []}


def _output(data: dict) -> Output:
    if data["kind"] != "bridge":
        return Output(data)
    steps = pd.Series(dict(data["steps"]), dtype=float)
    figure = charts.bridge(steps, str(steps.index[0]), str(steps.index[-1]), UNIT)
    return Output({"kind": "chart", "title": data["title"], "alt": data["alt"]}, pixels(figure))
