"""How the printed figures of nhn-oplegger and nhn-advies follow from each other."""

import pandas as pd

from vtcost.data import Region
from vtcost.models import noord_holland_noord as model
from vtcost.models.noord_holland_noord import TABLE, TOTAL
from vtcost.published.verdicts import Derivation


def _contribution(region: Region, column: str) -> pd.Series:
    memo = region.for_year(model.TABLE_YEAR)
    table = model.allocation(model.read(memo))
    moved = table.filter(regex=f"^{column}").sum(axis=1)
    return moved


def _printed_sum(region: Region, column: str) -> float:
    return region.column(f"{TABLE}/*/{column}", leave_out=(TOTAL,)).sum()


def _grants_total(region: Region) -> float:
    region = region.for_year(model.TABLE_YEAR)
    return region.input("duvo_alkmaar") + region.input("duvo_den_helder")


def _agreeing(region: Region) -> float:
    return len(region.municipalities(model.TABLE_YEAR)) - region.input("buch_municipalities")


DERIVATIONS = (
    Derivation(
        f"{TABLE}/totaal/bijdrage-vanuit-duvo-2019", _grants_total, "som van de DUVO van Alkmaar en van Den Helder"
    ),
    *(
        Derivation(
            f"{TABLE}/totaal/{column}",
            lambda region, column=column: _printed_sum(region, column),
            "som van de achttien gedrukte bedragen",
            rounded=(f"{TABLE}/*/{column}",),
        )
        for column in ("correctie-duvo-2019", "bijdrage-incl-duvo-2019", "bijdrage-oude-verdeelsleutel-2019")
    ),
    Derivation(
        f"{TABLE}/[!t]*/bijdrage-excl-duvo-2019",
        lambda region: _contribution(region, "before_relief"),
        "50 % inwoners en 50 % casussen",
    ),
    Derivation(
        f"{TABLE}/texel/bijdrage-excl-duvo-2019",
        lambda region: _contribution(region, "before_relief"),
        "50 % inwoners en 50 % casussen",
    ),
    Derivation(
        f"{TABLE}/*/correctie-duvo-2019",
        lambda region: _contribution(region, "relief"),
        "DUVO van de centrumgemeente naar rato van de bijdrage in haar gebied",
        rounded=(f"{TABLE}/totaal/bijdrage-excl-duvo-2019",),
    ),
    Derivation(
        f"{TABLE}/*/bijdrage-incl-duvo-2019",
        lambda region: _contribution(region, "contribution"),
        "bijdrage excl. DUVO, min correctie, plus DUVO van de centrumgemeente",
        rounded=(f"{TABLE}/totaal/bijdrage-excl-duvo-2019",),
    ),
    Derivation(
        "nhn-advies/wat-ging-vooraf/gemeenten-op-bijeenkomst-12-juli-2019/aantal",
        lambda region: len(region.municipalities(model.TABLE_YEAR)),
        "aantal gemeenten van de regio in 2019",
    ),
    Derivation(
        "nhn-advies/bijeenkomst-12-juli-2019/andere-gemeenten-akkoord-met-opbouw/aantal",
        _agreeing,
        "alle gemeenten min de vier BUCH-gemeenten",
    ),
)
