"""Gelderland-Midden: tables that compare the variants, and list what contradicts or is missing."""

import pandas as pd

from vtcost.data import MissingInputError, Region
from vtcost.formulas.costs import allocate, contributions
from vtcost.formulas.keys import shares
from vtcost.formulas.rounding import whole_units
from vtcost.formulas.settlement import year_end
from vtcost.models import gelderland_midden as model
from vtcost.models.gelderland_midden import CENTRAAL, VALLEI

TABLE = "gm-2018/tabel-consequenties-"
ANNEX = "gm-2017/bijlage-7-tabel-sturen-op-productie"
PRODUCTS = "gm-2017/bijlage-2-tabel-algemene-voorziening-smal-productie"
# The year of gm-2017, for which every variant can be computed.
FIRST_YEAR = 2018
# The variants of gm-2017, which gm-2018 compares.
COMPARED = ("a", "b", "c1", "c2")
NAMES = {"a": "A", "a_youth": "A-jeugd", "b": "B", "c1": "C1", "c2": "C2", "ac2": "AC2"}
# Dutch labels and units of the tables.
LABELS = {
    **{name: (label, "euro") for name, label in NAMES.items()},
    "low": ("Laagste", "euro"),
    "high": ("Hoogste", "euro"),
    "distance": ("Verschil", "euro"),
    "distance_fraction": ("Verschil, deel van de laagste", "fraction"),
    "low_fraction": ("Laagste tegenover A", "fraction"),
    "high_fraction": ("Hoogste tegenover A", "fraction"),
    "part": ("Deel van de subregio", "euro"),
    "part general": ("Algemeen deel", "euro"),
    "part reports": ("Meldingen", "euro"),
    "part interventions": ("Overige productie", "euro"),
    "fixed": ("Vast deel", "euro"),
    "variable": ("Variabel deel", "euro"),
    "grant": ("Waarvan eigen DUVO", "euro"),
    "net_each": ("AC2 per inwoner, zonder DUVO", "euro_per_inhabitant"),
    "change": ("Verschil", "euro"),
    "before": ("Naar bijdrage vóór DUVO", "euro"),
    "after": ("Naar bijdrage na DUVO", "euro"),
    "registration": ("Registratie per gemeente", "text"),
    "floor": ("Ondergrens nul", "euro"),
    "centraal": (CENTRAAL, "euro"),
    "vallei": (VALLEI, "euro"),
    "share": ("Aandeel " + CENTRAAL, "fraction"),
    "largest": ("Grootste verschil met de druk", "euro"),
    "equal": ("Gelijk op 100 euro", "count"),
    "advance": ("Voorschot", "euro"),
    "due": ("Verschuldigd", "euro"),
    "settlement": ("Verrekening", "euro"),
    "first": ("Ene plaats", "euro"),
    "second": ("Andere plaats", "euro"),
    "difference": ("Verschil", "euro"),
    "Registratie mogelijk": ("Registratie mogelijk", "text"),
    "Sturen gewenst": ("Sturen gewenst", "text"),
    "c1_kind": ("C1", "text"),
    "c2_kind": ("C2", "text"),
    "amount": ("Bedrag", "euro"),
    "missing": ("Wat ontbreekt, en wat uitsluitsel geeft", "text"),
    "line": ("Regel", "text"),
    "value": ("Bedrag", "euro_cent"),
}
LINES = {
    "salary": "Salaris per jaar",
    "subtotal": "Subtotaal",
    "risk": "Risico",
    "total": "Totaal per fte",
    "price": "Per uur",
}


def subregion_totals(region: Region) -> pd.DataFrame:
    """Sub-region totals of A, B, C1 and C2 (gm-2017) and of AC2 (gm-2018) for 2018, computed."""
    region = region.for_year(2018)
    budget = region.input("budget")
    rows = {"A": model.split(region, "share_a"), "B": model.objective_split(region)}
    table = {name: {side: budget * share for side, share in split.items()} for name, split in rows.items()}
    table |= {name.upper(): model.products_split(region, name).to_dict() for name in ("c1", "c2")}
    table["AC2"] = {side: budget * share for side, share in model.split(region, "share_ac2").items()}
    frame = pd.DataFrame(table).T
    share = frame[CENTRAAL] / frame.sum(axis=1)
    return pd.DataFrame({"centraal": frame[CENTRAAL], "vallei": frame[VALLEI], "share": share})


