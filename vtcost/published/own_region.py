"""A region of the user's own: figures that are put in its published.csv are givens, nothing is derived from them."""

from vtcost.published.verdicts import Derivation

DERIVATIONS: tuple[Derivation, ...] = ()
