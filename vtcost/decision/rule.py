"""Rules of a decision in words, taken from the formulas of the calculation."""

from collections.abc import Mapping

from vtcost.calculation import Calculation
from vtcost.calculation.derive import words
from vtcost.calculation.expression import Expression
from vtcost.numbers import euro
from vtcost.quantity import Quantity, sentence

# What is to be filled in by who decides: the memo does not say it.
TO_FILL_IN = "[in te vullen]"


def choice(*options: str) -> str:
    """What is still to be chosen.

    Examples
    --------
    >>> choice("1 januari 2019", "1 januari 2020")
    '[kies: 1 januari 2019 / 1 januari 2020]'
    """
    return f"[kies: {' / '.join(options)}]"


def rule(calculation: Calculation, *names: str) -> str:
    """Terms with their formulas in words, one sentence each.

    Parameters
    ----------
    calculation : Calculation
    *names : str
        Names of computed terms.

    Examples
    --------
    >>> from vtcost.calculation.noord_holland_noord import calculate
    >>> from vtcost.data import Region
    >>> rule(calculate(Region.open("noord_holland_noord")), "contribution")
    'Bijdrage = Vóór DUVO + Correctie DUVO + Uit DUVO.'
    """
    return " ".join(f"{calculation.terms[name].label} = {formula(calculation, name)}." for name in names)


def rules(*quantities: Quantity | Mapping[str, Quantity]) -> str:
    """Quantities with their formula in words, one sentence each.

    Examples
    --------
    >>> from vtcost.quantity import given
    >>> needed = given(99_000.0, "Uren", "hours") / given(1350.0, "Uren per fte", "hours_per_fte")
    >>> rules(needed.called("Nodig", "fte"))
    'Nodig = Uren / Uren per fte.'
    """
    every = [one for some in quantities for one in (some.values() if isinstance(some, Mapping) else [some])]
    return " ".join(f"{sentence(one)}." for one in every)


def formula(calculation: Calculation, name: str) -> str:
    """The formula of a term in words."""
    expression = Expression(calculation.terms[name].formula)
    return expression.write(lambda reference: words(calculation, reference), symbols=True)


def rounding(total: float, basis: str = "voorstel; de memo zegt er niets over") -> str:
    """How contributions become whole euros (`vtcost.formulas.rounding.whole_units`); `basis` says who says so.

    Examples
    --------
    >>> rounding(9_443_808).split(". ")[-1]
    'Zo tellen de bijdragen op tot €\xa09.443.808.'
    """
    return (
        f"Afronding ({basis}). Elke bijdrage wordt naar beneden afgerond op hele euro's."
        " De euro's die dan nog ontbreken, gaan een voor een naar de gemeenten met de grootste rest. Bij gelijke resten"
        f" gaat de gemeente voor die eerst komt in het alfabet. Zo tellen de bijdragen op tot {euro(total)}."
    )
