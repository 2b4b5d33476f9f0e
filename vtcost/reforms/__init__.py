"""The reform that each region's memo proposes, ready to explore."""

from vtcost.data import Region, region_module
from vtcost.reform import Reform

__all__ = ["reform"]


def reform(region: Region) -> Reform:
    """The reform of a region under its parameters.

    Examples
    --------
    nhn-oplegger, table, columns "incl. DUVO" and "oude verdeelsleutel", Hoorn: 1.155.855 instead of 1.730.703.

    >>> explored = reform(Region.open("noord_holland_noord"))
    >>> round(explored.contribution()["Hoorn"]), round(explored.present["Hoorn"])
    (1155855, 1730704)
    """
    return region_module("reforms", region.name).reform(region)
