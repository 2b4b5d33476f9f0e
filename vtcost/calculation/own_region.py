"""A region of the user's own: the key and the contributions as sheets, for any measures."""

from functools import partial

import pandas as pd

from vtcost.calculation.draft import Draft
from vtcost.calculation.sheets import CHECKS, CLOSING, Calculation
from vtcost.data import InputError, Region
from vtcost.data.divisions import CBS_MEASURES
from vtcost.formulas.keys import shares
from vtcost.models import own_region as model
from vtcost.models import own_region_views as views
from vtcost.results import components

# The formula of a column of a region without grants.
NOTHING = "0 * {before_relief}"


def calculate(region: Region) -> Calculation:
    """The calculation for the region's year and parameters."""
    inputs = model.read(region)
    draft = Draft(region, region.name, str(region.parameter("subject")), "Gemeente", inputs.inhabitants.index)
    _numbers(draft, region, inputs)
    _given(draft, region, inputs)
    _weights(draft, inputs)
    _key(draft, inputs)
    _contribution(draft, inputs)
    if model.has_present(region):
        _effect(draft, region)
    _reconciliation(draft, region, inputs)
    _checks(draft, region, inputs)
    return draft.done(" ".join([*views.example_note(region), views.present_note(region)]))


def target(region: Region, model_name: str | None, year: int | None, row: str) -> tuple[str, list[str]]:
    """The term that is the bottom line of a model in results.csv, and the rows there are.

    Raises
    ------
    InputError
        If there is no such model, or it has no such year.
    """
    if model_name not in (None, "key"):
        raise InputError(f"model {model_name!r}: expected key")
    if year not in (None, region.year):
        raise InputError(f"year {year}: expected {region.year}")
    return "contribution", list(region.municipalities(region.year).index)


def _numbers(draft: Draft, region: Region, inputs: model.Inputs) -> None:
    draft.sheet("Invoer", "Gele cellen mag u wijzigen; alles rekent mee.")
    draft.given("budget", "Begroting", "euro", lambda: region.input("budget"))
    draft.given("weight_inhabitants", "Gewicht inwoners", "fraction", lambda: region.input("weight_inhabitants"))
    for name in _others(inputs):
        label = f"Verhouding {views.word(name)}"
        draft.given(f"weight {name}", label, "fraction", partial(_weight, region, name))
    for centre in inputs.grants.index:
        draft.given(f"duvo {centre}", f"DUVO {centre}", "euro", partial(_grant, region, centre), key=centre)


def _others(inputs: model.Inputs) -> list[str]:
    return [name for name in inputs.weights if name != model.INHABITANTS]


def _weight(region: Region, name: str) -> float:
    return float(region.input("weight")[name])


def _grant(region: Region, centre: str) -> float:
    return float(region.input("grant")[centre])


def _given(draft: Draft, region: Region, inputs: model.Inputs) -> None:
    draft.sheet("Gemeenten", "Wat per gemeente gegeven is.")
    draft.fixed("centre", "Centrumgemeente", "text", inputs.centre)
    alphabet = pd.Series(range(1, len(inputs.centre) + 1), index=sorted(inputs.centre.index), dtype=float)
    draft.fixed("order", "Volgorde bij gelijke resten", "count", alphabet.reindex(inputs.centre.index))
    own = pd.Series(inputs.centre.index, index=inputs.centre.index)
    draft.fixed("municipality", "Gemeente zelf", "text", own)
    for name, year in inputs.years.items():
        read = partial(region.measure, name, year, region.year)
        if name in CBS_MEASURES:
            draft.given(f"measure {name}", views.word(name).capitalize(), "inhabitants", read)
        else:
            # Shares, not counts: see "Small counts" in data/README.md.
            label = f"{views.word(name).capitalize()} (aandeel)"
            draft.given(f"measure {name}", label, "share", lambda read=read: shares(read()))
    if model.has_present(region):
        year = int(region.input(f"{model.PRESENT}_year"))
        read = partial(region.measure, model.PRESENT, year, region.year)
        draft.given("present", f"Huidige bijdrage, {year}", "euro", read)


def _weights(draft: Draft, inputs: model.Inputs) -> None:
    if len(inputs.weights) > 1:
        draft.sheet("Gewichten", "De andere maatstaven delen wat de inwoners overlaten, in hun eigen verhouding.")
    rest = " + ".join(f"{{weight {name}}}" for name in _others(inputs))
    for name in _others(inputs):
        formula = f"(1 - {{weight_inhabitants}}) * {{weight {name}}} / ({rest})"
        draft.computed(_weighs(name), f"Gewicht {views.word(name)}", "fraction", formula, inputs.weights[name])


def _weighs(name: str) -> str:
    """The term with the weight in force of a measure."""
    return "weight_inhabitants" if name == model.INHABITANTS else f"weighs {name}"


