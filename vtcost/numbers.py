"""One formatter for Dutch numbers: 1.234.567,89."""

import math
from collections.abc import Iterable

# How many decimals a unit is shown with, and what stands after the number.
UNITS = {
    "euro": (0, ""),
    "euro_cent": (2, ""),
    "euro_per_hour": (2, ""),
    "euro_per_month": (2, ""),
    "euro_per_inhabitant": (2, ""),
    "euro_per_fte": (0, ""),
    "fte_exact": (4, ""),
    "hours_per_fte_exact": (2, ""),
    "fraction": (1, " %"),
    "share": (4, " %"),
    "points": (1, " procentpunt"),
    "fte": (2, ""),
    "score": (1, ""),
    "number": (2, ""),
    "text": (0, ""),
}
HUNDREDFOLD = ("fraction", "share", "points")
NOTHING = "–"


def number(value: float, decimals: int = 0, sign: bool = False) -> str:
    """A number in Dutch notation with a real minus sign, which is read aloud; the sign of zero is dropped.

    Examples
    --------
    >>> number(9443808), number(-7.184, 2), number(12.5, 1, sign=True)
    ('9.443.808', '−7,18', '+12,5')
    """
    if value is None or math.isnan(value):
        return NOTHING
    text = f"{value:{'+' if sign else ''},.{decimals}f}"
    if not any(digit in text for digit in "123456789"):
        text = text.lstrip("+-")
    return text.translate(str.maketrans(",.-", ".,−"))


def show(value: object, unit: str, sign: bool = False, decimals: int | None = None) -> str:
    """A value in its unit, without the name of the unit (which stands in the header).

    Examples
    --------
    >>> show(0.334, "fraction"), show(1350, "hours_per_fte"), show("ja", "text")
    ('33,4 %', '1.350', 'ja')
    """
    if isinstance(value, str):
        return value
    standard, after = UNITS.get(unit, (0, ""))
    decimals = standard if decimals is None else decimals
    if value is None or math.isnan(value):
        return NOTHING
    return number(value * 100 if unit in HUNDREDFOLD else value, decimals, sign) + after


def euro(value: float, decimals: int = 0) -> str:
    """An amount in a sentence.

    Examples
    --------
    >>> euro(1030000)
    '€\\xa01.030.000'
    """
    return "€\u00a0" + number(value, decimals)


def about(value: float) -> str:
    """An amount in millions with one decimal, or in thousands, for a sentence that says "ongeveer".

    Examples
    --------
    >>> about(2_084_924), about(72_643)
    ('€\\xa02,1\\xa0miljoen', '€\\xa073.000')
    """
    if abs(value) >= 1e6:
        return f"€\u00a0{number(value / 1e6, 1)}\u00a0miljoen"
    return euro(round(value, -3))


def compared(value: float, other: float) -> str:
    """Whether a value is more or less than another, in a word.

    Examples
    --------
    >>> compared(868_324, 1_013_218), compared(1_195_744, 1_013_218)
    ('minder', 'meer')
    """
    if round(value - other) == 0:
        return "evenveel"
    return "meer" if value > other else "minder"


def listed(words: Iterable[str]) -> str:
    """Words as a Dutch enumeration.

    Examples
    --------
    >>> listed(["oplopend", "aflopend", "letterlijk"]), listed([])
    ('oplopend, aflopend en letterlijk', 'geen')
    """
    *before, last = list(words) or ["geen"]
    return f"{', '.join(before)} en {last}" if before else last


def percent(value: float, decimals: int | None = None) -> str:
    """A fraction as a percentage in a sentence; without `decimals` one decimal, left out where it is zero.

    Examples
    --------
    >>> percent(0.5), percent(0.675), percent(1 / 3, 4)
    ('50\\xa0%', '67,5\\xa0%', '33,3333\\xa0%')
    """
    if decimals is None:
        decimals = 0 if round(value * 100, 1) == round(value * 100) else 1
    return number(value * 100, decimals) + "\u00a0%"
