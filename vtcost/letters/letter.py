"""A page for one municipality, as data: the same for every format."""

from dataclasses import dataclass

import pandas as pd

from vtcost.formulas.rounding import whole_units
from vtcost.numbers import euro, number, percent
from vtcost.published.verdicts import CONFIRMED

# A change is called almost nothing when it is less than this part of the largest step.
ALMOST = 0.25
DUVO_IS = "DUVO is geld van het Rijk voor de opvang van slachtoffers van huiselijk geweld."


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
    """The page: sentences under five headings, and the bridge. `before` is the heading above what was paid."""

    municipality: str
    title: str
    pays: list[str]
    before: str
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
    """How the printed amounts of one municipality came out, in plain words; what does not agree is named."""
    own = figures[(figures["row"] == municipality) & (figures["unit"] == "euro")]
    counts = own["verdict"].value_counts()
    good = int(counts.reindex(CONFIRMED).fillna(0).sum())
    said = [f"De memo's noemen {amounts(len(own))} voor {municipality}."]
    if good:
        said.append(f"Daarvan hebben wij er {number(good)} nagerekend: {'die kloppen' if good > 1 else 'dat klopt'}.")
    if given := int(counts.get("input", 0)):
        said.append(f"{amounts(given)} hebben wij overgenomen.")
    if fitted := int(counts.get("fitted", 0)):
        they = "het" if fitted == 1 else "ze"
        said.append(f"{amounts(fitted)} konden wij niet narekenen: wij hadden {they} nodig voor de berekening.")
    for row in own[own["verdict"] == "unexplained"].itertuples():
        said.append(
            f"Eén bedrag klopt niet met onze berekening ({row.column}): de memo noemt {euro(row.published)},"
            f" wij komen op {euro(row.computed)}. Wij weten niet waarom."
        )
    if other := len(own) - good - given - fitted - int(counts.get("unexplained", 0)):
        said.append(f"Over {amounts(other)} is niet alles bekend, of is met andere cijfers gerekend.")
    return said


def amounts(count: int) -> str:
    """A number of amounts in words.

    Examples
    --------
    >>> amounts(1), amounts(4)
    ('1 bedrag', '4 bedragen')
    """
    return f"{number(count)} {'bedrag' if count == 1 else 'bedragen'}"


def differs(amount: float) -> str:
    """An amount as more or less.

    Examples
    --------
    >>> differs(46_079.2), differs(-1_247)
    ('€\xa046.079 meer', '€\xa01.247 minder')
    """
    return f"{euro(abs(amount))} {'meer' if amount >= 0 else 'minder'}"


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
    return f"{name} betaalt {differs(apart)} dan {when}{part}."


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
        In order, for the old amount, each change and the new amount: what it is, and (for a change) why it weighs;
        empty where that cannot be known.
    """
    first, *_, last = words
    apart = whole["new"] - whole["old"]
    weighs = steps.abs().idxmax()
    if apart == 0:
        told = f"{name} betaalt evenveel"
    else:
        told = f"{name} betaalt {differs(apart)}"
        if abs(apart) < ALMOST * abs(steps[weighs]):
            told += ": de stappen heffen elkaar bijna op"
        elif words[largest(steps)][1]:
            told += f", vooral {words[largest(steps)][1]}"
    rows = pd.concat([pd.Series({first: whole["old"]}), steps, pd.Series({last: whole["new"]})])
    return Bridge(rows, pd.Series({label: what for label, (what, _) in words.items()}), told)


def largest(changes: pd.Series) -> str:
    """The label of the change that weighs most in the direction of the total.

    Examples
    --------
    >>> largest(pd.Series({"aandeel": -9.0, "gebruik": 8.0, "DUVO": 3.0}))
    'gebruik'
    """
    same = changes[changes * changes.sum() > 0]
    return str(same.abs().idxmax())


def without_grant(name: str, paid: float, grant: float, people: float, mean: float) -> list[str]:
    """What is paid without the DUVO that a municipality brings in, per inhabitant, against the mean of the region.

    Parameters
    ----------
    name : str
        Municipality.
    paid, grant : float
        Contribution, and the DUVO in it. [euro]
    people : float
        Inhabitants.
    mean : float
        Of the region, without DUVO. [euro/inhabitant]
    """
    each = euro((paid - grant) / people, 2)
    if not grant:
        return [f"Dat is {each} per inwoner. Gemiddeld is het in de regio {euro(mean, 2)}, zonder DUVO.", DUVO_IS]
    return [
        f"Daarin zit {euro(grant)} uit de DUVO die {name} inbrengt. {DUVO_IS}",
        f"Zonder die DUVO is het {euro(paid - grant)}: {each} per inwoner.",
        f"Gemiddeld is het in de regio {euro(mean, 2)}.",
    ]
