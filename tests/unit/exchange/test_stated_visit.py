"""What a note states of its visit under labels, and what only looks like it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codebook_app.domain.encounter import Setting
from codebook_app.exchange.candidates import Visit
from codebook_app.exchange.pasted import take_apart
from codebook_app.exchange.stated_visit import stated_visit

JUNE_1, JUNE_11 = date(2025, 6, 1), date(2025, 6, 11)


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("Admit date: 06/01/2025", "admitted_on", JUNE_1),
        ("Admitted 6/1/2025 with chest pain", "admitted_on", JUNE_1),
        ("Date of admission 2025-06-01", "admitted_on", JUNE_1),
        ("MRN 1234567  Admission date: June 1, 2025", "admitted_on", JUNE_1),
        ("Discharge date: 6/11/2025", "date_of_service", JUNE_11),
        ("Discharged 6/11/25", "date_of_service", JUNE_11),
        ("DOS: 06/11/2025", "date_of_service", JUNE_11),
        ("Date of service: 6/11/2025", "date_of_service", JUNE_11),
        ("Disposition: 03", "discharge_status", "03"),
        ("Discharge status 03", "discharge_status", "03"),
        ("Discharge disposition: 06 - home health", "discharge_status", "06"),
        ("Discharged to SNF.", "discharge_status", "03"),
        ("Discharged to a skilled nursing facility (Elm House)", "discharge_status", "03"),
        ("Discharged home", "discharge_status", "01"),
        ("Disposition: home with hospice", "discharge_status", "50"),
        ("DOB 3/2/1959", "birth_date", date(1959, 3, 2)),
        ("DOB: 03/02/1959", "birth_date", date(1959, 3, 2)),
        ("Age: 66", "age", 66),
        ("Age: 18 months", "age", 1),
        ("66 y/o F with cough", "age", 66),
        ("66 y/o F with cough", "sex", "F"),
        ("The patient is a 66-year-old woman", "sex", "F"),
        ("Sex: F", "sex", "F"),
        ("Sex: female", "sex", "F"),
        ("Gender: M", "sex", "M"),
    ],
)
def test_a_labelled_field_is_read(text, field, value):
    visit, told = stated_visit(text)

    assert visit is not None
    assert getattr(visit, field) == value
    assert told == ()


@pytest.mark.parametrize(
    "text",
    [
        "Phone 555-123-4567",
        "Fall date: 06/01/2025",
        "Follow-up date: 06/20/2025",
        "Follow up 6/20/2025",
        "DOB: unknown",
        "Age: unknown",
        "Sex: F/M",
        "Expected discharge date: 6/20/2025",
        "Last admitted 6/1/2024",
        "Past: bypass, admitted 3/1/2019",
        "Admitting dx: I10 06/01/2025",
        "Mother died at 66 y/o",
        "Age at onset: 40",
        "Stage: 3",
        "Disposition: 30 days",
        "Discharged to rehab",
        "Discharged to home with family support and PT",
        "Disposition: hospice",
        "Discharge medications: 03",
        "Discharge status: stable",
        "DOS: 6/1/2025 - 6/3/2025",
        "Name: Sample Patient",
        "MRN: 06012025",
    ],
)
def test_what_is_not_said_without_doubt_is_left(text):
    assert stated_visit(text) == (None, ())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Admit date: 06/31/2025", "“06/31/2025” is no day: no admission date is taken."),
        ("Admit date: 6/11/2025\nDischarge date: 6/1/2025", "lies before the admission"),
        ("Admit date: 6/1/2025\nAdmit date: 6/2/2025", "more than one admission date"),
        ("DOB: 3/2/59", "year of birth"),
        ("Age: 131", "131 is no age"),
        ("Discharge status: 99", "“99” is no discharge status"),
    ],
)
def test_what_cannot_be_is_not_taken_and_said(text, said):
    visit, told = stated_visit(text)

    assert visit is None
    assert len(told) == 1
    assert said in told[0]


def test_a_birth_after_the_admission_is_not_taken_and_said():
    visit, told = stated_visit("Admit date: 6/1/2025 DOB: 7/1/2025")

    assert visit == Visit("", admitted_on=JUNE_1)
    assert told == ("The birth date 2025-07-01 lies after 2025-06-01: it is not taken.",)


def test_a_whole_heading_is_a_stay():
    text = (
        "DISCHARGE SUMMARY\nAdmit date: 06/01/2025 Discharge date: 06/11/2025\n"
        "DOB 3/2/1959 Sex: F\nDisposition: 03 - SNF\n"
    )

    assert stated_visit(text) == (
        Visit(
            "",
            setting=Setting.INPATIENT,
            admitted_on=JUNE_1,
            date_of_service=JUNE_11,
            birth_date=date(1959, 3, 2),
            sex="F",
            discharge_status="03",
        ),
        (),
    )


def test_a_day_beside_a_code_stays_that_codes_day():
    pasted = take_apart("DOS 6/1/2025 99213\nDOS 6/2/2025 0SR90J9")

    assert pasted.visits == ()
    assert [one.given.performed_on for one in pasted.candidates] == [JUNE_1, date(2025, 6, 2)]


@given(st.dates(date(1990, 1, 1), date(2040, 1, 1)), st.sampled_from(["%m/%d/%Y", "%Y-%m-%d"]))
def test_any_day_is_read_as_it_is_written(day, written):
    visit, _ = stated_visit(f"Admit date: {day.strftime(written)}")

    assert visit == Visit("", admitted_on=day)


@given(st.text(alphabet="Admit DischargeDOBSexAge:/-0123456789 ;\t\n", max_size=80))
def test_no_text_stops_it_and_days_stand_in_their_order(text):
    visit, _ = stated_visit(text)

    if visit is not None and visit.admitted_on and visit.date_of_service and "DOS" not in text:
        assert visit.admitted_on <= visit.date_of_service
