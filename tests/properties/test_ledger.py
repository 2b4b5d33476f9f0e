"""The ledger: entries are only added, settled by the key of their year, and a changed file is found out."""

from dataclasses import FrozenInstanceError, replace
from decimal import Decimal
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vtcost.bookings import advance, close_again, close_year, correct
from vtcost.data import InputError, Region
from vtcost.data.ledgers import append_ledger, read_ledger
from vtcost.exploration import bookkeeping
from vtcost.formulas.keys import shares
from vtcost.ledger import Entry, Ledger, balances, chain
from vtcost.reforms import reform

KEYS = {2019: pd.Series({"Hoorn": 0.25, "Texel": 0.75}), 2020: pd.Series({"Hoorn": 0.4, "Texel": 0.6})}


def paid(year: int = 2019, hoorn: float = 600.0, texel: float = 400.0, ledger: Ledger | None = None) -> Ledger:
    return advance(ledger or Ledger(), year, pd.Series({"Hoorn": hoorn, "Texel": texel}), "oud", f"begroting {year}")


def closed(year: int = 2019, actual: float = 1000.0, ledger: Ledger | None = None) -> Ledger:
    return close_year(ledger or paid(year), year, actual, KEYS[year], f"sleutel {year}", f"jaarrekening {year}")


def amounts(ledger: Ledger, kind: str, year: int) -> dict[str, Decimal]:
    return {entry.municipality: entry.amount for entry in ledger.entries if (entry.kind, entry.year) == (kind, year)}


# Bookings


def test_a_year_is_settled_by_its_own_key():
    """2019: 1.000 by 25/75, paid 600 and 400: -350 and +350. 2020: 1.200 by 40/60, paid 500 each: -20 and +220."""
    ledger = closed()
    ledger = closed(2020, 1200.0, paid(2020, 500, 500, ledger))
    assert amounts(ledger, "settlement", 2019) == {"Hoorn": Decimal(-350), "Texel": Decimal(350)}
    assert amounts(ledger, "settlement", 2020) == {"Hoorn": Decimal(-20), "Texel": Decimal(220)}
    assert {entry.share for entry in ledger.entries if entry.year == 2020 and entry.kind == "due"} == {0.4, 0.6}


@given(st.floats(1, 1e8), st.floats(0, 1e8), st.lists(st.floats(0.01, 1e6), min_size=2, max_size=15))
def test_cents_add_up_and_nothing_is_left_open(actual, advanced, measures):
    """Due adds up to the costs in whole cents; due less advance less settlement is zero, exactly."""
    key = shares(pd.Series(measures, index=[f"municipality {number}" for number in range(len(measures))]))
    ledger = advance(Ledger(), 2019, advanced * key[::-1], "oud", "begroting")
    table = balances(close_year(ledger, 2019, actual, key, "nieuw", "jaarrekening"))
    assert abs(float(table["due"].sum()) - actual) <= 0.005 + 1e-9 * actual
    assert (table["balance"] == 0).all()
    assert table["settlement"].sum() == table["due"].sum() - table["advance"].sum()


def test_nothing_is_overwritten():
    """A ledger and its entries are values: what is added gives another ledger that begins with all of the former."""
    first = closed()
    entries = first.entries
    second = correct(first, 1, Decimal(500), "factuur hersteld")
    assert first.entries is entries
    assert second.entries[: len(entries)] == entries
    for thing, name in ((first, "entries"), (entries[0], "amount")):
        with pytest.raises(FrozenInstanceError):
            setattr(thing, name, None)


def test_a_correction_reverses_exactly():
    """Hoorn 2019 taken back: the correction is minus its amount, and the advance stands at zero."""
    ledger = correct(paid(hoorn=0.1 + 0.2), 1, Decimal(0), "dubbel geboekt")
    assert ledger.entries[-1].amount == Decimal("-0.30")
    assert ledger.entries[-1].corrects == 1
    assert balances(ledger).loc[("Hoorn", 2019), "advance"] == 0
    again = correct(ledger, 3, Decimal("0.30"), "toch niet dubbel")
    assert again.entries[-1].amount == Decimal("0.30")
    assert (again.standing(1), len(again.entries)) == (Decimal("0.30"), 4)


