"""The page: what it shows for a region and what was typed, and its answer to each change."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from math import floor, log10

import jinja2

from vtcost.data import InputError, MissingInputError, Region, in_one_line, region_names, store
from vtcost.data.parameters import check
from vtcost.data.schema import read_package
from vtcost.explorer.command import line
from vtcost.explorer.controls import Control, controls, given, shown
from vtcost.explorer.outcome import Bar, Memo, Outcome, memo, outcome, results
from vtcost.memo.render import environment
from vtcost.numbers import listed

WRONG = "Met deze waarden kan niet worden gerekend."
FIRST = "Verbeter eerst de waarde die niet klopt."


@dataclass(frozen=True)
class Choice:
    """What was chosen on the page: the region, its parameters as on the command line, and what is wrong with them."""

    name: str
    given: dict[str, str]
    errors: dict[str, str]
    known: list[Control]
    texts: dict[str, str]


def page(name: str, kernel: str = "") -> str:
    """The inside of the page, for a region with the memo's own values; `kernel` is who answers to changes."""
    regions = [(other, _title(other)) for other in region_names()]
    return _render("page.html", answer=respond({"region": name}), regions=regions, chosen=name, kernel=kernel)


def respond(message: Mapping) -> dict:
    """The answer to a change on the page.

    Parameters
    ----------
    message : mapping
        ``region``, its name; ``values``, by parameter what was typed: without it the region was just chosen.

    Returns
    -------
    dict
        ``fields`` (per parameter its text, place of the slider, error); with valid values ``finding``, ``chart``,
        ``table`` and ``command``, else ``error``; for a region that was just chosen also ``controls``. All but fields
        and command is HTML.

    Examples
    --------
    >>> respond({"region": "noord_holland_noord", "values": {"weight_inhabitants": "55"}})["command"]
    'vtcost build noord_holland_noord -p weight_inhabitants 0.55'
    """
    try:
        choice = chosen(message)
    except InputError as error:
        # Controls of another region would change nothing here.
        without = {} if "values" in message else {"controls": ""}
        return {**without, "error": _render("error.html", text=WRONG, detail=str(error))}
    answer = {"region": choice.name, "fields": {control.name: _field(control, choice) for control in choice.known}}
    if "values" not in message:
        answer["controls"] = _render("controls.html", controls=choice.known, shown=shown)
    if choice.errors:
        return {**answer, "error": _render("error.html", text=FIRST)}
    try:
        made = explored(choice)
    except (InputError, MissingInputError) as error:
        return {**answer, "error": _render("error.html", text=WRONG, detail=str(error))}
    return {
        **answer,
        "finding": _render("finding.html", outcome=made),
        "chart": _render("chart.html", outcome=made, scale=scale(made.bars)),
        "table": _render("table.html", outcome=made),
        "command": line(choice.name, choice.given),
    }


def chosen(message: Mapping) -> Choice:
    """What was chosen, checked.

    Raises
    ------
    InputError
        If there is no such region.
    """
    name, values = message.get("region"), message.get("values") or {}
    if name not in region_names():
        raise InputError(f"no region {name!r}, expected one of {', '.join(region_names())}")
    texts = {key: text for key, text in values.items() if isinstance(text, str)}
    known = controls(memo(name).region)
    year = given(texts, known)[0].get("year")
    if year:
        known = controls(memo(name, year).region)
    return Choice(name, *given(texts, known), known, texts)


def explored(choice: Choice) -> Outcome:
    """The outcome of a valid choice.

    Raises
    ------
    InputError, MissingInputError
        If nothing can be computed with these parameters, here or in the memo.
    """
    printed = memo(choice.name, choice.given.get("year"))
    region = _region(choice.given, printed)
    made = outcome(region, printed)
    elsewhere = [one.label for one in choice.known if one.memo_only and one.name in choice.given]
    if not elsewhere:
        return made
    # Refuse here what the build would refuse. Only typed or chosen, never slid along: for these there is time.
    with in_one_line(choice.name):
        results(region)
    named = listed(f"„{label}”" for label in elsewhere)
    return replace(made, caveats=(*made.caveats, f"Telt wel mee in de memo, niet in deze uitkomst: {named}."))


def _region(given: Mapping[str, str], printed: Memo) -> Region:
    """Checked as `Region.open` does, on data that were read and checked when the region was chosen."""
    region = printed.region
    checked = check(region.name, region.tables["parameters"], dict(given))
    return region.as_printed(**{"year": region.year, **checked})


def scale(bars: list[Bar]) -> tuple[float, float]:
    """From where to where the bars run: round numbers, so that the scale stands still while a value moves a little.

    Examples
    --------
    >>> scale([Bar("Hoorn", -7.87, ""), Bar("Texel", 0.3, "")]), scale([Bar("Doorrekening", 83.45, "", 66.15)])
    ((-10.0, 10.0), (0.0, 100.0))
    """
    values = [value for bar in bars for value in (bar.value, bar.mark) if value is not None]
    largest = max([abs(value) for value in values if value], default=1.0)
    unit = 10.0 ** floor(log10(largest))
    top = next(step * unit for step in (1, 2, 5, 10) if step * unit >= largest)
    return (-top if min(values) < 0 else 0.0), top


def _field(control: Control, choice: Choice) -> dict:
    """How a control looks after the change: what was typed, written out in Dutch, or the memo's value."""
    name = control.name
    if name in choice.errors:
        return {"text": choice.texts[name], "error": choice.errors[name], "memo": shown(control.memo, control)}
    value = choice.given.get(name)
    if control.choices:
        return {"text": value or control.memo, "memo": dict(control.choices)[control.memo]}
    value = control.memo if value is None else float(value)
    place = None if value is None else round(value * control.factor, 9)
    return {"text": shown(value, control), "memo": shown(control.memo, control), "slider": place}


def _title(name: str) -> str:
    try:
        return str(read_package(store.folder(name), f"data/{name}").get("title", name))
    except InputError:
        # A region of the user's own that is being worked on does not keep the others from being explored.
        return name


def _render(template: str, **values) -> str:
    return _templates().get_template(template).render(**values)


@cache
def _templates() -> jinja2.Environment:
    """Templates of the explorer beside those of the memo; everything is escaped."""
    memos = environment()
    return memos.overlay(loader=jinja2.ChoiceLoader([jinja2.PackageLoader("vtcost.explorer"), memos.loader]))
