"""Quantities: values that know their formula, and the readings of it."""

from vtcost.quantity.checks import given_checks
from vtcost.quantity.functions import (
    at,
    by,
    count,
    equal,
    floor,
    gaps,
    known,
    lowest,
    maximum,
    minimum,
    place,
    rounded,
    row_of,
    same,
    total,
    when,
    within,
)
from vtcost.quantity.interval import interval
from vtcost.quantity.model import Model
from vtcost.quantity.quantity import Quantity, fixed, given, missing
from vtcost.quantity.script import script
from vtcost.quantity.steps import Step, steps
from vtcost.quantity.variant import Variant
from vtcost.quantity.words import numbers, sentence, words

__all__ = [
    "Model",
    "Quantity",
    "Step",
    "Variant",
    "at",
    "by",
    "count",
    "equal",
    "fixed",
    "floor",
    "gaps",
    "given",
    "given_checks",
    "interval",
    "known",
    "lowest",
    "maximum",
    "minimum",
    "missing",
    "numbers",
    "place",
    "rounded",
    "row_of",
    "same",
    "script",
    "sentence",
    "steps",
    "total",
    "when",
    "within",
    "words",
]
