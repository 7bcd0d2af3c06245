"""Conditions and Procedures of FHIR R4, gathered by the Encounter that they name."""

from __future__ import annotations

from dataclasses import replace

from codebook_app.domain.encounter import Role, Setting
from codebook_app.exchange.candidates import Given, Visit
from codebook_app.exchange.fhir_concepts import Found, coded, codes_of, objects, words
from codebook_app.exchange.fhir_told import Named, Told, day_told, first_day, sex_of, told_of
from codebook_app.exchange.pasted_shapes import CM, CPT, HCPCS

_LETTERS = "ABCDEFGHIJKL"
_ROLES = {"AD": Role.ADMITTING, "CC": Role.REASON_FOR_VISIT}
_CLASSES = {
    "IMP": Setting.INPATIENT,
    "ACUTE": Setting.INPATIENT,
    "AMB": Setting.OUTPATIENT,
    "EMER": Setting.OUTPATIENT,
    "OBSENC": Setting.OUTPATIENT,
}
_NOT_DONE = {"not-done": "not done", "entered-in-error": "entered in error"}
_OVER = frozenset({"resolved", "inactive", "remission"})
_DENIED = {"refuted": "refuted", "entered-in-error": "entered in error"}


class StaysRead:
    """Reads the Encounters among *resources* with what was found and done in them."""

    def __init__(self, resources: list[Found]) -> None:
        self._named = Named(resources)
        self._encounters = _of_kind(resources, "Encounter")
        self._conditions = _of_kind(resources, "Condition")
        self._procedures = _of_kind(resources, "Procedure")
        self._patients = _of_kind(resources, "Patient")
        self._letters: dict[int, str] = {}

    def read(self) -> tuple[list[Visit], list[Told]]:
        """Return the encounters, none where no resource is one, and the codes of each."""
        if not self._encounters:
            told = [self._condition(one, {}, 0) for one in self._conditions]
            told += [self._procedure(one, 0) for one in self._procedures]
            return [], [one for one in told if one is not None]
        visits, found = [], []
        for at, encounter in enumerate(self._encounters):
            visits.append(self._visit(encounter, at))
            found += self._of(encounter, at)
        return visits, found

    def _of(self, encounter: Found, at: int) -> list[Told]:
        uses = []
        for one in objects(encounter.get("diagnosis")):
            condition = self._named.of(one.get("condition"))
            if condition is not None and condition.get("resourceType") == "Condition":
                uses.append((condition, one))
        uses.sort(key=lambda pair: _rank(pair[1]))
        named = {id(condition) for condition, _ in uses}
        rest: list[tuple[Found, Found]] = [
            (one, {})
            for one in self._conditions
            if id(one) not in named and self._belongs(one, encounter)
        ]
        self._letters = {}
        told = [self._condition(condition, use, at) for condition, use in (*uses, *rest)]
        told += [
            self._procedure(one, at) for one in self._procedures if self._belongs(one, encounter)
        ]
        return [one for one in told if one is not None]

    def _belongs(self, resource: Found, encounter: Found) -> bool:
        of = self._named.of(resource.get("encounter"))
        return of is encounter or (of is None and len(self._encounters) == 1)

    def _condition(self, condition: Found, use: Found, at: int) -> Told | None:
        found = coded(condition.get("code"))
        if found is None:
            return None
        role = next((_ROLES[one] for one in codes_of(use.get("use")) if one in _ROLES), Role.LISTED)
        poa = ""
        for one in objects(use.get("extension")):
            if "presentonadmission" in words(one.get("url")).lower():
                poa = "".join(codes_of(one.get("valueCodeableConcept"))[:1]).upper()
        why_not = ""
        for status in codes_of(condition.get("verificationStatus")):
            why_not = _DENIED.get(status, why_not)
        for status in codes_of(condition.get("clinicalStatus")):
            why_not = f"{status} by the record" if status in _OVER else why_not
        given = Given(poa=poa if poa in {"Y", "N", "U", "W"} else "", role=role, title=found.title)
        told = told_of(found, given, at, why_not)
        if told.spelled is not None and told.spelled.code_set == CM and role is Role.LISTED:
            place = len(self._letters)
            if place < len(_LETTERS):
                self._letters[id(condition)] = _LETTERS[place]
        return told

    def _procedure(self, procedure: Found, at: int) -> Told | None:
        found = coded(procedure.get("code"))
        if found is None:
            return None
        given = Given(
            performed_on=first_day(procedure, "performedDateTime", "performedPeriod"),
            title=found.title,
        )
        if found.spelled is not None and found.spelled.code_set in {CPT, HCPCS}:
            reasons = [self._named.of(one) for one in objects(procedure.get("reasonReference"))]
            pointers = [self._letters.get(id(one), "") for one in reasons if one is not None]
            given = replace(given, pointers=tuple(filter(None, pointers)))
        return told_of(found, given, at, _NOT_DONE.get(words(procedure.get("status")), ""))

    def _visit(self, encounter: Found, at: int) -> Visit:
        patient = self._named.of(encounter.get("subject"))
        if patient is None and len(self._patients) == 1:
            patient = self._patients[0]
        period = encounter.get("period")
        period = period if isinstance(period, dict) else {}
        start, end = day_told(period.get("start")), day_told(period.get("end"))
        kind = encounter.get("class")
        setting = _CLASSES.get(words(kind.get("code")) if isinstance(kind, dict) else "")
        inpatient = setting is Setting.INPATIENT
        stay = encounter.get("hospitalization")
        disposition = stay.get("dischargeDisposition") if isinstance(stay, dict) else None
        status = "".join(codes_of(disposition)[:1])
        return Visit(
            words(encounter.get("id")) or str(at + 1),
            setting=setting,
            admitted_on=start if inpatient else None,
            date_of_service=(end if inpatient else None) or start or end,
            birth_date=day_told((patient or {}).get("birthDate")),
            sex=sex_of(patient),
            discharge_status=status if status.isdigit() and len(status) == 2 else "",
        )


def _of_kind(resources: list[Found], kind: str) -> list[Found]:
    return [one for one in resources if one.get("resourceType") == kind]


def _rank(use: Found) -> int:
    rank = use.get("rank")
    return rank if isinstance(rank, int) and not isinstance(rank, bool) else 1_000
