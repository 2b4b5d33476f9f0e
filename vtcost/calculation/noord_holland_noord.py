"""Noord-Holland Noord: the key, the contributions, the transition and the start options as sheets."""

from functools import partial

import pandas as pd

from vtcost.calculation.draft import Draft
from vtcost.calculation.sheets import CHECKS, CLOSING, Calculation, Terms
from vtcost.data import InputError, Region
from vtcost.formulas.keys import shares
from vtcost.models import noord_holland_noord as model
from vtcost.models import noord_holland_noord_views as views
from vtcost.results import components

WORDS = {"inhabitants": "inwoners", "cases": "casussen"}
READING_NAMES = {"rising": "oplopend", "falling": "aflopend", "literal": "letterlijk"}

# Columns of the table of nhn-oplegger and the terms that give them.
PRINTED = {
    "Bijdrage excl. DUVO 2019": "before_relief",
    "Correctie DUVO 2019": "relief",
    "Bijdrage vanuit DUVO 2019": "grant",
    "Bijdrage incl. DUVO 2019": "contribution",
}
# How tables are made that are computed from their own columns.
SUM_FORMULAS = {
    "sum": "gedrukte bedragen van de achttien gemeenten opgeteld (nhn-oplegger, tabel Verdeling 2019)",
    "total": "gedrukt (nhn-oplegger, tabel Verdeling 2019, rij Totaal)",
    "difference": "{sum} - {total}",
}
MOVED = (
    "halve som over alle gemeenten van bijdrage in dat jaar min oude sleutel, zonder plus of min;"
    " de bijdragen per jaar staan in de tabellen hierna"
)


def calculate(region: Region) -> Calculation:
    """The calculation for the region's year and parameters."""
    inputs = model.read(region)
    draft = Draft(region, "nhn", "Verdeelsleutel Noord-Holland Noord", "Gemeente", inputs.inhabitants.index)
    _numbers(draft, region, inputs)
    _given(draft, region, inputs)
    _key(draft, inputs)
    _contribution(draft, region, inputs)
    _effect(draft, region, inputs)
    _grown(draft, region, inputs)
    for reading in model.READINGS:
        _transition(draft, region, reading)
    for inside in (True, False):
        _start(draft, region, inputs, inside)
    _reconciliation(draft, region, inputs)
    _checks(draft, inputs)
    return draft.done(views.comparison_note(region))


def target(region: Region, model_name: str | None, year: int | None, row: str) -> tuple[str, list[str]]:
    """The term that is the bottom line of a model in results.csv, and the rows there are.

    Raises
    ------
    InputError
        If there is no such model, or it has no such year.
    """
    rows = list(region.municipalities(region.year).index)
    name = "key" if model_name is None else model_name
    paths = {f"transition_{reading}": list(model.transition_path(region, reading).index) for reading in model.READINGS}
    years = paths.get(name, [region.year])
    if name not in ("key", *paths):
        raise InputError(f"model {name!r}: expected one of key, {', '.join(paths)}")
    if year not in (None, *years):
        raise InputError(f"year {year}: expected one of {', '.join(map(str, years))}")
    reading = name.removeprefix("transition_")
    return "contribution" if name == "key" else f"{reading} {year or years[0]}", rows


def _numbers(draft: Draft, region: Region, inputs: model.Inputs) -> None:
    draft.sheet("Invoer", "Gele cellen mag u wijzigen; alles rekent mee.")
    draft.given("budget", "Begroting", "euro", lambda: region.input("budget"))
    draft.given("weight", "Gewicht inwoners", "fraction", lambda: region.input("weight_inhabitants"))
    names = {"Den Helder": "duvo_den_helder", "Alkmaar": "duvo_alkmaar"}
    for centre, name in names.items():
        draft.given(f"duvo {centre}", f"DUVO {centre}", "euro", partial(region.input, name), key=centre)
    for centre, name in names.items():
        label = f"DUVO {centre} onder de oude sleutel (leeg: onbekend)"
        draft.given(f"duvo_known {centre}", label, "euro", partial(_known, region, name.replace("_", "_old_", 1)))
    draft.given("incidental", f"Eenmalig bedrag in {inputs.year}", "euro", lambda: model.incidental(region))
    for reading in model.READINGS:
        for year in model.transition_path(region, reading).index:
            label = f"Gewicht inwoners {READING_NAMES[reading]} {year}"
            draft.given(f"weight {reading} {year}", label, "fraction", partial(_weight, region, reading, year))


