"""A transition in sentences: what each region finds, and what the tables of a region come down to."""

import pandas as pd

from vtcost.data import Region
from vtcost.exploration import transition as views
from vtcost.exploration.naming import title
from vtcost.exploration.transition_years import merged
from vtcost.formulas.rounding import whole_units
from vtcost.numbers import euro, listed, percent
from vtcost.reform import Reform

# Amounts in a sentence about a bearing rule: as many municipalities as this by name.
NAMED = 3
# From this part of what moves at once, a first year softens hardly anything. [-]
NEARLY = 0.75


def conclusion(name: str, region: Region, reform: Reform) -> str:
    """What a council of a region must know: whether its memo's own transition softens, or whether it needs one."""
    if views.WEIGHTS in set(region.tables["inputs"]["input"]):
        return f"{title(name)}: {own_path_in_short(reform, views.paths(region, reform))} {moved(reform)}"
    return f"{title(name)}: {moved(reform)} {needed(reform)}"


def moved(reform: Reform) -> str:
    """How much the new key moves."""
    amount = views.changes(reform)["change"].clip(lower=0).sum()
    return f"De andere sleutel verschuift {euro(amount)} per jaar tussen gemeenten."


def needed(reform: Reform) -> str:
    """The largest changes, and how long a transition takes within one euro per inhabitant per year."""
    table = views.overview({"": reform}).loc[""]
    if table["years_both"] == "1":
        change = max(table["rise"], -table["fall"])
        return (
            f"De grootste verandering is {euro(change, 2)} per inwoner. Wie ten hoogste {euro(1)} per inwoner per jaar"
            " wil, heeft geen overgang nodig."
        )
    return (
        f"{table['rises']} gaat {euro(table['rise'], 2)} per inwoner meer betalen, {table['falls']}"
        f" {euro(-table['fall'], 2)} minder. Met ten hoogste {euro(1)} per inwoner per jaar erbij duurt de overgang"
        f" {_years(table['years_rise'])}; mag er ook niet meer af dan dat, {_years(table['years_both'])}."
    )


def own_path(reform: Reform, known: dict[str, pd.DataFrame]) -> list[str]:
    """Whether the region's own path softens: against the new key at once, and against equal steps."""
    table = views.compared_paths(reform, known)
    once, equal = table.loc[views.AT_ONCE], table.iloc[-2]
    said = [
        f"{name}: in het eerste jaar verschuift {_compared(row['first'] / once['first'])} ineens. De grootste stijging"
        f" in een jaar is {euro(row['rise'], 2)} per inwoner ({row['rises']}), ineens is dat"
        f" {euro(once['rise'], 2)} ({once['rises']})."
        for name, row in table.iloc[:-2].iterrows()
    ]
    return [
        *said,
        f"In {equal.name} is de grootste stijging {euro(equal['rise'], 2)} per inwoner per jaar ({equal['rises']}).",
    ]


def _compared(part: float) -> str:
    """A part of what moves at once, as more or less."""
    less = percent(abs(1 - part), 0)
    if less == percent(0):
        return "evenveel geld als"
    return f"{less} {'minder' if part < 1 else 'meer'} geld dan"


def own_path_in_short(reform: Reform, known: dict[str, pd.DataFrame]) -> str:
    """The first path of the memo, if it has one: whether it softens; else that the path is assumed."""
    table = views.compared_paths(reform, known)
    equal = table.iloc[-2]
    if len(table) == 2:
        years = known[equal.name].shape[1]
        return f"De memo noemt geen overgang. Gelijke stappen in {years} jaar zijn een aanname."
    own, path = table.iloc[0], next(iter(known.values()))
    who = own["rises"]
    rises = views.yearly(path, reform.present).loc[who] / reform.inhabitants[who]
    year = list(path).index(rises.idxmax()) + 1
    at_once = (reform.contribution() - reform.present)[who] / reform.inhabitants[who]
    return (
        f"Het ingroeimodel van de memo ({own.name}) {_softens(reform, known)}: {who} betaalt in jaar {year}"
        f"{' al' if year == 1 else ''} {euro(own['rise'], 2)} per inwoner meer"
        f"{' dan nu' if year == 1 else ' dan het jaar ervoor'}, ineens is dat {euro(at_once, 2)}."
        f" Gelijke stappen in evenveel jaren houden de grootste stijging op {euro(equal['rise'], 2)} per jaar."
    )


def _moved_at_first(reform: Reform, path: pd.DataFrame) -> float:
    """Which part of what moves at once, moves in the first year of a path. [-]"""
    moved = (path.iloc[:, 0] - reform.present).clip(lower=0).sum()
    at_once = (reform.contribution() - reform.present).clip(lower=0).sum()
    return float(moved / at_once) if at_once > views.CENT else 1.0


