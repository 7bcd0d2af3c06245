"""The boxes of the CMS-1500 and the locators of the UB-04, as text, as tables, and as CSV."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date

import pytest
from support.cells import Cells
from support.claims import (
    a_diagnosis,
    a_procedure,
    a_service,
    a_stay,
    an_office_visit,
    an_outpatient_visit,
    claim_of,
    rendered,
)

from codebook_app.domain.encounter import Role
from codebook_app.errors import KnownError
from codebook_app.exchange.formats import standard_formats

OFFICE = replace(
    an_office_visit(
        "E11.22",
        "N18.30",
        "Z79.4",
        a_service("G0439", "25", pointers="AB"),
        a_service("99213", "25", "59", pointers="C", charge="1200.5", on=date(2026, 1, 16)),
    ),
    birth_date=date(1960, 2, 3),
    sex="F",
)
STAY = a_stay(
    a_diagnosis("I21.09", "Y"),
    a_diagnosis("R07.9", role=Role.ADMITTING),
    a_diagnosis("J96.01", "N"),
    a_diagnosis("Z79.4"),
    *[a_diagnosis(f"W{at:02d}.0XXA", "Y") for at in range(4)],
    a_procedure("02703DZ"),
    a_procedure("B2111ZZ", on=None),
    a_service("81000", "59", revenue="0300", charge="12.25", on=date(2026, 1, 15)),
)


def boxes(shown):
    """Return the rows below the header, each as the spreadsheet that opens the CSV has it."""
    rows = list(csv.reader(io.StringIO(shown.csv)))
    return [[one.removeprefix('="').removesuffix('"') for one in row] for row in rows[1:]]


def test_a_cms1500_is_laid_out_as_the_form_is():
    assert (
        rendered("cms1500", OFFICE).text
        == """\
CMS-1500 (02/12), sheet 1 of 1

3. Patient
  Birth date  Sex
  02 03 1960  F

21. Diagnosis or nature of illness or injury    ICD Ind. 0
  A  E1122      B  N1830      C  Z794       D
  E             F             G             H
  I             J             K             L

24. Services
     24A From  To        24D Code  Modifier  24E  24F Charge  24G
  1  01 15 26  01 15 26  G0439     25        AB   150 00      1
  2  01 16 26  01 16 26  99213     25 59     C    1200 50     1

28. Total charge    1350 50"""
    )


def test_the_csv_of_a_cms1500_names_sheet_box_and_line():
    assert boxes(rendered("cms1500", OFFICE))[:8] == [
        ["1", "3 birth date", "", "02 03 1960"],
        ["1", "3 sex", "", "F"],
        ["1", "21 ICD Ind.", "", "0"],
        ["1", "21", "A", "E1122"],
        ["1", "21", "B", "N1830"],
        ["1", "21", "C", "Z794"],
        ["1", "24A From", "1", "01 15 26"],
        ["1", "24A To", "1", "01 15 26"],
    ]


def test_the_tables_of_a_cms1500_have_the_same_cells():
    rows = Cells(rendered("cms1500", OFFICE).html).rows

    assert ["A", "E1122", "B", "N1830", "C", "Z794", "D", ""] in rows
    assert ["1", "01 15 26", "01 15 26", "G0439", "25", "AB", "150 00", "1"] in rows


def test_the_seventh_service_begins_another_sheet_with_the_diagnoses_again():
    services = [a_service(f"9921{at}", pointers="A", charge=str(at)) for at in range(7)]
    shown = rendered("cms1500", an_office_visit("A00", "B00", *services))
    sheets = shown.text.split("CMS-1500 (02/12), sheet ")[1:]

    assert [sheet.split("\n")[0] for sheet in sheets] == ["1 of 2", "2 of 2"]
    assert all("  A  A00        B  B00 " in sheet for sheet in sheets)
    assert [sheet.count("9921") for sheet in sheets] == [6, 1]
    assert [sheet.strip().split("\n")[-1] for sheet in sheets] == [
        "28. Total charge    15 00",
        "28. Total charge    6 00",
    ]
    assert [(row[0], row[3]) for row in boxes(shown) if row[1] == "24D CPT/HCPCS"] == [
        *(("1", f"9921{at}") for at in range(6)),
        ("2", "99216"),
    ]


def test_a_sheet_has_no_total_where_a_charge_is_not_known():
    shown = rendered("cms1500", an_office_visit("A00", a_service(charge=None), a_service()))

    assert "28." not in shown.text
    assert "No charge, so the field is empty: G0439." in shown.said


def test_a_ub04_has_poa_in_the_eighth_position_and_tells_what_is_not_on_paper():
    assert (
        rendered("ub04", claim_of(STAY, "Z79.4")).text
        == """\
