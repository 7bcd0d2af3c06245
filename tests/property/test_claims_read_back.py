"""A claim that this program wrote, in any format that can hold it, is read back as it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support.claims import rendered
from support.drawn_encounters import encounters, said
from support.list_reading import invented_import
from support.x12_envelopes import whole_document

from codebook_app.domain.claim import Claim
from codebook_app.domain.encounter import Encounter, EncounterLine, Role, Setting
from codebook_app.domain.list_reading import ListReading
from codebook_app.exchange.formats import standard_formats
from codebook_app.services.list_told import encounter_read

pytestmark = pytest.mark.slow
READER = invented_import()
FORMATS = standard_formats()
DAY, ADMITTED = date(2026, 1, 18), date(2026, 1, 14)
PLACES = ("diagnoses", "admitting", "reasons", "procedures", "services")
ROOMS = {
    Setting.PROFESSIONAL: {},
    Setting.OUTPATIENT: {Role.REASON_FOR_VISIT: 3},
    Setting.INPATIENT: {Role.ADMITTING: 1},
}
SERVICE = ("units", "modifiers", "pointers", "charge", "revenue_code", "performed_on")


def claim_of(encounter: Encounter, setting: Setting, name: str, *, facts: bool = True) -> Claim:
    """Return a claim of *encounter* that fits the format, with nothing it has no place for."""
    used = dict.fromkeys(Role, 0)
    lines = []
    for line in encounter.lines:
        used[line.role] += 1
        has_room = line.role is Role.LISTED or used[line.role] <= ROOMS[setting].get(line.role, 0)
        lines.append(line if has_room else replace(line, role=Role.LISTED))
    if setting is not Setting.INPATIENT:
        lines = [replace(line, poa="") for line in lines if line.code_set != "icd10pcs"]
    listed = sum(line.code_set == "icd10cm" and line.role is Role.LISTED for line in lines)
    lines = [
        replace(line, pointers=tuple(one for one in line.pointers if one in "ABCD"[:listed]))
        for line in lines
    ]
    claim = Claim.of(
        replace(
            encounter,
            setting=setting,
            lines=tuple(lines),
            date_of_service=DAY,
            admitted_on=ADMITTED if setting is Setting.INPATIENT else None,
            birth_date=date(1941, 2, 3) if facts else None,
            sex="F" if facts else "",
        ),
        exempt=frozenset(),
    )
    assume(not FORMATS.named(name).unfit(claim))
    assume(claim.diagnoses)
    return claim


def read_back(text: str) -> tuple[ListReading, Claim]:
    reading = READER.read_text(text)
    assert all(one.oddity is None or one.oddity.kind.value != "repeated" for one in reading.codes)
    return reading, Claim.of(encounter_read(reading, reading.lines()))


def same(
    now: Claim, was: Claim, *, diagnosis: Sequence[str] = (), service: Sequence[str] = SERVICE
) -> None:
    """Compare two claims in every field of a line that the format holds."""
    fields = {"diagnoses": diagnosis, "procedures": ("performed_on",), "services": service}
    for place in PLACES:
        kept = fields.get(place, ())
        assert said(getattr(now, place), *kept) == said(getattr(was, place), *kept), place


def with_services(claim: Claim, *, on: date | None = None, units: bool = True, **gone: object):
    """Return *claim* as a format tells it: one unit where none is given, without what is *gone*."""
    lines = []
    for line in claim.encounter.lines:
        if line.code_set in {"cpt", "hcpcs"}:
            units_told = (line.units or 1) if units else line.units
            day = line.performed_on or on
            lines.append(replace(line, units=units_told, performed_on=day, **gone))
        else:
            lines.append(line)
    return Claim.of(replace(claim.encounter, lines=tuple(lines)))


def causes_last(claim: Claim) -> Claim:
    """Return *claim* with the external causes behind the other diagnoses, as institutions claim."""
    causes = claim.external_causes
    lines: list[EncounterLine] = [one for one in claim.encounter.lines if one not in causes]
    pointed = tuple(replace(one, pointers=()) for one in (*lines, *causes))
    return Claim.of(replace(claim.encounter, lines=pointed))


@settings(max_examples=40)
@given(encounters())
def test_a_whole_837p(encounter):
    claim = claim_of(encounter, Setting.PROFESSIONAL, "837p")
    assume(claim.services)
    reading, now = read_back(whole_document("837P", rendered("837p", claim, loops=True).text))

    same(now, with_services(claim, on=DAY, revenue_code=""))
    assert reading.encounter is not None
    assert reading.encounter.setting is Setting.PROFESSIONAL
    assert (reading.encounter.sex, reading.encounter.birth_date) == ("F", date(1960, 2, 3))


@settings(max_examples=40)
@given(encounters(), st.sampled_from([Setting.INPATIENT, Setting.OUTPATIENT]))
def test_a_whole_837i(encounter, setting):
    claim = claim_of(encounter, setting, "837i")
    text = rendered("837i", claim, loops=True).text
    reading, now = read_back(whole_document(f"837I {setting.value}", text))

    on = DAY if setting is Setting.OUTPATIENT else None
    same(now, causes_last(with_services(claim, on=on)), diagnosis=("poa",))
    assert reading.encounter is not None
    assert reading.encounter.setting is setting
    if setting is Setting.INPATIENT:
        # The days and the status of the envelope.
        told = reading.encounter
        assert (told.admitted_on, told.date_of_service) == (ADMITTED, DAY)
        assert told.discharge_status == "01"


@settings(max_examples=40)
@given(encounters(), st.sampled_from(Setting), st.booleans())
def test_a_fhir_claim(encounter, setting, dots):
    claim = claim_of(encounter, setting, "fhir")
    reading, now = read_back(rendered("fhir", claim, dots=dots).text)

    on = None if setting is Setting.INPATIENT else DAY
    same(now, with_services(claim, on=on, units=False), diagnosis=("poa",))
    told = reading.encounter
    assert told is not None
    assert (told.sex, told.birth_date, told.date_of_service) == ("F", date(1941, 2, 3), DAY)
    assert told.setting is setting


@settings(max_examples=40)
@given(encounters(), st.sampled_from(Setting))
def test_a_fhir_bundle_which_holds_neither_units_nor_modifiers_nor_charges(encounter, setting):
    claim = claim_of(encounter, setting, "fhir-bundle")
    reading, now = read_back(rendered("fhir-bundle", claim).text)

    same(now, claim, diagnosis=("poa",), service=("pointers", "performed_on"))
    told = reading.encounter
    assert told is not None
    assert (told.sex, told.birth_date, told.date_of_service) == ("F", date(1941, 2, 3), DAY)
    assert (told.setting is Setting.INPATIENT) == (setting is Setting.INPATIENT)


@settings(max_examples=40)
@given(encounters(), st.booleans(), st.booleans())
def test_a_cms_1500_in_text(encounter, dots, facts):
    claim = claim_of(encounter, Setting.PROFESSIONAL, "cms1500", facts=facts)
    reading, now = read_back(rendered("cms1500", claim, dots=dots).text)

    same(now, with_services(claim, on=DAY, revenue_code=""))
    assert reading.encounter is not None
    assert reading.encounter.sex == ("F" if facts else "")


@settings(max_examples=40)
@given(encounters(), st.sampled_from([Setting.INPATIENT, Setting.OUTPATIENT]), st.booleans())
def test_a_ub04_in_text(encounter, setting, dots):
    claim = claim_of(encounter, setting, "ub04")
    reading, now = read_back(rendered("ub04", claim, dots=dots).text)

    on = DAY if setting is Setting.OUTPATIENT else None
    same(now, causes_last(with_services(claim, on=on)), diagnosis=("poa",))
    assert reading.encounter is not None
    assert reading.encounter.date_of_service == DAY
