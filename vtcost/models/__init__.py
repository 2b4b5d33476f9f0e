"""The models of the regions: which parts, keys, grants, volumes and norms make their results."""
