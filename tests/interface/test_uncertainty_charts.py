"""Charts about chance: what is drawn is the data, nothing overlaps or is cut off."""

import pytest

from tests.interface.test_charts import faults
from vtcost.data import Region
from vtcost.exploration import sensitivity, uncertainty
from vtcost.memo.charts_uncertainty import shares_of_spread, with_chance
from vtcost.reforms import reform


@pytest.mark.parametrize("name", ["gelderland_midden", "noord_holland_noord"])
def test_the_effect_stands_inside_its_interval(name):
    explored = reform(Region.open(name))
    table = uncertainty.per_inhabitant(uncertainty.noise(explored), explored)
    figure = with_chance(table, "euro per inwoner")
    assert faults(figure) == []
    assert len(figure.axes[0].get_yticklabels()) == len(table)
    assert ((table["low"] <= table["effect"]) & (table["effect"] <= table["high"])).all()


def test_every_share_is_written_in_its_cell():
    explored = reform(Region.open("noord_holland_noord"))
    table = sensitivity.variance_shares(explored).round(2)
    figure = shares_of_spread(table.rename(columns=sensitivity.COLUMN_NAMES))
    assert faults(figure) == []
    assert [int(text.get_text()) for text in figure.axes[0].texts] == (100 * table).round().astype(int).stack().tolist()
