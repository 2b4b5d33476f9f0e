"""The memo a notebook writes: two parts, advice and accountability, each made of blocks."""

import re
from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.figure import Figure

from vtcost.calculation import Calculation
from vtcost.calculation.sheets import Terms
from vtcost.data import Region
from vtcost.data.reading import Reading
from vtcost.formulas.rounding import whole_units
from vtcost.letters.letter import Letter
from vtcost.memo import labels
from vtcost.memo.blocks import Block, pixels, plain
from vtcost.memo.claimed import claimed
from vtcost.memo.confrontation import CONFRONTED, confronted
from vtcost.memo.derivations import Derivations, figure_groups
from vtcost.memo.pages import KIND, page_data
from vtcost.memo.quantities import Columns, grid
from vtcost.numbers import number
from vtcost.published.verdicts import counts
from vtcost.quantity import Quantity, sentence
from vtcost.quantity.steps import is_about

ADVICE, ACCOUNT = "advies", "verantwoording"
TOTAL = "Totaal"
# Units whose column may be added up, and the unit to which it is shown.
SUMMED = {"euro": 1.0, "share": 1e-6, "inhabitants": 1.0, "hours": 1.0, "fte": 0.01}
ROUNDED = "Hele euro's, zo afgerond dat elke kolom precies optelt; tussen kolommen kan het een euro schelen."


