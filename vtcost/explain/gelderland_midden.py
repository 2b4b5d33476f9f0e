"""Gelderland-Midden: the contribution of one municipality in a variant worked out to its inputs."""

from vtcost.data import InputError, Region
from vtcost.explain.steps import Step, source_of
from vtcost.models import gelderland_midden as model_of
from vtcost.numbers import number, percent

# Parts of the variants in words.
PARTS = {
    "general": "Algemeen deel",
    "reports": "Meldingen",
    "interventions": "Overige productie",
    "fixed": "Vast deel",
    "variable": "Variabel deel",
}
GRANTS = ("duvo_arnhem", "duvo_ede", "duvo_amersfoort")


def explain(region: Region, row: str, model: str = "a", year: int | None = None) -> list[Step]:
    """The contribution of a municipality: each part by its key, each grant off and on, the floor.

    Parameters
    ----------
    region : Region
    row : str
        Municipality.
    model : str
        ``a``, ``a_youth``, ``b``, ``c1``, ``c2`` or ``ac2``.
    year : int, optional
        Only the year of the parameters.

    Raises
    ------
    InputError
        If the municipality, model or year is unknown.
    """
    if year not in (None, region.year):
        raise InputError(f"year {year}: expected {region.year} (another year is the parameter year)")
    with region.reading() as log:
        parts, reliefs = model_of.terms(region, model)
        table = model_of.variant(region, model)
    if row not in table.index:
        raise InputError(f"row {row!r}: expected one of {', '.join(table.index)}")

    costs = [name for name in log.sources if not name.startswith((*GRANTS, "duvo_grant"))]
    steps, filled = [], []
    for part in (part for part in parts if row in part.key.index):
        word, _, rest = part.name.partition(" ")
        value = table.loc[row, f"part {part.name}"]
        label = f"{PARTS[word]} {rest}".strip() if word in PARTS else f"Deel van {part.name}"
        known = source_of(log.statuses, log.sources, *costs) if not steps else []
        shown = f"{number(part.amount, 2)} x {percent(part.key[row], 4)}"
        steps.append(Step(label, "bedrag x aandeel van de gemeente", shown, value, "euro_cent", known))
        filled.append(f"+ {number(value, 2)}")
    for relief in (relief for relief in reliefs if row in relief.key.index):
        value, known = table.loc[row, f"relief {relief.name}"], _grant_sources(log, relief.name)
        shown = f"-{number(relief.amount)} x {percent(relief.key[row], 4)}"
        label = f"DUVO van {relief.name} in mindering"
        steps.append(Step(label, "- DUVO x aandeel van de gemeente", shown, value, "euro_cent", known))
        filled.append(f"- {number(-value, 2)}")
    for relief in (relief for relief in reliefs if relief.recipient == row):
        amount, known = float(relief.amount), _grant_sources(log, relief.name)
        label = f"DUVO van {relief.name}, ingebracht"
        steps.append(Step(label, "hele DUVO", number(amount), amount, "euro_cent", known))
        filled.append(f"+ {number(amount, 2)}")
    if "floor" in table and round(table.loc[row, "floor"], 2):
        value = table.loc[row, "floor"]
        steps.append(Step("Ondergrens nul", "opgetild, of door anderen gedragen", number(value, 2), value, "euro_cent"))
        filled.append(f"{'+' if value > 0 else '-'} {number(abs(value), 2)}")
    total, words = table.loc[row, "contribution"], " ".join(filled).removeprefix("+ ")
    steps.append(Step("Bijdrage", "som van de stappen", words, total, "euro_cent"))
    return steps


def _grant_sources(log, centre: str) -> list[str]:
    return source_of(log.statuses, log.sources, f"duvo_{centre.lower()}")
