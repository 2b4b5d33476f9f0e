"""Inhabitants from CBS StatLine: the only place that opens a connection, and only when asked (`vtcost fetch-cbs`)."""

import datetime
import hashlib
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

from vtcost.data import store
from vtcost.data.errors import InputError
from vtcost.data.schema import read_package, read_table

RESOURCE = "population"
COLUMNS = ("reference_date", "gm_code", "municipality", "population", "population_under_20", "source")
YOUNG = 20
SECONDS = 60
MUNICIPALITY = re.compile(r"GM\d{4}")
# Names of municipalities: "'s-Hertogenbosch", "Bergen (NH.)", "Súdwest-Fryslân".
LETTERS = re.compile(r"['’]?[^\W\d_][\w '’.,()\-]*")
# More than live in the country: a number that is none of a municipality. [inhabitants]
MOST = 20_000_000
# CBS adds what kind of region it is where a province or region has the same name.
KIND = " (gemeente)"
FINAL = ("", "Definitief")


@dataclass(frozen=True)
class Table:
    """A table of StatLine with inhabitants per municipality and age.

    Attributes
    ----------
    total : str
        Column with the inhabitants on 1 January.
    young : tuple of str
        Columns that together are those under 20; empty if the table has a row per age.
    fixed : dict of str
        Values of the dimensions that are not asked for: the totals of sex and marital status.
    """

    total: str
    young: tuple[str, ...] = ()
    fixed: tuple[tuple[str, str], ...] = ()


TABLES = {
    # Regionale kerncijfers: a row per municipality and year.
    "70072ned": Table(
        "TotaleBevolking_1", ("JongerDan5Jaar_4", "k_5Tot10Jaar_5", "k_10Tot15Jaar_6", "k_15Tot20Jaar_7")
    ),
    # Bevolking naar leeftijd: a row per municipality, year and year of age.
    "03759ned": Table("BevolkingOp1Januari_1", fixed=(("Geslacht", "T001038"), ("BurgerlijkeStaat", "T001019"))),
}
AGE, EVERY_AGE = "Leeftijd", "10000"


def fetch(year: int, out: Path, table: str = "70072ned", offline: bool = False) -> tuple[Path, int, str]:
    """Write the inhabitants of all municipalities on 1 January of a year as an overlay of data/cbs.

    Parameters
    ----------
    year : int
    out : Path
        Folder of the overlay; other years in its cbs/population.csv stay.
    table : str
        Of `TABLES`.
    offline : bool
        Take the answer that was kept, and open no connection.

    Returns
    -------
    Path, int, str
        The file, how many municipalities it has for the year, and the date of the answer.

    Raises
    ------
    InputError
        If there is no answer, no kept answer, or one that is not what it was; nothing is written then.
    """
    if table not in TABLES:
        raise InputError(f"--table: {table!r}, expected one of {', '.join(TABLES)}")
    if not 1995 <= year <= 2100:
        raise InputError(f"--year: {year}, expected a year from 1995 to 2100")
    answer, told = _kept(year, table) if offline else _asked(year, table)
    rows = population(answer, year, table)
    if not rows:
        raise InputError(f"CBS StatLine, table {table}: no inhabitants on 1 January {year}, expected another year")
    if not offline:
        _keep(answer, told)
    path = out / store.SHARED / f"{RESOURCE}.csv"
    if path.resolve().is_relative_to(store.root().resolve()):
        raise InputError(f"--out {out}: the data of the project itself, expected a folder for new data")
    others = _others(path, year)
    path.parent.mkdir(parents=True, exist_ok=True)
    store.write(path, COLUMNS, others + rows)
    return path, len(rows), told["retrieved"]


def population(answer: dict, year: int, table: str) -> list[dict]:
    """The rows of population.csv in an answer of CBS; municipalities that did not exist have no figure and no row.

    Raises
    ------
    InputError
        If the answer is not what this table gives.
    """
    form = TABLES[table]
    try:
        titles = {row["Key"].strip(): row["Title"].strip() for row in answer["RegioS"]}
        status = next(row for row in answer["Perioden"] if row["Key"].strip() == _period(year)).get("Status") or ""
        given = [row for row in answer["TypedDataSet"] if row["Perioden"].strip() == _period(year)]
        cells = _by_age(given, answer[AGE], form) if form.fixed else _by_column(given, form)
        source = f"CBS {table}" + ("" if status in FINAL else " (voorlopig)")
        return [
            dict(zip(COLUMNS, (f"{year}-01-01", code, _name(titles[code]), *counts, source), strict=True))
            for code, counts in sorted(cells.items())
        ]
    except StopIteration:
        return []
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise InputError(f"CBS StatLine, table {table}: an answer of another form ({error!r:.80})") from None


def _name(title: str) -> str:
    name = title.removesuffix(KIND)
    if not LETTERS.fullmatch(name):
        raise ValueError(f"a municipality called {title!r}")
    return name


