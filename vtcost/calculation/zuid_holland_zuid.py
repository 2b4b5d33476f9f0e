"""Zuid-Holland Zuid: hours, people needed, gap, the scenario and what fits a number of people, as sheets."""

from functools import partial

import pandas as pd

from vtcost.calculation import zuid_holland_zuid_closing as closing
from vtcost.calculation.draft import Draft
from vtcost.calculation.sheets import Calculation, Terms
from vtcost.calculation.zuid_holland_zuid_closing import NORMS
from vtcost.data import InputError, Region
from vtcost.models import zuid_holland_zuid as model
from vtcost.models import zuid_holland_zuid_views as views

# Words by which the claims of the memo are told apart.
CLAIMED = {
    "fte": "beschikbare formatie",
    "reports": "meldingen bij",
    "advice": "adviesaanvragen",
    "monitoring": "monitoring",
}
# Ways to read the triage norm, as they end the name of a model.
READINGS = {"": "", "_literal": ", letterlijk"}

# How tables are made that are computed from their own columns.
IMPLIED_FORMULAS = {
    "low": "{hours} / ({printed} + {half})",
    "high": "{hours} / ({printed} - {half})",
}
OUTCOME_FORMULAS = {
    "outcomes": "Overdragen, Overdracht ondersteuning en Onderzoek opgeteld (zhz-2024, Bijlage 2)",
    "reports": "Meldingen (zhz-2024, Bijlage 2)",
    "excess": "{outcomes} - {reports}",
}
INDICATOR_FORMULAS = {
    "met": "zhz-2024, tabel Prestatie-indicatoren",
    "norm": "zhz-2024, tabel Prestatie-indicatoren, ondergrens van de norm",
    "short": "{met} - {norm}",
}


def calculate(region: Region) -> Calculation:
    """The calculation for the region's year and parameters; a row is a budget or report."""
    inputs = model.read(region)
    draft = Draft(region, "zhz", "Formatie Zuid-Holland Zuid", "Kolom", inputs.volumes.columns)
    services = region.tables["services"].set_index("service")
    _numbers(draft, region, inputs, services)
    _volumes(draft, region, inputs)
    for reading in READINGS:
        _hours(draft, region, services, reading)
    _gap(draft, region)
    _scenario(draft, region, inputs, services)
    _claims(draft, region, inputs, services)
    closing.write(draft, region, inputs)
    return draft.done(totals=False)


def target(region: Region, model_name: str | None, year: int | None, row: str) -> tuple[str, list[str]]:
    """The term that is the bottom line of a model in results.csv, and the rows there are; the row says the year.

    Raises
    ------
    InputError
        If there is no such model.
    """
    name = region.parameter("norms") if model_name is None else model_name
    if name not in {f"{norms}{reading}" for norms in NORMS for reading in READINGS}:
        known = ", ".join(f"{norms}{reading}" for reading in ("", "_literal") for norms in NORMS)
        raise InputError(f"model {name!r}: expected one of {known}")
    rows = [*model.read(region).volumes.columns, model.SCENARIO]
    return f"scenario_fte_{name}" if row == model.SCENARIO else f"gap_{name}", rows


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
    for norms, word in NORMS.items():
        names = []
        for service, volume in volumes.items():
            name = f"hours {norms} {service}"
            if not literal or volume != services.loc[service, "volume"]:
                name, formula = f"{name}{reading}", f"{{volume {volume}}} * {{norm {norms} {service}}}"
                draft.computed(name, f"Uren {service}, {word}{READINGS[reading]}", "hours", formula)
            names.append(f"{{{name}}}")
        formula = f"({' + '.join(names)}) / {{hours_per_fte}}"
        label, values = f"Nodig, {word}{READINGS[reading]}", needed[f"fte_needed_{norms}"]
        draft.computed(f"fte_needed_{norms}{reading}", label, "fte", formula, values)


def _gap(draft: Draft, region: Region) -> None:
    draft.sheet("Verschil", "Beschikbaar min nodig; min is een tekort.")
    tables = {reading: views.overview(region, literal=bool(reading)) for reading in READINGS}
    there = "when(known({available}), {available}, blank())"
    draft.computed("fte_available", "Beschikbaar", "fte", there, tables[""]["fte_available"])
    draft.computed("over", "Structureel boven beschikbaar", "fte", "max({structural} - {available}, 0)")
    for reading, table in tables.items():
        for norms, word in NORMS.items():
            name, label = f"{norms}{reading}", f"{word}{READINGS[reading]}"
            formula = f"{{fte_available}} - {{fte_needed_{name}}}"
            draft.computed(f"gap_{name}", f"Verschil, {label}", "fte", formula, table[f"gap_{norms}"])
            formula = f"max(0 - {{gap_{name}}}, 0) * {{cost_per_fte}}"
            draft.computed(f"cost_{name}", f"Kosten tekort, {label}", "euro", formula, table[f"cost_{norms}"])


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
    for reading, suffix in READINGS.items():
        _scenario_fte(draft, region, services, reading, suffix)


