"""Burns by their degree, a sequela beside its injury, and a shock after a procedure."""

from __future__ import annotations

import pytest
from support.charts import a_chart, found, told

from codebook_app.domain.fix import MoveLine, RemoveLine, ReplaceLine
from codebook_app.edits.injuries import burns, sequela_with_injury, shock_after_procedure


def test_the_burn_of_the_highest_degree_comes_first():
    (finding,) = found(burns, a_chart("T24.211A", "T23.301A", "T31.10"))

    assert (finding.rule, finding.codes) == ("guideline_order", ("T24.211A", "T23.301A"))
    assert finding.fixes[0].changes == (MoveLine("T23.301A", "T24.211A"),)
    assert "I.C.19.d.1" in finding.source


def test_one_site_is_coded_by_its_highest_degree():
    for codes in (("T24.211A", "T24.311A"), ("T24.311A", "T24.211A")):
        (finding,) = found(burns, a_chart(*codes))
        assert (finding.rule, finding.codes) == ("not_together", ("T24.211A", "T24.311A"))
        assert finding.fixes[0].changes == (RemoveLine("T24.211A"),)


@pytest.mark.parametrize(
    "codes",
    [
        "T23.301A T24.211A",
        "T24.211A T24.212A",
        "T24.211A T24.711A T23.601A_",
        "J70.5 T24.211A T23.301A",
        "T24.211D T23.301D",
        "T24.011A T23.101A",
        "T24.211A T24.311S",
        "",
    ],
)
def test_burns_in_order_and_apart_are_left_alone(codes):
    listed = [code for code in codes.split() if not code.endswith("_")]
    rules = [one.rule for one in found(burns, a_chart(*listed))]

    # A corrosion of the same site is another injury; its degree still comes first.
    assert rules == (["guideline_order"] if "T24.711A" in listed else [])


def test_an_injury_is_current_or_a_sequela():
    chart = a_chart("S72.001A", "M25.551", "S72.001S")

    assert told(sequela_with_injury, chart) == [
        ("not_together", "warning", ("S72.001S", "S72.001A"))
    ]
    assert found(sequela_with_injury, a_chart("S72.001S", "S72.002A")) == []
    assert found(sequela_with_injury, a_chart("T24.311A", "T24.311S")) == []
    assert found(sequela_with_injury, a_chart("W01.0XXS", "W01.0XXA")) == []


def test_a_shock_after_a_procedure_has_a_code_of_its_own():
    (finding,) = found(shock_after_procedure, a_chart("T81.44XA", "R65.21", offered=["T81.12XA"]))

    assert finding.codes == ("T81.44XA", "R65.21")
    (change,) = finding.fixes[0].changes
    assert isinstance(change, ReplaceLine)
    assert (change.line_id, change.code.code) == ("R65.21", "T81.12XA")
    for codes in (("T81.44XA", "R65.20"), ("A41.9", "R65.21"), ("T81.44XA", "T81.12XA", "R65.21")):
        assert found(shock_after_procedure, a_chart(*codes)) == []
