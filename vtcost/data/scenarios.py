"""Named scenarios in a file that people write: read safely, and refused in one line that says where and why."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from vtcost.data import parameters, store
from vtcost.data.errors import InputError

# A file that people write is small; what is larger or deeper is a mistake or an attack.
LARGEST_FILE = 64_000
DEEPEST = 6
MOST = 20
LONGEST_NAME, LONGEST_TEXT = 40, 200
KEYS = ("name", "description", "parameters", "model", "year", "present")


@dataclass(frozen=True)
class Scenario:
    """What is asked: the region's parameters that differ, a model, or the present.

    Attributes
    ----------
    name, description : str
        In Dutch, shown to readers.
    parameters : dict
        Checked values of the region's own parameters; the others stay as they are.
    model : str, optional
        As in results.csv; default what the memo proposes.
    year : int, optional
        Year of a model over several years; default that of the region.
    present : bool
        What holds now, instead of a model.
    place : str
        File, line and name, for messages.
    """

    name: str
    description: str = ""
    parameters: dict = field(default_factory=dict)
    model: str | None = None
    year: int | None = None
    present: bool = False
    place: str = ""


def find(region: str, overlay: Path | None) -> tuple[Path, str] | None:
    """The region's file of scenarios and how messages call it: that of the overlay instead of the region's own."""
    own = [(store.folder(region) / store.SCENARIOS, f"data/{region}/{store.SCENARIOS}")]
    new = [] if overlay is None else [(overlay / region / store.SCENARIOS, str(overlay / region / store.SCENARIOS))]
    return next(((path, shown) for path, shown in new + own if path.is_file()), None)


def read(path: Path, shown: str, region: str, rules: pd.DataFrame) -> list[Scenario]:
    """The scenarios of a file.

    Parameters
    ----------
    path : Path
        YAML with a list `scenarios`.
    shown : str
        How messages call the file.
    region : str
        Name of the region, for messages.
    rules : DataFrame
        The region's table of parameters.

    Raises
    ------
    InputError
        About the first thing that is wrong: file, line, scenario, what stands there, what is expected.
    """
    top = _mapping(_tree(_text(path, shown), shown), Place(shown), ("scenarios",))
    if "scenarios" not in top:
        raise InputError(f"{shown}: expected a list with the name scenarios")
    items = top["scenarios"]
    if items.id != "sequence" or not 1 <= len(items.value) <= MOST:
        raise Place(shown).wrong(items, f"expected a list of 1 to {MOST} scenarios")
    # The year and the head of the memo are not for a scenario: they change no amount, or the municipalities.
    changing = rules[(rules["parameter"] != "year") & ((rules["type"] != "text") | (rules["choices"] != ""))]
    found: dict[str, Scenario] = {}
    for number, item in enumerate(items.value, 1):
        scenario = _scenario(item, Place(shown, f"scenario {number}"), region, changing)
        # Names become addresses on a page, which keep only letters and digits.
        same = re.sub(r"[^a-z0-9]+", " ", scenario.name.lower()).strip()
        if same in found:
            raise InputError(f"{scenario.place}: expected another name than {found[same].name!r}")
        found[same] = scenario
    return list(found.values())


@dataclass(frozen=True)
class Place:
    """Where in the file: messages name the file, the line of a node, and the scenario and parameter it is about."""

    shown: str
    about: str = ""

    def within(self, more: str) -> "Place":
        """A place inside this one."""
        return Place(self.shown, f"{self.about}, {more}" if self.about else more)

    def at(self, node) -> str:
        """The place in words, with the line of a node."""
        line = f"{self.shown}, line {node.start_mark.line + 1}"
        return f"{line}, {self.about}" if self.about else line

    def wrong(self, node, what: str) -> InputError:
        """What is wrong with a node."""
        return InputError(f"{self.at(node)}: {what}")


def _scenario(item, place: Place, region: str, rules: pd.DataFrame) -> Scenario:
    parts = _mapping(item, place, KEYS)
    if "name" not in parts:
        raise place.wrong(item, "expected a name")
    name = _line(parts["name"], place.within("name"), LONGEST_NAME)
    place = Place(place.shown, f"scenario {name!r}")
    if "present" in parts and _plain(parts["present"], place.within("present")) != "true":
        raise place.within("present").wrong(parts["present"], f"{_short(parts['present'].value)!r}, expected true")
    if "present" in parts and "model" in parts:
        raise place.wrong(parts["model"], "expected present or model, not both")
    if "year" in parts and "model" not in parts:
        raise place.wrong(parts["year"], "expected a year only with a model")
    told = _line(parts["description"], place.within("description"), LONGEST_TEXT) if "description" in parts else ""
    return Scenario(
        name=name,
        description=told,
        parameters=_parameters(parts["parameters"], place, region, rules) if "parameters" in parts else {},
        model=_plain(parts["model"], place.within("model")) if "model" in parts else None,
        year=_year(parts["year"], place.within("year")) if "year" in parts else None,
        present="present" in parts,
        place=place.at(item),
    )


def _parameters(node, place: Place, region: str, rules: pd.DataFrame) -> dict:
    """Values as they are typed, checked like those of the command line: 1.000.000 and 0,5 get the same answer there."""
    checked = {}
    for name, value in _mapping(node, place.within("parameters")).items():
        typed = _plain(value, place.within(f"parameter {name}"))
        try:
            checked |= parameters.check(region, rules, {name: typed})
        except InputError as error:
            raise InputError(f"{place.at(value)}, {error}") from None
    return checked


def _year(node, place: Place) -> int:
    text = _plain(node, place)
    if not re.fullmatch(r"[0-9]{4}", text):
        raise place.wrong(node, f"{_short(text)!r}, expected a year such as 2020")
    return int(text)


def _text(path: Path, shown: str) -> str:
    if not path.is_file():
        raise InputError(f"{shown}: expected a file with scenarios")
    with path.open("rb") as file:
        content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise InputError(f"{shown}: expected a file of at most {LARGEST_FILE // 1000} kB")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{shown}: expected UTF-8 text (byte {error.start} is not)") from None
    if text.startswith("\ufeff"):
        raise InputError(f"{shown}: expected UTF-8 without a byte order mark")
    return text


def _tree(text: str, shown: str):
    """The file as nodes with their lines. No value is made into an object: only texts are taken from it."""
    import yaml

    try:
        # The events come one by one, so depth and aliases are seen before anything is put together.
        _check_events(yaml.parse(text, Loader=yaml.SafeLoader), shown)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InputError(f"{shown}, line {line}: expected well-formed YAML ({_short(error.problem)})") from None
    except yaml.YAMLError as error:
        raise InputError(f"{shown}: expected well-formed YAML ({_short(error)})") from None
    if node is None:
        raise InputError(f"{shown}: empty, expected a list with the name scenarios")
    return node


def _check_events(events: Iterator, shown: str) -> None:
    import yaml

    depth = 0
    for event in events:
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise InputError(f"{shown}, line {line}: an anchor or alias (& or *), expected the value itself")
        if getattr(event, "tag", None):
            raise InputError(f"{shown}, line {line}: {_short(event.tag)!r}, expected no tag (!)")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise InputError(f"{shown}, line {line}: expected lists and names at most {DEEPEST} deep")


def _mapping(node, place: Place, known: tuple[str, ...] = ()) -> dict:
    """Names and their nodes; each name once, and one that is known."""
    if node.id != "mapping":
        raise place.wrong(node, f"expected {', '.join(known) or 'names'} with a value")
    found = {}
    for key, value in node.value:
        name = _plain(key, place)
        if known and name not in known:
            raise place.wrong(key, f"{_short(name)!r}, expected one of {', '.join(known)}")
        if name in found:
            raise place.wrong(key, f"{_short(name)!r} stands twice, expected once")
        found[name] = value
    return found


def _plain(node, place: Place) -> str:
    """One number or word, as it is typed."""
    if node.id != "scalar" or not node.value:
        raise place.wrong(node, "expected one number or word")
    return node.value


def _line(node, place: Place, longest: int) -> str:
    text = _plain(node, place)
    # A name must not pass for a formula where a table is opened in a spreadsheet.
    if not (text.isprintable() and len(text) <= longest and text[0].isalnum()):
        expected = f"one line of at most {longest} characters that starts with a letter or a digit"
        raise place.wrong(node, f"{_short(text)!r}, expected {expected}")
    return text


def _short(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= 80 else text[:76] + "..."
