"""One result of a region worked out to its inputs and their sources."""

from vtcost.calculation.derive import steps as steps_of_term
from vtcost.data import InputError, Region, in_one_line, region_module
from vtcost.model_cells import has_model, model_of
from vtcost.quantity import Step, steps
from vtcost.results import year_of


def explain(region: Region, row: str, model: str | None = None, year: int | None = None) -> list[Step]:
    """The steps to a contribution, or to the people needed, in the order in which they are computed.

    Parameters
    ----------
    region : Region
    row : str
        Municipality, or another row of the model: a column of the multi-year table, the forecast.
    model : str, optional
        As in results.csv; default the model of the memo.
    year : int, optional
        Year of the outcome; default the first that has the row.

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
    if has_model(region.name):
        return _by_model(region, row, model, year)
    module = region_module("calculation", region.name)
    term, rows = module.target(region, model, year, row)
    if row not in rows:
        raise InputError(f"row {row!r}: expected one of {', '.join(rows)}")
    with in_one_line(region.name):
        calculation = module.calculate(region)
        return steps_of_term(calculation, term, row if row in calculation.rows else "")


def _by_model(region: Region, row: str, name: str | None, year: int | None) -> list[Step]:
    with in_one_line(region.name):
        made = model_of(region)
    try:
        outcomes = made.outcomes_of(name)
    except ValueError as error:
        raise InputError(str(error)) from None
    rows, years = {}, set()
    for outcome in outcomes:
        bottom_line = outcome.bottom_line
        for other in [outcome.column] if bottom_line.rows is None else bottom_line.rows:
            years.add(its_year := year_of(region, outcome, other))
            if year in (None, its_year):
                rows.setdefault(other, bottom_line)
    if not rows:
        raise InputError(f"year {year}: expected one of {', '.join(map(str, sorted(years)))}")
    if row not in rows:
        raise InputError(f"row {row!r}: expected one of {', '.join(rows)}")
    with in_one_line(region.name):
        return steps(rows[row], row)
