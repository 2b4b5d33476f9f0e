"""Gelderland-Midden: tables that compare the variants, and list what contradicts or is missing."""

import pandas as pd

from vtcost.data import MissingInputError, Region
from vtcost.models import gelderland_midden as model
from vtcost.models.gelderland_midden import CENTRAAL, VALLEI

TABLE = "gm-2018/tabel-consequenties-"
VARIANTS = "gm-2017/tabel-verdeling-hoofdvarianten-hoofdstuk-4"
ANNEX = "gm-2017/bijlage-7-tabel-sturen-op-productie"
PRODUCTS = "gm-2017/bijlage-2-tabel-algemene-voorziening-smal-productie"
# C1 per municipality is printed for this year only.
C1_YEAR = 2018
NAMES = {"a": "A", "a_youth": "A-jeugd", "b": "B", "c1": "C1", "c2": "C2", "ac2": "AC2"}
# Dutch labels and units of the tables.
LABELS = {
    **{name: (label, "euro") for name, label in NAMES.items()},
    "low": ("Laagste", "euro"),
    "high": ("Hoogste", "euro"),
    "distance": ("Verschil", "euro"),
    "distance_fraction": ("Verschil, deel van de hoogste", "fraction"),
    "low_fraction": ("Laagste tegenover A", "fraction"),
    "high_fraction": ("Hoogste tegenover A", "fraction"),
    "part": ("Deel van de subregio", "euro"),
    "part general": ("Algemeen deel", "euro"),
    "part production": ("Productie", "euro"),
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
    """Sub-region totals of A, B, C1 and C2 (gm-2017) and of AC2 (gm-2018), computed."""
    budget = model.read(region).budget
    rows = {"A": model.split(region, "share_a"), "B": model.objective_split(region)}
    table = {name: {side: budget * share for side, share in split.items()} for name, split in rows.items()}
    table |= {name.upper(): model.products_split(region, name).to_dict() for name in ("c1", "c2")}
    table["AC2"] = {side: budget * share for side, share in model.split(region, "share_ac2").items()}
    frame = pd.DataFrame(table).T
    share = frame[CENTRAAL] / frame.sum(axis=1)
    return pd.DataFrame({"centraal": frame[CENTRAAL], "vallei": frame[VALLEI], "share": share})


def variant_table(region: Region, measure: str = "population") -> pd.DataFrame:
    """Variant A in its three steps: part of the sub-region, grants off, grants on, contribution."""
    table = model.variant_a(region, measure)
    moved = {kind: table.filter(regex=f"^{kind} ").sum(axis=1) for kind in ("relief", "grant")}
    return pd.DataFrame({"part": table["before_relief"], **moved, "contribution": table["contribution"]})


def c1_table(region: Region) -> pd.DataFrame:
    """C1 from its printed parts: general, production, grants off and on, the floor, contribution."""
    table = model.c1_from_print(region.for_year(C1_YEAR))
    moved = {kind: table.filter(regex=f"^{kind} ").sum(axis=1) for kind in ("relief", "grant")}
    parts = table[["part general", "part production"]].assign(**moved)
    return parts.join(table[["floor", "contribution"]])


def reference_dates(region: Region) -> pd.DataFrame:
    """Variant A of 2018 with inhabitants of each 1 January: largest distance to the print, rows equal at 100 euro."""
    inputs, printed = model.read(region.for_year(2018)), region.column(f"{TABLE}2018/*/model-a")
    rows = {}
    for year in range(2014, 2018):
        counted = region.for_year(2018).measure("population", year)
        table = model.by_subregion(
            inputs, model.split(region.for_year(2018), "share_a"), counted.reindex(inputs.subregion.index)
        )
        apart = (table["contribution"] - printed.reindex(table.index)).abs()
        rows[f"1 januari {year}"] = {"largest": apart.max(), "equal": float((apart <= 50).sum())}
    return pd.DataFrame(rows).T


def between(table: pd.DataFrame, name: str = "ac2", ends: tuple[str, str] = ("a", "c2")) -> pd.Series:
    """Whether a variant lies between two others, per municipality (the dempend effect of gm-2018)."""
    low, high = table[list(ends)].min(axis=1), table[list(ends)].max(axis=1)
    return (table[name] >= low) & (table[name] <= high)


def missing_variants(region: Region) -> pd.DataFrame:
    """Variants that cannot be computed per municipality, with what is missing and what would settle it."""
    attempts = {
        "B": lambda: model.variant_b(region),
        "C1": lambda: model.variant_c(region, "c1"),
        "C2": lambda: model.variant_c(region, "c2"),
        "AC2": lambda: region.input("fixed_share") and model.variant_c(region, "c2"),
    }
    rows = {}
    for name, attempt in attempts.items():
        try:
            attempt()
        except MissingInputError as error:
            rows[name] = error.settles
    return pd.DataFrame({"missing": pd.Series(rows, dtype=object)})


def contradictions(region: Region) -> pd.DataFrame:
    """Figures in print that should be equal and are not: the two places and the difference."""

    def total(year: int, column: str) -> float:
        return sum(region.figure(f"{TABLE}{year}/subtotaal-{side}/{column}") for side in ("cg", "wvv"))

    def thousands(name: str) -> float:
        place = f"gm-2017/hoofdstuk-4-variant-{name}/kosten-model-afgerond-"
        return sum(region.figure(f"{place}{side}/bedrag") for side in ("gelderland-centraal", "veluwe-vallei"))

    centraal = region.column(f"{TABLE}2018/*/model-c2", leave_out=("Subtotaal CG", "Subtotaal WVV"))
    members = model.read(region.for_year(2018)).subregion
    budget = region.for_year(2018).input("budget")
    amersfoort = "gm-2018/voetnoot-6/duvo-gelden-via-centrumgemeente-amersfoort/bedrag"
    rows = {
        "C2 2018, Centraal Gelderland: som van de gemeenten en subtotaal": (
            centraal[members[centraal.index] == CENTRAAL].sum(),
            region.figure(f"{TABLE}2018/subtotaal-cg/model-c2"),
        ),
        "AC2 2018: som van beide subregio's en begroting": (total(2018, "model-ac2"), budget),
        "2019: totaal van A en totaal van C2": (total(2019, "model-a"), total(2019, "model-c2")),
        "2019: totaal van AC2 en totaal van C2": (total(2019, "model-ac2"), total(2019, "model-c2")),
        "B in de tekst, op duizenden, en begroting": (thousands("b"), budget),
        "C1 in de tekst, op duizenden, en begroting": (thousands("c1"), budget),
        "C2 in de tekst, op duizenden, en begroting": (thousands("c2"), budget),
        "C1: producttabel en begroting": (region.figure(f"{PRODUCTS}/totaal/totaal"), budget),
        "DUVO Amersfoort 2019: uit de tabel en voetnoot 6": (
            region.for_year(2019).input("duvo_amersfoort"),
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
    return pd.DataFrame({"amount": amounts, **kinds})


def price_table(region: Region) -> pd.DataFrame:
    """The build-up of the price of an hour, line by line."""
    lines = model.hourly(region)
    return lines.rename(index=LINES).to_frame("value")
