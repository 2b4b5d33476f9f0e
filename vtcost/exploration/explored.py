"""Regions opened to be explored, with what their reform rests on: the caveat and the inputs that were read."""

from collections.abc import Mapping
from dataclasses import dataclass

from vtcost.data import Region, region_names
from vtcost.data.reading import Reading
from vtcost.exploration.naming import title
from vtcost.reform import Reform
from vtcost.reforms import reform


@dataclass(frozen=True)
class Explored:
    """A region, its reform, and what was read for it."""

    region: Region
    reform: Reform
    basis: Reading


def opened(name: str) -> Explored:
    """A region by name.

    Examples
    --------
    >>> opened("noord_holland_noord").basis.statuses["population 2019"]
    'external'
    """
    region = Region.open(name)
    with region.reading() as basis:
        found = reform(region)
        found.contribution()
    return Explored(region, found, basis)


def every_region() -> dict[str, Explored]:
    """All regions there are."""
    return {name: opened(name) for name in region_names()}


def basis(explored: Mapping[str, Explored]) -> Reading:
    """What a table of several regions rests on."""
    together = Reading()
    for one in explored.values():
        together.statuses.update(one.basis.statuses)
    return together


def caveats(explored: Mapping[str, Explored]) -> str:
    """What the reader must know of each region, as a note under a table of several."""
    return " ".join(f"{title(name)}: {one.reform.caveat}" for name, one in explored.items() if one.reform.caveat)
