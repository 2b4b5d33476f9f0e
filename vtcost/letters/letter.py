"""A page for one municipality, as data: the same for every format."""

from dataclasses import dataclass

import pandas as pd

from vtcost.numbers import euro, number, percent
from vtcost.rounding import whole_units

# Verdicts that say: this figure follows from the others.
CONFIRMED = ("input", "reproduced", "rounding")
FITTED = ("fitted",)


@dataclass(frozen=True)
class Bridge:
    """From what was paid to what is paid: whole euros that add up exactly.

    `steps` has the old amount, the changes and the new amount; `meaning` says in words what each is.
    """

    steps: pd.Series
    meaning: pd.Series
    title: str

    @property
    def first(self) -> str:
        """Label of the old amount."""
        return str(self.steps.index[0])

    @property
    def last(self) -> str:
        """Label of the new amount."""
        return str(self.steps.index[-1])


@dataclass(frozen=True)
class Letter:
    """The page: sentences under five questions, and the bridge."""

    municipality: str
    title: str
    pays: list[str]
    paid: list[str]
    why: list[str]
    bridge: Bridge
    sure: list[str]
    influence: list[str]


def whole_steps(steps: pd.Series, old: float, new: float) -> pd.Series:
    """Changes in whole euros that lead exactly from one whole amount to another.

    Parameters
    ----------
    steps : Series, index label
        Changes, exact. [euro]
    old, new : float
        Whole amounts; the changes are at most a euro from their difference. [euro]

    Returns
    -------
    Series, as `steps`
        Whole; adds up to ``new - old``. What rounding leaves goes to the largest change. [euro]

    Examples
    --------
    >>> whole_steps(pd.Series({"aandeel": 10.4, "gebruik": -3.2}), 100.0, 108.0).to_dict()
    {'aandeel': 11.0, 'gebruik': -3.0}
    """
    whole = whole_units(steps)
    whole[steps.abs().idxmax()] += (new - old) - whole.sum()
    return whole


def confirmed(figures: pd.DataFrame, municipality: str) -> list[str]:
    """How the printed figures of one municipality came out, in plain words."""
    own = figures[(figures["row"] == municipality) & (figures["unit"] == "euro")]["verdict"]
    good, fitted = int(own.isin(CONFIRMED).sum()), int(own.isin(FITTED).sum())
    said = [f"De memo's noemen {amounts(len(own))} voor {municipality}. Wij hebben die nagerekend."]
    if good == len(own):
        return [*said, "Ze kloppen allemaal."]
    said.append(f"{number(good)} daarvan {'kloppen' if good != 1 else 'klopt'}.")
    if fitted:
        said.append(f"Bij {amounts(fitted)} kan dat niet: het bedrag was zelf nodig voor de berekening.")
    if left := len(own) - good - fitted:
        said.append(f"Bij {amounts(left)} is niet alles bekend, of is met andere cijfers gerekend.")
    return said


def amounts(count: int) -> str:
    """A number of amounts in words.

    Examples
    --------
    >>> amounts(1), amounts(4)
    ('1 bedrag', '4 bedragen')
    """
    return f"{number(count)} {'bedrag' if count == 1 else 'bedragen'}"


def change(name: str, old: float, new: float, when: str) -> str:
    """How much more or less a municipality pays, in a sentence.

    Examples
    --------
    >>> change("Texel", 123_360, 119_674, "met de oude sleutel")
    'Texel betaalt €\\xa03.686 minder dan met de oude sleutel (3,0\\xa0%).'
    """
    apart = new - old
    if round(apart) == 0:
        return f"{name} betaalt evenveel als {when}."
    part = f" ({percent(abs(apart) / old, 1)})" if old > 0 else ""
    return f"{name} betaalt {euro(abs(apart))} {'meer' if apart > 0 else 'minder'} dan {when}{part}."


def bridge(name: str, whole: pd.Series, steps: pd.Series, words: dict[str, tuple[str, str]]) -> Bridge:
    """The bridge of a municipality, with what weighs most in its title.

    Parameters
    ----------
    name : str
        Municipality.
    whole : Series
        ``old`` and ``new``, whole. [euro]
    steps : Series, index label
        Changes, whole. [euro]
    words : dict
        In order, for the old amount, each change and the new amount: what it is, and (for a change) why it weighs.
    """
    first, *_, last = words
    apart = whole["new"] - whole["old"]
    told = "betaalt evenveel" if apart == 0 else f"betaalt {euro(abs(apart))} {'meer' if apart > 0 else 'minder'}"
    reason = f", vooral {words[largest(steps)][1]}" if apart else ""
    rows = pd.concat([pd.Series({first: whole["old"]}), steps, pd.Series({last: whole["new"]})])
    return Bridge(rows, pd.Series({label: what for label, (what, _) in words.items()}), f"{name} {told}{reason}")


def largest(changes: pd.Series) -> str:
    """The label of the change that weighs most in the direction of the total.

    Examples
    --------
    >>> largest(pd.Series({"aandeel": -9.0, "gebruik": 8.0, "DUVO": 3.0}))
    'gebruik'
    """
    same = changes[changes * changes.sum() > 0]
    return str(same.abs().idxmax())
