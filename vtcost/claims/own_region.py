"""A region of the user's own: it has no memo whose sentences are checked."""

from collections.abc import Callable

from vtcost.claims.outcome import Outcome
from vtcost.data import Region

CHECKS: dict[str, Callable[[Region], Outcome]] = {}
