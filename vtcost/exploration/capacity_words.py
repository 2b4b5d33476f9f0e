"""Capacity and waiting in sentences: findings, and every assumption behind the simulation in plain words."""

from vtcost.backlog import MONTHS, Recovery
from vtcost.data import Region
from vtcost.exploration import capacity, waiting
from vtcost.exploration.recovery import FULL, MAY_WAIT, WITHIN
from vtcost.numbers import about, euro, listed, number, percent
from vtcost.waiting import Outcome


def headline(region: Region) -> str:
    """What the decision gives and what is needed, in two sentences."""
    table = capacity.projection_table(region, region.year)
    return (
        f"Het besluit geeft {number(capacity.decided(region), 2)} fte. Nodig is {number(table['low'].min())} tot"
        f" {number(table['high'].max())}, al naar gelang het aantal meldingen en de verhouding tussen de diensten"
        f" (aanname). Het besluit rekent zelf met {number(capacity.planned_reports(region)[1])} meldingen, en dan is"
        f" {number(capacity.needed_by_decision(region), 2)} nodig."
    )


def readings(found: list[waiting.Calibrated]) -> str:
    """What the table of readings is, and which of them no value makes meet the indicator."""
    said = "Aanname. De memo zegt niet welke lezing waar is."
    if absent := waiting.unmet(found):
        said += f" Het getal van de memo komt er bij geen enkele waarde uit bij: {'; '.join(absent)}."
    return said


def volumes(region: Region, year: int) -> str:
    """The range of volumes and people of a year."""
    table = capacity.projection_table(region, year)
    return (
        f"Voor {year} lopen de aannames over het aantal meldingen van {number(table['reports'].min())} tot"
        f" {number(table['reports'].max())}. Nodig is dan {number(table['low'].min())} tot"
        f" {number(table['high'].max())} fte."
    )


def mix(region: Region) -> str:
    """What the mix of services does at the same number of reports."""
    low, high = capacity.projection_table(region, region.year).loc[capacity.BUDGET, ["low", "high"]]
    printed, budget = region.input("volume"), region.parameter("mix_of")
    rows = ["Overdracht ondersteuning", "Onderzoek"]
    planned, reported = ([number(printed.loc[row, column]) for row in rows] for column in (budget, capacity.BASE))
    return (
        f"Ook bij de meldingen van de begroting scheelt de verhouding tussen de diensten veel: {number(low)} of"
        f" {number(high)} fte. De begroting rekent met {listed(planned)} keer ondersteuning en onderzoek,"
        f" de laatste rapportage met {listed(reported)}."
    )


def planned_reports(region: Region) -> str:
    """The reports of the budget against those of the decision and of the last report."""
    planned, own = capacity.planned_reports(region)
    reported = region.input("volume").loc["Meldingen", capacity.BASE]
    return (
        f"Let op: de tabellen rekenen met de {number(planned)} meldingen van het voorstel, ook bij de mensen van het"
        f" besluit. Het besluit zelf rekent met {number(own)} meldingen; de laatste rapportage van 2024 kwam op"
        f" {number(reported)}. Blijft het aantal zo hoog, dan ligt de uitkomst dichter bij de rij met de meeste"
        " meldingen."
    )


def price(cost: float) -> str:
    """Where the price of an FTE comes from, and the other one that is printed."""
    other = Region.open("gelderland_midden").figure("gm-2017/bijlage-5-tabel-kostprijsonderbouwing/totaal/bedrag")
    return (
        f"Eén fte kost volgens Zuid-Holland Zuid {euro(cost)} per jaar (2024). Gelderland-Midden drukte in 2017"
        f" {euro(other)}. Noord-Holland Noord noemt geen bedrag. Hier geldt overal het bedrag van Zuid-Holland Zuid."
    )


def sensitivity(region: Region) -> str:
    """What weighs most."""
    table = capacity.sensitivity(region)
    row = table.loc["Triage: uren of aantal"]
    part = capacity.work_shares(region)["Triage"]
    return (
        f"Triage is {percent(part, 0)} van het werk: 10 % minder uren per triage scheelt"
        f" {number(capacity.needed(region) - row['lower'], 1)} fte."
        " 10 % minder productieve uren per fte kost"
        f" {number(table.loc['Uren per fte', 'lower'] - capacity.needed(region), 1)} fte."
    )


