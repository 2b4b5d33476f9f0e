"""The steps behind the figures of tables that are made of quantities: a link from each cell, and every step once."""

from collections.abc import Callable

from vtcost.memo.document import anchor
from vtcost.quantity import Quantity, Step
from vtcost.quantity.steps import is_about, step

SLUG = "stap"
NUMBERS = "Enkele getallen"


class Steps:
    """Collects the quantities that tables link to."""

    def __init__(self):
        self._wanted: dict[str, dict[Quantity, None]] = {}

    def link(self, one: Quantity, row: str) -> str | None:
        """The address of the step behind a cell; None for a text or where nothing is known."""
        value = one.value[0 if one.rows is None else one.rows.get_loc(row)]
        if one.unit == "text" or value != value:
            return None
        row = row if one.rows is not None else ""
        self._wanted.setdefault(row, {})[one] = None
        # Single numbers behind it are shown once, for all rows.
        for other in one.behind():
            if other.rows is None and other.label and other.args:
                self._wanted.setdefault("", {})[other] = None
        return address(row, one)

    def groups(self, shown: Callable[[Step, str], dict]) -> list[dict]:
        """All steps that are linked to with those behind them, a group for each row; `shown` makes a block of one."""
        order = dict.fromkeys(["", *(row for row in self._wanted if row)])
        return [self._group(row, shown) for row in order if row in self._wanted]

    def _group(self, row: str, shown: Callable[[Step, str], dict]) -> dict:
        wanted = self._wanted[row]
        needed = dict.fromkeys(other for one in wanted for other in one.behind())
        steps = [
            shown(step(one, row), address(row, one))
            for one in needed
            if one.label and (one.args or one in wanted) and (one.rows is not None) == bool(row) and is_about(one, row)
        ]
        return {"label": row or NUMBERS, "anchor": "-".join([SLUG, anchor(row) or "getal"]), "steps": steps}


def address(row: str, one: Quantity) -> str:
    """The address of a step.

    Examples
    --------
    >>> from vtcost.quantity import given
    >>> address("", given(1350.0, "Uren per fte", "hours_per_fte"))
    'stap-getal-uren-per-fte'
    """
    return "-".join([SLUG, anchor(row) or "getal", anchor(one.label)])