class Part:
    """One part of the memo: everything it makes says which part it belongs to."""

    def __init__(self, name: str, derivations: Derivations | None = None):
        self.name, self.derivations = name, derivations or Derivations()

    def say(self, *sentences: str) -> Block:
        """Sentences with computed figures in them."""
        return self._block("sentences", sentences=list(sentences))

    def points(self, *items: str) -> Block:
        """A list of remarks."""
        return self._block("points", items=list(items))

    def decide(self, *items: str) -> Block:
        """A numbered list of what is to be decided (beslispunten)."""
        return self._block("decisions", items=list(items))

    def table(
        self,
        frame: pd.DataFrame,
        title: str,
        total: bool | str = False,
        basis: Reading | None = None,
        note: str = "",
        names: Mapping[str, tuple[str, str]] | None = None,
        index_label: str = "Gemeente",
        sign: Sequence[str] = (),
        terms: Terms | None = None,
        how: Mapping[str, str] | None = None,
        more: pd.DataFrame | None = None,
    ) -> Block:
        """A table: labels and units from `vtcost.memo.labels`, whole euros that add up to the total.

        Parameters
        ----------
        frame : DataFrame
            One column per column shown.
        title : str
            Caption.
        total : bool or str
            Add a row with the sums (not for fractions and amounts per inhabitant); a text is its label.
        basis : Reading, optional
            What was read to compute it; anything not printed in the memo is named under the table.
        note : str
            Remark under the table.
        names : mapping, optional
            Labels and units of columns that `labels.COLUMNS` does not have.
        index_label : str
            Header of the first column.
        sign : sequence of str
            Columns whose positive numbers get a plus.
        terms : callable, optional
            From row and column to the term of the calculation behind a cell; default the column itself.
        how : mapping, optional
            For a table that is computed from its own columns: see `Derivations.own`.
        more : DataFrame, optional
            Columns that `how` uses and the table does not show.
        """
        known = {**labels.COLUMNS, **(names or {})}
        columns = [_column(str(name), known[name], name in sign) for name in frame]
        units = {name: known[name][1] for name in frame}
        sums = [name for name in frame if total and units[name] in SUMMED]
        shown = frame.copy()
        for name in sums:
            if frame[name].notna().all():
                shown[name] = whole_units(frame[name], SUMMED[units[name]])
        rounded = [name for name in sums if units[name] == "euro" and not frame[name].equals(shown[name])]
        if how is None:
            links = self.derivations.links([str(label) for label in frame.index], [str(name) for name in frame], terms)
        else:
            links = self.derivations.own(title, frame, how, {str(name): unit for name, unit in known.items()}, more)
        rows = [
            {"label": str(label), "cells": [plain(value) for value in row], "links": linked, "total": False}
            for label, row, linked in zip(shown.index, shown.itertuples(index=False), links, strict=True)
        ]
        if total:
            cells = [plain(shown[name].sum()) if name in sums else None for name in frame]
            linked = [None if value is None else self.derivations.total() for value in cells]
            label = total if isinstance(total, str) else TOTAL
            rows.append({"label": label, "cells": cells, "links": linked, "total": True})
        notes = [
            "" if rows else "Geen.",
            note,
            ROUNDED if rounded else "",
            labels.basis(basis.statuses) if basis else "",
        ]
        shape = {"columns": columns, "rows": rows, "index_label": index_label}
        return self._block("table", title=title, **shape, notes=[text for text in notes if text])

    def show(
        self,
        columns: Columns,
        title: str,
        total: bool | str = False,
        note: str = "",
        index_label: str = "",
        sign: Sequence[str] = (),
        across: bool = False,
    ) -> Block:
        """A table of quantities: every figure links to the step that computes it; see `vtcost.memo.quantities.grid`.

        What is not printed in the memo and the quantities rest on is named under the table. `sign` names the columns
        whose positive numbers get a plus; the rest is as in `table`.
        """
        made = grid(columns, across)
        label = index_label or made.row_label or "Gemeente"
        read = Reading(statuses=made.statuses)
        shape = {"names": made.names, "index_label": label, "sign": sign, "terms": made.terms}
        return self.table(made.frame, title, total=total, basis=read, note=note, **shape)

    def formulas(self, *quantities: Quantity | Mapping[str, Quantity], row: str = "") -> Block:
        """Quantities with their formula in words, and for a row with its name and its numbers filled in."""
        every = [one for some in quantities for one in (some.values() if isinstance(some, Mapping) else [some])]
        about = [is_about(one, row) for one in every]
        if about and row and not any(about):
            raise ValueError(f"row {row!r}: expected a row of one of {', '.join(one.label for one in every)}")
        lines = [f"{sentence(one, row if its else '')}." for one, its in zip(every, about, strict=True)]
        columns = any(its and one.rows is not None for one, its in zip(every, about, strict=True))
        return self.points(*lines, *([f"De getallen zijn die van {row}."] if columns else []))

    def chart(self, figure: Figure, title: str, alt: str) -> Block:
        """A chart whose title is the finding; `alt` says in words what there is to see."""
        return Block({"kind": "chart", "part": self.name, "title": title, "alt": alt}, pixels(figure))

    def confrontation(
        self,
        figures: pd.DataFrame,
        pattern: str,
        title: str,
        only: Sequence[str] = (),
        terms: Mapping[str, str] | None = None,
    ) -> Block:
        """Printed against computed for the figures whose id matches a pattern: difference, verdict, cause.

        Parameters
        ----------
        figures : DataFrame
            The table of `vtcost.published.figures`.
        pattern : str
            Regular expression on the id.
        title : str
            Caption.
        only : sequence of str, optional
            Verdicts to show; default all.
        terms : mapping, optional
            From the column of the memo's table to the term of the calculation that gives it, row by row.
        """
        chosen = figures.reset_index(drop=True)
        chosen = chosen[[re.search(pattern, figure) is not None for figure in chosen["id"]]]
        if only:
            chosen = chosen[chosen["verdict"].isin(only)]
        # The same row and column stand in several tables of a memo: there the table is named too.
        again = chosen.duplicated(["row", "column"], keep=False).to_numpy()
        rows = [
            confronted(row, named, self._computed(row, terms or {}))
            for row, named in zip(chosen.itertuples(), again, strict=True)
        ]
        columns = [_column(name, known, name == "difference") for name, known in CONFRONTED.items()]
        notes = [tally(counts(chosen)) if rows else "Geen."]
        shape = {"columns": columns, "rows": rows, "index_label": "Cijfer"}
        return self._block("table", title=title, **shape, notes=notes)

    def _computed(self, row, terms: Mapping[str, str]) -> str | None:
        """The step of the calculation that computes a printed figure, if it does: the figure may be of another year."""
        term = terms.get(row.column)
        return self.derivations.same(term, row.row, row.computed) if term else None

    def claims(self, checked: pd.DataFrame, title: str) -> Block:
        """Sentences of the memos with their outcome and what was computed.

        Parameters
        ----------
        checked : DataFrame
            The table of `vtcost.claims.check`, or the part of it that is a finding (then with its consequence).
        title : str
            Caption.
        """
        shown, known = claimed(checked)
        return self.table(shown, title, names=known, index_label="Bewering")

    def reconciliation(
        self,
        lines: Mapping[str, Quantity] | Sequence[tuple[str, float]],
        title: str,
        unit: str = "euro",
        line: str = "line",
    ) -> Block:
        """The aansluiting: amounts that must add up to zero, with a running balance; `line` is how its terms begin."""
        quantities = lines if isinstance(lines, Mapping) else {}
        amounts = [(label, float(one)) for label, one in quantities.items()] or lines
        frame = pd.DataFrame(amounts, columns=["line", "amount"]).set_index("line")
        frame["amount"] = whole_units(frame["amount"], SUMMED[unit])
        frame["balance"] = frame["amount"].cumsum()
        closed = abs(frame["balance"].iloc[-1]) < 0.005
        note = "Sluit op nul." if closed else "Sluit niet op nul."
        names = {"amount": ("Bedrag", unit), "balance": ("Saldo", unit)}
        numbered = {str(label): f"{line} {number}" for number, label in enumerate(frame.index, 1)}

        def terms(row: str, column: str) -> tuple[str | Quantity, str]:
            return (quantities.get(row, numbered[row]) if column == "amount" else "", "")

        table = self.table(frame, title, note=note, names=names, index_label="Regel", terms=terms)
        for row in table.data["rows"]:
            row["links"][1] = self.derivations.balance()
        return table

    def pages(self, letters: Sequence[Letter]) -> Block:
        """A page for each municipality; they become files beside the memo."""
        return self._block(KIND, pages=[page_data(letter) for letter in letters])

    def worked_out(self) -> Block:
        """Every step behind the figures of all tables so far; comes after the last of them."""
        return self._block("derivations", title="Hoe elk cijfer is berekend", groups=self.derivations.groups())

    def sources(self, figures: pd.DataFrame, readings: Mapping[str, Sequence[tuple[str, str, str]]]) -> Block:
        """Where each printed figure stands, and from what it was computed (`vtcost.published.readings`)."""
        title = "Waar elk gedrukt cijfer staat, en waarmee het is nagerekend"
        return self._block("derivations", title=title, groups=figure_groups(figures, readings))

    def _block(self, kind: str, **data) -> Block:
        return Block({"kind": kind, "part": self.name, **data})


