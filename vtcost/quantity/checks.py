"""Checks that every model has: of each column that is given, whether all of it is there."""

from vtcost.quantity.functions import gaps, lowest, minimum
from vtcost.quantity.model import Model
from vtcost.quantity.operations import GIVEN
from vtcost.quantity.quantity import Quantity


def given_checks(model: Model) -> dict[str, Quantity]:
    """A check for each given column of numbers that none is missing, and one that none is below zero: each zero."""
    found = {}
    for one in model.named:
        if one.operation == GIVEN and one.rows is not None and one.unit != "text":
            found[f"{one.label}: in elke rij een getal"] = gaps(one)
            found[f"{one.label}: geen enkele onder nul"] = minimum(lowest(one), 0)
    return found
