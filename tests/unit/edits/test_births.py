"""Mother and newborn have records of their own; a birth is told once."""

from __future__ import annotations

from datetime import date

import pytest
from support.charts import a_chart, found, told

from codebook_app.domain.encounter import Setting
from codebook_app.edits.births import birth_record, mother_and_newborn

BORN = date(2099, 2, 27)


@pytest.mark.parametrize("codes", ["O80 Z38.00", "P07.30 O99.013", "Z38.00 Z37.0", "O80 P59.9"])
def test_codes_of_both_records_are_told_once(codes):
    (finding,) = found(mother_and_newborn, a_chart(*codes.split()))

    assert finding.rule == "mother_and_newborn"
    assert finding.overridable
    assert sorted(finding.codes) == sorted(codes.split())


@pytest.mark.parametrize("codes", ["O80 Z37.0", "Z38.00 P59.9", "Q21.0 O99.419", ""])
def test_the_codes_of_one_record_are_left_alone(codes):
    assert found(mother_and_newborn, a_chart(*codes.split())) == []


def test_a_birth_is_told_once():
    assert told(birth_record, a_chart("Z38.00", "Z38.01")) == [
        ("birth_record", "warning", ("Z38.00", "Z38.01"))
    ]
    assert found(birth_record, a_chart("Z38.00", "P59.9")) == []


def test_a_stay_after_the_birth_is_not_that_of_the_birth():
    later, same_day = date(2099, 2, 28), BORN

    assert len(found(birth_record, a_chart("Z38.00", birth_date=BORN, admitted_on=later))) == 1
    assert found(birth_record, a_chart("Z38.00", birth_date=BORN, admitted_on=same_day)) == []
    assert found(birth_record, a_chart("Z38.1", birth_date=BORN, admitted_on=later)) == []
    assert found(birth_record, a_chart("Z38.00", admitted_on=later)) == []
    visit = a_chart("Z38.00", birth_date=BORN, admitted_on=later, setting=Setting.PROFESSIONAL)
    assert found(birth_record, visit) == []
