"""The name of a region as people write it."""

from vtcost.data import store
from vtcost.data.schema import read_package


def title(name: str) -> str:
    """The name of a region as people write it: the title of its data folder.

    Examples
    --------
    >>> title("zuid_holland_zuid")
    'Zuid-Holland Zuid'
    """
    return read_package(store.folder(name), f"data/{name}")["title"]
