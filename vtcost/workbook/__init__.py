"""The calculation as a workbook with live formulas."""

from vtcost.workbook.write import workbook

__all__ = ["workbook"]