UB-04 (CMS-1450)

Patient and stay
  FL6     Statement from          011426
  FL6     Statement through       011826
  FL10    Birth date              02031960
  FL11    Sex                     F
  FL12    Admission date          011426
  FL17    Discharge status        01

Services, page 1 of 1
      FL42 Rev. code  FL44 HCPCS  FL45 Date  FL46 Units  FL47 Charges
  1   0300            81000 59    011526     1           12 25
  23  0001                                               12 25

Codes, POA in position 8
  FL66    ICD version             0
  FL67    Principal diagnosis     I2109  Y
  FL67A   Other diagnosis         J9601  N
  FL67B   Other diagnosis         Z794
  FL69    Admitting diagnosis     R079
  FL71    PPS code (MS-DRG)       280
  FL72a   External cause          W000XXAY
  FL72b   External cause          W010XXAY
  FL72c   External cause          W020XXAY
  FL74    Principal procedure     02703DZ   011526
  FL74a   Other procedure         B2111ZZ

Not on paper, but in the 837I:
  External cause          W030XXAY"""
    )


def test_what_a_ub04_leaves_out_is_said():
    said = rendered("ub04", claim_of(STAY, "Z79.4")).said

    assert said[0] == "Not on paper, but in the 837I: W030XXA."
    assert "No date of the procedure: B2111ZZ." in said


def test_a_ub04_has_seventeen_other_diagnoses_and_six_procedures():
    others = [a_diagnosis(f"A{at:02d}", "Y") for at in range(20)]
    procedures = [a_procedure(f"0SR{at:04d}") for at in range(8)]
    rows = boxes(rendered("ub04", a_stay(*others, *procedures)))
    placed = [(row[1], row[3]) for row in rows]

    assert placed[-29:] == [
        ("FL67", "A00"),
        *((f"FL67{letter}", f"A{at:02d}") for at, letter in enumerate("ABCDEFGHIJKLMNOPQ", 1)),
        ("837I only: Other diagnosis", "A18"),
        ("837I only: Other diagnosis", "A19"),
        ("FL71", "280"),
        ("FL74", "0SR0000"),
        *((f"FL74{letter}", f"0SR{at:04d}") for at, letter in enumerate("abcde", 1)),
        ("837I only: Other procedure", "0SR0006"),
        ("837I only: Other procedure", "0SR0007"),
    ]


def test_an_outpatient_ub04_has_reasons_for_the_visit_and_no_poa():
    reasons = [
        a_diagnosis(code, role=Role.REASON_FOR_VISIT) for code in ("R07.9", "R06.02", "R05.1")
    ]
    rows = boxes(rendered("ub04", an_outpatient_visit(a_diagnosis("I21.09", "Y"), *reasons)))

    assert [[row[1], row[3], row[4]] for row in rows if row[1].startswith(("FL67", "FL70"))] == [
        ["FL67", "I2109", ""],
        ["FL70a", "R079", ""],
        ["FL70b", "R0602", ""],
        ["FL70c", "R051", ""],
    ]


def test_the_twenty_third_service_begins_another_page():
    services = [a_service("81000", revenue=f"03{at:02d}") for at in range(23)]
    shown = rendered("ub04", an_outpatient_visit("A00", *services))

    assert "Services, page 1 of 2" in shown.text
    assert "Services, page 2 of 2" in shown.text
    rows = boxes(shown)
    assert [(row[0], row[2], row[3]) for row in rows if row[1] == "FL42 Rev. code"][21:] == [
        ("1", "22", "0321"),
        ("2", "1", "0322"),
        ("2", "23", "0001"),
    ]
    assert [row for row in rows if row[2] == "23"][-1] == [
        "2", "FL47 Charges", "23", "3450 00", "", ""
    ]  # fmt: skip


def test_the_last_line_has_the_code_of_the_total_even_where_no_total_is_known():
    visit = an_outpatient_visit("A00", a_service(charge=None, revenue="0300"))

    assert [row[:4] for row in boxes(rendered("ub04", visit)) if row[2] == "23"] == [
        ["1", "FL42 Rev. code", "23", "0001"]
    ]


def test_the_dots_make_the_poa_move_by_one():
    shown = rendered("ub04", claim_of(STAY, "Z79.4"), dots=True)

    assert "Codes, POA in position 9" in shown.text
    assert "W00.0XXAY" in shown.text
    assert "I21.09  Y" in shown.text


def test_codes_that_a_spreadsheet_would_count_stay_text_in_the_csv():
    shown = rendered("ub04", a_stay("A00", a_procedure("0016070"), a_service(revenue="0300")))

    assert '"=""0016070"""' in shown.csv
    assert '"=""0300"""' in shown.csv
    assert "0016070   011526" in shown.text


