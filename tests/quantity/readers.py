"""Others who read a printed formula: a person with a calculator, a workbook, and JavaScript without a browser."""

import json
import re
import subprocess
from collections.abc import Sequence

import numpy as np
import pandas as pd
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from playwright._impl._driver import compute_driver_executable

from vtcost.quantity import Quantity
from vtcost.quantity.cells import FIRST_LINE, FIRST_ROW, Book, letter

NOTHING = float("nan")

# A person with a calculator


def _rounded(value: float, decimals: int) -> float:
    return float(np.copysign(np.floor(abs(value) * 10**decimals + 0.5) / 10**decimals, value))


FUNCTIONS = {
    "hoogste van(": ("highest(", np.maximum),
    "laagste van(": ("least(", np.minimum),
    "als(": ("choose(", lambda condition, yes, no: yes if condition else no),
    "bekend(": ("there(", lambda value: value == value),
    "naar beneden afgerond(": ("down(", np.floor),
    "afgerond(": ("near(", _rounded),
}
SIGNS = {"×": "*", "−": "-", " = ": " == ", "≤": "<=", "≥": ">=", ";": ",", "onbekend": "nothing"}


def calculator(filled: str) -> float:
    """The outcome of a formula with its numbers filled in: `1.000,5 × (2 − 3)`.

    >>> calculator("hoogste van(1.000,5 × (2 − 3); −12,5\u00a0% / 2)")
    -0.0625
    """
    text = re.sub(r"\d{1,3}(?:\.\d{3})+(?!\d)", lambda found: found[0].replace(".", ""), filled)
    text = re.sub(r"(\d),(\d)", r"\1.\2", text)
    text = re.sub(r"(\d+(?:\.\d+)?)\u00a0%", r"(\1/100)", text)
    signs = SIGNS | {dutch: name for dutch, (name, _) in FUNCTIONS.items()}
    for sign, other in signs.items():
        text = text.replace(sign, other)
    return float(
        eval(
            text,
            {"__builtins__": {}, "nothing": NOTHING, **{name[:-1]: function for name, function in FUNCTIONS.values()}},
        )
    )


# The same with the names of quantities


def by_name(text: str, row: str, named: Sequence[Quantity], order: Quantity) -> float:
    """The outcome of a formula in words for a row; with what each name stands for, and the order of equal ones."""
    known = {one.label.lower(): one.series for one in named}
    own = {label: (one.get(row) if isinstance(one, pd.Series) else one) for label, one in known.items()}

    def same(column, group, key):
        return sum(value for value, other in zip(known[column], known[group], strict=True) if other == key)

    def ranked(column):
        places = zip(-known[column], order.series, strict=True)
        return 1 + sum(place < (-own[column], order[row]) for place in places)

    phrases = {
        r"totaal van (\w+) met dezelfde (\w+)": lambda x, group: same(x, group, own[group]),
        r"totaal van (\w+) per (\w+)": lambda x, group: same(x, group, row),
        r"totaal van (\w+)": lambda x: sum(known[x]),
        r"aantal getallen in (\w+)": lambda x: known[x].notna().sum(),
        r"aantal lege cellen in (\w+)": lambda x: known[x].isna().sum(),
        r"laagste van (\w+)": lambda x: known[x].min(),
        r"plaats van (\w+), van hoog naar laag": ranked,
        r"(\w+) in de (\w+) \((\w+)\)": lambda x, choice, label: known[x][label.title()],
        r"(\w+) in de (\w+)": lambda x, label: known[x][own[label]],
        r"(\w+) van (\w+)": lambda x, label: known[x][label.title()],
        r"(naam\w+) \(geen\)": lambda x: 0.0,
        r"(naam\w+) (alkmaar|hoorn|zaandam)": lambda x, label: known[x][label.title()],
        r"(naam\w+)": lambda x: own[x],
    }
    text = text.lower()
    for phrase, meaning in phrases.items():
        text = re.sub(phrase, lambda found, meaning=meaning: _written(meaning(*found.groups())), text)
    return calculator(re.sub(r'"(\w+)"', lambda found: found[0].title(), text))


def _written(value: object) -> str:
    if isinstance(value, str):
        return f'"{value}"'
    return "onbekend" if value != value else f"({np.format_float_positional(float(value), trim='-')})".replace(".", ",")


