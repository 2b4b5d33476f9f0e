"""What the calculation of each region gives, as golden files beside this script: see README.md."""

import contextlib
import dataclasses
import gzip
import io
import json
import math
import tempfile
from pathlib import Path

import openpyxl
import pandas as pd

from vtcost.calculation import Calculation, Term
from vtcost.data import InputError, MissingInputError, Region, region_module
from vtcost.decision.rule import formula
from vtcost.explain import explain
from vtcost.new_region import new_region
from vtcost.workbook import workbook

HERE = Path(__file__).resolve().parent
DECIMALS = 9
OWN = "voorbeeldregio"
OTHER = {"norms": "national", "hours_per_fte": "1400", "reports": "5000", "mix_of": "Realisatie 2022"}
# Golden file: region and parameters.
SETS = {
    "gelderland_midden-2018": ("gelderland_midden", {"year": "2018"}),
    "gelderland_midden-2019": ("gelderland_midden", {"year": "2019"}),
    "noord_holland_noord": ("noord_holland_noord", {}),
    "zuid_holland_zuid": ("zuid_holland_zuid", {}),
    "zuid_holland_zuid-national": ("zuid_holland_zuid", OTHER),
    OWN: (OWN, {}),
}


def golden(region: Region) -> dict:
    """All that is pinned of a region under its parameters."""
    calculation = region_module("calculation", region.name).calculate(region)
    return {"explain": explained(region), "words": words(calculation), "cells": cells(workbook(calculation, {}))}


def explained(region: Region) -> dict:
    """Steps by model, year (empty: none is asked) and row; for what is refused, the words of the refusal."""
    found: dict[str, dict] = {}
    for model, year in models(region):
        try:
            _, rows = region_module("calculation", region.name).target(region, model, year, "")
            answer = {row: steps(region, row, model, year) for row in rows}
        except (InputError, MissingInputError) as refusal:
            answer = str(refusal)
        found.setdefault(model, {})[str(year or "")] = answer
    return found


def models(region: Region) -> list[tuple[str, int | None]]:
    """Models in results.csv with their years: none where the row says it, or where only other parameters have one."""
    results = region_module("models", region.name).results
    here, usual = results(region), results(Region.open(region.name))
    by_year = here.assign(year=here["year"].where(here["column"] == "", 0))
    asked = [(str(model), int(year) or None) for model, year in by_year[["model", "year"]].drop_duplicates().to_numpy()]
    return asked + [(str(model), None) for model in usual["model"].unique() if model not in set(here["model"])]


def steps(region: Region, row: str, model: str, year: int | None) -> list[dict] | str:
    """The steps as `vtcost explain --json` gives them."""
    try:
        return [dataclasses.asdict(step) for step in explain(region, row, model, year)]
    except (InputError, MissingInputError) as refusal:
        return str(refusal)


def words(calculation: Calculation) -> list[dict]:
    """Every computed term, in order: its formula in words and its value, or values by row."""
    return [
        {
            "name": term.name,
            "label": term.label,
            "unit": term.unit,
            "sheet": sheet.title,
            "formula": formula(calculation, term.name),
            "values": values(term),
        }
        for sheet in calculation.sheets
        for term in sheet.terms
        if term.formula
    ]


def values(term: Term) -> float | str | dict:
    """The value, or the values by row."""
    return term.values.to_dict() if isinstance(term.values, pd.Series) else term.values


def cells(book: bytes) -> dict[str, dict]:
    """What stands in each cell by sheet and address; of a formula also the value stored in it."""
    formulas, stored = (openpyxl.load_workbook(io.BytesIO(book), data_only=only) for only in (False, True))
    return {
        sheet.title: {
            cell.coordinate: {"formula": cell.value, "value": stored[sheet.title][cell.coordinate].value}
            if cell.data_type == "f"
            else cell.value
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        }
        for sheet in formulas
    }


def rounded(found):
    """The same with numbers rounded; what is no number (a fraction of nothing) becomes None."""
    if isinstance(found, dict):
        return {str(key): rounded(value) for key, value in found.items()}
    if isinstance(found, list):
        return [rounded(value) for value in found]
    if isinstance(found, float):
        return None if math.isnan(found) else float(round(found, DECIMALS)) + 0.0
    return found


def write(name: str, found: dict) -> None:
    """One golden file: the same bytes for the same content."""
    text = json.dumps(rounded(found), ensure_ascii=False, sort_keys=True, allow_nan=False, separators=(",", ":"))
    (HERE / f"{name}.json.gz").write_bytes(gzip.compress(text.encode(), mtime=0))


def main() -> None:
    """Make all golden files; the region of one's own in a temporary folder."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        new_region(OWN, Path(folder))
        for name, (region, given) in SETS.items():
            write(name, golden(Region.open(region, **given)))


if __name__ == "__main__":
    main()