def _count(value: object) -> int:
    """A number of people; CBS gives whole numbers, some as 1.0."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value) or not 0 <= value <= MOST:
        raise ValueError(f"{value!r} people")
    return int(value)


def _counts(total: object, young: int | str) -> tuple[int, int | str]:
    people = _count(total)
    if young != "" and young > people:
        raise ValueError(f"{young} under {YOUNG} of {people} people")
    return people, young


def _by_column(given: list[dict], form: Table) -> dict[str, tuple]:
    found = {}
    for row in given:
        code, total, young = row["RegioS"].strip(), row[form.total], [row[name] for name in form.young]
        if MUNICIPALITY.fullmatch(code) and total is not None:
            if code in found:
                raise ValueError(f"{code} twice")
            found[code] = _counts(total, "" if None in young else sum(map(_count, young)))
    return found


def _by_age(given: list[dict], titles: list[dict], form: Table) -> dict[str, tuple]:
    young, totals, parts, seen = set(_ages(titles)), {}, {}, set()
    for row in given:
        code, age, count = row["RegioS"].strip(), row[AGE].strip(), row[form.total]
        if MUNICIPALITY.fullmatch(code) and count is not None:
            if (code, age) in seen:
                raise ValueError(f"{code} twice")
            seen.add((code, age))
            if age == EVERY_AGE:
                totals[code] = count
            elif age in young:
                parts.setdefault(code, []).append(_count(count))
    complete = {code: sum(counts) for code, counts in parts.items() if len(counts) == YOUNG}
    return {code: _counts(total, complete.get(code, "")) for code, total in totals.items()}


def _ages(titles: list[dict]) -> list[str]:
    """Keys of the years of age under 20, by their titles: "0 jaar" to "19 jaar"."""
    wanted = {f"{age} jaar" for age in range(YOUNG)}
    keys = [row["Key"].strip() for row in titles if row["Title"].strip() in wanted]
    if len(keys) != YOUNG:
        raise ValueError(f"{len(keys)} ages under {YOUNG}")
    return keys


def _period(year: int) -> str:
    return f"{year}JJ00"


def _asked(year: int, table: str) -> tuple[dict, dict]:
    """The answer of CBS, and what was asked with the date."""
    try:
        import cbsodata
        import requests
    except ImportError:
        raise InputError("fetch-cbs: the package cbsodata is missing, expected vtcost[cbs]") from None
    form = TABLES[table]
    filters = [f"Perioden eq '{_period(year)}'", "substringof('GM',RegioS)"]
    select = ["RegioS", "Perioden", form.total, *form.young]
    try:
        if form.fixed:
            ages = [EVERY_AGE, *_ages(cbsodata.get_meta(table, AGE, timeout=SECONDS))]
            select += [AGE]
            filters += [f"{name} eq '{value}'" for name, value in form.fixed]
            every_age = " or ".join(f"{AGE} eq '{age}'" for age in ages)
            filters += [f"({every_age})"]
        asked = {"select": select, "filters": " and ".join(filters)}
        # Not `typed=True`: version 1.3 of the client then gives the untyped data set, and the typed one without it.
        answer = cbsodata.download_data(table, timeout=SECONDS, **asked)
    except (requests.RequestException, ValueError, KeyError, TypeError) as error:
        kept = " (an earlier answer is kept: --offline)" if _place(year, table).is_file() else ""
        raise InputError(f"CBS StatLine, table {table}: no answer, {type(error).__name__}{kept}") from None
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    return answer, {"table": table, "year": year, **asked, "retrieved": today}


def cache() -> Path:
    """The folder with kept answers: `$XDG_CACHE_HOME/vtcost/cbs`, by default in ~/.cache."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base and Path(base).is_absolute() else Path.home() / ".cache") / "vtcost" / "cbs"


def _place(year: int, table: str) -> Path:
    return cache() / f"{table}-{year}.json"


def _keep(answer: dict, told: dict) -> None:
    raw = json.dumps(answer, ensure_ascii=False, indent=0).encode()
    told = {**told, "sha256": hashlib.sha256(raw).hexdigest()}
    path = _place(told["year"], told["table"])
    path.parent.mkdir(parents=True, exist_ok=True)
    for place, content in ((path, raw), (_receipt(path), json.dumps(told, indent=2).encode())):
        new = place.with_suffix(".new")
        new.write_bytes(content)
        os.replace(new, place)


def _receipt(path: Path) -> Path:
    """The file beside a kept answer that says what was asked, when, and its hash."""
    return path.with_suffix(".receipt")


def _kept(year: int, table: str) -> tuple[dict, dict]:
    """The answer that was kept, if it is still what its hash says, and what was asked."""
    path = _place(year, table)
    if not path.is_file():
        raise InputError(f"{path}: no kept answer of table {table} for {year}, expected one (without --offline)")
    try:
        raw, told = path.read_bytes(), json.loads(_receipt(path).read_text(encoding="utf-8"))
        if hashlib.sha256(raw).hexdigest() != told["sha256"] or (told["year"], told["table"]) != (year, table):
            raise ValueError
        datetime.date.fromisoformat(told["retrieved"])
        return json.loads(raw), told
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise InputError(f"{path}: damaged, its hash is not that of the answer, expected to fetch it again") from None


def _others(path: Path, year: int) -> list[dict]:
    """Rows of other years that the overlay already has."""
    if not path.is_file():
        return []
    resource = read_package(store.folder(store.SHARED), f"data/{store.SHARED}")["resources"][RESOURCE]
    table = read_table(path, resource, str(path)).astype({"population": "Int64", "population_under_20": "Int64"})
    rows = table[table["reference_date"] != f"{year}-01-01"].astype(object)
    return rows.where(rows.notna(), "").to_dict("records")
