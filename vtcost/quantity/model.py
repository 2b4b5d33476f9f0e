"""A model: the quantities of a region by name, on the sheets where its cells wrote them, and what it comes to."""

import contextlib
import re
import sys
import weakref
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from vtcost.quantity.quantity import Quantity

NUMBERS, CLOSING, CHECKS = "numbers", "closing", "checks"
KINDS = (NUMBERS, CLOSING, CHECKS)
# What a check or an aansluiting may be off: nearer than half a cent is nothing.
ZERO = 0.005
# Of a sheet of a workbook, with room for what is added to tell two apart.
LONGEST_TITLE = 18
# What the title of a sheet of a workbook cannot be or hold: the first page, a name of Excel itself, signs.
TAKEN_TITLES = ("leeswijzer", "history")
WRONG_TITLE = re.compile(r"[\[\]:*?/\\]|^'|'$")
AGAIN = "is there already, expected it once; to run a cell again, begin with the one with Model(region)"


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


# By the identity of the region object, which is kept as long as its model is.
_BEGUN: "weakref.WeakValueDictionary[int, Model]" = weakref.WeakValueDictionary()


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
        _BEGUN[id(region)] = self
        # The model that the memo proposes; empty: the first that has an outcome.
        self.proposed = ""

    @contextlib.contextmanager
    def sheet(self, title: str, note: str = "", kind: str = NUMBERS) -> Iterator[None]:
        """A sheet: every quantity that is assigned in the block is named after the glossary and stands on it.

        Raises
        ------
        ValueError
            If the title, the kind or the place is wrong, the glossary lacks a name, two quantities would have one
            label, or something with quantities is assigned that a sheet cannot hold.
        """
        self._check_sheet(title, kind)
        # The variables of the cell: one frame for the generator, one for the `with` statement of contextlib.
        frame = sys._getframe(2)
        space = frame.f_locals
        if space is not frame.f_globals:
            raise ValueError(f"sheet {title!r}: used in a function, expected in a cell itself")
        before = {name: (value, _copied(value)) for name, value in space.items()}
        yield
        known = dict(self._labels), dict(self.quantities)
        try:
            self._fill(Sheet(title, note, kind), _assigned(frame.f_code, space, before))
        except ValueError:
            # A cell that is put right can be run again.
            self._labels, self.quantities = known
            raise

    def _check_sheet(self, title: str, kind: str) -> None:
        if kind not in KINDS:
            raise ValueError(f"sheet {title!r}: kind {kind!r}, expected one of {', '.join(KINDS)}")
        if not 0 < len(title) <= LONGEST_TITLE:
            raise ValueError(f"sheet {title!r}: expected another title, of at most {LONGEST_TITLE} characters")
        if WRONG_TITLE.search(title) or title.lower() in TAKEN_TITLES:
            raise ValueError(f"sheet {title!r}: expected another title, one that a workbook can have")
        for sheet in self.sheets:
            if sheet.title.lower() == title.lower():
                raise ValueError(f"sheet {title!r}: expected another title, since it {AGAIN}")
            if sheet.kind == kind != NUMBERS:
                raise ValueError(f"sheet {title!r}: kind {kind}, expected one sheet of this kind, {sheet.title!r}")

    def _fill(self, sheet: Sheet, assigned: dict[str, object]) -> None:
        for name, value in assigned.items():
            if _holds_quantities(value):
                self._take(sheet, name, value)
        for name, value in assigned.items():
            if _is_passed_over(value):
                raise ValueError(f"{name}: a {type(value).__name__}, expected a quantity or a table of them by text")
        self.sheets.append(sheet)

    def _take(self, sheet: Sheet, name: str, value: Quantity | dict[str, Quantity]) -> None:
        for item, one in (value if isinstance(value, dict) else {"": value}).items():
            if not one.label:
                label, unit = self._entry(name, item)
                if sheet.kind == CHECKS:
                    # A check is zero in any unit.
                    one.powers = None
                one.called(label, unit, f"{name} {item}".strip())
            if sheet.kind != NUMBERS and one.rows is not None:
                raise ValueError(f"{one.label}: a column, expected a number on a sheet of kind {sheet.kind}")
            self._place(sheet, one)
        self.quantities[name] = value

    def _entry(self, name: str, item: str) -> tuple[str, str]:
        glossary = self.region.glossary
        own = glossary.get(f"{name} {item}" if item else name)
        label, unit = (own or glossary.get(name) or ("", ""))[:2]
        if not label or (item and own is None and "{}" not in label):
            expected = "a label with {} for what it is of" if item else "its label and unit"
            raise ValueError(f"{name}: no row in glossary.csv, expected {expected}")
        return label.replace("{}", word(glossary, item)), unit

    def _place(self, sheet: Sheet, last: Quantity) -> None:
        """Put a quantity on a sheet, after everything with a name that it rests on and that stands nowhere yet."""
        for one in last.behind():
            if one.label and self._labels.get(one.label) is not one:
                if one.label in self._labels:
                    raise ValueError(f"{one.label}: two quantities have this name, expected each one of its own")
                self._labels[one.label] = one
                sheet.quantities.append(one)

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

        Raises
        ------
        ValueError
            If there is no component, one has no name, or the model has it already.
        """
        if not self.sheets:
            raise ValueError(f"result {model!r}: the model has no sheet yet, expected one before it")
        if not components:
            raise ValueError(f"result {model!r}: no component, expected at least one")
        before = [one for one in self.outcomes if (one.model, one.year, one.column) == (model, year, column)]
        for name, one in components.items():
            if not isinstance(one, Quantity) or not one.label:
                raise ValueError(f"result {model!r}: {name} has no name, expected a quantity of a sheet")
            if any(name in earlier.components for earlier in before):
                raise ValueError(f"result {model!r}: {name} {AGAIN}")
            self._place(self.sheets[-1], one)
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

    def apart(self, other: "Model") -> str:
        """The label of the first quantity that another model does not have, or has with other values; else none."""
        for label, one in self._labels.items():
            twin = other._labels.get(label)
            if twin is None or not _alike(one.value, twin.value):
                return label
        return ""

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


def word(glossary: Mapping[str, tuple], item: str) -> str:
    """What an item is called: the glossary's word for it, else its own name."""
    return glossary.get(f"word {item}", (item.replace("_", " "),))[0]


