"""The years of a transition: how they are named, and what the chart shows in each."""

import pandas as pd

from vtcost.data import Region
from vtcost.exploration import transition as views
from vtcost.exploration.transition import MOST, STEPS, WEIGHTS
from vtcost.reform import Reform


def year_names(region: Region, reform: Reform) -> dict[int, str]:
    """The years of a transition as shown: calendar years if the memo has a transition, else the first, second, ...

    Without one, the years after the first are a thought experiment with the figures of one year.
    """
    years = range(reform.year, reform.year + MOST + 1)
    calendar = WEIGHTS in set(region.tables["inputs"]["input"])
    return {year: str(year) if calendar else f"jaar {step}" for step, year in enumerate(years, 1)}


def merged(region: Region, reform: Reform) -> dict[str, tuple[str, int]]:
    """Municipalities of the memo that merged before the end of a transition: into which, and in which year.

    Examples
    --------
    gm-2018 divides over the municipalities of 2017; Rijnwaarden has been part of Zevenaar since 1 January 2018.

    >>> from vtcost.reforms import reform
    >>> region = Region.open("gelderland_midden")
    >>> merged(region, reform(region))
    {'Rijnwaarden': ('Zevenaar', 2018)}
    """
    table = region.shared["mergers"]
    ours = table["old_municipality"].isin(reform.present.index) & (
        table["old_municipality"] != table["new_municipality"]
    )
    years = table["date"].str[:4].astype(int)
    rows = table.assign(year=years)[ours & (years < reform.year + STEPS)]
    return {row.old_municipality: (row.new_municipality, int(row.year)) for row in rows.itertuples()}


def charted(region: Region, reform: Reform, shown: int) -> tuple[dict[str, pd.DataFrame], pd.Series]:
    """Difference with now per inhabitant: the region's own path, equal steps, a limit; for those with most at stake."""
    known, limit = views.paths(region, reform), views.chosen_limit(reform)
    own, equal = next(iter(known)), list(known)[-2]
    chosen = {own: known[own], equal: known[equal]}
    chosen[views.limit_name(limit)] = views.capped(reform, limit, next(iter(views.bearing_rules(reform).values())))
    end = views.changes(reform)["per_inhabitant"]
    most = end[end.abs().sort_values(ascending=False, kind="stable").index[:shown]]
    against = {name: path.sub(reform.present, axis=0).div(reform.inhabitants, axis=0) for name, path in chosen.items()}
    names = year_names(region, reform)
    return {name: path.rename(columns=names) for name, path in against.items()}, most.sort_values(
        ascending=False, kind="stable"
    )


def drawn_table(drawn: dict[str, pd.DataFrame], ends: pd.Series) -> pd.DataFrame:
    """What the chart shows: a row per municipality and path; a path that is shorter stays at its end."""
    years = list(max(drawn.values(), key=lambda path: path.shape[1]))
    rows = {
        (name, path): frame.loc[name].reindex(years).ffill() for name in ends.index for path, frame in drawn.items()
    }
    frame = pd.DataFrame(rows).T
    frame.insert(0, "path", frame.index.get_level_values(1))
    return frame.droplevel(1)


def drawn_labels(frame: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """Labels of `drawn_table`."""
    return {"path": ("Pad", "text")} | {year: (str(year), "euro_per_inhabitant") for year in frame if year != "path"}