def variant_table(region: Region, name: str) -> pd.DataFrame:
    """A variant for reading: its parts added up, grants off, grants on, the floor if there is one, contribution."""
    table = model.variant(region, name)
    parts = table.filter(regex="^part (general|reports|interventions)$")
    if parts.empty:
        parts = table[["before_relief"]].rename(columns={"before_relief": "part"})
    if name == "ac2":
        parts = pd.DataFrame({kind: table.filter(regex=f"^part {kind} ").sum(axis=1) for kind in ("fixed", "variable")})
    moved = {kind: table.filter(regex=f"^{kind} ").sum(axis=1) for kind in ("relief", "grant")}
    last = [column for column in ("floor", "contribution") if column in table]
    return parts.assign(**moved).join(table[last])


def reference_dates(region: Region) -> pd.DataFrame:
    """Variant A of 2018 with inhabitants of each 1 January: largest distance to the print, rows equal at 100 euro."""
    at, printed = region.as_printed(2018), region.column(f"{TABLE}2018/*/model-a")
    inputs, rows = model.read(at), {}
    for year in range(2014, 2018):
        counted = at.measure("population", year).reindex(inputs.subregion.index)
        parts, reliefs = model.by_measure(inputs, model.split(at, "share_a"), counted)
        paid = contributions(parts, reliefs)["contribution"]
        apart = (paid - printed.reindex(paid.index)).abs()
        rows[f"1 januari {year}"] = {"largest": apart.max(), "equal": float((apart <= 50).sum())}
    return pd.DataFrame(rows).T


def side_by_side(region: Region) -> pd.DataFrame:
    """Every variant that can be computed, per municipality."""
    found = {}
    for name in model.VARIANTS:
        try:
            found[name] = model.variant(region, name)["contribution"]
        except MissingInputError:
            continue
    return pd.DataFrame(found)


def spread(table: pd.DataFrame, present: str = "a") -> pd.DataFrame:
    """Lowest and highest variant per municipality, their distance, and both against the present key."""
    low, high, now = table.min(axis=1), table.max(axis=1), table[present]
    frame = {"low": low, "high": high, "distance": high - low, "distance_fraction": (high - low) / low.where(low > 0.5)}
    return pd.DataFrame(
        {**frame, "low_fraction": low / now.where(now > 0) - 1, "high_fraction": high / now.where(now > 0) - 1}
    )


def settlement(region: Region, fraction: float) -> pd.DataFrame:
    """A result of a fraction of the budget, settled by variant A's key of that year (gm-2017, Voorwoord).

    gm-2017 also says "naar rato van hun inbreng": with or without the DUVO a centre brings in. Both are shown.
    """
    inputs, table = model.read(region), model.variant(region, "a")
    result, advance = inputs.budget * fraction, table["before_relief"]
    return pd.DataFrame(
        {
            "before": year_end(inputs.budget + result, shares(advance), advance)["settlement"],
            "after": allocate(result, shares(table["contribution"].clip(lower=0))),
        }
    )


def reconciliation(region: Region, name: str = "a") -> list[tuple[str, float]]:
    """The aansluiting in one chain: budget, grants off and on, rounding, whole contributions; ends at zero."""
    inputs, table = model.read(region), model.variant(region, name)
    paid = table["contribution"]
    parts = table.filter(regex="^part ").sum().sum()
    whole = whole_units(paid)
    return [
        ("Begroting", inputs.budget),
        ("Niet over producten verdeeld", parts - inputs.budget),
        ("DUVO in mindering op de bijdragen", table.filter(regex="^relief ").sum().sum()),
        *(
            (f"DUVO van {centre}", table[f"grant {centre}"].sum())
            for centre in inputs.grants.index
            if f"grant {centre}" in table
        ),
        ("Afronding op hele euro's", whole.sum() - paid.sum()),
        *((f"Bijdragen {side}", -whole[inputs.subregion == side].sum()) for side in (CENTRAAL, VALLEI)),
    ]


def between(table: pd.DataFrame, name: str = "ac2", ends: tuple[str, str] = ("a", "c2")) -> pd.Series:
    """Whether a variant lies between two others, per municipality (the dempend effect of gm-2018)."""
    low, high = table[list(ends)].min(axis=1), table[list(ends)].max(axis=1)
    return (table[name] >= low) & (table[name] <= high)


def missing_variants(region: Region) -> pd.DataFrame:
    """Variants that cannot be computed per municipality in this year, with what would settle it."""
    rows = {}
    for name in model.VARIANTS:
        try:
            model.variant(region, name)
        except MissingInputError as error:
            rows[NAMES[name]] = error.settles
    return pd.DataFrame({"missing": pd.Series(rows, dtype=object)})


