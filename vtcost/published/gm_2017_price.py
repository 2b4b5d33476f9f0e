"""The cost price of an hour (gm-2017, bijlage 5): salary parts, surcharges, total, price."""

import pandas as pd

from vtcost.data import Region
from vtcost.formulas.price import cost_price
from vtcost.published.verdicts import Derivation
from vtcost.recovered.gelderland_midden_tables import rate

PRICE = "gm-2017/bijlage-5-tabel-kostprijsonderbouwing"
START = "gm-2017/bijlage-5-uitgangspunten"
# Labels of annex 5 that the build-up of the cost price names otherwise.
PRICE_LINES = {
    "Personeelskosten per jaar": "salary",
    "Salarismix": "salary",
    "Directe kosten (werkplek, telefoon, laptop, leidinggevende)": "Directe kosten",
    "Centrale overhead (ICT, P&O, administratie)": "Centrale overhead",
    "Subtotaal (2e vermelding)": "subtotal",
    "Risico opslag": "risk",
    "Totaal": "total",
    "Prijs per uur": "price",
}


def _price(region: Region) -> pd.Series:
    """The build-up from the printed salary parts, under the labels of the table."""
    surcharges = region.input("surcharge")
    given = (surcharges, region.input("risk"), region.input("hours_per_fte"))
    lines = cost_price(region.input("salary_part").sum(), region.input("months"), *given)
    labelled = pd.Series({label: lines[line] for label, line in PRICE_LINES.items()})
    first = lines["salary"] + lines["Sociale lasten"] + lines["Reiskosten, opleidingskosten"]
    return pd.concat(
        [labelled, lines[["Sociale lasten", "Reiskosten, opleidingskosten"]], pd.Series({"Subtotaal": first})]
    )


DERIVATIONS = (
    Derivation(
        f"{PRICE}/schaal-*/bedrag",
        lambda region: region.input("salary_month") * region.input("salary_share"),
        "maandsalaris maal inzet",
        rounded=(f"{PRICE}/schaal-*/inzet",),
    ),
    Derivation(
        f"{PRICE}/prijs-per-uur-indexatie/bedrag",
        lambda region: _price(region)["Prijs per uur"] * (1 + region.input("price_index")),
        "prijs per uur maal index",
    ),
    *(
        Derivation(
            f"{PRICE}/{row}/bedrag",
            _price,
            "opbouw uit de gedrukte salarisdelen",
            rounded=(f"{PRICE}/schaal-*/bedrag",),
        )
        for row in ("p*", "s*", "r*", "directe*", "centrale*", "totaal")
    ),
    Derivation(
        f"{START}/omslagtarief/bedrag",
        rate,
        "begroting gedeeld door directe uren",
    ),
    Derivation(
        f"{START}/tarief-volgens-kostprijsmodel/bedrag",
        lambda region: _price(region)["Prijs per uur"] * (1 + region.input("price_index")),
        "prijs per uur maal index",
    ),
)