def begun(region) -> Model | None:
    """The model that cells began for this region object, the last one if there are more."""
    return _BEGUN.get(id(region))


def _alike(one: np.ndarray, other: np.ndarray) -> bool:
    # What is missing in both is alike.
    return one.shape == other.shape and bool(((one == other) | ((one != one) & (other != other))).all())


def _copied(value: object) -> object:
    return dict(value) if isinstance(value, dict) else value


def _assigned(code, space: Mapping[str, object], before: dict[str, tuple]) -> dict[str, object]:
    """What is new, in the order of the cell: another value of a variable, or a table with another item."""
    found = {}
    for name in dict.fromkeys((*code.co_names, *code.co_varnames)):
        value = space.get(name)
        earlier, copied = before.get(name, (None, None))
        if not name.startswith("_") and (earlier is not value or _has_grown(value, copied)):
            found[name] = value
    return found


def _has_grown(value: object, before: object) -> bool:
    if not isinstance(value, dict):
        return False
    return len(value) != len(before) or any(before.get(key) is not one for key, one in value.items())


def _is_passed_over(value: object) -> bool:
    """Whether it is something of a calculation that would stand on no sheet."""
    if isinstance(value, (pd.Series, pd.DataFrame, np.ndarray)):
        return True
    if isinstance(value, dict) and any(isinstance(one, Quantity) for one in value.values()):
        return not _holds_quantities(value)
    return _hides_quantities(value)


def _hides_quantities(value: object) -> bool:
    """Whether a list or table has a quantity without a name in it, at any depth."""
    if isinstance(value, Quantity):
        return not value.label
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple, set)) else ()
    return any(map(_hides_quantities, parts))
