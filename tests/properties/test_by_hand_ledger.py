"""The ledger, its bookings and many scenarios at once worked out by hand; every refusal word for word."""

import hashlib
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from tests.properties.test_by_hand import refused, series
from vtcost import batch
from vtcost.bookings import advance, close_again, close_year, correct, settle_open
from vtcost.ledger import FIELDS, Entry, Ledger, balances, chain

ENTRY = Entry(1, 2019, "Hoorn", "advance", Decimal("1.00"), "oud", 0.25, "factuur 1")
FIRST = Ledger((ENTRY,))
KEY = series(b=0.25, a=0.75)


def paid(year: int = 2019, ledger: Ledger | None = None, b: float = 600, a: float = 400) -> Ledger:
    return advance(ledger or Ledger(), year, series(b=b, a=a), "oud", f"begroting {year}")


def closed(actual: float = 1000.0, year: int = 2019, ledger: Ledger | None = None) -> Ledger:
    return close_year(ledger or paid(), year, actual, KEY, f"sleutel {year}", f"rekening {year}")


def rows(ledger: Ledger, start: int = 0) -> list[tuple]:
    """The entries as (number, year, municipality, kind, amount, key, share, document, corrects)."""
    return [
        tuple(str(value) if isinstance(value, Decimal) else value for value in (getattr(e, name) for name in FIELDS))
        for e in ledger.entries[start:]
    ]


def correction(place: int, corrects: int, **changed) -> Entry:
    return replace(ENTRY, **{"number": place, "kind": "correction", "corrects": corrects} | changed)