def contradictions(region: Region) -> pd.DataFrame:
    """Figures in print that should be equal and are not: the two places and the difference."""

    def total(year: int, column: str) -> float:
        return sum(region.figure(f"{TABLE}{year}/subtotaal-{side}/{column}") for side in ("cg", "wvv"))

    def thousands(name: str) -> float:
        place = f"gm-2017/hoofdstuk-4-variant-{name}/kosten-model-afgerond-"
        return sum(region.figure(f"{place}{side}/bedrag") for side in ("gelderland-centraal", "veluwe-vallei"))

    early, late = region.as_printed(2018), region.as_printed(2019)
    members, budget = model.subregions(early), early.input("budget")
    centraal = region.column(f"{TABLE}2018/*/model-c2", leave_out=("Subtotaal CG", "Subtotaal WVV"))
    amersfoort = "gm-2018/voetnoot-6/duvo-gelden-via-centrumgemeente-amersfoort/bedrag"
    rows = {
        "C2 2018, Centraal Gelderland: som van de gemeenten en subtotaal": (
            centraal[members[centraal.index] == CENTRAAL].sum(),
            region.figure(f"{TABLE}2018/subtotaal-cg/model-c2"),
        ),
        "C2 2018: som van alle gemeenten en begroting": (
            region.column(f"{TABLE}2018/*/model-c2", leave_out=("Subtotaal CG", "Subtotaal WVV")).sum(),
            budget,
        ),
        "A 2018, Centraal Gelderland: gm-2018 en gm-2017": (
            region.figure(f"{TABLE}2018/subtotaal-cg/model-a"),
            region.figure("gm-2017/tabel-verdeling-hoofdvarianten-hoofdstuk-4/a/gelderland-centraal"),
        ),
        "AC2 2018: som van beide subregio's en begroting": (total(2018, "model-ac2"), budget),
        "2019: totaal van A en totaal van C2": (total(2019, "model-a"), total(2019, "model-c2")),
        "2019: totaal van AC2 en totaal van C2": (total(2019, "model-ac2"), total(2019, "model-c2")),
        "B in de tekst, op duizenden, en begroting": (thousands("b"), budget),
        "C1 in de tekst, op duizenden, en begroting": (thousands("c1"), budget),
        "C2 in de tekst, op duizenden, en begroting": (thousands("c2"), budget),
        "C1: producttabel en begroting": (region.figure(f"{PRODUCTS}/totaal/totaal"), budget),
        "DUVO Amersfoort 2019: uit de tabel en voetnoot 6": (
            late.input("duvo_amersfoort"),
            region.figure(amersfoort),
        ),
    }
    frame = pd.DataFrame(rows, index=["first", "second"]).T
    return frame.assign(difference=frame["first"] - frame["second"])


def steering(region: Region) -> pd.DataFrame:
    """Annex 7: can production be registered per municipality, and is steering on it wanted (in our words)."""
    rows: dict[str, dict] = {}
    for figure in region.match(f"{ANNEX}/*"):
        rows.setdefault(figure.row, {})[figure.column] = figure.value_text
    return pd.DataFrame(rows).T.fillna("niet gezegd")


def product_table(region: Region) -> pd.DataFrame:
    """Products with their amount and whether C1 and C2 treat them as general or by production."""
    words = {"general": "algemeen", "production": "productie"}
    products = region.tables["products"].set_index("product")
    amounts = region.input("product_amount").reindex(products.index)
    kinds = {f"{name}_kind": products[name].map(words) for name in ("c1", "c2")}
    possible = products["registration"].map({"yes": "mogelijk", "no": "niet mogelijk"})
    return pd.DataFrame({"amount": amounts, **kinds, "registration": possible})


def price_table(region: Region) -> pd.DataFrame:
    """The build-up of the price of an hour, line by line."""
    lines = model.hourly(region)
    return lines.rename(index=LINES).to_frame("value")


def mean_of_c(region: Region, side: str = CENTRAAL) -> float:
    """Mean share of a sub-region in C1 and C2, which gm-2018 rounds to 69 % for Centraal Gelderland."""
    splits = [model.products_split(region, name) for name in ("c1", "c2")]
    return sum(split[side] / split.sum() for split in splits) / len(splits)


def reports_share(region: Region) -> float:
    """Share of both kinds of report in the cost of all products, in the total as gm-2017 prints it."""
    amounts = region.input("product_amount")
    return amounts[model.products(region, "group", "reports")].sum() / amounts["Totaal"]