def _known(region: Region, name: str) -> float:
    """An amount that may be unknown: then it is not a number, an empty cell."""
    amount = region.parameter(name)
    return float("nan") if amount is None else amount


def _weight(region: Region, reading: str, year: int) -> float:
    return float(model.transition_path(region, reading).loc[year, "inhabitants"])


def _given(draft: Draft, region: Region, inputs: model.Inputs) -> None:
    draft.sheet("Gemeenten", "Wat per gemeente gegeven is.")
    draft.fixed("centre", "Centrumgemeente", "text", inputs.centre)
    alphabet = pd.Series(range(1, len(inputs.centre) + 1), index=sorted(inputs.centre.index), dtype=float)
    draft.fixed("order", "Volgorde bij gelijke resten", "count", alphabet.reindex(inputs.centre.index))
    own = pd.Series(inputs.centre.index, index=inputs.centre.index)
    draft.fixed("municipality", "Gemeente zelf", "text", own)
    draft.given("inhabitants", "Inwoners", "inhabitants", lambda: model.people(region, inputs.population_year))
    # Shares, not counts: see "Small counts" in data/README.md.
    draft.given("cases", "Casussen (aandeel)", "share", lambda: shares(model.cases(region, inputs.cases_year)))
    draft.given("old_printed", "Oude bijdrage, gedrukt", "euro", lambda: _old_printed(region))


def _old_printed(region: Region) -> pd.Series:
    printed = region.input("old_contribution").drop(model.TOTAL)
    return region.divisions.convert(printed, "old_contribution", model.TABLE_YEAR, region.year)


def _key(draft: Draft, inputs: model.Inputs) -> None:
    draft.sheet("Sleutel", "Aandeel inwoners en aandeel casussen, gewogen.")
    by = model.keys(inputs)
    draft.computed(
        "share_inhabitants", "Aandeel inwoners", "share", "{inhabitants} / {inhabitants:sum}", by["inhabitants"]
    )
    draft.computed("share_cases", "Aandeel casussen", "share", "{cases} / {cases:sum}", by["cases"])
    formula = "{weight} * {share_inhabitants} + (1 - {weight}) * {share_cases}"
    draft.computed("key", "Sleutel", "share", formula, model.key(inputs))


def _contribution(draft: Draft, region: Region, inputs: model.Inputs) -> None:
    table = model.allocation(inputs)
    sums = components(table)
    draft.sheet("Bijdragen", "Begroting maal sleutel; de DUVO verlaagt de bijdragen in het gebied van haar centrum.")
    formula = "{budget} * {weight} * {share_inhabitants}"
    draft.computed("part inhabitants", "Deel inwoners", "euro", formula, table["part inhabitants"])
    formula = "{budget} * (1 - {weight}) * {share_cases}"
    draft.computed("part cases", "Deel casussen", "euro", formula, table["part cases"])
    formula = "{part inhabitants} + {part cases}"
    draft.computed("before_relief", "Vóór DUVO", "euro", formula, sums["before_relief"])
    formula = "-{duvo:at centre} * {before_relief} / {before_relief:within centre}"
    draft.computed("relief", "Correctie DUVO", "euro", formula, sums["relief"])
    draft.computed("grant", "Uit DUVO", "euro", "{duvo:at municipality}", sums["grant"])
    formula = "{before_relief} + {relief} + {grant}"
    draft.computed("contribution", "Bijdrage", "euro", formula, sums["contribution"])
    draft.whole_euros("contribution", "Bijdrage")


