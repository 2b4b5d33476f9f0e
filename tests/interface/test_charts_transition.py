"""The chart of a transition: what is drawn is the data, nothing overlaps or is cut off."""

import numpy as np
import pytest

from tests.interface.test_charts import faults
from vtcost.data import Region
from vtcost.exploration import transition_years as years
from vtcost.memo.charts_transition import year_by_year
from vtcost.reforms import reform


@pytest.mark.parametrize("name", ["gelderland_midden", "noord_holland_noord", "zuid_holland_zuid"])
def test_the_chart_of_each_region(name):
    """Every line begins at zero and ends where the new key is; texts stand free."""
    region = Region.open(name)
    paths, ends = years.charted(region, reform(region), shown=9)
    figure = year_by_year(paths, ends, "euro per inwoner")
    assert faults(figure) == []
    for axes, (municipality, end) in zip(figure.axes, ends.items(), strict=False):
        assert axes.get_title(loc="left").replace("\n", " ") == municipality
        lines = axes.lines[2:]
        assert len(lines) == len(paths)
        for line, path in zip(lines, paths.values(), strict=True):
            drawn = line.get_ydata()
            assert drawn[0] == 0
            np.testing.assert_allclose(drawn[1 : 1 + path.shape[1]], path.loc[municipality])
            assert drawn[-1] == pytest.approx(end)
