"""Gelderland-Midden: hours, objective key, youth budget, production and the parameters of AC2."""

import pandas as pd

from vtcost.data import Region
from vtcost.formulas.costs import relief_columns
from vtcost.formulas.keys import shares
from vtcost.models import gelderland_midden as model
from vtcost.models.gelderland_midden import CENTRAAL, VALLEI
from vtcost.reconstruction.keys import other_key
from vtcost.reconstruction.rounding import matching_increase

COSTS = "gm-2017/bijlage-2-tabel-overzicht-kosten-regiogemeenten"
TABLE = "gm-2018/tabel-consequenties-"
LOW = "Rozendaal"
PRICED, DRAFT = 2018, 2019
SUMS_2017 = ("Begroting VT", "Gemeenten regio Gelderland Centraal", "Gemeenten regio Veluwe Vallei")
SUMS_2018 = ("Subtotaal CG", "Subtotaal WVV")


def general_amount(region: Region, name: str) -> float:
    """Amount of the general products of C1 or C2. [euro]"""
    return region.input("product_amount")[model.products(region, name, "general")].sum()


def column(region: Region, year: int, name: str) -> pd.Series:
    """A printed column of gm-2018 in the order of the memo."""
    printed = region.column(f"{TABLE}{year}/*/{name}", leave_out=SUMS_2018)
    return printed.reindex(model.subregions(region.as_printed(year)).index)


def grant_step(region: Region) -> pd.Series:
    """What the grants take off and bring in by C1 and C2, per municipality. [euro]"""
    members = model.subregions(region)
    reliefs = model.grant_reliefs(model.read(region), model.duvo_grant(region))
    return relief_columns(reliefs, members.index).sum(axis=1)


def objective(region: Region) -> pd.Series:
    """The objective key from the general part of C1; Rozendaal from C2, because C1 lifted it.

    C1 prints 1.103 for Rozendaal, just its DUVO relief, so that it pays 0. C2 prints 997 with no production: its
    general part there is 997 + 1.103 = 2.100, a lower share. The rest of Centraal Gelderland shares the difference.
    """
    early = region.as_printed(PRICED)
    printed = region.column(f"{COSTS}/*/algemeen-smal", leave_out=SUMS_2017)
    members = model.subregions(early)
    printed = printed.reindex(members.index)
    low = (column(region, PRICED, "model-c2")[LOW] - grant_step(early)[LOW]) / general_amount(region, "c2")
    key = printed / general_amount(region, "c1")
    others = (members == CENTRAAL) & (members.index != LOW)
    key[others] *= (model.objective_split(region)[CENTRAAL] - low) / key[others].sum()
    key[LOW] = low
    return shares(key)


def youth(region: Region) -> pd.Series:
    """Youth budget per municipality as shares: what the objective key leaves after 36,1 % DUVO."""
    early = region.as_printed(PRICED)
    return other_key(objective(region), shares(model.duvo_grant(early)), early.input("weight_duvo"))


def interventions(region: Region, year: int) -> pd.Series:
    """Cost of C2's production per municipality: C2 as printed, less its general part and the grants. [euro]

    For 2019 the product amounts are taken to grow with the budget; the objective key keeps its shares.
    """
    moved = grant_step(region.as_printed(year)) + general(region, year)
    made = (column(region, year, "model-c2") - moved).clip(lower=0)
    if year == PRICED:
        # What is left for Rozendaal is a few euros of rounding and of its floor: it had no production.
        made[LOW] = 0.0
    return made


def general(region: Region, year: int) -> pd.Series:
    """General part of C2 per municipality: the recovered objective key, the amount grown with the budget. [euro]"""
    at = region.as_printed(year)
    growth = at.input("budget") / region.as_printed(PRICED).input("budget")
    return model.objective_in(at, objective(region)) * general_amount(region, "c2") * growth


def interventions_key(region: Region, year: int) -> pd.Series:
    """Shares of C2's production; for 2018 within the sub-region totals of the product table."""
    made = interventions(region, year)
    if year != PRICED:
        return shares(made)
    return shares(_to_totals(region, made, produced(region, "interventions")))


