"""How the printed figures of zhz-2024 follow from each other."""

import pandas as pd

from vtcost.data import Region
from vtcost.data.given import note
from vtcost.model_cells import model_of
from vtcost.published.verdicts import Derivation

TABLE = "zhz-2024/bijlage-2-tabel-meerjarige-ontwikkeling"
LIMITS = "zhz-2024/de-oplossingsruimte-is-beperkt"
POLICE = "zhz-2024/oplossingen-c-procesoptimalisatie"
MONEY = "zhz-2024/winstwaarschuwing"
PROPOSAL, DECISION = "Begroting 2025 voorstel DB", "Begroting 2025 besluit AB"


def _outcome(region: Region, name: str, norms: str) -> pd.Series:
    """A column of the model; what it rests on is noted as read."""
    one = model_of(region)[name][norms]
    note(region, one)
    return one.series


def _decided(region: Region) -> float:
    return region.input("available_structural")[DECISION] + region.input("temporary_2025")


def _police(region: Region, name: str) -> float:
    return region.figure(f"{POLICE}/{name}/aantal")


def _share_of_police(region: Region) -> float:
    return _police(region, "politiemeldingen-2023") / _police(region, "meldingen-2023")


def _share_sent_back(region: Region) -> float:
    back = _police(region, "politiemeldingen-2023-teruggelegd-bij-politie")
    return back / (_police(region, "politiemeldingen-2023") + back)


def _share_closed(region: Region, of: str) -> float:
    return _police(region, "meldingen-afgerond-zonder-verdere-inzet-2023") / _police(region, of)


def _indexed(region: Region) -> float:
    rise = region.figure(f"{MONEY}/indexering-volgens-voorstel/bedrag")
    asked = region.figure(f"{MONEY}/indexering-volgens-voorstel/aandeel")
    given = region.figure(f"{MONEY}/indexering-volgens-besluit-centrumgemeente-dordrecht/aandeel")
    return rise * given / asked


DERIVATIONS = (
    Derivation(
        f"{TABLE}/benodigd-rekentool-zhz/*",
        lambda region: _outcome(region, "needed_by", "regional"),
        "volume maal regionale norm, gedeeld door uren per fte; triage over Overdragen",
    ),
    Derivation(
        f"{TABLE}/benodigd-landelijke-norm/*",
        lambda region: _outcome(region, "needed_by", "national"),
        "volume maal landelijke norm, gedeeld door uren per fte; triage over Overdragen",
    ),
    Derivation(
        f"{TABLE}/gap/*", lambda region: _outcome(region, "gap_by", "regional"), "beschikbaar min benodigd (rekentool)"
    ),
    Derivation(
        f"{TABLE}/beschikbaar-incl-incidenteel/begroting-2025-besluit-ab", _decided, "structureel plus tijdelijk 2025"
    ),
    Derivation(
        "zhz-2024/aanleiding/beschikbaar-gestelde-formatie-2025-besluit-ab/fte", _decided, "structureel plus tijdelijk"
    ),
    Derivation(
        "zhz-2024/oplossingen-b-terugdringen-van-het-aantal-meldingen/beschikbare-formatie-2025/fte",
        _decided,
        "structureel plus tijdelijk 2025",
    ),
    Derivation(
        "zhz-2024/toelichting/benodigde-formatie-2025-regionale-normen*/fte",
        lambda region: _outcome(region, "needed_by", "regional")[PROPOSAL],
        "benodigd volgens de rekentool, voorstel DB",
    ),
    Derivation(
        "zhz-2024/toelichting/benodigde-formatie-2025-landelijke-formatieberekening/fte",
        lambda region: _outcome(region, "needed_by", "national")[PROPOSAL],
        "benodigd volgens de landelijke norm, voorstel DB",
    ),
    Derivation(
        f"{POLICE}/meldingen-via-de-politie/aandeel",
        _share_of_police,
        "3.502 politiemeldingen gedeeld door 4.599 meldingen",
        because=(
            "de memo zegt 'ruim', dus ten minste; berekend 76,1 %",
            lambda region: min(_share_of_police(region), 0.75),
        ),
    ),
    Derivation(
        f"{LIMITS}/meldingen-afkomstig-van-politie/aandeel",
        _share_of_police,
        "3.502 politiemeldingen gedeeld door 4.599 meldingen",
        tried="3.502 van 4.599 meldingen is 76,1 %; met de 161 teruggelegde erbij 76,9 %; verderop heet het 'ruim 75%'",
    ),
    Derivation(
        f"{LIMITS}/politiemeldingen-direct-teruggelegd-bij-politie/aandeel",
        _share_sent_back,
        "161 van 3.663 politiemeldingen, de 161 meegeteld (zonder die 161 in de noemer: 4,6 %)",
    ),
    Derivation(
        f"{LIMITS}/politiemeldingen-afgerond-zonder-verdere-inzet/aandeel",
        lambda region: _share_closed(region, "politiemeldingen-2023"),
        "24 meldingen gedeeld door de politiemeldingen",
        because=(
            "verkeerde noemer in de tekst: 24 van alle meldingen is 0,5 %, van de politiemeldingen 0,7 %",
            lambda region: _share_closed(region, "meldingen-2023"),
        ),
    ),
    Derivation(
        f"{POLICE}/meldingen-afgerond-zonder-verdere-inzet-2023/aandeel",
        lambda region: _share_closed(region, "meldingen-2023"),
        "24 meldingen gedeeld door alle meldingen",
    ),
    Derivation(
        f"{MONEY}/indexering-volgens-besluit-centrumgemeente-dordrecht/bedrag",
        _indexed,
        "bedrag van het voorstel maal de verhouding van de percentages",
        rounded=(f"{MONEY}/*/aandeel",),
    ),
    Derivation(
        f"{MONEY}/gemeenten-met-inwonerbijdrage/aantal",
        lambda region: len(region.municipalities(2024)),
        "aantal gemeenten van de regio in 2024",
    ),
    Derivation(
        "zhz-2024/conclusie/gemeenten/aantal",
        lambda region: len(region.municipalities(2024)),
        "aantal gemeenten van de regio in 2024",
    ),
)
