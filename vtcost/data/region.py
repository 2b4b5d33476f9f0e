"""A region: its figures, inputs and measures for one set of parameters, and a log of what was read."""

import copy
import fnmatch
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pandas as pd

from vtcost.data import parameters, store
from vtcost.data.checks import check_region
from vtcost.data.divisions import CBS_MEASURES, Divisions
from vtcost.data.errors import InputError, MissingInputError
from vtcost.data.given import given
from vtcost.data.reading import Logbook, Reading, place, shape
from vtcost.data.store import region_names, rows_by, rows_of
from vtcost.quantity.quantity import Quantity

__all__ = ["Reading", "Region", "region_names"]

# What every region has; a folder of the user's own may lack one.
TABLES = ("parameters", "inputs", "municipalities", "published")
NO_MEASURES = pd.DataFrame(columns=["measure", "year"])


class Region:
    """Data of one region under one set of parameters; `Region.open` makes it.

    Models ask it for inputs by name. It answers with the parameter that was set, else the overlay's value, else the
    memo's printed figure, and notes in the open readings what was asked: verdicts follow from that, not from
    declarations by hand.
    """

    def __init__(self, name: str, tables: dict, shared: dict, given: dict, shifts: dict | None = None):
        self.name, self.tables, self.shared, self.given = name, tables, shared, given
        self.shifts = shifts or {}
        self.published = tables["published"].set_index("id")
        self._figures = {row.Index: row for row in rows_of(self.published)}
        self.rules = {row["parameter"]: row for row in self._table("parameters").to_dict("records")}
        self._inputs = rows_by(self._table("inputs"), "input")
        self.divisions = Divisions(tables.get("municipalities"), shared)
        self.logbook = Logbook()
        # Per name its Dutch label, its unit and what the rows of a column are.
        own = {row.name: (row.label, row.unit, row.rows) for row in rows_of(self._table("glossary"))}
        self.glossary = store.common_glossary() | own if store.is_own(name) else own
        # Shared with shifted copies: what depends on neither parameters nor shifts.
        self._known: dict[str, list] = {}
        self._others: dict[str, Region] = {}

    @classmethod
    def open(cls, name: str, overlay: Path | str | None = None, **given) -> "Region":
        """Read and check the data of a region.

        Parameters
        ----------
        name : str
            Folder of data/.
        overlay : path, optional
            Folder with new figures, merged over data/; default the one of `vtcost build --data`.
        **given
            Parameters of the region; None takes the memo's value.

        Raises
        ------
        InputError, DataError
            One clear line about the first thing that is wrong.

        Examples
        --------
        >>> region = Region.open("noord_holland_noord")
        >>> region.input("budget")
        9443808.0
        >>> Region.open("noord_holland_noord", budgt=1)
        Traceback (most recent call last):
        ...
        vtcost.data.errors.InputError: unknown parameter 'budgt' for noord_holland_noord (did you mean budget?), \
expected one of year, budget, weight_inhabitants, duvo_alkmaar, duvo_den_helder, population_vintage, \
duvo_old_alkmaar, duvo_old_den_helder, cases_shown, addressee, sender, date, subject, memo_status
        """
        overlay = Path(overlay) if overlay is not None else store.current_overlay()
        if overlay is not None:
            store.check_overlay(overlay)
        tables = store.load(name, overlay)
        if absent := [table for table in TABLES if table not in tables]:
            raise InputError(f"data/{name}/datapackage.json: no table {absent[0]}, expected {', '.join(TABLES)}")
        checked = parameters.check(name, tables["parameters"], given)
        region = cls(name, tables, store.load(store.SHARED, overlay), checked)
        check_region(region)
        return region

    # Parameters

    @property
    def year(self) -> int:
        """The year asked for, or the memo's."""
        return int(self.parameter("year"))

    @property
    def years(self) -> list[int]:
        """Years for which there is a budget (or, without budgets, the range of the parameter)."""
        return parameters.years(self.tables["inputs"], self.rules["year"])

    def parameter(self, name: str) -> float | str | None:
        """Value of a parameter: as given, else its default; None if the default is missing in the memos."""
        rule = self.rules[name]
        if name in self.given:
            value = self.given[name]
            if rule["default"] and value != rule["default"] and name != "year":
                self.logbook.note(name, "assumed", "parameter", changed=True)
            return value
        if rule["input"]:
            try:
                return self.input(rule["input"])
            except MissingInputError:
                return None
        if rule["type"] == "text":
            return rule["default"]
        if not rule["default"]:
            return None
        return int(rule["default"]) if rule["type"] == "integer" else float(rule["default"])

    def parameters(self) -> dict:
        """All parameters with their values in force, in the order of the table."""
        return {name: self.parameter(name) for name in self.tables["parameters"]["parameter"]}

    # Readings

    def reading(self) -> AbstractContextManager[Reading]:
        """Note everything that is read inside the block."""
        return self.logbook.reading()

    def shifted(self, shifts: dict[str, float]) -> "Region":
        """The same region with printed figures moved by a little: what would follow if the print hides that much."""
        other = copy.copy(self)
        other.shifts, other.logbook = shifts, Logbook()
        return other

    def for_year(self, year: int) -> "Region":
        """The same region for another budget year, with the memo's own values: parameters hold for the year asked."""
        return self if year == self.year else self.as_printed(year)

    def as_printed(self, year: int, **given) -> "Region":
        """The same region for a budget year with what the memo itself used, but for the parameters given here."""
        other = copy.copy(self)
        other.given = {"year": year, **given}
        return other

    # Figures, inputs, measures

    def __getitem__(self, name: str) -> Quantity | dict[str, Quantity]:
        """An input or parameter as a quantity: see `vtcost.data.given`."""
        return given(self, name)

    def figure(self, figure_id: str) -> float:
        """Value of one printed figure."""
        row = self._figures[figure_id]
        self.logbook.note(figure_id, row.status, row.source, figures={figure_id})
        return row.value + self.shifts.get(figure_id, 0.0)

    def match(self, pattern: str) -> list:
        """The printed figures (rows of published.csv) whose id matches a pattern with `*`, in the order of the memo."""
        if pattern not in self._known:
            ids = fnmatch.filter(self._figures, pattern)
            if not ids:
                raise InputError(f"{self.name}: no printed figure matches {pattern}")
            self._known[pattern] = [self._figures[figure_id] for figure_id in ids]
        return self._known[pattern]

    def column(self, pattern: str, leave_out: tuple[str, ...] = ()) -> pd.Series:
        """Printed figures of one column of a table, indexed by the row's label."""
        rows = [row for row in self.match(pattern) if row.row not in leave_out]
        return pd.Series([self.figure(row.Index) for row in rows], index=[row.row for row in rows], dtype=float)

    def input(self, name: str, year: int | None = None) -> float | pd.Series | pd.DataFrame:
        """An input of the model: a number, a Series by item, or a DataFrame by item and column.

        Raises
        ------
        InputError
            If there is no such input for the year.
        MissingInputError
            If it is known to be missing, with what would settle it.
        """
        return self.chosen(name, name, year)

    def chosen(self, parameter: str, name: str, year: int | None = None) -> float | pd.Series | pd.DataFrame:
        """The parameter if it was set, else the input: for a parameter that stands for several inputs."""
        if parameter not in self.given:
            return self._from_table(name, year)
        value, memo = self.given[parameter], self._from_table(name, year, quiet=True)
        changed = not isinstance(memo, float) or value != memo
        self.logbook.note(parameter, "assumed" if changed else "printed", "parameter", changed=changed)
        return value

    def measure(self, name: str, year: int, division: int | None = None, derive: Callable | None = None) -> pd.Series:
        """A measure per municipality of the region on 1 January (CBS) or over the year (counts of the region).

        Parameters
        ----------
        name : str
            `population`, `population_under_20`, or a measure in measures.csv.
        year : int
            Reference year of the measure.
        division : int, optional
            Year whose municipal division is asked for; default the reference year.
        derive : callable, optional
            For a measure that was derived from printed figures: the derivation, used when those are shifted.

        Raises
        ------
        InputError
            If there is no such measure for the year, or the conversion to the division is impossible.
        """
        division = year if division is None else division
        if name in CBS_MEASURES:
            values, source, changed = self.divisions.cbs(name, year, division)
            self.logbook.note(f"{name} {year}", "external", source, changed=changed)
            return values
        rows = self.tables.get("measures", NO_MEASURES)
        rows = rows[(rows["measure"] == name) & (rows["year"] == year)]
        if rows.empty and name in self._inputs:
            self._from_table(name, year)
        if rows.empty:
            raise InputError(f"{self.name}: no {name} for {year}, expected rows in measures.csv")
        sources = set().union(*map(self._behind, set(rows["derived_from"])))
        status = "derived" if (rows["status"] == "derived").any() else rows["status"].iloc[0]
        changed = bool(rows["overlaid"].any())
        self.logbook.note(name, status, rows["source"].iloc[0], sources, changed, fixed=derive is None)
        if derive is not None and sources & set(self.shifts):
            return derive(self)
        counted = rows.set_index("municipality")["value"].reindex(self.municipalities(year).index)
        return self.divisions.convert(counted, name, year, division)

    def municipalities(self, year: int) -> pd.DataFrame:
        """Municipalities of the region in a year, in the order of the memo: code, sub-region, centre municipality."""
        return self.divisions.municipalities(year)

    # Inside

    def _from_table(self, name: str, year: int | None, quiet: bool = False):
        rows = self._inputs.get(name, [])
        if any(row.year == row.year for row in rows):  # a year that is not NaN
            asked = self.year if year is None else year
            rows = [row for row in rows if row.year != row.year or row.year == asked]
        if not rows:
            if quiet:
                return None
            known = f"the years {', '.join(map(str, self.years))}" if name in self._inputs else ", ".join(self._inputs)
            raise InputError(f"{self.name}: no input {name} for {year or self.year}, expected one of {known}")
        cells = {}
        for row in rows:
            self._read_row(row, cells, quiet)
        return None if quiet and any(value is None for value in cells.values()) else shape(cells)

    def _read_row(self, row, cells: dict, quiet: bool) -> None:
        key = tuple(row.item.split("|")) if row.item else ()
        if row.status == "missing":
            if not quiet:
                raise MissingInputError(row.input, row.note)
            cells[key] = None
        elif row.figure:
            for term in row.figure.split(" + "):
                self._read_figures(row, term, key, cells, quiet)
        else:
            if not quiet:
                behind = self._behind(row.derived_from)
                self.logbook.note(row.input, row.status, row.source, behind, bool(row.overlaid), fixed=True)
            cells[key] = row.value

    def _read_figures(self, row, term: str, key: tuple, cells: dict, quiet: bool) -> None:
        owner, pattern = self.owner(term)
        for figure in owner.match(pattern):
            if not quiet:
                label = f"{row.input} {figure.row} {figure.column}"
                own = {figure.Index} if owner is self else set()
                self.logbook.note(label, row.status or figure.status, figure.source, own, bool(row.overlaid))
            where = place(key, term, figure)
            cells[where] = cells.get(where, 0.0) + figure.value + self.shifts.get(figure.Index, 0.0)

    def _behind(self, derived_from: str) -> set[str]:
        """Ids of the printed figures that a derived value was solved from."""
        patterns = [pattern for pattern in derived_from.split(" + ") if pattern]
        return {figure.Index for pattern in patterns for figure in self.match(pattern)}

    def owner(self, figure: str) -> tuple["Region", str]:
        """The region whose memo prints a figure, and its id there: `other_region:id` or just the id."""
        other, colon, pattern = figure.partition(":")
        if not colon:
            return self, figure
        if other not in self._others:
            tables = store.load(other, None)
            if "published" not in tables:
                raise InputError(f"figure {figure!r}: {other} has no printed figures")
            self._others[other] = Region(other, tables, {}, {})
        return self._others[other], pattern

    def _table(self, name: str) -> pd.DataFrame:
        """A table of the region; empty if it has none (a folder that so far only holds printed figures)."""
        return self.tables.get(name, pd.DataFrame(columns=["input", "year"]))
