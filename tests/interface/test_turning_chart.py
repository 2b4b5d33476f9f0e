"""The chart of turning points: what is drawn is the table, and it can be read."""

import numpy as np
import pandas as pd
import pytest

from tests.interface.test_charts import faults
from vtcost.data import Region, region_names
from vtcost.exploration import turning_points as views
from vtcost.memo.charts_turning import turning
from vtcost.reforms import reform
from vtcost.turning_points import majorities, standing, turning_points


def chart(points, standings, weight, label, municipalities):
    return turning(points, standings, weight, label, {"meeste gemeenten minder": municipalities})


def test_lines_and_dots_are_the_table():
    """a turns at 0,2 and 0,6: more, less, more; b always pays less. The majority has the range 0,2 to 0,6."""

    def effect(weight):
        return pd.Series({"a": 1000 * (weight - 0.2) * (weight - 0.6), "b": -5.0})

    points = turning_points(effect)
    found = pd.DataFrame({"low": [0.2], "high": [0.6]})
    (axes,) = chart(points, standing(effect, points), 0.5, "inwoners", found).axes
    rows = {label.get_text(): place for label, place in zip(axes.get_yticklabels(), axes.get_yticks(), strict=True)}
    drawn = {name: [line for line in axes.lines if set(line.get_ydata()) == {place}] for name, place in rows.items()}
    dots = [line.get_xdata()[0] for line in drawn["a"] if line.get_marker() == "o"]
    np.testing.assert_allclose(dots, [0.2, 0.6])
    pieces = [(*line.get_xdata(), line.get_linestyle()) for line in drawn["a"] if line.get_marker() != "o"]
    np.testing.assert_allclose([piece[:2] for piece in pieces], [[0, 0.2], [0.2, 0.6], [0.6, 1]])
    assert [piece[2] for piece in pieces] == ["-", "--", "-"]
    assert [line.get_linestyle() for line in drawn["b"]] == ["--"]
    assert [list(line.get_xdata()) for line in drawn["meeste gemeenten minder"]] == [[0.2, 0.6]]
    assert {text.get_text() for text in axes.texts} == {
        "gekozen mix: 50\u00a0%",
        "20,0\u00a0% en 60,0\u00a0%",
        "altijd minder",
    }


@pytest.mark.parametrize("name", region_names())
def test_the_chart_of_every_region_can_be_read(name):
    found = views.turns(reform(Region.open(name)))
    figure = chart(found.points, found.standing, found.weight, found.label, majorities(found.municipalities, 1 / 2))
    assert faults(figure) == []
    assert figure.get_size_inches()[1] < 6.5


def test_a_mix_at_an_end_and_names_with_signs_can_be_read():
    """The label of a weight of 0 or 100 % stays on the page; a dollar sign in a name is a dollar sign."""
    points = pd.DataFrame({"municipality": ["$a_1$"], "weight": [0.999], "above": ["less"]})
    for weight in (0.0, 1.0):
        figure = chart(
            points,
            pd.Series({"$a_1$": "turns", "b": "same"}),
            weight,
            "inwoners",
            points.iloc[:0].assign(low=[], high=[]),
        )
        assert faults(figure) == []
