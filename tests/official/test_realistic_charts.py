"""What the checks say of charts as coders see them, with the release in the installed package."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from support.code_lists import a_line, a_list
from support.embedded_book import embedded_book
from support.embedded_checks import IN_FORCE, embedded_checking

from codebook_app.domain.encounter import Encounter, Setting
from codebook_app.domain.finding import CheckReport, Severity
from codebook_app.services.checking import Checking

pytestmark = pytest.mark.slow

STAY, CLINIC, OFFICE = Setting.INPATIENT, Setting.OUTPATIENT, Setting.PROFESSIONAL


@pytest.fixture(scope="module")
def checking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checking]:
    checks, book = embedded_checking(embedded_book(tmp_path_factory))
    yield checks
    book.close()


def a_chart(codes: str, setting: Setting, age: int = 60) -> Encounter:
    lines = [replace(a_line(code), poa="Y") for code in codes.split()]
    return replace(
        a_list(*lines, on=IN_FORCE), setting=setting, age=age, sex="F", discharge_status="01"
    )


def grave(report: CheckReport) -> list[tuple[str, str, tuple[str, ...]]]:
    return [
        (one.severity.value, one.rule, one.codes)
        for one in report.findings
        if one.severity is not Severity.INFORMATION
    ]


@pytest.mark.parametrize(
    ("setting", "codes", "expected"),
    [
        # A diabetic check-up, coded as it should be.
        (OFFICE, "E11.22 N18.30 I12.9 Z79.4 E78.5 Z87.891", []),
        # The stage before what it is the stage of.
        (
            OFFICE,
            "N18.30 E11.22 Z79.4",
            [("warning", "code_first_order", ("N18.30", "E11.22"))],
        ),
        # Dementia in Alzheimer's disease, the wrong way round.
        (
            STAY,
            "F02.80 G30.9",
            [
                ("error", "manifestation_first", ("F02.80",)),
                ("warning", "code_first_order", ("F02.80", "G30.9")),
            ],
        ),
        (OFFICE, "G30.9 F02.80", []),
        # Anemia in kidney disease without it.
        (
            CLINIC,
            "D63.1 I10",
            [
                ("warning", "manifestation_first", ("D63.1",)),
                ("warning", "code_first", ("D63.1",)),
            ],
        ),
        # A hip fracture with its fall in front.
        (
            STAY,
            "W01.0XXA S72.001A Y92.009",
            [("error", "external_cause_first", ("W01.0XXA",))],
        ),
        (STAY, "S72.001A W01.0XXA Y92.009 Y93.01 Y99.8", []),
        # An old fracture without what it led to.
        (CLINIC, "S72.001S W01.0XXS", [("error", "sequela_first", ("S72.001S",))]),
        (CLINIC, "M21.751 S72.001S W01.0XXS", []),
        # Severe sepsis and its shock; the shock without the infection.
        (STAY, "A41.9 R65.21 J96.01 J18.9", []),
        (
            STAY,
            "R65.21 J96.01",
            [
                ("error", "unacceptable_principal", ("R65.21",)),
                ("warning", "code_first", ("R65.21",)),
            ],
        ),
        # Type 1 and type 2.
        (OFFICE, "E10.9 E11.9", [("warning", "excludes1", ("E10.9", "E11.9"))]),
        # Chemotherapy before its cancer, history as the reason for a stay.
        (CLINIC, "Z51.11 C50.911 Z17.0", []),
        (STAY, "Z87.891 J44.9", [("error", "unacceptable_principal", ("Z87.891",))]),
        # Aftercare that requires another diagnosis.
        (STAY, "Z51.89", [("error", "requires_secondary", ("Z51.89",))]),
        # A newborn's code on a grown woman's chart.
        (STAY, "I21.09 Z38.00", [("error", "age_conflict", ("Z38.00",))]),
        (OFFICE, "I10 Z38.00", [("warning", "age_conflict", ("Z38.00",))]),
        # A stay for hypertension alone.
        (STAY, "I10", [("warning", "questionable_admission", ("I10",))]),
        # The side is missing where it counts as CC or MCC.
        (STAY, "S72.009A W01.0XXA", [("warning", "unspecified_side", ("S72.009A",))]),
        # Heart failure without hypertension: the note's alternatives are not called missing.
        (STAY, "I50.23 I25.10", []),
        # Lead gout without the lead.
        (CLINIC, "M10.10", [("warning", "code_first", ("M10.10",))]),
        (CLINIC, "T56.0X1A M10.10", []),
        # Two places for one fall.
        (
            CLINIC,
            "S72.001A W01.0XXA Y92.009 Y92.480",
            [("warning", "external_cause_once", ("Y92.009", "Y92.480"))],
        ),
    ],
)
def test_a_chart_gets_what_a_coder_expects(checking, setting, codes, expected):
    assert grave(checking.check(a_chart(codes, setting))) == expected


def test_long_charts_are_not_drowned_in_information(checking):
    codes = (
        "E11.22 N18.30 I12.9 Z79.4 E78.5 I25.10 J44.9 M17.11 H40.1131 F32.A G47.33 K21.9 Z87.891"
        " E66.9 D64.9 S72.002A W21.89XA R07.9 I50.9 J18.9 B96.20 N39.0 Z68.35 L89.152 E87.6"
    )
    for setting in Setting:
        report = checking.check(a_chart(codes, setting))
        told = [one for one in report.findings if one.severity is Severity.INFORMATION]
        assert len(told) <= 6
        assert all(len(one.text.splitlines()) <= 20 for one in told)


def test_a_side_is_offered_by_the_codes_that_have_one(checking):
    report = checking.check(a_chart("M25.569 S52.509D", OFFICE))
    offered = {
        one.codes[0]: [choice.code for choice in one.completions]
        for one in report.findings
        if one.rule == "laterality"
    }

    assert offered == {
        "M25.569": ["M25.561", "M25.562"],
        "S52.509D": ["S52.501D", "S52.502D"],
    }
