"""Gelderland-Midden: every variant that can be computed, and the price of an hour, as sheets."""

from functools import partial

import pandas as pd

from vtcost.calculation import gelderland_midden_closing as closing
from vtcost.calculation.draft import Draft
from vtcost.calculation.sheets import Calculation, Terms
from vtcost.data import InputError, MissingInputError, Region
from vtcost.formulas.keys import shares_within
from vtcost.models import gelderland_midden as model
from vtcost.models import gelderland_midden_views as views
from vtcost.models.gelderland_midden import CENTRAAL, VALLEI
from vtcost.results import components

SIDES = (CENTRAAL, VALLEI)
# Inputs that are the share of Centraal Gelderland, and the variants they hold for.
SHARES = {"share_a": "A en A-jeugd", "share_ac2": "AC2"}
# Centres whose grant counts in C1 and C2.
CENTRES = ("Arnhem", "Ede")
PARTS = {"general": "Algemeen deel", "reports": "Meldingen", "interventions": "Overige productie"}


def calculate(region: Region) -> Calculation:
    """The calculation for the region's year and parameters; a variant with a missing input is left out."""
    inputs = model.read(region)
    title = f"Kostenverdeling Gelderland-Midden {region.year}"
    draft = Draft(region, f"gm-{region.year}", title, "Gemeente", inputs.subregion.index)
    able = [name for name in model.VARIANTS if _computable(region, name)]
    _numbers(draft, region, inputs, able)
    _given(draft, region, inputs, able)
    writers = {"ac2": _compromise, **dict.fromkeys(model.FLOORED, _by_product)}
    for name in able:
        writers.get(name, _by_measure)(draft, region, name)
        _bottom_line(draft, region, name)
    closing.write(draft, region, able)
    return draft.done()


def target(region: Region, model_name: str | None, year: int | None, row: str) -> tuple[str, list[str]]:
    """The term that is the bottom line of a variant in results.csv, and the rows there are.

    Raises
    ------
    InputError
        If there is no such variant, or another year is asked than that of the parameters.
    MissingInputError
        If an input of the variant is missing.
    """
    name = "a" if model_name is None else model_name
    if year not in (None, region.year):
        raise InputError(f"year {year}: expected {region.year} (another year is the parameter year)")
    model.terms(region, name)
    return f"{name} contribution", list(model.subregions(region).index)


def _computable(region: Region, name: str) -> bool:
    try:
        model.variant(region, name)
    except MissingInputError:
        return False
    return True


def _numbers(draft: Draft, region: Region, inputs: model.Inputs, able: list[str]) -> None:
    draft.sheet("Invoer", "Gele cellen mag u wijzigen; alles rekent mee.")
    draft.given("budget", "Begroting", "euro", lambda: region.input("budget"))
    for centre, recipient in model.RECIPIENTS.items():
        label = f"DUVO {centre}" + ("" if centre == recipient else f", via {recipient}")
        amount = partial(region.input, f"duvo_{centre.lower()}")
        draft.given(f"duvo {recipient}", label, "euro", amount, key=recipient)
    for name, label in SHARES.items():
        share = partial(_share, region, name)
        draft.given(name, f"{label}: aandeel {CENTRAAL}", "fraction", share)
    draft.given("fixed_share", "AC2: vast deel van de begroting", "fraction", partial(region.input, "fixed_share"))
    for side in SIDES:
        draft.given(f"general {side}", f"C1: algemeen deel {side}", "euro", partial(_general, region, side), key=side)
    if _by_products(able):
        draft.given("weight_duvo", "Objectieve sleutel: gewicht DUVO", "fraction", partial(region.input, "weight_duvo"))
        memo = partial(region.as_printed(views.FIRST_YEAR).input, "budget")
        draft.given("budget_memo", "Begroting waarbij de producten horen", "euro", memo)
        for product in region.tables["products"]["product"]:
            amount = partial(_product, region, product)
            draft.given(f"product {product}", product, "euro", amount, only=(f"product_amount {product}",))
    _subregions(draft, region, inputs)
    if _by_products(able):
        _products(draft, region, able)


def _subregions(draft: Draft, region: Region, inputs: model.Inputs) -> None:
    draft.sheet("Subregio's", "Aandelen van de subregio's, en de DUVO die er de kosten verlaagt.")
    for name, label in SHARES.items():
        for side, share in model.split(region, name).items():
            formula = f"{{{name}}}" if side == CENTRAAL else f"1 - {{{name}}}"
            draft.computed(f"{name} {side}", f"{side}: aandeel in {label}", "fraction", formula, share, key=side)
    for side, share in model.objective_split(region).items():
        formula = f"{{general {side}}} / ({{general {CENTRAAL}}} + {{general {VALLEI}}})"
        draft.computed(f"share_b {side}", f"{side}: aandeel in B", "share", formula, share, key=side)
    for side in SIDES:
        duvo = [f"{{duvo {name}}}" for name in model.RECIPIENTS.values() if inputs.subregion[name] == side]
        draft.computed(f"relieved {side}", f"DUVO van de subregio {side}", "euro", " + ".join(duvo), key=side)
    for centre in CENTRES:
        side = inputs.subregion[centre]
        formula = f"{{duvo {centre}}}"
        draft.computed(f"relieved_c {side}", f"C1 en C2: DUVO van de subregio {side}", "euro", formula, key=side)
        draft.computed(f"brought_c {centre}", f"C1 en C2: DUVO via {centre}", "euro", formula, key=centre)