def parts(calculation: Calculation | None = None) -> tuple[Part, Part]:
    """The two parts of a memo: advice and accountability; figures in their tables link to the calculation."""
    derivations = Derivations(calculation)
    return Part(ADVICE, derivations), Part(ACCOUNT, derivations)


# What a reviewer sees under a cell, in the notebook alone: its figures link to no page.
paper = Part(ACCOUNT, Derivations(linked=False))


def head(region: Region) -> Block:
    """The head of the memo: aan, van, datum, onderwerp, status."""
    names = {"Aan": "addressee", "Van": "sender", "Datum": "date", "Onderwerp": "subject", "Status": "memo_status"}
    lines = [[label, region.parameter(name)] for label, name in names.items()]
    return Block({"kind": "head", "part": ADVICE, "lines": lines})


def keep(name: str, frame: pd.DataFrame) -> Block:
    """A table that travels with the notebook (results, figures) and becomes a CSV file."""
    rows = [[plain(value) for value in row] for row in frame.itertuples(index=False)]
    return Block({"kind": "data", "part": ACCOUNT, "name": name, "columns": list(frame.columns), "rows": rows})


def tally(numbers: dict[str, int]) -> str:
    """A verdict count as a sentence.

    Examples
    --------
    >>> tally({"input": 2, "reproduced": 14, "rounding": 0})
    '16 gedrukte cijfers: 2 gegeven, 14 gereproduceerd.'
    """
    parts = [f"{number(count)} {labels.VERDICTS[verdict]}" for verdict, count in numbers.items() if count]
    if not parts:
        return "Geen gedrukte cijfers."
    total = sum(numbers.values())
    return f"{number(total)} {'gedrukt cijfer' if total == 1 else 'gedrukte cijfers'}: {', '.join(parts)}."


def _column(name: str, known: tuple[str, str], sign: bool = False) -> dict:
    label, unit = known
    return {"name": name, "label": label, "unit": unit, "unit_name": labels.UNIT_NAMES.get(unit, ""), "sign": sign}
