"""Charts: what is drawn is the data, nothing overlaps or is cut off, and it holds in grey print."""

import io
import itertools
import re
import shutil
import warnings
from unittest import mock

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.font_manager import findfont, fontManager
from matplotlib.patches import Rectangle, StepPatch
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from PIL import Image

from vtcost.data import Region
from vtcost.memo import chart_style, charts
from vtcost.memo.blocks import PIXELS_PER_INCH, pixels
from vtcost.model_cells import model_of
from vtcost.models import gelderland_midden as gm
from vtcost.models import (
    gelderland_midden_advice,
    gelderland_midden_views,
    noord_holland_noord_views,
)
from vtcost.models import noord_holland_noord as nhn
from vtcost.numbers import number
from vtcost.results import components

COLOURS = {name: value for name, value in vars(chart_style).items() if re.fullmatch("#[0-9a-f]{6}", str(value))}
SMALLEST_TEXT = 7
NEEDED = {"fte_needed_regional": "nodig, regionale norm", "fte_needed_national": "nodig, landelijke norm"}
AVAILABLE = ("fte_available", "beschikbaar")
PAID, PAYS = "Wat u betaalde (oude sleutel)", "Wat u gaat betalen"
MADE_UP = {
    "large steps": [1_730_703, -600_000, 161_161.4, -136_009.4, 1_155_855],
    "small steps": [123_360, 2_000, -2_000, -1_886, 121_474],
    "below zero": [12_360, -2_000, 0, -21_886, -11_526],
    "nothing changes": [12_360, 0, 0, 0, 12_360],
    "nothing at all": [0, 0, 0, 0, 0],
    "from nothing": [0, 10_000, 200, -3_000, 7_200],
}


# What is drawn


def drawn(figure: Figure) -> list[Text]:
    """Every text that really gets onto the picture, drawn as `pixels` draws it; a warning is an error."""
    seen, draw = [], Text.draw

    def record(text, renderer):
        if text.get_visible() and text.get_text().strip():
            seen.append(text)
        draw(text, renderer)

    figure.set_dpi(PIXELS_PER_INCH)
    with mock.patch.object(Text, "draw", record), warnings.catch_warnings():
        warnings.simplefilter("error")
        FigureCanvasAgg(figure).draw()
    return seen


def bars_of(axes) -> list[Rectangle]:
    return [patch for container in axes.containers for patch in container]


def faults(figure: Figure) -> list[str]:
    """Everything wrong with the texts: on one another, on a bar, cut off, too small, too faint, another font."""
    texts = drawn(figure)
    boxes = [text.get_window_extent() for text in texts]
    page = figure.bbox
    bars = [(bar, bar.get_window_extent()) for axes in figure.axes for bar in bars_of(axes)]
    bars = [(bar, place) for bar, place in bars if place.width > 0.5 and place.height > 0.5]
    found = []
    for (one, box), (other, second) in itertools.combinations(zip(texts, boxes, strict=True), 2):
        if box.overlaps(second):
            found.append(f"{one.get_text()!r} on {other.get_text()!r}")
    for text, box in zip(texts, boxes, strict=True):
        if box.x0 < page.x0 or box.y0 < page.y0 or box.x1 > page.x1 or box.y1 > page.y1:
            found.append(f"{text.get_text()!r} is cut off")
        if text.get_fontsize() < SMALLEST_TEXT:
            found.append(f"{text.get_text()!r} is small: {text.get_fontsize()}")
        if text.get_fontfamily() != [chart_style.FONT] or not own_font(text):
            found.append(f"{text.get_text()!r} is in {findfont(text.get_fontproperties())}")
        found += faint(text, box, bars)
    return found


def own_font(text: Text) -> bool:
    return findfont(text.get_fontproperties()).startswith(mpl.get_data_path())


def faint(text: Text, box: Bbox, bars: list[tuple[Rectangle, Bbox]]) -> list[str]:
    """A text stands free of bars at 4,5:1 on white, or in white within a bar at 4,5:1."""
    under = [(bar, place) for bar, place in bars if box.overlaps(place)]
    if to_hex(text.get_color()) != "#ffffff":
        found = [f"{text.get_text()!r} is on a bar" for _ in under]
        return found + ([f"{text.get_text()!r} is faint"] if contrast(to_hex(text.get_color())) < 4.5 else [])
    for bar, place in under:
        inside = place.x0 <= box.x0 and place.x1 >= box.x1 and place.y0 <= box.y0 and place.y1 >= box.y1
        if inside and contrast(to_hex(bar.get_facecolor())) >= 4.5:
            return []
    return [f"{text.get_text()!r} is white on white"]


