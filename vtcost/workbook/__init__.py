"""The workbook: the calculation with live formulas."""

from vtcost.workbook.source import of_calculation, of_model
from vtcost.workbook.write import workbook

__all__ = ["of_calculation", "of_model", "workbook"]
