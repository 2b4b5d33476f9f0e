"""The municipalities of a region through the years, and measures in the municipal division of another year."""

import pandas as pd

from vtcost.data.cbs import convert
from vtcost.data.errors import InputError

CBS_MEASURES = ("population", "population_under_20")


class Divisions:
    """Municipalities per year, inhabitants of CBS, and conversion between municipal divisions.

    Parameters
    ----------
    table : DataFrame
        municipalities.csv of the region.
    shared : dict of DataFrame
        ``population`` and ``mergers`` of data/cbs.
    """

    def __init__(self, table: pd.DataFrame, shared: dict[str, pd.DataFrame]):
        self.table, self.shared = table, shared
        self._known: dict = {}

    def municipalities(self, year: int) -> pd.DataFrame:
        """Municipalities of the region in a year, in the order of the memo: code, sub-region, centre municipality."""
        if year not in self._known:
            alive = (self.table["first_year"] <= year) & (
                self.table["last_year"].isna() | (self.table["last_year"] >= year)
            )
            self._known[year] = self.table[alive].set_index("municipality")
        return self._known[year]

    def cbs(self, name: str, year: int, division: int) -> tuple[pd.Series, str, bool]:
        """A CBS measure on 1 January of a year: values in a division, source, and whether an overlay changed it.

        Raises
        ------
        InputError
            If the year is not in data/cbs, a value was not found, or it cannot be converted to the division.
        """
        key = (name, year, division)
        if key not in self._known:
            table = self.shared["population"]
            rows = table[table["reference_date"] == f"{year}-01-01"]
            if rows.empty:
                raise InputError(f"no {name} for 1 January {year}, expected a year of data/cbs/population.csv")
            values = self._wanted(rows.set_index("gm_code")[name], name, year, division)
            source = f"{rows['source'].iloc[0]}, 1 januari {year}"
            self._known[key] = (values, source, bool(rows["overlaid"].any()))
        return self._known[key]

    def convert(self, measure: pd.Series, name: str, year: int, division: int) -> pd.Series:
        """A measure per municipality of `year`, added up to the municipalities of a later year."""
        if year == division:
            return measure
        codes = self.municipalities(year)["gm_code"]
        return self._wanted(measure.set_axis(codes.reindex(measure.index)), name, year, division)

    def _wanted(self, by_code: pd.Series, name: str, year: int, division: int) -> pd.Series:
        converted = convert(by_code, self.shared["mergers"], year, division)
        wanted = self.municipalities(division)
        values = converted.reindex(wanted["gm_code"]).set_axis(wanted.index)
        if values.isna().any():
            who = values.index[values.isna()][0]
            raise InputError(
                f"{name} of {year} for {who} in the division of {division}: not known or not convertible "
                "(a municipality that was split over several), expected another year or division"
            )
        return values
