"""How the printed figures of gm-2017 follow from each other."""

from collections.abc import Sequence

import pandas as pd

from vtcost.data import Region
from vtcost.models import gelderland_midden as model
from vtcost.models.gelderland_midden import CENTRAAL, VALLEI
from vtcost.published import gm_2017_products
from vtcost.published.gm_2017_products import SIDES
from vtcost.published.verdicts import Derivation

VARIANTS = "gm-2017/tabel-verdeling-hoofdvarianten-hoofdstuk-"
COSTS = "gm-2017/bijlage-2-tabel-overzicht-kosten-regiogemeenten"
GRANTS = "gm-2017/bijlage-2-tabel-procentuele-verdeling-duvo"
PRICE = "gm-2017/bijlage-5-tabel-kostprijsonderbouwing"
START = "gm-2017/bijlage-5-uitgangspunten"
TEXT = "gm-2017/hoofdstuk-4-variant-"
# The grants are printed to the euro; their printed total is a euro below their sum, so they are rounded.
ROUNDED_GRANTS = (f"{GRANTS}/*/duvo",)
SUBREGIONS = {"Gemeenten regio Gelderland Centraal": CENTRAAL, "Gemeenten regio Veluwe Vallei": VALLEI}
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


def _variant(region: Region, name: str) -> dict[str, float]:
    budget = region.input("budget")
    if name in ("c1", "c2"):
        return model.products_split(region, name).to_dict()
    shares = model.split(region, "share_a") if name == "a" else model.objective_split(region)
    return {side: budget * share for side, share in shares.items()}


def _scaled(region: Region, name: str) -> dict[str, float]:
    amounts = _variant(region, name)
    return {side: amount * region.input("budget") / sum(amounts.values()) for side, amount in amounts.items()}


def _variants() -> list[Derivation]:
    """Both prints of the table of main variants, and the amounts rounded to thousands in the text."""
    made = []
    for name in ("a", "b", "c1", "c2"):
        for side, full in SIDES.items():
            for chapter in (1, 4):
                made.append(
                    Derivation(
                        f"{VARIANTS}{chapter}/{name}/{side}",
                        lambda region, name=name, full=full: _variant(region, name)[full],
                        "deel van de subregio volgens de stappen van de variant",
                        because=(
                            "de uitkomst is opgeschaald van 3.934.262 naar de begroting van 3.934.300",
                            lambda region, name=name, full=full: _scaled(region, name)[full],
                        ),
                    )
                )
            printed = f"{VARIANTS}4/{name}/{side}"
            made.append(
                Derivation(
                    f"{TEXT}{name}/kosten-model-afgerond-{side}/bedrag",
                    lambda region, printed=printed: region.figure(printed),
                    "het bedrag van de tabel, op duizenden",
                )
            )
            for pattern in (
                f"{VARIANTS}[14]/{name}/{side}-aandeel",
                f"{TEXT}{name}/kosten-model-afgerond-{side}/aandeel",
            ):
                made.append(
                    Derivation(
                        pattern,
                        lambda region, printed=printed: region.figure(printed) / region.input("budget"),
                        "bedrag gedeeld door de begroting",
                    )
                )
        for chapter in (1, 4):
            if (name, chapter) != ("a", 4):
                made.append(
                    Derivation(
                        f"{VARIANTS}{chapter}/{name}/totaal",
                        lambda region, name=name, chapter=chapter: sum(
                            region.figure(f"{VARIANTS}{chapter}/{name}/{side}") for side in SIDES
                        ),
                        "som van beide subregio's",
                    )
                )
    return made


def _reports_share(region: Region) -> float:
    amounts = region.input("product_amount")
    return amounts[["Meldingen en Triage", "Zorgmeldingen Jeugd van Politie"]].sum() / amounts["Totaal"]


def _column_sum(region: Region, column: str, leave_out: Sequence[str]) -> pd.Series:
    printed = region.column(f"{COSTS}/*/{column}", leave_out=tuple(leave_out))
    of = model.read(region).subregion.reindex(printed.index)
    sums = printed.groupby(of).sum().reindex(list(SUBREGIONS.values())).set_axis(list(SUBREGIONS))
    return pd.concat([sums, pd.Series({"Begroting VT": sums.sum()})])


def _row_sum(region: Region) -> pd.Series:
    """General plus production of each municipality."""
    return sum(region.column(f"{COSTS}/*/{part}", leave_out=_SUM_ROWS) for part in ("algemeen-smal", "productie"))


_SUM_ROWS = ("Begroting VT", *SUBREGIONS)


def _grant_column(region: Region) -> pd.Series:
    table = model.c1_from_print(region)
    return table.filter(regex="^(relief|grant) ").sum(axis=1)


def _costs() -> list[Derivation]:
    made = []
    for column in ("algemeen-smal", "productie", "totaal-vt", "verrekening-duvo", "totaal"):
        for row in ("begroting-vt", "gemeenten-regio-*"):
            made.append(
                Derivation(
                    f"{COSTS}/{row}/{column}",
                    lambda region, column=column: _column_sum(region, column, _SUM_ROWS),
                    "som van de gemeenten",
                    rounded=(f"{COSTS}/*/{column}",),
                )
            )
    made += [
        Derivation(f"{COSTS}/*/algemeen-smal", lambda region: model.variant_c(region, "c1"), "objectieve sleutel"),
        Derivation(f"{COSTS}/*/productie", lambda region: model.variant_c(region, "c1"), "eigen productie"),
        Derivation(f"{COSTS}/*/totaal-vt", _row_sum, "algemeen plus productie"),
        Derivation(
            f"{COSTS}/*/verrekening-duvo",
            _grant_column,
            "DUVO naar rato van de uitkering in de subregio",
            rounded=ROUNDED_GRANTS,
        ),
        Derivation(
            f"{COSTS}/*/totaal",
            lambda region: model.c1_from_print(region)["contribution"],
            "totaal VT plus verrekening DUVO, niet onder nul",
            rounded=ROUNDED_GRANTS,
        ),
    ]
    return made