def _products(draft: Draft, region: Region, able: list[str]) -> None:
    """What each variant divides by each key; for another budget the product amounts move along with it."""
    draft.sheet("Producten", "Bedragen die C1 en C2 per sleutel verdelen.")
    products = region.tables["products"].set_index("product")
    draft.computed("products", "Alle producten samen", "euro", _added(products.index))
    scale = "when({budget} == {budget_memo}, 1, {budget} / {products})"
    draft.computed("scale", "Verhouding tot de begroting van de producten", "number", scale)
    for name in (name for name in model.FLOORED if name in able):
        group = treated(products, name)
        for kind in group.unique():
            formula = f"({_added(group.index[group == kind])}) * {{scale}}"
            label = f"{views.NAMES[name]}: {PARTS[kind].lower()}"
            draft.computed(f"{name} total {kind}", label, "euro", formula)


def treated(products: pd.DataFrame, name: str) -> pd.Series:
    """By which key C1 or C2 divides each product: ``general`` or a group of production."""
    return products["group"].where(products[name] == "production", "general")


def _share(region: Region, name: str) -> float:
    return model.split(region, name)[CENTRAAL]


def _general(region: Region, side: str) -> float:
    return region.input("general_amount")[side]


def _product(region: Region, product: str) -> float:
    return region.input("product_amount")[product]


def _by_products(able: list[str]) -> bool:
    return bool(set(able) & set(model.FLOORED))


def _given(draft: Draft, region: Region, inputs: model.Inputs, able: list[str]) -> None:
    rows = inputs.subregion.index
    draft.sheet("Gemeenten", "Wat per gemeente gegeven is.")
    draft.fixed("subregion", "Subregio", "text", inputs.subregion)
    order = pd.Series(range(1, len(rows) + 1), index=sorted(rows), dtype=float).reindex(rows)
    draft.fixed("order", "Volgorde bij gelijke resten", "count", order)
    draft.fixed("municipality", "Gemeente zelf", "text", pd.Series(rows, index=rows))
    for name, label in (("population", "Inwoners"), ("population_under_20", "Inwoners jonger dan 20 jaar")):
        draft.given(name, label, "inhabitants", partial(model.people, region, name), only=(f"{name} 2",))
    draft.given(
        "youth_budget", "Jeugdbudget (aandeel)", "share", partial(model.youth_budget, region), only=("youth_budget",)
    )
    if _by_products(able):
        draft.given("duvo_grant", "DUVO-maatstaf", "euro", partial(model.duvo_grant, region), only=("duvo_grant",))
        counted = (pd.Series(rows, index=rows) != model.OUTSIDE_GRANT).astype(float)
        draft.fixed("counted", "Telt mee in de DUVO (1 = ja)", "count", counted)
    for group, label in (("reports", "Meldingen (aandeel)"), ("interventions", "Overige productie (aandeel)")):
        if group == "interventions" or "c1" in able:
            draft.given(
                f"made {group}", label, "share", partial(model.production, region, group), only=(f"production_{group}",)
            )


def _by_measure(draft: Draft, region: Region, name: str) -> None:
    measure = {"a": "population", "a_youth": "population_under_20", "b": "youth_budget"}[name]
    draft.sheet(views.NAMES[name], "Deel van de subregio naar één maatstaf; de DUVO gaat er met dezelfde sleutel af.")
    _key(draft, name, measure)
    split = "share_b" if name == "b" else "share_a"
    formula = f"{{budget}} * {{{split}:at subregion}} * {{{name} key}}"
    values = model.variant(region, name)["before_relief"]
    draft.computed(f"{name} before", "Deel van de subregio", "euro", formula, values)


def _key(draft: Draft, name: str, measure: str) -> None:
    """The key of a measure within the sub-region."""
    terms = draft.done().terms
    within = shares_within(terms[measure].values, terms["subregion"].values)
    formula = f"{{{measure}}} / {{{measure}:within subregion}}"
    draft.computed(f"{name} key", f"Sleutel binnen de subregio, {views.NAMES[name]}", "share", formula, within)


def _by_product(draft: Draft, region: Region, name: str) -> None:
    table, products = model.variant(region, name), region.tables["products"].set_index("product")
    note = "Algemene producten naar de objectieve sleutel, de andere naar productie."
    draft.sheet(views.NAMES[name], note)
    if "objective" not in draft.done().terms:
        duvo, youth = "{duvo_grant} / {duvo_grant:sum}", "{youth_budget} / {youth_budget:sum}"
        formula = f"{{weight_duvo}} * {duvo} + (1 - {{weight_duvo}}) * {youth}"
        draft.computed("objective", "Objectieve sleutel", "share", formula, model.objective_key(region))
        draft.computed("inside", "DUVO-maatstaf die meetelt", "euro", "{duvo_grant} * {counted}")
    group = treated(products, name)
    for kind in group.unique():
        key = "{objective}" if kind == "general" else f"{{made {kind}}} / {{made {kind}:sum}}"
        formula = f"{{{name} total {kind}}} * {key}"
        draft.computed(f"{name} {kind}", PARTS[kind], "euro", formula, table[f"part {kind}"])
    before = " + ".join(f"{{{name} {kind}}}" for kind in group.unique())
    draft.computed(f"{name} before", "Vóór DUVO", "euro", before, table["before_relief"])


