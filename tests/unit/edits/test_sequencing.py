"""What may not come first, and what is told once."""

from __future__ import annotations

import pytest
from support.charts import a_chart, found, told, words_of_the_editor

from codebook_app.domain.encounter import Setting
from codebook_app.domain.fix import MoveLine
from codebook_app.edits.sequencing import (
    external_cause_first,
    external_causes_told_once,
    sequela_first,
    titled_manifestation,
)


@pytest.mark.parametrize("code", ["V00.01XA", "W01.0XXA", "X00.0XXA", "Y92.009"])
def test_an_external_cause_is_never_first_in_any_setting(code):
    for setting in Setting:
        chart = a_chart(code, "S72.001A", setting=setting)
        assert told(external_cause_first, chart) == [("external_cause_first", "error", (code,))]


def test_an_external_cause_behind_is_as_it_should_be():
    assert found(external_cause_first, a_chart("S72.001A", "W01.0XXA")) == []
    assert found(external_cause_first, a_chart("Z00.00", "U07.1")) == []
    assert found(external_cause_first, a_chart()) == []


def test_the_first_code_that_may_be_first_is_offered():
    (finding,) = found(external_cause_first, a_chart("W01.0XXA", "Y92.009", "S72.001A", "I10"))

    assert [one.label for one in finding.fixes] == ["Put S72.001A first"]
    assert finding.fixes[0].changes == (MoveLine("S72.001A", "W01.0XXA"),)
    (alone,) = found(external_cause_first, a_chart("W01.0XXA", "Y92.009"))
    assert alone.fixes == ()


def test_a_sequela_stands_behind_the_condition_it_led_to():
    (first,) = found(sequela_first, a_chart("S72.001S", "M25.551"))
    (alone,) = found(sequela_first, a_chart("S72.001S", "W01.0XXS"))

    assert "stands first" in first.text
    assert first.fixes[0].changes == (MoveLine("M25.551", "S72.001S"),)
    assert "without the condition" in alone.text
    assert alone.fixes == ()
    assert found(sequela_first, a_chart("M25.551", "S72.001S")) == []


def test_a_manifestation_behind_a_sequela_is_the_guidelines_exception():
    editor = words_of_the_editor({"G99.8": ["manifestation"]})

    assert found(sequela_first, a_chart("S06.0X0S", "G99.8", editor=editor)) == []
    assert len(found(sequela_first, a_chart("S06.0X0S", "G98.8", editor=editor))) == 1


@pytest.mark.parametrize("code", ["W01.0XXS", "S72.001A", "C7B.00S", "I69.351"])
def test_only_a_seventh_character_s_is_a_sequela(code):
    # C7B.00S is no code, six characters long; an external cause is the other rule's.
    assert found(sequela_first, a_chart(code)) == []


@pytest.mark.parametrize("category", ["Y92", "Y93", "Y99"])
def test_place_activity_and_status_are_told_once(category):
    chart = a_chart("S72.001A", f"{category}.1", "W01.0XXA", f"{category}.2")
    (finding,) = found(external_causes_told_once, chart)

    assert finding.overridable
    assert finding.codes == (f"{category}.1", f"{category}.2")
    assert found(external_causes_told_once, a_chart("S72.001A", "Y92.1", "Y93.1", "Y99.1")) == []


def test_a_title_tells_a_manifestation_from_the_organism_that_causes_a_disease():
    assert titled_manifestation("Sample disorder in diseases classified elsewhere")
    assert not titled_manifestation("Sample germ as the cause of diseases classified elsewhere")
