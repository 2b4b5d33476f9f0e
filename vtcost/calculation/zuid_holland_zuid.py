"""Zuid-Holland Zuid: hours, people needed, gap, the scenario and what fits a number of people, as sheets."""

from functools import partial

import pandas as pd

from vtcost.calculation.draft import Draft
from vtcost.calculation.sheets import CHECKS, CLOSING, Calculation
from vtcost.data import Region
from vtcost.models import zuid_holland_zuid as model
from vtcost.models import zuid_holland_zuid_views as views

NORMS = {"regional": "regionaal", "national": "landelijk"}
# Words by which the claims of the memo are told apart.
CLAIMED = {
    "fte": "beschikbare formatie",
    "reports": "meldingen bij",
    "advice": "adviesaanvragen",
    "monitoring": "monitoring",
}
READINGS = {"": "", "literal ": ", letterlijk"}


def calculate(region: Region) -> Calculation:
    """The calculation for the region's year and parameters; a row is a budget or report."""
    inputs = model.read(region)
    draft = Draft(region, "zhz", "Formatie Zuid-Holland Zuid", "Kolom", inputs.volumes.columns)
    services = region.tables["services"].set_index("service")
    _numbers(draft, region, inputs, services)
    _volumes(draft, region, inputs)
    for reading in READINGS:
        _hours(draft, region, services, reading)
    _gap(draft, region, inputs)
    _scenario(draft, region, inputs, services)
    _claims(draft, region, inputs, services)
    column = views.columns_of(region)[-1]
    _reconciliation(draft, region, inputs, column)
    _checks(draft)
    return draft.done()


def _numbers(draft: Draft, region: Region, inputs: model.Inputs, services: pd.DataFrame) -> None:
    draft.sheet("Invoer", "Gele cellen mag u wijzigen; alles rekent mee.")
    draft.given("hours_per_fte", "Uren per fte", "hours_per_fte", partial(region.input, "hours_per_fte"))
    draft.given("cost_per_fte", "Kosten per fte", "euro", partial(region.input, "cost_per_fte"))
    norms, words = region.parameter("norms"), tuple(NORMS.values())
    draft.given("norms", "Normenset van de doorrekening", "text", lambda: NORMS[norms], choices=words)
    for set_name, word in NORMS.items():
        for service in inputs.norms.index:
            read, row = partial(_norm, region, set_name, service), services.loc[service, "norm"]
            label, only = f"Norm {service}, {word}", (f"norm {row} ", model.NORM_COLUMNS[set_name])
            draft.given(f"norm {set_name} {service}", label, "hours_per_case", read, only=only)
    draft.given("reports", "Meldingen in de doorrekening", "reports", partial(region.input, "reports"))
    draft.given("advice", "Adviesvragen in de doorrekening", "requests", partial(region.input, "advice"))
    columns = tuple(inputs.volumes.columns)
    read = partial(region.parameter, "mix_of")
    draft.given("mix_of", "Kolom met de verhouding tussen de diensten", "text", read, choices=columns)
    draft.fixed("claim_mix", "Kolom bij de uitspraken van de memo", "text", model.CLAIM_MIX)


def _norm(region: Region, set_name: str, service: str) -> float:
    services = region.tables["services"].set_index("service")
    return float(region.input("norm").loc[services.loc[service, "norm"], model.NORM_COLUMNS[set_name]])


def _volumes(draft: Draft, region: Region, inputs: model.Inputs) -> None:
    draft.sheet("Aantallen", "Aantallen en beschikbare formatie per begroting of rapportage (bijlage 2).")
    for name in region.input("volume").index:
        draft.given(f"volume {name}", name, "cases", partial(_volume, region, name), only=(f"volume {name} ",))
    draft.given("available", "Beschikbaar", "fte", partial(_available, region, "available"), only=("available ",))
    draft.given(
        "structural",
        "Waarvan structureel",
        "fte",
        partial(_available, region, "available_structural"),
        only=("available_structural ",),
    )


