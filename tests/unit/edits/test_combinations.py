"""What one code tells together: hypertension with heart and kidney, acute on chronic failure."""

from __future__ import annotations

import pytest
from support.charts import a_chart, a_diagnosis, found

from codebook_app.domain.fix import RemoveLine, ReplaceLine
from codebook_app.edits.combinations import combination_code, combined_codes
from codebook_app.edits.listed import ListedCode


def proposed(*codes: str) -> list[str]:
    return list(combined_codes([ListedCode(code, None) for code in codes]))


@pytest.mark.parametrize(
    ("codes", "right"),
    [
        ("I10 I50.9", "I11.0"),
        ("I10 I51.7", "I11.9"),
        ("I10 I51.89", "I11.9"),
        ("I10 N18.30", "I12.9"),
        ("I10 N18.9", "I12.9"),
        ("I10 N18.6", "I12.0"),
        ("I10 I50.22 N18.4", "I13.0"),
        ("I10 I50.22 N18.5", "I13.2"),
        ("I10 I51.9 N18.2", "I13.10"),
        ("I10 I51.9 N18.6", "I13.11"),
        ("I11.0 I50.9 N18.30", "I13.0"),
        ("I11.9 N18.30", "I13.10"),
        ("I11.9 I50.9", "I11.0"),
        ("I12.9 N18.30 I50.9", "I13.0"),
        ("I11.9 I12.0", "I13.11"),
        ("I12.9 N18.6", "I12.0"),
        ("I12.0 N18.30", "I12.9"),
        ("I13.2 N18.4", "I13.0"),
        ("I10 I11.0", "I11.0"),
        ("I50.21 I50.22", "I50.23"),
        ("I50.22 I50.32", "I50.42"),
        ("I50.21 I50.32", "I50.43"),
        ("I50.20 I50.30", "I50.40"),
        ("J96.01 J96.11", "J96.21"),
        ("J96.02 J96.22", "J96.22"),
    ],
)
def test_one_code_tells_it_whatever_the_order(codes, right):
    listed = codes.split()

    assert proposed(*listed) == [right]
    assert proposed(*reversed(listed)) == [right]
    (finding,) = found(combination_code, a_chart(*listed))
    assert finding.overridable
    assert right in finding.text


@pytest.mark.parametrize(
    "codes",
    [
        "I10",
        "I10 I51.81",
        "I10 I48.91",
        "I10 I50.9 I09.81",
        "I10 I97.130 I50.9",
        "I10 N17.9",
        "I11.0 I50.9",
        "I12.9 N18.4",
        "I12.0 N18.6",
        "I13.0 I50.9 N18.30",
        "I13.11 N18.5",
        "I50.9 N18.30",
        "I15.0 I50.9",
        "I50.22",
        "I50.810 I50.22",
        "J96.01 J96.12",
        "",
    ],
)
def test_what_fits_together_is_left_alone(codes):
    assert found(combination_code, a_chart(*codes.split())) == []


def test_the_right_code_is_put_in_the_place_of_the_hypertension():
    (finding,) = found(combination_code, a_chart("I50.9", "I10", offered=["I11.0"]))

    assert finding.codes == ("I10", "I50.9")
    assert "I.C.9.a.1" in finding.source
    (fix,) = finding.fixes
    assert fix.label == "Replace I10 by I11.0"
    (change,) = fix.changes
    assert isinstance(change, ReplaceLine)
    assert (change.line_id, change.code.code) == ("I10", "I11.0")


def test_of_several_one_is_replaced_and_the_others_taken_off():
    (finding,) = found(combination_code, a_chart("I11.9", "I12.0", offered=["I13.11"]))

    replaced, removed = finding.fixes[0].changes
    assert isinstance(replaced, ReplaceLine)
    assert removed == RemoveLine("I12.0")


def test_the_others_are_taken_off_where_the_right_code_is_there():
    (finding,) = found(combination_code, a_chart("I10", "I11.0", "I50.9"))

    assert finding.fixes[0].changes == (RemoveLine("I10"),)
    assert finding.text == "I11.0 tells what I10 tells."


def test_a_code_that_the_release_does_not_have_is_not_offered():
    (finding,) = found(combination_code, a_chart("I10", "I50.9"))

    assert finding.fixes == ()


def test_what_was_and_was_not_present_on_admission_is_not_merged():
    chart = a_chart(
        a_diagnosis("I50.22", poa="Y"), a_diagnosis("I50.21", poa="N"), offered=["I50.23"]
    )

    (finding,) = found(combination_code, chart)
    assert finding.fixes == ()
