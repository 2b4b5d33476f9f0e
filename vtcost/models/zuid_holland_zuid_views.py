"""Zuid-Holland Zuid: the tables of the memo and the words around them."""

import pandas as pd

from vtcost.capacity import cost_of_gap, fte_needed, hours_needed, reports_that_fit
from vtcost.data import Region
from vtcost.models.zuid_holland_zuid import (
    ADVICE,
    CLAIM_MIX,
    MONITORING,
    NORM_COLUMNS,
    REPORTS,
    TABLE,
    Inputs,
    capacity,
    read,
    scenario,
    scenario_fte,
)

# Dutch labels and units of the tables below.
NORM_NAMES = {"regional": "regionale norm", "national": "landelijke norm"}
NORM_LABELS = {"regional": ("Regionale norm", "hours_per_case"), "national": ("Landelijke norm", "hours_per_case")}
CLAIM_LABELS = {
    "fte": ("Formatie", "fte"),
    "claimed": ("Meldingen volgens de memo", "reports"),
    "advice": ("Adviesvragen", "requests"),
    "fit": ("Meldingen volgens de rekentool", "reports"),
    "fit_literal": ("Bij triage voor elke melding", "reports"),
    "needed": ("Nodig voor de memo", "fte"),
    "short": ("Tekort", "fte"),
}
CLAIM_NOTE = (
    "Verhouding tussen de diensten: die van de begroting 2025 volgens het besluit van het AB;"
    " adviesvragen en monitoring zoals de memo noemt."
)
LITERAL_LABELS = {
    "fte_needed_regional_literal": ("Letterlijk, regionale norm", "fte"),
    "fte_needed_national_literal": ("Letterlijk, landelijke norm", "fte"),
}
OUTCOME_LABELS = {
    "outcomes": ("Uitkomsten samen", "cases"),
    "reports": ("Meldingen", "reports"),
    "excess": ("Meer dan meldingen", "cases"),
}
SCENARIO_LABELS = {
    "mix": ("Aantal in de kolom", "cases"),
    "scenario": ("Aantal in de doorrekening", "cases"),
    "norm": ("Norm", "hours_per_case"),
    "hours": ("Uren", "hours"),
    "fte": ("Nodig", "fte"),
}
IMPLIED_LABELS = {"hours": ("Uren", "hours"), "printed": ("Gedrukt", "fte"), "half": ("Half cijfer", "number")}
READING_LABELS = {"regional": ("Regionale norm", "fte"), "national": ("Landelijke norm", "fte")}
INDICATOR_LABELS = {
    "met": ("Op tijd", "fraction"),
    "norm": ("Ondergrens van de norm", "fraction"),
    "short": ("Verschil", "fraction"),
}


def overview(region: Region, literal: bool = False) -> pd.DataFrame:
    """`capacity`, with the yearly cost of filling each gap."""
    table = capacity(read(region, literal))
    for name in NORM_COLUMNS:
        table[f"cost_{name}"] = cost_of_gap(table[f"gap_{name}"], region.input("cost_per_fte"))
    return table


def both_readings(region: Region) -> pd.DataFrame:
    """FTE needed with triage for transfers, as printed, and for every report, as the text says."""
    needed = [f"fte_needed_{name}" for name in NORM_COLUMNS]
    printed, literal = (capacity(read(region, reading))[needed] for reading in (False, True))
    return printed.join(literal.add_suffix("_literal"))


def in_sentence(column: str) -> str:
    """Name of a column inside a sentence.

    Examples
    --------
    >>> in_sentence("Begroting 2025 besluit AB"), in_sentence("1e burap 2024")
    ('de begroting 2025 (besluit AB)', 'de eerste tussentijdse rapportage van 2024')
    """
    for start, words in COLUMN_WORDS.items():
        if column.startswith(start):
            return words + column.removeprefix(start)
    name, _, who = column.rpartition(" ")
    year, kind = name.split(" ")[1:]
    return f"de begroting {year} ({kind} {who})"


# Columns of the multi-year table in words, for sentences.
COLUMN_WORDS = {
    "Realisatie": "de realisatie van",
    "1e burap": "de eerste tussentijdse rapportage van",
    "2e burap": "de tweede tussentijdse rapportage van",
}


def columns_of(region: Region) -> list[str]:
    """Columns of the multi-year table for the year of the memo."""
    return [column for column in read(region).volumes if str(region.year) in column]


def scenario_table(region: Region) -> pd.DataFrame:
    """The scenario per service: volume of the mix, volume asked, hours per case, hours and FTE, by `norms`."""
    inputs, mix_of = read(region), region.parameter("mix_of")
    norms = inputs.norms[region.parameter("norms")]
    volumes = scenario(inputs, mix_of, region.input("reports"), region.input("advice"))
    hours = hours_needed(volumes, norms)["scenario"]
    table = {"mix": inputs.volumes[mix_of], "scenario": volumes["scenario"], "norm": norms, "hours": hours}
    return pd.DataFrame({**table, "fte": hours / inputs.hours_per_fte})


