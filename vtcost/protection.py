"""Small counts in print (kleine aantallen): a threshold, rounding to a base, and a total that gives nothing away.

Only what is printed is protected: contributions are computed from the exact counts, which no function here changes.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

SHOWN, BELOW, WITHHELD = "shown", "below", "withheld"


@dataclass(frozen=True)
class Protected:
    """Counts as printed: rounded, not a number where not shown, with why; `total` is rounded by itself."""

    printed: pd.Series
    state: pd.Series
    total: float
    threshold: int
    base: int


def rounded(counts: pd.Series | float, base: int) -> pd.Series | float:
    r"""Nearest multiple of a base, half upwards: :math:`b \lfloor n / b + 1/2 \rfloor` (CBS prints with base 5).

    Parameters
    ----------
    counts : Series, index municipality, or number
        Whole, not negative. [cases]
    base : int
        1 leaves the counts as they are. [cases]

    Examples
    --------
    >>> rounded(pd.Series({"a": 12, "b": 13, "c": 28}), 5).to_dict()
    {'a': 10.0, 'b': 15.0, 'c': 30.0}
    """
    return base * np.floor(counts / base + 0.5)


def protect(counts: pd.Series, threshold: int, base: int) -> Protected:
    """Counts as they may be printed with their total.

    A count below the threshold is not shown. If the total would narrow such a count further, the smallest count that
    is shown is withheld too (secondary suppression), and the next, until it does not; if that is not enough, or the
    total would narrow a count that is shown, the total is not printed. Who knows this rule knows of a count that is
    withheld that it is not larger than the smallest one shown.

    Parameters
    ----------
    counts : Series, index municipality
        Whole, not negative. [cases]
    threshold : int
        Smallest count that may be shown; 0 shows all. [cases]
    base : int
        Base of the rounding, at least 1. [cases]

    Returns
    -------
    Protected

    Raises
    ------
    ValueError
        If a count is not whole or negative, a municipality stands twice, or threshold or base is no whole number.

    Examples
    --------
    Unrounded, the total would reveal the only count below 5, so the smallest other one is withheld:

    >>> shown = protect(pd.Series({"a": 3, "b": 12, "c": 28}), threshold=5, base=1)
    >>> shown.state.to_dict(), shown.total
    ({'a': 'below', 'b': 'withheld', 'c': 'shown'}, 43.0)

    Rounded to 5 the total, 45, leaves 0 to 4 all possible:

    >>> protect(pd.Series({"a": 3, "b": 12, "c": 28}), threshold=5, base=5).printed.to_dict()
    {'a': nan, 'b': 10.0, 'c': 30.0}
    """
    _check(counts, threshold, base)
    exact, total = counts.to_numpy(dtype=float), float(rounded(float(counts.sum()), base))
    state = np.where(exact < threshold, BELOW, SHOWN).astype(object)
    alphabetical = np.argsort(counts.index.astype(str), kind="stable")
    smallest_first = alphabetical[np.argsort(exact[alphabetical], kind="stable")]
    for place in smallest_first[exact[smallest_first] >= threshold]:
        if not _narrowed(exact, state, total, threshold, base)[state == BELOW].any():
            break
        state[place] = WITHHELD
    if _narrowed(exact, state, total, threshold, base).any():
        total = float("nan")
    printed = np.where(state == SHOWN, rounded(exact, base), np.nan)
    return Protected(
        pd.Series(printed, index=counts.index), pd.Series(state, index=counts.index), total, threshold, base
    )


def possible(shown: Protected) -> pd.DataFrame:
    r"""Counts that the print and its total allow, for each municipality.

    From the counts' own bounds :math:`l_h, u_h` and the bounds :math:`L, U` of the total:
    :math:`\max(l_g, L - \sum_{h \ne g} u_h) \le n_g \le \min(u_g, U - \sum_{h \ne g} l_h)`.

    Parameters
    ----------
    shown : Protected

    Returns
    -------
    DataFrame, index municipality
        ``lowest``, ``highest`` (infinite if nothing bounds it) [cases] and ``values``: how many there are.

    Examples
    --------
    >>> possible(protect(pd.Series({"a": 3, "b": 12, "c": 28}), threshold=5, base=5)).values.tolist()
    [[0.0, 4.0, 5.0], [8.0, 12.0, 5.0], [28.0, 32.0, 5.0]]
    """
    own = _own_bounds(shown.printed.to_numpy(), shown.state.to_numpy(), shown.threshold, shown.base)
    lowest, highest = own if np.isnan(shown.total) else _with_total(*own, shown.total, shown.base)
    bounds = pd.DataFrame({"lowest": lowest, "highest": highest}, index=shown.printed.index)
    return bounds.assign(values=bounds["highest"] - bounds["lowest"] + 1)


def case_value(amount: float, total: float) -> float:
    r"""What one case adds to a contribution before grants, for a fixed total: :math:`A (1 - w) / N`.

    The measure of what amounts reveal: printed to a unit of `u` euro they leave about `u` divided by this value as
    many counts possible for each municipality, for who knows everything else.

    Parameters
    ----------
    amount : float
        What is divided by cases: the budget times the weight of the cases. [euro]
    total : float
        Cases of all municipalities. [cases]

    Returns
    -------
    float
        [euro/case]

    Raises
    ------
    ValueError
        If the total is not above zero.

    Examples
    --------
    Half of a million over 500 cases: whole euros leave one count, hundreds of thousands a hundred.

    >>> case_value(500_000, 500)
    1000.0
    """
    if not total > 0:
        raise ValueError(f"total: {total:g}, expected above 0")
    return amount / total


def round_step(least: float) -> float:
    """The smallest of 1, 2 and 5 times a power of ten that is not below a number: a step people round to.

    Examples
    --------
    >>> round_step(7300), round_step(0.0015), round_step(5)
    (10000.0, 0.002, 5.0)
    """
    if not 0 < least < np.inf:
        raise ValueError(f"least: {least:g}, expected a finite number above 0")
    power = 10.0 ** np.floor(np.log10(least))
    # A millionth absorbs floating-point noise: 5.000000001 is 5.
    return float(next(step * power for step in (1, 2, 5, 10) if step * power >= least * (1 - 1e-6)))


def share_decimals(total: float, base: int) -> int:
    r"""Decimals of a printed percentage that leave `base` counts possible for who knows the total.

    A share printed to :math:`10^{-d}` percent leaves :math:`N\,10^{-d}/100` counts, so
    :math:`d = \lfloor \log_{10}(N / 100 b) \rfloor`; below zero: tens of percents.

    Parameters
    ----------
    total : float
        Cases of all municipalities. [cases]
    base : int
        Counts that must remain possible. [cases]

    Examples
    --------
    Of 3.000 cases a tenth of a percent is 3, fewer than 5; a whole percent is 30:

    >>> share_decimals(3000, 5), share_decimals(6000, 5), share_decimals(400, 5)
    (0, 1, -1)
    """
    if not total > 0 or not base > 0:
        raise ValueError(f"total {total:g} and base {base:g}: expected above 0")
    return int(np.floor(np.log10(total / (100 * base))))


def _bounds(printed, base: int):
    """Lowest and highest whole number that is rounded to a printed one."""
    return printed - base // 2, printed + (base - 1) // 2


def _own_bounds(printed: np.ndarray, state: np.ndarray, threshold: int, base: int) -> tuple[np.ndarray, np.ndarray]:
    """Bounds of each count by its own print alone."""
    lowest, highest = _bounds(printed, base)
    hidden = [state == BELOW, state == WITHHELD]
    return (
        np.select(hidden, [0.0, threshold], np.maximum(lowest, threshold)),
        np.select(hidden, [threshold - 1.0, np.inf], highest),
    )


def _with_total(lowest: np.ndarray, highest: np.ndarray, total: float, base: int) -> tuple[np.ndarray, np.ndarray]:
    """The bounds that the total leaves."""
    least, most = _bounds(total, base)
    # An infinite bound cannot be taken from a sum of bounds: the others are added up each time.
    others = ~np.eye(len(lowest), dtype=bool)
    others_low, others_high = (np.where(others, bound, 0).sum(axis=1) for bound in (lowest, highest))
    return np.maximum(lowest, least - others_high), np.minimum(highest, most - others_low)


def _narrowed(exact: np.ndarray, state: np.ndarray, total: float, threshold: int, base: int) -> np.ndarray:
    """Whether the total leaves fewer counts than the print itself; of a withheld one, fewer than the base."""
    own = _own_bounds(rounded(exact, base), state, threshold, base)
    lowest, highest = _with_total(*own, total, base)
    wanted = np.where(state == WITHHELD, base, own[1] - own[0] + 1)
    return highest - lowest + 1 < wanted


def _check(counts: pd.Series, threshold: int, base: int) -> None:
    if not counts.index.is_unique:
        raise ValueError(f"counts: {counts.index[counts.index.duplicated()][0]} stands twice")
    numbers = counts.to_numpy(dtype=float)
    wrong = ~np.isfinite(numbers) | (numbers < 0) | (numbers != np.floor(numbers))
    if wrong.any():
        raise ValueError(f"counts: {counts.index[wrong.argmax()]} has no whole number of at least 0")
    if threshold != int(threshold) or threshold < 0:
        raise ValueError(f"threshold: {threshold}, expected a whole number of at least 0")
    if base != int(base) or base < 1:
        raise ValueError(f"base: {base}, expected a whole number of at least 1")
