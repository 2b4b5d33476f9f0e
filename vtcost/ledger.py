"""A ledger (grootboek) of advances and settlements: entries are added, never changed; a correction is a new entry."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, replace
from decimal import Decimal

import pandas as pd

ADVANCE, DUE, SETTLEMENT, CORRECTION = "advance", "due", "settlement", "correction"
KINDS = (ADVANCE, DUE, SETTLEMENT, CORRECTION)
CENT = Decimal("0.01")
# How a cell begins that a spreadsheet computes.
FORMULA = ("=", "+", "-", "@")
# What the chain of an empty ledger begins with.
ORIGIN = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True)
class Entry:
    """One entry (boeking).

    Parameters
    ----------
    number : int
        Sequence number, from 1.
    year : int
        The year it is about, not the year in which it was made.
    municipality : str
    kind : str
        ``advance`` paid in advance; ``due`` owed over the year by its actual costs; ``settlement`` paid (or, negative,
        refunded) afterwards; ``correction`` of an earlier entry.
    amount : Decimal
        For a correction: what is added to the entry it corrects. [euro, whole cents]
    key : str
        Name of the key used, empty if none.
    share : float or None
        The share of the municipality in that key. [-]
    document : str
        The decision, invoice or annual account behind it.
    corrects : int or None
        Number of the entry that is corrected; only for a correction.

    Raises
    ------
    ValueError
        Naming what is wrong.
    """

    number: int
    year: int
    municipality: str
    kind: str
    amount: Decimal
    key: str
    share: float | None
    document: str
    corrects: int | None = None

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"kind: {self.kind!r}, expected one of {', '.join(KINDS)}")
        for name in ("municipality", "key", "document"):
            text = getattr(self, name)
            if not text.isprintable() or text != text.strip() or not (text or name == "key"):
                raise ValueError(f"{name}: {text!r}, expected a text on one line, without spaces around it")
            if text.startswith(FORMULA):
                raise ValueError(f"{name}: {text!r}, expected a text that no spreadsheet takes for a formula")
        if not self.amount.is_finite() or self.amount.as_tuple().exponent != CENT.as_tuple().exponent:
            raise ValueError(f"amount: {self.amount}, expected a number with two decimals")
        if self.share is not None and not 0 <= self.share <= 1:
            raise ValueError(f"share: {self.share}, expected a number between 0 and 1")
        if (self.kind == CORRECTION) != (self.corrects is not None):
            raise ValueError(f"corrects: {self.corrects}, expected a number for a correction and nothing for others")


FIELDS = tuple(Entry.__dataclass_fields__)


@dataclass(frozen=True)
class Ledger:
    """Entries in the order in which they were made. A value: whoever adds an entry gets another ledger.

    Raises
    ------
    ValueError
        If the numbers are not 1, 2, 3, ..., or a correction is not about an earlier entry of its year and municipality.
    """

    entries: tuple[Entry, ...] = ()

    def __post_init__(self):
        for place, entry in enumerate(self.entries, 1):
            if entry.number != place:
                raise ValueError(f"number: {entry.number}, expected {place}")
            if entry.corrects is None:
                continue
            if not 1 <= entry.corrects < place:
                raise ValueError(f"corrects: {entry.corrects}, expected the number of an entry before {place}")
            about = self.entries[entry.corrects - 1]
            if (about.year, about.municipality) != (entry.year, entry.municipality):
                raise ValueError(f"corrects: {entry.corrects}, which is about {about.municipality} in {about.year}")

    def add(self, entries: Iterable[Entry]) -> "Ledger":
        """A ledger with more entries; they get the next numbers."""
        first = len(self.entries) + 1
        return Ledger(self.entries + tuple(replace(entry, number=first + i) for i, entry in enumerate(entries)))

    def corrected(self, number: int) -> int:
        """The number of the entry behind a correction, also of a correction of a correction; else the number itself."""
        while (about := self.entries[number - 1].corrects) is not None:
            number = about
        return number

    def standing(self, number: int) -> Decimal:
        """What an entry amounts to, with its corrections. [euro]"""
        return sum((e.amount for e in self.entries if self.corrected(e.number) == number), start=Decimal(0))


def chain(entries: Sequence[Entry]) -> list[str]:
    r"""The running hash of a ledger: :math:`h_i = \mathrm{SHA256}(h_{i-1}, e_i)`.

    Whoever changes, removes or inserts an entry changes every hash from there on. Who recomputes them all, or takes
    entries off the end, is found out only by a last hash that was kept elsewhere (in a decision, an annual account).

    Examples
    --------
    >>> chain([]), len(chain([Entry(1, 2019, "Hoorn", ADVANCE, Decimal("1.00"), "", None, "factuur 1")])[0])
    ([], 64)
    """
    hashes, last = [], ORIGIN
    for entry in entries:
        row = json.dumps([last, *(None if value is None else str(value) for value in astuple(entry))])
        last = hashlib.sha256(row.encode()).hexdigest()
        hashes.append(last)
    return hashes


def balances(ledger: Ledger) -> pd.DataFrame:
    r"""What each municipality paid in advance, owes, settled and still has to pay, per year: :math:`b = d - a - s`.

    Returns
    -------
    DataFrame, index (municipality, year)
        Columns ``advance``, ``due``, ``settlement`` (corrections counted in) and ``balance``: positive, still to pay;
        before a year is closed, the advance with a minus. [euro, Decimal]

    Examples
    --------
    >>> paid = Entry(1, 2019, "Texel", ADVANCE, Decimal("123360.00"), "oude sleutel", None, "factuur 4")
    >>> {name: str(value) for name, value in balances(Ledger((paid,))).loc[("Texel", 2019)].items()}
    {'advance': '123360.00', 'due': '0.00', 'settlement': '0.00', 'balance': '-123360.00'}
    """
    sums: dict[tuple[str, int], dict[str, Decimal]] = {}
    for entry in ledger.entries:
        line = sums.setdefault((entry.municipality, entry.year), dict.fromkeys(KINDS[:3], Decimal("0.00")))
        line[ledger.entries[ledger.corrected(entry.number) - 1].kind] += entry.amount
    index = pd.MultiIndex.from_tuples(sums, names=["municipality", "year"])
    table = pd.DataFrame(list(sums.values()), index=index, columns=list(KINDS[:3]), dtype=object)
    return table.assign(balance=table[DUE] - table[ADVANCE] - table[SETTLEMENT])
