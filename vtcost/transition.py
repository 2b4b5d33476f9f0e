"""Transition to a new key (ingroeimodel): weights on a path over the years, and the shortest path within a limit."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from vtcost.keys import mix

# A number of years that is whole but for floating-point noise is whole.
NOISE = 1e-9
HALF_A_CENT = 0.005
# A step per year that a municipality can bear: for all, or for each. [euro]
Limit = float | pd.Series


def transition_keys(keys: Mapping[str, pd.Series], path: pd.DataFrame) -> pd.DataFrame:
    r"""The key of each year on a path of weights: :math:`k_{g,t} = \sum_j w_{j,t}\,k_{j,g}`.

    Parameters
    ----------
    keys : mapping of name to Series, index municipality
        The keys that are mixed. [-]
    path : DataFrame, index year, columns the names of the keys
        Weights, each row sums to 1. [-]

    Returns
    -------
    DataFrame, index municipality, columns year
        A key for each year. [-]

    Raises
    ------
    ValueError
        As `vtcost.keys.mix`, for each year.

    Examples
    --------
    nhn-oplegger, last paragraph: 70/30, 60/40, 50/50 (inhabitants / cases) for a municipality with 10 % of the
    inhabitants and 16 % of the cases:

    >>> keys = {"inhabitants": pd.Series({"a": 0.10, "b": 0.90}), "cases": pd.Series({"a": 0.16, "b": 0.84})}
    >>> path = pd.DataFrame({"inhabitants": [0.7, 0.6, 0.5], "cases": [0.3, 0.4, 0.5]}, index=[2019, 2020, 2021])
    >>> transition_keys(keys, path).loc["a"].round(3).to_dict()
    {2019: 0.118, 2020: 0.124, 2021: 0.13}
    """
    return pd.DataFrame({year: mix(keys, weights.to_dict()) for year, weights in path.iterrows()})


def growing(old: float, new: float, steps: int) -> list[float]:
    r"""Amounts that grow in equal steps from old to new, the last step at new: :math:`o + (n - o)\,i / s`.

    Parameters
    ----------
    old, new : float
        Amount before the transition and at its end. [euro]
    steps : int
        Number of years, at least 1.

    Returns
    -------
    list of float
        One amount for each year of the transition. [euro]

    Raises
    ------
    ValueError
        If there is no step.

    Examples
    --------
    NHN, the DUVO of Den Helder growing to 275.000 (nhn-oplegger, table) from a made-up 125.000 in three years:

    >>> growing(125_000, 275_000, 3)
    [175000.0, 225000.0, 275000.0]
    """
    if steps < 1:
        raise ValueError(f"steps: {steps}, expected at least 1")
    return [old + (new - old) * step / steps for step in range(1, steps + 1)]


def phased(present: pd.Series, new: pd.Series, part: Mapping[int, float]) -> pd.DataFrame:
    r"""From the present to the new contribution, a part of the difference in each year.

    .. math:: c_{g,t} = o_g + \lambda_t\,(n_g - o_g)

    Parameters
    ----------
    present, new : Series, index municipality
        Contribution now and by the new key. [euro]
    part : mapping of year to float
        How much of the new key counts in that year, 0 to 1; any path. [-]

    Returns
    -------
    DataFrame, index municipality, columns year
        Each year sums to the same mix of both totals. [euro]

    Raises
    ------
    ValueError
        If the two do not cover the same municipalities, or a part is not between 0 and 1.

    Examples
    --------
    NHN, Hoorn from the old to the new key (nhn-oplegger, table, last column and "incl. DUVO") in two equal steps:

    >>> present, new = pd.Series({"Hoorn": 1_730_703.0}), pd.Series({"Hoorn": 1_155_855.0})
    >>> phased(present, new, {2019: 0.5, 2020: 1.0}).loc["Hoorn"].to_dict()
    {2019: 1443279.0, 2020: 1155855.0}
    """
    present = _same(present, new, "present")
    for year, share in part.items():
        if not 0 <= share <= 1:
            raise ValueError(f"part: {share:g} in {year}, expected a number between 0 and 1")
    return pd.DataFrame({year: (1 - share) * present + share * new for year, share in part.items()}, index=new.index)


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
    present = _same(present, new, "present")
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

    present = _same(present, new, "present")
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


def _same(other: pd.Series, new: pd.Series, name: str) -> pd.Series:
    if set(other.index) != set(new.index) or not (other.index.is_unique and new.index.is_unique):
        raise ValueError(f"{name}: its municipalities differ from those of the new contributions")
    check_finite(other, name)
    check_finite(new, "new")
    return other.reindex(new.index)


def check_finite(amounts: pd.Series, name: str) -> None:
    """Refuse an amount that is missing or endless: it would spread to all.

    Raises
    ------
    ValueError
        Names the first municipality that has one.

    Examples
    --------
    >>> check_finite(pd.Series({"Hoorn": 1_155_855.0, "Texel": np.nan}), "new")
    Traceback (most recent call last):
    ...
    ValueError: new: Texel is not a finite number
    """
    unknown = ~np.isfinite(amounts.to_numpy(dtype=float))
    if unknown.any():
        raise ValueError(f"{name}: {amounts.index[unknown.argmax()]} is not a finite number")
