"""What the claim asks: POA, its limits, pointers, modifiers, and the dates of the stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from support.charts import (
    DAY,
    EXEMPT,
    a_chart,
    a_diagnosis,
    a_procedure,
    a_service,
    found,
    told,
    unheard,
)

from codebook_app.domain.encounter import Kind, Role, Setting
from codebook_app.domain.finding import Severity
from codebook_app.domain.fix import SetModifiers, SetPoa, SetPointers, SetRole
from codebook_app.edits.chart import Modifiers
from codebook_app.edits.claim_limits import claim_limits, no_diagnosis
from codebook_app.edits.modifiers import modifiers
from codebook_app.edits.poa import poa_indicators
from codebook_app.edits.pointers import pointers
from codebook_app.edits.stay import (
    DISCHARGE_STATUSES,
    dates,
    discharge_status,
    procedure_dates,
)

OFFICE, STAY, CLINIC = Setting.PROFESSIONAL, Setting.INPATIENT, Setting.OUTPATIENT


# Present on admission -----------------------------------------------------------------------


def test_a_missing_indicator_of_a_stay_is_an_error_but_for_exempt_codes():
    chart = a_chart("E11.9", "Z79.4", exempt={"Z79.4"})
    (finding,) = found(poa_indicators, chart)

    assert (finding.rule, finding.severity, finding.codes) == (
        "poa_missing",
        Severity.ERROR,
        ("E11.9",),
    )
    assert [fix.changes for fix in finding.fixes] == [
        (SetPoa("E11.9", letter),) for letter in "YNUW"
    ]
    assert EXEMPT in finding.source


def test_missing_indicators_are_one_finding_with_one_way_out_for_all():
    (finding,) = found(poa_indicators, a_chart("E11.9", "I10", "Z79.4", exempt={"Z79.4"}))

    assert finding.line_ids == ("E11.9", "I10")
    (fix,) = finding.fixes
    assert fix.changes == (SetPoa("E11.9", "Y"), SetPoa("I10", "Y"))


def test_an_indicator_of_an_exempt_code_is_an_error_that_can_be_cleared():
    chart = a_chart(a_diagnosis("Z79.4", poa="Y"), exempt={"Z79.4"})
    (finding,) = found(poa_indicators, chart)

    assert (finding.rule, finding.severity) == ("poa_exempt", Severity.ERROR)
    assert finding.fixes[0].changes == (SetPoa("Z79.4", ""),)
    assert found(poa_indicators, a_chart(a_diagnosis("E11.9", poa="N"))) == []


def test_without_a_list_of_exempt_codes_missing_ones_are_not_checked():
    chart = a_chart("E11.9", a_diagnosis("I10", poa="Y"), exempt=None)

    assert found(poa_indicators, chart) == []
    assert "E11.9 has no present-on-admission" in unheard(poa_indicators, chart)["poa"]
    given = a_chart(a_diagnosis("I10", poa="Y"), exempt=None)
    assert unheard(poa_indicators, given) == {}


def test_a_list_of_another_time_is_used_and_said():
    chart = a_chart("E11.9", list_in_force=False)

    assert [one.rule for one in found(poa_indicators, chart)] == ["poa_missing"]
    assert EXEMPT in unheard(poa_indicators, chart)["poa"]


def test_outside_stays_indicators_are_left_out_and_never_missing():
    for setting in (OFFICE, CLINIC):
        assert found(poa_indicators, a_chart("E11.9", setting=setting)) == []
        given = a_chart(a_diagnosis("E11.9", poa="Y"), setting=setting)
        (finding,) = found(poa_indicators, given)
        assert (finding.rule, finding.severity) == ("poa_not_reported", Severity.INFORMATION)


def test_of_a_hospital_that_is_exempt_none_is_missing_and_those_given_are_left_out():
    bare, given = a_chart("E11.9"), a_chart(a_diagnosis("E11.9", poa="N"), "I10", exempt=None)
    exempt = [
        replace(chart, encounter=replace(chart.encounter, poa_exempt_hospital=True))
        for chart in (bare, given)
    ]

    assert found(poa_indicators, exempt[0]) == []
    (finding,) = found(poa_indicators, exempt[1])
    assert (finding.rule, finding.severity) == ("poa_not_reported", Severity.INFORMATION)
    assert finding.fixes[0].changes == (SetPoa("E11.9", ""),)
    assert unheard(poa_indicators, exempt[1]) == {}


def test_an_admitting_diagnosis_takes_no_indicator():
    admitting = a_diagnosis("R07.9", Role.ADMITTING)
    stay = [a_diagnosis("I21.09", poa="Y"), admitting]

    assert found(poa_indicators, a_chart(*stay)) == []
    stay[1] = replace(admitting, poa="Y")
    (finding,) = found(poa_indicators, a_chart(*stay))
    assert (finding.rule, finding.line_ids) == ("poa_not_reported", ("R07.9",))


# Limits -------------------------------------------------------------------------------------


def codes(number: int) -> list[str]:
    return [f"A{place:02}" for place in range(number)]


@pytest.mark.parametrize(("setting", "most"), [(OFFICE, 12), (STAY, 25), (CLINIC, 25)])
def test_more_diagnoses_than_the_claim_holds_are_an_error(setting, most):
    assert found(claim_limits, a_chart(*codes(most), setting=setting)) == []
    (finding,) = found(claim_limits, a_chart(*codes(most + 2), setting=setting))

    assert (finding.rule, finding.severity) == ("too_many_codes", Severity.ERROR)
    assert finding.line_ids == tuple(codes(most + 2)[most:])
    assert "837" in finding.source


def test_what_a_claim_has_no_field_for_is_a_warning():
    chart = a_chart(
        "E11.9", a_diagnosis("R07.9", Role.ADMITTING), a_procedure("02703DZ"), setting=OFFICE
    )
    admitting, procedure = found(claim_limits, chart)

    assert {one.rule for one in (admitting, procedure)} == {"not_on_claim"}
    assert admitting.severity is Severity.WARNING
    assert admitting.fixes[0].changes == (SetRole("R07.9", Role.LISTED),)
    assert procedure.fixes == ()
    assert "An inpatient" not in procedure.text
    assert procedure.text.startswith("A professional claim has no ICD-10-PCS procedures: 02703DZ")


def test_services_without_any_diagnosis_are_an_error():
    only_services = a_chart(a_service("G0439"))
    with_one = a_chart("E11.9", a_service("G0439"))

    (finding,) = found(no_diagnosis, only_services)

    assert (finding.rule, finding.severity) == ("no_diagnosis", Severity.ERROR)
    assert found(no_diagnosis, with_one) == []
    assert found(no_diagnosis, a_chart()) == []


def test_a_template_may_hold_services_alone():
    chart = a_chart(a_service("G0439"))
    template = replace(chart, encounter=replace(chart.encounter, kind=Kind.TEMPLATE))

    assert found(no_diagnosis, template) == []


def test_more_than_four_modifiers_and_pointers_are_errors():
    service = a_service("G0439", modifiers=tuple("ABCDE"), pointers=tuple("ABCDE"))
    chart = a_chart(*codes(5), service, setting=OFFICE)

    assert told(claim_limits, chart) == [
        ("too_many_modifiers", "error", ("G0439",)),
        ("too_many_pointers", "error", ("G0439",)),
    ]
    assert found(claim_limits, chart)[1].fixes[0].changes == (SetPointers("G0439", tuple("ABCD")),)
    # A facility's claim has no pointers: those it has are left out.
    assert [one.rule for one in found(claim_limits, a_chart(*codes(5), service))] == [
        "too_many_modifiers"
    ]


# Pointers -----------------------------------------------------------------------------------


def test_a_pointer_to_an_empty_slot_is_an_error():
    chart = a_chart("E11.9", "I10", a_service("G0439", pointers=("A", "C")), setting=OFFICE)
    (finding,) = found(pointers, chart)

    assert (finding.rule, finding.severity) == ("empty_pointer", Severity.ERROR)
    assert "points to C, where no diagnosis stands: the last is B" in finding.text
    assert finding.fixes[0].changes == (SetPointers("G0439", ("A",)),)
    both = a_chart("E11.9", "I10", a_service("G0439", pointers=("A", "B")), setting=OFFICE)
    assert found(pointers, both) == []


def test_a_pointer_without_any_diagnosis_has_no_way_out():
    (finding,) = found(pointers, a_chart(a_service("G0439", pointers=("A",)), setting=OFFICE))

    assert "none is listed" in finding.text
    assert finding.fixes == ()


def test_a_pointer_to_a_thirteenth_diagnosis_is_beyond_the_claim():
    service = a_service("G0439", pointers=("A", "M"))
    (finding,) = found(pointers, a_chart(*codes(13), service, setting=OFFICE))

    assert finding.text == "G0439 points to M, beyond the 12 diagnoses that a claim holds."


def test_services_that_point_at_nothing_are_one_warning_of_professional_claims():
    services = [a_service("G0439"), a_service("E0100")]
    (finding,) = found(pointers, a_chart("E11.9", *services, setting=OFFICE))

    assert (finding.rule, finding.severity) == ("pointer_missing", Severity.WARNING)
    assert finding.fixes[0].changes == (
        SetPointers("G0439", ("A",)),
        SetPointers("E0100", ("A",)),
    )
    for setting in (STAY, CLINIC):
        assert found(pointers, a_chart("E11.9", *services, setting=setting)) == []


def test_a_pointer_given_twice_is_a_warning():
    service = a_service("G0439", pointers=("A", "B", "A"))
    (finding,) = found(pointers, a_chart("E11.9", "I10", service, setting=OFFICE))

    assert finding.rule == "repeated_pointer"
    assert finding.fixes[0].changes == (SetPointers("G0439", ("A", "B")),)


# Modifiers ----------------------------------------------------------------------------------

BOOKS = Modifiers({"LT": None, "25": None, "ZX": date(2098, 12, 31)}, "HCPCS 2099", "CPT 2099")


def modified(*given: str, books: Modifiers = BOOKS):
    return a_chart("E11.9", a_service("G0439", modifiers=given), modifiers=books)


def test_known_modifiers_are_as_they_should_be():
    assert list(modifiers(modified("LT", "25"))) == []
    last_day = Modifiers({"ZX": DAY}, "HCPCS 2099")
    assert list(modifiers(modified("ZX", books=last_day))) == []


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("QQ", "not among the modifiers of HCPCS 2099"),
        ("99", "not among the modifiers of CPT 2099"),
        ("8P", "not among the modifiers of CPT 2099"),
        ("L", "no modifier"),
        ("ZX", "in use to 2098-12-31"),
    ],
)
def test_a_modifier_that_no_book_has_is_a_warning(given, words):
    (finding,) = found(modifiers, modified(given))

    assert (finding.rule, finding.severity) == ("unknown_modifier", Severity.WARNING)
    assert words in finding.text


def test_modifier_missing_in_a_list_of_another_time_is_not_checked():
    old = Modifiers({"LT": None}, "HCPCS 2090", of_another_time=frozenset({"HCPCS 2090"}))

    chart = modified("LT", "QQ", books=old)

    assert found(modifiers, chart) == []
    assert unheard(modifiers, chart) == {
        "modifiers": f"QQ: not in HCPCS 2090, which is not in force on {DAY}."
    }


def test_a_modifier_is_never_unknown_without_its_list():
    chart = modified("99", "QQ", books=Modifiers({}, "HCPCS 2099"))

    assert [one.text[:2] for one in found(modifiers, chart)] == ["QQ"]
    assert unheard(modifiers, chart) == {"modifiers": "99: no list of CPT modifiers is installed."}
    bare = modified("99", "QQ", books=Modifiers())
    assert found(modifiers, bare) == []


def test_a_repeated_modifier_is_a_warning():
    (finding,) = found(modifiers, modified("LT", "25", "LT"))

    assert finding.rule == "repeated_modifier"
    assert finding.fixes[0].changes == (SetModifiers("G0439", ("LT", "25")),)


# The stay -----------------------------------------------------------------------------------


def test_dates_in_an_impossible_order_are_errors():
    after = DAY + timedelta(days=1)

    assert told(dates, a_chart("I10", admitted_on=after)) == [("stay_dates", "error", ())]
    assert told(dates, a_chart("I10", birth_date=after)) == [("birth_date", "error", ())]
    assert found(dates, a_chart("I10", admitted_on=DAY, birth_date=DAY)) == []
    assert found(dates, a_chart("I10", on=None, birth_date=after)) == []


def test_the_discharge_statuses_are_those_of_the_form_locator():
    assert len(DISCHARGE_STATUSES) == 40
    assert {"01", "07", "20", "30", "43", "66", "70", "81", "95"} <= DISCHARGE_STATUSES
    assert not {"00", "08", "10", "22", "67", "96", "1"} & DISCHARGE_STATUSES


@pytest.mark.parametrize(
    ("setting", "status", "weight"),
    [
        (STAY, "01", None),
        (STAY, "08", "warning"),
        (STAY, "", "information"),
        (CLINIC, "08", "warning"),
        (CLINIC, "", None),
        (OFFICE, "08", None),
    ],
)
def test_a_discharge_status_that_is_none_is_a_warning(setting, status, weight):
    chart = a_chart("I10", setting=setting, discharge_status=status)

    assert [one.severity.value for one in found(discharge_status, chart)] == (
        [weight] if weight else []
    )


def test_procedures_of_a_stay_have_dates_within_it():
    admitted = DAY - timedelta(days=2)
    lines = [
        a_procedure("02703DZ", None),
        a_procedure("0SR9019", DAY + timedelta(days=1)),
        a_procedure("0SR901A", admitted - timedelta(days=4)),
        a_procedure("0SR901Z", admitted - timedelta(days=3)),
        a_procedure("0SR9029", DAY),
    ]
    chart = a_chart("I10", *lines, admitted_on=admitted)

    assert told(procedure_dates, chart) == [
        ("procedure_date_missing", "error", ("02703DZ",)),
        ("procedure_date", "error", ("0SR9019",)),
        ("procedure_date", "warning", ("0SR901A",)),
    ]
    assert found(procedure_dates, chart)[0].text == "02703DZ has no date."
    assert found(procedure_dates, a_chart("I10", *lines, setting=CLINIC)) == []
