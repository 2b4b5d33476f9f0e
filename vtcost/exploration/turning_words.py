"""Turning points and majorities in sentences: who turns, who gains, and what changes a vote."""

import pandas as pd

from vtcost.data import Region
from vtcost.exploration.naming import title
from vtcost.exploration.turning_points import MAJORITY, OTHER, WORDS, Turns, ranges, share_at
from vtcost.models import gelderland_midden as model
from vtcost.numbers import euro, listed, percent
from vtcost.reform import Reform
from vtcost.turning_points import HALF_A_CENT, majorities, standing, turning_points

# Closer together than this is one weight. [-]
SAME_WEIGHT = 1e-9
# The region whose variants divide over sub-regions in different ratios.
SUBREGIONS = "gelderland_midden"


def _of(count: int, total: int) -> str:
    """So many of all municipalities, with "geen" for none."""
    return f"alle {total}" if count == total else f"{count or 'geen'} van de {total}"


def fixed(found: Turns) -> int:
    """For how many municipalities the weight does not decide whether they pay more or less."""
    return len(found.standing) - found.count("turns")


def headline(found: Turns) -> str:
    """For how many the weight makes no difference to paying more or less, as a title."""
    return (
        f"Voor {_of(fixed(found), len(found.standing))} gemeenten maakt het gewicht niet uit of zij meer of minder"
        " betalen"
    )


def finding(name: str, found: Turns) -> str:
    """What the turning points of a region come down to, for who votes."""
    size = len(found.standing)
    better, people = (share_at(table, found.weight) for table in (found.municipalities, found.inhabitants))
    count = round(better * size)
    always = [
        f"{found.count(kind)} {'betaalt' if found.count(kind) == 1 else 'betalen'} altijd {WORDS[kind]}"
        for kind in ("more", "less", "same")
        if found.count(kind)
    ]
    return " ".join(
        [
            f"{title(name)}: {_lower(headline(found))}{f' ({listed(always)})' if always else ''}.",
            f"Bij de gekozen mix ({percent(found.weight, 0)} {found.label}) {'betaalt' if count < 2 else 'betalen'}",
            f"{_of(count, size)} gemeenten minder, met {_part(people)} van de inwoners.",
            _majority("gemeenten", found.municipalities),
            _majority("inwoners", found.inhabitants),
        ]
    )


def _part(share: float) -> str:
    """A part of the votes in whole percents; finer where that would read as exactly half."""
    return percent(share, 0 if round(100 * share) != 50 else None)


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]


def _majority(voters: str, table: pd.DataFrame) -> str:
    """Where a majority pays less, a sentence; if nowhere, how large the largest part is."""
    where = ranges(table, decimals=0)
    if majorities(table, MAJORITY).empty:
        largest = _part(table["share"].max())
        return f"Bij geen enkel gewicht betaalt een meerderheid van de {voters} minder: ten hoogste {largest}."
    at = where if "elk gewicht" in where else f"een gewicht van {where}"
    return f"Een meerderheid van de {voters} betaalt minder bij {at}."


def direction(found: Turns) -> str:
    """Who gains when the weight goes up, and who when it goes down."""
    rise = found.reform.at(1.0) - found.reform.at(0.0)
    people = found.reform.inhabitants.reindex(rise.index)
    gains, loses = rise < -HALF_A_CENT, rise > HALF_A_CENT
    part = {True: people[gains].sum() / people.sum(), False: people[loses].sum() / people.sum()}
    return (
        f"Telt {found.label} zwaarder, dan {'betaalt' if gains.sum() < 2 else 'betalen'}"
        f" {_of(gains.sum(), len(rise))} gemeenten minder ({percent(part[True], 0)} van de inwoners)"
        f" en {_of(loses.sum(), len(rise))} meer ({percent(part[False], 0)})."
    )


def voters(found: Turns) -> list[str]:
    """Which weights near the chosen mix change a vote: the nearest turning points below, at and above it."""
    said = [f"{headline(found)}."]
    points = found.points.assign(distance=found.points["weight"] - found.weight)
    at = points["distance"].abs() < SAME_WEIGHT
    below, above = points[~at & (points["distance"] < 0)], points[~at & (points["distance"] > 0)]
    near = [
        (_near(rows[(rows["weight"] - nearest).abs() < SAME_WEIGHT], side), nearest)
        for rows, nearest, side in ((below, below["weight"].max(), "below"), (above, above["weight"].min(), "above"))
        if len(rows)
    ]
    weights = [found.weight, *(weight for _, weight in near)]
    decimals = 0 if len({round(100 * weight) for weight in weights}) == len(weights) else 1
    chosen = f"de gekozen mix ({percent(found.weight, decimals)})"
    if at.any():
        said.append(f"Precies bij {chosen} slaat om: {_near(points[at], 'above')}.")
    if near:
        parts = [f"bij {percent(weight, decimals)} {names}" for names, weight in near]
        said.append(f"Het dichtst bij {chosen} slaat om: {listed(parts)}.")
    return said


def _near(rows: pd.DataFrame, side: str) -> str:
    """Names that turn at one weight, with what each pays on the far side of it."""
    word = {"below": "daaronder", "above": "daarboven"}[side]
    return listed(
        f"{row.municipality} ({word} betaalt zij {WORDS[row.above if side == 'above' else OTHER[row.above]]})"
        for row in rows.itertuples()
    )


def below_zero(reform: Reform) -> list[str]:
    """Weights at which a municipality would get money, its grants being larger than its costs; nothing if none."""
    found = turning_points(reform.at)
    kinds = standing(reform.at, found)
    always = [str(name) for name in kinds.index[kinds == "less"]]
    said = [
        f"{'Onder' if row.above == 'more' else 'Boven'} een gewicht van {percent(row.weight, 1)} komt de bijdrage van"
        f" {row.municipality} onder nul: de DUVO is daar groter dan de kosten."
        for row in found.itertuples()
    ]
    if always:
        said.append(f"Bij elk gewicht onder nul: {listed(always)}. De DUVO is daar altijd groter dan de kosten.")
    return [*said, "Zulke gewichten zijn zonder ondergrens niet uit te voeren."] if said else []


def beyond_the_mix(region: Region, found: Turns) -> list[str]:
    """Gelderland-Midden: who always pays more (or less) within AC2, and not in A-jeugd, which divides otherwise.

    The fixed share is turned within AC2. That divides the budget over the sub-regions in another ratio than A and
    A-jeugd, so "always" reaches no further than AC2. Nothing for other regions.
    """
    if region.name != SUBREGIONS:
        return []
    other = model.variant(region, "a_youth")["contribution"] - found.reform.present
    ratios = [
        " tegen ".join(percent(share, 0) for share in model.split(region, name).values())
        for name in ("share_ac2", "share_a")
    ]
    turned = ((found.standing == "more") & (other < -HALF_A_CENT)) | (
        (found.standing == "less") & (other > HALF_A_CENT)
    )
    said = [
        "Altijd geldt alleen binnen AC2, bij elk vast deel. AC2 verdeelt de kosten over Centraal Gelderland en West"
        f" Veluwe Vallei als {ratios[0]}, variant A en A-jeugd als {ratios[1]}."
    ]
    for name, kind in found.standing[turned].items():
        said.append(
            f"{name} betaalt binnen AC2 altijd {WORDS[kind]}, maar in A-jeugd {euro(abs(other[name]))}"
            f" {WORDS[OTHER[kind]]} dan in variant A."
        )
    return said
