"""Claims of gm-2017 and gm-2018."""

import pandas as pd

from vtcost.claims.outcome import Outcome, holds_if
from vtcost.data import MissingInputError, Region
from vtcost.models import gelderland_midden as model
from vtcost.models import gelderland_midden_views as views
from vtcost.models.gelderland_midden import CENTRAAL
from vtcost.numbers import euro, listed, percent
from vtcost.recovered import gelderland_midden as recovered

SPREAD = ["a", "b", "c1", "c2"]


def _spread(region: Region) -> pd.DataFrame:
    return views.spread(pd.DataFrame({name: model.variant(region, name)["contribution"] for name in SPREAD}))


def mean_spread(region: Region) -> Outcome:
    """30 % on average: over the lowest, without the municipality whose lowest is zero."""
    mean = _spread(region)["distance_fraction"].mean()
    return holds_if(
        round(mean, 2) == 0.30, f"Gemiddeld {percent(mean)} van de laagste, zonder Rozendaal (laagste nul)."
    )


def above_forty(region: Region) -> Outcome:
    """Some above 40 %, one 50 %."""
    part = _spread(region)["distance_fraction"]
    shown = f"Boven 40 %: {listed(part.index[part > 0.4])}; de grootste is {part.idxmax()} met {percent(part.max())}."
    return holds_if((part > 0.4).sum() > 1 and (part >= 0.5).sum() == 1, shown)


def amounts(region: Region) -> Outcome:
    """More than 50.000 on average, 70.000 for some, 300.000 for one."""
    apart = _spread(region)["distance"]
    shown = f"Gemiddeld {euro(apart.mean())}; boven 70.000: {listed(apart.index[apart > 70_000])}; hoogste {euro(apart.max())}."
    return holds_if(apart.mean() > 50_000 and (apart > 70_000).sum() > 1 and apart.max() > 300_000, shown)


def against_present(region: Region) -> Outcome:
    """19 % lower, 9 % higher, up to 39 %: against contributions of 2017 that are not printed."""
    spread = _spread(region)
    try:
        region.input("present_contribution")
    except MissingInputError:
        shown = (
            f"De bijdragen van 2017 ontbreken. Tegenover A van 2018 is het {percent(-spread['low_fraction'].mean())} lager, "
            f"{percent(spread['high_fraction'].mean())} hoger en ten hoogste {percent(spread['high_fraction'].max())}."
        )
        return Outcome("open", shown)
    return Outcome("open", "De vergelijking met 2017 is nog niet berekend.")


def all_less(region: Region) -> Outcome:
    """One municipality pays 100 % less."""
    low = _spread(region)["low"]
    zero = low.index[low.round() == 0]
    return holds_if(len(zero) == 1, f"In C1 betaalt {listed(zero)} niets.")


def always_more(region: Region) -> Outcome:
    """Three always pay more than now (A)."""
    more = _others(region, lambda other, now: (other > now).all(axis=1))
    return holds_if(len(more) == 3, f"Altijd meer dan in A: {listed(more)}.")


def always_less(region: Region) -> Outcome:
    """Three always pay less than now."""
    less = _others(region, lambda other, now: (other < now).all(axis=1))
    return holds_if(
        len(less) == 3,
        f"Altijd minder dan in A: {len(less)} gemeenten. Wat 'nu' is (2017), staat niet in de memo.",
        len(less) - 3,
    )


def _others(region: Region, rule) -> pd.Index:
    table = pd.DataFrame({name: model.variant(region, name)["contribution"] for name in SPREAD})
    now = table["a"].to_numpy()[:, None]
    chosen = rule(table.drop(columns="a"), now)
    return table.index[chosen]


def _damped(region: Region) -> pd.Series:
    printed = {name: recovered.column(region, region.year, f"model-{name}") for name in ("a", "c2", "ac2")}
    return views.between(pd.DataFrame(printed))


def damped_most(region: Region) -> Outcome:
    """AC2 lies between A and C2 for most municipalities (2018)."""
    inside = _damped(region)
    return holds_if(inside.mean() > 0.5, f"Voor {inside.sum()} van de {len(inside)} gemeenten.")


def damped_nearly_all(region: Region) -> Outcome:
    """AC2 lies between A and C2 for nearly all municipalities (2019)."""
    inside = _damped(region)
    shown = f"Voor {inside.sum()} van de {len(inside)}; niet voor {listed(inside.index[~inside])}."
    return holds_if(inside.mean() >= 0.9, shown, float((~inside).sum()))


def one_split_three_names(region: Region) -> Outcome:
    """69/31 is called production, the mean of C1 and C2, and a three-year mean."""
    mean, share = views.mean_of_c(region), model.split(region, "share_ac2")[CENTRAAL]
    moved = abs(share - mean) * region.input("budget")
    shown = f"Het gemiddelde van C1 en C2 is {percent(mean, 2)}; de afronding verschuift {euro(moved)} per jaar."
    return Outcome("fails", shown, moved)


