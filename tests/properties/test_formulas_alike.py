"""A formula is written once: on quantities it gives what it gives on Series and numbers, and reads as it is written."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.properties.test_by_hand import refused
from vtcost.formulas.arguments import (
    as_number,
    check_amounts,
    check_finite,
    named,
    ordered,
    refuse,
    rows,
    told,
    values,
)
from vtcost.formulas.comparison import effect, effects, fraction, per_inhabitant
from vtcost.formulas.costs import allocate, contribution, income, relief
from vtcost.formulas.floor import floored, gain, lift, with_floor
from vtcost.formulas.keys import check_key, mix, rolling_mean, shares, shares_within
from vtcost.formulas.price import cost_price, price_lines, salary_mix
from vtcost.formulas.rounding import LARGEST_REMAINDERS, whole, whole_units
from vtcost.formulas.settlement import settle
from vtcost.formulas.transition import at_step, comparable, growing, phase, phased
from vtcost.quantity import Quantity, sentence, steps, words
from vtcost.quantity import given as quantity

positive = st.floats(0.01, 1e6)
fractions = st.floats(0, 1)
# Many equal remainders among them, to a millionth of a euro.
amounts = st.one_of(
    st.floats(-1e6, 1e6).map(lambda amount: round(amount, 4)),
    st.integers(-1000, 1000).map(lambda eighths: eighths / 8),
    st.integers(-1000, 1000).map(lambda thirds: thirds / 3),
)
COLUMNS = {
    "people": ("Inwoners", "inhabitants"),
    "cases": ("Casussen", "cases"),
    "share": ("Aandeel", "share"),
    "bearers": ("Dragers", "share"),
    "present": ("Bijdrage nu", "euro"),
    "new": ("Bijdrage nieuw", "euro"),
    "move": ("Verrekening", "euro"),
    "salaries": ("Maandsalaris", "euro_per_month"),
    "area": ("Regio", "text"),
    "own": ("Gemeente", "text"),
    "order": ("Volgorde", "count"),
}
SINGLE = {
    "weight": ("Gewicht", "fraction"),
    "rest": ("Rest van het gewicht", "fraction"),
    "budget": ("Begroting", "euro"),
    "grant": ("DUVO", "euro"),
    "centre": ("Centrumgemeente", "text"),
    "least": ("Ondergrens", "euro"),
    "salary": ("Salaris per maand", "euro_per_fte"),
    "months": ("Maanden", "number"),
    "social": ("Sociale lasten", "fraction"),
    "travel": ("Reiskosten", "fraction"),
    "risk": ("Risico", "fraction"),
    "hours": ("Uren per fte", "hours_per_fte"),
}


PRICE_LINES = {
    **dict.fromkeys(("salary", "social", "travel", "subtotal", "risk", "total"), "euro_per_fte"),
    "price": "euro_per_hour",
}
PLACES = pd.Index(["Hoorn", "Texel"])


@st.composite
def regions(draw) -> dict:
    """What the formulas ask for, as Series and numbers; the last municipality pays enough to bear a floor."""
    size = draw(st.integers(2, 8))
    index = pd.Index([f"gemeente {number}" for number in range(size)])

    def column(each) -> pd.Series:
        return pd.Series(draw(st.lists(each, min_size=size, max_size=size)), index)

    new, weight = column(amounts), draw(fractions)
    new.iloc[-1] = 1e8
    return {
        **{name: column(positive) for name in ("people", "cases", "present", "salaries")},
        "share": shares(column(positive)),
        "bearers": pd.Series([0.0] * (size - 1) + [1.0], index),
        "new": new,
        "move": column(amounts),
        "area": column(st.sampled_from(["west", "oost"])),
        "own": index.to_series(),
        "order": pd.Series(draw(st.permutations(range(size))), index) + 1.0,
        "weight": weight,
        "rest": 1 - weight,
        **{name: draw(st.floats(0, 1e6)) for name in ("budget", "grant", "least", "salary")},
        **{name: draw(st.floats(0.01, 1)) for name in ("months", "social", "travel", "risk")},
        "hours": draw(st.floats(500, 2000)),
        "centre": index[0],
    }


def quantities(region: dict) -> dict:
    """The same as quantities."""
    return {name: quantity(region[name], *about) for name, about in {**COLUMNS, **SINGLE}.items()}


def row_by_row(x: dict) -> dict:
    """The formulas that need a single row."""
    surcharges = {"social": x["social"], "travel": x["travel"]}
    return {
        "relief": relief(x["grant"], x["share"]),
        "income": income(x["grant"], x["centre"], x["own"]),
        "contribution": contribution([x["present"], x["new"]], [x["move"], x["grant"]]),
        "contribution without grants": contribution([x["present"], x["new"]], []),
        "lift": lift(x["new"], x["least"]),
        "settle": settle(x["new"], x["present"]),
        "effect": effect(x["new"], x["present"]),
        "fraction": fraction(x["move"], x["present"]),
        "per inhabitant": per_inhabitant(x["new"], x["people"]),
        "at a step": at_step(x["present"], x["new"], 2, 3),
        "growing": growing(x["present"], x["new"], 4)[0],
        "phase": phase(x["present"], x["new"], x["weight"]),
        **price_lines(x["salary"], x["months"], surcharges, x["risk"], x["hours"]),
    }


def whole_columns(x: dict) -> dict:
    """The formulas that look at all rows."""
    by = {"people": shares(x["people"]), "cases": shares(x["cases"])}
    return {
        "shares": shares(x["people"]),
        "shares within": shares_within(x["people"], x["area"]),
        "mix": mix(by, {"people": x["weight"], "cases": x["rest"]}),
        "rolling mean": rolling_mean({2017: x["cases"], 2016: x["cases"]}, [2016, 2017]),
        "allocate": allocate(x["budget"], check_key(x["share"])),
        "gain": gain(x["present"], x["bearers"]),
        "salary mix": salary_mix(x["salaries"], x["share"]),
        "whole": whole(x["new"], x["order"]),
        "floored": floored(x["present"], x["bearers"]),
    }


def same(one: Quantity, other: object) -> None:
    """The value of a quantity is that of a Series or number, row by row."""
    if isinstance(other, pd.Series):
        assert one.series.index.equals(other.index)
    np.testing.assert_allclose(one.series, other, rtol=1e-9, atol=1e-6)


@given(regions())
def test_a_quantity_has_the_value_of_a_series(region):
    known = quantities(region)
    for formulas in (row_by_row, whole_columns):
        plain = formulas(region)
        for name, one in formulas(known).items():
            assert isinstance(one, Quantity), name
            same(one, plain[name])


@given(regions())
def test_a_number_has_the_value_of_its_row(region):
    plain = row_by_row(region)
    for row in region["own"]:
        numbers_of_row = {name: value[row] if name in COLUMNS else value for name, value in region.items()}
        for name, number in row_by_row(numbers_of_row).items():
            whole_column = plain[name]
            expected = whole_column[row] if isinstance(whole_column, pd.Series) else whole_column
            assert number == pytest.approx(expected, rel=1e-12, abs=1e-9), name


def region_of_two() -> dict:
    """A region to read the formulas of."""
    return {
        **dict.fromkeys(COLUMNS, pd.Series([3.0, 1.0], PLACES)),
        "share": pd.Series([0.75, 0.25], PLACES),
        "bearers": pd.Series([1.0, 0.0], PLACES),
        "area": pd.Series("Alkmaar", PLACES),
        "own": PLACES.to_series(),
        **dict.fromkeys(SINGLE, 0.5),
        "centre": "Hoorn",
    }


def example() -> dict:
    return quantities(region_of_two())


WORDS = {
    "relief": "−DUVO × Aandeel",
    "income": "als(Gemeente = Centrumgemeente; DUVO; 0)",
    "contribution": "Bijdrage nu + Bijdrage nieuw + Verrekening + DUVO",
    "contribution without grants": "Bijdrage nu + Bijdrage nieuw",
    "lift": "hoogste van(Ondergrens − Bijdrage nieuw; 0)",
    "settle": "Bijdrage nieuw − Bijdrage nu",
    "effect": "Bijdrage nieuw − Bijdrage nu",
    "fraction": "Verrekening / Bijdrage nu",
    "per inhabitant": "Bijdrage nieuw / Inwoners",
    "at a step": "Bijdrage nu + (Bijdrage nieuw − Bijdrage nu) × 2 / 3",
    "growing": "Bijdrage nu + (Bijdrage nieuw − Bijdrage nu) × 1 / 4",
    "phase": "(1 − Gewicht) × Bijdrage nu + Gewicht × Bijdrage nieuw",
    "salary": "Salaris per maand × Maanden",
    "social": "Sociale lasten × Regel salary",
    "travel": "Reiskosten × Regel salary",
    "subtotal": "Regel salary + Regel social + Regel travel",
    "risk": "Regel subtotal × Risico",
    "total": "Regel subtotal × (1 + Risico)",
    "price": "Regel total / Uren per fte",
    "shares": "Inwoners / totaal van Inwoners",
    "shares within": "Inwoners / totaal van Inwoners met dezelfde regio",
    "mix": "Gewicht × (Inwoners / totaal van Inwoners) + Rest van het gewicht × (Casussen / totaal van Casussen)",
    "rolling mean": "(Casussen + Casussen) / 2",
    "allocate": "Begroting × Aandeel",
    "gain": "totaal van Bijdrage nu × Dragers",
    "salary mix": "Maandsalaris × Aandeel",
    "whole": LARGEST_REMAINDERS,
    "floored": "Bijdrage nu + Bijdrage nu, opgehoogd − totaal van Bijdrage nu, opgehoogd × Dragers",
}


@pytest.mark.parametrize("name", WORDS)
def test_a_formula_reads_as_it_is_written(name):
    found = {**row_by_row(example()), **whole_columns(example())}
    assert list(found) == list(WORDS)
    for line in PRICE_LINES:
        found[line].called(f"Regel {line}", PRICE_LINES[line])
    assert words(found[name]) == WORDS[name]


REFUSED = {
    "no key": (lambda x: check_key(x["people"]), "key: shares sum to 4, expected 1"),
    "a measure of zeros": (
        lambda x: shares(x["nothing"]),
        "measure: all values are zero, expected at least one above zero",
    ),
    "a group of zeros": (
        lambda x: shares_within(x["bearers"], x["own"]),
        "measure: all values are zero, expected at least one above zero",
    ),
    "a measure below zero": (
        lambda x: shares(x["below"]),
        "measure: Texel has -1, expected a finite number of at least 0",
    ),
    "a measure below zero in a group": (
        lambda x: shares_within(x["below"], x["own"]),
        "measure: Texel has -1, expected a finite number of at least 0",
    ),
    "weights that are none": (
        lambda x: mix({"a": x["share"]}, {"a": x["weight"]}),
        "weights: shares sum to 0.5, expected 1",
    ),
    "keys over other municipalities": (
        lambda x: mix({"a": x["share"], "b": x["elsewhere"]}, {"a": x["weight"], "b": x["weight"]}),
        "b: its municipalities differ from those of the first key",
    ),
    "paid by others": (
        lambda x: settle(x["new"], x["elsewhere"]),
        "paid: its municipalities differ from those of the amounts due",
    ),
    "compared with others": (
        lambda x: effect(x["new"], x["elsewhere"]),
        "old: its municipalities differ from those of the new contributions",
    ),
    "a fraction of nothing": (
        lambda x: fraction(x["new"], x["nothing"]),
        "old: Hoorn is zero, expected another amount or a missing one",
    ),
    "nobody lives there": (
        lambda x: per_inhabitant(x["new"], x["nothing"]),
        "inhabitants: Hoorn has none, expected a number above zero",
    ),
    "nobody lives in one": (
        lambda x: per_inhabitant(x["budget"], x["zero"]),
        "inhabitants has none, expected a number above zero",
    ),
    "inhabitants of elsewhere": (
        lambda x: per_inhabitant(x["new"], x["elsewhere"]),
        "inhabitants: its municipalities differ from those of the new contributions",
    ),
    "bearers that are no key": (
        lambda x: floored(x["new"], x["people"]),
        "bearers: shares sum to 4, expected 1",
    ),
    "bearers from elsewhere": (
        lambda x: floored(x["new"], x["elsewhere"]),
        "bearers: its municipalities differ from those of the contributions",
    ),
    "a bearer below the floor": (
        lambda x: floored(x["below"], x["bearers"]),
        "bearers: Hoorn falls below the floor of 0 itself",
    ),
    "staffing of other scales": (
        lambda x: salary_mix(x["salaries"], x["elsewhere"]),
        "staffing: its scales differ from those of the salaries",
    ),
    "a risk below zero": (
        lambda x: price_lines(x["salary"], x["months"], {}, -x["risk"], x["hours"]),
        "surcharges: a fraction is negative, expected at least 0",
    ),
    "a price per no hours": (
        lambda x: price_lines(x["salary"], x["months"], {}, x["risk"], x["zero"]),
        "hours: 0.0, expected a number above zero",
    ),
    "no steps": (lambda x: at_step(x["present"], x["new"], 0, 0), "steps: 0, expected at least 1"),
    "more than a whole part": (
        lambda x: phase(x["present"], x["new"], x["weight"] + 1),
        "part: 1.5, expected a number between 0 and 1",
    ),
    "a part of what is paid elsewhere": (
        lambda x: phase(x["elsewhere"], x["new"], x["weight"]),
        "present: its municipalities differ from those of the new contributions",
    ),
    "a part of what is missing": (
        lambda x: phase(x["missing"], x["new"], x["weight"]),
        "present: Texel is not a finite number",
    ),
    "whole euros of what is missing": (
        lambda x: whole(x["missing"], x["order"]),
        "amounts: Texel is not a finite number",
    ),
    "no municipality of a group": (
        lambda x: shares_within(x["people"], x["nowhere"]),
        "groups: Texel belongs to no group",
    ),
}
OTHERS = {
    "nothing": pd.Series([0.0, 0.0], PLACES),
    "below": pd.Series([0.5, -1.0], PLACES),
    "missing": pd.Series([0.5, np.nan], PLACES),
    "elsewhere": pd.Series([0.25, 0.75], ["Hoorn", "Schagen"]),
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("kind", ["series", "quantities"])
def test_both_kinds_are_refused_in_the_same_words(name, kind):
    call, said = REFUSED[name]
    plain = {**region_of_two(), **OTHERS, "zero": 0.0, "nowhere": pd.Series(["west", None], PLACES)}
    others = {
        **{one: quantity(values, one, "number") for one, values in OTHERS.items()},
        "zero": quantity(0.0, "Niemand", "number"),
        "nowhere": quantity(plain["nowhere"], "Nergens", "text"),
    }
    given_as = plain if kind == "series" else {**quantities(region_of_two()), **others}
    refused(lambda: call(given_as), said)


def test_quantities_in_another_order_are_refused_where_a_series_is_put_in_order():
    """A Series has labels to go by; a column of a workbook is what stands in the same row."""
    one, other = pd.Series({"a": 5.0, "b": 7.0}), pd.Series({"b": 4.0, "a": 3.0})
    assert settle(one, other).to_dict() == {"a": 2, "b": 3}
    with pytest.raises(ValueError, match="Betaald has other rows than Verschuldigd"):
        settle(quantity(one, "Verschuldigd", "euro"), quantity(other, "Betaald", "euro"))


# Whole euros


@st.composite
def columns(draw) -> pd.Series:
    """Amounts, some below zero, many with equal remainders."""
    drawn = draw(st.lists(amounts, min_size=1, max_size=12))
    return pd.Series(drawn, [f"gemeente {number:02}" for number in draw(st.permutations(range(len(drawn))))])


def alphabetical(amounts: pd.Series) -> pd.Series:
    return amounts.index.to_series().rank()


@settings(max_examples=max(200, settings().max_examples))
@given(columns())
def test_whole_euros_in_steps_are_those_by_largest_remainder(exact):
    order, expected = alphabetical(exact), whole_units(exact)
    paid = quantity(exact, "Bijdrage", "euro")
    found = whole(paid, quantity(order, "Volgorde", "count")).called("Te betalen", "euro")
    assert whole(exact, order).tolist() == expected.tolist()
    assert found.series.tolist() == expected.tolist()
    halved = pd.Series(exact / 2)
    assert found.given({paid: halved}).series.tolist() == whole_units(halved).tolist()


def test_whole_euros_are_told_in_a_sentence_and_computed_in_steps():
    """1,50 and 0,50 make 2: down that is 1 and 0, one euro left, of equal rests to the first in order."""
    paid = quantity(pd.Series({"Texel": 1.5, "Hoorn": 0.5}), "Bijdrage", "euro")
    order = quantity(pd.Series({"Texel": 2.0, "Hoorn": 1.0}), "Volgorde", "count")
    found = whole(paid, order).called("Te betalen", "euro")
    assert found.to_dict() == {"Texel": 1, "Hoorn": 1}
    assert [f"{step.label} = {step.formula} = {step.filled}" for step in steps(found, "Hoorn")] == [
        "Bijdrage, naar beneden = naar beneden afgerond(Bijdrage + 0,000001) = naar beneden afgerond(0,50 + 0,000001)",
        "Bijdrage, rest = afgerond(hoogste van(Bijdrage − Bijdrage, naar beneden; 0); 6)"
        " = afgerond(hoogste van(0,50 − 0; 0); 6)",
        "Bijdrage, over = afgerond(afgerond(totaal van Bijdrage; 6); 0) − totaal van Bijdrage, naar beneden"
        " = afgerond(afgerond(2; 6); 0) − 1",
        f"Te betalen = {LARGEST_REMAINDERS} = 0 + als(1 ≤ 1; 1; 0)",
    ]


# Tables are made of the same formulas


@given(regions())
def test_tables_have_the_formulas_as_columns(region):
    compared = effects(region["new"], region["present"], region["people"])
    assert compared["euro"].equals(effect(region["new"], region["present"]))
    assert compared["fraction"].equals(fraction(compared["euro"], region["present"]))
    assert compared["euro_per_inhabitant"].equals(per_inhabitant(compared["euro"], region["people"]))
    table = with_floor(region["new"], region["bearers"], region["least"])
    assert table["lifted"].equals(lift(region["new"], region["least"]))
    assert table["borne"].equals(-gain(table["lifted"], region["bearers"]))
    assert table["contribution"].equals(floored(region["new"], region["bearers"], region["least"]))
    path = phased(region["present"], region["new"], {2026: region["weight"], 2027: 1.0})
    assert path[2026].equals(phase(region["present"], region["new"], region["weight"]))
    surcharges = pd.Series({"social": region["social"], "travel": region["travel"]})
    salary, hours = (region["salary"], region["months"]), (region["risk"], region["hours"])
    assert cost_price(*salary, surcharges, *hours).to_dict() == price_lines(*salary, surcharges.to_dict(), *hours)
    assert growing(1.0, region["budget"], 3)[1] == at_step(1.0, region["budget"], 2, 3)


# What formulas ask of their arguments


@given(regions(), st.randoms(use_true_random=False))
def test_arguments_are_looked_at_whatever_their_kind(region, random):
    people, known = region["people"], quantities(region)["people"]
    assert values(people) is people
    assert values(known).equals(people)
    assert values(region["budget"]) == region["budget"]
    assert rows(known).equals(rows(people))
    assert rows(region["budget"]) is None
    names = list(people.index)
    random.shuffle(names)
    assert ordered(people[names], people).equals(people)
    assert ordered(known, people) is known
    assert ordered(1.0, people, "differ") == 1.0
    assert ordered(people, 1.0, "differ") is people
    assert comparable(people[names], people, "present").equals(people)
    for amounts in (people, known):
        check_amounts(amounts, "measure")
        check_finite(amounts, "measure")
        with pytest.raises(ValueError, match=rf"^measure: {people.idxmax()} is the most$"):
            refuse(amounts, "measure", lambda plain: plain == people.max(), "is the most")
    assert float(as_number(quantities(region)["budget"])) == region["budget"] == as_number(region["budget"])
    step = named(known + known, known, "twee keer")
    assert (step.label, step.unit) == ("Inwoners, twee keer", "inhabitants")
    assert named(people, people, "twee keer") is told(people, "zo") is people
    assert sentence(told(step, "zo gevonden")) == "Inwoners, twee keer = zo gevonden"
