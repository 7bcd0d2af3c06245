"""One Claim or ExplanationOfBenefit of FHIR R4, of ours or of others, as codes and an encounter."""

from __future__ import annotations

from collections.abc import Iterator

from codebook_app.domain.encounter import Role, Setting
from codebook_app.exchange.candidates import Given, Visit
from codebook_app.exchange.fhir_concepts import Found, coded, codes_of, objects, words
from codebook_app.exchange.fhir_told import (
    Named,
    Told,
    day_told,
    dollars,
    first_day,
    sex_of,
    told_of,
)
from codebook_app.exchange.pasted_shapes import CM, PCS

_LETTERS = "ABCDEFGHIJKL"
_INPATIENT_BILLS = ("11", "18", "21", "28", "41", "51", "61")


class ClaimRead:
    """Reads a claim, with the *resources* it may refer to."""

    def __init__(self, claim: Found, resources: list[Found]) -> None:
        self._claim = claim
        self._named = Named([claim, *resources])

    def read(self, at: int) -> tuple[Visit, list[Told]]:
        """Return what the claim says of its encounter, the *at*-th one, and its codes in order."""
        diagnoses = sorted(objects(self._claim.get("diagnosis")), key=_sequence)
        # The first listed one is the principal one, whatever its place.
        diagnoses.sort(key=lambda one: "principal" not in codes_of(one.get("type")))
        listed = [one for one in diagnoses if _role(one) is Role.LISTED]
        letters = {_sequence(one): letter for one, letter in zip(listed, _LETTERS, strict=False)}
        told = [
            *self._diagnoses(diagnoses, at),
            *self._procedures(at),
            *self._items(letters, at),
        ]
        return self._visit(at, told), told

    def _diagnoses(self, diagnoses: list[Found], at: int) -> Iterator[Told]:
        for one in diagnoses:
            concept = one.get("diagnosisCodeableConcept")
            if concept is None:
                concept = (self._named.of(one.get("diagnosisReference")) or {}).get("code")
            found = coded(concept)
            if found is None:
                continue
            poa = "".join(codes_of(one.get("onAdmission"))[:1]).upper()
            given = Given(
                poa=poa if poa in {"Y", "N", "U", "W"} else "", role=_role(one), title=found.title
            )
            yield told_of(found, given, at)
            for drg in codes_of(one.get("packageCode")):
                yield Told(drg, None, None, "a diagnosis-related group", at)

    def _procedures(self, at: int) -> Iterator[Told]:
        for one in sorted(objects(self._claim.get("procedure")), key=_sequence):
            concept = one.get("procedureCodeableConcept")
            if concept is None:
                concept = (self._named.of(one.get("procedureReference")) or {}).get("code")
            found = coded(concept)
            if found is not None:
                given = Given(performed_on=day_told(one.get("date")), title=found.title)
                yield told_of(found, given, at)

    def _items(self, letters: dict[int, str], at: int) -> Iterator[Told]:
        for one in sorted(objects(self._claim.get("item")), key=_sequence):
            found = coded(one.get("productOrService"))
            revenue = "".join(codes_of(one.get("revenue"))[:1])
            if found is None:
                if revenue:
                    yield Told(revenue, None, None, "a revenue code without a service", at)
                continue
            units = one.get("quantity")
            count = units.get("value") if isinstance(units, dict) else None
            pointers = one.get("diagnosisSequence")
            given = Given(
                units=int(count)
                if isinstance(count, int | float) and count == int(count) and count > 0
                else None,
                modifiers=tuple(code.upper() for code in codes_of(one.get("modifier"))),
                pointers=tuple(
                    letters[place]
                    for place in (pointers if isinstance(pointers, list) else ())
                    if isinstance(place, int) and place in letters
                ),
                performed_on=first_day(one, "servicedDate", "servicedPeriod"),
                charge=dollars(one.get("net")),
                revenue_code=revenue,
                title=found.title,
            )
            yield told_of(found, given, at)

    def _visit(self, at: int, told: list[Told]) -> Visit:
        claim = self._claim
        patient = self._named.of(claim.get("patient"))
        period = claim.get("billablePeriod")
        period = period if isinstance(period, dict) else {}
        start, end = day_told(period.get("start")), day_told(period.get("end"))
        setting = self._setting(told, stayed=start != end)
        inpatient = setting is Setting.INPATIENT
        status = ""
        for one in objects(claim.get("supportingInfo")):
            if {"discharge-status", "dischargestatus"} & set(codes_of(one.get("category"))):
                status = "".join(codes_of(one.get("code"))[:1])
        return Visit(
            _name(claim) or str(at + 1),
            setting=setting,
            admitted_on=start if inpatient else None,
            date_of_service=(end if inpatient else None) or start or end,
            birth_date=day_told((patient or {}).get("birthDate")),
            sex=sex_of(patient),
            discharge_status=status if status.isdigit() and len(status) == 2 else "",
        )

    def _setting(self, told: list[Told], *, stayed: bool) -> Setting | None:
        kinds = codes_of(self._claim.get("type"))
        if "professional" in kinds:
            return Setting.PROFESSIONAL
        if "institutional" not in kinds:
            return None
        bills = [
            code.lstrip("0")
            for one in objects(self._claim.get("supportingInfo"))
            if "typeofbill" in codes_of(one.get("category"))
            for code in codes_of(one.get("code"))
        ]
        if bills:
            return (
                Setting.INPATIENT if bills[0].startswith(_INPATIENT_BILLS) else Setting.OUTPATIENT
            )
        profile = str(self._claim.get("meta", "")).lower() + str(self._claim.get("subType", ""))
        if "outpatient" in profile.lower():
            return Setting.OUTPATIENT
        procedures = any(one.spelled is not None and one.spelled.code_set == PCS for one in told)
        on_admission = any(
            one.spelled is not None
            and one.spelled.code_set == CM
            and one.given is not None
            and (one.given.poa or one.given.role is Role.ADMITTING)
            for one in told
        )
        grouped = any(one.reason == "a diagnosis-related group" for one in told)
        inpatient = "inpatient" in profile.lower() or procedures or on_admission or grouped
        return Setting.INPATIENT if inpatient or stayed else Setting.OUTPATIENT


def _sequence(one: Found) -> int:
    place = one.get("sequence")
    return place if isinstance(place, int) else 0


def _role(diagnosis: Found) -> Role:
    said = " ".join(codes_of(diagnosis.get("type"))).lower()
    if "admitting" in said:
        return Role.ADMITTING
    return Role.REASON_FOR_VISIT if "reasonforvisit" in said else Role.LISTED


def _name(claim: Found) -> str:
    for one in objects(claim.get("identifier")):
        if value := words(one.get("value")):
            return value
    return words(claim.get("id"))
