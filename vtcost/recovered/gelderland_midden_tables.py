"""Gelderland-Midden: the tables of the reconstruction notebook."""

import pandas as pd

from vtcost.data import Region
from vtcost.formulas.costs import contributions
from vtcost.formulas.keys import shares
from vtcost.models import gelderland_midden as model
from vtcost.reconstruction.rounding import rate_bounds, simplest_fraction
from vtcost.recovered import gelderland_midden as recovered
from vtcost.recovered.gelderland_midden import COSTS, DRAFT, LOW, PRICED, SUMS_2017

LARGEST_DENOMINATOR = 100
LABELS = {
    "amount": ("Gedrukt bedrag", "euro"),
    "exact": ("Uren, exact", "number"),
    "round": ("Uren, afgerond", "number"),
    "fraction": ("Breuk", "text"),
    "objective": ("Objectieve sleutel", "share"),
    "duvo": ("DUVO", "share"),
    "youth": ("Jeugdbudget", "share"),
    "printed": ("Gedrukt", "euro"),
    "table": ("Binnen de producttabel", "euro"),
    "reports": ("Meldingen", "euro"),
    "computed": ("Berekend", "euro"),
    "apart": ("Verschil", "euro"),
    "share": ("Beste vast deel", "fraction"),
    "largest": ("Grootste afstand", "euro"),
    "apart_literal": ("Verschil bij 80 procent", "euro"),
}
# Hours are looked for in steps of this size: the stand-by service is no whole number of hours.
HOURS_STEP = 0.5


def _products(region: Region) -> pd.Series:
    return region.input("product_amount").reindex(region.tables["products"]["product"])


def rate(region: Region) -> float:
    """Integral rate: budget over direct hours (gm-2017, bijlage 5, omslagtarief). [euro/hour]"""
    early = region.as_printed(PRICED)
    return early.input("budget") / early.input("direct_hours")


def hours_table(region: Region) -> pd.DataFrame:
    """Hours behind each product amount, exact by the rate and rounded to half hours."""
    amounts = _products(region)
    exact = amounts / rate(region)
    return pd.DataFrame({"amount": amounts, "exact": exact, "round": (exact / HOURS_STEP).round() * HOURS_STEP})


def rate_range(region: Region) -> tuple[float, float]:
    """Rates that give all products with whole hours at the printed euro."""
    hours = hours_table(region)
    whole = hours[(hours["round"] - hours["round"].round()).abs() < 1e-9]
    return rate_bounds(whole["amount"], whole["round"], 0.5)


def fraction_table(region: Region) -> pd.DataFrame:
    """The simplest fraction that gives the printed amount of Centraal Gelderland for each production product."""
    amounts, centraal = _products(region), region.input("production_centraal")
    rows = {}
    hours, price = hours_table(region)["round"], rate(region)
    for product in model.products(region, "c1", "production"):
        total = hours[product] * price
        found = simplest_fraction(
            (centraal[product] - 0.5) / total, (centraal[product] + 0.5) / total, LARGEST_DENOMINATOR
        )
        rows[product] = {"amount": amounts[product], "fraction": str(found) if found else "geen eenvoudige"}
    return pd.DataFrame(rows).T.astype({"amount": float})


def key_table(region: Region) -> pd.DataFrame:
    """Objective key, DUVO grant and recovered youth budget as shares."""
    early = region.as_printed(PRICED)
    duvo = shares(model.duvo_grant(early))
    return pd.DataFrame({"objective": recovered.objective(region), "duvo": duvo, "youth": recovered.youth(region)})


def raised(region: Region) -> float:
    """How much higher C1 prints Rozendaal's general part than its key gives. [euro]"""
    printed = region.column(f"{COSTS}/*/algemeen-smal", leave_out=SUMS_2017)[LOW]
    return printed - recovered.objective(region)[LOW] * recovered.general_amount(region, "c1")


