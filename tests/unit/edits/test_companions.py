"""What is listed without the code that belongs to it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.charts import a_chart, found
from support.listed import a_listed, a_note, a_place

from codebook_app.domain.finding import Severity
from codebook_app.domain.fix import RemoveLine
from codebook_app.domain.note import NoteKind
from codebook_app.edits.companions import missing_code
from codebook_app.edits.prompts import prompts


@pytest.mark.parametrize(
    ("asking", "companion", "section", "weight"),
    [
        ("R65.20", "A41.9", "I.C.1.d.1.b", "warning"),
        ("R65.21", "T81.44XA", "I.C.1.d.1.b", "warning"),
        ("R65.20", "O85", "I.C.1.d.1.b", "warning"),
        ("Z51.11", "C50.911", "I.C.2.e.2", "warning"),
        ("Z51.0", "D32.0", "I.C.2.e.2", "warning"),
        ("C77.3", "C50.911", "I.C.2.d and I.C.2.l.2", "information"),
        ("C79.51", "Z85.46", "I.C.2.d and I.C.2.l.2", "information"),
        ("C78.7", "C80.1", "I.C.2.d and I.C.2.l.2", "information"),
        ("G89.3", "C25.9", "I.C.6.b.5", "warning"),
        ("I22.0", "I21.4", "I.C.9.e.4", "warning"),
        ("Y90.5", "F10.20", "I.C.5.b.5", "information"),
        ("Z37.0", "O80", "I.C.21.c.11", "warning"),
        ("Z68.35", "E66.9", "I.C.21.c.3", "warning"),
        ("Z68.52", "E66.9", "I.C.21.c.3", "information"),
        ("Z68.1", "R63.4", "I.C.21.c.3", "warning"),
        ("Y92.009", "W01.0XXA", "I.C.20.b", "information"),
        ("Y92.230", "T81.41XA", "I.C.20.b", "information"),
        ("Y99.0", "Y93.67", "I.C.20.k", "warning"),
        ("O82", "Z37.0", "I.C.15.b.5", "warning"),
        ("O60.14X0", "Z37.2", "I.C.15.b.5", "warning"),
    ],
)
def test_a_code_is_asked_for_where_it_is_missing(asking, companion, section, weight):
    (finding,) = found(missing_code, a_chart("J18.9", asking))

    assert finding.rule == "missing_code"
    assert finding.codes == (asking,)
    assert finding.severity.value == weight
    assert finding.source == f"ICD-10-CM Official Guidelines, section {section}."
    assert all(
        one.codes != (asking,) for one in found(missing_code, a_chart(companion, asking, "J18.9"))
    )


def test_a_status_without_a_cause_may_be_taken_off():
    (finding,) = found(missing_code, a_chart("S72.001A", "Y99.0"))

    assert finding.fixes[0].changes == (RemoveLine("Y99.0"),)


def test_a_title_tells_of_a_delivery():
    place = replace(a_place("O99.02", 1), title="Sample disorder complicating childbirth")
    other = replace(
        a_place("O99.01", 2), title="Sample disorder complicating pregnancy, childbirth and after"
    )

    (finding,) = found(missing_code, a_chart(a_listed(place)))
    assert finding.codes == ("O99.02",)
    assert finding.named[0].first == "Z37"
    assert found(missing_code, a_chart(a_listed(place), "Z37.0")) == []
    assert found(missing_code, a_chart(a_listed(other), "Z3A.30")) == []


def test_what_another_rule_says_is_left_to_it():
    assert found(missing_code, a_chart("Z38.00", "Z37.0")) == []
    assert found(missing_code, a_chart("O99.213", "Z3A.30", "Z68.35")) == []


@pytest.mark.parametrize(
    ("disease", "companions", "section"),
    [
        ("I10", "O10.013 O11.3 O13.3 O14.03 O16.3", "I.C.15.a.1 and I.C.15.d"),
        ("I13.0", "O10.313", "I.C.15.a.1 and I.C.15.d"),
        ("I1A.0", "O10.013", "I.C.15.a.1 and I.C.15.d"),
        ("E11.9", "O24.113 O24.410", "I.C.15.g"),
        ("E10.22", "O24.013", "I.C.15.g"),
    ],
)
@pytest.mark.parametrize("pregnant", ["O34.219", "O99.013", "O09.523"])
def test_a_disease_of_a_pregnant_patient_has_a_code_of_chapter_15(
    disease, companions, section, pregnant
):
    (finding,) = found(missing_code, a_chart(pregnant, disease, age=30))

    assert finding.codes == (disease,)
    assert finding.severity is Severity.WARNING
    assert finding.source == f"ICD-10-CM Official Guidelines, section {section}."
    assert finding.action.endswith("takes the place of I10.") is disease.startswith("I")
    for companion in companions.split():
        assert found(missing_code, a_chart(companion, pregnant, disease, age=30)) == []


@pytest.mark.parametrize(
    "codes", ["I10 E11.9", "I10 E11.9 Z34.03", "I10 E11.9 O94", "P07.30 O99.013 I10 E11.9"]
)
def test_diabetes_and_hypertension_apart_from_a_pregnancy_ask_for_nothing(codes):
    assert found(missing_code, a_chart(*codes.split())) == []


def test_a_mother_s_code_on_a_newborn_s_record_is_not_asked_for_an_outcome():
    place = replace(a_place("O24.420", 1), title="Sample diabetes in childbirth")

    assert found(missing_code, a_chart("Z38.00", a_listed(place))) == []
    assert found(missing_code, a_chart("P70.0", "O80")) == []
    assert found(missing_code, a_chart(a_listed(place), "E11.9", age=0)) == []
    assert found(missing_code, a_chart(a_listed(place), age=30)) != []


def test_the_note_that_asks_for_the_same_is_quiet():
    delivery = a_place("O82", 1)
    outcome = a_note(delivery, "code to tell outcome", "Z37.0", kind=NoteKind.USE_ADDITIONAL_CODE)
    other = a_note(delivery, "code to tell more", "Q99", kind=NoteKind.USE_ADDITIONAL_CODE)

    chart = a_chart(a_listed(delivery, outcome, other))
    assert [one.severity for one in found(missing_code, chart)] == [Severity.WARNING]
    (prompt,) = found(prompts, chart)
    assert prompt.named[0].first == "Q99"
