"""The page of each municipality: the bridge adds up exactly, the words are plain, it fits on one page."""

import importlib
import re

import nbformat
import pandas as pd
import pytest

from tests.conftest import ROOT
from vtcost.data import Region
from vtcost.letters.letter import whole_steps
from vtcost.memo import pages
from vtcost.memo.document import document
from vtcost.models import gelderland_midden as gm
from vtcost.models import noord_holland_noord as nhn
from vtcost.published import figures

REGIONS = {"noord_holland_noord": 18, "gelderland_midden": 16}
CASES = [
    ("noord_holland_noord", {}),
    ("noord_holland_noord", {"weight_inhabitants": "1", "budget": "9000000.5"}),
    ("noord_holland_noord", {"weight_inhabitants": "0", "duvo_alkmaar": "0"}),
    ("gelderland_midden", {}),
    ("gelderland_midden", {"year": "2019"}),
    ("gelderland_midden", {"budget": "4000000.5", "share_centraal_gelderland": "0.5", "fixed_share": "1"}),
]
LONGEST_SENTENCE, MEAN_SENTENCE = 25, 14


def module(name: str):
    return importlib.import_module(f"vtcost.letters.{name}")


def ends(region: Region) -> tuple[pd.Series, pd.Series]:
    """Old and new contribution."""
    if region.name == "noord_holland_noord":
        return nhn.old_contribution(region), nhn.allocation(nhn.read(region))["contribution"]
    return gm.variant(region, "a")["contribution"], gm.variant(region, "ac2")["contribution"]


@pytest.fixture(scope="module", params=CASES, ids=lambda case: f"{case[0]} {case[1]}")
def made(request):
    name, given = request.param
    region = Region.open(name, **given)
    # Verdicts are not what these tests are about, and those of one year take seconds.
    shown = pd.DataFrame({"row": ["Alkmaar", "Arnhem"], "unit": "euro", "verdict": "reproduced"})
    return region, module(name).letters(region, shown)


def test_the_exact_steps_lead_from_old_to_new(made):
    region, _ = made
    old, new = ends(region)
    apart = old + module(region.name).changes(region).sum(axis=1) - new
    assert apart.abs().max() < 1e-6


def test_the_whole_steps_add_up_for_every_municipality_and_for_the_region(made):
    region, letters = made
    old, new = ends(region)
    assert [letter.municipality for letter in letters] == list(new.index)
    for letter in letters:
        steps = letter.bridge.steps
        assert (steps == steps.round()).all()
        assert steps.iloc[:-1].sum() == steps.iloc[-1]
        assert abs(steps.iloc[0] - old[letter.municipality]) < 1
        assert abs(steps.iloc[-1] - new[letter.municipality]) < 1
    for place, total in ((0, old.sum()), (-1, new.sum())):
        assert abs(sum(letter.bridge.steps.iloc[place] for letter in letters) - total) <= 0.5 + 1e-6


def test_the_first_step_is_an_equal_amount_per_inhabitant():
    """Noord-Holland Noord: 9.443.808 / 671.744 = 14,06 euro for each inhabitant, whoever it is."""
    region = Region.open("noord_holland_noord")
    inputs, old = nhn.read(region), nhn.old_contribution(region)
    equal = old + module(region.name).changes(region)["Gelijk bedrag per inwoner"]
    assert (equal / inputs.inhabitants).round(2).unique().tolist() == [14.06]


def test_what_rounding_leaves_goes_to_the_largest_step():
    """10,4 and -3,2 lead from 100 to 108 in whole euros: 11 and -3."""
    assert whole_steps(pd.Series({"a": 10.4, "b": -3.2}), 100.0, 108.0).to_dict() == {"a": 11.0, "b": -3.0}


def test_words_are_plain(made):
    """Sentences of at most 25 words, 14 in the mean, and no word of the trade without its meaning."""
    _, letters = made
    for letter in letters:
        said = " ".join([*letter.pays, *letter.paid, *letter.why, *letter.sure, *letter.influence])
        lengths = [len(sentence.split()) for sentence in re.split(r"(?<=[.:?!])\s+", said)]
        assert max(lengths) <= LONGEST_SENTENCE, said
        assert sum(lengths) / len(lengths) <= MEAN_SENTENCE
        assert not re.search(r"nan|None|inf\b|allocatie|parameter|residu", said), said


def test_the_example_of_more_use_is_computed(made):
    """The sentence says what the model gives, or that it was almost nothing."""
    _, letters = made
    for letter in letters:
        said = " ".join(letter.influence)
        shown = re.search(r"een tiende meer, en elders evenveel, dan betaalt .+ €\u00a0(\d)", said)
        only_people = "inwoners telt mee voor 100" in said
        assert shown or "bijna niets" in said or only_people


@pytest.mark.parametrize("name", REGIONS)
def test_every_page_is_one_sheet_with_its_own_address(name, reports):
    import pikepdf

    memo = document(nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", 4))
    slugs = [page["slug"] for page in pages.pages(memo)]
    assert len(set(slugs)) == REGIONS[name]
    for slug in slugs:
        with pikepdf.open(reports / name / "gemeenten" / f"{slug}.pdf") as opened:
            assert len(opened.pages) == 1, slug


def test_verdicts_of_the_municipality_are_counted():
    region = Region.open("noord_holland_noord")
    said = module(region.name).letters(region, figures(region))[0].sure
    assert said[:4] == [
        "De memo's noemen 5 bedragen voor Den Helder.",
        "Daarvan hebben wij er 2 nagerekend: die kloppen.",
        "2 bedragen hebben wij overgenomen.",
        "1 bedrag konden wij niet narekenen: wij hadden het nodig voor de berekening.",
    ]


def test_an_amount_that_does_not_agree_is_named_with_both_values():
    region = Region.open("gelderland_midden")
    said = {letter.municipality: letter.sure for letter in module(region.name).letters(region, figures(region))}
    assert any("de memo noemt €\u00a01.980.004, wij komen op €\u00a01.979.719" in one for one in said["Arnhem"])
