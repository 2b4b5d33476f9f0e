"""What the scenarios show, in Dutch sentences that stay true when the figures change."""

from vtcost import scenarios as formulas
from vtcost.alternatives import Alternatives
from vtcost.numbers import euro, listed, number


def who(found: Alternatives) -> list[str]:
    """Who gains and who loses in every scenario, and for whom the choice matters most.

    Examples
    --------
    >>> from vtcost.alternatives import compare
    >>> from vtcost.data import Region
    >>> who(compare(Region.open("gelderland_midden")))[0]
    "Renkum, Rijnwaarden en Wageningen betalen in alle 7 scenario's minder dan nu."
    """
    chosen = found.outcomes()[found.changing()]
    many = len(chosen.columns)
    if not many:
        return ["Er is geen ander scenario dan wat nu geldt."]
    said = []
    left = len(chosen)
    for way, word in ((formulas.LESS, "minder"), (formulas.MORE, "meer")):
        names = formulas.always(chosen, way)
        left -= len(names)
        said.append(f"{_pay(names)} {_all(many)} {word} dan nu.")
    said.append(f"Voor {number(left)} van de {number(len(chosen))} gemeenten hangt het van het scenario af.")
    paid, _ = found.whole
    spread = paid.max(axis=1) - paid.min(axis=1)
    name = spread.idxmax()
    low, high = paid.loc[name].min(), paid.loc[name].max()
    return [*said, f"Het verschil tussen scenario's is het grootst voor {name}: van {euro(low)} tot {euro(high)}."]


def shortages(found: Alternatives) -> list[str]:
    """What the scenarios need in people, from the least to the most, and what that costs per inhabitant."""
    ordered = found.staff.loc[found.changing()].sort_values("fte_needed")
    if ordered.empty:
        return ["Er is geen ander scenario dan wat nu geldt."]
    low, high = ordered.iloc[0], ordered.iloc[-1]
    each = [row["cost"] / found.inhabitants.sum() for row in (low, high)]
    short = (ordered["gap"] < 0).sum()
    return [
        f"In de scenario's is {number(low['fte_needed'], 2)} tot {number(high['fte_needed'], 2)} fte nodig;"
        f" beschikbaar is {number(low['fte_available'], 2)} fte.",
        f"In {number(short)} van de {number(len(ordered))} scenario's is dat te weinig.",
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