# A workbook


def _numbers(values) -> list[float]:
    return [value for value in values if not isinstance(value, str) and value == value]


def _least(*values) -> float:
    column = _numbers(values[0]) if isinstance(values[0], np.ndarray) else values
    return np.min(column)


# An error is no number here: it goes through all that is computed with it, as in a workbook.
SHEET = {
    "NA": lambda: NOTHING,
    "IF": lambda condition, yes, no: condition if condition != condition else yes if condition else no,
    "IFERROR": lambda value, other: other if value != value else value,
    "ISNUMBER": lambda value: not isinstance(value, str) and value == value,
    "EXACT": lambda one, other: one == other,
    "INT": np.floor,
    "ROUND": _rounded,
    "MAX": lambda *values: np.max(values),
    "MIN": _least,
    "SUM": lambda column: sum(_numbers(column)),
    "COUNT": lambda *values: len(_numbers(values[0] if isinstance(values[0], np.ndarray) else values)),
    "ROWS": len,
    "SUMPRODUCT": np.sum,
    "SUMIF": lambda keys, key, column: sum(_numbers(column[keys == key])),
    "COUNTIFS": lambda keys, key, column, value: ((keys == key) & (column == value)).sum(),
    "COUNTBLANK": lambda column: (column == "").sum(),
    "INDEX": lambda column, place: column[place - 1],
    "MATCH": lambda key, keys, _exactly: list(keys).index(key) + 1,
}


class Cells:
    """The cells of a book with what is given in them; a formula is worked out when it is asked for."""

    def __init__(self, book: Book):
        self.cells, self.names, self._known, self.stands = {}, {}, {}, {}
        for page in book.pages:
            for place, one in enumerate(page.quantities):
                first, column = (FIRST_LINE + place, "B") if page.rows is None else (FIRST_ROW, letter(place + 1))
                self.stands[one] = [(page.title, column, first + number) for number in range(len(one.value))]
                for cell, value in zip(self.stands[one], one.value, strict=True):
                    self.cells[cell] = book.formula(one, cell[2]) if one.args else "" if value != value else value
                if page.rows is None:
                    self.names[book.names[one]] = self.stands[one][0]
            for number, label in enumerate(() if page.rows is None else page.rows):
                self.cells[page.title, "A", FIRST_ROW + number] = label

    def values(self, one: Quantity) -> list:
        """What stands in the cells of a quantity."""
        return [self.value(*cell) for cell in self.stands[one]]

    def value(self, *cell) -> object:
        """What stands in a cell, by page, column and row."""
        text = self.cells[cell]
        if not (isinstance(text, str) and text.startswith("=")):
            return text
        if cell not in self._known:
            python = " ".join(self._python(token, cell[0]) for token in Tokenizer(text).items)
            space = {"__builtins__": {}, "cell": self.value, "cells": self._column, "number": np.float64, **SHEET}
            with np.errstate(all="ignore"):
                self._known[cell] = eval(python, space)
        return self._known[cell]

    def _column(self, page: str, column: str, first: int, last: int) -> np.ndarray:
        return np.array([self.value(page, column, row) for row in range(first, last + 1)], dtype=object)

    def _python(self, token: Token, here: str) -> str:
        if token.subtype == Token.NUMBER:
            return f"number({token.value})"
        if token.subtype != Token.RANGE:
            return {"=": "==", "<>": "!="}.get(token.value, token.value) if token.type == Token.OP_IN else token.value
        if token.value in self.names:
            return f"cell{self.names[token.value]!r}"
        page, _, place = token.value.rpartition("!")
        page = page[1:-1].replace("''", "'") or here
        (column, first), *last = re.findall(r"\$([A-Z]+)\$?(\d+)", place)
        where = (page, column, int(first), *(int(row) for _, row in last))
        return f"{'cells' if last else 'cell'}{where!r}"


# JavaScript


def javascript(programs: list[str]) -> list[list]:
    """What scripts return, in one run of the JavaScript engine that comes with the browser; numbers as texts."""
    told = "(_, one) => typeof one === 'number' ? String(one) : one"
    text = "".join(f"console.log(JSON.stringify((() => {{{program}}})(), {told}));\n" for program in programs)
    engine, _ = compute_driver_executable()
    done = subprocess.run([engine, "-"], input=text, capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]
