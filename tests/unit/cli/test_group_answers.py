"""What ``group`` answers, and how it ends."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from codebook_app.domain.encounter import Setting

CODE_KEYS = {
    "code",
    "cc",
    "poa_effect",
    "code_set",
    "counts",
    "excluded",
    "why_not",
    "or_procedure",
    "decides",
    "invalid",
    "hac",
    "categories",
}


@pytest.fixture
def stay(tmp_path: Path) -> str:
    file = tmp_path / "stay.json"
    file.write_text("{}")
    return str(file)


@pytest.mark.parametrize(
    ("options", "exempt"),
    [((), False), (("--poa-exempt-hospital",), True), (("--no-poa-exempt-hospital",), False)],
)
@pytest.mark.parametrize("command", ["group", "check"])
def test_the_hospital_is_the_encounters_or_as_the_command_says(
    desk, stay, command, options, exempt
):
    desk.run(command, "--encounter", stay, *options)

    asked = desk.program.grouping.asked or desk.program.checking.asked
    assert [one.poa_exempt_hospital for one in asked] == [exempt]


def test_group_answers_with_the_promised_keys_and_more(desk, stay):
    done = desk.run("group", "--encounter", stay, "--json")

    answer = json.loads(done.stdout)
    assert done.exit_code == 0
    assert list(answer)[:8] == [
        "drg",
        "title",
        "mdc",
        "weight",
        "gmlos",
        "amlos",
        "grouper",
        "codes",
    ]
    assert (answer["drg"], answer["mdc"], answer["weight"]) == ("902", "08", 2.0945)
    assert (answer["gmlos"], answer["amlos"]) == (4.3, 4.8)
    assert [set(code) for code in answer["codes"]] == [CODE_KEYS, CODE_KEYS]
    assert answer["initial_drg"]["drg"] == "901"
    assert [(one["code"], one["drg"]) for one in answer["without"]] == [
        ("W11.2", "903"),
        ("W12", None),
    ]
    assert answer["edits"] == [
        {"edit": "AGE_CONFLICT", "text": "Age conflict: not at this age.", "codes": ["W12"]}
    ]
    assert answer["date"] == "2026-05-01"


def test_group_reads_well_without_a_terminal(desk, stay):
    done = desk.run("group", "--encounter", stay)

    lines = done.stdout.splitlines()
    assert lines[0] == "MS-DRG      902  Sample [widget] procedure with CC"
    assert lines[1].split() == ["weight", "2.0945,", "GMLOS", "4.3,", "AMLOS", "4.8"]
    assert "before HAC  901  Sample [widget] procedure with MCC" in lines
    (first,) = [line for line in lines if line.startswith("W11.2")]
    assert first.split()[:5] == ["W11.2", "CC", "903", "(1.5000)", "V28"]
    (second,) = [line for line in lines if line.startswith("W12 ") and "MCC" in line]
    assert "(MCC)" in second
    assert "no group" in second
    assert "The principal diagnosis excludes it as MCC." in second
    assert "Age conflict: not at this age." in done.stdout
    assert done.stderr.splitlines() == [
        "Grouped as discharged home.",
        "Not checked: Weight. No table.",
        "Not the payer's.",
    ]


def test_setting_and_day_stand_over_what_the_file_says(desk, stay):
    desk.run(
        "group", "--encounter", stay, "--setting", "outpatient", "--date", "2026-02-03", "--json"
    )

    (asked,) = desk.program.grouping.asked
    assert (asked.setting, asked.date_of_service) == (Setting.OUTPATIENT, date(2026, 2, 3))


def test_inpatient_stay_without_a_group_ends_with_one_and_says_why(desk, stay):
    grouping = desk.program.grouping
    grouping.grouped = replace(grouping.grouped, drg=None, problem="No such principal.")

    done = desk.run("group", "--encounter", stay)

    assert done.exit_code == 1
    assert done.stdout.splitlines()[0] == "MS-DRG      No such principal."


def test_visit_that_has_no_group_by_its_nature_is_no_error(desk, stay):
    grouping = desk.program.grouping
    grouping.grouped = replace(grouping.grouped, drg=None, problem="No stay.")

    assert desk.run("group", "--encounter", stay, "--setting", "professional").exit_code == 0


def test_file_that_is_no_encounter_ends_with_three_and_one_line(desk, tmp_path):
    (tmp_path / "bad.json").write_text("no")

    done = desk.run("group", "--encounter", str(tmp_path / "bad.json"), "--json")

    assert done.exit_code == 3
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1


def test_group_needs_an_encounter(desk):
    assert desk.run("group").exit_code == 2