def printed_youth(region: Region) -> float:
    """The share of the Arnhem region in the youth budget as gm-2017 prints it."""
    return region.figure("gm-2017/bijlage-1/voorbeeld-arnhem-percentage-jeugd/aandeel")


def unscaled(region: Region) -> float:
    """Budget less what C1 divides. [euro]"""
    return region.as_printed(PRICED).input("budget") - _products(region).sum()


def production_table(region: Region) -> pd.DataFrame:
    """Cost of C2's production as its print gives it and within the product table, and of the reports."""
    made = recovered.interventions(region, PRICED)
    total = sum(recovered.produced(region, "interventions").values())
    within = recovered.interventions_key(region, PRICED) * total
    return pd.DataFrame({"printed": made, "table": within, "reports": recovered.reports(region)})


def compromise_table(region: Region) -> pd.DataFrame:
    """AC2 of 2018 as printed, with the fitted fixed share, and with the text's 80 % taken literally."""
    text = region.figure("gm-2018/tabel-ac2-uitgangspunten/beschikbaarheidsfunctie/ac2")
    literal = _against_print(region.as_printed(PRICED, fixed_share=text), "ac2")
    return _against_print(region.as_printed(PRICED), "ac2").assign(apart_literal=literal["apart"])


def _against_print(at: Region, name: str) -> pd.DataFrame:
    """A variant as gm-2018 prints it, as computed, and the difference."""
    printed, computed = recovered.column(at, at.year, f"model-{name}"), model.variant(at, name)["contribution"]
    return pd.DataFrame({"printed": printed, "computed": computed, "apart": computed - printed})


def variable_rate(region: Region) -> float:
    """Rate that only covers variable costs: the variable part of AC2 over the hours of C2's production. [euro/hour]"""
    early = region.as_printed(PRICED)
    hours = hours_table(region)["round"][model.products(region, "group", "interventions")].sum()
    return (1 - early.input("fixed_share")) * early.input("budget") / hours


def forecast_table(region: Region) -> pd.DataFrame:
    """AC2 of 2019 as printed, and from the production behind C2 of 2019 with the fixed share of 2018."""
    return _against_print(region.as_printed(DRAFT), "ac2")


def stale_distance(region: Region) -> float:
    """Largest distance of AC2 2019 with the production behind C2 of 2018 instead. [euro]"""
    late = region.as_printed(DRAFT)
    inputs, printed = model.read(late), recovered.column(region, DRAFT, "model-ac2")
    early = model.production(region.as_printed(PRICED), "interventions")
    moved = late.divisions.convert(early, "production", int(late.input("production_division")), model.division(late))
    parts, reliefs = model.compromise(late, inputs, moved, model.people(late, "population_under_20"))
    return float((contributions(parts, reliefs)["contribution"] - printed).abs().max())


def grant_check(region: Region) -> pd.DataFrame:
    """Variant A of 2019 as printed, and computed with the recovered grants."""
    return _against_print(region.as_printed(DRAFT), "a")


def compromise_dates(region: Region) -> pd.DataFrame:
    """AC2 of 2018 with inhabitants under 20 of each 1 January: best fixed share, largest distance."""
    printed, rows = recovered.column(region, PRICED, "model-ac2"), {}
    at = region.as_printed(PRICED)
    made, inputs = model.production(at, "interventions"), model.read(at)
    for year in range(2014, 2018):
        youth, best = at.measure("population_under_20", year).reindex(printed.index), (float("inf"), 0.0)
        for step in range(750, 851):
            tried = region.as_printed(PRICED, fixed_share=step / 1000)
            parts, reliefs = model.compromise(tried, inputs, made, youth)
            apart = (contributions(parts, reliefs)["contribution"] - printed).abs().max()
            best = min(best, (float(apart), step / 1000))
        rows[f"1 januari {year}"] = {"share": best[1], "largest": best[0]}
    return pd.DataFrame(rows).T
