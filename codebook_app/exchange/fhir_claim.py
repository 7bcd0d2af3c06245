"""A code list as a Claim of FHIR R4 (4.0.1)."""

from __future__ import annotations

from collections.abc import Iterator

from codebook_app.domain.claim import Claim, is_external_cause
from codebook_app.domain.copying import CopyFormat, CopyOptions, Group, Need, Option, Rendered
from codebook_app.domain.encounter import EncounterLine, Role, Setting
from codebook_app.exchange.claim_fit import astray, numbers_of, refuse, strangers
from codebook_app.exchange.claim_remarks import drg_remarks, poa_remarks
from codebook_app.exchange.claim_words import day_of, drg_of, poa_of, timed, total
from codebook_app.exchange.fhir import (
    DISCHARGE_STATUS_SYSTEM,
    MSDRG_SYSTEM,
    POA_SYSTEM,
    REVENUE_SYSTEM,
    Resource,
    code_concept,
    concept,
    json_html,
    json_text,
    modifier_concept,
    number,
    patient,
    period,
    unknown,
)

_HL7 = "http://terminology.hl7.org/CodeSystem"
_CARIN = "http://hl7.org/fhir/us/carin-bb/CodeSystem"
_DIAGNOSIS_TYPE = f"{_HL7}/ex-diagnosistype"
_OTHER_DIAGNOSIS_TYPE = f"{_CARIN}/C4BBClaimDiagnosisType"
_UCUM = "http://unitsofmeasure.org"
_PATIENT = "patient"


class FhirClaim:
    """A draft Claim: diagnoses with sequence, type and POA, procedures, and services as items.

    The listed diagnoses come first, so that their sequence is their place on the list and that of
    the pointers; admitting diagnosis and reasons for the visit follow. The MS-DRG is the package
    code of the principal diagnosis, where R4 has it. The patient is contained, without a name;
    provider and insurance, which R4 requires and the encounter does not know, are marked as
    unknown. ``created`` is the day the list was last changed.
    """

    described = CopyFormat(
        name="fhir",
        title="FHIR R4 Claim",
        description="A draft Claim resource as JSON, for systems that speak FHIR.",
        takes=frozenset({Option.DOTS, Option.DESCRIPTIONS}),
        defaults=CopyOptions(descriptions=True),
        suffix="json",
        group=Group.CLAIM,
        needs=frozenset({Need.EXEMPT, Need.GROUPING}),
    )

    def unfit(self, claim: Claim) -> tuple[str, ...]:
        """Return what no Claim has a place for; it has no limits of number."""
        return (*astray(claim), *strangers(claim))

    def render(self, claim: Claim, options: CopyOptions) -> Rendered:
        """Write the resource as JSON; KnownError names what has no place."""
        refuse(self.described.title, self.unfit(claim))
        text = json_text(_claim(claim, options))
        said = (*poa_remarks(claim), *drg_remarks(claim))
        return Rendered(text, json_html(text), said=said)


def _claim(claim: Claim, options: CopyOptions) -> Resource:
    encounter = claim.encounter
    kind = "professional" if encounter.setting is Setting.PROFESSIONAL else "institutional"
    charges = total(claim.services)
    found: Resource = {
        "resourceType": "Claim",
        "contained": [patient(encounter, _PATIENT)],
        "status": "draft",
        "type": concept(f"{_HL7}/claim-type", kind),
        "use": "claim",
        "patient": {"reference": f"#{_PATIENT}"},
        "billablePeriod": period(encounter),
        "created": encounter.changed_at.date().isoformat(),
        "provider": unknown(),
        "priority": concept(f"{_HL7}/processpriority", "normal"),
        "supportingInfo": list(_supporting(claim)),
        "diagnosis": list(_diagnoses(claim, options)),
        "procedure": list(_procedures(claim, options)),
        "insurance": [{"sequence": 1, "focal": True, "coverage": unknown()}],
        "item": list(_items(claim, options)),
    }
    if charges is not None:
        found["total"] = {"value": number(charges), "currency": "USD"}
    # FHIR has no empty lists and objects.
    return {name: value for name, value in found.items() if value not in ([], {})}


