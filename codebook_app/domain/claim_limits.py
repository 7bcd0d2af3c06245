"""How much each kind of claim holds, and where that is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from codebook_app.domain.claim import Claim
from codebook_app.domain.encounter import EncounterLine, Setting

POINTER_LETTERS = "ABCDEFGHIJKL"
"""The letters of box 21 of a CMS-1500, which number the diagnoses of a professional claim."""


@dataclass(frozen=True, slots=True)
class Limit:
    """The *most* a field takes (0: the claim has no such field), and the *source* in words."""

    most: int
    source: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What one kind of claim holds; *name* is the claim's in a sentence ("professional claim").

    *diagnoses* are the listed ones, the principal or first-listed one included; where
    *external_causes* is None these are counted among them, else they have fields of their own.
    *procedures* are ICD-10-PCS, the principal one included; *services* are CPT and HCPCS lines.
    *modifiers* and *pointers* are those of one service.
    """

    name: str
    transaction: str
    diagnoses: Limit
    admitting: Limit
    reasons: Limit
    external_causes: Limit | None
    procedures: Limit
    services: Limit
    modifiers: Limit
    pointers: Limit


@dataclass(frozen=True, slots=True)
class Excess:
    """What a claim has no place for: *lines*, the last of their field, which is named *field*.

    *field* is in the plural ("other diagnoses"); *held* counts what the list has of it.
    """

    field: str
    limit: Limit
    held: int
    lines: tuple[EncounterLine, ...]


_P = "ASC X12N 005010X222A1 (837P)"
_I = "ASC X12N 005010X223A2 (837I)"
_MODIFIERS = "four modifiers beside the code"

PROFESSIONAL = Limits(
    name="professional claim",
    transaction="837P",
    diagnoses=Limit(12, f"{_P}, loop 2300, Health Care Diagnosis Code: HI01 to HI12"),
    admitting=Limit(0, f"{_P}, loop 2300: no admitting diagnosis among the HI segments"),
    reasons=Limit(0, f"{_P}, loop 2300: no reason for visit among the HI segments"),
    external_causes=None,
    procedures=Limit(0, f"{_P}, loop 2400, SV101: services are CPT and HCPCS codes"),
    services=Limit(50, f"{_P}, loop 2400, Service Line Number: repeats 50 times"),
    modifiers=Limit(4, f"{_P}, loop 2400, SV101-3 to SV101-6: {_MODIFIERS}"),
    pointers=Limit(4, f"{_P}, loop 2400, SV107-1 to SV107-4: one to four pointers"),
)

INPATIENT = Limits(
    name="inpatient claim",
    transaction="837I",
    diagnoses=Limit(
        25,
        f"{_I}, loop 2300, Principal Diagnosis (one), Other Diagnosis Information (two HI of 12)",
    ),
    admitting=Limit(1, f"{_I}, loop 2300, Admitting Diagnosis: HI01"),
    reasons=Limit(0, f"{_I}, loop 2300, Patient's Reason for Visit: outpatient visits only"),
    external_causes=Limit(12, f"{_I}, loop 2300, External Cause of Injury: HI01 to HI12"),
    procedures=Limit(
        25,
        f"{_I}, loop 2300, Principal Procedure (one), Other Procedure Information (two HI of 12)",
    ),
    services=Limit(999, f"{_I}, loop 2400, Service Line Number: repeats 999 times"),
    modifiers=Limit(4, f"{_I}, loop 2400, SV202-3 to SV202-6: {_MODIFIERS}"),
    pointers=Limit(0, f"{_I}, loop 2400, SV2: an institutional service has no pointers"),
)

OUTPATIENT = Limits(
    name="outpatient facility claim",
    transaction="837I",
    diagnoses=INPATIENT.diagnoses,
    admitting=Limit(0, f"{_I}, loop 2300, Admitting Diagnosis: inpatient admissions only"),
    reasons=Limit(3, f"{_I}, loop 2300, Patient's Reason for Visit: HI01 to HI03"),
    external_causes=INPATIENT.external_causes,
    procedures=Limit(0, f"{_I}, loop 2300, Principal Procedure: inpatient claims only"),
    services=INPATIENT.services,
    modifiers=INPATIENT.modifiers,
    pointers=INPATIENT.pointers,
)


@dataclass(frozen=True, slots=True)
class PaperLimits:
    """What the paper form holds where it is less than the transaction.

    *diagnoses* leave out external causes where these have boxes of their own; *services* are
    those of one sheet.
    """

    diagnoses: Limit
    services: Limit
    external_causes: Limit | None = None
    procedures: Limit | None = None


_CMS1500 = "NUCC 1500 Claim Form Reference Instruction Manual (02/12)"
_UB04 = "NUBC Official UB-04 Data Specifications Manual"

CMS1500 = PaperLimits(
    diagnoses=Limit(12, f"{_CMS1500}, item 21: lines A to L"),
    services=Limit(6, f"{_CMS1500}, section 24: six lines a sheet"),
)

UB04 = PaperLimits(
    diagnoses=Limit(18, f"{_UB04}, FL67 and FL67A to Q"),
    services=Limit(22, f"{_UB04}, FL42 to FL47: lines 1 to 22 of a page"),
    external_causes=Limit(3, f"{_UB04}, FL72a to c"),
    procedures=Limit(6, f"{_UB04}, FL74 and FL74a to e"),
)


def limits_of(setting: Setting) -> Limits:
    """Return what the claim of an encounter of *setting* holds."""
    match setting:
        case Setting.PROFESSIONAL:
            return PROFESSIONAL
        case Setting.INPATIENT:
            return INPATIENT
        case Setting.OUTPATIENT:
            return OUTPATIENT


def limits_of_institution(setting: Setting) -> Limits:
    """Return what an institutional claim holds: any visit that is no stay is an outpatient's."""
    return INPATIENT if setting is Setting.INPATIENT else OUTPATIENT


def excesses(claim: Claim, limits: Limits) -> Iterator[Excess]:
    """Yield each field of *claim* that holds more than *limits* allow.

    Modifiers and pointers are counted for each service; their excess names that line alone.
    Pointers of a claim that takes none are no excess: they are not part of it.
    """
    listed = claim.diagnoses
    if limits.external_causes is not None:
        external = claim.external_causes
        listed = (*claim.diagnoses[:1], *claim.secondary)
        yield from _beyond("external causes", limits.external_causes, external)
    yield from _beyond("diagnoses", limits.diagnoses, listed)
    yield from _beyond("admitting diagnoses", limits.admitting, claim.admitting)
    yield from _beyond("reasons for the visit", limits.reasons, claim.reasons)
    yield from _beyond("ICD-10-PCS procedures", limits.procedures, claim.procedures)
    yield from _beyond("services", limits.services, claim.services)
    for service in claim.services:
        held = len(service.modifiers)
        if held > limits.modifiers.most:
            yield Excess("modifiers", limits.modifiers, held, (service,))
        held = len(service.pointers)
        if held > limits.pointers.most > 0:
            yield Excess("pointers", limits.pointers, held, (service,))


def _beyond(field: str, limit: Limit, lines: tuple[EncounterLine, ...]) -> Iterator[Excess]:
    if len(lines) > limit.most:
        yield Excess(field, limit, len(lines), lines[limit.most :])
