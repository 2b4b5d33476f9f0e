"""Softening a reform (verzachting): limits on the change per year, who bears them, who pays for whose soft landing."""

import numpy as np
import pandas as pd

from vtcost.formulas.arguments import check_finite
from vtcost.formulas.keys import check_key
from vtcost.transition import HALF_A_CENT, Limit, limits

# Of a total, so that adding up in another order is no shortage. [-]
NOISE = 1e-9


def soften(
    target: pd.Series, previous: pd.Series, bearers: pd.Series, rise: Limit, fall: Limit, least: float = 0.0
) -> pd.Series:
    r"""Contributions of a year within limits on the change; those who are not at a limit bear the difference.

    .. math:: c_g = \min\{\max\{d_g + \lambda\,q_g,\ l_g\},\ h_g\}, \quad \sum_g c_g = \sum_g d_g, \quad
              l_g = v_g - f_g, \quad h_g = v_g + r_g

    What is above the limit is taken off and borne by the others by their key :math:`q`; who comes above its own limit
    by that stops there and the rest is divided again, until nobody is above. The level :math:`\lambda` at which that
    ends is solved for at once. Of all contributions within the limits these are nearest to the target: they minimise
    :math:`\sum_g (c_g - d_g)^2 / q_g`.

    Parameters
    ----------
    target, previous : Series, index municipality
        Contribution without limits :math:`d` and that of the year before :math:`v`. [euro]
    bearers : Series, index municipality
        Who bears the difference, as shares, sum 1: the new key, inhabitants. [-]
    rise, fall : float or Series, index municipality
        What a municipality may pay more, or less, than in the year before; infinite for no limit. [euro]
    least : float
        Nobody comes below this by it; who is below it already, comes no lower. [euro]

    Returns
    -------
    Series, index municipality
        Same total as the target. [euro]

    Raises
    ------
    ValueError
        If the municipalities differ, the bearers are no key, a limit is negative, or the total cannot be paid within
        the limits.

    Examples
    --------
    NHN, Drechterland from 162.320 to 259.198 euro (nhn-oplegger, table) but 40.000 euro more at most: the 56.878 above
    that are borne by the other two, here by equal shares.

    >>> previous = pd.Series({"Hoorn": 1_730_703.0, "Drechterland": 162_320.0, "Texel": 123_360.0})
    >>> target = pd.Series({"Hoorn": 1_155_855.0, "Drechterland": 259_198.0, "Texel": 119_674.0})
    >>> soften(target, previous, pd.Series(1 / 3, target.index), 40_000, np.inf).round(2).to_dict()
    {'Hoorn': 1184294.0, 'Drechterland': 202320.0, 'Texel': 148113.0}
    """
    municipalities, total = target.index, target.sum()
    for name, other in (("previous", previous), ("bearers", bearers)):
        if set(other.index) != set(municipalities) or not (other.index.is_unique and municipalities.is_unique):
            raise ValueError(f"{name}: its municipalities differ from those of the target")
    check_finite(target, "target")
    check_finite(previous, "previous")
    check_key(bearers, "bearers")
    before, weight = previous.reindex(municipalities), bearers.reindex(municipalities).to_numpy()
    high = (before + limits(rise, municipalities, "rise")).to_numpy()
    low = (before - limits(fall, municipalities, "fall")).to_numpy()
    wanted = target.to_numpy(dtype=float)
    # Nobody below `least` by it: neither a refund in place of a contribution, nor more of one.
    low = np.minimum(np.maximum(low, np.minimum(wanted, least)), high)
    level = _level(wanted, weight, low, high, total)
    return pd.Series(np.clip(wanted + level * weight, low, high), index=municipalities)


def _level(wanted: np.ndarray, weight: np.ndarray, low: np.ndarray, high: np.ndarray, total: float) -> float:
    """What the bearers pay more, per unit of their key: where the contributions add up to the total."""

    def paid(level: float) -> float:
        return np.clip(wanted + level * weight, low, high).sum()

    bears = weight > 0
    ends = np.concatenate([(bound[bears] - wanted[bears]) / weight[bears] for bound in (low, high)])
    turns = np.unique(np.append(ends[np.isfinite(ends)], 0.0))
    sums = np.array([paid(level) for level in turns])
    if sums[0] <= total <= sums[-1]:
        return float(np.interp(total, sums, turns))
    end, bound = (-1, high) if total > sums[-1] else (0, low)
    without_limit = weight[np.isinf(bound)].sum()
    if without_limit > 0:
        return turns[end] + (total - sums[end]) / without_limit
    if abs(total - sums[end]) > NOISE * max(1.0, np.abs(wanted).sum()):
        most = "most" if end else "least"
        raise ValueError(f"limits: together they pay {sums[end]:.2f} euro at {most}, expected {total:.2f}")
    return turns[end]


