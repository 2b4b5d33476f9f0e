"""Gelderland-Midden: what follows from the variants: change, settlement, price of an hour, reconciliation, checks."""

from functools import partial

from vtcost.calculation.draft import Draft
from vtcost.calculation.sheets import CHECKS, CLOSING
from vtcost.data import Region
from vtcost.models import gelderland_midden as model
from vtcost.models import gelderland_midden_views as views

# The result of the example of a settlement, as a fraction of the budget.
EXAMPLE = 0.01


def write(draft: Draft, region: Region, able: list[str]) -> None:
    """Write down all of it for the variants that can be computed."""
    _change(draft, region)
    _settlement(draft, region)
    _price(draft, region)
    _reconciliation(draft, region)
    _checks(draft, able)


def _change(draft: Draft, region: Region) -> None:
    table = views.advice_table(region)
    draft.sheet("Verschil", "Het compromis AC2 tegenover variant A, die nu geldt.")
    draft.computed("change", "Verschil", "euro", "{ac2 contribution} - {a contribution}", table["change"])
    each = table["euro_per_inhabitant"]
    draft.computed(
        "euro_per_inhabitant", "Verschil per inwoner", "euro_per_inhabitant", "{change} / {population}", each
    )


def _settlement(draft: Draft, region: Region) -> None:
    table = views.settlement(region, EXAMPLE)
    draft.sheet("Nacalculatie", "Een tekort van één procent van de begroting, verrekend op twee manieren.")
    formula = f"{{budget}} * {EXAMPLE} * {{a before}} / {{a before:sum}}"
    draft.computed("settlement before", "Naar bijdrage vóór DUVO", "euro", formula, table["before"])
    draft.computed("positive", "Bijdrage, ten minste nul", "euro", "max({a contribution}, 0)")
    formula = f"{{budget}} * {EXAMPLE} * {{positive}} / {{positive:sum}}"
    draft.computed("settlement after", "Naar bijdrage na DUVO", "euro", formula, table["after"])


def _reconciliation(draft: Draft, region: Region) -> None:
    draft.sheet("Aansluiting", "Variant A, van begroting tot nota; het saldo sluit op nul.", kind=CLOSING)
    formulas = {
        "Begroting": "{budget}",
        "Niet over producten verdeeld": "{a before:sum} - {budget}",
        "DUVO in mindering op de bijdragen": "{a relief:sum}",
        **{f"DUVO van {centre}": f"{{duvo {recipient}}}" for centre, recipient in model.RECIPIENTS.items()},
        "Afronding op hele euro's": "{a contribution whole:sum} - {a contribution:sum}",
    }
    for number, (label, amount) in enumerate(views.reconciliation(region), 1):
        side = label.removeprefix("Bijdragen ") if label not in formulas else ""
        formula = formulas.get(label, "-{a contribution whole:mine subregion}")
        draft.computed(f"line {number}", label, "euro", formula, amount, key=side)
    year = region.year
    draft.computed(
        "line due", f"Werkelijke kosten {year} bij een tekort van één procent", "euro", f"{{budget}} * (1 + {EXAMPLE})"
    )
    draft.computed("line paid", f"Voorschotten {year}", "euro", "-{budget}")
    draft.computed("line settled", f"Te verrekenen over {year}", "euro", "-{settlement before:sum}")


def _price(draft: Draft, region: Region) -> None:
    lines, months, shares = model.hourly(region), region.input("salary_month"), region.input("salary_share")
    draft.sheet("Kostprijs", "De prijs van een uur (gm-2017, bijlage 5).")
    for scale in months.index:
        draft.given(
            f"month {scale}", f"{scale}: salaris per maand", "euro_cent", partial(_item, region, "salary_month", scale)
        )
        draft.given(f"staff {scale}", f"{scale}: inzet", "share", partial(_item, region, "salary_share", scale))
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
    draft.computed("salary", "Salaris per jaar", "euro_cent", f"({mean}) * {{months}}", lines["salary"])
    surcharges = " + ".join(f"{{surcharge {name}}}" for name in region.input("surcharge").index)
    draft.computed("subtotal", "Subtotaal", "euro_cent", f"{{salary}} * (1 + {surcharges})", lines["subtotal"])
    draft.computed("total", "Totaal per fte", "euro_cent", "{subtotal} * (1 + {risk})", lines["total"])
    draft.computed("price", "Prijs per uur", "euro_cent", "{total} / {hours_per_fte}", lines["price"])


def _item(region: Region, name: str, item: str) -> float:
    return region.input(name)[item]


def _checks(draft: Draft, able: list[str]) -> None:
    draft.sheet("Controles", "Elke regel hoort nul te zijn.", kind=CHECKS)
    for name in able:
        label, total = views.NAMES[name], f"{{{name} contribution:sum}}"
        before = f"{{{name} before:sum}}"
        draft.computed(
            f"check {name}", f"{label}: de bijdragen tellen op tot de kosten", "number", f"{total} - {before}"
        )
        whole = f"{{{name} contribution whole:sum}} - round(round({total}, 6), 0)"
        draft.computed(f"check whole {name}", f"{label}: de hele euro's tellen op", "number", whole)
        moved = f"{{{name} relief:sum}} + {{{name} grant:sum}}"
        draft.computed(f"check duvo {name}", f"{label}: DUVO eraf en erbij is gelijk", "number", moved)
