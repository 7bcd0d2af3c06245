"""What the codings of FHIR resources say: a code of which code set, or of which other one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from codebook_app.exchange.candidates import Spelling
from codebook_app.exchange.pasted_segments import service_spelling
from codebook_app.exchange.pasted_shapes import CM, CPT, HCPCS, PCS, dotted

Found = dict[str, Any]

_SYSTEMS = {
    "hl7.org/fhir/sid/icd-10-cm": CM,
    "hl7.org/fhir/sid/icd-10": CM,
    "urn:oid:2.16.840.1.113883.6.90": CM,
    "www.cms.gov/medicare/coding/icd10": PCS,
    "hl7.org/fhir/sid/icd-10-pcs": PCS,
    "urn:oid:2.16.840.1.113883.6.4": PCS,
    "www.ama-assn.org/go/cpt": CPT,
    "urn:oid:2.16.840.1.113883.6.12": CPT,
    "www.cms.gov/medicare/coding/hcpcsreleasecodesets": HCPCS,
    "terminology.hl7.org/codesystem/hcpcs-all-codes": HCPCS,
    "terminology.hl7.org/codesystem/hcpcs": HCPCS,
    "urn:oid:2.16.840.1.113883.6.285": HCPCS,
}
_OTHERS = {
    "snomed": "SNOMED CT",
    "loinc": "LOINC",
    "icd-9": "ICD-9-CM",
    "2.16.840.1.113883.6.103": "ICD-9-CM",
    "2.16.840.1.113883.6.104": "ICD-9-CM",
    "rxnorm": "RxNorm",
    "msdrg": "MS-DRG",
}


@dataclass(frozen=True, slots=True)
class Coded:
    """A coding: what it *spelled*, None for a code of another *system*, named for people."""

    code: str
    title: str
    spelled: Spelling | None
    system: str = ""


def coded(concept: object) -> Coded | None:
    """Return the coding of a CodeableConcept that a claim can have, else its first, else None."""
    found = list(_codings(concept))
    return next((one for one in found if one.spelled is not None), found[0] if found else None)


def codes_of(concepts: object) -> tuple[str, ...]:
    """Return the codes of a CodeableConcept or of a list of them, whatever their systems."""
    every = concepts if isinstance(concepts, list) else [concepts]
    return tuple(one.code for concept in every for one in _codings(concept))


def objects(value: object) -> list[Found]:
    """Return the objects of a list, none where it is no list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def words(value: object) -> str:
    """Return a string as it is, empty for whatever is none."""
    return value if isinstance(value, str) else ""


def _codings(concept: object) -> Iterator[Coded]:
    if not isinstance(concept, dict):
        return
    for one in objects(concept.get("coding")):
        code = words(one.get("code")).strip()
        if not code:
            continue
        title = words(one.get("display")) or words(concept.get("text"))
        system = words(one.get("system")).lower().rstrip("/")
        code_set = _SYSTEMS.get(system.removeprefix("https://").removeprefix("http://"), "")
        if code_set:
            yield Coded(code, title, _spelling(code_set, code))
        else:
            named = next((name for key, name in _OTHERS.items() if key in system), "")
            yield Coded(code, title, None, named or system or "a code system that is not named")


def _spelling(code_set: str, code: str) -> Spelling:
    upper = code.upper()
    if code_set == CM:
        return Spelling(CM, dotted(upper.replace(".", "")))
    return Spelling(PCS, upper) if code_set == PCS else service_spelling(upper)
