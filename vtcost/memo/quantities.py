"""Quantities as a table: its figures, labels and units, and which quantity stands in each cell."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from vtcost.numbers import UNITS
from vtcost.quantity import Quantity
from vtcost.quantity.units import powers

# Columns by label: a quantity over rows, or for each row the single number that stands there.
Columns = Sequence[Quantity] | Mapping[str, Quantity | Mapping[str, Quantity]]


@dataclass(frozen=True)
class Grid:
    """A table of quantities: per row and column the quantity, and its row if it is a column itself."""

    cells: Mapping[str, Mapping[str, tuple[Quantity, str]]]
    rows: list[str]
    row_label: str

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The values, with what is nowhere in the table missing."""
        columns = {
            name: [_value(*column[row]) if row in column else float("nan") for row in self.rows]
            for name, column in self.cells.items()
        }
        return pd.DataFrame(columns, index=self.rows)

    @property
    def names(self) -> dict[str, tuple[str, str]]:
        """Label and unit of each column: the unit that most of its cells have.

        Raises
        ------
        ValueError
            If another of its units is not made of the same, or not shown alike; cases and reports are.
        """
        units = {name: Counter(one.unit for one, _ in column.values()) for name, column in self.cells.items()}
        for name, counted in units.items():
            for unit in counted:
                if powers(unit) != powers(next(iter(counted))) or UNITS.get(unit) != UNITS.get(next(iter(counted))):
                    raise ValueError(f"column {name!r}: {' and '.join(counted)}, expected one unit in a column")
        return {name: (name, counted.most_common(1)[0][0]) for name, counted in units.items()}

    def terms(self, row: str, column: str) -> tuple[Quantity, str] | None:
        """The quantity in a cell, and its row."""
        return self.cells[column].get(row)

    @property
    def statuses(self) -> dict[str, str]:
        """The status of everything that was read for it, by name."""
        leaves = {
            leaf: None
            for column in self.cells.values()
            for one in dict.fromkeys(one for one, _ in column.values())
            for leaf in one.behind()
            if leaf.reading is not None
        }
        return {name: status for leaf in leaves for name, status in leaf.reading.statuses.items()}


def grid(columns: Columns, across: bool = False) -> Grid:
    """A table of quantities.

    Parameters
    ----------
    columns : sequence of Quantity, or mapping of label to Quantity or to single numbers by row
    across : bool
        Turn it: a row for each quantity, a column for each of its rows.

    Raises
    ------
    ValueError
        If one has no name, or two have the same: one column would take the place of another.

    Examples
    --------
    >>> from vtcost.quantity import given
    >>> gap = given(pd.Series({"voorstel": -7.18, "besluit": -7.0}), "Verschil", "fte")
    >>> grid([gap]).frame.to_dict()
    {'Verschil': {'voorstel': -7.18, 'besluit': -7.0}}
    """
    if not isinstance(columns, Mapping):
        labels = [one.label for one in columns]
        for label in labels:
            if not label or labels.count(label) > 1:
                raise ValueError(f"column {label!r}: expected each quantity of a table with a name of its own")
    named = columns if isinstance(columns, Mapping) else {one.label: one for one in columns}
    cells, label = {}, ""
    for name, column in named.items():
        if isinstance(column, Mapping):
            cells[name] = {row: (one, "") for row, one in column.items()}
        elif column.rows is None:
            cells[name] = {"": (column, "")}
        else:
            cells[name], label = {str(row): (column, row) for row in column.rows}, label or str(column.rows.name or "")
    if across:
        turned: dict[str, dict] = {}
        for name, column in cells.items():
            for row, cell in column.items():
                turned.setdefault(row, {})[name] = cell
        cells, label = turned, ""
    rows = list(dict.fromkeys(row for column in cells.values() for row in column))
    return Grid(cells, rows, label)


def _value(one: Quantity, row: str) -> float | str:
    return one.series if one.rows is None else one[row]
