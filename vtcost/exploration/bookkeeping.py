"""The ledger of a region worked out for two years: advances, settlements, a correction."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from vtcost.bookings import advance, close_again, close_year
from vtcost.formulas.keys import shares
from vtcost.ledger import CENT, DUE, SETTLEMENT, Ledger, balances, chain
from vtcost.reform import Reform

# Made up, to show the bookings: costs of the second year against its budget, and of the first year once corrected.
COSTS_OF_SECOND_YEAR, CORRECTED_COSTS = 1.02, 0.99

KINDS = {
    "advance": "voorschot",
    "due": "werkelijk verschuldigd",
    "settlement": "verrekening",
    "correction": "correctie",
}
ENTRY_LABELS = {
    "year": ("Over jaar", "text"),
    "kind": ("Soort", "text"),
    "amount": ("Bedrag", "euro_cent"),
    "key": ("Sleutel", "text"),
    "share": ("Aandeel", "share"),
    "corrects": ("Corrigeert", "text"),
    "document": ("Stuk", "text"),
}
BALANCE_LABELS = {
    "advance": ("Voorschot", "euro"),
    "due": ("Werkelijk verschuldigd", "euro"),
    "settlement": ("Verrekend", "euro"),
    "balance": ("Nog open", "euro"),
}
STAGE_LABELS = {
    "made": ("Boekingen erbij", "count"),
    "asked": ("Bij te betalen door gemeenten", "euro"),
    "refunded": ("Terug naar gemeenten", "euro"),
    "open": ("Open over gesloten jaren", "euro"),
}


def stages(reform: Reform, names: Mapping[int, str] | None = None) -> dict[str, Ledger]:
    """The ledger after each step: every next one begins with all entries of the one before.

    The first year is paid in advance by the present key and settled by the new one; the second is paid and settled by
    the new key. The costs are made up, and both years have the figures of the reform. `names` are the years as shown,
    calendar years if left out.
    """
    first, second, new = reform.year, reform.year + 1, reform.contribution()
    one, two = ((names or {}).get(year, str(year)) for year in (first, second))
    key, name = shares(new), "nieuwe sleutel"
    paid = advance(Ledger(), first, reform.present, "huidige sleutel", f"begroting {one}")
    closed = close_year(paid, first, reform.budget, key, f"{name} {one}", f"jaarrekening {one}")
    again = advance(closed, second, new, f"{name} {two}", f"begroting {two}")
    less = CORRECTED_COSTS * reform.budget
    corrected = close_again(again, first, less, key, f"{name} {one}", f"jaarrekening {one}, hersteld")
    more = COSTS_OF_SECOND_YEAR * reform.budget
    done = close_year(corrected, second, more, key, f"{name} {two}", f"jaarrekening {two}")
    return {
        f"voorschot {one}": paid,
        f"afsluiting {one}": closed,
        f"voorschot {two}": again,
        f"correctie {one}": corrected,
        f"afsluiting {two}": done,
    }


def entries(ledger: Ledger, municipality: str, names: Mapping[int, str] | None = None) -> pd.DataFrame:
    """The entries of one municipality, in the order in which they were made; `names` as for `stages`."""
    rows = [
        {
            "year": (names or {}).get(entry.year, str(entry.year)),
            "kind": KINDS[entry.kind],
            "amount": float(entry.amount),
            "key": entry.key,
            "share": entry.share,
            "corrects": "" if entry.corrects is None else f"boeking {entry.corrects}",
            "document": entry.document,
        }
        for entry in ledger.entries
        if entry.municipality == municipality
    ]
    numbers = [str(entry.number) for entry in ledger.entries if entry.municipality == municipality]
    return pd.DataFrame(rows, index=numbers)


def standing(ledger: Ledger, year: int) -> pd.DataFrame:
    """Advance, due, settlement and what is open per municipality over a year. [euro]"""
    table = balances(ledger)
    return table[table.index.get_level_values("year") == year].droplevel("year").astype(float)


def standing_by_stage(known: dict[str, Ledger]) -> pd.DataFrame:
    """Entries, money asked and paid back by settlements, and what is open over closed years, after each step."""
    rows, before = {}, 0
    for name, ledger in known.items():
        made, before = ledger.entries[before:], len(ledger.entries)
        settled = [float(entry.amount) for entry in made if entry.kind == SETTLEMENT]
        rows[name] = {
            "made": len(made),
            "asked": sum(amount for amount in settled if amount > 0),
            "refunded": -sum(amount for amount in settled if amount < 0),
            "open": _open(ledger),
        }
    return pd.DataFrame(rows.values(), index=list(rows))


def _open(ledger: Ledger) -> float:
    closed = {entry.year for entry in ledger.entries if entry.kind == DUE}
    table = balances(ledger)["balance"]
    return float(sum(abs(amount) for (_, year), amount in table.items() if year in closed))


def hashes_after_a_change(ledger: Ledger, number: int) -> int:
    """How many entries get another running hash if a single cent of one entry is changed afterwards."""
    changed = [
        replace(entry, amount=entry.amount + CENT) if entry.number == number else entry for entry in ledger.entries
    ]
    return sum(one != other for one, other in zip(chain(ledger.entries), chain(changed), strict=True))
