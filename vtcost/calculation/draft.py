"""A calculation while it is being written down, sheet by sheet."""

from collections.abc import Callable, Sequence

import pandas as pd

from vtcost.calculation.sheets import NUMBERS, Calculation, Sheet, Term
from vtcost.data import InputError, Region
from vtcost.formulas.rounding import whole_units
from vtcost.quantity.origin import Origin, about


class Draft:
    """Writes down terms one after another; a formula may use every term before it.

    Parameters
    ----------
    region : Region
        Whose inputs are read; where each comes from is noted with it.
    slug, title, row_label : str
        As in `Calculation`.
    rows : Index
    """

    def __init__(self, region: Region, slug: str, title: str, row_label: str, rows: pd.Index):
        self.region, self.sheets = region, []
        self._frame = (slug, title, row_label, rows)

    def done(self, note: str = "", totals: bool = True) -> Calculation:
        """The calculation as it stands."""
        return Calculation(*self._frame, tuple(self.sheets), note, totals)

    def sheet(self, title: str, note: str = "", kind: str = NUMBERS) -> None:
        """Start a new sheet; the terms that follow stand on it."""
        self.sheets.append(Sheet(title, note, kind=kind))

    def given(
        self,
        name: str,
        label: str,
        unit: str,
        read: Callable[[], float | str | pd.Series],
        key: str = "",
        choices: tuple[str, ...] = (),
        only: tuple[str, ...] = (),
    ) -> None:
        """A term that is given: `read` takes it from the region, which tells where it comes from.

        With `only`, just the inputs whose name holds these words are its origin (`read` may ask for a whole table).
        """
        with self.region.reading() as log:
            values = read()
        origins = [Origin(one, source, log.statuses[one]) for one, source in log.sources.items()]
        self._add(Term(name, label, unit, values, origins=about(origins, *only), key=key, choices=choices))

    def fixed(self, name: str, label: str, unit: str, values: float | str | pd.Series) -> None:
        """A term that belongs to the shape of the calculation, such as the sub-region of a municipality."""
        self._add(Term(name, label, unit, values, locked=True))

    def computed(
        self, name: str, label: str, unit: str, formula: str, values: float | pd.Series | None = None, key: str = ""
    ) -> None:
        """A term with its formula. `values` is what the library computes; without it the formula says."""
        values = self.compute(formula, key) if values is None else values
        self._add(Term(name, label, unit, values, formula, key=key))

    def whole_euros(self, of: str, label: str) -> None:
        """Round a column to whole euros by largest remainder, in steps that a cell can do; ``order`` breaks ties."""
        self.computed(f"{of} down", f"{label}, naar beneden", "euro", f"whole({{{of}}} + 0.000001)")
        rest = f"round(max({{{of}}} - {{{of} down}}, 0), 6)"
        self.computed(f"{of} rest", f"{label}, rest", "number", rest)
        left = f"round(round({{{of}:sum}}, 6), 0) - {{{of} down:sum}}"
        formula = f"{{{of} down}} + when({{{of} rest:rank order}} <= {left}, 1, 0)"
        whole = whole_units(self.done().terms[of].values)
        self.computed(f"{of} whole", f"{label}, hele euro's", "euro", formula, whole)

    def reconciliation(self, unit: str, lines: Sequence[tuple[str, float]], formulas: Sequence[str]) -> None:
        """The lines of an aansluiting, numbered from 1: what each is and comes to, and its formula."""
        for number, ((label, amount), formula) in enumerate(zip(lines, formulas, strict=True), 1):
            self.computed(f"line {number}", label, unit, formula, amount)

    def check(self, name: str, label: str, formula: str, key: str = "") -> None:
        """A line of the sheet of checks: zero if all is well."""
        self.computed(f"check {name}", label, "number", formula, key=key)

    def check_filled(self, name: str, rows: str) -> None:
        """A check that no cell of a given column is empty or holds a text; `rows` is a column that has them all."""
        label = f"{self.done().terms[name].label}: in elke rij een getal"
        self.check(f"filled {name}", label, f"{{{rows}:count}} - {{{name}:count}}")

    def check_not_negative(self, name: str) -> None:
        """A check that no amount of a column is below zero."""
        label = f"{self.done().terms[name].label}: geen enkele onder nul"
        self.check(f"not negative {name}", label, f"min({{{name}:lowest}}, 0)")

    def compute(self, formula: str, key: str = "") -> float | pd.Series:
        """A formula over the terms so far."""
        return self.done().compute(formula, key)

    def _add(self, term: Term) -> None:
        # Names may come from data; between braces they must stay names.
        if set("{}:") & set(term.name + term.key):
            raise InputError(f"{self.region.name}: the name {term.label!r}, expected one without {{ }} and :")
        if term.name in self.done().terms:
            raise InputError(f"{self.region.name}: the name {term.label!r} stands twice, expected each once")
        self.sheets[-1].terms.append(term)
