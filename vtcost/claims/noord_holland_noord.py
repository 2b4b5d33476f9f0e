"""Claims of nhn-oplegger and nhn-advies."""

from dataclasses import replace

from vtcost.claims.outcome import Outcome, holds_if, within_rounding
from vtcost.data import Region
from vtcost.models import noord_holland_noord as model
from vtcost.models import noord_holland_noord_views as views
from vtcost.numbers import euro, number, percent


def _other_inhabitants(region: Region, year: int | None) -> float:
    """Largest change of a contribution with the final inhabitants of a year instead of the memo's."""
    inputs = model.read(region)
    people = region.measure("population", year, division=model.TABLE_YEAR)
    other = model.allocation(replace(inputs, inhabitants=people))["contribution"]
    return float((other - model.allocation(inputs)["contribution"]).abs().max())


def usual_dates(region: Region) -> Outcome:
    """The usual t-1 and t-2 of 2019 would be 2018 and 2017."""
    apart = _other_inhabitants(region, model.TABLE_YEAR - 1)
    shown = f"Nee, zoals de memo zelf zegt; inwoners van 1 januari 2018 schelen tot {euro(apart)} per gemeente. Leg de regel voor later vast."
    return holds_if(model.read(region).population_year == model.TABLE_YEAR - 1, shown, apart)


def case_year(region: Region) -> Outcome:
    """The counts of cases are not printed, so their year cannot be checked."""
    return Outcome("open", "De aantallen staan niet in de memo; hun jaar is niet te controleren.")


def provisional(region: Region) -> Outcome:
    """The inhabitants are of 1 January 2019, but provisional."""
    apart = _other_inhabitants(region, model.TABLE_YEAR)
    return Outcome("rounding", f"Ja, met voorlopige cijfers; met de definitieve scheelt het ten hoogste {euro(apart)}.")


def agreeing(region: Region) -> Outcome:
    """18 - 4 = 14."""
    members, others = len(region.municipalities(model.TABLE_YEAR)), region.input("buch_municipalities")
    said = region.input("agreeing")
    return holds_if(members - others == said, f"{members} min {number(others)} is {number(members - others)}.")


def softening(region: Region) -> Outcome:
    """Whether less money changes hands in the first year of the transition than without it, by each reading."""
    moves = views.transition_moved(region)
    first, direct = moves.columns[0], views.moved(views.overview(region)["euro"])
    softer, harder = float(direct - moves.loc["rising", first]), float(moves.loc["falling", first] - direct)
    shown = (
        f"Dat hangt af van hoe de zin wordt gelezen. Begint het met 30 procent inwoners, dan verschuift er {euro(softer)} minder; "
        f"met 70 procent {euro(harder)} meer."
    )
    return Outcome("open", shown, harder)


def considerable(region: Region) -> Outcome:
    """Some municipalities pay considerably more."""
    effect = views.overview(region)["fraction"]
    return holds_if(
        effect.max() > 0.5, f"{effect.idxmax()} betaalt {percent(effect.max())} meer dan onder de oude sleutel."
    )


def sums(region: Region) -> Outcome:
    """The printed columns add up to their totals within rounding."""
    apart = views.column_sums(region)["difference"].abs().max()
    # Each row, and the total, can hide half a euro.
    limit = (len(region.municipalities(model.TABLE_YEAR)) + 1) / 2
    shown = f"De kolommen tellen op tot ten hoogste {euro(apart)} van hun totaal; elke regel is apart afgerond."
    return within_rounding(apart, limit, shown)


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


def consensus(region: Region) -> Outcome:
    """nhn-advies says both that there is consensus on the structure and that there is not fully."""
    others = region.input("buch_municipalities")
    return Outcome(
        "fails",
        f"Het advies zegt ook dat consensus niet volledig is bereikt: {number(others)} gemeenten gingen nog niet akkoord.",
        others,
    )


def settled_before(region: Region) -> Outcome:
    """nhn-advies calls the key settled in the DVO; nhn-oplegger says the DVO only asks for one, and January chose none."""
    return Outcome(
        "fails",
        "Volgens de oplegger vraagt de DVO alleen om een nieuwe sleutel, en koos het overleg in januari er nog geen.",
    )


def base_years(region: Region) -> Outcome:
    """2013 and 2014 in one memo, 2014 in the other."""
    return Outcome("fails", "Het advies noemt cijfers uit 2013 en 2014, de oplegger alleen 2014.")


def yearly(region: Region) -> Outcome:
    """Both measures can be renewed every year: CBS has the inhabitants of each year; counts of cases are the region's."""
    years = region.shared["population"]["reference_date"].str[:4].astype(int)
    return Outcome(
        "open",
        f"De inwoners wel (CBS {years.min()} tot {years.max()}); of de casussen elk jaar komen, is niet te controleren.",
    )


CHECKS = {
    "consensus": consensus,
    "settled-before": settled_before,
    "base-years": base_years,
    "yearly": yearly,
    "usual-dates": usual_dates,
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