def _added(products: pd.Index) -> str:
    return " + ".join(f"{{product {product}}}" for product in products)


def _compromise(draft: Draft, region: Region, name: str) -> None:
    table = model.variant(region, name)
    draft.sheet(views.NAMES[name], "Vast deel naar jeugd, variabel deel naar productie; DUVO van het vaste deel.")
    _key(draft, name, "population_under_20")
    formula = "(1 - {fixed_share}) * {budget} * {made interventions} / {made interventions:sum}"
    values = table.filter(regex="^part variable ").sum(axis=1)
    draft.computed(f"{name} variable", "Variabel deel", "euro", formula, values)
    formula = f"({{budget}} * {{share_ac2:at subregion}} - {{{name} variable:within subregion}}) * {{{name} key}}"
    values = table.filter(regex="^part fixed ").sum(axis=1)
    draft.computed(f"{name} fixed", "Vast deel", "euro", formula, values)
    draft.computed(
        f"{name} before", "Vóór DUVO", "euro", f"{{{name} fixed}} + {{{name} variable}}", table["before_relief"]
    )


def _bottom_line(draft: Draft, region: Region, name: str) -> None:
    """DUVO off and on, the floor of C1 and C2, the contribution, whole euros."""
    table = model.variant(region, name)
    sums, floored = components(table), name in model.FLOORED
    relief, grant = f"-{{relieved:at subregion}} * {{{name} key}}", "{duvo:at municipality}"
    if floored:
        inside = "{duvo_grant} * {counted} / {inside:within subregion}"
        relief, grant = f"-{{relieved_c:at subregion}} * {inside}", "{brought_c:at municipality}"
    draft.computed(f"{name} relief", "DUVO in mindering", "euro", relief, sums["relief"])
    draft.computed(f"{name} grant", "Ingebrachte DUVO", "euro", grant, sums["grant"])
    total = f"{{{name} before}} + {{{name} relief}} + {{{name} grant}}"
    if floored:
        _floor(draft, name, total, table)
        total = f"{{{name} unfloored}} + {{{name} floor}}"
    draft.computed(f"{name} contribution", f"Bijdrage {views.NAMES[name]}", "euro", total, sums["contribution"])
    each = f"{{{name} contribution}} / {{population}}"
    draft.computed(f"{name} each", f"Bijdrage {views.NAMES[name]} per inwoner", "euro_per_inhabitant", each)
    draft.whole_euros(f"{name} contribution", "Bijdrage")


def _floor(draft: Draft, name: str, total: str, table: pd.DataFrame) -> None:
    """None pays less than zero; the others of that sub-region gain it, by their general part (assumption)."""
    draft.computed(f"{name} unfloored", "Vóór ondergrens", "euro", total)
    draft.computed(f"{name} lifted", "Opgetild tot nul", "euro", f"max(0 - {{{name} unfloored}}, 0)")
    bearing = f"when({{{name} lifted}} > 0, 0, {{{name} general}})"
    draft.computed(f"{name} bearing", "Algemeen deel van wie het voordeel krijgt", "euro", bearing)
    share = f"{{{name} bearing}} / {{{name} bearing:within subregion}}"
    floor = f"{{{name} lifted}} - {{{name} lifted:within subregion}} * {share}"
    draft.computed(f"{name} floor", "Ondergrens nul", "euro", floor, table["floor"])


def variant_terms(name: str) -> Terms:
    """The terms behind the table of one variant: its parts, DUVO off and on, the floor, the contribution."""
    return lambda row, column: (f"{name} {'before' if column == 'part' else column.removeprefix('part ')}", row)


def first_year_terms(region: Region, name: str) -> Terms:
    """As `variant_terms`, for a table that always shows the first year: none if the calculation is of another."""
    return variant_terms(name) if region.year == views.FIRST_YEAR else lambda row, column: None


def compared_terms(row: str, column: str) -> tuple[str, str]:
    """The terms behind a table with a column for each variant, the DUVO brought in and the change."""
    if column in model.VARIANTS:
        return f"{column} contribution", row
    return "a grant" if column == "grant" else column, row


def both_years(other: Calculation) -> Terms:
    """As `compared_terms`, for a table with columns of another year too, such as "ac2 2019"."""
    year = other.slug.rpartition("-")[2]

    def terms(row: str, column: str) -> tuple:
        name, _, asked = column.rpartition(" ")
        if asked == year:
            return *compared_terms(row, name), other
        return compared_terms(row, column)

    return terms


def settlement_terms(row: str, column: str) -> tuple[str, str]:
    """The terms behind the table of the settlement."""
    return f"settlement {column}", row
