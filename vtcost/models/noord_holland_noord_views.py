"""Noord-Holland Noord: the tables of the memo."""

import pandas as pd

from vtcost.data import Region
from vtcost.formulas.comparison import effects
from vtcost.formulas.rounding import whole_units
from vtcost.formulas.settlement import settle
from vtcost.models.noord_holland_noord import (
    READINGS,
    TABLE,
    TOTAL,
    allocation,
    incidental,
    key,
    keys,
    old_contribution,
    old_grants,
    read,
    start_options,
    transition,
)
from vtcost.results import components

SUM_LABELS = {
    "sum": ("Som van de gemeenten", "euro"),
    "total": ("Gedrukt totaal", "euro"),
    "difference": ("Verschil", "euro"),
}


def column_sums(region: Region) -> pd.DataFrame:
    """The printed columns of the table added up, against the total that stands under them."""
    columns = {figure.column: figure.Index.rsplit("/", 1)[1] for figure in region.match(f"{TABLE}/*/*")}
    rows = {}
    for label, column in columns.items():
        total = region.figure(f"{TABLE}/totaal/{column}")
        rows[label] = {"sum": region.column(f"{TABLE}/*/{column}", leave_out=(TOTAL,)).sum(), "total": total}
    frame = pd.DataFrame(rows).T
    return frame.assign(difference=frame["sum"] - frame["total"])


def billed(region: Region) -> pd.DataFrame:
    """Contributions in whole euros, as they are billed: ``new`` and ``old``. [euro]"""
    new = allocation(read(region))["contribution"]
    return pd.DataFrame({"new": whole_units(new), "old": whole_units(old_contribution(region))})


def overview(region: Region) -> pd.DataFrame:
    """What each municipality pays in whole euros, per inhabitant, and the effect against the old key."""
    people, whole = read(region).inhabitants, billed(region)
    paid = pd.DataFrame(
        {"contribution": whole["new"], "per_inhabitant": whole["new"] / people, "old_contribution": whole["old"]}
    )
    return paid.join(effects(whole["new"], whole["old"], people))


def key_table(region: Region) -> pd.DataFrame:
    """Inhabitants, the two shares and the key per municipality."""
    inputs = read(region)
    by = keys(inputs)
    shares_of = {f"share_{name}": share for name, share in by.items()}
    return pd.DataFrame({"inhabitants": inputs.inhabitants, **shares_of, "key": key(inputs)})


def relief_table(region: Region) -> pd.DataFrame:
    """Centre municipality, contribution before DUVO, correction and grant per municipality."""
    inputs = read(region)
    table = components(allocation(inputs))
    return pd.DataFrame({"centre": inputs.centre}).join(table[["before_relief", "relief", "grant"]])


def contribution_table(region: Region) -> pd.DataFrame:
    """Every term of the contribution: both parts, before DUVO, correction, grant, contribution."""
    inputs = read(region)
    table = allocation(inputs)
    parts = table[["part inhabitants", "part cases"]]
    return parts.join(components(table)[["before_relief", "relief", "grant", "contribution"]])


def first_year(region: Region) -> pd.DataFrame:
    """Starting in retrospect: due by the new key, paid by the old one, settled a year later."""
    due, paid = allocation(read(region))["contribution"], old_contribution(region)
    return pd.DataFrame({"contribution": due, "old_contribution": paid, "settlement": settle(due, paid)})


def reconciliation(region: Region) -> list[tuple[str, float]]:
    """The aansluiting: budget, parts, DUVO out and in, rounding, whole euros; each group closes to zero."""
    inputs = read(region)
    table = allocation(inputs)
    paid = table["contribution"]
    whole = whole_units(paid).sum()
    return [
        ("Begroting", inputs.budget),
        ("Deel naar inwoners", -table["part inhabitants"].sum()),
        ("Deel naar casussen", -table["part cases"].sum()),
        ("Correctie DUVO op de bijdragen", table.filter(regex="^relief ").sum().sum()),
        *((f"DUVO ingebracht via {centre}", table[f"grant {centre}"].sum()) for centre in inputs.grants.index),
        ("Bijdragen, exact", paid.sum()),
        ("Afronding op hele euro's", whole - paid.sum()),
        ("Bijdragen in hele euro's", -whole),
    ]


def transition_moved(region: Region) -> pd.DataFrame:
    """Euros that change hands against the old key, per reading and year: half the sum of the absolute effects.

    A transition softens if less moves in its first year than in its last.
    """
    old = old_contribution(region)
    by_reading = {reading: transition(region, reading).sub(old, axis=0).apply(moved) for reading in READINGS}
    return pd.DataFrame(by_reading).T


def worded(by_reading: pd.DataFrame) -> pd.DataFrame:
    """A table by reading of the transition, with the readings in Dutch."""
    words = {"rising": "oplopend", "falling": "aflopend", "literal": "letterlijk"}
    return by_reading.rename(index=words)


def growth_note(region: Region) -> str:
    """Whether the DUVO grows along in `transition`, in Dutch, for the note under its table."""
    if old_grants(region) is None:
        return "De oude DUVO ontbreekt in de memo; de tabel rekent vanaf het eerste jaar met de nieuwe DUVO."
    return "De DUVO groeit in gelijke stappen van het opgegeven oude naar het nieuwe bedrag."


def cases_note(region: Region) -> str:
    """Where the shares of the cases come from, in Dutch."""
    with region.reading() as log:
        read(region)
    if log.statuses["closed_cases"] == "derived":
        return "De memo noemt de aantallen casussen niet. De aandelen zijn teruggerekend uit de gedrukte bedragen."
    return "De aantallen casussen zijn opgegeven; de memo noemt ze niet."


def comparison_note(region: Region) -> str:
    """The memo's own warning about old and new contributions, in Dutch, with what is known of the old DUVO."""
    warning = "Let op: oud en nieuw zijn niet één op één te vergelijken. De oude sleutel rekende met een lagere DUVO"
    known = "" if old_grants(region) else "; hoeveel lager staat niet in de memo"
    same = "De oude sleutel is hier op dezelfde begroting gezet."
    return f"{warning}{known}. {same} Bij Den Helder en Alkmaar zit de ingebrachte DUVO in de bijdrage."


def moved(effect: pd.Series) -> float:
    """Euros that change hands: half the sum of the absolute effects."""
    return effect.abs().sum() / 2


def once_note(region: Region) -> str:
    """What is known of the amount that is paid in one year only, in Dutch."""
    if incidental(region):
        return "De memo zegt niet of het eenmalige bedrag in de begroting zit of erbovenop komt; beide staan hieronder."
    return "Voor dit jaar is geen eenmalig bedrag bekend; beide tabellen zijn daarom gelijk."


def late_start(region: Region) -> dict[str, float]:
    """Euros that a later start leaves with those who paid too little, with the one-off amount inside or on top."""
    found = {}
    for name, inside in (("inside", True), ("on_top", False)):
        options = start_options(region, inside)
        found[name] = moved((options["start_now"] - options["start_later"]).iloc[:, 0])
    return found
