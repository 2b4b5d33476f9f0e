"""What can be moved in the explorer: the parameters of a region, as they are typed in Dutch."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, isnan, log10

from vtcost.data import Region
from vtcost.data.schema import DUTCH_NUMBER
from vtcost.memo.labels import UNIT_NAMES
from vtcost.numbers import HUNDREDFOLD, number

# What else a number may be written with; nobody should have to remove it.
AROUND = re.compile(r"[\s€%]+")
WHOLE = re.compile(r"-?[0-9]{1,15}")
# Stands for a limit that a parameter does not have.
LARGEST = 1e15
# Digits of the memo's value that a step of the slider moves: 10.000 on 9.443.808.
DIGITS = 3
# Decimals that a value is shown with at most; the memo's own value is used as it is, not as it is shown.
SHOWN = 4
# Dutch names of choices that data/ has in English.
WORDS = {
    "regional": "regionale norm (rekentool)",
    "national": "landelijke norm",
    "memo": "die van de memo (voorlopig)",
    "final": "de definitieve van het CBS",
    "exact": "precies",
    "protected": "beschermd",
}
# Label and explanation where the description in data/ is for whoever knows the model.
PLAIN = {
    "norms": ("Normen voor de tijd per zaak", ""),
    "reports": ("Aantal meldingen", "voor de doorrekening; de andere diensten groeien mee"),
    "advice": ("Aantal adviesvragen", "voor de doorrekening"),
    "row": ("Kolom die voorgerekend wordt", "de getallen onder de formules van het notebook"),
    "mix_of": ("Verhouding tussen de diensten", "voor de doorrekening: zoals in deze kolom"),
    "population_vintage": ("Welke inwonertallen", ""),
    "share_centraal_gelderland": ("Aandeel van Centraal Gelderland", "leeg: wat er in de variant van de memo staat"),
    "fixed_share": ("Vast deel van de begroting", "de rest hangt af van het gebruik"),
    "cases_shown": (
        "Aandelen in de casussen in de memo",
        "Beschermd: uit afgeronde aantallen, en zonder aantallen onder de 5. De bijdragen blijven precies",
    ),
}
# What changes the memo but not the outcome on the page: a test moves every control and sees.
MEMO_ONLY = {
    "noord_holland_noord": {"cases_shown", "duvo_old_alkmaar", "duvo_old_den_helder"},
    "zuid_holland_zuid": {"year", "row"},
}


@dataclass(frozen=True)
class Control:
    """One parameter as the page shows it.

    `memo` is the value in force when nothing is typed, None if the memo has none; `low` and `high` are the limits of
    the parameter, both in its own unit. `choices` (value, Dutch name) make it a list instead of a number. What is
    `memo_only` changes nothing in the outcome on the page.
    """

    name: str
    label: str
    unit: str
    memo: float | str | None
    low: float = 0.0
    high: float = 0.0
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    memo_only: bool = False

    @property
    def unit_name(self) -> str:
        """Dutch name of the unit that is typed; a list has none."""
        if self.choices:
            return ""
        return "%" if self.unit in HUNDREDFOLD else UNIT_NAMES.get(self.unit, self.unit)

    @property
    def factor(self) -> int:
        """A fraction is typed as a percentage."""
        return 100 if self.unit in HUNDREDFOLD else 1

    @property
    def slider(self) -> tuple[float, float, float] | None:
        """Lowest, highest and step of the slider, in the unit that is typed; None if there is nothing to slide along.

        A fraction slides by whole percents from end to end, anything else from zero to twice the memo's value, as far
        as the limits allow.

        Examples
        --------
        >>> Control("budget", "", "euro", 9_443_808.0, 1, 10_000_000_000).slider
        (10000, 18890000, 10000)
        """
        if self.unit in HUNDREDFOLD:
            return self.low * 100, self.high * 100, 1
        if self.choices or not self.memo:
            return None
        step = 10 ** max(floor(log10(self.memo)) - DIGITS + 1, 0)
        low, high = max(self.low, 0), min(2 * self.memo, self.high)
        return ceil(low / step) * step, ceil(high / step) * step, step


def controls(region: Region) -> list[Control]:
    """What can be moved: every parameter that is a number, a year or a choice, in the order of the table.

    Parameters
    ----------
    region : Region
        Its values in force are shown as those of the memo: without parameters, or with only a year.

    Examples
    --------
    >>> [control.name for control in controls(Region.open("zuid_holland_zuid"))]
    ['year', 'norms', 'hours_per_fte', 'reports', 'advice', 'mix_of', 'row']
    """
    made = []
    for row in region.tables["parameters"].itertuples():
        label, hint = (*re.split("[;:]", row.description, maxsplit=1), "")[:2]
        # Which values can be chosen is seen in the list itself.
        label, hint = PLAIN.get(row.parameter, (label, "" if row.choices or row.parameter == "year" else hint.strip()))
        about = {"name": row.parameter, "label": label[:1].upper() + label[1:], "unit": row.unit, "hint": hint}
        about["memo_only"] = row.parameter in MEMO_ONLY.get(region.name, ())
        memo, choices = region.parameter(row.parameter), [value for value in row.choices.split("|") if value]
        if row.parameter == "year":
            # The memo's own year, also when the others are shown for another one.
            memo, choices = row.default or str(memo), [str(year) for year in region.years]
        if len(choices) > 1:
            named = tuple((value, WORDS.get(value, value)) for value in choices)
            made.append(Control(**about, memo=memo, choices=named))
        elif row.type != "text" and row.parameter != "year":
            low, high = _limit(row.minimum, -LARGEST), _limit(row.maximum, LARGEST)
            made.append(Control(**about, memo=memo, low=low, high=high))
    return made


def _limit(limit: float, without: float) -> float:
    return without if isnan(limit) else limit


def shown(value: float | str | None, control: Control) -> str:
    """A value of a control as it is typed: in Dutch notation, a fraction in percents; empty if there is none.

    Examples
    --------
    >>> weight = Control("weight_inhabitants", "", "fraction", 0.5, 0, 1)
    >>> shown(0.125, weight), shown(None, weight)
    ('12,5', '')
    """
    if value is None or isinstance(value, str):
        return value or ""
    exact = round(Decimal(str(value)) * control.factor, SHOWN).normalize()
    return number(float(exact), max(-exact.as_tuple().exponent, 0))


def typed(text: str, control: Control) -> str:
    """What was typed, as the command line takes it: a plain number with a decimal point, a fraction as a fraction.

    Raises
    ------
    ValueError
        In Dutch, for the reader: what is expected.

    Examples
    --------
    >>> typed("9.500.000", Control("budget", "", "euro", 9_443_808.0, 1, 10_000_000_000))
    '9500000'
    >>> typed("12,5 %", Control("weight_inhabitants", "", "fraction", 0.5, 0, 1))
    '0.125'
    """
    if control.choices:
        if text not in dict(control.choices):
            raise ValueError("Kies een waarde uit de lijst.")
        return text
    plain = AROUND.sub("", text).replace("−", "-")
    if not (WHOLE.fullmatch(plain) or (DUTCH_NUMBER.fullmatch(plain) and len(plain) < 30)):
        example = "12,5" if control.factor > 1 else "1.234.567"
        raise ValueError(f"Vul een getal in, zoals {example}.")
    value = Decimal(plain.replace(".", "").replace(",", ".")) / control.factor
    if not control.low <= value <= control.high:
        limits = (number(limit * control.factor) for limit in (control.low, control.high))
        raise ValueError("Vul een getal in van {} tot en met {}.".format(*limits))
    return f"{value.normalize():f}"


def given(texts: Mapping[str, str], known: list[Control]) -> tuple[dict[str, str], dict[str, str]]:
    """What was typed as parameters, and what is wrong with it.

    What is empty, or the memo's own value, is no parameter.

    Returns
    -------
    given, errors : dict
        By name: the value for `Region.open` or the command line; the error in Dutch.

    Examples
    --------
    >>> budget = Control("budget", "", "euro", 9_443_808.0, 1, 10_000_000_000)
    >>> given({"budget": "9.443.808"}, [budget]), given({"budget": "veel"}, [budget])[1]
    (({}, {}), {'budget': 'Vul een getal in, zoals 1.234.567.'})
    """
    values, errors = {}, {}
    for control in known:
        text = texts.get(control.name, "").strip()
        try:
            value = typed(text, control) if text else ""
        except ValueError as error:
            errors[control.name] = str(error)
            continue
        if value and not _same(value, control.memo):
            values[control.name] = value
    return values, errors


def _same(value: str, memo: float | str | None) -> bool:
    return value == memo if isinstance(memo, str) else memo is not None and float(value) == memo