def _softens(reform: Reform, known: dict[str, pd.DataFrame]) -> str:
    part = _moved_at_first(reform, next(iter(known.values())))
    if part >= 1:
        return "verzacht niet"
    return "verzacht nauwelijks" if part >= NEARLY else "verzacht"


def chart_title(reform: Reform, known: dict[str, pd.DataFrame]) -> str:
    """What the chart of the paths shows."""
    table = views.compared_paths(reform, known)
    if len(table) == 2:
        equal = table.iloc[0]
        return f"In {equal.name} stijgt niemand meer dan {euro(equal['rise'], 2)} per inwoner per jaar"
    part = _moved_at_first(reform, next(iter(known.values())))
    size = "meer dan de hele" if part > 1 else "bijna de hele" if part >= NEARLY else f"{percent(part, 0)} van de"
    return f"Het ingroeimodel begint al met {size} verschuiving"


def figures_used(region: Region, reform: Reform) -> list[str]:
    """That later years are computed with the figures of one year, and which municipalities have merged since."""
    later = [str(year) for year in region.years if year > reform.year]
    said = [
        f"Alle jaren van een overgang rekenen met de begroting en de tellingen van {reform.year}: alleen de"
        " sleutel verandert. De jaren na het eerste zijn dus een gedachte-experiment.",
        *([f"Cijfers van {listed(later)} zijn er wel, maar doen hier niet mee."] if later else []),
    ]
    for old, (new, year) in merged(region, reform).items():
        said.append(
            f"De verdeling is die van de memo, met {old} apart. Sinds 1 januari {year} hoort {old} bij {new}: wat hier"
            f" bij {old} staat, zou {new} betalen."
        )
    return said


def landing(reform: Reform, path: pd.DataFrame) -> list[str]:
    """Who receives and pays most for the soft landing on a path."""
    table = views.landings(path, reform)
    if table["net"].clip(lower=0).sum() < views.CENT:
        return ["Op dit pad krijgt niemand een zachte landing."]
    # As the table shows them: whole euros that add up.
    net = whole_units(table["net"], 1.0)
    most, least = net.index[0], net.index[-1]
    return [
        f"Alle jaren samen krijgt {most} het meest ({euro(net[most])} per saldo) en betaalt {least} het meest"
        f" ({euro(-net[least])})."
    ]


def wrong_way(reform: Reform, path: pd.DataFrame) -> list[str]:
    """Who pays more by the new key and yet pays for the landing of others, and the other way round."""
    net, change = views.landings(path, reform)["net"], reform.contribution() - reform.present
    pays = [name for name in net.index[::-1] if change[name] > views.CENT and net[name] < -views.CENT]
    gets = [name for name in net.index if change[name] < -views.CENT and net[name] > views.CENT]
    if not pays and not gets:
        return ["Wie minder gaat betalen, betaalt de zachte landing van wie meer gaat betalen, en niemand anders."]
    return [
        f"{words}: {listed(names)}."
        for words, names in (
            ("Meer gaan betalen en toch meebetalen aan de landing van anderen", pays),
            ("Minder gaan betalen en toch ontvangen", gets),
        )
        if names
    ]


def bearing(reform: Reform) -> list[str]:
    """Per bearing rule who, on the way to paying less, first pays more than now."""
    limit, said = views.chosen_limit(reform), []
    for name, key in views.bearing_rules(reform).items():
        more = views.above_present(views.capped(reform, limit, key), reform)
        first = [f"{municipality} ({euro(amount)})" for municipality, amount in more.iloc[:NAMED].items()]
        said.append(
            f"Gedragen {name}: "
            + (f"gaan minder betalen, maar eerst in een jaar méér dan nu: {listed(first)}." if first else "")
            + ("niemand die minder gaat betalen, betaalt eerst meer dan nu." if not first else "")
        )
    return said


def cheapest(reform: Reform) -> str:
    """How much dearer equal steps are than the least that is possible, at the strictest limit both can reach."""
    table = views.smallest(reform).dropna()
    table = table[table["least_both"] > 0]
    if table.empty:
        return "Bij geen van deze grenzen is een overgang van meer dan een jaar mogelijk én nodig."
    row = table.iloc[0]
    return (
        f"Bij een grens van {row.name} per jaar, omhoog en omlaag, kost de goedkoopste overgang"
        f" {euro(row['least_both'])} aan geld dat gemeenten voor elkaar betalen; gelijke stappen kosten"
        f" {euro(row['equal_both'])}. Geldt de grens alleen omhoog, dan kost het {euro(row['least_rise'])}."
    )


def _years(shown: str) -> str:
    return shown if shown == views.NOT else f"{shown} jaar"
