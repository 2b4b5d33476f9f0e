"""Verdicts: every printed figure against what follows from the other figures."""

import contextlib
import fnmatch
import functools
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from vtcost.data import MissingInputError, Region
from vtcost.numbers import number

VERDICTS = ("input", "reproduced", "rounding", "fitted", "explained", "not computable", "unexplained", "not comparable")
# Those of figures that were computed from other ones and came out.
CONFIRMED = ("reproduced", "rounding", "explained")
# `vtcost check` fails when a figure moves to the right in this order; input and reproduced are equally good.
ORDER = {"input": 0, "reproduced": 0, "rounding": 1, "fitted": 2, "explained": 3, "not computable": 4, "unexplained": 5}
COLUMNS = [
    "id",
    "memo",
    "place",
    "row",
    "column",
    "unit",
    "published",
    "computed",
    "difference",
    "precision",
    "verdict",
    "cause",
    "status",
    "source",
]
# Floating-point noise of sums of euros; far below any printed precision.
NOISE = 1e-6
Computed = float | pd.Series | pd.DataFrame


def _itself(region: Region) -> Region:
    return region


@dataclass(frozen=True)
class Derivation:
    """How printed figures follow from others.

    Attributes
    ----------
    figures : str
        Pattern of the ids it explains.
    compute : callable
        From a Region, or from what `base` makes of it, to a number, a Series by row label or a DataFrame by row and
        column label.
    method : str
        What is computed, in Dutch, for the reader of the confrontation.
    rounded : tuple of str
        Patterns of inputs that are rounded prints themselves though no derivation gives them.
    because : tuple of (str, callable), optional
        A named cause and the computation that proves it; tried only when `compute` does not give the print.
    tried : str
        For a figure that stays unexplained: what was tried.
    base : callable
        From a Region to what `compute` starts from, by default the Region; with a figure moved, made once for all
        derivations that start from the same.
    """

    figures: str
    compute: Callable[[Region], Computed]
    method: str
    rounded: tuple[str, ...] = ()
    because: tuple[str, Callable[[Region], Computed]] | None = None
    tried: str = ""
    base: Callable[[Region], object] = _itself

    def value(self, region: Region) -> Computed:
        """What follows for a region."""
        return self.compute(self.base(region))


def of_year(derivations: Iterable[Derivation], year: int) -> tuple[Derivation, ...]:
    """The same derivations for the budget year of their memo, whatever year a build asks for."""

    @functools.cache
    def at(compute: Callable[[Region], Computed]) -> Callable[[Region], Computed]:
        return lambda region: compute(region.for_year(year))

    return tuple(
        replace(one, base=at(one.base), because=one.because and (one.because[0], at(one.because[1])))
        for one in derivations
    )


def confront(region: Region, derivations: Sequence[Derivation]) -> pd.DataFrame:
    """The verdict of every printed figure of a region: the table figures.csv.

    Parameters
    ----------
    region : Region
    derivations : sequence of Derivation
        A figure that several patterns match goes to the first; one that none matches is an input.

    Returns
    -------
    DataFrame
        Columns `COLUMNS`, one row per printed figure in the order of the memos; difference = computed - published.
    """
    owner = _owners(region, derivations)
    found = {}
    moved = functools.cache(lambda base, figure, shift: base(region.shifted({figure: shift})))
    for derivation in derivations:
        ids = [figure for figure, its in owner.items() if its is derivation]
        if ids:
            found.update(_judge_all(region, derivation, ids, set(owner), moved))
    rows = [_row(figure, found.get(figure.Index)) for figure in region.published.itertuples()]
    return pd.DataFrame(rows, columns=COLUMNS)


def readings(region: Region, derivations: Sequence[Derivation]) -> dict[str, list[tuple[str, str, str]]]:
    """What the computation of each printed figure read: name, source and status of every input."""
    found = _owners(region, derivations)
    read = {id(derivation): _read(region, derivation) for derivation in set(found.values())}
    return {figure: read[id(derivation)] for figure, derivation in found.items()}


def _read(region: Region, derivation: Derivation) -> list[tuple[str, str, str]]:
    with region.reading() as log, contextlib.suppress(MissingInputError):
        derivation.value(region)
    return [(name, source, log.statuses[name]) for name, source in log.sources.items()]


def counts(figures: pd.DataFrame) -> dict[str, int]:
    """How many figures have each verdict, in the order of `VERDICTS`."""
    numbers = figures["verdict"].value_counts()
    return {verdict: int(numbers.get(verdict, 0)) for verdict in VERDICTS}


def _owners(region: Region, derivations: Sequence[Derivation]) -> dict[str, Derivation]:
    owner = {}
    for derivation in derivations:
        matched = fnmatch.filter(region.published.index, derivation.figures)
        if not matched:
            raise ValueError(f"{region.name}: no printed figure matches {derivation.figures}")
        for figure in matched:
            if pd.notna(region.published.loc[figure, "value"]):
                owner.setdefault(figure, derivation)
    return owner


