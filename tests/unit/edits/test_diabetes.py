"""Diabetes with what is presumed to come of it, and without complications."""

from __future__ import annotations

import pytest
from support.charts import a_chart, found, told

from codebook_app.domain.fix import RemoveLine, ReplaceLine
from codebook_app.edits.diabetes import no_complication, presumed_link


@pytest.mark.parametrize(
    ("codes", "right"),
    [
        ("E11.9 N18.30", "E11.22"),
        ("N18.6 E10.9", "E10.22"),
        ("E09.65 N18.4", "E09.22"),
        ("E11.9 G62.9", "E11.42"),
        ("E11.9 K31.84", "E11.43"),
        ("E11.9 I73.9", "E11.51"),
        ("E11.9 I70.211", "E11.51"),
        ("E11.51 I70.261", "E11.52"),
        ("E13.9 I96", "E13.52"),
        ("E11.9 L97.511", "E11.621"),
        ("E11.9 L97.211", "E11.622"),
        ("E11.9 M86.171", "E11.69"),
        ("E11.9 H26.9", "E11.36"),
    ],
)
def test_what_the_index_lists_below_with_is_presumed_to_come_of_it(codes, right):
    (finding,) = found(presumed_link, a_chart(*codes.split(), offered=[right]))

    assert finding.rule == "presumed_link"
    assert finding.overridable
    assert right in finding.text
    assert finding.named[0].first == right.replace(".", "")


@pytest.mark.parametrize(
    "codes",
    [
        "E11.22 N18.30",
        "E11.21 N18.30",
        "E11.9 N17.9",
        "E11.40 G62.9",
        "E11.52 I73.9",
        "E11.622 L97.511",
        "E11.A N18.30",
        "E10.A1 N18.30",
        "N18.30 I10",
        "E11.9",
        "E11.9 L97.211 I83.012",
        "E11.51 L97.511 I70.235",
    ],
)
def test_what_is_told_or_not_presumed_is_left_alone(codes):
    every = ["E11.621", "E11.622", "E11.22", "E11.42", "E11.51", "E11.52", "E11.621", "E10.22"]

    assert found(presumed_link, a_chart(*codes.split(), offered=every)) == []


def test_only_diabetes_without_complications_is_replaced():
    (plain,) = found(presumed_link, a_chart("E11.9", "N18.30", offered=["E11.22"]))
    (other,) = found(presumed_link, a_chart("E11.40", "N18.30", offered=["E11.22"]))

    (change,) = plain.fixes[0].changes
    assert isinstance(change, ReplaceLine)
    assert (change.line_id, change.code.code) == ("E11.9", "E11.22")
    assert other.fixes == ()


def test_a_code_that_the_release_does_not_have_is_not_spoken_of():
    assert found(presumed_link, a_chart("E11.9", "N18.30")) == []


def test_no_complication_and_one_contradict_each_other():
    chart = a_chart("E11.22", "N18.30", "E11.9")

    assert told(no_complication, chart) == [("not_together", "warning", ("E11.9", "E11.22"))]
    assert found(no_complication, chart)[0].fixes[0].changes == (RemoveLine("E11.9"),)
    assert found(no_complication, a_chart("E11.9", "E10.22")) == []
    assert found(no_complication, a_chart("E11.9", "E11.A")) == []
