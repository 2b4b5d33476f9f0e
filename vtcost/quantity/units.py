"""Units as powers of euro, person, case, hour and so on: what cannot be added up is refused where it is written."""

from collections.abc import Sequence

# What each unit of data/ is made of; "-1" after a base divides by it. A share, a number or a count is made of nothing.
NAMES = {
    "euro": "euro",
    "euro_cent": "euro",
    "euro_per_fte": "euro fte-1",
    "euro_per_hour": "euro hour-1",
    "euro_per_month": "euro month-1",
    "euro_per_inhabitant": "euro person-1",
    "inhabitants": "person",
    "municipalities": "municipality",
    "cases": "case",
    "reports": "case",
    "requests": "case",
    "hours": "hour",
    "hours_per_case": "hour case-1",
    "hours_per_fte": "hour fte-1",
    "hours_per_fte_exact": "hour fte-1",
    "hours_per_week": "hour week-1",
    "fte": "fte",
    "fte_exact": "fte",
    "weeks": "week",
    "years": "year",
    "share": "",
    "fraction": "",
    "number": "",
    "count": "",
    "year": "",
}
# Powers by base; None goes with every unit: a number that stands in a formula, a text.
Powers = dict[str, int] | None


def powers(unit: str) -> Powers:
    """A unit as powers of its bases.

    Raises
    ------
    ValueError
        If there is no such unit.

    Examples
    --------
    >>> powers("hours_per_case"), powers("share"), powers("text")
    ({'hour': 1, 'case': -1}, {}, None)
    """
    if unit == "text":
        return None
    if unit not in NAMES:
        raise ValueError(f"unit {unit!r}: expected one of {', '.join(NAMES)}, text")
    return {base.removesuffix("-1"): -1 if base.endswith("-1") else 1 for base in NAMES[unit].split()}


def agreed(what: str, units: Sequence[Powers]) -> Powers:
    """The unit that all have; a plain number goes with any.

    Raises
    ------
    ValueError
        If two of them differ.

    Examples
    --------
    >>> agreed("a + b", [powers("euro"), powers("inhabitants")])
    Traceback (most recent call last):
    ...
    ValueError: a + b: euro and person, expected one unit
    """
    known = [unit for unit in units if unit is not None]
    for unit in known[1:]:
        if unit != known[0]:
            raise ValueError(f"{what}: {written(known[0])} and {written(unit)}, expected one unit")
    return known[0] if known else None


def product(units: Sequence[Powers], sign: int = 1) -> Powers:
    """The unit of a product, or with `sign` -1 of a quotient.

    Examples
    --------
    >>> product([powers("cases"), powers("hours_per_case")]), product([powers("hours"), powers("hours_per_fte")], -1)
    ({'hour': 1}, {'fte': 1})
    """
    if all(unit is None for unit in units):
        return None
    one, other = (unit or {} for unit in units)
    made = {base: one.get(base, 0) + sign * other.get(base, 0) for base in {**one, **other}}
    return {base: power for base, power in made.items() if power}


def written(unit: Powers) -> str:
    """A unit as a message names it.

    Examples
    --------
    >>> written(powers("euro_per_fte")), written(powers("share"))
    ('euro per fte', 'a plain number')
    """
    above = [f"{base}^{power}" if power > 1 else base for base, power in (unit or {}).items() if power > 0]
    below = [f"{base}^{-power}" if power < -1 else base for base, power in (unit or {}).items() if power < 0]
    return " per ".join(part for part in (" ".join(above) or ("1" if below else ""), " ".join(below)) if part) or (
        "a plain number"
    )