def contrast(colour: str) -> float:
    """Contrast on white by WCAG 2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


def grey(colour: str) -> int:
    return Image.new("RGB", (1, 1), colour).convert("L").getpixel((0, 0))


def amount(text: str) -> float:
    return float(text.replace(".", "").replace(",", ".").replace("−", "-"))


# The charts of the memos


def bridge(values, labels=(PAID, "Naar een gelijk bedrag per inwoner", "Uw gebruik van Veilig Thuis", "DUVO", PAYS)):
    steps = pd.Series(list(values), index=list(labels), dtype=float)
    return steps, charts.bridge(steps, labels[0], labels[-1], "euro")


def letter_steps(old: pd.Series, table: pd.DataFrame, budget: float, people: pd.Series) -> pd.DataFrame:
    """What was paid, to an equal amount per inhabitant, use, DUVO, what will be paid: a row per municipality."""
    equal, parts = budget * people / people.sum(), components(table)
    duvo, use = parts["contribution"] - parts["before_relief"], parts["before_relief"] - equal
    return pd.DataFrame({"old": old, "equal": equal - old, "use": use, "duvo": duvo, "new": parts["contribution"]})


@pytest.fixture(scope="module")
def regions() -> dict[str, Region]:
    return {name: Region.open(name) for name in ("gelderland_midden", "noord_holland_noord", "zuid_holland_zuid")}


@pytest.fixture(scope="module")
def letters(regions) -> pd.DataFrame:
    """The steps of the bridges of all 16 and 18 municipalities."""
    midden, noord = regions["gelderland_midden"], regions["noord_holland_noord"]
    variants, inputs = {name: gm.variant(midden, name) for name in ("a", "ac2")}, nhn.read(noord)
    people = gm.people(midden, "population")
    ac2 = letter_steps(variants["a"]["contribution"], variants["ac2"], gm.read(midden).budget, people)
    new = letter_steps(nhn.old_contribution(noord), nhn.allocation(inputs), inputs.budget, inputs.inhabitants)
    return pd.concat([ac2, new])


@pytest.fixture(scope="module")
def variants(regions) -> pd.DataFrame:
    """Variants of Gelderland-Midden per inhabitant."""
    midden = regions["gelderland_midden"]
    return gelderland_midden_views.side_by_side(midden).div(gm.people(midden, "population"), axis=0)


@pytest.fixture(scope="module")
def capacity(regions) -> pd.DataFrame:
    return needed_and_there(regions["zuid_holland_zuid"])


def needed_and_there(region: Region) -> pd.DataFrame:
    """Needed by both norm sets, available, and the gaps."""
    made = model_of(region)
    needs = {f"fte_needed_{norms}": made["needed_by"][norms].series for norms in ("regional", "national")}
    gaps = {f"gap_{norms}": made["gap_by"][norms].series for norms in ("regional", "national")}
    return pd.DataFrame({**needs, "fte_available": made["available"].series, **gaps})


@pytest.fixture(scope="module")
def overview(regions) -> pd.DataFrame:
    return noord_holland_noord_views.overview(regions["noord_holland_noord"])


@pytest.fixture(scope="module")
def memo_charts(regions, variants, capacity, overview) -> dict[str, Figure]:
    """The charts that the memos can show, by name."""
    noord, names = regions["noord_holland_noord"], gelderland_midden_views.NAMES
    advice = gelderland_midden_advice.advice_table(regions["gelderland_midden"])
    years = nhn.transition(noord).assign(old=overview["old_contribution"]).div(nhn.read(noord).inhabitants, axis=0)
    by_year = {"old": "oude sleutel", **{year: str(year) for year in years if year != "old"}}
    without = variants.assign(c1=np.nan)
    without.loc["Ede", "b"] = np.nan
    old = (overview["old_contribution"], overview["contribution"], ("oude sleutel", "nieuwe sleutel"), "euro")
    distance = pd.Series({total: 0.3 - 0.25 * (total % 500 == 0) for total in range(100, 2000)})
    return {
        "dumbbell nhn": charts.dumbbell(*old),
        "dumbbell gm": charts.dumbbell(advice["a"], advice["ac2"], ("variant A, nu", "compromis AC2"), "euro"),
        "spikes": charts.spikes(distance, 1000),
        "multiples gm": charts.multiples(variants, names, "euro per inwoner", highlighted="ac2"),
        "multiples gm, values missing": charts.multiples(without, names, "euro per inwoner", highlighted="Ede"),
        "multiples nhn": charts.multiples(years, by_year, "euro per inwoner", highlighted="Hoorn"),
        "gap": charts.gap(capacity, NEEDED, AVAILABLE, "fte"),
    }


# Nothing overlaps, is cut off, too small or too faint


@chart_style.house_style
def broken() -> Figure:
    figure, (axes,) = chart_style.canvas(3)
    axes.barh(0, 1)
    axes.text(0.2, 0.6, "eerste")
    axes.text(0.21, 0.61, "tweede")
    axes.text(0.5, 0, "op een balk")
    axes.text(1, 0.6, "buiten beeld", in_layout=False)
    axes.text(0.7, 0.8, "klein", fontsize=6)
    axes.text(0.7, 0.6, "licht", color="#999999")
    axes.text(0.5, 0.8, "wit", color="white")
    axes.text(0.3, 0.8, "schreef", family="serif")
    return figure


def test_the_checks_see_a_broken_chart():
    """A text on another, on a bar, over the edge, too small, too light, in another font: each is seen."""
    found = "\n".join(faults(broken()))
    for fault in (
        "'eerste' on 'tweede'",
        "'op een balk' is on a bar",
        "'buiten beeld' is cut off",
        "'klein' is small",
        "'licht' is faint",
        "'wit' is white on white",
        "'schreef' is in",
    ):
        assert fault in found


def test_the_charts_of_the_memos_are_readable(memo_charts):
    """Every text of every chart stands free, within the picture, at 7 points or more, dark enough, in one font."""
    assert {name: faults(figure) for name, figure in memo_charts.items()} == {name: [] for name in memo_charts}


def test_the_bridges_of_all_municipalities_are_readable_and_add_up(letters):
    """34 letters: the numbers as shown, added up by hand, give the last number; each bar is as long as its step."""
    assert len(letters) == 34
    for name, row in letters.iterrows():
        steps, figure = bridge(row)
        assert faults(figure) == [], name
        check_bridge(steps, figure)


@pytest.mark.parametrize("hours", [1200, 1500, 1620, 1800])
def test_a_gap_is_readable_under_other_parameters(hours):
    """From a shortage in each column to a surplus in each; at 1.500 need and available end at nearly the same place."""
    region = Region.open("zuid_holland_zuid", hours_per_fte=hours)
    table = needed_and_there(region)
    assert faults(charts.gap(table, NEEDED, AVAILABLE, "fte")) == []


def test_long_names_and_dollar_signs_are_text(variants):
    """Names come from the user: a long one takes more lines, a formula in one stays as it is typed."""
    long = "Nuenen, Gerwen en Nederwetten"
    renamed = variants.rename(index={"Ede": long})
    assert faults(charts.multiples(renamed, gelderland_midden_views.NAMES, "euro")) == []
    labels = (
        PAID,
        f"Naar het bedrag per inwoner van {long} en omstreken",
        r"$\frac{1}$ & <b>uw</b> $gebruik$",
        "DUVO",
        PAYS,
    )
    _, figure = bridge(MADE_UP["large steps"], labels)
    assert faults(figure) == []
    assert labels[2] in [text.get_text().replace("\n", " ") for text in drawn(figure)]


def test_the_finding_is_not_in_the_picture(memo_charts):
    """No title: only the panels of small multiples bear the name of their municipality."""
    for name, figure in memo_charts.items():
        titles = [axes.get_title(loc) for axes in figure.axes for loc in ("left", "center", "right")]
        assert figure.get_suptitle() == ""
        assert any(titles) == name.startswith("multiples")


# What is drawn is the data


def check_bridge(steps: pd.Series, figure: Figure) -> None:
    (axes,) = figure.axes
    shown = [amount(text.get_text()) for text in axes.texts]
    assert sum(shown[:-1]) == pytest.approx(shown[-1], abs=1e-9)
    assert shown == pytest.approx(steps.tolist(), abs=2)
    assert all(text.get_text()[0] in "+−0" for text in axes.texts[1:-1])
    ends = steps.iloc[:-1].cumsum().tolist()
    drawn_bars = [bar for bar in bars_of(axes) if 0 < round(bar.get_y() + bar.get_height() / 2) < len(steps) - 1]
    for bar, start, step in zip(drawn_bars, ends[:-1], steps.iloc[1:-1], strict=True):
        assert (bar.get_x(), bar.get_width()) == pytest.approx((start, step))
        look = (chart_style.MORE, None) if step > 0 else (chart_style.LESS, chart_style.HATCH_LESS)
        assert (to_hex(bar.get_facecolor()), bar.get_hatch()) == look
    edges = [line.get_xdata()[0] for line in axes.lines if len(line.get_xdata()) == 2 and line.get_linewidth() == 0.8]
    assert edges[: len(ends)] == pytest.approx(ends)


@pytest.mark.parametrize("name", MADE_UP)
def test_a_bridge_of_any_size_is_readable_and_adds_up(name):
    steps, figure = bridge(MADE_UP[name])
    assert faults(figure) == []
    check_bridge(steps, figure)


@pytest.mark.parametrize("old", [500.0, 123_360, 1_730_703])
@pytest.mark.parametrize("part", [0.001, 0.016, 0.1, 0.14, 0.16, 0.6])
def test_a_bar_begins_at_zero_and_an_axis_that_does_not_says_so(old, part):
    """Totals are bars only on an axis with zero in it; otherwise they are markers, and the axis names its beginning."""
    change = round(old * part, 2)
    _, figure = bridge([old, change, -change, -change, old - change])
    (axes,) = figure.axes
    left, right = axes.get_xlim()
    totals = [bar for bar in bars_of(axes) if round(bar.get_y() + bar.get_height() / 2) in (0, 4)]
    if left == 0 < right:
        assert [(bar.get_x(), bar.get_width()) for bar in totals] == [(0, old), (0, old - change)]
        assert axes.get_xlabel() == "euro"
    else:
        markers = [line.get_xdata()[0] for line in axes.lines if line.get_marker() == "D"]
        assert not totals
        assert markers == [old, old - change]
        assert axes.get_xlabel() == f"euro; as begint bij €\u00a0{chart_style.tick(left)}, niet bij nul"
    assert (left > 0) == (2 * change < charts.VISIBLE * (old + change))


def test_a_bridge_in_cents_adds_up_too():
    """12,34 + 0,335 - 1,001 = 11,674: shown to the cent, the numbers still add up."""
    steps = pd.Series({"was": 12.34, "meer": 0.335, "minder": -1.001, "wordt": 11.674})
    figure = charts.bridge(steps, "was", "wordt", "euro per inwoner", decimals=2)
    shown = [amount(text.get_text()) for text in figure.axes[0].texts]
    assert shown[0] == 12.34
    assert shown[-1] == 11.67
    assert sum(shown[:-1]) == pytest.approx(shown[-1])


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([100, 20, -10, 0, 110.006], "they lead to 110.00"),
        ([100, 20, -10, 0, 111], "expected 'Wat u gaat betalen', 111.00"),
        ([100, 20, np.nan, 0, 120], "'?Uw gebruik van Veilig Thuis'? is not a finite number"),
        ([100, np.inf, -np.inf, 0, 120], "is not a finite number"),
    ],
)
def test_a_bridge_refuses_steps_that_do_not_add_up(values, message):
    with pytest.raises(ValueError, match=message):
        bridge(values)


def test_a_bridge_forgives_half_a_cent_and_refuses_other_totals():
    bridge([100, 20, -10, 0, 110.004])
    steps = pd.Series({"was": 1.0, "meer": 1.0, "wordt": 2.0})
    for first, last in (("meer", "wordt"), ("was", "meer"), ("wordt", "was")):
        with pytest.raises(ValueError, match="expected"):
            charts.bridge(steps, first, last, "euro")
    with pytest.raises(ValueError, match="one or more steps"):
        charts.bridge(steps.iloc[[0, 2]], "was", "wordt", "euro")


def test_multiples_show_every_variant_against_the_first(variants):
    """Each bar is a variant less A; the number beside it is the same; the panels go from much to little difference."""
    names = gelderland_midden_views.NAMES
    with_gap = variants.copy()
    with_gap.loc["Ede", "b"] = np.nan
    figure = charts.multiples(with_gap, names, "euro per inwoner")
    against = with_gap.drop(columns="a").sub(with_gap["a"], axis=0)
    panels = [axes for axes in figure.axes if axes.get_visible()]
    order = [axes.get_title(loc="left") for axes in panels]
    assert sorted(order) == sorted(variants.index)
    assert len({axes.get_xlim() for axes in panels}) == 1
    for name, axes in zip(order, panels, strict=True):
        widths = [bar.get_width() for bar in bars_of(axes)]
        np.testing.assert_allclose(widths, against.loc[name, list(names)[1:]])
        shown = ["onbekend" if np.isnan(width) else number(width, 2, sign=True) for width in widths]
        assert [text.get_text() for text in axes.texts] == shown
        for bar in bars_of(axes):
            assert np.isnan(bar.get_width()) or (to_hex(bar.get_facecolor()) == chart_style.MORE) == (
                bar.get_width() > 0
            )
    spread = against.max(axis=1).clip(lower=0) - against.min(axis=1).clip(upper=0)
    assert spread[order].is_monotonic_decreasing
    assert "onbekend" in [text.get_text() for text in panels[order.index("Ede")].texts]


def test_multiples_highlight_a_municipality_or_a_variant(variants):
    names = gelderland_midden_views.NAMES
    framed = charts.multiples(variants, names, "euro", highlighted="Ede")
    assert [axes.get_title(loc="left") for axes in framed.axes if axes.spines["top"].get_visible()] == ["Ede"]
    bold = charts.multiples(variants, names, "euro", highlighted="ac2")
    assert {text.get_fontweight() for axes in bold.axes for text in axes.texts[-1:]} == {"bold"}
    assert {text.get_fontweight() for axes in bold.axes for text in axes.texts[:-1]} == {"normal"}


def test_a_gap_shows_needs_what_is_available_and_the_difference(capacity):
    """Lines are the table; the shades add up to shortage and surplus by each norm; the numbers are the differences."""
    (axes,) = charts.gap(capacity, NEEDED, AVAILABLE, "fte").axes
    steps = [patch.get_data().values for patch in axes.patches if isinstance(patch, StepPatch)]
    np.testing.assert_allclose(steps, capacity[[*NEEDED, AVAILABLE[0]]].T)
    both_short, one_short, both_over, one_over = (
        np.array([bar.get_height() for bar in container]) for container in axes.containers
    )
    regional, national = capacity["gap_regional"], capacity["gap_national"]
    np.testing.assert_allclose(both_short, (-regional).clip(lower=0))
    np.testing.assert_allclose(both_short + one_short, (-national).clip(lower=0))
    np.testing.assert_allclose(both_over + one_over, regional.clip(lower=0))
    np.testing.assert_allclose(both_over, national.clip(lower=0), atol=1e-12)
    shown = [text.get_text() for text in axes.texts]
    wanted = [number(value, 1, sign=True) for pair in zip(national, regional, strict=True) for value in pair]
    assert shown[: len(wanted)] == wanted
    assert [" ".join(text.split("\n")) for text in shown[len(wanted) :]] == [
        "beschikbaar: 63,4",
        "nodig, regionale norm: 70,4 (−7,0)",
        "nodig, landelijke norm: 77,2 (−13,8)",
    ]
    assert f"as begint bij {chart_style.tick(axes.get_ylim()[0])}, niet bij nul" in axes.get_ylabel()


def test_the_dumbbell_shows_its_data(memo_charts, overview):
    (dumbbell,) = memo_charts["dumbbell nhn"].axes
    effect = overview["euro"].sort_values()
    assert [text.get_text() for text in dumbbell.texts] == [number(value, sign=True) for value in effect]
    pairs = [line.get_xdata() for line in dumbbell.lines if len(line.get_xdata()) == 2]
    np.testing.assert_allclose(pairs, overview.loc[effect.index, ["old_contribution", "contribution"]])


# One look, in colour and in grey, the same each time


@pytest.mark.parametrize("name", COLOURS)
def test_a_colour_is_visible_on_white(name):
    assert len(COLOURS) >= 4
    assert contrast(COLOURS[name]) >= 3
    assert contrast("#999999") < 3 < contrast("#8c8c8c")


def test_more_less_and_totals_differ_in_grey(tmp_path):
    """As colours at least 40 of 255 apart, which also tells them apart without red or green; as printed bars too."""
    greys = sorted(grey(colour) for colour in (chart_style.INK, chart_style.MORE, chart_style.LESS))
    assert min(np.diff(greys)) >= 40
    assert grey("#8c0800") - grey("#001c7f") < 40  # the dark red and blue of before: no difference in print
    _, figure = bridge(MADE_UP["large steps"])
    image = np.asarray(Image.open(io.BytesIO(pixels(figure))).convert("L"), dtype=float)
    drawn(figure)
    means = []
    for bar in bars_of(figure.axes[0])[:3]:
        box = bar.get_window_extent()
        inside = image[
            int(image.shape[0] - box.y1) + 4 : int(image.shape[0] - box.y0) - 4, int(box.x0) + 4 : int(box.x1) - 4
        ]
        means.append(inside.mean())
    assert min(np.diff(sorted(means))) >= 40


def test_shortage_and_surplus_differ_in_grey(capacity):
    """By lightness where both norms agree, by the slant of the hatch where they do not."""
    (axes,) = charts.gap(capacity, NEEDED, AVAILABLE, "fte").axes
    first = [container[0] for container in axes.containers]
    looks = [(to_hex(bar.get_facecolor()), bar.get_hatch()) for bar in first]
    assert looks[0] == (chart_style.MORE, None)
    assert looks[2] == (chart_style.LESS, None)
    assert (looks[1][1], looks[3][1]) == (chart_style.HATCH_MORE, chart_style.HATCH_LESS)
    assert set(chart_style.HATCH_MORE).isdisjoint(chart_style.HATCH_LESS)


def test_every_chart_is_as_wide_as_the_page(memo_charts):
    for name, figure in memo_charts.items():
        width, height = figure.get_size_inches()
        assert (width, height < 6.5) == (7.2, True), name
    assert Image.open(io.BytesIO(pixels(memo_charts["gap"]))).width == int(7.2 * PIXELS_PER_INCH)


def test_the_same_data_give_the_same_pixels_whatever_the_settings(capacity):
    """Made twice; then under the settings of a notebook that wants other charts. Those stay as they were."""
    # Here, since it loads the whole of scipy.stats.
    import seaborn as sns

    make = lambda: pixels(charts.gap(capacity, NEEDED, AVAILABLE, "fte"))  # noqa: E731
    first = make()
    assert make() == first
    with mpl.rc_context():
        sns.set_theme(style="dark", font="serif", font_scale=2, rc={"lines.linewidth": 9, "xtick.labelsize": 20})
        before = {**mpl.rcParams}
        assert make() == first
        assert {**mpl.rcParams} == before
        other = Figure(figsize=(2, 2))
        other.subplots()
        assert pixels(other) != pixels(plain_figure())


def plain_figure() -> Figure:
    with mpl.rc_context():
        mpl.rcdefaults()
        figure = Figure(figsize=(2, 2))
        figure.subplots()
    return figure


def test_a_font_of_the_same_name_on_the_machine_is_not_picked_up(tmp_path):
    """Another file that calls itself DejaVu Sans is known to matplotlib, and is not used."""
    own = findfont(chart_style.FONT)
    assert own == f"{mpl.get_data_path()}/fonts/ttf/DejaVuSans.ttf"
    other = shutil.copy(own, tmp_path / "DejaVuSans.ttf")
    fontManager.addfont(other)
    try:
        _, figure = bridge(MADE_UP["large steps"])
        assert faults(figure) == []
        assert findfont(chart_style.FONT) == own
    finally:
        fontManager.ttflist = [entry for entry in fontManager.ttflist if entry.fname != str(other)]
        fontManager._findfont_cached.cache_clear()
