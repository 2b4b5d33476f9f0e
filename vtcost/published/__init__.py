"""Printed figures confronted with computed ones."""

import pandas as pd

from vtcost.data import Region, region_module
from vtcost.published import verdicts
from vtcost.published.verdicts import confront, counts

__all__ = ["confront", "counts", "figures", "readings"]


def figures(region: Region) -> pd.DataFrame:
    """The verdict of every printed figure of a region (figures.csv).

    Examples
    --------
    nhn-oplegger, table, row Totaal: the two DUVO amounts add up to the printed 1.030.000.

    >>> table = figures(Region.open("noord_holland_noord")).set_index("id")
    >>> row = table.loc["nhn-oplegger/tabel-verdeling-2019/totaal/bijdrage-vanuit-duvo-2019"]
    >>> float(row["computed"]), row["verdict"]
    (1030000.0, 'reproduced')
    """
    module = region_module("published", region.name)
    return confront(region, module.DERIVATIONS)


def readings(region: Region) -> dict[str, list[tuple[str, str, str]]]:
    """What the computation of each printed figure read: per id the name, source and status of every input."""
    module = region_module("published", region.name)
    return verdicts.readings(region, module.DERIVATIONS)
