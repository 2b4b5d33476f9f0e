"""Gelderland-Midden: what follows from the variants: change, settlement, price of an hour, reconciliation, checks."""

from functools import partial

import pandas as pd

from vtcost.calculation.draft import Draft
from vtcost.calculation.sheets import CHECKS, CLOSING
from vtcost.data import Region
from vtcost.models import gelderland_midden as model
from vtcost.models import gelderland_midden_advice as advised
from vtcost.models import gelderland_midden_views as views

# The result of the example of a settlement, as a fraction of the budget.
EXAMPLE = 0.01
# The variant that holds now and the one that is advised.
PRESENT, ADVISED = "a", "ac2"
# Columns that are given for each municipality.
GIVEN = ("population", "population_under_20", "youth_budget", "duvo_grant", "made reports", "made interventions")

# How tables are made that are computed from their own columns, or copied.
SPLIT_FORMULAS = {
    "centraal": "begroting maal aandeel (gm-2017, hoofdstuk 4; gm-2018, bijlage 1); C1 en C2: producten (gm-2017)",
    "vallei": "kosten van de variant min het deel van Centraal Gelderland (gm-2017, hoofdstuk 4)",
    "share": "{centraal} / ({centraal} + {vallei})",
}
DATE_FORMULAS = {
    "largest": "grootste verschil tussen variant A met deze inwoners en de druk (gm-2018, tabel Consequenties 2018)",
    "equal": "aantal gemeenten met op 100 euro hetzelfde bedrag als de druk (gm-2018, tabel Consequenties 2018)",
}
PRODUCT_SOURCE = {"amount": "gm-2017, Bijlage 2, tabel Algemene voorziening (smal) + productie, kolom Totaal"}
CONTRADICTION_FORMULAS = {
    "first": "gedrukt, of de som van gedrukte bedragen, op de eerste plaats in de naam van de regel (gm-2017, gm-2018)",
    "second": "gedrukt op de tweede plaats in de naam van de regel (gm-2017, gm-2018)",
    "difference": "{first} - {second}",
}


def spread_formulas(variants: pd.DataFrame) -> dict[str, str]:
    """How the table of the spread is computed from the variants that there are."""
    nested = {}
    for word in ("min", "max"):
        text = f"{{{variants.columns[-1]}}}"
        for name in reversed(variants.columns[:-1]):
            text = f"{word}({{{name}}}, {text})"
        nested[word] = text
    return {
        "low": nested["min"],
        "high": nested["max"],
        "distance": "{high} - {low}",
        "distance_fraction": "{distance} / {low}",
        "low_fraction": "{low} / {a} - 1",
        "high_fraction": "{high} / {a} - 1",
    }


def write(draft: Draft, region: Region, able: list[str]) -> None:
    """Write down all of it for the variants that can be computed."""
    _change(draft, region)
    _settlement(draft, region)
    _price(draft, region)
    _reconciliation(draft, region, PRESENT, "Aansluiting")
    _reconciliation(draft, region, ADVISED, f"Aansluiting {views.NAMES[ADVISED]}")
    _checks(draft, able)


def _change(draft: Draft, region: Region) -> None:
    table = advised.advice_table(region)
    draft.sheet("Verschil", "Het compromis AC2 tegenover variant A, die nu geldt; in hele euro's.")
    formula = "{ac2 contribution whole} - {a contribution whole}"
    draft.computed("change", "Verschil", "euro", formula, table["change"])
    for name, label, formula in (
        ("net_each", "AC2 per inwoner, zonder DUVO", "({ac2 contribution whole} - {ac2 grant}) / {population}"),
        ("euro_per_inhabitant", "Verschil per inwoner", "{change} / {population}"),
    ):
        draft.computed(name, label, "euro_per_inhabitant", formula, table[name])


def _settlement(draft: Draft, region: Region) -> None:
    table = views.settlement(region, EXAMPLE)
    draft.sheet("Voorbeeld", "Een tekort als voorbeeld voor de nacalculatie; gele cellen mag u wijzigen.")
    draft.given("example", "Tekort, deel van de begroting", "fraction", lambda: EXAMPLE)
    draft.sheet("Nacalculatie", "Het tekort van het voorbeeld, verrekend op twee manieren.")
    formula = "{budget} * {example} * {a before} / {a before:sum}"
    draft.computed("settlement before", "Naar bijdrage vóór DUVO", "euro", formula, table["before"])
    draft.computed("positive", "Bijdrage, ten minste nul", "euro", "max({a contribution}, 0)")
    formula = "{budget} * {example} * {positive} / {positive:sum}"
    draft.computed("settlement after", "Naar bijdrage na DUVO", "euro", formula, table["after"])


def _reconciliation(draft: Draft, region: Region, name: str, title: str) -> None:
    draft.sheet(title, f"{views.NAMES[name]}, van begroting tot nota; het saldo sluit op nul.", kind=CLOSING)
    formulas = {
        "Begroting": "{budget}",
        "Niet over producten verdeeld": f"{{{name} before:sum}} - {{budget}}",
        "DUVO in mindering op de bijdragen": f"{{{name} relief:sum}}",
        **{f"DUVO van {centre}": f"{{duvo {recipient}}}" for centre, recipient in model.RECIPIENTS.items()},
        "Afronding op hele euro's": f"{{{name} contribution whole:sum}} - {{{name} contribution:sum}}",
    }
    for number, (label, amount) in enumerate(views.reconciliation(region, name), 1):
        side = label.removeprefix("Bijdragen ") if label not in formulas else ""
        formula = formulas.get(label, f"-{{{name} contribution whole:mine subregion}}")
        draft.computed(f"{line_of(name)} {number}", label, "euro", formula, amount, key=side)
    if name == PRESENT:
        year = region.year
        draft.computed("line due", f"Werkelijke kosten {year} in het voorbeeld", "euro", "{budget} * (1 + {example})")
        draft.computed("line paid", f"Voorschotten {year}", "euro", "-{budget}")
        draft.computed("line settled", f"Te verrekenen over {year}", "euro", "-{settlement before:sum}")


