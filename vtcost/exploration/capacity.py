"""Capacity: volumes and their range, what the people needed depend on, and what an FTE costs each municipality."""

import numpy as np
import pandas as pd

from vtcost.data import Region
from vtcost.formulas.costs import allocate
from vtcost.formulas.keys import shares
from vtcost.model_cells import model_of
from vtcost.numbers import number, percent
from vtcost.reforms import reform
from vtcost.regions.zuid_holland_zuid.wording import in_sentence
from vtcost.workload import hours_at_absence, one_at_a_time, projections

ZHZ = "zuid_holland_zuid"
BASE, DECISION = "2e burap 2024", "Begroting 2025 besluit AB"
# Computed volumes are shown to this many cases; people to whole FTE.
TO = 50
CHANGE = 0.1
REPORTS, ADVICE_VOLUME = "Meldingen", "Adviezen"
BUDGET = "volgens de begroting"
ASSUMPTIONS = {
    "level": "gelijk aan de tweede tussentijdse rapportage van 2024",
    "mean_growth": "daarbovenop elk jaar de gemiddelde groei van 2021 tot 2023",
    "last_growth": "daarbovenop elk jaar de groei van 2022 naar 2023",
}
VOLUME_LABELS = {
    "reports": ("Meldingen", "count"),
    "reports_change": ("Meldingen, verschil met een jaar eerder", "count"),
    "advice": ("Adviesvragen", "count"),
    "advice_change": ("Adviesvragen, verschil met een jaar eerder", "count"),
}
PROJECTION_LABELS = {
    "reports": ("Meldingen", "count"),
    "advice": ("Adviesvragen", "count"),
    "low": ("Nodig, ten minste (hele fte)", "text"),
    "high": ("Nodig, ten hoogste (hele fte)", "text"),
}
SENSITIVITY_LABELS = {
    "elasticity": ("Bij 1 % meer: fte in procenten", "number"),
    "lower": ("Bij 10 % minder", "fte"),
    "higher": ("Bij 10 % meer", "fte"),
    "width": ("Verschil", "fte"),
}
ABSENCE_LABELS = {
    "absence": ("Verzuim", "fraction"),
    "hours": ("Productieve uren", "hours_per_fte"),
    "needed": ("Nodig", "fte"),
    "extra": ("Meer dan bij de norm", "fte"),
    "cost": ("Kosten daarvan per jaar", "euro"),
    "not_included": ("Nodig, als de uren nog geen verzuim bevatten", "fte"),
}
COST_LABELS = {
    "proposal": ("Werk en mensen van het voorstel", "euro"),
    "printed": ("Werk en mensen van het besluit", "euro"),
    "decision": ("Werk van het voorstel, mensen van het besluit", "euro"),
    "structural": ("Werk van het voorstel, alleen structurele mensen", "euro"),
    "forecast": ("Werk van de prognose van oktober, mensen van het besluit", "euro"),
    "per_inhabitant": ("Werk van het voorstel, mensen van het besluit, per inwoner", "euro_per_inhabitant"),
}
FTE_LABELS = {
    "inhabitants": ("Inwoners", "inhabitants"),
    "extra": ("Eén fte erbij", "euro"),
    "per_inhabitant": ("Per inwoner", "euro_per_inhabitant"),
}
REGION_LABELS = {
    "municipalities": ("Gemeenten", "count"),
    "most": ("Betaalt het meest", "text"),
    "most_euro": ("Hoogste bedrag", "euro"),
    "least": ("Betaalt het minst", "text"),
    "least_euro": ("Laagste bedrag", "euro"),
    "low": ("Per inwoner, laagste", "euro_per_inhabitant"),
    "high": ("Per inwoner, hoogste", "euro_per_inhabitant"),
}
# The key in force where the reform is only an assumption of ours.
KEY_NOW = {ZHZ: {"inhabitants": 1.0, "youth": 0.0}}


def volumes(region: Region) -> pd.DataFrame:
    """Reports and advice requests as realised and as reported in 2024, with the change from the row before."""
    printed = region.input("volume")
    known = [name for name in printed if name.startswith("Realisatie") or "burap" in name]
    table = pd.DataFrame({"reports": printed.loc[REPORTS, known], "advice": printed.loc[ADVICE_VOLUME, known]})
    for name in ("reports", "advice"):
        table[f"{name}_change"] = table[name].diff()
    # Both reports of 2024 follow on 2023.
    last = known[[name.startswith("Realisatie") for name in known].index(False) - 1]
    for name in ("reports", "advice"):
        table.loc[BASE, f"{name}_change"] = table.loc[BASE, name] - table.loc[last, name]
    return table[list(VOLUME_LABELS)]


