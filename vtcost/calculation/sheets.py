"""Sheets of a calculation: given and computed terms, each with its formula, its value and where it comes from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from vtcost.calculation.expression import Expression, Reference
from vtcost.quantity.origin import Origin

# How far a formula may be from the library: floating-point noise, far below a cent.
NOISE = 1e-6
PRECISION = 1e-14
# From the row and column of a table to a term and its row (and its calculation, if another); None if there is none.
Terms = Callable[[str, str], tuple | None]
# Operations on a whole column, as pandas calls them.
WHOLE_COLUMN = {"sum": "sum", "count": "count", "lowest": "min"}
NUMBERS, CLOSING, CHECKS = "numbers", "closing", "checks"


@dataclass(frozen=True)
class Term:
    """A number of the calculation, or a column of numbers with one for each row.

    Attributes
    ----------
    name : str
        Unique in the calculation.
    label : str
        In Dutch, for the reader.
    unit : str
        As in `vtcost.numbers.UNITS`; "text" for a word.
    values : float, str or Series
        Computed by the library; what the formula gives must equal it.
    formula : str
        Empty for what is given.
    origins : tuple of Origin
        Where what is given comes from.
    key : str
        The group a single number belongs to (`{name:at group}` finds it).
    choices : tuple of str
        Words that may be chosen.
    locked : bool
        Not for the reader to change: it belongs to the shape of the calculation.
    """

    name: str
    label: str
    unit: str
    values: float | str | pd.Series
    formula: str = ""
    origins: tuple[Origin, ...] = ()
    key: str = ""
    choices: tuple[str, ...] = ()
    locked: bool = False

    @property
    def is_column(self) -> bool:
        """Whether there is a value for each row."""
        return isinstance(self.values, pd.Series)


@dataclass
class Sheet:
    """A page of the calculation: either columns over the rows, or a list of single numbers.

    `kind` of a list: `NUMBERS`, `CLOSING` (amounts that add up to zero, shown with a running balance)
    or `CHECKS` (each one zero).
    """

    title: str
    note: str
    terms: list[Term] = field(default_factory=list)
    kind: str = NUMBERS

    @property
    def is_table(self) -> bool:
        """Whether its terms are columns."""
        return bool(self.terms) and self.terms[0].is_column


@dataclass(frozen=True)
class Calculation:
    """A whole calculation: sheets over the same rows. `slug` names it in addresses; `note` is what to read first.

    `totals` says whether the rows of a table may be added up: municipalities may, budgets of several years may not.
    """

    slug: str
    title: str
    row_label: str
    rows: pd.Index
    sheets: Sequence[Sheet]
    note: str = ""
    totals: bool = True

    @cached_property
    def terms(self) -> dict[str, Term]:
        """All terms by name."""
        return {term.name: term for sheet in self.sheets for term in sheet.terms}

    @cached_property
    def groups(self) -> dict[tuple[str, str], list[Term]]:
        """Single numbers that belong to a group, by (name before the key, sheet title)."""
        found: dict[tuple[str, str], list[Term]] = {}
        for sheet in self.sheets:
            for term in sheet.terms:
                if term.key:
                    found.setdefault((group_of(term), sheet.title), []).append(term)
        return found

    def sheet_of(self, name: str) -> Sheet:
        """The sheet a term stands on."""
        return next(sheet for sheet in self.sheets for term in sheet.terms if term.name == name)

    def group(self, name: str) -> list[Term]:
        """The single numbers of one group, for instance the DUVO of each centre municipality."""
        found = [terms for (group, _), terms in self.groups.items() if group == name]
        if not found:
            raise KeyError(f"{self.slug}: no term {name} with a key")
        return found[0]

    def value(self, reference: Reference, key: str = "") -> float | str | pd.Series:
        """What a reference stands for, for all rows at once; `key` is that of the term with the formula."""
        if reference.operation == "at":
            amounts = {term.key: term.values for term in self.group(reference.name)}
            return self.terms[reference.other].values.map(amounts).fillna(0.0)
        values = self.terms[reference.name].values
        if reference.operation in WHOLE_COLUMN:
            return float(getattr(values, WHOLE_COLUMN[reference.operation])())
        if reference.operation == "within":
            return values.groupby(self.terms[reference.other].values).transform("sum")
        if reference.operation == "mine":
            return values[self.terms[reference.other].values == key].sum()
        if reference.operation == "rank":
            order = self.terms[reference.other].values
            ranked = pd.DataFrame({"value": -values, "order": order}).sort_values(["value", "order"])
            return pd.Series(range(1, len(ranked) + 1), index=ranked.index, dtype=float).reindex(values.index)
        if reference.operation == "row":
            return values[self.terms[reference.other].values]
        return values

    def compute(self, formula: str, key: str = "") -> float | pd.Series:
        """A formula over terms that are known."""
        return Expression(formula).evaluate(lambda reference: self.value(reference, key))

    def check(self) -> None:
        """Recompute every formula and compare it with the library.

        Raises
        ------
        ValueError
            Naming the first term whose formula does not give its value.
        """
        allowed = NOISE + PRECISION * self._scale()
        for term in self.terms.values():
            if not term.formula:
                continue
            values = pd.Series(term.values)
            apart = (pd.Series(self.compute(term.formula, term.key), index=values.index) - values).abs()
            # What the library leaves open (a fraction of nothing) is no number there and need be none here.
            if not (apart[values.notna()] <= allowed).all():
                raise ValueError(f"{self.slug}: the formula of {term.label} is {apart.max()} away from the library")

    def _scale(self) -> float:
        """The largest number of the calculation: floating-point noise grows with it."""
        numbers = [pd.Series(term.values) for term in self.terms.values() if term.unit != "text"]
        return max(float(values.abs().max()) for values in numbers if values.notna().any())


def group_of(term: Term) -> str:
    """The name of a term without the key at its end.

    Examples
    --------
    >>> group_of(Term("duvo Den Helder", "DUVO", "euro", 275_000.0, key="Den Helder"))
    'duvo'
    """
    return term.name.removesuffix(f" {term.key}")
