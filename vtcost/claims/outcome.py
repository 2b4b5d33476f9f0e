"""The outcome of a check: whether a claim holds, what was computed, and what it means in euro or FTE."""

from dataclasses import dataclass

# In Dutch: klopt, klopt binnen afronding, klopt niet, niet te controleren.
OUTCOMES = ("holds", "rounding", "fails", "open")


@dataclass(frozen=True)
class Outcome:
    """`verdict` is one of `OUTCOMES`; `shown` says in Dutch what was computed; `consequence` in the claim's unit."""

    verdict: str
    shown: str
    consequence: float | None = None


def holds_if(true: bool, shown: str, consequence: float | None = None) -> Outcome:
    """A claim that holds or fails."""
    return Outcome("holds" if true else "fails", shown, None if true else consequence)


def within_rounding(apart: float, limit: float, shown: str, consequence: float | None = None) -> Outcome:
    """A claim that holds, holds when no further apart than rounding can bring it, or fails."""
    if 0 < abs(apart) <= limit:
        return Outcome("rounding", shown)
    return holds_if(apart == 0, shown, consequence)