def absence(region: Region) -> str:
    """What the highest printed absence costs, against the printed gap."""
    row = capacity.absence(region).iloc[-1]
    gap = max(-capacity.gaps(region)["proposal"], 0)
    return (
        f"Bij het hoogste verzuim in de memo, {percent(row['absence'])}, is {number(row['extra'], 1)} fte meer nodig"
        " dan bij"
        f" de norm, of {about(row['cost'])} per jaar. Het tekort in het voorstel is {number(gap, 1)} fte."
        " Dit is een aanname: dat de uren per fte het verzuim volgens de norm al bevatten."
    )


def strict(region: Region, outcome: Outcome) -> str:
    """What would be on time if the norms held to the hour and cases were done in order."""
    met = region.input("term_met")[waiting.TRIAGE]
    pressure = waiting.work(region, waiting.MEASURED).pressure
    return (
        f"De norm en de indicator passen niet bij elkaar. In 2024 was er volgens de norm {number(pressure, 2)} keer"
        " zoveel"
        f" werk als er mensen waren. Wie dan op volgorde werkt, heeft na een paar weken vrijwel niets meer op tijd:"
        f" nagebootst ongeveer {percent(round(outcome.on_time, 1), 0)}, volgens de memo {percent(met, 0)}."
        " Dus kost een triage in werkelijkheid minder uren dan de norm, krijgt een deel voorrang, of gaat triage voor"
        " op ander werk."
    )


def outlook(service: str, outlooks: dict[str, list[waiting.Outlook]]) -> str:
    """The range of a service for each option, in words."""
    table = waiting.outlook_table(outlooks)
    parts = [f"{label}: {row['on_time']}" for label, row in table.iterrows()]
    return (
        f"{service}: er zijn verschillende verklaringen voor het cijfer dat de memo noemt (lezingen). Wij weten niet"
        f" welke waar is. Een jaar later is op tijd, van de laagste tot de hoogste lezing: {'; '.join(parts)}."
    )


def not_only_people(region: Region, outlooks: dict[str, list[waiting.Outlook]]) -> str:
    """What exactly enough people do for research, against the norm of the indicator."""
    *_, enough = outlooks.values()
    best = max((round(20 * one.on_time) / 20 for one in enough), default=float("nan"))
    return (
        f"Met precies genoeg mensen is onderzoek ook in de gunstigste lezing {percent(best, 0)} op tijd; de norm is ten"
        f" minste {percent(region.input('term_norm')[waiting.RESEARCH], 0)}. Een oude stapel blijft liggen als er"
        " precies"
        " genoeg mensen zijn. En waar veel zaken tegelijk open staan, loopt elke zaak lang."
    )


def restoring(region: Region, found: dict[tuple[str, int], Recovery]) -> str:
    """What stops the backlog from growing, and what clears it; that is not yet the norm of the terms."""
    every, last = list(found.values()), [one for (label, _), one in found.items() if label == FULL]
    least, most = (pick(every, key=lambda one: one.structural) for pick in (min, max))
    once = [one.cost_temporary for one in every]
    people = listed(number(each.temporary, 0) for each in last)
    october = max(-capacity.gaps(region)["forecast"], 0)
    planned, own = capacity.planned_reports(region)
    return (
        f"Om de stapel niet verder te laten groeien is bij de {number(planned)} meldingen van het voorstel blijvend"
        f" {number(least.structural, 1)} tot {number(most.structural, 1)} fte meer nodig dan het besluit geeft"
        f" ({about(least.cost_structural)} tot {about(most.cost_structural)} per jaar). Het besluit rekent met"
        f" {number(own)} meldingen: dan is het tekort {number(max(-capacity.gaps(region)['printed'], 0), 1)} fte."
        f" Bij de aantallen van oktober en de norm is het {number(october, 1)} fte."
        f" Daarbovenop kost het wegwerken van wat te lang wacht eenmalig {about(min(once))} tot {about(max(once))}."
        f" Sneller is niet duurder, maar vraagt meer mensen tegelijk: ten hoogste {people} fte om in"
        f" {listed(map(str, WITHIN))} maanden klaar te zijn. Dat haalt de termijnen nog niet vanzelf: zie onderzoek"
        " in hoofdstuk 5."
    )