def _judge_all(
    region: Region, derivation: Derivation, ids: list[str], results: set[str], moved: Callable
) -> dict[str, tuple]:
    with region.reading() as log:
        try:
            computed = derivation.value(region)
        except MissingInputError as missing:
            return dict.fromkeys(ids, (None, "not computable", missing.settles))
    rounded = {figure for pattern in derivation.rounded for figure in fnmatch.filter(log.figures, pattern)}
    uncertain = sorted(((log.figures - log.fixed) & results) | rounded)
    spread = _Spread(region, derivation, computed, uncertain, moved)
    proof = functools.cache(lambda: derivation.because[1](region))
    judged = {}
    for figure in ids:
        row = region.published.loc[figure]
        value = _pick(computed, row)
        if log.changed:
            judged[figure] = (value, "not comparable", "andere invoer dan de memo: " + ", ".join(sorted(log.changed)))
        else:
            judged[figure] = _judge(region, derivation, figure, value, figure in log.figures, spread, proof)
    return judged


def _judge(region, derivation, figure, value, circular: bool, spread: "_Spread", proof: Callable) -> tuple:
    row = region.published.loc[figure]
    half = row["printed_precision"] / 2 + NOISE
    exact = abs(value - row["value"]) <= half
    low, high = (0.0, 0.0) if exact else spread.around(figure)
    within = value - low - half <= row["value"] <= value + high + half
    if circular and within:
        return value, "fitted", f"{derivation.method}; gebruikt een waarde die uit dit cijfer zelf is afgeleid"
    if exact:
        return value, "reproduced", derivation.method
    if within:
        width = show_width(max(low, high) + half, row["unit"])
        what = "gedrukte invoer" if derivation.rounded else "regels"
        return (
            value,
            "rounding",
            f"{derivation.method}; past binnen de afronding van de {what}: {width} naar boven of beneden",
        )
    if derivation.because is not None and abs(_pick(proof(), row) - row["value"]) <= half:
        return value, "fitted" if circular else "explained", derivation.because[0]
    return value, "unexplained", derivation.tried or f"{derivation.method} geeft dit niet"


WIDTH_UNITS = {"euro_per_month": "euro per maand", "euro_per_hour": "euro per uur", "hours": "uur"}


def show_width(width: float, unit: str) -> str:
    """How far rounding reaches, in Dutch notation, two significant digits.

    Examples
    --------
    >>> show_width(2.11, "euro"), show_width(0.0006, "fraction")
    ('2,1 euro', '0,060 procentpunt')
    """
    if unit == "fraction":
        width, unit = width * 100, "procentpunt"
    decimals = max(0, 1 - math.floor(math.log10(width))) if width > 0 else 0
    return f"{number(width, decimals)} {WIDTH_UNITS.get(unit, unit)}"


class _Spread:
    """How far a result can move when each rounded printed input moves by half its last digit.

    Each input is moved by itself, up and down; the effects are added. That is exact for what is linear in the inputs
    and off by second-order terms elsewhere (a millionth of a euro here). `moved` gives a base with one input moved.
    """

    def __init__(self, region: Region, derivation: Derivation, centre: Computed, uncertain: list[str], moved: Callable):
        self.region, self.derivation, self.centre = region, derivation, centre
        self.uncertain, self.moved = uncertain, moved
        self.ends: list[tuple[Computed, Computed]] | None = None

    def around(self, figure: str) -> tuple[float, float]:
        if self.ends is None:
            self.ends = [self._both_ways(one) for one in self.uncertain]
        row = self.region.published.loc[figure]
        centre = _pick(self.centre, row)
        low = high = 0.0
        for one, pair in zip(self.uncertain, self.ends, strict=True):
            if one != figure:
                steps = [_pick(result, row) - centre for result in pair]
                low, high = low + max(0.0, -min(steps)), high + max(0.0, *steps)
        return low, high

    def _both_ways(self, one: str) -> tuple[Computed, Computed]:
        half = self.region.published.loc[one, "printed_precision"] / 2
        base, compute = self.derivation.base, self.derivation.compute
        return tuple(compute(self.moved(base, one, shift)) for shift in (-half, half))


def _pick(computed: Computed, row: pd.Series) -> float:
    if isinstance(computed, pd.DataFrame):
        return float(computed.loc[row["row"], row["column"]])
    if isinstance(computed, pd.Series):
        label = row["row"] if row["row"] in computed.index else row["column"]
        if label not in computed.index:
            raise KeyError(f"{row.name}: computed for {list(computed.index)}, neither its row nor its column")
        return float(computed[label])
    return float(computed)


def _row(figure, judged: tuple | None) -> dict:
    if judged is None and figure.status == "missing":
        judged = (None, "not computable", figure.note)
    computed, verdict, cause = judged or (None, "input", "")
    return {
        "id": figure.Index,
        **{name: getattr(figure, name) for name in ("memo", "place", "row", "column", "unit")},
        "published": figure.value if figure.value == figure.value or not figure.value_text else figure.value_text,
        "computed": computed,
        "difference": None if computed is None else computed - figure.value,
        "precision": figure.printed_precision,
        "verdict": verdict,
        "cause": cause,
        "status": figure.status,
        "source": figure.source,
    }