def _key(draft: Draft, inputs: model.Inputs) -> None:
    draft.sheet("Sleutel", "Aandeel in elke maatstaf, gewogen.")
    for name, share in model.keys(inputs).items():
        formula = f"{{measure {name}}} / {{measure {name}:sum}}"
        draft.computed(f"share {name}", f"Aandeel {views.word(name)}", "share", formula, share)
    formula = " + ".join(f"{{{_weighs(name)}}} * {{share {name}}}" for name in inputs.measures)
    draft.computed("key", "Sleutel", "share", formula, model.key(inputs))


def _contribution(draft: Draft, inputs: model.Inputs) -> None:
    table = model.allocation(inputs)
    sums = components(table)
    draft.sheet("Bijdragen", "Begroting maal sleutel; de DUVO verlaagt de bijdragen in het gebied van haar centrum.")
    for name in inputs.measures:
        formula = f"{{budget}} * {{{_weighs(name)}}} * {{share {name}}}"
        draft.computed(f"part {name}", f"Deel {views.word(name)}", "euro", formula, table[f"part {name}"])
    formula = " + ".join(f"{{part {name}}}" for name in inputs.measures)
    draft.computed("before_relief", "Vóór DUVO", "euro", formula, sums["before_relief"])
    formula = "-{duvo:at centre} * {before_relief} / {before_relief:within centre}"
    granted = not inputs.grants.empty
    draft.computed("relief", "Correctie DUVO", "euro", formula if granted else NOTHING, sums["relief"])
    draft.computed("grant", "Uit DUVO", "euro", "{duvo:at municipality}" if granted else NOTHING, sums["grant"])
    formula = "{before_relief} + {relief} + {grant}"
    draft.computed("contribution", "Bijdrage", "euro", formula, sums["contribution"])
    draft.whole_euros("contribution", "Bijdrage")
    draft.computed(
        "per_inhabitant",
        "Bijdrage per inwoner",
        "euro_per_inhabitant",
        f"{{contribution whole}} / {{measure {model.INHABITANTS}}}",
    )


def _effect(draft: Draft, region: Region) -> None:
    table = views.overview(region)
    draft.sheet("Effect", views.present_note(region))
    formula = "{budget} * {present} / {present:sum}"
    present = model.present_contribution(region)
    draft.computed("old_contribution", "Huidige bijdrage", "euro", formula, present)
    draft.whole_euros("old_contribution", "Huidige bijdrage")
    effect = "{contribution whole} - {old_contribution whole}"
    draft.computed("euro", "Effect", "euro", effect, table["euro"])
    draft.computed(
        "fraction", "Effect in procenten", "fraction", "{euro} / {old_contribution whole}", table["fraction"]
    )
    formula = f"{{euro}} / {{measure {model.INHABITANTS}}}"
    each = table["euro_per_inhabitant"]
    draft.computed("euro_per_inhabitant", "Effect per inwoner", "euro_per_inhabitant", formula, each)


def _reconciliation(draft: Draft, region: Region, inputs: model.Inputs) -> None:
    draft.sheet("Aansluiting", "Van begroting tot nota; het saldo sluit telkens op nul.", kind=CLOSING)
    formulas = [
        "{budget}",
        *(f"-{{part {name}:sum}}" for name in inputs.measures),
        "{relief:sum}",
        *(f"{{duvo {centre}}}" for centre in inputs.grants.index),
        "{contribution:sum}",
        "{contribution whole:sum} - {contribution:sum}",
        "-{contribution whole:sum}",
    ]
    draft.reconciliation("euro", views.reconciliation(region), formulas)


def _checks(draft: Draft, region: Region, inputs: model.Inputs) -> None:
    draft.sheet("Controles", "Elke regel hoort nul te zijn.", kind=CHECKS)
    given = [f"measure {name}" for name in inputs.measures] + ["present"] * model.has_present(region)
    for name in given:
        draft.check_filled(name, "order")
        draft.check_not_negative(name)
    draft.check("key", "De sleutel telt op tot 1", "{key:sum} - 1")
    draft.check("budget", "De bijdragen tellen op tot de begroting", "{contribution:sum} - {budget}")
    whole = "{contribution whole:sum} - round(round({budget}, 6), 0)"
    draft.check("whole", "De hele euro's tellen op tot de begroting", whole)
    for centre in inputs.grants.index:
        label = f"De correctie in het gebied van {centre} is haar DUVO"
        draft.check(f"relief {centre}", label, f"{{relief:mine centre}} + {{duvo {centre}}}", key=centre)
    draft.check("grant", "De ingebrachte DUVO is alle DUVO", "{relief:sum} + {grant:sum}")
    draft.check_not_negative("contribution")
    if model.has_present(region):
        formula = "{contribution:sum} - {old_contribution:sum}"
        draft.check("effect", "Wat de een meer betaalt, betaalt de ander minder", formula)
