"""Which module of a package belongs to a region: its own, or the general one for a region of the user's own."""

import functools
import importlib
import importlib.util
from types import ModuleType

from vtcost.data import store

# In every package, the module for a region that has none of its own.
GENERAL = "own_region"


def region_module(package: str, region: str) -> ModuleType:
    """The module of a package of vtcost that goes with a region.

    Parameters
    ----------
    package : str
        "reforms", "published", "claims", ...
    region : str
        Folder of data/.

    Examples
    --------
    >>> region_module("models", "noord_holland_noord").__name__
    'vtcost.models.noord_holland_noord'
    >>> region_module("reforms", "a_region_of_ones_own").__name__
    'vtcost.reforms.own_region'
    """
    own = is_packaged(region) and importlib.util.find_spec(f"vtcost.{package}.{region}") is not None
    return importlib.import_module(f"vtcost.{package}.{region if own else GENERAL}")


@functools.cache
def is_packaged(region: str) -> bool:
    """Whether a region comes with the package: others have no modules, whatever their name."""
    return (store.root() / region).is_dir()
