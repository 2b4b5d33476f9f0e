"""An expression: a value that knows how it was made, and what follows with other values in the place of some."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from vtcost.quantity.guards import check_compared, check_kinds, common_rows, is_text, plain_values, scenario_values
from vtcost.quantity.operations import CONSTANT, FIXED, GIVEN, LABELS, OPERATIONS
from vtcost.quantity.origin import Origin
from vtcost.quantity.units import Powers, agreed, powers


class Expression:
    """A value with its formula; `vtcost.quantity.Quantity` adds operators and what a Series can be asked.

    Attributes
    ----------
    value : array
        One value for each row, or a single one.
    rows : Index or None
        Labels of the rows; None for a single number or text.
    operation, args
        What made it of what; see `vtcost.quantity.operations`.
    powers : dict or None
        Its unit as powers; None goes with every unit.
    name, label, unit : str
        Once it is `called` something: name in the cells, Dutch label, and the unit in which it is shown.
    origins : tuple of Origin
        For what is given: where it comes from.
    reading : object
        For what is given: what was read to get it (`vtcost.data.reading.Reading`).
    choices : tuple of str
        For a text that may be chosen: what there is to choose from.
    told : str
        For a value that no formula holds (found by trying, by a programme), or whose formula says less than a
        sentence: how it was found, in Dutch.
    """

    def __init__(
        self,
        value: np.ndarray,
        rows: pd.Index | None = None,
        operation: str = GIVEN,
        args: Sequence[Expression] = (),
        unit: Powers = None,
    ):
        self.value, self.rows, self.operation, self.args, self.powers = value, rows, operation, tuple(args), unit
        # Others hold what was computed with it.
        value.setflags(write=False)
        self.name = self.label = self.unit = self.told = ""
        self.origins: tuple[Origin, ...] = ()
        self.choices: tuple[str, ...] = ()
        self.reading: object = None
        self._variants: dict[tuple, Expression] = {}
        # What it is made of does not change.
        self._behind: list[Expression] | None = None

    # Names

    def called(self, label: str, unit: str, name: str = "") -> Expression:
        """The same with a name: from now on others refer to it instead of repeating how it was made.

        Raises
        ------
        ValueError
            If it has another name, its unit is another, variants were made of it before it had a name, a single
            number is not finite, its formula looks at a whole column that has no name or compares what is missing.
        """
        if not isinstance(label, str) or not label.strip():
            raise ValueError(f"label {label!r}: expected a text")
        if self.label:
            raise ValueError(f"{label}: is called {self.label} already, expected one name for one quantity")
        if self._variants:
            raise ValueError(f"{label}: variants were made of it before it had a name, expected its name first")
        self.powers = agreed(label, [powers(unit), self.powers if self.operation != CONSTANT else None])
        self._check_finite(label)
        check_compared(label, self)
        self.label, self.unit, self.name = label, unit, name or label
        for column in self.columns_looked_at():
            if not column.label and column.operation != LABELS:
                self.label = ""
                raise ValueError(f"{label}: looks at a whole column without a name, expected that column named before")
        return self

    def _check_finite(self, label: str) -> None:
        if self.value.dtype == object or self.operation in (GIVEN, FIXED):
            return
        wrong = np.isinf(self.value) if self.rows is not None else ~np.isfinite(self.value)
        if wrong.any():
            where = "" if self.rows is None else f" in {self.rows[wrong.argmax()]}"
            raise ValueError(f"{label}: no finite number{where}, expected no division by zero")

    def columns_looked_at(self) -> list[Expression]:
        """Columns that the formula looks at as a whole, in the part of it that is written out."""
        found = []
        for one in self.args:
            if OPERATIONS.get(self.operation) and OPERATIONS[self.operation].rows is not None and one.rows is not None:
                found.append(one)
            elif not one.label:
                found += one.columns_looked_at()
        return found

    # Other readings

    def given(self, changes: Mapping[Expression, object], named: str = "") -> Expression:
        """The same formula with others in the place of some quantities: a scenario, a year, another reading.

        Parameters
        ----------
        changes : mapping of Expression to Expression, number, text or Series
            What stands where; each must be something that this formula rests on.
        named : str
            What is added to the name of everything that changes. Without it the outcome has no names: for its value.

        Raises
        ------
        ValueError
            If it does not rest on one of them, the unit or rows differ, or it has no name and `named` is given.

        Examples
        --------
        >>> from vtcost.quantity import given, words
        >>> hours = given(99_000.0, "Uren", "hours")
        >>> per_fte = given(1350.0, "Uren per fte", "hours_per_fte")
        >>> needed = (hours / per_fte).called("Nodig", "fte")
        >>> round(float(needed.given({per_fte: 1400})), 2)
        70.71
        """
        self._check_behind(changes, self.behind())
        if named and not self.label:
            raise ValueError(f"{self.shown}: has no name, expected one before a variant {named!r} is made of it")
        return self._again({old: _in_place_of(old, new, named) for old, new in changes.items()}, named)

    def _again(self, done: dict[Expression, Expression], named: str) -> Expression:
        if self in done:
            return done[self]
        args = [one._again(done, named) for one in self.args]
        if all(new is old for new, old in zip(args, self.args, strict=True)):
            done[self] = self
            return self
        # The same change again gives the same quantity: two variants of one thing share what they rest on.
        again = named, *map(id, args)
        if again not in self._variants:
            variant = self.made(self.operation, *args)
            variant.told = self.told
            if self.label and named:
                variant.called(f"{self.label}{named}", self.unit, f"{self.name}{named}")
            self._variants[again] = variant
        done[self] = self._variants[again]
        return done[self]

    def evaluated(self, values: Mapping[Expression, np.ndarray]) -> np.ndarray:
        """The value with other numbers; an array with a scenario on each line gives an array with a line for each.

        Parameters
        ----------
        values : mapping of Expression to array
            The last axis is that of the rows of the quantity (of length one: the same in each row).

        Raises
        ------
        ValueError
            If it does not rest on one of them, or its rows are others.

        Examples
        --------
        People needed at three numbers of hours per FTE:

        >>> from vtcost.quantity import given
        >>> per_fte = given(1350.0, "Uren per fte", "hours_per_fte")
        >>> needed = given(99_000.0, "Uren", "hours") / per_fte
        >>> needed.evaluated({per_fte: np.array([[1300.0], [1350.0], [1400.0]])}).round(2).ravel().tolist()
        [76.15, 73.33, 70.71]
        """
        order = self.behind()
        self._check_behind(values, order)
        known = {one: scenario_values(one, value) for one, value in values.items()}
        with np.errstate(divide="ignore", invalid="ignore"):
            for one in order:
                if one not in known:
                    args = [known[other] for other in one.args]
                    changed = any(known[other] is not other.value for other in one.args)
                    known[one] = OPERATIONS[one.operation].compute(*args) if changed else one.value
        return known[self]

    def _check_behind(self, changes: Mapping[Expression, object], behind: Sequence[Expression]) -> None:
        known = set(behind)
        for one in changes:
            if one not in known:
                raise ValueError(f"{self.shown}: does not rest on {one.shown}, expected a quantity behind it")

    def behind(self) -> list[Expression]:
        """Everything it rests on, in the order of the calculation; itself last."""
        if self._behind is None:
            found: dict[Expression, None] = {}
            waiting: list[tuple[Expression, bool]] = [(self, False)]
            while waiting:
                one, ready = waiting.pop()
                if ready:
                    found[one] = None
                elif one._behind is not None:
                    found |= dict.fromkeys(one._behind)
                elif one not in found:
                    waiting.append((one, True))
                    waiting += [(other, False) for other in reversed(one.args) if other not in found]
            self._behind = list(found)
        return self._behind

    # Whoever copies it would have another one, on which nothing rests.

    def __copy__(self) -> Expression:
        return self

    def __deepcopy__(self, _memo: object) -> Expression:
        return self

    @property
    def shown(self) -> str:
        """What a message calls it."""
        return self.label or f"a quantity without a name ({self.operation})"

    @classmethod
    def made(cls, operation: str, *args: object) -> Expression:
        """The outcome of an operation, which remembers what it was made of.

        Raises
        ------
        ValueError
            If rows or units do not go together, or what is added up has a gap.
        """
        known = [cls.of(one) for one in args]
        how = OPERATIONS[operation]
        check_kinds(operation, known)
        rows = common_rows(operation, known)
        unit = how.unit(operation, [one.powers for one in known])
        with np.errstate(divide="ignore", invalid="ignore"):
            value = how.compute(*(one.value for one in known))
        return cls(np.asarray(value), rows, operation, known, unit)

    @classmethod
    def of(cls, value: object) -> Expression:
        """A plain number or text as a quantity: what a formula has as a constant.

        Raises
        ------
        TypeError
            If it is a Series: it has no name and no source.
        ValueError
            If it is no finite number.
        """
        if isinstance(value, Expression):
            return value
        if isinstance(value, str):
            return cls(np.array([value], dtype=object), operation=CONSTANT)
        if isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool):
            if not np.isfinite(value):
                raise ValueError(f"{value} in a formula: expected a finite number")
            return cls(np.array([float(value)]), operation=CONSTANT)
        kind = type(value).__name__
        raise TypeError(f"a {kind} in a formula: expected a quantity, given(values, label, unit) makes one")


def _in_place_of(old: Expression, new: object, named: str) -> Expression:
    """What stands in the place of another: a quantity as it is, a plain value with the name of the old one."""
    if isinstance(new, Expression):
        agreed(f"{new.shown} for {old.shown}", [old.powers, new.powers])
        return new
    rows = new.index if isinstance(new, pd.Series) else None
    if rows is not None and not rows.equals(old.rows):
        raise ValueError(f"{old.shown}: a Series with other rows in its place, expected the same rows")
    value = plain_values(old.shown, [new] if rows is None else new.to_list(), is_text(old))
    # A text by what it says; a number by its bytes, since what is missing equals nothing.
    again = (named, rows is None, tuple(value) if value.dtype == object else value.tobytes())
    if again not in old._variants:
        one = type(old)(value, rows, FIXED, unit=old.powers)
        if named and old.label:
            one.called(f"{old.label}{named}", old.unit, f"{old.name}{named}")
        old._variants[again] = one
    return old._variants[again]
