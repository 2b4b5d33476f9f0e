"""Zuid-Holland Zuid: the FTE needed in one column worked out to its inputs."""

from vtcost.capacity import hours_needed
from vtcost.data import InputError, Region
from vtcost.explain.steps import Step, source_of
from vtcost.models.zuid_holland_zuid import NORM_COLUMNS, SCENARIO, read, scenario
from vtcost.numbers import number

MODELS = ("regional", "national", "regional_literal", "national_literal")


def explain(region: Region, row: str, model: str | None = None, year: int | None = None) -> list[Step]:
    """The FTE needed in a column of the multi-year table (or in the scenario), step by step.

    Parameters
    ----------
    region : Region
    row : str
        Column of the table, or "Doorrekening" for the scenario.
    model : str, optional
        ``regional``, ``national``, or either with ``_literal``; default the parameter `norms`.
    year : int, optional
        Not used: the column says the year.

    Raises
    ------
    InputError
        If the column or model is unknown.
    """
    model = region.parameter("norms") if model is None else model
    name, _, literal = model.partition("_")
    if name not in NORM_COLUMNS or literal not in ("", "literal"):
        raise InputError(f"model {model!r}: expected one of {', '.join(MODELS)}")
    with region.reading() as log:
        inputs = read(region, literal == "literal")
        volumes, column = inputs.volumes, row
        if row == SCENARIO:
            column = region.parameter("mix_of")
            chosen = (column, region.input("reports"), region.input("advice"))
            volumes = scenario(inputs, *chosen).set_axis([SCENARIO], axis=1)
        if row not in volumes:
            raise InputError(f"row {row!r}: expected one of {', '.join([*inputs.volumes, SCENARIO])}")
    norms, hours = inputs.norms[name], hours_needed(volumes[[row]], inputs.norms[name])[row]
    services = region.tables["services"].set_index("service")
    rows, norm_rows = services["literal_volume" if literal else "volume"], services["norm"]

    def sources(*names: str, about: str = "") -> list[str]:
        return source_of(log.statuses, log.sources, *names, about=about)

    steps = [
        Step(
            f"Uren {service}",
            "volume x uren per geval",
            f"{number(volumes.loc[service, row], 0 if row != SCENARIO else 1)} x {number(norms[service])}",
            hours[service],
            "hours",
            sources(f"volume {rows[service]}", about=column)
            + sources(f"norm {norm_rows[service]}", about=NORM_COLUMNS[name]),
        )
        for service in hours.index
    ]
    needed = hours.sum() / inputs.hours_per_fte
    filled = f"{number(hours.sum())} / {number(inputs.hours_per_fte)}"
    steps.append(Step("Nodig", "som van de uren / uren per fte", filled, needed, "fte", sources("hours_per_fte")))
    if row in inputs.available.index:
        filled = f"{number(inputs.available[row], 2)} - {number(needed, 2)}"
        difference = inputs.available[row] - needed
        steps.append(
            Step("Verschil", "beschikbaar - nodig", filled, difference, "fte", sources("available ", about=row))
        )
    return steps