def _grant_sums(region: Region) -> pd.Series:
    grant = region.column(f"{GRANTS}/*/duvo", leave_out=("Regio Arnhem", "Regio Ede", "Totaal"))
    sums = grant.groupby(model.read(region).subregion).sum()
    return pd.Series({"Regio Arnhem": sums[CENTRAAL], "Regio Ede": sums[VALLEI], "Totaal": grant.sum()})


def _grant_shares(region: Region) -> pd.Series:
    grant = model.duvo_grant(region).drop(model.OUTSIDE_GRANT)
    within = model.shares_within(grant, model.read(region).subregion)
    return pd.concat([within, pd.Series({"Regio Arnhem": 1.0, "Regio Ede": 1.0})])


def _grant_split(region: Region) -> pd.Series:
    sums = _grant_sums(region)
    return sums / sums["Totaal"]


def _price(region: Region) -> pd.Series:
    """The build-up from the printed salary parts, under the labels of the table."""
    surcharges = region.input("surcharge")
    given = (surcharges, region.input("risk"), region.input("hours_per_fte"))
    lines = model.cost_price(region.input("salary_part").sum(), region.input("months"), *given)
    labelled = pd.Series({label: lines[line] for label, line in PRICE_LINES.items()})
    first = lines["salary"] + lines["Sociale lasten"] + lines["Reiskosten, opleidingskosten"]
    return pd.concat(
        [labelled, lines[["Sociale lasten", "Reiskosten, opleidingskosten"]], pd.Series({"Subtotaal": first})]
    )


def _weighted_example(region: Region) -> float:
    example = "gm-2017/bijlage-1/voorbeeld-arnhem"
    parts = [
        region.figure(f"{example}-percentage-{part}/aandeel") * region.figure(f"{example}-weging-{part}/weging")
        for part in ("duvo", "jeugd")
    ]
    return sum(parts)


def _objective(name: str, side: str) -> Derivation:
    return Derivation(
        name,
        lambda region: model.objective_split(region)[side],
        "aandeel van de subregio in het algemene deel van C1",
    )


DERIVATIONS = (
    *_variants(),
    *gm_2017_products.DERIVATIONS,
    *_costs(),
    *(
        Derivation(f"{GRANTS}/{row}/duvo", _grant_sums, "som van de gemeenten", rounded=(f"{GRANTS}/*/duvo",))
        for row in ("regio-arnhem", "regio-ede", "totaal")
    ),
    Derivation(
        f"{GRANTS}/*/aandeel-subregio", _grant_shares, "uitkering gedeeld door die van de subregio, zonder Nijkerk"
    ),
    Derivation(f"{GRANTS}/*/aandeel-totaal", _grant_split, "uitkering van de subregio gedeeld door het totaal"),
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
        lambda region: region.input("budget") / region.input("direct_hours"),
        "begroting gedeeld door directe uren",
    ),
    Derivation(
        f"{START}/tarief-volgens-kostprijsmodel/bedrag",
        lambda region: _price(region)["Prijs per uur"] * (1 + region.input("price_index")),
        "prijs per uur maal index",
    ),
    Derivation(
        "gm-2017/bijlage-1/voorbeeld-arnhem-percentage-duvo/aandeel",
        lambda region: _grant_split(region)["Regio Arnhem"],
        "DUVO van de subregio gedeeld door het totaal",
    ),
    Derivation(
        "gm-2017/bijlage-1/voorbeeld-arnhem-percentage-jeugd/aandeel",
        lambda region: region.measure("youth_budget", region.year),
        "aandeel in het jeugdbudget",
    ),
    Derivation(
        "gm-2017/bijlage-1/voorbeeld-arnhem-gewogen-gemiddelde/aandeel",
        _weighted_example,
        "66,0 % x 36,1 % + 67,4 % x 63,9 %",
    ),
    *(
        _objective(f"gm-2017/*/{label}{side}/aandeel", full)
        for label in (
            "gemiddelde-verhouding-duvo-en-jeugd-",
            "stap-1-objectief-aandeel-",
            "verdeling-algemene-voorziening-",
        )
        for side, full in (("*centraal*", CENTRAAL), ("*vallei", VALLEI))
    ),
    Derivation(
        "gm-2017/*/aandeel-meldingen-in-de-productie/aandeel",
        _reports_share,
        "meldingen en zorgmeldingen gedeeld door alle producten",
    ),
    Derivation(
        "gm-2017/*/aandeel-arnhem-en-ede-in-meldingen-eigen-vrouwenopvang-regio/aandeel",
        lambda region: region.measure("production", region.year),
        "aandeel in de meldingen van de subregio",
    ),
    Derivation(
        "gm-2017/*/samenwerkende-gemeenten-gelderland-midden/aantal",
        lambda region: len(model.read(region).subregion),
        "aantal gemeenten van de regio",
    ),
)
