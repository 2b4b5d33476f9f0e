"""Scenarios as tables of the memo: each function gives what `vtcost.memo.memo.Part.table` takes."""

import pandas as pd

from vtcost import scenarios as formulas
from vtcost.alternatives import PARTS, Alternatives

# How the parts of a contribution are called.
PART_NAMES = {
    "before_relief": ("vóór DUVO", "euro"),
    "relief": ("correctie DUVO", "euro"),
    "grant": ("uit DUVO", "euro"),
    "floor": ("ondergrens", "euro"),
    "cost": ("kosten van het tekort", "euro"),
    "inhabitants": ("inwoners", "inhabitants"),
    "everyone": ("alle inwoners", "inhabitants"),
}
# Where what is paid now is worked out.
PRESENT_RULES = {
    "noord_holland_noord": "oude sleutel: gedrukt aandeel (nhn-oplegger, tabel Verdeling 2019) maal de begroting",
    "gelderland_midden": "variant A (gm-2018, tabel Consequenties): het deel van de subregio naar inwoners, met DUVO",
}
DIVIDED = "{{{0} cost}} * {{{0} inhabitants}} / {{{0} everyone}}"
STAFF_LABELS = {
    "hours": ("Uren", "hours"),
    "hours_per_fte": ("Uren per fte", "hours_per_fte"),
    "fte_needed": ("Nodig", "fte"),
    "gap": ("Verschil", "fte"),
    "cost": ("Kosten tekort", "euro"),
    "cost_per_fte": ("Kosten per fte", "euro_per_fte"),
}
STAFF_FORMULAS = {
    "hours": "aantallen maal norm, alle diensten samen (zhz-2024, bijlagen 1 en 2)",
    "fte_needed": "{hours} / {hours_per_fte}",
    "fte_available": "laatste besluit (zhz-2024, bijlage 2)",
    "gap": "{fte_available} - {fte_needed}",
    "cost": "max(0 - {gap}, 0) * {cost_per_fte}",
}
EFFECTS = {
    "euro": ("Effect per scenario, in euro", "euro", "{{{0} whole}} - {{present whole}}"),
    "fraction": (
        "Effect per scenario, in procenten van wat nu wordt betaald",
        "fraction",
        "({{{0} whole}} - {{present whole}}) / {{present whole}}",
    ),
    "euro_per_inhabitant": (
        "Effect per scenario, in euro per inwoner",
        "euro_per_inhabitant",
        "({{{0} whole}} - {{present whole}}) / {{inhabitants}}",
    ),
}
SUMMARY = {
    "total": ("Samen", "euro"),
    "less": ("Minder", "count"),
    "more": ("Meer", "count"),
    "falls": ("Daalt het meest", "text"),
    "fall": ("Daling", "euro"),
    "rises": ("Stijgt het meest", "text"),
    "rise": ("Stijging", "euro"),
}
BUDGET = "Nu: met de begroting van deze memo. Bij een andere begroting telt ook dat verschil mee in het effect."
WHOLE = "Hele euro's; het effect is het verschil tussen twee afgeronde bijdragen."


def summary(found: Alternatives) -> dict:
    """A row per scenario: what all pay together, how many pay less and more, and who changes most."""
    counted = formulas.counts(found.outcomes())
    euros = found.side_by_side.xs("euro", axis=1, level="quantity")
    paid, _ = found.whole
    rows = {}
    for name, effect in euros.items():
        falls, rises = effect.min() < 0, effect.max() > 0
        rows[name] = {
            "total": paid[name].sum(),
            "less": counted.loc[name, "less"],
            "more": counted.loc[name, "more"],
            "falls": effect.idxmin() if falls else "–",
            "fall": -effect.min() if falls else None,
            "rises": effect.idxmax() if rises else "–",
            "rise": effect.max() if rises else None,
        }
    told = {
        "total": "som van de kolom in de tabel Bijdrage per scenario",
        "less": "aantal gemeenten onder nul in de tabel Effect per scenario",
        "more": "aantal gemeenten boven nul in de tabel Effect per scenario",
        "fall": "laagste van de kolom in de tabel Effect per scenario, zonder min",
        "rise": "hoogste van de kolom in de tabel Effect per scenario",
    }
    return {
        "frame": pd.DataFrame(rows).T,
        "title": "De scenario's in het kort",
        "names": SUMMARY,
        "index_label": "Scenario",
        "how": told,
        "note": "Minder, meer: het aantal gemeenten dat minder of meer betaalt dan nu.",
        "basis": found.basis,
    }


