"""How far a quantity can move when each printed number hides up to half its last digit."""

from collections.abc import Mapping

import numpy as np

from vtcost.quantity.guards import is_text, scenario_values
from vtcost.quantity.quantity import Quantity


def interval(one: Quantity, halves: Mapping[Quantity, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    r"""Down and up: :math:`\sum_i \max(0, \mp\Delta_i)`, each print moved by half its last digit, one at a time.

    Exact for what is linear in the prints; second-order terms are left out elsewhere.

    Parameters
    ----------
    one : Quantity
    halves : mapping of Quantity to array
        Half the last digit of each value of what was read from print; zero for what is exact. [unit of the quantity]

    Returns
    -------
    tuple of array
        How far it can go down and up, not negative, one for each row. [unit of `one`]

    Raises
    ------
    ValueError
        If it does not rest on one of them, or half a digit is no finite number for each of its rows.

    Examples
    --------
    zhz-2024: a gap of 66,15 less 73,33, both rounded to hundredths, is known to a hundredth.

    >>> from vtcost.quantity import given
    >>> there, needed = given(66.15, "Beschikbaar", "fte"), given(73.33, "Nodig", "fte")
    >>> low, high = interval(there - needed, {there: np.array([0.005]), needed: np.array([0.005])})
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.01], [0.01])
    """
    low, high = np.zeros(one.value.shape), np.zeros(one.value.shape)
    for leaf, half in halves.items():
        each = scenario_values(leaf, half)
        if is_text(leaf) or each.shape != leaf.value.shape or not np.isfinite(each).all():
            raise ValueError(f"{leaf.shown}: half a digit of other rows or missing, expected a finite number for each")
        moved = np.diag(each)
        both = np.stack([one.evaluated({leaf: leaf.value + sign * moved}) - one.value for sign in (1, -1)])
        low += np.maximum(-both.min(axis=0), 0).sum(axis=0)
        high += np.maximum(both.max(axis=0), 0).sum(axis=0)
    return low, high
