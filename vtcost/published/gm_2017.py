"""How the printed figures of gm-2017 follow from each other."""

import pandas as pd

from vtcost.data import Region
from vtcost.formulas.keys import shares, shares_within
from vtcost.models import gelderland_midden as model
from vtcost.models import gelderland_midden_views as views
from vtcost.models.gelderland_midden import CENTRAAL, VALLEI
from vtcost.published import gm_2017_price, gm_2017_products
from vtcost.published.gm_2017_products import SIDES
from vtcost.published.verdicts import Derivation
from vtcost.reconstruction.keys import other_key
from vtcost.recovered.gelderland_midden import COSTS, SUMS_2017, grant_step

VARIANTS = "gm-2017/tabel-verdeling-hoofdvarianten-hoofdstuk-"
GRANTS = "gm-2017/bijlage-2-tabel-procentuele-verdeling-duvo"
TEXT = "gm-2017/hoofdstuk-4-variant-"
# The grants are printed to the euro; their printed total is a euro below their sum, so they are rounded.
ROUNDED_GRANTS = (f"{GRANTS}/*/duvo",)
SUBREGIONS = {"Gemeenten regio Gelderland Centraal": CENTRAAL, "Gemeenten regio Veluwe Vallei": VALLEI}


def _variant(region: Region, name: str) -> dict[str, float]:
    budget = region.input("budget")
    if name in ("c1", "c2"):
        return model.products_split(region, name).to_dict()
    split = model.split(region, "share_a") if name == "a" else model.objective_split(region)
    return {side: budget * share for side, share in split.items()}


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
                            "past als de uitkomst van 3.934.262 naar de begroting van 3.934.300 is opgeschaald",
                            lambda region, name=name, full=full: _scaled(region, name)[full],
                        )
                        if name == "c1"
                        else None,
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


def _column_sum(region: Region, column: str) -> pd.Series:
    printed = region.column(f"{COSTS}/*/{column}", leave_out=SUMS_2017)
    of = model.subregions(region).reindex(printed.index)
    sums = printed.groupby(of).sum().reindex(list(SUBREGIONS.values())).set_axis(list(SUBREGIONS))
    return pd.concat([sums, pd.Series({"Begroting VT": sums.sum()})])


def _row_sum(region: Region) -> pd.Series:
    """General plus production of each municipality."""
    return sum(region.column(f"{COSTS}/*/{part}", leave_out=SUMS_2017) for part in ("algemeen-smal", "productie"))


def _general(region: Region) -> pd.Series:
    table = model.variant(region, "c1")
    return table["part general"] + table["floor"]


def _produced(region: Region) -> pd.Series:
    table = model.variant(region, "c1")
    return table["part reports"] + table["part interventions"]


def _total(region: Region) -> pd.Series:
    """Printed parts plus the computed grants, not below zero."""
    parts = _row_sum(region)
    return (parts + grant_step(region).reindex(parts.index)).clip(lower=0)


def _costs() -> list[Derivation]:
    made = []
    for column in ("algemeen-smal", "productie", "totaal-vt", "verrekening-duvo", "totaal"):
        for row in ("begroting-vt", "gemeenten-regio-*"):
            made.append(
                Derivation(
                    f"{COSTS}/{row}/{column}",
                    lambda region, column=column: _column_sum(region, column),
                    "som van de gemeenten",
                    rounded=(f"{COSTS}/*/{column}",),
                )
            )
    made += [
        Derivation(f"{COSTS}/*/algemeen-smal", _general, "objectieve sleutel, met de ondergrens voor Rozendaal"),
        Derivation(f"{COSTS}/*/productie", _produced, "meldingen en overige productie, elk naar eigen sleutel"),
        Derivation(f"{COSTS}/*/totaal-vt", _row_sum, "algemeen plus productie"),
        Derivation(
            f"{COSTS}/*/verrekening-duvo",
            grant_step,
            "DUVO naar rato van de uitkering in de subregio",
            rounded=ROUNDED_GRANTS,
        ),
        Derivation(
            f"{COSTS}/*/totaal",
            _total,
            "totaal VT plus verrekening DUVO, niet onder nul",
            rounded=ROUNDED_GRANTS,
        ),
    ]
    return made


def _grant_sums(region: Region) -> pd.Series:
    grant = region.column(f"{GRANTS}/*/duvo", leave_out=("Regio Arnhem", "Regio Ede", "Totaal"))
    sums = grant.groupby(model.subregions(region)).sum()
    return pd.Series({"Regio Arnhem": sums[CENTRAAL], "Regio Ede": sums[VALLEI], "Totaal": grant.sum()})


def _grant_shares(region: Region) -> pd.Series:
    grant = model.duvo_grant(region).drop(model.OUTSIDE_GRANT)
    within = shares_within(grant, model.subregions(region))
    return pd.concat([within, pd.Series({"Regio Arnhem": 1.0, "Regio Ede": 1.0})])


def _grant_split(region: Region) -> pd.Series:
    sums = _grant_sums(region)
    return sums / sums["Totaal"]


def _youth_split(region: Region) -> float:
    """Youth budget of the Arnhem region, from the general part of C1 and the DUVO table."""
    objective = pd.Series(model.objective_split(region))
    sums = _grant_sums(region)
    duvo = pd.Series({CENTRAAL: sums["Regio Arnhem"], VALLEI: sums["Regio Ede"]})
    return other_key(objective, shares(duvo), region.input("weight_duvo"))[CENTRAAL]


def _centre_share_of_reports(region: Region) -> float:
    """Share of Arnhem in the reports of its sub-region; Ede has 49,3 %."""
    return shares_within(model.production(region, "reports"), model.subregions(region))["Arnhem"]


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
    *gm_2017_price.DERIVATIONS,
    Derivation(
        "gm-2017/bijlage-1/voorbeeld-arnhem-percentage-duvo/aandeel",
        lambda region: _grant_split(region)["Regio Arnhem"],
        "DUVO van de subregio gedeeld door het totaal",
    ),
    Derivation(
        "gm-2017/bijlage-1/voorbeeld-arnhem-percentage-jeugd/aandeel",
        _youth_split,
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
        views.reports_share,
        "meldingen en zorgmeldingen gedeeld door alle producten",
    ),
    Derivation(
        "gm-2017/*/aandeel-arnhem-en-ede-in-meldingen-eigen-vrouwenopvang-regio/aandeel",
        _centre_share_of_reports,
        "aandeel van Arnhem in de meldingen van de subregio, in euro's",
        tried="in euro's 48,3 % voor Arnhem en 49,3 % voor Ede, teruggerekend uit C1 en C2; "
        "de aantallen zelf staan niet in de memo",
    ),
    Derivation(
        "gm-2017/*/samenwerkende-gemeenten-gelderland-midden/aantal",
        lambda region: len(model.subregions(region)),
        "aantal gemeenten van de regio",
    ),
)