def softened(
    targets: pd.DataFrame, present: pd.Series, bearers: pd.Series, rise: Limit, fall: Limit, least: float = 0.0
) -> pd.DataFrame:
    """Contributions year after year within limits on the change from one year to the next.

    Parameters
    ----------
    targets : DataFrame, index municipality, columns year
        Contributions without limits: the new key in each year, or a transition. [euro]
    present : Series, index municipality
        Contribution in the year before the first. [euro]
    bearers, rise, fall, least
        As in `soften`. A limit as a part of what is paid now: that part times `present`; per inhabitant: an amount
        times the inhabitants.

    Returns
    -------
    DataFrame, index municipality, columns year
        Each year has the total of its target. [euro]

    Raises
    ------
    ValueError
        As `soften`, with the year.

    Examples
    --------
    As in `soften`, three years: Drechterland pays what the new key asks from the third.

    >>> previous = pd.Series({"Hoorn": 1_730_703.0, "Drechterland": 162_320.0, "Texel": 123_360.0})
    >>> target = pd.Series({"Hoorn": 1_155_855.0, "Drechterland": 259_198.0, "Texel": 119_674.0})
    >>> targets = pd.DataFrame(dict.fromkeys((2019, 2020, 2021), target))
    >>> paid = softened(targets, previous, pd.Series(1 / 3, target.index), 40_000, np.inf)
    >>> paid.loc["Drechterland"].round().to_dict()
    {2019: 202320.0, 2020: 242320.0, 2021: 259198.0}
    """
    paid, before = {}, present
    for year, target in targets.items():
        try:
            before = paid[year] = soften(target, before, bearers, rise, fall, least)
        except ValueError as error:
            raise ValueError(f"{year}: {error}") from None
    return pd.DataFrame(paid, index=targets.index)


def soft_landing(path: pd.DataFrame, plain: pd.DataFrame) -> pd.DataFrame:
    r"""What a path leaves each municipality, compared with the new key in full: :math:`z_{g,t} = n_{g,t} - c_{g,t}`.

    Parameters
    ----------
    path, plain : DataFrame, index municipality, columns year
        Contributions on the path, and by the new key in full. [euro]

    Returns
    -------
    DataFrame, index municipality, columns year
        Positive: received, it pays less than the new key asks; negative: paid. Each year sums to zero. [euro]

    Raises
    ------
    ValueError
        If municipalities, years or the total of a year differ.

    Examples
    --------
    NHN, with 40.000 euro more at most for Drechterland (259.198 by the new key; nhn-oplegger, table):

    >>> plain = pd.DataFrame({2019: {"Hoorn": 1_155_855.0, "Drechterland": 259_198.0}})
    >>> path = pd.DataFrame({2019: {"Hoorn": 1_212_733.0, "Drechterland": 202_320.0}})
    >>> soft_landing(path, plain)[2019].to_dict()
    {'Hoorn': -56878.0, 'Drechterland': 56878.0}
    """
    if set(path.index) != set(plain.index) or list(path.columns) != list(plain.columns):
        raise ValueError("path: its municipalities or years differ from those of the new key")
    left = plain - path.reindex(plain.index)
    for year, amount in left.sum().items():
        if abs(amount) > HALF_A_CENT:
            raise ValueError(f"path: in {year} it sums to {-amount:.2f} euro more than the new key, expected the same")
    return left


def attribution(landing: pd.Series) -> pd.DataFrame:
    r"""Who pays for whose soft landing in a year: :math:`M_{p,r} = u_p\,z_r / \sum_h z_h`.

    A convention. Only what each pays and receives is certain; here every payer pays for every receiver in proportion.

    Parameters
    ----------
    landing : Series, index municipality
        Received (positive) or paid (negative), sum zero. [euro]

    Returns
    -------
    DataFrame, index and columns municipality
        Row: who pays; column: for whom. Rows sum to what each pays, columns to what each receives. [euro]

    Raises
    ------
    ValueError
        If the amounts do not sum to zero.

    Examples
    --------
    NHN, changes by the new key (nhn-oplegger, table, columns "incl. DUVO" and "oude verdeelsleutel") as if all of it
    were softened, three municipalities:

    >>> matrix = attribution(pd.Series({"Hoorn": -96_878.0, "Drechterland": 72_658.5, "Koggenland": 24_219.5}))
    >>> matrix.loc["Hoorn"].to_dict()
    {'Hoorn': 0.0, 'Drechterland': 72658.5, 'Koggenland': 24219.5}
    """
    if abs(landing.sum()) > HALF_A_CENT:
        raise ValueError(f"landing: sums to {landing.sum():.2f} euro, expected zero")
    receives, pays = landing.clip(lower=0), (-landing).clip(lower=0)
    total = receives.sum()
    share = receives / total if total > 0 else receives
    return pd.DataFrame(np.outer(pays, share), index=landing.index, columns=landing.index)


def for_whom(landings: pd.DataFrame) -> pd.DataFrame:
    """Who pays for whose soft landing over all years: the sum of `attribution` per year.

    Parameters
    ----------
    landings : DataFrame, index municipality, columns year
        As `soft_landing` gives. [euro]

    Returns
    -------
    DataFrame, index and columns municipality
        Row: who pays; column: for whom. [euro]

    Raises
    ------
    ValueError
        As `attribution`.

    Examples
    --------
    Who first pays and then receives does both; the two are not set off:

    >>> matrix = for_whom(pd.DataFrame({2019: {"Hoorn": -30.0, "Texel": 30.0}, 2020: {"Hoorn": 10.0, "Texel": -10.0}}))
    >>> matrix.stack().to_dict()
    {('Hoorn', 'Hoorn'): 0.0, ('Hoorn', 'Texel'): 30.0, ('Texel', 'Hoorn'): 10.0, ('Texel', 'Texel'): 0.0}
    """
    empty = pd.DataFrame(0.0, index=landings.index, columns=landings.index)
    return sum((attribution(landings[year]) for year in landings), start=empty)