def _effect(draft: Draft, region: Region, inputs: model.Inputs) -> None:
    table, first = views.overview(region), views.first_year(region)
    draft.sheet("Effect", views.comparison_note(region))
    formula = "{budget} * {old_printed} / {old_printed:sum}"
    draft.computed("old_contribution", "Oude sleutel", "euro", formula, model.old_contribution(region))
    draft.whole_euros("old_contribution", "Oude sleutel")
    effect = "{contribution whole} - {old_contribution whole}"
    draft.computed("euro", "Effect", "euro", effect, table["euro"])
    formula = "{euro} / {old_contribution whole}"
    draft.computed("fraction", "Effect in procenten", "fraction", formula, table["fraction"])
    for name, label, formula in (
        ("per_inhabitant", "Bijdrage per inwoner", "{contribution whole} / {inhabitants}"),
        ("euro_per_inhabitant", "Effect per inwoner", "{euro} / {inhabitants}"),
    ):
        draft.computed(name, label, "euro_per_inhabitant", formula, table[name])
    formula = "{contribution} - {old_contribution}"
    draft.computed("settlement", f"Verrekening over {inputs.year}", "euro", formula, first["settlement"])


def _grown(draft: Draft, region: Region, inputs: model.Inputs) -> None:
    """The DUVO of each year of the transition: from the old amount to the new one in equal steps."""
    draft.sheet("DUVO per jaar", views.growth_note(region))
    for centre, amount in _old_grants(region, inputs).items():
        formula = f"when(known({{duvo_known {centre}}}), {{duvo_known {centre}}}, {{duvo {centre}}})"
        label = f"DUVO {centre} onder de oude sleutel, of de nieuwe als die onbekend is"
        draft.computed(f"duvo_old {centre}", label, "euro", formula, amount)
    steps = len(model.transition_path(region))
    for step in range(1, steps + 1):
        grants = model.grants_of_step(region, inputs.grants, step - 1, steps)
        for centre, amount in grants.items():
            formula = f"{{duvo_old {centre}}} + ({{duvo {centre}}} - {{duvo_old {centre}}}) * {step} / {steps}"
            label = f"DUVO {centre}, stap {step} van {steps}"
            draft.computed(f"duvo {step} {centre}", label, "euro", formula, float(amount), key=centre)


def _old_grants(region: Region, inputs: model.Inputs) -> dict[str, float]:
    known = model.old_grants(region)
    return inputs.grants.to_dict() if known is None else known


def _transition(draft: Draft, region: Region, reading: str) -> None:
    paid, word = model.transition(region, reading), READING_NAMES[reading]
    draft.sheet(f"Ingroei {word}", views.growth_note(region))
    for step, year in enumerate(paid, 1):
        name = f"{reading} {year}"
        formula = (
            f"{{budget}} * ({{weight {name}}} * {{share_inhabitants}} + (1 - {{weight {name}}}) * {{share_cases}})"
        )
        draft.computed(f"before {name}", f"Vóór DUVO {year}, {word}", "euro", formula)
        formula = f"-{{duvo {step}:at centre}} * {{before {name}}} / {{before {name}:within centre}}"
        draft.computed(f"relief {name}", f"Correctie DUVO {year}, {word}", "euro", formula)
        formula = f"{{before {name}}} + {{relief {name}}} + {{duvo {step}:at municipality}}"
        draft.computed(name, f"Bijdrage {year}, {word}", "euro", formula, paid[year])