def realised(region: Region, row: str) -> pd.Series:
    """Realised volumes by year. [cases]"""
    printed = region.input("volume").loc[row]
    years = {name: int(name.split()[-1]) for name in printed.index if name.startswith("Realisatie")}
    return printed[list(years)].set_axis(list(years.values()))


def projection_table(region: Region, year: int) -> pd.DataFrame:
    """Volumes of a year under stated assumptions and the FTE they take, by the norms chosen.

    Volumes that are computed are shown to 50 cases and people to whole FTE. The lowest and the highest are those of two
    mixes of services: that of the budget and that of the last report.
    """
    ahead = year - int(BASE.split()[-1])
    printed = region.input("volume")[BASE]
    coming = {
        name: projections(realised(region, row), printed[row], ahead)
        for name, row in (("reports", REPORTS), ("advice", ADVICE_VOLUME))
    }
    rows = {
        words: {name: TO * round(found[key] / TO) for name, found in coming.items()}
        for key, words in ASSUMPTIONS.items()
    }
    if year == region.year:
        budget = region.input("volume")[region.parameter("mix_of")]
        rows[BUDGET] = {"reports": budget[REPORTS], "advice": budget[ADVICE_VOLUME]}
        rows["volgens de prognose van oktober"] = {
            "reports": region.input("reports"),
            "advice": region.input("advice"),
        }
    for row in rows.values():
        needed = [_needed(region, mix, row["reports"], row["advice"]) for mix in (region.parameter("mix_of"), BASE)]
        row["low"], row["high"] = round(min(needed)), round(max(needed))
    return pd.DataFrame(rows).T.sort_values("reports", kind="stable")


def _needed(region: Region, mix: str, reports: float, advice: float) -> float:
    made = model_of(region)
    asked = {made["mix_of"]: np.array([mix], dtype=object), made["reports"]: np.array([float(reports)])}
    return float(made["forecast_needed"].evaluated({**asked, made["advice"]: np.array([float(advice)])})[0])


def needed(region: Region) -> float:
    """People needed for the column `mix_of`. [FTE]"""
    return model_of(region)["needed"][region.parameter("mix_of")]


def work_shares(region: Region) -> pd.Series:
    """The share of each service in the hours of the column `mix_of`. [-]"""
    made, column = model_of(region), region.parameter("mix_of")
    return shares(pd.Series({service: one[column] for service, one in made["hours"].items()}))


def sensitivity(region: Region) -> pd.DataFrame:
    """People needed with each norm, all reports, or the hours per FTE 10 % lower or higher; the widest first."""
    made, parts = model_of(region), work_shares(region)
    changes = {f"{service}: uren of aantal": [one] for service, one in made["norm"].items()}
    changes["Uren per fte"] = [made["hours_per_fte"]]
    follows = region.tables["services"].query("follows_reports == 'yes'")["service"]
    changes["Meldingen, met alles wat meeloopt"] = list(dict.fromkeys(made["volume"][service] for service in follows))
    table = one_at_a_time(made["needed"], region.parameter("mix_of"), changes, CHANGE)
    table["elasticity"] = [*parts, -1.0, parts[list(follows)].sum()]
    table["width"] = (table["higher"] - table["lower"]).abs()
    return table.sort_values("width", ascending=False, kind="stable")[list(SENSITIVITY_LABELS)]


def absence(region: Region) -> pd.DataFrame:
    """People needed at each printed absence, if the hours per FTE contain the norm absence: an assumption."""
    made, at_norm, rates, rows = model_of(region), needed(region), region.input("absence"), {}
    hours = float(made["hours_per_fte"])
    for name, rate in rates.sort_values().items():
        at, bare = (hours_at_absence(hours, rate, included) for included in (rates["norm"], 0.0))
        people = made["needed"].evaluated({made["hours_per_fte"]: np.array([[at], [bare]])})
        fte, without = people[:, made["needed"].rows.get_loc(region.parameter("mix_of"))]
        rows["norm" if name == "norm" else f"zoals in {name}"] = {
            "absence": rate,
            "hours": at,
            "needed": fte,
            "extra": fte - at_norm,
            "cost": round((fte - at_norm) * region.input("cost_per_fte"), -3),
            "not_included": without,
        }
    return pd.DataFrame(rows).T


def decided(region: Region) -> float:
    """People that the decision gives. [FTE]"""
    return float(region.input("available")[DECISION])


def needed_by_decision(region: Region) -> float:
    """People needed for the volumes of the decision itself. [FTE]"""
    return model_of(region)["needed"][DECISION]


def planned_reports(region: Region) -> tuple[float, float]:
    """Reports (meldingen) of the column `mix_of`, and those of the decision. [reports]"""
    printed = region.input("volume").loc[REPORTS]
    return printed[region.parameter("mix_of")], printed[DECISION]


