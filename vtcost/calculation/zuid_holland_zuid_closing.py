"""Zuid-Holland Zuid: the reconciliation in FTE and the checks."""

from vtcost.calculation.draft import Draft
from vtcost.calculation.sheets import CHECKS, CLOSING
from vtcost.data import Region
from vtcost.models import zuid_holland_zuid as model
from vtcost.models import zuid_holland_zuid_views as views

NORMS = {"regional": "regionaal", "national": "landelijk"}


def write(draft: Draft, region: Region, inputs: model.Inputs) -> None:
    """Write down both, for the last column of the region's year."""
    _reconciliation(draft, region, inputs, views.columns_of(region)[-1])
    _checks(draft, inputs)


def _reconciliation(draft: Draft, region: Region, inputs: model.Inputs, column: str) -> None:
    draft.sheet("Aansluiting", f"{column}, in fte; het saldo sluit op nul.", kind=CLOSING)
    draft.fixed("line column", "Kolom", "text", column)
    chosen = "when({{norms}} == 'landelijk', {{{0} national{1}:row line column}}, {{{0} regional{1}:row line column}})"
    pairs = {service: chosen.format("hours", f" {service}") + " / {hours_per_fte}" for service in inputs.norms.index}
    needed = (
        "when({norms} == 'landelijk', {fte_needed_national:row line column}, {fte_needed_regional:row line column})"
    )
    gap = needed.replace("fte_needed", "gap")
    formulas = [
        *pairs.values(),
        f"0 - {needed}",
        "{structural:row line column}",
        "{fte_available:row line column} - {structural:row line column}",
        f"0 - {gap}",
        f"0 - {needed}",
    ]
    draft.reconciliation("fte", views.reconciliation(region, column), formulas)


def _checks(draft: Draft, inputs: model.Inputs) -> None:
    draft.sheet("Controles", "Elke regel hoort nul te zijn.", kind=CHECKS)
    for name in (name for name in draft.done().terms if name.startswith("volume ")):
        draft.check_filled(name, "fte_needed_regional")
        draft.check_not_negative(name)
    for name in ("available", "structural"):
        draft.check_filled(name, "fte_needed_regional")
    for norms, word in NORMS.items():
        hours = " + ".join(f"{{hours {norms} {service}:sum}}" for service in inputs.norms.index)
        formula = f"{{fte_needed_{norms}:sum}} * {{hours_per_fte}} - ({hours})"
        draft.check(norms, f"Nodig maal uren per fte is alle uren, {word}", formula)
        formula = f"{{fte_available:sum}} - {{fte_needed_{norms}:sum}} - {{gap_{norms}:sum}}"
        draft.check(f"gap {norms}", f"Beschikbaar min nodig is het verschil, {word}", formula)
    draft.check("structural", "Structureel is nergens meer dan beschikbaar", "{over:sum}")
    hours = " + ".join(f"{{hours {service}}}" for service in inputs.norms.index)
    formula = f"{{fte total}} * {{hours_per_fte}} - ({hours})"
    draft.check("scenario", "Doorrekening: nodig maal uren per fte is alle uren", formula)
