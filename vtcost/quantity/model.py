"""A model: the quantities of a region by name, on the sheets where its cells wrote them, and what it comes to."""

import contextlib
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from vtcost.quantity.quantity import Quantity

NUMBERS, CLOSING, CHECKS = "numbers", "closing", "checks"
# Of a sheet of a workbook, with room for what is added to tell two apart.
LONGEST_TITLE = 18


@dataclass
class Sheet:
    """Quantities that were written together. `kind`: `NUMBERS`, `CLOSING` (an aansluiting) or `CHECKS` (each zero)."""

    title: str
    note: str = ""
    kind: str = NUMBERS
    quantities: list[Quantity] = field(default_factory=list)


@dataclass(frozen=True)
class Outcome:
    """What a model comes to (rows of results.csv): components by name; `column` for a single number without rows."""

    model: str
    components: Mapping[str, Quantity]
    year: int | None = None
    column: str = ""

    @property
    def bottom_line(self) -> Quantity:
        """The contribution, or else the last component."""
        *_, last = self.components.values()
        return self.components.get("contribution", last)


class Model:
    """What the model cells of a notebook make, in the order in which they make it.

    Parameters
    ----------
    region : Region
        Its glossary gives each quantity its label and unit.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from vtcost.quantity import given, sentence
    >>> model = Model(SimpleNamespace(glossary={"needed": ("Nodig", "fte")}))
    >>> with model.sheet("Formatie"):
    ...     needed = given(99_000.0, "Uren", "hours") / given(1350.0, "Uren per fte", "hours_per_fte")
    >>> sentence(model["needed"])
    'Nodig = Uren / Uren per fte'
    """

    def __init__(self, region):
        self.region, self.sheets, self.outcomes = region, [], []
        self.quantities: dict[str, Quantity | dict[str, Quantity]] = {}
        self._labels: dict[str, Quantity] = {}
        # The model that the memo proposes; empty: the first that has an outcome.
        self.proposed = ""

    @contextlib.contextmanager
    def sheet(self, title: str, note: str = "", kind: str = NUMBERS) -> Iterator[None]:
        """A sheet: every quantity that is assigned in the block is named after the glossary and stands on it.

        Raises
        ------
        ValueError
            If the title is taken or too long, the glossary lacks a name, or two quantities would have one label.
        """
        if title in {sheet.title for sheet in self.sheets} or not 0 < len(title) <= LONGEST_TITLE:
            raise ValueError(f"sheet {title!r}: expected another title, of at most {LONGEST_TITLE} characters")
        # The variables of the cell: one frame for the generator, one for the `with` statement of contextlib.
        frame = sys._getframe(2)
        space = frame.f_locals
        before = dict(space)
        yield
        self.sheets.append(Sheet(title, note, kind))
        # In the order of the cell: a variable of that name may have been there before.
        for name in dict.fromkeys((*frame.f_code.co_names, *frame.f_code.co_varnames)):
            value = space.get(name)
            if before.get(name) is not value and not name.startswith("_") and _holds_quantities(value):
                self._take(name, value)

    def _take(self, name: str, value: Quantity | dict[str, Quantity]) -> None:
        for item, one in (value if isinstance(value, dict) else {"": value}).items():
            if not one.label:
                label, unit = self._entry(name, item)
                if self.sheets[-1].kind == CHECKS:
                    # A check is zero in any unit.
                    one.powers = None
                one.called(label, unit, f"{name} {item}".strip())
            self._place(one)
        self.quantities[name] = value

    def _entry(self, name: str, item: str) -> tuple[str, str]:
        glossary = self.region.glossary
        own = glossary.get(f"{name} {item}" if item else name)
        label, unit = (own or glossary.get(name) or ("", ""))[:2]
        if not label or (item and own is None and "{}" not in label):
            expected = "a label with {} for what it is of" if item else "its label and unit"
            raise ValueError(f"{name}: no row in glossary.csv, expected {expected}")
        return label.replace("{}", self._word(item)), unit

    def _word(self, item: str) -> str:
        """What an item is called: the glossary's word for it, else its own name."""
        return self.region.glossary.get(f"word {item}", (item.replace("_", " "),))[0]

    def _place(self, last: Quantity) -> None:
        """Put a quantity on the sheet, after everything with a name that it rests on and that stands nowhere yet."""
        for one in last.behind():
            if one.label and self._labels.get(one.label) is not one:
                if one.label in self._labels:
                    raise ValueError(f"{one.label}: two quantities have this name, expected each one of its own")
                self._labels[one.label] = one
                self.sheets[-1].quantities.append(one)

    def result(self, model: str, year: int | None = None, column: str = "", **components: Quantity) -> None:
        """What the model comes to, for results.csv: components from the closed list in data/README.md.

        Parameters
        ----------
        model : str
            Name of the model.
        year : int, optional
            Default the year in the label of a row, else that of the region.
        column : str
            For single numbers: what stands in the column of that name.
        **components
            Named quantities.
        """
        for one in components.values():
            self._place(one)
        self.outcomes.append(Outcome(model, components, year, column))

    def outcomes_of(self, model: str | None = None) -> list[Outcome]:
        """The outcomes of one model; without a name of the one that the memo proposes.

        Raises
        ------
        ValueError
            If there is no such model.
        """
        names = dict.fromkeys(outcome.model for outcome in self.outcomes)
        chosen = model or self.proposed or next(iter(names))
        if chosen not in names:
            raise ValueError(f"model {chosen!r}: expected one of {', '.join(names)}")
        return [outcome for outcome in self.outcomes if outcome.model == chosen]

    @property
    def named(self) -> list[Quantity]:
        """All quantities with a name, in the order of the calculation."""
        return list(self._labels.values())

    def __getitem__(self, name: str) -> Quantity | dict[str, Quantity]:
        """The quantity of a name, or those of a table by what each is of."""
        if name not in self.quantities:
            raise KeyError(f"{name}: expected one of {', '.join(self.quantities)}")
        return self.quantities[name]

    def __contains__(self, name: str) -> bool:
        """Whether the cells made something of that name."""
        return name in self.quantities

    def __iter__(self) -> Iterator[str]:
        return iter(self.quantities)


def _holds_quantities(value: object) -> bool:
    """Whether it is a quantity, or a table of them by name."""
    if isinstance(value, dict):
        return bool(value) and all(isinstance(key, str) and isinstance(one, Quantity) for key, one in value.items())
    return isinstance(value, Quantity)
