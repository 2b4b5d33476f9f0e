"""Zuid-Holland Zuid: people needed from volumes and hours per case, set against the people available."""

from dataclasses import dataclass

import pandas as pd

from vtcost.capacity import fte_needed, gap, hours_needed, reports_that_fit, scale_volumes
from vtcost.data import Region

TABLE = "zhz-2024/bijlage-2-tabel-meerjarige-ontwikkeling"
REPORTS = "Meldingen"
ADVICE = "Advies"
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
