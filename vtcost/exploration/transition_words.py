"""A transition in sentences: what each region finds, and what the tables of a region come down to."""

import pandas as pd

from vtcost.exploration import transition as views
from vtcost.exploration.naming import title
from vtcost.numbers import euro, listed, percent
from vtcost.reform import Reform

# Amounts in a sentence about a bearing rule: as many municipalities as this by name.
NAMED = 3


def finding(name: str, reform: Reform) -> str:
    """What the transition of a region comes down to, for who votes."""
    table = views.overview({name: reform}).loc[name]
    moved = f"{title(name)}: bij de andere sleutel gaat {euro(table['moved'])} per jaar over in andere handen."
    if table["years_both"] == "1":
        change = max(table["rise"], -table["fall"])
        return (
            f"{moved} De grootste verandering is {euro(change, 2)} per inwoner. Wie ten hoogste {euro(1)} per inwoner"
            " per jaar wil, heeft geen overgang nodig."
        )
    return (
        f"{moved} {table['rises']} gaat {euro(table['rise'], 2)} per inwoner meer betalen, {table['falls']}"
        f" {euro(-table['fall'], 2)} minder. Met ten hoogste {euro(1)} per inwoner per jaar erbij duurt de overgang"
        f" {_years(table['years_rise'])}; mag er ook niet meer af dan dat, {_years(table['years_both'])}."
    )


def own_path(reform: Reform, known: dict[str, pd.DataFrame]) -> list[str]:
    """Whether the region's own path softens: against the new key at once, and against equal steps."""
    table = views.compared_paths(reform, known)
    once, equal = table.loc[views.AT_ONCE], table.iloc[-2]
    said = []
    for name, row in table.iloc[:-2].iterrows():
        less = 1 - row["first"] / once["first"]
        said.append(
            f"{name}: in het eerste jaar gaat {percent(abs(less), 0)} {'minder' if less > 0 else 'meer'} geld over"
            f" in andere handen dan ineens. De grootste stijging in een jaar is {euro(row['rise'], 2)} per inwoner"
            f" ({row['rises']}), ineens is dat {euro(once['rise'], 2)} ({once['rises']})."
        )
    return [
        *said,
        f"In {equal.name} is de grootste stijging {euro(equal['rise'], 2)} per inwoner per jaar ({equal['rises']}).",
    ]


def own_path_in_short(reform: Reform, known: dict[str, pd.DataFrame]) -> str:
    """The first path of the memo, if it has one, in a sentence; else that the path is assumed."""
    table = views.compared_paths(reform, known)
    if len(table) == 2:
        return "De memo noemt geen overgang. Gelijke stappen in drie jaar zijn een aanname."
    own, once, equal = table.iloc[0], table.loc[views.AT_ONCE], table.iloc[-2]
    verdict = "hoger dan" if own["rise"] > once["rise"] else "lager dan"
    return (
        f"Het ingroeimodel van de memo ({own.name}) begint niet bij wat gemeenten nu betalen. De hoogste stijging in"
        f" een jaar is {euro(own['rise'], 2)} per inwoner, {verdict} zonder overgang ({euro(once['rise'], 2)})."
        f" Gelijke stappen in evenveel jaren houden die op {euro(equal['rise'], 2)}."
    )


def landing(reform: Reform, path: pd.DataFrame) -> list[str]:
    """Who receives and pays most for the soft landing on a path."""
    table = views.landings(path, reform)
    total = table["net"].clip(lower=0).sum()
    if total < views.CENT:
        return ["Op dit pad krijgt niemand een zachte landing."]
    most, least = table.index[0], table.index[-1]
    return [
        f"Alle jaren samen krijgt {most} het meest ({euro(table.loc[most, 'net'])} per saldo) en betaalt {least} het"
        f" meest ({euro(-table.loc[least, 'net'])})."
    ]


def wrong_way(reform: Reform, path: pd.DataFrame) -> list[str]:
    """Who pays more by the new key and yet pays for the landing of others, and the other way round."""
    net, change = views.landings(path, reform)["net"], reform.contribution() - reform.present
    pays = [name for name in net.index[::-1] if change[name] > views.CENT and net[name] < -views.CENT]
    gets = [name for name in net.index if change[name] < -views.CENT and net[name] > views.CENT]
    if not pays and not gets:
        return ["Wie minder gaat betalen, betaalt de zachte landing van wie meer gaat betalen, en niemand anders."]
    return [
        f"Meer gaan betalen en toch meebetalen aan de landing van anderen: {listed(pays)}.",
        f"Minder gaan betalen en toch ontvangen: {listed(gets)}.",
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