def contributions(found: Alternatives) -> dict:
    """Contribution per scenario, and what each is the sum of."""
    codes, names, how, more = _codes(found), {}, {}, {}
    for name, code in codes.items():
        names[code] = (name, "euro")
        for part, values in found.parts[name].items():
            more[f"{code} {part}"] = values
            names[f"{code} {part}"] = (f"{name}: {PART_NAMES[part][0]}", PART_NAMES[part][1])
        how[code] = _contribution_rule(found, name, code)
    frame = found.contributions.rename(columns=codes)
    if len(found.changing()) == len(frame.columns):
        frame.insert(0, "present", found.present)
        names["present"], how["present"] = ("Nu", "euro"), _present_rule(found)
    title = "Bijdrage per scenario" if found.staff is None else "Kosten van het tekort per gemeente, per scenario"
    shown = {"frame": frame, "title": title, "total": True, "basis": found.basis}
    return {**shown, "names": names, "how": how, "more": pd.DataFrame(more)}


def effects(found: Alternatives, quantity: str) -> dict:
    """One of the three effects of `vtcost.comparison.effects` per scenario; the present itself is left out."""
    title, unit, rule = EFFECTS[quantity]
    frame = found.side_by_side.xs(quantity, axis=1, level="quantity")[found.changing()]
    paid, present = found.whole
    more = {"present whole": present, "inhabitants": found.inhabitants}
    return {
        **_per_scenario(found, frame, unit, rule, more | _whole(found, paid)),
        "title": title,
        "total": unit == "euro",
        "note": _note(found),
    }


def groups(found: Alternatives, quantity: str) -> dict:
    """An effect per group: kind of municipality, sub-region, size class."""
    title, unit, rule = EFFECTS[quantity]
    kinds = [found.by_group[kind] for kind in found.groups]
    frame = pd.concat([table.xs(quantity, axis=1, level="quantity") for table in kinds])[found.changing()]
    paid, present = found.whole
    more = {"present whole": _added(found, present), "inhabitants": _added(found, found.inhabitants)}
    more |= {key: _added(found, values) for key, values in _whole(found, paid).items()}
    named = {"title": title.replace("Effect", "Effect per groep en"), "index_label": "Groep", "note": _note(found)}
    return {**_per_scenario(found, frame, unit, rule, more), **named}


def people(found: Alternatives) -> dict:
    """FTE needed, available and gap, and the cost of the gap, per scenario."""
    shown = ["hours", "hours_per_fte", "fte_needed", "fte_available", "gap", "cost"]
    hours = "gm-2017, bijlage 5, of de parameter hours_per_fte van het scenario"
    return {
        "frame": found.staff[shown],
        "title": "Nodig, beschikbaar en verschil per scenario",
        "names": STAFF_LABELS,
        "index_label": "Scenario",
        "how": {**STAFF_FORMULAS, "hours_per_fte": hours},
        "more": found.staff[["cost_per_fte"]],
        "basis": found.basis,
    }


def _codes(found: Alternatives) -> dict[str, str]:
    """Names of scenarios come from a file of the user: in formulas they are called s1, s2, ..."""
    return {name: f"s{number}" for number, name in enumerate(found.contributions, 1)}


def _contribution_rule(found: Alternatives, name: str, code: str) -> str:
    if found.staff is not None:
        return DIVIDED.format(code)
    scenario = next(one for one in found.scenarios if one.name == name)
    if scenario.present:
        return _present_rule(found)
    parts = [part for part in found.parts[name] if part in PARTS]
    if parts:
        return " + ".join(f"{{{code} {part}}}" for part in parts)
    return f"de tabel results.csv, model {scenario.model}"


def _present_rule(found: Alternatives) -> str:
    return PRESENT_RULES.get(found.region, "wat nu wordt betaald (tabel met de maatstaven van de regio)")


def _whole(found: Alternatives, paid: pd.DataFrame) -> dict[str, pd.Series]:
    return {f"{code} whole": paid[name] for name, code in _codes(found).items()}


def _per_scenario(found: Alternatives, frame: pd.DataFrame, unit: str, rule: str, more: dict) -> dict:
    """A table with a column per scenario that is more than the present, computed from whole euros."""
    codes = {name: code for name, code in _codes(found).items() if name in frame}
    named = {f"{code} whole": (f"{name}: bijdrage", "euro") for name, code in codes.items()}
    return {
        "frame": frame.rename(columns=codes),
        "names": {
            **{code: (name, unit) for name, code in codes.items()},
            **named,
            "present whole": ("nu", "euro"),
            "inhabitants": ("inwoners", "inhabitants"),
        },
        "how": {code: rule.format(code) for code in codes.values()},
        "sign": list(codes.values()),
        "basis": found.basis,
        "more": pd.DataFrame(more)[[*named, "present whole", "inhabitants"]],
    }


def _note(found: Alternatives) -> str:
    other_budget = any("budget" in scenario.parameters for scenario in found.scenarios)
    return " ".join(text for text in (WHOLE, BUDGET if other_budget else "", found.caveat) if text)


def _added(found: Alternatives, values: pd.Series) -> pd.Series:
    """A column added up for every group of every kind, in the order of `groups`."""
    return pd.concat(
        [values.groupby(found.groups[kind]).sum().reindex(found.by_group[kind].index) for kind in found.groups]
    )