TEXT = "expected a text on one line, without spaces around it"
FORMULA = "expected a text that no spreadsheet takes for a formula"
AMOUNT = "expected a number with two decimals"
CORRECTS = "expected a number for a correction and nothing for others"
WEIGHTS = "is no set of weights, expected 0 or more that sum to 1"
REFUSED = {
    "an unknown kind": (
        lambda: replace(ENTRY, kind="gift"),
        "kind: 'gift', expected one of advance, due, settlement, correction",
    ),
    "no municipality": (lambda: replace(ENTRY, municipality=""), f"municipality: '', {TEXT}"),
    "two lines": (lambda: replace(ENTRY, document="a\nb"), f"document: 'a\\nb', {TEXT}"),
    "no document": (lambda: replace(ENTRY, document=""), f"document: '', {TEXT}"),
    "a space before": (lambda: replace(ENTRY, key=" oud"), f"key: ' oud', {TEXT}"),
    "a space behind": (lambda: replace(ENTRY, municipality="Hoorn "), f"municipality: 'Hoorn ', {TEXT}"),
    "a formula by =": (lambda: replace(ENTRY, municipality="=1"), f"municipality: '=1', {FORMULA}"),
    "a formula by +": (lambda: replace(ENTRY, key="+1"), f"key: '+1', {FORMULA}"),
    "a formula by -": (lambda: replace(ENTRY, document="-1"), f"document: '-1', {FORMULA}"),
    "a formula by @": (lambda: replace(ENTRY, document="@a"), f"document: '@a', {FORMULA}"),
    "half a cent": (lambda: replace(ENTRY, amount=Decimal("1.005")), f"amount: 1.005, {AMOUNT}"),
    "whole euros": (lambda: replace(ENTRY, amount=Decimal("1")), f"amount: 1, {AMOUNT}"),
    "no number": (lambda: replace(ENTRY, amount=Decimal("NaN")), f"amount: NaN, {AMOUNT}"),
    "no end": (lambda: replace(ENTRY, amount=Decimal("-Infinity")), f"amount: -Infinity, {AMOUNT}"),
    "a share above one": (
        lambda: replace(ENTRY, share=1.5),
        "share: 1.5, expected a number between 0 and 1",
    ),
    "a share below zero": (
        lambda: replace(ENTRY, share=-0.5),
        "share: -0.5, expected a number between 0 and 1",
    ),
    "a correction of nothing": (lambda: replace(ENTRY, kind="correction"), f"corrects: None, {CORRECTS}"),
    "an advance that corrects": (lambda: replace(ENTRY, corrects=1), f"corrects: 1, {CORRECTS}"),
    "a second first entry": (lambda: Ledger((ENTRY, ENTRY)), "number: 1, expected 2"),
    "a gap": (lambda: Ledger((replace(ENTRY, number=2),)), "number: 2, expected 1"),
    "a correction of itself": (
        lambda: Ledger((ENTRY, correction(2, 2))),
        "corrects: 2, expected the number of an entry before 2",
    ),
    "a correction of number zero": (
        lambda: Ledger((ENTRY, correction(2, 0))),
        "corrects: 0, expected the number of an entry before 2",
    ),
    "a correction for another": (
        lambda: Ledger((ENTRY, correction(2, 1, municipality="Texel"))),
        "corrects: 1, which is about Hoorn in 2019",
    ),
    "a correction for another year": (
        lambda: Ledger((ENTRY, replace(ENTRY, number=2, municipality="Texel"), correction(3, 2, year=2020))),
        "corrects: 2, which is about Texel in 2019",
    ),
    "an advance that is no number": (lambda: paid(a=np.nan), "amounts: a is not a finite number"),
    "a year without advances": (
        lambda: closed(year=2020),
        "year: no advance in 2020, expected one before it is closed",
    ),
    "a year closed twice": (lambda: closed(ledger=closed()), "year: 2019 is closed, expected a correction"),
    "a year closed for others": (
        lambda: close_year(paid(), 2019, 1.0, series(a=1), "a", "b"),
        "paid: its municipalities differ from those of the amounts due",
    ),
    "a year closed by what is no key": (
        lambda: close_year(paid(), 2019, 1.0, KEY / 2, "a", "b"),
        "key: shares sum to 0.5, expected 1",
    ),
    "entry zero": (
        lambda: correct(paid(), 0, Decimal(1), "x"),
        "number: 0, expected the number of an entry, 1 to 2",
    ),
    "an entry too far": (
        lambda: correct(paid(), 3, Decimal(1), "x"),
        "number: 3, expected the number of an entry, 1 to 2",
    ),
    "a correction of no difference": (
        lambda: correct(paid(), 2, Decimal("400"), "x"),
        "amount: entry 2 amounts to 400 already",
    ),
    "closed again while open": (
        lambda: close_again(closed(year=2020, ledger=paid(2020, paid())), 2019, 1.0, KEY, "a", "b"),
        "year: 2019 was not closed for the municipalities of this key",
    ),
    "closed again for others": (
        lambda: close_again(closed(), 2019, 1.0, series(a=1), "a", "b"),
        "year: 2019 was not closed for the municipalities of this key",
    ),
    "a measure below zero": (
        lambda: batch.shares([1.0, -0.5]),
        "measures: expected finite numbers of at least 0",
    ),
    "a measure without end": (
        lambda: batch.shares([[1.0, 1.0], [np.inf, 1.0]]),
        "measures: expected finite numbers of at least 0",
    ),
    "a measure that is no number": (
        lambda: batch.shares([np.nan, 1.0]),
        "measures: expected finite numbers of at least 0",
    ),
    "a measure of zeros": (
        lambda: batch.shares([[1, 0], [0, 0]]),
        "measures: all municipalities of a scenario have zero, expected one above zero",
    ),
    "weights of more than one": (
        lambda: batch.check_weights(np.array([[0.5, 0.5], [0.5, 0.6], [1.0, 1.0]])),
        f"weights: scenario 1 {WEIGHTS}",
    ),
    "a weight below zero": (lambda: batch.check_weights(np.array([1.5, -0.5])), f"weights: scenario 0 {WEIGHTS}"),
    "a weight that is no number": (
        lambda: batch.check_weights(np.array([[1.0, 0.0], [0.0, 1.0], [np.nan, 1.0]])),
        f"weights: scenario 2 {WEIGHTS}",
    ),
    "amounts by what are no weights": (
        lambda: batch.amounts_of(1.0, {"x": np.array(0.5), "y": np.array(0.25)}, ["x", "y"]),
        f"weights: scenario 0 {WEIGHTS}",
    ),
    "chunks by what are no weights": (
        lambda: list(batch.in_chunks(np.array([[1.0], [0.5]]), np.ones(2), [np.array([1.0])])),
        f"weights: scenario 1 {WEIGHTS}",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_is_said_word_for_word(name):
    refused(*REFUSED[name])


# The ledger


@pytest.mark.parametrize(
    "changed",
    [
        {"key": ""},
        {"share": None},
        {"share": 0.0},
        {"share": 1.0},
        {"amount": Decimal("-0.01")},
        {"municipality": "a = b + c - @"},
        *({"kind": kind} for kind in ("due", "settlement")),
    ],
)
def test_an_entry_that_is_accepted(changed):
    entry = replace(ENTRY, **changed)
    assert {name: getattr(entry, name) for name in changed} == changed


def test_added_entries_get_the_next_numbers():
    ledger = FIRST.add([ENTRY, correction(9, 1)])
    assert [entry.number for entry in ledger.entries] == [1, 2, 3]
    assert ledger.entries[0] is ENTRY
    assert ledger.add([]) == ledger
    assert Ledger().add(iter([replace(ENTRY, number=0)])) == FIRST


def test_corrections_of_corrections():
    """5 (which corrects 4, which corrects 2) is about 2; that stands at 1 + 2 + 3 = 6; nothing corrects 3."""
    two, three = Decimal("2.00"), Decimal("3.00")
    ledger = Ledger((ENTRY, replace(ENTRY, number=2), replace(ENTRY, number=3), correction(4, 2, amount=two)))
    ledger = ledger.add([correction(5, 4, amount=three)])
    assert [ledger.corrected(number) for number in range(1, 6)] == [1, 2, 3, 2, 2]
    assert [str(ledger.standing(number)) for number in (1, 2, 3, 4)] == ["1.00", "6.00", "1.00", "0"]
    assert isinstance(ledger.standing(4), Decimal)


def test_the_chain_by_the_text_that_is_hashed():
    """Each hash is that of a list as text: the hash before, then the fields; the first follows that of nothing."""
    entries = (replace(ENTRY, municipality="Súdwest"), correction(2, 1, share=None, municipality="Súdwest"))
    start = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    text = f'["{start}", "1", "2019", "S\\u00fadwest", "advance", "1.00", "oud", "0.25", "factuur 1", null]'
    first = hashlib.sha256(text.encode("ascii")).hexdigest()
    text = f'["{first}", "2", "2019", "S\\u00fadwest", "correction", "1.00", "oud", null, "factuur 1", "1"]'
    assert chain(entries) == [first, hashlib.sha256(text.encode("ascii")).hexdigest()]
    assert chain(()) == []


def test_balances_by_kind():
    """a: due 7 with two corrections is 7,50; less 4 in advance and 2 settled leaves 1,50. 2020 and b stand apart."""

    def entry(kind, amount, **changed):
        return replace(ENTRY, **{"kind": kind, "amount": Decimal(amount), "municipality": "a"} | changed)

    ledger = Ledger().add(
        [
            entry("due", "7.00"),
            entry("advance", "4.00"),
            entry("correction", "1.00", corrects=1),
            entry("advance", "9.00", municipality="b"),
            entry("correction", "-0.50", corrects=3),
            entry("settlement", "2.00"),
            entry("advance", "8.00", year=2020),
        ]
    )
    table = balances(ledger)
    assert list(table.columns) == ["advance", "due", "settlement", "balance"]
    assert table.index.names == ["municipality", "year"]
    assert {place: [str(value) for value in line] for place, line in table.T.items()} == {
        ("a", 2019): ["4.00", "7.50", "2.00", "1.50"],
        ("b", 2019): ["9.00", "0.00", "0.00", "-9.00"],
        ("a", 2020): ["8.00", "0.00", "0.00", "-8.00"],
    }
    assert {kind.kind for kind in table.dtypes} == {"O"}


def test_the_balances_of_an_empty_ledger():
    table = balances(Ledger())
    assert list(table.columns) == ["advance", "due", "settlement", "balance"]
    assert table.index.names == ["municipality", "year"]
    assert table.empty


# Bookings


def test_advances_in_whole_cents():
    """A third of a euro each: 0,33 and 0,33 and, first in the alphabet, 0,34. The shares are a third."""
    ledger = advance(FIRST, 2020, series(b=1 / 3, a=1 / 3, c=1 / 3), "oud", "begroting")
    assert rows(ledger, 1) == [
        (2, 2020, "b", "advance", "0.33", "oud", 1 / 3, "begroting", None),
        (3, 2020, "a", "advance", "0.34", "oud", 1 / 3, "begroting", None),
        (4, 2020, "c", "advance", "0.33", "oud", 1 / 3, "begroting", None),
    ]


@pytest.mark.parametrize(
    ("amounts", "shares"), [((3, 1), (0.75, 0.25)), ((1, 0), (1, 0)), ((3, -1), (None, None)), ((0, 0), (None, None))]
)
def test_advances_have_shares_where_they_are_a_key(amounts, shares):
    """3 and 1: three quarters and one. A refund or nothing at all is no key."""
    ledger = advance(Ledger(), 2019, pd.Series(amounts, list("ab"), dtype=float), "oud", "begroting")
    assert tuple(entry.share for entry in ledger.entries) == shares


def test_a_closed_year():
    """1.000 by 25/75: b owes 250 and paid 600, a owes 750 and paid 400."""
    assert rows(closed(), 2) == [
        (3, 2019, "b", "due", "250.00", "sleutel 2019", 0.25, "rekening 2019", None),
        (4, 2019, "a", "due", "750.00", "sleutel 2019", 0.75, "rekening 2019", None),
        (5, 2019, "b", "settlement", "-350.00", "sleutel 2019", 0.25, "rekening 2019", None),
        (6, 2019, "a", "settlement", "350.00", "sleutel 2019", 0.75, "rekening 2019", None),
    ]


def test_a_year_is_closed_beside_other_years():
    """2019 was closed, 2021 is open: 2020 gets its own. Who owes what it paid, b with 250, settles nothing."""
    ledger = paid(2021, paid(2020, closed(), b=250, a=0))
    ledger = closed(year=2020, ledger=ledger)
    assert [(row[1], row[2], row[3], row[4]) for row in rows(ledger, 10)] == [
        (2020, "b", "due", "250.00"),
        (2020, "a", "due", "750.00"),
        (2020, "a", "settlement", "750.00"),
    ]
    assert [str(value) for value in balances(ledger)["balance"]] == [
        "0.00",
        "0.00",
        "0.00",
        "0.00",
        "-600.00",
        "-400.00",
    ]


def test_what_is_open_is_settled_for_one_year():
    ledger = settle_open(paid(2020, paid()), 2019, "sleutel", KEY, "besluit")
    assert rows(ledger, 4) == [
        (5, 2019, "b", "settlement", "-600.00", "sleutel", 0.25, "besluit", None),
        (6, 2019, "a", "settlement", "-400.00", "sleutel", 0.75, "besluit", None),
    ]


def test_a_correction_makes_up_the_difference():
    """600 becomes 500: -100. By way of the correction it becomes 500,30: 0,30 more; the key and share stay."""
    ledger = correct(closed(), 1, Decimal(500), "hersteld")
    ledger = correct(ledger, 7, Decimal("500.3"), "nogmaals")
    ledger = correct(ledger, 6, Decimal(0), "vervallen")
    assert rows(ledger, 6) == [
        (7, 2019, "b", "correction", "-100.00", "oud", 0.6, "hersteld", 1),
        (8, 2019, "b", "correction", "0.30", "oud", 0.6, "nogmaals", 7),
        (9, 2019, "a", "correction", "-350.00", "sleutel 2019", 0.75, "vervallen", 6),
    ]


def test_the_last_entry_can_be_corrected():
    assert rows(correct(FIRST, 1, Decimal("0.5"), "x"), 1) == [
        (2, 2019, "Hoorn", "correction", "-0.50", "oud", 0.25, "x", 1)
    ]


def test_a_tenth_of_a_cent_corrects_nothing():
    with pytest.raises(ValueError, match=r"entry 1 amounts to 0\.999 already"):
        correct(FIRST, 1, Decimal("0.999"), "x")


def test_an_amount_without_end_is_refused():
    with pytest.raises(ValueError, match="amount: Infinity, expected a finite number"):
        correct(FIRST, 1, Decimal("Infinity"), "x")


def test_a_year_closed_again():
    """900 by halves: b owes 450, 200 more, and a 450, 300 less; then by 25/75 and 1.800 only b stays: 450 and 1.350."""
    halves = series(a=0.5, b=0.5)
    ledger = close_again(closed(), 2019, 900.0, halves, "nieuw", "rekening, hersteld")
    assert rows(ledger, 6) == [
        (7, 2019, "a", "correction", "-300.00", "nieuw", 0.5, "rekening, hersteld", 4),
        (8, 2019, "b", "correction", "200.00", "nieuw", 0.5, "rekening, hersteld", 3),
        (9, 2019, "b", "settlement", "200.00", "nieuw", 0.5, "rekening, hersteld", None),
        (10, 2019, "a", "settlement", "-300.00", "nieuw", 0.5, "rekening, hersteld", None),
    ]
    ledger = close_again(paid(2020, ledger), 2019, 1800.0, KEY, "sleutel 2019", "slot")
    assert rows(ledger, 12) == [
        (13, 2019, "a", "correction", "900.00", "sleutel 2019", 0.75, "slot", 4),
        (14, 2019, "a", "settlement", "900.00", "sleutel 2019", 0.75, "slot", None),
    ]


def test_a_year_closed_again_where_somebody_settled_nothing():
    """b paid the 250 it owed, and now owes 200 more; a 300 less."""
    ledger = close_again(closed(ledger=paid(b=250)), 2019, 900.0, series(b=0.5, a=0.5), "nieuw", "hersteld")
    assert [row[2:5] for row in rows(ledger, 5)] == [
        ("b", "correction", "200.00"),
        ("a", "correction", "-300.00"),
        ("b", "settlement", "200.00"),
        ("a", "settlement", "-300.00"),
    ]


# Many scenarios at once


def test_shares_of_each_scenario():
    assert batch.shares([[1, 3], [0, 2]]).tolist() == [[0.25, 0.75], [0, 1]]
    assert batch.shares(np.array([0.5, 0.25, 0.0])).tolist() == pytest.approx([2 / 3, 1 / 3, 0])


@pytest.mark.parametrize("off", [-1e-9, 1e-9])
def test_weights_may_miss_one_by_a_billionth_and_no_more(off):
    for weights in (np.array([0.5, 0.5 + 0.9 * off]), np.array([[1.0 + 0.9 * off, 0.0]])):
        assert batch.check_weights(weights) is weights
    with pytest.raises(ValueError, match="weights: scenario 0"):
        batch.check_weights(np.array([0.5, 0.5 + 1.1 * off]))


def test_numbers_side_by_side():
    found = batch.side_by_side([np.array(5.0), np.array([1.0, 2.0])])
    assert found.tolist() == [[5, 1], [5, 2]]
    grid = batch.side_by_side([np.ones((2, 3)), np.zeros((2, 3))])
    assert grid.shape == (2, 3, 2)


def test_amounts_of_a_mix():
    """100 by 1/4 and 3/4, 200 by halves; the names give the order. One budget for both as well."""
    weights = {"y": np.array([0.75, 0.5]), "x": np.array([0.25, 0.5])}
    assert batch.amounts_of([100, 200], weights, ["x", "y"]).tolist() == [[25, 75], [100, 100]]
    assert batch.amounts_of(100, weights, iter("yx")).tolist() == [[75, 25], [50, 50]]


def test_a_key_of_some_over_all():
    assert batch.over(np.array([0.25, 0.75]), np.array([3, 1]), 4).tolist() == [0, 0.75, 0, 0.25]
    assert batch.over(np.array([[1.0], [0.5]]), np.array([1]), 2).tolist() == [[0, 1], [0, 0.5]]


def test_contributions_before_relief():
    """10 by (1/2, 1/2) and 20 by (1/4, 3/4) is 10 and 20; then 20 and 0: 10 and 10; the second key by scenario."""
    amounts = np.array([[10.0, 20.0], [20.0, 0.0]])
    halves, quarter = np.array([0.5, 0.5]), np.array([0.25, 0.75])
    assert batch.before_relief(amounts, [halves, quarter]).tolist() == [[10, 20], [10, 10]]
    each = np.array([[0.25, 0.75], [1.0, 0.0]])
    assert batch.before_relief(amounts, [halves, each]).tolist() == [[10, 20], [10, 10]]
    assert batch.before_relief(np.array([[0.0, 4.0], [0.0, 8.0]]), [halves, each]).tolist() == [[1, 3], [8, 0]]
    assert batch.before_relief(amounts, [each, each]).tolist() == [[7.5, 22.5], [20, 0]]
    assert batch.before_relief(amounts[0], [halves, each]).tolist() == [[10, 20], [25, 5]]


def test_contributions_after_grants():
    """Before any grant 10, 30, 60. 8 relieves the first two by 1/4 and 3/4 and comes in through the third: 8, 24, 68.

    30 relieves the last two by what they pay before any grant, a third and two thirds, and comes in through the first.
    """
    amounts, keys = np.array([[100.0]]), [np.array([0.1, 0.3, 0.6])]
    first = batch.Grant(8, members=np.array([0, 1]), recipient=2)
    second = batch.Grant(30.0, members=np.array([2, 1]), recipient=0)
    assert batch.contributions(amounts, keys)[0].tolist() == pytest.approx([10, 30, 60])
    assert batch.contributions(amounts, keys, [first])[0].tolist() == pytest.approx([8, 24, 68])
    assert batch.contributions(amounts, keys, [first, second])[0].tolist() == pytest.approx([38, 14, 48])
    # A key of its own, and an amount per scenario.
    own = batch.Grant(np.array([10.0, 20.0]), np.array([2, 0]), 1, key=np.array([0.25, 0.75]))
    found = batch.contributions(np.array([[100.0], [200.0]]), keys, [own])
    np.testing.assert_allclose(found, [[2.5, 40, 57.5], [5, 80, 115]])


@pytest.mark.parametrize(("municipalities", "rows"), [(2**16 + 1, 1), (2**16, 1), (2**15, 2), (2**15 + 1, 1)])
def test_chunks_fit_in_the_cache(municipalities, rows):
    """65.536 numbers in a chunk, and at least one scenario: three scenarios by a key of only the last one."""
    key = np.zeros(municipalities)
    key[-1] = 1.0
    found = list(batch.in_chunks(np.ones((3, 1)), np.array([1.0, 2.0, 3.0]), [key]))
    assert [(chunk.start, chunk.stop) for chunk, _ in found] == [(start, start + rows) for start in range(0, 3, rows)]
    assert np.concatenate([paid[:, -1] for _, paid in found]).tolist() == [1, 2, 3]


def test_chunks_with_grants():
    """100 by 1/2 and 1/2 of (0,6; 0,4) and (0,2; 0,8) is 40 and 60; 10 relieves the second, by way of the first."""
    keys = [np.array([0.6, 0.4]), np.array([0.2, 0.8])]
    grant = batch.Grant(10.0, np.array([1]), 0)
    [(chunk, paid)] = batch.in_chunks(np.array([[0.5, 0.5]]), np.array([100.0]), keys, [grant])
    assert paid.tolist() == [[pytest.approx(50), pytest.approx(50)]]
    assert np.arange(5)[chunk][0] == 0
