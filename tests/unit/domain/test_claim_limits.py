"""How much a claim holds, and what is told of the rest."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.code_lists import a_line, a_list

from codebook_app.domain.claim import Claim
from codebook_app.domain.claim_limits import (
    CMS1500,
    INPATIENT,
    OUTPATIENT,
    PROFESSIONAL,
    UB04,
    excesses,
    limits_of,
)
from codebook_app.domain.encounter import Role, Setting


def conditions(count: int, letter: str = "A") -> tuple[str, ...]:
    return tuple(f"{letter}{number:02d}" for number in range(count))


def told(*lines, limits):
    claim = Claim.of(a_list(*lines))
    return [
        (one.field, one.held, [line.code for line in one.lines]) for one in excesses(claim, limits)
    ]


def test_each_setting_has_its_claim():
    assert limits_of(Setting.PROFESSIONAL) is PROFESSIONAL
    assert limits_of(Setting.INPATIENT) is INPATIENT
    assert limits_of(Setting.OUTPATIENT) is OUTPATIENT


def test_every_limit_names_its_source():
    for limits in (PROFESSIONAL, INPATIENT, OUTPATIENT):
        for one in (
            limits.diagnoses,
            limits.admitting,
            limits.reasons,
            limits.procedures,
            limits.services,
            limits.modifiers,
            limits.pointers,
        ):
            assert limits.transaction in one.source
    assert "NUCC" in CMS1500.diagnoses.source
    assert "NUBC" in UB04.diagnoses.source


def test_a_professional_claim_counts_external_causes_among_its_twelve_diagnoses():
    listed = (*conditions(11), "W01.0XXA")

    assert told(*listed, limits=PROFESSIONAL) == []
    assert told(*listed, "Y92.009", "B99", limits=PROFESSIONAL) == [
        ("diagnoses", 14, ["Y92.009", "B99"])
    ]


def test_an_institutional_claim_has_fields_of_their_own_for_external_causes():
    listed = (*conditions(25), *conditions(12, "W"))

    assert told(*listed, limits=INPATIENT) == []
    assert told(*listed, "Y99", "B99", limits=OUTPATIENT) == [
        ("external causes", 13, ["Y99"]),
        ("diagnoses", 26, ["B99"]),
    ]


def test_an_external_cause_listed_first_stands_where_the_first_diagnosis_stands():
    assert told(*conditions(13, "W"), limits=INPATIENT) == []


@pytest.mark.parametrize(
    ("role", "limits", "most"),
    [
        (Role.ADMITTING, PROFESSIONAL, 0),
        (Role.ADMITTING, INPATIENT, 1),
        (Role.ADMITTING, OUTPATIENT, 0),
        (Role.REASON_FOR_VISIT, PROFESSIONAL, 0),
        (Role.REASON_FOR_VISIT, INPATIENT, 0),
        (Role.REASON_FOR_VISIT, OUTPATIENT, 3),
    ],
)
def test_only_so_many_diagnoses_have_a_role(role, limits, most):
    lines = [replace(a_line(code), role=role) for code in conditions(most + 1, "R")]

    assert told(*lines[:most], limits=limits) == []
    assert [(held, codes) for _, held, codes in told(*lines, limits=limits)] == [
        (most + 1, [f"R{most:02d}"])
    ]


@pytest.mark.parametrize(("limits", "most"), [(PROFESSIONAL, 0), (INPATIENT, 25), (OUTPATIENT, 0)])
def test_procedures_are_an_inpatient_claims(limits, most):
    lines = [a_line(f"0SR{at:04d}", code_set="icd10pcs") for at in range(most + 1)]

    assert told(*lines[:most], limits=limits) == []
    assert told(*lines, limits=limits) == [("ICD-10-PCS procedures", most + 1, [f"0SR{most:04d}"])]


@pytest.mark.parametrize(("limits", "most"), [(PROFESSIONAL, 50), (INPATIENT, 999)])
def test_services_have_an_end(limits, most):
    lines = [a_line("99213", line_id=f"S{at}", code_set="cpt") for at in range(most + 1)]

    assert told(*lines[:most], limits=limits) == []
    assert told(*lines, limits=limits) == [("services", most + 1, ["99213"])]


def test_modifiers_and_pointers_are_counted_for_each_service():
    service = a_line("99213", code_set="cpt")
    many = replace(service, modifiers=("25", "59", "LT", "GT", "XS"), pointers=tuple("ABCDE"))

    assert told(service, many, limits=PROFESSIONAL) == [
        ("modifiers", 5, ["99213"]),
        ("pointers", 5, ["99213"]),
    ]
    assert told(many, limits=INPATIENT) == [("modifiers", 5, ["99213"])]
