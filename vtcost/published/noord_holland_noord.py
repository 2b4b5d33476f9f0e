"""How the printed figures of nhn-oplegger and nhn-advies follow from each other."""

import pandas as pd

from vtcost.data import Region
from vtcost.models import noord_holland_noord as model
from vtcost.models.noord_holland_noord import TABLE, TOTAL
from vtcost.published.verdicts import Derivation


def _contribution(region: Region, column: str) -> pd.Series:
    table = model.allocation(model.read(region))
    moved = table.filter(regex=f"^{column}").sum(axis=1)
    return pd.concat([moved, pd.Series({TOTAL: moved.sum()})])


def _grants_total(region: Region) -> float:
    return region.input("duvo_alkmaar") + region.input("duvo_den_helder")


def _agreeing(region: Region) -> float:
    return len(region.municipalities(model.TABLE_YEAR)) - region.input("buch_municipalities")


DERIVATIONS = (
    Derivation(
        f"{TABLE}/totaal/bijdrage-vanuit-duvo-2019", _grants_total, "som van de DUVO van Alkmaar en van Den Helder"
    ),
    Derivation(
        f"{TABLE}/totaal/bijdrage-oude-verdeelsleutel-2019",
        lambda region: region.column(f"{TABLE}/*/bijdrage-oude-verdeelsleutel-2019", leave_out=(TOTAL,)).sum(),
        "som van de achttien gedrukte bedragen",
        rounded=(f"{TABLE}/*/bijdrage-oude-verdeelsleutel-2019",),
    ),
    Derivation(
        f"{TABLE}/totaal/correctie-duvo-2019",
        lambda region: -_grants_total(region),
        "min de DUVO van beide centrumgemeenten",
    ),
    Derivation(
        f"{TABLE}/totaal/bijdrage-incl-duvo-2019",
        lambda region: _contribution(region, "contribution"),
        "som van de bijdragen",
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
    ),
    Derivation(
        f"{TABLE}/*/bijdrage-incl-duvo-2019",
        lambda region: _contribution(region, "contribution"),
        "bijdrage excl. DUVO, min correctie, plus DUVO van de centrumgemeente",
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
