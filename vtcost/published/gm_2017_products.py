"""The product table of C1 (gm-2017, bijlage 2): amounts per sub-region, shares, sums."""

import pandas as pd

from vtcost.data import Region
from vtcost.models import gelderland_midden as model
from vtcost.models.gelderland_midden import CENTRAAL, VALLEI
from vtcost.published.verdicts import Derivation

PRODUCTS = "gm-2017/bijlage-2-tabel-algemene-voorziening-smal-productie"
SIDES = {"gelderland-centraal": CENTRAAL, "veluwe-vallei": VALLEI}


def _product_column(region: Region, side: str) -> pd.Series:
    """Amounts of a sub-region: general products by the objective split, the rest as total less the other side."""
    amounts = region.input("product_amount").reindex(region.tables["products"]["product"])
    general = amounts[model.products(region, "c1", "general")] * model.objective_split(region)[SIDES[side]]
    if side == "gelderland-centraal":
        return general
    produced = region.input("production_centraal")[model.products(region, "c1", "production")]
    return pd.concat([general, amounts[produced.index] - produced])


def _subtotals(region: Region, column: str) -> pd.Series:
    printed = region.column(f"{PRODUCTS}/*/{column}", leave_out=("Subtotaal algemeen", "Subtotaal productie", "Totaal"))
    general, produced = (printed[model.products(region, "c1", kind)].sum() for kind in ("general", "production"))
    return pd.Series({"Subtotaal algemeen": general, "Subtotaal productie": produced, "Totaal": general + produced})


def _product_share(region: Region, side: str) -> pd.Series:
    return region.column(f"{PRODUCTS}/*/{side}") / region.column(f"{PRODUCTS}/*/totaal")


def _products() -> list[Derivation]:
    made = []
    for column in ("gelderland-centraal", "veluwe-vallei", "totaal"):
        for row in ("subtotaal-algemeen", "subtotaal-productie", "totaal"):
            made.append(
                Derivation(
                    f"{PRODUCTS}/{row}/{column}",
                    lambda region, column=column: _subtotals(region, column),
                    "som van de producten",
                    rounded=(f"{PRODUCTS}/*/{column}",),
                )
            )
    general = ("adviesvragen*", "bereikbaarheid*", "vervolgacties*", "monitoring*", "verzoek*", "voorlichting*")
    produced = ("meldingen*", "zorgmeldingen*", "onderzoek*", "ondersteuning*", "beoordeling*", "uitvoering*")
    for side in SIDES:
        for row in general if side == "gelderland-centraal" else general + produced:
            made.append(
                Derivation(
                    f"{PRODUCTS}/{row}/{side}",
                    lambda region, side=side: _product_column(region, side),
                    "algemeen: totaal maal objectief aandeel; productie: totaal min de andere subregio",
                    rounded=(f"{PRODUCTS}/*/totaal", f"{PRODUCTS}/*/gelderland-centraal"),
                )
            )
        made.append(
            Derivation(
                f"{PRODUCTS}/*/{side}-aandeel",
                lambda region, side=side: _product_share(region, side),
                "bedrag gedeeld door totaal",
            )
        )
    return made


DERIVATIONS = tuple(_products())
