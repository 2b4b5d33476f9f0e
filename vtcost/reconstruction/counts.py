"""Whole numbers behind printed amounts: counts of cases, and the inhabitants that were used."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from vtcost.formulas.keys import shares
from vtcost.reconstruction.keys import other_key


def near_integers(share: pd.Series, totals: Sequence[int]) -> pd.DataFrame:
    r"""How near to whole numbers the shares are at each total: :math:`r_g = |N s_g - \mathrm{round}(N s_g)|`.

    For shares that come from anything but counts the residuals are uniform, with a root mean square of 0.289.

    Parameters
    ----------
    share : Series, index municipality
        Shares of the counts, sum 1. [-]
    totals : sequence of int
        Totals to try. [cases]

    Returns
    -------
    DataFrame, index total
        ``rms`` and ``largest`` residual [cases]; ``sums``: whether the whole numbers add up to the total.

    Examples
    --------
    Shares of 1, 2 and 4 out of 7, known to three decimals:

    >>> table = near_integers(pd.Series([0.143, 0.286, 0.571]), range(2, 15))
    >>> table.index[table["sums"] & (table["largest"] < 0.01)].tolist()
    [7, 14]
    """
    at = np.asarray(totals)
    scaled = np.outer(at, share.to_numpy(dtype=float))
    whole = np.round(scaled)
    residual = np.abs(scaled - whole)
    return pd.DataFrame(
        {
            "rms": np.sqrt((residual**2).mean(axis=1)),
            "largest": residual.max(axis=1),
            "sums": whole.sum(axis=1) == at,
        },
        index=pd.Index(at, name="total"),
    )


def smallest_total(table: pd.DataFrame, tolerance: float) -> int:
    """The smallest total at which all shares are near whole numbers that add up to it.

    Parameters
    ----------
    table : DataFrame
        From `near_integers`.
    tolerance : float
        Largest residual allowed; chance gives one below it in all of n shares with probability (2 tolerance)^n. [cases]

    Raises
    ------
    ValueError
        If no total tried will do.

    Examples
    --------
    >>> smallest_total(near_integers(pd.Series([0.143, 0.286, 0.571]), range(2, 15)), 0.01)
    7
    """
    good = table.index[table["sums"] & (table["largest"] <= tolerance)]
    if good.empty:
        raise ValueError(f"no total from {table.index.min()} to {table.index.max()} gives whole numbers")
    return int(good.min())


def inhabitants_behind(
    contribution: pd.Series, budget: float, counts: pd.Series, weight: float, totals: Sequence[int]
) -> pd.DataFrame:
    r"""Whole inhabitants that make the printed contributions, for each total that can.

    .. math:: p_g = P\,\frac{b_g/B - (1-w)\,n_g/N}{w}

    A total is kept if every :math:`p_g`, rounded, gives the printed amount within half a euro, and they add up to it.
    A printed euro hides :math:`P / (2 B w)` inhabitants either way (0.07 in NHN): for a wrong total the chance that
    eighteen numbers all fall that near to whole ones is about 1e-15.

    Parameters
    ----------
    contribution : Series, index municipality
        Contributions before grants, printed to the euro. [euro]
    budget : float
        [euro]
    counts : Series, index municipality
        Cases. [cases]
    weight : float
        Weight of the inhabitants, above 0. [-]
    totals : sequence of int
        Totals to try. [inhabitants]

    Returns
    -------
    DataFrame, index municipality, columns total
        Inhabitants for each total that gives all amounts; no column if none does. [inhabitants]

    Examples
    --------
    Two municipalities of 400 and 603 inhabitants, 7 and 3 cases, a million euro, equal weights:

    >>> paid = pd.Series({"a": 549_402, "b": 450_598})
    >>> inhabitants_behind(paid, 1e6, pd.Series({"a": 7, "b": 3}), 0.5, range(990, 1010)).to_dict()
    {1003: {'a': 400, 'b': 603}}
    """
    if not 0 < weight <= 1:
        raise ValueError(f"weight: {weight}, expected above 0 and at most 1")
    use = (contribution / budget - (1 - weight) * shares(counts)) / weight
    at = np.asarray(totals)
    whole = np.round(np.outer(at, use.to_numpy()))
    made = budget * (weight * whole / whole.sum(axis=1, keepdims=True) + (1 - weight) * shares(counts).to_numpy())
    fits = (np.abs(made - contribution.to_numpy()).max(axis=1) <= 0.5) & (whole.sum(axis=1) == at)
    columns = {int(total): whole[row].astype(int) for row, total in enumerate(at) if fits[row]}
    return pd.DataFrame(columns, index=contribution.index)


def recovery_rate(
    inhabitants: pd.Series, cases: int, budget: float, unit: float, noise: float, trials: int, seed: int
) -> dict[str, float]:
    """How often counts are recovered from amounts printed to a unit, on made-up regions.

    Each trial draws counts (multinomial by inhabitants), computes contributions by half inhabitants and half cases
    with inhabitants that differ a little from the known ones, rounds them, and looks for the smallest total.

    Parameters
    ----------
    inhabitants : Series, index municipality
        [inhabitants]
    cases : int
        True total. [cases]
    budget, unit : float
        Amount divided, and the unit to which it is printed. [euro]
    noise : float
        Standard deviation of the difference between inhabitants used and known. [inhabitants]
    trials, seed : int
        Number of made-up regions and the seed of their draws.

    Returns
    -------
    dict
        ``found``: the true total came out; ``wrong``: another total did; ``none``: none did (fractions, sum 1).
        ``known_total``: all counts come out exactly for who knows the total already. Fraction.
    """
    random = np.random.default_rng(seed)
    outcome = {"found": 0, "wrong": 0, "none": 0, "known_total": 0}
    for _ in range(trials):
        counts = pd.Series(random.multinomial(cases, shares(inhabitants)), index=inhabitants.index)
        used = inhabitants + np.round(random.normal(0, noise, len(inhabitants)))
        exact = budget * (shares(used) + shares(counts)) / 2
        printed = (exact / unit).round() * unit
        try:
            solved = other_key(printed / budget, shares(inhabitants), 0.5)
            outcome["known_total"] += bool(((solved * cases).round() == counts).all())
            total = smallest_total(near_integers(solved, range(100, cases + cases // 2)), TOLERANCE)
        except ValueError:
            outcome["none"] += 1
            continue
        outcome["found" if total == cases else "wrong"] += 1
    return {name: number / trials for name, number in outcome.items()}


# Largest distance to a whole number at which a count is called one; (2 x 0,2)^18 is a chance of one in 15 million.
TOLERANCE = 0.2
