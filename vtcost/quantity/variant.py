"""A variant: the same formulas with others in the place of some quantities, under a name."""

from collections.abc import Mapping
from dataclasses import dataclass

from vtcost.quantity.quantity import Quantity


@dataclass(frozen=True, eq=False)
class Variant:
    """What stands where, and what is added to the names: a norm set, a scenario, a year of a transition.

    Attributes
    ----------
    changes : mapping of Quantity to Quantity, number, text or Series
    named : str

    Examples
    --------
    >>> from vtcost.quantity import given, sentence
    >>> hours, per_fte = given(99_000.0, "Uren", "hours"), given(1350.0, "Uren per fte", "hours_per_fte")
    >>> needed = (hours / per_fte).called("Nodig", "fte")
    >>> fewer = Variant({per_fte: 1300.0}, ", 1.300 uren")
    >>> sentence(fewer(needed))
    'Nodig, 1.300 uren = Uren / Uren per fte, 1.300 uren'
    """

    changes: Mapping[Quantity, object]
    named: str = ""

    def __call__(self, one: Quantity) -> Quantity:
        """A quantity under this variant; the same each time."""
        return one.given(self.changes, self.named)
