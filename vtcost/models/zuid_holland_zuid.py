"""Zuid-Holland Zuid: people needed from volumes and hours per case, set against the people available."""

from dataclasses import dataclass

import pandas as pd

from vtcost.capacity import cost_of_gap, fte_needed, gap, hours_needed, reports_that_fit, scale_volumes
from vtcost.data import Region
from vtcost.models.results import long_table, with_codes
from vtcost.numbers import number

TABLE = "zhz-2024/bijlage-2-tabel-meerjarige-ontwikkeling"
REPORTS = "Meldingen"
ADVICE = "Advies"
SCENARIO = "Doorrekening"
NORM_COLUMNS = {"regional": "Regionale norm", "national": "Landelijke norm"}

# Dutch labels and units of the tables below.
NORM_NAMES = {"regional": "regionale norm", "national": "landelijke norm"}
NORM_LABELS = {"regional": ("Regionale norm", "hours_per_case"), "national": ("Landelijke norm", "hours_per_case")}
CLAIM_LABELS = {
    "fte": ("Formatie", "fte"),
    "claimed": ("Meldingen volgens de memo", "reports"),
    "advice": ("Adviesvragen", "requests"),
    "fit": ("Meldingen volgens de rekentool", "reports"),
    "needed": ("Nodig voor de memo", "fte"),
    "short": ("Tekort", "fte"),
}
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
READING_LABELS = {"regional": ("Regionale norm", "fte"), "national": ("Landelijke norm", "fte")}
INDICATOR_LABELS = {
    "met": ("Op tijd", "fraction"),
    "norm": ("Ondergrens van de norm", "fraction"),
    "short": ("Verschil", "fraction"),
}


@dataclass(frozen=True)
class Inputs:
    """What the model needs: volumes by service and column, norms by service, hours per FTE, people available."""

    volumes: pd.DataFrame
    reports: pd.Series
    norms: pd.DataFrame
    hours_per_fte: float
    available: pd.Series
    follows_reports: pd.Series


def read(region: Region, literal: bool = False) -> Inputs:
    """The inputs; with `literal` the triage norm goes with all reports, as the text of annex 1 says."""
    services = region.tables["services"].set_index("service")
    printed, norms = region.input("volume"), region.input("norm")
    rows = services["literal_volume" if literal else "volume"]
    return Inputs(
        volumes=printed.loc[rows].set_axis(services.index),
        reports=printed.loc[REPORTS],
        norms=pd.DataFrame(
            {name: norms.loc[services["norm"], column].to_numpy() for name, column in NORM_COLUMNS.items()},
            index=services.index,
        ),
        hours_per_fte=region.input("hours_per_fte"),
        available=region.input("available"),
        follows_reports=services["follows_reports"] == "yes",
    )


def capacity(inputs: Inputs) -> pd.DataFrame:
    r"""FTE needed by both norm sets, FTE available and the gap for every column of the multi-year table.

    Examples
    --------
    zhz-2024, bijlage 2, column "Begroting 2025 voorstel DB": 73,33 and 80,44 needed, 66,15 available, gap -7,18.

    >>> table = capacity(read(Region.open("zuid_holland_zuid")))
    >>> table.loc["Begroting 2025 voorstel DB"].round(2).tolist()
    [73.33, 80.44, 66.15, -7.18, -14.29]
    """
    needed = {name: fte_needed(inputs.volumes, inputs.norms[name], inputs.hours_per_fte) for name in inputs.norms}
    table = pd.DataFrame({f"fte_needed_{name}": value for name, value in needed.items()})
    table["fte_available"] = inputs.available.reindex(table.index)
    for name, value in needed.items():
        table[f"gap_{name}"] = gap(table["fte_available"], value)
    return table


def scenario(inputs: Inputs, mix_of: str, reports: float, advice: float) -> pd.DataFrame:
    """Volumes of one column at another number of reports and advice requests; the services scale with the reports."""
    mix = inputs.volumes[mix_of]
    scaled = scale_volumes(mix, inputs.reports[mix_of], reports).where(inputs.follows_reports, mix)
    scaled[ADVICE] = advice
    return scaled.to_frame("scenario")


def scenario_fte(inputs: Inputs, mix_of: str, reports: float, advice: float) -> pd.Series:
    """FTE needed in the scenario, by norm set."""
    volumes = scenario(inputs, mix_of, reports, advice)
    return pd.Series(
        {name: fte_needed(volumes, inputs.norms[name], inputs.hours_per_fte).iloc[0] for name in inputs.norms}
    )