def _scenario_fte(draft: Draft, region: Region, services: pd.DataFrame, reading: str, suffix: str) -> None:
    """The scenario by both norm sets; read literally, triage goes with every report."""
    literal = bool(reading)
    chosen = (region.parameter("mix_of"), region.input("reports"), region.input("advice"))
    values = model.scenario_fte(model.read(region, literal), *chosen)
    for norms, word in NORMS.items():
        hours = []
        for service, row in services.iterrows():
            other = literal and row["literal_volume"] != row["volume"]
            volume = "{reports}" if other else f"{{scenario {service}}}"
            hours.append(f"{volume} * {{norm {norms} {service}}}")
        formula = f"({' + '.join(hours)}) / {{hours_per_fte}}"
        draft.computed(f"scenario_fte_{norms}{reading}", f"Nodig, {word}{suffix}", "fte", formula, values[norms])


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
    wider = [
        f"({{volume {literal}:row claim_mix}} - {{volume {used}:row claim_mix}}) * {{norm {service}}}"
        for service, literal, used in services[["literal_volume", "volume"]].itertuples()
        if literal != used
    ]
    added = f"({' + '.join(wider)})"
    for year, row in table.iterrows():
        for name, (label, unit) in names.items():
            read, only = partial(_claimed, region, year, name), (CLAIMED[name], year)
            draft.given(f"claim {name} {year}", f"{label}, {year}", unit, read, only=only)
        monitored = f"{{claim monitoring {year}}} * {{norm {model.MONITORING}}}"
        fixed = f"{{claim advice {year}}} * {{norm {model.ADVICE}}} + {monitored}"
        each = f"{{hours moving}} / {{volume {model.REPORTS}:row claim_mix}}"
        formula = f"max(({{claim fte {year}}} * {{hours_per_fte}} - ({fixed})) / ({each}), 0)"
        draft.computed(f"fit {year}", f"Meldingen die passen, {year}", "reports", formula, row["fit"])
        literal = f"({each} + {added} / {{volume {model.REPORTS}:row claim_mix}})"
        formula = f"max(({{claim fte {year}}} * {{hours_per_fte}} - ({fixed})) / {literal}, 0)"
        label = f"Meldingen die passen bij triage voor elke melding, {year}"
        draft.computed(f"fit_literal {year}", label, "reports", formula, row["fit_literal"])
        formula = f"({{claim reports {year}}} * {each} + {fixed}) / {{hours_per_fte}}"
        draft.computed(f"needed {year}", f"Nodig voor de memo, {year}", "fte", formula, row["needed"])
        formula = f"{{needed {year}}} - {{claim fte {year}}}"
        draft.computed(f"short {year}", f"Tekort, {year}", "fte", formula, row["short"])


def _claimed(region: Region, year: str, name: str) -> float:
    return float(region.input("claimed_fit").loc[name, year])


def volume_terms(region: Region) -> Terms:
    """The terms behind the table of volumes: a row for each service, a column for each budget or report."""
    volumes = region.tables["services"].set_index("service")["volume"]
    return lambda service, column: (f"volume {volumes[service]}", column)


def norm_terms(service: str, column: str) -> tuple[str, str]:
    """The terms behind the table of norms."""
    return f"norm {column} {service}", ""


def scenario_terms(service: str, column: str) -> tuple[str, str]:
    """The terms behind the table of the scenario."""
    return f"{column} {service}", ""


def reading_terms(row: str, column: str) -> tuple[str, str]:
    """The terms behind the table with both ways to read the triage norm."""
    return f"scenario_fte_{column}{'_literal' if 'alle' in row else ''}", ""


def claim_terms(year: str, column: str) -> tuple[str, str]:
    """The terms behind the table of claims about what fits a number of people."""
    given = {"fte": "claim fte", "claimed": "claim reports", "advice": "claim advice"}
    return f"{given.get(column, column)} {year}", ""
