"""Data: reading, checking, and the view on it that a region's model needs."""

from vtcost.data.errors import DataError, InputError, MissingInputError, in_one_line
from vtcost.data.given import half_digits, has, in_words
from vtcost.data.modules import region_module
from vtcost.data.region import Region, region_names

__all__ = [
    "DataError",
    "InputError",
    "MissingInputError",
    "Region",
    "half_digits",
    "has",
    "in_one_line",
    "in_words",
    "region_module",
    "region_names",
]
