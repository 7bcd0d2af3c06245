"""What FHIR R4 resources of a code list have in common: code systems, patient, ids, JSON.

The systems of the code sets are HL7's; roles of diagnoses that base FHIR has no code for are those
of the CARIN Blue Button guide, as CMS sends them.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from decimal import Decimal
from html import escape
from typing import Any

from codebook_app.domain.claim import Claim
from codebook_app.domain.encounter import Encounter, EncounterLine, Setting
from codebook_app.exchange.written import code_as

SYSTEMS = {
    "icd10cm": "http://hl7.org/fhir/sid/icd-10-cm",
    "icd10pcs": "http://www.cms.gov/Medicare/Coding/ICD10",
    "hcpcs": "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
    "cpt": "http://www.ama-assn.org/go/cpt",
}
POA_SYSTEM = "https://www.cms.gov/Medicare/Medicare-Fee-for-Service-Payment/HospitalAcqCond/Coding"
MSDRG_SYSTEM = "http://terminology.hl7.org/CodeSystem/MSDRG"
DISCHARGE_STATUS_SYSTEM = "https://www.nubc.org/CodeSystem/PatDischargeStatus"
REVENUE_SYSTEM = "https://www.nubc.org/CodeSystem/RevenueCodes"

_GENDERS = {"F": "female", "M": "male", "U": "unknown"}
_ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
# Ids are the same each time a list is exported: they are hashes under a name of our own.
_NAMESPACE = uuid.UUID("6a1f1a55-3c3e-5d0b-9d6e-0c0deb00c0de")

Resource = dict[str, Any]


def concept(system: str, code: str, display: str = "") -> Resource:
    """Return a CodeableConcept of one coding."""
    coding = {"system": system, "code": code}
    if display:
        coding["display"] = display
    return {"coding": [coding]}


def code_concept(line: EncounterLine, *, dots: bool, titles: bool) -> Resource:
    """Return a line's code as a CodeableConcept; with *titles* its title is the display."""
    display = " ".join(line.title.split()) if titles else ""
    return concept(SYSTEMS[line.code_set], code_as(line, dots=dots), display)


def modifier_concept(modifier: str) -> Resource:
    """Return a modifier: two digits are the AMA's, with a letter CMS's (HCPCS Level II)."""
    return concept(SYSTEMS["cpt" if modifier.isdigit() else "hcpcs"], modifier)


def unknown() -> Resource:
    """Return a required element whose content the encounter does not know."""
    return {"extension": [{"url": _ABSENT, "valueCode": "unknown"}]}


def patient(encounter: Encounter, named: str) -> Resource:
    """Return what the encounter knows of the patient: birth date and sex, no name."""
    found: Resource = {"resourceType": "Patient", "id": named}
    if encounter.sex in _GENDERS:
        found["gender"] = _GENDERS[encounter.sex]
    if encounter.birth_date is not None:
        found["birthDate"] = encounter.birth_date.isoformat()
    return found


def period(encounter: Encounter) -> Resource:
    """Return the days of the stay or visit; empty where no date is known."""
    end = encounter.date_of_service
    start = encounter.admitted_on or end
    days = {"start": start, "end": end}
    return {name: on.isoformat() for name, on in days.items() if on is not None}


def number(value: Decimal) -> int | float:
    """Return a decimal as JSON has numbers."""
    return int(value) if value == value.to_integral_value() else float(value)


def inpatient(claim: Claim) -> bool:
    """Whether the encounter is an inpatient stay."""
    return claim.encounter.setting is Setting.INPATIENT


def list_uuid(encounter: Encounter) -> uuid.UUID:
    """Return the namespace of the ids of a list's resources: the same for the same code list."""
    lines = [part for line in encounter.lines for part in (line.code_set, line.code)]
    parts = (encounter.id, encounter.label, str(encounter.date_of_service), *lines)
    return uuid.uuid5(_NAMESPACE, "\x1f".join(parts))


def resource_id(of_list: uuid.UUID, kind: str, place: int = 0) -> str:
    """Return the id of the *place*-th resource of a *kind*, counted from 0."""
    return str(uuid.uuid5(of_list, f"{kind}/{place}"))


def json_text(resource: Mapping[str, Any]) -> str:
    """Return a resource as JSON for reading, without a line end behind the last line."""
    return json.dumps(resource, ensure_ascii=False, indent=2)


def json_html(text: str) -> str:
    """Return JSON for a word processor, which keeps its indents."""
    return f"<pre>{escape(text)}</pre>"
