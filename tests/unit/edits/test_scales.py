"""The coma scale whole, a pressure ulcer by one stage."""

from __future__ import annotations

import pytest
from support.charts import a_chart, a_diagnosis, found

from codebook_app.domain.encounter import Setting
from codebook_app.domain.finding import Severity
from codebook_app.edits.scales import coma_scale, ulcer_stages


def test_a_part_of_the_scale_is_not_the_scale():
    (finding,) = found(coma_scale, a_chart("S06.0X0A", "R40.2110", "R40.2210"))

    assert finding.severity is Severity.INFORMATION
    assert "best motor is missing" in finding.text


def test_the_total_stands_alone():
    (finding,) = found(coma_scale, a_chart("S06.0X0A", "R40.2410", "R40.2110"))

    assert "total score" in finding.text


@pytest.mark.parametrize(
    "codes", ["R40.2110 R40.2210 R40.2310", "R40.2410", "R40.20", "R40.2A", "R40.2412 R40.2411"]
)
def test_a_whole_scale_is_left_alone(codes):
    assert found(coma_scale, a_chart("S06.0X0A", *codes.split())) == []


def test_parts_of_different_times_do_not_make_one_scale():
    chart = a_chart("S06.0X0A", "R40.2110", "R40.2210", "R40.2311")

    assert len(found(coma_scale, chart)) == 2


def test_stages_of_one_site_are_told_once():
    (finding,) = found(ulcer_stages, a_chart("L89.152", "L89.153", "L89.613"))

    assert finding.codes == ("L89.152", "L89.153")
    assert found(ulcer_stages, a_chart("L89.152", "L89.613")) == []


def test_an_ulcer_that_worsened_during_the_stay_has_two():
    codes = a_diagnosis("L89.152", poa="Y"), a_diagnosis("L89.153", poa="N")

    assert found(ulcer_stages, a_chart(*codes)) == []
    assert len(found(ulcer_stages, a_chart(*codes, setting=Setting.OUTPATIENT))) == 1
