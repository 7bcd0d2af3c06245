"""A code list as a FHIR R4 bundle of Condition and Procedure resources, for a clinical record."""

from __future__ import annotations

from collections.abc import Iterator

from codebook_app.domain.claim import Claim
from codebook_app.domain.copying import CopyFormat, CopyOptions, Group, Need, Option, Rendered
from codebook_app.domain.encounter import EncounterLine, Role
from codebook_app.exchange.claim_fit import astray, numbers_of, refuse, strangers
from codebook_app.exchange.claim_remarks import poa_remarks
from codebook_app.exchange.claim_words import poa_of
from codebook_app.exchange.fhir import (
    DISCHARGE_STATUS_SYSTEM,
    POA_SYSTEM,
    Resource,
    code_concept,
    concept,
    inpatient,
    json_html,
    json_text,
    list_uuid,
    patient,
    period,
    resource_id,
)

_HL7 = "http://terminology.hl7.org/CodeSystem"
_POA_EXTENSION = (
    "http://hl7.org/fhir/us/qicore/StructureDefinition/qicore-encounter-diagnosisPresentOnAdmission"
)


class FhirBundle:
    """A collection of the Patient, the Encounter, and what was found and done.

    There is a Condition for each diagnosis, a Procedure for each procedure and service; the Patient
    has no name.
    The Encounter's ``diagnosis`` has the Conditions in the order of the list, each with its use
    (admission, chief complaint, billing), the rank of the listed ones, and POA in the extension of
    QI-Core. A Procedure names the Conditions its pointers mean as its reason. Ids are made of what
    the list holds: the same list has the same ids.
    """

    described = CopyFormat(
        name="fhir-bundle",
        title="FHIR R4 bundle",
        description="Condition and Procedure resources as JSON, for a clinical record.",
        takes=frozenset({Option.DOTS, Option.DESCRIPTIONS}),
        defaults=CopyOptions(descriptions=True),
        suffix="json",
        group=Group.CLAIM,
        needs=frozenset({Need.EXEMPT}),
    )

    def unfit(self, claim: Claim) -> tuple[str, ...]:
        """Return what is neither condition nor procedure; the bundle has no limits of number."""
        return (*astray(claim), *strangers(claim))

    def render(self, claim: Claim, options: CopyOptions) -> Rendered:
        """Write the bundle as JSON; KnownError names what has no place."""
        refuse(self.described.title, self.unfit(claim))
        text = json_text(_Bundle(claim, options).resource())
        return Rendered(text, json_html(text), said=tuple(_remarks(claim)))


class _Bundle:
    """The resources of one list, which name each other by their ids."""

    def __init__(self, claim: Claim, options: CopyOptions) -> None:
        self._claim = claim
        self._options = options
        encounter = claim.encounter
        self._uuid = list_uuid(encounter)
        self._patient = resource_id(self._uuid, "Patient")
        self._encounter = resource_id(self._uuid, "Encounter")
        self._diagnoses = (*claim.diagnoses, *claim.admitting, *claim.reasons)
        self._conditions = [
            resource_id(self._uuid, "Condition", at) for at, _ in enumerate(self._diagnoses)
        ]

    def resource(self) -> Resource:
        """Return the bundle."""
        resources = [
            patient(self._claim.encounter, self._patient),
            self._visit(),
            *self._condition_resources(),
            *self._procedure_resources(),
        ]
        return {
            "resourceType": "Bundle",
            "type": "collection",
            "entry": [
                {"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource}
                for resource in resources
            ],
        }

    def _visit(self) -> Resource:
        encounter = self._claim.encounter
        days = period(encounter)
        found: Resource = {
            "resourceType": "Encounter",
            "id": self._encounter,
            "status": "finished" if "end" in days else "unknown",
            "class": {
                "system": f"{_HL7}/v3-ActCode",
                "code": "IMP" if inpatient(self._claim) else "AMB",
            },
            "subject": _reference(self._patient),
        }
        if days:
            found["period"] = days
        if self._diagnoses:
            found["diagnosis"] = [self._use(at, line) for at, line in enumerate(self._diagnoses, 1)]
        if encounter.discharge_status:
            found["hospitalization"] = {
                "dischargeDisposition": concept(DISCHARGE_STATUS_SYSTEM, encounter.discharge_status)
            }
        return found

    def _use(self, place: int, line: EncounterLine) -> Resource:
        use = {Role.ADMITTING: "AD", Role.REASON_FOR_VISIT: "CC"}.get(line.role, "billing")
        found: Resource = {
            "condition": _reference(self._conditions[place - 1]),
            "use": concept(f"{_HL7}/diagnosis-role", use),
        }
        if line.role is Role.LISTED:
            found["rank"] = place
        if poa := poa_of(self._claim, line):
            found["extension"] = [
                {"url": _POA_EXTENSION, "valueCodeableConcept": concept(POA_SYSTEM, poa)}
            ]
        return found

    def _condition_resources(self) -> Iterator[Resource]:
        for named, line in zip(self._conditions, self._diagnoses, strict=True):
            yield {
                "resourceType": "Condition",
                "id": named,
                "category": [concept(f"{_HL7}/condition-category", "encounter-diagnosis")],
                "code": self._concept(line),
                "subject": _reference(self._patient),
                "encounter": _reference(self._encounter),
            }

    def _procedure_resources(self) -> Iterator[Resource]:
        for at, line in enumerate((*self._claim.procedures, *self._claim.services)):
            found: Resource = {
                "resourceType": "Procedure",
                "id": resource_id(self._uuid, "Procedure", at),
                "status": "completed",
                "code": self._concept(line),
                "subject": _reference(self._patient),
                "encounter": _reference(self._encounter),
            }
            if line.performed_on is not None:
                found["performedDateTime"] = line.performed_on.isoformat()
            if line.pointers:
                found["reasonReference"] = [
                    _reference(self._conditions[number - 1]) for number in numbers_of(line)
                ]
            yield found

    def _concept(self, line: EncounterLine) -> Resource:
        return code_concept(line, dots=self._options.dots, titles=self._options.descriptions)


def _reference(named: str) -> Resource:
    return {"reference": f"urn:uuid:{named}"}


def _remarks(claim: Claim) -> Iterator[str]:
    yield from poa_remarks(claim)
    if any(
        line.modifiers or line.units is not None or line.charge is not None
        for line in claim.services
    ):
        yield "Modifiers, units and charges have no place in a Procedure: the FHIR Claim has them."
