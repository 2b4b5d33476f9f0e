"""Zuid-Holland Zuid: people needed from volumes and hours per case, set against the people available."""

from dataclasses import dataclass

import pandas as pd

from vtcost.capacity import fte_needed, gap, hours_needed, reports_that_fit, scale_volumes
from vtcost.data import Region
from vtcost.models.results import long_table, with_codes

TABLE = "zhz-2024/bijlage-2-tabel-meerjarige-ontwikkeling"
REPORTS = "Meldingen"
ADVICE = "Advies"
MONITORING = "Monitoring"
# The column that the claims about 63,40 and 58,90 FTE go with.
CLAIM_MIX = "Begroting 2025 besluit AB"
SCENARIO = "Doorrekening"
NORM_COLUMNS = {"regional": "Regionale norm", "national": "Landelijke norm"}


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