def _volume(region: Region, name: str) -> pd.Series:
    return region.input("volume").loc[name]


def _available(region: Region, name: str) -> pd.Series:
    return region.input(name).reindex(model.read(region).volumes.columns)


def _hours(draft: Draft, region: Region, services: pd.DataFrame, reading: str) -> None:
    literal = bool(reading)
    needed = model.capacity(model.read(region, literal))
    note = "Triage voor elke melding, zoals de tekst zegt." if literal else "Aantal maal norm; triage bij Overdragen."
    draft.sheet("Formatie letterlijk" if literal else "Formatie", note)
    volumes = services["literal_volume" if literal else "volume"]
    for set_name, word in NORMS.items():
        names = []
        for service, volume in volumes.items():
            name = f"{reading}hours {set_name} {service}"
            if literal and volume == services.loc[service, "volume"]:
                name = f"hours {set_name} {service}"
            else:
                formula = f"{{volume {volume}}} * {{norm {set_name} {service}}}"
                draft.computed(name, f"Uren {service}, {word}", "hours", formula)
            names.append(f"{{{name}}}")
        formula = f"({' + '.join(names)}) / {{hours_per_fte}}"
        label = f"Nodig, {word}{READINGS[reading]}"
        name = f"fte_needed_{set_name}" + ("_literal" if literal else "")
        draft.computed(name, label, "fte", formula, needed[f"fte_needed_{set_name}"])


def _gap(draft: Draft, region: Region, inputs: model.Inputs) -> None:
    table = views.overview(region)
    draft.sheet("Verschil", "Beschikbaar min nodig; min is een tekort.")
    draft.computed("fte_available", "Beschikbaar", "fte", "{available}", table["fte_available"])
    for name, word in NORMS.items():
        formula = f"{{fte_available}} - {{fte_needed_{name}}}"
        draft.computed(f"gap_{name}", f"Verschil, {word}", "fte", formula, table[f"gap_{name}"])
        formula = f"max(0 - {{gap_{name}}}, 0) * {{cost_per_fte}}"
        draft.computed(f"cost_{name}", f"Kosten tekort, {word}", "euro", formula, table[f"cost_{name}"])


def _scenario(draft: Draft, region: Region, inputs: model.Inputs, services: pd.DataFrame) -> None:
    """The scenario per service; the term names are those of the rows and columns of its table."""
    table = views.scenario_table(region)
    draft.sheet("Doorrekening", "Andere aantallen meldingen en adviesvragen, in de verhouding van de gekozen kolom.")
    for service, volume in services["volume"].items():
        row = table.loc[service]
        formula = f"{{volume {volume}:row mix_of}}"
        draft.computed(f"mix {service}", f"{service}: aantal in de kolom", "cases", formula, row["mix"])
        follows = f"{{mix {service}}} * {{reports}} / {{volume {model.REPORTS}:row mix_of}}"
        formula = {model.ADVICE: "{advice}"}.get(
            service, follows if inputs.follows_reports[service] else f"{{mix {service}}}"
        )
        draft.computed(f"scenario {service}", f"{service}: aantal", "cases", formula, row["scenario"])
        formula = f"when({{norms}} == 'landelijk', {{norm national {service}}}, {{norm regional {service}}})"
        draft.computed(f"norm {service}", f"{service}: norm", "hours_per_case", formula, float(row["norm"]))
        formula = f"{{scenario {service}}} * {{norm {service}}}"
        draft.computed(f"hours {service}", f"{service}: uren", "hours", formula, row["hours"])
        draft.computed(
            f"fte {service}", f"{service}: nodig", "fte", f"{{hours {service}}} / {{hours_per_fte}}", row["fte"]
        )
    total = " + ".join(f"{{fte {service}}}" for service in services.index)
    draft.computed("fte total", "Nodig in de doorrekening", "fte", total, table["fte"].sum())


