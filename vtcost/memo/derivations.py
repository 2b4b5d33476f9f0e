"""Where each figure of a table comes from: a link from the cell to the step that computes it, on the same page."""

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from vtcost.calculation import Calculation, Sheet, Term
from vtcost.calculation.derive import GIVEN, behind, step
from vtcost.calculation.sheets import Terms
from vtcost.memo.blocks import plain
from vtcost.memo.document import anchor
from vtcost.memo.labels import STATUSES, UNIT_NAMES
from vtcost.memo.steps import NUMBERS, Steps
from vtcost.numbers import show
from vtcost.quantity import Quantity, Step
from vtcost.quantity.origin import Origin, together, weakest

# How the figures are made that stand under or beside the others in many tables.
GENERAL = {
    "totaal": "som van de rijen van de kolom; hele euro's zijn zo afgerond dat zij precies optellen (grootste resten)",
    "saldo": "bedragen tot en met deze regel opgeteld",
}
# Values closer than this are the same computation.
SAME = 1e-6


class Derivations:
    """Collects what the tables of a memo link to, and gives it all, with the steps behind it, in the end."""

    def __init__(self, calculation: Calculation | None = None, linked: bool = True):
        self.calculation, self.linked = calculation, linked
        self._calculations: dict[str, Calculation] = {}
        self._wanted: dict[tuple[str, str], set[str]] = {}
        self._own: list[dict] = []
        self._told: dict[str, str] = {}
        self.steps = Steps()

    def links(self, rows: Sequence[str], columns: Sequence[str], terms: Terms | None = None) -> list[list[str | None]]:
        """The address of the step behind each cell; None where the calculation has no such term."""
        return [[self._link(row, column, terms) for column in columns] for row in rows]

    def same(self, name: str, row: str, value: float | None) -> str | None:
        """The address of a step, if the calculation has it and it gives this value."""
        term = self.calculation.terms.get(name) if self.calculation else None
        if term is None or value is None or row not in term.values or abs(term.values[row] - value) > SAME:
            return None
        return self._link(row, name, None)

    def total(self) -> str:
        """The address of how totals are made."""
        return self._general("totaal", "Totaal")

    def balance(self) -> str:
        """The address of how the running balance of a reconciliation is made."""
        return self._general("saldo", "Saldo")

    def _general(self, name: str, label: str) -> str:
        self._told[name] = label
        return f"afleiding-{name}"

    def own(
        self,
        title: str,
        frame: pd.DataFrame,
        how: Mapping[str, str],
        known: Mapping[str, tuple[str, str]],
        more: pd.DataFrame | None = None,
    ) -> list[list[str | None]]:
        """Links for a table that is computed from its own columns.

        Parameters
        ----------
        title : str
            Caption of the table; names the group of steps.
        frame : DataFrame
            The table.
        how : mapping
            Per column a formula over columns, ``{sum} - {total}``, or a sentence that says where it comes from.
        known : mapping
            Label and unit of every column.
        more : DataFrame, optional
            Columns that formulas use and the table does not show, with the same rows.
        """
        columns = frame if more is None else frame.join(more[[name for name in more if name not in frame]])
        columns = columns.set_axis([str(label) for label in frame.index]).rename(columns=str)
        made = [_column(name, columns[name], how.get(name, ""), known.get(name)) for name in columns]
        slug = f"tabel-{len(self._own) + 1}"
        own = Calculation(slug, title, "", columns.index, (Sheet(title, "", made),))
        shown = {name for name in how if name in columns}
        present = {row: {name for name in shown if pd.notna(columns.loc[row, name])} for row in columns.index}
        steps = [
            _own_step(own, name, row, how[name]) for row, names in present.items() for name in how if name in names
        ]
        self._own.append({"label": title, "anchor": slug, "steps": steps})
        return [
            [_anchor(slug, row, name) if name in present[row] else None for name in map(str, frame)] for row in present
        ]

    def groups(self) -> list[dict]:
        """All steps that are linked to, with the steps behind them, grouped by row and by table."""
        found = self.steps.groups(_block_of)
        for calculation in self._calculations.values():
            for row in ("", *map(str, calculation.rows)):
                if wanted := self._wanted.get((calculation.slug, row)):
                    found.append(_group(calculation, row, wanted, several=len(self._calculations) > 1))
        if self._told:
            steps = [_told(name, label) for name, label in self._told.items()]
            found.append({"label": "Totalen en saldo's", "anchor": "afleiding-totalen", "steps": steps})
        return [*found, *self._own]

    def _link(self, row: str, column: str, terms: Terms | None) -> str | None:
        name, of, *other = (column, row) if terms is None else terms(row, column) or ("", "")
        if isinstance(name, Quantity):
            return self.steps.link(name, of) if self.linked else None
        calculation = other[0] if other else self.calculation
        if calculation is None:
            return None
        term = calculation.terms.get(name)
        if term is None or term.unit == "text" or (term.is_column and of not in calculation.rows):
            return None
        if term.is_column and pd.isna(term.values[of]):
            return None
        of = of if term.is_column else ""
        self._want(calculation, name, of)
        return _anchor(calculation.slug, of, name)

    def _want(self, calculation: Calculation, name: str, row: str) -> None:
        """Note a term and, as it rests on single numbers that are shown once for all rows, those that are computed."""
        self._calculations[calculation.slug] = calculation
        self._wanted.setdefault((calculation.slug, row), set()).add(name)
        for other in behind(calculation, name, row):
            if not calculation.terms[other].is_column and calculation.terms[other].formula:
                self._wanted.setdefault((calculation.slug, ""), set()).add(other)


