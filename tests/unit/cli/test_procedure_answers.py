"""What ``codebook show`` answers of the beginning of a procedure code."""

from __future__ import annotations

import json


def test_a_beginning_answers_with_what_may_follow_and_the_codes_left(desk):
    result = desk.run("show", "0019", "--json")

    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert (document["code"], document["level"], document["billable"]) == (
        "0019",
        "beginning",
        False,
    )
    assert [above["code"] for above in document["ancestors"]] == ["0", "00", "001"]
    assert [child["code"] for child in document["children"]] == ["00190J1", "00190J2"]
    assert document["codes_left"] == 2
    assert [one["character"] for one in document["characters"]] == ["9", "0", "J", ""]
    assert document["characters"][3]["choices"] == [
        {"character": "1", "label": "Left", "codes": 1},
        {"character": "2", "label": "Right", "codes": 1},
    ]


def test_a_beginning_reads_as_its_axes(desk):
    output = desk.run("show", "0011").stdout

    assert "the beginning of 4 codes" in output
    assert "4 Sample part" in output
    assert "  0  Open" in output


def test_what_begins_no_code_is_refused_as_before(desk):
    result = desk.run("show", "0SR9")

    assert result.exit_code == 3
    assert "0SR9 is not in ICD-10-CM" in result.stderr
    assert desk.run("show", "0019", "--code-set", "icd10cm").exit_code == 3