@pytest.mark.parametrize("name", ["cms1500", "ub04"])
def test_parts_of_a_cent_are_refused(name):
    visit = an_outpatient_visit("A00", a_service(charge="1.005"))

    with pytest.raises(KnownError, match=r"G0439 costs 1\.005: a form holds dollars and cents"):
        rendered(name, visit)
    rendered(name, an_outpatient_visit("A00", a_service(charge="1.500")))


@pytest.mark.parametrize(
    ("name", "service", "why"),
    [
        ("cms1500", a_service(units=1000), "G0439 has 1000 units: box 24G has room for 3 digits."),
        (
            "cms1500",
            a_service(charge="1000000"),
            "G0439 costs 1000000.00: box 24F has room for 6 digits of dollars.",
        ),
        (
            "ub04",
            a_service(charge="10000000"),
            "G0439 costs 10000000.00: FL47 has room for 7 digits of dollars.",
        ),
    ],
)
def test_what_is_too_wide_for_its_box_is_told_before_anything_is_written(name, service, why):
    claim = claim_of(an_outpatient_visit("A00", service))

    assert why in standard_formats().named(name).unfit(claim)
    with pytest.raises(KnownError):
        rendered(name, claim)


def test_a_total_that_is_too_wide_for_the_form_is_refused():
    services = [a_service(charge="9999999.99")] * 2
    claim = claim_of(an_outpatient_visit("A00", *services))

    assert standard_formats().named("ub04").unfit(claim) == (
        "The services come to 19999999.98: FL47 has room for 7 digits of dollars.",
    )


def test_the_widest_values_that_the_boxes_hold_are_written():
    shown = rendered("cms1500", an_office_visit("A00", a_service(units=999, charge="999999.99")))

    assert "999999 99" in shown.text


def test_24g_has_the_minutes_of_anesthesia():
    visit = an_office_visit("A00", a_service("00142", units=45), a_service("00142", units=None))
    rows = boxes(rendered("cms1500", visit))

    assert [row[2:] for row in rows if row[1] == "24G Units"] == [["1", "45"]]


def test_a_service_without_any_date_is_told_and_none_is_made_of_the_discharge():
    stay = a_stay("A00", a_service(pointers="A"))
    undated = replace(an_outpatient_visit("A00", a_service()), date_of_service=None)

    assert not any(row[1].startswith("24A") for row in boxes(rendered("cms1500", stay)))
    said = rendered("cms1500", stay).said
    assert said[:1] == ("The setting is inpatient: this is how a professional would claim it.",)
    assert "No date, so the field is empty: G0439." in said
    assert "No date, so the field is empty: G0439." in rendered("ub04", undated).said
    assert "No date" not in " ".join(rendered("ub04", stay).said)


def test_a_form_refuses_what_its_claim_refuses():
    with pytest.raises(KnownError, match="no place for A12"):
        rendered("cms1500", an_office_visit(*[f"A{at:02d}" for at in range(13)]))
    with pytest.raises(KnownError, match="no field for admitting diagnoses: R07"):
        rendered("ub04", an_outpatient_visit(a_diagnosis("R07.9", role=Role.ADMITTING)))


def test_an_empty_list_leaves_the_boxes_empty():
    assert "  A             B " in rendered("cms1500", an_office_visit()).text
    assert boxes(rendered("ub04", replace(an_outpatient_visit(), date_of_service=None))) == [
        ["", "FL66", "", "0", "", ""]
    ]
