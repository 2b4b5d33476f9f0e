"""Which module of a package belongs to a region: its own, or the general one for a region of the user's own."""

import functools
import importlib
import importlib.util
from types import ModuleType

# In every package, the module for a region that has none of its own.
GENERAL = "own_region"
# A region with modules of its own has them in these packages; a helper module never stands in both.
MARKS = ("models", "calculation")


def region_module(package: str, region: str) -> ModuleType:
    """The module of a package of vtcost that goes with a region.

    Parameters
    ----------
    package : str
        "models", "calculation", "published", ...
    region : str
        Folder of data/.

    Examples
    --------
    >>> region_module("models", "noord_holland_noord").__name__
    'vtcost.models.noord_holland_noord'
    >>> region_module("models", "a_region_of_ones_own").__name__
    'vtcost.models.own_region'
    """
    return importlib.import_module(f"vtcost.{package}.{region if has_modules(region) else GENERAL}")


@functools.cache
def has_modules(region: str) -> bool:
    """Whether a region has modules of its own."""
    return all(importlib.util.find_spec(f"vtcost.{package}.{region}") for package in MARKS)