def _group(calculation: Calculation, row: str, wanted: set[str], several: bool) -> dict:
    """The steps of one row: columns stand with their row, single numbers in a group of their own."""
    needed = set().union(*(behind(calculation, name, row) for name in wanted))
    terms = [
        term
        for term in calculation.terms.values()
        if term.name in needed and (term.formula or term.name in wanted) and term.is_column == bool(row)
    ]
    label = f"{row or NUMBERS}, {calculation.title}" if several else row or NUMBERS
    steps = [_step(calculation, term.name, row) for term in terms]
    return {"label": label, "anchor": _anchor(calculation.slug, row), "steps": steps}


def figure_groups(figures: pd.DataFrame, readings: Mapping[str, Sequence[tuple[str, str, str]]]) -> list[dict]:
    """A step for each printed figure: what is printed where, how it was computed, from which figures.

    Parameters
    ----------
    figures : DataFrame
        The table of `vtcost.published.figures`.
    readings : mapping
        Of `vtcost.published.readings`: per id the name, source and status of what its computation read.
    """
    found: dict[str, list[dict]] = {}
    for number, row in enumerate(figures.itertuples()):
        computed = row.computed is not None and row.computed == row.computed
        read = [Origin(*one) for one in readings.get(row.id, ())]
        sources = [f"gedrukt in {row.source}", *_read(read)]
        step = {
            "anchor": figure_anchor(number),
            "label": f"{row.row} – {row.column}",
            "unit": row.unit if computed or not isinstance(row.published, str) else "text",
            "unit_name": UNIT_NAMES.get(row.unit, ""),
            "value": plain(row.computed if computed else row.published),
            "formula": row.cause or GIVEN,
            "filled": _confronted(row) if computed else "",
            "sources": sources,
        }
        found.setdefault(f"{row.memo}, {row.place}", []).append(step)
    return [
        {"label": label, "anchor": f"cijfers-{number}", "steps": steps}
        for number, (label, steps) in enumerate(found.items(), 1)
    ]


def figure_anchor(number: int) -> str:
    """The address of a printed figure, by its place in the table of all figures."""
    return f"cijfer-{number + 1}"


def _confronted(row) -> str:
    """Computed less printed, in the unit of the figure."""
    if isinstance(row.published, str) or row.published != row.published:
        return ""
    printed, difference = (show(float(value), row.unit, decimals=2) for value in (row.published, row.difference))
    return f"berekend {show(float(row.computed), row.unit, decimals=2)} − gedrukt {printed} = {difference}"


def _told(name: str, label: str) -> dict:
    general = {"anchor": f"afleiding-{name}", "label": label, "unit": "number", "unit_name": "", "value": None}
    return {**general, "formula": GENERAL[name], "filled": "", "sources": []}


def _read(origins: Sequence[Origin]) -> list[str]:
    """What the computation read, for this figure and those beside it, one line for each table."""
    tables: dict[str, list[Origin]] = {}
    for origin in origins:
        tables.setdefault(", ".join(origin.source.split(", ")[:2]), []).append(origin)
    return [
        f"de berekening van deze reeks leest {together(cells)} ({STATUSES[weakest(cells)]})"
        for cells in tables.values()
    ]


def _column(name: str, values: pd.Series, how: str, known: tuple[str, str] | None) -> Term:
    label, unit = known or (name, "number")
    formula = how if "{" in how else ""
    origins = (Origin(name, how, "printed"),) if how and not formula else ()
    return Term(name, label, unit, values, formula, origins)


def _step(calculation: Calculation, name: str, row: str) -> dict:
    """A step as a block shows it."""
    term = calculation.terms[name]
    address = _anchor(calculation.slug, row if term.is_column else "", name)
    return _block_of(step(calculation, term, row), address)


def _block_of(made: Step, address: str) -> dict:
    return {
        "anchor": address,
        "label": made.label,
        "unit": made.unit,
        "unit_name": UNIT_NAMES.get(made.unit, ""),
        "value": plain(made.value),
        "formula": made.formula,
        "filled": made.filled,
        "sources": [_in_dutch(source) for source in made.sources],
    }


def _own_step(own: Calculation, name: str, row: str, how: str) -> dict:
    """A step of a table that is computed from its own columns; a sentence says what no formula over them can."""
    made = _step(own, name, row)
    told = {} if own.terms[name].formula else {"formula": how, "sources": []}
    return {**made, **told, "label": f"{row}: {own.terms[name].label}"}


def _in_dutch(source: str) -> str:
    return re.sub(r"\[(\w+)\]$", lambda match: f"({STATUSES[match[1]]})", source)


def _anchor(slug: str, row: str, name: str = "") -> str:
    return "-".join(part for part in (slug, anchor(row) or "getal", anchor(name)) if part)
