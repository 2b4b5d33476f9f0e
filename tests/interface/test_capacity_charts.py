"""The charts of capacity: readable, and what is drawn is the data."""

import pandas as pd
import pytest

from tests.interface.test_charts import amount, bars_of, drawn, faults
from vtcost.data import Region
from vtcost.exploration import capacity, recovery
from vtcost.memo import charts_capacity as charts

WORDS = ("10 % meer", "10 % minder")


@pytest.fixture(scope="module")
def zhz() -> Region:
    return Region.open("zuid_holland_zuid")


def test_the_tornado_is_readable_and_its_bars_end_at_the_table(zhz):
    """Each bar runs from what is needed now to what is needed with the input lower or higher."""
    table, needed = capacity.sensitivity(zhz), capacity.needed(zhz)
    figure = charts.tornado(table, needed, "fte nodig", WORDS)
    assert faults(figure) == []
    bars = bars_of(figure.axes[0])
    ends = [bar.get_x() + bar.get_width() for bar in bars]
    assert ends == pytest.approx([value for row in table.index for value in table.loc[row, ["higher", "lower"]]])
    assert all(bar.get_x() == pytest.approx(needed) for bar in bars)


@pytest.mark.parametrize("hours", [1200, 1500, 1800])
def test_the_tornado_is_readable_under_other_parameters(hours):
    region = Region.open("zuid_holland_zuid", hours_per_fte=hours)
    assert faults(charts.tornado(capacity.sensitivity(region), capacity.needed(region), "fte nodig", WORDS)) == []


def test_the_paths_are_readable_and_every_line_has_its_name_and_end(zhz):
    full = recovery.backlogs(zhz, []).loc[recovery.FULL]
    paths = recovery.paths(zhz, full["hours"], full["hours"] - full["target"])
    figure = charts.paths(paths, "weken werk van iedereen", "maand")
    assert faults(figure) == []
    for line, name in zip(figure.axes[0].lines, paths, strict=True):
        assert line.get_ydata() == pytest.approx(paths[name].to_numpy())
        (label,) = [text.get_text() for text in drawn(figure) if name in text.get_text()]
        assert amount(label.rpartition(": ")[2]) == pytest.approx(paths[name].iloc[-1], abs=0.05)


def test_lines_that_end_apart_have_labels_of_their_own():
    table = pd.DataFrame({"een": [1.0, 2.0], "twee": [1.0, 2.01], "drie": [1.0, 5.0]})
    texts = [text.get_text() for text in drawn(charts.paths(table, "weken", "maand"))]
    assert {"een\ntwee: 2,0", "drie: 5,0"} <= set(texts)
