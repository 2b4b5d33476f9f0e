"""Gelderland-Midden: the contribution of one municipality in variant A or A-youth worked out to its inputs."""

from vtcost.data import InputError, Region
from vtcost.explain.steps import Step, source_of
from vtcost.models import gelderland_midden as model_of
from vtcost.numbers import number, percent

MEASURES = {"a": ("population", "inwoners"), "a_youth": ("population_under_20", "inwoners jonger dan 20 jaar")}


def explain(region: Region, row: str, model: str = "a", year: int | None = None) -> list[Step]:
    """The contribution of a municipality, in the three steps of gm-2017.

    Parameters
    ----------
    region : Region
    row : str
        Municipality.
    model : str
        ``a`` or ``a_youth``.
    year : int, optional
        Only the year of the parameters.

    Raises
    ------
    InputError
        If the municipality, model or year is unknown.
    """
    if model not in MEASURES:
        raise InputError(f"model {model!r}: expected one of {', '.join(MEASURES)}")
    if year not in (None, region.year):
        raise InputError(f"year {year}: expected {region.year} (another year is the parameter year)")
    measure, words = MEASURES[model]
    with region.reading() as log:
        inputs, counted = model_of.read(region), model_of.people(region, measure)
        if row not in counted.index:
            raise InputError(f"row {row!r}: expected one of {', '.join(counted.index)}")
        split = model_of.split(region, "share_a")
        table = model_of.by_subregion(inputs, split, counted)

    def sources(*names: str) -> list[str]:
        return source_of(log.statuses, log.sources, *names)

    subregion = inputs.subregion[row]
    around = counted[inputs.subregion == subregion].sum()
    amount, share = inputs.budget * split[subregion], counted[row] / around
    steps = [
        Step(
            f"Bedrag van {subregion}",
            "begroting x aandeel van de subregio",
            f"{number(inputs.budget)} x {percent(split[subregion], 4)}",
            amount,
            "euro_cent",
            sources("budget", "share_"),
        ),
        Step(
            "Aandeel in de subregio",
            f"{words} / {words} van de subregio",
            f"{number(counted[row])} / {number(around)}",
            share,
            "share",
            sources(measure),
        ),
        Step(
            "Bijdrage vóór DUVO",
            "bedrag van de subregio x aandeel",
            f"{number(amount, 2)} x {percent(share, 4)}",
            table.loc[row, "before_relief"],
            "euro_cent",
        ),
    ]
    filled = [number(table.loc[row, "before_relief"], 2)]
    for centre, recipient in model_of.RECIPIENTS.items():
        if inputs.subregion[recipient] != subregion:
            continue
        grant, relief = inputs.grants[centre], table.loc[row, f"relief {centre}"]
        known = sources(f"duvo_{centre.lower()}")
        steps.append(
            Step(
                f"DUVO van {centre} in mindering",
                "- DUVO x aandeel in de subregio",
                f"-{number(grant)} x {percent(share, 4)}",
                relief,
                "euro_cent",
                known,
            )
        )
        filled.append(f"- {number(-relief, 2)}")
        if recipient == row:
            steps.append(
                Step(f"DUVO van {centre}, ingebracht", "hele DUVO", number(grant), float(grant), "euro_cent", known)
            )
            filled.append(f"+ {number(grant, 2)}")
    steps.append(
        Step(
            "Bijdrage",
            "vóór DUVO - mindering + inbreng",
            " ".join(filled),
            table.loc[row, "contribution"],
            "euro_cent",
        )
    )
    return steps
