"""How the printed figures of gm-2018 follow from each other."""

from dataclasses import replace

import pandas as pd

from vtcost.data import Region
from vtcost.models import gelderland_midden as model
from vtcost.models import gelderland_midden_views as views
from vtcost.models.gelderland_midden import CENTRAAL, VALLEI
from vtcost.published.verdicts import Derivation
from vtcost.recovered import gelderland_midden as recovered
from vtcost.recovered.gelderland_midden import SUMS_2018, TABLE

SPREAD = "gm-2018/nadere-beschouwing-onderling-van-modellen-uit-de-notitie-kostenverdeling"
SUBTOTALS = {"subtotaal-cg": CENTRAAL, "subtotaal-wvv": VALLEI}
# In the tables of 2019 these rows are their own share to 100 euro plus the exact grant.
AC2_TRIED = (
    "met de productie uit C2 2019 en het vaste deel van 2018 (niets gefit) ligt AC2 2019 binnen 603 euro; geprobeerd: "
    "jeugd op 1 januari 2016 en 2017 (slechter), Nijkerk wel in de DUVO van Ede, Amersfoort ook in C2 (slechter), "
    "algemeen deel en vast deel opnieuw gefit (320 euro)"
)
PLUS_GRANT = {"arnhem": "Arnhem", "ede": "Ede", "nijkerk": "Amersfoort"}


def _subtotal(region: Region, table: str, column: str, side: str) -> float:
    printed = region.column(f"{table}/*/{column}", leave_out=SUMS_2018).dropna()
    members = model.subregions(region).reindex(printed.index)
    return printed[members == side].sum()


def _rounded_plus_grant(region: Region) -> pd.Series:
    """Own share to 100 euro, plus the grant to the euro."""
    late = region.for_year(2019)
    table = model.variant(late, "a")
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
                            "het subtotaal volgt uit de producten (2.671.589), niet uit de gedrukte gemeenten",
                            lambda region, side=side: model.products_split(region, "c2")[side],
                        )
                        if (year, column) == (2018, "model-c2")
                        else None,
                    )
                )
        made += [
            Derivation(
                f"{table}/*/model-c2",
                lambda region, year=year: model.variant(region.for_year(year), "c2")["contribution"],
                "algemeen deel en productie van C2, met teruggerekende sleutels",
                because=(
                    "gelijk met de teruggerekende productie zelf; de gedrukte C2 telt hoger op dan de begroting",
                    lambda region, year=year: _c2_as_printed(region, year),
                ),
            ),
            Derivation(
                f"{table}/*/model-ac2",
                lambda region, year=year: model.variant(region.for_year(year), "ac2")["contribution"],
                "vast deel naar jeugd, variabel deel naar productie",
                because=(
                    "gelijk als de memo met voorlopige cijfers rekende: een of twee jongeren verschil",
                    lambda region, year=year: _with_other_youth(region.for_year(year)),
                )
                if year == 2018
                else None,
                tried=AC2_TRIED,
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
                lambda region, year=year: model.variant(region.for_year(year), "a")["contribution"],
                "deel van de subregio naar inwoners, min en plus DUVO",
            )
        )
    return made


def _c2_as_printed(region: Region, year: int) -> pd.Series:
    """C2 with the recovered cost of production itself instead of its shares: what the print adds up to."""
    parts = recovered.general(region, year) + recovered.interventions(region, year)
    return parts + recovered.grant_step(region.for_year(year))


def _with_other_youth(region: Region) -> pd.Series:
    """AC2 with up to two inhabitants under 20 more or less in each municipality, as near to the print as that goes."""
    parts, _ = model.terms(region, "ac2")
    counted = model.people(region, "population_under_20")
    base = model.variant(region, "ac2")["contribution"]
    printed = recovered.column(region, region.year, "model-ac2")
    each = pd.concat(
        [part.amount * part.key / counted[part.key.index] for part in parts if part.name.startswith("fixed")]
    )
    steps = ((printed - base) / each[base.index]).round().clip(-2, 2)
    return base + steps * each[base.index]


