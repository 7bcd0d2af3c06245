"""Invented claims: stays and visits with lines in every field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from support.code_lists import a_line, a_list

from codebook_app.domain.claim import Claim
from codebook_app.domain.copying import CopyOptions, Rendered
from codebook_app.domain.encounter import Encounter, EncounterLine, Role, Setting
from codebook_app.domain.grouping import Drg, Grouped
from codebook_app.exchange.formats import standard_formats

OPERATED = date(2026, 1, 15)
GROUPED = Grouped(Drg("280", "Sample group"), grouper="Sample grouper v43")


def a_diagnosis(code: str, poa: str = "", role: Role = Role.LISTED) -> EncounterLine:
    """Return a diagnosis with its POA and role."""
    return replace(a_line(code), poa=poa, role=role)


def a_procedure(code: str, on: date | None = OPERATED) -> EncounterLine:
    """Return an ICD-10-PCS procedure with its date."""
    return replace(a_line(code, code_set="icd10pcs"), performed_on=on)


def a_service(
    code: str = "G0439",
    *modifiers: str,
    charge: str | None = "150",
    pointers: str = "",
    units: int | None = 1,
    revenue: str = "",
    on: date | None = None,
) -> EncounterLine:
    """Return a CPT or HCPCS service."""
    return replace(
        a_line(code, code_set="cpt" if code.isdigit() else "hcpcs"),
        modifiers=modifiers,
        pointers=tuple(pointers),
        units=units,
        charge=None if charge is None else Decimal(charge),
        revenue_code=revenue,
        performed_on=on,
    )


def a_stay(*lines: EncounterLine | str) -> Encounter:
    """Return an inpatient stay of four days."""
    return replace(
        a_list(*lines, on=date(2026, 1, 18)),
        setting=Setting.INPATIENT,
        admitted_on=date(2026, 1, 14),
        birth_date=date(1960, 2, 3),
        sex="F",
        discharge_status="01",
    )


def an_office_visit(*lines: EncounterLine | str) -> Encounter:
    """Return a professional encounter."""
    return replace(a_list(*lines, on=OPERATED), setting=Setting.PROFESSIONAL)


def an_outpatient_visit(*lines: EncounterLine | str) -> Encounter:
    """Return an outpatient encounter of a facility."""
    return a_list(*lines, on=OPERATED)


def claim_of(encounter: Encounter, *exempt: str) -> Claim:
    """Return the claim of an encounter with *exempt* codes; a stay is grouped."""
    inpatient = encounter.setting is Setting.INPATIENT
    return Claim.of(encounter, exempt=frozenset(exempt), grouped=GROUPED if inpatient else None)


def rendered(name: str, claim: Claim | Encounter, **options: object) -> Rendered:
    """Return *claim* in the format called *name*, with its defaults where nothing is chosen."""
    format_ = standard_formats().named(name)
    asked = claim if isinstance(claim, Claim) else claim_of(claim)
    chosen: CopyOptions = replace(format_.described.defaults, **options)  # type: ignore[arg-type]
    return format_.render(asked, chosen)
