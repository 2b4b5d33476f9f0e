"""Dutch labels and units of everything that tables and charts show."""

import pandas as pd

# Column name -> (label, unit). The unit stands in the header between brackets.
COLUMNS = {
    "inhabitants": ("Inwoners", "inhabitants"),
    "share_inhabitants": ("Aandeel inwoners", "share"),
    "share_cases": ("Aandeel casussen", "share"),
    "key": ("Sleutel", "share"),
    "part inhabitants": ("Deel inwoners", "euro"),
    "part cases": ("Deel casussen", "euro"),
    "before_relief": ("Vóór DUVO", "euro"),
    "relief": ("Correctie DUVO", "euro"),
    "grant": ("Uit DUVO", "euro"),
    "contribution": ("Bijdrage", "euro"),
    "old_contribution": ("Oude sleutel", "euro"),
    "euro": ("Effect", "euro"),
    "fraction": ("Effect in procenten", "fraction"),
    "euro_per_inhabitant": ("Effect per inwoner", "euro_per_inhabitant"),
    "per_inhabitant": ("Bijdrage per inwoner", "euro_per_inhabitant"),
    "centre": ("Centrumgemeente", "text"),
    "settlement": ("Verrekening", "euro"),
    "fte_needed_regional": ("Nodig, regionale norm", "fte"),
    "fte_needed_national": ("Nodig, landelijke norm", "fte"),
    "fte_available": ("Beschikbaar", "fte"),
    "gap_regional": ("Verschil, regionaal", "fte"),
    "gap_national": ("Verschil, landelijk", "fte"),
    "cost_regional": ("Kosten tekort, regionaal", "euro"),
    "cost_national": ("Kosten tekort, landelijk", "euro"),
    "low": ("Ten minste", "number"),
    "high": ("Ten hoogste", "number"),
    "published": ("Gedrukt", "number"),
    "computed": ("Berekend", "number"),
    "difference": ("Verschil", "number"),
}
UNIT_NAMES = {
    "euro": "euro",
    "euro_cent": "euro",
    "euro_per_hour": "euro per uur",
    "euro_per_month": "euro per maand",
    "euro_per_inhabitant": "euro",
    "euro_per_fte": "euro per fte",
    "fraction": "",
    "share": "",
    "fte": "fte",
    "inhabitants": "aantal",
    "reports": "meldingen",
    "requests": "adviesvragen",
    "cases": "casussen",
    "hours": "uren",
    "hours_per_case": "uur per geval",
    "hours_per_fte": "uren per fte",
    "fte_exact": "fte",
    "hours_per_fte_exact": "uren per fte",
    "number": "",
    "points": "",
    "municipalities": "gemeenten",
    "score": "cijfer",
    "years": "jaar",
    "quarters": "kwartalen",
    "weeks": "weken",
    "working_days": "werkdagen",
    "hours_per_week": "uur per week",
    "hours_term": "uur",
    "age": "jaar (leeftijd)",
    "count": "aantal",
    "text": "",
}
VERDICTS = {
    "input": "gegeven",
    "reproduced": "gereproduceerd",
    "rounding": "afronding",
    "fitted": "passend gemaakt",
    "explained": "verklaard",
    "not computable": "niet te berekenen",
    "unexplained": "onverklaard",
    "not comparable": "niet vergelijkbaar",
}
OUTCOMES = {
    "holds": "klopt",
    "rounding": "klopt binnen afronding",
    "fails": "klopt niet",
    "open": "niet te controleren",
}
SEVERITIES = {3: "raakt het besluit", 2: "raakt een bedrag", 1: "detail"}
STATUSES = {
    "printed": "gedrukt",
    "repaired": "hersteld",
    "derived": "afgeleid",
    "external": "openbare bron",
    "assumed": "aangenomen",
    "missing": "ontbreekt",
}
INPUTS = {
    "closed_cases": "aandelen in de casussen",
    "population": "inwoners",
    "population_year": "peildatum van de inwoners",
    "division_year": "gemeentelijke indeling",
    "general_amount": "algemeen deel van C1",
    "population_under_20": "inwoners jonger dan 20 jaar",
    "budget": "begroting",
    "weight": "gewichten van de maatstaven",
    "grant": "DUVO",
    "present_contribution": "huidige bijdragen",
    "population_under_20_year": "peildatum van de inwoners jonger dan 20 jaar",
    "closed_cases_year": "jaar van de casussen",
    "present_contribution_year": "jaar van de huidige bijdragen",
    "weight_inhabitants": "gewicht van het inwonertal",
    "duvo_alkmaar": "DUVO Alkmaar",
    "duvo_den_helder": "DUVO Den Helder",
    "duvo_arnhem": "DUVO Arnhem",
    "duvo_ede": "DUVO Ede",
    "duvo_amersfoort": "DUVO Amersfoort",
    "share_centraal_gelderland": "aandeel Centraal Gelderland",
    "fixed_share": "vast deel",
    "youth_budget": "jeugdbudget",
    "production_reports": "productie van meldingen",
    "production_interventions": "overige productie",
    "hours_per_intervention": "uren per interventie",
    "population_memo": "inwoners volgens de memo",
    "population_vintage": "keuze van inwonertal",
    "duvo_old_alkmaar": "oude DUVO Alkmaar",
    "duvo_old_den_helder": "oude DUVO Den Helder",
    "hours_per_fte": "uren per fte",
    "reports": "aantal meldingen",
    "advice": "aantal adviesvragen",
    "norms": "normenset",
    "mix_of": "verhouding tussen de diensten",
}


# Start dates of nhn-advies, and how they are paid.
OPTIONS = {
    "start_now": "nieuw vanaf het eerste jaar",
    "start_settled": "eerste jaar oud, later verrekend",
    "start_later": "nieuw vanaf het tweede jaar",
}


def by_year(frame: pd.DataFrame) -> dict[int, tuple[str, str]]:
    """Labels for a table of euros with a column per year."""
    return {year: (str(year), "euro") for year in frame}


def by_option(frame: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, tuple[str, str]]]:
    """A table of euros by (option, year) with single column names, and their labels."""
    names = {f"{option} {year}": (f"{OPTIONS[option]}, {year}", "euro") for option, year in frame}
    return frame.set_axis(list(names), axis=1), names


def basis(statuses: dict[str, str]) -> str:
    """What a table rests on that the memo does not print: one line, empty if everything is printed.

    Examples
    --------
    >>> basis({"budget": "printed", "closed_cases": "derived", "population 2019": "external"})
    'Berust op: aandelen in de casussen (afgeleid), inwoners 2019 (openbare bron).'
    """
    shown = []
    for name, status in sorted(statuses.items()):
        if status in ("derived", "external", "assumed", "missing"):
            word, _, rest = name.partition(" ")
            plain = word.removesuffix("_year").replace("_", " ")
            label = INPUTS.get(word, f"peiljaar {plain}" if word.endswith("_year") else plain)
            shown.append(f"{label}{' ' + rest if rest.isdigit() else ''} ({STATUSES[status]})")
    unique = list(dict.fromkeys(shown))
    return f"Berust op: {', '.join(unique)}." if unique else ""