def _spread_table(region: Region) -> pd.DataFrame:
    """Lowest and highest of A, B, C1 and C2 of 2018; those whose lowest is zero have no spread in percent."""
    at = region.for_year(2018)
    return views.spread(pd.DataFrame({name: model.variant(at, name)["contribution"] for name in views.COMPARED}))


def _at_least(value: float, printed: float) -> float:
    """The print if the value is at least that much ("meer dan", "ruim", "zelfs"), else the value."""
    return min(value, printed)


def _spread() -> list[Derivation]:
    missing = lambda region: region.input("present_contribution")  # noqa: E731
    last = SPREAD + "/"
    of_table = [
        Derivation(
            f"{last}gemiddelde-afwijking-hoogste-en-laagste-model-per-gemeente/aandeel",
            lambda table: table["distance_fraction"].mean(),
            "hoogste min laagste van A, B, C1 en C2, gedeeld door de laagste; gemiddeld, zonder Rozendaal (nul)",
        ),
        Derivation(
            f"{last}uitschieters-afwijking-hoogste-en-laagste-model-sommige-gemeenten/aandeel",
            lambda table: table["distance_fraction"].nlargest(2).iloc[-1],
            "de op een na grootste afwijking van de laagste",
            because=(
                "'meer dan': ten minste; vijf gemeenten zitten erboven",
                lambda region: _at_least(_spread_table(region)["distance_fraction"].nlargest(2).iloc[-1], 0.40),
            ),
        ),
        Derivation(
            f"{last}gemeenten-met-grootste-uitschieter-afwijking/aantal",
            lambda table: (table["distance_fraction"] >= 0.5).sum(),
            "aantal gemeenten met een afwijking van ten minste 50 % (Renkum)",
        ),
        Derivation(
            f"{last}grootste-uitschieter-afwijking-een-gemeente/aandeel",
            lambda table: table["distance_fraction"].max(),
            "de grootste afwijking van de laagste (Renkum)",
            because=(
                "'zelfs': ten minste; berekend 53 %",
                lambda region: _at_least(_spread_table(region)["distance_fraction"].max(), 0.5),
            ),
        ),
        Derivation(
            f"{last}gemiddeld-verschil-hoogste-en-laagste-model/bedrag",
            lambda table: table["distance"].mean(),
            "gemiddelde van hoogste min laagste",
        ),
        Derivation(
            f"{last}uitschieters-verschil-sommige-gemeenten/bedrag",
            lambda table: table["distance"].nlargest(3).iloc[-1],
            "het op twee na grootste verschil (na Arnhem)",
        ),
        Derivation(
            f"{last}uitschieter-verschil-enkele-gemeente/bedrag",
            lambda table: table["distance"].max(),
            "het grootste verschil (Arnhem)",
        ),
        Derivation(
            f"{last}gunstigste-model-een-gemeente-minder/aandeel",
            lambda table: -table["low_fraction"].min(),
            "laagste variant tegenover A (Rozendaal betaalt nul in C1)",
        ),
        Derivation(
            f"{last}gemeenten-met-volledig-lagere-bijdrage/aantal",
            lambda table: (table["low"].round() == 0).sum(),
            "aantal gemeenten waarvan de laagste variant nul is",
        ),
    ]
    known = [replace(derivation, base=_spread_table) for derivation in of_table]
    return [*known, Derivation(f"{last}*/*", missing, "vergelijking met de huidige bijdrage")]


def _production_share(region: Region) -> pd.Series:
    amounts = region.input("product_amount")
    produced = amounts[model.products(region, "c2", "production")].sum() / amounts["Totaal"]
    return pd.Series({"Beschikbaarheidsfunctie": 1 - produced, "Productiefunctie": produced})


def _mean_pattern(name: str, side: str) -> Derivation:
    return Derivation(name, lambda region: views.mean_of_c(region, side), "gemiddelde van C1 en C2")


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
        )
    ),
    Derivation(
        "gm-2018/fin*/concept-begroting-veilig-thuis-2019/bedrag",
        lambda region: region.for_year(2019).input("budget"),
        "som van de subtotalen",
    ),
    *_spread(),
)
