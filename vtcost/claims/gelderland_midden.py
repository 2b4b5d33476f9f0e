"""Claims of gm-2017 and gm-2018."""

import pandas as pd

from vtcost.claims.outcome import Outcome, holds_if, within_rounding
from vtcost.data import MissingInputError, Region
from vtcost.formulas.keys import shares_within
from vtcost.models import gelderland_midden as model
from vtcost.models import gelderland_midden_views as views
from vtcost.models.gelderland_midden import CENTRAAL
from vtcost.numbers import euro, listed, number, percent
from vtcost.recovered import gelderland_midden as recovered
from vtcost.recovered import gelderland_midden_tables as tables

# Shares in the prose are printed to whole percents.
HALF_PERCENT = 0.005


def _variants(region: Region) -> pd.DataFrame:
    return pd.DataFrame({name: model.variant(region, name)["contribution"] for name in views.COMPARED})


def _spread(region: Region) -> pd.DataFrame:
    return views.spread(_variants(region))


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
    """Three always pay more than now; what they pay now (2017) is not printed."""
    more = _others(region, lambda other, now: (other > now).all(axis=1))
    return Outcome("open", f"De bijdragen van 2017 ontbreken. Altijd meer dan in variant A van 2018: {listed(more)}.")


def always_less(region: Region) -> Outcome:
    """Three always pay less than now; what they pay now (2017) is not printed."""
    less = _others(region, lambda other, now: (other < now).all(axis=1))
    return Outcome(
        "open", f"De bijdragen van 2017 ontbreken. Altijd minder dan in variant A van 2018: {len(less)} gemeenten."
    )


def _others(region: Region, rule) -> pd.Index:
    table = _variants(region)
    now = table["a"].to_numpy()[:, None]
    chosen = rule(table.drop(columns="a"), now)
    return table.index[chosen]


def _printed(region: Region) -> pd.DataFrame:
    names = ("a", "c2", "ac2")
    return pd.DataFrame({name: recovered.column(region, region.year, f"model-{name}") for name in names})


def damped_most(region: Region) -> Outcome:
    """AC2 lies between A and C2 for most municipalities (2018)."""
    inside = views.between(_printed(region))
    return holds_if(inside.mean() > 0.5, f"Voor {inside.sum()} van de {len(inside)} gemeenten.")


def damped_nearly_all(region: Region) -> Outcome:
    """AC2 lies between A and C2 for nearly all municipalities (2019)."""
    inside = views.between(_printed(region))
    shown = f"Voor {inside.sum()} van de {len(inside)}; niet voor {listed(inside.index[~inside])}."
    return holds_if(inside.mean() >= 0.9, shown, float((~inside).sum()))


def mean_of_both(region: Region) -> Outcome:
    """69 % is the mean of C1 and C2, rounded."""
    mean, share = views.mean_of_c(region), model.split(region, "share_ac2")[CENTRAAL]
    return within_rounding(mean - share, HALF_PERCENT, f"Het gemiddelde is {percent(mean, 2)}.")


def three_names(region: Region) -> Outcome:
    """69/31 is called production, the mean of C1 and C2, and a three-year mean; the rounding costs money."""
    mean, share = views.mean_of_c(region), model.split(region, "share_ac2")[CENTRAAL]
    moved = abs(share - mean) * region.input("budget")
    shown = (
        "Nee: het heet gebaseerd op productie, gemiddelde van C1 en C2, en driejaarsgemiddelde. "
        f"De afronding van {percent(mean, 2)} naar {percent(share)} legt {euro(moved)} per jaar bij Centraal Gelderland."
    )
    return Outcome("fails", shown, moved)


def within_bounds(region: Region) -> Outcome:
    """Between 66 % and 70 %."""
    share = views.subregion_totals(region)["share"]
    return holds_if(
        share.min() >= 0.66 and share.max() <= 0.70, f"Van {percent(share.min())} (A) tot {percent(share.max())} (C1)."
    )


def third_of_production(region: Region) -> Outcome:
    """Reports are 34 % of the production."""
    share = views.reports_share(region)
    return holds_if(round(share, 2) == 0.34, f"Berekend {percent(share)}.")


def half_of_reports(region: Region) -> Outcome:
    """Arnhem and Ede both get half of the reports of their sub-region."""
    within = shares_within(model.production(region, "reports"), model.subregions(region))
    shown = f"In euro's is het {percent(within['Arnhem'])} en {percent(within['Ede'])} (teruggerekend); de aantallen staan niet in de memo."
    return Outcome("open", shown)


def reference_date(region: Region) -> Outcome:
    """T-1 for 2018 is 1 January 2017; the amounts follow from 1 January 2016."""
    dates = views.reference_dates(region)
    apart = dates.loc["1 januari 2017", "largest"]
    shown = f"Nee: A van 2018 volgt uit {dates['largest'].idxmin()}; T-1 zou tot {euro(apart)} per gemeente schelen."
    return holds_if(dates["largest"].idxmin() == "1 januari 2017", shown, apart)


def reference_date_2019(region: Region) -> Outcome:
    """The amounts of 2019 follow from 1 January 2018."""
    table, printed = model.variant(region, "a"), recovered.column(region, region.year, "model-a")
    apart = (table["contribution"] - printed).abs().max()
    return holds_if(
        apart <= 50, f"A van 2019 volgt met die datum binnen {euro(apart)}; de bedragen zijn op 100 euro gedrukt."
    )


