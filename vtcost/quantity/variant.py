"""A variant: the same formulas with others in the place of some quantities, under a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from vtcost.quantity.quantity import Quantity


@dataclass(frozen=True, eq=False)
class Variant:
    """What stands where, and what is added to the names: a norm set, a scenario, a year of a transition.

    Attributes
    ----------
    changes : mapping of Quantity to Quantity, number, text or Series
    named : str
    before : Variant, optional
        What comes first.
    used : set of Quantity
        What was changed in something so far.

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
    before: Variant | None = None
    used: set[Quantity] = field(default_factory=set, repr=False)

    def __call__(self, one: Quantity) -> Quantity:
        """A quantity under this variant; the same each time.

        Raises
        ------
        ValueError
            If it rests on nothing that changes.
        """
        one = self.before(one) if self.before else one
        changed = self._changed(one)
        if not changed:
            raise ValueError(f"{one.label}: rests on nothing that changes in the variant{self.named}")
        self.used.update(changed)
        return self._with(one, changed)

    def _changed(self, one: Quantity) -> dict[Quantity, Quantity]:
        """What it changes of what a quantity rests on, with what stands there after the variant before it."""
        behind = set(one.behind())
        there = {old: self.before._instead(old) if self.before else old for old in self.changes}
        return {old: now for old, now in there.items() if now in behind}

    def _with(self, one: Quantity, changed: Mapping[Quantity, Quantity]) -> Quantity:
        return one.given({now: self.changes[old] for old, now in changed.items()}, self.named)

    def _instead(self, one: Quantity) -> Quantity:
        """What stands in the place of a quantity; itself where nothing changes."""
        one = self.before._instead(one) if self.before else one
        changed = self._changed(one)
        return self._with(one, changed) if changed else one

    @property
    def unused(self) -> list[Quantity]:
        """What it changes though nothing that it was asked for rests on it."""
        return [old for old in self.changes if old not in self.used]

    def then(self, other: Variant) -> Variant:
        """First this variant, then another on what it makes."""
        before = self if other.before is None else self.then(other.before)
        return Variant(other.changes, other.named, before, other.used)
