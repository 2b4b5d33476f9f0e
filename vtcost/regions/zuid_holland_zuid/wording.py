"""Words of Zuid-Holland Zuid for sentences."""

from vtcost.data import Region

# Columns of the multi-year table in words.
COLUMNS = {
    "Realisatie": "de realisatie van",
    "1e burap": "de eerste tussentijdse rapportage van",
    "2e burap": "de tweede tussentijdse rapportage van",
}


def in_sentence(column: str) -> str:
    """Name of a column inside a sentence.

    Examples
    --------
    >>> in_sentence("Begroting 2025 besluit AB"), in_sentence("1e burap 2024")
    ('de begroting 2025 (besluit AB)', 'de eerste tussentijdse rapportage van 2024')
    """
    for start, words in COLUMNS.items():
        if column.startswith(start):
            return words + column.removeprefix(start)
    name, _, who = column.rpartition(" ")
    year, kind = name.split(" ")[1:]
    return f"de begroting {year} ({kind} {who})"


def hours_source(region: Region) -> str:
    """Where the hours per FTE come from, in Dutch."""
    with region.reading() as log:
        region.input("hours_per_fte")
    if log.changed:
        return "De uren per fte zijn als parameter opgegeven; de gedrukte uitkomsten horen bij een andere waarde."
    return (
        "De uren per fte staan niet in de memo; ze komen uit Gelderland-Midden en passen bij alle gedrukte uitkomsten."
    )
