"""Claims of nhn-oplegger and nhn-advies."""

from vtcost.claims.outcome import Outcome, holds_if
from vtcost.data import Region
from vtcost.models import noord_holland_noord as model
from vtcost.models import noord_holland_noord_views as views
from vtcost.numbers import euro, listed, number, percent


def _other_inhabitants(region: Region, year: int | None) -> float:
    """Largest change of a contribution with the final inhabitants of a year instead of the memo's."""
    inputs = model.read(region)
    people = region.measure("population", year, division=model.TABLE_YEAR)
    other = model.allocation(model.replace(inputs, inhabitants=people))["contribution"]
    return float((other - model.allocation(inputs)["contribution"]).abs().max())


def reference_date(region: Region) -> Outcome:
    """T-1 of 2019 is 2018; the memo uses 1 January 2019 itself."""
    apart = _other_inhabitants(region, model.TABLE_YEAR - 1)
    return Outcome("fails", f"T-1 zou 1 januari 2018 zijn; dat scheelt ten hoogste {euro(apart)} per gemeente.", apart)


def case_year(region: Region) -> Outcome:
    """T-2 of 2019 is 2017; the memo uses 2018."""
    used = int(region.input("cases_year"))
    return Outcome("fails", f"T-2 zou 2017 zijn; gebruikt is {used}. De casussen van 2017 zijn niet bekend.")


def provisional(region: Region) -> Outcome:
    """The inhabitants used are not the final ones of CBS."""
    apart = _other_inhabitants(region, model.TABLE_YEAR)
    return Outcome(
        "fails", f"Gebruikt zijn voorlopige cijfers; definitief scheelt het ten hoogste {euro(apart)}.", apart
    )


def agreeing(region: Region) -> Outcome:
    """18 - 4 = 14."""
    members, others = len(region.municipalities(model.TABLE_YEAR)), region.input("buch_municipalities")
    said = region.input("agreeing")
    return holds_if(members - others == said, f"{members} min {number(others)} is {number(members - others)}.")


def softening(region: Region) -> Outcome:
    """Whether less money changes hands in the first year of the transition than without it, by each reading."""
    moves = views.transition_moved(region)
    first, direct = moves.columns[0], views.moved(views.overview(region)["euro"])
    softer = views.worded(moves[moves[first] < direct]).index
    worse = float(moves[first].max() - direct)
    shown = f"Alleen bij de lezingen {listed(softer)}; anders verschuift er in het eerste jaar {euro(worse)} meer."
    return holds_if(len(softer) == len(moves), shown, worse)


def considerable(region: Region) -> Outcome:
    """Some municipalities pay considerably more."""
    effect = views.overview(region)["fraction"]
    return holds_if(
        effect.max() > 0.5, f"{effect.idxmax()} betaalt {percent(effect.max())} meer dan onder de oude sleutel."
    )


def sums(region: Region) -> Outcome:
    """The printed columns add up to their totals within rounding."""
    apart = views.column_sums(region)["difference"].abs().max()
    return Outcome(
        "rounding", f"De kolommen tellen op tot ten hoogste {euro(apart)} van hun totaal; elke regel is apart afgerond."
    )


def comparable(region: Region) -> Outcome:
    """How far old and new can be compared depends on the old DUVO, which is not printed."""
    grants = model.read(region).grants.sum()
    return Outcome(
        "open",
        f"De oude DUVO ontbreekt; nu is zij {euro(grants)}. Zonder dat bedrag is het effect van de sleutel alleen niet te scheiden.",
    )


def availability(region: Region) -> Outcome:
    """49 % of the budget goes to being available: a study of another service."""
    return Outcome(
        "open", "Het onderzoek (Halte Werk, regio Alkmaar) is niet bijgevoegd en gaat over een andere dienst."
    )


def later_cheaper(region: Region) -> Outcome:
    """2020 is cheaper if the incidental amount is inside the budget."""
    once = model.incidental(region)
    return Outcome("open", f"Alleen als de {euro(once)} in de begroting zit, is 2020 lager; dat staat er niet.", once)


CHECKS = {
    "reference-date": reference_date,
    "case-year": case_year,
    "provisional": provisional,
    "agreeing": agreeing,
    "softening": softening,
    "considerable": considerable,
    "sums": sums,
    "comparable": comparable,
    "availability": availability,
    "later-cheaper": later_cheaper,
}
