"""What the guidelines put first, and before what."""

from __future__ import annotations

import pytest
from support.charts import a_chart, a_diagnosis, found, told, words_of_the_editor

from codebook_app.domain.encounter import Setting
from codebook_app.domain.finding import Severity
from codebook_app.domain.fix import MoveLine
from codebook_app.edits.guideline_order import (
    first_only,
    guideline_order,
    never_first,
    sepsis_order,
)


@pytest.mark.parametrize(
    ("behind", "ahead", "section"),
    [
        ("D64.9", "O99.013", "I.C.15.a.1"),
        ("E11.9", "O24.113", "I.C.15.a.1"),
        ("S00.83XA", "T74.12XA", "I.C.19.f"),
        ("F43.10", "T76.22XA", "I.C.19.f"),
        ("R11.0", "T40.2X1A", "I.C.19.e.5.b"),
        ("J96.01", "T50.902A", "I.C.19.e.5.b"),
        ("G93.41", "T51.0X1A", "I.C.19.e.5.d"),
        ("J96.01", "U07.1", "I.C.1.g.1.c"),
        ("J80", "U07.0", "I.C.10.e"),
        ("I25.10", "I21.4", "I.C.9.b"),
        ("T81.44XA", "T81.41XA", "I.C.1.d.5.b"),
        ("O86.04", "O86.01", "I.C.1.d.5.b"),
        ("P07.37", "P07.18", "I.C.16.d"),
    ],
)
def test_what_stands_behind_is_offered_to_be_put_before(behind, ahead, section):
    (finding,) = found(guideline_order, a_chart(behind, "I48.91", ahead))

    assert finding.codes == (behind, ahead)
    assert finding.overridable
    assert finding.source == f"ICD-10-CM Official Guidelines, section {section}."
    assert finding.fixes[0].changes == (MoveLine(ahead, behind),)
    assert found(guideline_order, a_chart(ahead, behind)) == []


@pytest.mark.parametrize(
    "codes",
    [
        "S06.0X0A T40.2X1A",  # an intoxication beside an injury
        "R11.0 T40.2X5A",  # an adverse effect: what it did comes first
        "R11.0 T40.2X1S",
        "M54.50 O94",
        "Z36.0 O09.511",
        "J18.9 U07.1",
        "I48.91 I25.10 I21.4",
        "K21.9 T74.12XD",
    ],
)
def test_what_the_record_decides_is_left_alone(codes):
    assert found(guideline_order, a_chart(*codes.split())) == []


def test_of_several_only_what_comes_first_of_all_is_told():
    (finding,) = found(guideline_order, a_chart("J96.01", "U07.1", "O98.513"))

    assert finding.codes == ("J96.01", "O98.513")


def test_what_came_during_the_stay_stays_behind():
    late = a_chart(a_diagnosis("I25.10", poa="Y"), a_diagnosis("I21.4", poa="N"))
    there = a_chart(a_diagnosis("I25.10", poa="Y"), a_diagnosis("I21.4", poa="Y"))

    assert found(guideline_order, late) == []
    assert len(found(guideline_order, there)) == 1


@pytest.mark.parametrize("code", ["Z00.00", "Z01.818", "Z34.83", "Z38.00", "Z51.11", "Z52.4"])
def test_a_code_that_is_first_only_is_offered_to_be_put_first(code):
    for setting in Setting:
        (finding,) = found(first_only, a_chart("C50.911", code, setting=setting))
        assert (finding.rule, finding.severity) == ("first_only", Severity.WARNING)
        assert finding.fixes[0].changes == (MoveLine(code, "C50.911"),)
    assert found(first_only, a_chart(code, "C50.911")) == []


@pytest.mark.parametrize("codes", ["C50.911 Z00.6", "Z00.00 Z01.419", "O90.0 Z39.1", "I10 Z23", ""])
def test_what_may_stand_behind_is_left_alone(codes):
    assert found(first_only, a_chart(*codes.split())) == []


def test_a_stay_is_not_sent_into_the_editors_edit():
    editor = words_of_the_editor({"Z01.818": ["unacceptable"]})

    (stay,) = found(first_only, a_chart("M17.11", "Z01.818", editor=editor))
    (visit,) = found(
        first_only, a_chart("M17.11", "Z01.818", editor=editor, setting=Setting.OUTPATIENT)
    )
    assert stay.fixes == ()
    assert len(visit.fixes) == 1


@pytest.mark.parametrize(
    "code",
    ["T45.AX6A", "T50.995A", "R65.20", "R29.704", "R40.2410", "Z37.0", "Z68.35", "Z59.01", "O94"],
)
def test_what_is_never_first_is_told_where_it_is(code):
    assert told(never_first, a_chart(code, "I10")) == [("never_first", "warning", (code,))]
    assert found(never_first, a_chart("I10", code)) == []


@pytest.mark.parametrize("code", ["T40.2X1A", "R40.20", "Z79.4", "O80", "Z28.21"])
def test_what_may_be_first_is_left_alone(code):
    assert found(never_first, a_chart(code)) == []


def stay(first: str, other: str, setting: Setting = Setting.INPATIENT) -> list[str]:
    chart = a_chart(
        a_diagnosis("N39.0", poa=first), a_diagnosis("A41.9", poa=other), setting=setting
    )
    return [one.severity.value for one in found(sepsis_order, chart)]


def test_sepsis_behind_a_local_infection_is_information_where_both_were_there():
    assert stay("Y", "Y") == ["information"]
    assert stay("Y", "N") == []
    assert stay("Y", "") == []
    assert stay("Y", "Y", Setting.OUTPATIENT) == []


def test_sepsis_first_or_behind_something_else_is_left_alone():
    for codes in (("A41.9", "N39.0"), ("I21.4", "A41.9"), ("T83.511A", "A41.9")):
        chart = a_chart(*(a_diagnosis(code, poa="Y") for code in codes))
        assert found(sepsis_order, chart) == []
