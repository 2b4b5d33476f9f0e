"""Calculations drawn at random: everything a formula can do, in any order, over municipalities, centres and numbers."""

from random import Random

import numpy as np
import pandas as pd

from vtcost.formulas.arguments import as_number
from vtcost.quantity import (
    Quantity,
    at,
    by,
    count,
    equal,
    fixed,
    floor,
    gaps,
    given,
    known,
    lowest,
    maximum,
    minimum,
    place,
    rounded,
    row_of,
    same,
    total,
    when,
    within,
)
from vtcost.quantity.operations import GIVEN, OPERATIONS

MUNICIPALITIES = ["Alkmaar", "Bergen", "Heiloo", "Hoorn", "Schagen", "Texel"]
CENTRES = ["Alkmaar", "Hoorn", "Zaandam"]
# A municipality may belong to a centre of which nothing is known.
GROUPS = [*CENTRES, "Purmerend"]
CONSTANTS = [0, 1, 2, -1, -3, 0.5, -0.25, 0.001, 1000]
MUNICIPALITY, CENTRE, SINGLE = "municipality", "centre", "single"

# Nothing is larger than the first, and nothing divides that is nearer to zero than the second: what is lost in the
# sixteenth digit stays small. Nearer than the third to a step (a whole number, a half, an equal) nothing is asked,
# because an office suite takes numbers that differ in the fifteenth digit for equal.
LARGEST, SMALLEST, NEAR = 1e4, 0.1, 1e-6


class Drawing:
    """What is given (numbers without and with gaps, groups, an order, a choice), and calculations on it."""

    def __init__(self, random: Random, size: int = 0):
        self.random, self.named = random, []
        rows = pd.Index(MUNICIPALITIES[: size or random.randint(3, 6)], name="Gemeente")
        self.rows = {MUNICIPALITY: rows, CENTRE: pd.Index(CENTRES, name="Centrum"), SINGLE: None}
        self.given = {
            over: [self._given(over, unit, self._value(unit, over)) for unit in ("number", "number", "count", "share")]
            for over in self.rows
        }
        self.gappy = {
            over: self._given(over, "number", self._value("number", over, missing=True)) for over in self.rows
        }
        self.order = self._given(MUNICIPALITY, "count", random.sample(range(len(rows)), len(rows)))
        self.group = self._given(MUNICIPALITY, "text", [random.choice(GROUPS) for _ in rows])
        self.choice = self._given(SINGLE, "text", random.choice(list(rows)))

    def _value(self, unit: str, over: str, missing: bool = False):
        """Numbers that print exactly: quarters, whole numbers and percentages."""
        one = {"number": lambda: self.random.randint(-80, 80) / 4, "count": lambda: float(self.random.randint(1, 12))}
        draw = one.get(unit, lambda: self.random.randint(-250, 1000) / 1000)
        if over == SINGLE:
            return float("nan") if missing and self.random.random() < 0.5 else draw()
        values = [draw() for _ in self.rows[over]]
        if missing:
            values[self.random.randrange(len(values))] = float("nan")
        return values

    def _given(self, over: str, unit: str, value) -> Quantity:
        return self._kept(given(value if over == SINGLE else pd.Series(value, self.rows[over]), self._label(), unit))

    def _label(self) -> str:
        return f"Naam{len(self.named)}"

    def _kept(self, one: Quantity) -> Quantity:
        self.named.append(one)
        return one

    def _name(self, one: Quantity) -> Quantity:
        return self._kept(one.called(self._label(), self.random.choice(["number", "count"])))

    def calculation(self, depth: int = 5) -> Quantity:
        """A calculation with a name, over municipalities, centres or as a single number."""
        for _ in range(50):
            over = self.random.choice([MUNICIPALITY, MUNICIPALITY, CENTRE, SINGLE])
            one = self._number(over, depth)
            if one.args and (one.label or not (over == SINGLE and has_gaps(one))):
                return one if one.label else self._name(one)
        return self._name(-self.given[SINGLE][0])

    def _number(self, over: str, depth: int) -> Quantity:
        """A number for each row: given, or computed of others."""
        for _ in range(8 if depth > 0 else 0):
            one = self._computed(over, depth)
            if sound(one) and (one.rows is None) == (over == SINGLE):
                may_have_name = not one.label and prints_exactly(one) and not (over == SINGLE and has_gaps(one))
                return self._name(one) if may_have_name and self.random.random() < 0.3 else one
        return self.random.choice([*self.given[over] * 3, self.gappy[over]])

    def _operand(self, over: str, depth: int) -> Quantity | float:
        """What stands beside another: over the same rows, a single number, or a number in the formula."""
        what = self.random.choice([over, over, over, SINGLE, "constant"])
        return self.random.choice(CONSTANTS) if what == "constant" else self._number(what, depth - 1)

    def _pair(self, over: str, depth: int) -> list[Quantity | float]:
        pair = [self._number(over, depth - 1), self._operand(over, depth)]
        self.random.shuffle(pair)
        return pair

    def _full(self, over: str, depth: int) -> Quantity:
        """Without gaps, so that it can be compared and added up."""
        one = self._number(over, depth)
        return self.random.choice(self.given[over]) if has_gaps(one) else one

    def _column(self, over: str, depth: int) -> Quantity:
        """A column without gaps that has a name, so that it can be looked at as a whole."""
        one = self._full(over, depth - 1)
        if not one.label and not prints_exactly(one):
            one = rounded(one, 2)
            if not sound(one):
                return self.random.choice(self.given[over])
        return one if one.label else self._name(one)

    def _condition(self, over: str, depth: int) -> Quantity:
        kind = self.random.choice(["compare", "compare", "compare", "equal", "text", "group"])
        if kind == "text":
            one = equal(self.choice, self.random.choice([fixed("Bergen"), "Alkmaar"]))
        elif kind == "group" and over == MUNICIPALITY:
            one = equal(self.group, self.random.choice([self.choice, "Hoorn"]))
        else:
            # Given whole numbers are often equal: what lies on the border counts.
            left = self.random.choice([self._full(over, depth - 1), self.given[over][2]])
            right = self.random.choice([self._full(over, depth - 1), 3, 6, -3, self.given[SINGLE][2]])
            left, right = (left, right) if self.random.random() < 0.7 else (right, left)
            one = Quantity.made("=" if kind == "equal" else self.random.choice(["<", "<=", ">", ">="]), left, right)
            if not sound(one):
                one = self.given[over][2] > 5
        return self._name(one) if self.random.random() < 0.2 else one

    def _computed(self, over: str, depth: int) -> Quantity:
        """One operation of those that give a number for these rows."""
        pick = self.random.choice(
            ["+", "-", "*", "/"] * 3 + ["neg", "neg", "of one", "of two", "when", "known", "whole"]
        )
        if pick in ("+", "-", "*", "/"):
            return Quantity.made(pick, *self._pair(over, depth))
        if pick == "neg":
            return -self._number(over, depth - 1)
        if pick == "of one":
            one = self._number(over, depth - 1)
            digits = self.random.choice([0, 1])
            return self.random.choice([floor, lambda one: rounded(one, digits), abs, same, as_number])(one)
        if pick == "of two":
            return self.random.choice([maximum, minimum])(*self._pair(over, depth))
        if pick == "when":
            return when(self._condition(over, depth), *self._pair(over, depth))
        if pick == "known":
            # What is missing is left alone in one branch, and asked for in the other.
            missing = self.random.choice(
                [self.gappy[over], self.gappy[over] * 2, self.gappy[over] - self.gappy[SINGLE]]
            )
            other = self.random.choice([self.gappy[over], self._full(over, depth - 1), self.gappy[SINGLE]])
            return when(known(missing), when(missing > 1, missing, -missing), other)
        return self._whole(over, depth)

    def _whole(self, over: str, depth: int) -> Quantity:
        """An operation that looks at a whole column."""
        of = self.random.choice([MUNICIPALITY, CENTRE])
        column, own = self._column(of, depth), self._column(MUNICIPALITY, depth)
        gappy = self.random.choice([column, self.gappy[of]])
        if over == SINGLE:
            label = self.random.choice([self.choice, "Bergen", fixed("Heiloo")])
            row = row_of(self.random.choice([own, own, self.gappy[MUNICIPALITY]]), label)
            return self.random.choice([total(column), count(gappy), gaps(gappy), lowest(gappy), row])
        if over == CENTRE:
            # Of a centre of which nothing is known there is nothing to add up.
            here = self._name(when(equal(self.group, "Purmerend"), 0, own))
            return by(here, self.group, self.random.choice(self.given[CENTRE]))
        # Given whole numbers are often equal: their order counts.
        ranked = self.random.choice([own, self.given[MUNICIPALITY][2]])
        return self.random.choice([within(own, self.group), at(gappy, self.group), place(ranked, self.order)])

    def others(self, last: Quantity, scenarios: int = 1) -> dict[Quantity, np.ndarray]:
        """Other numbers for what is given behind a calculation, a line for each scenario; the order stays."""
        leaves = {one: over for over in self.rows for one in (*self.given[over], self.gappy[over])}
        behind = last.behind()
        finite = [one.args[0] for one in behind if one.args and OPERATIONS[one.operation].rows is not None]
        finite += [one for one in behind if one.operation == "/"]
        for _ in range(20):
            made = {
                one: np.array([np.atleast_1d(self._value(one.unit, leaves[one])) for _ in range(scenarios)])
                for one in behind
                if one in leaves
            }
            # Nothing is divided by zero.
            if all(np.isfinite(one.evaluated(behind_it(one, made))).all() for one in finite):
                return made
        return {}