def line_of(name: str) -> str:
    """How the lines of the reconciliation of a variant are called."""
    return "line" if name == PRESENT else f"line {name}"


def _price(draft: Draft, region: Region) -> None:
    lines, months, shares = model.hourly(region), region.input("salary_month"), region.input("salary_share")
    draft.sheet("Kostprijs", "De prijs van een uur (gm-2017, bijlage 5).")
    for scale in months.index:
        month, staff = partial(_item, region, "salary_month", scale), partial(_item, region, "salary_share", scale)
        draft.given(f"month {scale}", f"{scale}: salaris per maand", "euro_cent", month, only=(scale,))
        draft.given(f"staff {scale}", f"{scale}: inzet", "share", staff, only=(scale,))
    draft.given("months", "Maandsalarissen per jaar", "count", partial(region.input, "months"))
    for name in region.input("surcharge").index:
        draft.given(
            f"surcharge {name}",
            name,
            "fraction",
            partial(_item, region, "surcharge", name),
            only=("surcharge", name.split(",")[0]),
        )
    draft.given("risk", "Risico-opslag", "fraction", partial(region.input, "risk"))
    draft.given("hours_per_fte", "Declarabele uren per fte", "hours_per_fte", partial(region.input, "hours_per_fte"))
    mean = " + ".join(f"{{month {scale}}} * {{staff {scale}}}" for scale in shares.index)
    draft.computed("salary", views.LINES["salary"], "euro_cent", f"({mean}) * {{months}}", lines["salary"])
    surcharges = list(region.input("surcharge").index)
    for name in surcharges:
        formula = f"{{salary}} * {{surcharge {name}}}"
        draft.computed(f"cost {name}", f"{name}, bedrag", "euro_cent", formula, lines[name])
    subtotal = " + ".join(["{salary}", *(f"{{cost {name}}}" for name in surcharges)])
    draft.computed("subtotal", views.LINES["subtotal"], "euro_cent", subtotal, lines["subtotal"])
    draft.computed("risk amount", views.LINES["risk"], "euro_cent", "{subtotal} * {risk}", lines["risk"])
    draft.computed("total", views.LINES["total"], "euro_cent", "{subtotal} + {risk amount}", lines["total"])
    draft.computed("price", views.LINES["price"], "euro_cent", "{total} / {hours_per_fte}", lines["price"])


def price_terms(row: str, column: str) -> tuple[str, str]:
    """The terms behind the table with the build-up of the price."""
    names = {label: "risk amount" if name == "risk" else name for name, label in views.LINES.items()}
    return names.get(row, f"cost {row}"), ""


def _item(region: Region, name: str, item: str) -> float:
    return region.input(name)[item]


def _checks(draft: Draft, able: list[str]) -> None:
    draft.sheet("Controles", "Elke regel hoort nul te zijn.", kind=CHECKS)
    terms = draft.done().terms
    for name in (
        "population",
        "population_under_20",
        "youth_budget",
        "duvo_grant",
        "made reports",
        "made interventions",
    ):
        if name in terms:
            draft.check_filled(name, "order")
            draft.check_not_negative(name)
    for name in able:
        label, total = views.NAMES[name], f"{{{name} contribution:sum}}"
        # C1 and C2 divide the products, which add up to a little less than the budget they were made for.
        costs = "{products} * {scale}" if name in model.FLOORED else "{budget}"
        draft.check(name, f"{label}: de bijdragen tellen op tot de kosten", f"{total} - {costs}")
        whole = f"{{{name} contribution whole:sum}} - round(round({total}, 6), 0)"
        draft.check(f"whole {name}", f"{label}: de hele euro's tellen op", whole)
        group = "relieved_c" if name in model.FLOORED else "relieved"
        for side in model.CENTRAAL, model.VALLEI:
            label_side = f"{label}: de DUVO in mindering in {side} is die van haar centrumgemeenten"
            relief = f"{{{name} relief:mine subregion}} + {{{group} {side}}}"
            draft.check(f"relief {name} {side}", label_side, relief, key=side)
        draft.check(
            f"grant {name}", f"{label}: DUVO eraf en erbij is gelijk", f"{{{name} relief:sum}} + {{{name} grant:sum}}"
        )
        draft.check_not_negative(f"{name} contribution")
    draft.check("change", "Verschil: wat de een meer betaalt, betaalt de ander minder", "{change:sum}")
    for way in ("before", "after"):
        label = f"Nacalculatie ({'vóór' if way == 'before' else 'na'} DUVO): telt op tot het tekort"
        draft.check(f"settlement {way}", label, f"{{settlement {way}:sum}} - {{budget}} * {{example}}")
    staff = " + ".join(f"{{{name}}}" for name in terms if name.startswith("staff "))
    draft.check("staff", "Kostprijs: de inzet telt op tot 1", f"round({staff} - 1, 3)")
