"""What the scenarios show, in Dutch sentences that stay true when the figures change."""

from vtcost import scenarios as formulas
from vtcost.alternatives import Alternatives
from vtcost.alternatives.tables import than
from vtcost.numbers import euro, listed, number

NONE = "Er is geen ander scenario dan wat nu geldt."
SCENARIOS = "scenario's"


def who(found: Alternatives) -> list[str]:
    """Who gains and who loses in every scenario, and for whom the choice matters most.

    Examples
    --------
    >>> from vtcost.alternatives import compare
    >>> from vtcost.data import Region
    >>> who(compare(Region.open("gelderland_midden")))[0]
    "Renkum, Rijnwaarden en Wageningen betalen in alle 7 scenario's minder dan in variant A."
    """
    names = found.compared()
    if not names:
        return [NONE]
    chosen, other = found.outcomes()[names], than(found)
    said, left = [], len(chosen)
    for way, word in ((formulas.LESS, "minder"), (formulas.MORE, "meer")):
        always = found.always(way)
        left -= len(always)
        said.append(f"{_pay(always)} {_all(len(names))} {word} dan {other}.")
    if left:
        said.append(
            f"Voor {number(left)} van de {_many(len(chosen), 'gemeente', 'gemeenten')} hangt het van het scenario af."
        )
    return [*said, *_largest_rise(found, names), *_widest(found, names), *_counted(found, names)]


def in_brief(found: Alternatives) -> str:
    """The outcome of all scenarios in one sentence, for the advice.

    Examples
    --------
    >>> from vtcost.alternatives import compare
    >>> from vtcost.data import Region
    >>> in_brief(compare(Region.open("zuid_holland_zuid")))
    "In de 6 scenario's van „Wat als?” is 71,07 tot 92,86 fte nodig; beschikbaar is 63,40 fte."
    """
    names = found.compared()
    if not names:
        return NONE
    if found.staff is not None:
        needed, there = found.staff.loc[names, "fte_needed"].astype(float), found.staff["fte_available"].iloc[0]
        where = f"In de {_many(len(names), 'scenario', SCENARIOS)} van „Wat als?” is"
        span = " tot ".join(dict.fromkeys(number(value, 2) for value in (needed.min(), needed.max())))
        return f"{where} {span} fte nodig; beschikbaar is {number(there, 2)} fte."
    where = f"{_all(len(names)).capitalize()} van „Wat als?”"
    less, more = (len(found.always(way)) for way in (formulas.LESS, formulas.MORE))
    left = len(found.contributions) - less - more
    depends = (
        f"; voor {'de andere ' if less + more else ''}{number(left)} hangt het van het scenario af" if left else ""
    )
    return f"{where} {_some(less)} minder en {_some(more)} meer dan {than(found)}{depends}."


def _some(many: int) -> str:
    if many > 1:
        return f"betalen {number(many)} gemeenten"
    return f"betaalt {'1' if many else 'geen'} gemeente"


def _largest_rise(found: Alternatives, names: list[str]) -> list[str]:
    """The municipality with the largest rise, in how many scenarios it pays more, and in which less."""
    rises = found.side_by_side.xs("euro", axis=1, level="quantity")[names].max(axis=1)
    name = rises.idxmax()
    if rises[name] <= 0:
        return []
    ways = found.outcomes().loc[name, names]
    more, less = (ways == formulas.MORE).sum(), list(ways.index[ways == formulas.LESS])
    often = f"in {number(more)} van de {_many(len(names), 'scenario', SCENARIOS)}" if more < len(names) else _all(more)
    other = f", en minder in {listed(less)}" if less else ""
    return [f"{name} stijgt het meest, met ten hoogste {euro(rises[name])}: de gemeente betaalt {often} meer{other}."]


def _widest(found: Alternatives, names: list[str]) -> list[str]:
    """For whom the scenarios lie furthest apart: those with one budget, without the present."""
    if len(names) < 2:
        return []
    paid = found.whole[0][names]
    name = (paid.max(axis=1) - paid.min(axis=1)).idxmax()
    low, high = paid.loc[name].min(), paid.loc[name].max()
    return [f"Tussen deze scenario's loopt het verst uiteen wat {name} betaalt: van {euro(low)} tot {euro(high)}."]


def _counted(found: Alternatives, names: list[str]) -> list[str]:
    """Which scenarios do not count for these sentences, and why."""
    left = [name for name in found.changing() if name not in names]
    if not left:
        return []
    verb = "telt" if len(left) == 1 else "tellen"
    why = "bij een andere begroting herhaalt een sleutel zijn effect ongeveer naar rato"
    ways = found.outcomes()[left]
    turned = [
        name for way in (formulas.LESS, formulas.MORE) for name in found.always(way) if (ways.loc[name] != way).any()
    ]
    other = f" Alleen voor {listed(turned)} pakt het daar anders uit." if turned else ""
    return [f"{listed(left)} {verb} hiervoor niet mee: {why}.{other}"]


def shortages(found: Alternatives) -> list[str]:
    """What the scenarios need in people, from the least to the most, and what that costs per inhabitant."""
    ordered = found.staff.loc[found.changing()].sort_values("fte_needed")
    if ordered.empty:
        return [NONE]
    low, high = ordered.iloc[0], ordered.iloc[-1]
    each = [row["cost"] / found.inhabitants.sum() for row in (low, high)]
    short, price = (ordered["gap"] < 0).sum(), ordered["cost_per_fte"].astype(float)
    often = f"in {number(short)} van de {_many(len(ordered), 'scenario', SCENARIOS)}" if short < len(ordered) else ""
    return [
        f"In de scenario's is {number(low['fte_needed'], 2)} tot {number(high['fte_needed'], 2)} fte nodig;"
        f" beschikbaar is {number(low['fte_available'], 2)} fte.",
        f"Dat is {often or _all(len(ordered))} te weinig.",
        f"Kosten = tekort × kosten per fte; die zijn {' of '.join(euro(value) for value in price.unique())} per jaar.",
        f"Aanvullen kost per jaar {euro(low['cost'])} ({ordered.index[0]}) tot {euro(high['cost'])}"
        f" ({ordered.index[-1]}), ofwel {euro(each[0], 2)} tot {euro(each[1], 2)} per inwoner.",
    ]


def absent(found: Alternatives) -> list[str]:
    """Which scenarios are left out, and why; nothing if all could be computed."""
    return [f"Niet te berekenen: {name}. Wat ontbreekt: {reason}." for name, reason in found.left_out.items()]


def described(found: Alternatives) -> list[str]:
    """What each scenario is, for those that say so."""
    return [f"{one.name}: {one.description}." for one in found.scenarios if one.description]


def _pay(names: list[str]) -> str:
    return f"{listed(names)} betalen" if len(names) > 1 else f"{names[0]} betaalt" if names else "Geen gemeente betaalt"


def _all(many: int) -> str:
    return f"in alle {number(many)} scenario's" if many > 1 else "in het enige scenario"


def _many(count: int, one: str, more: str) -> str:
    return f"{number(count)} {one if count == 1 else more}"