def gaps(region: Region) -> pd.Series:
    """The shortage for each number of people the memo names; negative is a shortage. [FTE]

    The decision has two: against its own volumes (as the memo prints it) and against those of the proposal.
    """
    made, mix = model_of(region), region.parameter("mix_of")
    structural = region.input("available_structural")[DECISION]
    october = float(made["forecast_needed"])
    return pd.Series(
        {
            "proposal": made["gap"][mix],
            "printed": made["gap"][DECISION],
            "decision": decided(region) - needed(region),
            "structural": structural - needed(region),
            "forecast": decided(region) - october,
        }
    )


def cost_per_municipality(region: Region) -> pd.DataFrame:
    """What closing each shortage costs each municipality a year, by the key in force (inhabitants)."""
    made, explored, lacking = model_of(region), reform(region), gaps(region)
    # The cost of each shortage, by the rule of the model.
    paid = made["cost"].evaluated({made["gap"]: lacking.to_numpy()[:, None]})
    costs = pd.Series(paid[:, 0], index=lacking.index)
    key = shares(explored.present)
    table = pd.DataFrame({name: allocate(cost, key) for name, cost in costs.items()})
    return table.assign(per_inhabitant=table["decision"] / explored.inhabitants)


def gap_notes(region: Region) -> str:
    """The shortages behind the columns of `cost_per_municipality`, in words."""
    found = gaps(region).mul(-1).clip(lower=0)
    planned, own = planned_reports(region)
    return (
        f"Voor het werk van {in_sentence(region.parameter('mix_of'))} ({number(planned)} meldingen) is"
        f" {number(needed(region), 2)} fte nodig, voor dat van het besluit ({number(own)} meldingen)"
        f" {number(needed_by_decision(region), 2)}. Tekort: met werk en mensen van het voorstel"
        f" {number(found['proposal'], 2)} fte; met werk en mensen van het besluit ({number(decided(region), 2)} fte)"
        f" {number(found['printed'], 2)}, zoals de memo drukt; met werk van het voorstel en mensen van het besluit"
        f" {number(found['decision'], 2)}, met alleen structurele mensen {number(found['structural'], 2)}; met het werk"
        f" van de prognose van oktober en mensen van het besluit {number(found['forecast'], 2)}."
    )


def cost_per_fte() -> float:
    """What an FTE costs: only Zuid-Holland Zuid prints it. [euro/FTE]"""
    return Region.open(ZHZ).input("cost_per_fte")


def one_fte(region: Region, cost: float) -> pd.DataFrame:
    """What one FTE more costs each municipality of any region, by its key: the contribution with it less without it.

    Grants stay what they are, so that this is the price of growth, not an average.

    Examples
    --------
    zhz-2024: 104.000 euro by inhabitants; Dordrecht has a quarter of them.

    >>> table = one_fte(Region.open("zuid_holland_zuid"), 104_000)
    >>> float(round(table["extra"].sum())), float(round(table.loc["Dordrecht", "extra"], -3))
    (104000.0, 27000.0)
    """
    explored = reform(region)
    if region.name in KEY_NOW or explored.batch_of is None:
        extra = allocate(cost, shares(explored.present))
    else:
        less, more = explored.batch(budget=np.array([explored.budget, explored.budget + cost]))
        extra = pd.Series(more - less, index=explored.present.index)
    table = pd.DataFrame({"inhabitants": explored.inhabitants.reindex(extra.index), "extra": extra})
    return table.assign(per_inhabitant=table["extra"] / table["inhabitants"])


def one_fte_by_region(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Per region who pays the most and the least for one FTE more, and the range per inhabitant."""
    rows = {}
    for name, table in tables.items():
        extra, each = table["extra"], table["per_inhabitant"]
        rows[name] = {
            "municipalities": len(table),
            "most": extra.idxmax(),
            "most_euro": extra.max(),
            "least": extra.idxmin(),
            "least_euro": extra.min(),
            "low": each.min(),
            "high": each.max(),
        }
    return pd.DataFrame(rows).T


def one_fte_sentences(tables: dict[str, pd.DataFrame]) -> list[str]:
    """A finding per region: what one FTE more costs, at most and per inhabitant."""
    said = []
    for name, table in tables.items():
        most, each = table["extra"].idxmax(), table["per_inhabitant"]
        same = round(each.min(), 2) == round(each.max(), 2)
        per = f"{number(each.min(), 2)} euro" if same else f"{number(each.min(), 2)} tot {number(each.max(), 2)} euro"
        said.append(
            f"{name}: {most} betaalt het meest aan één fte erbij,"
            f" {percent(table.loc[most, 'extra'] / table['extra'].sum(), 0)}; per inwoner is het {per}."
        )
    return said
