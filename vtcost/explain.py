"""One result of a region worked out to its inputs and their sources."""

from vtcost.calculation.derive import Step, steps
from vtcost.data import InputError, Region, in_one_line, region_module


def explain(region: Region, row: str, model: str | None = None, year: int | None = None) -> list[Step]:
    """The steps to a contribution, or to the people needed, in the order in which they are computed.

    Parameters
    ----------
    region : Region
    row : str
        Municipality; for zuid_holland_zuid a column of its table, or "Doorrekening" for the scenario.
    model : str, optional
        As in results.csv; default the model of the memo.
    year : int, optional
        Year of a model over several years; default its first.

    Raises
    ------
    InputError
        If the row, model or year is unknown.

    Examples
    --------
    >>> worked_out = explain(Region.open("zuid_holland_zuid"), "Begroting 2025 voorstel DB")
    >>> round(worked_out[-1].value, 2), worked_out[-1].filled
    (-7.18, '66,1500 − 73,3333')
    """
    module = region_module("calculation", region.name)
    term, rows = module.target(region, model, year, row)
    if row not in rows:
        raise InputError(f"row {row!r}: expected one of {', '.join(rows)}")
    with in_one_line(region.name):
        calculation = module.calculate(region)
        return steps(calculation, term, row if row in calculation.rows else "")
