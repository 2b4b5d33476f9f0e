"""The calculation laid out as sheets: the same steps for the derivations in the memo and the workbook."""

from vtcost.calculation.sheets import Calculation, Sheet, Term

__all__ = ["Calculation", "Sheet", "Term"]