def reports(region: Region) -> pd.Series:
    """Cost of reports per municipality: the production of C1 less that of C2. [euro]"""
    printed = region.column(f"{COSTS}/*/productie", leave_out=SUMS_2017)
    key = interventions_key(region, PRICED)
    total = sum(produced(region, "interventions").values())
    return (printed.reindex(key.index) - total * key).clip(lower=0)


def produced(region: Region, group: str) -> dict[str, float]:
    """Printed cost of a production group by sub-region. [euro]"""
    chosen = model.products(region, "group", group)
    total, centraal = region.input("product_amount")[chosen].sum(), region.input("production_centraal")[chosen].sum()
    return {CENTRAAL: centraal, VALLEI: total - centraal}


def _to_totals(region: Region, amounts: pd.Series, totals: dict[str, float]) -> pd.Series:
    members = model.subregions(region.as_printed(PRICED))
    return amounts * members.map(totals) / amounts.groupby(members).transform("sum")


def increase(region: Region) -> list[int]:
    """Increases of the DUVO in 2019 that, split 69/31 and then 373/63, give the last digits of the printed amounts."""
    base = {name: region.as_printed(PRICED).input(f"duvo_{name.lower()}") for name in model.RECIPIENTS}
    split = region.as_printed(PRICED).input("share_ac2")
    vallei = base["Ede"] + base["Amersfoort"]
    shared = {
        "Arnhem": split[CENTRAAL],
        **{name: split[VALLEI] * base[name] / vallei for name in ("Ede", "Amersfoort")},
    }
    rows = column(region, DRAFT, "model-a")
    endings = {name: int(rows[recipient] % 100) for name, recipient in model.RECIPIENTS.items()}
    circa = {"arnhem": 4, "ede": 5, "amersfoort": 6}
    near = sum(
        region.figure(f"gm-2018/voetnoot-{note}/duvo-gelden-via-centrumgemeente-{name}/bedrag")
        for name, note in circa.items()
    )
    around = int(near - sum(base.values()))
    return matching_increase(base, shared, endings, range(around - 3000, around + 3000))


def fixed_share(region: Region) -> float:
    """Fixed share of AC2 whose largest distance to the printed amounts of 2018 is smallest, to four decimals."""
    printed = column(region, PRICED, "model-ac2")
    tried = pd.Series({step / 10_000: _distance(region, step / 10_000, printed) for step in range(7700, 8200, 5)})
    best = tried.idxmin()
    fine = {step / 10_000: _distance(region, step / 10_000, printed) for step in _around(best)}
    return min(fine, key=fine.get)


def _around(best: float) -> range:
    return range(round(best * 10_000) - 5, round(best * 10_000) + 6)


def _distance(region: Region, share: float, printed: pd.Series) -> float:
    at = region.as_printed(PRICED, fixed_share=share)
    return (model.variant(at, "ac2")["contribution"] - printed).abs().max()


def measures(region: Region) -> list[dict]:
    """The rows of measures.csv."""
    both = f"{COSTS}/*/algemeen-smal + {TABLE}2018/rozendaal/model-c2"
    c1 = f"{COSTS}/*/productie"
    found = [
        ("youth_budget", 2017, youth(region), both, "what the objective key leaves after 36,1 % DUVO"),
        (
            "production_interventions",
            2017,
            interventions_key(region, PRICED),
            f"{TABLE}2018/*/model-c2 + {both}",
            "C2 as printed less its general part and the grants, within the sub-region totals of the product table",
        ),
        (
            "production_reports",
            2017,
            shares(reports(region)),
            f"{c1} + {TABLE}2018/*/model-c2",
            "production of C1 less that of C2",
        ),
        (
            "production_interventions",
            2018,
            interventions_key(region, DRAFT),
            f"{TABLE}2019/*/model-c2",
            "C2 of 2019 as printed less its general part and the grants; product amounts grow with the budget",
        ),
    ]
    rows = []
    for name, year, values, pattern, note in found:
        codes = region.municipalities(year)["gm_code"]
        for municipality, value in values.items():
            rows.append(
                {
                    "measure": name,
                    "year": year,
                    "gm_code": codes[municipality],
                    "municipality": municipality,
                    "value": f"{value:.10f}",
                    "unit": "fraction",
                    "status": "derived",
                    "source": "teruggerekend uit gm-2017 en gm-2018 (notebook reconstructie_gelderland_midden)",
                    "derived_from": pattern,
                    "note": note,
                }
            )
    return rows