def test_costs_found_to_be_lower_are_divided_by_that_years_key():
    """2019 turns out 900: due 225 and 675, 25 and 75 less; settled once more, by 25 and 75."""
    ledger = close_again(closed(), 2019, 900.0, KEYS[2019], "sleutel 2019", "jaarrekening 2019, hersteld")
    made = [(entry.kind, entry.municipality, int(entry.amount), entry.corrects) for entry in ledger.entries[6:]]
    assert made == [
        ("correction", "Hoorn", -25, 3),
        ("correction", "Texel", -75, 4),
        ("settlement", "Hoorn", -25, None),
        ("settlement", "Texel", -75, None),
    ]
    assert (balances(ledger)["balance"] == 0).all()


@pytest.mark.parametrize(
    ("booking", "message"),
    [
        (lambda: closed(ledger=closed()), "year: 2019 is closed, expected a correction"),
        (lambda: closed(2020, ledger=paid()), "year: no advance in 2020"),
        (lambda: close_again(paid(), 2019, 1.0, KEYS[2019], "a", "b"), "year: 2019 was not closed"),
        (lambda: correct(paid(), 9, Decimal(1), "x"), "number: 9, expected the number of an entry, 1 to 2"),
        (lambda: correct(paid(), 1, Decimal(600), "x"), "amount: entry 1 amounts to 600 already"),
        (lambda: close_year(paid(), 2019, 1.0, pd.Series({"Hoorn": 1.0}), "a", "b"), "its municipalities differ"),
        (lambda: paid(hoorn=float("nan")), "Hoorn is not a finite number"),
    ],
)
def test_a_wrong_booking_is_refused(booking, message):
    with pytest.raises(ValueError, match=message):
        booking()


GOOD = Entry(1, 2019, "Hoorn", "advance", Decimal("1.00"), "", None, "factuur 1")


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "gift"},
        {"municipality": ""},
        {"municipality": "Hoorn\nTexel"},
        {"document": " factuur"},
        {"document": "=HYPERLINK(1)"},
        {"amount": Decimal("1.001")},
        {"amount": Decimal("NaN")},
        {"share": 1.5},
        {"corrects": 1},
        {"kind": "correction"},
    ],
)
def test_an_entry_that_is_none_is_refused(changed):
    with pytest.raises(ValueError, match=rf"^{next(iter(changed)) if 'kind' not in changed else '(kind|corrects)'}:"):
        replace(GOOD, **changed)


def test_a_ledger_is_a_sequence():
    other = replace(GOOD, number=2, municipality="Texel", kind="correction", corrects=1)
    with pytest.raises(ValueError, match="number: 1, expected 2"):
        Ledger((GOOD, GOOD))
    with pytest.raises(ValueError, match="corrects: 1, which is about Hoorn in 2019"):
        Ledger((GOOD, other))
    with pytest.raises(ValueError, match="corrects: 2, expected the number of an entry before 2"):
        Ledger((GOOD, replace(other, corrects=2)))


# The file


@pytest.fixture
def kept(tmp_path):
    path = tmp_path / "grootboek.csv"
    append_ledger(path, closed())
    return path


def test_a_ledger_comes_back_as_it_was(kept):
    assert read_ledger(kept) == closed()
    assert read_ledger(kept, last=chain(closed().entries)[-1]) == closed()


def test_entries_are_added_and_the_rest_of_the_file_stays_byte_for_byte(kept):
    before = kept.read_bytes()
    longer = correct(closed(), 1, Decimal(500), "factuur, hersteld")
    append_ledger(kept, longer)
    assert kept.read_bytes().startswith(before)
    assert read_ledger(kept) == longer
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]


@pytest.mark.parametrize("row", range(2, 8))
@pytest.mark.parametrize("old_and_new", [("2019,", "2018,"), (".00,", ".01,"), ("jaarrekening", "jaarverslag")])
def test_a_changed_entry_is_refused_and_its_row_is_named(kept, row, old_and_new):
    lines = kept.read_text().split("\n")
    changed = lines[row - 1].replace(*old_and_new, 1)
    if changed == lines[row - 1]:
        changed = changed.replace("begroting", "begrotinkje", 1)
    kept.write_text("\n".join([*lines[: row - 1], changed, *lines[row:]]))
    with pytest.raises(InputError, match=rf"row {row}, ") as refused:
        read_ledger(kept)
    assert "\n" not in str(refused.value)
    with pytest.raises(InputError, match=rf"row {row}, "):
        append_ledger(kept, closed())


