"""The verdicts notice: one printed digit changed in a copy of the data must show."""

import pytest

from vtcost.data import Region
from vtcost.published import figures

CHANGES = [
    ("noord_holland_noord", "nhn-oplegger/tabel-verdeling-2019/texel/correctie-duvo-2019", -16_575, "unexplained"),
    (
        "noord_holland_noord",
        "nhn-oplegger/tabel-verdeling-2019/hoorn/bijdrage-incl-duvo-2019",
        1_155_865,
        "unexplained",
    ),
    (
        "zuid_holland_zuid",
        "zhz-2024/bijlage-2-tabel-meerjarige-ontwikkeling/benodigd-rekentool-zhz/realisatie-2021",
        60.98,
        "unexplained",
    ),
    ("zuid_holland_zuid", "zhz-2024/bijlage-2-tabel-meerjarige-ontwikkeling/gap/realisatie-2022", -1.61, "unexplained"),
]


@pytest.mark.parametrize(("name", "figure", "value", "verdict"), CHANGES)
def test_a_wrong_print_is_not_reproduced(name, figure, value, verdict):
    region = Region.open(name)
    tables = {**region.tables, "published": region.tables["published"].copy()}
    published = tables["published"]
    published.loc[published["id"] == figure, "value"] = value
    broken = Region(name, tables, region.shared, {})
    table = figures(broken).set_index("id")
    assert table.loc[figure, "verdict"] == verdict


def test_a_wrong_volume_spoils_the_needs_that_use_it():
    """459 read as 495 would give 61,30 FTE for 2021 instead of the printed 60,88."""
    region = Region.open("zuid_holland_zuid")
    tables = {**region.tables, "published": region.tables["published"].copy()}
    published = tables["published"]
    figure = "zhz-2024/bijlage-2-tabel-meerjarige-ontwikkeling/overdracht-ondersteuning/realisatie-2021"
    published.loc[published["id"] == figure, "value"] = 495
    table = figures(Region("zuid_holland_zuid", tables, region.shared, {})).set_index("id")
    need = "zhz-2024/bijlage-2-tabel-meerjarige-ontwikkeling/benodigd-rekentool-zhz/realisatie-2021"
    assert table.loc[need, "verdict"] == "unexplained"
    assert round(table.loc[need, "computed"], 2) == 61.30
