"""One result worked out to its inputs: each step with its formula in words, the numbers filled in, and the sources."""

import pandas as pd

from vtcost.calculation.expression import Expression, Reference
from vtcost.calculation.sheets import Calculation, Term, group_of
from vtcost.quantity.origin import about, together, weakest
from vtcost.quantity.steps import Step
from vtcost.quantity.words import AS_GIVEN as GIVEN
from vtcost.quantity.words import shown


def steps(calculation: Calculation, target: str, row: str = "") -> list[Step]:
    """Every step on the way to a term, in the order of the calculation.

    Parameters
    ----------
    calculation : Calculation
    target : str
        Name of the term that is worked out.
    row : str
        Label of the row, for a term with a value for each row.

    Raises
    ------
    KeyError
        If there is no such term.

    Examples
    --------
    >>> from vtcost.calculation.noord_holland_noord import calculate
    >>> from vtcost.data import Region
    >>> worked_out = steps(calculate(Region.open("noord_holland_noord")), "contribution", "Den Helder")
    >>> worked_out[-1].formula, worked_out[-1].filled
    ('Vóór DUVO + Correctie DUVO + Uit DUVO', '964.819,80 + (−116.751,97) + 275.000')
    """
    needed = behind(calculation, target, row)
    return [step(calculation, term, row) for term in calculation.terms.values() if term.name in needed and term.formula]


def behind(calculation: Calculation, target: str, row: str) -> set[str]:
    """The names of all terms a term rests on, itself included."""
    found, waiting = set(), [target]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        for reference in Expression(calculation.terms[name].formula).references:
            if reference.operation == "at":
                keyed = _keyed(calculation, reference, row)
                waiting += [keyed.name] if keyed else []
            else:
                waiting.append(reference.name)
    return found


def step(calculation: Calculation, term: Term, row: str) -> Step:
    """One term with its formula in words and filled in; what is given has its source."""
    expression = Expression(term.formula)
    unit = "euro_cent" if term.unit == "euro" else term.unit
    value = float(_of_row(term.values, row)) + 0.0
    if not term.formula:
        origins = about(term.origins, row) if term.is_column else term.origins
        sources = [f"{together(origins)} [{weakest(origins)}]"] if origins else []
        return Step(term.name, term.label, GIVEN, "", value, unit, sources)
    return Step(
        name=term.name,
        label=term.label,
        formula=_tidy(expression.write(lambda reference: words(calculation, reference, row), symbols=True)),
        filled=_tidy(expression.write(lambda reference: _number(calculation, term, reference, row), symbols=True)),
        value=value,
        unit=unit,
        sources=_sources(calculation, expression, row),
    )


def words(calculation: Calculation, reference: Reference, row: str = "") -> str:
    """A reference as a reader names it."""
    if reference.operation == "at":
        keyed, label = _keyed(calculation, reference, row), _group_label(calculation.group(reference.name)[0])
        return keyed.label if keyed else f"{label} (geen)" if row else label
    label = calculation.terms[reference.name].label
    if not reference.operation:
        return label
    other = calculation.terms[reference.other].label.lower() if reference.other else ""
    return {
        "sum": f"totaal van {label}",
        "count": f"aantal getallen in {label}",
        "lowest": f"laagste van {label}",
        "within": f"totaal van {label} met dezelfde {other}",
        "mine": f"totaal van {label} met deze {other}",
        "rank": f"plaats van {label}, van hoog naar laag",
        "row": f"{label} in de {other}",
    }[reference.operation]


def _keyed(calculation: Calculation, reference: Reference, row: str) -> Term | None:
    """The single number of a group that belongs to the row."""
    if not row:
        return None
    key = calculation.terms[reference.other].values[row]
    return next((term for term in calculation.group(reference.name) if term.key == key), None)


def _group_label(term: Term) -> str:
    return term.label.replace(term.key, "").strip(" ,:") or group_of(term)


def _number(calculation: Calculation, term: Term, reference: Reference, row: str) -> str:
    value = _of_row(calculation.value(reference, term.key), row)
    name = calculation.group(reference.name)[0].name if reference.operation == "at" else reference.name
    unit = "count" if reference.operation == "rank" else calculation.terms[name].unit
    return shown(value, unit)


def _of_row(values: float | str | pd.Series, row: str) -> float | str:
    return values[row] if isinstance(values, pd.Series) else values


def _sources(calculation: Calculation, expression: Expression, row: str) -> list[str]:
    """Sources, with their status, of what the formula takes as given."""
    plain = {reference.name for reference in expression.references if not reference.operation}
    found = []
    for reference in expression.references:
        if reference.operation and reference.name in plain:
            continue
        term = _keyed(calculation, reference, row) if reference.operation == "at" else calculation.terms[reference.name]
        if term is None or not term.origins:
            continue
        origins = about(term.origins, row) if row and not reference.operation else term.origins
        found.append(f"{term.label}: {together(origins)} [{weakest(origins)}]")
    return list(dict.fromkeys(found))


def _tidy(text: str) -> str:
    return text.replace("+ (−0)", "+ 0").strip()
