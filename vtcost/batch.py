"""The one formula for many scenarios at once: arrays whose last axis is the municipality.

The same as `vtcost.formulas.keys.mix` with `vtcost.formulas.costs.contributions`, without their checks and labels on
every scenario.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from vtcost.formulas.keys import SUM_TOLERANCE

# Numbers in a chunk: what fits in the cache of a processor, so that a second look at them costs little.
CHUNK = 2**16


@dataclass(frozen=True, eq=False)
class Grant:
    """A grant (DUVO) in a batch: relieves its members, and comes in through the recipient, who pays it on top.

    Parameters
    ----------
    amount : float
        [euro]
    members : ndarray of int
        Places of the municipalities that it relieves.
    recipient : int
        Place of the municipality that brings it in.
    key : ndarray, optional
        Shares of the members, last axis in their order; without it they are relieved in proportion to what they pay
        before any grant. [-]
    """

    amount: float
    members: np.ndarray
    recipient: int
    key: np.ndarray | None = None


def shares(measures: np.ndarray) -> np.ndarray:
    r"""Measures as keys: :math:`k_g = m_g / \sum_h m_h` along the last axis. [-]

    Raises
    ------
    ValueError
        If a value is negative or not finite, or all municipalities of a scenario have zero.

    Examples
    --------
    >>> shares(np.array([[1.0, 3.0], [2.0, 2.0]])).tolist()
    [[0.25, 0.75], [0.5, 0.5]]
    """
    measures = np.asarray(measures, dtype=float)
    total = measures.sum(axis=-1, keepdims=True)
    # A sum is not finite if a term is not, so the large array is looked through once.
    if not np.isfinite(total).all() or measures.min() < 0:
        raise ValueError("measures: expected finite numbers of at least 0")
    if not total.all():
        raise ValueError("measures: all municipalities of a scenario have zero, expected one above zero")
    return measures / total


def check_weights(weights: np.ndarray) -> np.ndarray:
    """Return weights (last axis: measure) unchanged if those of each scenario are not negative and sum to 1.

    Raises
    ------
    ValueError
        Names the first scenario that is wrong.
    """
    sums = weights.sum(axis=-1)
    # Not "wrong if": a comparison with what is no number is never true.
    wrong = np.atleast_1d(~((np.abs(sums - 1) <= SUM_TOLERANCE) & (weights.min(axis=-1) >= 0)))
    if wrong.any():
        raise ValueError(f"weights: scenario {wrong.argmax()} is no set of weights, expected 0 or more that sum to 1")
    return weights


def side_by_side(numbers: Sequence[np.ndarray]) -> np.ndarray:
    """Numbers per scenario, or one for all, as columns of one array. [unit of the numbers]

    Examples
    --------
    >>> side_by_side([np.array([1.0, 2.0]), np.array(5.0)]).tolist()
    [[1.0, 5.0], [2.0, 5.0]]
    """
    return np.stack(np.broadcast_arrays(*numbers), axis=-1)


def amounts_of(budget: np.ndarray, weights: Mapping[str, np.ndarray], names: Iterable[str]) -> np.ndarray:
    """Amounts of the parts of a mix: the budget times the weight of each measure, in the order of `names`. [euro]

    Raises
    ------
    ValueError
        If the weights of a scenario are no weights.
    """
    return np.asarray(budget)[..., np.newaxis] * check_weights(side_by_side([weights[name] for name in names]))


def over(within: np.ndarray, members: np.ndarray, size: int) -> np.ndarray:
    """A key of some municipalities as one of all: zero for the others. [-]"""
    key = np.zeros((*within.shape[:-1], size))
    key[..., members] = within
    return key


def before_relief(amounts: np.ndarray, keys: Sequence[np.ndarray]) -> np.ndarray:
    r"""Contributions before grants: :math:`\sum_i A_i\,k_i(g)`.

    Parameters
    ----------
    amounts : ndarray, last axis part
        Amounts of the cost parts, per scenario: budget times weight in a mix. [euro]
    keys : sequence of ndarray, last axis municipality
        A key per part: one for all scenarios, or one per scenario. [-]

    Returns
    -------
    ndarray, scenario by municipality
        [euro]
    """
    if all(key.ndim == 1 for key in keys):
        return amounts @ np.stack(keys)
    return sum(amounts[..., part, np.newaxis] * key for part, key in enumerate(keys))


def contributions(amounts: np.ndarray, keys: Sequence[np.ndarray], grants: Sequence[Grant] = ()) -> np.ndarray:
    r"""Contributions: :math:`b_g = \sum_i A_i\,k_i(g) - \sum_r D_r\,q_r(g) + \sum_r D_r\,[g = c_r]`.

    Parameters
    ----------
    amounts, keys
        See `before_relief`.
    grants : sequence of Grant
        Their amounts may differ per scenario: an array of them. [euro]

    Returns
    -------
    ndarray, scenario by municipality
        Each scenario sums to its amounts. [euro]

    Examples
    --------
    NHN, the Den Helder region (nhn-oplegger, table, first four rows, "excl. DUVO"), and the same at twice the cost.
    Printed after DUVO: 1.123.068, 553.398, 476.417, 119.674.

    >>> before = np.array([964_820, 629_583, 542_005, 136_149])
    >>> duvo = Grant(275_000, members=np.arange(4), recipient=0)
    >>> paid = contributions(np.array([[1.0], [2.0]]) * before.sum(), [before / before.sum()], [duvo])
    >>> paid.round().astype(int).tolist()
    [[1123068, 553398, 476417, 119674], [2087888, 1182981, 1018422, 255823]]
    """
    before = before_relief(amounts, keys)
    paid = before.copy() if grants else before
    for grant in grants:
        amount = np.asarray(grant.amount, dtype=float)[..., np.newaxis]
        of = before[..., grant.members]
        paid[..., grant.members] -= amount * (shares(of) if grant.key is None else grant.key)
        paid[..., grant.recipient] += amount[..., 0]
    return paid


def in_chunks(
    weights: np.ndarray, budgets: np.ndarray, keys: Sequence[np.ndarray], grants: Sequence[Grant] = ()
) -> Iterator[tuple[slice, np.ndarray]]:
    """Contributions of many scenarios of weights and budgets, some at a time: memory does not grow with their number.

    Parameters
    ----------
    weights : ndarray, scenario by measure
        Not negative, sum 1. [-]
    budgets : ndarray, scenario
        [euro]
    keys : sequence of ndarray, municipality
        A key per measure. [-]
    grants : sequence of Grant

    Yields
    ------
    tuple of slice and ndarray
        Which scenarios, and their contributions (scenario by municipality). [euro]

    Raises
    ------
    ValueError
        If the weights of a scenario are no weights.

    Examples
    --------
    >>> keys = [np.array([0.6, 0.4]), np.array([0.2, 0.8])]
    >>> weights, budgets = np.array([[1.0, 0.0], [0.5, 0.5]]), np.array([100.0, 1000.0])
    >>> [paid.round(6).tolist() for _, paid in in_chunks(weights, budgets, keys)]
    [[[60.0, 40.0], [400.0, 600.0]]]
    """
    amounts = check_weights(weights) * budgets[:, np.newaxis]
    rows = max(CHUNK // len(keys[0]), 1)
    for start in range(0, len(amounts), rows):
        chunk = slice(start, start + rows)
        yield chunk, contributions(amounts[chunk], keys, grants)
