"""Chance in contributions: how much they move because cases are counted, and few are."""

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from vtcost.reform import Reform

Draw = Callable[[pd.Series, int, int, np.random.Generator], np.ndarray]
# Step of the differences in the delta method, as a part of the count itself: small, and never below zero.
STEP = 1e-3


def poisson_years(expected: pd.Series, draws: int, mean_of: int, rng: np.random.Generator) -> np.ndarray:
    r"""Counts as chance could have made them, the total moves: :math:`n_g \sim \mathrm{Poisson}(\lambda_g)`.

    Parameters
    ----------
    expected : Series, index municipality
        Cases expected in a year. [cases]
    draws : int
        How many years are drawn.
    mean_of : int
        Of how many drawn years each is the mean.
    rng : Generator

    Returns
    -------
    ndarray, draw by municipality
        [cases]

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> poisson_years(pd.Series({"Texel": 28.0, "Hoorn": 533.0}), 2, 1, rng).tolist()
    [[28.0, 520.0], [34.0, 536.0]]
    """
    # The sum of n years with the same expectation is Poisson too, with n times the expectation.
    return rng.poisson(expected.to_numpy(dtype=float) * mean_of, (draws, len(expected))) / mean_of


def multinomial_years(expected: pd.Series, draws: int, mean_of: int, rng: np.random.Generator) -> np.ndarray:
    r"""As `poisson_years`, with a fixed total of cases: :math:`n \sim \mathrm{Multinomial}(N, k)`. [cases]

    Parameters
    ----------
    expected, draws, mean_of, rng
        See `poisson_years`; the total is rounded to whole cases.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> multinomial_years(pd.Series({"Texel": 28.0, "Hoorn": 533.0}), 2, 1, rng).sum(axis=1).tolist()
    [561.0, 561.0]
    """
    total = expected.sum()
    return rng.multinomial(round(total * mean_of), expected.to_numpy(dtype=float) / total, size=draws) / mean_of


def expected_counts(reform: Reform) -> dict[str, pd.Series]:
    """Cases per municipality behind each measure that is a small count: its share times the cases it rests on.

    Returns
    -------
    dict of measure to Series, index municipality
        As found; taken for the expectation of a year. [cases]
    """
    return {
        name: reform.measures[name].reindex(reform.present.index) * cases / reform.measures[name].sum()
        for name, cases in reform.counted.items()
    }


def bootstrap(reform: Reform, draws: int, rng: np.random.Generator, draw: Draw, mean_of: int = 1) -> np.ndarray:
    """Contributions in years that only differ by chance: every small count is drawn anew.

    Parameters
    ----------
    reform : Reform
    draws : int
        How many years are drawn.
    rng : Generator
        The same seed gives the same numbers.
    draw : callable
        `poisson_years` or `multinomial_years`.
    mean_of : int
        Over how many years the counts are averaged.

    Returns
    -------
    ndarray, draw by municipality
        Each draw sums to the same total. Without small counts every draw is the proposal. [euro]
    """
    drawn = {name: draw(cases, draws, mean_of, rng) for name, cases in expected_counts(reform).items()}
    paid = reform.batch(measures=drawn)
    return np.broadcast_to(paid, (draws, paid.shape[-1]))


def interval(paid: np.ndarray, municipalities: pd.Index, coverage: float) -> pd.DataFrame:
    """The middle part of drawn contributions.

    Parameters
    ----------
    paid : ndarray, draw by municipality
        [euro]
    municipalities : Index
    coverage : float
        Part of the draws that lies inside: 0,9 gives 5 to 95 %. [-]

    Returns
    -------
    DataFrame, index municipality
        Columns ``low`` and ``high``. [euro]

    Examples
    --------
    >>> paid = np.arange(101.0)[:, np.newaxis]
    >>> interval(paid, pd.Index(["Texel"]), 0.9).loc["Texel"].round(6).tolist()
    [5.0, 95.0]
    """
    outside = (1 - coverage) / 2
    low, high = np.quantile(paid, [outside, 1 - outside], axis=0)
    return pd.DataFrame({"low": low, "high": high}, index=municipalities)


