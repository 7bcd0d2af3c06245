"""X12 segments: the examples byte for byte, and whole documents that pyx12 takes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from support.claims import (
    GROUPED,
    a_diagnosis,
    a_procedure,
    a_service,
    a_stay,
    an_office_visit,
    an_outpatient_visit,
    claim_of,
    rendered,
)
from support.code_lists import a_line
from support.x12_envelopes import faults, segments, whole_document

from codebook_app.domain.claim import Claim
from codebook_app.domain.encounter import Role, Setting
from codebook_app.domain.grouping import Grouped
from codebook_app.errors import KnownError
from codebook_app.exchange.formats import standard_formats
from codebook_app.exchange.pasted import take_apart

ADMITTING = a_diagnosis("R07.9", role=Role.ADMITTING)
REASONS = tuple(a_diagnosis(code, role=Role.REASON_FOR_VISIT) for code in ("R07.9", "R06.02"))
STAY = a_stay(
    a_diagnosis("I21.09", "Y"),
    ADMITTING,
    a_diagnosis("W01.0XXA", "Y"),
    a_diagnosis("J96.01", "N"),
    a_diagnosis("E11.65", "Y"),
    a_diagnosis("Z79.4"),
    a_procedure("02703DZ"),
    a_procedure("B2111ZZ"),
)
OFFICE = an_office_visit("E11.22", "N18.30", "Z79.4", a_service("G0439", "25", pointers="AB"))


def unfit(name, encounter):
    return standard_formats().named(name).unfit(claim_of(encounter))


def test_the_professional_example_comes_out_byte_for_byte():
    assert rendered("837p", OFFICE).text == (
        "HI*ABK:E1122*ABF:N1830*ABF:Z794~\nSV1*HC:G0439:25*150*UN*1***1:2~"
    )


@pytest.mark.parametrize(
    ("encounter", "text"),
    [
        (a_stay(a_diagnosis("I21.09", "Y")), "HI*ABK:I2109:::::::Y~"),
        (a_stay(ADMITTING), "HI*ABJ:R079~"),
        (an_outpatient_visit(*REASONS), "HI*APR:R079*APR:R0602~"),
        (
            a_stay(a_diagnosis("S72.001A", "Y"), a_diagnosis("W01.0XXA", "Y")),
            "HI*ABN:W010XXA:::::::Y~",
        ),
        (
            a_stay(
                a_diagnosis("I21.09", "Y"),
                a_diagnosis("J96.01", "N"),
                a_diagnosis("E11.65", "Y"),
                "Z79.4",
            ),
            "HI*ABF:J9601:::::::N*ABF:E1165:::::::Y*ABF:Z794~",
        ),
        (a_stay(a_procedure("02703DZ")), "HI*BBR:02703DZ:D8:20260115~"),
        (
            a_stay(a_procedure("02703DZ"), a_procedure("B2111ZZ")),
            "HI*BBQ:B2111ZZ:D8:20260115~",
        ),
        (a_stay(a_diagnosis("I21.09", "Y")), "HI*DR:280~"),
    ],
)
def test_each_institutional_example_comes_out_byte_for_byte(encounter, text):
    claim = claim_of(encounter, "Z79.4")

    assert text in rendered("837i", claim).text.split("\n")


def test_a_stay_has_its_segments_in_the_order_of_the_examples():
    assert rendered("837i", claim_of(STAY, "Z79.4")).text.split("\n") == [
        "HI*ABK:I2109:::::::Y~",
        "HI*ABJ:R079~",
        "HI*ABN:W010XXA:::::::Y~",
        "HI*ABF:J9601:::::::N*ABF:E1165:::::::Y*ABF:Z794~",
        "HI*BBR:02703DZ:D8:20260115~",
        "HI*BBQ:B2111ZZ:D8:20260115~",
        "HI*DR:280~",
    ]


def test_an_outpatient_claim_has_no_poa_and_says_so():
    visit = an_outpatient_visit(a_diagnosis("S72.001A", "Y"), a_diagnosis("W01.0XXA", "Y"))
    shown = rendered("837i", visit)

    assert shown.text == "HI*ABK:S72001A~\nHI*ABN:W010XXA~"
    assert shown.said == ("POA is reported for inpatient stays only: it is not written.",)


def test_an_exempt_code_has_no_poa_even_where_one_is_given():
    stay = a_stay(a_diagnosis("I21.09", "Y"), a_diagnosis("Z79.4", "Y"))
    shown = rendered("837i", claim_of(stay, "Z79.4"))

    assert "HI*ABF:Z794~" in shown.text
    assert "Exempt from POA, so none is written: Z79.4." in shown.said


@pytest.mark.parametrize("name", ["837i", "ub04", "fhir", "fhir-bundle"])
def test_a_claim_of_a_hospital_that_is_exempt_has_no_poa_and_says_so(name):
    stay = a_stay(a_diagnosis("I21.09", "Y"), "E11.9")
    exempt = rendered(name, claim_of(replace(stay, poa_exempt_hospital=True)))
    bare = rendered(name, claim_of(a_stay("I21.09", "E11.9")))

    assert exempt.text == bare.text != rendered(name, claim_of(stay)).text
    said = [one for one in exempt.said if "POA" in one]
    assert said == ["The hospital is exempt from POA reporting: no POA is written."]


@pytest.mark.parametrize("name", ["837i", "ub04"])
def test_a_claim_without_a_diagnosis_says_so(name):
    procedures_only = Claim.of(a_stay(a_procedure("0SR9019")))
    with_one = Claim.of(a_stay(a_diagnosis("I21.09", "Y"), a_procedure("0SR9019")))

    said = "No diagnosis is listed: the claim needs one."
    assert said in rendered(name, procedures_only).said
    assert said not in rendered(name, with_one).said


def test_a_missing_poa_is_left_out_and_said():
    stay = a_stay(a_diagnosis("I21.09"), "Z79.4")

    assert rendered("837i", claim_of(stay, "Z79.4")).text.split("\n")[0] == "HI*ABK:I2109~"
    assert "No POA, and not exempt: I21.09." in rendered("837i", claim_of(stay, "Z79.4")).said
    assert (
        "No POA: I21.09, Z79.4. Which codes are exempt is not known: "
        "no list of exempt codes is installed."
    ) in rendered("837i", Claim.of(stay)).said


def test_the_thirteenth_code_begins_another_segment():
    others = [a_diagnosis(f"A{at:02d}", "Y") for at in range(24)]
    procedures = [a_procedure(f"0SR{at:04d}") for at in range(25)]
    text = rendered("837i", a_stay(a_diagnosis("I21.09", "Y"), *others, *procedures)).text

    assert [line.count("ABF:") for line in text.split("\n") if "ABF:" in line] == [12, 12]
    assert [line.count("BBQ:") for line in text.split("\n") if "BBQ:" in line] == [12, 12]


def test_a_procedure_without_a_date_has_none_and_it_is_said():
    shown = rendered("837i", a_stay(a_procedure("02703DZ", on=None)))

    assert "HI*BBR:02703DZ~" in shown.text
    assert "No date of the procedure: 02703DZ." in shown.said


def test_a_stay_that_cannot_be_grouped_has_no_drg_and_says_why():
    claim = replace(claim_of(STAY), grouped=Grouped(None, problem="No grouper is installed."))

    assert "HI*DR" not in rendered("837i", claim).text
    assert "No MS-DRG: No grouper is installed." in rendered("837i", claim).said


def test_a_drg_has_three_digits_and_is_said_not_to_be_the_payers():
    small = replace(claim_of(STAY), grouped=replace(GROUPED, drg=replace(GROUPED.drg, number="3")))

    assert "HI*DR:003~" in rendered("837i", small).text
    assert rendered("837i", claim_of(STAY, "Z79.4")).said == (
        "MS-DRG 280 is the grouping by Sample grouper v43, not the payer's.",
    )


@pytest.mark.parametrize(
    ("service", "segment"),
    [
        (a_service("99213", pointers="A"), "SV1*HC:99213*150*UN*1***1~"),
        (a_service("99213", charge="150.50"), "SV1*HC:99213*150.5*UN*1~"),
        (a_service("99213", charge="0"), "SV1*HC:99213*0*UN*1~"),
        (a_service("99213", charge="1200.00"), "SV1*HC:99213*1200*UN*1~"),
        (a_service("99213", charge="1E+3"), "SV1*HC:99213*1000*UN*1~"),
        (a_service("99213", charge=None), "SV1*HC:99213**UN*1~"),
        (a_service("99213", units=12), "SV1*HC:99213*150*UN*12~"),
        (
            a_service("99213", "25", "59", "LT", "GT", pointers="CBA"),
            "SV1*HC:99213:25:59:LT:GT*150*UN*1***3:2:1~",
        ),
    ],
)
def test_a_service_is_written_with_what_is_known_of_it(service, segment):
    text = rendered("837p", an_office_visit("A00", "B00", "C00", service)).text

    assert text.split("\n")[1] == segment


def test_what_is_not_known_of_a_service_is_said():
    service = a_service("99213", charge=None, units=None)

    assert rendered("837p", an_office_visit("A00", service)).said == (
        "No charge, so the field is empty: 99213.",
        "Units not given, so 1 is written: 99213.",
        "No pointer to a diagnosis: 99213.",
    )
    assert rendered("837i", an_outpatient_visit("A00", service)).said == (
        "No revenue code, so the field is empty: 99213.",
        "No charge, so the field is empty: 99213.",
        "Units not given, so 1 is written: 99213.",
    )


def test_what_one_transaction_has_and_the_other_has_not_is_said():
    service = a_service("99213", pointers="A", revenue="0510", on=date(2026, 1, 16))

    assert rendered("837p", an_office_visit(a_diagnosis("A00", "Y"), service)).said == (
        "A professional claim has no POA: it is not written.",
        "A professional claim has no revenue codes: they are not written.",
        "The dates of the services are not part of SV1: ask for whole loops to have DTP.",
    )
    assert rendered("837i", an_outpatient_visit("A00", service)).said == (
        "An institutional claim has no pointers: they are not written.",
        "The dates of the services are not part of SV2: ask for whole loops to have DTP.",
    )
    assert rendered("837i", an_office_visit("A00")).said == (
        "The setting is professional: this is how an outpatient facility would claim it.",
    )


def test_an_institutional_service_has_its_revenue_code_and_no_pointers():
    service = a_service("81000", "59", pointers="A", revenue="0300", charge="12.25", units=2)
    text = rendered("837i", an_outpatient_visit("A00", service)).text

    assert text == "HI*ABK:A00~\nSV2*0300*HC:81000:59*12.25*UN*2~"


def test_whole_loops_have_numbers_and_dates():
    services = (a_service("99213", pointers="A", on=date(2026, 1, 16)), a_service("G0439"))
    visit = an_office_visit("A00", *services)

    assert rendered("837p", visit, loops=True).text.split("\n")[1:] == [
        "LX*1~",
        "SV1*HC:99213*150*UN*1***1~",
        "DTP*472*D8*20260116~",
        "LX*2~",
        "SV1*HC:G0439*150*UN*1~",
        "DTP*472*D8*20260115~",
    ]
    assert rendered("837i", a_stay("A00", *services), loops=True).text.split("\n")[2:] == [
        "LX*1~",
        "SV2**HC:99213*150*UN*1~",
        "DTP*472*D8*20260116~",
        "LX*2~",
        "SV2**HC:G0439*150*UN*1~",
    ]


def test_dots_are_written_where_they_are_wanted():
    assert rendered("837p", OFFICE, dots=True).text.startswith("HI*ABK:E11.22*ABF:N18.30*")


def test_an_empty_list_is_empty_text():
    assert rendered("837p", an_office_visit()).text == ""
    assert rendered("837i", an_outpatient_visit()).text == ""


@pytest.mark.parametrize(
    ("name", "encounter", "said"),
    [
        (
            "837p",
            an_office_visit(*[f"A{at:02d}" for at in range(14)]),
            "A professional claim (837P) holds 12 diagnoses and the list has 14: "
            "no place for A12, A13.",
        ),
        (
            "837p",
            an_office_visit("A00", a_procedure("02703DZ")),
            "A professional claim (837P) has no field for ICD-10-PCS procedures: 02703DZ.",
        ),
        (
            "837p",
            an_office_visit("A00", ADMITTING),
            "A professional claim (837P) has no field for admitting diagnoses: R07.9.",
        ),
        (
            "837p",
            an_office_visit("A00", a_service("99213", pointers="AC")),
            "99213 points to C, and the list has 1 diagnosis.",
        ),
        (
            "837p",
            an_office_visit(a_service("99213", pointers="A")),
            "99213 points to A, and the list has no diagnosis.",
        ),
        (
            "837p",
            an_office_visit("A00", a_service("99213", "25", "59", "LT", "GT", "XS")),
            "99213 has 5 modifiers, and a service takes 4.",
        ),
        (
            "837p",
            an_office_visit(
                *[f"A{at:02d}" for at in range(5)], a_service("99213", pointers="ABCDE")
            ),
            "99213 has 5 pointers, and a service takes 4.",
        ),
        (
            "837p",
            an_office_visit("A00", a_line("b280", code_set="icf")),
            "b280 is ICF: no claim has a field for it.",
        ),
        (
            "837p",
            an_office_visit("A00*B"),
            "“A00*B” can't stand on a claim: codes are letters and digits.",
        ),
        (
            "837i",
            a_stay("A00", *REASONS),
            "An inpatient claim (837I) has no field for reasons for the visit: R07.9, R06.02.",
        ),
        (
            "837i",
            an_outpatient_visit("A00", a_procedure("02703DZ")),
            "An outpatient facility claim (837I) has no field for ICD-10-PCS procedures: 02703DZ.",
        ),
        (
            "837i",
            a_stay(*[f"A{at:02d}" for at in range(45)]),
            "An inpatient claim (837I) holds 25 diagnoses and the list has 45: no place for A25, "
            "A26, A27, A28, A29, A30, A31, A32, A33, A34, A35, A36 and 8 more.",
        ),
    ],
)
def test_what_does_not_fit_is_told_before_and_refused(name, encounter, said):
    assert unfit(name, encounter) == (said,)
    with pytest.raises(KnownError) as fault:
        rendered(name, encounter)
    assert said in fault.value.message
    assert "\n" not in str(fault.value)


WHOLE = [
    ("837P", "837p", OFFICE, True),
    (
        "837P",
        "837p",
        an_office_visit(
            *[f"A{at:02d}" for at in range(12)],
            *[a_service("99213", "25", "59", "LT", "GT", pointers="LKJA", charge="1.5")] * 50,
        ),
        True,
    ),
    ("837I inpatient", "837i", STAY, False),
    (
        "837I inpatient",
        "837i",
        a_stay(
            *[a_diagnosis(f"A{at:02d}", "YNUW"[at % 4]) for at in range(25)],
            *[a_diagnosis(f"W{at:02d}", "Y") for at in range(12)],
            ADMITTING,
            *[a_procedure(f"0SR{at:04d}") for at in range(25)],
            a_service("81000", revenue="0300", on=date(2026, 1, 16)),
        ),
        True,
    ),
    (
        "837I outpatient",
        "837i",
        an_outpatient_visit(
            "I21.09",
            "W01.0XXA",
            *REASONS,
            a_service("81000", "59", revenue="0300"),
            a_service("99213", "25", revenue="0510", charge="99.75"),
        ),
        True,
    ),
]


@pytest.mark.parametrize(("kind", "name", "encounter", "loops"), WHOLE)
def test_pyx12_finds_nothing_wrong_in_a_whole_claim(kind, name, encounter, loops):
    text = rendered(name, claim_of(encounter, "Z79.4"), loops=loops).text

    assert faults(whole_document(kind, text)) == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("837P", "HI*ABF:E1122~"),
        ("837I inpatient", "HI*ABK:I2109::::::Y~"),
        ("837I inpatient", "HI*ABK:I2109~\nHI*ABF:" + "*ABF:".join(["A00"] * 13) + "~"),
        ("837I outpatient", "HI*ABK:I2109~\nLX*1~\nSV2**HC:99213*150*UN~"),
    ],
)
def test_pyx12_would_find_what_is_wrong(kind, text):
    assert faults(whole_document(kind, text)) != []


def test_pyx12_reads_every_component_where_it_was_written():
    text = rendered("837i", claim_of(STAY, "Z79.4")).text

    assert segments(text)[3] == (
        "HI",
        [
            ["ABF", "J9601", "", "", "", "", "", "", "N"],
            ["ABF", "E1165", "", "", "", "", "", "", "Y"],
            ["ABF", "Z794"],
        ],
    )


def test_the_setting_decides_nothing_where_every_code_has_a_field():
    stay = replace(OFFICE, setting=Setting.INPATIENT)

    assert rendered("837p", stay).text == rendered("837p", OFFICE).text


def test_the_units_of_anesthesia_are_minutes_on_a_professional_claim():
    timed, other = a_service("00142", "QK", units=75), a_service("01996", units=2)
    visit = an_office_visit("A00", timed, other, a_service("G0439", units=3))

    shown = rendered("837p", visit)

    assert "SV1*HC:00142:QK*150*MJ*75~" in shown.text
    assert "SV1*HC:01996*150*UN*2~" in shown.text
    assert "SV1*HC:G0439*150*UN*3~" in shown.text
    assert "The units of anesthesia are its minutes: 00142." in shown.said


def test_minutes_that_are_not_given_are_left_empty_and_told():
    shown = rendered("837p", an_office_visit("A00", a_service("00142", units=None, pointers="A")))

    assert "SV1*HC:00142*150*MJ****1~" in shown.text
    assert "Anesthesia wants minutes, and none are given: 00142." in shown.said
    assert not any(one.startswith("Units not given") for one in shown.said)


def test_a_facility_counts_anesthesia_in_units():
    shown = rendered("837i", an_outpatient_visit("A00", a_service("00142", revenue="0370")))

    assert "SV2*0370*HC:00142*150*UN*1~" in shown.text


def test_the_day_of_discharge_is_no_services_date():
    undated = a_stay("A00", a_service(pointers="A"))

    assert "DTP" not in rendered("837p", undated, loops=True).text
    assert "No date, so the field is empty: G0439." in rendered("837p", undated).said


def test_minutes_are_read_back_as_the_units_they_were():
    services = (a_service("00142", units=75), a_service("G0439", units=3))
    text = rendered("837p", an_office_visit("A00", *services)).text

    assert [one.given.units for one in take_apart(text).candidates] == [None, 75, 3]
    # Minutes of what is counted otherwise are no units.
    assert take_apart("HI*ABK:A00~SV1*HC:99213*150*MJ*20~").candidates[1].given.units is None