def claims(region: Region) -> pd.DataFrame:
    """What the memo says a number of people can handle, set against the tool.

    The mix is that of the decision the claim is about; advice and monitoring are the memo's own numbers.

    Returns
    -------
    DataFrame, index year
        ``fte``, ``claimed`` reports, ``advice``, ``fit`` reports by the tool, ``fit_literal`` with triage for every
        report, ``needed`` FTE for the claim, ``short``.
    """
    name, rows = region.parameter("norms"), {}
    inputs, literal = read(region), read(region, literal=True)
    for year, claim in region.input("claimed_fit").items():
        volumes = scenario(inputs, CLAIM_MIX, claim["reports"], claim["advice"])
        volumes.loc[MONITORING] = claim["monitoring"]
        needed = fte_needed(volumes, inputs.norms[name], inputs.hours_per_fte).iloc[0]
        rows[year] = {
            "fte": claim["fte"],
            "claimed": claim["reports"],
            "advice": claim["advice"],
            "fit": _fit(inputs, name, claim),
            "fit_literal": _fit(literal, name, claim),
            "needed": needed,
            "short": needed - claim["fte"],
        }
    return pd.DataFrame(rows).T


def _fit(inputs: Inputs, name: str, claim: pd.Series) -> float:
    """Reports that fit the FTE of a claim, after the hours of its advice and monitoring."""
    norms = inputs.norms[name]
    moving = inputs.follows_reports & (inputs.follows_reports.index != MONITORING)
    hours = hours_needed(inputs.volumes[[CLAIM_MIX]], norms)[CLAIM_MIX]
    fixed = claim["advice"] * norms[ADVICE] + claim["monitoring"] * norms[MONITORING]
    return reports_that_fit(claim["fte"], inputs.hours_per_fte, hours[moving].sum() / inputs.reports[CLAIM_MIX], fixed)


def indicators(region: Region) -> pd.DataFrame:
    """Share of triage and research finished within the legal term, against the lower bound of the norm."""
    met, norm = region.input("term_met"), region.input("term_norm")
    return pd.DataFrame({"met": met, "norm": norm, "short": met - norm})


def outcomes(region: Region) -> pd.DataFrame:
    """Transfers, support and research added up, against the reports they should come from."""
    volumes = region.input("volume")
    together = volumes.loc[["Overdragen", "Overdracht ondersteuning", "Onderzoek"]].sum()
    return pd.DataFrame(
        {"outcomes": together, "reports": volumes.loc[REPORTS], "excess": together - volumes.loc[REPORTS]}
    )


def scenario_readings(region: Region) -> pd.DataFrame:
    """FTE needed in the scenario by both norm sets, as printed and with triage for every report."""
    chosen = (region.parameter("mix_of"), region.input("reports"), region.input("advice"))
    readings = {"triage bij overdragen": False, "triage bij alle meldingen": True}
    return pd.DataFrame({label: scenario_fte(read(region, literal), *chosen) for label, literal in readings.items()}).T


def count_names(volumes: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """Labels for a table of counts with a column per budget or report."""
    return {column: (column, "count") for column in volumes}


def flat_index(table: pd.DataFrame) -> pd.DataFrame:
    """A table by (norm set, column) with one label per row."""
    return table.set_axis([f"{NORM_NAMES[name]}, {in_sentence(column)}" for name, column in table.index])


def per_inhabitant(region: Region, amount: float) -> float:
    """An amount of the region per inhabitant. [euro/inhabitant]"""
    return amount / region.measure("population", int(region.input("population_year"))).sum()


def hours_source(region: Region) -> str:
    """Where the hours per FTE come from, in Dutch."""
    with region.reading() as log:
        region.input("hours_per_fte")
    if log.changed:
        return "De uren per fte zijn als parameter opgegeven; de gedrukte uitkomsten horen bij een andere waarde."
    return (
        "De uren per fte staan niet in de memo; ze komen uit Gelderland-Midden en passen bij alle gedrukte uitkomsten."
    )


def reconciliation(region: Region, column: str) -> list[tuple[str, float]]:
    """The aansluiting in FTE: the services add up to what is needed; available, shortage and need close to zero."""
    inputs, name = read(region), region.parameter("norms")
    per_service = hours_needed(inputs.volumes[[column]], inputs.norms[name])[column] / inputs.hours_per_fte
    row, structural = capacity(inputs).loc[column], region.input("available_structural")[column]
    return [
        *per_service.items(),
        ("Nodig volgens de diensten", -row[f"fte_needed_{name}"]),
        ("Structureel beschikbaar", structural),
        ("Tijdelijk of incidenteel beschikbaar", row["fte_available"] - structural),
        ("Tekort (min: over)", -row[f"gap_{name}"]),
        ("Nodig, te dekken", -row[f"fte_needed_{name}"]),
    ]


def implied_parts(region: Region, literal: bool = False) -> pd.DataFrame:
    """What bounds the hours per FTE: hours of work, the FTE in print and half a digit of that print.

    Returns
    -------
    DataFrame, index (norm set, column)
        Columns ``hours``, ``printed`` and ``half``.
    """
    inputs = read(region, literal)
    parts = {}
    for name, row in (("regional", "benodigd-rekentool-zhz"), ("national", "benodigd-landelijke-norm")):
        printed = pd.DataFrame(region.match(f"{TABLE}/{row}/*")).set_index("column")
        hours = hours_needed(inputs.volumes, inputs.norms[name]).sum()
        found = {"hours": hours, "printed": printed["value"], "half": printed["printed_precision"] / 2}
        parts[name] = pd.DataFrame(found).reindex(hours.index)
    return pd.concat(parts, names=["norms", "column"])


def implied_hours(region: Region, literal: bool = False) -> pd.DataFrame:
    """Hours per FTE that each printed FTE figure allows: hours of work divided by the print, half a digit either way.

    Returns
    -------
    DataFrame, index (norm set, column)
        Columns ``low`` and ``high``. [hours/FTE]
    """
    parts = implied_parts(region, literal)
    low, high = parts["printed"] + parts["half"], parts["printed"] - parts["half"]
    return pd.DataFrame({"low": parts["hours"] / low, "high": parts["hours"] / high})
