"""The first page of a workbook says whether the others are right; what a model puts on them is a cell, or refused."""

import io
from types import SimpleNamespace

import openpyxl
import pandas as pd
import pytest

from tests.workbook.office import ABSENT, PROGRAM, recalculated
from vtcost.quantity import Model, equal, given, when
from vtcost.quantity.model import CHECKS, CLOSING, Sheet
from vtcost.workbook import of_model, workbook


def made(balance: float = 0.0, checked=(0.0, 0.0), title: str = "Invoer") -> bytes:
    """A workbook with two sheets of checks, an aansluiting and a text that is computed."""
    chosen, paid = given("ja", "Keuze", "text"), given(3.0, "Betaald", "euro")
    told = when(equal(chosen, "ja"), "er is gekozen", "nee").called("Uitkomst", "text")
    costs, rest = (-paid).called("Aansluiting: kosten", "euro"), (paid + balance).called("Aansluiting: rest", "euro")
    checks = [(paid * value).called(f"Controles: {place}", "euro") for place, value in enumerate(checked)]
    model = Model(SimpleNamespace(tables={"municipalities": pd.DataFrame({"municipality": ["Ede"]})}))
    model.sheets = [
        Sheet(title, quantities=[chosen, paid, told]),
        Sheet("Sluit alles", kind=CLOSING, quantities=[costs, rest]),
        Sheet("Mijn controles", kind=CHECKS, quantities=checks[:1]),
        Sheet("Controles", kind=CHECKS, quantities=checks[1:]),
    ]
    return workbook(of_model(model, "Proef"), {})


def said(book, sheet: str = "Leeswijzer") -> dict[str, str]:
    return {row[0]: row[1] for row in book[sheet].iter_rows(values_only=True) if row[0]}


CASES = {
    "all good": ({}, "alle goed", "sluit op nul"),
    "the first check": ({"checked": (1.0, 0.0)}, "1 niet goed", "sluit op nul"),
    "the second check": ({"checked": (0.0, 1.0)}, "1 niet goed", "sluit op nul"),
    "both checks": ({"checked": (1.0, -1.0)}, "2 niet goed", "sluit op nul"),
    "a balance": ({"balance": 0.01}, "alle goed", "sluit niet op nul"),
}


@pytest.mark.parametrize("name", CASES)
def test_the_values_in_the_file_say_what_is_wrong(name):
    given_, checks, closing = CASES[name]
    book = openpyxl.load_workbook(io.BytesIO(made(**given_)), data_only=True)
    front = said(book)
    assert (front["Uitslag controles"], front["Uitslag aansluiting"]) == (checks, closing)
    assert said(book, "Invoer")["Uitkomst"] == "er is gekozen"


@pytest.mark.skipif(not PROGRAM, reason=ABSENT)
def test_libreoffice_says_the_same(tmp_path):
    paths = []
    for place, (given_, *_) in enumerate(CASES.values()):
        paths.append(tmp_path / f"{place}.xlsx")
        paths[-1].write_bytes(made(**given_))
    found = recalculated(paths, tmp_path)
    for path, (_, checks, closing) in zip(paths, CASES.values(), strict=True):
        book = openpyxl.load_workbook(found[path.name], data_only=True)
        front = said(book)
        assert (front["Uitslag controles"], front["Uitslag aansluiting"]) == (checks, closing)
        assert said(book, "Invoer")["Uitkomst"] == "er is gekozen"


@pytest.mark.parametrize("title", ["Leeswijzer", "leeswijzer", "'Invoer", "Invoer'"])
def test_a_title_that_no_page_can_have_is_refused(title):
    with pytest.raises(ValueError, match=r"page .*: expected another title than Leeswijzer, without ' around it"):
        made(title=title)