def chart_title(region: Region) -> str:
    """What the chart of the backlog shows; that it is an assumption belongs to it."""
    planned, _ = capacity.planned_reports(region)
    return (
        f"Aanname (norm klopt, een jaar achterstand, {number(planned)} meldingen): met de mensen van het besluit groeit"
        " de stapel"
    )


def each_month(region: Region, one: Recovery) -> str:
    """What a month of waiting with the decision adds."""
    share = one.structural / MONTHS
    return (
        f"Elke maand dat het tekort volgens de norm blijft, komt er werk bij waar {number(share, 1)} fte een jaar aan"
        f" werkt: later in te halen voor {about(share * region.input('cost_per_fte'))}."
    )


def assumptions(region: Region) -> list[str]:
    """All assumptions of the simulation."""
    measured = waiting.work(region, waiting.MEASURED)
    hours = measured.hours_per_fte / waiting.WORKING_DAYS
    norm = measured.norms[waiting.TRIAGE]
    runs = {service: len(seeds) for service, seeds in waiting.SEEDS.items()}
    return [
        "Zaken komen op toevallige momenten binnen, op elke werkdag even vaak. Er zijn geen drukke maanden.",
        f"Een jaar heeft {waiting.WORKING_DAYS} werkdagen. De indicator geldt voor de eerste {waiting.MEASURED_DAYS}"
        " werkdagen van 2024, acht maanden: de memo noemt de periode niet.",
        "Het aantal zaken en de mensen zijn die van de tweede tussentijdse rapportage van 2024. Triage geldt voor elke"
        " overdracht, zoals de rekentool rekent.",
        f"De {number(measured.available, 2)} fte zijn verdeeld naar de uren die elke dienst volgens de norm vraagt."
        " Diensten helpen elkaar niet.",
        f"Een fte werkt {number(hours, 1)} productieve uren per werkdag. Een triage van {number(norm)} uur houdt"
        " iemand dus"
        f" {number(norm / hours, 1)} werkdagen bezig.",
        "De duur verschilt per zaak. Spreiding 0,5: de meeste zaken duren half tot anderhalf keer het gemiddelde."
        " Bij 1 lopen zij veel verder uiteen.",
        "Wie meer zaken tegelijk doet, doet over elke zaak evenredig langer.",
        "Voorrang: een vast deel van de zaken gaat voor. Een begonnen zaak wordt niet onderbroken.",
        "Een zaak is op tijd als al het werk binnen de termijn klaar is, geteld vanaf binnenkomst. Valt het besluit"
        " eerder,"
        " dan is er in werkelijkheid meer op tijd.",
        "Zonder oude voorraad in de tabel begint het jaar met een lege stapel. Niemand trekt zich terug en geen zaak"
        " komt"
        " terug.",
        f"Elke lezing is {runs[waiting.TRIAGE]} keer (triage) of {runs[waiting.RESEARCH]} keer (onderzoek) nagebootst,"
        " met"
        " vast toeval. De vrije waarde is zo gezocht dat het gemiddelde het cijfer van de memo is, op een half procent"
        " na.",
        "Het jaar daarna begint met de voorraad van het eind. De mensen zijn weer naar de norm verdeeld.",
    ]


def recovery_assumptions() -> list[str]:
    """The assumptions of restoring the terms."""
    return [
        "Zonder toeval: elke maand komt evenveel binnen en doet iedereen evenveel.",
        f"Een zaak mag {percent(MAY_WAIT, 0)} van de termijn wachten; de rest is voor het werk zelf. Wat meer wacht,"
        " is te"
        " veel.",
        "Nieuwe mensen zijn vanaf de eerste maand volledig inzetbaar. Werven en inwerken kosten in werkelijkheid tijd.",
        "De kleinste en de grootste voorraad zijn die van triage en onderzoek in de lezingen hierboven. De derde is een"
        " vol jaar tekort van 2024 volgens de norm, van alle diensten.",
        "Werkt een lezing sneller dan de norm, dan is ook voor nieuwe zaken minder nodig.",
    ]
