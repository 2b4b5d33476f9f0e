"""Claims of zhz-2024."""

from vtcost.claims.outcome import Outcome, holds_if
from vtcost.data import Region
from vtcost.model_cells import model_of
from vtcost.numbers import euro, number, percent

PROPOSAL = "Begroting 2025 voorstel DB"
POLICE = "zhz-2024/oplossingen-c-procesoptimalisatie"
RISES = "zhz-2024/winstwaarschuwing"
WEEKS = 52
REPORTS = "Meldingen"


def _police(region: Region, name: str) -> float:
    return region.figure(f"{POLICE}/{name}/aantal")


def triage(region: Region) -> Outcome:
    """16 hours per report, literally, needs more than the printed FTE."""
    printed, literal = (model_of(region)["needed_by"][name][PROPOSAL] for name in ("regional", "regional_literal"))
    shown = f"Per melding gerekend is {number(literal, 2)} fte nodig; de gedrukte {number(printed, 2)} volgt met overdrachten."
    return holds_if(literal == printed, shown, literal - printed)


def including(region: Region) -> Outcome:
    """73,33 FTE is said to include VOiT; five services make it already."""
    voit, ahead = region.input("voit_amount") / region.input("cost_per_fte"), 1.0
    shown = f"Vijf diensten geven dat getal al; VOiT ({number(voit, 2)} fte) en Veiligheid Voorop (ongeveer 1 fte) zitten er niet zichtbaar in."
    return Outcome("fails", shown, voit + ahead)


def _claim(region: Region, year: str) -> Outcome:
    made = model_of(region)
    needed, short, there = (one[year] for one in (made["claim_needs"], made["claim_short"], made["claimed"]["fte"]))
    fit, literal = made["fit"][year], made["fit_literal"][year]
    shown = (
        f"Nodig is {number(needed, 2)} fte. Met {number(there, 2)} fte kunnen ongeveer {number(round(fit, -1))} meldingen; "
        f"{number(round(literal, -1))} als de triagenorm voor elke melding geldt."
    )
    return holds_if(short <= 0, shown, short)


def police_share(region: Region) -> Outcome:
    """3.502 of 4.599 reports."""
    share = _police(region, "politiemeldingen-2023") / _police(region, "meldingen-2023")
    return holds_if(share >= 0.75, f"Berekend {percent(share)}.")


def sent_back(region: Region) -> Outcome:
    """161 reports sent back, of all police reports."""
    back = _police(region, "politiemeldingen-2023-teruggelegd-bij-politie")
    with_back, without = (
        back / (_police(region, "politiemeldingen-2023") + back),
        back / _police(region, "politiemeldingen-2023"),
    )
    return Outcome("rounding", f"{percent(with_back)} met de teruggelegde in de noemer, {percent(without)} zonder.")


def closed_of_police(region: Region) -> Outcome:
    """24 reports closed, of the police reports."""
    share = _police(region, "meldingen-afgerond-zonder-verdere-inzet-2023") / _police(region, "politiemeldingen-2023")
    return holds_if(
        round(share, 3) == 0.005, f"Van de politiemeldingen is het {percent(share)}; 0,5 % geldt voor alle meldingen."
    )


def closed_of_all(region: Region) -> Outcome:
    """24 reports closed, of all reports."""
    share = _police(region, "meldingen-afgerond-zonder-verdere-inzet-2023") / _police(region, "meldingen-2023")
    return holds_if(round(share, 3) == 0.005, f"Berekend {percent(share, 2)}.")


def unknown_counts(region: Region) -> Outcome:
    """Shares whose counts are not printed."""
    return Outcome("open", "De aantallen achter dit percentage staan niet in de memo.")


def indexation(region: Region) -> Outcome:
    """Both percentages should go with one base amount."""
    bases = {}
    for name in ("indexering-volgens-voorstel", "indexering-volgens-besluit-centrumgemeente-dordrecht"):
        amount, share = region.figure(f"{RISES}/{name}/bedrag"), region.figure(f"{RISES}/{name}/aandeel")
        bases[name] = (amount / (share + 0.0005), amount / (share - 0.0005))
    (low, high), (other_low, other_high) = bases.values()
    fits = max(low, other_low) <= min(high, other_high)
    shown = f"Een subsidie van {euro(max(low, other_low))} tot {euro(min(high, other_high))} past bij beide."
    return Outcome("rounding", shown) if fits else Outcome("fails", "Geen enkele subsidie past bij beide.")