def behind_it(one: Quantity, values: dict[Quantity, np.ndarray]) -> dict[Quantity, np.ndarray]:
    """Of other numbers those that a quantity rests on."""
    behind = set(one.behind())
    return {leaf: value for leaf, value in values.items() if leaf in behind}


def has_gaps(one: Quantity) -> bool:
    return bool(np.isnan(one.value).any())


def prints_exactly(one: Quantity) -> bool:
    """Whether the decimals in a formula that is filled in are all that it has."""
    return bool((np.isnan(one.value) | (np.round(one.value, 4) == one.value)).all())


def sound(one: Quantity) -> bool:
    """Whether a difference in the last digit of an argument makes no other outcome."""
    of, apart = [np.asarray(arg.value) for arg in one.args], np.array(np.inf)
    if one.operation == "/":
        apart = np.where(abs(of[1]) < SMALLEST, 0, np.inf)
    elif one.operation == "floor":
        apart = abs(of[0] - np.round(of[0]))
    elif one.operation == "round":
        apart = abs(of[0] * 10 ** of[1] % 1 - 0.5)
    elif one.operation in ("=", "<", "<=", ">", ">="):
        apart = abs(of[0] - of[1])
    elif one.operation == "place":
        apart = abs(of[0][:, None] - of[0])[~np.eye(len(of[0]), dtype=bool)]
    # What is given is the same in every reading, and may lie on the step itself.
    exact = one.operation != "/" and all(arg.operation == GIVEN or not arg.args for arg in one.args)
    return bool((exact or not (apart < NEAR).any()) and not (abs(one.value) > LARGEST).any())