def _start(draft: Draft, region: Region, inputs: model.Inputs, inside: bool) -> None:
    options, name = model.start_options(region, inside), "inside" if inside else "on_top"
    where = "binnen" if inside else "bovenop"
    first, second = sorted({year for _, year in options})
    budgets = {year: f"({formula})" for year, formula in _budgets(inputs, inside).items()}
    draft.sheet(f"Ingang {where}", f"Het eenmalige bedrag {where} de begroting; de DUVO blijft gelijk (aanname).")
    for year, budget in budgets.items():
        formula = f"{budget} * {{key}} + {{relief}} + {{grant}}"
        draft.computed(f"start_now {name} {year}", f"Nieuw, {year}", "euro", formula, options["start_now", year])
    old = f"{budgets[first]} * {{old_contribution}} / {{old_contribution:sum}}"
    for option, label in (("start_settled", "Eerst oud, later verrekend"), ("start_later", "Eerst oud")):
        draft.computed(f"{option} {name} {first}", f"{label}, {first}", "euro", old, options[option, first])
    new, paid = f"{{start_now {name} {second}}}", f"{{start_now {name} {first}}} - {{start_settled {name} {first}}}"
    label, values = f"Eerst oud, later verrekend, {second}", options["start_settled", second]
    draft.computed(f"start_settled {name} {second}", label, "euro", f"{new} + {paid}", values)
    draft.computed(f"start_later {name} {second}", f"Eerst oud, {second}", "euro", new, options["start_later", second])


def _reconciliation(draft: Draft, region: Region, inputs: model.Inputs) -> None:
    draft.sheet("Aansluiting", "Van begroting tot nota en verrekening; het saldo sluit telkens op nul.", kind=CLOSING)
    formulas = [
        "{budget}",
        "-{part inhabitants:sum}",
        "-{part cases:sum}",
        "{relief:sum}",
        *(f"{{duvo {centre}}}" for centre in inputs.grants.index),
        "{contribution:sum}",
        "{contribution whole:sum} - {contribution:sum}",
        "-{contribution whole:sum}",
    ]
    draft.reconciliation("euro", views.reconciliation(region), formulas)
    year = inputs.year
    draft.computed("line due", f"Verschuldigd over {year}, nieuwe sleutel", "euro", "{contribution:sum}")
    draft.computed("line paid", f"Betaald over {year}, oude sleutel", "euro", "-{old_contribution:sum}")
    draft.computed("line settled", f"Te verrekenen in {year + 1}", "euro", "-{settlement:sum}")


def _checks(draft: Draft, inputs: model.Inputs) -> None:
    draft.sheet("Controles", "Elke regel hoort nul te zijn.", kind=CHECKS)
    for name in ("inhabitants", "cases", "old_printed"):
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
    draft.check(
        "effect", "Wat de een meer betaalt, betaalt de ander minder", "{contribution:sum} - {old_contribution:sum}"
    )
    for term in list(draft.done().terms.values()):
        if term.is_column and term.name.startswith((*model.READINGS, "start_")):
            expected = "{budget}"
            if term.name.startswith("start_"):
                expected = _budgets(inputs, " inside " in term.name)[int(term.name[-4:])]
            label = f"{draft.done().sheet_of(term.name).title}, {term.label}: telt op tot de kosten"
            draft.check(term.name, label, f"{{{term.name}:sum}} - ({expected})")


def _budgets(inputs: model.Inputs, inside: bool) -> dict[int, str]:
    """What is divided in the first and the second year, with the one-off amount inside the budget or on top of it."""
    first, second = ("{budget}", "{budget} - {incidental}") if inside else ("{budget} + {incidental}", "{budget}")
    return {inputs.year: first, inputs.year + 1: second}


def transition_terms(reading: str) -> Terms:
    """The terms behind a table of the transition: a column for each year."""
    return lambda row, year: (f"{reading} {year}", row)


def start_terms(where: str) -> Terms:
    """The terms behind a table of start dates: a column for each option and year, such as "start_now 2019"."""

    def terms(row: str, column: str) -> tuple[str, str]:
        option, year = column.rsplit(" ", 1)
        return f"{option} {where} {year}", row

    return terms
