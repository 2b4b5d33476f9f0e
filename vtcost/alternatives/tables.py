"""Scenarios as tables of the memo: each function gives what `vtcost.memo.memo.Part.table` takes."""

import pandas as pd

from vtcost import scenarios as formulas
from vtcost.alternatives import PARTS, Alternatives
from vtcost.formulas.rounding import whole_units
from vtcost.numbers import euro, listed

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
# What is called the present: as a column, and after "meer dan" or "minder dan".
PRESENT_NAMES = {
    "noord_holland_noord": ("Oude sleutel", "met de oude sleutel"),
    "gelderland_midden": ("Variant A", "in variant A"),
}
NOW = ("Nu", "nu")
# Why variants divide another amount than the budget.
OTHER_TOTALS = {"gelderland_midden": "zo veel zijn de gedrukte producten samen, en niet de begroting"}
# Where what is paid now is worked out.
PRESENT_RULES = {
    "noord_holland_noord": "oude sleutel: gedrukt aandeel (nhn-oplegger, tabel Verdeling 2019) maal de begroting",
    "gelderland_midden": "variant A (gm-2018, tabel Consequenties): het deel van de subregio naar inwoners, met DUVO",
}
DIVIDED = "{{{0} cost}} * {{{0} inhabitants}} / {{{0} everyone}}"
STAFF_LABELS = {
    "hours": ("Werk", "hours"),
    "hours_per_fte": ("Werktijd", "hours_per_fte"),
    "fte_needed": ("Nodig", "fte"),
    "gap": ("Verschil", "fte"),
    "cost": ("Kosten tekort", "euro"),
    "cost_per_fte": ("Prijs", "euro_per_fte"),
}
STAFF_FORMULAS = {
    "hours": "aantallen maal norm, alle diensten samen (zhz-2024, bijlagen 1 en 2)",
    "fte_needed": "{hours} / {hours_per_fte}",
    "fte_available": "laatste besluit (zhz-2024, bijlage 2)",
    "gap": "{fte_available} - {fte_needed}",
    "cost": "max(0 - {gap}, 0) * {cost_per_fte}",
}
EFFECTS = {
    "euro": ("Effect {0}", "euro", "{{{0} whole}} - {{{1}}}"),
    "fraction": ("Effect {0}, in procenten", "fraction", "({{{0} whole}} - {{{1}}}) / {{{1}}}"),
    "euro_per_inhabitant": (
        "Effect {0}, per inwoner",
        "euro_per_inhabitant",
        "({{{0} whole}} - {{{1}}}) / {{inhabitants}}",
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
        "note": " ".join(
            [f"Minder, meer: het aantal gemeenten dat minder of meer betaalt dan {than(found)}.", *remarks(found)]
        ),
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
        names["present"], how["present"] = (called(found), "euro"), _present_rule(found)
    title = "Bijdrage per scenario" if found.staff is None else "Kosten van het tekort per gemeente, per scenario"
    shown = {
        "frame": frame,
        "title": title,
        "total": True,
        "basis": found.basis,
        "note": _same_budget(found) if found.staff is None else "",
    }
    return {**shown, "names": names, "how": how, "more": pd.DataFrame(more)}


def effects(found: Alternatives, quantity: str) -> dict:
    """One of the three effects of `vtcost.formulas.comparison.effects` per scenario; the present itself is left out."""
    title, unit, rule = EFFECTS[quantity]
    frame = found.side_by_side.xs(quantity, axis=1, level="quantity")[found.changing()]
    more = {**_whole(found), "inhabitants": found.inhabitants}
    return {
        **_per_scenario(found, frame, unit, rule, more),
        "title": title.format("per scenario"),
        "total": unit == "euro",
        "note": " ".join([WHOLE, *remarks(found)]),
    }


def groups(found: Alternatives, kind: str, quantity: str) -> dict:
    """An effect per group of one kind (`found.groups`), with how many municipalities each has."""
    title, unit, rule = EFFECTS[quantity]
    table = found.by_group[kind]
    frame = table.xs(quantity, axis=1, level="quantity")[found.changing()]
    added = {**_whole(found), "inhabitants": found.inhabitants}
    more = {name: values.groupby(found.groups[kind]).sum().reindex(table.index) for name, values in added.items()}
    made = _per_scenario(found, frame, unit, rule, more)
    made["frame"].insert(0, "members", members(found, kind))
    made["names"]["members"], made["how"]["members"] = (
        ("Gemeenten", "count"),
        "aantal gemeenten in de groep (tabel met de gemeenten van de regio)",
    )
    return {
        **made,
        "title": title.format(f"per {kind}"),
        "index_label": kind.capitalize(),
        "note": f"{WHOLE} De opmerkingen onder de tabel Effect per scenario gelden ook hier.",
    }


def members(found: Alternatives, kind: str) -> pd.Series:
    """How many municipalities are in each group of a kind."""
    return found.groups[kind].value_counts().reindex(found.by_group[kind].index)


def called(found: Alternatives) -> str:
    """What the present is called as a column."""
    plain = [one.name for one in found.scenarios if one.present and not found.other_present(one.name)]
    return plain[0] if plain else PRESENT_NAMES.get(found.region, NOW)[0]


def than(found: Alternatives) -> str:
    """What the present is called in a sentence, after "meer dan"."""
    return PRESENT_NAMES.get(found.region, NOW)[1]


def remarks(found: Alternatives) -> list[str]:
    """What a reader of effects must know: the present, other budgets, other totals, who pays nothing."""
    (paid, present), names = found.whole, found.changing()
    said = [_same_budget(found), found.caveat]
    left = {name: (paid[name] - present[name]).sum() for name in names} if found.staff is None else {}
    for amount in dict.fromkeys(value for value in left.values() if abs(value) >= 1):
        of = [name for name, value in left.items() if value == amount]
        why = f": {OTHER_TOTALS[found.region]}" if found.region in OTHER_TOTALS else ""
        compared = f"{euro(abs(amount))} {'minder' if amount < 0 else 'meer'} dan {than(found)}"
        said.append(f"In {listed(of)} is het totaal {euro(paid[of[0]].sum())}, {compared}{why}.")
    nothing = {name: paid.index[(paid[name] == 0) & (present[name] > 0)] for name in names}
    said += [
        f"{listed(who)} {'betalen' if len(who) > 1 else 'betaalt'} niets in {name}: dat is −100 %."
        for name, who in nothing.items()
        if len(who)
    ]
    return [text for text in said if text]


def _same_budget(found: Alternatives) -> str:
    """About scenarios that are set against another present than that of the memo."""
    names = [name for name in found.changing() if found.other_present(name)]
    if not names:
        return ""
    if found.staff is not None:
        return f"Het effect van {listed(names)} is het verschil met nu onder de uitgangspunten van dat scenario."
    return f"Bij {listed(names)} is vergeleken met „{called(found)}” op de begroting van dat scenario."


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


def _whole(found: Alternatives) -> dict[str, pd.Series]:
    """Whole euros of each scenario, of the present, and of the present on other budgets."""
    paid, present = found.whole
    made = {f"{code} whole": paid[name] for name, code in _codes(found).items()}
    made |= {f"{code} present": present[name] for name, code in _codes(found).items() if found.other_present(name)}
    return made | {"present whole": whole_units(found.present)}


def _per_scenario(found: Alternatives, frame: pd.DataFrame, unit: str, rule: str, more: dict) -> dict:
    """A table with a column per scenario that is more than the present, computed from whole euros."""
    codes, now = {name: code for name, code in _codes(found).items() if name in frame}, called(found)
    named = {f"{code} whole": (f"{name}: bijdrage", "euro") for name, code in codes.items()}
    others = {f"{code} present": (f"{now}, op de begroting van {name}", "euro") for name, code in codes.items()}
    named |= {key: label for key, label in others.items() if key in more}
    named |= {"present whole": (now, "euro"), "inhabitants": ("inwoners", "inhabitants")}
    against = {code: f"{code} present" if f"{code} present" in more else "present whole" for code in codes.values()}
    return {
        "frame": frame.rename(columns=codes),
        "names": {**{code: (name, unit) for name, code in codes.items()}, **named},
        "how": {code: rule.format(code, against[code]) for code in codes.values()},
        "sign": list(codes.values()),
        "basis": found.basis,
        "more": pd.DataFrame(more)[list(named)],
    }
