"""A reform (herverdeling) to explore: contributions under a mix of measures, against what holds now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from vtcost.formulas.keys import check_key

# Upper bounds of the size classes, in inhabitants, and their Dutch names.
SIZES = {"minder dan 30.000 inwoners": 30_000, "30.000 tot 60.000 inwoners": 60_000, "60.000 inwoners of meer": np.inf}

Contribution = Callable[[Mapping[str, float], Mapping[str, pd.Series]], pd.Series]
# The same for many scenarios at once: weights, measures, budget, and a factor on all grants; see `Reform.batch`.
Batch = Callable[[Mapping[str, np.ndarray], Mapping[str, np.ndarray], np.ndarray, np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Reform:
    """What is explored. Everything that explores takes this, so it works for any region.

    Parameters
    ----------
    year : int
        Budget year.
    budget : float
        What is divided before grants. [euro]
    present : Series, index municipality
        What each pays now. [euro]
    measures : dict of name to Series, index municipality
        The measures that are mixed, in this order; a weight goes with each. [any unit]
    weights : dict of the same names to float
        Weights of the proposal, sum 1. The first is the one that is turned when there are two. [-]
    contribution_of : callable
        From weights and measures to the contribution per municipality, after grants. [euro]
    inhabitants : Series, index municipality
    groups : dict of kind to Series, index municipality
        Dutch name of the group each belongs to, per kind of group.
    labels : dict of measure to str
        Dutch names of the measures.
    counted : dict of measure to float
        Measures that are small counts of one year, with the number of cases they rest on: they have chance noise.
    caveat : str
        What the reader must know about `present` or the measures, in Dutch.
    batch_of : callable, optional
        As `contribution_of`, for many scenarios at once (`vtcost.batch`); its arguments are those of `batch`.
    """

    year: int
    budget: float
    present: pd.Series
    measures: Mapping[str, pd.Series]
    weights: Mapping[str, float]
    contribution_of: Contribution
    inhabitants: pd.Series
    groups: Mapping[str, pd.Series]
    labels: Mapping[str, str]
    counted: Mapping[str, float] = field(default_factory=dict)
    caveat: str = ""
    batch_of: Batch | None = None

    def contribution(
        self, weights: Mapping[str, float] | None = None, measures: Mapping[str, pd.Series] | None = None
    ) -> pd.Series:
        """Contribution per municipality; without arguments that of the proposal. [euro]

        Parameters
        ----------
        weights : mapping of measure to float, optional
            Not negative, sum 1. [-]
        measures : mapping of measure to Series, optional
            Other values for some of the measures. [as `measures`]

        Raises
        ------
        ValueError
            If the weights are no weights, or name another measure.

        Examples
        --------
        >>> people = pd.Series({"Alkmaar": 60.0, "Texel": 40.0})
        >>> made_up = Reform(
        ...     2019, 100.0, people, {"inhabitants": people}, {"inhabitants": 1.0},
        ...     lambda weights, measures: measures["inhabitants"], people, {}, {"inhabitants": "inwoners"},
        ... )
        >>> made_up.contribution().to_dict()
        {'Alkmaar': 60.0, 'Texel': 40.0}
        """
        chosen = dict(self.weights if weights is None else weights)
        if set(chosen) != set(self.measures):
            raise ValueError(f"weights: {sorted(chosen)}, expected a weight for each of {sorted(self.measures)}")
        check_key(pd.Series(chosen, dtype=float), "weights")
        paid = self.contribution_of(chosen, {**self.measures, **(measures or {})})
        return paid.reindex(self.present.index)

    def batch(
        self,
        weights: Mapping[str, np.ndarray] | None = None,
        measures: Mapping[str, np.ndarray] | None = None,
        budget: np.ndarray | None = None,
        grant: np.ndarray | float = 1.0,
    ) -> np.ndarray:
        """Contributions of many scenarios at once: what is left out is as in the proposal. [euro]

        Parameters
        ----------
        weights : mapping of measure to array of one number per scenario, optional
            Not negative, sum 1. [-]
        measures : mapping of measure to array, scenario by municipality, optional
            Other values for some of the measures, in the order of `present`. [as `measures`]
        budget : array of one number per scenario, optional
            [euro]
        grant : array of one number per scenario, optional
            Factor on every grant. [-]

        Returns
        -------
        ndarray, scenario by municipality

        Raises
        ------
        ValueError
            If the reform has no `batch_of`.
        """
        if self.batch_of is None:
            raise ValueError("batch_of: this reform has none, expected its contributions for many scenarios at once")
        own = {name: series.reindex(self.present.index).to_numpy(dtype=float) for name, series in self.measures.items()}
        return self.batch_of(
            {name: np.asarray(weight, dtype=float) for name, weight in (weights or self.weights).items()},
            {**own, **(measures or {})},
            np.asarray(self.budget if budget is None else budget, dtype=float),
            np.asarray(grant, dtype=float),
        )

    def at(self, weight: float) -> pd.Series:
        """Contribution with a weight for the first measure; the others keep their proportions. [euro]"""
        return self.contribution(self.turned(weight))

    def turned(self, weight: float) -> dict[str, float]:
        """Weights with `weight` for the first measure; the others share the rest in their own proportions. [-]"""
        first, *others = self.measures
        rest = sum(self.weights[name] for name in others)
        part = {name: self.weights[name] / rest if rest else 1 / len(others) for name in others}
        return {first: weight, **{name: (1 - weight) * part[name] for name in others}}


def size_class(inhabitants: pd.Series) -> pd.Series:
    """Size class of each municipality, in Dutch.

    Examples
    --------
    >>> size_class(pd.Series({"Texel": 13_547, "Alkmaar": 108_558})).to_dict()
    {'Texel': 'minder dan 30.000 inwoners', 'Alkmaar': '60.000 inwoners of meer'}
    """
    return inhabitants.map(lambda people: next(name for name, bound in SIZES.items() if people < bound))
