"""External causes among themselves."""

from __future__ import annotations

import pytest
from support.charts import a_chart, a_diagnosis, found
from support.code_lists import a_list

from codebook_app.domain.finding import Severity
from codebook_app.domain.fix import RemoveLine, ReplaceLine
from codebook_app.edits.external_causes import (
    external_cause_character,
    external_cause_order,
    initial_only,
)
from codebook_app.services.line_edits import fixed


@pytest.mark.parametrize(
    ("codes", "right"),
    [
        ("S72.001A Y99.0 W01.0XXA", "S72.001A W01.0XXA Y99.0"),
        ("S72.001A Y92.009 Y93.01 W01.0XXA", "S72.001A W01.0XXA Y92.009 Y93.01"),
        ("S72.001A W01.0XXA V43.52XA", "S72.001A V43.52XA W01.0XXA"),
        ("S72.001A V43.52XA I10 X36.0XXA", "S72.001A X36.0XXA V43.52XA I10"),
        ("S72.001A V43.52XA Y38.2X2A", "S72.001A Y38.2X2A V43.52XA"),
        ("T74.12XA S00.83XA W01.0XXA Y07.11", "T74.12XA S00.83XA Y07.11 W01.0XXA"),
    ],
)
def test_causes_are_brought_into_the_order_of_their_priority(codes, right):
    (finding,) = found(external_cause_order, a_chart(*codes.split()))

    assert finding.severity is Severity.INFORMATION
    encounter = a_list(*(a_diagnosis(code) for code in codes.split()))
    mended = fixed(encounter, finding.fixes[0])
    assert [line.code for line in mended.lines] == right.split()
    assert found(external_cause_order, a_chart(*right.split())) == []


@pytest.mark.parametrize(
    "codes",
    ["S72.001A W01.0XXA W18.30XA", "S72.001A Y92.009 Y99.0", "X92.0XXA_ W01.0XXA X95.9XXA", ""],
)
def test_causes_of_one_priority_stay_as_they_are(codes):
    listed = [code for code in codes.split() if not code.endswith("_")]

    assert found(external_cause_order, a_chart(*listed)) == []


@pytest.mark.parametrize(
    ("injury", "cause", "right"),
    [
        ("S72.001D", "W01.0XXA", "W01.0XXD"),
        ("S72.001K", "W01.0XXA", "W01.0XXD"),
        ("S72.001B", "W01.0XXD", "W01.0XXA"),
        ("S72.001S", "W01.0XXA", "W01.0XXS"),
        ("M80.051D", "W01.0XXA", "W01.0XXD"),
    ],
)
def test_a_cause_takes_the_character_of_its_injury(injury, cause, right):
    (finding,) = found(external_cause_character, a_chart(injury, cause, offered=[right]))

    (change,) = finding.fixes[0].changes
    assert isinstance(change, ReplaceLine)
    assert (change.line_id, change.code.code) == (cause, right)
    assert finding.overridable
    assert found(external_cause_character, a_chart(injury, right)) == []


def test_with_injuries_of_two_kinds_none_is_offered():
    chart = a_chart("S72.001A", "S52.501D", "W01.0XXS", offered=["W01.0XXA", "W01.0XXD"])

    (finding,) = found(external_cause_character, chart)
    assert finding.fixes == ()
    assert found(external_cause_character, a_chart("S72.001A", "S52.501D", "W01.0XXD")) == []


def test_a_cause_without_an_injury_that_says_is_left_alone():
    assert found(external_cause_character, a_chart("I21.4", "X50.0XXD")) == []
    assert found(external_cause_character, a_chart("S72.001A", "Y92.009", "Y84.8")) == []


def test_place_activity_and_status_belong_to_the_first_treatment():
    (finding,) = found(initial_only, a_chart("S72.001D", "W01.0XXD", "Y93.01", "Y99.8"))

    assert finding.codes == ("Y93.01", "Y99.8")
    assert finding.fixes[0].changes == (RemoveLine("Y93.01"), RemoveLine("Y99.8"))
    assert found(initial_only, a_chart("S72.001A", "S52.501D", "Y93.01")) == []
    assert found(initial_only, a_chart("S72.001B", "Y92.009")) == []
    assert found(initial_only, a_chart("I21.4", "Y93.01")) == []