def _claims(draft: Draft, region: Region, inputs: model.Inputs, services: pd.DataFrame) -> None:
    table = views.claims(region)
    draft.sheet("Wat past", "Hoeveel meldingen een formatie aankan, en wat de meldingen van de memo vragen.")
    names = {"fte": ("Formatie", "fte"), "reports": ("Meldingen", "reports"), "advice": ("Adviesvragen", "requests")}
    names["monitoring"] = ("Monitoring", "cases")
    moving = [
        f"{{volume {volume}:row claim_mix}} * {{norm {service}}}"
        for service, volume in services["volume"].items()
        if inputs.follows_reports[service] and service != model.MONITORING
    ]
    draft.computed("hours moving", "Uren die met de meldingen meebewegen", "hours", " + ".join(moving))
    for year, row in table.iterrows():
        for name, (label, unit) in names.items():
            read, only = partial(_claimed, region, year, name), (CLAIMED[name], year)
            draft.given(f"claim {name} {year}", f"{label}, {year}", unit, read, only=only)
        monitored = f"{{claim monitoring {year}}} * {{norm {model.MONITORING}}}"
        fixed = f"{{claim advice {year}}} * {{norm {model.ADVICE}}} + {monitored}"
        each = f"{{hours moving}} / {{volume {model.REPORTS}:row claim_mix}}"
        formula = f"max(({{claim fte {year}}} * {{hours_per_fte}} - ({fixed})) / ({each}), 0)"
        draft.computed(f"fit {year}", f"Meldingen die passen, {year}", "reports", formula, row["fit"])
        formula = f"({{claim reports {year}}} * {each} + {fixed}) / {{hours_per_fte}}"
        draft.computed(f"needed {year}", f"Nodig voor de memo, {year}", "fte", formula, row["needed"])
        formula = f"{{needed {year}}} - {{claim fte {year}}}"
        draft.computed(f"short {year}", f"Tekort, {year}", "fte", formula, row["short"])


def _claimed(region: Region, year: str, name: str) -> float:
    return float(region.input("claimed_fit").loc[name, year])


def _reconciliation(draft: Draft, region: Region, inputs: model.Inputs, column: str) -> None:
    draft.sheet("Aansluiting", f"{column}, in fte; het saldo sluit op nul.", kind=CLOSING)
    draft.fixed("line column", "Kolom", "text", column)
    chosen = "when({{norms}} == 'landelijk', {{{0} national{1}:row line column}}, {{{0} regional{1}:row line column}})"
    pairs = {service: chosen.format("hours", f" {service}") + " / {hours_per_fte}" for service in inputs.norms.index}
    needed = (
        "when({norms} == 'landelijk', {fte_needed_national:row line column}, {fte_needed_regional:row line column})"
    )
    gap = needed.replace("fte_needed", "gap")
    formulas = [
        *pairs.values(),
        f"0 - {needed}",
        "{structural:row line column}",
        "{fte_available:row line column} - {structural:row line column}",
        f"0 - {gap}",
        f"0 - {needed}",
    ]
    lines = zip(views.reconciliation(region, column), formulas, strict=True)
    for number, ((label, amount), formula) in enumerate(lines, 1):
        draft.computed(f"line {number}", label, "fte", formula, amount)


def _checks(draft: Draft) -> None:
    draft.sheet("Controles", "Elke regel hoort nul te zijn.", kind=CHECKS)
    for name, word in NORMS.items():
        formula = f"{{fte_available:sum}} - {{fte_needed_{name}:sum}} - {{gap_{name}:sum}}"
        draft.computed(f"check {name}", f"Beschikbaar min nodig is het verschil, {word}", "number", formula)
    draft.computed(
        "check structural",
        "Structureel is nooit meer dan beschikbaar",
        "number",
        "max({structural:sum} - {available:sum}, 0)",
    )