def test_a_removed_and_an_inserted_row_are_named(kept):
    lines = kept.read_text().split("\n")
    kept.write_text("\n".join(lines[:3] + lines[4:]))
    with pytest.raises(InputError, match="row 4, column chain"):
        read_ledger(kept)
    kept.write_text("\n".join([*lines[:3], lines[2], *lines[3:]]))
    with pytest.raises(InputError, match="row 4, column chain"):
        read_ledger(kept)


def test_entries_taken_off_the_end_show_by_the_hash_that_was_kept_elsewhere(kept):
    last = chain(closed().entries)[-1]
    kept.write_text("\n".join(kept.read_text().split("\n")[:-2]) + "\n")
    assert len(read_ledger(kept).entries) == 5
    with pytest.raises(InputError, match="entries are missing or were changed"):
        read_ledger(kept, last=last)


@pytest.mark.parametrize("cut", [1, 5, 60, 100])
def test_a_half_written_last_line_is_refused(kept, cut):
    text = kept.read_text()
    kept.write_text(text[:-cut])
    with pytest.raises(InputError, match=r"row 7: expected a whole line"):
        read_ledger(kept)


def test_what_is_no_ledger_is_refused_in_one_line(tmp_path):
    path = tmp_path / "x.csv"
    for content in (b"", b"a,b\n", b"\xff\xfe\n", b"number\n1\n", b'"\n'):
        path.write_bytes(content)
        with pytest.raises(InputError) as refused:
            read_ledger(path)
        assert "\n" not in str(refused.value)
    with pytest.raises(InputError, match="cannot be read"):
        read_ledger(tmp_path / "absent.csv")
    with pytest.raises(InputError, match="cannot be written"):
        append_ledger(tmp_path / "absent" / "x.csv", paid())


def test_two_who_add_to_the_same_ledger_do_not_lose_entries(kept):
    """Another added an entry in the meantime: ours does not begin with it, and is refused; so is writing at once."""
    append_ledger(kept, correct(closed(), 1, Decimal(500), "van een ander"))
    before = kept.read_bytes()
    with pytest.raises(InputError, match=r"row 8: expected the entries with which the ledger to be added begins"):
        append_ledger(kept, correct(closed(), 2, Decimal(300), "van ons"))
    kept.with_name(kept.name + ".new").touch()
    with pytest.raises(InputError, match="another is adding entries"):
        append_ledger(kept, read_ledger(kept))
    assert kept.read_bytes() == before


def test_an_interrupted_addition_leaves_the_old_file(kept, monkeypatch):
    before = kept.read_bytes()

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("os.replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        append_ledger(kept, correct(closed(), 1, Decimal(500), "hersteld"))
    assert kept.read_bytes() == before
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]


def test_texts_with_commas_and_quotes_come_back(tmp_path):
    path = tmp_path / "x.csv"
    ledger = Ledger((replace(GOOD, municipality='Bergen (NH.), "oud"', document="<b>besluit</b>; $x$", share=1 / 3),))
    append_ledger(path, ledger)
    assert read_ledger(path) == ledger


# The example of the notebook


@pytest.mark.parametrize("name", ["gelderland_midden", "noord_holland_noord", "zuid_holland_zuid"])
def test_the_example_of_each_region_closes(name):
    steps = list(bookkeeping.stages(reform(Region.open(name))).values())
    for shorter, longer in pairwise(steps):
        assert longer.entries[: len(shorter.entries)] == shorter.entries
    assert (balances(steps[-1])["balance"] == 0).all()


def test_hoorn_settles_as_printed():
    """nhn-oplegger, table, difference of Hoorn between both keys: -574.848."""
    closing = bookkeeping.stages(reform(Region.open("noord_holland_noord")))["afsluiting 2019"]
    assert round(amounts(closing, "settlement", 2019)["Hoorn"]) == -574_848


def test_years_that_are_made_up_are_not_calendar_years():
    """Gelderland-Midden: the stages, documents and entries name year 1 and 2, the ledger keeps numbers to sort by."""
    explored, names = reform(Region.open("gelderland_midden")), {2018: "jaar 1", 2019: "jaar 2"}
    *_, (last, ledger) = bookkeeping.stages(explored, names).items()
    assert last == "afsluiting jaar 2"
    shown = bookkeeping.entries(ledger, "Arnhem", names)
    assert set(shown["year"]) == {"jaar 1", "jaar 2"}
    assert not shown["document"].str.contains("20").any()
