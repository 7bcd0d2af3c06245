"""What a row of the code list says of its line's place on the claim."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from support.code_lists import a_line, a_list

from codebook_app.domain.encounter import Role, Setting
from codebook_app.gui.models.encounter_rows import Part, rows_of

DAY = date(2026, 9, 8)
FALL = a_line("W01.0XXA")
OPERATION = replace(a_line("0SRB0JZ", code_set="icd10pcs"), performed_on=date(2026, 9, 2))
VISIT = a_line("G0439", code_set="hcpcs")


def stay(*lines, on=DAY):
    return replace(a_list(*lines, on=on), setting=Setting.INPATIENT)


def visit(*lines):
    return replace(a_list(*lines, on=DAY), setting=Setting.PROFESSIONAL)


def headings(encounter):
    return [row.heading for row in rows_of(encounter)]


def test_a_stay_in_a_hospital_that_is_exempt_asks_for_no_poa():
    asking = stay("E11.22")
    exempt = replace(asking, poa_exempt_hospital=True)

    assert [row.aside for row in rows_of(asking)] == [Part("POA ?", missing=True)]
    assert [row.aside for row in rows_of(exempt)] == [None]


def test_each_field_of_the_claim_has_its_words_above_its_first_line():
    hip = replace(a_line("M25.552"), role=Role.ADMITTING)

    assert headings(stay("S72.002A", hip, "E11.22", "I10", FALL, OPERATION)) == [
        "Principal diagnosis",
        "Admitting diagnosis",
        "Other diagnoses · 2",
        "",
        "External causes",
        "Procedures (ICD-10-PCS)",
    ]


def test_the_order_of_the_list_is_the_persons_and_a_field_that_goes_on_says_so():
    assert headings(stay("S72.002A", "I10", FALL, "E11.22"))[1:] == [
        "Other diagnoses · 2",
        "External causes",
        "Other diagnoses, continued",
    ]


def test_listed_diagnoses_have_the_letters_that_pointers_use_and_a_stays_have_numbers():
    reason = replace(a_line("R07.9"), role=Role.REASON_FOR_VISIT)
    codes = [f"Q{number:02}" for number in range(13)]

    assert [row.place for row in rows_of(visit(reason, *codes, VISIT))] == [
        "",
        *"ABCDEFGHIJKL",
        "13",
        "1",
    ]
    assert [row.place for row in rows_of(stay("Q01", "Q02", OPERATION))] == ["1", "2", "1"]


def test_several_reasons_for_a_visit_are_numbered():
    reasons = [replace(a_line(code), role=Role.REASON_FOR_VISIT) for code in ("R07.9", "R06.02")]

    assert [row.place for row in rows_of(visit(*reasons, "I10"))] == ["1", "2", "A"]


def test_only_a_listed_diagnosis_of_a_stay_says_its_poa():
    given = replace(a_line("E11.22"), poa="N")
    admitting = replace(a_line("M25.552"), role=Role.ADMITTING)

    asides = [row.aside for row in rows_of(stay(given, "I10", admitting), frozenset())]

    assert asides == [Part("N"), Part("POA ?", missing=True), None]
    assert {row.aside for row in rows_of(visit(given, "I10"))} == {None}


def test_an_exempt_code_says_so_unless_it_was_given_an_indicator_all_the_same():
    wrong = replace(a_line("Z79.4"), poa="Y")

    rows = rows_of(stay("I10", wrong, "Z79.82"), frozenset({"Z79.4", "Z79.82"}))

    assert [row.aside.text for row in rows] == ["POA ?", "Y", "exempt"]


def test_without_a_list_of_exempt_codes_none_is_called_exempt():
    assert rows_of(stay("Z79.4"), None)[0].aside == Part("POA ?", missing=True)


def test_a_procedure_says_its_day_with_the_year_where_it_is_another():
    earlier = replace(OPERATION, id="2", performed_on=date(2025, 12, 30))
    unknown = replace(OPERATION, id="3", performed_on=None)

    rows = rows_of(stay(OPERATION, earlier, unknown))

    assert [row.aside.text for row in rows] == ["09-02", "2025-12-30", "date ?"]
    assert rows[0].spoken == "done on 2026-09-02"
    assert rows[2].aside.missing


def test_a_service_says_all_that_was_entered_for_it():
    line = replace(
        VISIT,
        modifiers=("25", "LT"),
        units=2,
        pointers=("A", "C"),
        charge=Decimal("1150.5"),
        revenue_code="0450",
        performed_on=date(2026, 9, 7),
    )

    row = rows_of(visit("I10", line))[1]

    assert [part.text for part in row.details] == [
        "25 LT",
        "× 2",
        "→ AC",
        "$1,150.50",
        "rev. 0450",
        "09-07",
    ]
    assert row.spoken == (
        "modifiers 25 LT, 2 units, points to A C, charge 1150.50 dollars, revenue code 0450, "
        "on 2026-09-07"
    )


def test_a_professional_service_without_a_pointer_is_missing_one_and_a_facilitys_is_not():
    facility = replace(visit("I10", VISIT), setting=Setting.OUTPATIENT)

    assert rows_of(visit("I10", VISIT))[1].details == (Part("→ ?", missing=True),)
    assert rows_of(facility)[1].details == ()
