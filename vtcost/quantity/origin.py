"""Where a given number comes from: memo, table, row and column, with its status."""

from collections.abc import Iterable
from dataclasses import dataclass

# The weakest status of what a term was read from is the one it gets.
WEAKEST = ("missing", "assumed", "derived", "external", "repaired", "printed")


@dataclass(frozen=True)
class Origin:
    """One input that was read: its `name` in the log, its `source` and its `status`."""

    name: str
    source: str
    status: str


def together(origins: Iterable[Origin]) -> str:
    """The sources in one line: what all have in common, if they are cells of one table.

    Examples
    --------
    >>> cells = [Origin("", f"zhz-2024, Bijlage 2, rij Meldingen, kolom {year}", "printed") for year in (2021, 2022)]
    >>> together(cells)
    'zhz-2024, Bijlage 2, rij Meldingen'
    """
    sources = list(dict.fromkeys(origin.source for origin in origins))
    parts = [source.split(", ") for source in sources]
    if len(sources) < 2 or len({len(part) for part in parts}) > 1 or parts[0][0] != parts[-1][0]:
        return "; ".join(sources)
    return ", ".join(same[0] for same in zip(*parts, strict=True) if len(set(same)) == 1)


def weakest(origins: Iterable[Origin]) -> str:
    """The status of what rests on all of them; printed if there is none.

    Examples
    --------
    >>> weakest([Origin("", "", "printed"), Origin("", "", "derived")])
    'derived'
    """
    return min((origin.status for origin in origins), key=WEAKEST.index, default="printed")


def about(origins: Iterable[Origin], *words: str) -> tuple[Origin, ...]:
    """Those whose name holds all the words; all of them if none does."""
    every = tuple(origins)
    return tuple(origin for origin in every if all(word in origin.name for word in words)) or every