def voit_price(region: Region) -> Outcome:
    """140.000 euro for four hours a week per local team, at the price of one FTE."""
    hours = region.input("voit_amount") / region.input("cost_per_fte") * region.input("hours_per_fte")
    teams = hours / (
        WEEKS
        * region.figure("zhz-2024/terugtrekking-deelname-aan-programma-s/inzet-voit-per-week-per-lokaal-team/uren")
    )
    return Outcome(
        "open", f"Het bedrag koopt uren voor {number(teams, 1)} teams; hoeveel teams er zijn, staat er niet."
    )


def outcomes(region: Region) -> Outcome:
    """Transfers, support and research together exceed the reports."""
    excess = model_of(region)["excess"].series
    shown = f"In {(excess > 0).sum()} van de {len(excess)} kolommen zijn er meer uitkomsten dan meldingen, tot {number(excess.max())}."
    return holds_if(bool((excess <= 0).all()), shown, float(excess.max()))


def growth(region: Region) -> Outcome:
    """Reports grow strongly in 2024."""
    reports = model_of(region)["counts"]["Meldingen"]
    before, after = reports["Realisatie 2023"], reports["2e burap 2024"]
    return holds_if(after > before, f"Van {number(before)} naar {number(after)}: {percent(after / before - 1)}.")


def advice(region: Region) -> Outcome:
    """Advice requests grow; the second report of 2024 is above 2023, though below the first."""
    requests = region.input("volume").loc["Adviezen"]
    before, first, second = (requests[column] for column in ("Realisatie 2023", "1e burap 2024", "2e burap 2024"))
    shown = (
        f"Van {number(before)} in 2023 naar {number(second)} in de tweede rapportage van 2024 ({percent(second / before - 1)} meer). "
        f"De eerste rapportage was hoger ({number(first)}); de prognose van {number(region.input('advice'))} volgt er niet uit."
    )
    return holds_if(second > before, shown)


def temporary(region: Region) -> Outcome:
    """58,9 + 4,5 = 63,4."""
    total = region.input("available_structural").iloc[-1] + region.input("temporary_2025")
    return holds_if(
        abs(total - region.input("available").iloc[-1]) < 0.005,
        f"Structureel en tijdelijk samen {number(total, 2)} fte.",
    )


def ten(region: Region) -> Outcome:
    """Ten municipalities."""
    members = len(region.municipalities(2024))
    return holds_if(members == 10, f"De regio telt {members} gemeenten.")


def terms(region: Region) -> Outcome:
    """The legal terms are not met."""
    met, norm, late = (model_of(region)[name].series for name in ("term_met", "term_norm", "late"))
    shown = ", ".join(
        f"{service.lower()} {percent(met[service])} (norm ten minste {percent(norm[service])})" for service in met.index
    )
    return holds_if(bool((late < 0).all()), f"Op tijd: {shown}.")


def absence(region: Region) -> Outcome:
    """Absence is above the norm in each year."""
    rates = region.input("absence")
    years = rates.drop("norm")
    shown = (
        f"{', '.join(percent(value) for value in years)} in 2022, 2023 en 2024; de norm is {percent(rates['norm'])}."
    )
    return holds_if(bool((years > rates["norm"]).all()), shown)


def mostly_action(region: Region) -> Outcome:
    """Most police reports need action: all but those sent back or closed."""
    police, back = (
        _police(region, "politiemeldingen-2023"),
        _police(region, "politiemeldingen-2023-teruggelegd-bij-politie"),
    )
    closed = _police(region, "meldingen-afgerond-zonder-verdere-inzet-2023")
    share = (police - closed) / (police + back)
    return holds_if(share > 0.9, f"Ten minste {percent(share)}, als alle afgeronde meldingen van de politie kwamen.")


def scaled(region: Region) -> Outcome:
    """The decision's volumes are 0,96 of the proposal's, except the reports."""
    volumes = region.input("volume")
    ratio = volumes["Begroting 2025 besluit AB"] / volumes[PROPOSAL]
    rest = ratio.drop(REPORTS)
    shown = f"De diensten zijn precies {number(rest.mean(), 2)} maal het voorstel, de meldingen {number(ratio[REPORTS], 3)}."
    return holds_if(bool((rest.round(6) == ratio[REPORTS]).all()), shown)


CHECKS = {
    "terms": terms,
    "absence": absence,
    "mostly-action": mostly_action,
    "scaled": scaled,
    "triage": triage,
    "including": including,
    "fit-2025": lambda region: _claim(region, "2025"),
    "fit-2026": lambda region: _claim(region, "2026"),
    "police-share": police_share,
    "sent-back": sent_back,
    "closed-of-police": closed_of_police,
    "closed-of-all": closed_of_all,
    "local-team": unknown_counts,
    "youth-team": unknown_counts,
    "indexation": indexation,
    "voit-price": voit_price,
    "outcomes": outcomes,
    "growth": growth,
    "advice": advice,
    "temporary": temporary,
    "ten": ten,
}
