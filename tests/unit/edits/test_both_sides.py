"""Right and left where one code tells both."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.charts import a_chart, found
from support.listed import a_listed, a_place

from codebook_app.domain.code import Code
from codebook_app.domain.finding import Severity
from codebook_app.domain.fix import RemoveLine, ReplaceLine
from codebook_app.edits.both_sides import both_sides, codes_of_both_sides


def titled(code: str, title: str) -> Code:
    return replace(a_place(code, 1), title=title)


@pytest.mark.parametrize(
    ("right", "left", "both"),
    [
        (
            ("H25.11", "Sample cataract, right eye"),
            ("H25.12", "Sample cataract, left eye"),
            ("H25.13", "Sample cataract, bilateral"),
        ),
        (
            ("M17.11", "Unilateral sample wear, right knee"),
            ("M17.12", "Unilateral sample wear, left knee"),
            ("M17.0", "Bilateral sample wear of knee"),
        ),
        (
            ("G56.01", "Sample syndrome, right upper limb"),
            ("G56.02", "Sample syndrome, left upper limb"),
            ("G56.03", "Sample syndrome, bilateral upper limbs"),
        ),
        (
            ("H40.1111", "Sample glaucoma, right eye, mild stage"),
            ("H40.1121", "Sample glaucoma, left eye, mild stage"),
            ("H40.1131", "Sample glaucoma, bilateral, mild stage"),
        ),
    ],
)
def test_the_code_of_both_takes_the_place_of_the_two(right, left, both):
    listed = [a_listed(titled(*left)), a_listed(titled(*right))]
    assert both[0] in set(codes_of_both_sides(listed))

    (finding,) = found(both_sides, a_chart(*listed, offered=[titled(*both)]))

    assert finding.severity is Severity.INFORMATION
    assert "I.B.13" in finding.source
    replaced, removed = finding.fixes[0].changes
    assert isinstance(replaced, ReplaceLine)
    assert (replaced.line_id, replaced.code.code) == (right[0], both[0])
    assert removed == RemoveLine(left[0])


@pytest.mark.parametrize(
    ("left", "both"),
    [
        (("H25.12", "Another cataract, left eye"), ("H25.13", "Sample cataract, bilateral")),
        (("H25.12", "Sample cataract, left eye"), ("H25.13", "Another cataract, bilateral")),
        (("H25.12", "Sample cataract, left eye"), ("H25.13", "Sample cataract, both kinds")),
        (("H25.22", "Sample cataract, left eye"), ("H25.13", "Sample cataract, bilateral")),
    ],
)
def test_what_does_not_say_the_same_is_left_alone(left, both):
    right = titled("H25.11", "Sample cataract, right eye")
    chart = a_chart(a_listed(right), a_listed(titled(*left)), offered=[titled(*both)])

    assert found(both_sides, chart) == []


def test_without_a_code_of_both_the_two_are_right():
    right = titled("M25.551", "Sample pain in right hip")
    left = titled("M25.552", "Sample pain in left hip")

    assert found(both_sides, a_chart(a_listed(right), a_listed(left))) == []
