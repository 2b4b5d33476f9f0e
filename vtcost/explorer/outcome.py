"""What follows from the parameters: a sentence, a table and bars, by the model that the build uses too."""

from dataclasses import dataclass
from functools import cache

import pandas as pd

from vtcost.data import Region, in_one_line
from vtcost.data.reading import Reading
from vtcost.formulas.comparison import effects
from vtcost.formulas.rounding import whole_units
from vtcost.memo.blocks import Block
from vtcost.memo.memo import parts
from vtcost.model_cells import results
from vtcost.numbers import euro, number
from vtcost.reforms import reform

NEEDED = "fte_needed"
CONTRIBUTIONS = {
    "contribution": ("Met uw keuzes", "euro"),
    "memo": ("In de memo", "euro"),
    "present": ("Nu", "euro"),
    "euro": ("Verschil met nu", "euro"),
    "euro_per_inhabitant": ("Verschil met nu per inwoner", "euro_per_inhabitant"),
}
CAPACITY = {
    NEEDED: ("Nodig met uw keuzes", "fte"),
    "memo": ("Nodig in de memo", "fte"),
    "fte_available": ("Beschikbaar", "fte"),
    "gap": ("Beschikbaar min nodig", "fte"),
}
# A difference below this is no difference in a sentence. [euro]
NO_EURO = 0.5


@dataclass(frozen=True)
class Bar:
    """A bar from zero to `value`; `mark` is a second value on the same line, None for none."""

    label: str
    value: float
    shown: str
    mark: float | None = None


@dataclass(frozen=True)
class Memo:
    """A region with the memo's own values for a year, and what the memo's values lead to."""

    region: Region
    about_capacity: bool
    values: pd.Series


@dataclass(frozen=True)
class Outcome:
    """What the page shows: the finding in sentences, the bars with their title, the table, what one must know."""

    finding: list[str]
    title: str
    bars: list[Bar]
    table: Block
    caveats: tuple[str, ...] = ()


@cache
def memo(name: str, year: str | None = None) -> Memo:
    """The region with the memo's own values, computed once; about people needed, or else about who pays.

    Examples
    --------
    >>> [memo(name).about_capacity for name in ("noord_holland_noord", "zuid_holland_zuid")]
    [False, True]
    """
    region = Region.open(name, **({"year": year} if year else {}))
    with in_one_line(name):
        table = results(region)
        about_capacity = NEEDED in set(table["component"])
        values = _needed(region, table)[NEEDED] if about_capacity else reform(region).contribution()
    return Memo(region, about_capacity, values)


def outcome(region: Region, memo: Memo) -> Outcome:
    """The outcome under the region's parameters, beside that of the memo for the same year.

    Raises
    ------
    InputError, MissingInputError
        If nothing can be computed with these parameters.

    Examples
    --------
    >>> printed = memo("noord_holland_noord")
    >>> outcome(printed.region, printed).finding[0]
    'Met deze keuzes betalen 12 gemeenten meer dan nu en 6 minder.'
    """
    with in_one_line(region.name):
        return capacity(region, memo) if memo.about_capacity else contributions(region, memo)


def contributions(region: Region, memo: Memo) -> Outcome:
    """Who pays what: contributions of the reform in whole euros, against the memo's and against what holds now."""
    with region.reading() as basis:
        explored = reform(region)
        paid, now = whole_units(explored.contribution()), whole_units(explored.present)
    change = effects(paid, now, explored.inhabitants)
    frame = pd.DataFrame({"contribution": paid, "memo": whole_units(memo.values), "present": now})
    frame = frame.join(change[["euro", "euro_per_inhabitant"]])
    per_inhabitant = frame["euro_per_inhabitant"]
    bars = [Bar(name, value, number(value, 2, sign=True)) for name, value in per_inhabitant.items()]
    table = _table(
        frame, "Bijdrage per gemeente", "Gemeente", CONTRIBUTIONS, basis, sign=("euro", "euro_per_inhabitant")
    )
    finding = [_moved(frame["euro"]), _extreme(per_inhabitant, True), _extreme(per_inhabitant, False)]
    title = "Verschil met nu, in euro per inwoner"
    return Outcome([sentence for sentence in finding if sentence], title, bars, table, (explored.caveat,))