def eighty(region: Region) -> Outcome:
    """The fixed part is 80 %, rounded."""
    printed = recovered.column(region, region.year, "model-ac2")
    literal = region.as_printed(region.year, fixed_share=0.8)
    apart = float((model.variant(literal, "ac2")["contribution"] - printed).abs().max())
    share = region.input("fixed_share")
    return within_rounding(
        share - 0.8,
        HALF_PERCENT,
        f"De bedragen volgen met {percent(share, 2)}; met precies 80 % wijken ze tot {euro(apart)} af.",
    )


def circa(region: Region) -> Outcome:
    """About 93.000 euro from Amersfoort."""
    exact = region.for_year(2019).input("duvo_amersfoort")
    return Outcome(
        "open", f"Uit de gedrukte bedragen volgt {euro(exact)}; of dat het bedrag is, blijkt uit de begroting 2019."
    )


def nijkerk(region: Region) -> Outcome:
    """Ede's grant relieves Nijkerk in A, not in C1 and C2."""
    relief = -float(model.variant(region, "a").loc["Nijkerk", "relief Ede"])
    shown = f"In A krijgt Nijkerk {euro(relief)} verlichting uit de DUVO van Ede, in C1 en C2 niets."
    return holds_if(round(relief) == 0, shown, relief)


def close_regions(region: Region) -> Outcome:
    """Except for C1 the models are close to each other between the regions."""
    share = views.subregion_totals(region)["share"].drop("AC2")
    rest = share.drop("C1")
    shown = f"Zonder C1 lopen ze van {percent(rest.min())} tot {percent(rest.max())}; C1 is {percent(share['C1'])}."
    return holds_if(share["C1"] == share.max(), shown)


def totals(region: Region) -> Outcome:
    """Totals in print agree with each other."""
    apart = views.contradictions(region)["difference"].abs()
    return holds_if(
        bool((apart == 0).all()),
        f"Op {len(apart)} plaatsen niet; het meest bij: {apart.idxmax()} ({euro(apart.max())}).",
        float(apart.max()),
    )


def rate(region: Region) -> Outcome:
    """84,82 agrees with 84,70."""
    spread = tables.rate(region)
    printed = region.figure("gm-2017/bijlage-5-uitgangspunten/tarief-volgens-kostprijsmodel/bedrag")
    return Outcome(
        "rounding", f"Het verschil is {euro(printed - spread, 2)} per uur; de index achter 84,82 staat er niet."
    )


def two_thirds(region: Region) -> Outcome:
    """C2 is 67 % general and 33 % production."""
    parts = {part.name: part.amount for part in model.product_parts(region, "c2")}
    share = parts["general"] / sum(parts.values())
    return holds_if(round(share, 2) == 0.67, f"Het algemene deel is {percent(share)}.")


def small_shift(region: Region) -> Outcome:
    """AC2 shifts a little between the sub-regions."""
    table = views.subregion_totals(region)["centraal"]
    moved = table["AC2"] - table["A"]
    shown = f"{euro(moved)} meer voor Centraal Gelderland dan in A, {percent(moved / region.input('budget'))} van de begroting."
    return Outcome("open", f"{shown} Of dat klein is, is een oordeel.", float(moved))


def one_higher(region: Region) -> Outcome:
    """For a single municipality AC2 is above both A and C2 (2019)."""
    printed = _printed(region)
    above = printed.index[printed["ac2"] > printed[["a", "c2"]].max(axis=1)]
    return holds_if(len(above) == 1, f"Alleen {listed(above)}.")


def larger_grants(region: Region) -> Outcome:
    """A considerably larger part comes from DUVO in 2019."""
    early, late = (model.read(region.as_printed(year)) for year in (2018, 2019))
    before, after = (inputs.grants.sum() / inputs.budget for inputs in (early, late))
    return holds_if(after > before, f"Van {percent(before)} in 2018 naar {percent(after)} in 2019.")


def proportional(region: Region) -> Outcome:
    """Reports are spread more or less evenly: their share against that of the inhabitants."""
    within = shares_within(model.production(region, "reports"), model.subregions(region))
    people = shares_within(model.people(region, "population"), model.subregions(region))
    ratio = (within / people).sort_values()
    shown = (
        f"In euro's krijgt {ratio.index[-1]} {number(ratio.iloc[-1], 1)} maal zijn aandeel in de inwoners en {ratio.index[0]} "
        f"{number(ratio.iloc[0], 1)} maal. De aantallen zelf staan niet in de memo."
    )
    return Outcome("open", shown)


CHECKS = {
    "two-thirds": two_thirds,
    "small-shift": small_shift,
    "one-higher": one_higher,
    "larger-grants": larger_grants,
    "proportional": proportional,
    "mean-spread": mean_spread,
    "above-forty": above_forty,
    "amounts": amounts,
    "against-present": against_present,
    "all-less": all_less,
    "always-more": always_more,
    "always-less": always_less,
    "damped-most": damped_most,
    "damped-nearly-all": damped_nearly_all,
    "mean-of-both": mean_of_both,
    "three-names": three_names,
    "within-bounds": within_bounds,
    "third-of-production": third_of_production,
    "half-of-reports": half_of_reports,
    "reference-date": reference_date,
    "reference-date-2019": reference_date_2019,
    "eighty": eighty,
    "circa": circa,
    "nijkerk": nijkerk,
    "close-regions": close_regions,
    "totals": totals,
    "rate": rate,
}
