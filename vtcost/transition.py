"""Limits on a transition (ingroeimodel): the fewest years within them, and the path that moves least."""

import numpy as np
import pandas as pd

from vtcost.formulas.transition import comparable

# A number of years that is whole but for floating-point noise is whole.
NOISE = 1e-9
HALF_A_CENT = 0.005
# A step per year that a municipality can bear: for all, or for each. [euro]
Limit = float | pd.Series


def fewest_years(present: pd.Series, new: pd.Series, rise: Limit, fall: Limit, most: int) -> int | None:
    r"""The fewest years in which the new key can be reached when nobody changes by more than a limit per year.

    .. math:: N = \max_g \lceil (n_g - o_g)^+ / r_g \rceil \ \text{or} \ \lceil (o_g - n_g)^+ / f_g \rceil

    No path is shorter: in fewer years some municipality has further to go than its limits together. Equal steps get
    there in just that many years, so the fewest years are those of equal steps.

    Parameters
    ----------
    present, new : Series, index municipality
        Contribution now and by the new key. [euro]
    rise, fall : float or Series, index municipality
        What a municipality may pay more, or less, than in the year before; infinite for no limit. [euro]
    most : int
        Years that are acceptable.

    Returns
    -------
    int or None
        Years, at least 1, the last one with the new key in full; None: not possible within `most` years.

    Raises
    ------
    ValueError
        If the municipalities differ, or a limit is negative.

    Examples
    --------
    NHN, Drechterland from 162.320 to 259.198 euro (nhn-oplegger, table) with at most 25.000 euro more per year:

    >>> present, new = pd.Series({"Drechterland": 162_320.0}), pd.Series({"Drechterland": 259_198.0})
    >>> fewest_years(present, new, 25_000, np.inf, most=10)
    4
    >>> print(fewest_years(present, new, 25_000, np.inf, most=3))
    None
    """
    present = comparable(present, new, "present")
    up, down = limits(rise, new.index, "rise"), limits(fall, new.index, "fall")
    change = new - present
    allowed = up.where(change > 0, down)[change != 0]
    years = np.ceil(change[change != 0].abs() / allowed - NOISE).max()
    needed = max(1.0, years) if len(allowed) else 1.0
    return int(needed) if needed <= most else None


def least_moved(present: pd.Series, new: pd.Series, rise: Limit, fall: Limit, years: int) -> pd.DataFrame | None:
    r"""The path within the limits on which the least money changes hands for the soft landing: a linear programme.

    .. math:: \min \sum_{t,g} (n_g - c_{g,t})^+, \quad \sum_g c_{g,t} = \sum_g n_g, \quad
              -f_g \le c_{g,t} - c_{g,t-1} \le r_g, \quad c_{g,0} = o_g, \quad c_{g,N} = n_g

    The least amount is unique; the path need not be: other paths may cost as little.

    Parameters
    ----------
    present, new : Series, index municipality
        Contribution now and by the new key, with the same total. [euro]
    rise, fall : float or Series, index municipality
        What a municipality may pay more, or less, than in the year before; infinite for no limit. [euro]
    years : int
        Years of the transition, at least 1, the last one with the new key in full.

    Returns
    -------
    DataFrame, index municipality, columns 1 to `years`, or None
        Nobody pays less than both now and by the new key. None: not possible in that many years. [euro]

    Raises
    ------
    ValueError
        If the municipalities or totals differ, a limit is negative, or there is no year.

    Examples
    --------
    NHN, Hoorn to Drechterland and the others (nhn-oplegger, table); Drechterland at most 50.000 euro more per year:

    >>> present = pd.Series({"Hoorn": 1_730_703.0, "Drechterland": 162_320.0, "others": 7_550_785.0})
    >>> new = pd.Series({"Hoorn": 1_155_855.0, "Drechterland": 259_198.0, "others": 8_028_755.0})
    >>> limit = pd.Series({"Hoorn": np.inf, "Drechterland": 50_000.0, "others": np.inf})
    >>> path = least_moved(present, new, limit, np.inf, years=2)
    >>> path.loc["Drechterland"].round().tolist(), round((new - path[1]).clip(lower=0).sum())
    ([212320.0, 259198.0], 46878)
    """
    from scipy.optimize import linprog

    present = comparable(present, new, "present")
    if abs(present.sum() - new.sum()) > HALF_A_CENT:
        raise ValueError(f"present: sums to {present.sum():.2f}, expected {new.sum():.2f} as by the new key")
    if years < 1:
        raise ValueError(f"years: {years}, expected at least 1")
    up, down = limits(rise, new.index, "rise"), limits(fall, new.index, "fall")
    programme = _programme(present.to_numpy(), new.to_numpy(), up.to_numpy(), down.to_numpy(), years)
    solved = linprog(**programme, method="highs")
    if solved.status == 2:
        return None
    if solved.status != 0:
        raise RuntimeError(f"least_moved: {solved.message}")
    paid = solved.x[: years * len(new)].reshape(years, len(new)).T
    return pd.DataFrame(paid, index=new.index, columns=range(1, years + 1))


def _programme(o: np.ndarray, n: np.ndarray, up: np.ndarray, down: np.ndarray, years: int) -> dict:
    """The linear programme: contributions year by year, then what each pays less than by the new key."""
    from scipy import sparse

    size = len(o)
    one, all_years = sparse.identity(size), sparse.identity(years * size)
    totals = sparse.kron(sparse.identity(years), np.ones((1, size)))
    step = sparse.kron(sparse.diags([1.0, -1.0], [0, -1], shape=(years, years)), one)
    # Only the first step begins at what is paid now.
    start = np.concatenate([o, np.zeros((years - 1) * size)])
    above, below = np.tile(up, years) + start, np.tile(down, years) - start
    empty = sparse.csr_matrix(all_years.shape)
    rows = sparse.vstack(
        [sparse.hstack([step, empty]), sparse.hstack([-step, empty]), sparse.hstack([-all_years, -all_years])]
    ).tocsr()
    right = np.concatenate([above, below, -np.tile(n, years)])
    paid = [(low, None) for low in np.tile(np.minimum(o, n), years - 1)] + [(end, end) for end in n]
    return {
        "c": np.repeat([0.0, 1.0], years * size),
        "A_ub": rows[np.isfinite(right)],
        "b_ub": right[np.isfinite(right)],
        "A_eq": sparse.hstack([totals, sparse.csr_matrix(totals.shape)]).tocsr(),
        "b_eq": np.full(years, n.sum()),
        "bounds": paid + [(0, None)] * (years * size),
    }


def limits(limit: Limit, municipalities: pd.Index, name: str) -> pd.Series:
    """A limit for each municipality, not negative. [euro]

    Raises
    ------
    ValueError
        If one is missing, negative or not a number.

    Examples
    --------
    >>> limits(10_000, pd.Index(["Hoorn", "Texel"]), "rise").to_dict()
    {'Hoorn': 10000.0, 'Texel': 10000.0}
    """
    each = limit.reindex(municipalities) if isinstance(limit, pd.Series) else pd.Series(limit, municipalities)
    each = each.astype(float)
    if not (each >= 0).all():
        wrong = municipalities[~(each >= 0)][0]
        raise ValueError(f"{name}: {wrong} has {each[wrong]:g}, expected a number of at least 0")
    return each
