"""How the printed figures of gm-2018 follow from each other."""

import pandas as pd

from vtcost.data import Region
from vtcost.models import gelderland_midden as model
from vtcost.models.gelderland_midden import CENTRAAL, VALLEI
from vtcost.published.gm_2017 import VARIANTS
from vtcost.published.verdicts import Derivation

TABLE = "gm-2018/tabel-consequenties-"
SPREAD = "gm-2018/nadere-beschouwing-onderling-van-modellen-uit-de-notitie-kostenverdeling"
SUBTOTALS = {"subtotaal-cg": CENTRAAL, "subtotaal-wvv": VALLEI}
LABELS = ("Subtotaal CG", "Subtotaal WVV")
# In the tables of 2019 these rows are their own share to 100 euro plus the exact grant.
PLUS_GRANT = {"arnhem": "Arnhem", "ede": "Ede", "nijkerk": "Amersfoort"}


def _subtotal(region: Region, table: str, column: str, side: str) -> float:
    printed = region.column(f"{table}/*/{column}", leave_out=LABELS).dropna()
    members = model.read(region).subregion.reindex(printed.index)
    return printed[members == side].sum()


def _rounded_plus_grant(region: Region) -> pd.Series:
    """Own share to 100 euro, plus the grant to the euro."""
    late = region.for_year(2019)
    table = model.variant_a(late)
    brought = table.filter(regex="^grant ").sum(axis=1)
    return (table["contribution"] - brought).round(-2) + brought


def _tables() -> list[Derivation]:
    made = []
    for year in (2018, 2019):
        table = f"{TABLE}{year}"
        for column in ("model-a", "model-c2", "model-ac2"):
            for row, side in SUBTOTALS.items():
                made.append(
                    Derivation(
                        f"{table}/{row}/{column}",
                        lambda region, table=table, column=column, side=side, year=year: _subtotal(
                            region.for_year(year), table, column, side
                        ),
                        "som van de gedrukte gemeenten",
                        rounded=(f"{table}/*/{column}",),
                        because=(
                            "het subtotaal is dat van gm-2017; de gedrukte gemeenten tellen op tot 98 euro meer",
                            lambda region, side=side: region.figure(f"{VARIANTS}4/c2/{_slug(side)}"),
                        )
                        if (year, column) == (2018, "model-c2")
                        else None,
                    )
                )
        made += [
            Derivation(
                f"{table}/*/model-c2",
                lambda region, year=year: model.variant_c(region.for_year(year), "c2"),
                "algemeen deel en productie van C2",
            ),
            Derivation(
                f"{table}/*/model-ac2",
                lambda region, year=year: model.variant_c(region.for_year(year), "c2"),
                "vast deel naar jeugd, variabel deel naar productie",
            ),
        ]
    for row in PLUS_GRANT:
        made.append(
            Derivation(
                f"{TABLE}2019/{row}/model-a", _rounded_plus_grant, "eigen deel op 100 euro plus de DUVO op de euro"
            )
        )
    for year in (2018, 2019):
        made.append(
            Derivation(
                f"{TABLE}{year}/*/model-a",
                lambda region, year=year: model.variant_a(region.for_year(year))["contribution"],
                "deel van de subregio naar inwoners, min en plus DUVO",
            )
        )
    return made


def _slug(side: str) -> str:
    return "gelderland-centraal" if side == CENTRAAL else "veluwe-vallei"


def _mean_of_c(region: Region, side: str) -> float:
    splits = [model.products_split(region, name) for name in ("c1", "c2")]
    return sum(split[side] / split.sum() for split in splits) / len(splits)


def _production_share(region: Region) -> pd.Series:
    products = region.tables["products"].set_index("product")["c2"]
    amounts = region.input("product_amount")
    produced = amounts[products.index[products == "production"]].sum() / amounts["Totaal"]
    return pd.Series({"Beschikbaarheidsfunctie": 1 - produced, "Productiefunctie": produced})


def _mean_pattern(name: str, side: str) -> Derivation:
    return Derivation(name, lambda region: _mean_of_c(region, side), "gemiddelde van C1 en C2")


DERIVATIONS = (
    *_tables(),
    *(
        Derivation(
            f"gm-2018/voetnoot-{note}/duvo-gelden-via-centrumgemeente-{name}/bedrag",
            lambda region, name=name: region.for_year(2019).input(f"duvo_{name}"),
            "de DUVO die uit de tabel van 2019 volgt",
            because=(
                "afgekapt op duizenden, niet afgerond",
                lambda region, name=name: region.for_year(2019).input(f"duvo_{name}") // 1000 * 1000,
            ),
        )
        for note, name in ((4, "arnhem"), (5, "ede"), (6, "amersfoort"))
    ),
    Derivation(
        "gm-2018/tabel-ac2-uitgangspunten/*/c2", _production_share, "productieproducten van C2 gedeeld door alle"
    ),
    *(
        _mean_pattern(f"gm-2018/{place}", side)
        for place, side in (
            ("fin*/verdeling-kosten-2019-regio-arnhem/aandeel", CENTRAAL),
            ("fin*/verdeling-kosten-2019-regio-ede/aandeel", VALLEI),
            ("conclusie-en-advies/*-regio-cg/aandeel", CENTRAAL),
            ("conclusie-en-advies/*-regio-wvv/aandeel", VALLEI),
            ("bijlage-1-stap-1/verhouding-2019-regio-cg/aandeel", CENTRAAL),
            ("bijlage-1-stap-1/verhouding-2019-regio-wvv/aandeel", VALLEI),
        )
    ),
    Derivation(
        "gm-2018/fin*/concept-begroting-veilig-thuis-2019/bedrag",
        lambda region: region.for_year(2019).input("budget"),
        "som van de subtotalen",
    ),
    Derivation(f"{SPREAD}/*/*", model.variant_b, "vergelijking van A, B, C1 en C2"),
)
