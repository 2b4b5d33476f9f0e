"""What a computation read, and the shape of an input that is spread over several rows."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd


@dataclass
class Reading:
    """What a computation read: printed figures (ids), the status of each input, and inputs that were changed."""

    figures: set[str] = field(default_factory=set)
    # Of these, the figures behind derived values that are kept in data/: moving them moves nothing.
    fixed: set[str] = field(default_factory=set)
    statuses: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)


class Logbook:
    """The readings that are open: everything that is read is noted in each of them."""

    def __init__(self):
        self._open: list[Reading] = []

    @contextlib.contextmanager
    def reading(self) -> Iterator[Reading]:
        """A new reading, open during the block."""
        log = Reading()
        self._open.append(log)
        try:
            yield log
        finally:
            self._open.remove(log)

    def add(self, other: Reading) -> None:
        """Note everything that was read before, when a quantity was given."""
        for log in self._open:
            log.figures |= other.figures
            log.fixed |= other.fixed
            log.changed |= other.changed
            log.statuses.update(other.statuses)
            log.sources.update(other.sources)

    def note(
        self,
        name: str,
        status: str,
        source: str,
        figures: set[str] = frozenset(),
        changed: bool = False,
        fixed: bool = False,
    ) -> None:
        """Note an input: its status and source, the printed figures behind it, and whether it was changed."""
        for log in self._open:
            log.figures |= figures
            if fixed:
                log.fixed |= figures
            log.statuses[name] = status
            log.sources[name] = source
            if changed:
                log.changed.add(name)


def place(key: tuple, pattern: str, figure) -> tuple:
    """Where a figure stands in an input: stars in its pattern stand for the row, the column, or both."""
    *_, row, column = pattern.split("/")
    labels = [label for part, label in ((row, figure.row), (column, figure.column)) if "*" in part]
    return tuple(labels.pop(0) if part == "*" else part for part in key) if key else tuple(labels)


def shape(cells: dict) -> float | pd.Series | pd.DataFrame:
    """A number, a Series or a DataFrame, by how many labels the cells of an input have."""
    if set(cells) == {()}:
        return float(cells[()])
    lengths = {len(key) for key in cells}
    if lengths == {1}:
        return pd.Series({key[0]: value for key, value in cells.items()}, dtype=float)
    rows, columns = (list(dict.fromkeys(key[level] for key in cells)) for level in (0, 1))
    numbers = [[cells.get((row, column), float("nan")) for column in columns] for row in rows]
    return pd.DataFrame(numbers, index=rows, columns=columns, dtype=float)
