"""Noord-Holland Noord: the contribution of one municipality worked out to its inputs."""

from dataclasses import replace

from vtcost.data import InputError, Region
from vtcost.explain.steps import Step, source_of
from vtcost.models import noord_holland_noord as model_of
from vtcost.numbers import number, percent


def explain(region: Region, row: str, model: str = "key", year: int | None = None) -> list[Step]:
    """The contribution of a municipality, step by step.

    Parameters
    ----------
    region : Region
    row : str
        Municipality.
    model : str
        ``key``, or ``transition_rising``, ``transition_falling``, ``transition_literal``.
    year : int, optional
        Year of the transition; default its first.

    Raises
    ------
    InputError
        If the municipality, model or year is unknown.
    """
    with region.reading() as log:
        inputs, grants = model_of.read(region), None
        if row not in inputs.inhabitants.index:
            raise InputError(f"row {row!r}: expected one of {', '.join(inputs.inhabitants.index)}")
        reading = model.removeprefix("transition_")
        if reading in model_of.READINGS:
            path = model_of.transition_path(region, reading)
            year = int(path.index[0]) if year is None else year
            if year not in path.index:
                raise InputError(f"year {year}: expected one of {', '.join(map(str, path.index))}")
            inputs = replace(inputs, weight_inhabitants=path.loc[year, "inhabitants"])
            grants = model_of.grants_of_step(region, inputs.grants, path.index.get_loc(year), len(path))
        elif model != "key":
            known = ", ".join(f"transition_{reading}" for reading in model_of.READINGS)
            raise InputError(f"model {model!r}: expected one of key, {known}")
        elif year not in (None, region.year):
            raise InputError(f"year {year}: expected {region.year} (another year is the parameter year)")
    if grants is not None:
        inputs = replace(inputs, grants=grants)
    return _steps(inputs, row, lambda *names: source_of(log.statuses, log.sources, *names))


def _steps(inputs: model_of.Inputs, row: str, sources) -> list[Step]:
    by, weight, table = model_of.keys(inputs), inputs.weight_inhabitants, model_of.allocation(inputs)
    before, centre = table["before_relief"], inputs.centre[row]
    people, grant = inputs.inhabitants, inputs.grants[centre]
    around = before[inputs.centre == centre].sum()
    relief = table.loc[row, f"relief {centre}"]
    brought = table.loc[row, f"grant {centre}"]
    steps = [
        Step(
            "Aandeel in de inwoners",
            "inwoners / inwoners van de regio",
            f"{number(people[row])} / {number(people.sum())}",
            by["inhabitants"][row],
            "share",
            sources("population_memo", "population "),
        ),
        Step(
            "Aandeel in de casussen",
            "casussen / casussen van de regio",
            percent(by["cases"][row], 4),
            by["cases"][row],
            "share",
            sources("closed_cases"),
        ),
        Step(
            "Sleutel",
            "gewicht x aandeel inwoners + (1 - gewicht) x aandeel casussen",
            f"{number(weight, 2)} x {percent(by['inhabitants'][row], 4)} + "
            f"{number(1 - weight, 2)} x {percent(by['cases'][row], 4)}",
            model_of.key(inputs)[row],
            "share",
            sources("weight_inhabitants", "transition_inhabitants"),
        ),
        Step(
            "Bijdrage vóór DUVO",
            "begroting x sleutel",
            f"{number(inputs.budget)} x {percent(model_of.key(inputs)[row], 4)}",
            before[row],
            "euro_cent",
            sources("budget"),
        ),
        Step(
            "Correctie DUVO",
            f"- DUVO van {centre} x bijdrage / bijdragen in het gebied van {centre}",
            f"-{number(grant)} x {number(before[row], 2)} / {number(around, 2)}",
            relief,
            "euro_cent",
            sources("duvo_" + centre.lower().replace(" ", "_")),
        ),
        Step(
            "Inbreng uit de DUVO",
            "DUVO als de gemeente centrumgemeente is, anders nul",
            number(brought),
            brought,
            "euro_cent",
            sources("duvo_" + centre.lower().replace(" ", "_")),
        ),
        Step(
            "Bijdrage",
            "vóór DUVO + correctie + inbreng",
            f"{number(before[row], 2)} + {number(relief, 2)} + {number(brought, 2)}".replace("+ -", "- "),
            table.loc[row, "contribution"],
            "euro_cent",
        ),
    ]
    return steps