def reports_for(inputs: Inputs, mix_of: str, norms: str, fte: float, advice: float) -> float:
    """Reports that a number of people can handle at the mix of a column, after the hours for advice."""
    hours = hours_needed(inputs.volumes[[mix_of]], inputs.norms[norms])[mix_of]
    per_report = hours[inputs.follows_reports].sum() / inputs.reports[mix_of]
    return reports_that_fit(fte, inputs.hours_per_fte, per_report, advice * inputs.norms.loc[ADVICE, norms])


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
    >>> in_sentence("Begroting 2025 besluit AB")
    'begroting 2025 besluit AB'
    """
    return column[:1].lower() + column[1:]


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
    """What the memo says a number of people can handle, set against the tool at the mix of `mix_of`.

    Returns
    -------
    DataFrame, index year
        ``fte``, ``claimed`` reports, ``advice``, ``fit`` reports by the tool, ``needed`` FTE for the claim, ``short``.
    """
    inputs, mix_of = read(region), region.parameter("mix_of")
    norms = region.parameter("norms")
    rows = {}
    for year, claim in region.input("claimed_fit").items():
        needed = scenario_fte(inputs, mix_of, claim["reports"], claim["advice"])[norms]
        rows[year] = {
            "fte": claim["fte"],
            "claimed": claim["reports"],
            "advice": claim["advice"],
            "fit": reports_for(inputs, mix_of, norms, claim["fte"], claim["advice"]),
            "needed": needed,
            "short": needed - claim["fte"],
        }
    return pd.DataFrame(rows).T


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


def short_words(short: float) -> str:
    """A shortage or surplus in words.

    Examples
    --------
    >>> short_words(7.0), short_words(-1.69)
    ('is een tekort van 7,00 fte', 'is 1,69 fte over')
    """
    if short > 0:
        return f"is een tekort van {number(short, 2)} fte"
    return f"is {number(-short, 2)} fte over"


def reconciliation(region: Region, column: str) -> list[tuple[str, float]]:
    """The aansluiting in FTE: the services add up to what is needed; available, shortage and need close to zero."""
    inputs, name = read(region), region.parameter("norms")
    per_service = hours_needed(inputs.volumes[[column]], inputs.norms[name])[column] / inputs.hours_per_fte
    row = capacity(inputs).loc[column]
    return [
        *per_service.items(),
        ("Nodig", -row[f"fte_needed_{name}"]),
        ("Beschikbaar", row["fte_available"]),
        ("Tekort", -row[f"gap_{name}"]),
        ("Nodig (herhaald)", -row[f"fte_needed_{name}"]),
    ]


def implied_hours(region: Region, literal: bool = False) -> pd.DataFrame:
    """Hours per FTE that each printed FTE figure allows: hours of work divided by the print, half a digit either way.

    Returns
    -------
    DataFrame, index (norm set, column)
        Columns ``low`` and ``high``. [hours/FTE]
    """
    inputs = read(region, literal)
    bounds = {}
    for name, row in (("regional", "benodigd-rekentool-zhz"), ("national", "benodigd-landelijke-norm")):
        printed = pd.DataFrame(region.match(f"{TABLE}/{row}/*")).set_index("column")
        hours = hours_needed(inputs.volumes, inputs.norms[name]).sum()
        half = printed["printed_precision"] / 2
        bounds[name] = pd.DataFrame(
            {"low": hours / (printed["value"] + half), "high": hours / (printed["value"] - half)}
        ).reindex(hours.index)
    return pd.concat(bounds, names=["norms", "column"])


def results(region: Region) -> pd.DataFrame:
    """Every model of the region in one long table (results.csv): FTE needed, available and gap per column."""
    tables = []
    for suffix, literal in (("", False), ("_literal", True)):
        inputs = read(region, literal)
        table = capacity(inputs)
        needed = scenario_fte(inputs, region.parameter("mix_of"), region.input("reports"), region.input("advice"))
        for name in inputs.norms:
            columns = {"fte_needed": table[f"fte_needed_{name}"], "fte_available": table["fte_available"]}
            chosen = pd.DataFrame({**columns, "gap": table[f"gap_{name}"]})
            chosen.loc[SCENARIO, "fte_needed"] = needed[name]
            tables.append(long_table(name + suffix, region.year, chosen.rename_axis("municipality")))
    table = pd.concat(tables, ignore_index=True).dropna(subset="value")
    table["column"], table["municipality"] = table["municipality"], ""
    table["year"] = table["column"].str.extract(r"(\d{4})", expand=False).astype(float).fillna(region.year).astype(int)
    return with_codes(table, pd.Series(dtype=str))