def capacity(region: Region, memo: Memo) -> Outcome:
    """How many people are needed: FTE needed and available by column, by the chosen norm set.

    The last column is what the reader chose; if nobody decided about people for it, those of the last decision count.
    """
    with region.reading() as basis:
        frame = _needed(region, results(region))
    frame.insert(1, "memo", memo.values.reindex(frame.index))
    last, needed = frame.index[-1], frame[NEEDED].iloc[-1]
    finding, caveats = [f"Voor „{last}” zijn {number(needed, 2)} fte nodig."], ()
    decided = frame["fte_available"].dropna()
    if last not in decided.index:
        available, decision = decided.iloc[-1], decided.index[-1]
        gap = available - needed
        frame.loc[last, ["fte_available", "gap"]] = available, gap
        finding = [
            f"Voor uw keuzes (de doorrekening) zijn {number(needed, 2)} fte nodig.",
            f"Dat is {number(abs(gap), 2)} fte {'meer' if gap < 0 else 'minder'} dan er volgens „{decision}” zijn.",
        ]
        caveats = (
            f"„{last}” is wat er nodig is voor de aantallen meldingen en adviesvragen die u kiest, met de verhouding"
            f" tussen de diensten van „{region.parameters().get('mix_of')}”. Beschikbaar is daar wat er volgens"
            f" „{decision}” is.",
        )
    bars = [
        Bar(column, value, number(value, 2), None if pd.isna(available) else available)
        for column, value, available in zip(frame.index, frame[NEEDED], frame["fte_available"], strict=True)
    ]
    table = _table(frame, "Formatie per kolom", "Kolom", CAPACITY, basis, ("gap",))
    title = "Formatie die nodig is, in fte; het streepje is wat er beschikbaar is"
    return Outcome(finding, title, bars, table, caveats)


def _needed(region: Region, table: pd.DataFrame) -> pd.DataFrame:
    """FTE needed, available and the gap by column of the results: the model named as the norm set, else the first."""
    norms = region.parameters().get("norms")
    models = table.loc[table["component"] == NEEDED, "model"].unique()
    chosen = table[table["model"] == (norms if norms in models else models[0])]
    order = chosen["column"].drop_duplicates()
    wide = chosen.pivot(index="column", columns="component", values="value").reindex(order)
    return wide.reindex(columns=[NEEDED, "fte_available", "gap"]).rename_axis(index=None, columns=None)


def _table(
    frame: pd.DataFrame, title: str, index_label: str, names: dict, basis: Reading, sign: tuple[str, ...]
) -> Block:
    advice, _ = parts()
    total = "euro" in frame
    return advice.table(frame, title, total=total, basis=basis, names=names, index_label=index_label, sign=sign)


def _moved(euros: pd.Series) -> str:
    more, less = int((euros > NO_EURO).sum()), int((euros < -NO_EURO).sum())
    if not more and not less:
        return "Met deze keuzes betaalt elke gemeente evenveel als nu."
    return f"Met deze keuzes {_count(more)} meer dan nu en {less} minder."


def _count(municipalities: int) -> str:
    if municipalities == 1:
        return "betaalt 1 gemeente"
    return f"betalen {municipalities or 'geen'} gemeenten"


def _extreme(per_inhabitant: pd.Series, up: bool) -> str:
    """The largest rise or fall per inhabitant in a sentence; empty if nobody rises or falls by a cent."""
    name = per_inhabitant.idxmax() if up else per_inhabitant.idxmin()
    value = round(per_inhabitant[name], 2)
    if value == 0 or (value > 0) != up:
        return ""
    return f"Grootste {'stijging' if up else 'daling'}: {name}, {euro(abs(value), 2)} per inwoner."