def _supporting(claim: Claim) -> Iterator[Resource]:
    if claim.encounter.discharge_status:
        yield {
            "sequence": 1,
            "category": concept(f"{_CARIN}/C4BBSupportingInfoType", "discharge-status"),
            "code": concept(DISCHARGE_STATUS_SYSTEM, claim.encounter.discharge_status),
        }


def _diagnoses(claim: Claim, options: CopyOptions) -> Iterator[Resource]:
    lines = (*claim.diagnoses, *claim.admitting, *claim.reasons)
    for sequence, line in enumerate(lines, 1):
        found: Resource = {
            "sequence": sequence,
            "diagnosisCodeableConcept": code_concept(
                line, dots=options.dots, titles=options.descriptions
            ),
            "type": [_diagnosis_type(claim, line, first=sequence == 1)],
        }
        if poa := poa_of(claim, line):
            found["onAdmission"] = concept(POA_SYSTEM, poa)
        if sequence == 1 and claim.diagnoses and (drg := drg_of(claim)):
            found["packageCode"] = concept(MSDRG_SYSTEM, drg)
        yield found


def _diagnosis_type(claim: Claim, line: EncounterLine, *, first: bool) -> Resource:
    """Return what a diagnosis is; the first-listed one of a visit is the principal one of R4."""
    match line.role:
        case Role.ADMITTING:
            return concept(_DIAGNOSIS_TYPE, "admitting")
        case Role.REASON_FOR_VISIT:
            return concept(_OTHER_DIAGNOSIS_TYPE, "patientreasonforvisit")
    if first:
        return concept(_DIAGNOSIS_TYPE, "principal")
    if claim.encounter.setting is Setting.PROFESSIONAL:
        return concept(_OTHER_DIAGNOSIS_TYPE, "secondary")
    external = is_external_cause(line.code)
    return concept(_OTHER_DIAGNOSIS_TYPE, "externalcauseofinjury" if external else "other")


def _procedures(claim: Claim, options: CopyOptions) -> Iterator[Resource]:
    for sequence, line in enumerate(claim.procedures, 1):
        rank = "primary" if sequence == 1 else "secondary"
        found: Resource = {
            "sequence": sequence,
            "type": [concept(f"{_HL7}/ex-procedure-type", rank)],
        }
        if line.performed_on is not None:
            found["date"] = line.performed_on.isoformat()
        found["procedureCodeableConcept"] = code_concept(
            line, dots=options.dots, titles=options.descriptions
        )
        yield found


def _items(claim: Claim, options: CopyOptions) -> Iterator[Resource]:
    for sequence, service in enumerate(claim.services, 1):
        on = day_of(claim, service)
        found: Resource = {"sequence": sequence}
        if service.pointers:
            found["diagnosisSequence"] = list(numbers_of(service))
        if service.revenue_code:
            found["revenue"] = concept(REVENUE_SYSTEM, service.revenue_code)
        found["productOrService"] = code_concept(
            service, dots=options.dots, titles=options.descriptions
        )
        if service.modifiers:
            found["modifier"] = [modifier_concept(one) for one in service.modifiers]
        if on is not None:
            found["servicedDate"] = on.isoformat()
        if service.units is not None:
            found["quantity"] = _quantity(claim, service, service.units)
        if service.charge is not None:
            found["net"] = {"value": number(service.charge), "currency": "USD"}
        yield found


def _quantity(claim: Claim, service: EncounterLine, units: int) -> Resource:
    """Return the units of a service; those of anesthesia on a professional claim as minutes."""
    if claim.encounter.setting is Setting.PROFESSIONAL and timed(service):
        return {"value": units, "unit": "minutes", "system": _UCUM, "code": "min"}
    return {"value": units}