def standard_error(reform: Reform) -> pd.Series:
    r"""Standard deviation of each contribution by chance, without drawing (delta method).

    .. math:: s_g = \sqrt{\sum_h \left(\frac{\partial b_g}{\partial n_h}\right)^2 \lambda_h}

    A key only looks at shares, so a total that moves and a total that is fixed give the same outcome: with
    :math:`\sum_h n_h\,\partial b_g/\partial n_h = 0` the covariance of the multinomial drops out.

    Returns
    -------
    Series, index municipality
        [euro]

    Examples
    --------
    10.000 euro by 100 cases, of which 36 here: a standard deviation of 10.000 times the square root of
    0,36 x 0,64 / 100.

    >>> from vtcost import batch
    >>> cases = pd.Series({"Texel": 36.0, "Hoorn": 64.0})
    >>> by_cases = Reform(
    ...     2019, 1e4, cases, {"cases": cases}, {"cases": 1.0}, None, cases, {}, {}, {"cases": 100.0},
    ...     batch_of=lambda weights, measures, budget, grant: budget * batch.shares(measures["cases"]),
    ... )
    >>> standard_error(by_cases).round(2).to_dict()
    {'Texel': 480.0, 'Hoorn': 480.0}
    """
    variance = np.zeros(len(reform.present))
    for name, cases in expected_counts(reform).items():
        counts = cases.to_numpy(dtype=float)
        step = np.diag(STEP * counts)
        moved = [reform.batch(measures={name: counts + way}) for way in (step, -step)]
        # d b / d n times sqrt(lambda); a municipality without cases has no chance to move here.
        change = (moved[0] - moved[1]) / (2 * STEP)
        seen = counts > 0
        variance += (change[seen] ** 2 / counts[seen, np.newaxis]).sum(axis=0)
    return pd.Series(np.sqrt(variance), index=reform.present.index)


def drift_bias(reform: Reform, drift: Mapping[str, pd.Series], mean_of: int, latest: int = 1) -> pd.Series:
    r"""What it costs that a mean of past years lags behind a measure that grows or shrinks every year.

    .. math:: b_g(\bar m) - b_g(m), \qquad \bar m_h = \frac1n \sum_{k=l}^{l+n-1} m_h\,(1+d_h)^{-k}

    Parameters
    ----------
    reform : Reform
        Its measures are those of the year that is paid for.
    drift : mapping of measure to Series, index municipality
        Yearly growth of the measure. [-]
    mean_of : int
        Years in the mean.
    latest : int
        How many years before the year paid for the last one lies: 1 is T-1. [years]

    Returns
    -------
    Series, index municipality
        Positive: pays more than by the measure of the year itself. [euro]
    """
    ages = range(latest, latest + mean_of)
    past = {
        name: (reform.measures[name] * sum((1 + grows) ** -age for age in ages) / mean_of)
        .reindex(reform.present.index)
        .to_numpy(dtype=float)
        for name, grows in drift.items()
    }
    return pd.Series(reform.batch(measures=past) - reform.batch(), index=reform.present.index)


def relative_error(counts: pd.Series) -> pd.Series:
    r"""Chance in each share of a small count, as a part of that share: :math:`\sqrt{(1 - k_g)/n_g}`.

    Parameters
    ----------
    counts : Series, index municipality
        Cases of a year; where there are none, the outcome is no number. [cases]

    Returns
    -------
    Series, index municipality
        Standard deviation. [-]

    Examples
    --------
    >>> relative_error(pd.Series({"Texel": 36.0, "Hoorn": 64.0})).round(4).to_dict()
    {'Texel': 0.1333, 'Hoorn': 0.075}
    """
    return np.sqrt((1 - counts / counts.sum()) / counts.where(counts > 0))


def yearly_change(error: pd.Series, mean_of: int) -> pd.Series:
    r"""Mean change from year to year by chance alone, sign dropped: :math:`\frac{2}{\sqrt\pi}\,\frac{s}{n}`.

    The mean of n years and that of a year later share n - 1 years: they differ by two years, divided by n. So a mean
    of three years steadies an amount by a factor 3 from year to year, and brings it nearer to the truth by the square
    root of 3.

    Parameters
    ----------
    error : Series, index municipality
        Standard deviation by chance with the counts of one year. [euro, or -]
    mean_of : int
        Years in the mean.

    Returns
    -------
    Series, index municipality
        [as `error`]

    Examples
    --------
    >>> yearly_change(pd.Series({"Texel": 100.0}), 1).round(1).to_dict()
    {'Texel': 112.8}
    """
    return 2 / np.sqrt(np.pi) * error / mean_of


def break_even_drift(relative_error: pd.Series, short: int, long: int) -> pd.Series:
    r"""Yearly drift at which a longer mean gains as much in chance as it loses by lagging behind.

    .. math:: \frac{s^2}{a} + \Big(d\,\frac{a+1}{2}\Big)^2 = \frac{s^2}{b} + \Big(d\,\frac{b+1}{2}\Big)^2

    A mean of n years up to T-1 is on average (n + 1)/2 years old. Exact for small drift.

    Parameters
    ----------
    relative_error : Series, index municipality
        Standard deviation of the count of one year, as a part of it: s. [-]
    short, long : int
        Years in the two means: a < b.

    Returns
    -------
    Series, index municipality
        Below this drift the longer mean is nearer to the truth. [per year]

    Examples
    --------
    100 cases have 10 % chance; three years instead of one is better as long as it grows less than 4,7 % a year.

    >>> break_even_drift(pd.Series({"Schagen": 0.1}), 1, 3).round(4).to_dict()
    {'Schagen': 0.0471}
    """
    gained, lost = 1 / short - 1 / long, ((long + 1) ** 2 - (short + 1) ** 2) / 4
    return relative_error * np.sqrt(gained / lost)
