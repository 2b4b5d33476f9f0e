"""One result worked out to its inputs: each step with its formula in words, the numbers filled in, and the sources."""

from collections.abc import Iterator
from dataclasses import dataclass

from vtcost.quantity.origin import about, together, weakest
from vtcost.quantity.quantity import Quantity
from vtcost.quantity.words import numbers, value_in, words


@dataclass(frozen=True)
class Step:
    """One step of a calculation, in Dutch: it is shown to readers of the memo."""

    name: str
    label: str
    formula: str
    filled: str
    value: float
    unit: str
    sources: list[str]


def steps(one: Quantity, row: str = "") -> list[Step]:
    """Every step on the way to a quantity, in the order of the calculation.

    Parameters
    ----------
    one : Quantity
        Named; so is everything it rests on that is worth a step.
    row : str
        Label of the row that is worked out.

    Examples
    --------
    >>> from vtcost.quantity import given
    >>> needed = given(99_000.0, "Uren", "hours") / given(1350.0, "Uren per fte", "hours_per_fte")
    >>> [(step.label, step.filled) for step in steps(needed.called("Nodig", "fte"))]
    [('Nodig', '99.000 / 1.350')]
    """
    return [step(other, row) for other in one.behind() if other.label and other.args and is_about(other, row)]


def is_about(one: Quantity, row: str) -> bool:
    """Whether there is a value for the row: a column over other rows is looked at as a whole."""
    return one.rows is None or row in one.rows


def step(one: Quantity, row: str = "") -> Step:
    """One quantity with its formula in words and filled in; what is given has its source."""
    unit = "euro_cent" if one.unit == "euro" else one.unit
    sources = [] if one.args else [_source(one, row)] if one.origins else []
    for other in references(one):
        if other.origins:
            sources.append(f"{other.label}: {_source(other, row)}")
    return Step(
        name=one.name,
        label=one.label,
        formula=words(one, row),
        filled=numbers(one, row),
        value=value_in(one, row),
        unit=unit,
        sources=list(dict.fromkeys(sources)),
    )


def references(one: Quantity) -> Iterator[Quantity]:
    """The quantities with a name that the formula of another is written with, in order."""
    for other in one.args:
        if other.label:
            yield other
        else:
            yield from references(other)


def _source(one: Quantity, row: str) -> str:
    origins = about(one.origins, row) if one.rows is not None and row in one.rows else one.origins
    return f"{together(origins)} [{weakest(origins)}]"