def within_bounds(region: Region) -> Outcome:
    """Between 66 % and 70 %."""
    share = views.subregion_totals(region)["share"]
    return holds_if(
        share.min() >= 0.66 and share.max() <= 0.70, f"Van {percent(share.min())} (A) tot {percent(share.max())} (C1)."
    )


def third_of_production(region: Region) -> Outcome:
    """Reports are 34 % of the production."""
    amounts_of = region.input("product_amount")
    share = amounts_of[["Meldingen en Triage", "Zorgmeldingen Jeugd van Politie"]].sum() / amounts_of["Totaal"]
    return holds_if(round(share, 2) == 0.34, f"Berekend {percent(share)}.")


def half_of_reports(region: Region) -> Outcome:
    """Arnhem and Ede both get half of the reports of their sub-region."""
    within = model.shares_within(model.production(region, "reports"), model.subregions(region))
    shown = f"Arnhem {percent(within['Arnhem'])}, Ede {percent(within['Ede'])} (teruggerekend uit C1 en C2)."
    both = all(round(within[name], 2) == 0.5 for name in ("Arnhem", "Ede"))
    return holds_if(both, shown, float(max(0.5 - within["Arnhem"], 0.5 - within["Ede"])))


def reference_date(region: Region) -> Outcome:
    """T-1 for 2018 is 1 January 2017; the amounts follow from 1 January 2016."""
    dates = views.reference_dates(region)
    apart = dates.loc["1 januari 2017", "largest"]
    return Outcome(
        "fails", f"De bedragen van 2018 volgen uit {dates['largest'].idxmin()}; T-1 scheelt tot {euro(apart)}.", apart
    )


def eighty(region: Region) -> Outcome:
    """The fixed part is 80 %."""
    printed = recovered.column(region, 2018, "model-ac2")
    literal = region.as_printed(2018)
    literal.given = {"year": 2018, "fixed_share": 0.8}
    apart = float((model.variant(literal, "ac2")["contribution"] - printed).abs().max())
    shown = (
        f"Met 80 % wijken de bedragen tot {euro(apart)} af; ze volgen met {percent(region.input('fixed_share'), 2)}."
    )
    return Outcome("fails", shown, apart)


def circa(region: Region) -> Outcome:
    """About 93.000 euro from Amersfoort."""
    exact = region.for_year(2019).input("duvo_amersfoort")
    printed = region.figure("gm-2018/voetnoot-6/duvo-gelden-via-centrumgemeente-amersfoort/bedrag")
    return Outcome("fails", f"Uit de bedragen volgt {euro(exact)}: afgekapt, niet afgerond.", exact - printed)


def nijkerk(region: Region) -> Outcome:
    """Ede's grant relieves Nijkerk in A, not in C1 and C2."""
    relief = -float(model.variant(region, "a").loc["Nijkerk", "relief Ede"])
    return Outcome(
        "fails", f"In A krijgt Nijkerk {euro(relief)} verlichting uit de DUVO van Ede, in C1 en C2 niets.", relief
    )


def close_regions(region: Region) -> Outcome:
    """Except for C1 the models are close to each other between the regions."""
    share = views.subregion_totals(region)["share"].drop("AC2")
    rest = share.drop("C1")
    shown = f"Zonder C1 lopen ze van {percent(rest.min())} tot {percent(rest.max())}; C1 is {percent(share['C1'])}."
    return holds_if(share["C1"] == share.max(), shown)


def totals(region: Region) -> Outcome:
    """Totals in print agree with each other."""
    apart = views.contradictions(region)["difference"].abs()
    return Outcome(
        "fails",
        f"Op {len(apart)} plaatsen niet; het meest bij: {apart.idxmax()} ({euro(apart.max())}).",
        float(apart.max()),
    )


def rate(region: Region) -> Outcome:
    """84,82 agrees with 84,70."""
    spread = region.input("budget") / region.input("direct_hours")
    printed = region.figure("gm-2017/bijlage-5-uitgangspunten/tarief-volgens-kostprijsmodel/bedrag")
    return Outcome(
        "rounding", f"Het verschil is {euro(printed - spread, 2)} per uur; de index achter 84,82 staat er niet."
    )


CHECKS = {
    "mean-spread": mean_spread,
    "above-forty": above_forty,
    "amounts": amounts,
    "against-present": against_present,
    "all-less": all_less,
    "always-more": always_more,
    "always-less": always_less,
    "damped-most": damped_most,
    "damped-nearly-all": damped_nearly_all,
    "one-split-three-names": one_split_three_names,
    "within-bounds": within_bounds,
    "third-of-production": third_of_production,
    "half-of-reports": half_of_reports,
    "reference-date": reference_date,
    "eighty": eighty,
    "circa": circa,
    "nijkerk": nijkerk,
    "close-regions": close_regions,
    "totals": totals,
    "rate": rate,
}
