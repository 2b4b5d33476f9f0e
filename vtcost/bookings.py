"""Bookings in the ledger (boekingen): advances, the settlement of a year by that year's key, corrections."""

from dataclasses import replace
from decimal import Decimal

import pandas as pd

from vtcost.formulas.costs import allocate
from vtcost.formulas.rounding import whole_units
from vtcost.formulas.settlement import year_end
from vtcost.ledger import ADVANCE, CENT, CORRECTION, DUE, SETTLEMENT, Entry, Ledger, balances


def advance(ledger: Ledger, year: int, amounts: pd.Series, key: str, document: str) -> Ledger:
    """Enter what municipalities pay in advance for a year.

    Parameters
    ----------
    ledger : Ledger
    year : int
    amounts : Series, index municipality
        Rounded to whole cents that add up. [euro]
    key, document : str
        By which key, and the decision or invoice behind it.

    Raises
    ------
    ValueError
        As `Entry`.
    """
    total = amounts.sum()
    share = amounts / total if total > 0 and (amounts >= 0).all() else None
    return ledger.add(_entries(year, ADVANCE, _cents(amounts), key, share, document))


def close_year(ledger: Ledger, year: int, actual: float, key: pd.Series, name: str, document: str) -> Ledger:
    """Enter what is due over a year by its actual costs and by that year's own key, and settle the advances.

    Parameters
    ----------
    ledger : Ledger
        With the advances of the year.
    year : int
    actual : float
        Actual costs of the year. [euro]
    key : Series, index municipality
        The key of that same year. [-]
    name, document : str
        Name of the key, and the annual account behind the costs.

    Raises
    ------
    ValueError
        If the year was closed before, no advance was entered, or as `vtcost.formulas.settlement.year_end`.

    Examples
    --------
    NHN 2019: Hoorn pays by the old key and settles by the new one (nhn-oplegger, table, columns "incl. DUVO" and
    "oude verdeelsleutel"; the memo's total, 9.443.808).

    >>> paid = pd.Series({"Hoorn": 1_730_703.0, "others": 7_713_105.0})
    >>> key = pd.Series({"Hoorn": 1_155_855.0, "others": 8_287_953.0}) / 9_443_808
    >>> ledger = advance(Ledger(), 2019, paid, "oude sleutel", "begroting 2019")
    >>> ledger = close_year(ledger, 2019, 9_443_808.0, key, "sleutel 2019", "jaarrekening 2019")
    >>> [(entry.number, entry.kind, str(entry.amount)) for entry in ledger.entries if entry.municipality == "Hoorn"]
    [(1, 'advance', '1730703.00'), (3, 'due', '1155855.00'), (5, 'settlement', '-574848.00')]
    """
    table = balances(ledger)
    known = table[table.index.get_level_values("year") == year].droplevel("year")
    if known.empty:
        raise ValueError(f"year: no advance in {year}, expected one before it is closed")
    if any(entry.kind == DUE and entry.year == year for entry in ledger.entries):
        raise ValueError(f"year: {year} is closed, expected a correction")
    settled = year_end(actual, key, known[ADVANCE].astype(float))
    closed = ledger.add(_entries(year, DUE, _cents(settled["due"]), name, key, document))
    return settle_open(closed, year, name, key, document)


def settle_open(ledger: Ledger, year: int, name: str, key: pd.Series, document: str) -> Ledger:
    """Enter a settlement for every municipality that has a balance in a year; afterwards all balances are zero."""
    table = balances(ledger)["balance"]
    left = table[(table.index.get_level_values("year") == year) & (table != 0)].droplevel("year")
    return ledger.add(_entries(year, SETTLEMENT, left.to_dict(), name, key, document))


def correct(ledger: Ledger, number: int, amount: Decimal, document: str) -> Ledger:
    """Correct an entry: a new entry makes up the difference; the wrong one stays.

    Parameters
    ----------
    ledger : Ledger
    number : int
        Of the entry, or of an earlier correction of it.
    amount : Decimal
        What the entry should amount to, all in all; zero takes it back. [euro]
    document : str
        Why.

    Raises
    ------
    ValueError
        If there is no such entry, or it already amounts to this.

    Examples
    --------
    >>> ledger = advance(Ledger(), 2019, pd.Series({"Texel": 12_336.0}), "oude sleutel", "factuur 4")
    >>> ledger = correct(ledger, 1, Decimal(123_360), "factuur 4, verbeterd")
    >>> [(entry.kind, str(entry.amount), entry.corrects) for entry in ledger.entries]
    [('advance', '12336.00', None), ('correction', '111024.00', 1)]
    """
    if not 1 <= number <= len(ledger.entries):
        raise ValueError(f"number: {number}, expected the number of an entry, 1 to {len(ledger.entries)}")
    about = ledger.entries[number - 1]
    if not Decimal(amount).is_finite():
        raise ValueError(f"amount: {amount}, expected a finite number")
    difference = _exact(Decimal(amount) - ledger.standing(ledger.corrected(number)))
    if difference == 0:
        raise ValueError(f"amount: entry {number} amounts to {amount} already")
    made = replace(about, kind=CORRECTION, amount=difference, document=document, corrects=number)
    return ledger.add([made])


def close_again(ledger: Ledger, year: int, actual: float, key: pd.Series, name: str, document: str) -> Ledger:
    """Correct what is due over a closed year, by other costs or a corrected key of that same year, and settle it.

    Parameters
    ----------
    ledger, year, actual, key, name, document
        As in `close_year`.

    Raises
    ------
    ValueError
        If the year was not closed, or for other municipalities.
    """
    dues = {entry.municipality: entry.number for entry in ledger.entries if (entry.year, entry.kind) == (year, DUE)}
    if set(dues) != set(key.index):
        raise ValueError(f"year: {year} was not closed for the municipalities of this key")
    made = []
    for municipality, amount in _cents(allocate(actual, key)).items():
        number, share = dues[municipality], float(key[municipality])
        if difference := amount - ledger.standing(number):
            about = replace(ledger.entries[number - 1], key=name, share=share)
            made.append(replace(about, kind=CORRECTION, amount=difference, document=document, corrects=number))
    return settle_open(ledger.add(made), year, name, key, document)


def _cents(amounts: pd.Series) -> dict[str, Decimal]:
    """Whole cents by largest remainder, so that they add up to the total in whole cents. [euro]"""
    return {name: _exact(Decimal(repr(float(value)))) for name, value in whole_units(amounts, float(CENT)).items()}


def _exact(amount: Decimal) -> Decimal:
    # Zero has no sign.
    return amount.quantize(CENT) + 0


def _entries(year: int, kind: str, amounts: dict, key: str, share: pd.Series | None, document: str) -> list[Entry]:
    parts = {name: None if share is None else float(share[name]) for name in amounts}
    return [Entry(0, year, name, kind, amount, key, parts[name], document) for name, amount in amounts.items()]
